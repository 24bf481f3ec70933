"""Template variants: two texts that differ in numbers, dates, places and names alone."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from transforms.tables.slots import NAMED, NUMBER, PLACE, SLOTS

WINDOW = 64  # code points in which the next difference is aligned
MARGIN = 12  # code points on either side of a difference that a slot may need
MOST = 200  # differences looked at; a form has fewer slots

NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两")
LONGEST = max(map(len, NAMED))
# By first character, the lengths of the names that begin with it.
LENGTHS = {
    first: sorted({len(name) for name in NAMED if name[0] == first})
    for first in {name[0] for name in NAMED}
}

_SLOTS = [(rule, re.compile(f"(?=({rule.pattern}))")) for rule in SLOTS]
_NUMBER = re.compile(NUMBER.pattern)
_DIGITS = str.maketrans("〇零一二三四五六七八九两", "001234567892")


def only_slots_differ(left: str, right: str) -> bool:
    """Say whether every difference of two keys lies in a slot, and one of them changes a value."""
    here = there = 0
    real = False
    for _ in range(MOST):
        same = _agreeing(left, here, right, there)
        here, there = here + same, there + same
        if here == len(left) and there == len(right):
            return real
        a, b = left[here : here + WINDOW], right[there : there + WINDOW]
        blocks = [block for block in Levenshtein.opcodes(a, b) if block.tag != "equal"]
        ends = (blocks[0].src_end, blocks[0].dest_end)
        for block in blocks[1:]:
            if (block.src_start, block.dest_start) == ends:
                ends = (block.src_end, block.dest_end)
        if max(ends) > WINDOW // 2:
            return False
        found = _slot(left, here, here + ends[0])
        twin = _slot(right, there, there + ends[1])
        if found is None or twin is None:
            return False
        (kind, value), (twin_kind, twin_value) = found, twin
        number = kind == twin_kind == NUMBER.id
        real = real or not (number and value.translate(_DIGITS) == twin_value.translate(_DIGITS))
        here, there = here + ends[0], there + ends[1]
    return False


def numbers(key: str) -> list[str]:
    """Return the numbers of a key in order: versions of a text differ there, copies do not."""
    return [match[0].translate(_DIGITS) for match in _NUMBER.finditer(key)]


def _agreeing(left: str, here: int, right: str, there: int) -> int:
    """Return how many code points from the two places on are equal."""
    low, high = 0, min(len(left) - here, len(right) - there)
    step = 32
    while low < high:
        width = min(step, high - low)
        if left[here + low : here + low + width] == right[there + low : there + low + width]:
            low += width
            step *= 2
        elif width == 1:
            break
        else:
            high, step = low + width - 1, max(1, width // 2)
    return low


def _slot(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return the rule and the text of the first slot that covers ``text[start:end]``."""
    if start < end and all(character in NUMERALS for character in text[start:end]):
        while start and text[start - 1] in NUMERALS:
            start -= 1
        while end < len(text) and text[end] in NUMERALS:
            end += 1
        return NUMBER.id, text[start:end]
    for first in range(max(0, end - LONGEST), min(start + 1, len(text))):
        for length in LENGTHS.get(text[first], ()):
            if first + length >= end and text[first : first + length] in NAMED:
                return PLACE.id, text[first : first + length]
    base = max(0, start - MARGIN)
    near = text[base : end + MARGIN]
    for rule, pattern in _SLOTS:
        for match in pattern.finditer(near):
            if base + match.start(1) > start:
                break
            if base + match.end(1) >= end:
                return rule.id, match[1]
    return None
