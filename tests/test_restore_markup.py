"""Debris of Markdown leaves the text, and signs that only look like it stay."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_restore import restored

PAGE = "## 第一章\n**第一条** 为了规范更新，制定本办法。\n{}\n**第二条** 自公布之日起施行。\n"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("> 本办法所称更新，是指改建。", "本办法所称更新，是指改建。"),
        ("所称*更新*，是指改建。", "所称更新，是指改建。"),
        ("- （一）设施陈旧；", "（一）设施陈旧；"),
        ("详见[目录](list.md)所列。", "详见目录所列。"),
        ("见图。![印章](images/seal.png)", "见图。"),
        ("[返回目录](#toc)依法办理。", "依法办理。"),
        ("按 3*4*5 计算，取整数。", "按3*4*5计算，取整数。"),
    ],
)
def test_markdown_leaves_a_text_that_is_markdown(line: str, meant: str):
    assert restored(PAGE.format(line)).split("\n")[2] == meant


@pytest.mark.parametrize("line", ["所称*更新*，是指改建。", "- （一）设施；", "价格*数量*税率。"])
def test_signs_of_a_plain_text_stay(line: str):
    assert restored(f"为了规范更新。\n{line}\n自公布之日起施行。").split("\n")[1] == line


def test_the_lines_of_a_page_are_as_they_are_meant():
    page = (
        "<h1>几点心得</h1><div>发布于2022年2月20日，作者是方塘主人，有3条评论</div>"
        "<p>家里的硬盘用了三年，一直没有像样的备份，花了一个周末，把方案重新整理了一遍。</p>"
    )
    (record,) = jiaokan.clean(page.encode(), "page.html")
    assert record["text"].split("\n")[-1].startswith("家里的硬盘")


def test_blank_lines_part_the_paragraphs_of_markdown():
    lines = [
        "参会人：张三、李四，以及各部门的负责人和全体工作人员",
        "会议听取了汇报，研究了下一步的工作。",
    ]
    (record,) = jiaokan.clean(f"# 会议纪要\n\n{lines[0]}\n\n{lines[1]}\n".encode(), "a.md")
    assert record["text"].split("\n") == lines


def test_code_in_markdown_keeps_its_marks():
    code = "# 页面本身不缓存\nlocation / {}\n# **甲**\n"
    (record,) = jiaokan.clean(f"# 缓存\n\n## 配置\n\n```\n{code}```\n".encode(), "a.md")
    assert "#页面本身不缓存" in record["text"].replace(" ", "")
    assert "# **甲**" in record["text"]


CODE = 'c = Corpus("转写稿", charset="gb18030")\n  print(c.count("拎清"),c) # 统计,按“次”计'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.md",
            f"# 工具说明\n\n运行下面的代码,就能得到词频。\n\n```python\n{CODE}\n```\n\n"
            "这样就好了,对吧。\n",
        ),
        (
            "a.html",
            f"<h1>工具说明</h1><p>运行下面的代码,就能得到词频。</p><pre><code>{CODE}\n</code></pre>"
            "<p>这样就好了,对吧。</p>",
        ),
    ],
)
def test_code_stays_as_it_is(name, text):
    [record] = jiaokan.clean(text.encode(), name)
    assert record["text"] == f"运行下面的代码，就能得到词频。\n{CODE}\n这样就好了，对吧。"


def test_prose_that_an_old_page_sets_in_pre_is_restored():
    lines = [
        "  话说那年的雪下得早,十月初头就封了山,货郎担子也进不了沟,",
        "大家只好守着火塘,听老人讲从前的事。",
    ]
    text = "<h1>雪夜</h1><pre>" + "\n".join(lines) + "</pre>"
    [record] = jiaokan.clean(text.encode(), "a.html")
    assert "下得早，十月" in record["text"]


def test_pictures_and_films_of_a_page_leave_markdown():
    shown = '<picture>\n  <source srcset="a">\n  <img src="a">\n</picture>\n<video src="b"></video>'
    (record,) = jiaokan.clean(f"# 说明\n\n{shown}\n\n这是一款主题。\n".encode(), "a.md")
    assert record["text"] == "这是一款主题。"


def test_the_cells_of_a_page_s_table_in_markdown_are_parted_by_tabs():
    rows = [["选项", "含义"], ["-H", "设置硬限制。"], ["-S", "设置软限制。"]]
    table = "".join(
        "<tr>" + "\n</td>\n".join(f"  <td><b>{cell}</b>" for cell in row) + "</td>\n</tr>\n"
        for row in rows
    )
    (record,) = jiaokan.clean(f"# 选项\n\n<table>\n{table}</table>\n\n以上。\n".encode(), "a.md")
    assert record["text"].split("\n") == [*("\t".join(row) for row in rows), "以上。"]
