"""How plausible a text is, in bits: its length under a coarse model of Chinese.

Of two readings of the same bytes the shorter one is right, and the difference says how surely.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import chardet
import numpy as np

from transforms.decode.reading import escape
from transforms.tables.characters import RARE, costs

# Bits that an encoding must gain before it is believed: the rarer it is, the more.
PRIOR = {
    "utf-8": 0, "gb18030": 0, "big5": 2, "cp950": 20, "big5hkscs": 40, "hz": 8, "cp1252": 10,
    "utf-16-le": 12, "utf-16-be": 16,
}  # fmt: skip
PRIOR_OF_OTHERS = 20
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
PLAUSIBLE_WINDOW = 15.5  # for any 64 code points; beyond it a closer look is taken
# Share of characters as rare as in no text; random GBK and UTF-8 read as GBK have 0.49.
RARER_THAN = 20.5  # all of GB 2312 is less rare
MOST_RARE = 1 / 3
BAD_BYTE = 24.0  # bits
KANA = re.compile("[\u3041-\u30fe]")
LETTERS = string.ascii_letters.encode()
# English with the letters and marks of cp1252: an accented letter stands beside a plain one.
WESTERN = re.compile(r"(?<=[A-Za-z])[À-ÿ]|[À-ÿ](?=[A-Za-z])|[‘’“”–—…•\u00a0£§©«»°·]")


@cache
def bits_table() -> np.ndarray[Any, Any]:
    """Return the bits of each code point below 0x30000; the last stands for those above."""
    bits = np.full(0x30001, RARE, dtype=np.float32)
    for character, cost in costs().items():
        bits[ord(character)] = cost
    bits[0xDC00:0xDD00] = BAD_BYTE
    return bits


def bits_of(text: str) -> float:
    """Return how many bits ``text`` takes under the model of Chinese."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return float(np.take(bits_table(), points, mode="clip").sum(dtype=np.float64))


def mean_bits(text: str) -> float:
    """Return the bits a code point of ``text`` beyond ASCII, bad bytes counted; 0 for none."""
    bits = bits_beyond(text)
    return float(bits.mean()) if len(bits) else 0.0


def _worst_bits(text: str) -> float:
    """Return the mean bits of the least plausible 64 code points beyond ASCII."""
    bits = bits_beyond(text)
    starts = np.arange(0, max(len(bits) - 63, 1), 64)  # the last window takes the rest
    if not len(bits):
        return 0.0
    return float((np.add.reduceat(bits, starts) / np.diff([*starts, len(bits)])).max())


def bits_beyond(text: str) -> np.ndarray[Any, Any]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.take(bits_table(), points[points > 0x7F], mode="clip")


def is_plausible(text: str) -> bool:
    """Return whether ``text`` is plausible Chinese, on the whole and throughout."""
    return mean_bits(text) <= PLAUSIBLE and _worst_bits(text) <= PLAUSIBLE_WINDOW


def is_possible(text: str) -> bool:
    """Return whether ``text`` may be Chinese of rare words; asked where not one byte is bad."""
    bits = bits_beyond(text)
    return int(np.count_nonzero(bits > RARER_THAN)) <= MOST_RARE * len(bits)


def has_kana(text: str) -> bool:
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


def most_plausible(data: bytes, candidates: Iterable[str]) -> Guess:
    """Return the reading of fewest bits; at least one candidate reads any bytes."""
    readings: list[tuple[float, str, str]] = []
    for codec in dict.fromkeys(candidates):
        escaped = escape(data, codec)
        if escaped is not None:
            bits = bits_of(escaped) + PRIOR.get(codec, PRIOR_OF_OTHERS)
            readings.append((bits, codec, escaped))
    readings.sort()
    bits, codec, escaped = readings[0]
    if len(readings) == 1:
        return Guess(codec, escaped, 0.9, f"only {codec} reads it")
    lead = readings[1][0] - bits
    confidence = min(0.99, 1 - 0.5 * 2 ** (-lead / 8))
    evidence = f"{codec} is more plausible Chinese than {readings[1][1]} by {lead:.0f} bits"
    return Guess(codec, escaped, confidence, evidence)


def ask_chardet(sample: bytes) -> str:
    """Return what chardet takes the sample for; gb18030 when it has no opinion."""
    answer = chardet.detect(
        sample, include_encodings=WITNESSED, no_match_encoding="gb18030", compat_names=False
    )
    codec = str(answer["encoding"] or "gb18030").lower()
    return PYTHON_CODECS.get(codec, codec)
