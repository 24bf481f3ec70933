"""How like two keys are: overlap of their character 5-grams, and edit similarity.

All scores are exact but one: the edit similarity of two long keys is put together from pieces
between anchors, and so never too high.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from transforms.deduplicate.key import (
    SHORT_BASES,
    Hashes,
    Places,
    codes_of,
    fresh,
    gram_hashes,
    mix,
    short_hashes,
    within,
)

NEAR_MISS = 0.75  # less edit similarity is not measured
SHINGLE = 5  # characters

SAMPLED = 16  # 5-grams of a long key that are looked for before all are compared
SAMPLED_FROM = 32  # code points
HASHED = 1 << 17  # code points whose shingles are compared together: they fit into a cache

LONG = 6_000  # code points: longer texts are compared piece by piece
LONGEST = 20_000  # and up to here as a whole, too, where the pieces leave a doubt
SLIP = 0.05  # by which the score of pieces may be low
ANCHOR = 24  # code points that stand once in either text
ANCHOR_SHARE = np.uint64(16)  # one gram of so many is tried as an anchor
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

Scores = NDArray[np.float64]

_NUMBER = np.uint64(32)
_HASH = np.uint64(0xFFFFFFFF)


def shingles(key: str) -> set[str]:
    """Return the character 5-grams of a key; of a shorter one the key itself."""
    return {key[at : at + SHINGLE] for at in range(len(key) - SHINGLE + 1)} or {key}


def overlaps(couples: Sequence[tuple[str, str]]) -> tuple[Scores, Scores]:
    """Return, of each couple's ``shingles``, the Jaccard similarity, and the containment.

    Containment is the share of the smaller set that stands in the other. Shingles are compared by
    hashes of 32 bits.
    """
    jaccards, containments = np.empty(len(couples)), np.empty(len(couples))
    sizes = [len(left) + len(right) for left, right in couples]
    part = np.cumsum(np.array(sizes, dtype=np.int64)) // HASHED
    bounds = [*np.flatnonzero(np.diff(part, prepend=-1)).tolist(), len(couples)]
    for first, last in pairwise(bounds):
        number: dict[str, int] = {}  # of each key: those of a family come again and again
        sides = np.array(
            [
                [number.setdefault(left, len(number)), number.setdefault(right, len(number))]
                for left, right in couples[first:last]
            ]
        ).T
        hashes, bounds_of = _distinct_shingles(list(number))
        starts, ends = bounds_of[sides], bounds_of[sides + 1]
        lefts, rights = (
            couple.astype(np.uint64) << _NUMBER | hashes[place]
            for couple, place in map(within, starts, ends)
        )
        both = np.sort(np.concatenate((lefts, rights)), kind="stable")  # merges what is sorted
        common = (both[1:][both[1:] == both[:-1]] >> _NUMBER).astype(np.int64)
        shared = np.bincount(common, minlength=last - first)
        left, right = ends - starts
        jaccards[first:last] = shared / (left + right - shared)
        containments[first:last] = shared / np.minimum(left, right)
    return jaccards, containments


def _distinct_shingles(keys: Sequence[str]) -> tuple[Hashes, Places]:
    """Return the shingles of keys, each once a key, one key behind the other, and their bounds."""
    padded = [key.ljust(SHINGLE, "\0") for key in keys]
    sizes = [len(key) for key in padded]
    hashes = short_hashes(codes_of("".join(padded)), SHINGLE, SHORT_BASES[0])
    number = np.repeat(np.arange(len(keys), dtype=np.uint64), sizes)[: len(hashes)]
    inside = np.ones(len(hashes), dtype=np.bool_)
    ends = np.cumsum(sizes)[:-1]
    for before in range(1, SHINGLE):  # what begins there reaches into the next key
        inside[ends - before] = False
    found = np.sort(((number << _NUMBER) | hashes)[inside])
    found = found[fresh(found)]
    bounds = np.searchsorted(found, np.arange(len(keys) + 1, dtype=np.uint64) << _NUMBER)
    return found & _HASH, bounds


def edit_similarity(left: str, right: str, enough: float = 1.0) -> float:
    """Return the edit similarity of one couple."""
    return float(edit_similarities([(left, right)], enough)[0])


def edit_similarities(couples: Sequence[tuple[str, str]], enough: float) -> Scores:
    """Return the normalised Levenshtein similarity of each couple, 0.0 where it is under 0.75.

    That of long texts may be a little low, but not so that ``enough`` is missed (up to LONGEST).
    """
    out = np.zeros(len(couples))
    ordinary: list[int] = []
    long: list[int] = []
    for at, (left, right) in enumerate(couples):
        shorter, longer = sorted((len(left), len(right)))
        if shorter >= NEAR_MISS * longer:
            (long if longer > LONG else ordinary).append(at)
    out[ordinary] = _whole([couples[at] for at in ordinary])
    pieced = _by_pieces([couples[at] for at in long])
    lengths = np.array([max(map(len, couples[at])) for at in long])
    doubt = (enough - SLIP <= pieced) & (pieced < enough) & (lengths <= LONGEST)
    pieced[doubt] = _whole([couples[at] for at, again in zip(long, doubt, strict=True) if again])
    out[long] = np.where(pieced >= NEAR_MISS, pieced, 0)
    return out


def _whole(couples: Sequence[tuple[str, str]]) -> Scores:
    """Return the normalised Levenshtein similarity of couples, 0.0 where it is under 0.75."""
    scores: Scores = cpdist(
        [left for left, _ in couples],
        [right for _, right in couples],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=NEAR_MISS,
        dtype=np.float64,
    )
    return scores


def _by_pieces(couples: Sequence[tuple[str, str]]) -> Scores:
    """Return at most the normalised Levenshtein similarity of couples, put together from pieces."""
    pieces: list[tuple[str, str]] = []
    of: list[int] = []
    for number, (left, right) in enumerate(couples):
        for (left_from, right_from), (left_to, right_to) in pairwise(
            [(0, 0), *_anchors(left, right), (len(left), len(right))]
        ):
            one, other = left[left_from:left_to], right[right_from:right_to]
            if one != other:
                pieces.append((one, other))
                of.append(number)
    edits = np.array([max(map(len, piece)) for piece in pieces], dtype=np.int64)
    short = np.flatnonzero(edits <= PIECE).tolist()
    edits[short] = cpdist(
        [pieces[at][0] for at in short],
        [pieces[at][1] for at in short],
        scorer=Levenshtein.distance,
    )
    longer = np.array([max(map(len, couple)) for couple in couples], dtype=np.int64)
    return 1 - np.bincount(of, weights=edits, minlength=len(couples)) / np.maximum(1, longer)


def _anchors(left: str, right: str) -> list[tuple[int, int]]:
    """Return places of one gram in both texts, ascending in both: the longest such sequence."""
    left_hashes, left_places = _single_grams(left)
    right_hashes, right_places = _single_grams(right)
    _, left_at, right_at = np.intersect1d(
        left_hashes, right_hashes, assume_unique=True, return_indices=True
    )
    order = np.argsort(left_places[left_at])
    here = left_places[left_at][order].tolist()
    there = right_places[right_at][order].tolist()
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


@lru_cache(maxsize=16)
def _single_grams(text: str) -> tuple[Hashes, Places]:
    """Return the hashes, and places, of a sample of the grams that stand once in a text."""
    hashes = mix(gram_hashes(codes_of(text), ANCHOR))
    sample = np.flatnonzero(hashes % ANCHOR_SHARE == 0)
    found, first, times = np.unique(hashes[sample], return_index=True, return_counts=True)
    return found[times == 1], sample[first[times == 1]]


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
