"""Candidate pairs: passages that share an anchor or their whole text, and may be similar by bag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.fingerprint import (
    PARAGRAPH,
    WHOLE,
    Bags,
    Fingerprints,
    References,
)

# A bucket with more passages is hot: a stock phrase, or many versions of one text.
CAP = 32
REPORTED = 100  # hot buckets that a partition names, the largest first

# Of the longer's code points, so many must be common for a pair to be worth a look (a near miss
# begins there); of the shorter's, where it may stand inside the longer.
COMMON = 0.7
COMMON_INSIDE = 0.95
SHARED = 3  # anchors of two long documents
LONG = 512  # code points
BAGGED = 4096  # code points of a passage whose bag cannot be full, as a rule
SIFTED = 1 << 14  # pairs sifted together

PAIR = np.dtype(
    [("left_unit", "<u4"), ("left_row", "<u4"), ("right_unit", "<u4"), ("right_row", "<u4")]
)
Pairs = NDArray[Any]
Indices = NDArray[np.int64]
Couples = tuple[Indices, Indices]


class HotBucket(NamedTuple):
    """A bucket that was not paired all with all: its first passage, passages, distinct texts."""

    unit: int
    row: int
    passages: int
    texts: int


class Candidates(NamedTuple):
    """Unique pairs, sorted, the left one first by (unit, row); and what was not paired.

    ``hot`` names the largest hot buckets, ``hot_buckets`` counts all.
    """

    pairs: Pairs
    hot: tuple[HotBucket, ...]
    hot_buckets: int = 0


def candidates(slices: Iterable[References]) -> Candidates:
    """Return the candidate pairs of one partition, given its slice of every unit, in any order.

    Passages of different documents in one bucket are paired all with all. In a hot bucket (more
    than 32 passages) only the first of each text takes part; if these are too many, passages
    whose next 12 characters agree, too; if these are too many, each with the first of them.
    Copies of one text are paired with the first of them.
    """
    parts = sorted((part for part in slices if len(part)), key=lambda part: int(part["unit"][0]))
    none = Candidates(np.empty(0, dtype=PAIR), ())
    if not parts:
        return none
    found = _colliding(parts)
    if not len(found):
        return none
    starts, sizes = _groups(found["band"][1:] != found["band"][:-1])
    sets = [_all_pairs(starts, sizes)]
    hot = sizes > CAP
    buckets: list[HotBucket] = []
    if hot.any():
        inside = np.flatnonzero(np.repeat(hot, sizes))
        sets += _hot_pairs(found, inside)
        largest = np.flatnonzero(hot)
        largest = largest[np.argsort(-sizes[largest], kind="stable")][:REPORTED]
        for start, size in zip(starts[largest].tolist(), sizes[largest].tolist(), strict=True):
            first = found[start]
            texts = len(np.unique(found["text"][start : start + size]))
            buckets.append(HotBucket(int(first["unit"]), int(first["row"]), size, texts))
    pairs = unique([_pairs(found, left, right) for left, right in sets])
    return Candidates(pairs, tuple(sorted(set(buckets))), int(hot.sum()))


def _hot_pairs(found: References, inside: Indices) -> list[Couples]:
    """Return the pairs of references of hot buckets; ``inside`` are their places."""
    refs = found[inside]
    order = np.lexsort((refs["row"], refs["unit"], refs["text"], refs["band"]))
    refs, inside = refs[order], inside[order]
    new = (refs["band"][1:] != refs["band"][:-1]) | (refs["text"][1:] != refs["text"][:-1])
    starts, sizes = _groups(new)
    firsts = inside[starts]
    copies = np.repeat(firsts, sizes)
    whole = (refs["context"] == WHOLE) & (copies != inside)
    sets = [(copies[whole], inside[whole])]

    texts = found[firsts]
    starts, sizes = _groups(texts["band"][1:] != texts["band"][:-1])
    left, right = _all_pairs(starts, sizes)
    sets.append((firsts[left], firsts[right]))
    still = np.flatnonzero(np.repeat(sizes > CAP, sizes))
    firsts, texts = firsts[still], texts[still]
    order = np.lexsort((texts["row"], texts["unit"], texts["context"], texts["band"]))
    firsts, texts = firsts[order], texts[order]
    new = (texts["band"][1:] != texts["band"][:-1]) | (
        texts["context"][1:] != texts["context"][:-1]
    )
    if len(texts):
        starts, sizes = _groups(new)
        left, right = _all_pairs(starts, sizes)
        sets.append((firsts[left], firsts[right]))
        star = np.repeat(sizes > CAP, sizes)
        sets.append((np.repeat(firsts[starts], sizes)[star], firsts[star]))
    return sets


def _groups(new: NDArray[np.bool_]) -> Couples:
    """Return start and size of each group; ``new``: an element differs from the one before."""
    starts = np.concatenate(([0], np.flatnonzero(new) + 1))
    return starts, np.diff(np.concatenate((starts, [len(new) + 1])))


def _all_pairs(starts: Indices, sizes: Indices) -> Couples:
    """Return all pairs inside the groups that are not hot."""
    lefts, rights = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= CAP)]).tolist():
        left, right = np.triu_indices(size, 1)
        begin = starts[sizes == size][:, None]
        lefts.append((begin + left).reshape(-1))
        rights.append((begin + right).reshape(-1))
    return np.concatenate(lefts), np.concatenate(rights)


def _colliding(parts: Sequence[References]) -> References:
    """Return the references that may share a band, by (band, unit, row).

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


def _pairs(references: References, left: Indices, right: Indices) -> Pairs:
    """Return the pairs of references at these places, but those inside one document."""
    one, other = references[left], references[right]
    apart = (one["unit"] != other["unit"]) | (one["document"] != other["document"])
    one, other = one[apart], other[apart]
    swap = (one["unit"] > other["unit"]) | (
        (one["unit"] == other["unit"]) & (one["row"] > other["row"])
    )
    pairs = np.empty(len(one), dtype=PAIR)
    for side, first, second in (("left", one, other), ("right", other, one)):
        for name in ("unit", "row"):
            pairs[f"{side}_{name}"] = np.where(swap, second[name], first[name])
    return pairs


def sift(pairs: Pairs, unit: Callable[[int], Fingerprints]) -> Pairs:
    """Return the pairs that may be similar, near misses, or one inside the other.

    No two texts share more characters than their bags do, so no paragraphs of edit similarity 0.7
    are lost. Long documents must share three anchors: similar ones share six and more, as a rule.
    """
    kept = [np.empty(0, dtype=PAIR)]
    heads = _Heads(unit)
    for at in range(0, len(pairs), SIFTED):
        part = pairs[at : at + SIFTED]
        left, left_size, grain = _bags(part["left_unit"], part["left_row"], unit)
        right, right_size, _ = _bags(part["right_unit"], part["right_row"], unit)
        longer, shorter = np.maximum(left_size, right_size), np.minimum(left_size, right_size)
        common = np.minimum(left, right).sum(axis=1, dtype=np.uint32)
        common[longer > BAGGED] = 0xFFFF  # the bags may be full
        paragraphs = grain == PARAGRAPH
        worth = (shorter >= COMMON * longer) & (common >= COMMON * longer)
        worth |= common >= COMMON_INSIDE * shorter
        for number in np.flatnonzero(worth & ~paragraphs & (shorter >= LONG)).tolist():
            left_unit, left_row, right_unit, right_row = part[number].tolist()
            bands = heads.of(left_unit, left_row) & heads.of(right_unit, right_row)
            worth[number] = len(bands) >= SHARED
        kept.append(part[worth])
    return np.concatenate(kept)


class _Heads:
    """The anchors of documents, looked up by row; each is read once."""

    def __init__(self, unit: Callable[[int], Fingerprints]) -> None:
        self._unit = unit
        self._bounds: dict[int, list[int]] = {}
        self._bands: dict[tuple[int, int], frozenset[int]] = {}

    def of(self, unit: int, row: int) -> frozenset[int]:
        """Return the bands of a row's anchors."""
        if (unit, row) not in self._bands:
            anchors = self._unit(unit).anchors
            if unit not in self._bounds:
                counts = np.bincount(anchors["row"], minlength=len(self._unit(unit).rows))
                self._bounds[unit] = [0, *np.cumsum(counts).tolist()]
            first, last = self._bounds[unit][row : row + 2]
            self._bands[unit, row] = frozenset(anchors["band"][first:last].tolist())
        return self._bands[unit, row]


def _bags(
    units: NDArray[np.uint32], rows: NDArray[np.uint32], unit: Callable[[int], Fingerprints]
) -> tuple[Bags, Indices, NDArray[np.uint8]]:
    """Return bags, sizes in code points, and grains of rows of several units."""
    bags: Bags | None = None
    sizes = np.empty(len(rows), dtype=np.int64)
    grains = np.empty(len(rows), dtype=np.uint8)
    for number in np.unique(units).tolist():
        at = np.flatnonzero(units == number)
        found = unit(number)
        if bags is None:
            bags = np.empty((len(rows), found.bags.shape[1]), dtype=np.uint8)
        bags[at] = found.bags[rows[at]]
        chosen = found.rows[rows[at]]
        sizes[at] = chosen["key_end"] - chosen["key_start"]
        grains[at] = chosen["grain"]
    assert bags is not None
    return bags, sizes, grains
