"""What the program does to clean laws, which it should leave alone: ``make quality CORPUS=…``.

The corpus is JSON lines (.gz or plain) with ``id`` and ``text``. Each text is cleaned by itself;
counted are the sources that did not stay one document, what was taken from their text, by label,
and the edits, by rule. ``laws.json`` holds the counts of the last change, with the corpus's sha256;
``laws_ceilings.json`` the most that may be taken, each of them read and found right (a printed
imprint; titles that stand twice). Exits with 1 where more is taken.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from jiaokan import collate
from transforms.schema import BLANK, BODY, HEADING, Collation

RESULTS = Path(__file__).with_name("laws.json")
CEILINGS = Path(__file__).with_name("laws_ceilings.json")
REPEATED = "heading:repeated"
SHOWN = 20  # places printed of each kind


def measure(path: Path) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the counts over a corpus, and places where each was met."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    count: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    places: dict[str, list[str]] = {}
    for line in lines:
        law = json.loads(line)
        collation = collate(law["text"].encode(), law["id"])
        count["sources"] += 1
        count["code points"] += len(collation.text.text)
        removed = sum(len(_stretch(collation, *each[:2])) for each in _removed(collation))
        count["removed as repeats"] += removed
        count["marked repeats"] += sum(each.action == "marked" for each in collation.repeats)
        found = [("removed", _stretch(collation, *each[:2])) for each in _removed(collation)]
        if len(collation.documents) != 1:
            count["not one document"] += 1
            found.append(("not one document", f"{len(collation.documents)} documents"))
        for block in collation.blocks:
            if block.label not in (BODY, BLANK, HEADING) or block.rule == REPEATED:
                kind = block.rule if block.rule == REPEATED else block.label
                taken[kind] += block.end - block.start
                found.append((kind, _stretch(collation, block.start, block.end)))
        for document in collation.documents:
            edits.update(edit.rule for edit in document.edits)
        for kind, words in found:
            places.setdefault(kind, []).append(f"{law['id']}: {words[:80]!r}")
    counts = {
        "corpus_sha256": hashlib.sha256(data).hexdigest(),
        **count,
        "code points taken, by label": dict(sorted(taken.items())),
        "edits, by rule": dict(sorted(edits.items())),
    }
    return counts, places


def _removed(collation: Collation) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in collation.repeats if each.action == "removed"]


def _stretch(collation: Collation, start: int, end: int) -> str:
    return collation.text.text[start:end]


def main(path: Path, keep: bool) -> int:
    """Print the counts beside those of before; 1 if more was taken than the ceilings allow."""
    counts, places = measure(path)
    before = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for kind, found in sorted(places.items()):
        print(f"{kind}: {len(found):,}", *found[:SHOWN], sep="\n    ")
    print(f"\n{'':32} {'now':>12} {'before':>12}")
    for name, now, then in _rows(counts, before):
        print(f"{name:32} {now:>12} {then:>12}")
    if keep:
        RESULTS.write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    ceilings = json.loads(CEILINGS.read_text("utf-8"))
    over = {
        kind: len(found) for kind, found in places.items() if len(found) > ceilings.get(kind, 0)
    }
    for kind, count in over.items():
        print(f"{kind}: {count:,} places, at most {ceilings.get(kind, 0):,} are right")
    return int(bool(over))


def _rows(now: dict[str, Any], before: dict[str, Any]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for name in [*now, *(name for name in before if name not in now)]:
        new, old = now.get(name, ""), before.get(name, "")
        if isinstance(new, dict) or isinstance(old, dict):
            rows.append((name, "", ""))
            rows += [(f"  {n}", a, b) for n, a, b in _rows(new or {}, old or {})]
        else:
            rows.append((name, str(new)[:12], str(old)[:12]))
    return rows


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--keep" in sys.argv[2:]))
