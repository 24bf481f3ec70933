"""Which lines of a page are its frame, as far as the mark-up tells.

Evidence, never proof: an element that is called a frame is one only if it holds no prose, what
stands outside of the text is its own where it looks like a document's head or foot, links are a
list of the site's only above or below the prose, what others wrote is so only below a heading that
says it, and a page that would lose all its lines loses none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from transforms.markup.lines import LEAST_PROSE, Line, depths, lines_in, lines_of, overlap, viewed
from transforms.markup.posts import posts
from transforms.markup.title import kind_of_post, repeated_lines, title_lines
from transforms.markup.tokens import Layout, Span
from transforms.schema import BODY, BOILERPLATE, Block
from transforms.tables.elements import (
    BOXES,
    BUTTONS,
    BYLINE_NAMES,
    CODE_NAMES,
    COMMENT_NAMES,
    EDGE_NAMES,
    FRAME_NAMES,
    FRAMES,
    HEADINGS,
    NOTE_NAMES,
    NOTICE_NAMES,
    ONWARD_NAMES,
    OWNERS,
    PREFORMATTED,
    TEXT_BOXES,
    TEXT_NAMES,
)
from transforms.tables.noise.apps import OTHERS_HEAD
from transforms.tables.noise.interface import is_interface
from transforms.tables.noise.tail import LIST_HEAD
from transforms.tables.script import IDEOGRAPHS

MOST_PROSE = 0.1  # share of a page's prose that its frame may hold: a disclaimer
MOST_OTHERS = 0.5  # of it below a heading like 其他回答
MOST_BELOW = 0.1  # share of a page's own words that may stand below the first line of its foot
MOST_NOTICE = 0.3  # the same of a notice or comment
MOST_WORDS = 0.3  # share of a page's words that are no links: programs put whole pages in a form
LEAST_WORDS = 0.7  # share of the words that are neither links nor frame: the text's
LEAST_NAMED = 0.5  # the same of an element that is called a text
FEWEST_SENTENCES = 3  # of an element that nothing calls a text
MOST_OWN = 6  # lines below the text, up to the last that looks like its own
MOST_BETWEEN = 2  # lines between those of a document's head above its title
LONGEST_HEAD = 24  # code points of what heads a list of links
LONGEST_CAPTION = 12  # code points
LONGEST_BYLINE = 60
LEAST_TITLE = 8
MOST_WORDS_UP = 3  # of a line that leads up to a title: a menu has more
MOST_HAN = 0.3  # share of the characters of code, in words and remarks
MANY_LINKS = 0.7  # share of a line's code points
FEWEST_LINKS = 3  # lines of links, or links of one line, that are a list
FEWEST_LINKS_ABOVE = 2  # the same, above the prose: there are no files yet
_HAN = re.compile(f"[{IDEOGRAPHS}]")
_NAMES = FRAME_NAMES | COMMENT_NAMES | NOTICE_NAMES
_SURE = ("chrome:nav", "chrome:footer")  # whatever the share of words
_PAGE_FIELDS = (
    "(?:作者|分[类類]|[发發][布佈表]|更新|[点點][击擊][数數]|[标標][签籤]|[浏瀏][览覽]|[阅閱][读讀]|[评評][论論]"
    "|[字热訪访][数熱度客數]|(?:本文|文章|全文)(?:[字总總]|[热熱]度)|[预預][计計]|[约約]"
    "|(?:[您你][的现現]?|[当當]前|[现現]在|所在)*位置|[当當]前(?:[栏欄]目|[页頁]面))"
)
_PAGE_FIELD = re.compile(_PAGE_FIELDS)
# With these the head of a document may begin above its title, in a table or in red.
_HEAD = re.compile(
    rf"(?!{_PAGE_FIELDS}).{{1,8}}(?:(?<![0-9])[:：]|\t)\s*+\S|.*[〔\[（(](?:19|20)[0-9]{{2}}[〕\]）)].{{0,8}}号|.{{2,30}}文件$"
)
# The ends of a document: a date, an attachment, a file, a row of a table.
_FOOT = re.compile(
    r"日\W*$|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\W*$|^\W*附[件表图录]|\t"
    r"|\.(?:docx?|xlsx?|wps|et|pdf|ofd|rar|zip|txt|pptx?|jpe?g)\b|^\W*(?:抄送|主题词|联系人|完$)"
    r"|^\W*[(（].{2,12}[)）]\W*$"
)
_HOUR = re.compile(
    r"[0-9]{1,2}日?,? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?(?:阅读|閱讀|约|全文)[^:：]{1,12})?$"
)
_ITEM = re.compile(
    r"第[一二三四五六七八九十百0-9]{1,6}[编章节条]|[(（]?[一二三四五六七八九十0-9]{1,3}[)）、．.]"
    r"|\[[0-9]{1,3}\] ?(?=[^\s\[\]]{4})"  # a note
)
# What stands beside a link in a list: a sign, a date, a number.
_BESIDE = re.compile(
    r"[\s·•▪|>»┊\[\]【】()（）]|(?:(?:19|20)?[0-9]{2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|^[0-9]{1,2}\b"
)
_BUTTONS = re.compile(
    rf"(?:[\[【·|]? ?(?:{'|'.join(sorted(BUTTONS, key=len, reverse=True))})[\]】]? ?)++"
)
_list_head = LIST_HEAD.compile()
_heads_others = OTHERS_HEAD.compile()
_ONWARD = re.compile(
    r"\W{0,3}(?:(?:延伸|相[关關]|推[荐薦]|[热熱][门門]|精彩|更多|往期|[关關][联聯]|拓展|最新)"
    r"(?:[阅閱][读讀]|新[闻聞]|[报報][道導]|文章|[链鏈連][接結]|推[荐薦]|[内內]容|[资資][讯訊]|稿件|精彩|回[顾顧])"
    r"|猜[你您].{2,4}|[您你]可能.{2,6}|[为為][您你]推[荐薦])\W{0,2}[:：|｜>»]\W{0,3}"
)
_ATTACHED = ("附件", "附表", "附图", "附录", "相关附件")


def name_lines(text: str, layout: Layout) -> Iterator[Block]:
    """Yield the lines of a page that are its title, its frame or code, as blocks in order."""
    if not layout.spans and not layout.title:
        return
    lines = lines_of(text, [span for span in layout.spans if span.kind == "a"])
    code = {
        number
        for span in layout.spans
        if span.kind == PREFORMATTED and _is_code(text, span)
        for number in lines_in(lines, span)
    }
    layout = layout._replace(
        spans=tuple(span for span in layout.spans if span.kind != PREFORMATTED)
    )
    title = title_lines(lines, layout)
    frame = frame_lines(lines, layout, title)
    again = repeated_lines(lines, title)
    for number, line in enumerate(lines):
        if number in title:
            kind = kind_of_post(text[line.start : line.end], layout.title, line.leads)
            start = line.start + kind
            if start > line.start:
                yield Block(line.start, start, BOILERPLATE, "chrome:buttons")
            yield Block(start, line.until, BODY, "heading:marked")
        elif number in again:
            yield Block(line.start, line.until, BOILERPLATE, "chrome:page-title")
        elif number in frame:
            yield Block(line.start, line.until, BOILERPLATE, frame[number])
        elif number in code and line.words:
            yield Block(line.start, line.until, BODY, PREFORMATTED)


def _is_code(text: str, span: Span) -> bool:
    """Tell whether preformatted text is called code, or hardly Chinese: old pages set prose so."""
    if not span.names.isdisjoint(CODE_NAMES):
        return True
    words = "".join(text[span.start : span.end].split())
    return len(_HAN.findall(words)) < MOST_HAN * len(words)


def frame_lines(lines: Sequence[Line], layout: Layout, title: range) -> dict[int, str]:
    """Return the numbers of the lines of a page's frame, each with the rule that says so."""
    spans = sorted(layout.spans, key=lambda span: (span.start, -span.end))
    weights = _weigh(lines)
    found = _called_frames(lines, weights, spans, title)
    found |= dict.fromkeys(_others(lines, weights, spans, title), "chrome:others")
    found |= dict.fromkeys(posts(lines, spans, title), "chrome:others")
    edges = list(_edges(lines, weights, spans, title))
    others = {*found, *range(title.stop), *chain.from_iterable(edges)}
    box, is_text = _text_box(lines, spans, others)
    if box:
        outside = chain.from_iterable(each for each in edges if not overlap(each, box))
        found |= dict.fromkeys(outside, "chrome:named")
        found = dict.fromkeys(_outside(lines, box, is_text, found), "chrome:outside") | found
    above = _above(lines, title, box, is_sure=bool(layout.title) and not is_text)
    found = dict.fromkeys(_unless_head(lines, above), "chrome:outside") | found
    for number, line in enumerate(lines):
        if line.links and _is_linked(line) and _BUTTONS.fullmatch(line.words):
            found.setdefault(number, "chrome:buttons")
        elif line.links and (_leads_on(line) or (line.links > 1 and is_interface(line.words))):
            found.setdefault(number, "chrome:links")
    prose = [number for number, line in enumerate(lines) if line.is_prose and number not in found]
    if prose:
        for numbers, fewest in (
            (range(prose[0]), FEWEST_LINKS_ABOVE),
            (range(prose[-1] + 1, len(lines)), FEWEST_LINKS),
        ):
            for number in _link_lists(lines, numbers, fewest):
                found.setdefault(number, "chrome:links")
            for number in numbers:
                is_between = {number - 1, number + 1} <= found.keys()
                is_headed = found.get(number + 1) == "chrome:buttons"  # [编辑] of a section
                if is_between and not is_headed and _is_caption(lines[number]):
                    found.setdefault(number, "chrome:outside")
        for number in range(len(lines) - 2, prose[-1], -1):  # a link above the page's foot
            if number + 1 in found and _is_linked(lines[number]):
                found.setdefault(number, "chrome:links")
        found |= dict.fromkeys(_below(lines, weights, found), "chrome:below")
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
    owners = depths(lines, [span for span in spans if span.kind in OWNERS])
    found: dict[int, str] = {}
    for span in spans:
        rule = _rule(span)
        numbers = lines_in(lines, span) if rule else range(0)
        if not numbers or numbers.start in found or overlap(numbers, title):
            continue
        if span.kind in ("header", "footer") and owners[numbers.start]:
            continue  # an article's own, or who is quoted
        if rule == "chrome:meta" and not _is_byline(lines, weights, numbers, title):
            is_head = any(_HEAD.match(lines[number].words) for number in numbers)
            if is_head or span.names.isdisjoint(_NAMES):
                continue
            rule = "chrome:named"
        if rule == "chrome:meta" and span.kind == "dl" and not _names_a_field(lines, numbers):
            continue  # what the document describes
        prose, own = weights.shares(numbers)
        is_comment = not span.names.isdisjoint(COMMENT_NAMES) and weights.is_last(numbers)
        is_notice = span.kind == "marquee" or not span.names.isdisjoint(NOTICE_NAMES)
        leads_on = not span.names.isdisjoint(ONWARD_NAMES) and weights.is_last(numbers)
        leads_on = leads_on and any(lines[number].links for number in numbers)
        if prose > (MOST_NOTICE if is_notice or leads_on else MOST_PROSE) and not is_comment:
            continue
        if span.kind == "aside" and prose and owners[numbers.start] and rule == "chrome:aside":
            continue  # a box of an article's own
        if rule in _SURE or own <= MOST_WORDS:
            found.update((number, rule) for number in numbers)
    return found


def _others(
    lines: Sequence[Line], weights: _Weights, spans: Sequence[Span], title: range
) -> Iterator[int]:
    """Yield what others wrote to a text: elements with a heading that says so, below prose."""
    for span in spans:
        numbers = lines_in(lines, span) if span.kind in BOXES else range(0)
        if not numbers or overlap(numbers, title) or not weights.prose[numbers.start]:
            continue
        words = lines[numbers.start].words
        is_headed = _heads_others.fullmatch(words) or _heads_links(words)
        if is_headed and weights.shares(numbers)[0] < MOST_OTHERS:
            yield from numbers


def _below(lines: Sequence[Line], weights: _Weights, found: Container[int]) -> Iterator[int]:
    """Yield the lines below the first of the frame below the text, if they hold nothing of it."""
    own = [
        number
        for number, line in enumerate(lines)
        if number not in found
        and (line.is_prose or "\t" in line.words or _FOOT.search(line.words) or _is_item(line))
    ]
    below = range(own[-1] + 1 if own else len(lines), len(lines))
    first = next((number for number in below if number in found), len(lines))
    if weights.shares(range(first, len(lines)))[1] <= MOST_BELOW:
        yield from (number for number in range(first, len(lines)) if number not in found)


def _is_item(line: Line) -> bool:
    return _ITEM.match(line.words) is not None and not _is_linked(line)


def _rule(span: Span) -> str:
    """Return the rule by which an element is called a frame, "" if it is not."""
    if not span.names.isdisjoint(NOTE_NAMES):
        return ""
    if span.kind in FRAMES:
        return f"chrome:{span.kind}"
    if not span.names.isdisjoint(BYLINE_NAMES):
        return "chrome:meta"
    if span.kind in HEADINGS and "anchor" in span.names:
        return ""  # of a section
    return "" if span.names.isdisjoint(_NAMES) else "chrome:named"


def _names_a_field(lines: Sequence[Line], numbers: range) -> bool:
    return any(_PAGE_FIELD.search(lines[number].words) for number in numbers)


def _is_byline(lines: Sequence[Line], weights: _Weights, numbers: range, title: range) -> bool:
    """Tell whether lines stand between title and prose, without the head of a document.

    Anywhere else one line with a day and an hour is the by-line of a post.
    """
    above = weights.prose[title.stop if title else 0]
    words = [lines[number].words for number in numbers]
    if len(words) == 1 and len(words[0]) <= LONGEST_BYLINE and _HOUR.search(words[0]):
        return True
    return weights.prose[numbers.stop] == above and not any(map(_HEAD.match, words))


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


def _text_box(
    lines: Sequence[Line], spans: Sequence[Span], framed: Container[int]
) -> tuple[range, bool]:
    """Return the lines of the smallest element with the page's prose, and most of its words.

    Also whether it is called a text.
    """
    weights = _weigh(lines, framed)
    sentences = [0, *accumulate(line.is_prose for line in lines)]
    best, is_called = range(len(lines) + 1), False
    for span in spans:
        may_be = span.kind in BOXES and span.end - span.start >= LEAST_PROSE
        numbers = lines_in(lines, span) if may_be else range(0)
        if not 0 < len(numbers) <= len(best):
            continue
        is_text = span.kind in TEXT_BOXES or not span.names.isdisjoint(TEXT_NAMES)
        fewest, least = (1, LEAST_NAMED) if is_text else (FEWEST_SENTENCES, LEAST_WORDS)
        prose, own = weights.shares(numbers)
        enough = sentences[numbers.stop] - sentences[numbers.start] >= fewest
        if enough and prose >= 1 - MOST_PROSE and own >= least:
            best, is_called = numbers, is_text
    return (best, is_called) if len(best) <= len(lines) else (range(0), False)


def _outside(
    lines: Sequence[Line], box: range, is_text: bool, framed: Container[int]
) -> Iterator[int]:
    """Yield the lines below the text that are not the text's own.

    Its own are what stands directly below it and looks like its signature or its attachments, and
    all up to a sentence or item: then the element is not all of the text. Links end it, if the
    element is called a text.
    """
    own = box.stop
    for number in range(box.stop, len(lines)):
        line = lines[number]
        if is_text and _is_linked(line):
            break
        is_near = number < box.stop + MOST_OWN and _FOOT.search(line.words)
        if number not in framed and (is_near or line.is_prose or _is_item(line)):
            own = number + 1
    yield from (number for number in range(own, len(lines)) if "\t" not in lines[number].words)


def _leads_up(lines: Sequence[Line], title: range) -> bool:
    """Tell whether the line above a title may be the first of it: newspapers lead up to it."""
    above = lines[title.start - 1] if title.start else None
    return above is not None and _may_be_title(above) and len(above.words.split()) <= MOST_WORDS_UP


def _unless_head(lines: Sequence[Line], above: range) -> Iterator[int]:
    """Yield the lines above a title or text but for prose, and what looks like a document's head.

    That stands directly above it, with at most two lines between.
    """
    field = len(above)
    for number in reversed(above):
        if _HEAD.match(lines[number].words):
            field = number
        elif field - number > MOST_BETWEEN:
            break
    yield from (number for number in range(field) if not lines[number].is_prose)


def _above(lines: Sequence[Line], title: range, box: range, is_sure: bool) -> range:
    """Return the lines above a text, or above its title.

    ``is_sure``: the page's title bears the title out, and no element is called a text: that may
    begin above its title. Without a known title there are none, if it can only stand in them.
    """
    if title and is_sure:
        return range(title.start - _leads_up(lines, title))
    if title or not box:
        return range(min(title.start, box.start))
    prose = next((number for number in box if lines[number].is_prose), box.start)
    if any(_may_be_title(lines[number]) for number in range(box.start)):
        return range(0)
    inside = any(_may_be_title(lines[number]) for number in range(box.start, prose))
    return range(box.start) if inside else range(0)


def _may_be_title(line: Line) -> bool:
    return (
        len(line.words) >= LEAST_TITLE
        and not line.links
        and line.words[-1] not in "：:，、。；！]】"
        and not re.search(r"[|>]|[0-9]:[0-9]", line.words)
        and not _HEAD.match(line.words)
        and not _ITEM.match(line.words)
        and line.words[0] not in "（(—-·"
    )


def _link_lists(lines: Sequence[Line], numbers: range, fewest: int) -> Iterator[int]:
    """Yield those of the lines that stand in a list of links; one with a head may be short."""
    run: list[int] = []
    for number in (*numbers, None):
        if number is not None and _is_linked(lines[number]):
            run.append(number)
            continue
        is_headed = run and run[0] > 0 and _heads_links(lines[run[0] - 1].words)
        if is_headed or sum(lines[each].links for each in run) >= fewest:
            yield from run
        run = []


def _heads_links(words: str) -> bool:
    return len(words) <= LONGEST_HEAD and _list_head.fullmatch(viewed(words)) is not None


def _leads_on(line: Line) -> bool:
    """Tell whether a line says that a link leads on to another text: 延伸阅读：老屋活化"""
    label = _ONWARD.match(line.words)
    return label is not None and line.linked >= MANY_LINKS * (len(line.words) - label.end())


def _is_caption(line: Line) -> bool:
    """Tell whether a line may head a list of the page's: it is short, and no number or date."""
    return len(line.words) <= LONGEST_CAPTION and not (
        _HEAD.match(line.words) or _FOOT.search(line.words) or line.words.endswith("号")
    )


def _is_linked(line: Line) -> bool:
    if not line.linked:
        return False
    own = _BESIDE.sub("", line.words)
    return (
        not ("、" in own and line.linked < len(own))
        and line.linked >= MANY_LINKS * len(own)
        and not line.words.startswith(_ATTACHED)
        and not line.is_prose
    )
