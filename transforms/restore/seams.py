"""Whether a paragraph goes on over the end of a line: rules, the first that knows decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from transforms.restore.latin import is_latin
from transforms.restore.layout import FEWEST, Layout, Space
from transforms.restore.lines import (
    CLAUSE_ENDS,
    INDENT,
    NARROWEST,
    STOPS,
    Lines,
    columns,
    ends_sentence,
    pauses,
)
from transforms.restore.margins import TOLERANCE, Margin
from transforms.restore.spacing import is_row
from transforms.tables.numbering import (
    FIRST_VERBS,
    FIRST_WORDS,
    KINDS,
    LABELS,
    LAST_WORDS,
    TITLES,
)
from transforms.tables.script import IDEOGRAPHS

SHORTEST_CUT = 20  # code points of a line that a page end can have cut: below, it may be verse
LEAST_ROOM = 4  # half-width columns by which a line must miss the margin to be short
FAR = 0.75  # of the margin: a line that ends before was not wrapped
LONGEST_SENTENCE = 48  # code points of one that is a heading
OUTGROWN = 1.5  # times as wide as the line above
LONGEST_HEADING = 12  # code points of one without a number: 参考文献
FEWEST_SENTENCES = 8  # on lines of their own, directly below another
LEAST_MEAN = 18  # code points of them on average: less is verse
MANY = 30  # of them and of items, more than two together on average: then none needs to lean
MANY_ALONE = 16  # of them and of items, none with two sentences
FEWEST_TIED = 2  # of them that lean on the sentence above
MOST_BRACKETED = 4  # lines of what stands in brackets
FEWEST_COUNTED = 3  # numbers that are one more than the one above
MOST_WRAPPED = 4  # lines of an entry above one that counts on
FEWEST_SET_OFF, MOSTLY = 3, 0.8  # lines, the share of them below the end of a sentence
FEWEST_PARTS = 3  # that headings part, where blank lines do not

_BEGINNINGS = (*FIRST_WORDS, *FIRST_VERBS)
_STOPS = re.compile(r"[。！？…!?.][”\"』」’）)》〉】〕\]］]*$")
_OPENS = re.compile("为了?|根据|按照|依照|依据|鉴于|由于|因为?|在|对于?|关于|当|随着|通过|经过?")
_STOPS_INSIDE = re.compile('[。！？!?](?![”"』」’）)》〉】])')
_TIED = re.compile(
    "但|然而|不过|可是|只是|却|因此|因而|所以|为此|于是|而|其中|这|那|它|他|她|下面|刚才|同时|此外|另外|例如|比如"
    "|结果|随后|接着|否则|对此|据此|[二三四五六]是|其[二三次]|再次|最后[，,]"
)
_OPEN = re.compile("[（(《][^（()）《》。！？]*$")
_CLOSED = re.compile("[^（()）《》。！？]*[）)》]")
_OCCASION = re.compile("(?:——|--|—|─{2}).*在.{4,60}上(?:的.{2,6})?$")
_NTH = "第[一二三四五六七八九十0-9]{1,5}次"
_ASSEMBLY = re.compile("(?:大会|委员会|常委会|理事会|董事会|监事会|届)$")
_SESSION = re.compile(f"{_NTH}(?:全体)?(?:会议|大会|全会)")
_CUT_SESSION = re.compile(f"{_NTH}$")
_MEETS = re.compile("(?:全体|常务|扩大|党组|专题)?(?:会议|大会|全会)")
_SALUTES = re.compile(
    "(?:同志|朋友|同学|老师|代表|委员|乡亲|战友|家长|同仁|女士)们[，,！!：:]|各位[^，。！：]{1,12}[，,！!：:]"
    "|(?:再次)?(?:谢谢|感谢)(?:大家|各位|你们)?[！。!]$"
)
_THANKS = re.compile("(?:再次)?(?:谢谢|感谢)(?:大家|各位|你们)?[！。!]")
_REMARK = re.compile("[（(][^（()）]*[）)][。；]?")  # （省水利厅负责）
# Not “75·8”前: words in quotation marks.
_SPEECH = re.compile("[“「『](?![^，。！？…；”」』]{1,20}[”」』])|—|[^，。；！？：]{1,12}[：:]")
_STROKES = frozenset("|+│┃║┌┏╔└┗╚├┣╠─━═-=")  # with them a drawn table's rows begin
_DRAWN = re.compile(r"[|+│┃║┌┏╔└┗╚├┣╠].+[|+│┃║┐┓╗┘┛╝┤┫╣]|[─━═]{4,}|[-=]{8,}")
_QUOTES = frozenset('“「『‘"')
_SAYS = re.compile('[：:][“「『‘"]')
_ANNOUNCES = re.compile("[说說道问問答喊叫嚷云曰想念唱写寫][，,]$")
_OPENS_LIKE_A_REST = re.compile(
    r"[（(][0-9]{1,3} ?分[）)]$|[，。；：！？、）》〉”’」』】,;:!?)]|的(?![确士])"
)
_ENDS_WORD = re.compile(f"[{IDEOGRAPHS}0-9A-Za-z%％℃①-⑳]$")
_IS_HAN = re.compile(f"[{IDEOGRAPHS}]")
_BULLET = r"(?:[-•·*+][ \t\u3000]|[●■□◆◇▲►▶➢➤✓✔★]|○(?![〇○零一二三四五六七八九十]))"
_ITEM_OF_LIST = re.compile(_BULLET)
_LABELLED = re.compile(
    rf"(?:[-•] ?)?(?:{'|'.join(LABELS)}) ?[:：]|[\[［〔][0-9]{{1,2}}[\]］〕]"
    rf"|[A-G][.．、](?![A-Za-z0-9])|{_BULLET}"
    "|[甲乙丙丁]方[（(](?:盖章|签字|签章|签名|公章)[）)] ?[：:]"
)
_BRACKETED = re.compile(f"【[{IDEOGRAPHS}]{{2,10}}】")  # 【性状】: a heading in its line
_OPENED = re.compile("[（(][^（()）]*[，、；,;]$")
_SET_OFF = re.compile("[^ \u3000\t，。；：！？、,;]{1,10}(?: {2,}|[\u3000\t]+)(?![ \u3000\t])")
_CLOCK = re.compile(r"[0-9]{1,2}[:：][0-9]{2}(?![0-9:：])")
_FIELD = re.compile(
    f"(?:[A-Z]?[{IDEOGRAPHS}]{{2,8}}|[{IDEOGRAPHS}](?:[ \u3000]{{1,8}}[{IDEOGRAPHS}]){{1,3}})"
    f"(?:[（(][{IDEOGRAPHS}]{{1,6}}[）)])?[:：]"
)
_NUMBER_LINE = re.compile(r"[^，。；：,;:]{2,60}(?:第 ?|[\]］〕)）] ?)[0-9]{1,5} ?号$")
# A number, and on its line what else the head of a letter says: 类别标记：A　公开.
_NUMBER_AND_MARKS = re.compile(
    rf"[{IDEOGRAPHS}]{{1,14}} ?[\[［〔(（] ?(?:19|20)[0-9]{{2}} ?[\]］〕)）]"
    " ?(?:第 ?)?[0-9]{1,5} ?号[ \u00a0\u3000\t]+[^，。；,;]{1,40}$"
)
# A number of several parts: 7.10, 9-4.
_COUNTED = re.compile(
    r"(?P<number>[0-9]{1,3}(?:[.．-][0-9]{1,3}){1,4})(?:[.．、 \u3000]|(?![0-9.．%％-]))"
)
_HEADED = re.compile(r"(?P<number>[0-9]{1,3})[.．、 \u3000]+(?![0-9])[^，。；：]{1,40}$")
# Not 一、: its words begin where paragraphs do.
_HANGS = re.compile(
    r"(?:[0-9]{1,3}(?:[.．][0-9]{1,3}){0,4}[.．、)）]?|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[①-⑳]|[a-zA-Z][.)）])[ \u3000]*(?=[^0-9 \u3000])"
)
_DIGITS = re.compile("[0-9]+")
_ONE_NUMBER = re.compile(r"(?P<number>[0-9]{1,3})(?P<mark>[，,、.．）)：:])(?![0-9])")
_HALF_MARKS = str.maketrans("，．）：", ",.):")
_CAPTION = re.compile("附?[图表圖] ?[0-9]{1,3}(?:[-.—–][0-9]{1,3})?[ \u3000：:]")
# An entry of a glossary, set off from its translation: 漂浮育苗  floating seedling.
_TERM = re.compile(
    f"[{IDEOGRAPHS}]{{2,20}}(?:[ \u00a0]{{2,}}|[\u3000\t])[A-Za-z][A-Za-z -]{{2,80}}$"
)
_NUMERALS = "[0-9〇○零一二三四五六七八九十 ]"
_DAY = re.compile(f"{_NUMERALS}{{4,5}}年{_NUMERALS}{{1,5}}月{_NUMERALS}{{1,5}}日")
_SIGNED = re.compile(f"[ \t\u3000]{{2}}{_DAY.pattern}$")
# Not behind what a line begins with: 2021年5月1日发布      6月1日实施. A blank to fill in parts
# nothing: 甲方于    年    月.
_PARTED = re.compile(
    ".{10}(?:[ \u00a0]{3}|\u3000{2})(?![ \u00a0\u3000年月日时分元号的、，。；：）])"
)
_FORMULA = re.compile("[=＝×÷]")
_GOES_ON = re.compile("等|的|和|与|及|或|以及|以上|以下|之")
_CUT_MARK = re.compile("^第[一二三四五六七八九十百千零〇]{0,7}$")
_CUT_PHONE = re.compile(r"[0０]\d{1,3}[-－](?P<digits>\d{1,7})$")
_REST_OF_PHONE = re.compile(r"\d{1,7}(?![\d-])")
_BARE_MARK = re.compile(
    "第[一二三四五六七八九十百千零〇]{1,8}条|[（(][一二三四五六七八九十]{1,4}[）)]"
)
_ARTICLE = re.compile("第[一二三四五六七八九十百千零〇]{1,8}条[ \u3000]*[一-鿿]{4}")

# 第一条　服务内容: few words, and none of those that a sentence of a law has.
_ARTICLE_HEADING = re.compile(
    "第[一二三四五六七八九十百千零〇]{1,8}条[ \u3000]*"
    "(?!.*(?:应|不得|可以|必须|禁止|[由自对在为是以按依]))[一-鿿]{4,10}"
)


class Seams:
    """The ends of the lines of a document; its margins come with the first line beyond each."""

    def __init__(self, lines: Lines, margins: Sequence[tuple[int, Margin]]) -> None:
        self.lines = lines
        self._ends, self._margins = zip(*margins, strict=True)
        self._seams: dict[int, Seam] = {}  # each is asked as a witness, and then itself

    def at(self, index: int) -> Seam:
        """Return the end of a line."""
        if index not in self._seams:
            margin = self._margins[bisect_right(self._ends, index)]
            if margin.mixed and abs(self.lines.width(index) - margin.width) > TOLERANCE:
                margin = margin._replace(width=0)
            self._seams[index] = Seam(self, index, margin)
        return self._seams[index]

    @cached_property
    def layout(self) -> Layout:
        """What the white space between the lines says: nothing, where no line is seen to go on."""
        lines, wrapped = self.lines, any(margin.width for margin in self._margins)
        goes_on = wrapped or lines.ending_with(CLAUSE_ENDS) >= FEWEST
        differ = goes_on and (lines.spaced or not lines.are_set_alike)
        return Layout(self._witnesses() if differ else ())

    @cached_property
    def by_sentence(self) -> bool:
        """Whether each line is one sentence, and blank lines or headings part the paragraphs.

        Paragraphs of one sentence do not lean on those above, and of many some have two sentences.
        """
        lines = self.lines
        if lines.laid_out or any(margin.width for margin in self._margins):
            return False
        if self._items_by_sentence:
            return True
        if len(lines.closed_below) < FEWEST_SENTENCES:
            return False
        starts, text = lines.starts, lines.flow.text
        leaning = sum(_TIED.match(text, starts[at]) is not None for at in lines.closed_below)
        leans = leaning >= FEWEST_TIED
        if not leans and 2 * len(lines.closed_below) <= lines.stopped:
            return False
        if any(holds_two(lines, at) and is_prose(lines, at) for at in lines.closed_below):
            return False
        below = [
            at
            for at in lines.closed_below
            if is_prose(lines, at) and is_prose(lines, at - 1) and not lines.is_blank_before(at)
        ]
        words = [lines.words(at) for at in below]
        if len(words) < FEWEST_SENTENCES or sum(map(len, words)) < LEAST_MEAN * len(words):
            return False
        stopped = [at for at in range(len(lines)) if lines.words(at)[-1] in STOPS]
        prose = [at for at in stopped if is_prose(lines, at)]
        if any(holds_two(lines, at) for at in prose):
            return False
        alone = not any(holds_two(lines, at) for at in stopped if lines.is_item(at))
        parted = lines.spaced or len(prose) - len(below) >= FEWEST_PARTS
        many = len(stopped) >= MANY and 2 * len(below) > len(prose)
        return parted and (leans or (alone and many))

    @cached_property
    def _items_by_sentence(self) -> bool:
        """Whether blank lines part items of several lines, and no line has two sentences.

        Laws are no such texts: many articles have one sentence in each paragraph.
        """
        lines = self.lines
        if len(lines) < MANY_ALONE or "item:article" in lines.flow.rules or not lines.spaced:
            return False
        stopped = [at for at in range(len(lines)) if lines.words(at)[-1] in STOPS]
        items = [at for at in stopped if lines.is_item(at)]
        if len(stopped) < MANY_ALONE or len(items) < FEWEST_PARTS:
            return False
        blanks = sum(lines.is_blank_before(at) for at in items)
        below = sum(not lines.is_blank_before(at) for at in stopped) - (len(items) - blanks)
        if blanks < MOSTLY * len(items) or below < FEWEST_SENTENCES:
            return False
        long = sum(map(len, map(lines.words, stopped))) >= LEAST_MEAN * len(stopped)
        return long and not any(holds_two(lines, at) for at in stopped)

    @cached_property
    def set_off(self) -> bool:
        """Whether words that a wide gap sets off begin paragraphs: 3月5日　大雨, 十六世　庞某。"""
        lines = self.lines
        heads = [at for at in range(1, len(lines)) if _SET_OFF.match(lines.words(at))]
        closed = sum(ends_sentence(lines.words(at - 1)) for at in heads)
        return len(heads) >= FEWEST_SET_OFF and closed >= MOSTLY * len(heads)

    @cached_property
    def quotes_inline(self) -> bool:
        """Whether speech stands in the line of those who speak: 他说：“好。” And nowhere below."""
        lines = [self.lines.words(at) for at in range(len(self.lines))]
        below = any(
            above[-1] in "：:" and line[0] in _QUOTES and not self.at(at).full
            for at, (above, line) in enumerate(pairwise(lines))
        )
        return not below and any(_SAYS.search(line) for line in lines)

    @cached_property
    def counted(self) -> frozenset[int]:
        """The lines that begin with a number and a mark, 12，, where these count on."""
        marked: dict[str, list[tuple[int, int]]] = {}
        for index in range(len(self.lines)):
            number = _ONE_NUMBER.match(self.lines.words(index))
            if number:
                rows = marked.setdefault(number["mark"].translate(_HALF_MARKS), [])
                rows.append((int(number["number"]), index))
        found: set[int] = set()
        for rows in marked.values():
            steps = [(above, below) for (above, _), (below, _) in pairwise(rows)]
            on = sum(below == above + 1 for above, below in steps)
            if on >= FEWEST_COUNTED and 2 * on >= len(steps):
                found |= {rows[0][1]} if rows[0][0] == 1 else set()
                found |= {row[1] for above, row in pairwise(rows) if row[0] > above[0]}
        return frozenset(found)

    def _witnesses(self) -> Iterator[tuple[Space, bool]]:
        for index in range(len(self.lines) - 1):
            seam = self.at(index)
            if seam.told is not None:
                yield seam.space, seam.told

    def goes_on(self, index: int) -> bool:
        """Return whether the next line goes on with the paragraph of a line."""
        seam = self.at(index)
        return next(known for rule in RULES if (known := rule(seam)) is not None)


class Seam:
    """The end of a line, the next line, and what is known of both."""

    def __init__(self, seams: Seams, index: int, margin: Margin) -> None:
        lines = self.lines = seams.lines
        self.seams, self.index, self.margin = seams, index, margin
        self.before, self.after = lines.words(index), lines.words(index + 1)
        self.page_end = index in lines.seams

    @cached_property
    def ends(self) -> bool:
        """Whether the line ends a sentence, a quotation or a bracket."""
        return ends_sentence(self.before)

    @cached_property
    def stops(self) -> bool:
        """Whether the line ends with a full stop."""
        return _STOPS.search(self.before) is not None

    @cached_property
    def width(self) -> int:
        """Where the line ends, measured as the margin is."""
        size = self.lines.letters if self.margin.by_letters else self.lines.width
        return size(self.index)

    @cached_property
    def full(self) -> bool:
        """Whether the line reaches the margin of a text that is hard-wrapped."""
        margin = self.margin
        return bool(margin.width) and self.width >= margin.width - margin.tolerance

    @cached_property
    def short(self) -> bool:
        """Whether the line ends before the margin, by more than wrapping explains."""
        margin = self.margin
        room = margin.width - self.width
        return bool(margin.width) and room > max(margin.tolerance, LEAST_ROOM)

    @cached_property
    def far(self) -> bool:
        """Whether the line ends so far from the margin that it was not wrapped."""
        return self.width < FAR * self.margin.width

    @cached_property
    def space(self) -> Space:
        """The white space around the line's end."""
        lines, below = self.lines, self.index + 1
        return Space(
            lines.indent_columns(self.index),
            lines.indent_columns(below),
            lines.is_blank_before(below),
        )

    @cached_property
    def told(self) -> bool | None:
        """What the line itself tells of how its paragraph goes on; None: nothing that is plain."""
        if self.item_below:
            indented = self.space.below > self.lines.left
            return False if indented and (self.ends or self.short) else None
        if _LABELLED.match(self.after) or is_row(self.before) or _PARTED.search(self.before):
            return None
        if self.stops:
            return None if self.full else False
        if self.before[-1] in CLAUSE_ENDS:
            return True if self.width >= NARROWEST else None
        if self.far:
            return False
        return True if self.full and self.pauses else None

    @cached_property
    def pauses(self) -> bool:
        """Whether the line has a pause inside, as no title, heading, name or signature has."""
        return pauses(self.before)

    @cached_property
    def item_below(self) -> bool:
        """Whether a mark may begin the next line."""
        return self.lines.is_item(self.index + 1)

    @cached_property
    def apart(self) -> bool:
        """Whether a blank line stands between, where blank lines part paragraphs."""
        return self.margin.spaced and self.lines.is_blank_before(self.index + 1)

    @cached_property
    def indent_below(self) -> int:
        """The indent of the next line, in half-width columns."""
        return columns(self.lines.indent(self.index + 1))


# Each rule says whether the paragraph goes on, or None: it does not know.


def _rest(seam: Seam) -> bool | None:
    """What begins with a closing mark goes on: 资金支持 | ，并。 So does 《公司章程》 | 的规定。"""
    return True if _OPENS_LIKE_A_REST.match(seam.after) else None


def _bracket(seam: Seam) -> bool | None:
    """What stands in brackets goes on up to their end: （2018年9月27日第十四次 | 会议通过）。"""
    lines, words = seam.lines, ""
    for index in range(seam.index, max(-1, seam.index - MOST_BRACKETED), -1):
        words = lines.words(index) + words
        if _OPEN.search(words) or lines.is_blank_before(index):
            break
    if not _OPEN.search(words) or _FIELD.match(seam.after):
        return None
    words = ""
    for index in range(seam.index + 1, min(len(lines), seam.index + 1 + MOST_BRACKETED)):
        if lines.is_blank_before(index) or lines.is_item(index):
            return None
        words += lines.words(index)
        if _CLOSED.match(words):
            return True
    return None


def _assembly(seam: Seam) -> bool | None:
    """The name of a meeting goes on: 第十七届人民代表大会 | 第三次会议。"""
    before, after = seam.before, seam.after
    named = _ASSEMBLY.search(before) and _SESSION.match(after)
    return True if named or (_CUT_SESSION.search(before) and _MEETS.match(after)) else None


def _counted(seam: Seam) -> bool | None:
    """What counts on from a line above begins a paragraph: 7 甲 | 7.1 乙, 7.9 丙 | 7.10 丁。

    So does a plain number (12，) where the lines of the text count on so.
    """
    if not seam.after[0].isdecimal():
        return None
    if seam.index + 1 in seam.seams.counted:
        return False
    number = _COUNTED.match(seam.after)
    if number is None:
        return None
    parts = [int(part) for part in _DIGITS.findall(number["number"])]
    heading = _HEADED.match(seam.before)
    if heading and parts == [int(heading["number"]), 1]:
        return False
    for index in range(seam.index, max(-1, seam.index - MOST_WRAPPED), -1):
        above = _COUNTED.match(seam.lines.words(index))
        if above:
            counted = [int(part) for part in _DIGITS.findall(above["number"])]
            return False if _counts_on(counted, parts) else None
    return None


def _row(seam: Seam) -> bool | None:
    """Rows of a table and captions stand alone: 表1 产量。 But a line with gaps may be wrapped."""
    rows = is_row(seam.after)
    if is_row(seam.before):
        wrapped = seam.full and not seam.space.blank and not seam.lines.is_in_table(seam.index)
        rows = rows or not wrapped
    return False if rows or _CAPTION.match(seam.after) or _is_caption(seam.before) else None


def _grid(seam: Seam) -> bool | None:
    """A row of a table that is drawn with strokes stands alone: | 名称 | 大小 |, +----+----+."""
    drawn = any(
        words[0] in _STROKES and _DRAWN.fullmatch(words) for words in (seam.before, seam.after)
    )
    return False if drawn else None


def _sentence(seam: Seam) -> bool | None:
    """Where lines are sentences, a paragraph goes on up to a blank line, an item or a heading."""
    if not seam.seams.by_sentence or seam.lines.is_blank_before(seam.index + 1):
        return None
    lines, below = seam.lines, seam.index + 1
    if _SALUTES.match(seam.after) or _THANKS.fullmatch(seam.before):
        return False
    above = is_prose(lines, seam.index) or (lines.is_item(seam.index) and seam.before[-1] == "。")
    return True if above and (is_prose(lines, below) or _REMARK.fullmatch(seam.after)) else None


def _speech(seam: Seam) -> bool | None:
    """Speech set like a paragraph is one, though a comma announces it: 他喝道，|     “出去！”"""
    if seam.after[0] not in _QUOTES or not _ANNOUNCES.search(seam.before[-2:]):
        return None
    indented = seam.space.below > seam.lines.left
    return False if indented or (seam.space.blank and not seam.full) else None


def _label(seam: Seam) -> bool | None:
    """A label begins a paragraph, and so does a field below a field: 姓名：张某 | 电话：55。

    So does the item of a list (• 甲), which ends where an empty line stands below it. Inside
    brackets neither does.
    """
    if seam.full and _OPENED.search(seam.before):
        return None
    fields = _FIELD.match(seam.after) and _FIELD.match(seam.before)
    headed = (seam.ends or not seam.pauses) and _BRACKETED.match(seam.after)
    timed = seam.ends and _CLOCK.match(seam.after)
    listed = _ITEM_OF_LIST.match(seam.before) and seam.lines.is_blank_before(seam.index + 1)
    set_off = seam.ends and _SET_OFF.match(seam.after) and seam.seams.set_off
    begins = fields or headed or timed or listed or set_off or _LABELLED.match(seam.after)
    return False if begins else None


def _number(seam: Seam) -> bool | None:
    """The number of a document stands alone: 云政发〔2021〕5号 | 各州市。"""
    is_number = seam.before[-1] == "号" and _NUMBER_LINE.match(seam.before.replace(" ", ""))
    return False if is_number else None


def _date(seam: Seam) -> bool | None:
    """The day below a signature stands alone: 某县民政局 | 2024年5月10日。

    A text in one line ends with it: …。　　某县民政局　　2024年5月10日 | 某县供水办法。
    """
    if _SIGNED.search(seam.before):
        return False
    return False if not seam.pauses and _DAY.fullmatch(seam.after) else None


def _heading_below(seam: Seam) -> bool | None:
    """Below a sentence that fills its line, a few words without a stop are a heading."""
    short = len(seam.after) <= LONGEST_HEADING and not ends_sentence(seam.after)
    return False if seam.ends and not seam.short and short else None


def _inline(seam: Seam) -> bool | None:
    """A list inside a paragraph goes on below a full line: 应当包括：1.图纸；2.预算； | 3.说明。"""
    mark = _ONE_NUMBER.match(seam.after) if seam.full and seam.after[0].isdecimal() else None
    if mark is None or int(mark["number"]) < 2:
        return None
    last = f"{int(mark['number']) - 1}{mark['mark']}"
    at = seam.before.find(last, 1)
    return True if at > 0 and not seam.before[at - 1].isdecimal() else None


def _subtitle(seam: Seam) -> bool | None:
    """Below the occasion of a report stands who gave it: ——在第二次会议上 | 某市财政局。"""
    return False if _OCCASION.match(seam.before) else None


def _hanging(seam: Seam) -> bool | None:
    """An item goes on below its words where these are full: 3.1 员工出差须 |     提前报批。"""
    if not seam.full or seam.item_below or not seam.space.below:
        return None
    lines, margin = seam.lines, seam.margin
    for index in range(seam.index, max(-1, seam.index - MOST_WRAPPED), -1):
        indent, mark = lines.indent_columns(index), _HANGS.match(lines.words(index))
        if mark and indent + columns(mark.group()) == seam.space.below:
            return True
        if indent != seam.space.below or lines.width(index) < margin.width - margin.tolerance:
            return None
    return None


def _layout(seam: Seam) -> bool | None:
    """Where white space tells paragraphs apart in this text, a line without a mark is as it says.

    But a line that stops short of the margin may be a heading, or end with its sentence.
    """
    if seam.item_below or (seam.margin.mixed and not seam.margin.width and seam.ends):
        return None
    known = seam.seams.layout.goes_on(seam.space, seam.told)
    indented = seam.space.below > seam.lines.left
    deeper = indented and seam.space.above != seam.space.below
    if seam.told and known is False and not deeper:
        return None  # a full line goes on, unless it stands above an indent of its own
    if seam.told or not known:
        return known
    if seam.short:
        return True if indented and not seam.stops else None
    first = seam.pauses and seam.space.above > seam.space.below
    return True if indented or first or seam.ends or seam.margin.width else None


def _right(seam: Seam) -> bool | None:
    """What begins in the right half of the lines is a signature: 电话：55 |         某小学。"""
    return False if 0 < seam.margin.width <= 2 * seam.indent_below else None


def _unlike(seam: Seam) -> bool | None:
    """No paragraph that is wrapped goes on with a line that is not: it would go on further."""
    margin = seam.margin
    if not margin.mixed or not margin.width or seam.page_end:
        return None
    return False if seam.lines.width(seam.index + 1) > margin.width + TOLERANCE else None


def _full(seam: Seam) -> bool | None:
    """A full line in mid-sentence goes on, but for a heading that happens to be full."""
    if not seam.full or seam.ends:
        return None
    if _PARTED.search(seam.before):
        return False
    if seam.pauses:
        return True
    set_in = seam.space.below > seam.lines.left and not pauses(seam.after)
    return None if set_in else not seam.item_below


def _item(seam: Seam) -> bool | None:
    """A mark begins a paragraph: 一、, 第一条。"""
    return False if seam.item_below else None


def _full_sentence(seam: Seam) -> bool | None:
    """A sentence that fills its line ends a paragraph only where the next line shows it."""
    if not seam.full or (seam.margin.indented and seam.indent_below) or seam.apart:
        return None
    if seam.before[-1] in "：:" and seam.after[0] in _QUOTES and seam.seams.quotes_inline:
        return True
    told = seam.margin.indented or seam.margin.spaced
    return told or (seam.before[-1] not in "：:" and not seam.margin.mixed)


def _ended(seam: Seam) -> bool | None:
    """A line that is not full ends with its sentence; and Chinese goes on below Chinese only."""
    foreign = seam.after[0].isascii() or is_latin(seam.before)
    return False if seam.ends or (foreign and not _IS_HAN.search(seam.before)) else None


def _head(seam: Seam) -> bool | None:
    """Neither the head of a letter nor an entry of a glossary goes on."""
    return False if _NUMBER_AND_MARKS.match(seam.before) or _TERM.match(seam.before) else None


def _field(seam: Seam) -> bool | None:
    """A field whose value has no pause is whole: 联系人：张某。"""
    if not _FIELD.match(seam.before):
        return None
    value = seam.before[seam.before.find("：") + 1 :]
    return None if pauses(value) else False


def _bare_mark(seam: Seam) -> bool | None:
    """A page may end behind the mark of an article or an item: 第三条 | 县级以上。"""
    return True if seam.page_end and _BARE_MARK.fullmatch(seam.before) else None


def _article(seam: Seam) -> bool | None:
    """The words of an article go on, its heading does not: 第一条　服务内容。"""
    if not _ARTICLE.match(seam.before):
        return None
    whole = not seam.page_end or seam.indent_below >= INDENT
    is_heading = whole and _ARTICLE_HEADING.fullmatch(seam.before)
    return not is_heading and pauses(seam.after)


def _cut_mark(seam: Seam) -> bool | None:
    """A page may end inside a mark, and a line inside a date: 第十 | 二条, 自2021年9月1 | 日起。"""
    cut = seam.page_end and _CUT_MARK.search(seam.before)
    return True if cut or seam.lines.cuts_a_date(seam.index) else None


def _cut_number(seam: Seam) -> bool | None:
    """A line may end inside a telephone number: 04-2 | 5322222."""
    left, right = _CUT_PHONE.search(seam.before), _REST_OF_PHONE.match(seam.after)
    if not left or not right:
        return None
    return True if len(left["digits"]) + len(right.group()) in (7, 8) else None


def _short(seam: Seam) -> bool | None:
    """A short line is a verse or a heading, unless a page ends behind it."""
    if len(seam.before) >= SHORTEST_CUT:
        return None
    return None if seam.page_end and not seam.before.endswith(TITLES) else False


def _clause(seam: Seam) -> bool | None:
    """A clause goes on: 加强领导， | 落实责任。"""
    return True if seam.before[-1] in CLAUSE_ENDS else None


def _far(seam: Seam) -> bool | None:
    """A line that ends far from the margin was not wrapped there."""
    return False if seam.far else None


def _outgrown(seam: Seam) -> bool | None:
    """Where lines are not wrapped, a sentence above a much longer line was not cut there."""
    if seam.margin.width or seam.page_end or len(seam.before) > LONGEST_SENTENCE:
        return None
    if not seam.pauses or _STOPS_INSIDE.search(seam.before) or _OPENS.match(seam.before):
        return None  # words alone go on, and so does what has just begun
    return False if columns(seam.after) > OUTGROWN * columns(seam.before) else None


def _words(seam: Seam) -> bool:
    """Words go on below words, but for titles, headings, names, and above a signature."""
    before, after = seam.before, seam.after
    if not _ENDS_WORD.search(before) or _FORMULA.search(before) or before.endswith(KINDS):
        return False
    if not pauses(after):
        return False
    if seam.pauses or _GOES_ON.match(after):
        return True
    if before.endswith(LAST_WORDS):
        return False
    begun = seam.page_end and not after.startswith(_BEGINNINGS)
    return begun or not seam.lines.is_item(seam.index)


RULES: tuple[Callable[[Seam], bool | None], ...] = (
    _rest,
    _bracket,
    _assembly,
    _counted,
    _row,
    _grid,
    _sentence,
    _speech,
    _label,
    _number,
    _date,
    _heading_below,
    _inline,
    _subtitle,
    _hanging,
    _layout,
    _right,
    _unlike,
    _full,
    _item,
    _full_sentence,
    _bare_mark,
    _ended,
    _head,
    _field,
    _article,
    _cut_mark,
    _cut_number,
    _short,
    _clause,
    _far,
    _outgrown,
    _words,
)


def cuts_an_article(text: str, start: int) -> bool:
    """Return whether the words of an article begin at a place."""
    return _ARTICLE.match(text, start) is not None


def holds_two(lines: Lines, index: int) -> bool:
    """Return whether a line holds two sentences."""
    words = lines.words(index)
    return _STOPS_INSIDE.search(words, 0, len(words) - 1) is not None


def is_prose(lines: Lines, index: int) -> bool:
    """Return whether a line ends with a stop and is neither an item nor speech: 甲：…, “…”"""
    words = lines.words(index)
    return (
        words[-1] in STOPS
        and not lines.is_item(index)
        and lines.indent_columns(index) <= lines.left
        and not _SPEECH.match(words)
    )


def _counts_on(above: Sequence[int], below: Sequence[int]) -> bool:
    """Return whether a number of parts follows another: 7.9, 7.10; 8.2, 8.2.1; 8.2.3, 8.3."""
    size = len(below)
    if size > len(above):
        return [*above, 1] == [*below]
    return [*above[: size - 1], above[size - 1] + 1] == [*below]


def _is_caption(words: str) -> bool:
    return _CAPTION.match(words) is not None and not pauses(words)
