from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import NO_INPUT, Stop
from pipeline.units import (
    LARGEST_UNIT,
    SMALLEST_UNIT,
    UNITS,
    File,
    find_files,
    key_of,
    pack,
    plan,
    planned,
    sample,
    spelled,
)


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def sources(*inputs: Path | str, limit: int = 0) -> list[str]:
    return [file.source for file in find_files([str(each) for each in inputs], limit)]


# ------------------------------------------------------------------------------------ inputs


def test_a_folder_gives_its_files_by_their_path_below_it(tmp_path):
    make(tmp_path, "b.txt", "下/a.txt", "下/下/c.txt", "a.txt")
    assert sources(tmp_path) == ["a.txt", "b.txt", "下/a.txt", "下/下/c.txt"]


def test_dotfiles_are_left_out_unless_they_are_named(tmp_path):
    make(tmp_path, ".gitkeep", ".git/config", "a.txt", "b/.hidden")
    assert sources(tmp_path) == ["a.txt"]
    assert sources(tmp_path / ".gitkeep") == [".gitkeep"]


def test_a_file_and_a_glob_are_named_from_the_folder_they_begin_in(tmp_path):
    make(tmp_path, "a.txt", "b.txt", "c.md", "下/d.txt", "下/.e.txt")
    assert sources(tmp_path / "b.txt") == ["b.txt"]
    assert sources(tmp_path / "*.txt") == ["a.txt", "b.txt"]
    assert sources(tmp_path / "**/*.txt") == ["a.txt", "b.txt", "下/d.txt"]
    assert sources(tmp_path / "[下]") == ["下/d.txt"]


def test_a_name_with_the_signs_of_a_pattern_is_a_name_if_it_exists(tmp_path):
    make(tmp_path, "[1].txt", "1.txt")
    assert sources(tmp_path / "[1].txt") == ["[1].txt"]


def test_a_file_reached_twice_is_read_once_under_its_longest_name(tmp_path):
    make(tmp_path, "下/a.txt", "b.txt")
    for inputs in ([tmp_path, tmp_path / "下"], [tmp_path / "下", tmp_path]):
        assert sources(*inputs) == ["b.txt", "下/a.txt"]


def test_one_name_under_several_inputs_is_told_apart_whatever_their_order(tmp_path):
    make(tmp_path, "x/a.txt", "y/a.txt", "y/b.txt", "z/x/a.txt")
    expected = ["b.txt", "x/a.txt", "x/a.txt~2", "y/a.txt"]
    inputs = [tmp_path / "x", tmp_path / "y", tmp_path / "z/x"]
    assert sources(*inputs) == sources(*inputs[::-1]) == expected
    paths = {file.source: file.path for file in find_files([str(each) for each in inputs])}
    assert paths["x/a.txt~2"] == str(tmp_path / "z/x/a.txt")


def test_links_are_followed_but_never_in_circles(tmp_path):
    make(tmp_path, "raw/a.txt", "other/b.txt")
    (tmp_path / "raw/loop").symlink_to(tmp_path / "raw")
    (tmp_path / "raw/other").symlink_to(tmp_path / "other")
    (tmp_path / "raw/broken").symlink_to(tmp_path / "nothing")
    assert sources(tmp_path / "raw") == ["a.txt", "broken", "other/b.txt"]


@pytest.mark.parametrize(
    ("given_name", "says"),
    [("nothing", "does not exist"), ("*.md", "no file matches"), ("empty", "there are no files")],
)
def test_no_input_is_one_sentence(tmp_path, given_name, says):
    make(tmp_path, "a.txt", "empty/.gitkeep")
    with pytest.raises(Stop, match=says) as stop:
        find_files([str(tmp_path / given_name)])
    assert stop.value.code == NO_INPUT


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (b"a.txt", "a.txt"),
        ("通知.txt".encode(), "通知.txt"),
        ("文件".encode("gbk") + b".txt", "%CE%C4%BC%FE.txt"),
        (b"100%\xff", "100%25%FF"),
        (b"100%", "100%"),
        ("通知/％\udcff".encode("utf-8", "surrogateescape"), "通知/%EF%BC%85%FF"),
    ],
)
def test_every_name_has_a_spelling(name, source):
    assert spelled(os.fsdecode(name)) == source


@given(st.binary(min_size=1).filter(lambda name: b"/" not in name and b"\0" not in name))
def test_a_spelling_is_valid_unicode_and_gives_the_name_back(name):
    source = spelled(os.fsdecode(name))
    encoded = source.encode("utf-8")
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        encoded = unquote_to_bytes(encoded)
    assert encoded == name


def test_a_sample_is_stable_and_sorted(tmp_path):
    names = [f"{number}.txt" for number in range(50)]
    make(tmp_path, *names)
    few, more = sources(tmp_path, limit=5), sources(tmp_path, limit=10)
    assert len(few) == 5
    assert few == sorted(few)
    assert set(few) < set(more)
    assert sources(tmp_path, limit=500) == sorted(names)
    assert few != sorted(names)[:5]


def test_a_sample_does_not_depend_on_what_was_listed_first():
    files = [File(f"{number}", f"/{number}", 1, 0.0) for number in range(20)]
    assert sample(files, 7) == sample(sorted(files), 7) == sorted(sample(files[::-1], 7))


# -------------------------------------------------------------------------------------- units


def of_sizes(*sizes: int) -> list[File]:
    return [File(f"{number:06d}", "", size, 0.0) for number, size in enumerate(sizes)]


def packed(*sizes: int) -> list[list[int]]:
    return [[file.size for file in unit] for unit in pack(of_sizes(*sizes))]


M = SMALLEST_UNIT


@pytest.mark.parametrize(
    ("sizes", "units"),
    [
        ((10, 20, 30), [[10, 20, 30]]),
        ((M // 2, M // 2, 1), [[M // 2, M // 2], [1]]),
        ((10, 3 * M, 10, 10), [[10], [3 * M], [10, 10]]),
        ((3 * M, 10), [[3 * M], [10]]),
        ((0, 0), [[0, 0]]),
    ],
)
def test_small_inputs_are_packed_to_a_megabyte(sizes, units):
    assert packed(*sizes) == units


def test_units_grow_with_the_input_up_to_their_largest():
    assert max(map(sum, packed(*[M // 4] * 4 * 2 * UNITS))) == 2 * M
    assert max(map(sum, packed(*[M] * 16 * UNITS))) == LARGEST_UNIT


@given(st.lists(st.integers(0, 20 * M), min_size=1, max_size=60))
def test_packing_keeps_every_file_in_order_and_no_unit_is_empty(sizes):
    files = of_sizes(*sizes)
    units = pack(files)
    assert [file for unit in units for file in unit] == files
    assert all(units)
    assert all(len(unit) == 1 or sum(file.size for file in unit) <= LARGEST_UNIT for unit in units)


def test_packed_files_count_as_what_they_hold():
    files = [File(f"{number}.txt.gz", "", M // 2, 0.0) for number in range(3)]
    assert [len(unit) for unit in pack(files)] == [1, 1, 1]


def test_the_plan_keeps_names_that_are_not_utf8(tmp_path):
    path = os.fsdecode(b"/raw/" + "文件".encode("gbk"))
    units = [[File("a.txt", "/raw/a.txt", 1, 0.0)], [File("%CE%C4%BC%FE", path, 1, 0.0)]]
    (tmp_path / "plan").write_bytes(plan(units))
    assert planned(str(tmp_path / "plan"), 0) == [("a.txt", "/raw/a.txt", None)]
    assert planned(str(tmp_path / "plan"), 1) == [("%CE%C4%BC%FE", path, None)]


def test_the_key_changes_with_inputs_options_and_program():
    file = File("a.txt", "/raw/a.txt", 5, 1.5)
    keys = {
        key_of([file], {"limit": 0}, "1"),
        key_of([file], {"limit": 1}, "1"),
        key_of([file], {"limit": 0}, "2"),
        key_of([file._replace(size=6)], {"limit": 0}, "1"),
        key_of([file._replace(modified=2.5)], {"limit": 0}, "1"),
        key_of([file, file], {"limit": 0}, "1"),
    }
    assert len(keys) == 6
    assert key_of([file], {"limit": 0}, "1") in keys


def test_gzip_in_a_folder_keeps_its_name(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a"))
    assert sources(tmp_path) == ["a.txt.gz"]


def test_the_plan_is_one_line_a_unit():
    lines = plan([of_sizes(1, 2), of_sizes(3)]).splitlines()
    assert [len(json.loads(line)) for line in lines] == [2, 1]
