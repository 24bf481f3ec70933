"""Words of the page, in both languages, and what is read as HTML from outside."""

from __future__ import annotations

import re

from pipeline.report.model import Part
from pipeline.report.names import KINDS, LABELS, Name
from pipeline.report.text import shown

# Hebrew, Arabic and the other scripts between and beside them.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def both(name: Name) -> str:
    """Return a word in both languages; the style sheet shows the one that is chosen."""
    if name.zh == name.en:
        return shown(name.zh)
    return f'<span class="zh" lang="zh">{shown(name.zh)}</span>{in_english(name.en)}'


def in_english(text: str) -> str:
    return f'<span class="en" lang="en">{shown(text)}</span>'


def plain(name: Name) -> str:
    return shown(f"{name.zh} / {name.en}" if name.zh != name.en else name.zh)


def name_of(part: Part) -> Name:
    label, kind = LABELS[part.label], KINDS.get(part.kind, Name(part.kind, part.kind))
    if not part.kind:
        return label
    return Name(
        f"{label.zh.partition('：')[0]}·{kind.zh}", f"{label.en.partition(':')[0]} · {kind.en}"
    )


def anchor_of(part: Part) -> str:
    return f"part={part.label}" + (f":{part.kind.replace(' ', '-')}" if part.kind else "")


def quoted(text: str) -> str:
    """Return a text from outside; one that runs from the right is kept from moving what is near."""
    return f"<bdi>{shown(text)}</bdi>" if RIGHT_TO_LEFT.search(text) else shown(text)


def place_of(source: str, start: int, end: int) -> str:
    return f'{quoted(source)} <span class="number">{start:,}–{end:,}</span>'


def share(some: int, whole: int) -> str:
    return f"{100 * some / whole:.2f} %" if whole else "–"
