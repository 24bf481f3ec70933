"""How plausible a text is, in bits: its length under a coarse model of Chinese.

Of two readings of the same bytes the shorter one is right, and the difference says how surely.
The model is a table over the units of UTF-16, so that a whole file costs one look-up a unit.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import chardet
import numpy as np

from transforms.decode.odd import UPPER, is_odd
from transforms.decode.reading import BIG5, Piece, escape
from transforms.tables.characters import RARE, costs

Units = np.ndarray[Any, Any]

# Bits that an encoding must gain before it is believed: the rarer it is, the more.
PRIOR = {
    "utf-8": -10, "gb18030": 0, "big5": 2, "cp950": 20, "big5hkscs": 40, "hz": 8, "cp1252": 10,
    "utf-16-le": 12, "utf-16-be": 16,
}  # fmt: skip
PRIOR_OF_OTHERS = 20
KANA_IN_CHINESE = 40  # bits that kana cost in an encoding of Chinese, which may hold them
# What chardet may answer: CJK and Unicode. GB 2312 and GBK are read as gb18030, which holds both.
WITNESSED = (
    "gb18030", "big5hkscs", "cp932", "shift_jis_2004", "euc_jis_2004", "cp949", "johab",
    "utf-8", "utf-16-le", "utf-16-be",
)  # fmt: skip
PYTHON_CODECS = {"shift_jis_2004": "shift_jis", "euc_jis_2004": "euc_jp", "big5hkscs": "big5"}
# Bits a code point beyond ASCII: laws 10, and 13 at the worst 64; poems 10-12; random GB 2312 17;
# text read in a wrong encoding 17-24.
CLEAR = 12.5  # chardet need not be asked
PLAUSIBLE = 14.5
PLAUSIBLE_RUN = 15.5  # each; what a stretch has beyond that adds up
SMOOTH = 8  # bits
BLOCK = 64  # units
SLACK = 20  # bits that a stretch may have beyond that; 9 laws of 2,316 have more, 40 at most
TORN = 15.5  # bits: behind a lost byte such a character may stand before half of another
# Share of characters as rare as in no text; random GBK and UTF-8 read as GBK have 0.49.
RARER_THAN = 20.5  # all of GB 2312 is less rare
MOST_RARE = 1 / 3
BAD_BYTE = 24.0  # bits
KANA = re.compile("[\u3041-\u30fe]")
LETTERS = string.ascii_letters.encode()
# English with the letters and marks of cp1252: an accented letter stands beside a plain one.
WESTERN = re.compile(r"(?<=[A-Za-z])[À-ÿ]|[À-ÿ](?=[A-Za-z])|[‘’“”–—…•\u00a0£§©«»°·]")
BITS, ODD, SUSPECT = 0x3F, 0x40, 0x80  # of a byte in ``_table``


# ---------------------------------------------------------------------------------- the model


@cache
def half_bits() -> list[int]:
    """Return twice the bits of each UTF-16 unit: the two units of a character share its bits."""
    bits = [int(2 * RARE)] * 0x10000
    for character, cost in costs().items():
        if character <= "\uffff":
            bits[ord(character)] = int(2 * cost)
    low = int(2 * BAD_BYTE)
    bits[0xD800:0xDC00] = [int(2 * RARE) - low] * 0x400
    bits[0xDC00:0xE000] = [low] * 0x400  # bad bytes are here, as escapes
    return bits


@cache
def unit_bits() -> Units:
    """Return ``half_bits`` as an array."""
    return np.array(half_bits(), dtype=np.uint8)


@cache
def _table() -> Units:
    """Return half bits of the units beyond ASCII, with marks for the odd and the suspect ones."""
    table = unit_bits().copy()
    table[:0x80] = 0
    odd = [unit for unit in range(0x10000) if is_odd(chr(unit)) and not 0xD800 <= unit < 0xE000]
    table[odd] |= ODD
    table[0xD8C0:0xDC00] |= ODD  # the upper planes: unassigned, or for private use
    table[_roles() & (FIRST | LATIN) > 0] |= SUSPECT
    table[[ord(character) for character in "·×÷°±§²³"]] &= ~np.uint8(SUSPECT)  # Chinese has them
    return table


def units_of(text: str) -> Units:
    """Return the UTF-16 units of a text."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def bits_of(text: str) -> float:
    """Return how many bits ``text`` takes under the model of Chinese."""
    return int(np.take(unit_bits(), units_of(text), mode="clip").sum(dtype=np.int64)) / 2


class Survey(NamedTuple):
    """What one look at a whole text tells; ASCII is left out, bad bytes are counted."""

    beyond: int  # units beyond ASCII
    mean: float  # bits of such a unit, 0 for none
    excess: float  # of the worst stretch: bits beyond PLAUSIBLE_RUN for each such unit
    rare: float  # share of units rarer than RARER_THAN
    torn: int  # places where a character of more than TORN bits stands before an ASCII letter
    odd: str  # controls, private-use and unassigned characters and U+FFFD, each once (see odd)
    misread: bool  # whether it holds what UTF-8 (or GBK) looks like when read in another encoding

    @property
    def is_plausible(self) -> bool:
        """Whether it is plausible Chinese, on the whole and throughout."""
        slack = SLACK + 2 * math.log2(1 + self.beyond / 1000)  # the longer, the worse the worst
        return self.mean <= PLAUSIBLE and self.excess <= slack

    @property
    def is_smooth(self) -> bool:
        """Whether no stretch is rarer than three rare characters: a name, or a lost byte."""
        return self.excess <= SMOOTH + 2 * math.log2(1 + self.beyond / 100)

    def is_sound_in(self, codec: str) -> bool:
        """Whether nothing says that bytes are missing, or of another encoding than ``codec``."""
        is_torn = self.torn > 0 and codec in ("gb18030", *BIG5)
        return self.is_plausible and self.is_smooth and not is_torn

    @property
    def is_possible(self) -> bool:
        """Whether it may be Chinese of rare words; asked where not one byte is bad."""
        return self.rare <= MOST_RARE


def survey(text: str, weigh: bool = True) -> Survey:
    """Look at every character of a text, once; bits are 0 where ``weigh`` is false."""
    if text.isascii():
        return Survey(0, 0.0, 0.0, 0.0, 0, "".join(sorted(set(text) & ASCII_ODD)), False)
    units = units_of(text)
    found = np.take(_table(), units, mode="clip")
    odd, misread = "", False
    if found.max() > BITS:
        met = np.unique(units[(found & ODD) > 0])
        odd = "".join(UPPER if 0xD800 <= unit < 0xE000 else chr(unit) for unit in met)
        odd = "".join(sorted(set(odd)))
        suspects = np.flatnonzero(found >= SUSPECT)
        misread = len(suspects) > 0 and _is_misread(units, suspects)
        found &= BITS
    if not weigh:
        return Survey(0, 0.0, 0.0, 0.0, 0, odd, misread)
    beyond = int(np.count_nonzero(found))
    bits = int(found.sum(dtype=np.int64))
    excess = _worst_excess(found) / 2
    rare = np.count_nonzero(found > int(2 * RARER_THAN)) / max(beyond, 1)
    torn = np.flatnonzero(found[:-1] > int(2 * TORN))
    torn = torn[units[torn] >= 0x4E00]
    followers = units[torn + 1]
    torn_places = int(np.count_nonzero((followers >= 0x40) & (followers < 0x7F)))
    return Survey(beyond, bits / 2 / max(beyond, 1), excess, rare, torn_places, odd, misread)


def _worst_excess(found: Units) -> int:
    """Return the half bits beyond PLAUSIBLE_RUN, summed, of the worst stretch.

    Only blocks where half of SMOOTH comes together are looked at, with their neighbours.
    """
    limit = np.uint8(2 * PLAUSIBLE_RUN)
    padded = np.zeros(-(-len(found) // BLOCK) * BLOCK, dtype=np.uint8)
    padded[: len(found)] = found
    blocks = padded.reshape(-1, BLOCK)
    bad = (np.maximum(blocks, limit) - limit).sum(axis=1, dtype=np.uint16) >= SMOOTH
    if not bad.any():
        return 0
    near = bad.copy()
    near[1:] |= bad[:-1]
    near[:-1] |= bad[1:]
    over = blocks[near].ravel().astype(np.int32)
    over -= int(limit) * (over > 0)
    np.cumsum(over, out=over)
    return int((over - np.minimum.accumulate(np.minimum(over, 0))).max())


ASCII_ODD = frozenset(filter(is_odd, map(chr, range(0x80))))


def mean_bits(text: str) -> float:
    """Return the bits a code point of ``text`` beyond ASCII, bad bytes counted; 0 for none."""
    return survey(text).mean


# ------------------------------------------------------------------------------ what is misread

# UTF-8 is a first byte and one to three more. Read as GBK, three characters of three bytes are
# three pairs: first and next byte, next and first, next and next.
FIRST, NEXT_FIRST, NEXT_NEXT = 1, 2, 4
# Read as cp1252 or Latin-1, each byte is a character; GBK is then four or more of LATIN in a row.
LATIN_FIRST, LATIN_NEXT, LATIN = 8, 16, 32
FIRST_BYTES = (*range(0xE2, 0xEA), 0xEF)  # of characters from U+2000 to U+9FFF, and FFxx


@cache
def _roles() -> Units:
    """Return which parts of misread text each unit may be."""
    roles = np.zeros(0x10000, dtype=np.uint8)
    for high in range(0x81, 0xFF):
        for low in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            unit = ord(bytes((high, low)).decode("gb18030"))
            if 0x80 <= low < 0xC0:
                roles[unit] |= FIRST if high in FIRST_BYTES else 0
                roles[unit] |= NEXT_NEXT if high < 0xC0 else 0
            elif low in FIRST_BYTES and high < 0xC0:
                roles[unit] |= NEXT_FIRST
    for byte in range(0x80, 0x100):
        for unit in {byte, ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte))}:
            roles[unit] |= LATIN_NEXT if byte < 0xC0 else LATIN
            roles[unit] |= LATIN_FIRST if byte in FIRST_BYTES else 0
            roles[unit] |= LATIN if 0xA1 <= unit < 0xFF else 0
    return roles


def _is_misread(units: Units, suspects: Units) -> bool:
    """Return whether a text holds two characters of UTF-8 misread as GBK or Latin, or two of GBK.

    ``suspects`` are the places where such may begin.
    """
    padded = np.pad(units, (2, 3))
    two_back, one_back, first, second, third, fourth = (
        np.take(_roles(), padded[suspects + ahead]) for ahead in range(6)
    )
    # The three pairs of two characters, whichever of them comes first.
    as_gbk = first & (second >> 1) & (third >> 2)
    as_gbk |= first & (one_back >> 2) & ((two_back >> 1) | (second >> 1))
    as_latin = (first >> 3) & (second >> 4) & (third >> 4)
    in_row = first & second & third & fourth & LATIN
    return bool(((as_gbk | as_latin) & 1).any() or in_row.any())


def holds_utf8(text: str) -> bool:
    """Return whether a text read as GB 18030 holds four characters of UTF-8 in a row."""
    roles = np.take(_roles(), units_of(text), mode="clip")
    three = (roles[:-2] & FIRST) & (roles[1:-1] >> 1) & (roles[2:] >> 2)
    return bool((three[:-3] & three[3:]).any())


# ------------------------------------------------------------------------------------- guessing


def has_kana(text: str) -> bool:
    """Return whether more than one character in twenty is kana."""
    return len(KANA.findall(text)) * 20 > len(text)


def is_western(text: str) -> bool:
    """Return whether ``text`` is plain words with an accented letter or a typographic mark."""
    plain = text.encode("ascii", "ignore")
    high = len(text) - len(plain)
    letters = len(plain) - len(plain.translate(None, LETTERS))
    return (
        letters >= 0.6 * len(text)
        and high <= 0.25 * len(text)
        and len(WESTERN.findall(text)) >= 0.8 * high
    )


class Guess(NamedTuple):
    """The most plausible of several readings of the same bytes."""

    codec: str
    escaped: str
    confidence: float
    evidence: str


class Reading(NamedTuple):
    """A reading of the whole file."""

    pieces: tuple[Piece, ...]
    confidence: float
    evidence: str
    look: Survey | None = None  # at the text, where it was taken


def most_plausible(data: bytes, candidates: Iterable[str]) -> Guess:
    """Return the reading of fewest bits; at least one candidate reads any bytes."""
    readings: list[tuple[float, str, str]] = []
    for codec in dict.fromkeys(candidates):
        escaped = escape(data, codec)
        if escaped is not None:
            bits = bits_of(escaped) + PRIOR.get(codec, PRIOR_OF_OTHERS)
            if codec in ("gb18030", "big5") and has_kana(escaped):
                bits += KANA_IN_CHINESE
            readings.append((bits, codec, escaped))
    readings.sort()
    bits, codec, escaped = readings[0]
    if len(readings) == 1:
        return Guess(codec, escaped, 0.9, f"only {codec} reads it")
    lead = readings[1][0] - bits
    evidence = f"{codec} is more plausible Chinese than {readings[1][1]} by {lead:.0f} bits"
    return Guess(codec, escaped, confidence_of(lead), evidence)


def confidence_of(lead: float) -> float:
    """Return how sure a reading is that leads by so many bits."""
    return min(0.99, 1 - 0.5 * float(2 ** (-lead / 8)))


def ask_chardet(sample: bytes) -> str:
    """Return what chardet takes the sample for; gb18030 when it has no opinion."""
    answer = chardet.detect(
        sample, include_encodings=WITNESSED, no_match_encoding="gb18030", compat_names=False
    )
    codec = str(answer["encoding"] or "gb18030").lower()
    return PYTHON_CODECS.get(codec, codec)
