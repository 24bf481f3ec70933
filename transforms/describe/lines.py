"""The lines of a document's head and tail as its record will have them, and where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from sys import maxsize
from typing import NamedTuple

from transforms import render
from transforms.schema import BODY, Block, Edit, SourceText
from transforms.tables.punctuation import FULL_WIDTH

# An edit's new text, folded like the view: what restore inserts is punctuation and script.
_FOLD = str.maketrans(
    {wide: ascii for ascii, wide in FULL_WIDTH.items()}
    | dict(zip("〔〕［］【】〈〉“”‘’％　", "[][][]<>\"\"''% ", strict=True))
    | dict(zip("０１２３４５６７８９", "0123456789", strict=True))
)
_FOLDED = {chr(wide): folded for wide, folded in _FOLD.items()}


class Line(NamedTuple):
    """A paragraph of the record: ``view`` is its folded twin, of the same number of code points.

    ``pieces`` are (offset in the line, start, end): from there on it reads ``start:end`` of the
    source, code point by code point where both are equally long.
    """

    text: str
    view: str
    pieces: tuple[tuple[int, int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``start:end`` of the line stands in the source."""
        return self._at(start, False), self._at(end - 1, True)

    def _at(self, offset: int, behind: bool) -> int:
        index = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        at, start, end = self.pieces[index]
        following = self.pieces[index + 1][0] if index + 1 < len(self.pieces) else len(self.text)
        if following - at == end - start:
            return start + offset - at + behind
        return end if behind else start


def fold(text: str) -> str:
    """Return rendered text folded like the view, one code point to one."""
    return _FOLDED.get(text, text) if len(text) == 1 else text.translate(_FOLD)


def within(edits: Sequence[Edit], start: int, end: int) -> Sequence[Edit]:
    """Return the edits that may touch ``start:end``."""
    first = bisect_left(edits, start, key=lambda edit: edit.start)
    return edits[first : bisect_right(edits, end, first, key=lambda edit: edit.start)]


def head(blocks: Sequence[Block], budget: int) -> Iterator[Block]:
    """Yield the first body blocks, up to ``budget`` code points; the last may be cut."""
    for block in blocks:
        if budget <= 0:
            return
        if block.label == BODY:
            length = block.end - block.start
            yield block if length <= budget else block._replace(end=block.start + budget)
            budget -= length


def tail(blocks: Sequence[Block], budget: int) -> list[Block]:
    """Return the last body blocks, up to ``budget`` code points; the first may be cut."""
    taken: list[Block] = []
    for block in reversed(blocks):
        if budget <= 0:
            break
        if block.label == BODY:
            length = block.end - block.start
            taken.append(block if length <= budget else block._replace(start=block.end - budget))
            budget -= length
    return taken[::-1]


def lines(source: SourceText, blocks: Iterable[Block], edits: Sequence[Edit]) -> Iterator[Line]:
    """Yield the lines of body blocks that hold any words, with their edits applied."""
    line = _Open()
    done = -1
    ahead = 0  # where the next edit begins
    whole_text, whole_view = source.text, source.view
    for block in blocks:
        begin, behind = block.start, block.end
        first = done if done >= 0 else bisect_left(edits, begin, key=lambda edit: edit.start)
        if ahead <= behind:
            done = first
            while done < len(edits) and edits[done].end <= behind and edits[done].start <= behind:
                done += 1
            while first < done and edits[first].start < begin:
                first += 1  # of a heading above
            ahead = edits[done].start if done < len(edits) else maxsize
        if not line.texts and whole_text.find("\n", begin, behind) == behind - 1:
            # The block ends in its only line feed: nearly all blocks of a clean source.
            text, view = whole_text[begin : behind - 1], whole_view[begin : behind - 1]
            edited = _edited(text, view, begin, edits[first:done]) if first < done else (text, view)
            if edited:
                text, view = edited
                if text and not text.isspace():
                    yield Line(text, view, ((0, begin, behind - 1),))
                continue
        for piece, start, end in render.pieces(whole_text, (block,), edits[first:done]):
            copied = len(piece) == end - start and whole_text.startswith(piece, start)
            view = whole_view[start:end] if copied else fold(piece)
            if piece and "\n" not in piece:
                line.add(piece, view, (start, end))
                continue
            at = 0
            while at < len(piece):
                newline = piece.find("\n", at)
                stop = len(piece) if newline < 0 else newline
                if stop > at:
                    place = (start + at, start + stop) if copied else (start, end)
                    line.add(piece[at:stop], view[at:stop], place)
                if newline >= 0 and line.texts:
                    closed, line = line.close(), _Open()
                    if not closed.text.isspace():
                        yield closed
                at = stop + 1
    if line.texts:
        closed = line.close()
        if not closed.text.isspace():
            yield closed


def _edited(text: str, view: str, start: int, edits: Sequence[Edit]) -> tuple[str, str] | None:
    """Return a line, and its view, with edits applied that keep its size; None if one does not."""
    texts: list[str] = []
    views: list[str] = []
    at = 0
    for edit in edits:
        low, high = edit.start - start, edit.end - start
        if len(edit.new) != high - low or high > len(text) or "\n" in edit.new:
            return None
        texts += (text[at:low], edit.new)
        views += (view[at:low], fold(edit.new))
        at = high
    return "".join((*texts, text[at:])), "".join((*views, view[at:]))


class _Open:
    """A line whose end has not come yet."""

    __slots__ = ("length", "pieces", "texts", "views")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.views: list[str] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.length = 0

    def add(self, text: str, view: str, place: tuple[int, int]) -> None:
        self.texts.append(text)
        self.views.append(view)
        self.pieces.append((self.length, *place))
        self.length += len(text)

    def close(self) -> Line:
        return Line("".join(self.texts), "".join(self.views), tuple(self.pieces))
