"""The rules by name: what each is about, and why it is there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from transforms import tables
from transforms.schema import Rule
from transforms.tables.whys import GROUPS, WHYS


@cache
def patterns() -> dict[str, Rule]:
    """Return the rules that are patterns, by name."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(tables.__path__):
        for value in vars(importlib.import_module(f"transforms.tables.{module.name}")).values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Rule):
                    found[each.id] = each
    return found


def group(rule: str) -> str:
    """Return what the rules of a rule's group have in common, "" for a rule of no group."""
    return GROUPS.get(rule.partition(":")[0], "")


def why(rule: str) -> str:
    """Return why a rule is there: of a pattern its own reason, else that of the table."""
    pattern = patterns().get(rule)
    return pattern.why if pattern else WHYS.get(rule) or group(rule)


def names() -> list[str]:
    """Return the names of all rules, sorted, those of a group together."""
    return sorted({*patterns(), *WHYS})


def listing() -> Iterator[str]:
    """Yield the lines of ``jiaokan rules``: each group with its rules, an example and the why."""
    shown = ""
    for name in names():
        head = name.partition(":")[0]
        if head != shown:
            shown = head
            yield f"{head}: {group(head)}" if group(head) else head
        pattern = patterns().get(name)
        example = pattern.matches[0].strip().partition("\n")[0][:24] if pattern else ""
        yield f"  {name:<28} {why(name)}" + (f" (as {example})" if example else "")
