"""The documents say what the program does: every command, flag, code and excerpt is checked."""

from __future__ import annotations

import argparse
import re

import pytest

from pipeline import config
from pipeline.__main__ import parser
from tests.excerpts import ROOT, renewed

README, CHINESE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
)
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
)


def commands() -> dict[str, argparse.ArgumentParser]:
    (choices,) = (each.choices for each in parser()._actions if isinstance(each.choices, dict))
    return choices


def code(text, language):
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


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


def test_each_exit_code_is_documented():
    table = README[README.index("| exit code |") :]
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert documented == {
        config.DONE,
        config.BUG,
        config.USAGE,
        config.NO_INPUT,
        config.TOO_MANY_FAILED,
        config.OUTPUT_REFUSED,
        config.NOT_VERIFIED,
        config.INTERRUPTED,
    }


def test_excerpts_are_what_the_program_makes():
    assert renewed(README) == README, "run `make docs`, and read what it changed"


@pytest.mark.parametrize("text", [README, CHINESE], ids=["README.md", "README.zh-CN.md"])
def test_commands_that_are_shown_exist(text):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    shown = "".join(code(text, "sh"))
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", shown, re.MULTILINE))
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE):
        assert target in targets
    lines = re.findall(r"^jiaokan (.*?)(?: #.*)?$", shown, re.MULTILINE)
    assert lines
    for line in lines:
        parser().parse_args(line.split(" -- ")[0].split())


def test_continuous_integration_runs_what_the_readme_says():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*", script, re.MULTILINE) == [
        "make run",
        "make test-browser",
        "make test",
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name):
    file = ROOT / name
    prose = re.sub(r"^```.*?^```$|`.*?`", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose):
        if "://" not in target:
            assert (file.parent / target).exists(), target


def test_the_python_that_is_shown_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (block,) = code(README, "python")
    exec(compile(block, "README.md", "exec"), {})
    assert "昆明市" in capsys.readouterr().out
