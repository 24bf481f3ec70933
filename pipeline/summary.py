"""What a run says: its progress on stderr, its summary on stdout, and run.json."""

from __future__ import annotations

import json
import platform
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import Config
from pipeline.units import File
from transforms.files import is_remote

if TYPE_CHECKING:  # they need Beam, and whoever only looks at an output does not
    from pipeline.commit import Outcome
    from pipeline.passes import Job

LISTED = 50  # inputs that a dry run names


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
    shown, tty, last, began = "", sys.stderr.isatty(), 0.0, time.monotonic()
    begun = None
    while True:
        ended = done.wait(0.3 if tty else 1.0)
        name, count = _state(Path(job.folder))
        now = time.monotonic()
        share = _share(name, min(count, job.units) / job.units)
        begun = share if begun is None else begun  # what an earlier run had done
        line = (
            f"pass {name}: {min(count, job.units)} of {job.units} units, "
            f"{megabytes(size * min(count, job.units) // job.units)} of {megabytes(size)}"
            + ("" if ended else pace(size, share - begun, 1 - share, now - began))
        )
        if line != shown and (tty or ended or now - last > 5):
            print(f"\r\x1b[K{line}" if tty else line, end="" if tty else "\n", file=sys.stderr)
            sys.stderr.flush()
            shown, last = line, now
        if ended:
            if tty:
                print(file=sys.stderr)
            return


# How much of the work is done before each pass begins, and with it: from the stage
# times of one run.
PASSES = {"A": (0.0, 0.2), "B": (0.2, 0.8), "C": (0.8, 1.0)}


def _share(name: str, units: float) -> float:
    """Return the share of the whole work that is done."""
    begin, end = PASSES[name]
    return begin + (end - begin) * units


def pace(size: int, done: float, left: float, seconds: float) -> str:
    """Return the speed and the time left, when enough is done to tell; shares are 0 to 1."""
    if done < 0.02 or seconds < 2:
        return ""
    remaining = round(seconds * left / done)
    shown = f"{remaining // 60} min {remaining % 60:02d} s" if remaining >= 60 else f"{remaining} s"
    return f", {size * done / seconds / 1e6:.1f} MB/s, {shown} left"


def dry_run(
    given: Config, files: Sequence[File], packed: Sequence[Sequence[File]], flags: int
) -> list[str]:
    """Return what a run would do: its inputs, options and units; nothing is written."""
    size = sum(file.size for file in files)
    lines = [f"  {megabytes(file.size):>9}  {file.source}" for file in files[:LISTED]]
    if len(files) > LISTED:
        lines.append(f"  … and {len(files) - LISTED:,} more")
    options = (f"{name} {value}" for name, value in given.that_matter().items())
    return [
        f"{len(files):,} files, {megabytes(size)}:",
        *lines,
        "options: " + " · ".join(options),
        f"plan: {len(packed):,} units, the largest {megabytes(max(map(_size, packed)))}, to "
        f"{given.output}, staged in {given.staging or 'a folder beside it'}"
        + (f", {flags} flags for Beam" if flags else ""),
        "nothing was written (--dry-run)",
    ]


def _size(unit: Sequence[File]) -> int:
    return sum(file.size for file in unit)


def unchanged(output: str) -> list[str]:
    """Return the sentence for an output that is there already."""
    return [
        f"{output} is up to date: it was made of the same inputs with the same options and "
        "version, and nothing was done (--fresh makes it anew)"
    ]


def _state(folder: Path) -> tuple[str, int]:
    """Return the pass that is running and how many units it has staged."""
    for name, pattern in (
        ("C", "written/*.json"),
        ("B", "drafts-*/*.pickle"),
        ("A", "texts/*.pickle"),
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
    lines = account(outcome.counts, given.output, outcome.dead_letters, outcome.skipped)
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
        f"{timings['graph']:.1f} ({spent})"
    )
    lines.append(f"  engine      {engine}{where}")
    return "\n".join(lines)


def account(
    counts: Mapping[str, Any],
    output: str,
    dead_letters: Sequence[Mapping[str, Any]],
    skipped: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Return what a person wants to know of an output."""
    labels: dict[str, int] = dict(counts["characters_by_label"])
    body = labels.pop("body", 0)
    whole = body + sum(labels.values())
    lines = [
        f"{counts['documents']:,} documents from {counts['sources']:,} files "
        f"({megabytes(counts['bytes'])}) are in {output}",
        f"  kept        {counts['characters_kept']:,} of {whole:,} code points",
        "  left out    " + (_counted(labels) or "nothing"),
        "  changed     " + (_counted(counts["edits_by_rule"]) or "nothing"),
        "  repeated    " + (_counted(counts["duplicates"]) or "nothing"),
        "  encodings   " + (_counted(counts["encodings"]) or "none"),
    ]
    if counts.get("lost_characters"):
        lines.append(
            f"  undecoded   {counts['undecodable_bytes']:,} bytes, {counts['lost_characters']:,} "
            "characters are U+FFFD (sources/ says where)"
        )
    if counts.get("compared"):
        lines.append("  compared    " + _compared(counts["compared"]))
    if any(counts.get("contents", {}).values()):
        lines.append(
            f"  contents    {counts['contents']['entries_without_document']:,} entries without a "
            f"document, {counts['contents']['documents_without_entry']:,} documents without an "
            "entry (manifest.json names them)"
        )
    if counts["warnings"]:
        lines.append("  warnings    " + _counted(counts["warnings"]))
    for word, rows in (("failed", dead_letters), ("skipped", skipped)):
        if rows:
            lines.append(f"  {word:<11} {len(rows)}, see {word_file(word)}")
            lines += [f"    {row['source']}: {row['message']}" for row in rows[:10]]
            if len(rows) > 10:
                lines.append(f"    … and {len(rows) - 10} more")
    return lines


def _compared(compared: Mapping[str, Any]) -> str:
    """Return how many pairs of passages were looked at, and what was found."""
    hot = compared["hot_buckets"]
    not_all = f"; in {hot:,} large groups not all with all" if hot else ""
    return (
        f"{compared['candidates']:,} pairs share an anchor, {compared['sifted']:,} "
        f"judged: {_counted(compared['verdicts']) or 'none alike'}{not_all}"
    )


def word_file(word: str) -> str:
    return {"failed": "dead_letters.jsonl", "skipped": "skipped.jsonl"}[word]


def _counted(counts: dict[str, int], most: int = 8) -> str:
    """Return counts in words, the largest first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = " · ".join(f"{name} {number:,}" for name, number in ordered[:most])
    return shown + (f" · {len(ordered) - most} more" if len(ordered) > most else "")
