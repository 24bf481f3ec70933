"""Find the places where documents begin: by contents (``listed``), or by headings alone.

A source whose contents list documents is cut where these are; one without by covers of standards,
by headings over an address, or by the style of its headings (``styles``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transforms.lost import LEAST_WHOLE, has_lost_lines, has_whole_lines, long_line
from transforms.pages import Pages
from transforms.schema import BLANK, BODY, CONTENTS, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.align import align
from transforms.split.contents import Listing, choose, find_lists
from transforms.split.cover import Cover
from transforms.split.entries import Entry
from transforms.split.fronts import find_fronts
from transforms.split.headings import Heading, find_cut, find_headings
from transforms.split.listed import NUMBER_ALONE, Place, back_matter, find_listed
from transforms.split.relined import relined
from transforms.split.styles import DOUBT, ENOUGH, Style, find_style
from transforms.tables.elements import PREFORMATTED
from transforms.tables.titles import GROUP, NUMBER_LINE

FEWEST_ENTRIES = 2  # entries, groups aside, that make a compilation

_GROUP = GROUP.compile()
_HEAD = re.compile(rf"{NUMBER_LINE.pattern}|[\u4e00-\u9fff ]{{4,40}}[府局委厅部院会室][ ]*文 ?件")
_LINE, _NUMBER = re.compile(r"[^\s](?:[^\r\n\f]*[^\s])?"), NUMBER_LINE.compile()
_COLUMN = re.compile(r"([·•])[\u4e00-\u9fff]{2,14}\1")  # of a gazette: ·人事任免·
_SECTION = re.compile(r" *([0-9]{1,2})[. 、]")


class Found(NamedTuple):
    """The places in order, none for a single document; what was listed, and what is not there."""

    places: list[Place]
    pages: Pages
    listed: list[tuple[int, int]]  # where contents lists stand: start and end
    missing: list[Entry]
    doubt: Style | None = None  # headings of a file left whole, if it may hold several documents
    fronts: Sequence[tuple[int, int]] = ()  # what pages and exports set above the texts


def find_places(
    text: str,
    view: str,
    blocks: Sequence[Block],
    hint: str = "",
    covers: Sequence[Cover] = (),
    enough: float = ENOUGH,
) -> Found:
    """Return where documents and sections begin; what ``hint`` matches is a heading, only that.

    ``enough``: the evidence from which a style of headings is believed. Code is neither a heading
    nor a contents list, though what a program prints may look like one.
    """
    blocks = [block for block in blocks if block.rule != PREFORMATTED]
    if hint:
        return _find(view, blocks, hint, covers, enough)
    own: Found | None = None
    for reading in _readings(text, view, blocks):
        found = _find(view, reading, hint, covers, enough)
        if reading is blocks:
            own = found
        if found.places:
            return found
    return own or found


def _readings(text: str, view: str, blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield the ways to read a source: as it stands, and with lines where it may have lost them.

    Entries of a contents list and headings over addresses tell more than lines that are guessed.
    """
    if not has_lost_lines(view):
        yield blocks
        if has_whole_lines(view):
            yield relined(text, view, blocks, LEAST_WHOLE)
        return
    is_marked = any(block.label in (CONTENTS, HEADING) for block in blocks)
    if is_marked:
        yield blocks
    yield relined(text, view, blocks, long_line(view))
    if not is_marked:
        yield blocks


def _find(
    view: str, blocks: Sequence[Block], hint: str, covers: Sequence[Cover], enough: float
) -> Found:
    pages = Pages(view, blocks)
    lists = find_lists(view, blocks)
    entries = [entry for listing in choose(lists) for entry in listing.entries]
    listed = {index for each in lists for index in range(each.first, each.last)}
    free = [block for index, block in enumerate(blocks) if index not in listed] if lists else blocks
    if hint:
        return _hinted(view, free, hint, pages, entries, _spans(blocks, lists))
    documents = sum(not entry.is_group for entry in entries)
    if documents >= FEWEST_ENTRIES:
        headings = find_headings(view, free)
        places, missing = find_listed(view, free, entries, headings, pages)
        if _numbers_sections(view, places):
            return Found([], pages, [], [])
        if places:
            places = [_with_bare_title(view, place) for place in places]
            places, fronts = find_fronts(view, free, _with_sections(view, free, places))
            return Found(places, pages, _spans(blocks, lists), missing, None, fronts)
    places, doubt = _unlisted(view, free, covers, enough)
    places, fronts = find_fronts(view, free, _with_sections(view, free, places))
    return Found(places, pages, [], [], doubt, fronts)


def _with_bare_title(view: str, place: Place) -> Place:
    """Return a place whose title has no line of its number below, or of its column above."""
    heading = place.heading
    if heading is None or heading.title:
        return place
    lines = [line.span() for line in _LINE.finditer(view, heading.title_start, heading.title_end)]
    while len(lines) > 1 and _NUMBER.match(view[slice(*lines[-1])]):
        lines.pop()
    while len(lines) > 1 and _COLUMN.fullmatch(view, *lines[0]):
        lines.pop(0)
    if not lines:
        return place
    bare = heading._replace(title_start=lines[0][0], title_end=lines[-1][1])
    return place._replace(heading=bare)


def _numbers_sections(view: str, places: Sequence[Place]) -> bool:
    """Tell whether the listed titles are those of sections: below 3 stand 3.1, 3.2, below 4, 4.1.

    A document's own sections are numbered anew.
    """
    nested = numbered = 0
    edges = [*(place.start for place in places), len(view)]
    for place, end in zip(places, edges[1:], strict=True):
        number = _SECTION.match(view, place.start)
        if number and place.heading:
            numbered += 1
            below = re.compile(rf"^ *{number[1]}\.1(?![0-9])", re.MULTILINE)
            nested += int(number[1]) > 1 and below.search(view, place.heading.end, end) is not None
    return nested >= FEWEST_ENTRIES and 2 * nested >= numbered


def _hinted(
    view: str,
    blocks: Sequence[Block],
    hint: str,
    pages: Pages,
    entries: Sequence[Entry],
    listed: list[tuple[int, int]],
) -> Found:
    headings = []
    for match in re.finditer(hint, view, re.MULTILINE):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        end -= len(match.group()) - len(match.group().rstrip())
        if start < end:
            headings.append(Heading(start, end, start, end, "", 1.0, "hint"))
    spans = [(block.start, block.end) for block in blocks]
    starts = [start for start, _ in spans]
    headings = [
        heading
        for heading in headings
        if (at := bisect_right(starts, heading.start) - 1) >= 0 and heading.start < spans[at][1]
    ]
    assigned = align(view, entries, headings, pages)
    number_of = {index: number for number, index in assigned.items()}
    places = [
        Place(
            heading.start, heading, entries[number_of[index]] if index in number_of else None,
            False, 0.99, "--heading",
        )
        for index, heading in enumerate(headings)
    ]  # fmt: skip
    missing = [
        entry
        for number, entry in enumerate(entries)
        if number not in assigned and not entry.is_group
    ]
    return Found(places, pages, listed, missing)


# -------------------------------------------------------------------------------- no contents


def _unlisted(
    view: str, blocks: Sequence[Block], covers: Sequence[Cover], enough: float
) -> tuple[list[Place], Style | None]:
    """Return the places that headings alone tell; or none, and a style that is not believed."""
    if len(covers) >= FEWEST_ENTRIES:
        return [Place(*cover, None, False, 0.95, "a standard's cover") for cover in covers], None
    cut = find_cut(view, blocks)
    if len(cut) >= FEWEST_ENTRIES:
        return [Place(h.start, h, None, False, 0.9, "heading over an address") for h in cut], None
    style = find_style(view, blocks)
    if style is None or style.evidence < enough:
        is_doubted = style is not None and style.evidence - DOUBT >= enough - ENOUGH
        return [], style if is_doubted else None
    places = [
        Place(start, heading, None, False, sure, f"set alike: {style.reasons}")
        for start, heading, sure in zip(style.starts, style.headings, style.sure, strict=True)
    ]
    parts = [Place(start, None, None, True, 0.8, "title of a part") for start in style.groups]
    return sorted(places + parts, key=lambda place: place.start), None


# ----------------------------------------------------------------------------------- sections


def _with_sections(view: str, blocks: Sequence[Block], places: list[Place]) -> list[Place]:
    """Return the places with a number above a heading taken to it, and with sections of their
    own: titles of parts above headings, and what stands behind the last document."""
    if not places:
        return []
    out: list[Place] = []
    starts = [block.start for block in blocks]
    for place in places:
        at = bisect_right(starts, place.start) - 1
        if at >= 0 and not view[starts[at] : place.start].strip():
            at -= 1  # white space before a centred heading
        above: list[Place] = []
        while place.heading and at >= 0 and place.start > 0:
            block = blocks[at]
            words = view[block.start : block.end].strip()
            if block.label in (BLANK, PAGE_MARKER, RUNNING):
                at -= 1
                continue
            if block.label != BODY or len(words) > 60:
                break
            is_head = NUMBER_ALONE.fullmatch(words) or _HEAD.fullmatch(words)
            if is_head and not above and (not out or block.start > out[-1].start):
                heading = place.heading._replace(start=block.start)
                place = place._replace(start=block.start, heading=heading)
            elif _GROUP.search(words) and (not out or block.start > out[-1].start):
                above.append(Place(block.start, None, None, True, 0.8, "title of a part"))
            else:
                break
            at -= 1
        out += [each for each in reversed(above) if not out or each.start > out[-1].start]
        out.append(place)
    back = back_matter(view, blocks, out[-1].start)
    if back < len(view):
        out.append(Place(back, None, None, True, 0.8, "back matter"))
    return out


def _spans(blocks: Sequence[Block], lists: Sequence[Listing]) -> list[tuple[int, int]]:
    return [(blocks[each.first].start, blocks[each.last - 1].end) for each in lists]
