"""Compilations are cut into their documents, and single documents stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generate import STYLES, compilation, document
from transforms import render
from transforms.decode import view
from transforms.label import label
from transforms.pages import Pages
from transforms.schema import BODY, BOILERPLATE, Collation, Document, SourceText
from transforms.segment import segment
from transforms.split import split
from transforms.split.align import align, similarity
from transforms.split.contents import Entry, read_contents
from transforms.split.headings import Heading, find_headings

RAW = Path(__file__).parent.parent / "raw"


def cut(text: str, mode: str = "auto") -> Collation:
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    return split(label(segment(source)), mode)


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
