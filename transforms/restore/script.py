"""Traditional to simplified script, on evidence only: the document's, then the paragraph's."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import opencc
from rapidfuzz.distance import Levenshtein

from transforms.tables.script import OVERRIDES

# Share of Han characters that t2s would change: simplified laws at most 0.0023, traditional ones
# at least 0.204 (measured on 2,316 laws). In a simplified document only a quotation that is
# plainly traditional is converted.
GATE = 0.02
QUOTATION_GATE = 0.1
FEWEST_HAN = 20  # a paragraph with fewer has no voice of its own
PIECE = 400  # code points aligned at once where a conversion changes their number
FEWEST_TRADITIONAL = 2  # characters; one alone may be a name

_OVERRIDE = re.compile("|".join(re.escape(row.found) for row in OVERRIDES))
_MEANT = {row.found: row.meant for row in OVERRIDES}

_HAN, _TRADITIONAL, _SIMPLIFIED = 1, 2, 4


class Evidence(NamedTuple):
    """Counts of Han characters: all, those t2s would change, those s2t would change."""

    han: int
    traditional: int
    simplified: int

    @property
    def share(self) -> float:
        """Return the share of traditional characters among the Han."""
        return self.traditional / self.han if self.han else 0.0


@cache
def converter(configuration: str) -> Any:
    """Return OpenCC's converter: one for each process, since it does not pickle."""
    return opencc.OpenCC(configuration)


@cache
def _classes() -> np.ndarray:
    """Return, for each code point, whether it is Han, traditional, simplified (bits)."""
    points = [*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x32000)]
    lines = "\n".join(map(chr, points))
    classes = np.zeros(0x110000, np.uint8)
    classes[points] = _HAN
    for configuration, bit in (("t2s", _TRADITIONAL), ("s2t", _SIMPLIFIED)):
        there = converter(configuration).convert(lines).split("\n")
        changed = [p for p, new in zip(points, there, strict=True) if chr(p) != new]
        classes[changed] |= bit
    kept = [ord(row.found) for row in OVERRIDES if row.found == row.meant and len(row.found) == 1]
    classes[kept] &= ~np.uint8(_TRADITIONAL)
    return classes


def classify(text: str) -> np.ndarray:
    """Return the class of each code point."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _classes()[points]


def evidence(classes: np.ndarray) -> Evidence:
    """Return what the characters say of the script."""
    counts = np.bincount(classes, minlength=8)
    return Evidence(
        int(counts[1::2].sum()),
        int(counts[[3, 7]].sum()),
        int(counts[[5, 7]].sum()),
    )


def is_traditional(found: Evidence, gate: float = GATE) -> bool:
    """Return whether the characters speak for traditional script."""
    return (
        found.traditional >= FEWEST_TRADITIONAL
        and found.share >= gate
        and (found.traditional > found.simplified or found.share >= 5 * gate)
    )


def source_script(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return simplified, traditional, mixed or "" (no evidence), and the spans to convert."""
    classes = classify(text)
    whole = evidence(classes)
    traditional = is_traditional(whole)
    if whole.traditional < FEWEST_TRADITIONAL:
        return ("simplified" if whole.simplified else ""), []
    spans: list[tuple[int, int]] = []
    others = 0
    gate = GATE if traditional else QUOTATION_GATE
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        found = evidence(classes[start:end])
        if found.han >= FEWEST_HAN:
            own = is_traditional(found, gate)
            others += not own
        else:
            own = traditional
        if own and found.traditional:
            spans.append((start, end))
        start = end
    if not spans:
        return "simplified", []
    return ("mixed" if others else "traditional"), spans


def simplified(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, new) for each run of ``text`` that simplified script writes otherwise."""
    new = converter("t2s").convert(text)
    if len(new) == len(text):
        characters = list(new)
        for match in _OVERRIDE.finditer(text):
            characters[match.start() : match.end()] = _MEANT[match.group()]
        return _same_size(text, "".join(characters))
    if len(text) > PIECE:
        cuts = range(0, len(text), PIECE)
        return [
            (at + start, at + end, words)
            for at in cuts
            for start, end, words in simplified(text[at : at + PIECE])
        ]
    out: list[tuple[int, int, str]] = []
    for code in Levenshtein.opcodes(text, new):
        if code.tag == "equal":
            continue
        start, there = code.src_start, code.dest_start
        if start == code.src_end and start:
            start, there = start - 1, there - 1  # an insertion takes the character before it along
        if out and out[-1][1] >= start:
            start, words = out[-1][0], out.pop()[2]
            out.append((start, code.src_end, words + new[code.dest_start : code.dest_end]))
        else:
            out.append((start, code.src_end, new[there : code.dest_end]))
    return out


def _same_size(text: str, new: str) -> list[tuple[int, int, str]]:
    left = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    right = np.frombuffer(new.encode("utf-32-le", "surrogatepass"), np.uint32)
    changed = np.flatnonzero(left != right)
    if not len(changed):
        return []
    cuts = np.flatnonzero(np.diff(changed) > 1) + 1
    return [
        (int(run[0]), int(run[-1]) + 1, new[run[0] : run[-1] + 1])
        for run in np.split(changed, cuts)
    ]
