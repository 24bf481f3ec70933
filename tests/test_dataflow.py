"""The template, and the graph as an engine gets it; no cloud is asked."""

from __future__ import annotations

import subprocess
from dataclasses import fields

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions

from dataflow import launch, metadata
from pipeline.__main__ import parser
from pipeline.build import build
from pipeline.config import Config
from pipeline.passes import Job
from tests.graph import key_coders, proto

JOB = Job("gs://b/out.staging/key", "gs://b/out", 3, "simplified", "within", "auto", "both")


def test_the_metadata_has_every_option():
    assert metadata.FILE.read_text(encoding="utf-8") == metadata.whole(), (
        "Config has changed: run python -m dataflow.metadata"
    )
    names = {parameter["name"] for parameter in metadata.parameters()}
    assert names >= {field.name for field in fields(Config)} - {*launch.LOCAL}
    assert names.isdisjoint(launch.LOCAL)


def test_every_parameter_arrives_as_the_flag_of_its_name():
    values = {"input": "gs://a/x,gs://a/y", "output": "gs://a/out", "sdk_container_image": "i"}
    for parameter in metadata.parameters():
        kind = parameter["paramType"]
        if kind == "ENUM":
            values[parameter["name"]] = parameter["enumOptions"][-1]["value"]
        elif kind != "TEXT":
            values[parameter["name"]] = {"BOOLEAN": "true", "NUMBER": "1"}[kind]
    words = launch.command([f"--{name}={value}" for name, value in values.items()])
    cut = words.index("--")
    chosen = parser().parse_args(words[:cut])
    assert chosen.input == ["gs://a/x", "gs://a/y"]
    assert chosen.quiet is True
    for parameter in metadata.parameters():
        name = parameter["name"]
        if parameter["paramType"] == "BOOLEAN":
            assert getattr(chosen, name) is True
        elif parameter["paramType"] in ("ENUM", "NUMBER"):
            assert str(getattr(chosen, name)) in (values[name], f"{values[name]}.0")
    assert "--sdk_container_image=i" in words[cut:]
    assert "--runner=DataflowRunner" in words[cut:]


def test_a_switch_is_true_or_false():
    assert "--replace" not in launch.command(["--replace=false"])
    with pytest.raises(SystemExit, match='replace is "yes": give true or false'):
        launch.command(["--replace=yes"])


def test_a_runner_that_is_named_stays():
    assert launch.command(["--runner=FnApiRunner"]).count("--runner=DataflowRunner") == 0


def test_the_script_explains_itself():
    script = metadata.FILE.with_name("launch.sh")
    environment = {"PROJECT": "p", "REGION": "r", "BUCKET": "b", "PATH": "/usr/bin:/bin"}
    found = subprocess.run([script], env=environment, capture_output=True, text=True, timeout=20)
    assert found.returncode == 2
    assert "launch.sh build" in found.stderr


def test_the_keys_of_every_group_have_a_coder_of_beams_own():
    pipeline = beam.Pipeline(runner="FnApiRunner", options=PipelineOptions([]))
    build(pipeline, JOB, Config(), {})
    found = key_coders(proto(pipeline))
    assert {"ByPartition", "ByGroup", "ByUnit"} <= {*found}
    assert {*found.values()} == {"beam:coder:varint:v1"}


def test_a_key_without_a_type_would_be_found():
    pipeline = beam.Pipeline(runner="FnApiRunner", options=PipelineOptions([]))
    untyped = pipeline | beam.Create([1]) | beam.Map(lambda it: ((it, frozenset()), it))
    untyped | "Bad" >> beam.GroupByKey()
    assert key_coders(proto(pipeline))["Bad"] != "beam:coder:varint:v1"
