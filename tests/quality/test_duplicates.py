"""What is found of a made-up labelled set stays at or above the floors in ``duplicates.json``."""

from __future__ import annotations

import json

import pytest

from tests.quality.duplicates import (
    FLOORS,
    copied,
    labelled,
    made_up,
    measure,
    measure_runs,
)

FLOOR = json.loads(FLOORS.read_text("utf-8"))["floors"]
RUNS = json.loads(FLOORS.read_text("utf-8"))["runs"]


@pytest.mark.parametrize("which", [0, 1], ids=["documents", "paragraphs"])
def test_a_labelled_set(which: int) -> None:
    result = measure(labelled(made_up(8)[which], 3 + which))
    assert result["similar pairs"] > 100
    assert {name: value for name, value in FLOOR.items() if result[name] < value} == {}
    assert min(result["recall by kind"].values()) >= FLOOR["recall, 0.85 and more"]


@pytest.mark.parametrize("share", [0.15, 0.3])
def test_runs_that_two_documents_share(share: float) -> None:
    assert min(measure_runs(copied(share, 12, 7)).values()) >= RUNS
