"""What the report shows, read from an output folder unit by unit: sums, samples and texts.

Sums are of everything, and equal the manifest's. Documents, texts, ledger rows and pairs are
samples where there are more than fit: spread evenly, the doubtful first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline import output
from pipeline.report import concerns
from pipeline.report.model import KEPT, Concern, Excerpt, Part, Report, Source, Sum, Text, Unit
from pipeline.verify import rebuild
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.schema import BODY, COPY, DIGEST, PAGE_MARKER
from transforms.write import DuplicateRow, FactRow, LedgerRow, SourceRow

# What a page can hold and still be quick: documents in tables, code points of texts, rows.
DOCUMENTS = 5_000
TEXTS = 2_000_000
SOURCES = 500
ROWS = 5_000  # removed ledger rows, and as many pairs
EXAMPLES = 12  # of each part
EXCERPT = 160  # code points


def gather(out: str) -> Report:
    """Return what the report of an output folder shows; raise output.Broken when it is none."""
    manifest = output.read_manifest(out)
    counts = manifest["counts"]
    every = max(1, -(-counts["documents"] // DOCUMENTS))
    every_text = max(every, -(-counts["characters_kept"] // TEXTS))
    totals: dict[Part, Sum] = {}
    sources: list[Source] = []
    documents: list[dict[str, Any]] = []
    texts: dict[str, Text] = {}
    removed: list[Excerpt] = []
    pairs: list[DuplicateRow] = []
    found: list[Concern] = []
    inside: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    options = manifest["options"]
    thresholds = Thresholds(
        options.get("similar", DEFAULT.similar), options.get("remove-from", DEFAULT.remove_from)
    )
    ordinal, room, doubtful = 0, TEXTS, DOCUMENTS // 5
    for unit in _units(out, manifest):
        removals = [pair for pair in unit.pairs if pair.action == "removed"]
        for row in unit.sources:
            ledger = unit.ledger.get(row.source, [])
            parts, excerpts = _account(row, ledger, unit, removals)
            for part, counted in parts.items():
                totals[part] = _add(totals.get(part), *counted)
            removed += excerpts
            if len(sources) < SOURCES:
                sources.append(_source(row, parts, ledger))
            else:
                omitted["sources"] += 1
        by_id: dict[str, list[LedgerRow]] = {}
        for rows in unit.ledger.values():
            for each in rows:
                if each.id:
                    by_id.setdefault(each.id, []).append(each)
        for record in unit.records:
            doubts = record["split_confidence"] < concerns.SURE_SPLIT or bool(record["warnings"])
            taken = ordinal % every == 0 or (doubts and doubtful > 0)
            if taken:
                doubtful -= ordinal % every != 0
                documents.append({key: record[key] for key in record if key != "text"})
            else:
                omitted["documents"] += 1
            size = record["end"] - record["start"]
            if taken and (ordinal % every_text == 0 or doubts) and size <= room:
                room -= size
                id = record["id"]
                texts[id] = Text(record["text"], by_id.get(id, []), unit.facts.get(id, []))
            else:
                omitted["texts"] += 1
            ordinal += 1
        for pair in unit.pairs:
            if pair.grain == "passage" and pair.left == pair.right and pair.action == "marked":
                inside[pair.left] += pair.left_end - pair.left_start
        pairs += unit.pairs
        found = concerns.strongest(found + concerns.of_unit(unit, thresholds))
        removed = _sample(removed, ROWS * 2)
        if len(pairs) > ROWS * 4:
            pairs = _strongest(pairs, ROWS * 2)
    dead_letters = output.read_lines(out, "dead_letters.jsonl")
    found += concerns.of_failures(dead_letters) + concerns.of_contents(manifest.get("contents", []))
    listed = _sample(removed, ROWS)
    strongest = _strongest(pairs, ROWS)
    unkept = sum(each.rows for part, each in totals.items() if part != KEPT)
    omitted["rows"] = max(0, unkept - len(listed))
    compared = sum(counts["duplicates"].values()) - counts["duplicates"].get("paragraph counted", 0)
    omitted["pairs"] = compared - len(strongest)
    return Report(
        manifest,
        dict(sorted(totals.items())),
        sources,
        documents,
        texts,
        listed,
        strongest,
        concerns.strongest(found),
        dead_letters,
        output.read_lines(out, "skipped.jsonl"),
        inside,
        dict(sorted(omitted.items())),
    )


# ----------------------------------------------------------------------------- characters


def _account(
    row: SourceRow, ledger: Sequence[LedgerRow], unit: Unit, removals: Sequence[DuplicateRow]
) -> tuple[dict[Part, Sum], list[Excerpt]]:
    """Return where the characters of a source went, and the rows that are in no record."""
    removed = sorted(
        (pair.left_start, pair.left_end, pair.kind)
        for pair in removals
        if pair.source == row.source and pair.grain == "passage"
    )
    whole = {
        id: pair.kind
        for pair in removals
        if pair.grain == "document"
        for id in (pair.left, pair.right)
    }
    lost = _lost(row, ledger, unit) if row.patches else []
    parts: dict[Part, Sum] = {}
    excerpts = []
    for each in ledger:
        part = Part(each.label, _kind(each, removed, whole))
        at = bisect_left(lost, each.start)
        undecodable = bisect_left(lost, each.end) - at
        parts[part] = _add(parts.get(part), each.end - each.start - undecodable, 1)
        if undecodable:
            bad = Part(each.label, "undecodable")
            parts[bad] = _add(parts.get(bad), undecodable, 1)
        if part != KEPT or undecodable:
            excerpts.append(
                Excerpt(
                    row.source, each.start, each.end,
                    part if part != KEPT else Part(BODY, "undecodable"),
                    each.rule, each.reason, each.id, each.raw[:EXCERPT],
                )
            )  # fmt: skip
    return dict(sorted(parts.items())), excerpts


def _add(known: Sum | None, characters: int, rows: int) -> Sum:
    return Sum(known.characters + characters, known.rows + rows) if known else Sum(characters, rows)


def _kind(row: LedgerRow, removed: Sequence[tuple[int, int, str]], whole: Mapping[str, str]) -> str:
    """Return the kind of a row: how a repeat repeats, and body that no document claims."""
    if row.label == BODY:
        return "" if row.id else "outside"
    if row.label not in (COPY, DIGEST):
        return ""
    if row.rule == "document":
        return whole.get(row.id, "mixed")
    kinds = {kind for start, end, kind in removed if start < row.end and row.start < end}
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "no twin"


def _lost(row: SourceRow, ledger: Iterable[LedgerRow], unit: Unit) -> list[int]:
    """Return the offsets of the characters that stand for bytes that would not decode."""
    texts = {each["id"]: each["text"] for each in unit.records if each["source"] == row.source}
    text = rebuild(ledger, texts)
    spans = [range(patch["char_start"], patch["char_end"]) for patch in row.patches]
    return [at for span in spans for at in span if text[at] == "\ufffd"]


def _source(row: SourceRow, parts: dict[Part, Sum], ledger: Sequence[LedgerRow]) -> Source:
    pages = [each.start for each in ledger if each.label == PAGE_MARKER]
    between: list[tuple[int, int, str]] = []
    for each in ledger:
        if each.id:
            continue
        if between and between[-1][1:] == (each.start, each.label):
            between[-1] = (between[-1][0], each.end, each.label)
        else:
            between.append((each.start, each.end, each.label))
    return Source(row, parts, pages, between)


def _sample(rows: list[Excerpt], most: int) -> list[Excerpt]:
    """Return so many rows: of each part the longest ones, in the order of the sources."""
    if len(rows) <= most:
        return rows
    by_part: dict[Part, list[int]] = {}
    for index in sorted(range(len(rows)), key=lambda at: (rows[at].start - rows[at].end, at)):
        by_part.setdefault(rows[index].part, []).append(index)
    kept: set[int] = set()
    for depth in range(len(rows)):
        for _, indexes in sorted(by_part.items()):
            if depth < len(indexes) and len(kept) < most:
                kept.add(indexes[depth])
        if len(kept) == most:
            break
    return [rows[index] for index in sorted(kept)]


def _strongest(pairs: list[DuplicateRow], most: int) -> list[DuplicateRow]:
    """Return so many pairs: between documents before inside one, the longest first."""
    grains = {"document": 0, "run": 1, "paragraph": 2, "passage": 3}
    order = sorted(
        range(len(pairs)),
        key=lambda at: (
            grains[pairs[at].grain],
            pairs[at].kind == "rejected",
            pairs[at].left_start - pairs[at].left_end,
            at,
        ),
    )
    return [pairs[at] for at in order[:most]]


def examples(report: Report, part: Part) -> list[Excerpt]:
    """Return the longest rows of a part, for a page without script."""
    rows = [row for row in report.removed if row.part == part]
    return sorted(rows, key=lambda row: (row.start - row.end, row.source, row.start))[:EXAMPLES]


# ---------------------------------------------------------------------------------- units


def _units(out: str, manifest: Mapping[str, Any]) -> Iterator[Unit]:
    """Yield the tables of each unit, in order."""
    for rows in output.units(out, manifest):
        facts: dict[str, list[FactRow]] = {}
        for fact in rows.facts:
            facts.setdefault(fact.id, []).append(fact)
        ledger = {name: list(found) for name, found in groupby(rows.ledger, attrgetter("source"))}
        pairs = [row for row in rows.duplicates if row.kind != "stock"]
        yield Unit(rows.sources, ledger, rows.data, facts, pairs)
