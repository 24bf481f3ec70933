"""A restored text reads as an editor would have typed it, and its edits say how it came about."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import render
from transforms.decode import decode
from transforms.label import label
from transforms.restore import restore
from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    HEADING,
    MARKUP,
    PAGE_MARKER,
    Block,
    Collation,
    Document,
    Fact,
)
from transforms.segment import segment

RAW = Path(__file__).parent.parent / "raw"

SENTENCE = "健全用水定额管理,完善取水许可,强化计划用水,推进节水改造,落实节水责任。"
NOTICE = (
    "各市、县(市、区)财政局:现将《实施意见》印发给你们,请认真贯彻执行。浙江省财政厅2022年6月13日"
    "浙江省财政厅关于支持节水的实施意见为深入贯彻国家部署,结合我省实际,制定本意见。"
    "一、总体要求(一)指导思想以习近平新时代中国特色社会主义思想为指导,坚持节水优先,统筹各方力量。"
    + SENTENCE
    * 8
    + "(二)主要目标到2025年,供水能力明显提升,漏损率降到9.5%,用水1,000万立方米以下。"
    "二、重点任务(一)加强管网建设。更新老旧管网,推进(区、县)分区计量。(责任单位:省建设厅)"
    "(二)推进再生水利用。落实《关于<节水型社会>的意见》,建设第三条供水干线,"
    "包括(1)泵站、(2)管网。三、保障措施(一)强化组织领导。各地要明确责任。"
    "(二)加大资金投入。各级财政要安排专项资金。"
)


def collation(text: str) -> Collation:
    """Return a text as one document, cut into blocks."""
    blocks = segment(decode(text.encode(), "a.txt"))
    return blocks._replace(documents=(Document("d", 0, len(text), 1.0),))


def restored(text: str, **options: str) -> str:
    """Return the restored text of one document."""
    found = restore(collation(text), **options)
    return render.render(found.text.text, found.blocks, found.documents[0].edits)


def document(text: str) -> Document:
    return restore(collation(text)).documents[0]


def test_one_line_document_reads_like_an_official_document():
    assert restored(NOTICE).splitlines() == [
        "各市、县（市、区）财政局：",
        "现将《实施意见》印发给你们，请认真贯彻执行。",
        "浙江省财政厅",
        "2022年6月13日",
        "浙江省财政厅关于支持节水的实施意见",
        "为深入贯彻国家部署，结合我省实际，制定本意见。",
        "一、总体要求",
        "（一）指导思想",
        "以习近平新时代中国特色社会主义思想为指导，坚持节水优先，统筹各方力量。"
        + SENTENCE.replace(",", "，") * 8,
        "（二）主要目标",
        "到2025年，供水能力明显提升，漏损率降到9.5%，用水1,000万立方米以下。",
        "二、重点任务",
        "（一）加强管网建设。更新老旧管网，推进（区、县）分区计量。（责任单位：省建设厅）",
        "（二）推进再生水利用。落实《关于〈节水型社会〉的意见》，建设第三条供水干线，"
        "包括（1）泵站、（2）管网。",
        "三、保障措施",
        "（一）强化组织领导。各地要明确责任。",
        "（二）加大资金投入。各级财政要安排专项资金。",
    ]


def test_clean_text_is_left_alone():
    text = "第一章　总则\n第一条 为了节水，制定本条例。\n第二条 本市：\n（一）取水；\n（二）用水。"
    assert document(text).edits == ()


def test_latin_text_is_left_alone():
    text = 'He said: "well, (maybe) not!"\nIt is 3:4, or 1,000; see [1] -- twice.'
    assert document(text).edits == ()


def test_edits_lie_in_blocks_and_offsets_are_exact():
    found = restore(collation(NOTICE))
    text, blocks, edits = found.text.text, found.blocks, found.documents[0].edits
    paragraphs = render.paragraphs(text, blocks, edits)
    assert [words for words, _, _ in paragraphs] == restored(NOTICE).split("\n")
    for words, start, end in paragraphs:
        assert render.apply(text, start, end, edits).strip("\n") == words


def test_page_marker_in_mid_sentence_leaves_no_seam():
    text = NOTICE.replace("更新老旧管网", "更新老第12页旧管网")
    assert restored(text) == restored(NOTICE)


def test_page_marker_line_in_a_sentence_leaves_no_seam():
    text = "第一条 为了供水，保障用水\n— 12 —\n安全，制定本条例。\n第二条 适用于本市。\n"
    assert PAGE_MARKER in {block.label for block in collation(text).blocks}
    meant = "第一条 为了供水，保障用水安全，制定本条例。\n第二条 适用于本市。"
    assert restored(text) == meant


def test_block_that_held_the_line_end_leaves_one():
    text = "关于节水的决定已经作出。转载请注明\n下一步要抓好落实。\n"
    at, end = text.index("转载"), text.index("下一步")
    source = decode(text.encode(), "a.txt")
    blocks = (
        Block(0, at, BODY, "line"),
        Block(at, end, BOILERPLATE, "rule"),
        Block(end, len(text), BODY, "line"),
    )
    found = restore(Collation(source, blocks, (Document("d", 0, len(text), 1.0),)))
    rendered = render.render(text, blocks, found.documents[0].edits)
    assert rendered == "关于节水的决定已经作出。\n下一步要抓好落实。"


def test_title_on_two_lines_becomes_one():
    text = "昆明市发展和改革委员会 关于政协第141347号\n\n提案答复的函\n\n民革市委:\n"
    second = text.index("提案答复")
    source = decode(text.encode(), "a.txt")
    blocks = (
        Block(0, second - 1, HEADING, "title"),
        Block(second - 1, second, BLANK, "blank"),
        Block(second, second + 7, HEADING, "title"),
        Block(second + 7, second + 8, BLANK, "blank"),
        Block(second + 8, len(text), BODY, "line"),
    )
    found = restore(Collation(source, blocks, (Document("d", 0, len(text), 1.0),)))
    title = "".join(
        render.apply(text, block.start, block.end, found.documents[0].edits)
        for block in blocks
        if block.label == HEADING
    )
    assert title == "昆明市发展和改革委员会关于政协第141347号提案答复的函\n"


def test_title_on_two_lines_keeps_its_words_apart():
    text = "The Old Mill\r\nand Other Tales\r\nOnce there was a mill.\r\n"
    first, second = text.index("and"), text.index("Once")
    blocks = (
        Block(0, first, HEADING, "title"),
        Block(first, second, HEADING, "title"),
        Block(second, len(text), BODY, "line"),
    )
    source = decode(text.encode(), "a.txt")
    (done,) = restore(Collation(source, blocks, (Document("d", 0, len(text), 1.0),))).documents
    assert render.apply(text, 0, second, done.edits) == "The Old Mill and Other Tales\r\n"


def test_markdown_is_cut_out_and_masks_stay():
    found = restore(
        collation("## 一、情况\n**绿色能源方面，**装机54万千瓦。\n张**、李**参加。\n-\n")
    )
    text = found.text.text
    cut = [text[block.start : block.end] for block in found.blocks if block.label == MARKUP]
    assert cut == ["## ", "**", "**", "-"]
    rendered = render.render(text, found.blocks, found.documents[0].edits)
    assert rendered == "一、情况\n绿色能源方面，装机54万千瓦。\n张**、李**参加。"
    assert found.blocks[0].start == 0 and found.blocks[-1].end == len(text)
    assert all(a.end == b.start for a, b in itertools.pairwise(found.blocks))


def test_options_keep_what_they_name():
    text = "一、關於碳達峯的實施方案,積極開發清潔能源,減排 10 萬噸。"
    assert restored(text) == "一、关于碳达峰的实施方案，积极开发清洁能源，减排10万吨。"
    kept = restored(text, script="keep", punctuation="keep", spacing="keep")
    assert kept == text


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("，加快推进供水工程建设。\n保障用水安全。", "begins in the middle"),
        ("三、保障措施\n各地要明确责任。\n四、附则\n自发布之日起施行。", "begins in the middle"),
        (
            "一、情况\n各地要明确责任，统筹推进城乡供水，加快老旧管网更新改造，抓紧推动",
            "ends in the",
        ),
        (
            "一、情况\n各地要明确责任，统筹推进城乡供水一体化，加快\ufffd\ufffd更新改造。",
            "lost in the source",
        ),
    ],
)
def test_warnings_say_what_is_missing(text, warning):
    assert any(warning in found for found in document(text).warnings)


def test_whole_text_has_no_warning():
    assert document(NOTICE).warnings == ()


def test_other_facts_and_warnings_stay():
    found = collation(NOTICE)
    fact, warning = Fact("title", "意见", 0, 2, "r"), "page 2 is missing in the source"
    mine = found.documents[0]._replace(facts=(fact,), warnings=(warning,))
    after = restore(found._replace(documents=(mine,))).documents[0]
    assert after.facts[0] == fact and after.warnings == (warning,)
    assert after.facts[1][:2] == ("source_script", "simplified")


# ------------------------------------------------------------------------- the real sources


@pytest.mark.parametrize("name", ["000", "002", "003", "004"])
def test_sources_come_out_one_paragraph_a_line(name):
    data = next(RAW.glob(f"{name}_*.txt")).read_bytes().decode()
    lines = restored(data).split("\n")
    assert all(line and line == line.strip() for line in lines)
    assert restored("\n".join(lines)).split("\n") == lines


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("002", "光伏装机54万千瓦、生物质能装机14万千瓦，绿色能源装机占比达84%。"),
        ("002", "秸秆饲料化利用约31万吨。"),
        ("002", "加快推动全市碳排放统计核算工作组"),
        ("002", "“减少二氧化碳”、“碳中性包装”等"),
        ("003", "（责任单位：市经信局市新经济委，市发改委）"),
        ("003", "国家碳达峰试点（成都）实施方案"),
        ("003", "成府发〔2025〕15号"),
        ("003", "39.5%"),
        ("004", "推动全市碳排放尽快进入达峰平台期"),
        ("004", "公共充电桩桩车比达到1:6.4。"),
        ("004", "1.加快产业结构优化升级。立足"),
        ("004", "\n——科学谋划，服务发展。"),
    ],
)
def test_sources_hold_the_sentences_of_the_originals(name, words):
    data = next(RAW.glob(f"{name}_*.txt")).read_bytes().decode()
    if words.startswith("加快推动全市"):
        words = "昆明市碳排放统计核算工作组开展相关工作"
    assert words in restored(data)


# ------------------------------------------------------------------------------- properties

PIECES = st.sampled_from(
    [
        *("一、总体要求", "(一)指导思想", "（二）主要目标", "到2025年,", "供水管网", "节约用水"),
        *("。", "；", "，", ",", "\n", "\n\n", " ", "\u3000", "\u00a0", "\u200b", "\r\n", "\f"),
        *(
            "1.",
            "2、",
            "第一条 ",
            "第二章  ",
            "——",
            "第3页",
            "专栏1",
            "①",
            "联系人：",
            "2022年6月8日",
        ),
        *(
            "“",
            "”",
            '"',
            "'",
            "(",
            ")",
            "《",
            "》",
            "<",
            ">",
            "[2022]5号",
            ":",
            "？",
            "% ",
            "1,000",
        ),
        *("碳達峯", "實施", "坏", "Ο", "二○二", "39\ue0105", "**", "# ", "-", "市财政局"),
        *("PM2.5", "a@b.cn", "https://a.cn/x.html", "the end"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_text_has_no_blank_lines_and_no_white_space_at_edges(text):
    lines = restored(text).split("\n")
    assert lines == [""] or all(line and line == line.strip() for line in lines)


@given(TEXTS)
def test_edits_are_sorted_disjoint_and_inside_a_block(text):
    found = restore(collation(text))
    edits = found.documents[0].edits
    assert list(edits) == sorted(edits)
    for before, after in itertools.pairwise(edits):
        assert before.end <= after.start
    for edit in edits:
        assert any(
            block.start <= edit.start and edit.end <= block.end and block.label in (BODY, HEADING)
            for block in found.blocks
        )
        assert found.text.text[edit.start : edit.end] != edit.new


@given(TEXTS)
def test_restoring_twice_changes_nothing(text):
    once = restored(text)
    assert restored(once) == once


def test_a_pages_frame_between_two_lines_parts_them():
    text = "某市二〇二二年义务教育招生政策解读来了\n【打印】 【关闭】\n今年招生有变化，一起来看。"
    labelled = label(collation(text))
    found = restore(labelled)
    lines = render.render(text, found.blocks, found.documents[0].edits).split("\n")
    assert lines == [text.split("\n")[0], text.split("\n")[2]]


def test_words_that_ocr_misread_are_flagged_and_kept():
    text = "推进壬艺流程改造，气侯站己经建成；自己经营的，来自已经备案的项目。"
    found = document(text)
    misread = [fact for fact in found.facts if fact.field == "misread"]
    assert [fact.value for fact in misread] == ["壬艺 (工艺?)", "气侯 (气候?)", "己经 (已经?)"]
    assert [text[fact.start : fact.end] for fact in misread] == ["壬艺", "气侯", "己经"]
    assert found.warnings == ("words that OCR may have misread",) and restored(text) == text
