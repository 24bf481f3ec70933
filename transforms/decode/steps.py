"""A text as it is shown and as it may have been meant, step by step.

The text is encoded as it was misread, and its bytes decoded as what they were. Where characters of
both readings end together is a step; the cheapest path through the steps says which of them are
misread. All is done with arrays over the code points of a text: a step has two or three of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from transforms.decode.plausible import Units, half_bits
from transforms.tables.characters import RARE

LOST = "\ufffd"
LOST_BYTE = "\udcff"  # is written as FF, which is in none of the encodings
EURO_BYTE = "\udc80"
# The escaped bytes of one broken character; where U+FFFD could not be written, ? stands for some.
BROKEN = re.compile("[\udc80-\udcff][\udc80-\udcbf\udcff]{0,2}")
BROKEN_MARKED = re.compile("[\udc80-\udcff][\udc80-\udcbf\udcff?]{0,2}")
BEYOND_LATIN_1 = re.compile("[^\0-\xff]")
# What cp1252 shows for the bytes 80 to 9F, as the characters that Latin-1 writes as those.
AS_LATIN_1 = {
    bytes((byte,)).decode("cp1252", "ignore") or chr(byte): chr(byte) for byte in range(0x80, 0xA0)
}
SWITCH = 40  # half bits that a change between sound and misread costs in a line
LINE_SWITCH = 4  # and where a line begins
NEVER = 1 << 16  # half bits


class Part(NamedTuple):
    """Some of a text as it is shown, and as it is read back; ``bad`` where bytes are lost."""

    shown: str
    read: str
    bad: bool


class Steps(NamedTuple):
    """A text as shown and as read, in steps: the shortest stretches that end together."""

    shown: str
    read: str
    shown_ends: Units  # code points; one more than there are steps, the first is 0
    read_ends: Units
    gains: Units  # half bits that reading a step back saves
    bad: Units  # whether bytes of a step are lost, or would not come back
    lines: Units  # whether a step ends a line

    def shown_places(self, first: int, last: int) -> tuple[int, int]:
        """Return the code points of steps as shown, half-open."""
        return int(self.shown_ends[first]), int(self.shown_ends[last])

    def read_between(self, first: int, last: int) -> str:
        """Return steps as read."""
        return self.read[int(self.read_ends[first]) : int(self.read_ends[last])]

    def parts(self, first: int, last: int) -> Iterator[Part]:
        """Yield steps in parts, the bad ones apart from others."""
        changes = np.flatnonzero(np.diff(self.bad[first:last])) + first + 1
        edges = np.concatenate(([first], changes, [last]))
        bad = self.bad[edges[:-1]].tolist()
        shown, read = self.shown_ends[edges].tolist(), self.read_ends[edges].tolist()
        for at, is_bad in enumerate(bad):
            yield Part(
                self.shown[shown[at] : shown[at + 1]], self.read[read[at] : read[at + 1]], is_bad
            )


def steps_of(shown: str, writer: str, reader: str) -> Steps:
    """Return the steps of a text that is encoded by ``writer`` and decoded by ``reader``."""
    escaped = _escaped(shown, writer)
    data = escaped.encode("gb18030" if writer == "gb18030" else "latin-1", "surrogateescape")
    decoded = data.decode(reader, "surrogateescape")
    pattern = BROKEN if LOST in shown else BROKEN_MARKED
    spans = [match.span() for match in pattern.finditer(decoded)]
    broken = np.array(spans, dtype=np.int64).reshape(-1, 2)
    read = pattern.sub(LOST, decoded)
    # Where each character ends in the bytes; a broken one takes as many as it has escapes.
    written_points, read_points = _points(escaped), _points(read)
    written_sizes = _sizes(writer)[written_points]
    read_sizes = _sizes(reader)[read_points]
    sizes = broken[:, 1] - broken[:, 0]
    lost = broken[:, 0] - np.cumsum(sizes - 1) + (sizes - 1)
    read_sizes[lost] = sizes
    written_at, read_at = np.cumsum(written_sizes), np.cumsum(read_sizes)
    ends = np.zeros((2, len(data) + 1), dtype=bool)
    ends[0, written_at] = ends[1, read_at] = True
    shown_ends = np.flatnonzero(ends[1, written_at]) + 1
    read_ends = np.flatnonzero(ends[0, read_at]) + 1
    # What each step costs and whether it is whole, as differences of sums.
    shown_points = _points(shown)
    unwritable = (written_points == 0xDCFF) & (shown_points != ord(LOST))
    costs = np.cumsum(_half_bits()[shown_points] - NEVER * unwritable)[shown_ends - 1]
    gains = np.diff(costs, prepend=0)
    gains -= np.diff(np.cumsum(_half_bits()[read_points])[read_ends - 1], prepend=0)
    bad = np.diff(np.cumsum(read_points == ord(LOST))[read_ends - 1], prepend=0) > 0
    bad |= np.diff(np.cumsum(written_points == 0xDC80)[shown_ends - 1], prepend=0) > 0
    lines = shown_points[shown_ends - 1] == ord("\n")
    return Steps(
        shown, read, np.concatenate(([0], shown_ends)), np.concatenate(([0], read_ends)),
        gains, bad, lines,
    )  # fmt: skip


def _escaped(shown: str, writer: str) -> str:
    """Return the text such that each character can be written, if need be as an escaped byte."""
    if writer != "gb18030":
        if writer == "cp1252":
            shown = shown.translate({ord(each): to for each, to in AS_LATIN_1.items()})
        return BEYOND_LATIN_1.sub(LOST_BYTE, shown)
    shown = shown.replace(LOST, LOST_BYTE)
    if "€" not in shown:
        return shown
    # A2 E3, but Windows and browsers show the byte 80 so, too: which one makes UTF-8?
    first, *parts = shown.split("€")
    out = [first]
    for at, part in enumerate(parts, 1):
        before = "".join(out[-2:])[-1:].encode(writer, "surrogateescape")
        after = (part or "€" * (at < len(parts)))[:1].encode(writer, "surrogateescape")
        is_pair = before[-1:] < b"\xc0" and b"\x80" <= after[:1] < b"\xc0"
        out += ("€" if is_pair else EURO_BYTE, part)
    return "".join(out)


def _points(text: str) -> Units:
    """Return the code points of a text that may hold escapes."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").clip(0, 0x10000)


@cache
def _sizes(codec: str) -> Units:
    """Return how many bytes each character takes; the last one stands for the upper planes."""
    sizes = np.full(0x10001, 4, dtype=np.int64)
    if codec == "utf-8":
        sizes[:0x10000] = 3
        sizes[:0x800] = 2
        sizes[:0x80] = 1
    elif codec == "gb18030":
        for pair in range(0x8140, 0xFF00):
            text = pair.to_bytes(2, "big").decode(codec, "ignore")
            if len(text) == 1:
                sizes[ord(text)] = 2
        sizes[:0x80] = 1
    else:
        sizes[:] = 1
    sizes[0xDC80:0xDD00] = 1  # escapes
    return sizes


@cache
def _half_bits() -> Units:
    return np.array([*half_bits(), 2 * RARE], dtype=np.int64)


def cheapest_path(steps: Steps) -> Units:
    """Return whether to read each step back: the fewest bits, a change costs SWITCH.

    Steps in a row of one line that all save bits, or all do not, go together. ``lead`` is by how
    much it is cheaper to have read the last of them back.
    """
    saves = steps.gains >= 0
    begins = np.ones(len(saves), dtype=bool)
    begins[1:] = (saves[1:] != saves[:-1]) | steps.lines[:-1]
    first = np.flatnonzero(begins)
    gains = np.add.reduceat(steps.gains, first).tolist()
    costs = [0, *np.where(steps.lines[first[1:] - 1], LINE_SWITCH, SWITCH).tolist()]
    leads = []
    lead = 0
    for gain, cost in zip(gains, costs, strict=True):
        leads.append(lead)
        lead = (cost if lead > cost else -cost if lead < -cost else lead) + gain
    out = []
    back = lead > 0
    for lead, cost in zip(reversed(leads), reversed(costs), strict=True):
        out.append(back)
        back = lead > -cost if back else lead > cost
    return np.repeat(out[::-1], np.diff(first, append=len(saves)))
