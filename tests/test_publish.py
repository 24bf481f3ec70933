"""A release holds what may go out, says what it is, and loads with the tools people use."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

import datasets
import duckdb
import mlcroissant
import pandas
import polars
import pyarrow.parquet as pq
import pytest
import yaml

from pipeline.__main__ import main
from pipeline.config import DONE, NOT_VERIFIED, OUTPUT_REFUSED, USAGE
from pipeline.publish.mask import masked, masked_text
from pipeline.publish.release import REDACTED
from tests.outputs import FREE as FREE_OF_RIGHTS
from tests.outputs import LETTER, TWICE, TWINS, made, one
from transforms.schema import Fact
from transforms.tables.columns import RECORD

NUMBER = "13812345678"
FREE = ((TWICE, *TWINS),)  # nothing stands against these


@pytest.fixture
def out(tmp_path):
    return made(tmp_path / "out")


@pytest.fixture(autouse=True)
def offline(tmp_path, monkeypatch):
    """Keep what `datasets` caches out of the home folder, and let it reach for nothing."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)


def publish(out, to, *flags):
    named = ["--to", str(to), "--name", '政策 "试" #1', "--license", "cc-by-4.0"]
    return main(["publish", str(out), *named, *flags])


def table(folder, part="data"):
    return [row for path in sorted(Path(folder, part).rglob("*.parquet")) for row in rows(path)]


def rows(path):
    return pq.read_table(path).to_pylist()


def texts(folder):
    """Return everything in a folder as text."""
    said = [path.read_text() for path in folder.rglob("*") if path.suffix in (".md", ".json")]
    said += [path.read_text() for path in folder.rglob("*.jsonl")]
    tables = [str(row) for path in folder.rglob("*.parquet") for row in rows(path)]
    return "\n".join(said + tables)


# ---------------------------------------------------------------------------------- the gates


def test_a_release_stops_with_a_list_of_what_and_where(out, tmp_path, capsys):
    assert publish(out, tmp_path / "set") == OUTPUT_REFUSED
    said = capsys.readouterr()
    assert not (tmp_path / "set").exists()
    for line in (
        "restricted: 1 records",
        "secret    此件不公开  (secret.txt 0:4)",
        "letter  关于联系13812345678的函  mobile 2, name 1  (信/letter.txt 4:15 37:39 42:53)",
        "draft    draft for comment",
        "unclear    unclear  (unclear.txt 0:4)",
    ):
        assert line in said.out
    assert "4 records must not be published as they are; --withhold" in said.err


def test_check_only_checks(out, tmp_path, capsys):
    assert main(["publish", out, "--check"]) == OUTPUT_REFUSED
    assert "4 records" in capsys.readouterr().err
    free = made(tmp_path / "free", FREE)
    assert main(["publish", free, "--check"]) == DONE
    assert "nothing stands against" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["free", "out"]


def test_what_must_not_go_out_is_withheld_and_listed(out, tmp_path, capsys):
    to = tmp_path / "set"
    assert publish(out, to, "--withhold") == DONE
    assert {row["id"] for row in table(to)} == {"twice", "twin-a", "twin-b"}
    withheld = [json.loads(line) for line in (to / "withheld.jsonl").read_text().splitlines()]
    assert {row["id"]: row["why"] for row in withheld} == {
        "draft": ["draft"], "letter": ["personal-data"], "secret": ["restricted"],
        "unclear": ["rights"],
    }  # fmt: skip
    assert "it is a draft for comment: 1" in (to / "README.md").read_text()
    everything = texts(to)
    for secret in ("甲方案", "乙方案", "丙方案", NUMBER, "关于联系"):
        assert secret not in everything


def test_a_gate_may_be_accepted_but_not_a_restriction(out, tmp_path, capsys):
    to = tmp_path / "set"
    assert publish(out, to, "--accept", "draft", "rights", "personal-data") == OUTPUT_REFUSED
    assert "restricted" in capsys.readouterr().out
    assert publish(out, to, "--withhold", "--accept", "draft", "rights") == DONE
    assert {row["id"] for row in table(to)} >= {"draft", "unclear"}
    assert "Published knowingly although it is a draft" in (to / "README.md").read_text()
    assert publish(out, tmp_path / "no", "--accept", "restricted") == USAGE


def test_personal_data_is_masked_everywhere(out, tmp_path):
    to = tmp_path / "set"
    assert publish(out, to, "--withhold", "--personal-data", "mask") == DONE
    (letter,) = [row for row in table(to) if row["id"] == "letter"]
    assert letter["text"] == "各市：\n请致电138-联系人：[name]，电话[mobile]。"
    assert letter["title"] == "关于联系[mobile]的函"
    assert letter["text_sha256"] == hashlib.sha256(letter["text"].encode()).hexdigest()
    assert letter["chars"] == len(letter["text"])
    assert NUMBER not in texts(to)
    assert "李四" not in texts(to)


def test_a_whole_ledger_is_masked_too_or_stops(out, tmp_path, capsys):
    to = tmp_path / "set"
    assert publish(out, to, "--withhold", "--ledger", "full") == OUTPUT_REFUSED
    assert "(ledger)  mobile  (信/letter.txt 4:15)" in capsys.readouterr().out
    mask = ("--withhold", "--personal-data", "mask")
    assert publish(out, to, *mask, "--ledger", "full") == DONE
    raw = [row["raw"] for row in table(to, "ledger")]
    assert "关于联系[mobile]的函\n" in raw
    assert "第2页" in raw
    assert NUMBER not in texts(to)


ROW = one(
    "row",
    f"请拨65550123，电话：65550123，{NUMBER}。",
    FREE_OF_RIGHTS,
    Fact("personal_data", "landline", 14, 22, "personal:landline"),
    Fact("personal_data", "mobile", 23, 34, "personal:mobile"),
    Fact("source_id", "110105194912310021 13912345678", 0, 0, "row:id"),
    Fact(
        "extra",
        json.dumps(
            {
                "n": 65550123,
                "tags": ["水", f"找王小明 {NUMBER}"],
                "电话": 13712345678.0,
                "联系人": "李雷",
                "登记": {"赵小刚": "0871-65551111", "日期": "2021-03-05", "空": None},
            },
            ensure_ascii=False,
        ),
        0,
        0,
        "row:columns",
    ),
)


def test_personal_data_is_looked_for_in_the_columns_of_rows_too(tmp_path, capsys):
    out = made(tmp_path / "out", ((ROW,),))
    assert publish(out, tmp_path / "no") == OUTPUT_REFUSED
    said = capsys.readouterr()
    assert "mobile 4, name 2" in said.out
    assert "column 联系人" in said.out
    for secret in (NUMBER, "13712345678", "李雷", "赵小刚"):
        assert secret not in said.out + said.err
    to = tmp_path / "set"
    assert publish(out, to, "--personal-data", "mask") == DONE
    (row,) = table(to)
    assert row["source_id"] == "110105194912310021 [mobile]"
    assert json.loads(row["extra"]) == {
        "n": "[landline]",
        "tags": ["水", "找王小明 [mobile]"],
        "电话": "[mobile]",
        "登记": {"[name]": "[landline]", "日期": "2021-03-05", "空": None},
        "联系人": "[name]",
    }
    card = (to / "README.md").read_text()
    assert "landline 2, mobile 4, name 2 (6 of them in the columns of rows)" in card
    croissant = json.loads((to / "croissant.json").read_text())
    assert "mobile 4" in croissant["rai:personalSensitiveInformation"]
    everything = texts(to)
    for secret in (NUMBER, "13712345678", "65550123", "0871-6555", "李雷", "赵小刚"):
        assert secret not in everything


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"phone": "13812345678", "行业": "金融", "负责人": "李雷"},
            {"phone": "[mobile]", "行业": "金融", "负责人": "[name]"},
        ),
        ({"行业": "金融", "负责人": "李雷"},) * 2,  # nobody is to be reached here
    ],
)
def test_a_name_in_one_column_beside_a_number_in_another(
    columns: dict[str, str], expected: dict[str, str]
):
    record = {"id": "a", "text": "", "personal_data": [], "source_id": ""}
    record["extra"] = json.dumps(columns, ensure_ascii=False)
    assert json.loads(masked(record, (), ())["extra"]) == expected


def test_columns_without_personal_data_stay_as_they_are(tmp_path):
    extra = '{"a": 1.0, "b": "\\\\udc80", "n": 65550123, "电话会议": "2021年"}'
    row = one("row", "重复的话。", FREE_OF_RIGHTS, Fact("extra", extra, 0, 0, "row:columns"))
    out = made(tmp_path / "out", ((row,),))
    assert publish(out, tmp_path / "set", "--personal-data", "mask") == DONE
    assert [each["extra"] for each in table(tmp_path / "set")] == [extra]


def test_any_text_is_masked():
    assert masked_text(f"电话：{NUMBER}，邮箱：a@b.cn") == "电话：[mobile]，邮箱：[email]"


def test_a_takedown_leaves_no_trace_but_its_id(tmp_path, capsys):
    out = made(tmp_path / "out", FREE)
    (tmp_path / "ids.txt").write_text("twin-a  # asked for by mail\n\n")
    to = tmp_path / "set"
    assert publish(out, to, "--exclude", str(tmp_path / "ids.txt")) == DONE
    assert "twin-b shares text with twin-a" in capsys.readouterr().out
    (twin,) = [row for row in table(to) if row["id"] == "twin-b"]
    assert (twin["duplicate_of"], twin["cluster"], twin["duplicates"]) == ("", "twin-b", [])
    assert "加快建设清洁能源" not in texts(to)
    assert all("twin-a" not in (row["left"], row["right"]) for row in table(to, "duplicates"))
    (tmp_path / "ids.txt").write_text("twin-x\n")
    assert publish(out, tmp_path / "b", "--exclude", str(tmp_path / "ids.txt")) == USAGE
    assert "does not have (twin-x)" in capsys.readouterr().err


def test_an_output_that_is_not_whole_is_not_published(out, tmp_path, capsys):
    path = next(Path(out).glob("ledger/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert publish(out, tmp_path / "set", "--withhold") == NOT_VERIFIED


def test_nothing_is_replaced(out, tmp_path, capsys):
    (tmp_path / "set").mkdir()
    (tmp_path / "set/thesis.txt").write_text("mine")
    assert publish(out, tmp_path / "set", "--withhold") == OUTPUT_REFUSED
    assert (tmp_path / "set/thesis.txt").read_text() == "mine"
    assert main(["publish", out, "--to", str(tmp_path / "b")]) == USAGE


# --------------------------------------------------------------------------------- the folder


def test_who_publishes_it_where_and_when_stands_in_the_croissant(tmp_path, capsys):
    out = made(tmp_path / "out", FREE)
    flags = ("--creator", "某局", "--url", "https://example.org/set", "--date", "2026-11-21")
    assert publish(out, tmp_path / "set", *flags, "--version", "2.1.0") == DONE
    found = json.loads((tmp_path / "set/croissant.json").read_text())
    assert (found["creator"]["name"], found["url"]) == ("某局", "https://example.org/set")
    assert (found["version"], found["datePublished"]) == ("2.1.0", "2026-11-21")
    for flag, value in (("--version", "abc"), ("--version", "1.0"), ("--date", "21.11.2026")):
        assert publish(out, tmp_path / "no", flag, value) == USAGE
        assert f"{flag} {value}: give" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert publish(out, tmp_path / "file/set") == OUTPUT_REFUSED
    assert "cannot write --to" in capsys.readouterr().err


def test_the_text_begins_with_its_title_on_demand(tmp_path):
    out = made(tmp_path / "out", FREE)
    assert publish(out, tmp_path / "set", "--text-with-title") == DONE
    found = {row["id"]: row["text"] for row in table(tmp_path / "set")}
    assert found["twin-a"] == "清洁能源方案\n一、加快建设清洁能源。"
    assert found["twin-b"] == "一、加快建设绿色能源。"


def test_the_ledger_is_redacted(tmp_path):
    out = made(tmp_path / "out", FREE)
    assert publish(out, tmp_path / "set") == DONE
    found = table(tmp_path / "set", "ledger")
    assert list(found[0]) == [column.name for column in REDACTED]
    assert ("copy", 6, 12) in [(row["label"], row["start"], row["end"]) for row in found]
    assert "raw" not in found[0]


def test_checksums_hold_and_the_same_output_gives_the_same_bytes(tmp_path):
    out = made(tmp_path / "out", FREE)
    for name in ("a", "b"):
        assert publish(out, tmp_path / name) == DONE
    files = {path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*")}
    sums = dict(
        line.split("  ")[::-1] for line in (tmp_path / "a/SHA256SUMS").read_text().split("\n")[:-1]
    )
    assert set(sums) == {path.as_posix() for path in files}
    for path in files:
        data = (tmp_path / "a" / path).read_bytes()
        assert data == (tmp_path / "b" / path).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sums[path.as_posix()]


def test_changes_are_told_since_an_earlier_release(tmp_path, capsys):
    first, second = made(tmp_path / "a", FREE), made(tmp_path / "b", ((TWICE,),))
    assert publish(first, tmp_path / "one") == DONE
    assert (tmp_path / "one/CHANGES.md").read_text().startswith("# Changes\n\n## 1.0.0\n")
    assert publish(second, tmp_path / "two", "--since", str(tmp_path / "one")) == DONE
    text = (tmp_path / "two/CHANGES.md").read_text()
    assert text.startswith("# Changes\n\n## 1.1.0\n\n0 records added, 2 removed")
    assert "### Removed\n\n- `twin-a`\n- `twin-b`\n" in text
    assert text.endswith("## 1.0.0\n\nFirst release: 3 records.\n")
    assert json.loads((tmp_path / "two/croissant.json").read_text())["version"] == "1.1.0"
    assert publish(first, tmp_path / "three", "--since", str(tmp_path / "a")) == USAGE
    assert "no release of this program" in capsys.readouterr().err


def test_the_card_cannot_be_broken_by_what_a_source_says(tmp_path):
    out = made(tmp_path / "out")
    assert publish(out, tmp_path / "set", "--withhold", "--accept", "personal-data") == DONE
    card = (tmp_path / "set/README.md").read_text()
    front = yaml.safe_load(card.split("---\n")[1])
    assert front["pretty_name"] == '政策 "试" #1'
    assert (front["license"], front["language"]) == ("cc-by-4.0", ["zh"])
    assert front["size_categories"] == ["n<1K"]
    assert [each["config_name"] for each in front["configs"]] == ["all", "deduplicated"]
    for table_of in card.split("\n\n"):
        if table_of.startswith("|"):
            counts = {line.replace("\\|", "").count("|") for line in table_of.splitlines()}
            assert len(counts) == 1


def test_a_licence_that_the_hub_does_not_know_is_named(tmp_path):
    out = made(tmp_path / "out", FREE)
    named = ["--to", str(tmp_path / "set"), "--name", "a", "--license", "Our own: see LICENSE"]
    assert main(["publish", out, *named]) == DONE
    front = yaml.safe_load((tmp_path / "set/README.md").read_text().split("---\n")[1])
    assert (front["license"], front["license_name"]) == ("other", "Our own: see LICENSE")


# ------------------------------------------------------------------- the tools that people use


@pytest.fixture
def release(tmp_path):
    out = made(tmp_path / "out", ((TWICE, *TWINS), (LETTER,)))
    assert publish(out, tmp_path / "set", "--accept", "personal-data") == DONE
    return tmp_path / "set"


def test_datasets_loads_a_release(release):
    names = [column.name for column in RECORD]
    everything = datasets.load_dataset(str(release), split="train")
    assert everything.column_names == names
    assert set(everything["id"]) == {"twice", "twin-a", "twin-b", "letter"}
    unique = datasets.load_dataset(str(release), "deduplicated", split="train")
    assert set(unique["id"]) == {"twice", "twin-a", "letter"}


def test_datasets_loads_an_output(tmp_path, release):
    for path in ("out", "out/data"):
        assert len(datasets.load_dataset(str(tmp_path / path), split="train")) == 4


def test_pandas_polars_and_duckdb_load_both(tmp_path, release):
    for folder in (release / "data", tmp_path / "out/data"):
        assert len(pandas.read_parquet(folder)) == 4
        found = duckdb.sql(f"SELECT id FROM '{folder}/**/*.parquet'")
        assert found is not None
        assert len(found.fetchall()) == 4
    assert polars.read_parquet(release / "data/**/*.parquet").height == 4
    assert polars.read_parquet(tmp_path / "out/data").height == 4
    lines = [pandas.read_json(path, lines=True) for path in (tmp_path / "out/jsonl").iterdir()]
    assert sum(map(len, lines)) == 4


def test_the_croissant_is_valid_and_gives_the_records(release, caplog):
    with caplog.at_level(logging.WARNING):
        described = mlcroissant.Dataset(str(release / "croissant.json"))
    said = [line for record in caplog.records for line in record.getMessage().splitlines()]
    assert [line for line in said if "warning(s)" not in line and "datePublished" not in line] == []
    found = list(described.records("deduplicated"))
    assert {row["deduplicated/id"] for row in found} == {b"twice", b"twin-a", b"letter"}
    assert len(list(described.records("all"))) == 4
