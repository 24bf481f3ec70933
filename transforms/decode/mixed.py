"""Files with a few bad bytes, or with several encodings one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.decode.plausible import (
    BAD_BYTE,
    PLAUSIBLE,
    Reading,
    bits_of,
    half_bits,
    holds_utf8,
    most_plausible,
    survey,
    unit_bits,
)
from transforms.decode.reading import (
    BIG5,
    ESCAPES,
    as_pieces,
    bad_places,
    escape,
    strictly,
)
from transforms.tables.characters import RARE

BYTES_PER_BAD_PLACE = 400  # at most one bad place in so many bytes, but three always may be
CHARACTERS_PER_BAD_PLACE = 4  # of UTF-8: where ? took the place of bytes every line may be hit
SWITCH = 40  # bits that a change of encoding costs
NEXT_LINES = 4  # on either side of a change, each read by itself
DAMAGE = 48  # bits that bad bytes must gain where there need not be any: 咔咔咔咔 is rare, too
CHUNK = 1 << 14  # bytes read at once where nothing is wrong
FAMILIES = ("utf-8", "gb18030", "big5")
BEYOND_LETTERS = re.compile("[\u0800-\U0010ffff]")  # what UTF-8 writes in three bytes or more
# Four three-byte characters in a row hardly occur in text of another encoding.
UTF8_RUN = re.compile(
    rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){4}(?:[\x00-\x7f]|[\xe2-\xe9\xef][\x80-\xbf]{2})*+"
)
# Up to a byte below 0x30, which is no part of a longer character in any encoding that is aligned.
STRETCH = re.compile(rb"[\x30-\xff]*[\x00-\x2f]*")
LONE = re.compile("[^\0-\x7f][A-Za-z](?![@-~])")  # half of a character, or a letter by itself
NEVER = float("inf")
REALIGNED = 1 << 17  # bytes: where more is unsound, and more than an eighth, none is realigned


Readings = tuple[str, str, str]


class Run(NamedTuple):
    """Some bytes, their reading in each of FAMILIES ("" where that is out of the question)."""

    data: bytes
    readings: Readings
    costs: tuple[float, ...]  # bits of each reading

    @property
    def best(self) -> int:
        """The family whose reading takes the fewest bits."""
        return self.costs.index(min(self.costs))

    @property
    def is_sound(self) -> bool:
        """Whether that reading is plausible throughout."""
        return _is_good(self.readings[self.best], FAMILIES[self.best])


def weighed(data: bytes, readings: Readings) -> Run:
    """Return the run with the bits of its readings."""
    return Run(data, readings, tuple(bits_of(each) if each else NEVER for each in readings))


def read_mixed(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file with a few bad bytes, or of several encodings, by runs of lines."""
    most = most_bad_places(data)
    runs: list[Run] = []
    fewest = 0
    for run in _runs(data):
        fewest += min(len(bad_places(each)) for each in run.readings if each)
        if fewest > 10 * max(most, len(data) // 300):
            tried.append(f"by lines: at least {fewest:,} bad places")  # not worth a closer look
            return
        runs.append(run)
    unsound = [
        at
        for at, run in enumerate(runs)
        if all(run.readings) and not run.data.isascii() and not run.is_sound
    ]
    if sum(len(runs[at].data) for at in unsound) <= max(REALIGNED, len(data) // 8):
        for at in unsound:
            part, readings, _ = runs[at]
            gb18030, big5 = (aligned(part, codec) for codec in FAMILIES[1:])
            runs[at] = weighed(part, (readings[0], gb18030, big5))
    path = _cheapest_path([run.costs for run in runs])
    if len(set(path)) > 1:
        runs = list(_cut_at_changes(runs, path))
        path = _cheapest_path([run.costs for run in runs])
    chosen = [
        (run.data, FAMILIES[family], run.readings[family])
        for run, family in zip(runs, path, strict=True)
    ]
    big5 = most_plausible(b"".join(run for run, codec, _ in chosen if codec == "big5"), BIG5).codec
    if big5 != "big5":
        chosen = [
            (run, big5, aligned(run, big5)) if codec == "big5" else (run, codec, escaped)
            for run, codec, escaped in chosen
        ]
    text = "".join(escaped for _, _, escaped in chosen)
    names = "+".join(dict.fromkeys(codec for _, codec, _ in chosen))
    places = bad_places(text)
    good = ESCAPES.sub("", text)
    look = survey(good)
    if names == "utf-8":
        most = max(most, look.beyond // CHARACTERS_PER_BAD_PLACE)
    if len(places) > most or sum(map(len, places)) > look.beyond:
        tried.append(f"{names}: {len(places):,} bad places")
        return
    if look.mean > PLAUSIBLE:
        tried.append(f"{names}: {len(places):,} bad places, and no plausible text")
        return
    changes = sum(left[1] != right[1] for left, right in pairwise(chosen))
    evidence = "plausible Chinese by lines"
    if places:
        evidence += f", {len(places):,} bad places"
    if changes:
        evidence += f", the encoding changes {changes:,} times"
    pieces = tuple(piece for part in chosen for piece in as_pieces(*part))
    yield Reading(pieces, 0.85 if len(places) <= 3 else 0.8, evidence)


def most_bad_places(data: bytes) -> int:
    """Return how many bad places a text may have: a binary file has more."""
    return 3 + len(data) // BYTES_PER_BAD_PLACE


# ----------------------------------------------------------------------------------------- runs


def _runs(data: bytes) -> Iterator[Run]:
    """Yield ``data`` in runs; what is UTF-8 together."""
    utf8: list[bytes] = []
    for part in _parts(data):
        if strictly(part, "utf-8") is not None:
            utf8.append(part)
            continue
        if utf8:
            yield _utf8_run(utf8)
            utf8 = []
        clear = _clear(part)
        yield weighed(part, clear) if clear else _run(part)
    if utf8:
        yield _utf8_run(utf8)


def _utf8_run(parts: Sequence[bytes]) -> Run:
    run = b"".join(parts)
    text = run.decode("utf-8")
    if BEYOND_LETTERS.search(text):
        return weighed(run, (text, "", ""))
    return weighed(run, (text, text, text)) if run.isascii() else _run(run)


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield ``data`` in parts: chunks where nothing is wrong, else halved down to lines.

    A line that is not UTF-8 but holds some is cut where that begins and ends.
    """
    todo = _chunks(data)
    while todo:
        start, end = todo.pop()
        part = data[start:end]
        if strictly(part, "utf-8") is not None or _clear(part):
            yield part
            continue
        bad = start + max(_good_bytes(part, codec) for codec in FAMILIES)
        if bad < end:  # the line with the first bad byte by itself
            line = data.rfind(b"\n", start, bad) + 1 or start
            next_line = data.find(b"\n", bad, end) + 1 or end
            if (line, next_line) != (start, end):
                todo += [
                    (a, b) for a, b in ((next_line, end), (line, next_line), (start, line)) if a < b
                ]
                continue
        middle = (start + end) // 2
        cut = data.rfind(b"\n", start, middle) + 1 or data.find(b"\n", middle, end - 1) + 1
        if start < cut < end:
            todo += ((cut, end), (start, cut))
            continue
        at = 0
        for run in UTF8_RUN.finditer(part):
            yield from filter(None, (part[at : run.start()], run[0]))
            at = run.end()
        if at < len(part):
            yield part[at:]


def _chunks(data: bytes) -> list[tuple[int, int]]:
    """Return ``data`` in chunks of whole lines, the last one first."""
    ends = [0]
    while ends[-1] < len(data):
        ends.append(data.find(b"\n", ends[-1] + CHUNK) + 1 or len(data))
    return list(pairwise(ends))[::-1]


def _cut_at_changes(runs: Sequence[Run], path: Sequence[int]) -> Iterator[Run]:
    """Yield the runs, but of those beside a change of encoding the lines next to it one by one.

    A short line is plausible in a wrong encoding when a whole run vouches for it.
    """
    for at, run in enumerate(runs):
        lines = run.data.splitlines(keepends=True)
        first = NEXT_LINES if at and path[at - 1] != path[at] else 0
        last = NEXT_LINES if at + 1 < len(runs) and path[at + 1] != path[at] else 0
        if not (first or last) or len(lines) < 2:
            yield run
            continue
        rest = max(first, len(lines) - last)
        yield from map(_run, lines[:first])
        if first < rest:
            possible = [name for name, text in zip(FAMILIES, run.readings, strict=True) if text]
            yield _run(b"".join(lines[first:rest]), possible)
        yield from map(_run, lines[rest:])


def _run(part: bytes, possible: Sequence[str] = FAMILIES) -> Run:
    utf8, gb18030, big5 = (
        escape(part, codec) or "" if codec in possible else "" for codec in FAMILIES
    )
    return weighed(part, (utf8, gb18030, big5))


def _good_bytes(part: bytes, codec: str) -> int:
    """Return how many bytes a codec reads before the first bad one."""
    try:
        part.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return len(part)


def _clear(part: bytes) -> Readings | None:
    """Return the strict readings of a part where one of them is plausible throughout."""
    texts = [strictly(part, codec) or "" for codec in FAMILIES[1:]]
    looks = [survey(text) for text in texts]
    for text, look, codec in zip(texts, looks, FAMILIES[1:], strict=True):
        if text and look.is_sound_in(codec):
            return None if look.misread and holds_utf8(text) else ("", texts[0], texts[1])
    return None


def _is_good(text: str, codec: str) -> bool:
    return not ESCAPES.search(text) and survey(text).is_sound_in(codec)


def aligned(data: bytes, codec: str) -> str:
    """Return ``data`` decoded with escapes, a stretch that is not sound at its fewest bits.

    After a lost or stray byte a decoder pairs the wrong bytes, up to the next ASCII character.
    """
    out: list[str] = []
    for stretch in STRETCH.findall(data):
        text = escape(stretch, codec) or ""
        if not _is_good(text, codec):
            shortest = _shortest(stretch, codec)
            is_damaged = ESCAPES.search(text) or LONE.search(text)
            if is_damaged or bits_of(text) - bits_of(shortest) > DAMAGE:
                text = shortest
        out.append(text)
    return "".join(out)


def aligned_utf16(data: bytes, codec: str) -> str:
    """Return ``data`` decoded with escapes; in a line of an odd size one byte is left over.

    Which one is where the fewest bits are: before it the line is read as ever, behind it anew.
    """
    little = codec == "utf-16-le"
    out: list[str] = []
    lines = re.findall(rb"(?s).*?\n\0|.+" if little else rb"(?s).*?\0\n|.+", data)
    if sum(len(line) % 2 for line in lines) > most_bad_places(data):
        return escape(data, codec) or ""
    for line in lines:
        at = len(line) - 1
        if len(line) % 2:
            units = [
                np.frombuffer(line[first:][: at & ~1], "<u2" if little else ">u2")
                for first in (0, 1)
            ]
            before, behind = (np.take(unit_bits(), part).astype(np.int64) for part in units)
            saved = np.concatenate(([0], np.cumsum(before - behind)))
            at = 2 * int(saved.argmin())
            out += (escape(line[:at], codec) or "", chr(0xDC00 + line[at]))
            line = line[at + 1 :]
        out.append(escape(line, codec) or "")
    return "".join(out)


def _shortest(data: bytes, codec: str) -> str:
    """Return the reading of ``data`` that takes the fewest bits, escapes among its characters."""
    pair_bits = _pair_table(codec)
    byte_bits = [bits / 2 for bits in half_bits()[:0x80]] + [BAD_BYTE] * 0x80
    total = [0.0] + [float("inf")] * (len(data) + 3)
    step = [0] * (len(data) + 4)
    fours = codec == "gb18030"
    for at, byte in enumerate(data):
        here = total[at]
        cost = here + byte_bits[byte]
        if cost < total[at + 1]:
            total[at + 1], step[at + 1] = cost, 1
        if byte < 0x81 or at + 1 == len(data):
            continue
        cost = here + pair_bits[byte << 8 | data[at + 1]]
        if cost < total[at + 2]:
            total[at + 2], step[at + 2] = cost, 2
        if fours and 0x30 <= data[at + 1] <= 0x39:
            four = escape(data[at : at + 4], codec) or ""
            if len(four) == 1:
                cost = here + bits_of(four)
                if cost < total[at + 4]:
                    total[at + 4], step[at + 4] = cost, 4
    out: list[str] = []
    at = len(data)
    while at:
        part = data[at - step[at] : at]
        at -= step[at]
        if len(part) == 1 and part[0] >= 0x80:
            out.append(chr(0xDC00 + part[0]))
        else:
            out.append(part.decode(codec))
    return "".join(reversed(out))


@cache
def _pair_table(codec: str) -> list[float]:
    """Return the bits of the character of each two bytes; infinite where there is none."""
    bits = [float("inf")] * 0x10000
    for pair in range(0x8100, 0xFF00):
        text = pair.to_bytes(2, "big").decode(codec, "ignore")
        if len(text) == 1 and text > "\x7f":
            bits[pair] = half_bits()[ord(text)] / 2 if text <= "\uffff" else RARE
    return bits


def _cheapest_path(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column to take in each row: least total cost, a change of column costs SWITCH."""
    if not costs:
        return []
    totals = list(costs[0])
    back: list[list[int]] = []
    for row in costs[1:]:
        best = min(range(len(totals)), key=totals.__getitem__)
        came = [
            column if totals[column] <= totals[best] + SWITCH else best
            for column in range(len(row))
        ]
        totals = [
            totals[origin] + (SWITCH if origin != column else 0) + row[column]
            for column, origin in enumerate(came)
        ]
        back.append(came)
    path = [min(range(len(totals)), key=totals.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]
