"""What do duplicates cost as a corpus grows: ``python -m benchmarks.deduplicate [DOCUMENTS]``.

Prints CPU seconds of each step, and the peak memory so far, at 1, 2, 4 and 8 times so many made-up
documents, of which 30 % are edited copies of others; candidates, pairs judged, and what share of
all pairs they are. Then the same for one paragraph in 10,000 and in 100,000 documents.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from random import Random

from tests.generate import document
from tests.quality.duplicates import edited, source
from transforms.deduplicate import (
    candidates,
    cut,
    decide,
    fingerprint,
    numbered,
    sift,
    unique,
    verify,
)
from transforms.schema import BODY, Block, Collation, Document

COPIES = 0.3
EDITS = 0.03
PARAGRAPHS = 12


def corpus(count: int) -> list[Collation]:
    """Return made-up documents, each a source of its own."""
    draw = Random("corpus")
    texts = [document(seed, PARAGRAPHS).text for seed in range(round(count * (1 - COPIES)))]
    alphabet = "".join(sorted(set(texts[0]) - {"\n"}))
    texts += [edited(draw.choice(texts), EDITS, draw, alphabet) for _ in range(count - len(texts))]
    return [_collation(text, f"{number:07d}") for number, text in enumerate(texts)]


def _collation(text: str, name: str) -> Collation:
    read = source(text, name)
    size = len(read.text)
    return Collation(read, (Block(0, size, BODY, "made"),), (Document(name, 0, size, 1.0),))


def crowd(count: int) -> list[Collation]:
    """Return documents of a title of their own and one paragraph that is the same in all."""
    draw = Random("crowd")
    shared = max(document(1, PARAGRAPHS).paragraphs, key=len)
    words = sorted({*shared} - {"，", "。", "\n"})
    titles = ("".join(draw.choices(words, k=30)) for _ in range(count))
    return [_collation(f"{title}\n{shared}", f"{n:07d}") for n, title in enumerate(titles)]


def measure(collations: Sequence[Collation]) -> None:
    """Print a line of the table."""
    clock = [time.process_time()]
    prints = fingerprint(0, collations)
    slices = cut(prints, 4)
    clock.append(time.process_time())
    raw = [candidates([part], lambda _: prints) for part in slices]
    pairs = unique([sift(part) for part in raw])
    clock.append(time.process_time())
    found = verify(pairs, lambda _: prints)
    clock.append(time.process_time())
    decide(numbered(found, [prints.documents]), prints.documents)
    clock.append(time.process_time())
    spent = [f"{b - a:7.2f}" for a, b in pairwise(clock)]
    size = sum(each.text.size for each in collations) / 1e6
    share = len(pairs) / (len(prints.rows) ** 2 / 2)
    sharing = sum(len(part.left) for part in raw)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(collations):9,} {size:6.1f} {' '.join(spent)} {peak:7,} {sharing:,} share an "
        f"anchor, {len(pairs):,} judged ({share:.1e} of all), {len(found):,} named",
        flush=True,
    )


def main(count: int) -> None:
    """Print the table."""
    columns = ("sketch", "pair", "judge", "decide", "peak MB")
    print(f"{'documents':>9} {'MB':>6}", *(f"{name:>7}" for name in columns), "pairs")
    for times in (1, 2, 4, 8):
        measure(corpus(count * times))
    print("one paragraph in all")
    for documents in (10_000, 100_000):
        measure(crowd(documents))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
