"""Single-byte code pages, on positive evidence: words of a language, and no letter it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.tables.alphabets import ALPHABETS, MARKS, Alphabet

WORD = re.compile(r"[^\W\d_]++")
FEWEST_WORDS = 2  # different ones
LEAST_SHARE = 0.1  # of the words of a text are among the commonest
LETTER_BITS = 8.0  # of a letter beyond ASCII; ASCII is 7
PRIOR = 12.0  # bits that a code page must gain over Chinese


class Page(NamedTuple):
    """A code page that reads a sample, and how many bits that takes."""

    codec: str
    bits: float
    evidence: str


def code_page(sample: bytes) -> Page | None:
    """Return the code page of a sample that begins where a word begins."""
    sample = sample.rstrip(b"\0")
    pages = [page for alphabet in ALPHABETS for page in _pages(sample, alphabet)]
    return min(pages, key=lambda page: page.bits, default=None)


def _pages(sample: bytes, alphabet: Alphabet) -> Iterator[Page]:
    """Yield a code page of the alphabet where its letters are all in it, and its words."""
    for codec in alphabet.codecs:
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        high = [character for character in text.lower() if character > "\x7f"]
        letters = sum(character in alphabet.letters for character in high)
        marks = sum(character in MARKS for character in high)
        if letters + marks < len(high) or not _stands_in_words(text, alphabet):
            continue
        words = WORD.findall(text.lower())
        known = [word for word in words if word in alphabet.words]
        if len(set(known)) < FEWEST_WORDS or len(known) < LEAST_SHARE * len(words):
            continue
        bits = 7.0 * len(text) + (LETTER_BITS - 7) * letters + 5.0 * marks + PRIOR
        evidence = f"{alphabet.name} words: {len(known)} of {len(words)} are among the commonest"
        yield Page(codec, bits - len(known), evidence)


def _stands_in_words(text: str, alphabet: Alphabet) -> bool:
    """Return whether capitals stand where words begin, or all through, and letters in words."""
    odd = total = 0
    for word in WORD.findall(text):
        if word.isascii():
            continue
        total += 1
        if len(word) == 1:
            odd += word.lower() not in alphabet.words
        else:
            odd += not (word.islower() or word.isupper() or word[1:].islower())
    return odd * 10 <= total
