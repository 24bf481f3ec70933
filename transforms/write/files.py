"""Rows become files: Parquet and JSON lines, the same rows the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.tables.columns import RECORD, TABLES, Column, arrow_schema
from transforms.write.rows import Rows

# Formats of the records. Everything else is Parquet (or, at the top, small JSON files).
FORMATS = ("parquet", "jsonl", "both")

# Columns of offsets that rise, and how Parquet spells them.
RISING = {"start": "start", "end": "end", "edit_start": "edit_start.list.element"}


class FileEntry(NamedTuple):
    """A file of the output: ``path`` is below the output folder, with forward slashes."""

    path: str
    rows: int
    bytes: int
    sha256: str


def write_unit(
    folder: str, unit: int, units: int, rows: Rows, format: str = "parquet"
) -> list[FileEntry]:
    """Write the files of a unit below ``folder`` (a path or a URL) and return what they are.

    ``unit`` counts from 0. A JSONL file without lines is not written: readers refuse it.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}: give one of {', '.join(FORMATS)}")
    shard = f"train-{unit:05d}-of-{units:05d}"
    written = []
    for table, columns in TABLES.items():
        if table == "data" and format == "jsonl":
            continue
        found = getattr(rows, table)
        written.append((f"{table}/{shard}.parquet", len(found), parquet(columns, found)))
    if format != "parquet" and rows.data:
        written.append((f"jsonl/{shard}.jsonl", len(rows.data), jsonl(rows.data)))
    return [write_file(folder, path, data, count) for path, count, data in sorted(written)]


def write_file(folder: str, path: str, data: bytes, rows: int) -> FileEntry:
    """Write one file whole or not at all, and return its entry for the manifest."""
    files.write(f"{folder.rstrip('/')}/{path}", data)
    return FileEntry(path, rows, len(data), hashlib.sha256(data).hexdigest())


def parquet(columns: Sequence[Column], rows: Sequence[Any]) -> bytes:
    """Return the rows (dicts or tuples in the columns' order) as a Parquet file.

    Offsets are stored as differences. There are no dictionaries: zstd does as well in less time.
    The bytes depend on the rows and the version of Arrow alone.
    """
    whole = arrow_schema(tuple(columns))
    if rows and isinstance(rows[0], dict):
        values: Iterable[Sequence[Any]] = ([row[column.name] for row in rows] for column in columns)
    else:
        values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    arrays = [
        pa.array(list(value), column.type) for value, column in zip(values, columns, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=whole),
        sink,
        row_group_size=1000 if columns == RECORD else 100_000,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=False,
        column_encoding={
            path: "DELTA_BINARY_PACKED" for name, path in RISING.items() if name in whole.names
        },
        write_statistics=True,
    )
    return sink.getvalue()


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows as JSON lines in UTF-8 (also of dead letters and skipped files)."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    return "".join(lines).encode()
