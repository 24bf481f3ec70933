"""Runs that are repeated, tried dry, killed, or fail in part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import passes
from pipeline.__main__ import main
from pipeline.config import DONE, OUTPUT_REFUSED, TOO_MANY_FAILED
from pipeline.summary import pace
from tests.generate import document

ROOT = Path(__file__).parent.parent


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text(document(number, 6).text, encoding="utf-8")
    return folder


def test_an_output_that_is_there_is_not_made_again(raw, capsys, monkeypatch):
    assert main(["run", "-q"]) == DONE
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(passes, "write_unit", None)  # would fail when called
        assert main(["run", "-q"]) == DONE
        said = capsys.readouterr().out
        assert said.startswith("out is up to date: it was made of the same inputs")
        assert "2 documents from 2 files" in said
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before
    assert not list(Path().glob(".out*"))

    assert main(["run", "-q", "--fresh"]) == DONE
    assert "up to date" not in capsys.readouterr().out
    assert any(path.stat().st_mtime_ns != at for path, at in before.items())

    next(Path("out/ledger").iterdir()).unlink()  # not whole: a run heals it
    assert main(["run", "-q"]) == DONE
    assert main(["verify", "out"]) == DONE


def test_stricter_limits_are_looked_at_again(raw, capsys):
    (raw / "bad.bin").write_bytes(bytes(range(256)) * 40)
    assert main(["run", "-q"]) == DONE
    assert main(["run", "-q"]) == DONE
    assert "up to date" in capsys.readouterr().out
    assert main(["run", "-q", "--max-failed", "0"]) == TOO_MANY_FAILED


def test_a_dry_run_writes_nothing(raw, capsys):
    assert main(["run", "--dry-run", "--duplicates", "mark"]) == DONE
    said = capsys.readouterr().out
    for line in ("2 files, 0.0 MB:", "  0.txt", "duplicates mark", "plan: 1 units", "--dry-run"):
        assert line in said
    assert [path.name for path in Path().iterdir()] == ["raw"]


def test_files_that_failed_are_set_aside(raw, capsys):
    data = bytes(range(256)) * 40
    (raw / "下").mkdir()
    (raw / "下/bad.bin").write_bytes(data)
    (raw / "gone.txt").symlink_to("nothing")
    assert main(["run", "-q", "--keep-failed", "failed"]) == DONE
    assert Path("failed/下/bad.bin").read_bytes() == data
    assert not Path("failed/gone.txt").exists()
    assert "1 of 2 failed files are in failed" in capsys.readouterr().err
    Path("file").touch()
    assert main(["run", "-q", "--fresh", "--keep-failed", "file/x"]) == OUTPUT_REFUSED
    assert "cannot write to --keep-failed" in capsys.readouterr().err


def test_they_are_set_aside_also_when_too_many_failed(raw):
    (raw / "bad.bin").write_bytes(bytes(range(256)) * 40)
    flags = ["--max-failed", "0", "--keep-failed", "failed"]
    assert main(["run", "-q", *flags]) == TOO_MANY_FAILED
    assert Path("failed/bad.bin").exists()
    assert not Path("out").exists()


def test_what_was_not_read_is_named_by_verify(raw, capsys):
    (raw / "bad.bin").write_bytes(bytes(range(256)) * 40)
    (raw / "scan.pdf").write_bytes(b"%PDF-1.4")
    assert main(["run", "-q"]) == DONE
    capsys.readouterr()
    assert main(["verify", "out"]) == DONE
    said = capsys.readouterr().out
    assert "not kept: bad.bin: " in said
    assert "not kept: scan.pdf: " in said


@pytest.mark.parametrize(
    ("size", "done", "left", "seconds", "says"),
    [
        (100_000_000, 0.5, 0.5, 10, ", 5.0 MB/s, 10 s left"),
        (100_000_000, 0.1, 0.9, 60, ", 0.2 MB/s, 9 min 00 s left"),
        (100_000_000, 0.25, 0.25, 10, ", 2.5 MB/s, 10 s left"),
        (100, 0.01, 0.99, 60, ""),
        (100, 0.5, 0.5, 1, ""),
    ],
)
def test_speed_and_time_left(size, done, left, seconds, says):
    assert pace(size, done, left, seconds) == says


def test_killed_runs_and_two_at_once_leave_a_whole_output():
    command = [sys.executable, "-m", "tests.kills", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "nothing was lost" in done.stdout
