"""An output rebuilds its sources, and whatever is wrong with it is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import verify
from pipeline.verify import Broken
from tests.test_write import PLAN, TWIN_DECISIONS, TWIN_PAIR, TWINS, collate
from transforms import write
from transforms.schema import (
    BODY,
    HEADING,
    LABELS,
    PAGE_MARKER,
    Block,
    Collation,
    Document,
    Edit,
    Fact,
    Repeat,
)
from transforms.tables import columns

UNITS = ((PLAN,), TWINS)


def tabulate(
    collations: tuple[Collation, ...] = (PLAN, *TWINS), policy: str = "mark"
) -> write.Rows:
    pairs = [TWIN_PAIR] if TWINS[0] in collations else []
    return write.tabulate(collations, TWIN_DECISIONS, pairs, policy)


def publish(
    out: Path, policy: str = "mark", format: str = "both", **changed: Callable[[list[Any]], Any]
) -> str:
    """Write a whole output of two units; ``changed`` alters the rows of the first before that."""
    letter = {"source": "坏.bin", "message": "no encoding fits"}
    skipped = {"source": "图.png", "message": "png is not read"}
    units = [tabulate(unit, policy) for unit in (TWINS, (PLAN,))]
    tallies = [write.tally(rows) for rows in units]
    for table, change in changed.items():
        change(getattr(units[0], table))
    files = [
        entry
        for unit, rows in enumerate(units)
        for entry in write.write_unit(str(out), unit, len(units), rows, format)
    ]
    for name, row in (("dead_letters", letter), ("skipped", skipped)):
        files.append(write.write_file(str(out), f"{name}.jsonl", write.jsonl([row]), 1))
    manifest = write.manifest(
        options={"limit": 0}, versions={}, files=files, tallies=tallies, dead_letters=1, skipped=1,
        inputs=[(each.text.source, each.text.sha256, each.text.size) for each in (*TWINS, PLAN)],
    )  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(manifest))
    return str(out)


# ---------------------------------------------------------------------------------- rebuild

# A source is labelled stretches; a stretch is pieces, each kept or edited.
WORDS = st.text(st.sampled_from("甲乙，。,. \n\r一第A𠀀\ufeff"), min_size=1, max_size=4)
PIECE = st.tuples(WORDS | st.just(""), st.none() | WORDS | st.just(""))
STRETCH = st.tuples(
    st.sampled_from([BODY, BODY, HEADING, PAGE_MARKER, "copy"]), st.lists(PIECE, min_size=1)
)


@st.composite
def collations(draw: st.DrawFn) -> Collation:
    """A random source: blocks that tile it, documents on block edges, edits inside blocks."""
    at, text = 0, ""
    blocks: list[Block] = []
    edits: list[Edit] = []
    for label, pieces in draw(st.lists(STRETCH, max_size=8)):
        start = at
        inside: list[Edit] = []
        for raw, new in pieces:
            if new is not None and label != PAGE_MARKER:  # "copy": relabelled since
                inside.append(Edit(at, at + len(raw), new, "rule"))
            text, at = text + raw, at + len(raw)
        if at > start:
            blocks.append(Block(start, at, label, "rule"))
            edits += inside
    edges = [0, *(block.end for block in blocks)]
    ends = draw(st.sets(st.sampled_from(edges)))
    documents = [
        Document(f"d{number}", start, end, 0.5, edits=_inside(edits, start, end))
        for number, (start, end) in enumerate(zip(sorted(ends), sorted(ends)[1:], strict=False))
        if draw(st.booleans())
    ]
    parts = [(block.label, text[block.start : block.end]) for block in blocks]
    return collate("a.txt", *parts, documents=tuple(documents))


def _inside(edits: list[Edit], start: int, end: int) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if start <= edit.start and edit.end <= end)


@settings(deadline=None)
@given(collations())
def test_ledger_and_records_rebuild_any_source(collation: Collation) -> None:
    rows = write.tabulate([collation], {}, [])
    assert verify.check_unit([collation], rows) == []
    texts = {row["id"]: row["text"] for row in rows.data}
    assert verify.rebuild(rows.ledger, texts) == collation.text.text
    assert verify.rebuild_bytes(rows.sources[0], rows.ledger, rows.data) == (
        collation.text.text.encode()
    )


@settings(deadline=None)
@given(collations(), st.data())
def test_a_changed_character_is_found(collation: Collation, data: st.DataObject) -> None:
    rows = write.tabulate([collation], {}, [])
    places: list[tuple[Any, str, Any]] = []
    places += [(row, "text", at) for row in rows.data for at in range(len(row["text"]))]
    places += [(row, "raw", at) for row in rows.ledger for at in range(len(row.raw))]
    places += [
        (row, name, (index, at))
        for row in rows.ledger
        for name in ("edit_raw", "edit_new")
        for index, piece in enumerate(getattr(row, name))
        for at in range(len(piece))
    ]
    if not places:
        return
    row, name, at = data.draw(st.sampled_from(places))
    if isinstance(row, dict):
        text = row["text"]
        changed = text[:at] + "変" + text[at + 1 :]
        row |= {"text": changed, "text_sha256": hashlib.sha256(changed.encode()).hexdigest()}
    elif name == "raw":
        rows.ledger[rows.ledger.index(row)] = row._replace(
            raw=row.raw[:at] + "変" + row.raw[at + 1 :]
        )
    elif row.label == BODY or name == "edit_raw":
        index, offset = at
        pieces = getattr(row, name)
        pieces[index] = pieces[index][:offset] + "変" + pieces[index][offset + 1 :]
    else:
        return  # what a heading reads instead stands in the title, as the facts say
    assert list(verify.check_rows(rows))


def ledger_row(**changed: Any) -> write.LedgerRow:
    """Return the row of the body 甲,乙 whose record reads 甲，乙."""
    row = write.LedgerRow(
        "a", 0, 3, "restore", BODY, "line", "", "d", "", "", [1], [","], ["，"], ["r"]
    )
    return row._replace(**changed)


def test_an_edit_is_inverted() -> None:
    assert verify.rebuild([ledger_row()], {"d": "甲，乙"}) == "甲,乙"


@pytest.mark.parametrize(
    ("rows", "texts", "message"),
    [
        ([ledger_row(start=1, end=4)], {"d": "甲，乙"}, "ledger row 1:4 does not follow 0"),
        ([ledger_row(end=0)], {"d": "甲，乙"}, "ledger row 0:0 does not follow 0"),
        ([ledger_row(end=4)], {"d": "甲，乙"}, "ledger row 0:4 holds 3 code points"),
        ([ledger_row()], {}, "ledger row 0:3 names no record: d"),
        ([ledger_row()], {"d": "甲，乙丙"}, "record d: the ledger gives 3 of 4 code points"),
        ([ledger_row()], {"d": "甲;乙"}, "record d does not read '，' for the edit at 1"),
        ([ledger_row(edit_start=[3])], {"d": "甲，乙"}, "ledger row 0:3: misplaced edit at 3"),
        ([ledger_row(edit_new=[])], {"d": "甲，乙"}, "edit columns of different counts"),
        ([ledger_row(id="", raw="甲，乙")], {}, "ledger row 0:3 does not read ',' at 1"),
        ([ledger_row(id="", raw="甲,乙丙")], {}, "ledger row 0:3 holds 4 code points"),
    ],
)
def test_what_does_not_fit_is_named(
    rows: list[write.LedgerRow], texts: dict[str, str], message: str
) -> None:
    with pytest.raises(Broken, match=message):
        verify.rebuild(rows, texts)


# ------------------------------------------------------------------------------- invariants

LINES = collate("a.txt", (BODY, "甲乙"), (PAGE_MARKER, "1"), (BODY, "丙丁"))
WHOLE = Document("d", 0, 5, 1.0)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (LINES._replace(blocks=LINES.blocks[1:]), "block 2:3 does not follow 0"),
        (LINES._replace(blocks=LINES.blocks[:2]), "the blocks end at 3, the text at 5"),
        (LINES._replace(blocks=(Block(0, 5, "advert", ""),)), "block 0:5 has an unknown label"),
        (LINES._replace(text=LINES.text._replace(view="甲")), "the view has 1 code points"),
        (LINES._replace(documents=(WHOLE._replace(start=1),)), "document 1:5 is empty, out of ord"),
        (LINES._replace(documents=(WHOLE, WHOLE)), "document 0:5 is empty, out of order"),
        (
            LINES._replace(documents=(WHOLE._replace(edits=(Edit(1, 3, "", "r"),)),)),
            "the edit at 1:3 leaves its block",
        ),
        (
            LINES._replace(
                documents=(WHOLE._replace(edits=(Edit(1, 2, "", "r"), Edit(0, 1, "", "r"))),)
            ),
            "the edit at 0:1 is out of order or outside",
        ),
        (
            LINES._replace(
                documents=(WHOLE._replace(edits=(Edit(1, 2, "", "r"), Edit(1, 1, "丙", "r"))),)
            ),
            "the edit at 1:1 is out of order or outside",
        ),
        (
            LINES._replace(documents=(WHOLE._replace(facts=(Fact("title", "", 4, 6, "r"),)),)),
            "fact 4:6 lies outside the source",
        ),
        (
            LINES._replace(repeats=(Repeat(2, 1, 0, 1, "exact", 1.0, "marked", ""),)),
            "repeat 2:1 lies outside the source",
        ),
    ],
)
def test_a_broken_collation_is_found_before_it_is_written(broken: Collation, message: str) -> None:
    empty = write.Rows([], [], [], [], [])
    problems = verify.check_unit([broken], empty)
    assert [message in problem for problem in problems] == [True]
    assert problems[0].startswith("a.txt: ")


# ----------------------------------------------------------------------------------- verify


@pytest.mark.parametrize("policy", ["mark", "all"])
@pytest.mark.parametrize("format", write.FORMATS)
def test_a_sound_output_has_no_problems(tmp_path: Path, policy: str, format: str) -> None:
    out = publish(tmp_path, policy, format)
    assert verify.verify(out) == []
    assert verify.unread(out) == ["坏.bin: no encoding fits", "图.png: png is not read"]


@pytest.mark.parametrize(
    "path",
    [
        "data/train-00000-of-00002.parquet",
        "jsonl/train-00001-of-00002.jsonl",
        "ledger/train-00001-of-00002.parquet",
        "sources/train-00000-of-00002.parquet",
        "dead_letters.jsonl",
    ],
)
def test_a_changed_byte_and_a_lost_file_are_found(tmp_path: Path, path: str) -> None:
    out = publish(tmp_path)
    file = tmp_path / path
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert verify.verify(out) == [f"{path}: not the bytes that were written"]
    file.unlink()
    assert verify.verify(out) == [f"{path}: cannot be read"]


def test_foreign_files_are_found_and_known_ones_are_not(tmp_path: Path) -> None:
    out = publish(tmp_path)
    for name in (".gitkeep", "run.json", "report.html", "SHA256SUMS", "data/.cache"):
        (tmp_path / name).write_text("")
    assert verify.verify(out) == []
    (tmp_path / "data/old.parquet").write_text("")
    assert verify.verify(out) == ["data/old.parquet: not listed in manifest.json"]


def set_field(index: int, **changed: Any) -> Callable[[list[Any]], None]:
    def change(rows: list[Any]) -> None:
        row = rows[index]
        rows[index] = {**row, **changed} if isinstance(row, dict) else row._replace(**changed)

    return change


def drop_first(rows: list[Any]) -> None:
    del rows[0]


def double_first(rows: list[Any]) -> None:
    rows.insert(0, rows[0])


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("data", set_field(0, text="甲乙丙戊。"), "a: ledger and records do not give the bytes"),
        ("data", set_field(0, title="规划"), "a: record a: title is '规划', not ''"),
        ("data", set_field(0, start=1), "a: record a: start is 1, not 0"),
        ("data", set_field(0, chars=6), "a: record a: chars is 6, not 5"),
        ("data", set_field(0, cluster="z"), "there is no document with the id z"),
        ("data", set_field(1, id="a"), "two records have the id a"),
        ("data", drop_first, "a: 0 records, not 1"),
        ("data", double_first, "a: 2 records, not 1"),
        ("data", set_field(1, source="c"), "the tables do not name the same sources"),
        ("ledger", set_field(1, source="c"), "the tables do not name the same sources"),
        ("ledger", set_field(1, id=""), "b: ledger row 0:6 holds 0 code points"),
        ("ledger", set_field(1, label="advert"), "b: ledger row 0:6 holds 0 code points"),
        ("sources", set_field(0, sha256="0"), "a: ledger and records do not give the bytes"),
        ("sources", set_field(0, bytes=4), "a: ledger and records do not give the bytes"),
        ("sources", set_field(0, code_points=4), "a: 5 code points, not 4"),
        ("sources", list.reverse, "the tables do not name the same sources"),
        ("sources", drop_first, "the tables do not name the same sources"),
        ("duplicates", set_field(0, right="z"), "there is no document with the id z"),
        ("duplicates", drop_first, "manifest.json counts {'document marked': 1} duplicates, not"),
        (
            "facts",
            lambda rows: rows.append(write.FactRow("a", "z", "title", "", 0, 0, "r")),
            "a fact belongs to no record",
        ),
    ],
)
def test_a_false_output_with_true_checksums_is_found(
    tmp_path: Path, table: str, change: Callable[[list[Any]], None], message: str
) -> None:
    out = publish(tmp_path, "mark", "both", **{table: change})
    problems = verify.verify(out)
    assert any(message in problem for problem in problems), problems


def rewrite(out: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    change(manifest)
    (out / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda it: it.update(schema=99), "manifest.json: schema 99, but this program reads"),
        (lambda it: it.pop("files"), "manifest.json: not a manifest of ours"),
        (lambda it: it["counts"].update(documents=9), "manifest.json counts 9 documents, not 3"),
        (lambda it: it["counts"].update(skipped=0), "skipped.jsonl: not the number of lines"),
        (lambda it: it["inputs"]["list"][0].update(sha256=""), "manifest.json has another sha256"),
        (lambda it: it["files"][0].update(rows=7), "train-00000-of-00002.parquet: 2 rows, not 7"),
        (
            lambda it: it["files"][0].update(path="data/../data/train-00000-of-00002.parquet"),
            "data/train-00000-of-00002.parquet: not listed in manifest.json",
        ),
        (
            lambda it: it.update(files=[row for row in it["files"] if row["path"][:2] != "so"]),
            "sources/train-00000-of-00002.parquet: not listed in manifest.json",
        ),
        (lambda it: it["files"].pop(0), "train-00000-of-00002.parquet: not listed"),
    ],
)
def test_a_false_manifest_is_found(
    tmp_path: Path, change: Callable[[dict[str, Any]], Any], message: str
) -> None:
    out = publish(tmp_path)
    rewrite(tmp_path, change)
    problems = verify.verify(out)
    assert any(message in problem for problem in problems), problems


@pytest.mark.parametrize("content", ["", "[]", "{", '{"schema": 1}'])
def test_what_is_no_output_is_said_so(tmp_path: Path, content: str) -> None:
    (said,) = verify.verify(str(tmp_path))
    assert said.startswith(f"there is no output in {tmp_path} (no manifest.json)")
    (tmp_path / "manifest.json").write_text(content)
    assert "manifest.json: not a manifest of ours" in verify.verify(str(tmp_path))[0]


def test_units_out_of_order_are_found(tmp_path: Path) -> None:
    def swap(rows: list[Any]) -> None:
        rows[:] = [put(row, {"a": "丙", "b": "丁"}) for row in rows]

    def put(row: Any, names: dict[str, str]) -> Any:
        if isinstance(row, dict):
            return {**row, "source": names[row["source"]]}
        return row._replace(source=names[row.source])

    tables = {"data": swap, "ledger": swap, "sources": swap, "duplicates": swap}
    problems = verify.verify(publish(tmp_path, "mark", "both", **tables))
    assert "the sources are not in order, or one stands in two units" in problems


def test_a_lost_unit_is_found(tmp_path: Path) -> None:
    out = publish(tmp_path)
    rewrite(
        tmp_path,
        lambda it: it.update(
            files=[row for row in it["files"] if "sources/train-00001" not in row["path"]]
        ),
    )
    (tmp_path / "sources/train-00001-of-00002.parquet").unlink()
    message = "data/train-00001-of-00002.parquet: not a file of one of the 1 units"
    assert message in verify.verify(out)


def test_lines_that_differ_from_parquet_are_found(tmp_path: Path) -> None:
    out = publish(tmp_path)
    path = "jsonl/train-00000-of-00002.jsonl"
    data = (tmp_path / path).read_bytes().replace("甲".encode(), "申".encode())
    entry = write.write_file(out, path, data, 2)
    rewrite(
        tmp_path,
        lambda it: next(row for row in it["files"] if row["path"] == path).update(entry._asdict()),
    )
    assert verify.verify(out) == [f"{path}: not the rows of data/train-00000-of-00002.parquet"]


def test_other_columns_are_found(tmp_path: Path) -> None:
    out = publish(tmp_path)
    path = "facts/train-00001-of-00002.parquet"
    entry = write.write_file(out, path, write.parquet(columns.FACTS[:-1], []), 0)
    rewrite(
        tmp_path,
        lambda it: next(row for row in it["files"] if row["path"] == path).update(entry._asdict()),
    )
    assert verify.verify(out) == [f"{path}: its columns are not those of schema {columns.VERSION}"]


# ------------------------------------------------------------------- raw files, and restore


def put_sources(folder: Path) -> None:
    for each in (PLAN, *TWINS):
        path = folder / each.text.source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.text.text.encode())
    (folder / "坏.bin").write_bytes(b"\x00\xff")
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")


def test_the_input_is_compared(tmp_path: Path) -> None:
    out = publish(tmp_path / "out")
    put_sources(tmp_path / "raw")
    raw = str(tmp_path / "raw")
    assert verify.verify(out, raw) == verify.verify(out, [raw]) == []
    (tmp_path / "raw/a").write_text("甲乙")
    (tmp_path / "raw/b").rename(tmp_path / "raw/c")
    assert verify.verify(out, raw) == [
        "a: not the bytes that were read",
        "c: not in the output",
        f"b: not below {raw}",
    ]
    assert "it does not exist" in verify.verify(out, f"{raw}-none")[0]


def test_restore_gives_the_sources_back(tmp_path: Path) -> None:
    out = publish(tmp_path / "out", "all")
    folder = tmp_path / "back"
    assert verify.restore(out, str(folder)) == 3
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {"a", "b", "甲/规划.txt"}
    for each in (PLAN, *TWINS):
        data = (folder / each.text.source).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each.text.sha256


def test_restore_never_replaces_a_file(tmp_path: Path) -> None:
    out = publish(tmp_path / "out")
    (tmp_path / "back").mkdir()
    (tmp_path / "back/a").write_text("mine")
    with pytest.raises(Broken, match="exists already: give a new folder"):
        verify.restore(out, str(tmp_path / "back"))
    assert (tmp_path / "back/a").read_text() == "mine"


def test_restore_names_what_it_cannot_write(tmp_path: Path) -> None:
    out = publish(tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(Broken, match="give another folder"):
        verify.restore(out, str(tmp_path / "file/back"))


def test_restore_refuses_a_broken_output(tmp_path: Path) -> None:
    out = publish(tmp_path / "out", data=set_field(0, text="甲乙丙戊。"))
    with pytest.raises(Broken, match="do not give the bytes"):
        verify.restore(out, str(tmp_path / "back"))
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("name", ["../a", "b/../../a", "/etc/a", "..", ".", "", "a\0b"])
def test_restore_stays_below_its_folder(tmp_path: Path, name: str) -> None:
    def rename(rows: list[Any]) -> None:
        for index, row in enumerate(rows):
            if (row["source"] if isinstance(row, dict) else row.source) == "a":
                set_field(index, source=name)(rows)

    out = publish(tmp_path / "out", data=rename, ledger=rename, sources=rename)
    with pytest.raises(Broken, match="does not name a file below"):
        verify.restore(out, str(tmp_path / "back"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_restore_does_not_follow_a_link_out_of_its_folder(tmp_path: Path) -> None:
    out = publish(tmp_path / "out")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "back").mkdir()
    (tmp_path / "back/甲").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Broken, match="does not name a file below"):
        verify.restore(out, str(tmp_path / "back"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_every_label_is_known_to_both_sides() -> None:
    assert set(LABELS) == set(write.LABELS)
