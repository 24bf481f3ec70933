"""How long does a whole run take: ``python -m benchmarks.whole [--inputs S,M] [--corpus FILE]``.

For each input (``inputs.py``): wall and CPU seconds, the peak memory of the process tree (sum of
resident sets, ten times a second; pages that workers share count more than once), and the seconds
of each stage in all workers together. Then M once and several times over, with 1 and 2 workers.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import MEGABYTE
from benchmarks.inputs import NAMES, fill

SAMPLE = 0.1  # seconds


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
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        peak = 0
        while run.poll() is None:
            peak = max(peak, resident(run.pid))
            time.sleep(SAMPLE)
        wall = time.perf_counter() - began
        if run.returncode:
            raise SystemExit(f"the run over {folder} ended with code {run.returncode}")
        documents = json.loads((out / "manifest.json").read_bytes())["counts"]["documents"]
        seconds = json.loads((out / "run.json").read_bytes())["seconds"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(len(files), size / MEGABYTE, documents, wall, cpu, peak / MEGABYTE, seconds)


def row(name: str, workers: int, found: Measured) -> tuple[str, ...]:
    """Return a row of the table."""
    return (
        name, str(workers or "auto"), f"{found.files:,}", f"{found.megabytes:.1f}",
        f"{found.wall:.1f}", f"{found.cpu:.1f}", f"{found.peak:,.0f}",
        f"{found.megabytes / found.wall:.2f}", f"{found.documents / found.wall:.0f}",
    )  # fmt: skip


def stages(found: Measured) -> str:
    """Return where the time went."""
    return ", ".join(
        f"{name.removeprefix('stage ')} {seconds:.1f}" for name, seconds in found.seconds.items()
    )


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


def main(names: list[str], corpus: Path | None, scales: list[int]) -> None:
    """Print both tables."""
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    runs = [(name, 1, workers) for name in names for workers in (0,)]
    runs += [("M", times, workers) for times in scales for workers in (1, 2)]
    notes = []
    for name, times, workers in runs:
        with tempfile.TemporaryDirectory() as folder:
            fill(name, Path(folder), corpus, times)
            found = measure(Path(folder), workers)
        shown = name if times == 1 else f"{name} x {times}"
        print("| " + " | ".join(row(shown, workers, found)) + " |", flush=True)
        notes.append(f"{shown}, {workers or 'auto'}: {stages(found)}")
    print("\n" + "\n".join(notes))


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
