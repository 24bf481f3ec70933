"""How a pure function of one item becomes a step over the units of a pass."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from apache_beam.metrics import Metrics

# What flows between stages: the number of a unit and its sources in order (dead letters too).
Items = tuple[int, tuple[Any, ...]]


def on_each(stage: str, kind: type, function: Callable[..., Any]) -> Callable[..., Items]:
    """Return a function over units that maps ``function`` over the items of one kind.

    Items of other kinds (dead letters, skipped files) pass unchanged; a side input is handed on to
    ``function`` behind the item. Counts items and microseconds under the stage's name.
    """
    count = Metrics.counter(stage, "items")

    def over_unit(items: Items, side: Any = None) -> Items:  # Beam's type check refuses *sides
        unit, sources = items
        sides = () if side is None else (side,)
        out = tuple(function(item, *sides) if isinstance(item, kind) else item for item in sources)
        count.inc(sum(isinstance(item, kind) for item in sources))
        return unit, out

    return clocked(stage, over_unit)


def clocked(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, counting its microseconds under the stage's name."""
    clock = Metrics.counter(stage, "microseconds")

    @functools.wraps(function)
    def measured(*arguments: Any) -> Any:
        began = time.perf_counter_ns()
        result = function(*arguments)
        clock.inc((time.perf_counter_ns() - began) // 1000)
        return result

    return measured
