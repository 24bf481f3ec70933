"""Align contents entries with headings: one order-preserving assignment of greatest weight.

The weight of a pair adds what title, page and region say; entries and headings without a partner
cost nothing. The best chain of pairs that rises in both is found as a heaviest increasing
subsequence (Jacobson and Vo, 1992) with a Fenwick tree, O(pairs · log headings).
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from transforms.pages import Pages
from transforms.split.contents import Entry, key
from transforms.split.headings import Heading

ENOUGH = 0.75  # weight from which a pair is believed
NEAR = 60  # headings on either side of an entry's expected rank that are compared by title
BEST = 12  # pairs kept for an entry


def align(
    view: str, entries: Sequence[Entry], headings: Sequence[Heading], pages: Pages
) -> dict[int, int]:
    """Return heading index by entry index."""
    keys = [key(view[heading.title_start : heading.title_end]) for heading in headings]
    by_key: dict[str, list[int]] = {}
    by_page: dict[int, list[int]] = {}
    numbers = [pages.page(heading.start) for heading in headings]
    for index, heading in enumerate(headings):
        by_key.setdefault(keys[index], []).append(index)
        if heading.strength >= 0.5:
            by_page.setdefault(numbers[index], []).append(index)
    strong = [index for index, heading in enumerate(headings) if heading.strength >= 0.5]
    pairs: list[tuple[int, int, float]] = []
    for number, entry in enumerate(entries):
        wanted = key(entry.title)
        near = set(by_key.get(wanted, ()))
        if entry.page:
            for page in range(entry.page - 2, entry.page + 3):
                near.update(by_page.get(page, ()))
        rank = number * len(strong) // max(1, len(entries))
        near.update(strong[max(0, rank - NEAR) : rank + NEAR])
        weighed = [
            (weigh(entry, wanted, headings[i], keys[i], numbers[i]), i) for i in sorted(near)
        ]
        weighed = sorted((w, -i) for w, i in weighed if w >= ENOUGH)[-BEST:]
        pairs.extend((number, -i, w) for w, i in weighed)
    return _heaviest_chain(pairs, len(headings))


def weigh(entry: Entry, wanted: str, heading: Heading, title: str, page: int) -> float:
    """Return the weight of a pair: title 0 to 1, page up to 0.8, region and strength 0.2 each."""
    weight = similarity(wanted, title)
    if entry.page and page:
        weight += _page_agreement(entry.page, page)
    if entry.region and heading.region:
        agree = fuzz.partial_ratio(entry.region, heading.region) >= 60
        weight += 0.2 if agree else -0.3
    if weight < ENOUGH - 0.2:
        return 0.0
    return weight + 0.2 * heading.strength


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
