"""What several steps ask of lines and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import attrgetter

from transforms.schema import BODY, Block
from transforms.tables.marks import CONTENTS_LINE

LONGEST_NOISE = 240  # code points: a longer line is never named noise by its words
LONGEST_LINK = 40  # code points of a link to another page
MARGIN = " \r\n\f\v\ufeff\u200b"
SENTENCE_END = "。;!?:"
_SENTENCES_END = frozenset(f"{mark}\n" for mark in SENTENCE_END)
LAST = frozenset('。;!?:,、")')  # what a line of the text may end with
LIST_TITLE = CONTENTS_LINE.compile()
_SHORT_RULES = frozenset({"line", "item:chapter"})
_NUMBER = re.compile("[0-9]+")
TITLE_END = re.compile(
    "(?:通知|意见|方案|办法|决定|规定|条例|细则|规则|函|法|令|公告|通告|解释|批复|规划|计划|公报|通报|报告|纪要|说明"
    "|答复|解读|预案|标准|规范|规程|制度|总结|要点|指南|指引|章程|决议|议案|(?<!已)公示|声明|倡议|讲话|致辞"
    "|(?:决定|判决|裁定|调解|裁决|意见|告知|倡议|通知|承诺|责任)书)[)>》]?$"
)
LONGEST = 60  # code points of a running head
WIDEST = 120  # the same, with the gaps between its words

Lines = Sequence[tuple[int, str]]
"""The short lines of a source that are no sentences: (index of the block, words)."""

label_of, rule_of = attrgetter("label"), attrgetter("rule")


def words_of(view: str, block: Block) -> str:
    """Return the words of a block, without the white space and marks around them."""
    return view[block.start : block.end].strip(MARGIN)


def labelled(blocks: Sequence[Block], label: str) -> list[tuple[int, Block]]:
    """Return the blocks of a label, with their indices; mostly there are none."""
    if label not in map(label_of, blocks):
        return []
    return [(index, block) for index, block in enumerate(blocks) if block.label == label]


def cut_out(blocks: Iterable[Block], pieces: Iterable[Block]) -> list[Block]:
    """Return the blocks with pieces cut out of bodies; the pieces are in order.

    A piece that does not lie inside one body is left out; what stands behind one is a ``rest``.
    """
    out: list[Block] = []
    left = iter(pieces)
    piece = next(left, None)
    for block in blocks:
        at, rule = block.start, block.rule
        while piece is not None and piece.start < block.end:
            if block.label == BODY and at <= piece.start and piece.end <= block.end:
                if at < piece.start:
                    out.append(Block(at, piece.start, BODY, rule))
                out.append(piece)
                at, rule = piece.end, "rest"
            piece = next(left, None)
        if at < block.end:
            out.append(block._replace(start=at, rule=rule) if at > block.start else block)
    return out


def is_line(view: str, block: Block) -> bool:
    """Tell whether a block is all of a line."""
    begins = block.start == 0 or view[block.start - 1] in "\r\n\f"
    return begins and (block.end == len(view) or view[block.end - 1] in "\r\n\f")


def short_lines(view: str, blocks: Sequence[Block]) -> Lines:
    """Return the short lines of a source that are no sentences."""
    found = [
        index
        for index, block in enumerate(blocks)
        if block.rule in _SHORT_RULES
        and block.label == BODY
        and view[block.end - 2 : block.end] not in _SENTENCES_END  # most lines of a text do
        and block.end - block.start <= WIDEST
    ]
    lines = [(index, view[blocks[index].start : blocks[index].end].strip()) for index in found]
    return [
        (index, line)
        for index, line in lines
        if line
        and line[-1] not in SENTENCE_END
        and (len(line) <= LONGEST or len(bare(line)) <= LONGEST)
    ]


def bare(line: str) -> str:
    """Return what a running head says on each page: numbers differ, and gaps may."""
    return _NUMBER.sub("0", line[: 4 * LONGEST]).replace(" ", "")
