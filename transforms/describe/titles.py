"""A document's titles as its record has them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from transforms import render
from transforms.describe.lines import fold, within
from transforms.describe.organs import organs_of, title_organs
from transforms.headline import clauses
from transforms.schema import BODY, HEADING, Block, Document, Fact, SourceText
from transforms.tables.gaps import ORDER
from transforms.tables.layout import NUMBER_IN_TITLE
from transforms.tables.punctuation import FULL_WIDTH

_HAN = "\u3400-\u9fff"
_LATIN = "A-Za-z\u00c0-\u024f"
_IS_HAN = re.compile(f"[{_HAN}]")
_PLAIN = re.compile(f"[{_HAN}][{_HAN}《》、]*")  # nothing in such a title is to be cleaned
_LINE_END = re.compile(r"[ \u3000]*[\r\n\f\v]+[ \u3000]*")
_IN_LATIN = re.compile(rf"(?<=[{_LATIN}0-9,.;:!?)'\"]){_LINE_END.pattern}(?=[{_LATIN}0-9('\"])")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}》”])[,:;?!]|[,:;?!](?=[{_HAN}《“])")
_GAP = re.compile(rf"(?<=[{_HAN}》）〉]) ?[ \u3000]+(?=[{_HAN}《（〈])")
_BEHIND_ORDER = re.compile(f"(?P<order>{ORDER}) +(?=[{_HAN}])")
_NUMBER = NUMBER_IN_TITLE.compile()
_NOTE = re.compile(
    r"(?<=[^\[［〔]) *[\[［〔][0-9]{1,2}[\]］〕]$|(?<=.)[①-⑩]$"
)  # a note's mark behind
_QUOTES = {"《": "》", "「": "」", "『": "』"}  # what a heading may put around a title
_FIELD = re.compile("^(?:法规名称|文件名称|标题)[:：] *")
_POSTED = re.compile(
    r"^[【\[［](?:原创|转[载帖贴发]?|推荐|置顶|精华|分享|求助|讨论|心得|经验|闲聊|首发|热帖)[】\]］]"
    r" *(?=[^ ])"
)
_TAGS = re.compile(r"(?:【[^【】]{1,12}】 ?)+(?=.)")  # of a site: 【某区】【电力工程】
REPEATED = 600  # code points below a title in which it stands once more
_AROUND = re.compile(r"[ \u3000\u00a0\ufeff*#_]+")


def titles(
    source: SourceText, document: Document, blocks: Sequence[Block], raw: dict[str, Fact]
) -> list[Fact]:
    """Return the facts ``title`` and ``listed_title``; ``blocks`` are the document's own.

    A title inside the document is read through its edits, one in the contents as it stands.
    """
    found = []
    for field in ("title", "listed_title"):
        fact = raw.get(field)
        if fact:
            value = _rendered(source, document, blocks, fact) or as_simplified(source, fact)
            value = clean_title(value)
            tags = _TAGS.match(value)
            if tags and fold(value[tags.end() :]) in source.view[fact.end : fact.end + REPEATED]:
                value = value[tags.end() :]  # the text below has it without
            found.append(fact._replace(value=value))
    return found


def _rendered(source: SourceText, document: Document, blocks: Sequence[Block], fact: Fact) -> str:
    """Return the words of a title inside the document, with its edits; "" if it is not inside."""
    parts = []
    first = max(0, bisect_right(blocks, fact.start, key=lambda block: block.start) - 1)
    last = bisect_left(blocks, fact.end, key=lambda block: block.start)
    for block in blocks[first:last]:
        start, end = max(block.start, fact.start), min(block.end, fact.end)
        if start < end and block.label in (HEADING, BODY):
            parts.append(render.apply(source.text, start, end, within(document.edits, start, end)))
    return "".join(parts).strip()


def as_simplified(source: SourceText, fact: Fact) -> str:
    """Return a fact's value as it stands in the source, its Han characters as in the view."""
    text, view = source.text[fact.start : fact.end], source.view[fact.start : fact.end]
    if text != fact.value:  # inherited from elsewhere
        return fact.value
    return "".join(
        folded if _IS_HAN.match(folded) else own for own, folded in zip(text, view, strict=True)
    )


def clean_title(title: str) -> str:
    """Return a title on one line, full-width, without brackets around it or numbers behind it.

    A form may call it what it is (法规名称：…).
    """
    if _PLAIN.fullmatch(title):
        return title
    title = title.strip().lstrip("> ").rstrip(" |丨｜")
    title = _NOTE.sub("", _LINE_END.sub("", _IN_LATIN.sub(" ", title)))
    title = _POSTED.sub("", _FIELD.sub("", _AROUND.sub(" ", title).strip()))
    if _IS_HAN.search(title):
        title = title.replace("(", "（").replace(")", "）")
        title = _BESIDE_HAN.sub(lambda mark: FULL_WIDTH[mark.group()], title)
    number = _NUMBER.search(fold(title))
    if number and number.start():
        title = title[: number.start()].rstrip()
    if title[:1] in _QUOTES and title.endswith(_QUOTES[title[0]]) and _wraps(title):
        title = title[1:-1].strip()
    order = _BEHIND_ORDER.match(title)
    head, rest = (order["order"] + "\u3000", title[order.end() :]) if order else ("", title)
    if clauses(rest):
        return head + "\u3000".join(rest.split())
    return head + _GAP.sub(lambda gap: _gap(rest, gap), rest)


def _wraps(title: str) -> bool:
    """Tell whether the bracket that a title begins with is closed by its last character."""
    depth = 0
    for index, character in enumerate(title):
        depth += (character == title[0]) - (character == _QUOTES[title[0]])
        if not depth:
            return index == len(title) - 1
    return False


def _gap(title: str, gap: re.Match[str]) -> str:
    """Return what a gap between Chinese characters becomes: it stays between two organs only."""
    before, behind = fold(title[: gap.start()]), fold(title[gap.end() :])
    names = organs_of(behind) or title_organs(behind)[0]
    return "\u3000" if names and organs_of(before) else ""
