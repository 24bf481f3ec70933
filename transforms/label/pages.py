"""Which page markers count pages: those of one style that grow through the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from transforms.label.cuts import cuts_a_line
from transforms.label.words import is_line, labelled, words_of
from transforms.schema import BLANK, BODY, PAGE_MARKER, RUNNING, Block

MOST_NOTES = 12  # lines of foot notes on a page
SHORTEST_PAGE = 100  # code points between markers that cut words
PAGE = 200  # code points between two bare numbers: less, and no sentence, is a row of a table
MOST_PARTS = 20  # of a text, which may count them on lines of their own
FEWEST_FIFTHS, FIVE_LINES = 3, 40  # of every fifth line; code points between two
_NUMBER = re.compile("[0-9]+")
_RULER = re.compile("[-=_]{3,}")
_INSIDE_WORDS = re.compile(
    "(?![第见看在于至到和及与或填写查翻])[一-鿿](?:第[^一-鿿]*页|- ?[0-9]+ ?-)"
    "[一-鿿](?<![的上中下至到和及与或])"
)
STRONG_PAGES = frozenset(
    f"page:{name}-line" for name in ("dash", "of", "word", "dot", "print", "foot")
)
GLUED_PAGES = frozenset({"page:ordinal", "page:dash"})
WEAK_PAGES = frozenset({"page:bare-line", "page:letter-line"})


def confirm_pages(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those page markers that do not count pages made body again.

    A page marker belongs to a sequence of its style that grows through the source; one that
    is a line of its own and says that it is a page needs no sequence.
    """
    styles: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for index, block in labelled(blocks, PAGE_MARKER):
        digits = _NUMBER.search(view, block.start, block.end)
        signs = _NUMBER.sub("", words_of(view, block)) if block.rule in WEAK_PAGES else ""
        found = styles.setdefault((block.rule, signs), [])
        found.append((index, int(digits.group()) if digits else 0))
    false: set[int] = set()
    beside: set[int] = set()  # numbers of lines
    pages = max((len(found) for found in styles.values()), default=0)
    for (style, _), found in styles.items():
        if style in STRONG_PAGES:
            continue
        confirmed: set[tuple[int, int]] = set()
        fifths = _by_fives(view, blocks, found) if style == "page:bare-line" else []
        beside.update(index for index, _ in fifths)
        found = [one for one in found if one[0] not in beside] if fifths else found
        if not found:
            continue
        if style == "page:dashed":  # a stray printed number in a paged source
            confirmed.update(found if pages > 3 else ())
        elif style not in WEAK_PAGES or _are_pages(view, blocks, found):
            rising = _rising(found)
            if len(rising) >= 3 and len(rising) >= 0.7 * len(found):
                confirmed.update(rising)
        if not confirmed and _cut_the_text(view, blocks, style, found):
            confirmed.update(found)
        if not confirmed and style in WEAK_PAGES and _count_to_the_end(blocks, found):
            confirmed.update(found)
        if style == "page:ordinal":
            confirmed.update(one for one in found if is_line(view, blocks[one[0]]))
        false.update(one[0] for one in found if one not in confirmed)
    out = list(blocks)
    for index in beside:
        out[index] = out[index]._replace(label=RUNNING, rule="running:page-edge")
    for index in false:
        rule = "line" if is_line(view, out[index]) else "rest"
        out[index] = Block(out[index].start, out[index].end, BODY, rule)
    return out


def _are_pages(view: str, blocks: Sequence[Block], found: Sequence[tuple[int, int]]) -> bool:
    """Return whether most bare numbers count on by one, and pages of text lie between them."""
    pairs = list(pairwise(found))
    if view.startswith("0", blocks[found[0][0]].start):
        return False  # 01 stands above a section of a post
    if sum(b[1] - a[1] == 1 for a, b in pairs) < 0.6 * len(pairs):
        return False
    apart = (_holds_text(view, blocks[a[0]].end, blocks[b[0]].start) for a, b in pairs)
    return 2 * sum(apart) >= len(pairs)


def _by_fives(
    view: str, blocks: Sequence[Block], found: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the numbers of every fifth line, 5, 10, 15, that a patent prints beside its text.

    They are some lines apart, begin anew on each page, and one of them at least cuts a line.
    """
    runs: list[list[tuple[int, int]]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last and one[1] == last[1] + 5 and _apart(blocks, last[0], one[0]) >= FIVE_LINES:
            runs[-1].append(one)
        elif one[1] == 5:
            runs.append([one])
    long = [one for run in runs if len(run) >= FEWEST_FIFTHS for one in run]
    return long if any(cuts_a_line(view, blocks, index) for index, _ in long) else []


def _apart(blocks: Sequence[Block], above: int, below: int) -> int:
    return blocks[below].start - blocks[above].end


def _count_to_the_end(blocks: Sequence[Block], found: Sequence[tuple[int, int]]) -> bool:
    """Return whether numbers count on by one, pages apart, up to the last line of the source.

    Short pages do, if a blank line stands above each number, or no text has so many parts.
    """
    end = max((at for at, block in enumerate(blocks) if block.label == BODY), default=0)
    is_set_off = all(blocks[at - 1].label == BLANK for at, _ in found)
    least = SHORTEST_PAGE if is_set_off or found[0][1] > MOST_PARTS else PAGE
    return (
        len(found) > 1
        and found[-1][0] > end
        and all(
            later[1] - mark[1] == 1 and _apart(blocks, mark[0], later[0]) >= least
            for mark, later in pairwise(found)
        )
    )


def _cut_the_text(
    view: str, blocks: Sequence[Block], style: str, found: Sequence[tuple[int, int]]
) -> bool:
    """Return whether markers count on by one, pages apart, and cut words or lines.

    Documents have few pages: two are enough. The last may stand behind the text, on a short page.
    All cut the text, but of those between signs every other one may stand between paragraphs.
    """
    end = max((at for at, block in enumerate(blocks) if block.label == BODY), default=0)
    inside = [index for index, _ in found if index < end]
    cuts = _cuts_words if style in GLUED_PAGES else cuts_a_line
    return (
        len(found) > 1
        and all(
            later[1] - mark[1] == 1
            and (later[0] > end or _apart(blocks, mark[0], later[0]) >= SHORTEST_PAGE)
            for mark, later in pairwise(found)
        )
        and bool(inside)
        and (2 if style == "page:letter-line" else 1)
        * sum(cuts(view, blocks, index) or _is_below_notes(view, blocks, index) for index in inside)
        >= len(inside)
    )


def _is_below_notes(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a drawn line and foot notes stand above a marker, and nothing else between."""
    above = [block for block in blocks[max(0, index - MOST_NOTES) : index] if block.label == BODY]
    notes = 0
    while above and above[-1].rule == "item:circled":
        above.pop()
        notes += 1
    return notes > 0 and bool(above) and _RULER.fullmatch(words_of(view, above[-1])) is not None


def _cuts_words(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a marker stands between two words of a sentence."""
    mark = blocks[index]
    return _INSIDE_WORDS.match(view, max(0, mark.start - 1), mark.end + 1) is not None


def _holds_text(view: str, start: int, end: int) -> bool:
    return end - start >= PAGE or any(view.find(mark, start, end) >= 0 for mark in "。;!?")


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest subsequence whose page numbers do not fall (patience sorting)."""
    tops: list[int] = []
    where: list[int] = []
    before: list[int] = []
    for position, (_, number) in enumerate(found):
        pile = bisect_right(tops, number)
        before.append(where[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            where.append(position)
        else:
            tops[pile] = number
            where[pile] = position
    chain: list[tuple[int, int]] = []
    at = where[-1] if where else -1
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]
