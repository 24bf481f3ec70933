"""Write: what is known of a unit's sources becomes the rows and files of the output.

A pass calls, for each unit, ``tabulate`` (collations, decisions and pairs to rows),
``pipeline.verify.check_unit`` (the invariants), ``write_unit`` (rows to files) and ``tally``
(rows to counts); the commit sums the tallies and writes ``manifest`` last. The same rows give the
same bytes: no clock, no host, no order but the sources' own.
"""

from __future__ import annotations

from transforms.write.counts import LISTED_INPUTS, manifest, nest, tally
from transforms.write.files import FORMATS, FileEntry, jsonl, parquet, write_file, write_unit
from transforms.write.ledger import LABELS, ledger_rows
from transforms.write.records import fields, record, remarked
from transforms.write.rows import DuplicateRow, FactRow, LedgerRow, Rows, SourceRow
from transforms.write.unit import (
    contents_row,
    dead_letter_row,
    duplicate_row,
    repeat_rows,
    source_row,
    tabulate,
)

__all__ = [
    "FORMATS",
    "LABELS",
    "LISTED_INPUTS",
    "DuplicateRow",
    "FactRow",
    "FileEntry",
    "LedgerRow",
    "Rows",
    "SourceRow",
    "contents_row",
    "dead_letter_row",
    "duplicate_row",
    "fields",
    "jsonl",
    "ledger_rows",
    "manifest",
    "nest",
    "parquet",
    "record",
    "remarked",
    "repeat_rows",
    "source_row",
    "tabulate",
    "tally",
    "write_file",
    "write_unit",
]
