"""What pages, exports and scrapers set above each text is no part of it, and cuts it nowhere."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_split import cut, facts

NAMES = ("供水", "节水", "计量", "灌溉")
TITLES = [f"某县{name}管理办法" for name in NAMES]
LAW = (
    "第一条　为了加强管理，制定本办法。\n第二条　各单位应当遵守本办法。\n"
    "第三条　本办法自公布之日起施行。\n"
)


def starts(text: str) -> list[str]:
    """Return the first lines of the documents of a text."""
    return [text[one.start :].split("\n")[0].strip() for one in cut(text).documents]


def words(text: str) -> str:
    """Return the words of all records."""
    return "\n".join(record["text"] for record in jiaokan.clean(text.encode(), "a.txt"))


@pytest.mark.parametrize(
    "head",
    [
        "标题：{title}\n来源：县政府网\n发布日期：2021-03-0{n}\n网址：http://www.a.example/{n}.html\n正文：\n",
        "---\ntitle: {title}\nurl: http://www.a.example/{n}.html\ndate: 2021-03-0{n}\n---\n\n",
        "索 引 号：00001434{n}/2021-0{n}   分类：法规\n"
        "发布机构：县政府   成文日期：2021年3月{n}日\n名    称：{title}\n",
        "首页 > 政务公开 > 正文\n{title}\n"
        "发布时间：2021-03-0{n}  来源：县政府  浏览次数：{n}1\n字体：[大 中 小]\n",
        "===== {title}.txt =====\n",
        "========== {n}/4 ==========\n",
        "D:\\法规\\00{n}_{title}.docx\n",
        "### FILE: laws/001{n}.txt\n\n",
        "某县人民政府 规章文件 {title}\n您的位置：首页 > 规章 > 正文\n",
        "AUTHOR: 某人\nTITLE: {title}\nSTATUS: Publish\n-----\nBODY:\n",
    ],
)
def test_a_text_begins_below_what_was_set_above_it(head: str):
    text = "".join(
        f"{head.format(n=n, title=title)}{title}\n{LAW}" for n, title in enumerate(TITLES, 1)
    )
    assert starts(text) == TITLES
    assert [facts(one)["title"] for one in cut(text).documents] == TITLES
    own = words(text)
    assert all(each not in own for each in ("2021-0", "来源", "政务公开", ".txt", "title", "/4 "))


def test_a_field_that_alone_says_the_title_begins_the_document():
    text = "".join(
        f"AUTHOR: 某人\nTITLE: {title}\nSTATUS: Publish\nDATE: 03/0{n}/2011\n-----\nBODY:\n{LAW}"
        for n, title in enumerate(TITLES, 1)
    )
    assert starts(text) == [f"TITLE: {title}" for title in TITLES]
    assert [facts(one)["title"] for one in cut(text).documents] == TITLES
    assert "Publish" not in words(text)


def test_fields_that_are_a_meeting_s_own_and_a_title_said_twice_stay():
    minutes = "".join(
        f"第{n}次例会纪要\n时间：2021年3月{n}日\n地点：三楼会议室\n主持人：某某\n{LAW}"
        for n in "一二三四"
    )
    assert starts(minutes) == [f"第{n}次例会纪要" for n in "一二三四"]
    assert words(minutes).count("时间：2021年") == 4
    twice = "".join(
        f"{title}\n{title}\n某政发〔2021〕{n}号\n{LAW}" for n, title in enumerate(TITLES)
    )
    assert [one.start for one in cut(twice).documents] == [
        twice.index(f"{title}\n{title}") for title in TITLES
    ]


def test_a_judgment_begins_with_its_court():
    head = "某县人民法院\n民 事 判 决 书\n（2018）苏1299民初{n}号\n"
    text = "".join(
        f"{head.format(n=2200 + n)}    原告：{name}某，女，住某镇。\n    被告：钱某，男，住某镇。\n"
        f"    原告{name}某与被告钱某借款纠纷一案，本院立案后依法审理，现已审理终结。\n"
        f"    被告于本判决生效之日起十日内归还原告{name}某借款{n}万元。\n"
        f"审判员　　郜某\n二〇一八年六月二十{'一二三四'[n]}日\n"
        for n, name in enumerate("赵孙李周")
    )
    assert starts(text) == ["某县人民法院"] * 4
    assert [facts(one)["title"] for one in cut(text).documents] == [
        "某县人民法院\n民 事 判 决 书"
    ] * 4


PLAN = (
    "为贯彻落实上级部署，结合实际，制定本方案。\n一、总体要求\n各地要统筹推进。\n（一）基本原则\n坚持统筹。\n"
    "1.坚持先立后破，稳妥有序。\n二、保障措施\n各地要加强领导。\n三、组织实施\n各地要抓好落实。\n"
)


@pytest.mark.parametrize("mark", ["{n}.", "{han}、", "（{han}）"])
def test_titles_may_be_counted_as_items_are(mark: str):
    heads = [
        f"{mark.format(n=n, han='一二三四'[n - 1])}某县{name}工作实施方案"
        for n, name in enumerate(NAMES, 1)
    ]
    assert starts("".join(f"{head}\n{PLAN}" for head in heads)) == heads
    assert len(cut(f"某县供水工作实施方案\n{PLAN}").documents) == 1


def test_a_title_that_is_wrapped_as_its_text_is_read_whole():
    def wrapped(line: str) -> str:
        line = f"　　{line}"
        return "\n".join(line[at : at + 24] for at in range(0, len(line), 24))

    long = "某县人民政府关于完整准确全面贯彻新发展理念做好{}工作的实施意见"
    sentence = (
        "各地各部门要统筹推进各项工作，定期报告进展，并及时总结推广好的经验和做法，确保取得实效。"
    )
    text = "\n".join(
        wrapped(line)
        for name in NAMES
        for line in (
            long.format(name),
            sentence,
            "一、总体要求",
            sentence,
            "二、保障措施",
            sentence,
        )
    )
    found = [facts(one)["title"].replace("\n", "") for one in cut(text).documents]
    assert found == [long.format(name) for name in NAMES]


def test_the_report_that_a_notice_passes_on_is_none_by_itself_but_what_it_follows_is():
    below = f"各镇人民政府：\n{PLAN}某县人民政府\n2021年3月1日\n"
    others = "".join(f"某县人民政府关于{name}工作的通知\n{below}" for name in NAMES)
    report = f"关于渡口整顿情况的报告\n县人民政府：\n{PLAN}某县交通局\n2021年2月1日\n"
    passed = f"某县人民政府批转县交通局关于渡口整顿情况的报告\n{below}{report}"
    assert len(cut(others + passed).documents) == 5
    follows = f"某县节能实施方案\n为贯彻落实《某县减排实施意见》，制定本方案。\n{PLAN}"
    text = f"{follows}某县减排实施意见\n{PLAN}某县供水实施方案\n{PLAN}某县灌溉实施方案\n{PLAN}"
    assert len(cut(text).documents) == 4


INTERPRETED = (
    "为依法惩治犯罪，根据有关法律的规定，结合审判实践，现就有关问题作出以下解释。"
    "第一条 盗窃供水设施的，应当依法惩处。第二条 本解释自公布之日起施行。"
)


@pytest.mark.parametrize("number", ["", "法释〔2021〕{n}号"])
@pytest.mark.parametrize("times", [1, 2])
def test_interpretations_of_courts_are_told_on_one_line(number: str, times: int):
    titles = [f"最高人民法院关于审理{name}刑事案件适用法律若干问题的解释" for name in NAMES]
    text = "".join(
        f"{title * times}{number.format(n=n)}{INTERPRETED}" for n, title in enumerate(titles, 1)
    )
    assert [text[one.start : one.start + len(titles[0])] for one in cut(text).documents] == titles


def test_each_document_may_stand_on_a_line_of_its_own():
    sentence = "各地各部门要统筹推进各项工作，定期报告进展，确保取得实效。" * 14
    text = "\n".join(
        f"某县{name}碳达峰实施方案{name}是经济社会发展的基础。一、总体要求{sentence}二、保障措施{sentence}"
        for name in NAMES
    )
    assert [text[one.start :][:9] for one in cut(text).documents] == [
        f"某县{name}碳达峰实施" for name in NAMES
    ]


def test_the_key_words_of_a_case_are_its_own():
    kinds = ("供水", "排水", "节水", "防汛")
    prose = "　　各县应当建立{0}制度，明确责任，落实经费，并于年底前将有关{0}情况报送市水利局。\n"
    cases = "".join(
        f"案例{n}：{kind}纠纷案\n\n案由：{kind}合同\n裁判日期：2023年5月{n}日\n关键词：{kind}\n\n"
        f"{prose.format(kind) * 2}\n"
        for n, kind in enumerate(kinds, 1)
    )
    assert all(f"关键词：{kind}" in words(cases) for kind in kinds)
