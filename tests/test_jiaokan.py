"""The public module: what it gives, and what it does not ask for."""

from __future__ import annotations

import json
import subprocess
import sys

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

import jiaokan
from pipeline.__main__ import main
from tests.generate import document

MADE = document(1, 6, "notice")
DATA = f"{MADE.title}\n\n{MADE.text}\n".encode("gb18030")


def test_bytes_become_records():
    assert jiaokan.decode(DATA, "a.txt").text.startswith(MADE.title)
    (record,) = jiaokan.clean(DATA, "a.txt")
    assert (record["title"], record["source"]) == (MADE.title, "a.txt")
    with pytest.raises(jiaokan.DecodeError):
        jiaokan.clean(bytes(range(256)) * 40)


def test_in_a_pipeline_files_become_the_same_records():
    files = [("a.txt", DATA), ("bad.bin", bytes(range(256)) * 40)]
    with beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([])) as pipeline:
        found = pipeline | beam.Create(files) | jiaokan.Clean(script="keep")
        assert_that(found, equal_to(jiaokan.clean(DATA, "a.txt", script="keep")))


# A simplified paragraph and one from Taiwan, as found and as they should read.
FOUND = (
    "为加强城乡供水管理工作,结合本省实际,制定本条例。",
    "這裡的軟體隨著供水核查,減排 10 萬噸。",
)
MEANT = (
    "为加强城乡供水管理工作，结合本省实际，制定本条例。",
    "这里的软体随着供水核查，减排10万吨。",
)
KEPT = "這裡的軟體隨著供水核查，減排10萬噸。"
CONVERTED = "爲加強城鄉供水管理工作，結合本省實際，制定本條例。"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, MEANT),
        ({"script": "keep"}, (MEANT[0], KEPT)),
        ({"script": "traditional"}, (CONVERTED, KEPT)),
        ({"phrases": "mainland"}, (MEANT[0], MEANT[1].replace("软体", "软件"))),
        ({"punctuation": "keep"}, tuple(line.replace("，", ",") for line in MEANT)),
        ({"spacing": "keep"}, (MEANT[0], MEANT[1].replace("10", " 10 "))),
        ({"script": "keep", "punctuation": "keep", "spacing": "keep"}, FOUND),
    ],
)
def test_options_are_those_of_the_command(tmp_path, options, text):
    data = "\n".join(FOUND).encode()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_bytes(data)
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    out = tmp_path / "out"
    assert main(["run", "--input", f"{tmp_path}/raw", "--output", str(out), "-q", *flags]) == 0
    lines = (line for path in out.glob("jsonl/*") for line in path.read_bytes().splitlines())
    (record,) = map(json.loads, lines)
    (clean,) = jiaokan.clean(data, "a.txt", **options)
    assert record["text"] == clean["text"] == "\n".join(text)
    assert record["source_script"] == clean["source_script"] == "mixed"


def test_title_is_converted_by_its_own_evidence():
    text = f"{FOUND[0]}\n{FOUND[0]}县志载：“為加強城鄉供水，須節約用水”。\n{KEPT}\n"
    for title, meant in (("乾县供水志", "乾县供水志"), ("漢水供水誌", "汉水供水志")):
        (record,) = jiaokan.clean(f"{title}\n\n{text}".encode(), "a.txt")
        assert (record["title"], record["source_script"]) == (meant, "mixed")


def test_two_notes_inside_one_paragraph_are_both_kept():
    text = (
        "关于城乡供水的通知\n各市人民政府：\n"
        "各地应当加强供水管理和水源保护，健全用水定额①并全面落实各项责任和要求，推动城乡供水一体化\n"
        "① 见有关规定。\n- 1 -\n"
        "建设和老旧管网更新改造，完善取水许可②并强化计划用水，统筹推进再生水利用和雨水\n"
        "② 见省有关办法。\n- 2 -\n"
        "收集利用，保障用水安全。\n各地应当推进节水。\n- 3 -\n各地应当落实节水。\n- 4 -\n"
    )
    (record,) = jiaokan.clean(text.encode(), "a.txt")
    _, paragraph, *notes = record["text"].split("\n")[:4]
    assert "推动城乡供水一体化建设和老旧管网" in paragraph and "再生水利用和雨水收集" in paragraph
    assert notes == ["①见有关规定。", "②见省有关办法。"]


def test_heading_says_where_documents_begin():
    data = "".join(f"【第{n}篇】甲乙丙\n{MADE.text}\n" for n in "一二三").encode()
    assert len(jiaokan.clean(data, "a.txt", heading=r"^\[第.篇\].*$")) == 3
    assert len(jiaokan.clean(data, "a.txt", heading=r"^\[第.篇\].*$", split="never")) == 1


def test_an_option_has_no_other_values():
    with pytest.raises(ValueError, match="script='simplifed': give one of simplified"):
        jiaokan.clean(DATA, "a.txt", script="simplifed")


@pytest.mark.parametrize("module", ["jiaokan", "pipeline.show, pipeline.report, pipeline.publish"])
def test_beam_is_not_imported_by_who_does_not_need_it(module):
    """It takes two seconds, and warns of libraries that nobody asked for."""
    told = f"import sys, {module}; print('apache_beam' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
