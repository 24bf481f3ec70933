"""Kinds of official documents, told by the last words of a title.

The fifteen kinds of the regulations on official documents (《党政机关公文处理工作条例》, 2012,
article 8), the forms of legislation, and what else local policy is written in.
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """``name`` goes into the record; a title of this kind ends with one of ``endings``.

    ``official``: of legislative, administrative or judicial nature when a state organ issues it
    (Copyright Law, article 5). ``legislation``: only state organs can issue it. ``normative``:
    it lays down rules, and is a state organ's where its title begins with a region. ``parties``:
    its title may begin with theirs, so that only a court's or organ's name tells its author.
    """

    name: str
    endings: tuple[str, ...]
    official: bool = True
    legislation: bool = False
    normative: bool = False
    parties: bool = False


KINDS = (
    Kind("constitution", ("宪法",), legislation=True),
    Kind("amendment", ("修正案",), legislation=True),
    Kind("law", ("法", "法典", "民法通则", "民法总则"), legislation=True),
    Kind("regulation", ("条例",), legislation=True),
    Kind("provisions", ("规定",), normative=True),
    Kind("measures", ("办法",), normative=True),
    Kind("detailed rules", ("细则",), normative=True),
    Kind("rules", ("规则", "守则", "准则", "章程", "规程", "制度", "通则", "规例")),
    Kind("interpretation", ("解释",)),
    Kind("decision", ("决定",)),
    Kind("resolution", ("决议",)),
    Kind("order", ("命令", "令")),
    Kind("instruction", ("指示",)),
    Kind("announcement", ("公告",)),
    Kind("public notice", ("通告", "公示")),
    Kind("notice", ("通知",)),
    Kind("bulletin", ("通报",)),
    Kind("communique", ("公报",)),
    Kind("opinion", ("意见", "意见书", "建议书")),
    Kind("reply", ("批复", "答复", "复函", "答复意见书")),
    Kind("letter", ("函",)),
    Kind("request", ("请示",)),
    Kind("report", ("报告",)),
    Kind("motion", ("议案", "提案")),
    Kind("minutes", ("纪要",)),
    Kind("plan", ("方案", "预案")),
    Kind("work plan", ("计划", "工作要点", "要点")),
    Kind("programme", ("规划", "路线图")),
    Kind("outline", ("纲要",)),
    Kind("policy measures", ("措施", "政策", "举措")),
    Kind("arrangement", ("安排",)),
    Kind("standard", ("标准", "规范", "导则")),
    Kind("guide", ("指南", "指引", "指导目录")),
    Kind("catalogue", ("目录", "清单", "名录", "名单", "一览表", "汇总表")),
    Kind(
        "case",
        ("判决书", "裁定书", "裁决书", "调解书", "决定书", "案例", "案", "协议案"),
        parties=True,
    ),
    Kind("explanation", ("说明", "解读", "问答"), official=False),
    Kind("speech", ("讲话", "致辞", "贺信"), official=False),
    Kind(
        "agreement",
        ("协议", "协议书", "合同", "合同书", "协定", "条约", "公约", "议定书", "备忘录"),
        official=False,
    ),
    Kind("declaration", ("宣言", "声明", "倡议", "倡议书"), official=False),
)

# Words that end in 法 and are no law.
NOT_LAWS = ("方法", "做法", "看法", "执法", "普法", "守法", "违法", "犯法", "合法", "非法")

# What a title may still say after the word that tells its kind.
TAILS = ("试行", "暂行", "征求意见稿", "草案", "送审稿", "修订", "修正", "节选", "摘要", "全文")
