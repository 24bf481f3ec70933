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
LISTED = 8  # neighbours that a document lists beside its survivor; ``duplicates/`` has all pairs

APART = frozenset(("shared", "template"))  # kinds of links that make no cluster


class Link(NamedTuple):
    """What one document has in common with another: ``score`` is from the first one's side."""

    kind: str
    score: float


def decide(
    pairs: Iterable[Pair], documents: Sequence[DocumentFacts], policy: Policy = "within"
) -> list[Decision]:
    """Return the decision on each document, sorted by source and offset.

    A cluster is a survivor and the documents that are exact, near or contained copies of it, each
    verified against it (or against its exact copy), never a chain. Which one survives: ``rank``.
    Only ``all`` makes a document redundant; template variants stay whatever the policy.
    """
    documents = sorted(documents, key=lambda facts: (facts.source, facts.start, facts.id))
    if policy == "off":
        return [Decision(facts.id, "", "", (), "") for facts in documents]
    links = links_of(pairs, documents)
    cluster, reason, link_to = _clusters(links, documents)
    decisions = []
    for number, facts in enumerate(documents):
        survivor = cluster[number]
        near = dict(links[number])
        duplicate_of = ""
        if survivor not in (-1, number):
            link = near[survivor] = link_to[number]
            if policy == "all" and (link.kind in ("exact", "contained") or link.score >= REMOVED):
                duplicate_of = documents[survivor].id
        listed = sorted(
            near, key=lambda other: (other != survivor, -near[other].score, documents[other].id)
        )
        decisions.append(
            Decision(
                facts.id,
                documents[survivor].id if survivor >= 0 else "",
                duplicate_of,
                tuple(sorted((documents[other].id, *near[other]) for other in listed[:LISTED])),
                reason[number],
            )
        )
    return decisions


# What speaks for one copy before another, and how a reason says it.
CRITERIA = (
    "whole before excerpt", "official before repost", "earlier before later",
    "cleaner before noisier", "first by source and offset",
)  # fmt: skip


def rank(facts: DocumentFacts, excerpt: bool) -> tuple[bool, bool, str, int, tuple[str, int, str]]:
    """Return what survivors are chosen by, least first: a value for each of ``CRITERIA``."""
    place = (facts.source, facts.start, facts.id)
    return excerpt, not facts.official, facts.date or "9999", facts.noise // 10, place


def links_of(pairs: Iterable[Pair], documents: Sequence[DocumentFacts]) -> list[dict[int, Link]]:
    """Return, for each document, its links to others by their number.

    A pair of documents gives the link if it was verified. Else paragraphs are added up: a document
    with at least 0.95 of its code points (lines below 20 aside) in paragraphs that stand in the
    other is contained, from 0.2 on the two share text. The two sides of a link may differ.
    """
    numbers = {facts.id: number for number, facts in enumerate(documents)}
    links: list[dict[int, Link]] = [{} for _ in documents]
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
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
        elif pair.kind != "template":
            spans[left, right].append((left_span[0], left_span[1]))
            spans[right, left].append((right_span[0], right_span[1]))
    for (here, there), found in spans.items():
        whole_of = documents[here].compared or documents[here].chars
        share = round(min(1.0, _covered(found) / max(1, whole_of)), 4)
        if there not in links[here] and share >= SHARED:
            links[here][there] = Link("contained" if share >= WHOLE else "shared", share)
    return links


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many code points lie in at least one of the spans."""
    covered = reached = 0
    for start, end in sorted(spans):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _clusters(
    links: list[dict[int, Link]], documents: Sequence[DocumentFacts]
) -> tuple[list[int], list[str], dict[int, Link]]:
    """Return, for each document, the number of its survivor (-1: none), why, and its link to it.

    Documents of one text are one: what is verified of one of them holds for all.
    """
    text = _exact(links)
    near: list[dict[int, Link]] = [{} for _ in documents]  # by the first document of each text
    for number, found in enumerate(links):
        for other, link in found.items():
            if link.kind not in APART and text[other] != text[number]:
                kept = near[text[number]].get(text[other])
                if kept is None or link.score > kept.score:
                    near[text[number]][text[other]] = link
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(text):
        members[first].append(number)
    contained = [
        any(link.kind == "contained" and number not in near[other] for other, link in found.items())
        for number, found in enumerate(near)
    ]
    ranks = [rank(facts, contained[text[number]]) for number, facts in enumerate(documents)]
    best = {first: min(found, key=ranks.__getitem__) for first, found in members.items()}
    followers: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(near):
        for other in found:
            followers[other].append(number)
    cluster = [-1] * len(documents)
    reason = [""] * len(documents)
    link_to: dict[int, Link] = {}
    for first in sorted(members, key=lambda first: ranks[best[first]]):
        survivor = best[first]
        if cluster[survivor] >= 0:
            continue
        texts = [other for other in followers[first] if cluster[best[other]] < 0]
        group = [number for each in (first, *texts) for number in members[each]]
        if len(group) == 1:
            continue
        for number in group:
            cluster[number] = survivor
            if number != survivor:
                same = text[number] == first
                link = link_to[number] = Link("exact", 1.0) if same else near[text[number]][first]
                why = _why(ranks[survivor], ranks[number])
                reason[number] = f"{link.kind} ({link.score}) to the survivor: {why}"
        rivals = [ranks[number] for number in group if number != survivor]
        reason[survivor] = f"kept, first of {len(group)}: {_why(ranks[survivor], min(rivals))}"
    return cluster, reason, link_to


def _why(winner: tuple[object, ...], other: tuple[object, ...]) -> str:
    """Return the first criterion that tells two ranks apart."""
    return next(why for why, one, two in zip(CRITERIA, winner, other, strict=True) if one != two)


def _exact(links: list[dict[int, Link]]) -> list[int]:
    """Return, for each document, the first of those with its text (union-find)."""
    first = list(range(len(links)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for number, found in enumerate(links):
        for other, link in found.items():
            if link.kind == "exact":
                one, two = sorted((root(number), root(other)))
                first[two] = one
    return [root(number) for number in range(len(links))]
