"""Stock phrases: paragraphs that many documents share, as 本条例自公布之日起施行.

They say nothing about two documents that have them in common. So they are counted, and make no
pairs: a formula in a thousand documents would be half a million of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

from transforms.schema import Pair, StockPhrase

# What stands in more documents is a formula. A text of the state may well be quoted in all of the
# 31 provinces.
MANY = 32
VERSIONS = frozenset(("exact", "near", "template"))

Place = tuple[str, int, int]  # document id, start and end in its source


def stock_phrases(
    pairs: Sequence[Pair], named: Container[str] | None = None
) -> tuple[list[StockPhrase], list[Pair]]:
    """Return the stock phrases, sorted, and the pairs without those of them.

    A phrase is the paragraph with the most versions; each was verified against it, none by way of
    another. It is named by its place there, or by the first in one of the documents ``named``.
    """
    versions: dict[Place, set[Place]] = defaultdict(set)
    for pair in pairs:
        if pair.grain == "paragraph" and pair.kind in VERSIONS:
            versions[pair.left].add(pair.right)
            versions[pair.right].add(pair.left)
    phrases = []
    taken: set[Place] = set()
    many = [place for place, found in versions.items() if len(found) >= MANY]
    for place in sorted(many, key=lambda place: (-len(versions[place]), place)):
        if place in taken:
            continue
        group = (versions[place] - taken) | {place}
        documents = {document for document, _, _ in group}
        if len(documents) > MANY:
            taken |= group
            if named is not None and place[0] not in named:
                place = min(each for each in group if each[0] in named)
            phrases.append(StockPhrase(*place, len(documents)))
    rest = [
        pair
        for pair in pairs
        if pair.grain != "paragraph" or not (pair.left in taken or pair.right in taken)
    ]
    return sorted(phrases), rest
