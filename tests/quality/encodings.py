"""How often is a file decoded exactly: ``python -m tests.quality.encodings [CORPUS] [options]``.

The files are those of ``tests.encoded``, from made-up texts or from a corpus (JSON lines, .gz or
plain, with "text"). Printed, beside what chardet and charset-normalizer make of the same files, is
the share that is exact, in each category and over all, and over texts below 60 code points; then
how many were refused, wrong, and wrong with a confidence of 0.9 or more. ``--keep`` writes the
floors in ``encodings.json``, and is for a seed that nothing was tuned on; ``--alone`` leaves the
others out. Below the table is how many files were wrong at each confidence.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.encoded import CATEGORIES, CHINESE, Encoded, files, is_exact, made_up_texts
from transforms.decode import DecodeError, decode

FLOORS = Path(__file__).with_name("encodings.json")
SEED = 7
EACH = {"made up": 2, "corpus": 6}  # files of a category and length
SURE = 0.9
Reader = Callable[[bytes], tuple[str | None, float]]


@dataclass
class Tally:
    """What became of some files."""

    files: int = 0
    exact: int = 0
    short: int = 0
    short_exact: int = 0
    refused: int = 0
    wrong: int = 0
    sure: int = 0
    sure_wrong: int = 0

    def add(self, file: Encoded, text: str | None, confidence: float) -> bool:
        """Count a file read as ``text``, None where it was refused; True if that is right."""
        exact = text is not None and is_exact(file, text)
        sure = text is not None and confidence >= SURE
        self.files += 1
        self.exact += exact
        self.short += file.length == "short"
        self.short_exact += exact and file.length == "short"
        self.refused += text is None
        self.wrong += text is not None and not exact
        self.sure += sure
        self.sure_wrong += sure and not exact
        return exact

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, ...]:
        """The fields, in order."""
        return tuple(vars(self).values())

    @property
    def rate(self) -> float:
        """Share that is exact."""
        return self.exact / max(self.files, 1)

    @property
    def short_rate(self) -> float:
        """Share of the short ones that is exact."""
        return self.short_exact / max(self.short, 1)


def ours(data: bytes) -> tuple[str | None, float]:
    """Read bytes as the product does."""
    try:
        decoded = decode(data)
    except DecodeError:
        return None, 0.0
    return decoded.text, decoded.confidence


def by_chardet(data: bytes) -> tuple[str | None, float]:
    """Read bytes in the encoding that chardet names."""
    import chardet

    answer = chardet.detect(data)
    return _in(data, answer["encoding"]), float(answer["confidence"] or 0)


def by_charset_normalizer(data: bytes) -> tuple[str | None, float]:
    """Read bytes in the encoding that charset-normalizer names."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    return _in(data, best.encoding if best else None), 1 - best.chaos if best else 0.0


def _in(data: bytes, encoding: str | None) -> str | None:
    """Return bytes read in a named encoding: GB 2312 and GBK as gb18030, bad bytes as U+FFFD."""
    if encoding is None:
        return None
    if encoding.lower() in ("gb2312", "gbk"):
        encoding = "gb18030"
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None


def measure(cases: Iterable[Encoded], read: Reader) -> tuple[dict[str, Tally], list[Encoded]]:
    """Return a tally for each category, and the files that are not exact."""
    tallies = {category: Tally() for category in CATEGORIES}
    missed = [file for file in cases if not tallies[file.category].add(file, *read(file.data))]
    return tallies, missed


def total(tallies: dict[str, Tally], categories: Sequence[str] = CATEGORIES) -> Tally:
    """Return the sum over categories."""
    return sum((tallies[category] for category in categories), Tally())


def floors_of(tallies: dict[str, Tally]) -> dict[str, Any]:
    """Return what ``encodings.json`` keeps of a run."""
    everything = total(tallies)
    return {
        "exact": round(everything.rate, 4),
        "exact, Chinese": round(total(tallies, CHINESE).rate, 4),
        "exact, short": round(everything.short_rate, 4),
        "sure and wrong": everything.sure_wrong,
        "sure": everything.sure,
        "categories": {name: round(tally.rate, 4) for name, tally in tallies.items()},
        "short": {name: round(tally.short_rate, 4) for name, tally in tallies.items()},
    }


def read_texts(path: Path) -> list[str]:
    """Return the texts of a corpus."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    return [json.loads(line)["text"] for line in lines]


def by_confidence(cases: Iterable[Encoded]) -> dict[float, tuple[int, int]]:
    """Return the files and the wrong of each confidence, by tenths, from SURE on by hundredths."""
    out: dict[float, tuple[int, int]] = {}
    for file in cases:
        text, confidence = ours(file.data)
        if text is not None:
            step = 100 if confidence >= SURE else 10
            step_of = int(confidence * step) / step
            files, wrong = out.get(step_of, (0, 0))
            out[step_of] = (files + 1, wrong + (not is_exact(file, text)))
    return dict(sorted(out.items()))


def below(tallies: dict[str, Tally], floors: dict[str, Any]) -> list[str]:
    """Return what is below its floor, in words."""
    now = floors_of(tallies)
    out = [name for name in ("exact", "exact, Chinese", "exact, short") if now[name] < floors[name]]
    out += ["sure and wrong"] if now["sure and wrong"] > floors["sure and wrong"] else []
    return out + [
        f"{name}, {kind}"
        for kind in ("categories", "short")
        for name, rate in now[kind].items()
        if rate < floors[kind].get(name, 0)
    ]


def main(corpus: str, seed: int, each: int, keep: bool, alone: bool) -> None:
    """Print the table."""
    kind = "corpus" if corpus else "made up"
    texts = read_texts(Path(corpus)) if corpus else made_up_texts(12, seed)
    cases = list(files(texts, seed, each or EACH[kind]))
    tallies, missed = measure(cases, ours)
    readers: list[Reader] = [] if alone else [by_chardet, by_charset_normalizer]
    others = [measure(cases, read)[0] for read in readers]
    heads = ["jiaokan", "short", "refused", "wrong", "sure", "sure, wrong"]
    heads += ["chardet", "short", "charset-normalizer", "short"] if others else []
    print("| files | n |", " | ".join(heads), "|")
    print("|---|" + "---:|" * (len(heads) + 1))
    for name in CATEGORIES:
        _row(name, [tallies[name], *(other[name] for other in others)])
    _row("**Chinese**", [total(tallies, CHINESE), *(total(other, CHINESE) for other in others)])
    _row("**all**", [total(tallies), *map(total, others)])
    print("\n| confidence from | files | wrong |\n|---:|---:|---:|")
    for least, (number, wrong) in by_confidence(cases).items():
        print(f"| {least} | {number:,} | {wrong} |")
    for file in missed[:20]:
        print(f"    {file.category}, {file.length}: {file.text[:50]!r}")
    floors = json.loads(FLOORS.read_text("utf-8"))
    if keep:
        floors[kind] = floors_of(tallies)
        if corpus:
            floors[kind]["corpus_sha256"] = hashlib.sha256(Path(corpus).read_bytes()).hexdigest()
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif (seed, each) == (SEED, 0) and _is_kept(corpus, floors[kind]):
        low = below(tallies, floors[kind])
        print("\n".join(f"below its floor: {name}" for name in low) or "no floor is missed")
        raise SystemExit(bool(low))


def _is_kept(corpus: str, floors: dict[str, Any]) -> bool:
    """Return whether the floors are those of the corpus."""
    return (
        not corpus
        or floors["corpus_sha256"] == hashlib.sha256(Path(corpus).read_bytes()).hexdigest()
    )


def _row(name: str, tallies: Sequence[Tally]) -> None:
    own, *others = tallies
    cells = [f"{own.files}", f"{own.rate:.3f}", f"{own.short_rate:.3f}", f"{own.refused}"]
    cells += [f"{own.wrong}", f"{own.sure}", f"{own.sure_wrong}"]
    for other in others:
        cells += [f"{other.rate:.3f}", f"{other.short_rate:.3f}"]
    print(f"| {name} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", default="")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--each", type=int, default=0, help="files of a category and length")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--alone", action="store_true")
    main(**vars(parser.parse_args()))
