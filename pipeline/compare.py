"""Compare two outputs: records that came, went, or changed in text or fields.

A record is matched by its id, then by the span of its source that it overlaps most, then by its
text. What is compared are records, not files: two outputs may differ in options and versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline import output, spoken

LISTED = 50  # records of each kind of change
FOLLOWS = {"text_sha256", "chars", "id", "start", "end", "source_sha256"}  # from text or place


class Known(NamedTuple):
    """What is kept of a record while two outputs are compared: everything but its text."""

    id: str
    title: str
    source: str
    start: int
    end: int
    text_sha256: str
    fields: dict[str, Any]


class Comparison(NamedTuple):
    """Two outputs compared; pairs are (old, new)."""

    added: list[Known]
    removed: list[Known]
    changed_text: list[tuple[Known, Known]]
    changed_fields: list[tuple[Known, Known]]
    same: int


def known(record: Mapping[str, Any]) -> Known:
    """Return what a comparison keeps of a record."""
    fields = {name: value for name, value in record.items() if name != "text"}
    return Known(
        record["id"], record["title"], record["source"], record["start"], record["end"],
        record["text_sha256"], fields,
    )  # fmt: skip


def compare(old: Iterable[Known], new: Iterable[Known]) -> Comparison:
    """Return what changed from one set of records to another."""
    before = {record.id: record for record in old}
    after = {record.id: record for record in new}
    pairs = [(before.pop(id), after.pop(id)) for id in list(before) if id in after]
    pairs += _by_span(before, after)
    pairs += _by_text(before, after)
    order = {id: at for at, id in enumerate(sorted(record.id for _, record in pairs))}
    pairs.sort(key=lambda pair: (pair[1].source, pair[1].start, order[pair[1].id]))
    changed_text = [pair for pair in pairs if pair[0].text_sha256 != pair[1].text_sha256]
    changed_fields = [pair for pair in pairs if changes(*pair)]
    same = sum(pair[0].text_sha256 == pair[1].text_sha256 and not changes(*pair) for pair in pairs)
    added, removed = (
        sorted(left.values(), key=lambda record: (record.source, record.start, record.id))
        for left in (after, before)
    )
    return Comparison(added, removed, changed_text, changed_fields, same)


def _by_span(before: dict[str, Known], after: dict[str, Known]) -> list[tuple[Known, Known]]:
    """Take out the records of one source that overlap, those that share most first."""
    by_source: dict[str, list[Known]] = {}
    for record in after.values():
        by_source.setdefault(record.source, []).append(record)
    shared = [
        (overlap, old.id, new.id)
        for old in before.values()
        for new in by_source.get(old.source, [])
        if (overlap := min(old.end, new.end) - max(old.start, new.start)) > 0
    ]
    pairs = []
    for _, old_id, new_id in sorted(shared, key=lambda each: (-each[0], *each[1:])):
        if old_id in before and new_id in after:
            pairs.append((before.pop(old_id), after.pop(new_id)))
    return pairs


def _by_text(before: dict[str, Known], after: dict[str, Known]) -> list[tuple[Known, Known]]:
    """Take out the records whose texts are equal."""
    by_text: dict[str, list[str]] = {}
    for record in after.values():
        by_text.setdefault(record.text_sha256, []).append(record.id)
    pairs = []
    for old in list(before.values()):
        ids = by_text.get(old.text_sha256)
        if ids:
            pairs.append((before.pop(old.id), after.pop(ids.pop(0))))
    return pairs


def changes(old: Known, new: Known) -> list[str]:
    """Return the fields that differ, but for those that follow from the text or the place."""
    names = [*old.fields, *(name for name in new.fields if name not in old.fields)]
    return [
        name
        for name in names
        if name not in FOLLOWS and old.fields.get(name) != new.fields.get(name)
    ]


# ---------------------------------------------------------------------------------- the lines


def diff(old: str, new: str) -> Iterator[str]:
    """Yield what changed from the output ``old`` to the output ``new``."""
    manifests = [output.read_manifest(out) for out in (old, new)]
    yield from _different(manifests)
    found = compare(
        *(
            [known(record) for record in output.records(out, manifest)]
            for out, manifest in zip((old, new), manifests, strict=True)
        )
    )
    yield (
        f"{found.same:,} records are the same, {len(found.added):,} added, {len(found.removed):,} "
        f"removed, {len(found.changed_text):,} with another text, {len(found.changed_fields):,} "
        "with other fields"
    )
    yield from listed("added", found.added)
    yield from listed("removed", found.removed)
    shown = found.changed_text[:LISTED]
    texts = [
        _texts(out, manifest, {pair[side].id for pair in shown})
        for side, (out, manifest) in enumerate(zip((old, new), manifests, strict=True))
    ]
    if shown:
        yield "another text"
    for before, after in shown:
        yield f"  {line(after)}" + (f", was {before.id}" if before.id != after.id else "")
        for sign, text in zip(
            "-+", spoken.aligned(texts[0][before.id], texts[1][after.id]), strict=True
        ):
            yield f"    {sign} {text}"
    yield from _more(found.changed_text)
    if found.changed_fields:
        yield "other fields"
    for before, after in found.changed_fields[:LISTED]:
        yield f"  {line(after)}"
        for name in changes(before, after):
            values = (_value(each.fields.get(name, "")) for each in (before, after))
            yield f"    {name}: " + " → ".join(values)
    yield from _more(found.changed_fields)


def _different(manifests: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the options, versions and inputs in which two outputs differ."""
    old, new = manifests
    for part in ("options", "versions"):
        for name in sorted({*old[part], *new[part]}):
            values = old[part].get(name, ""), new[part].get(name, "")
            if values[0] != values[1]:
                yield f"{part}: {name} " + " → ".join(map(_value, values))
    if old["inputs"]["sha256"] != new["inputs"]["sha256"]:
        yield f"inputs: {old['inputs']['files']:,} files → {new['inputs']['files']:,} other files"


def listed(what: str, records: Sequence[Known]) -> Iterator[str]:
    """Yield a list of records under its heading, nothing when there are none."""
    if records:
        yield what
    yield from (f"  {line(record)}" for record in records[:LISTED])
    yield from _more(records)


def line(record: Known) -> str:
    """Return a record on one line."""
    title, source = spoken.visible(record.title), spoken.visible(record.source)
    return f"{record.id}  {title}  ({source} {record.start}:{record.end})"


def _more(rows: Sequence[object]) -> Iterator[str]:
    if len(rows) > LISTED:
        yield f"  … and {len(rows) - LISTED:,} more"


def _value(value: Any) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return spoken.short(shown) or "nothing"


def _texts(out: str, manifest: Mapping[str, Any], ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    return {
        record["id"]: record["text"]
        for record in output.records(out, manifest)
        if record["id"] in ids
    }
