"""The widths at which the lines of a document were wrapped."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.restore.lines import CLAUSE_ENDS, NARROWEST, Lines, ends_sentence, pauses
from transforms.restore.spacing import is_row

FEWEST_WRAPPED = 4  # full lines before a text counts as hard-wrapped
LEAST_WRAPPED = 0.1  # share of the lines that are full and end in mid-sentence
MOSTLY = 0.8  # share of these
LEAST_PROSE = 0.5  # share of these that have a pause inside: titles have none
WIDE = 0.6  # of the margin: lines in mid-sentence as wide as that are full, mostly
BEYOND = 0.05  # share of the lines that go further
NARROW = 40  # half-width columns: lines of questions, headlines and verse are as wide
FEWEST_MIXED = 3  # full lines where other paragraphs are not wrapped
NEAR = 4  # code points by which they do: a digit is half as wide as a character
TIGHT = 2  # half-width columns by which these differ at most
TOLERANCE = 8  # half-width columns by which a full line may miss the margin (kinsoku, numbers)


class Margin(NamedTuple):
    """The width at which a text is hard-wrapped, in half-width columns; 0: it is not."""

    width: int
    tolerance: int
    indented: bool  # paragraphs begin with an indent
    spaced: bool  # paragraphs stand between blank lines
    by_letters: bool = False  # lines were cut by their number of code points, whatever their width
    mixed: bool = False  # what goes further, and much of the rest, was not wrapped at all


UNWRAPPED = Margin(0, 0, False, False)


def may_be_wrapped(lines: Lines) -> bool:
    """Return whether lines may have been wrapped: soon seen of most texts.

    Of those that end in mid-sentence there are many, or some of one size, above no longer ones.
    """
    wide = [
        (index, end - start)
        for index, start, end in lines.open_lines
        if 2 * (end - start) >= NARROWEST
    ]
    if len(wide) >= max(FEWEST_WRAPPED, LEAST_WRAPPED * len(lines)):
        return True
    below = lines.sizes[1:]
    sizes = sorted(
        size for index, size in wide if index < len(below) and below[index] <= size + NEAR
    )
    alike = zip(sizes, sizes[FEWEST_MIXED - 1 :], strict=False)
    return any(largest - least <= NEAR for least, largest in alike)


def margins(lines: Lines) -> list[tuple[int, Margin]]:
    """Return the margins of a document, each with the first line that it does not hold for.

    There is one, unless only the pages by themselves have one: a column may be narrower. Where
    there is none, some paragraphs may have one.
    """
    whole = margin(lines, 0, len(lines))
    if whole.width:
        return [(len(lines), whole)]
    some = (
        whole._replace(width=width, tolerance=TIGHT, mixed=True)
        if (width := _mixed(lines))
        else whole
    )
    ends = lines.page_ends()
    if len(ends) < 2:
        return [(len(lines), some)]
    found = [margin(lines, first, last) for first, last in pairwise([0, *ends])]
    return [(end, each if each.width else some) for end, each in zip(ends, found, strict=True)]


def margin(lines: Lines, first: int, last: int) -> Margin:
    """Return where the lines ``first:last`` of a document were wrapped.

    It is where most lines of prose break off that are wide and end in mid-sentence; hardly any
    line goes further.
    """
    indented = sum(bool(lines.indent(index)) for index in range(first, last))
    low, high = (bisect_left(lines.open_lines, (at,)) for at in (first, last))
    open_lines = [(index, lines.words(index)) for index, _, _ in lines.open_lines[low:high]]
    cut = [at for at, words in open_lines if not ends_sentence(words) and not is_row(words)]
    own: list[int] = []
    if len(cut) >= FEWEST_WRAPPED:
        own = [index for index in range(first, last) if not is_row(lines.words(index))]
    found = UNWRAPPED
    if own and len(cut) >= LEAST_WRAPPED * len(own):
        found = _margin(lines, own, cut, lines.width)
        if found.tolerance != 1:  # not exact: perhaps their number is
            other = _margin(lines, own, cut, lines.letters)._replace(by_letters=True)
            margins = [each for each in (found, other) if each.width]
            found = min(margins, key=lambda each: each.tolerance, default=UNWRAPPED)
    return found._replace(indented=0 < indented < 0.8 * (last - first), spaced=lines.spaced)


def _margin(
    lines: Lines, own: Sequence[int], cut: Sequence[int], size: Callable[[int], int]
) -> Margin:
    """Return the margin by a measure of lines; ``cut`` are those that end in mid-sentence."""
    sizes = {index: size(index) for index in own}
    most = sorted(sizes.values())[-1 - int(BEYOND * len(own))]
    full = [index for index in cut if abs(most - sizes[index]) <= TOLERANCE]
    wide = sum(WIDE * most <= sizes[index] <= most for index in cut)
    if most < NARROWEST or len(full) < max(FEWEST_WRAPPED, LEAST_WRAPPED * len(own), 0.8 * wide):
        return UNWRAPPED
    prose = {index for index in cut if pauses(lines.words(index))}
    both = [index for index in full if index in prose]
    if len(both) < LEAST_PROSE * len(prose):
        return UNWRAPPED
    if _are_broken_at_marks(lines, full):
        return UNWRAPPED
    if len(both) < LEAST_PROSE * len(full):
        both = full  # a list: only if all are of one width
    ends = sorted(sizes[index] for index in both)
    width = ends[len(ends) // 2]
    misses = sorted(abs(each - width) for each in ends)
    tolerance = max(1, misses[len(misses) * 9 // 10])
    if both is full and tolerance > 2:
        return UNWRAPPED
    return Margin(width, tolerance, False, False)


def _mixed(lines: Lines) -> int:
    """Return the width of the paragraphs that are wrapped in a text where others are not, or 0.

    Their lines break off at one width, no mark or blank line stands between them, and the last one
    ends with a sentence.
    """
    cut: dict[int, int] = {}  # widths by line
    for index, start, end in lines.open_lines:
        if 2 * (end - start) >= NARROWEST and not is_row(lines.words(index)):
            cut[index] = lines.width(index)
    prose = {index for index in cut if pauses(lines.words(index))}
    if len(prose) < FEWEST_MIXED:
        return 0
    widths = Counter(cut[index] for index in prose)
    width = max(widths, key=lambda each: (_around(widths, each), widths[each], each))
    full = [index for index in cut if abs(cut[index] - width) <= TIGHT]
    if _are_broken_at_marks(lines, full):
        return 0
    wide = sum(WIDE * width <= cut[index] <= width + TOLERANCE for index in prose)
    closed: set[int] = set()
    for index in reversed(full):
        below = index + 1
        if below == len(lines) or lines.is_item(below):
            continue
        if lines.spaced and lines.is_blank_before(below):
            continue
        if lines.width(below) > width + TIGHT:
            continue
        if below in closed or ends_sentence(lines.words(below)):
            closed.add(index)
    if width < NARROW and not any(index + 1 in closed for index in closed):
        return 0  # a question and its answer may be as wide by chance, three lines are not
    return width if len(closed & prose) >= max(FEWEST_MIXED, MOSTLY * wide) else 0


def _around(widths: Counter[int], width: int) -> int:
    return sum(widths[width + other] for other in range(-TIGHT, TIGHT + 1))


def _are_broken_at_marks(lines: Lines, cut: Sequence[int]) -> bool:
    """Return whether lines end with a comma so often that they were not wrapped at a width."""
    return sum(lines.words(at)[-1] in CLAUSE_ENDS for at in cut) > LEAST_PROSE * len(cut)
