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
from dataclasses import fields
from typing import Any

from pipeline.config import Config
from transforms import deduplicate, write
from transforms.anchor import anchor
from transforms.decode import DecodeError, decode
from transforms.describe import describe
from transforms.label import label
from transforms.patterns import fault
from transforms.restore import restore
from transforms.schema import Collation
from transforms.segment import segment
from transforms.split import split as split_documents

__all__ = ["Clean", "DecodeError", "clean", "collate", "decode"]


# What the options may be is said once, where the command's flags are.
_CHOICES = {
    flag.name: flag.metadata["choices"] for flag in fields(Config) if "choices" in flag.metadata
}


def collate(
    data: bytes,
    source: str = "",
    *,
    script: str = "simplified",
    phrases: str = "keep",
    punctuation: str = "restore",
    spacing: str = "close",
    duplicates: deduplicate.Policy = "within",
    split: str = "auto",
    heading: str = "",
) -> Collation:
    """Return what the stages make of one file: its text, blocks, documents, edits and facts.

    The options are the flags of ``jiaokan run``, with the same values and meaning. What only a
    corpus tells (templates of a site, duplicates across documents) is not looked at. Raises
    DecodeError where the bytes are no text, ValueError for a value that an option does not have or
    a ``heading`` that is no pattern, matches empty lines or may search for ever.
    """
    given = {
        "script": script, "phrases": phrases, "punctuation": punctuation, "spacing": spacing,
        "duplicates": duplicates, "split": split,
    }  # fmt: skip
    for name, value in given.items():
        if value not in _CHOICES[name]:
            raise ValueError(f"{name}={value!r}: give one of {', '.join(_CHOICES[name])}")
    wrong = fault(heading) if heading else ""
    if wrong:
        raise ValueError(f"heading={heading!r}: {wrong}")
    collation = split_documents(label(segment(decode(data, source))), split, heading)
    collation = deduplicate.find_repeats(collation, duplicates)
    return anchor(describe(restore(collation, script, punctuation, spacing, phrases)))


def clean(data: bytes, source: str = "", **options: Any) -> list[dict[str, Any]]:
    """Return the records of one file, in order, with the fields of ``docs/outputs.md``.

    Options and errors are those of ``collate``.
    """
    collation = collate(data, source, **options)
    return [write.record(collation, document, None) for document in collation.documents]


def Clean(**options: Any) -> Any:
    """Return the PTransform of ``clean``: files (source, bytes) become records, each by itself.

    Files that are no text are left out and counted. Only here Beam is imported.
    """
    import apache_beam as beam

    undecoded = beam.metrics.Metrics.counter("jiaokan", "undecoded")

    def records(file: tuple[str, bytes]) -> Iterator[dict[str, Any]]:
        source, data = file
        try:
            yield from clean(data, source, **options)
        except DecodeError:
            undecoded.inc()

    return "Clean" >> beam.FlatMap(records)
