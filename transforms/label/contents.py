"""Which lines are a contents list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transforms.label.words import LIST_TITLE, SENTENCE_END, labelled
from transforms.schema import BLANK, BODY, CONTENTS, Block
from transforms.tables.marks import CONTENTS_WORD

FEWEST_ENTRIES = 3  # leaders make a contents list from here on
_CONTENTS_LINE = re.compile(rf"(?:{CONTENTS_WORD.pattern}) *$")


def confirm_contents(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with contents lists completed, and lone leaders made body again."""
    out = list(blocks)
    entries = [index for index, _ in labelled(blocks, CONTENTS)]
    if len(entries) < FEWEST_ENTRIES:
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
        above = first - 1
        while above >= 0 and out[above].label == BLANK:
            above -= 1
        if above >= 0 and out[above].label == BODY and _is_short(view, out[above]):
            block = out[above]
            word = _CONTENTS_LINE.search(view[block.start : block.end].rstrip())
            if word:
                cut = block.start + word.start()
                out[above] = Block(cut, block.end, CONTENTS, CONTENTS_WORD.id)
                if cut > block.start:
                    out.insert(above, Block(block.start, cut, BODY, block.rule))
    return out


def _is_short(view: str, block: Block) -> bool:
    if block.end - block.start > 80:
        return False
    return view[block.start : block.end].rstrip()[-1:] not in SENTENCE_END
