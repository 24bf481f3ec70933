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
from transforms.deduplicate.key import fresh, order_of
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
SIFTED = 1 << 14  # pairs sifted together

# A passage is named by its unit and row: ``unit << 32 | row``. ``shared``: how many anchors two
# passages share (0 where their bags say that they are not similar), ``alike``: how many of these
# go on alike.
PAIR = np.dtype([("left", "<u8"), ("right", "<u8"), ("shared", "<u2"), ("alike", "<u2")])
MOST = 0xFFFF  # anchors counted
Pairs = NDArray[Any]
Names = NDArray[np.uint64]
Indices = NDArray[np.int64]
Couples = tuple[Indices, Indices]
Counts = NDArray[np.uint16]
Contexts = NDArray[np.uint32]
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
    left: Indices
    right: Indices
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

    def where(self, chosen: NDArray[np.bool_]) -> Candidates:
        """Return some of the pairs."""
        return self._replace(
            left=self.left[chosen],
            right=self.right[chosen],
            shared=self.shared[chosen],
            alike=self.alike[chosen],
        )


_NONE = np.empty(0, dtype=np.int64)


def candidates(slices: Iterable[References], unit: Callable[[int], Fingerprints]) -> Candidates:
    """Return the candidate pairs of one partition, given its slice of every unit, in any order.

    Passages of different documents in one bucket are paired all with all. In a hot bucket (more
    than 32 passages) only the first of each text takes part; if these are too many, passages
    whose next 12 characters agree, too; if these are too many, each with the first of them.
    Copies of one text are paired with the first of them.
    """
    band, context, passages = _colliding(sorted(slices, key=lambda part: part.unit))
    names, place = np.unique(passages, return_inverse=True)
    about = described(names, unit)
    if not len(band):
        none = np.empty(0, dtype=np.uint16)
        return Candidates(names, about, _NONE, _NONE, none, none)
    starts, sizes = _groups(band[1:] != band[:-1])
    sets = [_all_pairs(starts, sizes)]
    hot = sizes > CAP
    buckets: list[HotBucket] = []
    if hot.any():
        text = about.rows["text"][place] >> _TEXT
        sets += _hot_pairs(band, text, context, np.flatnonzero(np.repeat(hot, sizes)))
        largest = np.flatnonzero(hot)
        largest = largest[np.argsort(-sizes[largest], kind="stable")][:REPORTED]
        for start, size in zip(starts[largest].tolist(), sizes[largest].tolist(), strict=True):
            texts = len(np.unique(text[start : start + size]))
            buckets.append(HotBucket(*divmod(int(passages[start]), 1 << 32), size, texts))
    pairs = _unique_pairs(place, about.documents, context, sets)
    return Candidates(names, about, *pairs, tuple(sorted(set(buckets))), int(hot.sum()))


def _unique_pairs(
    place: Indices, document: Names, context: Contexts, sets: Sequence[Couples]
) -> tuple[Indices, Indices, Counts, Counts]:
    """Return the pairs of passages behind pairs of references, but those inside one document.

    And of each how many pairs of references there are, and in how many the contexts agree.
    """
    owner = document[place]
    bits = np.uint64(len(document).bit_length())
    packed = []
    for one, other in sets:
        apart = np.flatnonzero(owner.take(one) != owner.take(other))
        one, other = one.take(apart), other.take(apart)
        here, there = place.take(one), place.take(other)
        pairs = np.minimum(here, there).astype(np.uint64) << bits
        pairs |= np.maximum(here, there).astype(np.uint64)
        pairs <<= _ONE
        pairs |= context.take(one) == context.take(other)
        packed.append(pairs)
    references = np.concatenate(packed)
    references.sort()
    firsts = np.flatnonzero(fresh(references >> _ONE))
    sums = np.concatenate(([0], np.cumsum(references & _ONE, dtype=np.int64)))
    ends = np.append(firsts[1:], len(references))
    pairs = references[firsts] >> _ONE
    shared, alike = (
        np.minimum(each, MOST).astype(np.uint16)
        for each in (ends - firsts, sums[ends] - sums[firsts])
    )
    right = pairs & ((_ONE << bits) - _ONE)
    return (pairs >> bits).astype(np.int64), right.astype(np.int64), shared, alike


def _hot_pairs(band: Names, text: Names, context: Contexts, inside: Indices) -> list[Couples]:
    """Return the pairs of references of hot buckets; ``inside`` are their places, ascending."""
    bucket = np.cumsum(fresh(band[inside])).astype(np.uint64) << _UNIT
    texts = bucket | text[inside]
    order = order_of(texts)
    inside, bucket, texts = inside[order], bucket[order], texts[order]
    starts, sizes = _groups(texts[1:] != texts[:-1])
    copies = np.repeat(inside[starts], sizes)
    whole = (context[inside] == WHOLE) & (copies != inside)
    sets = [(copies[whole], inside[whole])]

    firsts, bucket = inside[starts], bucket[starts]  # of each text
    starts, sizes = _groups(bucket[1:] != bucket[:-1])
    left, right = _all_pairs(starts, sizes)
    sets.append((firsts[left], firsts[right]))
    still = np.flatnonzero(np.repeat(sizes > CAP, sizes))
    if len(still):
        order = still[np.argsort(firsts[still])]
        contexts = bucket[order] | context[firsts[order]]
        again = order_of(contexts)
        firsts, contexts = firsts[order[again]], contexts[again]
        starts, sizes = _groups(contexts[1:] != contexts[:-1])
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


def _colliding(parts: Sequence[References]) -> tuple[Names, Contexts, Names]:
    """Return band, context and passage of the references that share a band, by band and passage.

    Most hashes stand alone: what has a slot of a table for itself is left out before the sort.
    """
    found = np.concatenate([np.empty(0, dtype=ANCHOR), *(part.anchors for part in parts)])
    unit = np.repeat([part.unit for part in parts], [len(part.anchors) for part in parts])
    bits = (2 * len(found)).bit_length()
    slots = (found["band"] >> np.uint64(64 - bits)).astype(np.int64)
    together = np.flatnonzero(np.bincount(slots, minlength=1 << bits)[slots] > 1)
    order = together[order_of(found["band"][together])]
    new = fresh(found["band"][order])
    order = order[~(new & np.append(new[1:], True))]
    found = found[order]
    return found["band"], found["context"], unit[order].astype(np.uint64) << _UNIT | found["row"]


def unique(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several partitions, each once, sorted; their anchors are summed."""
    pairs = np.concatenate([np.empty(0, dtype=PAIR), *parts])
    pairs = pairs.take(_order(pairs["left"], pairs["right"]))
    firsts = np.flatnonzero(fresh(pairs["left"], pairs["right"]))
    out = pairs.take(firsts)
    if len(firsts):
        for name in ("shared", "alike"):
            sums = np.add.reduceat(pairs[name], firsts, dtype=np.int64)
            out[name] = np.minimum(sums, MOST)
    return out


def _order(left: Names, right: Names) -> Indices:
    """Return in which order pairs of passages are sorted; equal ones stand in any order."""
    both = left | right
    rows, units = (
        int(np.bitwise_or.reduce(each)).bit_length() for each in (both & _ROW, both >> _UNIT)
    )
    bits = rows + units
    if 2 * bits > 64:
        return np.lexsort((right, left))
    one, other = ((side >> _UNIT) << np.uint64(rows) | side & _ROW for side in (left, right))
    return np.argsort(one << np.uint64(bits) | other)  # one sort, of what has no gaps


def sift(found: Candidates, thresholds: Thresholds = DEFAULT) -> Pairs:
    """Return the pairs that may be similar, near misses, one inside the other, or share a run.

    No two texts share more characters than their bags do, so no paragraphs of edit similarity 0.75
    are lost.
    """
    kept = [np.empty(0, dtype=PAIR)]
    about = found.about
    sizes, whole = about.sizes, about.whole
    pairs = found.pairs
    for at in range(0, len(pairs), SIFTED):
        left, right = found.left[at : at + SIFTED], found.right[at : at + SIFTED]
        longer = np.maximum(sizes[left], sizes[right])
        shorter = np.minimum(sizes[left], sizes[right])
        # ``take`` gives lines of an array in less than half the time that an index does.
        bags = (about.bags.take(side, axis=0) for side in (left, right))
        common = np.minimum(*bags).sum(axis=1, dtype=np.uint32)
        common[longer > BAGGED] = 0xFFFFFF  # the bags may be full
        alike = (shorter >= COMMON * longer) & (common >= COMMON * longer)
        similar = alike | (common >= thresholds.remove_from * shorter)
        chosen = pairs[at : at + SIFTED]
        chosen["shared"][~similar] = 0
        kept.append(chosen[similar | (whole[left] & (chosen["alike"] > 0))])
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
        rows[at], bags[at] = found.rows.take(chosen), found.bags.take(chosen, axis=0)
    return Described(rows, names & ~_ROW | rows["document"], bags)


def by_unit(names: Names) -> Iterator[tuple[int, slice]]:
    """Yield each unit of ascending names, and where its passages stand."""
    units, firsts = np.unique(units_of(names), return_index=True)
    for unit, (first, last) in zip(
        units.tolist(), pairwise([*firsts.tolist(), len(names)]), strict=True
    ):
        yield unit, slice(first, last)
