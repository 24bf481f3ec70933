"""Whether a page's edge, or what stands at it, cuts a sentence in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.label.words import LONGEST, words_of
from transforms.schema import BLANK, BODY, MARKUP, PAGE_MARKER, RUNNING, Block

SHORTEST_CUT = 20  # code points of a line that a page end cuts: below, it may be a heading
NARROWEST = 12  # code points of such a line in a narrow column
FULL = 0.8  # of the widest line: what is as wide may go on below
LINES_OF_NOTE = 2  # behind its first
MOST_HEADS = 3  # lines of a page's head, and of its foot
LINES_ABOVE = 8  # blocks above a page marker in which the last line of the text stands
INDENT = 3  # code points by which a full line may be shorter than others: its indent, one moved
PAUSE = re.compile("[,、。;]")
NOTE = "item:circled"
_NO_TEXT = frozenset((BLANK, PAGE_MARKER, RUNNING, MARKUP))
_NARROW = re.compile("[0-9A-Za-z\u00c0-\u024f ]")
_WIDE_GAP = re.compile(" {2,}")
_TWO_PARTS = re.compile("[^ ] {3,}[^ ,、。;:!?]{2,12}$")  # 孙某,等:水库志考      地方史
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
    lines = [*lines_above(view, blocks, index)]
    least = min(SHORTEST_CUT, max(NARROWEST, FULL * max(map(len, lines), default=0)))
    said = (line for line in lines[:-3:-1] if len(line) >= least or line[-1] in _ENDS)
    return next(said, "。")


def fills_its_line(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell whether the last long line above a block is about as long as those above it."""
    full = max((len(line.replace(" ", "")) for line in lines_above(view, blocks, index)), default=0)
    return len(last_line(view, blocks, index).replace(" ", "")) + INDENT >= full


def lines_above(view: str, blocks: Sequence[Block], index: int) -> Iterator[str]:
    """Yield the lines of the text, but for notes, among the last blocks above a marker."""
    for block in blocks[max(0, index - LINES_ABOVE) : index]:
        words = words_of(view, block) if block.label == BODY else ""
        if words and (block.rule != NOTE or words[-1] not in _CLOSES):
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


def between_halves(view: str, blocks: Sequence[Block], index: int) -> list[int] | None:
    """Return the lines of the head and foot around a page's number that cut a sentence.

    None: there it cuts none. The half above fills its line, the half below begins where the line
    above begins, or at the left. What stands between and has no pause is too short to be a line
    inside a paragraph.
    """
    widths = [_width(line) for line in lines_above(view, blocks, index)]
    full = max(widths, default=0)
    as_wide = sum(width + INDENT >= full for width in widths)  # one alone is a paragraph
    if full < NARROWEST or (
        as_wide < 2 and _are_apart(blocks[max(0, index - LINES_ABOVE) : index])
    ):
        return None
    foot, above = _furniture(view, blocks, index, -1, full)
    head, below = _furniture(view, blocks, index, 1, full)
    if above is None or below is None or below.rule not in ("line", "rest"):
        return None
    half = words_of(view, above)
    if _width(view[above.start : above.end].rstrip()) + INDENT < full:  # with its indent
        return None
    if half[-1] in _CLOSES or not PAUSE.search(half):
        return None
    indents = [_indent(view, block) for block in (above, below)]
    return [*foot, *head] if indents[1] in (0, indents[0]) else None


def _are_apart(blocks: Sequence[Block]) -> bool:
    """Tell whether a blank line stands below each line: then a line is a whole paragraph."""
    lines = [block for block in blocks if block.label in (BODY, BLANK)]
    return len(lines) > 1 and not any(
        above.label == below.label == BODY for above, below in pairwise(lines)
    )


def _furniture(
    view: str, blocks: Sequence[Block], index: int, step: int, full: float
) -> tuple[list[int], Block | None]:
    """Return the short lines next to a block, and the first line beyond that has a pause.

    Above the block, foot notes may stand between.
    """
    found: list[int] = []
    at = index + step
    while 0 <= at < len(blocks):
        block, at = blocks[at], at + step
        if block.label in _NO_TEXT:
            continue
        line = words_of(view, block)
        if not line:  # characters of no width
            continue
        if block.label == BODY and step < 0 and (note := _note(blocks, at + 1)):
            at = note - 1
            continue
        if block.label != BODY or len(_WIDE_GAP.findall(line)) > 1:  # or a row of a table
            break
        head = _TWO_PARTS.search(line) is not None
        pauses = PAUSE.search(line) is not None and not head
        if pauses or (_width(line) > FULL * full and not head):
            return found, block if pauses else None
        if len(found) == MOST_HEADS or line[-1] == "." or line[0] in "附(":
            break
        found.append(at - step)
    return found, None


def _note(blocks: Sequence[Block], index: int) -> int:
    """Return the block with which a foot note of few lines begins; 0: it is of none."""
    for at in range(index, max(0, index - LINES_OF_NOTE - 1), -1):
        if blocks[at].rule == NOTE:
            return at
        if blocks[at].label != BODY:
            break
    return 0


def _width(line: str) -> float:
    """Return how many characters of full width a line is as wide as."""
    return len(line) - len(_NARROW.findall(line)) / 2


def _indent(view: str, block: Block) -> int:
    words = view[block.start : block.end]
    return len(words) - len(words.lstrip())


def _body(blocks: Sequence[Block], index: int, step: int) -> Block | None:
    """Return the next body block in a direction, past blank lines and page markers."""
    at = index + step
    while 0 <= at < len(blocks) and blocks[at].label in (BLANK, PAGE_MARKER, RUNNING):
        at += step
    return blocks[at] if 0 <= at < len(blocks) and blocks[at].label == BODY else None
