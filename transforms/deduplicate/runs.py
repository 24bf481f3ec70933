"""Runs of sentences that two documents share, to the code point, however their lines are cut.

A section copied from one document to another is one run; so is a passage that is but a part of a
paragraph on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import Codes, ShortHashes, text_of
from transforms.deduplicate.passages import anchor_hashes, common

SHORTEST = 50  # key code points; shorter ones are turns of speech
RAGGED = 8  # source code points by which a run may stand out of a paragraph that explains it

Spans = tuple[int, int, int, int]  # start and end in the left source, and in the right one


class Whole(NamedTuple):
    """A document in which runs are looked for; ``places``: where its code points stand."""

    codes: Codes
    places: NDArray[np.uint32]
    text: str
    hashes: ShortHashes

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the source a part of the key stands."""
        return int(self.places[start]), int(self.places[end - 1]) + 1


def whole_of(codes: Codes, places: NDArray[np.uint32]) -> Whole:
    """Return a document to look for runs in."""
    return Whole(codes, places, text_of(codes), anchor_hashes(codes))


def runs(left: Whole, right: Whole, known: Sequence[Spans]) -> list[tuple[str, str, Spans]]:
    """Return both sides of each run, and where they stand, in the order of the right document.

    ``known`` are the verified pairs of paragraphs of the two: what lies in one of them is not said
    again.
    """
    before = len(left.text) + 1  # of the right document's code points
    found = []
    for each in common(left.codes, right.codes, left.hashes, right.hashes):
        if each.end - each.start < SHORTEST:
            continue
        here, there = (each.twin_start, each.twin_end), (each.start - before, each.end - before)
        spans = *left.span(*here), *right.span(*there)
        if not any(_inside(spans, pair) for pair in known):
            found.append((left.text[slice(*here)], right.text[slice(*there)], spans))
    return found


def _inside(run: Spans, pair: Spans) -> bool:
    """Tell whether both sides of a run lie in those of a pair."""
    start, end, twin_start, twin_end = run
    return (
        pair[0] - RAGGED <= start
        and end <= pair[1] + RAGGED
        and pair[2] - RAGGED <= twin_start
        and twin_end <= pair[3] + RAGGED
    )
