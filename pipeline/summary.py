"""What a run says: its progress on stderr, its summary on stdout, and run.json."""

from __future__ import annotations

import json
import platform
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.commit import Outcome
from pipeline.config import Config
from pipeline.passes import Job
from pipeline.units import is_remote


@contextmanager
def progress(given: Config, job: Job, size: int) -> Iterator[None]:
    """Show on stderr, while the graph runs, how many units each pass has staged."""
    if given.quiet or is_remote(job.folder):
        yield
        return
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(job, size, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(job: Job, size: int, done: threading.Event) -> None:
    shown, tty, last = "", sys.stderr.isatty(), 0.0
    while True:
        ended = done.wait(0.3 if tty else 1.0)
        name, count = _state(Path(job.folder))
        line = (
            f"pass {name}: {min(count, job.units)} of {job.units} units, "
            f"{megabytes(size * min(count, job.units) // job.units)} of {megabytes(size)}"
        )
        now = time.monotonic()
        if line != shown and (tty or ended or now - last > 5):
            print(f"\r\x1b[K{line}" if tty else line, end="" if tty else "\n", file=sys.stderr)
            sys.stderr.flush()
            shown, last = line, now
        if ended:
            if tty:
                print(file=sys.stderr)
            return


def _state(folder: Path) -> tuple[str, int]:
    """Return the pass that is running and how many units it has staged."""
    for name, pattern in (
        ("C", "written/*.json"),
        ("B", "drafts-*/*.arrow"),
        ("A", "texts/*.arrow"),
    ):
        count = sum(not path.name.startswith(".") for path in folder.glob(pattern))
        if count:
            return name, count
    return "A", 0


def say(line: str) -> None:
    print(f"jiaokan: {line}", file=sys.stderr)


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


def write_run(folder: Path, timings: dict[str, float], workers: int, engine: str) -> None:
    """Write what differs from run to run: the one file outside the reproducible set."""
    now = time.time()
    about = {
        "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        "host": platform.node(),
        "platform": platform.platform(),
        "engine": engine,
        "workers": workers,
        "seconds": {name: round(seconds, 3) for name, seconds in timings.items()},
    }
    (folder / "run.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def summary(
    given: Config, outcome: Outcome, timings: dict[str, float], engine: str, workers: int
) -> str:
    """Return what a person wants to know of the run."""
    counts = outcome.counts
    labels: dict[str, int] = dict(counts["characters_by_label"])
    body = labels.pop("body", 0)
    whole = body + sum(labels.values())
    lines = [
        f"{counts['documents']:,} documents from {counts['sources']:,} files "
        f"({megabytes(counts['bytes'])}) are in {given.output}",
        f"  kept        {counts['characters_kept']:,} of {whole:,} code points",
        "  left out    " + (_counted(labels) or "nothing"),
        "  changed     " + (_counted(counts["edits_by_rule"]) or "nothing"),
        "  repeated    " + (_counted(counts["duplicates"]) or "nothing"),
        "  encodings   " + (_counted(counts["encodings"]) or "none"),
    ]
    if counts["warnings"]:
        lines.append("  warnings    " + _counted(counts["warnings"]))
    for word, rows in (("failed", outcome.dead_letters), ("skipped", outcome.skipped)):
        if rows:
            lines.append(f"  {word:<11} {len(rows)}, see {word_file(word)}")
            lines += [f"    {row['source']}: {row['message']}" for row in rows[:10]]
            if len(rows) > 10:
                lines.append(f"    … and {len(rows) - 10} more")
    stages = {
        name.removeprefix("stage "): seconds
        for name, seconds in timings.items()
        if name.startswith("stage ")
    }
    spent = ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
    where = ""
    if engine == "FnApiRunner":
        where = " in this process" if workers == 1 else f" with {workers} worker processes"
    lines.append(
        f"  time        {timings['whole']:.1f} s: start {timings['start']:.1f}, graph "
        f"{timings['graph']:.1f} ({spent}), verify {timings.get('verify', 0.0):.1f}"
    )
    lines.append(f"  engine      {engine}{where}")
    return "\n".join(lines)


def word_file(word: str) -> str:
    return {"failed": "dead_letters.jsonl", "skipped": "skipped.jsonl"}[word]


def _counted(counts: dict[str, int], most: int = 8) -> str:
    """Return counts in words, the largest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = " · ".join(f"{name} {number:,}" for name, number in ordered[:most])
    return shown + (f" · {len(ordered) - most} more" if len(ordered) > most else "")
