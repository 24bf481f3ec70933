"""Write: what is known of a unit's sources becomes the rows and files of the output.

A pass calls, for each unit, ``tabulate`` (collations, decisions and pairs to rows),
``pipeline.verify.check_unit`` (the invariants), ``write_unit`` (rows to files) and ``tally``
(rows to counts); the commit sums the tallies and writes ``manifest`` last. The same rows give the
same bytes: no clock, no host, no order but the sources' own.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import inf
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files, render, schema
from transforms.schema import (
    Block,
    Collation,
    DeadLetter,
    Decision,
    Document,
    Edit,
    Fact,
    Pair,
    Repeat,
    SourceText,
    StockPhrase,
)
from transforms.tables.columns import RECORD, TABLES, VERSION, Column, arrow_schema

# Of each label: the stage that decides about such blocks, and why they are in no record's text.
LABELS = {
    schema.BODY: ("split", "stands outside every document"),
    schema.HEADING: ("split", "title or heading: read into the record's fields"),
    schema.CONTENTS: ("label", "contents page: used to split the source"),
    schema.SECTION: ("split", "table or title of a section, between documents"),
    schema.PAGE_MARKER: ("segment", "page marker"),
    schema.RUNNING: ("label", "running head, foot or watermark"),
    schema.BOILERPLATE: ("label", "chrome of the site, not of the document"),
    schema.CREDIT: ("label", "credit or advert of a compiler or site"),
    schema.NOTE: ("label", "an editor's note about the text"),
    schema.URL: ("segment", "address of the document: read into the record's fields"),
    schema.IMPRINT: ("label", "letterhead, mark or imprint: read into the record's fields"),
    schema.DIGEST: ("deduplicate", "an editor's digest before the document proper"),
    schema.COPY: ("deduplicate", "a second copy of a text that is kept"),
    schema.MARKUP: ("restore", "debris of mark-up"),
    schema.BLANK: ("segment", "empty line or byte order mark"),
}

# Mark-up of HTML and Markdown is no debris: it is what the source is written in.
MARKS = frozenset(
    f"markup:{kind}"
    for kind in (
        "cell", "comment", "front-matter", "hidden", "reference", "script", "space", "style", "tag",
        "title",
    )
)  # fmt: skip
SHOWS_NOTHING = ("segment", "mark-up: nothing that the page shows")

# Where each field of a record that is read, not computed, comes from: its facts, by name.
ONE_FACT = (
    "title", "listed_title", "url", "doc_number", "signed", "published", "effective", "region",
    "region_code", "kind", "addressee", "rights", "source_script", "source_id",
)  # fmt: skip
NAMED = 14  # code points by which a repeated item is named
NUMBER_FACT = ("page_start", "page_end")
MANY_FACTS = ("issuers", "attachments", "restrictions")

# Formats of the records. Everything else is Parquet (or, at the top, small JSON files).
FORMATS = ("parquet", "jsonl", "both")

# Columns of offsets that rise, and how Parquet spells them.
RISING = {"start": "start", "end": "end", "edit_start": "edit_start.list.element"}

# A list of the inputs longer than this is left to `sources/`.
LISTED_INPUTS = 1000


class LedgerRow(NamedTuple):
    """A stretch of a source and what became of it; columns as in ``tables.columns.LEDGER``.

    ``edit_*`` are parallel: an edit replaces ``edit_raw`` at ``edit_start`` by ``edit_new``.
    """

    source: str
    start: int
    end: int
    stage: str
    label: str
    rule: str
    reason: str
    id: str
    survivor: str
    raw: str
    edit_start: Sequence[int]
    edit_raw: Sequence[str]
    edit_new: Sequence[str]
    edit_rule: Sequence[str]


class DuplicateRow(NamedTuple):
    """Two passages that were compared; columns as in ``tables.columns.DUPLICATES``."""

    source: str
    grain: str
    kind: str
    action: str
    survivor: str
    reason: str
    score: float
    jaccard: float
    edit: float
    containment: float
    left: str
    left_start: int
    left_end: int
    right: str
    right_start: int
    right_end: int
    documents: int = 0


class FactRow(NamedTuple):
    """Where a field was read; columns as in ``tables.columns.FACTS``."""

    source: str
    id: str
    field: str
    value: str
    start: int
    end: int
    rule: str


class SourceRow(NamedTuple):
    """How a source was decoded; columns as in ``tables.columns.SOURCES``."""

    source: str
    sha256: str
    bytes: int
    code_points: int
    encoding: str
    confidence: float
    evidence: str
    segments: Sequence[Mapping[str, Any]]
    patches: Sequence[Mapping[str, Any]]
    documents: int
    undecodable_bytes: int
    lost_characters: int


class Rows(NamedTuple):
    """The rows of one unit, by table."""

    data: list[dict[str, Any]]
    ledger: list[LedgerRow]
    duplicates: list[DuplicateRow]
    facts: list[FactRow]
    sources: list[SourceRow]


class FileEntry(NamedTuple):
    """A file of the output: ``path`` is below the output folder, with forward slashes."""

    path: str
    rows: int
    bytes: int
    sha256: str


# ------------------------------------------------------------------------------------- rows


def tabulate(
    collations: Iterable[Collation],
    decisions: Mapping[str, Decision],
    pairs: Iterable[Pair],
    policy: str = "within",
    phrases: Iterable[StockPhrase] = (),
) -> Rows:
    """Return the rows of a unit.

    ``decisions`` by document id, of the unit's documents and of those its pairs name; ``pairs``
    have their left document in this unit, ``phrases`` stand in one of it. Policy ``all`` leaves
    out redundant documents.
    """
    rows = Rows([], [], [], [], [])
    sources: dict[str, str] = {}
    for collation in collations:
        removed = redundant(collation, decisions, policy)
        kept = [document for document in collation.documents if document.id not in removed]
        rows.data.extend(
            record(collation, document, decisions.get(document.id)) for document in kept
        )
        rows.ledger.extend(ledger_rows(collation, removed))
        rows.facts.extend(row for document in kept for row in fact_rows(collation, document))
        rows.duplicates.extend(repeat_rows(collation))
        rows.sources.append(source_row(collation, len(kept)))
        sources.update((document.id, collation.text.source) for document in collation.documents)
    rows.duplicates.extend(
        duplicate_row(pair, sources[pair.left[0]], decisions, policy) for pair in sorted(pairs)
    )
    rows.duplicates.extend(stock_row(phrase, sources[phrase.document]) for phrase in phrases)
    return rows


def redundant(
    collation: Collation, decisions: Mapping[str, Decision], policy: str
) -> dict[str, Decision]:
    """Return the decisions that keep documents of this source out of the records."""
    if policy != "all":
        return {}
    return {
        document.id: decisions[document.id]
        for document in collation.documents
        if document.id in decisions and decisions[document.id].duplicate_of
    }


def record(collation: Collation, document: Document, decision: Decision | None) -> dict[str, Any]:
    """Return the record of a document, its fields in the order of ``RECORD``."""
    source = collation.text
    text = render.render(source.text, render.blocks_of(collation, document), document.edits)
    row = {
        "id": document.id,
        "text": text,
        "source": source.source,
        "source_sha256": source.sha256,
        "start": document.start,
        "end": document.end,
        "encoding": source.encoding,
        "encoding_confidence": round(source.confidence, 4),
        "split_confidence": round(document.confidence, 4),
        "warnings": [*document.warnings, *remarked(source, document)],
        "duplicate_of": decision.duplicate_of if decision else "",
        "cluster": decision.cluster if decision else "",
        "duplicates": [
            {"id": id, "kind": kind, "score": round(score, 4)}
            for id, kind, score in (decision.duplicates if decision else ())
        ],
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "chars": len(text),
        **fields(document.facts),
    }
    return {column.name: row[column.name] for column in RECORD}


def remarked(source: SourceText, document: Document) -> Iterator[str]:
    """Yield the warnings of the remarks that lie in a document, each once."""
    remarks, at = source.remarks, 0
    while at < len(remarks):
        warning = remarks[at].warning
        first = bisect_right(remarks, (warning, document.start, inf))
        if (at < first and remarks[first - 1].end > document.start) or (
            first < len(remarks)
            and remarks[first].warning == warning
            and remarks[first].start < document.end
        ):
            yield warning
        at = bisect_right(remarks, (warning, inf, inf))


def fields(facts: Iterable[Fact | FactRow]) -> dict[str, Any]:
    """Return the fields of a record that its facts give; of two facts for one value the first."""
    found: dict[str, list[str]] = {}
    places = []
    for fact in facts:
        if fact.field == "personal_data":
            places.append({"kind": fact.value, "start": fact.start, "end": fact.end})
        else:
            found.setdefault(fact.field, []).append(fact.value)
    row: dict[str, Any] = {name: found.pop(name, [""])[0] for name in ONE_FACT}
    row.update((name, int(found.pop(name, ["0"])[0])) for name in NUMBER_FACT)
    row.update((name, found.pop(name, [])) for name in MANY_FACTS)
    row["draft"] = found.pop("draft", [""])[0] not in ("", "0", "false")
    row["personal_data"] = sorted(places, key=lambda place: (place["start"], place["end"]))
    columns = found.pop("extra", [""])[0]  # of a row, the others than its text
    if found:
        more = {**found, **json.loads(columns or "{}")}
        columns = json.dumps(more, ensure_ascii=False, sort_keys=True)
        columns = columns.encode("utf-8", "backslashreplace").decode()  # half a character
    row["extra"] = columns
    return row


def ledger_rows(
    collation: Collation, removed: Mapping[str, Decision] | None = None
) -> list[LedgerRow]:
    """Return the rows that tile a source; ``removed`` documents are copies that are left out."""
    source, text = collation.text.source, collation.text.text
    removed = removed or {}
    rows: list[LedgerRow] = []
    owner: Document | None = None
    edits: list[Edit] = []
    for block, document in runs(collation):
        if document is not owner:
            owner, edits = document, list(reversed(document.edits)) if document else []
        id = document.id if document else ""
        stage, reason = LABELS[block.label] if block.rule not in MARKS else SHOWS_NOTHING
        survivor, rule, label = "", block.rule, block.label
        inside: list[Edit] = []
        raw = text[block.start : block.end]
        if id in removed:
            stage, label, rule = "deduplicate", schema.COPY, "document"
            survivor, reason = removed[id].duplicate_of, _because(removed[id].reason)
        else:
            if label in (schema.BODY, schema.HEADING):
                inside = _edits_inside(block, edits)
            if label == schema.BODY and document:
                stage, reason, raw = ("restore" if inside else "split"), "", ""
            elif label in (schema.DIGEST, schema.COPY):
                survivor, reason = _twins(collation, block, reason)
        rows.append(
            LedgerRow(
                source, block.start, block.end, stage, label, rule, reason, id, survivor, raw,
                [edit.start for edit in inside],
                [text[edit.start : edit.end] for edit in inside],
                [edit.new for edit in inside],
                [edit.rule for edit in inside],
            )
        )  # fmt: skip
    return rows


def runs(collation: Collation) -> list[tuple[Block, Document | None]]:
    """Return the blocks with the document each lies in; body blocks in a row become one."""
    out: list[tuple[Block, Document | None]] = []
    at = 0
    for document in collation.documents:
        inside = render.blocks_of(collation, document)
        begin = bisect_left(collation.blocks, document.start, at, key=attrgetter("start"))
        out += [(block, None) for block in collation.blocks[at:begin]]
        for label, alike in groupby(inside, attrgetter("label")):
            first, *others = alike
            if label == schema.BODY and others:
                first, others = first._replace(end=others[-1].end), []
            out += [(block, document) for block in (first, *others)]
        at = begin + len(inside)
    return out + [(block, None) for block in collation.blocks[at:]]


def _edits_inside(block: Block, edits: list[Edit]) -> list[Edit]:
    """Take from ``edits`` (last first) those of the block, as ``render.pieces`` takes them."""
    inside: list[Edit] = []
    while edits and edits[-1].start < block.start:
        edits.pop()  # of a block that was relabelled since
    while edits and edits[-1].end <= block.end:
        start, end = edits[-1][:2]
        at_end = block.label == schema.BODY and start == end == block.end
        if not (start < block.end or at_end):
            break
        inside.append(edits.pop())
    return inside


def _because(reason: str) -> str:
    phrase = "the whole document repeats its survivor"
    return f"{phrase}: {reason}" if reason else phrase


def _twins(collation: Collation, block: Block, reason: str) -> tuple[str, str]:
    """Return the record that keeps what a removed block says, and the reason with its twins."""
    repeats = [
        repeat
        for repeat in collation.repeats
        if repeat.action == "removed" and repeat.start < block.end and block.start < repeat.end
    ]
    if not repeats:
        return "", reason
    twins = "; ".join(
        f"{repeat.start}:{repeat.end} repeats {repeat.twin_start}:{repeat.twin_end} "
        f"“{_beginning(collation, repeat.twin_start)}” ({repeat.kind}, {repeat.score:.2f})"
        if repeat.score
        else f"{repeat.start}:{repeat.end} has no twin"
        for repeat in repeats
    )
    keeps = (_document_at(collation, repeat.twin_start) for repeat in repeats)
    return next((id for id in keeps if id), ""), f"{repeats[0].reason or reason}; {twins}"


def _beginning(collation: Collation, offset: int) -> str:
    """Return how the block begins that holds the offset: an item's number and first words."""
    block = collation.blocks[bisect_right(collation.blocks, offset, key=attrgetter("start")) - 1]
    words = collation.text.text[block.start : block.end].strip()
    return words if len(words) <= NAMED else words[:NAMED] + "…"


def _document_at(collation: Collation, offset: int) -> str:
    """Return the id of the document that holds the offset, "" between documents."""
    documents = collation.documents
    last = bisect_right(documents, offset, key=attrgetter("start")) - 1
    return documents[last].id if last >= 0 and offset < documents[last].end else ""


def fact_rows(collation: Collation, document: Document) -> list[FactRow]:
    """Return where each field of a document was read."""
    return [FactRow(collation.text.source, document.id, *fact) for fact in document.facts]


def repeat_rows(collation: Collation) -> list[DuplicateRow]:
    """Return the passages that stand twice in a source."""
    return [_repeat_row(collation, repeat) for repeat in collation.repeats]


def _repeat_row(collation: Collation, repeat: Repeat) -> DuplicateRow:
    left = _document_at(collation, repeat.start)
    right = _document_at(collation, repeat.twin_start)
    score = round(repeat.score, 4)
    survivor = right if repeat.action == "removed" else ""
    return DuplicateRow(
        collation.text.source, "passage", repeat.kind, repeat.action, survivor, repeat.reason,
        score, 0.0, 0.0, 0.0,
        left, repeat.start, repeat.end, right, repeat.twin_start, repeat.twin_end,
    )  # fmt: skip


def duplicate_row(
    pair: Pair, source: str, decisions: Mapping[str, Decision], policy: str = "within"
) -> DuplicateRow:
    """Return a compared pair of passages of two documents; ``source`` is the left one's."""
    scores = (round(pair.jaccard, 4), round(pair.edit, 4), round(pair.containment, 4))
    score = scores[2] if pair.kind == "contained" else max(scores[:2])
    action, survivor, reason = "marked", "", ""
    sides = [decisions[id] for id, _, _ in (pair.left, pair.right) if id in decisions]
    if pair.grain == "document" and sides and pair.right[0] in sides[0].supersedes:
        action, survivor, reason = "supersedes", sides[0].id, sides[0].reason
    elif pair.kind == "rejected":
        action, reason = "none", "a near miss: no score reaches its threshold"
    elif len(sides) == 2 and sides[0].cluster and sides[0].cluster == sides[1].cluster:
        survivor = sides[0].cluster
        reason = next((side.reason for side in sides if side.id != survivor), "")
        if policy == "all" and any(side.duplicate_of for side in sides):
            action = "removed"
    return DuplicateRow(
        source, pair.grain, pair.kind, action, survivor, reason, score, *scores,
        *pair.left, *pair.right,
    )  # fmt: skip


def stock_row(phrase: StockPhrase, source: str) -> DuplicateRow:
    """Return a stock phrase, which has no right side."""
    return DuplicateRow(
        source, "paragraph", "stock", "counted", "",
        f"a formula: it, or a version of it, stands in {phrase.documents:,} documents",
        0.0, 0.0, 0.0, 0.0, phrase.document, phrase.start, phrase.end, "", 0, 0, phrase.documents,
    )  # fmt: skip


def source_row(collation: Collation, documents: int) -> SourceRow:
    """Return how a source was decoded, and how many records it gave."""
    source = collation.text
    read_as = [source.text[patch.char_start : patch.char_end] for patch in source.patches]
    undecodable = zip(source.patches, read_as, strict=True)
    return SourceRow(
        source.source, source.sha256, source.size, len(source.text), source.encoding,
        round(source.confidence, 4), source.evidence,
        [segment._asdict() | {"codecs": list(segment.codecs)} for segment in source.segments],
        [patch._asdict() for patch in source.patches],
        documents,
        sum(len(patch.raw) for patch, text in undecodable if text.strip("\ufffd") == "" != text),
        sum(text.count("\ufffd") for text in read_as),
    )  # fmt: skip


def contents_row(collation: Collation) -> dict[str, Any] | None:
    """Return what contents list and documents of a source lack in each other, None if nothing.

    Only a source whose contents list named documents has documents without an entry.
    """
    listed = [any(f.rule == "split:entry" for f in one.facts) for one in collation.documents]
    loose = zip(collation.documents, listed, strict=True) if any(listed) else ()
    unlisted = [one.id for one, is_listed in loose if not is_listed]
    if not unlisted and not collation.unmatched:
        return None
    return {
        "source": collation.text.source,
        "entries_without_document": [fact.value for fact in collation.unmatched],
        "documents_without_entry": unlisted,
    }


def tally(rows: Rows) -> dict[str, int]:
    """Return the counts of a unit by name, as ``label/body``; the tallies of units add up."""
    count: Counter[str] = Counter()
    for source in rows.sources:
        count["sources"] += 1
        count["bytes"] += source.bytes
        count["characters"] += source.code_points
        count["undecodable_bytes"] += source.undecodable_bytes
        count["lost_characters"] += source.lost_characters
        count[f"encoding/{source.encoding}"] += 1
    for row in rows.data:
        count["documents"] += 1
        count["characters_kept"] += row["chars"]
        # "page 12 is missing" is one warning, whatever the page.
        count.update(re.sub(r"\d+(-\d+)?", "N", f"warning/{each}") for each in row["warnings"])
    for block in rows.ledger:
        count[f"label/{block.label}"] += block.end - block.start
        count.update(f"edit/{rule}" for rule in block.edit_rule)
    count.update(f"duplicate/{pair.grain} {pair.action}" for pair in rows.duplicates)
    return dict(sorted(count.items()))


# ------------------------------------------------------------------------------------ files


def write_unit(
    folder: str, unit: int, units: int, rows: Rows, format: str = "parquet"
) -> list[FileEntry]:
    """Write the files of a unit below ``folder`` (a path or a URL) and return what they are.

    ``unit`` counts from 0. A JSONL file without lines is not written: readers refuse it.
    """
    if format not in FORMATS:
        raise ValueError(f"unknown format {format!r}: give one of {', '.join(FORMATS)}")
    shard = f"train-{unit:05d}-of-{units:05d}"
    written = []
    for table, columns in TABLES.items():
        if table == "data" and format == "jsonl":
            continue
        found = getattr(rows, table)
        written.append((f"{table}/{shard}.parquet", len(found), parquet(columns, found)))
    if format != "parquet" and rows.data:
        written.append((f"jsonl/{shard}.jsonl", len(rows.data), jsonl(rows.data)))
    return [write_file(folder, path, data, count) for path, count, data in sorted(written)]


def write_file(folder: str, path: str, data: bytes, rows: int) -> FileEntry:
    """Write one file whole or not at all, and return its entry for the manifest."""
    files.write(f"{folder.rstrip('/')}/{path}", data)
    return FileEntry(path, rows, len(data), hashlib.sha256(data).hexdigest())


def parquet(columns: Sequence[Column], rows: Sequence[Any]) -> bytes:
    """Return the rows (dicts or tuples in the columns' order) as a Parquet file.

    Offsets are stored as differences. There are no dictionaries: zstd does as well in less time.
    The bytes depend on the rows and the version of Arrow alone.
    """
    whole = arrow_schema(tuple(columns))
    if rows and isinstance(rows[0], dict):
        values: Iterable[Sequence[Any]] = ([row[column.name] for row in rows] for column in columns)
    else:
        values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    arrays = [
        pa.array(list(value), column.type) for value, column in zip(values, columns, strict=True)
    ]
    sink = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=whole),
        sink,
        row_group_size=1000 if columns == RECORD else 100_000,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=False,
        column_encoding={
            path: "DELTA_BINARY_PACKED" for name, path in RISING.items() if name in whole.names
        },
        write_statistics=True,
    )
    return sink.getvalue()


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows as JSON lines in UTF-8 (also of dead letters and skipped files)."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    return "".join(lines).encode()


def dead_letter_row(letter: DeadLetter) -> dict[str, Any]:
    """Return a dead letter as a line of ``dead_letters.jsonl``."""
    return letter._asdict() | {"tried": list(letter.tried)}


# --------------------------------------------------------------------------------- manifest


def manifest(
    *,
    options: Mapping[str, Any],
    versions: Mapping[str, str],
    files: Iterable[FileEntry],
    tallies: Iterable[Mapping[str, int]],
    inputs: Iterable[tuple[str, str, int]],
    dead_letters: int,
    skipped: int,
) -> dict[str, Any]:
    """Return the manifest, whose every byte follows from inputs, options and versions.

    ``options`` are those that change the output; ``versions`` those of the program, its lock and
    its dictionaries; ``inputs`` are (source, sha256, bytes) of every file read, dead letters too.
    """
    listed = sorted(inputs)
    digest = hashlib.sha256()
    for source, sha256, _ in listed:
        digest.update(f"{sha256}  {source}\n".encode())
    total: Counter[str] = Counter()
    for tallied in tallies:
        total.update(tallied)
    return {
        "schema": VERSION,
        "options": dict(sorted(options.items())),
        "versions": dict(sorted(versions.items())),
        "inputs": {
            "files": len(listed),
            "bytes": sum(size for _, _, size in listed),
            "sha256": digest.hexdigest(),
            "list": [
                {"source": source, "sha256": sha256, "bytes": size}
                for source, sha256, size in listed
            ]
            if len(listed) <= LISTED_INPUTS
            else [],
        },
        "counts": {**nest(total), "dead_letters": dead_letters, "skipped": skipped},
        "files": [entry._asdict() for entry in sorted(files)],
    }


def nest(tallied: Mapping[str, int]) -> dict[str, Any]:
    """Return a tally with its groups (``label/body``) as objects, and no count missing."""
    names = (
        "sources", "bytes", "characters", "documents", "characters_kept", "undecodable_bytes",
        "lost_characters",
    )  # fmt: skip
    counts: dict[str, Any] = {name: tallied.get(name, 0) for name in names}
    for group, plural in (
        ("label", "characters_by_label"),
        ("edit", "edits_by_rule"),
        ("encoding", "encodings"),
        ("warning", "warnings"),
        ("duplicate", "duplicates"),
    ):
        counts[plural] = {
            name.partition("/")[2]: number
            for name, number in sorted(tallied.items())
            if name.startswith(f"{group}/")
        }
    return counts
