"""What is known of a unit's sources becomes the rows of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.schema import Collation, DeadLetter, Decision, Document, Pair, Repeat, StockPhrase
from transforms.write.ledger import document_at, ledger_rows
from transforms.write.records import record
from transforms.write.rows import DuplicateRow, FactRow, Rows, SourceRow

UNDECIDED = Decision("")


def tabulate(
    collations: Iterable[Collation],
    decisions: Mapping[str, Decision],
    pairs: Iterable[Pair],
    policy: str = "within",
    phrases: Iterable[StockPhrase] = (),
) -> Rows:
    """Return the rows of a unit.

    ``decisions`` by document id, of the unit's documents and of those its pairs name; ``pairs``
    have their left document in this unit, ``phrases`` stand in one of it. Policy ``all`` leaves
    out redundant documents.
    """
    rows = Rows([], [], [], [], [])
    sources: dict[str, str] = {}
    for collation in collations:
        removed = redundant(collation, decisions, policy)
        kept = [document for document in collation.documents if document.id not in removed]
        rows.data.extend(
            record(collation, document, decisions.get(document.id)) for document in kept
        )
        rows.ledger.extend(ledger_rows(collation, removed))
        rows.facts.extend(row for document in kept for row in fact_rows(collation, document))
        rows.duplicates.extend(repeat_rows(collation))
        rows.sources.append(source_row(collation, len(kept)))
        sources.update((document.id, collation.text.source) for document in collation.documents)
    rows.duplicates.extend(
        duplicate_row(pair, sources[pair.left[0]], decisions, policy) for pair in sorted(pairs)
    )
    rows.duplicates.extend(stock_row(phrase, sources[phrase.document]) for phrase in phrases)
    return rows


def redundant(
    collation: Collation, decisions: Mapping[str, Decision], policy: str
) -> dict[str, Decision]:
    """Return the decisions that keep documents of this source out of the records."""
    if policy != "all":
        return {}
    return {
        document.id: decisions[document.id]
        for document in collation.documents
        if document.id in decisions and decisions[document.id].duplicate_of
    }


def fact_rows(collation: Collation, document: Document) -> list[FactRow]:
    """Return where each field of a document was read."""
    return [FactRow(collation.text.source, document.id, *fact) for fact in document.facts]


def repeat_rows(collation: Collation) -> list[DuplicateRow]:
    """Return the passages that stand twice in a source."""
    return [_repeat_row(collation, repeat) for repeat in collation.repeats]


def _repeat_row(collation: Collation, repeat: Repeat) -> DuplicateRow:
    left = document_at(collation, repeat.start)
    right = document_at(collation, repeat.twin_start)
    score = round(repeat.score, 4)
    survivor = right if repeat.action == "removed" else ""
    return DuplicateRow(
        collation.text.source, "passage", repeat.kind, repeat.action, survivor, repeat.reason,
        score, 0.0, 0.0, 0.0,
        left, repeat.start, repeat.end, right, repeat.twin_start, repeat.twin_end,
    )  # fmt: skip


def duplicate_row(
    pair: Pair, source: str, decisions: Mapping[str, Decision], policy: str = "within"
) -> DuplicateRow:
    """Return a compared pair of passages of two documents; ``source`` is the left one's."""
    grain, kind, jaccard, edit, containment, left, right = pair
    score = containment if kind == "contained" else max(jaccard, edit)
    action, survivor, reason = "marked", "", ""
    one, other = (decisions.get(id, UNDECIDED) for id in (left[0], right[0]))
    if grain == "document" and right[0] in one.supersedes:
        action, survivor, reason = "supersedes", one.id, one.reason
    elif kind == "rejected":
        action, reason = "none", "a near miss: no score reaches its threshold"
    elif one.cluster and one.cluster == other.cluster:
        survivor = one.cluster
        reason = one.reason if one.id != survivor else other.reason
        if policy == "all" and (one.duplicate_of or other.duplicate_of):
            action = "removed"
    return DuplicateRow(
        source, grain, kind, action, survivor, reason, score, jaccard, edit, containment,
        *left, *right,
    )  # fmt: skip


def stock_row(phrase: StockPhrase, source: str) -> DuplicateRow:
    """Return a stock phrase, which has no right side."""
    return DuplicateRow(
        source, "paragraph", "stock", "counted", "",
        f"a formula: it, or a version of it, stands in {phrase.documents:,} documents",
        0.0, 0.0, 0.0, 0.0, phrase.document, phrase.start, phrase.end, "", 0, 0, phrase.documents,
    )  # fmt: skip


def source_row(collation: Collation, documents: int) -> SourceRow:
    """Return how a source was decoded, and how many records it gave."""
    source = collation.text
    read_as = [source.text[patch.char_start : patch.char_end] for patch in source.patches]
    undecodable = zip(source.patches, read_as, strict=True)
    return SourceRow(
        source.source, source.sha256, source.size, len(source.text), source.encoding,
        round(source.confidence, 4), source.evidence,
        [segment._asdict() | {"codecs": list(segment.codecs)} for segment in source.segments],
        [patch._asdict() for patch in source.patches],
        documents,
        sum(len(patch.raw) for patch, text in undecodable if text.strip("\ufffd") == "" != text),
        sum(text.count("\ufffd") for text in read_as),
    )  # fmt: skip


def contents_row(collation: Collation) -> dict[str, Any] | None:
    """Return what contents list and documents of a source lack in each other, None if nothing.

    Only a source whose contents list named documents has documents without an entry.
    """
    listed = [any(f.rule == "split:entry" for f in one.facts) for one in collation.documents]
    loose = zip(collation.documents, listed, strict=True) if any(listed) else ()
    unlisted = [one.id for one, is_listed in loose if not is_listed]
    if not unlisted and not collation.unmatched:
        return None
    return {
        "source": collation.text.source,
        "entries_without_document": [fact.value for fact in collation.unmatched],
        "documents_without_entry": unlisted,
    }


def dead_letter_row(letter: DeadLetter) -> dict[str, Any]:
    """Return a dead letter as a line of ``dead_letters.jsonl``."""
    return letter._asdict() | {"tried": list(letter.tried)}
