"""Lines that a rule knows by their words, and what stands beside such lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from transforms.label.column import name_column, name_place
from transforms.label.rules import NAMED_MARKS, Rules
from transforms.label.tail import imprint_organs
from transforms.label.words import (
    LAST,
    LONGEST_LINK,
    LONGEST_NOISE,
    MARGIN,
    SENTENCE_END,
    TITLE_END,
    rule_of,
    words_of,
)
from transforms.schema import BLANK, BODY, BOILERPLATE, MARKUP, URL, Block, Rule
from transforms.tables.noise.buttons import SITES
from transforms.tables.noise.head import EITHER_FIELD, INDEX_BEGINS, INDEX_FIELD, OWN_FIELD
from transforms.tables.noise.interface import is_interface

LONGEST_REPEATED = 12  # code points of a line that may stand in a source ten thousand times
HEAD_LINES = 40  # a page's frame above the text is not longer
LONGEST_VALUE = 120  # code points of a value that a page gives on a line of its own
LONGEST_CALL = 8  # code points that a headline has behind the title: 来了!
LONGEST_NAME, MOST_BETWEEN = 12, 2  # code points of a user's name; lines of name and rank
LONGEST_ADVERT = 3  # lines
NEAR_SITE = 6  # lines below a site's name in which its page has others
FEWEST_STAMPS = 3  # days with an hour that are a chat's own: a page has one or two
_FIELDS = ("chrome:meta", "chrome:contact")
_STAMPED = frozenset({"chrome:meta", "chrome:byline"})
_PATHS = frozenset({"chrome:breadcrumb", "chrome:path", "chrome:menu", "chrome:site-links"})
_either_field, _own_field = EITHER_FIELD.compile(), OWN_FIELD.compile()
_index_field = INDEX_FIELD.compile()
_PAGE_INDEX = re.compile(
    "(?:索 {0,4}引 {0,4}号|主题分类|信息(?:分类|类别)|公开(?:方式|类别)|组配分类)(?: |:|$)"
)
_FIELD = re.compile("[\u4e00-\u9fff]{2,8} ?: ?[^:]{1,60}$")
_ADVERT = re.compile(r"\[?(?:广告|赞助内容|推广)\]?")
_STAMP = re.compile("[12][0-9]{3}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? [0-9]{1,2}:[0-9]{2}")
FEWEST_ENTRIES = 2  # of a menu, each on a line of its own
FEWEST_ROWS = 3  # of a table with the facts of a page
LONGEST_HEAD = 1_000  # code points below it among which its words stand again
_MENU_ROW = re.compile(r"(?:[\u4e00-\u9fff]{2,6}(?: ?\([0-9]{1,4}\))?(?:[ |·/]+|$)){4,16}$")
_SITE = re.compile(" ?[_|] ?| --? ")  # between the title of a page and its site
_SENTENCE_ENDS = frozenset({"。\n", ";\n"})
_ARTICLES = frozenset({"item:article", "item:chapter"})
_OWN_MARKS = _ARTICLES | {"item:chinese", "item:parenthesis"}


def name_lines(view: str, blocks: Sequence[Block], rules: Rules) -> list[Block]:
    """Return the blocks with the lines named that a rule knows by their words."""
    named = list(blocks)
    _name_index(view, named)
    head = _name_head(view, named, rules)
    if head == len(blocks):  # a text of fields, not what stands above one
        named = [
            block._replace(label=BODY, rule="line") if block.rule == "chrome:contact" else block
            for block in named
        ]
    _name_body(view, blocks, named, head, rules)
    found = set(map(rule_of, named))
    if not found.isdisjoint(_STAMPED):
        _own_stamps(view, named)
    _name_page_title(view, named)
    _name_menu_row(view, named)
    if not found.isdisjoint(_PATHS):
        _name_above_path(view, named)
    if "chrome:forum" in found:
        _name_thread(view, named)
    if "chrome:controls" in found:
        _name_adverts(view, named)
    if not found.isdisjoint(_FIELDS):
        named = _own_fields(view, named)
    if "chrome:meta" in found:
        _name_sizes(view, named)
        named = _values(view, named)
    if "imprint:copies" in found:
        named = imprint_organs(view, named)
    if not found.isdisjoint(_PATHS):
        named = name_column(view, named)
    if not found.isdisjoint(_STAMPED):
        named = name_place(view, named)
    return named


def _name_body(
    view: str, blocks: Sequence[Block], named: list[Block], head: int, rules: Rules
) -> None:
    """Name the lines from ``head`` on, by what segment said of them."""
    own, has_sign = rules.own, rules.sentences.sign
    known: dict[tuple[str, str], Rule | None] = {}
    # Attributes are read here: to unpack each block would take four times as long.
    lines = [
        index
        for index, block in enumerate(blocks)
        if (block.rule in NAMED_MARKS or (own and block.rule != "rest"))
        and index >= head
        and block.label == BODY
        and block.end - block.start <= LONGEST_NOISE
    ]
    for index in lines:
        start, end, _, mark = blocks[index]
        if view[end - 2 : end] in _SENTENCE_ENDS and not own and not has_sign(view, start, end):
            continue  # most lines of a text: quickly seen
        line = view[start:end].strip(MARGIN)
        if len(line) > LONGEST_REPEATED:
            rule = rules.line(line, mark)
        else:
            if (line, mark) not in known:
                known[line, mark] = rules.line(line, mark)
            rule = known[line, mark]
        if rule:
            named[index] = Block(start, end, rule.label, rule.id)


def _name_head(view: str, blocks: list[Block], rules: Rules) -> int:
    """Name the lines above the first sentence or item; return the index behind them."""
    lines = 0
    known: dict[tuple[str, str], Rule | None] = {}
    for index, (start, end, label, mark) in enumerate(blocks):
        if end - start > LONGEST_NOISE:
            return index
        if label != BODY or (mark == "rest" and (not index or blocks[index - 1].label != URL)):
            continue
        line = view[start:end].strip(MARGIN)
        mark = "line" if mark == "rest" else mark
        if (line, mark) not in known:
            known[line, mark] = rules.line(line, mark) or rules.head_line(line, mark)
        if rule := known[line, mark]:
            blocks[index] = Block(start, end, rule.label, rule.id)
            continue
        lines += 1
        ends = line[-1:] in SENTENCE_END and not _is_headline(view, blocks, index, rules)
        if lines == HEAD_LINES or ends or mark in _OWN_MARKS:
            return index + 1
    return len(blocks)


def _name_index(view: str, blocks: list[Block]) -> None:
    """Name the rows of the table that an organ's site sets above a document: 索引号 …, 文号 …"""
    rows: list[int] = []
    is_page = False
    is_value = False  # of the cell above, which is a name alone
    for index, block in enumerate(blocks[: 4 * HEAD_LINES]):
        if block.label == BLANK:
            continue
        if block.rule in _ARTICLES:
            break  # of a law
        line = words_of(view, block) if _may_be_row(view, block) else ""
        name = _index_field.match(line)
        if name:
            rows.append(index)
            is_page = is_page or _PAGE_INDEX.search(line) is not None
            is_value = name.end() >= len(line.rstrip(" :"))
        elif is_value and block.label == BODY and block.end - block.start <= LONGEST_VALUE:
            rows.append(index)
            is_value = False
        elif rows:
            break
    if rows and _begins_text(view, blocks[rows[-1]]):
        rows.pop()
    if is_page and len(rows) >= FEWEST_ROWS:
        for index in rows:
            blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:meta")


def _begins_text(view: str, block: Block) -> bool:
    """Tell whether a line below the last name of a table is no value of it, but a title's line."""
    words = words_of(view, block)
    if _index_field.match(words) or view.find(words, block.end, block.end + LONGEST_HEAD) >= 0:
        return False
    return "关于" in words or TITLE_END.search(words) is not None


def _may_be_row(view: str, block: Block) -> bool:
    begins = view[block.start] in INDEX_BEGINS
    return begins and block.label == BODY and block.end - block.start <= LONGEST_NOISE


def _name_menu_row(view: str, blocks: list[Block]) -> None:
    """Name the first line that is the text's, if it is a row of short words in a page's frame."""
    head = range(min(len(blocks), 2 * HEAD_LINES))
    first = next((index for index in head if blocks[index].label == BODY), len(head))
    below = (blocks[index].label for index in head[first + 1 :] if blocks[index].label != BLANK)
    if BOILERPLATE not in islice(below, MOST_BETWEEN) or "。" not in view:
        return
    if _MENU_ROW.match(words_of(view, blocks[first])):
        blocks[first] = blocks[first]._replace(label=BOILERPLATE, rule="chrome:menu")


def _name_above_path(view: str, blocks: list[Block]) -> None:
    """Name the short lines above the path to a page: the site's name, and its menu."""
    head = [index for index, each in enumerate(blocks[: 2 * HEAD_LINES]) if each.label != BLANK]
    path = next((at for at, index in enumerate(head) if blocks[index].rule in _PATHS), 0)
    above = [index for index in reversed(head[:path]) if blocks[index].label == BODY]
    entries = list(takewhile(lambda index: _is_entry(view, blocks[index]), above))
    for index in entries if len(entries) >= FEWEST_ENTRIES else ():
        blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:menu")


def _is_entry(view: str, block: Block) -> bool:
    words = words_of(view, block)
    return block.rule == "line" and _is_name(view, block) and not TITLE_END.search(words)


def _name_sizes(view: str, blocks: list[Block]) -> None:
    """Name the buttons 大, 中, 小 for the size of the letters, each on a line of its own."""
    words = [index for index, block in enumerate(blocks[: 2 * HEAD_LINES]) if block.label != BLANK]
    for rows in zip(words, words[1:], words[2:], strict=False):
        if "".join(words_of(view, blocks[index]) for index in rows) in ("大中小", "小中大"):
            for index in rows:
                blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:buttons")


def _is_headline(view: str, blocks: Sequence[Block], index: int, rules: Rules) -> bool:
    """Tell whether a line asks or calls, and a page's by-line stands directly below it."""
    if words_of(view, blocks[index])[-1:] not in "?!":
        return False
    below = next((each for each in blocks[index + 1 :] if each.label != BLANK), blocks[index])
    return below.label == BODY and bool(rules.head_line(words_of(view, below), below.rule))


def _own_stamps(view: str, blocks: list[Block]) -> None:
    """Make lines with a day and an hour body again where a text is made of them: a chat."""
    stamped = [
        index
        for index, block in enumerate(blocks[: 4 * HEAD_LINES])
        if block.rule == "chrome:byline"
        or (block.rule == "chrome:meta" and _STAMP.match(words_of(view, block)))
    ]
    if len(stamped) >= FEWEST_STAMPS:
        for index in stamped:
            blocks[index] = blocks[index]._replace(label=BODY, rule="line")


def _name_thread(view: str, blocks: list[Block]) -> None:
    """Name the short lines between those that a forum writes above a post: who wrote it."""
    head = [index for index, block in enumerate(blocks[: 4 * HEAD_LINES]) if block.label != BLANK]
    forum = [at for at, index in enumerate(head) if blocks[index].rule == "chrome:forum"]
    for first, last in pairwise(forum):
        between = head[first + 1 : last]
        for index in between[-MOST_BETWEEN:]:
            if blocks[index].label == BODY and _is_name(view, blocks[index]):
                blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:forum")


def _name_adverts(view: str, blocks: list[Block]) -> None:
    """Name the short lines below a word like 广告, up to a button such as 查看详情."""
    for index, block in enumerate(blocks):
        if block.rule != "chrome:controls" or not _ADVERT.fullmatch(words_of(view, block)):
            continue
        below: list[int] = []
        for at in range(index + 1, min(index + 1 + 2 * LONGEST_ADVERT, len(blocks))):
            if blocks[at].label == BLANK:
                continue
            words = words_of(view, blocks[at])
            is_named = blocks[at].label == BOILERPLATE
            if not is_named and (blocks[at].label != BODY or len(words) > LONGEST_LINK):
                break
            if not words or words[-1] in "。;":
                break
            below.append(at)
            if is_named or is_interface(words):
                for each in below[: len(below) - is_named]:
                    blocks[each] = blocks[each]._replace(label=BOILERPLATE, rule="chrome:controls")
                break


def _is_name(view: str, block: Block) -> bool:
    """Tell whether a line may be a user's name or rank."""
    words = words_of(view, block)
    return len(words) <= LONGEST_NAME and words[-1:] not in LAST and "[" not in words


def _name_page_title(view: str, blocks: list[Block]) -> None:
    """Name a first line that says the title, which stands below, with column and site behind it."""
    head = range(min(len(blocks), 2 * HEAD_LINES))
    first = next((index for index in head if blocks[index].label != BLANK), None)
    if first is None or blocks[first].label != BODY:
        return
    headline = words_of(view, blocks[first])
    title, *site = _SITE.split(headline, maxsplit=1)
    calls = headline[-1:] in "!?~"
    sited = site or calls or "-" in headline[LONGEST_NAME:] or "_" in headline
    below = [words_of(view, blocks[index]) for index in head[first + 1 :]] if sited else []
    names_site = (site and title in below) or any(_has_site(headline, line) for line in below)
    if names_site or (calls and any(_calls(headline, line) for line in below)):
        blocks[first] = blocks[first]._replace(label=BOILERPLATE, rule="chrome:page-title")
    elif (headline in SITES and _has_frame(blocks, first)) or _is_site(view, blocks, first):
        blocks[first] = blocks[first]._replace(label=BOILERPLATE, rule="chrome:site-name")


def _has_site(headline: str, line: str) -> bool:
    """Tell whether a headline is the title that a line is with its site behind it: …-某市水利局"""
    return (
        len(line) > LONGEST_NAME
        and headline.startswith(line)
        and re.match(" ?[-_|] ?[\u4e00-\u9fff]", headline[len(line) :]) is not None
    )


def _calls(headline: str, line: str) -> bool:
    """Tell whether a headline only calls out the title that a line is: …政策解读来了!"""
    return (
        len(line) > LONGEST_NAME
        and 0 < len(headline) - len(line) <= LONGEST_CALL
        and headline.startswith(line)
    )


def _has_frame(blocks: Sequence[Block], first: int) -> bool:
    below = [block.label for block in blocks[first + 1 : 2 * HEAD_LINES] if block.label != BLANK]
    return BOILERPLATE in below[:NEAR_SITE]


def _is_site(view: str, blocks: Sequence[Block], first: int) -> bool:
    """Tell whether the first line is a short name above the path to a page, with a title below."""
    below = blocks[first + 1 : 2 * HEAD_LINES]
    path = next((block for block in below if block.label != BLANK), None)
    if path is None or path.rule not in _PATHS or "。" not in view:
        return False
    title = next((words_of(view, block) for block in below if block.label == BODY), "。")
    name = words_of(view, blocks[first])
    return (
        _is_name(view, blocks[first])
        and len(title) <= LONGEST_LINK
        and title[-1] not in LAST
        and not TITLE_END.search(name)
    )


def _values(view: str, blocks: list[Block]) -> list[Block]:
    """Name the lines with values below lines like 发布日期: that have none; two make a table."""
    words = [index for index, block in enumerate(blocks[: 2 * HEAD_LINES]) if block.label != BLANK]
    empty = [
        position
        for position, index in enumerate(words[:-1])
        if blocks[index].rule == "chrome:meta" and words_of(view, blocks[index])[-1] in ":|"
    ]
    pairs = [position + 1 for position in empty if blocks[words[position + 1]].label == BODY]
    for position in pairs if len(pairs) > 1 else ():
        block = blocks[words[position]]
        line = words_of(view, block)
        goes_on = position + 1 in empty
        if len(line) <= LONGEST_VALUE and (goes_on or not TITLE_END.search(line)):
            blocks[words[position]] = block._replace(label=BOILERPLATE, rule="chrome:meta")
    return blocks


def _own_fields(view: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with 时间：, 地址： … made body again that stand beside the text's own.

    Its own are what no page says of itself: 地点：, 主持：, 法定代表人：, any two fields in a row
    that no rule knows, and each between two such.
    """
    words = [
        index
        for index, block in enumerate(blocks[: 2 * HEAD_LINES])
        if block.label not in (BLANK, MARKUP)
    ]
    lines = [
        words_of(view, blocks[index]) if blocks[index].label == BODY else "" for index in words
    ]
    fields = [False, *(_FIELD.match(line) is not None for line in lines), False]
    own = [
        _own_field.match(line) is not None or (field and (above or below))
        for line, above, field, below in zip(lines, fields, fields[1:], fields[2:], strict=False)
    ]
    for position in (*range(len(words)), *reversed(range(len(words)))):
        index = words[position]
        block = blocks[index]
        if block.rule not in _FIELDS or not any(own[max(0, position - 1) : position + 2]):
            continue
        line = words_of(view, block)
        is_between = fields[position] and fields[position + 2] and _FIELD.match(line)
        if is_between or _either_field.match(line):
            blocks[index] = block._replace(label=BODY, rule="line")
            own[position] = True
    return blocks
