"""What becomes of a gap inside a line, by what stands before and behind it: the first rule counts.

Each rule is tried where its patterns are searched up to the gap (``before``, 64 code points of the
line at most), match the gap itself, and match behind it (``after``). A gap that no rule names is
closed.
"""

from typing import NamedTuple

from transforms.tables.script import IDEOGRAPHS

# Nothing; as found; one blank as found and a wider gap as one ideographic space; that always.
CLOSE, KEEP, APART, WIDE = "close", "keep", "apart", "wide"

CHINESE_MARKS = "，、。：；？！（）《》〈〉“”‘’「」『』〔〕［］【】—…·％"
BOXES = "□☐☑☒■○●√"  # ways to answer: □男　□女

# In which lines: all, those with a mark of a sentence or a label (，。；：？！), those of these
# without a mark that parts clauses, and the others.
ANY, SENTENCE, LABELLED, BARE, EVEN = "any", "sentence", "labelled", "bare", "even"


class Gap(NamedTuple):
    """A rule for gaps.

    ``sides``: what stands left and right of the gap: h Han, c Chinese (Han or a mark of Chinese), o
    anything else, * anything. ``examples`` are lines before and after.
    """

    name: str
    sides: str
    before: str
    gap: str
    after: str
    lines: str
    becomes: str
    examples: tuple[tuple[str, str], ...]
    why: str


_MORE = r"(?! $).+"  # anything but one space
_TWO = "\u3000|.{2,}"
_PAUSES = "，。；：！？、,;!?（《“‘「『【〔）》”’」』】〕—…·"
_NEW = f"(?![的和与及或等之]|[一-鿿]的)[^{_PAUSES}]"  # no clause goes on so
_FIELD = (
    "(?:[一-鿿]{2,6}|[一-鿿](?:[ \u3000]{1,4}[一-鿿]){1,3})(?:[（(][^（()）]{1,6}[）)])? ?[：:]"
)
_ORGAN_END = "(?:中央|国务院|政府|委员会|办公厅|办公室|委|部|厅|局|署|院|党委|省委|市委|军委|法院|检察院|总局|银行|总工会)$"
_ORGAN_START = (
    "(?!关于|印发|转发|批转|发布|公布|对|就|为|第)(?:中共|中华|国务院|国家|中央|最高人民|全国"
    "|[一-鿿]{2,8}?(?:省|市|县|区|州|人民政府|委员会|办公厅|办公室|部|厅|局))"
)
_DATES = "^(?:[0-9]{4}(?:[.年/-][0-9]{1,2}月?)?(?:[./-]?[0-9]{1,2}日?)?[—–~～至-]{0,2}){1,2}今?$"
_DATELINE = (
    "(?:本报[一-鿿]{0,8}[讯电]|[一-鿿]{1,8}[社网报台][一-鿿0-9]{2,16}电"
    "|^[\u3000 ]*[一-鿿]{0,10}[0-9]{1,2}月[0-9]{1,2}日电)$"
)
_ROLE = "(?:记者|通讯员|摄影|摄影报道)"
_OFFICE = (
    "(?:(?:代理)?审判[长员]|人民陪审员|(?:代)?书记员|法官助理|(?:首席)?仲裁员|公证员|检察[长员]|执行员"
    "|[院校局厅部市县区省州乡镇村社]长|主[任席]|董事长|总?经理)"
)
_YEAR = "[12][0-9]{3} ?[年./－-]"
_SPREAD = "(?:[ \u3000]+[一-鿿]){0,3}"
# The number of a clause: 5.1　总体要求. And what follows a number that counts or dates.
_HAN_APART = "[一-鿿](?:[ \u3000][一-鿿])*"
_CLAUSE = r"^(?=.{0,14}$)(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}|[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}\.|[0-9]{1,2}-[0-9]{1,3})$"
# What numbers a part, a clause, a table: 第一章, 附录B, 表1, 定理2.
ORDER = (
    r"[（(]?(?:第[ \u00a0]?[一二三四五六七八九十百千零〇0-9]{1,8}[ \u00a0]?(?:[编編篇部卷章节節条條讲講课課回集幕场場]|部分|单元)(?:之[一二三四五六七八九十]{1,3})?"
    r"|附[录錄]?[A-Z0-9一二三四五六七八九十]|卷[上中下]|附?[图表圖](?: ?[0-9]{1,3}(?:[-.—–][0-9]{1,3})?|[一二三四五六七八九十]{1,3})|[Ⅰ-Ⅻ]"
    r"|(?:例题?|习题|练习|实验|案例|问题|定理|定义|引理|推论|命题) ?[0-9]{1,3})"
)
_COUNTED = (
    "[年月日时分秒点周天号个名人位家户只头匹台辆座栋间套件条项次级类期批届章节页份册张块片根颗米里吨斤"
    "克升亩顷平立千百十万亿元角度倍成股票线层楼岁种类处所门起例岛省市县区州]"
)

GAPS = (
    Gap(
        "mark", "**",
        f"^{ORDER}$",
        "", "", ANY, APART,
        (
            ("第一章   总则", "第一章　总则"), ("表1 主要指标", "表1 主要指标"),
            ("第 3 章 选择版本", "第3章 选择版本"),
        ),
        "the mark of a chapter, an article, a table is set off from its words",
    ),
    Gap(
        "field", "*h", "", _MORE, _FIELD, ANY, WIDE,
        (("联系人：孙某    电话：55", "联系人：孙某　电话：55"),),
        "the next field of a line, be the one before empty",
    ),
    Gap(
        "box", "*o", "", "", f"[{BOXES}]", ANY, APART,
        (("性别：□男  □女", "性别：□男　□女"),),
        "a way to answer stands apart from the one before",
    ),
    Gap(
        "box", "*c", "", "", "[（(][ \u3000]{2,}[）)]", ANY, APART,
        (("（    ）同意  （    ）不同意", "（　）同意　（　）不同意"),),
        "a way to answer stands apart from the one before",
    ),
    Gap(
        "blank", "**", "[（(]$", "\u3000+", "[）)]", ANY, KEEP,
        (("它的首都是（　　）。", "它的首都是（　　）。"),),
        "a pair of brackets is to be filled in",
    ),
    Gap(
        "blank", "**", "[（(]$", "", "[）)]", ANY, APART,
        (("它的首都是（    ）。", "它的首都是（　）。"),),
        "a pair of brackets is to be filled in",
    ),
    Gap(
        "days", "**", _DATES, _MORE, "", ANY, APART,
        (("2008年  （第一版）", "2008年　（第一版）"),),
        "days that a line begins with stand apart",
    ),
    Gap(
        "option", "*o", "", _TWO, "[A-G][.．、](?![A-Za-z0-9])", ANY, WIDE,
        (("A．①②      B．②③", "A．①②　B．②③"),),
        "a way to answer stands apart from the one before",
    ),
    Gap(
        "day", "oo", "(?:^|[^0-9])[12][0-9]{3}(?: ?-(?: ?[0-9]{1,2})?)?$|(?:^|[^0-9])[12][0-9]{3} ?- ?[0-9]{1,2} ?-$",
        " ", "(?:- ?)?[0-9]{1,2}(?![0-9])|- ?[0-9]", ANY, CLOSE,
        (("2020 - 07 - 08 发布", "2020-07-08发布"),),
        "a day is one word",
    ),
    Gap(
        "latin", "oo", "", "", "", ANY, KEEP,
        (("按 Hello world 办，", "按Hello world办，"),),
        "words of other scripts are parted by spaces",
    ),
    Gap(
        "number", "h*", "", "", r"[〔［\[](?:19|20)[0-9]{2}[〕］\]] ?(?:第 ?)?[0-9]{1,5} ?号", ANY, CLOSE,
        (("云政函 〔2006〕41号", "云政函〔2006〕41号"),),
        "the number of a document is one word",
    ),
    Gap(
        "term", "ho", r"^(?:[0-9.]{1,12}[ \u3000]+)?[一-鿿—–-]{2,20}$", _TWO,
        "[A-Za-z][A-Za-z ,-]{2,80}$", BARE, WIDE,
        (("漂浮育苗  floating seedling", "漂浮育苗　floating seedling"),),
        "a term and its translation",
    ),
    Gap(
        "speaker", "**", "^[一-鿿]{2,4}$", _TWO, "[（(][^（()）]{1,30}[）)]", ANY, WIDE,
        (("张大爷  （不抬头）要变天了。", "张大爷　（不抬头）要变天了。"),),
        "who speaks in a play, and how",
    ),
    Gap(
        "organs", "hh", _ORGAN_END, "", _ORGAN_START, ANY, WIDE,
        (("中共中央 国务院关于完善制度的意见", "中共中央　国务院关于完善制度的意见"),),
        "two organs that sign together",
    ),
    Gap(
        "ordinal", "hh", "^第(?: ?[一二三四五六七八九十百]{1,5})?$", " ", "[一二三四五六七八九十百编篇卷章节回讲世]", ANY, CLOSE,
        (("第 十四 世", "第十四世"), ("第 一 章 总则", "第一章 总则")),
        "a number of order is one word",
    ),
    Gap(
        "name", "hh", f"(?:^|[^{IDEOGRAPHS}0-9])[一-鿿]$", "[ \u3000]{1,2}", "[一-鿿](?=[、，])", ANY, CLOSE,
        (("有程　峰、罗小明", "有程　峰、罗小明"), ("程　峰、罗小明到会", "程峰、罗小明到会")),
        "a name of two characters is spread to the width of three",
    ),
    Gap(
        "name", "hh", "[、，：:][一-鿿]$", "[ \u3000]{1,2}", "[一-鿿](?![一-鿿])", ANY, CLOSE,
        (("到会：程　峰", "到会：程峰"),),
        "a name of two characters is spread to the width of three",
    ),
    Gap(
        "label", "hh", f"(?:^|[ \u3000]{{2}})[ \u3000]*[一-鿿]{_SPREAD}$", "", f"[一-鿿]{_SPREAD} ?[：:]", ANY, CLOSE,
        (("时　　间：九点", "时间：九点"), ("姓  名：张三    性  别：女", "姓名：张三　性别：女")),
        "a label is spread to the width of the others",
    ),
    Gap(
        "spread", "hh", f"^{_HAN_APART}$", "[ \u3000]", rf"{_HAN_APART}[ \u3000]{{2,}}\S", BARE, CLOSE,
        (("审 判 长    杨某某", "审判长　杨某某"),),
        "an office is spread to the width of the others, before the name",
    ),
    Gap(
        "spread", "hh", "^[一-鿿](?:[ \u3000]{2}[一-鿿])*$", "[ \u3000]{2}",
        "[一-鿿](?:[ \u3000]{2}[一-鿿])*[ \u3000]{3,}\\S", BARE, CLOSE,
        (("审  判  员    刘某", "审判员　刘某"),),
        "an office is spread to the width of the others, before the name",
    ),
    Gap(
        "heading", "hh", "^(?:第[一二三四五六七八九十百0-9]{1,5}[编篇卷章节][ \u3000]*)?[一-鿿]$", "[ \u3000]+", "[一-鿿]$",
        BARE, CLOSE,
        (("前　　言", "前言"), ("第二章　总　则", "第二章　总则")),
        "a heading of two characters is spread",
    ),
    Gap(
        "signer", "hh", f"^{_OFFICE}$", "", "[一-鿿][一-鿿某×]{1,3}$", BARE, WIDE,
        (("书记员 龚某某", "书记员　龚某某"),),
        "an office and the name of who signs",
    ),
    Gap(
        "heading", "hh", "^【[一-鿿]{1,8}$", "[ \u3000]{1,4}", "[一-鿿]】", ANY, CLOSE,
        (("【注  释】", "【注释】"),),
        "a heading in brackets is spread",
    ),
    Gap(
        "heading", "cc", "^【[一-鿿 ]{2,12}】$", "", "", BARE, CLOSE,
        (("【生产企业】 某公司", "【生产企业】某公司"),),
        "brackets set a heading off",
    ),
    Gap(
        "date", "hh", "[年月]$", "", "[月日]", SENTENCE, WIDE,
        (("于　　年　　月到期，", "于　年　月到期，"),),
        "the blanks of a date are to be filled in",
    ),
    Gap(
        "date", "hh", "[年月]$", "", "[月日]", BARE, APART,
        (("2020年 月 日", "2020年 月 日"), ("年    月    日", "年　月　日")),
        "the blanks of a date are to be filled in",
    ),
    Gap(
        "date", "ch", "[：:]$", "[ \u3000]{2,}", "年[ \u3000]", ANY, APART,
        (("出生年月：      年   月", "出生年月：　年　月"),),
        "the blanks of a date are to be filled in",
    ),
    Gap(
        "number-field", "hh", "号$", "", _FIELD, SENTENCE, WIDE,
        (("云政发〔2021〕5号 签发人：张某", "云政发〔2021〕5号　签发人：张某"),),
        "who signed stands beside the number",
    ),
    Gap(
        "value-field", "hh", r"[：:][^：:\n。]{1,40}$", "", _FIELD, SENTENCE, WIDE,
        (("联系人：孙某 电话：55", "联系人：孙某　电话：55"),),
        "the next field of a line that has fields",
    ),
    Gap(
        "value-field", "oh", r"[：:] ?[^：:\n。]{1,40}$", "", _FIELD, ANY, WIDE,
        (("证券代码：600999 证券简称：甲", "证券代码：600999　证券简称：甲"),),
        "the next field of a line that has fields",
    ),
    Gap(
        "byline", "hh", rf"[（(][^（()）\n]{{0,40}}{_ROLE}(?:[^（()）\n]{{0,20}})?$", "", "", SENTENCE, WIDE,
        (("（本报记者 张某）。", "（本报记者　张某）。"),),
        "an office and a name",
    ),
    Gap(
        "contact", "hh", "(?:联系人|经办人|承办人|嘉宾|主持人?)[^：:，。\n]{0,10}[：:][^：:，。\n]{2,16}$",
        "", "", SENTENCE, WIDE,
        (("联系人：张某 李某", "联系人：张某　李某"),),
        "two persons",
    ),
    Gap(
        "dateline", "hh", _DATELINE, "", "", SENTENCE, WIDE,
        (
            ("新华社北京5月1日电 记者获悉，", "新华社北京5月1日电　记者获悉，"),
            ("8月9日电 据网站消息，", "8月9日电　据网站消息，"),
        ),
        "the first sentence of a report",
    ),
    Gap(
        "office", "hh", "", _TWO, "", LABELLED, WIDE,
        (("主持：局长  张某", "主持：局长　张某"),),
        "an office, a name: a line of labels has no sentence to be joined",
    ),
    Gap(
        "apart", "**", f"^(?:.{{2,12}}|[^一-鿿])(?<![{_PAUSES}])$", _TWO, _NEW, ANY, WIDE,
        (
            ("B.1  安装，", "B.1　安装，"),
            ("3月2日  晴，", "3月2日　晴，"),
            ("双虹桥  在南乡，已拆。", "双虹桥　在南乡，已拆。"),
            ("5　月度计划，", "5　月度计划，"),
            ("晴。  我去，", "晴。我去，"),
            ("依第五条　的规定，", "依第五条的规定，"),
        ),
        "what a line begins with is set off",
    ),
    Gap(
        "apart", "cc", f"[（《“「][^）》”」{_PAUSES}]{{1,40}}$", _TWO, _NEW, EVEN, WIDE,
        (
            ("署“壬寅冬月　老崔画”，", "署“壬寅冬月　老崔画”，"),
            ("按《标准化工作导则  第1部分：规则》办。", "按《标准化工作导则　第1部分：规则》办。"),
        ),
        "words between quotation marks or brackets are no sentence",
    ),
    Gap(
        "sentence", "cc", "", "", "", SENTENCE, CLOSE,
        (("实现共商 共建，推进。", "实现共商共建，推进。"),),
        "no sentence of Chinese has gaps",
    ),
    Gap(
        "item", "cc", "^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])$", "", "", BARE, CLOSE,
        (("二、 照明改造", "二、照明改造"),),
        "the mark of an item holds a blank of its own",
    ),
    Gap(
        "bare", "cc", "", " ", "", EVEN, KEEP,
        (("首条绿道贯通 市民骑到湖边", "首条绿道贯通 市民骑到湖边"),),
        "a signature, a heading: what no mark parts, a gap does",
    ),
    Gap(
        "bare", "cc", "", _MORE, "", BARE, APART,
        (("张 三　李 四", "张 三　李 四"),),
        "a signature, a heading: what no mark parts, a gap does",
    ),
    Gap(
        "dateline", "co", _DATELINE, "", "", ANY, WIDE,
        (("本报讯 5月1日，", "本报讯　5月1日，"),),
        "the first sentence of a report",
    ),
    Gap(
        "phone", "co", "", "", "0[0-9]{2,3}-[0-9]{7}|1[3-9][0-9]{9}(?![0-9])", ANY, APART,
        (("杨某 13900000000", "杨某 13900000000"),),
        "a person and a number to call",
    ),
    Gap(
        "adopted", "co", "(?:通过|批准|公布|修正|修订|发布)$", "", _YEAR, ANY, WIDE,
        (("5月1日会议通过 2020年7月1日批准，", "5月1日会议通过　2020年7月1日批准，"),),
        "the steps of a law's caption",
    ),
    Gap(
        "signed", "co", _ORGAN_END, _MORE, _YEAR, BARE, WIDE,
        (("某县人民政府    2020年1月1日", "某县人民政府　2020年1月1日"),),
        "a signature with its day beside it",
    ),
    Gap(
        "dash", "oc", "^[-*+]$", "", "", ANY, KEEP,
        (("- 准备材料", "- 准备材料"), ("* 备份资料，", "* 备份资料，")),
        "the bullet of a list",
    ),
    Gap(
        "dash", "co", "", "", "[-–] ", ANY, KEEP,
        (("文件读取 - DES 解密，", "文件读取 - DES解密，"),),
        "a stroke with a gap on either side parts words",
    ),
    Gap(
        "dash", "oc", " [-–]$", "", "", ANY, KEEP,
        (("近日 - 也就是五月 - 开工，", "近日 - 也就是五月 - 开工，"),),
        "a stroke with a gap on either side parts words",
    ),
    Gap(
        "code", "co", "号$", "", "[A-Z]{2,10}[-—–]?[0-9]", ANY, WIDE,
        (("云政规〔2021〕9号 YHDR-2021-01003", "云政规〔2021〕9号　YHDR-2021-01003"),),
        "a number and the code of its registration",
    ),
    Gap(
        "clock", "co", "[0-9]日$", "", "[0-9]{1,2}[:：][0-9]{2}", ANY, KEEP,
        (("8月5日 15:33", "8月5日 15:33"),),
        "a day and an hour",
    ),
    Gap(
        "clause", "oc", _CLAUSE, "", f"(?!{_COUNTED})", ANY, APART,
        (
            ("5.1 从业人员，应当", "5.1 从业人员，应当"), ("5 月从业人员，", "5月从业人员，"),
            ("6.9. 源代码在哪里？", "6.9. 源代码在哪里？"), ("1-1 课程导学，", "1-1 课程导学，"),
        ),
        "the number of a clause is set off from its words",
    ),
    Gap(
        "standard", "oc",
        "(?:GB|DB|ISO|IEC|JGJ|CJJ|HJ|YY|DL|SY|NB|JT)[A-Z/]{0,4} ?[0-9][0-9.—-]*$", "", "", ANY, APART,
        (("按GB 18667 道路标准，", "按GB 18667 道路标准，"),),
        "the number of a standard and its name",
    ),
    Gap(
        "apart", "**", f"[^{_PAUSES}]$", ".*\u3000.*|.{3,}", f"[^{_PAUSES}]|〈", EVEN, WIDE,
        (("巴肚　bā dù　〈名〉，", "巴肚　bā dù　〈名〉，"),),
        "beside Latin script and digits two spaces may be a slip, more are none",
    ),
)  # fmt: skip
