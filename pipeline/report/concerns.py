"""What deserves a human eye, ranked by how much it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from rapidfuzz.distance import LCSseq

from pipeline.report.model import Concern, Unit
from transforms.deduplicate.thresholds import Thresholds
from transforms.schema import BLANK, CONTENTS, COPY, DIGEST, HEADING, PAGE_MARKER, URL

MOST = 200
OF_A_KIND = 40
SURE_ENCODING = 0.9  # below, an encoding is in doubt
SURE_SPLIT = 0.8  # below, a document's limits are: its heading is like no entry of the contents
MISS = 0.03  # a near miss reaches so near to a threshold
BIG = 500  # code points in a row
# Left out by design wherever they stand; a big one is no news.
EXPECTED = {BLANK, HEADING, PAGE_MARKER, URL}
ALIKE = 0.6  # so much of a listed title, at least, stands in the document's own, in order


def strongest(found: Iterable[Concern]) -> list[Concern]:
    """Return the weightiest concerns, of each kind no more than OF_A_KIND."""
    seen: Counter[str] = Counter()
    kept = []
    for concern in sorted(found, key=lambda each: (-each.weight, *each[1:])):
        seen[concern.kind] += 1
        if seen[concern.kind] <= OF_A_KIND:
            kept.append(concern)
    return kept[:MOST]


def of_unit(unit: Unit, thresholds: Thresholds) -> list[Concern]:
    """Return the concerns of a unit's sources, documents and pairs."""
    found = [*_removals(unit), *_near_misses(unit, thresholds)]
    for source in unit.sources:
        if source.confidence < SURE_ENCODING:
            weight = 60 + round(40 * (1 - source.confidence))
            note = f"{source.encoding} {source.confidence:.2f}: {source.evidence}"
            found.append(
                Concern(weight, "encoding", source.source, 0, source.code_points, "", note)
            )
        if source.patches:
            note = f"{len(source.patches)} ×"
            patch = source.patches[0]
            place = patch["char_start"], patch["char_end"]
            found.append(Concern(85, "lost", source.source, *place, "", note))
    for record in unit.records:
        found += _of_record(record)
    return found


def of_contents(contents: Iterable[Mapping[str, Any]]) -> list[Concern]:
    """Return a concern for each source whose contents page and documents disagree."""
    found = []
    for each in contents:
        left = [*each["entries_without_document"], *each["documents_without_entry"]]
        weight = min(80, 60 + len(left).bit_length())
        note = f"{len(left)}: {'; '.join(left[:5])}{' …' if len(left) > 5 else ''}"
        found.append(Concern(weight, "mismatch", each["source"], 0, 0, "", note))
    return found


def of_failures(dead_letters: Iterable[Mapping[str, Any]]) -> list[Concern]:
    """Return a concern for each file that failed."""
    return [
        Concern(100, "failed", letter["source"], 0, 0, "", str(letter.get("message", "")))
        for letter in dead_letters
    ]


def _removals(unit: Unit) -> Iterable[Concern]:
    """Yield stretches of one label that left in a row, if they are big."""
    for source, rows in unit.ledger.items():
        passed = (row for row in rows if row.label not in EXPECTED)
        # Of one label and document, and next to each other but for what is left out anyway.
        for (removed, label, id), run in groupby(
            passed, lambda row: (bool(row.reason), row.label, row.id)
        ):
            together = list(run)
            size = sum(row.end - row.start for row in together)
            if removed and size >= BIG:
                # Repeats and unclaimed text weigh most: there content can be lost.
                base = 30 if label == CONTENTS else 65 if label in (COPY, DIGEST) else 50
                weight = min(95, base + size.bit_length())
                place = together[0].start, together[-1].end
                yield Concern(weight, "removal", source, *place, id, label)


def _near_misses(unit: Unit, thresholds: Thresholds) -> Iterable[Concern]:
    least = {
        "jaccard": thresholds.similar,
        "edit": thresholds.similar,
        "containment": thresholds.remove_from,
    }
    for pair in unit.pairs:
        if pair.kind != "rejected":
            continue
        scores = {name: getattr(pair, name) for name in least}
        name = max(least, key=lambda each: scores[each] - least[each])
        missed = least[name] - scores[name]
        if missed <= MISS:
            weight = 45 + round(20 * (1 - missed / MISS)) if missed > 0 else 65
            note = f"{name} {scores[name]:.3f} < {least[name]} ({pair.grain})"
            place = pair.left_start, pair.left_end
            yield Concern(weight, "near miss", pair.source, *place, pair.left, note, pair.right)


def _of_record(record: Mapping[str, Any]) -> Iterable[Concern]:
    place = record["source"], record["start"], record["end"], record["id"]
    if record["split_confidence"] < SURE_SPLIT:
        weight = 70 + round(30 * (1 - record["split_confidence"]))
        yield Concern(weight, "split", *place, f"{record['split_confidence']:.2f}")
    for warning in record["warnings"]:
        yield Concern(75, "warning", *place, warning)
    if mismatch(record):
        yield Concern(50, "mismatch", *place, f"{record['listed_title']} ≠ {record['title']}")
    kinds = Counter(each["kind"] for each in record["personal_data"])
    if kinds:
        first = record["personal_data"][0]
        places = ", ".join(f"{each['start']}:{each['end']}" for each in record["personal_data"][:8])
        note = " · ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        yield Concern(
            60, "personal data", record["source"], first["start"], first["end"], record["id"],
            f"{note} ({places})",
        )  # fmt: skip


def mismatch(record: Mapping[str, Any]) -> bool:
    """Return whether the contents page calls a document by quite another title."""
    listed, title = record["listed_title"], record["title"]
    if not listed or not title or listed in title or title in listed:
        return False
    return bool(LCSseq.similarity(listed, title) < ALIKE * len(listed))
