"""Markdown without its marks: CommonMark, with the tables and footnotes of its usual dialects.

Its words stay as they stand, lines too; the marks go. Where a mark may be a word (a masked name
张**, 5*3*2) it is one. What is inside a fence or a code span is no mark-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from transforms.markup.tokens import Layout, Span, Writer
from transforms.schema import Fact
from transforms.tables.contacts import SURNAMES
from transforms.tables.elements import CELLS, CODE_NAMES, INLINE, LINES, PREFORMATTED

_HARD_BREAKS = ("  \n", "\\\n", "  \r\n", "\\\r\n")
LONGEST_FRONT = 100  # lines
MOST_LINES = 4  # of a title
FEWEST_CONTENTS = 3  # links to sections that are a list of contents
SHORTEST_BOLD = 4  # code points between two surnames: 张**和李** are masked names

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|$)")
# In YAML, or, between +++, in TOML.
_FRONT = re.compile(
    rf"(?:---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\r\n]*+\r?\n){{1,{LONGEST_FRONT}}}(?:---|\.\.\.)"
    rf"|\+\+\+[ \t]*\r?\n(?:(?!\+\+\+)[^\r\n]*+\r?\n){{1,{LONGEST_FRONT}}}\+\+\+)"
    r"[ \t]*(?:\r?\n|$)"
)
_FRONT_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*[ \t]*(?::(?:\s|$)|=[ \t]*\S)")
_FRONT_TITLE = re.compile(
    r"^title[ \t]*[:=][ \t]*([\"']?)(?P<title>\S[^\r\n]*?)\1[ \t]*(?P<end>\r?\n)", re.MULTILINE
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY = (
    r"[\"']?(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|(?P<month>{'|'.join(_MONTHS)}) (?P<day>[0-9]{{1,2}}), (?P<year>[0-9]{{4}}))"
)
_FRONT_DATE = re.compile(
    rf"^(?:date|published|pub_?date|publish_?date|(?:发布)?日期)[ \t]*[:=][ \t]*{_DAY}",
    re.MULTILINE | re.IGNORECASE,
)
_CREATED = re.compile(
    rf"^(?:created|创建(?:时间|日期))(?: time)?[ \t]*[:=][ \t]*{_DAY}", re.MULTILINE | re.IGNORECASE
)
_CLIPPED = re.compile(
    r"^(?:source|url|link|来源|链接|原文)[ \t]*[:=]", re.MULTILINE | re.IGNORECASE
)
# Fields that Notion exports below a title, one of them such as it has of itself.
_FIELDS = re.compile(
    r"#[ \t][^\r\n]*+\r?\n[ \t]*+\r?\n"
    r"(?P<fields>(?:[^\s:：][^\r\n:：]{0,24}: [^\r\n]*+\r?\n){2,20})[ \t]*+\r?\n"
)
_OWN_FIELD = re.compile(
    r"^(?:(?:Created|Last [Ee]dited)(?: [Bb]y| [Tt]ime)?"
    r"|(?:创建|最后编辑|上次编辑)(?:时间|日期|者|人)): ",
    re.MULTILINE,
)
_HEADS, _HEADED = re.compile(r"<(?P<name>[hH][1-3])[\s>]"), re.compile("</[hH][1-3]>")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`\r\n]*)")
_SITE = re.compile("[ \t]*[_|·–—-]+[ \t]*(?=[^_|·–—-]{2,24}$)")
_RULER = re.compile(r" {0,3}(?:==++|--++|(?:[-*_][ \t]*+){3,}+)[ \t]*+")
_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\]^\r\n][^\]\r\n]*)\]:[ \t]+\S[^\r\n]*")
# Signs of dialects on a line of their own: where the contents shall stand, a box, a remark.
_SIGN = re.compile(
    r"[ \t]*+(?:(?i:@?\[{1,2}_?TOC_?\]{1,2}(?:\([^()\r\n]*+\))?|\{:toc[^{}\r\n]*+\})"
    r"|:{3,}+[ \t]*+(?:\{[^{}\r\n]*+\}|[a-zA-Z_ -]{0,40}+)|%%[^%\r\n]*+%%"
    r"|\{\{[<%][^{}\r\n]*+\}\}|\{%[^{}%\r\n]*+%\})[ \t]*+"
)
_FORMULA = re.compile(r"[ \t]*+\$\$[ \t]*+")
# What leads to the sections of the same text, and what stands above it.
_CONTENTS = re.compile(
    r"[ \t]*+(?:[-*+]|[0-9]{1,3}[.)])[ \t]++\[[^\[\]\r\n]{1,200}+\]"
    r"\(#[^()\r\n]*+(?:\([^()\r\n]*+\)[^()\r\n]*+)*+\)[ \t]*+"
)
_CONTENTS_HEAD = re.compile(
    r"[#*: \t]*+(?:目录|目次|文章目录|[Cc]ontents|Table of [Cc]ontents)[#*:： \t]*+"
)
# What a reader of pages (Jina) writes above the Markdown that it makes of one.
_READER = re.compile(
    r"Title:[ \t]++(?P<title>\S[^\r\n]*?)(?:(?:[_|]| [-–—] )[^_|\r\n]{2,24})?"
    r"(?P<end>[ \t]*\r?\n)\s*URL Source:[^\r\n]*\s+"
    r"(?:Published Time:[ \t]*(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})?[^\r\n]*\s+)?"
    r"(?P<pdf>Number of Pages:[^\r\n]*\s+)?Markdown Content:[ \t]*\r?\n"
)
# Between the cells of a page's table a line may end.
_CELL_ENDS = re.compile(r"</t[dh]>[ \t]*$")
_CELL_CLOSES = re.compile(r"[ \t]*</t[dh]>")
_CELL_BEGINS = re.compile(r"[ \t]*<t[dh](?=[\s>])")
_CELL_RULER = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_OPENING = re.compile(
    r"[ \t]*(?:>[ \t]?)*+(?:"
    r"(?P<heading>#{1,6})(?:[ \t]++|$)"
    r"|(?P<bullet>[ \t]*[-*+][ \t]++(?:\[[ xX]\][ \t]++)?(?=\S))"
    r"|(?:(?<=>)|(?<=>[ \t]))\[![a-zA-Z-]{1,20}\][-+]?[ \t]*"  # a callout
    r"|\[\^[^\]\s]{1,40}\]:[ \t]*"
    r"|(?<=<aside>\n)[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?[ \t]++"  # the sign of Notion's box
    r")?"
)
_NOTE = re.compile(r"\[\^(?P<words>[0-9]{1,3}\]):")
_CLOSING = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
# Behind a heading its attributes, behind a paragraph its name (Obsidian).
_NAMED = re.compile(
    r"(?:(?<![ \t])[ \t]++(?:\{(?:[.#][^{}\s]{1,60}[ \t]*+){1,9}\}|\^[a-z0-9-]{4,40})"
    r"|(?<=[。！？；：”）])\^(?=[0-9-]*[a-z])[a-z0-9-]{2,40})[ \t]*+$"
)
_NUMBER = re.compile(r"[ \t]*(?P<number>[0-9]{1,3})[.)][ \t]")
_ATTRIBUTES = r"\{[.#][^{}\r\n]{1,100}\}"  # of Pandoc: [words]{.underline}
_ENDS = (
    r"(?:[^()\s]|\([^()\s]*+\))*+(?:[ \t]+(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+'))?[ \t]*\)"
    rf"(?:{_ATTRIBUTES})?"
)
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+|[^\s<>@]{1,64}@[^\s<>@]{1,250})>"
    rf"|</?(?P<tag>(?i:{'|'.join(sorted(LINES | INLINE))}))(?=[\s/>])[^<>]*+>"
    r"|(?P<comment><!--)"
    r"|\[(?P<note>\^)(?:(?P<numbered>[0-9]{1,3})|[^\]\s\\]{1,40})\]"
    r"|(?P<embedded>!\[\[[^\[\]\r\n]{1,200}\]\])"
    r"|\[\[(?:[^\[\]|\r\n]{1,200}\|)?(?=[^\[\]|\r\n]{1,200}(?P<wiki>\]\]))"
    r"|(?P<opens>!?\[)"
    rf"|\](?P<ends>\({_ENDS}|\[(?P<name>[^\[\]\r\n]{{0,99}})\]|{_ATTRIBUTES})?"
    r"|(?P<break>\\$)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~|==)"
    r"|(?P<raised>\^(?=\\?\[[^\[\]\\^\s]{1,20}\\?\]\^)|(?<=\])\^)"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<cell>(?:(?<![ \t])[ \t]++)?\|[ \t]*+)"
)
_NO_WORDS = re.compile("|".join(shape.pattern for shape in (_RULER, _SIGN, _CELL_RULER)))
_ADDRESS = re.compile(r"[/.#:@?%]|\([A-Za-z][!-'*-~]+\)")
_SURNAMES = frozenset(SURNAMES[:120])  # the most common
_PAUSES = frozenset("，。、；：！？）》」』,.;:!?)]")  # with them no emphasis begins behind a word


class Mark(NamedTuple):
    """``start:end`` reads ``shown``."""

    start: int
    end: int
    shown: str = ""
    rule: str = "markup:markdown"


def layout(text: str) -> Layout:
    """Return the layout of a text in Markdown."""
    writer = Writer()
    spans: list[Span] = []
    at = 1 if text.startswith("\ufeff") else 0
    writer.mark(0, at, "markup:space")
    title = ""
    facts: tuple[Fact, ...] = ()
    front = _FRONT.match(text, at)
    if front and any(map(_FRONT_KEY.match, front.group().splitlines())):
        found = _FRONT_TITLE.search(text, at, front.end())
        title = found["title"] if found else ""
        if found and not _is_said(text, front.end(), title):
            writer.mark(at, found.start("title"), "markup:front-matter")
            writer.show(*found.span("title"), title)
            writer.mark(found.end("title"), found.start("end"), "markup:front-matter")
            writer.show(*found.span("end"), found["end"])
            at = found.end()
        writer.mark(at, front.end(), "markup:front-matter")
        at = front.end()
        facts = tuple(_front_facts(front.group(), front.start()))
    reader = _READER.match(text, at)
    if reader:
        title = reader["title"]
        is_said = _is_said(text, reader.end(), title)
        if reader["pdf"] and not is_said:
            title = ""  # what a file says of itself is often its name, or another text's title
        if is_said or not title:
            writer.mark(at, reader.end(), "markup:front-matter")
        else:
            writer.mark(at, reader.start("title"), "markup:front-matter")
            writer.show(*reader.span("title"), title)
            writer.mark(reader.end("title"), reader.start("end"), "markup:front-matter")
            writer.show(*reader.span("end"), reader["end"])
            writer.mark(reader.end("end"), reader.end(), "markup:front-matter")
        if reader["date"]:
            facts = (Fact("published", reader["date"], *reader.span("date"), "markup:meta"),)
        at = reader.end()
    names = {
        match["name"].casefold() for match in map(_DEFINITION.match, text.splitlines()) if match
    }
    last_comment = text.rfind("-->")
    fence = ""
    is_table = False
    contents = _Contents()
    numbers = _Numbers()
    fields = _FIELDS.match(text, at)
    hidden = fields if fields and _OWN_FIELD.search(fields["fields"]) else None
    if hidden and not facts:
        facts = tuple(_front_facts(hidden["fields"], hidden.start("fields")))
    goes_on = False  # the line above may be one with this
    headed: list[Span] = []  # a heading in tags, and its lines
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        end = at + len(line.group().rstrip("\r\n"))
        until = line.end()
        shows_words = False
        if hidden and at == hidden.start("fields"):
            writer.mark(at, hidden.end("fields"), "markup:front-matter")
            at = hidden.end("fields")
            continue
        fenced = _FENCE.fullmatch(text, at, end)
        if fenced and (
            not fence or (fenced["fence"].startswith(fence) and not fenced["info"].strip())
        ):
            fence = "" if fence else fenced["fence"]
            writer.mark(at, until, "markup:markdown")
        elif _FORMULA.fullmatch(text, at, end) and fence in ("", "$$"):
            fence = "" if fence else "$$"
            writer.mark(at, until, "markup:markdown")
        elif fence or not text[at:end].strip():
            numbers.is_parted = True
            shows_words = bool(text[at:end].strip())
            if shows_words and goes_on:
                writer.show(at, at, "\n", "markup:break")  # a line of code is one
            if fence:
                spans.append(Span(PREFORMATTED, writer.size, writer.size + until - at, CODE_NAMES))
            writer.show(at, until, text[at:until])
            is_table = False
        elif 0 <= (comment := _open_comment(text, at, end)) <= last_comment - 4:
            _write_line(writer, text, at, comment, names, False)
            at = text.index("-->", comment + 4) + 3
            writer.mark(comment, at, "markup:comment")
            continue
        elif _NO_WORDS.fullmatch(text, at, end) or _DEFINITION.fullmatch(text, at, end):
            writer.mark(at, until, "markup:markdown")
        else:
            shows_words = True
            contents.add(text, at, end, writer.size)
            is_table = "|" in text[at:end] and (is_table or _heads_a_table(text, until))
            if goes_on and _is_parted(text, at, end):
                writer.show(at, at, "\n", "markup:break")
            before = writer.size
            number = numbers.of(text, at, end)
            level = _write_line(writer, text, at, end, names, is_table, number)
            if level:
                spans.append(Span(f"h{level}", before, writer.size))
            elif tag := _HEADS.search(text, at, end):
                headed = [Span(tag["name"].lower(), before, before)]
            if headed and writer.last not in " \n":
                headed = [*headed, headed[0]._replace(start=before, end=writer.size)]
            if headed and _HEADED.search(text, at, end):
                spans += [headed[1]._replace(end=headed[-1].end)] if len(headed) > 1 else []
                headed = []
            if until > end and _CELL_ENDS.search(text, at, end) and _CELL_BEGINS.match(text, until):
                writer.show(end, until, "\t", "markup:cell")
                shows_words = False
            elif until > end and _CELL_CLOSES.match(text, until):
                writer.mark(end, until, "markup:space")
                shows_words = False
            elif until > end:
                writer.show(end, until, text[end:until])
        goes_on = shows_words
        at = until
    contents.end(writer.size)
    return Layout(writer.tokens, title, (*spans, *contents.spans), facts)


class _Contents:
    """The lists of links to sections of the same text, with what heads them."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._lines = 0
        self._start = self._head = -1

    def add(self, text: str, start: int, end: int, shown: int) -> None:
        """Take the next line that shows something, from ``shown`` on."""
        if _CONTENTS.fullmatch(text, start, end):
            self._start = shown if self._start < 0 else self._start
            self._lines += 1
            return
        self.end(shown)
        self._head = shown if _CONTENTS_HEAD.fullmatch(text, start, end) else -1

    def end(self, shown: int) -> None:
        """End a list before what is shown from ``shown`` on."""
        if self._lines >= FEWEST_CONTENTS:
            start = self._head if self._head >= 0 else self._start
            self.spans.append(Span("nav", start, shown))
        self._lines, self._start, self._head = 0, -1, -1


class _Numbers:
    """The numbers that the items of a list show where all are written as the same: 1. 1. 1."""

    def __init__(self) -> None:
        self.is_parted = False  # by an empty line from the item above
        self._said: dict[int, tuple[str, int]] = {}  # by the indent of the list

    def of(self, text: str, start: int, end: int) -> list[Mark]:
        """Return the mark of a line's number, if it shows another."""
        item = _NUMBER.match(text, start, end)
        indent = len(text[start:end]) - len(text[start:end].lstrip())
        if not item:
            if self.is_parted or text.startswith("#", start):
                self._said = {at: said for at, said in self._said.items() if at < indent}
            self.is_parted = False
            return []
        self.is_parted = False
        number = item["number"]
        said, times = self._said.get(indent, ("", 0))
        times = times + 1 if number == said else 0
        self._said = {at: each for at, each in self._said.items() if at < indent}
        self._said[indent] = (number, times)
        place = item.span("number")
        return [Mark(*place, str(int(number) + times), "markup:number")] if times else []


def _is_parted(text: str, start: int, end: int) -> bool:
    """Tell whether a line is no part of the paragraph of the line directly above it.

    It is an item of a list, or the line above ends in two spaces or a backslash.
    """
    opening = _OPENING.match(text, start, end)
    if opening and opening["bullet"]:
        return True
    return text.endswith(_HARD_BREAKS, max(0, start - 4), start)


def _is_said(text: str, start: int, title: str) -> bool:
    """Tell whether lines of the text are the title that its front matter gives it.

    It may stand on several lines, and behind it in the front matter the names of its site.
    """
    names = {_letters(title)}
    while site := _SITE.search(title, len(title) // 2):
        title = title[: site.start()]
        names.add(_letters(title))
    lines = [words for words in map(_letters, text[start:].splitlines()) if words]
    return any(
        name.startswith(words) and name in accumulate(lines[at : at + MOST_LINES])
        for at, words in enumerate(lines)
        for name in names
    )


def _letters(words: str) -> str:
    return "".join(words.split()).strip("#*=>_")


def _front_facts(front: str, at: int) -> Iterator[Fact]:
    """Yield the date of publication that front matter, or Notion's fields, give from ``at`` on.

    A note is as old as its file, but not one that was clipped from elsewhere.
    """
    found = _FRONT_DATE.search(front)
    if not found and not _CLIPPED.search(front):
        found = _CREATED.search(front)
    if found:
        month = found["month"]
        with suppress(ValueError):  # the 30th of February
            if month:
                value = date(
                    int(found["year"]), 1 + _MONTHS.index(month.capitalize()), int(found["day"])
                )
            else:
                value = date.fromisoformat(found["date"])
            start, end = (at + place for place in found.span("date"))
            yield Fact("published", value.isoformat(), start, end, "markup:meta")


def _open_comment(text: str, start: int, end: int) -> int:
    """Return where in a line a comment begins that does not end there, -1 if none does."""
    closed = text.rfind("-->", start, end)
    return text.find("<!--", closed + 3 if closed >= 0 else start, end)


def _heads_a_table(text: str, at: int) -> bool:
    """Tell whether the line at an offset parts the head of a table from its rows."""
    line = _LINE.match(text, at)
    words = line.group().strip() if line else ""
    return "|" in words and _CELL_RULER.fullmatch(words) is not None


def _write_line(
    writer: Writer,
    text: str,
    start: int,
    end: int,
    names: set[str],
    is_table: bool,
    number: Sequence[Mark] = (),
) -> int:
    """Write the tokens of a line; return the level of the heading that it is, 0 for none."""
    opening = _OPENING.match(text, start, end)
    assert opening is not None  # it matches nothing, too
    at = opening.end() if opening.group().strip() else start
    level = len(opening["heading"] or "")
    closing = _NAMED.search(text, at, end) or (_CLOSING.search(text, at, end) if level else None)
    last = closing.start() if closing else end
    note = _NOTE.match(text, start, at)
    if note:
        writer.mark(start, note.start(), "markup:markdown")
        writer.show(note.start(), note.start() + 1, "[")
        writer.mark(note.start() + 1, note.start() + 2, "markup:markdown")
        writer.show(*note.span("words"), note["words"])
        writer.mark(note.end("words"), note.end(), "markup:markdown")
        if at > note.end():
            writer.show(note.end(), at, text[note.end() : at])
    else:
        writer.mark(start, at, "markup:markdown")
    for mark in sorted((*number, *_marks(text, at, last, names, is_table))):
        if mark.start < at:
            continue
        if at < mark.start:
            writer.show(at, mark.start, text[at : mark.start])
        if mark.shown:
            writer.show(mark.start, mark.end, mark.shown, mark.rule)
        else:
            writer.mark(mark.start, mark.end, mark.rule)
        at = mark.end
    if at < last:
        writer.show(at, last, text[at:last])
    writer.mark(last, end, "markup:markdown")
    return level


def _marks(text: str, start: int, end: int, names: set[str], is_table: bool) -> Iterator[Mark]:
    """Yield the marks inside a line; most lines have none."""
    if _INLINE.search(text, start, end) is None:
        return
    spans = dict(_code_spans(text, start, end))
    brackets: list[re.Match[str]] = []
    runs: dict[str, int] = {}  # where the last run of a kind that may open an emphasis ends
    words_end = start + len(text[start:end].rstrip())
    last_comment = text.rfind("-->", start, end)
    at = start
    while match := _INLINE.search(text, at, end):
        low, high = match.span()
        at = high
        if match["ticks"]:
            if high in spans:
                at, closing = spans[high], len(match["ticks"])
                yield Mark(low, high)
                yield Mark(at - closing, at)
        elif match["escaped"]:
            yield Mark(low, low + 1)
        elif match["address"]:
            yield Mark(low, low + 1)
            yield Mark(high - 1, high)
        elif match["comment"]:
            if high <= last_comment:
                at = text.index("-->", high) + 3
                yield Mark(low, at, "", "markup:comment")
        elif match["tag"]:
            yield _tag(text, match, start)
        elif match["embedded"] or match["break"] or match["raised"]:
            yield Mark(low, high)
        elif match["wiki"]:
            yield Mark(low, high)
            yield Mark(*match.span("wiki"))
        elif match["opens"]:
            brackets.append(match)
        elif text[low] == "]":
            at = low + 1
            opened = brackets.pop() if brackets else None
            if (
                opened
                and match["ends"]
                and (
                    text.startswith("![", opened.end())  # a badge
                    or _leads(match["ends"], match["name"], names)
                )
            ):
                at = high
                if opened["opens"] == "![":
                    yield Mark(opened.start(), high)  # its words are not shown, nor marks in them
                else:
                    yield Mark(*opened.span())
                    yield Mark(low, high)
            elif (
                opened
                and not match["ends"]
                and text[opened.end() : low].casefold() in names
                and opened["opens"] == "["
            ):
                yield Mark(*opened.span())
                yield Mark(low, at)
        elif match["run"]:
            yield from _emphasis(text, match, start, end, runs)
        elif match["reference"]:
            shown = unescape(match["reference"])
            if shown != match["reference"]:
                shown = " " if shown in "\n\r\f\t" else shown
                yield Mark(low, high, shown, "markup:reference")
        elif match["cell"]:
            if is_table:
                is_edge = low <= start or high >= words_end
                yield Mark(low, high, "" if is_edge else "\t", "markup:cell")
        elif match["numbered"]:
            yield Mark(*match.span("note"))
        else:
            yield Mark(low, high)  # a reference to a footnote


def _tag(text: str, match: re.Match[str], start: int) -> Mark:
    """Return what a tag shows: a line end, or what parts two cells of a row."""
    name, low = match["tag"].lower(), match.start()
    before = text[max(start, low - len("</div> ")) : low].rstrip().lower()
    opens = not match.group().startswith("</")
    if opens and name in CELLS and before.endswith(("</td>", "</th>")):
        return Mark(*match.span(), "\t", "markup:cell")
    is_break = name == "br" or (
        opens and name in LINES and before.endswith(("</tr>", "</p>", "</div>", "</li>"))
    )
    return Mark(*match.span(), "\n" if is_break else "", "markup:tag")


def _leads(ends: str, name: str | None, names: set[str]) -> bool:
    """Tell whether what stands behind ] is where a link leads: an address, or a defined name."""
    return _ADDRESS.search(ends) is not None if name is None else name.casefold() in names


def _code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield code spans: where each begins behind its backticks, and where it ends with them."""
    runs = list(re.finditer("`+", text[start:end]))
    following: dict[int, int] = {}  # by their number of backticks, from the end on
    ends: list[int] = []
    for run in reversed(runs):
        size = run.end() - run.start()
        ends.append(following.get(size, 0))
        following[size] = run.end()
    for run, last in zip(runs, reversed(ends), strict=True):
        if last:
            yield start + run.end(), start + last


def _emphasis(
    text: str, match: re.Match[str], start: int, end: int, runs: dict[str, int]
) -> Iterator[Mark]:
    """Yield the marks of an emphasis that a run of asterisks or the like closes."""
    run, low, high = match["run"], *match.span()
    before, behind = text[max(start, low - 1) : low], text[high : min(end, high + 1)]
    is_word = before.isascii() and before.isalnum() and behind.isascii() and behind.isalnum()
    opened = runs.pop(run, None)
    if opened is not None and before.strip() and not is_word:
        size = len(run)
        above = text[max(start, opened - size - 1) : opened - size]
        if low - opened >= SHORTEST_BOLD or not (above in _SURNAMES and before in _SURNAMES):
            yield Mark(opened - size, opened)
            yield Mark(low, high)
            return
    if behind.strip() and not is_word and not (before.isalnum() and behind in _PAUSES):
        runs[run] = high
