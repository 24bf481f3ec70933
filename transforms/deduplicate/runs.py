"""Runs of sentences that two documents share, to the code point, however their lines are cut.

A section copied from one document to another is one run; so is a passage that is but a part of a
paragraph on either side.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from transforms.deduplicate.fingerprint import Passage
from transforms.deduplicate.key import codes_of
from transforms.deduplicate.passages import passages
from transforms.schema import Pair

SHORTEST = 50  # key code points; shorter ones are turns of speech
RAGGED = 8  # source code points by which a run may stand out of a paragraph that explains it

_BETWEEN = np.zeros(1, dtype=np.uint32)  # stands in no key, so no run sees both documents


def runs(
    left: Passage, right: Passage, paragraphs: Iterable[Pair]
) -> list[tuple[Passage, Passage]]:
    """Return both sides of each run, in the order of the right document.

    ``paragraphs`` are the verified pairs of paragraphs of the two: what lies in one of them is not
    said again.
    """
    size = len(left.key)
    known = [(pair.left[1:], pair.right[1:]) for pair in paragraphs]
    found = []
    for each in passages(np.concatenate((codes_of(left.key), _BETWEEN, codes_of(right.key)))):
        if each.twin_end > size or each.start <= size or each.end - each.start < SHORTEST:
            continue  # repeated inside one of the two, or short
        sides = (
            _part(left, each.twin_start, each.twin_end),
            _part(right, each.start - size - 1, each.end - size - 1),
        )
        if not any(_inside(sides[0], one) and _inside(sides[1], other) for one, other in known):
            found.append(sides)
    return found


def _part(whole: Passage, start: int, end: int) -> Passage:
    """Return a part of a document, given by its place in the key."""
    places = whole.places[start:end]
    return Passage(
        whole.document, "run", int(places[0]), int(places[-1]) + 1, whole.key[start:end], places
    )


def _inside(part: Passage, span: tuple[int, int]) -> bool:
    return span[0] - RAGGED <= part.start and part.end <= span[1] + RAGGED
