"""Punctuation, look-alikes and gaps: what is mended, and what is spared."""

from __future__ import annotations

import pytest

from tests.test_restore import restored
from transforms.restore import punctuation, spacing
from transforms.restore.flow import Change
from transforms.restore.traits import traits_of
from transforms.tables.gaps import GAPS
from transforms.tables.punctuation import FULL_WIDTH, SMALL_FORMS, VARIANTS

FOLDED = "加强管理,完善制度,落实责任,推进改革。"


def is_folded(text: str) -> bool:
    return punctuation.is_folded(text, traits_of(text))


def restore_punctuation(text: str) -> list[Change]:
    traits = traits_of(text)
    variants = punctuation.restore_variants(text, traits)
    marks, places = punctuation.restore_punctuation(text, traits)
    wide = [(at, at + 1, FULL_WIDTH[text[at]], "punctuation:width") for at in places.tolist()]
    return sorted(variants + wide + marks)


def close_gaps(text: str, title: bool = False) -> list[Change]:
    return spacing.close_gaps(text, traits_of(text), title)


def changed(text: str, changes) -> str:
    out, at = "", 0
    for start, end, new, _ in changes:
        out += text[at:start] + new
        at = end
    return out + text[at:]


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("加强管理,完善制度;落实责任:推进改革?好!", "加强管理，完善制度；落实责任：推进改革？好！"),
        ("到2025年,9%,全市", "到2025年，9%，全市"),
        ("甲&nbsp;乙,丙&#8220;丁;", "甲&nbsp;乙，丙&#8220;丁；"),
        ("(一)指导思想(含镇、村)", "（一）指导思想（含镇、村）"),
        ("碳汇(CCER)交易(2019-2020年)", "碳汇（CCER）交易（2019-2020年）"),
        ("(1)推进节水", "（1）推进节水"),
        ("中关村(园区）管理", "中关村（园区）管理"),
        ("宁委发[2022]1号,财办[2000]8 号", "宁委发〔2022〕1号，财办〔2000〕8 号"),
        ("[责任单位:市发改委]", "［责任单位：市发改委］"),
        ('创建"千万光伏"工程和"节水"行动', "创建“千万光伏”工程和“节水”行动"),
        ("“十五五''期间", "“十五五”期间"),
        ("他说:“要'双控',不要'一刀切'。”", "他说：“要‘双控’，不要‘一刀切’。”"),
        ("《关于印发<节水方案>的通知》", "《关于印发〈节水方案〉的通知》"),
        ("实施。--高端平台", "实施。——高端平台"),
        ("“碳˙时尚”和两岸•千里", "“碳·时尚”和两岸·千里"),
        ("升级﹐依据;小于2.5﹕1", "升级，依据；小于2.5:1"),
        ("二Ο三五年、一九九○年、二○二○年", "二〇三五年、一九九〇年、二〇二〇年"),
        ("达到39\ue0105%,高2\ue0105米", "达到39.5%，高2.5米"),
        ("⽔资源和⻋辆", "水资源和车辆"),
        ("下降30%。。（省生态环境厅负责）", "下降30%。（省生态环境厅负责）"),
    ],
)
def test_folded_punctuation_is_restored(found, meant):
    assert changed(found, restore_punctuation(found)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "用水1,000万立方米，比例1:6.4，时间15:33，约2.5倍。",
        "见https://a.gov.cn/x?a=1,2;b=(3)和邮箱a.b@c.cn，谢谢。",
        "采用Wi-Fi (IEEE 802.11a,b) networks, see [1].",
        "“引号”和（括号）都是全角的：好！",
        "○为合格，△为不合格，VOCs和CO2。",
        "吸水率<10%或者>20%的产品",
        "5'和6\"",
        "他说。。。。。。没有了。",
        "〈静夜思〉是一首诗，",
        "\ue010和\ue5f9没有意义",
        "He said \"no\" -- and (perhaps) 'yes', didn't he?",
    ],
)
def test_what_is_not_folded_is_spared(text):
    assert restore_punctuation(text) == []


def test_brackets_of_a_folded_text_that_stand_as_angles():
    text = FOLDED + "各市〈州〉人民政府,按《〈条例〉办法》执行。"
    assert changed(text, restore_punctuation(text)).endswith(
        "各市（州）人民政府，按《〈条例〉办法》执行。"
    )


def test_folding_is_told_by_the_commas():
    assert is_folded(FOLDED)
    assert not is_folded(FOLDED.replace(",", "，"))
    assert not is_folded("Plain, simple, English, text.")


def test_marks_between_latin_are_folded_with_the_text():
    text = FOLDED + "达到9%,15%(80%)。"
    assert changed(text, restore_punctuation(text)).endswith("达到9%，15%（80%）。")


def test_a_half_width_stop_ends_a_paragraph():
    half = "营业收入增长17.42%.总体平稳，增幅3%.\nSales rose by 5%.\n"
    full = "营业收入增长17.42%。总体平稳，增幅3%。\nSales rose by 5%.\n"
    assert changed(half, restore_punctuation(half)) == full
    text = '可以填报,也可以办理.\n他说:"不能搞花架子."\n见图1.\n约翰.史密斯,45岁.\n一.\n'
    meant = "可以填报，也可以办理。\n他说：“不能搞花架子。”\n见图1.\n约翰.史密斯，45岁。\n一.\n"
    assert changed(text, restore_punctuation(text)) == meant


def test_marks_in_a_row_are_widened_together():
    text = FOLDED + "逾期不予受理!!!"
    assert changed(text, restore_punctuation(text)).endswith("逾期不予受理！！！")


def test_quotes_do_not_pair_across_paragraphs():
    assert restore_punctuation('加强"管理\n完善"制度') == []


def test_tables_fold_one_character_to_one():
    assert all(len(key) == len(value) == 1 for key, value in FULL_WIDTH.items())
    assert all(len(row.found) == len(row.meant) == 1 and row.why for row in VARIANTS)
    assert len({row.found for row in VARIANTS}) == len(VARIANTS)
    assert all(len(full) == len(half) == 1 for full, half in SMALL_FORMS.values())


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("到 2025 年，装机 14 万千瓦，占比达 84%。", "到2025年，装机14万千瓦，占比达84%。"),
        ("加快融入 RCEP 区域市场，用 LNG 动力。", "加快融入RCEP区域市场，用LNG动力。"),
        ("1. 加快产业升级。", "1.加快产业升级。"),
        (
            "《中共中央 国务院关于完整准确全面贯彻的意见》提出，",
            "《中共中央　国务院关于完整准确全面贯彻的意见》提出，",
        ),
        ("中共昆明市委　昆明市人民政府", "中共昆明市委　昆明市人民政府"),
        ("实现共商 共建，推进。", "实现共商共建，推进。"),
        ("联网， 保证运行。", "联网，保证运行。"),
        ("邮箱：[email\u00a0protected]", "邮箱：[email protected]"),
        ("碳\u200b达\ufeff峰", "碳达峰"),
        ("2016年5月1 日起施行，", "2016年5月1日起施行，"),
    ],
)
def test_gaps_are_closed(found, meant):
    assert changed(found, close_gaps(found)) == meant


@pytest.mark.parametrize("rule", GAPS, ids=lambda rule: f"{rule.name}-{rule.sides}")
def test_rules_for_gaps_do_what_their_examples_say(rule):
    assert rule.why and rule.examples
    for found, meant in rule.examples:
        assert changed(found, close_gaps(found)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "第一章 总则",
        "第一条 为了节水，制定本条例。",
        "第三条之一 12岁以下儿童，",
        "张 三　李 四",
        "GB 18667 道路交通事故受伤人员伤残评定",
        "2024-08-05 15:33",
        "The quick brown fox",
        "表1　主要经济指标",
        "图2-1 用电量",
        "1\t甲县\t320.5",
        "合计\t\t42.7",
        "1　范围",
        "5.1.2 轻伤一级",
        "5.1 从业人员，应当持证上岗。",
    ],
)
def test_gaps_that_mean_something_stay(text):
    assert close_gaps(text) == []


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("第二章　总　　则\n第三条   房屋应当检查，", "第二章　总则\n第三条　房屋应当检查，"),
        ("第四章\t附则", "第四章　附则"),
        ("第九\u200b条  违反规约的，", "第九条　违反规约的，"),
        ("漂浮育苗　floating seedling", "漂浮育苗　floating seedling"),
        ("云溪植物园      某同志治丧小组", "云溪植物园　某同志治丧小组"),
        ("审 判 长    程某\n书 记 员    许某", "审判长　程某\n书记员　许某"),
        ("      年    月    日", "　年　月　日"),
        ("GB 5749  生活饮用水卫生标准", "GB 5749　生活饮用水卫生标准"),
        ("每日 8:00开门，8月5日 15:33关门。", "每日8:00开门，8月5日 15:33关门。"),
    ],
)
def test_a_wide_gap_that_means_something_is_one_ideographic_space(found, meant):
    assert changed(found, close_gaps(found)).strip() == meant.strip()


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("品名    产量    增长\n小麦    88.6    0.9", "品名\t产量\t增长\n小麦\t88.6\t0.9"),
        ("地区生产总值    亿元     1,234.5     5.6", "地区生产总值\t亿元\t1,234.5\t5.6"),
        ("合计 \t\t 42.7", "合计\t\t42.7"),
        ("小麦\t88.6\n玉米\t81.3", "小麦\t88.6\n玉米\t81.3"),
        # lines of names, fields, headings, blanks of a form, a signature
        ("罗小明  程峰  许敏\n何一  白水清  吴九", "罗小明　程峰　许敏\n何一　白水清　吴九"),
        ("代码：603    简称：海瑞    编号：2023-042", "代码：603　简称：海瑞　编号：2023-042"),
        ("第一章  总    则\n第二章  附    则", "第一章　总则\n第二章　附则"),
        ("甲方：      乙方：    丙方：\n    年    月    日", "甲方：　乙方：　丙方：\n年　月　日"),
        ("GB 149  标准  餐具\nGB 316  标准  总则", "GB 149　标准　餐具\nGB 316　标准　总则"),
    ],
)  # fmt: skip
def test_one_tab_parts_the_cells_of_a_table(found, meant):
    assert changed(found, close_gaps(found)).strip() == meant.strip()


def test_gaps_of_a_title_are_those_of_its_layout():
    title = "昆明市发展和改革委员会 关于政协第 141347号提案答复的函"
    assert changed(title, close_gaps(title, title=True)) == title.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("云 岭 县 粮 食 局", "云岭县粮食局"),
        ("2 0 1 8 年 4 月 2 日", "2018年4月2日"),
        ("请来电咨询。\n联系单位：养老处　联系人：孙某　联系电话：87654321",) * 2,
        ("（记者 张某 通讯员 李某）近日，开工。", "（记者　张某　通讯员　李某）近日，开工。"),
        ("（2019年8月27日市人大会通过 2019年11月28日省人大会批准）",
         "（2019年8月27日市人大会通过　2019年11月28日省人大会批准）"),
        ("本办法自2023年　月　日起施行，由市水利局解释。",) * 2,
        ("云政规〔2021〕9号    YHDR-2021-01003", "云政规〔2021〕9号　YHDR-2021-01003"),
        ("2012-06-29发布   2012-07-01实施", "2012-06-29发布　2012-07-01实施"),
        ("3 名学生获奖，4 名学生受到表扬。", "3名学生获奖，4名学生受到表扬。"),
    ],
)  # fmt: skip
def test_gaps_that_mean_something_and_letters_that_stand_apart(text, meant):
    assert restored(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # a text whose full stops are points; names keep theirs
        ("阳台上没有风,也少见蜜蜂,往往只开花不结果.这时候就要人工帮忙了.花瓣张开,轻轻弹几下.",
         "阳台上没有风，也少见蜜蜂，往往只开花不结果。这时候就要人工帮忙了。花瓣张开，轻轻弹几下。"),
        ("他读过列夫.托尔斯泰的小说。见图1.\n", "他读过列夫.托尔斯泰的小说。见图1.\n"),
        # points only, also behind a few words, and behind a gap in the last word
        ("早上好.今天有雨.\n请慢行,警惕落 石.\n晾晒不宜.\n",
         "早上好。今天有雨。\n请慢行，警惕落石。\n晾晒不宜。\n"),
        ("“是我.”她说，“你那里...下雨了没有？”", "“是我。”她说，“你那里……下雨了没有？”"),
        ("Wait...", "Wait..."),
        # English and code in a folded text
        ("他说,好的,来吧,写作:import os, sys", "他说，好的，来吧，写作：import os, sys"),
        ("见官网（https://a.example.org/x/)下载，再安装Python:\n",
         "见官网（https://a.example.org/x/）下载，再安装Python：\n"),
        ("单位kW·h;P为功率。", "单位kW·h；P为功率。"),
        # brackets of two widths, and behind a quotation
        ("生产总值（GDP)186亿元，人均(折合）8369美元。",
         "生产总值（GDP）186亿元，人均（折合）8369美元。"),
        ("外来词有“沙发”(sofa)、“幽默”(humour),都是。",
         "外来词有“沙发”（sofa）、“幽默”（humour），都是。"),
        # full width
        ("额定电压：２２０Ｖ，容量４．０Ｌ，型号ＸＫ－２００，二Ｏ三五年。",
         "额定电压：220V，容量4.0L，型号XK-200，二〇三五年。"),
        # bullets of a word processor
        ("\uf06c 严禁拖动探头，\n\uf0d8长期不用，", "●严禁拖动探头，\n➢长期不用，"),
        # at the end of a paragraph
        ("安装水表,报价2600;\n另收工本费20,", "安装水表，报价2600；\n另收工本费20，"),
        ("x = 2600;\n[1, 2,\n", "x = 2600;\n[1, 2,"),
        # words set wide, and gaps that part
        ("时　　间：3月9日\n主    任：王  伟　县水利局局长\n",
         "时间：3月9日\n主任：王伟　县水利局局长\n"),
        ("方国栋、程　峰、吴　敏、李春生", "方国栋、程峰、吴敏、李春生"),
        ("自 我 评 价\n第二章　总　则\n前　　言\n", "自我评价\n第二章　总则\n前言\n"),
        ("2008.09—2012.06　云溪大学，工学学士。",) * 2,
        ("例1　某室用电多少？",) * 2,
        ("4.（　　）细胞分裂时，细胞质先分成两份。",) * 2,
        ("2　人员要求\n2 人参加。", "2　人员要求\n2人参加。"),
    ],
)  # fmt: skip
def test_what_texts_of_many_kinds_showed(text: str, meant: str):
    assert restored(text) == meant.strip("\n")


def test_the_brackets_of_a_call_or_a_function_are_its_own():
    text = "方法 onCreate() 见手册 apt-get(8)，函数 f(x) 与概率 P(A) 同理，组织(WTO)，3km(2)不计。"
    meant = "方法onCreate()见手册apt-get(8)，函数f(x)与概率P(A)同理，组织（WTO），3km（2）不计。"
    assert restored(text) == meant


def test_quotes_behind_a_colon_of_chinese_are_chinese():
    assert (
        restored('会议提出:"5G+"行动，调用f("x")的人。') == '会议提出：“5G+”行动，调用f("x")的人。'
    )


def test_quotes_of_an_account_are_its_own():
    text = "查看 root@'192.168.2.%' 账号的权限，编码写成'utf-8'就行。"
    assert restored(text) == "查看root@'192.168.2.%'账号的权限，编码写成‘utf-8’就行。"
