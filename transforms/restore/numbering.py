"""Which marks of an official document's numbering begin a paragraph.

Marks inside a line (``item:*`` of ``segment``) are candidates. A mark begins a paragraph when it
stands behind the end of a sentence or of a heading, and is the first of its list or goes on with
it; a number that is cited (按照第三条) or counts inside a sentence does neither.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from transforms.restore.flow import Flow
from transforms.tables.script import IDEOGRAPHS

LONGEST_HEADING = 40  # code points, its mark not counted
MISSING = 3  # items that a list may lack where a page was lost

_NUMERALS = {word: str(n) for n, word in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SHAPES = {
    "item:chapter": r"第(?P<number>[一二三四五六七八九十百零〇0-9]{1,6})(?:部分|[编篇卷章节])",
    "item:article": r"第(?P<number>[一二三四五六七八九十百千零〇0-9]{1,8})条",
    "item:chinese": r"(?P<number>[一二三四五六七八九十百]{1,4})、",
    "item:parenthesis": r"[(（](?P<number>[一二三四五六七八九十百]{1,4})[)）]",
    "item:digit": r"(?P<number>[0-9０-９]{1,3})[、.．] ?",
    "item:digit-parenthesis": r"[(（]?(?P<number>[0-9０-９]{1,3})[)）]",
    "item:circled": r"(?P<number>[①-⑳])",
    "item:dash": r"[-—–―－─]{2}",
    "item:box": r"专栏 ?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,2})",
}
_MARK = {
    rule: re.compile(f"[ \u00a0\u3000\t]*(?P<mark>{shape})") for rule, shape in _SHAPES.items()
}
_NUMERAL_WORDS = "统之唯第万逐单任同某每专划合于"  # 统一、 之一、 are words, not marks
_ENUMERATES = re.compile("[0-9]+(?!年|[0-9])")
# 第（三）、（四）项: items that are cited.
_CITED = re.compile(r"[、，,和或至及与项款目类点]|以及")
_CITES = "第款条项至和或与及、，,"
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
PAUSE = re.compile(r"[，。；：！？,;:!?]")


class Mark(NamedTuple):
    """A candidate: where it begins and ends, its kind and number (0: it has none)."""

    start: int
    end: int
    kind: str
    number: int


@lru_cache(maxsize=1024)
def number(words: str) -> int:
    """Return the value of a Chinese, Arabic or circled number."""
    if words[0] >= "①" and words[0] <= "⑳":
        return ord(words[0]) - ord("①") + 1
    total = 0
    digit = ""
    for character in words:
        unit = _UNITS.get(character)
        if unit:
            total += int(digit or 1) * unit
            digit = ""
        else:
            digit += _NUMERALS.get(character, character)
    return total + int(digit or 0)


def begins_with_mark(words: str) -> bool:
    """Return whether words begin with the mark of an item."""
    return any(shape.match(words) for shape in _MARK.values())


def marks_of(flow: Flow) -> list[Mark]:
    """Return the candidates of a flow, in order."""
    text = flow.text
    out: list[Mark] = []
    for position, rule in zip(flow.marks.tolist(), flow.rules, strict=True):
        match = _MARK[rule].match(text, position) if rule in _MARK else None
        if match is None or (rule == "item:digit" and _ENUMERATES.match(text, match.end())):
            continue
        start = match.start("mark")
        value = number(match.group("number")) if rule != "item:dash" else 0
        out.append(Mark(start, match.end(), rule, value))
    return out


def first_number(flow: Flow) -> int:
    """Return the number of the first 一、 of a flow; 0: it has none."""
    if "item:chinese" not in flow.rules:
        return 0
    place = int(flow.marks[flow.rules.index("item:chinese")])
    match = _MARK["item:chinese"].match(flow.text, place)
    return number(match.group("number")) if match else 0


def accepted(text: str, marks: Sequence[Mark], seams: Container[int] = frozenset()) -> list[Mark]:
    """Return the marks that begin a paragraph, those at the beginning of a line among them.

    ``seams`` are the places where something was cut out of the text, such as a page marker.
    """
    out: list[Mark] = []
    last: dict[str, int] = {}
    lists = [_list_of(text, mark) for mark in marks]
    neighbours = _neighbours(text, marks, lists)
    cited = _in_a_row(marks)
    for mark, own, (previous, following) in zip(marks, lists, neighbours, strict=True):
        before = _before(text, mark)
        if mark.start in cited and before != "\n":
            continue
        number = last.get(own, 0)
        above = out[-1] if out else None
        if (
            before == "\n"
            or _begins(text, mark, above, number, previous, following)
            or (
                (mark.start in seams or following == mark.number + 1)
                and mark.number == number + 1
                and _heads_a_list(text, mark)
            )
        ):
            out.append(mark)
            last[own] = mark.number
        elif mark.number == 1:
            last[own] = -MISSING - 1  # its list runs on inside the sentence
    return out


def _in_a_row(marks: Sequence[Mark]) -> set[int]:
    """Return where marks of one kind stand with nothing between: 第（一）（四）项 cites them."""
    out: set[int] = set()
    for mark, behind in pairwise(marks):
        if mark.end == behind.start and mark.kind == behind.kind:
            out.update((mark.start, behind.start))
    return out


def _list_of(text: str, mark: Mark) -> str:
    """Return what counts with a mark: chapters and the sections inside them count apart."""
    return text[mark.end - 1] if mark.kind == "item:chapter" else mark.kind


def _before(text: str, mark: Mark) -> str:
    """Return what stands before a mark; a point behind Chinese is a full stop."""
    if not mark.start:
        return "\n"
    before = text[mark.start - 1]
    return "。" if before == "." and _IS_HAN.match(text, mark.start - 2) else before


def _begins(
    text: str, mark: Mark, above: Mark | None, last: int, previous: int, following: int
) -> bool:
    """Return whether a mark inside a line begins a paragraph.

    ``above`` is the paragraph's mark so far, ``last`` the last number of this kind that began one,
    ``previous`` and ``following`` the numbers of the candidates of this kind around it.
    """
    before = _before(text, mark)
    full_stop = before in "。！？；：!?;:"
    closed = full_stop or before in '”"）)》】〕］]…'
    heading = not closed and _is_heading(text, above, mark)
    cites = before in _CITES and not text.endswith("参与", 0, mark.start)
    if not closed and (not heading or cites or _CITED.match(text, mark.end)):
        return False
    if before == "》" and mark.kind == "item:article" and mark.number > 1:
        return False  # 依照《某某条例》第十四条
    if mark.kind == "item:dash":
        return full_stop or heading
    if mark.kind == "item:box":
        return full_stop or before in "）)" or heading
    if mark.number == 1:
        headed = before == "。" or (heading and mark.kind != "item:article")
        return following == 2 or (headed and _heads(text, mark))
    if mark.number == last + 1:
        return True
    if mark.kind == "item:chapter" and before == "。" and 0 < mark.number - last <= MISSING:
        return True
    if (before not in "。）)" and not heading) or (mark.kind == "item:article" and before != "。"):
        return False
    # Out of step: the list has lost an item, or one could not be read.
    return previous == mark.number - 1 or following == mark.number + 1


def _neighbours(text: str, marks: Sequence[Mark], lists: Sequence[str]) -> list[tuple[int, int]]:
    """Return for each mark the numbers of the candidates of its list before and behind it.

    Articles are cited more often than any other kind: only those behind a sentence count.
    """
    rows = [
        (own, mark.number, mark.kind != "item:article" or _before(text, mark) in "。；\n")
        for mark, own in zip(marks, lists, strict=True)
    ]
    before, behind = _last_numbers(rows), _last_numbers(rows[::-1])
    return list(zip(before, behind[::-1], strict=True))


def _last_numbers(rows: Sequence[tuple[str, int, bool]]) -> list[int]:
    """Return for each list and number the last number of its list that counts, 0 if none does."""
    out: list[int] = []
    seen: dict[str, int] = {}
    for own, number, counts in rows:
        out.append(seen.get(own, 0))
        if counts:
            seen[own] = number
    return out


def _is_heading(text: str, above: Mark | None, mark: Mark) -> bool:
    """Return whether what stands before the mark may be a heading without punctuation."""
    if mark.kind == "item:chinese" and text[mark.start - 1] in _NUMERAL_WORDS:
        return False
    if mark.kind == "item:article" and mark.number > 1:
        headed = above is not None and above.kind in ("item:chapter", "item:chinese")
        if not headed and text[mark.end : mark.end + 1] not in (" ", "\u3000"):
            return False  # 按照《物业管理条例》第九条规定
    start = max(above.end if above else 0, mark.start - LONGEST_HEADING - 1)
    pauses = [match.start() for match in PAUSE.finditer(text, start, mark.start)]
    # 三、推进新旧动能转换,优化产业结构(四)…: one comma is allowed in a heading.
    one_comma = len(pauses) == 1 and text[pauses[0]] in "，,"
    if above and start == above.end and mark.start - start > 1 and (not pauses or one_comma):
        return "\n" not in text[start : mark.start]
    # A title or caption behind the last sentence, or on the line.
    start = max(pauses[-1] + 1 if pauses else start, text.rfind("\n", start, mark.start) + 1)
    return (
        mark.start - start > 3
        and (start == 0 or text[start - 1] in "。\n")
        and mark.kind in ("item:chinese", "item:chapter", "item:article")
    )


def _heads_a_list(text: str, mark: Mark) -> bool:
    """Return whether a mark behind text that was lost goes on with its list."""
    return (
        mark.number > 1
        and mark.kind in ("item:chinese", "item:parenthesis")
        and text[mark.start - 1] not in _CITES
        and not _CITED.match(text, mark.end)
        and _heads(text, mark)
    )


def _heads(text: str, mark: Mark) -> bool:
    """Return whether a heading follows the mark and ends with a full stop."""
    match = PAUSE.search(text, mark.end, mark.end + LONGEST_HEADING)
    return match is not None and match.group() == "。"
