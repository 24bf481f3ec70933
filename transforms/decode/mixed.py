"""Files with a few bad bytes, or with several encodings one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from transforms.decode.plausible import (
    BAD_BYTE,
    PLAUSIBLE,
    bits_of,
    half_bits,
    holds_utf8,
    most_plausible,
    survey,
)
from transforms.decode.reading import (
    BIG5,
    ESCAPES,
    Reading,
    as_pieces,
    bad_places,
    escape,
    strictly,
)
from transforms.tables.characters import RARE

BYTES_PER_BAD_PLACE = 1000  # at most one bad place in so many bytes, but three always may be
CHARACTERS_PER_BAD_PLACE = 4  # of UTF-8: where ? took the place of bytes every line may be hit
SWITCH = 40  # bits that a change of encoding costs
CHUNK = 1 << 14  # bytes read at once where nothing is wrong
FAMILIES = ("utf-8", "gb18030", "big5")
# Four three-byte characters in a row hardly occur in text of another encoding.
UTF8_RUN = re.compile(
    rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){4}(?:[\x00-\x7f]|[\xe2-\xe9\xef][\x80-\xbf]{2})*+"
)
# Up to a byte below 0x30, which is no part of a longer character in any encoding that is aligned.
STRETCH = re.compile(rb"[\x30-\xff]*[\x00-\x2f]*")
NEVER = float("inf")
REALIGNED = 1 << 17  # bytes that are realigned in any file, in a large one an eighth of them


class Run(NamedTuple):
    """Some bytes, and their reading in each of FAMILIES; "" where that is out of the question."""

    data: bytes
    readings: tuple[str, str, str]

    @property
    def best(self) -> str:
        """The reading of fewest bits."""
        return min(filter(None, self.readings), key=bits_of)

    @property
    def costs(self) -> list[float]:
        """The bits of each reading."""
        return [bits_of(escaped) if escaped else NEVER for escaped in self.readings]


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
    left = max(REALIGNED, len(data) // 8)
    for at, run in enumerate(runs):
        if all(run.readings) and not run.data.isascii() and not _is_sound(run.best):
            left -= len(run.data)
            if left < 0:
                break
            utf8, *others = (run.readings[0], *(_aligned(run.data, c) for c in FAMILIES[1:]))
            runs[at] = Run(run.data, (utf8, others[0], others[1]))
    path = _cheapest_path([run.costs for run in runs])
    chosen = [
        (run.data, FAMILIES[family], run.readings[family])
        for run, family in zip(runs, path, strict=True)
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
    return max(3, len(data) // BYTES_PER_BAD_PLACE)


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
        readings = [escape(part, codec) or "" for codec in FAMILIES] if not clear else []
        yield Run(part, clear or (readings[0], readings[1], readings[2]))
    if utf8:
        yield _utf8_run(utf8)


def _utf8_run(parts: Sequence[bytes]) -> Run:
    run = b"".join(parts)
    text = run.decode("utf-8")
    return Run(run, (text, text, text) if run.isascii() else (text, "", ""))


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


def _good_bytes(part: bytes, codec: str) -> int:
    """Return how many bytes a codec reads before the first bad one."""
    try:
        part.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return len(part)


def _clear(part: bytes) -> tuple[str, str, str] | None:
    """Return the strict readings of a part where one of them is plausible throughout."""
    texts = [strictly(part, codec) or "" for codec in FAMILIES[1:]]
    looks = [survey(text) for text in texts]
    for text, look in zip(texts, looks, strict=True):
        if text and look.is_plausible:
            return None if look.misread and holds_utf8(text) else ("", *texts)  # type: ignore[return-value]
    return None


def _is_sound(text: str) -> bool:
    return not ESCAPES.search(text) and survey(text).is_plausible


def _aligned(data: bytes, codec: str) -> str:
    """Return ``data`` decoded with escapes, a stretch that has bad bytes at its fewest bits.

    After a lost or stray byte a decoder pairs the wrong bytes, up to the next ASCII character.
    """
    out: list[str] = []
    for stretch in STRETCH.findall(data):
        text = escape(stretch, codec) or ""
        if not _is_sound(text):
            text = _shortest(stretch, codec)
        out.append(text)
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
