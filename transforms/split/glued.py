"""Cut a text that has lost its line ends where lines began, as far as titles need it.

A line's end is lost behind a sentence, a signature or a note. What stands there is a title, a line
of its own, if it has the form of one: it names a kind of document, and the text begins behind it
as texts do, or who issues it stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transforms.split.kinds import HAN, MARK, ends_as_title
from transforms.tables.letter import KIND, KIND_MARK, NUMBER, SPEECH
from transforms.tables.marks import GLUED_TITLE

LONGEST_HEAD = 300  # code points before a text's first article in which its title stands
LONGEST_ADDRESSEE = 200
SHORTEST_HEAD = 4

_LINE_ENDS = "\r\n\f"
_HAN = "\u4e00-\u9fff"
_WORDS = r"[^。;:!?,\r\n]"  # of one clause
_NO_TITLE = "(?!为|根据|按照|依据|依照|经)"  # a sentence begins so
# 的通知要求: no title ends there
_GOES_ON = "(?![的和与及或中对要提明规指精等内第是已于之出下发印颁施实自后将也还使得][^一])"

# -------------------------------------------------------------------------- where a line may end

# A remark in brackets behind a sentence belongs to it: （财政厅牵头）
_SENTENCE = rf"[。!?][\"')\]]?(?:\((?![0-9{HAN}]{{1,4}}\))[^()。]{{2,60}}\)(?!。))?"
_NOTE = r"\((?:此件|主动公开|公开方式)[^()。]{0,16}\)"
_SIGNED = (
    r"[府厅局委办院会室部处司] ?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"
    rf"(?:{_NOTE}|(?![前起至,、。;:以内止到的和与)(]))"
)
_BREAKS = re.compile(f"{_SENTENCE}|{_SIGNED}|{_NOTE}")
_DAY_CUT = re.compile("[0-9]{1,2}月[0-9]{1,2}日")  # the year stands on the page above
# A collection's name, before its first title.
_BOOK = re.compile(
    rf"{_WORDS}{{2,40}}?(?:[选汇摘]编|选辑|选登|辑录|文选|专辑|速递|集锦|精选|选刊|简报|快讯)"
    rf"(?:\([^()]{{1,20}}\)){{0,2}}(?=[{_HAN}《])"
)
_NUMBER_ABOVE = re.compile(rf"{NUMBER}(?=[{_HAN}]{{4,60}}{KIND})")  # above its title
_COUNTED = re.compile(rf"[{HAN}]{{1,3}}、|[【\[]?[0-9]{{1,3}}[】\].、]|\([{HAN}0-9]{{1,3}}\)")

# -------------------------------------------------------------------------- titles, glued to texts

GLUED = GLUED_TITLE.compile()
_PREAMBLE = re.compile(
    rf"(?P<title>{_NO_TITLE}{_WORDS}{{4,140}}?"
    rf"(?:(?<![本该此])(?:{KIND}|解释|决议|修正案)|法)(?:{KIND_MARK}|\([{HAN}]{{1,3}}\)))"
    rf"(?:(?P<number>{NUMBER} ?)(?=[{_HAN}《(])"
    rf"|(?=为[^。]{{4,300}}(?:制定|如下|以下)|{_WORDS}{{4,40}}第{_WORDS}{{1,5}}次会议|(?<!法)一、))"
)
_ABOUT = rf"关于{_WORDS}{{2,60}}?的(?:[{_HAN}]{{2}}){{0,2}}?"  # 的实施意见, 的调查报告
_ISSUED = re.compile(
    rf"(?P<title>{_NO_TITLE}[{_HAN}]{{2,40}}?(?:政府|委|委员会|[厅局院部科处]|办公室){_ABOUT}"
    rf"(?:通知|公告|通告|通报|批复|复函|意见|决定|决议|规定|解释|办法|方案|指示|布告|请示|报告){KIND_MARK})"
    rf"(?=[({_HAN}]){_GOES_ON}"
)
# 在会议上的讲话(2022年5月19日)
_SPEECH = re.compile(rf"(?P<title>在{_WORDS}{{4,50}}?[上时]的{SPEECH})(?=\()")
# 某市:办证不出村近日,…, 某市:办证不出村某市民政局…
_NEWS = re.compile(
    rf"(?P<title>(?P<place>[{_HAN}]{{2,8}}):{_WORDS}{{4,40}}?)"
    r"(?=(?P=place)|近日|日前|[今昨]日|本报讯|[0-9]{1,2}月[0-9]{1,2}日)"
)
# 案例一 某厂违规储存案2022年1月,…
_CASE = re.compile(
    rf"(?P<title>案例? ?[{HAN}0-9]{{1,3}}[ :.、]*{_WORDS}{{4,50}}?案)"
    rf"(?![件例情由号发卷])(?=[0-9\[【({_HAN}])"
)
# Who issues it, or whereof it is, and, behind it, how a text begins.
_OPENED = re.compile(
    rf"(?=关于|对{_WORDS}{{2,40}}的(?:答复|复函)|《|中共|中华|中国|国务院|国家|全国|最高|(?:19|20)[0-9]{{2}}年"
    rf"|[{_HAN}]{{1,12}}?[省区市县州盟旗镇乡局厅部委院会])"
    rf"(?P<title>{_WORDS}{{5,60}}?(?:{KIND}|公报|解读|答复|布告|总结|{SPEECH}){KIND_MARK})"
    rf"(?={NUMBER}|\([^()]{{0,60}}(?:[年月]|通过|公布|发布|修订|批准|稿)[^()]{{0,30}}\)"
    rf"|第[一1][章条编]|一、|1[.、][{_HAN}]|各[^。;!?,]{{2,40}}:|近日|近年来|现将|经研究|兹"
    r"|为[了深进全认贯加推规落做促保]|根据|按照|依[据照]"
    rf"|[{_HAN}]{{2,20}}[府局厅委部院](?:\(?(?:19|20)[0-9]{{2}}年|[一二]))"
)
_BEHIND_NUMBER = (GLUED, _PREAMBLE, _ISSUED, _OPENED)
_ANYWHERE = (GLUED, _PREAMBLE, _ISSUED, _SPEECH, _NEWS, _CASE)
# Behind a signature a title is told by itself: 关于调整线路的通告因大桥维修
_TITLED = re.compile(
    rf"(?P<title>{_ABOUT}(?:通知|公告|通告|通报|公示|函|批复|意见|决定|报告|请示|答复))"
    r"(?=[^的,。;:》])"
)
# At the beginning of a line, or marked as a draft: the text behind it begins with any words.
_ANY = re.compile(
    rf"(?P<title>(?!为|根据|按照|依据|依照|经|本|该|此|各|第){_WORDS}{{6,60}}?{KIND}"
    r"(?P<mark>\((?:试行|暂行|[^()0-9]{0,8}稿|节选|摘[编录要]|选登|全文)\))?)"
    rf"(?=[\"《{_HAN}])(?![的和与及或中等要应可将已由内第于之是在明提规])"
)
# What stands below a title: (2022年5月19日)同志们：, (某次会议通过)第一条
_BELOW = re.compile(
    r"\([^()]{0,20}[0-9一二三四五六七八九十]月[0-9一二三四五六七八九十]{1,3}日?[^()]{0,10}\)"
    r"|\([^()]{2,120}\)(?=第[一1][章条编]|一、)"
)
_ARTICLE = re.compile(r"(?=第一[章条编](?!第?[一二三四五]?[款项]?(?:规定|的|、|至|和|,|所|第)))")


def pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of ``view[start:end]``, by titles, signatures and articles; adjoining
    sentences, which are no items, are one."""
    run: tuple[int, int] | None = None
    for low, high in _pieces(view, start, end):
        if view[high - 1] in "。!?" and not MARK.match(view, low, high):
            run = (run[0] if run else low, high)
            continue
        if run:
            yield run
        run = None
        yield low, high
    if run:
        yield run


def _pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    above = _BOOK.match(view, 0, end) if start == 0 else _DAY_CUT.match(view, start, end)
    if above and (start == 0 or GLUED.match(view, above.end(), end)):
        at = above.end()
        yield start, at
    for stop in [*(match.end() for match in _BREAKS.finditer(view, start, end)), end]:
        if stop <= at:
            continue
        edges = sorted(set(_edges(view, at, stop)))
        for edge in edges:
            if at < edge < stop:
                yield at, edge
                at = edge
        if at < stop:
            yield at, stop
            at = stop


def _edges(view: str, at: int, stop: int) -> Iterator[int]:
    """Yield where lines end between two sentences' ends, in order: a number's, a title's, those
    below it."""
    if number := _NUMBER_ABOVE.match(view, at, stop):
        at = number.end()
        yield at
    title = _title(view, at, stop)
    if title is None:
        yield from _before_articles(view, at, stop)
        return
    end = title.end("title")
    number_end = title.end("number") if "number" in title.re.groupindex else -1
    yield end
    at = max(end, number_end)
    if below := _BELOW.match(view, end):
        at = max(at, below.end())
    yield at
    colon = view.find(":", at, min(stop, at + LONGEST_ADDRESSEE))
    if view[at:stop].lstrip() and colon > 0:
        yield colon + 1


def _title(view: str, at: int, stop: int) -> re.Match[str] | None:
    """Return the title, glued to its text, that stands at an offset."""
    is_line = view[at - 1] in _LINE_ENDS if at else "\n" in view[:-1]
    is_signed = at == 0 or view[at - 1] == "日"
    number = _COUNTED.match(view, at, stop)
    any_title = _ANY.match(view, at, stop)
    return (
        _first(_ANYWHERE, view, at, stop)
        or (any_title if any_title and (is_line or any_title["mark"]) else None)
        or _OPENED.match(view, at, stop)
        or (_first(_BEHIND_NUMBER, view, number.end(), stop) if number else None)
        or (_TITLED.match(view, at, stop) if is_signed else None)
    )


def _first(forms: Iterable[re.Pattern[str]], view: str, at: int, stop: int) -> re.Match[str] | None:
    """Return the match of the first of some forms that has one at an offset."""
    return next((found for form in forms if (found := form.match(view, at, stop))), None)


def _before_articles(view: str, at: int, stop: int) -> Iterator[int]:
    """Yield where words, and a note (2005年3月1日通过), end before a text's first article."""
    for article in _ARTICLE.finditer(view, at, min(stop, at + LONGEST_HEAD)):
        head = view[at : article.start()]
        if len(head.strip()) < SHORTEST_HEAD or "," in head or ";" in head:
            continue
        note = head.rfind("(")
        if note > 0 and head.rstrip().endswith(")") and ends_as_title(head[:note]):
            yield at + note
        yield article.start()
        at = article.start()
