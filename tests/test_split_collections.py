"""Collections without a contents list, by what a reader sees in them; and their look-alikes."""

from __future__ import annotations

import pytest

import jiaokan
from tests.test_split import cut, facts

TEXT = "各地抓好落实，定期报告进展。群众普遍反映良好，下一步还要巩固成果。\n" * 3
VERSE = "雨落在瓦上\n风从门缝里来\n灯替我们\n守着一夜的话\n鸡叫三遍\n路就亮了\n"
PLACES = ("晒谷场", "水井", "旧车站", "铁匠铺", "渡口")

# A title, and what is told below it in words of its own.
ESSAYS = {
    "蚂蚁搬家": "下午我看见蚂蚁排成一条黑线，从树根伸到墙缝里。\n傍晚果然打雷，我担心它们的洞。\n",
    "停电的晚上": "昨天忽然停电，爸爸找出一截蜡烛。\n我们在墙上玩手影，灯亮了都愣了一下。\n",
    "第一次卖菜": "凌晨四点起床，跟外公去卖菜，露水还在叶子上。\n我找错了一块钱，外公没有骂我。\n",
    "爷爷的收音机": "收音机的壳子裂了，用胶布粘着。\n每天六点半他准时听评书，听完去浇花。\n",
    "我的同桌": "同桌力气不大，什么坏了他都能修好。\n我的链子掉了，他蹲下去弄得两手乌黑。\n",
    "雨中的传达室": "放学下大雨，我躲进传达室，伯伯给我半个红薯。\n雨停了，我跟他说了再见。\n",
}


TOLD = [told.replace("\n", "") for told in ESSAYS.values()][:5]


def verse(number: int) -> str:
    """Return a poem that begins with one line or another."""
    lines = VERSE.splitlines(keepends=True)
    return "".join(lines[number % len(lines) :] + 2 * lines)


def starts(text: str) -> list[str]:
    """Return the first lines of the documents of a text."""
    return [text[one.start :].split("\n")[0].strip() for one in cut(text).documents]


def test_essays_below_a_blank_line_each_about_what_its_title_says():
    text = "\n".join(f"{title}\n{told}" for title, told in ESSAYS.items())
    assert starts(text) == list(ESSAYS)


def test_numbered_poems_of_a_book():
    text = "《檐下集》\n易舟 著\n\n"
    text += "\n".join(f"{n} {place}\n{verse(n)}" for n, place in enumerate(PLACES, 1))
    assert [facts(one)["title"] for one in cut(text).documents] == list(PLACES)


def test_interviews_with_a_subtitle_below_the_title():
    talk = "采访者：您做了多少年？\n老师傅：五十一年。八岁跟我爹上山，十二岁才编成第一个。\n"
    text = "匠人访谈录\n" + "\n* * *\n".join(
        f"\n“{place}里听得见回声”\n——访{place}老师傅\n{talk}" for place in PLACES
    )
    assert starts(text) == [f"“{place}里听得见回声”" for place in PLACES]


def test_a_title_stands_above_who_agrees_or_speaks():
    articles = "第一条 甲方把东西交给乙方。\n第二条 乙方按月付款。\n第三条 双方签字后生效。\n"
    text = "".join(
        f"{place}租赁合同\n出租人（甲方）：{place}合作社\n承租人（乙方）：某某{n}\n{articles}"
        f"2020年8月{n}日\n"
        for n, place in enumerate(PLACES, 1)
    )
    assert starts(text) == [f"{place}租赁合同" for place in PLACES]
    speech = f"　　各位代表：\n{TEXT}\n"
    text = "".join(
        f"　　　　　　在{place}大会上的致辞\n\n"
        f"　　　　　　（2019年4月{n}日）\n　　　　　　鲁 志 坚\n{speech}"
        for n, place in enumerate(PLACES, 1)
    )
    assert starts(text) == [f"在{place}大会上的致辞" for place in PLACES]


MAIL = "From: 某某 <a@b.example>\nTo: 各位\nDate: Mon, 06 Mar 2023 09:12:44 +0800\nSubject: {}\n\n"


@pytest.mark.parametrize(
    ("head", "first"), [(MAIL, "From:"), ("发件人：某某\n收件人：各位\n主题：{}\n\n", "发件人：")]
)
def test_a_mail_begins_with_its_head_and_is_called_as_its_subject(head: str, first: str):
    text = "\n".join(f"{head.format(f'{place}的安排')}各位：\n\n{TEXT}\n某某\n" for place in PLACES)
    done = cut(text)
    assert [facts(one)["title"] for one in done.documents] == [f"{one}的安排" for one in PLACES]
    assert all(text[one.start :].startswith(first) for one in done.documents)


def test_news_and_mails_in_one_line():
    news = " ".join(
        f"{place}换了新样子 老人说好 本报讯（记者 某某）{told} 来源：http://news.example.cn/{n}.html"
        for n, (place, told) in enumerate(zip(PLACES, TOLD, strict=True))
    )
    found = [facts(one)["title"] for one in cut(news).documents]
    assert found == [f"{place}换了新样子 老人说好" for place in PLACES]
    mails = " ".join(
        f"发件人：某某 收件人：各位 主题：{place}的安排 各位：{told}"
        for place, told in zip(PLACES, TOLD, strict=True)
    )
    found = [facts(one)["title"] for one in cut(mails).documents]
    assert found == [f"{place}的安排" for place in PLACES]


LOOK_ALIKES = {
    "a thread": "\n".join(
        f"{MAIL.format(f'{answer}渡口的安排')}各位：\n\n{TEXT}\n某某\n"
        for answer in ("Re: Re: ", "Re: ", "")
    ),
    "an essay in parts": "渡口的变迁\n我家住在渡口边上，从小看船来船往。\n"
    + "".join(
        f"\n{name}的样子\n{name}里的渡口，{TEXT}" for name in ("清晨", "正午", "傍晚", "夜里")
    ),
    "a long essay in parts": "渡口\n在渡口住了三十年的人，说起船来没有完。\n"
    + "".join(f"\n{name}\n{TEXT}" for name in ("老船", "新桥", "码头", "路灯", "乡亲", "远方")),
    "a poem in numbered parts": "长歌\n\n" + "\n".join(f"{n}\n{verse(n)}" for n in range(1, 7)),
    "a poem in titled parts": "渡口组诗\n\n"
    + "\n".join(f"{n} {place}\n{verse(n)}" for n, place in enumerate(PLACES, 1)),
    "three poems of one name": "春天三首\n某某\n\n"
    + "\n".join(f"{n} {name}\n{verse(n)}" for n, name in enumerate("雨风花", 1)),
    "a book of rules": "某公司制度汇编\n\n"
    + "".join(
        f"第{n}章 {place}\n第一条 {TEXT}第二条 {TEXT}"
        for n, place in zip("一二三四五", PLACES, strict=True)
    ),
    "an essay of a journey": "西行散记\n出发前一晚没有睡着，把行李收拾了三遍，还是忘了带雨衣。\n"
    + "".join(f"\n{title}\n{told}" for title, told in ESSAYS.items()),
    "a contract with an annex": "租赁合同\n出租人（甲方）：某社\n承租人（乙方）：某某\n"
    f"第一条 {TEXT}第二条 {TEXT}附件一\n安全协议\n甲方：某社\n乙方：某某\n第一条 {TEXT}",
    "a letter that quotes letters": f"亲爱的朋友：\n见字如面。{TEXT}"
    + "".join(f"他的第{n}封信写道：\n“某兄：{TEXT}弟 某某 {n}月五日”\n" for n in "一二三四")
    + "某某\n六月七日\n",
    "a novel": "渡口\n\n"
    + "\n".join(f"第{n}章 {p}\n{TEXT}" for n, p in zip("一二三四五", PLACES, strict=True)),
    "an interview": "“我只替水找路”\n——访掏捞工某某\n"
    + "".join(f"采访者：{place}呢？\n某某：{TEXT}" for place in PLACES),
    "a handbook": "志愿者手册\n目录\n1 欢迎\n2 守则\n3 岗位\n4 应急\n"
    + "".join(
        f"----------\n{n} {word}\n{n}.1 {TEXT}{n}.2 {TEXT}"
        for n, word in enumerate(("欢迎", "守则", "岗位", "应急"), 1)
    ),
    "tables": "第七篇 教育\n\n"
    + "\n".join(
        f"7-{n} {place}的基本情况\n{n}月  人口  户数\n"
        + "".join(f"{y}  {n}{y}  {y}{n}8\n" for y in range(11, 17))
        for n, place in enumerate(PLACES, 1)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_stay_whole(name: str):
    assert len(cut(LOOK_ALIKES[name]).documents) == 1


def test_what_a_program_in_a_page_prints_is_no_contents_list():
    shown = "Number of arguments: 1\n100\nNumber of arguments: 4\n1 2 3 4\nNumber of arguments: 0\n"
    code = '// number of arguments\nprint("Number of arguments: " + n);\n'
    text = f"# 变量参数\n\n方法可以接受个数不定的参数。\n\n```\n{code}```\n\n```\n{shown}```\n\n"
    records = jiaokan.clean(f"{text}参数放在一个数组里，所以能逐个取用。\n".encode(), "a.md")
    assert [record["title"] for record in records] == ["变量参数"]


@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_court_stands_above_its_ruling_and_with_it_is_the_title(gap: str):
    names = ["青河县", "白水市河东区", "石桥县"]
    rulings = [
        f"{name}人民法院\n民 事 判 决 书\n（2018）云0428民初{n}号\n原告：黄某，住{name}。\n"
        f"被告：郑某，住{name}。\n本院认为，原告的请求有事实和法律依据，应予支持。判决如下：\n"
        f"一、被告归还原告借款{n}万元。\n二、驳回其他请求。\n"
        f"审判员　　郭贤\n二〇一八年九月{word}日\n书记员　　胡永\n"
        for n, (name, word) in enumerate(zip(names, "六七八", strict=True), 8)
    ]
    found = jiaokan.clean(gap.join(rulings).encode(), "a.txt")
    assert [record["title"] for record in found] == [f"{name}人民法院民事判决书" for name in names]
    assert all(record["text"].endswith("书记员　胡永") for record in found)


def test_an_organ_over_its_day_is_no_title_though_the_next_number_stands_below():
    told = TEXT.replace("\n", "") * 4
    parts = ("云政发〔2021〕{}号", "各市人民政府：", "现就{}工作通知如下：", "一、总体要求", told)
    line = "　　".join((*parts, "云岭省人民政府", "2021年3月{}日\n"))
    words = ("供水", "污水", "垃圾", "防火")
    text = "".join(line.format(n, word, n) for n, word in enumerate(words, 4))
    found = jiaokan.clean(text.encode(), "a.txt")
    assert "云岭省人民政府" not in {record["title"] for record in found}
    assert "云岭省人民政府\n2021年3月4日\n云政发" in found[0]["text"]
