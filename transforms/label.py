"""Say of each block what it is: the document's own words, or what page, site or compiler added.

Nothing is dropped here. A line is named by a rule of ``tables.noise`` or by its place: page
markers by their sequence, running heads by standing beside page markers, contents by their
neighbours, the template of a site by standing at the edges of many sources.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise

import apache_beam as beam
import numpy as np

from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    CONTENTS,
    IMPRINT,
    PAGE_MARKER,
    RUNNING,
    Block,
    Collation,
    Rule,
)
from transforms.stage import Items, on_each
from transforms.tables.marks import CONTENTS_WORD
from transforms.tables.noise import ANYWHERE, HEAD, INSIDE, INSIDE_TRIGGERS

LONGEST_NOISE = 240  # code points: a longer line is never named noise by its words
LONGEST_RUNNING = 60  # code points of a running head
HEAD_LINES = 40  # a page's frame above the text is not longer
EDGE_LINES = 12  # lines at each end of a source that may be a site's template
FEWEST_ENTRIES = 3  # leaders make a contents list from here on

_SENTENCE_END = "。;!?:"
_ANYWHERE, _HEAD = (
    re.compile("|".join(f"(?P<r{n}>(?:{rule.pattern})$)" for n, rule in enumerate(rules)))
    for rules in (ANYWHERE, HEAD)
)
_INSIDE = re.compile("|".join(f"(?P<r{n}>{rule.pattern})" for n, rule in enumerate(INSIDE)))
_CONTENTS_LINE = re.compile(rf"(?:{CONTENTS_WORD.pattern}) *$")
_NUMBER = re.compile("[0-9]+")
_TITLE_END = re.compile(
    "(?:通知|意见|方案|办法|决定|规定|条例|细则|规则|函|法|令|公告|通告|解释|批复|规划|计划)[)>》]?$"
)
_ORGAN_OR_DATE = re.compile(
    "[0-9〇一二三四五六七八九十]{2,4}年|(?:委员会|政府|院|厅|局|部|办公室|法院)$"
)
STRONG_PAGES = frozenset({"page:dash-line", "page:of-line", "page:word-line", "page:dot-line"})


def label(collation: Collation, repeated: frozenset[int] = frozenset()) -> Collation:
    """Return the collation with labelled blocks; ``repeated`` is what ``common_lines`` gave."""
    view = collation.text.view
    blocks = confirm_pages(view, collation.blocks)
    blocks = name_lines(view, blocks)
    blocks = cut_inside(view, blocks)
    blocks = confirm_contents(view, blocks)
    blocks = name_running(view, blocks)
    if repeated:
        blocks = name_templates(view, blocks, repeated)
    return collation._replace(blocks=tuple(blocks))


# ------------------------------------------------------------------------------------- pages


def confirm_pages(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those page markers that do not count pages made body again.

    A page marker belongs to a sequence of its style that grows through the source; one that
    is a line of its own and says that it is a page needs no sequence.
    """
    styles: dict[str, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        if block.label == PAGE_MARKER:
            digits = _NUMBER.search(view, block.start, block.end)
            styles.setdefault(block.rule, []).append((index, int(digits.group()) if digits else 0))
    false: set[int] = set()
    pages = max((len(found) for found in styles.values()), default=0)
    for style, found in styles.items():
        rising = set(_rising(found))
        steps = Counter(b[1] - a[1] for a, b in pairwise(found))
        is_sequence = len(rising) >= 3 and len(rising) >= 0.7 * len(found)
        if style == "page:bare-line":
            is_sequence = is_sequence and steps[1] >= 0.6 * (len(found) - 1)
        if style == "page:dashed":
            is_sequence = pages > 3  # a stray printed number in a paged source
        for index, number in found:
            alone = style in STRONG_PAGES or (
                style == "page:ordinal" and _is_line(view, blocks[index])
            )
            if not (
                alone or (is_sequence and ((index, number) in rising or style == "page:dashed"))
            ):
                false.add(index)
    return [
        block._replace(label=BODY, rule="line" if _is_line(view, block) else "rest")
        if index in false
        else block
        for index, block in enumerate(blocks)
    ]


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest subsequence whose page numbers do not fall (patience sorting)."""
    tops: list[int] = []
    where: list[int] = []
    before: list[int] = []
    for position, (_, number) in enumerate(found):
        pile = bisect_right(tops, number)
        before.append(where[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            where.append(position)
        else:
            tops[pile] = number
            where[pile] = position
    chain: list[tuple[int, int]] = []
    at = where[-1] if where else -1
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def _is_line(view: str, block: Block) -> bool:
    begins = block.start == 0 or view[block.start - 1] in "\r\n\f"
    return begins and (block.end == len(view) or view[block.end - 1] in "\r\n\f")


# ------------------------------------------------------------------------------------- lines


def name_lines(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the lines named that a rule knows by their words."""
    named: list[Block] = []
    in_head, lines = True, 0
    for block in blocks:
        if block.label != BODY or block.rule == "rest" or block.end - block.start > LONGEST_NOISE:
            in_head = in_head and block.end - block.start <= LONGEST_NOISE
            named.append(block)
            continue
        line = view[block.start : block.end].strip(" \r\n\f\v\ufeff")
        rule = _rule_of(line, block.rule, in_head)
        if rule is None and in_head:
            lines += 1
            in_head = lines < HEAD_LINES and line[-1:] not in _SENTENCE_END
        named.append(block._replace(label=rule.label, rule=rule.id) if rule else block)
    return _imprint_organs(view, named)


def _rule_of(line: str, mark: str, in_head: bool) -> Rule | None:
    if mark == "line" or mark == "item:digit" or mark == "item:dash":
        match = _ANYWHERE.match(line)
        if match:
            rule = ANYWHERE[_number(match)]
            return rule if mark == "line" or rule.id.startswith(("chrome:", "markup:")) else None
    if in_head and mark == "line":
        match = _HEAD.match(line)
        if match:
            return HEAD[_number(match)]
    return None


def _number(match: re.Match[str]) -> int:
    assert match.lastgroup is not None
    return int(match.lastgroup[1:])


def _imprint_organs(view: str, blocks: list[Block]) -> list[Block]:
    """Name the line between 抄送 and 印发: the organ that printed the document."""
    words = [index for index, block in enumerate(blocks) if block.label != BLANK]
    for before, index, after in zip(words, words[1:], words[2:], strict=False):
        if (blocks[before].rule, blocks[after].rule) == ("imprint:copies", "imprint:printed"):
            line = view[blocks[index].start : blocks[index].end].strip()
            if blocks[index].label == BODY and len(line) <= 40 and line[-1:] not in _SENTENCE_END:
                blocks[index] = blocks[index]._replace(label=IMPRINT, rule="imprint:organ")
    return blocks


def cut_inside(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with captions and credits inside a body block cut out."""
    if not any(word in view for word in INSIDE_TRIGGERS):
        return list(blocks)
    out: list[Block] = []
    for block in blocks:
        if block.label != BODY:
            out.append(block)
            continue
        at, rule = block.start, block.rule
        for match in _INSIDE.finditer(view, block.start, block.end):
            if match.start() > at:
                out.append(Block(at, match.start(), BODY, rule))
            found = INSIDE[_number(match)]
            out.append(Block(match.start(), match.end(), found.label, found.id))
            at, rule = match.end(), "rest"
        if at < block.end:
            out.append(Block(at, block.end, BODY, rule))
    return out


# --------------------------------------------------------------------- contents, running heads


def confirm_contents(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with contents lists completed, and lone leaders made body again."""
    out = list(blocks)
    entries = [index for index, block in enumerate(out) if block.label == CONTENTS]
    if len(entries) < FEWEST_ENTRIES:
        for index in entries:
            out[index] = out[index]._replace(label=BODY, rule="line")
        return out
    for first, last in pairwise(entries):
        between = [i for i in range(first + 1, last) if out[i].label == BODY]
        if len(between) <= 4 and all(_is_short(view, out[i]) for i in between):
            for i in between:
                out[i] = out[i]._replace(label=CONTENTS, rule="contents:between")
    for first in entries:
        above = first - 1
        while above >= 0 and out[above].label == BLANK:
            above -= 1
        if above >= 0 and out[above].label == BODY and _is_short(view, out[above]):
            block = out[above]
            word = _CONTENTS_LINE.search(view[block.start : block.end].rstrip())
            if word:
                cut = block.start + word.start()
                out[above] = Block(cut, block.end, CONTENTS, CONTENTS_WORD.id)
                if cut > block.start:
                    out.insert(above, Block(block.start, cut, BODY, block.rule))
                break
    return out


def _is_short(view: str, block: Block) -> bool:
    if block.end - block.start > 80:
        return False
    return view[block.start : block.end].rstrip()[-1:] not in _SENTENCE_END


def name_running(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with running heads named: short lines that repeat at page edges."""
    out = list(blocks)
    beside: dict[str, list[int]] = {}
    pages = 0
    words = [index for index, block in enumerate(out) if block.label != BLANK]
    for position, index in enumerate(words):
        block = out[index]
        if (
            not (block.label == PAGE_MARKER and _is_line(view, block))
            and "\f" not in view[block.start : block.end]
        ):
            continue
        pages += 1
        for neighbour in (
            words[max(0, position - 1) : position] + words[position + 1 : position + 2]
        ):
            line = view[out[neighbour].start : out[neighbour].end].strip()
            if out[neighbour].label != BODY or line[-1:] in _SENTENCE_END:
                continue
            if 0 < len(line) <= LONGEST_RUNNING:
                beside.setdefault(_NUMBER.sub("0", line), []).append(neighbour)
    for found in beside.values():
        if len(found) >= 3 and len(found) >= 0.3 * pages:
            for index in found:
                out[index] = out[index]._replace(label=RUNNING, rule="running:page-edge")
    return out


# ------------------------------------------------------------------- what only the corpus tells


def edge_hashes(collation: Collation) -> np.ndarray:
    """Return the hashes (uint64, unique) of the lines at both edges of a source."""
    found = {line for _, line in _edges(collation.text.view, collation.blocks)}
    return np.array(sorted(found), dtype=np.uint64)


def common_lines(counted: Iterable[tuple[int, int]], sources: int) -> frozenset[int]:
    """Return the hashes that stand at the edges of enough sources to be a template."""
    enough = max(3, sources // 50)
    return frozenset(line for line, count in counted if count >= enough)


def name_templates(view: str, blocks: Sequence[Block], repeated: frozenset[int]) -> list[Block]:
    """Return the blocks with a site's template named: unbroken runs of common lines at an edge."""
    out = list(blocks)
    edges = _edges(view, blocks)
    for run in (edges[: len(edges) // 2], edges[len(edges) // 2 :][::-1]):
        for index, line in run:
            if line not in repeated or not _may_be_template(view, out[index]):
                break
            if out[index].label == BODY:
                out[index] = out[index]._replace(label=BOILERPLATE, rule="chrome:template")
    return out


def _edges(view: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return (block, line hash) of up to EDGE_LINES lines from either end, the same number each."""
    lines = [
        index
        for index, block in enumerate(blocks)
        if block.label != BLANK and block.end - block.start <= LONGEST_NOISE
    ]
    count = min(EDGE_LINES, len(lines) // 2)
    chosen = lines[:count] + lines[len(lines) - count :]
    return [(index, _line_hash(view[blocks[index].start : blocks[index].end])) for index in chosen]


def _line_hash(line: str) -> int:
    words = line.strip().encode("utf-8", "replace")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little")


def _may_be_template(view: str, block: Block) -> bool:
    """Tell whether a common line can be chrome: no sentence, item, title, organ or date."""
    line = view[block.start : block.end].strip()
    if block.label != BODY:
        return True
    if block.rule != "line" or line[-1:] in _SENTENCE_END:
        return False
    return not _TITLE_END.search(line) and not _ORGAN_OR_DATE.search(line)


class Label(beam.PTransform):
    """Label the blocks of each unit's sources; ``repeated`` is a side input of common lines."""

    def __init__(self, repeated: beam.pvalue.AsSingleton) -> None:
        super().__init__()
        self.repeated = repeated

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        return units | beam.Map(on_each("label", Collation, label), self.repeated)
