"""Pages copied together: what stands between their texts is named, and each text begins with its
own first line."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_split import cut
from transforms.schema import BOILERPLATE

BODY = "为了做好全县的工作，现将有关事项通知如下。各地要抓好落实，按时报告。"
NAMES = ("供水", "节水", "计量")
LETTERS = [
    f"某县水利局关于{name}工作的通知\n某水发〔2020〕{n}号\n各乡镇人民政府：\n{BODY}\n某县水利局\n2020年3月{n}日\n"
    for n, name in enumerate(NAMES, 1)
]
TITLES = [letter.split("\n")[0] for letter in LETTERS]


def frames(text: str) -> list[str]:
    """Return the stretches of a text that are frames."""
    named = [block for block in cut(text).blocks if block.label == BOILERPLATE]
    return [text[block.start : block.end].strip() for block in named]


def records(text: str) -> list[tuple[str, str]]:
    """Return title and first words of each record."""
    found = jiaokan.clean(text.encode(), "a.txt")
    return [(record["title"], record["text"].split("\n")[0]) for record in found]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("首页 » 政务公开 » 详情（{n}/3）\n公示日期：2020-03-0{n}　状态：已公示\n", "--------\n"),
        ("您现在的位置: 首页 >> 正文\n发布单位：办公室　录入时间：2020-03-0{n}　点击：7\n", "\n"),
        ("政务动态\n信息时间：2020-03-0{n}　点击：3{n}次\n", "【打印】【关闭】 分享到：\n"),
    ],
)  # fmt: skip
def test_the_frames_between_the_texts_of_pages_are_none_of_their_words(head: str, foot: str):
    text = "".join(f"{head.format(n=n)}{one}{foot}" for n, one in enumerate(LETTERS, 1))
    assert [title for title, _ in records(text)] == TITLES
    assert all(line in "\n".join(frames(text)) for line in head.format(n=2).split("\n"))


@pytest.mark.parametrize("between", [" ", "　　"])
def test_so_it_is_in_a_text_that_has_lost_its_line_ends(between: str):
    head = "首页 > 政务公开 > 正文 来源：某局 日期：2020-03-0{n} 人气：4{n} "
    foot = "【关闭窗口】 上一篇 下一篇 "
    text = "".join(
        head.format(n=n) + one.strip().replace("\n", between) + between + foot
        for n, one in enumerate(LETTERS, 1)
    )
    assert [title for title, _ in records(text)] == TITLES
    assert frames(text) == [
        head.format(n=1).strip(),
        foot + head.format(n=2).strip(),
        foot + head.format(n=3).strip(),
        foot.strip(),
    ]


@pytest.mark.parametrize("gap", [" ", "    "])
def test_a_text_without_lines_has_a_frame_above_and_below_it(gap: str):
    above = "首页 政务动态 互动交流 当前位置：首页>通知公告"
    facts = "发布时间：2020-03-05 来源：某县水利局 浏览量： 312 字号：[ 大 中 小 ]"
    below = "我要提意见 上一篇：关于防汛工作的通知 主办：某县水利局 Copyright © 某ICP备05000001号"
    title, number, *_ = LETTERS[0].split("\n")
    text = f"{above} {title} {facts} {number} 各乡镇人民政府： {BODY * 8} 某县水利局 2020年3月1日"
    text = f"{text} {below}".replace(" ", gap)
    assert " ".join(one.replace(gap, " ") for one in frames(text)) == f"{above} {facts} {below}"
    (found,) = records(text)
    assert found[0] == title


def test_a_text_without_lines_may_begin_with_its_title():
    law = f"某县供水管理办法 （2020年3月1日通过） 第一条 {BODY * 10} 第二条 {BODY} 首页"
    assert frames(law) == []


def test_a_column_that_comes_again_inside_frames_is_the_page_s():
    text = "".join(
        f"人事任免 信息时间：2020-03-0{n} 点击：3{n}次 {one.strip()} [打印] [关闭] 分享到： "
        for n, one in enumerate((letter.replace("\n", " ") for letter in LETTERS), 1)
    )
    assert [found[:4] for found in frames(text)] == ["人事任免", "[打印]", "[打印]", "[打印]"]


@pytest.mark.parametrize(
    "text",
    [
        # An export gives facts, but no page stands around them.
        "".join(f"标题：{n} 日期：2020-03-0{n} 阅读：3{n} {BODY * 3} " for n in range(1, 5)),
        # A manual's path and its buttons are words of a text, be they once or often.
        " ".join(f"设置 > 网络 > 高级 {BODY * 3}" for _ in range(4)),
        " ".join(f"问 {BODY * 3} 回复 {BODY * 3}" for _ in range(3)),
    ],
)
def test_look_alikes_are_the_text_s_own(text: str):
    assert all(frame in ("", "标题：") for frame in frames(text))


def test_a_signature_and_a_telephone_above_a_page_s_foot_stay():
    text = "".join(
        f"{one}联系电话：0571-8888\n[打印本页] [关闭窗口]\n您现在的位置: 首页 > 公告\n"
        for one in LETTERS
    )
    found = jiaokan.clean(text.encode(), "a.txt")
    assert [record["title"] for record in found] == TITLES
    assert all(record["text"].endswith("联系电话：0571-8888") for record in found)
