"""What do duplicates cost as a corpus grows: ``python -m benchmarks.deduplicate [DOCUMENTS]``.

Prints CPU seconds of each step at 1, 2, 4 and 8 times so many made-up documents, of which 30 % are
edited copies of others; candidates, pairs judged, and what share of all pairs they are.
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from random import Random

from tests.generate import document
from tests.quality.duplicates import edited, source
from transforms.deduplicate import candidates, cut, decide, fingerprint, sift, unique, verify
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


def main(count: int) -> None:
    """Print the table."""
    print(f"{'documents':>9} {'MB':>6} {'sketch':>7} {'pair':>7} {'judge':>7} {'decide':>7} pairs")
    for times in (1, 2, 4, 8):
        collations = corpus(count * times)
        clock = [time.process_time()]
        prints = fingerprint(0, collations)
        slices = cut(prints, 4)
        clock.append(time.process_time())
        raw = [candidates([part]) for part in slices]
        pairs = unique([sift(part, lambda _: prints) for part in raw])  # noqa: B023
        clock.append(time.process_time())
        verdicts = verify(pairs, lambda _: prints)  # noqa: B023
        clock.append(time.process_time())
        decide(verdicts, prints.documents)
        clock.append(time.process_time())
        spent = [f"{b - a:7.2f}" for a, b in pairwise(clock)]
        size = sum(each.text.size for each in collations) / 1e6
        share = len(pairs) / (len(prints.rows) ** 2 / 2)
        sharing = sum(len(part.left) for part in raw)
        print(
            f"{count * times:9,} {size:6.1f} {' '.join(spent)} {sharing:,} share an anchor, "
            f"{len(pairs):,} judged ({share:.1e} of all), {len(verdicts):,} named",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
