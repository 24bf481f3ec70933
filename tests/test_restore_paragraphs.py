"""Line ends that end a paragraph or not, and paragraphs of a text that has lost its lines."""

from __future__ import annotations

import re

import pytest

from tests.test_restore import restored
from transforms.restore.numbering import number

FILLER = "健全用水定额管理，完善取水许可，强化计划用水，推进节水改造，落实各方责任。"
LINED = (
    "本文档提供了关于发行版的常见问题以及解答，如果可能\n"
    "会提供其他文档的链接，也欢迎补充新的问题和答案。\n"
) * 4
LEAD = "为加强供水管理，制定本方案。" + FILLER * 11


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs behind the lead of a text that was long enough to be cut."""
    first, *rest = restored(LEAD + text).split("\n")
    return [first.removeprefix(LEAD), *rest]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("12", 12),
        ("⑦", 7),
        ("二〇", 20),
    ],
)
def test_numbers_are_read(words, value):
    assert number(words) == value


@pytest.mark.parametrize(
    "lines",
    [
        [
            "一、重点任务",
            "（一）能源行动。优化结构。",
            "（二）工业行动。改造提升。",
            "二、保障措施",
            "落实责任。",
        ],
        ["一、情况。如下。", "1.2025年前完成。", "2.按期上报。"],
        [
            "二、目标。",
            "三、推进动能转换，优化产业结构",
            "（四）推进改造。落实。",
            "（五）严控产能。完成。",
        ],
        [
            "（一）背景。",
            "（二）基本原则",
            "——创新驱动。抓住机遇。",
            "——系统思维。统筹推进。",
        ],
        ["专栏1重点工程。建设管网。", "专栏2示范工程。建设泵站。"],
        ["第一条依据法律，制定本细则。", "第二条本细则适用于本市。"],
        ["包括：", "（一）取水；", "（二）用水；", "（三）排水。", "县级人民政府负责监督。"],
        ["本方案自发布之日起施行。"],
    ],
)
def test_numbering_gives_paragraphs(lines):
    assert [line for line in paragraphs("".join(lines)) if line] == lines


@pytest.mark.parametrize(
    "text",
    [
        "建成第三条“外电入皖”特高压直流工程。",
        "依照第五条、第六条的规定，违反第一款第（三）、（四）项的。",
        "包括（1）泵站、（2）管网和（3）水厂。",
        "做到标准统一、智能高效，支持一、二、三产业融合。",
        "增长1.5万吨，达到2.2亿立方米，见附件1、2、3。",
        "一是加强管理。二是落实责任。三是严格考核。",
        "“绿水青山”——金山银山。",
        "时间为2020——2030年。",
    ],
)
def test_numbers_inside_a_sentence_give_none(text):
    assert "\n" not in restored(LEAD + text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("主要目标", "到2025年，漏损率明显下降。"),
        ("指导思想", "以习近平新时代中国特色社会主义思想为指导，坚持节水优先。"),
        ("能源绿色低碳转型行动", "聚焦重点领域，推进改造。"),
        ("绿色低碳产品供给提升行动", "发挥支撑作用，提高质量。"),
        ("强化责任落实", "结合地区实际，按期完成。"),
        ("加强宣传引导", "充分利用报纸，广泛宣传。"),
        ("加强组织领导", "各级政府要高度重视，落实责任。"),
        ("编制节水行动方案", "提供“十三五”期间用水清单。"),
        (
            "组织推荐",
            "各市发展改革部门会同" + "生态环境、水利、农业农村、" * 7 + "住房城乡建设等部门审核。",
        ),
    ],
)
def test_heading_without_end_is_cut_from_its_text(heading, text):
    found = restored(f"{LEAD}（一）{heading}{text}（二）附则。自发布之日起施行。")
    assert found.split("\n")[1:3] == [f"（一）{heading}", text]


def test_headings_of_a_list_tell_the_ends_of_its_other_headings():
    lines = [
        "（一）稻田甲烷减排行动", "以水稻主产区为重点，推广节水灌溉。",
        "（二）秸秆综合利用行动", "坚持农用优先，就地就近消纳。",
        "（三）渔具更新换代行动", "以近岸海域为重点，推广环保渔具。",
    ]  # fmt: skip
    assert paragraphs("".join(lines))[1:] == lines


def test_the_text_tells_with_what_words_its_clauses_begin():
    body = "县级林场负责抚育管护，县级林场每年报告成活情况，县级林场建立台账。" * 3
    found = paragraphs(f"（一）竹林抚育管理县级林场负责补植，及时除草。{body}（二）附则。执行。")
    assert found[1:3] == ["（一）竹林抚育管理", f"县级林场负责补植，及时除草。{body}"]


@pytest.mark.parametrize(
    "item",
    [
        "推进农业农村减排固碳，是农业现代化的重要任务。",
        "聚焦基础研究，实施战略前沿筑基工程。",
        "重点任务分工，由各部门负责落实到位。",
        "持续提升能源利用效率，全面推动能源转型。",
    ],
)
def test_heading_that_goes_on_is_not_cut(item):
    found = restored(f"{LEAD}（一）{item}（二）聚焦能源系统，实施攻关工程。")
    assert found.split("\n")[1] == f"（一）{item}"


def test_signature_date_and_contacts_stand_alone():
    assert paragraphs("特此通知。浙江省财政厅2022年6月13日") == [
        "", "特此通知。", "浙江省财政厅", "2022年6月13日",
    ]  # fmt: skip
    assert paragraphs("自2022年6月13日起施行。2021年5月1日发布的办法废止。") == [
        "自2022年6月13日起施行。2021年5月1日发布的办法废止。"
    ]
    assert paragraphs("请联系我们。联系人：张三联系电话：0871-1234567") == [
        "请联系我们。", "联系人：张三", "联系电话：0871-1234567",
    ]  # fmt: skip


def test_contacts_that_nothing_parts_stand_on_lines_of_their_own():
    text = "一、总则\n如有意见请联系我们。联系人：张三联系电话：0871-1234567电子邮箱：a@b.cn"
    assert restored(text).split("\n")[1:] == [
        "如有意见请联系我们。", "联系人：张三", "联系电话：0871-1234567", "电子邮箱：a@b.cn",
    ]  # fmt: skip
    text = "一、总则\n联系人：张三，联系电话：0871-1234567，电子邮箱：a@b.cn"
    assert restored(text) == text


def test_decision_in_force_stands_on_a_line_of_its_own():
    text = f"{LEAD}以下简称决定。本决定自公布之日起施行。"
    assert restored(text).split("\n")[-1] == "本决定自公布之日起施行。"


def test_an_item_that_says_from_when_on_is_one_paragraph():
    last = "（二）本措施自2022年7月1日起施行，有效期3年。"
    assert restored(f"{LEAD}（一）抓好落实，各县配合。{last}").split("\n")[-1] == last


def test_item_behind_words_lost_at_a_page_end_begins_a_paragraph():
    text = (
        f"{LEAD}（一）加强监测。开展调查。（二）推进减排。减少温室气第3页（三）规范管理。"
        f"建立台账。{FILLER}第4页{FILLER}第5页（四）严格执法。落实责任。"
    )
    lines = restored(text).split("\n")
    assert "（二）推进减排。减少温室气" in lines
    assert any(line.startswith("（三）规范管理。") for line in lines)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("（二）擅自修剪树\n- 7 -\n木的，处罚款。", "（二）擅自修剪树木的，处罚款。"),
        ("第三\n- 7 -\n十条 驾驶员应当文明行车。", "第三十条 驾驶员应当文明行车。"),
        ("第十二条\n— 7 —\n境外的组织，列入清单。", "第十二条境外的组织，列入清单。"),
        ("第二章 总则\n- 7 -\n第五条 本市实行节水，落实责任。",) * 2,
        ("二、主要目标\n- 7 -\n到2025年，漏损率明显下降。",) * 2,
    ],
)
def test_page_end_cuts_short_lines_too(text, meant):
    assert restored(text) == meant.replace("\n- 7 -\n", "\n")


# --------------------------------------------------------------------------------- line ends


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "一、情况\n\n为稳步推进供水工程建设，全市装机54万千瓦、\n\n生物质能装机14万千瓦，占比达84%。\n\n二、答复\n",
            "一、情况\n为稳步推进供水工程建设，全市装机54万千瓦、生物质能装机14万千瓦，占比达84%。\n二、答复",
        ),
        (
            "坚持生态优先，推动生产方式转型，推动全市碳排放\n\n尽快进入达峰平台期，作出贡献。\n",
            "坚持生态优先，推动生产方式转型，推动全市碳排放尽快进入达峰平台期，作出贡献。",
        ),
        (
            "第十三条 用人单位应当自\n用工之日起三十日内办理登记。",
            "第十三条 用人单位应当自用工之日起三十日内办理登记。",
        ),
        (
            "关于节水工作的实施意见已经印发\n，请认真贯彻。",
            "关于节水工作的实施意见已经印发，请认真贯彻。",
        ),
        ("一行。\r\n\r\n二行。\r\n", "一行。\n二行。"),
        ("一行。\f二行。\v三行。\u2028四行。\r五行。", "一行。\n二行。\n三行。\n四行。\n五行。"),
        ("\u200b\n　　一行。\n\u00a0\n二行。　\n", "一行。\n二行。"),
    ],
)
def test_line_ends(text, meant):
    assert restored(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。",
        "云南省人民政府\n2022年8月11日",
        "一、总体要求\n（一）指导思想\n以习近平新时代中国特色社会主义思想为指导，坚持节水优先。",
        "关于审理劳动争议案件适用法律若干问题的解释\n为正确审理案件，制定本解释。",
        "联系人：张三，发展改革委环资科工作人员\n联系电话：0871-63139033",
        "鞍山仲裁委员会、抚顺仲裁委员会、本溪仲裁委员会\n吉林省",
        "应纳税额＝销售额×比例税率＋销售数量×定额税率\n纳税人销售的应税消费品，以人民币计算。",
        "Dear Sir, thank you for the letter of the third\nand for the kind words, which I value.",
    ],
)
def test_lines_that_stand_for_themselves_stay(text):
    assert restored(text) == text


@pytest.mark.parametrize("marks", ["　类别标记：A　公开", " YLDR-2021-01003", "　签发人：张三"])
def test_number_with_something_behind_it_stands_alone(marks):
    addressee = "各市、县（市、区）人民政府，省政府直属各单位："
    number, *below = restored(f"云水函提〔2018〕33号{marks}\n{addressee}\n").split("\n")
    assert number.startswith("云水函提〔2018〕33号") and below == [addressee]


def test_number_that_a_sentence_cites_ends_no_line():
    text = "云政发〔2018〕33号 和有关规定所列的供水单位以及各地的\n用水单位，应当做好节水工作。"
    assert restored("要求，" + text) == ("要求，" + text).replace("\n", "").replace(" ", "")


WRAPPED = [
    "为加强城乡供水管理，保障城乡居民生活和生产用水安全，维护供水用水双方的合法权益，根据有关法律法规，结合本省实际，制定本条例。",
    "本省行政区域内城乡供水、用水以及相关的管理活动，适用本条例；法律另有规定的，从其规定。",
    "县级以上人民政府应当加强对城乡供水工作的领导，将城乡供水事业纳入国民经济和社会发展规划，保障供水设施建设和维护的资金投入，建立健全供水安全保障机制。",
]


def wrapped(indent: str, between: str) -> str:
    """Return the paragraphs in lines of 25 code points."""
    out = []
    for paragraph in WRAPPED:
        words = indent + paragraph
        out.append("\n".join(words[at : at + 25] for at in range(0, len(words), 25)))
    return between.join(out)


@pytest.mark.parametrize(
    "text",
    [
        "第一条 服务内容\n乙方负责供水设施的管护，并承担费用。",
        "统一社会信用代码：91530421MA6NABCD1X\n根据《中华人民共和国民法典》，签订本合同。",
        "漂浮育苗　floating seedling\n以泡沫盘为载体，在温室内进行的育苗方式。",
        "1．电子邮件：a@b.cn；\n2．传真：0877—8011111；\n3．信函：水利局，联系人：杨晓东。",
        "甲方（盖章）：　乙方（盖章）：",
        "（联系人及电话：河湖处　王立新，0871-63612345）",
    ],
)
def test_lines_of_fields_headings_and_terms_stay(text: str):
    assert restored(text) == text


def test_a_number_that_a_line_end_cut_is_whole_again():
    line = "会议原则同意农村供水保障实施方案各项安排（202"
    text = f"{line}\n3—2025年），由市水务局根据会议意见修改后印发实施。\n" * 4
    assert "（2023—2025年）" in restored(text)


def test_a_date_that_a_page_end_cut_is_whole_again():
    text = "四、公示时间\n\n公示期为30日，自2021年9月1\n\n日起至2021年9月30日止。\n\n五、其他\n"
    assert "公示期为30日，自2021年9月1日起至2021年9月30日止。" in restored(text).split("\n")


def test_the_first_line_of_a_paragraph_is_full_with_its_indent():
    text = """　　贩猪的里头那个矮的说：“石门三月里就没人了。
官兵去了一回，土匪去了一回，水又去了一回。”说完
他自己也觉得没趣，把脸扭到一边去看他的猪，猪挤成
一团，白花花的，在雨里冒着热气，船家在一旁看着，
也不说话。
　　年轻人站起身，把斗笠往后一推。老贺这才看清他
的脸。"""
    assert [len(line) for line in restored(text).split("\n")] == [99, 25]


def test_a_heading_without_a_number_stands_behind_a_full_line():
    filler = ["　　走访发现，中心的商品重合率超过八成，相邻两个乡镇的中", "心直线距离很短。"] * 4
    last = "　　丘陵灌区节水的潜力在末级渠系，应当将各种措施结合起来。"
    assert restored("\n".join([*filler, last, "参考文献", *filler])).split("\n")[5] == "参考文献"


def test_a_heading_that_fills_its_line_is_no_paragraphs_beginning():
    heading = "三、农产品上行渠道有所拓宽，但品牌小而散的局面没有改变"
    lines = [
        heading,
        "　　全县有农产品商标218个，年销售额超过千万元的仅有3个，",
        "占比不足百分之二。",
    ]
    filler = ["　　走访发现，中心的商品重合率超过八成，相邻两个乡镇的中", "心直线距离很短。"] * 4
    assert restored("\n".join([*filler, *lines, *filler])).split("\n")[4] == heading


def test_an_indent_tells_what_goes_on_behind_a_colon():
    text = wrapped("　　", "\n").replace("，适用本条例；", "，适用本条例的：")
    assert restored(text).split("\n") == [
        each.replace("，适用本条例；", "，适用本条例的：") for each in WRAPPED
    ]


@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("", "\n\n"), ("", "\n")])
def test_hard_wrapped_lines_are_joined(indent, between):
    assert restored(wrapped(indent, between)).split("\n") == WRAPPED


NOTICE = """The Harbour Authority hereby gives notice that the North Pier will be
closed to all vessels from 1 June 2021 to 15 June 2021 for urgent re-
pair of the fender system. Ships that wait for the repair of their well-
known gear may ask Mr. Hale, who keeps the register of berths, and Mrs.
Harding, for leave."""


def test_latin_lines_are_joined_where_the_next_word_had_no_room():
    assert restored(NOTICE) == (
        "The Harbour Authority hereby gives notice that the North Pier will be closed to all "
        "vessels from 1 June 2021 to 15 June 2021 for urgent repair of the fender system. Ships "
        "that wait for the repair of their well-known gear may ask Mr. Hale, who keeps the "
        "register of berths, and Mrs.\nHarding, for leave."
    )


@pytest.mark.parametrize("between", ["\n\n", "\n    "])
def test_latin_paragraphs_end_at_blank_lines_and_indents(between):
    first = "The wind had risen in the night, and by morning the whole bay was white\nwith it."
    second = "Martha stood at the window and counted the boats. There were eleven;\nthere ought"
    assert restored(between.join([first, second, first])).split("\n") == [
        words.replace("\n", " ") for words in (first, second, first)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "When, in disgrace with fortune and men's eyes,\nI all alone beweep my outcast state,\n"
        "And trouble deaf heaven with my bootless cries,\nAnd look upon myself and curse my fate,",
        "Mr. John Smith, Secretary of the Harbour Authority\n12 Quay Street\nOldport",
        "1. Vessels should use the South Pier during this period\n2. Enquiries to the Master\n"
        "3. No vessel shall lie at the North Pier without leave\n4. Fees stand as they are",
        "The wind had risen in the night and the bay was white.\nMartha stood at the window.",
    ],
)
def test_latin_lines_that_stand_for_themselves_stay(text):
    assert restored(text) == text


def test_words_joined_keep_a_gap():
    lines = ["the committee shall keep the records of all meetings, and"] * 5
    assert restored("\n".join([*lines, "the end."])) == " ".join([*lines, "the end."])


def test_indents_are_what_a_text_in_one_line_has_kept_of_its_line_ends():
    parts = ["某公司发布新芯片", "【深圳，2024年4月9日】公司今日发布芯片。",
             "“这是唯一的路。”张某说。", "客户有三家。", "关于公司", "成立于2018年。"]  # fmt: skip
    assert restored(" \u3000\u3000".join(parts)).split("\n") == parts


def test_a_table_does_not_hide_the_margin():
    line = "各地要认真贯彻执行本条例，加强宣传教育，落实工作责任"
    rows = "品名              产量              增长              备注                  单位"
    found = restored("\n".join([line, line, "。", rows, rows, rows, line, line, line, "。"]))
    assert line * 2 + "。" in found.split("\n") and line * 3 + "。" in found.split("\n")


def test_a_line_may_end_inside_a_year():
    line = "各地要认真贯彻执行本条例，加强宣传教育，自二○二一年至二"
    assert restored("\n".join([line, "○二三年。"] * 5)).split("\n")[0].endswith("二〇二三年。")


def test_a_line_may_end_inside_a_telephone_number():
    source = "五、本案联系人为某某小学林主任，咨询电话：04-2\n5322222分机720。\n六、其他事项。"
    assert restored(source).split("\n")[0].endswith("04-25322222分机720。")


def test_each_page_may_have_its_own_margin():
    wide = "各地要认真贯彻执行本条例，加强宣传教育，落实工作责任，查处各类违法行为，维护供水秩序"
    narrow = "稻田养蟹疏松表土、抑制杂草，并为水稻提供养分"
    pages = ["\n".join([wide] * 5) + "。", "\n".join([narrow] * 6) + "。"]
    assert restored("\n\f\n".join(pages)).split("\n") == [wide * 5 + "。", narrow * 6 + "。"]


@pytest.mark.parametrize(
    "below",
    ["2024年5月10日", "甲方（盖章）：某公司　乙方（签字）：程某", "【适应症】用于缓解疼痛。"],
)
def test_below_a_full_line_stand_a_day_a_signature_a_heading_in_brackets(below: str):
    line = "各地要认真贯彻执行本条例，加强宣传教育，落实工作责任"
    signers = "某县人民政府　某县农业农村和水利局　某县卫健委"
    full = signers if below[0] == "2" else line[:-1] + "。"
    text = "\n".join([*[line] * 4, line[:-1] + "。", full, below])
    assert restored(text).split("\n")[-1] == below


def test_rows_and_captions_stand_for_themselves():
    rows = [
        "指标          单位      数值      同比增长（%）",
        "地区生产总值    亿元     1,234.5     5.6",
        "第三产业及其他产业    亿元     554.0     5.7",
    ]
    caption = "图1 上半年各月用电量（单位：亿千瓦时）"
    note = "表2 各县区上半年粮食播种面积和总产量情况"
    text = "\n".join([*rows, "", caption, "", note, "各县区播种面积稳定，总产量增加。"])
    rows = [re.sub(" {2,}", "\t", row) for row in rows]
    assert restored(text).split("\n") == [
        *rows, caption, note, "各县区播种面积稳定，总产量增加。"
    ]  # fmt: skip


# ---------------------------------------------------------------------- texts in one line


def test_gaps_inside_articles_and_brackets_are_no_line_ends():
    text = (
        "云岭市公园条例 （2019年5月1日市人大通过 2019年7月1日省人大批准） 第一章 总则 "
        "第一条 为了管理公园，制定本条例。 第二条 本市公园适用本条例。 第三条 公园应当开放。 "
        "第四条 公园不得出租。 第五条 本条例自公布之日起施行。"
    )
    assert restored(text).split("\n")[2:5] == [
        "第一章 总则",
        "第一条 为了管理公园，制定本条例。",
        "第二条 本市公园适用本条例。",
    ]


@pytest.mark.parametrize("gap", [" ", "\u3000\u3000"])
def test_gaps_stand_for_the_lines_of_a_text_in_one_line(gap: str):
    lines = [
        "甲乙双方经协商一致，订立本合同。", "第一条\u3000租赁房屋", "甲方将商铺出租给乙方。",
        "第二条\u3000租金", "1.租金为每月4500元。", "2.租金按季支付。", "甲方（盖章）：某公司",
    ]  # fmt: skip
    assert restored(gap.join(lines)).split("\n") == lines


def test_each_long_line_of_a_dump_is_a_text_in_one_line():
    gap = "\u3000\u3000 "
    lines = [
        ["云政发〔2021〕7 号", "各市、县人民政府：", "现就供水工作通知如下："],
        ["一、总体要求", "坚持城乡统筹，保障供水安全。" + FILLER * 3, "二、保障措施"],
        [FILLER * 3, "云岭省人民政府", "2021 年 3 月 4 日"],
    ]
    line = gap.join(words for part in lines for words in part)
    found = restored(f"{line}\n{line}\n").split("\n")
    assert len(found) == 2 * 9 and found[7] == "云岭省人民政府"
    assert found[3] == "一、总体要求" and found[9:] == found[:9]


def test_headings_set_letter_by_letter_stand_on_lines_of_their_own():
    text = f"一、综 合 全年产值增长。 {FILLER} 二、农 业 全年粮食增产。 {FILLER} 说明：略 {FILLER}"
    found = restored(text).split("\n")
    assert "一、综合" in found and found[found.index("二、农业") + 1] == "全年粮食增产。"
    line = restored(f"公报\n全年支出增长。 二、农 业 全年粮食增产。{FILLER}\n").split("\n")
    assert line[2:3] == ["二、农业"]


def test_gaps_behind_the_marks_of_notes_are_no_line_ends():
    text = f"云岭，省辖市[1]  、大城市[2]  。{FILLER}[3]  辖七区。[4]  {FILLER}[5-6]  2021年设市。"
    assert restored(f"云岭\n{text}\n").count("\n") == 1 and "\n" not in restored(text * 2)


def test_who_signs_may_stand_behind_the_number_to_call():
    text = f"你单位应当限期整改。{FILLER * 2}特此公告。联系人：高某 电话：0531-83170000 某市城管局"
    assert restored(text).split("\n")[-2:] == ["联系人：高某　电话：0531-83170000", "某市城管局"]


def test_gaps_behind_headings_leave_no_empty_line():
    text = (
        "钱某某委员： 您提出的建议收悉，现答复如下： 一、工作开展情况 目前已建立健康档案。 "
        "二、主要问题 一是活动时间不足。 三、下一步打算 我局将会同有关部门抓好落实。 "
        "某市教育局 2023年6月30日"
    )
    found = restored(text).split("\n")
    assert "" not in found and "一、工作开展情况" in found and found[-1] == "2023年6月30日"


def test_gaps_of_some_words_are_no_lines():
    text = "会议由某局　某厅召开。张 三和李 四出席，王 五主持。会议要求抓好落实。"
    assert "\n" not in restored(text)


def test_questions_and_answers_stand_on_lines_of_their_own():
    pairs = [f"问：第{n}件事怎么办？答：可以先协商；协商不成的，依法办理。" for n in "甲乙丙"]
    assert len(restored("".join(pairs)).split("\n")) == 6


def test_points_may_end_the_articles_of_a_folded_text():
    first = "第一条 为维护宿舍正常秩序,保障学生人身和财产安全,根据有关规定,制定本规定."
    more = "住宿学生应当爱护公物,不得私自调换床位,不得使用大功率电器,不得在走廊停放车辆."
    text = f"{first}第二条 {more}第三条 {more}第四条 本规定自印发之日起施行."
    assert len(restored(text).split("\n")) == 4


def test_a_line_with_the_indent_of_a_heading_begins_a_paragraph_on_the_next_page():
    lines = [
        "\u3000\u3000为推动节约用水工作深入开展，县水利局决定举办第三届",
        "节水知识竞赛。现将有关事项通知如下，请各单位结合实际",
        "认真组织，广泛动员干部职工积极报名参加，并于本月底以",
        "前将报名表报送县水利局水资源科，逾期不再受理，请予支",
        "持。",
        "\u3000\u3000一、参加人员",
        "- 1 -",
        "\u3000\u3000凡在本县工作的职工均可报名，每个单位以三人为限，",
        "多报的按先后次序递补。",
        "- 2 -",
    ]
    assert restored("\n".join(lines)).split("\n")[1:] == [
        "一、参加人员",
        "凡在本县工作的职工均可报名，每个单位以三人为限，多报的按先后次序递补。",
    ]


def test_what_stands_at_the_right_below_a_full_line_is_a_signature():
    lines = [
        "\u3000\u3000因阅览室扩建需要，现对一批桌椅进行公开询价采购，欢",
        "迎符合条件的供应商参加报价，报价应包含运输、安装、清",
        "运等全部费用，供应商须保证所供桌椅符合国家标准，发现",
        "质量问题的，一律退货并按货款的两倍赔偿，报价文件于本",
        "月底以前送达学校总务处。",
        "\u3000\u3000联系人：邵老师\u3000\u3000联系电话：0557-3300000",
        " " * 38 + "某某苑小学",
    ]
    assert restored("\n".join(lines)).split("\n")[-2:] == [
        "联系人：邵老师\u3000联系电话：0557-3300000",
        "某某苑小学",
    ]


@pytest.mark.parametrize("gap", ["\t", "\u3000\u3000"])
def test_gaps_stand_for_the_line_ends_also_above_a_day(gap: str):
    lines = [
        "尊敬的客户：",
        "您好！您订购的商品将推迟发货。",
        "我们对此深表歉意。",
        "如需退款，请回复本邮件。",
        "再次感谢您的理解。",
        "某某家纺服务部",
        "2023年11月14日",
    ]
    assert restored(gap.join(lines)).split("\n") == lines


def test_points_that_are_full_stops_stand_inside_the_lines_of_a_paragraph():
    lines = [
        "本品为棕色颗粒,味甜.",
        "开水冲服,一日3次,空腹为宜;儿童酌减或遵医 嘱.",
        "服药期间忌烟、酒及辛辣、生冷、油腻、难消化的食",
        "物.不宜同时服用滋补药.孕妇、哺乳期妇女及七岁以下",
        "儿童遵医嘱.",
    ]
    assert restored("\n".join(lines)).split("\n")[1:] == [
        "开水冲服，一日3次，空腹为宜；儿童酌减或遵医嘱。",
        "服药期间忌烟、酒及辛辣、生冷、油腻、难消化的食物。"
        "不宜同时服用滋补药。孕妇、哺乳期妇女及七岁以下儿童遵医嘱。",
    ]


def test_gaps_behind_points_are_line_ends_too():
    lines = [
        "第一条：租赁期限为一年，自本月一日起算，由双方另行书面约定。",
        "第二条:月租金按季支付,每季度首月付清.",
        "第三条：水、电、燃气、网络费用由乙方承担，供暖费由甲方承担。",
        "第四条:乙方不得转租,不得改变房屋结构.",
        "第五条：本协议一式两份，双方各执一份，自双方签字之日起生效。",
    ]
    meant = [line.replace(":", "：").replace(",", "，").replace(".", "。") for line in lines]
    assert restored(" ".join(lines)).split("\n") == meant


@pytest.mark.parametrize("mark", ["第三十七条", "（五）"])
def test_a_page_may_end_behind_a_mark(mark: str):
    pages = f"{FILLER}\n{mark}\n- 1 -\n各级人民政府应当分期实施，并公布进度。\n{FILLER}\n- 2 -\n"
    assert restored(pages).split("\n")[1] == mark + "各级人民政府应当分期实施，并公布进度。"


def test_questions_inside_the_answers_of_others_stand_on_lines_of_their_own():
    turns = [
        "问：渡口何时开的？",
        "答：六二年。",
        "问：谁撑船？",
        "答：我撑。",
        "问：后来呢？",
        "答：通了桥。",
    ]
    text = "\n".join((*turns[:3], "".join(turns[3:5]), turns[5]))
    assert restored(text).split("\n") == turns


def test_the_parts_of_a_decision_stand_on_lines_of_their_own():
    meant = [
        "青川市某区水务局行政处罚决定书", "青水罚〔2022〕04202100035号",
        "当事人：某砂石经营部，住所地：某路", "统一社会信用代码：92440000AAAA", "法定代表人：孙某",
        "2022年3月1日，本局在河滩发现砂堆，于次日立案调查。",
        "经查，当事人堆砂二十方，占用河道五日。",
        "以上事实，有现场照片、询问笔录等证据证明。",
        "本局认为，当事人的行为违反规定，决定处罚如下：",
        "一、清除砂堆；", "二、罚款二千元。",
        "如不服本决定，可以申请复议。",
        "青川市某区水务局", "2022年4月2日",
    ]  # fmt: skip
    assert restored("".join(meant)).split("\n") == meant


def test_one_opening_is_no_decision():
    text = "一、总则\n他问了三个人。经查，两人在场。"
    assert restored(text) == text


def test_a_blank_and_an_indent_are_a_line_end_too():
    meant = ["某路养护工程招标公告", "1.招标条件", "本项目已获批准。", "2.项目概况"]
    meant += ["2.1地点：某镇境内。", "2.2规模：四十公里。", "联系人：覃某", "2024年5月10日"]
    assert restored(" 　".join(meant)).split("\n") == meant


@pytest.mark.parametrize(
    "lines",
    [
        ["7.11 软件包的状态都是什么意思，怎么看？", "7.12 如何把软件包设为保留，不再升级？"],
        ["9-4 Keras 模型怎么转", "9-5 Saved 签名函数，以及它的具体用法"],
        ["2.3 结果，以及讨论", "2.3.1 数据来自三个站点，都经过校验"],
        ["2.3.2 误差，以及它的来源", "2.4 小结，以及下一步的打算"],
    ],
)
def test_what_counts_on_begins_a_paragraph(lines: list[str]):
    found = restored(LINED + "\n" + "\n".join(lines)).split("\n")[-2:]
    assert [line.split()[0] for line in found] == [line.split()[0] for line in lines]


def test_numbers_that_do_not_count_on_begin_none():
    text = "增速达到百分之五，漏损率降到\n9.5 以下，比上一年又低了一些，\n" * 4 + "完成。"
    assert "\n" not in restored(text)


def test_speech_behind_a_comma_is_a_paragraph_if_it_is_set_like_one():
    text = (
        "　　他走到门口，回过头来说，\n\n　　“我明天再来。”\n\n　　说完就走了，门也没有关上。\n\n"
    )
    assert "说，\n“我明天再来。”\n" in restored(text * 2)


def test_the_rows_of_a_table_drawn_with_strokes_stay_apart():
    rows = ["+------+------+", "|名称  |大小  |", "|甲    |大，重|", "+------+------+"]
    found = restored(LINED + "请看。\n" + "\n".join(rows)).split("\n")
    assert len(found[found.index("请看。") :]) == 5


def test_numbers_with_a_comma_count_where_the_lines_of_a_text_count_on():
    lines = [
        "1，什么是单点，什么是高可用",
        "2，授权账号，密码为 333333",
        "3，索引的分类",
        "4，事务，日志",
    ]
    found = restored("\n".join(lines)).split("\n")
    assert [line[:2] for line in found] == ["1，", "2，", "3，", "4，"]


def test_a_heading_above_a_much_longer_line_was_not_cut():
    heading = "提问是一个搜集信息的过程，精准能让大家节省更多的时间"
    text = "聪明的提问者会在保证得到答案的前提下，尽量缩短得到答案需要的时间，" * 3 + "大家都好。"
    assert restored(f"{text}\n{heading}\n{text}").split("\n")[1] == heading


def test_a_blank_to_fill_in_ends_no_line():
    lines = [
        "根据《中华人民共和国民法典》等规定，甲方于    年   月   日将位于",
        "云岭县人民路一百二十号的房屋出租给乙方使用，乙方应当按照约定支付",
        "租金，并且在租赁期满之后将房屋交还给甲方，双方经过充分协商之后订",
        "立本合同，共同遵守如下各项约定，任何一方不得擅自变更或者解除合同",
        "费用。租赁期限自    年   月   日起至    年   月   日止，共计二年，期",
        "满之后可以续租，但是应当提前三个月书面通知对方并且重新签订合同书",
        "方可继续使用该房屋，逾期不通知的视为放弃优先承租的权利。",
    ]
    assert "\n" not in restored("\n".join(lines))
