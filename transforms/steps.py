"""The stages as steps of a graph over units: wiring and counters, no logic.

They stand here and not in the stages' files, so that these are plain Python: whoever imports a
stage, or looks at an output, does not wait for Beam.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import apache_beam as beam
from apache_beam.metrics import Metrics

from transforms import read
from transforms.anchor import anchor
from transforms.decode import decode_file
from transforms.deduplicate import Policy, find_repeats
from transforms.describe import describe
from transforms.label import ALL, Choice, label
from transforms.restore import Options, restore
from transforms.rows import WHOLE, Fields, Part
from transforms.schema import Collation, Items, SourceFile, SourceText
from transforms.segment import segment
from transforms.split import split
from transforms.stage import clocked, on_each


class Read(beam.PTransform):
    """Read the sources of each unit; ``sources`` gives the arguments of ``fetch_all`` for a unit.

    These are (source, path, part), in order; ``fields`` name the columns of files read by rows.
    """

    def __init__(
        self,
        sources: Callable[[int], Sequence[tuple[str, str, Part | None]]],
        fields: Fields = WHOLE,
    ) -> None:
        super().__init__()
        self._sources = sources
        self._fields = fields

    def expand(self, units: beam.PCollection[int]) -> beam.PCollection[Items]:
        sources, fields = self._sources, self._fields
        files = Metrics.counter("read", "items")

        def read_unit(unit: int) -> Items:
            items = tuple(
                item
                for source, path, part in sources(unit)
                for item in read.fetch_all(source, path, fields, part)
            )
            files.inc(len(items))
            return Items(unit, items)

        return units | beam.Map(clocked("read", read_unit)).with_output_types(Items)


class Decode(beam.PTransform):
    """Files become texts, or dead letters."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("decode", SourceFile, decode_file))


class Segment(beam.PTransform):
    """Cut the sources of each unit into blocks."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("segment", SourceText, segment))


class Label(beam.PTransform):
    """Label the blocks of each unit's sources; ``repeated`` is a side input of common lines."""

    def __init__(self, repeated: beam.pvalue.AsSingleton, choice: Choice = ALL) -> None:
        super().__init__()
        self.repeated = repeated
        self.choice = choice

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        choice = self.choice

        def labelled(collation: Collation, repeated: frozenset[int] = frozenset()) -> Collation:
            return label(collation, repeated, choice)

        return units | beam.Map(on_each("label", Collation, labelled), self.repeated)


class Split(beam.PTransform):
    """Cut each unit's sources into documents."""

    def __init__(self, mode: str = "auto", heading: str = "") -> None:
        super().__init__()
        self.mode, self.heading = mode, heading

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        mode, heading = self.mode, self.heading
        return units | beam.Map(on_each("split", Collation, lambda one: split(one, mode, heading)))


class Deduplicate(beam.PTransform):
    """Find the repeats inside each document of the units."""

    def __init__(self, policy: Policy = "within") -> None:
        super().__init__()
        self.policy = policy

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        policy = self.policy

        def within(collation: Collation) -> Collation:
            return find_repeats(collation, policy)

        return units | beam.Map(on_each("deduplicate", Collation, within))


class Restore(beam.PTransform):
    """Write the texts of each unit's documents as an editor would; see ``restore``."""

    def __init__(
        self,
        script: str = "simplified",
        punctuation: str = "restore",
        spacing: str = "close",
        phrases: str = "keep",
    ) -> None:
        super().__init__()
        self.options = Options(script, punctuation, spacing, phrases)

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        options = self.options
        return units | beam.Map(on_each("restore", Collation, lambda one: restore(one, *options)))


class Describe(beam.PTransform):
    """Finish the facts of the documents of each unit's sources."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("describe", Collation, describe))


class Anchor(beam.PTransform):
    """Bring what was found in the text that a page shows back to its places in the source."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("anchor", Collation, anchor))
