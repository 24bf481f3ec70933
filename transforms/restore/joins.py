"""Join the lines of paragraphs that line ends and page ends have cut; leave one newline between."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from transforms.restore.cells import cell_joins
from transforms.restore.flow import Change, Flow, without
from transforms.restore.latin import Join, latin_joins
from transforms.restore.lines import Lines
from transforms.restore.margins import UNWRAPPED, margins, may_be_wrapped
from transforms.restore.seams import SHORTEST_CUT, Seams, cuts_an_article
from transforms.restore.traits import LINE_END, LINE_ENDS, OPENS_REST, traits_of
from transforms.tables.script import IDEOGRAPHS

_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_HYPHENATED = re.compile("[a-z]{2}-$")
_IN_NUMBER = re.compile("[0-9][.,:]?$")
_OPEN_CAPTION = re.compile("[(（][^()（）]*$")
_LAST_LETTER = re.compile("[b-z](?![A-Za-z])")  # of a word: a alone is one


def joined(lines: Lines) -> dict[int, Join | None]:
    """Return the lines, all but the last, with whose paragraph the next line goes on.

    How is said for lines in Latin script and the cells of a table only.
    """
    pairs = [] if lines.laid_out else list(lines.latin())
    chinese = dict.fromkeys(_chinese_joins(lines, {pair.at for pair in pairs}))
    found = {**chinese, **latin_joins(pairs, lines.flow.text)} if pairs else chinese
    for index, goes_on in cell_joins(lines):
        found.pop(index, None)
        if goes_on:
            found[index] = Join(0, "\t")
    return found


def _chinese_joins(lines: Lines, latin: Container[int]) -> Iterator[int]:
    found = [(len(lines), UNWRAPPED)]
    if may_be_wrapped(lines):
        found = margins(lines)
    between = Seams(lines, found)
    may: Sequence[int] = range(len(lines) - 1)
    if not any(margin.width for _, margin in found) and not between.layout.tells:
        if lines.laid_out:  # a caption in brackets is one, also on two lines
            may = [index for index in may if _OPEN_CAPTION.match(lines.words(index))]
        elif not between.by_sentence:
            may = _may_go_on(lines)
    for index in may:
        if index not in latin and between.goes_on(index):
            yield index


def _may_go_on(lines: Lines) -> list[int]:
    """Return the lines, all but the last, that may go on in a text that is not wrapped."""
    text, below = lines.flow.text, lines.starts[1:]
    may = {
        index
        for index, start, end in lines.open_lines
        if end - start >= SHORTEST_CUT or cuts_an_article(text, start) or lines.cuts_a_date(index)
    }
    may.update(lines.seams, lines.flow.traits.are(below, OPENS_REST).nonzero()[0].tolist())
    return sorted(may - {len(lines) - 1})


def join_lines(
    flow: Flow, source: str, walls: Sequence[int] = (), laid_out: bool = False
) -> tuple[list[Change], Flow]:
    """Return the changes that leave one newline between paragraphs, and the flow they lead to.

    ``walls`` are source offsets of what stands between paragraphs only, such as a page's chrome.
    Lines that are ``laid_out`` are joined only where all are wrapped at one width.
    """
    lines = Lines(flow, source, laid_out)
    if not len(lines):
        changes = [(0, len(flow.text), "", "line:blank")] if flow.text else []
        return changes, without(flow, [(0, len(flow.text))] if flow.text else [])
    changes = list(_line_changes(lines, lines.behind(walls)))
    if not changes:
        return changes, flow
    written = [change for change in changes if change[2]]
    if written:
        characters = list(flow.text)
        for start, _, new, _ in written:
            characters[start] = new
        text = "".join(characters)
        flow = flow._replace(text=text, traits=traits_of(text))
    return changes, without(flow, [(start, end) for start, end, new, _ in changes if not new])


def _line_changes(lines: Lines, apart: Container[int]) -> Iterator[Change]:
    """Yield the changes, in order; what is not deleted changes one code point.

    Lines ``apart`` are not joined with the next.
    """
    text, starts, ends = lines.flow.text, lines.starts, lines.ends
    if starts[0]:
        yield 0, int(starts[0]), "", "line:edge"
    joins = joined(lines) if len(lines) > 1 else {}
    joins = {at: how for at, how in joins.items() if at not in apart}
    parted: Iterable[int] = lines.parted
    if text.count("\n") != len(lines.flow.traits.places(LINE_END)):
        parted = range(len(lines) - 1)
    for index in sorted({*joins, *parted}):
        start, end = int(ends[index]), int(starts[index + 1])
        if index in joins:
            how = joins[index] or _between(lines, index)
            start -= how.cut
            if how.new and "\u00ad" not in text[start:end]:
                if text[start] != how.new:
                    yield start, start + 1, how.new, "line:join"
                start += 1
            if start < end:
                yield start, end, "", "line:join"
            continue
        between = text[start:end]
        at = between.find("\n")
        if at < 0:
            at = next(i for i, character in enumerate(between) if character in LINE_ENDS)
        if at:
            yield start, start + at, "", "line:edge"
        if between[at] != "\n":
            yield start + at, start + at + 1, "\n", "line:end"
        if start + at + 1 < end:
            yield start + at + 1, end, "", "line:edge"
    if ends[-1] < len(text):
        yield int(ends[-1]), len(text), "", "line:edge"


def _between(lines: Lines, index: int) -> Join:
    """Return how a line is joined with the next; Chinese wraps inside numbers and words, too."""
    before, after = lines.words(index), lines.words(index + 1)
    if _IS_HAN.search(before) and _IS_HAN.search(after):
        if _IN_NUMBER.search(before) and after[0].isdecimal():
            return Join(0, "")
        if _HYPHENATED.search(before) and after[0].islower():
            return Join(1, "")
        if before[-1].isalpha() and _LAST_LETTER.match(after):
            return Join(0, "")
    return Join(0, between_joined(before[-1], after[0]))


def between_joined(left: str, right: str) -> str:
    """Return what stands between two lines that are joined."""
    words = left.isascii() and right.isascii() and _both_words(left, right)
    return " " if words else ""


def _both_words(left: str, right: str) -> bool:
    return (left.isalnum() or left in ",.;:!?)'\"") and (right.isalnum() or right in "('\"")
