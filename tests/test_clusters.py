"""The same verdicts, phrases and clusters, however files are packed, partitioned and ordered."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.test_deduplicate import collation, mutated, sentences
from tests.verdicts import decide, stock_phrases, verify
from transforms.deduplicate import candidates, cut, fingerprint, sift, unique
from transforms.schema import Collation, Decision, Pair, StockPhrase

Result = tuple[list[Pair], list[StockPhrase], list[Decision]]


def library(seed: int) -> list[Collation]:
    """Return versions, excerpts and compilations of a few texts, a formula in all of them."""
    draw = random.Random(seed)
    base = [[sentences(3, 100 * n + k + seed) for k in range(8)] for n in range(9)]
    formula = f"第三十二条 本办法由市人民政府自然资源主管部门负责解释，{sentences(1, 5)}"
    texts = []
    for _ in range(60):
        lines = list(draw.choice(base))
        change = draw.randrange(5)
        if change == 0:
            lines = lines[draw.randrange(4) :]
        elif change == 1:
            draw.shuffle(lines)
        elif change == 2:
            lines = lines[:4] + draw.choice(base)[4:]
        text = mutated("\n".join(lines), draw.choice((0, 0.02, 0.05)), draw.randrange(1000))
        text = text.replace("\n", "") if draw.random() < 0.2 else text
        texts.append(f"{text}\n{formula}")
    return [collation(text, source=f"s{number:03d}") for number, text in enumerate(texts)]


def result(
    collations: Sequence[Collation], packs: Sequence[int], partitions: int, draw: random.Random
) -> Result:
    """Return what is found of the documents in units of these sizes; slices come in any order."""
    units, at = [], 0
    for number, size in enumerate(packs):
        units.append(fingerprint(number, collations[at : at + size]))
        at += size
    cuts = [cut(unit, partitions) for unit in units]
    fetch = units.__getitem__
    parts = []
    for partition in range(partitions):
        slices = [parts[partition] for parts in cuts]
        draw.shuffle(slices)
        parts.append(sift(candidates(slices, fetch)))
    draw.shuffle(parts)
    phrases, pairs = stock_phrases(verify(unique(parts), units))
    documents = [document for unit in units for document in unit.documents]
    draw.shuffle(pairs)
    draw.shuffle(documents)
    return sorted(pairs), phrases, decide(pairs, documents, "all")


@pytest.mark.parametrize("seed", range(2))
def test_what_is_found_depends_on_the_texts_alone(seed: int) -> None:
    collations, draw = library(seed), random.Random(seed)
    expected = result(collations, [60], 1, draw)
    pairs, phrases, decisions = expected
    assert {pair.grain for pair in pairs} == {"document", "paragraph", "run"}
    assert {pair.kind for pair in pairs} >= {"exact", "near", "contained"}
    assert len(phrases) == 1
    assert len({decision.cluster for decision in decisions}) > 5
    for packs in ([20] * 3, [1] * 60, [1, 30, 2, 27]):
        assert result(collations, packs, draw.choice((2, 5, 11)), draw) == expected


@pytest.mark.parametrize("seed", range(2))
def test_what_is_removed_has_a_survivor_that_stays(seed: int) -> None:
    _, _, decisions = result(library(seed), [60], 3, random.Random(seed))
    kept = {decision.id for decision in decisions if not decision.duplicate_of}
    gone = [decision for decision in decisions if decision.duplicate_of]
    assert gone
    for decision in gone:
        assert decision.duplicate_of in kept
        score = {id: score for id, _, score in decision.duplicates}[decision.duplicate_of]
        assert score >= 0.95
