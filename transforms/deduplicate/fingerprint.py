"""Fingerprints of documents and paragraphs: arrays for a whole unit, cut by band and partition.

A sketch is a one-permutation MinHash (Li, Owen, Zhang 2012) of character 3-grams: each gram falls
into one of 100 bins and the least value of a bin stays; an empty bin borrows from its neighbour
(Shrivastava and Li 2014). Twenty bands of five bins find candidates; nothing is judged by a sketch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.key import (
    MIX_1,
    MIX_2,
    Codes,
    Hashes,
    Key,
    Places,
    codes_of,
    compared,
    gram_hashes,
    key_of,
    mix,
    text_of,
)
from transforms.schema import BODY, Block, Collation, Edit

GRAM = 3  # characters; measured: 5-grams lose half of the pairs at 5 % edits
BANDS = 20
BINS_A_BAND = 5
BINS = BANDS * BINS_A_BAND
SHORTEST_PARAGRAPH = 30  # key code points; what is shorter is a formula or a heading

DOCUMENT, PARAGRAPH = 0, 1
GRAINS = ("document", "paragraph")

BATCH = 1 << 16  # code points fingerprinted together: their arrays fit into a processor's cache

# A band takes a bin of each of five groups of twenty. Groups are walked with different strides
# (coprime to 20), so that bands whose empty bins borrow from one neighbour differ elsewhere.
_STRIDES = (1, 3, 7, 9, 11)

_NEWLINE = ord("\n")
_EMPTY = np.uint32(0xFFFFFFFF)
_32 = np.uint64(32)

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
# What is compared across units: a band's hash, the passage's text hash, and the reference.
REFERENCE = np.dtype([("band", "<u8"), ("text", "<u8"), ("unit", "<u4"), ("row", "<u4")])

Rows = NDArray[Any]
References = NDArray[Any]
Sketches = NDArray[np.uint32]  # a line of 100 bins a passage


class Passage(NamedTuple):
    """A passage as ``verify`` compares it; ``key`` is its text without layout and punctuation."""

    document: str
    grain: str
    start: int
    end: int
    key: str


class DocumentFacts(NamedTuple):
    """What ``decide`` must know of a document; ``chars``: code points of its paragraphs."""

    id: str
    source: str
    start: int
    chars: int


class Fingerprints(NamedTuple):
    """The passages of one unit: each document's own row first, then its paragraphs, in order.

    ``keys`` holds the keys of all documents, one behind the other; ``bands`` has a line of 20
    hashes for each row. A unit's staged file is these arrays.
    """

    unit: int
    documents: tuple[DocumentFacts, ...]
    keys: Codes
    rows: Rows
    bands: Hashes

    def passage(self, row: int) -> Passage:
        """Return a row as ``verify`` wants it."""
        found = self.rows[row]
        key = self.keys[found["key_start"] : found["key_end"]]
        return Passage(
            self.documents[found["document"]].id,
            GRAINS[found["grain"]],
            int(found["start"]),
            int(found["end"]),
            text_of(key),
        )


def fingerprint(unit: int, collations: Iterable[Collation]) -> Fingerprints:
    """Return the fingerprints of all documents of a unit (after ``restore``: paragraphs count)."""
    facts: list[DocumentFacts] = []
    batch, size, base = _Batch([], []), 0, 0
    done: list[tuple[Codes, Rows, Hashes]] = []
    for collation in collations:
        starts = [block.start for block in collation.blocks]
        for document in collation.documents:
            first = bisect_left(starts, document.start)
            blocks = collation.blocks[first : bisect_left(starts, document.end, first)]
            key, lines = keyed_paragraphs(collation.text.view, blocks, document.edits)
            chars = int((lines[:, 1] - lines[:, 0]).sum())
            source = collation.text.source
            facts.append(DocumentFacts(document.id, source, document.start, chars))
            batch.keys.append(key)
            batch.lines.append(lines)
            size += len(key.codes)
            if size >= BATCH:
                done.append(_fingerprints(batch, len(facts) - len(batch.keys), base))
                batch, size, base = _Batch([], []), 0, base + size
    done.append(_fingerprints(batch, len(facts) - len(batch.keys), base))
    keys, rows, bands = (np.concatenate(part) for part in zip(*done, strict=True))
    return Fingerprints(unit, tuple(facts), keys, rows, bands)


class _Batch(NamedTuple):
    """Documents fingerprinted together: the key of each, and the source spans of its paragraphs."""

    keys: list[Key]
    lines: list[NDArray[np.int64]]


def _fingerprints(batch: _Batch, number: int, base: int) -> tuple[Codes, Rows, Hashes]:
    """Return keys, rows and bands of a batch whose first document and code point have numbers."""
    codes = np.concatenate([np.empty(0, dtype=np.uint32), *(key.codes for key in batch.keys)])
    sizes = [len(key.codes) for key in batch.keys]
    key_bounds = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    line_counts = [len(lines) for lines in batch.lines]
    line_bounds = np.concatenate(([0], np.cumsum(line_counts, dtype=np.int64)))
    owner = np.repeat(np.arange(len(batch.keys)), line_counts)
    spans = np.concatenate([np.empty((0, 2), dtype=np.int64), *batch.lines])
    edges = [
        np.searchsorted(key.places, lines) + at
        for key, lines, at in zip(batch.keys, batch.lines, key_bounds.tolist(), strict=False)
    ]
    starts, ends = np.concatenate([np.empty((0, 2), dtype=np.int64), *edges]).T

    hashes = mix(gram_hashes(codes, GRAM))
    lines = _sketches(hashes, starts, ends)
    whole = np.full((len(batch.keys), BINS), _EMPTY)
    filled = np.flatnonzero(line_counts)
    if len(filled):
        whole[filled] = np.minimum.reduceat(lines, line_bounds[filled], axis=0)
    # A document's grams run on over the ends of its paragraphs, so layout does not count.
    over = np.repeat(ends, GRAM - 1) - np.tile(np.arange(1, GRAM), len(ends))
    over_owner = np.repeat(owner, GRAM - 1)
    inside = (over >= key_bounds[over_owner]) & (over + GRAM <= key_bounds[over_owner + 1])
    _lower(whole, over_owner[inside], hashes[over[inside]])

    count = len(batch.keys)
    long = np.flatnonzero(ends - starts >= SHORTEST_PARAGRAPH)
    rows = np.zeros(count + len(long), dtype=ROW)
    rows["document"] = np.concatenate((np.arange(count), owner[long]))
    rows["grain"][count:] = PARAGRAPH
    rows["start"][:count][filled] = spans[line_bounds[filled], 0]
    rows["end"][:count][filled] = spans[line_bounds[filled + 1] - 1, 1]
    rows["start"][count:], rows["end"][count:] = spans[long, 0], spans[long, 1]
    rows["key_start"] = np.concatenate((key_bounds[:-1], starts[long]))
    rows["key_end"] = np.concatenate((key_bounds[1:], ends[long]))
    rows["text"] = _text_hashes(codes, rows["key_start"], rows["key_end"])
    bands = _bands(rows["grain"], np.concatenate((whole, lines[long])))
    rows["document"] += number
    rows["key_start"] += base
    rows["key_end"] += base
    order = np.argsort(rows["document"], kind="stable")
    return codes, rows[order], bands[order]


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
    kept = np.repeat(
        [block.label == BODY for block in blocks], [block.end - block.start for block in blocks]
    )
    newlines = kept & (codes == _NEWLINE)
    breaks = []
    for edit in edits:
        at = slice(edit.start - base, edit.end - base)
        if edit.start < edit.end and newlines[at].any():
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


def _sketches(hashes: Hashes, starts: Places, ends: Places) -> Sketches:
    """Return, for each span of code points, the least value of each bin over its grams.

    The spans tile the code points; ``_EMPTY`` where no gram of a span fell into a bin.
    """
    sketches = np.full((len(starts) + 1, BINS), _EMPTY)  # the last is for grams that cross spans
    line = np.repeat(np.arange(len(starts)), ends - starts)[: len(hashes)]
    for back in range(1, GRAM):
        line[(ends - back)[(ends > back) & (ends - back < len(line))]] = len(starts)
    _lower(sketches, line, hashes)
    return sketches[:-1]


def _lower(sketches: Sketches, line: Places, hashes: Hashes) -> None:
    """Lower the bins of the sketches to the values of these grams, each of its line."""
    bins = hashes >> _32
    bins *= np.uint64(BINS)
    bins >>= _32
    cells = line * BINS
    cells += bins.view(np.int64)
    np.minimum.at(sketches.reshape(-1), cells, hashes.astype(np.uint32))  # the lower half


def _bands(grain: NDArray[np.uint8], sketches: Sketches) -> Hashes:
    """Return 20 hashes for each sketch, its empty bins filled; the grain is part of the hash."""
    # Bins first, passages last: each step works on whole lines of memory.
    circle = sketches.reshape(-1, BINS_A_BAND, BANDS).transpose(2, 1, 0).copy()
    for place in (*range(1, BANDS), *range(BANDS - 1)):  # an empty bin borrows from the one before
        np.copyto(circle[place], circle[place - 1], where=circle[place] == _EMPTY)
    hashes = np.add.outer(np.arange(BANDS, dtype="<u8"), grain.astype(np.uint64) * np.uint64(BANDS))
    for group, stride in enumerate(_STRIDES):
        hashes *= MIX_1
        hashes += circle[np.arange(BANDS) * stride % BANDS, group]
    return mix(hashes).T


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
    """Return the references of a unit for each partition, those of one band hash by row.

    Each passage has a reference for each of its bands, and one for its whole text: a passage too
    short for a gram has only that, and an empty document none.
    """
    rows, unit = fingerprints.rows, fingerprints.unit
    sized = rows["key_end"] - rows["key_start"]
    sketched, some = np.flatnonzero(sized >= GRAM), np.flatnonzero(sized)
    bands = fingerprints.bands[sketched].reshape(-1)
    texts = mix(rows["text"][some] + rows["grain"][some].astype(np.uint64))
    out = np.empty(len(bands) + len(texts), dtype=REFERENCE)
    out["band"] = np.concatenate((bands, texts))
    out["row"] = np.concatenate((np.repeat(sketched, BANDS), some))
    out["text"] = rows["text"][out["row"]]
    out["unit"] = unit
    parts = out["band"] % np.uint64(partitions)
    return [out[parts == np.uint64(part)] for part in range(partitions)]
