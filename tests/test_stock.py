"""Stock phrases: found among verified pairs, counted in the output, and never a reason."""

from __future__ import annotations

import random
from pathlib import Path

from pipeline.__main__ import main
from pipeline.config import DONE
from pipeline.explain import explain
from pipeline.verify import verify
from tests.test_deduplicate import sentences
from tests.test_pipeline import rows
from tests.verdicts import decide, stock_phrases
from transforms.deduplicate.fingerprint import DocumentFacts
from transforms.deduplicate.stock import MANY
from transforms.schema import Pair, StockPhrase


def same(left: str, right: str, kind: str = "exact", grain: str = "paragraph") -> Pair:
    return Pair(grain, kind, 1.0, 1.0, 1.0, (left, 0, 30), (right, 0, 30))


def star(count: int, centre: str = "000") -> list[Pair]:
    """Return the pairs of a paragraph with its versions in ``count - 1`` other documents."""
    kinds = ("exact", "near", "template")
    return [same(centre, f"{number:03d}", kinds[number % 3]) for number in range(1, count)]


def test_what_stands_in_many_documents_is_a_phrase() -> None:
    assert stock_phrases(star(MANY)) == ([], star(MANY))
    assert stock_phrases(star(MANY + 1)) == ([StockPhrase("000", 0, 30, MANY + 1)], [])


def test_a_document_counts_once() -> None:
    pairs = [
        Pair("paragraph", "exact", 1.0, 1.0, 1.0, ("a", 0, 30), ("b", 40 * n, 40 * n + 30))
        for n in range(2 * MANY)
    ]
    assert stock_phrases(pairs) == ([], pairs)


def test_a_phrase_leaves_no_pair_but_other_pairs_stay() -> None:
    other = Pair("paragraph", "near", 0.9, 0.9, 0.9, ("001", 50, 99), ("002", 50, 99))
    misses = [same("001", "002", "rejected"), same("003", "900", "contained")]
    whole = [same("001", "002", grain="document")]
    phrases, rest = stock_phrases([*star(50), other, *misses, *whole])
    assert [phrase.documents for phrase in phrases] == [50]
    assert rest == [other, *whole]


def test_versions_of_versions_are_none() -> None:
    chain = [same(f"{number:03d}", f"{number + 1:03d}", "near") for number in range(3 * MANY)]
    assert stock_phrases(chain) == ([], chain)


def test_phrases_do_not_depend_on_order() -> None:
    pairs = [*star(40), *star(60, "000a"), same("001", "999")]
    expected = stock_phrases(sorted(pairs))
    for seed in range(5):
        shuffled = random.Random(seed).sample(pairs, len(pairs))
        phrases, rest = stock_phrases(shuffled)
        assert (phrases, sorted(rest)) == expected


def test_a_document_of_a_phrase_alone_is_contained_in_none() -> None:
    facts = [DocumentFacts(f"{number:03d}", f"{number:03d}", 0, 30) for number in range(40)]
    _, rest = stock_phrases(star(40))
    assert {decision.duplicate_of for decision in decide(rest, facts, "all")} == {""}


def test_a_run_counts_a_formula_and_removes_none(tmp_path: Path) -> None:
    formula = "第{}条 本条例所称的主管部门是指市和区人民政府自然资源主管部门，自{}年1月1日起施行。"
    for number in range(40):
        text = f"{sentences(3, number)}\n{formula.format(number % 9 + 1, 1980 + number)}\n"
        (tmp_path / "raw" / f"{number:02d}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / "raw" / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    flags = ("--output", str(out), "-q", "--no-report", "--duplicates", "all")
    assert main(["run", "--input", str(tmp_path / "raw"), *flags]) == DONE
    (row,) = rows(out, "duplicates")
    assert (row["grain"], row["kind"], row["action"]) == ("paragraph", "stock", "counted")
    assert (row["documents"], row["right"], row["source"]) == (40, "", "00.txt")
    records = rows(out, "data")
    assert [record["text"].count("主管部门") for record in records] == [2] * 40
    assert not any(record["duplicates"] or record["cluster"] for record in records)
    text = (tmp_path / "raw" / "00.txt").read_text("utf-8")
    assert text[row["left_start"] : row["left_end"]] == formula.format(1, 1980)
    assert verify(str(out)) == []
    told = "\n".join(explain(str(out), records[0]["id"]))
    assert "stands in 40 documents" in told and "自1980年1月1日起施行" in told
