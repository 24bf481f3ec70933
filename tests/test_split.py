"""Compilations are cut into their documents, and single documents stay whole."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

from tests.compilations import CLEAN, compile_pieces, made_up
from tests.generate import STYLES, compilation, document
from transforms import render
from transforms.decode import view
from transforms.label import label
from transforms.pages import Pages
from transforms.schema import BODY, BOILERPLATE, Collation, Document, SourceText
from transforms.segment import segment
from transforms.split import split
from transforms.split.align import align, similarity
from transforms.split.classes import find_alike, find_classes
from transforms.split.contents import read_contents
from transforms.split.entries import Entry
from transforms.split.evidence import most, score
from transforms.split.headings import Heading, find_headings
from transforms.split.kinds import is_text, number
from transforms.split.lines import Line, Lines, read_spans
from transforms.split.looks import Looks

RAW = Path(__file__).parent.parent / "raw"


def cut(text: str, mode: str = "auto", heading: str = "") -> Collation:
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    return split(label(segment(source)), mode, heading)


def facts(document: Document) -> dict[str, str]:
    return {fact.field: fact.value for fact in document.facts}


def body(done: Collation, one: Document) -> tuple[int, int]:
    """Return start and end of a document's body, white space at its edges aside."""
    blocks = [block for block in render.blocks_of(done, one) if block.label == BODY]
    start, end = blocks[0].start, blocks[-1].end
    text = done.text.text
    while text[start].isspace():
        start += 1
    return start, start + len(text[start:end].rstrip())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("documents", [3, 9])
@pytest.mark.parametrize("seed", [1, 2])
def test_made_up_compilations_are_cut_exactly(style: str, documents: int, seed: int):
    made = compilation(seed, style, documents=documents)
    done = cut(made.text)
    found = {body(done, one)[0] for one in done.documents}
    copies = {start for start, _ in made.copies}
    assert found - copies == {truth.start for truth in made.documents}


def test_blocks_still_tile_and_documents_begin_and_end_on_blocks():
    done = cut(compilation(5, "one_line", documents=6).text)
    assert "".join(done.text.text[b.start : b.end] for b in done.blocks) == done.text.text
    starts, ends = {b.start for b in done.blocks}, {b.end for b in done.blocks}
    assert all(one.start in starts and one.end in ends for one in done.documents)


def test_facts_of_a_one_line_compilation():
    made = compilation(3, "one_line", documents=8, mistakes=False)
    done = cut(made.text)
    for one, truth in zip(done.documents, made.documents, strict=True):
        found = facts(one)
        assert (found["title"], found["region"]) == (view(truth.title), truth.region)
        assert found["listed_title"] == view(truth.listed_title)
        assert found["url"] == truth.url


def test_never_leaves_a_compilation_whole():
    assert len(cut(compilation(1, "one_line", documents=4).text, "never").documents) == 1


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["plan", "notice", "law"])
def test_single_documents_stay_whole(seed: int, kind: str):
    made = document(seed, kind=kind)
    text = "\n".join(
        part
        for part in (
            made.title,
            made.number,
            made.addressee,
            *made.paragraphs,
            made.signature,
            made.date,
        )
        if part
    )
    done = cut(text)
    assert [facts(one)["title"] for one in done.documents] == [view(made.title)]


NOTICE = """某市政府网
某省人民政府关于完整落实方针的意见

近日，某市人民政府发布通知。

某市人民政府关于印发某市碳达峰
实施方案的通知
某政发〔2022〕45号
各区人民政府：
现将《某市碳达峰实施方案》印发给你们，请认真执行。
某市人民政府
2022年8月11日
某市碳达峰实施方案
为推进工作，制定本方案。
一、总体要求
坚持系统观念。
"""


def test_the_title_is_the_one_over_number_and_addressee():
    done = cut(NOTICE)
    (one,) = done.documents
    title = next(fact for fact in one.facts if fact.field == "title")
    assert done.text.text[title.start : title.end] == (
        "某市人民政府关于印发某市碳达峰\n实施方案的通知"
    )
    above = [b for b in done.blocks if b.label == BOILERPLATE]
    assert [done.text.text[b.start : b.end].strip() for b in above] == [
        "某市政府网",
        "某省人民政府关于完整落实方针的意见",
    ]
    text = render.render(done.text.text, render.blocks_of(done, one), ())
    assert text.startswith("近日，某市人民政府发布通知。")
    assert "某市碳达峰实施方案\n为推进工作" in text


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("云岭市第五届人民代表大会\n第一次会议文件（十二）\n\n", "——在大会上\n局长　张三\n"),
        ("云岭市统计局\n", "云岭市统计局\n2022年1月26日\n"),
    ],
)  # fmt: skip
def test_the_title_stands_over_a_subtitle_or_whose_it_is(above: str, below: str):
    title = "云岭市2021年财政预算执行情况的报告"
    (one,) = cut(f"{above}{title}\n{below}各位代表：\n现在报告工作，请予审议。\n").documents
    assert facts(one)["title"] == title
    closing = "特此公告\n云岭市统计局\n2022年1月26日\n"
    (one,) = cut(f"关于停水的公告\n因检修，今日停水。\n请储水。\n{closing}").documents
    assert facts(one)["title"] == "关于停水的公告"


def test_a_title_goes_on_below_the_name_of_a_law_that_its_line_cuts():
    lines = ["某省人民政府关于在新区", "暂时调整实施《某省饮用水管理法", "实施条例》有关规定的决定"]
    below = "某政发〔2021〕4号\n\n各市人民政府：\n经研究，决定如下。\n"
    (one,) = cut("\n".join((*lines, below))).documents
    assert facts(one)["title"].replace("\n", "") == "".join(lines)


@pytest.mark.parametrize(
    ("above", "title", "below"),
    [
        ("读取中\n昨收盘:0\n供水股份 下载公告\n", "云岭供水公司水质管理制度", "(2022年修订)\n"),
        ("查股网 2023-12-30 云岭供水公司公告\n", "云岭供水股份有限公司\n水质管理制度", ""),
        ("行情中心\n证券代码:600999\n", "云岭供水股份有限公司\n水质管理制度", ""),
    ],
)  # fmt: skip
def test_a_title_stands_above_the_first_chapter_whatever_a_page_has_above(above, title, below):
    text = "第一章 总则\n第一条 为了管理水质，制定本制度。\n第二条 本制度适用于公司。\n"
    (one,) = cut(f"{above}{title}\n{below}{text}").documents
    assert facts(one)["title"] == title


def test_a_number_and_the_heading_of_a_collection_are_no_titles():
    (one,) = cut("云政发〔2021〕7号\n各市、县人民政府：\n现就供水工作通知如下。\n").documents
    assert "title" not in facts(one)
    above = "第一篇：云岭省人民政府文件\n云政发〔2021〕7号\n"
    title = "云岭省人民政府关于供水的通知"
    (one,) = cut(f"{above}{title}\n各市人民政府：\n现就供水工作通知如下。\n").documents
    assert facts(one)["title"] == title


def test_the_only_chapter_of_a_source_is_its_title():
    (one,) = cut("第七章　渡口\n\n天刚亮，船就开了。\n岸上没有人。\n").documents
    assert facts(one)["title"].split() == ["第七章", "渡口"]
    (law,) = cut(
        "第三章　罚则\n第九条　违反本法的，处以罚款。\n第十条　本法自公布之日起施行。\n"
    ).documents
    assert "title" not in facts(law)


def test_a_title_repeated_over_several_lines_is_one_title():
    title, lines = "某市国民经济和社会发展计划审查条例", ("某市国民经济和社会发展计划", "审查条例")
    law = "第一章 总则\n第一条 为了加强监督，制定本条例。\n第二条 本条例适用于本市。\n"
    (one,) = cut("\n".join((title, *lines, law))).documents
    assert facts(one)["title"] == title


def test_an_annex_below_the_first_article_gives_no_title():
    law = "某市计量办法\n第一条 为了管理计量器具，制定本办法。\n第二条 本办法自发布之日起施行。\n"
    (one,) = cut(law + "某市计量器具目录\n某政发〔2022〕4号\n1.竹木直尺\n").documents
    assert facts(one)["title"] == "某市计量办法"


def test_the_same_span_has_the_same_id_wherever_it_stands():
    first, second = (cut(text).documents[0] for text in (NOTICE, "\n\n" + NOTICE))
    assert first.id == second.id and first.start != second.start


def test_ids_of_equal_documents_differ_within_a_source():
    line = "某省《某省能源方案》http://a.gov.cn/1.html" + "各地要抓好落实。" * 80
    assert len({one.id for one in cut(line * 3).documents}) == 3


def test_contents_entries_give_title_region_page_and_groups():
    text = "目录\n省区方案2项 ........ 3\n浙江省《意见》.....4\n"
    text += "《行动方案》......1277\n附表:汇总表(2项)....9\n"
    done = label(segment(cut(text).text))
    found = [entry[:4] for entry in read_contents(done.text.view, done.blocks)]
    assert found == [
        ("省区方案2项", "", 3, True),
        ("意见", "浙江省", 4, False),
        ("行动方案", "浙江省", 1277, False),
        ("附表:汇总表(2项)", "", 9, True),
    ]


def test_alignment_keeps_the_order_and_bridges_wrong_pages():
    titles = ("甲省能源方案", "乙省能源方案", "甲省能源方案")
    text = "".join(f"{title}\n" for title in titles)
    headings = [Heading(i * 7, i * 7 + 6, i * 7, i * 7 + 6, "", 1.0) for i in range(3)]
    entries = [
        Entry(title, "", page, False, 0, 0) for title, page in zip(titles, (5, 99, 12), strict=True)
    ]
    assert align(text, entries, headings, Pages(text, ())) == {0: 0, 1: 1, 2: 2}


def test_an_abbreviated_title_is_like_its_full_one():
    full = "浙江省人民政府关于完整准确全面做好碳达峰碳中和工作的实施意见"
    assert similarity("双碳工作实施意见", full) > 0.6
    assert similarity("双碳工作实施意见", full) > similarity("双碳科技创新行动方案", full) + 0.2


def test_a_missing_page_begins_where_it_would():
    text = "甲。" * 300 + "第1页" + "乙。" * 300 + "第3页" + "丙。" * 300 + "第4页"
    done = cut(text)
    pages = Pages(done.text.view, done.blocks)
    assert (pages.begin(2), pages.begin(3)) == (603, 603)
    assert (pages.page(0), pages.page(700), pages.page(len(text) - 9)) == (1, 3, 4)


def test_title_lines_are_weighed_by_what_stands_below():
    done = label(
        segment(cut("某市方案的通知\n某政发〔2022〕4号\n各区：\n正文。\n某市图书目录\n甲\n").text)
    )
    strength = {h.start: h.strength for h in find_headings(done.text.view, done.blocks)}
    assert strength[0] > 0.8 > strength[done.text.text.index("某市图书")]


def test_the_real_compilation_has_its_documents():
    data = next(RAW.glob("001_*.txt")).read_text(encoding="utf-8")
    done = cut(data)
    assert len(done.documents) == 114
    assert sum("url" in facts(one) for one in done.documents) == 112


def test_entries_of_a_second_copy_of_the_contents_are_not_missed():
    titles = [f"某省{word}方案" for word in ("能源", "交通", "水利", "农业")]
    entry = "".join(f"{title}........{n}" for n, title in enumerate(titles, 2))
    body = "".join(f"{title}\n为做好工作，制定本方案。\n一、要求。\n落实。\n" for title in titles)
    done = cut(entry + "\n" + entry + "\n" + body)
    assert len(done.documents) == 4
    assert done.unmatched == ()


def test_a_single_document_without_a_title_gets_no_warning():
    (one,) = cut("为做好工作，各地要抓好落实，确保完成。\n各部门要加强配合。\n").documents
    assert one.warnings == ()


def test_a_list_that_begins_with_a_title_that_stands_often_is_read_to_its_end():
    text = "某市公告\n供水条例\n供电条例\n为了管理，制定本条例。\n"
    (one,) = cut(text + "某市公告\n为了管理，作出规定。\n" * 3).documents
    assert facts(one)["title"] == "某市公告"


PARTS = ("水", "山", "桥", "村", "城", "寺")
PROSE = "　　各地抓好落实，定期报告进展。\n" * 3
ORDER = "某省人民政府令\n第{i}号\n《{t}上条例》已经通过，现予公布。\n省长　某某\n2001年3月{i}日\n\n"
LAW = "{t}上条例\n" + "".join(f"第{n}条　抓好落实。\n" for n in "一二三四五六七八九")


def pieces(part: str) -> list[str]:
    """Return six pieces like one; {n} is 一, 二 …, {i} 1, 2 …, {t} a word."""
    words = enumerate(zip("一二三四五六", PARTS, strict=True), 1)
    return [part.format(n=n, i=i, t=t) for i, (n, t) in words]


def numbered(head: str, parts: str) -> str:
    """Return a text of a head and of numbered parts: see ``pieces``."""
    return head + "".join(pieces(parts))


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        ("长河\n某某著\n\n", "第{n}章　{t}上人家\n\n" + PROSE + "\n"),
        ("长河\n\n\n", "CHAPTER {i}\n\nThe {t}\n\n" + PROSE + "\n\n"),
        ("小戏\n\n", "第{n}场\n\n人物：甲、乙\n甲：来了。\n乙：来了。\n\n"),
        ("政策问答\n\n", "{i}. {t}由谁管理？\n答：由各地管理。\n\n"),
        ("工作报告\n（2021年1月5日）\n各位代表：\n", "{n}、{t}的工作\n（一）抓好\n" + PROSE),
        ("发展规划\n\n", "第{n}章　{t}\n" + PROSE + "专栏{i}　{t}的工程\n1.抓好。\n2.落实。\n"),
        ("某文研究\n张某\n摘要：研究。\n", "{i} {t}的方法\n\n{i}.1 {t}一\n\n" + PROSE + "\n"),
        ("某县公报\n某县统计局\n", "{n}、{t}\n" + PROSE + "表{i}　{t}表\n指标 数\n总量 5\n"),
        ("某省条例\n", "保护{t}规划\n第{n}条　为了管理，制定本条例。\n第{n}十条　落实。\n"),
        ("乡村观察\n\n" + PROSE + "\n", "{t}上人家\n\n" + PROSE + "\n" + PROSE + "\n"),
        ("会议纪要\n某府纪〔2021〕12号\n", "{n}、审议《某县{t}办法》\n　　同意。\n"),
        ("某会议纪要\n\n" + PROSE + "\n", "议题{n}：{t}上规划\n" + PROSE + "\n"),
    ],
)
def test_sections_of_one_document_are_no_documents(head: str, parts: str):
    assert len(cut(numbered(head, parts)).documents) == 1


def test_lines_without_a_word_are_no_headings():
    (one,) = cut(numbered("某文研究\n", PROSE + "\n<1{i}>\n\n")).documents
    assert one.warnings == ()


def test_contents_with_numbers_inside_numbers_are_one_documents():
    names = ("1　引言", "2　概况", "3　分析", "3.1　桥上效益", "3.2　村上效益", "4　结论", "致谢")
    text = "\n".join(("某工程效益研究", "摘要：研究。", "目　录", *names, ""))
    text += "".join(f"{name}\n{PROSE}" for name in names)
    assert len(cut(text).documents) == 1


@pytest.mark.parametrize(
    ("head", "parts"),
    [
        # Judgments of one title, with a number each below an organ.
        (
            "",
            "某县人民法院\n民　事　判　决　书\n（2021）云0123民初4{i}号\n原告：王某，住某县。\n"
            + PROSE
            + "审判员　张某\n二〇二一年五月{n}日\n书记员　李某\n\n\n",
        ),
        # A red head with white space around it.
        (
            "",
            "某县水利局文件\n\n某水发〔2020〕{i}号\n\n某县水利局关于做好{t}上工作的通知\n\n各站：\n"
            + PROSE
            + "\n某县水利局\n2020年3月{i}日\n\n",
        ),
        # A letter a line.
        (
            "",
            "关于做好{t}上工作的通知某发〔2020〕{i}号各县人民政府："
            + PROSE.replace("\n", "") * 2
            + "某县水利局2020年3月{i}日\n",
        ),
        # Standards, from the first line of each cover.
        (
            "",
            "ICS 65.020\nDB53\n某省地方标准\nDB53/T 20{i}—2021\n{t}上栽培技术\n"
            "2021-03-15发布　　2021-04-15实施\n1　范围\n本文件规定栽培。\n2　要求\n抓好落实。\n\n",
        ),
        ("", "案例{n}：{t}上的纠纷\n基本案情\n" + PROSE + "处理结果\n" + PROSE),
        ("", "【案例{n}】{t}上的纠纷\n基本案情\n" + PROSE + "处理结果\n" + PROSE),
        # Nothing but the organ's name parts a judgment from the one above.
        (
            "",
            "某县人民法院\n民事判决书\n（2021）云0123民初4{i}号\n原告：王某，住某县。\n"
            + PROSE
            + "审判员　张某\n二〇二一年五月{n}日\n书记员　李某\n",
        ),
    ],
)
def test_documents_begin_with_the_first_line_of_their_heads(head: str, parts: str):
    starts = [0, *accumulate(map(len, pieces(parts)))][:-1]
    found = [one.start - len(head) for one in cut(numbered(head, parts)).documents]
    assert found == starts


def test_three_answers_to_the_press_are_documents():
    parts = pieces(f"县局负责人就{{t}}上的办法答记者问\n{PROSE}问：怎么办？\n答：抓好。\n\n")[:3]
    text = "政策问答选登\n\n" + "".join(parts)
    assert [one.start for one in cut(text).documents] == [text.index(part) for part in parts]


def test_what_may_be_several_documents_is_doubted_and_the_hint_cuts_it():
    text = numbered("一周要闻\n\n", "{t}上取得新进展\n" + PROSE + "\n")
    (one,) = cut(text).documents
    assert one.confidence < 0.8
    (warning,) = one.warnings
    assert warning.startswith("perhaps several documents: 6 lines are set like “寺上取得新进展”")
    hint = warning.partition("--heading '")[2].partition("'")[0]
    titles = [facts(one)["title"] for one in cut(text, heading=hint).documents]
    assert titles == [f"{word}上取得新进展" for word in PARTS]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_two_laws_in_one_file_are_doubted_and_the_hint_cuts_them(gap: str):
    text = f"某市供水条例\n{LAW}{gap}某市道路管理办法\n{LAW}".replace("{t}上条例\n", "")
    (one,) = cut(text).documents
    assert one.confidence == 0.8
    (warning,) = one.warnings
    assert warning.startswith("perhaps several documents: 2 lines are set like “某市道路管理办法”")
    hint = warning.partition("--heading '")[2].partition("'")[0]
    found = [facts(one)["title"] for one in cut(text, heading=hint).documents]
    assert found == ["某市供水条例", "某市道路管理办法"]


@pytest.mark.parametrize(
    "head",
    [
        "某市政府关于印发供水条例的通知\n某政发〔2020〕3号\n各县：\n现将《供水条例》印发给你们。\n",
        "某市政府关于修改《供水条例》的决定\n第一条　修改第二条。\n第二条　重新公布。\n",
        "某市节水办法\n第一条　为了节水。\n第二条　本办法即日施行。\n附件\n",
    ],
)
def test_an_annex_that_has_articles_is_not_doubted(head: str):
    (one,) = cut(f"{head}供水条例\n" + LAW.replace("{t}上条例\n", "")).documents
    assert one.warnings == ()


def test_a_title_leaves_its_author_and_its_labels_to_the_text():
    text = numbered("诗选\n\n", "{t}上\n某某\n春风明月，秋水长天。\n孤舟远山，白云青松。\n\n")
    assert [facts(one)["title"] for one in cut(text).documents] == [f"{word}上" for word in PARTS]
    text = numbered("", "【标题】{t}上的通知\n【文号】某〔2020〕{i}号\n【正文】\n" + PROSE + "\n")
    assert [facts(one)["title"] for one in cut(text).documents] == [
        f"{word}上的通知" for word in PARTS
    ]


def test_an_order_belongs_to_the_law_below_it():
    law = "{t}上条例\n" + "".join(f"第{n}条　抓好落实。\n" for n in "一二三四五六七八九")
    order = (
        "某省人民政府令\n第{i}号\n《{t}上条例》已经通过，现予公布。\n省长　某某\n2001年3月{i}日\n"
    )
    done = cut(numbered("", order + "\n" + law + "\n"))
    assert [done.text.text[one.start :].split("\n")[1] for one in done.documents] == [
        f"第{i}号" for i in range(1, 7)
    ]
    assert [facts(one)["title"] for one in done.documents] == [f"{word}上条例" for word in PARTS]


@pytest.mark.parametrize("number", [2, 3])
def test_a_list_of_two_is_one_below_its_word(number):
    titles = ("岭川省消防车通道管理办法", "东浦省消防通道安全管理规定", "北河省供水条例")[:number]
    text = "立法资料选编\n目　录\n" + "".join(
        f"{title}……………{at}\n" for at, title in enumerate(titles, 1)
    )
    text += "".join(
        f"{title}\n（2018年5月30日通过）\n第一条　为了供水，制定本办法。\n第二条　应当供水。\n"
        for title in titles
    )
    assert [text[each.start : each.end].split("\n")[0] for each in cut(text).documents] == [*titles]


@pytest.mark.parametrize("word", ["目录\n", ""])
def test_an_order_above_a_listed_law_is_no_entry_and_belongs_to_the_law(word: str):
    listed = word + "".join(f"{word}上条例\n" for word in PARTS)
    done = cut(numbered(listed + "\n\n", ORDER + LAW + "\n"))
    assert [done.text.text[one.start :].split("\n")[1] for one in done.documents] == [
        f"第{i}号" for i in range(1, 7)
    ]
    assert [facts(one)["title"] for one in done.documents] == [f"{word}上条例" for word in PARTS]


def test_a_list_without_a_word_above_ends_before_the_first_title_stands_again():
    listed = "".join(f"{word}上条例\n" for word in PARTS)
    done = cut(numbered(listed + "\n", LAW + "\n"))
    assert [facts(one)["title"] for one in done.documents] == [f"{word}上条例" for word in PARTS]


@pytest.mark.parametrize("entry", ["{t}上 陈某某", "{t}上（陈某某）", "{t}上……陈某某　{i}"])
def test_an_author_listed_behind_a_title_stays_in_the_text(entry: str):
    listed = numbered("目录\n", entry + "\n")
    text = numbered("", "{t}上\n陈某某\n春风明月，秋水长天。\n孤舟远山，白云青松。\n\n")
    done = cut(listed + "\n\n" + text)
    assert [facts(one)["title"] for one in done.documents] == [f"{word}上" for word in PARTS]
    assert all(
        done.text.text[slice(*body(done, one))].startswith("陈某某") for one in done.documents
    )
    assert all("陈某某" in facts(one)["listed_title"] for one in done.documents)


@pytest.mark.parametrize("marker", ["第{}页", "\n第{}页\n", "\n- {} -\n"])
def test_a_title_inside_a_long_line_is_found_where_a_page_ends_in_it(marker: str):
    titles = [f"某市{word}上交通管理条例" for word in PARTS]
    text = "目录\n" + "".join(f"{title}........{i}\n" for i, title in enumerate(titles, 1))
    for i, title in enumerate(titles, 1):
        head, tail = title[:5], title[5:] + "第一条　为了管理，制定本条例。" * 20
        text += head + marker.format(i) + tail if i in (3, 5) else head + tail + marker.format(i)
    found = [facts(one)["title"].replace("\n", "") for one in cut(text).documents]
    assert found == titles


def test_a_title_said_twice_inside_a_long_line_begins_where_it_is_said_first():
    listed = numbered("目录\n", "某市{t}上交通管理条例……{i}\n")
    text = numbered("", "某市{t}上交通管理条例" * 2 + "第一条　为了管理，制定本条例。" * 20)
    done = cut(listed + text)
    assert [done.text.text[one.start :][:20] for one in done.documents] == [
        f"某市{word}上交通管理条例" * 2 for word in PARTS
    ]


@pytest.mark.parametrize(
    "page_end",
    [
        "按照有关规定。\n国务院交通管理条例\n- 3 -\n和其他有关规定，同样适用。\n",
        "要抓好落实。\n县级交通部门应当遵守本条例规定\n- 3 -\n的要求，落实国家有关规定。\n",
        "要抓好落实。\n县级人民政府按照国家有关规定\n的要求，定期报告进展情况。\n",
        "按照\n公路、桥梁、\n- 3 -\n某市交通管理办法\n渡口的规定，定期报告进展情况。\n",
    ],
)
def test_a_line_of_a_sentence_that_goes_on_over_a_page_is_no_heading(page_end: str):
    titles = [f"某市{word}上交通管理条例" for word in PARTS]
    text = "目录\n" + "".join(f"{title}........{i}\n" for i, title in enumerate(titles, 1))
    for i, title in enumerate(titles, 1):
        text += f"{title}\n第一条　为了管理，制定本条例。\n各地抓好落实，定期报告进展。各部门"
        text += page_end if i == 3 else "要抓好落实。\n"
        text += "第二条　本条例自发布之日起施行。\n" + f"- {i} -\n" * (i != 3)
    assert [facts(one)["title"] for one in cut(text).documents] == titles


WRAPPED_MINUTES = """\
某某市人民政府常务会议纪要
（第12次）
    时间：2023年5月12日上午9时
    地点：市政府三楼会议室
    主持：张某某
    出席：李某某、王某某、赵某某、钱某某、孙某某、周
某某、吴某某、郑某某
    列席：市发展改革委、市财政局、市生态环境局、市水
务局、市农业农村局主要负责同志
    记录：冯某某

    会议听取了市水务局关于全市防汛准备工作情况的汇报
，并就下一步工作进行了研究。现将会议议定事项纪要如下：
    一、关于防汛准备工作
    会议认为，今年汛期形势严峻，各级各部门要高度重视

— 1 —

，坚决克服麻痹思想和侥幸心理，把各项准备工作做在前面。会
议强调，要做到以下三点：一是压实责任，二是备足物资，三是
加强演练。
    会议议定：
    （一）由市水务局牵头，于5月底前完成全市水库、堤
防的隐患排查，并将结果报市防汛抗旱指挥部。
    （二）由市财政局安排专项资金1,200万元，用于
购置抢险物资，其中市级800万元，县级配套400万元。
    （三）由市应急局组织一次全市范围的防汛演练，演练
方案另行印发。
    二、关于农村供水保障
    会议原则同意《某某市农村供水保障实施方案（202
3—2025年）》，由市水务局根据会议意见修改后印发实施
。

— 2 —

    三、其他事项
    会议还研究了其他事项。
"""


def test_the_first_line_of_a_wrapped_paragraph_heads_no_document():
    assert len(cut(WRAPPED_MINUTES).documents) == 1


def test_headings_over_two_lines_are_read_to_their_end_listed_or_not():
    heads = [(f"某市{word}上交通", "管理条例") for word in PARTS]
    heads[1] = ("某市关于修改水上、山上、", "桥上交通管理条例的决定")  # a line may end in 、
    below = "\n第一条　为了管理，制定本条例。\n第二条　本条例自发布之日起施行。\n- {} -\n"
    text = "目录\n" + "".join(  # the fifth is not listed
        f"{first}{second}........{i}\n" for i, (first, second) in enumerate(heads, 1) if i != 5
    )
    for i, (first, second) in enumerate(heads, 1):
        text += f"　　　　　{first}\n　　　　　{second}{below.format(i)}"
    found = [facts(one)["title"] for one in cut(text).documents]
    assert ["".join(title.split()) for title in found] == [
        view(first + second) for first, second in heads
    ]


def test_letters_to_one_person_are_letters_of_their_own():
    names = ("his Mother", "John Forster", "Mr. Coates", "John Forster", "Ann", "John Forster")
    letter = "I have received yours of the fourth, and hasten to answer it at once.\n" * 3
    text = "".join(
        f"To {name}\n\nLondon, March {i}, 184{i}\n\nMy dear friend,\n\n{letter}\nEver yours,\n\n\n"
        for i, name in enumerate(names, 1)
    )
    done = cut("SELECTED LETTERS\n\n" + text)
    assert [facts(one)["title"] for one in done.documents] == [f"To {name}" for name in names]


def test_poems_of_one_title_are_all_found_where_they_are_listed():
    titles = ["如梦令", "如梦令", "浣溪沙", "清平乐"]
    listed = "".join(f"{i} {title} 陈某某\n" for i, title in enumerate(titles, 1))
    verse = ("常记溪亭日暮。\n", "昨夜雨疏风骤。\n", "一曲新词酒一杯。\n", "茅檐低小。\n")
    poems = [f"{i} {t}\n陈某某\n{verse[i - 1] * 4}\n" for i, t in enumerate(titles, 1)]
    done = cut("目录\n" + listed + "\n" + "".join(poems))
    assert [facts(one)["title"] for one in done.documents] == titles


@pytest.mark.parametrize(
    ("heading", "title", "region"),
    [
        ("《{t}上的通知》", "{t}上的通知", ""),
        ("安徽《{t}上的通知》", "{t}上的通知", "安徽"),
        ("再读《{t}上》", "再读《{t}上》", ""),
        ("篇{n}：{t}上的通知", "{t}上的通知", ""),
    ],
)
def test_brackets_regions_and_counted_labels_are_no_part_of_a_title(
    heading: str, title: str, region: str
):
    below = "\n某政发〔2020〕{i}号\n各县人民政府：\n" + PROSE + "\n\n"
    parts = [
        (heading + below).format(t=word, i=i, n="一二三四五六"[i - 1])
        for i, word in enumerate(PARTS, 1)
    ]
    found = [facts(one) for one in cut("".join(parts)).documents]
    assert [one["title"] for one in found] == [title.format(t=word) for word in PARTS]
    assert {one.get("region", "") for one in found} == {region}


def lines_of(text: str) -> list[tuple[str, Line]]:
    """Return the lines of a text, each with its words."""
    done = label(segment(cut(text).text))
    view = done.text.view
    lines = Lines(view, read_spans(view, done.blocks))
    return [(done.text.text[line.start : line.end], line) for line in lines]


@pytest.mark.parametrize("style", ["no contents", "red heads", "letters, no contents", "poems"])
def test_what_is_told_before_lines_are_weighed_holds(style: str):
    made = compile_pieces(7, style, made_up(7, style, 6), CLEAN)
    done = cut(made.text)
    lines = Lines(done.text.view, read_spans(done.text.view, done.blocks))
    told = [line for line, text in zip(lines, lines.texts, strict=True) if is_text(text)]
    assert {line.kind for line in told} <= {"prose", "item"}
    looks = Looks(lines)
    alike = find_alike(looks)
    classes = find_classes(alike)
    bounds = zip(classes, most(looks, alike, classes), strict=True)
    scores = [(found, bound) for each, bound in bounds if (found := score(looks, each))]
    assert scores and all(found.mean <= bound for found, bound in scores)


@pytest.mark.parametrize(
    ("line", "kind", "mark", "value"),
    [
        ("第十二条　为了管理，制定本条例。", "item", "第#条", 12),
        ("二十一、某市供水条例", "short", "#、", 21),
        ("3. 守株待兔", "short", "#.", 3),
        ("2.1 数据来源", "short", "#.#", 0),
        ("XIV. The Old Mill", "short", "I.", 14),
        ("【12】供水条例", "short", "[#]", 12),
        ("《静夜思》", "short", "《》", 0),
        ("篇二：某市供水条例", "short", "", 0),  # a word of its own, until it is seen three times
        ("SONNET 18", "short", "", 0),
        ("某政发〔2021〕2号", "number", "", 0),
        ("（一九二一年一月三日）", "date", "", 0),
        ("London, March 3, 1841", "date", "", 0),
        ("九月九日忆山东兄弟", "short", "", 0),
        ("各县人民政府，县直各单位：", "addressee", "", 0),
        ("My dear Mother,", "addressee", "", 0),
        ("春风明月，秋水长天。", "prose", "", 0),
    ],
)
def test_a_line_has_its_kind_mark_and_number(line: str, kind: str, mark: str, value: int):
    ((_, found),) = lines_of(line + "\n")
    assert (found.kind, found.mark, found.value) == (kind, mark, value)


def test_a_line_of_a_whole_file_is_cut_before_titles_numbers_and_articles():
    law = "某市供水条例第一章总则第一条为了管理，制定本条例。第二条本条例自公布之日起施行。"
    letter = "某市人民政府关于节水的通知某政发〔2021〕2号各县人民政府：现将有关事项通知如下。" * 9
    lines = [words for words, _ in lines_of(law + letter)]
    assert [line[:3] for line in lines[:3]] == ["某市供", "第一章", "第二条"]
    assert lines[3:6] == ["某市人民政府关于节水的通知", "某政发〔2021〕2号", "各县人民政府："]


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("12", 12),
        ("XIV", 14),
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("二〇", 20),
        ("3十五", 35),
    ],
)
def test_numbers_in_all_digits_also_mixed_ones(digits: str, value: int) -> None:
    assert number(digits) == value
