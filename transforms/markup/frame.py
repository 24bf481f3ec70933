"""Which lines of a page are its frame, as far as the mark-up tells.

Evidence, never proof: an element that is called a frame is one only if it holds no prose, what
stands outside of the text is its own where it looks like a document's head or foot, links are a
list of the site's only above or below the prose, and a page that would lose all its lines loses
none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from transforms.markup.lines import Line, lines_in, lines_of, overlap
from transforms.markup.title import title_lines
from transforms.markup.tokens import Layout, Span
from transforms.schema import BODY, BOILERPLATE, Block
from transforms.tables.elements import (
    BOXES,
    BYLINE_NAMES,
    COMMENT_NAMES,
    EDGE_NAMES,
    FRAME_NAMES,
    FRAMES,
    NOTICE_NAMES,
    TEXT_BOXES,
    TEXT_NAMES,
)

MOST_PROSE = 0.1  # share of a page's prose that its frame may hold: a disclaimer
MOST_NOTICE = 0.3  # the same of a notice or comment
MOST_WORDS = 0.3  # share of a page's words that are no links: programs put whole pages in a form
LEAST_WORDS = 0.7  # share of the words that are neither links nor frame: the text's
FEWEST_SENTENCES = 3  # of an element that nothing calls a text
MOST_OWN = 6  # lines below the text, up to the last that looks like its own
LONGEST_CAPTION = 12  # code points
MANY_LINKS = 0.7  # share of a line's code points
FEWEST_LINKS = 3  # lines of links, or links of one line, that are a list
_NAMES = FRAME_NAMES | COMMENT_NAMES | NOTICE_NAMES
_SURE = ("chrome:nav", "chrome:footer")  # whatever the share of words
# With these the head of a document may begin above its title, in a table or in red.
_HEAD = re.compile(r".{1,8}[:：\t]|.*[〔\[（(](?:19|20)[0-9]{2}[〕\]）)].{0,8}号|.{2,30}文件$")
# The ends of a document: a date, an attachment, a file, a row of a table.
_FOOT = re.compile(
    r"日\W*$|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\W*$|^\W*附[件表图录]|\t"
    r"|\.(?:docx?|xlsx?|wps|et|pdf|ofd|rar|zip|txt|pptx?|jpe?g)\b|^\W*(?:抄送|主题词|联系人|完$)"
    r"|^\W*[(（].{2,12}[)）]\W*$"
)
_ITEM = re.compile(
    r"第[一二三四五六七八九十百0-9]{1,6}[编章节条]|[(（]?[一二三四五六七八九十0-9]{1,3}[)）、．.]"
)
# What stands beside a link in a list: a sign, a date, a number.
_BESIDE = re.compile(
    r"[\s·•|>»┊\[\]【】()（）]|(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|^[0-9]{1,2}\b"
)
_ATTACHED = ("附件", "附表", "附图", "附录", "相关附件")


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


def frame_lines(lines: Sequence[Line], layout: Layout, title: range) -> dict[int, str]:
    """Return the numbers of the lines of a page's frame, each with the rule that says so."""
    spans = sorted(layout.spans, key=lambda span: (span.start, -span.end))
    weights = _weigh(lines)
    found = _called_frames(lines, weights, spans, title)
    edges = list(_edges(lines, weights, spans, title))
    box = _text_box(lines, spans, {*found, *title, *chain.from_iterable(edges)})
    if box:
        outside = chain.from_iterable(each for each in edges if not overlap(each, box))
        found |= dict.fromkeys(outside, "chrome:named")
        found = dict.fromkeys(_outside(lines, title, box, found), "chrome:outside") | found
    prose = [number for number, line in enumerate(lines) if line.is_prose and number not in found]
    if prose:
        for numbers in (range(prose[0]), range(prose[-1] + 1, len(lines))):
            for number in _link_lists(lines, numbers):
                found.setdefault(number, "chrome:links")
            for number in numbers:
                if {number - 1, number + 1} <= found.keys() and _is_caption(lines[number]):
                    found.setdefault(number, "chrome:outside")
    for number in title:
        found.pop(number, None)
    left = any(number not in found and number not in title for number in range(len(lines)))
    return found if left else {}


class _Weights(NamedTuple):
    """The code points of prose, and of words that are no links, above each line of a page."""

    prose: Sequence[int]
    own: Sequence[int]

    def shares(self, numbers: range) -> tuple[float, float]:
        """Return which shares of the page's prose and of its own words some lines hold."""
        low, high = numbers.start, numbers.stop
        return (
            (self.prose[high] - self.prose[low]) / max(1, self.prose[-1]),
            (self.own[high] - self.own[low]) / max(1, self.own[-1]),
        )

    def is_last(self, numbers: range) -> bool:
        """Tell whether there is prose above some lines, and none below them."""
        return self.prose[numbers.start] > 0 and self.prose[numbers.stop] == self.prose[-1]


def _weigh(lines: Sequence[Line], without: Container[int] = ()) -> _Weights:
    kept = [None if number in without else line for number, line in enumerate(lines)]
    prose = (len(line.words) if line and line.is_prose else 0 for line in kept)
    own = (len(line.words) - line.linked if line and not _is_linked(line) else 0 for line in kept)
    return _Weights([0, *accumulate(prose)], [0, *accumulate(own)])


def _called_frames(
    lines: Sequence[Line], weights: _Weights, spans: Sequence[Span], title: range
) -> dict[int, str]:
    """Return the lines of the elements that are called a frame, wherever they stand."""
    articles = _depths(lines, [span for span in spans if span.kind == "article"])
    found: dict[int, str] = {}
    for span in spans:
        rule = _rule(span)
        numbers = lines_in(lines, span) if rule else range(0)
        if not numbers or numbers.start in found or overlap(numbers, title):
            continue
        if span.kind in ("header", "footer") and articles[numbers.start]:
            continue  # an article's own
        if rule == "chrome:meta" and not _is_byline(lines, weights, numbers, title):
            continue
        prose, own = weights.shares(numbers)
        is_comment = not span.names.isdisjoint(COMMENT_NAMES) and weights.is_last(numbers)
        is_notice = span.kind == "marquee" or not span.names.isdisjoint(NOTICE_NAMES)
        if prose > (MOST_NOTICE if is_notice else MOST_PROSE) and not is_comment:
            continue
        if rule in _SURE or own <= MOST_WORDS:
            found.update((number, rule) for number in numbers)
    return found


def _rule(span: Span) -> str:
    """Return the rule by which an element is called a frame, "" if it is not."""
    if span.kind in FRAMES:
        return f"chrome:{span.kind}"
    if not span.names.isdisjoint(BYLINE_NAMES):
        return "chrome:meta"
    return "" if span.names.isdisjoint(_NAMES) else "chrome:named"


def _is_byline(lines: Sequence[Line], weights: _Weights, numbers: range, title: range) -> bool:
    """Tell whether lines stand between title and prose, without the head of a document."""
    above = weights.prose[title.stop if title else 0]
    heads = any(_HEAD.match(lines[number].words) for number in numbers)
    return weights.prose[numbers.stop] == above and not heads


def _edges(
    lines: Sequence[Line], weights: _Weights, spans: Sequence[Span], title: range
) -> Iterator[range]:
    """Yield the lines of each element that is called a page's head or foot.

    Below all other prose there may be a disclaimer or two.
    """
    until = 0
    for span in spans:
        numbers = range(0) if span.names.isdisjoint(EDGE_NAMES) else lines_in(lines, span)
        if not numbers or numbers.start < until or overlap(numbers, title):
            continue
        prose, own = weights.shares(numbers)
        most = MOST_NOTICE if weights.is_last(numbers) else MOST_PROSE
        if prose <= most and own <= MOST_WORDS:
            until = numbers.stop
            yield numbers


def _text_box(lines: Sequence[Line], spans: Sequence[Span], framed: Container[int]) -> range:
    """Return the lines of the smallest element with the page's prose, and most of its words."""
    weights = _weigh(lines, framed)
    sentences = [0, *accumulate(line.is_prose for line in lines)]
    best = range(len(lines) + 1)
    for span in spans:
        numbers = lines_in(lines, span) if span.kind in BOXES else range(0)
        if not 0 < len(numbers) <= len(best):
            continue
        is_text = span.kind in TEXT_BOXES or not span.names.isdisjoint(TEXT_NAMES)
        fewest = 1 if is_text else FEWEST_SENTENCES
        prose, own = weights.shares(numbers)
        enough = sentences[numbers.stop] - sentences[numbers.start] >= fewest
        if enough and prose >= 1 - MOST_PROSE and own >= LEAST_WORDS:
            best = numbers
    return best if len(best) <= len(lines) else range(0)


def _outside(
    lines: Sequence[Line], title: range, box: range, framed: Container[int]
) -> Iterator[int]:
    """Yield the lines above title and text, and below the text, that are not the text's own.

    Its own are what stands directly above or below it and looks like a document's head, its
    signature or its attachments, and all up to a sentence or item: then the element is not all
    of the text.
    """
    above = range(min(title.start, box.start)) if title else range(0)
    field = next((number for number in above if _HEAD.match(lines[number].words)), len(above))
    yield from (number for number in range(field) if not lines[number].is_prose)
    own = box.stop
    for number in range(box.stop, len(lines)):
        line = lines[number]
        is_near = number < box.stop + MOST_OWN and _FOOT.search(line.words)
        if number not in framed and (is_near or line.is_prose or _ITEM.match(line.words)):
            own = number + 1
    yield from (number for number in range(own, len(lines)) if "\t" not in lines[number].words)


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


def _is_caption(line: Line) -> bool:
    """Tell whether a line may head a list of the page's: it is short, and no number or date."""
    return len(line.words) <= LONGEST_CAPTION and not (
        _HEAD.match(line.words) or _FOOT.search(line.words) or line.words.endswith("号")
    )


def _is_linked(line: Line) -> bool:
    own = _BESIDE.sub("", line.words)
    return (
        line.linked > 0
        and line.linked >= MANY_LINKS * len(own)
        and not line.words.startswith(_ATTACHED)
        and not line.is_prose
    )


def _depths(lines: Sequence[Line], spans: Sequence[Span]) -> list[int]:
    """Return of each line in how many of the spans it lies."""
    steps = [0] * (len(lines) + 1)
    for numbers in (lines_in(lines, span) for span in spans):
        steps[numbers.start] += 1
        steps[numbers.stop] -= 1
    return list(accumulate(steps))
