"""Between the passes B and C: from all verified pairs to what each unit is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from typing import Any

from pipeline import staging
from pipeline.passes import Compared, Decided, Drafts, Job, fingerprints, verdicts
from transforms import deduplicate
from transforms.schema import Decision, Pair, StockPhrase

HOT_NAMED = 20  # hot buckets that the manifest names
MISSES_NAMED = 10  # pairs that it names, which are nearly similar


def decide(
    _: None, job: Job, drafts: Drafts, verified: Iterable[bytes]
) -> list[tuple[int, Decided]]:
    """Return what is decided of each unit."""
    if job.duplicates == "off":
        return [(unit, Decided((), ())) for unit in range(job.units)]
    verified_pairs, pairs_found = verdicts(verified)
    units = [
        fingerprints(job, drafts, number)[0].documents for number in range(job.earlier + job.units)
    ]
    own = units[job.earlier :]
    unit_of = {document.id: unit for unit, found in enumerate(own) for document in found}
    phrases, pairs = deduplicate.stock_phrases(pairs_found, unit_of)
    decisions = {
        decision.id: decision
        for decision in deduplicate.decide(
            pairs, chain.from_iterable(units), job.duplicates, job.thresholds
        )
    }
    compared = _comparisons(job, drafts, verified_pairs, pairs_found)
    staging.write(job.comparisons, json.dumps(compared).encode())
    pairs_of: list[list[Pair]] = [[] for _ in own]
    phrases_of: list[list[StockPhrase]] = [[] for _ in own]
    named = [{document.id for document in found} for found in own]
    for pair in pairs:
        if pair.left[0] not in unit_of:  # the earlier output's
            pair = pair._replace(left=pair.right, right=pair.left)
        unit = unit_of[pair.left[0]]
        pairs_of[unit].append(pair)
        named[unit].update((pair.left[0], pair.right[0]))
    for phrase in phrases:
        phrases_of[unit_of[phrase.document]].append(phrase)
    decided = [
        Decided(tuple(decisions[id] for id in sorted(ids)), tuple(pairs), tuple(phrases))
        for ids, pairs, phrases in zip(named, pairs_of, phrases_of, strict=True)
    ]
    if job.against:
        sources = {each.id: each.source for found in units[: job.earlier] for each in found}
        staging.write(job.named, _earlier(decided, sources))
    return list(enumerate(decided))


def _earlier(decided: Iterable[Decided], sources: Mapping[str, str]) -> bytes:
    """Return the lines of ``earlier.jsonl``: the earlier records that the decisions name."""
    named: set[str] = set()
    superseded: dict[str, str] = {}
    for each in decided:
        for decision in each.decisions:
            named.update(_ids(decision))
            superseded.update((id, decision.id) for id in decision.supersedes)
    rows = [
        {"id": id, "source": sources[id], "superseded_by": superseded.get(id, "")}
        for id in sorted(named & sources.keys())
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _ids(decision: Decision) -> set[str]:
    """Return the documents that a decision names."""
    ids = {decision.id, decision.cluster, decision.duplicate_of, *decision.supersedes}
    return ids | {id for id, _, _ in decision.duplicates}


def _comparisons(job: Job, drafts: Drafts, verified: int, found: Sequence[Pair]) -> dict[str, Any]:
    """Return the sums over all partitions, where the largest hot buckets begin, and the verdicts.

    The nearest misses are named, documents before paragraphs.
    """
    paths = [job.compared(drafts, number) for number in range(job.partitions)]
    parts = [
        Compared(*json.loads(staging.read(path).to_pybytes()))
        for path in paths
        if staging.exists(path)  # a partition without references compares nothing
    ]
    buckets = {deduplicate.HotBucket(*bucket) for part in parts for bucket in part.hot}
    largest = sorted(buckets, key=lambda bucket: (-bucket.passages, bucket))[:HOT_NAMED]
    hot = []
    for bucket in largest:
        passage = fingerprints(job, drafts, bucket.unit)[0].passage(bucket.row)
        place = {"document": passage.document, "start": passage.start, "end": passage.end}
        hot.append({**place, "passages": bucket.passages, "texts": bucket.texts})
    kinds = Counter(f"{pair.grain} {pair.kind}" for pair in found)
    misses = nlargest(
        MISSES_NAMED,
        (pair for pair in found if pair.kind == "rejected"),
        key=lambda pair: (pair.grain == "document", max(pair.jaccard, pair.edit)),
    )
    return {
        "candidates": sum(part.candidates for part in parts),
        "sifted": verified,
        "hot_buckets": sum(part.hot_buckets for part in parts),
        "hot": hot,
        "verdicts": dict(sorted(kinds.items())),
        "nearest_misses": [
            {
                "grain": pair.grain,
                "score": max(pair.jaccard, pair.edit),
                "left": pair.left,
                "right": pair.right,
            }
            for pair in misses
        ],
    }
