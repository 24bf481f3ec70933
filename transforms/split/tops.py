"""Find the line where each document begins: a number, an organ, an order above its title."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transforms.split.kinds import DATE, IS_MAIL_FIELD, LABEL, NUMBER, SHORT, ends_as_title
from transforms.split.lines import Line, Lines
from transforms.split.looks import SECTIONS
from transforms.split.parts import REGULAR

ABOVE = 10  # lines above a title that may belong to it


def find_tops(lines: Lines, members: Sequence[int]) -> list[int]:
    """Return the first line of each document: what stands above the first title, and again
    above most others (a number, an organ, an order), belongs to the document below it."""
    high = min(ABOVE, members[0])
    least = [0, *(member + 1 for member in members[:-1])]  # a document has a line below its title
    depth = 0
    is_named = np.mean([ends_as_title(lines.texts[m]) for m in members]) >= REGULAR
    for step in range(1, high + 1):
        first = lines[members[0] - step]
        again = [
            m - step > low and alike(first, lines[m - step])
            for m, low in zip(members[1:], least[1:], strict=True)
        ]
        is_number = first.kind == NUMBER
        if np.mean(again) < REGULAR or (first.mark in {*SECTIONS, "【】"} and not is_number):
            break
        is_head = _is_set_off(lines, members, step) or _is_said_again(lines, members, step)
        is_said = is_named and "," in lines.texts[members[0] - step]  # by an editor
        is_field = first.kind == LABEL and not is_said
        if first.kind == NUMBER or is_field or (first.kind in (SHORT, DATE) and is_head):
            depth = step
    pattern = lines[members[0] - depth]
    tops = [
        m - depth if m - depth >= low and alike(pattern, lines[m - depth]) else m
        for m, low in zip(members, least, strict=True)
    ]
    return [_mail_head(lines, top, low) for top, low in zip(tops, least, strict=True)]


def _mail_head(lines: Lines, top: int, least: int) -> int:
    """Return the first line of a mail's head, whose fields differ from mail to mail."""
    if IS_MAIL_FIELD.match(lines.texts[top]):
        while top > least and lines[top].gap <= 1 and IS_MAIL_FIELD.match(lines.texts[top - 1]):
            top -= 1
    return top


def alike(one: Line, other: Line) -> bool:
    is_set_alike = one.indent == other.indent or one.kind == LABEL
    return one.kind == other.kind and one.mark == other.mark and is_set_alike


def _is_said_again(lines: Lines, members: Sequence[int], step: int) -> bool:
    """Tell whether the line above the first title stands above most, word for word; an organ over
    a date has signed what stands above."""
    if step > 1 and np.mean([lines[m - step + 1].kind == DATE for m in members[1:]]) >= REGULAR:
        return False
    words = lines.texts[members[0] - step]
    return float(np.mean([lines.texts[m - step] == words for m in members])) >= REGULAR


def _is_set_off(lines: Lines, members: Sequence[int], step: int) -> bool:
    """Tell whether a line above the titles is no signature: white space above, none or a
    document's number below."""
    found = [lines[m - step] for m in members if m >= step]
    below = [lines[m - step + 1] for m in members if m >= step]
    is_close = [line.gap == 0 or line.kind == NUMBER for line in below]
    return (
        float(np.mean([line.gap > 0 for line in found[1:]] or [False])) >= REGULAR
        and float(np.mean(is_close)) >= REGULAR
    )
