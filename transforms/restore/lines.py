"""The lines of a document, the pages that end between them, and the margin they were wrapped at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.restore.flow import Flow
from transforms.restore.latin import Pair, is_latin
from transforms.restore.numbering import begins_with_mark
from transforms.restore.spacing import is_row
from transforms.restore.traits import (
    CLOSES,
    GAP,
    HAN,
    LETTER,
    LINE_END,
    LINE_ENDS,
    ZERO_WIDTH,
    places,
)
from transforms.tables.script import IDEOGRAPHS

FEWEST_WRAPPED = 4  # full lines before a text counts as hard-wrapped
LEAST_WRAPPED = 0.1  # share of the lines that are full and end in mid-sentence
LEAST_PROSE = 0.5  # share of these that have a pause inside: titles have none
WIDE = 0.6  # of the margin: lines in mid-sentence as wide as that are full, four of five
BEYOND = 0.05  # share of the lines that go further
NARROWEST = 24  # half-width columns of a hard-wrapped line: below, it is verse or a table
INDENT = 4  # half-width columns of a paragraph's indent, at most
TOLERANCE = 8  # half-width columns by which a full line may miss the margin (kinsoku, numbers)
TAB = "    "
FEWEST_SPREAD, SPREAD = 3, 0.4  # gaps of a line set letter by letter; share of its code points
NEAR = 6  # code points from a gap to the next but one of such a line
FEWEST_GAPS = 2  # between the words of a Latin line that may be full

CLAUSE_ENDS = "，、,（(《〈“‘「『—"
STOPS = "。！？"

# What a page marker leaves between two lines; the words of a running head stand apart from it.
_PAGE = re.compile(
    f"(?=[^0-9０-９]*[0-9０-９])[^{IDEOGRAPHS}]*(?:第[^{IDEOGRAPHS}]*页[^{IDEOGRAPHS}]*)?"
    r"|\s*(?:第[一二三四五六七八九十百]{1,7}页|[一二三四五六七八九十百〇]{1,4})\s*"
    r"|\s*[·•]?[0-9]{1,4}[·•]?[ \u3000]{2,}.{1,60}|.{1,60}[ \u3000]{2,}[·•]?[0-9]{1,4}[·•]?\s*"
)
_FORM_FEED = re.compile("\f")
_LINE_ENDS = re.compile(f"[{LINE_ENDS}]")
_ENDS_SENTENCE = re.compile(r"(?:[。！？；：…!?;:.”\"』」）)》〉】〕\]］*]|[。！？；”][①-⑳])$")
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
# A point behind several Chinese characters is a full stop, not the one inside 列夫.托尔斯泰.
_INSIDE_SENTENCE = re.compile(rf"[，。；：！？,;]|\.(?<=[{IDEOGRAPHS}]{{4}}\.)")
_BLANK_IN_CHINESE = re.compile("(?<=[^!-~ ]) (?=[^!-~ ])")
_CUT_DATE = re.compile(r"[0-9]\s+[年月日]")


def ends_sentence(words: str) -> bool:
    """Return whether a line ends a sentence, a quotation or a bracket."""
    return _ENDS_SENTENCE.search(words) is not None


def pauses(words: str) -> bool:
    """Return whether a line has a pause inside, as no title, heading, name or signature has."""
    return _INSIDE_SENTENCE.search(words) is not None


def holds_page(words: str) -> bool:
    """Return whether the number of a page stands between two lines, on a line of its own."""
    return any(_PAGE.fullmatch(line) for line in _LINE_ENDS.split(words) if line.strip())


_FIRST, _LAST = np.array([0]), np.array([-1])


class Lines:
    """The lines of a flow that hold more than white space: ``starts[i]:ends[i]`` without it."""

    def __init__(self, flow: Flow, source: str, laid_out: bool = False) -> None:
        self.flow, self.source, self.laid_out = flow, source, laid_out
        size = len(flow.text)
        white = places(flow.traits, GAP | ZERO_WIDTH | LINE_END)
        self._gaps = white[:0]  # inside the lines
        self.starts, self.ends = np.array([0]), np.array([size])
        if len(white):
            turns = (white[1:] != white[:-1] + 1).nonzero()[0]
            first, last = np.concatenate((_FIRST, turns + 1)), np.concatenate((turns, _LAST))
            starts, ends = white[first], white[last] + 1
            is_end = flow.traits[white] & np.uint16(LINE_END) != 0
            apart = np.logical_or.reduceat(is_end, first) | (starts == 0) | (ends == size)
            self._gaps = starts[~apart]
            self.starts = np.concatenate((self.starts, ends[apart]))
            self.ends = np.concatenate((starts[apart], self.ends))
        filled = self.starts < self.ends
        self.starts, self.ends = self.starts[filled], self.ends[filled]
        seams = list(self._seams())
        self.seams = frozenset((self.starts.searchsorted(seams) - 1).tolist() if seams else ())

    def page_ends(self) -> list[int]:
        """Return the first lines behind the pages, the last of which ends with the text."""
        feeds = [match.start() for match in _FORM_FEED.finditer(self.flow.text)]
        found = {int(at) for at in self.starts.searchsorted(feeds)} if feeds else set()
        found.update(at + 1 for at in self.seams if at >= 0)
        return sorted({at for at in found if 0 < at < len(self)} | {len(self)})

    def behind(self, places: Sequence[int]) -> set[int]:
        """Return the lines behind which one of the source offsets, which are sorted, lies."""
        out: set[int] = set()
        for left, right in pairwise(self.flow.runs) if places else ():
            end = left.offset + right.start - left.start
            at = bisect_left(places, end)
            if not left.inserted and at < len(places) and places[at] < right.offset:
                out.add(int(np.searchsorted(self.starts, right.start)) - 1)
        return out

    def _seams(self) -> Iterator[int]:
        """Yield the places in the flow before which a page marker was taken out."""
        for left, right in pairwise(self.flow.runs):
            end = left.offset + right.start - left.start
            between = self.source[end : right.offset]
            if left.inserted or "//" in between:
                continue
            if holds_page(between):
                yield right.start

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Return start and end of each line: plain numbers, which are quicker one by one."""
        return list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    def words(self, index: int) -> str:
        """Return the text of a line; if it is set letter by letter, without the gaps."""
        start, end = self._spans[index]
        words = self.flow.text[start:end]
        return "".join(words.split()) if index in self._spread else words

    @cached_property
    def _spread(self) -> frozenset[int]:
        """The lines that are set letter by letter: 第 一 条 为 了."""
        if not (self._gaps[2:] - self._gaps[:-2] <= NEAR).any():
            return frozenset()
        gaps = np.bincount(self.starts.searchsorted(self._gaps, "right") - 1, minlength=len(self))
        spread = (gaps >= FEWEST_SPREAD) & (gaps >= SPREAD * (self.ends - self.starts))
        return frozenset(spread.nonzero()[0].tolist())

    def indent(self, index: int) -> str:
        """Return the white space that stood before a line."""
        above = self._spans[index - 1][1] if index else 0
        start = self._spans[index][0]
        if index and start == above + 1:  # the line end alone
            return ""
        between = self.flow.text[above:start]
        return between[1:] if between[:1] == "\n" else _LINE_ENDS.split(between)[-1]

    def indent_columns(self, index: int) -> int:
        """Return the indent of a line in half-width columns."""
        indent = self.indent(index)
        return columns(indent.replace("\t", TAB)) if indent else 0

    @cached_property
    def ends_open(self) -> np.ndarray:
        """Return whether each line ends with no sentence, quotation or bracket."""
        last = self.flow.traits[self.ends - 1]
        open_ends: np.ndarray = (last & np.uint16(CLOSES)) == 0
        return open_ends

    @cached_property
    def _closed(self) -> np.ndarray:
        """Whether each line has no mark and ends with a sentence, a quotation or a bracket."""
        closed = ~self.ends_open
        closed[self.starts.searchsorted(self.flow.marks, "right") - 1] = False
        return closed

    @cached_property
    def closed_below(self) -> list[int]:
        """The lines without marks as near below another as any, where a stop ends both."""
        apart = self.starts[1:] - self.ends[:-1]
        near = apart == apart.min()  # 1, or 2 for \r\n
        found: list[int] = ((near & self._closed[1:] & self._closed[:-1]).nonzero()[0] + 1).tolist()
        return found

    @cached_property
    def stopped(self) -> int:
        """How many lines without marks end with a sentence."""
        text = self.flow.text
        return sum(text[end - 1] in STOPS for end in self.ends[self._closed].tolist())

    def ending_with(self, characters: str) -> int:
        """Return how many lines end with one of the characters, which end no sentence."""
        text = self.flow.text
        return sum(text[end - 1] in characters for end in self.ends[self.ends_open].tolist())

    @cached_property
    def left(self) -> int:
        """The least indent of a line, in half-width columns."""
        if not self.starts[0] or (self.starts[1:] - self.ends[:-1] == 1).any():
            return 0
        return min(map(self.indent_columns, range(len(self))))

    @cached_property
    def are_set_alike(self) -> bool:
        """Whether no line has an indent or a blank line before it."""
        return not self.starts[0] and bool((self.starts[1:] - self.ends[:-1] == 1).all())

    def width(self, index: int) -> int:
        """Return where a line ends, in half-width columns; what is set far in counts from there.

        Blanks between Chinese characters, which OCR sees, take no room.
        """
        words, indent = self.words(index), self.indent_columns(index)
        size = columns(_BLANK_IN_CHINESE.sub("", words) if " " in words else words)
        return size + (indent if indent <= max(INDENT, size // 2) else 0)

    def letters(self, index: int) -> int:
        """Return where a line ends if each of its code points is as wide as a Chinese one."""
        return 2 * (len(self.indent(index)) + len(self.words(index)))

    def is_in_table(self, index: int) -> bool:
        """Return whether a line is a row, and so is the line above it or below it."""
        around = (at for at in (index - 1, index + 1) if 0 <= at < len(self))
        return is_row(self.words(index)) and any(is_row(self.words(at)) for at in around)

    def is_item(self, index: int) -> bool:
        """Return whether a mark may begin the line."""
        if index in self._spread:
            return begins_with_mark(self.words(index))
        start = int(self.starts[index])
        return self._is_mark(start) or self._is_mark(start - len(self.indent(index)))

    def _is_mark(self, place: int) -> bool:
        marks = self.flow.marks
        at = int(marks.searchsorted(place))
        return at < len(marks) and int(marks[at]) == place

    def cuts_a_date(self, index: int) -> bool:
        """Return whether a line ends in the middle of a date: 自2021年9月1, 日起."""
        text, end = self.flow.text, int(self.ends[index])
        return (
            _CUT_DATE.match(text, end - 1) is not None
            and _IS_HAN.search(text, int(self.starts[index]), end) is not None
        )

    def latin(self) -> Iterator[Pair]:
        """Yield the lines in Latin script, each with the next, if any is long enough to be full."""
        if not (self.flow.traits & np.uint16(LETTER)).any():
            return
        holders = self.starts.searchsorted(self._gaps, "right") - 1
        holders = holders[FEWEST_GAPS - 1 :][
            holders[FEWEST_GAPS - 1 :] == holders[: len(holders) - FEWEST_GAPS + 1]
        ]
        first = self.flow.traits[self.starts[holders]] & np.uint16(HAN)
        if not any(is_latin(self.words(index)) for index in holders[first == 0].tolist()):
            return
        words = [self.words(index) for index in range(len(self))]
        latin = [is_latin(line) for line in words]
        for index in range(len(self) - 1):
            if latin[index] and latin[index + 1]:
                indent, below = len(self.indent(index)), len(self.indent(index + 1))
                yield Pair(
                    index,
                    words[index],
                    words[index + 1],
                    indent + len(words[index]),
                    self.is_blank_before(index + 1),
                    index in self.seams,
                    below > indent,
                    self.is_item(index + 1),
                )

    def is_blank_before(self, index: int) -> bool:
        """Return whether blank lines stand before a line in the source, not for a page's end."""
        if not index or index - 1 in self.seams:
            return False
        last, first = self._edges
        return self.source.count("\n", int(last[index - 1]), int(first[index])) > 1

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where the lines end and start in the source."""
        return self.flow.offsets(self.ends - 1) + 1, self.flow.offsets(self.starts)

    @cached_property
    def spaced(self) -> bool:
        """Whether blank lines part the paragraphs: they stand in the source before some lines."""
        last, first = self._edges
        apart = (first[1:] - last[:-1] > 1).nonzero()[0] + 1
        blanks = sum(map(self.is_blank_before, apart.tolist()))
        return 0 < blanks < 0.8 * (len(self) - 1)


class Margin(NamedTuple):
    """The width at which a text is hard-wrapped, in half-width columns; 0: it is not."""

    width: int
    tolerance: int
    indented: bool  # paragraphs begin with an indent
    spaced: bool  # paragraphs stand between blank lines
    by_letters: bool = False  # lines were cut by their number of code points, whatever their width


def columns(words: str) -> int:
    """Return the width of a line in half-width columns."""
    return len(words) + (len(words.encode("utf-8", "surrogatepass")) - len(words)) // 2


UNWRAPPED = Margin(0, 0, False, False)


def margins(lines: Lines) -> list[tuple[int, Margin]]:
    """Return the margins of a document, each with the first line that it does not hold for.

    There is one, unless only the pages by themselves have one: a column may be narrower.
    """
    whole = margin(lines, 0, len(lines))
    ends = [] if whole.width else lines.page_ends()
    if len(ends) < 2:
        return [(len(lines), whole)]
    found = [margin(lines, first, last) for first, last in pairwise([0, *ends])]
    return list(zip(ends, found, strict=True))


def margin(lines: Lines, first: int, last: int) -> Margin:
    """Return where the lines ``first:last`` of a document were wrapped.

    It is where most lines of prose break off that are wide and end in mid-sentence; hardly any
    line goes further.
    """
    indented = sum(bool(lines.indent(index)) for index in range(first, last))
    own = [index for index in range(first, last) if not is_row(lines.words(index))]
    cut = [index for index in own if not ends_sentence(lines.words(index))]
    found = UNWRAPPED
    if len(cut) >= FEWEST_WRAPPED:
        found = _margin(lines, own, cut, lines.width)
        if found.tolerance != 1:  # not exact: perhaps their number is
            other = _margin(lines, own, cut, lines.letters)._replace(by_letters=True)
            margins = [each for each in (found, other) if each.width]
            found = min(margins, key=lambda each: each.tolerance, default=UNWRAPPED)
    return found._replace(indented=0 < indented < 0.8 * (last - first), spaced=lines.spaced)


def _margin(
    lines: Lines, own: Sequence[int], cut: Sequence[int], size: Callable[[int], int]
) -> Margin:
    """Return the margin by a measure of lines; ``cut`` are those that end in mid-sentence."""
    sizes = {index: size(index) for index in own}
    most = sorted(sizes.values())[-1 - int(BEYOND * len(own))]
    full = [index for index in cut if abs(most - sizes[index]) <= TOLERANCE]
    wide = sum(WIDE * most <= sizes[index] <= most for index in cut)
    if most < NARROWEST or len(full) < max(FEWEST_WRAPPED, LEAST_WRAPPED * len(own), 0.8 * wide):
        return UNWRAPPED
    prose = {index for index in cut if pauses(lines.words(index))}
    both = [index for index in full if index in prose]
    if len(both) < LEAST_PROSE * len(prose):
        return UNWRAPPED
    if sum(lines.words(index)[-1] in CLAUSE_ENDS for index in full) > LEAST_PROSE * len(full):
        return UNWRAPPED  # its lines were broken at the marks
    if len(both) < LEAST_PROSE * len(full):
        both = full  # a list: only if all are of one width
    ends = sorted(sizes[index] for index in both)
    width = ends[len(ends) // 2]
    misses = sorted(abs(each - width) for each in ends)
    tolerance = max(1, misses[len(misses) * 9 // 10])
    if both is full and tolerance > 2:
        return UNWRAPPED
    return Margin(width, tolerance, False, False)
