"""Cut a decoded source into blocks that tile it.

A block is a line with its line end, or a part of a line: a page marker, an entry of a contents
list, a URL, the heading before it, and in long lines every place where a paragraph may begin.
``segment`` goes by shapes alone and drops nothing; what a shape means is for the later stages.
Of HTML and Markdown the blocks tile what the source shows, until ``anchor``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from transforms.markup import page_of
from transforms.schema import (
    BLANK,
    BODY,
    CONTENTS,
    PAGE_MARKER,
    Block,
    Collation,
    Rule,
    SourceText,
)
from transforms.tables.marks import (
    BRACKET_HEADING,
    CONTENTS_WORD,
    CUTS,
    GLUED_TITLE,
    ITEMS,
    LEADER,
    MARKS_BEGIN,
    PAGE_LINES,
    PAGES_BEGIN,
    URL,
    URL_REMARK,
)

# A paragraph of an official document is seldom longer: in 99 % of the lines of 2,316 laws a
# paragraph mark inside the line is a citation. Only longer lines are cut inside.
LONG_LINE = 400  # code points
MOST = 0.8  # share of a source: a line that holds so much of it has lost its line ends
SHORTEST_TEXT = 80  # code points of such a line
LONGEST_PAGE = 24  # code points of a line that is a page marker
LONGEST_ENTRY = 120  # code points of a title in a contents list
LONGEST_HEADING = 150  # code points, its region included
NEAR = 10_000  # code points around an address in which it returns
MOST_ADDRESSES = 20  # below the line that announces them
LONGEST_ADDRESS_NAME = 12  # code points before an address: 原文链接：
LONGEST_REGION = 14  # 新疆维吾尔自治区乌鲁木齐市
_NO_REGION = '。,;:!?)]》>" \r\n'  # a heading's region begins behind one of these
FEWEST_DOTS = 3  # two dots are an ellipsis (but not right behind another entry), three lead on

_RULES: dict[str, Rule] = {
    **{f"c{n}": rule for n, rule in enumerate(CUTS)},
    **{f"i{n}": rule for n, rule in enumerate(ITEMS)},
}
_NAMES: dict[str | None, str] = {None: "line", **{group: rule.id for group, rule in _RULES.items()}}
_CUTS, _ITEMS = (
    "|".join(f"(?P<{group}>{rule.pattern})" for group, rule in _RULES.items() if group[0] == kind)
    for kind in "ci"
)
_INSIDE = re.compile(f"(?=[{MARKS_BEGIN}])(?:{_CUTS}|{_ITEMS})")
# One match a line; its group is the mark with which the line begins.
_LINE = re.compile(
    f"[ \ufeff]*(?:(?=[{MARKS_BEGIN}])(?:{_ITEMS})|)" + r"[^\r\n\f]*(?:\r\n|[\r\n\f]|$)"
)
_MARGIN = " \r\n\f\v\ufeff"
_LINE_END = re.compile(r" *$", re.MULTILINE)
# 报名网址： is the document's own.
_ADDRESS_NAME = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|原文|本文|文章|全文|正文|信息|新闻|稿件|相关|转载|政策|官方|网站|来源|附件)"
    r"(?:链接|网址|来源|出处|原文|地址|URL|[Ss]ource|[Ll]ink)[^。;,]{0,4} ?$"
)
_GOES_ON = re.compile(r".?[,;、] ?[\u4e00-\u9fff]")
# http://a.example 是官方网站: a sentence begins with an address.
_IS_SUBJECT = re.compile(
    " ?(?:[是即的和或里]|上(?![海述级市])|中(?![华国央共小型医药等])|可[以在供查]|提供|网站|页面"
    r"|查[看询阅]|下载|获取|报名|注册|登[录陆]|了解)[^\r\n]{6}"
)
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+")
# An article, or a chapter with its first, that a short line holds behind its own: a gap stands
# behind it, as in 2,316 laws it never does where a sentence begins with one that it cites.
_NUMERALS = "[〇零一二三四五六七八九十百千0-9]"
_GLUED = re.compile(
    rf"第(?:(?<=[。;:!?]第){_NUMERALS}{{1,7}}条 +(?=\S)|(?<=[例法定则程度]第)[一1]条 +(?=\S)"
    rf"|(?P<chapter>{_NUMERALS}{{1,4}}[章节] ?[^。,;:\s第]{{1,20}})第{_NUMERALS}{{1,7}}条 +(?=\S))"
)
_PAGE_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff,、;。])- ?[0-9]{1,4} ?-(?=\s*$)")
_TITLE_ABOVE = re.compile(r"[^。,;:\s第][^。,;:\s]{3,40}$")
_PAGE_LINE = re.compile("|".join(f"(?P<i{n}>{rule.pattern})" for n, rule in enumerate(PAGE_LINES)))
_LEADER, _URL, _REMARK, _HEADING, _CONTENTS, _GLUED_TITLE = (
    rule.compile()
    for rule in (LEADER, URL, URL_REMARK, BRACKET_HEADING, CONTENTS_WORD, GLUED_TITLE)
)


class Cut(NamedTuple):
    """A stretch cut out of a line, or (``start == end``) a place where a paragraph may begin."""

    start: int
    end: int
    label: str
    rule: str


def segment(source: SourceText) -> Collation:
    """Return the source with blocks that tile it, in order; of a page, what the page shows."""
    page = page_of(source)
    if page is None:
        return Collation(source, tuple(cut_lines(source, {})))
    # Places in the file are not places in what it shows.
    bare = source._replace(segments=(), patches=(), remarks=())
    shown = bare._replace(text=page.text, view=page.view)
    named: dict[int, list[Block]] = {}
    for block in page.named:
        line = page.text.rfind("\n", 0, block.start) + 1
        named.setdefault(line, []).append(block)
    return Collation(shown, tuple(cut_lines(shown, named)), marked=source)


def cut_lines(source: SourceText, named: Mapping[int, Sequence[Block]]) -> Iterator[Block]:
    """Yield the blocks of all lines; of a line that is named already, by its start, the given."""
    text, view = source.text, source.view
    least_text = max(SHORTEST_TEXT, MOST * len(view))
    shortest_cut = min(LONG_LINE + 1, least_text)
    leads, links = ".." in view or "· " in view, "//" in text
    glued = "。第" in view  # few texts with lines hold it
    for line in _LINE.finditer(view):
        start, end = line.span()
        if start == end:
            return
        if start in named and named[start][-1].end == end:
            yield from named[start]
            continue
        words = view[start:end].strip(_MARGIN)
        if not words:
            yield Block(start, end, BLANK, "blank")
            continue
        if _may_be_page(words):
            page = _PAGE_LINE.match(view[start:end].rstrip("\r\n\f\v"))
            if page:
                rule = PAGE_LINES[int((page.lastgroup or "")[1:])]
                yield Block(start, end, rule.label, rule.id)
                continue
        name = _NAMES[line.lastgroup]
        may_be_glued = (glued or name == "item:chapter") and "条 " in words
        may_be_glued |= words[-1] == "-"
        if leads or links or may_be_glued or end - start >= shortest_cut:
            yield from cut_line(text, view, start, end, name, end - start >= least_text)
        else:
            yield Block(start, end, BODY, name)


def _may_be_page(words: str) -> bool:
    """Tell whether a line is worth a look for a page marker: few are."""
    begins = words[0] in PAGES_BEGIN or not words[0].isalnum() or "·" in words
    short = len(words) < LONGEST_PAGE and begins
    return short or words.endswith(("页", "页)")) or words.startswith("http")


def cut_line(text: str, view: str, start: int, end: int, rule: str, is_text: bool) -> list[Block]:
    """Return the blocks of one line, the first body named ``rule``.

    ``is_text``: it is all that a source has.
    """
    cuts = _cuts(text, view, start, end, is_text)
    blocks: list[Block] = []
    at = start
    for cut in cuts:
        if cut.start > at:
            blocks.append(Block(at, cut.start, BODY, rule))
        if cut.end > cut.start:
            blocks.append(Block(cut.start, cut.end, cut.label, cut.rule))
            rule = "rest"
        else:
            rule = cut.rule
        at = cut.end
    if at < end:
        if blocks and blocks[-1].label != BODY and not view[at:end].strip():
            # A line end behind a cut-out is no text of its own.
            blocks[-1] = blocks[-1]._replace(end=end)
        else:
            blocks.append(Block(at, end, BODY, rule))
    return blocks


def _cuts(text: str, view: str, start: int, end: int, is_text: bool) -> list[Cut]:
    """Return what is cut out of a line and where paragraphs may begin, sorted and disjoint."""
    found = _leaders(text, view, start, end)
    if is_text:
        found += _opening(view, start)
    if is_text or end - start > LONG_LINE:
        for match in _INSIDE.finditer(view, start, end):
            group = match.lastgroup or ""
            rule = _RULES[group]
            if group[0] == "c":
                found.append(Cut(match.start(), match.end(), rule.label, rule.id))
            elif match.start() > start:
                found.append(Cut(match.start(), match.start(), BODY, rule.id))
    else:
        found += _glued(view, start, end)
    if text.find("//", start, end) >= 0:
        found += _urls(text, view, start, end, [cut for cut in found if cut.end > cut.start])
    found.sort(key=lambda cut: (cut.start, -cut.end))
    disjoint: list[Cut] = []
    for cut in found:
        if not disjoint or cut.start >= disjoint[-1].end:
            if disjoint and disjoint[-1].start == disjoint[-1].end == cut.start:
                disjoint.pop()
            disjoint.append(cut)
    return disjoint


def _glued(view: str, start: int, end: int) -> list[Cut]:
    """Return where articles and chapters begin that a line holds behind its own, and its page."""
    found: list[Cut] = []
    for match in _GLUED.finditer(view, start, end):
        at, chapter = match.start(), match["chapter"]
        if chapter is None:
            found.append(Cut(at, at, BODY, "item:article"))
            continue
        article = match.end("chapter")
        found.append(Cut(article, article, BODY, "item:article"))
        if at > start and (view[at - 1] in "。;" or _TITLE_ABOVE.match(view[start:at].lstrip())):
            found.append(Cut(at, at, BODY, "item:chapter"))
    page = _PAGE_BEHIND.search(view, max(start, end - LONGEST_PAGE), end)
    if page:
        found.append(Cut(page.start(), page.end(), PAGE_MARKER, "page:dash"))
    return found


def _opening(view: str, start: int) -> list[Cut]:
    """Return where path, title and number end with which a text without lines begins."""
    title = _GLUED_TITLE.match(view, start)
    places = [title.end(part) for part in ("path", "title", "number")] if title else []
    return [Cut(place, place, BODY, "line") for place in places if place > start]


def _leaders(text: str, view: str, start: int, end: int) -> list[Cut]:
    """Return the entries of a contents list in a line: title, leader and page of each."""
    found: list[Cut] = []
    free = start
    if view.find("..", start, end) < 0 and view.find("· ", start, end) < 0:
        return found
    for match in _LEADER.finditer(view, start, end):
        dots = match.group("dots")
        goes_on = bool(found) and match.start() - free <= LONGEST_ENTRY
        count = len(dots) - dots.count(" ")
        if _LINE_END.match(view, match.end()):
            count += 2 * text.count("…", *match.span("dots"))  # each is three dots
        if count < FEWEST_DOTS - goes_on:
            continue
        entry = max(free, match.start() - LONGEST_ENTRY)
        if entry > free or not found:
            # No entry directly before: the title begins behind the word 目录 or a sentence.
            for word in _CONTENTS.finditer(view, entry, match.start()):
                entry = word.end()
            entry = max(entry, *(view.rfind(mark, entry, match.start()) + 1 for mark in "。;!?"))
        found.append(Cut(entry, match.end(), CONTENTS, LEADER.id))
        free = match.end()
    return found


def _urls(text: str, view: str, start: int, end: int, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the URLs of a line, with the heading before each and the remark behind it.

    A heading begins behind the last contents entry or page, but page markers inside a heading or
    URL do not end it: they are looked through.
    """
    pages = [(cut.start, cut.end) for cut in cuts if cut.label == PAGE_MARKER]
    line = _Bare(view, start, end, pages)
    announced = _are_announced(view, start)
    edges = sorted({0, *(line.bare(cut.end) for cut in cuts)})
    begins = {*edges, len(line.text) - len(line.text.lstrip())}
    words = _Bare(text, start, end, pages).text
    found: list[Cut] = []
    for match in _URL.finditer(words):
        heading = _HEADING.search(line.text, max(0, match.start() - LONGEST_HEADING), match.start())
        if heading:
            edge = edges[bisect_right(edges, heading.start()) - 1]
            region = heading.start()
            while region > edge and line.text[region - 1] not in _NO_REGION:
                region -= 1
            if heading.start() - region > LONGEST_REGION:
                region = heading.start()
            found += line.cuts(region, heading.end(), BRACKET_HEADING)
        elif match.start() in begins:
            is_own = announced and not _returns(text, match.group(), start, end)
            if is_own or _IS_SUBJECT.match(line.text, match.end()):
                continue
        elif _GOES_ON.match(line.text, match.end() - 1) or not _ADDRESS_NAME.search(
            line.text, max(0, match.start() - LONGEST_ADDRESS_NAME), match.start()
        ):
            continue  # a sentence names an address
        found += line.cuts(match.start(), match.end(), URL)
        remark = _REMARK.match(line.text, match.end())
        if remark:
            found += line.cuts(remark.start(), remark.end(), URL_REMARK)
    return found


def _are_announced(view: str, start: int) -> bool:
    """Tell whether the line above says that addresses follow: 请登录以下网站报名: | http://…"""
    end = start
    for _ in range(MOST_ADDRESSES):
        above = view[max(0, end - LONG_LINE) : end].rstrip()
        line = above[above.rfind("\n") + 1 :]
        if not _ADDRESS.fullmatch(line.strip()):
            return line.endswith(":") and not _ADDRESS_NAME.search(line[:-1])
        end -= len(view[max(0, end - LONG_LINE) : end]) - len(above) + len(line)
    return False


def _returns(text: str, address: str, start: int, end: int) -> bool:
    """Tell whether an address stands near its line, too, as at the foot of each page."""
    above = text.find(address, max(0, start - NEAR), start)
    return above >= 0 or text.find(address, end, end + NEAR) >= 0


class _Bare:
    """A line without its page markers, and the way back to the source."""

    def __init__(self, text: str, start: int, end: int, pages: Sequence[tuple[int, int]]) -> None:
        edges = [start, *(edge for page in sorted(pages) for edge in page), end]
        self.runs = [run for run in zip(edges[::2], edges[1::2], strict=True) if run[0] < run[1]]
        self.text = "".join(text[low:high] for low, high in self.runs)
        sizes = [high - low for low, high in self.runs]
        self.starts = [0, *accumulate(sizes)][:-1]

    def bare(self, offset: int) -> int:
        """Return where a source offset lies in the bare line."""
        index = max(0, bisect_right(self.runs, (offset, offset)) - 1)
        if not self.runs:
            return 0
        low, high = self.runs[index]
        return self.starts[index] + min(max(offset, low), high) - low

    def cuts(self, start: int, end: int, rule: Rule) -> list[Cut]:
        """Return the cuts in the source for a stretch of the bare line, one on each page."""
        found: list[Cut] = []
        index = bisect_right(self.starts, start) - 1
        while index < len(self.runs) and self.starts[index] < end:
            low, high = self.runs[index]
            shift = low - self.starts[index]
            found.append(Cut(max(start + shift, low), min(end + shift, high), rule.label, rule.id))
            index += 1
        return found
