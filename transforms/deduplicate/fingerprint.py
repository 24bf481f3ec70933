"""Fingerprints of documents and paragraphs: arrays for a whole unit, cut by partition.

The anchors of a passage are those of its character 6-grams whose hash is under a limit, which falls
with the passage's size, so that each has about as many (scaled MinHash: Pierce et al. 2019; what is
an anchor of the longer of two passages is one of the shorter, too); of a short passage all 3- or
4-grams. Passages that share one anchor are compared. A passage's bag counts its characters in 64
bins, which bounds what two passages can have in common: most are told apart by it alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import (
    MIX_2,
    SHORT_BASES,
    Codes,
    Hashes,
    Key,
    codes_of,
    compared,
    fresh,
    gram_hashes_at,
    key_of,
    mix,
    short_hashes,
    text_of,
    within,
)
from transforms.schema import BODY, HEADING, Block, Collation, Document, Edit

# Measured (docs/duplicates.md): of pairs at 80 to 85 % similarity 99 % share an anchor.
GRAM = 6  # characters
# Of a short passage all grams are anchors: by grain (document, paragraph) their size, and the code
# points from which on there are none. Two similar texts of 8 code points always share a 3-gram.
SHORT_GRAM = (3, 4)
SHORT = (40, 33)
GRAMS_FROM = 26  # code points from which on there are anchors of 6-grams; the ranges overlap
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

BATCH = 1 << 16  # code points fingerprinted together: their arrays fit into a processor's cache
PAD = CONTEXT  # between two keys: no gram sees both

_NEWLINE = ord("\n")

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
Lines = NDArray[np.int64]
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
        spans = zip(chosen["key_start"].tolist(), chosen["key_end"].tolist(), strict=True)
        keys = [self.keys[start:end] for start, end in spans]
        text = text_of(np.concatenate([self.keys[:0], *keys]))  # decoded at once
        bounds = np.cumsum([0, *map(len, keys)]).tolist()
        return [text[start:end] for start, end in pairwise(bounds)]

    def key(self, row: int) -> tuple[Codes, NDArray[np.uint32]]:
        """Return the key of a row, and where in the source each of its code points stands."""
        start, end = self.rows["key_start"][row], self.rows["key_end"][row]
        return self.keys[start:end], self.places[start:end]

    def document_key(self, document: int) -> str:
        """Return the key of a whole document, given by its place among the documents."""
        own = np.flatnonzero(self.rows["grain"] == DOCUMENT)[document]
        return self.texts(np.array([own]))[0]

    def place(self, row: int) -> tuple[str, int, int]:
        """Return the document of a row, and where in the source it stands."""
        document, _, start, end, *_ = self.rows[row].tolist()
        return self.documents[document].id, start, end


class References(NamedTuple):
    """What is compared of a unit: the anchors of its passages, and their whole texts."""

    unit: int
    anchors: Anchors


def fingerprint(unit: int, collations: Iterable[Collation]) -> Fingerprints:
    """Return the fingerprints of all documents of a unit (after ``restore``: paragraphs count)."""
    facts: list[DocumentFacts] = []
    batch, size, base = _Batch([], []), 0, 0
    done: list[tuple[Codes, NDArray[np.uint32], Rows, Bags, Anchors]] = []
    rows_before = 0
    for collation in collations:
        starts = [block.start for block in collation.blocks]
        for document in collation.documents:
            first = bisect_left(starts, document.start)
            blocks = collation.blocks[first : bisect_left(starts, document.end, first)]
            key, lines = keyed_paragraphs(collation.text.view, blocks, document.edits)
            facts.append(_facts(collation, document, blocks, key, lines))
            batch.keys.append(key)
            batch.lines.append(lines)
            size += len(key.codes)
            if size >= BATCH:
                done.append(_fingerprints(batch, len(facts) - len(batch.keys), base, rows_before))
                base, rows_before = base + len(done[-1][0]), rows_before + len(done[-1][2])
                batch, size = _Batch([], []), 0
    done.append(_fingerprints(batch, len(facts) - len(batch.keys), base, rows_before))
    return Fingerprints(
        unit, tuple(facts), *(np.concatenate(part) for part in zip(*done, strict=True))
    )


def _facts(
    collation: Collation, document: Document, blocks: Sequence[Block], key: Key, lines: Lines
) -> DocumentFacts:
    """Return what the choice of a survivor goes by."""
    found = {fact.field: fact.value for fact in reversed(document.facts)}
    official = ("doc_number" in found or "issuers" in found) and "draft" not in found
    frame = sum(block.end - block.start for block in blocks if block.label not in (BODY, HEADING))
    sizes = lines[:, 1] - lines[:, 0]
    letters = np.diff(np.searchsorted(key.places, lines), axis=1)[:, 0]
    chars, compared = int(sizes.sum()), int(sizes[letters >= SHORTEST_PARAGRAPH].sum())
    return DocumentFacts(
        document.id,
        collation.text.source,
        document.start,
        chars,
        int(official),
        found.get("signed") or found.get("published") or "",
        1000 * (frame + len(document.edits)) // max(1, chars + frame),
        compared if 2 * compared >= chars else chars,
    )


class _Batch(NamedTuple):
    """Documents fingerprinted together: the key of each, and the source spans of its paragraphs."""

    keys: list[Key]
    lines: list[NDArray[np.int64]]


def _fingerprints(
    batch: _Batch, number: int, base: int, rows_before: int
) -> tuple[Codes, NDArray[np.uint32], Rows, Bags, Anchors]:
    """Return the arrays of a batch whose first document, code point and row have numbers."""
    count = len(batch.keys)
    pad = np.zeros(PAD, dtype=np.uint32)
    codes = np.concatenate([pad, *(part for key in batch.keys for part in (key.codes, pad))])
    places = np.concatenate([pad, *(part for key in batch.keys for part in (key.places, pad))])
    sizes = np.array([len(key.codes) for key in batch.keys], dtype=np.int64)
    key_starts = PAD + np.concatenate(([0], np.cumsum(sizes + PAD)))[:count]
    line_counts = [len(lines) for lines in batch.lines]
    line_bounds = np.concatenate(([0], np.cumsum(line_counts, dtype=np.int64)))
    owner = np.repeat(np.arange(count), line_counts)
    spans = np.concatenate([np.empty((0, 2), dtype=np.int64), *batch.lines])
    edges = [
        np.searchsorted(key.places, lines) + at
        for key, lines, at in zip(batch.keys, batch.lines, key_starts.tolist(), strict=True)
    ]
    starts, ends = np.concatenate([np.empty((0, 2), dtype=np.int64), *edges]).T
    filled = np.flatnonzero(line_counts)
    long = np.flatnonzero(ends - starts >= SHORTEST_PARAGRAPH)

    rows = np.zeros(count + len(long), dtype=ROW)
    rows["document"] = np.concatenate((np.arange(count), owner[long]))
    rows["grain"][count:] = PARAGRAPH
    rows["start"][:count][filled] = spans[line_bounds[filled], 0]
    rows["end"][:count][filled] = spans[line_bounds[filled + 1] - 1, 1]
    rows["start"][count:], rows["end"][count:] = spans[long, 0], spans[long, 1]
    rows["key_start"] = np.concatenate((key_starts, starts[long]))
    rows["key_end"] = np.concatenate((key_starts + sizes, ends[long]))
    rows["text"] = _text_hashes(codes, rows["key_start"], rows["key_end"])

    bounds = np.stack((starts, ends), axis=1).reshape(-1)  # paragraphs tile the keys
    sizes_between = np.diff(np.concatenate(([0], bounds, [len(codes)])))
    slot = np.repeat(np.arange(len(sizes_between)) * BINS, sizes_between)
    slot += _bins().take(codes.astype(np.intp))
    counted = np.bincount(slot, minlength=len(sizes_between) * BINS).reshape(-1, BINS)[1::2]
    bags = np.zeros((len(rows), BINS), dtype=np.uint8)
    if len(filled):
        bags[filled] = np.minimum(np.add.reduceat(counted, line_bounds[filled], axis=0), FULL)
    bags[count:] = np.minimum(counted[long], FULL)

    anchors = _anchors(codes, rows["key_start"], rows["key_end"], rows["grain"])
    rows["document"] += number
    rows["key_start"] += base
    rows["key_end"] += base
    order = np.argsort(rows["document"], kind="stable")
    place = np.empty(len(rows), dtype=np.uint32)
    place[order] = np.arange(len(rows), dtype=np.uint32)
    anchors["row"] = place[anchors["row"]] + np.uint32(rows_before)
    anchors = anchors[np.argsort(anchors["row"], kind="stable")]
    return (
        codes,
        places.astype(np.uint32),
        rows.take(order),
        bags.take(order, axis=0),
        anchors,
    )


def _anchors(
    codes: Codes, starts: NDArray[np.int64], ends: NDArray[np.int64], grain: NDArray[np.uint8]
) -> Anchors:
    """Return the anchors of rows, those of documents first; the rows of a grain do not overlap."""
    order, name = (short_hashes(codes, GRAM, base) for base in SHORT_BASES)
    grams = order.astype(np.uint64) << np.uint64(32) | name
    found = []
    for each in (DOCUMENT, PARAGRAPH):
        which = np.flatnonzero(grain == each)
        sizes = ends[which] - starts[which]
        row, place = _under(_limits(sizes, each), order, starts[which], ends[which] - GRAM + 1)
        short = np.flatnonzero(sizes < SHORT[each])
        size = SHORT_GRAM[each]
        short_row, short_place = within(starts[which[short]], ends[which[short]] - size + 1)
        bands = np.concatenate((grams[place], gram_hashes_at(codes, size, short_place)))
        place = np.concatenate((place, short_place))
        anchors = np.empty(len(place), dtype=ANCHOR)
        anchors["row"] = np.concatenate((which[row], which[short[short_row]]))
        anchors["band"] = mix(bands + np.uint64(each))
        after = order[np.minimum(place + GRAM, len(order) - 1)]
        context = mix(order[place] * MIX_2 + after) >> np.uint64(32)
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
    share[sizes < GRAMS_FROM] = 0
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
    place = np.flatnonzero(hashes < np.repeat(each, np.diff(bounds)))
    counts = np.diff(np.searchsorted(place, np.stack((starts, ends), axis=1)), axis=1)[:, 0]
    return np.repeat(np.arange(len(starts)), counts), place


def _distinct(anchors: Anchors) -> Anchors:
    """Return the anchors by row, those of one band once."""
    anchors = anchors[np.lexsort((anchors["band"], anchors["row"]))]
    return anchors[fresh(anchors["row"], anchors["band"])]


@cache
def _bins() -> NDArray[np.uint8]:
    """Return in which bin of a bag each code point is counted."""
    return (mix(np.arange(0x110000, dtype=np.uint64)) >> np.uint64(58)).astype(np.uint8)


def keyed_paragraphs(
    view: str, blocks: Sequence[Block], edits: Sequence[Edit]
) -> tuple[Key, NDArray[np.int64]]:
    """Return the key of a document's record text, and the source span of each paragraph.

    ``blocks`` tile the document. The spans are those of ``render.paragraphs``, without the texts.
    """
    if not blocks:
        return key_of("", 0, 0), np.empty((0, 2), dtype=np.int64)
    base = blocks[0].start
    codes = codes_of(view[base : blocks[-1].end])
    kept = np.ones(len(codes), dtype=np.bool_)
    for block in blocks:
        if block.label != BODY:
            kept[block.start - base : block.end - base] = False
    newlines = kept & (codes == _NEWLINE)
    breaks = []
    for edit in edits:
        at = slice(edit.start - base, edit.end - base)
        if "\n" in view[edit.start : edit.end]:
            newlines[at] = False
            kept[at] &= codes[at] != _NEWLINE
        if not edit.new:
            kept[at] = False
        elif "\n" in edit.new and kept[max(0, at.start - 1) : at.stop + 1].any():
            breaks.append(at.start)
    kept &= ~newlines
    text = np.flatnonzero(kept)
    ends = np.sort(np.concatenate((np.flatnonzero(newlines), breaks)))
    bounds = np.searchsorted(text, ends)
    bounds = bounds[(bounds > 0) & (bounds < len(text)) & (np.diff(bounds, prepend=0) > 0)]
    lines = np.empty((len(bounds) + 1 if len(text) else 0, 2), dtype=np.int64)
    if len(text):
        lines[:, 0] = text[np.concatenate(([0], bounds))]
        lines[:, 1] = text[np.concatenate((bounds, [len(text)])) - 1] + 1
    places = np.flatnonzero(kept & compared(codes))
    return Key(codes[places], places + base), lines + base


def _text_hashes(codes: Codes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Hashes:
    """Return a hash of each span's code points, wherever the span lies.

    With P(i) the sum of code(j) * MIX_2**j over j < i, a span's hash is
    (P(end) - P(start)) / MIX_2**start: odd numbers have inverses modulo 2**64.
    """
    count = len(codes)
    values = codes * _powers(int(MIX_2), count)
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(values, dtype=np.uint64)))
    back = _powers(pow(int(MIX_2), -1, 1 << 64), count + 1)
    return mix((sums[ends] - sums[starts]) * back[starts] + (ends - starts).astype(np.uint64))


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
    found = found[np.argsort(parts, kind="stable")]
    ends = np.cumsum(np.bincount(parts, minlength=partitions))
    return [References(fingerprints.unit, part) for part in np.split(found, ends[:-1])]
