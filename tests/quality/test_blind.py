"""What was learned from texts of authors who had not seen the program is kept."""

from __future__ import annotations

import json

import pytest

from tests.quality.blind.measure import every
from tests.quality.blind.score import HERE, Score

FLOORS: dict[str, float] = json.loads((HERE / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found() -> dict[str, Score]:
    return every()


@pytest.mark.parametrize("name", FLOORS)
def test_floor(found: dict[str, Score], name: str) -> None:
    score = found[name]
    faults = "\n  ".join(score.faults[:40])
    assert score.share >= FLOORS[name], f"{name} is {score.share:.4f}; its faults:\n  {faults}"


def test_every_score_has_a_floor(found: dict[str, Score]) -> None:
    assert set(found) == set(FLOORS)
