"""The ledger: what became of each stretch of a source, so that it can be undone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter

from transforms import render, schema
from transforms.schema import Block, Collation, Decision, Document, Edit
from transforms.write.rows import LedgerRow

# Of each label: the stage that decides about such blocks, and why they are in no record's text.
LABELS = {
    schema.BODY: ("split", "stands outside every document"),
    schema.HEADING: ("split", "title or heading: read into the record's fields"),
    schema.CONTENTS: ("label", "contents page: used to split the source"),
    schema.SECTION: ("split", "table or title of a section, between documents"),
    schema.PAGE_MARKER: ("segment", "page marker"),
    schema.RUNNING: ("label", "running head, foot or watermark"),
    schema.BOILERPLATE: ("label", "chrome of the site, not of the document"),
    schema.CREDIT: ("label", "credit or advert of a compiler or site"),
    schema.NOTE: ("label", "an editor's note about the text"),
    schema.URL: ("segment", "address of the document: read into the record's fields"),
    schema.IMPRINT: ("label", "letterhead, mark or imprint: read into the record's fields"),
    schema.DIGEST: ("deduplicate", "an editor's digest before the document proper"),
    schema.COPY: ("deduplicate", "a second copy of a text that is kept"),
    schema.MARKUP: ("restore", "debris of mark-up"),
    schema.BLANK: ("segment", "empty line or byte order mark"),
}

# Mark-up of HTML and Markdown is no debris: it is what the source is written in.
MARKS = frozenset(
    f"markup:{kind}"
    for kind in (
        "cell", "comment", "front-matter", "hidden", "reference", "script", "space", "style", "tag",
        "title",
    )
)  # fmt: skip
SHOWS_NOTHING = ("segment", "mark-up: nothing that the page shows")

NAMED = 14  # code points by which a repeated item is named


def ledger_rows(
    collation: Collation, removed: Mapping[str, Decision] | None = None
) -> list[LedgerRow]:
    """Return the rows that tile a source; ``removed`` documents are copies that are left out."""
    source, text = collation.text.source, collation.text.text
    removed = removed or {}
    rows: list[LedgerRow] = []
    owner: Document | None = None
    edits: list[Edit] = []
    for block, document in runs(collation):
        if document is not owner:
            owner, edits = document, list(reversed(document.edits)) if document else []
        id = document.id if document else ""
        stage, reason = LABELS[block.label] if block.rule not in MARKS else SHOWS_NOTHING
        survivor, rule, label = "", block.rule, block.label
        inside: list[Edit] = []
        raw = text[block.start : block.end]
        if id in removed:
            stage, label, rule = "deduplicate", schema.COPY, "document"
            survivor, reason = removed[id].duplicate_of, _because(removed[id].reason)
        else:
            if label in (schema.BODY, schema.HEADING):
                inside = _edits_inside(block, edits)
            if label == schema.BODY and document:
                stage, reason, raw = ("restore" if inside else "split"), "", ""
            elif label in (schema.DIGEST, schema.COPY):
                survivor, reason = _twins(collation, block, reason)
        rows.append(
            LedgerRow(
                source, block.start, block.end, stage, label, rule, reason, id, survivor, raw,
                [edit.start for edit in inside],
                [text[edit.start : edit.end] for edit in inside],
                [edit.new for edit in inside],
                [edit.rule for edit in inside],
            )
        )  # fmt: skip
    return rows


def runs(collation: Collation) -> list[tuple[Block, Document | None]]:
    """Return the blocks with the document each lies in; body blocks in a row become one."""
    out: list[tuple[Block, Document | None]] = []
    at = 0
    for document in collation.documents:
        inside = render.blocks_of(collation, document)
        begin = bisect_left(collation.blocks, document.start, at, key=attrgetter("start"))
        out += [(block, None) for block in collation.blocks[at:begin]]
        for label, alike in groupby(inside, attrgetter("label")):
            first, *others = alike
            if label == schema.BODY and others:
                first, others = first._replace(end=others[-1].end), []
            out += [(block, document) for block in (first, *others)]
        at = begin + len(inside)
    return out + [(block, None) for block in collation.blocks[at:]]


def _edits_inside(block: Block, edits: list[Edit]) -> list[Edit]:
    """Take from ``edits`` (last first) those of the block, as ``render.pieces`` takes them."""
    inside: list[Edit] = []
    while edits and edits[-1].start < block.start:
        edits.pop()  # of a block that was relabelled since
    while edits and edits[-1].end <= block.end:
        start, end = edits[-1][:2]
        at_end = block.label == schema.BODY and start == end == block.end
        if not (start < block.end or at_end):
            break
        inside.append(edits.pop())
    return inside


def _because(reason: str) -> str:
    phrase = "the whole document repeats its survivor"
    return f"{phrase}: {reason}" if reason else phrase


def _twins(collation: Collation, block: Block, reason: str) -> tuple[str, str]:
    """Return the record that keeps what a removed block says, and the reason with its twins."""
    repeats = [
        repeat
        for repeat in collation.repeats
        if repeat.action == "removed" and repeat.start < block.end and block.start < repeat.end
    ]
    if not repeats:
        return "", reason
    twins = "; ".join(
        f"{repeat.start}:{repeat.end} repeats {repeat.twin_start}:{repeat.twin_end} "
        f"“{_beginning(collation, repeat.twin_start)}” ({repeat.kind}, {repeat.score:.2f})"
        if repeat.score
        else f"{repeat.start}:{repeat.end} has no twin"
        for repeat in repeats
    )
    keeps = (document_at(collation, repeat.twin_start) for repeat in repeats)
    return next((id for id in keeps if id), ""), f"{repeats[0].reason or reason}; {twins}"


def _beginning(collation: Collation, offset: int) -> str:
    """Return how the block begins that holds the offset: an item's number and first words."""
    block = collation.blocks[bisect_right(collation.blocks, offset, key=attrgetter("start")) - 1]
    words = collation.text.text[block.start : block.end].strip()
    return words if len(words) <= NAMED else words[:NAMED] + "…"


def document_at(collation: Collation, offset: int) -> str:
    """Return the id of the document that holds the offset, "" between documents."""
    documents = collation.documents
    last = bisect_right(documents, offset, key=attrgetter("start")) - 1
    return documents[last].id if last >= 0 and offset < documents[last].end else ""
