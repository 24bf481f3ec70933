"""Begin each document with its own first line, below what was set above its text.

Where texts of one site or one export were copied together, fields, paths, a file's name and
sometimes the title stand above each of them. Which lines these are is asked of the lines above a
text, as ``label`` asks it of those above the first; the title is the one that stands below them, or
the field that says it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    CREDIT,
    HEADING,
    IMPRINT,
    MARKUP,
    NOTE,
    PAGE_MARKER,
    RUNNING,
    URL,
    Block,
)
from transforms.split.entries import key
from transforms.split.head import names_organ
from transforms.split.headings import Heading
from transforms.split.kinds import IS_MAIL_FIELD
from transforms.split.lines import SPACE
from transforms.split.listed import Place
from transforms.tables.noise.head import CONTACT, EITHER_FIELD, HEAD, INDEX_FIELD, OWN_FIELD
from transforms.tables.titles import EXPORT_LINE, OWN_ABOVE, TITLE_FIELD

MOST_LINES = 24  # of a head
LONGEST = 240  # code points of a line of it
LONGEST_TITLE = 120  # code points of a title on one line
SHORTEST = 1  # of a line that is a frame's between others
LEAST_AGAIN = 2  # code points of a title that is known again
LEAST_PART = 6  # the same, where more stands beside it
FEWEST_ROWS = 3  # of a table with a page's facts: 关键词 alone may be the document's
KNOWN = 4096  # lines whose kind is kept at hand

_RULES = "|".join(
    f"(?:{rule.pattern})" for rule in HEAD if rule.label == BOILERPLATE and rule.id != CONTACT.id
)
_named = re.compile(f"(?:{_RULES})$")
_index, _own_field, _either = (rule.compile() for rule in (INDEX_FIELD, OWN_FIELD, EITHER_FIELD))
_export, _own_above, _title_field = (
    rule.compile() for rule in (EXPORT_LINE, OWN_ABOVE, TITLE_FIELD)
)
_FRAMES = frozenset({BOILERPLATE, CREDIT, MARKUP, NOTE})
_HEADS = frozenset({BODY, HEADING, IMPRINT, BOILERPLATE})
_OWN = frozenset({CONTACT.id, "chrome:mail"})  # rules of what may be a document's own
_NEUTRAL = frozenset({BLANK, PAGE_MARKER, RUNNING, URL})
_TEXT_ENDS = "。;"


class Line(NamedTuple):
    """A line of a head: its words are ``start:end``."""

    start: int
    end: int
    words: str
    is_frame: bool
    block: Block


def find_fronts(
    view: str, blocks: Sequence[Block], places: Sequence[Place]
) -> tuple[list[Place], list[tuple[int, int]]]:
    """Return the places, each beginning with its own first line, and the spans of what stands
    above it and of the fields below its title."""
    out: list[Place] = []
    frames: list[tuple[int, int]] = []
    starts = [block.start for block in blocks]
    ends = [*(place.start for place in places[1:]), len(view)]
    floor = 0
    for place, end in zip(places, ends, strict=False):
        if place.heading is None or place.is_section or place.heading.shape == "cut":
            out.append(place)
        else:
            at = bisect_right(starts, min(place.start, place.heading.start)) - 1
            head = list(_head(view, blocks, at, floor, end))
            if any(line.is_frame for line in head):
                place, spans = _settled(view, place, head)
                frames += spans
            out.append(place)
        floor = max(out[-1].start, out[-1].heading.end if out[-1].heading else 0)
    return out, frames


def _head(view: str, blocks: Sequence[Block], at: int, floor: int, end: int) -> Iterator[Line]:
    """Yield the lines above a text: those of a frame above a block, and all below it up to the
    first sentence, between two offsets."""
    first = at
    words = view[blocks[at].start : blocks[at].end].strip(SPACE)
    is_frame = len(words) <= SHORTEST or _is_frame(blocks[at], words)
    while first and blocks[first - 1].start >= floor:
        block = blocks[first - 1]
        words = view[block.start : block.end].strip(SPACE)
        if words and block.label not in _NEUTRAL and not _is_frame(block, words):
            if is_frame and len(words) <= LONGEST_TITLE and words[-1] not in _TEXT_ENDS:
                first -= 1  # the title may stand above the frame
            break
        first -= 1
    lines: list[Line] = []
    for block in blocks[first : at + 4 * MOST_LINES]:
        words = view[block.start : block.end].strip(SPACE)
        if block.label in _NEUTRAL or not words:
            continue
        if block.start >= end or len(lines) == MOST_LINES or len(words) > LONGEST:
            break
        is_frame = _is_frame(block, words)
        is_head = block.label in _HEADS and not block.rule.startswith("item:")
        if not is_frame and (not is_head or words[-1] in _TEXT_ENDS):
            break
        start = view.index(words[0], block.start)
        lines.append(Line(start, start + len(words), words, is_frame, block))
    for index, (above, line, below) in enumerate(zip(lines, lines[1:], lines[2:], strict=False), 1):
        if above.is_frame and below.is_frame and len(line.words) <= SHORTEST:
            lines[index] = line._replace(is_frame=True)
    rows = [index for index, line in enumerate(lines) if _index.match(line.words)]
    for index in rows if len(rows) < FEWEST_ROWS else ():
        if lines[index].block.label == BODY and not _names_page(lines[index].words):
            lines[index] = lines[index]._replace(is_frame=False)
    has_own = any(_own_field.match(line.words) for line in lines)
    for line in lines:  # 时间： beside 地点： is a meeting's
        yield line._replace(is_frame=False) if has_own and _either.match(line.words) else line


def _is_frame(block: Block, words: str) -> bool:
    """Tell whether a line is one that pages and exports set above a text."""
    if block.label in _FRAMES and block.rule not in _OWN:
        return True
    return block.label in (BODY, BOILERPLATE) and len(words) <= LONGEST and _names_frame(words)


@lru_cache(KNOWN)
def _names_frame(words: str) -> bool:
    if IS_MAIL_FIELD.match(words):
        return False
    return _index.match(words) is not None or _names_page(words)


def _names_page(words: str) -> bool:
    """Tell the same of a line without what stands in the table of a page's facts only."""
    is_named = _export.match(words) or _title_field.match(words)
    return is_named is not None or (words[-1] not in _TEXT_ENDS and _named.match(words) is not None)


def _settled(view: str, place: Place, head: Sequence[Line]) -> tuple[Place, list[tuple[int, int]]]:
    """Return a place that begins with its own first line, and the spans of the frame around."""
    assert place.heading
    own = next((at for at, line in enumerate(head) if line.end > place.heading.start), len(head))
    title = again = _again(head)
    heading = place.heading
    if title is None and own < len(head) and head[own].is_frame:
        named = (at for at, line in enumerate(head) if _title_field.match(line.words))
        title = next(named, _beside(head, own))
        if title is None:
            return place, []
    if title is None:
        title = own
    elif title != own:
        start, end = head[title].start, head[_last(head, title)].end
        heading = Heading(start, end, start, end, heading.region, 1.0)
    if title == len(head):
        return place, []
    if head[title].is_frame:  # 标题:…, which is said nowhere else
        field = _title_field.match(head[title].words)
        assert field
        line = head[title]
        value = line.start + field.end()
        heading = Heading(line.start, line.end, value, line.end, "", 1.0)
        first = title
    else:
        first = title
        while (
            first and not head[first - 1].is_frame and (again is None or _is_own(head[first - 1]))
        ):
            first -= 1
    above = [line.block for line in head[:first]]
    below = [line.block for line in head[title + 1 :] if line.is_frame]
    spans = [(block.start, block.end) for block in above + below if block.label == BODY]
    return place._replace(start=head[first].start, heading=heading), spans


def _is_own(line: Line) -> bool:
    """Tell whether a line above a title, which stands above it once more, is the document's."""
    is_own = line.block.label == IMPRINT or _own_above.match(line.words) is not None
    return is_own or names_organ(line.words)


def _again(head: Sequence[Line]) -> int | None:
    """Return the line below the frame that says a title which stands above or in it, too."""
    keys = [key(_title_field.sub("", line.words)) for line in head]
    for at, line in enumerate(head):
        if line.is_frame or len(keys[at]) < LEAST_AGAIN or len(line.words) > LONGEST_TITLE:
            continue
        frame = next((above for above in range(at - 1, -1, -1) if head[above].is_frame), -1)
        may_be_part = len(keys[at]) >= LEAST_PART and not names_organ(line.words)
        said = (
            keys[above] == keys[at] or (may_be_part and keys[at] in keys[above])
            for above in range(frame + 1)
        )
        if any(said):
            return at
    return None


def _last(head: Sequence[Line], title: int) -> int:
    """Return the last line of a title that is said above on one line, and here on several."""
    above = [key(line.words) for line in head[:title]]
    words, last = key(head[title].words), title
    for at in range(title + 1, len(head)):
        words += key(head[at].words)
        if head[at].is_frame or not any(words in each for each in above):
            break
        last = at
    return last


def _beside(head: Sequence[Line], at: int) -> int | None:
    """Return the first line below the frame that a line is of, or the one above it."""
    below = next((i for i in range(at, len(head)) if not head[i].is_frame), None)
    above = next((i for i in range(at, -1, -1) if not head[i].is_frame), None)
    found = above if below is None else below
    return found if found is not None and len(head[found].words) <= LONGEST_TITLE else None
