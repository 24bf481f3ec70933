"""See of each line of a source what stands on, above and below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, partial

import numpy as np

from transforms.split.entries import key
from transforms.split.kinds import (
    ADDRESSEE,
    ARTICLE,
    DATE,
    HAN,
    KNOWN,
    LABEL,
    NUMBER,
    PROSE,
    READ,
    SHORT,
    ends_as_title,
    mark_of,
)
from transforms.split.lines import Lines

FEWEST = 3  # lines of a class
LONGEST = 130  # code points of a line that may be a heading
LEVEL_ONE = ("# ", "= ")  # marks of Markdown's and a wiki's highest headings
SEPARATORS = "·/|[("  # between a title and what else its line says
# What sections of one document are numbered by: log odds against a document's beginning there.
SECTIONS = {
    "第#章": -0.9, "第#节": -1.5, "第#条": -3.0, "第#回": -1.5, "第#款": -3.0, "第#场": -1.5,
    "第#幕": -1.5, "第#部分": -0.9, "第#编": -0.9, "第#卷": -0.6, "第#部": -0.9, "第#讲": -0.6,
    "第#课": -0.6, "第#单元": -0.9, "#、": -0.7, "(#)": -1.5, "#.": -0.5, "#.#": -3.0, "I.": -0.4,
}  # fmt: skip
SURE_SECTION = -2.0  # from which a line heads no document
_SECTION_WORD = re.compile(
    "附件|附表|附录|附图|附|表|图|表格|专栏|步骤|其|之|例|式|公式|注|议题|事项|任务|措施|问题|阶段|环节|情形"
    "|板块|模块|观点|建议|目标|原则|要求|方面|误区|提示|方案|chapter|section|part|act|scene|book|volume|table|figure"
    "|fig|article|annex|appendix|schedule|step|exhibit|question|lesson|unit|example"
)
_REPLY = re.compile("^(?:re|fwd?|回复|答复|转发)+")  # before a mail's subject
SUBJECTS = (":Subject", ":TITLE", ":主题", ":标题", ":题目", ":题名")  # fields that say a title
_STRONG = ("第#条", "第#章", "第#编")  # numbering that says much where it begins anew
_ITEMS = (*_STRONG, "#、", "(#)", "#.")
# 某某, 记者某某, as who wrote what stands above.
_SIGNED = re.compile(
    r"\((?![^()]*[0-9])[\u4e00-\u9fff](?:[\u4e00-\u9fff、 ]{0,14}[\u4e00-\u9fff])\)"
)
_SOURCED = re.compile(
    r"\((?:资料|稿件|文章)?(?:来源|摘自|原载|选自|转自|见|载|据|作者|记者|编辑)[^()]{2,60}\)$"
)
_ARTICLE = re.compile(f"{ARTICLE.pattern}(?!之?规定|第|[的、和,])")  # not one that is cited
RANKS = {"#、": 0, "(#)": 1, "#.": 2}  # of items: an item holds those of a higher rank
_DIGITS = frozenset(f"第(0123456789{HAN}")  # items begin with one of these


class Looks:
    """The lines of a source as columns, an array of a value for each line, by index.

    Most columns are of lines that may head something, and say nothing of others. Each is made when
    it is asked for: in most sources no lines look alike enough to be weighed.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        # What the openings tell of lines: see ``openings.mark``.
        self.below_title, self.behind_closing = (np.zeros(len(lines), bool) for _ in range(2))
        known = [(at, lines[at]) for at in lines.others]
        self._of_kind: dict[str, list[int]] = {}
        for at, line in known:
            self._of_kind.setdefault(line.kind, []).append(at)
        self.heads = [(at, line) for at, line in known if line.kind in (SHORT, DATE, LABEL)]
        self.at = [at for at, _ in self.heads]
        self.words = [lines.texts[at][:LONGEST] for at in self.at]

    def holds(self, kind: str) -> bool:
        """Tell whether any line is of a kind."""
        return kind in self._of_kind

    def _where(self, *kinds: str) -> np.ndarray:
        """Tell of each line whether it is of one of some kinds."""
        out = np.zeros(len(self.lines), bool)
        for kind in kinds:
            out[self._of_kind.get(kind, [])] = True
        return out

    def _column(self, values: Iterable[float], kind: type = bool) -> np.ndarray:
        """Return what is said of the heads, in order, as a column of all lines."""
        out: np.ndarray = np.zeros(len(self.lines), kind)
        out[self.at] = list(values)
        return out

    def _each(self, tell: Callable[[str], bool]) -> np.ndarray:
        """Return what is told of the words of each head; of equal ones it is asked once."""
        known = {text: tell(text) for text in set(self.words)}
        return self._column(known[text] for text in self.words)

    # --------------------------------------------------------- of lines that may head something

    @cached_property
    def short(self) -> np.ndarray:
        return self._where(SHORT)

    @cached_property
    def dated(self) -> np.ndarray:
        return self._where(DATE)

    @cached_property
    def labelled(self) -> np.ndarray:
        return self._where(LABEL)

    @cached_property
    def texts(self) -> list[str]:
        """The words of each line behind its mark, as they are compared."""
        out = [""] * len(self.lines)
        for (at, line), text in zip(self.heads, self.words, strict=True):
            words = text if " #" in line.mark else text[line.title - line.start :]
            out[at] = key(words)
        return out

    @cached_property
    def same(self) -> np.ndarray:
        """A number for each text: equal ones have one."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(text, len(known)) for text in self.texts])

    @cached_property
    def times(self) -> Counter[str]:
        """How often each head stands, by its words."""
        return Counter(self.words)

    @cached_property
    def subjects(self) -> np.ndarray:
        """A number for each text, as ``same``; an answer's subject is that of what it answers."""
        known: dict[str, int] = {}
        bare = [
            _REPLY.sub("", text) if is_subject else text
            for text, is_subject in zip(self.texts, self.subject.tolist(), strict=True)
        ]
        return np.array([known.setdefault(text, len(known)) for text in bare])

    @cached_property
    def subject(self) -> np.ndarray:
        return self._column(line.mark in SUBJECTS for _, line in self.heads)

    @cached_property
    def values(self) -> np.ndarray:
        return self._column((line.value for _, line in self.heads), int)

    @cached_property
    def indents(self) -> np.ndarray:
        return self._column((line.indent for _, line in self.heads), int)

    @cached_property
    def section(self) -> np.ndarray:
        return self._column((section_weight(line.mark) for _, line in self.heads), float)

    @cached_property
    def sections(self) -> np.ndarray:
        """How many lines above each are surely sections' by their mark."""
        return _sums(self.section <= SURE_SECTION)

    @cached_property
    def level(self) -> np.ndarray:
        return self._column(line.mark in LEVEL_ONE for _, line in self.heads)

    @cached_property
    def bracketed(self) -> np.ndarray:
        return self._column(line.mark == "《》" for _, line in self.heads)

    @cached_property
    def named(self) -> np.ndarray:
        return self._each(ends_as_title)

    @cached_property
    def question(self) -> np.ndarray:
        return self._each(lambda text: text.endswith("?"))

    @cached_property
    def parted(self) -> list[np.ndarray]:
        return [self._each(partial(_is_parted, sign)) for sign in SEPARATORS]

    @cached_property
    def signed(self) -> np.ndarray:
        """Of each line whether it is a signature's day, or a name in brackets below a text."""
        named = self._each(lambda text: _SIGNED.fullmatch(text) is not None)
        return self.dated | (named & np.append(False, self.text[:-1]))

    @cached_property
    def closing(self) -> np.ndarray:
        """Of each line whether it may end a document: signed, set to the right, or with its source
        behind it."""
        sourced = [
            text[-1] == ")" and _SOURCED.search(text) is not None for text in self.lines.texts
        ]
        return self.signed | (self.short & (self.indents == 2)) | np.array(sourced, bool)

    @cached_property
    def centred(self) -> np.ndarray:
        return _sums(self.short & (self.indents == 2))

    @cached_property
    def recurring(self) -> tuple[list[int], list[int]]:
        """How often each label stands, and each label or short line, in rising order."""
        labels: Counter[str] = Counter()
        plain: Counter[str] = Counter()
        for (at, line), words in zip(self.heads, self.words, strict=True):
            if line.kind == LABEL:
                labels[line.mark] += 1
            if line.mark == "【】":
                labels[words] += 1
            is_plain = line.kind == SHORT and line.mark in ("", "ABC")
            if is_plain and 2 <= len(self.texts[at]) <= 12:
                plain[self.texts[at]] += 1
        times = sorted(count for count in labels.values() if count >= FEWEST)
        return times, sorted([*times, *(count for count in plain.values() if count >= FEWEST)])

    # -------------------------------------------------------------------- of what is around them

    @cached_property
    def number(self) -> np.ndarray:
        """How far below each line a number stands, as of the next three; 0: none does."""
        return self._near(self._where(NUMBER), 3)

    @cached_property
    def number_above(self) -> np.ndarray:
        return self._near(self._where(NUMBER)[::-1], 2, above=True)

    @cached_property
    def addressee(self) -> np.ndarray:
        return self._near(self._where(ADDRESSEE), 4)

    @cached_property
    def date(self) -> np.ndarray:
        return self._near(self.dated, 2)

    @cached_property
    def field(self) -> np.ndarray:
        return self._near(self.labelled, 1)

    def _near(self, of_kind: np.ndarray, most: int, above: bool = False) -> np.ndarray:
        """Return how many lines below each, up to a text, the first of a kind stands; 0: none does.

        ``above``: of the lines above; ``of_kind`` is then given backwards.
        """
        count = len(self.lines)
        out, is_open = np.zeros(count, int), np.ones(count, bool)
        if not of_kind.any():
            return out
        ends = of_kind | (self.text[::-1] if above else self.text)
        for step in range(1, min(most + 1, count)):
            out[:-step] += step * (is_open[:-step] & of_kind[step:])
            is_open[:-step] &= ~ends[step:]
        return out[::-1] if above else out

    @cached_property
    def author(self) -> np.ndarray:
        """Of each line whether an author, a short line above a text, stands below it."""
        out = np.zeros(len(self.lines), bool)
        may = self.short & (self.gaps <= np.append(0, self.gaps[:-1])) & (self.sizes <= 30)
        for below in np.flatnonzero(may[:-1]).tolist():
            is_bare = self.lines[below].mark in ("", "【】")
            if below and is_bare and self.lines[below + 1].kind == PROSE:
                text = self.lines.texts[below]
                out[below - 1] = text.isascii() or len(text) <= 12
        return out

    @cached_property
    def nested(self) -> np.ndarray:
        """Of each item whether those that begin below it cannot be its own: 二、 above 一、"""
        texts = self.lines.texts
        return self._column(
            how == 1 and RANKS.get(mark_of(texts[below][:READ])[0], 9) <= RANKS.get(line.mark, -1)
            for (_, line), (below, how) in zip(self.heads, self.items, strict=True)
        )

    @cached_property
    def counted(self) -> np.ndarray:
        """Of each item whether it is a title: it names a kind of document, items begin below that
        cannot be its own, and such are counted from one."""
        out = np.zeros(len(self.lines), bool)
        may = np.flatnonzero(self.nested & self.named).tolist()
        for mark in RANKS:
            found = [at for at in may if self.lines[at].mark == mark]
            values = [self.lines[at].value for at in found]
            if len(found) >= FEWEST and values[0] == 1 and values == sorted(set(values)):
                out[found] = True
        return out

    @cached_property
    def begins(self) -> np.ndarray:
        """How the first numbering below each line begins: see ``items``."""
        return self._column((how for _, how in self.items), int)

    @cached_property
    def next(self) -> np.ndarray:
        """The first numbered line below each line."""
        return self._column((below for below, _ in self.items), int)

    @cached_property
    def items(self) -> list[tuple[int, int]]:
        """The first numbered line below each head, and how that numbering begins there:
        2 articles or chapters anew, 1 other items anew, 0 other items go on, -1 articles do."""
        texts, end = self.lines.texts, len(self.lines)
        out: list[tuple[int, int]] = []
        below, how = end, 0
        for head in reversed(self.at):
            for at in range(head + 1, end):
                if texts[at][0] not in _DIGITS:
                    continue
                mark, value, _ = mark_of(texts[at][:READ])
                if value and mark in _ITEMS and self.lines[at].value:  # it goes on no other line
                    is_strong = mark in _STRONG
                    below, how = at, 1 + is_strong if value == 1 else -is_strong
                    break
            out.append((below, how))
            end = head + 1
        return out[::-1]

    @cached_property
    def articles(self) -> tuple[np.ndarray, np.ndarray]:
        """The lines that are articles, and their numbers."""
        texts = self.lines.texts
        found = [at for at, text in enumerate(texts) if text[0] == "第" and _ARTICLE.match(text)]
        return np.array(found, int), np.array([mark_of(texts[at][:READ])[1] for at in found], int)

    # ----------------------------------------------------------------------------- of all lines

    @cached_property
    def text(self) -> np.ndarray:
        return ~self._where(SHORT, DATE, LABEL, NUMBER, ADDRESSEE)

    @cached_property
    def indented(self) -> bool:
        """Whether white space stands before any line."""
        view = self.lines.view
        return any(view[start] == " " for start, _, _ in self.lines.spans)

    @cached_property
    def gaps(self) -> np.ndarray:
        return np.array([gap for _, _, gap in self.lines.spans])

    @cached_property
    def sizes(self) -> np.ndarray:
        return np.array([len(text) for text in self.lines.texts])

    @cached_property
    def size(self) -> np.ndarray:
        return _sums(self.sizes)

    @cached_property
    def said(self) -> np.ndarray:
        """Of each line whether it is a sentence behind a label."""
        return self._column(self.lines.texts[at][-1] in "。!?" for at in self.at) & self.labelled

    @cached_property
    def prose(self) -> np.ndarray:
        return _sums(self.sizes * (self.text | self.said))

    @cached_property
    def wide(self) -> dict[int, np.ndarray]:
        """How many lines above each have at least one or two blank lines above them."""
        return {gap: _sums(self.gaps >= gap) for gap in (1, 2)}

    @cached_property
    def head(self) -> dict[int, np.ndarray]:
        """How many of the lines below each, up to a text, have white space above."""
        return {gap: self._head_gaps(self.gaps >= gap) for gap in (1, 2)}

    def _head_gaps(self, wide: np.ndarray) -> np.ndarray:
        """Return by line how many of the lines below, up to a text, have white space above."""
        count = len(self.lines)
        out, is_open = np.zeros(count, int), np.ones(count, bool)
        for step in range(1, min(5, count)):
            out[:-step] += is_open[:-step] & wide[step:]
            is_open[:-step] &= ~self.text[step:]
        return out


@lru_cache(KNOWN)
def section_weight(mark: str) -> float:
    """Return what a line's mark says against a document's beginning there."""
    if mark in SECTIONS:
        return SECTIONS[mark]
    word, number, _ = mark.lower().partition("#")
    return SURE_SECTION if number and _SECTION_WORD.fullmatch(word.strip("【 ")) else 0.0


def _is_parted(sign: str, text: str) -> bool:
    return sign in text[1:]


def _sums(values: np.ndarray) -> np.ndarray:
    """Return the sum of the values before each place, and of all."""
    return np.concatenate([[0], np.cumsum(values)])
