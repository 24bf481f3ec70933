"""What each line is tells where paragraphs end: sentences, entries, letters, quoted lines."""

from __future__ import annotations

import pytest

from tests.test_restore import restored

ANSWERS = [
    [
        "供水条例已经修订，自明年一月起在全县施行。",
        "但有的住户还不清楚水表到期以后由谁更换。",
        "因此，有必要把更换水表的责任和费用写明白。",
    ],
    ["居民用水的水表由供水单位更换，费用由供水单位承担。", "其他水表由用户更换，费用由用户自理。"],
    [
        "主要有四项要求，各供水单位应当逐项落实。",
        "一是漏损率不得高于百分之九，并且逐年下降。",
        "二是停水检修应当提前一天告知所有住户。",
        "三是水质应当每周检测一次并且公布检测结果。",
        "四是抢修人员接到报修应当在一小时以内到场。",
    ],
    ["住户可以拨打热线投诉，也可以到窗口办理。", "供水单位应当在三天以内答复投诉的住户。"],
    ["规定还有一年过渡期，旧水表可以用到年底。", "过渡期结束以后，旧的水表一律停止使用。"],
]
QUESTIONS = [
    "一、为何修订？", "二、水表由谁更换？", "三、有何要求？", "四、怎么投诉？", "五、旧表怎么办？",
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_are_sentences_are_paragraphs_up_to_a_heading(end: str):
    pairs = list(zip(QUESTIONS, ANSWERS, strict=True))
    source = end.join(line for question, answer in pairs for line in (question, *answer))
    meant = [line for question, answer in pairs for line in (question, "".join(answer))]
    assert restored(source).split("\n") == meant


def test_many_sentences_need_not_lean_on_one_another():
    sentences = [
        "加强水源地保护，完善全县水质监测网络。", "健全用水定额管理，推进各项节水改造工程。",
        "支持再生水利用，扩大城乡管网覆盖范围。", "落实属地责任，严格各级考核和问责机制。",
    ]  # fmt: skip
    items = [f"{number}.推进第{number}片区供水工程建设。" for number in range(1, 9)]
    source = [line for item in items for line in (item, *sentences, "（市水利局负责）")]
    assert restored("\n".join(source)).split("\n") == [
        item + "".join(sentences) + "（市水利局负责）" for item in items
    ]
    two = "水厂由县级水利部门管理。管网由乡镇管理。"  # here lines are paragraphs
    assert restored("\n".join([two, *source])).split("\n") == [two, *source]


def test_clauses_of_one_sentence_stay_paragraphs():
    clauses = ["县级水利部门负责本行政区域供水工作。", "乡镇人民政府协助县级水利部门工作。"]
    lines = [
        line for n in "一二三四五六七八九" for line in (f"第{n}条　供水应当保障民生。", *clauses)
    ]
    assert restored("\n".join(lines)).split("\n") == lines


@pytest.mark.parametrize("gap", ["    ", "\u3000\u3000\u3000", "  "])
def test_wide_gaps_are_the_line_ends_of_a_text_and_wider_ones_stand_before_its_signature(gap: str):
    body = [
        "一、情况",
        "水厂已经建成，管网也已铺好。",
        "二、要求",
        "各单位应当节约用水，保护水源。",
    ]
    source = gap.join(["当事人：某水厂", *body, "本通知自2024年 月 日起施行。"])
    signed = f"{source}{gap * 5}某县水利局{gap * 5}2024年3月1日"
    assert restored(signed).split("\n") == [
        "当事人：某水厂", *body, "本通知自2024年　月　日起施行。", "某县水利局", "2024年3月1日",
    ]  # fmt: skip


def test_what_a_wide_gap_sets_off_begins_a_paragraph_below_a_full_line():
    entries = [
        "3月5日　县城断水，全城居民到江边挑水，县署派人清淤。",
        "3月9日　清淤完工，自来水恢复，县署召集各行会商议修坝。",
        "4月1日　大雨，江水漫过老坝，冲走渡船三只，无人伤亡。",
        "4月7日　新坝动工，民工三百人，限三个月完成，由县署监工。",
    ]
    width = len(entries[0])  # the first fills its line
    lines = [entry[at : at + width] for entry in entries * 2 for at in range(0, len(entry), width)]
    assert restored("\n".join(lines)).split("\n") == entries * 2


def test_a_block_that_is_set_in_is_wrapped_too():
    text = "求书有三难，求之难，守之难，用之难，守之难最甚，范氏之阁书不出户，外人不得登，可谓守。"
    note = "此篇大旨尽在首句，其下不过引申而已，公，谓不私于一家，范氏即鄞县范钦，其约甚严。"
    lines: list[str] = []
    for _ in range(3):
        lines += [text[at : at + 20] for at in range(0, len(text), 20)]
        lines += [f"　　{note[at : at + 18]}" for at in range(0, len(note), 18)]
    assert restored("\n".join(lines)).split("\n") == [text, note] * 3


def test_fields_beside_each_other_fill_no_line():
    long = "甲乙双方就资料的采集、保存和使用，本着自愿平等的原则，达成如下协议，共同遵守，不违反。"
    fields = "乙方（讲述人）：________        身份证号：________"
    wrapped = [f"　　{long[:23]}", long[23:]]
    source = [f"　　{fields}", *wrapped * 4]
    assert restored("\n".join(source)).split("\n") == [
        fields.replace(" " * 8, "\u3000"),
        *[long] * 4,
    ]


def test_a_text_that_is_set_letter_by_letter_keeps_its_headings():
    meant = [
        "第一章总则", "第一条为了加强供水管理，制定本条例。",
        "第二章供水设施的建设", "第二条供水设施由县级人民政府组织建设，并按照规定验收。",
        "第三章供水设施的管理和维护", "第三条供水单位应当按照规定维护设施，保障供水安全。",
    ]  # fmt: skip
    found = restored("\n".join(" ".join(line) for line in meant))
    assert ["".join(line.split()) for line in found.split("\n")] == meant
    assert restored("四、代 位 权\n第十一条　权利可以行使。").split("\n")[1].startswith("第十一条")


def test_the_parts_of_a_judgment_stand_on_lines_of_their_own():
    meant = [
        "上诉人（原审被告）：某水厂，住所地某县。", "被上诉人（原审原告）：孙某，男，住某县。",
        "上诉人某水厂因与被上诉人孙某供水合同纠纷一案，不服某县人民法院判决，向本院提起上诉。本案现已审理终结。",
        "某水厂上诉请求：撤销原判，驳回孙某的诉讼请求。", "孙某辩称，一审判决正确，请求维持。",
        "孙某向一审法院起诉请求：某水厂赔偿损失三千元。",
        "一审法院认定事实：某水厂停水五日，未按约告知。", "本院二审期间，当事人没有提交新证据。",
        "本院认为，某水厂违反约定，应当赔偿。",
        "综上，依照《中华人民共和国民事诉讼法》第一百七十条规定，判决如下：",
        "驳回上诉，维持原判。",
        "二审案件受理费五十元，由某水厂负担。", "本判决为终审判决。",
    ]  # fmt: skip
    assert restored("".join(meant)).split("\n") == meant


def test_what_somebody_claims_is_one_paragraph_with_its_numbers():
    meant = [
        "原告：孙某，男，住某县。", "被告：某水厂，住所地某县。",
        "孙某向本院提出诉讼请求：1.判令某水厂赔偿损失三千元；2.诉讼费由某水厂负担。事实和理由：一、水厂停水五日。二、水厂未按约告知。",
        "某水厂辩称，停水是因管道抢修。", "本院认为，某水厂违反约定，应当赔偿。",
        "依照《中华人民共和国民法典》第五百七十七条规定，判决如下：",
        "一、某水厂于本判决生效之日起十日内赔偿孙某三千元；", "二、驳回孙某的其他诉讼请求。",
        "如不服本判决，可以上诉于某市中级人民法院。",
    ]  # fmt: skip
    signed = " 审 判 长  厉某升  审 判 员  卜某燕  二〇二三年三月九日  书 记 员  鹿某"
    assert restored("".join(meant) + signed).split("\n") == [
        *meant, "审判长　厉某升", "审判员　卜某燕", "二〇二三年三月九日", "书记员　鹿某",
    ]  # fmt: skip


def test_lines_that_a_mail_quotes_lose_their_marks_beside_others():
    quoted = ["> 各位同事：", ">", "> 水厂明天停水，请大家提前", "> 储水。", "> 某县水厂"]
    found = restored("\n".join(["请看下文，务必转告住户。", "", *quoted, "", "收到。"]))
    assert ">" not in found
    prompt = ["下面是一段程序，请大家照着输入：", *(f">>> print({n})" for n in range(5))]
    assert restored("\n".join(prompt)).count(">>>") == 5


LAW = "供水单位应当按照规定维护设施，保障供水安全，并定期向社会公布水质检测结果。" * 9


def test_chapters_and_their_sections_count_apart():
    meant = [
        "第一章　总则", f"第一条　{LAW}", "第二条　本条例适用于供水。",
        "第二章　供水", "第一节　设施", "第三条　县级人民政府组织建设。", "第四条　设施应当验收。",
        "第二节　管理", "第五条　供水单位应当维护设施。",
        "第三节　公众参与", "第六条　鼓励公众参与监督。",
        "第三章　节水", "第七条　单位应当节约用水。",
        "第五章　附则", "第八条　本条例自公布之日起施行。",
    ]  # fmt: skip
    assert restored("".join(meant)).split("\n") == meant


@pytest.mark.parametrize(
    "cited",
    [
        "除应当具备本条第（一）（四）（五）项条件外，还应当报经批准。",
        "有国务院《供水条例》第二条、第三条规定情形的，应当停止供水。",
        "申请延期的，应当说明理由。经审查，理由充分的，准予延期。再次申请的，同样办理。经审查，理由不足的，不予延期。",
    ],
)
def test_what_a_law_cites_or_says_again_begins_no_paragraph(cited: str):
    assert f"{cited}\n" in restored(f"第一条{LAW}{cited}第二条本条例自公布之日起施行。")


TABLE = [
    ["水厂", "单位", "供水量", "同比（%）"], ["城东", "万吨", "276.9", "-0.8"],
    ["城西", "万吨", "1,031.2", "2.5"], ["城南", "万吨", "/", "4.1"],
]  # fmt: skip
ABOVE, BELOW = (
    "全县水厂的供水量如下，单位和同比增长一并列出，数字四舍五入，不作调整。",
    "城南水厂今年才投产，没有上年的数字，同比为试运行期间的估计数。",
)


def cells(table: list[list[str]]) -> list[str]:
    return [cell for row in table for cell in row]


def test_cells_on_lines_of_their_own_become_rows():
    found = restored("\n".join([ABOVE, "表1　供水量", *cells(TABLE), BELOW])).split("\n")
    assert found == [ABOVE, "表1　供水量", *map("\t".join, TABLE), BELOW]


@pytest.mark.parametrize(
    "table",
    [
        TABLE[:2],  # one row only
        [*TABLE, ["城北", "万吨", "暂无", "1"]],  # a word where others have numbers
        [*TABLE, ["城北", "万吨"]],  # not whole
        [["床前明月光"], ["疑是地上霜"], ["举头望明月"], ["低头思故乡"]] * 3,
        [["一九五零"], ["1950"], ["建厂"]] * 4,
    ],
)
def test_other_short_lines_are_no_cells(table: list[list[str]]):
    assert "\t" not in restored("\n".join([ABOVE, *cells(table), BELOW]))
