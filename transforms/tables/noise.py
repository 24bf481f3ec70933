"""What is not the document's own words, as rules over the view of a line or inside one.

``ANYWHERE`` rules name a whole line wherever it stands; ``HEAD`` rules only a line above the first
sentence of a source (a meeting notice may well have a line ``时间:``); ``INSIDE`` rules cut their
match out of a line. Lines that begin with an item's mark are never tried.
"""

from transforms.schema import BOILERPLATE, CREDIT, IMPRINT, MARKUP, NOTE, Rule

ANYWHERE = (
    Rule(
        "credit:follow",
        CREDIT,
        r"[^。;]{0,50}(?:更多|关注|扫码|扫一扫|添加|搜索|长按|加入)[^。;]{0,16}"
        r"(?:微信|公众号|公号|二维码|小程序|知识星球|QQ群|交流群)[^。;]{0,50}",
        ("《汇编(第7版)》 更多干货请关注微信公号:碳中和资料库", "扫码关注公众号"),
        ("办事人可以通过微信公众号预约。", "更多支持政策"),
        "an advert for an account is no part of a document",
    ),
    Rule(
        "credit:source",
        CREDIT,
        r"注:[^。;]{0,24}(?:微信|公众号|公号|QQ)[^。;]{0,40}。?",
        ("注:碳中和资料库整理,微信:abc3005、abc3060。",),
        ("注:本表不含微信。小程序", "注:以上指标为约束性指标"),
        "a compiler signs his table with his account",
    ),
    Rule(
        "chrome:share",
        BOILERPLATE,
        r"(?:[\[(【]? ?(?:分享(?:到|至)?|打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回(?:顶部|列表|首页)?"
        r"|回到顶部|复制链接|点赞|转发|大|中|小|字体|字号|朗读|下载|微博|微信|朋友圈)[\])】]? ?[:|/·]? ?)++",
        ("分享到:", "【打印】 【关闭】", "字体: 大 中 小", "回到顶部"),
        ("打印设备采购办法", "小微企业"),
        "buttons of a web page",
    ),
    Rule(
        "chrome:navigation",
        BOILERPLATE,
        r"(?:(?:您|你)?(?:现在|当前)?(?:所在)?的?位置 ?:|首页 ?[>|-]|网站首页|网站地图|联系我们$|关于我们$|版权声明$|版权所有"
        r"|上一[篇条页] ?:?|下一[篇条页] ?:?|相关(?:文章|阅读|链接|推荐|新闻)|热门(?:文章|推荐)|扫一扫"
        r"|主办单位 ?:.{2,30}承办|网站标识码|.{0,12}ICP备).{0,80}",
        ("您现在的位置: 首页 > 政策", "上一篇:通知", "联系我们", "版权所有 云浮市人民政府"),
        ("联系我们的工作", "首页不得"),
        "the frame of a web page",
    ),
    Rule(
        "chrome:viewer",
        BOILERPLATE,
        r".{0,40}VIP(?:专享|免费|下载).{0,20}|[ ·*-]*(?:碎片内容|已认证|内容提供者|确认删除\??|微信客服|QQ客服|客服邮箱|在线客服"
        r"|管理员微信|QQ客服点击这里.{0,16}|文档(?:下载|贡献者|格式).{0,20}|(?:举报|版权)(?:反馈|申诉)?)",
        ("方案最新版VIP专享VIP免费", "已认证", " · QQ客服点击这里给我发消息"),
        ("认证机构", "已认证的企业应当"),
        "the frame of a document viewer",
    ),
    Rule(
        "chrome:disclaimer",
        BOILERPLATE,
        r"(?:[0-9]{1,2}[、.])? ?(?:当您付费下载|本(?:站|网|平台|公众号)(?:所有|对|不对|内容|仅|转载|部分)|(?:如|若)?(?:有|文档内容)?存在违规"
        r"|免责声明|(?:如|若)(?:有)?侵权|本文(?:来源|转载|系转载)|声明:本).{0,200}",
        (
            "1、当您付费下载文档后,您只拥有了使用权限",
            "本站所有内容均由合作方上传",
            "如有侵权请联系删除",
        ),
        ("本市网络安全", "如有违反,依法处理", "本网络安全规定"),
        "what a site says about itself",
    ),
    Rule(
        "chrome:mail-protection",
        BOILERPLATE,
        r".{0,12}\[email protected\].{0,12}",
        ("邮箱:[email protected]",),
        ("email",),
        "a content delivery network hides addresses so",
    ),
    Rule(
        "markup:bullet",
        MARKUP,
        r"[-*·•+>#|]{1,2}",
        ("-", "*", "·"),
        ("- 一", "1"),
        "a list item that has lost its content",
    ),
    Rule(
        "markup:ruler",
        MARKUP,
        r"[-=*_~]{3,}+|`{3,}+[a-z]{0,10}",
        ("-----", "***", "=====", "```"),
        ("--全国", "="),
        "a drawn line",
    ),
    Rule(
        "note:abridged",
        NOTE,
        r"[(\[](?:本文|此件|原文|全文)?(?:(?:略?有)?(?:删减|删节)|节选|摘编|摘要)[^()\[\]]{0,16}[)\]]",
        ("(本文有删减)", "(节选)", "[有删节]"),
        ("(略阳县)", "(附件略)将"),
        "an editor says that text is missing",
    ),
    Rule(
        "note:original-below",
        NOTE,
        r"(?:以下(?:是|为)?(?:通知|文件|方案|政策)?(?:全文|原文)|(?:通知|文件|方案|政策)?(?:全文|原文)(?:如下|内容)|附(?:全文|原文)) ?[:。]?",
        ("原文如下:", "以下为全文", "通知全文如下:"),
        ("全文公布", "现将原文如下部分"),
        "an editor hands over to the text",
    ),
    Rule(
        "imprint:mark",
        IMPRINT,
        r"[\[(](?:主办|会办|公开|主动公开|依申请公开|不予公开|此件(?:公开|主动公开|依申请公开|删减后公开)(?:发布)?)[\])]"
        r"|(?:信息)?公开(?:方式|属性|选项|类别|形式) ?:.{0,12}",
        ("[主办]", "[公开]", "(此件公开发布)", "公开方式:主动公开"),
        ("(公开招标)", "公开选拔"),
        "GB/T 9704 marks that are not text",
    ),
    Rule(
        "imprint:copies",
        IMPRINT,
        r"(?:抄送|抄报|分送) ?:[^×X]{1,300}",
        ("抄送:市委办公室、市政府办公室。",),
        ("抄送机关应当", "抄送:××××。"),
        "版记, GB/T 9704-2012, 7.4",
    ),
    Rule(
        "imprint:printed",
        IMPRINT,
        r"[^。;:]{0,40}(?:19|20)[0-9]{2} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日 ?印(?:发|制)?",
        ("2022年6月8日印发", "云南省人民政府办公厅 2022年8月12日印发"),
        ("2022年6月8日印发的通知", "2022年6月8日"),
        "版记, GB/T 9704-2012, 7.4",
    ),
)

HEAD = (
    Rule(
        "chrome:meta",
        BOILERPLATE,
        r"[-·*• ]*+(?:(?:发布|发文|成文|更新|印发|生成|录入)?(?:时间|日期)|(?:信息|文章|稿件)?来源|稿源|浏览(?:次数|量)?|点击(?:次数|量|数|率)?"
        r"|阅读(?:次数|量|数)?|访问(?:次数|量)?|(?:文章)?作者|(?:责任|网络)?编辑|责编|审核|发布(?:人|机构|单位)|发文(?:机关|单位|字号)|文号|索引号|主题(?:词|分类)"
        r"|有效性|字号) ?[:|].{0,60}",
        ("- 时间: 2024-08-05 15:33", "来源: 本网", "浏览: 204 次", "索引号:000014349/2022-00001"),
        ("时间表", "来源于"),
        "facts of a web page about itself",
    ),
    Rule(
        "chrome:contact",
        BOILERPLATE,
        r"[-·*• ]*+(?:座机|手机|(?:联系|咨询|服务|客服)?电话|热线|传真|(?:电子)?邮箱|[Ee]-?[Mm]ail|QQ|微信|(?:公司|联系|通讯)?地址|邮(?:政)?编(?:码)?|网址) ?:.{0,60}",
        ("座机:027-87580888", "地址: 武汉市洪山区", "传真:027-87580883"),
        ("电话会议", "地址命名"),
        "a site's own contacts stand above the text; a document's stand below it",
    ),
    Rule(
        "imprint:letterhead",
        IMPRINT,
        r"(?!.{0,30}关于)[\u4e00-\u9fff ]{3,40}(?:文件|函件|公报)",
        ("昆明市发展和改革委员会文件", "国务院文件"),
        ("关于印发规范性文件", "文件管理办法"),
        "版头 (red head), GB/T 9704-2012, 7.2.4",
    ),
)

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
        "credit:source-inside",
        CREDIT,
        r"注:[^。;:\n]{0,24}(?:微信|公众号|公号|QQ) ?: ?[A-Za-z0-9_-]{4,30}(?:、[A-Za-z0-9_-]{4,30})*+。?",
        ("注:碳中和资料库整理,微信:abc3005、abc3060。", "注:维度系列,微信:weidu123"),
        ("注:微信: 无", "注:本表数据"),
        "a compiler signs his table with his account",
    ),
)

# Words without which no rule of INSIDE can match: a source without them is not searched.
INSIDE_TRIGGERS = ("扫码", "二维码", "微信", "公众号", "公号", "QQ")
