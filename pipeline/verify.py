"""Verify an output folder by its own files alone, and restore the sources from it.

The ledger and the records tile every source and rebuild its bytes: ``check_unit`` proves it of
the rows before they are written, ``verify`` of the files, and ``restore`` does it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline import output
from pipeline.config import Stop
from pipeline.output import Broken as Broken
from pipeline.output import read_manifest as read_manifest
from pipeline.output import unread as unread
from pipeline.units import find_files
from transforms.decode import encode
from transforms.files import is_remote
from transforms.read import fetch_all
from transforms.rows import Fields, place, sha256_of, table_of
from transforms.schema import (
    BODY,
    LABELS,
    Collation,
    DeadLetter,
    Patch,
    Segment,
    Skipped,
    SourceFile,
)
from transforms.tables.columns import TABLES
from transforms.write import (
    FactRow,
    LedgerRow,
    Rows,
    SourceRow,
    fields,
    nest,
    tally,
)

# Files of an output that its manifest does not list: written last, or derived from the others.
DERIVED = {
    "manifest.json", "run.json", "report.html", "README.md", "croissant.json", "SHA256SUMS",
}  # fmt: skip

# ---------------------------------------------------------------------------------- rebuild


def rebuild(ledger: Iterable[LedgerRow], texts: Mapping[str, str]) -> str:
    """Return the text of a source from its ledger and the texts of its records, by id.

    Raises Broken for a gap, an overlap, and wherever ledger and records disagree.
    """
    parts: list[str] = []
    used = dict.fromkeys(texts, 0)
    at = 0
    for row in ledger:
        if row.start != at or row.end <= row.start:
            raise Broken(f"ledger row {row.start}:{row.end} does not follow {at}")
        if row.label == BODY and row.id:
            if row.id not in texts:
                raise Broken(f"ledger row {row.start}:{row.end} names no record: {row.id}")
            raw, used[row.id] = _invert(row, texts[row.id], used[row.id])
        else:
            raw = row.raw
            _check_edits(row)
        if len(raw) != row.end - row.start:
            raise Broken(f"ledger row {row.start}:{row.end} holds {len(raw)} code points")
        parts.append(raw)
        at = row.end
    for id, text in texts.items():
        if used[id] != len(text):
            raise Broken(f"record {id}: the ledger gives {used[id]} of {len(text)} code points")
    return "".join(parts)


def _edits(row: LedgerRow) -> Iterator[tuple[int, str, str]]:
    """Yield the edits of a row as (start, raw, new); raise Broken when they do not fit it."""
    at = row.start
    if not len(row.edit_start) == len(row.edit_raw) == len(row.edit_new) == len(row.edit_rule):
        raise Broken(f"ledger row {row.start}:{row.end}: edit columns of different counts")
    for start, raw, new in zip(row.edit_start, row.edit_raw, row.edit_new, strict=True):
        if not at <= start <= row.end - len(raw):
            raise Broken(f"ledger row {row.start}:{row.end}: misplaced edit at {start}")
        yield start, raw, new
        at = start + len(raw)


def _invert(row: LedgerRow, text: str, used: int) -> tuple[str, int]:
    """Return the source text of a body row, and how much of the record's text is used then."""
    parts: list[str] = []
    at = row.start
    for start, raw, new in _edits(row):
        parts.append(text[used : used + start - at])
        used += start - at
        if not text.startswith(new, used):
            raise Broken(f"record {row.id} does not read {new!r} for the edit at {start}")
        used += len(new)
        parts.append(raw)
        at = start + len(raw)
    parts.append(text[used : used + row.end - at])
    return "".join(parts), used + row.end - at


def _check_edits(row: LedgerRow) -> None:
    for start, raw, _ in _edits(row):
        if not row.raw.startswith(raw, start - row.start):
            raise Broken(f"ledger row {row.start}:{row.end} does not read {raw!r} at {start}")


# ------------------------------------------------------------------------------- invariants


def check_unit(collations: Iterable[Collation], rows: Rows) -> list[str]:
    """Return what is wrong with a unit before it is written; nothing, or the run has a bug."""
    problems = [
        f"{collation.text.source}: {problem}"
        for collation in collations
        for problem in _check_collation(collation)
    ]
    return problems or list(check_rows(rows))


def _check_collation(collation: Collation) -> Iterator[str]:
    """Yield the broken promises of the element types: tiling, edges, order, known labels."""
    size, at = len(collation.text.text), 0
    if len(collation.text.view) != size:
        yield f"the view has {len(collation.text.view)} code points, the text {size}"
    for start, end, label, _ in collation.blocks:
        if start != at or end <= start:
            yield f"block {start}:{end} does not follow {at}"
        if label not in LABELS:
            yield f"block {start}:{end} has an unknown label: {label!r}"
        at = end
    if at != size:
        yield f"the blocks end at {at}, the text at {size}"
    starts = [block.start for block in collation.blocks]
    edges = {0, *(block.end for block in collation.blocks)}
    at = 0
    for document in collation.documents:
        place = f"document {document.start}:{document.end}"
        if not at <= document.start < document.end or not {document.start, document.end} <= edges:
            yield f"{place} is empty, out of order, or cuts a block"
            continue
        at = document.end
        before = document.start
        for start, end, _, _ in document.edits:
            if not before <= start <= end <= document.end:
                yield f"{place}: the edit at {start}:{end} is out of order or outside"
            elif start < end and end > collation.blocks[bisect_right(starts, start) - 1].end:
                yield f"{place}: the edit at {start}:{end} leaves its block"
            before = end
    facts = [fact for document in collation.documents for fact in document.facts]
    for name, passages in (("fact", facts), ("repeat", collation.repeats)):
        for passage in passages:
            if not 0 <= passage.start <= passage.end <= size:
                yield f"{name} {passage.start}:{passage.end} lies outside the source"


def check_rows(rows: Rows) -> Iterator[str]:
    """Yield what is wrong with the rows of a unit: they must rebuild each source's bytes."""
    ledger = {name: list(found) for name, found in groupby(rows.ledger, attrgetter("source"))}
    records: dict[str, list[Mapping[str, Any]]] = {}
    for record in rows.data:
        records.setdefault(record["source"], []).append(record)
    facts: dict[str, list[FactRow]] = {}
    for fact in rows.facts:
        facts.setdefault(fact.id, []).append(fact)
    names = [source.source for source in rows.sources]
    tiled = [source.source for source in rows.sources if source.code_points]
    if len(set(names)) < len(names) or list(ledger) != tiled or not set(records) <= set(names):
        yield "the tables do not name the same sources"
        return
    if not set(facts) <= {record["id"] for record in rows.data}:
        yield "a fact belongs to no record"
    for source in rows.sources:
        found = records.get(source.source, [])
        try:
            rebuild_bytes(source, ledger.get(source.source, []), found)
        except Broken as error:
            yield f"{source.source}: {error}"
        spans = _spans(ledger.get(source.source, []))
        for row in found:
            for problem in _check_record(row, source, spans, facts.get(row["id"], [])):
                yield f"{source.source}: record {row['id']}: {problem}"


def rebuild_bytes(
    source: SourceRow, ledger: Iterable[LedgerRow], records: Sequence[Mapping[str, Any]]
) -> bytes:
    """Return the bytes of a source; raise Broken when they are not the ones that were read."""
    if len(records) != source.documents:
        raise Broken(f"{len(records)} records, not {source.documents}")
    text = rebuild(ledger, {record["id"]: record["text"] for record in records})
    if len(text) != source.code_points:
        raise Broken(f"{len(text)} code points, not {source.code_points}")
    segments = [Segment(**{**run, "codecs": tuple(run["codecs"])}) for run in source.segments]
    patches = [Patch(**patch) for patch in source.patches]
    try:
        data: bytes = encode(text, segments, patches)
    except (ValueError, LookupError) as error:
        raise Broken(f"the text cannot be encoded again: {error}") from error
    if hashlib.sha256(data).hexdigest() != source.sha256 or len(data) != source.bytes:
        raise Broken("ledger and records do not give the bytes that were read")
    return data


def _spans(ledger: Iterable[LedgerRow]) -> dict[str, tuple[int, int]]:
    """Return from where to where the rows of each document reach."""
    spans: dict[str, tuple[int, int]] = {}
    for row in ledger:
        if row.id:
            spans[row.id] = (spans.get(row.id, (row.start, 0))[0], row.end)
    return spans


def _check_record(
    record: Mapping[str, Any],
    source: SourceRow,
    spans: Mapping[str, tuple[int, int]],
    facts: Iterable[FactRow],
) -> Iterator[str]:
    """Yield where a record disagrees with itself, its source, its ledger rows and its facts."""
    text = record["text"]
    expected: dict[str, Any] = {
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "chars": len(text),
        "source_sha256": source.sha256,
        "encoding": source.encoding,
        "encoding_confidence": source.confidence,
        **fields(facts),
    }
    if record["id"] in spans:
        expected["start"], expected["end"] = spans[record["id"]]
    else:
        yield "the ledger does not know it"
    for name, value in expected.items():
        if record[name] != value:
            yield f"{name} is {record[name]!r}, not {value!r}"


# ----------------------------------------------------------------------------------- verify


def verify(out: str, raw: str | Sequence[str] = ()) -> list[str]:
    """Return what is wrong with an output; with ``raw``, compare its sources to those files too.

    Reads nothing but the output: rebuilds the bytes of every source and compares their sha256.
    """
    try:
        manifest = read_manifest(out)
        problems = list(_check_files(out, manifest))
        if not problems:
            problems = list(_check_contents(out, manifest))
        if raw and not problems:
            problems = list(_check_raw(out, manifest, [raw] if isinstance(raw, str) else raw))
    except Broken as error:
        return [str(error)]
    return problems


def _check_files(out: str, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files that are missing, changed or foreign."""
    listed = {entry["path"] for entry in manifest["files"]}
    for entry in manifest["files"]:
        try:
            data = output.read_bytes(out, entry["path"])
        except Broken as error:
            yield str(error)
            continue
        if (hashlib.sha256(data).hexdigest(), len(data)) != (entry["sha256"], entry["bytes"]):
            yield f"{entry['path']}: not the bytes that were written"
    for path in output.list_files(out):
        if path not in listed and path not in DERIVED:
            yield f"{path}: not listed in manifest.json"


def _check_contents(out: str, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong inside the files: units, counts, and what crosses units."""
    total: Counter[str] = Counter()
    ids: set[str] = set()
    removed: set[str] = set()
    named: set[str] = set()  # but what is met before its name: little is left of many
    inputs = {row["source"]: row["sha256"] for row in manifest["inputs"]["list"]}
    tables = {row["source"] for row in manifest["inputs"].get("tables", [])}
    names: list[str] = []
    rows_of = {entry["path"]: entry["rows"] for entry in manifest["files"]}
    shards = output.shards(manifest)
    whole = {f"train-{unit:05d}-of-{len(shards):05d}" for unit in range(len(shards))}
    for path in map(PurePosixPath, rows_of):
        if str(path.parent) in {*TABLES, "jsonl"} and path.stem not in whole:
            yield f"{path}: not a file of one of the {len(shards)} units"
    for shard in shards:
        rows, problems = output.read_unit(out, shard, rows_of)
        data, lines = f"data/{shard}.parquet", f"jsonl/{shard}.jsonl"
        if {data, lines} <= rows_of.keys() and output.read_lines(out, lines) != rows.data:
            problems.append(f"{lines}: not the rows of {data}")
        if problems:
            yield from problems
            return
        yield from check_rows(rows)
        total.update(tally(rows))
        mentioned: set[str] = set()
        for record in rows.data:
            if record["id"] in ids:
                yield f"two records have the id {record['id']}"
            ids.add(record["id"])
            mentioned.update((record["cluster"], record["duplicate_of"]))
            mentioned.update(other["id"] for other in record["duplicates"])
        removed.update(row.id for row in rows.ledger if row.id not in ids)
        mentioned.update(row.survivor for row in rows.ledger)
        mentioned.update(
            id for row in rows.duplicates for id in (row.left, row.right, row.survivor)
        )
        named |= mentioned - ids - removed
        for source in rows.sources:
            names.append(source.source)
            if inputs and table_of(source.source) in tables:
                continue
            if inputs and inputs.get(source.source) != source.sha256:
                yield f"{source.source}: manifest.json has another sha256 of it"
    if names != sorted(set(names), key=place):
        yield "the sources are not in order, or one stands in two units"
    for id in sorted(named - ids - removed - {*output.earlier(out, manifest), ""}):
        yield f"there is no document with the id {id}"
    for name, count in nest(total).items():
        if manifest["counts"].get(name) != count:
            yield f"manifest.json counts {manifest['counts'].get(name)} {name}, not {count}"
    for name in ("dead_letters", "skipped"):
        if manifest["counts"].get(name) != len(output.read_lines(out, f"{name}.jsonl")):
            yield f"{name}.jsonl: not the number of lines that manifest.json counts"


def _check_raw(out: str, manifest: Mapping[str, Any], raw: Sequence[str]) -> Iterator[str]:
    """Yield the files of the input that the output does not account for, and the reverse."""
    try:
        files = find_files(raw, manifest["options"].get("limit", 0))
    except Stop as stop:
        yield str(stop).replace("--input", "--raw", 1)
        return
    sha256 = {row.source: row.sha256 for row in output.rows(out, manifest, "sources")}
    other = {row["source"] for name in output.UNREAD for row in output.read_lines(out, name)}
    options = manifest["options"]
    fields = Fields(options.get("text-field", ""), options.get("id-field", ""))
    tables = {row["source"]: row["sha256"] for row in manifest["inputs"].get("tables", [])}
    for file in files:
        if file.source in tables and sha256_of(file.path) != tables[file.source]:
            yield f"{file.source}: not the bytes that were read"
        for item in fetch_all(file.source, file.path, fields):
            expected = sha256.pop(item.source, "")
            if not expected and item.source not in other:
                yield f"{item.source}: not in the output"
            elif expected and not _has(item, expected):
                yield f"{item.source}: not the bytes that were read"
    for source in sha256:
        yield f"{source}: not below {' '.join(raw)}"


def _has(item: SourceFile | Skipped | DeadLetter, sha256: str) -> bool:
    return isinstance(item, SourceFile) and hashlib.sha256(item.data).hexdigest() == sha256


# ---------------------------------------------------------------------------------- restore


def restore(out: str, folder: str) -> int:
    """Write the sources of an output below ``folder``, byte for byte, and return their number.

    Each gets the name it has in the output (of a ``.gz`` file its unpacked bytes). Raises Broken
    when a source cannot be rebuilt, would lie outside ``folder``, or would replace a file.
    """
    count = 0
    manifest = read_manifest(out)
    if not is_remote(out) and Path(folder).resolve().is_relative_to(Path(out).resolve()):
        raise Broken(f"{folder} lies inside of it: give another folder")
    for rows in output.units(out, manifest):
        ledger = {name: list(found) for name, found in groupby(rows.ledger, attrgetter("source"))}
        for source in rows.sources:
            records = [row for row in rows.data if row["source"] == source.source]
            data = rebuild_bytes(source, ledger.get(source.source, []), records)
            target = _target(folder, source.source)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    file.write(data)
            except FileExistsError as error:
                raise Broken(f"{target} exists already: give a new folder") from error
            except OSError as error:
                raise Broken(f"{target}: {error.strerror}: give another folder") from error
            count += 1
    return count


def _target(folder: str, source: str) -> Path:
    """Return where a source goes below ``folder``; raise Broken when that is not below it."""
    root = Path(folder).resolve()
    parts = PurePosixPath(source).parts
    target = root.joinpath(*parts).resolve() if "\0" not in source else root
    if not parts or ".." in parts or target == root or not target.is_relative_to(root):
        raise Broken(f"{source!r} does not name a file below {folder}")
    return target
