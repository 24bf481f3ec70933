"""Align contents entries with headings: one order-preserving assignment of greatest weight.

The weight of a pair adds what title, page, region and the file's own heading style say; entries
and headings without a partner cost nothing. The best chain of pairs that rises in both is found
as a heaviest increasing subsequence (Jacobson and Vo, 1992) with a Fenwick tree, O(pairs · log
headings). It is found twice: from the first alignment are learned by how much printed pages lag
behind those of the file, and how the headings of this file are set (``Style``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from transforms.pages import Pages
from transforms.split.entries import Entry, core, key
from transforms.split.headings import Heading

ENOUGH = 0.75  # weight from which a pair is believed
LIKE = 0.45  # likeness of titles below which only a strong heading is believed, by its page
UNLIKE = 0.15  # likeness below which not even that is believed
BEST = 12  # pairs kept for an entry
EQUAL = 24  # headings of one title that are compared with an entry
_SPACE = re.compile(r"\s+")
COMMON = 200  # headings that share a pair of characters: more, and it tells nothing
ANNOUNCED = 2000  # code points above a title in which an annex is announced
RAREST = 8  # pairs of characters by which headings like a title are looked up


class Style(NamedTuple):
    """What the first alignment teaches: the page offset, and how far a shape is a heading's."""

    offset: int = 0  # page of the file less page in the contents
    shapes: Mapping[str, float] = {}  # share of the lines of a shape that are headings


def align(
    view: str,
    entries: Sequence[Entry],
    headings: Sequence[Heading],
    pages: Pages,
) -> dict[int, int]:
    """Return heading index by entry index."""
    lookup = Lookup(view, headings, pages)
    first = lookup.align(entries, Style(lookup.offset(entries)))
    if len(first) == len(entries):
        return first
    return lookup.align(entries, lookup.learn(entries, first), first)


class Lookup:
    """The headings of a source, to be found by title, page and likeness."""

    def __init__(self, view: str, headings: Sequence[Heading], pages: Pages) -> None:
        self.headings = headings
        titles = [heading.words(view) for heading in headings]
        self.keys = [key(title) for title in titles]
        self.cores = [core(title) for title in titles]
        self.numbers = [pages.page(heading.start) for heading in headings]
        self.by_title: dict[str, list[int]] = {}
        self.by_page: dict[int, list[int]] = {}
        self.by_pair: dict[str, list[int]] = {}
        for index, heading in enumerate(headings):
            for name in {self.keys[index], self.cores[index]}:
                self.by_title.setdefault(name, []).append(index)
            if heading.strength >= 0.5:
                self.by_page.setdefault(self.numbers[index], []).append(index)
        begins = (h.start != above.start for above, h in pairwise(headings))
        self.places = [0, *accumulate(begins)]  # headings with one beginning are at one place
        self.crowded: set[int] = set()
        self.view = view

    def align(
        self, entries: Sequence[Entry], style: Style, before: Mapping[int, int] | None = None
    ) -> dict[int, int]:
        """Return heading index by entry index under a style.

        An entry that had no heading ``before`` is also compared with the headings between those of
        its neighbours that are strong, or set as others are.
        """
        gaps = self._gaps(len(entries), before or {}) if before else {}
        likely = [
            index
            for index, heading in enumerate(self.headings)
            if heading.strength >= 0.5 or style.shapes.get(heading.shape, 0.0) >= 0.5
        ]
        wanted = [(key(entry.title), core(entry.title)) for entry in entries]
        self.crowded = self._crowded(entries, wanted)
        ordinal: Counter[str] = Counter()
        total = Counter(name for name, _ in wanted)
        pairs: list[tuple[int, int, float]] = []
        chosen: dict[tuple[int, int], int] = {}
        for number, (entry, (name, bare)) in enumerate(zip(entries, wanted, strict=True)):
            equal = self.by_title.get(name) or self.by_title.get(bare) or []
            if len(equal) > EQUAL:
                middle = ordinal[name] * len(equal) // total[name]
                near = set(equal[max(0, middle - EQUAL // 2) : middle + EQUAL // 2])
            else:
                near = set(equal)
            ordinal[name] += 1
            if entry.page and len(equal) != 1:
                for page in range(entry.page + style.offset - 1, entry.page + style.offset + 2):
                    near.update(self.by_page.get(page, ())[:EQUAL])
            if number in gaps:
                low, high = gaps[number]
                between = range(bisect_right(likely, low), bisect_left(likely, high))
                near.update(likely[rank] for rank in between[:EQUAL])
            if len(equal) != 1:
                near.update(self._like(bare))
            weighed = [(self.weigh(entry, name, bare, i, style), -i) for i in near]
            best: dict[int, tuple[float, int]] = {}  # by place: a title with or without line two
            for weight, index in sorted(one for one in weighed if one[0] >= ENOUGH)[-BEST:]:
                best[self.places[-index]] = (weight, -index)
            for place, (weight, index) in sorted(best.items()):
                pairs.append((number, place, weight))
                chosen[number, place] = index
        chain = _heaviest_chain(pairs, len(self.headings))
        return self._disjoint({number: chosen[number, place] for number, place in chain.items()})

    def _gaps(self, entries: int, before: Mapping[int, int]) -> dict[int, tuple[int, int]]:
        """Return, by entry without a heading, the headings of its neighbours."""
        out: dict[int, tuple[int, int]] = {}
        high = len(self.headings)
        for number in reversed(range(entries)):
            high = before.get(number, high)
            out[number] = (-1, high)
        low = -1
        for number in range(entries):
            low = before.get(number, low)
            out[number] = (low, out[number][1])
        return {number: gap for number, gap in out.items() if number not in before}

    def _disjoint(self, chain: dict[int, int]) -> dict[int, int]:
        """Return the chain without a second entry for one place (a title with and without its
        second line)."""
        out: dict[int, int] = {}
        end = -1
        for number, index in sorted(chain.items()):
            if self.headings[index].start >= end:
                out[number] = index
                end = self.headings[index].end
        return out

    def weigh(self, entry: Entry, name: str, bare: str, index: int, style: Style) -> float:
        """Return the weight of a pair: title up to 1, page 0.8, style 0.3, region 0.2."""
        heading = self.headings[index]
        weight = max(similarity(name, self.keys[index]), similarity(bare, self.cores[index]) - 0.01)
        is_strong = heading.strength >= 0.8 and weight >= UNLIKE
        if weight < LIKE and (not is_strong or self._is_announced(heading)):
            return 0.0
        if entry.page and self.numbers[index]:
            weight += _page_agreement(entry.page + style.offset, self.numbers[index])
        if entry.region and heading.region:
            agree = fuzz.partial_ratio(entry.region, heading.region) >= 60
            weight += 0.2 if agree else -0.3
        if index in self.crowded and not entry.is_group:
            weight -= 0.4
        if heading.shape == "cited":
            weight -= 0.4
        if weight < ENOUGH - 0.2:
            return 0.0
        return weight + 0.3 * max(0.67 * heading.strength, style.shapes.get(heading.shape, 0.0))

    def _is_announced(self, heading: Heading) -> bool:
        """Tell whether the text above names what stands here: 现将《…》印发给你们."""
        title = _SPACE.sub("", heading.words(self.view))
        above = self.view[max(0, heading.start - ANNOUNCED) : heading.start]
        return f"《{title}" in _SPACE.sub("", above)

    def _crowded(self, entries: Sequence[Entry], wanted: Sequence[tuple[str, str]]) -> set[int]:
        """Return the headings with no text between them and the next title: lists of titles."""
        titles = [pair for entry, pair in zip(entries, wanted, strict=True) if not entry.is_group]
        listed = {i for pair in titles for name in set(pair) for i in self.by_title.get(name, ())}
        crowded: set[int] = set()
        order = sorted(listed)
        for index, after in pairwise(order):
            this, other = self.headings[index], self.headings[after]
            if this.end <= other.start <= this.end + 40 and (
                self.keys[index] != self.keys[after]
                and not self.view[this.end : other.start].strip("\r\n\f 0123456789.》《、")
            ):
                crowded.add(index)
        return crowded

    def _like(self, name: str) -> list[int]:
        """Return the headings that share most of the rarest character pairs of a title."""
        if not self.by_pair:
            for index, title in enumerate(self.cores):
                for pair in {title[at : at + 2] for at in range(len(title) - 1)}:
                    self.by_pair.setdefault(pair, []).append(index)
        lists = [self.by_pair.get(name[at : at + 2], []) for at in range(len(name) - 1)]
        lists = sorted((found for found in lists if 0 < len(found) <= COMMON), key=len)[:RAREST]
        count: Counter[int] = Counter()
        for found in lists:
            count.update(found)
        return [index for index, _ in count.most_common(BEST)]

    def offset(self, entries: Sequence[Entry]) -> int:
        """Return by how much the file's pages lie behind those listed, by the titles found once."""
        steps: Counter[int] = Counter()
        for entry in entries:
            equal = self.by_title.get(key(entry.title), ())
            for index in equal if entry.page and len(equal) <= 3 else ():
                if self.numbers[index]:
                    steps[self.numbers[index] - entry.page] += 1
        best = min(steps, key=lambda step: (-steps[step], abs(step)), default=0)
        return best if steps[best] >= 2 else 0

    def learn(self, entries: Sequence[Entry], aligned: Mapping[int, int]) -> Style:
        """Return the style of an alignment."""
        matched: Counter[str] = Counter()
        steps: Counter[int] = Counter()
        for number, index in aligned.items():
            if not entries[number].is_group:
                matched[self.headings[index].shape] += 1
            if entries[number].page and self.numbers[index]:
                steps[self.numbers[index] - entries[number].page] += 1
        every = Counter(heading.shape for heading in self.headings)
        shapes = {
            shape: count / (every[shape] + 0.5) for shape, count in matched.items() if count >= 2
        }
        offset = min(steps, key=lambda step: (-steps[step], abs(step)), default=0)
        return Style(offset if steps[offset] >= 2 else 0, shapes)


def similarity(wanted: str, title: str) -> float:
    """Return how far ``wanted``, perhaps abbreviated, is ``title``: 0 to 1, 1 if equal."""
    if not wanted or not title:
        return 0.0
    if wanted == title:
        return 1.0
    common = LCSseq.similarity(wanted, title)
    return float(0.7 * common / len(wanted) + 0.2 * common / max(len(wanted), len(title)))


def _page_agreement(wanted: int, page: int) -> float:
    if wanted == page:
        return 0.8
    if abs(wanted - page) <= 2:
        return 0.3
    short, long = sorted((str(wanted), str(page)), key=len)
    if len(long) >= 3 and LCSseq.similarity(short, long) == len(long) - 1:
        return 0.2  # one digit was misread, lost or doubled
    return -0.2


def _heaviest_chain(pairs: Sequence[tuple[int, int, float]], size: int) -> dict[int, int]:
    """Return the pairs of the heaviest chain that rises strictly on both sides."""
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    total: list[float] = []
    before: list[int] = []

    def best(at: int) -> tuple[float, int]:
        found = (0.0, -1)
        while at > 0:
            found = max(found, tree[at])
            at -= at & -at
        return found

    start = 0
    while start < len(pairs):
        end = start
        while end < len(pairs) and pairs[end][0] == pairs[start][0]:
            weight, chain = best(pairs[end][1])
            total.append(weight + pairs[end][2])
            before.append(chain)
            end += 1
        for index in range(start, end):
            at = pairs[index][1] + 1
            while at <= size:
                tree[at] = max(tree[at], (total[index], index))
                at += at & -at
        start = end
    out: dict[int, int] = {}
    at = best(size)[1]
    while at >= 0:
        out[pairs[at][0]] = pairs[at][1]
        at = before[at]
    return out
