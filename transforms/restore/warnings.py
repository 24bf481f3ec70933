"""What a reader should know of a restored text: it begins or ends in the middle, or lost words.

Nothing is invented in their place: source errors stay as they are.
"""

from __future__ import annotations

import re

BEGINS = "begins in the middle of a sentence or list"
ENDS = "ends in the middle of a sentence"
LOST = "characters were lost in the source (U+FFFD)"

SHORTEST_SENTENCE = 30  # code points: a shorter last line may be a signature, a date, a name

_REST = re.compile(r"[，。、；：？！）》”’,.;:?!)]")
_OPEN_END = re.compile(r"[一-鿿，、：；,:;（《“]$")
_PAUSE = re.compile(r"[，；。,;]")
_CONTACT = re.compile(r"电话|邮箱|联系人|传真|地址|抄送|印发|附件")


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
