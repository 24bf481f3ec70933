"""Find the lines of a source that look alike: classes, each perhaps of headings."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

import numpy as np

from transforms.split.kinds import (
    DATE,
    IS_MAIL_FIELD,
    LABEL,
    PROSE,
    READ,
    SHORT,
    ends_as_title,
    mark_of,
)
from transforms.split.lines import Line, Lines
from transforms.split.looks import (
    FEWEST,
    SECTIONS,
    SUBJECTS,
    SURE_SECTION,
    Looks,
    section_weight,
)
from transforms.tables.marks import CONTENTS_LINE

ANNEX = ("附件", "附:", "附录", "附表", "附图")
_CONTENTS = CONTENTS_LINE.compile()
_BRACKETS = ")》"
# Who signs below a judgment's day.
SIGNS = re.compile(
    "(?:代理?)?(?:书 ?记 ?员|审 ?判 ?[长员]|法官助理|人民陪审员|(?:首席)?仲 ?裁 ?员) "
)
_ANNEX = re.compile("[法例定则程]附件[一二三四五六七八九十]")  # 某法附件一某办法
_FIGURES = re.compile(r"(?: -?[0-9][0-9.,%]*){2,}$")  # a row of a table: 合计 100.5 99.9
_NO_WORD = re.compile(r"[\W\d_]*")  # the number of a page


class Look(NamedTuple):
    """What tells the classes of a line that may head a document."""

    mark: str
    dated: bool
    gap: int
    indent: int
    named: bool
    begins: int
    follow: str  # kind of the line below
    space: bool  # white space above the line below
    below: int  # indent of the line below
    signed: bool  # the line above is a signature's day, or it is the first title
    last: str  # a bracket that closes it


Alike = dict[Look, list[int]]  # the lines that may head a document, by how they look


def find_alike(looks: Looks, others: Set[int] = frozenset()) -> Alike:
    """Return the indices of the lines that may head a document, by how they look; ``others`` are
    known to head none."""
    out: Alike = {}
    first = _first_below(looks)
    counted = {looks.lines[at].mark for at in np.flatnonzero(looks.counted).tolist()}
    for (at, line), words, (_, begins) in zip(looks.heads, looks.words, looks.items, strict=True):
        if at in others or (line.mark in counted and not looks.counted[at]):
            continue
        if _may_head(looks.lines, at, line, words):
            gap = line.gap if at else 2
            own = (line.mark, line.kind == DATE, gap, line.indent, ends_as_title(words))
            signed = at == first or (at > 0 and bool(looks.signed[at - 1]))
            last = words[-1] if words[-1] in _BRACKETS else ""
            look = Look(*own, begins, *_around(looks.lines, at + 1), signed, last)
            out.setdefault(look, []).append(at)
    return out


def _first_below(looks: Looks) -> int:
    """Return the line as far above the first text as the first line below a signature is above
    its own; -1: there is none."""
    texts = np.flatnonzero(looks.text)
    below = np.flatnonzero(looks.signed[:-1] & ~looks.text[1:] & ~looks.signed[1:]) + 1
    if not len(texts) or not len(below) or below[0] < texts[0]:
        return -1
    own = texts[np.searchsorted(texts, below[0]) :]
    return int(texts[0] - (own[0] - below[0])) if len(own) else -1


def find_classes(alike: Alike) -> list[np.ndarray]:
    """Return the classes of like lines that may be headings, each an array of indices."""
    found: dict[tuple[object, ...], list[int]] = {}
    for look, members in alike.items():
        for each in _classes_of(look):
            found.setdefault(each, []).extend(members)
    large = (tuple(sorted(one)) for one in found.values() if len(one) >= FEWEST)
    return [np.array(members) for members in dict.fromkeys(large)]


def _classes_of(look: Look) -> list[tuple[object, ...]]:
    """Return the classes of a line: its mark (or any) with some of what stands around it."""
    mark, dated, gap, indent, named, begins, follow, space, below, signed, last = look
    gaps = range(1, gap + 1)  # a class of lines with one blank line above holds those with two
    if dated:  # of a diary
        return [("date", mark, least) for least in gaps] + [
            ("date", mark, least, space) for least in gaps
        ]
    found: list[tuple[object, ...]] = [("mark", mark)] if mark else []
    if signed:
        found.append(("signed above", mark, indent))
    if last and not mark:
        found.append(("closed", last, indent))
    if indent == 2:
        found += [("centred", mark), ("centred", mark, below)]
    if follow not in (PROSE, SHORT):
        found.append(("above", mark, follow))
    if named:
        found.append(("named", mark, indent))
    if begins > 0:
        found.append(("begins", mark, indent, begins))
    for least in gaps:
        found += [("gap", mark, least), ("gap, named", mark, least, named)]
        found.append(("gap, indent", mark, least, indent, space))
    if gap:
        found.append(("just gap", mark, gap, space))
    for name in (mark,) if mark in SECTIONS else (mark, "any"):
        found += [("gap, space", name, least, space) for least in gaps]
        found += [("gap, above", name, least, follow) for least in gaps]
        found += [("named", name), ("named, above", name, follow)] if named else []
    return found


def _may_head(lines: Lines, at: int, line: Line, words: str) -> bool:
    """Tell whether a line may head a document: it is no section's, annex's, page's."""
    return not (
        section_weight(line.mark) <= SURE_SECTION
        or (IS_MAIL_FIELD.match(words) and line.mark not in SUBJECTS)
        or (not line.mark and words[0] in "([)")
        or (line.mark in ("", "【】") and _NO_WORD.fullmatch(words))
        or words.startswith(ANNEX)
        or _ANNEX.search(words)
        or _is_field(lines, at, line, words)
        or _is_below_annex(lines, at)
        or _ends_above(lines, at)
        or SIGNS.match(words)
        or _FIGURES.search(words)
        or (line.mark == "[#]" and "," in words)  # a foot note
        or words.endswith("关于")  # it goes on below
        or _CONTENTS.fullmatch(words)
    )


def _is_field(lines: Lines, at: int, line: Line, words: str) -> bool:
    """Tell whether a line is a field of few documents (列席：某某), directly below others."""
    if at == 0 or line.gap or line.mark or not mark_of(words)[0].startswith(":"):
        return False
    above = lines.texts[at - 1][:READ]
    return lines[at - 1].kind == LABEL or mark_of(above)[0].startswith(":")


def _is_below_annex(lines: Lines, at: int) -> bool:
    return at > 0 and lines.texts[at - 1].startswith(ANNEX) and lines[at - 1].kind != PROSE


def _ends_above(lines: Lines, at: int) -> bool:
    """Tell whether a line is the last of what stands above it: more white space is below it."""
    if not at or at + 1 == len(lines):
        return False
    return lines.spans[at][2] < lines.spans[at + 1][2] == 2


def _around(lines: Lines, below: int) -> tuple[str, bool, int]:
    """Return the kind of the line below a heading, if space is above it, and its indent."""
    if below == len(lines):
        return "", False, 0
    line = lines[below]
    return line.kind, line.gap > 0, line.indent
