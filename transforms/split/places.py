"""Find the places where documents begin: by contents (``listed``), or by headings alone.

A source whose contents list documents is cut where these are; one without by covers of standards,
by headings over an address, or by the style of its headings (``styles``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from transforms.pages import Pages
from transforms.schema import BLANK, BODY, CONTENTS, PAGE_MARKER, RUNNING, Block
from transforms.split.align import align
from transforms.split.contents import Listing, choose, find_lists
from transforms.split.cover import Cover
from transforms.split.entries import Entry
from transforms.split.headings import Heading, find_cut, find_headings
from transforms.split.listed import NUMBER_ALONE, Place, back_matter, find_listed
from transforms.split.styles import ENOUGH, Style, find_style
from transforms.tables.titles import GROUP

FEWEST_ENTRIES = 2  # entries, groups aside, that make a compilation

_GROUP = GROUP.compile()


class Found(NamedTuple):
    """The places in order, none for a single document; what was listed, and what is not there."""

    places: list[Place]
    pages: Pages
    lists: list[Listing]
    missing: list[Entry]
    doubt: Style | None = None  # headings of a file left whole, if it may hold several documents


def find_places(
    view: str, blocks: Sequence[Block], hint: str = "", covers: Sequence[Cover] = ()
) -> Found:
    """Return where documents and sections begin; what ``hint`` matches is a heading, only that."""
    pages = Pages(view, blocks)
    lists = find_lists(view, blocks)
    entries = [entry for listing in choose(lists) for entry in listing.entries]
    listed = {index for each in lists for index in range(each.first, each.last)}
    free = [block for index, block in enumerate(blocks) if index not in listed] if lists else blocks
    if hint:
        return _hinted(view, free, hint, pages, lists)
    documents = sum(not entry.is_group for entry in entries)
    if documents >= FEWEST_ENTRIES:
        headings = find_headings(view, free)
        places, missing = find_listed(view, free, entries, headings, pages)
        if places:
            return Found(_with_sections(view, free, places), pages, lists, missing)
    places, doubt = _unlisted(view, free, covers)
    return Found(_with_sections(view, free, places), pages, [], [], doubt)


def _hinted(
    view: str, blocks: Sequence[Block], hint: str, pages: Pages, lists: list[Listing]
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
    entries = [entry for listing in choose(lists) for entry in listing.entries]
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
    return Found(places, pages, lists, missing)


# -------------------------------------------------------------------------------- no contents


def _unlisted(
    view: str, blocks: Sequence[Block], covers: Sequence[Cover]
) -> tuple[list[Place], Style | None]:
    """Return the places that headings alone tell; or none, and a style that is not believed."""
    if len(covers) >= FEWEST_ENTRIES:
        return [Place(*cover, None, False, 0.95, "a standard's cover") for cover in covers], None
    cut = find_cut(view, blocks)
    if len(cut) >= FEWEST_ENTRIES:
        return [Place(h.start, h, None, False, 0.9, "heading over an address") for h in cut], None
    style = find_style(view, blocks)
    if style is None or style.evidence < ENOUGH:
        return [], style
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
        at = bisect_left(starts, place.start) - 1
        above: list[Place] = []
        while place.heading and at >= 0 and place.start > 0:
            block = blocks[at]
            words = view[block.start : block.end].strip()
            if block.label in (BLANK, PAGE_MARKER, RUNNING):
                at -= 1
                continue
            if block.label != BODY or len(words) > 60:
                break
            if NUMBER_ALONE.fullmatch(words) and not above:
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


def contents_blocks(blocks: Sequence[Block], lists: Sequence[Listing]) -> list[Block]:
    """Return the blocks with those of the lists labelled contents."""
    out = list(blocks)
    for listing in lists:
        for index in range(listing.first, listing.last):
            if out[index].label == BODY:
                out[index] = out[index]._replace(label=CONTENTS, rule="contents:listed")
    return out
