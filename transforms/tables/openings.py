"""What shows, in a line of its own, that a document proper begins, and that a text is its own.

Read by ``deduplicate``: an editor's digest stands before the opening of the document that it
summarises, and it speaks of that document, never with its voice. Each pattern sees the view of
one paragraph, without the spaces around it.
"""

from __future__ import annotations

from transforms.schema import DIGEST, HEADING, Rule

ANNOUNCED = Rule(
    "opening:announced",
    DIGEST,
    r"(?:[^\n。;,:]{0,16}(?:原文|全文|正文)|(?:通知|方案|文件|意见|办法|规定|政策)内容)如下:?\Z",
    matches=("原文如下:", "通知全文如下:", "《某市条例》全文如下", "文件内容如下:"),
    spares=("现将有关事项通知如下:", "具体要求如下:", "全文如下:第一条", "全文见附件。"),
    why="an editor says that the document now follows; the line is the editor's too",
)

# The word without which no line announces.
ANNOUNCES = "如下"

OPENINGS = (
    Rule(
        "opening:number",
        HEADING,
        r"[^\n。,;:]{1,16}[\[(<]?(?:19|20)\d\d[\])>]?(?:年)?第?\d{1,5}号\Z",
        matches=("云政发[2022]45号", "成府发[2025]15号", "国务院令第2023年第12号"),
        spares=("云政发[2022]45号文件要求,现通知如下",),
        why="a document number alone on its line is the head of an official document",
    ),
    Rule(
        "opening:title",
        HEADING,
        r"[^\n。;:!?]{4,80}(?:通知|意见|方案|办法|规定|条例|决定|公告|通告|公报|函|批复|规划|计划|"
        r"细则|纲要|指南|章程|法)(?:\([^\n。()]{1,12}\))?\Z",
        matches=("云南省人民政府关于印发云南省碳达峰实施方案的通知", "云南省碳达峰实施方案"),
        spares=("日前,云南省人民政府印发的通知明确,持续扩大绿色能源领先优势。", "一、基本情况"),
        why="a line that ends in the name of a kind of document, and not in a stop, is a title",
    ),
)

OWN_VOICE = (
    Rule(
        "own:item",
        DIGEST,
        r"(?:第[一二三四五六七八九十百千零〇\d]{1,6}[条章节编篇]|[一二三四五六七八九十]{1,3}、"
        r"|\([一二三四五六七八九十]{1,3}\))",
        matches=("第三条 本条例适用于", "一、将第五条修改为:", "(二)主要目标"),
        spares=("第三方机构应当", "一方面,要推进"),
        why="a text with its own numbering is a document or its part, not a digest of running text",
    ),
    Rule(
        "own:date",
        DIGEST,
        r"[\d〇一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日\Z",
        matches=("2022年8月11日", "二〇二二年八月十一日"),
        spares=("2022年8月11日,省政府印发通知。",),
        why="a date alone on its line signs a document",
    ),
    Rule(
        "own:formula",
        DIGEST,
        r"(?:[^\n]{0,60}?(?:作如下修改|作以下修改|修改为:|现予公布|现予发布|印发给你们|印发你们"
        r"|特此通知|本决定自|根据本决定))",
        matches=(
            "对《某某法》作如下修改:",
            "现将方案印发给你们,请认真贯彻执行。",
            "本决定自公布之日起施行。",
        ),
        spares=("近日,省政府印发方案,提出如下目标。",),
        why="a decision or an order speaks with its own voice, also when the text it enacts follows",
    ),
    Rule(
        "own:addressee",
        DIGEST,
        r"[^\n。;:,]{2,60}(?:人民政府|政府|部门|机构|单位|委员会|管委会\)|厅|局|公司|学校)[^\n。;:,]{0,8}:\Z",
        matches=("各县(市、区)人民政府:", "各州、市人民政府:"),
        spares=("原文如下:", "记者从省政府了解到:本方案"),
        why="an addressee line opens the letter that an official document is",
    ),
)
