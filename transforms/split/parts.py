"""See what the words of some parts tell of them: verse, the names of collections, titles of their
own. Parts are given by the indices of their titles (``members``) and of the lines behind their
last (``ends``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from transforms.split.kinds import HAN, number
from transforms.split.looks import Looks
from transforms.tables.regions import NATION_NAMES, PREFECTURES, PROVINCES

REGION_NAMES = frozenset(NATION_NAMES) | {
    name for region in (*PROVINCES, *PREFECTURES) for name in (region.name, region.short)
}
REGULAR = 0.6  # share of the parts from which a feature tells something
FRONT_LINES = 4  # lines above the first part among which a collection's name stands
LONGEST_NAME = 24  # code points of it
ALIKE = 2  # code points with which the lines below some headings begin
SAME = 0.8  # share of them that begin so
READ = 1000  # code points of a part that are read
# How much more of a title its own text says again than the next part's does: so much does any
# heading's, so much a document's.
COMMON, OWN = 0.1, 0.35
ELSEWHERE = 0.25  # share of the other parts that may say what the first title does
LEAST_VERSES, LONGEST_VERSE = 4, 20  # lines of a poem, and code points of one on average
FEWEST_VERSES, MOST_VERSES = 2, 40  # lines of equal clauses, and lines that are read

_COUNTED = re.compile(rf"(.{{4,}}?)([0-9]{{1,3}}|[{HAN}]{{1,3}})[)篇]?")
_HAN_WORDS = re.compile("[\u4e00-\u9fff]+")
_NUMBERS = f"第(#{HAN}"
# The name of a book or of a series that holds pieces: 檐下集, 匠人访谈录, 旧体诗选.
_COLLECTION = re.compile(
    r"(?:[选校评译]注|[文诗作歌词曲画信事言说笔案合选][集选抄钞]|[\u4e00-\u9fff]{2,}(?<![收采召募征密赶云])(?<!第.)集"
    r"|[吟诗词文][草稿]|卷 ?[一二三四五六七八九十上中下]{1,3}|选编|汇编|汇集|选刊|作品选|[文诗选]存"
    r"|(?:访谈|见闻|故事|采访|对话|口述|书信|演讲|讲演|讲话)[实选]?录|[几数若干一二三四五六七八九十0-9]+[篇则封])》?$"
)
_CLAUSES = "|".join(rf"(?:[\u4e00-\u9fff]{{{size}}}[,。;!?]){{2}}" for size in (4, 5, 7))
_REGULAR = re.compile(_CLAUSES)  # a line of two clauses, equally long
_BY = re.compile("(?<=》) | (?:作者|编者|著者)")  # 《檐下集》 作者：某某
_NOT_VERSE = re.compile("[0-9:|=]")


def is_verse(looks: Looks, members: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Tell of each part whether it is verse: lines of equal clauses, or many short ones without
    sentence and number."""
    has_prose = looks.prose[ends] > looks.prose[members + 1]
    texts = looks.lines.texts
    out = np.zeros(len(members), bool)
    for at, (member, end, prose) in enumerate(zip(members, ends, has_prose, strict=True)):
        if prose:
            lines = texts[member + 1 : min(end, member + 1 + MOST_VERSES)]
            regular = sum(_REGULAR.fullmatch(line) is not None for line in lines)
            out[at] = regular >= FEWEST_VERSES and 2 * regular >= len(lines)
        else:
            lines = texts[member + 1 : end]
            words = "".join(lines)
            is_long = len(words) > LONGEST_VERSE * len(lines)
            out[at] = len(lines) >= LEAST_VERSES and not (is_long or _NOT_VERSE.search(words))
    return out


def may_be_verse(looks: Looks, fewest: int) -> bool:
    """Tell whether so many parts may be verse."""
    if looks.short.sum() >= fewest * LEAST_VERSES:
        return True
    regular = (True for text in looks.lines.texts if _REGULAR.fullmatch(text))
    return sum(regular) >= fewest * FEWEST_VERSES


def has_sentence(looks: Looks, members: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Tell of each part whether one of its first lines ends a sentence."""
    texts = looks.lines.texts
    edges = zip(members.tolist(), np.minimum(ends, members + READ).tolist(), strict=True)
    return np.array(
        [
            any("。" in text or text[-1] in ".!?;" for text in texts[member + 1 : end])
            for member, end in edges
        ]
    )


def is_collection(looks: Looks, below: int) -> bool:
    """Tell whether one of the first lines is the name of a collection."""
    return any(map(names_collection, looks.lines.texts[:below]))


def names_collection(words: str) -> bool:
    """Tell whether a line is the name of a collection."""
    name = _BY.split(words, maxsplit=1)[0]
    return len(name) <= LONGEST_NAME and _COLLECTION.search(name) is not None


def own_words(looks: Looks, members: np.ndarray, ends: np.ndarray) -> float:
    """Tell, 0 to 1, how far the texts of the parts say again what their titles do, and the next
    part's text does not: the sections of one document share its words."""
    texts = looks.lines.texts
    edges = zip(members.tolist(), np.minimum(ends, members + READ).tolist(), strict=True)
    said = ["".join(texts[member + 1 : end])[:READ] for member, end in edges]
    words = [_pairs(texts[member]) for member in members.tolist()]
    if members[0] == 0 and _is_of_all(said, words[0].difference(*words[1:])):
        return 0.0
    more = 0.0
    for own, other, pairs in zip(said, [*said[1:], said[0]], words, strict=True):
        if pairs:
            more += sum((pair in own) - (pair in other) for pair in pairs) / len(pairs)
    return min(1.0, max(0.0, (more / len(said) - COMMON) / (OWN - COMMON)))


def _is_of_all(said: Sequence[str], pairs: set[str]) -> bool:
    """Tell whether the first title, of these pairs, is that of one document with all the parts:
    they say it as much as what stands below it, an introduction."""
    is_said, *others = (any(pair in text for pair in pairs) for text in said)
    is_short = 2 * len(said[0]) * len(said) < sum(map(len, said))
    return not is_said or is_short or sum(others) > ELSEWHERE * len(others)


def _pairs(words: str) -> set[str]:
    """Return the pairs of adjoining Han characters."""
    return {run[at : at + 2] for run in _HAN_WORDS.findall(words) for at in range(len(run) - 1)}


def begin_alike(looks: Looks, members: np.ndarray) -> bool:
    """Tell whether the short lines below some headings begin with the same words."""
    below = members[members + 1 < len(looks.lines)] + 1
    below = below[looks.short[below] | looks.dated[below]]
    words = Counter(looks.lines.texts[at][:ALIKE] for at in below.tolist())
    word, times = max(words.items(), key=lambda one: one[1], default=("", 0))
    return times >= SAME * len(members) and not word[:1].isascii() and word[:1] not in _NUMBERS


def are_one(looks: Looks, indices: np.ndarray) -> bool:
    """Tell whether lines mostly say the same."""
    inside = indices[indices < len(looks.lines)]
    times = np.unique(looks.same[inside], return_counts=True)[1]
    return bool(times.max(initial=0) > 0.8 * len(inside))


def are_outdented(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Tell of each title whether it stands further left than the text below it."""
    texts = np.append(np.flatnonzero(looks.text), len(looks.lines) - 1)
    below = texts[np.searchsorted(texts[:-1], members)]
    pairs = zip(members.tolist(), below.tolist(), strict=True)
    return np.array([looks.lines[at].indent < looks.lines[text].indent for at, text in pairs])


def are_said_first(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Tell of each title whether the text below begins with it, as the entry of a name: 某某 |
    某某（1868—1939），字 …"""
    texts = looks.lines.texts
    texts = [*texts, ""]
    edges = ((texts[at].replace(" ", ""), texts[at + 1]) for at in members.tolist())
    return np.array([text.startswith((f"{title}(", f"{title},")) for title, text in edges])


def are_fields(looks: Looks, members: np.ndarray) -> bool:
    """Tell whether the lines begin with one word, and white space behind it: 关键词　水稻；产量"""
    words = {looks.lines.texts[at].partition(" ")[0] for at in members.tolist()}
    word = min(words)
    return len(words) == 1 and len(word) > 1 and not word.isascii() and word[-1] != ":"


def are_counted(looks: Looks, members: np.ndarray) -> bool:
    """Tell whether most titles are one but for the number at their end, from 1 on: 总结 篇2."""
    found = [_COUNTED.fullmatch(looks.lines.texts[at]) for at in members.tolist()]
    counted = [(match[1], number(match[2])) for match in found if match]
    if len(counted) < REGULAR * len(members):
        return False
    words, values = zip(*counted, strict=True)
    return len(set(words)) == 1 and list(values) == list(range(1, len(values) + 1))


def are_regions(looks: Looks, members: np.ndarray) -> np.ndarray:
    """Tell of each title whether it is a region's name: 安徽省, 二、山东."""
    view, lines = looks.lines.view, (looks.lines[at] for at in members.tolist())
    return np.array(
        [view[line.title : line.end].replace(" ", "") in REGION_NAMES for line in lines]
    )
