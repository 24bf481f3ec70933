"""An earlier output that a run is compared with (``--against``): what it must hold, and its texts.

Records and ledger hold every source, so fingerprints are taken anew from them, by the program that
compares, and are not published: the hashes would be as large as the text. Only the lines at the
edges of its sources cannot be told from there, and are.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import output
from pipeline.config import USAGE, Stop
from pipeline.verify import rebuild
from transforms.decode.fold import view
from transforms.files import is_remote
from transforms.schema import Block, Collation, Document, Edit, Fact, SourceText
from transforms.tables.columns import LINES, arrow_schema
from transforms.write import LedgerRow, Rows


def located(against: str, out: str) -> str:
    """Return the path of the earlier output for all workers; raise Stop if it is to be replaced."""
    if not against or is_remote(against):
        return against
    path = os.path.realpath(against)
    if path == os.path.realpath(out):
        raise Stop(
            USAGE,
            f"--against {against} would be replaced by --output {out}: name another output",
        )
    return path


def identity(out: str) -> str:
    """Return the sha256 of an output's manifest, "" for no output; raise Stop if it is none."""
    if not out:
        return ""
    try:
        files = {entry["path"] for entry in output.read_manifest(out)["files"]}
        if output.LINES not in files:
            raise output.Broken(f"{output.LINES}: missing")
    except output.Broken as error:
        raise Stop(
            USAGE,
            f"--against {out}: no output of this version ({error}); name a folder that run wrote",
        ) from error
    return hashlib.sha256(output.read_bytes(out, "manifest.json")).hexdigest()


def units(out: str) -> int:
    """Return the number of units of an output."""
    return len(output.shards(output.read_manifest(out))) if out else 0


# ------------------------------------------------------------------------------- its texts


def collations(out: str, unit: int) -> list[Collation]:
    """Return the sources of a unit as they were when they were written, each with its records."""
    manifest = output.read_manifest(out)
    counts = {entry["path"]: entry["rows"] for entry in manifest["files"]}
    rows, problems = output.read_unit(out, output.shards(manifest)[unit], counts)
    if problems:
        raise output.Broken(problems[0])
    return _collations(rows)


def _collations(rows: Rows) -> list[Collation]:
    records: dict[str, list[Mapping[str, Any]]] = {}
    for record in rows.data:
        records.setdefault(record["source"], []).append(record)
    facts: dict[str, list[Fact]] = {}
    for row in rows.facts:
        facts.setdefault(row.id, []).append(Fact(*row[2:]))
    found = []
    for source, group in groupby(rows.ledger, attrgetter("source")):
        ledger, kept = list(group), records.get(source, [])
        text = rebuild(ledger, {record["id"]: record["text"] for record in kept})
        edits = _edits(ledger)
        found.append(
            Collation(
                SourceText(source, "", 0, text, view(text), "", 0.0, "", (), ()),
                tuple(Block(row.start, row.end, row.label, row.rule) for row in ledger),
                tuple(
                    Document(
                        record["id"], record["start"], record["end"], record["split_confidence"],
                        tuple(facts.get(record["id"], ())), tuple(edits.get(record["id"], ())),
                    )
                    for record in kept
                ),
            )
        )  # fmt: skip
    return found


def _edits(ledger: Sequence[LedgerRow]) -> dict[str, list[Edit]]:
    """Return the edits of each document."""
    edits: dict[str, list[Edit]] = {}
    for row in ledger:
        each = zip(row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True)
        edits.setdefault(row.id, []).extend(
            Edit(start, start + len(raw), new, rule) for start, raw, new, rule in each
        )
    return edits


# ------------------------------------------------------------------------------- its lines


def pack_lines(lines: np.ndarray[Any, Any]) -> bytes:
    """Return the file of the lines at the edges (see ``label.templates.Lines``)."""
    line, text, sources = lines
    table = pa.table([line, text, sources.astype(np.int64)], schema=arrow_schema(LINES))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", use_dictionary=False)
    return sink.getvalue()


def lines(out: str) -> tuple[np.ndarray[Any, Any], int]:
    """Return the lines at the edges of an output's sources, and how many these are."""
    manifest = output.read_manifest(out)
    table = pq.read_table(pa.BufferReader(output.read_bytes(out, output.LINES)))
    found = np.stack([column.to_numpy().astype(np.uint64) for column in table.columns])
    return found, manifest["inputs"]["files"] + manifest["counts"]["skipped"]
