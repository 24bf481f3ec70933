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
FRAMES = ("nav", "header", "footer", "aside", "form")
HEADINGS = ("h1", "h2", "h3")
NOTED = frozenset((*FRAMES, *HEADINGS, "article"))
