"""Before the real work: can the workers of another engine import this program and reach staging?

One element goes through the engine. A worker that cannot import the program, or is not there at
all, lets a job hang or retry for hours; this says so within minutes.
"""

from __future__ import annotations

import json
import time
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineState

from pipeline import staging
from pipeline.config import USAGE, Stop
from pipeline.versions import program_versions

ALLOWED = 180  # seconds; an engine that is up answers in a few

# Local processes get this program's folder; a job on Dataflow starts in minutes, and its image was
# tried when it was built (dataflow/Dockerfile).
TRUSTED = ("FnApiRunner", "DataflowRunner")


def answer(_: None, path: str) -> None:
    """Stage, from a worker, the digest of the program that the worker has imported."""
    staging.write(path, json.dumps(program_versions()["code"]).encode())


def probe(
    runner: Any,
    engine: str,
    options: PipelineOptions,
    folder: str,
    code: str,
    allowed: int = ALLOWED,
) -> None:
    """Raise Stop when no worker answers in time, has another program, or has another disk."""
    if engine in TRUSTED:
        return
    path = f"{folder}/probe-{time.time_ns()}.json"  # an answer of an earlier run proves nothing
    pipeline = beam.Pipeline(runner=runner, options=options)
    pipeline | "Ask" >> beam.Create([None]) | "Answer" >> beam.Map(answer, path)
    reason, state = "", ""
    try:
        result = pipeline.run()
        state = result.wait_until_finish(duration=allowed * 1000)
    except Exception as error:  # of what a worker said only the text arrives
        reason = f"{type(error).__name__}: {error}".strip().splitlines()[-1][:300]
    if not reason and not PipelineState.is_terminal(state or PipelineState.RUNNING):
        result.cancel()
        raise Stop(
            USAGE,
            f"no worker of {engine} answered within {allowed} s; start its workers with a Python "
            "that has this program (pip install jiaokan), and look at their log",
        )
    if reason or state != PipelineState.DONE:
        raise Stop(
            USAGE,
            f"the workers of {engine} cannot run this program ({reason or state}); install it "
            "there (pip install jiaokan), in this version",
        )
    if not staging.exists(path):
        raise Stop(
            USAGE,
            f"the workers of {engine} have another disk: {folder} is not the same there; name "
            "--staging, --input and --output on a shared one, or as URLs",
        )
    found = json.loads(staging.read(path).to_pybytes())
    if found != code:
        raise Stop(
            USAGE,
            f"the workers of {engine} have another version of this program (code {found[:12]}, "
            f"here {code[:12]}); install the same one there",
        )
