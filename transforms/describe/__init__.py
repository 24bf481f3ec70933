"""Describe: read a document's facts off its layout, each with the place where it was read.

Only what the text says: a field that it does not tell has no fact. Looked at are the title, the
lines above the first item and those at the end, as the record will have them; the marks, imprint
and page lines that are not body; and, over the whole source, personal data.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

import apache_beam as beam

from transforms.describe import fields
from transforms.describe.fields import Mark, Sheet
from transforms.describe.lines import Line, fold, head, lines, tail
from transforms.describe.personal import Finding, find_personal
from transforms.describe.regions import leading_place
from transforms.describe.titles import as_simplified, titles
from transforms.schema import (
    BODY,
    BOILERPLATE,
    HEADING,
    IMPRINT,
    NOTE,
    Block,
    Collation,
    Document,
    Fact,
    SourceText,
)
from transforms.stage import Items, on_each
from transforms.tables.layout import DATE_LINE

HEAD = 2000  # code points above the first item that are looked at
TAIL = 1000  # code points at the end
FRONT_LINES = 40
LONGEST_DATE = 24  # code points of a line that is a date
LONGEST_MARK = 200  # code points of a mark or page line
MARKS_ABOVE = 40  # blocks above a document among which its page lines are
SIGNATURE_BLOCKS = 24  # blocks up to a date line that can hold its signature

# Fields in the order of the record; facts of one field keep the order of the text.
ORDER = (
    "title", "listed_title", "page_start", "page_end", "url", "issuers", "doc_number", "signed",
    "published", "effective", "region", "region_code", "kind", "draft", "addressee",
    "attachments", "rights", "restrictions", "personal_data",
)  # fmt: skip
_RANK = {field: rank for rank, field in enumerate(ORDER)}

# Blocks whose words the record or its facts keep: personal data in them is flagged.
_KEPT = frozenset((BODY, HEADING, IMPRINT, NOTE))
# Blocks that frame a document: what they say of it is read.
_FRAME = frozenset((HEADING, IMPRINT, NOTE, BOILERPLATE))

_NUMERAL = "[一二三四五六七八九十百零〇]"
_FIRST_ITEM = re.compile(
    rf" *(?:第(?:{_NUMERAL}|[0-9]){{1,6}}[编篇章节条]|{_NUMERAL}{{1,3}} ?[、.]|[(]{_NUMERAL}{{1,3}}[)])"
)
_DATE_END = re.compile(r"日[) \r]*$", re.MULTILINE)
_DATE_LINE = DATE_LINE.compile()
_ABRIDGED = re.compile("删减|删节|节选|摘编|摘要|略")


def describe(collation: Collation) -> Collation:
    """Return the collation with the facts of its documents finished, and their warnings."""
    view, blocks = collation.text.view, collation.blocks
    starts = [block.start for block in blocks]
    personal = find_personal(view) if collation.documents else []
    documents = []
    above = 0
    for document in collation.documents:
        first, last = bisect_left(starts, document.start), bisect_left(starts, document.end)
        own = blocks[first:last]
        framed = blocks[max(above, first - MARKS_ABOVE) : first]
        documents.append(describe_document(collation.text, document, own, framed, personal))
        above = last
    return collation._replace(documents=tuple(documents))


def describe_document(
    source: SourceText,
    document: Document,
    blocks: Sequence[Block],
    above: Sequence[Block],
    personal: Sequence[Finding],
) -> Document:
    """Return the document with its facts; ``blocks`` are its own, ``above`` those before it."""
    raw = {fact.field: fact for fact in reversed(document.facts)}
    named = titles(source, document, blocks, raw)
    sheet = sheet_of(source, document, blocks, above, named, raw)
    heading = raw.get("region")
    if heading:
        heading = heading._replace(value=as_simplified(source, heading).strip())
    place = fields.heading_place(heading) or leading_place(sheet.title.removeprefix("中共"))
    signed = fields.signature(sheet)
    organs = fields.issuers(sheet, signed, heading, place)
    number = fields.doc_number(sheet)
    dated = fields.dates(sheet, signed)
    effective = fields.effective(source.view, document.start, document.end)
    is_draft = fields.draft(sheet, source.view, document.start, document.end)
    facts = [
        *(fact for fact in document.facts if fact.field in ("page_start", "page_end", "url")),
        *named,
        *organs,
        *dated,
        *fields.region(sheet, heading, organs, number),
        *fields.attachments(sheet),
        *fields.restrictions(sheet, is_draft),
        *personal_facts(blocks, personal),
    ]
    for fact in (
        number,
        effective if all(fact.field != "effective" for fact in dated) else None,
        fields.kind(sheet),
        is_draft,
        fields.addressee(sheet),
        fields.rights(sheet, organs, is_draft is not None),
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


# --------------------------------------------------------------------------- what is looked at


def sheet_of(
    source: SourceText,
    document: Document,
    blocks: Sequence[Block],
    above: Sequence[Block],
    named: Sequence[Fact],
    raw: Mapping[str, Fact],
) -> Sheet:
    """Return what is looked at of a document; ``named`` are its finished titles."""
    own = {fact.field: fact for fact in named}
    title = own.get("title") or own.get("listed_title")
    url = raw.get("url")
    first = lines(source, head(blocks, HEAD), document.edits)
    front = takewhile(lambda line: not _FIRST_ITEM.match(line.view), first)
    return Sheet(
        # The source's own words: the record's title has lost the number in brackets behind it.
        title=fold(title.value) if title else "",
        title_place=(title.start, title.end) if title else (0, 0),
        title_marks=source.view[title.start : title.end] if title else "",
        listed_title=fold(own["listed_title"].value) if "listed_title" in own else "",
        url=url.value if url else "",
        head=list(islice(front, FRONT_LINES)),
        tail=list(lines(source, tail(blocks, TAIL), document.edits)),
        signatures=list(_signatures(source, document, blocks)),
        marks=list(_marks(source, above, blocks)),
    )


def _signatures(
    source: SourceText, document: Document, blocks: Sequence[Block]
) -> Iterator[list[Line]]:
    """Yield the lines up to each line that is a date, anywhere in a document."""
    for end in _DATE_END.finditer(source.view, document.start, document.end):
        begin = source.view.rfind("\n", document.start, end.start()) + 1
        if end.start() - begin > LONGEST_DATE or not _DATE_LINE.match(source.view, begin):
            continue
        last = bisect_right(blocks, end.start(), key=lambda block: block.start)
        around = [
            block
            for block in blocks[max(0, last - SIGNATURE_BLOCKS) : last]
            if block.label == BODY and block.end - block.start <= LONGEST_MARK
        ]
        yield list(lines(source, around, document.edits))


def _marks(source: SourceText, above: Sequence[Block], blocks: Sequence[Block]) -> Iterator[Mark]:
    """Yield the short blocks that frame the text: page lines above it, marks and imprint in it."""
    for block in (*above, *blocks):
        if block.label in _FRAME and block.end - block.start <= LONGEST_MARK:
            view = source.view[block.start : block.end].strip()
            yield Mark(view, block.label, block.start, block.end)


def personal_facts(blocks: Sequence[Block], found: Sequence[Finding]) -> list[Fact]:
    """Return the personal data that stands in the words that a document keeps."""
    if not blocks:
        return []
    first = bisect_left(found, blocks[0].start, key=lambda finding: finding.start)
    last = bisect_left(found, blocks[-1].end, key=lambda finding: finding.start)
    starts = [block.start for block in blocks] if first < last else []
    return [
        Fact("personal_data", finding.kind, finding.start, finding.end, f"personal:{finding.kind}")
        for finding in found[first:last]
        if blocks[bisect_right(starts, finding.start) - 1].label in _KEPT
    ]


class Describe(beam.PTransform):
    """Finish the facts of the documents of each unit's sources."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("describe", Collation, describe))
