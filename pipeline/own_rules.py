"""A user's own rules: read from a file, checked by their own tests, told to ``label``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.config import USAGE, Stop, suggestion
from transforms.decode import view
from transforms.label import BY_PLACE, LONGEST_NOISE, Choice
from transforms.schema import BOILERPLATE, CREDIT, IMPRINT, MARKUP, NOTE, RUNNING, Rule
from transforms.tables.noise import ANYWHERE, FRAME, HEAD, INSIDE, TAIL

LABELS = (BOILERPLATE, CREDIT, IMPRINT, MARKUP, NOTE, RUNNING)  # what a line can be named
OURS = sorted({rule.id for rule in (*ANYWHERE, *HEAD, *TAIL, *FRAME, *INSIDE)} | {*BY_PLACE})


def read(path: str) -> str:
    """Return the rules of a file as one line of JSON (so they stand in the manifest), "" for none.

    Raises Stop where the file or a rule is wrong, or a rule fails its own test.
    """
    if not path:
        return ""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Stop(USAGE, f"--rules {path}: {error.strerror}") from error
    except ValueError as error:
        raise Stop(USAGE, f"--rules {path} is no JSON in UTF-8: {error}") from error
    if not isinstance(found, list):
        raise Stop(USAGE, f"--rules {path}: give a list of rules, [{{…}}, …]")
    rules = [_rule(f"--rules {path}: rule {n}", value) for n, value in enumerate(found, 1)]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise Stop(USAGE, f"--rules {path}: two rules are called {rule.id}")
        seen.add(rule.id)
        _test(f"--rules {path}: rule {rule.id}", rule)
    return json.dumps([rule._asdict() for rule in rules], ensure_ascii=False)


def choice(rules: str, off: Iterable[str]) -> Choice:
    """Return what ``label`` is told: the rules that ``read`` gave, and the ids of those off.

    Raises Stop for an id that cannot be switched off.
    """
    for name in off:
        if name not in OURS:
            hint = suggestion(name, OURS) or f"; these can be switched off: {' '.join(OURS)}"
            raise Stop(USAGE, f"--no-rule {name}: no rule of that name can be switched off{hint}")
    own = tuple(_rule("", value) for value in json.loads(rules or "[]"))
    return Choice(own, frozenset(off))


def _rule(where: str, value: Any) -> Rule:
    """Return the rule that a JSON object describes; ``where`` begins the sentence of an error."""
    if not isinstance(value, dict):
        raise Stop(USAGE, f"{where} is no object with the fields {', '.join(Rule._fields)}")
    for name in sorted(value.keys() ^ set(Rule._fields)):
        wrong = f"has no field {name}" if name in Rule._fields else f"has an unknown field {name}"
        raise Stop(USAGE, f"{where} {wrong}; the fields are {', '.join(Rule._fields)}")
    for name in ("id", "label", "pattern", "why"):
        if not isinstance(value[name], str) or not value[name].strip():
            raise Stop(USAGE, f"{where}: {name} must be a text that is not empty")
    for name in ("matches", "spares"):
        texts = value[name]
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            raise Stop(USAGE, f"{where}: {name} must be a list of one text or more")
    return Rule(**value | {name: tuple(value[name]) for name in ("matches", "spares")})


def _test(where: str, rule: Rule) -> None:
    """Raise Stop where a rule is none that ``label`` can use, or fails its own test."""
    if rule.label not in LABELS:
        raise Stop(USAGE, f"{where}: label {rule.label} is none of {', '.join(LABELS)}")
    if rule.id in OURS:
        raise Stop(USAGE, f"{where} has the name of a rule of ours; --no-rule switches that off")
    try:
        pattern = rule.compile()
    except re.error as error:
        raise Stop(USAGE, f"{where}: the pattern is wrong: {error}") from error
    for text in rule.matches:
        line = view(text).strip()
        if len(line) > LONGEST_NOISE:
            raise Stop(USAGE, f"{where}: lines over {LONGEST_NOISE} characters are never named")
        if not pattern.fullmatch(line):
            raise Stop(USAGE, f"{where} should match the whole line {text!r}, seen as {line!r}")
    for text in rule.spares:
        if pattern.fullmatch(view(text).strip()):
            raise Stop(USAGE, f"{where} should spare {text!r}, and matches it")
