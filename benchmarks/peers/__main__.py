"""Ours beside other tools: ``make bench-peers`` or ``python -m benchmarks.peers PYTHON``.

``PYTHON`` has the other tools installed (requirements.txt). Each of them finds near-duplicate
documents (character 5-grams, 128 permutations or the nearest it has, 0.8), and nothing else. Ours
is the whole job: decode, segment, label, split, restore, describe, duplicates of documents and
paragraphs with verification, ledger, records, manifest. They run in turn on the same texts, two
workers each; the ratio to ours is the figure.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.corpus import MEGABYTE
from benchmarks.inputs import fill

PEERS = ("datatrove", "text_dedup", "datasketch")
WORKERS = 2
HEAD = ("input", "MB", "tool", "does", "wall s", "MB/s", "time beside ours")


def rows(folder: Path, target: Path) -> int:
    """Write the files below a folder as the JSON lines that the peers read; return their bytes."""
    size = 0
    with target.open("w", encoding="utf-8") as file:
        for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
            text = path.read_text("utf-8")
            size += path.stat().st_size
            row = {"id": str(number), "text": text, "spaced": " ".join(text.replace("\n", ""))}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return size


def seconds(command: list[str], work: Path) -> float:
    """Return how long a command took, start-up included; stop if it failed."""
    log = work / "log"
    began = time.perf_counter()
    with log.open("w") as file:
        code = subprocess.run(command, stdout=file, stderr=file, check=False).returncode
    if code:
        raise SystemExit(f"{' '.join(command)}\n{log.read_text()[-2000:]}")
    return time.perf_counter() - began


def compare(name: str, corpus: Path | None, python: str, peers: list[str], times: int) -> None:
    """Print a row for each tool over one input."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fill(name, work / "input", corpus)
        size = rows(work / "input", work / "rows.jsonl") / MEGABYTE
        found: dict[str, list[float]] = {tool: [] for tool in ("jiaokan", *peers)}
        for run in range(times):
            for tool, spent in found.items():
                out = work / f"{tool}-{run}"
                if tool == "jiaokan":
                    command = [sys.executable, "-m", "pipeline", "run", "-q", "--no-report"]
                    command += ["--input", str(work / "input"), "--output", str(out)]
                    command += [f"--workers={WORKERS}"]
                else:
                    script = Path(__file__).with_name(f"{tool}_script.py")
                    command = [python, str(script), str(work / "rows.jsonl"), str(out)]
                    command += [str(WORKERS)]
                spent.append(seconds(command, work))
        ours = median(found["jiaokan"])
        for tool, spent in found.items():
            part = "whole job" if tool == "jiaokan" else "near-duplicate documents only"
            print(
                f"| {name} | {size:.1f} | {tool} | {part} | {median(spent):.1f} "
                f"| {size / median(spent):.2f} | {median(spent) / ours:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", help="of an environment with the other tools")
    parser.add_argument("--inputs", default="M,L")
    parser.add_argument("--corpus", type=Path, help='JSON lines with "text" (default: made up)')
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--times", type=int, default=3, help="runs of each; the median is shown")
    chosen = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for each in chosen.inputs.split(","):
        compare(each, chosen.corpus, chosen.python, chosen.peers.split(","), chosen.times)
