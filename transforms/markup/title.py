"""Which lines of a page are the title of its document, as far as the mark-up tells."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain

from transforms.markup.lines import Line, lines_in
from transforms.markup.tokens import Layout
from transforms.tables.elements import FRAMES, HEADINGS, NOTICE_NAMES, OWNERS

LEAST_TITLE = 4  # code points
LEAST_FIRST = 2  # of the only h1, if the page's title bears it out
LEAST_ALONE = 10  # of the only heading, if it does not: a column's name is shorter
LONGEST_TITLE = 300
MOST_LINES = 4  # of a title
MOST_SAID = 0.6  # share of a heading that the page's title must say, if it adds to it
MOST_BETWEEN = 12  # lines between a page's title and the same in its text
_PARTS = " \t_-—–|·:：,，(（【<《"  # what parts a page's title from the name of its site
_NAMES = re.compile("[_|·—–-]")
_SITES = re.compile("[_|]")
_PROGRAM = "Poweredby"  # the program's name behind it is longer than any site's
_KIND = re.compile(
    r"(?:[\[【][^\[\]【】]{1,8}[\]】] ?)+(?=\S)"
)  # [原创] before the title of a post


def title_lines(lines: Sequence[Line], layout: Layout) -> range:
    """Return the numbers of the lines that are the title of the page's document.

    These are the words with which the page's title begins or ends, best in a heading, else above
    the prose; where the page has no title, its only first heading.
    """
    spans = {
        kind: [lines_in(lines, span) for span in layout.spans if span.kind == kind]
        for kind in (*HEADINGS, *FRAMES, *OWNERS)
    }
    owned = {number for kind in OWNERS for numbers in spans[kind] for number in numbers}
    headings = [
        numbers for kind in HEADINGS for numbers in spans[kind] if 0 < len(numbers) <= MOST_LINES
    ]
    framed = {
        number
        for kind in FRAMES
        for numbers in spans[kind]
        for number in numbers[:MOST_LINES]
        if kind != "header" or number not in owned
    }
    notices = {
        number
        for span in layout.spans
        if not span.names.isdisjoint(NOTICE_NAMES)
        for number in lines_in(lines, span)[:MOST_LINES]
    }
    prose = next(
        (n for n, line in enumerate(lines) if line.is_prose and n not in notices), len(lines)
    )
    singles = [
        range(number, number + 1)
        for number in range(prose)
        if number not in framed and not lines[number].links
    ]
    alone = _alone(lines, layout.title, spans["h1"], framed)
    if alone:
        return alone
    for candidates in (headings, singles):
        fitting = [_fit(layout.title, _words(lines, numbers)) for numbers in candidates]
        if max(fitting, default=0) >= LEAST_TITLE:
            return candidates[fitting.index(max(fitting))]
        if candidates is headings:
            only = _only_heading(lines, layout.title, spans, framed, range(prose))
            others = (_fit(layout.title, _words(lines, numbers)) for numbers in singles)
            words, whole = _words(lines, only), "".join(layout.title.split())
            begins = whole.startswith(words) and whole[len(words) :][:1] in _PARTS
            is_sure = begins and only in spans["h1"]  # else it may be the name of the site
            if only and (is_sure or len(words) >= max(others, default=0)):
                return only
    return range(0)


def _alone(
    lines: Sequence[Line], title: str, headings: Sequence[range], framed: Container[int]
) -> range:
    """Return the lines of the only h1, if the page's title says most of it at its begin.

    It may add words of its own to it: the way to cook ….
    """
    if len(headings) != 1 or not 0 < len(headings[0]) <= MOST_LINES:
        return range(0)
    if any(number in framed or lines[number].links for number in headings[0]):
        return range(0)
    words = "".join(_words(lines, headings[0])[:LONGEST_TITLE].split())
    name = _SITES.split("".join(title[:LONGEST_TITLE].split()), maxsplit=1)[0]
    said = SequenceMatcher(None, words, name, autojunk=False).find_longest_match()
    is_most = len(words) >= LEAST_TITLE and said.size >= max(LEAST_TITLE, MOST_SAID * len(words))
    return headings[0] if is_most and 2 * len(words) >= MOST_SAID * len(name) else range(0)


def repeated_lines(lines: Sequence[Line], title: range) -> range:
    """Return the lines, two or more, that say below a title the same; one line is a heading's.

    They stand above the text, with some lines of the page's between.
    """
    said = "".join(_words(lines, title).split())
    for first in range(title.stop, min(title.stop + MOST_BETWEEN, len(lines))) if said else ():
        words = ""
        for number in range(first, min(first + MOST_LINES, len(lines))):
            words += "".join(lines[number].words.split())
            if not said.startswith(words):
                break
            if words == said and number > first:
                return range(first, number + 1)
    return range(0)


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
        is_borne = is_borne or (len(words) >= LEAST_TITLE and words in whole)
        if len(words) >= LEAST_FIRST and is_borne if title else len(words) >= LEAST_TITLE:
            return first[0]
    if title and len(every) == 1 and len(every[0]) <= MOST_LINES and every[0].start in above:
        words, parts = _words(lines, every[0]), _NAMES.split("".join(title.split()))
        is_longest = len(words) >= LEAST_TITLE and words == max(parts, key=len)
        return every[0] if is_longest or len(words) >= LEAST_ALONE else range(0)
    return range(0)


def kind_of_post(words: str, title: str, linked: int = 0) -> int:
    """Return how many code points before a title say of what kind it is.

    The page's title has none, or they are a link, to others of the kind: the first ``linked``.
    """
    kind = _KIND.match(words)
    if not kind:
        return 0
    said = kind.group().strip()
    return kind.end() if said not in title or linked == len(said) else 0


def _words(lines: Sequence[Line], numbers: range) -> str:
    return "".join(lines[number].words for number in numbers)


def _fit(title: str, words: str) -> int:
    """Return how many code points of a page's title a line's words are, at its begin or end.

    Less than half of the title is the name of its site, but for the longest name, if it begins.
    """
    words = words[kind_of_post(words, title) :]
    title = title[kind_of_post(title, words) :]
    title, words = "".join(title[:LONGEST_TITLE].split()), "".join(words[:LONGEST_TITLE].split())
    if not words or words not in title:
        return 0
    before, _, behind = title.partition(words)
    names = (name for name in _NAMES.split(behind) if not name.startswith(_PROGRAM))
    others = max(map(len, names), default=0)
    if 2 * len(words) < len(title) and (before or others > len(words)):
        return 0
    if not before and (not behind or behind[0] in _PARTS):
        return len(words)
    return len(words) if not behind and before[-1] in _PARTS else 0
