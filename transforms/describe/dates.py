"""The dates of a document: signed, published, effective, in all their spellings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from transforms.describe.lines import Line
from transforms.describe.organs import Organ, organs_of
from transforms.describe.sheet import Sheet
from transforms.schema import BOILERPLATE, IMPRINT, Fact
from transforms.tables.layout import (
    ADOPTED,
    CAPTION,
    DATE,
    DATE_BEHIND,
    DATE_LINE,
    EFFECTIVE,
    EFFECTIVE_CAPTION,
    EFFECTIVE_NOTICE,
    EFFECTIVE_TRIGGERS,
    META,
    PRINTED,
    PROCLAIMED,
    STAMP,
)

FIRST_YEAR = 1900
LAST_YEAR = 2099
CAPTION_LINES = 12  # a caption stands in the first of them
SIGNERS = 60  # lines of co-signing organs above a date
LONGEST_SIGNATURE = 300  # code points of organs and date at the end of a line

_SENTENCE = '。;!:")》'  # what may end the sentence before a signature on the same line
_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0}

# Compiled once: looking them up for each document would cost more than the matches.
_date, _date_line, _date_behind, _caption, _printed, _stamp = (
    rule.compile() for rule in (DATE, DATE_LINE, DATE_BEHIND, CAPTION, PRINTED, STAMP)
)
_CAPTIONS = tuple((rule, rule.compile()) for rule in (ADOPTED, PROCLAIMED, EFFECTIVE_CAPTION))
_EFFECTIVE = tuple((rule, rule.compile()) for rule in (EFFECTIVE, EFFECTIVE_NOTICE))


class Signature(NamedTuple):
    """A date and the organs above it; ``fact`` is of the field ``signed``."""

    fact: Fact
    organs: tuple[tuple[Organ, tuple[int, int]], ...]


def iso(text: str) -> str:
    """Return the first date in folded text as YYYY-MM-DD or YYYY-MM, "" if there is none.

    A date that is in no calendar, or not of this or the last century, is none.
    """
    match = _date.search(text)
    return _iso(match) if match else ""


def _iso(match: re.Match[str]) -> str:
    if match["year"]:
        year, month, day = match["year"], match["month"], match["day"]
    elif match["plain_year"]:
        year, month, day = match["plain_year"], match["plain_month"], match["plain_day"]
    else:
        year = "".join(str(_DIGITS[numeral]) for numeral in match["chinese_year"])
        month = str(_number(match["chinese_month"]))
        day = str(_number(match["chinese_day"])) if match["chinese_day"] else None
    try:
        found = date(int(year), int(month), int(day or 1))
    except ValueError:  # no such day
        return ""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return ""
    return found.isoformat() if day else f"{found:%Y-%m}"


def _number(numerals: str) -> int:
    """Return the value of a Chinese numeral up to 99, 0 for what is none."""
    tens, ten, ones = numerals.partition("十")
    if not ten:
        return _DIGITS.get(numerals, 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def signature(sheet: Sheet) -> Signature | None:
    """Return date and organs of the signature: above the first item, below the text, between."""
    above = (_signature(sheet.head, index, False) for index in range(len(sheet.head)))
    below = (_signature(sheet.tail, index, True) for index in reversed(range(len(sheet.tail))))
    between = (_signature(lines, len(lines) - 1, False) for lines in sheet.signatures if lines)
    found = next(filter(None, above), None) or next(filter(None, below), None)
    return found or next((one for one in between if one and one.organs), None)


def _signature(lines: Sequence[Line], index: int, closing: bool) -> Signature | None:
    """Return the signature that ends with a line; ``closing``: the lines are a document's last."""
    line = lines[index]
    if line.view[-1] not in "日 )0123456789":
        return None
    organs: list[tuple[Organ, tuple[int, int]]] = []
    rule, match = DATE_LINE, _date_line.match(line.view)
    if match:
        for above in reversed(lines[max(0, index - SIGNERS) : index]):
            names = organs_of(above.view)
            if not names:
                break
            organs[:0] = [(name, above.place(name.start, name.end)) for name in names]
        if not organs and not _may_be_unsigned(lines, index, closing):
            return None
    else:
        rule, match = DATE_BEHIND, _date_behind.search(line.view, max(0, len(line.view) - 24))
        if not match:
            return None
        begin = max(0, len(line.view) - LONGEST_SIGNATURE)
        begin = max(begin, *(line.view.rfind(end, begin, match.start()) + 1 for end in _SENTENCE))
        names = organs_of(line.view, begin, match.start())
        if not names:
            return None
        organs = [(name, line.place(name.start, name.end)) for name in names]
    date = iso(match["date"])
    if not date:
        return None
    fact = Fact("signed", date, *line.place(*match.span("date")), rule.id)
    return Signature(fact, tuple(organs))


def _may_be_unsigned(lines: Sequence[Line], index: int, closing: bool) -> bool:
    """Tell whether a date without an organ above is the document's: below its title or its text."""
    view = lines[index].view
    if closing and len(lines) - index > 3:
        return False
    if not index:
        return "年" in view and (closing or len(lines) > 1)
    above = lines[index - 1].view
    return above[-1] in "。;!)" or (len(above) <= 40 and above[-1] not in ":,、")


def dates(sheet: Sheet, signed: Signature | None) -> list[Fact]:
    """Return the facts ``signed``, ``published`` and ``effective``, at most one of each."""
    found: list[Fact] = [signed.fact] if signed else []
    for mark in sheet.marks:
        for field in ("signed", "published", "effective"):
            date = iso(mark.meta(field))
            if date:
                found.append(Fact(field, date, mark.start, mark.end, META.id))
    for mark in sheet.marks:
        match = _stamp.match(mark.view) if mark.label == BOILERPLATE else None
        if match and iso(match["date"]):
            found.append(Fact("published", iso(match["date"]), mark.start, mark.end, STAMP.id))
    for line in sheet.head[:CAPTION_LINES]:
        if line.view.lstrip()[:1] != "(" or not _caption.match(line.view):
            continue
        for rule, pattern in _CAPTIONS:
            match = pattern.search(line.view)
            if match and iso(match["date"]):
                place = line.place(*match.span("date"))
                found.append(Fact(rule.label, iso(match["date"]), *place, rule.id))
    for mark in sheet.marks:
        match = _printed.search(mark.view) if mark.label == IMPRINT else None
        if match and iso(match["date"]):
            found.append(Fact("published", iso(match["date"]), mark.start, mark.end, PRINTED.id))
    return [
        next(fact for fact in found if fact.field == field)
        for field in ("signed", "published")
        if any(fact.field == field for fact in found)
    ] + [fact for fact in found if fact.field == "effective"][:1]


def effective(text: str, start: int, end: int) -> Fact | None:
    """Return the day from which the document at ``start:end`` of a view holds, by its last word."""
    hits: set[int] = set()
    for trigger in EFFECTIVE_TRIGGERS:
        at = text.rfind(trigger, start, end)
        for _ in range(4):
            if at < 0:
                break
            hits.add(at)
            at = text.rfind(trigger, start, at)
    for hit in sorted(hits, reverse=True):
        window = max(start, hit - 90)
        for rule, pattern in _EFFECTIVE:
            for match in pattern.finditer(text, window, min(end, hit + 8)):
                date = iso(match["date"])
                if date:
                    return Fact("effective", date, *match.span("date"), rule.id)
    return None
