"""Made-up compilations in many styles, with known truth and noise of adjustable strength.

``compile_pieces`` lays out documents (``Piece``: made up here, or laws of a corpus) in a style of
``STYLES``. The same seed, style, pieces and noise give the same text on every machine. Offsets are
half-open, in code points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from opencc import OpenCC

from tests.generate import FOLDED, _document, chinese
from tests.words import BUREAUS, MANNERS, PLACES, REASONS, REGIONS, SECTIONS, TAILS, TOPICS, VERBS

WIDTH = 38  # code points of a wrapped Chinese line
ENGLISH_WIDTH = 66
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class Piece(NamedTuple):
    """A document to lay out; ``lines`` are its body, a paragraph each, without the title."""

    title: str
    lines: tuple[str, ...]
    region: str = ""
    part: str = ""  # the part of the compilation it belongs to
    author: str = ""


class Noise(NamedTuple):
    """How often (0 to 1, by entry) the contents are wrong, each in its way."""

    pages: float = 0.04  # a digit of the page is wrong
    missing: float = 0.04  # the document is not listed
    titles: float = 0.06  # the title is abbreviated or misread
    phantom: float = 0.03  # an entry that never occurs stands behind


CLEAN = Noise(0, 0, 0, 0)


class Truth(NamedTuple):
    """A document: its body is ``start:end``, in which ``Made.noise`` is no part of it."""

    title: str
    start: int
    end: int


class Made(NamedTuple):
    """A compilation; ``optional`` are prefaces and the like, which may be documents or not."""

    text: str
    documents: tuple[Truth, ...]
    optional: tuple[tuple[int, int], ...]
    noise: tuple[tuple[int, int], ...]  # page breaks and running heads


class Style(NamedTuple):
    """How a compilation looks."""

    contents: str = "leaders"  # see ``_ENTRY``; none; columns
    place: str = "front"  # front, back, twice
    heading: str = "plain"  # see ``_heading``
    second_heading: str = ""  # from the middle on
    kinds: tuple[str, ...] = ("plan", "notice")
    body: str = "lines"  # lines, wrapped, blank, glued
    page: int = 0  # code points
    page_break: Callable[[int], str] = str
    shown: Callable[[int], str] = str  # a page as the contents give it
    offset: int = 0  # page of the file less page printed
    running: str = ""  # a running head on each page
    groups: bool = False  # parts with headings of their own
    script: str = ""  # an OpenCC name for all but the contents
    front: str = ""  # preface, licence, imprint before the documents
    back: str = ""  # postscript, colophon, licence behind them
    pieces: str = "documents"  # documents, poems, classics, tales, orders, letters, ...
    unlisted: float = 0.0
    phantom: float = 0.0
    inside: str = ""  # annex, contents, list: what stands inside some documents
    joined: str | None = None  # what stands for all line ends, lost


def _words(page: int) -> str:
    return f"\n第 {page} 页 共 899 页\n"


STYLES: dict[str, Style] = {
    "one line": Style(
        "leaders", heading="bracket", body="glued", page=780, page_break=lambda n: f"第{n}页"
    ),
    "tabs, bare numbers": Style(
        "tabs", heading="centred", body="wrapped", page=700, page_break=lambda n: f"\n{n}\n"
    ),
    "ellipsis leaders": Style(
        "ellipsis", page=760, page_break=lambda n: f"\n— {n} —\n", body="wrapped",
        running="政策文件选编",
    ),
    "two levels": Style(
        "leaders", groups=True, page=800, page_break=lambda n: f"\n·{n}·\n", body="lines"
    ),
    "contents at the end": Style(
        "spaced", place="back", page=800, page_break=lambda n: f"\n- {n} -\n"
    ),
    "contents twice": Style("leaders", place="twice", page=800, page_break=_words, body="wrapped"),
    "contents inside": Style(
        "leaders", page=800, page_break=lambda n: f"\n- {n} -\n", inside="contents"
    ),
    "no pages": Style("numbered", heading="numbered", body="blank"),
    "titles only": Style("titles", kinds=("law", "plan")),
    "no contents": Style("none", kinds=("notice", "law")),
    "no contents, brackets": Style("none", heading="quoted", body="blank"),
    "unlisted": Style(
        "leaders", page=800, page_break=_words, unlisted=0.2, phantom=0.12,
        kinds=("notice", "law"),
    ),
    "form feeds": Style(
        "leaders", page=760, page_break=lambda n: f"\n{n} / 899\n\f", offset=6, body="wrapped",
        running="某某文件汇编（内部）",
    ),
    "full-width pages": Style(
        "full", page=760, page_break=lambda n: f"\n－{n}－\n".translate(FULL_WIDTH),
        shown=lambda n: str(n).translate(FULL_WIDTH),
    ),
    "equal titles": Style(
        "tabs", heading="dated", page=500, page_break=lambda n: f"\nPage {n} of 899\n",
        pieces="orders",
    ),
    "poems": Style(
        "spaced", heading="poem", page=360, page_break=lambda n: f"\n{n}\n", pieces="poems",
    ),
    "other script": Style(
        "leaders", heading="centred", page=760, page_break=lambda n: f"\n- {n} -\n", script="s2t"
    ),
    "two-line headings": Style(
        "wrapped", heading="two lines", page=760, page_break=_words, body="wrapped",
        kinds=("notice",),
    ),
    "style change": Style(
        "leaders", heading="quoted", second_heading="numbered", page=780,
        page_break=lambda n: f"\n- {n} -\n", body="blank",
    ),
    "annexes": Style(
        "titles", heading="plain", kinds=("notice",), inside="annex", body="lines"
    ),
    "gazette": Style(
        "brackets", heading="dated", page=780, page_break=lambda n: f"\n· {n} ·\n",
        running="某省人民政府公报", kinds=("notice", "letter", "law"), groups=True,
    ),
    "front and back": Style(
        "leaders", front="chinese", back="chinese", page=780, page_break=_words, inside="list"
    ),
    "columns": Style("columns", page=760, page_break=lambda n: f"\n- {n} -\n", body="wrapped"),
    "table": Style("table", heading="numbered", page=760, page_break=lambda n: f"\n{n}\n"),
    "classics": Style(
        "row", heading="classic", groups=True, script="s2t", pieces="classics", body="blank"
    ),
    "tales": Style(
        "roman", heading="caps", front="english", back="english", pieces="tales", body="blank",
    ),
    "poems, no contents": Style("none", heading="poem", pieces="poems"),
    "letters, no contents": Style("none", heading="poem", pieces="letters"),
    "tales, no contents": Style("none", heading="spaced", pieces="tales", body="blank"),
    "numbered fables": Style("none", heading="ordinal", pieces="fables"),
    "export": Style("none", heading="label", kinds=("notice", "law")),
    "orders and laws": Style("none", heading="none", pieces="promulgated"),
    "red heads": Style("none", heading="none", pieces="red heads"),
    "short notices": Style("none", heading="poem", pieces="short"),
    "one line, notices": Style("none", heading="glued", kinds=("notice",), body="glued"),
    "one line, laws": Style("none", heading="glued", kinds=("law",), body="glued"),
    "joined, titles only": Style("titles", kinds=("law", "plan"), joined=" "),
    "joined, no pages": Style("numbered", heading="numbered", joined="\u3000"),
    "joined, contents at the end": Style("spaced", place="back", page=800, joined=" "),
    "joined, notices": Style("none", kinds=("notice", "law"), joined=" "),
    "joined, red heads": Style("none", heading="none", pieces="red heads", joined=" "),
    "joined, clippings": Style("none", pieces="clippings", joined=" "),
    "joined, cases": Style("none", heading="case", pieces="cases", joined=""),
    "joined, answers": Style("none", heading="item", pieces="answers", joined=" "),
    "joined, talks": Style("numbered", pieces="talks", joined=""),
    "joined, manuals": Style("none", pieces="manuals", joined=" "),
    "cases": Style("none", heading="case", pieces="cases"),
    "clippings": Style("none", heading="poem", pieces="clippings"),
    "wiki": Style("none", heading="wiki", kinds=("plan",)),
    "blog": Style("none", heading="export", pieces="clippings"),
    "letters": Style(
        "leaders", heading="centred", pieces="tales", body="wrapped", page=1500,
        page_break=lambda n: f"\nPage {n}\n", front="english",
    ),
}  # fmt: skip


# ----------------------------------------------------------------------------------- pieces


def made_up(seed: int, style: str, count: int) -> list[Piece]:
    """Return made-up documents of the style's kind, no two of one title but where that is meant."""
    rng = Random(f"pieces {style} {seed}")
    laid = STYLES[style]
    makers = {
        "poems": _poem, "classics": _classic, "tales": _tale, "orders": _order, "letters": _letter,
        "fables": _fable, "promulgated": _promulgated, "red heads": _red_head, "short": _short,
        "clippings": _clipping, "cases": _case, "answers": _answers, "talks": _talk,
        "manuals": _manual,
    }  # fmt: skip
    if laid.pieces in makers:
        pieces: list[Piece] = []
        while len(pieces) < count:
            piece = makers[laid.pieces](rng, len(pieces))
            if laid.pieces == "orders" or piece.title not in {each.title for each in pieces}:
                pieces.append(piece)
        return pieces
    choices = [(region, topic) for region in REGIONS for topic in TOPICS]
    pieces = []
    for number in sorted(rng.sample(range(len(choices)), count)):
        region, topic = choices[number]
        kind = rng.choice(laid.kinds)
        made = _document(rng, topic, region, rng.randint(8, 30), kind)
        lines = made.paragraphs
        if kind == "law":
            lines = (f"（{rng.randint(2001, 2023)}年3月1日起施行）", *lines)
        pieces.append(Piece(made.title, lines, region[0], region[0] + "文件"))
    return pieces


def _han(rng: Random, count: int) -> str:
    return "".join(
        rng.choice("春江花月夜山雨秋风白云青松寒水孤舟明远归思故人酒泉") for _ in range(count)
    )


def _poem(rng: Random, number: int) -> Piece:
    size = rng.choice((5, 7))
    lines = tuple(
        f"{_han(rng, size)}，{_han(rng, size)}。" for _ in range(rng.choice((2, 2, 4, 6)))
    )
    title = rng.choice(("", "送", "夜", "题", "赠", "过")) + _han(rng, rng.randint(2, 5))
    return Piece(title, lines, author=rng.choice(("李某", "王某", "杜某", "白某")))


def _classic(rng: Random, number: int) -> Piece:
    title = _han(rng, 2) + rng.choice(("", "篇", "论"))
    lines = tuple(
        "".join(
            f"{_han(rng, rng.randint(3, 7))}，{_han(rng, rng.randint(4, 8))}"
            + rng.choice(("也。", "乎？", "矣。", "。"))
            for _ in range(rng.randint(3, 9))
        )
        for _ in range(rng.randint(2, 6))
    )
    return Piece(title, lines, part=f"卷{chinese(1 + number // 4)}")


def _order(rng: Random, number: int) -> Piece:
    title = rng.choice(("人事任免", "人事任免", "公告", "通告", "某省人民政府令"))
    topic = rng.choice(list(TOPICS))
    lines = [f"某政字〔{rng.randint(2015, 2023)}〕{rng.randint(1, 99)}号"]
    for _ in range(rng.randint(2, 6)):
        thing, verb, manner = rng.choice(TOPICS[topic]), rng.choice(VERBS), rng.choice(MANNERS)
        lines.append(
            f"经研究，决定{manner}{verb}{thing}{rng.choice(TAILS)}，{rng.choice(REASONS)}；"
            f"{rng.choice(PLACES)}由{rng.choice(BUREAUS)}负责。"
        )
    lines += ["某省人民政府", f"{rng.randint(2015, 2023)}年{rng.randint(1, 12)}月3日"]
    return Piece(title, tuple(lines))


def _sentences(rng: Random, count: int) -> str:
    things = [thing for one in TOPICS.values() for thing in one]
    return "".join(
        f"{rng.choice(MANNERS)}{rng.choice(VERBS)}{rng.choice(things)}，{rng.choice(REASONS)}。"
        for _ in range(count)
    )


def _letter(rng: Random, number: int) -> Piece:
    name = rng.choice("张王李赵陈吴郑冯") + rng.choice(("先生", "老师", "女士", "主任", "兄"))
    year = rng.randint(1920, 1949)
    lines = [f"（{year}年{rng.randint(1, 12)}月3日）", f"{name}："]
    lines += ["　　" + _sentences(rng, rng.randint(2, 5)) for _ in range(rng.randint(1, 4))]
    return Piece(f"致{name}（{number}）", (*lines, "　　　　　　　　弟某某上"))


def _fable(rng: Random, number: int) -> Piece:
    labels = (("原文", 4), ("今译", 5), ("出处", 1))
    lines = tuple(f"【{label}】{_sentences(rng, count)}" for label, count in labels)
    return Piece(_han(rng, 4), lines)


def _promulgated(rng: Random, number: int) -> Piece:
    title = f"{rng.choice(REGIONS)[0]}{rng.choice(list(TOPICS))}{rng.choice(('条例', '办法'))}"
    order = ["某省人民政府令", f"第{201 + number}号", f"《{title}》已经会议通过，现予公布。"]
    order += ["省长　某某", f"{2001 + number}年3月1日", "", title]
    articles = (f"第{chinese(n)}条　{_sentences(rng, 2)}" for n in range(1, rng.randint(5, 16)))
    return Piece(title, (*order, *articles, ""))


def _red_head(rng: Random, number: int) -> Piece:
    region, topic = rng.choice(REGIONS)[0], rng.choice(list(TOPICS))
    title = f"关于{rng.choice(VERBS)}{topic}工作的{rng.choice(('通知', '意见', '通报'))}"
    lines = [f"某政发〔{rng.randint(2010, 2023)}〕{rng.randint(1, 99)}号", ""]
    lines += [f"　　　　　{region}人民政府", f"　　　　{title}", "", "各有关单位："]
    for item in "一二三":
        lines += [f"　　{item}、{rng.choice(SECTIONS)}", "　　" + _sentences(rng, 3)]
    lines += [f"　　　　　　　{region}人民政府", f"　　　　　　　{rng.randint(2010, 2023)}年5月6日"]
    return Piece(title, (*lines, ""))


def _short(rng: Random, number: int) -> Piece:
    kind = rng.choice(("检查", "值班", "停水", "会议"))
    title = (
        f"关于{rng.choice(PLACES)}{rng.choice(list(TOPICS))}{kind}的{rng.choice(('通知', '函'))}"
    )
    return Piece(title, (_sentences(rng, 1), _sentences(rng, 2)))


def _clipping(rng: Random, number: int) -> Piece:
    thing = rng.choice(rng.choice(list(TOPICS.values())))
    title = f"{rng.choice(PLACES)}的{thing}{rng.choice(('为何难', '走出新路', '见闻', '这三年'))}"
    day = f"{2001 + number}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    lines = [f"载《{rng.choice(REGIONS)[0]}晚报》{day}"]
    return Piece(title, (*lines, *(_sentences(rng, rng.randint(4, 9)) for _ in range(2))))


def _case(rng: Random, number: int) -> Piece:
    one, other = rng.sample("赵钱孙李周吴郑王冯陈", 2)
    thing = rng.choice(rng.choice(list(TOPICS.values())))
    title = f"{one}某诉{other}某{thing}合同纠纷案"
    labels = (("基本案情", 4), ("裁判结果", 2), ("典型意义", 2))
    return Piece(title, tuple(f"【{label}】{_sentences(rng, count)}" for label, count in labels))


def _answers(rng: Random, number: int) -> Piece:
    topic = rng.choice(list(TOPICS))
    lines: list[str] = []
    for thing in rng.sample(TOPICS[topic], 4):
        lines += [f"问：{thing}由谁{rng.choice(VERBS)}？", f"答：{_sentences(rng, 1)}"]
    return Piece(f"{rng.choice(REGIONS)[0]}{topic}{rng.choice(('常见问题', '问答'))}", tuple(lines))


def _talk(rng: Random, number: int) -> Piece:
    region, topic = rng.choice(REGIONS)[0], rng.choice(list(TOPICS))
    title = f"在{region}{topic}工作会议上的{rng.choice(('讲话', '致辞'))}"
    day = f"（{2001 + number}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日）"
    who = rng.choice(("同志们：", "各位代表：", "尊敬的各位来宾：", "老师们、同学们："))
    return Piece(title, (day, who, *(_sentences(rng, 5) for _ in range(3))))


def _manual(rng: Random, number: int) -> Piece:
    thing = rng.choice(rng.choice(list(TOPICS.values())))
    labels = (("产品特点", 1), ("使用方法", 3), ("注意事项", 2), ("售后服务", 1))
    lines = tuple(f"{label}：{_sentences(rng, count)}" for label, count in labels)
    return Piece(f"某牌{thing}检测仪 XH-{number}{rng.choice('AB')} 使用说明", lines)


_NOUNS = ("mill", "river", "lantern", "orchard", "sailor", "clock", "garden", "letter",
          "widow", "harbour", "bridge", "fiddler", "winter", "chapel", "road",
          "miller", "heron")  # fmt: skip
_ADJECTIVES = ("old", "silent", "broken", "golden", "lost", "distant", "crooked", "merry", "blue")
_DEEDS = ("walked slowly down to", "had never spoken of", "looked for a long while at",
          "returned with the others to", "thought little of", "was sent to mend",
          "remembered nothing but")  # fmt: skip


def _tale(rng: Random, number: int) -> Piece:
    def thing() -> str:
        return f"the {rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)}"

    title = f"The {rng.choice(_ADJECTIVES).title()} {rng.choice(_NOUNS).title()}"
    if rng.random() < 0.4:
        title += f" and the {rng.choice(_NOUNS).title()}"
    lines = tuple(
        " ".join(
            f"{thing().capitalize()} {rng.choice(_DEEDS)} {thing()}, and {thing()} "
            f"{rng.choice(_DEEDS)} {thing()}."
            for _ in range(rng.randint(2, 7))
        )
        for _ in range(rng.randint(4, 10))
    )
    return Piece(title, lines)


# ---------------------------------------------------------------------------------- contents


class _Sheet:
    """A text under construction, on pages of ``size`` code points (0: no pages)."""

    def __init__(self, laid: Style, page: int):
        self.parts: list[str] = []
        self.noise: list[tuple[int, int]] = []
        self.at, self.page = 0, page
        self._laid, self._left = laid, laid.page

    def write(self, text: str) -> tuple[int, int]:
        """Append a text, broken over pages at line ends if it has any; return its span."""
        start = -1
        by_line = "\n" in text and self._laid.body != "glued"
        for line in text.splitlines(keepends=True) if by_line else [text]:
            while line:
                if self._laid.page and self._left <= 0:
                    self.new_page()
                fits = self._laid.page and (self._laid.body != "wrapped" or not by_line)
                piece = line[: self._left] if fits else line
                start = self.at if start < 0 else start
                self._append(piece)
                self._left -= len(piece)
                line = line[len(piece) :]
        return start, self.at

    def new_page(self) -> None:
        """End the page: its number, and the running head of the next."""
        begin = self.at
        self._append(self._laid.page_break(self.page))
        if self._laid.running:
            self._append(self._laid.running + "\n")
        self.noise.append((begin, self.at))
        self.page += 1
        self._left = self._laid.page

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)


_ENTRY: dict[str, Callable[[int, str, str], str]] = {
    "leaders": lambda n, title, page: f"{title}{'.' * (12 + 7 * n % 40)}{page}\n",
    "ellipsis": lambda n, title, page: f"{title}……………… {page}\n",
    "full": lambda n, title, page: f"{title}．．．．．．．．{page}\n",
    "spaced": lambda n, title, page: f"{title} {'. ' * (5 + n % 7)}{page}\n",
    "tabs": lambda n, title, page: f"{title}\t{page}\n",
    "titles": lambda n, title, page: f"{title}\n",
    "numbered": lambda n, title, page: f"{n + 1}. {title}\n",
    "brackets": lambda n, title, page: f"{title}（{page}）\n",
    "table": lambda n, title, page: f"| {n + 1} | {title} | {page} |\n",
    "roman": lambda n, title, page: f"  {_roman(n + 1)}. {title}\n",
    "wrapped": lambda n, title, page: (
        f"{title[:20]}\n{title[20:]}………{page}\n" if len(title) > 24 else f"{title}………{page}\n"
    ),
    "columns": lambda n, title, page: f"{title}......{page}" + ("    " if n % 2 == 0 else "\n"),
    "row": lambda n, title, page: f"{title}" + ("　" if n % 4 != 3 else "\n"),
}


def _roman(number: int) -> str:
    out = ""
    for value, letters in (
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        out += letters * (number // value)
        number %= value
    return out


def _listed(
    rng: Random, laid: Style, pieces: Sequence[Piece], pages: Sequence[int], noise: Noise
) -> str:
    """Return the contents list of the documents on their pages."""
    entry = _ENTRY[laid.contents]
    word = "Contents" if laid.pieces == "tales" else rng.choice(("目录", "目　录", "目 次"))
    parts = [word + ("" if laid.body == "glued" else "\n")]
    part = region = ""
    number = 0
    for index, (piece, page) in enumerate(zip(pieces, pages, strict=True)):
        if laid.groups and piece.part != part:
            part = piece.part
            if number and laid.contents == "row" and parts[-1][-1] != "\n":
                parts.append("\n")
            parts.append(_part_heading(laid, pieces, part) + "\n")
        if rng.random() < max(noise.missing, laid.unlisted * bool(noise.missing)):
            continue
        title = piece.title
        if rng.random() < noise.titles:
            title = _spoilt(rng, title)
        shown = page - laid.offset
        if rng.random() < noise.pages:
            shown = _misread(rng, shown)
        if laid.heading == "bracket":
            title = ("" if piece.region == region else piece.region) + f"《{title}》"
            region = piece.region
        parts.append(entry(number, title, laid.shown(shown)))
        number += 1
        if index and rng.random() < max(noise.phantom, laid.phantom * bool(noise.phantom)):
            lost = _document(rng, rng.choice(list(TOPICS)), ("异地州", "异地", "异"), 3, "notice")
            title = lost.title if laid.pieces in ("documents", "orders") else "别后偶书"
            title = "A Tale of Nothing" if laid.pieces == "tales" else title
            parts.append(entry(number, title, laid.shown(page - laid.offset)))
            number += 1
    text = "".join(parts)
    if laid.body == "glued":
        return "".join(text.split()).translate(FOLDED)
    return text if text.endswith("\n") else text + "\n"


def _part_heading(laid: Style, pieces: Sequence[Piece], part: str) -> str:
    if laid.pieces == "classics":
        return part
    order = list(dict.fromkeys(piece.part for piece in pieces))
    return f"第{chinese(order.index(part) + 1)}编　{part}"


def _spoilt(rng: Random, title: str) -> str:
    """Return a title as it is abbreviated or misread."""
    for long, short in (("人民政府关于", "关于"), ("关于印发", ""), ("中华人民共和国", "")):
        if long in title and rng.random() < 0.6:
            return title.replace(long, short)
    at = rng.randrange(len(title))
    other = "e" if title.isascii() else rng.choice("壬弯已未末曰")
    if len(title) > 8 and rng.random() < 0.3:
        return title[:at] + title[at + 2 :]
    return title[:at] + other + title[at + 1 :]


def _misread(rng: Random, page: int) -> int:
    digits = str(page)
    at = rng.randrange(len(digits))
    return int(digits[:at] + str(rng.randint(1, 9)) + digits[at + rng.randint(0, 1) :])


# ------------------------------------------------------------------------------------ layout


def _heading(rng: Random, kind: str, piece: Piece, number: int) -> str:
    """Return the heading of a document, with its line ends."""
    title = piece.title
    if kind == "bracket":
        day = f"{rng.randint(2019, 2023)}{rng.randint(1, 12):02}"
        page = f"https://www.example.gov.cn/{day}/t{rng.randint(1, 9999)}.html"
        return f"{piece.region}《{title}》{page}"
    if kind == "centred":
        return f"\n{' ' * 12}{title}\n\n"
    if kind == "numbered":
        return f"{number + 1}．{title}\n\n"
    if kind == "quoted":
        return f"《{title}》\n"
    if kind == "two lines":
        cut = len(title) // 2
        return f"　　　{title[:cut]}\n　　　　　{title[cut:]}\n"
    if kind == "poem":
        return f"\n{title}\n"
    if kind == "classic":
        return f"\n{title}第{chinese(number + 1)}\n\n"
    if kind == "caps":
        return f"\n\n{_roman(number + 1)}\n\n{title.upper()}\n\n\n"
    if kind == "spaced":
        return f"\n\n{title}\n\n"
    if kind == "ordinal":
        return f"\n{number + 1}. {title}\n"
    if kind == "case":
        return f"案例{chinese(number + 1)} {title}\n"
    if kind == "item":
        return f"{chinese(number + 1)}、{title}\n"
    if kind == "wiki":
        return f"----\n= {title} =\n"
    if kind == "export":
        day = f"{rng.randint(1, 12):02}/{rng.randint(1, 28):02}/2011 09:14:22 PM"
        return f"--------\nAUTHOR: someone\nTITLE: {title}\nDATE: {day}\n-----\nBODY:\n{title}\n"
    if kind == "label":
        return f"\n【标题】{title}\n"
    if kind == "glued":
        return title
    if kind == "none":
        return ""
    return f"{title}\n"


def _own_contents(rng: Random, laid: Style, piece: Piece) -> str:
    """Return the contents list of one document's sections, or none."""
    if laid.inside != "contents" or rng.random() > 0.4:
        return ""
    sections = [line for line in piece.lines if line[1:2] == "、" and "。" not in line]
    sections = sections or [line for line in piece.lines if line[:1] == "第" and "章" in line[:6]]
    if len(sections) < 2:
        return ""
    return "目　录\n" + "".join(f"{s}{'.' * 24}{n + 1}\n" for n, s in enumerate(sections))


def _body(rng: Random, laid: Style, piece: Piece) -> str:
    lines = list(piece.lines)
    if piece.author:
        lines = [piece.author, *lines]
    if laid.heading == "label":
        lines = ["【来源】某网", "【正文】", *lines]
    if laid.inside == "annex" and rng.random() < 0.6:
        region, topic = rng.choice(REGIONS), rng.choice(list(TOPICS))
        annex = _document(rng, topic, region, 6, rng.choice(("law", "plan")))
        lines += ["附件", annex.title, *annex.paragraphs]
    if laid.inside == "list" and rng.random() < 0.3:
        lines += [
            "附：有关文件",
            *(f"《{region[0]}{rng.choice(SECTIONS)}办法》" for region in REGIONS[:5]),
        ]
    if laid.body == "glued":
        return "".join("".join(lines).split()).translate(FOLDED)
    if laid.body == "wrapped":
        width = ENGLISH_WIDTH if laid.pieces == "tales" else WIDTH
        return "".join(_wrap(line, width) for line in lines)
    if laid.body == "blank" and laid.pieces == "tales":
        return "\n".join(_wrap(line, ENGLISH_WIDTH) for line in lines)
    return ("\n\n" if laid.body == "blank" else "\n").join(lines) + "\n"


def _wrap(line: str, width: int) -> str:
    if width == ENGLISH_WIDTH:
        out, row = [], ""
        for word in line.split(" "):
            if len(row) + len(word) >= width:
                out.append(row)
                row = ""
            row = f"{row} {word}".strip()
        return "\n".join([*out, row]) + "\n"
    line = "　　" + line
    return "".join(line[at : at + width] + "\n" for at in range(0, len(line), width))


_MATTER = {
    "chinese": (
        "前　言\n为方便基层使用，编者收集整理了近年来的有关文件，按照地区编排成册。\n"
        + "各地在使用中有何意见，请及时告知编者，以便再版时修正。" * 20 + "\n编　者\n2023年5月\n",
        "后　记\n" + "本书在编写过程中得到许多同志的帮助，谨致谢意。" * 22
        + "\n版权页\n书名：政策文件选编\n定价：48.00元\n版权所有　翻印必究\n",
    ),
    "english": (
        "PREFACE\n\n" + "These pieces were gathered over many years and are printed here as they "
        "were found. The reader will forgive what is uneven in them.\n" * 6 + "\n",
        "\n\n*** END OF THIS COLLECTION ***\n\nLICENSE\n\n"
        + "Permission is granted to copy this collection freely, without any warranty.\n" * 8,
    ),
}  # fmt: skip


def compile_pieces(seed: int, style: str, pieces: Sequence[Piece], noise: Noise = CLEAN) -> Made:
    """Return the compilation of the pieces in a style."""
    laid = STYLES[style]
    sheet = _Sheet(laid, 1 + laid.offset)
    into = OpenCC(laid.script).convert if laid.script else str
    rng = Random(f"{style} {seed} layout")
    truths: list[Truth] = []
    optional: list[tuple[int, int]] = []
    pages: list[int] = []
    part = ""
    if laid.front:
        optional.append(sheet.write(_MATTER[laid.front][0]))
        if laid.page:
            sheet.new_page()
    for number, piece in enumerate(pieces):
        if laid.page and number and rng.random() < 0.7 and laid.pieces != "poems":
            sheet.new_page()
        if laid.groups and piece.part != part:
            part = piece.part
            sheet.write(into(_part_heading(laid, pieces, part)) + "\n")
        later = number >= len(pieces) // 2 and laid.second_heading
        heading = into(_heading(rng, later or laid.heading, piece, number))
        body = into(_body(rng, laid, piece))
        if laid.body == "glued":
            heading = heading.translate(FOLDED)
        sheet.write(heading[: len(heading) - len(heading.lstrip())])
        pages.append(sheet.page)
        sheet.write(heading.lstrip())
        own = _own_contents(rng, laid, piece)
        if own:
            sheet.noise.append(sheet.write(into(own)))
        lead = len(body) - len(body.lstrip())
        sheet.write(body[:lead])
        start, end = sheet.write(body[lead:].rstrip())
        truths.append(Truth(piece.title, start, end))
        sheet.write(body[len(body.rstrip()) :])
    if laid.page:
        sheet.new_page()
    if laid.back:
        optional.append(sheet.write(_MATTER[laid.back][1]))
    front = _title_page(laid)
    contents = ""
    if laid.contents != "none":
        contents = _listed(Random(f"{style} {seed} contents"), laid, pieces, pages, noise)
    behind = ""
    if laid.place == "back":
        behind = "\n" + contents
    else:
        front += contents * (2 if laid.place == "twice" else 1)
    shift = len(front)
    made = Made(
        front + "".join(sheet.parts) + behind,
        tuple(Truth(t.title, t.start + shift, t.end + shift) for t in truths),
        tuple((start + shift, end + shift) for start, end in optional),
        tuple((start + shift, end + shift) for start, end in sheet.noise),
    )
    return made if laid.joined is None else _joined(made, laid.joined)


def _joined(made: Made, between: str) -> Made:
    """Return a compilation in one line: ``between`` stands where lines ended."""
    out: list[str] = []
    size = 0
    at = [0] * (len(made.text) + 1)  # where each code point went
    offset = 0
    for line in made.text.split("\n"):
        words = line.strip("\u3000 ")
        begin = offset + line.find(words)
        if words:
            out += [between, words] if out else [words]
            size += len(between) * (size > 0)
        for here in range(offset, offset + len(line) + 1):
            at[here] = size + min(max(here - begin, 0), len(words))
        size += len(words)
        offset += len(line) + 1
    at[len(made.text)] = size
    return Made(
        "".join(out),
        tuple(Truth(truth.title, at[truth.start], at[truth.end]) for truth in made.documents),
        tuple((at[start], at[end]) for start, end in made.optional),
        tuple((at[start], at[end]) for start, end in made.noise),
    )


def _title_page(laid: Style) -> str:
    if laid.pieces == "tales":
        return "A BOOK OF TALES\n\ncollected by several hands\n\n"
    if laid.heading in ("none", "glued"):
        return ""
    name = {
        "poems": "旧体诗选",
        "classics": "子书辑存",
        "orders": "某省公报",
        "letters": "书信",
    }.get(laid.pieces, "政策文件选编")
    return name + ("" if laid.body == "glued" else "\n")
