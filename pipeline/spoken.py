"""Text of sources as it may be shown on a terminal or in a sheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

LONGEST_ALIGNED = 4000  # code points of each text: the alignment takes their product
AROUND = 12  # equal code points that are shown at each end of a stretch without differences

# A spreadsheet takes a cell that begins so for a formula; the last four are its full-width forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def visible(text: str) -> str:
    """Return the text on one line, with escapes for what a terminal would obey or hide."""
    return "".join(
        character
        if character == " " or unicodedata.category(character)[0] not in "CZ"
        else {"\n": "⏎", "\u3000": "\u3000"}.get(character)
        or character.encode("unicode_escape").decode()
        for character in text
    )


def short(text: str, most: int = 60) -> str:
    """Return the text on one line, its middle left out when it is long."""
    if text and not text.strip(" "):
        return "␣" * len(text)
    if len(text) > most:
        text = f"{text[: most - most // 3]}…{text[-(most // 3) :]}"
    return visible(text)


def aligned(left: str, right: str) -> tuple[str, str]:
    """Return two texts, each with what the other has not in brackets; equal stretches cut short."""
    texts = left[:LONGEST_ALIGNED], right[:LONGEST_ALIGNED]
    shown: tuple[list[str], list[str]] = ([], [])
    for equal, spans in _stretches(*texts):
        for parts, text, span in zip(shown, texts, spans, strict=True):
            piece = visible(text[span])
            if not equal:
                piece = f"[{piece}]"
            elif len(piece) > 2 * AROUND + 1:
                piece = f"{piece[:AROUND]}…{piece[-AROUND:]}"
            parts.append(piece)
    for parts, text in zip(shown, (left, right), strict=True):
        if len(text) > LONGEST_ALIGNED:
            parts.append(f" … {len(text) - LONGEST_ALIGNED:,} more")
    return "".join(shown[0]), "".join(shown[1])


def _stretches(left: str, right: str) -> Iterator[tuple[bool, tuple[slice, slice]]]:
    """Yield the stretches of two texts that are equal, and those between them."""
    at, other_at = 0, 0
    for block in Levenshtein.opcodes(left, right).as_matching_blocks():
        if at < block.a or other_at < block.b:
            yield False, (slice(at, block.a), slice(other_at, block.b))
        at, other_at = block.a + block.size, block.b + block.size
        if block.size:
            yield True, (slice(block.a, at), slice(block.b, other_at))


def sheet(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as CSV for a spreadsheet: no cell is a formula, and a mark says it is UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + target.getvalue()


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    begins = cell.lstrip(" \u3000\xa0\ufeff\u200b")
    return f"'{cell}" if begins.startswith(FORMULA) or cell.startswith("'") else cell
