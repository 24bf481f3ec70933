"""Tracked changes and comments that a word processor wrote into the text.

They stand in brackets, or, copied from its margin, on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.label.words import cut_out
from transforms.schema import MARKUP, Block
from transforms.triggers import Triggers

CHANGE = "markup:change"
LONGEST_CHANGE = 400  # code points of what was changed, or of a comment

_OPENS = re.compile(
    r"\[ ?(?:(?P<kept>插入)|删除|移动|批注|带格式)(?:的(?:内容)?)? ?"
    r"(?:\[[^\[\]\n]{1,20}\])? ?[^\[\]:\n]{0,12}: ?"
)
_BALLOON = re.compile(
    r"^[ \t]*(?:批注 ?\[[^\[\]\n]{1,20}\] ?|(?:删除|移动)的内容|带格式的(?:表格)? ?): ?\S[^\n]*\n?",
    re.MULTILINE,
)
FEWEST_BALLOONS = 2
_BRACKET = re.compile(r"[\[\]\n]")
# Each line of a margin that has no bracket holds one of them.
_MARGIN = Triggers(("移动的内容", "删除的内容", "带格式的"))


def cut_changes(view: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks as if all changes were accepted: what was inserted stays, comments go."""
    is_bracketed = "[" in view
    spans = [*_changes(view)] if is_bracketed else []
    if (is_bracketed and "批注" in view) or _MARGIN.held(view):
        spans = sorted((*spans, *_balloons(view)))
    return cut_out(blocks, [Block(*span, MARKUP, CHANGE) for span in spans]) if spans else blocks


def _balloons(view: str) -> list[tuple[int, int]]:
    """Return the lines that stood in a margin: 批注 [甲]: …, 带格式的: …, 删除的内容: …"""
    found = [match.span() for match in _BALLOON.finditer(view)]
    return found if len(found) >= FEWEST_BALLOONS else []


def _changes(view: str) -> Iterator[tuple[int, int]]:
    """Yield what of the changes goes: their brackets, and all but inserted words between them."""
    behind = 0
    for match in _OPENS.finditer(view):
        if match.start() < behind:
            continue
        close = _closing(view, match.end())
        if close < 0:
            continue
        if match["kept"]:
            yield match.span()
            yield close, close + 1
        else:
            yield match.start(), close + 1
        behind = close + 1


def _closing(view: str, at: int) -> int:
    """Return where the bracket closes that is open at ``at``, -1 if not on the same line."""
    depth = 1
    for bracket in _BRACKET.finditer(view, at, at + LONGEST_CHANGE):
        if bracket.group() == "\n":
            return -1
        depth += 1 if bracket.group() == "[" else -1
        if not depth:
            return bracket.start()
    return -1
