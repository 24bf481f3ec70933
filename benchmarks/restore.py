"""How fast are label, restore and describe: ``python -m benchmarks.restore [CORPUS]``.

In this process, set up as a worker is, without Beam, in seconds of CPU, beside ``bytes.decode`` of
the same bytes: on the corpus as it is, put into traditional script, and on ``raw/``, most of which
is one compilation. ``CORPUS`` is a file of laws or megabytes to make up. Then hostile texts, at 1x
and 4x: the stage that takes longest.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from opencc import OpenCC

from benchmarks.corpus import MEGABYTE, made_up, read_corpus
from pipeline.workers import lighten
from transforms.decode import decode
from transforms.describe import describe
from transforms.label import label
from transforms.restore import restore
from transforms.restore.script import source_script
from transforms.restore.traits import traits_of
from transforms.segment import segment
from transforms.split import split

HOSTILE = (
    "一、", ".", "第", "第一条", "（一）", "①", "(", '"', "一 ", "专\n", "專\n", "。　　", "a\n",
    "# a\n", "[1]\n", "=\n", "1\n", "甲\n\n", "**a** ", "#", "a[at]b.", "2020年1月1日\n",
    "关于印发通知\n",
)  # fmt: skip


def seconds(function: Callable[[], object]) -> float:
    """Return the CPU seconds that a function took."""
    began = time.process_time()
    function()
    return time.process_time() - began


def row(name: str, size: int, taken: float, plain: float) -> None:
    """Print a row of the table."""
    print(f"{name:<24} {taken:>8.3f} s {size / MEGABYTE / max(taken, 1e-9):>9.1f} MB/s", end="")
    print(f" {taken / max(plain, 1e-9):>8.1f} x decode")


def over(sources: list[tuple[str, bytes]]) -> None:
    """Print the rows of one corpus."""
    size = sum(len(data) for _, data in sources)
    plain = seconds(lambda: [data.decode() for _, data in sources])
    blocks = [segment(decode(data, name)) for name, data in sources]
    documents = [split(label(collation)) for collation in blocks]
    restored = [restore(collation) for collation in documents]
    texts = [collation.text.text for collation in blocks]
    row("bytes.decode", size, plain, plain)
    row("script evidence", size, seconds(lambda: _evidence(texts)), plain)
    labelling = seconds(lambda: [label(each) for each in blocks])
    restoring = seconds(lambda: [restore(each) for each in documents])
    describing = seconds(lambda: [describe(each) for each in restored])
    row("label", size, labelling, plain)
    row("restore", size, restoring, plain)
    row("describe", size, describing, plain)
    row("label+restore+describe", size, labelling + restoring + describing, plain)


def _evidence(texts: list[str]) -> None:
    for text in texts:
        source_script(text, traits_of(text))


def hostile(unit: str, megabytes: int) -> str:
    """Return the CPU seconds and the name of the stage that is slowest on a text of one unit."""
    text = unit * (megabytes * MEGABYTE // len(unit.encode()))
    state: Any = decode(text.encode(), "hostile.txt")
    taken: list[tuple[float, str]] = []
    for stage in (segment, label, split, restore, describe):
        began = time.process_time()
        state = stage(state)
        taken.append((time.process_time() - began, stage.__name__))
    return "{:>8.2f} s {:<8}".format(*max(taken))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", default="4", help="MB to make up, or a file of yours")
    chosen = parser.parse_args().corpus
    corpus = read_corpus(Path(chosen), 0) if Path(chosen).exists() else made_up(float(chosen))
    lighten()
    source_script("預熱", traits_of("預熱"))  # tables are built on first use
    print("simplified")
    over(corpus)
    print("traditional")
    into = OpenCC("s2t").convert
    over([(name, into(data.decode()).encode()) for name, data in corpus])
    print("raw/")
    over([(path.name, path.read_bytes()) for path in sorted(Path("raw").glob("*.txt"))])
    print("hostile texts of 1 MB and 4 MB")
    for each in HOSTILE:
        print(f"{each!r:<24} {hostile(each, 1)} {hostile(each, 4)}", flush=True)
