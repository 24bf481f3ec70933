"""What page, site and compiler added is labelled; the document's own words never are."""

from __future__ import annotations

import pytest

from tests.generate import report, web_page
from tests.test_deduplicate import mutated, words
from transforms.decode import decode
from transforms.label import common_lines, edge_lines, label, merged
from transforms.schema import Collation
from transforms.segment import segment
from transforms.split import split

LAW = """某市供水条例
第一章 总则
第一条 为了规范供水活动，保障用水安全，制定本条例。
第二条 本条例适用于本市行政区域内的供水。
来源:本条所称水源，是指地表水。
第三条 用户可以通过微信公众号查询水费。
第四条 本条例自2023年1月1日起施行。
"""


def collation(text: str) -> Collation:
    return segment(decode(text.encode("utf-8"), "made-up.txt"))


def labels(text: str, repeated: frozenset[int] = frozenset()) -> dict[str, str]:
    """Return the label of each block that is no body and not blank, by its text."""
    done = label(collation(text), repeated)
    return {
        done.text.text[b.start : b.end].strip(): b.label
        for b in done.blocks
        if b.label not in ("body", "blank")
    }


def test_a_law_is_left_alone():
    assert labels(LAW) == {}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("《汇编(第7版)》 更多干货请关注微信公号:资料库", "credit"),
        ("分享到:", "boilerplate"),
        ("联系我们", "boilerplate"),
        ("聯繫我們", "boilerplate"),
        ("-", "markup"),
        ("（本文有删减）", "note"),
        ("原文如下:", "note"),
        ("〔公开〕", "imprint"),
        ("抄送：市委办公室。", "imprint"),
        ("2、本站所有内容均由网友上传,本站不做任何保证!", "boilerplate"),
    ],
)
def test_a_line_of_the_frame_is_named(line: str, expected: str):
    assert labels(f"某市方案\n为做好工作，制定本方案。\n{line}\n一、总体要求。\n") == {
        line: expected
    }


def test_page_facts_and_contacts_are_chrome_only_above_the_text():
    head = "时间: 2024-08-05 15:33\n电话:027-87580888\n"
    body = "某市方案\n会议安排如下。\n时间: 2024-08-05 15:33\n电话:027-87580888\n"
    assert labels(head + body) == dict.fromkeys(head.splitlines(), "boilerplate")


def test_the_hour_of_a_meeting_is_its_minutes():
    for head in ("时间：2023年5月12日上午9时", "时间：2023年5月12日\n地　点：三楼会议室"):
        assert labels(f"某市人民政府会议纪要\n{head}\n会议听取了汇报。\n") == {}


def test_contacts_beside_the_parties_of_a_contract_are_its_own():
    text = "供水合同\n供水人：某公司\n地址：某县一路1号\n电话：0543-3221100\n双方订立本合同。\n"
    assert labels(text) == {}
    text = "某市公告\n發文日期：112年8月1日\n發文字號：府農林字第12號\n主旨：公告範圍，請查照。\n"
    assert labels(text) == {}


def test_contacts_among_fields_of_the_text_are_its_own():
    fields = "实施机关：某市某局\n法定期限：15个工作日\n收费标准：不收费\n"
    assert labels(f"设立登记指南\n{fields}咨询电话：0571-88001234\n一、申请条件\n") == {}


def test_a_web_pages_title_stands_above_the_documents():
    page = "某县教育局关于治理的通告_通知公告_某县教育局"
    text = f"{page}\n当前位置：首页 > 通知公告\n某县教育局关于治理的通告\n为规范行为，通告如下。\n"
    assert labels(text)[page] == "boilerplate"
    assert "某县教育局关于治理的通告" not in labels(text)


def test_the_stamps_of_a_chat_are_its_own():
    chat = "".join(f"2023/9/4 18:0{n} 家长{n}\n收到,谢谢老师\n" for n in range(1, 5))
    assert labels("家长群聊天记录\n" + chat) == {}


def test_the_organ_between_copies_and_print_date_belongs_to_the_imprint():
    text = "某函\n答复如下。\n抄送：市委办公室。\n某市发展和改革委员会\n2022年6月8日印发\n"
    assert list(labels(text).values()) == ["imprint"] * 3


def test_page_markers_need_a_sequence_unless_they_say_what_they_are():
    pages = "".join(f"第{n}段的文字在这里结束。\n- {n} -\n" for n in range(1, 5))
    assert list(labels(pages).values()) == ["page_marker"] * 4
    filler = "各地要抓好落实。" * 60
    assert labels(filler + "见本书第12页的表。" + filler) == {}
    line = "".join(f"{filler}第{n}页" for n in range(1, 5))
    assert list(labels(line)) == ["第1页", "第2页", "第3页", "第4页"]


def test_pages_in_dashes_fall_into_a_text_in_one_line():
    filler = "各地要抓好落实。" * 40
    text = "".join(f"{filler}技术人员进-{n}-村入户。" for n in (7, 8, 9))
    assert list(labels(text)) == ["-7-", "-8-", "-9-"]
    assert labels(f"{filler}表-3-所列各项,以及2021-3-5的通知。{filler}") == {}


def test_two_page_markers_are_pages_where_both_cut_words():
    filler = "各地要抓好落实。" * 30
    assert list(labels(f"{filler}领取行驶证后第1页方可使用。{filler}技术人员进第2页村入户。")) == [
        "第1页",
        "第2页",
    ]
    assert labels(f"{filler}填写表格第1页各项内容。{filler}填写第2页各项内容。") == {}


def test_bare_numbers_are_pages_only_when_they_count():
    counted = "".join(f"正文在这里。\n{n}\n" for n in range(3, 9))
    assert set(labels(counted).values()) == {"page_marker"}
    table = "".join(f"指标名称。\n{n}\n" for n in (120, 35, 77, 12, 120, 8))
    assert labels(table) == {}


def test_running_heads_stand_beside_page_markers():
    text = "".join(f"第{n}章的正文。\n- {n} -\n某市政策汇编\n" for n in range(1, 6))
    assert labels(text)["某市政策汇编"] == "running"


def test_the_title_and_a_journals_number_are_heads_of_few_pages():
    first, second = "第 3 期        王某等：遥感分类方法综述", "遥感技术与应用          第 36 卷"
    text = f"{first}\n遥感分类方法综述\n正文。\n- 1 -\n{second}\n其二。\n- 2 -\n{first}\n其三。\n"
    assert set(labels(text).values()) == {"running", "page_marker"}
    assert set(labels(text)) == {first, second, "- 1 -", "- 2 -"}
    title = "某县水质分析报告"
    found = labels(f"{title}\n上游好于\n第 1 页 共 2 页\n{title}\n下游。\n第 2 页 共 2 页\n")
    assert found == {
        title: "running",
        "第 1 页 共 2 页": "page_marker",
        "第 2 页 共 2 页": "page_marker",
    }


def test_page_numbers_may_be_chinese():
    text = "租\n第一页\n金。\n第二页\n"
    assert labels(text) == {"第一页": "page_marker", "第二页": "page_marker"}


CUT = "会议要求，农业服务中心要对剩余地块逐村逐户登记，种子抽检结果\n"


@pytest.mark.parametrize("mark", ["{}", "〔{}〕", "P{}", "◆ {} ◆"])
def test_a_number_that_counts_and_cuts_lines_is_a_page(mark: str):
    foot, head = "扫描全能王  创建\n", "内部资料  注意保存\n"
    pages = [f"{CUT}{foot}{mark.format(n)}\n{head}要公布。{'略。' * 60}\n" for n in (1, 2)]
    found = labels(head + "".join(pages) + foot)
    assert found.pop(foot.strip()) == found.pop(head.strip()) == "running"
    assert set(found.values()) == {"page_marker"} and len(found) == 2


def test_the_last_page_may_be_short():
    text = f"{CUT}1\n行动起来,打赢这一仗!\n谢谢大家。\n2\n"
    assert labels(text) == {"1": "page_marker", "2": "page_marker"}


def test_numbers_between_whole_lines_are_no_pages():
    line = "农业服务中心要对剩余地块逐村逐户登记，并且公布结果。\n" * 8
    assert labels(f"{line}1\n{line}2\n{line}") == {}


def test_a_foot_names_the_text_and_its_page():
    text = "".join(f"{CUT}生物试卷  第{n}页（共4页）\n要公布。\n·—{n}—·\n" for n in (1, 2))
    assert set(labels(text).values()) == {"page_marker"} and len(labels(text)) == 4


def test_what_a_browser_prints_around_a_page_is_the_pages():
    head, foot = (
        "2023/5/6 10:12      加装电梯问答_某局",
        "https://a.example.cn/t2023_88123.html      {}/2",
    )
    page = [f"{head}\n{CUT}{foot.format(n)}\n" for n in (1, 2)]
    assert set(labels("".join(page))) == {head, foot.format(1), foot.format(2)}


def test_credits_inside_a_line_are_cut_out():
    filler = "各地要抓好落实。" * 60
    found = labels(
        filler
        + "扫码查看全文扫码下载原文"
        + filler
        + "注:资料库整理,微信:abc3005、abc3060。"
        + filler
    )
    assert found == {
        "扫码查看全文": "credit",
        "扫码下载原文": "credit",
        "注:资料库整理,微信:abc3005、abc3060。": "credit",
    }


def named_by_corpus(sources, number=0):
    repeated = common_lines(merged(map(edge_lines, sources)), len(sources))
    done = label(sources[number], repeated)
    return "".join(done.text.text[b.start : b.end] for b in done.blocks if b.label == "boilerplate")


FRAME = "政策在线\n欢迎访问本栏目\n"


def test_a_template_is_what_opens_many_sources():
    sources = [
        collation(f"{FRAME}第{n}号方案的通知\n{words(90, ord(n))}。\n一、要求。\n结束。\n")
        for n in "一二三四"
    ]
    assert named_by_corpus(sources) == FRAME


POEM = "渡口\n老人把篙插进黄昏\n江水便慢下来\n行李里是没有寄出的信\n终于可以，随便流到哪里\n"


@pytest.mark.parametrize("count", [3, 6, 20])
def test_what_copies_of_one_text_have_in_common_is_no_template(count):
    body = "".join(f"{words(150, seed)}。\n" for seed in range(4))
    copies = [f"父亲的修表摊\n{mutated(body, 0.03, seed)}谢谢阅读\n" for seed in range(count)]
    others = [f"第{seed}篇\n{words(300, 100 + seed)}。\n" for seed in range(count)]
    for texts in ([*copies, *others], [POEM] * count + others):
        assert named_by_corpus([collation(text) for text in texts]) == ""


def test_a_template_is_found_around_copies():
    texts = [words(200, seed) for seed in (1, 1, 1, 2, 3, 4)]
    sources = [collation(f"{FRAME}父亲的表\n{text}。\n") for text in texts]
    assert named_by_corpus(sources) == FRAME


def test_the_line_above_the_text_is_its_title_where_no_other_is():
    heads = {"静夜思\n李白\n": "", f"{FRAME}静夜思\n": FRAME, f"{FRAME}处罚书\n当事人：甲\n": FRAME}
    for head, frame in heads.items():
        sources = [collation(f"{head}{words(200, seed)}。\n") for seed in range(4)]
        assert named_by_corpus(sources) == frame


def test_a_template_is_never_a_laws_own_line():
    law = collation(LAW)
    repeated = frozenset(edge_lines(law)[0].tolist())
    assert all(block.label == "body" for block in label(law, repeated).blocks)


NOTICE = """某市供水工作方案

某政发〔2022〕5号

各县（市、区）人民政府：

为做好供水工作，制定本方案。

一、加强水源保护

各地要加强水源保护，公布监督电话。

附件：水源名录

某市人民政府

2022年3月1日

（联系人及电话：王某，0871-63000000）
"""

# Frames of made-up pages: what stands above the text, and below it.
FRAMES = {
    "portal": (
        "首页 政务公开 办事服务 互动交流\n当前位置：首页 > 政务公开 > 政策文件\n"
        "发布日期：2022-03-02　来源：市政府办公室　浏览次数：1,204　字号：[大 中 小]\n",
        "【打印本页】 【关闭窗口】\n上一篇：关于节水的通知\n下一篇：没有了\n"
        "主办：某市人民政府办公室　网站标识码：5300000001\n"
        "滇ICP备05000000号　滇公网安备53010000000001号\n"
        "地址：某市某路1号　邮编：650000\n",
    ),
    "news": (
        "您的位置：首页»新闻»正文\n2022-03-02 09:12 来源：某某网 责任编辑：张三\n"
        "分享到： 微信 微博 QQ空间\n",
        "（责任编辑：李四）\n扫一扫在手机打开当前页\n"
        "打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。\n"
        "相关阅读\n关于印发节水方案的通知 2021-05-04\n一图读懂供水工作方案\n"
        "版权所有：某某网 未经许可不得转载\n",
    ),
    "viewer": (
        "设为首页 | 加入收藏 | 联系我们\n政务公开>政策文件>规范性文件\n[浏览字号：大 中 小]\n",
        "本文已被浏览 37 次\n【返回顶部】【我要打印】【我要纠错】\n"
        "联系邮箱：[email protected]\n网站地图 | 关于我们 | 联系我们\n技术支持：某公司\n"
        "建议使用1366*768分辨率浏览\nCopyright © 2022 某市人民政府 All Rights Reserved\n",
    ),
    "menu on lines of its own": (
        "云岭市人民政府\n热搜词：社保 公积金\n首页\n政府信息公开\n办事大厅\n"
        "您当前所在位置：首页 > 政府信息公开\n"
        "发布日期：2022-03-02　　　访问次数： 37　　　保护视力色：\n",
        "主办：某市人大常委会办公厅\n地址：某市某街1号\n京ICP备06005931号\n",
    ),
    "account": (
        "【字体：大 中 小】 2022-03-02 10:06:31 来源：某局\n文件下载：\n",
        "▌来源：某市水利局\n▌编辑：王小二  ▌校对：李四  ▌审核：张三\n☟ 往期精彩 ☟\n"
        "供水知识二十问\n点分享  点收藏  点点赞\n三连支持一下吧~\n轻点两下取消赞\n",
    ),
    "files": (
        "状态：已结束\n",
        "附件下载：\n附件1：水源名录.docx\n附件2：监督电话.xlsx\n【打印本页】 【关闭窗口】\n"
        "【政策原文】某局关于印发办法的通知\n【图解】一图看懂供水管理\n版权所有：某市人民政府\n",
    ),
}


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_page_leaves_exactly_its_text(name: str, gap: str):
    above, below = (frame.replace("\n", "\n" + gap) for frame in FRAMES[name])
    done = label(collation(above + "\n" + NOTICE + "\n" + below))
    text = done.text.text
    kept = "".join(text[b.start : b.end] for b in done.blocks if b.label == "body")
    assert kept == "".join(line + "\n" for line in NOTICE.splitlines() if line)


def test_what_stands_last_in_a_document_is_no_frame():
    own = (
        "主办单位：某市水务局\n承办单位：某市供水公司\n地址：某市某路1号\n"
        "联系电话：0871-63000000\n某市水务局\n"
    )
    assert labels("某市供水会议通知\n会议安排如下。\n" + own) == {}
    related = "相关文件\n《某市节水办法》\n《某市水价办法》\n"
    assert labels("某市供水方案\n本方案自印发之日起施行。\n" + related) == {}


def test_a_watermark_is_known_by_its_likeness_however_it_is_disguised():
    marks = [
        "内*部资料仅供学习",
        "内部~资料 仅供学刁",
        "内·部·资料仅供学习",
        "内 部 资 料 仅供字习",
    ]
    text = "".join(
        f"第{n}段的文字在这里结束。\n- {n} -\n{mark}\n" for n, mark in enumerate(marks, 1)
    )
    found = labels(text)
    assert {mark: found.get(mark) for mark in marks} == dict.fromkeys(marks, "running")
    contents = "".join(f"第{n}项供水办法{'.' * 12}{n}\n{mark}\n" for n, mark in enumerate(marks, 3))
    found = labels("目录\n" + contents + "供水办法\n为了供水，制定本办法。\n")
    assert {mark: found.get(mark) for mark in marks} == dict.fromkeys(marks, "running")


def test_heads_of_tables_that_return_are_no_watermark():
    text = "".join(f"第{n}段的文字在这里结束。\n单 位 名 称 {n}\n数据如下。\n" for n in range(1, 6))
    assert labels(text) == {}


@pytest.mark.parametrize("make", [web_page, report])
@pytest.mark.parametrize("seed", range(6))
def test_a_single_document_comes_out_exactly(make, seed: int):
    made = make(seed)
    done = split(label(collation(made.text)))
    ((start, end),) = ((one.start, one.end) for one in done.documents)
    inside = [block for block in done.blocks if start <= block.start < end]
    text = "".join(made.text[b.start : b.end] for b in inside if b.label == "body")
    assert [line for line in text.splitlines() if line] == list(made.documents[0].made.paragraphs)
    title = made.documents[0].made.title
    heads = [made.text[b.start : b.end].strip() for b in inside if b.label == "heading"]
    assert heads == [title] * 2


def test_a_title_of_another_document_is_the_pages():
    text = "某市节水办法\n某市供水方案\n某政发〔2022〕5号\n各县人民政府：\n现将方案印发给你们。\n"
    done = split(label(collation(text)))
    rules = [(b.label, b.rule) for b in done.blocks[:2]]
    assert rules == [("boilerplate", "chrome:page-title"), ("heading", "heading:title")]


def test_values_on_lines_below_their_names_are_a_pages_own():
    page = "标　　题：\n关于印发计量规划的通知\n发文机关：\n国务院\n发布日期：\n2022年01月28日\n"
    found = labels(page + "国务院\n关于印发计量规划的通知\n各省：\n现印发给你们。\n")
    assert set(found.values()) == {"boilerplate"} and len(found) == 6
    # An empty field above a title takes nothing.
    assert labels("来源：\n关于印发计量规划的通知\n现印发给你们。\n") == {"来源：": "boilerplate"}


def test_copies_may_take_several_lines():
    text = "现通知如下。\n抄送：市委办公室，县人武部，\n县法院。\n县政府办 2020年6月9日印发\n"
    assert list(labels(text).values()) == ["imprint"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "编辑部规则\n责任编辑：负责稿件初审。\n来源：稿件出处须注明。\n以上规则自即日起执行。\n",
        "培训通知\n报名网址：http://www.a.org.cn/b\n请登录下载。\n",
        "登记表\n姓名：____\n电话：____\n本人承诺信息真实。\n",
        "招聘公告\n一、联系方式\n联系人：陈某\n联系电话：0572-6012345\n地址：兴业路88号\n",
    ],
)
def test_what_only_looks_like_a_pages_frame_stays(text: str):
    assert labels(text) == {}


def test_links_below_the_text_may_shout():
    text = (
        "现通知如下。\n来源 | 某市教育局\n责编 | 王某\n往期推荐\n这条路要封道施工！\n周末天气预报\n"
    )
    assert set(labels(text).values()) == {"boilerplate"} and len(labels(text)) == 5


def test_a_forum_frames_a_post_with_its_writer_and_his_rank():
    lines = (
        "某论坛 »  论坛 › 装修 › 求助:老房子积水", "查看: 71 | 回复: 0", "某某鱼", "新手上路",
        "主题 3 | 帖子 17 | 积分 5", "发表于 2014-10-21 22:08:45 | 只看该作者",
    )  # fmt: skip
    found = labels("\n".join([*lines, "房子在六楼，漏水了。", "回复    举报", "使用道具"]))
    assert [*found] == [*lines, "回复    举报", "使用道具"]


def test_what_stands_behind_an_address_on_its_line_is_the_pages():
    source = "某线开通\nhttp://www.jc.example.cn 2020年12月29日 07:35 来源：晚报\n昨日开通。\n"
    assert "2020年12月29日 07:35 来源：晚报" in labels(source)


@pytest.mark.parametrize(
    "source",
    [
        "联系方式\n地址：某市某路1号\n电话：0571-12345678\n",
        "八年级试题\n（时间：60分钟　满分：100分）\n一、选择题。\n",
        "策划方案\n一、背景。\n策划：张某\n",
        "调查报告\n一、背景。\n编写：张某　审核：李某\n",
        "名单\n张某  李某  王某\n以上人员，予以表彰。\n",
    ],
)
def test_what_looks_like_a_frame_is_the_texts_own(source: str):
    assert labels(source) == {}


def test_a_poem_may_end_in_a_list_of_links():
    verses = ["时刻表还挂在墙上", "像一张没有寄出的脸", "和去年的雪放在一起", "等它们一起变甜"]
    links = ["相关推荐", "· 小镇的雨", "· 第三封信", "返回顶部"]
    found = labels("\n".join(["旧车站", *verses, *links]))
    assert [*found] == links


def test_a_sites_name_stands_above_the_path_to_its_page():
    rest = "首页 > 影评 > 华语片\n一只旧皮箱\n影片讲的是一个小站。导演把镜头放得很低。\n"
    assert [*labels(f"光影周刊\n{rest}")] == ["光影周刊", "首页 > 影评 > 华语片"]
    verses = "首页 > 诗歌\n时刻表还挂在墙上\n像一张没有寄出的脸\n"
    assert [*labels(f"旧车站\n{verses}")] == ["首页 > 诗歌"]
    menu = "首页  交易信息  政策法规  办事指南\n"
    assert "云岭公共资源交易中心" in labels(f"云岭公共资源交易中心\n{menu}{rest}")
    text = "首页 > 新闻\n昨日，我市首条线路开通。\n"
    assert [*labels(f"首条线路开通\n{text}")] == ["首页 > 新闻"]


PAGE_BELOW = """关于调整供水时间的通知
各用户：
因管网改造，自本月起每日供水时间调整为六时至二十三时，请提前储水，谢谢配合。
给您带来的不便，敬请谅解；施工期间如有疑问，可向物业服务中心反映，我们将及时答复。
云岭供水公司
2023年5月4日
分享到：  微信  微博
我要留言
验证码
老张：建议再晚一点。
{below}"""


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("网友评论仅代表个人。\n", []),
        ("附件\n停水时间表\n", ["附件", "停水时间表"]),
        ("2023年6月1日\n", ["2023年6月1日"]),
        ("片区\t时间\n东城\t六时\n", ["片区\t时间", "东城\t六时"]),
    ],
)
def test_below_the_first_line_of_a_pages_frame_all_is_frame_but_attachments(
    below: str, kept: list[str]
):
    done = label(collation(PAGE_BELOW.format(below=below)))
    body = [done.text.text[b.start : b.end].strip() for b in done.blocks if b.label == "body"]
    signed = body.index("2023年5月4日")
    assert body[signed + 1 :] == (
        ["我要留言", "验证码", "老张：建议再晚一点。", *kept] if kept else []
    )


def test_a_frame_between_texts_does_not_end_the_last():
    news = "{0}\n{0}的消息传来，全镇欢腾，人们纷纷走上街头庆祝。\n分享到：微信 微博\n"
    text = "".join(news.format(name) for name in ("丰收", "修路", "通车", "迁校", "办厂"))
    text += "要闻\n最后一条消息不长。\n"
    assert "最后一条消息不长。" not in labels(text)


def test_a_page_offers_files_and_an_empty_list_of_them():
    text = PAGE_BELOW[: PAGE_BELOW.index("分享到")]
    files = ["相关附件：", "招标文件（供水）.pdf　[下载]"]
    assert set(labels(text + "\n".join(files) + "\n")) == set(files)
    assert set(labels(text + "附件：\n【返回顶部】【我要纠错】\n")) == {
        "附件：",
        "【返回顶部】【我要纠错】",
    }
    assert labels(text + "附件：\n供水时间表\n") == {}


def test_an_account_calls_out_the_title_and_hands_over_to_the_text():
    title = "《云岭市电梯安装使用管理办法》政策解读"
    lead = "小编按：老楼装电梯，钱怎么摊？本文帮您搬来官方解读～"
    by_line = "原创 小云 云岭住建 2023-09-08 18:20 发表于云南"
    lines = [f"{title}来了！", by_line, lead, "↓↓↓", title, "01 一、为什么？", "老楼没有电梯。"]
    text = "\n\n".join(lines)
    assert labels(text) == {
        f"{title}来了！": "boilerplate", by_line: "boilerplate", lead: "note", "↓↓↓": "markup",
        "01": "boilerplate",
    }  # fmt: skip


def test_a_title_that_only_the_path_says_is_cut_off_it():
    path = "首页 > 人事任免 > 云岭市人民政府关于李某等任职的通知"
    done = split(label(collation(f"{path}\n\n云府人〔2018〕19号\n\n各县：\n任命李某为局长。\n")))
    assert [f.value for f in done.documents[0].facts if f.field == "title"] == [path[12:]]
    said = labels(f"{path}\n\n{path[12:]}\n\n各县：\n任命李某为局长。\n")
    assert path in said


def test_changes_are_accepted_and_comments_go():
    line = "会议在[删除的内容: 神木]府谷开，[插入的内容: 不整地不栽树]。[批注 [李]: 见[甲]文]散会。"
    text = f"讲话\n同志们：\n{line}\n谢谢大家！\n[李] 批注时间：2019-03-11 08:02\n"
    done = label(collation(text))
    body = "".join(done.text.text[b.start : b.end] for b in done.blocks if b.label == "body")
    assert body == "讲话\n同志们：\n会议在府谷开，不整地不栽树。散会。\n谢谢大家！\n"
    assert labels("附录\n[批注: 没有完\n正文。\n") == {}


def test_changes_from_the_margin_go_as_lines():
    margin = "批注 [王1]: 请核。\n带格式的: 缩进: 2 字符\n删除的内容: 六\n"
    done = label(collation(f"第一条 供水。\n{margin}第二条 排水。\n"))
    body = "".join(done.text.text[b.start : b.end] for b in done.blocks if b.label == "body")
    assert body == "第一条 供水。\n第二条 排水。\n"
    assert labels("删除的内容：下列条款。\n第一条 供水。\n") == {}  # one may be the text's


def test_an_address_in_disguise_between_the_chapters_of_a_book_is_a_watermark():
    marks = [
        "Ｗww.abcshu.ｎｅｔ/小.说。城",
        "w w w. abc shu. n et＼小＊说＾城",
        "wwＷ。abcshu=net，小，说，城",
    ]
    text = "".join(
        f"第{n}章 夜\n　　他走进来，坐下了。\n{mark}\n" for n, mark in enumerate(marks, 1)
    )
    found = labels(text)
    assert {mark: found.get(mark) for mark in marks} == dict.fromkeys(marks, "running")
    assert labels("".join(f"第{n}条 请登录网站查询。\nwww 是万维网。\n" for n in range(3))) == {}
