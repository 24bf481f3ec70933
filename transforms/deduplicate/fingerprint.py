"""Fingerprints of documents and paragraphs: arrays for a whole unit, cut by partition.

The anchors of a passage are those of its character 6-grams whose hash is under a limit, which falls
with the passage's size, so that each has about as many (scaled MinHash: Pierce et al. 2019; what is
an anchor of the longer of two passages is one of the shorter, too); of a short passage all 3- or
4-grams. Passages that share one anchor are compared. A passage's bag counts its characters in 64
bins, which bounds what two passages can have in common: most are told apart by it alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import (
    MIX_2,
    PLANES,
    SHORT_BASES,
    Codes,
    Hashes,
    fresh,
    gram_hashes_at,
    mix,
    short_hashes,
    within,
)
from transforms.deduplicate.keyed import Keys, Lines, keyed
from transforms.schema import BODY, HEADING, Block, Collation, Document

# Measured (docs/duplicates.md): of pairs at 80 to 85 % similarity 99 % share an anchor.
GRAM = 6  # characters
# Of a short passage all grams are anchors: by grain (document, paragraph) their size, and the code
# points from which on there are none. Two similar texts of 8 code points always share a 3-gram.
SHORT_GRAM = (3, 4)
SHORT = (40, 33)
# Code points from which on there are anchors of 6-grams, by grain. The ranges overlap; a short
# document has both, since it may stand in a long one.
GRAMS_FROM = (GRAM, 26)
# Of a longer passage so many grams are anchors, on average; of a paragraph one in twelve at least,
# so that a part of it is found, too.
DOCUMENT_ANCHORS = 64
PARAGRAPH_ANCHORS = 10
SPARSEST = 12
CONTEXT = 2 * GRAM  # characters from an anchor on: they tell the passages of a hot bucket apart
BINS = 64  # of a bag
FULL = 0xFF  # a bin counts no further
SHORTEST_PARAGRAPH = 20  # key code points; what is shorter is a formula or a heading

DOCUMENT, PARAGRAPH = 0, 1
GRAINS = ("document", "paragraph")

BATCH = 1 << 17  # code points fingerprinted together: their arrays fit into a processor's cache
PAD = CONTEXT  # between two keys: no gram sees both

# A row is a passage: whose it is, where it stands in the source, and where its key lies.
ROW = np.dtype(
    [
        ("document", "<u4"),
        ("grain", "u1"),
        ("start", "<i8"),
        ("end", "<i8"),
        ("key_start", "<i8"),
        ("key_end", "<i8"),
        ("text", "<u8"),  # hash of the whole key: equal keys have equal hashes
    ]
)
# An anchor of a row: its hash, and that of the characters from it on; WHOLE where the first is
# that of the whole text.
ANCHOR = np.dtype([("band", "<u8"), ("context", "<u4"), ("row", "<u4")])
WHOLE = np.uint32(0xFFFFFFFF)

Rows = NDArray[Any]
Drafted = tuple[Collation, Document, Sequence[Block]]
Anchors = NDArray[Any]
Bags = NDArray[np.uint8]  # a line of 64 counts a passage


class DocumentFacts(NamedTuple):
    """What ``decide`` must know of a document; ``chars``: code points of its paragraphs."""

    id: str
    source: str
    start: int
    chars: int
    official: int = 0  # 1: it has a number or an issuer, and nothing calls it a draft
    date: str = ""  # of signature or publication
    noise: int = 0  # edits and frame inside it, in a thousand of its code points
    compared: int = 0  # code points of its paragraphs that are rows; 0: take ``chars``
    earlier: int = 0  # 1: a record of the earlier output that the run is compared with


class Fingerprints(NamedTuple):
    """The passages of one unit: each document's own row first, then its paragraphs, in order.

    ``keys`` holds the keys of all documents, one behind the other, with zeros between, ``places``
    where in its source each code point stands; ``anchors`` are sorted by row. A unit's staged file
    is these arrays, but for the anchors: ``cut`` alone wants them.
    """

    unit: int
    documents: tuple[DocumentFacts, ...]
    keys: Codes
    places: NDArray[np.uint32]
    rows: Rows
    bags: Bags
    anchors: Anchors = np.empty(0, dtype=ANCHOR)

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the keys of rows."""
        chosen = self.rows.take(rows)
        starts, ends = (chosen[side].tolist() for side in ("key_start", "key_end"))
        codes = self.keys.data
        keys = [codes[start:end] for start, end in zip(starts, ends, strict=True)]
        text = b"".join(keys).decode("utf-32-le")  # at once
        bounds = accumulate(map(len, keys), initial=0)
        return [text[start:end] for start, end in pairwise(bounds)]

    def key(self, row: int) -> tuple[Codes, NDArray[np.uint32]]:
        """Return the key of a row, and where in the source each of its code points stands."""
        start, end = self.rows["key_start"][row], self.rows["key_end"][row]
        return self.keys[start:end], self.places[start:end]

    def document_key(self, document: int) -> str:
        """Return the key of a whole document, given by its place among the documents."""
        own = np.flatnonzero(self.rows["grain"] == DOCUMENT)[document]
        return self.texts(np.array([own]))[0]

    def place(self, row: int) -> tuple[int, int, int]:
        """Return the number of a row's document, and where in the source the row stands."""
        document, _, start, end, *_ = self.rows[row].tolist()
        return document, start, end


class References(NamedTuple):
    """What is compared of a unit: the anchors of its passages, and their whole texts."""

    unit: int
    anchors: Anchors


def fingerprint(unit: int, collations: Iterable[Collation]) -> Fingerprints:
    """Return the fingerprints of all documents of a unit (after ``restore``: paragraphs count)."""
    facts: list[DocumentFacts] = []
    done: list[tuple[Codes, NDArray[np.uint32], Rows, Bags, Anchors]] = []
    base = rows_before = 0
    for batch in _batches(collations):
        drafts = [(collation.text.view, blocks, one.edits) for collation, one, blocks in batch]
        keys = keyed(drafts, PAD)
        done.append(_fingerprints(keys, len(facts), base, rows_before))
        base, rows_before = base + len(done[-1][0]), rows_before + len(done[-1][2])
        facts += _facts(batch, keys)
    return Fingerprints(
        unit, tuple(facts), *(np.concatenate(part) for part in zip(*done, strict=True))
    )


def _batches(collations: Iterable[Collation]) -> Iterator[list[Drafted]]:
    """Yield the documents that are fingerprinted together, and their blocks; once at least."""
    batch: list[Drafted] = []
    size = 0
    for collation in collations:
        starts = [block.start for block in collation.blocks]
        for document in collation.documents:
            first = bisect_left(starts, document.start)
            blocks = collation.blocks[first : bisect_left(starts, document.end, first)]
            batch.append((collation, document, blocks))
            size += document.end - document.start
            if size >= BATCH:
                yield batch
                batch, size = [], 0
    yield batch


def _facts(batch: Sequence[Drafted], keys: Keys) -> Iterator[DocumentFacts]:
    """Yield what the choice of a survivor goes by."""
    sizes = keys.lines[:, 1] - keys.lines[:, 0]
    long = np.diff(keys.parts)[keys.numbers] >= SHORTEST_PARAGRAPH
    chars_of, compared_of = (
        np.bincount(keys.owners, chars, len(batch)).astype(np.int64).tolist()
        for chars in (sizes, sizes * long)
    )
    for (collation, document, blocks), chars, compared in zip(
        batch, chars_of, compared_of, strict=True
    ):
        found = {fact.field: fact.value for fact in reversed(document.facts)}
        official = ("doc_number" in found or "issuers" in found) and "draft" not in found
        frame = sum(one.end - one.start for one in blocks if one.label not in (BODY, HEADING))
        yield DocumentFacts(
            document.id,
            collation.text.source,
            document.start,
            chars,
            int(official),
            found.get("signed") or found.get("published") or "",
            1000 * (frame + len(document.edits)) // max(1, chars + frame),
            compared if 2 * compared >= chars else chars,
        )


def _fingerprints(
    keys: Keys, number: int, base: int, rows_before: int
) -> tuple[Codes, NDArray[np.uint32], Rows, Bags, Anchors]:
    """Return the arrays of a batch whose first document, code point and row have numbers."""
    codes, places, lines, owners, parts, own = keys
    count = len(own)
    counts = np.bincount(owners, minlength=count)
    paragraphs = keys.numbers
    long = np.flatnonzero(np.diff(parts)[paragraphs] >= SHORTEST_PARAGRAPH)
    first = np.concatenate((own, paragraphs[long]))
    last = np.concatenate((own + counts, paragraphs[long] + 1))

    rows = np.zeros(count + len(long), dtype=ROW)
    rows["document"] = np.concatenate((np.arange(count), owners[long]))
    rows["grain"][count:] = PARAGRAPH
    filled = np.flatnonzero(counts)
    lines_before = np.cumsum(counts)[filled]
    rows["start"][filled] = lines[lines_before - counts[filled], 0]
    rows["end"][filled] = lines[lines_before - 1, 1]
    rows["start"][count:], rows["end"][count:] = lines[long].T
    rows["key_start"], rows["key_end"] = parts[first], parts[last]
    rows["text"] = _text_hashes(codes, parts, first, last)

    bags = np.zeros((len(rows), BINS), dtype=np.uint8)
    if count:
        slot = np.repeat(np.arange(len(parts) - 1) * BINS, np.diff(parts))
        slot += _bins().take(codes[PAD:].astype(np.intp))
        counted = np.bincount(slot, minlength=(len(parts) - 1) * BINS).reshape(-1, BINS)
        counted[own + counts] = 0  # the zeros between
        bags[:count] = np.minimum(np.add.reduceat(counted, own, axis=0), FULL)
        bags[count:] = np.minimum(counted.take(paragraphs[long], axis=0), FULL)

    anchors = _anchors(codes, rows["key_start"], rows["key_end"], rows["grain"])
    rows["document"] += number
    rows["key_start"] += base
    rows["key_end"] += base
    order = np.argsort(rows["document"], kind="stable")
    place = np.empty(len(rows), dtype=np.uint32)
    place[order] = np.arange(len(rows), dtype=np.uint32)
    anchors["row"] = place[anchors["row"]] + np.uint32(rows_before)
    anchors = anchors[np.argsort(anchors["row"], kind="stable")]
    return codes, places, rows.take(order), bags.take(order, axis=0), anchors


def _anchors(
    codes: Codes, starts: NDArray[np.int64], ends: NDArray[np.int64], grain: NDArray[np.uint8]
) -> Anchors:
    """Return the anchors of rows, those of documents first; the rows of a grain do not overlap."""
    order, name = (short_hashes(codes, GRAM, base) for base in SHORT_BASES)
    found = []
    for each in (DOCUMENT, PARAGRAPH):
        which = np.flatnonzero(grain == each)
        sizes = ends[which] - starts[which]
        row, place = _under(_limits(sizes, each), order, starts[which], ends[which] - GRAM + 1)
        short = np.flatnonzero(sizes < SHORT[each])
        size = SHORT_GRAM[each]
        short_row, short_place = within(starts[which[short]], ends[which[short]] - size + 1)
        grams = order.take(place).astype(np.uint64) << np.uint64(32) | name.take(place)
        bands = np.concatenate((grams, gram_hashes_at(codes, size, short_place)))
        place = np.concatenate((place, short_place))
        anchors = np.empty(len(place), dtype=ANCHOR)
        anchors["row"] = np.concatenate((which[row], which[short[short_row]]))
        anchors["band"] = mix(bands + np.uint64(each))
        after = order.take(place + GRAM, mode="clip")
        context = mix(order.take(place) * MIX_2 + after) >> np.uint64(32)
        anchors["context"] = np.minimum(context, WHOLE - 1)
        found.append(_distinct(anchors) if each == DOCUMENT else anchors)
    return np.concatenate(found)


def _limits(sizes: NDArray[np.int64], grain: int) -> NDArray[np.uint32]:
    """Return, for passages of sizes, under which hash a gram is an anchor."""
    grams = np.maximum(sizes - GRAM + 1, 1)
    if grain == DOCUMENT:
        share = DOCUMENT_ANCHORS / grams
    else:
        share = np.maximum(PARAGRAPH_ANCHORS / grams, 1 / SPARSEST)
    share[sizes < GRAMS_FROM[grain]] = 0
    return (np.minimum(share, 1) * 0xFFFFFFFF).astype(np.uint32)


def _under(
    limits: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return span and place of each hash that is under the limit of its span."""
    ends = np.maximum(starts, ends)
    bounds = np.concatenate(([0], np.stack((starts, ends), axis=1).reshape(-1), [len(hashes)]))
    each = np.zeros(len(bounds) - 1, dtype=np.uint32)
    each[1::2] = limits
    sizes = np.diff(bounds)
    place = np.flatnonzero(hashes < np.repeat(each, sizes))
    return np.repeat(np.arange(len(sizes)) >> 1, sizes).take(place), place


def _distinct(anchors: Anchors) -> Anchors:
    """Return the anchors by row, those of one band once."""
    anchors = anchors[np.lexsort((anchors["band"], anchors["row"]))]
    return anchors[fresh(anchors["row"], anchors["band"])]


@cache
def _bins() -> NDArray[np.uint8]:
    """Return in which bin of a bag each code point of a key is counted."""
    return (mix(np.arange(PLANES, dtype=np.uint64)) >> np.uint64(58)).astype(np.uint8)


def _text_hashes(codes: Codes, bounds: Lines, first: Lines, last: Lines) -> Hashes:
    """Return hashes of the code points from a first to a last bound, wherever these lie.

    With P(i) the sum of code(j) * MIX_2**j over j < i, a span's hash is
    (P(end) - P(start)) / MIX_2**start: odd numbers have inverses modulo 2**64.
    """
    values = codes * _powers(int(MIX_2), len(codes))
    between = np.add.reduceat(values, bounds[:-1])
    between[bounds[1:] == bounds[:-1]] = 0  # there reduceat gives the value that follows
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(between)))
    starts, sizes = bounds[first], (bounds[last] - bounds[first]).astype(np.uint64)
    back = _powers(pow(int(MIX_2), -1, 1 << 64), len(codes) + 1)[starts]
    return mix((sums[last] - sums[first]) * back + sizes)


def _powers(base: int, count: int) -> Hashes:
    """Return the first powers of ``base``, from 1 on, modulo 2**64."""
    return _all_powers(base, max(2 * BATCH, 1 << count.bit_length()))[:count]


@lru_cache(maxsize=2)
def _all_powers(base: int, count: int) -> Hashes:
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def cut(fingerprints: Fingerprints, partitions: int) -> list[References]:
    """Return the references of a unit for each partition, those of one band by row.

    Each passage has a reference for each of its anchors, and one for its whole text; an empty
    document has none.
    """
    rows = fingerprints.rows
    some = np.flatnonzero(rows["key_end"] > rows["key_start"])
    texts = np.empty(len(some), dtype=ANCHOR)
    texts["band"] = mix(rows["text"][some] + rows["grain"][some].astype(np.uint64))
    texts["context"] = WHOLE
    texts["row"] = some
    found = np.concatenate((fingerprints.anchors, texts))
    parts = (found["band"] % np.uint64(partitions)).astype(np.min_scalar_type(partitions))
    found = found.take(np.argsort(parts, kind="stable"))
    ends = np.cumsum(np.bincount(parts, minlength=partitions))
    return [References(fingerprints.unit, part) for part in np.split(found, ends[:-1])]
