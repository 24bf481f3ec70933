"""The lines of a page, and what of each is prose or links."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from transforms.markup.tokens import Span
from transforms.tables.characters import folded

LEAST_PROSE = 30  # code points of a line that ends a sentence
_SENTENCE_END = "。；！？!?;"
_NOTES = re.compile(r"(?<!\])(?:\[[0-9]{1,3}+\])+$")  # numbers of notes
_QUOTES = '”’」』）)"'


fold = cache(folded)


def viewed(words: str) -> str:
    """Return words as the view has them."""
    return "".join([fold().get(character, character) for character in words])


class Line(NamedTuple):
    """A line of the page: ``end`` is behind its last character, ``until`` behind its line end."""

    start: int
    end: int
    until: int
    words: str
    linked: int  # code points
    links: int
    leads: int = 0  # code points of a link with which the line begins

    @property
    def is_prose(self) -> bool:
        own = len(self.words) - self.linked
        if own < LEAST_PROSE:
            return False
        words = _NOTES.sub("", self.words) if self.words[-1] == "]" else self.words
        return words.rstrip(_QUOTES)[-1:] in tuple(_SENTENCE_END)


def lines_of(text: str, links: Sequence[Span]) -> list[Line]:
    """Return the lines of a page; a link belongs to the line in which it begins."""
    found: list[Line] = []
    at = number = 0
    for row in text.split("\n"):
        start, end = at, at + len(row)
        at = end + 1
        linked = count = leads = 0
        while number < len(links):
            low, high = links[number].start, links[number].end
            low += text.startswith("\n", low)  # the line end that the link's first word brings
            if low >= at:
                break
            linked += len(text[low : min(high, end)].strip())
            leads = linked if low == start else leads
            count += 1
            number += 1
        found.append(Line(start, end, min(at, len(text)), row.strip(), linked, count, leads))
    return [line for line in found if line.start < line.until]


def lines_in(lines: Sequence[Line], span: Span) -> range:
    """Return the numbers of the lines that lie inside a span."""
    first = bisect_left(lines, span.start, key=lambda line: line.start)
    return range(first, max(first, bisect_right(lines, span.end, key=lambda line: line.end)))


def overlap(left: range, right: range) -> bool:
    return left.start < right.stop and right.start < left.stop


def depths(lines: Sequence[Line], spans: Sequence[Span]) -> list[int]:
    """Return of each line in how many of the spans it lies."""
    steps = [0] * (len(lines) + 1)
    for numbers in (lines_in(lines, span) for span in spans):
        steps[numbers.start] += 1
        steps[numbers.stop] -= 1
    return list(accumulate(steps))
