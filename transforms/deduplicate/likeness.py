"""How like two keys are: overlap of their character 5-grams, and edit similarity.

All scores are exact but one: the edit similarity of two long keys is put together from pieces
between anchors, and so never too high.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from transforms.deduplicate.key import (
    SHORT_BASES,
    Hashes,
    codes_of,
    fresh,
    short_hashes,
)

NEAR_MISS = 0.75  # less edit similarity is not measured
SHINGLE = 5  # characters

SAMPLED = 16  # 5-grams of a long key that are looked for before all are compared
SAMPLED_FROM = 512  # code points
ALONE = 2048  # code points of two keys from which on their shingles are compared alone
HASHED = 1 << 16  # and of those whose shingles are compared together: they fit into a cache

LONG = 6_000  # code points: longer texts are compared piece by piece
LONGEST = 20_000  # and up to here as a whole, too, where the pieces leave a doubt
SLIP = 0.05  # by which the score of pieces may be low
ANCHOR = 16  # code points that stand once in either text
ANCHOR_SHARE = np.uint32(16)  # one gram of so many is tried as an anchor; a power of 2
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

Scores = NDArray[np.float64]

_ONE = np.uint64(1)
_COUPLE = np.uint64(33)  # bits before them: a hash, and a side
_NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)  # behind all couples
_PLACE = np.uint64(32)  # bits
_RIGHT = np.uint64(1 << 31)
_PLACES = np.uint64((1 << 31) - 1)


def shingles(key: str) -> set[str]:
    """Return the character 5-grams of a key; of a shorter one the key itself."""
    return {key[at : at + SHINGLE] for at in range(len(key) - SHINGLE + 1)} or {key}


def overlaps(lefts: Sequence[str], rights: Sequence[str]) -> tuple[Scores, Scores]:
    """Return, of each couple's ``shingles``, the Jaccard similarity, and the containment.

    Containment is the share of the smaller set that stands in the other. Shingles are compared by
    hashes of 32 bits.
    """
    sizes = _sizes(lefts) + _sizes(rights)
    counts = np.empty((3, len(sizes)))  # of either side, and common
    short = np.flatnonzero(sizes < ALONE)
    part = np.cumsum(sizes[short]) // HASHED
    for some in np.split(short, np.flatnonzero(np.diff(part)) + 1):
        if len(some):
            both = [text for at in some.tolist() for text in (lefts[at], rights[at])]
            counts[:, some] = _counted_together(both)
    for at in np.flatnonzero(sizes >= ALONE).tolist():
        counts[:, at] = _counted(lefts[at], rights[at])
    left, right, common = counts
    return common / (left + right - common), common / np.minimum(left, right)


def _counted(left: str, right: str) -> tuple[int, int, int]:
    """Return how many shingles either text has, and how many are common."""
    one, other = _distinct_shingles(left), _distinct_shingles(right)
    both = np.concatenate((one, other))
    both.sort()
    return len(one), len(other), int(np.count_nonzero(both[1:] == both[:-1]))


def _distinct_shingles(text: str) -> NDArray[np.uint32]:
    """Return the shingles of a text, ascending."""
    hashes = short_hashes(codes_of(text.ljust(SHINGLE, "\0")), SHINGLE, SHORT_BASES[0])
    hashes.sort()
    return hashes.compress(fresh(hashes))


def _counted_together(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the same of many couples, given left and right text in turn: a column each."""
    padded = [text.ljust(SHINGLE, "\0") for text in texts]
    sizes = _sizes(padded)
    hashes = short_hashes(codes_of("".join(padded)), SHINGLE, SHORT_BASES[0])
    # By couple, hash and side, so that what is common stands side by side.
    number = np.arange(len(padded), dtype=np.uint64)
    found = np.repeat((number >> _ONE) << _COUPLE | number & _ONE, sizes)[: len(hashes)]
    found |= hashes.astype(np.uint64) << _ONE
    for before in range(1, SHINGLE):  # what begins there reaches into the next text
        found[np.cumsum(sizes)[:-1] - before] = _NOTHING
    found.sort()
    ends = np.cumsum(sizes - (SHINGLE - 1))
    found = found[: ends[-1]]
    new = fresh(found)
    right = new & (found & _ONE == _ONE)
    twins = new & np.append(False, found[1:] == found[:-1] | _ONE)
    firsts = np.append(0, ends[1:-1:2])
    every, right, common = (
        np.add.reduceat(each, firsts, dtype=np.int64) for each in (new, right, twins)
    )
    return np.stack((every - right, right, common))


def _sizes(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the sizes of texts in code points."""
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def edit_similarity(left: str, right: str, enough: float = 1.0) -> float:
    """Return the edit similarity of one couple."""
    if max(len(left), len(right)) <= LONG:
        return Levenshtein.normalized_similarity(left, right, score_cutoff=NEAR_MISS)
    return float(edit_similarities([left], [right], enough)[0])


def edit_similarities(lefts: Sequence[str], rights: Sequence[str], enough: float) -> Scores:
    """Return the normalised Levenshtein similarity of each couple, 0.0 where it is under 0.75.

    That of long texts may be a little low, but not so that ``enough`` is missed (up to LONGEST).
    """
    sizes = np.maximum(_sizes(lefts), _sizes(rights))
    long = np.flatnonzero(sizes > LONG)
    out = np.zeros(len(sizes))
    pieced = _by_pieces([(lefts[at], rights[at]) for at in long.tolist()])
    out[long] = np.where(pieced >= NEAR_MISS, pieced, 0)
    doubt = (enough - SLIP <= pieced) & (pieced < enough) & (sizes[long] <= LONGEST)
    whole = np.append(np.flatnonzero(sizes <= LONG), long[doubt]).tolist()
    out[whole] = cpdist(
        [lefts[at] for at in whole],
        [rights[at] for at in whole],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=NEAR_MISS,
        dtype=np.float64,
    )
    return out


def _by_pieces(couples: Sequence[tuple[str, str]]) -> Scores:
    """Return at most the normalised Levenshtein similarity of couples, put together from pieces.

    0.0 where the sizes of the pieces alone tell that it is under 0.75.
    """
    pieces: list[tuple[str, str]] = []
    of: list[int] = []
    longer = np.array([max(map(len, couple)) for couple in couples], dtype=np.int64)
    edits = np.zeros(len(couples))
    for number, (left, right) in enumerate(couples):
        most = (1 - NEAR_MISS) * longer[number]
        found = _differing(left, right) if abs(len(left) - len(right)) <= most else [(left, right)]
        if sum(map(_least_edits, found)) > most:
            edits[number] = longer[number]
            continue
        pieces += found
        of += [number] * len(found)
    edited = np.array([max(map(len, piece)) for piece in pieces], dtype=np.int64)
    short = np.flatnonzero(edited <= PIECE).tolist()
    edited[short] = cpdist(
        [pieces[at][0] for at in short],
        [pieces[at][1] for at in short],
        scorer=Levenshtein.distance,
    )
    edits += np.bincount(of, weights=edited, minlength=len(couples))
    return 1 - edits / np.maximum(1, longer)


def _differing(left: str, right: str) -> list[tuple[str, str]]:
    """Return what stands between the anchors of two texts, where it is not the same."""
    edges = [(0, 0), *_anchors(left, right), (len(left), len(right))]
    pieces = [
        (left[left_from:left_to], right[right_from:right_to])
        for (left_from, right_from), (left_to, right_to) in pairwise(edges)
    ]
    return [piece for piece in pieces if piece[0] != piece[1]]


def _least_edits(piece: tuple[str, str]) -> int:
    """Return how many edits a piece counts for at least."""
    longer, shorter = max(map(len, piece)), min(map(len, piece))
    return longer if longer > PIECE else longer - shorter


def _anchors(left: str, right: str) -> list[tuple[int, int]]:
    """Return places of one gram in both texts, ascending in both: the longest such sequence."""
    found = np.concatenate((_single_grams(left), _single_grams(right) | _RIGHT))
    found.sort()
    hashes = found >> _PLACE
    same = np.flatnonzero(hashes[1:] == hashes[:-1])
    here, there = ((found[at] & _PLACES).astype(np.int64) for at in (same, same + 1))
    order = np.argsort(here)
    here, there = here[order].tolist(), there[order].tolist()
    tails: list[int] = []  # patience: the least last place of a sequence of each length
    tail_items: list[int] = []
    before: list[int] = []
    for item, place in enumerate(there):
        pile = bisect_left(tails, place)
        before.append(tail_items[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [place]
        tail_items[pile : pile + 1] = [item]
    chain: list[tuple[int, int]] = []
    item = tail_items[-1] if tail_items else -1
    while item >= 0:
        chain.append((here[item], there[item]))
        item = before[item]
    return chain[::-1]


def _single_grams(text: str) -> Hashes:
    """Return hash ``<< 32 |`` place of a sample of the grams that stand once in a text, sorted."""
    hashes = short_hashes(codes_of(text), ANCHOR, SHORT_BASES[0])
    sample = np.flatnonzero(hashes & (ANCHOR_SHARE - np.uint32(1)) == 0)
    found = hashes[sample].astype(np.uint64) << _PLACE | sample.astype(np.uint64)
    found.sort()
    new = fresh(found >> _PLACE)
    return found[new & np.append(new, True)[1:]]


def share_little(one: str, other: str) -> bool:
    """Tell of long keys, by a sample of the shorter's 5-grams, that no overlap of them counts.

    A near miss, and containment more so, needs 0.86 of them in the longer key; a half is asked for.
    """
    part, whole = (one, other) if len(one) <= len(other) else (other, one)
    if len(part) < SAMPLED_FROM:
        return False
    step = (len(part) - SHINGLE) / (SAMPLED - 1)
    missed = 0
    for number in range(SAMPLED):
        at = int(number * step)
        missed += part[at : at + SHINGLE] not in whole
        if missed > SAMPLED // 2:
            return True
    return False
