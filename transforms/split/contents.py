"""Read the contents lists of a source: the splitter's map.

A list is a run of entries with pages (leaders, tabs, brackets, a table), or the titles below the
word 目录 that stand again elsewhere as lines. Lists of a document's own sections are told apart by
their numbering.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.schema import BLANK, BODY, CONTENTS, CREDIT, MARKUP, PAGE_MARKER, RUNNING, Block
from transforms.tables.marks import CONTENTS_LINE, ENTRY_TAIL, LEADER, LINK_ROW, TABLE_ROW
from transforms.tables.titles import (
    BACK_MATTER,
    ENTRY_NUMBER,
    GROUP,
    HEADING_NUMBER,
    SECTION_NAME,
    SECTION_NUMBER,
    TITLE_END,
    TRAILING_NUMBER,
)

RESTARTED = 3  # entries that stand again in a row begin a copy of the list
SAME_LIST = 0.6  # share of equal titles at which two lists are copies of one
LONGEST_LINE = 120  # code points of an entry
MOST_BETWEEN = 4  # lines without a page between two entries with one
FEWEST_PAGED = 3  # entries with pages that are a list without the word 目录
SHORTEST_WRAPPED = 14  # code points of a line on which the next entry begins
FEWEST_NAMELESS = 3  # titles in a row that stand again below are a list
FIRST_TITLES = 5  # of a list without pages: where one of them stands again, the text begins
MOST_BREAKS = 4  # places where a list may end
OFTEN = 0.5  # of the number of entries: a line that stands so often is no document's title
MOST_HEADING = 3  # lines of a heading: title, author or number
MOST_AGAIN = 4  # lines of one title that may begin the text
SENTENCE_END = "。;!?:,、"


class Entry(NamedTuple):
    """An entry of a contents list; ``start:end`` is its title, in the source."""

    title: str  # view, without number, region, brackets
    region: str  # as given, or inherited from the entry above
    page: int  # 0: none
    is_group: bool  # heads other entries, or the back matter
    start: int
    end: int
    is_section: bool = False  # numbered as the sections of one document are


class Listing(NamedTuple):
    """A contents list: its entries, and the blocks it takes, ``first:last``."""

    entries: list[Entry]
    first: int
    last: int


class Row(NamedTuple):
    """A line that may be an entry; ``kind`` is leader, tail, bare, word (目录) or text."""

    block: int  # index of its block
    kind: str
    start: int
    end: int  # of the title
    page: int
    stop: int  # the end of its words


_LEADER, _NUMBER, _GROUP, _BACK, _WORD, _TAIL, _TABLE, _LINK, _SECTION, _NAME, _TITLE_END = (
    rule.compile()
    for rule in (
        LEADER, ENTRY_NUMBER, GROUP, BACK_MATTER, CONTENTS_LINE, ENTRY_TAIL, TABLE_ROW, LINK_ROW,
        SECTION_NUMBER, SECTION_NAME, TITLE_END,
    )
)  # fmt: skip
_HEADING_NUMBER, _TRAILING = HEADING_NUMBER.compile(), TRAILING_NUMBER.compile()
# The 《 closes at the end or (misread, cut off) never: else it is a title inside a title.
_BRACKETED = re.compile(
    r"^(?P<region>[^《》]{0,14}?) *《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》? *$"
)
_NATIONAL = re.compile("国家|全国|中央")  # a group of national documents
_NOT_TITLE = re.compile(r"[ \r\n\f\v　《》<>,.:;!?()\[\]\"'、。·*#_-]+")
_COLUMN = re.compile(" +")
_PAGED_COLUMN = re.compile(r"(?<=[0-9)]) {3,}+")
_ENDS_PAGE = "0123456789)"  # a page stands at the end of a line
_ROW_MARKS = "|-*+"  # of tables and links
_SKIPPED = frozenset({BLANK, PAGE_MARKER, RUNNING, MARKUP, CREDIT})


def key(title: str) -> str:
    """Return a title as it is compared: without white space, punctuation and case."""
    return _NOT_TITLE.sub("", title).lower()


def core(title: str) -> str:
    """Return the key of a title without the number before or behind it."""
    title = _HEADING_NUMBER.sub("", title.strip(), count=1)
    return key(_TRAILING.sub("", title)) or key(title)


def read_contents(view: str, blocks: Sequence[Block]) -> list[Entry]:
    """Return the entries of the source's contents; copies of one list are read once."""
    return [entry for listing in choose(find_lists(view, blocks)) for entry in listing.entries]


def choose(found: Sequence[Listing]) -> list[Listing]:
    """Return the lists of documents, in order, copies and lists of sections aside."""
    chosen: list[tuple[Listing, set[str]]] = []
    documents = [
        part for listing in found if not _lists_sections(listing) for part in _copies(listing)
    ]
    for listing in sorted(documents, key=lambda one: -len(one.entries)):
        titles = {key(entry.title) for entry in listing.entries}
        if len(listing.entries) >= 2 and not any(
            len(titles & other) >= SAME_LIST * len(titles) for _, other in chosen
        ):
            chosen.append((listing, titles))
    return sorted((listing for listing, _ in chosen), key=lambda one: one.first)


def _copies(listing: Listing) -> list[Listing]:
    """Return a list cut where it begins anew: a second copy may follow without a word between."""
    keys = [key(entry.title) for entry in listing.entries]
    again = keys[1 : 1 + RESTARTED]  # the first title may be glued to the words above it
    starts = [
        at
        for at in range(1, len(keys) - RESTARTED)
        if keys[at].endswith(keys[0]) and keys[at + 1 : at + 1 + RESTARTED] == again
    ]
    edges = [0, *starts, len(keys)]
    return [listing._replace(entries=listing.entries[a:b]) for a, b in pairwise(edges)]


def find_lists(view: str, blocks: Sequence[Block]) -> list[Listing]:
    """Return all contents lists, in order."""
    rows = list(_rows(view, blocks))
    found: list[Listing] = []
    if not _holds_list(view, rows):
        return found
    where, ends = _where(view, rows), _ends(view, rows)
    tops = _tops(rows, where)
    at = 0
    while at < len(rows):
        if rows[at].kind == "word" or rows[at].kind in ("leader", "tail"):
            listing, at = _read_list(view, rows, at, where)
        elif _may_begin(view, rows, at):
            listing, at = _read_nameless(view, rows, at, ends[at], where, tops)
        else:
            listing, at = None, at + 1
        if listing:
            found.append(listing)
    return found


def _holds_list(view: str, rows: Sequence[Row]) -> bool:
    """Tell whether a list may begin at any row."""
    titles = 0
    for row in rows:
        if row.kind not in ("bare", "text"):
            return True
        titles = titles + 1 if row.kind == "bare" and _is_title(view, row) else 0
        if titles == FEWEST_NAMELESS:
            return True
    return False


def _lists_sections(listing: Listing) -> bool:
    """Tell whether a list is of one document's sections, by numbering and words."""
    titles = [entry for entry in listing.entries if not entry.is_group]
    kinds = sum(bool(_TITLE_END.search(entry.title)) for entry in titles)
    sections = sum(entry.is_section for entry in titles)
    return sections >= 0.6 * len(titles) and kinds < 0.5 * len(titles)


# ------------------------------------------------------------------------------------- lines


def _rows(view: str, blocks: Sequence[Block]) -> Iterator[Row]:
    """Yield the lines that may be entries, and once between them that there is other text."""
    text = False
    for index, block in enumerate(blocks):
        start, end, label, _ = block
        if label in _SKIPPED:
            continue
        rows: list[Row] = []
        if label == CONTENTS or (label == BODY and end - start <= LONGEST_LINE):
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
    if label == CONTENTS and rule == LEADER.id:
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
        return Row(index, "tail", start, start + tail.start(), page, stop)
    return Row(index, "bare", start, start + len(line), 0, stop)


def _where(view: str, rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return at which rows a title stands as a line, by key and core; two lines may be one."""
    where: dict[str, list[int]] = {}
    for position, row in enumerate(rows):
        if row.kind in ("text", "word"):
            continue
        title = view[row.start : row.end]
        for name in {key(title), core(title)}:
            where.setdefault(name, []).append(position)
        if row.kind == "bare" and position + 1 < len(rows) and rows[position + 1].kind == "bare":
            below = rows[position + 1]
            title += view[below.start : below.end]
            for name in {key(title), core(title)}:
                where.setdefault(name, []).append(position)
    return where


# ------------------------------------------------------------------------------------- lists


def _read_list(
    view: str, rows: Sequence[Row], at: int, where: dict[str, list[int]]
) -> tuple[Listing | None, int]:
    """Return the list that begins at a row, if there is one, and the row to go on from."""
    first = at + (rows[at].kind == "word")
    last = paged = first - 1
    count = 0
    for position in range(first, len(rows)):
        if rows[position].kind in ("word", "text") or position - paged > MOST_BETWEEN + 1:
            break
        if rows[position].kind == "tail" and _again(view, rows[position], first, position, where):
            break  # 1990 is no page: the text begins
        if rows[position].page:
            last = paged = position
            count += 1
    is_named = rows[at].kind == "word"
    if count >= (2 if is_named else FEWEST_PAGED):
        known = _Known(where, first, last)
        chosen = rows[first : last + 1]
        if is_named or any(row.kind == "leader" for row in chosen) or _is_list(view, chosen, known):
            entries = _paged(view, chosen, known)
            return Listing(_inherit(entries), rows[at].block, rows[last].block + 1), last + 1
    if is_named:
        return _titles(view, rows, first, where)
    return None, max(last, at) + 1


def _again(view: str, row: Row, first: int, position: int, where: dict[str, list[int]]) -> bool:
    """Tell whether a line, its number included, is the title of an entry above."""
    places = where.get(core(view[row.start : row.stop]), [])
    return bisect_left(places, first) < bisect_left(places, position)


def _may_begin(view: str, rows: Sequence[Row], at: int) -> bool:
    """Tell whether a list may begin at a row: a word or a page, or several titles in a row."""
    run = rows[at : at + FEWEST_NAMELESS]
    return rows[at].kind not in ("bare", "text") or (
        len(run) == FEWEST_NAMELESS
        and all(row.kind == "bare" for row in run)
        and all(_is_title(view, row) for row in run)
    )


def _is_title(view: str, row: Row) -> bool:
    line = view[row.start : row.end]
    return bool(_TITLE_END.search(line) or _BRACKETED.match(line))


def _ends(view: str, rows: Sequence[Row]) -> list[int]:
    """Return by row where a list of titles that begins there ends at the latest.

    It ends with the run of titles, or where one of them stands again, above a text.
    """
    ends = list(range(len(rows)))
    below: dict[str, int] = {}  # where the titles of the run stand next
    for at in reversed(range(len(rows))):
        if rows[at].kind != "bare" or not _is_title(view, rows[at]):
            below = {}
            continue
        ends[at] = ends[at + 1] if below else at + 1
        name = core(view[rows[at].start : rows[at].end])
        if name in below and _opens(rows, below[name]):
            ends[at] = min(ends[at], below[name])
        below[name] = at
    return ends


def _read_nameless(
    view: str,
    rows: Sequence[Row],
    at: int,
    end: int,
    where: dict[str, list[int]],
    tops: dict[str, int],
) -> tuple[Listing | None, int]:
    """Return the list of titles, without a word above and without pages, that begins at a row.

    It goes to ``end`` at most: a line that stands above most documents ends it. Most of its titles
    stand again below.
    """
    known = _Known(where, at, end - 1)
    often = (i for i in range(at, end) if known.often(view[rows[i].start : rows[i].end], end - at))
    end = next(often, end)
    entries = [_entry(view, row.start, row.end, 0) for row in rows[at:end]]
    again = sum(tops.get(core(entry.title), -1) >= end for entry in entries)
    if again < max(FEWEST_NAMELESS, SAME_LIST * len(entries)):
        return None, max(end, at + 1)
    return Listing(_inherit(entries), rows[at].block, rows[end - 1].block + 1), end


def _tops(rows: Sequence[Row], where: dict[str, list[int]]) -> dict[str, int]:
    """Return the last row at which each title stands above a text, for those that do."""
    opens = [_opens(rows, at) for at in range(len(rows))]
    last = {name: [at for at in places if opens[at]][-1:] for name, places in where.items()}
    return {name: found[0] for name, found in last.items() if found}


def _opens(rows: Sequence[Row], at: int) -> bool:
    """Tell whether text follows on a row, not further titles."""
    return any(row.kind == "text" for row in rows[at + 1 : at + 3])


class _Known:
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


def _is_list(view: str, rows: Sequence[Row], known: _Known) -> bool:
    """Tell whether lines that end in numbers are a contents list: pages rise, titles recur."""
    pages = [row.page for row in rows if row.page]
    rising = sum(a <= b for a, b in pairwise(pages))
    recur = sum(known(view[row.start : row.end]) for row in rows if row.page)
    return rising >= 0.7 * (len(pages) - 1) and recur >= 0.5 * len(pages)


def _paged(view: str, rows: Sequence[Row], known: _Known) -> list[Entry]:
    """Return the entries of a list with pages; a line without one is a group or half an entry."""
    entries: list[Entry] = []
    above: list[Row] = []
    for row in rows:
        if not row.page:
            above.append(row)
            continue
        start = row.start
        title = view[row.start : row.end]
        for upper in reversed(above):
            begin = view[upper.start : upper.end]
            joined = begin.rstrip() + title.lstrip()
            if not known(joined) and (
                known(title)
                or known(begin)
                or _GROUP.search(begin.strip())
                or len(begin.strip()) < SHORTEST_WRAPPED
            ):
                break
            start, title = upper.start, joined
        entries += [
            _entry(view, upper.start, upper.end, 0)._replace(is_group=True)
            for upper in above
            if upper.start < start
        ]
        above = []
        entries.append(_entry(view, start, row.end, row.page, title))
    return [entry for entry in entries if entry.title]


def _titles(
    view: str, rows: Sequence[Row], first: int, where: dict[str, list[int]]
) -> tuple[Listing | None, int]:
    """Return the list without pages below the word 目录.

    It ends where one of its first titles stands again: there the text begins; or where lines
    that could be titles end. Of these ends the one is taken for which most titles stand outside.
    """
    stop = first
    while stop < len(rows) and rows[stop].kind not in ("text", "word"):
        stop += 1
    breaks = _breaks(view, rows, first, stop)
    last = _without_heading(rows, breaks, stop)
    ends = {last, *(at for at in breaks if at < last)}
    for position in range(first, min(first + FIRST_TITLES, stop)):
        for title in _columns(view, rows[position], None):
            names = (key(view[slice(*title)]), core(view[slice(*title)]))
            again = []
            for places in (where.get(name, []) for name in names):
                again += places[bisect_right(places, position) : bisect_left(places, stop)]
            ends.update(sorted(again)[:MOST_AGAIN])
    best: tuple[float, int, list[Entry]] = (0.0, first, [])
    for end in sorted(ends):
        known = _Known(where, first, end - 1)
        spans = [span for row in rows[first:end] for span in _columns(view, row, known)]
        entries = [_entry(view, *span, 0) for span in spans]
        recur = sum(known(view[slice(*span)]) for span in spans)
        recur -= _bare_again([view[slice(*span)] for span in spans])
        recur -= sum(known.often(view[slice(*span)], len(spans)) for span in spans)
        if recur >= 2 and recur >= 0.4 * len(entries):
            score = recur - 0.5 * (len(entries) - recur)
            if score > best[0]:
                best = (score, end, entries)
    if not best[2]:
        return None, first
    listing = Listing(_inherit(best[2]), rows[first - 1].block, rows[best[1] - 1].block + 1)
    return listing, best[1]


def _breaks(view: str, rows: Sequence[Row], first: int, stop: int) -> list[int]:
    """Return the first rows of a run at which blank lines or the end of the numbering part it."""
    numbered = bool(_NUMBER.match(view, rows[first].start)) if first < stop else False
    return [
        at
        for at in range(first + 2, stop)
        if rows[at].block - rows[at - 1].block > rows[at - 1].block - rows[at - 2].block
        or (numbered and not _NUMBER.match(view, rows[at].start))
    ][:MOST_BREAKS]


def _without_heading(rows: Sequence[Row], breaks: Sequence[int], stop: int) -> int:
    """Return the end of a run without the lines, behind a break, right above a text: a heading."""
    is_above = 0 < stop < len(rows) and rows[stop].block == rows[stop - 1].block + 1
    near = [at for at in breaks if stop - at <= MOST_HEADING]
    return near[0] if is_above and near else stop


def _bare_again(titles: Sequence[str]) -> int:
    """Return how many titles are an entry's above without what parts it: no entries, headings."""
    cores: dict[str, str] = {}
    for title in titles:
        cores.setdefault(core(title), key(title))
    return sum(cores.get(key(title), key(title)) != key(title) for title in titles)


def _columns(view: str, row: Row, known: _Known | None) -> list[tuple[int, int]]:
    """Return the spans of the titles on a line: several, if apart they stand elsewhere."""
    whole = [(row.start, row.end)]
    line = view[row.start : row.end]
    if " " not in line.strip() or _NUMBER.match(line) or (known and known(line)):
        return whole
    spans = []
    at = 0
    for gap in [*_COLUMN.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if end > at:
            spans.append((row.start + at, row.start + end))
        at = gap.end() if gap else len(line)
    if known is None:
        return whole + spans[:1]
    recur = sum(known(view[start:end]) for start, end in spans)
    return spans if recur >= 2 or (len(spans) == 1 and recur) else whole


# ------------------------------------------------------------------------------------ entries


def _entry(view: str, start: int, end: int, page: int, title: str = "") -> Entry:
    """Return the entry whose words are ``view[start:end]`` (``title``: without what parts it)."""
    title = title or view[start:end]
    offset = len(title) - len(title.lstrip())
    is_section = bool(_SECTION.match(title[offset:]) or _NAME.match(title.strip()))
    number = _NUMBER.match(title)
    if number:
        offset = number.end()
    title = title[offset:].rstrip(" \r\n|")
    bracketed = _BRACKETED.match(title)
    region = ""
    start += offset
    if bracketed:
        region = bracketed.group("region").strip()
        start += bracketed.start("title")
        title = bracketed.group("title").rstrip()
    is_group = bool(_GROUP.search(title) or _BACK.match(title))
    return Entry(title, region, page, is_group, start, max(start, end), is_section)


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
