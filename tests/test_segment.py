"""Blocks tile a source, and marks, pages, leaders, URLs and headings are cut out of long lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.decode import view
from transforms.schema import Rule, SourceText
from transforms.segment import LONG_LINE, _may_be_page, segment
from transforms.tables.marks import CUTS, ITEMS, MARKS_BEGIN, PAGE_LINES

SENTENCE = "各地区各部门要结合实际抓好落实,确保各项任务按期完成。"
FILLER = SENTENCE * (LONG_LINE // len(SENTENCE) + 1)


def blocks(text: str) -> list[tuple[str, str, str]]:
    """Return (label, rule, text) of the blocks of a text."""
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    return [(b.label, b.rule, source.text[b.start : b.end]) for b in segment(source).blocks]


def marks(text: str) -> list[tuple[str, str]]:
    """Return (rule, text) of what is cut in a line that is long enough to be cut."""
    found = blocks(FILLER + text)
    return [(rule, piece) for _, rule, piece in found[1:]]


@given(
    st.text(
        alphabet=st.sampled_from("一二、。第页条1.. \n\r\f()（）《》—-hтtp:/目录…·"), max_size=300
    )
)
def test_blocks_tile_any_text(text: str):
    assert "".join(piece for _, _, piece in blocks(text)) == text
    assert all(piece for _, _, piece in blocks(text))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("一、总体要求", "item:chinese"),
        ("（一）指导思想", "item:parenthesis"),
        ("1.持续扩大", "item:digit"),
        ("12. 全方位", "item:digit"),
        ("（1）推进", "item:digit-parenthesis"),
        ("第三条 为了", "item:article"),
        ("第一章　总则", "item:chapter"),
        ("——全国统筹。", "item:dash"),
        ("①加快", "item:circled"),
        ("1.5万千瓦", "line"),
        ("为了规范", "line"),
    ],
)
def test_the_mark_at_a_lines_beginning_is_named(line: str, rule: str):
    assert blocks(line + "\n") == [("body", rule, line + "\n")]


@pytest.mark.parametrize("rule", [*CUTS, *ITEMS], ids=lambda rule: rule.id)
def test_a_mark_begins_as_marks_do(rule: Rule):
    assert all(re.match(f"[{MARKS_BEGIN}]", view(example)) for example in rule.matches)


@pytest.mark.parametrize("rule", PAGE_LINES, ids=lambda rule: rule.id)
def test_a_page_line_is_worth_a_look(rule: Rule):
    assert all(_may_be_page(view(example).strip()) for example in rule.matches)
    assert blocks(f"  {rule.matches[0]}\n")[0][0] == "page_marker"


def test_a_line_keeps_its_line_end_and_blank_lines_are_blocks():
    assert blocks("甲。\r\n\r\n\u00a0\n乙。") == [
        ("body", "line", "甲。\r\n"),
        ("blank", "blank", "\r\n"),
        ("blank", "blank", "\u00a0\n"),
        ("body", "line", "乙。"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总体要求(一)指导思想。坚持",
            [("item:chinese", "一、总体要求"), ("item:parenthesis", "(一)指导思想。坚持")],
        ),
        ("增长1.5万元,占2.2亿元", []),
        ("提高建设第12页水平。", [("page:ordinal", "第12页"), ("rest", "水平。")]),
        ("联合省发展改革——7——委制定", [("page:dashed", "——7——"), ("rest", "委制定")]),
        ("2020—2025年", []),
        (
            "责任。第30页国资委《推进央企工作的意见》http://www.a.gov.cn/c22/content.html实现",
            [
                ("page:ordinal", "第30页"),
                ("heading:bracket", "国资委《推进央企工作的意见》"),
                ("url", "http://www.a.gov.cn/c22/content.html"),
                ("rest", "实现"),
            ],
        ),
    ],
)
def test_long_lines_are_cut(text: str, expected: list[tuple[str, str]]):
    found = [(rule, piece) for rule, piece in marks(text) if not piece.startswith(SENTENCE[:6])]
    assert found == expected


@pytest.mark.parametrize(
    ("glued", "url"),
    [
        ("http://a.gov.cn/x/t1.htm2030年前实现", "http://a.gov.cn/x/t1.htm"),
        ("https://a.cn/p/post_9.html#1027为深入", "https://a.cn/p/post_9.html#1027"),
        ("http://a.cn/show.html?aid=1&id=2&t=4为深入", "http://a.cn/show.html?aid=1&id=2&t=4"),
        ("http://a.cn/Item/79588.aspx为深入", "http://a.cn/Item/79588.aspx"),
        ("https://a.cn/detail/cid/437/aid/102150建设", "https://a.cn/detail/cid/437/aid/102150"),
        ("https://a.com/s/rpFrYhEJcmB0k0xtrqM4Zg为", "https://a.com/s/rpFrYhEJcmB0k0xtrqM4Zg"),
        (
            "https://a.cn/html/20221017/1261324.shtml(非官网)为",
            "https://a.cn/html/20221017/1261324.shtml",
        ),
    ],
)
def test_a_url_ends_where_its_path_ends(glued: str, url: str):
    assert [piece for label, _, piece in blocks(glued) if label == "url"] == [url]


def test_contents_entries_are_cut_at_their_pages():
    text = "汇编2023.1目录国家方案2项.......1关于做好工作的意见.....022030年前行动方案......12"
    text += "国资委《意见》... .31"
    assert [piece for label, _, piece in blocks(text) if label == "contents"] == [
        "国家方案2项.......1",
        "关于做好工作的意见.....02",
        "2030年前行动方案......12",
        "国资委《意见》... .31",
    ]


def test_an_ellipsis_is_no_leader():
    assert [label for label, _, _ in blocks("他说……2023年再见。")] == ["body"]


@pytest.mark.parametrize(
    "line",
    ["网址:https://a.gov.cn/index.html?id=12,请收藏", "网址：https://a.gov.cn/，请收藏。"],
)
def test_an_address_stays_in_the_sentence_that_goes_on_behind_it(line: str):
    assert blocks(f"甲。\n{line}\n乙。\n")[1] == ("body", "line", f"{line}\n")


def test_addresses_that_a_line_announces_or_a_sentence_begins_with_are_text():
    def cut(text: str) -> list[str]:
        return [words.strip() for label, _, words in blocks(text) if label == "url"]

    listed = "参考资料：\n\nhttp://a.example/1\nhttp://a.example/2\n"
    assert cut("请登录以下网站报名：\nhttp://a.example/bm\n报名时间另行通知。\n" + listed) == []
    assert (
        cut("https://a.example 是官方网站，内容很多。\nhttps://b.example可查询办理的进度。\n") == []
    )
    assert len(cut("原文链接：\nhttp://a.example/1\n\nhttp://a.example/2\n第一条 略。\n")) == 2
    assert len(cut("http://a.example/1 为了规范供水活动，制定本条例。\n")) == 1
    page = "包括：\nhttp://a.example/print\n（一）取水；\n"
    assert cut(page * 2) == ["http://a.example/print"] * 2


def test_articles_that_short_lines_hold_behind_their_own_are_cut():
    found = blocks(
        "某公司章程第一章 总则第一条 为规范经营，制定本章程。第二条 公司依法设立。\n"
        "第三条 公司依照前款规定登记。第四条规定的事项除外。\n"
        "第二章 股东第五条 股东依本章程第六条 的规定出资。\n"
    )
    assert [piece for _, _, piece in found] == [
        "某公司章程",
        "第一章 总则",
        "第一条 为规范经营，制定本章程。",
        "第二条 公司依法设立。\n",
        "第三条 公司依照前款规定登记。第四条规定的事项除外。\n",
        "第二章 股东",
        "第五条 股东依本章程第六条 的规定出资。\n",
    ]


def test_a_page_behind_the_words_of_a_line_is_cut():
    found = blocks("凡在本办首次接待来电-1-\n和来访的人员，\n比分为2-1-\n")
    assert found[1] == ("page_marker", "page:dash", "-1-\n")
    assert found[-1] == ("body", "line", "比分为2-1-\n")
