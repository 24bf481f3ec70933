"""What is found of a made-up labelled set stays at or above the floors in ``duplicates.json``."""

from __future__ import annotations

import json

import pytest

from tests.quality.duplicates import FLOORS, labelled, made_up, measure

FLOOR = json.loads(FLOORS.read_text("utf-8"))["floors"]


@pytest.mark.parametrize("which", [0, 1], ids=["documents", "paragraphs"])
def test_a_labelled_set(which: int) -> None:
    result = measure(labelled(made_up(8)[which], 3 + which))
    assert result["similar pairs"] > 100
    assert {name: value for name, value in FLOOR.items() if result[name] < value} == {}
    assert min(result["recall by kind"].values()) >= FLOOR["recall, 0.85 and more"]
