"""Exact judgement of candidate pairs.

Two texts are similar iff max(Jaccard of character 5-grams, normalised Levenshtein similarity) is
at least 0.8 (``Thresholds.similar``) on their keys. All scores are exact but one: the edit
similarity of two long texts is put together from pieces between anchors, and so never too high.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

from transforms.deduplicate.candidates import Anchors, Pairs, rows_of, units_of
from transforms.deduplicate.fingerprint import DOCUMENT, Fingerprints, Passage
from transforms.deduplicate.key import Hashes, Places, codes_of, fresh, gram_hashes, mix
from transforms.deduplicate.runs import runs
from transforms.deduplicate.template import only_slots_differ
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.schema import Pair

NEAR_MISS = 0.75  # less edit similarity is not measured
SHINGLE = 5  # characters

HELD = 8192  # pairs judged together: their texts are in memory

TOLD = 0.8  # of the shorter document in pairs of paragraphs: no runs are looked for

LONG = 20_000  # code points: longer texts are compared piece by piece
ANCHOR = 24  # code points that stand once in either text
ANCHOR_SHARE = np.uint64(16)  # one gram of so many is tried as an anchor
PIECE = 4_000  # code points of a piece between anchors; longer ones count as different

SAMPLED = 16  # 5-grams of a long key that are looked for before all are compared
SAMPLED_FROM = 256  # code points

PROBES = 64  # 5-grams by which a part is looked for in the whole
SLACK = 64  # code points around it that are aligned
RUN = 3  # equal code points from which on an alignment is believed at its ends

HASHED = 1 << 20  # code points whose shingles are compared together

Fetch = Callable[[int], Fingerprints]
Scores = NDArray[np.float64]
Side = tuple[str, int, int]

_NUMBER = np.uint64(48)


def verify(pairs: Pairs, fetch: Fetch, thresholds: Thresholds = DEFAULT) -> list[Pair]:
    """Return the verdict on each pair that is similar, contained or a near miss, sorted.

    Of two documents that are neither similar nor one contained in the other also the runs they
    share. ``fetch(unit)`` gives the fingerprints of a unit. Pairs inside one document are left
    out: they are repeats; so are the paragraphs of two documents that are similar as a whole: give
    all pairs of two documents together.
    """
    grains = np.empty(len(pairs), dtype=np.uint8)
    units = units_of(pairs["left"])
    for number in np.unique(units).tolist():
        inside = np.flatnonzero(units == number)
        grains[inside] = fetch(number).rows["grain"][rows_of(pairs["left"][inside])]
    found: list[Pair] = []
    similar: set[tuple[str, str]] = set()
    for each in (grains == DOCUMENT, grains != DOCUMENT):
        chosen = pairs[each]
        for at in range(0, len(chosen), HELD):
            found += _batch(chosen[at : at + HELD], fetch, similar, thresholds)
        similar = {(pair.left[0], pair.right[0]) for pair in found if pair.kind in SAME}
    found += _runs(pairs[grains == DOCUMENT], fetch, found, thresholds)
    return sorted(found)


SAME = frozenset(("exact", "near", "template"))


def _batch(
    pairs: Pairs, fetch: Fetch, similar: set[tuple[str, str]], thresholds: Thresholds
) -> list[Pair]:
    """Return the verdicts on pairs whose documents are not similar as a whole."""
    names = np.unique(np.concatenate((pairs["left"], pairs["right"])))
    units = units_of(names)
    held: dict[int, Passage] = {}
    for number in np.unique(units).tolist():
        inside = names[units == number]
        held.update(zip(inside.tolist(), fetch(number).passages(rows_of(inside)), strict=True))
    couples = [(held[left], held[right]) for left, right in pairs.tolist()]
    couples = [
        (left, right)
        for left, right in couples
        if left.document != right.document
        and left.grain == right.grain
        and (left.document, right.document) not in similar
    ]
    return judge_all(couples, thresholds)


def _runs(pairs: Pairs, fetch: Fetch, found: Sequence[Pair], thresholds: Thresholds) -> list[Pair]:
    """Return the runs that pairs of documents share, but those that are versions of one text.

    Such are similar, or one contained in the other; or their paragraphs pair by pair.
    """
    paragraphs: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in found:
        if pair.kind != "rejected":
            paragraphs[pair.left[0], pair.right[0]].append(pair)
    out: list[Pair] = []
    anchors = Anchors(fetch)
    for names in pairs.tolist():
        if not anchors.share_a_run(*names):
            continue
        left, right = (fetch(name >> 32).passage(name & 0xFFFFFFFF) for name in names)
        known = paragraphs[left.document, right.document]
        if left.document == right.document or any(pair.grain == "document" for pair in known):
            continue
        told = sum(pair.left[2] - pair.left[1] for pair in known)
        if told < TOLD * min(left.end - left.start, right.end - right.start):
            verdicts = judge_all(runs(left, right, known), thresholds)
            out += [pair for pair in verdicts if pair.kind in SAME]
    return out


def judge(left: Passage, right: Passage) -> Pair | None:
    """Return the verdict on two passages, or None if they have little in common."""
    if left.document == right.document or left.grain != right.grain:
        return None
    return next(iter(judge_all([(left, right)])), None)


def judge_all(
    couples: Sequence[tuple[Passage, Passage]], thresholds: Thresholds = DEFAULT
) -> list[Pair]:
    """Return the verdicts on couples of passages that have something in common."""
    keys = [(left.key, right.key) for left, right in couples]
    edits = edit_similarities(keys)
    counted = [
        at
        for at, (left, right) in enumerate(keys)
        if edits[at] >= thresholds.near_miss or not _share_little(left, right)
    ]
    jaccards, containments = np.zeros(len(keys)), np.zeros(len(keys))
    jaccards[counted], containments[counted] = overlaps([keys[at] for at in counted])
    best = np.maximum(jaccards, edits)
    worth = (best >= thresholds.near_miss) | (containments >= thresholds.remove_from)
    scores = np.stack((jaccards, edits, containments), axis=1)
    return [_verdict(*couples[at], scores[at], thresholds) for at in np.flatnonzero(worth).tolist()]


def _verdict(left: Passage, right: Passage, scores: Scores, thresholds: Thresholds) -> Pair:
    """Return what two passages are, by jaccard, edit and containment; at least a near miss."""
    jaccard, edit, containment = scores.tolist()
    one, other = left.key, right.key
    sides: tuple[Side, Side] = (
        (left.document, left.start, left.end),
        (right.document, right.start, right.end),
    )
    if one == other:
        kind = "exact"
    elif max(jaccard, edit) >= thresholds.similar:
        kind = "template" if only_slots_differ(one, other) else "near"
    elif containment >= thresholds.remove_from:
        kind = "contained"
        sides = _located(left, right) if len(one) < len(other) else _located(right, left)[::-1]
    else:
        kind = "rejected"
    jaccard, edit, containment = (round(score, 4) for score in (jaccard, edit, containment))
    return Pair(left.grain, kind, jaccard, edit, containment, *sides)


def _share_little(one: str, other: str) -> bool:
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


def overlaps(couples: Sequence[tuple[str, str]]) -> tuple[Scores, Scores]:
    """Return, of each couple's ``shingles``, the Jaccard similarity, and the containment.

    Containment is the share of the smaller set that stands in the other. Shingles are compared by
    48 bits of their hashes.
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
    """Return the shingles of at most 65,536 keys, each once: the key's number, then 48 bits."""
    padded = [key.ljust(SHINGLE, "\0") for key in keys]
    sizes = np.array([len(key) for key in padded], dtype=np.int64)
    hashes = mix(gram_hashes(codes_of("".join(padded)), SHINGLE))
    number = np.repeat(np.arange(len(keys), dtype=np.uint64), sizes)[: len(hashes)]
    across = (np.cumsum(sizes)[:-1, None] - np.arange(1, SHINGLE)).reshape(-1)  # two keys
    found = np.sort(np.delete((number << _NUMBER) | (hashes >> (64 - _NUMBER)), across))
    return found[fresh(found)]


def edit_similarities(couples: Sequence[tuple[str, str]]) -> Scores:
    """Return ``edit_similarity`` of each couple."""
    out = np.zeros(len(couples))
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
        dtype=np.float64,
    )
    out[ordinary] = scores
    return out


def edit_similarity(left: str, right: str) -> float:
    """Return the normalised Levenshtein similarity, 0.0 where it is under 0.75."""
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
