"""Find what is duplicated, inside documents and across them, and say what is done about it.

Inside a document (``within``, over ``passages``): repeats exact to the code point, of which an
editor's digest and an adjoining copy are removed, all others marked. Across documents:
``fingerprint`` a unit and ``cut`` it into partitions, find the ``candidates`` of a partition and
``sift`` them, ``verify`` each pair exactly, ``decide`` on each document. All of it works on keys
(``key``): the view without white space, punctuation and what is not the document's own text.
"""

from __future__ import annotations

import apache_beam as beam

from transforms.deduplicate.candidates import (
    CAP,
    Candidates,
    HotBucket,
    Pairs,
    candidates,
    sift,
    unique,
)
from transforms.deduplicate.decide import decide
from transforms.deduplicate.fingerprint import (
    DocumentFacts,
    Fingerprints,
    Passage,
    References,
    cut,
    fingerprint,
)
from transforms.deduplicate.verify import Fetch, judge, verify
from transforms.deduplicate.within import Policy, find_repeats
from transforms.schema import Collation
from transforms.stage import Items, on_each

__all__ = [
    "CAP",
    "Candidates",
    "Deduplicate",
    "DocumentFacts",
    "Fetch",
    "Fingerprints",
    "HotBucket",
    "Pairs",
    "Passage",
    "Policy",
    "References",
    "candidates",
    "cut",
    "decide",
    "find_repeats",
    "fingerprint",
    "judge",
    "sift",
    "unique",
    "verify",
]


class Deduplicate(beam.PTransform):
    """Find the repeats inside each document of the units."""

    def __init__(self, policy: Policy = "within") -> None:
        super().__init__()
        self.policy = policy

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        """Look at the documents of each unit."""
        policy = self.policy

        def within(collation: Collation) -> Collation:
            return find_repeats(collation, policy)

        return units | beam.Map(on_each("deduplicate", Collation, within))
