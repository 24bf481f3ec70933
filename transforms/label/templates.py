"""What only the corpus tells: lines that stand at the edges of many sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np

from transforms.label.words import LIST_TITLE, LONGEST_NOISE, SENTENCE_END, TITLE_END
from transforms.schema import BLANK, BODY, BOILERPLATE, Block, Collation

EDGE_LINES = 12  # lines at each end of a source that may be a site's template
_ORGAN_OR_DATE = re.compile(
    "[0-9〇一二三四五六七八九十]{2,4}年|(?:委员会|政府|院|厅|局|部|办公室|法院)$"
)


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
    if block.rule != "line" or line[-1:] in SENTENCE_END or LIST_TITLE.fullmatch(line):
        return False
    return not TITLE_END.search(line) and not _ORGAN_OR_DATE.search(line)
