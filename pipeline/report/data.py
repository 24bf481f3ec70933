"""What the script of the page draws from: texts in chunks, and an index of everything."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pipeline import rules
from pipeline.report.concerns import SURE_SPLIT, mismatch
from pipeline.report.model import Report, Source, Text
from pipeline.report.names import (
    KINDS,
    LABELS,
    PAIRS,
    warning,
)
from pipeline.report.text import INVISIBLE
from pipeline.report.words import (
    anchor_of,
)

CHUNK = 100_000  # code points of texts in one script element: read when one of them is looked at


def chunked(report: Report) -> tuple[list[list[Any]], dict[str, int]]:
    """Return the texts in chunks, and of each document the number of its chunk."""
    chunks: list[list[Any]] = []
    where: dict[str, int] = {}
    size = CHUNK
    for id, text in report.texts.items():
        if size >= CHUNK:
            chunks.append([])
            size = 0
        where[id] = len(chunks) - 1
        chunks[-1].append(_text(id, text))
        size += len(text.text)
    return chunks, where


def _text(id: str, text: Text) -> list[Any]:
    """Return a document as lists: edits flat, each from where the one before ends."""
    rows = []
    for row in text.ledger:
        edits: list[Any] = []
        at = row.start
        for start, raw, new, rule in zip(
            row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True
        ):
            edits += (start - at, raw, new, rule)
            at = start + len(raw)
        rows.append(
            [row.start, row.end, row.label, row.rule, row.reason, row.survivor, row.raw, edits]
        )
    facts = [[fact.field, fact.value, fact.start, fact.end, fact.rule] for fact in text.facts]
    return [id, text.text, rows, facts]


def index(report: Report, where: dict[str, int]) -> dict[str, Any]:
    """Return what the script needs to draw; the texts are in the chunks."""
    number = {each.row.source: at for at, each in enumerate(report.sources)}
    contents = {each["source"]: each for each in report.manifest.get("contents", [])}
    ordinal = {record["id"]: at for at, record in enumerate(report.documents)}
    return {
        "invisible": INVISIBLE,
        "sure": SURE_SPLIT,
        "labels": LABELS,
        "kinds": KINDS | PAIRS,
        "whys": {rule: rules.why(rule) for rule in _rules(report) if rules.why(rule)},
        "sources": [_drawn(each, contents.get(each.row.source, {})) for each in report.sources],
        "documents": [_listed(report, record, number, where) for record in report.documents],
        "removed": [
            [
                number.get(row.source, -1), row.start, row.end, anchor_of(row.part)[5:], row.rule,
                row.id, row.raw[:80], row.source if row.source not in number else "",
            ]
            for row in report.removed
        ],
        "pairs": [
            [
                pair.grain, pair.kind, pair.action,
                *_side(pair.left, ordinal), pair.left_start, pair.left_end,
                *_side(pair.right, ordinal), pair.right_start, pair.right_end,
                pair.score, pair.jaccard, pair.edit, pair.containment, pair.survivor, pair.reason,
            ]
            for pair in report.pairs
        ],
    }  # fmt: skip


def _rules(report: Report) -> list[str]:
    """Return the rules that made or left out something in the texts on the page, sorted."""
    ledger = [row for text in report.texts.values() for row in text.ledger]
    return sorted({row.rule for row in ledger} | {rule for row in ledger for rule in row.edit_rule})


def _side(id: str, ordinal: dict[str, int]) -> tuple[int, str]:
    """Return a document by its number on the page, or -1 and its id."""
    return (ordinal[id], "") if id in ordinal else (-1, id)


def _drawn(source: Source, contents: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source for the split map; ``contents`` is where its contents page disagrees."""
    ends = [0, *source.pages]
    return {
        "name": source.row.source,
        "size": source.row.code_points,
        "documents": source.row.documents,
        "pages": [after - before for before, after in pairwise(ends)],
        "between": source.between,
        "entries": contents.get("entries_without_document", []),
        "unlisted": contents.get("documents_without_entry", []),
    }


def _listed(
    report: Report, record: dict[str, Any], number: dict[str, int], where: dict[str, int]
) -> dict[str, Any]:
    """Return a record for the script, without what is empty."""
    row = {
        "id": record["id"],
        "title": record["title"] or record["listed_title"],
        "listed": record["listed_title"] if mismatch(record) else "",
        "region": record["region"],
        "code": record["region_code"],
        "source": number.get(record["source"], -1),
        "start": record["start"],
        "end": record["end"],
        "pages": [record["page_start"], record["page_end"]] if record["page_start"] else "",
        "sure": record["split_confidence"],
        "date": record["signed"] or record["published"],
        "warnings": [warning(each) for each in record["warnings"]],
        "cluster": record["cluster"],
        "of": record["duplicate_of"],
        "inside": report.inside.get(record["id"], 0),
        "chunk": where.get(record["id"]),
    }
    return {name: value for name, value in row.items() if value not in ("", [], None)}
