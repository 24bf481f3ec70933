"""The last steps of a local run, side by side: the output is verified, its page is drawn.

Both only read what is committed. On a cluster nobody waits for them: there one worker would read
the whole output, and ``verify`` and ``report`` are commands, too.
"""

from __future__ import annotations

import json

from pipeline import report, staging
from pipeline.config import DONE, Config
from pipeline.passes import Job
from pipeline.verify import verify
from transforms.files import is_remote
from transforms.stage import clocked


def last_steps(job: Job, config: Config) -> list[str]:
    """Return the steps that ``finish`` is to take."""
    if is_remote(job.target):
        return []
    return ["verify"] if config.no_report else ["verify", "report"]


def finish(step: str, job: Job, code: int) -> None:
    """Take a step, if the commit ended with code DONE."""
    if code == DONE:
        clocked(step, {"verify": _prove, "report": _draw}[step])(job)


def _prove(job: Job) -> None:
    staging.write(job.problems, json.dumps(verify(job.target)).encode())


def _draw(job: Job) -> None:
    report.write(job.target)
