"""Beam's side of a run: its flags, its runners, and the clocks of its stages."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

from apache_beam.options.pipeline_options import (
    DirectOptions,
    PipelineOptions,
    _BeamArgumentParser,
)
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.runner import create_runner
from apache_beam.transforms.environments import SubprocessSDKEnvironment

from pipeline.config import USAGE, Stop, suggestion
from pipeline.units import MEGABYTE

# Measured on 2 cores, one process and two workers: 3 MB 9.0 and 9.8 s, 36 MB 52 and 33 s.
WORKERS_FROM = 16 * MEGABYTE

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
        raise Stop(USAGE, f"Beam refuses its flags: {reason}") from error
    if unknown:
        names = [name for action in parser._actions for name in action.option_strings]
        hint = suggestion(unknown[0].split("=")[0], names)
        raise Stop(USAGE, f"Beam knows no flag {unknown[0]}{hint}")
    if known.runner in REFUSED_RUNNERS:
        raise Stop(USAGE, f"--runner {known.runner} {REFUSED_RUNNERS[known.runner]}")
    try:
        create_runner(known.runner or "FnApiRunner")
    except ValueError as error:
        raise Stop(USAGE, str(error)) from error
    if known.direct_num_workers != 1 or known.direct_running_mode != "in_memory":
        raise Stop(USAGE, "use --workers N (before the --) for worker processes")
    return PipelineOptions(list(flags))


def default_workers(size: int) -> int:
    """Return how many worker processes an input of so many bytes is worth."""
    if size < WORKERS_FROM:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def runner_for(options: PipelineOptions, workers: int, verbose: bool) -> tuple[Any, str]:
    """Return the runner and its name; FnApiRunner by name, unless Beam's flags name another."""
    named = options.get_all_options().get("runner")
    if named and named != "FnApiRunner":
        return named, named
    if workers <= 1:
        return FnApiRunner(), "FnApiRunner"
    # Workers import these packages. They say a lot on stderr when all is well; not to a file: one
    # whose stderr cannot be written (a full disk) never answers, and the run would hang.
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    command = f"exec {shlex.quote(sys.executable)} -m apache_beam.runners.worker.sdk_worker_main"
    if not verbose:
        command += " 2>/dev/null"
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
