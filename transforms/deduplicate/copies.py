"""Passages that stand twice in a document; of these, the copies that adjoin their twins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from transforms.deduplicate.again import said_again
from transforms.deduplicate.edges import KEPT, OPENING, sentence_end, sentence_start
from transforms.deduplicate.key import Key, between, key_of, text_of
from transforms.deduplicate.likeness import edit_similarity
from transforms.deduplicate.passages import Passage, passages
from transforms.deduplicate.template import numbers
from transforms.schema import HEADING, Block, Repeat, SourceText

SHORTEST = 500  # source code points of a copy
SIMILAR = 0.98  # edit similarity of a copy and its twin; their numbers are the same
GAP = 40  # key code points that may stand between the two, or before the first of them
ALIKE = 0.6  # edit similarity of the ragged ends of a copy and its twin

_FIRST_ITEM = re.compile(r"[ \n]*(?:一、|\(一\)|第一[条章节编篇部]|第1[条章节]|1[.、]|\(1\)|1\)|①)")


def find_passages(
    source: SourceText, blocks: Sequence[Block], removed: Sequence[Repeat]
) -> tuple[list[Repeat], list[Repeat]]:
    """Return the copies that adjoin their twins (removed) and the other repeats (marked).

    What ``removed`` already names is not looked at.
    """
    if not blocks:
        return [], []
    copies: list[Repeat] = []
    while True:
        gone = [(repeat.start, repeat.end) for repeat in (*removed, *copies)]
        others = [(block.start, block.end) for block in blocks if block.label not in KEPT]
        key = key_of(source.view, blocks[0].start, blocks[-1].end, sorted(others + gone))
        found = passages(key.codes)
        more = _copies(source, blocks, key, found)
        if not more:
            break
        copies += more  # and once more, so that no mark has its twin in what is gone
    headings = [block.start for block in blocks if block.label == HEADING]
    marks = []
    for passage in found:
        start, end = key.span(passage.start, passage.end)
        twin_start, twin_end = key.span(passage.twin_start, passage.twin_end)
        if between(headings, start, end) or between(headings, twin_start, twin_end):
            continue
        kind, score = _likeness(key, passage)
        marks.append(
            Repeat(start, end, twin_start, twin_end, kind, score, "marked", "repeated passage")
        )
    return copies, marks


def _copies(
    source: SourceText, blocks: Sequence[Block], key: Key, found: Sequence[Passage]
) -> list[Repeat]:
    """Return the passages that are copies adjoining their twins, none the twin of another."""
    copies: list[Repeat] = []
    for passage in found:
        if copies and int(key.places[passage.twin_start]) < copies[-1].end:
            continue
        length, shift = passage.end - passage.start, passage.start - passage.twin_start
        copy = None
        # Cheap; the source span decides below.
        if min(length, shift) >= SHORTEST // 2 and passage.start - passage.twin_end <= GAP:
            copy = _copy_of(source, blocks, key, passage)
        copy = copy or said_again(source, blocks, key, passage)
        if copy is not None:
            copies.append(copy)
    return copies


def _copy_of(
    source: SourceText, blocks: Sequence[Block], key: Key, passage: Passage
) -> Repeat | None:
    """Return a passage as a copy, cut at sentence edges, if evidence says that it is one."""
    restarts = passage.twin_start == 0  # to the code point: the document begins again here
    passage = _grown(key, passage)
    kind, score = _likeness(key, passage)
    if score < SIMILAR or _versions(key, passage):
        return None
    start, end = key.span(passage.start, passage.end)
    while start > blocks[0].start and source.text[start - 1] in OPENING:
        start -= 1
    if not restarts:
        start = sentence_start(source, blocks, start, end)
    end = sentence_end(source, blocks, start, end)
    twin_start, twin_end = key.span(passage.twin_start, min(passage.twin_end, passage.start))
    if min(end - start, start - twin_start) < SHORTEST:
        return None
    if passage.twin_start <= GAP:
        reason = "the document stands twice in a row"
    elif any(block.label == HEADING and block.start == start for block in blocks):
        reason = "a long run stands twice in a row, its heading again"
    elif _FIRST_ITEM.match(source.view, start):
        reason = "a long run stands twice in a row, its numbering starts again"
    else:
        return None
    return Repeat(start, end, twin_start, twin_end, kind, score, "removed", reason)


def _grown(key: Key, passage: Passage) -> Passage:
    """Return the passage with its first and last code points, where an edit cut them off.

    What stands before the twin, at the document's beginning, may be at the copy's beginning too;
    what stands between twin and copy may be at the copy's end.
    """
    lead = passage.twin_start if passage.twin_start <= GAP else 0
    if lead and _alike(key, 0, lead, passage.start - lead, passage.start):
        passage = passage._replace(start=passage.start - lead, twin_start=0)
    tail = passage.start - passage.twin_end
    end = min(passage.end + tail, len(key.codes))
    if tail > 0 and _alike(key, passage.twin_end, passage.start, passage.end, end):
        passage = passage._replace(end=end, twin_end=passage.start)
    return passage


def _alike(key: Key, start: int, end: int, other_start: int, other_end: int) -> bool:
    """Say whether two short stretches of the key are versions of one text."""
    here, there = text_of(key.codes[start:end]), text_of(key.codes[other_start:other_end])
    return Levenshtein.normalized_similarity(here, there) >= ALIKE


def _likeness(key: Key, passage: Passage) -> tuple[str, float]:
    """Return the kind and the edit similarity of a passage and its twin."""
    if passage.exact:
        return "exact", 1.0
    here, there = (text_of(key.codes[start:end]) for start, end in passage.sides())
    return "near", round(edit_similarity(here, there), 4)


def _versions(key: Key, passage: Passage) -> bool:
    """Say whether numbers tell a passage and its twin apart, or what stands before either."""
    lead = passage.twin_start if passage.twin_start <= GAP else 0
    (start, end), (twin_start, twin_end) = passage.sides()
    here, there, before, twin_before = (
        numbers(text_of(key.codes[first:last]))
        for first, last in (
            (start, end), (twin_start, twin_end), (start - lead, start), (0, lead),
        )
    )  # fmt: skip
    return here != there or bool(before and twin_before and before != twin_before)
