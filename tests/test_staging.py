from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import staging
from pipeline.passes import Job, dealt, group_of, heaviest_first
from transforms.decode import view
from transforms.deduplicate.candidates import PAIR
from transforms.schema import (
    Block,
    Collation,
    DeadLetter,
    Document,
    Edit,
    Fact,
    Patch,
    Repeat,
    Segment,
    Skipped,
    SourceText,
)

TEXT = "通知\r\n一、\x0b总体要求\u2028\ue000\U00020000\0"
COLLATION = Collation(
    SourceText(
        "下/a.txt", "0a", 30, TEXT, view(TEXT), "gb18030", 0.1 + 0.2, "strict",
        (Segment(0, 0, ("gb18030",)), Segment(9, 4, ("utf-8", "gb18030"))),
        (Patch(1, 2, 1, 2, b"\xff\x00"),),
    ),
    (Block(0, 4, "heading", "line"), Block(4, len(TEXT), "body", "item:chinese")),
    (
        Document(
            "id", 0, len(TEXT), 0.7,
            (Fact("title", "通知", 0, 2, "title:line"),),
            (Edit(4, 4, "\n", "paragraph:break"), Edit(5, 6, "", "spacing:gap")),
            ("begins in the middle",),
        ),
        Document("empty", len(TEXT), len(TEXT), 1.0),
    ),
    (Repeat(0, 2, 4, 6, "near", 0.95, "marked", "why"),),
)  # fmt: skip
LETTER = DeadLetter("b.bin", "decode", "DecodeError", "no encoding fits", "ff", ("utf-8", "big5"))
SKIPPED = Skipped("c.pdf", "pdf", "take its text out", 7)


def test_a_unit_comes_back_from_staging_as_it_was():
    back = staging.unpack_items(staging.pack_items([SKIPPED, COLLATION, LETTER, COLLATION]))
    assert back == (SKIPPED, COLLATION, LETTER, COLLATION)
    assert isinstance(back[1].text.patches[0], Patch)
    assert isinstance(back[1].documents[0].edits[0], Edit)


def test_an_empty_unit_comes_back():
    assert staging.unpack_items(staging.pack_items([])) == ()


@given(st.text(), st.floats(0, 1), st.binary())
def test_any_text_comes_back(text, number, raw):
    source = SourceText(
        "a", "", 0, text, view(text), "", number, text, (), (Patch(0, 1, 0, 1, raw),)
    )
    collation = Collation(source, (Block(0, len(text), text, ""),))
    assert staging.unpack_items(staging.pack_items([collation])) == (collation,)


def test_a_file_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "texts/00000"
    staging.write(str(path), b"old")
    with monkeypatch.context() as patch, pytest.raises(OSError, match="made up"):
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("made up")))
        staging.write(str(path), b"new")
    assert [file.read_bytes() for file in path.parent.iterdir()] == [b"old"]
    staging.write(str(path), b"new")
    assert staging.read(str(path)).to_pybytes() == b"new"
    assert staging.exists(str(path))
    assert not staging.exists(str(path) + "1")


def test_arrays_come_back():
    row = staging.unpack_row(pa.py_buffer(staging.pack_row({"a": b"123", "b": b""})))
    assert {name: value.to_pybytes() for name, value in row.items()} == {"a": b"123", "b": b""}
    array = np.array([(1, 2**63)], dtype=[("a", "<u4"), ("b", "<u8")])
    back = staging.unpack_array(staging.pack_array(array))
    assert back.dtype == array.dtype
    assert back.tolist() == array.tolist()


def test_slices_are_read_alone(tmp_path):
    numbers = np.arange(10, dtype=np.uint64)
    staging.write_slices(str(tmp_path / "slices"), np.split(numbers, [3, 3]))
    found = [staging.read_slice(str(tmp_path / "slices"), at, numbers.dtype) for at in range(3)]
    assert [each.tolist() for each in found] == [[0, 1, 2], [], [3, 4, 5, 6, 7, 8, 9]]
    assert staging.slice_sizes(str(tmp_path / "slices")).tolist() == [3, 0, 7]


@pytest.mark.parametrize(("senders", "elements"), [(1, 4), (3, 7), (7, 3), (5, 0)])
def test_every_element_of_the_next_pass_is_sent_once(senders, elements):
    sent = [dealt(number, senders, elements) for number in range(senders)]
    assert sorted(element for own in sent for element, _ in own) == list(range(elements))


def test_the_group_with_most_pairs_is_verified_first_and_one_without_never(tmp_path):
    job = Job(str(tmp_path), "", 2, "simplified", "within", "auto", "both")
    for partition, ends in enumerate(([1, 1], [0, 0])):  # of three groups: 1, 0, 2 and 0, 0, 3
        pairs = np.zeros(3, dtype=PAIR)
        staging.write_slices(job.pairs("drafts", partition), np.split(pairs, ends))
    assert heaviest_first(None, job, "drafts", [1, 0, 1]) == [(2, 0), (0, 0)]


@pytest.mark.parametrize(("units", "earlier"), [(1, 0), (5, 2), (40, 0), (70, 61)])
def test_a_group_has_the_pairs_between_two_blocks(units, earlier):
    job = Job("", "", units, "simplified", "within", "auto", "both", earlier=earlier)
    every = range(earlier + units)
    pairs = np.array([(left, right) for right in every for left in range(right + 1)])
    groups = group_of(pairs[:, 0], pairs[:, 1], job)
    assert {*groups.tolist()} == {*range(job.groups)}
    blocks = np.unique(np.column_stack((groups, pairs // job.block)), axis=0)
    assert len(blocks) == job.groups
