"""The columns of every table in the output: name, type and meaning, in their order.

The Parquet schemas, the JSON Schema of a record and ``docs/outputs.md`` agree with these tables.
There are no nulls: what is not known is ``""``, ``[]``, ``0`` or ``false``. Columns are added at
the end of a group, never renamed; ``VERSION`` counts the changes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa

VERSION = 1


class Column(NamedTuple):
    """A column: its name, its type in Arrow, and what it means in one phrase."""

    name: str
    type: pa.DataType
    meaning: str


TEXT = pa.string()
WHOLE = pa.int64()
SHARE = pa.float64()  # 0 to 1, rounded to four places
TEXTS = pa.list_(TEXT)

PLACE = pa.struct([("kind", TEXT), ("start", WHOLE), ("end", WHOLE)])
NEIGHBOUR = pa.struct([("id", TEXT), ("kind", TEXT), ("score", SHARE)])
SEGMENT = pa.struct([("byte_start", WHOLE), ("char_start", WHOLE), ("codecs", TEXTS)])
PATCH = pa.struct(
    [
        ("byte_start", WHOLE),
        ("byte_end", WHOLE),
        ("char_start", WHOLE),
        ("char_end", WHOLE),
        ("raw", pa.binary()),
    ]
)

RECORD = (
    Column("id", TEXT, "stable name of the document: a hash of source, raw span and ordinal"),
    Column("title", TEXT, "the document's own full title"),
    Column("listed_title", TEXT, "its title as the contents or the compiler's heading give it"),
    Column("text", TEXT, "the clean body, one paragraph a line, without the title"),
    Column("source", TEXT, "path of the file below the input"),
    Column("source_sha256", TEXT, "sha256 of the file's bytes"),
    Column("start", WHOLE, "first code point of the document in the decoded source"),
    Column("end", WHOLE, "one past its last code point"),
    Column("page_start", WHOLE, "first page by the source's own page numbers"),
    Column("page_end", WHOLE, "last page by the source's own page numbers"),
    Column("url", TEXT, "address the source gives for the document"),
    Column("issuers", TEXTS, "organs that issued it"),
    Column("doc_number", TEXT, "official number, as 云政发〔2022〕45号"),
    Column("signed", TEXT, "date of signature, YYYY-MM-DD or YYYY-MM"),
    Column("published", TEXT, "date of publication, YYYY-MM-DD or YYYY-MM"),
    Column("effective", TEXT, "date from which it applies, YYYY-MM-DD or YYYY-MM"),
    Column("region", TEXT, "province or city it belongs to"),
    Column("region_code", TEXT, "administrative division code of the region (GB/T 2260)"),
    Column("kind", TEXT, "kind of text"),
    Column("draft", pa.bool_(), "whether it is a draft for comment (征求意见稿)"),
    Column("addressee", TEXT, "the line that names whom it is sent to"),
    Column("attachments", TEXTS, "titles of its attachments"),
    Column("rights", TEXT, "what is known of rights in the text"),
    Column("restrictions", TEXTS, "marks that restrict its release, as 此件不公开"),
    Column("personal_data", pa.list_(PLACE), "personal data in it: kind and source offsets"),
    Column("encoding", TEXT, "encoding of the source"),
    Column("encoding_confidence", SHARE, "confidence of the encoding, 0 to 1"),
    Column("source_script", TEXT, "script of the source: simplified, traditional or mixed"),
    Column("split_confidence", SHARE, "confidence of the document's limits, 0 to 1"),
    Column("warnings", TEXTS, "what a reader should know, one code or phrase each"),
    Column("duplicate_of", TEXT, "id of the document that makes this one redundant"),
    Column("cluster", TEXT, "id of the survivor of its cluster of duplicates"),
    Column("duplicates", pa.list_(NEIGHBOUR), "documents that share text with it: kind and score"),
    Column("text_sha256", TEXT, "sha256 of text in UTF-8"),
    Column("chars", WHOLE, "code points of text"),
    Column(
        "extra",
        TEXT,
        "fields without a column of their own, and the other columns of a row, as a JSON object; "
        "or empty",
    ),
    Column("source_id", TEXT, "the row's own id, where the source is a row with --id-field"),
)

LEDGER = (
    Column("source", TEXT, "path of the file below the input"),
    Column("start", WHOLE, "first code point of the block in the decoded source"),
    Column("end", WHOLE, "one past its last; the next row of the source starts here"),
    Column("stage", TEXT, "stage that decides about such blocks"),
    Column("label", TEXT, "what the block is; only body enters a record's text"),
    Column("rule", TEXT, "rule that gave the label (of merged body blocks, the first)"),
    Column("reason", TEXT, "why it is not in a record's text; empty when it is"),
    Column("id", TEXT, "record the block belongs to, empty between documents"),
    Column("survivor", TEXT, "of what was removed as a duplicate: record that keeps the text"),
    Column("raw", TEXT, "the block as decoded; empty when the record's text holds it"),
    Column("edit_start", pa.list_(WHOLE), "of each edit: where it starts in the source"),
    Column("edit_raw", TEXTS, "of each edit: what stands in the source, empty for an insertion"),
    Column("edit_new", TEXTS, "of each edit: what the record reads instead"),
    Column("edit_rule", TEXTS, "of each edit: rule that made it"),
)

DUPLICATES = (
    Column("source", TEXT, "source of the left passage"),
    Column("grain", TEXT, "document, paragraph, run (of sentences) or passage (inside one source)"),
    Column("kind", TEXT, "exact, near, contained, template, stock, or rejected (a near miss)"),
    Column(
        "action",
        TEXT,
        "removed, marked, supersedes (--against), counted (stock) or none (rejected)",
    ),
    Column("survivor", TEXT, "record that keeps the text; of what is marked, its cluster"),
    Column("reason", TEXT, "why"),
    Column(
        "score",
        SHARE,
        "what the kind goes by: containment, or else the greater of jaccard and edit",
    ),
    Column("jaccard", SHARE, "overlap of character 5-grams"),
    Column("edit", SHARE, "normalised Levenshtein similarity"),
    Column("containment", SHARE, "share of the shorter passage that the longer one holds"),
    Column("left", TEXT, "record of the left passage, empty between documents"),
    Column("left_start", WHOLE, "its first code point in its source"),
    Column("left_end", WHOLE, "one past its last"),
    Column("right", TEXT, "record of the right passage, empty between documents"),
    Column("right_start", WHOLE, "its first code point in its source"),
    Column("right_end", WHOLE, "one past its last"),
    Column(
        "documents", WHOLE, "of a stock phrase, which has no right side: documents that share it"
    ),
)

FACTS = (
    Column("source", TEXT, "path of the file below the input"),
    Column("id", TEXT, "record the fact belongs to"),
    Column("field", TEXT, "field of the record"),
    Column("value", TEXT, "its value"),
    Column("start", WHOLE, "where it was read: first code point in the source"),
    Column("end", WHOLE, "one past the last; 0, 0 when it was derived, not read"),
    Column("rule", TEXT, "rule that read it"),
)

SOURCES = (
    Column("source", TEXT, "path of the file below the input"),
    Column("sha256", TEXT, "sha256 of its bytes"),
    Column("bytes", WHOLE, "its size"),
    Column("code_points", WHOLE, "code points of the decoded text"),
    Column("encoding", TEXT, "its encoding"),
    Column("confidence", SHARE, "confidence of the encoding, 0 to 1"),
    Column("evidence", TEXT, "what the encoding was decided on"),
    Column("segments", pa.list_(SEGMENT), "runs of one encoding, each with its chain of codecs"),
    Column("patches", pa.list_(PATCH), "bytes that re-encoding would not give back"),
    Column("documents", WHOLE, "records made from it"),
    Column("undecodable_bytes", WHOLE, "bytes that no encoding reads: U+FFFD stands for them"),
    Column("lost_characters", WHOLE, "U+FFFD written for bytes, also for those mojibake has lost"),
)

LINES = (
    Column("line", pa.uint64(), "hash of a line at an edge of a source (BLAKE2b, of its view)"),
    Column("text", pa.uint64(), "what the source's text is known by: eight MinHashes, a byte each"),
    Column("sources", WHOLE, "how many sources with that text have it there"),
)

# The folders of the output and their columns; `jsonl/` holds the rows of `data/`.
TABLES = {
    "data": RECORD,
    "ledger": LEDGER,
    "duplicates": DUPLICATES,
    "facts": FACTS,
    "sources": SOURCES,
}


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """Return the columns as an Arrow schema; no column is nullable by convention, not by type."""
    return pa.schema([(column.name, column.type) for column in columns])


DEAD_LETTERS = (
    Column("source", TEXT, "path of the file below the input"),
    Column("stage", TEXT, "stage at which it failed"),
    Column("error", TEXT, "kind of the error"),
    Column("message", TEXT, "what is wrong, and what to do"),
    Column("sha256", TEXT, "sha256 of its bytes, empty when they could not be read"),
    Column("tried", TEXTS, "what was tried"),
)

SKIPPED = (
    Column("source", TEXT, "path of the file below the input"),
    Column("kind", TEXT, "why it is not read: empty, pdf, docx, png and the like"),
    Column("message", TEXT, "the way out"),
    Column("size", WHOLE, "its size in bytes"),
)

EARLIER = (
    Column("id", TEXT, "record of the earlier output that this output names"),
    Column("source", TEXT, "its source"),
    Column("superseded_by", TEXT, "record of this output that is a better copy of it, or empty"),
)

# What the output describes by a JSON Schema: its tables, and its files of JSON lines.
SCHEMAS = TABLES | {"dead_letters": DEAD_LETTERS, "skipped": SKIPPED, "earlier": EARLIER}


def json_schema(table: str = "data") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a row of a table, by default of a record."""
    properties = {
        column.name: {**_json_type(column.type), "description": column.meaning}
        for column in SCHEMAS[table]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jiaokan:{table}:{VERSION}",
        "title": "jiaokan record" if table == "data" else f"jiaokan row of {table}",
        **_object(properties),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _json_type(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": "array", "items": _json_type(kind.value_type)}
    if pa.types.is_struct(kind):
        return _object({field.name: _json_type(field.type) for field in kind})
    if pa.types.is_binary(kind):
        return {"type": "string", "contentEncoding": "base64"}
    return {
        "type": {TEXT: "string", WHOLE: "integer", SHARE: "number", pa.bool_(): "boolean"}[kind]
    }
