"""Say of each block what it is: the document's own words, or what page, site or compiler added.

Nothing is dropped here. A line is named by a rule of ``tables.noise`` or by its place: page
markers by their sequence, running heads by standing beside page markers, contents by their
neighbours, the template of a site by standing at the edges of many sources.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from transforms.pasted import name_pasted
from transforms.running import cuts_a_line, is_line, name_running, name_watermarks, short_lines
from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    CONTENTS,
    CREDIT,
    IMPRINT,
    PAGE_MARKER,
    URL,
    Block,
    Collation,
    Rule,
)
from transforms.tables.marks import CONTENTS_LINE, CONTENTS_WORD
from transforms.tables.noise import (
    ANYWHERE,
    EITHER_FIELD,
    FRAME,
    FRAMED_TRIGGERS,
    HEAD,
    INSIDE,
    INSIDE_TRIGGERS,
    LIST_HEAD,
    OWN_FIELD,
    SENTENCES,
    TAIL,
)

LONGEST_NOISE = 240  # code points: a longer line is never named noise by its words
LONGEST_REPEATED = 12  # code points of a line that may stand in a source ten thousand times
HEAD_LINES = 40  # a page's frame above the text is not longer
TAIL_LINES = 80  # nor, with its lists of links, below the text
EDGE_LINES = 12  # lines at each end of a source that may be a site's template
LONGEST_LINK = 40  # code points of a link to another page
LONGEST_VALUE = 120  # code points of a value that a page gives on a line of its own
MOST_COPIES, LONGEST_COPIES = 3, 80  # lines, and code points of each, between 抄送 and 印发
LONGEST_NAME, MOST_BETWEEN = 12, 2  # code points of a user's name; lines of name and rank
FEWEST_STAMPS = 3  # days with an hour that are a chat's own: a page has one or two
MOST_NOTES = 12  # lines of foot notes on a page
SHORTEST_PAGE = 100  # code points between markers that cut words
PAGE = 200  # code points between two bare numbers: less, and no sentence, is a row of a table
FEWEST_ENTRIES = 3  # leaders make a contents list from here on

_MARGIN = " \r\n\f\v\ufeff"
_SENTENCE_END = "。;!?:"
_LAST = frozenset('。;!?:,、")')  # what a line of the text may end with
_CONTENTS_LINE = re.compile(rf"(?:{CONTENTS_WORD.pattern}) *$")
_LIST_TITLE = CONTENTS_LINE.compile()
# A date as signatures have it, and attachments: the document's own, though no sentences.
_OWN_LAST = re.compile(
    r".{0,40}[0-9〇一二三四五六七八九十]{2,4} ?年 ?[0-9一二三四五六七八九十]{1,3} ?月.{0,12}"
    r"|[(\[]?附 ?(?:件|表|图|录).*"
)
_NUMBER = re.compile("[0-9]+")
_RULER = re.compile("[-=_]{3,}")
# Twice as fast as ``str.find``.
_INSIDE_TRIGGERS, _FRAMED_TRIGGERS = (
    tuple(map(re.compile, words)) for words in (INSIDE_TRIGGERS, FRAMED_TRIGGERS)
)
_FRAME = frozenset((BOILERPLATE, CREDIT))
_TITLE_END = re.compile(
    "(?:通知|意见|方案|办法|决定|规定|条例|细则|规则|函|法|令|公告|通告|解释|批复|规划|计划)[)>》]?$"
)
_ORGAN_OR_DATE = re.compile(
    "[0-9〇一二三四五六七八九十]{2,4}年|(?:委员会|政府|院|厅|局|部|办公室|法院)$"
)
_FIELDS = ("chrome:meta", "chrome:contact")
_either_field, _own_field = EITHER_FIELD.compile(), OWN_FIELD.compile()
_INSIDE_WORDS = re.compile(
    "(?![第见看在于至到和及与或填写查翻])[一-鿿](?:第[^一-鿿]*页|- ?[0-9]+ ?-)"
    "[一-鿿](?<![的上中下至到和及与或])"
)
_FIELD = re.compile("[\u4e00-\u9fff]{2,8} ?: ?[^:]{1,60}$")
_STAMP = re.compile("[12][0-9]{3}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? [0-9]{1,2}:[0-9]{2}")
_SITE = re.compile(" ?[_|] ?| --? ")  # between the title of a page and its site
_NAMED_MARKS = frozenset({"line", "item:digit", "item:dash"})  # what a named line may begin with
_OWN_MARKS = frozenset({"item:chinese", "item:parenthesis", "item:article", "item:chapter"})
STRONG_PAGES = frozenset(
    f"page:{name}-line" for name in ("dash", "of", "word", "dot", "print", "foot")
)
GLUED_PAGES = frozenset({"page:ordinal", "page:dash"})
WEAK_PAGES = frozenset({"page:bare-line", "page:letter-line"})


class Choice(NamedTuple):
    """A user's own rules for whole lines, tried first, and the ids of rules that are off."""

    own: tuple[Rule, ...] = ()
    off: frozenset[str] = frozenset()


ALL = Choice()

# What ``Choice.off`` may name beside the rules of ``tables.noise``.
BY_PLACE = (
    "chrome:aside", "chrome:footer", "chrome:form", "chrome:header", "chrome:links", "chrome:list",
    "chrome:mail", "chrome:marquee", "chrome:menu", "chrome:named", "chrome:nav", "chrome:outside",
    "chrome:page-title", "chrome:template", "imprint:organ", "running:page-edge",
    "running:repeated", "running:watermark",
)  # fmt: skip


def label(
    collation: Collation, repeated: frozenset[int] = frozenset(), choice: Choice = ALL
) -> Collation:
    """Return the collation with labelled blocks; ``repeated`` is what ``common_lines`` gave."""
    view = collation.text.view
    rules = _compiled(choice)
    held = frozenset(map(_label, collation.blocks))  # what it has none of is not looked for
    blocks = [*collation.blocks]
    if PAGE_MARKER in held:
        blocks = confirm_pages(view, blocks)
    if collation.marked is None:
        blocks = name_pasted(view, blocks)
    blocks = name_lines(view, blocks, rules)
    blocks = name_tail(view, blocks, rules)
    blocks = cut_inside(view, blocks, rules)
    before, lines = blocks, short_lines(view, blocks)
    blocks = name_watermarks(view, blocks, lines)
    if CONTENTS in held:
        blocks = confirm_contents(view, blocks)
    blocks = name_running(view, blocks, before, lines, PAGE_MARKER in held)
    if repeated:
        blocks = name_templates(view, blocks, repeated)
    if choice.off:
        blocks = [
            block._replace(label=BODY, rule="line") if block.rule in choice.off else block
            for block in blocks
        ]
    return collation._replace(blocks=tuple(blocks))


class _Union:
    """Rules as one pattern."""

    def __init__(self, rules: Iterable[Rule], end: str = "$") -> None:
        self.rules = tuple(rules)
        parts = (f"(?P<r{n}>(?:{rule.pattern}){end})" for n, rule in enumerate(self.rules))
        self.pattern = re.compile("|".join(parts) if self.rules else "(?!)")

    def named(self, line: str) -> Rule | None:
        """Return the first rule that names a whole line."""
        match = self.pattern.match(line)
        return self.of(match) if match else None

    def of(self, match: re.Match[str]) -> Rule:
        """Return the rule of a match."""
        assert match.lastgroup is not None
        return self.rules[int(match.lastgroup[1:])]


class _Rules(NamedTuple):
    """The rules of ``tables.noise`` that are on, compiled; a user's, each by itself."""

    anywhere: _Union
    sentences: _Union
    head: _Union
    tail: _Union
    frame: _Union
    inside: _Union
    own: tuple[tuple[re.Pattern[str], Rule], ...]

    def line(self, line: str, mark: str) -> Rule | None:
        """Return the rule that names a line which begins with such a mark."""
        for pattern, rule in self.own:
            if pattern.fullmatch(line):
                return rule
        if mark not in _NAMED_MARKS:
            return None
        rules = self.sentences if line[-1:] in "。;" else self.anywhere
        match = rules.pattern.match(line)
        if match is None:
            return None
        found = rules.of(match)
        return found if mark == "line" or found.id.startswith(("chrome:", "markup:")) else None

    def head_line(self, line: str, mark: str) -> Rule | None:
        """Return the rule that names a line above the text, and only there."""
        return self.head.named(line) if mark == "line" and line[-1:] not in "。;" else None


@lru_cache(maxsize=8)
def _compiled(choice: Choice) -> _Rules:
    anywhere, head, tail, frame, inside = (
        [rule for rule in rules if rule.id not in choice.off]
        for rules in (ANYWHERE, HEAD, TAIL, FRAME, INSIDE)
    )
    return _Rules(
        _Union(anywhere),
        _Union(rule for rule in anywhere if rule.id in SENTENCES),
        _Union(head),
        _Union(tail),
        _Union(frame),
        _Union(inside, ""),
        tuple((rule.compile(), rule) for rule in choice.own),
    )


# ------------------------------------------------------------------------------------- pages


def confirm_pages(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those page markers that do not count pages made body again.

    A page marker belongs to a sequence of its style that grows through the source; one that
    is a line of its own and says that it is a page needs no sequence.
    """
    styles: dict[str, list[tuple[int, int]]] = {}
    for index, block in _labelled(blocks, PAGE_MARKER):
        digits = _NUMBER.search(view, block.start, block.end)
        styles.setdefault(block.rule, []).append((index, int(digits.group()) if digits else 0))
    false: set[int] = set()
    pages = max((len(found) for found in styles.values()), default=0)
    for style, found in styles.items():
        if style in STRONG_PAGES:
            continue
        confirmed: set[tuple[int, int]] = set()
        if style == "page:dashed":  # a stray printed number in a paged source
            confirmed.update(found if pages > 3 else ())
        elif style not in WEAK_PAGES or _are_pages(view, blocks, found):
            rising = _rising(found)
            if len(rising) >= 3 and len(rising) >= 0.7 * len(found):
                confirmed.update(rising)
        if not confirmed and _cut_the_text(view, blocks, style, found):
            confirmed.update(found)
        if style == "page:ordinal":
            confirmed.update(one for one in found if is_line(view, blocks[one[0]]))
        false.update(one[0] for one in found if one not in confirmed)
    out = list(blocks)
    for index in false:
        rule = "line" if is_line(view, out[index]) else "rest"
        out[index] = Block(out[index].start, out[index].end, BODY, rule)
    return out


def _are_pages(view: str, blocks: Sequence[Block], found: Sequence[tuple[int, int]]) -> bool:
    """Return whether most bare numbers count on by one, and pages of text lie between them."""
    pairs = list(pairwise(found))
    if view.startswith("0", blocks[found[0][0]].start):
        return False  # 01 stands above a section of a post
    if sum(b[1] - a[1] == 1 for a, b in pairs) < 0.6 * len(pairs):
        return False
    apart = (_holds_text(view, blocks[a[0]].end, blocks[b[0]].start) for a, b in pairs)
    return 2 * sum(apart) >= len(pairs)


def _cut_the_text(
    view: str, blocks: Sequence[Block], style: str, found: Sequence[tuple[int, int]]
) -> bool:
    """Return whether markers count on by one, pages apart, and all cut words or lines.

    Documents have few pages: two are enough. The last may stand behind the text, on a short page.
    """
    end = max((at for at, block in enumerate(blocks) if block.label == BODY), default=0)
    inside = [index for index, _ in found if index < end]
    cuts = _cuts_words if style in GLUED_PAGES else cuts_a_line
    return (
        len(found) > 1
        and all(
            later[1] - mark[1] == 1
            and (later[0] > end or blocks[later[0]].start - blocks[mark[0]].end >= SHORTEST_PAGE)
            for mark, later in pairwise(found)
        )
        and bool(inside)
        and all(
            cuts(view, blocks, index) or _is_below_notes(view, blocks, index) for index in inside
        )
    )


def _is_below_notes(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a drawn line and foot notes stand above a marker, and nothing else between."""
    above = [block for block in blocks[max(0, index - MOST_NOTES) : index] if block.label == BODY]
    notes = 0
    while above and above[-1].rule == "item:circled":
        above.pop()
        notes += 1
    return notes > 0 and bool(above) and _RULER.fullmatch(_words(view, above[-1])) is not None


def _cuts_words(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a marker stands between two words of a sentence."""
    mark = blocks[index]
    return _INSIDE_WORDS.match(view, max(0, mark.start - 1), mark.end + 1) is not None


def _labelled(blocks: Sequence[Block], label: str) -> list[tuple[int, Block]]:
    """Return the blocks of a label, with their indices; mostly there are none."""
    if label not in map(_label, blocks):
        return []
    return [(index, block) for index, block in enumerate(blocks) if block.label == label]


_label, _rule = attrgetter("label"), attrgetter("rule")


def _holds_text(view: str, start: int, end: int) -> bool:
    return end - start >= PAGE or any(view.find(mark, start, end) >= 0 for mark in "。;!?")


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest subsequence whose page numbers do not fall (patience sorting)."""
    tops: list[int] = []
    where: list[int] = []
    before: list[int] = []
    for position, (_, number) in enumerate(found):
        pile = bisect_right(tops, number)
        before.append(where[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            where.append(position)
        else:
            tops[pile] = number
            where[pile] = position
    chain: list[tuple[int, int]] = []
    at = where[-1] if where else -1
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


# ------------------------------------------------------------------------------------- lines


def name_lines(view: str, blocks: Sequence[Block], rules: _Rules) -> list[Block]:
    """Return the blocks with the lines named that a rule knows by their words."""
    named = list(blocks)
    head = _name_head(view, named, rules)
    if head == len(blocks):  # a text of fields, not what stands above one
        named = [
            block._replace(label=BODY, rule="line") if block.rule == "chrome:contact" else block
            for block in named
        ]
    known: dict[tuple[str, str], Rule | None] = {}
    own, is_noise = rules.own, rules.sentences.pattern.match
    for index, (start, end, label, mark) in enumerate(blocks[head:], head):
        if (mark not in _NAMED_MARKS and not own) or label != BODY:
            continue
        if mark != "rest" and end - start <= LONGEST_NOISE:
            line = view[start:end].strip(_MARGIN)
            if line[-1:] in "。;" and not own and is_noise(line) is None:
                continue  # most lines of a text: quickly seen
            if len(line) > LONGEST_REPEATED:
                rule = rules.line(line, mark)
            else:
                if (line, mark) not in known:
                    known[line, mark] = rules.line(line, mark)
                rule = known[line, mark]
            if rule:
                named[index] = Block(start, end, rule.label, rule.id)
    found = set(map(_rule, named))
    if "chrome:meta" in found:
        _own_stamps(view, named)
    _name_page_title(view, named)
    if "chrome:forum" in found:
        _name_thread(view, named)
    if not found.isdisjoint(_FIELDS):
        named = _own_fields(view, named)
    if "chrome:meta" in found:
        named = _values(view, named)
    return _imprint_organs(view, named) if "imprint:copies" in found else named


def _name_head(view: str, blocks: list[Block], rules: _Rules) -> int:
    """Name the lines above the first sentence or item; return the index behind them."""
    lines = 0
    known: dict[tuple[str, str], Rule | None] = {}
    for index, (start, end, label, mark) in enumerate(blocks):
        if end - start > LONGEST_NOISE:
            return index
        if label != BODY or (mark == "rest" and (not index or blocks[index - 1].label != URL)):
            continue
        line = view[start:end].strip(_MARGIN)
        mark = "line" if mark == "rest" else mark
        if (line, mark) not in known:
            known[line, mark] = rules.line(line, mark) or rules.head_line(line, mark)
        if rule := known[line, mark]:
            blocks[index] = Block(start, end, rule.label, rule.id)
            continue
        lines += 1
        ends = line[-1:] in _SENTENCE_END and not _is_headline(view, blocks, index, rules)
        if lines == HEAD_LINES or ends or mark in _OWN_MARKS:
            return index + 1
    return len(blocks)


def _is_headline(view: str, blocks: Sequence[Block], index: int, rules: _Rules) -> bool:
    """Tell whether a line asks or calls, and a page's by-line stands directly below it."""
    if _words(view, blocks[index])[-1:] not in "?!" or index + 1 == len(blocks):
        return False
    below = blocks[index + 1]
    return below.label == BODY and bool(rules.head_line(_words(view, below), below.rule))


def _own_stamps(view: str, blocks: list[Block]) -> None:
    """Make lines with a day and an hour body again where a text is made of them: a chat."""
    stamped = [
        index
        for index, block in enumerate(blocks[: 4 * HEAD_LINES])
        if block.rule == "chrome:meta" and _STAMP.match(_words(view, block))
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


def _is_name(view: str, block: Block) -> bool:
    """Tell whether a line may be a user's name or rank."""
    words = _words(view, block)
    return len(words) <= LONGEST_NAME and words[-1:] not in _LAST and "[" not in words


def _name_page_title(view: str, blocks: list[Block]) -> None:
    """Name a first line that says the title, which stands below, with column and site behind it."""
    head = range(min(len(blocks), 2 * HEAD_LINES))
    first = next((index for index in head if blocks[index].label != BLANK), None)
    if first is None or blocks[first].label != BODY:
        return
    title, *site = _SITE.split(_words(view, blocks[first]), maxsplit=1)
    if site and any(_words(view, blocks[index]) == title for index in head[first + 1 :]):
        blocks[first] = blocks[first]._replace(label=BOILERPLATE, rule="chrome:page-title")
    elif _is_site(view, blocks, first):
        blocks[first] = blocks[first]._replace(label=BOILERPLATE, rule="chrome:site-name")


def _is_site(view: str, blocks: Sequence[Block], first: int) -> bool:
    """Tell whether the first line is a short name above the path to a page, with a title below."""
    below = [block for block in blocks[first + 1 : 2 * HEAD_LINES] if block.label != BLANK]
    if not below or below[0].rule != "chrome:breadcrumb" or "。" not in view:
        return False
    title = next((_words(view, block) for block in below if block.label == BODY), "。")
    name = _words(view, blocks[first])
    return (
        _is_name(view, blocks[first])
        and len(title) <= LONGEST_LINK
        and title[-1] not in _LAST
        and not _TITLE_END.search(name)
    )


def _values(view: str, blocks: list[Block]) -> list[Block]:
    """Name the lines with values below lines like 发布日期: that have none; two make a table."""
    words = [index for index, block in enumerate(blocks[: 2 * HEAD_LINES]) if block.label != BLANK]
    empty = [
        position
        for position, index in enumerate(words[:-1])
        if blocks[index].rule == "chrome:meta" and _words(view, blocks[index])[-1] in ":|"
    ]
    pairs = [position + 1 for position in empty if blocks[words[position + 1]].label == BODY]
    for position in pairs if len(pairs) > 1 else ():
        block = blocks[words[position]]
        line = _words(view, block)
        goes_on = position + 1 in empty
        if len(line) <= LONGEST_VALUE and (goes_on or not _TITLE_END.search(line)):
            blocks[words[position]] = block._replace(label=BOILERPLATE, rule="chrome:meta")
    return blocks


def _own_fields(view: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with 时间：, 地址： … made body again that stand beside the text's own.

    Its own are what no page says of itself: 地点：, 主持：, 法定代表人：, and any two fields in
    a row that no rule knows.
    """
    words = [index for index, block in enumerate(blocks[: 2 * HEAD_LINES]) if block.label != BLANK]
    lines = [_words(view, blocks[index]) if blocks[index].label == BODY else "" for index in words]
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
        if _either_field.match(_words(view, block)):
            blocks[index] = block._replace(label=BODY, rule="line")
            own[position] = True
    return blocks


def _words(view: str, block: Block) -> str:
    return view[block.start : block.end].strip(_MARGIN)


def name_tail(view: str, blocks: list[Block], rules: _Rules) -> list[Block]:
    """Return the blocks with the page's frame named that stands behind the document's last words.

    Below a word like 相关链接 every line that is no sentence is a link.
    """
    first = _tail(view, blocks, rules)
    in_frame = in_list = False
    for index in range(first, len(blocks)):
        block = blocks[index]
        if block.label == BODY and block.end - block.start <= LONGEST_NOISE:
            line = _words(view, block)
            rule = rules.tail.named(line) or (rules.frame.named(line) if in_frame else None)
            if rule:
                blocks[index] = block._replace(label=rule.label, rule=rule.id)
            elif in_list and line[-1:] not in "。;:" and not _OWN_LAST.fullmatch(line):
                blocks[index] = block._replace(label=BOILERPLATE, rule="chrome:list")
        in_frame = in_frame or blocks[index].label == BOILERPLATE
        in_list = in_list or blocks[index].rule == LIST_HEAD.id
        in_list = in_list or _is_list_head(view, blocks[index])
    return blocks


def _tail(view: str, blocks: Sequence[Block], rules: _Rules) -> int:
    """Return the index behind the last block with the document's own words, as far as shapes tell.

    Its own are sentences, items, dates, attachments; a source without any of them has no tail but
    a list of links.
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
        if rules.tail.named(line):
            continue
        if len(line) <= LONGEST_LINK and line[-1:] in "!?":
            continue  # a link to other news may shout
        if block.rule != "line" or line[-1:] in _LAST or _OWN_LAST.fullmatch(line):
            return index + 1
        if line[-1:] == "." and len(line) >= LONGEST_LINK:  # a sentence in Latin script
            return index + 1
    # A poem has none: its page may end in a list of links.
    links = (at for at in range(len(blocks) // 2, len(blocks)) if _is_list_head(view, blocks[at]))
    return next(links, len(blocks))


def _is_list_head(view: str, block: Block) -> bool:
    if block.rule != "chrome:navigation":
        return False
    return not re.match(r"\W*[上下前后]一", view[block.start : block.end])


def _imprint_organs(view: str, blocks: list[Block]) -> list[Block]:
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


def cut_inside(view: str, blocks: Sequence[Block], rules: _Rules) -> list[Block]:
    """Return the blocks with captions and credits inside a body block cut out."""
    words = [*_INSIDE_TRIGGERS]
    if not _FRAME.isdisjoint(map(_label, blocks)):
        words += _FRAMED_TRIGGERS
    triggers = sorted(match.start() for word in words for match in word.finditer(view))
    if not triggers:
        return list(blocks)
    left = iter((*triggers, len(view)))
    trigger = next(left)
    out: list[Block] = []
    for block in blocks:
        is_held = trigger < block.end
        while trigger < block.end:
            trigger = next(left)
        if block.label != BODY or not is_held:
            out.append(block)
            continue
        at, rule = block.start, block.rule
        for match in rules.inside.pattern.finditer(view, block.start, block.end):
            if match.start() > at:
                out.append(Block(at, match.start(), BODY, rule))
            found = rules.inside.of(match)
            out.append(Block(match.start(), match.end(), found.label, found.id))
            at, rule = match.end(), "rest"
        if at < block.end:
            out.append(Block(at, block.end, BODY, rule))
    return out


# --------------------------------------------------------------------------------- contents


def confirm_contents(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with contents lists completed, and lone leaders made body again."""
    out = list(blocks)
    entries = [index for index, _ in _labelled(blocks, CONTENTS)]
    if len(entries) < FEWEST_ENTRIES:
        for index in entries:
            out[index] = out[index]._replace(label=BODY, rule="line")
        return out
    for first, last in pairwise(entries):
        between = [i for i in range(first + 1, last) if out[i].label == BODY]
        if len(between) <= 4 and all(
            _is_short(view, out[i]) and not _LIST_TITLE.match(view, out[i].start, out[i].end)
            for i in between
        ):
            for i in between:
                out[i] = out[i]._replace(label=CONTENTS, rule="contents:between")
    for first in reversed(entries):
        above = first - 1
        while above >= 0 and out[above].label == BLANK:
            above -= 1
        if above >= 0 and out[above].label == BODY and _is_short(view, out[above]):
            block = out[above]
            word = _CONTENTS_LINE.search(view[block.start : block.end].rstrip())
            if word:
                cut = block.start + word.start()
                out[above] = Block(cut, block.end, CONTENTS, CONTENTS_WORD.id)
                if cut > block.start:
                    out.insert(above, Block(block.start, cut, BODY, block.rule))
    return out


def _is_short(view: str, block: Block) -> bool:
    if block.end - block.start > 80:
        return False
    return view[block.start : block.end].rstrip()[-1:] not in _SENTENCE_END


# ------------------------------------------------------------------- what only the corpus tells


def edge_hashes(collation: Collation) -> np.ndarray:
    """Return the hashes (uint64, unique) of the lines at both edges of a source."""
    found = {line for _, line in _edges(collation.text.view, collation.blocks)}
    return np.array(sorted(found), dtype=np.uint64)


def common_lines(counted: Iterable[tuple[int, int]], sources: int) -> frozenset[int]:
    """Return the hashes that stand at the edges of enough sources to be a template."""
    enough = max(3, sources // 50)
    return frozenset(line for line, count in counted if count >= enough)


def name_templates(view: str, blocks: Sequence[Block], repeated: frozenset[int]) -> list[Block]:
    """Return the blocks with a site's template named: unbroken runs of common lines at an edge."""
    out = list(blocks)
    edges = _edges(view, blocks)
    for run in (edges[: len(edges) // 2], edges[len(edges) // 2 :][::-1]):
        for index, line in run:
            if line not in repeated or not _may_be_template(view, out[index]):
                break
            if out[index].label == BODY:
                out[index] = out[index]._replace(label=BOILERPLATE, rule="chrome:template")
    return out


def _edges(view: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Return (block, line hash) of up to EDGE_LINES lines from either end, the same number each."""
    lines = [
        index
        for index, block in enumerate(blocks)
        if block.label != BLANK and block.end - block.start <= LONGEST_NOISE
    ]
    count = min(EDGE_LINES, len(lines) // 2)
    chosen = lines[:count] + lines[len(lines) - count :]
    return [(index, _line_hash(view[blocks[index].start : blocks[index].end])) for index in chosen]


def _line_hash(line: str) -> int:
    words = line.strip().encode("utf-8", "replace")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "little")


def _may_be_template(view: str, block: Block) -> bool:
    """Tell whether a common line can be chrome: no sentence, item, title, organ or date."""
    line = view[block.start : block.end].strip()
    if block.label != BODY:
        return True
    if block.rule != "line" or line[-1:] in _SENTENCE_END or _LIST_TITLE.fullmatch(line):
        return False
    return not _TITLE_END.search(line) and not _ORGAN_OR_DATE.search(line)
