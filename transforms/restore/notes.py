"""Foot notes that a page end put between the halves of a sentence.

Their lines stand last on a page whose text is cut, and their marks stand in that text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from transforms.restore.flow import Flow
from transforms.restore.lines import Lines, ends_sentence
from transforms.schema import BODY, Block, Edit

CITED_WITHIN = 3000  # code points above a note in which its mark stands
LONGEST = 3  # lines of one note

_NOTE = re.compile(r"(?P<mark>[①-⑳]|[\[［〔][0-9]{1,2}[\]］〕])[ \u3000]*\S")
_SIGNS = ("①", "[", "［", "〔")
_PERSONAL = re.compile(r"[0-9]{7}|@|电话|联系人")  # stays where its place is known

Notes = Sequence[Block]
"""The blocks of one page's notes."""


def foot_notes(flow: Flow, source: str, blocks: Sequence[Block]) -> list[Notes]:
    """Return the notes between the halves of a sentence, in order."""
    if len(flow.runs) < 2 or not any(sign in flow.text for sign in _SIGNS):
        return []
    starts = [block.start for block in blocks]
    out: list[Notes] = []
    for start, end in _notes(Lines(flow, source)):
        first, last = (bisect_right(starts, flow.offset(at)) for at in (start, end - 1))
        own = [block for block in blocks[first - 1 : last] if block.label == BODY]
        if own[0].start <= flow.offset(start) and not _PERSONAL.search(flow.text, start, end):
            out.append(own)
    return out


def _notes(lines: Lines) -> Iterator[tuple[int, int]]:
    """Yield start and end in the flow of the lines of each page's notes."""
    for last in sorted(lines.seams):
        if not 0 < last < len(lines) - 1 or lines.is_item(last + 1):
            continue
        first = _first(lines, last)
        if first and not ends_sentence(lines.words(first - 1)):
            yield int(lines.starts[first]), int(lines.ends[last])


def _first(lines: Lines, last: int) -> int:
    """Return the first of the lines of the notes that end with ``last``; 0: there is none."""
    first, index = 0, last
    while index > 0 and index > (first or last + 1) - 1 - LONGEST:
        if index in lines.seams and index < last:
            break
        match = _NOTE.match(lines.words(index))
        end = int(lines.starts[index])
        if match and lines.flow.text.find(match["mark"], max(0, end - CITED_WITHIN), end) >= 0:
            first = index
        index -= 1
    return first


def blanked(text: str, notes: Sequence[Notes]) -> str:
    """Return the text with line ends in place of the notes, which are in order."""
    parts: list[str] = []
    at = 0
    for own in notes:
        start, end = own[0].start, own[-1].end
        parts += (text[at:start], "\n" * (end - start))
        at = end
    return "".join([*parts, text[at:]])


def moved(notes: Sequence[tuple[Notes, str, int]], edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits of a document with those that move the words of notes behind paragraphs.

    Of each note are given its blocks, its words and the end of its paragraph.
    """
    words: dict[int, str] = {}
    for _, own, place in notes:
        words[place] = f"{words.get(place, '')}\n{own}"
    breaks = {edit.start for edit in edits if edit.start == edit.end and edit.start in words}
    return sorted(
        [
            *(edit for edit in edits if edit.start != edit.end or edit.start not in words),
            *(
                Edit(block.start, block.end, "", "note:moved")
                for blocks, _, _ in notes
                for block in blocks
            ),
            *(
                Edit(place, place, own + "\n" * (place in breaks), "note:moved")
                for place, own in words.items()
            ),
        ]
    )
