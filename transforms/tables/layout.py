"""What the layout of an official document says of it, as rules over the view of a line.

After GB/T 9704-2012: 发文字号 (7.2.5), 标题 (7.3.1), 主送机关 (7.3.2), 附件说明 (7.3.4), 署名 and
成文日期 (7.3.5), 附注 (7.3.6), 版记 (7.4); after the web pages of governments for the lines that
stand above a text. The label of a rule is the field that it tells. A line comes without its end.
"""

from transforms.schema import Rule
from transforms.tables.dates import FULL_DATE, MONTH_DATE, YEAR

_HAN = "\u3400-\u9fff"

DATE_LINE = Rule(
    "signed:line",
    "signed",
    rf"^[( ]*+(?:公[历元]|西历)?(?P<date>{FULL_DATE})(?: ?公告(?=\)))?[) \r]*+(?:[(]?(?:星期|周)[一二三四五六日天][)]?|[0-9]{{1,2}} ?[时点](?:[0-9]{{1,2}}分)?|于[{_HAN}]{{2,12}})?[) \r]*+$",
    (
        "2022年8月11日",
        "二〇二二年八月十一日",
        "(2022年8月11日)",
        "2021年7月9日(星期五)",
        "2019年8月9日14时",
        "二〇二二年五月十八日于市政署",
        "(2017年12月20日公告)",
        "公历一九五一年十月二十五日",
    ),
    ("2022年8月11日印发", "2022年8月", "到2022年8月11日", "2022年8月11日于会上,通过"),
    "成文日期 is a line of its own",
)

MONTH_LINE = Rule(
    "signed:month",
    "signed",
    rf"^[( ]*+(?P<date>{MONTH_DATE})[) \r]*+$",
    ("二〇二二年六月", "2022年6月"),
    ("2022年6月至8月", "2022年6月13日"),
    "a report is often dated to the month; it counts below an organ only",
)

DATE_FIRST = Rule(
    "signed:before-organ",
    "signed",
    rf"^ *(?P<date>{FULL_DATE}) +(?P<value>[{_HAN}()、 ]{{4,80}}?) *$",
    ("2022年6月13日  浙江省财政厅",),
    ("2022年6月13日印发", "2022年6月13日 15时"),
    "a date and the organ behind it on one line; what stands there must be organs",
)

DATE_BEHIND = Rule(
    "signed:behind-organ",
    "signed",
    rf"(?P<date>{FULL_DATE})[) ]*+$",
    ("浙江省财政厅2022年6月13日", "云南省人民政府 2022年8月11日"),
    ("2022年6月13日起施行", "2022年6月13日印发"),
    "signature and date on one line; what stands before must be organs",
)

# ---------------------------------------------------------------------------------- number

# Until 2000 the year of a number was often short: [99]8号.
_NUMBER_YEAR = rf"(?:{YEAR}|[5-9][0-9])"
_NUMBER = rf"[{_HAN}]{{1,14}} ?[\[(<] ?{_NUMBER_YEAR} ?[\])>] ?(?:第 ?)?[0-9]{{1,12}}(?:-[0-9]{{1,4}})? ?号"
# (2021)京01民终1234号, [2003]后营字第218号, 府授环绿字第1100012345号
_OTHER_NUMBER = (
    rf"(?:[\[(] ?(?:{_NUMBER_YEAR}|[五六七八九][〇零一二三四五六七八九]) ?[\])] ?[{_HAN}][{_HAN}0-9]{{1,15}}?(?:字 ?)?(?:第 ?)?(?:[0-9]{{1,6}}(?:-[0-9]{{1,3}})?|[一二三四五六七八九十百〇零]{{1,6}}) ?号(?:之[一二三四五六七八九十])?"
    rf"|[\[(] ?{YEAR} ?[\])] ?(?:(?:第 ?)?[0-9]{{1,5}} ?号|第 ?[0-9]{{1,4}} ?期)"
    rf"|[{_HAN}]{{1,16}}(?:[(][一二三四五六七八九十]{{1,2}}[)])?字 ?第 ?(?:[0-9]{{1,12}}[A-Z]?|[一二三四五六七八九十百〇零]{{1,6}}) ?号)"
)

NUMBER = Rule(
    "doc_number",
    "doc_number",
    rf"(?P<letters>[{_HAN}]{{1,14}}) ?[\[(<] ?(?P<year>{_NUMBER_YEAR}) ?[\])>] ?(?:第 ?)?(?P<number>[0-9]{{1,12}}(?:-[0-9]{{1,4}})?) ?号",
    ("云政发[2022]45号", "国办发(2021)第3号", "昆发改资环函 [ 2022 ] 36 号", "办发[99]8号"),
    ("[2022]45号", "云政发2022年45号", "云政发[22]45号"),
    "机关代字、年份、发文顺序号; all brackets are folded to these",
)

NUMBER_LINE = Rule(
    "doc_number:line",
    "doc_number",
    rf"^(?:(?:发文字号|文号|字号|案号) ?[:|]? ?|等 ?级 ?:? ?[^ ]{{2,8}} +)?[(]?(?:[{_HAN} ]{{3,40}}文件 ?)?(?P<value>{_NUMBER})[)]?(?: {{0,9}}签发人.{{0,20}}| +[{_HAN}]{{0,4}}机发? {{0,4}}[0-9]{{1,6}} ?号| +[A-Z]{{2,8}}[-—]?[0-9][0-9—-]{{3,20}}| +{FULL_DATE}| +[(\[]?[A-D] ?类?[)\]]?)?$",
    (
        "云政发[2022]45号",
        "沪市监徐处[2022]042021000356号",
        "(云府函[2024]33号)",
        "扬环罚[2020]03-88号",
        "文号:云政发[2022]45号",
        "昆明市人民政府文件 昆政发[2022]3号",
        "雨政办发[2021]9号 YHDR-2021-01003",
        "等级 特提·明电 星汛电[2020]6号",
        "等级 特急·明电 云发电[2020]6号 云机发 123号",
        "国发[1985]12号 1985年1月3日",
        "九教函字[2021]第12号 (A类)",
    ),
    ("根据国发[2021]23号精神", "《通知》(国发[2021]23号)", "云政发[2022]45号文件要求"),
    "the document's own number is a line of its own above the text; a cited one is not",
)

OTHER_NUMBER_LINE = Rule(
    "doc_number:other",
    "doc_number",
    rf"^ *(?:(?:发文字号|文号|字号|案号) ?[:|]? ?)?(?P<value>{_OTHER_NUMBER})(?: +{FULL_DATE}| 令)? *$",
    (
        "(2021)京01民终1234号",
        "(2021)沪0115执8842号之一",
        "[2021]45号",
        "[2009]第14期",
        "发文字号:台教社(四)字第1050103978B号 令",
        "[2003]后营字第218号",
        "发文字号:府授环绿字第1100012345号",
        "(87)国发字12号",
        "(八七)国发字12号",
        "政水字第二十三号",
        "(51)水农字第一〇二号 一九五一年三月十二日",
    ),
    ("不服(2020)京0114民初5678号民事判决", "(一)第3号", "第3号"),
    "numbers of courts, with the year in front; numbers with 字第",
)

STANDARD_LINE = Rule(
    "doc_number:standard",
    "doc_number",
    rf"^ *(?P<value>[A-Z]{{1,4}} ?[0-9]{{0,6}}(?: ?/ ?[A-Z0-9]{{1,8}})? ?[0-9]{{1,6}}[A-Z]?(?:[.-][0-9]{{1,3}})? ?[-—–]{{1,2}} ?{YEAR}) *$",
    (
        "GB/T 9704—2012",
        "DB11/T 1234.2-2020",
        "DB 37/T 4412-2021",
        "Q/YL 0001S-2021",
        "DBJ/T 13-367-2021",
    ),
    ("代替 GB/T 9704—1999", "GB/T 9704—2012《党政机关公文格式》"),
    "the number of a standard stands on its cover (GB/T 1.1)",
)

PAPER_NUMBER = Rule(
    "doc_number:paper",
    "doc_number",
    r"^ *[(\[]? ?(?:合同|招标|项目|采购|协议|标书|标段|招标项目|采购项目|询价|谈判|磋商|订单|保单|报告|档案|文件)编号 ?: ?(?P<value>[A-Z0-9][A-Z0-9]{1,16}(?: ?[-—/.] ?[A-Z0-9]{1,12}| ?[(\[] ?[A-Z0-9]{1,12}[)\]][A-Z0-9]{0,12}){0,5}(?:号)?) ?[)\]]? *$",
    (
        "合同编号:HT-2022-0316",
        "招标编号: LJZB-2021-0077",
        "报告编号:JC[2021]0345",
        "(招标编号:LJZB-2021-0077)",
    ),
    ("合同编号:", "项目编号见附件", "合同编号:____"),
    "contracts, tenders and reports have numbers of their own, on a line above the text",
)

COMPANY_NUMBER = Rule(
    "doc_number:company",
    "doc_number",
    rf"^[^。\n]{{0,80}}?公告编号 ?: ?(?P<value>(?:临 ?)?{YEAR} ?[-—] ?(?:临 ?)?[0-9]{{1,4}})(?![0-9])",
    ("证券代码:600999 证券简称:云岭股份 公告编号:2022-045", "公告编号:临2022-012"),
    ("详见公司公告(公告编号2022-045)",),
    "announcements of listed companies are counted by year",
)

NUMBER_FIRST = Rule(
    "doc_number:first",
    "doc_number",
    rf"^(?P<value>{_NUMBER}) {{0,4}}(?=[{_HAN}]|[A-Z]{{2,8}}-)(?!文|规定|精神|要求|明确)",
    ("云政发[2022]45号各州、市人民政府:", "云政发[2022]45号 各州、市人民政府:"),
    ("国发[2021]23号文件", "国发[2021]23号规定", "云政发[2022]45号"),
    "a text without lines begins with its number",
)

COURT_HEAD = Rule(
    "doc_number:court",
    "doc_number",
    rf"(?:^|(?<=[ 。]))(?P<court>[{_HAN}]{{2,24}}?人民法院) {{0,12}}[{_HAN}]{{0,8}}(?:判决|裁定|调解|决定)书 {{0,12}}(?P<value>{_OTHER_NUMBER})",
    ("某市中级人民法院 民事判决书 (2021)京01民终1234号 上诉人",),
    ("不服某市人民法院(2020)京0114民初5678号民事判决",),
    "a judgment begins with court, kind and number, also where the lines are lost",
)

CAPTION_NUMBER = Rule(
    "doc_number:caption",
    "doc_number",
    rf"{FULL_DATE} ?(?P<value>[{_HAN}]{{2,30}}?(?:令|公告)(?:{YEAR}年)?第 ?[0-9一二三四五六七八九十百〇零]{{1,6}} ?号) ?(?:公布|发布|颁布)",
    ("(2016年8月30日通过 2016年9月12日某市人民政府令第58号公布)",),
    ("(根据2018年1月1日某市人民政府令第60号修改)", "1987年10月30日国务院发布"),
    "a caption says by which order the rules below it were issued",
)

NUMBER_IN_TITLE = Rule(
    "doc_number:title",
    "doc_number",
    rf" ?[(](?P<value>{_NUMBER})[)] ?$",
    ("云浮市人民政府关于印发方案的通知(云府函[2024]33号)",),
    ("关于国发[2021]23号的说明", "关于印发方案的通知"),
    "a page's title names the number in brackets",
)

ORDER_LINE = Rule(
    "doc_number:order",
    "doc_number",
    rf"^[(]?(?P<value>(?![根依]据|按照|依照)(?:[{_HAN} ]{{2,24}}(?:令|公告)|[{_HAN} ]{{0,24}}通[告函]) ?[\[(]?(?:{YEAR} ?年?)?[\])]? ?第 ?[0-9一二三四五六七八九十百〇零]{{1,6}}(?:/{YEAR})? ?号|{YEAR}年第 ?[0-9]{{1,4}} ?号(?:法律)?(?:公告|通告)|第 ?[0-9]{{1,4}}/{YEAR} ?号(?:行政法规|法律)|第 ?[0-9]{{1,4}}(?:/[A-Z]{{2,8}}){{1,2}}/{YEAR} ?号)[)]?$",
    (
        "2022年第3号法律公告",
        "第7/2021号行政法规",
        "中华人民共和国国务院令 第748号",
        "商务部公告2022年第5号",
        "中华人民共和国主席令第七十八号",
        "通告第3/2019号",
        "第009/DZVJ/2020号",
    ),
    ("根据国务院令第748号", "国务院令第748号公布的条例"),
    "orders and announcements are counted without letters",
)

ISSUE_NUMBER = Rule(
    "doc_number:issue",
    "doc_number",
    rf"^(?P<value>{YEAR} ?年第 ?[0-9]{{1,4}} ?号)(?: ?: ?| )(?=[{_HAN}\"《])",
    ("2017年第6号:某市保障性安居工程跟踪审计结果",),
    ("2017年第6号", "2017年第6号公告"),
    "announcements of auditors are counted in front of their titles",
)

ORDER_NUMBER = Rule(
    "doc_number:order-below",
    "doc_number",
    r"^ *[(]?(?P<value>第 ?[0-9一二三四五六七八九十百〇零]{1,6} ?号)[)]? *\r?$",
    ("第748号", "第 七十八 号"),
    ("第748号令", "第一号提案"),
    "an order's number often stands below the title 国务院令; it is read only there",
)

# ------------------------------------------------------------------------------- addressee

ADDRESSEE = Rule(
    "addressee",
    "addressee",
    rf"^ *+(?:{_NUMBER} +)?(?P<value>(?!附件|抄送|联系|责任|牵头|主办|承办|填报|[^:\n]{{0,60}}(?:如下|以下|下列|是指|包括|规定|决定|制定|根据|为了|现将|如次|应当|第[一二三四五六七八九十百0-9]{{1,4}}[条章节]))"
    r"(?:各[^:。;《》\"?!\n]{1,300}"
    r"|[^:。;《》\"?!\n]{1,300}?(?:政府|委员?会|部门|机构|单位|[厅局委办部院会处社署行司]|公司|企业|学校|大学|同志|委员|代表|组织|团体|中心"
    r"|集团|支队|总队|医院)(?:[(][^()\n]{1,40}[)])?)) ?:",
    (
        "各州、市人民政府,省直各委、办、厅、局:",
        "民革市委:",
        "各市、县(市、区)财政局(宁波不发):为贯彻",
        "云南省人民政府:",
        "云政发[2022]45号 各有关单位:",
    ),
    (
        "现将有关事项通知如下:",
        "第一条 根据法律,制定本办法:",
        "附件:方案",
        "一、工作目标。各地:",
        "主要目标:到2025年",
        "注意:本表",
        "联系单位:养老处",
    ),
    "主送机关 stands above the text, with a colon; an announcement of a list is none",
)

# ----------------------------------------------------------------------------- attachments

ATTACHMENTS = Rule(
    "attachments",
    "attachments",
    r"^ *附(?:件|表|图)(?: ?[0-9一二三四五六七八九十]{1,2}(?![0-9]))? ?: ?(?P<rest>.{0,400})$",
    ("附件:1.重点任务清单", "附件: 云南省碳达峰实施方案", "附件:"),
    ("附件1", "按附件要求:", "附则"),
    "附件说明 below the text",
)

ATTACHMENT_ITEM = Rule(
    "attachments:item",
    "attachments",
    r"(?<![0-9A-Za-z.])(?P<number>[0-9]{1,2}) ?[.、](?! ?[0-9])",
    ("1.重点任务清单", "清单2.分工方案"),
    ("增长1.5%", "重点任务"),
    "attachments are numbered in Arabic numerals",
)

# --------------------------------------------------------------------------------- caption

SUBTITLE_DATE = Rule(
    "signed:subtitle",
    "signed",
    rf"^ *--{{1,2}} ?[(]?(?P<date>{FULL_DATE})[)]? ?(?:在[{_HAN}0-9()\"《》、]{{4,60}}上(?:的(?:讲话|报告|发言|致辞|演讲|说明))?)?$",
    ("--2022年1月11日在某市第十一届人民代表大会第一次会议上",),
    ("--2022年1月11日至13日",),
    "a subtitle says when a report or speech was given",
)

OFFICE_LINE = Rule(
    "issuers:office",
    "issuers",
    rf"^ *(?P<value>[{_HAN}]{{2,24}}?)(?P<office>(?:党[组委](?:成员|副?书记)、)?(?:常务副|代理|副)?)(?P<rank>[省市州县区旗镇乡厅局院处]长|主任|主席|书记|检察长) {{1,4}}[{_HAN}·]{{1,6}}(?: [{_HAN}])? *$",
    (
        "某市财政局局长 张三",
        "某省水利厅党组书记、厅长  祁某",
        "某市副市长 李 四",
        "某市人民检察院检察长  王某某",
    ),
    ("审判长 张三", "各位主任 大家好。"),
    "below a title stands who gave the report or speech, by his office",
)

CAPTION = Rule(
    "caption",
    "signed",
    rf"^ *[(] ?[^()]{{0,20}}{FULL_DATE}.{{0,600}}(?:通过|批准|公布|发布|施行|修订|修正|颁布).{{0,200}}[)]? *$",
    (
        "(2013年1月21日最高人民法院审判委员会第1568次会议通过)",
        "(1986年9月5日第六届全国人大常委会第十七次会议通过 1986年9月5日公布",
    ),
    ("(2022年8月11日)", "2013年1月21日通过"),
    "题注: below a law's title stands how it came about",
)

ADOPTED = Rule(
    "caption:adopted",
    "signed",
    rf"(?P<date>{FULL_DATE})[^0-9()]{{0,60}}(?:第[0-9]{{1,5}}次[^0-9()]{{0,20}})?通过",
    (
        "2013年1月21日最高人民法院审判委员会第1568次会议通过",
        "1986年9月5日第六届全国人民代表大会常务委员会第十七次会议通过",
    ),
    ("2013年1月21日公布",),
    "成文日期 is the day of adoption where a meeting adopts (公文处理工作条例, article 9)",
)

PROCLAIMED = Rule(
    "caption:proclaimed",
    "published",
    rf"(?P<date>{FULL_DATE})[^0-9()]{{0,40}}(?:第[0-9]{{1,4}}号)?[^0-9()]{{0,10}}(?:公布|发布|颁布)",
    ("2002年8月16日最高人民法院公告公布", "1987年10月30日国务院发布"),
    ("2002年8月16日通过",),
    "the day of proclamation, in a caption",
)

CAPTION_ISSUER = Rule(
    "caption:issuer",
    "issuers",
    rf"{FULL_DATE} ?(?P<value>[{_HAN}]{{2,40}}?) ?(?:令|公告)?(?:第 ?[0-9]{{1,4}} ?号)?(?:公布|发布|颁布)",
    ("1988年7月11日上海市人民政府发布", "1987年10月30日国务院令第12号公布"),
    ("1988年7月11日发布", "1988年7月11日上海市人民政府批准"),
    "a caption says who issued the rules below it",
)

ASSEMBLY = Rule(
    "region:assembly",
    "region",
    rf"^ *--.{{0,24}}?在(?P<value>[{_HAN}]{{2,20}}?)第[一二三四五六七八九十0-9]{{1,4}}届",
    ("--2020年1月8日在荔波县第十八届人民代表大会第五次会议上",),
    ("在荔波县第十八届人民代表大会上",),
    "a subtitle says to whose assembly a report was made",
)

NOTE_ISSUER = Rule(
    "issuers:note",
    "issuers",
    rf"(?:^|[,:])(?:从|据)?(?P<value>[{_HAN} 、]{{4,60}}?)(?:[近日]日)?,?(?:联合|正式|公开)?(?:印发|发布|出台|公布|下发|制定)(?:了|的)?《(?P<title>[^\n]{{4,120}}?)》",
    ("某网讯:日前,某市能源局印发《某市配置办法》,全文如下:",),
    ("日前《某市配置办法》印发",),
    "an editor's note above the text says who issued it",
)

ISSUER_FIELD = Rule(
    "issuers:field",
    "issuers",
    rf"^ *(?P<name>招标(?:人|单位)|采购(?:人|单位)|比选人|询价人|出让人|转让方|出租人|拍卖人|建设单位|解读(?:机关|单位|部门|机构)|答复单位|公[示告]单位) ?: ?(?P<value>[{_HAN}()·]{{4,40}})(?=$| |[。;,])",
    ("招标人:某市自来水有限公司", "解读机关:某市水利局", "采购单位: 某市第一中学 地址:和平路1号"),
    ("招标人:", "代理机构:某咨询有限公司", "招标人应当:"),
    "below a tender stands whose it is, below an explanation who explains",
)

SOURCE_FIELD = Rule(
    "issuers:source",
    "issuers",
    rf"^ *(?:(?:文章|信息|资料|稿件|内容)?来源|供稿(?:单位)?) ?[:|丨] ?(?P<value>[{_HAN}()]{{4,40}})(?=$| )",
    ("来源 | 某省住房和城乡建设厅", "信息来源: 某市教育局 发布日期:2023-06-12"),
    ("来源:", "资料来源:《统计年鉴》"),
    "an explanation that an account or a page passes on is that of its source, if this is an organ",
)

HOUR_BELOW = Rule(
    "published:hour",
    "published",
    r"^ *(?P<place>香港|澳门|台北)时间 ?[0-9〇一二三四五六七八九十]{1,3} ?[时:]",
    ("香港时间11时30分", "香港时间十六时"),
    ("香港时间由天文台报时",),
    "below a press release stand the day and the hour at which it was issued, and by whose clock",
)

MASTHEAD_DATE = Rule(
    "published:masthead",
    "published",
    rf"^(?!今天|现在|当前|.{{0,60}}℃)(?=[^。\n]{{0,60}}(?:星期[一二三四五六日天]|[A-D]?[0-9]{{1,3}} ?版))[^0-9。\n]{{0,24}}(?P<date>{FULL_DATE})",
    ("2018年11月23日 星期五 农历戊戌年", "南方某报 评论 2011年08月17日 A02版"),
    ("2018年11月23日", "会议于2018年11月23日召开。星期五", "今天是2018年11月23日 星期五"),
    "a newspaper's page has its day above it",
)

COVER_PUBLISHED = Rule(
    "cover:published",
    "published",
    rf"(?:^|[A-Za-z] ) *(?P<date>{FULL_DATE}) ?发布(?= |[12]|$)",
    ("2012-06-29 发布 2012-07-01 实施", "2012-06-29发布"),
    ("2012年6月29日发布的标准",),
    "a standard's cover has the days of issue and effect (GB/T 1.1)",
)

COVER_EFFECTIVE = Rule(
    "cover:effective",
    "effective",
    rf"(?:^|发布) *(?P<date>{FULL_DATE}) ?实施 *$",
    ("2012-06-29 发布 2012-07-01 实施", "2012-07-01实施"),
    ("自2012-07-01实施", "2012-07-01 实施办法"),
    "a standard's cover has the days of issue and effect (GB/T 1.1)",
)

COVER_ISSUERS = Rule(
    "issuers:cover",
    "issuers",
    rf"^(?P<value>[{_HAN} ]{{0,80}}?) *(?:联 ?合 ?)?发 ?布 *$",
    ("云南省市场监督管理局 发布", "发布", "云岭水务有限公司发 布", "云南省财政厅 联合发布"),
    ("2012-06-29发布", "云岭发布了"),
    "who issues a standard stands last on its cover, on the line of 发布 or above it (GB/T 1.1)",
)

# -------------------------------------------------------------------------------- effective

EFFECTIVE = Rule(
    "effective",
    "effective",
    rf"(?:本(?![^。;,]{{0,20}}第[^。;,]{{1,6}}[条款项])|以上|上述)《?[{_HAN}]{{1,24}}?》?(?:[(][^()。]{{1,40}}[)])?(?:[经由][^。;,]{{1,40}},)?(?:[自从于,][ \u200b]?|(?=[^。;,]{{6,24}}(?:施行|实施|执行|生效)[。,;]))(?P<date>{FULL_DATE}) ?(?:零时|0时)?(?:之日)?(?:[{_HAN}]{{0,8}}?起|开始)?,?(?:正式)?"
    rf"(?:施行|试行|实施|执行|实行|生效)(?!的)",
    (
        "以上标准自2020年10月1日起执行",
        "本办法2023年6月1日起施行。",
        "本通知自2013年11月1日抄见水量起执行",
        "本办法于2023年6月1日正式施行",
        "上述政策自2023年6月1日起实行",
        "本规定由学生工作处负责解释,自2013年9月1日起试行",
        "本办法自2023年1月1日起施行",
        "本意见自2021年11月1日施行",
        "本条例于2007年9月1日起施行",
        "本规定自一九九三年二月一日起施行",
        "本规定经常务委员会审议通过,自1988年7月1日起施行",
        "本《办法》自2018年7月1日起施行",
        "本法(原称《条例》)自1989年1月1日起施行",
    ),
    (
        "自1988年1月1日起施行的《办法》",
        "本条例自公布之日起施行",
        "本条例第十条自2023年1月1日起施行",
        "本市2023年1月1日起实施居民阶梯水价",
    ),
    "the document says from which day it holds; of another law it says 起施行的",
)

EFFECTIVE_NOTICE = Rule(
    "effective:notice",
    "effective",
    rf"(?:印发|发布|公布|公告|现批准)[^。;]{{0,80}}[,;]?并?自(?P<date>{FULL_DATE}) ?(?:之日)?(?:起(?:正式)?(?:施行|实施|执行|生效)|生效)(?!的)",
    ("现将《办法》印发给你们,自2023年1月1日起施行", "现予公布,自2007年9月1日起施行"),
    ("印发《关于自2023年1月1日起施行的通知》",),
    "a notice or order sets the day for what it promulgates",
)

EFFECTIVE_EXPLAINED = Rule(
    "effective:explained",
    "effective",
    rf"(?:》(?:\([^()。]{{1,60}}\))?,?(?:将|已|也)?[自从于] ?(?P<date>{FULL_DATE}) ?(?:之日)?起?,?|(?P<before>{FULL_DATE}) ?起,?《[^《》。]{{2,60}}》(?:\([^()。]{{1,60}}\))?)(?:正式)?(?:施行|实施|执行|生效)(?!的)",
    (
        "《通知》自2023年6月15日起施行,有效期3年。",
        "2022年9月1日起,《某省管理办法》(以下简称《办法》)正式施行。",
    ),
    ("《通知》印发以后,各地要抓紧施行", "自2023年1月1日起施行的《办法》"),
    "an explanation says from which day the rules hold that it explains",
)

EFFECTIVE_CAPTION = Rule(
    "effective:caption",
    "effective",
    rf"自(?P<date>{FULL_DATE})起(?:施行|实施|执行|试行|生效)(?!的)",
    ("公告公布 自2002年8月23日起施行", "通过,自2020年3月1日起执行)"),
    ("自公布之日起施行",),
    "a caption sets the day",
)

# What every match of an EFFECTIVE rule holds; searched first.
EFFECTIVE_TRIGGERS = ("起(?:施行|试行|实施|执行|实行|生效|正式)", "日(?:施行|生效|正式)")

# ------------------------------------------------------------------------------- page lines

META = Rule(
    "meta",
    "published",
    r"^[-·*•>|\[ ]*+(?P<name>(?:(?i:published|posted)(?: on)?|(?:发布|公布|公开|发表|印发|颁布)(?:时间|日期)|(?:发布|发表)于|(?:成文|发文|生成)(?:时间|日期)|时间|日期"
    r"|(?:生效|实施|施行|签订|签署|签约|刊登)(?:时间|日期)|信息时间|公发布日|发文字号|发布文号|文号|发文机关|发文单位|发布机构|(?:发布|颁布)(?:单位|部门|机关)|制[发定]机关|案件字号|[答回]复(?:时间|日期|单位|部门|机构)))(?: ?\] ?[:|]? ?| ?[:|][ \t]?| ?(?=[0-9〇二]))(?P<value>[^|]{1,60})",
    (
        "- 时间: 2024-08-05 15:33",
        "发布日期:2022年8月11日",
        "发布日期 2021年3月5日",
        "发布时间 | 2021-03-05",
        "答复单位：\t某市城市管理局",
        "发布于 2021-03-05",
        "Published: 12 May 2021",
        "[发文字号]:云政发[2022]45号",
        "[发布文号]云政发[2022]45号",
        "发文机关:云南省人民政府",
        "颁布单位:云南省人民政府",
    ),
    ("时间表", "会议时间:8月", "施行日期由国务院规定"),
    "facts that a page gives of its document",
)

STAMP = Rule(
    "meta:stamp",
    "published",
    rf"^(?:\[字[体号型][^\[\]]{{0,16}}\] {{0,4}}|[{_HAN}]{{2,16}} {{1,9}}(?=[^ ]{{6,11}} [0-9]{{1,2}}:)|原创 [^0-9]{{0,40}}|(?:(?:信息|文章|稿件)?来源|作者|楼主) ?: ?[^0-9:]{{0,40}} )?(?:[(\[] ?)?(?P<date>{FULL_DATE}) {{0,6}}(?=T?[0-9]{{1,2}}:|[0-9]{{1,2}}时[0-9]{{1,2}}分|来源|[(|)\]]|$)",
    (
        "2021-04-12 08:31:07 来源:江淮日报",
        "原创 小王 某地发布 2022-05-20 17:30 发表于浙江",
        "2023年5月4日 09:12",
        "来源:新华社 2021-03-05 10:22",
        "[字体:大 中 小] 2021-03-05 10:22:10",
        "2012年04月05日 16时41分  来源:某某办公厅",
        "作者:北风吹过 2019-10-14 21:08 阅读 6720",
        "贵山日报 2021-03-22 07:40",
        "二〇二一年三月五日 来源:人民日报",
        "(2021-03-05 10:22:11)",
        "2015-3-4   来源:区交通局   点击数:123",
        "[ 2013-10-08 ] 阅读次数:5127",
    ),
    ("2023年5月4日起施行", "时间:2021-04-12", "会议于2021-04-12 08:31召开"),
    "a page's line of facts begins with the time at which it was put up",
)

BYLINE_HOUR = Rule(
    "meta:hour",
    "published",
    rf"(?P<date>{FULL_DATE}) ?(?:星期[一二三四五六日天] ?)?[0-9]{{1,2}}:[0-9]{{2}}",
    ("来源:某报 作者:李某 2018年03月04日 08:12", "来自:小满 2019-05-06 21:30:11"),
    ("2018年03月04日", "2019-05-06 21"),
    "above a page's text a day with an hour is when it was put up",
)

SENT = Rule(
    "meta:sent",
    "published",
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(?P<day>[0-9]{1,2}) [0-9]{2}:[0-9]{2}:[0-9]{2} (?P<year>(?:19|20)[0-9]{2})\b",
    ("时间 Sun Mar  8 23:14:52 2015", "发信站: 某社区 (Fri Nov 13 09:05:01 2009), 站内"),
    ("Sun Mar 8", "Sunday 8 March 2015"),
    "when a board's post was sent, as C's asctime writes it",
)

PUT_UP = Rule(
    "meta:below",
    "published",
    r"(?:(?:发布|发表|刊登|上载|上传|创建|回答)(?:于|时间|日期)|[Pp]osted @) ?:? ?(?P<date>[0-9]{1,4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,4}日?)",
    (
        "该菜谱发布于 2018-10-23 19:40:11",
        "上载日期:20/08/2020 最后更新:24/08/2020",
        "posted @ 2016-03-04 21:12 小满",
    ),
    ("最后更新:24/08/2020", "发布于2018年"),
    "below the text a page says when it was put up",
)

META_FIELDS = {
    "时间": "published", "日期": "published", "发布时间": "published", "发布日期": "published",
    "发表时间": "published", "发表日期": "published", "发布于": "published", "发表于": "published",
    "公布时间": "published", "公布日期": "published", "公开时间": "published", "公开日期": "published",
    "印发时间": "published", "印发日期": "published", "颁布时间": "published", "颁布日期": "published",
    "published": "published", "published on": "published", "posted": "published",
    "posted on": "published",
    "成文时间": "signed", "成文日期": "signed", "发文时间": "signed", "发文日期": "signed",
    "生成时间": "", "生成日期": "",
    "刊登时间": "published", "刊登日期": "published", "信息时间": "published", "公发布日": "published",
    "签约时间": "signed", "签约日期": "signed", "签订时间": "signed", "签订日期": "signed", "签署时间": "signed", "签署日期": "signed",
    "生效时间": "effective", "生效日期": "effective", "实施时间": "effective", "实施日期": "effective",
    "施行时间": "effective", "施行日期": "effective",
    "发文字号": "doc_number", "发布文号": "doc_number", "文号": "doc_number",
    "发文机关": "issuers", "发文单位": "issuers", "发布机构": "issuers", "发布单位": "issuers",
    "制发机关": "issuers", "制定机关": "issuers", "发布部门": "issuers", "发布机关": "issuers",
    "答复时间": "published", "答复日期": "published", "回复时间": "published", "回复日期": "published",
    "答复单位": "issuers", "答复部门": "issuers", "答复机构": "issuers", "回复单位": "issuers", "回复部门": "issuers",
    "颁布单位": "issuers", "颁布部门": "issuers", "颁布机关": "issuers", "案件字号": "doc_number",
}  # fmt: skip

# Names that speak of the document even in its own lines; 时间 there may be a meeting's.
SURE_META = (
    "发布", "公布", "发表", "刊登", "成文", "发文", "签订", "签署", "签约", "生效", "施行",
)  # fmt: skip

PRINTED = Rule(
    "published:imprint",
    "published",
    rf"(?P<date>{FULL_DATE}) ?印(?:发|制)?$",
    ("云南省人民政府办公厅2022年8月12日印发", "2022年6月8日印发"),
    ("2022年6月8日印发的通知", "2022年6月8日"),
    "印发日期: the day the document was sent out; published, unless the page names a day",
)

LETTERHEAD = Rule(
    "issuers:letterhead",
    "issuers",
    rf"^ *(?P<value>[{_HAN} ]{{3,60}}?) ?(?:文件|函件|(?:新闻)?公报)?$",
    ("昆明市发展和改革委员会文件", "国务院文件", "香港特区政府新闻公报"),
    ("昆政发[2022]3号",),
    "发文机关标志, GB/T 9704-2012, 7.2.4: the name of the organ, with 文件 or without",
)

# --------------------------------------------------------------------- draft, restrictions

DRAFT_ADDRESS = Rule(
    "draft:address",
    "draft",
    r"gov\.cn/(?:[^/]{1,60}/){0,8}?(?:[a-z_]*(?:yjzj|zjyj|zqyj|yjzq|zjdc|myzj)[a-z_0-9]*|opinion)/",
    ("http://fgw.a.gov.cn/hdjl/zjdc/202207/t1.html", "https://b.gov.cn/hdjl_70/jcyjzj/2.html"),
    ("http://fgw.a.gov.cn/zcfg/202207/t1.html", "http://zjdc.a.gov.cn/zcfg/t1.html"),
    "government sites put what they consult on under 意见征集 (yjzj) or 征集调查 (zjdc)",
)

DRAFT_TITLE = Rule(
    "draft:title",
    "draft",
    r"征求意见稿|(?:公开)?征求意见|意见征求稿|送审稿|讨论稿|审议稿|[(][^()]{0,6}草案[^()]{0,9}[)]|草案$|[(]草稿[)]",
    (
        "实施方案(征求意见稿)",
        "实施方案(草案)",
        "修正案(草案二次审议稿)",
        "公司法(修订草案)",
        "立法法修正案草案",
    ),
    ("征兵工作条例", "关于草案审议程序的规定"),
    "a title says that it is a draft",
)

DRAFT_TEXT = Rule(
    "draft:text",
    "draft",
    r"现(?:面)?向(?:全)?社会(?:各界|公众|公开)?[^。;]{0,6}征求意见|现(?:予以)?公开征求意见"
    r"|(?<!执行中)(?<!实施中)(?<!过程中)(?:^|[。;,])如有(?:修改)?意见(?:和|或|、|与)?(?:建议)?,?请(?:于[^。;]{0,20}|及时)?[^。;]{0,12}(?:反馈|联系|发送|提出|告知|寄)"
    r"|^[^。;]{0,40}[(](?:征求意见稿|草案|送审稿)[)]$",
    (
        "现向社会公开征求意见",
        "如有意见请联系我们",
        "云南省实施方案(征求意见稿)",
        "。如有意见建议,请于6月1日前反馈",
    ),
    (
        "应当向社会公开征求意见",
        "广泛征求意见",
        "执行中如有意见请反馈",
        "起草《方案》(征求意见稿)时",
    ),
    "the text asks for comments on itself",
)

# What every match of DRAFT_TEXT holds.
DRAFT_TRIGGERS = ("征求意见", "草案", "送审稿", "如有")

RESTRICTION = Rule(
    "restrictions",
    "restrictions",
    r"^[\[( ]*+(?P<value>此件不(?:予)?公开|不(?:予)?公开|此件依申请公开|依申请公开|此件不得?上网|内部(?:资料|文件|材料|发行)(?:[,、]? {0,4}(?:注意保存|请勿外传|不得外传))?"
    r"|(?:绝 ?密|机 ?密|秘 ?密)级?(?: ?[★☆*·] ?[^() ]{0,6})?|仅供内部(?:参考|使用)|内部使用|注意保密|请勿外传|[会阅]后收回)(?: +(?:特急|加急|特提|平急|急件))?[\]) ]*+$",
    (
        "(此件不公开)",
        "[不公开]",
        "秘密★1年",
        "机 密 ★ 长期 特急",
        "内部资料,注意保存",
        "内部资料  注意保存",
        "依申请公开",
    ),
    ("秘密工作条例", "内部资料管理", "(此件公开发布)", "机密性"),
    "密级 and 附注 are lines of their own",
)

RULES = (
    CAPTION_ISSUER, ASSEMBLY, MASTHEAD_DATE, COURT_HEAD, CAPTION_NUMBER, ISSUER_FIELD, HOUR_BELOW, NOTE_ISSUER,
    DATE_LINE, MONTH_LINE, DATE_FIRST, DATE_BEHIND, NUMBER, NUMBER_LINE, OTHER_NUMBER_LINE, STANDARD_LINE,
    COMPANY_NUMBER, NUMBER_FIRST, NUMBER_IN_TITLE, ORDER_LINE, ADDRESSEE, ATTACHMENTS,
    ATTACHMENT_ITEM, CAPTION, ADOPTED, PROCLAIMED, COVER_PUBLISHED, COVER_EFFECTIVE, COVER_ISSUERS, EFFECTIVE,
    EFFECTIVE_NOTICE, EFFECTIVE_CAPTION, META, STAMP, BYLINE_HOUR, SENT, PRINTED, LETTERHEAD, DRAFT_ADDRESS, DRAFT_TITLE, DRAFT_TEXT,
    RESTRICTION,
)  # fmt: skip
