"""Weigh what speaks for it that some lines of a source head documents.

A naive Bayes decision: each feature of a part adds its log odds (``WEIGHTS``, in units in which 1
is enough), once for a part that has it, if most parts of the style do; and so does what all the
parts have in common. Sections of one document (chapters that count on, questions, titles with
nothing below) count against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from transforms.split.classes import Alike, Look
from transforms.split.head import names_organ
from transforms.split.kinds import ADDRESSEE, DATE, ITEM, LABEL, NUMBER, PROSE, SHORT
from transforms.split.looks import FEWEST, LEVEL_ONE, SECTIONS, SEPARATORS, Looks, section_weight
from transforms.split.parts import (
    FRONT_LINES,
    LEAST_VERSES,
    REGULAR,
    are_counted,
    are_fields,
    are_one,
    are_outdented,
    are_regions,
    are_said_first,
    begin_alike,
    has_sentence,
    is_collection,
    is_verse,
    may_be_verse,
    own_words,
)

PRICE = 0.5  # evidence that a part must bring to be worth its place
DISTINCT = 0.4  # share of different titles below which headings are those of sections
LEAST_BODY = 10  # code points of a part
LEAST_LIST = 20  # of a part without a sentence that wide space parts
LEAST_VERSE = 60  # code points of a part without a sentence, if no day stands at its end
OFTEN = 0.15  # share of headings with one title from which it is none
MOST_HIDDEN = 3  # articles
SHORT_FRONT = 0.3  # of a part's size: more prose above the first heading is a text of its own

_OF_REGIONS = re.compile("[各多两三四五六七八九十].{0,40}(?:内容|摘[编录要]|表述|汇总|节选|条款)$")
_ANNOUNCES = ("如下。", "如下:")
LEAST_OWN = 0.3  # how far titles are said again, from which it is a reason

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
    "counted through": 0.9,  # from one to the last
    "the first line": 0.7,  # numbered as sections are, and no title above
    "the same words below": 0.4,
    "closing": 0.5,
    "said first": 0.75,  # 某某 | 某某（1868—1939），字 …
    "outdented": 0.15,
    "two parts": 0.5,  # title · author
    "blank line": 0.4,  # elsewhere none
    "named kind": 0.4,
    "from the top": 0.3,
    "bracketed": 0.3,
    "one label inside": 0.3,
    "titles of their own": 0.6,
    "a collection's name": 0.5,
    "verse": 0.4,
    "subject": 0.3,  # a field says the title
    "front": 0.15,
    "articles go on": -1.5,
    "one title": -0.5,
    "text above": -0.8,
    "no sentence": -0.2,  # a table's parts
    "announced": -1.0,  # the first part ends in 如下：
    "behind a closing": 0.4,
    "a region each": 0.8,
    "question": -0.6,
    "fields": -0.8,
    "below a title": -0.3,
    "inside sections": -1.0,  # labels: 议题一 stands above each
}


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


def most(looks: Looks, alike: Alike, classes: Sequence[np.ndarray]) -> list[float]:
    """Return, by class, a mean evidence that no lines of it exceed.

    What a line may bring by itself is that of the class's best lines; the rest is counted if any
    line of any class has it.
    """
    members = {index for each in classes for index in each.tolist()}
    shown = [(look, at) for look, lines in alike.items() for at in lines if at in members]
    near = WEIGHTS["author below"]
    for name, kind in (("addressee", ADDRESSEE), ("date below", DATE), ("field below", LABEL)):
        near += WEIGHTS[name] * looks.holds(kind)
    heads = np.array(sorted(members))
    own = np.zeros(len(looks.lines))
    own[[at for _, at in shown]] = [_most_of(look, near) for look, _ in shown]
    texts = [looks.lines.texts[at] for at in members]
    may = {
        "number": looks.holds(NUMBER),
        "closing": looks.closing.any(),
        "two parts": any(sign in text[1:] for text in texts for sign in SEPARATORS),
        "space of its own": any(look.gap for look, at in shown if at),
        "centred": any(look.indent == 2 for look, _ in shown),
        "counted through": any(look.mark and look.mark not in SECTIONS for look, _ in shown),
        "the first line": any(at == 0 and look.mark in SECTIONS for look, at in shown),
        "the same words below": any(look.follow in (SHORT, DATE) for look, _ in shown),
        "the same labels inside": bool(looks.recurring[1]),
        "from the top": True,
        "outdented": looks.indented,
        "said first": are_said_first(looks, heads).any(),
        "a region each": are_regions(looks, heads).any(),
        "behind a closing": looks.behind_closing.any(),
        "titles of their own": True,
        "a collection's name": is_collection(looks, FRONT_LINES),
        "verse": may_be_verse(looks, FEWEST),
        "subject": looks.subject.any(),
    }
    shared = sum(WEIGHTS[name] for name, is_so in may.items() if is_so)
    return [_best(looks, each, own) + shared + _many(len(each)) for each in classes]


def _best(looks: Looks, members: np.ndarray, own: np.ndarray) -> float:
    """Return the mean of what the best lines of a class may bring; ``own``: but by numbering."""
    ends = np.append(members[1:], len(looks.lines))  # no part of theirs ends before
    begins = looks.begins[members]
    out = own[members] + np.where(looks.counted[members], 0.0, looks.section[members])
    out = out + WEIGHTS["articles go on"] * ((begins < 0) & (looks.next[members] < ends))
    if (begins > 0).sum() > 1:  # as ``score`` asks
        for name, how in (("items begin anew", 1), ("articles begin anew", 2)):
            out = out + WEIGHTS[name] * (begins == how)
    return float(np.sort(out)[-FEWEST:].mean())


def _most_of(look: Look, near: float) -> float:
    """Return the most that one line may bring; ``near``: of lines that stand below it."""
    return (
        WEIGHTS["named kind"] * look.named
        + WEIGHTS["level one"] * (look.mark in LEVEL_ONE)
        + WEIGHTS["bracketed"] * (look.mark == "《》")
        + near * (look.follow not in (PROSE, ITEM))
    )


def _many(parts: int) -> float:
    """Return what the number of parts says for them."""
    return min(0.4, 0.1 * float(np.log2(max(1.0, parts / 8))))


def score(looks: Looks, members: np.ndarray, fewest: int = FEWEST) -> Score | None:
    """Return what speaks for the parts below some lines, None if they are no documents."""
    count = len(looks.lines)
    ends = np.append(members[1:], count)
    size = looks.size[ends] - looks.size[members + 1]
    prose = looks.prose[ends] - looks.prose[members + 1]
    is_long = ends - members > LEAST_VERSES
    is_apart = (looks.gaps[members] == 2) & (size >= LEAST_LIST)
    is_poem = (size >= LEAST_VERSE) | (is_long & (looks.signed[ends - 1] | is_apart))
    members = members[(size >= LEAST_BODY) & ((prose > 0) | is_poem)]
    if len(members) < fewest:
        return None
    ends = np.append(members[1:], count)
    titles = looks.same[members]
    again = np.append(False, titles[1:] == titles[:-1]) & (looks.begins[members] <= 0)
    numbers = (looks.number + looks.number_above).astype(bool)
    opens = looks.addressee.astype(bool) & np.append(True, looks.signed[:-1])
    members = members[~again | (numbers | opens)[members]]  # else a running head
    _, which, times = np.unique(looks.same[members], return_inverse=True, return_counts=True)
    often = times[which] > max(2, OFTEN * len(members))  # 公告, 附则: of all documents or sections
    numbered = often & numbers[members]  # but 民事判决书 has a number of its own each time
    if numbered.mean() < REGULAR:
        numbered[:] = False
    signed = looks.signed[members[1:] - 1]  # a signature's day stands above
    signed = np.append(signed.sum() >= REGULAR * max(1, len(signed)), signed)
    addressed = often & (looks.addressee[members] > 0)
    # An organ over its day ends a document, the more so if no text stands below them.
    first, second = (np.minimum(members + step, count - 1) for step in (1, 2))
    signs = looks.signed[first] & (often | ~looks.text[second])
    signs[signs] = [names_organ(looks.lines.texts[at]) for at in members[signs].tolist()]
    keep = (~often | addressed | numbered | signed) & ~signs
    members, own_head = members[keep], (numbered | (addressed & signed))[keep]
    parts = len(members)
    different = len(np.unique(looks.subjects[members])) + np.count_nonzero(own_head)
    if parts < fewest or different < DISTINCT * parts:
        return None
    ends = np.append(members[1:], count)
    own = np.where(looks.counted[members], 0.0, looks.section[members])
    reasons: list[str] = []

    def add(name: str, has: np.ndarray, least: float = 0.0) -> None:
        nonlocal own
        once = WEIGHTS[name] < 0  # what speaks for one part alone is chance, what against it is not
        if has.sum() > (not once) and has.mean() >= least:
            own = own + WEIGHTS[name] * has
            if has.mean() >= REGULAR:
                reasons.append(name)

    def below(steps: np.ndarray) -> np.ndarray:
        """Tell of each part whether what stands some lines below its title stands in it."""
        return (steps[members] > 0) & (members + steps[members] < ends)

    begins = np.where(looks.next[members] < ends, looks.begins[members], 0)
    last = np.maximum(ends - 1, members)
    if (begins > 0).sum() > 1:
        own = own + WEIGHTS["articles begin anew"] * (begins == 2)
        if (begins == 2).mean() >= REGULAR:
            reasons.append("articles begin anew")
    add("items begin anew", (begins == 1) & ((own == 0) | looks.nested[members]))
    add("articles go on", (begins == -1) | _in_articles(looks, members, ends))
    add("number", below(looks.number) | (looks.number_above[members] > 0))
    add("one title", own_head)
    add("addressee", below(looks.addressee))
    add("date below", below(looks.date), REGULAR)
    if not are_one(looks, members + 1):
        add("author below", looks.author[members], REGULAR)
    add("field below", below(looks.field) & ~looks.labelled[members], REGULAR)
    add("level one", looks.level[members], REGULAR)
    add("closing", looks.closing[last] & (last > members + 1), REGULAR)
    add("behind a closing", looks.behind_closing[members])
    add("below a title", looks.below_title[members])
    above = looks.lines.texts[: int(members[0])]
    if len(above) != 1 or is_collection(looks, 1):  # else it is the title of them all
        add("outdented", are_outdented(looks, members), REGULAR)
    add("said first", are_said_first(looks, members), REGULAR)
    if not above or any(map(_is_of_regions, above)) or is_collection(looks, len(above)):
        add("a region each", are_regions(looks, members), 1.0)
    if are_fields(looks, members) and not are_counted(looks, members):
        add("fields", np.ones(parts, bool))
    add("named kind", looks.named[members])
    add("bracketed", looks.bracketed[members], REGULAR)
    add("question", looks.question[members], REGULAR)
    add("subject", looks.subject[members], REGULAR)
    nested = looks.sections[members] > looks.sections[np.append(0, members[:-1])]
    add("inside sections", looks.labelled[members] & nested, REGULAR)
    verse = is_verse(looks, members, ends)
    add("verse", verse, REGULAR)
    add("no sentence", ~(verse | has_sentence(looks, members, ends)), REGULAR)
    for has in looks.parted:
        others = (has & looks.short).sum() - has[members].sum()
        if has[members].mean() >= 0.8 and others <= 0.2 * parts:
            add("two parts", has[members])
            break
    shared = _shared(looks, members, ends, reasons)
    return Score(members, own, shared, tuple(reasons))


def _in_articles(looks: Looks, members: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Tell of each part whether its first article is not one of the first, which a text in one line
    may hide, whatever stands above."""
    lines, values = looks.articles
    at = np.searchsorted(lines, members)
    lines, values = np.append(lines, len(looks.lines)), np.append(values, 1)
    return (lines[at] < ends) & (values[at] > MOST_HIDDEN)


def _is_of_regions(words: str) -> bool:
    """Tell whether a line says that excerpts of several regions follow."""
    return _OF_REGIONS.search(words) is not None


def _shared(looks: Looks, members: np.ndarray, ends: np.ndarray, reasons: list[str]) -> float:
    """Return what speaks for all parts alike, and name it."""
    parts = len(members)
    found: list[str] = []
    gap = int(np.sort(looks.gaps[members[1:]])[(parts - 1) // 10])
    gap = min(gap, 2)
    if gap:
        beside = int(looks.head[gap][members].sum())
        above = members[1:] - 1  # the title of a group stands by itself, too
        beside += int(((looks.gaps[above] >= gap) & looks.short[above]).sum())
        inside = int(looks.wide[gap][-1] - looks.wide[gap][members[0] + 1]) - (parts - 1) - beside
        if inside <= 0.25 * parts:
            found.append("space of its own" if gap == 2 else "blank line")
    if np.mean(looks.indents[members] == 2) >= 0.9:
        closings = int((looks.closing & looks.short)[ends - 1].sum())
        closings += int((looks.closing & looks.short)[np.maximum(ends - 2, 0)].sum())
        others = int(looks.centred[-1] - looks.centred[members[0]]) - parts - closings
        if others <= 0.25 * parts:
            found.append("centred")
    first = looks.lines[members[0]]
    values = looks.values[members]
    rises = (np.diff(values) >= 1).mean() >= 0.9
    if first.mark and first.mark not in SECTIONS and values.any() and rises:
        is_whole = values.tolist() == list(range(1, parts + 1))
        found.append("counted through" if is_whole else "counted")
    if not first.mark and are_counted(looks, members):
        found.append("counted through")
    if members[0] == 0 and first.mark in SECTIONS:
        found.append("the first line")
    is_chapter = section_weight(first.mark) <= SECTIONS["第#章"]
    if 0 < members[0] <= FRONT_LINES and not is_chapter and is_collection(looks, int(members[0])):
        found.append("a collection's name")
    if begin_alike(looks, members):
        found.append("the same words below")
    if looks.lines.texts[members[1] - 1].endswith(_ANNOUNCES):
        found.append("announced")
    labels, inside_labels = (
        bisect_right(times, 1.3 * parts) - bisect_left(times, 0.75 * parts) - (first.kind == LABEL)
        for times in looks.recurring
    )
    if inside_labels >= 1:
        found.append(
            "one label inside"
            if inside_labels < 2
            else "the same labels inside"
            if labels >= 2
            else "the same lines inside"
        )
    front = float(looks.prose[members[0]])
    body = (float(looks.prose[-1]) - front) / parts
    own = own_words(looks, members, ends)
    out = WEIGHTS["titles of their own"] * own
    if own >= LEAST_OWN:
        reasons.append("titles of their own")
    if front == 0:
        found.append("from the top")
    elif front <= SHORT_FRONT * body:
        found.append("front")
    else:
        out += WEIGHTS["text above"] * min(1.0, front / max(body, 1.0))
    reasons += found
    return out + _many(parts) + sum(WEIGHTS[name] for name in found)
