"""Exact judgement of candidate pairs: what two documents share, at the coarsest grain."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.candidates import (
    LONG_DOCUMENT,
    SHARED_RUN,
    Described,
    Indices,
    Names,
    Pairs,
    by_unit,
    described,
    enough,
    rows_of,
)
from transforms.deduplicate.fingerprint import Fingerprints
from transforms.deduplicate.judge import (
    CONTAINED,
    EXACT,
    NEAR,
    NOTHING,
    REJECTED,
    TEMPLATE,
    Judged,
    judge,
)
from transforms.deduplicate.runs import RAGGED, Spans, Whole, runs, whole_of
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.deduplicate.verdicts import GRAINS, SCORES, VERDICT, Rows

HELD = 8192  # pairs judged together: their texts are in memory

DOCUMENTS = 16  # whose runs are looked for, at hand when they come again

RUN = GRAINS.index("run")
SPANS = ("left_start", "left_end", "right_start", "right_end")
SAME = (EXACT, NEAR, TEMPLATE)
TOLD = (*SAME, CONTAINED)  # of two documents: nothing more is to be said
SHOWN = 0.8  # of the shorter document in pairs of paragraphs: no runs are looked for

Fetch = Callable[[int], Fingerprints]
Chosen = NDArray[np.bool_]


class Compared(NamedTuple):
    """Pairs to judge: ``left`` and ``right`` are places in ``names`` and in what is known of them.

    ``between`` numbers the two documents of a pair.
    """

    names: Names
    about: Described
    left: Indices
    right: Indices
    between: Indices

    def where(self, chosen: Chosen | Indices | slice) -> Compared:
        """Return some of the pairs."""
        return self._replace(
            left=self.left[chosen], right=self.right[chosen], between=self.between[chosen]
        )


class Found(NamedTuple):
    """Verdicts, and the number of the two documents of each."""

    rows: Rows
    between: Indices


def verify(pairs: Pairs, fetch: Fetch, thresholds: Thresholds = DEFAULT) -> Rows:
    """Return the verdict on each pair that is similar, contained or a near miss.

    The number of a document in them is ``unit << 32`` and its place in the unit.

    What two documents share is said at the coarsest grain: of those that are similar as a whole,
    or one contained in the other, nothing more; of those that otherwise share much, the runs, and
    the paragraphs that are not inside them, or equal; of all others paragraphs, and runs besides.
    So give all pairs of two documents together. Pairs inside one document are left out: they are
    repeats. ``fetch(unit)`` gives the fingerprints of a unit.
    """
    names, place = np.unique(np.concatenate((pairs["left"], pairs["right"])), return_inverse=True)
    left, right = place[: len(pairs)], place[len(pairs) :]
    about = described(names, fetch)
    sizes = about.sizes[left], about.sizes[right]
    owners = np.unique(about.documents, return_inverse=True)[1]
    every = Compared(names, about, left, right, owners[left] * len(names) + owners[right])

    apart = (owners[left] != owners[right]) & (about.whole[left] == about.whole[right])
    whole = about.whole[left] & apart
    likely = whole & enough(pairs, *sizes)
    documents = _judged(every.where(likely), fetch, thresholds, excerpts=True)
    told = documents.between[np.isin(documents.rows["kind"], TOLD)]
    untold = apart & ~np.isin(every.between, told)
    texts = about.rows["text"]
    same_text = untold & ~whole & (texts[left] == texts[right])
    equal = _judged(every.where(same_text), fetch, thresholds)

    have_runs = untold & whole & (pairs["alike"] >= SHARED_RUN)
    much = have_runs & likely & (np.minimum(*sizes) >= LONG_DOCUMENT)
    long_runs = _runs(every.where(much), equal, fetch, thresholds)
    rest = untold & ~whole & ~same_text & ~_inside(every, long_runs)
    paragraphs = _judged(every.where(rest), fetch, thresholds)
    known = Found(*(np.concatenate(parts) for parts in zip(equal, paragraphs, strict=True)))
    few_runs = _runs(every.where(have_runs & ~much), known, fetch, thresholds)
    return np.concatenate([part.rows for part in (documents, known, long_runs, few_runs)])


def _judged(pairs: Compared, fetch: Fetch, thresholds: Thresholds, excerpts: bool = False) -> Found:
    """Return the verdicts on pairs, but for those that have little in common; see ``judge``."""
    found = [Found(np.empty(0, dtype=VERDICT), np.empty(0, dtype=np.int64))]
    for first in range(0, len(pairs.left), HELD):
        part = pairs.where(slice(first, first + HELD))
        some, place = np.unique(np.concatenate((part.left, part.right)), return_inverse=True)
        names = pairs.names[some]
        texts = [
            text for unit, at in by_unit(names) for text in fetch(unit).texts(rows_of(names[at]))
        ]
        sides = [texts[at] for at in place.tolist()]
        judged = judge(sides[: len(part.left)], sides[len(part.left) :], thresholds, excerpts)
        said = judged["kind"] != NOTHING
        part = part.where(said)
        found.append(Found(_rows(part, judged[said], fetch), part.between))
    return Found(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _rows(pairs: Compared, judged: Judged, fetch: Fetch) -> Rows:
    """Return what was judged as verdicts."""
    about = pairs.about
    out = np.empty(len(judged), dtype=VERDICT)
    for side, places in (("left", pairs.left), ("right", pairs.right)):
        rows = about.rows.take(places)
        out[side], out[f"{side}_start"] = about.documents[places], rows["start"]
        out[f"{side}_end"], out["grain"] = rows["end"], rows["grain"]
    for name in (*SCORES, "kind"):
        out[name] = judged[name]
    sizes = about.sizes
    for at in np.flatnonzero(judged["kind"] == CONTAINED).tolist():
        left, right = int(pairs.left[at]), int(pairs.right[at])
        side, longer = ("left", left) if sizes[left] >= sizes[right] else ("right", right)
        unit, row = divmod(int(pairs.names[longer]), 1 << 32)
        inside = fetch(unit).key(row)[1][judged["start"][at] : judged["end"][at]]
        out[f"{side}_start"][at], out[f"{side}_end"][at] = inside[0], inside[-1] + 1
    return out


def _runs(pairs: Compared, known: Found, fetch: Fetch, thresholds: Thresholds) -> Found:
    """Return the runs that pairs of documents share, given the verdicts on their paragraphs.

    None where nearly all of a document is in these.
    """
    spans, first, last = _spans_between(pairs, known)
    sums = np.concatenate(([0], np.cumsum(spans["left_end"] - spans["left_start"], dtype=np.int64)))
    rows = pairs.about.rows
    sizes = rows["end"] - rows["start"]
    least = np.minimum(sizes[pairs.left], sizes[pairs.right])
    chosen = np.flatnonzero(sums[last] - sums[first] < SHOWN * least)

    @lru_cache(maxsize=DOCUMENTS)
    def document(name: int) -> Whole:
        return whole_of(*fetch(name >> 32).key(name & 0xFFFFFFFF))

    lefts: list[str] = []
    rights: list[str] = []
    places: list[Spans] = []
    of: list[int] = []
    for at in chosen.tolist():
        left, right = (document(int(pairs.names[side[at]])) for side in (pairs.left, pairs.right))
        for one, other, place in runs(left, right, spans[first[at] : last[at]].tolist()):
            lefts.append(one)
            rights.append(other)
            places.append(place)
            of.append(at)
    judged = judge(lefts, rights, thresholds)
    same = np.isin(judged["kind"], SAME)
    run_of = np.array(of, dtype=np.int64)[same]
    out = _rows(pairs.where(run_of), judged[same], fetch)
    for name, column in zip(
        SPANS, np.array(places, dtype=np.int64).reshape(-1, 4)[same].T, strict=True
    ):
        out[name] = column
    out["grain"] = RUN
    return Found(out, pairs.between[run_of])


def _spans_between(pairs: Compared, known: Found) -> tuple[Rows, Indices, Indices]:
    """Return the spans of verdicts, but of near misses, and from where to where each pair's are."""
    kept = known.rows["kind"] != REJECTED
    order = np.argsort(known.between[kept], kind="stable")
    between = known.between[kept][order]
    first, last = (np.searchsorted(between, pairs.between, side) for side in ("left", "right"))
    return known.rows[kept][order][list(SPANS)], first, last


def _inside(pairs: Compared, found: Found) -> Chosen:
    """Tell which passages lie, on either side, in a run found between the same two documents."""
    number, place = np.unique(found.between, return_inverse=True)
    if not len(number):
        return np.zeros(len(pairs.left), dtype=np.bool_)
    mine = np.minimum(np.searchsorted(number, pairs.between), len(number) - 1)
    inside = number[mine] == pairs.between
    for side, at in (("left", pairs.left), ("right", pairs.right)):
        # So that the spans of all documents are in one order.
        first = (place << 40) + found.rows[f"{side}_start"] - RAGGED
        last = (place << 40) + found.rows[f"{side}_end"] + RAGGED
        order = np.argsort(first, kind="stable")
        reached = np.concatenate(([-1], np.maximum.accumulate(last[order])))
        starts, ends = pairs.about.rows["start"][at], pairs.about.rows["end"][at]
        before = np.searchsorted(first[order], (mine << 40) + starts, side="right")
        inside &= (mine << 40) + ends <= reached[before]
    return inside
