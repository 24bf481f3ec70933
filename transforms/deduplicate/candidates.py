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
    ROW,
    WHOLE,
    Bags,
    Fingerprints,
    References,
)
from transforms.deduplicate.key import fresh
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

    ``names`` are the passages of the pairs, and perhaps others, ascending; ``shared`` and
    ``alike`` count anchors. ``hot`` names the largest hot buckets, ``hot_buckets`` counts all.
    """

    names: Names
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
        none = np.empty(0, dtype=np.uint16)
        return Candidates(np.empty(0, dtype=np.uint64), _NONE, _NONE, none, none)
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
) -> tuple[Indices, Indices, Counts, Counts]:
    """Return the pairs of passages behind pairs of references, but those inside one document.

    And of each how many pairs of references there are, and in how many the contexts agree.
    """
    count = np.uint64(int(place.max()) + 1)
    packed = []
    for one, other in sets:
        apart = np.flatnonzero(document[one] != document[other])
        one, other = one[apart], other[apart]
        here, there = place[one], place[other]
        pairs = np.minimum(here, there).astype(np.uint64) * count
        pairs += np.maximum(here, there).astype(np.uint64)
        packed.append(pairs << _ONE | (context[one] == context[other]))
    references = np.sort(np.concatenate(packed))
    firsts = np.flatnonzero(fresh(references >> _ONE))
    sums = np.concatenate(([0], np.cumsum(references & _ONE, dtype=np.int64)))
    ends = np.append(firsts[1:], len(references))
    pairs = references[firsts] >> _ONE
    shared, alike = (
        np.minimum(each, MOST).astype(np.uint16)
        for each in (ends - firsts, sums[ends] - sums[firsts])
    )
    return (pairs // count).astype(np.int64), (pairs % count).astype(np.int64), shared, alike


def _hot_pairs(found: References, inside: Indices) -> list[Couples]:
    """Return the pairs of references of hot buckets; ``inside`` are their places, ascending."""
    bucket = np.cumsum(fresh(found["band"][inside])).astype(np.uint64) << _UNIT
    texts = bucket | found["text"][inside]
    order = np.argsort(texts, kind="stable")
    inside, bucket, texts = inside[order], bucket[order], texts[order]
    starts, sizes = _groups(texts[1:] != texts[:-1])
    copies = np.repeat(inside[starts], sizes)
    whole = (found["context"][inside] == WHOLE) & (copies != inside)
    sets = [(copies[whole], inside[whole])]

    firsts, bucket = inside[starts], bucket[starts]  # of each text
    starts, sizes = _groups(bucket[1:] != bucket[:-1])
    left, right = _all_pairs(starts, sizes)
    sets.append((firsts[left], firsts[right]))
    still = np.flatnonzero(np.repeat(sizes > CAP, sizes))
    if len(still):
        order = still[np.argsort(firsts[still])]
        contexts = bucket[order] | found["context"][firsts[order]]
        again = np.argsort(contexts, kind="stable")
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


def _colliding(parts: Sequence[References]) -> References:
    """Return the references that share a band, by (band, unit, row).

    Most hashes stand alone: what has a slot of a table for itself is left out before the sort.
    """
    bands = np.concatenate([part["band"] for part in parts])
    bits = (2 * len(bands)).bit_length()
    slots = (bands >> np.uint64(64 - bits)).astype(np.int64)
    together = np.flatnonzero(np.bincount(slots, minlength=1 << bits)[slots] > 1)
    order = together[np.argsort(bands[together], kind="stable")]
    new = fresh(bands[order])
    return np.concatenate(parts)[order[~(new & np.append(new[1:], True))]]


def unique(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several partitions, each once, sorted; their anchors are summed."""
    pairs = np.concatenate([np.empty(0, dtype=PAIR), *parts])
    pairs = pairs[np.lexsort((pairs["right"], pairs["left"]))]
    firsts = np.flatnonzero(fresh(pairs["left"], pairs["right"]))
    out = pairs[firsts]
    if len(firsts):
        for name in ("shared", "alike"):
            sums = np.add.reduceat(pairs[name], firsts, dtype=np.int64)
            out[name] = np.minimum(sums, MOST)
    return out


def sift(
    found: Candidates,
    unit: Callable[[int], Fingerprints],
    thresholds: Thresholds = DEFAULT,
) -> Pairs:
    """Return the pairs that may be similar, near misses, one inside the other, or share a run.

    No two texts share more characters than their bags do, so no paragraphs of edit similarity 0.75
    are lost.
    """
    kept = [np.empty(0, dtype=PAIR)]
    about = described(found.names, unit)
    pairs = found.pairs
    for at in range(0, len(pairs), SIFTED):
        left, right = found.left[at : at + SIFTED], found.right[at : at + SIFTED]
        longer = np.maximum(about.sizes[left], about.sizes[right])
        shorter = np.minimum(about.sizes[left], about.sizes[right])
        common = np.minimum(about.bags[left], about.bags[right]).sum(axis=1, dtype=np.uint32)
        common[longer > BAGGED] = 0xFFFFFF  # the bags may be full
        alike = (shorter >= COMMON * longer) & (common >= COMMON * longer)
        similar = alike | (common >= thresholds.remove_from * shorter)
        chosen = pairs[at : at + SIFTED]
        chosen["shared"][~similar] = 0
        kept.append(chosen[similar | (about.documents[left] & (chosen["alike"] > 0))])
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


class Described(NamedTuple):
    """Of passages, an array each: sizes of keys in code points, spans in the source, hashes.

    And whether it is a document, which one it belongs to (numbers from 0 on), and its bag.
    """

    sizes: Indices
    starts: Indices
    ends: Indices
    texts: Names
    documents: NDArray[np.bool_]
    owners: Indices
    bags: Bags


def described(names: Names, unit: Callable[[int], Fingerprints]) -> Described:
    """Return what is known of passages, given by ascending names."""
    rows = np.empty(len(names), dtype=ROW)
    owners = np.empty(len(names), dtype=np.int64)
    bags = np.empty((len(names), BINS), dtype=np.uint8)
    for number, at in by_unit(names):
        chosen = rows_of(names[at])
        rows[at], bags[at] = unit(number).rows[chosen], unit(number).bags[chosen]
        owners[at] = (number << 32) + rows["document"][at].astype(np.int64)
    return Described(
        rows["key_end"] - rows["key_start"],
        rows["start"],
        rows["end"],
        rows["text"],
        rows["grain"] == DOCUMENT,
        np.unique(owners, return_inverse=True)[1],
        bags,
    )


def by_unit(names: Names) -> Iterator[tuple[int, slice]]:
    """Yield each unit of ascending names, and where its passages stand."""
    units, firsts = np.unique(units_of(names), return_index=True)
    for unit, (first, last) in zip(
        units.tolist(), pairwise([*firsts.tolist(), len(names)]), strict=True
    ):
        yield unit, slice(first, last)
