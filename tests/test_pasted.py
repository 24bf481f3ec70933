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


@pytest.mark.parametrize(
    "mark",
    [
        "---------- 转发的邮件 ----------",
        "-----原邮件-----",
        "-------- Forwarded Message --------",
        "Begin forwarded message:",
    ],
)
def test_what_a_mail_forwards_may_be_called_otherwise(mark):
    head = (
        "发件人: 刘洋 <l@a.example>\n收件人: 各科室\n主题: 转发: 【纪要】项目启动会\n\n请看。\n\n"
    )
    original = (
        '发件人: "苗可" <m@a.example>\n日期: 2023年8月9日 周三 18:52\n主题: 【纪要】项目启动会\n\n'
    )
    quoted = "> 项目启动会会议纪要\n>\n> 时间：2023年8月9日  14:00—16:30\n> 地点：三楼\n"
    quoted += f">\n> {PROSE}\n>\n> --\n> 苗可 | 测试部\n"
    title, text = cleaned(f"{head}{mark}\n{original}{quoted}")
    assert title == "项目启动会会议纪要"
    assert text.split("\n") == ["时间：2023年8月9日　14:00—16:30", "地点：三楼", PROSE]


NOTICE = (
    f"关于停水的通知\n各位居民：\n{PROSE}\n一、时间：3月27日9:00至12:00。\n{PROSE}\n"
    "社区居委会\n2021年3月24日\n"
)


@pytest.mark.parametrize(
    "chat",
    [
        "5号楼业主群(286)\n\n张姐: 快递柜又满了\n\n小孟: @所有人\n\n小孟:\n"
        f"{NOTICE}\n老秦: 收到\n\n以下为新消息\n",
        "群聊的聊天记录\n\n302尤姐  18:02\n下周要停水？\n\n管家小董  18:05\n"
        f"{NOTICE}\n4-802  18:09\n收到\n",
        f"小董 2021-03-24 10:12:00\n{NOTICE}\n小王 2021-03-24 10:13:20\n收到\n\n"
        "小王撤回了一条消息\n",
    ],
)
def test_a_notice_that_was_sent_in_a_chat_is_the_text(chat):
    title, text = cleaned(chat)
    assert title == "关于停水的通知"
    assert text.split("\n")[0] == "各位居民：" and text.endswith("2021年3月24日")
    assert not any(word in text for word in ("收到", "快递", "小董", "小孟", "消息"))


def test_the_talk_of_a_chat_is_its_text():
    talk = "".join(f"小{n}  18:0{n}\n这本书我上周读完了，结尾很好。\n\n" for n in range(8))
    records = jiaokan.clean(f"群聊的聊天记录\n\n{talk}".encode(), "a.txt")
    assert sum(record["text"].count("上周") for record in records) == 8


def test_what_a_program_says_of_its_text_is_named():
    text = f"换书节上的发言\n\n各位同学：\n\n{PROSE * 2}\n\n谢谢大家！\n"
    above = "ChatGPT 4o\n分享\n你说：\n帮我写一篇发言稿\nChatGPT 说：\n当然可以！下面是一篇：\n\n"
    below = "\n如果你需要，我还可以帮你改成精简版。需要我继续修改吗？\n\n复制\n重新生成\n"
    below += "ChatGPT 也可能会犯错。请核查重要信息。\n"
    assert cleaned(f"{above}{text}{below}") == (
        "换书节上的发言",
        f"各位同学：\n{PROSE * 2}\n谢谢大家！",
    )


def test_a_column_is_called_as_the_last_step_of_the_path():
    path = "您当前的位置：首页 > 停水公告\n"
    assert cleaned(f"{path}停水公告\n关于城北片区停水的通知\n\n{PROSE}\n") == (
        "关于城北片区停水的通知",
        PROSE,
    )
    assert cleaned(f"{path}停水公告\n\n{PROSE}\n")[0] == "停水公告"


def test_a_ruler_above_a_signature_and_wide_fields_are_a_mails():
    head = "发件人：  刘洋<l@a.example>\n时  间：  2021年05月06日\n抄  送：  \n附  件：  1 个\n\n"
    text = f"关于断电的通知\n\n{PROSE}\n\n------------------\n{{}}"
    assert cleaned(head + text.format("刘洋\n后勤处\n")) == ("关于断电的通知", PROSE)
    assert "请勿开灯。" in cleaned(head + text.format("请勿开灯。\n"))[1]


def test_the_place_below_a_by_line_is_the_writers():
    by_line = "原创 刘洋 某县发布\n2021-05-06 18:30\n云南\n\n"
    assert cleaned(f"让群众喝上放心水\n{by_line}{PROSE}\n") == ("让群众喝上放心水", PROSE)
    assert cleaned(f"让群众喝上放心水\n云南\n\n{PROSE}\n")[1].startswith("云南")


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


def test_the_last_row_of_such_a_table_may_have_no_value():
    table = "索引号\t0072-31\n标题\t关于做好供水工作的意见\n文号\t云府〔2023〕8号\n主 题 词：\n"
    found = cleaned(f"{table}关于做好供水\n工作的意见\n云府〔2023〕8号\n{PROSE}\n")
    assert found == ("关于做好供水工作的意见", f"云府〔2023〕8号\n{PROSE}")


def test_such_a_table_may_be_a_list_with_its_values_on_lines_of_their_own():
    rows = ("索引号:", "  0072/31", "来源:", "文号:", "  云府〔2023〕8号", "有效性:")
    table = "".join(f"  {row}\n\n" if row[0] == " " else f"  • {row}\n\n" for row in rows)
    assert cleaned(f"供水规则\n\n{table}\n供水规则\n\n{PROSE}\n") == ("供水规则", PROSE)


def test_lines_that_stand_for_pictures_are_named():
    said = [f"第{n}天，{PROSE}" for n in "一二三"]
    assert cleaned("一碗米线\n" + "\n图片\n".join(said) + "\n")[1] == "\n".join(said)


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


def test_a_text_that_tells_of_a_talk_with_a_program_stays_whole():
    said = f"ChatGPT 说：\n\n{PROSE * 4}\n\n我：\n\n机器与人终究不同。\n"
    assert "昨天" in cleaned(f"论机器\n\n昨天我问了它。\n\n{said}")[1]
    story = f"雨夜\n\nAI助手说：\n\n“{PROSE * 4}”\n\n你：\n\n“好。”\n\n他走进雨里。\n"
    assert cleaned(story)[1].endswith("他走进雨里。")


def test_a_day_or_a_table_below_a_ruler_is_no_signature():
    head = "发件人：刘洋\n收件人：各科室\n主题：关于断电的通知\n\n"
    for own in ("某某供水公司\n2023年5月4日\n", "一月\t5\n二月\t6\n"):
        text = cleaned(f"{head}{PROSE}\n\n------------\n{own}")[1]
        assert own.split("\n")[0].split("\t")[0] in text


@pytest.mark.parametrize(
    "frame",
    [
        "展开剩余12%\n358\n42\n评论 2\n村口的风\n写得真好\n展开更多评论\n",
        "下载完整版，随时阅读\n3积分\n评价文档：\n热度：\n您可能喜欢\n春季防火方案 5页 免费\n",
        "点击查看全部\n▲收起\n有用 没用\n登录后可发表评论\n",
        "收藏 12\n加入书签 举报\n网友留言（1条）\n老张：家门口的路终于修了\n",
    ],
)
def test_lines_below_a_text_that_are_mostly_words_of_an_interface_are_a_page_s(frame):
    assert cleaned(f"春天的村庄\n\n{PROSE}\n{frame}") == ("春天的村庄", PROSE)


@pytest.mark.parametrize(
    "own",
    [
        "登录网站\n填写个人信息\n提交申请",  # steps, and no frame beside them
        "咨询电话：0543-5550121\n打印 关闭",
        "[图片]\n获奖名单\n张小明\n李大力\n王春花\n赵四海",
        "谢谢大家！\n打印 关闭",
        "（全文完）\n打印 关闭",
        "文件资料服务中心\n打印 关闭",
        "附件\n阅读推广办法\n打印 关闭",
        "外借人次\t38.7\n下载次数\t4.3\n打印 关闭",
        "三、报名条件\n打印 关闭",
    ],
)
def test_a_text_s_own_last_lines_stay_above_a_frame(own):
    _, text = cleaned(f"春天的村庄\n\n{PROSE}\n{own}\n")
    kept = [line for line in own.split("\n") if line not in ("打印 关闭", "[图片]")]
    assert text.split("\n")[1:] == kept


@pytest.mark.parametrize(
    "head",
    [
        "作者  wax (蠟燭)   看板  Old\n標題  [心得] {}\n時間  Sun Mar  8 23:14:52 2015\n",
        "发信人: wax (蜡烛), 信区: Old\n标  题: {}\n发信站: 站 (Sun Mar  8 23:14:52 2015), 站内\n",
    ],
)
@pytest.mark.parametrize(
    "foot",
    [
        "--\n月亮是夜的句点\n\n--\n※ 发信站: 某站(a.example)\n推 oldtrain: 好文   03/08 23:31\n",
        "--\n※ 来源:·某社区 http://a.example·[FROM: 1.2.3.*]\n",
    ],
)
def test_a_board_s_post_is_its_title_and_its_text(head, foot):
    text = f"{head.format('帮外公写回忆录')}\n{PROSE}\n\n{foot}"
    [record] = jiaokan.clean(text.encode(), "a.txt")
    assert (record["title"], record["published"]) == ("帮外公写回忆录", "2015-03-08")
    assert record["text"] in (PROSE, f"帮外公写回忆录\n{PROSE}")


def test_a_table_is_no_head_of_a_board_s_post():
    text = f"作者  张三\n标题  春天的村庄\n时间  2015年春\n\n{PROSE}\n"
    assert "张三" in "".join(cleaned(text))


def test_a_notice_in_a_chat_begins_with_its_address():
    notice = (
        f"@所有人\n\n关于停水的通知\n\n尊敬的各位业主：\n{PROSE * 3}\n\n某某物业\n2023年7月19日\n"
    )
    talk = f"业主群(487)\n\n老许 20:06\n有水吗\n\n物业小吴 20:11\n{notice}\n老许 20:13\n收到\n"
    title, text = cleaned(talk)
    assert title == "关于停水的通知"
    assert text.split("\n")[0].startswith("尊敬的各位业主：")
    assert "收到" not in text


def test_a_signature_stands_above_what_a_program_and_the_mail_before_say():
    head = "发件人: 丁荔\n收件人: 谭某\n主题: 回复：稿件三份\n\n"
    signed = (
        "------------------\n丁荔\n某县档案馆\n电话：0731-8550219\n\n本邮件含保密信息，请勿外传。\n"
    )
    before = "\n------------------ 原始邮件 ------------------\n发件人: 谭某\n\n> 稿子已寄出。\n"
    _, text = cleaned(f"{head}谭老师：\n\n{PROSE}\n\n{signed}{before}")
    assert text.split("\n")[-1] == PROSE


@pytest.mark.parametrize(
    "advert", ["广告\n牙齿缺失怎么办？\n查看详情", "赞助内容\n清晨的第一杯\n立即购买"]
)
def test_an_advert_between_paragraphs_ends_with_its_button(advert):
    _, text = cleaned(f"春天的村庄\n\n{PROSE}\n\n{advert}\n\n他摆摆手，走了。\n")
    assert text.split("\n") == [PROSE, "他摆摆手，走了。"]


@pytest.mark.parametrize(
    "own", ["广告\n牙齿缺失怎么办？\n他指着墙上。", "广告\n墙上的大字\n褪了色"]
)
def test_words_below_an_advert_without_a_button_stay(own):
    _, text = cleaned(f"春天的村庄\n\n{PROSE}\n\n{own}\n\n他摆摆手，走了。\n")
    assert own.split("\n")[1] in text


def test_who_wrote_a_text_may_stand_below_it():
    text = f"春天的村庄\n\n{PROSE}\n\n关于作者\n张三，作家，现居武汉\n"
    assert cleaned(text)[1].split("\n")[1:] == ["关于作者", "张三，作家，现居武汉"]


def test_a_text_goes_on_below_words_of_boards_and_adverts():
    for own in (
        "※ 来源：某 [FROM: 1.1]\n第九条 本规定自发布之日起施行。",
        "广告\n\u200b\n第二天，船又来了。",
        "打印 1张\n复印 1张",
    ):
        text = f"渡口的规定\n第一条 渡口归村里管。\n第二条 船夜里不开。\n{own}\n"
        (record,) = jiaokan.clean(text.encode(), "a.txt")
        assert own.split("\n")[-1].split()[-1] in record["text"]
