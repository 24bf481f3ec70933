"""Decode: the bytes of a source become text, and text, segments and patches give the bytes back.

A ladder, each rung asked only when those above it are silent: byte order mark; strict UTF-8;
seven-bit Chinese (HZ, ISO-2022); the legacy encoding whose reading is the most plausible Chinese,
with chardet as a further witness when that is not clear; the same piece by piece, with a few bad
bytes or a change of encoding halfway. Nothing is believed that was not decoded as a whole.

Plausible is measured in bits: how long a text is under a coarse model of Chinese. Of two readings
of the same bytes the shorter one is right, and the difference says how surely.

A byte order mark stays in the text as U+FEFF. A bad byte is U+FFFD with a patch. A text never
holds a lone surrogate.

``reading`` decodes and encodes exactly, ``plausible`` is the model, ``mixed`` reads damaged files
and those of several encodings, ``fold`` makes the view.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import chain

import apache_beam as beam

from transforms.decode.fold import view
from transforms.decode.mixed import holds_utf8, most_bad_places, read_mixed
from transforms.decode.plausible import (
    CLEAR,
    Guess,
    ask_chardet,
    has_kana,
    is_plausible,
    is_possible,
    is_western,
    mean_bits,
    most_plausible,
)
from transforms.decode.reading import (
    BIG5,
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
)
from transforms.schema import DeadLetter, SourceFile, SourceText
from transforms.stage import Items, on_each

__all__ = ["Decode", "DecodeError", "decode", "decode_file", "encode", "view"]

# Longer marks first: FF FE also begins FF FE 00 00.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
SAMPLE = 1 << 15  # bytes, from the first that is not ASCII
CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
HIGH = re.compile(rb"[\x80-\xff]")
# What UTF-8 writes in three bytes or more.
BEYOND_LETTERS = re.compile("[\u0800-\U0010ffff]")
HZ_RUN = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])++~\}")


class DecodeError(Exception):
    """The bytes are no text in any encoding that was tried (``tried``: what, and why not)."""

    def __init__(self, message: str, tried: Iterable[str]) -> None:
        super().__init__(message)
        self.tried = tuple(tried)


def decode(data: bytes, source: str = "") -> SourceText:
    """Return the text of ``data``, such that ``encode`` gives ``data`` back; else DecodeError."""
    tried: list[str] = []
    for reading in chain(_marked(data, tried), _unicode(data, tried), _legacy(data, tried)):
        text, segments, patches = join(data, reading.pieces)
        if _is_binary(text):
            tried.append(f"{segments[0].codecs[0]}: full of control characters")
            continue
        if (patches or len(reading.pieces) > 1) and encode(text, segments, patches) != data:
            tried.append(f"{segments[0].codecs[0]}: does not give the bytes back")
            continue
        names = dict.fromkeys(segment.codecs[-1] for segment in segments)
        return SourceText(
            source=source,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            text=text,
            view=view(text),
            encoding="+".join(names),
            confidence=round(reading.confidence, 3),
            evidence=reading.evidence,
            segments=segments,
            patches=patches,
        )
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
        escaped = escape(data, codec)
        if escaped is None or len(bad_places(escaped)) > most_bad_places(data):
            tried.append(f"{codec}: byte order mark, but not strictly {codec}")
            continue
        yield Reading(as_pieces(data, codec, escaped), 1.0, "byte order mark")


def _unicode(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read strict UTF-8; what is too little or too odd to be sure of is weighed against others."""
    evidence = "valid UTF-8 throughout"
    try:
        text, size = data.decode("utf-8"), len(data)
    except UnicodeDecodeError as error:
        tried.append(f"utf-8: {error.reason} at byte {error.start:,}")
        if error.reason != "unexpected end of data" or not HIGH.search(data, 0, error.start):
            return
        text, size = data[: error.start].decode("utf-8"), error.start
        evidence = "valid UTF-8, the last character cut"
    rivals: list[str] = []
    if b"\x1b$" in data or (b"~{" in data and HZ_RUN.search(data)):
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
        if best.codec != "utf-8" and escaped is not None and is_plausible(escaped):
            yield Reading(as_pieces(data, best.codec, escaped), best.confidence, best.evidence)
    pieces = [Piece(("utf-8",), size, text)]
    if size < len(data):
        pieces.append(Piece(("utf-8",), len(data) - size, "\ufffd" * (len(data) - size), bad=True))
    yield Reading(tuple(pieces), 1.0 if size == len(data) else 0.99, evidence)


def _legacy(data: bytes, tried: list[str]) -> Iterator[Reading]:
    """Read a file of one legacy encoding, or UTF-16 without a mark; failing that, of several."""
    if not HIGH.search(data):
        return
    guess = _guess(data, tried)
    for codec in BIG5 if guess.codec in BIG5 else (guess.codec,):
        escaped = escape(data, codec)
        if escaped is None:
            continue
        bad = sum(map(len, bad_places(escaped)))
        if bad and not is_cut(escaped):
            tried.append(f"{codec}: {bad:,} bad bytes")
            continue
        evidence = guess.evidence + (", the last character cut" if bad else "")
        reading = Reading(as_pieces(data, codec, escaped), guess.confidence, evidence)
        if codec not in UTF16 and holds_utf8(data):
            tried.append(f"{codec}: holds UTF-8")
            break
        if codec == "cp1252" or is_plausible(escaped):
            yield reading
            return
        yield from read_mixed(data, tried)
        if is_possible(escaped):
            evidence += ", with many rare characters"
            yield reading._replace(confidence=guess.confidence / 2, evidence=evidence)
        tried.append(f"{codec}: no plausible text")
        return
    yield from read_mixed(data, tried)


def _guess(data: bytes, tried: list[str]) -> Guess:
    """Return the most plausible encoding of a sample; chardet is asked when that is not clear."""
    first = HIGH.search(data)
    start = first.start() & ~1 if first else 0  # even, for UTF-16
    sample = data[start : start + SAMPLE]
    candidates = ["gb18030", "big5", *UTF16]
    if is_western(sample.decode("cp1252", "replace")):
        candidates.append("cp1252")
    guess = most_plausible(sample, candidates)
    if guess.confidence < 0.9 or mean_bits(guess.escaped) > CLEAR or has_kana(guess.escaped):
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
