"""Which lines of a page are its title, and which its frame, as far as the mark-up tells.

Evidence, never proof: an element that is called a frame is one only if it holds no prose, links
are a list of the site's only above or below the prose, and a page that would lose all its lines
loses none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from transforms.markup.tokens import Layout, Span
from transforms.schema import BODY, BOILERPLATE, Block
from transforms.tables.elements import FRAMES, HEADINGS

LEAST_TITLE = 4  # code points
LONGEST_TITLE = 300
MOST_LINES = 4  # of a title
LEAST_PROSE = 30  # code points of a line that ends a sentence
MOST_PROSE = 0.1  # share of a page's prose that its frame may hold: a disclaimer
MOST_WORDS = 0.3  # share of a page's words that are no links: programs put whole pages in a form
MANY_LINKS = 0.7  # share of a line's code points
FEWEST_LINKS = 3  # lines of links, or links of one line, that are a list
_SENTENCE_END = "。；！？!?;"
_PARTS = " \t_-—–|·:：,，(（【<《"  # what parts a page's title from the name of its site
_ATTACHED = ("附件", "附表", "附图", "附录", "相关附件")


class Line(NamedTuple):
    """A line of the page: ``end`` is behind its last character, ``until`` behind its line end."""

    start: int
    end: int
    until: int
    words: str
    linked: int  # code points
    links: int

    @property
    def is_prose(self) -> bool:
        own = len(self.words) - self.linked
        return own >= LEAST_PROSE and self.words[-1:] in tuple(_SENTENCE_END)


def name_lines(text: str, layout: Layout) -> Iterator[Block]:
    """Yield the lines of a page that are its title or its frame, as blocks in order."""
    if not layout.spans and not layout.title:
        return
    lines = lines_of(text, [span for span in layout.spans if span.kind == "a"])
    title = title_lines(lines, layout)
    frame = frame_lines(lines, layout, title)
    for number, line in enumerate(lines):
        if number in title:
            yield Block(line.start, line.until, BODY, "heading:marked")
        elif number in frame:
            yield Block(line.start, line.until, BOILERPLATE, frame[number])


def lines_of(text: str, links: Sequence[Span]) -> list[Line]:
    """Return the lines of a page; a link belongs to the line in which it begins."""
    found: list[Line] = []
    at = number = 0
    for row in text.split("\n"):
        start, end = at, at + len(row)
        at = end + 1
        linked = count = 0
        while number < len(links):
            low, high = links[number].start, links[number].end
            low += text.startswith("\n", low)  # the line end that the link's first word brings
            if low >= at:
                break
            linked += len(text[low : min(high, end)].strip())
            count += 1
            number += 1
        found.append(Line(start, end, min(at, len(text)), row.strip(), linked, count))
    return [line for line in found if line.start < line.until]


def title_lines(lines: Sequence[Line], layout: Layout) -> range:
    """Return the numbers of the lines that are the title of the page's document.

    These are the words with which the page's title begins or ends, best in a heading, else above
    the prose; where the page has no title, its only first heading.
    """
    spans = {
        kind: [_in(lines, span) for span in layout.spans if span.kind == kind]
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
    first = [numbers for numbers in spans["h1"] if numbers]
    if not layout.title and len(first) == 1 and len(_words(lines, first[0])) >= LEAST_TITLE:
        return first[0] if len(first[0]) <= MOST_LINES else range(0)
    return range(0)


def _words(lines: Sequence[Line], numbers: range) -> str:
    return "".join(lines[number].words for number in numbers)


def _fit(title: str, words: str) -> int:
    """Return how many code points of a page's title a line's words are, at its begin or end."""
    title, words = "".join(title[:LONGEST_TITLE].split()), "".join(words[:LONGEST_TITLE].split())
    if 2 * len(words) < len(title) or not words:
        return 0  # the name of its site
    before, found, behind = title.partition(words)
    if not found:
        return 0
    if not before and (not behind or behind[0] in _PARTS):
        return len(words)
    return len(words) if not behind and before[-1] in _PARTS else 0


def frame_lines(lines: Sequence[Line], layout: Layout, title: range) -> dict[int, str]:
    """Return the numbers of the lines of a page's frame, each with the rule that says so."""
    prose = [number for number, line in enumerate(lines) if line.is_prose]
    sums = [0, *accumulate(len(line.words) if line.is_prose else 0 for line in lines)]
    own = [0, *accumulate(len(line.words) - line.linked for line in lines)]
    articles = _depths(lines, [span for span in layout.spans if span.kind == "article"])
    found: dict[int, str] = {}
    for span in sorted(layout.spans, key=lambda span: (span.start, -span.end)):
        numbers = _in(lines, span) if span.kind in FRAMES else range(0)
        if not numbers or numbers.start in found or _overlap(numbers, title):
            continue
        if span.kind in ("header", "footer") and articles[numbers.start]:
            continue  # an article's own
        low, high = numbers.start, numbers.stop
        if sums[high] - sums[low] > MOST_PROSE * sums[-1]:
            continue
        if span.kind in ("nav", "footer") or own[high] - own[low] <= MOST_WORDS * own[-1]:
            found.update((number, f"chrome:{span.kind}") for number in numbers)
    if prose:
        for numbers in (range(prose[0]), range(prose[-1] + 1, len(lines))):
            for number in _link_lists(lines, numbers):
                found.setdefault(number, "chrome:links")
    for number in title:
        found.pop(number, None)
    left = any(number not in found and number not in title for number in range(len(lines)))
    return found if left else {}


def _link_lists(lines: Sequence[Line], numbers: range) -> Iterator[int]:
    """Yield those of the lines that stand in a list of links."""
    run: list[int] = []
    for number in (*numbers, None):
        if number is not None and _is_linked(lines[number]):
            run.append(number)
            continue
        if sum(lines[each].links for each in run) >= FEWEST_LINKS:
            yield from run
        run = []


def _is_linked(line: Line) -> bool:
    own = [character for character in line.words if not character.isspace()]
    return (
        line.linked > 0
        and line.linked >= MANY_LINKS * len(own)
        and not line.words.startswith(_ATTACHED)
        and not line.is_prose
    )


def _in(lines: Sequence[Line], span: Span) -> range:
    """Return the numbers of the lines that lie inside a span."""
    first = bisect_left(lines, span.start, key=lambda line: line.start)
    return range(first, max(first, bisect_right(lines, span.end, key=lambda line: line.end)))


def _depths(lines: Sequence[Line], spans: Sequence[Span]) -> list[int]:
    """Return of each line in how many of the spans it lies."""
    steps = [0] * (len(lines) + 1)
    for numbers in (_in(lines, span) for span in spans):
        steps[numbers.start] += 1
        steps[numbers.stop] -= 1
    return list(accumulate(steps))


def _overlap(left: range, right: range) -> bool:
    return left.start < right.stop and right.start < left.stop
