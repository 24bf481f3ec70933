"""Mojibake: text that was read in a wrong encoding and saved again, read back where that is sure.

A line is encoded as it was misread, and its bytes decoded as what they were. Where the characters
of both readings begin together is a step; the cheapest path through the steps says which of them
are mojibake, so that sound words in the same line stay. A character whose bytes were lost on the
way is U+FFFD. 锟斤拷 is U+FFFD read as GBK: nothing is left of what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from transforms.decode.plausible import PLAUSIBLE, bits_of, half_bits, survey
from transforms.decode.reading import Piece, unread, written

# Misread as, and what it was. GBK is read and written as gb18030, which holds it.
CHAINS = (
    ("gb18030", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
)  # fmt: skip
# A line (splitlines would cut at U+0085, too); a long one is cut behind marks that stand in no
# misread character, so that a stretch is looked at closely and not a whole text in one line.
LINE = re.compile("(?=.|\n)[^\n]{0,2000}[^\n。，；,;]*+[\n。，；,;]?")
CHINESE = re.compile("[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f]")
LATIN = re.compile("[\xa1-\xff][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
LOST = "\ufffd"
MARK = b"\xff"  # stands for a lost byte: in none of the encodings
SWITCH = 20.0  # bits that a change between sound and misread costs
LOOPED = 16  # code points; a longer text is looked up at once
NEVER = float("inf")
GAIN = 10.0  # bits a character that a repair must gain
FEWEST = 2  # Chinese characters and marks that a repair must bring back


class Step(NamedTuple):
    """The shortest stretch where both readings have whole characters; ``read`` "" for none."""

    shown: str
    read: str

    @property
    def is_lost(self) -> bool:
        """Whether bytes are missing."""
        return LOST in self.read


class Repair(NamedTuple):
    """Pieces of a text, repaired; how many runs were, and how many characters are lost."""

    pieces: tuple[Piece, ...]
    runs: int
    lost: int
    kinds: tuple[str, ...]


def repair(pieces: Sequence[Piece]) -> Repair:
    """Return the pieces with what is plainly mojibake read back."""
    out: list[Piece] = []
    runs = lost = 0
    kinds: dict[str, None] = {}
    for piece in pieces:
        if piece.bad or len(piece.codecs) > 1 or not survey(piece.text).misread:
            out.append(piece)
            continue
        codec = piece.codecs[0]
        for chain, shown, read in _runs(piece.text):
            size = len(shown.encode(codec))
            if chain is None:
                out.append(Piece((codec,), size, shown))
                continue
            whole = LOST not in read and _gives_back(read, (codec, *chain), shown)
            out.append(Piece((codec, *chain), size, read, bad=not whole))
            runs += 1
            lost += read.count(LOST)
            kinds["{1} read as {0}".format(*chain)] = None
    return Repair(tuple(out), runs, lost, tuple(kinds))


def _gives_back(read: str, chain: tuple[str, ...], shown: str) -> bool:
    try:
        return written(read, chain) == shown.encode(chain[0])
    except UnicodeError:  # the byte of € or a character that the reader decodes but cannot encode
        return False


Run = tuple[tuple[str, str] | None, str, str]


def _runs(text: str) -> Iterator[Run]:
    """Yield the text in runs: the chain that repairs it or None, as shown, and as read."""
    lines = LINE.findall(text)
    best = [_best(line, FEWEST) for line in lines]
    repaired = sum(len(shown) for runs in best for chain, shown, _ in runs if chain)
    if 3 * repaired > sum(len(line) for line in lines if not line.isascii()):
        # Where much is mojibake, a character or two are, too.
        best = [runs or _best(line, 1) for line, runs in zip(lines, best, strict=True)]
    for line, runs in zip(lines, best, strict=True):
        yield from runs or [(None, line, "")]


def _best(line: str, fewest: int) -> list[Run]:
    """Return the line in runs where some of it is repaired, as the best chain does it; else []."""
    if line.isascii() or (fewest >= FEWEST and not survey(line).misread):
        return []
    chains = CHAINS if LATIN.search(line) else CHAINS[:1]
    runs = max((_repaired(line, *chain, fewest) for chain in chains), key=_bits_gained)
    return runs if _bits_gained(runs) > 0 else []


def _bits_gained(runs: Sequence[Run]) -> float:
    return sum(_bits(shown) - _bits(read) for chain, shown, read in runs if chain)


def _repaired(line: str, writer: str, reader: str, fewest: int) -> list[Run]:
    """Return a line in runs, some of them read back; lossless stretches apart from others."""
    steps = list(_steps(line, writer, reader))
    runs: list[Run] = []
    at = 0
    for is_read, group in groupby(_path(steps)):
        part = steps[at : at + len(list(group))]
        at += len(part)
        if not is_read or not _is_plainly_better(part, fewest):
            runs.append((None, "".join(step.shown for step in part), ""))
            continue
        for _, same in groupby(part, key=lambda step: step.is_lost):
            stretch = list(same)
            shown, read = ("".join(each) for each in zip(*stretch, strict=True))
            runs.append(((writer, reader), shown, read))
    return runs


def _is_plainly_better(steps: Sequence[Step], fewest: int) -> bool:
    shown, read = ("".join(each) for each in zip(*steps, strict=True))
    chinese = CHINESE.findall(read)
    gained = _bits(shown) - _bits(read)
    good = read.replace(LOST, "")
    return (
        len(chinese) >= fewest
        and gained >= GAIN * len(chinese)
        and read.count(LOST) <= len(chinese) * FEWEST / fewest
        and survey(good).mean <= PLAUSIBLE
    )


def _steps(line: str, writer: str, reader: str) -> Iterator[Step]:
    """Yield the steps of a line; what the writer lacks is a step that cannot be read."""
    raw: list[bytes] = []
    start = 0
    for at, character in enumerate(line):
        code = _code(character, writer, raw[-1] if raw else b"", line[at + 1 : at + 2])
        if code is None:
            yield from _aligned(line[start:at], raw, reader)
            yield Step(character, "")
            raw, start = [], at + 1
            continue
        raw.append(code)
    yield from _aligned(line[start:], raw, reader)


def _code(character: str, writer: str, before: bytes, after: str) -> bytes | None:
    """Return the bytes shown as a character, None where there are none."""
    if character == LOST:
        return MARK
    if character == "€" and writer == "gb18030":
        # A2 E3, but Windows and browsers show the byte 80 so, too: which one makes UTF-8?
        follows = MARK if after == LOST else after.encode(writer)
        ends_open = before[-1:] >= b"\xc0"
        return b"\xa2\xe3" if not ends_open and b"\x80" <= follows[:1] < b"\xc0" else b"\x80"
    return _written_character(character, writer)


@lru_cache(maxsize=1 << 16)
def _written_character(character: str, writer: str) -> bytes | None:
    try:
        return unread(character, writer)
    except UnicodeEncodeError:
        return None


def _aligned(shown: str, raw: Sequence[bytes], reader: str) -> Iterator[Step]:
    """Yield the steps of characters and their bytes."""
    if not shown:
        return
    data = b"".join(raw)
    shown_ends = list(accumulate(map(len, raw)))
    read, read_ends = _read(data, reader)
    index = {end: at + 1 for at, end in enumerate(read_ends)}
    shown_from = read_from = 0
    for at, end in enumerate(shown_ends):
        to = index.get(end)
        if to is None:
            continue
        yield Step(shown[shown_from : at + 1], "".join(read[read_from:to]))
        shown_from, read_from = at + 1, to
    if shown_from < len(shown):
        yield Step(shown[shown_from:], "".join(read[read_from:]))


def _read(data: bytes, reader: str) -> tuple[list[str], list[int]]:
    """Return the characters of bytes, and where each ends; bytes that are no character are LOST.

    The bytes of one broken character are one LOST, with the ? that stands for the rest.
    """
    read: list[str] = []
    ends: list[int] = []
    at = 0
    for character in data.decode(reader, "surrogateescape"):
        is_bad = "\udc80" <= character <= "\udcff"
        at += 1 if is_bad else len(character.encode(reader))
        broken = bool(read) and read[-1] == LOST
        rest = (is_bad and data[at - 1] < 0xC0) or data[at - 1 : at] in (MARK, b"?")
        if broken and rest and at - (ends[-2] if len(ends) > 1 else 0) <= 3:
            ends[-1] = at
            continue
        read.append(LOST if is_bad else character)
        ends.append(at)
    return read, ends


def _path(steps: Sequence[Step]) -> list[bool]:
    """Return whether to read each step back: the fewest bits, a change costs SWITCH."""
    sound = as_read = 0.0
    back: list[tuple[bool, bool]] = []
    for step in steps:
        from_sound = (sound, as_read + SWITCH), (sound + SWITCH, as_read)
        back.append((from_sound[0][1] < from_sound[0][0], from_sound[1][1] <= from_sound[1][0]))
        sound = min(from_sound[0]) + _bits_of_step(step.shown)
        as_read = min(from_sound[1]) + (_bits_of_step(step.read) if step.read else NEVER)
    state = as_read < sound
    out: list[bool] = []
    for came in reversed(back):
        out.append(state)
        state = came[state]
    return out[::-1]


@lru_cache(maxsize=1 << 16)
def _bits_of_step(text: str) -> float:
    return _bits(text)


def _bits(text: str) -> float:
    """Return the bits of a text; U+FFFD costs as much as the rarest of the common characters."""
    if len(text) > LOOPED:
        return bits_of(text)
    bits = half_bits()
    return sum(bits[ord(each)] if each <= "\uffff" else 52 for each in text) / 2
