"""Passages that stand twice in one key, to the code point on both sides.

Anchors are runs of 16 code points that occurred before. Neighbouring anchors of one shift make a
run, extended left and right as far as both sides agree; runs of nearly one shift, a small edit
apart, make a passage. Cost is one sort of the key plus a step per run.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from transforms.deduplicate.key import (
    SHORT_BASES,
    Codes,
    Places,
    ShortHashes,
    short_hashes,
    text_of,
)

ANCHOR = 16  # code points; a passage of 20 has five of them
SHORTEST = 20  # code points of a passage worth naming
EDIT = 32  # code points that may differ, on either side, between two runs of one passage
FAINT = 96  # the same, where as many agree before and the shift stays within eight

_PLACE = np.uint64(32)  # bits
_PLACES = np.uint64((1 << 32) - 1)
_BETWEEN = np.zeros(1, dtype=np.uint32)  # stands in no key, so no run sees both texts


class Passage(NamedTuple):
    """Key ``start:end`` repeats key ``twin_start:twin_end``, which begins earlier.

    ``agreeing`` code points are equal, in order. The two may overlap (a period repeated).
    """

    start: int
    end: int
    twin_start: int
    twin_end: int
    agreeing: int

    def sides(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the passage and its twin as spans of the key."""
        return (self.start, self.end), (self.twin_start, self.twin_end)

    @property
    def exact(self) -> bool:
        """Say whether the two are equal."""
        return self.agreeing == self.end - self.start == self.twin_end - self.twin_start


def passages(codes: Codes) -> list[Passage]:
    """Return the passages of at least ``SHORTEST`` code points that repeat earlier ones, in order.

    A passage that lies inside another is left out.
    """
    hashes = anchor_hashes(codes)
    return _passages(codes, *_anchors(hashes, np.arange(len(hashes))))


def anchor_hashes(codes: Codes) -> ShortHashes:
    """Return the hash of the anchor that begins at each code point."""
    return short_hashes(codes, ANCHOR, SHORT_BASES[0])


def common(
    left: Codes, right: Codes, left_hashes: ShortHashes, right_hashes: ShortHashes
) -> list[Passage]:
    """Return the passages of the right text that stand in the left one, in order.

    They are those of the left text, a zero, and the right text. An anchor counts where it stands
    first in the right text, and last in the left one.
    """
    before = len(left) + 1
    there, here = _shared(left_hashes, right_hashes), _shared(right_hashes, left_hashes)
    hashes = np.concatenate((left_hashes[there], right_hashes[here]))
    at, shift = _anchors(hashes, np.concatenate((there, here + before)))
    across = (at >= before) & (at - shift < before)
    return _passages(np.concatenate((left, _BETWEEN, right)), at[across], shift[across])


def _shared(hashes: ShortHashes, others: ShortHashes) -> Places:
    """Return the places of hashes that may be among others: most of what is not is left out."""
    bits = (4 * len(others)).bit_length()
    upper = np.uint32(32 - bits)
    table = np.zeros(1 << bits, dtype=np.bool_)
    table[(others >> upper).astype(np.intp)] = True
    return np.flatnonzero(table.take((hashes >> upper).astype(np.intp)))


def _passages(codes: Codes, here: Places, shift: Places) -> list[Passage]:
    """Return the passages that anchors make, but those that are short or lie inside another."""
    chains = _chains(_runs(codes, here, shift))
    found = [passage for passage in chains if passage.agreeing >= SHORTEST]
    found.sort(key=lambda passage: (passage.start, -passage.end, -passage.twin_start))
    outermost: list[Passage] = []
    for passage in found:
        if not outermost or passage.end > outermost[-1].end:
            outermost.append(passage)
    return outermost


def _anchors(hashes: ShortHashes, places: Places) -> tuple[Places, Places]:
    """Return where an anchor stood before (ascending), and how far back the last time was."""
    # One sort: the upper bits are the hash, the lower ones the place.
    packed = (hashes.astype(np.uint64) << _PLACE) | places.astype(np.uint64)
    packed.sort()
    found = packed >> _PLACE
    same = (found[1:] == found[:-1]).nonzero()[0]
    before, here = (packed.take(at) & _PLACES for at in (same, same + 1))
    found = here << _PLACE | before
    found.sort()
    here = found >> _PLACE
    return here.astype(np.int64), (here - (found & _PLACES)).astype(np.int64)


def _runs(codes: Codes, here: Places, shift: Places) -> list[tuple[int, int, int]]:
    """Return the longest runs (start, end, shift) that equal what stands ``shift`` before."""
    if not len(here):
        return []
    breaks = ((here[1:] != here[:-1] + 1) | (shift[1:] != shift[:-1])).nonzero()[0] + 1
    firsts = np.concatenate(([0], breaks))
    lasts = np.concatenate((breaks, [len(here)])) - 1
    text = text_of(codes)  # one look at a letter is much quicker than at an array
    runs: list[tuple[int, int, int]] = []
    reached: dict[int, int] = {}  # by shift: how far the last run of it goes
    for start, last, distance in zip(
        here[firsts].tolist(), here[lasts].tolist(), shift[firsts].tolist(), strict=True
    ):
        end = last + ANCHOR
        if reached.get(distance, -1) >= end:
            continue
        if text[start:end] != text[start - distance : end - distance]:
            continue  # a hash is no proof
        if start > distance and text[start - 1] == text[start - 1 - distance]:
            start -= _agree_backward(codes, start, start - distance)
        if end < len(text) and text[end] == text[end - distance]:
            end += _agree_forward(codes, end, end - distance)
        reached[distance] = end
        runs.append((start, end, distance))
    runs.sort()
    return runs


def _agree_forward(codes: Codes, here: int, there: int) -> int:
    """Return how many code points from ``here`` on equal those from ``there`` on."""
    agreed, step = 0, 32
    while True:
        left = codes[here + agreed : here + agreed + step]
        differ = np.flatnonzero(left != codes[there + agreed : there + agreed + len(left)])
        if len(differ):
            return agreed + int(differ[0])
        agreed += len(left)
        if len(left) < step:
            return agreed
        step *= 2


def _agree_backward(codes: Codes, here: int, there: int) -> int:
    """Return how many code points before ``here`` equal those before ``there`` (the earlier)."""
    agreed, step = 0, 32
    while True:
        width = min(step, there - agreed)
        left = codes[here - agreed - width : here - agreed]
        differ = np.flatnonzero(left != codes[there - agreed - width : there - agreed])
        if len(differ):
            return agreed + width - 1 - int(differ[-1])
        agreed += width
        if width < step:
            return agreed
        step *= 2


def _chains(runs: list[tuple[int, int, int]]) -> list[Passage]:
    """Return the runs joined to passages over small edits (runs come in order of their starts)."""
    done: list[Passage] = []
    growing: list[Passage] = []
    for start, end, shift in runs:
        near: list[Passage] = []
        longest = -1  # of those it goes on with, in agreeing code points
        for chain in growing:
            if start - chain.end > FAINT:
                done.append(chain)
                continue
            if chain.agreeing > longest and _fits(chain, start, end, shift):
                at, longest = len(near), chain.agreeing
            near.append(chain)
        growing = near
        if longest < 0:
            growing.append(Passage(start, end, start - shift, end - shift, end - start))
            continue
        chain = growing[at]
        overlap = max(0, chain.end - start, chain.twin_end - (start - shift))
        agreeing = longest + end - start - overlap
        growing[at] = Passage(chain.start, end, chain.twin_start, end - shift, agreeing)
    return done + growing


def _fits(chain: Passage, start: int, end: int, shift: int) -> bool:
    """Say whether a run goes on with a passage, a small edit further."""
    gap, twin_gap = start - chain.end, start - shift - chain.twin_end
    if end <= chain.end or gap < -ANCHOR or twin_gap < -ANCHOR:
        return False
    widest = max(gap, twin_gap)
    return widest <= EDIT or (widest <= min(FAINT, chain.agreeing) and abs(gap - twin_gap) <= 8)
