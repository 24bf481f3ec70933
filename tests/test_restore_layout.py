"""Indents, blank lines and the width of lines tell where paragraphs end, whatever the words."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_restore import restored

TITLE = "关于灌区渠系的几点说明"
PARAGRAPHS = [
    "渠首到分水闸长六公里，两岸多是沙土，每年汛后都要清淤，人手不够时向邻村借工，工钱按天结算，从不拖欠。",
    "他说：“闸门要早晚各看一次。”管闸的人记下了水位，又把本子递给来接班的人，两人在堤上坐到天黑，谁也不说话，风从河口吹过来。",
    "支渠归各村自己管，哪一段坏了由哪一村修，修不好的报到水管站。水管站派人来看，量了尺寸，三天以后给答复，费用从水费里支出。",
    "斗渠和农渠最容易漏水，漏得厉害的地方换成了预制板，其余的夯实以后再用，夯土的号子隔着一道山梁也听得见，一直唱到太阳落山才停。",
]


def lines(paragraph: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return a paragraph wrapped at so many characters; first line and others have an indent."""
    out, indent = [], first
    while paragraph:
        size = width - len(indent)
        out.append(indent + paragraph[:size])
        paragraph, indent = paragraph[size:], rest
    return out


@pytest.mark.parametrize("width", range(15, 31))
@pytest.mark.parametrize(("first", "rest"), [("　　", ""), ("", "　　"), ("　　", "　　　　")])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_indent_says_where_paragraphs_begin(width: int, first: str, rest: str, between: str):
    wrapped = [line for each in PARAGRAPHS for line in lines(each, width, first, rest)]
    assert restored(between.join([TITLE, "", *wrapped])).split("\n")[1:] == PARAGRAPHS


@pytest.mark.parametrize("width", range(15, 31))
def test_blank_lines_say_where_paragraphs_begin(width: int):
    wrapped = ["\n".join(lines(each, width)) for each in PARAGRAPHS]
    assert restored("\n\n".join([TITLE, *wrapped])).split("\n")[1:] == PARAGRAPHS


def test_notes_that_are_set_in_are_paragraphs_of_their_own():
    notes = [f"【注】{each}" for each in reversed(PARAGRAPHS)]
    wrapped = []
    for text, note in zip(PARAGRAPHS, notes, strict=True):
        wrapped += [*lines(text, 22), *lines(note, 22, "　　　", "　　　")]
    meant = [each for pair in zip(PARAGRAPHS, notes, strict=True) for each in pair]
    assert restored("\n".join([TITLE, "", *wrapped])).split("\n")[1:] == meant


def test_lines_broken_at_their_marks_go_on_where_the_others_do():
    text = """　　天气很好，操场边的花也开了，
好像它们也知道今天是什么日子，
我们走到河边，坐在石头上等人。
　　水很浅，看得见底下的沙子，
有人捡起一块石头扔进水里。
我还记得那年冬天停电的晚上，
大家点起蜡烛，一直坐到天亮。
　　后来桥修好了，车从桥上过，
再没有人到渡口来等船了。
　　再见。"""
    found = restored(f"{TITLE}\n\n{text}").split("\n")[1:]
    assert list(map(len, found)) == [44, 54, 25, 3]


def test_few_full_lines_among_headings_show_the_width():
    text = """　　一、检查范围
　　全市各级各类学校食堂、校外供餐单位以及校园周边二百米
范围内的食品经营单位。
　　二、检查内容
　　1.是否持有效的食品经营许可证，许可项目与实际经营的项
目是否一致；
　　2.餐用具清洗消毒记录是否完整，留样是否达到规定的要求
和时间，台账是否齐全，采购的票据是否逐日装订，有无缺页和
涂改。
　　三、工作要求
　　各地于九月底前完成全覆盖检查，将总结报送市局。联系人：
祁某，电话：0871-2236619。"""
    found = restored(f"{TITLE}\n\n{text}").split("\n")
    assert found[-1].endswith("报送市局。联系人：祁某，电话：0871-2236619。")
    assert [each[:4] for each in found[1:4]] == ["一、检查", "全市各级", "二、检查"]


def test_hours_begin_the_lines_of_a_programme():
    text = """11:18　来宾入席，播放短片，灯光渐暗，司仪上台。
11:58　典礼开始。新人入场，亲友起立鼓掌。拍照时
       请勿使用闪光灯，也请小朋友们暂时不要跑
       上花道。
12:10　证婚人宣读证婚词，双方家长致辞，向各位来
       宾表示感谢。
12:26　开席，新人逐桌敬酒，乐队奏曲，曲目见席卡
       背面。"""
    found = restored(f"{TITLE}\n\n{text}").split("\n")[1:]
    assert [each[:5] for each in found] == ["11:18", "11:58", "12:10", "12:26"]


def test_a_line_with_gaps_that_stands_alone_may_be_wrapped():
    filler = lines(PARAGRAPHS[0], 16, "　　")
    first, second = "1  铜锁  清  长十一厘米", "2  蓝印花布包袱  民国  边长约六\n十厘米"
    found = restored("\n".join([TITLE, "", first, *filler, second, *filler])).split("\n")
    assert found[1] == "1　铜锁　清　长十一厘米"
    assert found[3] == "2　蓝印花布包袱　民国　边长约六十厘米"


def test_a_word_that_a_line_end_cut_is_whole_again():
    text = """他不懂英语，却能把它anten-
na、frequency这几个词念准
，又会说塑料薄膜叫做PE fil
m，厚度有两种，都能买到。"""
    found = restored(f"{TITLE}\n\n{text}\n{text}")
    assert "antenna、frequency" in found and "PE film，厚度" in found


def test_signs_of_a_mail_leave_a_text_that_it_quotes():
    text = (
        f"> {TITLE}\n>\n> 各位同事：\n>\n> 盘点与关账撞在一起，两边都忙得喘不过气来，我和财务商\n"
        "> 量以后，从下月起调整。\n>\n> 1.成品仓提前到每月二十六日。\n>\n> 物流部\n"
    )
    (record,) = jiaokan.clean(text.encode(), "mail.txt")
    assert record["title"] == TITLE
    assert record["text"].split("\n") == [
        "各位同事：",
        "盘点与关账撞在一起，两边都忙得喘不过气来，我和财务商量以后，从下月起调整。",
        "1.成品仓提前到每月二十六日。",
        "物流部",
    ]


def test_the_indents_of_a_text_in_one_line_are_its_line_ends():
    meant = ["行政处罚决定书", "营业执照号：330782", "地址：工业路88号", "一、违法事实"]
    meant += ["除尘设施未运行。", "你厂未提出申辩意见。", "限期缴纳罚款。", "某县环境保护局"]
    assert restored("　　".join(meant)).split("\n") == meant


def test_blanks_that_ocr_sees_leave_headings_too():
    text = "咽 喉肿痛、发热的，可以用 药。\n服药三天后症状无 改善的，应停 药就医。"
    assert (
        restored(f"{TITLE}\n\n{text}\n请在药师 指导下使用").split("\n")[-1] == "请在药师指导下使用"
    )


SENTENCES = [
    ["渠首到分水闸一共长六公里，两岸多是松散的沙土。", "因此每年汛期过后都要组织人手清理淤泥。"],
    [
        "管闸的人早晚各要看一次水位，记在本子上。",
        "但本子由两个人轮着保管，谁也没有丢过。",
        "遇到下雨就多看一次，雨停了再回屋里去。",
    ],
    ["支渠归沿线各个村庄自己管理，坏了由村里修。", "这件事写进了村规民约，已经有三十年了。"],
    ["斗渠最容易漏水，漏得厉害就换上预制板。", "其余各段都先夯实以后再用，工钱按天结算。"],
    [
        "费用从各户缴纳的水费当中支出，年底公布。",
        "剩余部分留到第二年春天用来买闸门的油漆。",
        "同时由水管站派人到现场核对每一笔账目。",
    ],
    ["三天以后站里给出正式的答复，贴在村口。", "不同意的可以到站里去问，也可以写信。"],
]


def test_lines_of_one_sentence_are_joined_up_to_a_blank_line():
    text = "\n\n".join([TITLE, *("\n".join(each) for each in SENTENCES)])
    assert restored(text).split("\n")[1:] == ["".join(each) for each in SENTENCES]


@pytest.mark.parametrize(
    "blocks",
    [  # duties, verse, lines of two sentences
        [[f"负责某某河段第{n}号闸门的日常看护与记录工作。" for n in range(4)] for _ in range(4)],
        [["但见青山绿水间，白鹭一行上天。"] * 4 for _ in range(4)],
        [[*each, "他问了站长。站长说要等。"] for each in SENTENCES],
    ],
)
def test_lines_that_are_paragraphs_stay(blocks: list[list[str]]):
    text = "\n\n".join([TITLE, *("\n".join(each) for each in blocks)])
    assert restored(text).split("\n")[1:] == [line for each in blocks for line in each]


def test_a_field_inside_open_brackets_goes_on():
    wrapped = lines(PARAGRAPHS[0] * 2, 26)
    cut = [
        "各街道要明确专人负责此项工作并按时报局（联系人韩某，",
        "电话：0573-6028114）。对拖延的予以通报。",
    ]
    assert "".join(cut) in restored("\n".join([TITLE, "", *wrapped, "", *cut]))


def test_indents_of_several_kinds_say_that_a_first_line_goes_on():
    paragraphs = [
        "甲方将位于某市某区某路的房屋一套出租给乙方居住使用，建筑面积九十平方米。",
        "租期届满，乙方如需续租，应提前三十日书面通知甲方，同等条件下乙方优先承租。",
        "房屋自然损坏的，由甲方维修；甲方未及时维修的，乙方可代为维修，费用归甲方。",
        "因合同发生的争议，双方协商解决；协商不成，可以向房屋所在地的人民法院起诉。",
    ]
    ends = (26, 25, 20, 34)
    wrapped = [
        f"{indent}{each[:end]}\n{each[end:]}"
        for each, end, indent in zip(paragraphs, ends, ("    ", "\t", "　　", "　　"), strict=True)
    ]
    assert restored("\n".join([TITLE, *wrapped])).split("\n")[1:] == paragraphs


LONG = (
    "　　灌区的账目由村民小组轮流保管，每季公布一次，谁有疑问都可以当场查对；"
    "查出差错的，当场改正并写明原因，由两个人签字，不得涂改。"
)


def test_some_paragraphs_are_wrapped_where_others_are_not():
    wrapped = [lines(each, 18, "　　") for each in PARAGRAPHS]
    found = restored("\n".join([TITLE, LONG, *wrapped[0], LONG, *wrapped[1], LONG]))
    assert found.split("\n")[1:] == [
        LONG.strip(), PARAGRAPHS[0], LONG.strip(), PARAGRAPHS[1], LONG.strip()
    ]  # fmt: skip


def test_a_summary_may_be_wider_than_the_columns_below_it():
    summary = (
        "摘要："
        + "本文考察灌区水费的收支，认为账目公开以后，拖欠的情形明显减少，渠系的维修也有了着落" * 2
        + "。"
    )
    words = "关键词：灌区；水费；账目"
    columns = [line for each in PARAGRAPHS for line in lines(each, 18, "　　")]
    found = restored("\n".join([TITLE, *lines(summary, 32), words, *columns]))
    assert found.split("\n")[1:] == [summary, words, *PARAGRAPHS]


def test_lines_of_one_width_that_close_nothing_are_not_wrapped():
    slogans = [
        "坚持建管并重，落实管护责任",
        "坚持节水优先，推广先进技术",
        "坚持公开透明，接受群众监督",
    ]
    source = [TITLE, LONG.strip(), *slogans, LONG.strip(), *slogans, LONG.strip()]
    assert restored("\n".join(source)).split("\n") == source


def test_lines_between_blank_ones_go_on_though_some_end_in_a_full_stop():
    stanzas = [
        "天冷的时候，为了保住闸门的橡皮，\n管闸的人要在夜里起来看两次，\n把结在上面的薄冰敲掉。\n敲冰要用木槌，不能用铁的，\n一用力就会碰坏闸板的边。",
        "到了春天，先把渠底的淤泥清走，\n再放一次水，把剩下的冲干净。",
    ]
    found = restored("\n\n".join([TITLE, LONG.strip(), *stanzas, LONG.strip()]))
    meant = [each.replace("\n", "") for each in stanzas]
    assert found.split("\n")[1:] == [LONG.strip(), *meant, LONG.strip()]


def test_an_item_goes_on_below_its_words():
    full = "3.1 用水户须在放水以前两日向水管站提出申请，写明地块和面积，按下列"
    wide = "水管站收到申请以后应当在一个工作日之内答复，不答复的，视为同意，水"
    parts = [f"    {wide}", "费按实际用水量结算。"] * 3
    found = restored("\n".join([TITLE, *parts, full, "    次序办理：", "（1）先远后近。", *parts]))
    assert full.replace(" ", "", 1) + "次序办理：" in found.replace("3.1 ", "3.1")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "（2018年9月27日某市第六届人民代表大会常务委员会第十四",
            "次会议通过　2018年11月30日公布）",
        ),
        (
            "　　根据《关于进一步做好农业灌溉用水计量设施建设和管理",
            "工作的通知》要求，制定本办法。",
        ),
        ("——2019年1月9日在某县第十七届人民代表大会", "第三次会议上"),
        ("　　会议听取了水利局的汇报，随后由某县第五届委员会第三次", "全体会议审议通过。"),
    ],
)
def test_brackets_and_the_names_of_meetings_go_on(first: str, second: str):
    assert first.strip() + second in restored("\n".join([TITLE, first, second, LONG]))


def test_the_name_of_a_committee_ends_where_no_meeting_is_counted():
    source = [TITLE, LONG.strip(), "某县农业灌溉用水协会第五届理事会", "会议认为，账目应当公开。"]
    assert restored("\n".join(source)).split("\n") == source


def test_items_of_single_sentences_between_blank_lines_are_paragraphs():
    first = "（{}）严格控制第{}段渠道的渗漏。"
    rest = ["渗漏严重的渠段改用预制板衬砌。", "其余渠段夯实以后再做防渗处理，费用从水费里支出。"]
    items = [[first.format(n, n), *rest] for n in "一二三四五六"]
    source = "\n\n".join(["\n".join(item) for item in items])
    assert restored(f"{TITLE}\n\n{source}").split("\n")[1:] == ["".join(item) for item in items]
    two = "\n\n".join(["渠首由县管。支渠由村管。", source])  # here lines are paragraphs
    assert len(restored(f"{TITLE}\n\n{two}").split("\n")) == 2 + 3 * len(items)


def test_words_in_quotation_marks_and_those_addressed_in_a_speech_of_single_sentences():
    sentences = [
        "这次会议的任务是部署今年的防汛工作，请认真听取。", "刚才三个乡镇作了发言，讲得都很实在。",
        "“六·一八”那场洪水，大家应该都还记得吧。", "那一年水库的闸门锈死了，是用人力绞开的。",
        "这样的险情不能再有第二次，责任必须落实到人。", "各站要在月底以前把闸门逐个检修一遍。",
        "检修的记录要报到局里，由专人逐项核对。", "这件事我亲自来抓，哪个站落后就去哪个站。",
    ]  # fmt: skip
    end = ["同志们，水库下面住着三万多人。", "大家辛苦一点，群众就安心一点。", "谢谢大家！"]
    source = "\n".join(["同志们：", *sentences, "一、认清形势", *sentences, *end])
    whole = "".join(sentences)
    assert restored(f"{TITLE}\n\n{source}").split("\n")[1:] == [
        "同志们：", whole, "一、认清形势", whole, end[0] + end[1], end[2]
    ]  # fmt: skip


def test_a_list_inside_a_paragraph_goes_on_below_a_full_line():
    text = (
        "　　（一）委托设计。申请人委托具有相应资质的单位编制方\n"
        "案，方案应当包括：1.总平面图；2.渠系、闸门的结构设计图；\n"
        "3.对相邻地块灌溉、通行、排涝影响的分析。"
    )
    filler = "\n".join(line for each in PARAGRAPHS for line in lines(each, 27, "　　"))
    assert restored(f"{TITLE}\n{filler}\n{text}").split("\n")[-1].count("；") == 2


def test_below_the_occasion_of_a_report_stands_who_gave_it():
    occasion = "——2023年1月9日在某市第十七届人民代表大会第二次会议上"
    filler = [line for each in PARAGRAPHS for line in lines(each, 27, "　　")]
    found = restored("\n".join([TITLE, occasion, "某市财政局", "　　各位代表：", *filler]))
    assert found.split("\n")[1:4] == [occasion, "某市财政局", "各位代表："]


@pytest.mark.parametrize(
    "own",
    [
        ["一是坚持高位推动，压实责任", "二是坚持规划引领，科学布局", "三是坚持分类施策，稳步推进"],
        ["信息中心，张三", "五月六日"],
        [
            *("你家里一共有几口人，平时吃水方便吗", "方便的。"),
            *("村里的自来水管是哪一年装的，还好用吗", "前年装的。"),
            *("今年夏天停过几回水，每一回停了多久", "两回，都不到半天。"),
        ],
        ["特此说明（详见下列清单", "报送人员：张三", "报送时间：三月五日）"],
    ],
)
def test_short_lines_beside_wide_paragraphs_stay(own: list[str]):
    broken = ["渠首到分水闸长六公里，两岸多是沙土，", "每年汛后都要清淤。"]
    found = restored("\n\n".join([TITLE, *PARAGRAPHS, "\n".join(broken), "\n".join(own)]))
    assert found.split("\n")[-len(own) :] == own


def test_a_table_of_lines_has_the_frame_with_most_rows_or_none():
    cells = ["部门", "年龄", "编号", "财务", "31", "甲", "人事", "29", "乙", "后勤", "45", "丙"]
    for below in ("合计三人", "制表人赵六", ""):
        found = restored("\n".join([TITLE, PARAGRAPHS[0], "人员名册", *cells, below]).rstrip())
        assert "编号\t财务" not in found and "45\t丙\t合计" not in found
