"""Learn from a file without contents how its documents are headed, if it holds several.

A style is a class of lines alike in mark (number, label, brackets), space around them and what
stands below. Each style cuts the file into parts; it is scored by what the parts have in common
and a document has: a number, date, addressee or author below its title, articles that begin anew,
a date at its end, the same labels inside, more white space before it than anywhere in it. Sections
of one document (chapters that count on, questions, titles with nothing below) count against it.

This is a naive Bayes decision: each feature adds its log odds (``WEIGHTS``, in units in which 1 is
enough), once for a part that has it, if most parts of the style do. Of the styles with enough
evidence the one is taken that explains most parts, less a price for each part, as the shortest
description of the file would (Rissanen, 1978); then other styles are added that lengthen none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.schema import Block
from transforms.split.contents import key
from transforms.split.headings import Heading
from transforms.split.shapes import (
    ADDRESSEE,
    DATE,
    ITEM,
    LABEL,
    NUMBER,
    PROSE,
    SHORT,
    Line,
    ends_as_title,
    read_lines,
)
from transforms.tables.marks import CONTENTS_LINE
from transforms.tables.regions import NATION_NAMES, PREFECTURES, PROVINCES

FEWEST = 3  # parts
ENOUGH = 1.0  # mean evidence of a part from which a style is believed
DOUBT = 0.6  # mean evidence from which a file left whole is doubted
PRICE = 0.5  # evidence that a part must bring to be worth its place
REGULAR = 0.6  # share of the parts from which a feature tells something
DISTINCT = 0.4  # share of different titles below which headings are those of sections
LEAST_BODY = 10  # code points of a part
LEAST_VERSE = 60  # code points of a part without a sentence
OFTEN = 0.15  # share of headings with one title from which it is none
SHORT_FRONT = 0.3  # of a part's size: more prose above the first heading is a text of its own
MOST_STYLES = 24  # that are tried as additions
ABOVE = 10  # lines above a title that may belong to it

# Log odds that a part is a document, by feature.
WEIGHTS = {
    "articles begin anew": 1.0,
    "the same labels inside": 1.0,
    "the same lines inside": 0.6,
    "field below": 0.6,
    "centred": 0.4,
    "level one": 0.4,
    "number": 0.9,
    "addressee": 0.7,
    "space of its own": 0.7,  # two blank lines, elsewhere one
    "items begin anew": 0.6,
    "date below": 0.6,
    "author below": 0.6,
    "counted": 0.6,
    "closing": 0.5,
    "two parts": 0.5,  # title · author
    "blank line": 0.4,  # elsewhere none
    "named kind": 0.4,
    "from the top": 0.3,
    "bracketed": 0.3,
    "one label inside": 0.3,
    "front": 0.15,
    "articles go on": -1.5,
    "text above": -0.8,
    "question": -0.6,
}
# What sections of one document are numbered by.
SECTIONS = {
    "第#章": -0.9, "第#节": -1.5, "第#条": -3.0, "第#回": -1.5, "第#款": -3.0, "第#场": -1.5,
    "第#幕": -1.5, "第#部分": -0.9, "第#编": -0.9, "第#卷": -0.6, "第#部": -0.9, "第#讲": -0.6,
    "第#课": -0.6, "第#单元": -0.9, "#、": -0.7, "(#)": -1.5, "#.": -0.5, "#.#": -3.0, "I.": -0.4,
}  # fmt: skip
_SECTION_WORD = re.compile(
    "附件|附表|附录|附图|附|表|图|表格|专栏|步骤|chapter|section|part|act|scene|book|volume|table|figure"
    "|fig|article|annex|appendix|schedule|step|exhibit|question|lesson|unit|example"
)
_PATTERNS = {
    "《》": "《.*》$", "【】": r"\[.*\]$", "ABC": "[A-Z][A-Z ,']+$",
    "#、": "[一二三四五六七八九十百]+、.*", "(#)": r"\([一二三四五六七八九十0-9]+\).*",
    "#.": r"[0-9]+[.、)] ?(?![0-9]).*", "I.": r"[IVXLC]+[.:) ].*", "[#]": r"\[[0-9]+\].*",
    "# ": "#(?!#).*", "篇#": "篇[一二三四五六七八九十百0-9]+[:、. ].*",
} | {
    mark: mark.replace("#", "[一二三四五六七八九十百零0-9]+") + ".*"
    for mark in SECTIONS if mark.startswith("第")
}  # fmt: skip
_CONTENTS = CONTENTS_LINE.compile()
_LISTED = re.compile(
    r"^[^\w《]+|(?:\]?\([^()]*\))?[^\w》)]*[0-9]*[^\w》)]*$"
)  # about a listed title
_SEPARATORS = "·/|[("
_QUOTED = re.compile(r"(?P<region>[^《》]{0,8}?) *《?(?P<title>[^《》]+)》")  # 安徽《…》
_REGIONS = frozenset(NATION_NAMES) | {
    name for region in (*PROVINCES, *PREFECTURES) for name in (region.name, region.short)
}
_ANNEX = ("附件", "附:", "附录", "附表", "附图")


class Style(NamedTuple):
    """The headings of the best style, and what speaks for it."""

    headings: list[Heading]
    starts: list[int]  # offset where each document begins: a number may stand above its title
    sure: list[float]  # confidence, by document
    evidence: float  # mean of a part
    reasons: str
    groups: list[int]  # offsets of titles of parts
    pattern: str  # regular expression over the view that matches such headings

    @property
    def sure_of_one(self) -> float:
        """Confidence that the file is one document all the same."""
        return round(0.8 - 0.75 * (self.evidence - DOUBT), 2)


class Score(NamedTuple):
    """What speaks for the parts below some lines."""

    members: np.ndarray  # indices of their headings among the lines
    own: np.ndarray  # evidence of each part
    shared: float  # evidence of them all
    reasons: tuple[str, ...]

    @property
    def mean(self) -> float:
        return float(self.own.mean()) + self.shared

    @property
    def total(self) -> float:
        return len(self.own) * (self.mean - PRICE)


def find_style(view: str, blocks: Sequence[Block]) -> Style | None:
    """Return the style that speaks most for several documents, believed or not; None: no trace."""
    lines = read_lines(view, blocks)
    lines = _without_contents(view, lines)
    if len(lines) < 2 * FEWEST:
        return None
    looks = _Looks(view, lines)
    scores = [score for group in looks.groups() if (score := looks.score(group)) is not None]
    if not scores:
        return None
    best = max(scores, key=_rank)
    best = looks.with_others(best, scores)
    return looks.style(best) if best.mean >= DOUBT else None


def _without_contents(view: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines without a list of titles above the first text, whatever its form.

    A title that is listed stands again further down.
    """
    top = next((i for i, line in enumerate(lines) if line.kind in (PROSE, ITEM)), 0)
    bare = [
        key(_LISTED.sub("", view[line.title : min(line.end, line.title + 120)], count=2))
        if line.kind not in (PROSE, ITEM)
        else ""
        for line in lines
    ]
    last = {title: index for index, title in enumerate(bare) if title}
    times = Counter(bare)
    listed = [i for i in range(top) if last.get(bare[i], 0) > i + 1 and times[bare[i]] == 2]
    if len(listed) < FEWEST or 2 * len(listed) < listed[-1] - listed[0]:
        return list(lines)
    first = listed[0]
    if first and _CONTENTS.fullmatch(view, lines[first - 1].start, lines[first - 1].end):
        first -= 1
    behind = lines[listed[-1] + 1]
    return [*lines[:first], behind._replace(gap=2), *lines[listed[-1] + 2 :]]


def _rank(score: Score) -> tuple[bool, float, int]:
    return score.mean >= ENOUGH, round(score.total, 6), -int(score.members[0])


class _Looks:
    """The lines of a source, with what each would bring as the heading of a document."""

    def __init__(self, view: str, lines: Sequence[Line]) -> None:
        self.view, self.lines = view, lines
        count = len(lines)
        kinds = [line.kind for line in lines] + [""] * 5
        sizes = [line.end - line.start for line in lines]
        words = [view[line.start : min(line.end, line.start + 130)] for line in lines]
        self.texts = [
            key(text if " #" in line.mark else text[line.title - line.start :])
            if line.kind in (SHORT, DATE, LABEL)
            else ""
            for line, text in zip(lines, words, strict=True)
        ]
        self.gaps = np.array([line.gap for line in lines])
        self.size = np.concatenate([[0], np.cumsum(sizes)])
        is_prose = [kind in (PROSE, ITEM) for kind in kinds[:count]]
        self.prose = np.concatenate([[0], np.cumsum(np.array(sizes) * is_prose)])
        self.wide = {g: np.concatenate([[0], np.cumsum(self.gaps >= g)]) for g in (1, 2)}
        self.kindword = np.array([ends_as_title(text) for text in words])
        self.question = np.array([text[-1:] == "?" for text in words])
        self.level = np.array([line.mark == "# " for line in lines])
        self.field = self._below(kinds, LABEL, 1)
        self.field_first = np.array([line.kind == LABEL for line in lines])
        self.head = {g: self._head_gaps(g) for g in (1, 2)}
        self.centred = np.concatenate(
            [[0], np.cumsum([line.kind == SHORT and line.indent == 2 for line in lines])]
        )
        self.bracketed = np.array([line.mark == "《》" for line in lines])
        self.parted = {mark: np.array([mark in text[1:] for text in words]) for mark in _SEPARATORS}
        self.short = np.array([kind == SHORT for kind in kinds[:count]])
        self.number = self._below(kinds, NUMBER, 3) | self._above(kinds, NUMBER, 2)
        self.addressee = self._below(kinds, ADDRESSEE, 4)
        self.date = self._below(kinds, DATE, 2)
        self.author = np.array(
            [
                kinds[i + 1 : i + 3] == [SHORT, PROSE]
                and lines[i + 1].mark in ("", "【】")
                and lines[i + 1].gap <= lines[i].gap
                and sizes[i + 1] <= (30 if words[i + 1].isascii() else 12)
                for i in range(count)
            ]
        )
        self.closing = np.array(
            [line.kind == DATE or (line.kind == SHORT and line.indent == 2) for line in lines]
        )
        self.section = np.array([_section(line) for line in lines])
        self.values = np.array([line.value for line in lines])
        self.next, self.begins = self._items()
        labels = Counter(line.mark for line in lines if line.kind == LABEL)
        labels.update(words[i] for i, line in enumerate(lines) if line.mark == "【】")
        plain = Counter(
            text
            for line, text in zip(lines, self.texts, strict=True)
            if line.kind == SHORT and 2 <= len(text) <= 12 and line.mark in ("", "ABC")
        )
        self.labels = sorted(count for count in labels.values() if count >= FEWEST)
        self.recurring = sorted([*self.labels, *(n for n in plain.values() if n >= FEWEST)])
        self.hashes = np.unique(self.texts, return_inverse=True)[1]

    def _below(self, kinds: Sequence[str], kind: str, most: int) -> np.ndarray:
        """Tell of each line whether one of the lines below, up to a text, is of a kind."""
        out = np.zeros(len(self.lines), bool)
        for index in range(len(self.lines)):
            for below in kinds[index + 1 : index + 1 + most]:
                if below == kind:
                    out[index] = True
                if below in (PROSE, ITEM, kind):
                    break
        return out

    def _above(self, kinds: Sequence[str], kind: str, most: int) -> np.ndarray:
        """Tell of each line whether one of the lines above, up to a text, is of a kind."""
        out = np.zeros(len(self.lines), bool)
        for index in range(len(self.lines)):
            for above in reversed(kinds[max(0, index - most) : index]):
                if above == kind:
                    out[index] = True
                if above in (PROSE, ITEM, kind):
                    break
        return out

    def _head_gaps(self, gap: int) -> np.ndarray:
        """Return by line how many of the lines below, up to a text, have white space above."""
        out = np.zeros(len(self.lines), int)
        for index in range(len(self.lines)):
            for line in self.lines[index + 1 : index + 5]:
                out[index] += line.gap >= gap
                if line.kind in (PROSE, ITEM):
                    break
        return out

    def _is_one(self, indices: np.ndarray) -> bool:
        """Tell whether lines mostly say the same."""
        inside = indices[indices < len(self.lines)]
        times = np.unique(self.hashes[inside], return_counts=True)[1]
        return bool(times.max(initial=0) > 0.8 * len(inside))

    def _items(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the first numbered line below each line, and how that numbering begins there:
        2 articles or chapters anew, 1 other items anew, 0 other items go on, -1 articles do."""
        count = len(self.lines)
        where, how = np.full(count, count), np.zeros(count, int)
        at, begins = count, 0
        for index in range(count - 1, -1, -1):
            where[index], how[index] = at, begins
            line = self.lines[index]
            if line.value and line.mark in ("第#条", "第#章", "第#编", "#、", "(#)", "#."):
                strong = line.mark in ("第#条", "第#章", "第#编")
                at, begins = index, (2 if strong else 1) if line.value == 1 else -int(strong)
        return where, how

    # ------------------------------------------------------------------------------ groups

    def groups(self) -> list[np.ndarray]:
        """Return the classes of like lines that may be headings, each an array of indices."""
        found: dict[tuple[object, ...], list[int]] = {}
        for index in range(len(self.lines)):
            if self._may_head(index):
                for each in self._classes(index):
                    found.setdefault(each, []).append(index)
        unique = {tuple(group): None for group in found.values() if len(group) >= FEWEST}
        return [np.array(group) for group in unique]

    def _may_head(self, index: int) -> bool:
        """Tell whether a line may head a document: no text, no annex's and no contents' title."""
        line, above = self.lines[index], self.lines[max(0, index - 1)]
        if line.kind not in (SHORT, LABEL, DATE) or self.section[index] <= -2:
            return False
        if self.view[line.start] in "([)" and not line.mark:
            return False
        if above.kind != PROSE and self.view.startswith(_ANNEX, above.start):
            return False
        is_contents = _CONTENTS.fullmatch(self.view, line.start, line.end)
        return not is_contents and not self.view.startswith(_ANNEX, line.start)

    def _classes(self, index: int) -> list[tuple[object, ...]]:
        """Return the classes of a line: its mark (or any) with some of what stands around it."""
        line, mark = self.lines[index], self.lines[index].mark
        below = self.lines[index + 1] if index + 1 < len(self.lines) else None
        gap = line.gap if index else 2
        follow, space = (below.kind, below.gap > 0) if below else ("", False)
        ends, begins = bool(self.kindword[index]), int(self.begins[index])
        gaps = range(1, gap + 1)  # a class of lines with one blank line above holds those with two
        if line.kind == DATE:  # of a diary
            return [("date", mark, least) for least in gaps] + [
                ("date", mark, least, space) for least in gaps
            ]
        found: list[tuple[object, ...]] = [("mark", mark)] if mark else []
        if line.indent == 2:
            found += [("centred", mark), ("centred", mark, below.indent if below else 0)]
        if follow not in (PROSE, SHORT):
            found.append(("above", mark, follow))
        if ends:
            found.append(("named", mark, line.indent))
        if begins > 0:
            found.append(("begins", mark, line.indent, begins))
        for least in gaps:
            found += [("gap", mark, least), ("gap, named", mark, least, ends)]
            found.append(("gap, indent", mark, least, line.indent, space))
        if gap:
            found.append(("just gap", mark, gap, space))
        for name in (mark,) if mark in SECTIONS else (mark, "any"):
            found += [("gap, space", name, least, space) for least in gaps]
            found += [("gap, above", name, least, follow) for least in gaps]
            found += [("named", name), ("named, above", name, follow)] if ends else []
        return found

    # ------------------------------------------------------------------------------ evidence

    def score(self, members: np.ndarray) -> Score | None:
        """Return what speaks for the parts below some lines, None if they are no documents."""
        count = len(self.lines)
        ends = np.append(members[1:], count)
        size = self.size[ends] - self.size[members + 1]
        prose = self.prose[ends] - self.prose[members + 1]
        members = members[(size >= LEAST_BODY) & ((prose > 0) | (size >= LEAST_VERSE))]
        if len(members) < FEWEST:
            return None
        ends = np.append(members[1:], count)
        titles = self.hashes[members]
        again = np.append(False, titles[1:] == titles[:-1]) & (self.begins[members] <= 0)
        members = members[~again]  # a running head
        _, which, times = np.unique(self.hashes[members], return_inverse=True, return_counts=True)
        often = (times[which] > max(2, OFTEN * len(members))) & ~self.addressee[members]
        members = members[~often]  # 公告, 附则: of every document, or of every section
        parts = len(members)
        if parts < FEWEST or len(np.unique(self.hashes[members])) < DISTINCT * parts:
            return None
        ends = np.append(members[1:], count)
        own = self.section[members].astype(float)
        reasons: list[str] = []

        def add(name: str, has: np.ndarray, least: float = 0.0) -> None:
            nonlocal own
            if has.sum() > 1 and has.mean() >= least:
                own = own + WEIGHTS[name] * has
                if has.mean() >= REGULAR:
                    reasons.append(name)

        begins = np.where(self.next[members] < ends, self.begins[members], 0)
        last = np.maximum(ends - 1, members)
        add("articles begin anew", begins == 2)
        add("items begin anew", (begins == 1) & (own == 0))
        add("articles go on", begins == -1)
        add("number", self.number[members])
        add("addressee", self.addressee[members])
        add("date below", self.date[members], REGULAR)
        if not self._is_one(members + 1):
            add("author below", self.author[members], REGULAR)
        add("field below", self.field[members] & ~self.field_first[members], REGULAR)
        add("level one", self.level[members], REGULAR)
        add("closing", self.closing[last] & (last > members + 1), REGULAR)
        add("named kind", self.kindword[members])
        add("bracketed", self.bracketed[members], REGULAR)
        add("question", self.question[members], REGULAR)
        for has in self.parted.values():
            others = (has & self.short).sum() - has[members].sum()
            if has[members].mean() >= 0.8 and others <= 0.2 * parts:
                add("two parts", has[members])
                break
        shared = self._shared(members, ends, reasons)
        return Score(members, own, shared, tuple(reasons))

    def _shared(self, members: np.ndarray, ends: np.ndarray, reasons: list[str]) -> float:
        """Return what speaks for all parts alike, and name it."""
        parts = len(members)
        found: list[str] = []
        gap = int(np.sort(self.gaps[members[1:]])[(parts - 1) // 10])
        gap = min(gap, 2)
        if gap:
            beside = int(self.head[gap][members].sum())
            above = members[1:] - 1  # the title of a group stands by itself, too
            beside += int(((self.gaps[above] >= gap) & self.short[above]).sum())
            inside = int(self.wide[gap][-1] - self.wide[gap][members[0] + 1]) - (parts - 1) - beside
            if inside <= 0.25 * parts:
                found.append("space of its own" if gap == 2 else "blank line")
        if np.mean([self.lines[index].indent == 2 for index in members.tolist()]) >= 0.9:
            closings = int((self.closing & self.short)[ends - 1].sum())
            closings += int((self.closing & self.short)[np.maximum(ends - 2, 0)].sum())
            others = int(self.centred[-1] - self.centred[members[0]]) - parts - closings
            if others <= 0.25 * parts:
                found.append("centred")
        first = self.lines[members[0]]
        values = self.values[members]
        rises = (np.diff(values) >= 1).mean() >= 0.9
        if first.mark and first.mark not in SECTIONS and values.any() and rises:
            found.append("counted")
        low = bisect_left(self.recurring, 0.75 * parts)
        high = bisect_right(self.recurring, 1.3 * parts)
        inside_labels = high - low - (first.kind == LABEL)
        if inside_labels >= 1:
            labels = bisect_right(self.labels, 1.3 * parts) - bisect_left(self.labels, 0.75 * parts)
            labels -= first.kind == LABEL
            found.append(
                "one label inside"
                if inside_labels < 2
                else "the same labels inside"
                if labels >= 2
                else "the same lines inside"
            )
        front = float(self.prose[members[0]])
        body = (float(self.prose[-1]) - front) / parts
        out = 0.0
        if front == 0:
            found.append("from the top")
        elif front <= SHORT_FRONT * body:
            found.append("front")
        else:
            out += WEIGHTS["text above"] * min(1.0, front / max(body, 1.0))
        reasons += found
        many = min(0.4, 0.1 * float(np.log2(max(1.0, parts / 8))))
        return out + many + sum(WEIGHTS[name] for name in found)

    def with_others(self, best: Score, scores: Sequence[Score]) -> Score:
        """Return the style with the lines of others that have as much evidence of their own."""
        for other in sorted(scores, key=_rank, reverse=True)[:MOST_STYLES]:
            union = np.union1d(best.members, other.members)
            if len(union) == len(best.members):
                continue
            both = self.score(union)
            if both is None:
                continue
            added = ~np.isin(both.members, best.members)
            if added.any() and both.total > best.total:
                enough = max(PRICE, 0.6 * float(best.own.mean()))
                best = both if both.own[added].mean() >= enough else best
        marked = np.array([bool(self.lines[index].mark) for index in best.members])
        strong = (best.own >= 0.3 * best.own.mean()) | marked
        if best.own.mean() >= 0.8 and not strong.all():
            best = self.score(best.members[strong]) or best
        return best

    # ------------------------------------------------------------------------------ headings

    def style(self, best: Score) -> Style | None:
        """Return the headings of a style, None if all but two are those of annexes."""
        members = best.members
        annex = np.array([False, *(self._announces(*pair) for pair in pairwise(members.tolist()))])
        if annex.any():
            without = self.score(members[~annex])
            if without is None or without.mean < DOUBT:
                return None
            best, members = without, without.members
        members = self._aligned(self._completed(members))
        tops = find_tops(self.lines, members.tolist())
        headings, starts = [], []
        for index, top in zip(members, tops, strict=True):
            line = self.lines[index]
            begin = self._first_line(index)
            title = line.title if begin == index else self.lines[begin].start
            begin -= self._said_before(begin, index)
            headings.append(_heading(self.view, self.lines[begin].start, title, line.end))
            starts.append(self.lines[min(top, begin)].start)
        own = dict(zip(best.members.tolist(), best.own.tolist(), strict=True))
        sure = [round(min(0.95, 0.5 + 0.25 * (own.get(m, 0.0) + best.shared)), 2) for m in members]
        reasons = ", ".join(best.reasons)
        return Style(
            headings,
            starts,
            [max(0.5, one) for one in sure],
            best.mean,
            reasons,
            self._groups(members, tops),
            self._pattern(members),
        )

    def _completed(self, members: np.ndarray) -> np.ndarray:
        """Return the titles with those whose number is missing between two of them."""
        found = members.tolist()
        for above, below in pairwise(members.tolist()):
            one, other = self.lines[above], self.lines[below]
            if one.mark == other.mark and one.value and other.value - one.value > 1:
                found += [
                    index
                    for index in range(above + 1, below)
                    if one.value < self.lines[index].value < other.value
                    and self.lines[index].kind == one.kind
                    and self.lines[index].gap == one.gap
                    and _alike(one, self.lines[index])
                ]
        return np.array(sorted(found))

    def _aligned(self, members: np.ndarray) -> np.ndarray:
        """Return the titles with the first as far above its date or text as the others: above it
        may stand the collection's own title."""
        far = [
            next(
                (
                    below - member
                    for below in range(member + 1, min(member + ABOVE, len(self.lines)))
                    if self.lines[below].kind != SHORT or self.lines[below].mark
                ),
                0,
            )
            for member in members.tolist()
        ]
        usual, count = Counter(far[1:]).most_common(1)[0]
        if count < REGULAR * (len(far) - 1) or far[0] <= usual or usual == 0:
            return members
        first, other = members[0] + far[0] - usual, self.lines[members[1]]
        if self.lines[first].gap == 0 or not _alike(self.lines[first], other):
            return members
        return np.append(first, members[1:])

    def _announces(self, above: int, index: int) -> bool:
        """Tell whether the first lines of a document name the next title as their annex's."""
        line = self.lines[index]
        title = self.view[line.title : line.end]
        end = above + 1
        while end < min(above + ABOVE, index) and self.lines[end].kind != ITEM:
            end += 1
        words = self.lines[above].start, self.lines[end - 1].end
        return self.view.find(f"《{title}》", *words) >= 0

    def _first_line(self, index: int) -> int:
        """Return the first line of a title over several lines."""
        begin = index
        while begin > 0 and self._goes_on(begin - 1, begin):
            begin -= 1
        return begin

    def _goes_on(self, above: int, below: int) -> bool:
        """Tell whether a title goes on in the line below: both centred, or parted at 关于."""
        one, other = self.lines[above], self.lines[below]
        if other.gap or one.kind != SHORT or one.mark or other.mark:
            return False
        words, more = (self.view[line.start : line.end] for line in (one, other))
        return (
            more.startswith("关于")
            or ("关于" in words and not self.kindword[above])
            or one.indent == other.indent == 2
        )

    def _said_before(self, first: int, last: int) -> bool:
        """Tell whether the line above a title says the same, on one line."""
        title = "".join(self.texts[first : last + 1])
        return first > 0 and bool(title) and self.texts[first - 1] == title

    def _groups(self, members: np.ndarray, tops: Sequence[int]) -> list[int]:
        """Return where titles of parts stand: marked lines by themselves above some titles."""
        found = [
            self.lines[top - 1].start
            for top in tops
            if top
            and self.lines[top - 1].kind == SHORT
            and self.lines[top - 1].mark == "【】"
            and self.lines[top - 1].gap
        ]
        return found if len(found) < REGULAR * len(members) else []

    def _pattern(self, members: np.ndarray) -> str:
        """Return a regular expression over the view that matches lines like the headings."""
        line = self.lines[members[-1]]
        above = r"(?<=\n\n)" if line.gap and not line.mark else "^"
        return f"{above} *{_PATTERNS.get(line.mark) or _worded(line.mark)}"


def find_tops(lines: Sequence[Line], members: Sequence[int]) -> list[int]:
    """Return the first line of each document: what stands above the first title, and again
    above most others (a number, an organ, an order), belongs to the document below it."""
    high = min(ABOVE, members[0])
    least = [0, *(member + 1 for member in members[:-1])]  # a document has a line below its title
    depth = 0
    for step in range(1, high + 1):
        first = lines[members[0] - step]
        alike = [
            m - step > low and _alike(first, lines[m - step])
            for m, low in zip(members[1:], least[1:], strict=True)
        ]
        if np.mean(alike) < REGULAR or first.mark in SECTIONS or first.mark == "【】":
            break
        if first.kind == NUMBER or (first.kind == SHORT and _is_set_off(lines, members, step)):
            depth = step
    pattern = lines[members[0] - depth]
    return [
        m - depth if m - depth >= low and _alike(pattern, lines[m - depth]) else m
        for m, low in zip(members, least, strict=True)
    ]


def _alike(one: Line, other: Line) -> bool:
    return one.kind == other.kind and one.mark == other.mark and one.indent == other.indent


def _is_set_off(lines: Sequence[Line], members: Sequence[int], step: int) -> bool:
    """Tell whether a line above the titles is no signature: white space above, none below."""
    found = [lines[m - step] for m in members if m >= step]
    below = [lines[m - step + 1] for m in members if m >= step]
    return (
        float(np.mean([line.gap > 0 for line in found[1:]] or [False])) >= REGULAR
        and float(np.mean([line.gap == 0 for line in below])) >= REGULAR
    )


def _heading(view: str, start: int, title: int, end: int) -> Heading:
    """Return the heading ``start:end``; brackets about its title and a region are no part of it."""
    quoted = _QUOTED.fullmatch(view, title, end)
    if quoted is None or quoted["region"] not in {"", *_REGIONS}:
        return Heading(start, end, title, end, "", 1.0)
    return Heading(start, end, *quoted.span("title"), quoted["region"], 1.0)


def _worded(mark: str) -> str:
    """Return a regular expression for a mark with words of its own, or for none."""
    if mark.startswith("【"):
        return rf"\[{re.escape(mark[1:-1])}\].*"
    if mark.startswith(":"):
        return re.escape(mark[1:]) + ":.*"
    if " #" in mark:
        word, _, behind = mark.partition(" #")
        return rf"{re.escape(word)} ?[0-9IVXLC]+{re.escape(behind)}.*"
    return r"[^\n。;:]{1,60}$"


def _section(line: Line) -> float:
    """Return what the mark of a line says against a document's beginning there."""
    if line.mark in SECTIONS:
        return SECTIONS[line.mark]
    word, number, _ = line.mark.partition(" #")
    return -2.0 if number and _SECTION_WORD.fullmatch(word.lower()) else 0.0
