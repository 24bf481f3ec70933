"""What lies between the passes: the state of each unit, as one file in a folder a pass.

A staged file is written under a name of its own and renamed (on object stores: written once), so
a repeated element does no harm. The folder's name carries the key of what is staged in it: a unit
whose file is there is done, and a killed run goes on where it was.

The file is an Arrow IPC file, a row a source: text and view as columns that can be read alone and
without a copy, everything else of the collation as JSON.
"""

from __future__ import annotations

import io
import json
import mmap
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from apache_beam.io.filesystems import FileSystems

from pipeline.units import is_remote
from transforms.schema import (
    Block,
    Collation,
    DeadLetter,
    Document,
    Edit,
    Fact,
    Patch,
    Repeat,
    Segment,
    Skipped,
    SourceText,
)

Item = Collation | DeadLetter | Skipped

_COLUMNS = pa.schema(
    [
        ("source", pa.string()),
        ("text", pa.large_string()),
        ("view", pa.large_string()),
        ("rest", pa.large_string()),
    ]
)


# -------------------------------------------------------------------------------------- files


def exists(path: str) -> bool:
    return FileSystems.exists(path) if is_remote(path) else Path(path).exists()


def write(path: str, data: bytes | pa.Buffer) -> None:
    """Write a file that is there whole or not at all."""
    if is_remote(path):
        with FileSystems.create(path, "application/octet-stream") as file:
            file.write(bytes(data))
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def read(path: str) -> pa.Buffer:
    """Return the bytes of a file; a local one is mapped, not read."""
    if is_remote(path):
        with FileSystems.open(path) as file:
            return pa.py_buffer(file.read())
    with Path(path).open("rb") as file:  # Arrow's own mapping refuses names that are not UTF-8
        return pa.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


# -------------------------------------------------------------------------------------- units


def pack_items(items: Iterable[Item]) -> pa.Buffer:
    """Return a unit's collations, dead letters and skipped files as a staged file."""
    items = list(items)
    collations = [item for item in items if isinstance(item, Collation)]
    others = [(type(item).__name__, *item) for item in items if not isinstance(item, Collation)]
    columns: list[Sequence[str]] = [
        [collation.text.source for collation in collations],
        [collation.text.text for collation in collations],
        [collation.text.view for collation in collations],
        [_pack_rest(collation) for collation in collations],
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _COLUMNS, strict=True)]
    schema = _COLUMNS.with_metadata({"others": json.dumps(others)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        file.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return sink.getvalue()


def unpack_items(data: pa.Buffer) -> tuple[Item, ...]:
    """Return what ``pack_items`` packed: the collations, then the others, each in order."""
    table = pa.ipc.open_file(data).read_all()
    items: list[Item] = [
        _unpack_collation(*row)
        for row in zip(*(column.to_pylist() for column in table), strict=True)
    ]
    for kind, *values in json.loads(table.schema.metadata[b"others"]):
        if kind == "DeadLetter":
            items.append(DeadLetter._make([*values[:-1], tuple(values[-1])]))
        else:
            items.append(Skipped._make(values))
    return tuple(items)


def _pack_rest(collation: Collation) -> str:
    source = collation.text
    patches = [[*patch[:4], patch.raw.hex()] for patch in source.patches]
    about = [source.sha256, source.size, source.encoding, source.confidence, source.evidence]
    rest = [
        about, source.segments, patches, collation.blocks, collation.documents, collation.repeats,
        collation.unmatched,
    ]  # fmt: skip
    return json.dumps(rest, ensure_ascii=False, check_circular=False)


def _unpack_collation(source: str, text: str, view: str, rest: str) -> Collation:
    about, segments, patches, blocks, documents, repeats, unmatched = json.loads(rest)
    sha256, size, encoding, confidence, evidence = about
    return Collation(
        SourceText(
            source, sha256, size, text, view, encoding, confidence, evidence,
            tuple(Segment(start, at, tuple(codecs)) for start, at, codecs in segments),
            tuple(Patch._make([*place, bytes.fromhex(raw)]) for *place, raw in patches),
        ),
        tuple(map(Block._make, blocks)),
        tuple(_unpack_document(*document) for document in documents),
        tuple(map(Repeat._make, repeats)),
        tuple(map(Fact._make, unmatched)),
    )  # fmt: skip


def _unpack_document(
    id: str, start: int, end: int, confidence: float, facts: Any, edits: Any, warnings: Any
) -> Document:
    return Document(
        id, start, end, confidence,
        tuple(map(Fact._make, facts)), tuple(map(Edit._make, edits)), tuple(warnings),
    )  # fmt: skip


# ----------------------------------------------------------------------------------- arrays


def pack_row(values: Mapping[str, bytes]) -> pa.Buffer:
    """Return named bytes as a staged file of one row."""
    table = pa.table({name: pa.array([value], pa.large_binary()) for name, value in values.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as file:
        file.write_table(table)
    return sink.getvalue()


def unpack_row(data: pa.Buffer) -> dict[str, pa.Buffer]:
    """Return what ``pack_row`` packed; nothing is copied."""
    table = pa.ipc.open_file(data).read_all()
    return {name: table.column(name)[0].as_buffer() for name in table.column_names}


def pack_array(array: np.ndarray[Any, Any]) -> bytes:
    """Return an array, with its type, as bytes."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def unpack_array(data: bytes) -> np.ndarray[Any, Any]:
    """Return what ``pack_array`` packed."""
    array: np.ndarray[Any, Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return array
