"""Cut a source into the documents it holds.

Most sources hold one document and stay whole. A compilation is cut where its contents list, its
headings and its pages agree: entries and headings are aligned in order (``align``), entries left
over are looked for at the page they name, and headings without an entry stand for themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise, takewhile
from typing import NamedTuple

import apache_beam as beam
from rapidfuzz import fuzz, process

from transforms.pages import Pages
from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    CONTENTS,
    CREDIT,
    HEADING,
    MARKUP,
    SECTION,
    URL,
    Block,
    Collation,
    Document,
    Fact,
)
from transforms.split.align import align
from transforms.split.contents import Entry, key, read_contents
from transforms.split.head import find_title
from transforms.split.headings import Heading, find_headings, prefix_heading
from transforms.stage import Items, on_each

FEWEST_ENTRIES = 2  # entries, groups aside, that make a compilation
FEWEST_TITLES = 3  # titles over restarted numbering that make one without a contents list
LEAST_BODY = 10  # code points: less is no document
LEAST_PROSE = 400  # code points of sentences outside all documents that become one of their own
LONGEST_PREFIX = 8  # code points before a title that is repeated at the head of a body

_FRAME = frozenset({BLANK, BOILERPLATE, CREDIT, MARKUP, CONTENTS, SECTION})
_LISTED = re.compile(r"《|(?:19|20)[0-9]{2}[-/.年][0-9]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16} ?[\[(][0-9]{4}[\])]")  # a document number's head
_ANNEX = ("附件", "附:", "附录", "附表", "附图")
_SPACE = re.compile(r"\s+")


class Place(NamedTuple):
    """Where a document or a section begins."""

    start: int
    heading: Heading | None
    entry: Entry | None
    is_section: bool
    confidence: float


def split(collation: Collation, mode: str = "auto") -> Collation:
    """Return the collation with its documents; ``mode`` never leaves every source whole."""
    view, blocks = collation.text.view, collation.blocks
    places, pages = ([], Pages(view, blocks)) if mode == "never" else find_places(view, blocks)
    if not places:
        return _single(collation, pages)
    return _compilation(collation, places, pages)


# ------------------------------------------------------------------------------ compilations


def find_places(view: str, blocks: Sequence[Block]) -> tuple[list[Place], Pages]:
    """Return where documents and sections begin, in order; none for a single document."""
    entries = read_contents(view, blocks)
    headings = find_headings(view, blocks)
    pages = Pages(view, blocks)
    bracketed = [
        heading for heading in headings if heading.strength == 1.0 and _is_cut(heading, blocks)
    ]
    if sum(not entry.is_group for entry in entries) < FEWEST_ENTRIES:
        if len(bracketed) >= FEWEST_ENTRIES:
            return [Place(h.start, h, None, False, 0.9) for h in bracketed], pages
        titles = _restarts(view, headings)
        if len(titles) >= FEWEST_TITLES:
            return [Place(h.start, h, None, False, 0.6) for h in titles], pages
        return [], pages
    documents = [entry for entry in entries if not entry.is_group]
    assigned = align(view, entries, headings, pages)
    if sum(not entries[number].is_group for number in assigned) < len(documents) / 3:
        if len(bracketed) < FEWEST_ENTRIES:
            return [], pages  # the contents of one document's own chapters
        assigned = {}
    places = {
        number: _place(entries[number], headings[index], pages)
        for number, index in assigned.items()
    }
    _fill_gaps(view, blocks, entries, places, pages)
    taken = {place.start for place in places.values()}
    loose = [Place(h.start, h, None, False, 0.9) for h in bracketed if h.start not in taken]
    return sorted([*places.values(), *loose], key=lambda place: place.start), pages


def _is_cut(heading: Heading, blocks: Sequence[Block]) -> bool:
    index = bisect_left(blocks, heading.start, key=lambda block: block.start)
    return index < len(blocks) and blocks[index].label == HEADING


def _place(entry: Entry, heading: Heading, pages: Pages) -> Place:
    agrees = not entry.page or pages.page(heading.start) == entry.page
    return Place(heading.start, heading, entry, entry.is_group, 0.99 if agrees else 0.95)


def _restarts(view: str, headings: Sequence[Heading]) -> list[Heading]:
    """Return the title lines over restarted numbering that no text above announces as its annex."""
    found: list[Heading] = []
    for heading in headings:
        if heading.strength < 0.6:
            continue
        title = view[heading.title_start : heading.title_end]
        above = view[max(0, heading.start - 2000) : heading.start]
        last = above.rstrip().rpartition("\n")[2].strip()
        if f"《{title}" in above or title.startswith(_ANNEX) or last.startswith(_ANNEX):
            continue
        if found and view.find("。", found[-1].end, heading.start) < 0:
            found.pop()  # lines of one title, or a list of titles: no text between
        found.append(heading)
    return found


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
    front = max((entry.end for entry in entries), default=0)
    first = min((place.start for place in places.values()), default=front)
    front = front if front < first else 0
    for number, entry in enumerate(entries):
        if number in places:
            continue
        low = max((p.start + 1 for n, p in places.items() if n < number), default=front)
        high = min((p.start for n, p in places.items() if n > number), default=len(view))
        place = _like_line(view, blocks, entry, low, high)
        begin = pages.begin(entry.page) if entry.page else -1
        if place is None and low <= begin < high:
            heading = prefix_heading(view, begin, high, entry.title)
            if heading:
                place = Place(heading.start, heading, entry, entry.is_group, 0.8)
            elif trusted:
                place = Place(begin, None, entry, entry.is_group, 0.5)
        if place is not None:
            places[number] = place


def _like_line(
    view: str, blocks: Sequence[Block], entry: Entry, low: int, high: int
) -> Place | None:
    """Return the line between two offsets that is most like an entry's title."""
    wanted = key(entry.title)
    if len(wanted) < 4:
        return None
    lines: dict[int, str] = {}
    for index in range(
        bisect_left(blocks, low, key=lambda block: block.start),
        bisect_left(blocks, high, key=lambda block: block.start),
    ):
        block = blocks[index]
        if (
            block.label == BODY
            and block.rule != "rest"
            and block.end - block.start <= 4 * len(wanted)
        ):
            lines[index] = key(view[block.start : block.end])
    best = process.extractOne(wanted, lines, scorer=fuzz.ratio, score_cutoff=80)
    if best is None:
        return None
    block = blocks[best[2]]
    line = view[block.start : block.end]
    start = block.start + len(line) - len(line.lstrip())
    end = block.start + len(line.rstrip())
    return Place(start, Heading(start, end, start, end, "", 0.5), entry, entry.is_group, 0.85)


def _compilation(collation: Collation, places: Sequence[Place], pages: Pages) -> Collation:
    """Return the collation cut at its places."""
    view = collation.text.view
    blocks = _cut(
        collation.blocks,
        [offset for p in places for offset in (p.start, p.heading.end if p.heading else p.start)],
    )
    blocks = _label_headings(view, blocks, [p.heading for p in places if p.heading])
    ends = [place.start for place in places[1:]] + [len(view)]
    spans: list[tuple[int, int, Place | None]] = [(0, places[0].start, None)]
    spans += [(place.start, end, place) for place, end in zip(places, ends, strict=True)]
    documents: list[Document] = []
    for start, end, place in spans:
        low, high = (bisect_left(blocks, at, key=lambda block: block.start) for at in (start, end))
        if not _is_document(view, blocks[low:high], place):
            for index in range(low, high):
                if blocks[index].label in (BODY, HEADING):
                    rule = "section:listed" if place else "section:front"
                    blocks[index] = blocks[index]._replace(label=SECTION, rule=rule)
            continue
        title = _title_span(view, blocks, low, high, place)
        if title and title[2]:
            blocks = _label_headings(
                view, _cut(blocks, [title[1]]), [Heading(*title[:2], *title[:2], "", 1.0)]
            )
            high = bisect_left(blocks, end, key=lambda block: block.start)
        inside = _trim(blocks[low:high])
        facts = _facts(view, inside, place, title, pages)
        documents.append(
            Document(
                "",
                inside[0].start,
                inside[-1].end,
                place.confidence if place else 0.5,
                facts,
                (),
                _warnings(inside, place, pages),
            )
        )
    return _identified(collation._replace(blocks=tuple(blocks), documents=tuple(documents)))


def _cut(blocks: Sequence[Block], offsets: Iterable[int]) -> list[Block]:
    """Return the blocks with every offset on a block edge."""
    wanted = sorted(set(offsets))
    out: list[Block] = []
    at = 0
    for block in blocks:
        while at < len(wanted) and wanted[at] <= block.start:
            at += 1
        start, rule = block.start, block.rule
        while at < len(wanted) and wanted[at] < block.end:
            out.append(Block(start, wanted[at], block.label, rule))
            start, rule = wanted[at], "rest" if block.label == BODY else block.rule
            at += 1
        out.append(Block(start, block.end, block.label, rule))
    return out


def _label_headings(view: str, blocks: list[Block], headings: Sequence[Heading]) -> list[Block]:
    """Return the blocks with those of the headings labelled; a line end behind one joins it."""
    for heading in headings:
        index = bisect_left(blocks, heading.start, key=lambda block: block.start)
        while index < len(blocks) and blocks[index].start < heading.end:
            if blocks[index].label == BODY:
                blocks[index] = blocks[index]._replace(label=HEADING, rule="heading:title")
            index += 1
        if index < len(blocks) and blocks[index].label == BODY:
            rest = blocks[index]
            if not view[rest.start : rest.end].strip():
                blocks[index] = rest._replace(label=BLANK, rule="blank")
    return blocks


def _is_document(view: str, blocks: Sequence[Block], place: Place | None) -> bool:
    """Tell whether a stretch is a document: not empty, not a table of titles and dates.

    What no heading opens, or a group heads, must be prose to be one (a preface).
    """
    body = "".join(view[block.start : block.end] for block in blocks if block.label == BODY)
    body = _SPACE.sub("", body)
    if len(body) < LEAST_BODY:
        return False
    sentences = sum(map(body.count, "。;"))
    listed = len(_LISTED.findall(body)) * 100 > 1.5 * len(body) and sentences * 100 < 0.3 * len(
        body
    )
    if place is None or place.is_section:
        return len(body) >= LEAST_PROSE and sentences * 100 >= 0.5 * len(body) and not listed
    return not (listed and place.confidence < 0.9)


def _title_span(
    view: str, blocks: Sequence[Block], low: int, high: int, place: Place | None
) -> tuple[int, int, bool] | None:
    """Return start and end of the document's own title; True: it is repeated at the body's head."""
    if place is None or place.heading is None:
        return None
    title = view[place.heading.title_start : place.heading.title_end]
    for block in blocks[low:high]:
        if block.label == BODY:
            found = view.find(title, block.start, block.start + LONGEST_PREFIX + len(title))
            if found >= 0 and len(title) >= 6:
                return block.start, found + len(title), True
            break
    return place.heading.title_start, place.heading.title_end, False


def _trim(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks without the frame at either end."""
    low, high = 0, len(blocks)
    while low < high and blocks[low].label in _FRAME:
        low += 1
    while high > low and blocks[high - 1].label in _FRAME:
        high -= 1
    return blocks[low:high]


def _facts(
    view: str,
    blocks: Sequence[Block],
    place: Place | None,
    title: tuple[int, int, bool] | None,
    pages: Pages,
) -> tuple[Fact, ...]:
    """Return what the split knows of a document, as it stands in the view."""
    facts: list[Fact] = []
    heading, entry = (place.heading, place.entry) if place else (None, None)
    if title:
        facts.append(Fact("title", view[title[0] : title[1]], title[0], title[1], "split:heading"))
    elif entry:
        facts.append(Fact("title", entry.title, entry.start, entry.end, "split:entry"))
    if entry:
        facts.append(Fact("listed_title", entry.title, entry.start, entry.end, "split:entry"))
    elif heading and title and title[2]:
        start, end = heading.title_start, heading.title_end
        facts.append(Fact("listed_title", view[start:end], start, end, "split:heading"))
    if heading and heading.region:
        start = heading.start
        facts.append(
            Fact("region", heading.region, start, start + len(heading.region), "split:heading")
        )
    elif entry and entry.region:
        facts.append(Fact("region", entry.region, 0, 0, "split:entry"))
    above = list(takewhile(lambda block: block.label != BODY, blocks))
    urls = [block for block in above if block.label == URL]
    if urls:
        address = "".join(view[block.start : block.end] for block in urls).strip()
        facts.append(Fact("url", address, urls[0].start, urls[-1].end, "split:url"))
    return tuple(facts)


def _warnings(blocks: Sequence[Block], place: Place | None, pages: Pages) -> tuple[str, ...]:
    """Return what a reader should know of the document's edges and pages."""
    found: list[str] = []
    if place and place.heading is None:
        found.append("no heading: the document begins where the contents say its page begins")
    low = bisect_left(pages.starts, blocks[0].start)
    high = bisect_left(pages.starts, blocks[-1].end)
    numbers = pages.numbers[max(0, low - 1) : high]
    for before, after in pairwise(numbers):
        if after > before + 1:
            lost = str(before + 1) if after == before + 2 else f"{before + 1}-{after - 1}"
            found.append(f"page {lost} is missing in the source")
    return tuple(found)


# --------------------------------------------------------------------------- single documents


def _single(collation: Collation, pages: Pages) -> Collation:
    """Return the collation with one document: all of it, the frame at its edges aside."""
    view = collation.text.view
    blocks = list(collation.blocks)
    heading = find_title(view, blocks)
    if heading:
        blocks = _label_headings(view, _cut(blocks, [heading.start]), [heading])
        blocks = _label_page_titles(view, blocks, heading)
    inside = _trim(blocks)
    if not any(block.label == BODY and view[block.start : block.end].strip() for block in inside):
        return collation._replace(blocks=tuple(blocks))
    title = (heading.start, heading.end, False) if heading else None
    place = Place(inside[0].start, heading, None, False, 0.99 if heading else 0.9)
    facts = _facts(view, inside, place, title, pages)
    document = Document(
        "",
        inside[0].start,
        inside[-1].end,
        place.confidence,
        facts,
        (),
        _warnings(inside, place, pages),
    )
    return _identified(collation._replace(blocks=tuple(blocks), documents=(document,)))


def _label_page_titles(view: str, blocks: list[Block], heading: Heading) -> list[Block]:
    """Return the blocks with the short lines above the title labelled: titles of the page."""
    for index, block in enumerate(blocks):
        line = view[block.start : block.end].strip()
        if block.start >= heading.start or len(line) > 60 or line[-1:] in tuple("。;!?:"):
            break  # from the first sentence on the lines are a digest's or the text's
        if block.label == BODY and block.rule == "line" and not _NUMBER.match(line):
            blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:page-title")
    return blocks


# ---------------------------------------------------------------------------------- identity


def _identified(collation: Collation) -> Collation:
    """Return the collation with ids: source, hash of the raw span, ordinal among equal spans."""
    seen: Counter[str] = Counter()
    documents: list[Document] = []
    for document in collation.documents:
        raw = collation.text.text[document.start : document.end].encode("utf-8")
        span = sha256(raw).hexdigest()
        name = f"{collation.text.source}\0{span}\0{seen[span]}".encode("utf-8", "surrogateescape")
        seen[span] += 1
        documents.append(document._replace(id=sha256(name).hexdigest()[:16]))
    return collation._replace(documents=tuple(documents))


class Split(beam.PTransform):
    """Cut each unit's sources into documents."""

    def __init__(self, mode: str = "auto") -> None:
        super().__init__()
        self.mode = mode

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        mode = self.mode
        return units | beam.Map(on_each("split", Collation, lambda one: split(one, mode)))
