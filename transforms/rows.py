"""Read the rows of a table (JSON lines, CSV, Parquet): each is a source of its own, ``file#row``.

Rows are numbered from 1: in JSON lines by their line, in CSV by their record below the header, in
Parquet by their place. A table is never held whole: it is cut into parts, which follow from the
file alone, and each part is read by itself. A row that cannot be used is a dead letter.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.schema import DeadLetter, Fact, Skipped, SourceFile

JSON_LINES = (".jsonl", ".ndjson")
DELIMITERS = {".csv": ",", ".tsv": "\t"}
PARQUET = ".parquet"

PART = 1 << 20  # bytes of a table's rows (of a Parquet file, of their text) that are one part
LARGEST_ROW = 1 << 28  # bytes; a quotation that is never closed would make one row of a whole file
BATCH = 1000  # rows of a Parquet file that are decoded at once
CODEC_SAMPLE = 1 << 20  # bytes
_ROW = re.compile(r"(.*)#([0-9]+)")

csv.field_size_limit(LARGEST_ROW)


class Fields(NamedTuple):
    """The columns that hold a row's text and, if any, its id ("": there is none)."""

    text: str = ""
    id: str = ""


WHOLE = Fields()  # files are not read by rows


class Part(NamedTuple):
    """Rows of a table, from number ``first`` on: ``start:end`` are bytes, in Parquet rows."""

    first: int
    rows: int
    start: int
    end: int


class RowError(ValueError):
    """A row or table that cannot be used."""


def is_table(source: str) -> bool:
    """Tell whether a file holds rows, by its name."""
    return _suffix(source) in (*JSON_LINES, *DELIMITERS, PARQUET)


def place(source: str) -> tuple[str, int, str]:
    """Return the key by which sources are in order: the rows of a table by their number."""
    row = _ROW.fullmatch(source)
    return (row[1], int(row[2]), source) if row else (source, 0, source)


def table_of(source: str) -> str:
    """Return the table whose row a source is, "" if it is none."""
    row = _ROW.fullmatch(source)
    return row[1] if row else ""


def sha256_of(path: str) -> str:
    """Return the sha256 of a file as it lies there; raise OSError where it cannot be read."""
    digest = hashlib.sha256()
    with files.opened(path) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _suffix(source: str) -> str:
    name = re.sub("~[0-9]+$", "", source.casefold())
    return PurePosixPath(name.removesuffix(".gz")).suffix


# ------------------------------------------------------------------------- parts of a table


def parts(source: str, path: str, fields: Fields) -> Iterator[Part]:
    """Yield the parts of a table, in order; raise RowError or OSError for one that is broken."""
    with _explained():
        if _suffix(source) == PARQUET:
            yield from _parquet_parts(path, fields)
            return
        with _opened(source, path) as file:
            start = at = _Sheet(source, file, fields).start if _is_sheet(source) else 0
            first, row = 1, 0
            for row, (at, _) in enumerate(_rows(source, file, fields, start, None), 1):
                if at - start >= PART:
                    yield Part(first, row + 1 - first, start, at)
                    first, start = row + 1, at
            if at > start:
                yield Part(first, row + 1 - first, start, at)


def _parquet_parts(path: str, fields: Fields) -> Iterator[Part]:
    with files.opened(path) as file:
        table = pq.ParquetFile(file)
        names = table.schema_arrow.names
        _check(names, fields)
        start = 0
        for group in map(table.metadata.row_group, range(table.num_row_groups)):
            columns = map(group.column, range(group.num_columns))
            size = sum(
                each.total_uncompressed_size
                for each in columns
                if each.path_in_schema == fields.text
            )
            step = max(1, group.num_rows * PART // max(PART, size))
            for at in range(start, start + group.num_rows, step):
                end = min(at + step, start + group.num_rows)
                yield Part(at + 1, end - at, at, end)
            start += group.num_rows


# ---------------------------------------------------------------------------------- the rows


def read_rows(
    source: str, path: str, fields: Fields, part: Part | None = None
) -> Iterator[SourceFile | Skipped | DeadLetter]:
    """Yield the rows of a part, or of the whole table, as sources, in order.

    Where the table itself is broken, a dead letter of the table ends them.
    """
    first, _, start, end = part or (1, 0, 0, None)
    try:
        with _explained(), _opened(source, path) as file:
            if _is_sheet(source) and part is None:
                start = _Sheet(source, file, fields).start
            for number, (_, row) in enumerate(_rows(source, file, fields, start, end), first):
                if not isinstance(row, bytes) or row.strip():
                    yield _source(f"{source}#{number}", row, fields)
    except (RowError, OSError) as error:
        # An OSError's own text holds the absolute path, which has no place in the output.
        message = str(error) if isinstance(error, RowError) else error.strerror or "cannot be read"
        yield DeadLetter(source, "read", type(error).__name__, message, "", ())


def _source(source: str, row: Any, fields: Fields) -> SourceFile | Skipped | DeadLetter:
    """Return a row (a line of JSON, or its columns by name) as a source, or why it is none."""
    try:
        columns = _object(row) if isinstance(row, bytes) else row
        if isinstance(columns, RowError):
            raise columns
        data = _text(columns, fields.text)
        facts = tuple(_facts(columns, fields))
    except RowError as error:
        sha256 = hashlib.sha256(row).hexdigest() if isinstance(row, bytes) else ""
        return DeadLetter(source, "read", "RowError", f"the row {error}", sha256, ())
    return SourceFile(source, data, facts) if data else Skipped(source, "empty", "no text", 0)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=lambda _: None)
    except UnicodeDecodeError as error:
        raise RowError("is not UTF-8: convert the file") from error
    except json.JSONDecodeError as error:
        raise RowError(f"is no JSON: {error.msg} at character {error.pos:,}") from error
    except (ValueError, RecursionError) as error:
        raise RowError("is no JSON that can be read: too large a number, or too deep") from error
    if not isinstance(found, dict):
        raise RowError("is no JSON object")
    return found


def _text(columns: Mapping[str, Any], name: str) -> bytes:
    """Return a row's text in UTF-8."""
    if name not in columns:
        raise RowError(f"has no field {name!r}")
    text = columns[name]
    if not isinstance(text, str):
        kind = "null" if text is None else f"no text but {type(text).__name__}"
        raise RowError(f"is no source: its field {name!r} is {kind}")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise RowError("holds half a character, or is in another encoding: convert it") from error


def _facts(columns: Mapping[str, Any], fields: Fields) -> Iterator[Fact]:
    """Yield what a row says beside its text: its id, and all other columns as one JSON object."""
    if fields.id:
        id = columns.get(fields.id)
        if not isinstance(id, str | int) or isinstance(id, bool) or id == "":
            raise RowError(f"has no id: its field {fields.id!r} must be a text or a whole number")
        yield Fact("source_id", _as_text(id), 0, 0, "row:id")
    others = {name: columns[name] for name in columns if name not in fields}
    try:
        extra = json.dumps(_plain(others), ensure_ascii=False, sort_keys=True)
    except RecursionError as error:
        raise RowError("is too deep") from error
    yield Fact("extra", _as_text(extra), 0, 0, "row:columns")


def _as_text(value: str | int) -> str:
    """Return a value as text; half a character is written as JSON writes it."""
    return str(value).encode("utf-8", "backslashreplace").decode()


def _plain(value: Any) -> Any:
    """Return a value of a column as JSON can write it: bytes in base64, no number as null."""
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)


# ------------------------------------------------------------------------------- the formats


def _rows(
    source: str, file: BinaryIO, fields: Fields, start: int, end: int | None
) -> Iterator[tuple[int, Any]]:
    """Yield the rows of ``start:end``, each with where it ends."""
    if _suffix(source) == PARQUET:
        yield from _parquet_rows(file, fields, start, end)
    elif _is_sheet(source):
        yield from _Sheet(source, file, fields).rows(start, end)
    else:
        yield from _lines(file, start, end)


def _lines(file: BinaryIO, start: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    file.seek(start)
    at = start
    while (end is None or at < end) and (line := file.readline(LARGEST_ROW)):
        at += len(line)
        yield at, line


def _is_sheet(source: str) -> bool:
    return _suffix(source) in DELIMITERS


class _Sheet:
    """A CSV file (RFC 4180): its encoding, the names of its columns, and where its rows start."""

    def __init__(self, source: str, file: BinaryIO, fields: Fields) -> None:
        self.file, self.delimiter = file, DELIMITERS[_suffix(source)]
        file.seek(0)
        sample = file.read(CODEC_SAMPLE)
        last = sample.rfind(b"\n") + 1  # a character is not cut by a line end
        try:
            sample[: last or None].decode("utf-8")
            self.codec = "utf-8"
        except UnicodeDecodeError:
            self.codec = "gb18030"
        self.columns: list[str] = []
        self.start, self.columns = next(self._records(0, None), (0, []))
        if self.columns:
            self.columns[0] = self.columns[0].removeprefix("\ufeff").strip('"')
        _check(self.columns, fields)

    def rows(self, start: int, end: int | None) -> Iterator[tuple[int, Any]]:
        for at, record in self._records(start, end):
            if len(record) > len(self.columns):
                counts = f"{len(record)} values for {len(self.columns)} columns"
                yield at, RowError(f"has {counts}: look at its quotation marks")
            else:
                yield at, dict(zip(self.columns, record, strict=False))

    def _records(self, start: int, end: int | None) -> Iterator[tuple[int, list[str]]]:
        at = start

        def decoded() -> Iterator[str]:
            nonlocal at
            for ends, line in _lines(self.file, start, end):
                at = ends
                yield line.decode(self.codec, "surrogateescape")

        for record in csv.reader(decoded(), delimiter=self.delimiter):
            if record:  # else an empty line
                yield at, record


def _parquet_rows(
    file: BinaryIO, fields: Fields, start: int, end: int | None
) -> Iterator[tuple[int, Any]]:
    table = pq.ParquetFile(file)
    _check(table.schema_arrow.names, fields)
    at = 0
    for group in range(table.num_row_groups):
        size = table.metadata.row_group(group).num_rows
        if at + size <= start:
            at += size
            continue
        for batch in table.iter_batches(BATCH, row_groups=[group]):
            low = max(0, start - at)
            high = len(batch) if end is None else min(len(batch), end - at)
            if low < high:
                rows = _datable(batch.slice(low, high - low)).to_pylist()
                yield from enumerate(rows, at + low + 1)
            at += len(batch)
            if end is not None and at >= end:
                return


def _datable(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with their dates and times as text."""
    columns = [
        column.cast(pa.string())
        if pa.types.is_timestamp(column.type)
        or pa.types.is_date(column.type)
        or pa.types.is_time(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _check(columns: list[str], fields: Fields) -> None:
    """Raise RowError where a table lacks a column that it must have."""
    for name in fields:
        if name and name not in columns:
            shown = ", ".join(columns[:20]) or "none"
            raise RowError(f"there is no column {name!r}; its columns are: {shown}")


@contextmanager
def _opened(source: str, path: str) -> Iterator[BinaryIO]:
    with files.opened(path) as file:
        if re.sub("~[0-9]+$", "", source.casefold()).endswith(".gz"):
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield file


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the readers of the formats raise into a RowError with the way out."""
    try:
        yield
    except csv.Error as error:
        raise RowError(
            f"a record cannot be read ({error}): look for a quote that is open"
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RowError(f"broken gzip data ({error}): pack the file anew") from error
    except pa.ArrowException as error:
        raise RowError("it is no Parquet file that can be read: write it anew") from error
