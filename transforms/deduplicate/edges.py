"""Edges of sentences and lines in a source: what is removed begins and ends there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

from transforms.schema import BODY, HEADING, Block, SourceText

KEPT = frozenset((BODY, HEADING))
_SENTENCE_END = re.compile(r"[。!?;\n\r\f]|\.(?=\s)")
LINE_ENDS = "\n\r\f"
# Of the text, not the view: there quotes still have a side.
_CLOSING = frozenset("。！？；，：、）〕】》〉”’」』.!?;,:)]> \u3000\xa0")
OPENING = frozenset("“‘「『（〔【《〈([<")
# Where an edge is looked for next to where the texts part: rather inside the copy than outside,
# where a step too far would lose text.
_STEPS = (0, 1, -1, 2, -2, 3, -3, 4, 5, 6, 7, 8)


def sentence_start(source: SourceText, blocks: Sequence[Block], start: int, end: int) -> int:
    """Return the edge of a sentence at ``start``, next to it, or the first behind it."""
    near = [start + step for step in _STEPS if blocks[0].start <= start + step < end]
    places = chain(near, range(start, end))
    return next((at for at in places if is_edge(source, blocks, at)), end)


def sentence_end(source: SourceText, blocks: Sequence[Block], start: int, end: int) -> int:
    """Return the edge of a sentence at ``end``, next to it, or the last before it.

    The line end goes too where the copy began with its line.
    """
    limit = blocks[-1].end
    while end < limit and source.text[end] in _CLOSING:
        end += 1
    near = [end - step for step in _STEPS if start < end - step <= limit]
    places = chain(near, range(end, start, -1))
    end = next((at for at in places if is_edge(source, blocks, at)), start)
    whole_line = begins_line(source, blocks, start)
    if whole_line and end < limit and source.view[end] in LINE_ENDS:
        end += 1
    return end


def begins_line(source: SourceText, blocks: Sequence[Block], at: int) -> bool:
    """Say whether a line, or nothing more, begins at an offset."""
    return at in (blocks[0].start, blocks[-1].end) or source.view[at - 1] in LINE_ENDS


def is_edge(source: SourceText, blocks: Sequence[Block], at: int) -> bool:
    """Say whether a sentence ends before, and another may begin at, an offset."""
    if at in (blocks[0].start, blocks[-1].end) or source.view[at] in LINE_ENDS:
        return True
    if source.text[at] in _CLOSING:
        return False
    index = bisect_right(blocks, at, key=lambda block: block.start) - 1
    block = blocks[index]
    if block.label not in KEPT or (block.start == at and blocks[index - 1].label not in KEPT):
        return True
    before = at - 1
    while before > block.start and source.text[before] in _CLOSING and not _ends(source, before):
        before -= 1
    return _ends(source, before)


def _ends(source: SourceText, at: int) -> bool:
    """Say whether a sentence or a line ends with the code point at an offset."""
    return bool(_SENTENCE_END.match(source.view, at))
