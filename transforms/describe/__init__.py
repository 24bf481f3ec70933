"""Describe: read a document's facts off its layout, each with the place where it was read.

Only what the text says: a field that it does not tell has no fact. Looked at are the title, the
lines above the first item and those at the end, as the record will have them; the marks, imprint
and page lines that are not body; and, over the whole source, personal data.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from transforms.describe import dates, dispatch, origin, status
from transforms.describe.personal import Finding, find_personal
from transforms.describe.regions import leading_place
from transforms.describe.sheet import FRAME, sheet_of
from transforms.describe.titles import as_simplified, titles
from transforms.pages import Pages
from transforms.schema import (
    BODY,
    HEADING,
    IMPRINT,
    NOTE,
    Block,
    Collation,
    Document,
    Fact,
    SourceText,
)

MARKS_ABOVE = 40  # blocks above a document among which its page lines are
MARKS_BELOW = 40  # and below the only one of a source

# Fields in the order of the record; facts of one field keep the order of the text.
ORDER = (
    "title", "listed_title", "page_start", "page_end", "url", "issuers", "doc_number", "signed",
    "published", "effective", "region", "region_code", "kind", "draft", "addressee",
    "attachments", "rights", "restrictions", "personal_data",
)  # fmt: skip
_RANK = {field: rank for rank, field in enumerate(ORDER)}

# Blocks whose words the record or its facts keep: personal data in them is flagged.
_KEPT = frozenset((BODY, HEADING, IMPRINT, NOTE))
_ABRIDGED = re.compile("删减|删节|节选|摘编|摘要|略")
_start = attrgetter("start")


def describe(collation: Collation) -> Collation:
    """Return the collation with the facts of its documents finished, and their warnings."""
    view, blocks = collation.text.view, collation.blocks
    personal = find_personal(view) if collation.documents else []
    framed = [block for block in blocks if block.label != BODY and block.label in FRAME]
    pages = Pages(view, framed)
    documents = []
    above = 0
    for document in collation.documents:
        first, last = (bisect_left(blocks, at, key=_start) for at in (document.start, document.end))
        own = blocks[first:last]
        page = max(above, first - MARKS_ABOVE)
        begin = blocks[page].start if page < first else document.start
        low, high = (bisect_left(framed, at, key=_start) for at in (begin, document.end))
        frame = framed[low:high]
        below = framed[high : high + MARKS_BELOW] if len(collation.documents) == 1 else ()
        if paged := page_facts(own, pages):
            document = document._replace(facts=(*document.facts, *paged))
        documents.append(describe_document(collation.text, document, own, frame, personal, below))
        above = last
    return collation._replace(documents=tuple(documents))


def describe_document(
    source: SourceText,
    document: Document,
    blocks: Sequence[Block],
    framed: Sequence[Block],
    personal: Sequence[Finding],
    below: Sequence[Block] = (),
) -> Document:
    """Return the document with its facts; ``framed`` and ``below`` are the blocks that frame it."""
    raw = {fact.field: fact for fact in reversed(document.facts)}
    named = titles(source, document, blocks, raw)
    sheet = sheet_of(source, document, blocks, framed, named, raw, below)
    heading = raw.get("region")
    if heading:
        heading = heading._replace(value=as_simplified(source, heading).strip())
    if heading and not heading.value:
        heading = None
    signed = dates.signature(sheet)
    place = origin.heading_place(heading) or leading_place(sheet.title.removeprefix("中共"))
    place = place or origin.signed_place(signed)
    number = origin.doc_number(sheet)
    organs = origin.issuers(sheet, signed, heading, place, number)
    dated = dates.dates(sheet, signed)
    effective = None
    if all(fact.field != "effective" for fact in dated):
        effective = dates.effective(source.view, document.start, document.end, sheet.title)
    is_draft = status.draft(sheet)
    facts = [
        *(fact for fact in document.facts if fact.field in ("page_start", "page_end", "url")),
        *named,
        *organs,
        *dated,
        *origin.region(sheet, heading, organs, number),
        *dispatch.attachments(sheet),
        *status.restrictions(sheet, is_draft),
        *personal_facts(blocks, personal),
    ]
    for fact in (
        number,
        effective,
        status.kind(sheet, number),
        is_draft,
        dispatch.addressee(sheet),
        status.rights(sheet, organs, number, is_draft is not None),
    ):
        if fact:
            facts.append(fact)
    others = (fact for fact in document.facts if fact.field not in _RANK)
    facts = [*sorted(facts, key=lambda fact: _RANK[fact.field]), *others]
    warnings = document.warnings
    notes = (mark for mark in sheet.marks if mark.label == NOTE and mark.start >= document.start)
    if "abridged" not in warnings and any(_ABRIDGED.search(note.view) for note in notes):
        warnings = (*warnings, "abridged")
    return document._replace(facts=tuple(facts), warnings=warnings)


def page_facts(blocks: Sequence[Block], pages: Pages) -> list[Fact]:
    """Return the first and last page of the document's own words, where pages are known."""
    body = [block for block in blocks if block.label == BODY] if pages.numbers else []
    ends = (("page_start", body[0].start), ("page_end", body[-1].end - 1)) if body else ()
    found = ((field, pages.page(offset)) for field, offset in ends)
    return [Fact(field, str(page), 0, 0, "pages") for field, page in found if page]


def personal_facts(blocks: Sequence[Block], found: Sequence[Finding]) -> list[Fact]:
    """Return the personal data that stands in the words that a document keeps."""
    if not blocks:
        return []
    first = bisect_left(found, blocks[0].start, key=_start)
    last = bisect_left(found, blocks[-1].end, key=_start)
    return [
        Fact("personal_data", finding.kind, finding.start, finding.end, f"personal:{finding.kind}")
        for finding in found[first:last]
        if blocks[bisect_right(blocks, finding.start, key=_start) - 1].label in _KEPT
    ]
