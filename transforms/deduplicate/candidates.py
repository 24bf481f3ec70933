"""Candidate pairs: passages that share a band or their whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.fingerprint import References

# A bucket with more passages is hot: a stock phrase, or many versions of one text.
CAP = 32

PAIR = np.dtype(
    [("left_unit", "<u4"), ("left_row", "<u4"), ("right_unit", "<u4"), ("right_row", "<u4")]
)
Pairs = NDArray[Any]


class HotBucket(NamedTuple):
    """A bucket that was not paired all with all: its first passage, passages, distinct texts."""

    unit: int
    row: int
    passages: int
    texts: int


class Candidates(NamedTuple):
    """Unique pairs, sorted, the left one first by (unit, row); and what was not paired."""

    pairs: Pairs
    hot: tuple[HotBucket, ...]


def candidates(slices: Iterable[References]) -> Candidates:
    """Return the candidate pairs of one partition, given its slice of every unit, in any order.

    Passages of one bucket are paired all with all. In a hot bucket (more than 32 passages) the
    copies of one text are paired with their first only, then the first of each text with one
    another, or, when these too are more than 32, with the first of the bucket only.
    """
    parts = sorted((part for part in slices if len(part)), key=lambda part: int(part["unit"][0]))
    if not parts:
        return Candidates(np.empty(0, dtype=PAIR), ())
    all_of = _colliding(parts)
    if not len(all_of):
        return Candidates(np.empty(0, dtype=PAIR), ())
    edges = np.flatnonzero(np.diff(all_of["band"])) + 1
    starts = np.concatenate(([0], edges))
    sizes = np.diff(np.concatenate((starts, [len(all_of)])))
    lefts: list[NDArray[np.int64]] = []
    rights: list[NDArray[np.int64]] = []
    hot: list[HotBucket] = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= CAP)]).tolist():
        left, right = np.triu_indices(size, 1)
        begin = starts[sizes == size][:, None]
        lefts.append((begin + left).reshape(-1))
        rights.append((begin + right).reshape(-1))
    for start, size in zip(starts[sizes > CAP].tolist(), sizes[sizes > CAP].tolist(), strict=True):
        left, right, texts = _hot_pairs(all_of["text"][start : start + size])
        lefts.append(start + left)
        rights.append(start + right)
        first = all_of[start]
        hot.append(HotBucket(int(first["unit"]), int(first["row"]), size, texts))
    if not lefts:
        return Candidates(np.empty(0, dtype=PAIR), ())
    pairs = _pairs(all_of, np.concatenate(lefts), np.concatenate(rights))
    return Candidates(unique([pairs]), tuple(sorted(set(hot))))


def _colliding(parts: Sequence[References]) -> References:
    """Return the references that may share a band hash, by (band, unit, row).

    Most hashes stand alone: what has a slot of a table for itself is left out before the sort.
    """
    bands = np.concatenate([part["band"] for part in parts])
    bits = (2 * len(bands)).bit_length()
    slots = (bands >> np.uint64(64 - bits)).astype(np.int64)
    together = np.flatnonzero(np.bincount(slots, minlength=1 << bits)[slots] > 1)
    order = together[np.argsort(bands[together], kind="stable")]
    return np.concatenate(parts)[order]


def unique(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several partitions, each once, sorted."""
    pairs = np.concatenate([np.empty(0, dtype=PAIR), *parts])
    left = pairs["left_unit"].astype(np.uint64) << np.uint64(32) | pairs["left_row"]
    right = pairs["right_unit"].astype(np.uint64) << np.uint64(32) | pairs["right_row"]
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return pairs[order[fresh]]


def _hot_pairs(texts: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return the pairs of a hot bucket as places in it, and how many texts it holds."""
    _, firsts, which = np.unique(texts, return_index=True, return_inverse=True)
    first_of = firsts[which]
    copies = np.flatnonzero(first_of != np.arange(len(texts)))
    firsts = np.sort(firsts)
    if len(firsts) <= CAP:
        left, right = np.triu_indices(len(firsts), 1)
        left, right = firsts[left], firsts[right]
    else:
        left, right = np.zeros(len(firsts) - 1, dtype=np.int64), firsts[1:]
    return (
        np.concatenate((first_of[copies], left)),
        np.concatenate((copies, right)),
        len(firsts),
    )


def _pairs(references: References, left: NDArray[np.int64], right: NDArray[np.int64]) -> Pairs:
    """Return the pairs of references at these places (each left before its right)."""
    pairs = np.empty(len(left), dtype=PAIR)
    pairs["left_unit"], pairs["left_row"] = references["unit"][left], references["row"][left]
    pairs["right_unit"], pairs["right_row"] = references["unit"][right], references["row"][right]
    return pairs
