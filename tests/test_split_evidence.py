"""What tells documents apart that no contents list: words of their own, days above a title, verse,
heads of mails; and what looks like documents and is one."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_split import cut, facts

PROSE = "这件事要从头说起，当时谁也没有想到。后来大家商量了几次，总算办成了。"
ABOUT = {
    "石桥渡口": "石桥边上有个渡口，从前只有一条船，过河要等半天。",
    "春耕小记": "春耕前下了一场雨，队里的牛都歇足了力气。",
    "修钟的人": "街口那个修钟的人，眼镜总推在额头上。",
    "夜半歌声": "夜半常有歌声从河对岸传来，谁也不知道是谁。",
}
TITLES = list(ABOUT)


def starts(text: str) -> list[str]:
    """Return the first lines of the documents of a text."""
    return [text[one.start :].split("\n")[0].strip() for one in cut(text).documents]


def titles(text: str) -> list[str]:
    """Return the titles of the documents of a text."""
    return [facts(one).get("title", "") for one in cut(text).documents]


def test_titles_that_only_their_own_texts_say_again_head_documents():
    text = "\n".join(f"{title}\n\n{about}\n{PROSE}\n" for title, about in ABOUT.items())
    assert starts(text) == TITLES


def test_a_title_that_all_parts_say_is_that_of_one_document():
    parts = ("清晨", "正午", "傍晚", "夜里")
    text = f"渡口\n渡口边上住着几户人家。{PROSE}\n" + "".join(
        f"\n{part}\n{part}的渡口，{PROSE}\n" for part in parts
    )
    assert starts(text) == ["渡口"]


def test_the_sections_of_a_page_are_one_document_though_they_say_their_titles():
    page = "".join(f"## {title}\n\n{about}{PROSE}\n\n" for title, about in ABOUT.items())
    assert len(jiaokan.clean(f"# 札记\n\n{page}".encode(), "a.md")) == 1


def test_the_parts_of_a_list_without_a_sentence_are_one_document():
    rows = "菜名　份量　价格\n豆腐　一碟　18元\n青菜　一盘　16元\n河鱼　一条　98元\n"
    assert (
        len(cut("".join(f"{name}\n{rows}\n" for name in ("凉菜", "热菜", "点心"))).documents) == 1
    )


def test_lives_are_told_by_the_years_behind_a_name():
    names = ("林某", "何某某", "梁某", "吴某某")
    lives = [
        f"{name}（18{n}1—19{n}8）\n\n{name}，字某某，渡口人。{PROSE}\n{PROSE}{PROSE}\n"
        for n, name in enumerate(names, 1)
    ]
    assert starts("".join(lives)) == [life.split("\n")[0] for life in lives]


def test_what_stands_below_a_signature_s_day_begins_a_notice_though_many_are_called_so():
    names = ("通知", "停水通知", "通知", "表扬信", "通知")
    text = "　".join(
        ["某弄公告栏抄存"]
        + [f"{name}　{PROSE}　某弄居委会　2002年3月{n}日" for n, name in enumerate(names, 1)]
    )
    assert titles(text) == list(names)


def test_lines_of_equal_clauses_are_verse():
    poems = [
        ("山行", "小路弯弯绕竹溪，山花落尽鸟声稀。\n村翁不问来何处，笑指炊烟日已西。"),
        ("春耕", "一夜春雷动远山，新泥软处燕初还。\n邻家早起驱牛去，犁破云光水一湾。"),
        ("寄远", "旧巷灯昏雨打檐，故人千里寄书函。\n封题未展先流泪，字字行行带海盐。"),
        ("观棋", "石上闲眠听水流，白云来去不关秋。\n醒时不记棋输否，松子敲枰月满头。"),
    ]
    text = "听松吟草\n\n" + "\n\n".join(f"{name}\n\n{verse}" for name, verse in poems)
    assert starts(text) == [name for name, _ in poems]


def test_a_mail_begins_with_the_first_of_its_fields_whichever_it_has():
    mails = [
        f"发件人: 某甲{n} <a{n}@example.org>\n发送时间: 2013年9月{n}日 9:12\n收件人: 某乙\n{copied}"
        f"主题: 关于样品{n}的说明\n\n某先生：\n\n{PROSE}\n\n某甲\n\n\n"
        for n, copied in enumerate(("", "抄送: 面料部\n", "", ""), 1)
    ]
    assert starts("".join(mails)) == [mail.split("\n")[0] for mail in mails]


def test_an_editor_s_heading_above_a_document_s_own_title_is_none_of_it():
    names = ("储能", "风电", "光伏", "水电")
    notices = [
        f"-----0{n}-----\n\n某地：{name}这么干\n\n小编划重点：这一条要注意，大家看仔细！\n\n"
        f"关于{name}有关事项的通知\n\n某发改〔2023〕{n}号\n\n各县发展改革局：\n\n{PROSE}\n\n一、抓好落实。\n\n"
        for n, name in enumerate(names, 1)
    ]
    assert titles("".join(notices)) == [f"关于{name}有关事项的通知" for name in names]


def test_a_page_s_number_and_running_head_are_no_part_of_the_title_below():
    notices = [
        f"            关于{name}价格的通知\n            某价发〔2003〕{n}号\n各市物价局：\n"
        f"    {PROSE}\n                    某省物价局\n                    2003年4月{n}日\n"
        for n, name in enumerate(TITLES, 1)
    ]
    text = (
        "1\n".join(notices[:2])
        + "价格文件汇编    2003年\n"
        + "价格文件汇编    2003年\n".join(notices[2:])
    )
    assert titles(text) == [f"关于{name}价格的通知" for name in TITLES]


def test_a_standard_s_number_below_its_text_opens_no_other():
    standards = [
        f"T/QZ 00{n}—2018\n某地{name}\nLocal food\n2018-04-2{n}发布　2018-05-01实施\n\n"
        f"1 范围\n本标准规定了要求。\n2 要求\n{PROSE}\n\nT/QZ 00{n}—2018\n\n"
        for n, name in enumerate(("辣椒酱", "糖蒜", "酱菜"), 1)
    ]
    text = "".join(standards)
    assert [one.start for one in cut(text).documents] == [text.index(one) for one in standards]


def test_a_listed_title_has_neither_column_nor_number():
    names = ("供水", "节水", "计量")
    listed = "目录\n" + "".join(
        f"某市人民政府关于{name}的通知（某府发〔2021〕{n}号）……（{n}）\n"
        for n, name in enumerate(names, 1)
    )
    text = listed + "".join(
        f"·市政府文件·\n          某市人民政府关于{name}的通知\n          某府发〔2021〕{n}号\n"
        f"各区人民政府：\n{PROSE}{PROSE}\n          某市人民政府\n          2021年6月{n}日\n"
        for n, name in enumerate(names, 1)
    )
    assert titles(text) == [f"某市人民政府关于{name}的通知" for name in names]


@pytest.mark.parametrize("close", ["（某小丁）\n", "2003.6\n\n", "★★★\n"])
def test_what_closes_a_part_tells_where_the_next_begins(close: str):
    text = close.join(f"{title}\n{about}\n{PROSE}\n" for title, about in ABOUT.items())
    assert starts(text + close) == TITLES


def test_the_number_of_a_notice_may_have_its_year_before_it():
    numbered = [
        f"某市关于{name}价格的公告\n2020年第{n}号\n{PROSE}\n" for n, name in enumerate(TITLES, 1)
    ]
    assert titles("".join(numbered)) == [f"某市关于{name}价格的公告" for name in TITLES]


def test_an_entry_may_give_the_year_of_its_title_in_brackets():
    listed = "".join(f"{title}（200{n}届）\n" for n, title in enumerate(TITLES))
    text = f"目录\n\n{listed}" + "".join(f"{title}\n{PROSE}\n{PROSE}\n" for title in TITLES)
    assert starts(text) == TITLES


def test_a_field_that_one_document_has_heads_none():
    guests = "列席：某公司某某\n"
    minutes = [
        f"第{n}次例会\n时间：6月{n}日\n地点：会议室\n{guests if n == 3 else ''}"
        f"主持：某某\n一、{name}的事。{PROSE}\n二、其他。\n"
        for n, name in enumerate(TITLES, 1)
    ]
    assert starts("".join(minutes)) == [f"第{n}次例会" for n in range(1, 5)]


def test_the_labels_of_a_meeting_s_subjects_head_no_documents():
    subjects = "".join(
        f"议题{n}：关于{name}的问题\n汇报人：某科 某某\n{PROSE}\n"
        f"讨论情况：{PROSE}\n会议决定：同意。\n\n"
        for n, name in zip("一二三四", TITLES, strict=True)
    )
    text = f"某院院务会会议记录\n时间：6月5日\n地点：会议室\n\n{subjects}"
    assert starts(text) == ["某院院务会会议记录"]


def test_a_court_s_name_below_a_page_s_end_heads_its_next_judgment():
    text = "".join(
        f"        某县人民法院\n          {' '.join(kind)}\n              （2019）某民初{n}号\n"
        f"    原告：某某。\n    {PROSE}\n              审判员    某某\n"
        f"              二〇一九年十月{day}日\n— {n} —\n\n"
        for n, (kind, day) in enumerate(
            (("民事判决书", "一"), ("民事裁定书", "三"), ("执行裁定书", "五")), 1
        )
    )
    assert starts(text) == ["某县人民法院"] * 3
