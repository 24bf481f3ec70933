"""Punctuation and look-alikes, restored by what stands beside them.

Every function takes the text of whole paragraphs with its traits and returns changes in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property
from itertools import islice
from string import ascii_letters, digits

import numpy as np

from transforms.restore.flow import Change
from transforms.restore.traits import (
    GAP,
    HAN,
    LINE_END,
    MARK,
    NOWHERE,
    QUOTE,
    SPEAKS,
    VARIANT,
    WIDTH,
    Traits,
)
from transforms.tables.punctuation import (
    FULL_WIDTH,
    INTERPUNCTS,
    PRIVATE_POINT,
    SMALL_FORMS,
    VARIANTS,
    ZEROS,
)
from transforms.tables.script import IDEOGRAPHS

NEAR = 24  # code points before a stop in which a Chinese sentence has a Chinese character
FEWEST_STOPS = 3  # points at the ends of lines that are all the full stops a text has
FAR = 400  # code points searched between two brackets

_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_GAP_CHARACTERS = " \t\u00a0\u3000"
_DIGIT = re.compile("[0-9]")
_ASCII_WORD = re.compile("[0-9A-Za-z]")
# What speaks for Chinese beside a mark; none of it is ever made from ASCII, so that restoring a
# restored text finds the same.
_SPEAKS_CHINESE = re.compile(f"[{IDEOGRAPHS}、。《》「」『』【】％]")
_CLOSERS = ")）\"”'’％%" + _GAP_CHARACTERS
# A mark that ends an address ends the words before it; that of a reference (&nbsp;) does not.
_LATIN = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[!-~]+(?<![,;:!?])|[\w.+-]{1,64}+@[A-Za-z0-9.-]+"
    r"|&(?:[A-Za-z]{2,8}|#[0-9]{2,6});",
    re.ASCII,
)
# A call, a function or a page of a manual: onCreate(), f(x), apt-get(8).
_CALL = re.compile(
    r"(?<![0-9A-Za-z.-])(?:[A-Za-z_][\w.]*\(\)|[a-z_][\w.-]*\([\w.,+*/'\" -]{1,16}\)"
    r"|[A-Z]\((?![0-9]+\))[\w,+-]{1,8}\))$",
    re.ASCII,
)
# Before the quotes of code and accounts: root@'%', f("x"), but not 提出:"5G+".
_BEFORE_OWN = re.compile(rf"(?:[@=\[{{/\\]|(?<![{IDEOGRAPHS}])[:(])$")
_IN_NAME = re.compile(r"[\w.-]", re.ASCII)
_BESIDE_NAME = HAN | SPEAKS | GAP | LINE_END
_PAIR = re.compile(r"\(\)")
_DASHES = re.compile("(?<!-)--(?!-)")
_HALF_STOP = re.compile(
    rf"\.(?:(?:(?<=[{IDEOGRAPHS}0-9A-Za-z][{IDEOGRAPHS}%％]\.)"
    rf"|(?<=[{IDEOGRAPHS}] [{IDEOGRAPHS}]\.))(?=[\"”]? ?(?:\n|$))"
    rf"|(?<=[0-9][%％]\.)(?=[{IDEOGRAPHS}])|(?<=[{IDEOGRAPHS}]\.)(?=[\"”](?![0-9A-Za-z])))"
)
# Between Chinese, where a text writes its full stops so (not 列夫.托尔斯泰).
_DOT = re.compile(rf"\.(?<=[{IDEOGRAPHS})）”\"%％]\.)(?=[{IDEOGRAPHS}“”\"(（《])")
_IN_CLAUSE = "[^,.;:!?，。；：！？、\n“]"  # the last may close a quotation
_CLAUSE, _SHORT_CLAUSE = (
    re.compile(rf"(?:(?!”){_IN_CLAUSE}){{{size}}}{_IN_CLAUSE}$") for size in (4, 2)
)
_DOTS = re.compile(r"\.\.\.\.{0,3}+")  # what begins with fixed signs is found soonest
_STOPS = re.compile("。。+")  # found twice as fast as by ``in``
_FULL_SIGN = re.compile("(?<=[0-9A-Za-z])[．－／](?=[0-9A-Za-z])")  # ４．０ was written so
_HALF_SIGNS = dict(zip("．－／", ".-/", strict=True))
_TOKEN = ascii_letters + digits + "·./%"  # what a unit or a letter of a formula is made of
_NUMERALS = "一二三四五六七八九十〇零"
_NUMBER_OF_DOCUMENT = re.compile(r"\[((?:19|20)[0-9]{2})\](?= ?(?:第? ?[0-9]{1,5} ?号|[0-9]{1,5}))")


_MEANT = {row.found: row.meant for row in VARIANTS}


def restore_variants(text: str, traits: Traits) -> list[Change]:
    """Return the changes that give the characters meant for those that only look like them."""
    return [
        (at, at + 1, _MEANT[text[at]], "character:variant")
        for at in traits.places(VARIANT).tolist()
        if text[at] not in ZEROS or text[at - 1 : at] not in (*_NUMERALS, *ZEROS)
    ]


def is_folded(text: str, traits: Traits) -> bool:
    """Return whether the text's full-width punctuation was folded to ASCII as a whole."""
    enough = max(3, text.count("，") + 1)
    if text.count(",") < enough:
        return False
    at = traits.places(WIDTH)
    commas = (place for place in at[_beside(traits, at, HAN)].tolist() if text[place] == ",")
    return next(islice(commas, enough - 1, None), -1) >= 0


def restore_punctuation(text: str, traits: Traits) -> tuple[list[Change], np.ndarray]:
    """Return the changes that give Chinese its punctuation back, and where marks only widen.

    There stand commas and their like, and brackets around Chinese: there are many.
    """
    changes = [
        (match.end() - 1, match.end(), "", "punctuation:doubled")
        for match in _STOPS.finditer(text)
        if match.group() == "。。"
    ]
    if "." in text:
        changes += _full_stops(text)
        changes += _ellipses(text)
    if "．" in text or "－" in text or "／" in text:
        changes += [
            (match.start(), match.end(), _HALF_SIGNS[match.group()], "character:variant")
            for match in _FULL_SIGN.finditer(text)
        ]
    if not traits.held & (MARK | WIDTH) and "-" not in text:
        return sorted(changes), NOWHERE
    marks = _Punctuation(text, traits)
    return sorted(changes + marks.changes()), marks.wide_places()


def widened(text: str, wide: np.ndarray) -> str:
    """Return the text with the marks at some places in full width."""
    if not len(wide):
        return text
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    codes[wide] = _wide()[codes[wide]]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _wide() -> np.ndarray:
    """Return the full width of each code point of ASCII."""
    return np.array([ord(FULL_WIDTH.get(chr(point), chr(point))) for point in range(0x80)])


def _full_stops(text: str) -> list[Change]:
    """Return the changes of points at the ends of Chinese sentences."""
    found = [
        match.start()
        for match in _HALF_STOP.finditer(text)
        if _IS_HAN.search(text[max(0, match.start() - NEAR) : match.start()].split("\n")[-1])
    ]
    dots = [match.start() for match in _DOT.finditer(text)] if found else []
    clause = _CLAUSE if "。" in text or len(found) < FEWEST_STOPS else _SHORT_CLAUSE
    dots = [at for at in dots if clause.search(text, max(0, at - 5), at)]
    if len(dots) > text.count("。"):
        found = sorted({*found, *dots})
    return [(at, at + 1, "。", "punctuation:width") for at in found]


def _ellipses(text: str) -> list[Change]:
    """Return the changes of points in a row, beside Chinese."""
    return [
        (match.start(), match.end(), "……", "punctuation:ellipsis")
        for match in _DOTS.finditer(text)
        if text[match.end() : match.end() + 1] != "."
        and _SPEAKS_CHINESE.match(text, max(0, match.start() - 1), match.start())
    ]


def _beside(traits: Traits, at: np.ndarray, bits: int) -> np.ndarray:
    """Return at which of the offsets a code point with one of the bits stands left or right."""
    # At the edges of the text a mark stands beside itself.
    around = traits.bits.take(at - 1, mode="clip") | traits.bits.take(at + 1, mode="clip")
    return around & np.uint16(bits) != 0


def _is_chinese_place(text: str, at: int, folded: bool) -> bool:
    """Return whether a comma or its like at ``at`` stands in Chinese."""
    left = text[max(0, at - 4) : at].rstrip(_CLOSERS + "!?")[-1:]
    right = text[at + 1 : at + 4].lstrip(_GAP_CHARACTERS)[:1]
    if _SPEAKS_CHINESE.match(left) or _SPEAKS_CHINESE.match(right):
        return True
    if text[at] == ";":  # 单位km;P为功率
        left, right = text[max(0, at - NEAR) : at], text[at + 1 : at + NEAR]
        if all(map(_IS_HAN.match, (left.rstrip(_TOKEN)[-1:], right.lstrip(_TOKEN)[:1]))):
            return True
    counted = text[at] in ";," and text[at - 1 : at].isdigit()  # 报价2600;
    if text[at + 1 : at + 2] in ("", "\n") and (counted or text[at] in ":?!"):  # 安装Python:
        return _IS_HAN.search(text[max(0, at - NEAR) : at].split("\n")[-1]) is not None
    if not folded:
        return False
    left, right = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if right in ("", "\n"):
        return left in _CLOSERS
    right = text[at + 1 : at + 4].lstrip(" ")[:1]  # one, two: English
    if left.isdigit() and right.isdigit():
        return False
    return not (left.isascii() and left.isalpha() and right.isascii() and right.isalpha())


def _latin(text: str) -> list[tuple[int, int]]:
    """Return the spans of addresses and references, whose marks keep their width."""
    # To look for one letter first is much quicker, and most texts hold none.
    held = "@" in text or (":" in text and "://" in text) or ("w" in text and "www." in text)
    if held or ("&" in text and ";" in text):
        return [
            (match.start(), match.end() - (match[0][-1] == ")" and "(" not in match[0]))
            for match in _LATIN.finditer(text)
        ]
    return []


class _Punctuation:
    """One pass over the marks of a text, with the brackets and quotes open at each."""

    def __init__(self, text: str, traits: Traits) -> None:
        self.text = text
        self.traits = traits
        self.found: list[Change] = []
        self.brackets: list[int] = []  # ( that wait for their )
        self.squares: list[int] = []
        self.angles: list[int] = []
        self.titles = 0  # 《 that wait for their 》
        self.quotes: list[int] = []  # straight double quotes of the paragraph
        self.singles: list[int] = []

    @cached_property
    def folded(self) -> bool:
        return is_folded(self.text, self.traits)

    @cached_property
    def addresses(self) -> list[tuple[int, int]]:
        return _latin(self.text)

    def wide_places(self) -> np.ndarray:
        """Return where the marks stand that take the width of Chinese, and need no other look."""
        both = [found for found in (self._wide_marks(), self.wide_brackets) if len(found)]
        return np.sort(np.concatenate(both)) if both else NOWHERE

    def _wide_marks(self) -> np.ndarray:
        """Return where the commas and their like stand in Chinese."""
        at = self.traits.places(WIDTH)
        if not len(at):
            return at
        if self.addresses:
            at = at[self._outside_addresses(at)]
        sure = _beside(self.traits, at, SPEAKS)
        doubtful = at[~sure].tolist()
        folded = bool(doubtful) and self.folded
        sure[~sure] = [_is_chinese_place(self.text, each, folded) for each in doubtful]
        return at[sure]

    @cached_property
    def wide_brackets(self) -> np.ndarray:
        """The pairs of brackets that plainly hold Chinese: 本市(以下简称某某), but not f(某).

        No other mark stands between them, Chinese behind the first, and no name before it.
        """
        at = self.traits.places(MARK)
        marks = "".join([self.text[place] for place in at.tolist()])
        pairs = [match.start() for match in _PAIR.finditer(marks)]
        if not pairs:
            return NOWHERE
        opened, closed = at[pairs], at[1:][pairs]
        line_ends = self.traits.places(LINE_END)
        plain = self.traits.are(opened + 1, HAN) & self.traits.are(opened - 1, _BESIDE_NAME)
        plain &= line_ends.searchsorted(opened) == line_ends.searchsorted(closed)
        if self.addresses:
            plain &= self._outside_addresses(opened) & self._outside_addresses(closed)
        return np.concatenate((opened[plain], closed[plain]))

    def _outside_addresses(self, at: np.ndarray) -> np.ndarray:
        """Return which of the offsets stand in no address, of which there are some."""
        starts, ends = np.array(self.addresses).T
        outside: np.ndarray = starts.searchsorted(at, "right") == ends.searchsorted(at, "right")
        return outside

    def changes(self) -> list[Change]:
        """Return the changes of other marks, in no order."""
        text, plain = self.text, set(self.wide_brackets.tolist())
        candidates = [at for at in self.traits.places(MARK).tolist() if at not in plain]
        every = candidates and [
            at for at in self.traits.places(MARK | QUOTE).tolist() if at not in plain
        ]
        if "-" in text and "--" in text:
            dashes = [match.start() for match in _DASHES.finditer(text)]
            candidates, every = sorted(candidates + dashes), sorted(every + dashes)
        addresses = self.addresses if candidates else []
        latin = end = 0
        for candidate in candidates:
            if candidate < end:
                continue
            # Only the paragraphs that hold a candidate are read.
            start = text.rfind("\n", end, candidate) + 1 or end
            end = text.find("\n", candidate) + 1 or len(text)
            for at in every[bisect_left(every, start) : bisect_left(every, end)]:
                while latin < len(addresses) and addresses[latin][1] <= at:
                    latin += 1
                if latin == len(addresses) or addresses[latin][0] > at:
                    self._mark(at, text[at])
            self._end_paragraph()
        return self.found

    def _mark(self, at: int, mark: str) -> None:
        if mark == "'":
            run = len(self.text[at : at + 3]) - len(self.text[at : at + 3].lstrip("'"))
            if run > 2 or self.text[at - 1 : at] == "'":
                return
            mark *= run
        if mark == "(":
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
        elif mark == "-":
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
        before = self.text[max(0, start - 4) : start].rstrip(_GAP_CHARACTERS + "”’\"'")[-1:]
        behind = self.text[end + 1 : end + 4].lstrip(_GAP_CHARACTERS)[:1]
        return bool(_SPEAKS_CHINESE.match(before) or _SPEAKS_CHINESE.match(behind))

    def _close_bracket(self, at: int) -> None:
        if not self.brackets:
            opened = self.text.rfind("（", max(0, at - FAR), at)
            alone = opened < 0 or not {"）", "\n"}.isdisjoint(self.text[opened:at])
            if not alone or self._beside_chinese(at, at):
                self._change(at, "）", "punctuation:bracket")
            return
        start = self.brackets.pop()
        if self._is_chinese_pair(start, at):
            self._change(start, "（", "punctuation:bracket")
            self._change(at, "）", "punctuation:bracket")

    def _is_chinese_pair(self, start: int, end: int) -> bool:
        named = end - start <= NEAR and self._left(start, _IN_NAME)
        if named and _CALL.search(self.text[max(0, start - NEAR) : end + 1]):
            return False
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
            closed = self.text.find("）", at, at + FAR)
            alone = closed < 0 or not {"（", "\n"}.isdisjoint(self.text[at:closed])
            if not alone or self._beside_chinese(at, at):
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
        if self._holds_han(start, end):
            return True
        in_code = _BEFORE_OWN.search(self.text, max(0, start - 2), start)
        return in_code is None and self._beside_chinese(start, end)

    def _holds_han(self, start: int, end: int) -> bool:
        """Return whether Han follows soon behind ``start``: brackets may nest without end."""
        return _IS_HAN.search(self.text, start, min(end, start + FAR)) is not None
