"""Between the passes B and C: from all verified pairs to what each unit is told."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from heapq import nlargest
from itertools import chain, pairwise
from typing import Any

import numpy as np

from pipeline import staging
from pipeline.passes import (
    Compared,
    Decided,
    Drafts,
    Job,
    fetch_documents,
    fetch_fingerprints,
    read_verdicts,
)
from transforms import deduplicate
from transforms.schema import Decision, Pair, StockPhrase

HOT_NAMED = 20  # hot buckets that the manifest names
MISSES_NAMED = 10  # pairs that it names, which are nearly similar


def decide(_: None, job: Job, drafts: Drafts, groups: Iterable[int]) -> list[tuple[int, str]]:
    """Stage what is decided of each unit; return the units, each with the key of that.

    ``groups`` are those whose pairs are verified.
    """
    if job.duplicates == "off":
        return [(unit, _stage(Decided(()), unit, job, drafts)) for unit in range(job.units)]
    fetch = partial(fetch_fingerprints, job, drafts)
    units = [fetch_documents(job, drafts, unit) for unit in range(job.earlier + job.units)]
    verified, found = read_verdicts(groups, units, job, drafts)
    compared = _comparisons(job, drafts, units, verified, found)
    staging.write(job.comparisons, json.dumps(compared).encode())
    unit_of = np.repeat(np.arange(len(units)) - job.earlier, list(map(len, units)))
    phrases, pairs = deduplicate.stock_phrases(found, unit_of >= 0)
    units_of = zip(found.ids, unit_of.tolist(), strict=True)
    speak = {phrase.document for phrase in phrases}
    unit_of_id = {id: unit for id, unit in units_of if id in speak}
    del found, units_of, speak
    decisions = {
        decision.id: decision
        for decision in deduplicate.decide(
            pairs,
            chain.from_iterable(units),
            job.duplicates,
            job.thresholds,
            _same_numbers(units, fetch),
        )
    }
    pairs = pairs.turned(unit_of[pairs.rows["left"]] < 0)  # the earlier output's are right
    phrases_of: list[list[StockPhrase]] = [[] for _ in range(job.units)]
    for phrase in phrases:
        phrases_of[unit_of_id[phrase.document]].append(phrase)
    left = unit_of[pairs.rows["left"]]
    order = np.argsort(left, kind="stable")
    bounds = np.searchsorted(left[order], range(job.units + 1))
    named, keys = _Named(), []
    for unit, (start, end) in enumerate(pairwise(bounds)):
        told = _told(units[job.earlier + unit], pairs.where(order[start:end]), decisions)
        one = Decided(*told, tuple(phrases_of[unit]))
        if job.against:
            named.add(one.decisions)
        keys.append((unit, _stage(one, unit, job, drafts)))
    if job.against:
        sources = {each.id: each.source for found in units[: job.earlier] for each in found}
        staging.write(job.named, named.rows(sources))
    return keys


def _stage(decided: Decided, unit: int, job: Job, drafts: Drafts) -> str:
    """Stage what is decided of a unit; return its key, which tells it from other decisions."""
    data = pickle.dumps(decided)
    staging.write(job.decided(drafts, unit), data)
    return hashlib.sha256(drafts.encode() + data).hexdigest()[:12]


def _same_numbers(
    units: Sequence[Sequence[deduplicate.DocumentFacts]],
    fetch: Callable[[int], deduplicate.Fingerprints],
) -> Callable[[str, str], bool]:
    """Return what tells of two documents, by their ids, whether they have the same numbers."""

    @cache  # of all documents: made only where one may be removed
    def places() -> dict[str, tuple[int, int]]:
        return {
            facts.id: (unit, at)
            for unit, found in enumerate(units)
            for at, facts in enumerate(found)
        }

    def key_of(id: str) -> str:
        unit, at = places()[id]
        return fetch(unit).document_key(at)

    return lambda copy, survivor: deduplicate.same_numbers(key_of(copy), key_of(survivor))


def _told(
    documents: Iterable[deduplicate.DocumentFacts],
    pairs: deduplicate.Verdicts,
    decisions: Mapping[str, Decision],
) -> tuple[tuple[Decision, ...], bytes]:
    """Return the decisions on documents and on what their pairs name, and the pairs by these."""
    named = pairs.numbers
    names = [pairs.ids[number] for number in named.tolist()]
    ids = sorted({*names, *(document.id for document in documents)})
    place = {id: at for at, id in enumerate(ids)}
    places = np.array([place[id] for id in names], dtype=np.uint64)
    rows = pairs.rows.copy()
    for side in ("left", "right"):
        rows[side] = places[np.searchsorted(named, rows[side])]
    return tuple(decisions.get(id) or Decision(id) for id in ids), rows.tobytes()


class _Named:
    """The documents that decisions name, and by which the earlier ones are superseded."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.superseded: dict[str, str] = {}

    def add(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            self.ids.update(_ids(decision))
            self.superseded.update((id, decision.id) for id in decision.supersedes)

    def rows(self, sources: Mapping[str, str]) -> bytes:
        """Return the lines of ``earlier.jsonl``: those of the earlier records, by source."""
        rows = [
            {"id": id, "source": sources[id], "superseded_by": self.superseded.get(id, "")}
            for id in sorted(self.ids & sources.keys())
        ]
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _ids(decision: Decision) -> set[str]:
    """Return the documents that a decision names."""
    ids = {decision.id, decision.cluster, decision.duplicate_of, *decision.supersedes}
    return ids | {id for id, _, _ in decision.duplicates}


def _comparisons(
    job: Job,
    drafts: Drafts,
    units: Sequence[tuple[deduplicate.DocumentFacts, ...]],
    verified: int,
    found: deduplicate.Verdicts,
) -> dict[str, Any]:
    """Return the sums over all partitions, the largest hot buckets, and what was found."""
    paths = (job.compared(drafts, number) for number in range(job.partitions))
    parts = [
        Compared(*part) for path in paths for part in json.loads(staging.read(path).to_pybytes())
    ]
    buckets = {deduplicate.HotBucket(*bucket) for part in parts for bucket in part.hot}
    largest = sorted(buckets, key=lambda bucket: (-bucket.passages, bucket))[:HOT_NAMED]
    hot = []
    for bucket in largest:
        document, start, end = fetch_fingerprints(job, drafts, bucket.unit).place(bucket.row)
        place = {"document": units[bucket.unit][document].id, "start": start, "end": end}
        hot.append({**place, "passages": bucket.passages, "texts": bucket.texts})
    kinds = Counter(zip(found.rows["grain"].tolist(), found.rows["kind"].tolist(), strict=True))
    named = {
        f"{deduplicate.GRAINS[grain]} {deduplicate.KINDS[kind]}": count
        for (grain, kind), count in kinds.items()
    }
    return {
        "candidates": sum(part.candidates for part in parts),
        "sifted": verified,
        "hot_buckets": sum(part.hot_buckets for part in parts),
        "hot": hot,
        "verdicts": dict(sorted(named.items())),
        "nearest_misses": [
            {
                "grain": pair.grain,
                "score": max(pair.jaccard, pair.edit),
                "left": pair.left,
                "right": pair.right,
            }
            for pair in _nearest_misses(found)
        ],
    }


def _nearest_misses(found: deduplicate.Verdicts) -> list[Pair]:
    """Return the pairs that missed by least, documents before paragraphs."""
    missed = found.where(found.of_kind(["rejected"]))
    score = np.maximum(missed.rows["jaccard"], missed.rows["edit"]).astype(np.int64)
    score[missed.of_grain("document")] += deduplicate.SCALE
    least = np.sort(score)[-MISSES_NAMED:][:1]
    return nlargest(
        MISSES_NAMED,
        sorted(missed.where(score >= least).pairs()),
        key=lambda pair: (pair.grain == "document", max(pair.jaccard, pair.edit)),
    )
