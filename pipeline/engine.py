"""Beam's side of a run: its flags, runners and workers, and the clocks of the stages."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from typing import Any, NamedTuple

import apache_beam as beam
from apache_beam.options.pipeline_options import (
    DirectOptions,
    PipelineOptions,
    _BeamArgumentParser,
)
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.portability.fn_api_runner.worker_handlers import (
    GrpcWorkerHandler,
    WorkerHandler,
)
from apache_beam.runners.runner import create_runner
from apache_beam.runners.worker.statesampler import StateSampler
from apache_beam.transforms.environments import Environment, python_sdk_capabilities
from google.protobuf import json_format, text_format

from pipeline.build import build
from pipeline.config import USAGE, Config, Stop, suggestion
from pipeline.passes import Job
from pipeline.probe import probe
from pipeline.summary import progress
from pipeline.workers import LOCAL

# Runners of Beam 2.77 that would do harm.
_SWITCHES = "switches engines silently; leave --runner out for FnApiRunner"
REFUSED_RUNNERS = {
    "DirectRunner": _SWITCHES,
    "SwitchingDirectRunner": _SWITCHES,
    "BundleBasedDirectRunner": "is slow and single; leave --runner out for FnApiRunner",
    "DaskRunner": "reports success and writes wrong files; use another",
}

# A worker ends a bundle when its sampler of states wakes up, which sleeps 200 ms where Beam says
# nothing else, with all cores idle: a second of a run of ten.
SAMPLED_EVERY = 10  # ms

# What the summary gives the time of, in the order of the flow.
STAGES = (
    "read", "decode", "segment", "label", "split", "deduplicate", "restore", "describe", "anchor",
    "fingerprint", "compare", "write", "staging", "verify", "report",
)  # fmt: skip


class Ran(NamedTuple):
    """A graph that has run, or (not ``done``) was handed to an engine that runs it later."""

    engine: str
    done: bool
    started: float  # reading of ``perf_counter``
    seconds: dict[str, float]  # of each stage


def execute(
    given: Config,
    job: Job,
    versions: dict[str, str],
    beam_flags: Sequence[str],
    workers: int,
    forks: int | None,
    size: int,
) -> Ran:
    """Run the graph of a job over so many bytes; what comes of it is in ``job.outcome``."""
    options = pipeline_options(beam_flags)
    runner, engine = runner_for(options, workers, forks)
    probe(runner, engine, options, job.folder, versions["code"])
    pipeline = beam.Pipeline(runner=runner, options=options)
    build(pipeline, job, given, versions)
    started = time.perf_counter()
    with progress(given, job, size):
        result = pipeline.run()
        if engine == "DataflowRunner":  # the launcher of a template must not wait for its job
            return Ran(engine, False, started, {})
        result.wait_until_finish()
    return Ran(engine, True, started, stage_seconds(result))


def end_bundles_at_once() -> None:
    """Let the workers that are forked from this process not wait for Beam's sampler of states."""
    StateSampler.__init__.__defaults__ = (SAMPLED_EVERY,)  # there is no option for it


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


def runner_name(beam_flags: Sequence[str]) -> str:
    """Return the runner that Beam's flags name; raise Stop for what is wrong with them."""
    return pipeline_options(beam_flags).get_all_options().get("runner") or LOCAL


def runner_for(
    options: PipelineOptions, workers: int = 1, forks: int | None = None
) -> tuple[Any, str]:
    """Return the runner and its name; FnApiRunner by name, unless Beam's flags name another.

    Without a fork server the work is done in this process.
    """
    named = options.get_all_options().get("runner") or LOCAL
    if named != LOCAL:
        return named, named
    if forks is None:
        return FnApiRunner(), LOCAL
    options.view_as(DirectOptions).direct_num_workers = workers
    return FnApiRunner(default_environment=Forked(forks)), LOCAL


class Forked(Environment):
    """Beam's workers are processes that a fork server makes; see ``pipeline.workers``."""

    URN = "jiaokan:env:forked:v1"

    def __init__(self, requests: int) -> None:
        super().__init__(python_sdk_capabilities())
        self.requests = requests

    def to_runner_api_parameter(self, context: Any) -> tuple[str, bytes]:
        return self.URN, str(self.requests).encode()


@WorkerHandler.register_environment(Forked.URN, bytes)
class ForkedWorker(GrpcWorkerHandler):
    """The runner's end of a worker process; it ends when its control connection is closed."""

    def __init__(self, requests: bytes, *runner: Any) -> None:
        super().__init__(*runner)
        self.requests = int(requests)

    def start_worker(self) -> None:
        options = self.provision_info.provision_info.pipeline_options
        control = self.control_api_service_descriptor()
        environment = {
            "WORKER_ID": self.worker_id,
            "PIPELINE_OPTIONS": json_format.MessageToJson(options),
            "CONTROL_API_SERVICE_DESCRIPTOR": text_format.MessageToString(control),
        }
        try:
            os.write(self.requests, json.dumps(environment).encode() + b"\n")
        except BrokenPipeError as error:  # by its name it would be that of our summary's reader
            raise RuntimeError("the fork server of the worker processes has died") from error

    def stop_worker(self) -> None:
        pass


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
