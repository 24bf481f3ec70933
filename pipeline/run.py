"""Run the graph: find the input, hold the output, and publish what the graph has committed."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import commit, config, earlier, own_rules, report, staging, units
from pipeline.config import Config, Stop
from pipeline.failed import keep_failed
from pipeline.guards import FULL, check_output, explained, fields_of, is_made
from pipeline.passes import Job
from pipeline.show import show
from pipeline.summary import dry_run, megabytes, say, summary, unchanged, write_run
from pipeline.versions import program_versions
from pipeline.workers import LOCAL, default_workers, fork_server
from transforms import deduplicate
from transforms.files import is_remote

STAGED = 6  # staging and output take at most so many times the input


def run(given: Config, beam_flags: Sequence[str], began: float) -> int:
    """Run from the input to the published output; return the exit code.

    ``began`` is a reading of ``perf_counter``. Raises Stop for everything that is not our bug.
    """
    config.check(given)
    for path in (*given.input, given.output, given.staging, given.against):
        units.check_reachable(path)
    against = earlier.located(given.against, given.output)
    # From here on the rules themselves, and what the earlier output is, not where.
    given = replace(given, rules=own_rules.read(given.rules), against=earlier.identity(against))
    own_rules.choice(given.rules, given.no_rule)
    if beam_flags:
        beam().runner_name(beam_flags)  # refuses some
    files = units.find_files(given.input, given.limit)
    units.check_fields(files, fields_of(given))
    out = Path(os.path.realpath(given.output))
    check_output(given, files)
    if given.dry_run:
        packed = units.pack([*units.cut_tables(files, fields_of(given))])
        print("\n".join(dry_run(given, files, packed, len(beam_flags))))
        return config.DONE
    with explained(given), home_of(out, is_remote(given.output)) as home:
        return _run(given, against, beam_flags, files, out, home, began)


def _run(
    given: Config,
    against: str,
    beam_flags: Sequence[str],
    files: Sequence[units.File],
    out: Path,
    home: Path | None,
    began: float,
) -> int:
    versions = program_versions()
    key = units.key_of(files, given.that_matter(), json.dumps(versions))[:16]
    work = work_folder(given, out, home)
    if home:
        commit.undo(home / "new", out)
        if given.fresh:
            for folder in (Path(work), home / "new"):
                shutil.rmtree(folder, ignore_errors=True)
        elif is_made(given, files, out, versions):
            shutil.rmtree(work, ignore_errors=True)
            if not (given.no_report or (out / report.NAME).exists()):
                report.write(str(out))
            print("\n".join([*unchanged(given.output), *show(given.output)]))
            return config.DONE
    fields = fields_of(given)
    packed = units.pack([*units.cut_tables(files, fields)])
    size = sum(file.size for file in files)
    job = Job(
        f"{work}/{key}",
        str(home / "new") if home else given.output.rstrip("/"),
        len(packed),
        given.script,
        given.duplicates,
        given.split,
        given.format,
        given.punctuation,
        given.spacing,
        given.phrases,
        given.heading,
        deduplicate.Thresholds(given.similar, given.remove_from),
        against,
        earlier.units(against),
        fields,
        size,
    )
    if home:
        prepare(Path(work), key, home, out, files)
    staging.write(job.plan, units.plan(packed))
    staging.write(job.tables, json.dumps(units.tables(files, fields)).encode())
    workers = min(given.workers or default_workers(size), len(packed))
    engine = beam()
    local = not beam_flags or engine.runner_name(beam_flags) == LOCAL
    with fork_server(workers if local else 0, given.verbose) as forks:
        ran = engine.execute(given, job, versions, beam_flags, workers, forks, size)
    if not ran.done:
        print(f"submitted to {ran.engine}; {given.output}/manifest.json is written last")
        return config.DONE
    outcome = commit.Outcome(**json.loads(staging.read(job.outcome).to_pybytes()))
    if given.keep_failed:
        kept = keep_failed(given.keep_failed, files, outcome.dead_letters)
        say(f"{kept} of {len(outcome.dead_letters)} failed files are in {given.keep_failed}")
    if outcome.code != config.DONE:
        for letter in outcome.dead_letters[:20]:
            say(f"failed: {letter['source']}: {letter['stage']}: {letter['message']}")
        raise Stop(outcome.code, outcome.sentence)
    timings = {"start": ran.started - began, "graph": time.perf_counter() - ran.started}
    timings |= {f"stage {name}": seconds for name, seconds in ran.seconds.items()}
    if home:
        check_proof(job)
        write_run(Path(job.target), timings, workers, ran.engine)
        # From here on `new` may be the old output: no unit counts as written to it.
        shutil.rmtree(Path(job.folder, "written"))
        commit.switch(Path(job.target), out)
        shutil.rmtree(work, ignore_errors=True)
    timings["whole"] = time.perf_counter() - began
    print(summary(given, outcome, timings, ran.engine, workers))
    return config.DONE


@cache
def beam() -> Any:
    """Return Beam's side of a run: it takes a second to import, so what can be refused is first."""
    from pipeline import engine

    engine.end_bundles_at_once()
    gc.freeze()  # what is imported stays: no worker is to look at it for garbage, or mark it
    return engine


def check_proof(job: Job) -> None:
    """Raise Stop when the graph has found problems in the new output."""
    problems = json.loads(staging.read(job.problems).to_pybytes())
    if problems:
        raise Stop(
            config.NOT_VERIFIED,
            f"verification failed, nothing is published; please report: {problems[0]}",
        )


# ------------------------------------------------------------------------------- the folders


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
        if error.errno in FULL:
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
                f"the run needs about {megabytes(needed - done)} in {folder}, there are "
                f"{megabytes(free)} free; make room, or name --output and --staging on another "
                "disk",
            )
