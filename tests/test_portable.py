"""The whole graph through Beam's job service and two worker processes, over real sockets."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineRunner

from pipeline import probe, staging, units
from pipeline.__main__ import main
from pipeline.config import DONE, USAGE, Stop
from tests.test_pipeline import text_of, tree, write

ALLOWED = 90  # seconds, where some ten are needed
ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def service(tmp_path):
    """Start a job service and a pool of workers; yield the flags of Beam's that name them."""
    ports = {"job": free_port(), "pool": free_port()}
    commands = {
        "job": ["tests.portable", f"--port={ports['job']}"],
        "pool": [
            "apache_beam.runners.worker.worker_pool_main", f"--service_port={ports['pool']}",
        ],
    }  # fmt: skip
    folder = str(Path(sys.executable).parent)  # the pool starts `python`: it must be this one
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    started = []
    for name, command in commands.items():
        with (tmp_path / f"{name}.log").open("wb") as log:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", *command], cwd=tmp_path, env=environment,
                    stdout=log, stderr=log, start_new_session=True,
                )
            )  # fmt: skip
    try:
        for port, process in zip(ports.values(), started, strict=True):
            wait_for(port, process)
        yield [
            "--runner=PortableRunner", f"--job_endpoint=localhost:{ports['job']}",
            "--environment_type=EXTERNAL", f"--environment_config=localhost:{ports['pool']}",
        ]  # fmt: skip
    finally:
        for process in started:
            os.killpg(process.pid, 15)
        for process in started:
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + ALLOWED
    while True:
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            assert process.poll() is None, "the service ended at once"
            assert time.monotonic() < end, "the service did not start"
            time.sleep(0.1)
        else:
            return


def test_the_job_service_and_two_processes_write_the_same_bytes(tmp_path, monkeypatch, service):
    monkeypatch.setattr(units, "SMALLEST_UNIT", 1)
    monkeypatch.setattr(units, "LARGEST_UNIT", 1)
    texts = {f"{n}.txt": text_of(n).encode("gb18030" if n % 2 else "utf-8") for n in range(4)}
    texts["copy.txt"] = text_of(1).replace("。", "为宜。", 2).encode()
    raw = write(tmp_path / "raw", texts)
    assert main(["run", "--input", str(raw), "--output", str(tmp_path / "here"), "-q"]) == DONE
    command = ["run", "--input", str(raw), "--output", str(tmp_path / "there"), "-q"]
    assert main([*command, "--", *service]) == DONE
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
    assert (tmp_path / "pool.log").read_text().count("Starting worker with command") >= 2
    assert json.loads((tmp_path / "there/run.json").read_bytes())["engine"] == "PortableRunner"


# ---------------------------------------------------------------- workers that cannot do the work


class Engine(PipelineRunner):
    """An engine whose job ends in a state, having staged what its workers said (None: nothing)."""

    def __init__(self, state: str, said: str | None = None, error: str = "") -> None:
        super().__init__()
        self.state, self.said, self.error, self.cancelled = state, said, error, False

    def run_pipeline(self, pipeline, options):
        return self

    def wait_until_finish(self, duration):
        if self.error:
            raise RuntimeError(self.error)
        if self.said is not None:
            staging.write(self.path, json.dumps(self.said).encode())
        return self.state

    def cancel(self):
        self.cancelled = True


@pytest.mark.parametrize(
    ("engine", "sentence"),
    [
        (Engine("RUNNING"), "no worker of X answered within 7 s"),
        (Engine("FAILED"), "cannot run this program (FAILED)"),
        (Engine("", None, "lost\nModuleNotFoundError: No module named 'pipeline'"), "No module"),
        (Engine("DONE"), "have another disk"),
        (Engine("DONE", "another"), "another version of this program (code another, here this)"),
    ],
)
def test_workers_that_cannot_do_the_work_are_found_out_first(
    tmp_path, monkeypatch, engine, sentence
):
    monkeypatch.setattr(time, "time_ns", lambda: 1)
    engine.path = str(tmp_path / "probe-1.json")
    with pytest.raises(Stop, match=re.escape(sentence)) as stop:
        probe.probe(engine, "X", PipelineOptions([]), str(tmp_path), "this", 7)
    assert stop.value.code == USAGE
    assert engine.cancelled == (engine.state == "RUNNING")
