"""What each code point of a text is, as bits: asked once, so that work without cause is not begun.

A clean text holds no half-width mark, no gap and no traditional character; that is seen at once
from the bits of the whole text, and the rules for these are then not tried at all.
"""

from __future__ import annotations

from functools import cache
from string import ascii_letters, digits

import numpy as np
import opencc

from transforms.tables.misread import MISREAD
from transforms.tables.punctuation import (
    INTERPUNCTS,
    PRIVATE_POINT,
    SMALL_FORMS,
    VARIANTS,
    ZEROS,
)
from transforms.tables.script import OVERRIDES

HAN = 1 << 0
TRADITIONAL = 1 << 1  # t2s would change it
SIMPLIFIED = 1 << 2  # s2t would change it
GAP = 1 << 3  # white space within a line
ZERO_WIDTH = 1 << 4
LINE_END = 1 << 5
WIDTH = 1 << 6  # ASCII marks that take their width from what stands beside them
MARK = 1 << 7  # other marks that may stand for another one
VARIANT = 1 << 8  # look-alikes
SPEAKS = 1 << 9  # speaks for Chinese beside a mark
CLOSES = 1 << 10  # ends a sentence, a quotation or a bracket: a line that ends so is whole
OPENS_REST = 1 << 11  # a line that begins so goes on with the one before
QUOTE = 1 << 12  # opens or closes a quotation or title that other marks stand in
LETTER = 1 << 13  # of the Latin alphabet
SUSPECT = 1 << 14  # the sign of a word that OCR may have misread
CLAUSE = 1 << 15  # stands inside a clause

GAPS = " \t\u00a0\u3000\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
ZERO_WIDTHS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
LATIN_LETTERS = "".join(filter(str.isalpha, map(chr, range(0xC0, 0x250))))
LINE_ENDS = "\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"

_CHARACTERS = (
    (GAP, GAPS),
    (ZERO_WIDTH, ZERO_WIDTHS),
    (LINE_END, LINE_ENDS),
    (WIDTH, ",:;?!"),
    (MARK, "()<>[]\"'〈" + "".join(SMALL_FORMS) + INTERPUNCTS + ZEROS + PRIVATE_POINT),
    (VARIANT, "".join(row.found for row in VARIANTS)),
    (SPEAKS, "、。《》「」『』【】"),
    (CLOSES, '。！？；：…!?;:.”"』」）)》〉】〕]］*'),
    (OPENS_REST, "，。；：！？、）》〉”’」』】,;:!?)]"),
    (QUOTE, "〉“”‘’《》"),
    (LETTER, ascii_letters + LATIN_LETTERS),
    (
        SUSPECT,
        "".join(
            sign
            for word in MISREAD.items()
            for sign, meant in zip(*word, strict=True)
            if sign != meant
        ),
    ),
    (CLAUSE, "“”《》（）()%" + ascii_letters + digits),
)

Runs = tuple[np.ndarray, np.ndarray]
"""The starts of some runs of code points, in order, and their ends."""


class Traits:
    """A bit set (uint16) for each code point of a text; ``kinds`` are bits of which one is enough.

    Several steps ask where the same kinds stand: it is found once, and nobody changes the arrays.
    """

    def __init__(self, bits: np.ndarray) -> None:
        self.bits = bits
        self.held = int(np.bitwise_or.reduce(bits)) if len(bits) else 0  # by any of them
        self._places: dict[int, np.ndarray] = {0: NOWHERE}
        self._runs: dict[int, Runs] = {}

    def __len__(self) -> int:
        return len(self.bits)

    def __getitem__(self, span: slice) -> Traits:
        return Traits(self.bits[span])

    def count(self, kinds: int) -> int:
        """Return how many code points are of the kinds."""
        return int(np.count_nonzero(self.bits & np.uint16(kinds))) if self.held & kinds else 0

    def are(self, offsets: np.ndarray, kinds: int) -> np.ndarray:
        """Return which of the code points at the offsets are of the kinds."""
        found: np.ndarray = self.bits[offsets] & np.uint16(kinds) != 0
        return found

    def places(self, kinds: int) -> np.ndarray:
        """Return the offsets of the code points of the kinds."""
        kinds &= self.held
        if kinds not in self._places:
            self._places[kinds] = (self.bits & np.uint16(kinds)).astype(bool).nonzero()[0]
        return self._places[kinds]

    def runs(self, kinds: int) -> Runs:
        """Return where the longest runs of code points of the kinds start and end."""
        kinds &= self.held
        if kinds not in self._runs:
            self._runs[kinds] = stretches(self.places(kinds))
        return self._runs[kinds]


def converter(configuration: str) -> opencc.OpenCC:
    """Return OpenCC's converter: one for each process, since it does not pickle."""
    return _converter(configuration)


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@cache
def _table() -> np.ndarray:
    """Return the traits of every code point."""
    points = [*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x32000)]
    lines = "\n".join(map(chr, points))
    table = np.zeros(0x110000, np.uint16)
    table[[0x3007, *points]] = HAN | SPEAKS | CLAUSE
    for configuration, bit in (("t2s", TRADITIONAL), ("s2t", SIMPLIFIED)):
        there = converter(configuration).convert(lines).split("\n")
        table[[p for p, new in zip(points, there, strict=True) if chr(p) != new]] |= bit
    for row in OVERRIDES:
        if len(row.found) == 1:
            table[ord(row.found)] &= ~np.uint16(TRADITIONAL)
            table[ord(row.found)] |= TRADITIONAL * (row.found != row.meant)
    for bit, characters in _CHARACTERS:
        table[[ord(character) for character in characters]] |= bit
    return table


def traits_of(text: str) -> Traits:
    """Return the traits of each code point of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)
    # No code point is outside: it is not looked at again.
    return Traits(_table().take(codes, mode="wrap"))


def stretches(offsets: np.ndarray) -> Runs:
    """Return where the longest stretches of rising offsets without a gap start and end."""
    if not len(offsets):
        return offsets, offsets
    apart = offsets[1:] - offsets[:-1] > 1
    return offsets[np.concatenate((_TRUE, apart))], offsets[np.concatenate((apart, _TRUE))] + 1


_TRUE = np.array([True])
NOWHERE = np.empty(0, np.int64)
