"""What lies between the passes: the state of each unit, as one file in a folder a pass.

A staged file is written under a name of its own and renamed (on object stores: written once), so
a repeated element does no harm. The folder's name carries the key of what is staged in it: a unit
whose file is there is done, and a killed run goes on where it was. The key holds the versions of
the program and of Python, so that no file is read by another than wrote it.

The items of a unit are pickled, their many small rows by column, and without the views, which
follow from the texts. Arrays lie as they are, to be mapped and not read.
"""

from __future__ import annotations

import io
import json
import mmap
import pickle
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from transforms import files
from transforms.decode.fold import view
from transforms.files import exists, is_remote, write
from transforms.schema import (
    Block,
    Collation,
    DeadLetter,
    Document,
    Edit,
    Fact,
    Repeat,
    Skipped,
    SourceText,
)

__all__ = [
    "exists", "pack_array", "pack_items", "pack_row", "read", "read_slice", "slice_sizes",
    "unpack_array", "unpack_items", "unpack_row", "write", "write_slices",
]  # fmt: skip

Item = Collation | DeadLetter | Skipped
Row = TypeVar("Row", bound=tuple[Any, ...])

HEAD = 8  # bytes: the size of what tells where each value lies
ALIGNED = 64  # bytes: a value begins at a multiple
BOUND = np.dtype("<u4")  # of a slice, in elements


# -------------------------------------------------------------------------------------- files


def read(path: str) -> pa.Buffer:
    """Return the bytes of a file; a local one is mapped, not read."""
    if is_remote(path):
        return pa.py_buffer(files.read(path))
    with Path(path).open("rb") as file:  # Arrow's own mapping refuses names that are not UTF-8
        return pa.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


# -------------------------------------------------------------------------------------- units


def pack_items(items: Iterable[Item]) -> bytes:
    """Return a unit's collations, dead letters and skipped files as a staged file."""
    return pickle.dumps([_pack(item) if isinstance(item, Collation) else item for item in items])


def unpack_items(data: pa.Buffer | bytes) -> tuple[Item, ...]:
    """Return what ``pack_items`` packed."""
    items = pickle.loads(data)
    return tuple(
        item if isinstance(item, DeadLetter | Skipped) else _unpack(*item) for item in items
    )


def _pack(item: Collation) -> tuple[Any, ...]:
    documents = [
        (one[:4], _columns(one.facts), _columns(one.edits), one.warnings) for one in item.documents
    ]
    return (
        item.text._replace(view=""), _columns(item.blocks), documents, _columns(item.repeats),
        item.unmatched, item.marked and item.marked._replace(view=""),
    )  # fmt: skip


def _unpack(
    text: SourceText, blocks: Any, documents: Any, repeats: Any, unmatched: Any, marked: Any
) -> Collation:
    return Collation(
        _viewed(text),
        _rows(Block, blocks),
        tuple(
            Document._make([*about, _rows(Fact, facts), _rows(Edit, edits), warnings])
            for about, facts, edits, warnings in documents
        ),
        _rows(Repeat, repeats),
        unmatched,
        marked and _viewed(marked),
    )


def _viewed(source: SourceText) -> SourceText:
    return source._replace(view=view(source.text))


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows by column: pickled one by one they would take three times as long."""
    return list(zip(*rows, strict=True))


def _rows(kind: type[Row], columns: Iterable[Sequence[Any]]) -> tuple[Row, ...]:
    """Return what ``_columns`` was given; ``_make`` would take three times as long."""
    return tuple(map(partial(tuple.__new__, kind), zip(*columns, strict=True)))


# ----------------------------------------------------------------------------------- arrays


def pack_row(values: Mapping[str, bytes | memoryview]) -> bytes:
    """Return named bytes as a staged file: where each begins and ends, as JSON, then they."""
    places: dict[str, tuple[int, int]] = {}
    parts: list[bytes | memoryview] = []
    end = 0
    for name, value in values.items():
        places[name] = (end, end + len(value))
        parts += [value, bytes(-len(value) % ALIGNED)]
        end += len(value) + len(parts[-1])
    head = json.dumps(places).encode()
    head += b" " * (-(HEAD + len(head)) % ALIGNED)
    return b"".join([len(head).to_bytes(HEAD), head, *parts])


def unpack_row(data: pa.Buffer) -> dict[str, pa.Buffer]:
    """Return what ``pack_row`` packed; nothing is copied."""
    size = int.from_bytes(data[:HEAD])
    places = json.loads(data[HEAD : HEAD + size].to_pybytes())
    bare = data[HEAD + size :]
    return {name: bare[start:end] for name, (start, end) in places.items()}


def write_slices(path: str, slices: Sequence[np.ndarray[Any, Any]]) -> None:
    """Stage arrays of one type, so that each can be read alone by its number."""
    bounds = np.cumsum([0, *map(len, slices)], dtype=BOUND)
    head = np.array([len(bounds)], dtype=BOUND)
    write(path, b"".join([head.tobytes(), bounds.tobytes(), *map(np.ndarray.tobytes, slices)]))


def read_slice(path: str, number: int, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Return a slice that ``write_slices`` staged."""
    bounds = _bounds(path)
    first, last = bounds[number : number + 2].tolist()
    at = (1 + len(bounds)) * BOUND.itemsize + first * dtype.itemsize
    data = files.read(path, at, (last - first) * dtype.itemsize) if last > first else b""
    return np.frombuffer(data, dtype=dtype)


def slice_sizes(path: str) -> np.ndarray[Any, Any]:
    """Return how many elements each slice has that ``write_slices`` staged."""
    return np.diff(_bounds(path).astype(np.int64))


@lru_cache(maxsize=1024)
def _bounds(path: str) -> np.ndarray[Any, Any]:
    size = BOUND.itemsize
    count = int.from_bytes(files.read(path, 0, size), "little")
    return np.frombuffer(files.read(path, size, count * size), dtype=BOUND)


def pack_array(array: np.ndarray[Any, Any]) -> bytes:
    """Return an array, with its type, as bytes."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def unpack_array(data: bytes) -> np.ndarray[Any, Any]:
    """Return what ``pack_array`` packed."""
    array: np.ndarray[Any, Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return array
