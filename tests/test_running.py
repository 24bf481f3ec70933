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


@pytest.mark.parametrize(
    "heads",
    [
        # once each: in two parts that the title has, with a number, below the mark of a page
        ["- 1 -\n水利条例        某省", "- 2 -", "- 3 -"],
        ["水利·供水·节水    12", "", ""],
        ["使用手册      Page 1 of 2", "", "使用手册      Page 2 of 2"],
        ["- 1 -\n合同专用    仅供备案使用", "- 2 -", "- 3 -"],
        ["水利发布 水利发布 水利发布", "", "水利发布 水利发布 水利发布"],
        ["————1————", "————2————", "————3————"],
    ],
)
def test_a_head_or_foot_tells_itself_where_it_stands_once(heads: list[str]):
    halves = [*PARTS[0], *PARTS[1], *PARTS[2]]
    wide = "各地要认真贯彻执行本条例，加强宣传教育，查处违法行为，保障城乡供水安全、稳定、有序，"
    source = "".join(
        f"　　{wide}\n{halves[2 * n]}\n{head}\n{halves[2 * n + 1]}\n"
        for n, head in enumerate(heads)
    )
    assert lines(source.replace("\n\n", "\n")) == [
        wide + halves[2 * n] + halves[2 * n + 1] for n in range(3)
    ]


def test_a_head_below_the_number_of_a_page_parts_two_full_lines():
    text = "　　" + "".join(WHOLE).replace("。", "，")[:-1] + "。"
    wrapped = [text[at : at + 30] for at in range(0, len(text), 30)]
    source = "\n".join([*wrapped[:4], "・306・", "某 县 水 利 志", *wrapped[4:], "・307・"])
    assert lines(source) == [text.strip()]


def test_what_stands_at_a_page_edge_stays():
    parts = "\n".join(f"　　{WHOLE[n]}\n- {n + 1} -\n{own}" for n, own in enumerate(
        ("某省水利厅", "附件1", "第二章　水利")
    ))  # fmt: skip
    assert [line for line in lines(parts) if line not in WHOLE] == [
        "某省水利厅", "附件1", "第二章　水利",
    ]  # fmt: skip


def test_a_number_below_foot_notes_is_a_page():
    (a, b), note = PARTS[1], "①见《某省统计年鉴》第35页。"
    foot = f"────────\n{note}"
    source = f"　　{a}①\n{foot}\n1\n{b}\n　　{WHOLE[2]}②\n────────\n②同上。\n2\n　　{WHOLE[3]}\n"
    assert "1" not in lines(source) and "2" not in lines(source)


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
        ["1　总则", "2　组织体系", "3　监测预警", "4　附则"],
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


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("听雨斋遗稿　卷上　　　三", "听雨斋遗稿　卷上　　　四"),
        ("八年级语文试卷　第1页（共2页）", "八年级语文试卷　第2页（共2页）"),
        ("- 5 -\n\n听　雨　斋　稿", "- 6 -"),
        ("第5页\n\n供水条例汇编　　　内部资料　注意保存", "第6页"),
    ],
)
def test_a_head_of_two_pages_is_known_by_its_number_or_place(first: str, last: str):
    (a, b), (c, d) = PARTS[1], PARTS[2]
    source = f"　　{a}\n\n{first}\n\n{b}\n　　{c}{d}\n\n{last}\n"
    assert lines(source) == WHOLE[1:3]


def test_what_cuts_most_sentences_is_no_text_between_paragraphs_either():
    (a, b), (c, d) = PARTS[1], PARTS[2]
    mark = "限内部预览"
    source = [a, mark, b, WHOLE[3], mark, WHOLE[0] + WHOLE[0], c, mark, d]
    assert lines("\n".join(source)) == [WHOLE[1], WHOLE[3], WHOLE[0] + WHOLE[0], WHOLE[2]]


def test_the_number_of_a_standard_below_its_title_heads_the_pages():
    (a, b), number = PARTS[1], "Q/SZF 003—2020"
    source = f"{number}\n{a}{b}\n第1页\n{number}\n2　要求\n{WHOLE[2]}\n第2页\n"
    assert lines(source) == [number, WHOLE[1], "2　要求", WHOLE[2]]


def test_a_number_counts_on_from_a_head_that_cut_a_sentence():
    halves = [*PARTS[0], *PARTS[1]]
    wide = "各地要认真贯彻执行本条例，加强宣传教育，查处违法行为，保障城乡供水安全、稳定有序。"
    above = f"{wide}\n{halves[0]}\n水利条例释义　　165\n\n{halves[1]}\n"
    assert lines(f"{above}166　　地方法规丛书\n\n　　{wide}\n·12·　某县\n") == [
        wide,
        WHOLE[0],
        wide,
        "·12·　某县",
    ]


def test_the_number_of_a_standard_heads_its_pages():
    number = "DB62/T 4187—2020"
    pages = [
        f"集雨窖技术规程\n\n{number}\n\n2020-07-08 发布",
        f"{number}\n\n前　言\n\n　　本标准由水利厅提出。",
        f"　　　　　I\n\n{number}\n\n1　范围\n\n　　{PARTS[0][0]}",
        f"　　　　　1\n\n{number}\n\n{PARTS[0][1]}",
        f"　　　　　2\n\n{number}\n\n　　{WHOLE[1]}\n\n　　　　　3\n",
    ]
    (record,) = jiaokan.clean("\n\n".join(pages).encode(), "standard.txt")
    assert record["doc_number"] == number
    assert record["text"].split("\n") == [
        number,
        "2020-07-08发布",
        "前言",
        "本标准由水利厅提出。",
        "1　范围",
        *WHOLE[:2],
    ]


def test_what_heads_the_pages_of_a_patent_is_no_text():
    head = "CN 208475129 U\n　　　　说　明　书\n　　　　　　　　　　{}/2 页\n\n"
    source = (
        head.format(1)
        + f"　　　一种节水装置\n\n技术领域\n[0001]{WHOLE[1]}\n\n"
        + head.format(2)
        + f"[0002]{WHOLE[2]}\n"
    )
    (record,) = jiaokan.clean(source.encode(), "patent.txt")
    assert record["title"] == "一种节水装置"
    assert record["text"].split("\n") == ["技术领域", f"[0001]{WHOLE[1]}", f"[0002]{WHOLE[2]}"]


@pytest.mark.parametrize("number", ["〔{}〕", "- {} -", "({})"])
def test_two_numbers_in_brackets_that_count_on_are_pages(number: str):
    first, second = map(number.format, (88, 89))
    source = f"{PARTS[0][0]}\n　　　{first}\n\n{PARTS[0][1]}\n{WHOLE[1]}\n{WHOLE[2]}\n"
    assert lines(f"{source}　　　{second}\n") == WHOLE[:3]


def test_of_two_numbers_between_signs_one_may_stand_between_paragraphs():
    above = f"{PARTS[0][0]}\n　　　<5>\n\n{PARTS[0][1]}\n{WHOLE[1]}\n{WHOLE[2]}\n"
    assert lines(f"{above}　　　<6>\n\n{WHOLE[3]}\n") == WHOLE


def test_a_title_below_the_short_last_line_of_a_paragraph_is_no_running_head():
    page = "The old lantern looked for a long while at the broken road, and the\nlost garden.\n\n"
    text = f"The Mill\n\n{page}Page 2\n\n    The Blue Sailor\n\n{page}"
    (record,) = jiaokan.clean(text.encode(), "pages.txt")
    assert "The Blue Sailor" in str(record["text"])


def test_numbers_above_the_headings_of_an_unwrapped_text_are_no_pages():
    long = "可以在商店里面下载，也可以在第三方获取安装包，然后在浏览器的地址栏里输入下面的地址"
    parts = "".join(
        f"{number:02}\n\n绘图的工具{number}\n\n工具{number}是面向绘图的一种技能，用法也不难。\n\n{long}\n\n"
        for number in range(1, 5)
    )
    (record,) = jiaokan.clean(f"# 四种工具\n\n{parts}".encode(), "a.md")
    assert [f"绘图的工具{n}" in record["text"].split("\n") for n in range(1, 5)] == [True] * 4


@pytest.mark.parametrize("number", [("一", "二", "三"), ("1", "2", "3")])
def test_numbers_that_count_from_the_head_are_the_parts_of_a_poem(number: tuple[str, str, str]):
    poem = (
        f"灯\n\n{number[0]}\n我走过雨巷，走过没有灯的长街\n你在远处，像一盏不肯熄灭的灯\n{number[1]}\n"
        f"风吹过来，带着海的咸味和旧信\n我把名字，写在潮湿的码头之上\n{number[2]}\n船开走了，留下一些白色的浪花\n"
    )
    (record,) = jiaokan.clean(poem.encode(), "a.txt")
    assert all(part in record["text"] for part in number)


def test_a_page_break_alone_is_an_empty_text():
    assert jiaokan.clean(b"\f", "a.txt") == []


def test_a_list_of_addresses_is_no_watermark():
    sites = [f"www.{name}.example.cn" for name in ("aaa", "bbb", "ccc")]
    text = "\n停用\n".join(sites)
    (record,) = jiaokan.clean(f"网址变更通知\n\n{text}\n{WHOLE[0]}\n".encode(), "a.txt")
    assert all(site in record["text"] for site in sites)


def everything(source: str) -> list[str]:
    """Return title and lines of the one record of a source that is all that is given."""
    (record,) = jiaokan.clean(source.encode(), "pages.txt")
    return [part for part in (record["title"], *record["text"].split("\n")) if part]


PAGES = [
    [
        f"{each}{kind}违反的，应当在{n}日以内改正，逾期的加收费用。"
        for n, each in enumerate(WHOLE, 2)
    ]
    for kind in ("水厂", "用户")
]


def test_two_numbers_that_count_on_up_to_the_end_are_pages():
    first, second = map("\n".join, PAGES)
    source = f"供水条例\n{first}\n\n      1\n\n{second}\n\n      2\n"
    assert everything(source) == ["供水条例", *PAGES[0], *PAGES[1]]
    parts = everything(f"供水条例\n\n1\n\n{first}\n\n2\n\n{second}\n")
    assert {"1", "2"} <= set(parts)
    assert "2" in everything(f"供水条例\n{first}\n水表\n1\n水泵\n2\n")  # cells


@pytest.mark.parametrize(
    "head", ["58 | 水利月刊 2011.06", "2011.06 水利月刊 | 58", ". 58 .", "〔58〕"]
)
def test_a_page_is_numbered_beside_a_bar_or_between_signs(head: str):
    a, b = "".join(PARTS[1]), "".join(PARTS[2])
    rows = [f"　　{a[:22]}", a[22:46], head, "供 水", a[46:], f"　　{b[:22]}", b[22:46], b[46:]]
    assert lines("\n".join(rows)) == [a, b]


@pytest.mark.parametrize(
    "top",
    [
        "水利史学  2008年第3期\n　　　　渠系考略",
        "第36卷 第2期        水利学报        Vol.36 No.2\n渠系考略",
        "孙氏族谱      卷首\n      渠系考略",
        "江城水利 一九八二年第四期\n            渠系考略",
    ],
)
def test_a_journal_is_named_above_the_title(top: str):
    source = f"{top}\n　　{WHOLE[1]}\n　　{WHOLE[2]}\n"
    assert everything(source) == ["渠系考略", WHOLE[1], WHOLE[2]]


@pytest.mark.parametrize("top", ["云岭政报2008年第3期", "第一卷　总论", "（2020年第2期）"])
def test_what_is_no_more_to_the_left_than_the_text_is_a_title(top: str):
    assert everything(f"{top}\n{WHOLE[1]}\n{WHOLE[2]}\n") == [top, WHOLE[1], WHOLE[2]]


def test_a_head_of_two_lines_and_one_with_its_parts_exchanged():
    first, second = map("\n".join, PAGES)
    head = "云岭水务公司                编号：YL-007\n水费管理规定                版本：B/1"
    title = "云岭水务公司水费管理规定"
    pages = [head, "", title, first, "Page 1 of 2", "", head, "", second, "Page 2 of 2"]
    assert everything("\n".join(pages)) == [title, *PAGES[0], *PAGES[1]]
    title, number = "渗井技术规程", "DB 37/T 4412-2021"
    foot = "某省标准站  仅供内部查阅  不得复制"
    pages = [title, number, "", first, "- 1 -", foot, f"{title}  {number}", second, "- 2 -", foot]
    pages += [f"{number}  {title}", WHOLE[0], "- 3 -", foot]
    assert everything("\n".join(pages)) == [title, number, *PAGES[0], *PAGES[1], WHOLE[0]]


def test_the_author_and_title_of_a_paper_head_a_page():
    first, second = map("\n".join, PAGES)
    source = f"渠系考略\n顾某衡\n{first}\n64\n顾某衡：渠系考略\n{second}\n65\n"
    assert everything(source) == ["渠系考略", "顾某衡", *PAGES[0], *PAGES[1]]


def test_every_fifth_line_of_a_patent_is_numbered():
    text = "".join(WHOLE)
    rows = [text[at : at + 25] for at in range(0, len(text), 25)]
    numbered = [
        part
        for n, row in enumerate(rows)
        for part in ([row] if n % 2 or n > 7 else [row, str(5 * (n // 2 + 1))])
    ]
    assert everything("\n".join(["一种水表", *numbered])) == ["一种水表", text]
    cells = everything("\n".join(["一种水表", text, "数量", "5", "10", "15", text[:90]]))
    assert {"5", "10", "15"} <= set(cells)


def test_heads_and_numbers_count_up_to_the_end():
    first, second = map("\n".join, PAGES)
    source = f"供水条例\n{first}\n\n112    水利月刊\n\n{second}\n\n113\n"
    assert everything(source) == ["供水条例", *PAGES[0], *PAGES[1]]
    found = everything(f"供水条例\n1  总则\n{first}\n2  附则\n{second}")
    assert found[1] == "1　总则" and "2　附则" in found


def test_signatures_at_the_ends_of_pages_are_no_running_feet():
    letters = [
        f"关于{what}的批复\n某政字〔202{n}〕{n}号\n{WHOLE[n]}\n某省人民政府\n202{n}年{n + 1}月3日\n"
        for n, what in enumerate(("供水", "节水", "排水", "防洪"))
    ]
    pages = "".join(f"{letter}\n- {n} -\n\n" for n, letter in enumerate(letters, 1))
    kept = "".join(
        f"{record['title']}\n{record['text']}\n"
        for record in jiaokan.clean(pages.encode(), "pages.txt")
    )
    for letter in letters:
        assert set(letter.split("\n")) <= set(kept.split("\n"))
