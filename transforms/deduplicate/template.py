"""Template variants: two texts that differ in numbers, dates, places and names alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from transforms.tables.slots import NAMED, NUMBER, PLACE, SLOTS

WINDOW = 256  # code points that are aligned together
AROUND = 12  # code points on either side of a difference that a slot may need
SAME_NUMBERS = 0.9
MOST = 200  # differences looked at; a form has fewer slots
NAMES = 4  # names in no slot of their own that are kept in mind

NUMERALS = "0123456789〇零一二三四五六七八九十百千万亿两"
LONGEST = max(map(len, NAMED))
# By first character, the lengths of the names that begin with it.
LENGTHS = {
    first: sorted({len(name) for name in NAMED if name[0] == first})
    for first in {name[0] for name in NAMED}
}

_SLOTS = [(rule.id, re.compile(f"(?=({rule.pattern}))"), re.compile(held)) for rule, held in SLOTS]
_FIRST = re.compile(f"[{''.join(sorted(LENGTHS))}]")
_NUMBER = re.compile(NUMBER.pattern)
_DIGITS = str.maketrans("〇零一二三四五六七八九两", "001234567892")
_NAME = re.compile("[\u3400-\u9fff]{2,8}")
_PART = re.compile("[0-9A-Za-z]+|[^0-9A-Za-z]+")

Slots = tuple[tuple[str, str], ...]
"""Rule and text of slots side by side."""


def only_slots_differ(left: str, right: str) -> bool:
    """Say whether every difference of two keys lies in a slot, and one of them changes a value.

    A name lies in one, too, where it is part of what a slot elsewhere holds: 张伟 behind 签收, of
    whom 姓名张伟 was said before.
    """
    real = False
    held: list[tuple[Slots, Slots]] = []
    names: set[tuple[str, str]] = set()
    for number, (start, end, twin_start, twin_end) in enumerate(_differences(left, right)):
        found = _slots_at(left, start, end)
        twins = found and _slots_at(right, twin_start, twin_end)
        if found and twins:
            held.append((found, twins))
            real = real or _amounts(found) is None or _amounts(found) != _amounts(twins)
        else:
            name, twin = left[start:end], right[twin_start:twin_end]
            names.add((name, twin))
            if len(names) > NAMES or not (_NAME.fullmatch(name) and _NAME.fullmatch(twin)):
                return False
        if number == MOST:
            return False
    return real and all(_is_held(name, twin, held) for name, twin in names)


def _is_held(name: str, twin: str, held: Iterable[tuple[Slots, Slots]]) -> bool:
    """Tell whether a slot holds a name where its twin holds the other's."""
    return any(
        name in value and twin in other
        for slots, twins in held
        for (_, value), (_, other) in zip(slots, twins, strict=False)
    )


def _amounts(slots: Slots) -> list[str] | None:
    """Return the numbers that slots hold, however they are written; None where one holds more."""
    if any(kind != NUMBER.id for kind, _ in slots):
        return None
    return [value.translate(_DIGITS) for _, value in slots]


def numbers(key: str) -> list[str]:
    """Return the numbers of a key in order: versions of a text differ there, copies do not."""
    return [match[0].translate(_DIGITS) for match in _NUMBER.finditer(key)]


def same_numbers(copy: str, survivor: str) -> bool:
    """Tell whether two keys have nearly all numbers in common: two forms that are filled in do not.

    Measured on 204 pairs of documents: versions and copies share 0.94 of them or more, also where
    OCR misread them, forms and laws with other numbers at most 0.84.
    """
    own, others = Counter(numbers(copy)), Counter(numbers(survivor))
    return (own & others).total() >= SAME_NUMBERS * min(own.total(), others.total())


def _differences(left: str, right: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield start and end of each difference, on either side, aligned window by window."""
    here = there = 0
    while here < len(left) or there < len(right):
        a, b = left[here : here + WINDOW], right[there : there + WINDOW]
        blocks = Levenshtein.editops(a, b).as_matching_blocks()
        if max(len(a), len(b)) == WINDOW and len(blocks) > 1:
            blocks = blocks[:-1]  # the next window goes on behind what agrees in this one
        at = twin = 0
        for block in blocks:
            if (block.a, block.b) != (at, twin):
                yield here + at, here + block.a, there + twin, there + block.b
            at, twin = block.a + block.size, block.b + block.size
        here, there = here + at, there + twin


def _slots_at(text: str, start: int, end: int) -> Slots | None:
    """Return the rule and the text of the first slot that covers ``text[start:end]``.

    Or of several, where numbers and words change together.
    """
    if end - start > 2 * AROUND:
        return None
    slot = _slot_at(text, start, end)
    if slot:
        return (slot,)
    if end - start < 2:
        return None
    parts = [(start + part.start(), start + part.end()) for part in _PART.finditer(text[start:end])]
    slots = [_slot_at(text, *part) for part in parts] if len(parts) > 1 else [None]
    return None if None in slots else tuple(slot for slot in slots if slot)


def _slot_at(text: str, start: int, end: int) -> tuple[str, str] | None:
    base = max(0, start - AROUND)
    return _slot(text[base : end + AROUND], start - base, end - base)


@lru_cache(maxsize=1 << 14)
def _slot(near: str, start: int, end: int) -> tuple[str, str] | None:
    if not near[start:end].strip(NUMERALS):
        first, last = start, end
        while first and near[first - 1] in NUMERALS:
            first -= 1
        while last < len(near) and near[last] in NUMERALS:
            last += 1
        if first < last:
            return NUMBER.id, near[first:last]
    for match in _FIRST.finditer(near, max(0, end - LONGEST), start + 1):
        first = match.start()
        for length in LENGTHS[near[first]]:
            if first + length >= end and near[first : first + length] in NAMED:
                return PLACE.id, near[first : first + length]
    for slot, pattern, held in _SLOTS:
        if held.search(near):  # quickly told, and seldom so
            for match in pattern.finditer(near):
                if match.start(1) > start:
                    break
                if match.end(1) >= end:
                    return slot, match[1]
    return None
