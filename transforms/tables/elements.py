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
        "a", "b", "big", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark", "s", "small",
        "span", "strike", "strong", "sub", "sup", "td", "th", "tt", "u", "wbr",
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
RUBY = frozenset({"rt", "rp"})  # the reading beside a character; its end tag may be left out
RUBY_ENDS = frozenset({"rt", "rp", "rb", "rtc", "ruby"})
# What is said to stand around the text of a page, and what else is to be known of it.
FRAMES = ("nav", "header", "footer", "aside", "form", "marquee")
HEADINGS = ("h1", "h2", "h3")
BOXES = frozenset({"article", "div", "main", "section", "table"})  # may hold a page's text
TEXT_BOXES = ("main", "article")
NOTED = frozenset((*FRAMES, *HEADINGS, *BOXES))
# What the words of a class, an id or a role say of an element: "entry-footer" and "entryFooter"
# are two words. None is believed of an element that holds prose.
FRAME_NAMES = frozenset(
    {
        # ways to other pages
        "breadcrumb", "breadcrumbs", "bread", "crumb", "crumbs", "menu", "nav", "navbar",
        "navigation", "pager", "pagination", "paging", "prev", "sitemap", "catlinks",
        # the contents of an article, which do not make its sections documents
        "toc", "catalog",
        # other texts
        "hot", "rank", "ranking", "recommend", "recommended", "related", "relate", "relates",
        "friend", "friends", "friendlink", "flink", "tag", "tags",
        # what a reader may do with the page
        "toolbar", "tool", "tools", "share", "shares", "login", "register", "qrcode",
        # what stands beside the text, or pays for it
        "side", "sidebar", "aside", "ad", "ads", "advert", "advertisement", "banner", "weather",
        "copyright",
    }
)  # fmt: skip
# They are the page's only outside of its text, since a text has its own head and foot.
EDGE_NAMES = frozenset(
    {
        "head", "header", "hd", "top", "topbar", "topper", "foot", "footer", "ft", "btm", "bottom",
        "printfooter",
    }
)  # fmt: skip
# What the page itself tells its reader, in sentences.
NOTICE_NAMES = frozenset({"cookie", "cookies", "dialog", "modal", "popup"})
BYLINE_NAMES = frozenset({"author", "byline", "meta"})  # above the prose: who, when, how often read
COMMENT_NAMES = frozenset({"comment", "comments", "cmt", "pinglun"})  # prose of others
TEXT_NAMES = frozenset(
    {"article", "content", "detail", "editor", "entry", "main", "post", "text", "zoom"}
)  # fmt: skip
# Classes of what no reader sees in a browser, or on paper: words for screen readers, [编辑].
UNSEEN = frozenset(
    {"noprint", "no-print", "mw-editsection", "screen-reader-text", "sr-only", "skip-link"}
)  # fmt: skip
