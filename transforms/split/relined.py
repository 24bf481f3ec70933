"""Give a text that has lost its line ends lines again, as far as they tell documents apart.

A line's end left a trace: white space behind a sentence, the form of a contents list, a label or
a number that comes again (案例二, 【裁判结果】, 问：). What is cut here is only looked at, never
written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from transforms.lost import LONG_LINE
from transforms.schema import BODY, BOILERPLATE, CREDIT, MARKUP, URL, Block
from transforms.split.glued import pieces
from transforms.split.inside import GRAM, find_inside
from transforms.split.kinds import HAN, LEAD, LONGEST, number
from transforms.split.lines import LOST, RULER
from transforms.tables.letter import KIND, SPEECH

FEWEST = 3  # traces of one sort that are no accident
LONGEST_LIST = 20_000  # code points of a contents list
LEAST_LINE = 6  # code points of most lines: more white space stands between letters
FAR_APART = 100  # code points of a line on average, parted by a sort of space that others do, too
LEAST_FULL = 16  # code points of a wrapped line
WRAPPED = 0.3  # share of the lines that are full where lines are wrapped
LONGEST_FIELD = 12  # Han characters before a colon: the name of a field, perhaps behind a title
LONGEST_NAME = 3  # of them that stand behind no title
LONGEST_NAMED = 12  # code points to either side of white space in brackets
MOST_WORDS = 100  # that may count
LIKELY = 0.4  # strength of a listed title inside a line, from which it is no cited one
LIKE = 65  # likeness, in percent, of a first title to the first entry of a list
NEAR = 4  # code points before such a title in which the last entry ends

_APART = frozenset({BOILERPLATE, CREDIT, URL})  # labels of what is no text inside a long line
_WIDE = (re.compile(r"[\t\u3000]+"), re.compile(r" {2,}"))  # white space, in the text
_GAP = re.compile(
    r"(?<![A-Za-z,;: ]) +(?![ <(>（，。；：！？、）》])"
    r"(?:(?<=[。！？；”] )|(?![A-Za-z][0-9A-Za-z-]* [\u4e00-\u9fff]))"
)
# A number, a mark or a label stands before what it numbers; a word in Latin letters goes on.
_MARK_ABOVE = re.compile(
    r"(?:第.{1,3}[章节篇编卷部期则封首集辑]|第[^第]{1,6}条|部分|[、.\]]|[A-Za-z][0-9A-Za-z-]{0,7}"
    r"|(?<=[ 。;!?])(?<!/ )[0-9]{1,3}(?:\.[0-9]{1,3})*) *$"
)
_PAGES = (
    re.compile(r"[/(] ?([0-9]{1,4})\)? +(?!$)"),
    re.compile(r" ([0-9]{1,4}) +(?=[\u4e00-\u9fff《])"),
    re.compile(r"(?<!\.)\.{2,} ?([0-9]{1,4}) *"),
)
_SPACED = re.compile(
    r"[\u4e00-\u9fff] (?=[0-9A-Za-z])(?![0-9]+[、.])|[0-9A-Za-z] (?=[\u4e00-\u9fff])"
)
_TIGHT = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")
_ENTRY_GAP = re.compile(
    r"(?<![A-Za-z、.\]])(?<!第.[章节篇编卷部])(?<!第..[章节篇编卷部])(?<!部分)(?<!/) +"
    r"(?![ <(>/]|[0-9]{1,4}(?: |$))"
)
# 目录 stands alone, or before the first entry.
_CONTENTS = re.compile(r"目 ?[录次](?=: ?| |1[.、]|一、|[^。;!?]{2,30}?\.{2})(?::| )*")
_COUNTED = re.compile(rf"(?<![0-9.{HAN}])(?:[0-9]{{1,3}}[.、](?![0-9])|[{HAN}]{{1,3}}、)")
_LISTED = re.compile(rf"^{_COUNTED.pattern}|(?:\.{{2,}}| ?[/(])? ?[0-9]+\)? *$|\([^()]*\)$")
_BY = re.compile(r"(?<=[\u4e00-\u9fff])\([\u4e00-\u9fff·]{2,8}\) *")  # 冬至（某某）
_LABEL = re.compile(r"[【\[]([^【】\[\]]{1,12})[】\]]")
_ORDINAL = re.compile(
    rf"(?<=[。!?\") 】\]])(第)?([\u4e00-\u9fff]{{1,4}}?)?([{HAN}]{{1,3}}|[0-9]{{1,3}})"
    r"(?(1)(?:篇|期|则|封|首|号|件|案|集|辑|份|单元)"
    r"|(?:(?=[ :、.【\[])|(?<=篇[1-9一二三四五六七八九])))"
)
_NUMERALS = re.compile(f"[{HAN}0-9]+")
_FIELD = re.compile(rf"(?:\A|(?<=[。!?\"); 】\]]))([\u4e00-\u9fff]{{1,{LONGEST_FIELD}}}):")
# No fields: who speaks, and whom a speech addresses.
_SAYS = ("说", "道", "讲", "喊", "叫", "问", "答", "曰", "们", "代表", "来宾")
_DAY_ABOVE = re.compile(rf"[0-9{HAN}]月[0-9{HAN}]{{1,3}}日$")  # a signature's
_LEAD = re.compile(rf"(?<= ){LEAD}")
_RULER = re.compile(r"([=*#~-])\1{7,}")
_END = re.compile(r"[。!?;]")
_END_BEHIND = re.compile(rf"{_END.pattern}(?:\([\u4e00-\u9fff· ]{{2,12}}\))?")  # 。(某某)
_ENDS = "。!?;:\"')"
_KIND = re.compile(f"{KIND}|{SPEECH}|致词|词")


def relined(text: str, view: str, blocks: Sequence[Block], long: int) -> list[Block]:
    """Return the blocks with those of ``long`` lines cut where lines may have ended; the ends that
    such lines have part more than these."""
    out: list[Block] = []
    at = 0
    for first, last, start, end in _runs(view, blocks, long):
        out += blocks[at:first]
        cuts = _traces(text, view, blocks[first:last], start, end)
        kept = {block.start: block for block in blocks[first:last] if block.label in _APART}
        for low, high in pairwise([start, *sorted(cuts), end]):
            if low in kept:
                out.append(kept[low])
                continue
            if _RULER.fullmatch(view[low:high].strip()):
                out.append(Block(low, high, MARKUP, RULER))
                continue
            for begin, stop in pieces(view, low, high):
                if view[begin:stop].strip() or not out:
                    out.append(Block(begin, stop, BODY, LOST))
                else:  # white space is no line of its own
                    out[-1] = out[-1]._replace(end=stop)
        if out[-1].label == BODY and view[end - 1] == "\n" and out[-1].end - out[-1].start > 1:
            out[-1] = out[-1]._replace(end=end - 1)
            out.append(Block(end - 1, end, MARKUP, RULER))
        at = last
    return out + list(blocks[at:])


def _runs(view: str, blocks: Sequence[Block], long: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the long lines of text: first and last block, start and end."""
    at = 0
    while at < len(blocks):
        first = at
        at += 1
        if blocks[first].label != BODY:
            continue
        while (
            at < len(blocks)
            and (blocks[at].label == BODY or blocks[at].label in _APART)
            and view[blocks[at - 1].end - 1] not in "\r\n\f"
        ):
            at += 1
        start, end = blocks[first].start, blocks[at - 1].end
        if end - start >= long:
            yield first, at, start, end


def _traces(text: str, view: str, blocks: Sequence[Block], start: int, end: int) -> set[int]:
    """Return the offsets inside a long line at which lines may have ended."""
    cuts = _spaces(text, view, start, end)
    cuts |= {edge for match in _RULER.finditer(view, start, end) for edge in match.span()}
    marks = _labels(view, start, end) | _ordinals(view, start, end) | _fields(view, start, end)
    cuts |= marks | {cut for mark in marks for cut in _title_above(view, start, mark)}
    lists = _lists(view, start, end, sorted(cuts))
    for edges in lists:
        cuts.difference_update(range(edges[0], edges[-1]))
        cuts.update(edges)
    names = {
        name
        for edges in lists
        for low, high in pairwise(edges)
        if (name := _LISTED.sub("", view[low:high]).strip())
    }
    listed = [(edges[0], edges[-1]) for edges in lists]
    edge = start
    for heading in find_inside(view, blocks, names):
        at = bisect_right(listed, (heading.start, end)) - 1
        if at >= 0 and heading.start < listed[at][1]:
            continue
        if heading.strength >= LIKELY or heading.start == edge or heading.start in cuts:
            edge = heading.end + (view[heading.end : heading.end + 1] in ("?", "!"))
            cuts |= {heading.start, edge}
    cuts |= _short_again(view, names, listed, cuts, (start, end))
    apart = [block for block in blocks if block.label in _APART]
    for low, lead in _headlines(view, start, end, [block.end for block in apart]):
        cuts.difference_update(range(low + 1, lead))
        cuts.add(lead)
    for block in apart:
        cuts.difference_update(range(block.start, block.end))
        cuts |= {block.start, block.end}
    return {cut for cut in cuts if start < cut < end}


def _headlines(view: str, start: int, end: int, edges: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where the headlines of news begin and end: all between a sentence or an address and
    本报讯, though white space parts them."""
    known = [start, *edges]
    for lead in _LEAD.finditer(view, start, end):
        begin = max(start, lead.start() - LONGEST)
        ends = [match.end() for match in _END.finditer(view, begin, lead.start())]
        ends += [edge for edge in known if begin <= edge < lead.start()]
        if ends:
            words = view[max(ends) : lead.start()].lstrip()
            yield lead.start() - len(words), lead.start()


def _short_again(
    view: str,
    names: Collection[str],
    listed: Sequence[tuple[int, int]],
    cuts: Collection[int],
    within: tuple[int, int],
) -> set[int]:
    """Return the edges of listed titles too short to be looked up, where each stands but once as
    a line may: behind a sentence or a trace, outside of the lists."""
    out: set[int] = set()
    for name in sorted(name for name in names if 2 <= len(name) < GRAM):
        found = (match.span() for match in re.compile(re.escape(name)).finditer(view, *within))
        begun = [(_mark_before(view, at), stop) for at, stop in found]
        counted = [(at, stop) for at, stop in begun if stop - at > len(name)]
        again = [
            (at, stop)
            for at, stop in counted or begun
            if not any(low <= at < high - 1 for low, high in listed)
            and (at in cuts or view[max(0, at - 2) : at].rstrip()[-1:] in _ENDS)
        ]
        if len(again) == 1:
            out.update(again[0])
    return out


def _mark_before(view: str, at: int) -> int:
    """Return where the number before a listed title begins, or the title itself."""
    for begin in range(max(0, at - 4), at):
        if (mark := _COUNTED.match(view, begin)) and mark.end() == at:
            return begin
    return at


# -------------------------------------------------------------------------------- white space


def _spaces(text: str, view: str, start: int, end: int) -> set[int]:
    """Return the ends of the white space that stands for line ends: the sort of it that stands
    behind sentences, or wide space, and of any other what stands far apart."""
    cuts: set[int] = set()
    is_known = False
    spaced, tight = (sum(1 for _ in sort.finditer(view, start, end)) for sort in (_SPACED, _TIGHT))
    for sort in (*_WIDE, _GAP):
        gaps = [match.span() for match in sort.finditer(text, start, end)]
        gaps = [(at, to) for at, to in gaps if not _MARK_ABOVE.search(view, max(start, at - 8), at)]
        if sort is _GAP and spaced > tight:  # 2022 年 3 月: no line ends there
            gaps = [(at, to) for at, to in gaps if not _SPACED.match(view, at - 1, to + 1)]
        if len(gaps) * LEAST_LINE > end - start:
            continue
        gaps = [(at, to) for at, to in gaps if not _is_in_brackets(view, at)]
        ends_lines = sum(_ends_line(view, at) for at, _ in gaps) >= FEWEST
        if is_known and len(gaps) * FAR_APART > end - start:
            continue
        if sort is _GAP and ends_lines and not is_known:
            return _unwrapped(view, gaps, start, end)
        if is_known or ends_lines or (sort is not _GAP and len(gaps) >= FEWEST):
            cuts |= {to for _, to in gaps}
        is_known = is_known or ends_lines
    return cuts


def _is_in_brackets(view: str, at: int) -> bool:
    """Tell whether white space stands inside short brackets: (记者 某某)."""
    near = view[max(0, at - LONGEST_NAMED) : at]
    return near.rfind("(") > near.rfind(")") and view[at : at + LONGEST_NAMED].find(")") >= 0


def _ends_line(view: str, at: int) -> bool:
    """Tell whether a sentence, or the day of a signature, ends at an offset."""
    return view[at - 1] in _ENDS or _DAY_ABOVE.search(view, max(0, at - 6), at) is not None


def _unwrapped(view: str, gaps: Sequence[tuple[int, int]], start: int, end: int) -> set[int]:
    """Return the ends of the gaps but for those at which a full line goes on: it ends no sentence,
    and is as wide as most lines, or as the one above or below."""
    edges = [start, *(stop for _, stop in gaps), end]
    sizes = [0, *(high - low for low, high in pairwise(edges)), 0]
    wide = Counter(size for size in sizes if size >= LEAST_FULL)
    width = max(sorted(wide), key=lambda size: wide[size], default=0)
    if sum(wide[size] for size in range(width - 2, width + 3)) < WRAPPED * len(sizes):
        width = 0
    cuts: set[int] = set()
    for at, (gap, stop) in enumerate(gaps, 1):
        size = sizes[at]
        near = min(abs(size - other) for other in (sizes[at - 1], sizes[at + 1], width))
        if size < LEAST_FULL or near > 2 or view[gap - 1] in _ENDS:
            cuts.add(stop)
    return cuts


# -------------------------------------------------------------------------------------- marks


def _labels(view: str, start: int, end: int) -> set[int]:
    """Return where labels in brackets begin that come again."""
    found = [
        match
        for match in _LABEL.finditer(view, start, end)
        if match[1].isdecimal() or not match[1].isascii()
    ]
    times = Counter(match[1] for match in found)
    words = Counter(_NUMERALS.sub("#", match[1]) for match in found)  # 岗位一, 岗位二
    counted = {str(value) for value in range(1, len(found) + 1)}
    is_counted = times["1"] and times["2"]
    return {
        match.start()
        for match in found
        if (
            is_counted and match[1] in counted
            if match[1].isdecimal()
            else times[match[1]] > 1 or words[_NUMERALS.sub("#", match[1])] >= FEWEST
        )
    }


def _ordinals(view: str, start: int, end: int) -> set[int]:
    """Return where words with a number begin that count through: 案例一, 第二篇."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _ORDINAL.finditer(view, start, end):
        word = _NUMERALS.sub("", match.group())
        if word:
            at = match.end() if word == "篇" else match.start()  # 工作总结 篇2今年
            found.setdefault(word, []).append((number(match[3]), at))
    cuts: set[int] = set()
    for word, places in list(found.items())[:MOST_WORDS]:
        rising = [at for value, at in places if value >= 1]
        values = [value for value, _ in places]
        if len(places) < FEWEST - 1 or values != sorted(set(values)):
            continue
        cuts.update(rising)
        if values[0] == 2:  # the first may stand behind the title of all
            for one in ("一", "1"):
                name = f"第{one}{word[1:]}" if word[0] == "第" else f"{word}{one}"
                if (at := view.rfind(name, start, rising[0])) >= 0:
                    cuts.add(at)
    return cuts


def _fields(view: str, start: int, end: int) -> set[int]:
    """Return where the names of fields begin that come again: 问, 原料."""
    found = [(match[1], match.start()) for match in _FIELD.finditer(view, start, end)]
    whole = Counter(name for name, _ in found)
    times = Counter(name[-2:] for name, _ in found)  # 红烧肉原料: a title may stand before it
    return {
        at if len(name) <= LONGEST_NAME or whole[name] > 1 else at + len(name) - 2
        for name, at in found
        if times[name[-2:]] >= FEWEST and (len(name) < 2 or not name.endswith(_SAYS))
    }


def _title_above(view: str, start: int, mark: int) -> Iterator[int]:
    """Yield where the words between a sentence and a mark begin, if they are no statement."""
    last = view[mark - 1 : mark].strip() or view[mark - 2 : mark - 1]
    if last in "。;":
        return
    begin = max(start, mark - LONGEST)
    ends = [match.end() for match in _END_BEHIND.finditer(view, begin, mark - 1)]
    if ends:
        yield ends[-1]


# ------------------------------------------------------------------------------ contents lists


def _lists(view: str, start: int, end: int, known: Sequence[int]) -> list[list[int]]:
    """Return the edges of the entries of each contents list, up to the first sentence behind.

    They are parted by a number before each, by a page behind each, by the white space that parts
    lines, or by any.
    """
    out: list[list[int]] = []
    words = [match.span() for match in _CONTENTS.finditer(view, start, end)]
    for (begin, low), (after, _) in pairwise([*words, (end, end)]):
        after = min(after, low + LONGEST_LIST)
        stop = _END.search(view, low, after)
        high = stop.end() if stop else after
        cuts, is_anew = _counted(view, low, high)
        again: set[int] = set()
        if len(cuts) >= FEWEST:
            again = set() if is_anew else _first_again(view, sorted({low, *cuts}), high)
        else:
            cuts = _behind_pages(view, low, high)
        if len(cuts) < FEWEST:
            cuts = {match.end() for match in _BY.finditer(view, low, high)}
        if len(cuts) < FEWEST:
            cuts = set(known[bisect_right(known, low) : bisect_left(known, high)])
        if len(cuts) < FEWEST:
            cuts = {match.end() for match in _ENTRY_GAP.finditer(view, low, high)}
        if len(cuts) >= FEWEST - 1:
            out.append(sorted({begin, low, *cuts, *again}))
    return out


def _counted(view: str, low: int, high: int) -> tuple[set[int], bool]:
    """Return where counted entries begin, and whether the counting begins anew at the last: there
    the first text does."""
    cuts: set[int] = set()
    first = ""
    for match in _COUNTED.finditer(view, low, high):
        cuts.add(match.start())
        if match.group() == first:
            return cuts, True
        first = first or match.group()
    return cuts, False


def _behind_pages(view: str, low: int, high: int) -> set[int]:
    """Return where entries end in pages: / 12, (12), or numbers that rise."""
    for page in _PAGES:
        found = list(page.finditer(view, low, high))
        pages = [int(match[1]) for match in found]
        if pages == sorted(pages) and len(pages) >= FEWEST:
            return {match.end() for match in found}
    return set()


def _first_again(view: str, edges: Sequence[int], high: int) -> set[int]:
    """Return where, behind the last entry, the first title stands glued to it."""
    first = _COUNTED.sub("", view[edges[0] : edges[1]]).strip()
    last = view[edges[-1] : min(high, edges[-1] + LONG_LINE)]
    found = fuzz.partial_ratio_alignment(first, last, score_cutoff=LIKE)
    if found is None or found.dest_start == 0:
        return set()
    ends = [match.end() for match in _KIND.finditer(last) if match.end() <= found.dest_start]
    near = [end for end in ends if found.dest_start - end <= NEAR]
    return {edges[-1] + (near[-1] if near else found.dest_start)}
