"""How the text of a document follows from its blocks and edits, and back.

These are the only functions that turn (text, blocks, edits) into a record's text; every stage
and ``verify`` use them, so that what is checked is what is written.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from transforms.schema import BODY, Block, Collation, Document, Edit

_start = attrgetter("start")

NO_EDIT = Edit(sys.maxsize, sys.maxsize, "", "")  # behind every block


def blocks_of(collation: Collation, document: Document) -> tuple[Block, ...]:
    """Return the blocks that tile the document's span, in order."""
    low = bisect_left(collation.blocks, document.start, key=_start)
    return collation.blocks[low : bisect_left(collation.blocks, document.end, key=_start)]


def apply(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """Return ``text[start:end]`` with the edits that lie inside it applied."""
    parts: list[str] = []
    at = start
    for edit in edits:
        if edit.start < start or edit.end > end:
            continue
        parts.append(text[at : edit.start])
        parts.append(edit.new)
        at = edit.end
    parts.append(text[at:end])
    return "".join(parts)


def pieces(text: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> list[tuple[str, int, int]]:
    """Return the record text as (piece, start, end), in order; an inserted piece has no width."""
    out: list[tuple[str, int, int]] = []
    left = iter(edits)
    start, end, new, _ = next(left, NO_EDIT)
    for at, until in _bodies(blocks):
        while start < at:  # an edit of a heading, or of a block that was relabelled since
            start, end, new, _ = next(left, NO_EDIT)
        while end <= until and (start < until or start == end):
            if at < start:
                out.append((text[at:start], at, start))
            if new or start < end:
                out.append((new, start, end))
            at = end
            start, end, new, _ = next(left, NO_EDIT)
        if at < until:
            out.append((text[at:until], at, until))
    return out


def _bodies(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Yield where the body is; blocks of it in a row are one stretch."""
    at = until = -1
    for start, end, label, _ in blocks:
        if label != BODY:
            continue
        if start != until:
            if at < until:
                yield at, until
            at = start
        until = end
    if at < until:
        yield at, until


def render(text: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> str:
    """Return the record text: the body blocks in order, with their edits applied."""
    return "".join(piece for piece, _, _ in pieces(text, blocks, edits))


def paragraphs(
    text: str, blocks: Sequence[Block], edits: Sequence[Edit]
) -> list[tuple[str, int, int]]:
    """Return the lines of the record text as (paragraph, start, end) with source offsets.

    ``start`` is the first source code point of the paragraph and ``end`` one past its last.
    """
    out: list[tuple[str, int, int]] = []
    parts: list[str] = []
    start = end = -1
    for piece, piece_start, piece_end in pieces(text, blocks, edits):
        rest, at = piece, piece_start
        untouched = len(piece) == piece_end - piece_start
        while True:
            head, newline, tail = rest.partition("\n")
            if head:
                parts.append(head)
                if start < 0:
                    start = at
                end = at + len(head) if untouched else piece_end
            if not newline:
                break
            if parts:
                out.append(("".join(parts), start, end))
            parts, start, end = [], -1, -1
            at = at + len(head) + 1 if untouched else piece_end
            rest = tail
    if parts:
        out.append(("".join(parts), start, end))
    return out
