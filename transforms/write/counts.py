"""Counts of a unit's rows, and of all units the manifest."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from transforms.tables.columns import VERSION
from transforms.write.files import FileEntry
from transforms.write.rows import Rows

# A list of the inputs longer than this is left to `sources/`.
LISTED_INPUTS = 1000


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
