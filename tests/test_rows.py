"""Rows of a table as sources: JSON lines, CSV and Parquet."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import units
from pipeline.__main__ import main
from pipeline.config import DONE, NO_INPUT, TOO_MANY_FAILED, USAGE
from pipeline.units import File, cut_tables, pack, plan, planned
from pipeline.verify import restore, verify
from tests.generate import document
from tests.test_pipeline import lines, records
from transforms import rows
from transforms.read import fetch_all
from transforms.rows import Fields, Part, parts, place, read_rows
from transforms.schema import DeadLetter, Fact, Skipped, SourceFile

FIELDS = Fields("text", "id")


def jsonl(*found: Any) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found).encode()


def made(folder: Path, name: str, data: bytes) -> tuple[str, str]:
    (folder / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return name, str(folder / name)


def parquet(folder: Path, name: str, table: pa.Table, group: int = 1000) -> tuple[str, str]:
    pq.write_table(table, folder / name, row_group_size=group)
    return name, str(folder / name)


def read(table: tuple[str, str], fields: Fields = FIELDS) -> list[Any]:
    """Return all rows; the parts give the same."""
    whole = list(read_rows(*table, fields))
    if not any(isinstance(item, DeadLetter) and "#" not in item.source for item in whole):
        cut = [row for part in parts(*table, fields) for row in read_rows(*table, fields, part)]
        assert cut == whole
    return whole


# ---------------------------------------------------------------------------------- the rows


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "A.JSONL~2"])
def test_lines_of_json_are_sources(tmp_path, name):
    data = jsonl({"id": "甲", "text": "一、通知。", "n": 1}, {"text": "二", "id": 7}) + b"\n"
    data += b'\xef\xbb\xbf{"text":"\\u4e09","id":"c","z":null,"b":[1.5,{"y":true}]}'
    assert read(made(tmp_path, name, data)) == [
        SourceFile(
            f"{name}#1",
            "一、通知。".encode(),
            (
                Fact("source_id", "甲", 0, 0, "row:id"),
                Fact("extra", '{"n": 1}', 0, 0, "row:columns"),
            ),
        ),
        SourceFile(
            f"{name}#2",
            "二".encode(),
            (
                Fact("source_id", "7", 0, 0, "row:id"),
                Fact("extra", "{}", 0, 0, "row:columns"),
            ),
        ),
        SourceFile(
            f"{name}#4",
            "三".encode(),
            (
                Fact("source_id", "c", 0, 0, "row:id"),
                Fact("extra", '{"b": [1.5, {"y": true}], "z": null}', 0, 0, "row:columns"),
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b'{"text": "a"', "the row is no JSON: Expecting ',' delimiter at character 13"),
        (b'["text"]', "the row is no JSON object"),
        (b'{"id": 1}', "the row has no field 'text'"),
        (b'{"id": 1, "text": null}', "its field 'text' is null"),
        (b'{"id": 1, "text": 5}', "its field 'text' is no text but int"),
        (b'{"id": 1, "text": ["a"]}', "its field 'text' is no text but list"),
        (b'{"id": 1, "text": "\\ud800"}', "the row holds half a character"),
        (b'{"id": 1, "text": "\xc4\xe3"}', "the row is not UTF-8"),
        (b'{"text": "a"}', "the row has no id"),
        (b'{"id": "", "text": "a"}', "the row has no id"),
        (b'{"id": true, "text": "a"}', "the row has no id"),
        (b"[" * 100_000, "too deep"),
        (b'{"text": ' + b"1" * 5000 + b"}", "too large a number"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_dead_letter_and_the_next_one_goes_on(tmp_path, row, says):
    table = made(tmp_path, "a.jsonl", row + b"\n" + jsonl({"id": 2, "text": "乙"}))
    letter, other = read(table)
    assert (letter.source, letter.stage, letter.error) == ("a.jsonl#1", "read", "RowError")
    assert says in letter.message
    assert len(letter.sha256) == 64
    assert (other.source, other.data) == ("a.jsonl#2", "乙".encode())


def test_an_empty_text_is_skipped(tmp_path):
    table = made(tmp_path, "a.jsonl", jsonl({"id": 1, "text": ""}))
    assert read(table) == [Skipped("a.jsonl#1", "empty", "no text", 0)]


def test_half_a_character_in_another_column_is_written_as_json_writes_it(tmp_path):
    table = made(tmp_path, "a.jsonl", b'{"id": 1, "text": "a", "o": "\\ud800", "n": NaN}\n')
    assert read(table)[0].facts[1].value == '{"n": null, "o": "\\ud800"}'


@pytest.mark.parametrize(
    ("name", "delimiter", "codec"),
    [("a.csv", ",", "utf-8"), ("a.csv.gz", ",", "utf-8-sig"), ("a.tsv", "\t", "gb18030")],
)
def test_records_of_a_sheet_are_sources(tmp_path, name, delimiter, codec):
    sheet = 'id,text,url\r\n1,"一、加快。\r\n二、引""用"", 完",http://a\r\n\r\n2,直接,\r\n'
    data = sheet.replace(",", delimiter).encode(codec)
    found = read(made(tmp_path, name, data))
    assert [item.source for item in found] == [f"{name}#1", f"{name}#2"]
    assert found[0].data.decode() == f'一、加快。\r\n二、引"用"{delimiter} 完'
    assert found[1].data.decode() == "直接"
    assert [fact.value for fact in found[0].facts] == ["1", '{"url": "http://a"}']


def test_a_record_of_more_values_than_columns_is_a_dead_letter(tmp_path):
    found = read(made(tmp_path, "a.csv", "id,text\n1,甲,乙\n2\n3,丙\n".encode()))
    assert [type(item) for item in found] == [DeadLetter, DeadLetter, SourceFile]
    assert "has 3 values for 2 columns" in found[0].message
    assert found[1].message == "the row has no field 'text'"
    assert found[2].source == "a.csv#3"


def test_rows_of_parquet_are_sources(tmp_path):
    table = pa.table(
        {
            "text": pa.array(["甲", None, "丙"] * 3).dictionary_encode(),
            "id": list(range(9)),
            "day": [datetime.date(2022, 8, 11)] * 9,
            "when": pa.array([1_660_000_000_000_000_001] * 9, pa.timestamp("ns")),
            "raw": [b"\xff"] * 9,
            "share": [float("nan"), 0.5, 1.0] * 3,
            "list": [[1, 2]] * 9,
        }
    )
    found = read(parquet(tmp_path, "a.parquet", table, group=4))
    assert [item.source for item in found] == [f"a.parquet#{n}" for n in range(1, 10)]
    assert found[1].message == "the row is no source: its field 'text' is null"
    assert [item.data.decode() for item in found if isinstance(item, SourceFile)] == [
        "甲",
        "丙",
    ] * 3
    assert json.loads(found[0].facts[1].value) == {
        "day": "2022-08-11",
        "when": "2022-08-08 23:06:40.000000001",
        "raw": "/w==",
        "share": None,
        "list": [1, 2],
    }


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"id,body\n1,a\n", "there is no column 'text'; its columns are: id, body"),
        ("a.csv", b"", "there is no column 'text'; its columns are: none"),
        ("a.parquet", b"PAR1 nothing", "no Parquet file that can be read"),
        ("a.jsonl.gz", None, "broken gzip data"),
    ],
)
def test_a_broken_table_is_one_dead_letter(tmp_path, name, data, says):
    if data is None:
        whole = gzip.compress(jsonl({"id": 1, "text": "甲"}) * 9)
        (tmp_path / name).write_bytes(whole[:-9])
    else:
        (tmp_path / name).write_bytes(data)
    file = File(name, str(tmp_path / name), 10, 0.0)
    assert list(cut_tables([file], FIELDS)) == [file]
    *_, letter = read((name, file.path))
    assert (letter.source, letter.error) == (name, "RowError")
    assert says in letter.message
    assert str(tmp_path) not in letter.message


def test_a_quote_that_is_never_closed_loses_no_row_before_it(tmp_path, monkeypatch):
    csv.field_size_limit(1000)
    try:
        table = made(tmp_path, "a.csv", 'id,text\n1,甲\n2,"乙'.encode() + b"\n3,x" * 1000)
        first, letter = read(table)
    finally:
        csv.field_size_limit(rows.LARGEST_ROW)
    assert first.data.decode() == "甲"
    assert "look for a quote that is open" in letter.message


# -------------------------------------------------------------------------------------- units


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv.gz"])
@given(
    texts=st.lists(st.text("甲乙,\t\"'\n\r# ", max_size=12), min_size=1, max_size=30),
    size=st.integers(1, 60),
)
def test_parts_tile_a_table_wherever_they_are_cut(tmp_path_factory, name, texts, size):
    folder = tmp_path_factory.mktemp("rows")
    found = [{"id": number, "text": text} for number, text in enumerate(texts)]
    if name.endswith("jsonl"):
        data = jsonl(*found)
    else:
        mark = "\t" if "tsv" in name else ","
        cells = (f'{row["id"]}{mark}"{row["text"].replace(chr(34), chr(34) * 2)}"' for row in found)
        data = f"id{mark}text\n{chr(10).join(cells)}\n".encode()
    table = made(folder, name, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "PART", size)
        cut = list(parts(*table, FIELDS))
        assert [part.first for part in cut[1:]] == [part.first + part.rows for part in cut[:-1]]
        assert [part.start for part in cut[1:]] == [part.end for part in cut[:-1]]
        items = read(table)
    assert [item.source for item in items] == [f"{name}#{n + 1}" for n in range(len(texts))]
    assert [item.data.decode() for item in items if isinstance(item, SourceFile)] == [
        text for text in texts if text
    ]


def test_a_large_table_is_read_in_units_of_its_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "PART", 1000)
    monkeypatch.setattr(units, "SMALLEST_UNIT", 3000)
    monkeypatch.setattr(units, "LARGEST_UNIT", 3000)
    name, path = made(
        tmp_path, "b.jsonl", jsonl(*({"text": "话" * 100, "id": n} for n in range(100)))
    )
    files = [File("a.txt", "/a", 10, 0.0), File(name, path, 33_000, 0.0), File("c", "/c", 1, 0.0)]
    packed = pack(list(cut_tables(files, FIELDS)))
    (tmp_path / "plan").write_bytes(plan(packed))
    found = [each for unit in range(len(packed)) for each in planned(str(tmp_path / "plan"), unit)]
    assert len(packed) > 10
    assert found[0] == ("a.txt", "/a", None)
    assert found[-1][0] == "c"
    inside = [each.part for each in found[1:-1] if each.part]
    assert [each.source for each in found[1:-1]] == [name] * (len(found) - 2)
    assert sum(part.rows for part in inside) == 100
    assert all(part.end - part.start <= 3000 + 400 for part in inside)
    read_back = [
        item.source for each in found[1:-1] for item in fetch_all(name, path, FIELDS, each.part)
    ]
    assert read_back == [f"{name}#{n}" for n in range(1, 101)]


def test_parts_of_parquet_are_rows_of_its_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "PART", 500)
    table = pa.table({"text": [f"第{n}条" + "话" * 50 for n in range(100)], "id": list(range(100))})
    cut = list(parts(*parquet(tmp_path, "a.parquet", table, group=30), FIELDS))
    assert cut[0] == Part(1, cut[0].rows, 0, cut[0].rows)
    assert sum(part.rows for part in cut) == 100
    assert {part.start for part in cut} >= {30, 60, 90}
    assert max(part.rows for part in cut) < 10


def test_rows_are_in_the_order_of_their_numbers():
    names = ["a.jsonl", "a.jsonl#2", "a.jsonl#10", "a.jsonl.txt", "b#x"]
    backwards = names[::-1]
    assert sorted(backwards, key=place) == names


# ----------------------------------------------------------------------------------- the runs


def run(raw: Path, out: Path, *flags: str) -> int:
    return main(["run", "--input", str(raw), "--output", str(out), "-q", "--no-report", *flags])


@pytest.fixture
def raw(tmp_path):
    """Twelve documents by rows, in three formats, one row of each unusable; and a plain file."""
    folder = tmp_path / "raw"
    folder.mkdir()
    made_up = [document(seed, 6, "notice") for seed in range(12)]
    found = [
        {"text": f"{each.title}\n{each.text}\n", "id": f"x{n}", "url": f"http://a/{n}"}
        for n, each in enumerate(made_up)
    ]
    made(folder, "a.jsonl.gz", jsonl(*found[:11], {"id": "y"}))
    (folder / "b.txt").write_text(found[11]["text"], encoding="utf-8")
    table = pa.table({"id": ["p", "q"], "text": [found[0]["text"], None]})
    parquet(folder, "c.parquet", table)
    made(folder, "d.csv", 'id,text\n1,"第一条 甲。\n第二条 乙。"\n2,丙,丁\n'.encode())
    return folder


FLAGS = ("--text-field", "text", "--id-field", "id")


def test_a_run_by_rows_comes_back(raw, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    assert run(raw, out, *FLAGS) == DONE
    found = {record["source"]: record for record in records(out)}
    names = [f"a.jsonl.gz#{n}" for n in range(1, 12)]
    assert list(found) == [*names, "b.txt", "c.parquet#1", "d.csv#1"]
    record = found["a.jsonl.gz#11"]
    made_up = document(10, 6, "notice")
    assert (record["title"], record["source_id"]) == (made_up.title, "x10")
    assert json.loads(record["extra"]) == {"url": "http://a/10"}
    assert (found["b.txt"]["extra"], found["b.txt"]["source_id"]) == ("", "")
    assert found["d.csv#1"]["text"] == "第一条 甲。\n第二条 乙。"
    assert [letter["source"] for letter in lines(out / "dead_letters.jsonl")] == [
        "a.jsonl.gz#12",
        "c.parquet#2",
        "d.csv#2",
    ]
    inputs = json.loads((out / "manifest.json").read_bytes())["inputs"]
    assert [each["source"] for each in inputs["list"]] == [
        "a.jsonl.gz", "b.txt", "c.parquet", "d.csv",
    ]  # fmt: skip
    assert [each["source"] for each in inputs["tables"]] == ["a.jsonl.gz", "c.parquet", "d.csv"]

    assert verify(str(out), str(raw)) == []
    assert restore(str(out), str(tmp_path / "back")) == 14
    text = (tmp_path / "back/a.jsonl.gz#11").read_text(encoding="utf-8")
    assert text == f"{made_up.title}\n{made_up.text}\n"

    capsys.readouterr()
    assert run(raw, out, *FLAGS) == DONE
    assert "nothing was done" in capsys.readouterr().out

    # A unit a part gives the same records.
    monkeypatch.setattr(rows, "PART", 1)
    monkeypatch.setattr(units, "SMALLEST_UNIT", 1)
    monkeypatch.setattr(units, "LARGEST_UNIT", 1)
    assert run(raw, tmp_path / "small", *FLAGS) == DONE
    assert verify(str(tmp_path / "small")) == []
    assert records(tmp_path / "small") == records(out)
    assert len(list((tmp_path / "small/sources").iterdir())) == 17

    # Another column than the text has changed.
    table = raw / "d.csv"
    table.write_bytes(table.read_bytes().replace(b"\n1,", b"\n9,"))
    assert verify(str(out), str(raw)) == ["d.csv: not the bytes that were read"]


def test_a_row_is_never_split_and_a_page_in_it_is_read_as_one(tmp_path):
    (tmp_path / "raw").mkdir()
    text = "".join(f"<p>关于事项{n}的通知</p>\n" for n in range(9))
    made(tmp_path / "raw", "a.jsonl", jsonl({"text": text}))
    assert run(tmp_path / "raw", tmp_path / "out", "--text-field", "text") == DONE
    [record] = records(tmp_path / "out")
    assert (record["source"], record["extra"]) == ("a.jsonl#1", "{}")
    assert record["title"] == "关于事项0的通知"
    assert record["text"].split("\n") == [f"关于事项{n}的通知" for n in range(1, 9)]
    assert text[record["start"] : record["end"]].startswith("关于事项0")


def test_tables_are_not_read_as_texts(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    made(tmp_path / "raw", "a.jsonl", jsonl({"text": "甲"}))
    assert run(tmp_path / "raw", tmp_path / "out") == NO_INPUT
    assert "name the column of their text with --text-field" in capsys.readouterr().err


def test_rows_that_all_fail_stop_the_run_and_say_why(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    made(tmp_path / "raw", "a.jsonl", jsonl(*[{"body": "甲"}] * 9))
    assert run(tmp_path / "raw", tmp_path / "out", "--text-field", "text") == TOO_MANY_FAILED
    assert "the row has no field 'text'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--id-field", "id"), "name the column of their text with --text-field"),
        (("--id-field", "a", "--text-field", "a"), "name the same column"),
        (("--text-field", "a"), "there is no .jsonl"),
    ],
)
def test_flags_that_fit_nothing_are_refused(tmp_path, capsys, flags, says):
    (tmp_path / "a.txt").write_text("甲")
    assert run(tmp_path / "a.txt", tmp_path / "out", *flags) == USAGE
    assert says in capsys.readouterr().err
