"""The gaps of a headline stand for stops between its clauses: 老街重开　邻里相聚."""

from __future__ import annotations

import re

from transforms.tables.numbering import KINDS
from transforms.tables.script import IDEOGRAPHS

FEWEST = 3  # Chinese characters of a clause

_HAN = re.compile(f"[{IDEOGRAPHS}]")
_CLAUSE = r"[^\s:：]{3,30}[^\s:：0-9A-Za-z–—-]"
_HEADLINE = re.compile(
    rf"(?P<first>{_CLAUSE})[ \u00a0\u3000]{{1,4}}(?:(?P<next>{_CLAUSE})[ \u00a0\u3000]{{1,4}})?"
    rf"(?P<last>(?!关于)[{IDEOGRAPHS}0-9“‘\"《]{_CLAUSE})"
)
# The title of a document, whose gaps were the ends of its lines; or a name behind an organ's.
_TITLE = re.compile(
    rf"(?:{'|'.join(KINDS)}|令|函|书|纪要|公报|总结|说明|表|条约|议案|简报|判决|裁定|讲话"
    r"|名单|名录|汇编|手册|指南|年鉴|大纲|教程|[)）])$"
)


def clauses(title: str) -> list[int]:
    """Return where the gaps between the clauses of a headline begin, [] for any other title."""
    headline = _HEADLINE.fullmatch(title.strip())
    if headline is None or _TITLE.search(headline["last"]):
        return []
    if any(len(_HAN.findall(words)) < FEWEST for words in headline.groups("") if words):
        return []
    moved = len(title) - len(title.lstrip())
    return [moved + headline.end(part) for part in ("first", "next") if headline[part]]
