"""Find the name of a standard on its cover (GB/T 1.1): number, name, days of issue and effect.

GB/T 9704—2012
代替 GB/T 9704—1999
党政机关公文格式
Layout key for official document of Party and government organs
2012-06-29发布　2012-07-01实施
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from transforms.schema import BODY, PAGE_MARKER, RUNNING, Block
from transforms.split.headings import Heading
from transforms.tables.layout import COVER_PUBLISHED, STANDARD_LINE

SEARCHED = 24  # lines from the top among which number and days stand
LONGEST = 60  # code points of a line of the name
MOST_LINES = 4  # lines of the name

_number, _published = STANDARD_LINE.compile(), COVER_PUBLISHED.compile()
_HAN = re.compile("[\u4e00-\u9fff]")
_PAGE = re.compile("[0-9]{1,4}|[IVXLivxl]{1,6}|[\u2160-\u217f]{1,3}")
_NO_NAME = re.compile(
    r" *[(]?(?:部分)?(?:代替|替代)|.{0,20}备案号|.{0,12}(?:国家|行业|地方|团体|企业)标准$"
)


class Cover(NamedTuple):
    """A cover: where it begins, and the name on it."""

    start: int
    title: Heading


def find_covers(view: str, blocks: Sequence[Block]) -> list[Cover]:
    """Return the covers of a source that begins with one, in order: of one standard, or of more.

    A cover begins with the lines (ICS, CCS, the kind of standard) right above its number.
    """
    title = cover_title(view, blocks)
    if title is None:
        return []
    found = [Cover(blocks[0].start, title)]
    number = ""  # of the standard above: it stands on its pages, too
    for at, block in enumerate(blocks):
        words = _words(view, block)
        if not _number.match(words):
            continue
        if block.start < found[-1].title.end:
            number = words
            continue
        if words == number:
            continue
        title = cover_title(view, blocks[at : at + SEARCHED])
        if title:
            while _is_line(view, blocks[at - 1]) and blocks[at - 1].start >= found[-1].title.end:
                if _words(view, blocks[at - 1]) == number:
                    break
                at -= 1
            found.append(Cover(blocks[at].start, title))
            number = words
    return found


def _is_line(view: str, block: Block) -> bool:
    words = _words(view, block)
    return block.label == BODY and 0 < len(words) <= LONGEST and words[-1] not in "。;:"


def without_heads(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return a standard's blocks with the heads of its pages labelled: its number, and, above it
    or at the end, the number of a page."""
    out = list(blocks)
    filled = [at for at, block in enumerate(blocks) if view[block.start : block.end].strip()]
    words = [_words(view, blocks[at]) for at in filled]
    number = next(line for line in words if _number.match(line))
    heads = [at for at, line in enumerate(words) if line == number][1:]
    for at in heads:
        out[filled[at]] = blocks[filled[at]]._replace(label=RUNNING, rule="running:repeated")
    for at in (*heads, len(words)) if heads else ():
        block = blocks[filled[at - 1]]
        if _PAGE.fullmatch(words[at - 1]) and block.label == BODY:
            out[filled[at - 1]] = block._replace(label=PAGE_MARKER, rule="page:bare-line")
    return out


def cover_title(view: str, blocks: Sequence[Block]) -> Heading | None:
    """Return the name between a standard's number and its days, None if there is no such cover."""
    lines = list(islice((block for block in blocks if block.label == BODY), SEARCHED))
    words = [_words(view, block) for block in lines]
    first = next((at for at, line in enumerate(words) if _number.match(line)), None)
    if first is None:
        return None
    last = next(
        (at for at, line in enumerate(words) if at > first and _published.match(line)), None
    )
    if last is None:
        return None
    name: list[int] = []
    for at in range(first + 1, last):
        if _HAN.search(words[at]) and not _NO_NAME.match(words[at]) and words[at][0] not in "(":
            name.append(at)
        elif name:
            break
    if not name or len(name) > MOST_LINES or any(len(words[at]) > LONGEST for at in name):
        return None
    start = view.index(words[name[0]], lines[name[0]].start)
    end = view.index(words[name[-1]], lines[name[-1]].start) + len(words[name[-1]])
    return Heading(start, end, start, end, "", 1.0)


def _words(view: str, block: Block) -> str:
    return view[block.start : min(block.end, block.start + 2 * LONGEST)].strip(" \r\n\f\ufeff")
