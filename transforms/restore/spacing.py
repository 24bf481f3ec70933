"""Gaps between characters: which are closed, and which mean something.

Every function takes the text of whole paragraphs with its traits and returns changes in order.
"""

from __future__ import annotations

import re

from transforms.restore.flow import Change
from transforms.restore.traits import (
    GAP,
    GAPS,
    IDEOGRAPHS,
    ZERO_WIDTH,
    ZERO_WIDTHS,
    Traits,
    runs,
)

CHINESE_MARKS = "，、。：；？！（）《》〈〉“”‘’「」『』〔〕［］【】—…·％"

BOXES = "□☐☑☒■○●√"  # ways to answer: □男　□女

_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_IS_CHINESE = re.compile(f"[{IDEOGRAPHS}{CHINESE_MARKS}]")
_MARK_BEFORE = re.compile(
    r"(?:^|\n)(?:第[一二三四五六七八九十百千零〇0-9]{1,8}(?:[编編篇部卷章节節条條]|部分)(?:之[一二三四五六七八九十]{1,3})?"
    r"|附?[图表圖] ?[0-9]{1,3}(?:[-.—–][0-9]{1,3})?|[Ⅰ-Ⅻ]"
    r"|(?:例题?|习题|练习|实验|案例|问题) ?[0-9]{1,3})$"
)
_MARKED = re.compile(
    "\n第[一二三四五六七八九十百千零〇0-9]{1,8}[编編篇部卷章节節条條]"
    f"[ \u3000](?![{GAPS}{ZERO_WIDTHS}])"
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
_LATIN = re.compile("[A-Za-z]")
_SENTENCE = re.compile("[，。；：？！,;:]")
_CLAUSES = re.compile("[，。；？！,;]")
_WIDE = re.compile(r"(?<=\S)(?:[ \u00a0\u3000]*\t|[ \u00a0\u3000]{2})(?=[ \u00a0\u3000\t]*\S)")
_IN_ROWS = re.compile(r"[，。；！？;]|,(?![0-9])")
# Gaps that part what no mark parts: fields of a line, names of a by-line, a law's adoption and
# approval, the days of a standard's cover, the blanks of a date.
_FIELD_AFTER = re.compile("[一-鿿]{2,6}(?:[（(][^（()）]{1,6}[）)])?[：:]")
_CONTACT_BEFORE = re.compile(
    "(?:联系人|经办人|承办人|嘉宾|主持人?)[^：:，。\n]{0,10}[：:][^：:，。\n]{2,16}$"
)
_FIELD_BEFORE = re.compile("[：:][^：:\n。]{1,40}$")
_DATELINE = re.compile("(?:本报[一-鿿]{0,8}[讯电]|[新中][华新]社[一-鿿0-9]{2,16}电)$")
_ROLE = "(?:记者|通讯员|摄影|摄影报道)"
_BYLINE = re.compile(rf"[（(][^（()）\n]{{0,40}}{_ROLE}(?:[^（()）\n]{{0,20}})?$")
_ADOPTED_BEFORE, _YEAR_AFTER = (
    re.compile("(?:通过|批准|公布|修正|修订|发布)$"),
    re.compile("[12][0-9]{3} ?[年./－-]"),
)
_PHONE = re.compile("0[0-9]{2,3}-[0-9]{7}|1[3-9][0-9]{9}(?![0-9])")  # 杨晓东 13900000000
_CLOCK = re.compile("[0-9]{1,2}[:：][0-9]{2}")
_CODE = re.compile("[A-Z]{2,10}[-—–]?[0-9]")  # 云政规〔2021〕9号　YHDR-2021-01003
# Words set wide: a label (时　　间：), and a name of two (程　峰、).
_LABEL_BEFORE = re.compile("[ \u3000]*[一-鿿](?:[ \u3000]+[一-鿿]){0,3}")
_LABEL_AFTER = re.compile("[一-鿿](?:[ \u3000]+[一-鿿]){0,3} ?[：:]")
_NAME = re.compile(
    r"(?<=[、，：:])[一-鿿][ \u3000]{1,2}[一-鿿](?![一-鿿])|[一-鿿][ \u3000]{1,2}[一-鿿](?=[、，])"
)
_DATE_BEFORE = re.compile(
    "(?:[0-9]{4}(?:[.年/-][0-9]{1,2}月?)?(?:[./-]?[0-9]{1,2}日?)?[—–~～至-]{0,2}){1,2}今?"
)
_CLAUSE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}")  # the number of a clause: 5.1　总体要求
# What follows a number that counts or dates.
_COUNTED = (
    "年月日时分秒点周天号个名人位家户只头匹台辆座栋间套件条项次级类期批届章节页份册张块片根颗米里吨斤"
    "克升亩顷平立千百十万亿元角度倍成股票线层楼岁种类处所门起例岛省市县区州"
)
LONGEST_CLAUSE = 14
FEWEST_LETTERS = 3  # of a heading set letter by letter: 自 我 评 价, not 总　则
FEWEST_SPACED, SPACED = 4, 0.6  # gaps of a line that is set letter by letter, and their share


def close_gaps(text: str, traits: Traits, title: bool = False) -> list[Change]:
    """Return the changes that close gaps between Chinese and its digits, Latin and punctuation.

    A gap behind 第一章, 第一条, 表1 or 5.1 and the gaps of a line that is no sentence (总　则, a
    signature, the row of a table) stay as found; between two organs stays one ideographic space.
    In a ``title`` every other gap was a line end of its layout.
    """
    changes: list[Change] = []
    line_start, line_end, sentence, spaced, row = 0, -1, False, False, False
    kept = set(map(re.Match.end, _MARKED.finditer(text)))
    starts, ends = runs(traits, GAP | ZERO_WIDTH)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end in kept:
            continue
        if end > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = _end(text, start)
            sentence = title or _SENTENCE.search(text, line_start, line_end) is not None
            spaced = _is_spaced(text, line_start, line_end)
            row = not title and is_row(text[line_start:line_end])
        inside = start > line_start and end < line_end
        if spaced and inside:
            new = "" if end - start == 1 else "\u3000"
        else:
            new = _gap(text, start, end, line_start, sentence)
            is_wide = row and inside and _is_set_wide(text, start, end, line_start)
            if row and inside and new in ("", "\u3000") and not is_wide:
                new = text[start:end].translate(_NO_ZERO_WIDTH).replace("\u00a0", " ")
        if new != text[start:end]:
            changes.append((start, end, new, "spacing:gap"))
    return changes


def is_row(line: str) -> bool:
    """Return whether a line is the row of a table: two wide gaps or more, and no sentence."""
    if sum(map(line.count, " \t\u00a0\u3000")) < 2:  # soon seen, and of most lines
        return False
    return len(_WIDE.findall(line)) > 1 and _IN_ROWS.search(line) is None


def _is_spaced(text: str, start: int, end: int) -> bool:
    """Return whether a line is set letter by letter: 云 岭 县 粮 食 局."""
    gaps = text.count(" ", start, end) + text.count("\u3000", start, end)
    letters = end - start - gaps
    one = letters == gaps + 1 >= FEWEST_LETTERS and len({*text[start + 1 : end : 2]}) == 1
    if one and all(map(_IS_HAN.match, text[start:end:2])):
        return True
    return gaps >= FEWEST_SPACED and gaps >= SPACED * letters and "  " not in text[start:end]


def edge_gaps(text: str, traits: Traits) -> list[Change]:
    """Return the changes that take gaps away from the ends of lines, and nothing else."""
    starts, ends = runs(traits, GAP | ZERO_WIDTH)
    return [
        (start, end, "", "spacing:edge")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if text[start - 1 : start] in ("", "\n") or text[end : end + 1] in ("", "\n")
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
    if width != " " and _IS_HAN.match(right) and _FIELD_AFTER.match(text, end):
        return "\u3000"  # the next field, be this one empty: 甲方（盖章）：　　乙方（盖章）：
    if right in BOXES or left + right in ("（）", "()"):
        return width.replace("\u00a0", " ")
    if width != " " and _DATE_BEFORE.fullmatch(text, line_start, start):
        return "\u3000" if _IS_HAN.match(right) else width.replace("\u00a0", " ")
    chinese_left, chinese_right = _IS_CHINESE.match(left), _IS_CHINESE.match(right)
    if not chinese_left and not chinese_right:
        return width.replace("\u00a0", " ")
    if _IS_HAN.match(left) and _IS_HAN.match(right):
        if _ORGAN_END.search(text, max(0, start - 6), start) and _ORGAN_START.match(text, end):
            return "\u3000"
        if _is_set_wide(text, start, end, line_start):
            return ""
        if sentence and _means_something(text, start, end, line_start):
            return "\u3000"
        if sentence and len(width) > 1 and not _CLAUSES.search(text, line_start, _end(text, end)):
            return "\u3000"  # a label, a name, an office
        return "" if sentence else width.replace("\u00a0", " ")
    if chinese_left and chinese_right:
        return "" if sentence else width
    if chinese_left and _DATELINE.search(text, max(line_start, start - 24), start):
        return "\u3000"
    if chinese_left and _PHONE.match(text, end):
        return width.replace("\u00a0", " ")
    if _YEAR_AFTER.match(text, end):
        if left == "日" and width != " ":
            return "\u3000"
        if _ADOPTED_BEFORE.search(text, max(0, start - 2), start):
            return "\u3000"
        if not sentence and width != " " and _ORGAN_END.search(text, max(0, start - 6), start):
            return "\u3000"
    if left == "-" and start - 1 == line_start:
        return width
    if left == "号" and _CODE.match(text, end):
        return "\u3000"
    if left == "日" and _CLOCK.match(text, end):
        return width.replace("\u00a0", " ")
    counts = right in _COUNTED and "\u3000" not in width
    if chinese_right and start - line_start <= LONGEST_CLAUSE and not counts:
        clause = _CLAUSE.fullmatch(text, line_start, start)
        if clause:
            return width.replace("\u00a0", " ")
    if not sentence and len(width) > 1 and (_LATIN.match(left) or _LATIN.match(right)):
        return width.replace("\u00a0", " ")
    if _STANDARD_BEFORE.search(text, max(line_start, start - 24), start):
        return width
    return ""


def _end(text: str, at: int) -> int:
    """Return where the line ends in which a place lies."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _is_set_wide(text: str, start: int, end: int, line_start: int) -> bool:
    """Return whether a gap only spreads the two characters of a name, or those of a label."""
    name = _NAME.match(text, start - 1)
    if name and name.end() == end + 1 and not _IS_HAN.match(text, max(0, start - 2), start - 1):
        return True
    return (
        _LABEL_AFTER.match(text, end) is not None
        and _LABEL_BEFORE.fullmatch(text, line_start, start) is not None
    )


def _means_something(text: str, start: int, end: int, line_start: int) -> bool:
    """Return whether a gap between Han characters of a sentence parts two things."""
    if text[start - 1] + text[end] in ("年月", "月日"):
        return True
    before = max(line_start, start - 64)
    if _FIELD_AFTER.match(text, end):
        is_number = text[start - 1] == "号"  # 云政发〔2021〕5号　签发人：张某
        return is_number or _FIELD_BEFORE.search(text, before, start) is not None
    return any(each.search(text, before, start) for each in (_BYLINE, _CONTACT_BEFORE, _DATELINE))


_NO_ZERO_WIDTH = str.maketrans("", "", ZERO_WIDTHS)
