"""From one script to the other, on evidence only: the document's, then the paragraph's."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from transforms.restore.traits import (
    HAN,
    SIMPLIFIED,
    TRADITIONAL,
    Traits,
    converter,
    holds,
    places,
)
from transforms.tables.script import HONG_KONG, OVERRIDES, OVERRIDES_TO_TRADITIONAL, TAIWAN

# Share of Han characters that t2s would change: simplified laws at most 0.0023, traditional ones
# at least 0.204 (measured on 2,316 laws). In a simplified document only a quotation that is
# plainly traditional is converted.
GATE = 0.02
QUOTATION_GATE = 0.1
FEWEST_HAN = 20  # a paragraph with fewer has no voice of its own
PIECE = 400  # code points aligned at once where a conversion changes their number
FEWEST_TRADITIONAL = 2  # characters; one alone may be a name

_NO_BOOK = "(?![作名述者錄录稱称])"
_MEANT = {
    to: {row.found: row.meant for row in rows}
    for to, rows in (("simplified", OVERRIDES), ("traditional", OVERRIDES_TO_TRADITIONAL))
}
# 對著作權 holds 著作, not 對著.
_OVERRIDE = {
    to: re.compile("|".join(f"{re.escape(row)}{_NO_BOOK * row.endswith('著')}" for row in rows))
    for to, rows in _MEANT.items()
}


class Evidence(NamedTuple):
    """Counts of Han characters: all, those t2s would change, those s2t would change."""

    han: int
    traditional: int
    simplified: int

    @property
    def share(self) -> float:
        """Return the share of traditional characters among the Han."""
        return self.traditional / self.han if self.han else 0.0


def evidence(traits: Traits) -> Evidence:
    """Return what the characters say of the script."""
    return Evidence(*(int(np.count_nonzero(traits & np.uint16(b))) for b in _BITS))


_BITS = (HAN, TRADITIONAL, SIMPLIFIED)


def is_traditional(found: Evidence, gate: float = GATE) -> bool:
    """Return whether the characters speak for traditional script."""
    return (
        found.traditional >= FEWEST_TRADITIONAL
        and found.share >= gate
        and (found.traditional > found.simplified or found.share >= 5 * gate)
    )


def source_script(text: str, traits: Traits) -> tuple[str, list[tuple[int, int]]]:
    """Return simplified, traditional, mixed or "" (no evidence), and the traditional spans."""
    if np.count_nonzero(traits & np.uint16(TRADITIONAL)) < FEWEST_TRADITIONAL:
        return ("simplified" if holds(traits) & SIMPLIFIED else ""), []
    traditional = is_traditional(evidence(traits))
    gate = GATE if traditional else QUOTATION_GATE
    spans: list[tuple[int, int]] = []
    end = 0
    for place in places(traits, TRADITIONAL).tolist():  # only their paragraphs are read
        if place < end:
            continue
        start, end = _paragraph(text, place)
        own = traditional
        if end - start >= FEWEST_HAN:
            found = evidence(traits[start:end])
            own = is_traditional(found, gate) if found.han >= FEWEST_HAN else traditional
        if own and spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        elif own:
            spans.append((start, end))
    if not spans:
        return "simplified", []
    return ("mixed" if _others(text, traits, spans) else "traditional"), spans


def _paragraph(text: str, place: int) -> tuple[int, int]:
    """Return start and end of the paragraph around a place, its newline included."""
    return text.rfind("\n", 0, place) + 1, text.find("\n", place) + 1 or len(text)


def _others(text: str, traits: Traits, spans: list[tuple[int, int]]) -> bool:
    """Return whether a paragraph beside the spans is long enough to have a script of its own."""
    at = 0
    for start, end in (*spans, (len(text), len(text))):
        while at < start:
            line = _paragraph(text, at)
            if np.count_nonzero(traits[at : line[1]] & np.uint16(HAN)) >= FEWEST_HAN:
                return True
            at = line[1]
        at = end
    return False


def spans_to_convert(
    text: str, traits: Traits, to: str, found: str, traditional: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the spans to convert to a script, given the script found and the traditional spans."""
    if to == "simplified":
        return traditional
    if to == "keep" or found not in ("simplified", "mixed"):
        return []
    edges = [0, *(edge for span in traditional for edge in span), len(text)]
    return [
        (start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if holds(traits[start:end]) & SIMPLIFIED
    ]


def configuration(words: str, to: str, phrases: str = "keep") -> str:
    """Return OpenCC's configuration for a text, by the characters that one region alone writes.

    ``phrases`` is keep, or mainland: the words of Taiwan and Hong Kong are replaced, too.
    """
    if to == "traditional":
        return "s2t"
    hong_kong = sum(map(words.count, HONG_KONG))
    taiwan = sum(map(words.count, TAIWAN)) if "着" not in words else 0
    region = "hk" if hong_kong > taiwan else "tw" if taiwan else "t"
    return region + "2s" + ("p" if phrases == "mainland" and region != "t" else "")


def converted(text: str, configuration: str = "t2s") -> list[tuple[int, int, str]]:
    """Return (start, end, new) for each run of ``text`` that the other script writes otherwise."""
    new = converter(configuration).convert(text)
    if len(new) == len(text):
        to = "traditional" if configuration[0] == "s" else "simplified"
        characters = list(new)
        for match in _OVERRIDE[to].finditer(text):
            characters[match.start() : match.end()] = _MEANT[to][match.group()]
        return _same_size(text, "".join(characters))
    if len(text) > PIECE:
        cuts = range(0, len(text), PIECE)
        return [
            (at + start, at + end, words)
            for at in cuts
            for start, end, words in converted(text[at : at + PIECE], configuration)
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
