"""The body of a document as one string that remembers where each code point stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from transforms.restore.traits import LINE_END, LINE_ENDS, NOWHERE, Traits, traits_of
from transforms.schema import Block, Edit
from transforms.tables.marks import ITEMS
from transforms.tables.punctuation import FULL_WIDTH

Change = tuple[int, int, str, str]
"""``start:end`` of a flow's text reads ``new``, by a rule."""


class Run(NamedTuple):
    """Code points that stand together: from ``start`` in the flow, from ``offset`` in the source.

    ``inserted`` marks a newline that the source does not have.
    """

    start: int
    offset: int
    inserted: bool = False


class Flow(NamedTuple):
    """Blocks of one label, end to end, less what was taken out since, plus inserted newlines.

    ``traits`` are those of its code points. ``marks`` are the positions of the blocks that may
    begin a paragraph and ``rules`` what each is called; ``blocks`` are those it was made of.
    """

    text: str
    traits: Traits
    runs: tuple[Run, ...]
    marks: np.ndarray
    rules: tuple[str, ...]
    blocks: Sequence[Block]

    def run_at(self, position: int) -> int:
        """Return the index of the run that holds ``position``."""
        return bisect_right(self.runs, position, key=_start) - 1

    def end_of(self, run: int) -> int:
        """Return where a run ends in the flow."""
        return self.runs[run + 1].start if run + 1 < len(self.runs) else len(self.text)

    def offset(self, position: int) -> int:
        """Return the source offset of the code point at ``position``."""
        run = self.runs[self.run_at(position)]
        return run.offset + position - run.start

    def offsets(self, positions: np.ndarray) -> np.ndarray:
        """Return the source offsets of the code points at ``positions``."""
        starts = np.array([run.start for run in self.runs])
        moves = np.array([run.offset - run.start for run in self.runs])
        moved: np.ndarray = positions + moves[starts.searchsorted(positions, "right") - 1]
        return moved

    def edits(self, changes: Sequence[Change]) -> list[Edit]:
        """Return the edits that make the changes, which are in order, each within one block."""
        if not changes:
            return []
        edit = partial(tuple.__new__, Edit)  # half the time: there are as many as commas
        out: list[Edit] = []
        following = [*map(_start, self.runs[1:]), len(self.text) + 1]
        index, move, stop, whole, inserted = -1, 0, 0, 0, False
        for at, end, new, rule in changes:
            while at >= stop:
                index += 1
                start, offset, inserted = self.runs[index]
                move, stop = offset - start, following[index]
            if end - at != 1 and not at < end <= whole:
                block = self.blocks[bisect_right(self.blocks, at + move, key=_start) - 1]
                whole = min(stop, block.end - move)  # up to here all is of one run and block
                if not at < end <= whole:
                    out += self._edits(index, at, end, new, rule)
                    continue
            if not inserted:
                out.append(edit((at + move, end + move, new, rule)))
        return out

    def widened(self, places: np.ndarray) -> list[Edit]:
        """Return the edits that give marks of ASCII their full width: as many as commas."""
        if not len(places):
            return []
        offsets = self.offsets(places)
        marks = [self.text[at] for at in places.tolist()]
        news, rules = map(FULL_WIDTH.__getitem__, marks), map(_WIDENED.__getitem__, marks)
        edits = zip(offsets.tolist(), (offsets + 1).tolist(), news, rules, strict=True)
        return list(map(partial(tuple.__new__, Edit), edits))

    def _edits(self, index: int, at: int, end: int, new: str, rule: str) -> list[Edit]:
        """Return the edits of one change that begins in the run ``index``.

        Code points pair off one by one while both last, so that a change stays where it belongs.
        """
        out: list[Edit] = []
        while at < end:
            run, stop = self.runs[index], min(self.end_of(index), end)
            offset = run.offset + at - run.start
            behind = bisect_right(self.blocks, offset, key=_start)
            if behind < len(self.blocks):
                stop = min(stop, at + self.blocks[behind].start - offset)
            words = new if stop == end else new[: stop - at]
            new = new[len(words) :]
            if not run.inserted:
                out.append(Edit(offset, offset + stop - at, words, rule))
            at = stop
            if at == self.end_of(index):
                index += 1
        return out

    def insertions(self, rule: str) -> list[Edit]:
        """Return the edits that insert the newlines the source does not have.

        A space stands where the lines above and below were joined since.
        """
        inserted = ((run.offset, self.text[run.start]) for run in self.runs if run.inserted)
        return [Edit(at, at, new, rule if new == "\n" else "line:join") for at, new in inserted]


_start, _label = attrgetter("start"), attrgetter("label")
_WIDENED = {
    mark: "punctuation:bracket" if mark in "()" else "punctuation:width" for mark in FULL_WIDTH
}


Stretch = Sequence[Block]
"""Blocks of one label, end to end."""


def stretches_of(blocks: Sequence[Block]) -> dict[str, list[Stretch]]:
    """Return the stretches of each label, in order, of blocks that tile a span."""
    out: dict[str, list[Stretch]] = {}
    for label, own in groupby(blocks, _label):
        out.setdefault(label, []).append(list(own))
    return out


def flow_of(text: str, traits: Traits, stretches: Sequence[Stretch]) -> Flow:
    """Return the stretches of a label as one flow; ``traits`` are those of the source's ``text``.

    Where what is left out between two of them holds the only line end, a newline is inserted.
    """
    if not stretches:
        return Flow("", traits[:0], (), NOWHERE, (), ())
    runs: list[Run] = []
    parts: list[str] = []
    bits: list[np.ndarray] = []
    marks: list[int] = []
    rules: list[str] = []
    own: list[Block] = []
    size = last = 0
    for stretch in stretches:
        start, end = stretch[0][0], stretch[-1][1]
        goes_on = not runs or text[last - 1] in _LINE_ENDS
        if not goes_on and not _LINE_ENDS.isdisjoint(text[last:start]):
            runs.append(Run(size, start, inserted=True))
            parts.append("\n")
            bits.append(_NEWLINE)
            size += 1
        runs.append(Run(size, start))
        parts.append(text[start:end])
        bits.append(traits.bits[start:end])
        items = [block for block in stretch if block[3] in _ITEMS]
        marks += [block[0] + size - start for block in items]
        rules += [block[3] for block in items]
        own += stretch
        size += end - start
        last = end
    return Flow(
        "".join(parts),
        Traits(np.concatenate(bits) if len(bits) > 1 else bits[0]),
        tuple(runs),
        np.array(marks, np.int64),
        tuple(rules),
        own,
    )


_ITEMS = frozenset(rule.id for rule in ITEMS)
_LINE_ENDS = frozenset(LINE_ENDS)
_NEWLINE = np.array([LINE_END], np.uint16)


def without(flow: Flow, spans: Sequence[tuple[int, int]]) -> Flow:
    """Return the flow without the spans, which are sorted and disjoint.

    A mark inside a span moves to the first code point behind it.
    """
    if not spans:
        return flow
    kept: list[tuple[int, int, int]] = []  # start, end in the old text, start in the new
    at = size = 0
    for start, end in (*spans, (len(flow.text), len(flow.text))):
        if at < start:
            kept.append((at, start, size))
            size += start - at
        at = max(at, end)
    if not kept:
        return flow._replace(
            text="", traits=flow.traits[:0], runs=(), marks=flow.marks[:0], rules=()
        )
    runs: list[Run] = []
    index = 0
    for start, end, moved in kept:
        while flow.end_of(index) <= start:
            index += 1
        at = start
        while at < end:
            run = flow.runs[index]
            runs.append(Run(moved + at - start, run.offset + at - run.start, run.inserted))
            at = min(flow.end_of(index), end)
            if at < end:
                index += 1
    starts, ends, moves = np.array(kept).T
    where = np.searchsorted(ends, flow.marks, "right")
    last = np.minimum(where, len(kept) - 1)
    marks = np.where(
        where == len(kept), size, moves[last] + np.maximum(0, flow.marks - starts[last])
    )
    return Flow(
        "".join([flow.text[start:end] for start, end, _ in kept]),
        Traits(np.concatenate([flow.traits.bits[start:end] for start, end, _ in kept])),
        tuple(runs),
        marks,
        flow.rules,
        flow.blocks,
    )


def with_breaks(flow: Flow, positions: Sequence[int]) -> Flow:
    """Return the flow, without its marks, with a newline before each position.

    The positions are sorted and without repeats.
    """
    if not positions:
        return flow._replace(marks=flow.marks[:0], rules=())
    parts: list[str] = []
    runs: list[Run] = []
    at = index = 0
    old, size, make = flow.runs, len(flow.runs), partial(tuple.__new__, Run)
    for added, position in enumerate(positions):
        parts += (flow.text[at:position], "\n")
        at = position
        while index < size and old[index].start < position:
            start, offset, inserted = old[index]
            runs.append(make((start + added, offset, inserted)))
            index += 1
        begins = index < size and old[index].start == position
        start, offset, inserted = old[index if begins else index - 1]
        offset += position - start
        runs.append(make((position + added, offset, True)))
        if not begins:
            runs.append(make((position + added + 1, offset, inserted)))
    parts.append(flow.text[at:])
    added = len(positions)
    runs += [Run(run.start + added, run.offset, run.inserted) for run in old[index:]]
    text = "".join(parts)
    return Flow(text, traits_of(text), tuple(runs), flow.marks[:0], (), flow.blocks)
