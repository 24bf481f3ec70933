"""Run the graph: what is checked before, what is shown meanwhile, and what is said at the end."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.metadata
import io
import json
import os
import platform
import shlex
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from functools import cache
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import (
    DirectOptions,
    PipelineOptions,
    _BeamArgumentParser,
)
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.runner import create_runner
from apache_beam.transforms.environments import SubprocessSDKEnvironment

from pipeline import commit, config, staging, units
from pipeline.build import build
from pipeline.config import Config, Stop, suggestion
from pipeline.passes import Job
from pipeline.verify import verify
from transforms import read
from transforms.schema import DeadLetter, SourceFile

# Below, starting worker processes costs more than they save (measured on 2 cores).
WORKERS_FROM = 100 * units.MEGABYTE
STAGED = 6  # staging and output take at most so many times the input
DEPENDENCIES = ("apache-beam", "chardet", "numpy", "opencc", "pyarrow", "rapidfuzz")
# Runners of Beam 2.77 that would do harm.
_SWITCHES = "switches engines silently; leave --runner out for FnApiRunner"
REFUSED_RUNNERS = {
    "DirectRunner": _SWITCHES,
    "SwitchingDirectRunner": _SWITCHES,
    "BundleBasedDirectRunner": "is slow and single; leave --runner out for FnApiRunner",
    "DaskRunner": "reports success and writes wrong files; use another",
}
# What the summary gives the time of, in the order of the flow.
STAGES = (
    "read", "decode", "segment", "label", "split", "deduplicate", "restore", "describe",
    "fingerprint", "compare", "write", "staging",
)  # fmt: skip
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM)


def run(given: Config, beam_flags: Sequence[str], began: float) -> int:
    """Run from the input to the published output; return the exit code.

    ``began`` is a reading of ``perf_counter``. Raises Stop for everything that is not our bug.
    """
    config.check(given)
    options = pipeline_options(beam_flags)
    files = units.find_files(given.input, given.limit)
    out = Path(os.path.realpath(given.output))
    remote = units.is_remote(given.output)
    if not remote:
        refuse_nested(given, out, files)
        refuse_foreign(given, out, files)
    with explained(given), home_of(out, remote) as home:
        return _run(given, options, files, out, home, began)


def _run(
    given: Config,
    options: PipelineOptions,
    files: Sequence[units.File],
    out: Path,
    home: Path | None,
    began: float,
) -> int:
    versions = program_versions()
    key = units.key_of(files, given.that_matter(), json.dumps(versions))[:16]
    work = work_folder(given, out, home)
    packed = units.pack(files)
    job = Job(
        f"{work}/{key}",
        str(home / "new") if home else given.output.rstrip("/"),
        len(packed),
        given.script,
        given.duplicates,
        given.split,
        given.format,
    )
    if home:
        prepare(Path(work), key, home, out, files)
    staging.write(job.plan, units.plan(packed))
    size = sum(file.size for file in files)
    workers = min(given.workers or default_workers(size), len(packed))
    runner, engine = runner_for(options, workers, work)
    pipeline = beam.Pipeline(runner=runner, options=options)
    build(pipeline, job, given, versions)
    started = time.perf_counter()
    with progress(given, job, size):
        result = pipeline.run()
        if engine == "DataflowRunner":  # the launcher of a template must not wait for its job
            print(f"submitted to {engine}; {given.output}/manifest.json is written last")
            return config.DONE
        result.wait_until_finish()
    outcome = commit.Outcome(**json.loads(staging.read(job.outcome).to_pybytes()))
    if outcome.code != config.DONE:
        for letter in outcome.dead_letters[:20]:
            _say(f"failed: {letter['source']}: {letter['stage']}: {letter['message']}")
        raise Stop(outcome.code, outcome.sentence)
    finished = time.perf_counter()
    timings = {"start": started - began, "graph": finished - started}
    timings |= {f"stage {name}": seconds for name, seconds in stage_seconds(result).items()}
    if home:
        problems = verify(job.target)
        timings["verify"] = time.perf_counter() - finished
        if problems:
            raise Stop(
                config.NOT_VERIFIED,
                f"verification failed, nothing is published; please report: {problems[0]}",
            )
        write_run(Path(job.target), timings, workers, engine, began)
        # From here on `new` may be the old output: no unit counts as written to it.
        shutil.rmtree(Path(job.folder, "written"))
        commit.switch(Path(job.target), out)
        shutil.rmtree(work, ignore_errors=True)
    timings["whole"] = time.perf_counter() - began
    print(summary(given, outcome, timings, engine, workers))
    return config.DONE


# ------------------------------------------------------------------------------------- before


def pipeline_options(flags: Sequence[str]) -> PipelineOptions:
    """Return Beam's options; raise Stop for a flag that Beam does not know."""
    parser = _BeamArgumentParser(allow_abbrev=False, add_help=False, usage="")
    for each in sorted(PipelineOptions.__subclasses__(), key=lambda kind: kind.__name__):
        each._add_argparse_args(parser)
    complaint = io.StringIO()
    try:
        with redirect_stderr(complaint):
            known, unknown = parser.parse_known_args(list(flags))
    except SystemExit as error:
        reason = complaint.getvalue().strip().rpartition("error: ")[2]
        raise Stop(config.USAGE, f"Beam refuses its flags: {reason}") from error
    if unknown:
        names = [name for action in parser._actions for name in action.option_strings]
        hint = suggestion(unknown[0].split("=")[0], names)
        raise Stop(config.USAGE, f"Beam knows no flag {unknown[0]}{hint}")
    if known.runner in REFUSED_RUNNERS:
        raise Stop(config.USAGE, f"--runner {known.runner} {REFUSED_RUNNERS[known.runner]}")
    try:
        create_runner(known.runner or "FnApiRunner")
    except ValueError as error:
        raise Stop(config.USAGE, str(error)) from error
    if known.direct_num_workers != 1 or known.direct_running_mode != "in_memory":
        raise Stop(config.USAGE, "use --workers N (before the --) for worker processes")
    return PipelineOptions(list(flags))


def refuse_nested(given: Config, out: Path, files: Sequence[units.File]) -> None:
    """Raise Stop when the output lies in the input, or the input in the output."""
    for name in given.input:
        folder = Path(os.path.realpath(name))
        if not units.is_remote(name) and folder.is_dir() and out.is_relative_to(folder):
            raise Stop(
                config.OUTPUT_REFUSED,
                f"--output {given.output} lies inside --input {name}: a second run would read "
                "what the first one wrote; name a folder outside it",
            )
    inside = next(
        (file for file in files if Path(os.path.realpath(file.path)).is_relative_to(out)), None
    )
    if inside:
        raise Stop(
            config.OUTPUT_REFUSED,
            f"the input {inside.source} lies inside --output {given.output}, which would be "
            "replaced; name another output",
        )


def refuse_foreign(given: Config, out: Path, files: Sequence[units.File]) -> None:
    """Raise Stop when there is something at the output that must not be replaced."""
    if not out.exists():
        return
    if not out.is_dir():
        raise Stop(config.OUTPUT_REFUSED, f"--output {given.output} is a file; name a folder")
    if not any(not entry.name.startswith(".") for entry in out.iterdir()):
        return
    try:
        manifest = json.loads(Path(out, commit.MANIFEST).read_bytes())
        options, inputs = manifest["options"], manifest["inputs"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Stop(
            config.OUTPUT_REFUSED,
            f"--output {given.output} holds files, but no output of this program; name another "
            "folder, or empty it yourself",
        ) from None
    if given.replace:
        return
    now = given.that_matter()
    changed = [name for name in sorted(now) if options.get(name) != now[name]]
    if changed:
        name = changed[0]
        raise Stop(
            config.OUTPUT_REFUSED,
            f"--output {given.output} was made with --{name} {options.get(name)}, not {now[name]}; "
            "give --replace to replace it, or name another output",
        )
    if inputs != inputs_sha256(files):
        raise Stop(
            config.OUTPUT_REFUSED,
            f"--output {given.output} was made of other inputs; give --replace to replace it, or "
            "name another output",
        )


def inputs_sha256(files: Sequence[units.File]) -> str:
    """Return the digest of the inputs as the manifest has it."""
    digest = hashlib.sha256()
    for file in files:
        item = read.fetch(file.source, file.path)
        if isinstance(item, SourceFile):
            digest.update(f"{hashlib.sha256(item.data).hexdigest()}  {item.source}\n".encode())
        elif isinstance(item, DeadLetter):
            digest.update(f"{item.sha256}  {item.source}\n".encode())
    return digest.hexdigest()


@cache
def program_versions() -> dict[str, str]:
    """Return what else decides the output: code, dependencies, dictionaries."""
    import opencc

    root = Path(__file__).parent.parent
    code = [path for package in ("pipeline", "transforms") for path in (root / package).rglob("*")]
    dictionaries = Path(opencc.__file__).parent.rglob("*.ocd2")
    versions = {name: importlib.metadata.version(name) for name in DEPENDENCIES}
    try:
        versions["jiaokan"] = importlib.metadata.version("jiaokan")
    except importlib.metadata.PackageNotFoundError:
        versions["jiaokan"] = "not installed"
    versions["python"] = platform.python_version()
    versions["code"] = _digest(root, [path for path in code if path.suffix != ".pyc"])
    versions["opencc_dictionaries"] = _digest(Path(opencc.__file__).parent, dictionaries)
    return versions


def _digest(root: Path, paths: Any) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@contextmanager
def home_of(out: Path, remote: bool) -> Iterator[Path | None]:
    """Hold the private folder beside a local output, under a lock; it is gone after success.

    It is inside the output (as a dotfile) where that is a mount point: only from there can files
    be renamed into it.
    """
    if remote:
        yield None
        return
    home = out / ".staging" if out.is_mount() else out.with_name(f".{out.name}.staging")
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / "lock").open("w")
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise Stop(
            config.OUTPUT_REFUSED,
            f"cannot write beside --output {out} ({error.strerror}); name a folder in a place you "
            "may write to",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            same = os.path.samestat(os.fstat(lock.fileno()), (home / "lock").stat())
        except OSError:
            same = False
        if not same:  # held, or gone with the run that held it
            raise Stop(
                config.OUTPUT_REFUSED,
                f"another run is writing to --output {out}; wait for it, or name another output",
            )
        try:
            yield home
        except BaseException:
            if not any(path.is_file() and path.name != "lock" for path in home.rglob("*")):
                shutil.rmtree(home)  # nothing is staged that a later run could go on with
            raise
        shutil.rmtree(home, ignore_errors=True)


def work_folder(given: Config, out: Path, home: Path | None) -> str:
    """Return the folder of the staged files."""
    if not given.staging:
        return str(home / "units") if home else f"{given.output.rstrip('/')}.staging"
    name = hashlib.sha256(os.fsencode(out)).hexdigest()[:12]
    return f"{given.staging.rstrip('/')}/jiaokan-{name}"


def prepare(work: Path, key: str, home: Path, out: Path, files: Sequence[units.File]) -> None:
    """Clear what other runs left, finish or undo a switch that was killed, and look for room."""
    commit.undo(home / "new", out)
    work.mkdir(parents=True, exist_ok=True)
    for other in work.iterdir():
        if other.name != key:
            commit.remove(other)
    if not (work / key / "written").exists():
        shutil.rmtree(home / "new", ignore_errors=True)
    needed = STAGED * sum(file.size for file in files) + 16 * units.MEGABYTE
    done = sum(path.stat().st_size for path in work.rglob("*") if path.is_file())
    for folder in {work, home}:
        free = shutil.disk_usage(folder).free
        if free < needed - done:
            raise Stop(
                config.OUTPUT_REFUSED,
                f"the run needs about {_megabytes(needed - done)} in {folder}, there are "
                f"{_megabytes(free)} free; make room, or name --output and --staging on another "
                "disk",
            )


@contextmanager
def explained(given: Config) -> Iterator[None]:
    """Turn an interrupt, and the errors of a full or forbidden disk, into what they are.

    What cannot be read is a dead letter; an OSError that gets here could not be written.
    """
    try:
        yield
    except Stop:
        raise
    except Exception as error:
        text = str(error)  # of an error in a worker process only the text arrives
        if text.startswith("KeyboardInterrupt"):  # Beam wraps one that comes inside a step
            raise KeyboardInterrupt from error
        numbers = {getattr(each, "errno", None) for each in _causes(error)}
        numbers |= {each for each in _FULL + _FORBIDDEN if f"[Errno {each}]" in text}
        if numbers & {*_FULL}:
            raise Stop(
                config.OUTPUT_REFUSED,
                f"the disk is full; {given.output} is as it was: make room, or name --output and "
                "--staging on another disk, and run again (what is staged is not done anew)",
            ) from error
        if numbers & {*_FORBIDDEN}:
            raise Stop(
                config.OUTPUT_REFUSED,
                f"cannot write ({text.splitlines()[0]}); name --output and --staging where you "
                "may write",
            ) from error
        raise


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


# ------------------------------------------------------------------------------------ engines


def default_workers(size: int) -> int:
    """Return how many worker processes an input of so many bytes is worth."""
    if size < WORKERS_FROM:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def runner_for(options: PipelineOptions, workers: int, work: str) -> tuple[Any, str]:
    """Return the runner and its name; FnApiRunner by name, unless Beam's flags name another."""
    named = options.get_all_options().get("runner")
    if named and named != "FnApiRunner":
        return named, named
    if workers <= 1:
        return FnApiRunner(), "FnApiRunner"
    # Workers import these packages, and say a lot on stderr when all is well.
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    command = (
        f"exec {shlex.quote(sys.executable)} -m apache_beam.runners.worker.sdk_worker_main "
        f"2>>{shlex.quote(f'{work}/workers.log')}"
    )
    options.view_as(DirectOptions).direct_num_workers = workers
    environment = SubprocessSDKEnvironment.from_command_string(command)
    return FnApiRunner(default_environment=environment), "FnApiRunner"


def stage_seconds(result: Any) -> dict[str, float]:
    """Return the seconds that each stage counted, in all its steps and workers together."""
    try:
        counters = result.metrics().query()["counters"]
    except (AttributeError, NotImplementedError):
        return {}  # a runner without metrics
    seconds = dict.fromkeys(STAGES, 0.0)
    for counter in counters:
        if counter.key.metric.name == "microseconds":
            stage = counter.key.metric.namespace
            seconds[stage] = seconds.get(stage, 0.0) + (counter.committed or 0) / 1e6
    return seconds


# ------------------------------------------------------------------------------------ meanwhile


@contextmanager
def progress(given: Config, job: Job, size: int) -> Iterator[None]:
    """Show on stderr, while the graph runs, how many units each pass has staged."""
    if given.quiet or units.is_remote(job.folder):
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
            f"{_megabytes(size * min(count, job.units) // job.units)} of {_megabytes(size)}"
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


def _say(line: str) -> None:
    print(f"jiaokan: {line}", file=sys.stderr)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.1f} GB"


# --------------------------------------------------------------------------------- at the end


def write_run(
    folder: Path, timings: dict[str, float], workers: int, engine: str, began: float
) -> None:
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
    given: Config, outcome: commit.Outcome, timings: dict[str, float], engine: str, workers: int
) -> str:
    """Return what a person wants to know of the run."""
    counts = outcome.counts
    labels: dict[str, int] = dict(counts["characters_by_label"])
    body = labels.pop("body", 0)
    whole = body + sum(labels.values())
    lines = [
        f"{counts['documents']:,} documents from {counts['sources']:,} files "
        f"({_megabytes(counts['bytes'])}) are in {given.output}",
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
