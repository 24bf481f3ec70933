"""Which line ends of a source end a paragraph, and which only end a line or a page."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.restore.characters import HAN, ZERO_WIDTH
from transforms.restore.flow import LINE_ENDS, Flow
from transforms.tables.numbering import KINDS, LABELS, LAST_WORDS

WHITE = " \t\u00a0\u3000\u202f\u205f\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + ZERO_WIDTH

SHORTEST_CUT = 20  # code points of a line that a page end can have cut: below, it may be verse
FEWEST_WRAPPED = 4  # full lines before a text counts as hard-wrapped
NARROWEST = 24  # half-width columns of a hard-wrapped line: below, it is verse or a table
TOLERANCE = 8  # half-width columns by which a full line may miss the margin (kinsoku, numbers)
LATIN_TOLERANCE = 16  # words are longer than characters

_LINE = re.compile(f"[^{LINE_ENDS}]+")
_ENDS_SENTENCE = re.compile(r"[。！？；：…!?;:.”\"』」）)》〉】\]］*]$")
_ENDS_CLAUSE = re.compile(r"[，、,（(《〈“‘「『—]$")
_OPENS_LIKE_A_REST = re.compile(r"[，。；：！？、）》〉”’」』】,;:!?)]")
_INSIDE_SENTENCE = re.compile(r"[，。；：！？,;]")
_ENDS_WORD = re.compile(f"[{HAN}0-9A-Za-z%％℃]$")
_IS_HAN = re.compile(f"[{HAN}]")
_LABELLED = re.compile(f"(?:[-•] ?)?(?:{'|'.join(LABELS)}) ?[:：]|- ")
_FORMULA = re.compile("[=＝×÷]")
_GOES_ON = re.compile("等|的|和|与|及|或|以及|以上|以下|之")
_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条[ \u3000]*[一-鿿]{4}")


class Line(NamedTuple):
    """A line of the flow without the white space at its ends; ``indent`` is what stood before."""

    start: int
    end: int
    indent: str
    blank_before: bool
    item: bool


class Margin(NamedTuple):
    """The width at which a text is hard-wrapped, in half-width columns; 0: it is not."""

    width: int
    tolerance: int
    indented: bool  # paragraphs begin with an indent
    spaced: bool  # paragraphs stand between blank lines


def lines_of(flow: Flow, source: str) -> list[Line]:
    """Return the lines of a flow that hold more than white space."""
    items = {position for position, _ in flow.marks}
    out: list[Line] = []
    last = -1
    for match in _LINE.finditer(flow.text):
        words = match.group()
        bare = words.strip(WHITE)
        if not bare:
            continue
        start = match.start() + len(words) - len(words.lstrip(WHITE))
        blank = last >= 0 and source.count("\n", last, flow.offset(start)) > 1
        out.append(
            Line(
                start,
                start + len(bare),
                flow.text[match.start() : start],
                blank,
                start in items or match.start() in items,
            )
        )
        last = flow.offset(start + len(bare) - 1) + 1
    return out


def columns(words: str) -> int:
    """Return the width of a line in half-width columns."""
    return len(words) + (len(words.encode("utf-8", "surrogatepass")) - len(words)) // 2


def margin(words: list[str], lines: list[Line]) -> Margin:
    """Return where the lines of a document were wrapped."""
    widths = [columns(line) for line in words]
    indented = sum(bool(line.indent) for line in lines)
    blanks = sum(line.blank_before for line in lines)
    spaced = 0 < blanks < 0.8 * (len(lines) - 1)
    some = 0 < indented < 0.8 * len(lines)
    open_ends = sorted(
        width for line, width in zip(words, widths, strict=True) if not _ENDS_SENTENCE.search(line)
    )
    if len(open_ends) < FEWEST_WRAPPED:
        return Margin(0, 0, some, spaced)
    latin = sum(len(_IS_HAN.findall(line)) for line in words[:50]) * 5 < sum(map(len, words[:50]))
    tolerance = LATIN_TOLERANCE if latin else TOLERANCE
    width = open_ends[len(open_ends) * 4 // 5]
    wide = [each for each in open_ends if each >= 0.6 * width]
    if (
        width < NARROWEST
        or len(wide) < FEWEST_WRAPPED
        or len(wide) < 0.3 * len(lines)
        or sum(abs(each - width) <= tolerance for each in wide) < 0.8 * len(wide)
        or sum(each > width + tolerance for each in widths) > 0.02 * len(widths)
    ):
        return Margin(0, 0, some, spaced)
    misses = sorted(abs(each - width) for each in wide)
    return Margin(width, min(tolerance, misses[len(misses) * 9 // 10]), some, spaced)


def joined(flow: Flow, lines: list[Line]) -> list[bool]:
    """Return for each line but the last whether the next one goes on with its paragraph."""
    words = [flow.text[line.start : line.end] for line in lines]
    found = margin(words, lines)
    return [
        _goes_on(words[i], lines[i], words[i + 1], lines[i + 1], found)
        for i in range(len(lines) - 1)
    ]


def _goes_on(before: str, above: Line, after: str, line: Line, found: Margin) -> bool:
    """Return whether the line ``after`` goes on with the paragraph of the line ``before``."""
    if _OPENS_LIKE_A_REST.match(after):
        return True
    if _LABELLED.match(after):
        return False
    if not found.width and _ENDS_SENTENCE.search(before):
        return False
    full = bool(found.width) and columns(before) >= found.width - found.tolerance
    ends = _ENDS_SENTENCE.search(before) is not None
    if full and not ends:
        return not (line.item and _INSIDE_SENTENCE.search(before) is None)
    if line.item:
        return False
    if full and not (found.indented and line.indent) and not (found.spaced and line.blank_before):
        return before[-1] not in "：:"
    if ends or (after[0].isascii() and _IS_HAN.search(before) is None):
        return False
    if _ARTICLE.match(before):
        return _INSIDE_SENTENCE.search(after) is not None
    if len(before) < SHORTEST_CUT:
        return False
    if _ENDS_CLAUSE.search(before):
        return True
    # Titles, headings and names have no punctuation inside and end with the words of headings;
    # a signature below has no punctuation either.
    return (
        _ENDS_WORD.search(before) is not None
        and _FORMULA.search(before) is None
        and (
            _INSIDE_SENTENCE.search(before) is not None
            or (not above.item and not before.endswith(LAST_WORDS))
            or _GOES_ON.match(after) is not None
        )
        and not before.endswith(KINDS)
        and _INSIDE_SENTENCE.search(after) is not None
    )


def line_changes(flow: Flow, lines: list[Line]) -> tuple[list[tuple[int, int, str, str]], str]:
    """Return the changes that leave one newline between paragraphs, and the flow's text with it.

    The text has as many code points as before: what a change deletes is still in it.
    """
    if not lines:
        return ([(0, len(flow.text), "", "line:blank")] if flow.text else []), flow.text
    changes: list[tuple[int, int, str, str]] = []
    written: dict[int, str] = {}
    if lines[0].start:
        changes.append((0, lines[0].start, "", "line:edge"))
    for index, goes_on in enumerate(joined(flow, lines)):
        start, end = lines[index].end, lines[index + 1].start
        if goes_on:
            left, right = flow.text[start - 1], flow.text[end]
            new = " " if left.isascii() and right.isascii() and _both_words(left, right) else ""
            if new:
                written[start] = " "
                changes.append((start, start + 1, " ", "line:join"))
                start += 1
            if start < end:
                changes.append((start, end, "", "line:join"))
            continue
        between = flow.text[start:end]
        at = between.find("\n")
        if at < 0:
            at = next(i for i, character in enumerate(between) if character in LINE_ENDS)
            written[start + at] = "\n"
        if at:
            changes.append((start, start + at, "", "line:edge"))
        if between[at] != "\n":
            changes.append((start + at, start + at + 1, "\n", "line:end"))
        if start + at + 1 < end:
            changes.append((start + at + 1, end, "", "line:edge"))
    if lines[-1].end < len(flow.text):
        changes.append((lines[-1].end, len(flow.text), "", "line:edge"))
    if not written:
        return changes, flow.text
    characters = list(flow.text)
    for place, character in written.items():
        characters[place] = character
    return changes, "".join(characters)


def _both_words(left: str, right: str) -> bool:
    return (left.isalnum() or left in ",.;:!?)'\"") and (right.isalnum() or right in "('\"")
