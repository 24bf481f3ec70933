"""The rules of ``tables.noise`` that are on, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from transforms.schema import Rule
from transforms.tables.noise import ANYWHERE, FRAME, HEAD, INSIDE, SENTENCES, TAIL
from transforms.tables.noise.signs import (
    ANYWHERE_SIGNS,
    HEAD_SIGNS,
    SENTENCE_SIGNS,
    TAIL_SIGNS,
)

NAMED_MARKS = frozenset({"line", "item:digit", "item:dash"})  # what a named line may begin with


class Choice(NamedTuple):
    """A user's own rules for whole lines, tried first, and the ids of rules that are off."""

    own: tuple[Rule, ...] = ()
    off: frozenset[str] = frozenset()


ALL = Choice()


class Union:
    """Rules as one pattern; what any of them matches holds one of the ``signs``."""

    def __init__(self, rules: Iterable[Rule], end: str = "$", signs: str = "") -> None:
        self.sign = re.compile(signs).search
        self.rules = tuple(rules)
        # An empty group behind each says which it was; before it, it would hide its first sign.
        parts = (f"(?:{rule.pattern}){end}(?P<r{n}>)" for n, rule in enumerate(self.rules))
        self.pattern = re.compile("|".join(parts) if self.rules else "(?!)")

    def named(self, line: str) -> Rule | None:
        """Return the first rule that names a whole line."""
        match = self.pattern.match(line) if self.sign(line) else None
        return self.of(match) if match else None

    def of(self, match: re.Match[str]) -> Rule:
        """Return the rule of a match."""
        assert match.lastgroup is not None
        return self.rules[int(match.lastgroup[1:])]


class Rules(NamedTuple):
    """The rules of ``tables.noise`` that are on, compiled; a user's, each by itself."""

    anywhere: Union
    sentences: Union
    head: Union
    tail: Union
    frame: Union
    inside: Union
    own: tuple[tuple[re.Pattern[str], Rule], ...]

    def line(self, line: str, mark: str) -> Rule | None:
        """Return the rule that names a line which begins with such a mark."""
        for pattern, rule in self.own:
            if pattern.fullmatch(line):
                return rule
        if mark not in NAMED_MARKS:
            return None
        rules = self.sentences if line[-1:] in "。;" else self.anywhere
        found = rules.named(line)
        if found is None or mark == "line" or found.id.startswith(("chrome:", "markup:")):
            return found
        return None

    def head_line(self, line: str, mark: str) -> Rule | None:
        """Return the rule that names a line above the text, and only there."""
        return self.head.named(line) if mark == "line" and line[-1:] not in "。;" else None


@lru_cache(maxsize=8)
def compiled(choice: Choice) -> Rules:
    anywhere, head, tail, frame, inside = (
        [rule for rule in rules if rule.id not in choice.off]
        for rules in (ANYWHERE, HEAD, TAIL, FRAME, INSIDE)
    )
    return Rules(
        Union(anywhere, signs=ANYWHERE_SIGNS),
        Union((rule for rule in anywhere if rule.id in SENTENCES), signs=SENTENCE_SIGNS),
        Union(head, signs=HEAD_SIGNS),
        Union(tail, signs=TAIL_SIGNS),
        Union(frame),
        Union(inside, ""),
        tuple((rule.compile(), rule) for rule in choice.own),
    )
