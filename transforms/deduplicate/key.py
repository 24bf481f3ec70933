"""The key of a text: what is compared, and where each of its code points stands in the source.

A key is the view without white space, punctuation and symbols, so layout never counts: lines,
pages, paragraphs and half-width commas may differ and the keys are still equal.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]
ShortHashes = NDArray[np.uint32]

# Frozen: staged and published fingerprints depend on them. Odd, from SplitMix64 (Steele, 2014).
BASE = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)

# Those of 32 bits: bases, and the finalizer "lowbias32" (Wellons, 2018).
SHORT_BASES = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA77))
_MIX_SHORT = np.uint32(0x7FEB352D)
_MIX_SHORT_2 = np.uint32(0x846CA68B)

PLANES = 0x40000  # beyond lie only tags, variation selectors and private use


class Key(NamedTuple):
    """Code points that are compared, and the offset of each in the source (ascending)."""

    codes: Codes
    places: Places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of key ``start:end``: first code point to one past the last."""
        return int(self.places[start]), int(self.places[end - 1]) + 1


def compared(codes: Codes) -> NDArray[np.bool_]:
    """Return, for each code point, whether it counts: letters, marks and numbers do."""
    return _table().take(codes.astype(np.intp))  # three times as fast as an index of 32 bits


@cache
def _table() -> NDArray[np.bool_]:
    """Return the answer of ``compared`` for every code point."""
    categories = (unicodedata.category(chr(point))[0] for point in range(PLANES))
    table = np.zeros(0x110000, dtype=np.bool_)
    table[:PLANES] = [category in "LMN" for category in categories]
    return table


def codes_of(text: str) -> Codes:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")


def text_of(codes: Codes) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le")


def key_of(view: str, start: int, end: int, left_out: Iterable[tuple[int, int]] = ()) -> Key:
    """Return the key of ``view[start:end]`` without the spans ``left_out``."""
    codes = codes_of(view[start:end])
    counts = compared(codes)
    for out_start, out_end in left_out:
        counts[max(0, out_start - start) : max(0, out_end - start)] = False
    places = np.flatnonzero(counts)
    return Key(codes[places], places + start)


def key_text(view: str) -> str:
    """Return the key of a view as a string."""
    return text_of(key_of(view, 0, len(view)).codes)


def between(offsets: Sequence[int], start: int, end: int) -> bool:
    """Say whether one of the ascending offsets lies in ``start:end``."""
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


def mix(values: Hashes) -> Hashes:
    """Return the values scrambled one to one (finalizer of SplitMix64)."""
    values = values ^ (values >> np.uint64(30))
    values *= MIX_1
    values ^= values >> np.uint64(27)
    values *= MIX_2
    values ^= values >> np.uint64(31)
    return values


def fresh(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell, of rows sorted by their columns, which differ from the row before.

    A sort and this give each row once; np.unique, which hashes, is fifty times slower.
    """
    out = np.ones(len(columns[0]), dtype=np.bool_)
    out[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return out


def order_of(hashes: Hashes) -> Places:
    """Return in which order hashes are sorted, equal ones as they stand.

    It is np.argsort(kind="stable"), several times faster: their upper bits are sorted, each with
    its place, and that they seldom do not tell hashes apart is seen.
    """
    bits = np.uint64(len(hashes).bit_length())
    unused = np.uint64(64 - int(hashes.max(initial=0)).bit_length())
    packed = hashes << unused >> bits << bits
    packed |= np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    packed &= (np.uint64(1) << bits) - np.uint64(1)
    order = packed.astype(np.int64)
    ordered = hashes.take(order)
    if (ordered[1:] < ordered[:-1]).any():
        order = np.argsort(hashes, kind="stable")
    return order


def sorted_by(*columns: NDArray[Any]) -> Places:
    """Return in which order rows of whole numbers are sorted by their columns, equal ones in any.

    Columns that fit into 64 bits are sorted as one, several times faster than by np.lexsort.
    """
    bits = [int(column.max(initial=0)).bit_length() for column in columns]
    if sum(bits) > 64:
        return np.lexsort(columns[::-1])
    packed = np.zeros(len(columns[0]), dtype=np.uint64)
    for column, width in zip(columns, bits, strict=True):
        packed = packed << np.uint64(width) | column.astype(np.uint64)
    return np.argsort(packed)


def within(starts: Places, ends: Places) -> tuple[Places, Places]:
    """Return span and place of everything inside spans."""
    sizes = np.maximum(ends - starts, 0)
    span = np.repeat(np.arange(len(starts)), sizes)
    shift = starts - np.concatenate(([0], np.cumsum(sizes)))[:-1]
    return span, np.arange(len(span)) + np.repeat(shift, sizes)


def gram_hashes(codes: Codes, size: int) -> Hashes:
    """Return a polynomial hash, modulo 2**64, of each run of ``size`` code points; not mixed."""
    values = codes.astype(np.uint64) * MIX_1
    values ^= values >> np.uint64(32)
    return _polynomials(values, size, BASE)


def gram_hashes_at(codes: Codes, size: int, places: Places) -> Hashes:
    """Return the same of the runs that begin at places."""
    hashes = np.zeros(len(places), dtype=np.uint64)
    for offset in range(size):
        values = codes[places + offset].astype(np.uint64) * MIX_1
        hashes = hashes * BASE + (values ^ (values >> np.uint64(32)))
    return hashes


def short_hashes(codes: Codes, size: int, base: np.uint32) -> ShortHashes:
    """Return a hash of 32 bits of each run of ``size`` code points, mixed; base: SHORT_BASES.

    Processors work on eight of them at once, on hashes of 64 bits one by one.
    """
    values = codes * base
    values ^= values >> np.uint32(16)
    values *= _MIX_SHORT
    values ^= values >> np.uint32(15)
    hashes = _polynomials(values, size, base)
    hashes = hashes ^ (hashes >> np.uint32(16))
    hashes *= _MIX_SHORT
    hashes ^= hashes >> np.uint32(15)
    hashes *= _MIX_SHORT_2
    hashes ^= hashes >> np.uint32(16)
    return hashes


def _polynomials(values: NDArray[Any], size: int, base: np.unsignedinteger[Any]) -> NDArray[Any]:
    """Return, of each run of ``size`` values, the polynomial in ``base`` that has them as terms.

    Put together from runs of half the length, so the cost grows with log2(size).
    """
    if len(values) < size:
        return values[:0]
    modulus = 1 << 8 * values.itemsize
    done, done_length, length = values, 0, 1
    while True:
        power = values.dtype.type(pow(int(base), length, modulus))
        if size & length:
            if done_length:
                count = len(values) - done_length
                done = done[:count] * power + values[done_length:]
            else:
                done = values
            done_length += length
        if done_length == size:
            return done
        values = values[:-length] * power + values[length:]
        length *= 2
