"""Running heads and feet: what returns from page to page of one source.

A line is one by its place: beside page markers, inside sentences that a page end cuts, at page
numbers that rise. What merely repeats is the text's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from transforms.label.cuts import (
    PAUSE,
    between_halves,
    cuts_a_sentence,
    fills_its_line,
)
from transforms.label.words import (
    LONGEST,
    SENTENCE_END,
    Lines,
    bare,
    is_line,
    label_of,
    short_lines,
    words_of,
)
from transforms.schema import BLANK, BODY, PAGE_MARKER, RUNNING, Block
from transforms.tables.noise.running import (
    JOURNAL_HEAD,
    PAGE_FOOT,
    PATENT,
    PERIODICAL,
    SITE_FOOT,
    STAMP,
)
from transforms.tables.titles import TITLE_END

PAGE = 200  # code points between two numbers of pages
FEWEST = 3  # of a line that returns
FEW_PAGES = 6  # up to so many two are enough
SHARE = 0.3  # of the pages on which it stands
PAGE_DISTANCE = 80  # code points between two lines, in the middle: less is no page
CUT_SHARE = 0.25  # of a line's places at which it stands inside a sentence
SHORTEST_LINE = 12  # code points of one in a narrow column
SHORTEST_GLUED = 4  # code points of a running head glued to a page marker
LONGEST_GLUED = 40
TITLE_LINES = 6  # of a source, whose words a head may repeat
LONGEST_TOP = 160  # code points of a line that names a journal
SET_IN = 3  # blanks by which a title is further in than what stands above it
MOST_HEADS = 3  # lines of a page's head, and of its foot
FAR_APART = 4  # blanks between the two parts of a head

_KNOWN = {rule.id: rule.compile() for rule in (JOURNAL_HEAD, PATENT, STAMP, SITE_FOOT)}
_PAGE_FOOT, _TITLE_END = PAGE_FOOT.compile(), TITLE_END.compile()
_PERIODICAL = PERIODICAL.compile()
_NUMBERS_AND_GAPS = str.maketrans("", "", "0123456789 ")
_NUMBERED = re.compile(
    r"(?:[·•] ?)?(?P<before>[0-9]{1,4}|[ivxl]{1,6})(?: ?[·•])?(?P<gap> *[|│] *| +)\S"
    r"|.*[^\s|│](?P<space> *[|│] *| +)(?:[·•] ?)?(?P<behind>[0-9]{1,4}|[ivxl]{1,6})(?: ?[·•])?$"
)
_NUMBER_ALONE = re.compile(
    r"[.·•~〔\[(<-]? ?[0-9]{1,4} ?[.·•~〕\])>-]?|[一二三四五六七八九十百〇]{1,4}"
    "|[ivxl]{1,6}|[IVXL]{1,6}"
)
_PAGE_ALONE = re.compile("(?P<behind>[0-9]{1,4})$")
_FIRST = frozenset("1一iI")
_LEAF = re.compile("(?P<words>[^ ]+(?: [^ ]+)*) {3,}[一二三四五六七八九十百〇]{1,4}$")
_NUMBER_AT_EDGE = re.compile("^(?:[·•]? ?[0-9]|[ivxl]{1,6} )|(?:[0-9] ?[·•]?| [ivxl]{1,6})$")
_NUMBER_EDGES = frozenset("·• 0123456789ivxl")
_ROMAN_NUMBER = re.compile("[IVX]{1,5}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_OWN = re.compile(
    "[0-9〇一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日$"
    r"|[\[(][0-9]{4}[\])] ?(?:第 ?)?[0-9-]{1,12} ?号$"
)
_ISSUE = re.compile(r"[\u4e00-\u9fff]{2,12}\(第[0-9一二三四五六七八九十百]{1,4}[辑期卷集册]\)$")
_FIELDS = re.compile("签[字名章]|盖章|公章|意见|结果")  # of a form that fills a page
_WIDE_GAP = re.compile(" {2,}")
_SET_OFF = re.compile("([-=*·~])(?:\\1| ).*(?: |\\1)\\1$")
_ORGAN = re.compile("(?:院|委员会|政府|[局厅])$")
_STANDARD = re.compile(r"[A-Z]{1,6}[0-9]{0,6}(?:/[A-Z]{1,6})? ?[0-9.]{1,10} ?[-—–] ?[0-9]{4}$")


def name_running(
    view: str, blocks: Sequence[Block], before: Sequence[Block], lines: Lines, paged: bool
) -> list[Block]:
    """Return the blocks with running heads and feet named, also those inside a line.

    ``paged``: there may be page markers. ``lines`` are the short lines of ``before``, which may be
    what these blocks are still.
    """
    out = list(blocks)
    for index in _top(view, blocks):
        out[index] = out[index]._replace(label=RUNNING, rule=PERIODICAL.id)
    if (paged and PAGE_MARKER in map(label_of, blocks)) or "\f" in view:
        for index, rule in (*_at_feeds(view, blocks), *_at_pages(view, blocks)):
            out[index] = out[index]._replace(label=RUNNING, rule=rule)
        out = _cut_glued(view, out)
    if out != before:
        lines = short_lines(view, out)
    for index, line in lines:
        if ("  " in line or "共" in line) and _PAGE_FOOT.match(line):
            out[index] = out[index]._replace(label=RUNNING, rule=PAGE_FOOT.id)
    for index in (
        *_lone(view, out, lines),
        *_leaves(view, out, lines),
        *_numbers(view, out, lines),
        *_to_the_end(view, out, lines),
    ):
        out[index] = out[index]._replace(label=RUNNING, rule="running:page-edge")
    if len(lines) > 1:
        for index in (*_inside_sentences(view, out, lines), *_numbered(view, out, lines)):
            out[index] = out[index]._replace(label=RUNNING, rule="running:repeated")
    return out


def _top(view: str, blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the lines above a title that say in which issue of a journal it stood.

    They are wide, or stand at the left above a title that is set in.
    """
    lines = (at for at, block in enumerate(blocks) if block.label != BLANK)
    index = next(lines, None)
    while index is not None and blocks[index].label == BODY:
        line = words_of(view, blocks[index])
        below = next(lines, None)
        if below is None or len(line) > LONGEST_TOP or not _PERIODICAL.match(line):
            break
        set_in = _indent(view, blocks[below]) - _indent(view, blocks[index])
        if "  " in line or set_in >= SET_IN:
            yield index
        index = below


def _indent(view: str, block: Block) -> int:
    words = view[block.start : block.end]
    return len(words) - len(words.lstrip())


def _at_feeds(view: str, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield, with their rule, the lines around form feeds that cut sentences."""
    for index, block in enumerate(blocks) if "\f" in view else ():
        if block.label == BLANK and "\f" in view[block.start : block.end]:
            edges = between_halves(view, blocks, index) or ()
            yield from ((each, "running:page-edge") for each in edges)


def _at_pages(view: str, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield, with its rule, each short line at a page edge that is no text.

    It returns there, says the title, the number of a standard, a volume's or a journal's. Where a
    source begins, a page does.
    """
    beside: dict[str, list[int]] = {}
    further: dict[str, list[tuple[int, int]]] = {}  # each with what stands between it and the edge
    heads: set[int] = set()
    stamped: set[int] = set()
    pages = 0
    words = [index for index, block in enumerate(blocks) if block.label != BLANK]
    if not words:
        return
    first = words_of(view, blocks[words[0]])
    title = [words_of(view, blocks[index]) for index in words[:TITLE_LINES]]
    standard = next(filter(_STANDARD.match, title), "")
    own = {bare(first), bare(standard)}
    for rule in (JOURNAL_HEAD, PATENT):
        if _KNOWN[rule.id].match(first):
            yield words[0], rule.id
    number = first if _KNOWN[PATENT.id].match(first) else standard
    if number:
        yield from ((index, "running:page-edge") for index in _said_again(view, blocks, number))
    for position, index in enumerate(words):
        block = blocks[index]
        marks = block.label == PAGE_MARKER and is_line(view, block)
        if not marks and "\f" not in view[block.start : block.end]:
            continue
        pages += 1
        if marks:
            edges = between_halves(view, blocks, index) or ()
            yield from ((each, "running:page-edge") for each in edges)
        above = words[max(0, position - MOST_HEADS) : position][::-1]
        sides = (above, words[position + 1 : position + 1 + MOST_HEADS])
        for neighbour, nearer in chain.from_iterable(map(_each_nearer, sides)):
            line = words_of(view, blocks[neighbour])
            if blocks[neighbour].label != BODY or line[-1:] in SENTENCE_END or "," in line:
                continue
            # Days and numbers of documents differ, where each page holds one.
            says = line if _OWN.search(line) else bare(line)
            if nearer is not None:  # beside a head: another one, but no row of a table or field
                if _FIELDS.search(line):
                    continue
                if len(says) <= LONGEST and len(_WIDE_GAP.findall(line)) < 2:
                    says = "" if _says_the_title(line, title) else says
                    further.setdefault(says, []).append((neighbour, nearer))
                continue
            if neighbour > index and _is_letterhead(view, blocks, neighbour):
                continue
            known = next((name for name, known in _KNOWN.items() if known.match(line)), "")
            if known:
                yield neighbour, known
                stamped.add(neighbour)
                continue
            named = _STANDARD.match(line) or _ISSUE.match(line.replace(" ", ""))
            if (named and position > TITLE_LINES) or _says_the_title(line, title):
                heads.add(neighbour)
            if says.strip("0") and len(says) <= LONGEST and neighbour != words[0]:
                beside.setdefault(says, []).append(neighbour)
    least = max(FEWEST if pages > FEW_PAGES else 2, SHARE * pages)
    returning = {
        line: found for line, found in beside.items() if len(found) >= least or line in own
    }
    heads.update(chain.from_iterable(returning.values()))
    last = words_of(view, blocks[words[-1]])
    # A title may be the head of its pages, but has no wide gap at the left, is not in dashes, and
    # no title stands below it.
    second = title[1].replace(" ", "") if len(title) > 1 else ""
    titled = _TITLE_END.search(second) and not _TITLE_END.search(first)
    wide = "  " in first and _indent(view, blocks[words[0]]) < SET_IN
    is_head = wide or _SET_OFF.match(first) is not None or titled
    for index, line in ((words[0], first if is_head else ""), (words[-1], last)):
        if blocks[index].label == BODY and bare(line) in returning:
            heads.add(index)
    if len(title) > 1 and "  " in title[1]:
        further.setdefault(bare(title[1]), []).append((words[1], words[0]))
    for line, found in further.items():
        if not line or len({index for index, _ in found}) >= least:
            for index, nearer in sorted(found):
                if nearer in heads or nearer in stamped or blocks[nearer].label == RUNNING:
                    heads.add(index)
    yield from ((index, "running:page-edge") for index in sorted(heads))


def _each_nearer(side: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """Yield the lines on one side of a page's edge, each with the one nearer to it."""
    return zip(side, (None, *side), strict=False)


def _said_again(view: str, blocks: Sequence[Block], number: str) -> Iterator[int]:
    """Yield the lines that say a standard's number again, and the roman page numbers above them."""
    lines = [
        (index, words_of(view, block)) for index, block in enumerate(blocks) if block.label == BODY
    ]
    again = [at for at, (_, line) in enumerate(lines) if line == number][1:]
    for at in again:
        yield lines[at][0]
        if _ROMAN_NUMBER.fullmatch(lines[at - 1][1]):
            yield lines[at - 1][0]


def _is_letterhead(view: str, blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a line is an organ's name above a title: a court's heads each judgment."""
    rest = (blocks[at] for at in range(index + 1, len(blocks)))
    below = next((block for block in rest if block.label != BLANK), None)
    if below is None or not _ORGAN.search(words_of(view, blocks[index])):
        return False
    return _TITLE_END.search(words_of(view, below).replace(" ", "")) is not None


def _says_the_title(line: str, title: Sequence[str]) -> bool:
    """Tell whether a line has two parts that both stand in the lines of the title.

    They are far apart, or who wrote it stands before a colon, or each is a whole line there.
    """
    others = [each for each in map(bare, title) if each != bare(line)]
    top, lines = "".join(others), set(others)
    for sign in (" " * FAR_APART, ":", "  "):
        left, gap, right = line.partition(sign)
        parts = (bare(left), bare(right))
        if gap and all(parts) and all(part in (lines if sign == "  " else top) for part in parts):
            return True
    return False


def _cut_glued(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with running heads cut out that stand in one line with page markers."""
    marks = [
        index
        for index, block in enumerate(blocks)
        if block.label == PAGE_MARKER and not is_line(view, block)
    ]
    behind = [(i + 1, _front(view, blocks[i + 1])) for i in marks if i + 1 < len(blocks)]
    before = [(i - 1, _back(view, blocks[i - 1])) for i in marks if i]
    heads, feet = dict(_shared(behind, len(marks))), dict(_shared(before, len(marks)))
    if not heads and not feet:
        return list(blocks)
    out: list[Block] = []
    for index, block in enumerate(blocks):
        head, foot = block.start + heads.get(index, 0), block.end - feet.get(index, 0)
        if head > block.start:
            out.append(Block(block.start, min(head, block.end), RUNNING, "running:page-edge"))
            block = block._replace(start=head, rule="rest")
        if block.start < foot:
            out.append(block._replace(end=foot))
        if max(block.start, foot) < block.end:
            out.append(Block(max(block.start, foot), block.end, RUNNING, "running:page-edge"))
    return out


def _front(view: str, block: Block) -> str:
    words = view[block.start : min(block.end, block.start + LONGEST_GLUED)]
    return words if block.label == BODY else ""


def _back(view: str, block: Block) -> str:
    words = view[max(block.start, block.end - LONGEST_GLUED) : block.end]
    return words[::-1] if block.label == BODY else ""


def _shared(found: Sequence[tuple[int, str]], pages: int) -> Iterator[tuple[int, int]]:
    """Yield (index, code points) of those that begin with the same words on many pages."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for index, words in found:
        if len(words.lstrip()) >= SHORTEST_GLUED:
            groups.setdefault(words.lstrip()[:SHORTEST_GLUED], []).append((index, words))
    for group in groups.values():
        if len(group) >= max(FEWEST, SHARE * pages):
            stripped = [words.lstrip() for _, words in group]
            low, high = min(stripped), max(stripped)  # what these share, all share
            size = next((i for i, c in enumerate(low) if high[i : i + 1] != c), len(low))
            if size == LONGEST_GLUED or PAUSE.search(low, 0, size):
                continue  # the text itself returns
            for index, words in group:
                yield index, len(words) - len(words.lstrip()) + size


def _inside_sentences(view: str, blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines that stand inside a sentence, where they return so at page distance.

    A document's title may be the running head of its pages: where it heads the document, it stays.
    """
    groups: dict[str, list[int]] = {}
    for index, line in lines:
        words = line.replace(" ", "")  # mostly there is no number, and that is quickly seen
        words = words if words.isalpha() else words.translate(_NUMBERS_AND_GAPS)
        groups.setdefault(words, []).append(index)
    for words, group in groups.items():
        if len(group) < FEWEST or len(words) < 2 or PAUSE.search(words) or words[-1] == ".":
            continue
        gaps = sorted(blocks[b].start - blocks[a].end for a, b in pairwise(group))
        if gaps[len(gaps) // 2] < PAGE_DISTANCE:
            continue
        cuts = [index for index in group if cuts_a_sentence(view, blocks, index)]
        if len(cuts) >= max(2, CUT_SHARE * len(group)):
            mostly = 2 * len(cuts) > len(group)
            yield from (index for index in group if index >= cuts[0]) if mostly else cuts


def _numbered(view: str, blocks: Sequence[Block], lines: Lines) -> list[int]:
    """Return the lines whose page numbers rise from one to the next.

    A number stands apart from its words, which return, by a wide gap, or the lines stand inside
    sentences.
    """
    found: list[tuple[int, int]] = []
    heads: set[str] = set()
    wide = 0
    for index, line in lines:
        match = _NUMBERED.match(line) if _has_number(line) else None
        if match:
            found.append((index, _page_number(match["before"] or match["behind"])))
            heads.add(line.translate(_NUMBERS_AND_GAPS))
            wide += len(match["gap"] or match["space"]) > 1
    if len(found) < 2 or not all(
        0 < later[1] - number[1] <= 2 and later[0] > number[0] + 1
        for number, later in pairwise(found)
    ):
        return []
    cuts = sum(cuts_a_sentence(view, blocks, index) for index, _ in found)
    returns = wide == len(found) > 2 * len(heads) - 2  # 1  总则, 2  职责 are headings
    sure = cuts == len(found) or (len(found) >= FEWEST and (returns or 2 * cuts > len(found)))
    return [index for index, _ in found] if sure else []


def _lone(view: str, blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines with a page's number behind or before a wide gap that cut a sentence.

    And those whose numbers count on from such a one.
    """
    found = [
        (index, _page_number(match["before"] or match["behind"]), "   " in line or "|" in line)
        for index, line in lines
        if ("  " in line or "|" in line or "│" in line)
        if _has_number(line) and not PAUSE.search(line)
        if (match := _NUMBERED.match(line)) and len(match["gap"] or match["space"]) > 1
    ]
    sure: list[int] = []
    for at, (index, _, wide) in enumerate(found):
        cuts = cuts_a_sentence(view, blocks, index, SHORTEST_LINE)
        edges = None if cuts else between_halves(view, blocks, index)
        if edges is not None or (cuts and (wide or fills_its_line(view, blocks, index))):
            sure.append(at)
            yield from edges or ()
    for step in (1, -1):
        for at in sure:
            while 0 <= at < len(found):
                index, number, _ = found[at]
                yield index
                at += step
                if not 0 <= at < len(found) or not 0 < step * (found[at][1] - number) <= 2:
                    break


def _numbers(view: str, blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines with a number alone that cut a sentence, and those of its page's edges.

    And those above a form feed. Numbers that count from the head of the text are its parts', as
    of a poem, whose lines end no sentence either.
    """
    has_parts = False
    for place, (index, line) in enumerate(lines):
        if _NUMBER_ALONE.fullmatch(line):
            above = (each for _, each in lines[max(0, place - TITLE_LINES) : place])
            begins = place <= TITLE_LINES and not any(map(PAUSE.search, above))
            has_parts = has_parts or (begins and line in _FIRST)
            edges = None if has_parts else between_halves(view, blocks, index)
            end = blocks[index].end
            if edges is not None or "\f" in view[end - 1 : end + 1]:
                yield from (index, *(edges or ()))


def _to_the_end(view: str, blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines with a number, alone or apart from words, that count up to the last line.

    112    剧本月刊, and at the end 113.
    """
    found: list[tuple[int, int]] = []
    for index, line in reversed(lines):
        match = _PAGE_ALONE.match(line) or _NUMBERED.match(line)
        if match is None or (match.re is _NUMBERED and "  " not in line):
            if not found:
                return
            continue
        number = _page_number(match.groupdict().get("before") or match["behind"])
        if not found and any(block.label == BODY for block in blocks[index + 1 :]):
            return
        if found and number != found[-1][1] - 1:
            break
        if found and blocks[found[-1][0]].start - blocks[index].end < PAGE:
            break
        found.append((index, number))
    yield from (index for index, _ in found if len(found) > 1)


def _leaves(view: str, blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines with the number of a leaf, 卷上   三, whose words cut a sentence once."""
    groups: dict[str, list[int]] = {}
    for index, line in lines:
        match = _LEAF.match(line) if "   " in line else None
        if match and not PAUSE.search(line):
            groups.setdefault(match["words"], []).append(index)
    for group in groups.values():
        if any(cuts_a_sentence(view, blocks, index, SHORTEST_LINE) for index in group):
            yield from group


def _has_number(line: str) -> bool:
    """Tell whether a number may stand at either edge of a line."""
    is_edged = line[0] in _NUMBER_EDGES or line[-1] in _NUMBER_EDGES  # few are
    return is_edged and _NUMBER_AT_EDGE.search(line) is not None


def _page_number(words: str) -> int:
    """Return the value of a page's number, also a roman one: preface, iv."""
    if words.isdigit():
        return int(words)
    values = [_ROMAN[letter] for letter in words]
    less = (
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
    return sum(less)
