"""What stands around the heading of a document, and how far each sign speaks for a beginning.

Every sign is weak by itself: a date, an addressee, a first article stand inside documents, too.
``transforms.split.headings`` adds them up; no one sign is asked for.
"""

from typing import NamedTuple

from transforms.schema import HEADING, Rule
from transforms.tables.titles import ADDRESSEE_LINE, NUMBER_LINE, SECTION_NUMBER, TITLE_END

LINE, BELOW, ABOVE = "line", "below", "above"
_YEAR = "(?:(?:19|20)[0-9]{2}|[〇一二三四五六七八九零0-9]{4})"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"

BRACKETED = Rule(
    "edge:brackets",
    HEADING,
    r"^ *+(?:《[^《》\r\n]{1,60}》|<[^<>\r\n]{1,60}>|\[[^\[\]\r\n]{1,40}\][^\r\n。]{0,60}) *$",
    ("《静夜思》", "【3】供水办法"),
    ("《办法》的规定",),
    "a heading in brackets",
)

DATED = Rule(
    "edge:dated",
    HEADING,
    rf"^(?=[^\r\n]{{4,70}}$)[^。;\r\n]*?{_YEAR} ?年[^。;\r\n]*(?:月|日)[^。;\r\n]*$"
    rf"|^(?=[^\r\n]{{4,60}}$)[^\r\n]*?\b{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}[.)]?$",
    ("(二〇一八年三月五日)", "（2020年7月31日通过）", "London, March 3, 1841"),
    ("2020年以来，取得进展。", "第三条 本条例"),
    "the date of a text stands below its title",
)

DATE = Rule(
    "edge:date",
    HEADING,
    rf"^ *+\((?=[^\r\n]{{4,60}}\)$)[^\r\n]*{_YEAR} ?年[^\r\n]*\)$|^ *{_YEAR} ?年[^\r\n]{{2,9}}[日月]$",
    ("（二〇一八年三月五日）", "（2020年7月31日通过）", "2022年5月10日"),
    ("2021年4月大事记", "供水办法（2021年修订）"),
    "a line that is a date stands below a title or closes a document",
)

SIGNED = Rule(
    "edge:signed",
    HEADING,
    rf"^(?=[^\r\n]{{4,50}}$)[^。;:\r\n]*?(?:{_YEAR} ?年|[〇一二三四五六七八九十]{{1,3}}月)[^。;:\r\n]*日 *[夜晨]?$"
    rf"|^[^\r\n]{{0,30}}\b{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}\.?$",
    ("2022年5月10日", "二〇二一年八月九日", "某市人民政府 2022年5月10日"),
    ("2022年5月10日起施行。", "一、五日"),
    "a document ends in the date of its signature",
)

CLOSED = Rule(
    "edge:closed",
    HEADING,
    r"(?:(?:施行|实施|执行|废止|有效|失效|为准|适用本[^。\r\n]{1,4}|通报批评)。|特此(?:通知|公告|通告|函复|批复|报告|函告)。?"
    r"|谢谢(?:大家|各位)?[!。]|敬礼!?|(?:即|敬|顺|并)颂[^\r\n]{1,6}|(?:(?:Ever|Very|Truly|Sincerely) )?[Yy]ours?[^\r\n]{0,30},|THE END\.?) *$",
    ("本条例自公布之日起施行。", "特此通知。", "谢谢大家！", "Ever yours,"),
    ("自公布之日起施行，有效期五年，", "特此通知各区"),
    "words with which documents close",
)

AUTHOR = Rule(
    "edge:author",
    HEADING,
    r"^ *+(?:[\[(<]?[先秦汉魏晋唐宋元明清近现当]{1,2}代?[\])>]? *)?[\u4e00-\u9fff]{2,4}$"
    r"|^ *+(?i:by) [A-Z][^\r\n.,;]{2,40}$",
    ("李白", "〔唐〕孟浩然", "by Jane Doe"),
    ("床前明月光，", "白日依山尽黄河"),
    "the author of a poem or essay stands below its title",
)

SALUTATION = Rule(
    "edge:salutation",
    HEADING,
    r"^ *+(?:(?:My )?(?:[Dd]ear|[Dd]earest) [^\r\n.;]{1,50}|Sir|Madam)[,:] *$",
    ("My dear Mother,", "Dear Sir:"),
    ("Dear me, he said.",),
    "a letter begins with whom it is written to",
)

FIRST_ITEM = Rule(
    "edge:first",
    HEADING,
    r"^ *+(?:第一[条章编]|第1[条章]|一、|1[.、] ?(?![0-9]))",
    ("第一条 为了", "一、总体要求", "第一章 总则"),
    ("第一", "一方面", "1.5万"),
    "numbering begins below the title",
)

PURPOSE = Rule(
    "edge:purpose",
    HEADING,
    r"制定本[办条规细章决解准]|现将[^\r\n。]{2,80}(?:印发|转发|公布|通知|通报)|印发给你们|现就[^\r\n。]{0,60}如下|现予公布|收悉",
    ("结合本市实际，制定本条例。", "现将办法印发给你们"),
    ("为了做好工作",),
    "a first sentence says why the document is written",
)


class Sign(NamedTuple):
    """A sign of a heading: where to look, over how many lines, and what it weighs."""

    name: str
    where: str
    lines: int
    rule: Rule
    weight: float


SIGNS = (
    Sign("title word", LINE, 1, TITLE_END, 0.35),
    Sign("numbered as sections are", LINE, 1, SECTION_NUMBER, -0.5),
    Sign("a number", LINE, 1, NUMBER_LINE, -0.3),
    Sign("a date", LINE, 1, DATE, -0.3),
    Sign("brackets", LINE, 1, BRACKETED, 0.1),
    Sign("number below", BELOW, 2, NUMBER_LINE, 0.3),
    Sign("addressee below", BELOW, 3, ADDRESSEE_LINE, 0.25),
    Sign("salutation below", BELOW, 3, SALUTATION, 0.25),
    Sign("date below", BELOW, 2, DATED, 0.25),
    Sign("author below", BELOW, 1, AUTHOR, 0.2),
    Sign("numbering begins below", BELOW, 5, FIRST_ITEM, 0.2),
    Sign("purpose below", BELOW, 3, PURPOSE, 0.15),
    Sign("signature above", ABOVE, 1, SIGNED, 0.25),
    Sign("closing words above", ABOVE, 2, CLOSED, 0.2),
)

# Signs that are no words: by place and by the lines around.
PLACED = {
    "gap above": 0.15,  # more blank lines than between paragraphs
    "page begins": 0.15,
    "verse below": 0.25,
    "numbering restarts below": 0.1,  # beside that it begins: it had gone on above
    "signature": -0.5,  # an organ over a date
}
