"""What is not the document's own words, as rules over the view of a line or inside one.

``ANYWHERE`` rules name a whole line wherever it stands; ``HEAD`` rules only a line above the first
sentence of a source (a meeting notice may well have a line ``时间:``); ``TAIL`` rules only a line
behind the last sentence, date or item of a source, and ``FRAME`` rules there only below a line
that is named already (a document's own contacts stand above the page's frame). ``INSIDE`` rules
cut their match out of a line. Lines that begin with an item's mark are tried for buttons only.
"""

from transforms.schema import BOILERPLATE, CREDIT, IMPRINT, MARKUP, NOTE, RUNNING, Rule

# Buttons of a page, in a row; what parts them; and those that no table or list would hold.
_BUTTON = (
    r"[\[(]? ?(?:(?:一键|我要|点击)?(?:分享(?:到|至|给)?|转发(?:到|至)?)|(?:我要)?打印(?:本页|此页|本文|文章|页面)?"
    r"|关闭(?:窗口|本页|页面|此页)?|(?:加入|我要)?收藏(?:本页|此页|文章)?|返回(?:顶部|列表|首页|上一页|上页|目录)?|回到?顶部"
    r"|(?:我要|内容)?纠错|复制(?:本页)?链接|点赞|朗读|下载|导出|(?:新浪|腾讯|人民)?微博|微信(?:好友)?|朋友圈|QQ(?:空间|好友)?"
    r"|人人网|豆瓣|开心网|百度贴吧|更多|(?:浏览|选择|阅读)?(?:字体(?:大小)?|字号)|写留言|在看|寄给朋友|(?:友善)?列印|Print|Share|Tweet|E-?mail|Bookmark|(?:Text|Font) [Ss]ize|(?:Back|Return) to top"
    r"|特大|默认|大|中|小|T|A[+-]?)[\])]? ?[:|/·]? ?"
)
_BUTTON_ALONE = (
    r"分享[到至给]? ?:|分享[到至]|回到?顶部|返回顶部|复制(?:本页)?链接|(?:打印|关闭|收藏)(?:本页|此页|窗口|页面)|我要(?:打印|纠错|收藏|分享)"
    r"|[\[(] ?(?:打印|关闭|收藏|返回|分享|纠错|下载|我要|(?:浏览|选择)?字[体号]|大 ?[|/]? ?中|大[\])] ?[\[(]中)|字[体号](?:大小)? ?[:\[(]|一键分享|写留言|寄给朋友|(?:Back|Return) to top|Print ?[|/]|(?:Text|Font) [Ss]ize"
)
# Between the characters of an advert against filters: signs and spaces.
_GAP = r"[ ·.*_|~+=^#-]{0,2}"
# Further buttons, of which a text below its title may be made; and what they count.
_BUTTON_BELOW = (
    r"[\[(]? ?(?:我要举报|举报|只看楼主|推荐(?:给朋友)?|打赏|赏析|完善|(?:发表)?评论|收起|展开|已?[赞踩]过?|全文|返回(?:目录|书页)?|[上下]一[章页版回节篇]"
    r"|回复|点击(?:次?数|量)?|浏览(?:次?数|量)?|阅读(?:次?数|量)?|昵称|邮箱|网址|验证码|[*]|[+]1)[\])]? ?[:|/·]? ?"
)
_COUNT = r"(?:[0-9.]{1,8}[万wW]?[+]? ?(?:次|人)?[ |]{0,4})?"
_ACCOUNT = "|".join(
    _GAP.join(word)
    for word in (
        "微信",
        "公众号",
        "公号",
        "二维码",
        "小程序",
        "知识星球",
        "QQ群",
        "交流群",
        "资料群",
    )
)
_FOLLOW = "|".join(
    _GAP.join(word) for word in ("关注", "扫码", "扫一扫", "扫描", "添加", "搜索", "长按", "请加")
)

_COPYRIGHT = r"(?:[Cc][Oo][Pp][Yy][Rr][Ii][Gg][Hh][Tt] ?(?:©|\([Cc]\)|[0-9]{4}|@|&)|© ?[0-9]{4})"

ANYWHERE = (
    Rule(
        "credit:follow",
        CREDIT,
        rf"[^。;]{{0,50}}(?:(?:{_FOLLOW})[^。;]{{0,16}}(?:{_ACCOUNT})|加入?[^。;]{{0,8}}(?:QQ ?|微信|交流|资料)群|加(?:微信|QQ|[Vv][Xx]?) ?[:号])[^。;]{{0,50}}",
        (
            "《汇编(第7版)》 更多干货请关注微信公号:碳中和资料库",
            "扫码关注公众号",
            "更多干货请关 注·微.信 公*号:资料库",
            "加微信:abc3005",
        ),
        ("办事人可以通过微信公众号预约。", "更多支持政策", "推进更多事项进入微信小程序"),
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
        "credit:account",
        CREDIT,
        r"[点击长按戳]{0,2}[上下]方?[^。;]{0,12}(?:蓝字|名片|卡片)[^。;]{0,16}|点击蓝字 ?关注[^。;]{0,12}|以下文章来源于[^。;]{1,40}"
        r"|[^。;]{0,12}好看[^。;]{0,8}点(?:个|这里|亮|一下)[^。;]{0,10}|点个?[\"']?(?:在看|赞)[\"']?[^。;]{0,12}|分享让更多人看到|关注该?公众号(?: ?:.{1,30})?",
        (
            "点击上方蓝字关注我们",
            "以下文章来源于某地发布，作者小王",
            "觉得好看，请点这里↓↓↓",
            "点击蓝字 关注我们",
            "点个“在看”再走呗",
            "分享让更多人看到",
            "关注公众号：某报财经",
        ),
        ("上方标注名称", "为了好看，各点位统一", "关注公众号的用户。"),
        "an account of WeChat frames what it posts",
    ),
    Rule(
        "credit:novel-head",
        CREDIT,
        r"[^。;]{0,24}[a-z0-9]\.(?:com|net|cc|org|cn)[^。;]{0,16}最快更新[^。;]{0,40}",
        ("某阁www.example.com,最快更新某书最新章节!",),
        ("最快更新的网站",),
        "a site of novels names itself above a chapter",
    ),
    Rule(
        "credit:novel-site",
        CREDIT,
        r"手机用户请[^。;]{0,16}[a-z0-9]\.(?:com|net|cc|org|cn)[^。;]{0,40}。?",
        ("手机用户请浏览m.example.com阅读,更优质的阅读体验。",),
        ("手机用户请打开定位。",),
        "a site of novels names itself between the lines",
    ),
    Rule(
        "chrome:share",
        BOILERPLATE,
        rf"(?=.{{0,80}}(?:{_BUTTON_ALONE}))(?:{_BUTTON})++",
        (
            "分享到:",
            "【打印】 【关闭】",
            "字体: 大 中 小",
            "回到顶部",
            "[大][中][小] 打印 收藏",
            "分享至: 微信 微博 QQ空间",
            "Print | Share | Text size A A A",
            "寄给朋友 列印 返回",
        ),
        ("打印设备采购办法", "小微企业", "大 中 小", "下载", "微信"),
        "buttons of a web page",
    ),
    Rule(
        "chrome:scan",
        BOILERPLATE,
        r"(?:请?用?(?:微信|手机|支付宝|APP)? ?(?:扫一扫|扫码|扫描二维码|扫二维码) ?[,:]? ?(?:$|在?手机|用|微信|分享|打开|浏览|查看|下载|阅读|左侧|下方|上方|此)[^。;]{0,40}"
        r"|(?=[打点使用请微手长一])[^。;]{0,50}(?:扫|点击|一键)[^。;]{0,40}分享[^。;]{0,12}(?:朋友圈|好友|微博|空间)[^。;]{0,8})。?",
        (
            "扫一扫在手机打开当前页",
            "扫一扫",
            "用微信扫描二维码分享至好友和朋友圈",
            "打开微信,点击底部的“发现”,使用“扫一扫”即可将网页分享至朋友圈。",
        ),
        ("扫一扫支付的推广", "不得将工作内容分享至朋友圈", "手机应用"),
        "a page offers itself to a telephone's camera",
    ),
    Rule(
        "chrome:breadcrumb",
        BOILERPLATE,
        r"(?:(?:您|你)?(?:现在|当前|目前)?(?:所在)?的?位置 ?(?:[:>›»→]|(?= ?.{0,10}首页))|当前(?:栏目|页面|路径) ?[:>›»]|(?:网站|本站|返回)?首页 ?(?:[>›»→/|]|- )).{0,120}"
        r"|Home(?: ?[>›»→|] ?[^>›»→|]{1,40}){1,6}",
        (
            "您现在的位置: 首页 > 政策",
            "当前位置：首页>政务公开",
            "首页 » 政策 » 正文",
            "Home > Press Releases",
            "首页 > 政务公开 > 政策文件",
        ),
        ("首页不得", "位置图", "当前位置的首部"),
        "the path to a page within its site",
    ),
    Rule(
        "chrome:navigation",
        BOILERPLATE,
        r"[\[(<«‹]{0,2} ?[上下前后]一[篇条页则] ?(?:[:|>»›\])]| |$)[^。;]{0,100}"
        r"|(?:相关|延伸|推荐|热门|精彩)(?:文章|阅读|链接|推荐|新闻|报道|稿件) ?:?(?: ?(?:更多|[Mm]ore)? ?[>»+]{0,3})",
        ("上一篇:通知", "下一条： 关于召开会议的通知", "相关链接", "热门推荐 更多>>", "<上一篇"),
        ("上一条规定的", "相关新闻发布工作由宣传部负责", "下一条所称期限"),
        "the frame of a web page leads on to other pages",
    ),
    Rule(
        "chrome:site-links",
        BOILERPLATE,
        r"(?=.{0,40}(?:网站地图|站点地图|联系我们|关于(?:我们|本站)|版权声明|网站声明|隐私(?:声明|政策|保护)|友情链接|设为首页|加入收藏|法律声明|无障碍|长者(?:版|模式)|Privacy|Sitemap))"
        r"(?:(?:网站地图|站点地图|联系我们|关于(?:我们|本站)|版权声明|网站声明|免责声明|隐私(?:声明|政策|保护)|友情链接|设为首页|加入收藏|法律声明|网站首页|首页|使用帮助"
        r"|常见问题|网站纠错|我要纠错|意见反馈|手机版|电脑版|无障碍(?:浏览|阅读)?|长者(?:版|模式)|登录|注册|[简繁]体(?:版)?|RSS|English|Privacy(?: Policy)?|Sitemap|Contact [Uu]s)[ |·/>:-]{0,4}+)++"
        r"(?:(?:主办|承办)(?:单位)? ?:.{1,60})?",
        (
            "联系我们",
            "网站地图 | 关于我们 | 联系我们",
            "网站地图 | 联系我们 | 主办:某市人民政府办公室",
            "设为首页 加入收藏",
            "无障碍浏览 | 长者模式 | 登录 | 注册 | 简体 | 繁体",
        ),
        ("联系我们的工作", "登录", "注册", "隐私保护办法"),
        "every page of a site has them",
    ),
    Rule(
        "chrome:registration",
        BOILERPLATE,
        r"[^。;]{0,120}(?:网站标识码 ?:? ?[0-9a-zA-Z]{6,12}|ICP[备证] ?[0-9]{4,}|公网安备 ?[0-9]{8,})[^。;]{0,120}",
        (
            "主办:市政府办公室 网站标识码:4400000001",
            "粤ICP备05070829号 粤公网安备 44010402000001号",
        ),
        ("网站标识码由主管部门核发", "ICP备案管理办法"),
        "numbers under which a site is registered",
    ),
    Rule(
        "chrome:copyright",
        BOILERPLATE,
        rf"(?:版权所有(?! ?[人者权的])|© ?版权|(?=[Cc©])(?=.{{0,120}}[\u4e00-\u9fff]){_COPYRIGHT}).{{0,120}}",
        ("版权所有 云浮市人民政府", "Copyright © 2023 某市人民政府", "版权所有:某省政府办公厅"),
        ("版权所有人应当", "Copyright law", "Copyright (c) 2023 Jane Doe"),
        "a site claims its pages",
    ),
    Rule(
        "chrome:editor",
        BOILERPLATE,
        r"[\[(]? ?(?:责任编辑|网络编辑|值班编辑|本期编辑|责编|来源[^。;:]{0,3}:[^。;]{1,30}责任?编辑?) ?:[^。;,]{0,40}[\])]?",
        ("责任编辑:张三", "[责任编辑：李四]", "(责编:王五、赵六)"),
        ("责任编辑负责", "编辑出版"),
        "a site names who put the page up",
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
        r"(?:[0-9]{1,2}[、.])? ?(?:当您付费下载|本(?:网?站|网|平台|公众号)(?:所有|对|不对|内容|之?文字|仅|转载|部分)|(?:如|若)?(?:有|文档内容)?存在违规"
        r"|免责声明|(?:如|若)(?:有)?侵权|本文(?:来源|转载|系转载)|(?:免责|版权|特别|郑重)?声明 ?: ?(?:凡|本|以上|文章|转载)|凡(?:本[网站]|注明|未注明)).{0,200}",
        (
            "1、当您付费下载文档后,您只拥有了使用权限",
            "本站所有内容均由合作方上传",
            "如有侵权请联系删除",
            "本网站之文字、图片及影音，非经授权，不得转载。",
            "声明：凡本网注明“来源：某报”的作品，均转载自其它媒体，不代表本网观点。",
        ),
        ("本市网络安全", "如有违反,依法处理", "本网络安全规定"),
        "what a site says about itself",
    ),
    Rule(
        "chrome:mail-protection",
        BOILERPLATE,
        r"[^\[]{0,12}+\[ ?email[ -]protected ?\].{0,12}",
        ("邮箱:[email protected]", "E-mail: [email protected]"),
        ("email",),
        "a content delivery network hides addresses so",
    ),
    Rule(
        "markup:bullet",
        MARKUP,
        r"[-*·•+>#|▼▲◆■●]{1,2}",
        ("-", "*", "·", "▼"),
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
        r"[\[(](?:主办|会办|公开|主动公开|依申请公开|不予公开|此件(?:公开|主动公开|依申请公开|删减后公开|不(?:予)?公开)(?:发布)?)[\])]"
        r"|(?:信息)?公开(?:方式|属性|选项|类别|形式) ?:.{0,12}",
        ("[主办]", "[公开]", "(此件公开发布)", "公开方式:主动公开"),
        ("(公开招标)", "公开选拔"),
        "GB/T 9704 marks that are not text",
    ),
    Rule(
        "imprint:subject",
        IMPRINT,
        r"主题词 ?:.{1,60}|[(\[]?共印 ?[0-9]{1,6} ?份[)\]]?。?",
        ("主题词：信访 稳定 通知", "（共印120份）"),
        ("主题词表", "共印发文件20份"),
        "版记 of GB/T 9704-1999",
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
        "chrome:site-name",
        BOILERPLATE,
        r"[\u4e00-\u9fff]{2,24}(?:门户网站|政府网站|信息网|官方网站|政务网)",
        ("桐庐县人民政府门户网站", "某市人力资源信息网"),
        ("关于建设门户网站的通知", "政府网站管理办法"),
        "a page names its site above the text",
    ),
    Rule(
        "chrome:meta",
        BOILERPLATE,
        r"[-·*•>\[( ]*+(?:(?:(?:发布|发文|成文|更新|印发|生成|录入|公开|上传|废止|失效)(?:时间|日期)|(?:时间|日期)(?! ?:.{0,40}(?:[上下中]午|晚上|[0-9] ?[时点]|日 ?[至-]))|标 *题|来 *源|(?:时效|效力)(?:性|状态)|公文种类|文件类型|服务对象|体裁(?:分类)?|公开(?:方式|类型|属性)|(?:信息|文章|稿件|新闻)?来源|稿源|(?:本文|页面)?(?:浏览|点击|阅读|访问|查看)(?:次数|量|数|率|人数)?"
        r"|(?:文章|本文)?作者|(?:责任|网络)?编辑|责编|审核|发布(?:人|者|机构|单位)|发文(?:机关|单位|字号)|文号|索 {0,4}引 {0,4}号|刊登(?:版面|日期|时间)|信息时间|楼主|公发布日|修正日期|信息分类|主题(?:词|分类)"
        r"|有效性|字号|人气|名 *称) ?[:|]|索 引 号 [0-9a-zA-Z]|(?:Published|Posted|Updated|Last (?:updated|modified)|Views)(?: on)? ?:|Posted on [0-9]|原创 |[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? (?:[0-9:]{4,8}|来源 ?:|浏览|字号|[^:。]{0,20}(?:浏览|点击|阅读)(?:量|数|次数)? ?:)|[\u4e00-\u9fff]{2,16} {1,9}[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? [0-9]{1,2}:).{0,160}",
        (
            "- 时间: 2024-08-05 15:33",
            "来源: 本网",
            "标　　题：",
            "时效性：有效",
            "Published: 12 May 2021    Views: 331",
            "原创 小王 某地发布 2022-05-20 17:30 发表于浙江",
            "浏览: 204 次",
            "2022-09-28    图书馆办公室    浏览量：512",
            "贵山日报 2021-03-22 07:40",
            "索引号:000014349/2022-00001",
            "索 引 号 bm56000001/2021-00123456",
            "【信息时间：2023-03-14 10:05:27　阅读次数：684】【我要打印】【关闭】",
            "楼主：蓝调咖啡 时间：2013-07-21 22:15:08 点击：8832 回复：46",
            "Posted on 2016-09-12 by 阿木 | 分类：折腾 | 阅读(4211)",
            "2023-05-04 09:12 来源:省政府网 浏览次数:120",
            "发布日期：2023-05-04　来源：市政府办公室　浏览次数：123　字号：[大 中 小]",
        ),
        ("时间表", "来源于", "2023年5月4日", "时间:2023年5月12日上午9时", "时间:5月12日9时30分"),
        "facts of a web page about itself; a meeting's hour is said in words",
    ),
    Rule(
        "chrome:path",
        BOILERPLATE,
        r"(?=.{0,60}(?:首页|主页|登录[ |/]{1,3}注册|关于我))[\u4e00-\u9fff]{2,8}(?:(?: ?[|] ?| )[\u4e00-\u9fff]{2,8}){3,20}"
        r"|[\u4e00-\u9fff]{2,14}(?: ?[>›»→] ?[\u4e00-\u9fff()《》]{2,40}){2,8}|[\u4e00-\u9fff]{2,14} [>›»→] [\u4e00-\u9fff]{2,10}|[\u4e00-\u9fff]{2,14} ?[>›»→] ?(?:正文|详情|列表|内容)"
        r"|(?:网站)?首页(?: [\u4e00-\u9fff]{2,8}){2,20}",
        (
            "某市发布 > 要闻",
            "政务公开 > 政策文件 > 规范性文件",
            "政策文件>正文",
            "首页 政务公开 办事服务 互动交流",
            "首页 新闻 时政 社会 财经 体育 视频 | 登录 注册",
            "学校主页 | 新闻网首页 | 校园要闻 | 学术动态",
        ),
        ("甲>乙", "供水>排水", "首页 说明", "单位名称 注册地址 注册资本 法定代表人"),
        "a path or menu above the text, without a word that says so",
    ),
    Rule(
        "chrome:file",
        BOILERPLATE,
        r"(?!附|.* --?[a-z])[^。;:,]{2,80}\.(?:docx?|pdf|pptx?|xlsx?|wps|txt)|(?:上传人|文档编号|文件大小|文档页数) ?:.{1,160}",
        (
            "某市物业管理办法(2022版).docx",
            "上传人：user1 文档编号：2034567 格式：DOCX",
        ),
        ("附件1.docx", "上传人员名单", "example --input data.txt"),
        "a library of files names the file above its text",
    ),
    Rule(
        "chrome:buttons",
        BOILERPLATE,
        rf"(?!.$)(?:{_BUTTON})++",
        ("打印", "大 中 小", "微信 微博", "收藏"),
        ("大", "打印机", "中小学"),
        "buttons that may be words of a table within the text",
    ),
    Rule(
        "chrome:counter",
        BOILERPLATE,
        r"[\[(]? ?(?:本文|本页|页面|文章)?(?:已?被?)(?:浏览|阅读|点击|访问|查看|已阅|人气)(?:次数|量|数|人数)? ?:? ?[0-9][0-9,.]{0,12} ?[万wW]?\+? ?(?:人?次)?[\])]?"
        r"|[0-9][0-9,.]{0,12} ?[万wW]?\+? ?(?:人?次)?(?:浏览|阅读|点击|访问|查看)|阅读 ?[0-9.]{1,8}[万wW]?\+?(?: +(?:在看|点赞|收藏|评论|分享) ?[0-9.]{0,8}[万wW]?){1,4}",
        (
            "阅读 1.2万",
            "阅读 1.2万 在看 35",
            "[浏览次数:1,204次]",
            "1204次阅读",
            "本文已被浏览 37 次",
        ),
        ("阅读", "2万次", "阅读3本书"),
        "a page counts its visitors",
    ),
    Rule(
        "chrome:contact",
        BOILERPLATE,
        r"[-·*• ]*+(?:座机|手机|(?:联系|咨询|服务|客服)?电话|热线|传真|(?:电子)?邮箱|[Ee]-?[Mm]ail|QQ|微信|(?:公司|联系|通讯)?地址|邮(?:政)?编(?:码)?|网址) ?:(?! ?_).{0,60}",
        ("座机:027-87580888", "地址: 武汉市洪山区", "传真:027-87580883"),
        ("电话会议", "地址命名", "电话：____"),
        "a site's own contacts stand above the text; a document's stand below it",
    ),
    Rule(
        "imprint:letterhead",
        IMPRINT,
        r"(?!.{0,30}关于)(?:[\u4e00-\u9fff ]{3,40}(?:文件|函件)"
        r"|[\u4e00-\u9fff ]{0,37}(?:政府|国务院|委员会|常委会|法院|检察院|[厅部局署]) ?公报|[\u4e00-\u9fff]{0,8} ?新闻公报)",
        ("昆明市发展和改革委员会文件", "国务院文件", "云岭省人民政府公报", "新闻公报"),
        ("关于印发规范性文件", "文件管理办法", "云岭省水资源公报"),
        "版头 (red head), GB/T 9704-2012, 7.2.4",
    ),
)

_META, _CONTACT, _BUTTONS, _COUNTER = (
    next(rule for rule in HEAD if rule.id == name)
    for name in ("chrome:meta", "chrome:contact", "chrome:buttons", "chrome:counter")
)

EITHER_FIELD = Rule(
    "meta:either",
    BOILERPLATE,
    r"^(?:时间|日期|地址|(?:联系|咨询|监督|举报|投诉|服务|办公)?电话|手机|(?:电子)?邮箱|邮编|邮政编码|传真|名称|发文日期|发文字号) ?:",
    ("时间:2023年5月12日", "地址: 云岭省安泰市工业园区"),
    ("发布时间:2023年5月12日", "时间表"),
    "fields that a page and a document may have: which it is the next lines tell",
)

OWN_FIELD = Rule(
    "meta:own",
    BOILERPLATE,
    r"^(?:(?:会议|活动)?地 ?点 ?:|(?:主 ?持|出 ?席|参 ?加|列 ?席)(?:人员?)? ?:|(?:访谈)?嘉宾 ?:|住址 ?:|受文者 ?:|承办(?:人|单位) ?:|速别 ?:|姓 ?名 ?:|性 ?别 ?:|民 ?族 ?:|籍 ?贯 ?:|出生(?:年月|日期) ?:|(?:法定)?代表人 ?:|[甲乙丙]方"
    r"|(?!联系|发布|责任|负责|录入|审核)[\u4e00-\u9fff]{1,4}人(?:名称)? ?:|主 ?旨 ?:|[^:]{0,6}身份证[^:]{0,6} ?:|统一社会信用代码 ?:|(?:项目|合同|工程)名称 ?:)",
    (
        "地点:三楼会议室",
        "出席人员:张某",
        "法定代表人:马某某",
        "嘉宾:涂某",
        "住址:观山区",
        "受文者:各局",
        "身份证号码:3716",
        "性别:女",
        "供水人:某公司",
        "甲方(盖章):",
    ),
    ("来源:本网", "主持召开会议", "联系人:", "发布人:"),
    "fields of minutes, contracts and decisions, that no page says of itself",
)

LIST_HEAD = Rule(
    "chrome:list-head",
    BOILERPLATE,
    r"其他(?:类似)?问题|(?:相关|延伸|推荐|热门|精彩|更多|最新|猜[你您]|您可能|拓展|图文|政策|往期)(?:链接|阅读|文章|新闻|稿件|推荐|回顾|精彩|报道|解读|资讯|内容|喜欢|感兴趣[^。;]{0,8}|专题)(?:文章|内容)? ?:?(?: ?(?:更多|[Mm]ore)? ?[>»+]{0,3})",
    ("相关链接：", "政策解读", "猜您喜欢", "最新资讯 更多>>", "往期推荐", "其他类似问题"),
    ("相关文件", "其他问题的处理", "政策解读工作", "更多支持政策"),
    "below it stand links to other pages",
)

TAIL = (
    LIST_HEAD,
    Rule(
        "chrome:friends",
        BOILERPLATE,
        r"友情链接 ?:.{1,160}",
        ("友情链接：国家图书馆 福建省图书馆",),
        ("友情链接的管理",),
        "a page leads on to other sites",
    ),
    Rule(
        "chrome:source-below",
        BOILERPLATE,
        r"[\[(]? ?(?:(?:(?:信息|文章|稿件|新闻)来源|来源|稿源|(?:文章|本文)作者|编辑|(?:发布|更新|上传)(?:时间|日期)|发布(?:人|者)) ?[:|]"
        r"|(?:编辑|责编|校对|审核|监制|撰稿|记者|排版|[初复终]审|值班主任) ?[|/])[^。;]{0,60}",
        (
            "来源：某省人民政府网",
            "(来源:新华社)",
            "编辑:张三 审核:李四",
            "更新时间: 2023-05-04",
            "责编 | 王某",
        ),
        ("资料来源:统计年鉴", "审核:张三", "来源于"),
        "facts of a web page about itself, below the text",
    ),
    Rule(
        "chrome:copyright-below",
        BOILERPLATE,
        rf"{_COPYRIGHT}.{{0,120}}",
        ("Copyright © 2023 Acme Ltd. All rights reserved.", "© 2021 The Example Herald"),
        ("Copyright law", "© of the author"),
        "a site claims its pages; above the last sentence the line may be a licence's own",
    ),
    Rule(
        "chrome:page-facts",
        BOILERPLATE,
        r"(?:(?:原|本文|文章|文档)?标题|(?:本文|原文)?(?:链接|网址)(?:地址)?|关键[词字]|(?:本文|词条)?标签) ?:.{0,160}|温馨提示 ?:.{0,120}"
        r"|(?:关联|相关)(?:政策)?(?:解读|链接|阅读|稿件|新闻) ?:.{1,160}|[^。;]{0,30}(?:未经|非经)(?:授权|许可|同意),?(?:不得|禁止|请勿)转载[^。;]{0,30}|[-—~· ]*END[-—~· ]*"
        r"|(?:扫码|扫描|长按)[^。;]{0,12}(?:关注|下载|添加)[^。;]{0,24}",
        ("原标题：某市出台节水方案", "链接地址：", "温馨提示：如有疑问，请联系客服。"),
        ("标题党治理", "标签管理办法", "相关政策的解读", "扫码点餐"),
        "below the text a page repeats what it is called, where it stands, and whose it is",
    ),
    Rule(
        "chrome:sites",
        BOILERPLATE,
        r"[\u4e00-\u9fff]{2,16}(?:网站|门户|网)(?:[ |·-]{1,4}[\u4e00-\u9fff]{2,16}(?:网站|门户|网)){1,12}",
        ("国务院部门网站 省内网站 市州网站", "某市政府网 | 某区门户"),
        ("某市政府网站", "建设政府网站"),
        "below the text a page lists other sites",
    ),
    Rule(
        "chrome:buttons-below",
        BOILERPLATE,
        rf"(?!.$)(?:(?:{_BUTTON}|{_BUTTON_BELOW}){_COUNT})++",
        (
            "【关闭】 点击数：1287",
            "推荐给朋友：  打印  全文",
            "[我要举报] [只看楼主] [收藏] [推荐] 打赏",
            "已赞过 已踩过 评论 收起",
            "完善  赏析  收藏",
            "上一章 返回目录 下一章",
            "阅读 1024 赞 12 在看 9",
            "昵称 * 邮箱 * 网址",
        ),
        ("推荐书目", "评论员", "全文完"),
        "below the text also words are buttons that a text may have above",
    ),
    _COUNTER,
)

FRAME = (
    Rule(
        "chrome:site-owner",
        BOILERPLATE,
        r"(?:校对|[初复终]审|监制|排版) ?[:|][^。;]{1,40}|[^。;:]{2,12}(?:报料|爆料|投稿)(?:热线|电话|邮箱)? ?:[^。;]{4,60}|(?:网站)?(?:主办|承办|协办|技术支持|运行维护|维护|制作|承建|建设|管理|备案)(?:单位|部门|编?号|序号)? ?:[^。;]{0,160}|[^。;:,]{2,40}(?:政府网|门户网站|官方网站|官网|\.gov\.cn/?)",
        (
            "主办单位:某市人民政府办公室",
            "技术支持:某公司",
            "校对：栾某",
            "某新闻报料：021-000000",
            "某市人民政府门户网站",
            "备案号:2020001",
        ),
        ("主办单位应当", "某市人民政府"),
        "who keeps a site; above its frame it may be who holds a meeting",
    ),
    Rule(
        "chrome:browser",
        BOILERPLATE,
        r".{0,20}(?:建议|推荐|最佳)[^。;]{0,30}(?:分辨率|浏览器|浏览效果)[^。;]{0,60}。?",
        ("建议使用1366*768分辨率/IE9.0及以上版本浏览器访问", "推荐使用某浏览器"),
        ("浏览器兼容", "建议加强"),
        "a site says what it was made for",
    ),
    _META,
    _CONTACT,
)

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

DISGUISED = Rule(
    "running:watermark",
    RUNNING,
    r"[\u4e00-\u9fff](?:[*_|~+=^#•★☆◆■●@&$%/\\]| ?[·.] ?)[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff] [\u4e00-\u9fff] [\u4e00-\u9fff]",
    ("更多报*告请关注", "内 部 资 料 仅供学习", "碳·中和资料库"),
    ("第一章 总则", "某市人民政府 关于印发方案的通知", "3.5%"),
    "a line that varies from page to page by signs and spaces hides from filters",
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
INSIDE_TRIGGERS = ("扫码", "二维码", "注:")

# Rules of ANYWHERE that may name a line which ends like a sentence: no other is tried on one.
SENTENCES = frozenset(
    {
        "credit:source", "chrome:scan", "chrome:disclaimer", "chrome:mail-protection",
        "chrome:copyright", "credit:account", "credit:novel-site", "note:original-below", "imprint:copies",
    }
)  # fmt: skip
