"""HTML and Markdown: what is shown, what is a page's frame, and the way back to the source."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import jiaokan
from pipeline.__main__ import main
from pipeline.config import DONE
from pipeline.verify import check_unit, rebuild_bytes, verify
from pipeline.verify import restore as restore_sources
from tests.test_pipeline import records
from transforms import render, write
from transforms.anchor import anchor
from transforms.decode import decode
from transforms.describe import describe
from transforms.label import label
from transforms.markup import layout_of, page_of
from transforms.restore import restore
from transforms.schema import Collation
from transforms.segment import segment
from transforms.split import split

PROSE = "各级各部门要高度重视，加强领导，落实责任，密切配合，确保各项工作任务落到实处。"
TITLE = "某市人民政府关于印发节能工作方案的通知"


def shown(text: str, source: str = "a.html") -> str:
    page = page_of(decode(text.encode(), source))
    assert page is not None
    return page.text


def named(text: str) -> dict[str, str]:
    page = page_of(decode(text.encode(), "a.html"))
    assert page is not None
    return {page.text[b.start : b.end].strip(): b.rule for b in page.named}


def of_page(text: str, source: str = "a.html") -> Collation:
    """Return a page's collation before ``anchor``."""
    return describe(restore(split(label(segment(decode(text.encode(), source))))))


def texts(collation: Collation) -> list[str]:
    return [
        render.render(collation.text.text, render.blocks_of(collation, document), document.edits)
        for document in collation.documents
    ]


def without_gaps(collation: Collation) -> list[str]:
    return [re.sub("[\t\u3000]", "", text) for text in texts(collation)]


def check(text: str, source: str = "a.html") -> Collation:
    """Check the promises of a page's tokens and of its collation in the source; return that."""
    layout = layout_of(source, text)
    if layout is not None:
        assert "".join(text[token.start : token.end] for token in layout.tokens) == text
        assert all(before.end == after.start for before, after in pairwise(layout.tokens))
        assert all(
            token.rule or token.shown == text[token.start : token.end] for token in layout.tokens
        )
    before = of_page(text, source)
    after = anchor(before)
    # Restore closes gaps, but what parts two cells is none.
    assert without_gaps(before) == without_gaps(after)
    rows = write.tabulate([after], {}, [])
    assert check_unit([after], rows) == []
    assert rebuild_bytes(rows.sources[0], rows.ledger, rows.data) == text.encode()
    return after


# -------------------------------------------------------------------------------- what is shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<p>甲<p>乙<div>丙</div>丁", "甲\n乙\n丙\n丁"),
        ("<p>甲<br>乙<br/><br>丙</p>", "甲\n乙\n丙"),
        ("<P>甲<SPAN CLASS=x>乙</SPAN>丙</P>", "甲乙丙"),
        ("<p>甲\n  乙</p>", "甲乙"),
        ("<p>第一条 \n乙 a\n乙</p>", "第一条 乙 a 乙"),
        ("<p>甲 \n\t a  b</p>", "甲 a b"),
        ("<p> <b> 甲 </b> 乙</p>", "甲 乙"),
        ("<pre>甲  乙\r\n 丙</pre>", "甲  乙\n 丙"),
        ("<p>&nbsp;&#x4e2d;&#25991;&amp;&lt;br&gt;&ensp;</p>", "\u00a0中文&<br>\u2002"),
        ("<p>AT&T &copy 2020 &unknown; &#0; &#x110000;</p>", "AT&T © 2020 &unknown; \ufffd \ufffd"),
        ("<p>甲&#10;&#13;乙</p>", "甲  乙"),
        ("<p>甲<!-- <p>注</p> -->乙</p>", "甲乙"),
        ("<p>甲<!-- 没有结尾 <p>乙</p>", "甲乙"),
        ("<p>甲<script>if (a<b) '</p>乙'</script>丙</p>", "甲丙"),
        ("<style>p{}</style><title>题</title>甲<p>", "甲"),
        ("<title>没有结尾<p>甲</p>", "没有结尾\n甲"),
        ("<p>甲乙丙丁<noscript>请打开</noscript><span hidden>乙</span>丙</p>", "甲乙丙丁丙"),
        ('<p>甲</p><div style="color:red;display: none">乙</div>丙丁', "甲\n丙丁"),
        ("<p>甲</p><div hidden>乙<p>没有结尾", "甲\n乙\n没有结尾"),
        ('<div style="display:none"><p>正文由脚本显示</p></div>甲', "正文由脚本显示\n甲"),
        ('甲<i style="font-size: 0px">乙</i>丙<p style="font-size:0"><b>丁</b>', "甲丙\n丁"),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</ruby>。", "漢字。"),
        ("<table><tr><th>甲<th>乙<tr><td>一</td><td>二</td></tr></table>", "甲\t乙\n一\t二"),
        ("<table><tr><td><p>甲</p></td>\n<td> <p>乙</p></td></tr></table>丙", "甲\t乙\n丙"),
        ("<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>", "甲\n乙\n丙"),
        ("<table><tr><td><table><tr><td>甲<td>乙</table><td>丙</table>", "甲\t乙\n丙"),
        (
            "<table><tr><td>甲<td><td>乙<td></td><tr><td>丙</td><td></td><td>丁</td>",
            "甲\t\t乙\n丙\t\t丁",
        ),
        (
            "<table><tr><td>陈&nbsp; 露</td><td>是&nbsp;否</td></tr></table><b>甲&nbsp;乙</b>",
            "陈露\t是\u00a0否\n甲\u00a0乙",
        ),
        ("<ul><li>甲<li>乙</ul><h1>丙</h1>丁", "甲\n乙\n丙\n丁"),
        ("<p>若a<b且c>d，则<通知>有效</p>", "若a<b且c>d，则<通知>有效"),
        ("<p>1 < 2 > 0 <</p>", "1 < 2 > 0 <"),
        ("<a title='x>y' href=\"a>b\">甲</a>", "甲"),
        ('<a title="没有结尾>甲</a><p>乙</p>', "甲\n乙"),
        ("<p>甲</p><p", "甲\n<p"),
        ("\ufeff<!DOCTYPE html><?xml version='1.0'?><![if IE]><p>甲</p>", "甲"),
        ("<o:p>甲</o:p><my-tag>乙</my-tag></p></div>", "甲乙"),
        ("<html><body></body></html>", ""),
    ],
)
def test_html_is_shown_as_a_browser_shows_it(text, expected):
    assert shown(text) == expected
    check(text)


@pytest.mark.parametrize("source", ["a.txt", "a.md.txt", "a.html.txt", "a", "a.jsonl#1"])
def test_a_page_under_another_name_is_known_by_its_tags(source):
    page = f"<!DOCTYPE html>\n<html><body><div><h1>{TITLE}</h1><p>{PROSE}</p></div></body></html>"
    assert shown(page, source) == shown(page, "a.html") == f"{TITLE}\n{PROSE}"
    assert shown("<p>甲</p>\n" * 4, source) == "甲\n甲\n甲\n甲"
    check(page, source)
    for text in ("<p>甲</p>", f"甲{page}", f"<div>{PROSE * 99}</div>" + "<b>甲</b>" * 9):
        assert page_of(decode(text.encode(), source)) is None


FEED = f"""<?xml version="1.0"?>
<rss><channel><item><title><![CDATA[{TITLE}]]></title><link>http://a.example/1</link>
<pubDate>Mon, 22 Jul 2013 01:15:42 +0000</pubDate><category>甲</category>
<description>摘要</description><content:encoded><![CDATA[<p>{PROSE}</p><p>乙</p>]]></content:encoded>
<slash:comments>5</slash:comments></item></channel></rss>"""


def test_the_item_of_a_feed_is_read_as_a_page():
    assert shown(FEED, "a.txt") == f"{TITLE}\n{PROSE}\n乙"
    check(FEED, "a.txt")
    [record] = jiaokan.clean(FEED.encode(), "a.txt")
    assert (record["title"], record["published"]) == (TITLE, "2013-07-22")
    atom = FEED.replace("content:encoded", "content").replace("description", "summary")
    assert shown(atom.replace("rss>", "feed>"), "a") == shown(FEED, "a")
    without = FEED.replace("content:encoded", "slash:comments")
    assert shown(without, "a") == f"{TITLE}\n摘要"


@pytest.mark.parametrize("source", ["a.HTM", "下/a.html.gz", "a.xhtml", "a.shtml~2"])
def test_names_of_pages(source):
    assert shown("<p>甲</p>", source) == "甲"


def test_a_page_without_a_tag_is_a_plain_text():
    assert page_of(decode("甲\n乙 < 丙\n".encode(), "a.html")) is None
    assert check("一、甲。\n二、乙。\n").text.text == "一、甲。\n二、乙。\n"


# ------------------------------------------------------------------------------ frame and title

MORE = "有条件的地方可以先行试点，总结经验，逐步推开，并按季度报送进展情况。"
PAGE = f"""<html><head><title>{TITLE}_某市人民政府门户网站</title></head><body>
<header><a href="/">某市人民政府门户网站</a></header>
<nav><a href="/a">首页</a> <a href="/b">政务公开</a></nav>
<h1>{TITLE}</h1>
<p>{PROSE}</p><p>{MORE}</p>
<p>附件：<a href="/files/1.doc">节能目标表</a></p>
<ul><li><a href="1">关于甲</a></li><li><a href="2">关于乙</a></li>
<li><a href="3">关于丙</a></li></ul>
<footer>主办：某市人民政府办公室</footer></body></html>"""


def test_frame_and_title_are_named_by_their_elements():
    assert named(PAGE) == {
        "某市人民政府门户网站": "chrome:header",
        "首页 政务公开": "chrome:nav",
        TITLE: "heading:marked",
        "关于甲": "chrome:links",
        "关于乙": "chrome:links",
        "关于丙": "chrome:links",
        "主办：某市人民政府办公室": "chrome:footer",
    }


def test_a_frame_with_prose_is_none():
    assert named(f"<title>甲</title><header>{PROSE}</header><p>{PROSE * 2}</p>") == {}
    assert named(f"<form><p>第一条 {PROSE}</p><p>附则</p></form><footer>印发</footer>") == {
        "印发": "chrome:footer"
    }
    assert named(f"<article><p>{PROSE}</p><footer>某市人民政府</footer></article>") == {}


def test_a_page_of_nothing_but_links_keeps_them():
    links = "".join(f"<li><a href={n}>关于印发方案{n}的通知</a></li>" for n in range(5))
    assert named(f"<nav><ul>{links}</ul></nav>") == {}
    assert named(f"<ul>{links}</ul>") == {}


def test_links_between_prose_and_links_to_files_stay():
    listed = "".join(f"<p><a href={name}>《{name}办法》</a></p>" for name in "甲乙丙")
    files = "".join(f"<p><a href='{n}.pdf'>附表{n}</a></p>" for n in range(4))
    assert named(f"<p>{PROSE}</p>{listed}<p>{PROSE}</p>{files}") == {}


TEXT = f"<div class=article><p>{PROSE}</p><p>{PROSE * 3}</p>{{}}</div>"


def test_a_heading_says_that_others_wrote_what_is_below():
    others = (
        "<div><h4>{}</h4><div>小冯：除湿机真的有用，一晚上能抽一桶水出来，早该去买了。</div></div>"
    )
    for heading in ("更多回答", "其他回答（2）", "网友评论", "12条评论", "猜你喜欢"):
        assert set(named(f"<p>{PROSE * 3}</p>" + others.format(heading)).values()) == {
            "chrome:others"
        }
    assert named(f"<p>{PROSE * 3}</p>" + others.format("部门职责")) == {}
    assert named(f"<div><h4>评论</h4><p>{PROSE * 3}</p></div><p>{PROSE}</p>") == {}


def test_the_posts_of_a_thread_but_for_the_first_are_others():
    post = "<div id=post_{n}><b>小{n}</b> <em>发表于 2011-10-1{n} 22:47</em><p>{said}</p></div>"
    head = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
    posts = [post.format(n=n, said=PROSE * 2) for n in range(4)]
    found = named(head + "".join(posts))
    assert list(found.values()).count("chrome:others") == 4  # by-line and, as often, what was said
    chapters = [each.replace("<b>", "<h2>").replace("</b>", "</h2>") for each in posts]
    assert "chrome:others" not in named(head + "".join(chapters)).values()
    sections = f"<div class=p><p>{PROSE}</p></div>" * 3
    assert named(head + sections) == {TITLE: "heading:marked"}


def test_below_the_foot_of_a_page_all_is_its_own():
    share, more = "<div class=share>分享到</div>", "<p>上传你做的菜</p><p>小圆</p>"
    found = named(f"<p>{PROSE * 3}</p>" + share + more)
    assert found == {
        "分享到": "chrome:named",
        "上传你做的菜": "chrome:below",
        "小圆": "chrome:below",
    }
    signed = "<p>某市水务局</p><p>2023年5月4日</p>"
    assert named(f"<p>{PROSE * 3}</p>" + share + signed) == {"分享到": "chrome:named"}


def test_a_list_of_other_texts_may_quote_them_below_the_text():
    box = "<div class=recommend-box><a href=1>另一则</a><p>{}</p></div>"
    text = f"<p>{PROSE * 3}</p>{{}}<p>{{}}</p>"
    assert set(named(text.format(box.format(PROSE), "")).values()) == {"chrome:named"}
    assert named(text.format(box.format(PROSE), PROSE)) == {}
    assert named(text.format(box.format(PROSE).replace("<a href=1>另一则</a>", ""), "")) == {}


def test_the_notes_of_a_text_are_its_own_also_in_an_aside():
    note = "<aside epub:type='footnote'><p>[1] 老龙渠，道光年间修。</p></aside>"
    assert named(f"<section><p>{PROSE * 4}</p>{note}</section>") == {}
    assert named(f"<article><p>{PROSE * 12}</p><aside><p>{PROSE}</p></aside></article>") == {}


def test_a_link_above_the_foot_is_the_page_s():
    link = "<p><a href=/a>加入我们</a></p>"
    assert named(f"<p>{PROSE}</p>{link}<footer>主办单位</footer>") == {
        "加入我们": "chrome:links",
        "主办单位": "chrome:footer",
    }


def test_the_head_of_a_document_stands_directly_above_its_title():
    head = f"<title>{TITLE}</title><div>{{}}</div><h1>{TITLE}</h1>" + TEXT.format("")
    assert "某政发〔2022〕45号" not in named(head.format("<p>某政发〔2022〕45号</p>"))
    counted = "<p>等级：3</p><p>访客</p><p>小王</p><p>小李</p><p>加载中</p>"
    assert set(named(head.format(counted)).values()) == {"chrome:outside", "heading:marked"}


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol><li>甲</li><li><p>乙</p></li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲</li></ol>", ["3. 甲"]),
        ("<ol><li>1. 甲</li><li>2. 乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol><li>（一）甲</li><li>（二）乙</li></ol>", ["（一）甲", "（二）乙"]),
        ("<ol><li><a href=1>甲</a></li><li><a href=2>乙</a></li></ol>", ["甲", "乙"]),
        ("<ol class=linenums><li>甲</li></ol>", ["甲"]),
        ("<ol style='list-style: none'><li>甲</li></ol>", ["甲"]),
        ("<ul><li>甲<ol><li>乙</li></ol></li><li>丙</li></ul>", ["甲", "1. 乙", "丙"]),
    ],
)
def test_the_items_of_a_numbered_list_show_their_numbers(listed, shown):
    page = page_of(decode(f"<p>{PROSE}</p>{listed}".encode(), "a.html"))
    assert page and page.text.split("\n")[1:] == shown


def test_the_title_may_stand_in_the_head_of_an_article_or_below_a_notice():
    notice = f"<div class=cookie-bar>{PROSE}</div>"
    above = f"<title>{TITLE}-某网</title>{notice}<div class=article-hd><div>{TITLE}</div></div>"
    assert named(above + TEXT.format(""))[TITLE] == "heading:marked"
    short = "<title>离线队列 | 某某软件的说明文档</title><aside><p>离线队列</p></aside>"
    body = f"<article><header><h1>离线队列</h1></header><p>{PROSE}</p></article>"
    [record] = jiaokan.clean((short + body).encode(), "a.html")
    assert record["title"] == "离线队列"


def test_the_title_of_a_page_may_say_more_than_its_only_heading():
    text = "<title>酒酿圆子的做法_步骤图_某厨房</title><h1>酒酿圆子</h1><h2>酒酿圆子的做法</h2>"
    assert named(f"{text}<p>{PROSE}</p>") == {"酒酿圆子": "heading:marked"}


@pytest.mark.parametrize(
    ("frame", "rule"),
    [
        ("<div class='post-share'>分享到微信</div>", "chrome:named"),
        ("<div id=breadCrumb>首页 &gt; 通知</div>", "chrome:named"),
        ("<ul class='related_list'><li>另一则通知</li></ul>", "chrome:named"),
        ("<section role='navigation'>上页下页</section>", "chrome:named"),
    ],
)
def test_a_class_may_say_that_an_element_is_a_frame(frame, rule):
    inside, outside = TEXT.format(frame), TEXT.format("") + frame
    for text in (inside, outside):
        assert list(named(text).values()) == [rule]
    assert named(TEXT.format(frame.replace("</", f"{PROSE}</", 1))) == {}


def test_a_page_may_greet_and_warn_in_sentences():
    notice = "本网站使用Cookie以提升浏览体验，您继续浏览即表示同意我们的政策。"
    for element in ("<div class=cookie-bar>{}</div>", "<marquee>{}</marquee>"):
        assert set(named(element.format(notice) + TEXT.format(""))) == {notice}
        assert named(element.format(PROSE * 2) + f"<p>{PROSE}</p>") == {}


def test_what_is_said_is_prose_too():
    said = f"他说：“{PROSE}”"
    assert named(TEXT.format(f"<div class=share>{said}</div>")) == {}


def test_a_text_has_its_own_head_and_foot():
    foot = "<div class='{}-foot'><p>某市人民政府</p><p>办公室宣</p></div>"
    assert named(TEXT.format(foot.format("article"))) == {}
    assert set(named(TEXT.format("") + foot.format("page")).values()) == {"chrome:named"}


def test_comments_may_be_prose_behind_the_text():
    comments = f"<div id=comments><p>路人</p><p>{PROSE}</p></div>"
    assert named(TEXT.format("") + comments) == {"路人": "chrome:named", PROSE: "chrome:named"}
    assert named(comments + TEXT.format("")) == {}
    assert named(f"<div class=comment><p>{PROSE}</p></div><p>评</p>") == {}


def test_what_stands_outside_of_the_text_is_the_frame():
    page = (
        f"<title>{TITLE}</title><p>今天多云</p><h1>{TITLE}</h1><p>各部门：</p>{{}}{TEXT}"
        "<p>某市人民政府</p><p>2022年8月11日</p><p><a href=1.doc>附件1</a></p><p>主管单位</p>"
    )
    assert named(page.format("", "")) == {
        TITLE: "heading:marked", "今天多云": "chrome:outside", "主管单位": "chrome:outside",
    }  # fmt: skip
    aside = f"<p>{PROSE}</p>"  # no element but the page holds all prose
    above = {TITLE: "heading:marked", "今天多云": "chrome:outside"}
    assert named(page.format(aside, "")) == above
    leads_up = page.format(aside, "").replace("今天多云", "节水就是保护家园")
    assert named(leads_up) == {TITLE: "heading:marked"}
    head = "<p>索引号：1</p><p>某政发〔2022〕45号</p>"
    found = named(page.format("", "").replace("<h1>", f"{head}<h1>"))
    assert set(found) == {TITLE, "今天多云", "主管单位"}
    rest = "<div><p>有关情况</p><p>（三）设施陈旧</p></div>"  # goes on outside of the element
    assert set(named(page.format("", "") + rest)) == {TITLE, "今天多云"}
    rows = "<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 2 + "</table>"
    assert "甲\t乙" not in named(page.format("", "") + rows)


def test_a_heading_of_a_list_goes_with_it():
    links = "".join(f"<li><a>消息{n}</a> 2021-06-0{n}</li>" for n in range(1, 5))
    text = f"<nav>首页</nav><h3>热点</h3><ul>{links}</ul><p>令第5号</p><p>{PROSE}</p>"
    assert set(named(text)) == {"首页", "热点", *(f"消息{n} 2021-06-0{n}" for n in range(1, 5))}
    page = f"<p>{PROSE}</p><b>{{}}</b><br>·<a href=1>大桥建设大事记</a>(2003/09/25)"
    assert "·大桥建设大事记(2003/09/25)" in named(page.format("相关新闻"))
    assert named(page.format("参考资料")) == {}


def test_a_by_line_has_a_class():
    line = "<p class='post-meta'>{}</p>"
    text = f"<title>{TITLE}</title><h1>{TITLE}</h1>{{}}<p>{PROSE}</p>{{}}"
    assert named(text.format(line.format("小王 已读12"), ""))["小王 已读12"] == "chrome:meta"
    for above, below in ((line.format("某政发〔2022〕45号"), ""), ("", line.format("小王"))):
        assert named(text.format(above, below)) == {TITLE: "heading:marked"}
    hour = line.format("记者 甲 6月18日 07:30 阅读时长 4 分钟")
    assert "chrome:meta" in named(text.format(f"<p>{PROSE}</p>{hour}", "")).values()
    fields = "<dl class=meta><dt>{}</dt><dd>五代</dd></dl>"
    assert named(text.format(fields.format("年代"), "")) == {TITLE: "heading:marked"}
    assert "五代" in named(text.format(fields.format("发布者"), ""))


def test_who_is_quoted_is_no_foot_of_the_page():
    quote = f"<blockquote><p>{PROSE}</p><footer>——发掘日记</footer></blockquote>"
    assert named(TEXT.format(quote)) == {}


def test_a_heading_with_an_anchor_is_a_section_s():
    text = TEXT.format("<h2 class='anchor withStickyNavbar'>{}</h2>" + f"<p>{PROSE}</p>")
    assert named(text.format("本地缓存")) == {}
    assert named(text.format("本地缓存").replace("anchor ", "")) == {"本地缓存": "chrome:named"}


def test_notes_below_the_text_are_its_own():
    notes = "<div><p>[1] 数据由某乡教育组提供。</p></div><p>[1] [2] [3]</p>"
    assert set(named(TEXT.format("") + notes)) <= {"[1] [2] [3]"}


def test_what_no_reader_sees_is_hidden():
    assert shown("<h2>历史<span class='mw-editsection'>[编辑]</span></h2>正文") == "历史\n正文"
    assert shown("<a class='a skip-link b'>跳至</a><p class=sr>正文</p>") == "正文"
    assert (
        shown("<p>一路缓上。<font class=jammer>3k9v#</font>隧道没有灯。</p>")
        == "一路缓上。隧道没有灯。"
    )


def test_the_layout_of_a_page_may_be_a_table():
    menu = "<td>用户登录<br>密 码：<br><a href=1>本周热点</a></td>"
    text = f"<p>{TITLE}</p><p>各乡镇：</p>" + f"<p>{PROSE}</p>" * 3 + "<p>某县教育局</p>"
    page = f"<title>某网</title><table><tr>{menu}<td>{text}</td></tr></table>"
    assert set(named(page)) == {"用户登录", "密 码：", "本周热点"}
    above = page.replace(TITLE, "（摘要）").replace("用户登录", TITLE)
    assert TITLE not in named(above)


def test_buttons_are_lines_of_links_that_do_something():
    text = TEXT.format("<h3>形成</h3><p><a>编辑</a><a>播报</a></p>" + f"<p>{PROSE}</p>")
    assert named(text) == {"编辑播报": "chrome:buttons"}
    assert named(text.replace("<a>", "<i>").replace("</a>", "</i>")) == {}
    assert named(text.replace("<a>编辑", "<a>甲编辑")) == {}
    assert named(text.replace("编辑", "转发给朋友")) == {"转发给朋友播报": "chrome:buttons"}


def test_a_link_between_paragraphs_leads_on_where_it_says_so():
    text = TEXT.format(f"<p>延伸閱讀：<a>老屋活化</a></p><p>{PROSE}</p>")
    assert named(text) == {"延伸閱讀：老屋活化": "chrome:links"}
    assert named(text.replace("<a>", "<i>").replace("</a>", "</i>")) == {}
    assert named(text.replace("延伸閱讀：", "附图：")) == {}
    both = TEXT.format(f"<p><a>转发给朋友</a> | <a>往期存档</a></p><p>{PROSE}</p>")
    assert named(both) == {"转发给朋友 | 往期存档": "chrome:links"}
    assert named(both.replace("往期存档", "渡口的黄昏与清晨")) == {}


def test_numbers_of_lines_are_not_shown():
    numbers = "<td class='gutter'><pre>1\n2</pre></td>"
    assert shown(f"<table><tr>{numbers}<td><pre>a = 1\n  b</pre></td></tr></table>") == "a = 1\n  b"


def test_links_below_what_is_called_a_text_end_it():
    below = f"<p><a href=1>上页</a></p><p>{PROSE}</p>"
    page = TEXT.replace(f"{PROSE * 3}", PROSE * 12) + below
    assert set(named(page.format(""))) == {"上页", PROSE}
    assert named(page.format("").replace(" class=article", "")) == {}


def test_the_kind_of_a_post_is_no_part_of_its_title():
    page = f"<title>{TITLE} - 某网</title><h1>[原创] {TITLE}</h1>{TEXT.format('')}"
    [record] = jiaokan.clean(page.encode(), "a.html")
    assert record["title"] == TITLE
    assert "原创" not in record["text"]
    check(page)
    own = page.replace("[原创]", "[清]").replace("<title>", "<title>[清] ")
    [record] = jiaokan.clean(own.encode(), "a.html")
    assert record["title"] == f"［清］{TITLE}"
    [record] = jiaokan.clean(own.replace("<h1>[清] ", "<h1><a>[清]</a> ").encode(), "a.html")
    assert record["title"] == TITLE  # a link to others of the kind


def test_a_title_may_stand_again_in_lines():
    again = f"<p>{TITLE[:8]}<br>{TITLE[8:]}</p>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>2024-01-09 17:20</p>{again}<p>{PROSE}</p>"
    found = named(page)
    assert (found[TITLE[:8]], found[TITLE[8:]]) == ("chrome:page-title", "chrome:page-title")
    other = page.replace(f"<br>{TITLE[8:]}", "<br>乙")
    assert TITLE[:8] not in named(other)


def test_a_short_name_may_be_a_title():
    site = "某某百科，自由的百科全书"
    page = f"<title>沙田柚 - {site}</title><h1>沙田柚</h1><p>{site}</p><p>{PROSE}</p>"
    assert named(page) == {"沙田柚": "heading:marked"}


def test_names_in_a_row_are_no_list_of_links():
    names = "、".join(f"<a href={n}>@刘某{n}</a>" for n in range(3))
    assert named(f"<p>{names}</p><p>{PROSE}</p>") == {}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"<title>{TITLE}</title><p>首页</p><p>{TITLE}</p><p>{PROSE}</p>", TITLE),
        (f"<title>某网 - {TITLE}</title><h2>{TITLE[:8]}<br>{TITLE[8:]}</h2><p>{PROSE}</p>", TITLE),
        ('<title>某网</title><meta name="ArticleTitle" content="碳达峰&amp;碳中和工作要点">'
         f"<p>碳达峰&amp;碳中和工作要点</p><p>{PROSE}</p>", "碳达峰&碳中和工作要点"),
        (f"<h1>二〇二二年工作要点</h1><p>{PROSE}</p>", "二〇二二年工作要点"),
        (f"<title>防水怎么做？ - 装修 - 论坛 - 某城</title><h1>防水怎么做？</h1><p>{PROSE}</p>",
         "防水怎么做？"),
        (f"<title>某某市人民政府 公告 停水公告</title><h1>停水公告</h1><p>{PROSE}</p>", "停水公告"),
        (f"<title>公报查询</title><h3>{TITLE}</h3><p>{PROSE}</p>", TITLE),
        (f"<title>展品：莲瓣青釉盏 | 某馆</title><h1>莲瓣青釉盏</h1><p>{PROSE}</p>", "莲瓣青釉盏"),
        (f"<title>骑行六天 - 长途 - Powered by Discuz!</title><h1>骑行六天</h1><p>{PROSE}</p>",
         "骑行六天"),
        (f"<title>【解读】《某某管理办法》解读-某某市住房和建设局</title><h2>某某市住房和建设局</h2>"
         f"<p>《某某管理办法》解读</p><p>{PROSE}</p>", "《某某管理办法》解读"),
        (f"<title>{TITLE}-某市人民政府-门户</title><h1>某市人民政府</h1><p>{TITLE}</p>"
         f"<p>{PROSE}</p>", TITLE),
    ],
)  # fmt: skip
def test_the_title_is_what_page_and_text_agree_on(text, title):
    [record] = jiaokan.clean(text.encode(), "a.html")
    assert record["title"] == title
    assert title not in record["text"]


@pytest.mark.parametrize(
    "text",
    [
        f"<title>某市人民政府</title><p>{PROSE}</p><p>某市人民政府</p><p>2022年8月11日</p>",
        f"<title>通知公告_某市人民政府</title><p>{PROSE}</p><p>某市人民政府</p>",
        f"<h1>甲</h1><h1>乙</h1><p>{PROSE}</p>",
        f"<title>公报查询</title><h3>通知公告</h3><p>{PROSE}</p>",
    ],
)
def test_a_title_that_the_text_does_not_bear_out_is_none(text):
    assert "heading:marked" not in named(text).values()


def test_the_items_of_a_list_are_paragraphs():
    text = "# 周会纪要\n\n- 登录模块**已上线**，错误率0.02%\n- 支付模块，联调中，下周继续\n"
    [record] = jiaokan.clean(text.encode(), "a.md")
    lines = ["登录模块已上线，错误率0.02%", "支付模块，联调中，下周继续"]
    assert record["text"].split("\n") == lines
    check(text, "a.md")


def test_a_list_of_links_to_its_sections_is_a_list_of_contents():
    links = "".join(f"- [第{n}节](#第{n}节)\n" for n in range(3))
    sections = "".join(f"## 第{n}节\n{PROSE}\n" for n in range(3))
    page = page_of(decode(f"# {TITLE}\n## 目录\n\n{links}{sections}".encode(), "a.md"))
    assert page is not None
    found = {page.text[b.start : b.end].strip(): b.rule for b in page.named}
    assert found.pop(TITLE) == "heading:marked"
    del found[""]  # the empty line between
    assert found == dict.fromkeys(("目录", "第0节", "第1节", "第2节"), "chrome:nav")
    [record] = jiaokan.clean(f"# {TITLE}\n## 目录\n\n{links}{sections}".encode(), "a.md")
    assert record["text"].split("\n")[0] == "第0节"


# ------------------------------------------------------------------------------- the way back


def test_a_run_over_pages_comes_back_byte_for_byte(tmp_path):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    files = {
        "a.html": PAGE.encode(),
        "b.htm": PAGE.replace("\n", "\r\n").replace(TITLE, TITLE[:-2] + "办法").encode("gb18030"),
        "c.md": f"# {TITLE}\n\n**一、目标。**{PROSE}\n\n| 甲 | 乙 |\n|---|---|\n".encode(),
        "d.html": b"<html><body></body></html>",
    }
    for name, data in files.items():
        (raw / name).write_bytes(data)
    assert main(["run", "--input", str(raw), "--output", str(out), "-q", "--no-report"]) == DONE
    found = {record["source"]: record for record in records(out)}
    assert {name: record["title"] for name, record in found.items()} == {
        "a.html": TITLE,
        "b.htm": TITLE[:-2] + "办法",
        "c.md": TITLE,
    }
    assert found["a.html"]["text"] == f"{PROSE}\n{MORE}\n附件：节能目标表"
    assert found["a.html"]["text"] == found["b.htm"]["text"]
    assert verify(str(out), str(raw)) == []
    assert restore_sources(str(out), str(tmp_path / "back")) == 4
    assert {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()} == files


def test_a_record_of_a_page_and_its_ledger():
    text = (
        f"<h1>{TITLE}</h1>\n<p>&nbsp;&#x3000;各部门:</p><p>现将<b>《方案》</b>印发,\n请执行。</p>"
        "<table><tr><td><p>目标</p></td><td>到2025年,达100亿元。</td></tr></table>"
    )
    collation = check(text)
    [record] = jiaokan.clean(text.encode(), "a.html")
    assert record["title"] == TITLE
    assert record["text"] == "各部门：\n现将《方案》印发，请执行。\n目标\t到2025年，达100亿元。"
    assert text[record["start"] : record["end"]].startswith(TITLE)
    rows = write.ledger_rows(collation)
    assert [(row.raw, row.rule) for row in rows if row.label == "markup"][:2] == [
        ("<h1>", "markup:tag"),
        ("</h1>\n<p>", "markup:tag"),
    ]
    edits = [
        edit for row in rows for edit in zip(row.edit_raw, row.edit_new, row.edit_rule, strict=True)
    ]
    assert ("&nbsp;", "", "line:edge") in edits
    assert (":", "：", "punctuation:width") in edits
    assert ("", "\t", "markup:cell") in edits
    assert ("", "\n", "markup:break") in edits


def test_facts_stand_where_they_are_read_in_the_source():
    number = "<p>某政发&#12308;2022&#12309;45号</p>"
    text = f"<h1>{TITLE}</h1>{number}<p>{PROSE}</p><p>电话：<i>13812345678</i></p>"
    [document] = check(text).documents
    facts = {fact.field: text[fact.start : fact.end] for fact in document.facts if fact.end}
    assert facts["title"] == TITLE
    assert facts["doc_number"] == "某政发&#12308;2022&#12309;45号"
    assert facts["personal_data"] == "13812345678"


def test_a_page_tells_what_its_text_does_not():
    text = (
        '<meta name="ArticleTitle" content="公开市场业务交易公告&nbsp;第168号">'
        "<meta content='2026年8月28日 16:08' name=PubDate>"
        f"<p>开展了200亿元7天期逆回购操作，具体情况如下：</p><p>{PROSE}</p>"
    )
    [document] = check(text).documents
    facts = {fact.field: (fact.value, text[fact.start : fact.end]) for fact in document.facts}
    assert facts["listed_title"] == (
        "公开市场业务交易公告 第168号",
        "公开市场业务交易公告&nbsp;第168号",
    )
    assert facts["published"] == ("2026-08-28", "2026年8月28日 16:08")


@pytest.mark.parametrize(
    "tag",
    [
        '<meta property="article:published_time" content="2022-06-08T09:30:00+08:00">',
        "<meta itemprop=datePublished content='2022-06-08'>",
        '<script type="application/ld+json">{"datePublished": "2022-06-08T09:30"}</script>',
        "<em id=publish_time>2022-06-08</em>",
        "<div class=meta><span class='time SG_txt'>(2022-06-08 22:14)</span></div>",
        "<span class=date>2023年1月1日 星期日</span><i class=pubtime>发布时间：2022年6月8日</i>",
        "<span title='2022-06-08 09:30:00'>3 天前</span>",
        '<p><time datetime="2022-06-08T09:30:00.000Z">三年前</time></p>'
        '<time datetime="2023-01-01T00:00">',
    ],
)
def test_a_page_tells_when_it_was_published(tag):
    [document] = check(f"{tag}<p>{PROSE}</p>").documents
    assert [fact.value for fact in document.facts if fact.field == "published"] == ["2022-06-08"]


def test_a_rule_of_the_frame_can_be_switched_off():
    from pipeline.own_rules import choice

    chosen = choice("", ("chrome:footer",))
    labelled = label(segment(decode(PAGE.encode(), "a.html")), frozenset(), chosen)
    rules = {block.rule for block in labelled.blocks}
    assert "chrome:footer" not in rules
    assert "chrome:nav" in rules


PARTS = st.sampled_from(
    ["<p>", "</p>", "<br>", "<b>", "</b>", "<td>", "</td>", "<tr>", "<table>", "</table>", "<h1>",
     "</h1>", "<nav>", "</nav>", "<script>", "</script>", "<!--", "-->", "<div hidden>", "</div>",
     "<a href=x>", "</a>", "<pre>", "</pre>", "<ruby>", "<rt>", "</ruby>", "<title>", "</title>",
     "&nbsp;", "&amp", "&#x4e2d;", " ", "\n", "\t", "<", ">", "&", '"', "=", "\ufeff", "\r\n",
     "第一条", "一、", "甲,乙", "。", "2022年8月11日", "12 3", "各部门:", PROSE, TITLE, "扫一扫"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=40).map("".join))
@example(f"<p>{PROSE}扫码查看全文\n<p>{PROSE}</p>")
@example("<p>甲</p>" * 3 + "<td>一<td>二&nbsp;&nbsp;,<br>")
def test_any_page_goes_through_and_comes_back(text):
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "<" * 50_000,
        "<div>" * 20_000 + "话" + "</div>" * 20_000,
        "<p>" + "<a " * 20_000,
        "<p>" + "<a b='>\"=" * 10_000,
        "<!--" * 20_000 + ">",
        "<title>" * 10_000,
        "<p>" + "&" * 20_000 + "&#" + "1" * 20_000,
        "<nav>话<p>" * 5_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_pages_lose_nothing(text):
    layout = layout_of("a.html", text)
    if layout is not None:
        assert "".join(text[token.start : token.end] for token in layout.tokens) == text


# ----------------------------------------------------------------------------------- Markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题 #\n\n## 一、目标\n", "标题\n\n一、目标\n"),
        ("目标\n----\n任务\n===\n***\n- - -\n", "目标\n任务\n"),
        ("现将**《方案》**印发，*请*~~不~~__执行__。\n", "现将《方案》印发，请不执行。\n"),
        ("张**、李**等，5*3*2，a_b_c，2 * 3\n", "张**、李**等，5*3*2，a_b_c，2 * 3\n"),
        ("王**诉李**，在*米市*，飘出**酒酿**的香味\n", "王**诉李**，在米市，飘出酒酿的香味\n"),
        ("分为==百刻==，a == b，[1]^\\[1\\]^\n", "分为百刻，a == b，[1][1]\n"),
        ("[TOC]\n::: {.center}\n甲\n:::\n%% 注 %%\n@[toc](目)\n", "甲\n"),
        ("$$\n**a** | b\n$$\n**c**\n", "**a** | b\nc\n"),
        ("{% note info %}\n甲{% raw %}\n{{< toc >}}\n", "甲{% raw %}\n"),
        ("甲\n- 乙\n\n- 丙\n  丁\n", "甲\n\n乙\n\n丙\n  丁\n"),
        ("[甲]乙[丙]\n\n[甲]: b.html\n", "甲乙[丙]\n\n"),
        (
            "Title: 题_某网\n\nURL Source: http://a.cn\n\nPublished Time: 2022-08-30T10\n\n"
            "Markdown Content:\n甲\n",
            "题\n甲\n",
        ),
        ("> 甲\n> > 乙\n", "甲\n乙\n"),
        ("- 甲\n* [x] 乙\n  + 丙\n1. 丁\n——戊\n", "甲\n\n乙\n\n丙\n1. 丁\n——戊\n"),
        ("见[《办法》](http://a.cn/b_(c) '题')和![图](a.png)。\n", "见《办法》和。\n"),
        ("[2022](试行) [甲] [乙][无]\n", "[2022](试行) [甲] [乙][无]\n"),
        ("见[乙][b]\n\n[b]: http://b.cn\n", "见乙\n\n"),
        ("见<https://a.cn/_b_>，a@b.cn，<c@d.cn>\n", "见https://a.cn/_b_，a@b.cn，c@d.cn\n"),
        ("甲[^1]乙[^丙]\n\n[^1]: 注\n", "甲[1]乙\n\n[1] 注\n"),
        ("`a * b` ``c`d`` `e\n", "a * b c`d `e\n"),
        ("```py\n# **不是**\n```\n~~~\n---\n~~~\n", "# **不是**\n---\n"),
        ("```\n# 每分钟\n  a()\n\nb()\n```\n甲\n乙\n", "# 每分钟\n\n  a()\n\nb()\n甲\n乙\n"),
        ("\\*甲\\* &nbsp;&#20013;&lt; AT&T;\n", "*甲* \u00a0中< AT&T;\n"),
        ("甲<br>乙<font color=red>丙</font>若a<b且c>d\n", "甲\n乙丙若a<b且c>d\n"),
        ("甲<!-- 注 -->乙<!-- 多\n行 -->丙\n<!-- 没有结尾\n", "甲乙丙\n<!-- 没有结尾\n"),
        ("| 甲 | 乙 |\n|:--|--:|\n| 一 | a \\| b |\n丙|丁\n", "甲\t乙\n一\ta | b\n丙\t丁\n"),
        ("甲|乙\n", "甲|乙\n"),
        ("---\ndate: 2022\n---\n甲\r\n乙\n", "甲\r\n乙\n"),
        ("---\ntitle: '题'\ndate: 2022\n---\n甲\r\n乙\n", "题\n甲\r\n乙\n"),
        ("---\ntitle: 题\n---\n## **题**\n甲\n", "题\n甲\n"),
        ("---\ntitle:\ntags: 乙\n---\n甲\n", "甲\n"),
        ("> [!note] 甲\n>[!tip]-\n[!note] 乙\n", "甲\n\n[!note] 乙\n"),
        ("见[[甲]]、[[乙#丙|丁]]。![[图.png]]\n[[]] [[甲]\n", "见甲、丁。\n[[]] [[甲]\n"),
        ("**[甲]{.underline}**{乙}[丙]{丁}\n", "甲{乙}[丙]{丁}\n"),
        ("甲\\\n乙\\丙  \n丁\n", "甲\n\n乙\\丙  \n\n丁\n"),
        ("[![甲](a.svg)](LICENSE)[乙](LICENSE)[2022](试行)\n", "乙[2022](试行)\n"),
        (
            "<table><tr><td>甲</td> <td>乙</td></tr>\n<tr><th>丙</th><th>丁</th></tr>\n",
            "甲 \t乙\n丙\t丁\n",
        ),
        ("<p>甲</p> <p>乙</p><b>丙</b>\n", "甲 \n乙丙\n"),
        ("---\n甲\n---\n", "甲\n"),
        ("\ufeff甲", "甲"),
    ],
)
def test_markdown_is_shown_without_its_marks(text, expected):
    assert shown(text, "a.md") == expected
    check(text, "a.markdown")


def test_numbers_notes_and_names_in_markdown():
    text = "1. 甲\n1. 乙\n\n1. 丙\n   丁\n1. 戊\n\n庚\n\n1. 己\n"
    page = page_of(decode(text.encode(), "a.md"))
    assert page and page.text == "1. 甲\n2. 乙\n\n3. 丙\n   丁\n4. 戊\n\n庚\n\n1. 己\n"
    page = page_of(decode("1. 甲\n3. 乙\n".encode(), "a.md"))
    assert page and page.text == "1. 甲\n3. 乙\n"
    named = (
        "## []{#a .b}[第四章]{.bold} {#c .d_e}\n甲乙 ^a8c1f2\n![](1.jpg){.e}丙[^\\[1\\]^](#f){#g}\n"
    )
    page = page_of(decode(named.encode(), "a.md"))
    assert page and page.text == "第四章\n甲乙\n丙[1]\n"


def test_fields_that_a_program_exports_below_a_title_are_no_text():
    fields = "Created: May 16, 2023 9:04 PM\nStatus: 已整理\n负责人: 小王\n"
    page = page_of(decode(f"# 题\n\n{fields}\n正文\n".encode(), "a.md"))
    assert page and page.text.split() == ["题", "正文"]
    own = "时间: 5月4日\n地点: 三楼\n"
    page = page_of(decode(f"# 题\n\n{own}\n正文\n".encode(), "a.md"))
    assert page and "地点: 三楼" in page.text


def test_a_title_above_markdown_may_have_the_name_of_its_site():
    text = (
        "Title: 关于供水的通知-某县人民政府\n\nURL Source: http://a.cn\n\nMarkdown Content:\n{}\n"
    )
    for below, title in (("关于供水的通知\n===\n甲", False), ("甲", True)):
        page = page_of(decode(text.format(below).encode(), "a.md"))
        assert page and ("某县人民政府" in page.text) is title


def test_the_title_that_a_file_of_pages_says_of_itself_is_none():
    text = "# 某某股份有限公司\n\n# 关于回购股份的公告\n\n本公司保证本公告内容真实。\n"
    head = "Title: 1224.PDF\n\nURL Source: http://a.cn\n\nNumber of Pages: 3\n\nMarkdown Content:\n"
    (record,) = jiaokan.clean(f"{head}证券代码：600999\n\n{text}".encode(), "a.md")
    assert record["title"] == "某某股份有限公司关于回购股份的公告"


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "老街的修鞋匠"\ndate: 2020-05-17 08:00\n---\n',
        '+++\ntitle = "老街的修鞋匠"\ndate = 2020-05-17T08:00:00+08:00\ndraft = false\n+++\n',
    ],
)
def test_front_matter_tells_title_and_date_where_no_line_does(front):
    text = f"{front}\n{PROSE}\n"
    [document] = check(text, "a.md").documents
    facts = {fact.field: (fact.value, text[fact.start : fact.end]) for fact in document.facts}
    assert facts["title"] == ("老街的修鞋匠", "老街的修鞋匠")
    assert facts["published"] == ("2020-05-17", "2020-05-17")
    assert jiaokan.clean(text.encode(), "a.md")[0]["text"] == PROSE


def test_a_record_of_markdown():
    text = (
        f'---\ntitle: "{TITLE}"\n---\n# {TITLE}\n\n> 某政发〔2022〕45号\n\n各部门：\n\n'
        f"**一、目标。**{PROSE}\n\n| 指标 | 目标 |\n|---|---|\n| 产值 | 100亿元，增长。 |\n"
    )
    [record] = jiaokan.clean(text.encode(), "a.md")
    assert record["title"] == TITLE
    assert record["doc_number"] == "某政发〔2022〕45号"
    assert record["text"] == (
        f"某政发〔2022〕45号\n各部门：\n一、目标。{PROSE}\n指标\t目标\n产值\t100亿元，增长。"
    )
    rules = [row.rule for row in write.ledger_rows(check(text, "a.md")) if row.label == "markup"]
    assert rules[0] == "markup:front-matter"
    assert set(rules[1:]) == {"markup:markdown", "markup:cell"}


def test_marks_left_in_a_plain_text_are_as_they_were():
    text = f"# {TITLE}\n\n**一、目标。**{PROSE}\n"
    plain = jiaokan.collate(text.encode(), "a.md.txt")
    assert {block.rule for block in plain.blocks if block.label == "markup"} == {"markup:markdown"}
    assert plain.text.text == text


WORDS = st.sampled_from(
    ["# ", "## ", "**", "*", "__", "_", "~~", "`", "```", "> ", "- ", "1. ", "[", "]", "](a.b)",
     "![", "|", "\n|-|-|\n", "\n---\n", "\n", "\r\n", "\n\n", " ", "\\", "&nbsp;", "<br>", "<p>",
     "<!--", "-->", "[^1]", "\n[a]: b\n", "---\nt: 1\n---\n", "第一条", "一、", "甲,乙", "。",
     "2022年8月11日", "各部门:", PROSE, TITLE, "\ufeff", "a", "http://a.cn"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map("".join))
@example("|甲 , 乙|\n|-|-|\n|一|,|\n")
@example(f"甲\n---\n{PROSE}\n<!--\n-->")
def test_any_markdown_goes_through_and_comes_back(text):
    check(text, "a.md")


@pytest.mark.parametrize(
    "text",
    ["<!---->" * 10_000, "](" * 20_000, "`" * 9 + "``` " * 9_000, "[" * 30_000,
     "a|" * 20_000, "# " + " " * 30_000 + "x", "---" + " " * 30_000 + "x",
     "|" + " " * 30_000 + "x", "=\n" * 9_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_hostile_markdown_loses_nothing(text):
    layout = layout_of("a.md", text)
    assert layout is not None
    assert "".join(text[token.start : token.end] for token in layout.tokens) == text


def test_the_rest_of_a_text_that_is_folded_away_is_shown():
    rest = "<div class='txt more' style='display:none'><p>后一句。</p><p>末一句。</p></div>"
    assert (
        shown(f"<div>前一句。</div>{rest}<a>展开全文</a>")
        == "前一句。\n后一句。\n末一句。\n展开全文"
    )
    assert shown(f"<div>前一句，很长很长很长。</div>{rest}") == "前一句，很长很长很长。"
    kept = rest.replace("txt more", "kefu")
    assert "后一句" not in shown(f"<div>前一句，很长很长很长。</div>{kept}<a>展开全文</a>")


# ------------------------------------------------------------------------------ what was left


def test_a_text_with_references_and_breaks_left_in_it_keeps_its_lines():
    lines = [
        "停水公告<br>",
        "&nbsp;&nbsp;因&ldquo;主管&rdquo;改造，本公<br>",
        "司定于八月停水&mdash;&mdash;请储水。<br/>",
    ]
    expected = "停水公告\n  因“主管”改造，本公\n司定于八月停水——请储水。"
    assert shown("\n".join(lines), "a.txt") == shown("".join(lines), "a.txt") == expected


def test_a_text_that_quotes_by_references_is_one_too():
    quoted = "原告称&ldquo;已经还清&rdquo;，被告称&#8220;分文未还&#8221;。"
    found = shown(f"<p>\n判决书\n</p>\n{quoted}{PROSE * 20}", "a.txt")
    assert found == f"\n判决书\n\n原告称“已经还清”，被告称“分文未还”。{PROSE * 20}"


@pytest.mark.parametrize(
    "text",
    ["甲&nbsp;乙。\n", "a &lt; b\n" * 9 + "字" * 9000, "用&ldquo;和&rdquo;写引号。" + "字" * 900],
)
def test_a_few_references_are_a_texts_own(text):
    assert page_of(decode(text.encode(), "a.txt")) is None


def test_the_by_line_and_the_ways_of_a_blog_and_of_a_manual_are_its_frame():
    prose = (
        "服务是运行在后台的一个组件，从某种意义上说，它就像一个没有界面的活动，逻辑是完整的。" * 3
    )
    meta = "<span>发表于</span> 2016-12-31 <span>分类于</span> 面试<br>本文字数： 7.7k 阅读时长"
    ways = "<table><tr><td>第 2 章 获取和安装</td><td>第 4 章 兼容性问题</td></tr></table>"
    page = (
        f"<h1>面试题二</h1><div class='post-meta'>{meta}</div><div class='post-body'><p>{prose}</p>"
        f"<p>{prose}</p></div><div class='navfooter'>{ways}</div>"
    )
    (record,) = jiaokan.clean(page.encode(), "page.html")
    assert record["title"] == "面试题二"
    assert record["text"].split("\n") == [prose, prose]


def test_an_organs_answer_to_a_letter_is_no_other_post():
    posts = "".join(
        f'<div class="reply"><p>{kind}时间：2023-05-0{day} 10:00</p><p>{words}</p></div>'
        for kind, day, words in (("来信", 4, "水价太高，请研究。"), ("回复", 5, "水价由市里核定。"))
    )
    page = f"<html><title>水价咨询</title><body><h1>水价咨询</h1>{posts}</body></html>"
    (record,) = jiaokan.clean(page.encode(), "a.html")
    assert "水价由市里核定。" in record["text"]


def test_a_note_of_markdown_may_be_empty():
    (record,) = jiaokan.clean("甲。[^1]\n\n[^1]:".encode(), "a.md")
    assert record["text"].startswith("甲。")


def test_a_value_stands_beside_its_name():
    facts = "<dl><div><dt>时代</dt><dd>东晋</dd></div><dt>尺寸：</dt><dd>高<b>24</b>厘米</dd></dl>"
    assert shown(facts) == "时代：东晋\n尺寸：高24厘米"
    for other in (
        "<dl><dt>栏目</dt><dd>要闻</dd><dd>公告</dd></dl>",
        "<dl><dt>单价</dt><dd>3元</dd></dl>",
        "<dl><dt>甲</dt><dd><p>一</p><p>二</p></dd><dt>乙</dt><dd>三</dd></dl>",
    ):
        assert "：" not in shown(other)


def test_a_front_matter_s_title_may_stand_on_two_lines_and_name_its_site():
    said = f"**{TITLE[:6]}**\n\n**{TITLE[6:]}**\n\n{PROSE}\n"
    text = f"---\ntitle: {TITLE}_市发改委_某市人民政府\n---\n{said}"
    assert shown(text, "a.md").count("发改委") == 0
    [record] = jiaokan.clean(text.encode(), "a.md")
    assert record["title"] == TITLE


def test_the_sign_of_a_box_and_the_name_of_a_paragraph_are_not_shown():
    assert shown("<aside>\n💡 请用新模板。\n\n</aside>\n", "a.md").strip() == "请用新模板。"
    assert shown("💡 请用新模板。\n", "a.md").strip() == "💡 请用新模板。"
    assert shown("可以对照着看。^doubt\n", "a.md").strip() == "可以对照着看。"
    assert shown("面积是x^2\n公式为a^abcd\n", "a.md").strip() == "面积是x^2\n公式为a^abcd"


def test_a_sentence_in_markdown_goes_on_over_a_page_s_edge():
    def edge(number: int) -> str:
        return f"\n\n{number}\n\n{{{number}}}{'-' * 48}\n\n*某市公报*\n\n"

    half, other = (
        "昼间噪声的主要声源为生活噪声，占六成；其次为交通噪声，占",
        "两成；施工噪声占半成。",
    )
    pages = ("甲" * 30 + "。", f"{PROSE}\n\n{half}", f"{other}\n\n{PROSE[:20]}。\n")
    text = "# 某市公报\n\n" + "".join(f"{page}{edge(at)}" for at, page in enumerate(pages, 1))
    [record] = jiaokan.clean(text.encode(), "a.md")
    assert record["text"].split("\n")[1:] == [PROSE, f"{half}{other}", f"{PROSE[:20]}。"]


def test_above_a_title_in_a_box_that_nothing_calls_a_text_is_the_page_s():
    page = f"<title>{TITLE}</title><div>{{}}<h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE * 2}</p></div>"
    above = "<p>邮件显示不正常？在浏览器中查看</p><p>小满的博客</p>"
    assert set(named(page.format(above))) == {
        "邮件显示不正常？在浏览器中查看", "小满的博客", TITLE,
    }  # fmt: skip
    head = "<p>某市人民政府文件</p><p>某政发〔2022〕8号</p>"
    assert set(named(page.format(head))) == {TITLE}
    said = page.format("<p>某县水利局</p>").replace("<div>", "<div class=article>")
    assert set(named(said)) == {TITLE}


def test_the_longest_part_of_a_page_s_title_may_be_its_only_heading():
    page = f"<title>某县博物馆 | 典藏 | 青釉双系鱼篓尊</title><h2>{{}}</h2><p>{PROSE}</p>"
    assert named(page.format("青釉双系鱼篓尊"))["青釉双系鱼篓尊"] == "heading:marked"
    assert "heading:marked" not in named(page.format("典藏")).values()


def test_a_menu_above_the_prose_may_have_two_links_a_line_each():
    page = f"<p>公告</p><p><a>放假的通知</a></p><p><a>招聘的公告</a></p>{{}}<p>{PROSE * 2}</p>"
    found = named(page.format(f"<p>{TITLE}</p>"))
    assert {"放假的通知", "招聘的公告"} <= set(found)
    assert TITLE not in found


def test_a_class_may_end_with_what_its_box_is():
    hot = "<div class=hotlist><p>新闻</p><p>今年夏天的雨</p></div>"
    found = named(f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{PROSE * 2}</p>{hot}")
    assert found["今年夏天的雨"] == "chrome:named"


def test_a_way_back_from_a_note_is_not_shown():
    note = "<ol><li><b><a href='#r'>^</a></b> 某县志</li></ol>"
    assert shown(note).strip().endswith("某县志")
    assert "^" not in shown(note)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("---\ncreated: 2022-11-06 22:14\ntags: [a]\n---\n# 读书\n", "2022-11-06"),
        ("---\ncreated: 2022-11-06\nsource: https://a.example/\n---\n# 读书\n", ""),
        (
            "# 选题会\n\n日期: April 18, 2023 2:00 PM\n创建时间: April 2, 2023 1:52 PM\n",
            "2023-04-18",
        ),
        ("# 选题会\n\nStatus: Done\nCreated: February 30, 2023 1:52 PM\n", ""),
    ],
)
def test_a_note_is_as_old_as_it_says(head, expected):
    [record] = jiaokan.clean(f"{head}\n{PROSE}\n".encode(), "a.md")
    assert record["published"] == expected


def test_a_heading_in_tags_is_one_in_markdown_too():
    head = '<h1 align="center">\n  <img src=a.svg><br>\n  方言录音整理工具\n</h1>\n\n'
    languages = '<p align="center">\n  <a href=a>English</a> | 简体中文\n</p>\n\n'
    text = f"{head}{languages}{PROSE}\n\n## 安装\n"
    [record] = jiaokan.clean(text.encode(), "a.md")
    assert record["title"] == "方言录音整理工具"
