"""The whole graph through Beam's FnApiRunner, on made-up sources."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import apache_beam as beam
import pyarrow.parquet as pq
import pytest
from apache_beam.io.filesystem import FileMetadata
from apache_beam.io.localfilesystem import LocalFileSystem
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline import commit, passes, units
from pipeline.__main__ import main
from pipeline.build import build
from pipeline.config import (
    BUG,
    DONE,
    INTERRUPTED,
    NO_INPUT,
    OUTPUT_REFUSED,
    TOO_MANY_FAILED,
    Config,
)
from pipeline.verify import restore, verify
from pipeline.workers import default_workers
from tests.generate import document, traditional
from tests.test_staging import COLLATION
from transforms import read
from transforms import write as output
from transforms.schema import Items


def text_of(seed: int, paragraphs: int = 8) -> str:
    made = document(seed, paragraphs, "notice")
    return f"{made.title}\n\n{made.text}\n"


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return the reproducible files of an output."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def run(raw: Path, out: Path, *flags: str) -> int:
    return main(["run", "--input", str(raw), "--output", str(out), "-q", *flags])


def records(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(out.glob("jsonl/*")) for row in lines(path)]


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [
        row for path in sorted(out.glob(f"{table}/*")) for row in pq.read_table(path).to_pylist()
    ]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def raw(tmp_path):
    """Sources in several encodings; two are one text but for a few characters."""
    changed = text_of(1, 20).replace("。", "为宜。", 2)
    return write(
        tmp_path / "raw",
        {
            "a.txt": text_of(1, 20).encode(),
            "b.txt": text_of(2).encode("gb18030"),
            "下/c.txt": traditional(text_of(3)).encode("utf-8-sig"),
            "下/d.txt.gz": gzip.compress(text_of(4).encode("utf-16"), mtime=0),
            "e.txt": changed.encode(),
        },
    )


@pytest.fixture
def small_units(monkeypatch):
    """Make every file a unit of its own."""
    monkeypatch.setattr(units, "SMALLEST_UNIT", 1)
    monkeypatch.setattr(units, "LARGEST_UNIT", 1)


# --------------------------------------------------------------------------------- the output


def test_a_run_gives_a_record_for_each_document_and_proves_it(raw, tmp_path, small_units, capsys):
    out = tmp_path / "out"
    assert run(raw, out) == DONE
    found = {record["source"]: record for record in records(out)}
    assert list(found) == ["a.txt", "b.txt", "e.txt", "下/c.txt", "下/d.txt.gz"]
    for number, source in enumerate(("a.txt", "b.txt", "下/c.txt", "下/d.txt.gz"), 1):
        assert found[source]["title"] == document(number, 8, "notice").title
    assert found["b.txt"]["encoding"].lower() == "gb18030"
    assert {row["id"] for row in rows(out, "data")} == {record["id"] for record in records(out)}
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["counts"]["documents"] == 5
    assert manifest["options"]["duplicates"] == "within"
    assert json.loads((out / "run.json").read_bytes())["engine"] == "FnApiRunner"
    assert verify(str(out), str(raw)) == []
    restored = tmp_path / "restored"
    assert restore(str(out), str(restored)) == 5
    assert (restored / "b.txt").read_bytes() == (raw / "b.txt").read_bytes()
    assert (restored / "下/d.txt.gz").read_bytes() == text_of(4).encode("utf-16")
    summary = capsys.readouterr().out
    assert "5 documents from 5 files" in summary
    assert "FnApiRunner in this process" in summary
    assert not list(tmp_path.glob(".out*"))


def test_documents_are_compared_across_units(raw, tmp_path, small_units):
    out = tmp_path / "out"
    assert run(raw, out) == DONE
    ids = {record["source"]: record["id"] for record in records(out)}
    near = {record["source"]: record["duplicates"] for record in records(out)}
    assert [other["id"] for other in near["a.txt"]] == [ids["e.txt"]]
    assert [other["id"] for other in near["e.txt"]] == [ids["a.txt"]]
    assert near["b.txt"] == []
    pairs = [row for row in rows(out, "duplicates") if row["grain"] == "document"]
    assert [(pair["left"], pair["right"]) for pair in pairs] == [(ids["a.txt"], ids["e.txt"])]
    assert pairs[0]["kind"] == "near"


def test_thresholds_are_obeyed(raw, tmp_path):
    for flags, kind in (((), "near"), (("--similar", "0.999", "--remove-from", "1"), "rejected")):
        out = tmp_path / kind
        assert run(raw, out, "--no-report", *flags) == DONE
        pairs = [row for row in rows(out, "duplicates") if row["grain"] == "document"]
        assert [row["kind"] for row in pairs] == [kind]
        manifest = json.loads((out / "manifest.json").read_bytes())
        compared = manifest["counts"]["compared"]
        assert compared["verdicts"][f"document {kind}"] == 1
        misses = [
            miss["left"][0] for miss in compared["nearest_misses"] if miss["grain"] == "document"
        ]
        assert misses == ([pairs[0]["left"]] if kind == "rejected" else [])
    assert (manifest["options"]["similar"], manifest["options"]["remove-from"]) == (0.999, 1.0)


def test_duplicates_off_compares_nothing(raw, tmp_path):
    assert run(raw, tmp_path / "out", "--duplicates", "off") == DONE
    assert rows(tmp_path / "out", "duplicates") == []
    assert len(records(tmp_path / "out")) == 5


def test_lines_at_the_edges_of_many_sources_are_a_template(tmp_path, small_units):
    footer = "某某资料网整理发布 欢迎收藏本站\n"
    files = {f"{n}.txt": f"{text_of(n)}\n{footer}".encode() for n in range(4)}
    assert run(write(tmp_path / "raw", files), tmp_path / "out") == DONE
    found = [row for row in rows(tmp_path / "out", "ledger") if row["raw"] == footer]
    assert [row["label"] for row in found] == ["boilerplate"] * 4


def test_the_same_bytes_for_two_workers_any_hash_seed_zone_locale_and_order(
    raw, tmp_path, small_units, monkeypatch
):
    assert run(raw, tmp_path / "one") == DONE
    expected = tree(tmp_path / "one")
    assert len(expected) > 20
    program = (
        "import sys; from pipeline import units; units.SMALLEST_UNIT = units.LARGEST_UNIT = 1;"
        "from pipeline.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "run", "--input", str(raw), "-q", "--workers", "2"]
    born = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    born["PYTHONPATH"] = str(Path(units.__file__).parent.parent)
    done = subprocess.run([*command, "--output", str(tmp_path / "two")], env=os.environ | born)
    assert done.returncode == DONE  # docs/running.md: 8 workers, by hand
    assert tree(tmp_path / "two") == expected
    walk = os.walk
    monkeypatch.setattr(
        os,
        "walk",
        lambda *args, **named: ((a, b, c[::-1]) for a, b, c in walk(*args, **named)),
    )
    repeated = ("--", "--direct_runner_bundle_repeat=1")
    assert run(raw, tmp_path / "repeated", *repeated) == DONE
    assert tree(tmp_path / "repeated") == expected


def test_format_and_split_are_obeyed(raw, tmp_path):
    assert run(raw, tmp_path / "p", "--format", "parquet") == DONE
    assert not (tmp_path / "p/jsonl").exists()
    assert run(raw, tmp_path / "j", "--format", "jsonl", "--split", "never") == DONE
    assert not (tmp_path / "j/data").exists()
    assert len(records(tmp_path / "j")) == len(rows(tmp_path / "p", "data")) == 5


def test_script_is_kept_on_demand(raw, tmp_path):
    texts = {}
    for script in ("simplified", "keep"):
        assert run(raw, tmp_path / script, "--script", script) == DONE
        texts[script] = next(
            record["text"]
            for record in records(tmp_path / script)
            if record["source"] == "下/c.txt"
        )
    assert texts["keep"] != texts["simplified"]
    assert traditional(texts["simplified"]) == texts["keep"]


def test_a_sample_reads_no_more_than_it_says(raw, tmp_path):
    assert run(raw, tmp_path / "out", "--limit", "2") == DONE
    assert len({record["source"] for record in records(tmp_path / "out")}) == 2


# ---------------------------------------------------------------------------------- bad input


def test_bad_files_do_not_stop_the_others(raw, tmp_path, capsys):
    write(raw, {"bin.dat": bytes(range(256)) * 40, "half.gz": gzip.compress(b"text")[:-9]})
    write(raw, {"empty.txt": b"", "a.pdf": b"%PDF-1.4", "b.docx": b"PK\x03\x04"})
    (raw / "gone.txt").symlink_to(raw / "nothing")
    out = tmp_path / "out"
    assert run(raw, out) == DONE
    letters = {letter["source"]: letter["stage"] for letter in lines(out / "dead_letters.jsonl")}
    assert letters == {"bin.dat": "decode", "half.gz": "read", "gone.txt": "read"}
    skipped = {row["source"]: row["kind"] for row in lines(out / "skipped.jsonl")}
    assert skipped == {"empty.txt": "empty", "a.pdf": "pdf", "b.docx": "docx"}
    assert len(records(out)) == 5
    assert str(tmp_path) not in (out / "dead_letters.jsonl").read_text()
    summary = capsys.readouterr().out
    for name in letters | skipped:
        assert f"    {name}: " in summary


def test_too_many_bad_files_are_code_4_and_nothing_is_published(raw, tmp_path, capsys):
    write(raw, {f"{number}.bin": bytes(range(256)) * 40 for number in range(4)})
    out = tmp_path / "out"
    assert run(raw, out) == TOO_MANY_FAILED
    assert not out.exists()
    said = capsys.readouterr().err
    assert "4 of 9 files failed" in said
    assert "0.bin: decode: " in said
    assert run(raw, out, "--max-failed", "0.45") == DONE
    assert len(lines(out / "dead_letters.jsonl")) == 4


def test_all_failed_is_code_4(tmp_path, capsys):
    raw = write(tmp_path / "raw", {"a.bin": bytes(range(256)) * 40})
    assert run(raw, tmp_path / "out", "--max-failed", "1") == TOO_MANY_FAILED
    assert "all 1 files failed" in capsys.readouterr().err


def test_nothing_but_skipped_files_is_code_3(tmp_path, capsys):
    raw = write(tmp_path / "raw", {"a.pdf": b"%PDF-1.4"})
    assert run(raw, tmp_path / "out") == NO_INPUT
    assert "a.pdf" in capsys.readouterr().err


# --------------------------------------------------------------------------- crash and resume


def test_a_crash_leaves_the_old_output_whole_and_is_resumed(
    raw, tmp_path, small_units, monkeypatch, capsys
):
    out = tmp_path / "out"
    assert run(raw, out) == DONE
    old = tree(out)
    write(raw, {"b.txt": text_of(9).encode()})
    with monkeypatch.context() as patch:
        write_unit = output.write_unit

        def crash(folder, unit, *others):
            if unit == 3:
                raise RuntimeError("a made-up bug")
            return write_unit(folder, unit, *others)

        patch.setattr(tempfile, "tempdir", str(tmp_path))
        patch.setattr(passes, "write_unit", crash)
        assert run(raw, out, "--replace") == BUG
    assert tree(out) == old
    said = capsys.readouterr().err
    assert "a made-up bug" in said
    assert "Traceback" not in said
    log = Path(said.rpartition(" with ")[2].strip())
    assert "in crash" in log.read_text()

    with monkeypatch.context() as patch:
        read_again, written_again = [], []
        write_unit, fetch = output.write_unit, read.fetch

        def spy_write(folder, unit, *others):
            written_again.append(unit)
            return write_unit(folder, unit, *others)

        def spy_fetch(source, path):
            read_again.append(source)
            return fetch(source, path)

        patch.setattr(passes, "write_unit", spy_write)
        patch.setattr(read, "fetch", spy_fetch)
        assert run(raw, out, "--replace") == DONE
    assert read_again == []
    assert 3 in written_again
    assert len(written_again) < 5
    assert run(raw, tmp_path / "fresh") == DONE
    assert tree(out) == tree(tmp_path / "fresh") != old


def test_staged_files_of_other_inputs_are_not_used(raw, tmp_path, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(commit, "switch", interrupt)
        assert run(raw, out) == INTERRUPTED
    assert not out.exists()
    write(raw, {"a.txt": text_of(7).encode()})
    assert run(raw, out) == DONE
    assert run(raw, tmp_path / "fresh") == DONE
    assert tree(out) == tree(tmp_path / "fresh")
    assert not list(tmp_path.glob(".out*"))


def interrupt(*_):
    raise KeyboardInterrupt


def test_a_run_interrupted_after_the_switch_is_followed_by_a_whole_one(
    raw, tmp_path, small_units, monkeypatch
):
    out = tmp_path / "out"
    assert run(raw, out, "--duplicates", "off") == DONE
    with monkeypatch.context() as patch:
        switch = commit.switch
        patch.setattr(commit, "switch", lambda new, old: (switch(new, old), interrupt()))
        assert run(raw, out, "--replace") == INTERRUPTED
    new = tree(out)
    assert run(raw, out) == DONE
    assert tree(out) == new
    assert verify(str(out)) == []


# ------------------------------------------------------------------------------ object stores


class Bucket(LocalFileSystem):
    """An object store: bucket://x is a local folder, but nothing can be renamed."""

    root = ""

    @classmethod
    def scheme(cls):
        return "bucket"

    def _local(self, path):
        return path.replace("bucket://x", self.root)

    def join(self, base, *paths):
        return "/".join([base.rstrip("/"), *paths])

    def exists(self, path):
        return Path(self._local(path)).is_file()

    def create(self, path, *args, **named):
        local = self._local(path)
        Path(local).parent.mkdir(parents=True, exist_ok=True)
        return super().create(local, *args, **named)

    def open(self, path, *args, **named):
        return super().open(self._local(path), *args, **named)

    def rename(self, *_):
        raise AssertionError("object stores cannot rename")

    def _list(self, path):
        for found in Path(self.root).rglob("*"):
            name = str(found).replace(self.root, "bucket://x")
            if found.is_file() and name.startswith(path):
                yield FileMetadata(name, found.stat().st_size, found.stat().st_mtime)

    def has_dirs(self):
        return False


def test_urls_are_read_and_written_once_without_a_rename(raw, tmp_path, small_units, monkeypatch):
    monkeypatch.setattr(Bucket, "root", str(tmp_path / "bucket"))
    (tmp_path / "bucket").mkdir()
    raw.rename(tmp_path / "bucket/raw")
    assert main(["run", "-q", "--input", "bucket://x/raw", "--output", "bucket://x/out"]) == DONE
    assert run(tmp_path / "bucket/raw", tmp_path / "out", "--no-report") == DONE
    assert tree(tmp_path / "bucket/out") == tree(tmp_path / "out")
    again = ["run", "--input", str(tmp_path / "bucket/raw"), "--output", "bucket://x/out"]
    assert main([*again, "--replace"]) == OUTPUT_REFUSED


def test_a_run_between_urls_that_crashed_goes_on_where_it_was(
    raw, tmp_path, small_units, monkeypatch
):
    bucket = tmp_path / "bucket"
    monkeypatch.setattr(Bucket, "root", str(bucket))
    bucket.mkdir()
    raw.rename(bucket / "raw")
    there = ["run", "-q", "--input", "bucket://x/raw", "--output", "bucket://x/out"]

    def crash(folder, unit, *others):
        if unit == 3:
            raise RuntimeError("a made-up bug")
        return output.write_unit(folder, unit, *others)

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        patch.setattr(passes, "write_unit", crash)
        assert main(there) == BUG
    assert not (bucket / "out/manifest.json").exists()
    staged = {path: path.stat().st_mtime_ns for path in (bucket / "out.staging").rglob("*.pickle")}
    assert len(staged) >= 2 * 4  # the texts and the drafts of each unit

    with monkeypatch.context() as patch:
        patch.setattr(read, "fetch", lambda *_: pytest.fail("what is staged is read again"))
        assert main(there) == DONE
    assert staged == {path: path.stat().st_mtime_ns for path in staged}
    assert run(bucket / "raw", tmp_path / "out", "--no-report") == DONE
    assert tree(bucket / "out") == tree(tmp_path / "out")


# --------------------------------------------------------------------------------- the graph


def test_the_graph_shows_every_stage_in_the_order_of_the_flow():
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    build(pipeline, passes.Job("", "", 1, "keep", "off", "auto", "both"), Config(), {})
    names = [part.full_label for part in pipeline.transforms_stack[0].parts]
    stages = ["Read", "Decode", "Segment", "Label", "Split", "Deduplicate", "Restore", "Describe"]
    assert [name for name in names if name in stages] == stages
    assert names[-3:] == ["Commit", "LastSteps", "Finish"]


def test_beam_is_told_no_size_of_a_unit_and_can_still_send_one():
    items = Items(3, (COLLATION,))
    coder = beam.coders.registry.get_coder(Items)
    assert coder.estimate_size(items) == 0
    assert coder.decode(coder.encode(items)) == items


@pytest.mark.parametrize(("size", "workers"), [(1, 1), (2**20, 1), (2**30, 7)])
def test_worker_processes_are_for_large_inputs(monkeypatch, size, workers):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(7)), raising=False)
    assert default_workers(size) == workers


FORM = (
    "关于计划停电的公告\n为提高供电可靠性，满足迎峰度夏期间用电负荷增长的需要，我公司计划对{line}进行"
    "检修改造，停电时间为{day}，涉及用户{users}户。停电期间，请上述范围内的客户提前做好生产、生活准备，"
    "关闭电脑、空调等用电设备的电源，电梯、水泵等设施的管理单位应当安排专人值守，防止人员被困和设备损坏。"
    "有重要负荷和自备发电机的客户，请采取可靠的防倒送电措施，严禁擅自向电网送电。检修工作可能提前结束，"
    "线路随时恢复供电，请勿在停电线路和设备上工作，以免发生人身伤亡。\n"
)


def test_forms_with_other_numbers_stay_whatever_the_policy(tmp_path: Path):
    raw = tmp_path / "raw"
    raw.mkdir()
    first = FORM.format(line="青山线路", day="2023年6月12日7时至15时", users=1260)
    other = FORM.format(line="月城变电", day="2023年7月14日6时至12时", users=845)
    noisy = first.replace("满足迎峰", "满是迎峰")
    for name, text in {"a": first, "b": other, "c": noisy}.items():
        (raw / f"{name}.txt").write_text(text, "utf-8")
    assert run(raw, tmp_path / "out", "--duplicates", "all") == DONE
    kept = records(tmp_path / "out")
    assert [record["source"] for record in kept] == ["a.txt", "b.txt"]
    removed = [row for row in rows(tmp_path / "out", "ledger") if row["survivor"]]
    assert {(row["source"], row["survivor"]) for row in removed} == {("c.txt", kept[0]["id"])}
