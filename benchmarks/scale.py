"""What does comparing cost as a corpus grows: ``python -m benchmarks.scale [--most 6]``.

Generated references and verdicts, no texts: a tenth of the passages have a twin that shares half
of its anchors. Prints, for each size, the bytes of the references, and the seconds and the peak
memory of finding candidates in one partition and of deciding on documents, each in its own process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from transforms.deduplicate import (
    DocumentFacts,
    Fingerprints,
    References,
    candidates,
    decide,
    verdicts,
)
from transforms.deduplicate.fingerprint import ANCHOR, BINS, ROW
from transforms.schema import Pair

ANCHORS = 20  # of a passage
TWINS = 0.1  # share of passages that have one
PARTITION = 1_000_000  # references a partition is given
PASSAGES = 100_000  # of a unit
UNITS = 16  # in memory


def anchors(passages: int) -> np.ndarray:
    """Return the anchors of passages."""
    rng = np.random.default_rng(passages)
    out = np.zeros((passages, ANCHORS), dtype=ANCHOR)
    out["band"] = rng.integers(0, 1 << 63, (passages, ANCHORS), dtype=np.uint64)
    twins = int(passages * TWINS / 2)
    out["band"][twins : 2 * twins, : ANCHORS // 2] = out["band"][:twins, : ANCHORS // 2]
    out["row"] = np.arange(passages, dtype=np.uint32)[:, None]
    return out.reshape(-1)


@lru_cache(maxsize=UNITS)
def unit(number: int) -> Fingerprints:
    """Return the fingerprints of a unit, each passage a document of its own."""
    rows = np.zeros(PASSAGES, dtype=ROW)
    rows["document"] = rows["text"] = np.arange(PASSAGES)
    nothing = np.empty(0, dtype=np.uint32)
    bags = np.zeros((PASSAGES, BINS), dtype=np.uint8)
    return Fingerprints(number, (), nothing, nothing, rows, bags)


def compare(passages: int) -> str:
    """Find the candidates of one partition of so many passages."""
    found = anchors(passages)
    bytes_each = found.nbytes / passages
    parts = max(1, len(found) // PARTITION)
    own = found[found["band"] % np.uint64(parts) == 0]
    del found
    units, own["row"] = np.divmod(own["row"], PASSAGES)
    slices = [References(each, own[units == each]) for each in range(-(-passages // PASSAGES))]
    began = time.perf_counter()
    pairs = len(candidates(slices, unit).left)
    return (
        f"{bytes_each:.0f} B a passage, {parts} partitions, one of {len(own):,}: "
        f"{pairs:,} pairs in {time.perf_counter() - began:.2f} s"
    )


def choose(documents: int) -> str:
    """Decide on so many documents, of which a tenth are near-duplicates of another."""
    facts = [DocumentFacts(f"{n:016x}", f"{n:09d}.txt", 0, 1000) for n in range(documents)]
    twins = int(documents * TWINS / 2)
    pairs = [
        Pair("document", "near", 0.9, 0.9, 0.9, (facts[n].id, 0, 9), (facts[n + twins].id, 0, 9))
        for n in range(twins)
    ]
    began = time.perf_counter()
    clusters = sum(bool(each.cluster) for each in decide(verdicts(pairs), facts))
    return f"{clusters:,} in clusters, {time.perf_counter() - began:.2f} s"


def _told(what: Callable[[int], str], size: int, answer: multiprocessing.Queue[str]) -> None:
    text = what(size)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    answer.put(f"{text}, peak {peak:,.0f} MB")


def main(most: int) -> None:
    """Print a line a size and step."""
    for power in range(4, most + 1):
        for what in (compare, choose):
            answer: multiprocessing.Queue[str] = multiprocessing.Queue()
            child = multiprocessing.Process(target=_told, args=(what, 10**power, answer))
            child.start()
            print(f"10^{power} {what.__name__:<8} {answer.get()}", flush=True)
            child.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=6, help="power of ten")
    main(parser.parse_args().most)
