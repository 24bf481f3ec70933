"""A user's own rules are read, tested at the start, applied, and stand in the manifest."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.config import USAGE, Stop
from pipeline.own_rules import OURS, choice, read
from transforms.decode import decode
from transforms.label import label
from transforms.segment import segment

STAMP = {
    "id": "mine:stamp",
    "label": "running",
    "pattern": r"\[?某馆藏书[0-9]*\]?",
    "matches": ["【某馆藏书】", "某馆藏书12"],
    "spares": ["某馆藏书目录"],
    "why": "the library stamps its scans",
}
TEXT = """某市供水条例
第一条 为了规范供水，制定本条例。
【某馆藏书】
分享到:
第二条 本条例自公布之日起施行。
"""


def rules_file(folder: Path, *rules: Mapping[str, object]) -> str:
    path = folder / "rules.json"
    path.write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    return str(path)


def labelled(rules: str, off: tuple[str, ...] = ()) -> dict[str, tuple[str, str]]:
    done = label(segment(decode(TEXT.encode(), "made-up.txt")), choice=choice(rules, off))
    text = done.text.text
    return {text[b.start : b.end].strip(): (b.label, b.rule) for b in done.blocks}


def test_an_own_rule_names_its_lines(tmp_path):
    found = labelled(read(rules_file(tmp_path, STAMP)))
    assert found["【某馆藏书】"] == ("running", "mine:stamp")
    assert found["分享到:"] == ("boilerplate", "chrome:share")


def test_a_rule_that_is_off_names_nothing():
    assert labelled("", ("chrome:share",))["分享到:"] == ("body", "line")


@pytest.mark.parametrize("name", OURS)
def test_each_rule_of_ours_can_be_off(name):
    assert choice("", (name,)).off == {name}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"matches": ["某馆目录"]}, "should match"),
        ({"spares": ["某馆藏书"]}, "should spare"),
        ({"pattern": "(某"}, "pattern is wrong"),
        ({"label": "body"}, "label body"),
        ({"id": "chrome:share"}, "--no-rule"),
        ({"why": " "}, "why must be"),
        ({"spares": []}, "spares must be"),
        ({"matches": "某馆藏书"}, "matches must be"),
        ({"reason": "x"}, "unknown field reason"),
    ],
)
def test_a_wrong_rule_stops_at_once(tmp_path, change, words):
    with pytest.raises(Stop, match=re.escape(words)) as stop:
        read(rules_file(tmp_path, {**STAMP, **change}))
    assert stop.value.code == USAGE


def test_a_field_that_is_missing_is_named(tmp_path):
    with pytest.raises(Stop, match="rule 1 has no field why"):
        read(rules_file(tmp_path, {name: value for name, value in STAMP.items() if name != "why"}))


def test_two_rules_of_one_name_are_refused(tmp_path):
    with pytest.raises(Stop, match="two rules are called mine:stamp"):
        read(rules_file(tmp_path, STAMP, STAMP))


@pytest.mark.parametrize("data", [b"[", b"{}", b"\xff"])
def test_a_file_that_holds_no_rules_stops_at_once(tmp_path, data):
    (tmp_path / "rules.json").write_bytes(data)
    with pytest.raises(Stop, match="--rules"):
        read(str(tmp_path / "rules.json"))


def test_an_unknown_name_is_answered_with_the_one_meant():
    with pytest.raises(Stop, match="did you mean chrome:share"):
        choice("", ("chrome:shares",))


def test_wrong_flags_exit_with_usage(tmp_path, capsys):
    given = ["run", "--input", "raw", "--output", str(tmp_path / "out")]
    assert main([*given, "--rules", str(tmp_path / "none.json")]) == USAGE
    assert main([*given, "--no-rule", "nothing"]) == USAGE
    assert "can be switched off: chrome:" in capsys.readouterr().err


def test_the_page_shows_rules_that_work(tmp_path):
    page = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "rules.json").write_text(example, encoding="utf-8")
    assert json.loads(read(str(tmp_path / "rules.json")))


def test_a_run_applies_them_and_says_so(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    given = ["run", "--quiet", "--no-report", "--format", "jsonl", "--input", str(tmp_path / "in")]
    flags = ["--rules", rules_file(tmp_path, STAMP), "--no-rule", "chrome:share"]
    assert main([*given, "--output", str(out), *flags]) == 0
    options = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["options"]
    assert json.loads(options["rules"]) == [STAMP]
    assert options["no_rule"] == "chrome:share"
    (shard,) = (out / "jsonl").glob("*.jsonl")
    text = json.loads(shard.read_text(encoding="utf-8"))["text"]
    assert "某馆藏书" not in text
    assert "分享到" in text
    capsys.readouterr()
    assert main(["show", str(out)]) == 0
    assert f"rules {STAMP['id']} ·" in capsys.readouterr().out
    place = TEXT.index("某馆藏书")
    assert main(["explain", str(out), f"page.txt:{place}"]) == 0
    assert f"by {STAMP['id']}: {STAMP['why']}" in capsys.readouterr().out
