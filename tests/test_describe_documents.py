"""Describe, from bytes to record: made-up documents of kinds that no rule was made for.

What each should tell was written down before the program had read it.
"""

from __future__ import annotations

from typing import Any

import pytest

import jiaokan

JUDGEMENT = """
北京市第一中级人民法院
民 事 判 决 书
（2021）京01民终1234号
上诉人（原审被告）：云岭商贸有限公司，住所地北京市海淀区清河路1号。
被上诉人（原审原告）：孙某，男，汉族，公民身份号码11010519491231002X。
上诉人不服北京市昌平区人民法院（2020）京0114民初5678号民事判决，向本院提起上诉。
审　判　长　李明
二〇二一年四月二十日
"""
LOCAL_STANDARD = """
ICS 93.160
CCS P 55

DB53

云南省地方标准

DB53/T 1234—2021
代替 DB53/T 1234—2012

农村供水工程
运行管理规范

Specification for operation management of rural water supply

2021-03-05 发布    2021-06-05 实施

云南省市场监督管理局　发 布

前　　言
本文件按照GB/T 1.1—2020的规定起草。
1　范围
本文件规定了农村供水工程运行管理的要求。
"""
COMMUNIQUE = """
云岭省水资源公报
2021年

一、综述
2021年全省降水量平均为987.6毫米，比上年偏多3.2%。
"""
UNIVERSITY = """
云岭大学文件
云岭大教〔2020〕15号

关于做好春季学期线上教学工作的通知

各学院、各有关部门：
　　为做好线上教学工作，现将有关事项通知如下：
　　一、教学安排
　　按原课表线上授课，咨询电话：87654321转8012。
　　联系人：陈小明，邮箱：jwc＠example.edu.cn。

云岭大学
2020年2月18日
"""
COMPANY = """
证券代码：600999　　　　证券简称：云岭股份　　　　公告编号：2022-045

云岭股份有限公司
关于召开年度股东大会的通知

本公司董事会保证本公告内容真实、准确、完整。
一、召开会议的基本情况
（一）日期：2022年5月20日

云岭股份有限公司董事会
2022年4月29日
"""
STANDARD = """
中华人民共和国国家标准

GB/T 9704—2012
代替 GB/T 9704—1999

党政机关公文格式

2012-06-29 发布　　　　2012-07-01 实施

前　　言
本标准按照GB/T 1.1—2009给出的规则起草。
"""
MILITARY = """
中国人民解放军总后勤部关于印发《军队营区绿化管理规定》的通知
〔2003〕后营字第218号
各军区、各军兵种、各总部：
现将《军队营区绿化管理规定》印发你们，望遵照执行。
中国人民解放军总后勤部
二〇〇三年七月八日
军队营区绿化管理规定
第一条　为加强军队营区绿化管理，制定本规定。
第二条　本规定自2003年10月1日起施行。
"""
COUNTY = """
中共略阳县委　略阳县人民政府
关于印发略阳县城乡供水管理办法的通知
略发[99]7号
各镇人民政府：
现将办法印发给你们，请认真贯彻执行。
中共略阳县委
略阳县人民政府
一九九九年五月六日
"""
TAIPEI = """
臺北市政府　函
發文日期：中華民國110年3月5日
發文字號：府授環綠字第1100012345號
主旨：檢送本市節約用水推動方案1份，請查照辦理。
說明：
一、依據本府110年2月20日節水會議決議辦理。
"""
WECHAT = """
云岭发布
云岭市2022年老旧小区改造计划公布！看看有你家吗？
原创 小岭 云岭发布 2022-05-20 17:30 发表于云南
近日，记者从市住房和城乡建设局获悉，今年全市计划改造老旧小区120个。
改造内容包括水电气管网、电梯和绿化。
"""
MINUTES = """
会议纪要
第12期
昆明市人民政府办公室　　　　2020年7月9日
关于滇池保护治理工作的专题会议纪要
2020年7月7日下午，副市长王某主持召开专题会议。现纪要如下：
一、会议认为，滇池保护治理取得明显成效。
"""
MISREAD = """
成都市人民政府办公厅关子进一步加强供水管理的通如
成办发[2O11]36号
各区（市）县政府，市政府各部门：
为进一步加强供水管理，经市政府同意，现将有关事项通知如下：
一、加强水源保护
成都市人民政府办公厅
二O一一年五月二十三日
"""
TAX = """
税务总局关于进一步便利纳税人的公告
国家税务总局公告2016年第62号
为进一步便利纳税人，现将有关事项公告如下：
本公告自2016年10月1日起施行。
税务总局
2016年9月9日
"""

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "judgement": (
        JUDGEMENT,
        {
            "title": "北京市第一中级人民法院民事判决书",
            "doc_number": "（2021）京01民终1234号",
            "signed": "2021-04-20",
            "issuers": ["北京市第一中级人民法院"],
            "region": "北京市",
            "kind": "case",
            "personal_data": ["identity"],
        },
    ),
    "university": (
        UNIVERSITY,
        {
            "doc_number": "云岭大教〔2020〕15号",
            "issuers": ["云岭大学"],
            "addressee": "各学院、各有关部门",
            "region": "",
            "personal_data": ["landline", "name", "email"],
        },
    ),
    "company": (
        COMPANY,
        {
            "title": "云岭股份有限公司关于召开年度股东大会的通知",
            "doc_number": "2022-045",
            "signed": "2022-04-29",
            "issuers": ["云岭股份有限公司"],
            "rights": "",
        },
    ),
    "standard": (
        STANDARD,
        {"doc_number": "GB/T 9704—2012", "published": "2012-06-29", "effective": "2012-07-01"},
    ),
    "military": (
        MILITARY,
        {
            "doc_number": "〔2003〕后营字第218号",
            "signed": "2003-07-08",
            "effective": "2003-10-01",
            "issuers": ["中国人民解放军总后勤部"],
        },
    ),
    "county": (
        COUNTY,
        {
            "title": "中共略阳县委　略阳县人民政府关于印发略阳县城乡供水管理办法的通知",
            "doc_number": "略发〔99〕7号",
            "signed": "1999-05-06",
            "issuers": ["中共略阳县委", "略阳县人民政府"],
            "region": "汉中市略阳县",
            "region_code": "610700",
        },
    ),
    "taipei": (
        TAIPEI,
        {
            "doc_number": "府授环绿字第1100012345号",
            "signed": "2021-03-05",
            "issuers": ["台北市政府"],
            "region_code": "710000",
            "kind": "letter",
        },
    ),
    "local standard": (
        LOCAL_STANDARD,
        {
            "title": "农村供水工程运行管理规范",
            "doc_number": "DB53/T 1234—2021",
            "issuers": ["云南省市场监督管理局"],
            "published": "2021-03-05",
            "effective": "2021-06-05",
            "region_code": "530000",
            "kind": "standard",
            "rights": "",
        },
    ),
    "communique": (COMMUNIQUE, {"title": "云岭省水资源公报", "kind": "communique"}),
    "wechat": (WECHAT, {"title": "云岭市2022年老旧小区改造计划公布！看看有你家吗？"}),
    "minutes": (MINUTES, {"title": "关于滇池保护治理工作的专题会议纪要", "kind": "minutes"}),
    "misread": (
        MISREAD,
        {
            "doc_number": "",  # no digits: nothing is guessed
            "signed": "2011-05-23",
            "issuers": ["成都市人民政府办公厅"],
            "region_code": "510100",
        },
    ),
    "tax": (
        TAX,
        {
            "doc_number": "国家税务总局公告2016年第62号",
            "issuers": ["税务总局"],
            "effective": "2016-10-01",
            "region_code": "000000",
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_document_tells(name: str):
    text, expected = CASES[name]
    (record,) = jiaokan.clean(text.lstrip("\n").encode(), f"{name}.txt")
    record["personal_data"] = [place["kind"] for place in record["personal_data"]]
    assert {field: record[field] for field in expected} == expected


def test_a_standard_s_cover_stays_in_its_text():
    (record,) = jiaokan.clean(LOCAL_STANDARD.lstrip("\n").encode(), "a.txt")
    lines = record["text"].split("\n")
    assert lines[:4] == ["ICS 93.160", "CCS P 55", "DB53", "云南省地方标准"]
    assert "2021-03-05发布　2021-06-05实施" in lines
    assert "1　范围" in lines


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("水利是农业的命脉\n新中国成立以来，我国水利建设取得巨大成就。\n", "水利是农业的命脉"),
        (
            "霍山：茶农用上“科技炉”，春茶飘香促增收\n\n清明时节茶农忙。\n",
            "霍山：茶农用上“科技炉”，春茶飘香促增收",
        ),
        (
            "消费者明知食品不合标准的，可要求十倍赔偿\n孙某诉某超市买卖合同纠纷案\n正文如下。\n",
            "消费者明知食品不合标准的，可要求十倍赔偿",
        ),
        # Prose that is wrapped, or begins in the middle, has no title: its first line is text.
        ("近日，记者获悉，今年全市计划改造老旧小区\n120个，市民可以咨询。\n正文如下。\n", ""),
        ("三年，续修闸。次年夏大水，知县\n\n捐俸重修。\n", ""),
    ],
)
def test_the_first_line_is_a_title_unless_it_is_prose(text: str, title: str):
    (record,) = jiaokan.clean(text.encode(), "a.txt")
    assert record["title"] == title


def test_an_explanation_is_of_the_organ_from_which_it_is_passed_on():
    text = "《某办法》政策问答\n一、为何制定？\n答：为了供水。\n二、何时施行？\n答：明年。\n—END—\n"
    source = f"{text}来源 | {{}}\n编辑 | 小湖\n声明：本文转载自官方渠道，仅作分享之用。\n"
    (record,) = jiaokan.clean(source.format("浙江省水利厅").encode(), "a.txt")
    assert (record["issuers"], record["region"]) == (["浙江省水利厅"], "浙江省")
    (record,) = jiaokan.clean(source.format("湖畔日报").encode(), "a.txt")
    assert record["issuers"] == []
