"""Tell whether a regular expression that is given may be used, before it meets a long text."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any


def fault(pattern: str) -> str:
    """Return what is wrong with a pattern of headings, "" if nothing is."""
    try:
        compiled = re.compile(pattern, re.MULTILINE)
    except re.error as error:
        return f"no regular expression ({error})"
    if compiled.match("") or compiled.search("\n\n"):
        return "it matches empty lines; name what stands there"
    if _may_never_end(import_module("re._parser").parse(pattern, re.MULTILINE)):
        return (
            "a repeat, ? or | inside a repeat may search for ever; "
            "write it without (.{1,40} for (.+)+)"
        )
    return ""


def _may_never_end(parsed: Any, repeated: bool = False) -> bool:
    """Tell whether a parsed pattern has a choice, of length or alternatives, inside a repeat.

    Only such a pattern can try a number of ways that grows exponentially with the text; most that
    are refused would not, but none that would is let through.
    """
    for operator, value in parsed:
        inner, parts = repeated, value if isinstance(value, tuple) else (value,)
        if str(operator) == "BRANCH":
            if repeated:
                return True
            parts = value[1]
        elif str(operator).endswith("_REPEAT"):
            low, high, _ = value
            if repeated and low != high:
                return True
            inner = repeated or high > 1
        bodies = (part for part in parts if isinstance(part, type(parsed)))
        if any(_may_never_end(body, inner) for body in bodies):
            return True
    return False
