"""Documents of any kinds one after the other are told by what stands above their texts."""

from __future__ import annotations

from tests.test_split import cut, facts

TEXT = "渡口边上住着几户人家，日子过得清静。每到春天，河水涨上来，对岸的柳树也就绿了。"
OTHER = "磨坊的水车停了多年，木头却没有朽。老人说，等修好了闸门，它还能再转起来。"


def starts(text: str) -> list[str]:
    """Return the first lines of the documents of a text."""
    return [text[one.start :].split("\n")[0].strip() for one in cut(text).documents]


def test_documents_of_different_kinds_need_nothing_in_common():
    notice = (
        "某县水利局关于做好春灌工作的通知\n某水发〔2021〕7号\n各乡镇水利站：\n"
        f"现将有关事项通知如下。\n一、检修渠道\n{TEXT}\n二、做好值守\n{OTHER}\n某县水利局\n2021年3月1日\n"
    )
    speech = (
        f"在全县防汛工作会议上的讲话\n副县长　林某某\n（2021年5月6日）\n同志们：\n{OTHER}{TEXT}\n"
    )
    penalty = (
        "某县水利局行政处罚决定书\n某水罚〔2021〕3-12号\n当事人：某砂石公司\n住所：渡口路7号\n"
        f"{TEXT}\n某县水利局\n2021年6月9日\n（本文书一式三份）\n"
    )
    report = (
        f"某县2020年水资源公报\n某县水利局\n2021年7月1日\n{OTHER}\n"
        f"一、降水\n{TEXT}\n二、用水\n{OTHER}\n"
    )
    made = notice + speech + penalty + report
    assert starts(made) == [one.split("\n")[0] for one in (notice, speech, penalty, report)]


def test_an_organ_over_its_day_is_no_title_and_equal_titles_may_be():
    notices = [
        f"通　知\n{whom}：\n　　{TEXT}\n　　{OTHER}\n"
        f"　　渡口小学教务处\n　　2021年{month}月3日\n\n\n"
        for month, whom in enumerate(("各班级", "全体师生", "各年级组", "全体教职工"), 3)
    ]
    assert starts("".join(notices)) == ["通　知"] * 4


def test_titles_further_left_than_the_text_are_those_of_essays():
    titles = ("河边的渡口", "山里的磨坊", "旧书的温度", "雨后的石桥")
    about = (TEXT, OTHER, "旧书有书的温度，页角是人翻软的。", "石桥在雨后发亮，桥下的水浑了三天。")
    essays = "".join(
        f"{title}\n　　{words}说的还是{title}。\n　　{words}\n"
        for title, words in zip(titles, about, strict=True)
    )
    assert starts(f"檐下集\n{essays}") == list(titles)


def test_what_recurs_below_a_text_closes_it():
    news = [
        f"{title}\n2021-07-0{day} 06:31:02　来源：渡口日报　记者：林某某\n{title}的事。{TEXT}\n"
        f"相关新闻：{other}\n"
        for day, (title, other) in enumerate(
            (
                ("渡口通了汽车", "老桥修好"),
                ("磨坊又转起来", "闸门更换"),
                ("柳堤上种了树", "苗木到货"),
            ),
            1,
        )
    ]
    assert starts("".join(news)) == [one.split("\n")[0] for one in news]


def test_the_days_of_a_diary_close_nothing():
    diary = "".join(
        f"3月{day}日\n{weather}\n{TEXT}\n" for day, weather in ((2, "晴"), (3, "多云"), (6, "小雨"))
    )
    assert len(cut(f"护林日记（1976年）\n{diary}").documents) == 1


def test_regions_may_be_titles():
    regions = "".join(
        f"{name}\n　　{name}提出，{words}\n" for name, words in
        (("安徽省", TEXT), ("湖南省", OTHER), ("四川省", "沿江布设站点，三年建成。"))
    )  # fmt: skip
    done = cut(f"各省报告中关于渡口的内容\n{regions}")
    assert [one.facts[0].value for one in done.documents] == ["安徽省", "湖南省", "四川省"]


def test_a_day_with_its_paper_stands_above_a_clipping():
    clippings = [
        f"2016年{month}月11日　《渡口日报》第{month}版\n{title}\n　　本报讯　{title}了。{TEXT}\n\n"
        for month, title in ((3, "渡口动工修桥"), (8, "老船最后一班"), (10, "桥通了，船歇了"))
    ]
    assert starts(f"剪报：渡口的桥\n\n{''.join(clippings)}") == [
        one.split("\n")[0] for one in clippings
    ]


def test_a_life_says_its_title_first():
    names = ("林 某 某", "何 某 某", "梁 某 某", "吴 某 某")
    lives = "".join(
        f"{name}\n    {name.replace(' ', '')}（18{n}1—19{n}8），渡口人。{TEXT}\n"
        for n, name in enumerate(names, 1)
    )
    assert starts(f"第三编　人物\n{lives}") == list(names)


def test_the_sections_of_an_essay_are_no_documents():
    page = (
        f"给老相机写一个小工具\n{TEXT}\n需求\n需求其实很简单：{OTHER}\n"
        f"实现\n代码如下。{TEXT}\n后话\n{OTHER}\n"
    )
    assert len(cut(page).documents) == 1


def test_words_in_one_place_of_each_line_are_a_field():
    cases = "".join(
        f"指导案例{n}号\n{who}诉某公司案\n关键词　民事　{word}\n"
        f"基本案情\n{TEXT}\n裁判理由\n{OTHER}\n"
        for n, who, word in ((301, "林某", "劳动"), (302, "何某", "买卖"), (303, "梁某", "租赁"))
    )
    assert starts(cases) == ["指导案例301号", "指导案例302号", "指导案例303号"]


def test_below_a_title_that_names_its_kind_nothing_is_one():
    bulletins = [
        f"{who}2020年统计公报[1]\n{who}统计局\n2021年3月{day}日\n{OTHER}\n"
        f"表1　主要数字\n名称　单位　数量（吨）\n稻谷　万吨　3.1　4.5\n{TEXT}\n"
        for day, who in ((1, "渡口县"), (3, "磨坊县"), (6, "柳堤县"))
    ]
    assert starts("".join(bulletins)) == [one.split("\n")[0] for one in bulletins]


def test_what_lost_its_last_stop_is_no_title():
    notices = [
        f"关于{what}的通知\n各乡镇：\n现将有关事项通知如下。\n一、范围\n{TEXT}\n二、要求\n{OTHER}\n"
        f"案件受理费{fee}元，由{what}的公司负\n"
        for what, fee in (("修桥", 300), ("修路", 450), ("修堤", 820))
    ]
    assert starts("".join(notices)) == [one.split("\n")[0] for one in notices]


def test_the_last_line_of_a_text_is_no_part_of_the_next_title():
    notices = "".join(
        f"关于做好{what}工作的通知\n各乡镇：\n{TEXT}\n某市水利局\n2022年1月3日\n（此件公开发布）\n"
        for what in ("供水", "供电", "供气")
    )
    assert [facts(one)["title"] for one in cut(notices).documents] == [
        f"关于做好{what}工作的通知" for what in ("供水", "供电", "供气")
    ]


def test_regions_inside_a_report_are_its_sections():
    regions = "".join(f"{name}\n　　{TEXT}\n" for name in ("石家庄市", "唐山市", "保定市"))
    report = (
        f"省农业厅关于各市秋收进度的通报\n各市农业局：\n{OTHER}\n{regions}省农业厅\n2022年10月1日\n"
    )
    assert len(cut(report).documents) == 1


def test_in_the_middle_of_a_law_no_document_begins():
    articles = [f"第{n}条　{TEXT}\n" for n in "一二三四五六七八九"]
    law = "某省供水条例\n" + "".join(articles)
    broken = law.replace("第五条", "附件办法通知\n（一）渡口\n第五条").replace(
        "第八条", "关于补充的通知\n（一）磨坊\n第八条"
    )
    assert len(cut(broken).documents) == 1
    annexes = "".join(
        f"某省供水条例附件{n}某省{what}办法\n{OTHER}\n" for n, what in ("一水", "二电")
    )
    assert len(cut(law + annexes).documents) == 1
