"""What of the Flink run can be told without a Flink: its flags, and that a difference is seen."""

from __future__ import annotations

from pathlib import Path

from apache_beam.options.pipeline_options import (
    FlinkRunnerOptions,
    JobServerOptions,
    PortableOptions,
)

from pipeline.engine import pipeline_options, runner_for
from tests.flink.__main__ import FLINK, OPENED, beam_flags, differences


def test_every_flag_of_the_flink_run_is_one_of_beams_and_arrives():
    options = pipeline_options(beam_flags(Path("job-server.jar")))
    assert runner_for(options) == ("FlinkRunner", "FlinkRunner")
    flink = options.view_as(FlinkRunnerOptions)
    assert (flink.flink_version, flink.flink_master) == (FLINK, "[local]")
    assert flink.flink_job_server_jar == "job-server.jar"
    assert options.view_as(PortableOptions).environment_type == "LOOPBACK"
    assert len(options.view_as(JobServerOptions).job_server_jvm_properties) == len(OPENED)
    assert FLINK in FlinkRunnerOptions.PUBLISHED_FLINK_VERSIONS


def test_a_file_that_differs_is_missing_or_is_new_is_named():
    here, there = {"a": b"1", "b": b"2", "c": b"3"}, {"a": b"1", "b": b"4", "d": b"5"}
    assert differences(here, there) == ["b", "c", "d"]
    assert differences(here, dict(here)) == []
