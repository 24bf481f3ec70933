"""From verified pairs to one decision per document: clusters, survivors, and what is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.deduplicate.fingerprint import DocumentFacts
from transforms.deduplicate.within import Policy
from transforms.schema import Decision, Pair

REMOVED = 0.95  # policy ``all`` removes what is at least so similar to its survivor, or contained
WHOLE = 0.95  # share of a document's text that stands in another: it is contained
SHARED = 0.2  # share from which on two documents are listed as sharing text


class Link(NamedTuple):
    """What one document has in common with another: ``score`` is from the first one's side."""

    kind: str
    score: float


def decide(
    pairs: Iterable[Pair], documents: Sequence[DocumentFacts], policy: Policy = "within"
) -> list[Decision]:
    """Return the decision on each document, sorted by source and offset.

    A cluster is a survivor and the documents that are exact, near or contained copies of it, each
    verified against it, never a chain. The survivor is the first of its cluster: whole texts
    before excerpts, then by source and offset. Only ``all`` makes a document redundant.
    """
    ranked = sorted(documents, key=lambda facts: (facts.source, facts.start, facts.id))
    if policy == "off":
        return [Decision(facts.id, "", "", (), "") for facts in ranked]
    links = links_of(pairs, ranked)
    cluster, reason = _clusters(links, ranked)
    decisions = []
    for number, facts in enumerate(ranked):
        survivor = cluster[number]
        near = links[number]
        listed = sorted((ranked[other].id, *link) for other, link in near.items())
        duplicate_of = ""
        if policy == "all" and survivor not in (-1, number):
            link = near[survivor]
            if link.kind in ("exact", "contained") or link.score >= REMOVED:
                duplicate_of = ranked[survivor].id
        decisions.append(
            Decision(
                facts.id,
                ranked[survivor].id if survivor >= 0 else "",
                duplicate_of,
                tuple(listed),
                reason[number],
            )
        )
    return decisions


def links_of(pairs: Iterable[Pair], documents: Sequence[DocumentFacts]) -> list[dict[int, Link]]:
    """Return, for each document, its links to others by their number.

    A pair of documents gives the link if it was verified. Else paragraphs are added up: a document
    with at least 0.95 of its code points in paragraphs that stand in the other is contained, from
    0.2 on the two share text. The two sides of a link may differ.
    """
    numbers = {facts.id: number for number, facts in enumerate(documents)}
    links: list[dict[int, Link]] = [{} for _ in documents]
    spans: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for pair in pairs:
        if pair.kind == "rejected":
            continue
        (left_id, *left_span), (right_id, *right_span) = pair.left, pair.right
        left, right = numbers[left_id], numbers[right_id]
        if pair.grain == "document" and pair.kind != "contained":
            link = Link(pair.kind, max(pair.jaccard, pair.edit))
            links[left][right] = links[right][left] = link
        elif pair.grain == "document":
            whole, part = (right, left)
            if documents[left].chars > documents[right].chars:
                whole, part = left, right
            links[part][whole] = Link("contained", pair.containment)
        else:
            for here, there, span, other in (
                (left, right, left_span, right_span),
                (right, left, right_span, left_span),
            ):
                # Of a contained pair only the shorter side stands in the other.
                longer = span[1] - span[0] > other[1] - other[0]
                if pair.kind != "contained" or not longer:
                    spans[here, there].add((span[0], span[1]))
    for (here, there), found in spans.items():
        covered = sum(end - start for start, end in found)
        share = round(covered / max(1, documents[here].chars), 4)
        if there not in links[here] and share >= SHARED:
            links[here][there] = Link("contained" if share >= WHOLE else "shared", share)
    return links


def _clusters(
    links: list[dict[int, Link]], ranked: Sequence[DocumentFacts]
) -> tuple[list[int], list[str]]:
    """Return, for each document, the number of its survivor (-1: none) and why."""
    same: list[dict[int, Link]] = [
        {other: link for other, link in near.items() if link.kind != "shared"} for near in links
    ]
    excerpt = [any(link.kind == "contained" for link in near.values()) for near in same]
    members: list[list[int]] = [[] for _ in ranked]  # who could follow this one
    for number, near in enumerate(same):
        for other in near:
            members[other].append(number)
    cluster = [-1] * len(ranked)
    reason = [""] * len(ranked)
    for survivor in sorted(range(len(ranked)), key=lambda number: (excerpt[number], number)):
        if cluster[survivor] >= 0:
            continue
        followers = [number for number in members[survivor] if cluster[number] < 0]
        if not followers:
            continue
        cluster[survivor] = survivor
        reason[survivor] = f"kept: first of {len(followers) + 1} by source and offset"
        for number in followers:
            kind, score = same[number][survivor]
            cluster[number] = survivor
            why = "the whole text" if kind == "contained" else "earlier by source and offset"
            reason[number] = f"{kind} ({score}) to the survivor, which is {why}"
    return cluster, reason
