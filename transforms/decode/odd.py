"""Characters that a sound text does not hold: what kinds there are, how many, and where."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from transforms.schema import Remark

CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
UPPER = "\U00040000"
UPPER_PLANES = re.compile("[\U00040000-\U0010ffff]")
SPOILS = ("锟斤拷", "烫烫烫", "屯屯屯")
SPOILT = re.compile("|".join(f"(?:{each})++" for each in SPOILS))
NAMES = {
    "nul": "NUL",
    "control": "control",
    "replacement": "U+FFFD",
    "private": "private-use",
    "unassigned": "unassigned",
}
# What a record is told of these; U+FFFD is what `restore` warns of.
WARNINGS = {
    "nul": "NUL characters",
    "control": "control characters",
    "private": "private-use characters",
    "unassigned": "characters that Unicode does not assign",
}
SPOILT_WARNING = "characters were lost before the source was saved (锟斤拷 or the like)"
NEAR = 1000  # code points: remarks of one kind that are nearer are one


def odd_characters(text: str, met: str) -> dict[str, int]:
    """Return how many odd characters of each kind (see NAMES) a text holds.

    ``met`` are those it holds, each once; of the upper planes any one stands for all.
    """
    count: Counter[str] = Counter()
    for character in met:
        if character < UPPER:
            count[_kind(character)] += text.count(character)
    if met and met[-1] >= UPPER:
        count.update(map(_kind, UPPER_PLANES.findall(text)))
    return {kind: count[kind] for kind in NAMES if count[kind]}


def odd_places(text: str, met: str) -> Iterator[Remark]:
    """Yield where odd characters are; ``met`` as above."""
    if not met:
        return
    low = "".join(character for character in met if character < UPPER)
    pattern = f"[{re.escape(low)}{UPPER}-\U0010ffff]"
    for match in re.finditer(pattern, text):
        warning = WARNINGS.get(_kind(match[0]))
        if warning:
            yield Remark(warning, *match.span())


def spoilt_runs(text: str) -> list[tuple[int, int]]:
    """Return the runs of text that are nothing but the mark of a loss, such as 锟斤拷."""
    if not any(each in text for each in SPOILS):
        return []
    return [run.span() for run in SPOILT.finditer(text)]


def merged(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks by warning and place, those of one warning that are NEAR as one."""
    out: list[Remark] = []
    for remark in sorted(remarks):
        if out and out[-1].warning == remark.warning and remark.start <= out[-1].end + NEAR:
            out[-1] = out[-1]._replace(end=max(out[-1].end, remark.end))
        else:
            out.append(remark)
    return tuple(out)


def _kind(character: str) -> str:
    """Return the kind of an odd character, "" for a sound one."""
    if character == "\0":
        return "nul"
    if character == "\ufffd":
        return "replacement"
    category = unicodedata.category(character)
    return {"Cc": "control", "Co": "private", "Cn": "unassigned"}.get(category, "")


def is_odd(character: str) -> bool:
    """Return whether a character is one of those, by itself; tab, line and page ends are not."""
    return not "\t" <= character <= "\r" and bool(_kind(character))


def described(odd: dict[str, int]) -> str:
    """Return the kinds in words, for the evidence."""
    return ", ".join(f"{times:,} {NAMES[kind]}" for kind, times in odd.items())
