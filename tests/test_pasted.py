"""Texts that were copied out of a page or mail: what came along is named, titles are not."""

from __future__ import annotations

import re

import pytest

import jiaokan

PROSE = "各级各部门要高度重视，加强领导，落实责任，密切配合，确保各项工作任务落到实处。"


def cleaned(text: str) -> tuple[str, str]:
    [record] = jiaokan.clean(text.encode(), "a.txt")
    return record["title"], record["text"]


@pytest.mark.parametrize(
    "menu",
    [
        "首页\n知乎知学堂\n等你来答\n物理学\n\n",
        "今日头条\n推荐 热榜 视频 小说\n搜索\n",
        "跳至主要內容\n繁 简 EN\n字型大小\n主頁 > 活動及節目 > 最新消息\n\n",
    ],
)
def test_a_menu_above_the_title_is_named(menu):
    assert cleaned(f"{menu}我在县城开了一家自习室\n\n{PROSE}\n") == (
        "我在县城开了一家自习室",
        PROSE,
    )


@pytest.mark.parametrize(
    "lines",
    [
        "静夜思\n李白\n床前明月光\n疑是地上霜\n",  # no word of a menu
        "首页\n我们的村庄\n春天来了\n",  # one is not enough
        "首页\n搜索\n",  # nor are two lines
    ],
)
def test_short_lines_are_no_menu(lines):
    [record] = jiaokan.clean(f"{lines}\n{PROSE}\n".encode(), "a.txt")
    shown = "\n".join([record["title"], record["text"]])
    assert all(line in shown for line in lines.split())


MAIL = f"""发件人: 郝静 <haojing@example.org>
发送时间: 2015年4月9日 17:22
收件人: 全体编辑 <editors@example.org>
抄送: 行政部
主题: 关于资料室搬迁的安排

各位同事：

{PROSE}

郝静
"""


def test_a_mail_has_a_head_and_quotes():
    quoted = (
        "在 2015年4月8日 下午3:05，孟宪文 <m@example.org> 写道：\n> 静姐：\n> 好的。\n>\n>> 嗯。\n"
    )
    title, text = cleaned(f"{MAIL}\n{quoted}")
    assert title == "关于资料室搬迁的安排"
    assert text.split("\n") == ["各位同事：", PROSE, "郝静"]
    assert "静姐" in cleaned(f"{MAIL}\n{quoted}{PROSE}\n")[1]


def test_what_a_mail_answers_is_quoted():
    answered = "发件人: 刘洋\n主题: 断电\n\n请转发各部门。\n"
    _, text = cleaned(f"{MAIL}\n-----原始邮件-----\n{answered}")
    assert text.split("\n") == ["各位同事：", PROSE, "郝静"]
    assert "请转发各部门" in cleaned(f"{PROSE}\n\n-----原始邮件-----\n{answered}")[1]


def test_the_frame_of_a_text_without_lines_is_cut_at_its_gaps():
    pieces = [
        "首页 > 政务动态 > 正文",
        "云岭省教育厅关于做好校园食品安全工作的通知",
        "发布时间：2024-02-21 09:12 点击数：602",
        "云教函〔2024〕3号",
        "各市、州教育局：",
        PROSE * 3,
        "云岭省教育厅",
        "2024年2月19日",
        "上一篇：关于公布名单的通知 下一篇：没有了",
        "版权所有 云岭省教育厅 云ICP备05000000号",
    ]
    title, text = cleaned("  ".join(pieces))
    assert title == pieces[1]
    assert pieces[3] in text and pieces[5] in text and text.endswith("2024年2月19日")
    assert "首页" not in text and "点击数" not in text


def test_a_mail_that_was_forwarded_keeps_what_it_forwards():
    head = MAIL[: MAIL.index("各位同事")].replace("主题: ", "主题: 转发: ")
    original = "发件人: 刘洋\n主题: 断电\n\n> 各部门：\n>\n> 今晚断电，请关机。\n"
    note = "请看附件，并转告各科室的同事。"
    title, text = cleaned(f"{head}{note}\n\n-----原始邮件-----\n{original}")
    assert title == "关于资料室搬迁的安排"
    assert text.split("\n") == [note, "各部门：", "今晚断电，请关机。"]


def test_a_short_note_and_a_signature_around_a_quoted_text_are_named():
    quoted = f"> 关于秋季断电的通知\n>\n> 各部门：\n>\n> {PROSE[:20]}\n> {PROSE[20:]}\n"
    original = f"------- 原始邮件 -------\n发件人: 后勤处 <h@a.example>\n主题: 断电\n\n{quoted}"
    above = "收件箱 (12)  草稿箱 (3)\n« 返回 回复 转发 删除\n转发：断电\n"
    head = "发件人：刘洋 <l@a.example>\n时   间：2022年9月2日\n收件人：各科室\n\n"
    title, text = cleaned(f"{above}{head}请看。\n\n{original}\n--\n后勤处值班室\n")
    assert (title, text.split("\n")) == ("关于秋季断电的通知", ["各部门：", PROSE])


def test_the_subject_above_the_head_of_a_mail_is_its_title():
    head = "发件人：刘洋 <l@a.example>\n时   间：2022年9月2日\n收件人：各科室\n\n"
    assert cleaned(f"收件箱 (12)  草稿箱 (3)\n关于秋季断电的通知\n{head}{PROSE}\n") == (
        "关于秋季断电的通知",
        PROSE,
    )


def test_the_table_that_a_site_sets_above_a_document_is_named():
    table = "索引号\t0072-2023-0031\t主题分类\t水利\n标题\t关于供水的意见\n文号\t云府〔2023〕8号\n"
    assert cleaned(f"{table}关于供水的意见\n{PROSE}\n") == ("关于供水的意见", PROSE)
    own = "文号\t云府〔2023〕8号\n"  # alone it may be the document's
    assert "文号" in cleaned(f"关于供水的意见\n{own}{PROSE}\n")[1]


def test_lines_that_stand_for_pictures_are_named():
    assert (
        cleaned(f"一碗米线\n{PROSE}\n图片\n{PROSE}\n图片\n{PROSE}\n")[1] == f"{PROSE}\n" * 2 + PROSE
    )


def test_a_row_of_short_words_in_the_frame_of_a_page_is_a_menu():
    menu = "法院概况\t法院新闻\t诉讼指南\t开庭公告\n"
    path = "首页 > 以案说法\n"
    assert cleaned(f"{menu}{path}退货的人要返还货款\n{PROSE}\n") == ("退货的人要返还货款", PROSE)
    assert "诉讼指南" in "".join(cleaned(f"{menu}退货的人要返还货款\n{PROSE}\n"))


def test_all_below_a_pages_counters_is_the_pages():
    below = "阅读 6.2万\n赞 1877 在看 940 写留言\n精选留言\n阿鹏 赞 203\n看饿了，这碗面绝了\n"
    assert cleaned(f"一碗米线\n{PROSE * 4}\n{below}")[1] == PROSE * 4


def test_a_page_of_a_wiki_has_buttons_and_contents():
    contents = "目录\n1 形成\n2 水文\n2.1 补给\n"
    title, text = cleaned(f"石臼湖[编辑]\n\n{PROSE}\n{contents}\n形成[编辑]\n{PROSE}[来源请求]\n")
    assert (title, text.split("\n")) == ("石臼湖", [PROSE, "形成", PROSE])
    assert "[编辑]" in cleaned(f"甲[编辑]\n{PROSE}\n{PROSE}\n")[0].replace("［", "[").replace(
        "］", "]"
    )


@pytest.mark.parametrize("above", ["", "天涯小宠 → 异宠乐园 → 帖子\n\n"])
def test_what_says_that_a_title_is_one_is_cut_off(above):
    title = "捡到一只小刺猬怎么养"
    post = f"{above}主题：{title}\n浏览：2387 回复：31\n\n{PROSE}\n"
    assert cleaned(post) == (title, PROSE)
    assert cleaned(f"标题：{title}\n\n{PROSE}\n") == (title, PROSE)


def test_the_subject_of_a_meeting_is_its_own():
    text = f"会议记录\n时间：4月9日\n主题：学习贯彻会议精神\n地点：三楼\n{PROSE}\n"
    assert "主题：学习贯彻会议精神" in cleaned(text)[1]


@pytest.mark.parametrize("bullet", ["•\t", "• ", "·\u3000", "●", "➢ ", "- "])
def test_the_items_of_a_list_are_lines(bullet):
    items = [
        f"{bullet}{words}，管好几年" for words in ("在缝里撒滑石粉，用刷子扫", "从背面打入楔子")
    ]
    _, text = cleaned("怎样让它安静\n\n" + "\n".join(items) + f"\n\n{PROSE}\n")
    found = [re.sub("[ \t\u3000]", "", line) for line in text.split("\n")]
    assert found == [*(re.sub("[ \t\u3000]", "", item) for item in items), PROSE]


def test_a_text_of_words_of_menus_stays():
    [record] = jiaokan.clean("首页\n搜索\n登录\n注册\n".encode(), "a.txt")
    assert "登录" in record["text"]


def test_a_mail_in_one_line_keeps_its_text():
    line = "发件人：王明 收件人：李华 主题：安排 各位：例会改到周三下午两点。请带上材料。王明"
    (record,) = jiaokan.clean(line.encode(), "a.txt")
    assert "例会改到周三下午两点。请带上材料。" in record["text"]


def test_buttons_below_the_headings_of_an_encyclopedia_are_named():
    contents = "目录\n1 形成\n2 演变\n▪ 队形\n3 传承\n"
    text = f"{PROSE}\n{contents}形成\n[播报] [编辑]\n{PROSE}\n演变\n[播报] [编辑]\n{PROSE}\n"
    foot = "词条图册 更多图册\n编辑次数：14次 历史版本\n最近更新：竹影（2019-02-20）\n"
    [record] = jiaokan.clean(f"石臼湖\n[播报] [编辑] [讨论]\n{text}{foot}".encode(), "a.txt")
    assert record["title"] == "石臼湖"
    assert record["text"].split("\n") == [PROSE, "形成", PROSE, "演变", PROSE]
