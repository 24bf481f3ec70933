"""Decode: the bytes of a source become text, and text, segments and patches give the bytes back.

A ladder, each rung asked only when those above it are silent: byte order mark; UTF-32 by its zero
bytes; strict UTF-8; seven-bit Chinese (HZ, ISO-2022); the legacy encoding whose reading is the most
plausible Chinese, or a single-byte code page whose words are met, with chardet as a further witness
when that is not clear; the same piece by piece, with a few bad bytes or a change of encoding
halfway. Nothing is believed that was not decoded as a whole. Last, what is plainly mojibake is read
back.

Plausible is measured in bits: how long a text is under a coarse model of Chinese. Of two readings
of the same bytes the shorter one is right, and the difference says how surely.

A byte order mark stays in the text as U+FEFF. A bad byte is U+FFFD with a patch. A text never
holds a lone surrogate.

``reading`` decodes and encodes exactly, ``plausible`` is the model, ``codepages`` asks for words,
``mixed`` reads damaged files and those of several encodings, ``mojibake`` reads back, ``odd`` names
characters that a sound text lacks, ``fold`` makes the view. docs/encodings.md has the numbers.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain

import apache_beam as beam

from transforms.decode.codepages import code_page
from transforms.decode.fold import view
from transforms.decode.mixed import most_bad_places, read_mixed
from transforms.decode.mojibake import repair
from transforms.decode.odd import described, odd_characters, spoilt_runs
from transforms.decode.plausible import (
    CLEAR,
    PLAUSIBLE,
    Guess,
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
    ONE_TO_ONE,
    SEVEN_BIT,
    UTF16,
    Piece,
    Reading,
    as_pieces,
    bad_places,
    encode,
    escape,
    is_cut,
    join,
    strictly,
    whole,
)
from transforms.schema import DeadLetter, Patch, Segment, SourceFile, SourceText
from transforms.stage import Items, on_each
from transforms.tables.alphabets import ALPHABETS

__all__ = ["Decode", "DecodeError", "decode", "decode_file", "encode", "read", "view"]

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
CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
PAGE_SAMPLE = 1 << 13  # bytes
GLUED = re.compile("(?<=[a-z])[\u4e00-\u9fff]++|[\u4e00-\u9fff]++(?=[a-z])")
GLUED_BITS = 8
HIGH = re.compile(rb"[\x80-\xff]")
# What UTF-8 writes in three bytes or more.
BEYOND_LETTERS = re.compile("[\u0800-\U0010ffff]")
PAGES = frozenset(codec for alphabet in ALPHABETS for codec in alphabet.codecs)
HZ_RUN = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])++~\}")


class DecodeError(Exception):
    """The bytes are no text in any encoding that was tried (``tried``: what, and why not)."""

    def __init__(self, message: str, tried: Iterable[str]) -> None:
        super().__init__(message)
        self.tried = tuple(tried)


def decode(data: bytes, source: str = "") -> SourceText:
    """Return the text of ``data``, such that ``encode`` gives ``data`` back; else DecodeError.

    ``confidence`` is 0 to 1: what has 0.9 or more is hardly ever wrong; bytes that were read with
    a doubt, repaired with a loss or kept aside have less. ``evidence`` says in words what decided.
    """
    text, segments, patches, confidence, evidence = read(data)
    names = dict.fromkeys(segment.codecs[-1] for segment in segments)
    return SourceText(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        text=text,
        view=view(text),
        encoding="+".join(names),
        confidence=round(confidence, 3),
        evidence=evidence,
        segments=segments,
        patches=patches,
    )


def read(data: bytes) -> tuple[str, tuple[Segment, ...], tuple[Patch, ...], float, str]:
    """Return text, segments, patches, confidence and evidence of ``data``; else DecodeError."""
    tried: list[str] = []
    for reading in chain(
        _marked(data, tried), _wide(data), _unicode(data, tried), _legacy(data, tried)
    ):
        text, segments, patches = join(data, reading.pieces)
        look = reading.look or survey(text, weigh=False)
        if look.odd[:1] < "\x80" and look.odd and _is_binary(text):
            tried.append(f"{segments[0].codecs[0]}: full of control characters")
            continue
        confidence, evidence = reading.confidence, reading.evidence
        if look.misread:
            repaired = repair(reading.pieces)
            if repaired.runs:
                text, segments, patches = join(data, repaired.pieces)
                look = survey(text)
                confidence = min(confidence, 0.85)
                evidence += f"; mojibake, {' and '.join(repaired.kinds)}: "
                evidence += f"{repaired.runs:,} runs repaired, {repaired.lost:,} characters lost"
        if (patches or len(segments) > 1) and encode(text, segments, patches) != data:
            tried.append(f"{segments[0].codecs[0]}: does not give the bytes back")
            continue
        if look.odd:
            evidence += f"; odd characters: {described(odd_characters(text, look.odd))}"
        if look.misread and spoilt_runs(text):
            evidence += f"; 锟斤拷 or the like: {spoilt_runs(text):,} runs, nothing to repair"
        return text, segments, patches, confidence, evidence
    raise DecodeError(
        "no encoding gives plausible text: a binary file, or an encoding that is not read here",
        tried,
    )


def _is_binary(text: str) -> bool:
    """Return whether one character in twenty is a control, or more than one in four a NUL."""
    raw = text.encode("utf-8")
    if len(raw.translate(None, CONTROLS)) == len(raw):
        return False
    raw = raw.rstrip(b"\0")  # a file system may have padded the last block
    nuls = raw.count(b"\0")
    controls = len(raw) - len(raw.translate(None, CONTROLS)) - nuls
    size = len(text.rstrip("\0"))
    return nuls * 4 > size or controls * 20 > size or not raw


def _marked(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file that says its encoding with a byte order mark."""
    for mark, codec in MARKS:
        if not data.startswith(mark):
            continue
        if codec == "utf-8":
            return  # the next rung reads it, mark and all
        text = strictly(data, codec)
        if text is not None:
            yield Reading(whole(data, codec, text), 1.0, "byte order mark")
            continue
        escaped = escape(data, codec)
        if escaped is None or len(bad_places(escaped)) > most_bad_places(data):
            tried.append(f"{codec}: byte order mark, but not strictly {codec}")
            continue
        evidence = "byte order mark, and a few bad bytes"
        yield Reading(as_pieces(data, codec, escaped), 0.85, evidence)


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
        if escaped and look and not look.odd and look.mean <= PLAUSIBLE:
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
        filled = len(data.rstrip(b"\0")) + 1 & ~1  # NULs that fill a file up say nothing
        best = most_plausible(data[:filled], ("utf-8", *rivals))
        escaped = escape(data, best.codec)
        if best.codec != "utf-8" and escaped is not None and survey(escaped).is_plausible:
            yield Reading(as_pieces(data, best.codec, escaped), best.confidence, best.evidence)
        elif not text.isascii():
            confidence, evidence = min(confidence, best.confidence), f"{evidence}, {best.evidence}"
    pieces = [Piece(("utf-8",), size, text)]
    if size < len(data):
        cut = "\ufffd" * (len(data) - size)
        pieces.append(Piece(("utf-8",), len(data) - size, cut, bad=True))
    yield Reading(tuple(pieces), confidence, evidence)


def _legacy(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file of one legacy encoding, or UTF-16 without a mark; failing that, of several."""
    if not HIGH.search(data):
        return
    guess = _guess(data, tried)
    for codec in BIG5 if guess.codec in BIG5 else (guess.codec,):
        text = strictly(data, codec) if codec in ONE_TO_ONE else None
        escaped = escape(data, codec) if text is None else text
        if escaped is None:
            continue
        bad = sum(map(len, bad_places(escaped))) if text is None else 0
        if bad and not is_cut(escaped):
            tried.append(f"{codec}: {bad:,} bad bytes")
            continue
        evidence = guess.evidence + (", the last character cut" if bad else "")
        look = survey(escaped)
        doubtful = look.odd or not look.is_smooth
        confidence = min(guess.confidence, 0.85 if doubtful else 1.0)
        pieces = as_pieces(data, codec, escaped) if text is None else whole(data, codec, text)
        reading = Reading(pieces, confidence, evidence)
        if not bad:
            reading = reading._replace(look=look)
        if codec == "gb18030" and look.misread and holds_utf8(escaped):
            tried.append(f"{codec}: holds UTF-8")
            yield from _least_lost(read_mixed(data, tried), reading)
            return
        if codec in PAGES or look.is_plausible:
            yield reading
            return
        for mixed in read_mixed(data, tried):
            # By lines nothing better was found: rare words, or private-use characters.
            yield reading if mixed.pieces == reading.pieces else mixed
        if look.is_possible:
            evidence += ", with many rare characters"
            yield reading._replace(confidence=guess.confidence / 2, evidence=evidence)
        tried.append(f"{codec}: no plausible text")
        return
    yield from read_mixed(data, tried)


def _least_lost(mixed: Iterable[Reading], as_one: Reading) -> Iterator[Reading]:
    """Yield the readings by lines, but first the one of one encoding where that loses less."""
    repaired = repair(as_one.pieces)
    text = "".join(piece.text for piece in repaired.pieces)
    losses = sum(piece.bad for piece in repaired.pieces)
    plausible = repaired.runs > 0 and survey(text).is_plausible
    for reading in mixed:
        if plausible and losses < sum(piece.bad for piece in reading.pieces):
            yield as_one
        yield reading
    if plausible:
        yield as_one


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


def decode_file(file: SourceFile) -> SourceText | DeadLetter:
    """Decode a file; one that will not decode becomes a dead letter."""
    try:
        return decode(file.data, file.source)
    except DecodeError as error:
        return DeadLetter(
            source=file.source,
            stage="decode",
            error="DecodeError",
            message=str(error),
            sha256=hashlib.sha256(file.data).hexdigest(),
            tried=error.tried,
        )


class Decode(beam.PTransform):
    """Files become texts, or dead letters."""

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        """Decode the files of each unit."""
        return units | beam.Map(on_each("decode", SourceFile, decode_file))
