"""Made-up sources with known truth: the same seed gives the same text on every machine.

``document`` makes one clean official document; ``compilation`` lays several out the way messy
files do (``STYLES``); ``encode`` turns a text into bytes. Offsets are half-open, in code points
of the laid-out text. The words are those of ``words.py``: nothing is quoted from a source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from opencc import OpenCC

from tests.words import (
    BUREAUS,
    KINDS,
    MANNERS,
    PLACES,
    REASONS,
    REGIONS,
    SECTIONS,
    TAILS,
    TOPICS,
    VERBS,
)

CHINESE_DIGITS = "〇一二三四五六七八九"
# What PDF viewers make of Chinese punctuation: these marks become ASCII, 。、“”《》〔〕— stay.
FOLDED = str.maketrans("，；：！？（）％", ",;:!?()%")
WIDTH = 38  # code points of a wrapped line
ENTRIES = 30  # entries on a page of contents


@dataclass(frozen=True)
class Made:
    """A clean document: ``paragraphs`` are its body, without the title."""

    title: str  # 关于印发《浙江省农村供水实施方案》的通知
    short_title: str  # 农村供水实施方案
    region: str  # 浙江省
    paragraphs: tuple[str, ...]
    number: str = ""
    addressee: str = ""
    signature: str = ""
    date: str = ""  # 2022年6月8日

    @property
    def text(self) -> str:
        """The text a record should hold: a paragraph a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class Truth:
    """What stands where: ``start`` is the first code point of the body, ``end`` one past its last.

    Pages are 0, titles and URLs "" where the source has none.
    """

    title: str  # as its heading gives it
    listed_title: str  # as the contents give it
    region: str
    url: str
    start: int
    end: int
    page_start: int
    page_end: int
    made: Made


@dataclass(frozen=True)
class Compilation:
    """A laid-out source; ``copies`` are (start, end) of second copies, each behind its twin."""

    style: str
    text: str
    documents: tuple[Truth, ...]
    copies: tuple[tuple[int, int], ...] = ()


# -------------------------------------------------------------------------------- documents


def chinese(number: int) -> str:
    """Return 1 to 999 in Chinese numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = CHINESE_DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else CHINESE_DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (CHINESE_DIGITS[ones] if ones else "")


def document(seed: int, paragraphs: int = 24, kind: str = "plan") -> Made:
    """Return a document of about that many paragraphs; kinds: plan, notice, letter, law."""
    rng = Random(f"document {seed}")
    topic, region = rng.choice(list(TOPICS)), rng.choice(REGIONS)
    return _document(rng, topic, region, paragraphs, kind)


def _document(
    rng: Random, topic: str, region: tuple[str, str, str], paragraphs: int, kind: str
) -> Made:
    name, _, character = region
    short = topic + rng.choice(KINDS[:-1] if kind != "law" else ("条例", "办法"))
    date = f"{rng.randint(2019, 2024)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    organ = f"{name}{rng.choice(BUREAUS)}" if kind == "letter" else f"{name}人民政府"
    number = f"{character}政发〔{date[:4]}〕{rng.randint(1, 99)}号"
    if kind == "law":
        return Made(name + short, short, name, _law(rng, topic, paragraphs))
    if kind == "letter":
        title = f"{organ}关于{topic}有关建议的复函"
        addressee = f"{name}政协："
        body = (
            f"您提出的关于{topic}的建议收悉，经研究，现答复如下：",
            *_plan(rng, topic, paragraphs),
        )
        text = (number, addressee, *body, organ, date)
        return Made(title, f"关于{topic}有关建议的复函", name, text, number, addressee, organ, date)
    plan = (_preamble(rng, topic, short), *_plan(rng, topic, paragraphs))
    if kind == "plan":
        return Made(name + short, short, name, plan)
    title = f"{organ}关于印发《{name}{short}》的通知"
    addressee = "各市（州）、县（市、区）人民政府，省直有关部门："
    order = f"现将《{name}{short}》印发给你们，请认真组织实施。"
    text = (number, addressee, order, organ, date, name + short, *plan)
    return Made(title, short, name, text, number, addressee, organ, date)


def _preamble(rng: Random, topic: str, short: str) -> str:
    aim = f"{_clause(rng, topic)}，{rng.choice(REASONS)}"
    return f"为做好{topic}工作，{aim}，结合实际，制定本{short[-2:]}。"


def _plan(rng: Random, topic: str, paragraphs: int) -> tuple[str, ...]:
    """Return sections 一、 with parts （一） and, here and there, items 1. or dashes."""
    text: list[str] = []
    names = rng.sample(SECTIONS, len(SECTIONS))
    for section in range(1, len(names) + 1):
        text.append(f"{chinese(section)}、{names[section - 1]}")
        for part in range(1, rng.randint(3, 6)):
            aim = rng.choice(VERBS) + rng.choice(TOPICS[topic]) + rng.choice(TAILS)
            head = f"（{chinese(part)}）{aim}。"
            shape = rng.random()
            text.append(head + ("" if shape < 0.25 else _sentences(rng, topic)))
            if shape < 0.25:
                text += [f"{n}.{_sentences(rng, topic)}" for n in range(1, rng.randint(3, 5))]
            elif shape < 0.35:
                text += [f"——{_sentences(rng, topic)}" for _ in range(rng.randint(2, 3))]
            if len(text) >= paragraphs:
                return tuple(text)
    return tuple(text)


def _law(rng: Random, topic: str, paragraphs: int) -> tuple[str, ...]:
    text: list[str] = []
    article = 0
    for chapter, name in enumerate(("总则", *rng.sample(TAILS, 6), "附则"), 1):
        text.append(f"第{chinese(chapter)}章　{name}")
        for _ in range(max(2, paragraphs // 8)):
            article += 1
            text.append(f"第{chinese(article)}条　{_sentences(rng, topic)}")
    return tuple(text)


def _sentences(rng: Random, topic: str) -> str:
    text = "".join(_sentence(rng, topic) for _ in range(rng.randint(2, 5)))
    if rng.random() < 0.15:
        first, second, third = rng.sample(BUREAUS, 3)
        text += f"（{first}牵头，{second}、{third}按职责分工负责）"
    return text


def _sentence(rng: Random, topic: str) -> str:
    one, two, three = rng.sample(TOPICS[topic], 3)
    place, verb, tail = rng.choice(PLACES), rng.choice(VERBS), rng.choice(TAILS)
    year, share = rng.randint(2025, 2035), f"{rng.randint(50, 98)}.{rng.randint(1, 9)}%"
    shapes = (
        f"{_clause(rng, topic)}，{_clause(rng, topic)}，{rng.choice(REASONS)}。",
        f"{_clause(rng, topic)}，推动{one}与{two}相互衔接。",
        f"到{year}年，{place}{one}覆盖率达到{share}以上。",
        f"鼓励有条件的{place}先行{verb}{one}、{two}和{three}，{_clause(rng, topic)}。",
        f"把{one}{tail}纳入年度计划，{_clause(rng, topic)}，每{rng.choice('月季年')}公布一次结果。",
        f"开展“{one}进{place}”活动，{_clause(rng, topic)}；{_clause(rng, topic)}。",
        f"依据《{topic}技术导则》（{rng.randint(2010, 2021)}年修订），{_clause(rng, topic)}。",
    )
    return rng.choice(shapes)


def _clause(rng: Random, topic: str) -> str:
    thing, manner, verb, tail, place = (
        rng.choice(choices) for choices in (TOPICS[topic], MANNERS, VERBS, TAILS, PLACES)
    )
    return rng.choice(
        (
            f"{manner}{verb}{thing}{tail}",
            f"在{place}{verb}{thing}{tail}",
            f"对{place}的{thing}{manner}{verb}",
            f"{verb}{thing}，{manner}{rng.choice(VERBS)}{tail}",
        )
    )


# ----------------------------------------------------------------------------------- layout


class _Sheet:
    """A text under construction, cut into pages of ``size`` code points (0: no pages)."""

    def __init__(self, size: int = 0, page_break: Callable[[int], str] = str, page: int = 1):
        self.parts: list[str] = []
        self.at = 0
        self.page = page
        self._size, self._break, self._left = size, page_break, size

    def write(self, text: str) -> tuple[int, int]:
        """Append a text, broken over pages; return where it begins and ends."""
        start = -1
        while text:
            if self._size and not self._left:
                self.new_page()
            piece = text[: self._left] if self._size else text
            start = self.at if start < 0 else start
            self._append(piece)
            self._left -= len(piece) if self._size else 0
            text = text[len(piece) :]
        return start, self.at

    def new_page(self) -> None:
        """End the page."""
        self._append(self._break(self.page))
        self.page += 1
        self._left = self._size

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)


@dataclass(frozen=True)
class Style:
    """How documents are laid out; see ``STYLES``."""

    paragraph: Callable[[str], str]  # a paragraph, with what separates it from the next
    heading: str = "bracket"  # bracket: 地区《标题》URL; plain: the full title; chapter: 第一章 …
    contents: str = "leaders"  # leaders, titles (a title a line, no pages), none
    page: int = 0  # code points
    page_break: Callable[[int], str] = str
    line_end: str = "\n"  # of headings and entries
    kinds: tuple[str, ...] = ("plan", "notice")
    folded: bool = False
    copies: bool = False


def _wrapped(paragraph: str) -> str:
    text = "　　" + paragraph
    return "".join(text[at : at + WIDTH] + "\n" for at in range(0, len(text), WIDTH))


STYLES: dict[str, Style] = {
    # one line without white space, page markers inside sentences
    "one_line": Style(str, page=780, page_break=lambda n: f"第{n}页", line_end="", folded=True),
    # the same; one document stands twice in a row, the second copy beginning in mid-page
    "repeated": Style(
        str, page=780, page_break=lambda n: f"第{n}页", line_end="", folded=True, copies=True
    ),
    # lines of equal width, page marker lines
    "wrapped": Style(_wrapped, page=900, page_break=lambda n: f"\n第 {n} 页 共 99 页\n"),
    # a blank line between paragraphs, and in the middle of a sentence at each page's end
    "blank_lines": Style(
        lambda paragraph: paragraph + "\n\n",
        heading="plain",
        page=700,
        page_break=lambda n: f"\n\n- {n} -\n\n政策文件选编\n\n",
    ),
    # headings with URLs, no contents
    "no_contents": Style(lambda paragraph: paragraph + "\n", contents="none"),
    # contents without pages; a title stands alone on its line
    "plain_titles": Style(
        lambda paragraph: paragraph + "\n", heading="plain", contents="titles"
    ),
    # nothing but titles on their lines
    "titles_only": Style(lambda paragraph: paragraph + "\n", heading="plain", contents="none"),
    # chapters of a book, contents with leaders
    "book": Style(
        lambda paragraph: "　　" + paragraph + "\n",
        heading="chapter",
        kinds=("plan",),
        page=820,
        page_break=lambda n: f"\n— {n} —\n",
    ),
    # laws in 第X条, one behind the other
    "laws": Style(
        lambda paragraph: paragraph + "\n", heading="plain", contents="titles", kinds=("law",)
    ),
}  # fmt: skip


def compilation(
    seed: int, style: str, documents: int = 10, paragraphs: int = 24, mistakes: bool = True
) -> Compilation:
    """Return a source that holds that many documents; ``mistakes`` puts wrong pages, broken
    leaders and shortened titles into its contents."""
    rng = Random(f"{style} {seed}")
    laid = STYLES[style]
    made = _several(rng, laid, documents, paragraphs)
    first_page = 2 + documents // ENTRIES if laid.contents == "leaders" else 1
    sheet = _Sheet(laid.page, laid.page_break, first_page)
    truths: list[Truth] = []
    copies: list[tuple[int, int]] = []
    copied = rng.randrange(documents) if laid.copies else -1
    for index, item in enumerate(made):
        if laid.page and index and (index % 4 or not laid.folded):
            sheet.new_page()
        truths.append(_lay_out(rng, sheet, laid, item, index))
        if index == copied:
            again = _lay_out(rng, sheet, laid, item, index, truths[-1].url)
            copies.append((again.start, again.end))
    if laid.page:
        sheet.new_page()
    front, truths = _front(rng, laid, truths, mistakes)
    shift = len(front)
    return Compilation(
        style,
        front + "".join(sheet.parts),
        tuple(replace(truth, start=truth.start + shift, end=truth.end + shift) for truth in truths),
        tuple((start + shift, end + shift) for start, end in copies),
    )


def _several(rng: Random, laid: Style, documents: int, paragraphs: int) -> list[Made]:
    """Return documents grouped by region, no two of one topic and region."""
    choices = [(region, topic) for region in REGIONS for topic in TOPICS]
    if documents > len(choices):
        raise ValueError(f"at most {len(choices)} documents differ; {documents} were asked for")
    chosen = sorted(rng.sample(range(len(choices)), documents))
    return [
        _document(rng, choices[n][1], choices[n][0], paragraphs, rng.choice(laid.kinds))
        for n in chosen
    ]


def _lay_out(
    rng: Random, sheet: _Sheet, laid: Style, made: Made, index: int, url: str = ""
) -> Truth:
    title = made.title
    if laid.heading == "bracket":
        title = made.short_title
        url = url or _url(rng)
        heading = f"{made.region}《{title}》{laid.line_end}{url}{laid.line_end}"
    elif laid.heading == "chapter":
        title = f"第{chinese(index + 1)}章 {made.short_title}"
        heading = title + laid.line_end
    else:
        heading = title + laid.line_end
    page = sheet.page
    sheet.write(_folded(laid, heading))
    body = "".join(laid.paragraph(paragraph) for paragraph in made.paragraphs)
    ending = len(body) - len(body.rstrip())
    beginning = len(body) - len(body.lstrip())
    sheet.write(body[:beginning])
    start, end = sheet.write(_folded(laid, body[beginning : len(body) - ending]))
    page_end = sheet.page
    sheet.write(body[len(body) - ending :])
    region = made.region if laid.heading == "bracket" else ""
    pages = (page, page_end) if laid.page else (0, 0)
    return Truth(title, "", region, url, start, end, *pages, made)


def _folded(laid: Style, text: str) -> str:
    return "".join(text.split()).translate(FOLDED) if laid.folded else text


def _url(rng: Random) -> str:
    day = f"{rng.randint(2019, 2023)}{rng.randint(1, 12):02}"
    number = rng.randint(10**5, 10**7)
    return rng.choice(
        (
            f"https://www.example.gov.cn/zwgk/{day}/t{day}17_{number}.html",
            f"http://zwgk.example.gov.cn/{day}/{number}.htm",
            f"http://www.example.gov.cn/art/{day[:4]}/6/1/art_{number}_{number // 7}.html",
            f"https://www.example.gov.cn/show.aspx?aid=1&id={number}",
        )
    )


def _front(
    rng: Random, laid: Style, truths: list[Truth], mistakes: bool
) -> tuple[str, list[Truth]]:
    """Return what stands before the first document, and the truths with their listed titles."""
    cover = _folded(laid, f"政策文件选编{laid.line_end}")
    if laid.contents == "none":
        return cover, truths
    text = cover + ("目录" if laid.folded else "目　录") + laid.line_end
    listed: list[Truth] = []
    region = ""
    for index, truth in enumerate(truths):
        title = truth.title
        if mistakes and laid.heading == "bracket" and rng.random() < 0.1:
            title = title.replace("实施方案", "方案").replace("行动计划", "计划")
        entry = title
        if laid.heading == "bracket":
            entry = ("" if truth.region == region else truth.region) + f"《{title}》"
            region = truth.region
        if laid.contents == "leaders":
            entry += _leader(rng, mistakes) + str(_listed_page(rng, truth.page_start, mistakes))
        text += _folded(laid, entry) + laid.line_end
        if laid.contents == "leaders" and index % ENTRIES == ENTRIES - 1:
            text += laid.page_break(1 + index // ENTRIES)
        listed.append(replace(truth, listed_title=title))
    if laid.contents == "leaders":
        text += laid.page_break(1 + len(truths) // ENTRIES)
    return text, listed


def _leader(rng: Random, mistakes: bool) -> str:
    dots = "." * rng.randint(6, 60)
    if mistakes and rng.random() < 0.08:
        return dots[:4] + " ." + dots[4:]
    return dots


def _listed_page(rng: Random, page: int, mistakes: bool) -> int:
    if mistakes and rng.random() < 0.06:
        return rng.choice((page * 10 + page % 10, page + rng.randint(2, 9)))
    return page


# -------------------------------------------------------------------------- single documents


def web_page(seed: int, paragraphs: int = 24) -> Compilation:
    """Return one notice as copied from a web page: chrome above and below, its title twice."""
    made = document(seed, paragraphs, "notice")
    rng = Random(f"web page {seed}")
    above = (
        f"首页 > 政务公开 > 政策文件\n\n{made.title}\n\n"
        f"- 时间: 2023-05-0{rng.randint(1, 9)} 09:12\n"
        f"- 来源: 本网\n- 浏览: {rng.randint(10, 999)} 次\n\n分享到:\n-\n-\n\n{made.title}\n\n"
    )
    body = "\n\n".join(made.paragraphs)
    below = "\n\n【打印本页】 【关闭窗口】\n\n主办：本网编辑部　网站标识码：0000000000\n"
    start, end = len(above), len(above) + len(body)
    truth = Truth(made.title, "", made.region, "", start, end, 0, 0, made)
    return Compilation("web_page", above + body + below, (truth,))


def report(seed: int, paragraphs: int = 40) -> Compilation:
    """Return one plan with a contents list of its own sections: not a compilation."""
    made = document(seed, paragraphs, "plan")
    sections = [text for text in made.paragraphs if text[1:2] == "、" and "。" not in text]
    contents = "".join(f"{name}{'.' * 20}{3 + n}\n" for n, name in enumerate(sections))
    above = f"{made.title}\n\n目　录\n{contents}\n{made.title}\n"
    start, end = len(above), len(above) + len(made.text)
    truth = Truth(made.title, "", made.region, "", start, end, 0, 0, made)
    return Compilation("report", above + made.text + "\n", (truth,))


# --------------------------------------------------------------------------------- encodings

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "utf-16", "utf-16-le", "utf-16-be")


def traditional(text: str) -> str:
    """Return the text in traditional script, made mechanically."""
    return OpenCC("s2t").convert(text)


def encode(text: str, encoding: str) -> bytes:
    """Return the text's bytes; for big5 in traditional script, what big5 lacks as ``?``."""
    if encoding == "big5":
        return OpenCC("s2tw").convert(text).encode("big5", "replace")
    return text.encode(encoding)
