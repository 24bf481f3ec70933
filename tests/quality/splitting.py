"""How well compilations are cut: ``python -m tests.quality.splitting [CORPUS] [STYLE …]``.

A start counts when it is the exact code point; a document is whole when it holds at least 90 % of
its body and at most 10 % foreign text. ``splitting.json`` holds the floors by style, for the seeds
that the program was tuned on and for others.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from tests.compilations import CLEAN, STYLES, Made, Noise, Piece, compile_pieces, made_up
from transforms import render
from transforms.decode import view
from transforms.label import label
from transforms.schema import BODY, SourceText
from transforms.segment import segment
from transforms.split import split

FLOORS = Path(__file__).with_name("splitting.json")
TUNED = (1, 2, 3)  # the seeds that rules and weights were tuned on
UNSEEN = (201, 202, 203)  # nothing was tuned on: do not look at them one by one
Span = list[tuple[int, int]]  # the body of a document found: its blocks


class Score(NamedTuple):
    """Counts over compilations, from which F1 follows."""

    truths: int = 0
    found: int = 0
    starts: int = 0
    whole: int = 0

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def start_f1(self) -> float:
        return 2 * self.starts / max(1, self.truths + self.found)

    @property
    def whole_f1(self) -> float:
        return 2 * self.whole / max(1, self.truths + self.found)


def ours(text: str) -> list[Span]:
    """Return the bodies of the documents as the program cuts them."""
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    done = split(label(segment(source)))
    return [
        [(b.start, b.end) for b in render.blocks_of(done, one) if b.label == BODY]
        for one in done.documents
    ]


_NAIVE = re.compile(
    r"^[ 　]*(?:[0-9]{1,3}[.．、] ?)?《?[^\n。；：]{4,60}"
    r"(?:通知|意见|方案|办法|条例|规定|计划|措施|决定|函)》?[ 　]*$"
    r"|^[A-Z][A-Z ,']{6,60}$",
    re.MULTILINE,
)


def naive(text: str) -> list[Span]:
    """Return the bodies cut at lines that look like a title: what a short script would do."""
    cuts = [match.span() for match in _NAIVE.finditer(text)]
    ends = [start for start, _ in cuts[1:]] + [len(text)] * bool(cuts)
    spans = zip(cuts, ends, strict=True)
    return [[(at, end)] for (_, at), end in spans if len(text[at:end].strip()) >= 10]


def score(made: Made, found: Sequence[Span]) -> Score:
    """Return the counts for one compilation; optional matter that is found counts for nothing."""
    owner = np.zeros(len(made.text), np.int32)
    for number, truth in enumerate(made.documents, 1):
        owner[truth.start : truth.end] = number
    for start, end in made.optional:
        owner[start:end] = -1
    for start, end in made.noise:
        owner[start:end] = -2
    owner[[character.isspace() for character in made.text]] = -2
    sizes = np.bincount(owner[owner > 0], minlength=len(made.documents) + 1)
    starts = {truth.start for truth in made.documents}
    counted = right = whole = 0
    for span in found:
        inside = np.concatenate([owner[start:end] for start, end in span] or [owner[:0]])
        inside = inside[inside != -2]
        if not len(inside) or np.mean(inside == -1) > 0.5:
            continue
        counted += 1
        first = next(
            at for start, end in span for at in range(start, end) if not made.text[at].isspace()
        )
        right += first in starts
        main = int(np.bincount(np.maximum(inside, 0)).argmax())
        held = int(np.count_nonzero(inside == main))
        whole += bool(main and held >= 0.9 * sizes[main] and held >= 0.9 * len(inside))
    return Score(len(made.documents), counted, right, whole)


def pieces_of(corpus: Path | None, seed: int, style: str, count: int) -> list[Piece]:
    """Return made-up pieces, or laws where the style is of official documents."""
    if corpus is None or STYLES[style].pieces != "documents":
        return made_up(seed, style, count)
    laws = read_laws(corpus)
    rng = Random(f"laws {style} {seed}")
    chosen: dict[str, Piece] = {}
    while len(chosen) < count:
        piece = rng.choice(laws)
        chosen.setdefault(piece.title, piece)
    return sorted(chosen.values(), key=lambda piece: (piece.part, piece.title))


def read_laws(corpus: Path, most: int = 12000) -> list[Piece]:
    """Return the laws of a corpus of up to ``most`` code points."""
    if corpus not in _LAWS:
        opener = gzip.open if corpus.suffix == ".gz" else open
        found = []
        with opener(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                law = json.loads(line)
                first, _, rest = law["text"].strip().partition("\n")
                body = [part.strip() for part in rest.split("\n") if part.strip()]
                while body and _bare(body[0]) and _bare(body[0]) in _bare(first):
                    del body[0]  # the title again
                if 4 <= len(first) <= 60 and 100 <= len(rest) <= most and body:
                    region = law.get("region") or "全国"
                    found.append(Piece(first.strip(), tuple(body), region, f"{region}法规"))
        _LAWS[corpus] = found
    return _LAWS[corpus]


def _bare(line: str) -> str:
    return "".join(character for character in line if character.isalnum())


_LAWS: dict[Path, list[Piece]] = {}


def measure(
    style: str,
    cutter: Callable[[str], list[Span]] = ours,
    noise: Noise | None = None,
    corpus: Path | None = None,
    seeds: Sequence[int] = UNSEEN,
    sizes: Sequence[int] = (4, 12, 30),
) -> Score:
    """Return the counts of a style over seeds and sizes."""
    total = Score()
    for seed, count in zip(seeds, sizes, strict=True):
        made = compile_pieces(seed, style, pieces_of(corpus, seed, style, count), noise or Noise())
        total += score(made, cutter(made.text))
    return total


LEVELS = (0.0, 0.1, 0.2, 0.4)


def noise_table(corpus: Path | None, styles: Sequence[str]) -> list[tuple[str, list[Score]]]:
    """Return the counts over the styles with contents, by kind and strength of noise."""
    rows = []
    for field in ("pages", "missing", "titles", "phantom"):
        scores = []
        for level in LEVELS:
            noise = CLEAN._replace(**{field: level})
            total = Score()
            for style in styles:
                total += measure(style, noise=noise, corpus=corpus, seeds=(107,), sizes=(14,))
            scores.append(total)
        rows.append((field, scores))
    return rows


def main(
    corpus: Path | None, styles: Sequence[str], seeds: Sequence[int], noises: bool, keep: bool
) -> int:
    """Print the tables; 1 if a style is below its floor."""
    tier = ("corpus" if corpus else "made up") + ", unseen" * (seeds == UNSEEN)
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    below = 0
    print(f"{'':26}{'start F1':>9}{'whole F1':>9}   naive {'start':>6}{'whole':>7}")
    sums = [Score(), Score()]
    got: dict[str, list[float]] = {}
    for style in styles:
        one = measure(style, corpus=corpus, seeds=seeds)
        other = measure(style, naive, corpus=corpus, seeds=seeds)
        sums = [sums[0] + one, sums[1] + other]
        got[style] = [round(one.start_f1, 3), round(one.whole_f1, 3)]
        floor = floors.get(tier, {}).get(style, [0, 0])
        below += got[style] < floor
        print(
            f"{style:26}{one.start_f1:9.3f}{one.whole_f1:9.3f}         "
            f"{other.start_f1:6.3f}{other.whole_f1:7.3f}"
            + ("" if got[style] >= floor else f"  below {floor}"), flush=True
        )  # fmt: skip
    print(
        f"{'all':26}{sums[0].start_f1:9.3f}{sums[0].whole_f1:9.3f}         "
        f"{sums[1].start_f1:6.3f}{sums[1].whole_f1:7.3f}"
    )
    if noises:
        print(f"\n{'start / whole F1':18}" + "".join(f"{level:>14.0%}" for level in LEVELS))
        listed = [style for style in styles if STYLES[style].contents != "none"]
        for field, scores in noise_table(corpus, listed):
            cells = "".join(f"{s.start_f1:8.3f} {s.whole_f1:.3f}" for s in scores)
            print(f"{field:18}{cells}", flush=True)
    if keep:
        floors[tier] = floors.get(tier, {}) | got
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(below > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, help="laws as JSON lines; none: made up")
    parser.add_argument("--style", action="append", choices=STYLES, help="only these")
    parser.add_argument("--tuned", action="store_true", help="on the seeds tuned on")
    parser.add_argument("--noise", action="store_true", help="also F1 against noise")
    parser.add_argument("--keep", action="store_true", help="make what is measured the floors")
    chosen = parser.parse_args()
    sys.exit(
        main(
            chosen.corpus,
            chosen.style or list(STYLES),
            TUNED if chosen.tuned else UNSEEN,
            chosen.noise,
            chosen.keep,
        )
    )
