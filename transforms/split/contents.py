"""Read the contents lists of a compilation: the splitter's map."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.schema import BODY, CONTENTS, Block
from transforms.tables.marks import CONTENTS_WORD, LEADER
from transforms.tables.titles import BACK_MATTER, ENTRY_NUMBER, GROUP

SAME_LIST = 0.6  # share of equal titles at which two lists are copies of one


class Entry(NamedTuple):
    """An entry of a contents list; ``start:end`` is its title, in the source."""

    title: str  # view, without number, region, brackets
    region: str  # as given, or inherited from the entry above
    page: int  # 0: none
    is_group: bool  # heads other entries, or the back matter
    start: int
    end: int


_LEADER, _NUMBER, _GROUP, _BACK, _WORD = (
    rule.compile() for rule in (LEADER, ENTRY_NUMBER, GROUP, BACK_MATTER, CONTENTS_WORD)
)
_BRACKETED = re.compile(r"^(?P<region>[^《》]{0,14}?) *《(?P<title>.+)》? *$")
_NATIONAL = re.compile("国家|全国|中央")  # a group of national documents
_NOT_TITLE = re.compile(r"[ \r\n\f\v　《》<>,.:;!?()\[\]\"'、。·-]+")


def key(title: str) -> str:
    """Return a title as it is compared: without white space and punctuation."""
    return _NOT_TITLE.sub("", title)


def read_contents(view: str, blocks: Sequence[Block]) -> list[Entry]:
    """Return the entries of the source's contents; copies of one list are read once."""
    lists = [[_entry(view, block) for block in run] for run in _runs(view, blocks)]
    lists = [_inherit([entry for entry in run if entry.title]) for run in lists]
    lists.sort(key=len, reverse=True)
    chosen: list[list[Entry]] = []
    for entries in lists:
        titles = {key(entry.title) for entry in entries}
        if len(entries) >= 2 and not any(
            len(titles & {key(entry.title) for entry in other}) >= SAME_LIST * len(titles)
            for other in chosen
        ):
            chosen.append(entries)
    return chosen[0] if chosen else []


def _runs(view: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the runs of entry blocks; the word 目录 or the text of a document ends a run."""
    runs: list[list[Block]] = [[]]
    for block in blocks:
        if block.label == CONTENTS and block.rule == LEADER.id:
            runs[-1].append(block)
        elif runs[-1] and (
            block.label == BODY
            or (block.label == CONTENTS and _WORD.search(view, block.start, block.end))
        ):
            runs.append([])
    return [run for run in runs if run]


def _entry(view: str, block: Block) -> Entry:
    line = view[block.start : block.end]
    leader = _LEADER.search(line)
    title = line[: leader.start()] if leader else line.rstrip()
    page = int(leader.group("page")) if leader else 0
    offset = len(title) - len(title.lstrip())
    number = _NUMBER.match(title)
    if number:
        offset = number.end()
    title = title[offset:].rstrip()
    bracketed = _BRACKETED.match(title)
    region = ""
    start = block.start + offset
    if bracketed and "《" in title:
        region = bracketed.group("region").strip()
        start += bracketed.start("title")
        title = bracketed.group("title").rstrip(" 》") if title.count("《") == 1 else title
    is_group = bool(_GROUP.search(title) or _BACK.match(title))
    return Entry(title, region, page, is_group, start, start + len(title))


def _inherit(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the region of the entry above where an entry names none."""
    out: list[Entry] = []
    region = ""
    for entry in entries:
        if entry.is_group:
            region = "全国" if _NATIONAL.match(entry.title) else ""
        region = entry.region or region
        out.append(entry._replace(region=region))
    return out
