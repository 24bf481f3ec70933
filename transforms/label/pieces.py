"""The pieces of a source that may belong to the frames of pages, with the rules that name them.

A piece is a line; in a text that has lost its line ends it is the words between white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transforms.label.rules import Rules
from transforms.label.words import LONGEST_NOISE, MARGIN, words_of
from transforms.lost import long_line
from transforms.schema import BLANK, BODY, BOILERPLATE, Block
from transforms.tables.noise.head import CONTACT, COUNTER, META

APART = -1  # block of words that stand in several
FURTHEST = 4  # lines from one that only a page has

FACTS = frozenset({META.id, CONTACT.id, COUNTER.id, "chrome:mail"})  # an export has them, too
_OWN = re.compile(r"[\W ]*(?:标 *题|题 *[目名]|名 *称|[文本]*章?作者|主题)")  # of an export
_HOUR = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$")
# The words between white space; the white space beside a sign that parts a path's steps is none.
_WORDS = re.compile(r"(?:\S++| (?=[>»›→|/] )|(?<=[>»›→|/]) )+")


class Piece(NamedTuple):
    """A line, or words between white space: where they stand, and what they may be."""

    block: int
    start: int
    end: int
    words: str
    rule: str  # that names it, "" if none does
    is_page: bool  # only a page has it


def is_strong(block: Block) -> bool:
    """Tell whether a block is named as what only a page has."""
    is_chrome = block.label == BOILERPLATE and block.rule.startswith("chrome:")
    return is_chrome and block.rule not in FACTS


def lines_near(
    view: str, blocks: Sequence[Block], rules: Rules, strong: Sequence[int]
) -> Iterator[Piece]:
    """Yield the lines near those that only a page has, with those."""
    near = sorted({at for index in strong for at in range(index - FURTHEST, index + FURTHEST + 1)})
    for index in near:
        if not 0 <= index < len(blocks) or blocks[index].label == BLANK:
            continue
        block = blocks[index]
        words = words_of(view, block)
        place = (index, block.start, block.end, words)
        if block.label == BODY and block.rule == "line" and len(words) <= LONGEST_NOISE:
            yield _read(*place, rules)
        else:
            is_known = is_strong(block) or block.rule in FACTS
            yield Piece(*place, block.rule if is_known else "", is_strong(block))


def tokens(view: str, blocks: Sequence[Block], rules: Rules) -> Iterator[Piece]:
    """Yield the words between white space of the long lines."""
    for start, end, index in _long_lines(view, blocks, long_line(view)):
        for match in _WORDS.finditer(view, start, end):
            while blocks[index].end <= match.start():
                index += 1
            place = (index, *match.span())
            is_whole = blocks[index].label == BODY and match.end() <= blocks[index].end
            words = match.group().strip(MARGIN)
            if not 0 < len(words) <= LONGEST_NOISE or "。" in words[:-1]:
                yield Piece(*place, "", "", False)
            elif is_whole:
                yield _read(*place, words, rules)
            else:  # (三) begins an item in it
                yield Piece(APART, *match.span(), words, "", False)


def _long_lines(view: str, blocks: Sequence[Block], long: int) -> Iterator[tuple[int, int, int]]:
    """Yield start and end of each long line, and its first block."""
    first = 0
    for index, block in enumerate(blocks):
        if view[block.end - 1] in "\r\n\f" or index + 1 == len(blocks):
            if block.end - blocks[first].start >= long:
                yield blocks[first].start, block.end, first
            first = index + 1


def _read(index: int, start: int, end: int, words: str, rules: Rules) -> Piece:
    """Return a piece with the rule that names it; above a text more is a page's than inside."""
    rule = rules.line(words, "line")
    is_page = rule is not None and rule.id not in FACTS
    rule = rule or rules.head_line(words, "line")
    is_frame = rule is not None and rule.label == BOILERPLATE and rule.id != CONTACT.id
    if rule is None or not is_frame or (rule.id in FACTS and _OWN.match(words)):
        return Piece(index, start, end, words, "hour" if _HOUR.match(words) else "", False)
    return Piece(index, start, end, words, rule.id, is_page)
