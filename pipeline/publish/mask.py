"""Mask personal data in what is published: each place reads the name of its kind instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.output import Piece, pieces
from transforms.decode import view
from transforms.describe.personal import find_personal, is_person
from transforms.write import FactRow, LedgerRow

# Kinds that are unmistakable wherever they stand.
NUMBERS = (
    "mobile", "landline", "email", "identity", "qq", "wechat", "passport", "bank_card",
)  # fmt: skip
COLUMNS = ("extra", "source_id")  # fields that hold what a row carries beside its text


def token(kind: str) -> str:
    """Return what stands for personal data of a kind."""
    return f"[{kind}]"


def masked(
    record: Mapping[str, Any], ledger: Iterable[LedgerRow], facts: Iterable[FactRow]
) -> dict[str, Any]:
    """Return the record with its personal data masked, in its text and in its other fields.

    ``ledger`` are the rows of the record's source, ``facts`` those of the record. A number or
    address is masked wherever the record says it, a name where it was found. What a row carries
    beside its text is searched, too.
    """
    own = [row for row in ledger if row.id == record["id"]] if record["personal_data"] else []
    lie = pieces(own, record["id"])
    text: str = record["text"]
    spans: list[tuple[int, int, str]] = []
    said: dict[str, str] = {}
    fields: dict[str, Any] = dict(record)
    for place in record["personal_data"]:
        start, end, kind = place["start"], place["end"], place["kind"]
        span = within(lie, start, end)
        words = {_raw(own, start, end)}
        if span:
            spans.append((*span, kind))
            words.add(text[slice(*span)])
        words.discard("")
        if kind in NUMBERS:
            said.update((word, kind) for word in words)
        for fact in facts:
            if fact.field != "personal_data" and fact.start < end and start < fact.end:
                value = _replaced(fact.value, dict.fromkeys(words, kind))
                hidden = token(kind) if value == fact.value else value
                fields[fact.field] = _instead(fields.get(fact.field), fact.value, hidden)
    for start, end, kind in sorted(spans, reverse=True):
        text = text[:start] + token(kind) + text[end:]
    fields["text"] = text
    for name, value in fields.items():
        if isinstance(value, str) and name not in COLUMNS and not name.endswith("sha256"):
            fields[name] = _replaced(value, said)
        elif isinstance(value, list) and value and isinstance(value[0], str):
            fields[name] = [_replaced(each, said) for each in value]
    return {**fields, **_masked_columns(record, said, [])}


def in_columns(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return of each find in the ``COLUMNS`` of a record its kind and the name of the column."""
    found: list[tuple[str, str]] = []
    _masked_columns(record, {}, found)
    return found


def _masked_columns(
    record: Mapping[str, Any], said: Mapping[str, str], found: list[tuple[str, str]]
) -> dict[str, str]:
    """Return the ``COLUMNS`` of a record, masked; ``said`` is what the text says, with its kind."""
    extra, id = record["extra"], record["source_id"]
    if extra not in ("", "{}"):
        columns = _masked("extra", json.loads(extra), said, found)[1]
        extra = json.dumps(columns, ensure_ascii=False, sort_keys=True)
        extra = extra.encode("utf-8", "backslashreplace").decode()  # half a character
    if id:
        id = _masked("source_id", id, said, found)[1]
    return {"extra": extra, "source_id": id}


def _masked(
    name: str, value: Any, said: Mapping[str, str], found: list[tuple[str, str]]
) -> tuple[str, Any]:
    """Return a column's name and value, masked; what is found goes to ``found``.

    The name is read before the value like a label in a text: 联系人, 电话. Where one column holds
    a number, what stands in one for a person (负责人, contact_name) is that person's name.
    """
    if isinstance(value, dict):
        first = len(found)
        inner = dict(_masked(key, each, said, found) for key, each in value.items())
        if any(kind in NUMBERS for kind, _ in found[first:]):
            names = [key for key, each in inner.items() if is_person(view(key), each)]
            inner |= dict.fromkeys(names, token("name"))
            found += (("name", key) for key in names)
        return _masked(name, "", said, found)[0], inner
    if isinstance(value, list):
        inners = [_masked(name, each, said, found)[1] for each in value]
        return _masked(name, "", said, [])[0], inners
    # A column of numbers with gaps in it becomes floats.
    is_whole = isinstance(value, float) and value.is_integer()
    said_value = "" if value is None else str(int(value) if is_whole else value)
    edge = len(name) + 1
    line = f"{name}:{said_value}"
    kinds = []
    for place in reversed(find_personal(view(line))):
        line = line[: place.start] + token(place.kind) + line[place.end :]
        kinds.append(place.kind)
        if place.start < edge:
            edge += len(token(place.kind)) - (place.end - place.start)
    hidden = _replaced(line[edge:], said)
    found += ((kind, line[: edge - 1]) for kind in reversed(kinds))
    return line[: edge - 1], value if hidden == said_value else hidden


def within(lie: Sequence[Piece], start: int, end: int) -> tuple[int, int] | None:
    """Return where ``start:end`` of the source stands in the record's text, if it does."""
    spans = [
        (piece.at, piece.until)
        if piece.rule
        else (
            piece.at + max(0, start - piece.start),
            piece.until - max(0, piece.end - end),
        )
        for piece in lie
        if piece.start < end and start < piece.end
    ]
    return (spans[0][0], spans[-1][1]) if spans else None


def masked_text(text: str) -> str:
    """Return any text with the personal data masked that is found in it."""
    for found in reversed(find_personal(view(text))):
        text = text[: found.start] + token(found.kind) + text[found.end :]
    return text


def _raw(own: Iterable[LedgerRow], start: int, end: int) -> str:
    """Return what stands at ``start:end`` in a row that keeps its raw text."""
    for row in own:
        if row.raw and row.start <= start and end <= row.end:
            return row.raw[start - row.start : end - row.start]
    return ""


def _replaced(value: str, said: Mapping[str, str]) -> str:
    for word, kind in sorted(said.items(), key=lambda item: (-len(item[0]), item[0])):
        value = value.replace(word, token(kind))
    return value


def _instead(known: Any, value: str, hidden: str) -> Any:
    """Return a field with one of its values replaced."""
    if isinstance(known, list):
        return [hidden if each == value else each for each in known]
    return hidden if known == value else known
