"""Laws put into traditional script and back: ``python -m tests.quality.script laws.jsonl.gz``.

Each law goes through OpenCC's s2t, s2hk and s2tw and comes back by ``restore``, which finds the
configuration by itself. The overrides were chosen on the laws of even rank; counted are the
characters that differ on those of odd rank, and, over all laws, those that change in simplified
text as it is. Exits with 1 where a floor of ``script.json`` does not hold.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from opencc import OpenCC

from transforms.restore.script import configuration, converted, source_script
from transforms.restore.traits import traits_of

FLOORS = Path(__file__).with_name("script.json")
SHOWN = 12  # wrong characters printed of each configuration


def simplified(text: str) -> str:
    """Return the text as ``restore`` writes its script."""
    _, spans = source_script(text, traits_of(text))
    used = configuration("\n".join(text[start:end] for start, end in spans), "simplified")
    out: list[str] = []
    at = 0
    for start, end in spans:
        for left, right, new in converted(text[start:end], used):
            out += (text[at : start + left], new)
            at = start + right
    return "".join([*out, text[at:]])


def round_trip(texts: Iterable[str], into: str) -> tuple[float, Counter[tuple[str, str]]]:
    """Return the share of wrong characters after ``into`` and back, and which they were."""
    forth = OpenCC(into)
    wrong: Counter[tuple[str, str]] = Counter()
    size = 0
    for text in texts:
        back = simplified(forth.convert(text))
        size += len(text)
        if len(back) != len(text):
            wrong["length", into] += abs(len(back) - len(text))
        if back != text:
            wrong.update(pair for pair in zip(text, back, strict=False) if pair[0] != pair[1])
    return sum(wrong.values()) / max(1, size), wrong


def main(path: Path) -> int:
    """Print the shares beside their floors; 1 if one is exceeded."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    floors = json.loads(FLOORS.read_text("utf-8"))
    results: dict[str, float] = {
        "changed in simplified laws": sum(simplified(text) != text for text in texts)
    }
    for into in ("s2t", "s2hk", "s2tw"):
        results[into], wrong = round_trip(texts[1::2], into)
        print(into, *(f"{a}→{b} {count}" for (a, b), count in wrong.most_common(SHOWN)))
    for name, value in results.items():
        print(f"{name:28} {value:>10.2e}  at most {floors[name]:.1e}")
    return int(any(value > floors[name] for name, value in results.items()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
