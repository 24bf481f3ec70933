"""Punctuation, look-alikes and gaps, restored by what stands beside them.

Every function takes the text of whole paragraphs and returns (start, end, new, rule) in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.tables.punctuation import (
    FULL_WIDTH,
    INTERPUNCTS,
    PRIVATE_POINT,
    SMALL_FORMS,
    VARIANTS,
    ZEROS,
)

Change = tuple[int, int, str, str]

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
GAP = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"  # for a character class
ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
CHINESE_MARKS = "，、。：；？！（）《》〈〉“”‘’「」『』〔〕［］【】—…·％"

FAR = 400  # code points searched between two brackets

_IS_HAN = re.compile(f"[{HAN}]")
_IS_CHINESE = re.compile(f"[{HAN}{CHINESE_MARKS}]")
_GAP_CHARACTERS = " \t\u00a0\u3000"
_DIGIT = re.compile("[0-9]")
_ASCII_WORD = re.compile("[0-9A-Za-z]")
# What speaks for Chinese beside a mark; none of it is ever made from ASCII, so that restoring a
# restored text finds the same.
_SPEAKS_CHINESE = re.compile(f"[{HAN}、。《》「」『』【】％]")
_CLOSERS = ")）\"”'’％%" + _GAP_CHARACTERS
_LATIN = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[A-Za-z0-9.-]+", re.ASCII)
_MARKS = re.compile(
    r"[,:;?!()<>\[\]\"]|(?<!')''?(?!')|(?<!-)--(?!-)|[〈〉“”‘’《》]"
    + f"|[{''.join(SMALL_FORMS)}{INTERPUNCTS}{ZEROS}{PRIVATE_POINT}]"
)
_CANDIDATES = re.compile(
    f"[,:;?!()<>\\[\\]\"'〈{''.join(SMALL_FORMS)}{INTERPUNCTS}{ZEROS}{PRIVATE_POINT}]|--"
)
_HALF_COMMA = re.compile(f"(?<=[{HAN}]),|,(?=[{HAN}])")
_NUMERALS = "一二三四五六七八九十〇零"
_NUMBER_OF_DOCUMENT = re.compile(r"\[((?:19|20)[0-9]{2})\](?= ?(?:第? ?[0-9]{1,5} ?号|[0-9]{1,5}))")


def is_folded(text: str) -> bool:
    """Return whether the text's full-width punctuation was folded to ASCII as a whole."""
    half = len(_HALF_COMMA.findall(text))
    return half >= 3 and half > text.count("，")


def restore_punctuation(text: str) -> list[Change]:
    """Return the changes that give Chinese its full-width punctuation and true characters back."""
    changes = list(_variants(text))
    changes += _Punctuation(text).changes()
    changes.sort()
    return changes


_VARIANT = re.compile("[" + "".join(row.found for row in VARIANTS) + "]")
_MEANT = {row.found: row.meant for row in VARIANTS}


def _variants(text: str) -> Iterator[Change]:
    for match in _VARIANT.finditer(text):
        yield match.start(), match.end(), _MEANT[match.group()], "character:variant"


class _Punctuation:
    """One pass over the marks of a text, with the brackets and quotes open at each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = is_folded(text)
        self.found: list[Change] = []
        self.latin = [match.span() for match in _LATIN.finditer(text)]
        self.brackets: list[int] = []  # ( that wait for their )
        self.squares: list[int] = []
        self.angles: list[int] = []
        self.titles = 0  # 《 that wait for their 》
        self.quotes: list[int] = []  # straight double quotes of the paragraph
        self.singles: list[int] = []

    def changes(self) -> list[Change]:
        """Return the changes."""
        latin = end = 0
        for candidate in _CANDIDATES.finditer(self.text):
            if candidate.start() < end:
                continue
            # Only the paragraphs that hold a candidate are read.
            start = self.text.rfind("\n", end, candidate.start()) + 1 or end
            end = self.text.find("\n", candidate.start()) + 1 or len(self.text)
            for match in _MARKS.finditer(self.text, start, end):
                at = match.start()
                while latin < len(self.latin) and self.latin[latin][1] <= at:
                    latin += 1
                if latin == len(self.latin) or self.latin[latin][0] > at:
                    self._mark(at, match.group())
            self._end_paragraph()
        return self.found

    def _mark(self, at: int, mark: str) -> None:
        if mark in ",:;?!":
            if self._is_chinese_place(at):
                self._change(at, FULL_WIDTH[mark], "punctuation:width")
        elif mark == "(":
            self.brackets.append(at)
        elif mark == ")":
            self._close_bracket(at)
        elif mark == "[":
            self.squares.append(at)
        elif mark == "]":
            self._close_square(at)
        elif mark in '"“”' or mark == "''":
            self.quotes.append(at)
        elif mark in "'‘’":
            self.singles.append(at)
        elif mark == "《":
            self.titles += 1
        elif mark == "》":
            self.titles = max(0, self.titles - 1)
        elif mark in "<〈":
            self.angles.append(at)
        elif mark in ">〉":
            self._close_angle(at)
        elif mark == "--":
            right = self.text[at + 2 : at + 5].lstrip(_GAP_CHARACTERS)[:1]
            if _SPEAKS_CHINESE.match(right) and not self._left(at, _ASCII_WORD):
                self.found.append((at, at + 2, "——", "punctuation:dash"))
        elif mark in SMALL_FORMS:
            between = self._left(at, _DIGIT) and self._right(at, _DIGIT)
            self._change(at, SMALL_FORMS[mark][between], "punctuation:small-form")
        elif mark in INTERPUNCTS:
            if self._left(at, _IS_HAN) and self._right(at, _IS_HAN):
                self._change(at, "·", "character:interpunct")
        elif mark in ZEROS:
            if at and self.text[at - 1] in _NUMERALS + ZEROS and self.text[at + 1 : at + 2] in (
                *_NUMERALS, *ZEROS, "年", "月", "日", "号",
            ):  # fmt: skip
                self._change(at, "〇", "character:zero")
        elif mark == PRIVATE_POINT and self._left(at, _DIGIT) and self._right(at, _DIGIT):
            self._change(at, ".", "character:point")

    def _change(self, at: int, new: str, rule: str) -> None:
        if self.text[at] != new:
            self.found.append((at, at + 1, new, rule))

    def _left(self, at: int, kind: re.Pattern[str]) -> bool:
        return at > 0 and kind.match(self.text, at - 1) is not None

    def _right(self, at: int, kind: re.Pattern[str]) -> bool:
        return kind.match(self.text, at + 1) is not None

    def _beside_chinese(self, start: int, end: int) -> bool:
        """Return whether Chinese stands before ``start`` or behind ``end``, gaps aside."""
        before = self.text[max(0, start - 3) : start].rstrip(_GAP_CHARACTERS)[-1:]
        behind = self.text[end + 1 : end + 4].lstrip(_GAP_CHARACTERS)[:1]
        return bool(_SPEAKS_CHINESE.match(before) or _SPEAKS_CHINESE.match(behind))

    def _is_chinese_place(self, at: int) -> bool:
        """Return whether a comma or its like at ``at`` stands in Chinese."""
        left = self.text[max(0, at - 4) : at].rstrip(_CLOSERS)[-1:]
        right = self.text[at + 1 : at + 4].lstrip(_GAP_CHARACTERS)[:1]
        if _SPEAKS_CHINESE.match(left) or _SPEAKS_CHINESE.match(right):
            return True
        if not self.folded:
            return False
        left, right = self.text[max(0, at - 1) : at], self.text[at + 1 : at + 2]
        if right in ("", "\n"):
            return left in _CLOSERS
        if left.isdigit() and right.isdigit():
            return False
        return not (left.isascii() and left.isalpha() and right.isascii() and right.isalpha())

    def _close_bracket(self, at: int) -> None:
        if not self.brackets:
            if self._beside_chinese(at, at):
                self._change(at, "）", "punctuation:bracket")
            return
        start = self.brackets.pop()
        if self._is_chinese_pair(start, at):
            self._change(start, "（", "punctuation:bracket")
            self._change(at, "）", "punctuation:bracket")

    def _is_chinese_pair(self, start: int, end: int) -> bool:
        if self._holds_han(start, end) or self._beside_chinese(start, end):
            return True
        if start and not self.text[start - 1].isspace():
            return self.folded and self.text[start - 1] in ')"%,;:，、。；：'
        return self.folded

    def _close_square(self, at: int) -> None:
        if not self.squares:
            return
        start = self.squares.pop()
        before = self.text[max(0, start - 3) : start].rstrip(_GAP_CHARACTERS)[-1:]
        if _NUMBER_OF_DOCUMENT.match(self.text, start) and _IS_HAN.match(before):
            self._change(start, "〔", "punctuation:document-number")
            self._change(at, "〕", "punctuation:document-number")
        elif self._holds_han(start, at):
            self._change(start, "［", "punctuation:bracket")
            self._change(at, "］", "punctuation:bracket")

    def _close_angle(self, at: int) -> None:
        if not self.angles:
            return
        start = self.angles.pop()
        if not self._holds_han(start, at):
            return
        if self.titles:
            self._change(start, "〈", "punctuation:title")
            self._change(at, "〉", "punctuation:title")
        elif self.folded and self.text[start] == "〈" and self.text[at] == "〉":
            self._change(start, "（", "punctuation:bracket")
            self._change(at, "）", "punctuation:bracket")

    def _end_paragraph(self) -> None:
        for at in self.brackets:
            if self._beside_chinese(at, at):
                self._change(at, "（", "punctuation:bracket")
        self._pair_quotes(self.quotes, '"', "“", "”")
        self._pair_quotes(self.singles, "'", "‘", "’")
        self.brackets, self.squares, self.angles = [], [], []
        self.quotes, self.singles, self.titles = [], [], 0

    def _pair_quotes(self, places: list[int], straight: str, opening: str, closing: str) -> None:
        """Turn straight quotes into pairs, by side and turn; an odd one out stays as it is."""
        waiting = -1
        for at in places:
            mark = self.text[at]
            if mark == opening:
                waiting = at
            elif mark == closing:
                waiting = -1
            elif waiting >= 0:
                if self.text[waiting] == opening or self._quotes_chinese(waiting, at):
                    if self.text[waiting] == straight:
                        self._change(waiting, opening, "punctuation:quote")
                    if straight == '"' and mark == "'":
                        self.found.append((at, at + 2, closing, "punctuation:quote"))
                    else:
                        self._change(at, closing, "punctuation:quote")
                waiting = -1
            elif mark == straight:
                waiting = at

    def _quotes_chinese(self, start: int, end: int) -> bool:
        return self._holds_han(start, end) or self._beside_chinese(start, end)

    def _holds_han(self, start: int, end: int) -> bool:
        """Return whether Han follows soon behind ``start``: brackets may nest without end."""
        return _IS_HAN.search(self.text, start, min(end, start + FAR)) is not None


# ---------------------------------------------------------------------------------- spacing

_GAPS = re.compile(f"(?<![{GAP}{ZERO_WIDTH}])[{GAP}{ZERO_WIDTH}]+")
_MARK_BEFORE = re.compile(
    r"(?:^|\n)第[一二三四五六七八九十百千零〇0-9]{1,8}(?:[编篇部卷章节条]|部分)(?:之[一二三四五六七八九十]{1,3})?$"
)
_STANDARD_BEFORE = re.compile(
    r"(?:GB|DB|ISO|IEC|JGJ|CJJ|HJ|YY|DL|SY|NB|JT)[A-Z/]{0,4} ?[0-9][0-9.—-]*$"
)
_ORGAN_END = re.compile(
    r"(?:中央|国务院|政府|委员会|办公厅|办公室|委|部|厅|局|署|院|党委|省委|市委|军委|法院|检察院|总局|银行|总工会)$"
)
_ORGAN_START = re.compile(
    r"(?!关于|印发|转发|批转|发布|公布|对|就|为|第)(?:中共|中华|国务院|国家|中央|最高人民|全国|[一-鿿]{2,8}?(?:省|市|县|区|州|人民政府|委员会|办公厅|办公室|部|厅|局))"
)
_SENTENCE = re.compile("[，。；：？！,;:]")


def close_gaps(text: str, title: bool = False) -> list[Change]:
    """Return the changes that close gaps between Chinese and its digits, Latin and punctuation.

    A gap behind 第一章 or 第一条 and the gaps of a line that is no sentence (总　则, a signature)
    stay as found; between two organs stays one ideographic space. In a ``title`` every other gap
    was a line end of its layout.
    """
    changes: list[Change] = []
    line_start, line_end, sentence = 0, -1, False
    for match in _GAPS.finditer(text):
        start, end = match.span()
        if end > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", start)
            line_end = len(text) if line_end < 0 else line_end
            sentence = title or _SENTENCE.search(text, line_start, line_end) is not None
        new = _gap(text, start, end, line_start, sentence)
        if new != match.group():
            changes.append((start, end, new, "spacing:gap"))
    return changes


def edge_gaps(text: str) -> list[Change]:
    """Return the changes that take gaps away from the ends of lines, and nothing else."""
    return [
        (match.start(), match.end(), "", "spacing:edge")
        for match in _GAPS.finditer(text)
        if text[match.start() - 1 : match.start()] in ("", "\n")
        or text[match.end() : match.end() + 1] in ("", "\n")
    ]


def _gap(text: str, start: int, end: int, line_start: int, sentence: bool) -> str:
    """Return what the gap ``start:end`` becomes."""
    found = text[start:end]
    width = found.translate(_NO_ZERO_WIDTH)
    if not width:
        return ""
    left = text[start - 1] if start > line_start else "\n"
    right = text[end] if end < len(text) else "\n"
    if left == "\n" or right == "\n":
        return ""
    if _MARK_BEFORE.search(text, max(0, start - 16), start):
        return width
    chinese_left, chinese_right = _IS_CHINESE.match(left), _IS_CHINESE.match(right)
    if not chinese_left and not chinese_right:
        return width.replace("\u00a0", " ")
    if _IS_HAN.match(left) and _IS_HAN.match(right):
        if _ORGAN_END.search(text, max(0, start - 6), start) and _ORGAN_START.match(text, end):
            return "\u3000"
        return "" if sentence else width.replace("\u00a0", " ")
    if chinese_left and chinese_right:
        return "" if sentence else width
    if left == "-" and start - 1 == line_start:
        return width
    if _STANDARD_BEFORE.search(text, max(line_start, start - 24), start):
        return width
    return ""


_NO_ZERO_WIDTH = str.maketrans("", "", ZERO_WIDTH)
