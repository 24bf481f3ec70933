"""The keys of many documents, paragraph by paragraph, as their records will have them.

They are taken together: of documents one by one, the calls would cost more than their work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import Codes, codes_of, compared, fresh
from transforms.schema import BODY, Block, Edit

Lines = NDArray[np.int64]
# Of a document: the view of its source, the blocks that tile it, and its edits.
Draft = tuple[str, Sequence[Block], Sequence[Edit]]

_NEWLINE = ord("\n")


class Keys(NamedTuple):
    """Keys of documents, one behind the other, with zeros before, between and behind them.

    ``places``: where in its source each code point stands. ``lines``: the source spans of all
    paragraphs, ``owners``: whose they are. The parts of a document are its paragraphs, which tile
    its key, and the zeros behind it. ``parts``: where in ``codes`` each begins, and the last ends;
    ``firsts``: the number of each document's first.
    """

    codes: Codes
    places: NDArray[np.uint32]
    lines: Lines
    owners: Lines
    parts: Lines
    firsts: Lines

    @property
    def numbers(self) -> Lines:
        """Return the number of each paragraph among the parts."""
        return np.arange(len(self.owners)) + self.owners


def keyed(drafts: Sequence[Draft], zeros: int) -> Keys:
    """Return the keys of the record texts of documents, with so many zeros between two.

    The spans of paragraphs are those of ``render.paragraphs``, without the texts.
    """
    spans = [(blocks[0].start, blocks[-1].end) if blocks else (0, 0) for _, blocks, _ in drafts]
    bases, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    sizes = ends - bases
    starts = zeros + np.cumsum(sizes + zeros) - (sizes + zeros)
    shifts = starts - bases
    views = (view[start:end] for (view, *_), (start, end) in zip(drafts, spans, strict=True))
    codes = codes_of("\0" * zeros + "".join(view + "\0" * zeros for view in views))
    inside = np.zeros(len(codes), dtype=np.bool_)
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        inside[start : start + size] = True

    kept, breaks = _kept(drafts, shifts.tolist(), codes, inside)
    text = np.flatnonzero(kept)
    breaks = np.sort(np.concatenate((breaks, starts)))
    bounds = np.concatenate(([0], np.searchsorted(text, breaks), [len(text)]))
    bounds = bounds[fresh(bounds)]
    lines = np.stack((text[bounds[:-1]], text[bounds[1:] - 1] + 1), axis=1)
    owners = np.searchsorted(starts, lines[:, 0], side="right") - 1

    found = np.flatnonzero(kept & compared(codes) | ~inside)
    documents = np.arange(len(drafts))
    firsts = np.searchsorted(owners, documents) + documents
    parts = np.full(len(lines) + len(drafts) + 1, len(found))
    parts[firsts] = np.searchsorted(found, starts)
    parts[np.arange(len(lines)) + owners + 1] = np.searchsorted(found, lines[:, 1])
    each = np.diff(np.concatenate(([0], parts[firsts], [len(found)])))
    places = (found - np.repeat(np.append(0, shifts), each)).astype(np.uint32)
    return Keys(codes.take(found), places, lines - shifts[owners, None], owners, parts, firsts)


def _kept(
    drafts: Sequence[Draft], shifts: Sequence[int], codes: Codes, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Lines]:
    """Return which code points paragraphs are made of, and where they end, in any order."""
    kept = inside.copy()
    for (_, blocks, _), shift in zip(drafts, shifts, strict=True):
        for block in blocks:
            if block.label != BODY:
                kept[block.start + shift : block.end + shift] = False
    newlines = kept & (codes == _NEWLINE)
    breaks = []
    for (view, _, edits), shift in zip(drafts, shifts, strict=True):
        for edit in edits:
            at = slice(edit.start + shift, edit.end + shift)
            if "\n" in view[edit.start : edit.end]:
                newlines[at] = False
                if "\n" in edit.new:
                    kept[at] &= codes[at] != _NEWLINE
            if not edit.new:
                kept[at] = False
            elif "\n" in edit.new and kept[at.start - 1 : at.stop + 1].any():
                breaks.append(at.start)
    ends = np.append(np.flatnonzero(newlines), np.array(breaks, dtype=np.int64))
    return kept & ~newlines, ends
