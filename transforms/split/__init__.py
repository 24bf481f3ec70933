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

from transforms.pages import Pages
from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    CONTENTS,
    CREDIT,
    HEADING,
    IMPRINT,
    MARKUP,
    RUNNING,
    SECTION,
    URL,
    Block,
    Collation,
    Document,
    Fact,
)
from transforms.split.contents import find_lists
from transforms.split.cover import find_covers, without_heads
from transforms.split.entries import key
from transforms.split.head import find_title, names_organ
from transforms.split.headings import Heading
from transforms.split.listed import Place
from transforms.split.places import find_places
from transforms.split.styles import ENOUGH, Style
from transforms.tables.titles import BACK_MATTER, OWN_ABOVE

LEAST_BODY = 10  # code points: less is no document
LEAST_PROSE = 400  # code points of sentences outside all documents that become one of their own
LEAST_LISTED = 100  # of a postscript or the like that the contents name
ONE_PAGE = 0.6  # evidence against several documents on one page of HTML or Markdown
LONGEST_PREFIX = 8  # code points before a title that is repeated at the head of a body

_FRAME = frozenset({BLANK, BOILERPLATE, CREDIT, MARKUP, CONTENTS, SECTION})
_LISTED = re.compile(r"《|(?:19|20)[0-9]{2}[-/.年][0-9]")
_own_above, _back = OWN_ABOVE.compile(), BACK_MATTER.compile()
_SPACE = re.compile(r"\s+")
_TAGS = re.compile(r"^ *(?:\[[^\[\]]{1,12}\] ?)+(?=.)")  # of a site above a title: [某区][公告]


def split(collation: Collation, mode: str = "auto", heading: str = "") -> Collation:
    """Return the collation with its documents; ``mode`` never leaves every source whole.

    Where ``heading`` (a regular expression over the view) is given, its matches are the headings.
    """
    view, blocks = collation.text.view, collation.blocks
    covers = find_covers(view, blocks)
    cover = covers[0].title if covers else None
    if mode == "never" or collation.text.facts:  # a row is one document
        return _single(collation, Pages(view, blocks), cover)
    if len(covers) == 1 and not heading:  # its contents list its clauses
        listed = [(blocks[a].start, blocks[z - 1].end) for _, a, z in find_lists(view, blocks)]
        own = _label_spans(blocks, listed, CONTENTS, "contents:listed")
        own = list(without_heads(view, own))
        return _single(collation._replace(blocks=tuple(own)), Pages(view, blocks), cover)
    enough = ENOUGH + (ONE_PAGE if collation.marked else 0)
    found = find_places(collation.text.text, view, blocks, heading, covers, enough)
    if not found.places:
        return _single(collation, found.pages, cover, found.doubt)
    own = _label_spans(blocks, found.listed, CONTENTS, "contents:listed")
    own = _label_spans(own, found.fronts, SECTION, "section:fields")
    collation = collation._replace(blocks=tuple(own))
    unmatched = tuple(
        Fact("entry", entry.title, entry.start, entry.end, "split:entry") for entry in found.missing
    )
    return _compilation(collation._replace(unmatched=unmatched), found.places, found.pages)


# ------------------------------------------------------------------------------ compilations


def _compilation(collation: Collation, places: Sequence[Place], pages: Pages) -> Collation:
    """Return the collation cut at its places."""
    view = collation.text.view
    blocks = _cut(
        collation.blocks,
        [offset for p in places for offset in (p.start, p.heading.end if p.heading else p.start)],
    )
    blocks = _with_mail_heads(blocks, places)
    blocks = _label_headings(view, blocks, [p.heading for p in places if p.heading])
    ends = [place.start for place in places[1:]] + [len(view)]
    edges = [0, places[0].start]  # before the first document: parted by contents
    edges[1:1] = [b.end for b in blocks if b.label == CONTENTS and b.end < places[0].start][-1:]
    spans: list[tuple[int, int, Place | None]] = [(*edge, None) for edge in pairwise(edges)]
    spans += [(place.start, end, place) for place, end in zip(places, ends, strict=True)]
    documents: list[Document] = []
    out: list[Block] = []
    for start, end, place in spans:
        low, high = (bisect_left(blocks, at, key=lambda block: block.start) for at in (start, end))
        own = blocks[low:high]
        if not _is_document(view, own, place):
            rule = "section:listed" if place else "section:front"
            out += [
                block._replace(label=SECTION, rule=rule)
                if block.label in (BODY, HEADING)
                else block
                for block in own
            ]
            continue
        title = _title_span(view, own, place)
        if title and title[2]:
            again = Heading(*title[:2], *title[:2], "", 1.0)
            own = _label_headings(view, _cut(own, [title[1]]), [again])
        out += own
        inside = _trim(own)
        facts = _facts(view, inside, place, title, pages)
        if place and place.evidence:
            at = place.heading or place
            evidence = Fact("split_evidence", place.evidence, at.start, at.start, "split:evidence")
            facts = (*facts, evidence)
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
    return _identified(collation._replace(blocks=tuple(out), documents=tuple(documents)))


def _cut(blocks: Sequence[Block], offsets: Iterable[int]) -> list[Block]:
    """Return the blocks with every offset on a block edge."""
    wanted = sorted(set(offsets))
    out: list[Block] = []
    at = 0
    for block in blocks:
        while at < len(wanted) and wanted[at] <= block.start:
            at += 1
        if at == len(wanted) or wanted[at] >= block.end:
            out.append(block)
            continue
        start, rule = block.start, block.rule
        while at < len(wanted) and wanted[at] < block.end:
            out.append(Block(start, wanted[at], block.label, rule))
            start, rule = wanted[at], "rest" if block.label == BODY else block.rule
            at += 1
        out.append(Block(start, block.end, block.label, rule))
    return out


def _with_mail_heads(blocks: list[Block], places: Sequence[Place]) -> list[Block]:
    """Return the blocks with a mail's head above a title given back: those of the mails below
    the first are text, too."""
    for place in places:
        index = bisect_left(blocks, place.start, key=lambda block: block.start)
        end = place.heading.start if place.heading else place.start
        while index < len(blocks) and blocks[index].start < end:
            if blocks[index].rule == "chrome:mail":
                blocks[index] = blocks[index]._replace(label=BODY, rule="line")
            index += 1
    return blocks


def _label_spans(
    blocks: Sequence[Block], spans: Sequence[tuple[int, int]], label: str, rule: str
) -> list[Block]:
    """Return the blocks with the text of some spans labelled."""
    out = _cut(blocks, [edge for span in spans for edge in span])
    for start, end in spans:
        first = bisect_left(out, start, key=lambda block: block.start)
        for index in range(first, bisect_left(out, end, key=lambda block: block.start)):
            if out[index].label == BODY:
                out[index] = out[index]._replace(label=label, rule=rule)
    return out


def _label_headings(view: str, blocks: list[Block], headings: Sequence[Heading]) -> list[Block]:
    """Return the blocks with those of the headings labelled; a line end behind one joins it."""
    for heading in headings:
        index = bisect_left(blocks, heading.start, key=lambda block: block.start)
        while index < len(blocks) and blocks[index].start < heading.end:
            if blocks[index].label in (BODY, RUNNING, BOILERPLATE):
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
        is_listed = place and place.entry and _back.match(place.entry.title)
        least = LEAST_LISTED if is_listed else LEAST_PROSE
        return len(body) >= least and sentences * 100 >= 0.5 * len(body) and not listed
    return not (listed and (place.heading is None or place.heading.strength <= 0.5))


def _title_span(
    view: str, blocks: Sequence[Block], place: Place | None
) -> tuple[int, int, bool] | None:
    """Return start and end of the document's own title; True: it is repeated at the body's head."""
    if place is None or place.heading is None:
        return None
    title = view[place.heading.title_start : place.heading.title_end]
    for block in blocks:
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
        words = view[title[0] : title[1]] if title[2] or not heading else heading.words(view)
        facts.append(Fact("title", words, title[0], title[1], "split:heading"))
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
    if place and place.entry and place.heading is None:
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


def _single(
    collation: Collation, pages: Pages, cover: Heading | None, doubt: Style | None = None
) -> Collation:
    """Return the collation with one document: all of it, the frame at its edges aside.

    ``cover``: the title on a standard's cover. ``doubt``: headings as of several documents, too
    little to cut at them.
    """
    view = collation.text.view
    blocks = list(collation.blocks)
    heading = cover or find_title(view, blocks)
    if heading:
        blocks = _label_headings(view, _cut(blocks, [heading.start]), [heading])
        blocks = _label_page_titles(view, blocks, heading, is_cover=cover is not None)
    inside = _trim(blocks)
    if not any(block.label == BODY and view[block.start : block.end].strip() for block in inside):
        return collation._replace(blocks=tuple(blocks))
    title = (heading.start, heading.end, False) if heading else None
    sure = 0.99 if heading else 0.9
    warnings: tuple[str, ...] = ()
    if doubt:
        sure = doubt.sure_of_one
        warnings = (
            f"perhaps several documents: {len(doubt.headings)} lines are set like "
            f"“{view[doubt.headings[-1].start : doubt.headings[-1].end]}”; "
            f"--heading '{doubt.pattern}' cuts at them",
        )
    place = Place(inside[0].start, heading, None, False, sure)
    facts = _facts(view, inside, place, title, pages)
    document = Document(
        "",
        inside[0].start,
        inside[-1].end,
        place.confidence,
        facts,
        (),
        _warnings(inside, place, pages) + warnings,
    )
    return _identified(collation._replace(blocks=tuple(blocks), documents=(document,)))


def _label_page_titles(
    view: str, blocks: list[Block], heading: Heading, is_cover: bool
) -> list[Block]:
    """Return the blocks with the short lines above the title labelled, and the title repeated.

    What says the same words as the title is the title once more, an organ's name the letterhead;
    anything else is the page's, but on a cover.
    """
    title = key(view[heading.start : heading.end])
    for index, block in enumerate(blocks if not is_cover else ()):
        line = view[block.start : block.end].strip()
        if block.start >= heading.start:
            break
        calls = line[-1:] in ("!", "?") and _is_above_facts(blocks, index)
        if (len(line) > 60 and key(line) != title) or (line[-1:] in tuple("。;!?:") and not calls):
            break  # from the first sentence on the lines are a digest's or the text's
        if not line:
            continue
        if block.label == BODY and block.rule == "line" and not _own_above.match(line):
            if key(line) == title:
                blocks[index] = block._replace(label=HEADING, rule="heading:repeated")
            elif names_organ(line):  # 版头, as where it says …文件
                blocks[index] = block._replace(label=IMPRINT, rule="imprint:letterhead")
            else:
                blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:page-title")
    below = (i for i, b in enumerate(blocks) if b.start >= heading.end and b.label == BODY)
    first = next(below, None)
    if first is None:
        return blocks
    line = view[blocks[first].start : blocks[first].end].strip()
    if key(_TAGS.sub("", line)) == key(_TAGS.sub("", view[heading.start : heading.end])):
        blocks[first] = blocks[first]._replace(label=HEADING, rule="heading:repeated")
    elif names_organ(line) and _is_above_facts(blocks, first):
        blocks[first] = blocks[first]._replace(label=IMPRINT, rule="imprint:letterhead")
    return blocks


def _is_above_facts(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a page's facts stand directly below a line."""
    below = next((block for block in blocks[index + 1 :] if block.label != BLANK), None)
    return below is not None and below.rule == "chrome:meta"


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
        facts = (*document.facts, *collation.text.facts)
        documents.append(document._replace(id=sha256(name).hexdigest()[:16], facts=facts))
    return collation._replace(documents=tuple(documents))
