"""Run onto real disks that are full, read-only, forbidden, or a mount point: ``make test-disks``.

Whatever happens, the run ends with one line, the old output stays byte for byte, and a rerun on a
sound disk gives the same bytes as a run that nothing disturbed. Needs Linux and util-linux: the
disks are in memory, mounted in a namespace of their own (no root needed where users may do so).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from functools import partial
from pathlib import Path
from unittest import mock

from pipeline.__main__ import main
from pipeline.config import DONE, OUTPUT_REFUSED
from tests.kills import child, ended, sources, tree

SIZES = (32, 64, 128, 192, 256, 384, 1024)  # KiB left, from where nothing fits to where all does
Usage = namedtuple("Usage", "total used free")


def run(raw: Path, out: Path, *flags: str) -> tuple[int, str]:
    """Run in a child; return its exit code, and what it said on stderr."""
    said = raw.parent / "said"

    def work() -> int:
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return main(["run", "-q", "--input", str(raw), "--output", str(out), "--replace", *flags])

    return ended(child(work)), said.read_text()


def is_done(found: tuple[int, str]) -> None:
    assert found == (DONE, ""), found


def is_refused(found: tuple[int, str], why: str) -> None:
    code, said = found
    assert code == OUTPUT_REFUSED, found
    assert len(said.splitlines()) == 1 and why in said, said


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], check=True)


def full(folder: Path, raw: Path, whole: dict[str, dict[str, bytes]], *flags: str) -> int:
    """Run onto disks of growing size; return how many were too small."""
    disk = folder / "disk"
    refused = 0
    for size in SIZES:
        mount(disk, "size=4m")
        is_done(run(raw, disk / "out", "--duplicates", "mark"))
        used = sum(path.stat().st_blocks // 2 for path in disk.rglob("*"))
        mounted = partial(subprocess.run, check=True)
        mounted(["mount", "-o", f"remount,size={used + size}k", str(disk)])
        found = run(raw, disk / "out", *flags)
        if found[0] != DONE:
            refused += 1
            is_refused(found, "the disk is full")
            assert tree(disk / "out") == whole["mark"], "a full disk changed the old output"
            mounted(["mount", "-o", "remount,size=8m", str(disk)])
            is_done(run(raw, disk / "out", *flags))
        assert tree(disk / "out") == whole["within"], "other bytes after a full disk"
        subprocess.run(["umount", str(disk)], check=True)
    return refused


def torture(folder: Path) -> None:
    raw, disk = sources(folder / "raw", 3), folder / "disk"
    disk.mkdir()
    whole = {}
    for name in ("within", "mark"):
        is_done(run(raw, folder / name, "--duplicates", name))
        whole[name] = tree(folder / name)

    # The look at the free space before a run would spare us the errors that are wanted here.
    with mock.patch.object(shutil, "disk_usage", return_value=Usage(1 << 40, 0, 1 << 40)):
        for workers in ("1", "2"):
            count = full(folder, raw, whole, "--workers", workers)
            assert 0 < count < len(SIZES), count
            print(f"{count} of {len(SIZES)} disks were full, {workers} workers: the old one stayed")

    mount(disk, "size=4m")
    is_refused(run(raw, disk / "out"), "make room")
    assert not list(disk.iterdir())
    print("a disk that is too small is seen before anything is written")

    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    is_done(run(raw, disk / "out", "--duplicates", "mark"))
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    is_refused(run(raw, disk / "out"), "Read-only file system")
    assert tree(disk / "out") == whole["mark"]
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    is_done(run(raw, disk / "out"))
    assert tree(disk / "out") == whole["within"]
    print("a read-only disk: the old output stayed")

    subprocess.run(["umount", str(disk)], check=True)

    mount(disk, "size=64m")  # the output itself is the mount point now
    for name in ("mark", "within", "mark"):
        is_done(run(raw, disk, "--duplicates", name))
        assert tree(disk) == whole[name], "other bytes on a mount point"
    print("a mount point as output: the same bytes, and nothing stale")
    subprocess.run(["umount", str(disk)], check=True)


if __name__ == "__main__":
    if "inside" not in sys.argv:
        command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-m"]
        sys.exit(subprocess.run([*command, "tests.disks", "inside"]).returncode)
    with tempfile.TemporaryDirectory() as temporary:
        torture(Path(temporary))
