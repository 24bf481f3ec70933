"""Exact judgement of candidate pairs.

Two texts are similar iff max(Jaccard of character 5-grams, normalised Levenshtein similarity) is
at least 0.8 on their keys. All scores are exact but one: the edit similarity of two long texts is
put together from pieces between anchors, and so never too high.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from transforms.deduplicate.candidates import Pairs
from transforms.deduplicate.fingerprint import DOCUMENT, Fingerprints, Passage
from transforms.deduplicate.key import Hashes, Places, codes_of, gram_hashes, mix
from transforms.deduplicate.template import only_slots_differ
from transforms.schema import Pair

SIMILAR = 0.8
NEAR_MISS = 0.7  # from here on a pair that is not similar is still reported, as rejected
CONTAINED = 0.95  # of the 5-grams of the shorter text stand in the longer
SHINGLE = 5  # characters

HELD = 2048  # pairs judged together: their texts are in memory

LONG = 20_000  # code points: longer texts are compared piece by piece
ANCHOR = 24  # code points that stand once in either text
ANCHOR_SHARE = np.uint64(16)  # one gram of so many is tried as an anchor
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

SAMPLED = 16  # 5-grams of the shorter key that are looked for before all are compared
SAMPLED_LEAST = 9  # of them that must be found

PROBES = 64  # 5-grams by which a part is looked for in the whole
SLACK = 64  # code points around it that are aligned
RUN = 3  # equal code points from which on an alignment is believed at its ends

HASHED = 1_000  # code points: the 5-grams of a longer text are held as hashes

Fetch = Callable[[int], Fingerprints]
Grams = set[str] | Hashes
Side = tuple[str, int, int]


def verify(pairs: Pairs, fetch: Fetch) -> list[Pair]:
    """Return the verdict on each pair that is similar, contained or a near miss, sorted.

    ``fetch(unit)`` gives the fingerprints of a unit. Pairs inside one document are left out: they
    are repeats; so are the paragraphs of two documents that are similar as a whole: give all pairs
    of two documents together.
    """
    grains = np.empty(len(pairs), dtype=np.uint8)
    for number in np.unique(pairs["left_unit"]).tolist():
        inside = np.flatnonzero(pairs["left_unit"] == number)
        grains[inside] = fetch(number).rows["grain"][pairs["left_row"][inside]]
    found: list[Pair] = []
    similar: set[tuple[str, str]] = set()
    for each in (grains == DOCUMENT, grains != DOCUMENT):
        chosen = pairs[each]
        for at in range(0, len(chosen), HELD):
            verdicts = _batch(chosen[at : at + HELD], fetch, similar)
            found += verdicts
        similar = {(pair.left[0], pair.right[0]) for pair in found if pair.kind in SAME}
    return sorted(found)


SAME = frozenset(("exact", "near", "template"))


def _batch(pairs: Pairs, fetch: Fetch, similar: set[tuple[str, str]]) -> list[Pair]:
    """Return the verdicts on pairs whose documents are not similar as a whole."""
    held: dict[tuple[int, int], Passage] = {}
    for side in ("left", "right"):
        for number in np.unique(pairs[f"{side}_unit"]).tolist():
            rows = np.unique(pairs[f"{side}_row"][pairs[f"{side}_unit"] == number])
            found = fetch(number).passages(rows)
            held.update(zip([(number, row) for row in rows.tolist()], found, strict=True))
    couples = [
        (held[left_unit, left_row], held[right_unit, right_row])
        for left_unit, left_row, right_unit, right_row in pairs.tolist()
    ]
    couples = [
        (left, right)
        for left, right in couples
        if left.document != right.document
        and left.grain == right.grain
        and (left.document, right.document) not in similar
    ]
    return judge_all(couples)


def judge(left: Passage, right: Passage) -> Pair | None:
    """Return the verdict on two passages, or None if they have little in common."""
    if left.document == right.document or left.grain != right.grain:
        return None
    return next(iter(judge_all([(left, right)])), None)


def judge_all(couples: Sequence[tuple[Passage, Passage]]) -> list[Pair]:
    """Return the verdicts on couples of passages that have something in common."""
    edits = edit_similarities([(left.key, right.key) for left, right in couples])
    grams: dict[str, Grams] = {}
    found = (
        _verdict(left, right, edit, grams)
        for (left, right), edit in zip(couples, edits, strict=True)
    )
    return [pair for pair in found if pair is not None]


def _verdict(left: Passage, right: Passage, edit: float, grams: dict[str, Grams]) -> Pair | None:
    one, other = left.key, right.key
    sides: tuple[Side, Side] = (
        (left.document, left.start, left.end),
        (right.document, right.start, right.end),
    )
    if one == other:
        return Pair(left.grain, "exact", 1.0, 1.0, 1.0, *sides)
    if edit < NEAR_MISS and _shares_little(one, other):
        return None
    for key in (one, other):
        if key not in grams:
            grams[key] = shingles(key) if len(key) < HASHED else _hashed(key)
    first, second = grams[one], grams[other]
    if isinstance(first, set) and isinstance(second, set):
        common = len(first & second)
    else:
        hashes = [
            _hashed(key) if isinstance(found, set) else found
            for key, found in ((one, first), (other, second))
        ]
        common = len(np.intersect1d(hashes[0], hashes[1], assume_unique=True))
    jaccard = common / (len(first) + len(second) - common)
    containment = common / min(len(first), len(second))
    best = max(jaccard, edit)
    if best >= SIMILAR:
        kind = "template" if only_slots_differ(one, other) else "near"
    elif containment >= CONTAINED:
        kind = "contained"
    elif best >= NEAR_MISS:
        kind = "rejected"
    else:
        return None
    if kind == "contained":
        sides = _located(left, right) if len(one) < len(other) else _located(right, left)[::-1]
    scores = (round(jaccard, 4), round(edit, 4), round(containment, 4))
    return Pair(left.grain, kind, *scores, *sides)


def _shares_little(one: str, other: str) -> bool:
    """Tell, by a sample of the shorter key's 5-grams, that neither Jaccard nor containment counts.

    Both need at least 0.82 of them in the longer key; nine of sixteen are asked for.
    """
    part, whole = (one, other) if len(one) <= len(other) else (other, one)
    if len(part) < 2 * SAMPLED:
        return False
    step = (len(part) - SHINGLE) / (SAMPLED - 1)
    places = (int(number * step) for number in range(SAMPLED))
    return sum(part[at : at + SHINGLE] in whole for at in places) < SAMPLED_LEAST


def _located(part: Passage, whole: Passage) -> tuple[Side, Side]:
    """Return the sides of a pair: a part, and where in the other it stands."""
    here = (part.document, part.start, part.end)
    start, end = locate(part.key, whole.key)
    if not len(whole.places):
        return here, (whole.document, whole.start, whole.end)
    return here, (whole.document, int(whole.places[start]), int(whole.places[end - 1]) + 1)


def locate(part: str, whole: str) -> tuple[int, int]:
    """Return from where to where ``part`` stands in ``whole``, which has most of its 5-grams."""
    at = whole.find(part)
    if at >= 0:
        return at, at + len(part)
    step = max(1, len(part) // PROBES)
    shifts = sorted(
        found - place
        for place in range(0, len(part) - SHINGLE + 1, step)
        if (found := whole.find(part[place : place + SHINGLE])) >= 0
    )
    if not shifts:
        return 0, len(whole)
    base = max(0, shifts[len(shifts) // 2] - SLACK)
    near = whole[base : base + len(part) + 2 * SLACK]
    equal = [block for block in Levenshtein.opcodes(part, near) if block.tag == "equal"]
    equal = [block for block in equal if block.src_end - block.src_start >= RUN] or equal
    start = base + equal[0].dest_start - equal[0].src_start
    end = base + equal[-1].dest_end + len(part) - equal[-1].src_end
    return max(0, start), min(len(whole), end)


def shingles(key: str) -> set[str]:
    """Return the character 5-grams of a key; of a shorter one the key itself."""
    return {key[at : at + SHINGLE] for at in range(len(key) - SHINGLE + 1)} or {key}


def _hashed(key: str) -> Hashes:
    """Return the hashes of the character 5-grams of a long key, each once."""
    return np.unique(gram_hashes(codes_of(key), SHINGLE))


def edit_similarities(couples: Sequence[tuple[str, str]]) -> list[float]:
    """Return ``edit_similarity`` of each couple."""
    out = [0.0] * len(couples)
    ordinary = []
    for at, (left, right) in enumerate(couples):
        shorter, longer = sorted((len(left), len(right)))
        if longer > LONG:
            out[at] = edit_similarity(left, right)
        elif shorter >= NEAR_MISS * longer:
            ordinary.append(at)
    scores = cpdist(
        [couples[at][0] for at in ordinary],
        [couples[at][1] for at in ordinary],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=NEAR_MISS,
        score_hint=0.95,
        dtype=np.float64,
    )
    for at, score in zip(ordinary, scores.tolist(), strict=True):
        out[at] = score
    return out


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
