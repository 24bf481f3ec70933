"""What is looked at of a document: its titles, head, tail, dated lines and framing blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from transforms.describe.lines import Line, fold, head, lines, tail
from transforms.schema import (
    BODY,
    BOILERPLATE,
    HEADING,
    IMPRINT,
    NOTE,
    PAGE_MARKER,
    RUNNING,
    Block,
    Document,
    Fact,
    SourceText,
)
from transforms.tables.layout import DATE_LINE, META, META_FIELDS

HEAD = 2000  # code points above the first item that are looked at
TAIL = 1000  # code points at the end
FRONT_LINES = 40
LONGEST_DATE = 24  # code points of a line that is a date
LONGEST_MARK = 200  # code points of a mark or page line
MOST_HEADS = 12  # running heads that are looked at
SIGNATURE_BLOCKS = 24  # blocks up to a date line that can hold its signature
KNOWN = 256  # lines whose fields are kept: each is asked for several fields

# Blocks that frame a document: what they say of it is read.
FRAME = frozenset((HEADING, IMPRINT, NOTE, BOILERPLATE, RUNNING, PAGE_MARKER))

_NUMERAL = "[一二三四五六七八九十百零〇]"
_FIRST_ITEM = re.compile(
    rf" *(?:第(?:{_NUMERAL}|[0-9]){{1,6}}[编篇章节条]|{_NUMERAL}{{1,3}} ?[、.]"
    rf"|[(]{_NUMERAL}{{1,3}}[)])"
)
_DATE_END = re.compile(r"日[) \r]*$", re.MULTILINE)
_FIELDS = re.compile(r" *[|] *|[ \t]+(?=(?:[\u4e00-\u9fff]{2,6}|[A-Z][a-z]{3,8}) ?:)")
_SIGN = re.compile(r"[]:|0-9〇二]")  # stands behind each name
_date_line = DATE_LINE.compile()
_meta = META.compile()


class Mark(NamedTuple):
    """A short block that is not body: a page line, imprint, letterhead, note, running head."""

    view: str
    label: str
    start: int
    end: int

    def meta(self, field: str) -> str:
        """Return what a page line gives for a field, "" if it gives nothing."""
        return meta(self.view, field)


def meta(view: str, field: str, begins: str | tuple[str, ...] = "") -> str:
    """Return what a line gives for a field under a name that ``begins`` so, "" if nothing."""
    for name, value in _named(view):
        if META_FIELDS[name.lower()] == field:
            return value if name.startswith(begins) else ""
    return ""


@lru_cache(KNOWN)
def _named(view: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values that a line gives; a table's row has name | value."""
    if not _SIGN.search(view):
        return ()
    found = map(_meta.match, dict.fromkeys((*_FIELDS.split(view), view)))
    return tuple((match["name"], match["value"].strip()) for match in found if match)


class Sheet(NamedTuple):
    """What is looked at of a document, all in the view.

    ``title_marks`` is the title as the source has it, with the number that may stand behind it.
    """

    title: str
    title_marks: str
    title_place: tuple[int, int]
    listed_title: str
    url: str
    head: Sequence[Line]  # above the first item
    tail: Sequence[Line]
    signatures: Sequence[Sequence[Line]]  # lines up to a date between head and tail
    marks: Sequence[Mark]
    given: Sequence[Mark]  # those of the marks that give a field
    below: Sequence[Mark]  # of the page, below the text of an only document


def sheet_of(
    source: SourceText,
    document: Document,
    blocks: Sequence[Block],
    framed: Sequence[Block],
    named: Sequence[Fact],
    raw: Mapping[str, Fact],
    below: Sequence[Block] = (),
) -> Sheet:
    """Return what is looked at of a document; ``named`` are its finished titles."""
    own = {fact.field: fact for fact in named}
    title = own.get("title") or own.get("listed_title")
    url = raw.get("url")
    first = lines(source, head(blocks, HEAD), document.edits)
    marks = list(_marks(source, framed))
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
        marks=marks,
        given=[mark for mark in marks if _named(mark.view)],
        below=list(_marks(source, below)),
    )


def _signatures(
    source: SourceText, document: Document, blocks: Sequence[Block]
) -> Iterator[list[Line]]:
    """Yield the lines up to each line that is a date, from the one before on."""
    behind = 0  # the block of the date before: no signature reaches over it
    for end in _DATE_END.finditer(source.view, document.start, document.end):
        begin = source.view.rfind("\n", document.start, end.start()) + 1
        if end.start() - begin > LONGEST_DATE or not _date_line.match(source.view, begin):
            continue
        last = bisect_right(blocks, end.start(), key=lambda block: block.start)
        around = [
            block
            for block in blocks[max(behind, last - SIGNATURE_BLOCKS) : last]
            if block.label == BODY and block.end - block.start <= LONGEST_MARK
        ]
        behind = last
        yield list(lines(source, around, document.edits))


def _marks(source: SourceText, framed: Sequence[Block]) -> Iterator[Mark]:
    """Yield the short blocks that frame the text: page lines above it, marks and imprint in it.

    Of the running heads those that differ, some of them: one may say 内部资料 on every page.
    """
    name = ""  # of a value that stands on the next line
    heads: set[str] = set()
    for block in framed:
        if block.label == PAGE_MARKER or block.end - block.start > LONGEST_MARK:
            continue
        view = source.view[block.start : block.end].strip(" \r\n\f\v\ufeff\u200b")
        if block.label == RUNNING:
            if view in heads or len(heads) == MOST_HEADS:
                continue
            heads.add(view)
        yield Mark(name + view, block.label, block.start, block.end)
        name = view if view.endswith(":") and block.rule == "chrome:meta" else ""
