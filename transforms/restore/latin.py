"""Which line ends of text in Latin script only end a line: where the next word had no more room.

A wrapped paragraph breaks its lines where a word does not fit; verse, lists and addresses break
them elsewhere. How wide the lines are is read from those breaks that stand in mid-sentence,
before a small letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from transforms.tables.script import IDEOGRAPHS

NARROWEST, FEWEST = 55, 2  # code points of a full line (below, it may be verse), such breaks
NARROWEST_SURE, FEWEST_SURE = 30, 10  # narrower lines need more of them
WIDEST = 130  # code points of a line that is no paragraph
LEAST_FORCED = 0.85  # share of the breaks in mid-sentence whose next word had no room
LEAST_MARKED = 0.8  # share of the paragraphs' ends with a blank line or an indent behind them

_HAN = re.compile(f"[{IDEOGRAPHS}]")
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(f"[{_LETTERS}]{{2}}")
_TABLE = re.compile(r"\t|[^\s.!?:]  +\S|\||\. ?\. ?\.\s*[0-9]|__|==|[{}]")
_ITEM = re.compile(
    r"[-–—•*·>#]+ |\(?(?:[0-9]{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)] |\[[0-9]{1,3}\]"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3})+[.)]? "
)
_COUNTED = re.compile(r"\([a-z]{1,5}\) ")  # in mid-sentence, too: means (i) the power
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*$")
_CUT_WORD = re.compile(f"([{_LETTERS}]+)-$")
_REST = re.compile(f"[{_LETTERS}]+")


class Pair(NamedTuple):
    """The line ``at``, which is ``columns`` wide with its indent, and the next one.

    Between them stands a ``blank`` line, or a page ends (``seam``). ``deeper``: the next line has
    a deeper indent; ``item``: it begins with a mark.
    """

    at: int
    before: str
    after: str
    columns: int
    blank: bool
    seam: bool
    deeper: bool
    item: bool


class Join(NamedTuple):
    """How a line is joined with the next: less its last ``cut`` code points, with ``new`` between.

    A hyphen is cut off where the whole word stands elsewhere in the text.
    """

    cut: int
    new: str


def is_latin(words: str) -> bool:
    """Return whether a line is in Latin script; a few Chinese characters may stand in it."""
    return _WORD.search(words) is not None and len(_HAN.findall(words)) * 10 <= len(words)


def latin_joins(pairs: Sequence[Pair], text: str) -> dict[int, Join]:
    """Return how lines of ``text`` go on, by index; ``pairs`` are those of its Latin lines."""
    prose = [pair for pair in pairs if _is_prose(pair.before) and _is_prose(pair.after)]
    breaks = [pair for pair in prose if not pair.blank and _in_sentence(pair)]
    sizes = sorted(pair.columns for pair in breaks)
    width = sizes[len(sizes) * 19 // 20] if sizes else 0
    forced = sum(_had_no_room(pair, width) for pair in breaks)
    if forced < LEAST_FORCED * len(breaks) or not (
        (width >= NARROWEST and forced >= FEWEST)
        or (width >= NARROWEST_SURE and forced >= FEWEST_SURE)
    ):
        return {}
    # Whether paragraphs have a mark of their own is seen below their last lines, which had room.
    lasts = [
        pair.blank or pair.deeper
        for pair in prose
        if _ENDS_SENTENCE.search(pair.before) and not _had_no_room(pair, width)
    ]
    marked = sum(lasts) > LEAST_MARKED * len(lasts)
    known = set(_REST.findall(text)) if any(pair.before[-1] == "-" for pair in prose) else set()
    return {pair.at: _join(pair, known) for pair in prose if _goes_on(pair, width, marked)}


def _is_prose(words: str) -> bool:
    return len(words) <= WIDEST and not _TABLE.search(words)


def _in_sentence(pair: Pair) -> bool:
    """Return whether a line breaks off in mid-sentence, before a small letter."""
    return pair.after[0].islower() and not _ENDS_SENTENCE.search(pair.before) and not _is_item(pair)


def _is_item(pair: Pair) -> bool:
    if _COUNTED.match(pair.after) and pair.before[-1].isalpha():
        return False
    return pair.item or _ITEM.match(pair.after) is not None


def _had_no_room(pair: Pair, width: int) -> bool:
    """Return whether the next line's first word did not fit on the line."""
    return pair.columns + 1 + len(pair.after.split(maxsplit=1)[0]) > width


def _goes_on(pair: Pair, width: int, marked: bool) -> bool:
    if _is_item(pair) or pair.before.isupper() != pair.after.isupper():
        return False
    if pair.seam and _in_sentence(pair):
        return True
    if pair.blank or not _had_no_room(pair, width):
        return False
    if _in_sentence(pair):
        return True
    if pair.deeper or pair.before[-1] == ":":
        return False
    return marked or not _ENDS.search(pair.before)


def _join(pair: Pair, known: set[str]) -> Join:
    cut, rest = _CUT_WORD.search(pair.before), _REST.match(pair.after)
    if cut and rest:
        return Join(int(cut[1] + rest.group() in known), "")
    return Join(0, "" if pair.before[-1] in "-–—" else " ")
