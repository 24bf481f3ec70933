"""The fields of a document, each a function from what is looked at to the facts it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.describe.dates import iso
from transforms.describe.lines import Line
from transforms.describe.organs import (
    Organ,
    full_name,
    is_national,
    is_state_organ,
    organs_of,
    title_organs,
)
from transforms.describe.regions import Place, leading_place, named_place, region_of
from transforms.schema import HEADING, IMPRINT, NOTE, Fact, Rule
from transforms.tables.kinds import KINDS, NOT_LAWS, TAILS, Kind
from transforms.tables.layout import (
    ADDRESSEE,
    ADOPTED,
    ATTACHMENT_ITEM,
    ATTACHMENTS,
    CAPTION,
    DATE_BEHIND,
    DATE_LINE,
    DRAFT_TEXT,
    DRAFT_TITLE,
    DRAFT_TRIGGERS,
    EFFECTIVE,
    EFFECTIVE_CAPTION,
    EFFECTIVE_NOTICE,
    EFFECTIVE_TRIGGERS,
    LETTERHEAD,
    META,
    META_FIELDS,
    NUMBER,
    NUMBER_FIRST,
    NUMBER_IN_TITLE,
    NUMBER_LINE,
    ORDER_LINE,
    PRINTED,
    PROCLAIMED,
    RESTRICTION,
)
from transforms.tables.regions import NATION, NUMBER_PREFIXES

PUBLIC_DOMAIN = "public domain: official document (Copyright Law of the PRC, Article 5)"
LONGEST_NUMBER = 80  # code points of a line that is a number
HEAD_LINES = 12  # number, caption and addressee stand in the first of them
SIGNERS = 60  # lines of co-signing organs above a date

# Compiled once: a look-up for each document would cost more than the matches.
_addressee = ADDRESSEE.compile()
_attachment_item = ATTACHMENT_ITEM.compile()
_attachments = ATTACHMENTS.compile()
_caption = CAPTION.compile()
_date_behind = DATE_BEHIND.compile()
_date_line = DATE_LINE.compile()
_draft_text = DRAFT_TEXT.compile()
_draft_title = DRAFT_TITLE.compile()
_letterhead = LETTERHEAD.compile()
_meta = META.compile()
_number = NUMBER.compile()
_number_first = NUMBER_FIRST.compile()
_number_in_title = NUMBER_IN_TITLE.compile()
_printed = PRINTED.compile()
_restriction = RESTRICTION.compile()
_NUMBER_LINES = tuple(
    (rule, rule.compile()) for rule in (NUMBER_LINE, ORDER_LINE, NUMBER_FIRST)
)
_NUMBER_MARKS = tuple(
    (rule, rule.compile()) for rule in (NUMBER_LINE, ORDER_LINE, NUMBER_IN_TITLE)
)
_CAPTIONS = tuple((rule, rule.compile()) for rule in (ADOPTED, PROCLAIMED, EFFECTIVE_CAPTION))
_EFFECTIVE = tuple((rule, rule.compile()) for rule in (EFFECTIVE, EFFECTIVE_NOTICE))

_ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
_LONGEST_ENDING = max(map(len, _ENDINGS))
_BRACKETS_BEHIND = re.compile(r" ?[(\[][^()\[\]]{0,40}[)\]] ?$")
_ATTACHMENT_LINE = re.compile(r"^ *([0-9]{1,2}) ?[.、] ?(?![0-9])")
_GOV_HOST = re.compile(r"^https?://(?:[^/]{0,80}\.)?gov\.cn(?:[:/]|$)")


class Mark(NamedTuple):
    """A short block that is not body: a page line, an imprint, a letterhead, a note."""

    view: str
    label: str
    start: int
    end: int


class Sheet(NamedTuple):
    """What is looked at of a document, all in the view.

    ``title_marks`` is the title as the source has it, with the number that may stand behind it.
    """

    title: str
    title_marks: str
    title_place: tuple[int, int]
    listed_title: str
    url: str
    head: Sequence[Line]  # above the first item
    tail: Sequence[Line]
    signatures: Sequence[Sequence[Line]]  # lines up to a date between head and tail
    marks: Sequence[Mark]


class Signature(NamedTuple):
    """A date and the organs above it; ``fact`` is of the field ``signed``."""

    fact: Fact
    organs: tuple[tuple[Organ, tuple[int, int]], ...]


# ------------------------------------------------------------------------------------ number


def doc_number(sheet: Sheet) -> Fact | None:
    """Return the document's own number, never one that it cites."""
    found = _number_in_title.search(sheet.title_marks.strip(" \n》"))
    if found:
        return _number_fact(found["value"], sheet.title_place, NUMBER_IN_TITLE)
    for line in sheet.head[:HEAD_LINES]:
        if "号" not in line.view[:LONGEST_NUMBER]:
            continue
        for rule, pattern in _NUMBER_LINES:
            match = pattern.match(line.view)
            if match:
                return _number_fact(match["value"], line.place(*match.span("value")), rule)
    for mark in sheet.marks:
        if "号" not in mark.view:
            continue
        for rule, pattern in _NUMBER_MARKS:
            match = pattern.search(mark.view)
            if match and (rule is not NUMBER_IN_TITLE or mark.label == HEADING):
                return _number_fact(match["value"], (mark.start, mark.end), rule)
        match = _number.match(_meta_value(mark, "doc_number"))
        if match:
            return _number_fact(match.group(), (mark.start, mark.end), META)
    return None


def _number_fact(value: str, place: tuple[int, int], rule: Rule) -> Fact:
    match = _number.match(value)
    if match:
        value = f"{match['letters']}〔{match['year']}〕{match['number']}号"
    return Fact("doc_number", value.replace(" ", ""), *place, rule.id)


def _meta_value(mark: Mark, field: str) -> str:
    """Return what a page line gives for a field, "" if it gives nothing."""
    match = _meta.match(mark.view)
    return match["value"].strip() if match and META_FIELDS[match["name"]] == field else ""


# ------------------------------------------------------------------------------------- dates


def signature(sheet: Sheet) -> Signature | None:
    """Return date and organs of the signature: above the first item, below the text, between."""
    for found in (
        _signature(sheet.head, closing=False),
        _signature(sheet.tail, closing=True),
        *(_signature(lines, closing=False) for lines in sheet.signatures),
    ):
        if found:
            return found
    return None


def _signature(lines: Sequence[Line], closing: bool) -> Signature | None:
    for index, line in enumerate(lines):
        if line.view[-1] not in "日 )0123456789":
            continue
        match = _date_line.match(line.view) if len(line.view) <= 40 else None
        rule = DATE_LINE
        organs: list[tuple[Organ, tuple[int, int]]] = []
        if match:
            for above in reversed(lines[max(0, index - SIGNERS) : index]):
                names = organs_of(above.view)
                if not names:
                    break
                organs[:0] = [(name, above.place(name.start, name.end)) for name in names]
            if not organs and not _may_be_unsigned(lines, index, closing):
                continue
        else:
            begin = max(0, len(line.view) - 300)
            match = _date_behind.search(line.view, max(begin, len(line.view) - 24))
            if not match:
                continue
            sentence = max(line.view.rfind(end, begin, match.start()) for end in "。;!:\")》")
            names = organs_of(line.view, max(begin, sentence + 1), match.start())
            if not names or (sentence < begin and begin):
                continue
            rule = DATE_BEHIND
            organs = [(name, line.place(name.start, name.end)) for name in names]
        date = iso(match["date"])
        if date:
            fact = Fact("signed", date, *line.place(*match.span("date")), rule.id)
            return Signature(fact, tuple(organs))
    return None


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
            date = iso(_meta_value(mark, field))
            if date:
                found.append(Fact(field, date, mark.start, mark.end, META.id))
    for line in sheet.head[:HEAD_LINES]:
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


# ----------------------------------------------------------------------------------- issuers


def issuers(sheet: Sheet, signed: Signature | None, heading: Fact | None, place: Place | None) -> list[Fact]:
    """Return the issuing organs: from the title, else signature, letterhead, heading, page line."""
    found, complete = title_organs(sheet.title)
    facts = [
        Fact("issuers", full_name(organ.name, place), *sheet.title_place, "issuers:title")
        for organ in found
    ]
    if signed and signed.organs and not (facts and complete):
        facts = [
            Fact("issuers", full_name(organ.name, place), *where, "issuers:signature")
            for organ, where in signed.organs
        ]
    if not facts:
        for mark in sheet.marks:
            match = _letterhead.match(mark.view) if mark.label == IMPRINT else None
            if match and match.end("value") < match.end():
                organs = organs_of(match["value"])
                facts += _organ_facts(organs, (mark.start, mark.end), LETTERHEAD.id, place)
    if not facts and heading:
        name = heading.value.strip()
        if not named_place(name):
            organs = organs_of(name)
            facts = [
                Fact("issuers", full_name(organ.name, place, alone=True), heading.start, heading.end, "issuers:heading")
                for organ in organs
            ]
    if not facts:
        for mark in sheet.marks:
            organs = organs_of(_meta_value(mark, "issuers"))
            facts += _organ_facts(organs, (mark.start, mark.end), META.id, place)
    seen: set[str] = set()
    return [fact for fact in facts if not (fact.value in seen or seen.add(fact.value))]  # type: ignore[func-returns-value]


def _organ_facts(
    organs: Iterable[Organ], where: tuple[int, int], rule: str, place: Place | None
) -> list[Fact]:
    return [Fact("issuers", full_name(organ.name, place), *where, rule) for organ in organs]


# ------------------------------------------------------------------------------------ region


def heading_place(heading: Fact | None) -> Place | None:
    """Return the region that a compiler's heading names."""
    if not heading:
        return None
    name = heading.value.strip()
    place = named_place(name)
    if place:
        return place
    organs = [full_name(organ.name, None, alone=True) for organ in organs_of(name)]
    if organs and all(map(is_national, organs)):
        return Place(NATION.name, NATION.code, len(name))
    return next((found for organ in organs if (found := leading_place(organ))), None)


def region(sheet: Sheet, heading: Fact | None, organs: Sequence[Fact], number: Fact | None) -> list[Fact]:
    """Return the facts ``region`` and ``region_code``: heading, else title, issuer, number."""
    place = heading_place(heading)
    if heading and heading.value.strip():
        name = heading.value.strip()
        if place and (place.code == NATION.code or not named_place(name)):
            name = place.name
        return _region(name, place.code if place else "", heading.start, heading.end, heading.rule)
    if sheet.title.startswith("中华人民共和国"):
        return _region(NATION.name, NATION.code, *sheet.title_place, "region:title")
    place = leading_place(sheet.title.removeprefix("中共"))
    if place:
        return _region(place.name, place.code, *sheet.title_place, "region:title")
    for organ in organs:
        if is_national(organ.value) or organ.value.startswith(("国家", "中国", "全国", "国务院", "最高")):
            return _region(NATION.name, NATION.code, organ.start, organ.end, "region:issuer")
        place = leading_place(organ.value.removeprefix("中共"))
        if place:
            return _region(place.name, place.code, organ.start, organ.end, "region:issuer")
    if number:
        code = NUMBER_PREFIXES.get(number.value[:2])
        if code:
            name = NATION.name if code == NATION.code else region_of(code).name
            return _region(name, code, number.start, number.end, "region:number")
    return []


def _region(name: str, code: str, start: int, end: int, rule: str) -> list[Fact]:
    facts = [Fact("region", name, start, end, rule)]
    return [*facts, Fact("region_code", code, start, end, rule)] if code else facts


# ---------------------------------------------------------------------- kind, draft and rights


def kind_of(title: str) -> Kind | None:
    """Return the kind that a folded title ends with; None where it ends with no such word."""
    while True:
        shorter = title.strip(" 》\"")
        if shorter.endswith((")", "]")):
            shorter = _BRACKETS_BEHIND.sub("", shorter)
        for word in TAILS:
            shorter = shorter.removesuffix(word)
        if shorter == title:
            break
        title = shorter
    for length in range(min(_LONGEST_ENDING, len(title)), 0, -1):
        kind = _ENDINGS.get(title[-length:])
        if kind:
            return None if kind.name == "law" and title.endswith(NOT_LAWS) else kind
    return None


def kind(sheet: Sheet) -> Fact | None:
    """Return the kind of the document, by its own title, else by the listed one."""
    for title in (sheet.title, sheet.listed_title):
        found = kind_of(title)
        if found:
            return Fact("kind", found.name, *sheet.title_place, "kind:title")
    return None


def draft(sheet: Sheet, view: str, start: int, end: int) -> Fact | None:
    """Return the fact that the document at ``start:end`` is a draft, if titles or text say so."""
    for title in (sheet.title, sheet.listed_title):
        if _draft_title.search(title):
            return Fact("draft", "true", *sheet.title_place, DRAFT_TITLE.id)
    if any(view.find(word, start, end) >= 0 for word in DRAFT_TRIGGERS):
        for line in (*sheet.head, *sheet.tail):
            match = _draft_text.search(line.view)
            if match:
                return Fact("draft", "true", *line.place(*match.span()), DRAFT_TEXT.id)
    return None


def rights(sheet: Sheet, organs: Sequence[Fact], is_draft: bool) -> Fact | None:
    """Return that the document is free of copyright, where it is surely an official document."""
    found = kind_of(sheet.title) or kind_of(sheet.listed_title)
    if not found or not found.official or is_draft:
        return None
    by_state = any(is_state_organ(organ.value) for organ in organs)
    by_address = not organs and bool(_GOV_HOST.match(sheet.url))
    if found.legislation or by_state or by_address:
        return Fact("rights", PUBLIC_DOMAIN, *sheet.title_place, "rights:official")
    return None


def restrictions(sheet: Sheet, is_draft: Fact | None) -> list[Fact]:
    """Return what restricts the document's use: 密级, 不公开, 内部, 征求意见稿."""
    found = [
        Fact("restrictions", match["value"].replace(" ", ""), mark.start, mark.end, RESTRICTION.id)
        for mark in sheet.marks
        if mark.label in (IMPRINT, NOTE) and (match := _restriction.match(mark.view))
    ]
    for line in (*sheet.head[:HEAD_LINES], *sheet.tail[-HEAD_LINES:]):
        match = _restriction.match(line.view) if len(line.view) < 40 else None
        if match:
            place = line.place(*match.span("value"))
            found.append(Fact("restrictions", match["value"].replace(" ", ""), *place, RESTRICTION.id))
    if is_draft:
        found.append(is_draft._replace(field="restrictions", value="征求意见稿"))
    return list(dict.fromkeys(found))


# ------------------------------------------------------------------- addressee, attachments


def addressee(sheet: Sheet) -> Fact | None:
    """Return the organs that the document is addressed to (主送机关)."""
    for line in sheet.head[:HEAD_LINES]:
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
    return list(dict.fromkeys(found))


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
    value = name.strip(" \u3000。；;，,、")
    if value.startswith("《") and value.endswith("》") and value.count("《") == 1:
        value = value[1:-1]
    if not value or value in ("略", "无"):
        return None
    at = start + name.find(value)
    return Fact("attachments", value, *line.place(at, at + len(value)), ATTACHMENTS.id)
