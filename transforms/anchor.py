"""Anchor: what was found in the text that a page shows goes back to where it stands in the source.

The stages before worked on what a marked-up source shows. Here its blocks, edits, facts and
repeats get the offsets of the source. What shows nothing becomes ``markup`` blocks; what is shown
otherwise than it stands, and the line ends between elements, become edits. A record reads the same
before and after.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from operator import attrgetter
from typing import NamedTuple

from transforms.markup import layout_of
from transforms.markup.tokens import Layout, Token
from transforms.schema import (
    BODY,
    HEADING,
    MARKUP,
    Block,
    Collation,
    Document,
    Edit,
    Fact,
)


def anchor(collation: Collation) -> Collation:
    """Return the collation of a marked-up source with the offsets of the source itself."""
    source = collation.marked
    layout = layout_of(source.source, source.text) if source else None
    if source is None or layout is None:
        return collation
    shown = Shown(layout.tokens)
    slices = list(shown.slices(collation.blocks))
    return collation._replace(
        text=source,
        marked=None,
        blocks=tuple(source_blocks(layout.tokens, slices)),
        documents=tuple(
            document._replace(
                start=shown.start(document.start),
                end=shown.end(document.end),
                facts=tuple(facts_of(document, shown, layout, len(collation.documents) == 1)),
                edits=tuple(source_edits(document, slices)),
            )
            for document in collation.documents
        ),
        repeats=tuple(
            repeat._replace(
                start=shown.start(repeat.start),
                end=shown.end(repeat.end),
                twin_start=shown.start(repeat.twin_start),
                twin_end=shown.end(repeat.twin_end),
            )
            for repeat in collation.repeats
        ),
        unmatched=tuple(shown.fact(fact) for fact in collation.unmatched),
    )


def facts_of(document: Document, shown: Shown, layout: Layout, is_alone: bool) -> Iterator[Fact]:
    """Yield the facts of a document; what the text does not tell, the page's own words may."""
    yield from map(shown.fact, document.facts)
    told = {fact.field for fact in document.facts}
    if is_alone:
        yield from (fact for fact in layout.facts if fact.field not in told)


class Slice(NamedTuple):
    """A stretch of one block that one token shows: ``low:high`` of what is shown.

    A token that is shown as it stands may be cut; any other belongs to the block it begins in.
    """

    low: int
    high: int
    start: int  # in the source
    end: int
    token: Token
    block: Block


class Shown:
    """The tokens that show something, and where what they show stands."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = [token for token in tokens if token.shown]
        self.places = [0, *accumulate(len(token.shown) for token in self.tokens)]

    def start(self, place: int) -> int:
        """Return where in the source the first character from a place on begins."""
        index = max(0, bisect_right(self.places, place) - 1)
        while index < len(self.tokens) and self.tokens[index].start == self.tokens[index].end:
            index += 1
        if index >= len(self.tokens):
            return self.end(place)
        token = self.tokens[index]
        return token.start + (max(0, place - self.places[index]) if not token.rule else 0)

    def end(self, place: int) -> int:
        """Return where in the source the last character before a place ends."""
        index = bisect_left(self.places, place) - 1
        while index >= 0 and self.tokens[index].start == self.tokens[index].end:
            index -= 1
        if index < 0:
            return 0
        token = self.tokens[index]
        inside = place - self.places[index]
        return token.start + inside if not token.rule and inside < len(token.shown) else token.end

    def fact(self, fact: Fact) -> Fact:
        """Return a fact with the place in the source where it was read."""
        if not fact.end:
            return fact  # derived, not read
        start = self.start(fact.start)
        return fact._replace(start=start, end=max(start, self.end(fact.end)))

    def slices(self, blocks: Sequence[Block]) -> Iterator[Slice]:
        """Yield the stretches of the blocks, in order."""
        index = 0
        for block in blocks:
            while index < len(self.tokens) and self.places[index] < block.end:
                token, place = self.tokens[index], self.places[index]
                low, high = max(place, block.start), min(self.places[index + 1], block.end)
                if not token.rule:
                    start = token.start + low - place
                    yield Slice(low, high, start, start + high - low, token, block)
                elif low == place:
                    yield Slice(low, self.places[index + 1], *token[:2], token, block)
                if self.places[index + 1] > block.end:
                    break
                index += 1


def source_blocks(tokens: Sequence[Token], slices: Sequence[Slice]) -> Iterator[Block]:
    """Yield the blocks that tile the source: those of what is shown, and the marks between."""
    marks = [token for token in tokens if not token.shown]
    pieces: list[Token | Slice] = [*marks, *(slice for slice in slices if slice.start < slice.end)]
    last: Block | None = None
    above: Block | None = None  # whose last piece was yielded, or is about to be
    for piece in sorted(pieces, key=_start):
        if isinstance(piece, Token):
            block = Block(piece.start, piece.end, MARKUP, piece.rule)
        elif last and last.end == piece.start and last.label != MARKUP and piece.block is above:
            last = last._replace(end=piece.end)
            continue
        else:
            _, _, label, rule = piece.block
            if piece.block is above and label == BODY:
                rule = "rest"
            block, above = Block(piece.start, piece.end, label, rule), piece.block
        if last:
            yield last
        last = block
    if last:
        yield last


_start = attrgetter("start")


def source_edits(document: Document, slices: Sequence[Slice]) -> list[Edit]:
    """Return the edits of a document in the source: those of what is shown, and of the mark-up.

    A line end that the source does not have goes behind the body text before it.
    """
    edits = list(reversed(document.edits))
    out: list[Edit] = []
    behind = -1  # the end of the last body text
    carried = ""  # what is inserted before the first
    first = bisect_left(slices, document.start, key=lambda slice: slice.low)
    for slice in islice(slices, first, None):
        if slice.low >= document.end:
            break
        is_body = slice.block.label == BODY
        if not is_body and slice.block.label != HEADING:
            continue
        found = list(_taken(edits, slice))
        if slice.token.rule:
            found = [_as_one(slice, found)]
        if slice.start < slice.end:
            if is_body and carried:
                out.append(Edit(slice.start, slice.start, carried, "markup:break"))
                carried = ""
            out += found
            behind = slice.end if is_body else behind
        elif is_body and behind < 0:
            carried += found[0].new
        elif is_body and found[0].new:
            out.append(found[0]._replace(start=behind, end=behind))
    return sorted(out, key=lambda edit: (edit.start, edit.end))


def _taken(edits: list[Edit], slice: Slice) -> Iterator[Edit]:
    """Take from ``edits`` (last first) what lies in a slice; yield it with its source offsets."""
    shift = slice.start - slice.low
    at_end = slice.block.label == BODY and slice.high == slice.block.end
    while edits and edits[-1].start < slice.low:
        edits.pop()  # of a block that was relabelled since
    while edits and (
        edits[-1].start < slice.high or (at_end and edits[-1].start == edits[-1].end == slice.high)
    ):
        start, end, new, rule = edits.pop()
        if end > slice.high:
            edits.append(Edit(slice.high, end, new[slice.high - start :], rule))
            end, new = slice.high, new[: slice.high - start]
        yield Edit(start + shift, end + shift, new, rule)


def _as_one(slice: Slice, edits: Sequence[Edit]) -> Edit:
    """Return the edit of a token that is not shown as it stands, with those of what it shows.

    What parts two cells is no gap: only the end of a line takes it away.
    """
    token = slice.token
    if token.rule == "markup:cell" and any(edit.rule.startswith("spacing:") for edit in edits):
        edits = ()
    at = slice.start
    parts: list[str] = []
    for start, end, new, _ in edits:
        parts += (token.shown[at - slice.start : start - slice.start], new)
        at = end
    parts.append(token.shown[at - slice.start :])
    rule = edits[-1].rule if edits else token.rule
    return Edit(slice.start, slice.end, "".join(parts), rule)
