"""The body of a document as one string that remembers where each code point stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from transforms.schema import Block, Edit

LINE_ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"


class Run(NamedTuple):
    """Code points that stand together: from ``start`` in the flow, from ``offset`` in the source.

    ``inserted`` marks a newline that the source does not have.
    """

    start: int
    offset: int
    inserted: bool = False


class Flow(NamedTuple):
    """Blocks of one label, end to end, less what was taken out since, plus inserted newlines.

    ``marks`` are (position, rule) of the blocks that may begin a paragraph; ``edges`` are the
    source offsets at which a block begins.
    """

    text: str
    runs: tuple[Run, ...]
    marks: tuple[tuple[int, str], ...]
    edges: tuple[int, ...]

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

    def edits(self, start: int, end: int, new: str, rule: str) -> list[Edit]:
        """Return the edits by which ``start:end`` reads ``new``, each within one block.

        Code points pair off one by one while both last, so that a change stays where it belongs.
        """
        out: list[Edit] = []
        index = self.run_at(start)
        at = start
        while at < end:
            run, stop = self.runs[index], min(self.end_of(index), end)
            offset = run.offset + at - run.start
            edge = bisect_right(self.edges, offset)
            if edge < len(self.edges):
                stop = min(stop, at + self.edges[edge] - offset)
            words = new if stop == end else new[: stop - at]
            new = new[len(words) :]
            if not run.inserted:
                out.append(Edit(offset, offset + stop - at, words, rule))
            at = stop
            if at == self.end_of(index):
                index += 1
        return out

    def insertions(self, rule: str) -> list[Edit]:
        """Return the edits that insert the newlines the source does not have."""
        return [Edit(run.offset, run.offset, "\n", rule) for run in self.runs if run.inserted]


_start = attrgetter("start")


def flow_of(text: str, blocks: Sequence[Block], label: str) -> Flow:
    """Return the blocks of ``label`` as one flow.

    Where the blocks left out between two of them hold the only line end, a newline is inserted.
    """
    parts: list[str] = []
    runs: list[Run] = []
    marks: list[tuple[int, str]] = []
    edges: list[int] = []
    at = 0
    last = -1
    for block in blocks:
        if block.label != label:
            continue
        if block.start > last:
            apart = last >= 0 and text[last - 1] not in LINE_ENDS
            if apart and any(character in LINE_ENDS for character in text[last : block.start]):
                runs.append(Run(at, block.start, inserted=True))
                parts.append("\n")
                at += 1
            runs.append(Run(at, block.start))
        if block.rule.startswith("item:"):
            marks.append((at, block.rule))
        edges.append(block.start)
        parts.append(text[block.start : block.end])
        at += block.end - block.start
        last = block.end
    return Flow("".join(parts), tuple(runs), tuple(marks), tuple(edges))


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
    text = "".join([flow.text[start:end] for start, end, _ in kept])
    return Flow(text, tuple(runs), tuple(_moved(flow.marks, kept, size)), flow.edges)


def _moved(
    places: Iterable[tuple[int, str]], kept: Sequence[tuple[int, int, int]], size: int
) -> Iterator[tuple[int, str]]:
    index = 0
    for place, what in places:
        while index < len(kept) and kept[index][1] <= place:
            index += 1
        if index == len(kept):
            yield size, what
        else:
            start, _, moved = kept[index]
            yield moved + max(0, place - start), what


def with_breaks(flow: Flow, positions: Sequence[int]) -> Flow:
    """Return the flow, without its marks, with a newline before each position.

    The positions are sorted and without repeats.
    """
    if not positions:
        return flow._replace(marks=())
    parts: list[str] = []
    runs: list[Run] = []
    at = index = 0
    for added, position in enumerate((*positions, len(flow.text))):
        parts.append(flow.text[at:position])
        while index < len(flow.runs) and flow.runs[index].start < position:
            run = flow.runs[index]
            runs.append(Run(run.start + added, run.offset, run.inserted))
            index += 1
        if position < len(flow.text):
            run = flow.runs[flow.run_at(position)]
            offset = run.offset + position - run.start
            runs.append(Run(position + added, offset, inserted=True))
            parts.append("\n")
            if run.start < position:
                runs.append(Run(position + added + 1, offset, run.inserted))
        at = position
    return Flow("".join(parts), tuple(runs), (), flow.edges)


def rewritten(flow: Flow, text: str) -> Flow:
    """Return the flow with other characters in the same places."""
    assert len(text) == len(flow.text)
    return flow._replace(text=text)
