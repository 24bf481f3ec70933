"""What changed since an earlier release: the version of a new one, and its CHANGES.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.compare import Comparison, Known, changes, compare, known
from pipeline.config import USAGE, Stop

FIRST = "1.0.0"
LISTED = 200  # records of each kind of change


def version_after(since: str) -> str:
    """Return the version of a release that follows the one in a folder: one minor step on."""
    if not since:
        return FIRST
    try:
        found = json.loads(Path(since, "croissant.json").read_bytes())["version"]
        major, minor, _ = map(int, found.split("."))
    except (OSError, ValueError, KeyError) as error:
        raise Stop(USAGE, f"--since {since}: no release of this program: {error}") from error
    return f"{major}.{minor + 1}.0"


def released(folder: str) -> list[Known]:
    """Return the records of a release."""
    found = []
    for path in sorted(Path(folder, "data").rglob("*.parquet")):
        try:
            found += [known(record) for record in pq.read_table(path).to_pylist()]
        except (pa.ArrowException, OSError, KeyError) as error:
            raise Stop(USAGE, f"--since {folder}: {path.name} cannot be read: {error}") from error
    return found


def history(version: str, since: str, records: Iterable[Known]) -> str:
    """Return CHANGES.md: this release above those that the earlier one tells of."""
    earlier = ""
    if since:
        told = Path(since, "CHANGES.md")
        earlier = told.read_text(encoding="utf-8") if told.is_file() else ""
        lines = list(_section(compare(released(since), records)))
    else:
        lines = [f"First release: {len(list(records)):,} records."]
    section = "\n".join([f"## {version}", "", *lines])
    return (
        "\n".join(["# Changes", "", section, "", earlier.removeprefix("# Changes\n\n")]).rstrip()
        + "\n"
    )


def _section(found: Comparison) -> Iterator[str]:
    yield (
        f"{len(found.added):,} records added, {len(found.removed):,} removed, "
        f"{len(found.changed_text):,} with another text, {len(found.changed_fields):,} with other "
        f"fields, {found.same:,} as before."
    )
    yield from _listed("Added", found.added)
    # What was taken out is named by its id alone: it may have been taken out for its title, too.
    yield from _listed("Removed", [record._replace(title="") for record in found.removed])
    yield from _listed("Another text", [new for _, new in found.changed_text])
    if found.changed_fields:
        yield "\n### Other fields\n"
    for old, new in found.changed_fields[:LISTED]:
        yield f"- `{new.id}` {', '.join(changes(old, new))}"
    yield from _more(found.changed_fields)


def _listed(heading: str, records: Sequence[Known]) -> Iterator[str]:
    if records:
        yield f"\n### {heading}\n"
    for record in records[:LISTED]:
        yield f"- `{record.id}` {' '.join(record.title.split())}".rstrip()
    yield from _more(records)


def _more(rows: Sequence[object]) -> Iterator[str]:
    if len(rows) > LISTED:
        yield f"- and {len(rows) - LISTED:,} more"
