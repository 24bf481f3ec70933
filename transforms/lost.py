"""Tell whether a source has lost its line ends, and which of its lines are too long to be one."""

from __future__ import annotations

MOST = 0.8  # share of a source in long lines from which it has lost its line ends
LONG_LINE = 400  # code points from which a line is cut like a text without line ends
LEAST_TEXT = 200  # code points of such a source, if it is one line
LEAST_MEAN = 100  # code points of a line on average: less, and they are lines

LEAST_WHOLE, FEWEST_WHOLE = 120, 3  # code points of a line that may be a document; such lines


def has_whole_lines(view: str) -> bool:
    """Tell whether each line of a source, but for the first, may be a document: none is short."""
    sizes = [len(line) for line in view.split("\n") if line.strip()]
    return len(sizes) >= FEWEST_WHOLE and min(sizes[1:]) >= LEAST_WHOLE


def has_lost_lines(view: str) -> bool:
    """Tell whether a source has lost its line ends: most of it stands in long lines."""
    if view.count("\n") * LEAST_MEAN > len(view):
        return False
    long = long_line(view)
    return sum(size for size in map(len, view.split("\n")) if size >= long) >= MOST * len(view)


def long_line(view: str) -> int:
    """Return the least size of a long line; shorter is one that is all of its source."""
    return min(LONG_LINE, max(LEAST_TEXT, int(MOST * len(view))))
