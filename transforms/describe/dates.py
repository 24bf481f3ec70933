"""The dates of a document: signed, published, effective, in all their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from transforms.describe.lines import Line
from transforms.describe.organs import Organ, organs_of, signers_of
from transforms.describe.regions import leading_place
from transforms.describe.sheet import Mark, Sheet, meta
from transforms.schema import BOILERPLATE, IMPRINT, Fact, Rule
from transforms.tables.dates import DATE, ERAS, RANGE, SHORT_YEAR
from transforms.tables.layout import (
    ADOPTED,
    BYLINE_HOUR,
    CAPTION,
    COVER_EFFECTIVE,
    COVER_PUBLISHED,
    DATE_BEHIND,
    DATE_FIRST,
    DATE_LINE,
    EFFECTIVE,
    EFFECTIVE_CAPTION,
    EFFECTIVE_EXPLAINED,
    EFFECTIVE_NOTICE,
    EFFECTIVE_TRIGGERS,
    HOUR_BELOW,
    MASTHEAD_DATE,
    META,
    MONTH_LINE,
    NUMBER_LINE,
    OTHER_NUMBER_LINE,
    PRINTED,
    PROCLAIMED,
    PUT_UP,
    SENT,
    STAMP,
    SUBTITLE_DATE,
    SURE_META,
)

FIRST_YEAR = 1900
LAST_YEAR = 2049  # what is dated later is a slip; to be raised when its time comes
# The groups of the rule DATE.
SPELLINGS = tuple(
    (f"{spelling}_year", f"{spelling}_month", f"{spelling}_day")
    for spelling in ("written", "english", "plain", "western", "compact")
)
ZEROS = ("1900-01-01", "1970-01-01")  # what a page's machine makes of an empty field
CAPTION_LINES = 12  # a caption stands in the first of them
SUBTITLE_LINES = 4
SIGNED_LINES = 4  # at the end, where a contract says 签订日期：
SIGNERS = 60  # lines of co-signing organs above a date
SIGNED_ENDS = "日号月时点分 )0123456789一二三四五六天"  # how a line with a date may end
MOST_HITS = 24  # places of words like 起施行, the last of a document, before which a date is sought
LAST_WORDS = 1_000  # code points at the end of a document, where its effective day mostly stands
LONGEST_BEHIND = 32  # code points of a date at the end of a line
LONGEST_SIGNATURE = 300  # code points of organs and date at the end of a line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SENTENCE = '。;!:")》'  # what may end the sentence before a signature on the same line
_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "零0Oo○◯Оо", 0
)

# Compiled once: looking them up for each document would cost more than the matches.
_date_first = DATE_FIRST.compile()
_date, _short_year, _date_line, _month_line, _date_behind, _caption, _printed, _stamp = (
    rule.compile()
    for rule in (
        DATE, SHORT_YEAR, DATE_LINE, MONTH_LINE, DATE_BEHIND, CAPTION, PRINTED, STAMP,
    )
)  # fmt: skip
_signers = re.compile("(?:[甲乙丙]方|签字|签名|盖章|代表人?|电话)[^。]{0,40}$")  # of a contract
_range = re.compile(RANGE)
_masthead, _subtitle, _put_up, _sent, _byline = (
    rule.compile() for rule in (MASTHEAD_DATE, SUBTITLE_DATE, PUT_UP, SENT, BYLINE_HOUR)
)
_hour = HOUR_BELOW.compile()
_SEAL = re.compile(r" *[(](?:盖章|公章|签章|印章|代章|盖印|章|印)[)] *$")
_OFFICE = re.compile(
    "(?: *[\u4e00-\u9fff]{0,8}(?:律师|公证员|[长记]|主任|主席|总理|代表人?|负责人)(?: ?: ?| +)"
    "[\u4e00-\u9fff] ?[\u4e00-\u9fff ]{1,4}){1,3} *"
    "| *[\u4e00-\u9fff]{2,4} +(?:律师|(?:注册)?会计师|公证员|工程师) *"
)
_CALENDARS = ("公历", "公元", "西历")
_PLACE = re.compile("[\u4e00-\u9fff]{2,8},")  # 香港，二零二一年三月十二日
_sure = re.compile("|".join(SURE_META))
_CLOSING = re.compile("签|发布")  # of a contract, or of a page in one line
_numbered = (NUMBER_LINE.compile(), OTHER_NUMBER_LINE.compile())  # 国发[1985]12号 1985年1月3日
_COVER = tuple((rule, rule.compile()) for rule in (COVER_PUBLISHED, COVER_EFFECTIVE))
_CAPTIONS = tuple((rule, rule.compile()) for rule in (ADOPTED, PROCLAIMED, EFFECTIVE_CAPTION))
_EFFECTIVE_TRIGGERS = tuple(map(re.compile, EFFECTIVE_TRIGGERS))
_explained = EFFECTIVE_EXPLAINED.compile()
_EXPLAINS = re.compile("解读|问答|答记者问|一图读懂|图解|读懂")
_EFFECTIVE = tuple((rule, rule.compile()) for rule in (EFFECTIVE, EFFECTIVE_NOTICE))


class Signature(NamedTuple):
    """A date and the organs above it; ``fact`` is of the field ``signed``."""

    fact: Fact
    organs: tuple[tuple[Organ, tuple[int, int]], ...]


def iso(text: str) -> str:
    """Return the first date in folded text as YYYY-MM-DD or YYYY-MM, "" if there is none.

    A date that is in no calendar, or not of this or the last century, is none; nor is a term.
    """
    match = _date.search(text)
    return _iso(match) if match and not _range.match(text, match.end()) else ""


def _iso(match: re.Match[str]) -> str:
    groups = next(groups for groups in SPELLINGS if match[groups[0]])
    year, month, day = (words or "" for words in match.group(*groups))
    if match["english_year"]:
        month = str(_MONTHS.index(month[:3].lower()) + 1)
        day = day or match["english_day_behind"] or ""
    try:
        found = date(_year(year), _value(month), _value(day or "1"))
    except ValueError:  # no such day
        return ""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return ""
    return found.isoformat() if day else f"{found:%Y-%m}"


def _year(words: str) -> int:
    """Return the year that a number or the year of an era is, 0 if the era had no such year."""
    if words.isdecimal():
        return int(words)
    words = words.replace(" ", "").removeprefix("中华")
    era = ERAS.get(words[:2])
    if not era:
        return _value(words)
    year = _value(words[2:].strip())
    return era.before + year if 1 <= year <= era.years else 0


def _value(number: str) -> int:
    """Return the value of an Arabic or Chinese number up to 199, or of a row of Chinese digits."""
    if number.isdecimal():
        return int(number)
    number = number.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    if not set(number) & set("十百"):
        return int("".join(str(_DIGITS[numeral]) for numeral in number))
    _, hundred, rest = number.rpartition("百")
    tens, ten, ones = rest.lstrip("〇零").rpartition("十")
    tens_value = _DIGITS.get(tens, 1) if ten else 0
    return 100 * bool(hundred) + 10 * tens_value + _DIGITS.get(ones, 0)


def signature(sheet: Sheet) -> Signature | None:
    """Return date and organs of the signature: above the first item, below the text, between."""
    above = (_signature(sheet.head, index, False) for index in _dated_lines(sheet.head))
    below = (_signature(sheet.tail, index, True) for index in reversed(_dated_lines(sheet.tail)))
    between = (
        _signature(lines, index, False)
        for lines in sheet.signatures
        for index in _dated_lines(lines)
        if index == len(lines) - 1
    )
    found = next(filter(None, above), None) or next(filter(None, below), None)
    if not found or not found.organs:
        found = _dated_first(sheet.tail) or found
    return found or next((one for one in between if one and one.organs), None)


def _dated_lines(lines: Sequence[Line]) -> list[int]:
    """Return the lines that may end with a date."""
    return [
        index
        for index, line in enumerate(lines)
        if line.view[-1] in SIGNED_ENDS or "日于" in line.view
    ]


def _dated_first(lines: Sequence[Line]) -> Signature | None:
    """Return the signature whose organs stand below the date, or behind it on its line."""
    last = [line for line in lines[-SIGNED_LINES:] if line.view[-1] not in "。;"]
    found = [(above, _date_line.match(above.view), line, 0) for above, line in pairwise(last)]
    alone = ((line, _date_first.match(line.view)) for line in last)
    found += [(line, match, line, match.start("value")) for line, match in alone if match]
    for dated, match, line, at in found:
        organs = organs_of(_SEAL.sub("", line.view), at) if match else []
        date = iso(match["date"]) if match else ""
        if match and organs and date:
            fact = Fact("signed", date, *dated.place(*match.span("date")), DATE_FIRST.id)
            return Signature(fact, tuple((one, line.place(one.start, one.end)) for one in organs))
    return None


def _signature(lines: Sequence[Line], index: int, closing: bool) -> Signature | None:
    """Return the signature that ends with a line; ``closing``: the lines are a document's last."""
    line = lines[index]
    found = _last_date(line.view)
    if not found:
        return None
    rule, match = found
    organs: list[tuple[Organ, tuple[int, int]]] = []
    last = closing or 2 < index == len(lines) - 1
    before = line.view[: match.start("date")].strip(" ('")
    if not before or before in _CALENDARS or _PLACE.fullmatch(before):
        for at in reversed(range(max(0, index - SIGNERS), index)):
            above = lines[at]
            read = signers_of if last and not organs else organs_of
            names = read(_SEAL.sub("", above.view))
            if not names and at == index - 1 and _OFFICE.fullmatch(above.view):
                continue  # 律师：徐某, 省长　郑某某
            if not names:
                break
            organs[:0] = [(name, above.place(name.start, name.end)) for name in names]
        is_whole = rule in (DATE_LINE, DATE_BEHIND)
        if not organs and not (is_whole and _may_be_unsigned(lines, index, closing)):
            return None
    else:
        begin = max(0, len(line.view) - LONGEST_SIGNATURE)
        begin = max(begin, *(line.view.rfind(end, begin, match.start()) + 1 for end in _SENTENCE))
        names = organs_of(line.view, begin, match.start())
        is_numbered = rule is DATE_BEHIND and any(one.match(line.view) for one in _numbered)
        if rule is MONTH_LINE or not (names or is_numbered):
            return None
        organs = [(name, line.place(name.start, name.end)) for name in names]
    words = match["date"]
    if rule is SHORT_YEAR:
        if any(_counts_otherwise(organ.name) for organ, _ in organs):
            return None
        century = ("20", "二〇") if words[0] in "0〇零" else ("19", "一九")
        words = century[not words[0].isdecimal()] + words
    date = iso(words)
    if not date:
        return None
    fact = Fact("signed", date, *line.place(*match.span("date")), rule.id)
    return Signature(fact, tuple(organs))


def _last_date(view: str) -> tuple[Rule, re.Match[str]] | None:
    """Return the date that a line ends with, and the rule that tells it."""
    last = max(0, len(view) - LONGEST_BEHIND)
    for rule, find, start in (
        (DATE_LINE, _date_line.match, 0),
        (MONTH_LINE, _month_line.match, 0),
        (DATE_BEHIND, _date_behind.search, last),
        (SHORT_YEAR, _short_year.search, last),
    ):
        if match := find(view, start):
            return rule, match
    return None


def _counts_otherwise(organ: str) -> bool:
    """Tell whether an organ is of Taiwan, where the year 99 is 2010."""
    place = leading_place(organ)
    return place is not None and place.code.startswith("71")


def _may_be_unsigned(lines: Sequence[Line], index: int, closing: bool) -> bool:
    """Tell whether a date without an organ above is the document's: below its title or its text."""
    view = lines[index].view
    if closing and len(lines) - index > 3:
        return False
    if not index:
        return "年" in view and (closing or len(lines) > 1)
    above = lines[index - 1].view
    if closing and index == len(lines) - 1 and _signers.search(above):
        return True
    return above[-1] in "。;!)" or (len(above) <= 40 and above[-1] not in ":,、")


def dates(sheet: Sheet, signed: Signature | None) -> list[Fact]:
    """Return the facts ``signed``, ``published`` and ``effective``, at most one of each."""
    found = [
        *([signed.fact] if signed else []), *_of_page(sheet), *_of_cover(sheet.head),
        *_of_caption(sheet.head), *_of_subtitle(sheet.head), *_of_imprint(sheet.marks),
        *_of_hour(sheet.tail[-SIGNED_LINES:]),
    ]  # fmt: skip
    return list({fact.field: fact for fact in reversed(found)}.values())


def _of_page(sheet: Sheet) -> Iterator[Fact]:
    """Yield the dates that the page's lines give."""
    for mark in sheet.given:
        for field in ("signed", "published", "effective"):
            date = iso(mark.meta(field))
            if date and date not in ZEROS:
                yield Fact(field, date, mark.start, mark.end, META.id)
    for mark in sheet.below:  # an answer is as old as its answer
        date = iso(mark.meta("published")) if mark.view.startswith(("答复", "回复")) else ""
        if date:
            yield Fact("published", date, mark.start, mark.end, META.id)
    for mark in sheet.marks:
        match = _stamp.match(mark.view) if mark.label == BOILERPLATE else None
        if match and iso(match["date"]):
            yield Fact("published", iso(match["date"]), mark.start, mark.end, STAMP.id)
    for mark in sheet.marks:
        match = _masthead.match(mark.view) if mark.start < sheet.title_place[0] else None
        if match and iso(match["date"]):
            yield Fact("published", iso(match["date"]), mark.start, mark.end, MASTHEAD_DATE.id)
    for mark in sheet.marks:
        match = _sent.search(mark.view) if ":" in mark.view else None
        date = iso("{month} {day}, {year}".format(**match.groupdict())) if match else ""
        if date:
            yield Fact("published", date, mark.start, mark.end, SENT.id)
    for mark in (*sheet.marks, *sheet.below):
        match = _put_up.search(mark.view) if mark.label == BOILERPLATE else None
        if match and iso(match["date"]) not in ("", *ZEROS):
            yield Fact("published", iso(match["date"]), mark.start, mark.end, PUT_UP.id)
    prose = next((line for line in sheet.head if line.view[-1] == "。"), None)
    for mark in takewhile(lambda mark: prose and mark.start < prose.pieces[0][1], sheet.marks):
        match = _byline.search(mark.view) if mark.label == BOILERPLATE else None
        if match and iso(match["date"]) not in ("", *ZEROS):
            yield Fact("published", iso(match["date"]), mark.start, mark.end, BYLINE_HOUR.id)
    closing = (line for line in sheet.tail[-SIGNED_LINES:] if _CLOSING.search(line.view))
    for line in (*sheet.head[:CAPTION_LINES], *closing):
        if not _sure.search(line.view):
            continue
        for field in ("signed", "published", "effective"):
            date = iso(meta(line.view, field, SURE_META))
            if date:
                yield Fact(field, date, *line.place(0, len(line.view)), META.id)
    for line in sheet.head[:CAPTION_LINES]:
        match = _stamp.match(line.view)
        # Behind the date a page has a time or its source; a date alone is the document's own.
        if match and match.end() < len(line.view) and line.view[match.end()] not in "(|)]":
            yield from _dated(line, match, STAMP)


def _of_cover(lines: Iterable[Line]) -> Iterator[Fact]:
    for line in lines:
        for rule, pattern in _COVER if line.view.endswith(("发布", "实施")) else ():
            match = pattern.search(line.view)
            if match:
                yield from _dated(line, match, rule)


def _of_caption(lines: Sequence[Line]) -> Iterator[Fact]:
    for line in lines[:CAPTION_LINES]:
        if line.view.lstrip()[:1] != "(" or not _caption.match(line.view):
            continue
        for rule, pattern in _CAPTIONS:
            match = pattern.search(line.view)
            if match:
                yield from _dated(line, match, rule)


def _of_subtitle(lines: Sequence[Line]) -> Iterator[Fact]:
    for line in lines[:SUBTITLE_LINES]:
        match = _subtitle.match(line.view) if line.view.lstrip().startswith("--") else None
        if match:
            yield from _dated(line, match, SUBTITLE_DATE)


def _of_hour(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield the day above the hour at which a press release was issued."""
    for above, line in pairwise(lines):
        match = _date_line.match(above.view) if _hour.match(line.view) else None
        if match:
            yield from _dated(above, match, HOUR_BELOW)


def _of_imprint(marks: Iterable[Mark]) -> Iterator[Fact]:
    for mark in marks:
        match = _printed.search(mark.view) if mark.label == IMPRINT else None
        if match and iso(match["date"]):
            yield Fact("published", iso(match["date"]), mark.start, mark.end, PRINTED.id)


def _dated(line: Line, match: re.Match[str], rule: Rule) -> Iterator[Fact]:
    """Yield the date of a rule's match, if it is in the calendar."""
    date = iso(match["date"])
    if date:
        place = line.place(*match.span("date"))
        yield Fact(rule.label, date, *place, rule.id)


def effective(text: str, start: int, end: int, title: str) -> Fact | None:
    """Return the day from which the document at ``start:end`` of a view holds, by its last word.

    Of an explanation that is the day from which hold what it explains.
    """
    for begin in (max(start, end - LAST_WORDS), start):  # mostly it stands at the end
        found = (trigger.finditer(text, begin, end) for trigger in _EFFECTIVE_TRIGGERS)
        hits = sorted(match.start() for match in chain.from_iterable(found))
        for hit in hits[: -MOST_HITS - 1 : -1]:
            window = max(start, hit - 90)
            for rule, pattern in _EFFECTIVE:
                for match in pattern.finditer(text, window, min(end, hit + 8)):
                    date = iso(match["date"])
                    if date:
                        return Fact("effective", date, *match.span("date"), rule.id)
    every = [*_explained.finditer(text, start, end)] if _EXPLAINS.search(title) else []
    said = every[-1] if every else None  # above may stand that of what is no longer in force
    group = "date" if said and said["date"] else "before"
    date = iso(said[group]) if said else ""
    if said and date:
        return Fact("effective", date, *said.span(group), EFFECTIVE_EXPLAINED.id)
    return None
