"""Find the places where a document may begin, by the shape of headings and titles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from transforms.schema import BLANK, BODY, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.entries import key
from transforms.split.kinds import mark_of
from transforms.split.lines import LOST, SPACE
from transforms.split.signs import Line, Signs, read_lines, weight_of
from transforms.tables.titles import GROUP

LONGEST_TITLE = 100  # code points of a title line
MOST_LINES = 3  # of one title
FULL_LINE = 24  # code points of a line that may go on in the next
FULL_ENGLISH = 50  # code points of a line of English that goes on
LEAST_TWIN = 4  # code points of a title that stands twice
LIKE_TWIN = 90  # likeness, in percent, of its two readings
CENTRED = 4  # spaces before a centred line
FEWEST_RUNNING = 2  # titles at the top of a page, inside a sentence, that show a running head
STRONG = 0.6  # strength of a heading that needs little else
LEAST_CUT = 20  # code points of a line that breaks off at the end of a page
CUT = 0.25  # share of such titles among those that stand again


class Heading(NamedTuple):
    """A place where a document may begin: its heading is ``start:end``, its title inside."""

    start: int
    end: int
    title_start: int
    title_end: int
    region: str
    strength: float  # how far it stands for a document by itself, 0 to 1
    shape: str = ""  # how it is set: headings of one file share few shapes
    signs: tuple[str, ...] = ()  # what around it says that a document begins
    title: str = ""  # the words of a title that a page's end cuts in two

    def words(self, view: str) -> str:
        """Return the words of the title."""
        return self.title or view[self.title_start : self.title_end]


_GROUP = re.compile(rf"{GROUP.pattern}|^\[[^\[\]]+\]$")
_CLOSED = {"a number", "a date", "signature"}  # signs of lines that are no part of a title
_BRACKETED = re.compile(r"(?P<region>[^《》]*?) *《(?P<title>.+)》 *$", re.DOTALL)
_GOES_ON = tuple("的,、。;:)》")  # no line of a text begins so
_MODAL = re.compile("应当|不得|必须")  # of sentences, hardly of titles
_NO_TITLE_END = "。;:,"
_ENDS = '。;!?:."》)]'
_MARK = re.compile(r"[《#*\[<]+")
_BETWEEN = frozenset({BLANK, PAGE_MARKER, RUNNING})


def find_headings(view: str, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings by shape, in order: cut out by ``segment``, or title lines."""
    found: list[Heading] = []
    cut = {heading.start: heading for heading in find_cut(view, blocks)}
    lines = read_lines(view, blocks)
    signs = Signs(view, blocks, lines)
    running = running_titles(view, lines)
    width = _wrapped_at(blocks)
    for at, line in enumerate(lines):
        block = blocks[line.block]
        if block.label == HEADING:
            if block.start in cut:
                found.append(cut[block.start])
        elif block.rule != "rest" and at not in running and line.end - line.start <= LONGEST_TITLE:
            heading = _title_line(view, blocks, lines, at, signs, width)
            if heading:
                found.append(heading)
    return found


def find_cut(view: str, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings that ``segment`` cut out, in order."""
    found: list[Heading] = []
    for index, block in enumerate(blocks):
        if (
            block.label == HEADING
            and not (found and block.end <= found[-1].end)
            and view[block.start : block.end].strip(SPACE)
        ):
            found.append(_bracketed(view, blocks, index))
    return found


def running_titles(view: str, lines: Sequence[Line]) -> set[int]:
    """Return the indexes of lines that repeat a title at the top of each page.

    A title above text that goes on from the page before is a running head. Where there are such,
    every line at the top of a page is one whose words stand elsewhere, too.
    """
    tops = [at for at, line in enumerate(lines) if line.page and line.end - line.start <= 60]
    where: dict[str, list[int]] = {key(view[lines[at].start : lines[at].end]): [] for at in tops}
    for at, line in enumerate(lines):
        if line.end - line.start <= 60:
            name = key(view[line.start : line.end])
            if name in where:
                where[name].append(at)
    again = [at for found in where.values() if len(found) > 1 for at in found if lines[at].page]
    above = [view[lines[at - 1].start : lines[at - 1].end] for at in again if at]
    cut = sum(len(line) >= LEAST_CUT and line[-1] not in _ENDS for line in above)
    if cut < max(FEWEST_RUNNING, CUT * len(again)):
        return set()
    out = set(again)
    for found in where.values():
        if len(found) > 1 and all(lines[at].page for at in found):
            out.discard(found[0])
    return out


def _is_edge(blocks: Sequence[Block], index: int) -> bool:
    return not 0 <= index < len(blocks) or blocks[index].label in _BETWEEN


def _wrapped_at(blocks: Sequence[Block]) -> int:
    """Return the size of a full line, where the lines of a source are wrapped, else 0."""
    sizes = Counter(
        block.end - block.start
        for block in blocks
        if block.label == BODY and FULL_LINE <= block.end - block.start <= LONGEST_TITLE
    )
    size = max(sorted(sizes), key=lambda one: sizes[one], default=0)
    return size if sizes[size] >= max(10, 0.3 * sizes.total()) else 0


def _goes_on(view: str, blocks: Sequence[Block], lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line goes on the line above, which is full and ends no sentence."""
    if not at or (lines[at].gap and not lines[at].page):
        return False
    if lines[at].indent >= CENTRED > lines[at - 1].indent:
        return False
    block, upper = blocks[lines[at].block], blocks[lines[at - 1].block]
    if upper.label != BODY:
        return False
    size = upper.end - upper.start
    if size < FULL_LINE or size < block.end - block.start - 1:
        return False
    return view[lines[at - 1].end - 1] not in '。;!?:."》)]'


def _runs_on(view: str, lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line of English goes on below: in a small letter, or as long as this one."""
    if (
        at + 1 == len(lines)
        or lines[at + 1].gap
        or not view[lines[at].start : lines[at].end].isascii()
    ):
        return False
    below = lines[at + 1]
    is_long = min(below.end - below.start, lines[at].end - lines[at].start) >= FULL_ENGLISH
    return view[below.start].islower() or is_long


def _is_sentence(view: str, lines: Sequence[Line], at: int, around: Sequence[str]) -> bool:
    """Tell whether a line that ends as a title does is part of a sentence all the same."""
    if "title word" not in around:
        return False
    below = view[lines[at + 1].start] if at + 1 < len(lines) else ""
    return below in _GOES_ON or bool(_MODAL.search(view, lines[at].start, lines[at].end))


def _bracketed(view: str, blocks: Sequence[Block], index: int) -> Heading:
    """Return the heading of a block, and of the next one where a page marker cuts it in two."""
    start, end = blocks[index].start, blocks[index].end
    while view.count("《", start, end) > view.count("》", start, end):
        index += 1
        while index < len(blocks) and blocks[index].label in _BETWEEN:
            index += 1
        if index == len(blocks) or blocks[index].label != HEADING:
            break
        end = blocks[index].end
    match = _BRACKETED.match(view, start, end)
    if not match:
        return Heading(start, end, start, end, "", 1.0, "cut")
    title_start, title_end = match.span("title")
    region = match.group("region").strip(" \r\n")
    return Heading(start, end, title_start, title_end, region, 1.0, "cut")


def _title_line(
    view: str,
    blocks: Sequence[Block],
    lines: Sequence[Line],
    at: int,
    signs: Signs,
    width: int,
) -> Heading | None:
    """Return a line that may be a title, with the signs around it."""
    start, end, indent = lines[at].start, lines[at].end, lines[at].indent
    block = blocks[lines[at].block]
    if view[end - 1] in _NO_TITLE_END or view.find("。", start, end) >= 0:
        return None
    edges = "^" if _is_edge(blocks, lines[at].block - 1) else ""
    edges += "$" if _is_edge(blocks, lines[at].block + 1) else ""
    full = width and abs(block.end - block.start - width) <= 2
    if (
        view[end - 1] == "、"  # it may go on, but no title ends so
        or (full and "$" not in edges)
        or _goes_on(view, blocks, lines, at)
        or _runs_on(view, lines, at)
    ):
        edges = "~"
    around = () if edges == "~" else signs.of(at)
    if _is_sentence(view, lines, at, around) or (
        block.label == RUNNING and weight_of(around) < STRONG
    ):
        edges, around = "~", ()
    run = _MARK.match(view, start)
    marks = [
        edges,
        "t" if "title word" in around else "",
        "c" if indent >= CENTRED else "",
        run.group() if run else "",
        "A" if view[start:end].isupper() else "",
        "?" if view[end - 1] in "!?" else "",
        block.rule if block.rule.startswith("item:") else "",
        mark_of(view[start:end])[0] if block.rule == LOST else "",
    ]
    shape = " ".join(mark for mark in marks if mark)
    return Heading(start, end, start, end, "", weight_of(around), shape, around)


def join_lines(view: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings and, in order, those that run over two or three adjoining lines.

    A page marker and a running head between the lines do not part them.
    """
    starts = [block.start for block in blocks]

    def adjoin(end: int, start: int) -> bool:
        if start - end > 200:
            return False
        first, last = bisect_left(starts, end), bisect_right(starts, start) - 1
        return all(
            blocks[i - 1].end == starts[i] and (i == last or blocks[i].label in _BETWEEN)
            for i in range(first, last + 1)
        )

    out: list[Heading] = []
    for index, first in enumerate(headings):
        out.append(first)
        last = first
        for second in headings[index + 1 : index + MOST_LINES]:
            if "cut" in (first.shape, second.shape) or not adjoin(last.end, second.start):
                break
            if second.end - first.start > LONGEST_TITLE + 80:
                break
            if _CLOSED & {*last.signs, *second.signs} or _GROUP.search(view[last.start : last.end]):
                break
            is_cut = out[-1].title or view[last.end : second.start].strip()  # by a page's end
            last = second
            out.append(
                first._replace(
                    end=last.end, title_end=last.end, shape=f"{first.shape} / {last.shape}",
                    strength=max(first.strength, last.strength),
                    title=f"{out[-1].words(view)}\n{last.words(view)}" if is_cut else "",
                )
            )  # fmt: skip
    return out


def twin(view: str, headings: Sequence[Heading], at: int, heading: Heading) -> Heading:
    """Return the heading, or the line just above it that says its title a first time.

    ``at`` is the index of the heading's first line among ``headings``.
    """
    title = key(heading.words(view))
    for above in reversed(headings[max(0, at - MOST_LINES) : at]):
        if len(title) < LEAST_TWIN or key(view[above.end : heading.start]) not in title:
            break
        name = key(view[above.title_start : above.title_end])
        if title in name or fuzz.ratio(title, name) >= LIKE_TWIN:
            return above
    return heading
