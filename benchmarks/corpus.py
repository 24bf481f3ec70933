"""What the benchmarks run on: made-up sources, or a corpus of yours (JSON lines with "text")."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.generate import STYLES, compilation, web_page

MEGABYTE = 1_000_000


def made_up(megabytes: float) -> list[tuple[str, bytes]]:
    """Return sources of all styles, about that large together, as (name, UTF-8 bytes)."""
    sources: list[tuple[str, bytes]] = []
    left, seed = megabytes * MEGABYTE, 0
    while left > 0:
        style = list(STYLES)[seed % len(STYLES)]
        texts = [(style, compilation(seed, style, documents=20).text)]
        texts += [("web_page", web_page(100 * seed + n).text) for n in range(5)]
        for name, text in texts:
            sources.append((f"{len(sources):05d}-{name}.txt", text.encode()))
            left -= len(sources[-1][1])
        seed += 1
    return sources


def read_corpus(path: Path, limit: int = 0) -> list[tuple[str, bytes]]:
    """Return the texts of a JSON lines file, .gz or plain; of the first ``limit`` bytes, or all."""
    sources: list[tuple[str, bytes]] = []
    size = 0
    open_file = gzip.open if path.suffix == ".gz" else open
    with open_file(path, "rt", encoding="utf-8") as file:
        for line in file:
            data = json.loads(line)["text"].encode()
            sources.append((f"{len(sources):05d}.txt", data))
            size += len(data)
            if limit and size >= limit:
                break
    return sources
