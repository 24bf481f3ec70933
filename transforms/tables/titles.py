"""How titles, groups and the opening of an official document look in the view."""

from transforms.schema import CONTENTS, HEADING, IMPRINT, SECTION, Rule

TITLE_END = Rule(
    "title:end",
    HEADING,
    r"(?:通知|意见|方案|办法|决定|决议|规定|条例|细则|规则|函|法|令|公告|通告|公报|通报|解释|批复|答复|规划|计划|纲要|措施|报告|要点|指南|规范|标准|章程|公约|协定"
    r"|宣言|声明|倡议书?|讲话|制度|规程|若干问题|目录|清单|说明|条约|议定书|修正案|准则|预案|草案|纪要|判决书|裁定书|调解书|答记者问)"
    r" ?(?:\((?:试行|暂行|草案|修订|修正|征求意见稿|公开征求意见稿|送审稿|讨论稿|[一二三四五六七八九十]{1,3}|[^()]{0,24}(?:年|号|版|稿|正|订)[^()]{0,6})\)){0,2}[》>]?$",
    (
        "云南省碳达峰实施方案",
        "关于适用《公司法》若干问题的规定(二)",
        "关于印发办法的通知(云府函[2024]33号)",
        "草案(征求意见稿)",
        "中华人民共和国刑法",
    ),
    ("一、总体要求,", "总体要求", "方法论"),
    "the last word of a title names the kind of document (党政机关公文处理工作条例, 第八条)",
)

TITLE_END_ALONE = Rule(
    "title:end-alone",
    HEADING,
    r"(?:公示|决定书|裁决书|通知书|告知书|建议书|意见书|认定书|指示|合同|协议书|报告摘要)$",
    (
        "关于拟聘人员的公示",
        "行政处罚决定书",
        "检察建议书",
        "关于发放农业贷款的指示",
        "2020年年度报告摘要",
    ),
    ("批示指示精神", "合同编号"),
    "so the title of a file's only document may end; inside a file these head forms and annexes",
)

NUMBER_LINE = Rule(
    "title:number",
    IMPRINT,
    r"^ *\(?(?!根据|按照|依据|依照)[\u4e00-\u9fff]{1,16} ?[\[(<] ?(?:19|20)[0-9]{2} ?[\])>] ?(?:第 ?)?(?:[0-9]{1,5}(?:-[0-9]{1,5})?|[0-9]{6,14}) ?号\)? *$",
    ("云政发[2022]45号", "昆发改资环函[2022]36号", "(成府发(2025)15号)", "扬环罚[2020]03-88号"),
    ("根据云政发[2022]45号", "2022年45号"),
    "发文字号, GB/T 9704-2012, 7.2.5",
)

OWN_ABOVE = Rule(
    "title:own-above",
    IMPRINT,
    r"^(?:[\u4e00-\u9fff]{2,16} ?[\[(][0-9]{4}[\])]|[\u4e00-\u9fff]{2,24}(?:政府|[院部委会厅局署行])令$|(?!.{0,40}[0-9] ?版)[^:]{0,30}第 ?[0-9]{1,6} ?[号期]|公告编号 ?:|[0-9]{6}$"
    r"|[\u4e00-\u9fff]{4,30} +(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日$|(?:[ABH]股|证券|股票|债券)(?:代码|简称) ?:"
    r"|[绝机秘] ?密|内 ?部 ?[资文材明]|发 ?往 ?:|等 ?级 ?[:特加平]|[特加平] ?[急提]|★|类别标记|注意保[存密]|请勿外传)",
    (
        "云政发[2022]45号",
        "第15期",
        "机密★1年",
        "特急",
        "000123",
        "证券代码:600999",
        "等级 特提·明电",
    ),
    ("云岭省人民政府门户网站", "政策文件", "2022年汇编", "第7821期 今日8版"),
    "份号, 密级, 紧急程度, numbers and codes stand above a title (GB/T 9704-2012, 7.2); what else"
    " stands there is the page's",
)

ADDRESSEE_LINE = Rule(
    "title:addressee",
    HEADING,
    r"^ *[\u4e00-\u9fff][^。;!?:]{1,300}: *$",
    ("各州、市人民政府,省直各委、办、厅、局:", "民革市委:"),
    ("一是:推进", "现提出如下意见。"),
    "主送机关, GB/T 9704-2012, 7.3.2",
)

GROUP = Rule(
    "group:title",
    SECTION,
    r"(?:[ (]?[0-9]{1,4} ?[项篇件部则首个种]\)?$)|^第[一二三四五六七八九十百0-9]{1,4}(?:编|篇|部分|辑|集|卷|单元)|^(?:上|中|下)[编篇卷册]|^卷[一二三四五六七八九十百0-9上中下]{1,4}(?: |$)"
    r"|^(?i:part|book|volume|vol\.) (?:[IVXLC]{1,6}|[0-9]{1,3}|(?i:one|two|three|four|five|six))\b",
    ("部委方案13项", "第一编 总则", "附表:汇总表(118项)", "上编", "卷三", "Part II. Letters"),
    ("碳达峰实施方案", "第一章 总则", "卷烟管理办法", "Part of it"),
    "an entry over other entries: a part of the compilation, not a document",
)

BACK_MATTER = Rule(
    "group:back",
    SECTION,
    r"^(?:附表|附录|索引|后 *记|编后|跋$|参考文献|版权页|勘误|(?i:afterword|postscript|colophon|index$|license))",
    ("附表:全国双碳方案汇总表(118项)", "附录一", "后记", "Afterword"),
    ("附则", "附件1"),
    "what stands behind the last document",
)

ENTRY_NUMBER = Rule(
    "entry:number",
    CONTENTS,
    r"^ *(?:(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2} +|[0-9]{1,4}(?:\.[0-9]{1,3})*[.、)]? |[0-9]{1,4}[.、)]|[一二三四五六七八九十百]{1,4}、|\([一二三四五六七八九十0-9]{1,4}\)|[•·*-] |[IVXLC]{1,8}[.:)] )",
    (
        "1.浙江省意见",
        "12 某办法",
        "2021-01-10 某通知",
        "三、某规定",
        "(二)某细则",
        "XII. The Old Mill",
    ),
    ("2030年前方案", "第一条", "I Walked"),
    "the number of an entry is no part of its title",
)

SECTION_NUMBER = Rule(
    "entry:section",
    CONTENTS,
    r"^ *+(?:第[一二三四五六七八九十百零〇0-9]{1,6}[章节条回]|[一二三四五六七八九十百]{1,4}、|\([一二三四五六七八九十百]{1,4}\)"
    r"|[0-9]{1,3}\.[0-9]|(?i:chapter|section) (?:[0-9]{1,3}|[IVXLC]{1,8})\b)",
    ("第一章 总则", "三、保障措施", "(一)目标", "2.1 范围", "CHAPTER XII. The Sea"),
    ("1.浙江省意见", "第一编 法律", "Chapters"),
    "so the sections of one document are numbered, seldom the documents of a compilation",
)

SECTION_NAME = Rule(
    "entry:section-name",
    CONTENTS,
    r"^ *+(?:[0-9]{1,2}(?:\.[0-9]{1,2})* *+)?(?:前 *言|引 *言|范 *围|规范性引用文件|术语和定义|术语、定义和缩略语|总 *则|附 *则|总体要求|基本要求"
    r"|要 *求|总体思路|重点任务|主要任务|保障措施|组织实施|背景|参考文献|附录 ?[A-Z][^\r\n]{0,30}"
    r"|(?i:introduction|background|methods?|results|discussion|conclusions?|references|abstract|scope|terms and definitions))$",
    ("1 范围", "前言", "附录A(资料性)检查表", "References"),
    ("范围内的办法", "桥", "Introduction to the Laws"),
    "so the sections of one plan, standard or article are called",
)

HEADING_NUMBER = Rule(
    "title:numbered",
    HEADING,
    r"^ *+(?:(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2} ++"
    r"|第[一二三四五六七八九十百零〇0-9]{1,6}[章节条回篇编卷部] *+|[一二三四五六七八九十百]{1,4}、|\([一二三四五六七八九十百0-9]{1,4}\)"
    r"|[0-9]{1,4}(?:[.、)] ?(?![0-9])| (?![0-9年月日]))|(?i:(?:chapter|letter|tale|no\.?) )?[IVXLC]{1,8}[.:)] )",
    ("3.供水办法", "第三篇 供水办法", "三、供水办法", "IV. The Mill", "12 供水办法"),
    ("2030年供水", "供水办法", "I Walked"),
    "numbers of headings and of entries need not agree",
)

TRAILING_NUMBER = Rule(
    "title:number-behind",
    HEADING,
    r"(?<=[\u4e00-\u9fff])(?:第[一二三四五六七八九十百0-9]{1,5}(?:篇|章)?|(?<! ) *+\([^()]{0,30}(?:号|年|日|月|[0-9]届)\)) *$",
    ("学而第一", "供水办法(某政发[2022]4号)", "供水办法(2021年3月1日)", "致毕业生(2006届)"),
    ("第一", "供水办法(试行)"),
    "what stands behind a title in a heading or entry, and is no part of it",
)

BACK_LINE = Rule(
    "group:back-line",
    SECTION,
    r"^ *+(?:后 *+记|编 *+后 *+记|编 *+后 *+语|跋|版 *+权 *+页|勘 *+误 *+表?|(?i:afterword|postscript|colophon|license|end of (?:the )?(?:project|collection|book)[^\r\n]{0,60}))[ .]*+$"
    r"|^ *+\*{3} ?(?i:end of) [^\r\n]{1,80}$",
    ("后　记", "版权页", "AFTERWORD", "*** END OF THIS COLLECTION ***"),
    ("后记一二", "版权页面设计", "The afterword of"),
    "a line behind which nothing belongs to the last document",
)

ISSUE = Rule(
    "title:no-issue",
    HEADING,
    r"^(?:(?:19|20)[0-9]{2} ?年 ?)?第 ?[0-9]{1,5} ?[期卷](?:$|[ (总])",
    ("第7821期 今日8版", "2025年第12期(总第318期)", "第38卷 第4期 农业工程学报", "第15期"),
    ("第15期学习班通知", "第二卷"),
    "a paper counts its issues below its name",
)

NUMBER_ALONE = Rule(
    "title:no-number",
    HEADING,
    r"^第[0-9]{1,4}号$|^(?:19|20)[0-9]{2}年第 ?[0-9]{1,4} ?号(?:法律)?(?:公告|通告)$|^第 ?[0-9]{1,4}/(?:19|20)[0-9]{2} ?号[\u4e00-\u9fff]{2,16}$",
    ("第12号", "2022年第3号法律公告", "第7/2021号行政法规"),
    ("第12号提案的答复", "2022年第3号台风通报"),
    "numbers stand above the titles of laws of Hong Kong and Macao",
)

_FILE = r"[^\n]{0,120}\.(?i:txt|docx?|wps|pdf|rtf|html?|md|json|xml|epub|ceb|ofd)"
EXPORT_LINE = Rule(
    "title:no-export",
    HEADING,
    rf"^(?:[^\w\n]{{0,20}}(?:(?i:file|document|doc|source|record|item|page|url)|文 ?件|文件名|文档|来源文件|源文件|路径|记录|篇) ?[:#]? ?(?:[0-9]{{1,6}}(?: ?(?:/|of) ?[0-9]{{1,6}})?|{_FILE})[^\w\n]{{0,20}}"
    rf"|[^\w\n]{{0,20}}(?:[A-Za-z]:[\\/]|\.{{0,2}}[\\/])?{_FILE}[^\w\n]{{0,20}}"
    r"|[=*#~_+-]{3,} ?第? ?[0-9]{1,6} ?(?:/|of) ?[0-9]{1,6} ?[=*#~_+-]{3,}"
    r"|[a-z][a-z_-]{1,15} ?: ?[^\n]{0,200}|(?!TITLE|SUBJECT|RE:|FW:)[A-Z][A-Z _]{1,23} ?: ?[^\n]{0,120}"
    r"|(?:正 ?文|内 ?容|全 ?文|正文内容|文章内容) ?:?|(?:网 ?址|链 ?接|原文(?:链接|地址|网址)?|(?i:url|link)) ?: ?(?:https?:[^\n]{0,200})?)$",
    (
        "===== /资料/环评/2020-04-21_某环行审.txt =====",
        "### FILE: laws/0017.txt",
        "D:\\法规\\001_供水条例.docx",
        "========== 2/4 ==========",
        "url: http://a.gov.cn/1.html",
        "ALLOW COMMENTS: 1",
        "正文：",
        "网址：http://a.gov.cn/1.html",
        "记录 3/40",
    ),
    ("附件：1.名单", "TITLE: 供水记", "第三篇", "文件第1号的通知", "网址大全"),
    "what a program that copied files together, or exported them, writes above each of them",
)

TITLE_FIELD = Rule(
    "title:field",
    HEADING,
    r"^[^\w\n]{0,6}(?:标 {0,4}题|题 {0,4}[目名]|名 {0,4}称|篇 ?名|(?:文章|信息|新闻|文件|法规|公文)(?:标题|名称|题名)|内容(?:概述|概要)|(?i:title|headline)) ?: {0,4}(?=[^ \n])",
    ("标    题：关于供水的通知", "title: 供水条例", "TITLE: 供水记", "内容概述：供水通知"),
    ("标题：", "题目如下", "名称预先核准"),
    "a field that says the title",
)

NO_TITLES = (
    Rule(
        "title:no-field",
        HEADING,
        r"^[^:]{1,8}:[^:]*[0-9]|^[^:]{1,12}:$",
        ("证券代码:600999", "文章编号:1001-4675(2012)", "摘要:"),
        ("关于印发办法的通知", "对话某人:三十年"),
        "a field of a form or of a company's announcement",
    ),
    Rule(
        "title:no-code",
        HEADING,
        r"^[A-Z][A-Z .]*(?:[0-9][0-9. -]*)?$|^[A-Z]{1,5} ?[0-9]{0,6}(?: ?/ ?[A-Z]{1,8})? ?[0-9.]{1,9} ?[-—–]{1,2} ?(?:19|20)[0-9]{2}$",
        ("ICS 67.140.10", "DB53", "GB/T 9704-2012", "DB 37/T 4412-2021", "YUNLING RIBAO"),
        ("CT球管采购公告", "GB/T 9704-2012实施指南"),
        "codes of a standard, and a paper's name in Latin letters, in a Chinese text",
    ),
    Rule(
        "title:no-bracket",
        HEADING,
        r"^\([^()]*\)$",
        ("(2021年3月5日)", "(征求意见稿)"),
        ("(一)总则",),
        "a line in brackets says something of the title",
    ),
    Rule(
        "title:no-year",
        HEADING,
        r"^(?:19|20)[0-9]{2} ?(?:年[度版]?)?$",
        ("2021年", "2021", "2021年度"),
        ("2021年工作要点",),
        "the year of a report or edition",
    ),
    Rule(
        "title:no-ornament",
        HEADING,
        r"^[^\w\s(\[《<]{4,}$",
        ("※※※※※※", "＊＊＊＊", "————————"),
        ("……", "《》", "C++"),
        "a row of signs",
    ),
    Rule(
        "title:no-part",
        HEADING,
        r"^(?:前|引) *言$|^附件(?: ?[0-9一二三四五六七八九十]{1,2})? ?:?$",
        ("前　　言", "附件", "附件2", "附件一:"),
        ("附件目录", "引言艺术"),
        "words over a part of a document",
    ),
    Rule(
        "title:no-place",
        HEADING,
        r"^[\u4e00-\u9fff]{2,8}(?:省|自治区|特别行政区)$",
        ("澳门特别行政区", "云南省"),
        ("云南省公报", "反省"),
        "whose law it is stands above it",
    ),
    Rule(
        "title:no-page-head",
        HEADING,
        r"^(?=[^。]{0,60}(?:19|20)[0-9]{2} ?年)[^。]*(?:第 ?[0-9AB]{1,3} ?版|[A-D][0-9]{1,3} ?版|星期[一二三四五六日天])"
        r"|^第[0-9]{1,3}版(?: |$)|^[^。]{0,60}(?:Vol\. ?[0-9]|[A-Z][a-z]{2}\. ?(?:19|20)[0-9]{2}$)",
        (
            "云岭日报 2016年4月20日 星期三 第3版 要闻",
            "南方某报 评论 2011年08月17日 A02版",
            "第3版 要闻 责任编辑 郭敏",
            "2022年 2月 Transactions of the CSAE Feb. 2022",
        ),
        ("2021年版药典", "星期日的早晨", "第3版修订说明"),
        "the head of a newspaper's or journal's page",
    ),
    Rule(
        "title:no-dated",
        HEADING,
        r"^[^。]{2,40} (?:19|20)[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日$",
        ("省科学技术协会办公室编 2025年6月25日",),
        ("2025年6月25日", "截至2025年6月25日情况"),
        "who edits a bulletin, and when",
    ),
    Rule(
        "title:no-grade",
        HEADING,
        r"^(?:[绝机秘] ?密(?: ?[★☆].*)?|内 ?部 ?(?:资料|文件|材料|发行)(?:[,、 ].{0,12})?|(?:特|加|平) ?[急提件](?: ?· ?明电)?|注意保[存密]|请勿外传|明传电报|传真电报)$",
        ("内部资料", "内部资料 注意保存", "特急", "机 密 ★ 1年"),
        ("内部资料管理办法", "特急病人的转运"),
        "how secret and how urgent a document is stands above its title",
    ),
    ISSUE,
    NUMBER_ALONE,
)
