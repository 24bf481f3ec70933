"""What stops a release: records that must not be published as they are, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pipeline import spoken
from pipeline.publish.mask import in_columns
from transforms.describe.status import PUBLIC_DOMAIN

# The gates, and what a person has to know of each. The first can never be accepted.
GATES = {
    "restricted": "a mark restricts its release",
    "personal-data": "it holds personal data",
    "draft": "it is a draft for comment",
    "rights": "nothing says that it may be published",
}
DRAFT_MARK = "征求意见稿"  # stands among the restrictions, but has a gate of its own


class Finding(NamedTuple):
    """A reason not to publish a record: ``what`` of it, and ``where`` in its source."""

    gate: str
    id: str
    title: str
    source: str
    what: str
    where: str


def findings(record: Mapping[str, Any], masked: bool) -> Iterator[Finding]:
    """Yield what stands against the publication of a record."""

    def found(gate: str, what: str, where: str) -> Finding:
        return Finding(gate, record["id"], record["title"], record["source"], what, where)

    whole = f"{record['start']}:{record['end']}"
    marks = [mark for mark in record["restrictions"] if mark != DRAFT_MARK]
    if marks:
        yield found("restricted", "、".join(marks), whole)
    personal = [] if masked else [*record["personal_data"]]
    columns = [] if masked else in_columns(record)
    if personal or columns:
        kinds = Counter([*(place["kind"] for place in personal), *(kind for kind, _ in columns)])
        what = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        places = [f"{place['start']}:{place['end']}" for place in personal]
        places += dict.fromkeys(f"column {name}" for _, name in columns)
        yield found("personal-data", what, " ".join(places))
    if record["draft"]:
        yield found("draft", "draft for comment", whole)
    if record["rights"] != PUBLIC_DOMAIN:
        yield found("rights", record["rights"] or "unclear", whole)


def listing(found: Iterable[Finding]) -> Iterator[str]:
    """Yield the findings for a person, gate by gate."""
    by_gate: dict[str, list[Finding]] = {}
    for each in found:
        by_gate.setdefault(each.gate, []).append(each)
    for gate in GATES:
        rows = by_gate.get(gate, [])
        if rows:
            yield f"{gate}: {len(rows):,} records, of each {GATES[gate]}"
        for row in rows:
            title, source = spoken.short(row.title), spoken.visible(row.source)
            yield f"  {row.id}  {title}  {spoken.visible(row.what)}  ({source} {row.where})"
