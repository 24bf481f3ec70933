"""What the program makes of the committed sources stays at or above the floors.

``python -m tests.quality`` prints the whole table. A floor may be raised; to lower one is a
decision to be argued for, not a way to make a test pass.
"""

from __future__ import annotations

import json

import pytest

from tests.quality.measure import (
    GOLD,
    HERE,
    OPTIONAL,
    SOURCES,
    Metric,
    compare,
    gold_documents,
    gold_texts,
    metrics_of,
    records_of,
)

FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text("utf-8"))
CEILINGS = {"documents_wrong", "issuers_invented", "foreign", "residue"}


@pytest.fixture(scope="session")
def metrics() -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics_of(records_of(SOURCES))}


@pytest.mark.parametrize("name", FLOORS)
def test_floor(metrics: dict[str, Metric], name: str) -> None:
    metric, floor = metrics[name], FLOORS[name]
    holds = metric.value <= floor if name in CEILINGS else metric.value >= floor
    cases = "\n  ".join(metric.worst[:20])
    assert holds, f"{name} is {metric.value:.5f}, its floor {floor}; worst cases:\n  {cases}"


def test_every_metric_has_a_floor(metrics: dict[str, Metric]) -> None:
    assert set(metrics) == set(FLOORS)


def test_gold_stands_in_the_sources() -> None:
    texts = {path.name: path.read_text("utf-8") for path in SOURCES.iterdir()}
    at = ("", 0)
    for row in gold_documents():
        text = texts[row["source"]]
        assert text[row["start"] :].startswith(row["begins"])
        assert text[: row["end"]].endswith(row["ends"])
        assert at < (row["source"], row["start"])
        at = (row["source"], row["end"])
        if "copy" in row:
            start, end = row["copy"]
            assert row["end"] <= start < end
    assert len(gold_documents()) == 118


def test_gold_texts_are_clean() -> None:
    texts = gold_texts()
    assert len(texts) >= 8
    for key, text in texts.items():
        assert "\n\n" not in text and text == text.strip(), key
    assert (GOLD / "README.md").is_file()


@pytest.mark.parametrize(
    ("gold", "text", "kept", "foreign", "missing", "extra"),
    [
        ("甲乙\n丙丁", "甲乙\n丙丁", 4, 0, 0, 0),
        ("甲乙\n丙丁", "甲乙丙丁", 4, 0, 1, 0),
        ("甲乙\n丙丁", "甲\n乙\n丙丁", 4, 0, 0, 1),
        ("甲乙\n丙丁", "甲乙\n页丁", 3, 1, 0, 0),
        ("甲乙\n丙丁", "甲页乙\n丙丁", 4, 1, 0, 0),
        (f"甲乙{OPTIONAL}丙丁", "甲乙\n丙丁", 4, 0, 0, 0),
        (f"甲乙{OPTIONAL}丙丁", "甲乙丙丁", 4, 0, 0, 0),
    ],
)
def test_compare(gold: str, text: str, kept: int, foreign: int, missing: int, extra: int) -> None:
    found = compare(gold, text)
    assert (found.kept, found.foreign) == (kept, foreign)
    assert (len(found.missing), len(found.extra)) == (missing, extra)
