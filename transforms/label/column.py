"""What stands alone below a page's path or by-line: the name of a column, the writer's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transforms.label.words import LAST, words_of
from transforms.schema import BLANK, BODY, BOILERPLATE, Block
from transforms.tables.regions import PROVINCES

HEAD = 80  # blocks above which the path to a page ends
LONGEST_COLUMN = 10  # code points
FURTHEST = 3  # lines below the path in which the name stands
_PLACES = frozenset(province.short for province in PROVINCES)
_BYLINES = frozenset({"chrome:meta", "chrome:byline"})
_HOUR = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_PATHS = frozenset({"chrome:breadcrumb", "chrome:path"})
_STEPS = re.compile(r" *(?:[>›»→/|]|&gt;|::?|--?) *")


def name_place(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a province named that stands alone below a day and an hour."""
    out = list(blocks)
    head = [index for index, block in enumerate(out[:HEAD]) if block.label != BLANK]
    for above, index in pairwise(head):
        is_place = out[index].label == BODY and words_of(view, out[index]) in _PLACES
        is_dated = out[above].rule in _BYLINES and _HOUR.search(words_of(view, out[above]))
        if is_place and is_dated:
            out[index] = out[index]._replace(label=BOILERPLATE, rule="chrome:byline")
    return out


def name_column(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a line named that says the last step of the path above it again.

    A longer line below is the title; without one the line itself may be it.
    """
    out = list(blocks)
    head = [index for index, block in enumerate(out[:HEAD]) if block.label != BLANK]
    for place, index in enumerate(head):
        block = out[index]
        if block.label != BOILERPLATE or block.rule not in _PATHS:
            continue
        *_, last = _STEPS.split(words_of(view, block))
        if len(last) > LONGEST_COLUMN:
            continue
        below = [each for each in head[place + 1 :] if out[each].label == BODY][: FURTHEST + 1]
        for at, each in enumerate(below[:-1]):
            if words_of(view, out[each]) != last:
                continue
            title = words_of(view, out[below[at + 1]])
            is_title = len(title) > len(last) and title[-1] not in LAST and ":" not in title
            if is_title and out[each].rule == "line":
                out[each] = out[each]._replace(label=BOILERPLATE, rule="chrome:column")
    return out
