"""Put a release together: read an output unit by unit, let through what may go, write the folder.

A release is written beside its place and renamed: it is there whole or not at all. Nothing in it
depends on a clock or a host.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline import output
from pipeline.compare import Known, known
from pipeline.config import NOT_VERIFIED, OUTPUT_REFUSED, USAGE, Stop
from pipeline.publish import card, croissant
from pipeline.publish.card import Account
from pipeline.publish.gates import Finding, findings, listing
from pipeline.publish.history import history, version_after
from pipeline.publish.mask import in_columns, masked, masked_text
from pipeline.verify import verify
from transforms.decode import view
from transforms.describe.personal import find_personal
from transforms.files import is_remote
from transforms.schema import BODY, CREDIT
from transforms.tables.columns import DUPLICATES, LEDGER, RECORD
from transforms.write import FactRow, FileEntry, LedgerRow, Rows, jsonl, parquet, write_file

EXAMPLE = 30  # code points of an example in the card
DOUBTFUL = 0.8  # of split_confidence
# Rules whose lines may name a person: the card gives no examples of them.
ABOUT_PERSONS = {
    "chrome:contact", "chrome:editor", "chrome:mail-protection", "chrome:meta",
    "chrome:source-below",
}  # fmt: skip

# What a redacted ledger leaves out: everything that was read, and what it was changed to.
RAW = {"raw", "edit_raw", "edit_new"}
REDACTED = tuple(column for column in LEDGER if column.name not in RAW)


@dataclass(frozen=True)
class Release:
    """What a release is told: one field is one flag of ``publish``."""

    to: str
    name: str
    license: str
    version: str = ""
    since: str = ""
    creator: str = ""
    url: str = ""
    date: str = ""
    withhold: bool = False
    accept: tuple[str, ...] = ()
    mask: bool = False
    exclude: frozenset[str] = frozenset()
    text_with_title: bool = False
    full_ledger: bool = False


# --------------------------------------------------------------------------------- the gates


def check(out: str, release: Release) -> tuple[list[Finding], list[str]]:
    """Verify an output; return what stands against its release, and notes on exclusions."""
    problems = verify(out)
    if problems:
        raise Stop(NOT_VERIFIED, f"{out} is not whole, nothing is published: {problems[0]}")
    manifest = output.read_manifest(out)
    found: list[Finding] = []
    notes: list[str] = []
    known_ids: set[str] = set()
    for record in output.records(out, manifest):
        known_ids.add(record["id"])
        if record["id"] not in release.exclude:
            found += findings(record, release.mask)
            shared = [row["id"] for row in record["duplicates"] if row["id"] in release.exclude]
            if shared:
                notes.append(
                    f"{record['id']} shares text with {' '.join(shared)}, which is excluded"
                )
    foreign = sorted(release.exclude - known_ids)
    if foreign:
        raise Stop(
            USAGE,
            f"--exclude names {len(foreign):,} ids that {out} does not have ({foreign[0]}): "
            "correct them, or take them off the list",
        )
    if release.full_ledger and not release.mask:
        found += _in_ledger(out, manifest)
    return found, notes


def _in_ledger(out: str, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the personal data in the raw text of a ledger that is to be published whole."""
    for row in output.rows(out, manifest, "ledger"):
        for each in find_personal(view(row.raw)) if row.raw else ():
            start = row.start + each.start
            where = f"{start}:{start + each.end - each.start}"
            yield Finding("personal-data", row.id, "(ledger)", row.source, each.kind, where)


def publish(out: str, release: Release) -> Iterator[str]:
    """Write a release of an output and yield what there is to say; raise Stop at a gate."""
    to = Path(os.path.realpath(release.to))
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Stop(OUTPUT_REFUSED, f"--to {release.to} holds something; name a new folder")
    if not is_remote(out) and to.is_relative_to(os.path.realpath(out)):
        raise Stop(OUTPUT_REFUSED, f"--to {release.to} lies inside of {out}; name a new folder")
    version = release.version or version_after(release.since)
    _check_spelling(version, release.date)
    found, notes = check(out, release)
    yield from notes
    accepted = [each for each in found if each.gate in release.accept]
    against = [each for each in found if each.gate not in release.accept]
    if against and (not release.withhold or any(each.title == "(ledger)" for each in against)):
        yield from listing(against)
        raise Stop(
            OUTPUT_REFUSED,
            f"{len({each.id for each in against}):,} records must not be published as they are; "
            "--withhold leaves them out, --personal-data mask hides personal data",
        )
    withheld: dict[str, list[str]] = {id: ["excluded"] for id in sorted(release.exclude)}
    for each in against:
        withheld.setdefault(each.id, []).append(each.gate)
    if against:
        yield f"withheld: {len({each.id for each in against}):,} records"
        yield from listing(against)
    draft = to.with_name(f".{to.name}.publishing")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        account = _write(out, draft, release, version, withheld, accepted)
        if to.exists():
            to.rmdir()
        draft.rename(to)
    except OSError as error:
        raise Stop(
            OUTPUT_REFUSED,
            f"cannot write --to {release.to} ({error.strerror}); name a folder on another disk, or "
            "where you may write",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    yield (
        f"{account.records:,} records ({account.unique:,} of them unique), version {version}, are "
        f"in {release.to}; {len(withheld):,} are left out"
    )


def _check_spelling(version: str, day: str) -> None:
    """Raise Stop for a version or a day that machines could not read."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version, re.ASCII):
        raise Stop(USAGE, f"--version {version}: give three numbers, as 1.0.0")
    try:
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise Stop(USAGE, f"--date {day}: give a day as YYYY-MM-DD") from None


# -------------------------------------------------------------------------------- the folder


def _write(
    out: str,
    draft: Path,
    release: Release,
    version: str,
    withheld: Mapping[str, Sequence[str]],
    accepted: Iterable[Finding],
) -> Account:
    """Write the files of a release and return what was counted."""
    manifest = output.read_manifest(out)
    account = Account()
    for gates in withheld.values():
        account.withheld.update(gate for gate in gates if gate != "excluded")
    account.excluded = len(release.exclude)
    account.accepted.update(each.gate for each in accepted)
    survivors = _survivors(output.records(out, manifest), withheld)
    units = list(output.shards(manifest))
    files: list[FileEntry] = []
    published: list[Known] = []
    for number, unit in enumerate(output.units(out, manifest)):
        records = [
            _published(record, unit.facts, ledger, release, survivors, withheld)
            for ledger, record in _with_ledger(unit)
            if record["id"] not in withheld
        ]
        parts = {
            "unique": [record for record in records if not record["duplicate_of"]],
            "repeated": [record for record in records if record["duplicate_of"]],
        }
        shard = f"train-{number:05d}-of-{len(units):05d}.parquet"
        for part, rows in parts.items():
            if rows:
                data = parquet(RECORD, rows)
                files.append(write_file(str(draft), f"data/{part}/{shard}", data, len(rows)))
        ledger = [_ledger_row(row, release, withheld) for row in unit.ledger]
        data = parquet(LEDGER if release.full_ledger else REDACTED, ledger)
        files.append(write_file(str(draft), f"ledger/{shard}", data, len(ledger)))
        pairs = [row for row in unit.duplicates if not {row.left, row.right} & set(withheld)]
        data = parquet(DUPLICATES, pairs)
        files.append(write_file(str(draft), f"duplicates/{shard}", data, len(pairs)))
        published += map(known, records)
        _count(account, unit, records, parts["unique"], withheld)
    rows = [
        {"source": row.source, "sha256": row.sha256, "bytes": row.bytes, "encoding": row.encoding}
        for row in account.sources
    ]
    left_out = [{"id": id, "why": list(gates)} for id, gates in sorted(withheld.items())]
    for name, listed in (("sources.jsonl", rows), ("withheld.jsonl", left_out)):
        files.append(write_file(str(draft), name, jsonl(listed), len(listed)))
    about = _about(release, version, account)
    configs = _configs(files)
    texts = {
        "README.md": card.card(
            about, configs, account, manifest, release.mask, release.text_with_title,
            "full" if release.full_ledger else "redacted",
        ),
        "CHANGES.md": history(version, release.since, published),
        "croissant.json": json.dumps(
            croissant.croissant(
                _described(release, about, account),
                configs,
                [(e.path, e.bytes, e.sha256) for e in files if e.path.startswith("data/")],
                "Texts were cut out of their sources, freed of what is not their own, and restored "
                "to paragraphs; README.md and ledger/ say what was removed, and why.",
            ),
            ensure_ascii=False, indent=1,
        ) + "\n",
    }  # fmt: skip
    files += [write_file(str(draft), name, text.encode(), 0) for name, text in texts.items()]
    sums = "".join(f"{entry.sha256}  {entry.path}\n" for entry in sorted(files))
    write_file(str(draft), "SHA256SUMS", sums.encode(), 0)
    return account


def _with_ledger(unit: Rows) -> Iterator[tuple[list[LedgerRow], dict[str, Any]]]:
    """Yield the records of a unit, each with the ledger rows of its source."""
    ledger = {name: list(rows) for name, rows in groupby(unit.ledger, attrgetter("source"))}
    yield from ((ledger[record["source"]], record) for record in unit.data)


def _survivors(
    records: Iterable[Mapping[str, Any]], withheld: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return, of each survivor that is withheld, the first record that takes its place."""
    found: dict[str, str] = {}
    for record in records:
        survivor = record["duplicate_of"]
        if survivor in withheld and record["id"] not in withheld:
            found.setdefault(survivor, record["id"])
    return found


def _published(
    record: Mapping[str, Any],
    facts: Iterable[FactRow],
    ledger: Sequence[LedgerRow],
    release: Release,
    survivors: Mapping[str, str],
    withheld: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return a record as it is published: masked, and without the names of what is withheld."""
    row = dict(record)
    if release.mask:
        row = masked(record, ledger, [fact for fact in facts if fact.id == record["id"]])
    if release.text_with_title and row["title"]:
        row["text"] = f"{row['title']}\n{row['text']}"
    for name in ("duplicate_of", "cluster"):
        row[name] = survivors.get(row[name], "" if row[name] in withheld else row[name])
    if row["duplicate_of"] == row["id"]:
        row["duplicate_of"] = ""
    row["duplicates"] = [each for each in row["duplicates"] if each["id"] not in withheld]
    row["text_sha256"] = hashlib.sha256(row["text"].encode()).hexdigest()
    row["chars"] = len(row["text"])
    return row


def _ledger_row(
    row: LedgerRow, release: Release, withheld: Mapping[str, Sequence[str]]
) -> tuple[Any, ...]:
    """Return a row of the published ledger; raw text of what is withheld is never in it."""
    if not release.full_ledger:
        return tuple(getattr(row, column.name) for column in REDACTED)
    if row.id in withheld:
        empty = [""] * len(row.edit_start)
        return row._replace(raw="", edit_raw=empty, edit_new=empty)
    return row._replace(raw=masked_text(row.raw)) if release.mask else row


def _count(
    account: Account,
    unit: Rows,
    records: Sequence[Mapping[str, Any]],
    unique: Sequence[object],
    withheld: Mapping[str, Sequence[str]],
) -> None:
    account.records += len(records)
    account.unique += len(unique)
    account.sources += unit.sources
    for record in records:
        account.characters += record["chars"]
        account.kinds[record["kind"]] += 1
        account.rights[record["rights"]] += 1
        account.warned += bool(record["warnings"])
        account.doubtful += record["split_confidence"] < DOUBTFUL
    for record in unit.data:
        if record["id"] not in withheld:  # as it was before it was masked
            account.personal.update(place["kind"] for place in record["personal_data"])
            columns = [kind for kind, _ in in_columns(record)]
            account.personal.update(columns)
            account.in_columns += len(columns)
    for row in unit.ledger:
        account.edited.update(row.edit_rule)
        if row.label == BODY and row.id:
            continue
        account.removed[row.label, row.rule] += row.end - row.start
        if (row.label, row.rule) not in account.examples and row.id not in withheld:
            account.examples.update(_example(row))
    account.pairs.update(
        f"{row.grain} {row.kind}"
        for row in unit.duplicates
        if not {row.left, row.right} & set(withheld)
    )


def _example(row: LedgerRow) -> dict[tuple[str, str], str]:
    """Return the beginning of a removed block, if nothing in the block is about a person."""
    words = " ".join(row.raw.split())[:EXAMPLE]
    if not words or row.label == CREDIT or row.rule in ABOUT_PERSONS:
        return {}
    # The whole block is searched: half a number at the cut is still a number.
    return {} if find_personal(view(row.raw)) else {(row.label, row.rule): words}


def _configs(files: Iterable[FileEntry]) -> dict[str, list[str]]:
    """Return the configs with the globs of their files; a glob that matches nothing is an error."""
    parts = {entry.path.split("/")[1] for entry in files if entry.path.startswith("data/")}
    globs = {part: f"data/{part}/*.parquet" for part in ("unique", "repeated") if part in parts}
    if not globs:
        raise Stop(OUTPUT_REFUSED, "nothing is left to publish: all records are withheld")
    return {
        "all": list(globs.values()),
        "deduplicated": [globs["unique"]],
    }


def _about(release: Release, version: str, account: Account) -> dict[str, str]:
    return {
        "name": release.name,
        "description": (
            f"{account.records:,} Chinese documents, cleaned, each with its source, its offsets "
            "in it, and a ledger of what was removed and why."
        ),
        "license": release.license,
        "version": version,
    }


def _described(release: Release, about: Mapping[str, str], account: Account) -> dict[str, Any]:
    """Return what croissant.json says of the dataset as a whole."""
    by = f"{release.creator}: " if release.creator else ""
    found: dict[str, Any] = {**about, "citeAs": f"{by}{about['name']}, version {about['version']}"}
    found["rai:personalSensitiveInformation"] = card.personal_data(account, release.mask)
    if release.url:
        found["url"] = release.url
    if release.date:
        found["datePublished"] = release.date
    if release.creator:
        found["creator"] = {"@type": "sc:Organization", "name": release.creator}
    return found
