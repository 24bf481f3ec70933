"""From verified pairs to one decision per document: clusters, survivors, and what is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from transforms.deduplicate.fingerprint import DocumentFacts
from transforms.deduplicate.key import fresh, sorted_by
from transforms.deduplicate.thresholds import DEFAULT, Thresholds
from transforms.deduplicate.verdicts import KINDS, SCALE, Numbers, Verdicts
from transforms.deduplicate.within import Policy
from transforms.schema import Decision

SHARED = 0.2  # share from which on two documents are listed as sharing text
HELD = 1 << 14  # documents whose shared text is added up together
LISTED = 8  # neighbours that a document lists beside its survivor; ``duplicates/`` has all pairs

APART = frozenset(("shared", "template"))  # kinds of links that make no cluster


class Link(NamedTuple):
    """What one document has in common with another: ``score`` is from the first one's side."""

    kind: str
    score: float


def decide(
    verdicts: Verdicts,
    documents: Iterable[DocumentFacts],
    policy: Policy = "within",
    thresholds: Thresholds = DEFAULT,
    same_numbers: Callable[[str, str], bool] = lambda copy, survivor: True,
) -> list[Decision]:
    """Return the decisions on documents that are like others, sorted by source and offset.

    Of the rest nothing is to be said. A cluster is a survivor and the documents that are exact,
    near or contained copies of it, each verified against it (or against its exact copy), never a
    chain. Which one survives: ``rank``. Only ``all`` makes a document redundant; template variants
    stay whatever the policy, and so do copies with other numbers: ``same_numbers`` is asked for
    the ids of a copy and its survivor.

    Records of an earlier output are fixed: they come first, and are members of no cluster but
    their own. A new document that is a better copy of one is not redundant: it supersedes it. One
    that has the id of an earlier record is that document, read again.
    """
    if policy == "off":
        return []
    documents, again = _once(documents)
    alike = again | {verdicts.ids[number] for number in verdicts.numbers.tolist()}
    documents = [facts for facts in documents if facts.id in alike]  # mostly few of many
    links = links_of(verdicts, documents, thresholds)
    text = _exact(links)
    near = _between_texts(links, text)
    excerpts = _excerpts(near)
    ranks = [rank(facts, text[number] in excerpts) for number, facts in enumerate(documents)]
    cluster, reason, link_to = _clusters(text, near, documents, ranks)
    better = _better(links, documents, ranks)
    decisions = []
    for number, facts in enumerate(documents):
        survivor = cluster[number]
        listed = dict(links[number])
        duplicate_of = ""
        if survivor not in (-1, number):
            link = listed[survivor] = link_to[number]
            if policy == "all" and link.score >= thresholds.remove_from:
                if link.kind == "exact" or same_numbers(facts.id, documents[survivor].id):
                    duplicate_of = documents[survivor].id
                else:
                    reason[number] += OTHER_NUMBERS
        supersedes = tuple(documents[other].id for other in better[number])
        if supersedes:
            duplicate_of = ""
            why = _why(ranks[number][1:], ranks[better[number][0]][1:])
            reason[number] = f"supersedes {' '.join(supersedes)}: {why}"
        if facts.id in again:
            duplicate_of = facts.id if policy == "all" else ""
            reason[number], survivor, listed[number] = AGAIN, number, Link("exact", 1.0)
        first = sorted(
            listed, key=lambda other: (other != survivor, -listed[other].score, documents[other].id)
        )
        decisions.append(
            Decision(
                facts.id,
                documents[survivor].id if survivor >= 0 else "",
                duplicate_of,
                tuple(sorted((documents[other].id, *listed[other]) for other in first[:LISTED])),
                reason[number],
                supersedes,
            )
        )
    return decisions


def _once(documents: Iterable[DocumentFacts]) -> tuple[list[DocumentFacts], set[str]]:
    """Return the documents, sorted, each once, and the ids of earlier records read again."""
    documents = sorted(documents, key=lambda facts: (facts.source, facts.start, facts.id))
    earlier = {facts.id for facts in documents if facts.earlier}
    again = {facts.id for facts in documents if not facts.earlier and facts.id in earlier}
    return [facts for facts in documents if facts.earlier or facts.id not in again], again


# What speaks for one copy before another, and how a reason says it.
CRITERIA = (
    "in the earlier output", "whole before excerpt", "official before repost",
    "earlier before later", "cleaner before noisier", "first by source and offset",
)  # fmt: skip
OTHER_NUMBERS = "; kept, since its numbers are others"
AGAIN = "the earlier output has this document: it was read again"

Span = tuple[int, int]
Rank = tuple[bool, bool, bool, str, int, tuple[str, int, str]]


def rank(facts: DocumentFacts, excerpt: bool) -> Rank:
    """Return what survivors are chosen by, least first: a value for each of ``CRITERIA``."""
    place = (facts.source, facts.start, facts.id)
    date = facts.date or "9999"
    return not facts.earlier, excerpt, not facts.official, date, facts.noise // 10, place


def links_of(
    verdicts: Verdicts, documents: Sequence[DocumentFacts], thresholds: Thresholds = DEFAULT
) -> list[dict[int, Link]]:
    """Return, for each document, its links to others by their number.

    A pair of documents gives the link if it was verified. Else paragraphs and runs are added up
    (lines below 20 code points aside): a document with enough of its text in the other, nearly the
    same, is contained; from 0.2 on, similar or better, the two share text. The two sides of a link
    may differ.
    """
    numbers = {facts.id: number for number, facts in enumerate(documents)}
    number = np.array([numbers.get(id, -1) for id in verdicts.ids], dtype=np.int64)
    earlier = np.array([facts.earlier for facts in documents], dtype=np.bool_)
    own_run, twin_own_run = (earlier[number[verdicts.rows[side]]] for side in ("left", "right"))
    found = ~(own_run & twin_own_run) & ~verdicts.of_kind(["rejected"])  # two of it: decided there
    whole_texts = verdicts.of_grain("document")

    links: list[dict[int, Link]] = [{} for _ in documents]
    for pair in verdicts.where(found & whole_texts).pairs():
        one, other = sorted((numbers[pair.left[0]], numbers[pair.right[0]]))
        if pair.kind != "contained":
            score = max(pair.jaccard, pair.edit)
            links[one][other] = links[other][one] = Link(pair.kind, score)
        else:
            whole, part = other, one
            if documents[one].chars > documents[other].chars:
                whole, part = one, other
            links[part][whole] = Link("contained", pair.containment)
    parts = verdicts.where(found & ~whole_texts & ~verdicts.of_kind(["template"]))
    for one, other, link in _links_of_parts(parts, number, documents, thresholds):
        links[one].setdefault(other, link)
    return [dict(sorted(each.items())) for each in links]


def _links_of_parts(
    parts: Verdicts, number: Numbers, documents: Sequence[DocumentFacts], thresholds: Thresholds
) -> Iterator[tuple[int, int, Link]]:
    """Yield what paragraphs and runs add up to: of either document how much is in the other.

    Of some documents at a time: the arrays for all would be the most that a run holds.
    """
    rows = parts.rows
    left, right = (number[rows[side]] for side in ("left", "right"))
    contained = rows["kind"] == KINDS.index("contained")
    likeness = np.maximum(rows["jaccard"], rows["edit"])
    alike = np.where(contained, rows["containment"], likeness) / SCALE >= thresholds.remove_from
    for begin in range(0, len(documents), HELD):
        sides = []
        for own, twin, side in ((left, right, "left"), (right, left, "right")):
            some = np.flatnonzero((begin <= own) & (own < begin + HELD))
            couple = own[some] * len(documents) + twin[some]
            spans = (rows[f"{side}_{edge}"][some] for edge in ("start", "end"))
            sides.append((couple, *spans, alike[some]))
        columns = [np.concatenate(column) for column in zip(*sides, strict=True)]
        order = sorted_by(*columns[:2])
        couple, start, end, same = (column[order] for column in columns)

        new = fresh(couple)
        couples, of = couple[new].tolist(), np.cumsum(new) - 1
        inside = _covered(len(couples), of[same], start[same], end[same]).tolist()
        shared = _covered(len(couples), of, start, end).tolist()
        for each, *covered in zip(couples, inside, shared, strict=True):
            one, other = divmod(each, len(documents))
            size = max(1, documents[one].compared or documents[one].chars)
            copied, share = (round(min(1.0, part / size), 4) for part in covered)
            if copied >= thresholds.remove_from:
                yield one, other, Link("contained", copied)
            elif share >= SHARED:
                yield one, other, Link("shared", share)


def _covered(count: int, of: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
    """Return how many code points the spans of each number cover; numbers and starts ascend."""
    starts, ends = (of << 40) + starts, (of << 40) + ends  # so that all are in one order
    reached = np.maximum.accumulate(np.concatenate(([0], ends)))[:-1]
    covered = np.zeros(count, dtype=np.int64)
    np.add.at(covered, of, np.maximum(0, ends - np.maximum(starts, reached)))
    return covered


def _clusters(
    text: Sequence[int],
    near: Sequence[dict[int, Link]],
    documents: Sequence[DocumentFacts],
    ranks: Sequence[Rank],
) -> tuple[list[int], list[str], dict[int, Link]]:
    """Return, for each document, the number of its survivor (-1: none), why, and its link to it.

    Documents of one text are one: what is verified of one of them holds for all.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(text):
        members[first].append(number)
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
        texts = [
            other
            for other in followers[first]
            if cluster[best[other]] < 0 and not documents[best[other]].earlier
        ]
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


def _between_texts(links: list[dict[int, Link]], text: Sequence[int]) -> list[dict[int, Link]]:
    """Return the best links between two texts, by the first document of each."""
    near: list[dict[int, Link]] = [{} for _ in links]
    for number, found in enumerate(links):
        for other, link in found.items():
            if link.kind not in APART and text[other] != text[number]:
                kept = near[text[number]].get(text[other])
                if kept is None or link.score > kept.score:
                    near[text[number]][text[other]] = link
    return near


def _excerpts(near: Sequence[dict[int, Link]]) -> set[int]:
    """Return the first documents of the texts that stand in longer ones."""
    return {
        number
        for number, found in enumerate(near)
        for other, link in found.items()
        if link.kind == "contained" and number not in near[other]
    }


def _better(
    links: list[dict[int, Link]], documents: Sequence[DocumentFacts], ranks: Sequence[Rank]
) -> list[list[int]]:
    """Return, for each document, the earlier records of which it is the best of the better copies.

    Where one stands in a source makes no copy better.
    """
    better: list[list[int]] = [[] for _ in documents]
    for number, facts in enumerate(documents):
        if facts.earlier:
            copies = [
                other
                for other, link in links[number].items()
                if link.kind not in APART and not documents[other].earlier
                if ranks[other][1:-1] < ranks[number][1:-1]
            ]
            if copies:
                better[min(copies, key=ranks.__getitem__)].append(number)
    return better


def _why(winner: tuple[object, ...], other: tuple[object, ...]) -> str:
    """Return the first criterion that tells two ranks apart."""
    return next(
        why
        for why, one, two in zip(CRITERIA[-len(winner) :], winner, other, strict=True)
        if one != two
    )


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
