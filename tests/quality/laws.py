"""What the program does to clean laws, which it should leave alone: ``make quality CORPUS=…``.

The corpus is JSON lines (.gz or plain) with ``id`` and ``text``. Each text is cleaned by itself;
counted are the sources that did not stay one document, what was taken from their text, by label,
and the edits, by rule. Where the corpus also gives ``title`` and ``region`` (a province, "" for
the nation's) of each law, they are compared with what was read; so is the day of effect where the
last article names one. ``laws.json`` holds the counts of the last change, with the corpus's sha256;
``laws_ceilings.json`` the most that may be taken, each of them read and found right (a printed
imprint; titles that stand twice). Exits with 1 where more is taken.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jiaokan import collate
from tests.quality.measure import folded
from transforms.schema import BLANK, BODY, HEADING, Collation
from transforms.tables.regions import NATION, PROVINCES

RESULTS = Path(__file__).with_name("laws.json")
CEILINGS = Path(__file__).with_name("laws_ceilings.json")
REPEATED = "heading:repeated"
SHOWN = 20  # places printed of each kind

RIGHT, SILENT, WRONG = "right", "silent", "wrong"
_CODES = {province.short: province.code[:2] for province in PROVINCES} | {"": NATION.code[:2]}
# The last article in ASCII digits; those in Chinese numerals are few.
_LAST_ARTICLE = re.compile(
    r"\n *第[^ \n]{1,9}条[ \u3000]*本(?:法|条例|办法|规定|解释|细则)自"
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日起(?:施行|实施)。[^条]{0,200}$"
)


def measure(path: Path) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return the counts over a corpus, and places where each was met."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    count: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    facts: Counter[str] = Counter()
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
        if collation.documents:
            for field, verdict, words in _judged(law, collation):
                facts[f"{field} {verdict}"] += 1
                if verdict == WRONG:
                    found.append((f"{field} wrong", words))
        for kind, words in found:
            places.setdefault(kind, []).append(f"{law['id']}: {words[:80]!r}")
    counts = {
        "corpus_sha256": hashlib.sha256(data).hexdigest(),
        **count,
        "code points taken, by label": dict(sorted(taken.items())),
        "edits, by rule": dict(sorted(edits.items())),
        "facts": dict(sorted(facts.items())),
    }
    return counts, places


def _judged(law: Mapping[str, str], collation: Collation) -> Iterator[tuple[str, str, str]]:
    """Yield field, verdict, and what was wanted and found, for what the corpus knows of a law."""
    found = {fact.field: fact.value for fact in reversed(collation.documents[0].facts)}
    if "title" in law:
        # Many stand twice at the head, once with 、 between the organs and once with a gap.
        wanted, title = (
            folded(words).replace("、", "") for words in (law["title"], found.get("title", ""))
        )
        yield _verdict("title", wanted, title)
    if law.get("region") in _CODES:
        yield _verdict("region", _CODES[law["region"]], found.get("region_code", "")[:2])
    day = _LAST_ARTICLE.search(law["text"])
    if day:
        wanted = "-".join(part.zfill(2) for part in day.groups())
        yield _verdict("effective", wanted, found.get("effective", ""))


def _verdict(field: str, wanted: str, found: str) -> tuple[str, str, str]:
    verdict = RIGHT if found == wanted else WRONG if found else SILENT
    return field, verdict, f"{wanted}, found {found}"


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
