"""Stock phrases: paragraphs that many documents share, as 本条例自公布之日起施行.

They say nothing about two documents that have them in common. So they are counted, and make no
pairs: a formula in a thousand documents would be half a million of them.
"""

from __future__ import annotations

import numpy as np

from transforms.deduplicate.key import fresh, sorted_by
from transforms.deduplicate.verdicts import Chosen, Numbers, Rows, Verdicts
from transforms.schema import StockPhrase

# What stands in more documents is a formula. A text of the state may well be quoted in all of the
# 31 provinces.
MANY = 32
VERSIONS = frozenset(("exact", "near", "template"))

Place = tuple[str, int, int]  # document id, start and end in its source


def stock_phrases(
    verdicts: Verdicts, named: Chosen | None = None
) -> tuple[list[StockPhrase], Verdicts]:
    """Return the stock phrases, sorted, and the verdicts without those of them.

    A phrase is the paragraph with the most versions; each was verified against it, none by way of
    another. It is named by its place there, or by the first in one of the documents ``named`` (by
    number).
    """
    paragraphs = verdicts.of_grain("paragraph")
    places, left, right = _places(verdicts.rows[paragraphs])
    versions = verdicts.of_kind(VERSIONS)[paragraphs]
    starts, others = _neighbours(left[versions], right[versions], len(places))

    def place_of(number: int) -> Place:
        document, start, end = places[number].tolist()
        return verdicts.ids[document], start, end

    phrases = []
    taken = np.zeros(len(places), dtype=np.bool_)
    counts = np.diff(starts)
    for place in sorted(
        np.flatnonzero(counts >= MANY).tolist(), key=lambda each: (-counts[each], place_of(each))
    ):
        if taken[place]:
            continue
        group = others[starts[place] : starts[place + 1]]
        group = np.append(group[~taken[group]], place)
        documents = len(np.unique(places["document"][group]))
        if documents > MANY:
            taken[group] = True
            if named is not None and not named[places["document"][place]]:
                place = min(group[named[places["document"][group]]].tolist(), key=place_of)
            phrases.append(StockPhrase(*place_of(place), documents))
    kept = np.ones(len(verdicts.rows), dtype=np.bool_)
    kept[paragraphs] = ~(taken[left] | taken[right])
    return sorted(phrases), verdicts.where(kept)


def _places(rows: Rows) -> tuple[Rows, Numbers, Numbers]:
    """Return the places that stand in rows, each once, and which stands left and right in each."""
    columns = [
        np.concatenate((rows[f"left{part}"], rows[f"right{part}"]))
        for part in ("", "_start", "_end")
    ]
    order = sorted_by(*columns)
    first = fresh(*(column[order] for column in columns))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(first) - 1
    places = np.empty(int(first.sum()), dtype=[("document", "i8"), ("start", "i8"), ("end", "i8")])
    for name, column in zip(("document", "start", "end"), columns, strict=True):
        places[name] = column[order][first]
    return places, number[: len(rows)], number[len(rows) :]


def _neighbours(left: Numbers, right: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """Return where the versions of each place begin, and all of these, each once a place."""
    one, other = np.concatenate((left, right)), np.concatenate((right, left))
    order = sorted_by(one, other)
    one, other = one[order], other[order]
    if len(one):
        once = fresh(one, other)
        one, other = one[once], other[once]
    return np.searchsorted(one, np.arange(count + 1)), other
