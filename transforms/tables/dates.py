"""How dates are written, as patterns over the view; ``transforms.describe.dates`` reads them."""

from __future__ import annotations

from typing import NamedTuple

from transforms.schema import Rule


class Era(NamedTuple):
    """Years counted from an event: year 1 (元年) is ``before`` + 1; ``years`` is how many it had."""

    before: int
    years: int


# Eras that count by the solar calendar. The months of the emperors' eras (光绪, 宣统) are those of
# the moon: their days are not read.
ERAS = {
    "民国": Era(1911, 199), "康德": Era(1933, 12), "明治": Era(1867, 45), "大正": Era(1911, 15),
    "昭和": Era(1925, 64), "平成": Era(1988, 31), "令和": Era(2018, 99),
}  # fmt: skip

YEAR = "(?:19|20)[0-9]{2}"
_DIGIT = "[〇零0Oo○◯Оо一二三四五六七八九]"  # 二00八年 and 二OO八年 are common slips
_NUMERAL_YEAR = f"(?:一九|二[〇零0Oo○◯Оо]){_DIGIT}{{2}}"
_ERAS = "|".join(f"{era[0]} {{0,4}}{era[1]}" for era in ERAS)
_ERA_YEAR = f"(?:{_ERAS}) {{0,4}}(?:元|[0-9]{{1,3}}|[一二三四五六七八九十百零〇廿]{{1,5}})"
# 中华民国109年: the judgments of Taiwan set it letter by letter.
_WRITTEN_YEAR = f"(?:{YEAR}|{_NUMERAL_YEAR}|(?:中 {{0,4}}华 {{0,4}})?{_ERA_YEAR})"
_NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_MONTH = f"(?:{_NUMBER}|元)"  # 元月 is January
_DAY_SIGN = "(?:日|号(?![\u3400-\u9fff]))"  # 5号文 is a document
_GAP = " {0,4}"

MONTH_DATE = f"{_WRITTEN_YEAR}{_GAP}年{_GAP}{_MONTH}{_GAP}月"
FULL_DATE = (
    f"(?:{MONTH_DATE}{_GAP}{_NUMBER}{_GAP}{_DAY_SIGN}"
    f"|{YEAR} ?[-/.—–] ?[0-9]{{1,2}} ?[-/.—–]{{1,2}} ?[0-9]{{1,2}})"
)

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)

DATE = Rule(
    "date",
    "date",
    rf"(?<![0-9{'一二三四五六七八九〇'}])(?<![农阴旧夏]历)(?P<written_year>{_WRITTEN_YEAR}){_GAP}年{_GAP}(?P<written_month>{_MONTH}){_GAP}月"
    rf"(?:{_GAP}(?P<written_day>{_NUMBER}){_GAP}{_DAY_SIGN}|(?!{_GAP}[0-9一二三四五六七八九十初廿卅]))"
    rf"|(?<![0-9A-Za-z])(?:(?P<english_day>[0-9]{{1,2}}) )?(?P<english_month>(?i:{_MONTHS}))\.? (?:(?P<english_day_behind>[0-9]{{1,2}}), ?)?(?P<english_year>{YEAR})(?![0-9])"
    rf"|(?<![0-9.])(?P<plain_year>{YEAR}) ?[-/.—–] ?(?P<plain_month>[0-9]{{1,2}}) ?[-/.—–]{{1,2}} ?(?P<plain_day>[0-9]{{1,2}})(?![0-9])"
    rf"|(?<![0-9/])(?P<western_day>1[3-9]|2[0-9]|3[01])/(?P<western_month>[01]?[0-9])/(?P<western_year>{YEAR})(?![0-9])"
    rf"|(?<![0-9.])(?P<compact_year>{YEAR})(?P<compact_month>[01][0-9])(?P<compact_day>[0-3][0-9])(?![0-9])",
    (
        "2022年6月13日",
        "2021 年  3 月  5 日",
        "二〇二二年六月十三日",
        "二OO八年六月十三日",
        "二○二一年三月廿五日",
        "2021年三月五日",
        "2021年3月5号",
        "2021年元月1日",
        "中华民国110年3月5日",
        "中  华  民  国  109  年  7  月  14  日",
        "民国二十五年五月五日",
        "民国元年一月一日",
        "昭和二十年八月十五日",
        "2022-06-13 15:33",
        "2020—03—18",
        "2022/12/14",
        "2021.10.19",
        "2021. 3. 5",
        "2023 - 05 - 06",
        "2022/11//03",
        "20221103",
        "20/08/2020",
        "Tue, 26 Oct 2021 15:30",
        "May 12, 2021",
    ),
    (
        "2022年",
        "12022年6月3日",
        "192.168.1.1",
        "08/10/2020",
        "2021-2025",
        "二十二年六月",
        "Maybe 2021",
        "二〇二一年三月初五",
        "农历二〇二一年三月五日",
        "光绪二十四年四月二十三日",
        "2021年3月325日",
        "2021年3月5号文件",
    ),
    "the spellings of a date; whether there is such a day is for the calendar to say",
)

SHORT_YEAR = Rule(
    "signed:short-year",
    "signed",
    rf"(?<![0-9.])'?(?P<date>[05-9][0-9](?:\.[0-9]{{1,2}}\.[0-9]{{1,2}}|{_GAP}年{_GAP}[0-9]{{1,2}}{_GAP}月{_GAP}[0-9]{{1,2}}{_GAP}日)"
    rf"|(?<![一二三四五六七八九〇零])[〇零五六七八九][〇零一二三四五六七八九]{_GAP}年{_GAP}{_NUMBER}{_GAP}月{_GAP}{_NUMBER}{_GAP}日)[) ]*+$",
    (
        "99.2.10",
        "云岭县水利局'99.2.10",
        "87年3月5日",
        "八七年三月五日",
        "05.3.12",
        "〇八年五月十二日",
    ),
    ("12.3.5", "1.99.2.10", "1987年3月5日", "二十五年三月五日", "99.2.10起"),
    "from 50 on a short year is the last century's, one with a zero before it of this; others may"
    " be a day or another era's",
)

# What a date may be followed by that makes it the first of two, or the last day of a term.
RANGE = r"{0}(?:(?:[至到~]|[-—]{{1,2}}){0}[0-9一二三四五六七八九十]|之?前|止)".format(" ?")

RULES = (DATE, SHORT_YEAR)
