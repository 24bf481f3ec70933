"""What is known of a document becomes its record."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from transforms import render
from transforms.schema import Collation, Decision, Document, Fact, SourceText
from transforms.tables.columns import RECORD
from transforms.write.rows import FactRow

# Where each field of a record that is read, not computed, comes from: its facts, by name.
ONE_FACT = (
    "title", "listed_title", "url", "doc_number", "signed", "published", "effective", "region",
    "region_code", "kind", "addressee", "rights", "source_script", "source_id",
)  # fmt: skip
NUMBER_FACT = ("page_start", "page_end")
MANY_FACTS = ("issuers", "attachments", "restrictions")


def record(collation: Collation, document: Document, decision: Decision | None) -> dict[str, Any]:
    """Return the record of a document, its fields in the order of ``RECORD``."""
    source = collation.text
    text = render.render(source.text, render.blocks_of(collation, document), document.edits)
    row = {
        "id": document.id,
        "text": text,
        "source": source.source,
        "source_sha256": source.sha256,
        "start": document.start,
        "end": document.end,
        "encoding": source.encoding,
        "encoding_confidence": round(source.confidence, 4),
        "split_confidence": round(document.confidence, 4),
        "warnings": [*document.warnings, *remarked(source, document)],
        "duplicate_of": decision.duplicate_of if decision else "",
        "cluster": decision.cluster if decision else "",
        "duplicates": [
            {"id": id, "kind": kind, "score": round(score, 4)}
            for id, kind, score in (decision.duplicates if decision else ())
        ],
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "chars": len(text),
        **fields(document.facts),
    }
    return {column.name: row[column.name] for column in RECORD}


def remarked(source: SourceText, document: Document) -> Iterator[str]:
    """Yield the warnings of the remarks that lie in a document, each once."""
    remarks, at = source.remarks, 0
    while at < len(remarks):
        warning = remarks[at].warning
        first = bisect_right(remarks, (warning, document.start, inf))
        if (at < first and remarks[first - 1].end > document.start) or (
            first < len(remarks)
            and remarks[first].warning == warning
            and remarks[first].start < document.end
        ):
            yield warning
        at = bisect_right(remarks, (warning, inf, inf))


def fields(facts: Iterable[Fact | FactRow]) -> dict[str, Any]:
    """Return the fields of a record that its facts give; of two facts for one value the first."""
    found: dict[str, list[str]] = {}
    places = []
    for fact in facts:
        if fact.field == "personal_data":
            places.append({"kind": fact.value, "start": fact.start, "end": fact.end})
        else:
            found.setdefault(fact.field, []).append(fact.value)
    row: dict[str, Any] = {name: found.pop(name, [""])[0] for name in ONE_FACT}
    row.update((name, int(found.pop(name, ["0"])[0])) for name in NUMBER_FACT)
    row.update((name, found.pop(name, [])) for name in MANY_FACTS)
    row["draft"] = found.pop("draft", [""])[0] not in ("", "0", "false")
    row["personal_data"] = sorted(places, key=lambda place: (place["start"], place["end"]))
    columns = found.pop("extra", [""])[0]  # of a row, the others than its text
    if found:
        more = {**found, **json.loads(columns or "{}")}
        columns = json.dumps(more, ensure_ascii=False, sort_keys=True)
        columns = columns.encode("utf-8", "backslashreplace").decode()  # half a character
    row["extra"] = columns
    return row
