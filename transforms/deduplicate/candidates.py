"""Candidate pairs: passages that share an anchor or their whole text, and may be similar by bag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.fingerprint import (
    BINS,
    DOCUMENT,
    DOCUMENT_ANCHORS,
    REFERENCE,
    WHOLE,
    Bags,
    Fingerprints,
    References,
)
from transforms.deduplicate.key import MIX_1, fresh
from transforms.deduplicate.thresholds import DEFAULT, Thresholds

# A bucket with more passages is hot: a stock phrase, or many versions of one text.
CAP = 32
REPORTED = 100  # hot buckets that a partition names, the largest first

# Of the longer's code points, so many must be common for a pair to be worth a look: a near miss
# begins there.
COMMON = 0.75
# Anchors that two long documents must share. Of 64 each, two of one size and edit similarity 0.8
# share some 15; where one is contained in the other, as many as its share of the longer.
SHARED = 6
SHARED_INSIDE = 0.5  # of what a contained document would share, three at least
SHARED_RUN = 3  # anchors that go on alike: chance gives one or two
LONG = 512  # code points
BAGGED = 4096  # code points of a passage whose bag cannot be full, as a rule
SIFTED = 1 << 14  # pairs sifted together

# A passage is named by its unit and row: ``unit << 32 | row``.
PAIR = np.dtype([("left", "<u8"), ("right", "<u8")])
Pairs = NDArray[Any]
Names = NDArray[np.uint64]
Indices = NDArray[np.int64]
Couples = tuple[Indices, Indices]
Contexts = NDArray[np.uint32]
_ONE = np.uint64(1)
_UNIT = np.uint64(32)
_ROW = np.uint64(0xFFFFFFFF)


def units_of(names: Names) -> Indices:
    """Return the units of passages."""
    return (names >> _UNIT).astype(np.int64)


def rows_of(names: Names) -> Indices:
    """Return the rows of passages, each in its unit."""
    return (names & _ROW).astype(np.int64)


class HotBucket(NamedTuple):
    """A bucket that was not paired all with all: its first passage, passages, distinct texts."""

    unit: int
    row: int
    passages: int
    texts: int


class Candidates(NamedTuple):
    """Unique pairs, sorted: ``left`` and ``right`` are places in ``names``, the left one first.

    ``names`` are the passages of the pairs, and perhaps others, ascending. ``hot`` names the
    largest hot buckets, ``hot_buckets`` counts all.
    """

    names: Names
    left: Indices
    right: Indices
    goes_on: NDArray[np.bool_]  # whether one of the anchors that a pair shares goes on alike
    hot: tuple[HotBucket, ...] = ()
    hot_buckets: int = 0

    @property
    def pairs(self) -> Pairs:
        """Return the pairs by the names of their passages."""
        return _named(self.names, self.left, self.right)


_NONE = np.empty(0, dtype=np.int64)


def candidates(slices: Iterable[References]) -> Candidates:
    """Return the candidate pairs of one partition, given its slice of every unit, in any order.

    Passages of different documents in one bucket are paired all with all. In a hot bucket (more
    than 32 passages) only the first of each text takes part; if these are too many, passages
    whose next 12 characters agree, too; if these are too many, each with the first of them.
    Copies of one text are paired with the first of them.
    """
    parts = sorted((part for part in slices if len(part)), key=lambda part: int(part["unit"][0]))
    found = _colliding(parts) if parts else np.empty(0, dtype=REFERENCE)
    if not len(found):
        return Candidates(np.empty(0, dtype=np.uint64), _NONE, _NONE, _NONE > 0)
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
    unit = found["unit"].astype(np.uint64) << _UNIT
    names, place = np.unique(unit | found["row"], return_inverse=True)
    pairs = _unique_pairs(place, unit | found["document"], found["context"], sets)
    return Candidates(names, *pairs, tuple(sorted(set(buckets))), int(hot.sum()))


def _unique_pairs(
    place: Indices, document: Names, context: Contexts, sets: Sequence[Couples]
) -> tuple[Indices, Indices, NDArray[np.bool_]]:
    """Return the pairs of passages behind pairs of references, but those inside one document.

    And of each whether the contexts of one pair of references agree.
    """
    count = np.uint64(int(place.max()) + 1)
    packed = []
    for one, other in sets:
        apart = np.flatnonzero(document[one] != document[other])
        here, there = place[one[apart]], place[other[apart]]
        left, right = np.minimum(here, there), np.maximum(here, there)
        pairs = left.astype(np.uint64) * count + right.astype(np.uint64)
        differ = context[one[apart]] != context[other[apart]]
        packed.append(pairs << _ONE | differ)  # so that of a pair's references those that agree
    references = np.sort(np.concatenate(packed))  # come first
    references = references[fresh(references >> _ONE)]
    pairs, agree = references >> _ONE, references & _ONE == 0
    return (pairs // count).astype(np.int64), (pairs % count).astype(np.int64), agree


def _named(names: Names, left: Indices, right: Indices) -> Pairs:
    pairs = np.empty(len(left), dtype=PAIR)
    pairs["left"], pairs["right"] = names[left], names[right]
    return pairs


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
    left, right = pairs["left"], pairs["right"]
    order = np.lexsort((right, left))
    return pairs[order[fresh(left[order], right[order])]]


def sift(
    found: Candidates,
    unit: Callable[[int], Fingerprints],
    thresholds: Thresholds = DEFAULT,
) -> Pairs:
    """Return the pairs that may be similar, near misses, one inside the other, or share a run.

    No two texts share more characters than their bags do, so no paragraphs of edit similarity 0.75
    are lost. Long documents must share several anchors.
    """
    kept = [np.empty(0, dtype=PAIR)]
    bags, size, document = _described(found.names, unit)
    anchors = Anchors(unit)
    for at in range(0, len(found.left), SIFTED):
        left, right = found.left[at : at + SIFTED], found.right[at : at + SIFTED]
        longer = np.maximum(size[left], size[right])
        shorter = np.minimum(size[left], size[right])
        common = np.minimum(bags[left], bags[right]).sum(axis=1, dtype=np.uint32)
        common[longer > BAGGED] = 0xFFFF  # the bags may be full
        alike = shorter >= COMMON * longer
        worth = (alike & (common >= COMMON * longer)) | (common >= thresholds.remove_from * shorter)
        inside = np.maximum(SHARED / 2, SHARED_INSIDE * DOCUMENT_ANCHORS * shorter / longer)
        least = np.where(alike, SHARED, inside)
        goes_on = found.goes_on[at : at + SIFTED]
        long = document[left] & (shorter >= LONG) & (worth | goes_on)
        for number in np.flatnonzero(long).tolist():
            one, other = int(found.names[left[number]]), int(found.names[right[number]])
            enough = worth[number] and anchors.shared(one, other) >= least[number]
            worth[number] = enough or (goes_on[number] and anchors.share_a_run(one, other))
        kept.append(_named(found.names, left[worth], right[worth]))
    return np.concatenate(kept)


def _described(
    names: Names, unit: Callable[[int], Fingerprints]
) -> tuple[Bags, Indices, NDArray[np.bool_]]:
    """Return the bags of passages, their sizes in code points, and which are documents."""
    bags = np.empty((len(names), BINS), dtype=np.uint8)
    sizes = np.empty(len(names), dtype=np.int64)
    documents = np.empty(len(names), dtype=np.bool_)
    for number, at in _by_unit(names):
        rows = rows_of(names[at])
        bags[at] = unit(number).bags[rows]
        chosen = unit(number).rows[rows]
        sizes[at] = chosen["key_end"] - chosen["key_start"]
        documents[at] = chosen["grain"] == DOCUMENT
    return bags, sizes, documents


def _by_unit(names: Names) -> Iterator[tuple[int, slice]]:
    """Yield each unit of ascending names, and where its passages stand."""
    units, firsts = np.unique(units_of(names), return_index=True)
    for unit, (first, last) in zip(
        units.tolist(), pairwise([*firsts.tolist(), len(names)]), strict=True
    ):
        yield unit, slice(first, last)


class Anchors:
    """The anchors of documents, looked up by name; each is read once."""

    def __init__(self, unit: Callable[[int], Fingerprints]) -> None:
        self._unit = unit
        self._found: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
        self._firsts: dict[int, list[int]] = {}  # of each unit: where the anchors of a row begin

    def _of(self, name: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return the bands of a document, and the same with what follows on them."""
        if name not in self._found:
            unit, row = divmod(name, 1 << 32)
            anchors = self._unit(unit).anchors
            if unit not in self._firsts:
                counts = np.bincount(anchors["row"], minlength=len(self._unit(unit).rows))
                self._firsts[unit] = [0, *np.cumsum(counts).tolist()]
            first, last = self._firsts[unit][row : row + 2]
            bands, contexts = anchors["band"][first:last], anchors["context"][first:last]
            longer = bands + contexts.astype(np.uint64) * MIX_1
            self._found[name] = frozenset(bands.tolist()), frozenset(longer.tolist())
        return self._found[name]

    def shared(self, left: int, right: int) -> int:
        """Return how many anchors two documents share."""
        return len(self._of(left)[0] & self._of(right)[0])

    def share_a_run(self, left: int, right: int) -> bool:
        """Tell whether two documents share so much text that it must have been copied."""
        return len(self._of(left)[1] & self._of(right)[1]) >= SHARED_RUN
