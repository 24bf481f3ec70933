"""How fast is each stage: ``python -m benchmarks.stages [MEGABYTES | corpus.jsonl.gz]``.

Runs the stages one after the other over a corpus, in this process, without Beam, and prints
seconds and MB/s of source bytes for each, beside ``bytes.decode`` alone in the same run.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from benchmarks.corpus import MEGABYTE, made_up, read_corpus
from transforms.decode import decode, view
from transforms.deduplicate import (
    candidates,
    cut,
    decide,
    find_repeats,
    fingerprint,
    numbered,
    sift,
    unique,
    verify,
)
from transforms.describe import describe
from transforms.label import label
from transforms.restore import restore
from transforms.segment import segment
from transforms.split import split
from transforms.write import tabulate, write_unit

In = TypeVar("In")
Out = TypeVar("Out")


class Table:
    """Prints a row a stage."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.plain = 0.0
        print(f"{'stage':<14} {'seconds':>9} {'MB/s':>9} {'x decode':>10}")

    def time(self, stage: str, function: Callable[[], Out]) -> Out:
        """Run a function and print how long it took."""
        began = time.perf_counter()
        result = function()
        self.row(stage, time.perf_counter() - began)
        return result

    def over(self, stage: str, function: Callable[[In], Out], items: Iterable[In]) -> list[Out]:
        """Run a function over items and print how long all of them took."""
        return self.time(stage, lambda: [function(item) for item in items])

    def row(self, stage: str, seconds: float) -> None:
        """Print a row."""
        self.plain = self.plain or seconds
        speed = self.size / MEGABYTE / max(seconds, 1e-9)
        print(
            f"{stage:<14} {seconds:>9.3f} {speed:>9.1f} {seconds / self.plain:>10.1f}", flush=True
        )


def main(sources: list[tuple[str, bytes]]) -> None:
    """Print the table."""
    table = Table(sum(len(data) for _, data in sources))
    print_size = f"{len(sources):,} sources, {table.size / MEGABYTE:.1f} MB"
    decode("预热。".encode(), "warm")  # tables and detectors are built on first use
    table.over("bytes.decode", lambda item: item[1].decode(), sources)
    began = time.perf_counter()
    texts = table.over("decode", lambda item: decode(item[1], item[0]), sources)
    table.over(" its view", lambda text: view(text.text), texts)
    collations = table.over("segment", segment, texts)
    collations = table.over("label", label, collations)
    collations = table.over("split", split, collations)
    collations = table.over("find_repeats", find_repeats, collations)
    collations = table.over("restore", restore, collations)
    collations = table.over("describe", describe, collations)
    prints = table.time("fingerprint", lambda: fingerprint(0, collations))
    found = table.time(
        "candidates", lambda: [candidates([part], lambda _: prints) for part in cut(prints, 4)]
    )
    pairs = unique([sift(part) for part in found])
    verified = table.time("verify", lambda: verify(pairs, lambda _: prints))
    verdicts = numbered(verified, [prints.documents])
    decisions = {each.id: each for each in decide(verdicts, prints.documents)}
    with tempfile.TemporaryDirectory() as folder:
        rows = table.time("tabulate", lambda: tabulate(collations, decisions, verdicts.pairs()))
        table.time("write", lambda: write_unit(folder, 0, 1, rows, "both"))
    table.row("all", time.perf_counter() - began)
    records = sum(len(collation.documents) for collation in collations)
    print(f"{print_size}, {records:,} documents")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", default="4", help="MB to make up, or a file of yours")
    parser.add_argument("--limit", type=float, default=0, metavar="MB", help="of a file: so much")
    chosen = parser.parse_args()
    file = Path(chosen.corpus)
    main(
        read_corpus(file, int(chosen.limit * MEGABYTE))
        if file.exists()
        else made_up(float(chosen.corpus))
    )
