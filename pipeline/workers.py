"""Worker processes on this machine, forked from one that has imported everything.

Beam and the stages take more than a second to import. The driver does so once, and forks the fork
server while it has no other threads; that forks a worker for each line of its pipe. When the pipe
is closed, at the end of a run or by the death of the driver, it ends its workers.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from typing import IO, Any

LOCAL = "FnApiRunner"  # the runner on this machine

# Measured on 2 cores, one process and two workers: 1 MB of laws 2.1 and 2.1 s, 4 MB 3.0 and 2.5 s,
# 9 MB 4.5 and 3.5 s; 3 MB in five files 3.6 and 3.6 s, with more memory.
WORKERS_FROM = 4 << 20

# Beam and Arrow import these where they are installed (a second), and nothing here uses them.
UNUSED = ("apache_beam.io.gcp.bigquery", "bson", "pandas", "pymongo")

# What mallopt(3) of Linux is told: one heap, and large arrays given back. Beam computes in several
# threads, and each would keep a heap of its own: 1,010 MB, not 860, for 41 MB of laws. What is
# given back must be cleared when it is asked for again: less than 4 and 16 MB take a fifth more of
# the system's time, 32 and 256 MB an eighth more memory at the peak.
M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -8, -3, -1
HEAP = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 4_000_000, M_TRIM_THRESHOLD: 16_000_000}


def default_workers(size: int) -> int:
    """Return how many worker processes an input of so many bytes is worth."""
    if size < WORKERS_FROM:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Unused(MetaPathFinder):
    """Lets the packages and modules that are not used look as if they were not installed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in UNUSED:
            raise ModuleNotFoundError(f"{name} is not used here", name=name)


def lighten() -> None:
    """Make this process, which is all ours, start sooner, and need less time and memory.

    What flows are tuples without cycles: to look for garbage among them again and again took 4 to
    13 % of the time of a run.
    """
    sys.meta_path.insert(0, _Unused())
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices
    gc.set_threshold(200_000, 20, 100)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:  # other systems have none
        for option, value in HEAP.items():
            mallopt(option, value)


@contextmanager
def fork_server(workers: int, verbose: bool) -> Iterator[int | None]:
    """Start a fork server and end it afterwards; yield None if the driver alone is enough.

    What is yielded is the file descriptor of its pipe. A request is a line of JSON: the environment
    that Beam's worker would find in ``os.environ``.
    """
    if workers <= 1:
        yield None
        return
    from apache_beam.runners.worker.sdk_worker_main import create_harness

    taken, given = os.pipe()
    pid = _fork(serve, taken, given, create_harness, verbose)
    os.close(taken)
    try:
        yield given
    finally:
        os.close(given)
        os.waitpid(pid, 0)


def _fork(task: Callable[..., object], *arguments: Any) -> int:
    """Do a task in a process of its own, which ends with it; return its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        task(*arguments)
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def serve(taken: int, given: int, create_harness: Callable[..., Any], verbose: bool) -> None:
    """Fork a worker for each request; end them when no more can come."""
    os.close(given)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C reaches all; the driver ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not verbose:
        # Workers say a lot when all is well. Not to a file: one whose log cannot be written (a full
        # disk) never answers, and the run would hang.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.dup2(2, 1)  # what the driver prints is read by others
    with suppress(Exception):  # what is wrong is said by the worker that comes upon it
        warm_up()  # while the driver builds the graph
    with os.fdopen(taken, "rb", buffering=0) as requests:
        workers = [
            _fork(work, create_harness, json.loads(request), requests)
            for request in iter(requests.readline, b"")
        ]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)  # a zombie, if it has ended: it was not waited for
    for pid in workers:
        os.waitpid(pid, 0)


def warm_up() -> None:
    """Have the stages build what they build at their first use: tables of characters, patterns."""
    import jiaokan  # the command's help needs none of the stages

    jiaokan.clean("关于試行的通知\n第一条　為了規範，制定本办法。\n".encode())
    gc.freeze()


def work(
    create_harness: Callable[..., Any], environment: dict[str, str], requests: IO[bytes]
) -> None:
    """Be a worker of Beam's until its runner has no more to do."""
    requests.close()
    _, harness, _ = create_harness(environment)
    harness.run()
