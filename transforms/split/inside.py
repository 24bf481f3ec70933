"""Find the titles of a contents list inside long lines, and at the beginnings of pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from transforms.schema import BLANK, BODY, PAGE_MARKER, Block
from transforms.split.entries import key
from transforms.split.headings import LONGEST_TITLE, Heading

LONGEST_REGION = 14  # code points before 《 that name where a document is from
GRAM = 6  # code points by which titles inside a line are found

_NO_REGION = '。,;:!?)]》>" \r\n'  # a heading's region begins behind one of these


def find_inside(view: str, blocks: Sequence[Block], titles: Iterable[str]) -> list[Heading]:
    """Return the places inside long lines where one of the titles stands, in order.

    Their first code points are looked up at every offset at once, by hash: linear in the text
    whatever the number of titles.
    """
    wanted = {title for title in titles if len(title) >= GRAM}
    long = [
        block
        for block in blocks
        if block.label == BODY
        and (
            block.end - block.start > LONGEST_TITLE
            or block.rule == "rest"
            or view.find("。", block.start, block.end - 2) >= 0
        )
    ]
    if not wanted or not long:
        return []
    sizes: dict[str, set[int]] = {}
    for title in wanted:
        sizes.setdefault(title[:GRAM], set()).add(len(title))
    hashes = np.unique(np.concatenate([_hashes(gram) for gram in sorted(sizes)]))
    found: list[Heading] = []
    for run in _runs(view, blocks, {block.start for block in long}):
        text, end = run.text, 0
        every = _hashes(text)
        at = np.searchsorted(hashes, every)
        at[at == len(hashes)] = 0
        for offset in np.flatnonzero(hashes[at] == every).tolist():
            if offset < end or not run.is_long(offset):
                continue
            for size in sorted(sizes.get(text[offset : offset + GRAM], ()), reverse=True):
                title = text[offset : offset + size]
                if title in wanted:
                    if text[max(0, end - size) : offset] != title:  # said twice
                        found.append(run.place(_inside(text, offset, size)))
                        end = offset + size
                    break
    edges = {block.start for block in long}
    edges |= {block.end for block in blocks if block.label not in (BODY, BLANK)}
    return [_from_edge(view, heading, edges) for heading in found]


def _from_edge(view: str, heading: Heading, edges: set[int]) -> Heading:
    """Return the heading with the region between a block's edge and its title, if one is near."""
    for begin in range(heading.start, max(-1, heading.start - LONGEST_REGION - 1), -1):
        if begin in edges:
            region = view[begin : heading.start] or heading.region
            return heading._replace(start=begin, region=region, strength=max(0.5, heading.strength))
        if view[begin - 1] in _NO_REGION:
            break
    return heading


class _Run(NamedTuple):
    """Adjoining stretches of text; what a page's end parts is put together again."""

    text: str
    starts: list[int]  # of each stretch, in the source
    at: list[int]  # and in the text
    long: list[bool]  # it is no line by itself

    def is_long(self, at: int) -> bool:
        """Tell whether an offset in the text lies inside a long line."""
        return self.long[bisect_right(self.at, at) - 1]

    def place(self, heading: Heading) -> Heading:
        """Return a heading in the text as it stands in the source."""
        title = self.text[heading.title_start : heading.title_end]
        start, title_start = self._offset(heading.start), self._offset(heading.title_start)
        end, title_end = self._offset(heading.end - 1) + 1, self._offset(heading.title_end - 1) + 1
        whole = "" if title_end - title_start == len(title) else title
        return heading._replace(
            start=start, end=end, title_start=title_start, title_end=title_end, title=whole
        )

    def _offset(self, at: int) -> int:
        stretch = bisect_right(self.at, at) - 1
        return self.starts[stretch] + at - self.at[stretch]


def _runs(
    view: str, blocks: Sequence[Block], long: Container[int], most: int = 1 << 20
) -> Iterator[_Run]:
    """Yield adjoining blocks of text, and the page ends in them, up to about ``most``."""
    run: list[Block] = []
    for block in blocks:
        if run and (
            block.label not in (BODY, PAGE_MARKER, BLANK)
            or run[-1].end != block.start
            or block.end - run[0].start > most
        ):
            yield _joined(view, run, long)
            run = []
        if block.label == BODY or run:
            run.append(block)
    if run:
        yield _joined(view, run, long)


def _joined(view: str, run: Sequence[Block], long: Container[int]) -> _Run:
    """Return the texts of a run, without white space where a page ends."""
    parts: list[str] = []
    starts: list[int] = []
    is_cut = False
    for block in run:
        if block.label != BODY:
            is_cut = is_cut or block.label == PAGE_MARKER
            continue
        words = view[block.start : block.end]
        if is_cut:
            words = words.lstrip()
            parts[-1] = parts[-1].rstrip()
        parts.append(words)
        starts.append(block.end - len(words))
        is_cut = False
    is_long = [block.start in long for block in run if block.label == BODY]
    return _Run("".join(parts), starts, [0, *accumulate(map(len, parts))][:-1], is_long)


def _hashes(text: str) -> np.ndarray:
    """Return a hash of the GRAM code points at each offset."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = max(0, len(points) - GRAM + 1)
    out = np.zeros(count, np.uint64)
    for step in range(GRAM):
        out = out * np.uint64(0x9E3779B97F4A7C15) + points[step : step + count]
    return out


def _inside(view: str, start: int, size: int) -> Heading:
    """Return the heading of a title inside a line: with 《》 and a region before it, if they
    stand behind a sentence; a title cited in a sentence is a weak one."""
    end = start + size
    if view[start - 1 : start] != "《":
        cited = view[end : end + 1] in ("》", '"')
        strength = 0.4 if view[start - 1 : start] in ("。", ";", ")", "》", " ") else 0.2
        return Heading(
            start, end, start, end, "", 0.0 if cited else strength, "cited" if cited else "inside"
        )
    begin = start - 1
    while begin > 0 and start - begin <= LONGEST_REGION and view[begin - 1] not in _NO_REGION:
        begin -= 1
    is_heading = start - begin <= LONGEST_REGION and view[end : end + 1] == "》"
    if not is_heading:
        return Heading(start, end, start, end, "", 0.0, "cited")
    return Heading(begin, end + 1, start, end, view[begin : start - 1], 0.4, "bracket")


def prefix_heading(view: str, start: int, end: int, title: str) -> Heading | None:
    """Return the heading that opens ``view[start:end]``, where it opens with (about) ``title``.

    Up to 14 code points may stand before the title: the organ or region that compilers put there.
    """
    wanted = key(title)
    window = view[start : min(end, start + 14 + 2 * len(title))]
    exact = window.find(title)
    if 0 <= exact <= 14:
        at, stop = exact, exact + len(title)
    else:
        aligned = fuzz.partial_ratio_alignment(title, window, score_cutoff=78)
        if len(wanted) < 4 or aligned is None or aligned.dest_start > 14:
            return None
        at, stop = aligned.dest_start, aligned.dest_end
    return Heading(start, start + stop, start + at, start + stop, window[:at].strip("《 \r\n"), 0.5)
