"""Submit the template's job to stand-ins, and run on gs:// paths: ``python -m tests.cloud``.

Needs apache-beam[gcp] and gcp-storage-emulator. Nothing leaves this machine.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ["STORAGE_EMULATOR_HOST"] = "http://localhost:9023"
os.environ["GOOGLE_CLOUD_PROJECT"] = "project-x"

from apache_beam.internal.gcp import auth
from apache_beam.io.filesystems import FileSystems
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.portability.api import beam_runner_api_pb2
from gcp_storage_emulator.server import create_server

from dataflow.launch import command
from pipeline.__main__ import main
from pipeline.config import BUG, DONE, OUTPUT_REFUSED
from tests.generate import document
from tests.graph import key_coders

BUCKET = "bucket"


class Dataflow(BaseHTTPRequestHandler):
    """Takes a job, and says that it is done."""

    jobs: list[dict[str, Any]] = []  # noqa: RUF012 (one server, one list)

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        job = json.loads(self.rfile.read(size))
        self.jobs.append(job)
        self._answer({**job, "id": "job-1", "projectId": "project-x"})

    def do_GET(self) -> None:
        self._answer({"id": "job-1", "currentState": "JOB_STATE_DONE"})

    def _answer(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def submitted() -> None:
    """Launch the template's job, and look at what the service got."""
    server = HTTPServer(("localhost", 0), Dataflow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = main(
        command(
            [
                f"--input=gs://{BUCKET}/raw", f"--output=gs://{BUCKET}/job",
                "--project=project-x", "--region=us-central1", "--job_name=jiaokan",
                f"--temp_location=gs://{BUCKET}/temp", f"--staging_location=gs://{BUCKET}/code",
                f"--dataflow_endpoint=http://localhost:{server.server_port}", "--no_auth",
                "--sdk_container_image=image",
            ]
        )
    )  # fmt: skip
    server.shutdown()
    assert code == DONE, code
    (job,) = Dataflow.jobs
    found = FileSystems.match([f"gs://{BUCKET}/code/**/pipeline.pb*"])[0].metadata_list
    with FileSystems.open(found[-1].path) as file:
        graph = beam_runner_api_pb2.Pipeline.FromString(file.read())
    coders = key_coders(graph)
    assert {*coders.values()} == {"beam:coder:varint:v1"}, coders
    plans = FileSystems.match([f"gs://{BUCKET}/job.staging/**/plan.jsonl"])[0].metadata_list
    assert len(plans) == 1
    print(f"submitted: job {job['name']}, {len(graph.components.transforms)} steps, keys {coders}")


def run_on_the_store(raw: Path) -> None:
    """Run on gs:// paths, crash, go on, and compare with the local output."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, "out")
        assert main(["run", "-q", "--input", str(raw), "--output", str(here)]) == DONE
        there = ["run", "-q", "--input", f"gs://{BUCKET}/raw", "--output", f"gs://{BUCKET}/out"]
        with patch("pipeline.passes.write_unit", side_effect=RuntimeError("made up")):
            assert main(there) == BUG  # one pass before the end
        assert not FileSystems.exists(f"gs://{BUCKET}/out/manifest.json")
        with patch("transforms.read.fetch", side_effect=AssertionError("read again")):
            assert main(there) == DONE
        local = [path for path in sorted(here.rglob("*")) if path.is_file()]
        derived = ("run.json", "report.html")
        names = [path.relative_to(here).as_posix() for path in local if path.name not in derived]
        for name in names:
            with FileSystems.open(f"gs://{BUCKET}/out/{name}") as file:
                assert file.read() == (here / name).read_bytes(), name
        assert main(there) == OUTPUT_REFUSED
    print(f"gs://: a run that crashed went on; {len(names)} files, the same bytes as on the disk")


def upload(raw: Path) -> None:
    for path in sorted(raw.rglob("*")):
        if path.is_file():
            target = f"gs://{BUCKET}/raw/{path.relative_to(raw).as_posix()}"
            with FileSystems.create(target, "application/octet-stream") as file:
                file.write(path.read_bytes())


if __name__ == "__main__":
    auth._Credentials._credentials_init = True  # anonymous: no key is looked for, none is sent
    store = create_server("localhost", 9023, in_memory=True, default_bucket=BUCKET)
    store.start()
    try:
        FileSystems.set_options(PipelineOptions(["--project=project-x", "--no_auth"]))
        with tempfile.TemporaryDirectory() as folder:
            for number in range(6):
                made = document(number, 12, "notice")
                text = f"{made.title}\n{made.text}\n".encode("gb18030" if number % 2 else "utf-8")
                Path(folder, f"{number}.txt").write_bytes(text)
            upload(Path(folder))
            submitted()
            run_on_the_store(Path(folder))
    finally:
        store.stop()
    sys.exit(0)
