"""Verdicts as an array: of millions of pairs, one task decides.

A row is a pair (see ``schema.Pair``) of 40 bytes; its documents are numbers, its scores whole
ten-thousandths, to which they are rounded anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.deduplicate.fingerprint import DocumentFacts
from transforms.schema import Pair

GRAINS = ("document", "paragraph", "run")
KINDS = ("exact", "near", "template", "contained", "rejected")
VERDICT = np.dtype(
    [
        ("left", "<u8"),
        ("right", "<u8"),
        ("left_start", "<u4"),
        ("left_end", "<u4"),
        ("right_start", "<u4"),
        ("right_end", "<u4"),
        ("jaccard", "<u2"),
        ("edit", "<u2"),
        ("containment", "<u2"),
        ("grain", "u1"),
        ("kind", "u1"),
    ]
)
SCORES = ("jaccard", "edit", "containment")
SCALE = 10_000
HELD = 1 << 12  # pairs unpacked together

Rows = NDArray[Any]
Chosen = NDArray[np.bool_]
Numbers = NDArray[np.int64]


class Verdicts(NamedTuple):
    """Verified pairs: an array of them, and the ids of their documents by number."""

    rows: Rows
    ids: Sequence[str]

    @property
    def numbers(self) -> Numbers:
        """Return the numbers of the documents that the pairs name, ascending."""
        return np.unique(np.concatenate((self.rows["left"], self.rows["right"])))

    def where(self, chosen: Chosen | Numbers) -> Verdicts:
        """Return some of them."""
        return self._replace(rows=self.rows[chosen])

    def of_grain(self, grain: str) -> Chosen:
        """Tell which are pairs of documents, paragraphs or runs."""
        return np.equal(self.rows["grain"], GRAINS.index(grain))

    def of_kind(self, kinds: Iterable[str]) -> Chosen:
        """Tell which are of one of the kinds."""
        return np.isin(self.rows["kind"], [KINDS.index(kind) for kind in kinds])

    def turned(self, where: Chosen) -> Verdicts:
        """Return them, some with their sides exchanged."""
        rows = self.rows.copy()
        for part in ("", "_start", "_end"):
            left, right = "left" + part, "right" + part
            rows[left] = np.where(where, self.rows[right], self.rows[left])
            rows[right] = np.where(where, self.rows[left], self.rows[right])
        return self._replace(rows=rows)

    def pairs(self) -> Iterator[Pair]:
        """Yield them as pairs."""
        for at in range(0, len(self.rows), HELD):
            rows = self.rows[at : at + HELD]
            scores = ((rows[name] / SCALE).tolist() for name in SCORES)
            sides = (
                zip(
                    map(self.ids.__getitem__, rows[side].tolist()),
                    rows[f"{side}_start"].tolist(),
                    rows[f"{side}_end"].tolist(),
                    strict=True,
                )
                for side in ("left", "right")
            )
            yield from map(
                Pair,
                map(GRAINS.__getitem__, rows["grain"].tolist()),
                map(KINDS.__getitem__, rows["kind"].tolist()),
                *scores,
                *sides,
            )


def verdicts(pairs: Sequence[Pair]) -> Verdicts:
    """Return pairs as verdicts, their documents numbered by their ids."""
    ids = sorted({id for pair in pairs for id, _, _ in (pair.left, pair.right)})
    number = {id: at for at, id in enumerate(ids)}
    rows = np.empty(len(pairs), dtype=VERDICT)
    for at, (grain, kind, *scores, left, right) in enumerate(pairs):
        rows[at] = (
            number[left[0]], number[right[0]], *left[1:], *right[1:],
            *(round(score * SCALE) for score in scores), GRAINS.index(grain), KINDS.index(kind),
        )  # fmt: skip
    return Verdicts(rows, ids)


def numbered(rows: Rows, units: Sequence[Sequence[DocumentFacts]]) -> Verdicts:
    """Return what ``verify`` found as verdicts, given the documents of all units.

    A document that has the id of an earlier one is that one.
    """
    before = np.cumsum([0, *map(len, units)])
    ids = [document.id for documents in units for document in documents]
    last = {id: number for number, id in enumerate(ids)}
    one = np.array([last[id] for id in ids], dtype=np.uint64)
    rows = rows.copy()
    for side in ("left", "right"):
        place = (rows[side] & np.uint64(0xFFFFFFFF)).astype(np.int64)
        rows[side] = one[before[(rows[side] >> np.uint64(32)).astype(np.int64)] + place]
    return Verdicts(rows, ids)
