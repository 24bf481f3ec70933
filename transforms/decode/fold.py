"""The view of a text: what rules and comparisons read."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from transforms.tables.characters import folded


@cache
def _fold_table() -> np.ndarray[Any, Any]:
    """Return the folded code point of each code point below 0x30000; the last stands for itself."""
    table = np.arange(0x30000, dtype=np.uint32)
    for character, to in folded().items():
        table[ord(character)] = ord(to)
    return table


@cache
def _fold_units() -> np.ndarray[Any, Any]:
    """Return the folded UTF-16 unit of each unit; surrogates stay."""
    return _fold_table()[:0x10000].astype("<u2")


def view(text: str) -> str:
    """Return ``text`` folded one code point to one code point (see ``tables.characters``)."""
    if text.isascii():
        return text.replace("\t", " ")
    units = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    if len(units) == len(text):  # the quick way, for text of the basic plane
        return np.take(_fold_units(), units, mode="clip").tobytes().decode("utf-16-le")
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    table = _fold_table()
    folded_points = np.take(table, points, mode="clip")
    if points.max() >= len(table):
        folded_points = np.where(points < len(table), folded_points, points)
    return folded_points.astype("<u4", copy=False).tobytes().decode("utf-32-le")
