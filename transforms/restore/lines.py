"""The lines of a document, and the pages that end between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

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
)
from transforms.tables.script import IDEOGRAPHS

NARROWEST = 24  # half-width columns of a hard-wrapped line: below, it is verse or a table
INDENT = 4  # half-width columns of a paragraph's indent, at most
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


_FIRST = np.array([0])


class Lines:
    """The lines of a flow that hold more than white space: ``starts[i]:ends[i]`` without it."""

    def __init__(self, flow: Flow, source: str, laid_out: bool = False) -> None:
        self.flow, self.source, self.laid_out = flow, source, laid_out
        line_ends = flow.traits.places(LINE_END)
        starts = np.concatenate((_FIRST, line_ends + 1))
        ends = np.concatenate((line_ends, [len(flow.text)]))
        self._gaps, gap_ends = flow.traits.runs(GAP | ZERO_WIDTH)  # inside the lines
        if len(gap_ends):
            holders = starts.searchsorted(self._gaps, "right") - 1
            first, last = starts[holders] == self._gaps, ends[holders] == gap_ends
            starts[holders[first]] = gap_ends[first]
            ends[holders[last]] = self._gaps[last]
            self._gaps = self._gaps[~(first | last)]
        filled = starts < ends
        self.starts, self.ends = starts[filled], ends[filled]
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
        spread = (gaps >= FEWEST_SPREAD) & (gaps >= SPREAD * self.sizes)
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
    def sizes(self) -> np.ndarray:
        """The code points of each line."""
        return self.ends - self.starts

    @cached_property
    def _ends_closed(self) -> np.ndarray:
        """Whether each line ends with a sentence, a quotation or a bracket."""
        return self.flow.traits.are(self.ends - 1, CLOSES)

    @cached_property
    def open_lines(self) -> list[tuple[int, int, int]]:
        """Index, start and end of the lines that end with none of these."""
        found = (~self._ends_closed).nonzero()[0]
        columns = (found, self.starts[found], self.ends[found])
        return list(zip(*(column.tolist() for column in columns), strict=True))

    @cached_property
    def _between(self) -> np.ndarray:
        """The number of code points between each line and the next."""
        return self.starts[1:] - self.ends[:-1]

    @cached_property
    def parted(self) -> list[int]:
        """The lines behind which more stands than one line end."""
        found: list[int] = (self._between != 1).nonzero()[0].tolist()
        return found

    @cached_property
    def _closed(self) -> np.ndarray:
        """Whether each line has no mark and ends with a sentence, a quotation or a bracket."""
        closed = self._ends_closed.copy()
        closed[self.starts.searchsorted(self.flow.marks, "right") - 1] = False
        return closed

    @cached_property
    def closed_below(self) -> list[int]:
        """The lines without marks as near below another as any, where a stop ends both."""
        closed = self._closed[1:] & self._closed[:-1]
        if not self.are_set_alike:
            closed &= self._between == self._between.min()  # 1, or 2 for \r\n
        found: list[int] = (closed.nonzero()[0] + 1).tolist()
        return found

    @cached_property
    def stopped(self) -> int:
        """How many lines without marks end with a sentence."""
        text = self.flow.text
        return sum(text[end - 1] in STOPS for end in self.ends[self._closed].tolist())

    def ending_with(self, characters: str) -> int:
        """Return how many lines end with one of the characters, which end no sentence."""
        text = self.flow.text
        return sum(text[end - 1] in characters for _, _, end in self.open_lines)

    @cached_property
    def left(self) -> int:
        """The least indent of a line, in half-width columns."""
        if not self.starts[0] or len(self.parted) < len(self) - 1:
            return 0
        return min(map(self.indent_columns, range(len(self))))

    @cached_property
    def are_set_alike(self) -> bool:
        """Whether no line has an indent or a blank line before it."""
        return not self.starts[0] and not self.parted

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
        if not self.flow.traits.held & LETTER:
            return
        holders = self.starts.searchsorted(self._gaps, "right") - 1
        holders = holders[FEWEST_GAPS - 1 :][
            holders[FEWEST_GAPS - 1 :] == holders[: len(holders) - FEWEST_GAPS + 1]
        ]
        foreign = holders[~self.flow.traits.are(self.starts[holders], HAN)]
        if not any(is_latin(self.words(index)) for index in foreign.tolist()):
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


def columns(words: str) -> int:
    """Return the width of a line in half-width columns."""
    return len(words) + (len(words.encode("utf-8", "surrogatepass")) - len(words)) // 2
