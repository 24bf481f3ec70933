"""An editor's digest: paragraphs before the document proper that repeat what stands below."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

import numpy as np

from transforms.deduplicate.key import between, gram_hashes, key_of
from transforms.schema import BODY, HEADING, Block, Repeat
from transforms.tables.openings import ANNOUNCED, ANNOUNCES, OPENINGS, OWN_VOICE

# Lengths in code points of the key, shares of it.
GRAM = 12  # shorter grams find stock phrases, longer ones miss edited sentences
SHORTEST = 60
LONGEST = 0.4  # of the document proper
COVERED = 0.6  # of the run must stand again below; its half sentences have no twin
MOST_OPENINGS = 4  # places tried for the beginning of the document proper
NEAR = 0.8  # of a paragraph must stand below for its Repeat to be called near
TWIN_GAP = 200  # between two grams of one twin

_ANNOUNCED = ANNOUNCED.compile()
_OPENINGS = [rule.compile() for rule in OPENINGS]
_start = attrgetter("start")
_OWN_VOICE = [rule.compile() for rule in OWN_VOICE]


def find_digest(view: str, blocks: Sequence[Block]) -> list[Repeat]:
    """Return a Repeat for each paragraph of the digest that opens these blocks, or nothing.

    A digest is the run of body paragraphs before the document proper opens (a heading, a title
    or number on its own line, "原文如下:"), if most of its sentences stand again below and, where
    nothing announces the text, it has no numbering, date or addressee. Titles prove nothing.
    """
    first = next((block.start for block in blocks if block.label == BODY), None)
    if first is None:
        return []
    room = first + LONGEST * (blocks[-1].end - first)
    for end in _announced(view, blocks, room):
        before = [line for line in body_lines(blocks, view) if line[1] <= end]
        found = _digest_of(view, blocks, before, end)
        if found:
            return found
    headings = [block.start for block in blocks if block.label == HEADING]
    lines: list[tuple[int, int]] = []
    openings = 0
    for start, stop in body_lines(blocks, view):
        line = view[start:stop].strip()
        heads = bool(lines) and between(headings, lines[-1][1], start)
        if heads or any(pattern.match(line) for pattern in _OPENINGS):
            found = _digest_of(view, blocks, lines, start)
            if found:
                return found
            openings += bool(lines)
        own = any(pattern.match(line) for pattern in _OWN_VOICE)
        if own or openings == MOST_OPENINGS or stop > room:
            return []
        lines.append((start, stop))
    return []


def _announced(view: str, blocks: Sequence[Block], room: float) -> Iterator[int]:
    """Yield the ends of the blocks up to ``room`` that announce the document proper."""
    at = view.find(ANNOUNCES, blocks[0].start, blocks[-1].end)
    while at >= 0:
        block = blocks[bisect_right(blocks, at, key=_start) - 1]
        if block.start > room:
            return
        if _ANNOUNCED.match(view[block.start : block.end].strip()):
            yield block.end
        at = view.find(ANNOUNCES, max(at + 1, block.end), blocks[-1].end)


def body_lines(blocks: Sequence[Block], view: str) -> Iterator[tuple[int, int]]:
    """Yield the source lines, as spans, that the body blocks make up."""
    start = end = -1
    for block in blocks:
        if block.label != BODY:
            continue
        if end != block.start or view[end - 1] in "\n\r\f":
            if end >= 0:
                yield start, end
            start = block.start
        end = block.end
    if end >= 0:
        yield start, end


def _digest_of(
    view: str, blocks: Sequence[Block], lines: list[tuple[int, int]], proper: int
) -> list[Repeat]:
    """Return the Repeats of these lines if they are a digest of what stands from ``proper`` on."""
    if not lines:
        return []
    end = blocks[-1].end
    others = [(block.start, block.end) for block in blocks if block.label != BODY]
    run = key_of(view, lines[0][0], proper, others)
    below = key_of(view, proper, end, others)
    spans = [
        (int(np.searchsorted(run.places, start)), int(np.searchsorted(run.places, stop)))
        for start, stop in lines
    ]
    told = np.zeros(len(run.codes), dtype=np.bool_)
    for (start, stop), (first, last) in zip(lines, spans, strict=True):
        told[first:last] = _is_told(view[start:stop])
    if not (told.sum() >= SHORTEST and len(told) <= LONGEST * len(below.codes)):
        return []
    hashes = gram_hashes(below.codes, GRAM)
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    grams = gram_hashes(run.codes, GRAM)
    at = np.searchsorted(hashes, grams)
    times = np.searchsorted(hashes, grams, side="right") - at
    places = np.where(times > 0, order[np.minimum(at, len(order) - 1)], -1)  # the first below
    covered = np.zeros(len(told), dtype=np.bool_)
    for offset in range(GRAM):
        covered[offset : offset + len(grams)] |= times > 0
    share = float(covered[told].mean())
    if share < COVERED:
        return []
    repeats = []
    for (start, stop), (first, last) in zip(lines, spans, strict=True):
        inside = slice(first, max(first, last - GRAM + 1))
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


def _is_told(line: str) -> bool:
    """Say whether a line is made of sentences: a title is not."""
    return "。" in line or line.rstrip(' "\n\r\f').endswith(("!", "?", ";"))


def _densest(places: list[int]) -> tuple[int, int]:
    """Return the span of the largest group of grams (ascending places) without a wide gap."""
    best = (0, 0, 0)
    first = 0
    for index in range(len(places)):
        if index and places[index] - places[index - 1] > TWIN_GAP:
            first = index
        best = max(best, (index - first + 1, -places[first], places[index]))
    return -best[1], best[2] + GRAM
