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
    Places,
    codes_of,
    fresh,
    gram_hashes,
    mix,
    short_hashes,
)

NEAR_MISS = 0.75  # less edit similarity is not measured
SHINGLE = 5  # characters

SAMPLED = 16  # 5-grams of a long key that are looked for before all are compared
SAMPLED_FROM = 32  # code points
HASHED = 1 << 16  # code points whose shingles are compared together: they fit into a cache

LONG = 6_000  # code points: longer texts are compared piece by piece
LONGEST = 20_000  # and up to here as a whole, too, where the pieces leave a doubt
SLIP = 0.05  # by which the score of pieces may be low
ANCHOR = 24  # code points that stand once in either text
ANCHOR_SHARE = np.uint64(16)  # one gram of so many is tried as an anchor
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

Scores = NDArray[np.float64]

_NUMBER = np.uint64(32)


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
        lefts = _numbered_shingles([left for left, _ in couples[first:last]])
        rights = _numbered_shingles([right for _, right in couples[first:last]])
        both = np.sort(np.concatenate((lefts, rights)))
        common = both[1:][both[1:] == both[:-1]]
        left, right, shared = (
            np.bincount((found >> _NUMBER).astype(np.int64), minlength=last - first)
            for found in (lefts, rights, common)
        )
        jaccards[first:last] = shared / (left + right - shared)
        containments[first:last] = shared / np.minimum(left, right)
    return jaccards, containments


def _numbered_shingles(keys: Sequence[str]) -> Hashes:
    """Return the shingles of keys, each once: the number of the key, then its hash."""
    padded = [key.ljust(SHINGLE, "\0") for key in keys]
    sizes = [len(key) for key in padded]
    hashes = short_hashes(codes_of("".join(padded)), SHINGLE, SHORT_BASES[0])
    number = np.repeat(np.arange(len(keys), dtype=np.uint64), sizes)[: len(hashes)]
    inside = np.ones(len(hashes), dtype=np.bool_)
    ends = np.cumsum(sizes)[:-1]
    for before in range(1, SHINGLE):  # what begins there reaches into the next key
        inside[ends - before] = False
    found = np.sort(((number << _NUMBER) | hashes)[inside])
    return found[fresh(found)]


def edit_similarities(couples: Sequence[tuple[str, str]], enough: float) -> Scores:
    """Return ``edit_similarity`` of each couple."""
    out = np.zeros(len(couples))
    ordinary = []
    for at, (left, right) in enumerate(couples):
        shorter, longer = sorted((len(left), len(right)))
        if longer > LONG:
            out[at] = edit_similarity(left, right, enough)
        elif shorter >= NEAR_MISS * longer:
            ordinary.append(at)
    scores = cpdist(
        [couples[at][0] for at in ordinary],
        [couples[at][1] for at in ordinary],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=NEAR_MISS,
        dtype=np.float64,
    )
    out[ordinary] = scores
    return out


def edit_similarity(left: str, right: str, enough: float = 1.0) -> float:
    """Return the normalised Levenshtein similarity, 0.0 where it is under 0.75.

    That of long texts may be a little low, but not so that ``enough`` is missed (up to LONGEST).
    """
    longer = max(len(left), len(right))
    if min(len(left), len(right)) < NEAR_MISS * longer:
        return 0.0
    score = 1 - _distance_by_pieces(left, right) / longer if longer > LONG else enough - SLIP
    if enough - SLIP <= score < enough and longer <= LONGEST:
        return Levenshtein.normalized_similarity(left, right, score_cutoff=NEAR_MISS)
    return score if score >= NEAR_MISS else 0.0


def _distance_by_pieces(left: str, right: str) -> int:
    """Return an upper bound of the edit distance: the sum over the pieces between anchors."""
    distance = 0
    for (left_from, right_from), (left_to, right_to) in pairwise(
        [(0, 0), *_anchors(left, right), (len(left), len(right))]
    ):
        a, b = left[left_from:left_to], right[right_from:right_to]
        if a == b:
            continue
        too_long = max(len(a), len(b)) > PIECE
        distance += max(len(a), len(b)) if too_long else Levenshtein.distance(a, b)
    return distance


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
