"""What stands at the edges of pages of paper, or disguises itself."""

from transforms.schema import RUNNING, Rule

JOURNAL_HEAD = Rule(
    "running:journal",
    RUNNING,
    r"(?:第 ?[0-9]{1,4} ?[卷期](?:,? ?第 ?[0-9]{1,4} ?期)? {2,}\S.{0,60}"
    r"|\S.{0,60}? {2,}第 ?[0-9]{1,4} ?[卷期](?:,? ?第 ?[0-9]{1,4} ?期)?)$",
    (
        "第 3 期      王某等:遥感分类方法综述",
        "遥感技术与应用        第 36 卷",
        "水利学报  第12卷 第3期",
    ),
    ("第3期培训班", "总第12期", "第 3 期 培训安排"),
    "the number of a journal, apart from its name or the authors, heads a page",
)

PERIODICAL = Rule(
    "running:periodical",
    RUNNING,
    r"(?=.{0,160}[期卷辑月])(?:《?[\u4e00-\u9fff]{2,16}》? *(?:\([^()]{1,12}\))? *(?:(?:19|20)[0-9]{2} ?年?|一九[〇零○一二三四五六七八九]{2}年|二[〇零○][〇零○一二三四五六七八九]{2}年)? ?(?:[0-9]{1,2} ?月 ?)?"
    r"(?:总?第 ?[0-9一二三四五六七八九十百]{1,4} ?[卷期辑]|卷[首末])(?:,? ?第 ?[0-9一二三四五六七八九十]{1,3} ?期)?(?: ?\(总第? ?[0-9]{1,4} ?期\))?(?: {2,}\S.{0,60}| *\([0-9一二三四五六七八九十]{1,4}\))?"
    r"|第 ?[0-9]{1,4} ?卷,? ?第 ?[0-9]{1,3} ?期 {2,}\S.{0,100}"
    r"|(?:19|20)[0-9]{2} ?年 ?[0-9]{1,2} ?月 {2,}\S.{0,120} {2,}[A-Z][a-z]{2,8}[., ]{1,3}(?:19|20)[0-9]{2})$",
    (
        "西川史学  2008年第3期",
        "江城文艺 一九八二年第四期",
        "某氏族谱      卷首",
        "第36卷 第2期        某某学报        Vol.36 No.2",
        "2016年3月      Journal of Some University      Mar. 2016",
        "民众半月刊  第一期          (一)",
    ),
    ("2016年第3期培训班", "第一卷 总论", "会议纪要 2009年第14期:", "文章载于《学报》2016年第3期。"),
    "a journal or a collection says above the title which issue of it this was",
)

PATENT = Rule(
    "running:patent",
    RUNNING,
    r"\(?(?:19|21|12)?\)? ?CN ?[0-9]{7,9} ?[A-Z][0-9]?$",
    ("CN 208475129 U", "CN 112233445 A"),
    ("CN 2020", "CN 208475129 U的说明书"),
    "a patent's number heads its pages",
)

STAMP = Rule(
    "running:stamp",
    RUNNING,
    r"(?:[\u4e00-\u9fff]{2,6}专用 *|[\u4e00-\u9fff]{4,20} {2,}|[\u4e00-\u9fff]{4,20} (?=仅供))?(?:仅供[\u4e00-\u9fff]{2,10}(?:使用|参考|学习|查阅)(?:,? ?(?:严禁|不得|禁止|请勿|切勿)[\u4e00-\u9fff]{2,8})?|(?:内部(?:资料|文件)|样 ?本),? ?(?:请勿外传|注意保[管存密]|仅供[\u4e00-\u9fff]{2,6})|请勿(?:外传|复制|翻印))$",
    (
        "合同专用    仅供备案使用",
        "仅供内部参考",
        "某省标准站 仅供学习使用 严禁商用",
        "内部资料 请勿外传",
        "业主大会会议纪要　　　内部资料　注意保存",
    ),
    ("内部资料", "仅供参考", "本表仅供内部使用。"),
    "what is stamped on each page; at a page's edge only",
)

PAGE_FOOT = Rule(
    "running:page-of",
    RUNNING,
    r"(?:[^ ]| (?! )){1,60} {2,}+(?:[Pp](?:age|AGE) ?[0-9]{1,4} ?(?:of|/) ?[0-9]{1,4}|- ?[0-9]{1,4} ?-|[0-9]{1,4} ?/ ?[0-9]{1,4})$"
    r"|[^ ,、。;:]{2,30} {1,8}+第 ?[0-9]{1,4} ?页 ?[,(]? ?共 ?[0-9]{1,4} ?页\)?$",
    (
        "HX-200 使用说明书        Page 1 of 3",
        "某某年鉴    - 12 -",
        "七年级数学试卷　第2页（共4页）",
    ),
    ("比例  1:3", "Page 1 of 3", "合格率  3/5以上", "答题卡 第2页"),
    "the words of a page's head or foot, and apart from them its number",
)

SITE_FOOT = Rule(
    "running:site",
    RUNNING,
    r"[\u4e00-\u9fff]{2,20}(?:网站?|门户|频道) *[(]?(?:https?://|www\.)[a-z0-9./-]{4,60}[)]?$",
    ("某区人民政府门户网站 www.shigu.example.cn",),
    ("报名网站:www.example.cn", "某网站 建设"),
    "whose page it was; at a page's edge only",
)

DISGUISED = Rule(
    "running:watermark",
    RUNNING,
    r"[\u4e00-\u9fff](?:[*_|~+=^#•★☆◆■●@&$%/\\]| ?[·.] ?)[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff] [\u4e00-\u9fff] [\u4e00-\u9fff]|^[\W_]{0,4}[Ww][\W_]{0,2}[Ww][\W_]{0,2}[Ww][\W_]{0,3}[A-Za-z0-9]",
    ("更多报*告请关注", "内 部 资 料 仅供学习", "碳·中和资料库", "Ｗww。xiAo shu=net／小,说"),
    ("第一章 总则", "某市人民政府 关于印发方案的通知", "3.5%", "网址 www.example.com"),
    "a line that varies from page to page by signs and spaces hides from filters",
)
