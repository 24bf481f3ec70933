"""What is decided of pairs that a test writes down, or of those that ``verify`` returns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transforms import deduplicate
from transforms.deduplicate import DocumentFacts, Fingerprints, Pairs, numbered, verdicts
from transforms.deduplicate.decide import Link
from transforms.deduplicate.decide import links_of as _links_of
from transforms.schema import Decision, Pair, StockPhrase


def verify(pairs: Pairs, units: Sequence[Fingerprints]) -> list[Pair]:
    """Return the verdicts on pairs, sorted."""
    found = deduplicate.verify(pairs, units.__getitem__)
    return sorted(numbered(found, [unit.documents for unit in units]).pairs())


def decide(pairs: Sequence[Pair], documents: Iterable[DocumentFacts], *how: Any) -> list[Decision]:
    """Return what is decided of each document, sorted by source and offset."""
    documents = sorted(documents, key=lambda facts: (facts.source, facts.start, facts.id))
    found = {each.id: each for each in deduplicate.decide(verdicts(pairs), documents, *how)}
    return [found.get(id) or Decision(id) for id in {facts.id: None for facts in documents}]


def links_of(pairs: Sequence[Pair], documents: Sequence[DocumentFacts]) -> list[dict[int, Link]]:
    """Return the links between documents."""
    return _links_of(verdicts(pairs), documents)


def stock_phrases(pairs: Sequence[Pair]) -> tuple[list[StockPhrase], list[Pair]]:
    """Return the stock phrases, and the pairs that are left."""
    phrases, rest = deduplicate.stock_phrases(verdicts(pairs))
    return phrases, list(rest.pairs())
