"""Laws flattened, wrapped, paged and folded: ``python -m tests.quality.layouts laws.jsonl.gz``.

The law as it is, is the truth; what ``restore`` makes of its spoilt twin is compared with it. A
break is the number of characters before it that are no white space; retention is the share of
these characters that come back. Where a text has lost its lines, a paragraph that no mark begins
leaves no trace: it is counted by itself (silent), not among the breaks that were missed. Exits
with 1 where a floor of ``layouts.json`` does not hold.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from transforms import render
from transforms.decode import decode
from transforms.label import label
from transforms.restore import restore
from transforms.schema import Document
from transforms.segment import segment
from transforms.tables.punctuation import FULL_WIDTH

FLOORS = Path(__file__).with_name("layouts.json")
EVERY = 16  # one law in so many
WIDTH = 30  # code points of a wrapped line
PAGE = 900  # code points of a page
_MARK = re.compile(
    "第[一二三四五六七八九十百千零〇]+[编章节条]|[（(][一二三四五六七八九十]+[)）]"
    "|[一二三四五六七八九十]+、|[0-9]+[.．、]"
)
_FOLD = str.maketrans({full: half for half, full in FULL_WIDTH.items()})


class Score(NamedTuple):
    """Breaks found, missed and made up; characters kept and all."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    kept: int = 0
    size: int = 0
    silent: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.extra)

    @property
    def retention(self) -> float:
        return self.kept / max(1, self.size)


def flattened(lines: list[str]) -> str:
    """Return a law in one line."""
    return "".join(lines)


def folded(lines: list[str]) -> str:
    """Return a law in one line, its punctuation folded to ASCII."""
    return "".join(lines).translate(_FOLD)


def wrapped(lines: list[str]) -> str:
    """Return a law in lines of one width, paragraphs indented."""
    return "\n".join(
        words[at : at + WIDTH]
        for words in ("\u3000\u3000" + line for line in lines)
        for at in range(0, len(words), WIDTH)
    )


def paged(lines: list[str]) -> str:
    """Return a law on pages with a page number each, most of them inside a sentence."""
    text = "\n".join(lines)
    pages = [text[at : at + PAGE] for at in range(0, len(text), PAGE)]
    return "".join(f"{page}\n- {number} -\n" for number, page in enumerate(pages, 1))


LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "flattened": flattened, "folded": folded, "wrapped": wrapped, "paged": paged,
}  # fmt: skip


def cleaned(text: str) -> str:
    """Return the text of one document as ``restore`` writes it."""
    source = decode(text.encode(), "law")
    collation = label(segment(source))
    found = restore(collation._replace(documents=(Document("law", 0, len(source.text), 1.0),)))
    return render.render(source.text, found.blocks, found.documents[0].edits)


def breaks(text: str) -> tuple[set[int], str]:
    """Return the places of the line ends of a text, and the text without white space."""
    lines = ["".join(line.split()) for line in text.split("\n")]
    out: set[int] = set()
    at = 0
    for line in lines[:-1]:
        at += len(line)
        out.add(at)
    return out, "".join(lines)


def score(truth: str, found: str, flat: bool) -> Score:
    """Return how well a found text agrees with the truth; ``flat``: its twin had no lines."""
    wanted, words = breaks(truth)
    had, other = breaks(found)
    kept = len(words) if words == other else LCSseq.similarity(words, other)
    if words != other:  # places shift where characters were lost: align them
        at = {block.dest_start + i: block.src_start + i
              for block in LCSseq.opcodes(words, other) if block.tag == "equal"
              for i in range(block.src_end - block.src_start + 1)}  # fmt: skip
        had = {at.get(place, -1) for place in had}
    right = len(wanted & had)
    missed = wanted - had
    silent = {place for place in missed if flat and not _MARK.match(words, place)}
    missed -= silent
    return Score(right, len(missed), len(had) - right, kept, len(words), len(silent))


def measure(laws: Iterable[str]) -> dict[str, Score]:
    """Return the score of each layout over laws."""
    total = dict.fromkeys(LAYOUTS, Score())
    for law in laws:
        truth = cleaned(law)
        lines = [line for line in truth.split("\n") if line]
        for name, spoil in LAYOUTS.items():
            total[name] = total[name].plus(
                score(truth, cleaned(spoil(lines)), spoil in (flattened, folded))
            )
    return total


def main(path: Path, every: int) -> int:
    """Print the scores beside their floors; 1 if one is missed."""
    data = path.read_bytes()
    rows = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()[::every]
    floors = json.loads(FLOORS.read_text("utf-8"))
    bad = 0
    for name, total in measure(json.loads(row)["text"] for row in rows).items():
        floor = floors[name]
        bad += total.f1 < floor["f1"] or total.retention < floor["retention"]
        print(
            f"{name:12} F1 {total.f1:.4f} (floor {floor['f1']})  retention {total.retention:.6f} "
            f"(floor {floor['retention']})  missed {total.missed:,}  made up {total.extra:,}  "
            f"silent {total.silent:,}"
        )
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else EVERY))
