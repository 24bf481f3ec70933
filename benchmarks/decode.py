"""How fast is decoding: ``python -m benchmarks.decode [MEGABYTES | corpus.jsonl.gz]``.

Each row is the best of several runs, in seconds of one core's time, as MB/s of the text's UTF-8
and as a ratio to plain ``bytes.decode`` of the same file, timed in turn with it. A reading is what
``decode`` does to settle the encoding, text, segments and patches; ``decode`` adds sha256 and the
view, which have rows of their own. Evidence of the script is what ``restore`` asks of every text.
Files are read as a whole.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.corpus import MEGABYTE, made_up, read_corpus
from tests.generate import traditional
from transforms.decode import DecodeError, decode, read, view
from transforms.restore.script import source_script
from transforms.restore.traits import traits_of

RUNS = 5
DAMAGED = 250_000  # code points: what is looked at by lines is slower


def main(text: str) -> None:
    """Print the table."""
    decode("预热。".encode("gbk"), "warm")  # tables and detectors are built on first use
    source_script("预热。", traits_of("预热。"))
    print(f"{'':38} {'MB/s':>8} {'x bytes.decode':>15}")
    print(f"{len(text):,} code points as they come")
    utf8, gb18030 = text.encode(), text.encode("gb18030")
    _row("sha256", text, utf8, "utf-8", lambda: hashlib.sha256(utf8).hexdigest())
    _row("view", text, utf8, "utf-8", lambda: view(text))
    _row("script", text, utf8, "utf-8", lambda: source_script(text, traits_of(text)))
    _row("a reading of UTF-8", text, utf8, "utf-8", lambda: read(utf8))
    _row("a reading of GB 18030", text, gb18030, "gb18030", lambda: read(gb18030))
    utf16 = text.encode("utf-16")
    _row("a reading of UTF-16", text, utf16, "utf-16", lambda: read(utf16))
    _row("decode UTF-8", text, utf8, "utf-8", lambda: decode(utf8))
    _row("decode GB 18030", text, gb18030, "gb18030", lambda: decode(gb18030))
    part = text[:DAMAGED]
    print(f"{len(part):,} code points")
    big5 = traditional(part).encode("big5", "ignore")
    _row("a reading of Big5", big5.decode("big5"), big5, "big5", lambda: read(big5))
    for name, data in _damaged(part).items():
        size = data.decode("utf-8", "replace")
        _row(name, size, data, "latin-1", lambda data=data: _read_or_refuse(data))  # type: ignore[misc]


def _damaged(text: str) -> dict[str, bytes]:
    """Return files that need a closer look, and files that are no text at all."""
    gb18030, utf8 = text.encode("gb18030"), text.encode()
    middle = gb18030.index(b"\n", len(gb18030) // 2) + 1
    short = "\n".join(text.replace("\n", "")[at : at + 12] for at in range(0, len(text), 12))
    lines = short.encode("gb18030").split(b"\n")
    scattered = [line + b"\xff" if number % 80 == 40 else line for number, line in enumerate(lines)]
    generator = random.Random(1)
    return {
        "a bad byte in GB 18030": gb18030[:middle] + b"\xff" + gb18030[middle:],
        "a bad byte in UTF-8": utf8[: len(utf8) // 2] + b"\xff" + utf8[len(utf8) // 2 :],
        "many bad bytes, short lines": b"\n".join(scattered),
        "GB 18030, then UTF-8": gb18030[:middle] + utf8,
        "UTF-8 read as GBK": utf8.decode("gb18030", "replace").encode(),
        "UTF-8 read as Latin-1": utf8.decode("latin-1").encode(),
        "random bytes": generator.randbytes(1_000_000),
        "random bytes of GBK": bytes(generator.choices(range(0x81, 0xFF), k=1_000_000)),
        "lines of one bad byte": b"\xff\n" * 300_000,
        "GBK, every line with a bad byte": b"\xff\n".join(lines),
        "one line of bad bytes and GBK": b"\xff".join(lines),
    }


def _read_or_refuse(data: bytes) -> None:
    try:
        read(data)
    except DecodeError:
        return


def _row(name: str, text: str, data: bytes, codec: str, function: Callable[[], object]) -> None:
    """Time a function in turn with ``data.decode(codec)``, and print the best of each."""
    size = len(text.encode()) / MEGABYTE
    best = plain = float("inf")
    for _ in range(RUNS):
        began = time.process_time()
        data.decode(codec)
        between = time.process_time()
        function()
        ended = time.process_time()
        plain = min(plain, between - began)
        best = min(best, max(ended - between, 1e-9))
        if best > 2:
            break
    print(f"{name:38} {size / best:>8.1f} {best / plain:>15.1f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", default="8", help="MB to make up, or a file of yours")
    parser.add_argument("--limit", type=float, default=8, metavar="MB", help="of a file: so much")
    chosen = parser.parse_args()
    file = Path(chosen.corpus)
    sources = (
        read_corpus(file, int(chosen.limit * MEGABYTE))
        if file.exists()
        else made_up(float(chosen.corpus))
    )
    main("\n".join(data.decode() for _, data in sources))
