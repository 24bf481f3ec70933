"""Foot notes, which stand last on a page: they move behind the paragraphs that cite them.

Their marks stand in the text of that page, or the page end behind them cuts a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from transforms.restore.flow import Flow
from transforms.restore.joins import between_joined
from transforms.restore.lines import Lines, ends_sentence, holds_page
from transforms.schema import BODY, Block, Edit
from transforms.tables.script import IDEOGRAPHS

CITED_WITHIN = 3000  # code points above a note in which its mark stands
LONGEST = 3  # lines of one note

_NOTE = re.compile(r"(?P<mark>[①-⑳]|[\[［〔][0-9]{1,2}[\]］〕])[ \u3000]*\S")
_SIGNS = ("①", "[", "［", "〔")
_PERSONAL = re.compile(r"[0-9]{7}|@|电话|联系人")  # stays where its place is known
_BEHIND = f"(?<=[{IDEOGRAPHS}0-9。，！？…”’』」》〉）)%％℃])"
_CITED = re.compile(f"{_BEHIND}[①-⑳]")
_CITED_BELOW_RULE = re.compile(rf"{_BEHIND}(?:[①-⑳]|[\[［〔][0-9])")
_RULE = re.compile(r"\n[ \t\u3000]*[_—―─-]{5,}[ \t\u3000]*\r?\n")
_FIELD = re.compile(f"[{IDEOGRAPHS}]{{4,6}}[:：]")
_END_NOTES = re.compile("[【〔［]?(?:注释|註釋|注解|附注|参考文献|參考文獻|说明|注)[】〕］]?[:：]?")


class Note(NamedTuple):
    """The blocks of a foot note, and the place in the source where its mark is cited.

    Unless this is ``sure``, a sentence must go on from above the notes of its page to below them,
    from ``top`` to ``bottom``.
    """

    blocks: Sequence[Block]
    cited: int
    sure: bool
    top: int
    bottom: int


def foot_notes(flow: Flow, source: str, blocks: Sequence[Block]) -> list[Note]:
    """Return the notes that may move, in order."""
    if not flow.blocks:
        return []
    ended = holds_page(source[flow.blocks[-1].end : blocks[-1].end])
    if (len(flow.runs) < 2 and not ended) or not any(sign in flow.text for sign in _SIGNS):
        return []
    starts = [block.start for block in blocks]
    lines = Lines(flow, source)
    out: list[Note] = []
    for page in _pages(lines, ended):
        top, bottom = flow.offset(page[0].start), flow.offset(page[-1].end - 1)
        for start, end, cited, sure in page:
            first, last = (bisect_right(starts, flow.offset(at)) for at in (start, end - 1))
            own = [block for block in blocks[first - 1 : last] if block.label == BODY]
            if own[0].start <= flow.offset(start) and not _PERSONAL.search(flow.text, start, end):
                out.append(Note(own, flow.offset(cited), sure, top, bottom))
    return out


class _Place(NamedTuple):
    """Start and end of a note in the flow, where it is cited, and whether that is sure."""

    start: int
    end: int
    cited: int
    sure: bool


def _pages(lines: Lines, ended: bool) -> Iterator[list[_Place]]:
    """Yield the notes of each page that has some; ``ended``: a page ends with the text."""
    top = 0
    for last in sorted({*lines.seams, *([len(lines) - 1] if ended else [])}):
        page, top = top, last + 1
        marks = _marks(lines, page, last)
        if not marks:
            continue
        above = lines.words(marks[0] - 1)
        cuts = not ends_sentence(above) and top < len(lines) and not lines.is_item(top)
        at_end = _END_NOTES.fullmatch(above) is not None
        ruled = _stand_below_rule(lines, max(page, marks[0] - LONGEST), marks[0])
        found: list[_Place] = []
        for index, behind in zip(marks, [*marks[1:], top], strict=True):
            start, end = int(lines.starts[index]), int(lines.ends[behind - 1])
            bounds = int(lines.starts[page]), int(lines.starts[marks[0]])
            cited, sure = _cited(lines, index, *bounds, _CITED_BELOW_RULE if ruled else _CITED)
            if cuts or (sure and not at_end):
                found.append(_Place(start, end, cited, sure and not at_end))
        if found:
            yield found


def _stand_below_rule(lines: Lines, first: int, last: int) -> bool:
    """Return whether a line is drawn above the notes, ``last`` being the first that is cited."""
    start, end = (lines.flow.offset(int(lines.starts[index])) for index in (first, last))
    return _RULE.search(lines.source, start, end) is not None


def _marks(lines: Lines, page: int, last: int) -> list[int]:
    """Return the lines that begin the notes of the page that has the lines ``page`` to ``last``."""
    found: list[int] = []
    index = last
    while index > page and index > (found[-1] if found else last + 1) - 1 - LONGEST:
        match = _NOTE.match(lines.words(index))
        end = int(lines.starts[index])
        if match and lines.flow.text.find(match["mark"], max(0, end - CITED_WITHIN), end) >= 0:
            found.append(index)
        index -= 1
    return found[::-1]


def _cited(
    lines: Lines, index: int, page: int, end: int, words: re.Pattern[str]
) -> tuple[int, bool]:
    """Return where the mark of a note is cited, on its page or above, and whether that is sure.

    It is where it stands once on the page, behind ``words``; ``end`` is where the notes begin.
    """
    text = lines.flow.text
    match = _NOTE.match(lines.words(index))
    mark = match["mark"] if match else ""
    at = text.rfind(mark, page, end)
    once = at >= 0 and text.find(mark, page, end) == at
    sure = once and words.match(text, at) is not None
    return (at if at >= 0 else text.rfind(mark, 0, int(lines.starts[index]))), sure


def blanked(text: str, notes: Sequence[Note]) -> str:
    """Return the text with line ends in place of the notes, which are in order."""
    parts: list[str] = []
    at = 0
    for note in notes:
        start, end = note.blocks[0].start, note.blocks[-1].end
        parts += (text[at:start], "\n" * (end - start))
        at = end
    return "".join([*parts, text[at:]])


def in_one_line(words: str) -> str:
    """Return the lines of a note as one, but for fields below it: 收稿日期：2014-11-20."""
    return reduce(_joined, words.split("\n"))


def _joined(left: str, right: str) -> str:
    if _FIELD.match(right) and (ends_sentence(left) or _FIELD.match(left.rpartition("\n")[2])):
        return f"{left}\n{right}"
    return left + between_joined(left[-1], right[0]) + right


def moved(notes: Sequence[tuple[Note, str, int]], edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits of a document with those that move the words of notes behind paragraphs.

    Of each note are given its words and the end of its paragraph.
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
                for note, _, _ in notes
                for block in note.blocks
            ),
            *(
                Edit(place, place, own + "\n" * (place in breaks), "note:moved")
                for place, own in words.items()
            ),
        ]
    )
