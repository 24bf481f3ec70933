"""Read an output: its manifest and the rows of its tables, from a folder or a URL.

Every function raises Broken where a file is not there, or is not what its name says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.schema import BODY
from transforms.tables.columns import TABLES, VERSION, arrow_schema
from transforms.write import DuplicateRow, FactRow, FileEntry, LedgerRow, Rows, SourceRow

UNREAD = ("dead_letters.jsonl", "skipped.jsonl")  # files without a source, each with its reason
LINES = "lines.parquet"  # the lines at the edges of the sources
EARLIER = "earlier.jsonl"  # the records of an earlier output that are named

ROW: dict[str, type[Any]] = {
    "ledger": LedgerRow,
    "duplicates": DuplicateRow,
    "facts": FactRow,
    "sources": SourceRow,
}


class Broken(ValueError):
    """An output that does not hold what it must: the message says where."""


def read_manifest(out: str) -> dict[str, Any]:
    """Return the manifest of an output; raise Broken when there is none that we can read."""
    try:
        data = read_bytes(out, "manifest.json")
    except Broken as error:
        raise Broken(
            f"there is no output in {out} (no manifest.json): name a folder that run wrote"
        ) from error
    try:
        manifest: dict[str, Any] = json.loads(data)
        version = manifest["schema"]
        for entry in manifest["files"]:
            FileEntry(**entry)
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"manifest.json: not a manifest of ours: {error}") from error
    if version != VERSION:
        raise Broken(f"manifest.json: schema {version}, but this program reads {VERSION}")
    return manifest


def units(out: str, manifest: Mapping[str, Any]) -> Iterator[Rows]:
    """Yield the rows of each unit, in order."""
    counts = {entry["path"]: entry["rows"] for entry in manifest["files"]}
    for shard in shards(manifest):
        unit, problems = read_unit(out, shard, counts)
        if problems:
            raise Broken(problems[0])
        yield unit


def records(out: str, manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the records, in order, from whichever format the output has."""
    paths = sorted(entry["path"] for entry in manifest["files"])
    data = [path for path in paths if path.startswith("data/")]
    for path in data or [path for path in paths if path.startswith("jsonl/")]:
        yield from read_table(out, path) if data else read_lines(out, path)


def rows(out: str, manifest: Mapping[str, Any], name: str) -> Iterator[Any]:
    """Yield the rows of a table (ledger, duplicates, facts or sources), in order."""
    for entry in sorted(manifest["files"], key=lambda entry: str(entry["path"])):
        if entry["path"].startswith(f"{name}/"):
            yield from read_table(out, entry["path"])


def earlier(out: str, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the sources of the earlier output's records that this one names, by id."""
    if not any(entry["path"] == EARLIER for entry in manifest["files"]):
        return {}
    return {row["id"]: row["source"] for row in read_lines(out, EARLIER)}


class Piece(NamedTuple):
    """``start:end`` of the source is ``at:until`` of the record; ``rule`` is an edit's, or ""."""

    start: int
    end: int
    at: int
    until: int
    rule: str


def pieces(ledger: Iterable[LedgerRow], id: str) -> list[Piece]:
    """Return how the source's offsets lie in the text of a record, in order."""
    found: list[Piece] = []
    used = 0
    for row in ledger:
        if row.id != id or row.label != BODY:
            continue
        at = row.start
        edits = zip(row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True)
        for start, raw, new, rule in edits:
            if at < start:
                found.append(Piece(at, start, used, used + start - at, ""))
                used += start - at
            at = start + len(raw)
            found.append(Piece(start, at, used, used + len(new), rule))
            used += len(new)
        if at < row.end:
            found.append(Piece(at, row.end, used, used + row.end - at, ""))
            used += row.end - at
    return found


def unread(out: str) -> list[str]:
    """Return the files that an output cannot restore, each with its reason."""
    return [
        f"{row['source']}: {row['message']}" for name in UNREAD for row in read_lines(out, name)
    ]


def shards(manifest: Mapping[str, Any]) -> list[str]:
    """Return the names of the units' files, without folder and suffix, in order."""
    paths = (PurePosixPath(entry["path"]) for entry in manifest["files"])
    return sorted({path.stem for path in paths if str(path.parent) == "sources"})


def read_unit(out: str, shard: str, rows_of: Mapping[str, int]) -> tuple[Rows, list[str]]:
    """Return the rows of a unit, and what is wrong with its files."""
    problems = []
    found: dict[str, list[Any]] = {}
    for name in TABLES:
        path = f"{name}/{shard}.parquet"
        if path in rows_of:
            found[name] = read_table(out, path)
            if len(found[name]) != rows_of[path]:
                problems.append(f"{path}: {len(found[name])} rows, not {rows_of[path]}")
    lines = f"jsonl/{shard}.jsonl"
    if "data" not in found:
        found["data"] = read_lines(out, lines) if lines in rows_of else []
    if len(found["data"]) != rows_of.get(lines, len(found["data"])):
        problems.append(f"{lines}: {len(found['data'])} rows, not {rows_of[lines]}")
    missing = [f"{name}/{shard}.parquet: missing" for name in TABLES if name not in found]
    return (Rows([], [], [], [], []) if missing else Rows(**found)), problems + missing


def read_table(out: str, path: str) -> list[Any]:
    """Return the rows of a Parquet file; raise Broken when its columns are not ours."""
    name = path.partition("/")[0]
    try:
        # `read_table` would import Arrow's data sets, and pandas where there is one: a second.
        table = pq.ParquetFile(pa.BufferReader(read_bytes(out, path))).read()
    except (pa.ArrowException, OSError) as error:
        raise Broken(f"{path}: not a Parquet file: {error}") from error
    if not table.schema.equals(arrow_schema(TABLES[name])):
        raise Broken(f"{path}: its columns are not those of schema {VERSION}")
    if name == "data":
        return list(table.to_pylist())
    columns = (column.to_pylist() for column in table.columns)
    return [ROW[name](*row) for row in zip(*columns, strict=True)]


def read_lines(out: str, path: str) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    try:
        return [json.loads(line) for line in read_bytes(out, path).split(b"\n") if line]
    except ValueError as error:
        raise Broken(f"{path}: not JSON lines: {error}") from error


def read_bytes(out: str, path: str) -> bytes:
    """Return the bytes of a file of the output, a folder or a URL."""
    try:
        return files.read(f"{out.rstrip('/')}/{path}")
    except OSError as error:
        raise Broken(f"{path}: cannot be read") from error


def list_files(out: str) -> list[str]:
    """Return the files below the output, dotfiles left out, with forward slashes."""
    if files.is_remote(out):
        root = out.rstrip("/") + "/"
        matched = files.remote().match([root + "**"])[0]
        found = [file.path[len(root) :] for file in matched.metadata_list]
    else:
        found = [
            file.relative_to(out).as_posix() for file in Path(out).rglob("*") if file.is_file()
        ]
    return sorted(path for path in found if not PurePosixPath(path).name.startswith("."))
