"""What returns from page to page is no text, and what merely repeats is."""

from __future__ import annotations

import pytest

import jiaokan

# Paragraphs in two halves, between which a page may end.
PARTS = [
    (
        "为加强城乡供水管理，保障城乡居民生活和生产用水安全，根据有关法律法规，结合本省",
        "实际，制定本条例。",
    ),
    (
        "县级以上人民政府应当将供水事业纳入国民经济和社会发展规划，保障供水设施建设和维护的资金",
        "投入，建立健全供水安全保障机制，定期向社会公布水质检测结果。",
    ),
    (
        "用水单位应当采用节水型器具，推行用水定额管理，对超定额用水实行累进加价，所得资金专项用于设施",
        "更新改造，不得挪作他用。",
    ),
    (
        "违反本条例规定，擅自改装、拆除供水设施的，由供水主管部门责令限期恢复原状",
        "，可以处二千元以上一万元以下罚款；造成损失的，依法赔偿，并在新闻媒体上公开道歉。",
    ),
]
WHOLE = ["".join(part) for part in PARTS]


def lines(source: str) -> list[str]:
    """Return the lines of the one record of a source."""
    (record,) = jiaokan.clean(f"某省水利条例\n{source}".encode(), "pages.txt")
    return str(record["text"]).split("\n")


@pytest.mark.parametrize(
    "heads",
    [
        ["某省水利条例汇编"] * 4,
        [f"某省水利厅 水利汇编 {n}" for n in range(12, 16)],
        [f"{n}    水利志" if n % 2 else f"第三章  水利    {n}" for n in range(287, 291)],
        [f"某省水利规定      {n}" for n in ("vii", "viii", "ix", "x")],
    ],
)
def test_a_running_head_parts_sentences(heads: list[str]):
    filler = "各地要认真贯彻执行本条例，加强宣传教育，落实工作责任，查处违法行为，维护供水秩序。"
    parted = zip(PARTS, heads, strict=True)
    found = lines("\n".join(f"{a}\n{head}\n{b}\n{filler}" for (a, b), head in parted))
    assert [line for line in found if line != filler] == WHOLE


def test_a_running_head_is_glued_to_page_markers():
    pages = enumerate(PARTS, 1)
    source = "".join(f"{a}第{n}页 共9页 某省水利厅编印{b}" for n, (a, b) in pages)
    assert lines(source) == ["".join(WHOLE)]


def test_a_watermark_varies():
    marks = (
        "仅供内部*学习 更.多资料请搜 水务资料库",
        "仅供内.部学习 更多*资料请搜 水务·资料库",
        "仅*供内部学习 更多资料.请搜 水务资料库",
        "仅供内部学~习 更多资料请搜 水务 资料库",
    )
    source = "\n".join(f"{body}\n{mark}" for body, mark in zip(WHOLE, marks, strict=True))
    assert lines(source) == WHOLE


def test_an_address_that_returns_is_a_watermark_also_inside_lines():
    mark = "水务文库www.shuiwuwk.com"
    a, b, c, d = WHOLE
    source = [f"仅供学习 {mark}", a, f"仅供学习 {mark}", b + mark, " ".join(mark), c]
    assert lines("\n".join([*source, f"仅供学习 {mark}", d])) == WHOLE


@pytest.mark.parametrize(
    "lines_between",
    [
        ["工作目标"] * 4,
        ["某省人民政府"] * 4,
        ["网址：www.a.gov.cn"] * 4,
        [f"某省人民政府令第{n}号" for n in range(2, 6)],
        ["1  总则", "2  组织体系", "3  监测预警", "4  附则"],
    ],
)
def test_what_repeats_between_paragraphs_stays(lines_between: list[str]):
    source = [line for pair in zip(WHOLE, lines_between, strict=True) for line in pair]
    assert lines("\n".join([*source, *WHOLE])) == [*source, *WHOLE]


def test_bare_numbers_in_the_rows_of_a_table_are_no_pages():
    rows = [word for n in range(1, 6) for word in (str(n), "农村公路养护补助", "市交通局", "优")]
    assert lines("\n".join([WHOLE[0], *rows, WHOLE[1]])) == [WHOLE[0], *rows, WHOLE[1]]


def test_a_foot_note_between_the_halves_of_a_sentence_moves_behind_its_paragraph():
    (a, b), note = PARTS[1], "① 见《某省统计年鉴》第35页。"
    assert lines(f"{a}①\n{note}\n- 5 -\n{b}\n{WHOLE[2]}\n- 6 -\n") == [
        f"{a}①{b}", note.replace(" ", ""), WHOLE[2],
    ]  # fmt: skip


def test_a_foot_note_behind_a_whole_paragraph_stays_there():
    note = "①见《某省统计年鉴》第35页。"
    source = f"{WHOLE[0]}①\n{note}\n- 5 -\n{WHOLE[1]}\n- 6 -\n"
    assert lines(source) == [f"{WHOLE[0]}①", note, WHOLE[1]]
