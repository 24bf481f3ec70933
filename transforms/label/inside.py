"""What is cut out of a line."""

from __future__ import annotations

from collections.abc import Set

from transforms.label.rules import Rules
from transforms.label.words import cut_out
from transforms.schema import BODY, BOILERPLATE, CREDIT, Block
from transforms.tables.noise.inside import FRAMED_TRIGGERS, INSIDE_TRIGGERS
from transforms.triggers import Triggers

_ALONE, _FRAMED = Triggers(INSIDE_TRIGGERS), Triggers((*INSIDE_TRIGGERS, *FRAMED_TRIGGERS))
_FRAME = frozenset((BOILERPLATE, CREDIT))


def cut_inside(view: str, blocks: list[Block], rules: Rules, labels: Set[str]) -> list[Block]:
    """Return the blocks with captions and credits inside a body block cut out.

    ``labels`` are those of the blocks.
    """
    triggers = (_ALONE if _FRAME.isdisjoint(labels) else _FRAMED).places(view)
    if not triggers:
        return blocks
    left = iter((*triggers, len(view)))
    trigger = next(left)
    pieces: list[Block] = []
    for block in blocks:
        is_held = trigger < block.end
        while trigger < block.end:
            trigger = next(left)
        if block.label != BODY or not is_held:
            continue
        for match in rules.inside.pattern.finditer(view, block.start, block.end):
            found = rules.inside.of(match)
            pieces.append(Block(*match.span(), found.label, found.id))
    return cut_out(blocks, pieces)
