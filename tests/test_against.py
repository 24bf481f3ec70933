"""A run against an earlier output: the same as one run over both, its records fixed and first."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import earlier
from pipeline.__main__ import main
from pipeline.config import DONE, USAGE
from pipeline.explain import explain
from pipeline.verify import verify
from tests.generate import document
from tests.test_deduplicate import documents, mutated, sentences
from tests.test_pipeline import records, rows
from tests.verdicts import decide
from tests.verdicts import verify as judged
from transforms.deduplicate import candidates, cut, fingerprint, sift, unique, units_of
from transforms.deduplicate.fingerprint import DocumentFacts, Fingerprints
from transforms.schema import Pair


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(raw: Sequence[Path], out: Path, *flags: str) -> int:
    inputs = [str(path) for path in raw]
    return main(["run", "--input", *inputs, "--output", str(out), "-q", "--no-report", *flags])


# --------------------------------------------------------------------------------- decisions


def facts(id: str, **values: Any) -> DocumentFacts:
    return DocumentFacts(id, f"{id}.txt", 0, 1000)._replace(**values)


def near(left: str, right: str, score: float = 0.97, kind: str = "near") -> Pair:
    return Pair("document", kind, 0.5, score, score, (left, 0, 1000), (right, 0, 1000))


OLD = facts("z-old", earlier=1)


def test_an_earlier_record_comes_first_and_stays() -> None:
    new, other, old = decide(
        [near("a", "z-old"), near("b", "z-old")], [facts("a"), facts("b"), OLD], "all"
    )
    assert (new.duplicate_of, other.duplicate_of, old.duplicate_of) == ("z-old", "z-old", "")
    assert "in the earlier output" in new.reason


@pytest.mark.parametrize(
    ("better", "why"),
    [
        ({"official": 1}, "official before repost"),
        ({"date": "2020-01-01"}, "earlier before later"),
        ({"noise": 0}, "cleaner before noisier"),
    ],
)
def test_a_better_copy_is_kept_and_supersedes(better: dict[str, Any], why: str) -> None:
    old = OLD._replace(noise=300, date="2021-01-01")
    worse = facts("a", noise=300, date="2021-01-01")
    good = worse._replace(id="b", source="b.txt")._replace(**better)
    pairs = [near("a", "z-old"), near("b", "z-old"), near("a", "b")]
    first, second, _ = decide(pairs, [worse, good, old], "all")
    assert (first.duplicate_of, first.supersedes) == ("z-old", ())
    assert (second.duplicate_of, second.supersedes) == ("", ("z-old",))
    assert second.reason == f"supersedes z-old: {why}"


def test_of_several_better_copies_the_best_supersedes() -> None:
    good, best = facts("a", official=1), facts("b", official=1, date="2020-01-01")
    first, second, _ = decide([near("a", "z-old"), near("b", "z-old")], [good, best, OLD], "all")
    assert (first.duplicate_of, second.supersedes) == ("z-old", ("z-old",))


def test_a_whole_text_supersedes_its_earlier_excerpt() -> None:
    excerpt, full = OLD._replace(chars=300), facts("a")
    found, _ = decide([near("a", "z-old", 1.0, "contained")], [excerpt, full], "all")
    assert (found.duplicate_of, found.supersedes) == ("", ("z-old",))
    assert "whole before excerpt" in found.reason


def test_a_template_variant_supersedes_nothing() -> None:
    pairs = [near("a", "z-old", kind="template")]
    found, _ = decide(pairs, [facts("a", official=1), OLD], "all")
    assert (found.duplicate_of, found.supersedes) == ("", ())


@pytest.mark.parametrize(("policy", "gone"), [("all", "z-old"), ("within", "")])
def test_a_document_read_again_is_the_earlier_one(policy: Any, gone: str) -> None:
    found = decide([near("a", "z-old")], [facts("a"), OLD, OLD._replace(earlier=0)], policy)
    assert [each.id for each in found] == ["a", "z-old"]
    assert [each.cluster for each in found] == ["z-old", "z-old"]
    assert found[1].duplicate_of == gone
    assert ("z-old", "exact", 1.0) in found[1].duplicates


# ----------------------------------------------------------------------- equal to one over both


def compared(units: Sequence[Fingerprints], first_new: int) -> list[Pair]:
    """Return the verdicts on the pairs whose right side is in a unit from ``first_new`` on."""
    slices = [cut(unit, 3) for unit in units]
    fetch = units.__getitem__
    raw = [sift(candidates([cuts[part] for cuts in slices], fetch)) for part in range(3)]
    pairs = unique(raw)
    return judged(pairs[units_of(pairs["right"]) >= first_new], units)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_decided_of_new_documents_is_what_one_run_over_both_decides(seed: int) -> None:
    draw = random.Random(seed)
    base = ["\n".join(sentences(3, 100 * seed + 10 * k + n) for n in range(6)) for k in range(5)]

    def version() -> str:
        text = mutated(draw.choice(base), draw.choice((0, 0.01, 0.08)), draw.randrange(1000))
        return "\n".join(text.split("\n")[draw.randrange(2) : 6 - draw.randrange(3)])

    units = [
        documents([version() for _ in range(12)], 0, "old"),
        documents([version() for _ in range(12)], 1, "p"),
        documents([version() for _ in range(12)], 2, "q"),
    ]
    every = [facts._replace(earlier=1) for facts in units[0].documents]
    every += [facts for unit in units[1:] for facts in unit.documents]
    both = decide(compared(units, 0), every, "all")
    against = decide(compared(units, 1), every, "all")
    old = {facts.id for facts in units[0].documents}
    assert [each for each in both if each.id not in old] == [
        each for each in against if each.id not in old
    ]
    assert {each.duplicate_of for each in both} & old


def page(seed: int) -> str:
    made = document(seed, 10, "notice")
    return f"{made.title}\n\n{made.text}\n"


OLD_PAGES = {f"a{seed}.txt": page(seed) for seed in range(4)}
NEW_PAGES = {
    "b0.txt": page(0),
    "b1.txt": page(1).replace("。", "为宜。", 2),
    "b2.txt": "\n".join(page(2).split("\n")[4:8]),
    "b3.txt": page(9),
    "b4.txt": page(9).replace("。", "为宜。", 3),
}


@pytest.mark.parametrize("policy", ["within", "all"])
def test_a_run_against_an_output_is_one_run_over_both(tmp_path: Path, policy: str) -> None:
    raw = write(tmp_path / "old", OLD_PAGES), write(tmp_path / "new", NEW_PAGES)
    outs = {name: tmp_path / name for name in ("earlier", "against", "both")}
    assert run(raw[:1], outs["earlier"], "--duplicates", policy) == DONE
    assert run(raw, outs["both"], "--duplicates", policy) == DONE
    against = ("--against", str(outs["earlier"]))
    assert run(raw[1:], outs["against"], "--duplicates", policy, *against) == DONE
    assert verify(str(outs["against"]), str(raw[1])) == []
    new = [row for row in records(outs["both"]) if row["source"] in NEW_PAGES]
    assert records(outs["against"]) == new
    assert {name for name in NEW_PAGES if name not in {row["source"] for row in new}} == (
        {"b0.txt", "b1.txt", "b2.txt", "b4.txt"} if policy == "all" else set()
    )
    ids = {row["id"] for row in rows(outs["against"], "ledger")} - {""}
    assert pairs(outs["against"], ids) == pairs(outs["both"], ids)
    named = [
        json.loads(line) for line in (outs["against"] / "earlier.jsonl").read_bytes().splitlines()
    ]
    assert {row["source"] for row in named} >= {"a0.txt", "a1.txt", "a2.txt"}


def pairs(out: Path, ids: set[str]) -> set[Any]:
    """Return the compared pairs of which one side is one of these documents; sides in any order."""
    return {
        (
            row["grain"], row["kind"], row["action"], row["survivor"], row["score"],
            frozenset(
                (row[side], row[f"{side}_start"], row[f"{side}_end"]) for side in ("left", "right")
            ),
        )
        for row in rows(out, "duplicates")
        if {row["left"], row["right"]} & ids
    }  # fmt: skip


def test_fingerprints_of_an_output_are_those_of_its_sources(tmp_path: Path) -> None:
    texts = OLD_PAGES | {"上.txt": page(7).replace("，", ", ").replace("。\n", "。 \n\n")}
    assert run([write(tmp_path / "raw", texts)], tmp_path / "out") == DONE
    found = fingerprint(0, earlier.collations(str(tmp_path / "out"), 0))
    again = earlier.collations(str(tmp_path / "out"), 0)
    assert [each.text.text for each in again] == [text for _, text in sorted(texts.items())]
    assert [each.id for each in found.documents] == [row["id"] for row in records(tmp_path / "out")]
    assert len(found.rows) > 20


def test_lines_of_both_are_counted_together(tmp_path: Path) -> None:
    site = "某某县志资料选编之一\n"
    old = write(tmp_path / "old", {f"a{n}.txt": site + page(n) for n in range(2)})
    new = write(tmp_path / "new", {"b.txt": site + page(5)})
    assert run([old], tmp_path / "earlier") == DONE
    assert run([new], tmp_path / "alone") == DONE
    assert run([new], tmp_path / "against", "--against", str(tmp_path / "earlier")) == DONE
    rules = [
        {row["rule"] for row in rows(tmp_path / name, "ledger") if row["raw"].startswith("某某")}
        for name in ("alone", "against")
    ]
    assert rules[1] == {"chrome:template"} != rules[0]


# ------------------------------------------------------------------------------ what it says


def test_what_supersedes_is_said_in_every_table(tmp_path: Path) -> None:
    text = "\n".join(sentences(4, 70 + n) for n in range(8))
    old = write(tmp_path / "old", {"repost.txt": f"某市节水工作方案\n\n{text}\n"})
    official = f"某市节水工作方案\n\n某政发〔2022〕45号\n\n{text}\n"
    new = write(tmp_path / "new", {"official.txt": official, "repost.txt": old_text(old)})
    assert run([old], tmp_path / "earlier") == DONE
    flags = ("--against", str(tmp_path / "earlier"), "--duplicates", "all")
    out = tmp_path / "out"
    assert run([new], out, *flags) == DONE
    (before,) = records(tmp_path / "earlier")
    (record,) = records(out)
    assert (record["source"], record["duplicate_of"]) == ("official.txt", "")
    (row,) = [row for row in rows(out, "duplicates") if row["action"] == "supersedes"]
    assert (row["left"], row["right"], row["survivor"]) == (
        record["id"],
        before["id"],
        record["id"],
    )
    assert row["reason"] == f"supersedes {before['id']}: official before repost"
    assert [json.loads(line) for line in (out / "earlier.jsonl").read_bytes().splitlines()] == [
        {"id": before["id"], "source": "repost.txt", "superseded_by": record["id"]}
    ]
    gone = [row for row in rows(out, "ledger") if row["source"] == "repost.txt"]
    assert {row["survivor"] for row in gone} == {before["id"]}
    assert "read again" in gone[0]["reason"]
    assert verify(str(out)) == []
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["counts"]["duplicates"]["document supersedes"] == 1
    told = "\n".join(explain(str(out), record["id"]))
    assert f"{before['id']}, in the earlier output" in told


def old_text(folder: Path) -> str:
    return (folder / "repost.txt").read_text("utf-8")


def test_what_cannot_be_compared_with_is_refused(tmp_path: Path, capsys: Any) -> None:
    raw = write(tmp_path / "raw", {"a.txt": page(1)})
    out, other = tmp_path / "out", tmp_path / "other"
    for flags, said in (
        (("--against", str(raw)), "no output"),
        (("--against", str(other)), "no output"),
        (("--against", str(out)), "would be replaced"),
        (("--against", str(other), "--duplicates", "off"), "leave one"),
    ):
        assert run([raw], out, *flags) == USAGE
        assert said in capsys.readouterr().err
