"""Repeats inside a document: what is removed, on evidence of position alone, and what is marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from transforms.deduplicate.copies import find_passages
from transforms.deduplicate.digest import find_digest
from transforms.deduplicate.edges import KEPT
from transforms.deduplicate.twice import find_second_copies
from transforms.schema import COPY, DIGEST, Block, Collation

Policy = Literal["off", "mark", "within", "all"]


def find_repeats(collation: Collation, policy: Policy = "within") -> Collation:
    """Return the collation with the repeats inside each document, removed ones relabelled.

    ``off`` finds nothing; ``mark`` removes nothing; ``within`` and ``all`` relabel an editor's
    digest before the document proper (``DIGEST``) and a copy that adjoins its twin (``COPY``); a
    document that as a whole is such a copy is no document any more.
    """
    if policy == "off":
        return collation
    source = collation.text
    starts = [block.start for block in collation.blocks]
    again = find_second_copies(collation)
    copied = {(repeat.start, repeat.end) for repeat in again} if policy != "mark" else set()
    repeats = list(again)
    gone = [(repeat.start, repeat.end, COPY) for repeat in again]
    kept = tuple(each for each in collation.documents if (each.start, each.end) not in copied)
    before = 0
    for document in kept:
        # A digest may stand before what ``split`` takes for the document's beginning.
        first, last = bisect_left(starts, before), bisect_left(starts, document.end)
        before = document.end
        digest = find_digest(source.view, collation.blocks[first:last])
        inside = collation.blocks[bisect_left(starts, document.start, first, last) : last]
        copies, marks = find_passages(source, inside, digest)
        repeats += digest + copies + marks
        gone += [(repeat.start, repeat.end, DIGEST) for repeat in digest]
        gone += [(repeat.start, repeat.end, COPY) for repeat in copies]
    if policy == "mark":
        repeats = [repeat._replace(action="marked") for repeat in repeats]
        gone = []
    return collation._replace(
        blocks=relabel(collation.blocks, gone),
        documents=kept,
        repeats=collation.repeats + tuple(sorted(repeats)),
    )


def relabel(blocks: Sequence[Block], gone: Sequence[tuple[int, int, str]]) -> tuple[Block, ...]:
    """Return the blocks with body and headings inside (start, end, label) relabelled and cut."""
    if not gone:
        return tuple(blocks)
    spans = sorted(gone)
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    starts = [start for start, _, _ in spans]
    out: list[Block] = []
    for block in blocks:
        if block.end <= edges[0] or block.start >= edges[-1]:
            out.append(block)
            continue
        inner = edges[bisect_right(edges, block.start) : bisect_left(edges, block.end)]
        for start, end in pairwise((block.start, *inner, block.end)):
            index = bisect_right(starts, start) - 1
            label, rule = block.label, block.rule
            if index >= 0 and start < spans[index][1] and label in KEPT:
                label = spans[index][2]
                rule = f"repeat:{label}"
            elif start > block.start:
                rule = "rest"
            out.append(Block(start, end, label, rule))
    return tuple(out)
