"""Where a heading ends that has no punctuation of its own: 二、主要目标到2025年,….

It ends behind a usual title, or where a clause ends and another begins most likely: by what the
clauses of the same text end and begin with, and, for what the text does not tell, by a lexicon.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from transforms.restore.numbering import LONGEST_HEADING, PAUSE, Mark
from transforms.restore.traits import CLAUSE, Traits
from transforms.tables.numbering import (
    COMPOUNDS,
    FIRST_VERBS,
    FIRST_WORDS,
    LAST_NOUNS,
    LAST_WORDS,
    TITLE_GOES_ON,
    TITLES,
)
from transforms.tables.script import IDEOGRAPHS

SHORTEST_HEADING = 3  # code points
SHORTEST_TEXT = 3  # code points of the first clause behind a heading
SHORTEST_CLAUSE = 3  # code points

# Chances that a pair of code points ends or begins a clause, before the text has been asked; the
# lexicon counts as much as so many occurrences. Fitted to 3,804 headings of official plans whose
# full stops were taken out, on every other plan; on the rest 87 % were found.
TRUST = 24
ENDS, ENDS_NONE, ENDS_USUALLY = 0.4, 0.1, 0.8
BEGINS, MAY_BEGIN, BEGINS_NONE = 0.8, 0.4, 0.03
HALF_LENGTH = 15  # code points over which a heading becomes less likely by a factor of e
_FADES = [math.exp(-size / HALF_LENGTH) for size in range(LONGEST_HEADING + 1)]
LIKELY = 0.03  # a heading ends here, where its list has headings without punctuation
STOPPED = 20  # code points up to a full stop that are a heading; more may hold a sentence, too
SURE = 0.1  # also where it has not
CERTAIN = 1.0  # behind a usual title

_TITLE = re.compile(f"(?:{'|'.join(TITLES)})(?!{TITLE_GOES_ON})")
_TITLES_BEGIN = frozenset(title[:2] for title in TITLES)
_HEADED = ("item:chapter", "item:chinese", "item:parenthesis", "item:digit", "item:box")
_PAIRS = ("“”", "（）", "()", "《》", "‘’")
_PAIRED = re.compile(f"[{''.join(_PAIRS)}]")
# Words by their outer character: most places need no more than a look at it.
_LAST = {
    each: tuple(word for word in (*LAST_WORDS, *LAST_NOUNS) if word[-1] == each)
    for each in {word[-1] for word in (*LAST_WORDS, *LAST_NOUNS)}
}
_FIRST = {
    each: tuple(word for word in FIRST_WORDS if word[0] == each)
    for each in {word[0] for word in FIRST_WORDS}
}
_VERBS = {
    each: re.compile(
        f"(?:{'|'.join(verb for verb in FIRST_VERBS if verb[0] == each)})(?!行动|工程|机制|体系)"
    )
    for each in {verb[0] for verb in FIRST_VERBS}
}
_EDGE = re.compile(f"(?<=[{IDEOGRAPHS}”》）])(?<![将要应并和与及的为以在按])(?=[{IDEOGRAPHS}“《])")
_begins = re.Match.start


Part = tuple[str, float, float]
"""The two code points before a place; how likely a clause ends there and another begins, 0 to 1;
how likely, if the other headings of the list end with the same two.
"""


class Clauses:
    """How often the pairs of code points of a text end a clause, begin one, or stand inside.

    All are sorted once; what is asked for is counted by search.
    """

    def __init__(self, text: str, traits: Traits) -> None:
        self.text, self.traits = text, traits

    @cached_property
    def _codes(self) -> np.ndarray:
        words = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return np.concatenate((words, [0, 0])).astype(np.uint64)

    @cached_property
    def _inside(self) -> np.ndarray:
        """Return every three code points that stand together, as one number."""
        codes = self._codes
        return np.sort(_together(_together(codes[:-2], codes[1:-1]), codes[2:]))

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the last and the first pair of each clause."""
        codes, size = self._codes, len(self.text)
        parted = (self.traits.bits & np.uint16(CLAUSE) == 0).nonzero()[0]
        starts, ends = np.concatenate(([0], parted + 1)), np.concatenate((parted, [size]))
        whole = ends - starts >= SHORTEST_CLAUSE
        starts, ends = starts[whole], ends[whole]
        return (
            np.sort(_together(codes[ends - 2], codes[ends - 1])),
            np.sort(_together(codes[starts], codes[starts + 1])),
        )

    def parts(self, places: Sequence[int]) -> dict[int, Part]:
        """Return what is known of each place; none is within two code points of the edges.

        Where no clause begins with the pair behind, and no word of the lexicon stands, nothing is:
        a heading's end there is never likely.
        """
        if not places:
            return {}
        at = np.array(places)
        codes, (ends, begins) = self._codes, self._edges
        behind = _together(codes[at], codes[at + 1])
        begun, may_begin = _count(begins, behind, behind), self._may_begin(places)
        some = (begun > 0) | (may_begin > BEGINS_NONE)
        at, behind, begun, may_begin = at[some], behind[some], begun[some], may_begin[some]
        places, inside = at.tolist(), self._inside
        before = _together(codes[at - 2], codes[at - 1])
        wide = (
            _together(before, codes[at]),
            _together(_together(codes[at - 1], codes[at]), codes[at + 1]),
        )
        # The place itself is no witness: one is taken off each count of what stands together.
        end = (_count(ends, before, before) + TRUST * self._may_end(places)) / (
            _count(inside, _together(before, _NONE), _together(before, _LARGEST)) - 1 + TRUST
        )
        begin = (begun + TRUST * may_begin) / (
            _count(inside, _together(behind, _NONE), _together(behind, _LARGEST)) - 1 + TRUST
        )
        apart = _count(inside, wide[0], wide[0]) + _count(inside, wide[1], wide[1]) - 1
        chances = (end * begin / apart).tolist(), (ENDS_USUALLY * begin).tolist()
        return {
            place: (self.text[place - 2 : place], chance, usual)
            for place, chance, usual in zip(places, *chances, strict=True)
        }

    def _may_end(self, places: Sequence[int]) -> np.ndarray:
        """Return the chances that a clause ends at the places, by the lexicon."""
        text = self.text
        return np.array(
            [
                ENDS
                if (last := text[at - 1]) in _LAST and text.endswith(_LAST[last], 0, at)
                else ENDS_NONE
                for at in places
            ]
        )

    def _may_begin(self, places: Sequence[int]) -> np.ndarray:
        """Return the chances that a clause begins at the places, by the lexicon."""
        text = self.text
        return np.array(
            [
                BEGINS
                if (first := text[at]) in _FIRST and text.startswith(_FIRST[first], at)
                else MAY_BEGIN
                if first in _VERBS and _VERBS[first].match(text, at)
                else BEGINS_NONE
                for at in places
            ]
        )


_NONE, _LARGEST = np.uint64(0), np.uint64(0x1FFFFF)


def _together(left: np.ndarray, right: np.ndarray | np.uint64) -> np.ndarray:
    """Return code points, or strings of them, followed by one more, as numbers."""
    return left << np.uint64(21) | right


def _count(found: np.ndarray, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return how many of the sorted numbers lie between each two, both included."""
    return found.searchsorted(most, "right") - found.searchsorted(least)


class Ending(NamedTuple):
    """What is known of the end of an item's heading; ``place`` 0: nothing to cut."""

    place: int = 0
    chance: float = 0.0
    is_stopped: bool = False  # it has a full stop
    is_listed: bool = False  # the item ends with a semicolon: it has no heading


_UNKNOWN, _STOPPED, _LISTED = Ending(), Ending(is_stopped=True), Ending(is_listed=True)


class Item(NamedTuple):
    """An item of a list: what it tells of its heading's end, or else the places that may be it."""

    start: int  # of the heading, behind the mark
    known: Ending
    places: Sequence[int] = ()


def heading_ends(text: str, marks: Sequence[Mark], end: int, clauses: Clauses) -> list[int]:
    """Return where headings without punctuation end and their text begins, in a line up to ``end``.

    A list is of one style: where most of its headings end with a full stop, or an item with a
    semicolon, only the sure ones are cut.
    """
    lists: dict[tuple[str, int], list[Item]] = {}
    last: dict[str, Mark] = {}
    opened: dict[str, int] = {}
    for index, mark in enumerate(marks):
        if mark.kind not in _HEADED:
            continue
        if mark.kind not in last or mark.number <= last[mark.kind].number:
            opened[mark.kind] = mark.start
        last[mark.kind] = mark
        stop = marks[index + 1].start if index + 1 < len(marks) else end
        lists.setdefault((mark.kind, opened[mark.kind]), []).append(_item(text, mark.end, stop))
    every = (item for items in lists.values() for item in items)
    parts = clauses.parts([place for item in every for place in item.places])
    out: list[int] = []
    for (kind, _), items in lists.items():
        if not any(item.places or item.known.place for item in items):
            continue
        endings = [_ending(item, parts) for item in items]
        likely = {text[each.place - 2 : each.place] for each in endings if each.chance >= LIKELY}
        if likely:
            endings = [_ending(item, parts, likely) for item in items]
        endings = _different(text, items, endings)
        cuts = sum(ending.chance >= LIKELY for ending in endings)
        stopped = sum(ending.is_stopped for ending in endings)
        headed = cuts > 2 + stopped if kind == "item:digit" else cuts >= stopped
        least = LIKELY if headed else SURE
        if any(ending.is_listed for ending in endings):
            least = CERTAIN
        out += [ending.place for ending in endings if ending.place and ending.chance >= least]
    return out


def _different(text: str, items: Sequence[Item], endings: Sequence[Ending]) -> list[Ending]:
    """Return the endings without those behind equal words: so sentences begin, not headings."""
    pairs = list(zip(items, endings, strict=True))
    words = Counter(text[item.start : ending.place] for item, ending in pairs if ending.place)
    again = [words[text[item.start : ending.place]] > 1 for item, ending in pairs]
    return [
        Ending() if twice and ending.chance < CERTAIN else ending
        for twice, ending in zip(again, endings, strict=True)
    ]


def _item(text: str, start: int, stop: int) -> Item:
    """Return what the item ``start:stop`` tells of its heading."""
    if text[stop - 1] in "；;":
        return Item(start, _LISTED)
    far = min(stop, start + 2 * LONGEST_HEADING)
    found = PAUSE.search(text, start, far)
    if found is None and far == stop:
        return Item(start, _UNKNOWN)
    # A clause may be so long that its pause is not even looked for.
    pause, mark = (found.start(), found.group()) if found else (far, "，")
    title = _TITLE.match(text, start) if text[start : start + 2] in _TITLES_BEGIN else None
    if title and pause > title.end():
        return Item(start, Ending(title.end(), CERTAIN))
    size = pause - start
    if mark not in "，,。" or (mark == "。" and size <= STOPPED):
        return Item(start, _STOPPED if size <= LONGEST_HEADING else _UNKNOWN)
    last = min(start + LONGEST_HEADING, pause - SHORTEST_TEXT)
    paired = _PAIRED.search(text, start, last)
    bare = paired.start() if paired else last
    places = [
        at
        for at in map(_begins, _EDGE.finditer(text, start + SHORTEST_HEADING, last + 1))
        if text[at - 2 : at + 2] not in COMPOUNDS and (at <= bare or _is_balanced(text[start:at]))
    ]
    return Item(start, _UNKNOWN, places)


def _ending(item: Item, parts: dict[int, Part], usual: Container[str] = ()) -> Ending:
    """Return the likeliest end of an item's heading.

    ``usual`` are the pairs with which the headings of the same list end.
    """
    best = item.known
    for place in item.places:
        if place not in parts:
            continue
        before, chance, chance_usual = parts[place]
        if before in usual:
            chance = chance_usual
        chance *= _FADES[place - item.start]
        if chance > best.chance:
            best = Ending(place, chance)
    return best


def _is_balanced(words: str) -> bool:
    return all(words.count(pair[0]) == words.count(pair[1]) for pair in _PAIRS)
