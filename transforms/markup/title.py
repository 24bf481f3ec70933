"""Which lines of a page are the title of its document, as far as the mark-up tells."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import chain

from transforms.markup.lines import Line, lines_in
from transforms.markup.tokens import Layout
from transforms.tables.elements import FRAMES, HEADINGS

LEAST_TITLE = 4  # code points
LEAST_FIRST = 2  # of the only h1, if the page's title bears it out
LEAST_ALONE = 10  # of the only heading, if it does not: a column's name is shorter
LONGEST_TITLE = 300
MOST_LINES = 4  # of a title
_PARTS = " \t_-—–|·:：,，(（【<《"  # what parts a page's title from the name of its site
_NAMES = re.compile("[_|·—–-]")


def title_lines(lines: Sequence[Line], layout: Layout) -> range:
    """Return the numbers of the lines that are the title of the page's document.

    These are the words with which the page's title begins or ends, best in a heading, else above
    the prose; where the page has no title, its only first heading.
    """
    spans = {
        kind: [lines_in(lines, span) for span in layout.spans if span.kind == kind]
        for kind in (*HEADINGS, *FRAMES)
    }
    headings = [
        numbers for kind in HEADINGS for numbers in spans[kind] if 0 < len(numbers) <= MOST_LINES
    ]
    framed = {
        number for kind in FRAMES for numbers in spans[kind] for number in numbers[:MOST_LINES]
    }
    prose = next((number for number, line in enumerate(lines) if line.is_prose), len(lines))
    singles = [
        range(number, number + 1)
        for number in range(prose)
        if number not in framed and not lines[number].links
    ]
    for candidates in (headings, singles):
        fitting = [_fit(layout.title, _words(lines, numbers)) for numbers in candidates]
        if max(fitting, default=0) >= LEAST_TITLE:
            return candidates[fitting.index(max(fitting))]
    return _only_heading(lines, layout.title, spans, framed, range(prose))


def _only_heading(
    lines: Sequence[Line],
    title: str,
    spans: Mapping[str, Sequence[range]],
    framed: Container[int],
    above: range,
) -> range:
    """Return the lines of the only heading that may be the title, if there is but one.

    ``above`` are the lines above the prose. The name of a site is a link, or stands in a frame.
    """
    headings = {
        kind: [
            numbers
            for numbers in spans[kind]
            if numbers
            and not (title and any(each in framed or lines[each].links for each in numbers))
        ]
        for kind in HEADINGS
    }
    first, every = headings["h1"], list(chain.from_iterable(headings.values()))
    if len(first) == 1 and len(first[0]) <= MOST_LINES:
        words, whole = _words(lines, first[0]), "".join(title.split())
        is_borne = whole.startswith(words) or whole.endswith(words)
        if len(words) >= LEAST_FIRST and is_borne if title else len(words) >= LEAST_TITLE:
            return first[0]
    if title and len(every) == 1 and len(every[0]) <= MOST_LINES and every[0].start in above:
        return every[0] if len(_words(lines, every[0])) >= LEAST_ALONE else range(0)
    return range(0)


def _words(lines: Sequence[Line], numbers: range) -> str:
    return "".join(lines[number].words for number in numbers)


def _fit(title: str, words: str) -> int:
    """Return how many code points of a page's title a line's words are, at its begin or end.

    Less than half of the title is the name of its site, but for the longest name, if it begins.
    """
    title, words = "".join(title[:LONGEST_TITLE].split()), "".join(words[:LONGEST_TITLE].split())
    if not words or words not in title:
        return 0
    before, _, behind = title.partition(words)
    others = max(map(len, _NAMES.split(behind)))
    if 2 * len(words) < len(title) and (before or others > len(words)):
        return 0
    if not before and (not behind or behind[0] in _PARTS):
        return len(words)
    return len(words) if not behind and before[-1] in _PARTS else 0
