"""The steps between the stages: what a pass takes from staging, and what it leaves there.

A pass takes a unit up where the one before staged it. A unit whose staged file is there already
flows through empty: its sources are not read again.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from pipeline import earlier, staging
from pipeline.units import Planned, planned
from pipeline.verify import check_unit
from transforms import deduplicate, files
from transforms.deduplicate.candidates import PAIR
from transforms.label import common_lines, edge_hashes
from transforms.rows import WHOLE, Fields
from transforms.schema import Collation, DeadLetter, Decision, Items, Skipped, StockPhrase
from transforms.write import FileEntry, contents_row, dead_letter_row, tabulate, tally, write_unit

LEAST_PARTITIONS = 4  # of fingerprints, so that several workers have something to do
COMPARED = 8 << 20  # bytes of input whose references a partition holds; a pair is found in several
COUNT = 8  # bytes of the number of pairs, before the verdicts of a group
BLOCK = 8  # units; the pairs between two blocks are verified together. And so many blocks at least
ARRAYS = ("keys", "places", "rows", "bags")  # of a unit's fingerprints, what is staged

Drafts = str  # name of the folder of pass B; it carries the key, which holds the table of lines
Slice = tuple[int, int, int]  # whose staged references, or pairs; the first byte, and bytes


class Job(NamedTuple):
    """What every step of the graph knows of the run; small, and the same for all of them."""

    folder: str  # staged files of this key; its name carries the key
    target: str  # where the units' output files go
    units: int
    script: str
    duplicates: deduplicate.Policy
    split: str
    format: str
    punctuation: str = "restore"
    spacing: str = "close"
    phrases: str = "keep"
    heading: str = ""
    thresholds: deduplicate.Thresholds = deduplicate.Thresholds()
    against: str = ""  # an earlier output, and its units
    earlier: int = 0
    fields: Fields = WHOLE  # of files that are read by rows
    size: int = 0  # bytes of input

    @property
    def plan(self) -> str:
        return f"{self.folder}/plan.jsonl"

    @property
    def outcome(self) -> str:
        return f"{self.folder}/outcome.json"

    @property
    def problems(self) -> str:
        return f"{self.folder}/problems.json"

    @property
    def partitions(self) -> int:
        """Return into how many parts the fingerprints are cut."""
        units = self.earlier + self.units  # of about one size
        return max(LEAST_PARTITIONS, units * self.size // (max(1, self.units) * COMPARED))

    @property
    def tables(self) -> str:
        return f"{self.folder}/tables.json"

    def sources(self, unit: int) -> Sequence[Planned]:
        """Return the files of a unit, none when its texts are staged."""
        return () if staging.exists(self.texts(unit)) else planned(self.plan, unit)

    def texts(self, unit: int) -> str:
        return f"{self.folder}/texts/{unit:05d}.pickle"

    def edges(self, unit: int) -> str:
        return f"{self.folder}/edges/{unit:05d}.npy"

    @property
    def lines(self) -> str:
        return f"{self.folder}/lines.npy"

    @property
    def named(self) -> str:
        return f"{self.folder}/earlier.jsonl"

    def pairs(self, drafts: str, partition: int) -> str:
        return f"{self.folder}/{drafts}/pairs/{partition:05d}"

    def compared(self, drafts: str, partition: int) -> str:
        return f"{self.folder}/{drafts}/compared/{partition:05d}.json"

    def verdicts(self, drafts: str, group: int) -> str:
        return f"{self.folder}/{drafts}/verdicts/{group:05d}"

    def decided(self, drafts: str, unit: int) -> str:
        return f"{self.folder}/{drafts}/decided/{unit:05d}"

    @property
    def comparisons(self) -> str:
        return f"{self.folder}/compared.json"

    def account(self, name: str) -> str:
        return f"{self.folder}/written/{name}"


# ------------------------------------------------------------------------------------- pass A


def stage_texts(items: Items, job: Job) -> int:
    """Stage the texts, blocks and edge lines of a unit; return its number."""
    unit, sources = items
    if sources and not staging.exists(job.texts(unit)):
        edges = [edge_hashes(item) for item in sources if isinstance(item, Collation)]
        hashes, counts = np.unique(
            np.concatenate([np.empty(0, np.uint64), *edges]), return_counts=True
        )
        edge_lines = np.stack([hashes, counts.astype(np.uint64)])
        staging.write(job.edges(unit), staging.pack_array(edge_lines))
        staging.write(job.texts(unit), staging.pack_items(sources))
    return unit


def merge_edges(_: None, job: Job, staged: Iterable[int]) -> frozenset[int]:
    """Return the lines that stand at the edges of many sources; ``staged`` is what to wait for."""
    units = sorted(set(staged))
    arrays = [staging.unpack_array(staging.read(job.edges(unit)).to_pybytes()) for unit in units]
    lines = _merged(arrays)
    staging.write(job.lines, staging.pack_array(lines))
    files = [file for unit in range(job.units) for file in planned(job.plan, unit)]
    sources = sum(file.part.rows if file.part else 1 for file in files)
    if job.against:
        earlier_lines, earlier_sources = earlier.lines(job.against)
        lines, sources = _merged([lines, earlier_lines]), sources + earlier_sources
    hashes, counts = lines[:, lines[1] > 1].tolist()
    return common_lines(zip(hashes, counts, strict=True), sources)


def _merged(lines: Sequence[np.ndarray[Any, Any]]) -> np.ndarray[Any, Any]:
    """Return arrays of (hashes, counts) as one, each hash once."""
    every = np.concatenate(lines, axis=1)
    hashes, places = np.unique(every[0], return_inverse=True)
    counts = np.bincount(places, weights=every[1])
    return np.stack([hashes, counts.astype(np.uint64)])


# ------------------------------------------------------------------------------------- pass B


def drafts_folder(repeated: frozenset[int], job: Job) -> Drafts:
    """Return where pass B stages its units, given the table of lines."""
    table = hashlib.sha256(json.dumps(sorted(repeated)).encode()).hexdigest()[:12]
    return f"drafts-{table}"  # a path may hold bytes that Beam's coders refuse


def draft(job: Job, drafts: Drafts, unit: int) -> str:
    return f"{job.folder}/{drafts}/{unit:05d}.pickle"


def fetch_texts(unit: int, job: Job, drafts: Drafts) -> Items:
    """Return the staged texts of a unit, none when its draft is staged."""
    if staging.exists(draft(job, drafts, unit)):
        return Items(unit, ())
    return Items(unit, staging.unpack_items(staging.read(job.texts(unit))))


def stage_drafts(items: Items, job: Job, drafts: Drafts) -> list[tuple[int, Slice]]:
    """Stage the draft and the fingerprints of a unit; return its slice of each partition."""
    unit, sources = items
    if sources and not staging.exists(draft(job, drafts, unit)):
        collations = [item for item in sources if isinstance(item, Collation)]
        if job.duplicates != "off":
            _stage_fingerprints(collations, job.earlier + unit, job, drafts)
        staging.write(draft(job, drafts, unit), staging.pack_items(sources))
    if job.duplicates == "off":
        return []
    return _slices(job.earlier + unit, job, drafts)


def stage_earlier(unit: int, job: Job, drafts: Drafts) -> list[tuple[int, Slice]]:
    """Stage the fingerprints of a unit of the earlier output; return its slice of each partition.

    In all comparisons its units come first: the number of a unit of this run is behind them.
    """
    if not staging.exists(_fingerprints_file(job, drafts, unit)):
        _stage_fingerprints(earlier.collations(job.against, unit), unit, job, drafts)
    return _slices(unit, job, drafts)


def _slices(unit: int, job: Job, drafts: Drafts) -> list[tuple[int, Slice]]:
    bounds = fingerprints(job, drafts, unit)[1]
    return [
        (partition, (unit, start, end - start))
        for partition, (start, end) in enumerate(pairwise(bounds))
        if end > start
    ]


def _stage_fingerprints(
    collations: Iterable[Collation], unit: int, job: Job, drafts: Drafts
) -> None:
    found = deduplicate.fingerprint(unit, collations)
    cuts = deduplicate.cut(found, job.partitions)
    slices = [staging.pack_array(part.anchors) for part in cuts]
    bounds = np.cumsum([0, *map(len, slices)]).tolist()
    staging.write(f"{job.folder}/{drafts}/references/{unit:05d}", b"".join(slices))
    arrays = {name: np.ascontiguousarray(getattr(found, name)) for name in ARRAYS}
    kinds = {
        name: [np.lib.format.dtype_to_descr(array.dtype), array.shape]
        for name, array in arrays.items()
    }
    row = {
        "about": json.dumps([bounds, found.documents, kinds]).encode(),
        **{name: array.tobytes() for name, array in arrays.items()},
    }
    staging.write(_fingerprints_file(job, drafts, unit), staging.pack_row(row))


def _fingerprints_file(job: Job, drafts: Drafts, unit: int) -> str:
    return f"{job.folder}/{drafts}/fingerprints/{unit:05d}"


@lru_cache(maxsize=2 * BLOCK)
def fingerprints(job: Job, drafts: Drafts, unit: int) -> tuple[deduplicate.Fingerprints, list[int]]:
    """Return the staged fingerprints of a unit, and the bounds of its slices."""
    row = staging.unpack_row(staging.read(_fingerprints_file(job, drafts, unit)))
    bounds, documents, kinds = json.loads(row["about"].to_pybytes())
    facts = tuple(
        deduplicate.DocumentFacts(*document)._replace(earlier=int(unit < job.earlier))
        for document in documents
    )
    arrays = {}
    for name, (kind, shape) in kinds.items():
        fields = kind if isinstance(kind, str) else [tuple(each) for each in kind]
        arrays[name] = np.frombuffer(row[name], dtype=np.dtype(fields)).reshape(shape)
    return deduplicate.Fingerprints(unit, facts, **arrays), bounds


def fetch_fingerprints(job: Job, drafts: Drafts, unit: int) -> deduplicate.Fingerprints:
    """Return the staged fingerprints of a unit."""
    return fingerprints(job, drafts, unit)[0]


# ----------------------------------------------------------------------- between the passes B, C


class Compared(NamedTuple):
    """What a partition compared: pairs of passages that share an anchor.

    ``hot`` names the largest buckets that were not paired all with all.
    """

    candidates: int
    hot_buckets: int
    hot: list[deduplicate.HotBucket]


def read_compared(job: Job) -> dict[str, Any]:
    """Return what ``decide`` staged of all comparisons, for the manifest."""
    if job.duplicates == "off":
        return {}
    compared: dict[str, Any] = json.loads(staging.read(job.comparisons).to_pybytes())
    return compared


def find_candidates(
    partition: tuple[int, Iterable[Slice]], job: Job, drafts: Drafts
) -> list[tuple[int, Slice]]:
    """Stage the candidate pairs of a partition; return its slice of each group that verifies them.

    A group has the pairs between two blocks of units: the fingerprints of so many are in memory.
    """
    number, found = partition
    slices = []
    for unit, start, size in sorted(set(found)):
        path = f"{job.folder}/{drafts}/references/{unit:05d}"
        anchors = staging.unpack_array(files.read(path, start, size))
        slices.append(deduplicate.References(unit, anchors))
    raw = deduplicate.candidates(slices, partial(fetch_fingerprints, job, drafts))
    if job.earlier:  # two earlier records are not compared again
        raw = raw.where(deduplicate.units_of(raw.names[raw.right]) >= job.earlier)
    pairs = deduplicate.sift(raw, job.thresholds)
    compared = Compared(len(raw.left), raw.hot_buckets, list(raw.hot))
    staging.write(job.compared(drafts, number), json.dumps(compared).encode())
    width = min(BLOCK, -(-(job.earlier + job.units) // BLOCK))
    left, right = (deduplicate.units_of(pairs[side]) // width for side in ("left", "right"))
    groups = left * (job.earlier + job.units) + right
    order = np.argsort(groups, kind="stable")
    each, first = np.unique(groups[order], return_index=True)
    staging.write(job.pairs(drafts, number), pairs[order].tobytes())
    bounds = [*(first * PAIR.itemsize).tolist(), len(pairs) * PAIR.itemsize]
    return [
        (group, (number, start, end - start))
        for group, (start, end) in zip(each.tolist(), pairwise(bounds), strict=True)
    ]


def verify_pairs(group: tuple[int, Iterable[Slice]], job: Job, drafts: Drafts) -> int:
    """Stage how many pairs a group has, and the verdicts on them; return its number."""
    number, slices = group
    path = job.verdicts(drafts, number)
    if not staging.exists(path):
        parts = [
            np.frombuffer(files.read(job.pairs(drafts, partition), start, size), dtype=PAIR)
            for partition, start, size in sorted(set(slices))
        ]
        pairs = deduplicate.unique(parts)
        found = deduplicate.verify(pairs, partial(fetch_fingerprints, job, drafts), job.thresholds)
        staging.write(path, len(pairs).to_bytes(COUNT) + found.tobytes())
    return number


def read_verdicts(
    groups: Iterable[int],
    documents: Sequence[Sequence[deduplicate.DocumentFacts]],
    job: Job,
    drafts: Drafts,
) -> tuple[int, deduplicate.Verdicts]:
    """Return how many pairs were verified, and the verdicts, given the documents of all units.

    A repeated bundle gives a group twice.
    """
    staged = [staging.read(job.verdicts(drafts, group)) for group in sorted(set(groups))]
    rows = [np.empty(0, dtype=deduplicate.VERDICT)]
    rows += [np.frombuffer(found[COUNT:], dtype=deduplicate.VERDICT) for found in staged]
    count = sum(int.from_bytes(found[:COUNT]) for found in staged)
    return count, deduplicate.numbered(np.concatenate(rows), documents)


class Decided(NamedTuple):
    """What is known of a unit's documents when all are compared; it is staged as a pickle.

    ``pairs`` are verdicts that have their left document in the unit, ``phrases`` stand in one of
    it; ``decisions`` are those of its documents and of every document its pairs name, which is a
    number in them.
    """

    decisions: tuple[Decision, ...]
    pairs: bytes = b""
    phrases: tuple[StockPhrase, ...] = ()


# ------------------------------------------------------------------------------------- pass C


def write_decided(decided: tuple[int, Iterable[str]], job: Job, drafts: Drafts) -> str:
    """Write the output files of a unit, given its number and the key of what is decided of it.

    Returns the name of its staged account, which holds the key: what was written by other decisions
    is not taken for it.
    """
    unit, keys = decided
    name = f"{unit:05d}-{min(keys)}.json"  # a repeated bundle gives a key twice
    if staging.exists(job.account(name)):
        return name
    one: Decided = pickle.loads(staging.read(job.decided(drafts, unit)))
    items = staging.unpack_items(staging.read(draft(job, drafts, unit)))
    collations = [item for item in items if isinstance(item, Collation)]
    by_id = {decision.id: decision for decision in one.decisions}
    verdicts = np.frombuffer(one.pairs, dtype=deduplicate.VERDICT)
    pairs = deduplicate.Verdicts(verdicts, [each.id for each in one.decisions]).pairs()
    rows = tabulate(collations, by_id, pairs, job.duplicates, one.phrases)
    account = {
        "problems": check_unit(collations, rows),
        "files": write_unit(job.target, unit, job.units, rows, job.format),
        "tally": tally(rows),
        "contents": [row for row in map(contents_row, collations) if row],
        "inputs": [(item.text.source, item.text.sha256, item.text.size) for item in collations],
        "dead_letters": [dead_letter_row(item) for item in items if isinstance(item, DeadLetter)],
        "skipped": [item._asdict() for item in items if isinstance(item, Skipped)],
    }
    staging.write(job.account(name), json.dumps(account).encode())
    return name


class Account(NamedTuple):
    """What pass C says of a unit."""

    problems: list[str]
    files: list[FileEntry]
    tally: dict[str, int]
    inputs: list[tuple[str, str, int]]
    dead_letters: list[dict[str, Any]]
    skipped: list[dict[str, Any]]
    contents: list[dict[str, Any]]  # see ``write.contents_row``


def read_account(path: str) -> Account:
    """Return the account that ``write_decided`` staged."""
    account = Account(**json.loads(staging.read(path).to_pybytes()))
    return account._replace(
        files=[FileEntry(*entry) for entry in account.files],
        inputs=[(source, sha256, size) for source, sha256, size in account.inputs],
    )
