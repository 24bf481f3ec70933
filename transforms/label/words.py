"""What several steps ask of lines and blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from transforms.schema import Block
from transforms.tables.marks import CONTENTS_LINE

LONGEST_NOISE = 240  # code points: a longer line is never named noise by its words
LONGEST_LINK = 40  # code points of a link to another page
MARGIN = " \r\n\f\v\ufeff"
SENTENCE_END = "。;!?:"
LAST = frozenset('。;!?:,、")')  # what a line of the text may end with
LIST_TITLE = CONTENTS_LINE.compile()
TITLE_END = re.compile(
    "(?:通知|意见|方案|办法|决定|规定|条例|细则|规则|函|法|令|公告|通告|解释|批复|规划|计划)[)>》]?$"
)
label_of, rule_of = attrgetter("label"), attrgetter("rule")


def words_of(view: str, block: Block) -> str:
    """Return the words of a block, without the white space and marks around them."""
    return view[block.start : block.end].strip(MARGIN)


def labelled(blocks: Sequence[Block], label: str) -> list[tuple[int, Block]]:
    """Return the blocks of a label, with their indices; mostly there are none."""
    if label not in map(label_of, blocks):
        return []
    return [(index, block) for index, block in enumerate(blocks) if block.label == label]
