"""Where a heading ends that has no punctuation of its own: 二、主要目标到2025年,….

A heading is cut only where its lexicon is sure: behind a usual title, or between a word with which
headings end and one with which sentences begin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.restore.numbering import LONGEST_HEADING, PAUSE, Mark
from transforms.tables.numbering import (
    COMPOUNDS,
    EITHER,
    FIRST_VERBS,
    FIRST_WORDS,
    LAST_WORDS,
    PHRASES,
    TITLE_GOES_ON,
    TITLES,
)

NEXT_WORD = 8  # code points within which a heading goes on behind a word that may begin a sentence

_TITLE = re.compile(f"(?:{'|'.join(TITLES)})(?!{TITLE_GOES_ON})")
_OPENING = re.compile(
    f"(?<![将要应并和与及的、为以在按“（(])(?:{'|'.join(FIRST_WORDS)})"
    f"|(?:{'|'.join(f'(?<={word})' for word in LAST_WORDS)})(?:{'|'.join(FIRST_VERBS)})"
    "(?!行动|工程|机制|体系)"
)
_HEADED = ("item:chapter", "item:chinese", "item:parenthesis", "item:digit", "item:box")
_PAIRS = ("“”", "（）", "()", "《》", "‘’")


def heading_ends(text: str, marks: Sequence[Mark], end: int) -> list[int]:
    """Return where headings without punctuation end and their text begins, in a line up to ``end``.

    A list is of one style: where most of its headings end with a full stop, or an item with a
    semicolon, none is cut but the usual titles.
    """
    lists: dict[tuple[str, int], list[int]] = {}
    last: dict[str, Mark] = {}
    opened: dict[str, int] = {}
    for index, mark in enumerate(marks):
        if mark.kind not in _HEADED:
            continue
        if mark.kind not in last or mark.number <= last[mark.kind].number:
            opened[mark.kind] = mark.start
        last[mark.kind] = mark
        stop = marks[index + 1].start if index + 1 < len(marks) else end
        found = -2 if text[stop - 1] in "；;" else _heading_end(text, mark, stop)
        lists.setdefault((mark.kind, opened[mark.kind]), []).append(found)
    out: list[int] = []
    for (kind, _), ends in lists.items():
        cuts = [end for end in ends if end > 0]
        stopped = ends.count(-1)
        style = len(cuts) > 2 + stopped if kind == "item:digit" else len(cuts) >= stopped
        if -2 in ends or not style:
            cuts = [end for end in cuts if _is_title(text, end)]
        out += cuts
    return out


def _heading_end(text: str, mark: Mark, stop: int) -> int:
    """Return where the heading of a mark ends; 0: nothing to cut, -1: it has a full stop."""
    pause = PAUSE.search(text, mark.end, min(stop, mark.end + 2 * LONGEST_HEADING))
    if pause is None:
        return 0
    title = _TITLE.match(text, mark.end)
    if title and pause.start() > title.end():
        return title.end()
    if pause.group() not in "，,":
        return -1 if pause.start() - mark.end <= LONGEST_HEADING else 0
    ends = [
        opening.start()
        for opening in _OPENING.finditer(text, mark.end + 4, pause.end())
        if opening.start() - mark.end <= LONGEST_HEADING
        and text[opening.start() - 2 : opening.start() + 2] not in COMPOUNDS
        and pause.start() - opening.start() >= 3
        and _is_balanced(text[mark.end : opening.start()])
    ]
    for end, after in zip(ends, [*ends[1:], 0], strict=False):
        if (
            text.endswith("行动", 0, end)
            or text.startswith(PHRASES, end)
            or not text.startswith(EITHER, end)
        ):
            return end
        if not 0 < after - end <= NEXT_WORD and pause.start() - end > NEXT_WORD:
            return end
    return 0


def _is_title(text: str, end: int) -> bool:
    return any(text.endswith(title, 0, end) for title in TITLES)


def _is_balanced(words: str) -> bool:
    return all(words.count(pair[0]) == words.count(pair[1]) for pair in _PAIRS)
