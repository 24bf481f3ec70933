"""Gaps between characters: which are closed, and which mean something.

Every function takes the text of whole paragraphs with its traits and returns changes in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.headline import clauses
from transforms.restore.flow import Change
from transforms.restore.traits import (
    GAP,
    GAPS,
    ZERO_WIDTH,
    ZERO_WIDTHS,
    Traits,
)
from transforms.tables import gaps
from transforms.tables.gaps import APART, BARE, CHINESE_MARKS, CLOSE, EVEN, KEEP, LABELLED, SENTENCE
from transforms.tables.script import IDEOGRAPHS

REACH = 64  # code points of a line that a rule sees on either side of a gap

_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_INSIDE = re.compile(f"[{IDEOGRAPHS}] [{IDEOGRAPHS}]")
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTHS}]")
_MARK = "第[一二三四五六七八九十百千零〇0-9]{1,8}[编編篇部卷章节節条條]"
LONGEST_MARK = 10  # code points
_MARKED = re.compile(f"\n{_MARK}[ \u3000](?![{GAPS}{ZERO_WIDTHS}])")
_ALONE = re.compile(f"{_MARK}(?P<gap>[ \u3000]+)[^{GAPS}{ZERO_WIDTHS}\n]+$", re.MULTILINE)
_SENTENCE = re.compile("[，。；：？！,;:]")
_CLAUSES = re.compile("[，。；？！,;]")
_WIDE = re.compile(r"(?<=\S)(?:[ \u00a0\u3000]*\t|[ \u00a0\u3000]{2})(?=[ \u00a0\u3000\t]*\S)")
_MAY_PART_CELLS = re.compile("[ \u00a0\u3000]{2}|\t")
_CELLS = re.compile("[ \u00a0\u3000]*\t[ \u00a0\u3000\t]*|[ \u00a0\u3000]{2,}")
_IN_ROWS = re.compile(r"[，。；！？;]|,(?![0-9])")
FEWEST_INSIDE = 3  # blanks inside the words of a sentence
FEWEST_UNEVEN, UNEVEN = 4, 0.005  # of such blanks in the sentences of a text, and their share
FEWEST_SPACED, SPACED = 4, 0.6  # gaps of a line that is set letter by letter, and their share
# Rules that count in the row of a table, too.
_OWN_GAPS = ("blank", "box", "date", "days", "field", "label", "name")
_HEADED = re.compile(
    "第[一二三四五六七八九十百千零〇0-9]{1,8}[编編篇部卷章节節条條]"
    "|[A-Z]{2,4}(?: ?/ ?[A-Z]{1,4})? ?[0-9]{2,6}[—–.-]?[0-9—–.-]*[ \u3000]{2,}"
)
# At least three letters of a heading, also behind its mark: 自 我 评 价, 第二章  法 律 责 任.
_SPREAD = re.compile(
    "(?:第 ?[一二三四五六七八九十百千零〇0-9]{1,8} ?[编編篇部卷章节節][ \u3000]*)?(?![年月])"
    f"(?P<letters>[{IDEOGRAPHS}](?P<gap>[ \u3000]{{1,2}})[{IDEOGRAPHS}]"
    f"(?:(?P=gap)[{IDEOGRAPHS}])+)$"
)
_FORM = re.compile("[（(][ \u3000]+[）)]|[年月][ \u3000]+[月日]")
_FIELDS = re.compile("[一-鿿）)][：:][^：:]{1,40}?[ \u3000\t]{2}[^：:]{0,12}[一-鿿）)][：:]")
_NAME = re.compile(f"[{IDEOGRAPHS}]{{2,4}}")
_IS_NUMBER = re.compile(r"[-+]?[0-9][0-9,.]*%?")


class _Rule(NamedTuple):
    """A rule of the table, compiled; no pattern where anything will do."""

    name: str
    before: re.Pattern[str] | None
    gap: re.Pattern[str] | None
    after: re.Pattern[str] | None
    lines: frozenset[str]
    even: bool
    becomes: str


def _compiled(rule: gaps.Gap) -> _Rule:
    before, gap, after = (
        re.compile(each) if each else None for each in (rule.before, rule.gap, rule.after)
    )
    return _Rule(
        rule.name, before, gap, after, _LINES[rule.lines], rule.lines == EVEN, rule.becomes
    )


_LINES = {
    gaps.ANY: frozenset((SENTENCE, LABELLED, BARE)),
    EVEN: frozenset((SENTENCE, LABELLED, BARE)),
    SENTENCE: frozenset((SENTENCE, LABELLED)),
    LABELLED: frozenset((LABELLED,)),
    BARE: frozenset((BARE,)),
}
_RULES = [(rule.sides, _compiled(rule)) for rule in gaps.GAPS]


class _Line(NamedTuple):
    """The line of a gap."""

    start: int
    end: int
    kind: str  # SENTENCE, LABELLED or BARE
    spaced: bool  # set letter by letter
    letters: int  # where words begin that are set letter by letter, all gaps equal, to its end
    row: bool  # of a table
    zero_width: bool  # holds characters of no width
    uneven: bool  # has blanks inside words, as OCR sees them


def close_gaps(text: str, traits: Traits, title: bool = False) -> list[Change]:
    """Return the changes that close gaps between Chinese and its digits, Latin and punctuation.

    A gap behind 第一章, 第一条, 表1 or 5.1 and the gaps of a line that is no sentence (a signature)
    stay if they are one blank wide, and are one ideographic space if they are wider, as is a wide
    gap behind what a line begins with; between two organs stays one ideographic space, between the
    cells of a table one tab. In a ``title`` every other gap was a line end of its layout, unless it
    parts the clauses of a headline.
    """
    changes: list[Change] = []
    line = _Line(0, -1, BARE, False, 0, False, False, False)
    kept = set(map(re.Match.end, _MARKED.finditer(text)))
    parted = clauses(text) if title else ()
    starts, ends = traits.runs(GAP | ZERO_WIDTH)
    found = [gap for gap in zip(starts.tolist(), ends.tolist(), strict=True) if gap[1] not in kept]
    inside = [start for start, end in found if _INSIDE.match(text, start - 1, end + 1)]
    uneven = _is_uneven(text, inside)
    for start, end in found:
        if start in parted:
            new = "\u3000"
        elif _is_alone(text, start, end):
            new = text[start] if end - start == 1 else "\u3000"
        else:
            if end > line.end:
                line = _line_at(text, start, title, inside, uneven)
            new = _written(text, start, end, line)
        if new != text[start:end]:
            changes.append((start, end, new, "spacing:gap"))
    return changes


def _is_alone(text: str, start: int, end: int) -> bool:
    """Return whether a gap is the only one of its line, behind its mark: 第一章  总则."""
    line = text.rfind("\n", max(0, start - LONGEST_MARK - 1), start) + 1
    found = _ALONE.match(text, line) if start - line <= LONGEST_MARK else None
    return found is not None and found.span("gap") == (start, end)


def _is_uneven(text: str, inside: Sequence[int]) -> bool:
    """Return whether sentences have blanks inside words, as OCR sees them."""
    least = max(FEWEST_UNEVEN, UNEVEN * len(text))
    if len(inside) < least:
        return False
    found, end, is_sentence = 0, -1, False
    for at in inside:
        if at > end:  # its line is searched once, however many gaps it has
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = len(text) if end < 0 else end
            is_sentence = _CLAUSES.search(text, start, end) is not None
        found += is_sentence
    return found >= least


def _line_at(text: str, at: int, title: bool, inside: Sequence[int], uneven: bool) -> _Line:
    """Return the line in which a place lies; a title has the gaps of a sentence."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    end = len(text) if end < 0 else end
    kind = BARE
    if title or _SENTENCE.search(text, start, end):
        kind = SENTENCE if _CLAUSES.search(text, start, end) else LABELLED
    row = not title and _is_in_table(text, start, end)
    zero_width = _ZERO_WIDTH.search(text, start, end) is not None
    if kind != BARE:
        uneven = bisect_left(inside, end) - bisect_left(inside, start) >= FEWEST_INSIDE
    spread = _SPREAD.match(text, start, end)
    letters = spread.start("letters") if spread else end
    spaced = _is_spaced(text, start, end)
    return _Line(start, end, kind, spaced, letters, row, zero_width, uneven)


def _written(text: str, start: int, end: int, line: _Line) -> str:
    """Return what the gap ``start:end`` of a line becomes."""
    width = text[start:end].translate(_NO_ZERO_WIDTH)
    if not width or start <= line.start or end >= line.end:
        return ""
    if start > line.letters:
        return ""
    if line.spaced:
        return "" if end - start == 1 else "\u3000"
    rule = _rule_of(text, start, end, width, line)
    becomes = rule.becomes if rule else CLOSE
    is_wide = len(width) > 1 or width == "\t"
    if line.row and (rule is None or rule.name not in _OWN_GAPS):
        tabs = "\t" * max(1, width.count("\t"))  # several stand around an empty cell
        return tabs if is_wide else width.replace("\u00a0", " ")
    if becomes == KEEP or (becomes == APART and not is_wide):
        return width.replace("\u00a0", " ")
    return "" if becomes == CLOSE else "\u3000"


def _rule_of(text: str, start: int, end: int, width: str, line: _Line) -> _Rule | None:
    """Return the rule for a gap of a line."""
    before = text[max(line.start, start - REACH) : start]
    after = text[end : min(line.end, end + REACH)]
    if line.zero_width:
        before = before.translate(_NO_ZERO_WIDTH) or before
    for rule in _rules_between(_side(before[-1]), _side(after[0])):
        if (
            line.kind in rule.lines
            and not (line.uneven and rule.even)
            and (rule.after is None or rule.after.match(after))
            and (rule.gap is None or rule.gap.fullmatch(width))
            and (rule.before is None or rule.before.search(before))
        ):
            return rule
    return None


def _side(character: str) -> str:
    """Return what stands beside a gap: h Han, m a mark of Chinese, o anything else."""
    if _IS_HAN.match(character):
        return "h"
    return "m" if character in CHINESE_MARKS else "o"


@lru_cache(maxsize=9)
def _rules_between(left: str, right: str) -> tuple[_Rule, ...]:
    """Return the rules for a gap between two sides."""
    every = {"h": "hc*", "m": "c*", "o": "o*"}
    return tuple(
        rule for sides, rule in _RULES if sides[0] in every[left] and sides[1] in every[right]
    )


def is_row(line: str) -> bool:
    """Return whether a line is the row of a table: two wide gaps or more, and no sentence."""
    if sum(map(line.count, " \t\u00a0\u3000")) < 2:  # soon seen, and of most lines
        return False
    return len(_WIDE.findall(line)) > 1 and _IN_ROWS.search(line) is None


def _is_in_table(text: str, start: int, end: int) -> bool:
    """Return whether a line is a row beside another row, or has a cell that is a number.

    Lines of names are no table, nor are headings and standards: 第一章  总    则.
    """
    cells = _cells(text[start:end]) if _MAY_PART_CELLS.search(text, start, end) else []
    if not cells:
        return False
    if any(map(_IS_NUMBER.fullmatch, cells[1:])):  # the first may count: 1  铜锁  清
        return True
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    below = text[end + 1 : text.find("\n", end + 1) % (len(text) + 1)]
    around = [*_cells(above), *_cells(below)]
    return bool(around) and not all(map(_NAME.fullmatch, (*cells, *around)))


def _cells(line: str) -> list[str]:
    """Return the cells of a line that may be the row of a table, [] if it can be none."""
    tabs = "\t" in line and _SENTENCE.search(line) is None
    if not tabs and not is_row(line):
        return []
    if _HEADED.match(line) or _FORM.search(line) or _FIELDS.search(line):
        return []
    cells = [cell.strip() for cell in _CELLS.split(line.strip())]
    return cells if len(cells) > 1 else []


def _is_spaced(text: str, start: int, end: int) -> bool:
    """Return whether a line is set letter by letter: 云 岭 县 粮 食 局."""
    words = text[start:end].strip(GAPS)
    gaps = words.count(" ") + words.count("\u3000")
    letters = len(words) - gaps
    return gaps >= FEWEST_SPACED and gaps >= SPACED * letters and "  " not in words


def edge_gaps(text: str, traits: Traits) -> list[Change]:
    """Return the changes that take gaps away from the ends of lines, and nothing else."""
    starts, ends = traits.runs(GAP | ZERO_WIDTH)
    return [
        (start, end, "", "spacing:edge")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if text[start - 1 : start] in ("", "\n") or text[end : end + 1] in ("", "\n")
    ]


_NO_ZERO_WIDTH = str.maketrans("", "", ZERO_WIDTHS)
