"""What a reader should know of a restored text: it begins or ends in the middle, or lost words.

Nothing is invented in their place: source errors stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from transforms.restore.flow import Flow
from transforms.restore.traits import SUSPECT
from transforms.schema import Fact
from transforms.tables.misread import MISREAD, SOUND

BEGINS = "begins in the middle of a sentence or list"
ENDS = "ends in the middle of a sentence"
LOST = "characters were lost in the source (U+FFFD)"
MISREAD_WORDS = "words that OCR may have misread"

SHORTEST_SENTENCE = 30  # code points: a shorter last line may be a signature, a date, a name

_REST = re.compile(r"[，。、；：？！）》”’,.;:?!)]")
_OPEN_END = re.compile(r"[一-鿿，、：；,:;（《“]$")
_PAUSE = re.compile(r"[，；。,;]")
_CONTACT = re.compile(r"电话|邮箱|联系人|传真|地址|抄送|印发|附件")

MOST_SUSPECTS = 100  # of a document: more say nothing more


def _by_sign() -> dict[str, list[tuple[str, int]]]:
    """Return each suspect word, and where its sign stands in it, by the sign that is not meant."""
    out: dict[str, list[tuple[str, int]]] = {}
    for word, meant in MISREAD.items():
        at = next(i for i, sign in enumerate(word) if sign != meant[i])
        out.setdefault(word[at], []).append((word, at))
    return out


_BY_SIGN = _by_sign()
# A sign with its neighbour in one of its words: few signs of a sound text have one.
_PAIRS = frozenset(
    word[at : at + 2] if at + 1 < len(word) else word[at - 1 : at + 1]
    for words in _BY_SIGN.values()
    for word, at in words
)


def suspects(flow: Flow) -> tuple[Fact, ...]:
    """Return the words of a flow that OCR may have misread, and what is meant, each a fact."""
    return tuple(islice(_suspects(flow), MOST_SUSPECTS))


def _suspects(flow: Flow) -> Iterator[Fact]:
    text = flow.text
    for sign in flow.traits.places(SUSPECT).tolist():
        if text[sign : sign + 2] not in _PAIRS and text[sign - 1 : sign + 1] not in _PAIRS:
            continue
        for word, index in _BY_SIGN[text[sign]]:
            start = sign - index
            if text.startswith(word, max(0, start)) and not _is_sound(text, start):
                at = flow.offset(start)
                yield Fact("misread", f"{word} ({MISREAD[word]}?)", at, at + len(word), "misread")


def _is_sound(text: str, start: int) -> bool:
    return any(text.find(word, max(0, start - 1), start + len(word)) >= 0 for word in SOUND)


def warnings_of(text: str, first: int) -> tuple[str, ...]:
    """Return the warnings for a text of one paragraph a line and the number of its first 一、."""
    found: list[str] = []
    if _REST.match(text) or first > 1:
        found.append(BEGINS)
    last = text[text.rfind("\n", 0, len(text) - 1) + 1 :]
    if (
        len(last) >= SHORTEST_SENTENCE
        and _OPEN_END.search(last)
        and _PAUSE.search(last)
        and not _CONTACT.search(last)
    ):
        found.append(ENDS)
    if "\ufffd" in text:
        found.append(LOST)
    return tuple(found)
