"""Where the paragraphs of a flattened text begin: its numbering, headings, beginning and end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from transforms.lost import LEAST_TEXT
from transforms.restore.flow import Flow
from transforms.restore.headings import Clauses, heading_ends
from transforms.restore.letter import glued_contacts, letter_breaks
from transforms.restore.numbering import Mark, accepted, first_number, marks_of
from transforms.restore.traits import CLOSES, GAP, LINE_END, Traits
from transforms.tables.letter import CLAIMS
from transforms.tables.numbering import GAP_BEFORE_MARK
from transforms.tables.script import IDEOGRAPHS

_GAP_BEFORE_MARK = re.compile(GAP_BEFORE_MARK)
FEWEST_GAPS = 4  # of a text in one line that stand for its line ends
LEAST_CLOSED = 1 / 3  # share of them behind the end of a sentence
INDENT = "[ \t]*\u3000{2,}[ \t]*|[ \t]+\u3000[ \t]*"
BLANKS = " {2,}"
FEWEST_TURNS = 3  # of a text of questions and answers

# A gap that is not there for Latin script or a number beside it.
_PARTS = re.compile(
    rf"(?:[。；：！？”）)】;:!?]|(?<=[{IDEOGRAPHS}])\.)[ \t\u3000]+"
    r"|[^!-~][ \t\u3000]+(?:[^!-~ \t\u3000]|[0-9]{1,2}[.、]|[12][0-9]{3} ?年|[(\[])"
)
_SPREAD_HEADING = re.compile(  # 二、农 业 全年粮食产量
    rf"、(?<=[一二三四五六七八九十]、) ?[{IDEOGRAPHS}][ \t\u3000]{{1,4}}[{IDEOGRAPHS}][ \t\u3000]+"
    rf"(?=[{IDEOGRAPHS}0-9][^ \t\u3000\n])"  # not 四、代 位 权
)
_NOTE_BEFORE = re.compile(r"[\[［][0-9]{1,3}(?:-[0-9]{1,3})?[\]］]$")  # 直辖市[1]  、特大城市
LONGEST_NOTE = 9  # code points
LONGEST_BRACKET = 200  # code points
LONGEST_MARK = 10  # code points: 第一百二十三条
_MARK_BEFORE = re.compile("第[〇零一二三四五六七八九十百千0-9]{1,7}[条章节编]$")
_CLAIMS = re.compile(CLAIMS)
_TURN = re.compile("(?<=[。！？；?!”\n])(?:问|答|记者|主持人)[：:]")
_ATTACHED = re.compile("附件[:：] ?$")
# 于2024年 月 日; 一、综 合
_IN_WORDS = re.compile(
    "[年月][ \t\u3000]+[月日]"
    rf"|(?<=[、）) \u3000])[{IDEOGRAPHS}][ \t\u3000]+[{IDEOGRAPHS}](?=[ \t\u3000])"
)


def list_tails(text: str, marks: Sequence[Mark], end: int) -> list[int]:
    """Return where the text goes on behind the last item of a list whose items end with ；."""
    out: list[int] = []
    for index in range(1, len(marks)):
        before, mark = marks[index - 1], marks[index]
        stop = marks[index + 1].start if index + 1 < len(marks) else end
        if (
            before.kind == mark.kind
            and mark.number == before.number + 1
            and text[mark.start - 1] in "；;"
            and text[stop - 1] not in "；;"
        ):
            full_stop = text.find("。", mark.end, stop)
            if 0 < full_stop < stop - 1 and text[full_stop + 1] not in "”’）)》】":
                out.append(full_stop + 1)
    return out


def breaks(flow: Flow) -> tuple[list[int], int]:
    """Return where newlines belong that the flow does not have, and the number of its first 一、.

    Headings and signatures are looked for only where lines have lost their paragraphs: in lines
    with marks inside, and in a text of one line.
    """
    text, traits = flow.text, flow.traits
    inside: list[int] = []
    kept: list[Mark] = []
    first = first_number(flow)
    if not traits.are(flow.marks[flow.marks.searchsorted(1) :] - 1, LINE_END).all():
        kept = accepted(text, marks_of(flow), {run.start for run in flow.runs})
        kept = _without_claims(text, kept)
        inside = [mark.start for mark in kept if _is_inside(text, mark.start)]
        first = next((mark.number for mark in kept if mark.kind == "item:chinese"), 0)
    found = {*inside, *_gaps_before_marks(text, traits), *glued_contacts(text), *_turns(text)}
    found.update(match.end() for match in _SPREAD_HEADING.finditer(text))
    found.update(_lost_line_ends(text, traits))
    lines, clauses = _lines_with(text, inside), Clauses(text, traits)
    for start, end in lines or ([(0, len(text))] if "\n" not in text else []):
        low = bisect_left(kept, start, key=lambda mark: mark.start)
        high = bisect_left(kept, end, key=lambda mark: mark.start)
        found.update(heading_ends(text, kept[low:high], end, clauses))
        found.update(list_tails(text, kept[low:high], end))
        found.update(start + place for place in letter_breaks(text[start:end]))
    begin = [
        place
        for place in sorted(found)
        if 0 < place < len(text) and text[place - 1] != "\n" and text[place] != "\n"
    ]
    # Of two places with nothing but a gap between them, the one behind it.
    parts = pairwise([*begin, len(text)])
    return [place for place, behind in parts if text[place:behind].strip()], first


def _without_claims(text: str, marks: list[Mark]) -> list[Mark]:
    """Return the marks but those inside what somebody claims: 请求：1.退还押金；2.承担费用。

    It goes on up to its last numbered item, and so do its grounds: 事实和理由：一、….
    """
    if "请求" not in text and "理由" not in text:
        return marks
    dropped: set[Mark] = set()
    for claim in _CLAIMS.finditer(text):
        at = bisect_left(marks, claim.end(), key=lambda mark: mark.start)
        if at == len(marks) or marks[at].start != claim.end() or not _is_inside(text, claim.end()):
            continue
        kind, number = marks[at].kind, marks[at].number
        end = text.find("\n", claim.end())
        for index in range(at, len(marks)):
            mark = marks[index]
            if mark.kind != kind or mark.number != number or 0 < end < mark.start:
                break
            dropped.add(mark)
            number += 1
    return [mark for mark in marks if mark not in dropped]


def _is_inside(text: str, at: int) -> bool:
    """Return whether a mark stands inside a line; the first attachment stays behind its word."""
    return at > 0 and text[at - 1] != "\n" and not _ATTACHED.search(text, max(0, at - 4), at)


def _gaps_before_marks(text: str, traits: Traits) -> list[int]:
    """Return where the gaps end that are left of a paragraph's end."""
    starts, _ = traits.runs(GAP)
    if not len(starts):
        return []
    closed = starts[traits.are(starts - 1, CLOSES)].tolist()
    found = (_GAP_BEFORE_MARK.match(text, at) for at in closed)
    return [match.end() for match in found if match]


def _turns(text: str) -> list[int]:
    """Return where the turns of questions and answers begin, of which a text has some."""
    if "答" not in text or ("答：" not in text and "答:" not in text):  # the first is quick
        return []
    turns = [match.start() for match in _TURN.finditer(text)]
    return turns if len(turns) >= FEWEST_TURNS else []


def _lost_line_ends(text: str, traits: Traits) -> list[int]:
    """Return where the gaps end that stand for the line ends of a text in one line.

    Of several lines each long one is a text by itself, but one space is no line's end in them.
    """
    one_line = "\n" not in text
    starts, ends = traits.runs(GAP)
    if not one_line and len(traits.places(GAP)) - len(starts) < FEWEST_GAPS:
        return []
    if one_line:
        return _parting(text, traits, starts, ends, (INDENT, BLANKS, "\t", " "))
    wide = ends - starts > 1
    starts, ends = starts[wide], ends[wide]
    line_ends = np.append(traits.places(LINE_END), len(text))
    lines = line_ends.searchsorted(starts)
    found: list[int] = []
    for line in np.flatnonzero(np.bincount(lines) >= FEWEST_GAPS).tolist():
        if line_ends[line] - (line_ends[line - 1] if line else 0) >= LEAST_TEXT:
            own = slice(*lines.searchsorted((line, line + 1)).tolist())
            found += _parting(text, traits, starts[own], ends[own], (INDENT, BLANKS))
    return found


def _parting(
    text: str, traits: Traits, starts: np.ndarray, ends: np.ndarray, shapes: Sequence[str]
) -> list[int]:
    """Return the ends of those gaps that part paragraphs.

    They are of one shape, or wider where a signature stood, and a third of them or more stand
    behind the end of a sentence: headings and fields have none.
    """
    gaps = [
        (start, end)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if start > 0
        and end < len(text)
        and not _IN_WORDS.match(text, start - 1)
        and not _NOTE_BEFORE.search(text, max(0, start - LONGEST_NOTE), start)
    ]
    for shape in shapes:
        own = [
            (start, end)
            for start, end in gaps
            if re.fullmatch(shape, text[start:end])
            and (shape in (INDENT, BLANKS) or _PARTS.match(text, start - 1))
            and not _is_of_a_line(text, start)
        ]
        if shape == BLANKS:
            usual = Counter(end - start for start, end in own).most_common(1)
            own = [gap for gap in own if gap[1] - gap[0] >= usual[0][0]]
        closed = sum(int(traits.bits[start - 1]) & CLOSES != 0 for start, _ in own)
        if len(own) >= FEWEST_GAPS and closed >= LEAST_CLOSED * len(own):
            return [end for _, end in own]
    return []


def _is_of_a_line(text: str, at: int) -> bool:
    """Return whether a gap stands behind the mark of an article, or inside brackets."""
    before = max(0, at - LONGEST_BRACKET)
    opened = max(text.rfind(mark, before, at) for mark in "（([［")
    return opened > max(text.rfind(mark, before, at) for mark in "）)]］") or bool(
        _MARK_BEFORE.search(text, max(0, at - LONGEST_MARK), at)
    )


def _lines_with(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Return start and end of the lines that hold one of the places, which are sorted."""
    out: list[tuple[int, int]] = []
    for place in places:
        if not out or place >= out[-1][1]:
            end = text.find("\n", place)
            out.append((text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end))
    return out
