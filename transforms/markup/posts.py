"""The posts of a thread: which elements of a page others wrote below the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from transforms.markup.lines import Line, depths, lines_in
from transforms.markup.tokens import Span
from transforms.tables.elements import BOXES, HEADINGS, POST_NAMES
from transforms.tables.noise.apps import POSTED

LONGEST_BYLINE = 60  # code points
_posted = POSTED.compile()
# An organ's answer to a letter is the text's.
_ANSWER = re.compile(
    "(?:回复|回覆|答复|答覆|[办辦]理|受理)(?:时间|時間|日期|单位|單位|部门|部門|机构|機構|内容|內容|情况|情況|[结結]果|意[见見])"
    "|官方(?:回|答)|^.{0,16}(?:政府|[局厅廳委院处處署]|办公室|辦公室|中心)(?:$|[ :：　]|[回答])"
)
_STAMP = re.compile(r"(?:[0-9]{4}|[0-9]{1,2} ?[-/.月日]).*[0-9]{1,2}:[0-9]{2}")


def posts(lines: Sequence[Line], spans: Sequence[Span], title: range) -> Iterator[int]:
    """Yield the posts of a thread but for the first, which is the text.

    They are elements called the same in a row, each with a by-line as forums have it. Such with
    a heading each are texts of their own, and an organ's answer is no other's post.
    """
    rows: dict[tuple[str, frozenset[str]], list[range]] = {}
    for span in spans if title else ():
        numbers = lines_in(lines, span) if span.kind in BOXES and span.names else range(0)
        row = rows.setdefault((span.kind, span.names), [])
        if numbers and (not row or row[-1].stop <= numbers.start) and numbers.stop > title.start:
            row.append(numbers)
    several = {shape: row for shape, row in rows.items() if len(row) > 1}
    if not several:
        return
    headings = depths(lines, [span for span in spans if span.kind in HEADINGS])
    own = [depth > 0 or _answers(line) for depth, line in zip(headings, lines, strict=False)]
    titled = [0, *accumulate(own)]
    posted = [0, *accumulate(map(_is_posted, lines))]
    stamped = [0, *accumulate(map(_is_stamped, lines))]
    found: set[int] = set()
    for (_, names), row in several.items():
        said = posted if names.isdisjoint(POST_NAMES) else stamped
        others = [post for post in row[1:] if post.start not in found]
        is_own = any(titled[post.stop] > titled[post.start] for post in others)
        if not is_own and all(said[post.stop] > said[post.start] for post in others):
            found.update(chain.from_iterable(others))
    yield from found


def _answers(line: Line) -> bool:
    return len(line.words) <= LONGEST_BYLINE and _ANSWER.search(line.words) is not None


def _is_posted(line: Line) -> bool:
    return len(line.words) <= LONGEST_BYLINE and _posted.search(line.words) is not None


def _is_stamped(line: Line) -> bool:
    return _is_posted(line) or (
        len(line.words) <= LONGEST_BYLINE and _STAMP.search(line.words) is not None
    )
