"""Worker processes on this machine, forked from one that has imported everything.

Beam and the stages take more than a second to import. The fork server, ``python -m
pipeline.workers``, does so while the driver does; it forks a worker for each line of its standard
input. When that is closed, at the end of a run or by the death of the driver, it ends its workers.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from pipeline.config import USAGE, Stop

LOCAL = "FnApiRunner"  # the runner on this machine

# Measured on 2 cores, one process and two workers: 3 MB 5.4 and 5.8 s; 36 MB (an earlier version)
# 52 and 33 s.
WORKERS_FROM = 16 << 20

# Beam and Arrow import these where they are installed (a second), and nothing here uses them.
UNUSED = ("bson", "pandas", "pymongo")

# What mallopt(3) of Linux is told: one heap, and large arrays given back. Beam computes in several
# threads, and each would keep a heap of its own: 1,010 MB, not 860, for 41 MB of laws.
M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1
HEAP = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 1_000_000, M_TRIM_THRESHOLD: 8_000_000}


def default_workers(size: int) -> int:
    """Return how many worker processes an input of so many bytes is worth."""
    if size < WORKERS_FROM:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Unused(MetaPathFinder):
    """Lets the packages that are not used look as if they were not installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in UNUSED:
            raise ModuleNotFoundError(f"{name} is not used here", name=name)


def lighten() -> None:
    """Make this process, which is all ours, start sooner, and need less time and memory.

    What flows are tuples without cycles: to look for garbage among them again and again took 4 to
    13 % of the time of a run.
    """
    sys.meta_path.insert(0, _Unused())
    gc.set_threshold(200_000, 20, 100)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:  # other systems have none
        for option, value in HEAP.items():
            mallopt(option, value)


class ForkServer(NamedTuple):
    """The driver's end of a fork server; ``requests`` is the file descriptor that takes them.

    A request is a line of JSON: the environment that Beam's worker would find in ``os.environ``.
    """

    process: subprocess.Popen[bytes]
    requests: int

    def check(self) -> None:
        """Wait until it has imported everything; raise Stop when it cannot."""
        assert self.process.stdout
        if not self.process.stdout.readline():
            raise Stop(USAGE, "worker processes cannot start (-v shows why); give --workers 1")


@contextmanager
def fork_server(workers: int, verbose: bool) -> Iterator[ForkServer | None]:
    """Start a fork server and end it afterwards; yield None if the driver alone is enough."""
    if workers <= 1:
        yield None
        return
    root = str(Path(__file__).parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipeline.workers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Workers say a lot when all is well. Not to a file: one whose log cannot be written (a full
        # disk) never answers, and the run would hang.
        stderr=None if verbose else subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))},
    )
    assert process.stdin
    with process, process.stdin as requests:
        yield ForkServer(process, requests.fileno())


def serve() -> None:
    """Fork a worker for each request; end them when no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C reaches all; the driver ends the others
    lighten()
    from apache_beam.runners.worker.sdk_worker_main import create_harness

    import pipeline.build  # noqa: F401 (with it come all stages)

    gc.freeze()  # the workers share what is loaded: nothing there is to be moved or marked
    os.write(1, b"ready\n")
    os.dup2(2, 1)  # nobody reads on
    workers = []
    with os.fdopen(0, "rb", buffering=0) as requests:
        for request in iter(requests.readline, b""):
            pid = os.fork()
            if not pid:
                requests.close()
                work(create_harness, json.loads(request))
            workers.append(pid)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)  # a zombie, if it has ended: it was not waited for
    for pid in workers:
        os.waitpid(pid, 0)


def work(create_harness: Callable[..., Any], environment: dict[str, str]) -> NoReturn:
    """Be a worker of Beam's until its runner has no more to do."""
    code = 1
    try:
        _, harness, _ = create_harness(environment)
        harness.run()
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
