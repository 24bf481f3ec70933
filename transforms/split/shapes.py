"""Read a source as lines with a shape: what kind of line each is, how it is marked and set off.

The lines of a text without line ends are made: it is cut behind sentences and signatures, and
before the titles, numbers and articles that follow them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from transforms.schema import BLANK, BODY, BOILERPLATE, HEADING, PAGE_MARKER, RUNNING, Block
from transforms.split.contents import SENTENCE_END
from transforms.tables.letter import KIND, KIND_MARK
from transforms.tables.marks import GLUED_TITLE
from transforms.tables.titles import ADDRESSEE_LINE, NUMBER_LINE, TITLE_END

LONGEST = 60  # code points of a line that may be a heading
LONGEST_DATED = 44  # code points of a line that is a date with a place, an organ or a paper
LONG_LINE = 400  # code points from which a line is cut like a text without line ends
FEWEST = 3  # lines with one label or word before their number: fewer are words of their own
FULL = 0.8  # share of the widest lines from which a line is full: the next one may go on

# Kinds of lines
PROSE, SHORT, NUMBER, DATE, ADDRESSEE, ITEM, LABEL = (
    "prose", "short", "number", "date", "addressee", "item", "label"
)  # fmt: skip


class Line(NamedTuple):
    """A line that is not blank; ``start:end`` are its words, without white space around."""

    start: int
    end: int
    gap: int  # blank lines above, at most 2; a new page is one
    indent: int  # 0 none, 1 a paragraph's, 2 centred or to the right
    kind: str
    mark: str  # what it is numbered or labelled by, without the number: "第#条", "#.", "SONNET #"
    value: int  # its number, 0 if none
    title: int  # offset where its words begin behind the mark


_TITLE_END, _NUMBER_LINE, _ADDRESSEE, _GLUED = (
    rule.compile() for rule in (TITLE_END, NUMBER_LINE, ADDRESSEE_LINE, GLUED_TITLE)
)
_WORDS = frozenset({BODY, HEADING, BOILERPLATE})  # fields above a first title are a page's chrome
_LINE_ENDS = "\r\n\f"
_HAN = "一二三四五六七八九十百千零〇"
_DAY = (
    rf"(?:[0-9]{{4}} ?[./-] ?[0-9]{{1,2}} ?[./-] ?[0-9]{{1,2}}"
    rf"|(?:[0-9{_HAN}]{{4}} ?年 ?)?[0-9{_HAN}]{{1,3}} ?月 ?[0-9{_HAN}]{{1,3}} ?日?"
    rf"|[0-9{_HAN}]{{4}} ?年 ?[0-9{_HAN}]{{1,3}} ?月"
    r"|(?:(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? [0-9]{1,2},? [0-9]{4})"
    r"|(?:[0-9]{1,2}(?:st|nd|rd|th)? (?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]{0,6}\.?,? [0-9]{4}))"
)
_DATE = re.compile(rf"{_DAY}(?=$|[ ,)第夜晨晚于])")
_SALUTATION = re.compile(r"(?:(?:My )?[Dd]ear(?:est)? [^.;!?]{1,40}|Sirs?|Madam|Gentlemen)[,:]-?$")
_ORDER_NUMBER = re.compile(rf"\(?第? ?[0-9{_HAN}]{{1,6}} ?号\)?$")
_MARK = re.compile(
    rf"第 ?(?P<a>[0-9{_HAN}]{{1,6}}) ?(?P<unit>[章节条编篇卷部回集辑讲课幕场]|部分|单元)"
    rf"|(?P<b>[{_HAN}]{{1,4}})、"
    rf"|\((?P<c>[0-9{_HAN}]{{1,4}})\)"
    r"|(?P<d>[0-9]{1,4})(?:[.、)] ?(?![0-9])| (?![0-9年月日]))"
    r"|(?P<word>[A-Za-z]{2,12}(?= )|[\u4e00-\u9fff]{1,6}) ?(?P<e>[0-9]{1,5}|[IVXLC]{1,8}\b)"
    r"(?P<behind>号|期|则|首)?(?= |[:.]|$)"
    r"|(?P<f>[IVXLC]{1,8})(?:[.:)] |$)"
    r"|(?P<level>#{1,6}) ?(?=[^#])"
    r"|\[(?P<g>[0-9]{1,4})\]"
    r"|[【\[](?P<label>[^】\]]{1,8})[】\]](?!$)"
    rf"|篇(?P<h>[0-9{_HAN}]{{1,4}})(?=[:、. ])"
    r"|(?P<field>[\u4e00-\u9fff]{2,6}) ?: ?(?=[^ ])"
)
_NESTED = re.compile(r"[0-9]{1,3}\.[0-9]")  # 2.1 is a section's
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SIGNED = re.compile(
    r"[府厅局委办院会室部处司] ?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"
    r"(?![前起至,、。;:以内止到的和与)(])"
)
# A remark in brackets behind a sentence belongs to it: （财政厅牵头）
_ENDS = re.compile(rf"[。!?][\"')\]]?(?:\((?![0-9{_HAN}]{{1,4}}\))[^()。]{{2,60}}\)(?!。))?")
_ARTICLE = re.compile(r"(?=第一[章条编](?!第?[一二三四五]?[款项]?(?:规定|的|、|至|和|,|所|第)))")
_PREAMBLE = re.compile(
    rf"(?P<title>(?!为|根据|按照|依据|依照|经)[^。;:!?,\r\n]{{4,100}}?(?:{KIND}|解释|决议|法){KIND_MARK})"
    r"(?P<number>)(?=为[^。]{4,300}(?:制定|如下))"
)
_OF_SENTENCE = re.compile(",|^(?:为|根据|按照|依据|依照|经)")  # what no title holds that is full
_BREAKS = re.compile(f"{_ENDS.pattern}|{_SIGNED.pattern}")


def read_lines(view: str, blocks: Sequence[Block]) -> list[Line]:
    """Return the lines of the text's own blocks, in order."""
    spans = list(_spans(view, blocks))
    width = _width([end - start for start, end, _ in spans if view[end - 1] in _LINE_ENDS])
    marks = Counter(_mark(view[a : min(b, a + 2 * LONGEST)].strip())[0] for a, b, _ in spans)
    out: list[Line] = []
    goes_on, above_words = False, ""
    for start, end, gap in spans:
        words = view[start:end].strip(" \r\n\f\v\ufeff")
        if not words:
            continue
        begin = start + view[start:end].index(words)
        space = begin - start
        indent = (space > 0) + (space >= 4)
        in_sentence = words[0].islower() or _OF_SENTENCE.search(above_words)
        if goes_on and gap == 0 and out[-1].kind == SHORT and in_sentence:
            out[-1] = out[-1]._replace(kind=PROSE, mark="", value=0)
        goes_on = goes_on and gap == 0 and (not indent or not out[-1].indent)
        out.append(_line(view, begin, begin + len(words), gap, indent, goes_on, marks))
        above_words = words
        is_full = view[end - 1] in _LINE_ENDS and 0 < FULL * width <= len(words) + space
        goes_on = is_full and words[-1] not in SENTENCE_END.replace("、", "").replace(",", "")
    return out


def _spans(view: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """Yield start and end of each line, and the blank lines above it, at most two."""
    gap, most = 0, 2
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.label not in _WORDS:
            if block.label in (PAGE_MARKER, RUNNING):
                gap, most = 1, 1  # blank lines beside a page's end are the page's
            gap = min(most, gap + (block.label == BLANK))
            continue
        end = block.end
        while (
            view[end - 1] not in _LINE_ENDS
            and at < len(blocks)
            and blocks[at].label in _WORDS
            and blocks[at].start == end
        ):
            end = blocks[at].end
            at += 1
        if end - block.start < LONG_LINE:
            yield block.start, end, gap
        else:
            for start, stop in _joined(view, _pieces(view, block.start, end)):
                yield start, stop, gap
                gap = 0
        gap, most = 0, 2


def _pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that a text without line ends would have, as far as titles need them."""
    at = start
    for stop in [*(match.end() for match in _BREAKS.finditer(view, start, end)), end]:
        if stop <= at:
            continue
        glued = _GLUED.match(view, at, stop) or _PREAMBLE.match(view, at, stop)
        if glued:
            edges = [glued.end("title"), glued.end("number")]
            for edge in edges:
                if at < edge < stop:
                    yield at, edge
                    at = edge
            if view[at:stop].lstrip() and (colon := view.find(":", at, min(stop, at + 200))) > 0:
                yield at, colon + 1
                at = colon + 1
        else:
            for article in _ARTICLE.finditer(view, at, min(stop, at + 300)):
                head = view[at : article.start()]
                if len(head.strip()) < 4 or "," in head or ";" in head:
                    continue
                note = head.rfind("(")  # (2005年3月1日通过) is no part of the title
                if note > 0 and head.rstrip().endswith(")") and ends_as_title(head[:note]):
                    yield at, at + note
                    at += note
                yield at, article.start()
                at = article.start()
        if at < stop:
            yield at, stop
            at = stop


def _joined(view: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pieces with adjoining sentences, which are no items, as one."""
    run: tuple[int, int] | None = None
    for start, stop in pieces:
        if view[stop - 1] in "。!?" and not _MARK.match(view, start, stop):
            run = (run[0] if run else start, stop)
            continue
        if run:
            yield run
        run = None
        yield start, stop
    if run:
        yield run


def _width(sizes: Sequence[int]) -> int:
    """Return the size of a full line, where lines are wrapped, else 0: few are longer."""
    sizes = sorted(size for size in sizes if size >= 20)
    if len(sizes) < 10:
        return 0
    wide = sizes[int(0.9 * len(sizes))]
    near = sum(0.85 * wide <= size <= 1.1 * wide for size in sizes)
    return wide if wide <= 100 and near >= 0.4 * len(sizes) else 0


def _line(
    view: str, start: int, end: int, gap: int, indent: int, goes_on: bool, marks: Mapping[str, int]
) -> Line:
    """Return a line with its kind and mark; a mark that is seen once or twice is none."""
    words = view[start : min(end, start + 2 * LONGEST)]
    if goes_on:
        return Line(start, end, gap, indent, PROSE, "", 0, start)
    mark, value, title = _mark(words)
    if marks[mark] < FEWEST and (mark[0:1] in "【:" or " #" in mark):
        mark, value, title = "", 0, 0
    if mark == "第#条":
        return Line(start, end, gap, indent, ITEM, mark, value, start + title)
    kind = _kind(words, end - start, mark)
    return Line(start, end, gap, indent, kind, mark, value, start + title)


def _kind(words: str, size: int, mark: str) -> str:
    if _NUMBER_LINE.match(words) or _ORDER_NUMBER.match(words):
        return NUMBER
    if _SALUTATION.match(words):
        return ADDRESSEE
    if mark.startswith(("【", ":")) and mark != "【】":
        return LABEL
    if size <= LONGEST_DATED and words[-1] not in "。;!?,:":
        day = _DATE.search(words)
        if day and len(words) - len(day.group()) <= 24 and not _TITLE_END.search(words):
            return DATE
    if not mark and size <= 2 * LONGEST and _ADDRESSEE.match(words):
        return ADDRESSEE
    if mark and (size > LONGEST or words[-1] in "。;!:,."):
        return ITEM
    if size > LONGEST or words[-1] in "。;!,.:" or "。" in words:
        return PROSE
    return SHORT


def _mark(words: str) -> tuple[str, int, int]:
    """Return the mark of a line, its number, and where the words behind it begin."""
    if _NESTED.match(words):
        return "#.#", 0, 0
    match = _MARK.match(words)
    if not words:
        return "", 0, 0
    if match is None:
        quoted = words[0] == "《" and words[-1] == "》" and words.count("《") == 1
        boxed = words[0] in "【[" and words[-1] in "】]"
        caps = words.isascii() and words.isupper() and len(words) > 3
        return ("《》" if quoted else "【】" if boxed else "ABC" if caps else ""), 0, quoted
    end = match.end()
    end += len(words[end:]) - len(words[end:].lstrip(" .:"))
    if match["level"]:
        return match["level"] + " ", 0, end
    if match["label"]:
        return f"【{match['label']}】", 0, end
    if match["field"]:
        return f":{match['field']}", 0, end
    if match["word"]:
        mark = f"{match['word']} #{match['behind'] or ''}"
        return mark, number(match["e"]), end if end < len(words) else 0
    digits = (
        match["a"]
        or match["b"]
        or match["c"]
        or match["d"]
        or match["f"]
        or match["g"]
        or match["h"]
    )
    if match["unit"]:
        mark = f"第#{match['unit']}"
    else:
        names = {"b": "#、", "c": "(#)", "d": "#.", "f": "I.", "g": "[#]", "h": "篇#"}
        mark = next(name for group, name in names.items() if match[group])
    return mark, number(digits), end if end < len(words) else 0


def number(digits: str) -> int:
    """Return the number that Arabic, Roman or Chinese digits say."""
    if digits.isdecimal():
        return int(digits)
    if digits[0] in _ROMAN:
        values = [_ROMAN[letter] for letter in digits]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    total, last = 0, 0
    for digit in digits:
        if digit in "十百千":
            total += max(last, 1) * {"十": 10, "百": 100, "千": 1000}[digit]
            last = 0
        else:
            value = _HAN.index(digit) + 1 if digit not in "零〇" else 0
            last = last * 10 + value
    return total + last


def ends_as_title(words: str) -> bool:
    """Tell whether a line ends with a word that names a kind of document."""
    return bool(_TITLE_END.search(words))
