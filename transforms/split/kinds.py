"""Tell what kind of line some words are, and by what they are numbered or labelled."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.tables.titles import ADDRESSEE_LINE, NUMBER_LINE, TITLE_END

LONGEST = 60  # code points of a line that may be a heading
LONGEST_DATED = 44  # code points of a line that is a date with a place, an organ or a paper
READ = 2 * LONGEST  # code points of a line that are read
KNOWN = 4096  # lines whose kind is kept at hand: short ones recur

# Kinds of lines
PROSE, SHORT, NUMBER, DATE, ADDRESSEE, ITEM, LABEL = (
    "prose", "short", "number", "date", "addressee", "item", "label"
)  # fmt: skip

_TITLE_END, _NUMBER_LINE, _ADDRESSEE = (
    rule.compile() for rule in (TITLE_END, NUMBER_LINE, ADDRESSEE_LINE)
)
HAN = "一二三四五六七八九十百千零〇"
MAIL_FIELD = "From|To|Cc|Sent|Date|Subject"  # of a mail's head
IS_MAIL_FIELD = re.compile(rf"(?:{MAIL_FIELD}|发件人|收件人|发送时间|抄送|主题) ?:")
EXPORT_FIELD = "AUTHOR|TITLE|DATE|CATEGORY|STATUS|TAGS"  # of an export
# 本报讯, 本报海口3月11日讯, 新华社北京1月2日电
LEAD = (
    r"(?:本报(?:讯|[\u4e00-\u9fff]{2,5}[0-9]{1,2}月[0-9]{1,2}日[讯电])"
    r"|新华社[\u4e00-\u9fff]{2,5}[0-9]{1,2}月[0-9]{1,2}日电)"
)
_DAY = (
    rf"(?:_{{2,}} ?年 ?_+ ?月 ?_+ ?日|[0-9]{{4}} ?[./-] ?[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}}"
    rf"|(?:[0-9{HAN}]{{4}} ?年 ?)?[0-9{HAN}]{{1,3}} ?月 ?[0-9{HAN}]{{1,3}} ?日?"
    rf"|[0-9{HAN}]{{4}} ?年 ?[0-9{HAN}]{{1,3}} ?月"
    r"|(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])(?=$)"
    r"|(?:(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? [0-9]{1,2},? [0-9]{4})"
    r"|(?:[0-9]{1,2}(?:st|nd|rd|th)? (?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\.?,? [0-9]{4}))"
)
_DATE = re.compile(rf"{_DAY}(?=$|[ ,)第夜晨晚于])")
# 2023-07-18 06:31:02 来源:某某日报 记者:某某 字号:大 中 小
_BY_LINE = re.compile(rf"{_DAY}[ 0-9:]*(?:来源|作者|记者|编辑|撰文|浏览|阅读|点击|字号|分类|标签)")
_SALUTATION = re.compile(r"(?:(?:My )?[Dd]ear(?:est)? [^.;!?]{1,40}|Sirs?|Madam|Gentlemen)[,:]-?$")
_ORDER_NUMBER = re.compile(
    rf"\(?(?:(?:19|20)[0-9]{{2}} ?年 ?)?第? ?[0-9{HAN}]{{1,6}} ?号\)?$"
    r"|\((?:19|20)[0-9]{2}\)[\u4e00-\u9fff0-9]{3,16}号$"
)
_NOTED = re.compile(r"(?:\[[0-9]{1,2}\])+$")  # 某市统计公报[1]
_SPREAD = re.compile("[\u4e00-\u9fff](?: +[\u4e00-\u9fff])+")  # 民 事 判 决 书
MARK = re.compile(
    rf"第 ?(?P<a>[0-9{HAN}]{{1,6}}) ?(?P<unit>[章节条编篇卷部回集辑讲课幕场期则封]|部分|单元)"
    rf"|(?P<b>[{HAN}]{{1,4}})、"
    rf"|\((?P<c>[0-9{HAN}]{{1,4}})\)"
    r"|(?P<d>[0-9]{1,4})(?:[.、)] ?(?![0-9])| (?![0-9年月日]))"
    rf"|(?P<word>[A-Za-z]{{2,12}}(?= )|(?!第 ?[{HAN}])[\u4e00-\u9fff]{{1,6}}?) ?"
    rf"(?P<e>[0-9]{{1,5}}|[IVXLC]{{1,8}}\b|[{HAN}]{{1,4}})(?P<behind>号|期|则|首)?(?= |[:.、]|$)"
    r"|(?P<f>[IVXLC]{1,8})(?:[.:)] |$)"
    r"|(?P<level>#{1,6}|={1,6}(?=[^=\n]*=$)) ?(?=[^#=])"
    r"|\[(?P<g>[0-9]{1,4})\]"
    r"|[【\[](?P<label>[^】\]]{1,8})[】\]](?!$)"
    rf"|(?P<field>[\u4e00-\u9fff]{{2,6}}|{MAIL_FIELD}|{EXPORT_FIELD}) ?: ?(?=[^ ])"
    rf"|(?P<lead>{LEAD})"
)
ARTICLE = re.compile(f"第 ?[0-9{HAN}]{{1,6}} ?条")
_NESTED = re.compile(r"[0-9]{1,3}\.[0-9]")  # 2.1 is a section's
_COUNTED_LABEL = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{1,6}}?) ?(?P<number>[0-9]{{1,4}}|[{HAN}]{{1,4}})"
)
# Further kinds of texts, which title no annex of another.
_KINDS = re.compile(
    r"(?:关于.{2,40}的公示|启事|声明|倡议书|感谢信|表扬信|慰问信|公开信|问答|常见问题|[十百]问"
    r"|(?:19|20)[0-9]{2}年度?[^。]{0,10}工作总结|指示|布告|政策解读|审计结果)"
    r"(?:\([^()]{1,8}\))?$"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ONES = "〇一二三四五六七八九"
_COUNTED = {"b": "#、", "c": "(#)", "d": "#.", "f": "I.", "g": "[#]"}


def may_head(words: str) -> bool:
    """Tell whether a line may head something, by its edges: it is short, or labelled."""
    is_short = len(words) <= LONGEST and words[-1] not in "。;!,:"
    return is_short or ":" in words[:9] or words[0] in "[【" or words.startswith(("本报", "新华社"))


def is_text(words: str) -> bool:
    """Tell by its edges that a line is text, prose or an item, whatever it says."""
    may_address = words[-1] == ":" or (words[-1] == "," and words[0].isascii())
    return not (may_address or may_head(words)) or ARTICLE.match(words) is not None


def is_by_line(words: str) -> bool:
    """Tell whether a line says when and where a text was published, as a page does."""
    return _BY_LINE.match(words) is not None


@lru_cache(KNOWN)
def kind_of(words: str, size: int, mark: str) -> str:
    """Return the kind of a line of ``size`` code points that begins with ``words`` and a mark."""
    if mark == "第#条":
        return ITEM
    last = words[-1]
    is_label = mark.startswith(("【", ":")) and mark != "【】"
    if size > LONGEST:
        if mark:
            return LABEL if is_label else ITEM
        return ADDRESSEE if size <= READ and _ADDRESSEE.match(words) else PROSE
    if last in "号)" and (_NUMBER_LINE.match(words) or _ORDER_NUMBER.match(words)):
        return NUMBER
    if last in ",:-" and _SALUTATION.match(words):
        return ADDRESSEE
    if is_label:
        return LABEL
    if last not in "。;!?,:" and not _TITLE_END.search(words):
        day = _DATE.search(words) if size <= LONGEST_DATED else None
        if (day and len(words) - len(day.group()) <= 24) or is_by_line(words):
            return DATE
    if not mark and _ADDRESSEE.match(words):
        return ADDRESSEE
    if mark and last in "。;!:,.":
        return ITEM
    return PROSE if last in "。;!,.:" or "。" in words else SHORT


@lru_cache(KNOWN)
def mark_of(words: str) -> tuple[str, int, int]:
    """Return the mark of a line, its number, and where the words behind it begin."""
    if _NESTED.match(words):
        return "#.#", 0, 0
    match = MARK.match(words)
    if match is None:
        quoted = words[0] == "《" and words[-1] == "》" and words.count("《") == 1
        boxed = words[0] in "【[" and words[-1] in "】]"
        caps = words.isascii() and words.isupper() and len(words) > 3
        return ("《》" if quoted else "【】" if boxed else "ABC" if caps else ""), 0, quoted
    end = match.end()
    end += len(words[end:]) - len(words[end:].lstrip(" .:"))
    group = match.lastgroup or ""
    if group == "level":
        return match[group] + " ", 0, end
    if group == "label":
        counted = _COUNTED_LABEL.fullmatch(match[group])
        if counted:
            return f"【{counted['word']}#】", number(counted["number"]), end
        return f"【{match[group]}】", 0, end
    if group == "lead":
        return ":本报讯", 0, end
    if group == "field":
        return f":{match[group]}", 0, end
    if group == "unit":
        mark, digits = f"第#{match['unit']}", match["a"]
    elif group in _COUNTED:
        mark, digits = _COUNTED[group], match[group]
    else:
        mark, digits = f"{match['word']} #{match['behind'] or ''}", match["e"]
    return mark, number(digits), end if end < len(words) else 0


def number(digits: str) -> int:
    """Return the number that Arabic, Roman or Chinese digits say."""
    if digits.isdecimal():
        return int(digits)
    if digits[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in digits]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    total, last = 0, 0
    for digit in digits:
        if digit in "十百千":
            total += max(last, 1) * {"十": 10, "百": 100, "千": 1000}[digit]
            last = 0
        else:
            value = int(digit) if digit.isdecimal() else _ONES.index(digit.replace("零", "〇"))
            last = last * 10 + value
    return total + last


def ends_as_title(words: str) -> bool:
    """Tell whether a line ends with a word that names a kind of document."""
    if words[-1] == "]":
        words = _NOTED.sub("", words)
    if words[1:2] == " " and _SPREAD.fullmatch(words):
        words = words.replace(" ", "")
    return bool(_TITLE_END.search(words) or _KINDS.search(words))
