"""The lines of a document, the pages that end between them, and the margin they were wrapped at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.restore.flow import Flow
from transforms.restore.latin import Pair, is_latin
from transforms.restore.spacing import is_row
from transforms.restore.traits import (
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
LEAST_WRAPPED = 0.3  # share of the lines that are full and end in mid-sentence
NARROWEST = 24  # half-width columns of a hard-wrapped line: below, it is verse or a table
INDENT = 4  # half-width columns of a paragraph's indent, at most
TOLERANCE = 8  # half-width columns by which a full line may miss the margin (kinsoku, numbers)
FEWEST_GAPS = 2  # between the words of a Latin line that may be full

# What a page marker leaves between two lines; a running head has words.
_PAGE = re.compile(
    f"(?=[^0-9０-９]*[0-9０-９])[^{IDEOGRAPHS}]*(?:第[^{IDEOGRAPHS}]*页[^{IDEOGRAPHS}]*)?"
    rf"|\s*第[一二三四五六七八九十百]{{1,7}}页\s*"
)
_FORM_FEED = re.compile("\f")
_LINE_ENDS = re.compile(f"[{LINE_ENDS}]")
_ENDS_SENTENCE = re.compile(r"(?:[。！？；：…!?;:.”\"』」）)》〉】\]］*]|[。！？；”][①-⑳])$")
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_CUT_DATE = re.compile(r"[0-9]\s+[年月日]")


def ends_sentence(words: str) -> bool:
    """Return whether a line ends a sentence, a quotation or a bracket."""
    return _ENDS_SENTENCE.search(words) is not None


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
            if any(_PAGE.fullmatch(line) for line in _LINE_ENDS.split(between) if line.strip()):
                yield right.start

    def __len__(self) -> int:
        return len(self.starts)

    def words(self, index: int) -> str:
        """Return the text of a line."""
        return self.flow.text[self.starts[index] : self.ends[index]]

    def indent(self, index: int) -> str:
        """Return the white space that stood before a line."""
        above = self.ends[index - 1] if index else 0
        between = self.flow.text[above : self.starts[index]]
        return between[1:] if between[:1] == "\n" else _LINE_ENDS.split(between)[-1]

    def width(self, index: int) -> int:
        """Return the width of a line in half-width columns, with a paragraph's indent."""
        indent = columns(self.indent(index))
        return columns(self.words(index)) + (indent if indent <= INDENT else 0)

    def is_item(self, index: int) -> bool:
        """Return whether a mark may begin the line."""
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
    """Return where the lines ``first:last`` of a document were wrapped."""
    words = [lines.words(index) for index in range(first, last)]
    words = [line for line in words if not is_row(line)]
    widths = [columns(line) for line in words]
    indented = sum(bool(lines.indent(index)) for index in range(first, last))
    some = 0 < indented < 0.8 * (last - first)
    open_ends = sorted(
        width for line, width in zip(words, widths, strict=True) if not _ENDS_SENTENCE.search(line)
    )
    if len(open_ends) < FEWEST_WRAPPED:
        return Margin(0, 0, some, lines.spaced)
    width = open_ends[len(open_ends) * 4 // 5]
    wide = [each for each in open_ends if each >= 0.6 * width]
    if (
        width < NARROWEST
        or len(wide) < FEWEST_WRAPPED
        or len(wide) < LEAST_WRAPPED * len(words)
        or sum(abs(each - width) <= TOLERANCE for each in wide) < 0.8 * len(wide)
        or sum(each > width + TOLERANCE for each in widths) > 0.02 * len(widths)
    ):
        return Margin(0, 0, some, lines.spaced)
    misses = sorted(abs(each - width) for each in wide)
    return Margin(width, min(TOLERANCE, misses[len(misses) * 9 // 10]), some, lines.spaced)
