"""How long does a whole run take: ``python -m benchmarks.whole FOLDER [-- flags of run]``.

Prints wall and CPU seconds and the peak memory of the process tree (sum of resident sets, so
pages that workers share count more than once), sampled ten times a second. Without a folder it
makes one up: ``--files 10000 --paragraphs 6`` is ten thousand files of about 4 KB.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import MEGABYTE, made_up
from tests.generate import document

SAMPLE = 0.1  # seconds


def main(folder: Path, flags: list[str]) -> int:
    """Run over a folder, print what it took; return the exit code of the run."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "pipeline", "run", "--input", str(folder)]
        command += ["--output", f"{out}/out", *flags]
        began = time.perf_counter()
        run = subprocess.Popen(command)
        peak = 0
        while run.poll() is None:
            peak = max(peak, resident(run.pid))
            time.sleep(SAMPLE)
        wall = time.perf_counter() - began
        written = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{len(files):,} files, {size / MEGABYTE:.1f} MB in, {written / MEGABYTE:.1f} MB out; "
        f"wall {wall:.1f} s, CPU {used.ru_utime + used.ru_stime:.1f} s, "
        f"{size / MEGABYTE / wall:.1f} MB/s, peak {peak / MEGABYTE:,.0f} MB; "
        f"{os.cpu_count()} cores, exit code {run.returncode}"
    )
    return run.returncode


def resident(root: int) -> int:
    """Return the bytes resident in a process and all that it started."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    )
    rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    tree = {root}
    for pid, parent, _ in sorted(rows):  # parents first, but where process ids wrapped around
        if parent in tree:
            tree.add(pid)
    return sum(size * 1024 for pid, _, size in rows if pid in tree)


def fill(folder: Path, files: int, paragraphs: int) -> None:
    """Write made-up documents, a thousand to a subfolder; with ``files`` 0 a few compilations."""
    if not files:
        for name, data in made_up(4):
            (folder / name).write_bytes(data)
    for number in range(files):
        below = folder / f"{number // 1000:03d}"
        below.mkdir(exist_ok=True)
        made = document(number, paragraphs, "notice")
        (below / f"{number:06d}.txt").write_text(f"{made.title}\n{made.text}\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="what to run over")
    parser.add_argument("--files", type=int, default=0, help="make up so many")
    parser.add_argument("--paragraphs", type=int, default=6, help="of each")
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    chosen = parser.parse_args(sys.argv[1:cut])
    if chosen.folder:
        sys.exit(main(chosen.folder, sys.argv[cut + 1 :]))
    with tempfile.TemporaryDirectory() as made:
        fill(Path(made), chosen.files, chosen.paragraphs)
        sys.exit(main(Path(made), sys.argv[cut + 1 :]))
