"""Readings: bytes as text in one encoding or several, such that the bytes come back.

Inside a reading a bad byte stands as U+DC00 + byte (an escape), so that a text and its escapes
are one string; ``pieces`` turns escapes into U+FFFD and patches.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.schema import Patch, Segment

BIG5 = ("big5", "cp950", "big5hkscs")  # the first that reads every byte is taken
UTF16 = ("utf-16-le", "utf-16-be")
SEVEN_BIT = ("hz", "iso2022_jp_2", "iso2022_kr")
# What these decode strictly they encode to the same bytes; a test tries every code of GB 18030.
ONE_TO_ONE = frozenset(("utf-8", "gb18030", *UTF16, "utf-32-le", "utf-32-be"))
ESCAPES = re.compile("([\udc00-\udcff]+)")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Piece(NamedTuple):
    """A stretch of ``size`` bytes and its reading; ``bad`` if encoding it gives other bytes.

    ``codecs`` is a chain: bytes read by the first, a mojibake written by the second and read by
    the third.
    """

    codecs: tuple[str, ...]
    size: int
    text: str
    bad: bool = False


def strictly(data: bytes, codec: str) -> str | None:
    """Return ``data`` decoded, None where a byte is bad."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def escape(data: bytes, codec: str) -> str | None:
    """Return ``data`` decoded, a bad byte as U+DC00 + byte; None if the codec cannot go on."""
    if codec in UTF16:
        even = len(data) & ~1
        text = data[:even].decode(codec, "surrogatepass")
        text = LONE_SURROGATE.sub(
            lambda lone: "".join(
                chr(0xDC00 + byte) for byte in lone[0].encode(codec, "surrogatepass")
            ),
            text,
        )
        return text + "".join(chr(0xDC00 + byte) for byte in data[even:])
    try:
        return data.decode(codec, "strict" if codec in SEVEN_BIT else "surrogateescape")
    except UnicodeDecodeError:
        return None


def bad_places(escaped: str) -> list[str]:
    """Return the bad places of a reading, each as its escapes."""
    try:
        escaped.encode("utf-16-le")
    except UnicodeEncodeError:
        return ESCAPES.findall(escaped)
    return []  # a quick answer for most


def is_cut(escaped: str, codec: str) -> bool:
    """Return whether the only bad bytes are at the end and fewer than a character has."""
    most = 1 if codec in BIG5 else 3
    bad = ESCAPES.search(escaped)
    return bad is not None and bad.end() == len(escaped) and bad.end() - bad.start() <= most


def as_pieces(data: bytes, codec: str, escaped: str) -> tuple[Piece, ...]:
    """Return ``escaped`` as pieces, each of which encodes to its bytes or is bad."""
    out: list[Piece] = []
    at = 0
    damaged = bool(bad_places(escaped))
    if codec in ONE_TO_ONE and not damaged:
        return whole(data, codec, escaped)
    for part in ESCAPES.split(escaped) if damaged else (escaped,):
        if ESCAPES.match(part):
            out.append(Piece((codec,), len(part), "\ufffd" * len(part), bad=True))
            at += len(part)
        elif part:
            raw = part.encode(codec)
            if not data.startswith(raw, at):
                return tuple(_units(data, codec))
            out.append(Piece((codec,), len(raw), part))
            at += len(raw)
    return tuple(out) if at == len(data) else tuple(_units(data, codec))


def whole(data: bytes, codec: str, text: str) -> tuple[Piece, ...]:
    """Return the one piece of a file that a codec of ONE_TO_ONE reads strictly."""
    return (Piece((codec,), len(data), text),)


def _units(data: bytes, codec: str) -> Iterable[Piece]:
    """Yield ``data`` line by line, and a line that would not come back character by character.

    Decoding is many to one in big5, cp950, cp932 and johab; HZ may shift where it need not, so
    there a line is the smallest unit.
    """
    for line in data.splitlines(keepends=True):
        text = escape(line, codec) or ""
        if not ESCAPES.search(text) and text.encode(codec) == line:
            yield Piece((codec,), len(line), text)
            continue
        if codec in SEVEN_BIT:
            yield Piece((codec,), len(line), text, bad=True)
            continue
        decoder = codecs.getincrementaldecoder(codec)("surrogateescape")
        start = 0
        for end in range(1, len(line) + 1):
            text = decoder.decode(line[end - 1 : end], final=end == len(line))
            if text:
                bad = bool(ESCAPES.search(text)) or text.encode(codec) != line[start:end]
                yield Piece((codec,), end - start, ESCAPES.sub(_replaced, text), bad)
                start = end


def _replaced(escapes: re.Match[str]) -> str:
    return "\ufffd" * len(escapes[0])


def join(
    data: bytes, pieces: Iterable[Piece]
) -> tuple[str, tuple[Segment, ...], tuple[Patch, ...]]:
    """Return the text of the pieces, with a segment for each run of one codec."""
    texts: list[str] = []
    segments: list[Segment] = []
    patches: list[Patch] = []
    byte = char = 0
    for piece in pieces:
        if not segments or segments[-1].codecs != piece.codecs:
            segments.append(Segment(byte, char, piece.codecs))
        byte_end, char_end = byte + piece.size, char + len(piece.text)
        if piece.bad:
            patches.append(Patch(byte, byte_end, char, char_end, data[byte:byte_end]))
        texts.append(piece.text)
        byte, char = byte_end, char_end
    return "".join(texts), tuple(segments), tuple(patches)


def encode(text: str, segments: Sequence[Segment], patches: Sequence[Patch]) -> bytes:
    """Return the bytes of a decoded text: the exact inverse of ``decode``."""
    out: list[bytes] = []
    index = 0
    ends = [segment.char_start for segment in segments[1:]] + [len(text)]
    for segment, end in zip(segments, ends, strict=True):
        at = segment.char_start
        while index < len(patches) and patches[index].char_start < end:
            patch = patches[index]
            out += (written(text[at : patch.char_start], segment.codecs), patch.raw)
            at = patch.char_end
            index += 1
        out.append(written(text[at:end], segment.codecs))
    return b"".join(out)


def written(text: str, chain: Sequence[str]) -> bytes:
    """Return the bytes that a chain of codecs reads as ``text``."""
    for writer, reader in zip(chain[:0:-2], chain[-2::-2], strict=True):
        text = misread(text.encode(writer), reader)
    return text.encode(chain[0])


def misread(data: bytes, codec: str) -> str:
    """Return what a program shows of bytes of another encoding.

    The five bytes that cp1252 leaves open are C1 controls, as in browsers (WHATWG).
    """
    return data.decode(codec, "c1_controls" if codec == "cp1252" else "strict")


def unread(text: str, codec: str) -> bytes:
    """Return the bytes that ``misread`` shows as ``text``."""
    return text.encode(codec, "c1_controls" if codec == "cp1252" else "strict")


def _c1_controls(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return chr(error.object[error.start]), error.start + 1
    if isinstance(error, UnicodeEncodeError) and "\x80" <= error.object[error.start] <= "\x9f":
        return bytes((ord(error.object[error.start]),)), error.start + 1
    raise error


codecs.register_error("c1_controls", _c1_controls)
