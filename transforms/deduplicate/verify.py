"""Exact judgement of candidate pairs.

Two texts are similar iff max(Jaccard of character 5-grams, normalised Levenshtein similarity) is
at least 0.8 on their keys. All scores are exact but one: the edit similarity of two long texts is
put together from pieces between anchors, and so never too high.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein

from transforms.deduplicate.candidates import Pairs
from transforms.deduplicate.fingerprint import Passage
from transforms.deduplicate.key import Hashes, Places, codes_of, gram_hashes, mix
from transforms.schema import Pair

SIMILAR = 0.8
NEAR_MISS = 0.7  # from here on a pair that is not similar is still reported, as rejected
CONTAINED = 0.95  # of the 5-grams of the shorter text stand in the longer
SHINGLE = 5  # characters

HELD = 1024  # passages in memory at a time
LONGEST_HELD = 1_000  # code points of a passage whose 5-grams are kept with it

LONG = 20_000  # code points: longer texts are compared piece by piece
ANCHOR = 24  # code points that stand once in either text
ANCHOR_SHARE = np.uint64(16)  # one gram of so many is tried as an anchor
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

Fetch = Callable[[int, int], Passage]


def verify(pairs: Pairs, fetch: Fetch) -> list[Pair]:
    """Return the verdict on each pair that is similar, contained or a near miss, in order.

    ``fetch(unit, row)`` gives a passage. Pairs inside one document are left out: they are repeats.
    """
    held = lru_cache(maxsize=HELD)(lambda unit, row: _Shingled(fetch(unit, row)))
    found = (
        _judged(held(left_unit, left_row), held(right_unit, right_row))
        for left_unit, left_row, right_unit, right_row in pairs.tolist()
    )
    return [pair for pair in found if pair is not None]


def judge(left: Passage, right: Passage) -> Pair | None:
    """Return the verdict on two passages, or None if they have little in common."""
    return _judged(_Shingled(left), _Shingled(right))


class _Shingled:
    """A passage and, once they are asked for, its 5-grams; those of a long text are not kept."""

    __slots__ = ("_shingles", "passage")

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._shingles: set[str] | None = None

    def shingles(self) -> set[str]:
        """Return the 5-grams."""
        found = self._shingles or shingles(self.passage.key)
        if len(self.passage.key) <= LONGEST_HELD:
            self._shingles = found
        return found


def _judged(one: _Shingled, other: _Shingled) -> Pair | None:
    left, right = one.passage, other.passage
    if left.document == right.document or left.grain != right.grain:
        return None
    sides = ((left.document, left.start, left.end), (right.document, right.start, right.end))
    if left.key == right.key:
        return Pair(left.grain, "exact", 1.0, 1.0, 1.0, *sides)
    grams, other_grams = one.shingles(), other.shingles()
    common = len(grams & other_grams)
    jaccard = common / (len(grams) + len(other_grams) - common)
    containment = common / min(len(grams), len(other_grams))
    edit = edit_similarity(left.key, right.key)
    best = max(jaccard, edit)
    if best >= SIMILAR:
        kind = "near"
    elif containment >= CONTAINED:
        kind = "contained"
    elif best >= NEAR_MISS:
        kind = "rejected"
    else:
        return None
    scores = (round(jaccard, 4), round(edit, 4), round(containment, 4))
    return Pair(left.grain, kind, *scores, *sides)


def shingles(key: str) -> set[str]:
    """Return the character 5-grams of a key; of a shorter one the key itself."""
    return {key[at : at + SHINGLE] for at in range(len(key) - SHINGLE + 1)} or {key}


def edit_similarity(left: str, right: str) -> float:
    """Return the normalised Levenshtein similarity, 0.0 where it is under 0.7."""
    longer = max(len(left), len(right))
    if min(len(left), len(right)) < NEAR_MISS * longer:
        return 0.0
    if longer <= LONG:
        return Levenshtein.normalized_similarity(left, right, score_cutoff=NEAR_MISS)
    score = 1 - _distance_by_pieces(left, right) / longer
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
