"""See of each line of a source what stands on, above and below it, and which lines look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from transforms.split.contents import key
from transforms.split.kinds import (
    ADDRESSEE,
    DATE,
    ITEM,
    KNOWN,
    LABEL,
    NUMBER,
    PROSE,
    SHORT,
    ends_as_title,
)
from transforms.split.lines import Line
from transforms.tables.marks import CONTENTS_LINE

FEWEST = 3  # lines of a class
READ = 130  # code points of a line that may be a heading
SEPARATORS = "·/|[("  # between a title and what else its line says
ANNEX = ("附件", "附:", "附录", "附表", "附图")
# What sections of one document are numbered by: log odds against a document's beginning there.
SECTIONS = {
    "第#章": -0.9, "第#节": -1.5, "第#条": -3.0, "第#回": -1.5, "第#款": -3.0, "第#场": -1.5,
    "第#幕": -1.5, "第#部分": -0.9, "第#编": -0.9, "第#卷": -0.6, "第#部": -0.9, "第#讲": -0.6,
    "第#课": -0.6, "第#单元": -0.9, "#、": -0.7, "(#)": -1.5, "#.": -0.5, "#.#": -3.0, "I.": -0.4,
}  # fmt: skip
_SECTION_WORD = re.compile(
    "附件|附表|附录|附图|附|表|图|表格|专栏|步骤|chapter|section|part|act|scene|book|volume|table|figure"
    "|fig|article|annex|appendix|schedule|step|exhibit|question|lesson|unit|example"
)
_STRONG = ("第#条", "第#章", "第#编")  # numbering that says much where it begins anew
_ITEMS = (*_STRONG, "#、", "(#)", "#.")
_CONTENTS = CONTENTS_LINE.compile()
_LAST = ("", False, 0)  # what stands below the last line


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


class Looks:
    """The lines of a source as columns, an array of a value for each line, by index."""

    def __init__(self, view: str, lines: Sequence[Line]) -> None:
        self.view, self.lines = view, lines
        self.kinds = [line.kind for line in lines]
        self.marks = [line.mark for line in lines]
        self.gaps = np.array([line.gap for line in lines])
        self.indents = np.array([line.indent for line in lines])
        self.values = np.array([line.value for line in lines])
        sizes = np.array([line.end - line.start for line in lines])
        kind = np.array(self.kinds)
        self.short, self.dated, self.labelled = (kind == one for one in (SHORT, DATE, LABEL))
        self.text = (kind == PROSE) | (kind == ITEM)
        self.heads = self.short | self.dated | self.labelled
        words = [
            view[line.start : min(line.end, line.start + READ)] if is_head else ""
            for line, is_head in zip(lines, self.heads.tolist(), strict=True)
        ]
        self.different, self.which = _factored(words)
        self.texts = [
            key(text if " #" in line.mark else text[line.title - line.start :]) if text else ""
            for line, text in zip(lines, words, strict=True)
        ]
        self.same = _factored(self.texts)[1]
        self.size = _sums(sizes)
        self.prose = _sums(sizes * self.text)
        self.wide = {gap: _sums(self.gaps >= gap) for gap in (1, 2)}
        self.head = {gap: self._head_gaps(self.gaps >= gap) for gap in (1, 2)}
        self.centred = _sums(self.short & (self.indents == 2))
        self.closing = self.dated | (self.short & (self.indents == 2))
        self.question = self._each(lambda text: text.endswith("?"))
        self.named = self._each(ends_as_title)
        self.parted = [self._each(partial(_is_parted, sign)) for sign in SEPARATORS]
        self.section = np.array([_section(mark) for mark in self.marks])
        self.level = np.array([mark == "# " for mark in self.marks])
        self.bracketed = np.array([mark == "《》" for mark in self.marks])
        is_number = kind == NUMBER
        self.number = self._near(is_number, 3) | self._near(is_number[::-1], 2, above=True)
        self.addressee = self._near(kind == ADDRESSEE, 4)
        self.date = self._near(self.dated, 2)
        self.field = self._near(self.labelled, 1)
        self.author = self._authors(sizes, kind == PROSE, words)
        self.next, self.begins = self._items()
        self.labels, self.recurring = self._recurring(words)

    def _each(self, tell: Callable[[str], bool]) -> np.ndarray:
        """Return what is told of the words of each line; of equal ones it is asked once."""
        return np.array([tell(text) for text in self.different])[self.which]

    def _near(self, of_kind: np.ndarray, most: int, above: bool = False) -> np.ndarray:
        """Tell of each line whether one of the lines below, up to a text, is of a kind.

        ``above``: of the lines above; ``of_kind`` is then given backwards.
        """
        count = len(self.lines)
        out, is_open = np.zeros(count, bool), np.ones(count, bool)
        ends = of_kind | (self.text[::-1] if above else self.text)
        for step in range(1, min(most + 1, count)):
            out[:-step] |= is_open[:-step] & of_kind[step:]
            is_open[:-step] &= ~ends[step:]
        return out[::-1] if above else out

    def _head_gaps(self, wide: np.ndarray) -> np.ndarray:
        """Return by line how many of the lines below, up to a text, have white space above."""
        count = len(self.lines)
        out, is_open = np.zeros(count, int), np.ones(count, bool)
        for step in range(1, min(5, count)):
            out[:-step] += is_open[:-step] & wide[step:]
            is_open[:-step] &= ~self.text[step:]
        return out

    def _authors(self, sizes: np.ndarray, prose: np.ndarray, words: Sequence[str]) -> np.ndarray:
        """Tell of each line whether an author, a short line above a text, stands below it."""
        out = np.zeros(len(self.lines), bool)
        may = self.short & (self.gaps <= np.append(0, self.gaps[:-1]))
        may[:-1] &= prose[1:]
        may[-1:] = False
        for below in np.flatnonzero(may & (sizes <= 30)).tolist():
            if below and self.marks[below] in ("", "【】"):
                out[below - 1] = words[below].isascii() or sizes[below] <= 12
        return out

    def _items(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the first numbered line below each line, and how that numbering begins there:
        2 articles or chapters anew, 1 other items anew, 0 other items go on, -1 articles do."""
        count = len(self.lines)
        strong = np.array([mark in _STRONG for mark in self.marks])
        numbered = (self.values > 0) & np.array([mark in _ITEMS for mark in self.marks])
        where = np.where(numbered, np.arange(count), count)
        below = np.append(np.minimum.accumulate(where[::-1])[::-1][1:], count)
        how = np.append(np.where(self.values == 1, 1 + strong, -strong.astype(int)), 0)
        return below, how[below]

    def _recurring(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return how often each label stands, and each label or short line, in rising order."""
        labels = Counter(
            mark for mark, kind in zip(self.marks, self.kinds, strict=True) if kind == LABEL
        )
        labels.update(
            text for text, mark in zip(words, self.marks, strict=True) if text and mark == "【】"
        )
        plain = Counter(
            text
            for text, mark, kind in zip(self.texts, self.marks, self.kinds, strict=True)
            if 2 <= len(text) <= 12 and kind == SHORT and mark in ("", "ABC")
        )
        times = sorted(count for count in labels.values() if count >= FEWEST)
        return times, sorted([*times, *(count for count in plain.values() if count >= FEWEST)])

    # ------------------------------------------------------------------------------ classes

    def classes(self) -> list[np.ndarray]:
        """Return the classes of like lines that may be headings, each an array of indices."""
        begins, named = self.begins.tolist(), self.named.tolist()
        alike: dict[Look, list[int]] = {}
        for index in np.flatnonzero(self.may_head()).tolist():
            line, below = self.lines[index], self.lines[index + 1 : index + 2]
            around = (below[0].kind, below[0].gap > 0, below[0].indent) if below else _LAST
            gap = line.gap if index else 2
            own = (line.mark, line.kind == DATE, gap, line.indent, named[index], begins[index])
            alike.setdefault(Look(*own, *around), []).append(index)
        found: dict[tuple[object, ...], list[list[int]]] = {}
        for look, members in alike.items():
            for each in _classes_of(look):
                found.setdefault(each, []).append(members)
        arrays = [np.sort(np.concatenate(lists)) for lists in found.values()]
        return list({one.tobytes(): one for one in arrays if len(one) >= FEWEST}.values())

    def may_head(self) -> np.ndarray:
        """Tell of each line whether it may head a document: no section's, annex's, contents'."""
        annex = np.array([self.view.startswith(ANNEX, line.start) for line in self.lines])
        below = np.append(False, (annex & (np.array(self.kinds) != PROSE))[:-1])
        bare = np.array([not mark for mark in self.marks])
        in_brackets = bare & self._each(lambda text: text[:1] in ("(", "[", ")"))
        contents = self._each(lambda text: bool(_CONTENTS.fullmatch(text)))
        may = self.heads & (self.section > -2) & ~(annex | below)
        return may & ~(in_brackets | contents)


def _classes_of(look: Look) -> list[tuple[object, ...]]:
    """Return the classes of a line: its mark (or any) with some of what stands around it."""
    mark, dated, gap, indent, named, begins, follow, space, below = look
    gaps = range(1, gap + 1)  # a class of lines with one blank line above holds those with two
    if dated:  # of a diary
        return [("date", mark, least) for least in gaps] + [
            ("date", mark, least, space) for least in gaps
        ]
    found: list[tuple[object, ...]] = [("mark", mark)] if mark else []
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


@lru_cache(KNOWN)
def _section(mark: str) -> float:
    """Return what a line's mark says against a document's beginning there."""
    if mark in SECTIONS:
        return SECTIONS[mark]
    word, number, _ = mark.partition(" #")
    return -2.0 if number and _SECTION_WORD.fullmatch(word.lower()) else 0.0


def _is_parted(sign: str, text: str) -> bool:
    return sign in text[1:]


def _factored(words: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Return the different ones among some words, and of each word which one it is."""
    known: dict[str, int] = {}
    which = [known.setdefault(word, len(known)) for word in words]
    return list(known), np.array(which)


def _sums(values: np.ndarray) -> np.ndarray:
    """Return the sum of the values before each place, and of all."""
    return np.concatenate([[0], np.cumsum(values)])
