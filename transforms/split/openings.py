"""Find where lines that are no text open one: a title, or what stands around it, above a text.

Lines between two texts are a run. Its first lines may close the text above (``closings``); what is
left opens the text below. Openings are told apart by what stands in
them below the title, since that, more than how a title is set, is alike from document to document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from transforms.split.classes import ANNEX, Alike
from transforms.split.closings import (
    DAY,
    below_closing,
    closing_fields,
    field,
    is_signature,
    names_kind,
)
from transforms.split.head import names_organ
from transforms.split.kinds import ADDRESSEE, DATE, LABEL, NUMBER, SHORT
from transforms.split.looks import FEWEST, SECTIONS, Looks
from transforms.split.parts import names_collection

_HEADED = frozenset({NUMBER, ADDRESSEE, DATE})
LONGEST = 10  # lines of an opening
_ENDS = '。!?;:")]…'  # of a text; else it goes on below
_CAPTION = re.compile("(?:附?[表图]|[Tt]able|[Ff]ig) ?[0-9一二三四五六七八九十]")
# 古文观览 · 31 ·
_PAGED = re.compile(r"[·|/] ?[0-9]{1,4}\W*$|- ?[0-9]{1,4} ?-$|^\W*[0-9]{1,4} ?[·|/]")
# 苹果  三斤, or a menu's words; not 通  知
_ROW = re.compile(r"[^ ]{2} {2,}[^ ]|[^ ] {2,}[^ ]{2}|^(?:[^ ]{2,12} +){2,}[^ ]{2,12}$")


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
    fields = closing_fields(looks, runs)
    # A diary's days open its texts, and stand above the first, too.
    lone = bool(runs) and not looks.dated[slice(*runs[0])].any()
    every = [
        Opening(above, first, first, last, ())
        for above, last in runs
        if (first := below_closing(looks, fields, lone, above, last)) < last
    ]
    found = [
        each
        for each in every
        if looks.lines[each.first].mark not in SECTIONS
        and looks.lines[each.first].kind != ADDRESSEE
        and not is_signature(looks, each.first)
    ]
    if found:
        found[0] = _below_name(looks, found)
    names = {*looks.lines.texts[: found[0].first]} if found else set()  # a running head, perhaps
    found = [each._replace(title=_title_of(looks, each)) for each in found]
    return [
        each._replace(holds=_held(looks, each))
        for each in found
        if each.last - each.first <= LONGEST
        and _may_open(looks.lines.texts[each.first], names)
        and not _is_among_fields(looks, each.first)
    ]


def no_heads(looks: Looks, openings: Sequence[Opening]) -> set[int]:
    """Return the lines that head nothing: fields that close the text above an opening (来源：,
    相关新闻：), and what stands below a title that names the kind of its document."""
    closing = {at for each in openings for at in range(each.above, each.first) if field(looks, at)}
    return closing | {
        at
        for each in openings
        if looks.times[words := looks.lines.texts[each.title]] == 1 and not names_collection(words)
        if len(openings) >= FEWEST and names_kind(looks, each.title)
        for at in range(each.title + 1, each.last)
        if not names_kind(looks, at)
    }


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
            if at != each.title and (names_kind(looks, each.title) or not names_kind(looks, at))
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
        names_kind(looks, first)
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
    """Return the first line of a run below the titles of parts, if there is one."""
    for at in range(first, last):
        if looks.lines[at].mark not in SECTIONS:
            return at
    return first


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
    is_titled = names_kind(looks, first.first) and not names_kind(looks, below)
    return first if is_titled else first._replace(first=below)


def _may_open(words: str, names: Set[str]) -> bool:
    """Tell whether a line is no row of a table or page's edge, and not said above all texts."""
    return words not in names and not (
        words.startswith(ANNEX)
        or _ROW.search(words)
        or _PAGED.search(words)
        or _CAPTION.match(words)
    )


def _is_among_fields(looks: Looks, at: int) -> bool:
    """Tell whether a line is a field directly below another: 请假：某某, below 出席：某某。"""
    return at > 0 and not looks.gaps[at] and bool(field(looks, at) and field(looks, at - 1))


def _title_of(looks: Looks, opening: Opening) -> int:
    """Return the title's line: the first, but for a number and for a day with a paper's name."""
    for at in range(opening.first, opening.last):
        line, words = looks.lines[at], looks.lines.texts[at]
        day = DAY.match(words) if line.kind == DATE else None
        if line.kind != NUMBER and not (day and len(words) > day.end() + len("日") + 2):
            below = at + 1
            if below < opening.last and names_organ(words) and names_kind(looks, below):
                return below
            return at if line.kind == SHORT else opening.first
    return opening.first


def _held(looks: Looks, opening: Opening) -> tuple[str, ...]:
    """Return what stands in an opening beside its title: kinds of lines, or labels, each once."""
    kinds = []
    for at in range(opening.first, opening.last):
        if at == opening.title:
            continue
        line = looks.lines[at]
        kinds.append(line.mark if line.kind == LABEL else line.kind)
    return tuple(dict.fromkeys(kinds))
