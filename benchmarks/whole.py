"""How long does a whole run take: ``python -m benchmarks.whole [--inputs S,M] [--corpus FILE]``.

For each input (``inputs.py``): wall and CPU seconds, and the peak memory of the process tree,
looked at four times a second (what processes share counts once, where the system tells: Linux).
Then the seconds of each stage, in all workers together. Then M once and several times over, with
1 and 2 workers. With made-up texts all takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import MEGABYTE
from benchmarks.inputs import NAMES, fill

SAMPLE = 0.25  # seconds


class Measured(NamedTuple):
    """What one run took; ``start``: seconds to the start of the graph."""

    files: int
    megabytes: float
    documents: int
    wall: float
    cpu: float
    peak: float  # MB
    seconds: dict[str, float]


HEAD = ("input", "workers", "files", "MB", "wall s", "CPU s", "peak MB", "MB/s", "documents/s")


def measure(folder: Path, workers: int = 0) -> Measured:
    """Run over a folder in a process of its own."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    with tempfile.TemporaryDirectory() as work:
        out = Path(work, "out")
        command = [sys.executable, "-m", "pipeline", "run", "-q", "--input", str(folder)]
        command += ["--output", str(out), "--no-report", f"--workers={workers}"]
        began = time.perf_counter()
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        peaks, ended = [0], threading.Event()
        watcher = threading.Thread(target=watch, args=(run.pid, peaks, ended))
        watcher.start()
        _, status, used = os.wait4(run.pid, 0)
        wall = time.perf_counter() - began
        run.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        if run.returncode:
            raise SystemExit(f"the run over {folder} ended with code {run.returncode}")
        documents = json.loads((out / "manifest.json").read_bytes())["counts"]["documents"]
        seconds = json.loads((out / "run.json").read_bytes())["seconds"]
    cpu = used.ru_utime + used.ru_stime
    peak = max(peaks) / MEGABYTE
    return Measured(len(files), size / MEGABYTE, documents, wall, cpu, peak, seconds)


def watch(root: int, peaks: list[int], ended: threading.Event) -> None:
    """Note how much memory the processes below ``root`` have, until they have ended."""
    while not ended.wait(SAMPLE):
        peaks.append(resident(root))


def row(name: str, workers: int, found: Measured) -> tuple[str, ...]:
    """Return a row of the table."""
    return (
        name, str(workers or "auto"), f"{found.files:,}", f"{found.megabytes:.1f}",
        f"{found.wall:.1f}", f"{found.cpu:.1f}", f"{found.peak:,.0f}",
        f"{found.megabytes / found.wall:.2f}", f"{found.documents / found.wall:.0f}",
    )  # fmt: skip


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
    return 1024 * sum(proportional(pid) or size for pid, _, size in rows if pid in tree)


def proportional(pid: int) -> int:
    """Return the KB resident in a process, pages that several share by their part; 0: unknown."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))


def print_row(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def print_head(*names: str) -> None:
    print_row(*names)
    print("|" + "---|" * len(names))


def main(names: list[str], corpus: Path | None, scales: list[int]) -> None:
    """Print the tables: inputs, their stages, and M in several sizes."""
    spent = {}
    print_head(*HEAD)
    for name in names:
        found = measured(name, corpus)
        spent[name] = found.seconds
        print_row(*row(name, 0, found))
    if spent:
        print()
        print_head("seconds of", *spent)
    for stage in next(iter(spent.values()), ()):
        shown = (f"{seconds.get(stage, 0.0):.1f}" for seconds in spent.values())
        print_row(stage.removeprefix("stage "), *shown)
    if scales:
        print()
        print_head(*HEAD)
    for times in scales:
        for workers in (1, 2):
            found = measured("M", corpus, times, workers)
            print_row(*row(f"M x {times}", workers, found))


def measured(name: str, corpus: Path | None, times: int = 1, workers: int = 0) -> Measured:
    """Make an input, run over it, and remove it."""
    with tempfile.TemporaryDirectory() as folder:
        fill(name, Path(folder), corpus, times)
        return measure(Path(folder), workers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", default=",".join(NAMES), help="which, with commas")
    parser.add_argument("--corpus", type=Path, help='JSON lines with "text" (default: made up)')
    parser.add_argument("--scales", default="1,2,4,8", help="of M, with commas; empty: none")
    chosen = parser.parse_args()
    main(
        [name for name in chosen.inputs.split(",") if name],
        chosen.corpus,
        [int(times) for times in chosen.scales.split(",") if times],
    )
