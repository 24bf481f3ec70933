"""The ladder: the readings of a file's bytes, each rung asked only when those above are silent.

Byte order mark; UTF-32 by its zero bytes; strict UTF-8; seven-bit Chinese (HZ, ISO-2022); the
legacy encoding whose reading is the most plausible Chinese, or a single-byte code page whose words
are met, with chardet as a further witness when that is not clear; the same piece by piece, with a
few bad bytes or a change of encoding halfway.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence

from transforms.decode.codepages import code_page
from transforms.decode.mixed import (
    BEYOND_LETTERS,
    aligned,
    aligned_utf16,
    most_bad_places,
    read_mixed,
)
from transforms.decode.mojibake import repair
from transforms.decode.odd import CONTROLS, odd_characters
from transforms.decode.plausible import (
    BAD_BYTE,
    CLEAR,
    PLAUSIBLE,
    Guess,
    Reading,
    ask_chardet,
    bits_of,
    confidence_of,
    has_kana,
    holds_utf8,
    is_western,
    mean_bits,
    most_plausible,
    survey,
)
from transforms.decode.reading import (
    BIG5,
    ESCAPES,
    ONE_TO_ONE,
    SEVEN_BIT,
    UTF16,
    Piece,
    as_pieces,
    bad_places,
    escape,
    is_cut,
    strictly,
    whole,
)
from transforms.tables.alphabets import ALPHABETS

# Longer marks first: FF FE also begins FF FE 00 00.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
SAMPLE = 1 << 13  # bytes, from the first that is not ASCII
PAGE_SAMPLE = 1 << 13  # bytes
TINY = 16  # bytes: what is valid UTF-8 may be chance, 第九条 in UTF-16 is ",{]Nag"
DOUBTFUL = 0.85  # the most confidence of what is damaged, mixed or repaired
ODD_SHARE = 50  # at most one odd character in so many, without a byte order mark
GLUED = re.compile("(?<=[a-z])[\u4e00-\u9fff]++|[\u4e00-\u9fff]++(?=[a-z])")
GLUED_BITS = 8
HIGH = re.compile(rb"[\x80-\xff]")
PAGES = frozenset(codec for alphabet in ALPHABETS for codec in alphabet.codecs)
HZ_RUN = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])++~\}")


def readings(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Yield the readings of ``data``, the best first; ``tried`` gets what failed, and why."""
    yield from _marked(data, tried)
    yield from _wide(data)
    yield from _unicode(data, tried)
    yield from _legacy(data, tried)


def _marked(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file that says its encoding with a byte order mark."""
    for mark, codec in MARKS:
        if not data.startswith(mark):
            continue
        if codec == "utf-8":
            return  # the next rung reads it, mark and all
        text = strictly(data, codec)
        escaped = text
        if text is not None:
            look = survey(text[1:])  # the mark is a rare character
            if codec in UTF16 and not look.is_smooth:  # a foreign language, or two bytes are lost
                escaped = aligned_utf16(data, codec)
            if escaped == text:
                is_doubtful = look.odd or (look.mean <= PLAUSIBLE and not look.is_smooth)
                confidence = DOUBTFUL if is_doubtful and codec in UTF16 else 1.0
                yield Reading(whole(data, codec, text), confidence, "byte order mark", look)
                continue
        else:
            escaped = aligned_utf16(data, codec) if codec in UTF16 else escape(data, codec)
        if escaped is None or len(bad_places(escaped)) > most_bad_places(data):
            tried.append(f"{codec}: byte order mark, but not strictly {codec}")
            continue
        evidence = "byte order mark, and a few bad bytes"
        yield Reading(as_pieces(data, codec, escaped), DOUBTFUL, evidence)


def _wide(data: bytes) -> Iterator[Reading]:
    """Read UTF-32 without a mark: one byte in four is always 0, another hardly ever is not."""
    quarter = len(data) // 4
    if not quarter or len(data) % 4:
        return
    for codec, first in (("utf-32-le", 3), ("utf-32-be", 0)):
        if data.count(0, 0, 4096) < 0.4 * min(len(data), 4096) or any(data[first::4]):
            continue
        escaped = escape(data, codec)
        look = survey(escaped) if escaped else None
        odd = sum(odd_characters(escaped, look.odd).values()) if escaped and look else 0
        if escaped and look and odd * ODD_SHARE <= quarter and look.mean <= PLAUSIBLE:
            sure = confidence_of(8 * quarter)
            yield Reading(as_pieces(data, codec, escaped), sure, "a zero byte in every four")


def _unicode(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read strict UTF-8; what is too little or too odd to be sure of is weighed against others."""
    evidence = "valid UTF-8 throughout"
    confidence = 1.0
    try:
        text, size = data.decode("utf-8"), len(data)
    except UnicodeDecodeError as error:
        tried.append(f"utf-8: {error.reason} at byte {error.start:,}")
        if error.reason != "unexpected end of data" or not HIGH.search(data, 0, error.start):
            return
        text, size = data[: error.start].decode("utf-8"), error.start
        evidence = "valid UTF-8, the last character cut"
        confidence = 0.99
    rivals: list[str] = []
    if (b"\x1b" in data and b"\x1b$" in data) or (b"~" in data and HZ_RUN.search(data)):
        rivals += SEVEN_BIT
    if not BEYOND_LETTERS.search(text):
        if len(data.translate(None, CONTROLS)) < len(data):
            rivals += UTF16
        if not text.isascii() and not is_western(text):
            rivals += ("gb18030", "big5")
    if rivals:
        best = most_plausible(_telling(data, rivals), ("utf-8", *rivals))
        escaped = escape(data, best.codec)
        if best.codec != "utf-8" and escaped is not None and mean_bits(escaped) <= PLAUSIBLE:
            yield Reading(as_pieces(data, best.codec, escaped), best.confidence, best.evidence)
        if best.codec == "utf-8":
            confidence, evidence = min(confidence, best.confidence), f"{evidence}, {best.evidence}"
        elif text.isascii() or len(data) <= TINY:  # shifts, NULs, or a word of rare characters
            confidence = DOUBTFUL
    if len(data) <= TINY and any(_is_plausible(data, codec) for codec in UTF16):
        confidence = min(confidence, DOUBTFUL)
        evidence += ", or a few characters of UTF-16"
    pieces = [Piece(("utf-8",), size, text)]
    if size < len(data):
        cut = "\ufffd" * (len(data) - size)
        pieces.append(Piece(("utf-8",), len(data) - size, cut, bad=True))
    yield Reading(tuple(pieces), confidence, evidence)


def _is_plausible(data: bytes, codec: str) -> bool:
    """Return whether a codec reads the bytes strictly, as plausible Chinese."""
    text = strictly(data, codec)
    return text is not None and not text.isascii() and mean_bits(text) <= PLAUSIBLE


def _telling(data: bytes, rivals: Sequence[str]) -> bytes:
    """Return the bytes of valid UTF-8 that tell whether it is another encoding."""
    end = len(data.rstrip(b"\0")) + 1 & ~1  # NULs that fill a file up say nothing
    first = HIGH.search(data)
    if first is None or set(rivals) & {*SEVEN_BIT, *UTF16}:
        return data[:end]
    end = min(end, first.start() + PAGE_SAMPLE)
    while end < len(data) and 0x80 <= data[end] < 0xC0:
        end += 1
    return data[first.start() : end]


def _legacy(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file of one legacy encoding, or UTF-16 without a mark; failing that, of several."""
    if not HIGH.search(data):
        return
    guess = _guess(data, tried)
    if guess.codec in UTF16:
        yield from _broken_utf16(data)
    for codec in BIG5 if guess.codec in BIG5 else (guess.codec,):
        text = strictly(data, codec) if codec in ONE_TO_ONE else None
        escaped = escape(data, codec) if text is None else text
        if escaped is None:
            continue
        bad = sum(map(len, bad_places(escaped))) if text is None else 0
        if bad and not is_cut(escaped, codec):
            tried.append(f"{codec}: {bad:,} bad bytes")
            continue
        if bad and _lacks_a_byte(data, codec, escaped):
            tried.append(f"{codec}: a byte is missing in the last line")
            continue
        evidence = guess.evidence + (", the last character cut" if bad else "")
        look = survey(escaped)
        doubtful = look.odd or not (codec in PAGES or look.is_sound_in(codec))
        confidence = min(guess.confidence, DOUBTFUL if doubtful else 1.0)
        pieces = as_pieces(data, codec, escaped) if text is None else whole(data, codec, text)
        reading = Reading(pieces, confidence, evidence)
        if not bad:
            reading = reading._replace(look=look)
        if codec == "gb18030" and look.misread and holds_utf8(escaped):
            tried.append(f"{codec}: holds UTF-8")
            yield from _or_as_one(read_mixed(data, tried), reading)
            return
        if codec in PAGES or look.is_sound_in(codec):
            yield reading
            return
        for mixed in read_mixed(data, tried):
            # Where by lines nothing better is found: rare words, or private-use characters.
            yield reading if not bad and _bits(reading) <= _bits(mixed) else mixed
        if look.is_possible:
            evidence += ", with many rare characters"
            yield reading._replace(confidence=guess.confidence / 2, evidence=evidence)
        tried.append(f"{codec}: no plausible text")
        return
    yield from read_mixed(data, tried)


def _broken_utf16(data: bytes) -> Iterator[Reading]:
    """Read UTF-16 without a mark with a few bad bytes; but for the last, which may be cut."""
    if all(strictly(data, codec) is None for codec in UTF16):
        readings = {codec: aligned_utf16(data, codec) for codec in UTF16}
        codec = min(UTF16, key=lambda each: bits_of(readings[each]))
        escaped = readings[codec]
        bad = len(bad_places(escaped))
        plausible = survey(ESCAPES.sub("", escaped)).mean <= PLAUSIBLE
        if bad <= most_bad_places(data) and plausible and not is_cut(escaped, codec):
            evidence = f"plausible Chinese by lines, {bad:,} bad places"
            yield Reading(as_pieces(data, codec, escaped), DOUBTFUL, evidence)


def _lacks_a_byte(data: bytes, codec: str, escaped: str) -> bool:
    """Return whether a file ends in half a character since one before that has lost a byte."""
    last_line = data[data.rfind(b"\n") + 1 :]
    if codec not in ("gb18030", *BIG5) or len(last_line) > SAMPLE:
        return False
    return not escaped.endswith(aligned(last_line, codec))


def _bits(reading: Reading) -> float:
    """Return how many bits a reading takes, bad bytes and all."""
    return sum(
        BAD_BYTE * piece.size if "\ufffd" in piece.text else bits_of(piece.text)
        for piece in reading.pieces
    )


def _or_as_one(mixed: Iterable[Reading], as_one: Reading) -> Iterator[Reading]:
    """Yield the readings by lines, but first the one of one encoding where that reads better."""
    text = _read_back(as_one.pieces)
    for reading in mixed:
        by_lines = "".join(piece.text for piece in reading.pieces)
        if text is not None and bits_of(text) < bits_of(by_lines):
            yield as_one
        yield reading
    if text is not None:
        yield as_one


def _read_back(pieces: Sequence[Piece]) -> str | None:
    """Return the text with its mojibake read back, None where there is none or it reads no better.

    A sample is asked first: in ten megabytes of random bytes some look like UTF-8 by chance.
    """
    codec, text = pieces[0].codecs[0], pieces[0].text[:SAMPLE]
    sample = Piece((codec,), len(text.encode(codec)), text)
    for part in ((sample,), pieces):
        repaired = repair(part)
        text = "".join(piece.text for piece in repaired.pieces)
        if survey(text.replace("\ufffd", "")).mean > PLAUSIBLE:
            return None
    return text if repaired.runs else None


def _guess(data: bytes, tried: list[str]) -> Guess:
    """Return the most plausible encoding of a sample; chardet is asked when that is not clear."""
    first = HIGH.search(data)
    start = first.start() if first else 0
    sample = data[start & ~1 : (start & ~1) + SAMPLE]  # even, for UTF-16
    candidates = ["gb18030", "big5", *UTF16]
    if is_western(sample.decode("cp1252", "replace")):
        candidates.append("cp1252")
    guess = most_plausible(sample, candidates)
    mean = mean_bits(guess.escaped)
    glued = len(GLUED.findall(guess.escaped))  # hanzi in a Latin word may be an accented letter
    if mean > CLEAR or glued:
        page_sample = data[data.rfind(b" ", max(start - 400, 0), start) + 1 :][:PAGE_SAMPLE]
        page = code_page(page_sample)
        if page:
            tried.append(f"{page.codec}: {page.evidence}")
            lead = bits_of(escape(page_sample, guess.codec) or "") + GLUED_BITS * glued - page.bits
            if lead > 0 or guess.codec in PAGES:
                confidence = max(0.6, confidence_of(lead))
                return Guess(page.codec, "", confidence, page.evidence)
    if guess.confidence < 0.9 or mean > CLEAR or has_kana(guess.escaped):
        codec = ask_chardet(sample)
        tried.append(f"chardet: {codec}")
        guess = most_plausible(sample, [*candidates, codec])
    return guess
