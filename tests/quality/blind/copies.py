"""Which copies the program finds among the files of ``copies.jsonl``, and what it leaves out twice.

``copies.json`` has the author's truth: pairs of documents with their kind, pairs that look alike
and are none, and passages that stand in a file again, to be removed or not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import jiaokan
from tests.quality.blind.score import Score, bare, rows
from transforms.deduplicate import candidates, cut, fingerprint, numbered, sift, unique, verify
from transforms.schema import Collation, Document

HERE = Path(__file__).parent


def scores() -> dict[str, Score]:
    """Return the scores by name: pairs found (each wrong one counts), their kinds, repeats."""
    truth = json.loads((HERE / "copies.json").read_text("utf-8"))
    sources = {
        row["name"]: jiaokan.collate(row["text"].encode(row["encoding"]), row["name"])
        for row in rows("copies")
    }
    found = _found(list(sources.values()))

    def between(pair: dict[str, str]) -> set[str]:
        sides = ((sources[pair[side]], pair.get(f"{side}_title", "")) for side in ("a", "b"))
        couples = product(*(_documents(*side) for side in sides))
        return {kind for one, two in couples for kind in found.get(frozenset((one, two)), ())}

    said = [(pair, between(pair)) for pair in truth["pairs"]]
    wrong = [pair for pair in truth["strangers"] if between(pair)]
    missed = [_say(pair) for pair, kinds in said if not kinds]
    other = [
        f"{_say(pair)}: {', '.join(sorted(kinds))}"
        for pair, kinds in said
        if pair["kind"] not in kinds
    ]
    again = [each for each in truth["again"] if each["remove"] != _is_gone(sources, each)]
    return {
        "copies_found": Score(
            len(said) - len(missed), len(said) + len(wrong), (*missed, *map(_say, wrong))
        ),
        "copies_kinds": Score(len(said) - len(other), len(said), tuple(other)),
        "copies_again": Score(
            len(truth["again"]) - len(again), len(truth["again"]), tuple(map(str, again))
        ),
    }


def _found(sources: list[Collation]) -> dict[frozenset[str], set[str]]:
    """Return the kinds of the pairs of documents, near misses aside, by their ids."""
    unit = fingerprint(0, sources)
    pairs = unique([sift(candidates([part], lambda _: unit)) for part in cut(unit, 1)])
    verdicts = numbered(verify(pairs, lambda _: unit), [unit.documents])
    kinds: dict[frozenset[str], set[str]] = {}
    for pair in verdicts.where(verdicts.of_grain("document")).pairs():
        if pair.kind != "rejected":
            kinds.setdefault(frozenset((pair.left[0], pair.right[0])), set()).add(pair.kind)
    return kinds


def _documents(source: Collation, title: str) -> Iterator[str]:
    """Yield the ids of the documents of a title, or of all where none has it."""
    named = [one for one in source.documents if bare(title) and bare(title) in bare(_title(one))]
    yield from (one.id for one in named or source.documents)


def _title(document: Document) -> str:
    return next((fact.value for fact in document.facts if fact.field == "title"), "")


def _is_gone(sources: dict[str, Collation], again: dict[str, Any]) -> bool:
    """Tell whether a repeat that holds the passage, or is in it, was removed."""
    source = sources[again["file"]]
    passage = bare(again["text"])
    removed = (one for one in source.repeats if one.action == "removed")
    texts = (bare(source.text.text[one.start : one.end]) for one in removed)
    return any(text in passage or passage in text for text in texts)


def _say(pair: dict[str, str]) -> str:
    return " ".join(pair.values())
