"""Find what closes a text: fields, who signs it and its day, a note in brackets behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from transforms.split.classes import SIGNS
from transforms.split.head import names_organ
from transforms.split.kinds import READ, is_by_line, mark_of
from transforms.split.looks import SECTIONS, Looks
from transforms.tables.titles import TITLE_END_ALONE

LONGEST_SIGNER, MOST_SIGNERS = 8, 4  # code points of who signs above the day; lines

DAY = re.compile(r"[12][0-9]{3} ?[年.-] ?[0-9]{1,2} ?(?:[.-] ?[0-9]{1,2}|月(?: ?[0-9]{1,2})?)")
_ENDS_ALONE = TITLE_END_ALONE.compile()
_PAUSE = re.compile(r"[,;](?! ?[0-9])")


def closing_fields(looks: Looks, runs: Sequence[tuple[int, int]]) -> set[str]:
    """Return the marks of fields that stand in several places, and none above the first text."""
    times = Counter(mark for at in looks.at if (mark := field(looks, at)))
    above = {field(looks, at) for at in range(*runs[0])} if runs else set()
    return {mark for mark, count in times.items() if count > 1} - above


def below_closing(looks: Looks, fields: Set[str], lone: bool, first: int, last: int) -> int:
    """Return the first line of a run below what closes the text above: fields, an organ and its
    day, all above the most white space. ``lone``: a day may close a text without a signer."""
    gaps = looks.gaps[first + 1 : last]
    if gaps.max(initial=0) == 2:
        return first + 1 + int(gaps.argmax())
    if first:
        while first < last and field(looks, first) in fields:
            first += 1
        day = first
        first = _below_day(looks, lone, first, last)
        while first < last - 1 and _closes(looks, first, behind=day < first):
            first += 1
        first = _below_rest(looks, first, last)
    return first


def _below_rest(looks: Looks, first: int, last: int) -> int:
    """Return the title that names its kind, below what a text without its last stop ends with."""
    if first == last or not _PAUSE.search(looks.lines.texts[first]) or names_kind(looks, first):
        return first
    return next((at for at in range(first + 1, last) if names_kind(looks, at)), first)


def _closes(looks: Looks, at: int, behind: bool) -> bool:
    """Tell whether a line is a note in brackets behind a text, a judgment's clerk, or, ``behind``
    a day, what stands so behind others, too."""
    words = looks.lines.texts[at]
    is_said_again = behind and looks.times[words] > 1 and not names_kind(looks, at)
    return is_said_again or (words[0] == "(" and words[-1] == ")") or bool(SIGNS.match(words))


def _below_day(looks: Looks, lone: bool, first: int, last: int) -> int:
    """Return the line below the day that ends a text, who signed it above; if there is none, or no
    title stands below it, the first line: that day may stand below a title."""
    for at in range(first, min(first + MOST_SIGNERS + 1, last - 1)):
        words = looks.lines.texts[at]
        if looks.signed[at] or DAY.match(words):
            is_title = looks.lines[at + 1].mark in SECTIONS or is_by_line(words)
            is_title = is_title or (at == first and not lone)
            return first if is_title else at + 1
        if looks.named[at] or not (_may_sign(words) or field(looks, at)):
            break
    return first


def is_signature(looks: Looks, at: int) -> bool:
    """Tell whether a line is an organ with its day behind it."""
    day = DAY.search(looks.lines.texts[at])
    return (
        bool(looks.dated[at])
        and day is not None
        and names_organ(looks.lines.texts[at][: day.start()].rstrip())
    )


def _may_sign(words: str) -> bool:
    """Tell whether a line may be who signs: an organ, or short as a name is."""
    return names_organ(words) or len(words.replace(" ", "")) <= LONGEST_SIGNER


def names_kind(looks: Looks, at: int) -> bool:
    """Tell whether a line ends with the name of a kind of document: 民 事 判 决 书, too."""
    words = looks.lines.texts[at]
    return bool(looks.named[at]) or _ENDS_ALONE.search(words.replace(" ", "")) is not None


def field(looks: Looks, at: int) -> str:
    """Return the mark of a line that is a field, else nothing."""
    mark, _, _ = mark_of(looks.lines.texts[at][:READ])
    return mark if mark.startswith(":") else ""
