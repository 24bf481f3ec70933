"""Read a source as lines: what kind of line each is, how it is marked and set off.

The lines of a text without line ends are made (``glued``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from transforms.lost import LONG_LINE
from transforms.schema import BLANK, BODY, BOILERPLATE, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.glued import GLUED, pieces
from transforms.split.kinds import (
    IS_MAIL_FIELD,
    LONGEST,
    PROSE,
    READ,
    SHORT,
    is_text,
    kind_of,
    mark_of,
)

LETTERHEAD = "imprint:letterhead"  # rule of a red head: it opens a document
RULER = "markup:ruler"
PARTED = frozenset({RULER, "chrome:frame"})  # rules of what parts as much as white space does
LOST = "lost line"  # rule of a line that is cut out of a long one (``relined``)
FEWEST = 3  # lines with one label or word before their number: fewer are words of their own
CENTRED = 4  # code points of white space before a line that is centred or to the right
PARAGRAPH = 4  # code points of white space at most before a paragraph's first line
MOST_LINES = 2  # below the first one of a title
WIDEST = 100  # code points of a full line
FULL = 0.8  # share of the widest lines from which a line is full: the next one may go on
WIDE_GAP = "   "
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


# Fields above a first title are named a page's; a document's own are those below.
_FIELDS = frozenset({"chrome:meta", "chrome:contact", "chrome:counter", "chrome:mail"})
_LINE_ENDS = "\r\n\f"
_RULED = "-=*#~_★☆◆◇●■□※ \r"  # ends, but for the line end, such a line as below
# A line of signs of a sort that no rule names.
_RULE_LINE = re.compile(r" *(?:([-=*#~_])(?: ?\1){2,}|([*★☆◆◇●■□※])(?: *\2){2,})\s*$")
_CLOSES = "。;!?:,、"
_NEVER_FIRST = ",。;:!?、)》"
_OF_SENTENCE = re.compile(",|^(?:为|根据|按照|依据|依照|经)")  # what no title holds that is full


class Lines(Sequence[Line]):
    """The lines of a source that are not blank, each read when it is asked for.

    What a line is follows from its words, its neighbours' and how wide lines are: of a text with
    few headings most lines are never asked for.
    """

    def __init__(self, view: str, spans: Iterable[Span]) -> None:
        self.view = view
        found = [(span, words) for span in spans if (words := view[span[0] : span[1]].strip(SPACE))]
        self.spans = [span for span, _ in found]
        self.texts = [words for _, words in found]  # without white space around
        self._whole: set[int] = set()  # titles that stood on several lines, where these are wrapped
        if self._width:
            self._join_titles()
        self._read: list[Line | None] = [None] * len(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        line = self._read[at]
        if line is None:
            line = self._read[at] = self._line(at)
        return line

    def without(self, first: int, last: int) -> Lines:
        """Return the lines without ``first:last``, for which white space stands."""
        out = Lines(self.view, ())
        out.spans = [*self.spans[:first], (*self.spans[last][:2], 2), *self.spans[last + 1 :]]
        out.texts = self.texts[:first] + self.texts[last:]
        out._whole = set()
        out._read = [*self[:first], self[last]._replace(gap=2), *self[last + 1 :]]
        return out

    def _join_titles(self) -> None:
        """Join the lines of each paragraph that may be a title and is wrapped: it is short, and
        ends in no sentence."""
        spans, texts, at = self.spans, self.texts, 0
        joined: list[tuple[Span, str]] = []
        whole: set[int] = set()
        while at < len(texts):
            last = at
            while (
                last < at + MOST_LINES
                and last + 1 < len(texts)
                and self._is_full(last, most=1)
                and self._goes_on(last + 1)
            ):
                last += 1
            span = (spans[at][0], spans[last][1], spans[at][2])
            words = self.view[span[0] : span[1]].strip(SPACE)
            is_title = last > at and len(words) <= LONGEST + last - at and not self._is_full(last)
            if not is_title or (at and self._goes_on(at)) or words[-1] in _CLOSES:
                joined.append((spans[at], texts[at]))
                at += 1
                continue
            whole.add(len(joined))
            joined.append((span, words))
            at = last + 1
        self.spans = [span for span, _ in joined]
        self.texts = [words for _, words in joined]
        self._whole = whole

    @cached_property
    def others(self) -> list[int]:
        """The lines that may be something else than text."""
        return [at for at, text in enumerate(self.texts) if not is_text(text)]

    def start(self, at: int) -> int:
        """Return where the words of a line begin."""
        return self.view.index(self.texts[at][0], self.spans[at][0])

    @cached_property
    def _width(self) -> int:
        sizes = [end - start for start, end, _ in self.spans if self.view[end - 1] in _LINE_ENDS]
        return _width(sizes)

    @cached_property
    def _times(self) -> Counter[str]:
        """How often each mark stands."""
        return Counter(mark_of(text[:READ])[0] for text in self.texts)

    def _line(self, at: int) -> Line:
        text, (begin, _, gap) = self.texts[at], self.spans[at]
        start = self.view.index(text[0], begin)
        indent = (start > begin) + (start >= begin + CENTRED)
        if self._width and self._goes_on(at):
            return Line(start, start + len(text), gap, indent, PROSE, "", 0, start)
        mark, value, title = mark_of(text[:READ])
        is_own = " #" in mark or mark[0:1] in ("【", ":")
        if is_own and self._times[mark] < FEWEST:
            mark, value, title = "", 0, 0  # seen once or twice it is none
        kind = kind_of(text[:READ], len(text), mark)
        if kind == SHORT and self._is_in_sentence(at + 1):
            mark, value, kind = "", 0, PROSE
        return Line(start, start + len(text), gap, indent, kind, mark, value, start + title)

    def _space(self, at: int) -> int:
        """Return how many code points of white space a line begins with."""
        return self.start(at) - self.spans[at][0]

    def _is_full(self, at: int, most: int = 0) -> bool:
        """Tell whether a line is as wide as lines are and ends no sentence: the next may go on.

        ``most``: by how many code points it may be shorter, 0: by a fifth.
        """
        text = self.texts[at]
        least = self._width - most if most else FULL * self._width
        return (
            self._width > 0
            and at not in self._whole
            and text[-1] not in "。;!?:"
            and WIDE_GAP not in text  # a row
            and least <= len(text) + self._space(at)
            and self.view[self.spans[at][1] - 1] in _LINE_ENDS
        )

    def _goes_on(self, at: int) -> bool:
        """Tell whether a line goes on from the one above, which is full."""
        if not at or self.spans[at][2] or not self._is_full(at - 1):
            return False
        if IS_MAIL_FIELD.match(self.texts[at]):
            return False
        return not self._space(at) or not self._space(at - 1)

    def _is_in_sentence(self, at: int) -> bool:
        """Tell whether a sentence of the line above goes on in a line."""
        if at == len(self.texts):
            return False
        first = self.texts[at][0]
        # No line begins with a comma, so that the one above, be it on another page, goes on.
        if first in _NEVER_FIRST:
            return True
        if not self._width or self.spans[at][2] or not self._is_full(at - 1):
            return False
        above = self._space(at - 1)
        return (
            first.islower()
            or _OF_SENTENCE.search(self.texts[at - 1]) is not None
            or (0 < above <= PARAGRAPH and not self._space(at))
        )


def read_spans(view: str, blocks: Sequence[Block], long: int = LONG_LINE) -> Iterator[Span]:
    """Yield the lines of the text's own blocks, blank ones too; of ``long`` ones their parts."""
    gap, most = 0, 2
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not _has_words(block):
            if block.label in (PAGE_MARKER, RUNNING):
                gap, most = 1, 1  # blank lines beside a page's end are the page's
            elif block.label == BOILERPLATE and block.rule != "chrome:inside":
                gap = most = max(gap, 1)
            gap = 2 if block.rule in PARTED else min(most, gap + (block.label == BLANK))
            continue
        end = block.end
        if view[end - 2] in _RULED and _RULE_LINE.match(view, block.start, end):
            gap = 2
            continue
        while (
            view[end - 1] not in _LINE_ENDS
            and at < len(blocks)
            and blocks[at].start == end
            and blocks[at].rule != LOST
            and _has_words(blocks[at])
        ):
            end = blocks[at].end
            at += 1
        if end - block.start < long and not _is_letter(view, block.start, end):
            yield block.start, end, gap
        else:
            for start, stop in pieces(view, block.start, end):
                yield start, stop, gap
                gap = 0
        gap, most = 0, 2


def _has_words(block: Block) -> bool:
    """Tell whether a block may be words of a document."""
    return block.label in (BODY, HEADING) or block.rule == LETTERHEAD or block.rule in _FIELDS


def _is_letter(view: str, start: int, end: int) -> bool:
    """Tell whether a line holds a letter, from its title to the day of its signature or as far as
    a page goes in a text without line ends."""
    is_cut = end < len(view) and view[end - 1] not in _LINE_ENDS
    return (
        end - start > LONGEST
        and (is_cut or view[end - 3 : end].rstrip()[-1:] == "日")
        and GLUED.match(view, start, end) is not None
    )


def _width(sizes: Iterable[int]) -> int:
    """Return the size of a full line, where lines are wrapped, else 0: few are longer."""
    sizes = sorted(size for size in sizes if size >= 20)
    wide = sizes[int(0.9 * len(sizes))] if len(sizes) >= 10 else WIDEST + 1
    if wide > WIDEST:
        return 0
    near = sum(0.85 * wide <= size <= 1.1 * wide for size in sizes)
    return wide if near >= 0.4 * len(sizes) else 0
