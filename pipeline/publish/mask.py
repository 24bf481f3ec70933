"""Mask personal data in what is published: each place reads the name of its kind instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.output import Piece, pieces
from transforms.decode import view
from transforms.describe.personal import find_personal
from transforms.write import FactRow, LedgerRow

NUMBERS = ("mobile", "landline", "email", "identity")  # unmistakable wherever they stand


def token(kind: str) -> str:
    """Return what stands for personal data of a kind."""
    return f"[{kind}]"


def masked(
    record: Mapping[str, Any], ledger: Iterable[LedgerRow], facts: Iterable[FactRow]
) -> dict[str, Any]:
    """Return the record with its personal data masked, in its text and in its other fields.

    ``ledger`` are the rows of the record's source, ``facts`` those of the record. A number or
    address is masked wherever the record says it, a name where it was found.
    """
    own = [row for row in ledger if row.id == record["id"]]
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
        if isinstance(value, str) and not name.endswith("sha256"):
            fields[name] = _replaced(value, said)
        elif isinstance(value, list) and value and isinstance(value[0], str):
            fields[name] = [_replaced(each, said) for each in value]
    return fields


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
