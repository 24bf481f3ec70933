"""Read a source as lines: what kind of line each is, how it is marked and set off.

The lines of a text without line ends are made: it is cut behind sentences and signatures, and
before the titles, numbers and articles that follow them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from transforms.schema import BLANK, BODY, BOILERPLATE, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.kinds import HAN, MARK, PROSE, READ, SHORT, ends_as_title, kind_of, mark_of
from transforms.tables.letter import KIND, KIND_MARK
from transforms.tables.marks import GLUED_TITLE

LONG_LINE = 400  # code points from which a line is cut like a text without line ends
FEWEST = 3  # lines with one label or word before their number: fewer are words of their own
PARAGRAPH = 4  # code points of white space at most before a paragraph's first line
FULL = 0.8  # share of the widest lines from which a line is full: the next one may go on
SPACE = " \r\n\f\v\ufeff"

Span = tuple[int, int, int]  # start and end of a line, blank lines above it: see ``Line.gap``


class Line(NamedTuple):
    """A line that is not blank; ``start:end`` are its words, without white space around."""

    start: int
    end: int
    gap: int  # blank lines above, at most 2; a new page is one
    indent: int  # 0 none, 1 a paragraph's, 2 centred or to the right
    kind: str
    mark: str  # what it is numbered or labelled by, without the number: "第#条", "#.", "SONNET #"
    value: int  # its number, 0 if none
    title: int  # offset where its words begin behind the mark


_GLUED = GLUED_TITLE.compile()
_WORDS = frozenset({BODY, HEADING, BOILERPLATE})  # fields above a first title are a page's chrome
_LINE_ENDS = "\r\n\f"
_NEVER_FIRST = ",。;:!?、)》"
_SIGNED = re.compile(
    r"[府厅局委办院会室部处司] ?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"
    r"(?![前起至,、。;:以内止到的和与)(])"
)
# A remark in brackets behind a sentence belongs to it: （财政厅牵头）
_ENDS = re.compile(rf"[。!?][\"')\]]?(?:\((?![0-9{HAN}]{{1,4}}\))[^()。]{{2,60}}\)(?!。))?")
_ARTICLE = re.compile(r"(?=第一[章条编](?!第?[一二三四五]?[款项]?(?:规定|的|、|至|和|,|所|第)))")
_PREAMBLE = re.compile(
    rf"(?P<title>(?!为|根据|按照|依据|依照|经)[^。;:!?,\r\n]{{4,100}}?"
    rf"(?:{KIND}|解释|决议|修正案|法)(?:{KIND_MARK}|\([{HAN}]{{1,3}}\)))"
    r"(?P<number>)(?=为[^。]{4,300}(?:制定|如下)|[^。;:!?,]{4,40}第[^。;:!?,]{1,5}次会议)"
)
_OF_SENTENCE = re.compile(",|^(?:为|根据|按照|依据|依照|经)")  # what no title holds that is full
_BREAKS = re.compile(f"{_ENDS.pattern}|{_SIGNED.pattern}")


def read_lines(view: str, spans: Sequence[Span]) -> list[Line]:
    """Return the lines of a source that are not blank, in order."""
    width = _width([end - start for start, end, _ in spans if view[end - 1] in _LINE_ENDS])
    texts = [view[start:end].strip(SPACE) for start, end, _ in spans]
    marks = [mark_of(words[:READ]) if words else ("", 0, 0) for words in texts]
    times = Counter(mark for mark, _, _ in marks)
    out: list[Line] = []
    goes_on, above_words, above_space = False, "", 0
    for (start, end, gap), words, (mark, value, title) in zip(spans, texts, marks, strict=True):
        if not words:
            continue
        begin = view.index(words[0], start)
        space = begin - start
        indent = (space > 0) + (space >= 4)
        in_sentence = (
            words[0].islower()
            or _OF_SENTENCE.search(above_words)
            or (0 < above_space <= PARAGRAPH and not space)
        )
        # No line begins with a comma, so that the one above, be it on another page, goes on.
        in_paragraph = (goes_on and gap == 0 and in_sentence) or (out and words[0] in _NEVER_FIRST)
        if in_paragraph and out[-1].kind == SHORT:
            out[-1] = out[-1]._replace(kind=PROSE, mark="", value=0)
        goes_on = goes_on and gap == 0 and (not indent or not out[-1].indent)
        if goes_on:
            mark, value, title, kind = "", 0, 0, PROSE
        else:
            if times[mark] < FEWEST and (mark[0:1] in "【:" or " #" in mark):
                mark, value, title = "", 0, 0  # seen once or twice it is none
            kind = kind_of(words[:READ], len(words), mark)
        stop = begin + len(words)
        out.append(Line(begin, stop, gap, indent, kind, mark, value, begin + title))
        above_words, above_space = words, space
        is_full = width and view[end - 1] in _LINE_ENDS and FULL * width <= len(words) + space
        goes_on = bool(is_full) and words[-1] not in "。;!?:"
    return out


def read_spans(view: str, blocks: Sequence[Block], long: int = LONG_LINE) -> Iterator[Span]:
    """Yield the lines of the text's own blocks, blank ones too; of ``long`` ones their parts."""
    gap, most = 0, 2
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.label not in _WORDS:
            if block.label in (PAGE_MARKER, RUNNING):
                gap, most = 1, 1  # blank lines beside a page's end are the page's
            gap = min(most, gap + (block.label == BLANK))
            continue
        end = block.end
        while (
            view[end - 1] not in _LINE_ENDS
            and at < len(blocks)
            and blocks[at].label in _WORDS
            and blocks[at].start == end
        ):
            end = blocks[at].end
            at += 1
        if end - block.start < long:
            yield block.start, end, gap
        else:
            for start, stop in _joined(view, _pieces(view, block.start, end)):
                yield start, stop, gap
                gap = 0
        gap, most = 0, 2


def _pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that a text without line ends would have, as far as titles need them."""
    at = start
    for stop in [*(match.end() for match in _BREAKS.finditer(view, start, end)), end]:
        if stop <= at:
            continue
        glued = _GLUED.match(view, at, stop) or _PREAMBLE.match(view, at, stop)
        if glued:
            edges = [glued.end("title"), glued.end("number")]
            for edge in edges:
                if at < edge < stop:
                    yield at, edge
                    at = edge
            if view[at:stop].lstrip() and (colon := view.find(":", at, min(stop, at + 200))) > 0:
                yield at, colon + 1
                at = colon + 1
        else:
            for article in _ARTICLE.finditer(view, at, min(stop, at + 300)):
                head = view[at : article.start()]
                if len(head.strip()) < 4 or "," in head or ";" in head:
                    continue
                note = head.rfind("(")  # (2005年3月1日通过) is no part of the title
                if note > 0 and head.rstrip().endswith(")") and ends_as_title(head[:note]):
                    yield at, at + note
                    at += note
                yield at, article.start()
                at = article.start()
        if at < stop:
            yield at, stop
            at = stop


def _joined(view: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pieces with adjoining sentences, which are no items, as one."""
    run: tuple[int, int] | None = None
    for start, stop in pieces:
        if view[stop - 1] in "。!?" and not MARK.match(view, start, stop):
            run = (run[0] if run else start, stop)
            continue
        if run:
            yield run
        run = None
        yield start, stop
    if run:
        yield run


def _width(sizes: Sequence[int]) -> int:
    """Return the size of a full line, where lines are wrapped, else 0: few are longer."""
    sizes = sorted(size for size in sizes if size >= 20)
    if len(sizes) < 10:
        return 0
    wide = sizes[int(0.9 * len(sizes))]
    near = sum(0.85 * wide <= size <= 1.1 * wide for size in sizes)
    return wide if wide <= 100 and near >= 0.4 * len(sizes) else 0
