"""The documents say what the program does: every command, flag, code and excerpt is checked."""

from __future__ import annotations

import argparse
import json
import re
from functools import cache
from pathlib import Path

import pytest

import jiaokan
from pipeline import config
from pipeline.__main__ import parser
from transforms import write
from transforms.tables.columns import RECORD

ROOT = Path(__file__).parent.parent
README, CHINESE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
)
DOCUMENTS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/outputs.md")


def commands() -> dict[str, argparse.ArgumentParser]:
    (choices,) = (each.choices for each in parser()._actions if isinstance(each.choices, dict))
    return choices


def code(text, language):
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def cells(text, start):
    """Return the cells of the table rows that begin with a number from the row of ``start`` on."""
    rows = [line for line in text[text.index(start) :].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


@pytest.mark.parametrize("name", commands())
def test_each_command_is_documented(name):
    assert f"`jiaokan {name}" in README
    assert f"jiaokan {name}" in CHINESE


@pytest.mark.parametrize(
    ("command", "flag"),
    [
        (name, flag)
        for name, sub in commands().items()
        for action in sub._actions
        for flag in action.option_strings
        if flag not in ("-h", "--help")
    ],
)
def test_each_flag_is_documented(command, flag):
    assert re.search(rf"`[^`]*(?<![\w-]){flag}(?![\w-])", README)


@pytest.mark.parametrize(("names", "options"), config.flags(), ids=lambda value: str(value)[:20])
def test_each_default_and_help_is_documented(names, options):
    help, _, default = re.sub(r" \(default: (.*)\)$", r"\n\1", options["help"]).partition("\n")
    (row,) = (row for row in README.splitlines() if row.startswith(f"| `{names[0]}"))
    assert row.endswith(f"| {help} |")
    assert not default or f"| `{default}` |" in row


def test_each_exit_code_is_documented():
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert documented >= {
        config.DONE,
        config.BUG,
        config.USAGE,
        config.NO_INPUT,
        config.TOO_MANY_FAILED,
        config.OUTPUT_REFUSED,
        config.NOT_VERIFIED,
        config.INTERRUPTED,
    }


@pytest.mark.parametrize("text", [README, CHINESE], ids=["README.md", "README.zh-CN.md"])
def test_commands_that_are_shown_exist(text):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    shown = "".join(code(text, "sh"))
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", shown, re.MULTILINE))
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
        assert target in targets
    lines = re.findall(r"^jiaokan (.*?)(?: #.*)?$", shown, re.MULTILINE)
    assert lines
    for line in lines:
        parser().parse_args(line.split(" -- ")[0].split())


def test_continuous_integration_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*", script, re.MULTILINE) == ["make run", "make test"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    file = ROOT / name
    prose = re.sub(r"^```.*?^```$|`.*?`", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose):
        if "://" not in target:
            assert (file.parent / target).exists(), target


@cache
def collated(source):
    return jiaokan.collate((ROOT / "raw" / source).read_bytes(), source)


def test_the_record_that_is_shown_is_real():
    (shown,) = map(json.loads, code(README, "json"))
    collation = collated(shown["source"])
    record = write.record(collation, collation.documents[0], None)
    assert list(shown) == [column.name for column in RECORD]
    assert shown["text"].endswith("…")
    assert record["text"].startswith(shown.pop("text")[:-1])
    record.pop("text")
    assert shown == record


def test_the_ledger_rows_that_are_shown_are_real():
    (shown,) = map(json.loads, code(README, "json"))
    ledger = {str(row.start): row for row in write.ledger_rows(collated(shown["source"]))}
    rows = [
        row
        for row in cells(README, "| start | end | stage |")
        if len(row) == 7 and row[0] in ledger
    ]
    assert len(rows) >= 4
    for start, end, stage, label, rule, reason, raw in rows:
        row = ledger[start]
        assert (str(row.end), row.stage, row.label) == (end, stage, label)
        assert (row.rule, row.reason) == (rule, reason)
        assert row.raw.strip().startswith(raw.removesuffix("…"))


def test_the_edits_that_are_shown_are_real():
    ledger = {
        str(row.start): row for row in write.ledger_rows(collated("002_0c390fcf0096f1f2.txt"))
    }
    rows = [row for row in cells(README, "| start | end | label | edits") if len(row) == 4][1:]
    assert len(rows) == 2
    for start, end, label, edits in rows:
        row = ledger[start]
        assert (str(row.end), row.label) == (end, label)
        for at, raw, new, rule in re.findall(r"(\d+), `(.*?)` → (.*?) \((.*?)\)", edits):
            index = row.edit_start.index(int(at))
            assert row.edit_raw[index] == raw.replace("\\n", "\n")
            assert row.edit_new[index] == ("" if new == "nothing" else new.strip("`"))
            assert row.edit_rule[index] == rule


def test_the_python_that_is_shown_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (block,) = code(README, "python")
    exec(compile(block, "README.md", "exec"), {})
    assert "昆明市" in capsys.readouterr().out
