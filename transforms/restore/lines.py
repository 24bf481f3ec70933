"""Which line ends of a source end a paragraph, and which only end a line or a page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.restore.flow import Change, Flow, without
from transforms.restore.latin import Join, Pair, is_latin, latin_joins
from transforms.restore.spacing import is_row
from transforms.restore.traits import (
    CLOSES,
    GAP,
    HAN,
    IDEOGRAPHS,
    LETTER,
    LINE_END,
    LINE_ENDS,
    OPENS_REST,
    ZERO_WIDTH,
    places,
)
from transforms.tables.numbering import (
    FIRST_VERBS,
    FIRST_WORDS,
    KINDS,
    LABELS,
    LAST_WORDS,
    TITLES,
)

_BEGINNINGS = (*FIRST_WORDS, *FIRST_VERBS)
SHORTEST_CUT = 20  # code points of a line that a page end can have cut: below, it may be verse
LONGEST_HEADING = 12  # code points of one without a number: 参考文献
FEWEST_WRAPPED = 4  # full lines before a text counts as hard-wrapped
LEAST_WRAPPED = 0.3  # share of the lines that are full and end in mid-sentence
NARROWEST = 24  # half-width columns of a hard-wrapped line: below, it is verse or a table
INDENT = 4  # half-width columns of a paragraph's indent, at most
TOLERANCE = 8  # half-width columns by which a full line may miss the margin (kinsoku, numbers)
FEWEST_GAPS = 2  # between the words of a Latin line that may be full

# What a page marker leaves between two lines; a running head has words.
_PAGE = re.compile(
    f"(?=[^0-9０-９]*[0-9０-９])[^{IDEOGRAPHS}]*(?:第[^{IDEOGRAPHS}]*页[^{IDEOGRAPHS}]*)?"
    rf"|\s*第[一二三四五六七八九十百]{{1,7}}页\s*"
)
_LINE_ENDS = re.compile(f"[{LINE_ENDS}]")
_ENDS_SENTENCE = re.compile(r"(?:[。！？；：…!?;:.”\"』」）)》〉】\]］*]|[。！？；”][①-⑳])$")
_ENDS_CLAUSE = re.compile(r"[，、,（(《〈“‘「『—]$")
_OPENS_LIKE_A_REST = re.compile(r"[，。；：！？、）》〉”’」』】,;:!?)]")
_INSIDE_SENTENCE = re.compile(r"[，。；：！？,;]")
_ENDS_WORD = re.compile(f"[{IDEOGRAPHS}0-9A-Za-z%％℃①-⑳]$")
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_LABELLED = re.compile(rf"(?:[-•] ?)?(?:{'|'.join(LABELS)}) ?[:：]|- |[\[［〔][0-9]{{1,2}}[\]］〕]")
_FIELD = re.compile(
    f"(?:[A-Z]?[{IDEOGRAPHS}]{{2,8}}|[{IDEOGRAPHS}](?:[ \u3000]{{1,8}}[{IDEOGRAPHS}]){{1,3}})"
    f"(?:[（(][{IDEOGRAPHS}]{{1,6}}[）)])?[:：]"
)
_NUMBER_LINE = re.compile(r"[^，。；：,;:]{2,60}(?:第 ?|[\]］〕)）] ?)[0-9]{1,5} ?号$")
# A number, and on its line what else the head of a letter says: 类别标记：A　公开.
_NUMBER_AND_MARKS = re.compile(
    rf"[{IDEOGRAPHS}]{{1,14}} ?[\[［〔(（] ?(?:19|20)[0-9]{{2}} ?[\]］〕)）]"
    " ?(?:第 ?)?[0-9]{1,5} ?号[ \u00a0\u3000\t]+[^，。；,;]{1,40}$"
)
_CAPTION = re.compile("附?[图表圖] ?[0-9]{1,3}(?:[-.—–][0-9]{1,3})?[ \u3000：:]")
# An entry of a glossary, set off from its translation: 漂浮育苗  floating seedling.
_TERM = re.compile(
    f"[{IDEOGRAPHS}]{{2,20}}(?:[ \u00a0]{{2,}}|[\u3000\t])[A-Za-z][A-Za-z -]{{2,80}}$"
)
_FORMULA = re.compile("[=＝×÷]")
_GOES_ON = re.compile("等|的|和|与|及|或|以及|以上|以下|之")
_CUT_MARK = re.compile("^第[一二三四五六七八九十百千零〇]{0,7}$")
_CUT_DATE = re.compile(r"[0-9]\s+[年月日]")
_BARE_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条")
_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条[ \u3000]*[一-鿿]{4}")

# 第一条　服务内容: few words, and none of those that a sentence of a law has.
_ARTICLE_HEADING = re.compile(
    f"{_BARE_ARTICLE.pattern}[ \u3000]*"
    "(?!.*(?:应|不得|可以|必须|禁止|[由自对在为是以按依]))[一-鿿]{4,10}"
)


def ends_sentence(words: str) -> bool:
    """Return whether a line ends a sentence, a quotation or a bracket."""
    return _ENDS_SENTENCE.search(words) is not None


_FIRST, _LAST = np.array([0]), np.array([-1])


class Lines:
    """The lines of a flow that hold more than white space: ``starts[i]:ends[i]`` without it."""

    def __init__(self, flow: Flow, source: str, laid_out: bool = False) -> None:
        self.flow, self.source, self.laid_out = flow, source, laid_out
        size = len(flow.text)
        white = places(flow.traits, GAP | ZERO_WIDTH | LINE_END)
        self._gaps = white[:0]  # inside the lines
        self.starts, self.ends = np.array([0]), np.array([size])
        if len(white):
            turns = (white[1:] != white[:-1] + 1).nonzero()[0]
            first, last = np.concatenate((_FIRST, turns + 1)), np.concatenate((turns, _LAST))
            starts, ends = white[first], white[last] + 1
            is_end = flow.traits[white] & np.uint16(LINE_END) != 0
            apart = np.logical_or.reduceat(is_end, first) | (starts == 0) | (ends == size)
            self._gaps = starts[~apart]
            self.starts = np.concatenate((self.starts, ends[apart]))
            self.ends = np.concatenate((starts[apart], self.ends))
        filled = self.starts < self.ends
        self.starts, self.ends = self.starts[filled], self.ends[filled]
        seams = list(self._seams())
        self.seams = frozenset((self.starts.searchsorted(seams) - 1).tolist() if seams else ())

    def behind(self, places: Sequence[int]) -> set[int]:
        """Return the lines behind which one of the source offsets, which are sorted, lies."""
        out: set[int] = set()
        for left, right in pairwise(self.flow.runs) if places else ():
            end = left.offset + right.start - left.start
            at = bisect_left(places, end)
            if not left.inserted and at < len(places) and places[at] < right.offset:
                out.add(int(np.searchsorted(self.starts, right.start)) - 1)
        return out

    def _seams(self) -> Iterator[int]:
        """Yield the places in the flow before which a page marker was taken out."""
        for left, right in pairwise(self.flow.runs):
            end = left.offset + right.start - left.start
            between = self.source[end : right.offset]
            if not left.inserted and "//" not in between and _PAGE.fullmatch(between):
                yield right.start

    def __len__(self) -> int:
        return len(self.starts)

    def words(self, index: int) -> str:
        """Return the text of a line."""
        return self.flow.text[self.starts[index] : self.ends[index]]

    def indent(self, index: int) -> str:
        """Return the white space that stood before a line."""
        above = self.ends[index - 1] if index else 0
        between = self.flow.text[above : self.starts[index]]
        return between[1:] if between[:1] == "\n" else _LINE_ENDS.split(between)[-1]

    def width(self, index: int) -> int:
        """Return the width of a line in half-width columns, with a paragraph's indent."""
        indent = columns(self.indent(index))
        return columns(self.words(index)) + (indent if indent <= INDENT else 0)

    def is_item(self, index: int) -> bool:
        """Return whether a mark may begin the line."""
        start = int(self.starts[index])
        return self._is_mark(start) or self._is_mark(start - len(self.indent(index)))

    def _is_mark(self, place: int) -> bool:
        marks = self.flow.marks
        at = int(marks.searchsorted(place))
        return at < len(marks) and int(marks[at]) == place

    def cuts_a_date(self, index: int) -> bool:
        """Return whether a line ends in the middle of a date: 自2021年9月1, 日起."""
        text, end = self.flow.text, int(self.ends[index])
        return (
            _CUT_DATE.match(text, end - 1) is not None
            and _IS_HAN.search(text, int(self.starts[index]), end) is not None
        )

    def latin(self) -> Iterator[Pair]:
        """Yield the lines in Latin script, each with the next, if any is long enough to be full."""
        if not (self.flow.traits & np.uint16(LETTER)).any():
            return
        holders = self.starts.searchsorted(self._gaps, "right") - 1
        holders = holders[FEWEST_GAPS - 1 :][
            holders[FEWEST_GAPS - 1 :] == holders[: len(holders) - FEWEST_GAPS + 1]
        ]
        first = self.flow.traits[self.starts[holders]] & np.uint16(HAN)
        if not any(is_latin(self.words(index)) for index in holders[first == 0].tolist()):
            return
        words = [self.words(index) for index in range(len(self))]
        latin = [is_latin(line) for line in words]
        for index in range(len(self) - 1):
            if latin[index] and latin[index + 1]:
                indent, below = len(self.indent(index)), len(self.indent(index + 1))
                yield Pair(
                    index,
                    words[index],
                    words[index + 1],
                    indent + len(words[index]),
                    self.is_blank_before(index + 1),
                    index in self.seams,
                    below > indent,
                    self.is_item(index + 1),
                )

    def is_blank_before(self, index: int) -> bool:
        """Return whether blank lines stand before a line in the source, not for a page's end."""
        if not index or index - 1 in self.seams:
            return False
        last, first = self._edges
        return self.source.count("\n", int(last[index - 1]), int(first[index])) > 1

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where the lines end and start in the source."""
        return self.flow.offsets(self.ends - 1) + 1, self.flow.offsets(self.starts)

    def count_blank(self) -> int:
        """Return before how many lines blank lines stand in the source."""
        last, first = self._edges
        apart = (first[1:] - last[:-1] > 1).nonzero()[0] + 1
        return sum(map(self.is_blank_before, apart.tolist()))


class Margin(NamedTuple):
    """The width at which a text is hard-wrapped, in half-width columns; 0: it is not."""

    width: int
    tolerance: int
    indented: bool  # paragraphs begin with an indent
    spaced: bool  # paragraphs stand between blank lines


def columns(words: str) -> int:
    """Return the width of a line in half-width columns."""
    return len(words) + (len(words.encode("utf-8", "surrogatepass")) - len(words)) // 2


UNWRAPPED = Margin(0, 0, False, False)


def margin(lines: Lines) -> Margin:
    """Return where the lines of a document were wrapped."""
    words = [lines.words(index) for index in range(len(lines))]
    widths = [columns(line) for line in words]
    indented = sum(bool(lines.indent(index)) for index in range(len(lines)))
    blanks = lines.count_blank()
    spaced = 0 < blanks < 0.8 * (len(lines) - 1)
    some = 0 < indented < 0.8 * len(lines)
    open_ends = sorted(
        width for line, width in zip(words, widths, strict=True) if not _ENDS_SENTENCE.search(line)
    )
    if len(open_ends) < FEWEST_WRAPPED:
        return Margin(0, 0, some, spaced)
    width = open_ends[len(open_ends) * 4 // 5]
    wide = [each for each in open_ends if each >= 0.6 * width]
    if (
        width < NARROWEST
        or len(wide) < FEWEST_WRAPPED
        or len(wide) < LEAST_WRAPPED * len(lines)
        or sum(abs(each - width) <= TOLERANCE for each in wide) < 0.8 * len(wide)
        or sum(each > width + TOLERANCE for each in widths) > 0.02 * len(widths)
    ):
        return Margin(0, 0, some, spaced)
    misses = sorted(abs(each - width) for each in wide)
    return Margin(width, min(TOLERANCE, misses[len(misses) * 9 // 10]), some, spaced)


def joined(lines: Lines) -> dict[int, Join | None]:
    """Return the lines, all but the last, with whose paragraph the next line goes on.

    How is said for lines in Latin script only.
    """
    pairs = [] if lines.laid_out else list(lines.latin())
    chinese = dict.fromkeys(_chinese_joins(lines, {pair.at for pair in pairs}))
    return {**chinese, **latin_joins(pairs, lines.flow.text)}


def _chinese_joins(lines: Lines, latin: Container[int]) -> Iterator[int]:
    traits, starts, ends = lines.flow.traits, lines.starts, lines.ends
    first, last = traits[starts], traits[ends - 1]
    open_ends = (last & np.uint16(CLOSES)) == 0
    count = np.count_nonzero(open_ends)
    may = np.ones(len(lines), bool)
    found = UNWRAPPED
    if count >= max(FEWEST_WRAPPED, LEAST_WRAPPED * len(lines)):
        found = margin(lines)
    if not found.width:
        if lines.laid_out:
            return
        long = ends - starts >= SHORTEST_CUT
        may = open_ends & long
        short = (open_ends & ~long).nonzero()[0]
        for index, start in zip(short.tolist(), starts[short].tolist(), strict=True):
            may[index] = _ARTICLE.match(lines.flow.text, start) or lines.cuts_a_date(index)
        for index in lines.seams:
            may[index] |= open_ends[index]
        may[:-1] |= (first[1:] & np.uint16(OPENS_REST)).astype(bool)
    for index in np.flatnonzero(may[:-1]).tolist():
        if index not in latin and _goes_on(lines, index, found):
            yield index


def _goes_on(lines: Lines, index: int, found: Margin) -> bool:
    """Return whether the next line goes on with the paragraph of a line."""
    before, after = lines.words(index), lines.words(index + 1)
    if _OPENS_LIKE_A_REST.match(after):
        return True
    if is_row(before) or is_row(after) or _CAPTION.match(after) or _is_caption(before):
        return False
    if _LABELLED.match(after) or (_FIELD.match(after) and _FIELD.match(before)):
        return False
    if before[-1] == "号" and _NUMBER_LINE.match(before.replace(" ", "")):
        return False
    if not found.width and _ENDS_SENTENCE.search(before):
        return False
    full = bool(found.width) and lines.width(index) >= found.width - found.tolerance
    ends = _ENDS_SENTENCE.search(before) is not None
    # A heading, a by-line: words without a pause that blank lines set off.
    is_set_off = found.spaced and lines.is_blank_before(index + 1)
    if is_set_off and not ends and _INSIDE_SENTENCE.search(before) is None:
        return False
    if full and not ends:
        # Behind a heading that happens to be full a paragraph begins; an item may hang by less.
        if found.indented and lines.is_item(index) and columns(lines.indent(index + 1)) >= INDENT:
            return False
        return not (lines.is_item(index + 1) and _INSIDE_SENTENCE.search(before) is None)
    if lines.is_item(index + 1):
        return False
    # A sentence that happens to fill its line: what follows without a stop is a heading.
    if full and ends and len(after) <= LONGEST_HEADING and not _ENDS_SENTENCE.search(after):
        return False
    if (
        full
        and not (found.indented and lines.indent(index + 1))
        and not (found.spaced and lines.is_blank_before(index + 1))
    ):
        return found.indented or found.spaced or before[-1] not in "：:"
    if ends or (_IS_HAN.search(before) is None and (after[0].isascii() or is_latin(before))):
        return False
    if _NUMBER_AND_MARKS.match(before) or _TERM.match(before):
        return False
    if _FIELD.match(before) and _INSIDE_SENTENCE.search(before[before.find("：") + 1 :]) is None:
        return False
    if index in lines.seams and _BARE_ARTICLE.fullmatch(before):
        return True
    if _ARTICLE.match(before):
        is_heading = index not in lines.seams and _ARTICLE_HEADING.fullmatch(before)
        return not is_heading and _INSIDE_SENTENCE.search(after) is not None
    if index in lines.seams and _CUT_MARK.search(before):
        return True
    if lines.cuts_a_date(index):
        return True
    if len(before) < SHORTEST_CUT and not (index in lines.seams and not before.endswith(TITLES)):
        return False
    if _ENDS_CLAUSE.search(before):
        return True
    # Titles, headings and names have no punctuation inside and end with the words of headings;
    # a signature below has no punctuation either.
    return (
        _ENDS_WORD.search(before) is not None
        and _FORMULA.search(before) is None
        and (
            _INSIDE_SENTENCE.search(before) is not None
            or (
                not before.endswith(LAST_WORDS)
                and (
                    not lines.is_item(index)
                    or (index in lines.seams and not after.startswith(_BEGINNINGS))
                )
            )
            or _GOES_ON.match(after) is not None
        )
        and not before.endswith(KINDS)
        and _INSIDE_SENTENCE.search(after) is not None
    )


def _is_caption(words: str) -> bool:
    return _CAPTION.match(words) is not None and _INSIDE_SENTENCE.search(words) is None


def join_lines(
    flow: Flow, source: str, walls: Sequence[int] = (), laid_out: bool = False
) -> tuple[list[Change], Flow]:
    """Return the changes that leave one newline between paragraphs, and the flow they lead to.

    ``walls`` are source offsets of what stands between paragraphs only, such as a page's chrome.
    Lines that are ``laid_out`` are joined only where all are wrapped at one width.
    """
    lines = Lines(flow, source, laid_out)
    if not len(lines):
        changes = [(0, len(flow.text), "", "line:blank")] if flow.text else []
        return changes, without(flow, [(0, len(flow.text))] if flow.text else [])
    changes = list(_line_changes(lines, lines.behind(walls)))
    if not changes:
        return changes, flow
    written = [change for change in changes if change[2]]
    if written:
        characters, traits = list(flow.text), flow.traits.copy()
        for start, _, new, _ in written:
            characters[start] = new
            traits[start] = GAP if new == " " else LINE_END
        flow = flow._replace(text="".join(characters), traits=traits)
    return changes, without(flow, [(start, end) for start, end, new, _ in changes if not new])


def _line_changes(lines: Lines, apart: Container[int]) -> Iterator[Change]:
    """Yield the changes, in order; what is not deleted changes one code point.

    Lines ``apart`` are not joined with the next.
    """
    text, starts, ends = lines.flow.text, lines.starts, lines.ends
    if starts[0]:
        yield 0, int(starts[0]), "", "line:edge"
    joins = joined(lines) if len(lines) > 1 else {}
    joins = {at: how for at, how in joins.items() if at not in apart}
    traits = lines.flow.traits
    unusual = starts[1:] - ends[:-1] != 1
    if text.count("\n") != np.count_nonzero(traits & np.uint16(LINE_END)):
        unusual[:] = True
    for index in sorted({*joins, *np.flatnonzero(unusual).tolist()}):
        start, end = int(ends[index]), int(starts[index + 1])
        if index in joins:
            how = joins[index] or Join(0, _between(lines, index))
            start -= how.cut
            if how.new and "\u00ad" not in text[start:end]:
                if text[start] != " ":
                    yield start, start + 1, " ", "line:join"
                start += 1
            if start < end:
                yield start, end, "", "line:join"
            continue
        between = text[start:end]
        at = between.find("\n")
        if at < 0:
            at = next(i for i, character in enumerate(between) if character in LINE_ENDS)
        if at:
            yield start, start + at, "", "line:edge"
        if between[at] != "\n":
            yield start + at, start + at + 1, "\n", "line:end"
        if start + at + 1 < end:
            yield start + at + 1, end, "", "line:edge"
    if ends[-1] < len(text):
        yield int(ends[-1]), len(text), "", "line:edge"


def _between(lines: Lines, index: int) -> str:
    """Return what stands between a line and the next when joined; Chinese wraps inside a number."""
    left, right = lines.flow.text[lines.ends[index] - 1], lines.flow.text[lines.starts[index + 1]]
    is_number = left.isdecimal() and right.isdecimal()
    if is_number and all(_IS_HAN.search(lines.words(at)) for at in (index, index + 1)):
        return ""
    return between_joined(left, right)


def between_joined(left: str, right: str) -> str:
    """Return what stands between two lines that are joined."""
    words = left.isascii() and right.isascii() and _both_words(left, right)
    return " " if words else ""


def _both_words(left: str, right: str) -> bool:
    return (left.isalnum() or left in ",.;:!?)'\"") and (right.isalnum() or right in "('\"")
