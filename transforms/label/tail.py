"""The frame of a page below the text, and the organs of an imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.label.rules import Rules
from transforms.label.words import LAST, LONGEST_LINK, LONGEST_NOISE, SENTENCE_END, words_of
from transforms.schema import BLANK, BODY, BOILERPLATE, CONTENTS, CREDIT, HEADING, IMPRINT, Block
from transforms.tables.noise.apps import OTHERS_HEAD
from transforms.tables.noise.interface import LETTER, is_interface
from transforms.tables.noise.tail import LIST_HEAD

TAIL_LINES = 80  # a page's frame below the text, with its lists of links, is not longer
LEAST_ABOVE = 4  # times as much prose stands above a page's frame as in it
MOST_COPIES, LONGEST_COPIES = 3, 80  # lines, and code points of each, between 抄送 and 印发
# A date as signatures have it, and attachments: the document's own, though no sentences.
_OWN_LAST = re.compile(
    r".{0,40}[0-9〇一二三四五六七八九十]{2,4} ?年 ?[0-9一二三四五六七八九十]{1,3} ?月.{0,12}"
    r"|[(\[]?附 ?(?:件|表|图|录)(?!(?:下载|列表) ?:?$|.*\.(?:docx?|xlsx?|pdf|wps|zip|rar|ofd)$).*"
)
# Below such a line of a page stands nothing of the document but what it attaches; comments may.
_ENDS_TEXT = frozenset(
    {
        "chrome:answered", "chrome:copyright", "chrome:copyright-below", "chrome:counter",
        "chrome:database-below", "chrome:disclaimer", "chrome:friends", "chrome:judgments",
        "chrome:registration", "chrome:rights-below", "chrome:share", "chrome:site-links",
        "chrome:sites",
    }
)  # fmt: skip
# The same, if there is no prose below: such a line may stand between paragraphs, too.
_MAY_END_TEXT = frozenset(
    {
        "chrome:buttons-below", "chrome:files", "chrome:navigation", "chrome:page-facts",
        "chrome:prompts-below", "chrome:scan", LIST_HEAD.id,
    }
)  # fmt: skip
_FILE = re.compile(r"(?:附 ?件|[0-9]).{1,100}\.[a-zA-Z]{2,4}(?: ?\([^()]{1,12}\))?")
# What a line below a text says for its being a page's, and what the lines of a frame say together.
_HEADS, _SURE, _LIKELY, _UNKNOWN, _QUOTES = 4, 2, 1, -1, -2
LEAST_EVIDENCE = 3
_COUNTED = re.compile("[0-9|]")  # with them words of an interface are surely its own
_MAY_SHOUT = "!?"  # links to other news do
_MAY_QUOTE = _MAY_SHOUT + '")'
# What also a text may say of itself.
_EITHER = frozenset(
    {
        "chrome:meta", "chrome:contact", "chrome:counter", "chrome:source-below", "chrome:byline",
        "chrome:mail", "chrome:talk",
    }
)  # fmt: skip
_FRAME = frozenset({BOILERPLATE, CREDIT})
_OWNED = frozenset({"chrome:registration", "chrome:copyright", "chrome:copyright-below"})
_heads_others = OTHERS_HEAD.compile()
# What an account sets before and behind its words.
_ORNAMENTS = re.compile("[▌▍▎▏▐█◢◣◤◥☟☞☝👇👆▼▲▽△▶►▷◆◇■□●★☆◎•✦✧❖🔹🔸📌~]+")
_COUNTS = re.compile(r"[0-9]{2}|[0-9] ?[万wW]")
_PAUSES = frozenset(",。;")
_OWN_ITEMS = frozenset({"item:chinese", "item:parenthesis"})
_OWN_LABELS = frozenset({HEADING, CONTENTS})


def name_tail(text: str, view: str, blocks: list[Block], rules: Rules) -> list[Block]:
    """Return the blocks with the page's frame named that stands behind the last own words."""
    page = _page(text, view, blocks, rules)
    first = _tail(text, view, blocks[:page], rules)
    last = view[blocks[first - 1].start : blocks[first - 1].end].strip() if first else ""
    if last[-1:] in _MAY_QUOTE:  # else the same lines are the last
        below = range(_tail(text, view, blocks[:page], rules, _MAY_QUOTE), page)
    else:
        below = range(first, page)
    frame = _frame(view, blocks, rules, below)
    in_frame = in_files = False
    for index in range(min(first, frame), len(blocks)):
        block = blocks[index]
        if block.label == BODY and block.end - block.start <= LONGEST_NOISE:
            line = words_of(view, block)
            bare = _bare(line)
            rule = rules.tail.named(bare) or (rules.frame.named(bare) if in_frame else None)
            if rule is None and in_files and _FILE.fullmatch(line):
                rule = rules.tail.named(line.lstrip("附件0123456789一二三四五六七八九十:.、 "))
            in_files = rule is not None and rule.id == "chrome:files"
            if rule:
                blocks[index] = block._replace(label=rule.label, rule=rule.id)
            elif index > page or index >= frame:
                blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:below")
        in_frame = in_frame or blocks[index].label == BOILERPLATE
    _name_no_files(view, blocks)
    if page < len(blocks):
        _name_owner(view, blocks, rules)
    return blocks


def _name_owner(view: str, blocks: list[Block], rules: Rules) -> None:
    """Name who keeps a site, and where, on the lines above the numbers it is registered under."""
    last = max(0, len(blocks) - TAIL_LINES)
    first = next((at for at in range(last, len(blocks)) if blocks[at].rule in _OWNED), last)
    above: dict[int, Block] = {}
    for index in range(first - 1, last - 1, -1):
        block = blocks[index]
        if block.label == BLANK:
            continue
        is_line = block.label == BODY and block.end - block.start <= LONGEST_NOISE
        rule = rules.frame.named(words_of(view, block)) if is_line else None
        if rule is None:
            break
        above[index] = block._replace(label=rule.label, rule=rule.id)
    if any(block.rule == "chrome:site-owner" for block in above.values()):
        for index, block in above.items():
            blocks[index] = block


def _name_no_files(view: str, blocks: list[Block]) -> None:
    """Name a last line 附件: below which a page lists its files, or nothing."""
    frame = False
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.label == BODY:
            if frame and words_of(view, block) == "附件:":
                blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:files")
            break
        frame = frame or block.label == BOILERPLATE


def _tail(
    text: str, view: str, blocks: Sequence[Block], rules: Rules, ends: str = _MAY_SHOUT
) -> int:
    """Return the index behind the last block with the document's own words, as far as shapes tell.

    Its own are sentences, items, dates, attachments, rows of tables; a source without any of them
    has no tail but a list of links. A short line of a page may end with one of ``ends``, too.
    """
    lines = 0
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.label != BODY:
            continue
        lines += 1
        line = view[block.start : block.end][: LONGEST_NOISE + 1].strip()
        if block.end - block.start > LONGEST_NOISE or lines > TAIL_LINES:
            return index + 1
        is_row = "\t" in text[block.start : block.end].strip()
        is_own = block.rule != "line" or is_row or _OWN_LAST.fullmatch(line) is not None
        if rules.tail.named(line) or (not is_own and is_interface(line)):
            continue
        if len(line) <= LONGEST_LINK and line[-1:] in ends:
            continue
        if is_own or line[-1:] in LAST:
            return index + 1
        if len(line) > LONGEST_LINK and "。" in line:  # and a note's mark behind its last sentence
            return index + 1
        if line[-1:] == "." and len(line) >= LONGEST_LINK:  # a sentence in Latin script
            return index + 1
    # A poem has none: its page may end in a list of links.
    links = (at for at in range(len(blocks) // 2, len(blocks)) if _is_list_head(view, blocks[at]))
    return next(links, len(blocks))


def _frame(view: str, blocks: Sequence[Block], rules: Rules, below: range) -> int:
    """Return the index from which on the lines below the text are most likely a page's.

    ``below`` are those below the last words that can only be the document's own, and above what is
    known to be a page's. Each says something for a frame or against it; the lines are those that
    say the most together, one of them surely. Below a word like 相关链接 what is not known is a
    link, and says nothing.
    """
    found, most = below.stop, LEAST_EVIDENCE
    total = most if below.stop < len(blocks) else 0
    unknown, is_known = 0, below.stop < len(blocks)
    for index in reversed(below):
        said, by_rule = _evidence(view, blocks[index], rules)
        is_known = is_known or by_rule
        unknown = unknown + said if said < 0 else unknown
        total += said
        if said == _HEADS:
            total -= unknown
        if said > 0:
            unknown = 0
        if said > 0 and is_known and total >= most:
            found, most = index, total
    return found


def _evidence(view: str, block: Block, rules: Rules) -> tuple[int, bool]:
    """Return what a line below a text says for being a page's, and whether that is sure."""
    line = _bare(words_of(view, block))
    rule = rules.tail.named(line) if block.label == BODY else None
    name = rule.id if rule else block.rule
    if name == LIST_HEAD.id or _is_list_head(view, block):
        return _HEADS, True
    if _heads_others.fullmatch(line):
        return _HEADS, _COUNTED.search(line) is not None  # 评论 42; 关于作者 may be the text's
    if line == "[图片]":
        return 0, False  # of the text, or not
    if rule or block.label in _FRAME:
        return (_SURE, True) if _is_sure(name) else (_LIKELY, False)
    if block.label != BODY or not LETTER.search(line):
        return 0, False
    if is_interface(line):
        return _SURE, False
    return (_UNKNOWN if line[-1] not in '")' else _QUOTES), False


def _is_sure(name: str) -> bool:
    """Tell whether only a page's lines have a rule."""
    return name.startswith("chrome:") and name not in _EITHER


def _bare(line: str) -> str:
    """Return a line without the signs that an account sets before and behind its words."""
    return _ORNAMENTS.sub(" ", line).strip()


def _page(text: str, view: str, blocks: Sequence[Block], rules: Rules) -> int:
    """Return the index of the first line of the page's frame below the text, all of which is such.

    It is known by its words, and nothing below it can be the document's own: an item, a date, an
    attachment, a row of a table, much prose. The frame between documents is none.
    """
    found, prose, below, known = len(blocks), 0, 0, ""
    lines = 0
    is_sure = False  # that there is a frame below
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.label == BLANK:
            continue
        if block.rule in ("item:article", "item:chapter"):
            break
        line = view[block.start : block.end][: LONGEST_NOISE + 1].strip()
        rule = rules.tail.named(line) if block.label == BODY else None
        name = rule.id if rule else block.rule
        counts = name == "chrome:buttons-below" and _COUNTS.search(line) is not None
        heads = is_sure and _heads_others.fullmatch(line) is not None
        is_sure = is_sure or _is_sure(name)
        if counts or heads or name in _ENDS_TEXT or (name in _MAY_END_TEXT and prose == below):
            found, below, known = index, prose, OTHERS_HEAD.id if heads else name
        elif block.label in _OWN_LABELS or (block.label == BODY and _is_own(block, line)):
            break
        elif block.label == BODY and "\t" in text[block.start : block.end].strip():
            break  # a row of a table
        elif block.label == BODY:
            lines += 1
            prose += len(line) * _is_prose(line)
        if lines > TAIL_LINES or len(line) > LONGEST_NOISE or prose * LEAST_ABOVE > len(view):
            break
    if found < len(blocks) and _is_below(view, blocks, rules, found, known, below):
        return found
    return len(blocks)


def _is_below(
    view: str, blocks: Sequence[Block], rules: Rules, found: int, known: str, below: int
) -> bool:
    """Tell whether the prose above a line outweighs that below, and no such line parts it."""
    above = 0
    for block in blocks[:found]:
        line = words_of(view, block)
        if block.label == BODY and _is_prose(line):
            above += len(line)
        elif above:
            unnamed = block.label == BODY == blocks[found].label and len(line) <= LONGEST_LINK
            rule = rules.tail.named(line) if unnamed else None
            if known == (rule.id if rule else block.rule):
                return False
    return LEAST_ABOVE * below <= above


def _is_prose(line: str) -> bool:
    """Tell whether a line may be a sentence, or a part of one."""
    return line[-1:] in SENTENCE_END or not _PAUSES.isdisjoint(line)


def _is_own(block: Block, line: str) -> bool:
    """Tell whether a line cannot be a page's."""
    return block.rule in _OWN_ITEMS or _OWN_LAST.fullmatch(line) is not None


def _is_list_head(view: str, block: Block) -> bool:
    if block.rule != "chrome:navigation":
        return False
    return not re.match(r"\W*[上下前后]一", view[block.start : block.end])


def imprint_organs(view: str, blocks: list[Block]) -> list[Block]:
    """Name the lines between 抄送 and 印发: more copies, the organ that printed the document."""
    words = [index for index, block in enumerate(blocks) if block.label != BLANK]
    for position, first in enumerate(words):
        if blocks[first].rule != "imprint:copies":
            continue
        behind = words[position + 1 : position + 2 + MOST_COPIES]
        last = next((i for i in behind if blocks[i].rule == "imprint:printed"), first)
        for index in behind:
            block = blocks[index]
            if index < last and block.label == BODY and block.end - block.start <= LONGEST_COPIES:
                blocks[index] = block._replace(label=IMPRINT, rule="imprint:organ")
    return blocks
