"""The frames of the pages that a source was copied together from.

Between one text and the next stands the foot of a page and the head of another: its path, its
buttons, when it was put up and how often it was read. What is a page's there shows by its company:
it stands beside a line that only a page has, and such company comes again for each text. In a text
that has lost its line ends the words between white space are asked instead of lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from transforms.label.pieces import APART, FACTS, FURTHEST, Piece, is_strong, lines_near, tokens
from transforms.label.rules import Rules
from transforms.label.words import TITLE_END, bare
from transforms.schema import BODY, BOILERPLATE, Block

FRAME = "chrome:frame"
FEWEST = 2  # frames of a source
LONGEST_COLUMN = 12  # code points of a column's name
LONGEST_FIELD = 40  # of a fact that a page gives of itself
LONGEST_ENTRY = 8  # of an entry of a menu
FEWEST_FACTS = 3  # that only a page gives above a text

_NAMED = re.compile("[^:]{2,8} ?:")
_ENDS = "。;"
_ENDS_OWN = "。;:,"
_ITEM = re.compile(
    "[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}[章条]"
)
_ATTACHED = re.compile("附 ?[件表图录]|[(]|(?:抄[送报]|分送|联系|主题词|共印)")
_DAY = re.compile(".{0,40}[0-9〇一二三四五六七八九]{4}年.{1,2}月.{1,3}日$")
_TRIGGERS = re.compile(
    "[>»›]|首页|主页|分享|打印|收藏|点击|浏览|[上下]一[篇页条]"
)  # few texts have one
_SPACE = re.compile(" +")


def cut_frames(view: str, blocks: Sequence[Block], rules: Rules) -> list[Block]:
    """Return the blocks of a text that has lost its line ends with the frames cut out."""
    if not _TRIGGERS.search(view):
        return list(blocks)
    pieces = list(tokens(view, blocks, rules))
    found = {*_frames(pieces, is_line=False), *_above(pieces), *_below(pieces, rules)}
    frame = [piece for piece in pieces if piece in found and piece.block != APART]
    return _cut(view, blocks, frame)


def name_frames(view: str, blocks: Sequence[Block], rules: Rules) -> list[Block]:
    """Return the blocks with the lines named that belong to frames."""
    strong = [
        index
        for index, block in enumerate(blocks)
        if block[2] == BOILERPLATE and is_strong(block)  # few
    ]
    if len(strong) < FEWEST:
        return list(blocks)
    out = list(blocks)
    for piece in _frames(list(lines_near(view, blocks, rules, strong)), is_line=True):
        if blocks[piece.block].label == BODY:
            out[piece.block] = Block(piece.start, piece.end, BOILERPLATE, FRAME)
    return out


def _above(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the words of the frame above the text: all up to the last that a page has.

    Between them stands the title; words of a menu are shorter.
    """
    own = (at for at, piece in enumerate(pieces) if not piece.rule and _is_own(piece))
    front = pieces[: next(own, 0)]
    known = [at for at, piece in enumerate(front) if piece.rule]
    if len(known) < FEWEST_FACTS and not _is_page([front[at] for at in known]):
        return []
    last = known[-1]
    while last + 1 < len(front) and _goes_on(front[last], front[last + 1]):
        last += 1
    frame = front[: last + 1]
    titles = [piece for piece in frame if not piece.rule and len(piece.words) > LONGEST_ENTRY]
    if not titles:
        facts = (at for at in known if at and frame[at].rule in FACTS and not frame[at - 1].rule)
        titles = [frame[at - 1] for at in islice(facts, 1)]
    return [piece for piece in frame if piece not in titles]


def _below(pieces: Sequence[Piece], rules: Rules) -> list[Piece]:
    """Return the words of the frame below the text: all from the first that only a page has.

    Those directly above belong to it if a page may have them, or if the day of the signature
    stands above them.
    """
    last = next((at for at in reversed(range(len(pieces))) if _is_own(pieces[at])), -1)
    below = pieces[last + 1 :]
    first = next((at for at, piece in enumerate(below) if piece.is_page), len(below))
    while first and rules.tail.named(below[first - 1].words):
        first -= 1
    signed = [at for at, piece in enumerate(below[:first]) if _DAY.match(piece.words)]
    if signed and first < len(below):
        first = signed[-1] + 1
    return [piece for piece in below[first:] if not _ATTACHED.match(piece.words)]


def _is_own(piece: Piece) -> bool:
    """Tell whether words are a sentence, an item or an addressee, which no frame has."""
    if piece.rule:
        return False
    return not piece.words or piece.words[-1] in _ENDS_OWN or _ITEM.match(piece.words) is not None


def _goes_on(above: Piece, piece: Piece) -> bool:
    """Tell whether words go on with a row of buttons, or are the number that stands behind :."""
    return len(piece.words) == 1 or (above.words[-1:] == ":" and piece.words.isdecimal())


def _frames(pieces: Sequence[Piece], is_line: bool) -> list[Piece]:
    """Return the pieces of all frames; none if there are too few.

    A frame is a run of pieces that a page has, one of them only a page, with what comes again
    between or beside them.
    """
    times = Counter(bare(piece.words) for piece in pieces)
    runs: list[list[Piece]] = [[]]
    last = -1
    for piece in pieces:
        is_frame = piece.rule or _comes_again(piece, times)
        if runs[-1] and (not is_frame or (is_line and piece.block > last + FURTHEST)):
            runs.append([])
        if is_frame:
            runs[-1].append(piece)
        last = piece.block
    known = {_name(piece) for run in runs if _is_page(run) for piece in run}
    runs = [run for run in runs if _is_page(run) or _says_only(run, known)]
    cores = [_core(run) for run in runs]
    columns = {
        bare(piece.words)
        for run, (low, high) in zip(runs, cores, strict=True)
        for piece in run[low:high]
        if not piece.rule and len(piece.words) <= LONGEST_COLUMN
    }
    frames: list[list[Piece]] = []
    for run, (low, high) in zip(runs, cores, strict=True):
        while low and bare(run[low - 1].words) in columns:
            low -= 1
        while high < len(run) and (bare(run[high].words) in columns or _is_fact(run[high], times)):
            high += 1
        frames.append(run[low:high])
    if len(frames) < FEWEST and (is_line or not _is_at_edge(pieces, frames)):
        return []
    return [piece for frame in frames for piece in frame]


def _is_page(run: Sequence[Piece]) -> bool:
    """Tell whether only a page has one of some pieces, or two kinds that a page has."""
    return any(piece.is_page for piece in run) or len({piece.rule for piece in run} - {""}) > 1


def _says_only(run: Sequence[Piece], known: set[str]) -> bool:
    """Tell whether a run gives facts that pages give, and no others."""
    facts = [_name(piece) for piece in run if piece.rule]
    return bool(facts) and known.issuperset(facts)


def _name(piece: Piece) -> str:
    """Return what a fact is called; of what is none, its words."""
    return piece.words.partition(":")[0]


def _core(run: Sequence[Piece]) -> tuple[int, int]:
    """Return from where to where a run goes between pieces that a page has."""
    named = [at for at, piece in enumerate(run) if piece.rule]
    return named[0], named[-1] + 1


def _is_fact(piece: Piece, times: Counter[str]) -> bool:
    """Tell whether a piece below a page's head gives a fact that each page gives: 公示日期:…"""
    is_dated = any(map(str.isdigit, piece.words))
    is_named = _NAMED.match(piece.words) is not None
    return is_named and is_dated and times[bare(piece.words)] > FEWEST


def _comes_again(piece: Piece, times: Counter[str]) -> bool:
    """Tell whether a short piece, no title, stands more than once."""
    return (
        piece.block != APART
        and 0 < len(piece.words) <= LONGEST_FIELD
        and times[bare(piece.words)] >= FEWEST
        and piece.words[-1] not in _ENDS
        and not TITLE_END.search(piece.words)
    )


def _is_at_edge(pieces: Sequence[Piece], runs: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether a frame stands at the beginning or the end of a source."""
    return any(run[0] is pieces[0] or run[-1] is pieces[-1] for run in runs)


def _cut(view: str, blocks: Sequence[Block], pieces: Sequence[Piece]) -> list[Block]:
    """Return the blocks with the pieces cut out of them, adjoining ones together."""
    out: list[Block] = []
    left = iter(pieces)
    piece = next(left, None)
    for index, block in enumerate(blocks):
        at, rule = block.start, block.rule
        while piece is not None and piece.block == index:
            space = _SPACE.match(view, piece.end, block.end)
            end = space.end() if space else piece.end
            if at < piece.start:
                out.append(Block(at, piece.start, block.label, rule))
            if out and out[-1].rule == FRAME and out[-1].end == piece.start:
                out[-1] = out[-1]._replace(end=end)
            else:
                out.append(Block(piece.start, end, BOILERPLATE, FRAME))
            at, rule = end, "line"
            piece = next(left, None)
        if at < block.end:
            out.append(Block(at, block.end, block.label, rule))
    return out
