"""What is cut out of a line."""

from transforms.schema import BOILERPLATE, CREDIT, MARKUP, Rule

INSIDE = (
    Rule(
        "credit:qr",
        CREDIT,
        r"(?:扫码|扫描二维码|长按识别二维码)(?:查看|下载|阅读|获取|关注)(?:全文|原文|文件|详情|更多)",
        ("扫码查看全文", "扫码下载原文"),
        ("扫码支付", "扫码查看健康码"),
        "the caption of a picture that is not there",
    ),
    Rule(
        "credit:novel-inside",
        CREDIT,
        r"[★☆*◆●<\[(]{0,6}(?:本书|本文|本章|本小说)(?:由|来自|首发于?)[^。;:,\n]{0,20}(?:www\.|m\.|https?://)[a-z0-9./-]{4,40}[^。;,\n★☆◆●]{0,12},?最新章节[^。;,\n★☆◆●]{0,12}[★☆*◆●>\])]{0,6}",
        ("★★★本书由【某某小说网】www.abcd.com免费提供，最新章节抢先看★★★",),
        ("本书由某某出版社出版", "本文来自www的资料"),
        "a site of novels names itself inside the lines",
    ),
    Rule(
        "chrome:machine-inside",
        BOILERPLATE,
        r"(?<![^\n])(?:[^;\n]{0,160}[。!?] ?)?[^。;:,\"\n]{0,12}(?:内容|回答|摘要|本文|以上|此文|总结)[^。;:,\"\n]{0,12}(?:由|为|系) ?[^。;:,\"\n]{0,12}(?:AI|人工智能|大模型)[^。;:,\"\n]{0,8}(?:生成|提炼|总结|撰写|提供)[,。;]? ?[^。;:,\"\n]{0,10},? ?(?:仅供参考|请(?:仔细|注意|自行)?(?:甄别|核实|核查|辨别))[^。;:\"\n]{0,16}。?(?![^\n])",
        (
            "本文介绍了先监测再施药的做法。内容由AI生成，仅供参考",
            "本回答由 AI 生成，内容仅供参考，请仔细甄别。",
        ),
        (
            "由人工智能生成的材料,应当核实。",
            "生成内容仅供参考",
            "应当在文首添加“本内容由AI生成，仅供参考”字样。",
            "应当提示：本回答由人工智能生成，仅供参考。",
        ),
        "a program says that it wrote a line",
    ),
    Rule(
        "chrome:copy-link",
        BOILERPLATE,
        r" ?\[ ?复制链接 ?\]|(?<=[\])]) ?已下载 ?[0-9]{0,9} ?次",
        (" [复制链接]",),
        ("复制链接", "已下载3次"),
        "a forum offers its thread's address behind the title; a site counts who took a file",
    ),
    Rule(
        "credit:source-inside",
        CREDIT,
        r"注:[^。;:\n]{0,24}(?:微信|公众号|公号|QQ) ?: ?[A-Za-z0-9_-]{4,30}(?:、[A-Za-z0-9_-]{4,30})*+。?",
        ("注:碳中和资料库整理,微信:abc3005、abc3060。", "注:维度系列,微信:weidu123"),
        ("注:微信: 无", "注:本表数据"),
        "a compiler signs his table with his account",
    ),
    Rule(
        "chrome:terminal",
        BOILERPLATE,
        r"\x1b\[[0-9;?]{0,16}[A-Za-z]",
        ("\x1b[32m《感遇》\x1b[m",),
        ("[32m", "\x1b"),
        "a terminal's colours are no text",
    ),
    Rule(
        "chrome:office",
        BOILERPLATE,
        r"<\?xml:namespace[^<>\n]{0,200}>|</?(?:o:p|st1:[a-z]{1,20}|v:[a-z]{1,20}|w:[A-Za-z]{1,40})(?: [^<>\n]{0,300})?/?>|<!(?:--)?\[(?:if|endif)[^<>\n]{0,60}\](?:--)?>",
        (
            "＜?xml:namespace prefix = o ns = ”urn:schemas-microsoft-com:office:office” /＞",
            "<o:p></o:p>",
            "<!--[if !supportLists]-->",
            '<st1:chsdate w:st="on" year="2008">',
        ),
        ("<某某>", "<?xml version=1.0?>", "<w>"),
        "a word processor left its tags in what was pasted from it",
    ),
    Rule(
        "chrome:numbered",
        BOILERPLATE,
        r"(?<![^\n])0[1-9] {1,3}(?=[一二三四五六七八九十]{1,2}、)",
        ("01 一、为什么要修订？",),
        ("01 总则", "501 一、总则"),
        "a page numbers headings that have numbers of their own",
    ),
    Rule(
        "markup:ornament",
        MARKUP,
        r"(?<![^\n])[▌▍▎▏┃]{1,2} {0,2}(?=[\u4e00-\u9fff0-9])(?![^\n]{0,80}[▌▍▎▏┃])",
        ("▍什么是肺结节", "┃ 一、政策依据"),
        ("▌▌▌▌▌ 5人", "┃姓名┃年龄┃", "甲▍乙"),
        "an editor of posts draws a bar before a heading",
    ),
    Rule(
        "chrome:main-text",
        BOILERPLATE,
        r"(?<![^\n])正文 {1,3}(?=第[0-9一二三四五六七八九十百千零〇]{1,9}[章回节卷集话])",
        ("正文 第一百一十七章 雪夜换马",),
        ("正文第三章", "见正文 第三章"),
        "a site of novels calls a chapter the main text",
    ),
    Rule(
        "chrome:inside",
        BOILERPLATE,
        r"\[? ?(?:本帖最后由 ?[^。;\n]{1,30}? ?于|此帖被 ?[^。;\n]{1,30}? ?在) ?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{2} ?(?:重新)?编辑 ?\]?|返回搜狐,查看更多|\[来源请求\]|\([^()。;:\n]{2,40}版权所有\)",
        (
            "[ 本帖最后由 刨花满地 于 2013-4-6 20:30 编辑 ]",
            "[ 此帖被饼香在2009-10-02 20:11重新编辑 ]",
            "返回搜狐，查看更多",
            "（某能源网hgny.example 版权所有）",
        ),
        ("本帖最后由版主编辑", "返回搜狐首页", "（其版权所有者）"),
        "a page writes behind a post or a text",
    ),
)

# Words without which no rule of INSIDE can match: a source without them is not searched.
INSIDE_TRIGGERS = (
    "码(?:查看|下载|阅读|获取|关注)",
    "注:",
    "仅供参考",
    "甄别",
    "请核[实查]",
    "\x1b",
    r"<(?:\?xml:|/?o:p|/?st1:|!(?:--)?\[|/?[vw]:)",
    *"▌▍▎▏┃",
)
# The same, of what stands in a text only where lines are named that frame it.
FRAMED_TRIGGERS = (
    "最新章节",
    "复制链接",
    "本帖最后由",
    "此帖被",
    "返回搜狐",
    "来源请求",
    "已下载",
    "版权所有",
    "正文 {1,3}第",
    "0[1-9] [一二三四五六七八九十]{1,2}、",
)
