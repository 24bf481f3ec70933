"""Laws put into traditional script and back: ``python -m tests.quality.script laws.jsonl.gz``.

Each law goes through OpenCC's s2t, s2hk and s2tw, and through s2t that keeps what has several
traditional forms, and comes back by ``restore``, which finds the configuration by itself. The
overrides were chosen on the laws of even rank; counted are the characters that differ on those of
odd rank, and, over all laws, those that change in simplified text as it is. Exits with 1 where a
floor of ``script.json`` does not hold.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from transforms.restore.script import configuration, converted, source_script
from transforms.restore.traits import converter, traits_of

FLOORS = Path(__file__).with_name("script.json")
KEPT = "于里制干云后余系面松只"  # what a mechanical conversion leaves, since it has several forms
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


def mechanical(text: str) -> str:
    """Return the text in traditional script, less the characters that have several forms."""
    made = converter("s2t").convert(text)
    return "".join(a if a in KEPT else b for a, b in zip(text, made, strict=True))


def round_trip(
    texts: Iterable[str], into: str, forth: Callable[[str], str]
) -> tuple[float, Counter[tuple[str, str]]]:
    """Return the share of wrong characters after ``forth`` and back, and which they were."""
    wrong: Counter[tuple[str, str]] = Counter()
    size = 0
    for text in texts:
        back = simplified(forth(text))
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
    forths = {into: converter(into).convert for into in ("s2t", "s2hk", "s2tw")}
    for into, forth in {**forths, "mechanical s2t": mechanical}.items():
        results[into], wrong = round_trip(texts[1::2], into, forth)
        print(into, *(f"{a}→{b} {count}" for (a, b), count in wrong.most_common(SHOWN)))
    for name, value in results.items():
        print(f"{name:28} {value:>10.2e}  at most {floors[name]:.1e}")
    return int(any(value > floors[name] for name, value in results.items()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
