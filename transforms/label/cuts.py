"""Whether a page's edge, or what stands at it, cuts a sentence in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.label.words import LONGEST, words_of
from transforms.schema import BLANK, BODY, PAGE_MARKER, RUNNING, Block

SHORTEST_CUT = 20  # code points of a line that a page end cuts: below, it may be a heading
LINES_ABOVE = 8  # blocks above a page marker in which the last line of the text stands
INDENT = 3  # code points by which a full line may be shorter than others: its indent, one moved
PAUSE = re.compile("[,、。;]")
_ENDS = frozenset(".!?")
_CLOSES = frozenset('。;!?:")》>]*')


def cuts_a_line(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell whether the last long line above a marker ends in a clause."""
    line = last_line(view, blocks, index)
    return line[-1] not in _CLOSES and PAUSE.search(line) is not None


def last_line(view: str, blocks: Sequence[Block], index: int) -> str:
    """Return the last line of the text above a marker, but for notes and a running foot.

    A foot is short and ends no sentence, which the last line of a paragraph does.
    """
    lines = [*lines_above(view, blocks, index)][:-3:-1]
    said = (line for line in lines if len(line) >= SHORTEST_CUT or line[-1] in _ENDS)
    return next(said, "。")


def fills_its_line(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell whether the last long line above a block is about as long as those above it."""
    full = max((len(line.replace(" ", "")) for line in lines_above(view, blocks, index)), default=0)
    return len(last_line(view, blocks, index).replace(" ", "")) + INDENT >= full


def lines_above(view: str, blocks: Sequence[Block], index: int) -> Iterator[str]:
    """Yield the lines of the text, but for notes, among the last blocks above a marker."""
    for block in blocks[max(0, index - LINES_ABOVE) : index]:
        words = words_of(view, block) if block.label == BODY else ""
        if words and (block.rule != "item:circled" or words[-1] not in _CLOSES):
            yield words


def cuts_a_sentence(
    view: str, blocks: Sequence[Block], index: int, shortest: int = SHORTEST_CUT
) -> bool:
    """Tell whether the body around a block goes on behind it; a half has ``shortest`` or more."""
    above, below = _body(blocks, index, -1), _body(blocks, index, 1)
    if above is None or below is None or below.rule not in ("line", "rest"):
        return False
    before = view[max(above.start, above.end - LONGEST) : above.end].strip()
    behind = view[below.start : min(below.end, below.start + LONGEST)]
    if len(before) < shortest or before[-1] in _CLOSES:
        return False
    return all(PAUSE.search(words) for words in (before, behind))  # titles have none


def _body(blocks: Sequence[Block], index: int, step: int) -> Block | None:
    """Return the next body block in a direction, past blank lines and page markers."""
    at = index + step
    while 0 <= at < len(blocks) and blocks[at].label in (BLANK, PAGE_MARKER, RUNNING):
        at += step
    return blocks[at] if 0 <= at < len(blocks) and blocks[at].label == BODY else None
