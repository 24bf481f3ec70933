"""Watermarks: lines that disguise themselves, addresses that return, words said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from transforms.label.words import Lines, cut_out
from transforms.schema import BLANK, BODY, CONTENTS, PAGE_MARKER, RUNNING, Block
from transforms.tables.noise.running import DISGUISED, STAMP

WATERMARK = "running:watermark"
FEWEST = 3  # of a line that returns
MOST_WATERMARKS = 64  # different disguised lines that are compared with each other
LIKENESS = 0.7  # edit similarity of two disguises of one watermark, signs and spaces aside
LONGEST_ADDRESS = 60  # code points of a line that is an address in disguise
SHORTEST_TILE = 3  # code points of a word that a line says again and again

_DISGUISED, _STAMP = DISGUISED.compile(), STAMP.compile()
_TILED = re.compile(r"(?P<words>[^\s\d]{3,16})(?: +(?P=words)){1,8}$")
_SIGNS = re.compile(r"[\W_]++")
_NUMBER = re.compile("[0-9]+")
_ADDRESS = re.compile(r"(?:www\.|https?://)[\w./-]{4,60}|[\w-]{3,30}\.(?:com|cn|net|org)\b", re.A)
_WWW = re.compile("www", re.I)
_PLAIN = re.compile("[a-z0-9./:_-]+")
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}:")


def name_watermarks(view: str, blocks: list[Block], lines: Lines) -> list[Block]:
    """Return the blocks with watermarks named: lines that disguise themselves, and addresses."""
    if len(lines) < FEWEST:
        return blocks
    named = [*_disguises(blocks, lines), *_addresses(lines), *_tiled(lines), *_stamps(lines)]
    if not named:
        return blocks
    out = list(blocks)
    for index in named:
        out[index] = out[index]._replace(label=RUNNING, rule=WATERMARK)
    marks = {word for index, line in lines for word in _watermark(out[index], line)}
    return _cut_words(view, out, sorted(marks)) if marks else out


def _disguises(blocks: Sequence[Block], lines: Lines) -> Iterator[int]:
    """Yield the lines that are disguises of one line.

    A watermark that filters shall not know has signs and spaces between its characters, others on
    each page; one that is the same each time stands at least once beside a page marker or an entry
    of the contents.
    """
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    for index, line in lines:
        if blocks[index].rule != "line" or not _DISGUISED.search(line):
            continue
        bare = _SIGNS.sub("", _NUMBER.sub("0", line)).casefold()
        for other, group in groups:
            if Levenshtein.normalized_similarity(bare, other) >= LIKENESS:
                group.append((index, line))
                break
        else:
            if len(groups) < MOST_WATERMARKS:
                groups.append((bare, [(index, line)]))
    for _, group in groups:
        spellings = {_NUMBER.sub("0", line) for _, line in group}
        at_page = any(_is_at_page(blocks, index) for index, _ in group)
        varied = len(spellings) >= FEWEST and (_is_one(group) or _are_addresses(group))
        if len(group) >= FEWEST and (at_page or varied):
            yield from (index for index, _ in group)


def _is_one(group: Lines) -> bool:
    """Tell whether lines are equal but for signs, spaces and numbers."""
    return len({_SIGNS.sub("", _NUMBER.sub("", line)) for _, line in group}) == 1


def _are_addresses(group: Lines) -> bool:
    """Tell whether each line begins like an address and says hardly more: wwW。abc=net，小，说.

    Addresses in no disguise may be a list of the text's.
    """
    is_hidden = sum(not _PLAIN.fullmatch(line) for _, line in group) >= FEWEST
    return is_hidden and all(
        len(line) <= LONGEST_ADDRESS and _WWW.match(_SIGNS.sub("", line)) for _, line in group
    )


def _addresses(lines: Lines) -> Iterator[int]:
    """Yield the lines that give one address again and again, also letter by letter.

    A line that says something else besides, once, is text that a watermark fell into.
    """
    given: dict[str, list[int]] = {}
    for index, line in lines:
        found = _ADDRESS.search(line) if "." in line and not _LABELLED.match(line) else None
        if found:
            given.setdefault(_SIGNS.sub("", found.group()), []).append(index)
    usual = [address for address, where in given.items() if len(where) >= FEWEST]
    if not usual:
        return
    beside: dict[str, list[int]] = {}
    for index, line in lines:
        bare = _SIGNS.sub("", line)
        if any(address in bare for address in usual):
            if _ADDRESS.search(line):
                beside.setdefault(bare, []).append(index)
            else:
                yield index
    for bare, where in beside.items():
        if len(where) > 1 or bare in usual:
            yield from where


def _tiled(lines: Lines) -> list[int]:
    """Return the lines that say one word two times or more, where they return."""
    spaced = ((index, line) for index, line in lines if " " in line)
    found = [
        index
        for index, line in spaced
        if line.count(line[:SHORTEST_TILE]) > 1 and _TILED.match(line)
    ]
    return found if len(found) >= FEWEST - 1 else []


def _stamps(lines: Lines) -> Iterator[int]:
    """Yield the lines that are stamped on each page, wherever on it: 仅供学习使用 严禁商用."""
    found: dict[str, list[int]] = {}
    for index, line in lines:
        if _STAMP.match(line):
            found.setdefault(line, []).append(index)
    for where in found.values():
        if len(where) >= FEWEST:
            yield from where


def _watermark(block: Block, line: str) -> list[str]:
    """Return the words with an address of a line that is a watermark."""
    if block.rule != WATERMARK or "." not in line:
        return []
    return [word for word in line.split() if _ADDRESS.search(word) and len(word) > 8]


def _cut_words(view: str, blocks: Sequence[Block], words: Iterable[str]) -> list[Block]:
    """Return the blocks with a watermark's words cut out of bodies."""
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    bodies = (block for block in blocks if block.label == BODY)
    found = (match for body in bodies for match in pattern.finditer(view, body.start, body.end))
    return cut_out(blocks, (Block(*match.span(), RUNNING, WATERMARK) for match in found))


def _is_at_page(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a page marker or an entry of the contents is next to a block."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(blocks) and blocks[at].label == BLANK:
            at += step
        if 0 <= at < len(blocks) and blocks[at].label in (PAGE_MARKER, CONTENTS):
            return True
    return False
