"""Exact judgement of candidate pairs.

Two texts are similar iff max(Jaccard of character 5-grams, normalised Levenshtein similarity) is
at least 0.8 (``Thresholds.similar``) on their keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from transforms.deduplicate.candidates import (
    LONG_DOCUMENT,
    SHARED_RUN,
    Pairs,
    by_unit,
    described,
    enough,
    rows_of,
)
from transforms.deduplicate.fingerprint import Fingerprints, Passage
from transforms.deduplicate.likeness import SHINGLE, edit_similarities, overlaps, share_little
from transforms.deduplicate.runs import RAGGED, runs
from transforms.deduplicate.template import only_slots_differ
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.schema import Pair

HELD = 8192  # pairs judged together: their texts are in memory

SAME = frozenset(("exact", "near", "template"))
TOLD = SAME | {"contained"}  # of two documents: nothing more is to be said
SHOWN = 0.8  # of the shorter document in pairs of paragraphs: no runs are looked for

PROBES = 64  # 5-grams by which a part is looked for in the whole
SLACK = 64  # code points around it that are aligned
RUN = 3  # equal code points from which on an alignment is believed at its ends

Fetch = Callable[[int], Fingerprints]
Side = tuple[str, int, int]


def verify(pairs: Pairs, fetch: Fetch, thresholds: Thresholds = DEFAULT) -> list[Pair]:
    """Return the verdict on each pair that is similar, contained or a near miss, sorted.

    What two documents share is said at the coarsest grain: of those that are similar as a whole,
    or one contained in the other, nothing more; of those that otherwise share much, the runs, and
    the paragraphs that are not inside them, or equal; of all others paragraphs, and runs besides.
    So give all pairs of two documents together. Pairs inside one document are left out: they are
    repeats. ``fetch(unit)`` gives the fingerprints of a unit.
    """
    names, place = np.unique(np.concatenate((pairs["left"], pairs["right"])), return_inverse=True)
    left, right = place[: len(pairs)], place[len(pairs) :]
    about = described(names, fetch)
    sizes = about.sizes[left], about.sizes[right]
    between = about.owners[left] * len(names) + about.owners[right]  # which two documents
    apart = (about.owners[left] != about.owners[right]) & (
        about.documents[left] == about.documents[right]
    )
    whole = about.documents[left] & apart
    likely = whole & enough(pairs, *sizes)
    first = np.flatnonzero(likely)
    first = first[_by_family(left[first], right[first])]
    verdicts = _judged(pairs[first], fetch, thresholds)
    told = between[first][[verdict is not None and verdict.kind in TOLD for verdict in verdicts]]
    untold = apart & ~np.isin(between, told)
    equal = untold & ~whole & (about.texts[left] == about.texts[right])
    found = [each for each in (*verdicts, *_judged(pairs[equal], fetch, thresholds)) if each]

    have_runs = untold & whole & (pairs["alike"] >= SHARED_RUN)
    much = have_runs & likely & (np.minimum(*sizes) >= LONG_DOCUMENT)
    of, long_runs = _runs(pairs[much], between[much], fetch, found, thresholds)
    lefts, rights = [run.left for run in long_runs], [run.right for run in long_runs]
    inside = _inside(between, about.starts[left], about.ends[left], of, lefts)
    inside &= _inside(between, about.starts[right], about.ends[right], of, rights)
    rest = untold & ~whole & ~equal & ~inside
    found += [each for each in _judged(pairs[rest], fetch, thresholds) if each]
    few = have_runs & ~much
    return sorted(found + long_runs + _runs(pairs[few], between[few], fetch, found, thresholds)[1])


def _by_family(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return an order of pairs in which those of the versions of one text stand together.

    What is known of a text is then at hand when it comes again.
    """
    family = np.arange(max(left.max(initial=0), right.max(initial=0)) + 1)
    for _ in range(2):  # enough for an order: versions of one text are paired with each other
        np.minimum.at(family, right, family[left])
        np.minimum.at(family, left, family[right])
    return np.lexsort((right, left, family[left]))


def _judged(pairs: Pairs, fetch: Fetch, thresholds: Thresholds) -> list[Pair | None]:
    """Return the verdict on each pair, None where the two have little in common."""
    verdicts: list[Pair | None] = []
    for first in range(0, len(pairs), HELD):
        part = pairs[first : first + HELD]
        names = np.unique(np.concatenate((part["left"], part["right"])))
        held: dict[int, Passage] = {}
        for number, at in by_unit(names):
            inside = names[at]
            held.update(zip(inside.tolist(), fetch(number).passages(rows_of(inside)), strict=True))
        sides = zip(part["left"].tolist(), part["right"].tolist(), strict=True)
        verdicts += judge_all([(held[left], held[right]) for left, right in sides], thresholds)
    return verdicts


def _runs(
    pairs: Pairs,
    between: NDArray[np.int64],
    fetch: Fetch,
    found: Sequence[Pair],
    thresholds: Thresholds,
) -> tuple[NDArray[np.int64], list[Pair]]:
    """Return the runs that pairs of documents share, and between which two each was found.

    None where nearly all of a document is in the pairs of paragraphs found.
    """
    paragraphs: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in found:
        if pair.kind != "rejected":
            paragraphs[pair.left[0], pair.right[0]].append(pair)
    couples: list[tuple[Passage, Passage]] = []
    of: list[int] = []
    document = lru_cache(maxsize=64)(lambda name: fetch(name >> 32).passage(name & 0xFFFFFFFF))
    columns = (pairs["left"].tolist(), pairs["right"].tolist(), between.tolist())
    for *names, number in zip(*columns, strict=True):
        left, right = map(document, names)
        known = paragraphs[left.document, right.document]
        shown = sum(pair.left[2] - pair.left[1] for pair in known)
        if shown < SHOWN * min(left.end - left.start, right.end - right.start):
            couples += runs(left, right, known)
            of += [number] * (len(couples) - len(of))
    verdicts = judge_all(couples, thresholds)
    same = [(at, pair) for at, pair in zip(of, verdicts, strict=True) if pair and pair.kind in SAME]
    return np.array([at for at, _ in same], dtype=np.int64), [pair for _, pair in same]


def _inside(
    between: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    of: NDArray[np.int64],
    sides: Sequence[Side],
) -> NDArray[np.bool_]:
    """Tell which spans lie in one of the sides that were found between the same two documents."""
    number, place = np.unique(of, return_inverse=True)
    base = place << 40  # so that the spans of all documents are in one order
    first = base + np.array([start for _, start, _ in sides], dtype=np.int64) - RAGGED
    last = base + np.array([end for *_, end in sides], dtype=np.int64) + RAGGED
    order = np.argsort(first, kind="stable")
    first, last = first[order], last[order]
    mine = np.minimum(np.searchsorted(number, between), max(0, len(number) - 1))
    known = number[mine] == between if len(number) else np.zeros(len(between), dtype=np.bool_)
    at = np.searchsorted(first, (mine << 40) + starts, side="right")
    reached = np.concatenate(([-1], np.maximum.accumulate(last)))
    return known & ((mine << 40) + ends <= reached[at])


def judge(left: Passage, right: Passage) -> Pair | None:
    """Return the verdict on two passages, or None if they have little in common."""
    if left.document == right.document or left.grain != right.grain:
        return None
    return judge_all([(left, right)])[0]


def judge_all(
    couples: Sequence[tuple[Passage, Passage]], thresholds: Thresholds = DEFAULT
) -> list[Pair | None]:
    """Return the verdict on each couple of passages, None where they have little in common."""
    keys = [(left.key, right.key) for left, right in couples]
    edits = edit_similarities(keys, thresholds.similar)
    counted = [
        at
        for at, (left, right) in enumerate(keys)
        if edits[at] >= thresholds.near_miss or not share_little(left, right)
    ]
    jaccards, containments = np.zeros(len(keys)), np.zeros(len(keys))
    jaccards[counted], containments[counted] = overlaps([keys[at] for at in counted])
    similar = np.maximum(jaccards, edits)
    worth = (similar >= thresholds.near_miss) | (containments >= thresholds.remove_from)
    scores = np.stack((jaccards, edits, containments), axis=1).round(4).tolist()
    is_similar = (similar >= thresholds.similar).tolist()
    is_inside = (containments >= thresholds.remove_from).tolist()
    return [
        _verdict(*couple, scores[at], is_similar[at], is_inside[at]) if worth[at] else None
        for at, couple in enumerate(couples)
    ]


def _verdict(
    left: Passage, right: Passage, scores: Sequence[float], similar: bool, inside: bool
) -> Pair:
    """Return what two passages are, which are at least a near miss; ``scores`` as in a pair."""
    one, other = left.key, right.key
    sides: tuple[Side, Side] = (
        (left.document, left.start, left.end),
        (right.document, right.start, right.end),
    )
    if one == other:
        kind = "exact"
    elif similar:
        kind = "template" if only_slots_differ(one, other) else "near"
    elif inside:
        kind = "contained"
        sides = _located(left, right) if len(one) < len(other) else _located(right, left)[::-1]
    else:
        kind = "rejected"
    jaccard, edit, containment = scores
    return Pair(left.grain, kind, jaccard, edit, containment, *sides)


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
