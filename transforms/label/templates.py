"""What only the corpus tells: lines that stand at the edges of many sources.

Copies of one text have their title and their last lines in common, and these are no template: a
line counts once for each text, and a text is known by its own words, whatever noise is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import (
    SHORT_BASES,
    codes_of,
    compared,
    fresh,
    mix,
    short_hashes,
)
from transforms.label.words import LIST_TITLE, LONGEST_NOISE, SENTENCE_END, TITLE_END
from transforms.schema import BLANK, BODY, BOILERPLATE, HEADING, Block, Collation

EDGE_LINES = 12  # lines at each end of a source that may be a site's template
FEWEST = 3  # texts that have a line of a template
OWN = 40  # code points from which on a line is a text's own, as is one that ends a sentence
GRAM = 4  # letters
KNOWN_BY = 2_000  # letters of a text
FACTORS = (1, 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # of either hash of a gram: that makes eight
# Of the eight hashes of two versions of a text. Measured on laws: 0.99 of those with 1 % of their
# letters changed have them, 0.87 of those with 3 %, two in 100,000 strangers.
SAME = 4
SAMPLE = 64  # texts of a line that are compared
VERSIONS = 4  # where one text is told of so many, a line is its versions' own
_ORGAN_OR_DATE = re.compile(
    "[0-9〇一二三四五六七八九十]{2,4}年|(?:委员会|政府|院|厅|局|部|办公室|法院)$"
)

_TITLE = re.compile(r"(?!.*[0-9]号$)[^:,]{4,}")  # no number, no field, no half of a sentence

Lines = NDArray[np.uint64]
"""Lines at edges, 3 by n: the hash of each, that of the text it stands at, in how many sources."""


def edge_lines(collation: Collation) -> Lines:
    """Return the lines at both edges of a source, each once."""
    view, blocks = collation.text.view, collation.blocks
    found = sorted({line for _, line in _edges(view, blocks)})
    text = _text_hash("".join(_own(view, blocks)) or view[: 2 * KNOWN_BY])
    return np.array([found, [text] * len(found), [1] * len(found)], dtype=np.uint64)


def merged(parts: Iterable[Lines]) -> Lines:
    """Return lines as one array, each of each text once, in order."""
    every = np.concatenate([np.empty((3, 0), dtype=np.uint64), *parts], axis=1)
    every = every[:, np.lexsort(every[1::-1])]
    firsts = np.flatnonzero(fresh(*every[:2]))
    counts = np.add.reduceat(every[2], firsts) if len(firsts) else every[2]
    return np.stack([*every[:2, firsts], counts])


def common_lines(lines: Lines, sources: int) -> frozenset[int]:
    """Return the hashes that stand at the edges of enough sources to be a template.

    ``lines`` are merged.
    """
    line, text, count = lines
    if not len(line):
        return frozenset()
    enough = max(FEWEST, sources // 50)
    starts = np.flatnonzero(fresh(line))
    spans = np.stack((starts, np.append(starts[1:], len(line))), axis=1)
    often = spans[np.add.reduceat(count, starts) >= enough].tolist()
    return frozenset(
        int(line[first]) for first, last in often if _are_many(text[first:last][:SAMPLE])
    )


def _are_many(texts: NDArray[np.uint64]) -> bool:
    """Tell whether these are several texts, not versions of a few."""
    known = texts.copy().view(np.uint8).reshape(len(texts), -1)
    same = (known[:, None] == known).sum(axis=2) >= SAME
    different: list[int] = []
    for number in range(len(texts)):
        if not same[number, different].any():
            different.append(number)
    return len(different) >= max(FEWEST, len(texts) / VERSIONS)


def _own(view: str, blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the first lines that are a text's own."""
    size = 0
    for start, end, _, _ in blocks:
        if size >= 2 * KNOWN_BY:
            return
        if end - start >= OWN or view[start:end].strip()[-1:] in SENTENCE_END:
            size += end - start
            yield view[start : min(end, start + 2 * KNOWN_BY)]


def _text_hash(words: str) -> int:
    """Return what a text is known by: the least hash of its 4-grams, of eight a byte each.

    Two texts have each in common as often as they have 4-grams (MinHash: Broder 1997).
    """
    codes = codes_of(words)
    codes = codes[compared(codes)][:KNOWN_BY]
    if len(codes) < GRAM:
        codes = np.pad(codes, (0, GRAM - len(codes)))
    least = [
        (hashes * np.uint32(factor)).min()
        for hashes in (short_hashes(codes, GRAM, base) for base in SHORT_BASES)
        for factor in FACTORS
    ]
    return int.from_bytes(mix(np.array(least, dtype=np.uint64)).astype(np.uint8).tobytes())


def name_templates(view: str, blocks: Sequence[Block], repeated: frozenset[int]) -> list[Block]:
    """Return the blocks with a site's template named: unbroken runs of common lines at an edge."""
    out = list(blocks)
    edges = _edges(view, blocks)
    above, below = edges[: len(edges) // 2], edges[len(edges) // 2 :][::-1]
    for run in (above, below):
        found: list[int] = []
        for index, line in run:
            if line not in repeated or not _may_be_template(view, out[index]):
                break
            found.append(index)
        if run is above and found and not _has_title(view, blocks[found[-1] + 1 :]):
            found.pop()
        for index in found:
            if out[index].label == BODY:
                out[index] = out[index]._replace(label=BOILERPLATE, rule="chrome:template")
    return out


def _has_title(view: str, blocks: Sequence[Block]) -> bool:
    """Tell whether a line that may be a title stands above the first sentence of blocks.

    Where none does, the common line above them is it: of notices, forms, poems of one name.
    """
    for block in blocks:
        line = view[block.start : block.end].strip()
        if len(line) >= OWN or line[-1:] in SENTENCE_END:
            return False
        if _TITLE.fullmatch(line) and block.label in (BODY, HEADING):
            return True
    return False


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
