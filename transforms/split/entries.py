"""The entries of a contents list: a title, the region and the page that it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.tables.titles import (
    BACK_MATTER,
    ENTRY_NUMBER,
    GROUP,
    HEADING_NUMBER,
    SECTION_NAME,
    SECTION_NUMBER,
    TRAILING_NUMBER,
)

SENTENCE_END = "。;!?:,、"

NUMBER, _GROUP, _BACK, _SECTION, _NAME, _HEADING_NUMBER, _TRAILING = (
    rule.compile()
    for rule in (
        ENTRY_NUMBER, GROUP, BACK_MATTER, SECTION_NUMBER, SECTION_NAME, HEADING_NUMBER,
        TRAILING_NUMBER,
    )
)  # fmt: skip
# The 《 closes at the end or (misread, cut off) never: else it is a title inside a title.
BRACKETED = re.compile(
    r"^(?P<region>[^《》]{0,14}?) *《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》? *$"
)
_NESTED = re.compile(r" *[0-9]{1,3}\.[0-9]")
_NATIONAL = re.compile("国家|全国|中央")  # a group of national documents
_NOT_TITLE = re.compile(r"[ \r\n\f\v　《》<>,.:;!?()\[\]\"'、。·*#_-]+")


class Entry(NamedTuple):
    """An entry of a contents list; ``start:end`` is its title, in the source."""

    title: str  # view, without number, region, brackets
    region: str  # as given, or inherited from the entry above
    page: int  # 0: none
    is_group: bool  # heads other entries, or the back matter
    start: int
    end: int
    is_section: bool = False  # numbered as the sections of one document are
    is_nested: bool = False  # by a number with a point: 3.1


def key(title: str) -> str:
    """Return a title as it is compared: without white space, punctuation and case."""
    return _NOT_TITLE.sub("", title).lower()


def core(title: str) -> str:
    """Return the key of a title without the number before or behind it."""
    title = _HEADING_NUMBER.sub("", title.strip(), count=1)
    return key(_TRAILING.sub("", title)) or key(title)


def read_entry(view: str, start: int, end: int, page: int, title: str = "") -> Entry:
    """Return the entry whose words are ``view[start:end]`` (``title``: without what parts it)."""
    title = title or view[start:end]
    offset = len(title) - len(title.lstrip())
    is_section = bool(_SECTION.match(title[offset:]) or _NAME.match(title.strip()))
    is_nested = _NESTED.match(title) is not None
    number = NUMBER.match(title)
    if number:
        offset = number.end()
    title = title[offset:].rstrip(" \r\n|")
    bracketed = BRACKETED.match(title)
    region = ""
    start += offset
    if bracketed:
        region = bracketed.group("region").strip()
        start += bracketed.start("title")
        title = bracketed.group("title").rstrip()
    is_group = bool(_GROUP.search(title) or _BACK.match(title))
    return Entry(title, region, page, is_group, start, max(start, end), is_section, is_nested)


def inherit(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the region of the entry above where an entry names none."""
    out: list[Entry] = []
    region = ""
    for entry in entries:
        if entry.is_group:
            region = "全国" if _NATIONAL.match(entry.title) else ""
        region = entry.region or region
        out.append(entry._replace(region=region))
    return out
