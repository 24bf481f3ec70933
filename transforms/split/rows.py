"""Read a source's lines as rows that may be entries of a contents list.

An entry stands again where its document begins: for each title, and for two lines that may be one,
is known at which rows it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.schema import (
    BLANK,
    BODY,
    CONTENTS,
    CREDIT,
    IMPRINT,
    MARKUP,
    PAGE_MARKER,
    RUNNING,
    Block,
)
from transforms.split.entries import BRACKETED, SENTENCE_END, core, key
from transforms.split.lines import LOST
from transforms.tables.marks import CONTENTS_LINE, ENTRY_TAIL, LEADER, LINK_ROW, TABLE_ROW
from transforms.tables.titles import TITLE_END

LONGEST_LINE = 120  # code points of an entry
FEWEST_NAMELESS = 3  # titles in a row that stand again below are a list
OFTEN = 0.5  # of the number of entries: a line that stands so often is no document's title
LEADERS = " .·_-"  # to a page in brackets

_LEADER, _WORD, _TAIL, _TABLE, _LINK, _TITLE_END = (
    rule.compile() for rule in (LEADER, CONTENTS_LINE, ENTRY_TAIL, TABLE_ROW, LINK_ROW, TITLE_END)
)
_PAGED_COLUMN = re.compile(r"(?<=[0-9)]) {3,}+")
_ENDS_PAGE = "0123456789)"  # a page stands at the end of a line
_ROW_MARKS = "|-*+"  # of tables and links
_SKIPPED = frozenset({BLANK, PAGE_MARKER, RUNNING, MARKUP, CREDIT})


class Row(NamedTuple):
    """A line that may be an entry; ``kind`` is leader, tail, bare, word (目录) or text."""

    block: int  # index of its block
    kind: str
    start: int
    end: int  # of the title
    page: int
    stop: int  # the end of its words


def read_rows(view: str, blocks: Sequence[Block]) -> Iterator[Row]:
    """Yield the lines that may be entries, and once between them that there is other text."""
    text = False
    for index, block in enumerate(blocks):
        start, end, label, _ = block
        if label in _SKIPPED:
            continue
        rows: list[Row] = []
        if label == CONTENTS or (label in (BODY, IMPRINT) and end - start <= LONGEST_LINE):
            line = view[start:end].rstrip()
            if label == CONTENTS or (line and line[-1] not in SENTENCE_END):
                rows = _row(view, index, block, line)
        if rows:
            text = False
            yield from rows
        elif not text:
            text = True
            yield Row(index, "text", start, end, 0, end)


def _row(view: str, index: int, block: Block, line: str) -> list[Row]:
    """Return a line as an entry (as several, where it has columns with pages), if it may be one."""
    start, end, label, rule = block
    if (label == CONTENTS and rule == LEADER.id) or (rule == LOST and ".." in line):
        leader = _LEADER.search(line)
        if leader:
            return [Row(index, "leader", start, start + leader.start(), int(leader["page"]), end)]
    if end - start > LONGEST_LINE:
        return []
    if _WORD.search(line) if label == CONTENTS else _WORD.fullmatch(line):
        return [Row(index, "word", start, end, 0, end)]
    if rule == "rest" or not line or line[-1] in SENTENCE_END:
        return []
    if line[-1] not in _ENDS_PAGE and line.lstrip(" ")[0] not in _ROW_MARKS:
        return [Row(index, "bare", start, start + len(line), 0, start + len(line))]
    table = _TABLE.match(line) or _LINK.match(line)
    if table:
        page = int(table.groupdict().get("page") or 0)
        kind = "tail" if page else "bare"
        return [
            Row(index, kind, start + table.start("title"), start + table.end("title"), page, end)
        ]
    edges = [0, *(gap.end() for gap in _PAGED_COLUMN.finditer(line)), len(line)]
    rows = [_tail(view, index, start + a, start + b) for a, b in pairwise(edges)]
    is_paged = len(rows) == 1 or all(row.page for row in rows)
    return rows if is_paged else [_tail(view, index, start, start + len(line))]


def _tail(view: str, index: int, start: int, stop: int) -> Row:
    """Return the row of a line that ends in a page, or has none."""
    line = view[start:stop].rstrip()
    tail = _TAIL.search(line)
    if tail and tail.start():
        page = int(tail.group("page") or tail.group("bracketed"))
        end = start + len(line[: tail.start()].rstrip(LEADERS))  # 通知……(1)
        return Row(index, "tail", start, end, page, stop)
    return Row(index, "bare", start, start + len(line), 0, stop)


def is_title(view: str, row: Row) -> bool:
    line = view[row.start : row.end]
    return bool(_TITLE_END.search(line) or BRACKETED.match(line))


def find_titles(view: str, rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return at which rows a title stands as a line, by key and core; two lines may be one."""
    where: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row.kind in ("text", "word"):
            continue
        title = view[row.start : row.end]
        for name in {key(title), core(title)}:
            where.setdefault(name, []).append(position)
        is_boxed = title[:1] == "[" and title[-1:] == "]"
        next_kind = rows[position + 1].kind if position + 1 < len(rows) else ""
        if row.kind == next_kind == "bare" and not is_boxed:
            below = rows[position + 1]
            title += view[below.start : below.end]
            for name in {key(title), core(title)}:
                where.setdefault(name, []).append(position)
    return where


class Known:
    """Which titles stand as a line outside a list, that is outside rows ``first`` to ``last``."""

    def __init__(self, where: dict[str, list[int]], first: int, last: int) -> None:
        self.where, self.first, self.last = where, first, last

    def often(self, title: str, entries: int) -> bool:
        """Tell whether a title stands outside as a line above most documents: 公告, an organ."""
        places = self.where.get(key(title), [])
        inside = bisect_right(places, self.last) - bisect_left(places, self.first)
        return len(places) - inside >= max(FEWEST_NAMELESS, OFTEN * entries)

    def __call__(self, title: str) -> bool:
        for name in (key(title), core(title)):
            places = self.where.get(name, ())
            if places and name and (places[0] < self.first or places[-1] > self.last):
                return True
        return False


def find_ends(view: str, rows: Sequence[Row]) -> list[int]:
    """Return by row where a list of titles that begins there ends at the latest.

    It ends with the run of titles, or where one of them stands again, above a text.
    """
    ends = list(range(len(rows)))
    below: dict[str, int] = {}  # where the titles of the run stand next
    for at in reversed(range(len(rows))):
        if rows[at].kind != "bare" or not is_title(view, rows[at]):
            below = {}
            continue
        ends[at] = ends[at + 1] if below else at + 1
        name = core(view[rows[at].start : rows[at].end])
        if name in below and _opens(rows, below[name]):
            ends[at] = min(ends[at], below[name])
        below[name] = at
    return ends


def find_openings(rows: Sequence[Row], where: dict[str, list[int]]) -> dict[str, int]:
    """Return the last row at which each title stands above a text, for those that do."""
    opens = [_opens(rows, at) for at in range(len(rows))]
    last = {name: [at for at in places if opens[at]][-1:] for name, places in where.items()}
    return {name: found[0] for name, found in last.items() if found}


def _opens(rows: Sequence[Row], at: int) -> bool:
    """Tell whether text follows on a row, not further titles."""
    return any(row.kind == "text" for row in rows[at + 1 : at + 3])
