"""HTML as a browser lays it out, by tokens with true offsets.

The reader is as tolerant as a browser: whatever it is given becomes tags and text. It is linear
also on hostile input: nothing is searched for twice. Where a browser would swallow text (an
element that is never closed), the text is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice, pairwise
from typing import NamedTuple

from transforms.markup.lines import LEAST_PROSE
from transforms.markup.tokens import Layout, Span, Writer
from transforms.schema import Fact
from transforms.tables.elements import (
    BYLINE_NAMES,
    CELLS,
    COMMENT_NAMES,
    FEED,
    FEED_DATA,
    FEED_ITEMS,
    FOLDED,
    FRAME_NAMES,
    HIDDEN,
    LINES,
    NOTED,
    RAW,
    ROWS,
    RUBY,
    RUBY_ENDS,
    TIME_NAMES,
    UNNUMBERED,
    UNSEEN,
)

_NAME = r"<(?P<closes>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:._-]*+)(?=[\s/>])"
_BEGINS = re.compile(r"<(?=/?[a-zA-Z]|!--|![a-zA-Z\[]|\?[a-zA-Z])")
_FEED = re.compile(
    r"[\ufeff\s]*+(?:<\?xml[^>]*+>\s*+)?<(?:rss|feed|item|entry|channel|rdf:RDF)(?=[\s>])[^<>]*+>"
)
_FEED_BEGINS = re.compile(r"<(?=/?[a-zA-Z]|!--|![a-zA-Z\[]|\?[a-zA-Z])|\]\]>")
_CHARACTERS = ("<![CDATA[", "]]>")  # between them a feed has the mark-up of a page
_START = re.compile(r"""\sstart\s*+=\s*+["']?([0-9]{1,4})\b""", re.IGNORECASE)
_NO_NUMBERS = re.compile(
    r"""list-style(?:-type)?\s*+:[^;"']*(?:none|alpha|roman|disc)|\stype\s*+=\s*+["']?[a-zI]""",
    re.IGNORECASE,
)
# What an item of a numbered list begins with where it has a number of its own, or is a link.
_BLANKS = r"(?:<(?!a[\s>])[^<>]*+>|&(?:nbsp|ensp|emsp|#12288|#160);|[\s\u3000\xa0]){0,20}"
_BEARS = re.compile(
    _BLANKS + r"(?:[(（\[［【]?[0-9０-９一二三四五六七八九十]{1,3}[)）\]］】.．、:：\s]"
    r"|第[0-9一二三四五六七八九十百]{1,5}|[①-⑳⑴-⒛]|(?:步骤|[Ss]tep)|<a[^<>]*+>\s*+\^|\^)"
)
_LEADS = re.compile(_BLANKS + r"<a[\s>]")
_FEED_DATE = re.compile(r"<(?:pubDate|published|dc:date)>([^<]{8,40})<")
_TAG = re.compile(_NAME + r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_PLAIN_TAG = re.compile(_NAME + "[^>]*+>")
_DECLARATION = re.compile("<[!?][^>]*+>")
_UNSHOWN = re.compile(
    r"""\shidden(?=[\s=/>])|display\s*+:\s*+none|visibility\s*+:\s*+hidden""", re.IGNORECASE
)
# A name of two characters, set as wide as one of three.
_JUSTIFIED = re.compile(
    r"\s*+([\u4e00-\u9fff])(?:&nbsp;|&e[mn]sp;|[ \u3000\xa0])++([\u4e00-\u9fff])\s*+"
)
_CHOICES = frozenset({"是否", "有无", "男女"})
_UNFOLDS = re.compile("展开(?:全[文部]|更多|阅读)?|(?:阅读|显示|查看)(?:全[文部]|更多|剩余)")
FEWEST_FOLDED = 2  # sentences of a text's rest that is folded away
_NO_SIZE = re.compile(r"font-size\s*+:\s*+0(?:px|pt|em|%)?\s*+(?=[;\"'!])", re.IGNORECASE)
_CALLED = re.compile(
    r"""\s(class|id|role|epub:type)\s*+=\s*+(?:"([^">]*+)"|'([^'>]*+)'|([^\s"'>]++))""",
    re.IGNORECASE,
)
_CALLED_WORD = re.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENDED = re.compile("([a-z]{2,}?)(?:list|box|bar|wrap|wrapper|area|panel|block|news|con)s?")
_BACK = re.compile(r"\s*[\^↑↩]\ufe0e?\s*")
_HREF = re.compile(r"""\shref\s*+=\s*+["']?([^"'\s>]*+)""", re.IGNORECASE)
_ANCHOR = re.compile(r"\s(?:name|id)\s*+=", re.IGNORECASE)
# What the pages of Chinese governments say of their document (政府网站标签规范).
_META = re.compile(
    r"""\s(?:name|property|itemprop)\s*+=\s*+["']?"""
    r"(ArticleTitle|PubDate|PublishDate|article:published_time|og:published_time|datePublished)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"""\sdatetime\s*+=\s*+["']?([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]""", re.IGNORECASE
)
_DAY = r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?+"
# What an element that is called a time says, and what another has as its hint: 3 days ago.
_SAYS_WHEN = re.compile(
    r"(?:<[a-zA-Z][^<>]*+>|[\s\[(（]){0,20}(?:(?:[发發][布表佈]|[刊登上][登载載傳传]|[创創]建)?(?:[时時][间間]|日期|于|於)[\s:：]*+)?"
    rf"({_DAY})(?![0-9])(?![\s\u3000]*+(?:星期|周|週|禮拜|礼拜))"
)
_STAMP = re.compile(rf">[\s\[(（]*+({_DAY})[\s\u3000]++[0-9]{{1,2}}:[0-9]{{2}}")
LONGEST_BYLINE = 600  # code points, with its tags
_HINTS_WHEN = re.compile(
    rf"""\s(?:title|data-[a-z-]{{1,20}})\s*+=\s*+["'](?:[发發][布表佈][于於]\s*+)?({_DAY})\s++[0-9]{{1,2}}:""",
    re.IGNORECASE,
)
# The same in a script: JSON-LD, or the page's own variables.
_SCRIPT_WHEN = re.compile(
    rf"""(?:datePublished|pubDate|publish_?[tT]ime|publish_?[dD]ate)["']?\s*+[:=]\s*+["']({_DAY})"""
)
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})[-/.年](0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_CONTENT = re.compile(r"""\scontent\s*+=\s*+["']([^"'>]+)""", re.IGNORECASE)
# Links to a place on the page, or to a file that belongs to the document.
_OWN_LINK = re.compile(
    r"#[^!\s]|.*\.(?:docx?|wps|xlsx?|et|pptx?|pdf|ofd|rtf|txt|zip|rar|7z|jpe?g|png|tiff?|ceb)(?:[?#]|$)",
    re.IGNORECASE,
)
_SPACE = " \t\n\r\f"
_REFERENCE = "&(?:#[0-9]{1,7}+;?|#[xX][0-9a-fA-F]{1,6}+;?|[a-zA-Z][a-zA-Z0-9]{1,31}+;?)"
_PIECE = re.compile(
    rf"(?P<space>[{_SPACE}]++)|(?P<reference>{_REFERENCE})"
    rf"|&|[^{_SPACE}&]++(?: (?![{_SPACE}])[^{_SPACE}&]*+)*"
)
_PREFORMATTED = re.compile(rf"(?P<space>\r\n?)|(?P<reference>{_REFERENCE})|&|[^&\r]++")
# Between these a line end in the source is no space (CSS Text 3, 4.1.3). One behind a space may
# be: 第一条 stands before a gap.
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—\U00020000-\U000323af]")
_OUTSIDE, _EMPTY = -2, -1  # of cells
TERMS = ("dt", "dd")
FEWEST_VALUES = 2  # in a list of names and values
LONGEST_VALUE = 80  # code points of a value, with its tags; a longer one explains a term


class Tag(NamedTuple):
    """A tag, a comment, or an element whose content is no mark-up; ``name`` in lower case."""

    start: int
    end: int
    name: str
    closes: bool
    rule: str


def layout(text: str) -> Layout | None:
    """Return the layout of a page; None for a text without a tag."""
    is_feed = begins_a_feed(text)
    tags = feed_tags(text) if is_feed else tags_of(text)
    if not tags:
        return None
    closed = closing(tags)
    page = _Page(text, tags, closed, hidden(text, tags, closed))
    if page.unshown > page.writer.size and not is_feed:
        # What is hidden is the page: a script would show it.
        page = _Page(text, tags, closed, ruby(tags))
    facts = page.facts + list(feed_facts(text) if is_feed else ())
    return Layout(page.writer.tokens, page.title, tuple(page.spans), tuple(facts))


def leftover(text: str) -> Layout:
    """Return the layout of a plain text in which references and tags of a page were left.

    Its white space and line ends are its own.
    """
    tags = tags_of(text)
    return Layout(_Page(text, tags, closing(tags), {}, keeps=True).writer.tokens)


def begins_a_feed(text: str) -> bool:
    return _FEED.match(text) is not None


def feed_tags(text: str) -> list[Tag]:
    """Return the tags of a feed, and of the pages in it, with the names that a page would have."""
    whole = "content:encoded" if "<content:encoded" in text else "content"
    data = FEED_DATA | ({"description", "summary"} if f"<{whole}" in text else set())
    tags = tags_of(text, _FEED_BEGINS, RAW - {"title"})
    first = [number for number, tag in enumerate(tags) if tag.name in FEED_ITEMS]
    # Above the only item stands what the feed is called.
    above = first[0] if len(first) == 2 else 0
    return [
        tag._replace(
            name="template"
            if tag.name in data or (number < above and tag.name == "title")
            else FEED.get(tag.name, tag.name)
        )
        for number, tag in enumerate(tags)
    ]


def feed_facts(text: str) -> Iterator[Fact]:
    """Yield when the only item of a feed was published."""
    dates = list(islice(_FEED_DATE.finditer(text), 2))
    if len(dates) == 1:
        with suppress(ValueError):
            words = dates[0][1].strip()
            day = _DATE.match(words)
            when = date(*map(int, day.groups())) if day else parsedate_to_datetime(words).date()
            yield Fact("published", when.isoformat(), *dates[0].span(1), "markup:meta")


def tags_of(text: str, begins_a_tag: re.Pattern[str] = _BEGINS, raw: Set[str] = RAW) -> list[Tag]:
    """Return the tags of a page, in order; what is in ``raw`` elements is no mark-up."""
    found: list[Tag] = []
    last, last_comment = text.rfind(">"), text.rfind("-->")
    tag_of = _TAG
    unclosed: set[str] = set()
    at = 0
    while begins := begins_a_tag.search(text, at, last + 1):
        start = begins.start()
        if begins_a_tag is _FEED_BEGINS and text.startswith(_CHARACTERS, start):
            at = start + len(_CHARACTERS[text[start] == "]"])
            found.append(Tag(start, at, "", False, "markup:tag"))
            continue
        if text.startswith("<!--", start):
            ends = text.find("-->", start + 2) + 3 if start + 2 <= last_comment else 0
            end = ends or text.index(">", start) + 1
            found.append(Tag(start, end, "", False, "markup:comment"))
            at = end
            continue
        if text[start + 1] in "!?":
            declaration = _DECLARATION.match(text, start)
            assert declaration is not None  # there is a > behind
            at = declaration.end()
            found.append(Tag(start, at, "", False, "markup:tag"))
            continue
        match = tag_of.match(text, start)
        if match is None and tag_of is _TAG and _PLAIN_TAG.match(text, start):
            # A quotation that runs to the end of the file: from here on quotes are not believed.
            tag_of = _PLAIN_TAG
            match = tag_of.match(text, start)
        if match is None:
            at = start + 1
            continue
        name, closes, at = match["name"].lower(), bool(match["closes"]), match.end()
        rule = "markup:tag"
        if name in raw and not closes and name not in unclosed:
            ends_raw = re.compile(f"</{name}(?=[\\s/>])[^>]*+>?", re.IGNORECASE).search(text, at)
            if ends_raw or name in ("script", "style"):
                at = ends_raw.end() if ends_raw else len(text)
                rule = f"markup:{name}" if name in ("script", "style", "title") else "markup:hidden"
            else:
                unclosed.add(name)
        found.append(Tag(start, at, name, closes, rule))
    return found


def closing(tags: list[Tag]) -> dict[int, int]:
    """Return for each tag that opens an element the tag that closes it, by their numbers.

    Elements are matched by name alone, so that one that is not closed spoils no other.
    """
    found: dict[int, int] = {}
    open_tags: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        if tag.rule != "markup:tag":
            continue
        if not tag.closes:
            open_tags.setdefault(tag.name, []).append(number)
        elif opened := open_tags.get(tag.name):
            found[opened.pop()] = number
    return found


def ruby(tags: list[Tag]) -> dict[int, int]:
    """Return the readings of characters: the tag each begins with, and the one it ends before."""
    found: dict[int, int] = {}
    begun = -1
    for number, tag in enumerate(tags):
        if tag.name in RUBY_ENDS:
            if begun >= 0:
                found[begun] = number
            begun = number if tag.name in RUBY and not tag.closes else -1
    return found


def hidden(text: str, tags: list[Tag], closed: dict[int, int]) -> dict[int, int]:
    """Return what is not shown: the tag that each such element begins with, and its last."""
    found = ruby(tags)
    unfolds = _UNFOLDS.search(text) is not None
    for number, end in closed.items():
        tag = tags[number]
        if (
            tag.name in HIDDEN
            or (
                _UNSHOWN.search(text, tag.start, tag.end)
                and not (unfolds and _is_rest(text, tag, tags[end]))
            )
            # From a note back to where it is cited.
            or (
                tag.name == "a"
                and end == number + 1
                and _BACK.fullmatch(text, tag.end, tags[end].start)
            )
            # What is in it may have a size again.
            or (end == number + 1 and _NO_SIZE.search(text, tag.start, tag.end))
            or not UNSEEN.isdisjoint(attributes(text, tag, "class").split())
        ):
            found[number] = end + 1
    return found


def _is_rest(text: str, tag: Tag, last: Tag) -> bool:
    """Tell whether a hidden element is the rest of a text, which a button unfolds."""
    names = set(map(str.lower, _CALLED_WORD.findall(attributes(text, tag, "class", "id"))))
    return not names.isdisjoint(FOLDED) and text.count("。", tag.end, last.start) >= FEWEST_FOLDED


def items(text: str, tags: list[Tag], closed: dict[int, int]) -> dict[int, str]:
    """Return the number that a browser sets before each item of a numbered list, by its tag.

    Not where items bear one themselves, in code, and in lists of links, which show none.
    """
    found: dict[int, str] = {}
    lists: list[tuple[int, int, list[int]]] = []  # their tags, and those of their items
    for number, tag in enumerate(tags):
        if lists and number == lists[-1][1]:
            first, _, inside = lists.pop()
            if inside and _is_numbered(text, tags[first], [tags[item].end for item in inside]):
                start = _START.search(text, tags[first].start, tags[first].end)
                places = enumerate(inside, int(start[1]) if start else 1)
                found |= {item: f"{place}. " for place, item in places}
        elif tag.name in ("ol", "ul", "menu") and number in closed:
            lists.append((number, closed[number], []))
        elif tag.name == "li" and not tag.closes and lists:
            lists[-1][2].append(number)
    return found


def _is_numbered(text: str, tag: Tag, inside: Sequence[int]) -> bool:
    """Tell whether a browser numbers a list whose items begin at some places."""
    if tag.name != "ol" or _NO_NUMBERS.search(text, tag.start, tag.end):
        return False
    if not called(text, tag).isdisjoint(UNNUMBERED):
        return False
    bears = [_BEARS.match(text, place) is not None for place in inside]
    return not any(bears) and not all(_LEADS.match(text, place) for place in inside)


def values(tags: list[Tag], closed: dict[int, int]) -> set[int]:
    """Return the tags of what stands beside a name in a list of names and values: 时代：东晋

    Each has one line, and there are several; other lists explain terms, or are menus.
    """
    found: set[int] = set()
    lists: list[tuple[int, list[int]]] = []  # where each ends, and its names and values
    for number, tag in enumerate(tags):
        if lists and number == lists[-1][0]:
            _, parts = lists.pop()
            said = parts[1::2]
            is_paired = [tags[part].name for part in parts] == [*TERMS] * len(said)
            if is_paired and len(said) >= FEWEST_VALUES:
                found.update(said if all(_is_value(tags, closed, part) for part in said) else ())
        elif tag.name == "dl" and number in closed:
            lists.append((closed[number], []))
        elif tag.name in TERMS and not tag.closes and lists:
            lists[-1][1].append(number)
    return found


def _is_value(tags: list[Tag], closed: dict[int, int], number: int) -> bool:
    end = closed.get(number, number)
    is_short = 0 < tags[end].start - tags[number].end <= LONGEST_VALUE
    return is_short and all(tag.name not in LINES for tag in tags[number + 1 : end])


NAMELESS: frozenset[str] = frozenset()
ENDED_NAMES = FRAME_NAMES | COMMENT_NAMES  # hotlist, sharebox


def called(text: str, tag: Tag) -> frozenset[str]:
    """Return the words of what a tag is called, and each class as one word, in lower case."""
    words = attributes(text, tag, "class", "id", "role", "epub:type")
    if not words:
        return NAMELESS
    parts = (
        *_CALLED_WORD.findall(words),
        *("".join(filter(str.isalpha, word)) for word in words.split()),
    )
    named = {part.lower() for part in parts if part}
    ends = {match[1] for match in map(_ENDED.fullmatch, named) if match}
    return frozenset(named | ends & ENDED_NAMES)


def attributes(text: str, tag: Tag, *names: str) -> str:
    """Return what a tag has as its class, id or role, parted by spaces."""
    found = _CALLED.finditer(text, tag.start, tag.end)
    return " ".join(match[match.lastindex or 0] for match in found if match[1].lower() in names)


class _Page:
    """A page as it is laid out: ``unshown`` counts the code points between hidden tags.

    ``keeps``: all white space is shown as it stands.
    """

    def __init__(
        self,
        text: str,
        tags: list[Tag],
        closed: dict[int, int],
        hides: dict[int, int],
        keeps: bool = False,
    ) -> None:
        self.text, self.tags, self.closed, self.keeps = text, tags, closed, keeps
        self.writer = Writer()
        self.spans: list[Span] = []
        self.title = ""
        self.facts: list[Fact] = []
        self.unshown = 0
        self._begun: dict[int, Span] = {}  # by the closing tag's number
        self._link: int | None = None
        self._cell = _OUTSIDE  # or the number of the line that the cell's first text stands on
        self._lines = 0
        self._values = values(tags, closed)
        self._items = items(text, tags, closed)
        self._item = ""  # the number that the next text bears
        self._is_above = True  # no sentence has been shown yet
        self._lay_out(hides)

    def _lay_out(self, hides: dict[int, int]) -> None:
        at = 1 if self.text.startswith("\ufeff") else 0
        self.writer.mark(0, at, "markup:space")
        preformatted = 0  # the number of the tag behind which white space is no longer kept
        number = 0
        while number < len(self.tags):
            tag = self.tags[number]
            self._text(at, tag.start, self.keeps or number <= preformatted)
            if number in hides:
                number, at = self._hide(number, hides[number])
                continue
            self._tag(number, tag)
            self.writer.mark(tag.start, tag.end, tag.rule)
            if tag.name == "pre":
                preformatted = max(preformatted, self.closed.get(number, 0))
            number, at = number + 1, tag.end
        self._text(at, len(self.text), self.keeps)

    def _hide(self, first: int, until: int) -> tuple[int, int]:
        """Leave out an element; return the number of the tag behind it, and where it ends."""
        tag, inner = self.tags[first], self.tags[first:until]
        end = self.tags[until].start if tag.name in RUBY else inner[-1].end
        self.unshown += sum(after.start - before.end for before, after in pairwise(inner))
        self.writer.mark(tag.start, end, "markup:hidden")
        return until, end

    def _tag(self, number: int, tag: Tag) -> None:
        """Do to the lines what a tag does to them, and note the spans that it begins or ends."""
        writer = self.writer
        if tag.rule == "markup:title" and not self.title:
            inner = self.text[self.text.index(">", tag.start) + 1 : tag.end].rpartition("</")[0]
            self.title = " ".join(unescape(inner).split())
        elif tag.rule == "markup:script":
            found = _SCRIPT_WHEN.search(self.text, tag.start, tag.end)
            if found:
                self._published(found[1], found.span(1))
        elif tag.name == "time":
            self._time(tag)
        elif tag.name == "meta":
            self._meta(tag)
        elif tag.name == "a":
            self._end_link()
            if not tag.closes and not self._is_place(tag):
                self._link = writer.size
        elif tag.name in CELLS:
            if self._cell >= 0:  # a cell of several lines is one of layout, not of a table
                writer.wanted = "\t" if self._cell == self._lines else "\n"
            elif self._cell == _EMPTY and writer.wanted.startswith("\t"):
                writer.wanted += "\t"
            self._cell = _OUTSIDE if tag.closes else _EMPTY
        elif tag.name in ROWS:
            writer.end_line()
            self._cell = _OUTSIDE
        elif number in self._values:
            writer.wanted = "" if writer.last in ":：" else "："
        elif tag.name in LINES and (writer.wanted[:1] != "\t" or tag.name in ("h1", "h2")):
            writer.end_line()
        self._item = self._items.get(number, self._item)
        if tag.closes:
            if number in self._begun:
                self.spans.append(self._begun.pop(number)._replace(end=writer.size))
            return
        asks = "published" not in self._told
        is_box = tag.name in LINES or tag.name in NOTED
        names = called(self.text, tag) if is_box or (asks and self._is_above) else NAMELESS
        if asks:
            self._when(tag, names)
        if number in self.closed and (tag.name in NOTED or (names and tag.name in LINES)):
            self._begun[self.closed[number]] = Span(tag.name, writer.size, 0, names)

    def _is_place(self, tag: Tag) -> bool:
        """Tell whether an anchor is a place of the document, or leads to one or to its file."""
        href = _HREF.search(self.text, tag.start, tag.end)
        if href is None:  # else a script knows where it leads
            return _ANCHOR.search(self.text, tag.start, tag.end) is not None
        return _OWN_LINK.match(href[1]) is not None

    def _meta(self, tag: Tag) -> None:
        name = _META.search(self.text, tag.start, tag.end)
        content = _CONTENT.search(self.text, tag.start, tag.end)
        value = " ".join(unescape(content[1]).split()) if content else ""
        if not name or not content or not value:
            return
        place = content.span(1)
        if name[1].lower() == "articletitle":
            self.title = value
            self.facts.append(Fact("listed_title", value, *place, "markup:meta"))
        else:
            self._published(value, place)

    def _time(self, tag: Tag) -> None:
        """Take the first time of a page, to the minute, for that at which it was published."""
        found = _TIME.search(self.text, tag.start, tag.end)
        if found:
            self._published(found[1], found.span(1))

    @property
    def _told(self) -> set[str]:
        return {fact.field for fact in self.facts}

    def _when(self, tag: Tag, names: frozenset[str]) -> None:
        """Take what a by-line says, or has as its hint, for the time of publication."""
        found = _HINTS_WHEN.search(self.text, tag.start, tag.end)
        if self._is_above and not names.isdisjoint(TIME_NAMES):
            found = found or _SAYS_WHEN.match(self.text, tag.end)
        elif self._is_above and not names.isdisjoint(BYLINE_NAMES):
            found = found or _STAMP.search(self.text, tag.end - 1, tag.end + LONGEST_BYLINE)
        if found:
            self._published(found[1], found.span(1))

    def _published(self, words: str, place: tuple[int, int]) -> None:
        found = _DATE.match(words)
        if found and "published" not in self._told:
            with suppress(ValueError):  # the 30th of February
                value = date(*map(int, found.groups())).isoformat()
                self.facts.append(Fact("published", value, *place, "markup:meta"))

    def _end_link(self) -> None:
        if self._link is not None and self._link < self.writer.size:
            self.spans.append(Span("a", self._link, self.writer.size))
        self._link = None

    def _text(self, start: int, end: int, preformatted: bool) -> None:
        """Show the text between two tags: its white space collapses, its references are read."""
        writer = self.writer
        if self.keeps and self.text.startswith(("\n", "\r"), start):
            writer.wanted = ""  # a <br> at the end of a line
        name = _JUSTIFIED.fullmatch(self.text, start, end) if self._cell != _OUTSIDE else None
        if name and name[1] + name[2] not in _CHOICES:
            self._text(start, name.end(1), preformatted)
            writer.mark(name.end(1), name.start(2), "markup:space")
            self._text(name.start(2), end, preformatted)
            return
        for match in (_PREFORMATTED if preformatted else _PIECE).finditer(self.text, start, end):
            low, high = match.span()
            shown, rule = match.group(), ""
            if match["reference"]:
                shown, rule = unescape(shown), "markup:reference"
                blanks = _SPACE + "\xa0" * self.keeps
                shown = " " if shown.isspace() and shown in blanks else shown
            elif match["space"] and preformatted:
                shown, rule = "\n", "markup:space"
            elif match["space"]:
                shown, rule = self._space(low, high), "markup:space"
            if shown == self.text[low:high]:
                rule = ""
            if not shown:
                writer.mark(low, high, rule)
                continue
            parted = writer.wanted == "\n"
            if self._item and not shown.isspace():
                writer.show(low, low, self._item, "markup:number")
                self._item = ""
            self._is_above = self._is_above and not (high - low >= LEAST_PROSE and "。" in shown)
            writer.show(low, high, shown, rule)
            self._lines += parted
            if self._cell == _EMPTY:
                self._cell = self._lines

    def _space(self, start: int, end: int) -> str:
        """Return what a run of white space shows."""
        writer = self.writer
        if writer.wanted or writer.last in " \n\t":
            return ""
        if self.text[start] in "\r\n" and _WIDE.match(writer.last) and _WIDE.match(self.text, end):
            return ""
        return " "
