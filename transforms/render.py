"""How the text of a document follows from its blocks and edits, and back.

These are the only functions that turn (text, blocks, edits) into a record's text; every stage
and ``verify`` use them, so that what is checked is what is written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter

from transforms.schema import BODY, Block, Collation, Document, Edit

_start = attrgetter("start")


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
    index = 0
    for block in blocks:
        if block.label != BODY:
            continue
        at = block.start
        while index < len(edits) and edits[index].start < block.start:
            index += 1  # an edit of a heading, or of a block that was relabelled since
        while (
            index < len(edits)
            and edits[index].end <= block.end
            and (
                edits[index].start < block.end
                or edits[index].start == edits[index].end == block.end
            )
        ):
            edit = edits[index]
            if at < edit.start:
                out.append((text[at : edit.start], at, edit.start))
            if edit.new or edit.start < edit.end:
                out.append((edit.new, edit.start, edit.end))
            at = edit.end
            index += 1
        if at < block.end:
            out.append((text[at : block.end], at, block.end))
    return out


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
