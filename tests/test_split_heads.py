"""Where a document begins: with what stands above its title, and below an export's fields."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_split import cut, facts

TEXT = "各地抓好落实，定期报告进展。群众普遍反映良好，下一步还要巩固成果。\n" * 3
NAMES = ("供水", "节水", "计量", "档案")


def starts(text: str) -> list[str]:
    """Return the first lines of the documents of a text."""
    return [text[one.start :].split("\n")[0].strip() for one in cut(text).documents]


def test_a_number_and_a_red_head_above_a_listed_title_belong_to_it():
    listed = "目录\n" + "".join(f"关于{name}工作的通知……{n}\n" for n, name in enumerate(NAMES, 1))
    heads = [
        "",
        "　　　　某政发〔2020〕2号\n",
        "",
        "某县教育局 某县财政局文件\n某政发〔2020〕4号\n",
    ]
    text = listed + "".join(
        f"{head}　　　　关于{name}工作的通知\n{TEXT}"
        for head, name in zip(heads, NAMES, strict=True)
    )
    assert starts(text) == [
        "关于供水工作的通知",
        "某政发〔2020〕2号",
        "关于计量工作的通知",
        "某县教育局 某县财政局文件",
    ]


def test_an_order_that_a_group_of_the_contents_names_belongs_to_its_law():
    law = "第一条 为了管理，制定本条例。\n第二条 本条例适用于本省。\n"
    listed = (
        "目录\n【省政府令】\n某省供水条例（第1号）……1\n【文件】\n某省节水条例……2\n某省计量条例……3\n"
    )
    order = "某省人民政府令\n第1号\n《某省供水条例》已经通过，现予公布。\n某省供水条例\n"
    text = listed + order + law + f"某省节水条例\n{law}某省计量条例\n{law}"
    assert starts(text) == ["某省人民政府令", "某省节水条例", "某省计量条例"]


def test_a_title_of_three_characters_is_known_though_one_is_misread():
    listed = "目录\n龙王借锣……1\n白娥泉……2\n石牛吃麦……3\n望夫石的来历……4\n"
    titles = ("龙王借锣", "白鹅泉", "石牛吃麦", "望夫石的来历")
    assert starts(listed + "".join(f"{title}\n{TEXT}" for title in titles)) == list(titles)


def test_a_listed_postscript_is_a_document():
    names = ("渡口", "老屋", "雪夜", "后记")
    listed = "目录\n" + "".join(f"{name}\n" for name in names) + "\n"
    text = listed + "".join(f"\n{name}\n\n{TEXT}{TEXT}" for name in names)
    assert starts(text) == list(names)


def test_a_group_line_of_a_list_with_pages_is_no_part_of_the_next_title():
    listed = "目录\n第一编 行政\n考勤管理制度……1\n印章管理制度……1\n第二编 生产\n点检管理制度……2\n"
    text = (
        f"{listed}第一编 行政\n考勤管理制度\n{TEXT}印章管理制度\n{TEXT}"
        f"第二编 生产\n点检管理制度\n{TEXT}"
    )
    found = [facts(one)["title"] for one in cut(text).documents]
    assert found == ["考勤管理制度", "印章管理制度", "点检管理制度"]


def test_what_a_first_text_announces_are_its_parts():
    text = f"某局工作总结\n{TEXT}现将主要工作报告如下。\n"
    text += "".join(f"　　　　　　关于{name}工作的报告\n{TEXT}" for name in NAMES)
    assert len(cut(text).documents) == 1


@pytest.mark.parametrize("rule", ["----", "====", "＊＊＊＊"])
def test_a_rule_parts_as_much_as_white_space(rule: str):
    text = "".join(f"{rule}\n# {name}的故事\n{TEXT}## 起因\n{TEXT}" for name in NAMES)
    assert len(cut(text).documents) == len(NAMES)


def test_fields_of_an_export_are_no_part_of_its_documents():
    heads = "".join(
        f"--------\nAUTHOR: 某人\nTITLE: {name}记\nDATE: 03/1{n}/2011 09:14:22 PM\n-----\nBODY:\n"
        f"{name}记\n{TEXT}"
        for n, name in enumerate(NAMES)
    )
    done = cut(heads)
    assert [facts(one)["title"] for one in done.documents] == [f"{name}记" for name in NAMES]
    assert starts(heads) == [f"{name}记" for name in NAMES]


def test_fields_above_the_first_document_are_its_heading():
    text = "\n".join(
        f"标题：【求助】{name}怎么办\n作者：某人　　发表于 2015-4-{n} 23:41\n{TEXT}"
        for n, name in enumerate(NAMES, 1)
    )
    assert starts(text) == [f"标题：【求助】{name}怎么办" for name in NAMES]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某小区业主委员会第七次会议\n记录\n", "某小区业主委员会第七次会议记录"),
        ("　　果园集雨窖\n　　建设与使用技术规程\n", "果园集雨窖建设与使用技术规程"),
        ("城乡3路\n冬季行车时刻表\n(自2022年11月15日起执行)\n", "城乡3路冬季行车时刻表"),
        ("夜市\n某某\n", "夜市"),
        ("灌区旧事\n二〇一二年十一月\n", "灌区旧事"),
        ("集雨窖管理办法\n附表目录\n", "集雨窖管理办法"),
    ],
)
def test_a_title_may_be_set_on_two_lines_that_stand_apart(head: str, title: str):
    text = "\n　　渠首到分水闸长六公里，每年汛后都要清淤。\n　　支渠归各村自己管，坏了由村里修。\n"
    (record,) = jiaokan.clean((head + text).encode(), "a.txt")
    assert record["title"] == title
