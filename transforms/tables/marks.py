"""The marks by which ``segment`` cuts: places where a paragraph may begin, pages, leaders, headings.

All are shapes, found in the view. ``segment`` proposes a cut at each; ``label`` and ``restore``
decide what it means.
"""

from transforms.schema import BODY, CONTENTS, HEADING, NOTE, PAGE_MARKER, Rule
from transforms.tables.letter import (
    BEGINS,
    DAY,
    KIND,
    KIND_MARK,
    NUMBER,
    SALUTATION,
    SPEAKER,
    SPEECH,
)

_NUMERAL = "[一二三四五六七八九十百]"

# Marks of items, in the order in which they are tried at one place.
ITEMS = (
    Rule(
        "item:chapter",
        BODY,
        r"第[一二三四五六七八九十百零〇0-9]{1,6}(?:[编篇卷章节]|部分)",
        ("第一章 总则", "第十二节", "第三部分 附则"),
        ("章节", "第一条"),
        "parts of a law or book begin a line",
    ),
    Rule(
        "item:article",
        BODY,
        r"第[一二三四五六七八九十百千零〇0-9]{1,8}条",
        ("第一条 为了", "第三十二条", "第12条"),
        ("条例", "第一款"),
        "articles of a law begin a paragraph",
    ),
    Rule(
        "item:chinese",
        BODY,
        rf"(?<![一二三四五六七八九十百千万第]){_NUMERAL}{{1,4}}、",
        ("一、总体要求", "十二、完善"),
        ("第一、二款", "二十万、"),
        "first level of official numbering (GB/T 9704-2012, 7.3.3)",
    ),
    Rule(
        "item:parenthesis",
        BODY,
        rf"\({_NUMERAL}{{1,4}}\)",
        ("(一)指导思想", "(二十一)加快"),
        ("(征求意见稿)", "(1)"),
        "second level of official numbering",
    ),
    Rule(
        "item:digit",
        BODY,
        r"(?<![0-9.A-Za-z])[0-9]{1,3}(?:、|\. ?(?![0-9])|\.(?=(?:19|20)[0-9]{2}年))",
        ("1.持续扩大", "12. 全方位", "3、做好", "1.2025年前"),
        ("1.5万", "2.2亿", "V1.持"),
        "third level of official numbering; decimals are spared",
    ),
    Rule(
        "item:digit-parenthesis",
        BODY,
        r"\([0-9]{1,3}\)|(?<![0-9A-Za-z(.])[0-9]{1,2}\)",
        ("(1)推进", "2)建立"),
        ("(2022)", "f(x)"),
        "fourth level of official numbering",
    ),
    Rule("item:circled", BODY, "[①-⑳]", ("①加快",), ("一",), "a level below the official four"),
    Rule(
        "item:dash",
        BODY,
        r"(?<!-)--(?=[^-0-9\s])",
        ("--全国统筹。",),
        ("---", "--7--", "2020-2025"),
        "principles are listed behind a double dash",
    ),
    Rule(
        "item:box",
        BODY,
        r"专栏 ?[0-9]{1,2}|专栏(?=[一二三四五六七八九十]{1,2}[^一二三四五六七八九十])",
        ("专栏1能源绿色低碳", "专栏二 重点"),
        ("开设专栏宣传", "专栏文章"),
        "numbered boxes of a plan",
    ),
)

# Shapes that are cut out of a line wherever they stand.
CUTS = (
    Rule(
        "page:ordinal",
        PAGE_MARKER,
        r"第 ?[0-9]{1,5} ?页(?:[ ,/]*共? ?[0-9]{1,5} ?页)?",
        ("第12页", "第 3 页 共 10 页", "第3页/共9页"),
        ("第三页", "12页"),
        "printed at page ends by viewers and converters",
    ),
    Rule(
        "page:dashed",
        PAGE_MARKER,
        r"(?<!-)--? ?[0-9]{1,4} ?--?(?![-0-9])(?<=--)",
        ("--7--",),
        ("-7-", "2021--2025年"),
        "a printed page number that fell into the text",
    ),
    Rule(
        "page:dash",
        PAGE_MARKER,
        r"(?<![-0-9A-Za-z])- ?[0-9]{1,4} ?-(?![-0-9A-Za-z])",
        ("-12-", "- 7 -"),
        ("2021-3-5", "A-1-2", "--7--"),
        "the number of a page fell into a text in one line: label asks for a sequence",
    ),
)

# What an item's mark, or a shape that is cut out, begins with: most places need no further look.
MARKS_BEGIN = "第一二三四五六七八九十百(0-9①-⑳专-"

# Shapes of a whole line that may be a page marker.
PAGE_LINES = (
    Rule(
        "page:dash-line",
        PAGE_MARKER,
        r"^ *-{1,8} *(?:[0-9]{1,5}|[ivxlc]{1,7}|[IVXLC]{1,7}) *-{1,8} *$",
        ("- 12 -", "--7--", " - 3 - ", "- iv -", "----1----"),
        ("-5", "12", "- x"),
        "the page number of official documents (GB/T 9704-2012, 7.5)",
    ),
    Rule(
        "page:dot-line",
        PAGE_MARKER,
        r"^ *[·*~] *-{0,2} *[0-9]{1,5} *-{0,2} *[·*~] *$",
        ("·12·", "* 3 *", "·-5-·"),
        ("·12", "12·a"),
        "the page number of books",
    ),
    Rule(
        "page:of-line",
        PAGE_MARKER,
        r"^ *(?:[Pp](?:age|AGE|\.)? *)?[0-9]{1,5} *(?:/|of|OF) *[0-9]{1,5} *页? *$",
        ("12 / 345", "Page 12 of 345", "3/9", "1/2 页"),
        ("2022/12/14", "12 of May"),
        "page of pages, as printers and browsers write it",
    ),
    Rule(
        "page:word-line",
        PAGE_MARKER,
        r"^ *(?:(?:[Pp](?:age|AGE|\.) *|第 *)[0-9]{1,5}(?: *页)?(?:[ ,/]*共? *[0-9]{1,5} *页)?"
        r"|[\[(<] ?第 ?[0-9]{1,5} ?页 ?[\])>]"
        rf"|第 *{_NUMERAL}{{1,7}} *页(?:[ ,/]*共 *{_NUMERAL}{{1,7}} *页)?) *$",
        ("Page 12", "第 12 页", "第3页 共9页", "p.7", "第十二页", "[第1页]"),
        ("第3条", "Page twelve", "第二页的表"),
        "page with its word",
    ),
    Rule(
        "page:print-line",
        PAGE_MARKER,
        r"^ *https?://[!-~]{4,300} +[0-9]{1,4}/[0-9]{1,4} *$",
        ("https://www.example.gov.cn/a/t20230428_1.html      2/3",),
        ("https://www.example.gov.cn/a", "2/3"),
        "the foot of a page that a browser has printed",
    ),
    Rule(
        "page:foot-line",
        PAGE_MARKER,
        r"^ *\S.{0,30} {2,}第 ?[0-9]{1,5} ?页(?:[ ,/(]*共 ?[0-9]{1,5} ?页\)?)? *$",
        ("生物试卷  第1页(共4页)", "某公司章程      第 2 页"),
        ("详见第2页", "第1页(共4页)"),
        "a foot that names the text, and apart from it the page",
    ),
    Rule(
        "page:letter-line",
        PAGE_MARKER,
        r"^ *(?:[Pp] ?[0-9]{1,4}|[^\w\s√]{1,2} ?[0-9]{1,4} ?[^\w\s。,;:]{1,2}"
        r"|[\u4e00-\u9fff]{1,8} ?· ?[0-9]{1,4}) *$",
        ("P36", "p 7", "[12]", "(3)", "◆ 33 ◆", "<5>", "语文·12"),
        ("P36页", "[12]见前", "12.", "语文·一", "√2。"),
        "a number between signs or behind a P or a name may be a page: label asks for a sequence",
    ),
    Rule(
        "page:bare-line",
        PAGE_MARKER,
        r"^ *[0-9]{1,4} *$",
        ("12", " 7 "),
        ("12.", "第12"),
        "a bare number may be a page: label asks for a sequence",
    ),
)

# What such a line begins with, spaces and signs aside.
PAGES_BEGIN = frozenset("0123456789Pp第")

# An entry of a contents list: a run of dots and then a page number.
LEADER = Rule(
    "leader",
    CONTENTS,
    r"(?<![ .·_-])(?P<dots> *+[.·_-][.·_ -]*+)"
    r"(?P<page>[0-9]{1,5}?(?=(?:19|20)[0-9]{2}年)|[0-9]{1,5}(?![0-9]))",
    ("方案........12", "意见.....022030年前", "措施................. .31", "总则 · · · · · 5"),
    ("略......", "增长率 5"),
    "leaders of any length lead to a page; digits of a year may be glued behind it",
)

# In a text without lines: its title, where the letter's number or addressee or its text follows.
GLUED_TITLE = Rule(
    "title:glued",
    BODY,
    r"(?P<path>[^。;:!?,\r\n]{0,60}[>»] ?(?:正文|详情|内容)(?=[^ >»]))?"
    rf"(?P<title>(?!为|根据|按照|依据|依照|经)[^。;:!?,\r\n]{{4,100}}?(?:{KIND}{KIND_MARK}|{SPEECH}(?=(?:{DAY})?{SPEAKER}{SALUTATION})|(?:合同|协议|协议书|问答)(?= )|问答(?=问:)))(?!的)"
    rf"(?:(?P<number>{NUMBER}) ?(?=[\u4e00-\u9fff《])|(?=各[^。;:《》]{{2,200}}:|(?:有关|[\u4e00-\u9fff]{{1,7}}(?:政府|厅|局|委|部|办|公司|单位|学校))[^。;:《》,]{{0,60}}:)"
    rf"|(?=(?:{DAY})?{SPEAKER}{SALUTATION})|{BEGINS}|(?=问:| {{1,4}}[^ ]))",
    (
        "某市关于印发方案的通知某政发[2023]17号各区人民政府:现将",
        "某市节水行动方案为贯彻落实国家部署",
        "关于召开会议的通知各区防汛指挥部:定于",
        "某市供水管理办法(试行)第一章总则",
        "某市交通运输局公告(2024年第5号)因道路施工",
        "在全市安全生产工作会议上的讲话同志们:这次会议",
        "首页>政务公开>详情某市节水行动方案为贯彻落实国家部署",
    ),
    ("为贯彻方案根据要求", "某市节水方案实施后", "某市,方案第一条"),
    "what follows a title in an official letter, without a line end between, nor behind its path",
)

URL = Rule(
    "url",
    "url",
    # ASCII only, so it is searched in the text; after a file's ending only ? # / & go on.
    r"https?://[A-Za-z0-9\-._~%:@]+(?:/(?:(?!\.(?:s?html?|aspx?|jsp|php|pdf|xml)(?![A-Za-z?#/&]))"
    r"[A-Za-z0-9\-._~%:@!$&'*+,;=/?#])*+(?:\.(?:s?html?|aspx?|jsp|php|pdf|xml))?+)?",
    ("http://a.gov.cn/x/t20220506_625229.html", "https://a.cn/s?aid=1&id=2"),
    ("www", "http//"),
    "where the text was published; a file's ending ends it when text is glued behind",
)

URL_REMARK = Rule(
    "url:remark",
    NOTE,
    r"\((?:非?官[网方][^()]{0,6}|来源[^()]{0,12}|转载[^()]{0,12}|链接[^()]{0,8}|原文[^()]{0,8})\)",
    ("(非官网)", "(来源:新华社)"),
    ("(征求意见稿)", "(试行)"),
    "a compiler's remark about the address",
)

BRACKET_HEADING = Rule(
    "heading:bracket",
    HEADING,
    r"《[^《》]{2,120}(?:《[^《》]{1,80}》[^《》]{0,40})?》 ?$",
    ("《浙江省财政厅关于支持碳达峰的意见》", "《关于印发《碳达峰实施方案》的通知》 "),
    ("根据《办法》的规定",),
    "地区《标题》 directly before a URL is a compiler's heading (the region is found by segment)",
)

CONTENTS_WORD = Rule(
    "contents:word",
    CONTENTS,
    r"目 *录|目 *次|(?i:table of contents|contents)",
    ("目录", "目 录", "Contents"),
    ("节目表",),
    "the title of a contents page",
)

CONTENTS_LINE = Rule(
    "contents:line",
    CONTENTS,
    r"^ *+(?:#+ *+)?(?:总|本(?:书|期|册|卷) ?|详细|简要|分类|文件)?+(?:目 *+录|目 *+次|(?i:table of contents|contents)) *+$",
    ("目录", "目　录", "本期目录", "CONTENTS"),
    ("供水目录管理", "图书目录", "目录如下"),
    "a line that is only the title of a contents page",
)

LINK_ROW = Rule(
    "contents:link",
    CONTENTS,
    r"^ *+[-*+] \[(?P<title>[^\[\]\r\n]++(?:\[[^\[\]\r\n]*+\][^\[\]\r\n]*+)?)\]\(#[^()\r\n]*+\) *+$",
    ("- [供水办法](#3)",),
    ("- [供水办法]", "[供水办法](http://a.cn)"),
    "a contents list of Markdown",
)

ENTRY_TAIL = Rule(
    "contents:tail",
    CONTENTS,
    r"(?<! )(?: ++(?:[Pp]\.? ?)?| *+/ ?)(?P<page>[0-9]{1,5})$|\((?P<bracketed>[0-9]{1,4})\)$",
    ("关于供水的通知\t12", "供水办法（12）", "The Old Mill   p. 7", "供水办法 / 12", "桥/7"),
    ("供水办法12", "供水办法（试行）", "第 12 条"),
    "without leaders a page stands behind a tab, a gap or in brackets",
)

TABLE_ROW = Rule(
    "contents:row",
    CONTENTS,
    r"^ *+\|(?: *+[0-9]{1,4}[.、]? *+\|)? *+(?P<title>[^|\r\n]++)\|(?: *+(?P<page>[0-9]{1,5}) *+\|?)?",
    ("| 3 | 供水办法 | 12 |", "|供水办法|12|", "| 供水办法 |"),
    ("供水|办法", "3 | 供水"),
    "a contents list as a table",
)
