"""To whom a document is sent, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.describe.lines import Line
from transforms.describe.sheet import Sheet
from transforms.schema import Fact
from transforms.tables.layout import ADDRESSEE, ATTACHMENT_ITEM, ATTACHMENTS

NO_ATTACHMENTS = ("略", "无", "如文", "如主旨", "如说明", "如說明")
ADDRESSEE_LINES = 12  # the addressee stands in the first of them

_addressee, _attachments, _attachment_item = (
    rule.compile() for rule in (ADDRESSEE, ATTACHMENTS, ATTACHMENT_ITEM)
)
_ATTACHMENT_LINE = re.compile(r"^ *([0-9]{1,2}) ?[.、] ?(?![0-9])")


def addressee(sheet: Sheet) -> Fact | None:
    """Return the organs that the document is addressed to (主送机关)."""
    for line in sheet.head[:ADDRESSEE_LINES]:
        match = _addressee.match(line.view)
        if match:
            value = line.text[match.start("value") : match.end("value")].strip()
            return Fact("addressee", value, *line.place(*match.span("value")), ADDRESSEE.id)
        if "。" in line.view:
            return None
    return None


def attachments(sheet: Sheet) -> list[Fact]:
    """Return the attachments that the document lists (附件说明)."""
    found: list[Fact] = []
    for lines in (sheet.head, *sheet.signatures, sheet.tail):
        for index, line in enumerate(lines):
            match = _attachments.match(line.view)
            if match:
                found += _attachments_in(line, match.start("rest"))
                found += _attachments_below(lines[index + 1 :], len(found))
        if found:
            break
    return list({fact.value: fact for fact in reversed(found)}.values())[::-1]


def _attachments_in(line: Line, at: int) -> list[Fact]:
    """Return the attachments in a line from ``at`` on, numbered from 1 or one alone."""
    starts = [(at, at)]
    for match in _attachment_item.finditer(line.view, at):
        if int(match["number"]) == len(starts) - (starts[0] == (at, at)) + 1:
            if len(starts) == 1 and not line.view[at : match.start()].strip():
                starts = []
            starts.append((match.start(), match.end()))
    ends = [start for start, _ in starts[1:]] + [len(line.text)]
    found = (_attachment(line, begin, end) for (_, begin), end in zip(starts, ends, strict=True))
    return [fact for fact in found if fact]


def _attachments_below(lines: Sequence[Line], count: int) -> list[Fact]:
    found: list[Fact] = []
    for line in lines:
        match = _ATTACHMENT_LINE.match(line.view)
        if match and int(match[1]) == count + len(found) + 1 and len(line.view) <= 120:
            fact = _attachment(line, match.end(), len(line.text))
        elif not count and not found and len(line.view) <= 80 and line.view[-1] not in "。;:,":
            fact = _attachment(line, 0, len(line.text))
            return [fact] if fact else []
        else:
            break
        found += [fact] if fact else []
    return found


def _attachment(line: Line, start: int, end: int) -> Fact | None:
    name = line.text[start:end]
    value = name.strip(" \u3000。；;，,、").removesuffix("（略）").removesuffix("(略)")
    if value.startswith("《") and value.endswith("》") and value.count("《") == 1:
        value = value[1:-1]
    if not value or value in NO_ATTACHMENTS or value[0] in "（(":
        return None
    at = start + name.find(value)
    return Fact("attachments", value, *line.place(at, at + len(value)), ATTACHMENTS.id)
