"""Markdown without its marks: CommonMark, with the tables and footnotes of its usual dialects.

Its words stay as they stand, lines too; the marks go. Where a mark may be a word (a masked name
张**, 5*3*2) it is one. What is inside a fence or a code span is no mark-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from html import unescape
from typing import NamedTuple

from transforms.markup.tokens import Layout, Span, Writer
from transforms.schema import Fact
from transforms.tables.elements import CELLS, INLINE, LINES

LONGEST_FRONT = 100  # lines
SHORTEST_BOLD = 4  # code points behind a Chinese character: 张**、李** are masked names

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|$)")
_FRONT = re.compile(
    rf"---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\r\n]*+\r?\n){{1,{LONGEST_FRONT}}}"
    r"(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
)
_FRONT_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*[ \t]*:(?:\s|$)")
_FRONT_TITLE = re.compile(
    r"^title[ \t]*:[ \t]*([\"']?)(?P<title>\S[^\r\n]*?)\1[ \t]*(?P<end>\r?\n)", re.MULTILINE
)
_FRONT_DATE = re.compile(
    r"^(?:date|published|pub_?date|publish_?date)[ \t]*:"
    r"[ \t]*[\"']?(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})",
    re.MULTILINE | re.IGNORECASE,
)
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`\r\n]*)")
_RULER = re.compile(r" {0,3}(?:==++|--++|(?:[-*_][ \t]*+){3,}+)[ \t]*+")
_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\]^\r\n][^\]\r\n]*)\]:[ \t]+\S[^\r\n]*")
_CELL_RULER = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_OPENING = re.compile(
    r"[ \t]*(?:>[ \t]?)*+(?:"
    r"(?P<heading>#{1,6})(?:[ \t]++|$)"
    r"|[ \t]*[-*+][ \t]++(?:\[[ xX]\][ \t]++)?(?=\S)"
    r"|(?:(?<=>)|(?<=>[ \t]))\[![a-zA-Z-]{1,20}\][-+]?[ \t]*"  # a callout
    r"|\[\^[^\]\s]{1,40}\]:[ \t]*"
    r")?"
)
_CLOSING = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+$")
_ENDS = r"(?:[^()\s]|\([^()\s]*+\))*+(?:[ \t]+(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+'))?[ \t]*\)"
_ATTRIBUTES = r"\{[.#][^{}\r\n]{1,100}\}"  # of Pandoc: [words]{.underline}
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+|[^\s<>@]{1,64}@[^\s<>@]{1,250})>"
    rf"|</?(?P<tag>(?i:{'|'.join(sorted(LINES | INLINE))}))(?=[\s/>])[^<>]*+>"
    r"|(?P<comment><!--)"
    r"|\[\^[^\]\s]{1,40}\]"
    r"|(?P<embedded>!\[\[[^\[\]\r\n]{1,200}\]\])"
    r"|\[\[(?:[^\[\]|\r\n]{1,200}\|)?(?=[^\[\]|\r\n]{1,200}(?P<wiki>\]\]))"
    r"|(?P<opens>!?\[)"
    rf"|\](?P<ends>\({_ENDS}|\[(?P<name>[^\[\]\r\n]{{0,99}})\]|{_ATTRIBUTES})?"
    r"|(?P<break>\\$)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~)"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<cell>(?:(?<![ \t])[ \t]++)?\|[ \t]*+)"
)
_ADDRESS = re.compile("[/.#:@?%]")
_HAN = re.compile("[\u3400-\u9fff]")


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
        facts = tuple(_front_facts(front))
    names = {
        match["name"].casefold() for match in map(_DEFINITION.match, text.splitlines()) if match
    }
    last_comment = text.rfind("-->")
    fence = ""
    is_table = False
    while at < len(text):
        line = _LINE.match(text, at)
        assert line is not None
        end = at + len(line.group().rstrip("\r\n"))
        until = line.end()
        fenced = _FENCE.fullmatch(text, at, end)
        if fenced and (
            not fence or (fenced["fence"].startswith(fence) and not fenced["info"].strip())
        ):
            fence = "" if fence else fenced["fence"]
            writer.mark(at, until, "markup:markdown")
        elif fence or not text[at:end].strip():
            writer.show(at, until, text[at:until])
            is_table = False
        elif 0 <= (comment := _open_comment(text, at, end)) <= last_comment - 4:
            _write_line(writer, text, at, comment, names, False)
            at = text.index("-->", comment + 4) + 3
            writer.mark(comment, at, "markup:comment")
            continue
        elif any(shape.fullmatch(text, at, end) for shape in (_RULER, _DEFINITION, _CELL_RULER)):
            writer.mark(at, until, "markup:markdown")
        else:
            is_table = "|" in text[at:end] and (is_table or _heads_a_table(text, until))
            before = writer.size
            level = _write_line(writer, text, at, end, names, is_table)
            if level:
                spans.append(Span(f"h{level}", before, writer.size))
            if until > end:
                writer.show(end, until, text[end:until])
        at = until
    return Layout(writer.tokens, title, tuple(spans), facts)


def _is_said(text: str, start: int, title: str) -> bool:
    """Tell whether a line of the text is the title that its front matter gives it."""
    line = re.compile(rf"^[#*=> \t]*+{re.escape(title)}[#* \t\r]*+$", re.MULTILINE)
    return line.search(text, start) is not None


def _front_facts(front: re.Match[str]) -> Iterator[Fact]:
    """Yield the date of publication that front matter gives."""
    found = _FRONT_DATE.search(front.group())
    if found:
        with suppress(ValueError):  # the 30th of February
            value = date.fromisoformat(found["date"]).isoformat()
            start, end = (front.start() + at for at in found.span("date"))
            yield Fact("published", value, start, end, "markup:meta")


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
    writer: Writer, text: str, start: int, end: int, names: set[str], is_table: bool
) -> int:
    """Write the tokens of a line; return the level of the heading that it is, 0 for none."""
    opening = _OPENING.match(text, start, end)
    assert opening is not None  # it matches nothing, too
    at = opening.end() if opening.group().strip() else start
    level = len(opening["heading"] or "")
    closing = _CLOSING.search(text, at, end) if level else None
    last = closing.start() if closing else end
    writer.mark(start, at, "markup:markdown")
    for mark in sorted(_marks(text, at, last, names, is_table)):
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
        elif match["embedded"] or match["break"]:
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
        if low - opened >= (SHORTEST_BOLD if _HAN.match(above) else 1):
            yield Mark(opened - size, opened)
            yield Mark(low, high)
            return
    if behind.strip() and not is_word:
        runs[run] = high
