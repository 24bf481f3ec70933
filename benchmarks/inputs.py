"""The inputs of the benchmarks, written as files below a folder.

M: a corpus as UTF-8 files. M-gb: the same as GB18030. L: M and four mutated copies. C: a
compilation of 20 MB on one line. S: the sources of ``raw/``. T: 10,000 files of about 4 KB.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.corpus import MEGABYTE, made_up, read_corpus
from tests.generate import compilation, document

NAMES = ("S", "T", "C", "M", "M-gb", "L")
COPIES = 4
MADE_UP = 8  # MB, where there is no corpus


def fill(name: str, folder: Path, corpus: Path | None, times: int = 1) -> None:
    """Write an input; ``times`` repeats M, each time with other edits."""
    if name == "S":
        shutil.copytree("raw", folder, dirs_exist_ok=True)
    elif name == "T":
        for number in range(10_000):
            made = document(number, 6, "notice")
            _write(folder, f"{number // 1000}/{number:05d}.txt", f"{made.title}\n{made.text}\n")
    elif name == "C":
        _write(folder, "compilation.txt", _compilation(20 * MEGABYTE))
    else:
        sources = read_corpus(corpus) if corpus else made_up(MADE_UP)
        copies = COPIES + 1 if name == "L" else times
        change: Callable[[str, Random], str] = _mutated
        for copy in range(copies):
            for number, (source, data) in enumerate(sources):
                text = data.decode()
                if copy:
                    text = change(text, Random(f"{copy} {number}"))
                encoding = "gb18030" if name == "M-gb" else "utf-8"
                _write(folder, f"{copy}/{source}", text, encoding)


def _write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def _compilation(size: int) -> str:
    """Return compilations of one style behind one another, on one line."""
    parts: list[str] = []
    written = 0
    while written < size:
        parts.append(compilation(len(parts), "one_line", documents=100).text.replace("\n", " "))
        written += len(parts[-1].encode())
    return "".join(parts)


def _mutated(text: str, rng: Random) -> str:
    """Change 2 to 5 of a hundred code points, drop some lines and exchange others."""
    share = rng.uniform(0.02, 0.05)
    lines = [line for line in text.splitlines(keepends=True) if rng.random() > 0.03]
    for _ in range(len(lines) // 30):
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    codes = list("".join(lines))
    for _ in range(int(share * len(codes))):
        at = rng.randrange(len(codes))
        codes[at] = rng.choice(("", codes[rng.randrange(len(codes))], codes[at] + codes[at - 1]))
    return "".join(codes)
