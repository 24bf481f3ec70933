"""Compare Flink's output with the local one: ``python -m tests.flink JOB-SERVER.jar``.

Runs the sources and a made-up corpus. Needs Java 11 or 17; the workers are threads of the run
itself (LOOPBACK), the engine is Flink's own, started by Beam's job server.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import made_up

FLINK = "1.20"
ALLOWED = 900  # seconds a run may take
OWN = ("run.json",)  # differs between any two runs

# Flink's serializers look into the JDK, which Java 17 forbids by default.
OPENED = ("java.lang", "java.lang.invoke", "java.util", "java.nio", "sun.nio.ch")


def beam_flags(jar: Path) -> list[str]:
    """Return the flags that start an embedded Flink."""
    flags = [
        "--runner=FlinkRunner",
        f"--flink_version={FLINK}",
        f"--flink_job_server_jar={jar}",
        "--flink_master=[local]",
        "--parallelism=2",
        "--environment_type=LOOPBACK",
    ]
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    return flags + [f"--job_server_jvm_properties={each}" for each in opened]


def run(raw: Path, out: Path, *flags: str) -> None:
    """Run the pipeline in a process of its own; raise when it fails or takes too long."""
    command = [sys.executable, "-m", "pipeline", "run", "-q", "--input", str(raw)]
    command += ["--output", str(out), *flags]
    subprocess.run(command, check=True, timeout=ALLOWED, stdin=subprocess.DEVNULL)


def files(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in OWN
    }


def differences(here: dict[str, bytes], there: dict[str, bytes]) -> list[str]:
    """Return the names of the files that are not the same."""
    return sorted(name for name in here | there if here.get(name) != there.get(name))


def main(jar: Path) -> int:
    """Return 0 when all bytes are the same."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "made-up")
        corpus.mkdir()
        for name, data in made_up(2):
            (corpus / name).write_bytes(data)
        for raw in (Path("raw"), corpus):
            here, there = Path(folder, f"{raw.name}-here"), Path(folder, f"{raw.name}-flink")
            run(raw, here)
            run(raw, there, "--", *beam_flags(jar))
            engine = json.loads((there / "run.json").read_bytes())["engine"]
            if engine != "FlinkRunner":
                print(f"{raw.name}: the engine was {engine}")
                return 1
            different = differences(files(here), files(there))
            if different:
                print(f"{raw.name}: Flink wrote other bytes: {', '.join(different[:10])}")
                return 1
            print(f"{raw.name}: {len(files(here))} files, the same bytes on Flink {FLINK}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
