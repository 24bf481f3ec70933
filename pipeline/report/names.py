"""What the page calls things, in Chinese and English."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms import schema
from transforms.tables.kinds import KINDS as OFFICIAL


class Name(NamedTuple):
    """A word in both languages of the page."""

    zh: str
    en: str


LABELS = {
    schema.BODY: Name("正文：留下", "body: kept"),
    schema.HEADING: Name("标题", "heading"),
    schema.CONTENTS: Name("目录", "contents"),
    schema.SECTION: Name("篇章表", "section"),
    schema.PAGE_MARKER: Name("页码", "page marker"),
    schema.RUNNING: Name("页眉页脚", "running line"),
    schema.BOILERPLATE: Name("网站外壳", "boilerplate"),
    schema.CREDIT: Name("署名广告", "credit, advert"),
    schema.NOTE: Name("编者注", "editor's note"),
    schema.URL: Name("网址", "address"),
    schema.IMPRINT: Name("红头版记", "imprint"),
    schema.DIGEST: Name("编者摘要", "digest"),
    schema.COPY: Name("重复文本", "copy"),
    schema.MARKUP: Name("标记残余", "mark-up"),
    schema.BLANK: Name("空行", "blank"),
}

# What a part of a label is further: repeats by kind, text that no record has, lost text.
KINDS = {
    "": Name("", ""),
    "exact": Name("完全相同", "exact"),
    "near": Name("近似", "near"),
    "contained": Name("被包含", "contained"),
    "rejected": Name("未达阈值", "near miss"),
    "mixed": Name("多种", "several kinds"),
    "no twin": Name("无对应", "no twin"),
    "outside": Name("不属于任何文件", "in no document"),
    "undecodable": Name("无法解码", "undecodable"),
}

# What is said of a pair: its grain, its kind besides those above, and what was done.
PAIRS = {
    "document": Name("整篇", "document"),
    "run": Name("连续段落", "run"),
    "paragraph": Name("段落", "paragraph"),
    "passage": Name("文内片段", "passage"),
    "template": Name("套用范本", "template"),
    "removed": Name("移除", "removed"),
    "marked": Name("标记", "marked"),
    "none": Name("不动", "left alone"),
    "supersedes": Name("取代旧本", "supersedes"),
}

VIEWS = {
    "where": Name("字符去向", "Where every character went"),
    "split": Name("拆分图", "Split map"),
    "documents": Name("前后对照", "Before and after"),
    "duplicates": Name("重复", "Duplicates"),
    "facts": Name("著录", "Facts"),
    "look": Name("请看这里", "Look here"),
    "run": Name("本次运行", "The run"),
}

FIELDS = {
    "title": Name("标题", "Title"),
    "warnings": Name("提醒", "Warnings"),
    "region": Name("地区", "Region"),
    "kind": Name("文种", "Kind"),
    "issuers": Name("发文机关", "Issuers"),
    "doc_number": Name("文号", "Number"),
    "signed": Name("成文", "Signed"),
    "chars": Name("字符", "Code points"),
    "confidence": Name("拆分置信", "Split"),
    "pages": Name("页", "Pages"),
    "published": Name("发布", "Published"),
    "effective": Name("施行", "Effective"),
    "source": Name("来源文件", "Source"),
}

CONCERNS = {
    "removal": Name("大段移除", "big removal"),
    "near miss": Name("差一点达到阈值", "near miss of a threshold"),
    "encoding": Name("编码可疑", "encoding in doubt"),
    "split": Name("界限可疑", "limits in doubt"),
    "mismatch": Name("与目录不符", "differs from the contents"),
    "warning": Name("提醒", "warning"),
    "personal data": Name("个人信息", "personal data"),
    "lost": Name("丢失的文字", "lost text"),
    "failed": Name("失败的文件", "failed file"),
}

# Kinds of documents, each by the word that its titles end with.
DOCUMENTS = {kind.name: Name(kind.endings[0], kind.name) for kind in OFFICIAL}
DRAFT = Name("征求意见", "draft")

# Warnings of records, which are English: what they say in Chinese.
WARNINGS = (
    (r"abridged", "有删节"),
    (r"begins in the middle of a sentence or list", "从句子或列举的中间开始"),
    (r"ends in the middle of a sentence", "在句子中间结束"),
    (r"words that OCR may have misread", "有疑为误识（OCR）的字词"),
    (r"page (\S+) is missing in the source", r"来源缺第\1页"),
    (r"no heading: the document begins where .*", "没有标题：按目录所说的页码开始"),
    (r"characters were lost in the source .*", "来源中有丢失的字（U+FFFD）"),
    (r"characters were lost before the source was saved .*", "来源保存之前已丢字（锟斤拷之类）"),
    (r"bytes that could not be decoded .*", "有无法解码的字节（U+FFFD）"),
    (r"mojibake was read back", "乱码已读回"),
    (r"mojibake may be left", "可能还有乱码"),
    (r"NUL characters", "有 NUL 字符"),
    (r"control characters", "有控制字符"),
    (r"private-use characters", "有私用区字符"),
    (r"characters that Unicode does not assign", "有 Unicode 未定义的字符"),
)


def warning(said: str) -> Name:
    """Return a warning in both languages; one that is not known stays as it is."""
    for pattern, words in WARNINGS:
        found = re.fullmatch(pattern, said)
        if found:
            return Name(found.expand(words), said)
    return Name(said, said)
