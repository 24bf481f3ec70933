"""Candidate pairs: passages that share an anchor or their whole text, and may be similar by bag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.fingerprint import (
    ANCHOR,
    BINS,
    DOCUMENT,
    DOCUMENT_ANCHORS,
    ROW,
    WHOLE,
    Bags,
    Fingerprints,
    References,
    Rows,
)
from transforms.deduplicate.key import fresh, order_of, sorted_by
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
LONG_DOCUMENT = 512  # code points
BAGGED = 4096  # code points of a passage whose bag cannot be full, as a rule
# Arrays of these sizes fit into a processor's cache, and their memory is used again.
COUNTED = 1 << 16  # pairs of references counted together
SIFTED = 1 << 12  # pairs sifted together

# A passage is named by its unit and row: ``unit << 32 | row``. ``shared``: how many anchors two
# passages share (0 where their bags say that they are not similar), ``alike``: how many of these
# go on alike.
PAIR = np.dtype([("left", "<u8"), ("right", "<u8"), ("shared", "<u2"), ("alike", "<u2")])
MOST = 0xFFFF  # anchors counted
Pairs = NDArray[Any]
Names = NDArray[np.uint64]
Indices = NDArray[np.int64]
Places = NDArray[np.uint32]
Counts = NDArray[np.uint16]
Contexts = NDArray[np.uint32]
_LINE = np.ones(BINS, dtype=np.float32)
_ONE = np.uint64(1)
_UNIT = np.uint64(32)
_TEXT = np.uint64(32)  # of its hash so many bits are enough in a bucket
_ROW = np.uint64(0xFFFFFFFF)


def units_of(names: Names) -> Indices:
    """Return the units of passages."""
    return (names >> _UNIT).astype(np.int64)


def rows_of(names: Names) -> Indices:
    """Return the rows of passages, each in its unit."""
    return (names & _ROW).astype(np.int64)


class Described(NamedTuple):
    """Passages, an array each: their rows, their documents (unit ``<< 32 |`` place), their bags."""

    rows: Rows
    documents: Names
    bags: Bags

    @property
    def sizes(self) -> Indices:
        """Return their sizes, in code points of their keys."""
        sizes: Indices = self.rows["key_end"] - self.rows["key_start"]
        return sizes

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Tell which are documents."""
        return np.equal(self.rows["grain"], DOCUMENT)


class HotBucket(NamedTuple):
    """A bucket that was not paired all with all: its first passage, passages, distinct texts."""

    unit: int
    row: int
    passages: int
    texts: int


class Candidates(NamedTuple):
    """Unique pairs, sorted: ``left`` and ``right`` are places in ``names``, the left one first.

    ``names`` are the passages of the pairs, and perhaps others, ascending, ``about`` what is known
    of them; ``shared`` and ``alike`` count anchors. ``hot`` names the largest hot buckets,
    ``hot_buckets`` counts all.
    """

    names: Names
    about: Described
    left: Places
    right: Places
    shared: Counts
    alike: Counts
    hot: tuple[HotBucket, ...] = ()
    hot_buckets: int = 0

    @property
    def pairs(self) -> Pairs:
        """Return the pairs by the names of their passages."""
        pairs = np.empty(len(self.left), dtype=PAIR)
        pairs["left"], pairs["right"] = self.names[self.left], self.names[self.right]
        pairs["shared"], pairs["alike"] = self.shared, self.alike
        return pairs

    def where(self, chosen: NDArray[np.bool_] | slice) -> Candidates:
        """Return some of the pairs."""
        return self._replace(
            left=self.left[chosen],
            right=self.right[chosen],
            shared=self.shared[chosen],
            alike=self.alike[chosen],
        )


class Referring(NamedTuple):
    """References, an array each: their passages (places in ``names``), documents and contexts.

    Those of a bucket stand in the order of their passages. ``bits``: a passage needs so many.
    """

    passages: Names
    documents: Names
    contexts: Contexts
    bits: np.uint64

    def at(self, places: Indices) -> Referring:
        """Return some of them, as arrays of the shape of ``places``."""
        return self._replace(
            passages=self.passages.take(places),
            documents=self.documents.take(places),
            contexts=self.contexts.take(places),
        )

    def paired(self, one: Indices, other: Indices) -> Names:
        """Return pairs of references (lines of the arrays), but those inside one document.

        A pair is a number: its passages, the left one first, and whether the contexts agree.
        """
        pairs = self.passages.take(one, axis=0)
        pairs <<= self.bits
        pairs |= self.passages.take(other, axis=0)
        pairs <<= _ONE
        pairs |= self.contexts.take(one, axis=0) == self.contexts.take(other, axis=0)
        apart = self.documents.take(one, axis=0) != self.documents.take(other, axis=0)
        return pairs[apart]


def candidates(slices: Iterable[References], unit: Callable[[int], Fingerprints]) -> Candidates:
    """Return the candidate pairs of one partition, given its slice of every unit, in any order.

    Passages of different documents in one bucket are paired all with all. In a hot bucket (more
    than 32 passages) only the first of each text takes part; if these are too many, passages
    whose next 12 characters agree, too; if these are too many, each with the first of them.
    Copies of one text are paired with the first of them.
    """
    bands, contexts, passages = _colliding(sorted(slices, key=lambda part: part.unit))
    names, place = np.unique(passages, return_inverse=True)
    about = described(names, unit)
    bits = np.uint64(len(names).bit_length())
    owners = about.documents.take(place)
    references = Referring(place.astype(np.uint64), owners, contexts, bits)
    starts, sizes = _groups(bands)
    pairs = _all_pairs(references, starts, sizes)
    hot = sizes > CAP
    buckets: list[HotBucket] = []
    if hot.any():
        inside = np.flatnonzero(np.repeat(hot, sizes))
        texts = about.rows["text"] >> _TEXT
        pairs += _hot_pairs(references.at(inside), bands.take(inside), texts.take(place[inside]))
        largest = np.flatnonzero(hot)
        largest = largest[np.argsort(-sizes[largest], kind="stable")][:REPORTED]
        for start, size in zip(starts[largest].tolist(), sizes[largest].tolist(), strict=True):
            different = len(np.unique(texts[place[start : start + size]]))
            buckets.append(HotBucket(*divmod(int(passages[start]), 1 << 32), size, different))
    counted = _counted(np.concatenate(pairs), bits)
    return Candidates(names, about, *counted, tuple(sorted(set(buckets))), int(hot.sum()))


def _counted(pairs: Names, bits: np.uint64) -> tuple[Places, Places, Counts, Counts]:
    """Return the pairs of passages behind pairs of references, and sort these.

    And of each how many pairs of references there are, and in how many the contexts agree.
    """
    pairs.sort()
    ends = np.searchsorted(pairs, pairs[COUNTED::COUNTED] | _ONE, side="right")
    counted = []
    for some in np.split(pairs, ends):
        firsts = np.flatnonzero(fresh(some >> _ONE))
        counts = np.diff(firsts, append=len(some)), np.add.reduceat(some & _ONE, firsts)
        both = some.take(firsts) >> _ONE
        sides = both >> bits, both & ((_ONE << bits) - _ONE)
        counted.append(
            (
                *(side.astype(np.uint32) for side in sides),
                *(np.minimum(count, MOST).astype(np.uint16) for count in counts),
            )
        )
    left, right, shared, alike = (np.concatenate(column) for column in zip(*counted, strict=True))
    return left, right, shared, alike


def _hot_pairs(references: Referring, bands: Names, texts: Names) -> list[Names]:
    """Return the pairs of references of hot buckets, given their bands and texts."""
    bucket = np.cumsum(fresh(bands)).astype(np.uint64) << _UNIT
    texts = bucket | texts
    order = order_of(texts)
    starts, sizes = _groups(texts.take(order))
    copies = np.repeat(order[starts], sizes)
    whole = (references.contexts[order] == WHOLE) & (copies != order)
    pairs = [references.paired(copies[whole], order[whole])]

    firsts = np.sort(order[starts])  # of each text
    starts, sizes = _groups(bucket.take(firsts))
    pairs += _all_pairs(references.at(firsts), starts, sizes)
    still = firsts[np.repeat(sizes > CAP, sizes)]
    contexts = bucket.take(still) | references.contexts.take(still)
    order = order_of(contexts)
    still = still[order]
    starts, sizes = _groups(contexts.take(order))
    pairs += _all_pairs(references.at(still), starts, sizes)
    star = np.repeat(sizes > CAP, sizes)
    pairs.append(references.paired(np.repeat(still[starts], sizes)[star], still[star]))
    return pairs


def _groups(values: Names) -> tuple[Indices, Indices]:
    """Return start and size of each group of equal values that stand together."""
    starts = np.flatnonzero(fresh(values))
    return starts, np.diff(starts, append=len(values))


def _all_pairs(references: Referring, starts: Indices, sizes: Indices) -> list[Names]:
    """Return all pairs inside the groups that are not hot."""
    sizes = np.minimum(sizes, CAP + 1).astype(np.uint8)
    order = np.argsort(sizes, kind="stable")
    bounds = np.searchsorted(sizes[order], range(2, CAP + 2)).tolist()
    pairs = [np.empty(0, dtype=np.uint64)]
    for size, (first, last) in enumerate(pairwise(bounds), 2):
        if first < last:  # a column for each group
            places = starts[order[first:last]] + np.arange(size)[:, None]
            pairs.append(references.at(places).paired(*np.triu_indices(size, 1)))
    return pairs


def _colliding(parts: Sequence[References]) -> tuple[Names, Contexts, Names]:
    """Return band, context and passage of the references that share a band, by band and passage."""
    found = np.concatenate([np.empty(0, dtype=ANCHOR), *(part.anchors for part in parts)])
    units = np.array([part.unit for part in parts], dtype=np.uint64) << _UNIT
    unit = np.repeat(units, [len(part.anchors) for part in parts])
    order = order_of(found["band"].copy())
    new = fresh(found["band"].take(order))
    order = order[~(new & np.append(new[1:], True))]  # most stand alone
    found = found.take(order)
    bands, contexts = found["band"].copy(), found["context"].copy()
    return bands, contexts, unit.take(order) | found["row"]


def unique(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several partitions, each once, sorted; their anchors are summed."""
    pairs = np.concatenate([np.empty(0, dtype=PAIR), *parts])
    names = pairs["left"], pairs["right"]
    columns = (part for each in names for part in (each >> _UNIT, each & _ROW))
    pairs = pairs.take(sorted_by(*columns))
    firsts = np.flatnonzero(fresh(pairs["left"], pairs["right"]))
    out = pairs.take(firsts)
    if len(firsts):
        for name in ("shared", "alike"):
            sums = np.add.reduceat(pairs[name], firsts, dtype=np.int64)
            out[name] = np.minimum(sums, MOST)
    return out


def sift(found: Candidates, thresholds: Thresholds = DEFAULT) -> Pairs:
    """Return the pairs that may be similar, near misses, one inside the other, or share a run.

    No two texts share more characters than their bags do, so no paragraphs of edit similarity 0.75
    are lost.
    """
    kept = [np.empty(0, dtype=PAIR)]
    sizes, whole, bags = found.about.sizes, found.about.whole, found.about.bags
    for first in range(0, len(found.left), SIFTED):
        some = found.where(slice(first, first + SIFTED))
        one, other = sizes.take(some.left), sizes.take(some.right)
        shorter, longer = np.minimum(one, other), np.maximum(one, other)
        documents = whole.take(some.left)
        inside = np.where(documents, thresholds.similar, thresholds.remove_from)
        least = np.minimum(COMMON * longer, inside * shorter)
        counts = np.minimum(bags.take(some.left, axis=0), bags.take(some.right, axis=0))
        common = counts.astype(np.float32) @ _LINE  # in half the time of a sum, and exact
        similar = (common >= least) | (longer > BAGGED)  # whose bags may be full
        chosen = similar | (documents & (some.alike > 0))
        pairs = some.where(chosen).pairs
        pairs["shared"][~similar[chosen]] = 0
        kept.append(pairs)
    return np.concatenate(kept)


def enough(pairs: Pairs, sizes: Indices, other_sizes: Indices) -> NDArray[np.bool_]:
    """Tell which pairs of documents share as many anchors as versions of one text, or a part, do.

    ``pairs`` are those of all partitions; the sizes are those of either side, in code points.
    """
    shorter, longer = np.minimum(sizes, other_sizes), np.maximum(sizes, other_sizes)
    inside = np.maximum(SHARED / 2, SHARED_INSIDE * DOCUMENT_ANCHORS * shorter / longer)
    least = np.where(shorter >= COMMON * longer, SHARED, inside)
    least[shorter < LONG_DOCUMENT] = 1
    return pairs["shared"] >= least


def described(names: Names, unit: Callable[[int], Fingerprints]) -> Described:
    """Return what is known of passages, given by ascending names."""
    rows = np.empty(len(names), dtype=ROW)
    bags = np.empty((len(names), BINS), dtype=np.uint8)
    for number, at in by_unit(names):
        chosen = rows_of(names[at])
        found = unit(number)
        for every, own in ((rows, found.rows), (bags, found.bags)):
            own.take(chosen, axis=0, out=every[at], mode="clip")  # other modes copy twice
    return Described(rows, names & ~_ROW | rows["document"], bags)


def by_unit(names: Names) -> Iterator[tuple[int, slice]]:
    """Yield each unit of ascending names, and where its passages stand."""
    units, firsts = np.unique(units_of(names), return_index=True)
    for unit, (first, last) in zip(
        units.tolist(), pairwise([*firsts.tolist(), len(names)]), strict=True
    ):
        yield unit, slice(first, last)
