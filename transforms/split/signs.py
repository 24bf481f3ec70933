"""The signs that stand around a line and say that a document begins there (``tables.edges``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from transforms.schema import BLANK, BODY, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.lines import SPACE
from transforms.tables.edges import ABOVE, BELOW, DATE, FIRST_ITEM, LINE, PLACED, SIGNS
from transforms.tables.titles import NUMBER_LINE

READ = 120  # code points of a line's beginning (above: of its end) that are read for signs
VERSES = 2  # lines of equal clauses in a row are verse
SEARCHED = 5  # lines below a heading in which numbering begins
REPEATED = ("running:page-edge", "running:repeated")  # rules that may take a heading, too
KNOWN = 4096  # lines whose signs are kept at hand
KINDS = {"item:chapter": 1, "item:article": 2, "item:chinese": 4}

WEIGHTS = {sign.name: sign.weight for sign in SIGNS} | PLACED
_RULES = tuple((sign, sign.rule.compile()) for sign in SIGNS)
_GROUPS = sorted(  # rules by where they look and over how many lines: a bit each
    {
        (sign.where, sign.lines): sum(
            1 << number
            for number, (other, _) in enumerate(_RULES)
            if (other.where, other.lines) == (sign.where, sign.lines)
        )
        for sign in SIGNS
    }.items()
)
MOST = {where: max(sign.lines for sign in SIGNS if sign.where == where) for where in (ABOVE, BELOW)}
_BARE_DATE = DATE.compile()
_OPENS = re.compile(f"{NUMBER_LINE.pattern}|{FIRST_ITEM.pattern}", re.MULTILINE)
_ORGAN = re.compile("(?:院|委员会|政府|部|局|厅|办公室|总署|银行|常委会|委|会|公司)$")
_FIRST = re.compile("第一[条章编]|第1[条章]|一、")
_CLAUSE = re.compile("[,。;!?]")
_ENDS = frozenset('。;.!?"')


class Line(NamedTuple):
    """A line, or a part of a long one, that holds words; ``start:end`` are they."""

    block: int  # its index
    start: int
    end: int
    indent: int  # spaces before the words
    gap: int  # blank lines above
    page: bool  # a page begins above


def read_lines(view: str, blocks: Sequence[Block]) -> list[Line]:
    """Return the lines that hold a source's own words, in order, and those of running heads that
    may be the heading which the others repeat."""
    out: list[Line] = []
    gap, page = 0, False
    for index, block in enumerate(blocks):
        if block.label == BLANK:
            page = page or "\f" in view[block.start : block.end]
            gap += 1
        elif block.label == PAGE_MARKER:
            page = True
        elif block.label in (BODY, HEADING) or block.rule in REPEATED:
            words = view[block.start : block.end]
            bare = words.strip(SPACE)
            if bare:
                indent = len(words) - len(words.lstrip(SPACE))
                start = block.start + indent
                page = page or "\f" in words[:indent]
                out.append(Line(index, start, start + len(bare), indent, gap, page))
                gap, page = 0, "\f" in words[indent + len(bare) :]
    return _without_running(view, blocks, out)


def _without_running(view: str, blocks: Sequence[Block], lines: list[Line]) -> list[Line]:
    """Return the lines without running heads, but for those that stand over a document.

    Such a one is the first of its words, which no line of the text has, or a number follows.
    """
    if not any(blocks[line.block].label == RUNNING for line in lines):
        return lines
    known = {
        view[line.start : line.end]
        for line in lines
        if line.end - line.start <= READ and blocks[line.block].label != RUNNING
    }
    out: list[Line] = []
    page = False
    for line, below in zip_longest(lines, lines[1:]):
        if blocks[line.block].label == RUNNING:
            words = view[line.start : line.end]
            opens = below and _OPENS.match(view[below.start : below.start + READ])
            if words in known and not opens:
                page = page or line.page
                continue
            known.add(words)
        out.append(line._replace(page=line.page or page))
        page = False
    return out


@cache
def _names(bits: int) -> tuple[str, ...]:
    """Return the names of the rules whose bits are set."""
    return tuple(sign.name for number, (sign, _) in enumerate(_RULES) if bits >> number & 1)


def weight_of(signs: Iterable[str]) -> float:
    """Return how far signs speak for a beginning, 0 to 1."""
    return min(1.0, max(0.0, sum(WEIGHTS[sign] for sign in signs)))


class Signs:
    """What stands around each line of a source."""

    def __init__(self, view: str, blocks: Sequence[Block], lines: Sequence[Line]) -> None:
        self.view, self.blocks, self.lines = view, blocks, lines
        self.usual = self._usual_gap()
        self._known: tuple[dict[str, int], dict[str, int]] = ({}, {})  # what words say: see _said
        self.gone_on: list[int] = []  # by line: which kinds of numbering above it have gone on
        kinds = 0
        for line in lines:
            self.gone_on.append(kinds)
            kind = KINDS.get(blocks[line.block].rule, 0)
            if kind:
                kinds = kinds & ~kind if _FIRST.match(view, line.start) else kinds | kind

    def _usual_gap(self) -> int:
        """Return how many blank lines stand between most paragraphs."""
        gaps: Counter[int] = Counter()
        for above, line in pairwise(self.lines):
            if self.view[above.end - 1] in _ENDS and self.view[line.end - 1] in _ENDS:
                gaps[line.gap] += 1
        return max(gaps, key=lambda gap: (gaps[gap], -gap), default=0)

    def of(self, at: int) -> tuple[str, ...]:
        """Return the names of the signs around the line at an index."""
        said = {
            LINE: self._said([at]),
            BELOW: self._said(range(at + 1, self._below(at, MOST[BELOW]))),
            ABOVE: self._said(range(at - 1, max(0, at - MOST[ABOVE]) - 1, -1), is_end=True),
        }
        bits = 0
        for (where, lines), group in _GROUPS:
            bits |= said[where][min(lines, len(said[where]) - 1)] & group
        found = list(_names(bits))
        if self.lines[at].gap > self.usual or at == 0:
            found.append("gap above")
        elif "author below" in found:
            found.remove("author below")  # else any short line in a table is one
        if "date below" in found and _ORGAN.search(self.words(at)) and self._is_date(at + 1):
            found.append("signature")
        if self.lines[at].page:
            found.append("page begins")
        if self._is_verse(at + 1 + ("author below" in found)):
            found.append("verse below")
        if "numbering begins below" in found and self._restarts(at):
            found.append("numbering restarts below")
        return tuple(found)

    def _said(self, near: Iterable[int], is_end: bool = False) -> list[int]:
        """Return what the first lines of some say, for each count of them from 0 on: a bit a rule.

        What a line says is asked once for all the lines around it.
        """
        out = [0]
        known = self._known[is_end]
        for at in near:
            words = self.words(at, is_end)
            if words not in known:
                if len(known) > KNOWN:
                    known.clear()
                known[words] = sum(
                    1 << number
                    for number, (sign, rule) in enumerate(_RULES)
                    if (sign.where == ABOVE) == is_end and rule.search(words)
                )
            out.append(out[-1] | known[words])
        return out

    def _below(self, at: int, most: int) -> int:
        """Return the index behind the lines below that no gap wider than a heading's own parts."""
        gap = max(self.lines[at].gap, self.usual) if at else len(self.view)
        for below in range(at + 1, min(at + 1 + most, len(self.lines))):
            if self.lines[below].gap > gap:
                return below
        return min(at + 1 + most, len(self.lines))

    def words(self, at: int, is_end: bool = False) -> str:
        """Return a line's words; of a long one its beginning, or its end."""
        line = self.lines[at]
        if is_end:
            return self.view[max(line.start, line.end - READ) : line.end]
        return self.view[line.start : min(line.end, line.start + READ)]

    def _is_date(self, at: int) -> bool:
        return at < len(self.lines) and bool(_BARE_DATE.search(self.words(at)))

    def _is_verse(self, at: int) -> bool:
        """Tell whether lines of equal clauses (five or seven characters) begin at a line."""
        sizes: set[int] = set()
        for index in range(at, at + VERSES):
            if index >= len(self.lines) or self.lines[index].end - self.lines[index].start > 40:
                return False
            clauses = _CLAUSE.split(self.words(index))
            if len(clauses) < 3 or clauses[-1]:
                return False
            sizes.update(map(len, clauses[:-1]))
        return len(sizes) == 1 and sizes <= {4, 5, 6, 7}

    def _restarts(self, at: int) -> bool:
        """Tell whether the numbering that begins below had gone on above."""
        for line in self.lines[at + 1 : at + 1 + SEARCHED]:
            kind = KINDS.get(self.blocks[line.block].rule, 0)
            if kind:
                return bool(kind & self.gone_on[at])
        return False
