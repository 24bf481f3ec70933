"""What a text's own indents and blank lines say of its paragraphs: how it sets them is learned.

Where a line plainly goes on (it breaks off in a clause) or plainly ends (with a sentence, far from
the margin), the white space before the next line is a witness: in most texts an indent begins a
paragraph, in a dictionary or a play it goes on with one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

FEWEST = 2  # witnesses
MAJORITY = 4  # as many say one thing as say the other


class Space(NamedTuple):
    """The white space beside a line end: the indents of both lines, whether a line is blank."""

    above: int
    below: int
    blank: bool


class Layout:
    """How often a paragraph goes on, and ends, at each kind of white space."""

    def __init__(self, witnesses: Iterable[tuple[Space, bool]]) -> None:
        self._counts: dict[Space | tuple[int, bool], list[int]] = {}
        for space, goes_on in witnesses:
            for kind in _kinds(space):
                self._counts.setdefault(kind, [0, 0])[goes_on] += 1
        parting = [counts for kind, counts in self._counts.items() if len(kind) == 2 and kind[1]]
        self.parted = any(_said(*counts) is False for counts in parting)
        self.parted = self.parted and not any(goes_on for _, goes_on in parting)
        said = {self._says(kind, *counts) for kind, counts in self._counts.items()}
        self.tells = {True, False} <= said  # else white space makes no difference

    def goes_on(self, space: Space, own: bool | None) -> bool | None:
        """Return whether a paragraph goes on at such a white space, None: the text does not tell.

        ``own`` is what the line end itself says, which is no witness here.
        """
        if not self.tells:
            return None
        for kind in _kinds(space):
            counts = [*self._counts.get(kind, (0, 0))]
            if own is not None:
                counts[own] -= 1
            if (said := self._says(kind, *counts)) is not None:
                return said
        return None

    def _says(self, kind: Space | tuple[int, bool], ends: int, goes_on: int) -> bool | None:
        """Return what the witnesses at a kind of white space say.

        Where blank lines part the paragraphs, lines with none between may well end in a full stop.
        """
        is_inside = self.parted and not kind[-1]
        return _said(ends // 2 if is_inside else ends, goes_on)


def _kinds(space: Space) -> tuple[Space, tuple[int, bool]]:
    """Return what a white space is an example of, the nearest first."""
    return space, (space.below, space.blank)


def _said(ends: int, goes_on: int) -> bool | None:
    if max(ends, goes_on) < FEWEST or max(ends, goes_on) < MAJORITY * min(ends, goes_on):
        return None
    return goes_on > ends
