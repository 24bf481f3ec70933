"""What a document is and how it may be used: kind, draft, rights, restrictions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from transforms.describe.organs import is_state_organ
from transforms.describe.regions import leading_place
from transforms.describe.sheet import Sheet
from transforms.schema import Fact
from transforms.tables.issuers import OTHER_ENDINGS
from transforms.tables.kinds import KINDS, NOT_LAWS, TAILS, Kind
from transforms.tables.layout import (
    DRAFT_ADDRESS,
    DRAFT_TEXT,
    DRAFT_TITLE,
    DRAFT_TRIGGERS,
    RESTRICTION,
    STANDARD_LINE,
)
from transforms.triggers import Triggers

PUBLIC_DOMAIN = "public domain: official document (Copyright Law of the PRC, Article 5)"
KNOWN = 256  # titles whose kinds are kept: each is asked for several facts
EDGE_LINES = 12  # 密级 and 附注 stand in the first or last of them

_draft_text, _draft_title, _draft_address, _restriction = (
    rule.compile() for rule in (DRAFT_TEXT, DRAFT_TITLE, DRAFT_ADDRESS, RESTRICTION)
)
_DRAFT_TRIGGERS = Triggers(DRAFT_TRIGGERS)
_ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
_LONGEST_ENDING = max(map(len, _ENDINGS))
_LATIN = re.compile("[A-Za-z]")  # of a program's command: linux的ulimit命令
_BRACKETS_BEHIND = re.compile(r" ?[(\[][^()\[\]]{0,40}[)\]] ?$")
# 海关总署公告2020年第85号, 浙江省人民政府令第388号
_NUMBER_BEHIND = re.compile(
    r"(?<=[令告]) ?(?:(?:19|20)[0-9]{2} ?年?)? ?第 ?[0-9一二三四五六七八九十百]{1,6} ?号$"
)
_GOV_HOST = re.compile(r"^https?://(?:[^/]{0,80}\.)?gov\.cn(?:[:/]|$)")


@lru_cache(KNOWN)
def kind_of(title: str) -> Kind | None:
    """Return the kind that a folded title ends with; None where it ends with no such word."""
    while True:
        shorter = title.strip(' 》"')
        if shorter.endswith((")", "]")):
            shorter = _BRACKETS_BEHIND.sub("", shorter)
        if shorter.endswith("号"):
            shorter = _NUMBER_BEHIND.sub("", shorter)
        for word in TAILS:
            shorter = shorter.removesuffix(word)
        if shorter == title:
            break
        title = shorter
    for length in range(min(_LONGEST_ENDING, len(title)), 0, -1):
        kind = _ENDINGS.get(title[-length:])
        if kind:
            other = kind.name == "law" and title.endswith(NOT_LAWS)
            other = other or (kind.name == "order" and _LATIN.search(title) is not None)
            return None if other else kind
    return None


def kind(sheet: Sheet, number: Fact | None) -> Fact | None:
    """Return the kind: of a standard by its number, else by the title, else by the listed one."""
    if number and number.rule == STANDARD_LINE.id:
        return Fact("kind", "standard", number.start, number.end, "kind:number")
    for title in (sheet.title, sheet.listed_title):
        found = kind_of(title)
        if found:
            return Fact("kind", found.name, *sheet.title_place, "kind:title")
    return None


def draft(sheet: Sheet) -> Fact | None:
    """Return the fact that the document is a draft, if titles, text or address say so."""
    for title in (sheet.title, sheet.listed_title):
        if _draft_title.search(title):
            return Fact("draft", "true", *sheet.title_place, DRAFT_TITLE.id)
    lines = (*sheet.head, *sheet.tail)
    words = "\n".join([line.view for line in lines])
    for line in lines if _DRAFT_TRIGGERS.held(words) else ():
        match = _draft_text.search(line.view)
        if match:
            return Fact("draft", "true", *line.place(*match.span()), DRAFT_TEXT.id)
    if _draft_address.search(sheet.url):
        return Fact("draft", "true", 0, 0, DRAFT_ADDRESS.id)
    return None


def rights(
    sheet: Sheet, organs: Sequence[Fact], number: Fact | None, is_draft: bool
) -> Fact | None:
    """Return that the document is free of copyright, where it is surely an official document.

    A standard is not: those that are recommended, not prescribed, are protected.
    """
    if number and number.rule == STANDARD_LINE.id:
        return None
    found = kind_of(sheet.title) or kind_of(sheet.listed_title)
    if not found or not found.official or is_draft:
        return None
    by_state = any(is_state_organ(organ.value) for organ in organs)
    by_address = not organs and not found.parties and bool(_GOV_HOST.match(sheet.url))
    by_region = not organs and found.normative and _has_public_author(sheet.title)
    if found.legislation or by_state or by_address or by_region:
        return Fact("rights", PUBLIC_DOMAIN, *sheet.title_place, "rights:official")
    return None


def _has_public_author(title: str) -> bool:
    """Tell whether a folded title begins with a region or the nation, and names no other body."""
    begins = title.startswith("中华人民共和国") or leading_place(title, short=False) is not None
    return begins and not any(ending in title for ending in OTHER_ENDINGS)


def restrictions(sheet: Sheet, is_draft: Fact | None) -> list[Fact]:
    """Return what restricts the document's use: 密级, 不公开, 内部, 征求意见稿."""
    found = [
        Fact("restrictions", match["value"].replace(" ", ""), mark.start, mark.end, RESTRICTION.id)
        for mark in sheet.marks
        if (match := _restriction.match(mark.view))
    ]
    for line in (*sheet.head[:EDGE_LINES], *sheet.tail[-EDGE_LINES:]):
        match = _restriction.match(line.view) if len(line.view) < 40 else None
        if match:
            place = line.place(*match.span("value"))
            found.append(
                Fact("restrictions", match["value"].replace(" ", ""), *place, RESTRICTION.id)
            )
    if is_draft:
        found.append(is_draft._replace(field="restrictions", value="征求意见稿"))
    return list(dict.fromkeys(found))
