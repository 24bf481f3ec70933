"""From one script to the other, by evidence: of the document, the paragraph, the quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from transforms.restore.traits import (
    HAN,
    LINE_END,
    SIMPLIFIED,
    TRADITIONAL,
    Traits,
    converter,
    stretches,
)
from transforms.tables.script import (
    HONG_KONG,
    OVERRIDES,
    OVERRIDES_TO_TRADITIONAL,
    TAIWAN,
    TAIWAN_ASPECT,
)

# Share of Han characters that t2s would change: simplified laws at most 0.0023, traditional ones
# at least 0.204 (measured on 2,316 laws). In a simplified document only a paragraph or quotation
# that is plainly traditional is converted.
GATE = 0.02
PARAGRAPH_GATE = 0.1
PLAIN_SHARE = 0.2
FEWEST_HAN = 20  # a paragraph with fewer has no voice of its own, but where it is plain
PIECE = 400  # code points aligned at once where a conversion changes their number
FEWEST_TRADITIONAL = 2  # characters; one alone may be a name
FEWEST_PLAIN = 3  # characters of the one script, and at most one of the other to four of these

_MEANT = {
    to: {row.found: row.meant for row in rows}
    for to, rows in (("simplified", OVERRIDES), ("traditional", OVERRIDES_TO_TRADITIONAL))
}
_QUOTATION = re.compile(
    "|".join(f"{a}[^{a}{b}\n]*+{b}" for a, b in ("“”", "「」", "『』", "‘’", "《》", '""'))
)
_OVERRIDE = {to: re.compile("|".join(map(re.escape, rows))) for to, rows in _MEANT.items()}


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
    return Evidence(*map(traits.count, _BITS))


_BITS = (HAN, TRADITIONAL, SIMPLIFIED)


def is_traditional(found: Evidence, gate: float = GATE) -> bool:
    """Return whether the characters speak for traditional script."""
    return (
        found.traditional >= FEWEST_TRADITIONAL
        and found.share >= gate
        and (found.traditional > found.simplified or found.share >= 5 * gate)
    )


def source_script(text: str, traits: Traits) -> tuple[str, list[tuple[int, int]]]:
    """Return simplified, traditional, mixed or "" (no evidence), and the traditional spans.

    In a traditional document every paragraph is traditional that does not say otherwise.
    """
    if traits.count(TRADITIONAL) < FEWEST_TRADITIONAL:
        return ("simplified" if traits.held & SIMPLIFIED else ""), []
    traditional = is_traditional(evidence(traits))
    spans: list[tuple[int, int]] = []
    for start, end, found in _paragraphs(traits):
        goes_on = bool(spans) and spans[-1][1] == start
        long = found.han >= FEWEST_HAN
        if traditional:
            own = not long or found.share >= PARAGRAPH_GATE or found.traditional >= found.simplified
        elif long:
            own = is_traditional(found, PARAGRAPH_GATE)
        else:
            own = is_plain(*found) or (goes_on and not found.simplified)
        if own and goes_on:
            spans[-1] = (spans[-1][0], end)
        elif own:
            spans.append((start, end))
        else:
            spans += quotations(text, traits, (start, end), TRADITIONAL)
    if not spans:
        return "simplified", []
    return ("mixed" if _others(text, traits, spans) else "traditional"), spans


def is_plain(han: int, these: int, those: int) -> bool:
    """Return whether few words speak for one script by themselves.

    Of their Han characters ``these`` are written so in that script only, ``those`` in the other.
    """
    return these >= FEWEST_PLAIN and 4 * those <= these and these >= PLAIN_SHARE * han


def quotations(
    text: str, traits: Traits, within: tuple[int, int], script: int
) -> list[tuple[int, int]]:
    """Return what stands between quotation marks in a span and is plainly in a script."""
    if traits[slice(*within)].count(script) < FEWEST_PLAIN:
        return []
    out: list[tuple[int, int]] = []
    for match in _QUOTATION.finditer(text, *within):
        han, these, those = evidence(traits[slice(*match.span())])
        if script == SIMPLIFIED:
            these, those = those, these
        if is_plain(han, these, those):
            out.append(match.span())
    return out


def _paragraphs(traits: Traits) -> Iterator[tuple[int, int, Evidence]]:
    """Yield start, end and evidence of the paragraphs that hold a traditional character."""
    found = [*map(traits.places, _BITS)]
    edges = np.concatenate(([0], traits.places(LINE_END) + 1, [len(traits)]))
    index = np.unique(np.searchsorted(edges, found[1], "right") - 1)
    starts, ends = edges[index], edges[index + 1]
    counts = [np.searchsorted(each, ends) - np.searchsorted(each, starts) for each in found]
    rows = zip(*(count.tolist() for count in counts), strict=True)
    return zip(starts.tolist(), ends.tolist(), map(Evidence._make, rows), strict=True)


def _others(text: str, traits: Traits, spans: list[tuple[int, int]]) -> bool:
    """Return whether a paragraph beside the spans is long enough to have a script of its own."""
    at = 0
    for start, end in (*spans, (len(text), len(text))):
        while at < start:
            line = min(text.find("\n", at) + 1 or len(text), start)
            if traits[at:line].count(HAN) >= FEWEST_HAN:
                return True
            at = line
        at = end
    return False


def spans_to_convert(
    text: str, traits: Traits, to: str, found: str, traditional: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the spans to convert to a script, given the script found and the traditional spans."""
    if to == "simplified":
        return traditional
    if to == "keep":
        return []
    quoted = [each for span in traditional for each in quotations(text, traits, span, SIMPLIFIED)]
    if found == "traditional":
        return quoted
    edges = [0, *(edge for span in traditional for edge in span), len(text)]
    others = [
        (start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if traits[start:end].held & SIMPLIFIED
    ]
    return sorted(quoted + others)


def configuration(words: str, to: str, phrases: str = "keep") -> str:
    """Return OpenCC's configuration for a text, by the characters that one region alone writes.

    ``phrases`` is keep, or mainland: the words of Taiwan and Hong Kong are replaced, too.
    """
    if to == "traditional":
        return "s2t"
    hong_kong = sum(map(words.count, HONG_KONG))
    taiwan = 0
    if "着" not in words:
        taiwan = sum(map(words.count, TAIWAN))
        if "的" in words:
            taiwan += words.count(TAIWAN_ASPECT)
    region = "hk" if hong_kong > taiwan else "tw" if taiwan else "t"
    return region + "2s" + ("p" if phrases == "mainland" and region != "t" else "")


def converted(text: str, configuration: str = "t2s") -> list[tuple[int, int, str]]:
    """Return (start, end, new) for each run of ``text`` that the other script writes otherwise."""
    new = converter(configuration).convert(text)
    if len(new) == len(text):
        to = "traditional" if configuration[0] == "s" else "simplified"
        parts: list[str] = []
        at = 0
        for match in _OVERRIDE[to].finditer(text):
            parts += (new[at : match.start()], _MEANT[to][match.group()])
            at = match.end()
        return _same_size(text, "".join([*parts, new[at:]]))
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
    starts, ends = stretches((left != right).nonzero()[0])
    return [
        (start, end, new[start:end])
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
