"""Beam's job service, with two workers a job: ``python -m tests.portable --port_file FILE``.

Beam's own (``local_job_service_main``) always asks the pool for one.
"""

from __future__ import annotations

import sys
from typing import Any

from apache_beam.runners.portability import local_job_service, local_job_service_main
from apache_beam.runners.portability.fn_api_runner import FnApiRunner


class TwoWorkers(FnApiRunner):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._num_workers = 2


if __name__ == "__main__":
    local_job_service.fn_runner.FnApiRunner = TwoWorkers
    local_job_service_main.run(sys.argv[1:])
