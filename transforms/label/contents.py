"""Which lines are a contents list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transforms.label.words import LIST_TITLE, SENTENCE_END, labelled
from transforms.schema import BLANK, BODY, CONTENTS, Block
from transforms.tables.marks import CONTENTS_WORD

FEWEST_ENTRIES, FEWEST_BELOW_WORD = 3, 2  # leaders make a contents list from here on
_CONTENTS_LINE = re.compile(rf"(?:{CONTENTS_WORD.pattern}) *$")


def confirm_contents(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with contents lists completed, and lone leaders made body again."""
    out = list(blocks)
    entries = [index for index, _ in labelled(blocks, CONTENTS)]
    is_named = any(_word_above(view, out, index) for index in entries)
    if len(entries) < (FEWEST_BELOW_WORD if is_named else FEWEST_ENTRIES):
        for index in entries:
            out[index] = out[index]._replace(label=BODY, rule="line")
        return out
    for first, last in pairwise(entries):
        between = [i for i in range(first + 1, last) if out[i].label == BODY]
        if len(between) <= 4 and all(
            _is_short(view, out[i]) and not LIST_TITLE.match(view, out[i].start, out[i].end)
            for i in between
        ):
            for i in between:
                out[i] = out[i]._replace(label=CONTENTS, rule="contents:between")
    for first in reversed(entries):
        word = _word_above(view, out, first)
        if word:
            above, cut = word
            block = out[above]
            out[above] = Block(cut, block.end, CONTENTS, CONTENTS_WORD.id)
            if cut > block.start:
                out.insert(above, Block(block.start, cut, BODY, block.rule))
    return out


def _word_above(view: str, blocks: Sequence[Block], first: int) -> tuple[int, int] | None:
    """Return the block right above an entry that ends with the word 目录, and where that begins."""
    above = first - 1
    while above >= 0 and blocks[above].label == BLANK:
        above -= 1
    if above < 0 or blocks[above].label != BODY or not _is_short(view, blocks[above]):
        return None
    block = blocks[above]
    word = _CONTENTS_LINE.search(view[block.start : block.end].rstrip())
    return (above, block.start + word.start()) if word else None


def _is_short(view: str, block: Block) -> bool:
    if block.end - block.start > 80:
        return False
    return view[block.start : block.end].rstrip()[-1:] not in SENTENCE_END
