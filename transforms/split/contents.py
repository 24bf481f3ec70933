"""Read the contents lists of a source: the splitter's map.

A list is a run of entries with pages (leaders, tabs, brackets, a table), or the titles below the
word 目录 that stand again elsewhere as lines. Lists of a document's own sections are told apart by
their numbering.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.schema import Block
from transforms.split.entries import NUMBER, Entry, core, inherit, key, read_entry
from transforms.split.rows import (
    FEWEST_NAMELESS,
    Known,
    Row,
    find_ends,
    find_openings,
    find_titles,
    is_title,
    read_rows,
)
from transforms.tables.titles import GROUP, TITLE_END

RESTARTED = 3  # entries that stand again in a row begin a copy of the list
SAME_LIST = 0.6  # share of equal titles at which two lists are copies of one
MOST_BETWEEN = 4  # lines without a page between two entries with one
FEWEST_PAGED = 3  # entries with pages that are a list without the word 目录
SHORTEST_WRAPPED = 14  # code points of a line on which the next entry begins
FIRST_TITLES = 5  # of a list without pages: where one of them stands again, the text begins
MOST_BREAKS = 4  # places where a list may end
MOST_HEADING = 3  # lines of a heading: title, author or number
MOST_AGAIN = 4  # lines of one title that may begin the text
SECTIONS, SECTIONS_NESTED = 0.6, 0.3  # share of entries that are sections' by number or name


_GROUP, _TITLE_END = GROUP.compile(), TITLE_END.compile()
_COLUMN = re.compile(" +")


class Listing(NamedTuple):
    """A contents list: its entries, and the blocks it takes, ``first:last``."""

    entries: list[Entry]
    first: int
    last: int


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
    rows = list(read_rows(view, blocks))
    found: list[Listing] = []
    if not _holds_list(view, rows):
        return found
    where, ends = find_titles(view, rows), find_ends(view, rows)
    openings = find_openings(rows, where)
    at = 0
    while at < len(rows):
        if rows[at].kind == "word" or rows[at].kind in ("leader", "tail"):
            listing, at = _read_list(view, rows, at, where)
        elif _may_begin(view, rows, at):
            listing, at = _read_nameless(view, rows, at, ends[at], where, openings)
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
        titles = titles + 1 if row.kind == "bare" and is_title(view, row) else 0
        if titles == FEWEST_NAMELESS:
            return True
    return False


def _lists_sections(listing: Listing) -> bool:
    """Tell whether a list is of one document's sections, by numbering and words.

    Below sections with a point in their number (3.1) stand those with none (3).
    """
    titles = [entry for entry in listing.entries if not entry.is_group]
    kinds = sum(bool(_TITLE_END.search(entry.title)) for entry in titles)
    sections = sum(entry.is_section for entry in titles)
    least = SECTIONS_NESTED if any(entry.is_nested for entry in titles) else SECTIONS
    return sections >= least * len(titles) and kinds < 0.5 * len(titles)


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
        known = Known(where, first, last)
        chosen = rows[first : last + 1]
        if is_named or any(row.kind == "leader" for row in chosen) or _is_list(view, chosen, known):
            entries = _paged(view, chosen, known)
            return Listing(inherit(entries), rows[at].block, rows[last].block + 1), last + 1
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
        and all(is_title(view, row) for row in run)
    )


def _read_nameless(
    view: str,
    rows: Sequence[Row],
    at: int,
    end: int,
    where: dict[str, list[int]],
    openings: dict[str, int],
) -> tuple[Listing | None, int]:
    """Return the list of titles, without a word above and without pages, that begins at a row.

    It goes to ``end`` at most: a line that stands above most documents ends it. Most of its titles
    stand again below.
    """
    known = Known(where, at, end - 1)
    often = (i for i in range(at, end) if known.often(view[rows[i].start : rows[i].end], end - at))
    end = next(often, end)
    entries = [read_entry(view, row.start, row.end, 0) for row in rows[at:end]]
    again = sum(openings.get(core(entry.title), -1) >= end for entry in entries)
    if again < max(FEWEST_NAMELESS, SAME_LIST * len(entries)):
        return None, max(end, at + 1)
    return Listing(inherit(entries), rows[at].block, rows[end - 1].block + 1), end


def _is_list(view: str, rows: Sequence[Row], known: Known) -> bool:
    """Tell whether lines that end in numbers are a contents list: pages rise, titles recur."""
    pages = [row.page for row in rows if row.page]
    rising = sum(a <= b for a, b in pairwise(pages))
    recur = sum(known(view[row.start : row.end]) for row in rows if row.page)
    return rising >= 0.7 * (len(pages) - 1) and recur >= 0.5 * len(pages)


def _paged(view: str, rows: Sequence[Row], known: Known) -> list[Entry]:
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
            if _GROUP.search(begin.strip()) and known(begin):
                break  # a group's title may stand right above its first document's, too
            if not known(joined) and (
                known(title)
                or known(begin)
                or _GROUP.search(begin.strip())
                or len(begin.strip()) < SHORTEST_WRAPPED
            ):
                break
            start, title = upper.start, joined
        entries += [
            read_entry(view, upper.start, upper.end, 0)._replace(is_group=True)
            for upper in above
            if upper.start < start
        ]
        above = []
        entries.append(read_entry(view, start, row.end, row.page, title))
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
        known = Known(where, first, end - 1)
        spans = [span for row in rows[first:end] for span in _columns(view, row, known)]
        entries = [read_entry(view, *span, 0) for span in spans]
        recur = sum(known(view[slice(*span)]) for span in spans)
        recur -= _bare_again([view[slice(*span)] for span in spans])
        recur -= sum(known.often(view[slice(*span)], len(spans)) for span in spans)
        if recur >= 2 and recur >= 0.4 * len(entries):
            score = recur - 0.5 * (len(entries) - recur)
            if score > best[0]:
                best = (score, end, entries)
    if not best[2]:
        return None, first
    listing = Listing(inherit(best[2]), rows[first - 1].block, rows[best[1] - 1].block + 1)
    return listing, best[1]


def _breaks(view: str, rows: Sequence[Row], first: int, stop: int) -> list[int]:
    """Return the first rows of a run at which blank lines or the end of the numbering part it."""
    numbered = bool(NUMBER.match(view, rows[first].start)) if first < stop else False
    return [
        at
        for at in range(first + 2, stop)
        if rows[at].block - rows[at - 1].block > rows[at - 1].block - rows[at - 2].block
        or (numbered and not NUMBER.match(view, rows[at].start))
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


def _columns(view: str, row: Row, known: Known | None) -> list[tuple[int, int]]:
    """Return the spans of the titles on a line: several, if apart they stand elsewhere."""
    whole = [(row.start, row.end)]
    line = view[row.start : row.end]
    if " " not in line.strip() or NUMBER.match(line) or (known and known(line)):
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
