"""Mojibake: text that was read in a wrong encoding and saved again, read back where that is sure.

Sound lines, and sound words in a line, stay (``steps`` tells them apart). A character whose bytes
were lost on the way is U+FFFD. 锟斤拷 is U+FFFD read as GBK: nothing is left of what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from transforms.decode.odd import SPOILT
from transforms.decode.plausible import PLAUSIBLE, survey
from transforms.decode.reading import Piece, written
from transforms.decode.steps import LOST, Part, cheapest_path, steps_of

# Misread as, and what it was. GBK is read and written as gb18030, which holds it.
CHAINS = (
    ("gb18030", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
)  # fmt: skip
Chain = tuple[str, str]
STRETCH = 1 << 14  # code points of whole lines that are looked at together
PATCH = 1 << 9  # code points in which a suspicion is looked at by itself first
FEW = 8  # of so many patches at most one may be suspect, or all are read back at once
WINDOWS = 16  # of left-over text that are asked about together first
LONGEST = 1 << 20  # code points: arrays of so many are made
WINDOW = re.compile("[^\n]{0,63}(?:\n|[^\n])")
ASCII = re.compile("[\0-\x7f]")
LATIN = re.compile("[\xa1-\xff][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
GAIN = 10.0  # bits a character that a repair must gain
FEWEST = 2  # characters beyond ASCII that a repair must bring back, or
LEAST = 55.0  # bits that it must gain
MOST_LOST = 2  # characters, for each that it brings back


class Repair(NamedTuple):
    """Pieces of a text, repaired; how many runs were, and how many characters are lost."""

    pieces: tuple[Piece, ...]
    runs: int
    lost: int
    kinds: tuple[str, ...]


class Run(NamedTuple):
    """A run of parts that one chain reads back; without a chain a sound text, in one part."""

    chain: Chain | None
    parts: tuple[Part, ...]


def repair(pieces: Sequence[Piece]) -> Repair:
    """Return the pieces with what is plainly mojibake read back."""
    out: list[Piece] = []
    runs = lost = 0
    kinds: dict[str, None] = {}
    for piece in pieces:
        if piece.bad or len(piece.codecs) > 1 or not survey(piece.text, weigh=False).misread:
            out.append(piece)
            continue
        codec = piece.codecs[0]
        for chain, parts in _runs(piece.text):
            if chain is None:
                sound = parts[0].shown
                out.append(Piece((codec,), len(sound.encode(codec)), sound))
                continue
            out += _pieces((codec, *chain), parts)
            runs += 1
            lost += sum(part.read.count(LOST) for part in parts)
            kinds["{1} read as {0}".format(*chain)] = None
    return Repair(tuple(out), runs, lost, tuple(kinds))


def _pieces(chain: tuple[str, ...], parts: Sequence[Part]) -> Iterator[Piece]:
    """Yield the pieces of a run; what the chain would not give back is bad."""
    good = [part for part in parts if not part.bad]
    all_good = _gives_back(chain, "".join(p.shown for p in good), "".join(p.read for p in good))
    for shown, read, bad in parts:
        bad = bad or not (all_good or _gives_back(chain, shown, read))
        yield Piece(chain, len(shown.encode(chain[0])), read, bad)


def _gives_back(chain: tuple[str, ...], shown: str, read: str) -> bool:
    try:
        return written(read, chain) == shown.encode(chain[0])
    except UnicodeError:  # a character that the reader decodes but cannot encode
        return False


def left_over(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text still looks misread, and is implausible; of 锟斤拷 no more can be said."""
    start = 0
    for stretch in _stretches(text):
        windows = list(WINDOW.finditer(stretch)) if survey(stretch, weigh=False).misread else []
        for first in range(0, len(windows), WINDOWS):
            some = windows[first : first + WINDOWS]
            words = stretch[some[0].start() : some[-1].end()]
            if not survey(words, weigh=False).misread and not SPOILT.search(words):
                continue
            for window in some:
                look = survey(SPOILT.sub("", window[0]))
                if look.misread and look.mean > PLAUSIBLE:
                    yield start + window.start(), start + window.end()
        start += len(stretch)


# ----------------------------------------------------------------------------------------- runs


def _runs(text: str) -> Iterator[Run]:
    """Yield a text in runs; only stretches that hold what looks misread are looked at closely."""
    for misread, stretches in groupby(_stretches(text), lambda each: survey(each, False).misread):
        if not misread:
            yield Run(None, (Part("".join(stretches), "", False),))
            continue
        for part in _joined(stretches):
            chains = CHAINS if LATIN.search(part) else CHAINS[:1]
            if _is_false_alarm(part, chains):
                yield Run(None, (Part(part, "", False),))
            else:
                yield from _read_back(part, chains)


def _is_false_alarm(text: str, chains: Sequence[Chain]) -> bool:
    """Return whether a few suspect words are all that a text has: no chain reads them back.

    Words like 强奸, 猥亵 look like two characters of UTF-8.
    """
    patches = list(_stretches(text, PATCH))
    suspect = [survey(patch, weigh=False).misread for patch in patches]
    if sum(suspect) * FEW > len(patches):
        return False
    near = [any(suspect[max(0, at - 1) : at + 2]) for at in range(len(patches))]
    for is_near, group in groupby(zip(near, patches, strict=True), itemgetter(0)):
        words = "".join(patch for _, patch in group) if is_near else ""
        if any(_repaired(words, chain)[0] for chain in chains if words):
            return False
    return True


def _stretches(text: str, size: int = STRETCH) -> Iterator[str]:
    """Yield a text in whole lines; a long one up to a character that is whole in any reading."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + size, at + 2 * size) + 1
        if not end:
            ascii = ASCII.search(text, at + 2 * size)
            end = ascii.start() if ascii else len(text)
        yield text[at:end]
        at = end


def _joined(stretches: Iterator[str]) -> Iterator[str]:
    """Yield neighbours together, up to LONGEST."""
    group: list[str] = []
    size = 0
    for stretch in stretches:
        if group and size + len(stretch) > LONGEST:
            yield "".join(group)
            group, size = [], 0
        group.append(stretch)
        size += len(stretch)
    yield "".join(group)


def _read_back(text: str, chains: Sequence[Chain]) -> Iterator[Run]:
    """Yield a text in runs, read by the chain that gains the most, what it leaves by others."""
    ends = (STRETCH, len(text)) if len(text) > STRETCH else (len(text),)
    for end in ends:  # a sample says which chain, if it holds any
        gains = {chain: _repaired(text[:end], chain)[0] for chain in chains}
        best = max(chains, key=gains.__getitem__)
        if gains[best]:
            break
    if not gains[best]:
        yield Run(None, (Part(text, "", False),))
        return
    _, runs = _repaired(text, best)
    others = [chain for chain in chains if chain != best]
    for run in runs:
        if run.chain is None and others and survey(run.parts[0].shown, False).misread:
            yield from _read_back(run.parts[0].shown, others)
        else:
            yield run


def _repaired(text: str, chain: Chain) -> tuple[float, list[Run]]:
    """Return the bits that a chain gains, and the text in runs that it reads back or leaves."""
    steps = steps_of(text, *chain)
    runs: list[Run] = []
    total, left = 0.0, 0
    back = cheapest_path(steps)
    changes = np.flatnonzero(np.diff(back)) + 1
    for first, last in pairwise((0, *changes.tolist(), len(back))):
        if not back[first]:
            continue
        gain = int(steps.gains[first:last].sum()) / 2
        if not _is_plainly_better(gain, steps.read_between(first, last)):
            continue
        start, end = steps.shown_places(first, last)
        if left < start:
            runs.append(Run(None, (Part(text[left:start], "", False),)))
        runs.append(Run(chain, tuple(steps.parts(first, last))))
        total += gain
        left = end
    if left < len(text):
        runs.append(Run(None, (Part(text[left:], "", False),)))
    return total, runs


def _is_plainly_better(gain: float, read: str) -> bool:
    good = read.replace(LOST, "")
    look = survey(good)
    return (
        (look.beyond >= FEWEST or gain >= LEAST)
        and gain >= GAIN * look.beyond
        and len(read) - len(good) <= MOST_LOST * look.beyond
        and look.mean <= PLAUSIBLE
    )
