"""The rows of the output's tables, as tuples; columns as in ``tables.columns``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class LedgerRow(NamedTuple):
    """A stretch of a source and what became of it; columns as in ``tables.columns.LEDGER``.

    ``edit_*`` are parallel: an edit replaces ``edit_raw`` at ``edit_start`` by ``edit_new``.
    """

    source: str
    start: int
    end: int
    stage: str
    label: str
    rule: str
    reason: str
    id: str
    survivor: str
    raw: str
    edit_start: Sequence[int]
    edit_raw: Sequence[str]
    edit_new: Sequence[str]
    edit_rule: Sequence[str]


class DuplicateRow(NamedTuple):
    """Two passages that were compared; columns as in ``tables.columns.DUPLICATES``."""

    source: str
    grain: str
    kind: str
    action: str
    survivor: str
    reason: str
    score: float
    jaccard: float
    edit: float
    containment: float
    left: str
    left_start: int
    left_end: int
    right: str
    right_start: int
    right_end: int
    documents: int = 0


class FactRow(NamedTuple):
    """Where a field was read; columns as in ``tables.columns.FACTS``."""

    source: str
    id: str
    field: str
    value: str
    start: int
    end: int
    rule: str


class SourceRow(NamedTuple):
    """How a source was decoded; columns as in ``tables.columns.SOURCES``."""

    source: str
    sha256: str
    bytes: int
    code_points: int
    encoding: str
    confidence: float
    evidence: str
    segments: Sequence[Mapping[str, Any]]
    patches: Sequence[Mapping[str, Any]]
    documents: int
    undecodable_bytes: int
    lost_characters: int


class Rows(NamedTuple):
    """The rows of one unit, by table."""

    data: list[dict[str, Any]]
    ledger: list[LedgerRow]
    duplicates: list[DuplicateRow]
    facts: list[FactRow]
    sources: list[SourceRow]
