from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pipeline import commit
from pipeline.commit import MANIFEST, exchange, judge, missing, move_entries, switch, undo
from pipeline.config import DONE, NO_INPUT, NOT_VERIFIED, TOO_MANY_FAILED, Config
from transforms.write import FileEntry


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def grow(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


OLD = {MANIFEST: "old", "data/a": "old", "old/only": "old"}
NEW = {MANIFEST: "new", "data/a": "new", "data/b": "new", "new/only": "new"}
DOTFILES = {".gitkeep": "", ".notes/a": "mine"}


@pytest.fixture
def folders(tmp_path):
    out = grow(tmp_path / "out", OLD | DOTFILES)
    return grow(tmp_path / ".out.staging/new", NEW), out


# --------------------------------------------------------------------------------- the switch


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_switch_replaces_everything_but_the_dotfiles(folders, monkeypatch, can_exchange):
    new, out = folders
    if not can_exchange:
        monkeypatch.setattr(commit, "exchange", lambda left, right: False)
    switch(new, out)
    assert tree(out) == NEW | DOTFILES
    assert {name: text for name, text in tree(new).items() if name[0] != "."} == OLD


def test_a_switch_to_a_mount_point_moves_the_entries(folders, monkeypatch):
    new, out = folders
    monkeypatch.setattr(Path, "is_mount", lambda path: path == out)
    inode = out.stat().st_ino
    switch(new, out)
    assert tree(out) == NEW | DOTFILES
    assert out.stat().st_ino == inode


def test_a_first_output_is_renamed_into_place(tmp_path):
    new = grow(tmp_path / "staging/new", NEW)
    switch(new, tmp_path / "deep/out")
    assert tree(tmp_path / "deep/out") == NEW
    assert not new.exists()


def test_the_mode_of_the_output_folder_stays(folders):
    new, out = folders
    out.chmod(0o750)
    switch(new, out)
    assert out.stat().st_mode & 0o777 == 0o750


def test_an_exchange_of_folders_is_one_step(folders):
    new, out = folders
    if exchange(new, out):  # not every system can; switch falls back then
        assert tree(out) == NEW
        assert tree(new) == OLD | DOTFILES
    else:
        assert tree(out) == OLD | DOTFILES


def test_an_exchange_that_fails_for_another_reason_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "nothing", tmp_path)


def test_the_manifest_leaves_first_and_comes_last(folders, monkeypatch):
    new, out = folders
    moved = []
    rename = Path.rename

    def spy(path: Path, target: Path) -> Path:
        moved.append((path.parent.name, path.name))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", spy)
    move_entries(new, out)
    assert moved[0] == ("out", MANIFEST)
    assert [name for folder, name in moved if folder == "new"][-1] == MANIFEST


@pytest.mark.parametrize("failing", range(6))
def test_moves_that_fail_are_taken_back(folders, monkeypatch, failing):
    new, out = folders
    rename, left = Path.rename, [failing]

    def full(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        move_entries(new, out)
    assert tree(out) == OLD | DOTFILES
    assert tree(new) == NEW


@pytest.mark.parametrize("moves", range(7))
def test_moves_that_were_killed_are_taken_back_or_done_by_the_next_run(folders, monkeypatch, moves):
    new, out = folders
    rename, left = Path.rename, [moves]

    def killed(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise SystemExit
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr(commit, "undo", lambda new, out: None)
        with pytest.raises(SystemExit):
            move_entries(new, out)
    undo(new, out)
    assert tree(out) == (NEW if moves == 6 else OLD) | DOTFILES
    assert not new.with_name("new.old").exists()


def test_undo_does_nothing_where_nothing_was_broken_off(folders):
    new, out = folders
    undo(new, out)
    assert (tree(new), tree(out)) == (NEW, OLD | DOTFILES)


# -------------------------------------------------------------------------------- in the graph


def test_files_that_units_wrote_are_checked(tmp_path):
    grow(tmp_path, {"data/a": "1234", "data/b": "1"})
    files = [FileEntry(f"data/{name}", 1, 4, "") for name in "abc"]
    assert missing(str(tmp_path), files) == ["data/b has 1 bytes, not 4", "data/c is missing"]


def test_what_killed_writers_left_is_removed(tmp_path):
    grow(tmp_path, {"data/a": "1", "data/.a.draft": "1", "old/b": "1"})
    commit.remove_others(tmp_path, [FileEntry("data/a", 1, 1, "")])
    assert tree(tmp_path) == {"data/a": "1"}


@pytest.mark.parametrize(
    ("share", "files", "failed", "code"),
    [
        (0.01, 5, 0, DONE),
        (0.01, 5, 1, DONE),
        (0.01, 5, 3, DONE),
        (0.01, 5, 4, TOO_MANY_FAILED),
        (0.01, 2, 1, DONE),
        (0.01, 1, 1, TOO_MANY_FAILED),
        (0.01, 3, 3, TOO_MANY_FAILED),
        (0.01, 1000, 10, DONE),
        (0.01, 1000, 11, TOO_MANY_FAILED),
        (0.5, 10, 5, DONE),
        (1.0, 10, 9, DONE),
        (1.0, 10, 10, TOO_MANY_FAILED),
        (0.0, 1000, 1, TOO_MANY_FAILED),
        (0.0, 1000, 0, DONE),
    ],
)
def test_how_many_files_may_fail(share, files, failed, code):
    letters = [{"source": f"{n}.txt", "message": "no encoding fits"} for n in range(failed)]
    found, sentence = judge(Config(max_failed=share), files, letters, [], [])
    assert found == code
    assert bool(sentence) == (code != DONE)
    if failed and code == TOO_MANY_FAILED:
        assert "0.txt: no encoding fits" in sentence


def test_an_allowance_that_is_named_is_enough():
    letters = [{"source": "a.txt", "message": "no"}] * 7
    _, sentence = judge(Config(), 20, letters, [], [])
    named = float(sentence.rpartition("--max-failed ")[2])
    assert judge(Config(max_failed=named), 20, letters, [], [])[0] == DONE


def test_nothing_but_skipped_files_is_no_input():
    skipped = [{"source": "a.pdf", "message": "pdf is not read: take its text out"}]
    code, sentence = judge(Config(), 0, [], skipped, [])
    assert code == NO_INPUT
    assert "a.pdf: pdf is not read: take its text out" in sentence


def test_a_broken_promise_is_not_published():
    code, sentence = judge(Config(), 5, [], [], ["a.txt: the blocks end at 4, the text at 5"])
    assert code == NOT_VERIFIED
    assert "the blocks end at 4" in sentence
