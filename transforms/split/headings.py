"""Find the places where a document may begin, by the shape of headings and titles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from transforms.schema import BLANK, BODY, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.contents import SENTENCE_END, key
from transforms.tables.titles import ADDRESSEE_LINE, HEADING_NUMBER, NUMBER_LINE, TITLE_END

LONGEST_TITLE = 100  # code points of a title line
MOST_LINES = 3  # of one title
FULL_LINE = 24  # code points of a line that may go on in the next
CENTRED = 4  # spaces before a centred line
LONGEST_REGION = 14  # code points before 《 that name where a document is from
GRAM = 6  # code points by which titles inside a line are found


class Heading(NamedTuple):
    """A place where a document may begin: its heading is ``start:end``, its title inside."""

    start: int
    end: int
    title_start: int
    title_end: int
    region: str
    strength: float  # how far it stands for a document by itself, 0 to 1
    shape: str = ""  # how it is set: headings of one file share few shapes


_TITLE_END, _NUMBER_LINE, _ADDRESSEE, _NUMBERED = (
    rule.compile() for rule in (TITLE_END, NUMBER_LINE, ADDRESSEE_LINE, HEADING_NUMBER)
)
_BRACKETED = re.compile(r"(?P<region>[^《》]*?) *《(?P<title>.+)》 *$", re.DOTALL)
_NO_REGION = '。,;:!?)]》>" \r\n'  # a heading's region begins behind one of these
_RESTARTS = ("第一条", "第一章", "第一节", "第一编", "一、", "(一)", "1.", "1、")
_BETWEEN = frozenset({BLANK, PAGE_MARKER, RUNNING})


def find_headings(view: str, blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings by shape, in order: cut out by ``segment``, or title lines."""
    found: list[Heading] = []
    words = [index for index, block in enumerate(blocks) if block.label != BLANK]
    width = _wrapped_at(blocks)
    at = 0
    for position, index in enumerate(words):
        block = blocks[index]
        if block.label == HEADING:
            if block.end > at:
                found.append(_bracketed(view, blocks, index))
                at = found[-1].end
        elif block.label == BODY and block.rule != "rest" and block.end - block.start < 200:
            edges = "^" if _is_edge(blocks, index - 1) else ""
            edges += "$" if _is_edge(blocks, index + 1) else ""
            full = width and abs(block.end - block.start - width) <= 2
            if (full and "$" not in edges) or _goes_on(view, blocks, words, position):
                edges = "~"
            after = words[position + 1 : position + 6]
            heading = _title_line(view, blocks, block, after, edges)
            if heading:
                found.append(heading)
    return found


def _is_edge(blocks: Sequence[Block], index: int) -> bool:
    return not 0 <= index < len(blocks) or blocks[index].label in _BETWEEN


def _wrapped_at(blocks: Sequence[Block]) -> int:
    """Return the size of a full line, where the lines of a source are wrapped, else 0."""
    sizes = Counter(
        block.end - block.start
        for block in blocks
        if block.label == BODY and FULL_LINE <= block.end - block.start <= LONGEST_TITLE
    )
    size = max(sorted(sizes), key=lambda one: sizes[one], default=0)
    return size if sizes[size] >= max(10, 0.3 * sizes.total()) else 0


def _goes_on(view: str, blocks: Sequence[Block], words: Sequence[int], position: int) -> bool:
    """Tell whether a line goes on the line above, which is full and ends no sentence."""
    block = blocks[words[position]]
    above = position - 1
    while above >= 0 and blocks[words[above]].label in (PAGE_MARKER, RUNNING):
        above -= 1
    if above < 0 or blocks[words[above]].label != BODY:
        return False
    upper = blocks[words[above]]
    if words[position] - words[above] > 1 and above == position - 1:
        return False  # a blank line between
    size = upper.end - upper.start
    if size < FULL_LINE or size < block.end - block.start - 1:
        return False
    last = view[max(upper.start, upper.end - 8) : upper.end].rstrip()[-1:]
    return bool(last) and last not in '。;!?:."》)]'


def _bracketed(view: str, blocks: Sequence[Block], index: int) -> Heading:
    """Return the heading of a block, and of the next one where a page marker cuts it in two."""
    start, end = blocks[index].start, blocks[index].end
    while view.count("《", start, end) > view.count("》", start, end):
        index += 1
        while index < len(blocks) and blocks[index].label in _BETWEEN:
            index += 1
        if index == len(blocks) or blocks[index].label != HEADING:
            break
        end = blocks[index].end
    match = _BRACKETED.match(view, start, end)
    if not match:
        return Heading(start, end, start, end, "", 1.0, "cut")
    title_start, title_end = match.span("title")
    region = match.group("region").strip(" \r\n")
    return Heading(start, end, title_start, title_end, region, 1.0, "cut")


def _title_line(
    view: str, blocks: Sequence[Block], block: Block, after: Sequence[int], edges: str
) -> Heading | None:
    """Return a line that may be a title, with its strength by what stands below it."""
    line = view[block.start : block.end].rstrip()
    indent = len(line) - len(line.lstrip(" \ufeff"))
    line = line[indent:]
    if not 2 <= len(line) <= LONGEST_TITLE or line[-1] in SENTENCE_END:
        return None
    start = block.start + indent
    strength = 0.0
    ends = bool(_TITLE_END.search(line))
    if block.rule == "line" and not ends and edges != "~" and len(line) <= 40:
        lower = next((blocks[i] for i in after[:1] if blocks[i].label == BODY), None)
        if lower and _NUMBER_LINE.match(view[lower.start : lower.end].strip()):
            strength = 0.4
    if ends and block.rule == "line" and edges != "~":
        strength = 0.4
        below = [
            view[blocks[i].start : blocks[i].end].strip() for i in after if blocks[i].label == BODY
        ]
        if any(_NUMBER_LINE.match(text) for text in below[:2]):
            strength += 0.3
        if any(_ADDRESSEE.match(text) for text in below[:3]):
            strength += 0.2
        if any(text.startswith(_RESTARTS) for text in below):
            strength += 0.2
        if below and not below[0].startswith("《") and below[0][-1:] in "。;":
            strength += 0.1
    marks = [
        edges,
        "t" if ends else "",
        "c" if indent >= CENTRED else "",
        line[0] * (line[0] in "《#*"),
    ]
    marks += ["A" if line.isupper() else "", block.rule if block.rule != "line" else ""]
    shape = " ".join(mark for mark in marks if mark)
    return Heading(
        start, start + len(line), start, start + len(line), "", min(strength, 1.0), shape
    )


def join_lines(view: str, blocks: Sequence[Block], headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings and, in order, those that run over two or three adjoining lines.

    A page marker and a running head between the lines do not part them.
    """
    starts = [block.start for block in blocks]

    def adjoin(end: int, start: int) -> bool:
        if start - end > 200:
            return False
        between = range(bisect_left(starts, end), bisect_right(starts, start) - 1)
        return all(blocks[i].label in _BETWEEN for i in between)

    out: list[Heading] = []
    for index, first in enumerate(headings):
        out.append(first)
        last = first
        for second in headings[index + 1 : index + MOST_LINES]:
            if "cut" in (first.shape, second.shape) or not adjoin(last.end, second.start):
                break
            below = view[second.start : second.end]
            if second.end - first.start > LONGEST_TITLE + 80 or _NUMBER_LINE.match(below):
                break
            last = second
            out.append(
                first._replace(
                    end=last.end, title_end=last.end, shape=f"{first.shape} / {last.shape}",
                    strength=max(first.strength, last.strength),
                )
            )  # fmt: skip
    return out


def find_inside(view: str, blocks: Sequence[Block], titles: Iterable[str]) -> list[Heading]:
    """Return the places inside long lines where one of the titles stands, in order.

    Their first code points are looked up at every offset at once, by hash: linear in the text
    whatever the number of titles.
    """
    wanted = {title for title in titles if len(title) >= GRAM}
    long = [
        block
        for block in blocks
        if block.label == BODY and (block.end - block.start > LONGEST_TITLE or block.rule == "rest")
    ]
    if not wanted or not long:
        return []
    sizes: dict[str, set[int]] = {}
    for title in wanted:
        sizes.setdefault(title[:GRAM], set()).add(len(title))
    hashes = np.unique(np.concatenate([_hashes(gram) for gram in sorted(sizes)]))
    found: list[Heading] = []
    for run in _runs(long):
        start, end = run[0].start, run[-1].end
        every = _hashes(view[start:end])
        at = np.searchsorted(hashes, every)
        at[at == len(hashes)] = 0
        for offset in (np.flatnonzero(hashes[at] == every) + start).tolist():
            if found and offset < found[-1].end:
                continue
            for size in sorted(sizes.get(view[offset : offset + GRAM], ()), reverse=True):
                if view[offset : offset + size] in wanted:
                    found.append(_inside(view, offset, size))
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


def _runs(blocks: Sequence[Block], most: int = 1 << 20) -> Iterable[list[Block]]:
    """Yield adjoining blocks together, up to about ``most`` code points."""
    run = [blocks[0]]
    for above, block in pairwise(blocks):
        if above.end != block.start or block.end - run[0].start > most:
            yield run
            run = []
        run.append(block)
    yield run


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
