"""Measures of the program's output on the committed sources against the gold, as plain numbers.

The gold and how it was made: ``gold/README.md``. Everything here is a pure function but
``records_of``, which runs the stages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

HERE = Path(__file__).parent
SOURCES = HERE.parent.parent / "raw"
GOLD = HERE / "gold"

Row = dict[str, Any]

OPTIONAL = "␤"  # in a gold text: a line may end here or not, and counts for nothing


class Found(NamedTuple):
    """A document as the program has it; offsets are those of its first and past its last body
    code point, wherever the blocks around them lie."""

    source: str
    ordinal: int
    start: int
    end: int
    text: str
    facts: dict[str, list[str]]


class Metric(NamedTuple):
    """A share of 1 (or a count of faults, when ``is_count``) and the worst cases behind it."""

    name: str
    value: float
    worst: tuple[str, ...] = ()
    is_count: bool = False


# --------------------------------------------------------------------------------- the gold


def gold_documents() -> list[Row]:
    """Return the 118 documents of the sources, in order."""
    lines = (GOLD / "documents.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gold_places() -> list[Row]:
    """Return the hand-picked places and how each must read in its record."""
    lines = (GOLD / "places.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gold_texts() -> dict[tuple[str, int], str]:
    """Return the hand-made record texts by (source prefix of three digits, index)."""
    out = {}
    for path in sorted((GOLD / "text").glob("*.txt")):
        number = re.match(r"(\d{3})(?:-(\d{3}))?-", path.name)
        assert number, path.name
        out[number[1], int(number[2] or 0)] = path.read_text("utf-8").removesuffix("\n")
    return out


# ------------------------------------------------------------------------------ the program


def records_of(folder: Path) -> list[Found]:
    """Run the pure stage functions on every file of ``folder`` and return its documents."""
    from transforms import decode, deduplicate, describe, label, render, restore, segment, split
    from transforms.schema import DeadLetter

    out = []
    for path in sorted(folder.iterdir()):
        text = decode.decode(path.read_bytes(), path.name)
        assert not isinstance(text, DeadLetter), path.name
        collation = split.split(label.label(segment.segment(text)))
        collation = restore.restore(deduplicate.find_repeats(collation, "within"))
        collation = describe.describe(collation)
        for index, document in enumerate(collation.documents):
            blocks = render.blocks_of(collation, document)
            lines = render.paragraphs(text.text, blocks, document.edits)
            facts: dict[str, list[str]] = {}
            for fact in document.facts:
                facts.setdefault(fact.field, []).append(fact.value)
            out.append(
                Found(
                    path.name, index,
                    lines[0][1] if lines else document.start,
                    lines[-1][2] if lines else document.end,
                    render.render(text.text, blocks, document.edits),
                    facts,
                )
            )  # fmt: skip
    return out


# --------------------------------------------------------------------------------- measures

FOLD = str.maketrans("（），：；〈〉<>［］—–", "(),:;《》《》[]--")


def folded(value: str) -> str:
    """Return ``value`` without what a title may differ in: width, dashes, spaces, inner 〈〉."""
    return re.sub(r"\s", "", value.translate(FOLD))


def first(found: Found, field: str) -> str:
    """Return the field's first value, "" when there is none."""
    return found.facts.get(field, [""])[0]


def page(found: Found, field: str) -> int:
    """Return a page as a number, 0 when there is none."""
    value = first(found, field)
    return int(value) if value.isdecimal() else 0


def is_draft(found: Found) -> bool:
    """Return the field as ``write`` reads it."""
    return first(found, "draft") not in ("", "0", "false")


FIELDS: dict[str, Callable[[Row, Found], tuple[Any, Any]]] = {
    "starts": lambda row, found: (row["start"], found.start),
    "ends": lambda row, found: (row["end"], found.end),
    "title": lambda row, found: (folded(row["title"]), folded(first(found, "title"))),
    "listed_title": lambda row, found: (
        folded(row["listed_title"]), folded(first(found, "listed_title"))
    ),
    "region": lambda row, found: (row["region"], first(found, "region")),
    "url": lambda row, found: (row["url"], first(found, "url")),
    "page_start": lambda row, found: (row["page_start"], page(found, "page_start")),
    "page_end": lambda row, found: (row["page_end"], page(found, "page_end")),
    "draft": lambda row, found: (row["draft"], is_draft(found)),
    "doc_number": lambda row, found: (
        folded(row["doc_number"]), folded(first(found, "doc_number"))
    ),
    "signed": lambda row, found: (row["signed"], first(found, "signed")),
    "issuers": lambda row, found: (row["issuers"], found.facts.get("issuers", [])),
}  # fmt: skip

JUDGED: dict[str, Callable[[Row], bool]] = {
    "listed_title": lambda row: row["listed_title"] is not None,
    "signed": lambda row: row["signed"] is not None,
    "issuers": lambda row: bool(row["issuers"]),
}


def pairs_of(gold: Sequence[Row], found: Sequence[Found]) -> list[tuple[Row, Found | None]]:
    """Pair each gold document with the found one that begins nearest, each once, in order.

    By nearness and not by number, so that one missing document spoils one row only.
    """
    rest = list(found)
    out: list[tuple[Row, Found | None]] = []
    for row in gold:
        near = [one for one in rest if one.source == row["source"]]
        best = min(near, key=lambda one: abs(one.start - row["start"]), default=None)
        if best and abs(best.start - row["start"]) > max(400, (row["end"] - row["start"]) // 2):
            best = None
        if best:
            rest.remove(best)
        out.append((row, best))
    return out


def name_of(row: Row) -> str:
    """Return a short name of a gold document for messages."""
    return f"{row['source'][:3]}#{row['index']} {row['title'][:24]}"


def field_metrics(gold: Sequence[Row], found: Sequence[Found]) -> list[Metric]:
    """Return the share of documents right, field by field, and the invented issuers."""
    pairs = pairs_of(gold, found)
    out = []
    for field, compare in FIELDS.items():
        judged = [pair for pair in pairs if JUDGED.get(field, lambda row: True)(pair[0])]
        worst = []
        for row, one in judged:
            want, got = compare(row, one) if one else ("the document", "nothing")
            if want != got:
                worst.append(f"{name_of(row)}: {want!r}, found {got!r}")
        out.append(Metric(field, 1 - len(worst) / len(judged), tuple(worst)))
    invented = [
        f"{name_of(row)}: {one.facts['issuers']}"
        for row, one in pairs
        if one and row["issuers"] == [] and one.facts.get("issuers")
    ]
    out.append(Metric("issuers_invented", len(invented), tuple(invented), is_count=True))
    return out


def order_metric(gold: Sequence[Row], found: Sequence[Found]) -> Metric:
    """Return the documents too many, too few or out of order."""
    want = [(row["source"], row["index"]) for row in gold]
    got = [(one.source, one.ordinal) for one in found]
    worst = [f"{a}, found {b}" for a, b in zip_longest(want, got) if a != b]
    starts = [(one.source, one.start) for one in found]
    if starts != sorted(starts):
        worst.append("documents are not in the order of their sources")
    return Metric("documents_wrong", len(worst), tuple(worst), is_count=True)


def breaks_of(text: str) -> tuple[str, set[int], set[int]]:
    """Return the text without line ends, the places of its breaks, and of the optional ones."""
    flat: list[str] = []
    breaks: set[int] = set()
    optional: set[int] = set()
    for char in text:
        if char == "\n":
            breaks.add(len(flat))
        elif char == OPTIONAL:
            optional.add(len(flat))
        else:
            flat.append(char)
    return "".join(flat), breaks, optional


class Comparison(NamedTuple):
    """A record text against its gold: counts of code points, and breaks by place in the gold."""

    size: int
    kept: int
    foreign: int
    right: int
    missing: tuple[int, ...]
    extra: tuple[int, ...]
    differences: tuple[str, ...]


def compare(gold: str, text: str) -> Comparison:
    """Align a record text with its gold (Levenshtein over code points, line ends aside).

    A code point is kept when it is aligned with its equal; what the text has besides is foreign.
    """
    want, wanted, optional = breaks_of(gold)
    got, had, _ = breaks_of(text)
    kept = 0
    at: dict[int, int] = {}
    differences = []
    codes = Levenshtein.opcodes(want, got)
    for code in codes:
        span = code.dest_end - code.dest_start
        for step in range(span + 1):
            at.setdefault(code.dest_start + step, min(code.src_start + step, code.src_end))
        if code.tag == "equal":
            kept += span
            at[code.dest_start] = code.src_start
        else:
            before = want[max(0, code.src_start - 8) : code.src_start]
            old, new = (
                want[code.src_start : code.src_end],
                got[code.dest_start : code.dest_end],
            )
            differences.append(f"…{before}[{old[:30]} → {new[:30]}]")
    found = {at[place] for place in had} - optional
    return Comparison(
        len(want), kept, len(got) - kept, len(wanted & found),
        tuple(sorted(wanted - found)), tuple(sorted(found - wanted)), tuple(differences),
    )  # fmt: skip


def text_metrics(texts: dict[tuple[str, int], str], found: Sequence[Found]) -> list[Metric]:
    """Return retention, foreign share and paragraph breaks over all hand-made texts together."""
    by_key = {(one.source[:3], one.ordinal): one.text for one in found}
    size = kept = foreign = right = missed = extra = 0
    lost: list[str] = []
    breaks: list[str] = []
    for key, gold in texts.items():
        result = compare(gold, by_key.get(key, ""))
        flat = breaks_of(gold)[0]
        size, kept, foreign = size + result.size, kept + result.kept, foreign + result.foreign
        right, missed = right + result.right, missed + len(result.missing)
        extra += len(result.extra)
        name = f"{key[0]}#{key[1]} kept {result.kept}/{result.size} foreign {result.foreign}"
        lost += [f"{name}: {one}" for one in result.differences]
        for kind, places in (("missing", result.missing), ("extra", result.extra)):
            breaks += [
                f"{key[0]}#{key[1]} {kind}: {flat[max(0, at - 12) : at]}|{flat[at : at + 12]}"
                for at in places
            ]
    precision = right / (right + extra) if right + extra else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    return [
        Metric("retention", kept / size, tuple(lost)),
        Metric("foreign", foreign / size, tuple(lost)),
        Metric("paragraph_precision", precision, tuple(b for b in breaks if " extra" in b)),
        Metric("paragraph_recall", recall, tuple(b for b in breaks if " missing" in b)),
        Metric("paragraph_f1", both, tuple(breaks)),
    ]


def place_metric(places: Iterable[Row], found: Sequence[Found]) -> Metric:
    """Return the share of the hand-picked places that read as they must (breaks included)."""
    by_key = {(one.source, one.ordinal): "\n" + one.text for one in found}
    rows = list(places)
    worst = [
        f"{row['source'][:3]}#{row['index']} {row['why']}: no {row['reads']!r}"
        for row in rows
        if row["reads"] not in by_key.get((row["source"], row["index"]), "")
    ]
    return Metric("places", 1 - len(worst) / len(rows), tuple(worst))


RESIDUE = {
    "page marker": r"第\d{1,4}页|——\d{1,4}——",
    "dot leader": r"[.．…·]{3,}",
    "address": r"https?:?//|www\.",
    "watermark or advert": r"更多干货|微信公号|碳中和资料库|kaiyan\d|weiduxilie|维度系列",
    "chrome": r"扫码|分享到|点击这里|违规举报|联系我们$|手机[:：]|email|VIP|非官网|浏览[:：]",
    "editor's note": r"本文有删减|原文如下",
    "mark-up": r"\*\*|^\s*[-*•]\s*$|<br|&nbsp;",
    "private use": r"[\ue000-\uf8ff]|\ufffd",
    "blank line or edge": r"\n\s*\n|\A\s|\n\Z|[ \t]\n",
    "imprint": r"抄送[：:]|日印发$|〔公开〕|〔主办〕",
    "folded punctuation": r"[\u4e00-\u9fff][,;:!?][\u4e00-\u9fff]",
}


def residue_metric(found: Sequence[Found]) -> Metric:
    """Return how often a record still holds what is not the document's own words."""
    worst = []
    for one in found:
        name = f"{one.source[:3]}#{one.ordinal}"
        for kind, pattern in RESIDUE.items():
            for match in re.finditer(pattern, one.text, re.MULTILINE):
                around = one.text[max(0, match.start() - 12) : match.end() + 12]
                worst.append(f"{name} {kind}: {around!r}")
        opening = one.text.split("\n", 1)[0]
        if len(opening) > 4 and folded(opening) == folded(first(one, "title")):
            worst.append(f"{name} own title again: {opening!r}")
    return Metric("residue", len(worst), tuple(worst), is_count=True)


def metrics_of(found: Sequence[Found]) -> list[Metric]:
    """Return all metrics of what the program made of the committed sources."""
    gold = gold_documents()
    return [
        order_metric(gold, found),
        *field_metrics(gold, found),
        *text_metrics(gold_texts(), found),
        place_metric(gold_places(), found),
        residue_metric(found),
    ]
