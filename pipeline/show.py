"""Show: the summary of an output, a record, or the sheet of what was removed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline import output, rules, spoken
from pipeline.config import USAGE, Stop
from pipeline.summary import account
from transforms.schema import BLANK, BODY
from transforms.write import LedgerRow

LISTED = 20  # records that a title may match before only their number is told
AROUND = 15  # code points of the record on each side of an edit

ANYTHING_ELSE = ("text", "title", "id")  # of a record: shown at the top or the bottom


class Removed(NamedTuple):
    """Text of a source that a record does not hold as it stands, and why: a row of the sheet."""

    source: str
    start: int
    end: int
    label: str
    rule: str
    reason: str
    why: str
    id: str
    survivor: str
    raw: str
    new: str


# -------------------------------------------------------------------------------- the output


def show(out: str) -> Iterator[str]:
    """Yield the lines of the summary of an output."""
    manifest = output.read_manifest(out)
    dead_letters, skipped = (output.read_lines(out, name) for name in output.UNREAD)
    yield from account(manifest["counts"], out, dead_letters, skipped)
    inputs, versions = manifest["inputs"], manifest["versions"]
    options = (f"{name} {rules.option(name, value)}" for name, value in manifest["options"].items())
    yield "  options     " + " · ".join(options)
    yield f"  inputs      {inputs['files']:,} files, sha256 {inputs['sha256']}"
    version, code = versions.get("jiaokan", ""), versions.get("code", "")
    yield f"  made by     jiaokan {version}, code {code[:12]}"


# -------------------------------------------------------------------------------- the record


def find(out: str, manifest: Mapping[str, Any], wanted: str) -> list[dict[str, Any]]:
    """Return the records that an id, a beginning of ids, or words of a title name.

    An id or a whole title comes before a part of one.
    """
    by_rank: dict[int, list[dict[str, Any]]] = {}
    for record in output.records(out, manifest):
        titles = (record["title"], record["listed_title"])
        if record["id"] == wanted:
            return [record]
        if wanted in titles:
            by_rank.setdefault(0, []).append(record)
        elif len(wanted) >= 4 and record["id"].startswith(wanted):
            by_rank.setdefault(1, []).append(record)
        elif any(wanted in title for title in titles):
            by_rank.setdefault(2, []).append(record)
    return by_rank[min(by_rank)] if by_rank else []


def record(out: str, wanted: str) -> Iterator[str]:
    """Yield the lines of the record that is wanted, or of a list of the records it may be."""
    found = find(out, output.read_manifest(out), wanted) if wanted else []
    if not found:
        raise Stop(
            USAGE,
            f"{out} has no record with the id or title {wanted!r}; give an id or a part of a title",
        )
    if len(found) > 1:
        yield f"{len(found):,} records are named {spoken.visible(wanted)!r}; give the id of one:"
        for each in found[:LISTED]:
            title, source = spoken.visible(each["title"]), spoken.visible(each["source"])
            yield f"  {each['id']}  {title}  ({source})"
        if len(found) > LISTED:
            yield f"  … and {len(found) - LISTED:,} more"
        return
    (only,) = found
    yield f"{only['id']}  {spoken.visible(only['title'])}"
    for name, value in only.items():
        if name in ANYTHING_ELSE or value in ("", [], 0, False):
            continue
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield f"  {name:<19} {spoken.visible(shown)}"
    yield ""
    yield from (spoken.visible(line) for line in only["text"].splitlines())


# ------------------------------------------------------------------------------- the removed


def removed(out: str, rule: str = "", sample: int = 0) -> list[Removed]:
    """Return what is in no record, in order; empty lines only when their rule is asked for.

    ``rule`` is the name of a rule, of a group (``chrome``) or of a label; a rule that edits gives
    its edits. A ``sample`` is chosen by a hash of the places: it is always the same.
    """
    manifest = output.read_manifest(out)
    own = rules.own(manifest)
    seen: set[str] = set()
    found: list[Removed] = []
    for unit in output.units(out, manifest):
        texts = {record["id"]: record["text"] for record in unit.data} if rule else {}
        used: dict[str, int] = {}
        for row in unit.ledger:
            kept = row.label == BODY and row.id != ""
            seen.update((row.rule, row.label, *row.edit_rule))
            if rule:
                found += _edits(row, rule, texts, used)
            if kept or not (_named(rule, row) if rule else row.label != BLANK):
                continue
            found.append(
                Removed(
                    row.source, row.start, row.end, row.label, row.rule, row.reason,
                    own.get(row.rule) or rules.why(row.rule), row.id, row.survivor, row.raw, "",
                )
            )  # fmt: skip
    if rule and not found and rule not in seen and not rules.group(rule) and not rules.why(rule):
        raise Stop(USAGE, f"there is no rule, group or label {rule!r}; jiaokan rules lists them")
    return _sample(found, sample) if 0 < sample < len(found) else found


def _named(rule: str, row: LedgerRow) -> bool:
    return rule in (row.rule, row.label, row.rule.partition(":")[0])


def _edits(
    row: LedgerRow, rule: str, texts: Mapping[str, str], used: dict[str, int]
) -> Iterator[Removed]:
    """Yield the edits of a row that a rule made, each with the record's words around it."""
    if not row.edit_rule and row.label != BODY:
        return
    text = texts.get(row.id, "") if row.label == BODY else ""
    at, place = row.start, used.get(row.id, 0)
    edits = zip(row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True)
    for start, raw, new, name in edits:
        place += start - at
        if rule in (name, name.partition(":")[0]):
            before, behind = text[max(0, place - AROUND) : place], text[place + len(new) :][:AROUND]
            yield Removed(
                row.source, start, start + len(raw), "edit", name,
                f"{before}[{new}]{behind}" if text else "", rules.why(name), row.id, "", raw, new,
            )  # fmt: skip
        place += len(new)
        at = start + len(raw)
    if row.label == BODY:
        used[row.id] = place + row.end - at


def _sample(rows: list[Removed], most: int) -> list[Removed]:
    """Return so many rows, in order: of each rule in turn one more, so that rare ones show."""
    turns: Counter[str] = Counter()
    order: list[tuple[int, int, Removed]] = []
    for row in sorted(rows, key=_place):
        order.append((turns[row.rule], len(order), row))
        turns[row.rule] += 1
    chosen = {row for _, _, row in sorted(order, key=itemgetter(0, 1))[:most]}
    return [row for row in rows if row in chosen]


def _place(row: Removed) -> bytes:
    return hashlib.sha256(f"{row.source}\0{row.start}\0{row.rule}".encode()).digest()


def as_lines(rows: list[Removed]) -> Iterator[str]:
    """Yield the rows for a terminal, those of a source together."""
    source = None
    for row in rows:
        if row.source != source:
            source = row.source
            yield spoken.visible(source)
        what = spoken.short(row.raw, 100)
        if row.label == "edit":
            what = f"{what or 'nothing'} → {spoken.short(row.new, 40) or 'nothing'}"
        yield f"  {row.start}:{row.end}  {row.rule}  {what}"
        yield f"      {spoken.visible(row.reason)}" + (f" ({row.why})" if row.why else "")
    count = sum(row.end - row.start for row in rows)
    yield f"{len(rows):,} passages, {count:,} code points"


def as_csv(rows: list[Removed]) -> str:
    """Return the rows as a sheet."""
    return spoken.sheet(Removed._fields, rows)
