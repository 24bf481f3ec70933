"""From which scores on two texts are called what; the flags of ``run`` set them."""

from __future__ import annotations

from typing import NamedTuple

MISSED = 0.05  # a pair that misses ``similar`` by no more is reported as rejected


class Thresholds(NamedTuple):
    """``similar``: the least similarity of versions of one text.

    ``remove_from``: the least similarity to its survivor of what policy ``all`` removes; and the
    share of a text that must stand in another one for it to be contained there.
    """

    similar: float = 0.8
    remove_from: float = 0.95

    @property
    def near_miss(self) -> float:
        return round(self.similar - MISSED, 6)


DEFAULT = Thresholds()
