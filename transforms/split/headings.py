"""Find the places where a document may begin, by the shape of headings and titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.schema import BLANK, BODY, HEADING, Block
from transforms.split.contents import key
from transforms.tables.titles import ADDRESSEE_LINE, NUMBER_LINE, TITLE_END

LONGEST_TITLE = 100  # code points of a title line
SENTENCE_END = "。;!?:,、"


class Heading(NamedTuple):
    """A place where a document may begin: its heading is ``start:end``, its title inside."""

    start: int
    end: int
    title_start: int
    title_end: int
    region: str
    strength: float  # how far it stands for a document by itself, 0 to 1


_TITLE_END, _NUMBER_LINE, _ADDRESSEE = (
    rule.compile() for rule in (TITLE_END, NUMBER_LINE, ADDRESSEE_LINE)
)
_BRACKETED = re.compile(r"(?P<region>[^《》]*?) *《(?P<title>.+)》 *$", re.DOTALL)
_RESTARTS = ("第一条", "第一章", "第一节", "第一编", "一、", "(一)", "1.", "1、")


def find_headings(view: str, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings by shape, in order: cut out by ``segment``, or title lines."""
    found: list[Heading] = []
    words = [index for index, block in enumerate(blocks) if block.label != BLANK]
    for position, index in enumerate(words):
        block = blocks[index]
        if block.label == HEADING:
            found.append(_bracketed(view, block))
        elif block.label == BODY and block.rule != "rest":
            after = [blocks[i] for i in words[position + 1 : position + 6]]
            heading = _title_line(view, block, after)
            if heading:
                found.append(heading)
    return found


def _bracketed(view: str, block: Block) -> Heading:
    match = _BRACKETED.match(view, block.start, block.end)
    if not match:
        return Heading(block.start, block.end, block.start, block.end, "", 1.0)
    start, end = match.span("title")
    return Heading(block.start, block.end, start, end, match.group("region").strip(" \r\n"), 1.0)


def _title_line(view: str, block: Block, after: Sequence[Block]) -> Heading | None:
    """Return a line that may be a title, with its strength by what stands below it."""
    line = view[block.start : block.end].rstrip()
    start = block.start + len(line) - len(line.lstrip(" \ufeff"))
    line = line.lstrip(" \ufeff")
    if not 2 <= len(line) <= LONGEST_TITLE or line[-1] in SENTENCE_END:
        return None
    strength = 0.0
    if _TITLE_END.search(line) and block.rule == "line":
        strength = 0.4
        below = [view[one.start : one.end].strip() for one in after if one.label == BODY]
        if any(_NUMBER_LINE.match(text) for text in below[:2]):
            strength += 0.3
        if any(_ADDRESSEE.match(text) for text in below[:3]):
            strength += 0.2
        if any(text.startswith(_RESTARTS) for text in below):
            strength += 0.2
        if below and not below[0].startswith("《") and below[0][-1:] in "。;":
            strength += 0.1
    return Heading(start, start + len(line), start, start + len(line), "", min(strength, 1.0))


def prefix_heading(view: str, start: int, end: int, title: str) -> Heading | None:
    """Return the heading that opens ``view[start:end]``, where it opens with (about) ``title``.

    Up to 14 code points may stand before the title: the organ or region that compilers put there.
    """
    from rapidfuzz import fuzz

    wanted = key(title)
    window = view[start : min(end, start + 14 + 2 * len(title))]
    exact = window.find(title)
    if 0 <= exact <= 14:
        at, stop = exact, exact + len(title)
    else:
        aligned = fuzz.partial_ratio_alignment(title, window, score_cutoff=78)
        if len(wanted) < 4 or aligned is None or aligned.dest_start > 14:
            return None
        at, stop = aligned.dest_start, aligned.dest_end
    return Heading(start, start + stop, start + at, start + stop, window[:at].strip("《 \r\n"), 0.5)
