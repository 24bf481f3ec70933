"""The page on which an offset of a source lies, by its page markers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from transforms.schema import PAGE_MARKER, Block

_DIGITS = re.compile("[0-9]+")
_label = attrgetter("label")


class Pages:
    """The page of every offset, by the markers of the commonest style.

    ``at_end``: a marker stands at the end of its page, so an offset lies on the page of the next
    marker; else on the page of the one before.
    """

    def __init__(self, view: str, blocks: Sequence[Block], at_end: bool = True) -> None:
        self.at_end = at_end
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.numbers: list[int] = []
        if PAGE_MARKER not in map(_label, blocks):
            return  # most sources are not paged
        markers = [block for block in blocks if block.label == PAGE_MARKER]
        styles = Counter(block.rule for block in markers)
        style = max(sorted(styles), key=lambda name: styles[name])
        for block in markers:
            number = _DIGITS.search(view, block.start, block.end)
            if block.rule == style and number:
                self.starts.append(block.start)
                self.ends.append(block.end)
                self.numbers.append(int(number.group()))

    def page(self, offset: int) -> int:
        """Return the page on which an offset lies, 0 where it is unknown."""
        index = bisect_right(self.starts, offset)
        if self.at_end:
            return self.numbers[index] if index < len(self.numbers) else 0
        return self.numbers[index - 1] if index else 0

    def begin(self, page: int) -> int:
        """Return where a page begins (a missing one: where it would), -1 where that is unknown."""
        if not self.numbers:
            return -1
        if self.at_end:
            index = bisect_left(self.numbers, page)
            return self.ends[index - 1] if 0 < index <= len(self.ends) else -1
        index = bisect_left(self.numbers, page)
        return self.ends[index] if index < len(self.ends) else -1
