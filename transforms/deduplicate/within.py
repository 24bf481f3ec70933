"""Repeats inside a document: what is removed, on evidence of position alone, and what is marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np

from transforms.deduplicate.key import Key, gram_hashes, key_of
from transforms.deduplicate.passages import Passage, passages
from transforms.schema import BODY, COPY, DIGEST, HEADING, Block, Collation, Repeat, SourceText
from transforms.tables.openings import ANNOUNCED, OPENINGS, OWN_VOICE

Policy = Literal["off", "mark", "within", "all"]

# An editor's digest (key code points and shares).
DIGEST_GRAM = 12  # shorter grams find stock phrases, longer ones miss edited sentences
DIGEST_SHORTEST = 60
DIGEST_LONGEST = 0.4  # of the document proper
DIGEST_COVERED = 0.6  # of the run must stand again below; its half sentences have no twin
DIGEST_OPENINGS = 4  # places tried for the beginning of the document proper
NEAR = 0.8  # of a paragraph must stand below for its Repeat to be called near
TWIN_GAP = 200  # code points between two grams of one twin

# A copy that adjoins its twin.
COPY_SHORTEST = 500  # source code points
COPY_AGREEING = 0.95
COPY_GAP = 40  # key code points that may stand between the two, or before the first of them

_KEPT = frozenset((BODY, HEADING))
_OPENINGS = [rule.compile() for rule in (ANNOUNCED, *OPENINGS)]
_ANNOUNCED = ANNOUNCED.compile()
_OWN_VOICE = [rule.compile() for rule in OWN_VOICE]
_FIRST_ITEM = re.compile(r"[ \n]*(?:一、|\(一\)|第一[条章节编篇部]|第1[条章节]|1[.、]|\(1\)|1\)|①)")
_TOLD = re.compile(r"[。!?;]\"?\s*\Z|[,。][^\n]*。")  # a line of sentences, not a title
_SENTENCE_END = re.compile(r"[。!?;\n\r\f]|\.(?=\s)")
_CLOSING = frozenset(
    "。！？；，：、）〕】》〉”’」』.!?;,:)]> \u3000\xa0"
)  # of the text, not the view
_OPENING = frozenset("“‘「『（〔【《〈([<")


def find_repeats(collation: Collation, policy: Policy = "within") -> Collation:
    """Return the collation with the repeats inside each document, removed ones relabelled.

    ``off`` finds nothing; ``mark`` removes nothing; ``within`` and ``all`` relabel an editor's
    digest before the document proper (``DIGEST``) and a copy that adjoins its twin (``COPY``).
    """
    if policy == "off":
        return collation
    source = collation.text
    starts = [block.start for block in collation.blocks]
    repeats: list[Repeat] = []
    gone: list[tuple[int, int, str]] = []
    before = 0
    for document in collation.documents:
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
        repeats=collation.repeats + tuple(sorted(repeats)),
    )


# ---------------------------------------------------------------------------------- digest


def find_digest(view: str, blocks: Sequence[Block]) -> list[Repeat]:
    """Return a Repeat for each paragraph of the digest that opens these blocks, or nothing.

    A digest is the run of body paragraphs before the document proper opens (a heading, a title
    or number on its own line, "原文如下:"), if it has no numbering, date or addressee, and most of
    its sentences stand again below; titles among them prove nothing.
    """
    lines = body_lines(blocks, view)
    if not lines:
        return []
    end = blocks[-1].end
    room = DIGEST_LONGEST * (end - lines[0][0])
    headings = [block.start for block in blocks if block.label == HEADING]
    openings = 0
    for number, (start, stop) in enumerate(lines):
        line = view[start:stop].strip()
        announced = bool(_ANNOUNCED.match(line))
        heads = number > 0 and _between(headings, lines[number - 1][1], start)
        if heads or announced or any(pattern.match(line) for pattern in _OPENINGS):
            proper = stop if announced else start
            found = _digest_of(view, blocks, lines[: number + announced], proper)
            if found:
                return found
            openings += number > 0
        own = not announced and any(pattern.match(line) for pattern in _OWN_VOICE)
        if own or openings == DIGEST_OPENINGS or stop - lines[0][0] > room:
            return []
    return []


def body_lines(blocks: Sequence[Block], view: str) -> list[tuple[int, int]]:
    """Return the source lines, as spans, that the body blocks make up."""
    lines: list[tuple[int, int]] = []
    for block in blocks:
        if block.label != BODY:
            continue
        if lines and lines[-1][1] == block.start and view[block.start - 1] not in "\n\r\f":
            lines[-1] = (lines[-1][0], block.end)
        else:
            lines.append((block.start, block.end))
    return lines


def _digest_of(
    view: str, blocks: Sequence[Block], lines: list[tuple[int, int]], proper: int
) -> list[Repeat]:
    """Return the Repeats of these lines if they are a digest of what stands from ``proper`` on."""
    if not lines:
        return []
    end = blocks[-1].end
    others = [(block.start, block.end) for block in blocks if block.label != BODY]
    run = _key_between(view, lines[0][0], proper, others)
    below = _key_between(view, proper, end, others)
    spans = [
        (int(np.searchsorted(run.places, start)), int(np.searchsorted(run.places, stop)))
        for start, stop in lines
    ]
    told = np.zeros(len(run.codes), dtype=np.bool_)
    for (start, stop), (first, last) in zip(lines, spans, strict=True):
        told[first:last] = bool(_TOLD.search(view, start, stop))
    if not (told.sum() >= DIGEST_SHORTEST and len(told) <= DIGEST_LONGEST * len(below.codes)):
        return []
    hashes = gram_hashes(below.codes, DIGEST_GRAM)
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    grams = gram_hashes(run.codes, DIGEST_GRAM)
    at = np.searchsorted(hashes, grams)
    times = np.searchsorted(hashes, grams, side="right") - at
    places = np.where(times > 0, order[np.minimum(at, len(order) - 1)], -1)  # the first below
    covered = np.zeros(len(told), dtype=np.bool_)
    for offset in range(DIGEST_GRAM):
        covered[offset : offset + len(grams)] |= times > 0
    share = float(covered[told].mean())
    if share < DIGEST_COVERED:
        return []
    repeats = []
    for (start, stop), (first, last) in zip(lines, spans, strict=True):
        inside = slice(first, max(first, last - DIGEST_GRAM + 1))
        hits = places[inside]
        telling = hits[times[inside] == 1] if (times[inside] == 1).any() else hits[hits >= 0]
        twin, score, kind = (proper, end), 0.0, "contained"
        if len(telling):
            twin = below.span(*_densest(np.sort(telling).tolist()))
            score = round(float(covered[first:last].mean()), 4)
            consecutive = hits[0] >= 0 and bool((np.diff(hits) == 1).all())
            kind = "exact" if consecutive else "near" if score >= NEAR else "contained"
        reason = f"editor's digest before the document proper, {share:.0%} of it stands below"
        repeats.append(Repeat(start, stop, *twin, kind, score, "removed", reason))
    return repeats


def _densest(places: list[int]) -> tuple[int, int]:
    """Return the span of the largest group of grams (ascending places) without a wide gap."""
    best = (0, 0, 0)
    first = 0
    for index in range(len(places)):
        if index and places[index] - places[index - 1] > TWIN_GAP:
            first = index
        best = max(best, (index - first + 1, -places[first], places[index]))
    return -best[1], best[2] + DIGEST_GRAM


# --------------------------------------------------------------------- copies and passages


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
        others = [(block.start, block.end) for block in blocks if block.label not in _KEPT]
        key = _key_between(source.view, blocks[0].start, blocks[-1].end, sorted(others + gone))
        found = passages(key.codes)
        more = _first_copy(source, blocks, key, found)
        if more is None:
            break
        copies.append(more)
    headings = [block.start for block in blocks if block.label == HEADING]
    marks = []
    for passage in found:
        start, end = key.span(passage.start, passage.end)
        twin_start, twin_end = key.span(passage.twin_start, passage.twin_end)
        if _between(headings, start, end) or _between(headings, twin_start, twin_end):
            continue
        kind = "exact" if passage.score == 1 else "near"
        score = round(passage.score, 4)
        marks.append(
            Repeat(start, end, twin_start, twin_end, kind, score, "marked", "repeated passage")
        )
    return copies, marks


def _first_copy(
    source: SourceText, blocks: Sequence[Block], key: Key, found: Sequence[Passage]
) -> Repeat | None:
    """Return the first passage that is a copy adjoining its twin, cut at sentence edges."""
    for passage in found:
        length, shift = passage.end - passage.start, passage.start - passage.twin_start
        if (
            min(length, shift) < COPY_SHORTEST // 2  # cheap; the source span decides below
            or passage.start - passage.twin_end > COPY_GAP
            or passage.score < COPY_AGREEING
        ):
            continue
        start, end = key.span(passage.start, passage.end)
        start = _sentence_start(source, blocks, start, end)
        end = _sentence_end(source, blocks, start, end)
        twin_start, twin_end = key.span(passage.twin_start, min(passage.twin_end, passage.start))
        if min(end - start, start - twin_start) < COPY_SHORTEST:
            continue
        if passage.twin_start <= COPY_GAP:
            reason = "the document stands twice in a row"
        elif any(block.label == HEADING and block.start == start for block in blocks):
            reason = "a long run stands twice in a row, its heading again"
        elif _FIRST_ITEM.match(source.view, start):
            reason = "a long run stands twice in a row, its numbering starts again"
        else:
            continue
        kind = "exact" if passage.score == 1 else "near"
        score = round(passage.score, 4)
        return Repeat(start, end, twin_start, twin_end, kind, score, "removed", reason)
    return None


def _sentence_start(source: SourceText, blocks: Sequence[Block], start: int, end: int) -> int:
    """Return ``start``, or the first beginning of a sentence behind it if it stands inside one."""
    at = start
    while at > blocks[0].start and source.text[at - 1] in _OPENING:
        at -= 1
    before = at
    while before > blocks[0].start and source.text[before - 1] in " \u3000\xa0":
        before -= 1
    cut = _block_starting_at(blocks, at)
    fresh = cut > 0 and blocks[cut - 1].label != BODY
    if before == blocks[0].start or fresh or _SENTENCE_END.match(source.view, before - 1):
        return at
    if source.text[before - 1] in _CLOSING and _SENTENCE_END.match(source.view, before - 2):
        return at
    match = _SENTENCE_END.search(source.view, start, end)
    at = match.end() if match else end
    while at < end and (source.text[at] in _CLOSING or source.text[at] in "\n\r\f"):
        at += 1
    return at


def _sentence_end(source: SourceText, blocks: Sequence[Block], start: int, end: int) -> int:
    """Return ``end`` with the punctuation that belongs to it, or the last sentence end before."""
    limit = blocks[-1].end
    at = end
    while at < limit and source.text[at] in _CLOSING:
        at += 1
    whole_line = start == blocks[0].start or source.view[start - 1] in "\n\r\f"
    line_end = at < limit and source.view[at] in "\n\r\f"
    cut = _block_starting_at(blocks, at)
    fresh = cut >= 0 and blocks[cut].label != BODY
    if at == limit or line_end or fresh or _SENTENCE_END.search(source.view, end, at):
        # The line end goes too only where the copy began with its line.
        return at + 1 if line_end and whole_line else at
    ends = [match.end() for match in _SENTENCE_END.finditer(source.view, start, end)]
    at = ends[-1] if ends else start
    while at < end and source.text[at] in _CLOSING:
        at += 1
    return at


def _block_starting_at(blocks: Sequence[Block], offset: int) -> int:
    """Return the index of the block that starts at the offset, or -1."""
    index = bisect_left(blocks, offset, key=lambda block: block.start)
    return index if index < len(blocks) and blocks[index].start == offset else -1


def _between(offsets: Sequence[int], start: int, end: int) -> bool:
    """Say whether one of the ascending offsets lies in ``start:end``."""
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


def _key_between(view: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> Key:
    """Return the key of ``start:end`` without the other spans."""
    out = [(max(start, a), min(end, b)) for a, b in others if a < end and b > start]
    return key_of(view, start, end, out)


def relabel(blocks: Sequence[Block], gone: Sequence[tuple[int, int, str]]) -> tuple[Block, ...]:
    """Return the blocks with body and headings inside (start, end, label) relabelled and cut."""
    if not gone:
        return tuple(blocks)
    spans = sorted(gone)
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    starts = [start for start, _, _ in spans]
    out: list[Block] = []
    for block in blocks:
        inner = edges[bisect_right(edges, block.start) : bisect_left(edges, block.end)]
        for start, end in pairwise((block.start, *inner, block.end)):
            index = bisect_right(starts, start) - 1
            label, rule = block.label, block.rule
            if index >= 0 and start < spans[index][1] and label in _KEPT:
                label = spans[index][2]
                rule = f"repeat:{label}"
            elif start > block.start:
                rule = "rest"
            out.append(Block(start, end, label, rule))
    return tuple(out)
