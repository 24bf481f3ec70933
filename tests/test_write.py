"""Rows and files of the output, on collations made by hand."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms import write
from transforms.schema import (
    BLANK,
    BODY,
    COPY,
    DIGEST,
    HEADING,
    LABELS,
    PAGE_MARKER,
    Block,
    Collation,
    Decision,
    Document,
    Edit,
    Fact,
    Pair,
    Patch,
    Repeat,
    Segment,
    SourceText,
)
from transforms.tables import columns


def collate(source: str, *blocks: tuple[str, str], **more: object) -> Collation:
    """Return a collation of (label, text) blocks, in UTF-8; ``more`` are its other fields."""
    text = "".join(part for _, part in blocks)
    data = text.encode()
    at, tiles = 0, []
    for label, part in blocks:
        tiles.append(Block(at, at + len(part), label, f"{label}-rule"))
        at += len(part)
    decoded = SourceText(
        source, hashlib.sha256(data).hexdigest(), len(data), text, text, "utf-8", 0.98765,
        "strict", (Segment(0, 0, ("utf-8",)),), (),
    )  # fmt: skip
    return Collation(decoded, tuple(tiles), **more)  # type: ignore[arg-type]


# One document between a blank line and an advert; its first sentence runs over a page marker.
PLAN = collate(
    "甲/规划.txt",
    (BLANK, "\n"),
    (HEADING, "云南省 规划\n"),
    (BODY, "各市人民政府:\n"),
    (BODY, "一、到2025年,"),
    (PAGE_MARKER, "第2页"),
    (BODY, "建成体系。\n"),
    ("credit", "扫码查看全文"),
    documents=(
        Document(
            "d1", 1, 34, 0.91234,
            facts=(
                Fact("title", "云南省规划", 1, 7, "title"),
                Fact("issuers", "云南省人民政府", 0, 0, "issuer"),
                Fact("issuers", "云南省财政厅", 0, 0, "issuer"),
                Fact("page_start", "2", 24, 25, "page"),
                Fact("draft", "征求意见稿", 0, 0, "draft"),
                Fact("personal_data", "phone", 20, 22, "phone"),
                Fact("personal_data", "name", 8, 10, "name"),
                Fact("keywords", "规划", 4, 6, "keyword"),
            ),
            edits=(
                Edit(4, 5, "", "gap"),
                Edit(14, 15, "：", "punctuation"),
                Edit(24, 25, "，", "punctuation"),
                Edit(33, 34, "", "line-end"),
            ),
            warnings=("starts_in_the_middle",),
        ),
    ),
)  # fmt: skip


def test_the_made_up_plan_is_what_the_tests_say() -> None:
    text = PLAN.text.text
    assert [text[start:end] for start, end, _, _ in PLAN.documents[0].edits] == [
        " ",
        ":",
        ",",
        "\n",
    ]
    assert text[34:] == "扫码查看全文"


def test_record_holds_every_field_in_order() -> None:
    decision = Decision("d1", "d0", "", (("d0", "near", 0.912345),), "")
    row = write.record(PLAN, PLAN.documents[0], decision)
    text = "各市人民政府：\n一、到2025年，建成体系。"
    assert list(row) == [column.name for column in columns.RECORD]
    assert row == {
        "id": "d1", "title": "云南省规划", "listed_title": "", "text": text,
        "source": "甲/规划.txt", "source_sha256": PLAN.text.sha256, "start": 1, "end": 34,
        "page_start": 2, "page_end": 0, "url": "", "issuers": ["云南省人民政府", "云南省财政厅"],
        "doc_number": "", "signed": "", "published": "", "effective": "", "region": "",
        "region_code": "", "kind": "", "draft": True, "addressee": "", "attachments": [],
        "rights": "", "restrictions": [],
        "personal_data": [
            {"kind": "name", "start": 8, "end": 10}, {"kind": "phone", "start": 20, "end": 22},
        ],
        "encoding": "utf-8", "encoding_confidence": 0.9877, "source_script": "",
        "split_confidence": 0.9123, "warnings": ["starts_in_the_middle"], "duplicate_of": "",
        "cluster": "d0", "duplicates": [{"id": "d0", "kind": "near", "score": 0.9123}],
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "chars": len(text),
        "extra": '{"keywords": ["规划"]}',
        "source_id": "",
    }  # fmt: skip


def test_a_document_without_facts_has_no_nulls() -> None:
    bare = collate("a.txt", (BODY, "一"), documents=(Document("d", 0, 1, 1.0),))
    row = write.record(bare, bare.documents[0], None)
    assert None not in row.values()
    assert (row["title"], row["issuers"], row["page_end"], row["draft"]) == ("", [], 0, False)
    assert row["extra"] == ""


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_a_draft_that_is_denied_is_none(value: str) -> None:
    assert write.fields([Fact("draft", value, 0, 0, "r")])["draft"] is False


def test_of_two_facts_for_one_value_the_first_counts() -> None:
    facts = [Fact("signed", "2021-03-01", 5, 9, "r"), Fact("signed", "2021-04-01", 15, 19, "r")]
    assert write.fields(facts)["signed"] == "2021-03-01"


def test_ledger_merges_body_and_keeps_the_rest_raw() -> None:
    rows = write.ledger_rows(PLAN)
    assert [(row.start, row.end, row.stage, row.label, row.id, row.raw) for row in rows] == [
        (0, 1, "segment", BLANK, "", "\n"),
        (1, 8, "split", HEADING, "d1", "云南省 规划\n"),
        (8, 25, "restore", BODY, "d1", ""),
        (25, 28, "segment", PAGE_MARKER, "d1", "第2页"),
        (28, 34, "restore", BODY, "d1", ""),
        (34, 40, "label", "credit", "", "扫码查看全文"),
    ]
    assert [row.reason for row in rows if row.label != BODY] == [
        "empty line or byte order mark",
        "title or heading: read into the record's fields",
        "page marker",
        "credit or advert of a compiler or site",
    ]
    body = rows[2]
    assert (body.edit_start, body.edit_raw, body.edit_new) == ([14, 24], [":", ","], ["：", "，"])
    assert body.edit_rule == ["punctuation", "punctuation"]
    assert (rows[1].edit_start, rows[1].edit_raw, rows[1].edit_new) == ([4], [" "], [""])
    assert rows[4].edit_raw == ["\n"]


def test_body_outside_every_document_is_kept_raw() -> None:
    (row,) = write.ledger_rows(collate("a.txt", (BODY, "残句。")))
    assert (row.id, row.raw, row.reason) == ("", "残句。", "stands outside every document")


def test_two_documents_that_touch_are_two_rows() -> None:
    two = collate(
        "a.txt", (BODY, "甲。"), (BODY, "乙。"),
        documents=(Document("d1", 0, 2, 1.0), Document("d2", 2, 4, 1.0)),
    )  # fmt: skip
    assert [(row.start, row.end, row.id) for row in write.ledger_rows(two)] == [
        (0, 2, "d1"),
        (2, 4, "d2"),
    ]


def test_an_insertion_between_two_blocks_stands_where_the_text_has_it() -> None:
    edits = (Edit(4, 4, "\n", "join"),)
    glued = collate(
        "a.txt", (HEADING, "标题"), (BODY, "甲。"), (PAGE_MARKER, ","), (BODY, "乙。"),
        documents=(Document("d1", 0, 7, 1.0, edits=edits),),
    )  # fmt: skip
    rows = write.ledger_rows(glued)
    assert write.record(glued, glued.documents[0], None)["text"] == "甲。\n乙。"
    assert [row.edit_new for row in rows] == [[], ["\n"], [], []]


def test_edits_of_a_block_that_was_relabelled_since_are_dropped() -> None:
    edits = (Edit(0, 1, "甲", "r"), Edit(3, 4, "", "r"), Edit(4, 5, "丙", "r"))
    half = collate(
        "a.txt", (BODY, "申。"), (COPY, "乙。"), (BODY, "两。"),
        documents=(Document("d1", 0, 6, 1.0, edits=edits),),
    )  # fmt: skip
    assert write.record(half, half.documents[0], None)["text"] == "甲。丙。"
    assert [row.edit_new for row in write.ledger_rows(half)] == [["甲"], [], ["丙"]]


def test_a_removed_passage_names_its_twin_and_the_survivor() -> None:
    text = "坚持改革开放。"
    copied = collate(
        "a.txt", (DIGEST, text), (BODY, f"一、{text}"),
        documents=(Document("d1", 0, 16, 1.0),),
        repeats=(
            Repeat(0, 7, 9, 16, "exact", 1.0, "removed", "stands before the document proper"),
            Repeat(9, 16, 0, 7, "exact", 1.0, "marked", ""),
        ),
    )  # fmt: skip
    digest = write.ledger_rows(copied)[0]
    assert digest.survivor == "d1"
    assert digest.raw == text
    assert digest.reason == (
        "stands before the document proper; 0:7 repeats 9:16 “一、坚持改革开放。” (exact, 1.00)"
    )
    removed, marked = write.repeat_rows(copied)
    assert (removed.action, removed.survivor, removed.score) == ("removed", "d1", 1.0)
    assert (removed.left_start, removed.left_end) == (0, 7)
    assert (removed.right, removed.right_start, removed.right_end) == ("d1", 9, 16)
    assert (marked.action, marked.survivor) == ("marked", "")


def document(name: str, text: str) -> Collation:
    """Return a source of one block and one document, whose id is the source's name."""
    return collate(name, (BODY, text), documents=(Document(name, 0, len(text), 1.0),))


TWINS = (document("a", "甲乙丙丁。"), document("b", "甲乙丙丁。\n"))
TWIN_DECISIONS = {
    "a": Decision("a", "a", "", (("b", "near", 0.96),), "the first in order"),
    "b": Decision("b", "a", "a", (("a", "near", 0.96),), "near-identical"),
}
TWIN_PAIR = Pair("document", "near", 0.96, 0.95, 0.9, ("a", 0, 5), ("b", 0, 6))


@pytest.mark.parametrize("policy", ["off", "mark", "within"])
def test_a_redundant_document_stays_by_default(policy: str) -> None:
    rows = write.tabulate(TWINS, TWIN_DECISIONS, [TWIN_PAIR], policy)
    assert [(row["id"], row["duplicate_of"]) for row in rows.data] == [("a", ""), ("b", "a")]
    (pair,) = rows.duplicates
    assert (pair.source, pair.action, pair.survivor, pair.reason) == (
        "a", "marked", "a", "near-identical",
    )  # fmt: skip
    assert (pair.score, pair.jaccard, pair.edit, pair.containment) == (0.96, 0.96, 0.95, 0.9)


def test_policy_all_leaves_out_a_redundant_document() -> None:
    rows = write.tabulate(TWINS, TWIN_DECISIONS, [TWIN_PAIR], "all")
    assert [row["id"] for row in rows.data] == ["a"]
    assert rows.duplicates[0].action == "removed"
    copy = rows.ledger[1]
    assert (copy.stage, copy.label, copy.id, copy.survivor) == ("deduplicate", COPY, "b", "a")
    assert copy.raw == "甲乙丙丁。\n"
    assert copy.reason == "the whole document repeats its survivor: near-identical"
    assert [source.documents for source in rows.sources] == [1, 0]


@pytest.mark.parametrize(("kind", "score"), [("near", 0.96), ("contained", 0.9)])
def test_the_score_is_that_of_the_kind(kind: str, score: float) -> None:
    assert write.duplicate_row(TWIN_PAIR._replace(kind=kind), "a", {}).score == score


def test_a_near_miss_is_noted() -> None:
    pair = TWIN_PAIR._replace(kind="rejected")
    (row,) = write.tabulate(TWINS, {}, [pair]).duplicates
    assert (row.kind, row.action, row.survivor) == ("rejected", "none", "")


def test_a_removed_passage_without_a_twin_says_so() -> None:
    half = collate(
        "a.txt", (DIGEST, "通知明确，"), (BODY, "正文。"), documents=(Document("d1", 0, 8, 1.0),),
        repeats=(Repeat(0, 5, 5, 8, "contained", 0.0, "removed", "digest"),),
    )  # fmt: skip
    row = write.ledger_rows(half)[0]
    assert (row.survivor, row.reason) == ("d1", "digest; 0:5 has no twin")


def test_a_pair_across_clusters_has_no_survivor() -> None:
    apart = TWIN_DECISIONS | {"b": Decision("b", "c", "c", (), "near-identical to c")}
    row = write.duplicate_row(TWIN_PAIR, "a", apart, "all")
    assert (row.action, row.survivor, row.reason) == ("marked", "", "")


def test_warnings_are_counted_by_kind() -> None:
    texts = ("page 2 is missing", "page 12-14 is missing")
    marked = [
        source._replace(documents=(source.documents[0]._replace(warnings=(warning,)),))
        for source, warning in zip(TWINS, texts, strict=True)
    ]
    assert write.tally(write.tabulate(marked, {}, []))["warning/page N is missing"] == 2


def test_every_label_has_a_stage_and_a_reason() -> None:
    assert set(write.LABELS) == set(LABELS)


@pytest.mark.parametrize(
    ("row", "table"),
    [
        (write.LedgerRow, columns.LEDGER),
        (write.DuplicateRow, columns.DUPLICATES),
        (write.FactRow, columns.FACTS),
        (write.SourceRow, columns.SOURCES),
    ],
)
def test_rows_have_the_columns_of_their_table(row: type, table: tuple[columns.Column, ...]) -> None:
    assert row._fields == tuple(column.name for column in table)  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------ files


def test_files_of_a_unit(tmp_path: Path) -> None:
    rows = write.tabulate([PLAN], {}, [])
    entries = write.write_unit(str(tmp_path), 1, 3, rows, "both")
    assert [(entry.path, entry.rows) for entry in entries] == [
        ("data/train-00001-of-00003.parquet", 1),
        ("duplicates/train-00001-of-00003.parquet", 0),
        ("facts/train-00001-of-00003.parquet", 8),
        ("jsonl/train-00001-of-00003.jsonl", 1),
        ("ledger/train-00001-of-00003.parquet", 6),
        ("sources/train-00001-of-00003.parquet", 1),
    ]
    for entry in entries:
        data = (tmp_path / entry.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry.bytes, entry.sha256)
    assert not list(tmp_path.rglob(".*"))


def test_jsonl_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    rows = write.tabulate([PLAN, *TWINS], TWIN_DECISIONS, [])
    write.write_unit(str(tmp_path), 0, 1, rows, "both")
    table = pq.read_table(tmp_path / "data/train-00000-of-00001.parquet")
    lines = (tmp_path / "jsonl/train-00000-of-00001.jsonl").read_text("utf-8").splitlines()
    assert table.schema.equals(columns.arrow_schema(columns.RECORD))
    assert table.to_pylist() == [json.loads(line) for line in lines] == rows.data
    assert "云南省规划" in lines[0]


@pytest.mark.parametrize(
    ("format", "folders"),
    [("parquet", {"data"}), ("jsonl", {"jsonl"}), ("both", {"data", "jsonl"})],
)
def test_the_format_is_that_of_the_records(tmp_path: Path, format: str, folders: set[str]) -> None:
    write.write_unit(str(tmp_path), 0, 1, write.tabulate([PLAN], {}, []), format)
    found = {path.name for path in tmp_path.iterdir()}
    assert found == folders | {"ledger", "duplicates", "facts", "sources"}


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'csv': give one of parquet, jsonl, both"):
        write.write_unit(str(tmp_path), 0, 1, write.tabulate([PLAN], {}, []), "csv")


def test_a_unit_without_records_has_schemas_but_no_lines(tmp_path: Path) -> None:
    entries = write.write_unit(str(tmp_path), 0, 1, write.tabulate([], {}, []), "both")
    assert {entry.path.partition("/")[0] for entry in entries} == set(columns.TABLES)
    for name, table in columns.TABLES.items():
        found = pq.read_table(tmp_path / name / "train-00000-of-00001.parquet")
        assert found.num_rows == 0
        assert found.schema.equals(columns.arrow_schema(table))


def test_patches_keep_their_bytes(tmp_path: Path) -> None:
    torn = document("a", "甲\ufffd乙")
    patch = Patch(3, 4, 1, 2, b"\xff")
    torn = torn._replace(text=torn.text._replace(patches=(patch,)))
    write.write_unit(str(tmp_path), 0, 1, write.tabulate([torn], {}, []))
    (row,) = pq.read_table(tmp_path / "sources/train-00000-of-00001.parquet").to_pylist()
    assert row["patches"] == [patch._asdict()]
    assert row["segments"] == [{"byte_start": 0, "char_start": 0, "codecs": ["utf-8"]}]


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = (write.tabulate([PLAN, *TWINS], TWIN_DECISIONS, [TWIN_PAIR]) for _ in range(2))
    for name, table in columns.TABLES.items():
        data = write.parquet(table, getattr(first, name))
        assert data == write.parquet(table, getattr(second, name))


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write.write_file(str(tmp_path), "taken", b"x", 0)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_ledger_full_of_edits_is_small() -> None:
    """A compilation of a million code points has some 100,000 edits of punctuation."""
    sentence = (
        "坚持稳中求进工作总基调,完整准确全面贯彻新发展理念,加快构建新发展格局;推动高质量发展:"
    )
    marks = {",": "，", ";": "；", ":": "："}
    text = sentence * 500
    edits = tuple(
        Edit(at, at + 1, marks[mark], "punctuation")
        for at, mark in enumerate(text)
        if mark in marks
    )
    folded = collate(
        "a.txt", (BODY, text), documents=(Document("d", 0, len(text), 1.0, edits=edits),)
    )
    data = write.parquet(columns.LEDGER, write.ledger_rows(folded))
    assert len(edits) == 2000
    assert len(data) < 2 * len(edits) + 6000  # the file's own frame takes some 5,000 bytes


# --------------------------------------------------------------------------------- manifest


def manifest_of(rows: list[write.Rows], **more: object) -> dict[str, object]:
    found = {
        "options": {"script": "simplified", "duplicates": "within"},
        "versions": {"jiaokan": "0.1.0"},
        "files": [write.FileEntry("data/b", 1, 2, "s"), write.FileEntry("data/a", 1, 2, "s")],
        "tallies": [write.tally(each) for each in rows],
        "inputs": [("b", "sha-b", 16), ("a", "sha-a", 15)],
        "dead_letters": 1,
        "skipped": 2,
    }
    return write.manifest(**found | more)  # type: ignore[arg-type]


def test_manifest_adds_up_the_units() -> None:
    manifest = manifest_of([write.tabulate([each], {}, []) for each in (PLAN, *TWINS)])
    assert manifest["counts"] == {
        "sources": 3,
        "bytes": PLAN.text.size + 15 + 16,
        "characters": 40 + 5 + 6,
        "documents": 3,
        "characters_kept": 22 + 5 + 6,
        "undecodable_bytes": 0,
        "lost_characters": 0,
        "characters_by_label": {
            "blank": 1, "body": 34, "credit": 6, "heading": 7, "page_marker": 3,
        },
        "edits_by_rule": {"gap": 1, "line-end": 1, "punctuation": 2},
        "encodings": {"utf-8": 3},
        "warnings": {"starts_in_the_middle": 1},
        "duplicates": {},
        "dead_letters": 1,
        "skipped": 2,
    }  # fmt: skip
    assert [entry["path"] for entry in manifest["files"]] == ["data/a", "data/b"]  # type: ignore


def test_manifest_does_not_depend_on_the_order_of_units() -> None:
    rows = [write.tabulate([each], {}, []) for each in (PLAN, *TWINS)]
    inputs = [("a", "sha-a", 15), ("b", "sha-b", 16)]
    assert json.dumps(manifest_of(rows)) == json.dumps(manifest_of(rows[::-1], inputs=inputs))


def test_manifest_leaves_long_lists_to_the_sources() -> None:
    inputs = [(f"{number:04d}", "sha", 1) for number in range(write.LISTED_INPUTS + 1)]
    listed = manifest_of([], inputs=inputs)["inputs"]
    assert isinstance(listed, dict)
    assert (listed["files"], listed["bytes"], listed["list"]) == (1001, 1001, [])
    assert listed["sha256"] != manifest_of([], inputs=inputs[1:])["inputs"]["sha256"]  # type: ignore


# ---------------------------------------------------------------------------------- schemas


def test_a_record_fits_the_json_schema() -> None:
    schema = columns.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    record = write.record(PLAN, PLAN.documents[0], TWIN_DECISIONS["b"])
    jsonschema.validate(record, schema)
    for wrong in ({**record, "chars": "40"}, {**record, "title": None}, {**record, "more": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_json_schema_and_parquet_agree() -> None:
    schema = columns.json_schema()
    names = list(schema["properties"])
    assert names == schema["required"] == columns.arrow_schema(columns.RECORD).names
    assert schema["properties"]["personal_data"]["items"]["required"] == ["kind", "start", "end"]


def test_pyarrow_reads_the_lines_with_the_schema() -> None:
    from pyarrow import json as arrow_json

    data = write.jsonl(write.tabulate([PLAN, *TWINS], {}, []).data)
    options = arrow_json.ParseOptions(explicit_schema=columns.arrow_schema(columns.RECORD))
    table = arrow_json.read_json(io.BytesIO(data), parse_options=options)
    assert table.column("id").to_pylist() == ["d1", "a", "b"]
    assert table.schema.field("chars").type == pa.int64()


def test_the_documentation_names_every_file_and_field() -> None:
    page = (Path(__file__).parent.parent / "docs/outputs.md").read_text("utf-8")
    for name, table in columns.TABLES.items():
        section = page.split(f"\n## `{name}/", 1)[1].split("\n## ", 1)[0]
        fields = section.split("\n| label |", 1)[0]
        documented = [line.split("`")[1] for line in fields.splitlines() if line.startswith("| `")]
        assert documented == [column.name for column in table]
    for label in LABELS:
        assert f"| `{label}` |" in page
