"""What is left of a page or mail in a text that was copied out of it: a menu, heads, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice, takewhile

from transforms.label.chats import name_talk
from transforms.label.words import LAST, TITLE_END, words_of
from transforms.schema import BLANK, BODY, BOILERPLATE, MARKUP, Block
from transforms.tables.noise.buttons import MENU, SITES
from transforms.triggers import Triggers

MOST_LINES = 16  # that are not empty, of a menu or head
FEWEST_LINES, FEWEST_WORDS = 3, 2  # of a menu; of them, lines with words of menus
FEWEST_ENTRIES = 4  # words of a row below such a line
LONGEST_WORD = 6  # code points of a word of a menu
LEAST_TITLE = 4
MOST_SAID = 0.8  # share of the characters of a mail's subject that the title of its text has, too
MOST_SIGNED = 12  # lines of a signature
LEAST_QUOTED = 2  # times as much as the note of who forwards it
FEWEST_FIELDS = 3  # of a mail's head that does not begin the text
LONGEST_FIELD = 120  # code points of a line of a mail's head; a longer one holds its text, too

_MENU_LINE = re.compile(
    rf"(?:(?:[\u4e00-\u9fffA-Za-z]{{1,{LONGEST_WORD}}}+(?:[+]?[0-9]{{1,6}}+)?|[0-9]{{1,6}}+)"
    r"(?:[ |/·]{1,4}+|$)){1,12}$"
)
_MENU = MENU | SITES
# By-lines, prose, and further rows of a menu: the title stands above them.
_NO_TITLE = re.compile(
    r"[0-9]{4}[-/.年] ?[0-9]|[0-9]{1,2}:[0-9]{2}|[|←→>»┊。;]"
    r"|^(?:作者|来源|来自|原创|文[/|]|发表|发布)"
)
_SEARCH = re.compile(r"(?:搜索|请输入)[^。;,]{0,16}$")
_WORD_CHARACTER = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_WORD = re.compile("[\u4e00-\u9fffA-Za-z]+")
_PATH = re.compile(r"[^>。:]{1,12}(?: ?> ?[^>。:]{1,16}){1,6}$")
_TITLE_FIELD = re.compile(
    r"(?:标 *题|题 *目|主 *题|Title|Subject) ?: *"
    r"(?:(?:转发|回复|答复|[Ff][Ww][Dd]?|[Rr][Ee]) ?: ?){0,3}(?=\S)"
)
# Above a board's post: which board and station it is of, and a kind before the title.
_BOARD_FIELD = re.compile(r"(?:作者|[发寄]信人|发信站|标 *题|时 *间|看板) *(?::| ) *(?=\S)")
_BOARD = re.compile("看板|信区|发信站")
_KIND = re.compile(r"(?:\[[^\[\]]{1,6}\] ?)?")
FEWEST_BOARD_FIELDS = 3
_STATION = re.compile(r"[※◆]? ?发信站 ?: ?\S|[※◆] ?(?:来源 ?:.{0,60}\[FROM|From ?: ?[0-9])")
_MAIL_FIELD = re.compile(
    r"(?:发 *件 *人|收 *件 *人|发送时间|日 *期|时 *间|抄 *送人?|密 *送|主 *题|附 *件|状态"
    r"|From|To|Cc|Bcc|Sent|Date|Subject) ?:"
)
_HEAD_BEGINS = frozenset("标题主发TSF \r\f\v\ufeff\u200b")  # or white space before it
_POST = re.compile(r"(?:作者|楼主|浏览|点击|阅读|发表|回复)[^。]{0,12}:")
_FORWARDED = re.compile(r"(?:(?:主题|Subject) ?: ?)?(?:转发|Fwd?) ?:", re.IGNORECASE)
_QUOTED = re.compile("(?:> ?)+")
_MAIL = re.compile(r"(?:发 *件 *人|From) ?: *\S")
_QUOTES = re.compile(r"(?:在 ?[0-9]{4}.{6,100}写道|On .{6,100} wrote) ?:$")
_ROW = re.compile(r"(?:\S+ +){2}\S")  # of buttons or of folders
_ORIGINAL = re.compile(
    r"-{2,}+ ?(?:原(?:始|来的)?邮件|邮件原件|转发的?(?:邮件|消息|信息){1,2}"
    r"|以下[是为]转发(?:的?邮件|内容)?"
    r"|(?i:original message|forwarded message|forwarded by .{1,60})) ?:? ?-{2,}+$"
    r"|(?i:begin forwarded message) ?:$|以下(?:是|为)转发的?邮件 ?:?$"
)
_SIGNS = re.compile("(?:> ?)*--$")  # above a signature, RFC 3676
_RULER = re.compile("-{6,}+$")
_OF_MAIL = re.compile("本(?:电子)?邮件|此邮件|发自")  # what a program writes below a signature
_NO_SIGNATURE = re.compile(r"[。;]$|日$|[ \t][0-9.%]+$")  # a document's day; a row of a table
_EDIT = re.compile(r" ?(?:\[播报\] ?)?\[编辑(?: ?\| ?编辑源代码)?\]$|^(?:编辑 ?播报|播报 ?编辑)$")
_EDITS, _BOARDS = Triggers(("编辑",)), Triggers(("信站", "FROM"))
_SECTION = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3} ?|[▪·] ?)[^。;]{1,40}$")
_GAP = re.compile(" {2,}(?=[^ \n])")
STEPS = ">›»→"  # of the path to a page
_LAST_STEP = re.compile(r"(?=.{0,20}(?:首 ?页|位置)).*[>›»→] ?(?=[^>›»→。; ]{8,100}$)")
HEAD = 1000  # code points above which the path to a page ends
FEWEST_PICTURES = 2  # lines that say nothing but 图片, as they are copied from a telephone
FEWEST_EDITS = 2  # lines that end in [编辑]: a page of a wiki


def name_pasted(view: str, blocks: Sequence[Block], is_lost: bool) -> list[Block]:
    """Return the blocks with the menu above a title, a mail's head and what it quotes named.

    ``is_lost``: the text has lost its line ends.
    """
    out = _without_gaps(view, blocks) if is_lost else list(blocks)
    _name_menu(view, out)
    name_talk(view, out)
    _name_quotes(view, out)
    if _BOARDS.held(view):
        _name_station(view, out)
    if "图" in view and view.count("\n图片") >= FEWEST_PICTURES:
        _name_pictures(view, out)
    if _EDITS.held(view) and max(map(view.count, ("[编辑", "\n编辑 播报"))) >= FEWEST_EDITS:
        out = _without_edits(view, out)
    head = view[:HEAD]
    if any(step in head for step in STEPS):
        out = _without_path(view, out)
    if not _HEAD_BEGINS.isdisjoint([view[block.start] for block in out[: 4 * MOST_LINES]]):
        out = _without_heads(view, out)
    return out


def _without_gaps(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a text without line ends, cut at its wide gaps outside of the prose.

    There the frame of a page, the title and the number were lines, and so was what stands below.
    """
    above, below = view.find("。"), view.rfind("。")
    if below < 0:
        return list(blocks)
    begins = [gap.end() for gap in _GAP.finditer(view, 0, min(above, HEAD))]
    begins += [gap.end() for gap in _GAP.finditer(view, max(below, len(view) - HEAD))]
    out: list[Block] = []
    cuts = iter((*begins, len(view)))
    cut = next(cuts)
    for block in blocks:
        start, end, label, rule = block
        if cut >= end:
            out.append(block)
            continue
        at = start
        while cut < end:
            if at < cut and label == BODY and view[at:cut].strip():
                out.append(Block(at, cut, label, rule))
                at, rule = cut, "line"
            cut = next(cuts)
        out.append(Block(at, end, label, rule))
    return out


def _lines(view: str, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield the first lines that are not empty, with their indices."""
    filled = (index for index, each in enumerate(blocks[: 4 * MOST_LINES]) if each.label != BLANK)
    return ((index, words_of(view, blocks[index])) for index in islice(filled, MOST_LINES))


def _name_menu(view: str, blocks: list[Block]) -> None:
    """Name the short lines above a longer one, if several are words that menus have."""
    menu: list[int] = []
    known = 0  # lines up to the last that is known
    found = 0
    for index, line in _lines(view, blocks):
        is_path = _PATH.match(line) is not None or _SEARCH.match(line) is not None
        if blocks[index].label != BODY or not (is_path or _MENU_LINE.match(line)):
            ends = len(line) > 2 * LONGEST_WORD or blocks[index - 1].label == BLANK
            known = len(menu) if ends and not _NO_TITLE.search(line) else known
            break
        words = _WORD.findall(line)
        is_row = len(words) >= FEWEST_ENTRIES and known == len(menu) > 0
        menu.append(index)
        if is_path or is_row or 2 * sum(word in _MENU for word in words) >= len(words):
            known, found = len(menu), found + 1
    else:
        return  # nothing stands below: the words are the text
    if len(menu) >= FEWEST_LINES and found >= FEWEST_WORDS:
        for index in menu[:known]:
            blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:menu")


def _name_quotes(view: str, blocks: list[Block]) -> None:
    """Name what a mail quotes at its end: the line that says whose it is, and those with >."""
    last = len(blocks) - 1
    while last >= 0 and (blocks[last].label == BLANK or view.startswith(">", blocks[last].start)):
        last -= 1
    if 0 <= last < len(blocks) - 1 and _QUOTES.match(words_of(view, blocks[last])):
        for index in range(last, len(blocks)):
            if blocks[index].label == BODY:
                blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")


_ITEMS = frozenset({"item:article", "item:chapter", "item:chinese"})


def _name_station(view: str, blocks: list[Block]) -> None:
    """Name what stands below a board's post, from its signature on: the station, and replies."""
    filled = [index for index, block in enumerate(blocks) if block.label != BLANK]
    half = len(filled) // 2
    stations = (
        at for at in range(half, len(filled)) if _STATION.match(_said(view, blocks, filled, at))
    )
    station = next(stations, len(filled))
    above = range(max(half, station - MOST_SIGNED), station)
    first = next((at for at in above if _SIGNS.match(_said(view, blocks, filled, at))), station)
    if any(blocks[index].rule in _ITEMS for index in filled[station:]):
        return  # a text goes on below
    for index in filled[first:]:
        blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")


def _said(view: str, blocks: Sequence[Block], filled: Sequence[int], at: int) -> str:
    return words_of(view, blocks[filled[at]])


def _name_pictures(view: str, blocks: list[Block]) -> None:
    """Name the lines that stand for a picture, if there are some."""
    found = [
        index
        for index, block in enumerate(blocks)
        if block.label == BODY and words_of(view, block) == "图片"
    ]
    for index in found if len(found) >= FEWEST_PICTURES else ():
        blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:controls")


def _without_edits(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a wiki's page with [编辑] cut off its headings, its contents named."""
    edits = {
        index: match.start()
        for index, block in enumerate(blocks)
        if block.label == BODY and (match := _EDIT.search(words_of(view, block)))
    }
    if len(edits) < FEWEST_EDITS:
        return list(blocks)
    out: list[Block] = []
    in_contents = False
    for index, block in enumerate(blocks):
        start, end, label, _ = block
        line = words_of(view, block)
        in_contents = line == "目录" or (in_contents and _SECTION.match(line) is not None)
        if in_contents and label != BLANK:
            out.append(block._replace(label=BOILERPLATE, rule="chrome:menu"))
        elif index in edits:
            cut = view.index(line, start) + edits[index]
            out += [block._replace(end=cut)] if cut > start else []
            out.append(Block(cut, end, BOILERPLATE, "chrome:inside"))
        else:
            out.append(block)
    return out


def _without_heads(view: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with a mail's head named, and what says that a title is one cut off it."""
    lines = list(_lines(view, blocks))
    if not lines:
        return list(blocks)
    board = list(takewhile(lambda line: _BOARD_FIELD.match(line[1]), lines))
    if len(board) >= FEWEST_BOARD_FIELDS and any(_BOARD.search(line) for _, line in board):
        return _without_board(view, blocks, board)
    frame, first = _mail_head([line for _, line in lines])
    is_mail = first >= 0
    for index, _ in lines[:frame]:
        blocks[index] = blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")
    said = [line for _, line in lines]
    cut: dict[int, list[Block]] = {}
    fields = islice(zip(lines, [*said[1:], ""], strict=True), max(0, first), None)
    for (index, line), below in fields:
        start, end, label, _ = block = blocks[index]
        if label == BODY and (field := _TITLE_FIELD.match(line)):
            title = line[field.end() :]
            is_own = is_mail or line[0] in "标题" or said[0] == line or _POST.match(below)
            if is_mail and _is_said(view, blocks, title):
                cut[index] = [block._replace(label=BOILERPLATE, rule="chrome:mail")]
            elif is_own and len(title) >= LEAST_TITLE and title not in said:
                until = view.index(line, start) + field.end()
                head = Block(start, until, BOILERPLATE, "chrome:mail" if is_mail else "chrome:meta")
                cut[index] = [head, Block(until, end, BODY, "line")]
        elif is_mail and label == BODY and _is_field(line) and _MAIL_FIELD.match(line):
            cut[index] = [block._replace(label=BOILERPLATE, rule="chrome:mail")]
        elif is_mail:
            break
    if is_mail:
        original = next(
            (i for i, block in enumerate(blocks) if _ORIGINAL.match(words_of(view, block))),
            len(blocks),
        )
        forwards = any(_FORWARDED.match(line) for line in said)
        if forwards:
            forwarded = _forwarded(view, blocks, original)
            cut = _notes(view, blocks, {*cut, *forwarded}) | cut | forwarded
        else:
            for index in range(original, len(blocks)):
                cut[index] = [blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")]
        for index in _signature(view, blocks if forwards else blocks[:original]):
            cut[index] = [blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")]
    if not cut:
        return blocks
    return [piece for index, block in enumerate(blocks) for piece in cut.get(index, [block])]


def _without_board(
    view: str, blocks: Sequence[Block], fields: Sequence[tuple[int, str]]
) -> list[Block]:
    """Return the blocks with the fields above a board's post named, but for its title."""
    out = list(blocks)
    for index, line in reversed(fields):
        start, end, _, _ = blocks[index]
        out[index] = Block(start, end, BOILERPLATE, "chrome:mail")
        field = _BOARD_FIELD.match(line)
        if field and line.startswith("标"):
            kind = _KIND.match(line, field.end())
            until = view.index(line, start) + (kind.end() if kind else field.end())
            out[index : index + 1] = [
                out[index]._replace(end=until),
                Block(until, end, BODY, "line"),
            ]
    return out


def _is_said(view: str, blocks: Sequence[Block], subject: str) -> bool:
    """Tell whether what a mail forwards begins with a line that says the subject, and more."""
    quoted = next((block for block in blocks if view.startswith(">", block.start)), None)
    title = words_of(view, quoted).lstrip("> ") if quoted else ""
    said = set(_WORD_CHARACTER.findall(subject))
    shared = said & set(title)
    return (
        title[-1:] not in LAST
        and len(title) >= LEAST_TITLE
        and len(shared) >= MOST_SAID * len(said)
    )


def _signature(view: str, blocks: Sequence[Block]) -> Sequence[int]:
    """Return the blocks of the signature at the end of a mail, with the hyphens above it.

    Below a ruler it holds no sentence, no day and no table: else the ruler parts a text.
    """
    filled = [index for index, each in enumerate(blocks) if each.label not in (BLANK, BOILERPLATE)]
    for place in range(len(filled) - 1, max(-1, len(filled) - 2 - MOST_SIGNED), -1):
        words = words_of(view, blocks[filled[place]])
        if _SIGNS.match(words):
            return filled[place:]
        if _RULER.match(words):
            below = [words_of(view, blocks[index]) for index in filled[place + 1 :]]
            below = [line for line in below if not _OF_MAIL.search(line)]
            return () if any(map(_NO_SIGNATURE.search, below)) else filled[place:]
    return ()


def _mail_head(lines: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are those of a program for mail, and which begins a mail's head.

    The head has a sender; it is -1 if there is none. One with more fields may stand below a
    program's lines, which are rows of words, or say that the mail is forwarded; the last of them
    is the title, if no field says the subject.
    """
    head = next((at for at, line in enumerate(lines) if _is_field(line) and _MAIL.match(line)), -1)
    if head <= 0:
        return 0, head
    fields = [line for line in lines[head:] if _is_field(line) and _MAIL_FIELD.match(line)]
    while head and _MAIL_FIELD.match(lines[head - 1]):
        head -= 1
    above = lines[:head]
    forwards = bool(above) and _FORWARDED.match(above[-1]) is not None
    is_program = forwards or any(map(_ROW.search, above))
    if len(fields) < FEWEST_FIELDS or not all(map(_is_field, above)) or not is_program:
        return 0, -1
    has_subject = forwards or any(map(_TITLE_FIELD.match, fields))
    return (head if has_subject else head - 1), head


def _forwarded(view: str, blocks: Sequence[Block], original: int) -> dict[int, list[Block]]:
    """Return the blocks of a mail that was forwarded, by index: its head named, its > cut off."""
    cut: dict[int, list[Block]] = {}
    in_head = True
    for index in range(original, len(blocks)):
        start, end, label, rule = block = blocks[index]
        line = words_of(view, block)
        in_head = in_head and (
            index == original or label == BLANK or _MAIL_FIELD.match(line) is not None
        )
        quoted = _QUOTED.match(view, start, end)
        if in_head and label != BLANK:
            cut[index] = [block._replace(label=BOILERPLATE, rule="chrome:mail")]
        elif quoted:
            mark = Block(start, quoted.end(), MARKUP, "markup:bullet")
            rest = Block(quoted.end(), end, label if line.strip("> ") else BLANK, rule)
            cut[index] = [mark, rest] if quoted.end() < end else [mark]
    return cut


def _notes(view: str, blocks: Sequence[Block], known: Set[int]) -> dict[int, list[Block]]:
    """Return the blocks around a quoted text that are a note of who forwards it, by index.

    These are the lines without >, if those with > are much more.
    """
    words = {
        index: len(words_of(view, block))
        for index, block in enumerate(blocks)
        if block.label == BODY
    }
    quoted = sum(
        length for index, length in words.items() if view.startswith(">", blocks[index].start)
    )
    notes = [index for index in words if index not in known]
    if quoted < LEAST_QUOTED * sum(words[index] for index in notes):
        return {}
    return {
        index: [blocks[index]._replace(label=BOILERPLATE, rule="chrome:mail")] for index in notes
    }


def _without_path(view: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the path to a page cut off a title that only its last step says."""
    lines = list(_lines(view, blocks))
    for index, line in lines:
        path = _LAST_STEP.match(line) if blocks[index].label == BODY else None
        title = line[path.end() :] if path else ""
        if not path or "关于" not in title or not TITLE_END.search(title):
            continue
        if sum(title in other for _, other in lines) == 1:
            start, end, _, _ = blocks[index]
            until = view.index(line, start) + path.end()
            cut = [Block(start, until, BOILERPLATE, "chrome:breadcrumb")]
            return [*blocks[:index], *cut, Block(until, end, BODY, "line"), *blocks[index + 1 :]]
    return list(blocks)


def _is_field(line: str) -> bool:
    return len(line) <= LONGEST_FIELD and "。" not in line
