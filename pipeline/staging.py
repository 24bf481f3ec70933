"""What lies between the passes: the state of each unit, as one file in a folder a pass.

A staged file is written under a name of its own and renamed (on object stores: written once), so
a repeated element does no harm. The folder's name carries the key of what is staged in it: a unit
whose file is there is done, and a killed run goes on where it was.

The file is an Arrow IPC file, a row a source: text and view as columns that can be read alone and
without a copy, everything else of the collation as JSON, its many small rows by column.
"""

from __future__ import annotations

import io
import json
import mmap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from transforms import files
from transforms.files import exists, is_remote, write
from transforms.schema import (
    Block,
    Collation,
    DeadLetter,
    Document,
    Edit,
    Fact,
    Patch,
    Remark,
    Repeat,
    Segment,
    Skipped,
    SourceText,
)

__all__ = [
    "exists", "pack_array", "pack_items", "pack_row", "read", "unpack_array", "unpack_items",
    "unpack_row", "write",
]  # fmt: skip

Item = Collation | DeadLetter | Skipped
Row = TypeVar("Row", bound=tuple[Any, ...])

_COLUMNS = pa.schema(
    [
        ("source", pa.string()),
        ("text", pa.large_string()),
        ("view", pa.large_string()),
        ("marked", pa.large_string()),  # of a source in mark-up: itself; text is what it shows
        ("marked_view", pa.large_string()),
        ("rest", pa.large_string()),
    ]
)


# -------------------------------------------------------------------------------------- files


def read(path: str) -> pa.Buffer:
    """Return the bytes of a file; a local one is mapped, not read."""
    if is_remote(path):
        return pa.py_buffer(files.read(path))
    with Path(path).open("rb") as file:  # Arrow's own mapping refuses names that are not UTF-8
        return pa.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


# -------------------------------------------------------------------------------------- units


def pack_items(items: Iterable[Item]) -> pa.Buffer:
    """Return a unit's collations, dead letters and skipped files as a staged file."""
    items = list(items)
    collations = [item for item in items if isinstance(item, Collation)]
    others = [(type(item).__name__, *item) for item in items if not isinstance(item, Collation)]
    marked = [collation.marked for collation in collations]
    columns: list[Sequence[str | None]] = [
        [collation.text.source for collation in collations],
        [collation.text.text for collation in collations],
        [collation.text.view for collation in collations],
        [source.text if source else None for source in marked],
        [source.view if source else None for source in marked],
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
    source = collation.marked or collation.text
    patches = [[*patch[:4], patch.raw.hex()] for patch in source.patches]
    about = [source.sha256, source.size, source.encoding, source.confidence, source.evidence]
    documents = [
        (*one[:4], _columns(one.facts), _columns(one.edits), one.warnings)
        for one in collation.documents
    ]
    rest = [
        about, source.segments, patches, source.facts, source.remarks, _columns(collation.blocks),
        documents, _columns(collation.repeats), collation.unmatched,
    ]  # fmt: skip
    return json.dumps(rest, ensure_ascii=False, check_circular=False)


def _unpack_collation(
    name: str, text: str, view: str, marked: str | None, marked_view: str | None, rest: str
) -> Collation:
    about, segments, patches, facts, remarks, blocks, documents, repeats, unmatched = json.loads(
        rest
    )
    sha256, size, encoding, confidence, evidence = about
    source = SourceText(
        name, sha256, size, text, view, encoding, confidence, evidence,
        tuple(Segment(start, at, tuple(codecs)) for start, at, codecs in segments),
        tuple(Patch._make([*place, bytes.fromhex(raw)]) for *place, raw in patches),
        tuple(map(Fact._make, facts)),
        tuple(map(Remark._make, remarks)),
    )  # fmt: skip
    whole = None
    if marked is not None and marked_view is not None:
        whole = source._replace(text=marked, view=marked_view)
        source = source._replace(segments=(), patches=(), remarks=())
    return Collation(
        source,
        _rows(Block, blocks),
        tuple(_unpack_document(*document) for document in documents),
        _rows(Repeat, repeats),
        tuple(map(Fact._make, unmatched)),
        whole,
    )


def _unpack_document(
    id: str, start: int, end: int, confidence: float, facts: Any, edits: Any, warnings: Any
) -> Document:
    return Document(
        id, start, end, confidence, _rows(Fact, facts), _rows(Edit, edits), tuple(warnings)
    )


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True))


def _rows(kind: type[Row], columns: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    """Return what ``_columns`` was given; ``_make`` would take three times as long."""
    return tuple(map(partial(tuple.__new__, kind), zip(*columns, strict=True)))


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
