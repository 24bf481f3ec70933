"""Every rule of ``transforms.tables`` carries its test: here they are all run."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from pipeline.rules import patterns
from transforms import tables
from transforms.decode import view
from transforms.schema import Rule
from transforms.tables import marks, noise
from transforms.tables.noise import signs
from transforms.tables.whys import GROUPS, WHYS

# Rules of these tables are asked about a whole line; all others are searched for.
WHOLE_LINES = {
    rule.id for rule in (*noise.ANYWHERE, *noise.HEAD, *noise.TAIL, *noise.FRAME, *marks.PAGE_LINES)
}


def _rules() -> Iterator[Rule]:
    for module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Rule):
                yield value
            elif isinstance(value, tuple):
                yield from (one for one in value if isinstance(one, Rule))


HOSTILE = 30_000  # code points: a quadratic pattern takes half a billion steps
RULES = sorted({rule.id: rule for rule in _rules()}.values())


def _found(rule: Rule, text: str) -> bool:
    compiled = re.compile(rule.pattern, re.MULTILINE)
    search = compiled.fullmatch if rule.id in WHOLE_LINES else compiled.search
    return search(view(text)) is not None


def test_ids_are_unique():
    by_id: dict[str, Rule] = {}
    for rule in _rules():
        assert by_id.setdefault(rule.id, rule) == rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_matches_and_spares_what_it_says(rule: Rule):
    assert rule.matches and rule.spares and rule.why
    for text in rule.matches:
        assert _found(rule, text), f"{rule.id} should match {text!r}"
    for text in rule.spares:
        assert not _found(rule, text), f"{rule.id} should spare {text!r}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_linear_on_hostile_text(rule: Rule):
    """A quadratic pattern would take minutes on these; the alarm is no measure of speed."""

    def too_slow(*_: object) -> None:
        raise AssertionError(f"{rule.id} does not end on hostile text")

    compiled = rule.compile()
    search = compiled.fullmatch if rule.id in WHOLE_LINES else compiled.search
    seeds = [".", "第", "一", "1", "(", " ", "-", "《", "一、", "a", ":", "年", "\n"]
    seeds += [text[:-1] or text for text in rule.matches[:2]]
    previous = signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(30)
    try:
        for seed in seeds:
            text = (view(seed) * (HOSTILE // len(seed) + 1))[:HOSTILE]
            search(text + "\x00")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def _must_hold(parsed, sign: re.Pattern[str]) -> bool:
    """Tell whether each match of a parsed pattern holds one of some signs."""
    literal = "".join(chr(value) if str(name) == "LITERAL" else "\n" for name, value in parsed)
    return sign.search(literal) is not None or any(
        _part_must_hold(str(name), value, sign) for name, value in parsed
    )


def _part_must_hold(name: str, value, sign: re.Pattern[str]) -> bool:
    if name == "BRANCH":
        return all(_must_hold(branch, sign) for branch in value[1])
    if name == "IN":
        letters = (
            map(chr, range(letter[0], letter[1] + 1) if str(kind) == "RANGE" else [letter])
            for kind, letter in value
            if str(kind) in ("RANGE", "LITERAL")
        )
        is_listed = all(str(kind) in ("RANGE", "LITERAL") for kind, _ in value)
        return is_listed and all(map(sign.match, chain.from_iterable(letters)))
    if name == "SUBPATTERN":
        return _must_hold(value[3], sign)
    if name == "ASSERT":
        return value[0] > 0 and _must_hold(value[1], sign)
    return name.endswith("_REPEAT") and value[0] > 0 and _must_hold(value[2], sign)


TABLES = (
    (noise.ANYWHERE, signs.ANYWHERE_SIGNS),
    ([rule for rule in noise.ANYWHERE if rule.id in noise.SENTENCES], signs.SENTENCE_SIGNS),
    (noise.HEAD, signs.HEAD_SIGNS),
    (noise.TAIL, signs.TAIL_SIGNS),
)


@pytest.mark.parametrize(
    ("rule", "sign"),
    [pytest.param(rule, sign, id=rule.id) for rules, sign in TABLES for rule in rules],
)
def test_whatever_a_rule_matches_holds_a_sign(rule: Rule, sign: str):
    parsed = importlib.import_module("re._parser").parse(rule.pattern, re.MULTILINE)
    assert _must_hold(parsed, re.compile(sign)), "add the rarest of its signs to tables/noise/signs"


def test_each_rule_that_code_names_has_a_why():
    place = Path(__file__).parent.parent / "transforms"
    named = {
        name
        for path in sorted(place.rglob("*.py"))
        if "tables" not in path.parts
        for name in re.findall(r"\"([a-z_]+:[a-z][a-z-]+)\"", path.read_text(encoding="utf-8"))
        if name.partition(":")[0] in GROUPS
    }
    assert {"running:repeated", "note:moved", "paragraph:break"} <= named
    assert named - {*WHYS, *patterns()} == set()
