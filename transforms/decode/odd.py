"""Characters that a sound text does not hold: what kinds there are, and how many."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

UPPER = "\U00040000"
SPOILT = re.compile("(?:锟斤拷)++|(?:烫烫烫)++|(?:屯屯屯)++")
NAMES = {
    "nul": "NUL",
    "control": "control",
    "replacement": "U+FFFD",
    "private": "private-use",
    "unassigned": "unassigned",
}


UPPER_PLANES = re.compile("[\U00040000-\U0010ffff]")


def odd_characters(text: str, met: str) -> dict[str, int]:
    """Return how many odd characters of each kind (see NAMES) a text holds.

    ``met`` are those it holds, each once; of the upper planes any one stands for all.
    """
    count: Counter[str] = Counter()
    for character in met:
        if character < UPPER:
            count[_kind(character)] += text.count(character)
    if met and met[-1] >= UPPER:
        count.update(map(_kind, UPPER_PLANES.findall(text)))
    return {kind: count[kind] for kind in NAMES if count[kind]}


def spoilt_runs(text: str) -> int:
    """Return how many runs of text are nothing but the mark of a loss, such as 锟斤拷."""
    return len(SPOILT.findall(text))


def _kind(character: str) -> str:
    """Return the kind of an odd character, "" for a sound one."""
    if character == "\0":
        return "nul"
    if character == "\ufffd":
        return "replacement"
    category = unicodedata.category(character)
    return {"Cc": "control", "Co": "private", "Cn": "unassigned"}.get(category, "")


def is_odd(character: str) -> bool:
    """Return whether a character is one of those, by itself; tab, line and page ends are not."""
    return not "\t" <= character <= "\r" and bool(_kind(character))


def described(odd: dict[str, int]) -> str:
    """Return the kinds in words, for the evidence."""
    return ", ".join(f"{times:,} {NAMES[kind]}" for kind, times in odd.items())
