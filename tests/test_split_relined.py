"""Texts that have lost their line ends: where lines are seen again, and what stays whole."""

from __future__ import annotations

import pytest

from tests.test_split import cut
from transforms.decode import view
from transforms.label import label
from transforms.lost import has_lost_lines, long_line
from transforms.schema import BODY, SourceText
from transforms.segment import segment
from transforms.split.relined import relined

PROSE = "各地抓好落实，定期报告进展。群众普遍反映良好，下一步还要巩固成果。" * 4
OTHER = "春天的河水慢慢涨起来，渡口又热闹了。撑船的老人还记得那年的大水。" * 4


def lines_of(text: str) -> list[str]:
    """Return the lines that are seen in a text."""
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    collation = label(segment(source))
    found = (
        relined(text, source.view, collation.blocks, long_line(source.view))
        if has_lost_lines(source.view)
        else []
    )
    return [text[block.start : block.end].strip() for block in found if block.label == BODY]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (  # behind sentences white space stands for line ends
            f"剪报一束 老桥纪事 {PROSE} 雾天行车 {OTHER} 修笔的人 {PROSE} 稻田养鸭 {OTHER}",
            ["剪报一束", "老桥纪事", "雾天行车", "修笔的人", "稻田养鸭"],
        ),
        (  # a number, a mark and a Latin word go on
            f"第一章 总则 {PROSE} 2 范围 {OTHER} XH-50 使用说明 {PROSE} 一、 要求 {OTHER}",
            ["第一章 总则", "2 范围", "XH-50 使用说明", "一、 要求"],
        ),
        (  # labels, counted words and names of fields that come again
            f"典型案例案例一 甲案【案情】{PROSE}案例二 乙案【案情】{OTHER}案例三 丙案【案情】"
            + PROSE,
            ["典型案例", "案例一 甲案", "案例二 乙案", "案例三 丙案"],
        ),
        (
            f"红烧肉原料：肉。做法：{PROSE}清蒸鱼原料：鱼。做法：{OTHER}炒青菜原料：菜。做法：{PROSE}",
            ["红烧肉", "清蒸鱼", "炒青菜"],
        ),
        (  # a question is a title above a label
            f"甲能要回吗？【来信】{PROSE}乙该怎么办？【来信】{OTHER}丙由谁来赔？【来信】{PROSE}",
            ["甲能要回吗？", "乙该怎么办？", "丙由谁来赔？"],
        ),
        (  # the entries of a list, and where they stand again
            f"文集 目录 小河的春天 老屋与炊烟 风雪夜归人 小河的春天{PROSE}老屋与炊烟{OTHER}"
            f"风雪夜归人{PROSE}",
            ["文集", "目录", *("小河的春天", "老屋与炊烟", "风雪夜归人") * 2],
        ),
        (  # leaders and pages may be glued, and the names short
            f"故事集目录铜锣……1石匠……4盐婆婆……9铜锣{PROSE}石匠{OTHER}盐婆婆{PROSE}",
            ["故事集", "目录", "铜锣……1", "石匠……4", "盐婆婆……9", "铜锣", "石匠", "盐婆婆"],
        ),
        (  # the list may stand at the end, an author behind each title
            f"渡口 甲某 {PROSE} 冬至 乙某 {OTHER} 修钟人 丙某 {PROSE} 本期目录 "
            "渡口（甲某）冬至（乙某）修钟人（丙某）",
            ["渡口", "冬至", "修钟人", "渡口（甲某）", "冬至（乙某）", "修钟人（丙某）"],
        ),
        (  # the day of a signature ends a line, white space in brackets does not
            f"第一封信 小满：{PROSE}爸爸 九月二日 第二封信 小满：{OTHER}爸爸 十月三日 "
            f"第三封信 小满：{PROSE}爸爸 三月二日 第四封信 小满：{OTHER}爸爸 五月六日",
            ["第一封信", "九月二日", "第二封信", "十月三日", "第三封信", "三月二日", "第四封信"],
        ),
        (
            f"{8 * '='} 甲题 发帖人：某甲 {PROSE} {8 * '='} 乙题 发帖人：某乙 {OTHER} "
            f"{8 * '='} 丙题 发帖人：某丙 {PROSE}",
            ["甲题", "乙题", "丙题"],
        ),
        (
            "讲话录目录：1. 开学典礼讲话2. 毕业典礼讲话3. 教学会议讲话在开学典礼上的讲话"
            + 3 * PROSE,
            ["讲话录", "目录：", "1. 开学典礼讲话", "2. 毕业典礼讲话", "3. 教学会议讲话"],
        ),
    ],
)  # fmt: skip
def test_lines_are_seen_again(text: str, lines: list[str]):
    assert [line for line in lines_of(text) if line in lines] == lines


def test_a_text_with_line_ends_is_left_alone():
    assert lines_of(f"{PROSE}\n" * 20) == []
    assert lines_of("短短的一行。 " * 4) == []


def test_full_lines_go_on_where_white_space_stands_for_their_ends():
    wrapped = [PROSE[at : at + 30] for at in range(0, len(PROSE), 30)]
    text = " ".join(["通知", *wrapped, "报告", *wrapped, "说明", *wrapped, "办法", *wrapped])
    assert [line for line in lines_of(text) if len(line) < 8][:2] == ["通知", "报告"]


LOOK_ALIKES = {
    "a report in sections": "".join(
        f"|{n}、{word}工作情况|{PROSE}" for n, word in zip("一二三四", "教住行食", strict=True)
    ),
    "a report of reports": "某局工作总结|现将主要工作报告如下。"
    + "".join(f"|关于{word}工作的报告|{PROSE}" for word in ("教育", "住房", "交通", "食品")),
    "a law": "某省供水条例|目录|第一章 总则|第二章 管理|第三章 附则"
    + "".join(
        f"|第{n}章 {word}|第{m}条 {PROSE}"
        for n, word, m in (("一", "总则", "一"), ("二", "管理", "五"), ("三", "附则", "九"))
    ),
    "a novel": "渡口" + "".join(f"|第{n}回|{OTHER}" for n in "一二三四五"),
    "questions": "供水问答"
    + "".join(f"|问：{word}由谁管？|答：{PROSE}" for word in ("水源", "水网", "水表", "水价")),
    "an interview": "渡口访谈"
    + "".join(f"|记者：{word}呢？|老人：{OTHER}" for word in ("船", "人", "水", "桥")),
    "a paper": "治理研究|摘要：研究。|1 引言|"
    + PROSE
    + "|2 方法|"
    + OTHER
    + "|参考文献|"
    + "|".join(f"[{n}] 王五. 治理研究[J]. 某刊, 2010(3): 1-8." for n in range(1, 9)),
    "a notice with annexes": f"关于防火的通知|各单位：|{PROSE}|某局|2020年1月5日"
    f"|附件1|任务清单|{PROSE}|附件2|责任分工|{OTHER}|附件3|联系人|{PROSE}",
    "minutes that quote": f"会议纪要|会议听取了《供水办法》《节水办法》《计量办法》的汇报。|{PROSE}"
    f"|会议审议《供水办法》。|{OTHER}|会议审议《节水办法》。|{PROSE}",
    "a diary of one trip": "".join(f"第{n}天|{OTHER}|" for n in "一二三四五"),
    "a recipe": f"红烧肉|原料：肉。|做法：{PROSE}|要点：{OTHER}|禁忌：{PROSE}",
    "a tender": "招标文件|目录|第一章 招标公告|第二章 投标须知|第三章 评标办法|第四章 合同条款"
    f"|第五章 投标格式|第一章 招标公告|{PROSE}|第二章 投标须知|{OTHER}|第三章 评标办法|{PROSE}"
    f"|第四章 合同条款|{OTHER}|第五章 投标格式|{PROSE}",
    "a handbook": f"员工手册|一、考勤|{PROSE}|二、休假|{OTHER}|三、印章|{PROSE}|四、宿舍|{OTHER}",
    "a transcript": "访谈"
    + "".join(f"|[00:0{n}:19] 老人：{OTHER}|[00:0{n}:41] 记者：后来呢？" for n in range(1, 6)),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
@pytest.mark.parametrize("between", [" ", "\u3000", "", "\n"])
def test_look_alikes_stay_whole(name: str, between: str):
    assert len(cut(LOOK_ALIKES[name].replace("|", between)).documents) == 1


COMPILATIONS = {
    "recipes": "家常菜谱 "
    + " ".join(
        f"{n}、{name} 原料：{name[2:]}一份，蒜两瓣。 做法：洗净切好，下锅{word}到入味。"
        + "出锅前尝一尝咸淡，再撒上少许葱花，趁热端上桌，全家人都喜欢吃。" * (n % 2)
        for n, (name, word) in enumerate(
            (("红烧茄子", "焖"), ("清炒豆角", "炒"), ("凉拌木耳", "焯"), ("白灼菜心", "煮")), 1
        )
    ),
    "jobs": "招聘信息汇总"
    + "".join(
        f"【岗位{n}】{name}【要求】能吃苦，有证者优先，年龄五十岁以下。【待遇】月薪五千元，单休，包吃住，有年假，缴纳五险。"
        for n, name in zip("一二三四", ("库管员", "厨师", "客服专员", "水电工"), strict=True)
    ),
    "issues of a paper": "村史资料 "
    + " ".join(
        f"第{n}期 {name} {OTHER}"
        for n, name in zip("一二三四", ("老槐树", "水磨坊", "夜校", "供销社"), strict=True)
    ),
    "signed notices": "".join(
        f"关于{name}的通告因{name}，自4月1日起施行新的办法。{PROSE}青石县{name[:2]}局2021年4月1日"
        for name in ("公交改线", "殡葬服务", "防火检查", "读书活动")
    ),
}


@pytest.mark.parametrize("name", COMPILATIONS)
def test_compilations_in_one_line_are_cut(name: str):
    assert len(cut(COMPILATIONS[name]).documents) == 4
