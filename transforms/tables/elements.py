"""Elements of HTML by what a browser makes of them (HTML Living Standard, 15.3)."""

from __future__ import annotations

# Each begins and ends a line.
LINES = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "col",
        "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup",
        "option", "p", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead",
        "tr", "ul", "xmp",
    }
)  # fmt: skip
# What else is met in Markdown, where not everything between < and > is a tag.
INLINE = frozenset(
    {
        "a", "abbr", "audio", "b", "big", "cite", "code", "del", "em", "embed", "font", "i", "iframe",
        "img", "ins", "kbd", "mark", "picture", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source",
        "span", "strike", "strong", "sub", "sup", "td", "th", "tt", "u", "video", "wbr",
    }
)  # fmt: skip
ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "caption"})  # also inside a cell
CELLS = frozenset({"td", "th"})
# Their content is no mark-up, up to their own end tag.
RAW = frozenset(
    {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"}
)  # fmt: skip
# Never shown, or a control and no text.
HIDDEN = frozenset(
    {
        "noscript", "template", "select", "datalist", "button", "object", "audio", "video",
        "canvas", "svg",
    }
)  # fmt: skip
# What the elements of a feed (RSS 2.0, Atom) would be on a page; the rest of them are data.
FEED = {
    "title": "h1", "item": "article", "entry": "article", "content": "div", "content:encoded": "div",
    "description": "div", "summary": "div",
}  # fmt: skip
FEED_DATA = frozenset(
    {
        "link", "atom:link", "comments", "pubdate", "dc:creator", "dc:date", "category", "guid", "author",
        "slash:comments", "wfw:commentrss", "language", "generator", "lastbuilddate", "id", "updated",
        "published", "copyright", "ttl", "image", "docs", "managingeditor", "webmaster", "name", "uri",
        "sy:updateperiod", "sy:updatefrequency", "source", "enclosure", "post-id",
    }
)  # fmt: skip
FEED_ITEMS = frozenset({"item", "entry"})
RUBY = frozenset({"rt", "rp"})  # the reading beside a character; its end tag may be left out
RUBY_ENDS = frozenset({"rt", "rp", "rb", "rtc", "ruby"})
# What is said to stand around the text of a page, and what else is to be known of it.
FRAMES = ("nav", "header", "footer", "aside", "form", "marquee")
HEADINGS = ("h1", "h2", "h3")
BOXES = frozenset({"article", "div", "main", "section", "table", "td"})  # may hold a page's text
TEXT_BOXES = ("main", "article")
OWNERS = frozenset({"article", "blockquote"})  # have a head and foot of their own
PREFORMATTED = "pre"  # code, or prose of an old page
CODE_NAMES = frozenset({"code", "highlight", "language", "lang", "brush", "prettyprint"})
NOTED = frozenset((*FRAMES, *HEADINGS, *BOXES, *OWNERS, PREFORMATTED))
# What the words of a class, an id or a role say of an element: "entry-footer" and "entryFooter"
# are two words. None is believed of an element that holds prose.
FRAME_NAMES = frozenset(
    {
        # ways to other pages
        "breadcrumb", "breadcrumbs", "bread", "crumb", "crumbs", "mbx", "menu", "nav", "navbar",
        "navbox", "navi", "navigation", "navpath", "pager", "pages", "pagination", "paging", "pgs",
        "prev", "prevnext", "navheader", "navfooter", "sitemap", "subnav", "topnav", "catlinks", "jump",
        # the contents of an article, which do not make its sections documents
        "toc", "catalog",
        # other texts
        "archives", "guess", "hot", "hotnews", "latest", "popular", "rank", "ranking", "rec",
        "recommend", "recommendation", "recommendations", "recommended", "related", "relatedposts", "relate",
        "relates", "relative", "relevant", "similar", "suggest", "suggestions", "trending", "friend",
        "friends", "friendlink", "friendlinks", "flink", "links", "tag", "tags", "xgwz", "xgxw",
        "xglj", "xgyd",
        # what the reader may do with the page
        "toolbar", "toolbox", "tool", "tools", "operate", "operation", "interaction", "share", "shares", "sharedaddy", "login", "register", "signin",
        "qr", "qrcode", "ewm", "erweima", "action", "actions", "handle", "vote", "votes", "digg",
        "like", "likes", "praise", "zan", "follow", "subscribe", "subscription", "newsletter",
        "unsubscribe", "reply", "print", "fontsize", "search", "lang", "lookall", "readmore",
        # who wrote a post, and what he has under all of them
        "authi", "authorinfo", "authorbox", "authorcard", "authorbadge", "aboutauthor", "contentitemtime",
        "pls", "postprofile", "profile", "userinfo", "signature", "sign", "bio",
        # what stands beside the text, or pays for it
        "side", "sidebar", "sider", "aside", "ad", "ads", "adv", "adbox", "advert", "advertisement",
        "advertising", "adsense", "gg", "guanggao", "badge", "weather", "app", "promo", "promotion",
        "sponsor", "sponsored", "reward", "rewards", "donate", "dashang", "support", "kefu",
        # whose it is
        "copyright", "copyrights", "banquan", "disclaimer", "declare", "license", "gonggao", "ambox",
        "album", "sitesub", "sitenotice", "contentsub", "siteinfo",
        # how often it was read, and what readers think of it
        "stats", "counts", "counter", "hits", "views", "collect", "favorite", "favorites", "favourite", "fav",
        "rating", "ratings", "ratl", "feedback", "appraise", "evaluate", "pingjia",
        "readnum", "readcount", "browse",
    }
)  # fmt: skip
# Of these, what leads on to other texts may quote them in sentences, below the text.
ONWARD_NAMES = frozenset(
    {
        "archives", "guess", "hot", "hotnews", "latest", "popular", "rank", "ranking", "rec", "recommend",
        "recommendation", "recommendations", "recommended", "related", "relatedposts", "relate", "relates", "relative",
        "relevant", "similar", "suggest", "suggestions", "trending", "xgwz", "xgxw", "xglj", "xgyd", "side",
        "sidebar", "sider",
    }
)  # fmt: skip
# A text's own notes, also where they are called an aside.
NOTE_NAMES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
# What a post of a thread is called, or an answer.
POST_NAMES = frozenset(
    {"post", "reply", "floor", "answer", "comment", "thread", "topic", "message", "lzl", "louceng"}
)
# They are the page's only outside of its text, since a text has its own head and foot.
EDGE_NAMES = frozenset(
    {
        "head", "header", "hd", "top", "topbar", "topper", "foot", "footer", "ft", "btm", "bottom",
        "printfooter",
    }
)  # fmt: skip
# What the page itself tells its reader, in sentences.
NOTICE_NAMES = frozenset({"banner", "cookie", "cookies", "dialog", "modal", "popup"})
# Above the prose: who wrote it, when, how often it was read.
BYLINE_NAMES = frozenset({"author", "byline", "info", "meta", "metadata"})
# prose of others
COMMENT_NAMES = frozenset(
    {
        "comment", "comments", "commentlist", "cmt", "pinglun", "gentie", "guestbook", "liuyan",
        "respond", "responses", "reviews",
    }
)  # fmt: skip
# Lists whose numbers are not shown, beside those of a frame and of code.
UNNUMBERED = (
    FRAME_NAMES
    | COMMENT_NAMES
    | CODE_NAMES
    | {"linenums", "linenumbers", "ln", "dp", "unstyled", "inline", "none", "carousel", "tabs"}
)
# What says when a page was put up.
TIME_NAMES = frozenset(
    {
        "time", "date", "datetime", "timestamp", "dateline", "pubtime", "pubdate", "publish", "published",
        "publishtime", "publishdate", "posted", "posttime", "postdate", "createtime", "addtime", "newstime",
        "ctime", "ptime", "pdate", "ptim", "rq", "sj", "riqi", "shijian", "fbsj", "fbrq", "dt", "authorposton",
    }
)  # fmt: skip
TEXT_NAMES = frozenset(
    {
        "article", "artical", "artibody", "articlebody", "articlecontent", "body", "bodytext", "con", "cont",
        "cnt", "content", "contentbody", "detail", "details", "editor", "endtext", "entry", "essay", "fulltext",
        "hentry", "main", "mainbody", "maintext", "markdown", "message", "neirong", "newscontent", "newstext",
        "nr", "ozoom", "passage", "post", "postbody", "postmessage", "prose", "richtext", "story", "text",
        "textbody", "trs", "txt", "ueditor", "view", "vsb", "wenzhang", "wz", "zhengwen", "zoom", "ztext", "zw",
    }
)  # fmt: skip
# Classes of what no reader sees in a browser, or on paper: words for screen readers, [编辑], and
# what does not belong to the text that is selected: the numbers of lines of code, ways back, a
# forum's noise against copying.
UNSEEN = frozenset(
    {
        "noprint", "no-print", "mw-editsection", "mw-jump-link", "mw-cite-backlink", "screen-reader-text",
        "sr-only", "skip-link", "skiplink", "visually-hidden", "headerlink", "footnote-backref",
        "footnote-back", "gutter", "pre-numbering", "line-numbers-rows", "linenos", "linenodiv", "lineno",
        "title-prefix", "hljs-button", "copy-code-btn", "hljs-ln-numbers", "copy-btn", "btn-copy", "copy-button",
        "line-numbers-wrapper", "line-number", "linenumber", "blob-num", "lnt", "rouge-gutter", "hljs-ln-n",
        "code-line-num", "jammer",
    }
)  # fmt: skip
# Words of the class or id of the rest of a text that is folded away.
FOLDED = frozenset(
    {"all", "content", "detail", "folded", "full", "fulltext", "more", "rest", "text", "txt"}
)
# What a link or two beside a heading or a text offer to do, as a line of its own.
BUTTONS = (
    "编辑", "编辑本段", "播报", "讨论", "上传视频", "复制链接", "收藏", "分享", "转发", "举报", "投诉",
    "回复", "引用", "引用回复", "关注", "取消关注", "私信", "点赞", "赞", "踩", "打印", "评论", "收起",
    "展开", "展开全部", "展开全文", "阅读全文", "显示全部", "查看全部", "查看更多", "更多", "立即报名",
    "转发给朋友", "分享给朋友", "立即购买", "加入购物车", "去购买", "不感兴趣", "感兴趣", "有用", "没用", "立即沟通", "保存", "纠错", "反馈", "返回", "关闭",
)  # fmt: skip
