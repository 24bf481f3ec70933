"""What two texts are to each other: the same, versions of one, one inside the other, a near miss.

Two texts are similar iff max(Jaccard of character 5-grams, normalised Levenshtein similarity) is
at least 0.8 (``Thresholds.similar``) on their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from transforms.deduplicate.likeness import SHINGLE, edit_similarities, overlaps, share_little
from transforms.deduplicate.template import only_slots_differ
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.deduplicate.verdicts import KINDS, SCALE, SCORES

PROBES = 64  # 5-grams by which a part is looked for in the whole
SLACK = 64  # code points around it that are aligned
RUN = 3  # equal code points from which on an alignment is believed at its ends

EXACT, NEAR, TEMPLATE, CONTAINED, REJECTED = range(len(KINDS))
NOTHING = 0xFF
# Scores as in a verdict, one of ``KINDS`` or NOTHING, and where in the longer text one that is
# contained stands.
JUDGED = np.dtype(
    [
        ("jaccard", "<u2"),
        ("edit", "<u2"),
        ("containment", "<u2"),
        ("kind", "u1"),
        ("start", "<u4"),
        ("end", "<u4"),
    ]
)
Judged = NDArray[Any]


def judge(
    lefts: Sequence[str],
    rights: Sequence[str],
    thresholds: Thresholds = DEFAULT,
    excerpts: bool = False,
) -> Judged:
    """Return what each text on the left and its fellow on the right are, in order.

    With ``excerpts`` less of a text need stand in one that is clearly longer for it to be
    contained: as much as of similar texts is the same.
    """
    edits = edit_similarities(lefts, rights, thresholds.similar)
    counted = [
        at
        for at, alike in enumerate((edits >= thresholds.near_miss).tolist())
        if alike or not share_little(lefts[at], rights[at])
    ]
    jaccards, containments = np.zeros((2, len(edits)))
    jaccards[counted], containments[counted] = overlaps(
        [lefts[at] for at in counted], [rights[at] for at in counted]
    )
    similar = np.maximum(jaccards, edits)
    out = np.zeros(len(edits), dtype=JUDGED)
    for name, scores in zip(SCORES, (jaccards, edits, containments), strict=True):
        out[name] = np.rint(scores * SCALE)
    kinds = out["kind"]
    kinds[:] = NOTHING
    kinds[similar >= thresholds.near_miss] = REJECTED
    kinds[containments >= thresholds.remove_from] = CONTAINED
    if excerpts:
        sizes = [sorted(map(len, couple)) for couple in zip(lefts, rights, strict=True)]
        longer = np.array([part <= thresholds.similar * whole for part, whole in sizes], dtype=bool)
        kinds[(containments >= thresholds.similar) & longer] = CONTAINED
    kinds[similar >= thresholds.similar] = NEAR
    for at in np.flatnonzero(kinds == NEAR).tolist():
        if lefts[at] == rights[at]:
            kinds[at] = EXACT
        elif only_slots_differ(lefts[at], rights[at]):
            kinds[at] = TEMPLATE
    for at in np.flatnonzero(kinds == CONTAINED).tolist():
        part, whole = lefts[at], rights[at]
        span = locate(part, whole) if len(part) < len(whole) else locate(whole, part)
        out["start"][at], out["end"][at] = span
    return out


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
