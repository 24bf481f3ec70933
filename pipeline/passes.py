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
from typing import Any, NamedTuple

import numpy as np

from pipeline import earlier, staging
from pipeline.units import Planned, planned
from pipeline.verify import check_unit
from transforms import deduplicate
from transforms.deduplicate.candidates import PAIR
from transforms.deduplicate.fingerprint import ANCHOR
from transforms.label import common_lines, edge_lines, merged
from transforms.rows import WHOLE, Fields
from transforms.schema import Collation, DeadLetter, Decision, Items, Skipped, StockPhrase
from transforms.write import FileEntry, contents_row, dead_letter_row, tabulate, tally, write_unit

LEAST_PARTITIONS = 4  # of fingerprints, so that several workers have something to do
COMPARED = 8 << 20  # bytes of input whose references a partition holds; a pair is found in several
SLICES = 2  # of a partition, compared one by one: larger arrays would be asked of the system anew
COUNT = 8  # bytes of the number of pairs, before the verdicts of a group
# The pairs between two blocks of so many units are verified together: the fingerprints of both are
# in memory. And so many blocks at least, that several workers have something to do.
BLOCK, BLOCKS = 4, 8
ARRAYS = ("keys", "places", "rows", "bags")  # of a unit's fingerprints, what is staged

Drafts = str  # name of the folder of pass B; it carries the key, which holds the table of lines
Dealt = tuple[int, int]  # an element of the next pass, and which one sends it on


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
    def block(self) -> int:
        """Return how many units make a block."""
        return max(1, min(BLOCK, -(-(self.earlier + self.units) // BLOCKS)))

    @property
    def groups(self) -> int:
        """Return how many pairs of blocks there are, those of a block with itself included."""
        blocks = -(-(self.earlier + self.units) // self.block)
        return blocks * (blocks + 1) // 2

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

    def references(self, drafts: str, unit: int) -> str:
        return f"{self.folder}/{drafts}/references/{unit:05d}"

    def fingerprints(self, drafts: str, unit: int) -> str:
        return f"{self.folder}/{drafts}/fingerprints/{unit:05d}"

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
        edges = merged(edge_lines(item) for item in sources if isinstance(item, Collation))
        staging.write(job.edges(unit), staging.pack_array(edges))
        staging.write(job.texts(unit), staging.pack_items(sources))
    return unit


def merge_edges(_: None, job: Job, staged: Iterable[int]) -> frozenset[int]:
    """Return the lines that stand at the edges of many sources; ``staged`` is what to wait for."""
    units = sorted(set(staged))
    arrays = [staging.unpack_array(staging.read(job.edges(unit)).to_pybytes()) for unit in units]
    lines = merged(arrays)
    staging.write(job.lines, staging.pack_array(lines))
    files = [file for unit in range(job.units) for file in planned(job.plan, unit)]
    sources = sum(file.part.rows if file.part else 1 for file in files)
    if job.against:
        earlier_lines, earlier_sources = earlier.lines(job.against)
        lines, sources = merged([lines, earlier_lines]), sources + earlier_sources
    return common_lines(lines, sources)


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


def dealt(number: int, of: int, elements: int) -> list[Dealt]:
    """Return the elements of the next pass that one ``of`` so many sends on: together, each once.

    Grouped by them, the next pass begins when this one has ended.
    """
    return [(element, number) for element in range(number, elements, of)]


def stage_drafts(items: Items, job: Job, drafts: Drafts) -> list[Dealt]:
    """Stage the draft and the fingerprints of a unit; return the partitions it sends on."""
    unit, sources = items
    if sources and not staging.exists(draft(job, drafts, unit)):
        collations = [item for item in sources if isinstance(item, Collation)]
        if job.duplicates != "off":
            _stage_fingerprints(collations, job.earlier + unit, job, drafts)
        staging.write(draft(job, drafts, unit), staging.pack_items(sources))
    return [] if job.duplicates == "off" else dealt(unit, job.units, job.partitions)


def stage_earlier(unit: int, job: Job, drafts: Drafts) -> list[Dealt]:
    """Stage the fingerprints of a unit of the earlier output; it sends nothing on.

    In all comparisons its units come first: the number of a unit of this run is behind them.
    """
    if not staging.exists(job.fingerprints(drafts, unit)):
        _stage_fingerprints(earlier.collations(job.against, unit), unit, job, drafts)
    return []


def _stage_fingerprints(
    collations: Iterable[Collation], unit: int, job: Job, drafts: Drafts
) -> None:
    found = deduplicate.fingerprint(unit, collations)
    slices = [part.anchors for part in deduplicate.cut(found, SLICES * job.partitions)]
    staging.write_slices(job.references(drafts, unit), slices)
    arrays = {name: np.ascontiguousarray(getattr(found, name)) for name in ARRAYS}
    kinds = {
        name: [np.lib.format.dtype_to_descr(array.dtype), array.shape]
        for name, array in arrays.items()
    }
    row = {
        "documents": json.dumps(found.documents).encode(),
        "kinds": json.dumps(kinds).encode(),
        **{name: array.tobytes() for name, array in arrays.items()},
    }
    staging.write(job.fingerprints(drafts, unit), staging.pack_row(row))


@lru_cache(maxsize=2 * BLOCK)
def fetch_fingerprints(job: Job, drafts: Drafts, unit: int) -> deduplicate.Fingerprints:
    """Return the staged fingerprints of a unit, without what is known of its documents."""
    row = staging.unpack_row(staging.read(job.fingerprints(drafts, unit)))
    arrays = {}
    for name, (kind, shape) in json.loads(row["kinds"].to_pybytes()).items():
        fields = kind if isinstance(kind, str) else [tuple(each) for each in kind]
        arrays[name] = np.frombuffer(row[name], dtype=np.dtype(fields)).reshape(shape)
    return deduplicate.Fingerprints(unit, (), **arrays)


def fetch_documents(job: Job, drafts: Drafts, unit: int) -> tuple[deduplicate.DocumentFacts, ...]:
    """Return what is known of the documents of a unit."""
    row = staging.unpack_row(staging.read(job.fingerprints(drafts, unit)))
    return tuple(
        deduplicate.DocumentFacts(*document)._replace(earlier=int(unit < job.earlier))
        for document in json.loads(row["documents"].to_pybytes())
    )


# ----------------------------------------------------------------------- between the passes B, C


class Compared(NamedTuple):
    """What a slice of the references gave: pairs of passages that share an anchor.

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


def find_candidates(partition: tuple[int, Iterable[int]], job: Job, drafts: Drafts) -> int:
    """Stage the candidate pairs of a partition by group; return its number.

    A group has the pairs between two blocks of units.
    """
    number, _ = partition
    if not staging.exists(job.pairs(drafts, number)):
        slices = range(SLICES * number, SLICES * (number + 1))
        parts, compared = zip(*(_candidates(each, job, drafts) for each in slices), strict=True)
        staging.write(job.compared(drafts, number), json.dumps(compared).encode())
        pairs = deduplicate.unique(parts)
        left, right = (deduplicate.units_of(pairs[side]) for side in ("left", "right"))
        groups = group_of(left, right, job)
        order = np.argsort(groups, kind="stable")
        ends = np.searchsorted(groups[order], range(1, job.groups))
        staging.write_slices(job.pairs(drafts, number), np.split(pairs[order], ends))
    return number


def _candidates(number: int, job: Job, drafts: Drafts) -> tuple[deduplicate.Pairs, Compared]:
    """Return the candidate pairs of a slice of the references, and what was compared."""
    slices = [
        deduplicate.References(
            unit, staging.read_slice(job.references(drafts, unit), number, ANCHOR)
        )
        for unit in range(job.earlier + job.units)
    ]
    raw = deduplicate.candidates(slices, partial(fetch_fingerprints, job, drafts))
    if job.earlier:  # two earlier records are not compared again
        raw = raw.where(deduplicate.units_of(raw.names[raw.right]) >= job.earlier)
    compared = Compared(len(raw.left), raw.hot_buckets, list(raw.hot))
    return deduplicate.sift(raw, job.thresholds), compared


def group_of(
    left: np.ndarray[Any, Any], right: np.ndarray[Any, Any], job: Job
) -> np.ndarray[Any, Any]:
    """Return the groups of pairs of units, the left one first: blocks are paired row by row."""
    left, right = left // job.block, right // job.block
    return right * (right + 1) // 2 + left


def heaviest_first(_: None, job: Job, drafts: Drafts, partitions: Iterable[int]) -> list[Dealt]:
    """Return the groups that have pairs, those with most first.

    Given to the workers in turn, they keep all of them busy to the end. ``partitions`` are those
    whose candidates are found; a repeated bundle gives one twice.
    """
    sizes = np.zeros(job.groups, dtype=np.int64)
    for partition in sorted(set(partitions)):
        sizes += staging.slice_sizes(job.pairs(drafts, partition))
    order = np.argsort(-sizes, kind="stable")
    return [(group, 0) for group in order.tolist() if sizes[group]]


def verify_pairs(group: tuple[int, Iterable[int]], job: Job, drafts: Drafts) -> int:
    """Stage how many pairs a group has, and the verdicts on them; return its number."""
    number, _ = group
    path = job.verdicts(drafts, number)
    if not staging.exists(path):
        parts = [
            staging.read_slice(job.pairs(drafts, partition), number, PAIR)
            for partition in range(job.partitions)
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
    fetch_fingerprints.cache_clear()  # nobody wants them any more
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
