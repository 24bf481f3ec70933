"""Is cutting near-linear: ``python -m benchmarks.splitting [LAWS]`` times hard texts at 1x and 4x.

A source of so many contents entries and documents; one line of so many megabytes with a contents
list, page markers and titles cited everywhere; a contents list none of whose entries occurs; lines
of one character. LAWS is JSON lines (.gz or plain) with ``text``: each a source by itself.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from transforms.decode import view
from transforms.label import label
from transforms.schema import SourceText
from transforms.segment import segment
from transforms.split import split

FACTOR = 4
_SENTENCE = "各地区要结合实际抓好落实，依据《关于第一事项的通知》办理，确保按期完成。"


def _title(number: int) -> str:
    digits = "甲乙丙丁戊己庚辛壬癸"
    return "某省" + "".join(digits[int(digit)] for digit in f"{number:06d}") + "事项管理办法"


def entries(count: int) -> str:
    """Return a contents list of so many entries with pages, and their short documents."""
    listed = "".join(f"{_title(n)}........{n + 1}\n" for n in range(count))
    bodies = "".join(
        f"{_title(n)}\n第一条　为了做好工作，制定本办法。\n{_SENTENCE}\n- {n + 1} -\n"
        for n in range(count)
    )
    return f"目录\n{listed}{bodies}"


def absent(count: int) -> str:
    """Return a contents list of so many entries that never occur, and as many other titles."""
    listed = "".join(f"{_title(n)}........{n + 1}\n" for n in range(count))
    bodies = "".join(f"{_title(count + n)}\n{_SENTENCE}\n- {n + 1} -\n" for n in range(count))
    return f"目录\n{listed}{bodies}"


def one_line(megabytes: float) -> str:
    """Return one line of so many megabytes (UTF-8) that holds a document every 3,000 bytes."""
    count = int(megabytes * 1e6 / 3000)
    listed = "".join(f"{_title(n)}........{n + 1}" for n in range(count))
    bodies = "".join(f"{_title(n)}{_SENTENCE * 18}第{n + 1}页{_SENTENCE * 8}" for n in range(count))
    return f"目录{listed}{bodies}"


def one_character(count: float) -> str:
    """Return so many lines of one character each, a few of which recur all the time."""
    return "".join("甲乙丙一二三14ab。:(第《【#"[n * n % 17] + "\n" for n in range(int(count)))


CASES: tuple[tuple[str, Callable[[float], str], float], ...] = (
    ("entries, 25,000 and 100,000", lambda size: entries(int(size)), 25_000),
    ("absent entries, 5,000 and 20,000", lambda size: absent(int(size)), 5_000),
    ("one line, 12.5 and 50 MB", one_line, 12.5),
    ("one character a line, 250,000 and 1,000,000", one_character, 250_000),
)


def main(laws: Path | None) -> None:
    """Print CPU seconds by stage at 1x and 4x, and the growth of split; and those of laws."""
    print(f"{'':44}{'MB':>7}{'segment':>9}{'label':>8}{'split':>8}{'documents':>11}")
    for name, make, size in CASES:
        spent = []
        for factor in (1, FACTOR):
            stages = _measure(name if factor == 1 else "", [make(size * factor)])
            spent.append(stages[2])
        print(f"{'':44}split grew {spent[1] / spent[0]:.1f} times for {FACTOR} times the text")
    if laws:
        opener = gzip.open if laws.suffix == ".gz" else open
        with opener(laws, "rt", encoding="utf-8") as lines:
            _measure("laws, one by one", [json.loads(line)["text"] for line in lines])


def _measure(name: str, texts: list[str]) -> list[float]:
    """Print and return the CPU seconds of each stage over some sources."""
    stages = [0.0, 0.0, 0.0]
    documents = 0
    for text in texts:
        source = SourceText("made-up", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
        clock = [time.process_time()]
        cut = segment(source)
        clock.append(time.process_time())
        named = label(cut)
        clock.append(time.process_time())
        documents += len(split(named).documents)
        clock.append(time.process_time())
        stages = [
            a + after - before for a, (before, after) in zip(stages, pairwise(clock), strict=True)
        ]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(
        f"{name:44}{size:7.1f}{stages[0]:9.2f}{stages[1]:8.2f}{stages[2]:8.2f}{documents:11,}",
        flush=True,
    )
    return stages


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
