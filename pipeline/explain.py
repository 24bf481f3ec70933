"""Explain: the story of a record or of a character, told from the tables of an output alone.

Where it came from, which rules touched it and why they are there, what was left out around it, and
which other texts it repeats, each with both texts and their differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline import output, rules, spoken
from pipeline.config import USAGE, Stop
from pipeline.output import Piece
from pipeline.verify import rebuild
from transforms.schema import BLANK, BODY
from transforms.write import DuplicateRow, FactRow, LedgerRow, Rows, SourceRow

AROUND = 20  # code points on each side of a character
NEIGHBOURS = 4  # removed blocks that are shown before a document, and behind it
EXAMPLES = 2  # edits that are shown of each rule
PAIRS = 12  # duplicates that are shown with their texts


class Source(NamedTuple):
    """All that an output knows of a source; ``text`` is the decoded source."""

    row: SourceRow
    ledger: list[LedgerRow]
    records: dict[str, dict[str, Any]]
    facts: list[FactRow]
    text: str


def explain(out: str, wanted: str) -> Iterator[str]:
    """Yield the lines of the story of ``wanted``: an id, or ``SOURCE:OFFSET`` in code points."""
    manifest = output.read_manifest(out)
    name, _, offset = wanted.rpartition(":")
    story = None
    pairs: list[DuplicateRow] = []
    for unit in output.units(out, manifest):
        pairs += unit.duplicates
        if wanted and any(row.id == wanted for row in unit.ledger):  # between documents it is ""
            source = next(row.source for row in unit.ledger if row.id == wanted)
            story = _source(unit, source)
        elif offset.isdecimal() and any(row.source == name for row in unit.sources):
            story = _source(unit, name)
    if story is None:
        raise Stop(
            USAGE,
            f"{out} has no record {wanted!r}, and no source of that name; give an id (jiaokan show "
            f"{out} TITLE finds it) or SOURCE:OFFSET",
        )
    if story.row.source == name and offset.isdecimal():
        if int(offset) >= story.row.code_points:
            raise Stop(USAGE, f"{name} has {story.row.code_points:,} code points: 0 is the first")
        told = list(_character(story, int(offset), pairs))
        span = (name, int(offset), int(offset) + 1)
    else:
        told = list(_record(story, wanted))
        span = _span(story, wanted)
    own = rules.own(manifest)
    yield from (_with_why(line, own) for line in told)
    yield from _duplicates(out, manifest, story, span, pairs)


def _with_why(line: str, own: Mapping[str, str]) -> str:
    """Return a line of the story; one that ends with a user's own rule says why it is there."""
    rule = line.rpartition("by ")[2]
    return f"{line}: {own[rule]}" if rule in own else line


def _source(unit: Rows, name: str) -> Source:
    """Return a source of a unit, its text put together again."""
    row = next(row for row in unit.sources if row.source == name)
    ledger = [each for each in unit.ledger if each.source == name]
    records = {record["id"]: record for record in unit.data if record["source"] == name}
    text = rebuild(ledger, {id: record["text"] for id, record in records.items()})
    return Source(row, ledger, records, [fact for fact in unit.facts if fact.source == name], text)


def _span(source: Source, id: str) -> tuple[str, int, int]:
    own = [row for row in source.ledger if row.id == id]
    return source.row.source, own[0].start, own[-1].end


# -------------------------------------------------------------------------------- the record


def _record(source: Source, id: str) -> Iterator[str]:
    record, (name, start, end) = source.records.get(id), _span(source, id)
    own = [row for row in source.ledger if row.id == id]
    title = spoken.visible(record["title"]) if record else "no record: see what was left out"
    yield f"{id}  {title}"
    yield "from"
    share = f"{end - start:,} of {source.row.code_points:,} code points"
    yield f"  {spoken.visible(name)} {start}:{end}, {share}"
    yield f"  {_decoded(source.row)}"
    if record:
        pages = f", pages {record['page_start']} to {record['page_end']}"
        sure = f"limits with confidence {record['split_confidence']}"
        yield f"  {sure}{pages if record['page_start'] else ''}"
        yield from (f"  warning: {warning}" for warning in record["warnings"])
    facts = [fact for fact in source.facts if fact.id == id]
    if facts:
        yield "fields"
    for fact in facts:
        where = f"{fact.start}:{fact.end}" if fact.end else "derived"
        yield f"  {fact.field:<14} {spoken.short(fact.value)}  {where}  {_ruled(fact.rule)}"
    yield "kept"
    body = [row for row in own if row.label == BODY]
    kept = record["chars"] if record else 0
    yield f"  {kept:,} code points, in {len(body):,} stretches of the source"
    yield from _changed(own, source, record)
    yield "left out inside"
    yield from _left_out([row for row in own if row.label != BODY])
    first, last = source.ledger.index(own[0]), source.ledger.index(own[-1])
    yield "left out before"
    yield from _left_out(_until_body(reversed(source.ledger[:first]))[::-1])
    yield "left out behind"
    yield from _left_out(_until_body(iter(source.ledger[last + 1 :])))


def _decoded(row: SourceRow) -> str:
    repaired = f", {len(row.patches):,} places kept as bytes" if row.patches else ""
    return (
        f"{row.bytes:,} bytes, sha256 {row.sha256}, decoded as {row.encoding} (confidence "
        f"{row.confidence}: {row.evidence}){repaired}"
    )


def _ruled(rule: str) -> str:
    return f"by {rule}" + (f": {rules.why(rule)}" if rules.why(rule) else "")


def _changed(
    own: Sequence[LedgerRow], source: Source, record: Mapping[str, Any] | None
) -> Iterator[str]:
    """Yield each rule that edited, how often, and its first edits with the words around them."""
    if not record:
        return
    by_rule: dict[str, list[Piece]] = {}
    for piece in output.pieces(own, record["id"]):
        if piece.rule:
            by_rule.setdefault(piece.rule, []).append(piece)
    if by_rule:
        yield "changed"
    for rule, edits in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {len(edits):,} {_ruled(rule)}"
        for piece in edits[:EXAMPLES]:
            raw, new = source.text[piece.start : piece.end], record["text"][piece.at : piece.until]
            before = record["text"][max(0, piece.at - AROUND) : piece.at]
            behind = record["text"][piece.until :][:AROUND]
            yield (
                f"    {piece.start}: {spoken.short(raw) or 'nothing'} → "
                f"{spoken.short(new) or 'nothing'}   {spoken.visible(f'{before}[{new}]{behind}')}"
            )


def _left_out(rows: Sequence[LedgerRow]) -> Iterator[str]:
    """Yield the blocks that are in no record, with the rule of each and its why."""
    if not rows:
        yield "  nothing"
    for row in rows:
        if row.label == BLANK:
            continue
        yield f"  {row.start}:{row.end} {row.label}  {spoken.short(row.raw)}"
        yield f"      {spoken.visible(row.reason)}; {_ruled(row.rule)}"
    empty = sum(row.label == BLANK for row in rows)
    if empty:
        yield f"  {empty:,} empty lines or byte order marks"


def _until_body(rows: Iterator[LedgerRow]) -> list[LedgerRow]:
    """Return the first rows up to the body of another document, but no more than a few."""
    found: list[LedgerRow] = []
    for row in rows:
        if row.label == BODY or sum(each.label != BLANK for each in found) == NEIGHBOURS:
            break
        found.append(row)
    return found


# ----------------------------------------------------------------------------- the character


def _character(source: Source, offset: int, pairs: Sequence[DuplicateRow]) -> Iterator[str]:
    text, name = source.text, source.row.source
    index = next(at for at, row in enumerate(source.ledger) if row.end > offset)
    row = source.ledger[index]
    here = text[offset]
    yield f"{spoken.visible(name)}:{offset}  {spoken.visible(here)}  U+{ord(here):04X}"
    before, behind = text[max(0, offset - AROUND) : offset], text[offset + 1 :][:AROUND]
    yield f"  {spoken.visible(before)}[{spoken.visible(here)}]{spoken.visible(behind)}"
    yield "from"
    yield f"  {_decoded(source.row)}"
    run = [each for each in source.row.segments if each["char_start"] <= offset]
    if run:
        yield f"  its bytes were read by {' then '.join(run[-1]['codecs'])}"
    for patch in source.row.patches:
        if patch["char_start"] <= offset < patch["char_end"]:
            yield f"  it stands for bytes that do not decode: {bytes(patch['raw']).hex(' ')}"
    yield "block"
    yield f"  {row.start}:{row.end} {row.label}, decided by {row.stage}, {_ruled(row.rule)}"
    yield from _fate(source, row, offset)
    for fact in source.facts:
        if fact.start <= offset < fact.end:
            yield f"  read into {fact.field} of {fact.id}, {_ruled(fact.rule)}"
    yield "left out before"
    yield from _left_out(_until_body(reversed(source.ledger[:index]))[::-1])
    yield "left out behind"
    yield from _left_out(_until_body(iter(source.ledger[index + 1 :])))


def _fate(source: Source, row: LedgerRow, offset: int) -> Iterator[str]:
    """Yield where the character is now: in a record, changed, or left out."""
    record = source.records.get(row.id)
    if row.label != BODY or not record:
        yield f"  not in a record: {spoken.visible(row.reason)}"
        if row.survivor:
            yield f"  its text is kept in {row.survivor}"
        if record:
            yield f"  it lies inside {row.id} {spoken.visible(record['title'])}"
        return
    yield f"  in the record {row.id} {spoken.visible(record['title'])}"
    own = [each for each in source.ledger if each.id == row.id]
    for piece in output.pieces(own, row.id):
        text = record["text"][piece.at : piece.until]
        inserted = piece.start == piece.end and piece.start in (offset, offset + 1)
        if inserted:
            side = "before" if piece.start == offset else "behind"
            yield f"  {spoken.short(text)} was put {side} it, {_ruled(piece.rule)}"
        elif piece.start <= offset < piece.end and piece.rule:
            raw = source.text[piece.start : piece.end]
            yield (
                f"  {spoken.short(raw)} became {spoken.short(text) or 'nothing'} at {piece.at} of "
                f"the text, {_ruled(piece.rule)}"
            )
        elif piece.start <= offset < piece.end:
            yield f"  unchanged, code point {piece.at + offset - piece.start} of its text"


# ------------------------------------------------------------------------------ the duplicates


def _duplicates(
    out: str,
    manifest: Mapping[str, Any],
    story: Source,
    span: tuple[str, int, int],
    pairs: Sequence[DuplicateRow],
) -> Iterator[str]:
    """Yield the pairs that touch a span, with both texts and their differences in brackets."""
    name, start, end = span
    ids = {row.id for row in story.ledger if row.id and row.start < end and start < row.end}
    touching = []
    for pair in pairs:
        left = pair.source == name and pair.left_start < end and start < pair.left_end
        passage = pair.grain == "passage"
        right = (pair.source == name if passage else pair.right in ids) and (
            pair.right_start < end and start < pair.right_end
        )
        if left or right:
            touching.append(pair)
    yield "repeated"
    if not touching:
        yield "  nothing of it"
        return
    order = {"document": 0, "passage": 1, "run": 2, "paragraph": 3}
    touching.sort(
        key=lambda pair: (
            pair.action != "removed", order[pair.grain], pair.kind == "rejected",
            pair.left_start - pair.left_end, pair.left_start,
        )
    )  # fmt: skip
    shown = touching[:PAIRS]
    texts = _texts(out, manifest, shown, story)
    earlier = output.earlier(out, manifest)
    for pair in shown:
        right_source = texts.sources.get(pair.right, pair.source)
        scores = f"score {pair.score}"
        if pair.grain != "passage":
            scores += f" (jaccard {pair.jaccard}, edit {pair.edit}, containment {pair.containment})"
        survivor = f", survivor {pair.survivor}" if pair.survivor else ""
        yield f"  {pair.grain} {pair.kind} {pair.action}: {scores}{survivor}"
        if pair.reason:
            yield f"      {spoken.visible(pair.reason)}"
        if pair.kind == "stock" or pair.right in earlier:
            words = texts.text[pair.source][pair.left_start : pair.left_end]
            where = f"{spoken.visible(pair.source)} {pair.left_start}:{pair.left_end}"
            yield f"      {where} {pair.left}"
            yield f"        {spoken.short(words)}"
            if pair.right in earlier:
                where = f"{spoken.visible(earlier[pair.right])} {pair.right_start}:{pair.right_end}"
                yield f"      {where} {pair.right}, in the earlier output"
            continue
        spans = (
            (pair.left, pair.source, pair.left_start, pair.left_end),
            (pair.right, right_source, pair.right_start, pair.right_end),
        )
        sides = [texts.text[source][begin:stop] for _, source, begin, stop in spans]
        for (id, source, begin, stop), side in zip(spans, spoken.aligned(*sides), strict=True):
            yield f"      {spoken.visible(source)} {begin}:{stop} {id}"
            yield f"        {side}"
    if len(touching) > PAIRS:
        yield f"  … and {len(touching) - PAIRS:,} more in duplicates/"


class Texts(NamedTuple):
    """The texts of some sources by name, and the source of some documents by id."""

    text: dict[str, str]
    sources: dict[str, str]


def _texts(
    out: str, manifest: Mapping[str, Any], pairs: Sequence[DuplicateRow], story: Source
) -> Texts:
    """Return the texts of the sources that the pairs name."""
    ids = {id for pair in pairs for id in (pair.left, pair.right) if id}
    named = {pair.source for pair in pairs}
    found = Texts({story.row.source: story.text}, {})
    for unit in output.units(out, manifest):
        found.sources.update((row.id, row.source) for row in unit.ledger if row.id in ids)
        wanted = (named | set(found.sources.values())) - set(found.text)
        for source, rows in groupby(unit.ledger, attrgetter("source")):
            if source in wanted:
                texts = {row["id"]: row["text"] for row in unit.data if row["source"] == source}
                found.text[source] = rebuild(rows, texts)
    return found
