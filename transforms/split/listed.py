"""Find the places of the documents that a source's contents list.

Entries and headings are aligned in order (``align``); entries left over are looked for inside
long lines and at the page they name; headings without an entry stand for themselves where they
are set as this file sets its headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import fuzz, process

from transforms.pages import Pages
from transforms.schema import BODY, Block
from transforms.split.align import align, similarity
from transforms.split.classes import ANNEX
from transforms.split.entries import Entry, core, key
from transforms.split.headings import STRONG, Heading, join_lines, twin
from transforms.split.inside import find_inside, prefix_heading
from transforms.split.lines import Lines, read_spans
from transforms.split.looks import FEWEST
from transforms.split.tops import find_tops
from transforms.tables.edges import AUTHOR
from transforms.tables.titles import BACK_LINE, GROUP, HEADING_NUMBER

SURE = 0.9  # likeness of titles from which an entry is not looked for inside lines, too
LEAST_FRONT = 400  # code points of a document that stands, not listed, before all others
LEAST_TEXT = 20  # code points between two headings of documents
ANNOUNCED = 3000  # code points above an annex's title in which its document names it
LONGEST_ORDER = 1000  # code points of an order above the law it proclaims
MOST_COMPARED = 4000  # lines of a gap that are compared with an entry
SHORT_TITLE = 3  # code points of a title that may be misread and known all the same
OF_STYLE = 0.6  # share of the lines of a shape that are listed headings: the others are, too

_BACK, _GROUP, _NUMBERED = (rule.compile() for rule in (BACK_LINE, GROUP, HEADING_NUMBER))
_AUTHOR = AUTHOR.compile()
_BEHIND = re.compile(r"(?P<title>.+[^ .·(])[ .·(]+[^ .·()]+\)?")  # 静夜思 李白; 陋室铭(刘禹锡)
NUMBER_ALONE = re.compile(
    r"(?:[IVXLC]{1,8}|[0-9]{1,3}|第[一二三四五六七八九十百]{1,5}[篇首则章回])[.、:]?"
)
_ARTICLES_GO_ON = re.compile(r"\s*第 ?(?!一 ?条)[一二三四五六七八九十百千零〇0-9]{1,7} ?条")
_ORDER = re.compile(r"[\u4e00-\u9fff]{4,30}令 *[\r\n]")


class Place(NamedTuple):
    """Where a document or a section begins, and what says so."""

    start: int
    heading: Heading | None
    entry: Entry | None
    is_section: bool
    confidence: float
    evidence: str = ""


def find_listed(
    view: str,
    blocks: Sequence[Block],
    entries: Sequence[Entry],
    headings: list[Heading],
    pages: Pages,
) -> tuple[list[Place], list[Entry]]:
    """Return the places that the contents tell, and the entries that are not there."""
    candidates = join_lines(view, blocks, headings)
    assigned = align(view, entries, candidates, pages)
    unsure = [
        entry.title
        for number, entry in enumerate(entries)
        if not entry.is_group
        and (number not in assigned or not _is_like(view, entry, candidates[assigned[number]]))
    ]
    inside = find_inside(view, blocks, unsure)
    if inside:
        candidates = sorted(candidates + inside, key=lambda heading: heading[:2])
        assigned = align(view, entries, candidates, pages)
    documents = sum(not entry.is_group for entry in entries)
    if sum(not entries[number].is_group for number in assigned) < documents / 3:
        return [], []
    line_of = {heading.start: at for at, heading in enumerate(headings)}
    places = {}
    for number, index in assigned.items():
        heading = candidates[index]
        if heading.start in line_of:
            heading = twin(view, headings, line_of[heading.start], heading)
        places[number] = _place(view, entries[number], heading, pages)
    _fill_gaps(view, blocks, entries, places, pages)
    found = sorted(places.values(), key=lambda place: place.start)
    back = back_matter(view, blocks, found[-1].start)
    loose = [h for h in headings if h.start < back and not _is_part(view, h, pages)]
    found += _loose(view, entries, loose, found, candidates)
    missing = [
        entry for number, entry in enumerate(entries) if number not in places and not entry.is_group
    ]
    found = _with_tops(view, blocks, sorted(found, key=lambda place: place.start))
    return _with_orders(view, found), missing


def _with_tops(view: str, blocks: Sequence[Block], places: Sequence[Place]) -> list[Place]:
    """Return the places with what stands above each listed title (an order, its number)."""
    lines = Lines(view, read_spans(view, blocks, len(view) + 1))
    line_of = {start: at for at, start in enumerate(map(lines.start, range(len(lines))))}
    members = [
        line_of[place.start]
        for place in places
        if place.entry and not place.is_section and place.start in line_of
    ]
    if len(members) < FEWEST:
        return list(places)
    tops = find_tops(lines, members)
    start_of = {
        lines[member].start: lines[top].start for member, top in zip(members, tops, strict=True)
    }
    out: list[Place] = []
    for place in places:
        start = start_of.get(place.start, place.start)
        while out and start <= out[-1].start and out[-1].entry is None:
            out.pop()
        is_free = not out or out[-1].start < start
        out.append(place._replace(start=start) if is_free else place)
    return out


def _with_orders(view: str, places: Sequence[Place]) -> list[Place]:
    """Return the places with an order that is not listed taken to the law that it proclaims."""
    out: list[Place] = []
    for place in places:
        order = out[-1] if out else None
        if order and place.entry and place.heading and place.start - order.start <= LONGEST_ORDER:
            title = view[place.heading.title_start : place.heading.title_end]
            is_order = order.entry is None or _ORDER.match(view, order.start) is not None
            if is_order and f"《{title}" in view[order.start : place.start]:
                out.pop()
                place = place._replace(start=order.start)
        out.append(place)
    return out


def _place(view: str, entry: Entry, heading: Heading, pages: Pages) -> Place:
    """Return the place of an entry and its heading; number and author are no part of it."""
    title = heading.words(view)
    number = _NUMBERED.match(title)
    if (
        number
        and not heading.title
        and key(title[number.end() :])
        and _is_nearer(entry.title, title[number.end() :], title)
    ):
        heading = heading._replace(title_start=heading.title_start + number.end())
        title = title[number.end() :]
    likeness = max(
        similarity(key(entry.title), key(title)), similarity(core(entry.title), core(title))
    )
    heading = _without_author(view, entry, heading)
    page = pages.page(heading.start)
    agrees = not entry.page or page == entry.page
    evidence = f"contents entry, title {likeness:.2f}"
    if entry.page and page:
        evidence += f", page {entry.page} listed, {page} found"
    if heading.strength:
        evidence += f", heading {heading.strength:.2f}"
    confidence = min(0.99, 0.5 + 0.4 * likeness + 0.1 * agrees)
    return Place(heading.start, heading, entry, entry.is_group, round(confidence, 2), evidence)


def _without_author(view: str, entry: Entry, heading: Heading) -> Heading:
    """Return the heading without the author's line, where the entry names title and author."""
    title, _, below = heading.words(view).rpartition("\n")
    entry_title = _BEHIND.fullmatch(entry.title)
    if heading.title or entry_title is None or not _AUTHOR.search(below) or "\n" in title.strip():
        return heading
    if not core(title) or core(title) != core(entry_title["title"]):
        return heading
    end = heading.title_start + len(title.rstrip())
    return heading._replace(end=end, title_end=end)


def _is_like(view: str, entry: Entry, heading: Heading) -> bool:
    title = heading.words(view)
    return similarity(core(entry.title), core(title)) >= SURE


def _is_nearer(entry: str, one: str, other: str) -> bool:
    return fuzz.ratio(key(entry), key(one)) > fuzz.ratio(key(entry), key(other))


def _fill_gaps(
    view: str,
    blocks: Sequence[Block],
    entries: Sequence[Entry],
    places: dict[int, Place],
    pages: Pages,
) -> None:
    """Add a place for each entry without a heading that its page or a like line gives away."""
    exact = [
        pages.page(p.start) == p.entry.page for p in places.values() if p.entry and p.entry.page
    ]
    trusted = bool(exact) and sum(exact) >= 0.6 * len(exact)
    last = max(pages.numbers, default=0)  # behind its marker the source may be cut off
    front = max((entry.end for entry in entries), default=0)
    first = min((place.start for place in places.values()), default=front)
    front = front if front < first else 0
    starts = [places[n].start if n in places else len(view) for n in range(len(entries))]
    highs = list(accumulate(reversed(starts), min))[::-1]
    low = front
    for number, entry in enumerate(entries):
        if number in places:
            low = max(low, places[number].start + 1)
            continue
        high = highs[number]
        place = _like_line(view, blocks, entry, low, high)
        begin = pages.begin(entry.page) if entry.page else -1
        if place is None and low <= begin < high:
            heading = prefix_heading(view, begin, high, entry.title)
            if heading:
                evidence = f"title begins page {entry.page}, as listed"
                place = Place(heading.start, heading, entry, entry.is_group, 0.8, evidence)
            elif trusted and entry.page <= last and not _goes_on(view, begin):
                evidence = f"page {entry.page}, as listed; no heading"
                place = Place(begin, None, entry, entry.is_group, 0.5, evidence)
        if place is not None:
            places[number] = place
            low = max(low, place.start + 1)


def _goes_on(view: str, begin: int) -> bool:
    """Tell whether a line of the text above goes on over a page's beginning."""
    above = view[max(0, begin - 200) : begin].rstrip()
    above = above.rpartition("\n")[0].rstrip() if "\n" in above else ""
    return above[-1:] in tuple(",、;:")


def _like_line(
    view: str, blocks: Sequence[Block], entry: Entry, low: int, high: int
) -> Place | None:
    """Return the line between two offsets that is most like an entry's title."""
    wanted = key(entry.title)
    least = 80
    if len(wanted) == SHORT_TITLE:
        least = 65  # one character of three is misread, and the line stands by itself
    elif len(wanted) < SHORT_TITLE:
        return None
    lines: dict[int, str] = {}
    first = bisect_left(blocks, low, key=lambda block: block.start)
    last = bisect_left(blocks, high, key=lambda block: block.start)
    for index in range(first, min(last, first + MOST_COMPARED)):
        block = blocks[index]
        if (
            block.label == BODY
            and block.rule != "rest"
            and len(words := view[block.start : block.end].strip()) <= 4 * len(wanted)
            and (len(wanted) > SHORT_TITLE or len(words) == SHORT_TITLE)
        ):
            lines[index] = key(words)
    best = process.extractOne(wanted, lines, scorer=fuzz.ratio, score_cutoff=least)
    if best is None:
        return None
    block = blocks[best[2]]
    line = view[block.start : block.end]
    start = block.start + len(line) - len(line.lstrip())
    end = block.start + len(line.rstrip())
    heading = Heading(start, end, start, end, "", 0.5, "like")
    evidence = f"a line like the entry, {best[1] / 100:.2f}"
    return Place(start, heading, entry, entry.is_group, 0.85, evidence)


def _loose(
    view: str,
    entries: Sequence[Entry],
    headings: Sequence[Heading],
    places: Sequence[Place],
    joined: Sequence[Heading],
) -> list[Place]:
    """Return the places of documents that are not listed: their headings are set like the others.

    For each shape is counted how many of its lines are listed headings; annexes are not counted.
    ``joined`` are the headings that may run over several lines.
    """
    front = max((entry.end for entry in entries if entry.end < places[0].start), default=0)
    titles = {key(entry.title) for entry in entries}
    starts = [place.start for place in places]
    ends = [max(p.start, p.heading.end if p.heading else p.start) for p in places]
    matched: Counter[str] = Counter()
    for place in places:
        if place.heading and not place.is_section:
            matched.update(_shapes(place.heading))
    candidates: list[tuple[Heading, int]] = []
    for heading in headings:
        above = bisect_right(starts, heading.start) - 1
        if heading.start < (ends[above] if above >= 0 else front):
            continue
        title = heading.words(view)
        if heading.shape != "cut":
            if not any(matched[shape] >= 2 for shape in _shapes(heading)):
                continue
            if _GROUP.search(title) or NUMBER_ALONE.fullmatch(title):
                continue
            since = front
            if above >= 0:
                other = places[above].heading
                is_same = other and key(view[other.title_start : other.title_end]) == key(title)
                since = ends[above] if is_same else starts[above]
            if _is_annex(view, heading, max(since, heading.start - ANNOUNCED)):
                continue
        candidates.append((heading, above))
    whole: dict[int, list[Heading]] = {}
    for heading in joined:
        if " / " in heading.shape:
            whole.setdefault(heading.start, []).append(heading)
    every: Counter[str] = Counter()
    for heading, _ in candidates:
        every.update(_shapes(heading))
    edges = sorted([*starts, *(heading.start for heading, _ in candidates)])
    out: list[Place] = []
    for heading, above in candidates:
        if heading.shape == "cut":
            evidence = "heading over an address"
            out.append(Place(heading.start, heading, None, False, 0.9, evidence))
            continue
        share = max(
            (matched[shape] / (matched[shape] + every[shape]) for shape in _shapes(heading)),
            default=0.0,
        )
        known = 0.3 * (key(heading.words(view)) in titles)
        after = bisect_right(edges, heading.start)
        end = edges[after] if after < len(edges) else len(view)
        text = len(view[heading.end : end].strip())
        if above >= 0 and not places[above].is_section:
            text = min(text, len(view[ends[above] : heading.start].strip()))
        is_strong = heading.strength >= STRONG and share >= 0.3
        if above < 0 and text < LEAST_FRONT:
            continue
        if text < LEAST_TEXT or not (
            is_strong or share + 0.5 * heading.strength + known >= OF_STYLE + 0.2
        ):
            continue
        evidence = f"not listed; set like the headings that are, {share:.2f}"
        confidence = round(0.5 + 0.4 * share, 2)
        if "title word" not in heading.signs:  # the title ends in a line below
            heading = next(
                (h for h in whole.get(heading.start, ()) if matched[h.shape] > 1), heading
            )
        out.append(Place(heading.start, heading, None, False, confidence, evidence))
    return out


def _shapes(heading: Heading) -> tuple[str, ...]:
    """Return the shape of a heading, and the shape whatever stands around it; none inside text."""
    if heading.shape.startswith("~"):
        return ()
    return (heading.shape, "?" + heading.shape.partition(" / ")[0].lstrip("^$ "))


def _is_part(view: str, heading: Heading, pages: Pages) -> bool:
    """Tell whether what looks like a heading is part of a document: articles go on below it, it
    stands on a page on which a sentence goes on, or a page's end cuts it off."""
    if _ARTICLES_GO_ON.match(view, heading.end):
        return True
    before = bisect_right(pages.ends, heading.start) - 1
    is_first = before >= 0 and not view[pages.ends[before] : heading.start].strip()
    if is_first and _goes_on(view, pages.ends[before]):
        return True
    after = bisect_left(pages.starts, heading.end)
    is_last = after < len(pages.starts) and not view[heading.end : pages.starts[after]].strip()
    return is_last and heading.strength < STRONG


def _is_annex(view: str, heading: Heading, since: int) -> bool:
    """Tell whether the text since an offset announces a title, or the line above does."""
    title = heading.words(view)
    above = view[since : heading.start]
    last = above.rstrip().rpartition("\n")[2].strip()
    return title in above or title.startswith(ANNEX) or last.startswith(ANNEX)


def back_matter(view: str, blocks: Sequence[Block], since: int) -> int:
    """Return where back matter begins behind an offset, the end of the text if there is none."""
    first = bisect_right(blocks, since, key=lambda block: block.start)
    for block in blocks[first:]:
        is_short = block.label == BODY and block.end - block.start <= 100
        if is_short and _BACK.match(view[block.start : block.end].rstrip()):
            return block.start
    return len(view)
