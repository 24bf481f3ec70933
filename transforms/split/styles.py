"""Learn from a file without contents how its documents are headed, if it holds several.

A style is a class of lines alike in mark (number, label, brackets), space around them and what
stands below (``looks``). Each style cuts the file into parts, and is scored by what the parts have
in common and a document has (``evidence``). Of the styles with enough evidence the one is taken
that explains most parts, less a price for each part, as the shortest description of the file
would (Rissanen, 1978); then other styles are added that lengthen none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.schema import Block
from transforms.split.classes import Alike, find_alike, find_classes
from transforms.split.entries import key
from transforms.split.evidence import PRICE, Score, most, score
from transforms.split.head import names_organ
from transforms.split.headings import Heading
from transforms.split.kinds import (
    ARTICLE,
    DATE,
    HAN,
    ITEM,
    NUMBER,
    PROSE,
    SHORT,
    is_text,
    mark_of,
    may_head,
)
from transforms.split.lines import Lines, read_spans
from transforms.split.looks import FEWEST, RANKS, SECTIONS, Looks
from transforms.split.openings import find_openings, mark, no_heads, opening_classes
from transforms.split.parts import REGION_NAMES, REGULAR, names_collection
from transforms.split.tops import ABOVE, alike, find_tops
from transforms.tables.marks import CONTENTS_LINE

ENOUGH = 1.0  # mean evidence of a part from which a style is believed
SURE = 0.8  # evidence of its own from which a title may be of another style
DOUBT = 0.6  # mean evidence from which a file left whole is doubted
LEAST_WRAPPED = 8  # code points of a title's line that is not the last
MOST_NAMES = 3  # lines between a title and the name below it
MOST_STYLES = 24  # that are tried as additions

_PATTERNS = {
    "《》": "《.*》$", "【】": r"\[.*\]$", "ABC": "[A-Z][A-Z ,']+$",
    "#、": "[一二三四五六七八九十百]+、.*", "(#)": r"\([一二三四五六七八九十0-9]+\).*",
    "#.": r"[0-9]+[.、)] ?(?![0-9]).*", "I.": r"[IVXLC]+[.:) ].*", "[#]": r"\[[0-9]+\].*",
    "# ": "#(?!#).*",
} | {
    mark: mark.replace("#", "[一二三四五六七八九十百零0-9]+") + ".*"
    for mark in SECTIONS if mark.startswith("第")
}  # fmt: skip
_SUBTITLE = "--"  # 《檐下》 ——访某某
_NUMERALS = "[0-9IVXLC一二三四五六七八九十百零]+"
_CONTENTS = CONTENTS_LINE.compile()
_LISTED = re.compile(
    r"^[^\w《]+|(?:\]?\([^()]*\))?[^\w》)]*[0-9]*[^\w》)]*$"
)  # about a listed title
_QUOTED = re.compile(r"(?P<region>[^《》]{0,8}?) *《?(?P<title>[^《》]+)》")  # 安徽《…》
# 某某, or with whom he is: 某某(某某学院)
_NAME = re.compile(r"[\u4e00-\u9fff](?: ?[\u4e00-\u9fff]){1,2}(?:\([\u4e00-\u9fff]{4,20}\))?")
_PARTY = re.compile(r"[^:]{0,8}(?:[人方者员]|[原被]告)(?:\([^()]{1,6}\))?:")
_RULING = re.compile("[\u4e00-\u9fff]{0,6}(?:判决|裁定|调解|裁决|决定)书")
_COURT = re.compile("(?:法院|检察院|仲裁委员会)$")
_RULING = re.compile("[\u4e00-\u9fff]{0,8}(?:判决书|裁定书|调解书|决定书|裁决书|起诉书)$")
_PASSES_ON = re.compile("[批转]转|转[发报]|[印颁]发|[公发]布")  # 批转某局关于工作的报告
_BASIS = re.compile("贯彻|落实|根据|按照|依据|依照")  # what a text only follows
_ARTICLES_GO_ON = re.compile(
    rf"\s*(?:第 ?[0-9{HAN}]{{1,4}} ?[章节][^\n]{{0,60}}\n\s*)?第 ?(?!一 ?条)[0-9{HAN}]{{1,6}} ?条"
)


class Style(NamedTuple):
    """The headings of the best style, and what speaks for it."""

    headings: list[Heading]
    starts: list[int]  # offset where each document begins: a number may stand above its title
    sure: list[float]  # confidence, by document
    evidence: float  # mean of a part
    reasons: str
    groups: list[int]  # offsets of titles of parts
    pattern: str  # regular expression over the view that matches such headings

    @property
    def sure_of_one(self) -> float:
        """Confidence that the file is one document all the same."""
        return round(max(0.5, 0.8 - 0.75 * (self.evidence - DOUBT)), 2)


def find_style(view: str, blocks: Sequence[Block]) -> Style | None:
    """Return the style that speaks most for several documents, believed or not; None: no trace."""
    lines = Lines(view, read_spans(view, blocks))
    if not _may_be_several(lines):
        return None
    lines = _without_contents(lines)
    if len(lines) < 2 * FEWEST:
        return None
    looks = Looks(lines)
    openings = find_openings(looks)
    mark(looks, openings)
    alike = find_alike(looks, no_heads(looks, openings))
    classes = find_classes(alike)
    classes += opening_classes(looks, openings, alike)
    scores = _scores(looks, alike, classes)
    best = _with_others(looks, max(scores, key=_rank), scores) if scores else None
    style = _style(looks, best) if best and best.mean >= DOUBT else None
    if style is None and (pair := _pair(looks, alike)) and (style := _style(looks, pair)):
        style = style._replace(evidence=DOUBT)
    return style


def _scores(looks: Looks, alike: Alike, classes: Sequence[np.ndarray]) -> list[Score]:
    """Return the scores of classes, none if no class has enough evidence for a doubt.

    Those that may have it are scored first: the chapters of a law are none of them.
    """
    bounds = most(looks, alike, classes)
    likely = [each for each, bound in zip(classes, bounds, strict=True) if bound >= DOUBT]
    found = [one for each in likely if (one := score(looks, each))]
    if all(one.mean < DOUBT for one in found):
        return []
    others = [each for each, bound in zip(classes, bounds, strict=True) if bound < DOUBT]
    return found + [one for each in others if (one := score(looks, each))]


def _may_be_several(lines: Lines) -> bool:
    """Tell whether enough lines may head documents: short or labelled, and no articles go on below.

    A single law is told here, without reading its lines any further.
    """
    heads = 0
    for text, (_, end, _) in zip(lines.texts, lines.spans, strict=True):
        if may_head(text) and not (ARTICLE.match(text) or _ARTICLES_GO_ON.match(lines.view, end)):
            heads += 1
            if heads >= FEWEST:
                return True
    return heads == 2 and lines.view.count("第一条") >= 2


def _without_contents(lines: Lines) -> Lines:
    """Return the lines without a list of titles above the first text, whatever its form.

    A title that is listed stands again further down.
    """
    kinds = (PROSE if is_text(text) else lines[at].kind for at, text in enumerate(lines.texts))
    top = next((at for at, kind in enumerate(kinds) if kind in (PROSE, ITEM)), 0)
    if top < FEWEST:
        return lines
    bare = [""] * len(lines)
    for at in lines.others:
        line = lines[at]
        if line.kind not in (PROSE, ITEM):
            bare[at] = key(_LISTED.sub("", lines.view[line.title : line.end][:120], count=2))
    last = {title: index for index, title in enumerate(bare) if title}
    times = Counter(bare)
    listed = [i for i in range(top) if last.get(bare[i], 0) > i + 1 and times[bare[i]] == 2]
    if len(listed) < FEWEST or 2 * len(listed) < listed[-1] - listed[0]:
        return lines
    first = listed[0]
    if first and _CONTENTS.fullmatch(lines.texts[first - 1]):
        first -= 1
    return lines.without(first, listed[-1] + 1)


def _rank(score: Score) -> tuple[bool, bool, float, int]:
    """Return what a style is chosen by; one of equal titles (某省人民政府令) is, where no other is
    believed: the titles that tell the documents apart may stand below."""
    differ = "one title" not in score.reasons
    return score.mean >= ENOUGH, differ, round(score.total, 6), -int(score.members[0])


def _pair(looks: Looks, alike: Alike) -> Score | None:
    """Return two titles that open a document each, too few to cut at; None: there are no two.

    The title of an annex is no other document's: the text above names it.
    """
    titles = [at for look, lines in alike.items() if look.named for at in lines]
    named = sorted(at for at in titles if looks.lines[at].kind == SHORT)
    if len(named) < 2:
        return None
    near = looks.number + looks.number_above + looks.addressee
    opens = (looks.begins == 2) | (near > 0)
    members = np.array(named)[opens[named]]
    if len(members) != 2:
        return None
    first, second = (looks.lines[index] for index in members.tolist())
    title = looks.lines.view[second.title : second.end]
    if looks.lines.view.find(title, first.start, second.start) >= 0:
        return None
    found = score(looks, members, 2)
    return found if found and found.mean >= ENOUGH else None


def _with_others(looks: Looks, best: Score, scores: Sequence[Score]) -> Score:
    """Return the style with the lines of others that have as much evidence of their own."""
    for other in sorted(scores, key=_rank, reverse=True)[:MOST_STYLES]:
        union = np.union1d(best.members, other.members)
        if len(union) == len(best.members):
            continue
        both = score(looks, union)
        if both is None:
            continue
        added = ~np.isin(both.members, best.members)
        if added.any() and both.total > best.total:
            enough = min(SURE, max(PRICE, 0.6 * float(best.own.mean())))
            best = both if both.own[added].mean() >= enough else best
    while best.own.mean() >= 0.8 and not (strong := _are_strong(looks, best)).all():
        without = score(looks, best.members[strong])
        if without is None:
            break
        best = without
    if best.own[0] <= 0 < best.own[1:].min():  # the collection's own title
        rest = score(looks, best.members[1:])
        best = rest if rest and rest.mean > best.mean else best
    return best


def _are_strong(looks: Looks, best: Score) -> np.ndarray:
    """Tell which lines of a style have evidence of their own, as far as the others have it."""
    members = best.members
    strong = best.own >= 0.3 * best.own.mean()
    strong |= np.array([bool(looks.lines[index].mark) for index in members.tolist()])
    strong |= (looks.begins[members] == 2) & looks.named[members]
    if "space of its own" in best.reasons:
        strong |= looks.gaps[members] == 2
    return np.asarray(strong)


def _style(looks: Looks, best: Score) -> Style | None:
    """Return the headings of a style, None if all but two are those of annexes."""
    members = best.members
    annex = np.array([False, *(_announces(looks, *pair) for pair in pairwise(members.tolist()))])
    if annex.any():
        without = score(looks, members[~annex])
        if without is None or without.mean < DOUBT:
            return None
        best, members = without, without.members
    members = _aligned(looks, _completed(looks, members))
    found = members
    members = _titled(looks, members)
    tops = find_tops(looks.lines, members.tolist())
    wrapped = _wrapped(looks, members)
    headings, starts = [], []
    for index, top in zip(members, tops, strict=True):
        line = looks.lines[index]
        begin = min(_first_line(looks, index), wrapped.get(index, index))
        title = line.title if begin == index else looks.lines[begin].start
        begin = _said_before(looks, begin, index)
        end = looks.lines[index + _heads_a_ruling(looks, index)].end
        heading = _heading(looks.lines.view, looks.lines[begin].start, title, end)
        if begin < index and _is_cut(looks, index - 1):
            heading = heading._replace(title="".join(looks.lines.texts[begin : index + 1]))
        headings.append(heading)
        starts.append(looks.lines[min(top, begin)].start)
    own = dict(zip(best.members.tolist(), best.own.tolist(), strict=True))
    sure = [round(min(0.95, 0.5 + 0.25 * (own.get(m, 0.0) + best.shared)), 2) for m in found]
    reasons = ", ".join(best.reasons)
    return Style(
        headings,
        starts,
        [max(0.5, one) for one in sure],
        best.mean,
        reasons,
        _groups(looks, members, tops),
        _pattern(looks, members),
    )


def _completed(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Return the titles with those whose number is missing between two of them."""
    found = members.tolist()
    for above, below in pairwise(members.tolist()):
        one, other = looks.lines[above], looks.lines[below]
        if one.mark == other.mark and one.value and other.value - one.value > 1:
            between = [
                index
                for index in range(above + 1, below)
                if one.value < looks.lines[index].value < other.value
                and looks.lines[index].kind == one.kind
                and looks.lines[index].gap == one.gap
                and alike(one, looks.lines[index])
            ]
            if one.mark in RANKS:  # items of the documents are counted so, too
                named = {looks.values[at]: at for at in between if looks.named[at]}
                between = list(named.values())
            found += between
    return np.array(sorted(found))


def _aligned(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Return the titles with the first as far above its date or text as the others: above it
    may stand the collection's own title."""
    far = [
        next(
            (
                below - member
                for below in range(member + 1, min(member + ABOVE, len(looks.lines)))
                if looks.lines[below].kind != SHORT or looks.lines[below].mark
            ),
            0,
        )
        for member in members.tolist()
    ]
    parted = [at + 1 < len(looks.lines) and looks.lines[at + 1].gap == 2 for at in members.tolist()]
    if parted[0] and not any(parted[1:]):
        return np.append(members[0] + 1, members[1:])
    usual, count = Counter(far[1:]).most_common(1)[0]
    if count < REGULAR * (len(far) - 1) or far[0] <= usual or usual == 0:
        return members
    first, other = members[0] + far[0] - usual, looks.lines[members[1]]
    if looks.lines[first].gap == 0 or not alike(looks.lines[first], other):
        return members
    return np.append(first, members[1:])


def _titled(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Return the titles, each above the names of who speaks or who agrees: these are none."""
    lines = looks.lines
    members = members + [_is_court(looks, member) for member in members.tolist()]
    above: dict[int, int] = {}
    for member in members.tolist():
        if not _names_someone(lines.texts[member]):
            continue
        for at in range(member - 1, max(-1, member - 1 - MOST_NAMES), -1):
            if lines[at].kind == NUMBER or (lines[at].kind == DATE and lines.texts[at][0] == "("):
                continue  # a judgment's number, the day of a speech
            if lines[at].kind != SHORT or lines[at].mark or lines.texts[at][0] == "(":
                break
            if not _names_someone(lines.texts[at]):
                if lines[at].gap >= lines[at + 1].gap:  # else it ends what stands above
                    above[member] = at
                break
    if len(above) < max(FEWEST, REGULAR * len(members)):
        return members
    return np.array([above.get(member, member) for member in members.tolist()])


def _names_someone(words: str) -> bool:
    """Tell whether a line is a person's name, or says who takes part: 承租人(乙方):某某."""
    return _NAME.fullmatch(words) is not None or _PARTY.match(words) is not None


def _announces(looks: Looks, above: int, index: int) -> bool:
    """Tell whether the first lines of a document name the next title as their annex's."""
    line = looks.lines[index]
    title = looks.lines.view[line.title : line.end]
    end = above + 1
    while end < min(above + ABOVE, index) and looks.lines[end].kind != ITEM:
        end += 1
    words = looks.lines[above].start, looks.lines[end - 1].end
    named = "".join(looks.texts[_first_line(looks, above) : above + 1])
    if _PASSES_ON.search(named) and looks.texts[index] in named:
        return True
    at = looks.lines.view.find(f"《{title}》", *words)
    clause = re.split("[。;,]", looks.lines.view[words[0] : max(at, words[0])])[-1]
    return at >= 0 and (_BASIS.search(clause) is None or _PASSES_ON.search(clause) is not None)


def _first_line(looks: Looks, index: int) -> int:
    """Return the first line of a title over several lines."""
    begin = index
    while begin > 0 and _goes_on(looks, begin - 1, begin):
        begin -= 1
    return begin


def _wrapped(looks: Looks, members: np.ndarray) -> dict[int, int]:
    """Return by title the first of the lines it stands on, if most titles stand on several."""
    first = {member: member for member in members.tolist()}
    for member in first:
        while first[member] and _is_wrapped(looks, first[member] - 1, member):
            first[member] -= 1
    several = sum(begin < member for member, begin in first.items())
    # Above the first title no text can have lost its last line to one.
    is_first = first[int(members[0])] < members[0]
    return first if is_first and several >= REGULAR * len(first) else {}


def _is_wrapped(looks: Looks, above: int, title: int) -> bool:
    """Tell whether a title that ends with the name of its kind goes on from a line above."""
    words, line = looks.lines.texts[above], looks.lines[above]
    return (
        bool(looks.named[title])
        and not looks.lines[above + 1].gap
        and line.kind == SHORT
        and not (line.mark or looks.named[above] or names_organ(words))
        and len(words) >= LEAST_WRAPPED
        and not ("," in words or mark_of(words)[0] or names_collection(words))
    )


def _heads_a_ruling(looks: Looks, index: int) -> bool:
    """Tell whether a line is a court above what it gives: 某县人民法院 | 民 事 判 决 书."""
    if index + 1 >= len(looks.lines):
        return False
    court, ruling = (looks.lines[at] for at in (index, index + 1))
    words = looks.lines.view[ruling.start : ruling.end].replace(" ", "")
    is_court = _COURT.search(looks.lines.view[court.start : court.end].rstrip()) is not None
    return is_court and _RULING.fullmatch(words) is not None


def _goes_on(looks: Looks, above: int, below: int) -> bool:
    """Tell whether a title goes on in the line below: both centred, or parted at 关于."""
    if _heads_a_ruling(looks, above):
        return True
    one, other = looks.lines[above], looks.lines[below]
    is_parted = other.gap > 0 and not _is_cut(looks, above)
    if looks.lines.texts[below].startswith(_SUBTITLE) and one.gap and not is_parted:
        return one.kind == SHORT and not one.mark
    if is_parted or one.kind != SHORT or one.mark or other.mark:
        return False
    words, more = (looks.lines.view[line.start : line.end] for line in (one, other))
    if not any(map(str.isalpha, words)):
        return False  # a page's number
    if more in REGION_NAMES:  # a title by itself
        return False
    is_own = names_organ(words) or looks.times[words] == 1  # else a running head
    if _is_court(looks, above):
        return True
    organ, about, _ = more.partition("关于")
    return (
        (more.startswith("关于") and is_own and not ("," in words or names_collection(words)))
        or bool(about and names_organ(words) and names_organ(organ) and _is_cut(looks, above))
        or ("关于" in words and not looks.named[above])
        or one.indent == other.indent == 2
    )


def _is_court(looks: Looks, at: int) -> bool:
    """Tell whether a line is the court directly above the name of its ruling, 民 事 判 决 书."""
    if at + 1 == len(looks.lines) or looks.lines[at + 1].gap:
        return False
    words, below = looks.lines.texts[at : at + 2]
    return names_organ(words) and _RULING.fullmatch(below.replace(" ", "")) is not None


def _is_cut(looks: Looks, above: int) -> bool:
    """Tell whether a page's end cuts a line of a text without line ends: here and in the next."""
    one, other = looks.lines[above], looks.lines[above + 1]
    return not set("\r\n") & set(looks.lines.view[one.end : other.start])


def _said_before(looks: Looks, first: int, last: int) -> int:
    """Return the first line of a title, or of what says the same above it on one line, or on as
    many."""
    title = "".join(looks.texts[first : last + 1])
    for lines in {1, last + 1 - first}:
        if title and "".join(looks.texts[max(0, first - lines) : first]) == title:
            return first - lines
    return first


def _groups(looks: Looks, members: np.ndarray, tops: Sequence[int]) -> list[int]:
    """Return where titles of parts stand: marked lines by themselves above some titles."""
    found = [
        looks.lines[top - 1].start
        for top in tops
        if top
        and looks.lines[top - 1].kind == SHORT
        and looks.lines[top - 1].mark == "【】"
        and looks.lines[top - 1].gap
    ]
    return found if len(found) < REGULAR * len(members) else []


def _pattern(looks: Looks, members: np.ndarray) -> str:
    """Return a regular expression over the view that matches lines like the headings."""
    line = looks.lines[members[-1]]
    above = r"(?:\A|(?<=\n\n))" if line.gap and not line.mark else "^"
    words = _PATTERNS.get(line.mark) or _worded(line.mark)
    if not line.mark and looks.named[members].all():
        lines = [looks.lines[index] for index in members.tolist()]
        kinds = sorted(
            {looks.lines.view[max(line.start, line.end - 2) : line.end] for line in lines}
        )
        words = rf"[^\n。;:]{{1,60}}(?:{'|'.join(map(re.escape, kinds))})$"
    return f"{above} *{words}"


def _heading(view: str, start: int, title: int, end: int) -> Heading:
    """Return the heading ``start:end``; brackets about its title and a region are no part of it."""
    quoted = _QUOTED.fullmatch(view, title, end)
    if quoted is None or quoted["region"] not in {"", *REGION_NAMES}:
        return Heading(start, end, title, end, "", 1.0)
    return Heading(start, end, *quoted.span("title"), quoted["region"], 1.0)


def _worded(mark: str) -> str:
    """Return a regular expression for a mark with words of its own, or for none."""
    if mark.startswith("【"):
        return rf"\[{re.escape(mark[1:-1]).replace(re.escape('#'), _NUMERALS)}\].*"
    if mark.startswith(":"):
        return re.escape(mark[1:]) + ":.*"
    if " #" in mark:
        word, _, behind = mark.partition(" #")
        return rf"{re.escape(word)} ?{_NUMERALS}{re.escape(behind)}.*"
    return r"[^\n。;:]{1,60}$"
