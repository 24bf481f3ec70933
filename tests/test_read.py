from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.test_pipeline import TestPipeline as BeamPipeline
from apache_beam.testing.util import assert_that, equal_to

from transforms import read as stage
from transforms.read import FORMATS, ReadError, fetch, read, recognise, unpack
from transforms.schema import DeadLetter, Skipped, SourceFile
from transforms.steps import Read

TEXT = "关于印发《农村供水实施方案》的通知\n".encode()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a.docx", b"PK\x03\x04rest", "docx"),
        ("A.DOCX", b"PK\x03\x04rest", "docx"),
        ("a.xlsx", b"PK\x03\x04rest", "xlsx"),
        ("a.dat", b"PK\x03\x04rest", "zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "doc"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "jpeg"),
        ("a", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.gif", b"GIF89a", "gif"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        ("a.tar", b"\0" * 257 + b"ustar\0", "tar"),
        ("a.rtf", b"{\\rtf1\\ansi", "rtf"),
        ("a.txt", b"BM25 is a ranking function", None),
        ("a.txt", b"GIF89a is a format", None),
        ("a.txt", TEXT, None),
        ("a.txt", b"\xff\xfe\x00\x4e", None),
        ("a.bin", bytes(range(256)), None),
    ],
)
def test_formats_are_recognised_by_their_first_bytes(name, data, kind):
    found = recognise(name, data)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.kind)
def test_every_format_is_skipped_by_name_and_names_the_way_out(format):
    data = b"\0" * format.offset + format.magic + b"\0"
    suffix = format.suffixes[0] if format.suffixes else ""
    skipped = read(f"附件{suffix}", data)
    assert isinstance(skipped, Skipped)
    assert skipped.source == f"附件{suffix}"
    assert skipped.size == len(data)
    assert format.way_out in skipped.message


def test_a_text_is_read_whole():
    assert read("a.txt", TEXT) == SourceFile("a.txt", TEXT)


def test_an_empty_file_is_skipped():
    assert read("a.txt", b"") == Skipped("a.txt", "empty", "the file is empty", 0)


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(TEXT),
        gzip.compress(TEXT[:10]) + gzip.compress(TEXT[10:]),
        gzip.compress(TEXT) + b"\0" * 512,
    ],
    ids=["one member", "two members", "padded"],
)
def test_gzip_is_unpacked_under_its_own_name(packed):
    assert read("b/a.txt.gz", packed) == SourceFile("b/a.txt.gz", TEXT)


def test_what_is_inside_a_gzip_file_is_looked_at_too():
    skipped = read("a.pdf.gz", gzip.compress(b"%PDF-1.7\n"))
    assert isinstance(skipped, Skipped)
    assert skipped.kind == "pdf"
    assert isinstance(read("a.gz", gzip.compress(b"")), Skipped)


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (gzip.compress(TEXT)[:-4], "broken gzip data"),
        (gzip.compress(TEXT)[:20], "broken gzip data"),
        (gzip.compress(TEXT) + b"more", "broken gzip data"),
        (b"\x1f\x8b\x08" + b"\xff" * 40, "broken gzip data"),
    ],
    ids=["no checksum", "cut", "something behind", "nonsense"],
)
def test_broken_gzip_is_a_dead_letter(packed, says):
    letter = read("a.txt.gz", packed)
    assert isinstance(letter, DeadLetter)
    assert (letter.stage, letter.tried) == ("read", ("gzip",))
    assert says in letter.message


def test_a_gzip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(stage, "ALWAYS_UNPACKED", 1000)
    with pytest.raises(ReadError, match="unpack to more than"):
        unpack(gzip.compress(b"\0" * 10_000_000))
    assert unpack(gzip.compress(b"\0" * 1000)) == b"\0" * 1000


def test_a_source_that_is_too_large_is_a_dead_letter(monkeypatch):
    monkeypatch.setattr(stage, "LARGEST_SOURCE", 10)
    letter = read("a.txt", TEXT)
    assert isinstance(letter, DeadLetter)
    assert "split the file" in letter.message


def test_a_file_that_is_gone_is_a_dead_letter_without_its_absolute_path(tmp_path):
    letter = fetch("a.txt", str(tmp_path / "a.txt"))
    assert letter == DeadLetter(
        "a.txt", "read", "FileNotFoundError", "No such file or directory", "", ()
    )


def test_a_folder_in_place_of_a_file_is_a_dead_letter(tmp_path):
    letter = fetch("a", str(tmp_path))
    assert isinstance(letter, DeadLetter)
    assert letter.message == "the folder cannot be listed"


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    skipped = fetch("pipe", str(tmp_path / "pipe"))
    assert isinstance(skipped, Skipped)
    assert skipped.kind == "special"


def test_a_name_that_is_not_utf8_can_be_read(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/" + "文件".encode("gbk") + b".txt")
    Path(path).write_bytes(TEXT)
    assert fetch("%CE%C4%BC%FE.txt", path) == SourceFile("%CE%C4%BC%FE.txt", TEXT)


def test_a_real_zip_is_skipped(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", TEXT)
    skipped = fetch("a.zip", str(tmp_path / "a.zip"))
    assert isinstance(skipped, Skipped)
    assert "unpack it" in skipped.message


def test_read_gives_the_sources_of_each_unit_in_order(tmp_path):
    names = ["b.txt", "a.txt", "c.txt"]
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    plan = {0: [(name, str(tmp_path / name), None) for name in names], 1: []}
    with BeamPipeline(runner=FnApiRunner()) as pipeline:
        units = pipeline | beam.Create([0, 1]) | Read(plan.__getitem__)
        sources = tuple(SourceFile(name, name.encode()) for name in names)
        assert_that(units, equal_to([(0, sources), (1, ())]))
