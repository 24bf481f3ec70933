"""Decode: the bytes of a source become text, and text, segments and patches give the bytes back.

Readings are tried in order (``ladder``): a mark, strict UTF-8, the most plausible legacy encoding,
and piece by piece where bytes are bad or the encoding changes. Nothing is believed that was not
decoded as a whole. Last, what is plainly mojibake is read back.

Plausible is measured in bits: how long a text is under a coarse model of Chinese. Of two readings
of the same bytes the shorter one is right, and the difference says how surely.

A byte order mark stays in the text as U+FEFF. A bad byte is U+FFFD with a patch. A text never
holds a lone surrogate.

``reading`` decodes and encodes exactly, ``plausible`` is the model, ``codepages`` asks for words,
``mixed`` reads damaged files and those of several encodings, ``mojibake`` and ``steps`` read back,
``odd`` knows characters that a sound text lacks, ``fold`` makes the view. docs/encodings.md has
the numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from transforms.decode.fold import view
from transforms.decode.ladder import DOUBTFUL, readings
from transforms.decode.mojibake import left_over, repair
from transforms.decode.odd import (
    CONTROLS,
    SPOILT_WARNING,
    described,
    merged,
    odd_characters,
    odd_places,
    spoilt_runs,
)
from transforms.decode.plausible import Survey, survey
from transforms.decode.reading import encode, join
from transforms.schema import DeadLetter, Patch, Remark, Segment, SourceFile, SourceText

__all__ = ["DecodeError", "decode", "decode_file", "encode", "read", "view"]

REPAIRED = "mojibake was read back"
LEFT = "mojibake may be left"
UNDECODABLE = "bytes that could not be decoded (U+FFFD)"


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
    decoded = read(data)
    names = dict.fromkeys(segment.codecs[-1] for segment in decoded.segments)
    return SourceText(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        text=decoded.text,
        view=view(decoded.text),
        encoding="+".join(names),
        confidence=round(decoded.confidence, 3),
        evidence=decoded.evidence,
        segments=decoded.segments,
        patches=decoded.patches,
        remarks=decoded.remarks,
    )


class Decoded(NamedTuple):
    """A text that gives its bytes back, how sure it is, and what a reader should know of it."""

    text: str
    segments: tuple[Segment, ...]
    patches: tuple[Patch, ...]
    confidence: float
    evidence: str
    remarks: tuple[Remark, ...]


def read(data: bytes) -> Decoded:
    """Return ``data`` decoded; raise DecodeError where no reading is plausible."""
    tried: list[str] = []
    for reading in readings(data, tried):
        text, segments, patches = join(data, reading.pieces)
        look = reading.look or survey(text, weigh=False)
        if look.odd[:1] < "\x80" and look.odd and _is_binary(text):
            tried.append(f"{segments[0].codecs[0]}: full of control characters")
            continue
        confidence, evidence = reading.confidence, reading.evidence
        repaired = repair(reading.pieces) if look.misread else None
        if repaired and repaired.runs:
            text, segments, patches = join(data, repaired.pieces)
            look = survey(text, weigh=False)
            evidence += f"; mojibake, {' and '.join(repaired.kinds)}: "
            evidence += f"{repaired.runs:,} runs repaired, {repaired.lost:,} characters lost"
        if (patches or len(segments) > 1) and encode(text, segments, patches) != data:
            tried.append(f"{segments[0].codecs[0]}: does not give the bytes back")
            continue
        if look.odd:
            evidence += f"; odd characters: {described(odd_characters(text, look.odd))}"
        if spoilt := len(spoilt_runs(text)) if look.misread else 0:
            evidence += f"; 锟斤拷 or the like: {spoilt:,} runs, nothing to repair"
        remarks = merged(_remarks(text, segments, patches, look))
        if any(remark.warning in (REPAIRED, LEFT) for remark in remarks):
            confidence = min(confidence, DOUBTFUL)
        return Decoded(text, segments, patches, confidence, evidence, remarks)
    raise DecodeError(
        "no encoding gives plausible text: a binary file, or an encoding that is not read here",
        tried,
    )


def _remarks(
    text: str, segments: Sequence[Segment], patches: Sequence[Patch], look: Survey
) -> Iterator[Remark]:
    """Yield what a reader should know, each with its place."""
    ends = [*(segment.char_start for segment in segments[1:]), len(text)]
    for segment, end in zip(segments, ends, strict=True):
        if len(segment.codecs) > 1:
            yield Remark(REPAIRED, segment.char_start, end)
    for patch in patches:
        if "\ufffd" in text[patch.char_start : patch.char_end]:
            yield Remark(UNDECODABLE, patch.char_start, patch.char_end)
    yield from odd_places(text, look.odd)
    if look.misread:
        yield from (Remark(SPOILT_WARNING, *run) for run in spoilt_runs(text))
        yield from (Remark(LEFT, *place) for place in left_over(text))


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


def decode_file(file: SourceFile) -> SourceText | DeadLetter:
    """Decode a file; one that will not decode becomes a dead letter."""
    try:
        return decode(file.data, file.source)._replace(facts=file.facts)
    except DecodeError as error:
        return DeadLetter(
            source=file.source,
            stage="decode",
            error="DecodeError",
            message=str(error),
            sha256=hashlib.sha256(file.data).hexdigest(),
            tried=error.tried,
        )
