"""Labelled encoded files, made up: the share that decodes exactly stays at or above its floor."""

import json

import pytest

from tests.encoded import CATEGORIES, CHINESE, Encoded, files, is_exact, made_up_texts
from tests.quality.encodings import EACH, FLOORS, SEED, measure, ours, total

FLOOR = json.loads(FLOORS.read_text("utf-8"))["made up"]


@pytest.fixture(scope="module")
def measured():
    return measure(files(made_up_texts(12, SEED), SEED, EACH["made up"]), ours)


@pytest.mark.parametrize("category", CATEGORIES)
def test_floor_of_a_category(measured, category):
    tallies, missed = measured
    cases = [(file.length, file.text[:60]) for file in missed if file.category == category]
    assert round(tallies[category].rate, 4) >= FLOOR["categories"][category], cases
    assert round(tallies[category].short_rate, 4) >= FLOOR["short"][category], cases


def test_floor_of_all(measured):
    tallies, _ = measured
    assert total(tallies, CHINESE).rate >= max(0.97, FLOOR["exact, Chinese"] - 1e-4)
    assert total(tallies).sure_wrong <= FLOOR["sure and wrong"]


@pytest.mark.parametrize("seed", [8, 9])
def test_what_is_sure_is_right(seed):
    tallies, missed = measure(files(made_up_texts(4, seed), seed, 1), ours)
    every = total(tallies)
    assert every.sure_wrong == 0, [(file.category, file.text[:60]) for file in missed]
    assert every.sure >= 0.5 * every.files


def test_the_same_seed_gives_the_same_files():
    texts = made_up_texts(4)
    assert list(files(texts, 7, 1)) == list(files(texts, 7, 1))
    assert {file.category for file in files(texts, 7, 3)} == set(CATEGORIES)


@pytest.mark.parametrize(
    ("gaps", "lost", "text", "expected"),
    [
        ((), 0, "一二三四五六七八九十", True),
        ((), 0, "\ufeff一二三四五六七八九十", True),
        ((), 0, "一二三四五六七八九百", False),
        (((4, 5),), 0, "一二三四\ufffd六七八九十", True),
        (((0, 1),), 0, "一二三四五六七八九百", False),
        ((), 1, "一二三\ufffd五六七八九十", True),
        ((), 1, "一二三\ufffd五六七八九百", False),
        ((), 4, "\ufffd\ufffd三\ufffd五\ufffd七\ufffd九十", False),
    ],
)
def test_exact(gaps, lost, text, expected):
    file = Encoded("gbk", "short", b"", "一二三四五六七八九十", gaps, lost)
    assert is_exact(file, text) is expected
