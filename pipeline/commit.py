"""The end of a run: the manifest, written last in the graph, and the switch to the new output.

``commit`` is the last element of the graph, one and idempotent. Where the output is a local
folder the graph writes beside it, and the driver then only switches the two folders.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import earlier, output, staging
from pipeline.config import DONE, NO_INPUT, NOT_VERIFIED, TOO_MANY_FAILED, Config
from pipeline.passes import Job, read_account, read_compared
from transforms.files import is_remote
from transforms.rows import table_of
from transforms.write import FileEntry, manifest, write_file

MANIFEST = "manifest.json"


class Outcome(NamedTuple):
    """How the graph ended: an exit code, its sentence, and what the summary tells."""

    code: int
    sentence: str
    counts: dict[str, Any]
    dead_letters: list[dict[str, Any]]
    skipped: list[dict[str, Any]]


# -------------------------------------------------------------------------------- in the graph


def commit(
    _: None, job: Job, config: Config, versions: dict[str, str], accounts: Iterable[str]
) -> int:
    """Check what the units wrote and write the manifest, or none; return the exit code.

    The staged outcome says why.
    """
    units = [read_account(job.account(name)) for name in sorted(set(accounts))]
    dead_letters = [letter for unit in units for letter in unit.dead_letters]
    skipped = [row for unit in units for row in unit.skipped]
    inputs = [row for unit in units for row in unit.inputs]
    inputs += [(letter["source"], letter["sha256"], 0) for letter in dead_letters]
    tables = json.loads(staging.read(job.tables).to_pybytes())
    problems = [problem for unit in units for problem in unit.problems]
    problems += missing(job.target, [entry for unit in units for entry in unit.files])
    files = [entry for unit in units for entry in unit.files]
    files += [
        write_file(job.target, name, _lines(rows), len(rows))
        for name, rows in (("dead_letters.jsonl", dead_letters), ("skipped.jsonl", skipped))
    ]
    lines = staging.unpack_array(staging.read(job.lines).to_pybytes())
    files.append(write_file(job.target, output.LINES, earlier.pack_lines(lines), lines.shape[1]))
    if job.against:
        named = staging.read(job.named).to_pybytes()
        files.append(write_file(job.target, output.EARLIER, named, named.count(b"\n")))
    whole = manifest(
        options=config.that_matter(),
        versions=versions,
        files=files,
        tallies=[unit.tally for unit in units],
        inputs=as_files(inputs, tables),
        dead_letters=len(dead_letters),
        skipped=len(skipped),
    )
    if tables:
        whole["inputs"]["tables"] = tables
    whole["counts"]["compared"] = read_compared(job)
    whole["contents"] = [row for unit in units for row in unit.contents]
    whole["counts"]["contents"] = {
        name: sum(len(row[name]) for row in whole["contents"])
        for name in ("entries_without_document", "documents_without_entry")
    }
    code, sentence = judge(config, len(inputs), dead_letters, skipped, problems)
    if code == DONE:
        if not is_remote(job.target):
            remove_others(Path(job.target), files)
        data = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        write_file(job.target, MANIFEST, data.encode(), 0)
    outcome = Outcome(code, sentence, whole["counts"], dead_letters, skipped)
    staging.write(job.outcome, json.dumps(outcome._asdict()).encode())
    return code


def as_files(
    inputs: Iterable[tuple[str, str, int]], tables: Iterable[dict[str, Any]]
) -> list[tuple[str, str, int]]:
    """Return the inputs with each table in place of its rows."""
    whole = {table["source"]: (table["sha256"], table["bytes"]) for table in tables}
    others = [row for row in inputs if row[0] not in whole and table_of(row[0]) not in whole]
    return [*others, *((source, *about) for source, about in whole.items())]


def judge(
    config: Config,
    files: int,
    dead_letters: list[dict[str, Any]],
    skipped: list[dict[str, Any]],
    problems: list[str],
) -> tuple[int, str]:
    """Return the exit code of a run and the sentence that explains it ("" when it is done)."""
    failed = len(dead_letters)
    if not files:
        return NO_INPUT, (
            f"nothing to read: all {len(skipped)} files are empty or of formats that are not read "
            f"({skipped[0]['source']}: {skipped[0]['message']})"
        )
    if failed and failed > config.failures_allowed(files):
        first = f"{dead_letters[0]['source']}: {dead_letters[0]['message']}"
        if failed == files:
            return TOO_MANY_FAILED, f"all {files} files failed ({first}); nothing is published"
        return TOO_MANY_FAILED, (
            f"{failed} of {files} files failed, more than --max-failed {config.max_failed:g} "
            f"allows ({first}); nothing is published: look at them, or allow "
            f"--max-failed {-(-failed * 100 // files) / 100:g}"
        )
    if problems:
        return NOT_VERIFIED, (
            f"{len(problems)} broken promises, nothing is published; please report: {problems[0]}"
        )
    return DONE, ""


def missing(folder: str, files: Iterable[FileEntry]) -> list[str]:
    """Return what is wrong with the files that the units say they wrote."""
    if is_remote(folder):
        return []  # an object is there whole when it is there; `verify` reads them
    problems = []
    for entry in files:
        path = Path(folder, entry.path)
        if not path.is_file():
            problems.append(f"{entry.path} is missing")
        elif path.stat().st_size != entry.bytes:
            problems.append(f"{entry.path} has {path.stat().st_size} bytes, not {entry.bytes}")
    return problems


def remove_others(folder: Path, files: Iterable[FileEntry]) -> None:
    """Remove what killed writers left below the folder."""
    ours = {Path(folder, entry.path) for entry in files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in ours:
            path.unlink()


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


# ---------------------------------------------------------------------------------- the switch


def switch(new: Path, out: Path) -> None:
    """Put ``new`` in the place of ``out``, whose dotfiles stay; afterwards ``new`` is the old one.

    ``out`` is at every moment the old folder or the new one. Only where it cannot be exchanged (a
    mount point, an old file system) are its entries moved one by one, the manifest away first and
    there last, and back again on an error.
    """
    if not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        new.rename(out)
        return
    if out.is_mount():
        move_entries(new, out)
        return
    copied = [entry for entry in out.iterdir() if entry.name.startswith(".")]
    for entry in copied:
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)
    shutil.copymode(out, new)
    if not exchange(new, out):
        for entry in copied:  # there the dotfiles stay where they are
            remove(new / entry.name)
        move_entries(new, out)


def remove(path: Path) -> None:
    """Remove a file or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def exchange(left: Path, right: Path) -> bool:
    """Exchange two folders in one step; return whether the system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False  # not Linux, or an old C library
    here, flag = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if rename(here, os.fsencode(left), here, os.fsencode(right), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.EBUSY, errno.EXDEV, errno.EPERM):
        return False
    raise OSError(number, os.strerror(number), str(right))


def move_entries(new: Path, out: Path) -> None:
    """Exchange the entries of two folders one by one, in the order that is safest."""
    old = _old(new)
    old.mkdir()
    try:
        for name in _entries(out):
            (out / name).rename(old / name)
        (old / _EMPTIED).touch()
        for name in reversed(_entries(new)):
            (new / name).rename(out / name)
    except BaseException:
        undo(new, out)
        raise
    shutil.rmtree(new)
    old.rename(new)


def undo(new: Path, out: Path) -> None:
    """Take back a ``move_entries`` that was broken off; one that had done all its moves stands."""
    old = _old(new)
    if not old.is_dir():
        return
    if not ((old / _EMPTIED).exists() and (out / MANIFEST).exists()):
        if (old / _EMPTIED).exists():
            for name in _entries(out):
                (out / name).rename(new / name)
        for name in reversed(_entries(old)):
            (old / name).rename(out / name)
    shutil.rmtree(old)


_EMPTIED = ".emptied"  # marks in the old folder that all of the old output is there


def _old(new: Path) -> Path:
    return new.with_name(f"{new.name}.old")


def _entries(folder: Path) -> list[str]:
    """Return the names in a folder, the manifest first; dotfiles stay where they are."""
    names = (entry.name for entry in folder.iterdir() if not entry.name.startswith("."))
    return sorted(names, key=lambda name: (name != MANIFEST, name))
