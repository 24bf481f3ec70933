"""Find what is duplicated, inside documents and across them, and say what is done about it.

Inside a document (``within``, over ``passages``): repeats exact to the code point, of which an
editor's digest and an adjoining copy are removed, all others marked. Across documents:
``fingerprint`` a unit and ``cut`` it into partitions, find the ``candidates`` of a partition and
``sift`` them, ``verify`` each pair exactly, ``decide`` on each document. All of it works on keys
(``key``): the view without white space, punctuation and what is not the document's own text.
"""

from __future__ import annotations

from transforms.deduplicate.candidates import (
    CAP,
    Candidates,
    HotBucket,
    Pairs,
    candidates,
    rows_of,
    sift,
    unique,
    units_of,
)
from transforms.deduplicate.decide import decide
from transforms.deduplicate.fingerprint import (
    DocumentFacts,
    Fingerprints,
    References,
    cut,
    fingerprint,
)
from transforms.deduplicate.stock import stock_phrases
from transforms.deduplicate.template import same_numbers
from transforms.deduplicate.thresholds import Thresholds
from transforms.deduplicate.verdicts import (
    GRAINS,
    KINDS,
    SCALE,
    VERDICT,
    Verdicts,
    numbered,
    verdicts,
)
from transforms.deduplicate.verify import Fetch, verify
from transforms.deduplicate.within import Policy, find_repeats

__all__ = [
    "CAP",
    "GRAINS",
    "KINDS",
    "SCALE",
    "VERDICT",
    "Candidates",
    "DocumentFacts",
    "Fetch",
    "Fingerprints",
    "HotBucket",
    "Pairs",
    "Policy",
    "References",
    "Thresholds",
    "Verdicts",
    "candidates",
    "cut",
    "decide",
    "find_repeats",
    "fingerprint",
    "numbered",
    "rows_of",
    "same_numbers",
    "sift",
    "stock_phrases",
    "unique",
    "units_of",
    "verdicts",
    "verify",
]
