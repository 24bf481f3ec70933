"""Worker processes: what they leave out, and what is said when there are none."""

from __future__ import annotations

import subprocess
import sys

from pipeline.workers import UNUSED, fork_server


def test_one_worker_needs_no_other_process():
    with fork_server(1, False) as server:
        assert server is None


def test_what_nothing_uses_is_not_imported():
    program = (
        "import sys; from pipeline.workers import UNUSED, lighten; lighten();"
        "import pipeline.engine, pyarrow; pyarrow.array(['法']);"
        "print(*sorted({*UNUSED} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert UNUSED and done.stdout.strip() == b""


def test_no_bundle_waits_for_the_sampler_of_states():
    program = (
        "from pipeline.engine import SAMPLED_EVERY; from pipeline.run import beam; beam();"
        "from apache_beam.runners.worker.statesampler import StateSampler;"
        "from apache_beam.utils.counters import CounterFactory;"
        "print(StateSampler('', CounterFactory()).sampling_period_ms == SAMPLED_EVERY)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"True"


def test_workers_are_forked_from_a_process_that_has_built_its_tables():
    program = (
        "from pipeline.workers import warm_up; warm_up();"
        "from transforms.decode import plausible; from transforms.deduplicate import key;"
        "from transforms.label import rules; from transforms.restore import traits;"
        "built = (plausible._table, key._table, rules.compiled, traits._table);"
        "print(*(each.cache_info().currsize for each in built))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"1"] * 4
