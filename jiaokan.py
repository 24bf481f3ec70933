"""jiaokan 校勘: collate messy Chinese source files into clean records, without knowing Beam.

>>> import jiaokan
>>> source = jiaokan.decode(open("page.txt", "rb").read())
>>> for record in jiaokan.clean(open("page.txt", "rb").read(), "page.txt"):
...     print(record["title"], record["chars"])

The command ``jiaokan`` does the same for folders, with a ledger of every change, duplicates across
documents, and proof that nothing is lost. In a pipeline of your own, ``Clean`` is a PTransform.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apache_beam as beam

from transforms import deduplicate, write
from transforms.decode import DecodeError, decode
from transforms.describe import describe
from transforms.label import label
from transforms.restore import restore
from transforms.schema import Collation
from transforms.segment import segment
from transforms.split import split

__all__ = ["Clean", "DecodeError", "clean", "collate", "decode"]

File = tuple[str, bytes]  # its name and what is in it


def collate(
    data: bytes, source: str = "", *, script: str = "simplified", duplicates: str = "within"
) -> Collation:
    """Return what the stages make of one file: its text, blocks, documents, edits and facts.

    Raises DecodeError where the bytes are no text. What only a corpus tells (templates of a site,
    duplicates across documents) is not looked at.
    """
    collation = split(label(segment(decode(data, source))))
    collation = deduplicate.find_repeats(collation, duplicates)  # type: ignore[arg-type]
    return describe(restore(collation, script))


def clean(data: bytes, source: str = "", **options: str) -> list[dict[str, Any]]:
    """Return the records of one file, in order, with the fields of ``docs/outputs.md``.

    ``options`` are those of ``collate``. Raises DecodeError where the bytes are no text.
    """
    collation = collate(data, source, **options)
    return [write.record(collation, document, None) for document in collation.documents]


class Clean(beam.PTransform):
    """(source, bytes) become records; files that are no text are left out and counted."""

    def __init__(self, **options: str) -> None:
        super().__init__()
        self.options = options

    def expand(self, files: beam.PCollection[File]) -> beam.PCollection[dict[str, Any]]:
        """Clean each file by itself."""
        undecoded = beam.metrics.Metrics.counter("jiaokan", "undecoded")
        options = self.options

        def records(file: File) -> Iterator[dict[str, Any]]:
            source, data = file
            try:
                yield from clean(data, source, **options)
            except DecodeError:
                undecoded.inc()

        return files | beam.FlatMap(records)
