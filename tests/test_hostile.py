"""Work on texts made to be slow grows as the text does: counted in steps, not in seconds."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from transforms.decode import decode
from transforms.deduplicate import find_repeats
from transforms.describe import describe
from transforms.label import label
from transforms.restore import restore
from transforms.segment import segment
from transforms.split import split

TIMES = 80  # a unit of text stands so often, and then four times as often
MOST_STEPS = 5.0  # times as many, for four times the text

UNITS = (
    "一、", ".", "…", "第", "第一条", "（一）", "①", "——", "1.", "“", "(", "《", "年月日", "附件",
    "專", " ", "\u3000", "http://", "@", "#", "。　　", "**a** ", "# a\n", "a\n", "1\n", "|a|\n",
    "[1]\n", "甲\n\n", "目录\n", "第一章\n", "- 1 -\n", "甲.....1\n", "2020年1月1日\n",
    "关于印发通知\n", "关于印发通知\n目录\n", "a\n目录\n", "甲乙丙。 丁 ", "目录 甲 ",
    "目录：1. 甲2. 乙", "【甲】甲乙。", "问：甲乙。", "案例一 甲。", "甲　乙丙丁。",
    "首页\n", "主题：甲\n", "> 甲\n", "甲[编辑]\n", "甲乙丙丁 ", "首页 > 新闻 甲乙。 ",
    "［删除的内容：甲］乙", "0条评论\n", "甲&nbsp;<br>\n",
    "<div>", "<table><tr><td>甲", "<p><a>编辑</a>", "<item><title>甲</title>",
)  # fmt: skip
HALVES = (
    ("关于印发通知\n", "《甲》\n"), ("《甲》\n", "第一条 甲。\n"), ("甲.....1\n", "《甲》\n"),
    ("甲.....1\n", "a\n"), ("1\n", "甲。\n"), ("目录\n", "附件：1.甲\n"),
    ("一、甲\n", "《甲》\n《乙》\n"), ("甲\n", "《甲》\n《乙》\n甲。\n"),
)  # fmt: skip


def steps(text: str) -> int:
    """Return how many lines of Python the stages take for a text."""
    count = 0

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return step

    previous = sys.gettrace()
    sys.settrace(step)
    try:
        collation = split(label(segment(decode(text.encode(), "hostile.txt"))))
        describe(restore(find_repeats(collation, "within")))
    finally:
        sys.settrace(previous)
    return count


@pytest.mark.parametrize("units", [(unit,) for unit in UNITS] + [*HALVES], ids=repr)
def test_work_grows_as_the_text(units: tuple[str, ...]) -> None:
    once, more = ("".join(unit * times for unit in units) for times in (TIMES, 4 * TIMES))
    steps(once)  # what is kept of words seen before is kept
    assert steps(more) <= MOST_STEPS * steps(once)


def paged(pages: int) -> str:
    """Return pages of lines that blank lines part, of other widths on each of four pages."""
    parts: list[str] = []
    for page in range(1, pages + 1):
        line = f"第{page}款规定的内容由主管部门{'会同有关单位' * (page % 4)}办理"
        parts += [f"{line}\n\n"] * 6 + [f"- {page} -\n"]
    return "".join(parts)


def test_blank_lines_are_counted_once_for_all_pages() -> None:
    steps(paged(80))
    assert steps(paged(320)) <= MOST_STEPS * steps(paged(80))
