"""The command line in process: what it says and with which code it ends."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline import commit, engine, finish, run, staging
from pipeline.__main__ import main
from pipeline.config import (
    BUG,
    DONE,
    INTERRUPTED,
    NO_INPUT,
    NOT_VERIFIED,
    OUTPUT_REFUSED,
    USAGE,
    Config,
    flags,
)
from tests.generate import document


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """A folder raw with two sources, in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text(document(number, 6).text, encoding="utf-8")
    return folder


def said(capsys) -> str:
    """Return the one line on stderr."""
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err + captured.out
    (line,) = captured.err.strip().splitlines()
    return line


# -------------------------------------------------------------------------------------- usage


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["rnu"], "did you mean run?"),
        (["run", "--inptu", "raw"], "unknown argument --inptu; did you mean --input?"),
        (["run", "--outptu=out"], "did you mean --output?"),
        (["run", "--out", "x"], "unknown argument --out"),
        (["run", "--script", "simplifed"], "did you mean simplified?"),
        (["run", "--limit", "many"], "invalid int value"),
        (["run", "--limit", "-1"], "from 0 on"),
        (["run", "--workers", "-2"], "from 0 on"),
        (["run", "--max-failed", "5"], "a share from 0 to 1"),
        (["run", "--similar", "0.7"], "a share from 0.8 to 1"),
        (["run", "--similar", "0.97"], "--remove-from 0.95"),
        (["run", "--remove-from", "1.1"], "a share from --similar 0.8 on"),
        (["run", "--input"], "expected at least one argument"),
        (["run", "--", "--runer=FlinkRunner"], "did you mean --runner?"),
        (["run", "--", "stray"], "Beam knows no flag stray"),
        (["run", "--", "--runner=DirectRunner"], "switches engines silently"),
        (["run", "--", "--runner=DaskRunner"], "writes wrong files"),
        (["run", "--", "--runner=Nonsense"], "Unexpected pipeline runner"),
        (["run", "--", "--runner"], "expected one argument"),
        (["run", "--input", "gopher://x/raw"], "gopher://x/raw cannot be reached"),
        (["run", "--output", "gopher://x/out"], "no file system for it is installed"),
        (["run", "--", "--direct_num_workers=4"], "use --workers N"),
        (["verify"], "required"),
        (["verify", "out", "--", "--runner=x"], "takes no flags of Beam's"),
        (["restore", "out"], "required"),
    ],
)
def test_a_mistake_is_code_2_and_one_line(raw, capsys, argv, says):
    assert main(argv) == USAGE
    assert says in said(capsys)
    assert not (raw.parent / "out").exists()


def test_no_command_shows_the_help(capsys):
    assert main([]) == USAGE
    assert "exit codes" in capsys.readouterr().err


def test_help_names_every_flag_its_default_and_examples(capsys):
    with pytest.raises(SystemExit) as end:
        main(["run", "--help"])
    assert end.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    for names, _ in flags():
        assert all(name in text for name in names)
    for said in (
        "(default: raw)",
        "(default: within)",
        "jiaokan verify out --raw raw",
        "-- --runner",
    ):
        assert said in text


def test_one_field_is_one_flag():
    assert [names[-1] for names, _ in flags()] == [
        "--" + field.name.replace("_", "-") if not field.metadata.get("short") else names[-1]
        for field, (names, _) in zip(fields(Config), flags(), strict=True)
    ]
    assert Config().input == ("raw",)


# ------------------------------------------------------------------------------ input, output


@pytest.mark.parametrize(
    "argv", [["--input", "nothing"], ["--input", "*.md"], ["--input", "empty"]]
)
def test_no_input_is_code_3(raw, capsys, argv):
    Path("empty").mkdir()
    assert main(["run", *argv]) == NO_INPUT
    assert "--input" in said(capsys)


@pytest.mark.parametrize(
    ("input", "output", "says"),
    [
        ("raw", "raw/out", "lies inside --input raw"),
        ("raw", "raw", "lies inside --input raw"),
        ("raw", ".", "lies inside --output ."),
        ("raw/0.txt", "raw", "lies inside --output raw"),
        ("link", "raw/out", "lies inside --input link"),
        ("raw", "file", "is a file; name a folder"),
        ("raw", "file/out", "cannot write"),
        ("raw", "mine", "holds files, but no output of this program"),
    ],
)
def test_an_output_that_would_do_harm_is_code_5(raw, capsys, input, output, says):
    Path("link").symlink_to("raw")
    Path("file").write_text("mine")
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("mine")
    assert main(["run", "--input", input, "--output", output, "--replace"]) == OUTPUT_REFUSED
    assert says in said(capsys)
    assert Path("mine/thesis.txt").read_text() == "mine"
    assert sorted(path.name for path in raw.iterdir()) == ["0.txt", "1.txt"]
    assert not list(Path().glob(".*staging"))


@pytest.mark.parametrize("flag", ["--staging", "--keep-failed"])
def test_nothing_else_is_put_into_the_output_which_is_replaced(raw, capsys, flag):
    assert main(["run", flag, "out/x"]) == OUTPUT_REFUSED
    assert f"{flag} out/x lies inside --output out" in said(capsys)


def test_a_full_disk_is_seen_before_it_is_full(raw, capsys, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1))
    assert main(["run"]) == OUTPUT_REFUSED
    assert "make room" in said(capsys)
    assert not list(Path().glob(".*staging"))


@pytest.mark.parametrize(
    ("when", "number", "says"),
    [
        ("staging", errno.ENOSPC, "make room"),
        ("staging", errno.EACCES, "cannot write"),
        ("commit", errno.EDQUOT, "make room"),
        ("commit", errno.EROFS, "cannot write"),
    ],
)
def test_a_disk_that_cannot_be_written_is_code_5(raw, capsys, monkeypatch, when, number, says):
    def refuse(*_):
        raise OSError(number, "made up", "somewhere")

    if when == "staging":
        write = staging.write
        monkeypatch.setattr(
            staging, "write", lambda path, data: refuse() if "texts" in path else write(path, data)
        )
    else:
        monkeypatch.setattr(commit, "switch", refuse)
    assert main(["run", "-q"]) == OUTPUT_REFUSED
    assert says in said(capsys)
    assert not Path("out").exists()


def test_a_disk_that_takes_no_more_does_not_hang_worker_processes(raw):
    """The system itself refuses, as it does when a disk is full (``python -m tests.disks``)."""
    assert main(["run", "-q", "--duplicates", "mark"]) == DONE
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    limit = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from pipeline import units; units.SMALLEST_UNIT = units.LARGEST_UNIT = 1;"
        "from pipeline.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", limit, "run", "-q", "--replace", "--workers", "2"]
    environment = os.environ | {"PYTHONPATH": str(Path(run.__file__).parent.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == OUTPUT_REFUSED, done.stderr
    assert len(done.stderr.splitlines()) == 1 and "File too large" in done.stderr
    assert before == {path: path.read_bytes() for path in before}


def test_a_second_run_at_the_same_time_is_refused(raw, capsys):
    Path(".out.staging").mkdir()
    with Path(".out.staging/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main(["run"]) == OUTPUT_REFUSED
    assert "another run is writing" in said(capsys)


def test_an_interrupt_is_code_130(raw, capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "build", interrupt)
    assert main(["run"]) == INTERRUPTED
    assert "run again" in said(capsys)


def test_a_bug_is_code_1_one_line_and_a_log(raw, capsys, monkeypatch):
    def bug(*_):
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(engine, "build", bug)
    assert main(["run"]) == BUG
    line = said(capsys)
    assert "ZeroDivisionError: made up" in line
    assert "Traceback" in Path(line.rpartition(" with ")[2]).read_text()
    assert main(["run", "-v"]) == BUG
    assert "Traceback" in capsys.readouterr().err


# -------------------------------------------------------------------------------- replacement


def test_an_output_is_replaced_by_the_rules(raw, capsys):
    out = Path("out")
    out.mkdir()
    (out / ".gitkeep").touch()
    assert main(["run", "-q"]) == DONE
    assert main(["run", "-q"]) == DONE  # same inputs and options
    assert (out / ".gitkeep").exists()
    capsys.readouterr()

    assert main(["run", "-q", "--duplicates", "mark"]) == OUTPUT_REFUSED
    assert "made with --duplicates within, not mark; give --replace" in said(capsys)

    (raw / "0.txt").write_text(document(5, 6).text, encoding="utf-8")
    before = (out / "manifest.json").read_bytes()
    assert main(["run", "-q"]) == OUTPUT_REFUSED
    assert "of other inputs; give --replace" in said(capsys)
    assert (out / "manifest.json").read_bytes() == before

    assert main(["run", "-q", "--replace", "--staging", "elsewhere"]) == DONE
    assert (out / "manifest.json").read_bytes() != before
    assert (out / ".gitkeep").exists()
    assert list(Path("elsewhere").iterdir()) == []
    capsys.readouterr()

    # The commands that read an output.
    assert main(["verify", "out", "--raw", "raw"]) == DONE
    assert "all is there" in capsys.readouterr().out
    assert main(["restore", "out", "again"]) == DONE
    assert Path("again/1.txt").read_bytes() == (raw / "1.txt").read_bytes()
    assert "2 sources are in again" in capsys.readouterr().out

    ledger = next(out.glob("ledger/*"))
    ledger.write_bytes(ledger.read_bytes()[:-1] + b"?")
    assert main(["verify", "out"]) == NOT_VERIFIED
    assert "1 problems" in capsys.readouterr().out


def test_a_run_whose_proof_fails_publishes_nothing(raw, capsys, monkeypatch):
    monkeypatch.setattr(finish, "verify", lambda folder: ["ledger: made up"])
    assert main(["run", "-q"]) == NOT_VERIFIED
    assert "ledger: made up" in said(capsys)
    assert not Path("out").exists()


def test_restore_of_nothing_is_one_sentence(raw, capsys):
    assert main(["restore", "raw", "again"]) == NOT_VERIFIED
    assert "cannot be restored" in said(capsys)


def test_progress_is_on_stderr_and_the_summary_on_stdout(raw, capsys):
    assert main(["run"]) == DONE
    captured = capsys.readouterr()
    assert "pass C: 1 of 1 units" in captured.err
    assert captured.out.startswith("2 documents from 2 files")
    assert "pass" not in captured.out


def test_names_that_cannot_be_printed_do_no_harm(raw):
    out = os.fsdecode(b"\xff\xfe")
    command = [sys.executable, "-m", "pipeline", "run", "-q", "--output", out]
    root = str(Path(run.__file__).parent.parent)
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": root}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert rb"are in \xff\xfe" in done.stdout.replace(rb"\udc", rb"\x")
    assert (Path(out) / "manifest.json").exists()
