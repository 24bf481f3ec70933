"""What the report is made of: gathered by ``gather`` and ``concerns``, drawn by ``page``."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from transforms.schema import BODY
from transforms.write import DuplicateRow, FactRow, LedgerRow, SourceRow


class Unit(NamedTuple):
    """The tables of one unit."""

    sources: list[SourceRow]
    ledger: dict[str, list[LedgerRow]]  # by source
    records: list[dict[str, Any]]
    facts: dict[str, list[FactRow]]  # by document id
    pairs: list[DuplicateRow]


class Part(NamedTuple):
    """What became of some characters: a label, and a kind where a label has several."""

    label: str
    kind: str


KEPT = Part(BODY, "")


class Sum(NamedTuple):
    """How many code points a part has, in how many ledger rows."""

    characters: int
    rows: int


class Excerpt(NamedTuple):
    """A ledger row that is in no record's text: where, why, and how it begins."""

    source: str
    start: int
    end: int
    part: Part
    rule: str
    reason: str
    id: str
    raw: str


class Text(NamedTuple):
    """A document to look at: its clean text, and the ledger rows and facts that explain it."""

    text: str
    ledger: list[LedgerRow]
    facts: list[FactRow]


class Source(NamedTuple):
    """A source: how it was decoded, its parts, and what lies on it, by offset."""

    row: SourceRow
    parts: dict[Part, Sum]
    pages: list[int]  # where each page marker begins
    between: list[tuple[int, int, str]]  # what lies outside the documents: start, end, label


class Concern(NamedTuple):
    """Something to look at: ``weight`` 0 to 100; ``note`` is data, never a private value."""

    weight: int
    kind: str
    source: str
    start: int
    end: int
    id: str
    note: str
    other: str = ""  # of a near miss: id of the right document


class Report(NamedTuple):
    """All that the page shows; ``documents`` are records without their text, by ordinal."""

    manifest: dict[str, Any]
    parts: dict[Part, Sum]
    sources: list[Source]
    documents: list[dict[str, Any]]
    texts: dict[str, Text]  # by document id
    removed: list[Excerpt]
    pairs: list[DuplicateRow]
    concerns: list[Concern]
    dead_letters: list[dict[str, Any]]
    skipped: list[dict[str, Any]]
    inside: Counter[str]  # code points of each document that stand twice in it
    omitted: dict[str, int]  # how many sources, documents, texts, rows, pairs are not shown
