"""What page, site and compiler added is labelled; the document's own words never are."""

from __future__ import annotations

import pytest

from transforms.decode import decode
from transforms.label import common_lines, edge_hashes, label
from transforms.schema import Collation
from transforms.segment import segment

LAW = """某市供水条例
第一章 总则
第一条 为了规范供水活动，保障用水安全，制定本条例。
第二条 本条例适用于本市行政区域内的供水。
来源:本条所称水源，是指地表水。
第三条 用户可以通过微信公众号查询水费。
第四条 本条例自2023年1月1日起施行。
"""


def collation(text: str) -> Collation:
    return segment(decode(text.encode("utf-8"), "made-up.txt"))


def labels(text: str, repeated: frozenset[int] = frozenset()) -> dict[str, str]:
    """Return the label of each block that is no body and not blank, by its text."""
    done = label(collation(text), repeated)
    return {
        done.text.text[b.start : b.end].strip(): b.label
        for b in done.blocks
        if b.label not in ("body", "blank")
    }


def test_a_law_is_left_alone():
    assert labels(LAW) == {}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("《汇编(第7版)》 更多干货请关注微信公号:资料库", "credit"),
        ("分享到:", "boilerplate"),
        ("联系我们", "boilerplate"),
        ("聯繫我們", "boilerplate"),
        ("-", "markup"),
        ("（本文有删减）", "note"),
        ("原文如下:", "note"),
        ("〔公开〕", "imprint"),
        ("抄送：市委办公室。", "imprint"),
        ("2、本站所有内容均由网友上传,本站不做任何保证!", "boilerplate"),
    ],
)
def test_a_line_of_the_frame_is_named(line: str, expected: str):
    assert labels(f"某市方案\n为做好工作，制定本方案。\n{line}\n一、总体要求。\n") == {
        line: expected
    }


def test_page_facts_and_contacts_are_chrome_only_above_the_text():
    head = "时间: 2024-08-05 15:33\n电话:027-87580888\n"
    body = "某市方案\n会议安排如下。\n时间: 2024-08-05 15:33\n电话:027-87580888\n"
    assert labels(head + body) == dict.fromkeys(head.splitlines(), "boilerplate")


def test_the_organ_between_copies_and_print_date_belongs_to_the_imprint():
    text = "某函\n答复如下。\n抄送：市委办公室。\n某市发展和改革委员会\n2022年6月8日印发\n"
    assert list(labels(text).values()) == ["imprint"] * 3


def test_page_markers_need_a_sequence_unless_they_say_what_they_are():
    pages = "".join(f"第{n}段的文字在这里结束。\n- {n} -\n" for n in range(1, 5))
    assert list(labels(pages).values()) == ["page_marker"] * 4
    filler = "各地要抓好落实。" * 60
    assert labels(filler + "见本书第12页的表。" + filler) == {}
    line = "".join(f"{filler}第{n}页" for n in range(1, 5))
    assert list(labels(line)) == ["第1页", "第2页", "第3页", "第4页"]


def test_bare_numbers_are_pages_only_when_they_count():
    counted = "".join(f"正文在这里。\n{n}\n" for n in range(3, 9))
    assert set(labels(counted).values()) == {"page_marker"}
    table = "".join(f"指标名称。\n{n}\n" for n in (120, 35, 77, 12, 120, 8))
    assert labels(table) == {}


def test_running_heads_stand_beside_page_markers():
    text = "".join(f"第{n}章的正文。\n- {n} -\n某市政策汇编\n" for n in range(1, 6))
    assert labels(text)["某市政策汇编"] == "running"


def test_credits_inside_a_line_are_cut_out():
    filler = "各地要抓好落实。" * 60
    found = labels(
        filler
        + "扫码查看全文扫码下载原文"
        + filler
        + "注:资料库整理,微信:abc3005、abc3060。"
        + filler
    )
    assert found == {
        "扫码查看全文": "credit",
        "扫码下载原文": "credit",
        "注:资料库整理,微信:abc3005、abc3060。": "credit",
    }


def test_a_template_is_what_opens_many_sources():
    frame = "政策在线\n欢迎访问本栏目\n"
    sources = [
        collation(f"{frame}第{n}号方案的通知\n正文第{n}段。\n一、要求。\n结束。\n")
        for n in "一二三四"
    ]
    counts: dict[int, int] = {}
    for source in sources:
        for line in edge_hashes(source):
            counts[int(line)] = counts.get(int(line), 0) + 1
    repeated = common_lines(counts.items(), len(sources))
    done = label(sources[0], repeated)
    named = [done.text.text[b.start : b.end] for b in done.blocks if b.label == "boilerplate"]
    assert "".join(named) == frame


def test_a_template_is_never_a_laws_own_line():
    law = collation(LAW)
    repeated = frozenset(int(line) for line in edge_hashes(law))
    assert all(block.label == "body" for block in label(law, repeated).blocks)
