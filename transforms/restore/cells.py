"""Rows of a table whose cells have come apart, each on a line of its own, as out of a PDF.

A table is known by its columns: a head of words, and below it rows of as many cells, of which some
columns hold numbers in every row and the others in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.restore.lines import STOPS, Lines
from transforms.restore.traits import stretches

LONGEST_CELL = 16  # code points
FEWEST_ROWS = 3  # with the head
FEWEST_COLUMNS, MOST_COLUMNS = 3, 8
MOST_ABOVE = 3  # short lines above the head: a caption, a unit

_NUMBER = re.compile(r"[-+－−]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％‰]?")
_EMPTY = frozenset(("-", "—", "--", "——", "/", "…"))
_NO_CELL = frozenset(f"{STOPS}；;：:，,、")


def cell_joins(lines: Lines) -> Iterator[tuple[int, bool]]:
    """Yield the lines of such tables, each with whether the next line is a cell of its row."""
    short = (lines.sizes <= LONGEST_CELL).nonzero()[0]
    if len(short) < FEWEST_ROWS * FEWEST_COLUMNS or lines.laid_out:
        return
    starts, ends = stretches(short)
    long = ends - starts >= FEWEST_ROWS * FEWEST_COLUMNS
    for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        yield from _tables(lines, start, end)


def _tables(lines: Lines, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Yield the joins of the tables among the short lines ``start:end``."""
    words = [lines.words(index) for index in range(start, end)]
    at = 0
    while at < len(words):
        size = 0
        while at + size < len(words) and _is_cell(lines, words, start, at, size):
            size += 1
        above, columns = _frame(words[at : at + size])
        for index in range(above, size) if columns else ():
            yield start + at + index, (index - above) % columns != columns - 1
        at += max(1, size)


def _frame(words: Sequence[str]) -> tuple[int, int]:
    """Return how many lines stand above a table, and its columns, 0 if there is none.

    Each shift of a table is one again: it is the one of most rows, if there is no other such, and
    nothing stands below it.
    """
    found = sorted(
        (
            ((len(words) - above - below) // columns, above, columns, below)
            for above in range(MOST_ABOVE + 1)
            for below in range(MOST_ABOVE + 1)
            if (columns := _columns(words[above : len(words) - below]))
        ),
        reverse=True,
    )
    if not found or found[0][3] or (len(found) > 1 and found[0][0] == found[1][0]):
        return 0, 0
    return found[0][1:3]


def _is_cell(lines: Lines, words: Sequence[str], start: int, at: int, size: int) -> bool:
    """Tell whether a line may be a cell that stands directly below the one above."""
    index = start + at + size
    if words[at + size][-1] in _NO_CELL or lines.is_item(index):
        return False
    return not size or not lines.is_blank_before(index)


def _columns(cells: Sequence[str]) -> int:
    """Return how many columns cells make up, 0 if they are no table."""
    numbers = [_NUMBER.fullmatch(cell) is not None for cell in cells]
    if not any(numbers) or all(len(cell) == 1 for cell in cells):
        return 0
    first = numbers.index(True)  # no cell of the head is a number, nor is the first of a row
    for columns in range(max(FEWEST_COLUMNS, first // 2 + 1), min(MOST_COLUMNS, first - 1) + 1):
        if len(cells) % columns or len(cells) < FEWEST_ROWS * columns:
            continue
        if all(_is_column(cells, numbers, at, columns) for at in range(columns)):
            return columns
    return 0


def _is_column(cells: Sequence[str], numbers: Sequence[bool], at: int, columns: int) -> bool:
    """Tell whether all rows hold a number in a column, or none does; in the first none may."""
    rows = range(at + columns, len(cells), columns)
    held = {numbers[cell] for cell in rows if cells[cell] not in _EMPTY}
    return held == {False} if not at else len(held) == 1
