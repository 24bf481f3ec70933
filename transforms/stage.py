"""How a pure function of one item becomes a step over the units of a pass."""

from __future__ import annotations

import ctypes
import functools
import pickle
import time
from collections.abc import Callable, Iterator
from typing import Any

import apache_beam as beam
from apache_beam.metrics import Metrics

from transforms.schema import Items


class ItemsCoder(beam.coders.Coder):
    """Tells Beam no size of a unit: to learn it, it would pickle the unit's texts at each step."""

    def encode(self, value: Items) -> bytes:
        return pickle.dumps(value)

    def decode(self, encoded: bytes) -> Items:
        return pickle.loads(encoded)

    def estimate_size(self, value: Items) -> int:
        return 0

    def is_deterministic(self) -> bool:
        return False


beam.coders.registry.register_coder(Items, ItemsCoder)


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
        return Items(unit, out)

    return beam.typehints.with_output_types(Items)(clocked(stage, over_unit))


def clocked(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, counting under the stage's name the microseconds its thread computes."""
    clock = Metrics.counter(stage, "microseconds")

    @functools.wraps(function)
    def measured(*arguments: Any) -> Any:
        began = time.thread_time_ns()
        result = function(*arguments)
        clock.inc((time.thread_time_ns() - began) // 1000)
        return result

    return measured


class GiveBack(beam.DoFn):
    """Hands elements on; behind the last, the memory that a worker has free goes to the system.

    It would keep it while another worker does alone what comes next: a tenth of the peak.
    """

    def process(self, element: Any) -> Iterator[Any]:
        yield element

    def finish_bundle(self) -> None:
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:  # other systems have none
            trim(0)
