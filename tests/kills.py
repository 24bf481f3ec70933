"""Kill runs at random moments: what is published stays whole, and a rerun gives the same bytes.

``python -m tests.kills 50`` kills fifty (``make test`` a few). Runs are children of a
process that has imported everything and has no threads, so that each begins at once.
"""

from __future__ import annotations

import importlib
import logging
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline import units
from pipeline.__main__ import main
from pipeline.config import DONE, OUTPUT_REFUSED
from pipeline.verify import verify
from pipeline.versions import program_versions
from tests.generate import document

OPTIONS = ("within", "mark")  # runs replace each other's output: both are known by their bytes


def child(work: Callable[[], int]) -> int:
    """Start the work in a child and return its pid; the exit code is what the work returns."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a child and return its exit code, negative when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def run(raw: Path, out: Path, duplicates: str) -> int:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    flags = ["-q", "--no-report", "--replace", "--duplicates", duplicates]
    return main(["run", "--input", str(raw), "--output", str(out), *flags])


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of an output that are the same on every run."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def sources(folder: Path, count: int) -> Path:
    """Write so many sources, each of them a unit of its own: more moments to die in."""
    # Loaded here, children begin at once, and with one program, also while someone edits it.
    logging.basicConfig(level=logging.CRITICAL)  # as on the command line, before Beam does so
    importlib.import_module("pipeline.engine")
    program_versions()
    units.SMALLEST_UNIT = units.LARGEST_UNIT = 1
    folder.mkdir()
    for number in range(count):
        made = document(number, 4, "notice")
        Path(folder, f"{number}.txt").write_text(f"{made.title}\n\n{made.text}\n")
    return folder


def torture(times: int, seed: int) -> None:
    """Kill so many runs; AssertionError when an output is not whole or not the expected one."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        raw, out = sources(Path(folder, "raw"), 3), Path(folder, "out")
        whole: dict[str, dict[str, bytes]] = {}
        began = time.monotonic()
        for name in OPTIONS:
            assert ended(child(partial(run, raw, Path(folder, name), name))) == 0
            whole[name] = tree(Path(folder, name))
        seconds = (time.monotonic() - began) / len(OPTIONS)
        killed, begun = 0, 0
        while killed < times:
            name = OPTIONS[begun % 2]
            begun += 1
            pid = child(partial(run, raw, out, name))
            time.sleep(chance.uniform(0, 1.1 * seconds))
            os.kill(pid, signal.SIGKILL)
            killed += ended(pid) == -signal.SIGKILL
            if out.exists():
                assert tree(out) in whole.values(), f"not whole after kill {killed}"
        if out.exists():
            assert ended(child(lambda: len(verify(str(out))))) == 0
        for name in OPTIONS:
            assert ended(child(partial(run, raw, out, name))) == 0
            assert tree(out) == whole[name], "a rerun gives other bytes"
        both = [child(partial(run, raw, out, OPTIONS[0])) for _ in range(2)]
        codes = sorted(map(ended, both))  # one is refused, or finds nothing left to do
        assert codes in ([DONE, DONE], [DONE, OUTPUT_REFUSED]), codes
        assert tree(out) == whole[OPTIONS[0]], "two runs at once give other bytes"
        left = sorted(path.name for path in Path(folder).iterdir())
        assert left == sorted([*OPTIONS, "out", "raw"]), left
        print(f"{killed} runs were killed, {begun - killed} had ended before; nothing was lost")


if __name__ == "__main__":
    torture(int(sys.argv[1]) if len(sys.argv) > 1 else 50, 2026)
