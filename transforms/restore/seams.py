"""Whether a paragraph goes on over the end of a line: rules, the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from transforms.restore.latin import is_latin
from transforms.restore.lines import INDENT, Lines, Margin, columns, ends_sentence
from transforms.restore.spacing import is_row
from transforms.tables.numbering import (
    FIRST_VERBS,
    FIRST_WORDS,
    KINDS,
    LABELS,
    LAST_WORDS,
    TITLES,
)
from transforms.tables.script import IDEOGRAPHS

SHORTEST_CUT = 20  # code points of a line that a page end can have cut: below, it may be verse
LONGEST_HEADING = 12  # code points of one without a number: 参考文献

_BEGINNINGS = (*FIRST_WORDS, *FIRST_VERBS)
_ENDS_CLAUSE = re.compile(r"[，、,（(《〈“‘「『—]$")
_OPENS_LIKE_A_REST = re.compile(r"[，。；：！？、）》〉”’」』】,;:!?)]")
# A point behind several Chinese characters is a full stop, not the one inside 列夫.托尔斯泰.
_INSIDE_SENTENCE = re.compile(rf"[，。；：！？,;]|\.(?<=[{IDEOGRAPHS}]{{4}}\.)")
_ENDS_WORD = re.compile(f"[{IDEOGRAPHS}0-9A-Za-z%％℃①-⑳]$")
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_BULLET = r"(?:[-•·*+][ \t\u3000]|[●■□◆◇▲►▶➢➤✓✔★]|○(?![〇○零一二三四五六七八九十]))"
_ITEM_OF_LIST = re.compile(_BULLET)
_LABELLED = re.compile(
    rf"(?:[-•] ?)?(?:{'|'.join(LABELS)}) ?[:：]|[\[［〔][0-9]{{1,2}}[\]］〕]"
    rf"|{_BULLET}"
    "|[甲乙丙丁]方[（(](?:盖章|签字|签章|签名|公章)[）)] ?[：:]"
)
_BRACKETED = re.compile(f"【[{IDEOGRAPHS}]{{2,10}}】")  # 【性状】: a heading in its line
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
_NUMERALS = "[0-9〇○零一二三四五六七八九十 ]"
_DAY = re.compile(f"{_NUMERALS}{{4,5}}年{_NUMERALS}{{1,5}}月{_NUMERALS}{{1,5}}日")
_FORMULA = re.compile("[=＝×÷]")
_GOES_ON = re.compile("等|的|和|与|及|或|以及|以上|以下|之")
_CUT_MARK = re.compile("^第[一二三四五六七八九十百千零〇]{0,7}$")
_CUT_PHONE = re.compile(r"[0０]\d{1,3}[-－](?P<digits>\d{1,7})$")
_REST_OF_PHONE = re.compile(r"\d{1,7}(?![\d-])")
_BARE_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条")
_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条[ \u3000]*[一-鿿]{4}")

# 第一条　服务内容: few words, and none of those that a sentence of a law has.
_ARTICLE_HEADING = re.compile(
    f"{_BARE_ARTICLE.pattern}[ \u3000]*"
    "(?!.*(?:应|不得|可以|必须|禁止|[由自对在为是以按依]))[一-鿿]{4,10}"
)


class Seam:
    """The end of a line, the next line, and what is known of both."""

    def __init__(self, lines: Lines, index: int, margin: Margin) -> None:
        self.lines, self.index, self.margin = lines, index, margin
        self.before, self.after = lines.words(index), lines.words(index + 1)
        self.page_end = index in lines.seams

    @cached_property
    def ends(self) -> bool:
        """Whether the line ends a sentence, a quotation or a bracket."""
        return ends_sentence(self.before)

    @cached_property
    def full(self) -> bool:
        """Whether the line reaches the margin of a text that is hard-wrapped."""
        margin = self.margin
        return (
            bool(margin.width) and self.lines.width(self.index) >= margin.width - margin.tolerance
        )

    @cached_property
    def pauses(self) -> bool:
        """Whether the line has a pause inside, as no title, heading, name or signature has."""
        return _INSIDE_SENTENCE.search(self.before) is not None

    @cached_property
    def item_below(self) -> bool:
        """Whether a mark may begin the next line."""
        return self.lines.is_item(self.index + 1)

    @cached_property
    def apart(self) -> bool:
        """Whether a blank line stands between, where blank lines part paragraphs."""
        return self.margin.spaced and self.lines.is_blank_before(self.index + 1)

    @cached_property
    def indent_below(self) -> int:
        """The indent of the next line, in half-width columns."""
        return columns(self.lines.indent(self.index + 1))


# Each rule says whether the paragraph goes on, or None: it does not know.


def _rest(seam: Seam) -> bool | None:
    """What begins with a closing mark goes on: 资金支持 | ，并。"""
    return True if _OPENS_LIKE_A_REST.match(seam.after) else None


def _row(seam: Seam) -> bool | None:
    """Rows of a table and captions stand alone: 表1 产量。"""
    rows = is_row(seam.before) or is_row(seam.after)
    return False if rows or _CAPTION.match(seam.after) or _is_caption(seam.before) else None


def _label(seam: Seam) -> bool | None:
    """A label begins a paragraph, and so does a field below a field: 姓名：张某 | 电话：55。

    So does the item of a list (• 甲), which ends where an empty line stands below it.
    """
    fields = _FIELD.match(seam.after) and _FIELD.match(seam.before)
    headed = seam.ends and _BRACKETED.match(seam.after)
    listed = _ITEM_OF_LIST.match(seam.before) and seam.lines.is_blank_before(seam.index + 1)
    return False if fields or headed or listed or _LABELLED.match(seam.after) else None


def _number(seam: Seam) -> bool | None:
    """The number of a document stands alone: 云政发〔2021〕5号 | 各州市。"""
    is_number = seam.before[-1] == "号" and _NUMBER_LINE.match(seam.before.replace(" ", ""))
    return False if is_number else None


def _date(seam: Seam) -> bool | None:
    """The day below a signature stands alone: 某县民政局 | 2024年5月10日。"""
    return False if not seam.pauses and _DAY.fullmatch(seam.after) else None


def _sentence(seam: Seam) -> bool | None:
    """Where no line is wrapped, a sentence's end is a paragraph's."""
    return False if not seam.margin.width and seam.ends else None


def _set_off(seam: Seam) -> bool | None:
    """Words without a pause that blank lines set off are a heading or a by-line."""
    return False if seam.apart and not seam.ends and not seam.pauses else None


def _right(seam: Seam) -> bool | None:
    """What begins in the right half of the lines is a signature: 电话：55 |         某小学。"""
    return False if 0 < seam.margin.width <= 2 * seam.indent_below else None


def _full(seam: Seam) -> bool | None:
    """A full line in mid-sentence goes on, but for a heading that happens to be full."""
    if not seam.full or seam.ends:
        return None
    if seam.margin.indented and seam.lines.is_item(seam.index) and seam.indent_below >= INDENT:
        return False  # an item may hang, but by less
    return seam.pauses or not seam.item_below


def _item(seam: Seam) -> bool | None:
    """A mark begins a paragraph: 一、, 第一条。"""
    return False if seam.item_below else None


def _heading_below(seam: Seam) -> bool | None:
    """Below a sentence that fills its line, a few words without a stop are a heading."""
    short = len(seam.after) <= LONGEST_HEADING and not ends_sentence(seam.after)
    return False if seam.full and seam.ends and short else None


def _full_sentence(seam: Seam) -> bool | None:
    """A sentence that fills its line ends a paragraph only where the next line shows it."""
    if not seam.full or (seam.margin.indented and seam.indent_below) or seam.apart:
        return None
    return seam.margin.indented or seam.margin.spaced or seam.before[-1] not in "：:"


def _ended(seam: Seam) -> bool | None:
    """A line that is not full ends with its sentence; and Chinese goes on below Chinese only."""
    foreign = seam.after[0].isascii() or is_latin(seam.before)
    return False if seam.ends or (foreign and not _IS_HAN.search(seam.before)) else None


def _head(seam: Seam) -> bool | None:
    """Neither the head of a letter nor an entry of a glossary goes on."""
    return False if _NUMBER_AND_MARKS.match(seam.before) or _TERM.match(seam.before) else None


def _field(seam: Seam) -> bool | None:
    """A field whose value has no pause is whole: 联系人：张某。"""
    if not _FIELD.match(seam.before):
        return None
    value = seam.before[seam.before.find("：") + 1 :]
    return None if _INSIDE_SENTENCE.search(value) else False


def _bare_article(seam: Seam) -> bool | None:
    """A page may end behind the number of an article: 第三条 | 县级以上。"""
    return True if seam.page_end and _BARE_ARTICLE.fullmatch(seam.before) else None


def _article(seam: Seam) -> bool | None:
    """The words of an article go on, its heading does not: 第一条　服务内容。"""
    if not _ARTICLE.match(seam.before):
        return None
    whole = not seam.page_end or seam.indent_below >= INDENT
    is_heading = whole and _ARTICLE_HEADING.fullmatch(seam.before)
    return not is_heading and _INSIDE_SENTENCE.search(seam.after) is not None


def _cut_mark(seam: Seam) -> bool | None:
    """A page may end inside a mark, and a line inside a date: 第十 | 二条, 自2021年9月1 | 日起。"""
    cut = seam.page_end and _CUT_MARK.search(seam.before)
    return True if cut or seam.lines.cuts_a_date(seam.index) else None


def _cut_number(seam: Seam) -> bool | None:
    """A line may end inside a telephone number: 04-2 | 5322222."""
    left, right = _CUT_PHONE.search(seam.before), _REST_OF_PHONE.match(seam.after)
    if not left or not right:
        return None
    return True if len(left["digits"]) + len(right.group()) in (7, 8) else None


def _short(seam: Seam) -> bool | None:
    """A short line is a verse or a heading, unless a page ends behind it."""
    if len(seam.before) >= SHORTEST_CUT:
        return None
    return None if seam.page_end and not seam.before.endswith(TITLES) else False


def _item_above_indent(seam: Seam) -> bool | None:
    """Below an item that is not full, a line with the item's own indent begins a paragraph."""
    own = columns(seam.lines.indent(seam.index))
    begins = seam.margin.indented and INDENT <= seam.indent_below <= own
    is_open = not seam.full and not _ENDS_CLAUSE.search(seam.before)
    return False if begins and is_open and seam.lines.is_item(seam.index) else None


def _clause(seam: Seam) -> bool | None:
    """A clause goes on: 加强领导， | 落实责任。"""
    return True if _ENDS_CLAUSE.search(seam.before) else None


def _words(seam: Seam) -> bool:
    """Words go on below words, but for titles, headings, names, and above a signature."""
    before, after = seam.before, seam.after
    if not _ENDS_WORD.search(before) or _FORMULA.search(before) or before.endswith(KINDS):
        return False
    if _INSIDE_SENTENCE.search(after) is None:
        return False
    if seam.pauses or _GOES_ON.match(after):
        return True
    if before.endswith(LAST_WORDS):
        return False
    begun = seam.page_end and not after.startswith(_BEGINNINGS)
    return begun or not seam.lines.is_item(seam.index)


RULES: tuple[Callable[[Seam], bool | None], ...] = (
    _rest,
    _row,
    _label,
    _number,
    _date,
    _sentence,
    _set_off,
    _right,
    _full,
    _item,
    _heading_below,
    _full_sentence,
    _ended,
    _head,
    _field,
    _bare_article,
    _article,
    _cut_mark,
    _cut_number,
    _short,
    _item_above_indent,
    _clause,
    _words,
)


def goes_on(lines: Lines, index: int, margin: Margin) -> bool:
    """Return whether the next line goes on with the paragraph of a line."""
    seam = Seam(lines, index, margin)
    return next(known for rule in RULES if (known := rule(seam)) is not None)


def cuts_an_article(text: str, start: int) -> bool:
    """Return whether the words of an article begin at a place."""
    return _ARTICLE.match(text, start) is not None


def _is_caption(words: str) -> bool:
    return _CAPTION.match(words) is not None and _INSIDE_SENTENCE.search(words) is None
