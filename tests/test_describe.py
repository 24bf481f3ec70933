"""Describe: each field is read where the layout says so, and left out where the text is silent."""

from __future__ import annotations

import signal
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.decode import view
from transforms.describe import ORDER, describe
from transforms.describe.dates import iso
from transforms.describe.organs import full_name, is_state_organ, organs_of, title_organs
from transforms.describe.personal import find_personal, has_check_digit
from transforms.describe.regions import leading_place, named_place
from transforms.describe.status import PUBLIC_DOMAIN, kind_of
from transforms.describe.titles import clean_title
from transforms.schema import (
    BODY,
    BOILERPLATE,
    HEADING,
    IMPRINT,
    NOTE,
    RUNNING,
    URL,
    Block,
    Collation,
    Document,
    Edit,
    Fact,
    SourceText,
)
from transforms.tables import counties, former, issuers, kinds, regions

Part = tuple[str, str]  # label, text


def source_of(text: str) -> SourceText:
    return SourceText("a.txt", "", len(text), text, view(text), "utf-8", 1.0, "", (), ())


def collation(
    *parts: Part | str,
    facts: tuple[Fact, ...] = (),
    edits: tuple[Edit, ...] = (),
    above: tuple[Part, ...] = (),
) -> Collation:
    """A source of one document; a bare string is body, the first heading its title."""
    blocks: list[Block] = []
    text = ""
    for part in (*above, *parts):
        label, words = part if isinstance(part, tuple) else (BODY, part)
        blocks.append(Block(len(text), len(text) + len(words), label, "made-up"))
        text += words
        if len(blocks) == len(above):
            start = len(text)
    if not above:
        start = 0
    title = next((block for block in blocks if block.label == HEADING), None)
    if title and not any(fact.field == "title" for fact in facts):
        words = text[title.start : title.end].rstrip("\n")
        facts = (*facts, Fact("title", words, title.start, title.start + len(words), "made-up"))
    document = Document("d", start, len(text), 1.0, facts, edits)
    return Collation(source_of(text), tuple(blocks), (document,))


def facts_of(made_up: Collation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in describe(made_up).documents[0].facts:
        found.setdefault(fact.field, []).append(fact.value)
    return found


NOTICE = (
    (IMPRINT, "云岭省人民政府文件\n"),
    (IMPRINT, "〔公开〕\n"),
    (HEADING, "云南省人民政府关于印发云南省农村供水实施方案的通知\n"),
    "云政发〔2022〕45号\n",
    "各州、市人民政府，省直各委、办、厅、局：\n",
    "现将《云南省农村供水实施方案》印发给你们，请认真贯彻执行《通知》（国发〔2021〕23号）。\n",
    "附件：1.重点任务清单\n",
    "2.《分工方案》\n",
    "云南省人民政府\n",
    "2022年8月11日\n",
    (NOTE, "（本文有删减）\n"),
    "云南省农村供水实施方案\n",
    "为做好农村供水，制定本方案。\n",
    "一、总体要求\n",
    "到2025年，水质达标率达到95%。本方案自2022年9月1日起施行。\n",
)


def test_a_notice_tells_all_its_fields():
    made_up = collation(*NOTICE)
    found = facts_of(made_up)
    assert found == {
        "title": ["云南省人民政府关于印发云南省农村供水实施方案的通知"],
        "issuers": ["云南省人民政府"],
        "doc_number": ["云政发〔2022〕45号"],
        "signed": ["2022-08-11"],
        "effective": ["2022-09-01"],
        "region": ["云南省"],
        "region_code": ["530000"],
        "kind": ["notice"],
        "addressee": ["各州、市人民政府，省直各委、办、厅、局"],
        "attachments": ["重点任务清单", "分工方案"],
        "rights": ["public domain: official document (Copyright Law of the PRC, Article 5)"],
    }
    assert describe(made_up).documents[0].warnings == ("abridged",)


def test_each_fact_says_where_it_was_read():
    made_up = collation(*NOTICE)
    text = made_up.text.text
    places = {
        fact.field: text[fact.start : fact.end] for fact in describe(made_up).documents[0].facts
    }
    assert places["doc_number"] == "云政发〔2022〕45号"
    assert places["signed"] == "2022年8月11日"
    assert places["effective"] == "2022年9月1日"
    assert places["addressee"].startswith("各州、市人民政府")
    assert places["attachments"] == "分工方案"


def test_a_text_that_says_nothing_has_no_facts():
    made_up = collation("农村供水要讲求实效。\n", "水质要达标。\n")
    assert facts_of(made_up) == {}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("昆发改资环函〔2022〕36号\n", "昆发改资环函〔2022〕36号"),
        ("国办发［2021］第3号\n", "国办发〔2021〕3号"),
        ("海消行罚决字〔2021〕第0056号\n", "海消行罚决字〔2021〕0056号"),
        ("行政处罚决定书某环罚字〔2014〕26号\n", "某环罚字〔2014〕26号"),
        ("某劳人仲案字〔2022〕第517号\n", "某劳人仲案字〔2022〕第517号"),
        ("合同编号：HT-2022-0316\n", "HT-2022-0316"),
        ("招标编号：LJZB-2021-0077\n", "LJZB-2021-0077"),
        ("（2021）沪0115执8842号之一\n", "（2021）沪0115执8842号之一"),
        ("〔2021〕45号\n", "〔2021〕45号"),
        ("发文字号：台教社(四)字第1050103978B号　令\n", "台教社（四）字第1050103978B号"),
        ("（云府函【2024】33 号）\n", "云府函〔2024〕33号"),
        ("商务部公告2022年第5号\n", "商务部公告2022年第5号"),
        ("中华人民共和国国务院令　第748号\n", "中华人民共和国国务院令第748号"),
        (
            "财政部　税务总局　水利部公告2021年第２４号\n",
            "财政部　税务总局　水利部公告2021年第24号",
        ),
        ("办发[99]8号\n", "办发〔99〕8号"),
        ("义委办发〔２０２０〕１３号\n", "义委办发〔2020〕13号"),
        ("（2021）京01民终1234号\n", "（2021）京01民终1234号"),
        ("〔2003〕后营字第218号\n", "〔2003〕后营字第218号"),
        ("案号：（2020）最高法民申12号\n", "（2020）最高法民申12号"),
        ("发文字号：府授环绿字第1100012345号\n", "府授环绿字第1100012345号"),
        ("证券代码：600999 公告编号：临2022-012\n", "临2022-012"),
        ("GB/T 9704—2012\n", "GB/T 9704—2012"),
        ("代替 GB/T 9704—1999\n", ""),
        ("通告第3/2019号\n", "通告第3/2019号"),
        ("第009/DZVJ/2020號\n", "第009/DZVJ/2020号"),
        ("办发[22]8号\n", ""),  # no year of the last century: 22 may be anything
        ("不服（2020）京0114民初5678号民事判决。\n", ""),
        ("云政发〔2022〕45号各州、市人民政府：现印发给你们。\n", "云政发〔2022〕45号"),
        ("根据国发〔2021〕23号文件，制定本方案。\n", ""),
        ("落实《行动方案》（国发〔2021〕23号）精神。\n", ""),
        ("国发〔2021〕23号文件已经印发。\n", ""),
    ],
)
def test_only_the_documents_own_number_is_read(line: str, number: str):
    found = facts_of(collation((HEADING, "实施方案\n"), line, "一、总体要求\n"))
    assert found.get("doc_number", [""]) == [number]


def test_an_order_is_counted_below_its_title():
    order = ((HEADING, "中华人民共和国国务院令\n"), "第 748 号\n", "现予公布。\n")
    found = facts_of(collation(*order))
    assert found["doc_number"] == ["中华人民共和国国务院令第748号"]
    assert (found["issuers"], found["kind"]) == (["国务院"], ["order"])
    assert "doc_number" not in facts_of(collation((HEADING, "供水方案\n"), "第 748 号\n"))


def test_a_number_behind_the_title_leaves_it():
    found = facts_of(collation((HEADING, "关于印发方案的通知（云府函〔2024〕33号）\n"), "正文。\n"))
    assert found["title"] == ["关于印发方案的通知"]
    assert found["doc_number"] == ["云府函〔2024〕33号"]


@pytest.mark.parametrize(
    ("lines", "signed", "organs"),
    [
        (("浙江省财政厅\n", "2022年6月13日\n"), "2022-06-13", ["浙江省财政厅"]),
        (("浙江省财政厅　2022年6月13日\n",), "2022-06-13", ["浙江省财政厅"]),
        (("营造良好氛围。浙江省财政厅2022年6月13日",), "2022-06-13", ["浙江省财政厅"]),
        (
            ("交通运输部国家铁路局中国民用航空局国家邮政局\n", "二〇二二年四月十八日\n"),
            "2022-04-18",
            ["交通运输部", "国家铁路局", "中国民用航空局", "国家邮政局"],
        ),
        (("中共杭州市委\n", "杭州市人民政府\n", "2022年4月1日\n"), "2022-04-01", None),
        (("浙江省财政厅\n", "二〇二二年六月\n"), "2022-06", ["浙江省财政厅"]),
        (("二〇二二年六月\n",), "", []),
        (("浙江省财政厅\n", "二OO八年六月十三日\n"), "2008-06-13", ["浙江省财政厅"]),
        (("台北市政府\n", "中华民国110年3月5日\n"), "2021-03-05", ["台北市政府"]),
        (("浙江省财政厅\n", "2021年7月9日（星期五）\n"), "2021-07-09", ["浙江省财政厅"]),
        (("云岭县水利局\n", "99.2.10\n"), "1999-02-10", ["云岭县水利局"]),
        (("云岭县水利局 八七年三月五日\n",), "1987-03-05", ["云岭县水利局"]),
        (("云岭县水利局\n", "05.3.12\n"), "2005-03-12", ["云岭县水利局"]),
        (("云岭县水利局\n", "〇八年五月十二日\n"), "2008-05-12", ["云岭县水利局"]),
        (("云岭县水利局\n", "12.3.5\n"), "", []),  # which is the year?
        (("云岭县水利局\n", "2019年8月9日14时\n"), "2019-08-09", ["云岭县水利局"]),
        (("二〇二二年五月十八日于市政署\n",), "2022-05-18", []),
        (("香港，二零二一年三月十二日\n",), "2021-03-12", []),
        (("云岭股份有限公司（盖章）\n", "2019年11月6日\n"), "2019-11-06", ["云岭股份有限公司"]),
        (("云岭县大街街道办事处\n", "2019年11月6日\n"), "2019-11-06", ["云岭县大街街道办事处"]),
        (("国家数据局综合司\n", "2026年3月2日\n"), "2026-03-02", ["国家数据局综合司"]),
        (("阳光花城社区居委会\n", "2023年4月12日\n"), "2023-04-12", ["阳光花城社区居委会"]),
        (("山东德衡律师事务所\n", "2018年9月6日\n"), "2018-09-06", ["山东德衡律师事务所"]),
        (("云岭市少年宫\n", "2023年4月12日\n"), "2023-04-12", ["云岭市少年宫"]),
        (("云岭市公证处\n", "公证员　马某\n", "2018年9月6日\n"), "2018-09-06", ["云岭市公证处"]),
        (("台北市政府\n", "99年2月10日\n"), "", []),
        (("99.2.10\n",), "", []),
        (("2022年4月31日\n",), "", []),
        (("2022年6月13日\n", "浙江省财政厅\n"), "2022-06-13", ["浙江省财政厅"]),
        (("2022年6月13日　浙江省财政厅\n",), "2022-06-13", ["浙江省财政厅"]),
        (("浙江省财政厅（代章）\n", "2022年6月13日\n"), "2022-06-13", ["浙江省财政厅"]),
        (("每年向省政府报告2022年6月13日\n",), "", []),
        (("报名截止到2022年6月13日\n", "逾期不候。\n"), "", []),
    ],
)
def test_signature(lines: tuple[str, ...], signed: str, organs: list[str] | None):
    found = facts_of(collation((HEADING, "实施意见\n"), "一、总体要求\n", "正文。\n", *lines))
    assert found.get("signed", [""]) == [signed]
    expected = ["中共杭州市委", "杭州市人民政府"] if organs is None else organs
    assert found.get("issuers", []) == expected


def test_a_signature_between_a_long_notice_and_its_plan_is_found():
    items = tuple(f"{number}、各级要做好供水工作。\n" for number in "一二三四五六七八九十")
    plan = tuple("要加强水源地保护，提高输水管网质量。\n" for _ in range(120))
    found = facts_of(
        collation(
            (HEADING, "关于印发方案的通知\n"), *items, "丽水市水利局\n", "2021年3月5日\n", *plan
        )
    )
    assert (found["signed"], found["issuers"]) == (["2021-03-05"], ["丽水市水利局"])


@pytest.mark.parametrize(
    ("label", "line", "field", "value"),
    [
        (BOILERPLATE, "- 时间: 2024-08-05 15:33\n", "published", "2024-08-05"),
        (BOILERPLATE, "发布日期：2022年8月11日\n", "published", "2022-08-11"),
        (BOILERPLATE, "成文日期：2022/8/1\n", "signed", "2022-08-01"),
        (BOILERPLATE, "施行日期：2023.1.1\n", "effective", "2023-01-01"),
        (BOILERPLATE, "发文机关：云南省人民政府\n", "issuers", "云南省人民政府"),
        (BOILERPLATE, "发文字号：云政发〔2022〕45号\n", "doc_number", "云政发〔2022〕45号"),
        (BOILERPLATE, "发布日期　2021年3月5日\n", "published", "2021-03-05"),
        (BOILERPLATE, "发布时间 | 2021-03-05\n", "published", "2021-03-05"),
        (BOILERPLATE, "公开日期：20210305\n", "published", "2021-03-05"),
        (BOILERPLATE, "Published: 12 May 2021    Views: 331\n", "published", "2021-05-12"),
        (BOILERPLATE, "来源：新华社 2021-03-05 10:22\n", "published", "2021-03-05"),
        (BOILERPLATE, "作者：北风吹过 2019-10-14 21:08 阅读 6720\n", "published", "2019-10-14"),
        (
            BOILERPLATE,
            "【信息时间：2023-03-14 10:05:27　阅读次数：684】\n",
            "published",
            "2023-03-14",
        ),
        (BOILERPLATE, "云岭日报 2018年11月23日 星期五 第3版\n", "published", "2018-11-23"),
        (BOILERPLATE, "刊登版面：G34  刊登日期：2017-08-06\n", "published", "2017-08-06"),
        (BOILERPLATE, "发布时间：1970-01-01 08:00:00\n", "published", ""),  # a machine's zero
        (BOILERPLATE, "澳门特别行政区\n", "region", "澳门特别行政区"),
        (IMPRINT, "九 江 市 教 育 局\n", "issuers", "九江市教育局"),
        (IMPRINT, "香港特区政府新闻公报\n", "issuers", "香港特区政府"),
        (BOILERPLATE, "时间: 待定\n", "published", ""),
        (BOILERPLATE, "生成日期：2022年8月11日\n", "published", ""),
        (BOILERPLATE, "上載日期：20/08/2020　點擊：1,905\n", "published", "2020-08-20"),
        (BOILERPLATE, "上載日期：08/10/2020\n", "published", ""),  # day or month?
    ],
)
def test_page_lines_above_a_document_are_read(label: str, line: str, field: str, value: str):
    made_up = collation((HEADING, "实施方案\n"), "正文。\n", above=((label, line),))
    assert facts_of(made_up).get(field, [""]) == [value]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("2021-03-05 10:22 来源：新华社\n", "2021-03-05"),
        ("发表时间：2021/3/5\n", "2021-03-05"),
        ("二〇二一年三月五日　来源：人民日报\n", "2021-03-05"),
        ("发布日期：2021年3月5日　生效日期：2021年4月1日\n", "2021-03-05"),
        ("时间：2021年3月5日上午9时\n", ""),  # of a meeting, perhaps
        ("（2018年7月16日）\n", ""),
        ("2021年3月5日\n", ""),
    ],
)
def test_lines_of_the_text_that_tell_when_it_was_published(line: str, published: str):
    found = facts_of(collation((HEADING, "供水情况的报告\n"), line, "正文如下所述。\n"))
    assert found.get("published", [""]) == [published]


def test_a_page_may_say_below_the_only_text_when_it_was_put_up():
    made_up = collation(
        (HEADING, "供水情况的报告\n"), "正文。\n", (BOILERPLATE, "该文发布于 2018-10-23 19:40\n")
    )
    document = made_up.documents[0]
    short = made_up._replace(documents=(document._replace(end=made_up.blocks[-1].start),))
    assert facts_of(short)["published"] == ["2018-10-23"]


def test_a_report_says_below_its_title_when_it_was_given_and_by_whom():
    head = (HEADING, "关于2021年预算执行情况的报告\n")
    subtitle = "——2022年1月11日在云岭市第十一届人民代表大会第一次会议上\n"
    found = facts_of(
        collation(head, subtitle, "绍兴市财政局局长　殷某某\n", "各位代表：\n", "正文。\n")
    )
    assert found["signed"] == ["2022-01-11"]
    assert found["issuers"] == ["绍兴市财政局"]
    speech = facts_of(
        collation((HEADING, "在植树会上的讲话\n"), "绍兴市副市长　高某\n", "同志们：\n")
    )
    assert speech["region"] == ["绍兴市"]
    assert "issuers" not in speech


def test_announcements_of_auditors_are_counted_in_front_of_their_titles():
    title = "2017年第6号：绍兴市保障房跟踪审计结果"
    found = facts_of(collation((HEADING, title + "\n"), "（2017年12月20日公告）\n", "正文。\n"))
    assert found["doc_number"] == ["2017年第6号"]
    assert found["region"] == ["绍兴市"]
    assert found["signed"] == ["2017-12-20"]


def test_the_imprint_dates_the_publication():
    made_up = collation(
        (HEADING, "答复的函\n"),
        "正文。\n",
        (IMPRINT, "昆明市水利局\n"),
        (IMPRINT, "2022年6月8日印发"),
    )
    found = facts_of(made_up)
    assert found["published"] == ["2022-06-08"]
    assert "signed" not in found


def test_a_caption_tells_adoption_proclamation_and_effect():
    made_up = collation(
        (HEADING, "关于办理案件的解释\n"),
        "（2002年8月13日审判委员会第1237次会议通过 2002年8月16日公告公布 自2002年8月23日起施行）\n",
        "第一条 依法办理。\n",
    )
    found = facts_of(made_up)
    assert found["signed"] == ["2002-08-13"]
    assert found["published"] == ["2002-08-16"]
    assert found["effective"] == ["2002-08-23"]


@pytest.mark.parametrize(
    ("sentence", "effective"),
    [
        ("本办法自2023年1月1日起施行。1998年的《办法》同时废止。", "2023-01-01"),
        ("本规定自一九九三年二月一日起施行。", "1993-02-01"),
        ("本意见自2021年11月1日施行，有效期5年。", "2021-11-01"),
        ("现予公布，自2007年9月1日起施行。", "2007-09-01"),
        ("本办法自发布之日起施行。", ""),
        ("1990年1月1日起施行的《办法》同时废止。", ""),
        ("本条例第十条自2023年1月1日起施行。", ""),
        ("本办法自2023年13月1日起施行。", ""),
        ("本规定由学生工作处负责解释，自2013年9月1日起试行。", "2013-09-01"),
        ("以上标准自2020年10月1日起执行，试行期一年。", "2020-10-01"),
        ("公告划定本市保护区，并自中华民国113年1月1日生效。", "2024-01-01"),
        ("本办法2023年6月1日起施行。", "2023-06-01"),
        ("本办法于2023年6月1日正式施行。", "2023-06-01"),
        ("上述政策自2023年6月1日起实行。", "2023-06-01"),
        ("本市2023年1月1日起实施居民阶梯水价。", ""),
    ],
)
def test_effective(sentence: str, effective: str):
    found = facts_of(collation((HEADING, "管理办法\n"), "第一条 依法办理。\n", sentence + "\n"))
    assert found.get("effective", [""]) == [effective]


@pytest.mark.parametrize(
    ("title", "line", "is_draft"),
    [
        ("实施方案（征求意见稿）", "正文。", True),
        ("公司法（修订草案）", "正文。", True),
        ("实施方案", "云岭省供水实施方案（征求意见稿）", True),
        ("实施方案", "现向社会公开征求意见，请于6月1日前反馈。", True),
        ("实施方案", "贯彻落实情况每年报告。如有意见请联系我们。", True),
        ("实施方案", "行政机关应当向社会公开征求意见。", False),
        ("实施方案", "执行中如有意见，请及时反馈市水利局。", False),
        ("关于草案审议程序的规定", "正文。", False),
    ],
)
def test_draft(title: str, line: str, is_draft: bool):
    found = facts_of(collation((HEADING, title + "\n"), line + "\n"))
    assert found.get("draft", []) == ["true"] * is_draft
    assert found.get("restrictions", []) == ["征求意见稿"] * is_draft


def test_a_draft_is_also_told_by_the_contents():
    listed = Fact("listed_title", "供水方案（征求意见稿）", 0, 0, "made-up")
    found = facts_of(collation((HEADING, "供水方案\n"), "正文。\n", facts=(listed,)))
    assert found["draft"] == ["true"]


@pytest.mark.parametrize(
    ("part", "restriction"),
    [
        ((IMPRINT, "〔不公开〕\n"), "不公开"),
        ((BODY, "（此件不公开）\n"), "此件不公开"),
        ((BODY, "秘密★1年\n"), "秘密★1年"),
        ((RUNNING, "内部资料　注意保存\n"), "内部资料注意保存"),
        ((BOILERPLATE, "机　密 ★ 长期　特急\n"), "机密★长期"),
        ((BODY, "内部资料，注意保存\n"), "内部资料,注意保存"),
        ((IMPRINT, "（此件公开发布）\n"), ""),
        ((BODY, "加强内部资料管理。\n"), ""),
    ],
)
def test_restrictions(part: Part, restriction: str):
    found = facts_of(collation((HEADING, "实施方案\n"), part, "正文。\n"))
    assert found.get("restrictions", [""]) == [restriction]


@pytest.mark.parametrize(
    ("line", "addressee"),
    [
        ("各市、县（市、区）财政局（宁波不发）：\n", "各市、县（市、区）财政局（宁波不发）"),
        ("民革市委：\n", "民革市委"),
        ("各市、县财政局：为贯彻落实决策部署，现提出意见。\n", "各市、县财政局"),
        ("根据有关规定，制定本办法：\n", ""),
        ("现将有关事项通知如下：\n", ""),
        ("主要目标：到2025年达标。\n", ""),
    ],
)
def test_addressee(line: str, addressee: str):
    found = facts_of(collation((HEADING, "通知\n"), line, "请认真执行。\n"))
    assert found.get("addressee", [""]) == [addressee]


@pytest.mark.parametrize(
    ("lines", "attachments"),
    [
        (("附件：1.任务清单2.分工方案\n",), ["任务清单", "分工方案"]),
        (("附件：云岭省供水方案\n",), ["云岭省供水方案"]),
        (("附件：\n", "税目税率表\n"), ["税目税率表"]),
        (("附件：\n", "1. 任务清单\n", "2. 分工方案\n", "3.5万元以下\n"), ["任务清单", "分工方案"]),
        (("附件：略\n",), []),
        (("按附件要求：办理。\n",), []),
    ],
)
def test_attachments(lines: tuple[str, ...], attachments: list[str]):
    found = facts_of(collation((HEADING, "通知\n"), "请认真执行。\n", *lines))
    assert found.get("attachments", []) == attachments


@pytest.mark.parametrize(
    ("title", "official"),
    [
        ("云南省节约用水条例", True),
        ("上海市商品包装物减量若干规定", True),
        ("杭州市人民政府关于供水的意见", True),
        ("中共杭州市委关于供水的决定", False),  # a party is no state organ
        ("上海市律师协会管理规定", False),
        ("供水实施方案", False),  # the text does not say whose it is
        ("云南省节约用水条例（征求意见稿）", False),
        ("王某诉安江县水利局案", False),
    ],
)
def test_rights(title: str, official: bool):
    assert ("rights" in facts_of(collation((HEADING, title + "\n"), "正文。\n"))) is official


def test_an_address_of_a_government_makes_a_plan_official():
    plan = ((HEADING, "杭州市供水实施方案\n"), (URL, "http://x.hangzhou.gov.cn/1.html"), "正文。\n")
    address = "http://x.hangzhou.gov.cn/1.html"
    assert "rights" in facts_of(collation(*plan, facts=(Fact("url", address, 0, 0, "split"),)))
    address = "http://hangzhou.gov.cn.example.com/1.html"
    assert "rights" not in facts_of(collation(*plan, facts=(Fact("url", address, 0, 0, "split"),)))


# ------------------------------------------------------------------------- titles and regions


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("《云岭省供水方案》", "云岭省供水方案"),
        ("《甲方案》和《乙方案》", "《甲方案》和《乙方案》"),
        ("「云岭省供水方案」", "云岭省供水方案"),
        ("云岭市2022年统计公报[1]", "云岭市2022年统计公报"),
        ("> 关于供水的说明", "关于供水的说明"),
        ("「甲方案」和「乙方案」", "「甲方案」和「乙方案」"),
        ("云岭省人民政府关于印发供\n水方案的通知\n", "云岭省人民政府关于印发供水方案的通知"),
        ("昆明市水利局 关于供水提案 第14号答复的函", "昆明市水利局关于供水提案第14号答复的函"),
        ("中共中央 国务院关于供水的意见", "中共中央　国务院关于供水的意见"),
        ("供水方案(2022-2030年)", "供水方案（2022-2030年）"),
        ("关于“碳达峰,碳中和”的意见", "关于“碳达峰，碳中和”的意见"),
        ("Water Supply (2nd edition)", "Water Supply (2nd edition)"),
        ("The Old Mill\nand the River", "The Old Mill and the River"),
        ("Water, \r\n Land and Air", "Water, Land and Air"),
        ("云岭省供水\nGIS系统方案", "云岭省供水GIS系统方案"),
    ],
)
def test_clean_title(written: str, title: str):
    assert clean_title(written) == title
    assert clean_title(title) == title


def test_a_title_is_read_through_its_edits():
    text = "雲嶺省供\n水方案\n"
    edits = (Edit(0, 2, "云岭", "script"), Edit(4, 5, "", "join"))
    made_up = collation(
        (HEADING, text), "正文。\n", facts=(Fact("title", text[:8], 0, 8, "x"),), edits=edits
    )
    assert facts_of(made_up)["title"] == ["云岭省供水方案"]


@pytest.mark.parametrize(
    ("heading", "region", "code", "organs"),
    [
        ("浙江省", "浙江省", "330000", []),
        ("内蒙古", "内蒙古", "150000", []),
        ("石家庄", "石家庄", "130100", []),
        ("上海市徐汇区", "上海市徐汇区", "310000", []),
        ("無錫市", "无锡市", "320200", []),
        ("永城市", "永城市", "411400", []),
        ("青山市", "青山市", "", []),
        ("和县", "和县", "340000", []),  # moved from one city to another
        ("国资委", "全国", "000000", ["国务院国有资产监督管理委员会"]),
        ("生态部", "全国", "000000", ["生态环境部"]),
        ("山东省水利厅", "山东省", "370000", ["山东省水利厅"]),
    ],
)
def test_the_region_of_a_heading(heading: str, region: str, code: str, organs: list[str]):
    made_up = collation(
        (HEADING, heading + "《供水方案》\n"),
        "正文。\n",
        facts=(
            Fact("region", heading, 0, len(heading), "split"),
            Fact("title", "供水方案", len(heading) + 1, len(heading) + 5, "split"),
        ),
    )
    found = facts_of(made_up)
    assert found["region"] == [region]
    assert found.get("region_code", [""]) == [code]
    assert found.get("issuers", []) == organs


@pytest.mark.parametrize(
    ("title", "region", "code"),
    [
        ("云浮市人民政府关于供水的通知", "云浮市", "445300"),
        ("徐汇区供水方案", "上海市徐汇区", "310000"),
        ("无锡市新吴区人民政府关于供水的通知", "无锡市新吴区", "320200"),
        ("宁夏供水行动方案", "宁夏回族自治区", "640000"),
        ("绍兴古城保护条例", "绍兴市", "330600"),
        ("中国（上海）自由贸易试验区条例", "上海市", "310000"),
        ("《绍兴市电梯管理办法》政策解读", "绍兴市", "330600"),
        ("深圳经济特区供水条例", "深圳市", "440300"),
        ("海南藏族自治州供水条例", "海南藏族自治州", "632500"),
        ("中华人民共和国水法", "全国", "000000"),
        ("国务院关于供水的决定", "全国", "000000"),
        ("中共浙江省委关于供水的意见", "浙江省", "330000"),
        ("略阳县供水管理办法", "汉中市略阳县", "610700"),
        ("义乌市人民政府关于供水的通知", "金华市义乌市", "330700"),
        ("浙江省义乌市供水管理办法", "浙江省义乌市", "330700"),
        ("杭州市余杭区供水管理办法", "杭州市余杭区", "330100"),
        ("南京市鼓楼区供水管理办法", "南京市鼓楼区", "320100"),
        ("鼓楼区供水管理办法", "", ""),  # four cities have one
        ("四川省简阳市供水管理办法", "四川省简阳市", "510000"),
        ("寿县人民政府关于供水的通知", "安徽省寿县", "340000"),
        ("江南区域供水规划", "", ""),
        ("新县城供水规划", "", ""),
        ("解放区供水办法", "", ""),
        ("东方市场管理办法", "", ""),
        ("杭州市场管理办法", "杭州市", "330100"),
        ("解放区人民政府供水办法", "焦作市解放区", "410800"),
        ("上海合作组织供水宣言", "", ""),
        ("中山装管理办法", "", ""),
        ("中山市某公司诉某局案", "", ""),
        ("供水管理办法", "", ""),
        ("雄安新区管理委员会关于供水的通知", "河北省雄安新区", "130000"),
        # Divisions that are no more lie where their ground does today.
        ("江川县水利局关于表彰先进单位的通报", "玉溪市江川县", "530400"),
        ("云南省江川县水利局关于表彰的通报", "云南省江川县", "530400"),
        ("玉溪市江川县星云湖管理办法", "玉溪市江川县", "530400"),
        ("海南省崖县人民政府布告", "海南省崖县", "460000"),
        ("通县人民政府关于修渠的布告", "北京市通县", "110000"),
        ("中卫县人民政府关于修渠的通知", "宁夏回族自治区中卫县", "640000"),
        ("襄樊市人民政府关于防汛的通知", "襄樊市", "420600"),
        ("零陵地区行政公署关于防汛的通知", "零陵地区", "431100"),
    ],
)
def test_the_region_of_a_title(title: str, region: str, code: str):
    found = facts_of(collation((HEADING, title + "\n"), "正文。\n"))
    assert found.get("region", [""]) == [region]
    assert found.get("region_code", [""]) == [code]


def test_what_an_explanation_explains_is_in_force():
    said = "2022年9月1日起，《某省供水办法》（以下简称《办法》）正式施行。"
    title = "《某省供水办法》政策问答\n"
    assert facts_of(collation((HEADING, title), said + "\n"))["effective"] == ["2022-09-01"]
    assert "effective" not in facts_of(collation((HEADING, "某地供水新闻\n"), said + "\n"))


def test_a_date_may_name_its_calendar():
    text = ("此布。\n", "市长　方某\n", "副市长　黎某\n", "公历一九五一年十月二十五日\n")
    found = facts_of(collation((HEADING, "某市人民政府关于管理供水的布告\n"), *text))
    assert found["signed"] == ["1951-10-25"]


def test_those_who_arrange_a_funeral_sign():
    signed = ("孙某同志治丧小组\n", "2008年2月15日\n")
    found = facts_of(collation((HEADING, "讣告\n"), "谨此讣告。\n", *signed))
    assert found["issuers"] == ["孙某同志治丧小组"] and found["signed"] == ["2008-02-15"]


def test_the_region_of_signature_and_number():
    signed = ((HEADING, "供水方案\n"), "正文。\n", "成都市水务局\n", "2022年1月1日\n")
    assert facts_of(collation(*signed))["region"] == ["成都市"]
    assert facts_of(collation((HEADING, "供水方案\n"), "湘政发〔2022〕1号\n"))["region"] == [
        "湖南省"
    ]


def test_names_of_regions():
    assert named_place("全国") == ("全国", "000000", 2)
    assert leading_place("吉林市供水") == ("吉林市", "220200", 3)
    assert leading_place("吉林供水") == ("吉林省", "220000", 2)
    assert leading_place("吉林供水", short=False) is None
    assert leading_place("浙江省杭州市供水") == ("杭州市", "330100", 6)


# ------------------------------------------------------------------------------------ organs


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("中共浙江省委浙江省人民政府", ["中共浙江省委", "浙江省人民政府"]),
        ("中共中央国务院", ["中共中央", "国务院"]),
        ("内蒙古自治区党委自治区人民政府", ["内蒙古自治区党委", "自治区人民政府"]),
        (
            "中共广西壮族自治区委员会广西壮族自治区人民政府",
            ["中共广西壮族自治区委员会", "广西壮族自治区人民政府"],
        ),
        (
            "住房和城乡建设部 国家发展改革委、生态环境部",
            ["住房和城乡建设部", "国家发展改革委", "生态环境部"],
        ),
        ("中共略阳县委略阳县人民政府", ["中共略阳县委", "略阳县人民政府"]),
        ("义乌市委办公室义乌市人民政府办公室", ["义乌市委办公室", "义乌市人民政府办公室"]),
        ("国家税务总局浙江省税务局", ["国家税务总局浙江省税务局"]),
        ("省生态环境厅省农业农村厅省能源局", ["省生态环境厅", "省农业农村厅", "省能源局"]),
        ("国务院办公厅", ["国务院办公厅"]),
        ("各有关部", []),
        ("做好供水工作的局", []),
        ("重庆市大足区", []),
        ("杭州市城乡建设领域", []),
        ("", []),
    ],
)
def test_organs_without_a_separator(text: str, organs: list[str]):
    assert [organ.name for organ in organs_of(text)] == organs


@pytest.mark.parametrize(
    ("title", "organs", "complete"),
    [
        ("山东省委、省政府印发供水意见的若干措施", ["山东省委", "省政府"], True),
        ("科技部等九部门关于印发供水方案的通知", ["科技部"], False),
        ("省生态环境厅2022年供水工作计划", ["省生态环境厅"], True),
        (
            "最高人民法院、最高人民检察院关于办理案件的解释",
            ["最高人民法院", "最高人民检察院"],
            True,
        ),
        ("最高人民法院对外委托鉴定管理规定", [], True),
        ("台北市政府函", ["台北市政府"], True),
        ("北京市第一中级人民法院民事判决书", ["北京市第一中级人民法院"], True),
        ("云岭股份有限公司关于召开大会的通知", ["云岭股份有限公司"], True),
        ("工程公司通知", [], True),
        ("关于供水的意见", [], True),
        ("柳州市关于供水的实施意见", [], True),
        ("云南省城乡建设领域供水方案", [], True),
    ],
)
def test_organs_of_a_title(title: str, organs: list[str], complete: bool):
    found, all_named = title_organs(title)
    assert [organ.name for organ in found] == organs
    assert all_named is complete


@pytest.mark.parametrize(
    ("name", "region", "full"),
    [
        ("省政府", "山东省", "山东省人民政府"),
        ("省委", "山东省", "中共山东省委"),
        ("山东省委", "山东省", "中共山东省委"),
        ("自治区人民政府", "内蒙古", "内蒙古自治区人民政府"),
        ("省生态环境厅", "江苏省", "江苏省生态环境厅"),
        ("市水利局", "云浮市", "云浮市水利局"),
        ("市水利局", "义乌市", "义乌市水利局"),
        ("县政府", "略阳县", "略阳县人民政府"),
        ("区水利局", "杭州市余杭区", "杭州市余杭区水利局"),
        ("市水利局", "杭州市余杭区", "杭州市水利局"),
        ("民革市委", "昆明市", "民革市委"),
        ("香港特别行政区政府", "", "香港特别行政区政府"),
        ("台北市政府", "", "台北市政府"),
        ("中华人民共和国水利部", "", "水利部"),
        ("市监总局", "", "国家市场监督管理总局"),
        ("税务总局", "", "税务总局"),  # once the 财政部's, too
        ("农业部", "", "农业部"),  # another ministry than its successor
        ("统计局", "", "统计局"),
        ("中共浙江省委", "浙江省", "中共浙江省委"),
    ],
)
def test_full_names(name: str, region: str, full: str):
    assert full_name(name, named_place(region) if region else None) == full


def test_the_signature_completes_a_title_that_does_not_name_all():
    made_up = collation(
        (HEADING, "科技部等三部门关于印发供水方案的通知\n"),
        "现印发给你们。\n",
        "科技部　财政部\n",
        "水利部\n",
        "2022年1月1日\n",
    )
    assert facts_of(made_up)["issuers"] == ["科学技术部", "财政部", "水利部"]


def test_the_signature_tells_whose_office_a_title_means():
    made_up = collation(
        (HEADING, "市政府办公厅关于印发供水方案的通知\n"),
        "现印发给你们。\n",
        "南京市人民政府办公厅\n",
        "2022年1月1日\n",
    )
    found = facts_of(made_up)
    assert found["issuers"] == ["南京市人民政府办公厅"]
    assert found["region"] == ["南京市"]


@pytest.mark.parametrize(
    ("title", "line", "field", "value"),
    [
        ("供水暂行规定", "（1988年7月11日上海市人民政府发布）\n", "issuers", ["上海市人民政府"]),
        ("供水暂行规定", "（1988年7月11日上海市人民政府批准）\n", "issuers", []),
        ("预算执行情况的报告", "——在石嘴山市第十四届人大三次会议上\n", "region", ["石嘴山市"]),
        ("预算执行情况的报告", "——在全体会议上\n石嘴山市财政局\n", "issuers", ["石嘴山市财政局"]),
        ("预算的报告", "——5日在全体会议上上海市财政局\n请审议。\n", "issuers", ["上海市财政局"]),
        ("预算执行情况的报告", "——上海市财政局\n请审议。\n", "issuers", []),
        ("供水单位名单", "石嘴山市财政局\n", "issuers", []),
        ("国家税务总局宁波市税务局公告", "现公告如下。\n", "region", ["宁波市"]),
        ("石家庄恒信有限公司关于供水的函", "请支持。\n", "issuers", ["石家庄恒信有限公司"]),
        ("江苏省政府训令", "此令。\n中华民国三十六年五月三日\n", "issuers", ["江苏省政府"]),
        ("云岭县人民法院行政裁定书", "裁定如下。\n", "rights", [PUBLIC_DOMAIN]),
        ("甲某诉乙公司合同纠纷案", "裁定如下。\n", "rights", []),
        ("浙江省人民政府令第388号", "现予公布。\n", "kind", ["order"]),
        ("翠湖花园业主委员会通知", "请缴费。\n", "rights", []),
    ],
)
def test_what_stands_around_a_title_tells_more(title: str, line: str, field: str, value: list[str]):
    assert facts_of(collation((HEADING, title + "\n"), line)).get(field, []) == value


def test_the_letterhead_names_the_issuer_where_nothing_else_does():
    made_up = collation((IMPRINT, "昆明市水利局文件\n"), (HEADING, "供水方案\n"), "正文。\n")
    assert facts_of(made_up)["issuers"] == ["昆明市水利局"]


# ------------------------------------------------------------------------------------- dates


@given(st.dates(date(1900, 1, 1), date(2049, 12, 31)))
def test_every_day_is_read_in_all_spellings(day: date):
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    spellings = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
        f"{day.year}-{day.month:02}-{day.day:02} 15:33",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}/{day.month}//{day.day:02}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    if year.startswith(("一九", "二〇")):
        spellings.append(f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日")
    assert {iso(spelling) for spelling in spellings} == {day.isoformat()}


def _numeral(number: int) -> str:
    digits = ["", *"一二三四五六七八九"]
    tens, ones = divmod(number, 10)
    return ["", "十", "二十", "三十"][tens] + digits[ones]


@pytest.mark.parametrize(
    "text",
    [
        "2022年13月1日",
        "2022年2月30日",
        "2022/11/31",
        "3022年1月1日",
        "12022年1月1日",
        "二十年一月",
        "1.5.2",
    ],
)
def test_what_is_in_no_calendar_is_no_date(text: str):
    assert iso(text) == ""


def test_a_month_alone_is_a_month():
    assert iso("2022年6月") == "2022-06"
    assert iso("二〇二二年十二月") == "2022-12"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("中华民国110年3月5日", "2021-03-05"),
        ("民国二十五年五月五日", "1936-05-05"),
        ("民国一百零五年十月", "2016-10"),
        ("民国一一〇年三月五日", "2021-03-05"),
        ("二00八年十一月一日", "2008-11-01"),
        ("Tue, 26 Oct 2021 15:30:00", "2021-10-26"),
        ("May 12, 2021", "2021-05-12"),
        ("20210305", "2021-03-05"),
        ("20211305", ""),
        ("昭和五十年三月五日", "1975-03-05"),
        ("昭和六十五年三月五日", ""),  # it had 64 years
        ("康德元年三月一日", "1934-03-01"),
        ("光绪二十四年四月二十三日", ""),  # by the moon
        ("二〇二一年三月初五", ""),
        ("农历二〇二一年三月五日", ""),
        ("二○二一年三月五日", "2021-03-05"),
        ("二〇二一年三月廿五日", "2021-03-25"),
        ("2021年三月五日", "2021-03-05"),
        ("2021   年 3   月  5日", "2021-03-05"),
        ("2021年3月5号", "2021-03-05"),
        ("2021.3.5", "2021-03-05"),
        ("2021年3月32日", ""),
        ("2021年3月325日", ""),
        ("2021年3月5日至8日", ""),
        ("2021-03-05—2021-03-11", ""),
        ("2021年3月5日前", ""),
        ("2088年1月1日", ""),
    ],
)
def test_further_spellings_of_a_date(text: str, day: str):
    assert iso(text) == day


# ----------------------------------------------------------------------------- personal data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("手机13812345678。", [("mobile", "13812345678")]),
        ("（0871）65550123", [("landline", "0871)65550123")]),
        ("0871-65550123，13900000000", [("landline", "0871-65550123"), ("mobile", "13900000000")]),
        (
            "联系电话：355512313812345678电子邮箱：water@example.com第7页",
            [("landline", "3555123"), ("mobile", "13812345678"), ("email", "water@example.com")],
        ),
        ("电话：65550123", [("landline", "65550123")]),
        (
            "（联系人及电话：李雷，0871-65550123）",
            [("name", "李雷"), ("landline", "0871-65550123")],
        ),
        ("联系人：发改委环资科孟晓联系电话：无", [("name", "孟晓")]),
        ("联系人：张三、李四同志", [("name", "张三"), ("name", "李四")]),
        ("王小明 13812345678", [("name", "王小明"), ("mobile", "13812345678")]),
        ("身份证11010519491231002X。", [("identity", "11010519491231002X")]),
        ("身份证110105194912310021。", []),
        (
            "身份证11010519491231002x、１１０１０５１９４９１２３１００２Ｘ",
            [
                ("identity", "11010519491231002x"),
                ("identity", "11010519491231002X"),
            ],
        ),
        (
            "证号：110105 19491231 002X（王小明）",
            [
                ("identity", "110105 19491231 002X"),
                ("name", "王小明"),
            ],
        ),
        ("刘芳 0871-6555 1234 转 802", [("name", "刘芳"), ("landline", "0871-6555 1234 转 802")]),
        ("0871-65551234/13800138000", [("landline", "0871-65551234"), ("mobile", "13800138000")]),
        ("电话：02-27208889轉1234", [("landline", "27208889")]),
        (
            "张伟13812345678李娜1391234-5678",
            [
                ("name", "张伟"),
                ("mobile", "13812345678"),
                ("name", "李娜"),
                ("mobile", "1391234-5678"),
            ],
        ),
        ("经办人：李 雷 电话", [("name", "李 雷")]),
        ("Tel: +86-571-87654321", [("landline", "86-571-87654321")]),
        ("电话：400-800-1234", []),
        ("请致电2835 1018", [("landline", "2835 1018")]),
        ("邮箱：jwc＠example.edu.cn", [("email", "jwc@example.edu.cn")]),
        ("jwc[at]example.edu.cn", [("email", "jwc[at]example.edu.cn")]),
        ("jwc#AT#example(dot)cn。", [("email", "jwc#AT#example(dot)cn")]),
        ("姓名：李雷 电话", [("name", "李雷")]),
        ("姓名：", []),
        ("姓名：单位：时间：", []),
        (
            "13812345678 李雷、13912345678（韩梅）",
            [
                ("mobile", "13812345678"),
                ("name", "李雷"),
                ("mobile", "13912345678"),
                ("name", "韩梅"),
            ],
        ),
        ("13812345678 方便时联系", [("mobile", "13812345678")]),
        ("http://a.cn/art/20220101/13812345678.html", []),
        ("分机1234\n邮箱：a_1@b.gov.tw", [("email", "a_1@b.gov.tw")]),
        ("电话：\n面积65550123平方米", []),
        ("电话：\n65550123", [("landline", "65550123")]),
        (
            "电话：(0710)3512345 3556789、3556780",
            [("landline", "0710)3512345"), ("landline", "3556789"), ("landline", "3556780")],
        ),
        ("联系人：罗勇 谢婷\n", [("name", "罗勇"), ("name", "谢婷")]),  # once without end
        ("郑州：0371-65550123", [("landline", "0371-65550123")]),
        ("项目联系人：晁晓莉", [("name", "晁晓莉")]),
        ("电话联系高婷：13812345678。", [("name", "高婷"), ("mobile", "13812345678")]),
        (
            "兹证明赵立新，身份证号：11010519491231002X。",
            [("name", "赵立新"), ("identity", "11010519491231002X")],
        ),
        # Of a family name with a title the place is the name's.
        ("联系人：徐工，手机：13812345678", [("name", "徐"), ("mobile", "13812345678")]),
        ("手机：13812345678（魏主任）", [("mobile", "13812345678"), ("name", "魏")]),
        ("张医生：0871-65550123", [("name", "张"), ("landline", "0871-65550123")]),
        ("魏建国主任 13812345678", [("name", "魏建国"), ("mobile", "13812345678")]),
        ("联系人：李总、欧阳书记", [("name", "李"), ("name", "欧阳")]),
        ("施工电话：0871-65550123", [("landline", "0871-65550123")]),
        ("党总支书记 0871-65550123", [("landline", "0871-65550123")]),
        ("班主任：13812345678", [("mobile", "13812345678")]),
        ("宣传部长（13812345678）", [("mobile", "13812345678")]),
        ("高总机 0871-65550123", [("landline", "0871-65550123")]),
        ("投资13812345678元", []),
        ("https://a.gov.cn/col/1641437541200/t20220506_625229.html", []),
        ("面积65550123平方米", []),
        ("联系人民群众，2020-2025年", []),
        ("发[email protected]或@某人", []),
        ("云政发〔2022〕45号，12345热线", []),
        ("QQ：12345678", [("qq", "12345678")]),
        ("工作QQ群：123456789", []),
        ("QQ邮箱：12345678@qq.com", [("email", "12345678@qq.com")]),
        ("微信号：liming_2021，", [("wechat", "liming_2021")]),
        ("微信公众号：yunlingfabu", []),
        ("官方微信：yunlingfabu", []),
        ("微信：13812345678", [("mobile", "13812345678")]),
        ("water at example dot com", [("email", "water at example dot com")]),
        ("We looked at example.com.", []),
        ("邮箱：water#example.com", [("email", "water#example.com")]),
        ("http://a.cn/x.html#sec.com", []),
        ("身份证号：110105491231002", [("identity", "110105491231002")]),
        ("身份证号：110105491331002", []),  # no such month
        ("登记证号：110105491231002", []),
        ("银行卡号：6222 0212 3456 7890 128", [("bank_card", "6222 0212 3456 7890 128")]),
        ("银行卡号：6222021234567890123", []),  # the last digit does not check
        ("合计金额6222021234567890128", []),
        ("护照号码：E12345678", [("passport", "E12345678")]),
        ("许可证：D353012345", []),
        ("+86 (0)871 65550123", [("landline", "86 (0)871 65550123")]),
        ("0871-6555-0123", [("landline", "0871-6555-0123")]),
        ("电话：0871.65550123", [("landline", "65550123")]),
        ("编号 0871-2021-0012345", []),
        ("统一社会信用代码：91530100MA6K5XYZ12", []),
        ("注册号：530000100012345", []),
    ],
)
def test_personal_data(text: str, found: list[tuple[str, str]]):
    seen = view(text)
    findings = [(one.kind, seen[one.start : one.end]) for one in find_personal(seen)]
    assert findings == found


def test_personal_data_is_flagged_by_place_and_never_by_value():
    made_up = collation(
        (HEADING, "供水方案\n"),
        (URL, "http://a.cn/13812345678 \n"),
        "联系人：李雷，13812345678，yang@example.com\n",
        (BOILERPLATE, "客服电话：0871-65550123\n"),
    )
    facts = describe(made_up).documents[0].facts
    personal = [fact for fact in facts if fact.field == "personal_data"]
    text = made_up.text.text
    assert [fact.value for fact in personal] == ["name", "mobile", "email"]
    assert [text[fact.start : fact.end] for fact in personal] == [
        "李雷",
        "13812345678",
        "yang@example.com",
    ]
    written = "".join(value for fact in facts for value in (fact.value, fact.rule))
    assert not any(secret in written for secret in ("李雷", "13812345678", "example.com"))


@given(st.integers(10**16, 10**17 - 1), st.sampled_from("0123456789X"))
def test_one_check_digit_fits(digits: int, check: str):
    fitting = [last for last in "0123456789X" if has_check_digit(f"{digits}{last}")]
    assert len(fitting) == 1
    assert has_check_digit(f"{digits}{check}") is (check == fitting[0])


# ------------------------------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云岭省供水实施方案", "plan"),
        ("关于供水的实施意见(征求意见稿)", "opinion"),
        ("供水管理办法(试行)", "measures"),
        ("中华人民共和国公司法", "law"),
        ("中华人民共和国民法典", "law"),
        ("节约用水方法", ""),
        ("中华人民共和国刑法修正案(七)", "amendment"),
        ("供水方案(2022-2030年)", "plan"),
        ("最高人民法院关于适用《水法》的解释(一)", "interpretation"),
        ("供水专项实施细则", "detailed rules"),
        ("提案答复的函", "letter"),
        ("2022年供水工作计划", "work plan"),
        ("水法修订草案", "law"),
        ("甲某诉乙公司合同纠纷案", "case"),
        ("甲某诉某局要求解除行政协议案", "case"),
        ("关于修改水法的议案", "motion"),
        ("关于拟任职人选的公示", "public notice"),
        ("供水", ""),
    ],
)
def test_kind(title: str, kind: str):
    found = kind_of(title)
    assert (found.name if found else "") == kind


# ------------------------------------------------------------------------------------ tables


def test_the_regions_are_complete_and_agree():
    provinces = {region.code: region for region in regions.PROVINCES}
    assert len(provinces) == 34
    names = [region.name for region in regions.PREFECTURES]
    assert len(names) == len(set(names)) == 333
    endings = {"市": 293, "自治州": 30, "地区": 7, "盟": 3}
    assert {end: sum(name.endswith(end) for name in names) for end in endings} == endings
    every = (*regions.PROVINCES, *regions.PREFECTURES, *regions.DIRECT)
    assert len({region.code for region in every}) == len(every)
    for region in every:
        assert len(region.code) == 6
        assert region.code.isdigit()
        assert region.name.startswith(region.short[:2])
        assert provinces[region.code[:2] + "0000"]
    for region in regions.PREFECTURES:
        assert region.code.endswith("00")
        assert not region.code.endswith("0000")
    for region in regions.DIRECT:
        assert region.code[2] == "9"


def test_counties_lie_in_cities_and_the_table_says_whose_name_is_not_theirs_alone():
    cities = {region.code for region in (*regions.PROVINCES, *regions.PREFECTURES)}
    assert set(counties.BY_CITY) <= cities
    assert sum(map(len, counties.BY_CITY.values())) == 2838
    every = {name for names in counties.BY_CITY.values() for name in names}
    assert all(name[-1] in "县区市旗" for name in every)
    assert every >= counties.MOVED | counties.COMMON_COUNTIES
    assert set(counties.COUNTIES.values()) <= cities
    assert not {"鼓楼区", "朝阳区", "矿区"} & set(counties.COUNTIES)
    assert counties.COUNTIES["略阳县"] == "610700"
    assert not every & set(former.COUNTIES)
    assert set(former.PREFECTURES.values()) | set(former.COUNTIES.values()) <= cities


def test_districts_and_number_prefixes_point_into_the_table():
    codes = {region.code for region in regions.PROVINCES} | {regions.NATION.code}
    assert set(regions.DISTRICTS.values()) == {"110000", "120000", "310000", "500000"}
    assert set(regions.NUMBER_PREFIXES.values()) <= codes
    assert regions.DISTRICTS["徐汇区"] == "310000"


def test_short_names_of_organs_mean_one_organ():
    shorts = [short for names in issuers.NATIONAL_ORGANS.values() for short in names]
    assert len(shorts) == len(set(shorts))
    assert not set(shorts) & set(issuers.NATIONAL_ORGANS)
    assert set(shorts) >= issuers.SHARED_SHORT_NAMES
    for full in issuers.NATIONAL_ORGANS:
        assert [organ.name for organ in organs_of(full)] == [full]
    assert is_state_organ("杭州市水利局")
    assert not is_state_organ("中共杭州市委")


def test_an_ending_tells_one_kind():
    endings = [ending for kind in kinds.KINDS for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert len({kind.name for kind in kinds.KINDS}) == len(kinds.KINDS)


# --------------------------------------------------------------------------------- properties

PIECES = st.sampled_from(
    [part if isinstance(part, tuple) else (BODY, part) for part in NOTICE]
    + [
        (BODY, "2022年8月11日"),
        (BODY, "附件：1.\n"),
        (BODY, "\n"),
        (BODY, "一、电话：1381234567813812345678\n"),
        (BODY, "（2002年8月13日通过）"),
        (BODY, "　　\n"),
        (URL, "http://a.cn/1"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=12))
def test_facts_lie_in_the_source_and_in_order(parts: list[Part]):
    made_up = collation(*parts)
    size = len(made_up.text.text)
    facts = describe(made_up).documents[0].facts
    ranks = [ORDER.index(fact.field) for fact in facts]
    assert ranks == sorted(ranks)
    for fact in facts:
        assert fact.value
        assert 0 <= fact.start <= fact.end <= size
    many = ("issuers", "attachments", "restrictions", "personal_data")
    single = [fact.field for fact in facts if fact.field not in many]
    assert len(single) == len(set(single))


@pytest.mark.parametrize(
    "seed",
    [
        "一、", ".", "第", "2022年1月1日起施行", "2022年8月11日\n", "联系人：", "@", "a@", "1",
        "0871-", "附件：", "附件：1.", "中共中央", "人民政府", "委员会国务院", "（", "《",
        "如有意见请", "云政发〔2022〕1号", "各市、", "现向社会", "电话：1", "张三1", "民国",
        "姓名：", "a[at]", "（2021）京", "公告编号：", "略阳县委", "发布于",
        "微信:abcdef ", "a#", " at a dot ", "QQ:1", "卡号6",
    ],
)  # fmt: skip
def test_hostile_text_ends(seed: str):
    """Quadratic work would take minutes on these; the alarm is no measure of speed."""

    def too_slow(*_: object) -> None:
        raise AssertionError(f"describe does not end on {seed!r}")

    text = seed * (400_000 // len(seed))
    previous = signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(60)
    try:
        described = describe(collation((HEADING, seed * 50 + "\n"), text))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
    assert len(described.documents) == 1


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("疫苗未过期 系登记错误", "疫苗未过期　系登记错误"),
        ("老街灯会开幕 500人同跳舞 市民齐喝彩", "老街灯会开幕　500人同跳舞　市民齐喝彩"),
        ("云岭省人民政府 供水管理若干规定", "云岭省人民政府供水管理若干规定"),
        (
            "云岭省发展和改革委员会 关于开展供水工作的情况",
            "云岭省发展和改革委员会关于开展供水工作的情况",
        ),
        (
            "云岭县第十七届人民代表大会 第三次会议代表名单",
            "云岭县第十七届人民代表大会第三次会议代表名单",
        ),
        ("云岭县农村供水 运行维护手册", "云岭县农村供水运行维护手册"),
        ("供 水 管 理", "供水管理"),
    ],
)
def test_the_clauses_of_a_headline_stay_apart(written: str, title: str):
    assert clean_title(written) == title
