"""Find the title of a single document below the frame, page titles and digest above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from transforms.schema import BLANK, BODY, BOILERPLATE, CREDIT, Block
from transforms.split.entries import SENTENCE_END, key
from transforms.split.headings import Heading
from transforms.tables.noise.head import OWN_FIELD
from transforms.tables.titles import (
    ADDRESSEE_LINE,
    ISSUE,
    NO_TITLES,
    NUMBER_ALONE,
    NUMBER_LINE,
    TITLE_END,
    TITLE_END_ALONE,
)

SEARCHED = 60  # lines from the top among which the title is looked for
LONGEST = 120  # code points of a title on one line
MOST_LINES = 4  # lines of one title
MOST_WIDER = 1.3  # of a line below that goes on with a sentence, to the one above
LONGEST_REST = 3  # code points of a title's end on a line of its own: 知
LONGEST_HALF = 20  # code points of the second line of a title that is broken in two
PASSED_OVER = 5  # lines at the top that may be no title though they stand first
LONGEST_FIRST = 60  # code points of a first line that is a title though no word says so
SAME, LIKE = 0.9, 92  # share of the words, and likeness in percent, of a title said again
PROVEN = 2.5  # score from which a title is the document's own wherever it stands

_title_end, _end_alone, _NUMBER_LINE, _ADDRESSEE = (
    rule.compile() for rule in (TITLE_END, TITLE_END_ALONE, NUMBER_LINE, ADDRESSEE_LINE)
)
_own_field = OWN_FIELD.compile()
_HAN = re.compile("[\u4e00-\u9fff]")
# So titles begin that go on from an organ.
_BELOW_ORGAN = re.compile(
    "关于|对|(?:印发|转发|批转|发布|公布)《|(?:19|20)[0-9]{2}年(?! ?第)"
    "|第[一二三四五六七八九十0-9]{1,4}[届次]"
)
_ORDER = re.compile("[\u4e00-\u9fff]{2,24}(?:政府|[院部委会厅局署行])令$")
_GOES_ON = re.compile("若干|和|与|及|等|的|具体")  # no title begins so
_ORGAN = re.compile(
    "(?:院|委员会|政府|部|局|厅|办公室|办事处|[总公行]署|银行|常委会|公司|大学|学院|集团|[省市县区州旗盟党工纪]委|党组"
    "|[支总大]队|中心|协会|学会|商会|工会|联合会|基金会|[理董监]事会|小组|分行|支行|学校|小学|中学|海关|[联总]社"
    "|研究所|交易所|图书馆|博物馆|档案馆|气象台|[电广]台|出版社)$"
)
_COMPANY = re.compile(
    "[^。,;:《》 ]{4,36}?(?:公司|大学|学院|学校|中学|小学|医院|协会|学会|基金会|合作社)"
)
_CODE = re.compile("(?:[AB]股|证券|股票)(?:代码|简称) ?:|公告编号 ?:")
_CHAPTER = re.compile("第(?P<number>[一二三四五六七八九十百零0-9]{1,6})(?P<kind>部分|[编篇卷章节])")
_FIRST_ITEM = re.compile("第[一1][章条编]")
_ISSUES = re.compile("印发|发布|公布|颁布|转发|批转|修[订改]|废止|通知|决定")
_SPREAD = re.compile("[\u4e00-\u9fff](?: +[\u4e00-\u9fff])+$")
_KIND_ALONE = re.compile(
    "(?!关于|对)[\u4e00-\u9fff]{0,6}(?:判决书|裁定书|裁决书|调解书|决定书|通知书|告知书|建议书|意见书|认定书|纪要|公报|公告|公示|通告|通报|命令|函"
    "|(?<!的)(?:通知|指示|布告|训令))$"
)
# So a page's line says the title.
_STATED = re.compile(
    "(?:原|文章|本文|信息|公文|文件)?(?:标 *题|名 *称) *[:|]? *(?P<title>[^ ].{5,119})$"
)
# A title is no section of its document: 3.2 信息报告, B.1 安装.
_SECTION = re.compile(
    r"(?:[A-Z]\.)?[0-9]{1,2}(?:\.[0-9]{1,2})* +[\u4e00-\u9fff]"
    r"|[0-9]{1,2}\.[0-9]{1,2}[\u4e00-\u9fff]"
)
# So a title on two lines ends, too.
_LAST_LINE = re.compile(
    "(?:记录|试[题卷]|提纲|大纲|讲稿|教案|教学设计)$|[\u4e00-\u9fff]{4}[表单书录册]$"
)
# What may stand behind it: 试题（二）, 公报[1].
_BEHIND_TITLE = re.compile(r" *(?:\([一二三四五六七八九十A-Z0-9]{1,3}(?:卷|稿)?\)|\[[0-9]{1,2}\])$")
# It says of what kind the words above are.
_BARE_KIND = re.compile("[\u4e00-\u9fff]{0,4}(?:报告|公报|试[题卷]|记录|总结|方案|规划|纪要|提纲)$")
_CLOSES_ABOVE = re.compile("[^《》]*》")  # a name that a line above opens
# A line in brackets below a title that belongs to it.
_DRAFT_MARK = re.compile(
    r"\((?:[\u4e00-\u9fff]{0,6}(?:征求意见稿|草案|送审稿|讨论稿|审议稿)|试行|暂行)\)$"
)
# No title, though it stands first.
_NO_TITLE = re.compile("|".join(rule.pattern for rule in NO_TITLES))
# A paper's issue, or its name in Latin letters, stands below its name.
_ISSUE, _NUMBER_ALONE = ISSUE.compile(), NUMBER_ALONE.compile()
# They are no chapters: the page of a journal, and what a collection writes above a text (第一篇：).
_OTHERS = re.compile(rf"{ISSUE.pattern}|第[一二三四五六七八九十0-9]{{1,3}}篇 ?:")
_MASTHEAD_BELOW = re.compile(rf"{ISSUE.pattern}|[A-Z]+(?: [A-Z]+)*$")
_SITE = re.compile("(?:网|网站|平台|频道|专栏)$")
_MASTHEAD = re.compile("(?!.*关于)[\u4e00-\u9fff]{2,30}纪要$")
_BRACKET_BEHIND = re.compile(r"\([^()]{1,20}\)$")
_QUOTED = re.compile("《[^《》]{2,60}》")
_DATE = re.compile(
    r"[0-9〇○一二三四五六七八九十]{4} ?[年./-] ?[0-9一二三四五六七八九十]{1,3} ?[月./-][^:]{0,8}$"
)
_BY_LINE = re.compile(
    r"原创 |(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日? +(?:[0-9]{1,2}:|来源)"
)
_NUMBER_BEHIND = re.compile(r" *\([^()]*[\[(](?:19|20)[0-9]{2}[\])][^()]*号\)$")


def find_title(view: str, blocks: Sequence[Block]) -> Heading | None:
    """Return the document's own title (one to three lines), None where no line looks like one.

    A title that the mark-up names, one over or under a document number, or over an addressee, is
    the document's own: what stands above it is a page's title, perhaps of another document.
    Without such proof only the first line can be the title.
    """
    marked = [block for block in blocks if block.rule == "heading:marked"]
    if marked:
        return _heading(view, marked)
    lines = [index for index, block in enumerate(blocks) if block.label != BLANK][:SEARCHED]
    # Below the first chapter or article stands no title but an annex's.
    inside = (p for p, i in enumerate(lines) if _is_inside(view, blocks[i]))
    lines = lines[: next(inside, SEARCHED) + 1]
    best: tuple[float, Heading] | None = None
    seen: list[str] = []
    ends: list[int] = []  # positions of the last lines of those
    stated = _stated(view, blocks)
    for position in range(len(lines)):
        above = _title_lines(view, blocks, lines, position)
        if above is None:
            continue
        heading = _heading(view, [blocks[i] for i in lines[above : position + 1]])
        score = _score(view, blocks, lines, above, position)
        title = key(view[heading.start : heading.end])
        if any(other != title and other.endswith(title) for other in seen):
            continue  # the rest of a title that is said again on two lines
        if any(_is_said_again(title, other) for other in seen):
            score += 0.5
        if title not in seen and _heads_articles(view, blocks, lines, above, position):
            score += 2
        said = next((at for at, other in zip(ends, seen, strict=True) if other == title), above)
        if title in stated or _is_frame(view, [blocks[i] for i in lines[said + 1 : above]]):
            score += 2
        seen.append(title)
        ends.append(position)
        if score >= PROVEN and (best is None or score > best[0]):
            best = (score, heading)
    found = best[1] if best else _first_line(view, blocks, lines) or _only_chapter(view, blocks)
    if found and _MASTHEAD.match(view[found.start : found.end]):
        found = next(_matters(view, blocks, lines, found.end), found)
    return _with_mark(view, blocks, lines, found) if found else None


def _is_said_again(title: str, other: str) -> bool:
    """Tell whether the page says a title more than once; 关于印发《某方案》的通知 says another."""
    return len(title) >= SAME * len(other) and fuzz.partial_ratio(title, other) >= LIKE


def _is_frame(view: str, between: Sequence[Block]) -> bool:
    """Tell whether what stands between a title and the same once more is a page's frame."""
    is_page = any(block.label in (BOILERPLATE, CREDIT) for block in between)
    return is_page and not any("。" in _words(view, block) for block in between)


def _stated(view: str, blocks: Sequence[Block]) -> set[str]:
    """Return what the page's lines say that the title is: 标题：…, 名称：…, 原标题：…"""
    lines = [block for block in blocks[:SEARCHED] if block.label == BOILERPLATE]
    lines += [block for block in blocks[-SEARCHED:] if block.label == BOILERPLATE]
    found = (_STATED.match(_words(view, block)) for block in lines)
    return {key(match["title"]) for match in found if match}


def _only_chapter(view: str, blocks: Sequence[Block]) -> Heading | None:
    """Return a first line like 第七章 渡口, if it heads all of a source without articles.

    It does if the source has no other chapter, or if it is an excerpt: 第七章, and no 第八章.
    """
    first = next((block for block in blocks if block.label == BODY), None)
    if first is None or first.rule != "item:chapter" or " " not in _words(view, first):
        return None
    rules = [block.rule for block in blocks if block.label == BODY]
    if "item:article" in rules:
        return None
    others = [block for block in blocks if block.label == BODY and block.rule == "item:chapter"][1:]
    return None if others and not _is_excerpt(view, first, others) else _heading(view, [first])


def _is_excerpt(view: str, first: Block, others: Sequence[Block]) -> bool:
    """Tell whether a chapter that is not the first one has none of its level below."""
    own = _CHAPTER.match(_words(view, first))
    if own is None or own["number"] in ("一", "1"):
        return False
    found = (_CHAPTER.match(_words(view, block)) for block in others)
    return not any(
        other["kind"] == own["kind"] and other["number"] != own["number"]
        for other in found
        if other
    )


def _matters(
    view: str, blocks: Sequence[Block], lines: Sequence[int], at: int
) -> Iterator[Heading]:
    """Yield the lines below a masthead (专题会议纪要) that are the minutes' own title."""
    below = [block for i in lines if (block := blocks[i]).start >= at][: PASSED_OVER + 1]
    for block in below:
        words = _words(view, block)
        if words.startswith("关于") and words.endswith("纪要") and _may_be_title(view, block):
            yield _heading(view, [block])


def _is_inside(view: str, block: Block) -> bool:
    """Tell whether a line heads a chapter or article, not the page of a journal (第38卷 第4期)."""
    is_item = block.rule in ("item:chapter", "item:article")
    return is_item and not _OTHERS.match(_words(view, block))


def _with_mark(
    view: str, blocks: Sequence[Block], lines: Sequence[int], heading: Heading
) -> Heading:
    """Return the title with (征求意见稿), which may stand on the line below."""
    below = next((i for i in lines if blocks[i].start >= heading.end), None)
    if below is None or not _DRAFT_MARK.match(_words(view, blocks[below])):
        return heading
    end = _heading(view, [blocks[below]]).end
    return heading._replace(end=end, title_end=end)


def names_organ(line: str) -> bool:
    """Tell whether a line is the name of an organ, also one set letter by letter (发文机关标志)."""
    return _ORGAN.search(line) is not None and (" " not in line or _SPREAD.match(line) is not None)


def _first_line(view: str, blocks: Sequence[Block], lines: Sequence[int]) -> Heading | None:
    """Return the first line (and the lines it runs on over) as the title, if it may be one."""
    first = _first_candidate(view, blocks, lines)
    if first is None or len(lines) < first + 2:
        return None
    for last in range(first, min(first + MOST_LINES, len(lines))):
        if _title_lines(view, blocks, lines, last) == first:
            return _heading(view, [blocks[i] for i in lines[first : last + 1]])
    words, below = (_words(view, blocks[i]) for i in lines[first : first + 2])
    if _BY_LINE.match(below) or blocks[lines[first + 1]].rule == "chrome:meta":
        words = words.rstrip("?!")  # a headline may ask or call
    if blocks[lines[first]].rule != "line" or not _is_short(words) or len(words) > LONGEST_FIRST:
        return None
    if _goes_on(view, blocks, lines[first], lines[first + 1]):
        return None
    last = max(_above_subtitle(view, blocks, lines, first), _wrapped(view, blocks, lines, first))
    return _heading(view, [blocks[i] for i in lines[first : last + 1]])._replace(strength=0.5)


def _wrapped(view: str, blocks: Sequence[Block], lines: Sequence[int], first: int) -> int:
    """Return the last line of a title on two lines that stand apart, the second with its kind."""
    second = first + 1
    if second + 1 >= len(lines) or lines[second] > lines[first] + 1:
        return first
    above, words = (_words(view, blocks[i]) for i in lines[first : second + 1])
    below = _words(view, blocks[lines[second + 1]])
    apart = lines[second + 1] > lines[second] + 1 or below.startswith("(")
    indents = [_indent(view, blocks[i]) for i in lines[first : second + 2]]
    apart = apart or indents[0] == indents[1] < indents[2]
    words = _BEHIND_TITLE.sub("", words)
    apart = apart or (_BARE_KIND.match(words) is not None and len(words) < len(above))
    names_kind = _ends_title(words) or _LAST_LINE.search(words) is not None
    whole = _ends_title(above) or _LAST_LINE.search(above) is not None or names_organ(above)
    is_title = apart and names_kind and not whole and _may_be_title(view, blocks[lines[second]])
    return second if is_title else first


def _above_subtitle(view: str, blocks: Sequence[Block], lines: Sequence[int], first: int) -> int:
    """Return the last line of a title that a subtitle (——在会议上的讲话) stands below."""
    for last in range(first, min(first + MOST_LINES, len(lines) - 1)):
        if _words(view, blocks[lines[last + 1]]).startswith("--"):
            return last
        if not _may_be_title(view, blocks[lines[last + 1]]):
            break
    return first


def _goes_on(view: str, blocks: Sequence[Block], first: int, second: int) -> bool:
    """Tell whether a first line is prose: it holds a full stop, or its sentence goes on below.

    It goes on in a line directly below that is not indented, about as wide, and prose, too.
    """
    words, below = _words(view, blocks[first]), blocks[second]
    if "。" in words or ";" in words:
        return True
    if "," not in words or second > first + 1 or (below.label, below.rule) != (BODY, "line"):
        return False
    next_words = _words(view, below)
    return (
        len(next_words) <= MOST_WIDER * len(words)
        and not view[below.start].isspace()
        and bool(set(next_words) & set(",。;"))
        and not _BY_LINE.match(next_words)
    )


def _first_candidate(view: str, blocks: Sequence[Block], lines: Sequence[int]) -> int | None:
    """Return the position of the first line that may be a title.

    Above a page's by-line that is the line directly above it, not the name of site or account.
    Passed over are fields (证券代码：…), signatures, the name of a paper above its issue, and a
    masthead above a title that is the bare word for a kind (会议纪要).
    """
    body = [p for p, i in enumerate(lines) if blocks[i].label == BODY][: PASSED_OVER + 1]
    words = [_words(view, blocks[lines[p]]) for p in body]
    for p in range(min(len(lines), 2 * PASSED_OVER)):
        if _is_by_line(view, blocks, lines, p):
            at = next((at for at in reversed(_said(body, words)) if at < p), None)
            if at is None:
                break
            above = _title_lines(view, blocks, lines, at)
            return at if above is None else above
    if words and _own_field.match(words[0]):
        return None  # a form: 姓名：…
    is_chinese = any(map(_HAN.search, words))
    for place, (own, below) in enumerate(zip(words, [*words[1:], ""], strict=False)):
        if _KIND_ALONE.match(own) or (_ORGAN.search(own) and _KIND_ALONE.match(below)):
            titled = (at for at in range(place + 1, len(words)) if "关于" in words[at])
            at = next((at for at in titled if _ends_title(words[at])), place)
            return body[at]
        if _ORGAN.search(own):
            named = (at for at in range(place + 1, len(words)) if _QUOTED.fullmatch(words[at]))
            if (quoted := next(named, None)) is not None:
                return body[quoted]
            bare = _BRACKET_BEHIND.sub("", below)
            if bare != below and _end_alone.search(bare):
                return body[place + 1]  # 中国证监会行政处罚决定书(宋某)
        if _ORGAN.search(own) and below.startswith(own + "关于"):
            continue  # the letterhead, without 文件
        signed = _DATE.match(own) or (_ORGAN.search(own) and _DATE.match(below))
        no_title = _NO_TITLE.match(own) or _NUMBER_LINE.match(own) or _OTHERS.match(own)
        if not (signed or _MASTHEAD_BELOW.match(below) or (is_chinese and no_title)):
            return body[place]
    return None


def _said(body: Sequence[int], words: Sequence[str]) -> list[int]:
    """Return which lines are no date, and no address in a Chinese text."""
    is_chinese = any(map(_HAN.search, words))
    return [
        at
        for at, line in zip(body, words, strict=True)
        if not _DATE.match(line) and (_HAN.search(line) or not is_chinese)
    ]


def _is_by_line(view: str, blocks: Sequence[Block], lines: Sequence[int], position: int) -> bool:
    """Tell whether a line is a page's by-line: of an account, or directly above prose."""
    block = blocks[lines[position]]
    if _words(view, block).startswith("原创 "):
        return True
    if block.rule != "chrome:meta" or position + 1 == len(lines):
        return False
    below = blocks[lines[position + 1]]
    return below.label == BODY and not _is_short(_words(view, below))


def _title_lines(
    view: str, blocks: Sequence[Block], lines: Sequence[int], position: int
) -> int | None:
    """Return the position of the first line of the title that ends at a line, None if none does.

    A title runs over lines from an organ or ``关于`` to the word that names the kind.
    """
    text = _words(view, blocks[lines[position]])
    begun = _begun(view, blocks, lines, position) if len(text) <= LONGEST_REST else ""
    if not begun and not _may_be_title(view, blocks[lines[position]]):
        return None
    if _KIND_ALONE.match(text.replace(" ", "")):  # often set letter by letter: 民 事 判 决 书
        text = text.replace(" ", "")
    if not _ends_title(_NUMBER_BEHIND.sub("", begun + text)):
        return None
    first = position
    if not _opens(text):
        for above in range(position - 1, max(-1, position - MOST_LINES), -1):
            if not _may_be_title(view, blocks[lines[above]]):
                break
            line = _words(view, blocks[lines[above]])
            if _opens(line) and (
                not _ends_title(line) or line.endswith("》") or _GOES_ON.match(text)
            ):
                first = above
            if _ends_title(line) or _opens(line):
                break
    if begun and first == position and not _ends_title(text):
        return position - 1
    if first and first == position and _is_second_half(view, blocks, lines, position):
        return first - 1
    words = _words(view, blocks[lines[first]])
    is_kind = _KIND_ALONE.match(words.replace(" ", "")) is not None
    if not is_kind and not _BELOW_ORGAN.match(words):
        return first - _is_of_company(view, blocks, lines, first)
    while first and position - first < MOST_LINES - 1:
        line = _words(view, blocks[lines[first - 1]])
        # Above 招标公告 the first line may name a project, or the site.
        is_project = is_kind and first == 1 and not _SITE.search(line)
        named = line.replace(" ", "") if _SPREAD.match(line) else line
        begins = _ORGAN.search(named) is not None or is_project
        if not begins or len(line) > 40 or not _may_be_title(view, blocks[lines[first - 1]]):
            break
        first, is_kind = first - 1, False
    return first


def _begun(view: str, blocks: Sequence[Block], lines: Sequence[int], position: int) -> str:
    """Return the line above the last characters of a title that a page's width has broken."""
    above = blocks[lines[position - 1]] if position else None
    if above is None or blocks[lines[position]].label != BODY or not _may_be_title(view, above):
        return ""
    words = _words(view, above)
    return "" if _ends_title(words) or _NUMBER_ALONE.match(words) else words


def _is_second_half(
    view: str, blocks: Sequence[Block], lines: Sequence[int], position: int
) -> bool:
    """Tell whether a line and the one directly above are one title, which stands whole elsewhere.

    A cover breaks its title in two; the running heads and the first page have it on one line.
    """
    above, index = lines[position - 1], lines[position]
    words = _words(view, blocks[index])
    if len(words) > LONGEST_HALF or not _may_be_title(view, blocks[above]):
        return False
    whole = _words(view, blocks[above]) + words
    return any(_words(view, blocks[i]) == whole for i in lines)


def _is_of_company(view: str, blocks: Sequence[Block], lines: Sequence[int], at: int) -> bool:
    """Tell whether a title is that of a company's own rules, with its name on the line above."""
    if not at or not _may_be_title(view, blocks[lines[at - 1]]):
        return False
    above, words = (_words(view, blocks[i]) for i in lines[at - 1 : at + 1])
    return _COMPANY.fullmatch(above) is not None and not _COMPANY.match(words)


def _ends_title(words: str) -> bool:
    """Tell whether a line ends with a word for a kind of document, not of one that it only names.

    《中华人民共和国药品管理法 is the beginning of a name that goes on below.
    """
    is_cut = words.rfind("《") > words.rfind("》")
    return not is_cut and bool(_title_end.search(words) or _end_alone.search(words))


def _opens(words: str) -> bool:
    """Tell whether a title begins in these words, so that it does not above them."""
    own = words.partition("》")[2] if _CLOSES_ABOVE.match(words) else words
    return "关于" in own.partition("《")[0] or words.startswith("对")


def _indent(view: str, block: Block) -> int:
    words = view[block.start : block.end]
    return len(words) - len(words.lstrip(" "))


def _words(view: str, block: Block) -> str:
    return view[block.start : block.end].strip(" \r\n\f\ufeff")


def _is_short(words: str) -> bool:
    return 2 <= len(words) <= LONGEST and words[-1] not in SENTENCE_END and "。" not in words


def _may_be_title(view: str, block: Block) -> bool:
    if block.label != BODY or block.rule != "line":
        return False
    words = _words(view, block)
    if not _is_short(words) or words[0] in "([":
        return False
    return not any(rule.match(words) for rule in (_NUMBER_LINE, _NUMBER_ALONE, _SECTION))


def _heading(view: str, lines: Sequence[Block]) -> Heading:
    first, last = _words(view, lines[0]), _words(view, lines[-1])
    start = lines[0].start + view[lines[0].start : lines[0].end].find(first)
    end = lines[-1].start + view[lines[-1].start : lines[-1].end].find(last) + len(last)
    return Heading(start, end, start, end, "", 1.0)


def _score(
    view: str, blocks: Sequence[Block], lines: Sequence[int], first: int, last: int
) -> float:
    """Return what stands around a title says for it."""
    below = [_words(view, blocks[i]) for i in lines[last + 1 : last + 4] if blocks[i].label == BODY]
    above = [_words(view, blocks[i]) for i in lines[max(0, first - 1) : first]]
    score = 1.0 if first == 0 else 0.8
    if any(_NUMBER_LINE.match(text) or _ORDER.match(text) for text in below[:1]):
        score += 3
    if any(_NUMBER_LINE.match(text) or _CODE.match(text) for text in above):
        score += 2
    if any(_ADDRESSEE.match(text) for text in below[:2]):
        score += 2
    leads = last < PASSED_OVER and not any("。" in _words(view, blocks[i]) for i in lines[:last])
    if leads and below and below[0].startswith("--"):
        score += 2  # a subtitle: ——在会议上
    if leads and len(below) > 1 and _ORGAN.search(below[0]) and _DATE.match(below[1]):
        score += 2  # whose it is, and of when
    if not below:
        score -= 1
    return score


def _heads_articles(
    view: str, blocks: Sequence[Block], lines: Sequence[int], first: int, last: int
) -> bool:
    """Tell whether the first chapter or article stands below a title, above it a page's frame.

    The title of what a notice issues stands below the notice.
    """
    below = (blocks[i] for i in lines[last + 1 :] if not _words(view, blocks[i]).startswith("("))
    block = next(below, None)
    if block is None or block.rule not in ("item:chapter", "item:article"):
        return False
    above = [_words(view, blocks[i]) for i in lines[:first]]
    is_first = _FIRST_ITEM.match(_words(view, block)) is not None
    return is_first and not any("。" in line or _ISSUES.search(line) for line in above)
