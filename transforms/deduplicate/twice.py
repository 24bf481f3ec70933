"""Documents that stand a second time right behind their twin, under a heading of their own."""

from __future__ import annotations

from bisect import bisect_left

from transforms.deduplicate.key import Key, key_of, text_of
from transforms.deduplicate.likeness import edit_similarity
from transforms.deduplicate.template import numbers, only_slots_differ
from transforms.schema import BODY, Collation, Document, Repeat

SHORTEST = 100  # key code points
SIMILAR = 0.98  # edit similarity
SAME = ("region", "doc_number")  # where both documents have such a fact, it must be the same


def find_second_copies(collation: Collation) -> list[Repeat]:
    """Return a Repeat for each document that is the second copy of the one before it.

    Both have the same title and the same numbers, and nothing but frame lies between them. A law
    and its later version, of another date, are two documents, and so are texts of two places.
    """
    copies: list[Repeat] = []
    first: Document | None = None
    title = ""
    between = 0  # where the frame behind the last copy begins
    for document in collation.documents:
        found = None
        if first and title and title == _title(document) and _alike(first, document):
            found = _copy_of(collation, first, document, between)
        if found:
            copies.append(found)
        else:
            first, title = document, _title(document)
        between = document.end
    return copies


def _title(document: Document) -> str:
    return next((fact.value for fact in document.facts if fact.field == "title"), "")


def _alike(first: Document, second: Document) -> bool:
    """Say whether no fact tells the two apart."""
    one, two = (
        {fact.field: fact.value for fact in reversed(each.facts)} for each in (first, second)
    )
    return all(one[name] == two[name] for name in SAME if name in one and name in two)


def _copy_of(
    collation: Collation, first: Document, second: Document, between: int
) -> Repeat | None:
    at = bisect_left(collation.blocks, between, key=lambda block: block.start)
    for block in collation.blocks[at:]:
        if block.start >= second.start:
            break
        if block.label == BODY:
            return None
    one, two = _key(collation, first), _key(collation, second)
    if min(len(one.codes), len(two.codes)) < SHORTEST:
        return None
    here, there = text_of(two.codes), text_of(one.codes)
    score = 1.0 if here == there else edit_similarity(here, there)
    if score < SIMILAR or numbers(here) != numbers(there):
        return None
    if score < 1 and only_slots_differ(here, there):
        return None
    return Repeat(
        second.start, second.end, first.start, first.end,
        "exact" if here == there else "near", round(score, 4), "removed",
        "the document stands twice in a row, its heading again",
    )  # fmt: skip


def _key(collation: Collation, document: Document) -> Key:
    """Return the key of a document's body."""
    first = bisect_left(collation.blocks, document.start, key=lambda block: block.start)
    last = bisect_left(collation.blocks, document.end, key=lambda block: block.start)
    others = [
        (block.start, block.end) for block in collation.blocks[first:last] if block.label != BODY
    ]
    return key_of(collation.text.view, document.start, document.end, others)
