"""Files with a few bad bytes, or with several encodings one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from transforms.decode.plausible import (
    BAD_BYTE,
    PLAUSIBLE,
    bits_beyond,
    bits_of,
    bits_table,
    mean_bits,
    most_plausible,
)
from transforms.decode.reading import BIG5, ESCAPES, Reading, as_pieces, bad_places, escape

BYTES_PER_BAD_PLACE = 1000  # at most one bad place in so many bytes, but three always may be
SWITCH = 40  # bits that a change of encoding costs
# Four three-byte characters in a row hardly occur in text of another encoding.
UTF8_RUN = re.compile(
    rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){4}(?:[\x00-\x7f]|[\xe2-\xe9\xef][\x80-\xbf]{2})*+"
)
# Up to a byte below 0x30, which is no part of a longer character in any encoding that is aligned.
STRETCH = re.compile(rb"[\x30-\xff]*[\x00-\x2f]*")


def read_mixed(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file with a few bad bytes, or of several encodings, by runs of lines."""
    families = ("utf-8", "gb18030", "big5")
    runs = _runs(data)
    fewest = sum(_fewest_bad_places(run, families) for run in runs)
    if fewest > 10 * most_bad_places(data):  # not worth a closer look
        tried.append(f"by lines: at least {fewest:,} bad places")
        return
    readings = [_readings(run, families) for run in runs]
    path = _cheapest_path([[bits_of(escaped) for escaped in reading] for reading in readings])
    chosen = [
        (run, families[family], reading[family])
        for run, reading, family in zip(runs, readings, path, strict=True)
    ]
    big5 = most_plausible(b"".join(run for run, codec, _ in chosen if codec == "big5"), BIG5).codec
    if big5 != "big5":
        chosen = [
            (run, big5, _aligned(run, big5)) if codec == "big5" else (run, codec, escaped)
            for run, codec, escaped in chosen
        ]
    text = "".join(escaped for _, _, escaped in chosen)
    names = "+".join(dict.fromkeys(codec for _, codec, _ in chosen))
    places = bad_places(text)
    good = ESCAPES.sub("", text)
    if len(places) > most_bad_places(data) or sum(map(len, places)) > len(bits_beyond(good)):
        tried.append(f"{names}: {len(places):,} bad places")
        return
    if mean_bits(good) > PLAUSIBLE:
        tried.append(f"{names}: {len(places):,} bad places, and no plausible text")
        return
    changes = sum(left[1] != right[1] for left, right in pairwise(chosen))
    evidence = "plausible Chinese by lines"
    if places:
        evidence += f", {len(places):,} bad places"
    if changes:
        evidence += f", the encoding changes {changes:,} times"
    pieces = tuple(piece for part in chosen for piece in as_pieces(*part))
    yield Reading(pieces, 0.9 if len(places) <= 3 else 0.8, evidence)


def _fewest_bad_places(run: bytes, families: Sequence[str]) -> int:
    return min(len(bad_places(escape(run, codec) or "")) for codec in families)


def most_bad_places(data: bytes) -> int:
    """Return how many bad places a text may have: a binary file has more."""
    return max(3, len(data) // BYTES_PER_BAD_PLACE)


def holds_utf8(data: bytes) -> bool:
    """Return whether four three-byte characters of UTF-8 stand in a row (see UTF8_RUN)."""
    octets = np.frombuffer(data, dtype=np.uint8)
    follows = (octets & 0xC0) == 0x80
    three = (octets[:-2] >= 0xE2) & (octets[:-2] <= 0xE9) & follows[1:-1] & follows[2:]
    return bool((three[:-9] & three[3:-6] & three[6:-3] & three[9:]).any())


def _runs(data: bytes) -> list[bytes]:
    """Return ``data`` in runs: lines of UTF-8 together, each other line alone; ASCII joins either.

    A line that is not UTF-8 but holds some is cut where that begins and ends.
    """
    runs: list[tuple[bool, list[bytes]]] = []

    def add(is_utf8: bool, part: bytes) -> None:
        if runs and (part.isascii() or (is_utf8 and runs[-1][0])):
            runs[-1][1].append(part)
        elif part:
            runs.append((is_utf8, [part]))

    for line in data.splitlines(keepends=True):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            at = 0
            for run in UTF8_RUN.finditer(line):
                add(False, line[at : run.start()])
                add(True, run[0])
                at = run.end()
            add(False, line[at:])
        else:
            add(True, line)
    return [b"".join(parts) for _, parts in runs]


def _readings(run: bytes, families: Sequence[str]) -> list[str]:
    """Return ``run`` read by each codec; realigned where no reading as it stands is plausible."""
    readings = [escape(run, codec) or "" for codec in families]
    best = min(readings, key=bits_of)
    if not ESCAPES.search(best) and mean_bits(best) <= PLAUSIBLE:
        return readings
    return [readings[0], *(_aligned(run, codec) for codec in families[1:])]


def _aligned(data: bytes, codec: str) -> str:
    """Return ``data`` decoded with escapes, a stretch that has bad bytes at its fewest bits.

    After a lost or stray byte a decoder pairs the wrong bytes, up to the next ASCII character.
    """
    out: list[str] = []
    for stretch in STRETCH.findall(data):
        text = escape(stretch, codec) or ""
        if ESCAPES.search(text) or mean_bits(text) > PLAUSIBLE:
            text = _shortest(stretch, codec)
        out.append(text)
    return "".join(out)


def _shortest(data: bytes, codec: str) -> str:
    """Return the reading of ``data`` that takes the fewest bits, escapes among its characters."""
    pair_bits = _pair_table(codec)
    byte_bits = [float(bits) for bits in bits_table()[:0x80]] + [BAD_BYTE] * 0x80
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
            bits[pair] = float(bits_table()[min(ord(text), 0x30000)])
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
