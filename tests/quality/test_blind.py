"""What was learned from texts of authors who had not seen the program is kept."""

from __future__ import annotations

import json

import pytest

from tests.quality.blind.measure import CLEAN, LINES, every
from tests.quality.blind.score import HERE, Score, rows
from transforms.decode import decode
from transforms.label import label
from transforms.schema import BOILERPLATE, CREDIT
from transforms.segment import segment

MOST_TAKEN = 6  # lines of all clean texts: by-lines that an editor kept, an author's address
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


def test_a_clean_text_loses_nothing_in_the_frame_of_a_page() -> None:
    taken = []
    for clean in (row["clean"] for kind in (*CLEAN, LINES) for row in rows(kind)):
        page = f"首页 新闻 登录 注册\n{clean}\n打印 关闭\n分享到：微信 微博\n版权所有 某某网\n"
        collation = label(segment(decode(page.encode("utf-8", "replace"))))
        lines = (
            collation.text.text[block.start : block.end].strip()
            for block in collation.blocks
            if block.label in (BOILERPLATE, CREDIT)
        )
        taken += [line for line in lines if line and line in clean]
    assert len(taken) <= MOST_TAKEN, taken
