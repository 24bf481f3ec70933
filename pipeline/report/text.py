"""Text from outside made inert and visible in HTML and JSON."""

from __future__ import annotations

import html
import json
import re
from typing import Any

# Characters that are not seen, or that move others about: controls, bidi, zero-width, fillers,
# separators, interlinear marks, tags, lone surrogates. Tab and line feed are ordinary.
INVISIBLE = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0xE0000, 0xE0FFF),
)  # fmt: skip
_INVISIBLE = re.compile(f"[{''.join(f'{chr(a)}-{chr(b)}' for a, b in INVISIBLE)}]")
_IN_JSON = re.compile(f"[<>&{_INVISIBLE.pattern[1:]}")


def shown(text: str) -> str:
    """Return the text as HTML, also for attributes: what is invisible as ⟨U+202E⟩."""
    return html.escape(_INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text))


def embedded(value: Any) -> str:
    """Return the value as JSON that is inert in a script element of a data type."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _IN_JSON.sub(_escape, dumped)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
