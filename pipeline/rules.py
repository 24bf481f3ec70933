"""The rules by name: what each is about, and why it is there."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from transforms import tables
from transforms.schema import Rule
from transforms.tables.whys import GROUPS, WHYS


@cache
def patterns() -> dict[str, Rule]:
    """Return the rules that are patterns, by name."""
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            is_row = isinstance(value, Rule) or not isinstance(value, tuple)
            for each in (value,) if is_row else value:
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


def own(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the why of each of a user's own rules (--rules FILE) in an output, by name."""
    found = json.loads(manifest["options"].get("rules") or "[]")
    return {rule["id"]: rule["why"] for rule in found}


def option(name: str, value: Any) -> str:
    """Return an option's value as it is told: of a user's own rules the names alone."""
    if name == "rules" and value:
        return ", ".join(rule["id"] for rule in json.loads(value))
    return str(value)


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
