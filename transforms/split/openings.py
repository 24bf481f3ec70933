"""Find where lines that are no text open one: a title, or what stands around it, above a text.

Lines between two texts are a run. Its first lines may close the text above (an organ, its day, a
name in brackets); what is left opens the text below. Openings are told apart by what stands in
them below the title, since that, more than how a title is set, is alike from document to document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from transforms.split.classes import ANNEX, SIGNS, Alike
from transforms.split.head import names_organ
from transforms.split.kinds import ADDRESSEE, DATE, LABEL, NUMBER, READ, SHORT, is_by_line, mark_of
from transforms.split.looks import FEWEST, SECTIONS, Looks
from transforms.tables.titles import TITLE_END_ALONE

_HEADED = frozenset({NUMBER, ADDRESSEE, DATE})
LONGEST = 10  # lines of an opening
LONGEST_SIGNER, MOST_SIGNERS = 8, 4  # code points of who signs above the day; lines
_ENDS_ALONE = TITLE_END_ALONE.compile()
_ENDS = '。!?;:")]…'  # of a text; else it goes on below
_CAPTION = re.compile("(?:附?[表图]|[Tt]able|[Ff]ig) ?[0-9一二三四五六七八九十]")
_PAGED = re.compile(
    r"[·|/] ?[0-9]{1,4}\W*$|- ?[0-9]{1,4} ?-$|^\W*[0-9]{1,4} ?[·|/]"
)  # 古文观览 · 31 ·
_DAY = re.compile(r"[12][0-9]{3} ?[年.-] ?[0-9]{1,2} ?[月.-] ?[0-9]{1,2}")
# 苹果  三斤, or a menu's words; not 通  知
_ROW = re.compile(r"[^ ]{2} {2,}[^ ]|[^ ] {2,}[^ ]{2}|^(?:[^ ]{2,6} +){2,}[^ ]{2,6}$")


class Opening(NamedTuple):
    """The lines ``first:last`` above a text; those from ``above`` on close the text before."""

    above: int
    first: int
    title: int  # below a number, or a paper's name and day
    last: int
    holds: tuple[str, ...]  # what stands below the title, by kind or label


def find_openings(looks: Looks) -> list[Opening]:
    """Return the openings of a source, in order."""
    runs = list(_runs(looks))
    if runs:  # the titles of a part stand above the first
        runs[0] = (_below_parts(looks, *runs[0]), runs[0][1])
    fields = _closing_fields(looks, runs)
    # A diary's days open its texts, and stand above the first, too.
    signers = 0 if runs and looks.dated[slice(*runs[0])].any() else -1
    every = [
        Opening(above, first, first, last, ())
        for above, last in runs
        if (first := _below_closing(looks, fields, signers, above, last)) < last
    ]
    found = [
        each
        for each in every
        if looks.lines[each.first].mark not in SECTIONS
        and looks.lines[each.first].kind != ADDRESSEE
        and not _is_signature(looks, each.first)
    ]
    if found:
        found[0] = _below_name(looks, found)
    names = {*looks.lines.texts[: found[0].first]} if found else set()  # a running head, perhaps
    found = [each._replace(title=_title_of(looks, each)) for each in found]
    return [
        each._replace(holds=_held(looks, each))
        for each in found
        if each.last - each.first <= LONGEST and _may_open(looks.lines.texts[each.first], names)
    ]


def closing_fields(looks: Looks, openings: Sequence[Opening]) -> set[int]:
    """Return the lines that are fields and close the text above an opening: 来源：, 相关新闻："""
    return {at for each in openings for at in range(each.above, each.first) if _field(looks, at)}


def mark(looks: Looks, openings: Sequence[Opening]) -> None:
    """Mark the titles behind what closes a text, and the lines below titles in their openings.

    Not below: those that name a kind of document below one that does not (an organ, a column), or
    below words that stand above others, too.
    """
    if len(openings) < FEWEST:
        return
    looks.behind_closing[[each.title for each in openings if each.above < each.first]] = True
    looks.below_title[
        [
            at
            for each in openings
            if looks.times[looks.lines.texts[each.first]] == 1
            for at in range(each.first + 1, each.last)
            if at != each.title and (_names_kind(looks, each.title) or not _names_kind(looks, at))
        ]
    ] = True


def opening_classes(looks: Looks, openings: Sequence[Opening], alike: Alike) -> list[np.ndarray]:
    """Return the classes of titles whose openings hold the same, of those that may head a text."""
    may_head = {at for members in alike.values() for at in members}
    classes: dict[tuple[str, ...], list[int]] = {}
    for each in openings:
        if each.title not in may_head:
            continue
        line = looks.lines[each.title]
        names = {("opens", line.mark), *(("holds", line.mark, kind) for kind in each.holds)}
        if not line.indent and looks.lines[each.last].indent:
            names.add(("outdented", line.mark))
        if _is_headed(looks, each):
            names.add(("headed",))
        for name in sorted(names):
            classes.setdefault(name, []).append(each.title)
    return [np.array(members) for members in classes.values() if len(members) >= FEWEST]


def _is_headed(looks: Looks, opening: Opening) -> bool:
    """Tell whether an opening has what documents have, whatever it is: a title that names their
    kind, a number, whom they address, a day, or numbering that begins anew below."""
    first = opening.title
    if looks.lines[first].kind not in (SHORT, NUMBER, LABEL):
        return False
    return (
        _names_kind(looks, first)
        or opening.above < opening.first
        or not _HEADED.isdisjoint(opening.holds)
        or looks.begins[first] == 2
    )


def _runs(looks: Looks) -> Iterator[tuple[int, int]]:
    """Yield where lines that are no text stand above one."""
    is_text = looks.text | looks.said
    edges = np.flatnonzero(np.diff(np.concatenate(([True], is_text, [True])).astype(np.int8)))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        is_whole = not first or looks.named[first] or looks.lines.texts[first - 1][-1] in _ENDS
        if is_whole and last < len(looks.lines):
            yield first, last


def _below_parts(looks: Looks, first: int, last: int) -> int:
    for at in range(first, last):
        if looks.lines[at].mark not in SECTIONS:
            return at
    return first


def _closing_fields(looks: Looks, runs: list[tuple[int, int]]) -> set[str]:
    """Return the marks of fields that stand in several places, and none above the first text."""
    times = Counter(mark for at in looks.at if (mark := _field(looks, at)))
    above = {_field(looks, at) for at in range(*runs[0])} if runs else set()
    return {mark for mark, count in times.items() if count > 1} - above


def _below_closing(looks: Looks, fields: Set[str], signers: int, first: int, last: int) -> int:
    """Return the first line of a run below what closes the text above: fields, an organ and its
    day, all above the most white space."""
    gaps = looks.gaps[first + 1 : last]
    if gaps.max(initial=0) == 2:
        return first + 1 + int(gaps.argmax())
    if first:
        while first < last and _field(looks, first) in fields:
            first += 1
        day = first
        first = _below_day(looks, signers, first, last)
        while first < last - 1 and _closes(looks, first, behind=day < first):
            first += 1
    return first


def _closes(looks: Looks, at: int, behind: bool) -> bool:
    """Tell whether a line is a note in brackets behind a text, a judgment's clerk, or, ``behind``
    a day, what stands so behind others, too."""
    words = looks.lines.texts[at]
    is_said_again = behind and looks.times[words] > 1 and not _names_kind(looks, at)
    return is_said_again or (words[0] == "(" and words[-1] == ")") or bool(SIGNS.match(words))


def _below_day(looks: Looks, signers: int, first: int, last: int) -> int:
    """Return the line below the day that ends a text, who signed it above; if there is none, or no
    title stands below it, the first line: that day may stand below a title."""
    for at in range(first, min(first + MOST_SIGNERS + 1, last - 1)):
        words = looks.lines.texts[at]
        if looks.signed[at] or _DAY.match(words):
            is_title = looks.lines[at + 1].mark in SECTIONS or is_by_line(words)
            is_title = is_title or at == first + signers
            return first if is_title else at + 1
        if looks.named[at] or not (_may_sign(words) or _field(looks, at)):
            break
    return first


def _is_signature(looks: Looks, at: int) -> bool:
    """Tell whether a line is an organ with its day behind it."""
    day = _DAY.search(looks.lines.texts[at])
    return (
        bool(looks.dated[at])
        and day is not None
        and names_organ(looks.lines.texts[at][: day.start()].rstrip())
    )


def _may_sign(words: str) -> bool:
    return names_organ(words) or len(words.replace(" ", "")) <= LONGEST_SIGNER


def _field(looks: Looks, at: int) -> str:
    """Return the mark of a line that is a field, else nothing."""
    mark, _, _ = mark_of(looks.lines.texts[at][:READ])
    return mark if mark.startswith(":") else ""


def _below_name(looks: Looks, found: list[Opening]) -> Opening:
    """Return the first opening without a collection's own title above it: it is longer than the
    others, and its first line, as far as they tell, no such title as theirs."""
    first, *others = found
    titles = {looks.lines[each.first].mark or looks.lines.texts[each.first] for each in others}
    once = [each for each in others if looks.times[looks.lines.texts[each.first]] == 1]
    sizes = Counter(each.last - each.first for each in once or others)
    usual = max(sizes, key=lambda size: (sizes[size], size), default=LONGEST)
    below, top = first.last - usual, looks.lines[first.first]
    kinds = Counter(looks.lines[each.first].kind for each in others)
    kind = max(kinds, key=lambda kind: (kinds[kind], kind), default=top.kind)
    if top.kind != kind:
        alike = (at for at in range(first.first, first.last) if looks.lines[at].kind == kind)
        return first._replace(first=next(alike, first.first))
    is_longer = below > first.first and looks.lines[below].kind == SHORT
    if not is_longer or (top.mark or looks.lines.texts[first.first]) in titles:
        return first
    is_titled = _names_kind(looks, first.first) and not _names_kind(looks, below)
    return first if is_titled else first._replace(first=below)


def _names_kind(looks: Looks, at: int) -> bool:
    """Tell whether a line ends with the name of a kind of document: 民 事 判 决 书, too."""
    words = looks.lines.texts[at]
    return bool(looks.named[at]) or _ENDS_ALONE.search(words.replace(" ", "")) is not None


def _may_open(words: str, names: Set[str]) -> bool:
    """Tell whether a line is no row of a table or page's edge, and not said above all texts."""
    return words not in names and not (
        words.startswith(ANNEX)
        or _ROW.search(words)
        or _PAGED.search(words)
        or _CAPTION.match(words)
    )


def _title_of(looks: Looks, opening: Opening) -> int:
    """Return the title's line: the first, but for a number and for a day with a paper's name."""
    for at in range(opening.first, opening.last):
        line, words = looks.lines[at], looks.lines.texts[at]
        day = _DAY.match(words) if line.kind == DATE else None
        if line.kind != NUMBER and not (day and len(words) > day.end() + len("日") + 2):
            return at if line.kind == SHORT else opening.first
    return opening.first


def _held(looks: Looks, opening: Opening) -> tuple[str, ...]:
    kinds = []
    for at in range(opening.first, opening.last):
        if at == opening.title:
            continue
        line = looks.lines[at]
        kinds.append(line.mark if line.kind == LABEL else line.kind)
    return tuple(dict.fromkeys(kinds))
