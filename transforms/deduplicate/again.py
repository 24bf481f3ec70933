"""What a document says once more, word for word, right behind itself: pasted or scanned twice.

Evidence is that nothing stands between the two. Where no heading comes again and no numbering
begins anew it must be prose, and equal.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.deduplicate.edges import OPENING, begins_line, is_edge, sentence_end
from transforms.deduplicate.key import Key
from transforms.deduplicate.passages import Passage
from transforms.schema import Block, Repeat, SourceText

# Key code points of the stretch, and of one that is whole lines. In 2,316 laws no more than 57 come
# again at once, and of whole lines none from 30 on; of six texts by authors who put a paragraph, a
# page or a section into them twice, all left out the second.
SHORTEST, LINES = 100, 30
VERSE = 18  # code points of a line on average: below, it may be verse, which has refrains
NEAR = 300  # key code points from the second one's beginning within which an edge is looked for


def said_again(
    source: SourceText, blocks: Sequence[Block], key: Key, passage: Passage
) -> Repeat | None:
    """Return the second, third ... of equal stretches that adjoin, if evidence says it is a copy.

    Of AA any stretch of A's length can go, and A is left: one that begins with a line, or else
    with a sentence.
    """
    period = passage.start - passage.twin_start
    size = (passage.end - passage.twin_start) // period * period - period
    if not passage.exact or period < LINES or not size:
        return None
    last = passage.end - size
    near = range(max(passage.twin_start, passage.start - NEAR), min(last, passage.start + NEAR) + 1)
    for whole_lines in (True, False):
        for at in sorted(near, key=lambda at: (abs(at - passage.start), at)):
            start = _begin(source, blocks, key, at)
            if not (begins_line(source, blocks, start) or is_edge(source, blocks, start)):
                continue
            end = sentence_end(source, blocks, start, int(key.places[at + size - 1]) + 1)
            if key.places.searchsorted(end) != at + size or "。" not in source.view[start:end]:
                continue
            if _is_verse(source.view[start:end]):
                continue
            twin = _begin(source, blocks, key, max(at - period, 0))
            lines = all(begins_line(source, blocks, each) for each in (twin, start, end))
            if lines if whole_lines else period >= SHORTEST:
                reason = "the same words stand twice in a row"
                return Repeat(start, end, twin, start, "exact", 1.0, "removed", reason)
    return None


def _is_verse(view: str) -> bool:
    lines = [line for line in map(str.strip, view.splitlines()) if line]
    return sum(map(len, lines)) < VERSE * len(lines)


def _begin(source: SourceText, blocks: Sequence[Block], key: Key, at: int) -> int:
    """Return where in the source what a key's code point begins does, with marks and indent."""
    first = blocks[0].start
    start = int(key.places[at])
    while start > first and source.text[start - 1] in OPENING:
        start -= 1
    line = start
    while line > first and source.view[line - 1] in " \t":
        line -= 1
    return line if begins_line(source, blocks, line) else start
