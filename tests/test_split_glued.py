"""Texts without line ends, and documents of one line each, are cut at their titles."""

from __future__ import annotations

import pytest

from tests.test_split import cut, facts
from transforms.decode import view
from transforms.split.glued import pieces

TEXT = "渡口边上住着几户人家，日子过得清静。每到春天，河水涨上来，对岸的柳树也就绿了。"
OTHER = "磨坊的水车停了多年，木头却没有朽。老人说，等修好了闸门，它还能再转起来。"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "井陉办好了。发改基础〔2021〕18号某省发展改革委关于新建渡口的批复某县：可行。",
            ["发改基础〔2021〕18号", "某省发展改革委关于新建渡口的批复", "某县："],
        ),
        (
            "大家干。在全县大会上的讲话（2021年6月2日）林某某今天讲三点。",
            ["在全县大会上的讲话", "（2021年6月2日）"],
        ),
        ("说完。某县：办证不出村近日，某县推出新举措。", ["某县：办证不出村"]),
        ("说完。某市：渡口通车某市交通局昨天宣布。", ["某市：渡口通车"]),
        (
            "罚了。案例二 某厂违规储存案2022年1月，执法人员到场。",
            ["案例二 某厂违规储存案"],
        ),
        ("渡口文件选编（第2辑）某县渡口管理办法第一条 为了管理。", ["渡口文件选编（第2辑）"]),
        (
            "某县水利局2021年3月1日（此件公开发布）某县2020年统计公报某县统计局2021年3月2日去年好。",
            ["某县2020年统计公报"],
        ),
        (
            "完。某县湿地保护条例（2016年8月25日某县人大通过）第一条 为了保护。",
            ["某县湿地保护条例", "（2016年8月25日某县人大通过）"],
        ),
        (
            "完。二、某省关于渡口的意见各县政府：请执行。",
            ["二、某省关于渡口的意见", "各县政府："],
        ),
    ],
)
def test_a_title_is_a_line_where_a_text_begins_behind_it(text: str, lines: list[str]):
    found = [text[start:stop] for start, stop in pieces(view(text), 0, len(text))]
    assert [line for line in lines if line not in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "会议要求。各地要落实渡口管理办法，根据本地情况执行。",
        "会议指出。根据某省关于渡口的意见的要求，要抓紧。",
        "他说。某市：这里没有题目，只有一句话。",
        "法院说。案件二的情况是这样的，案情复杂。",
    ],
)
def test_a_sentence_is_no_title(text: str):
    found = [text[start:stop] for start, stop in pieces(view(text), 0, len(text))]
    assert found in ([text], text.replace("。", "。\n", 1).split("\n"))


def first_words(text: str) -> list[str]:
    return [text[one.start :][:6] for one in cut(text).documents]


def test_a_line_each_is_a_document_if_its_title_stands_apart():
    essays = [
        f"{title}　　{words}　　{words}　　{words}　　说的是{title}。"
        for title, words in (
            ("河边渡口", TEXT * 2),
            ("山里磨坊", OTHER * 2),
            ("桥上石狮", TEXT + OTHER),
        )
    ]
    assert first_words("\n".join(essays)) == [one[:6] for one in essays]


def test_a_line_each_is_a_case_if_they_are_counted():
    cases = [
        f"案例{n} 某{what}违规储存案2022年{m}月，执法人员到场检查。{TEXT}{OTHER}{TEXT}"
        for m, (n, what) in enumerate((("一", "厂"), ("二", "店"), ("三", "站"), ("四", "社")), 1)
    ]
    assert first_words("\n".join(cases)) == [one[:6] for one in cases]


def test_paragraphs_of_one_text_are_no_documents():
    paragraphs = (TEXT + OTHER * 2, OTHER + TEXT * 2, TEXT * 3, OTHER * 3)
    assert len(cut("\n".join(paragraphs)).documents) == 1


def test_a_list_ends_where_its_counting_begins_anew():
    names = ("江西省", "山东省", "陕西省", "河北省")
    listed = "".join(f"{n}、{name}" for n, name in zip("一二三四", names, strict=True))
    texts = "".join(
        f"{n}、{name}《{name}渡口规划》{words}{name}还要修桥。"
        for n, name, words in zip("一二三四", names, (TEXT, OTHER, TEXT, OTHER), strict=True)
    )
    done = cut(f"各省规划中关于渡口的内容目录{listed}{texts}")
    assert [one.facts[0].value for one in done.documents] == list(names)


def test_titles_that_differ_in_the_number_at_their_end_count_through():
    texts = (TEXT * 3, OTHER * 3, TEXT + OTHER * 2)
    parts = [f"出纳个人年终工作总结 篇{n}{words}" for n, words in enumerate(texts, 1)]
    found = cut("2023年出纳个人年终工作总结精选（通用3篇）大家来看看。" + "".join(parts))
    titles = [facts(one).get("title", "") for one in found.documents]
    assert titles[-3:] == [f"出纳个人年终工作总结 篇{n}" for n in (1, 2, 3)]
