"""The elements that flow through the stages, in flow order.

Offsets are half-open, in code points of the decoded source, newlines untouched; a name that
starts with ``byte_`` counts bytes of the file. Nothing here is ever mutated: a stage returns a
new element with ``_replace``.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

# ----------------------------------------------------------------------------------- labels

BODY = "body"  # the document's own words: the only label whose text enters a record's text
HEADING = "heading"  # a title or heading that stands above a document's body
CONTENTS = "contents"  # a contents page: noise in a record, but the splitter's map
SECTION = "section"  # a table or title of a section, between documents or behind them
PAGE_MARKER = "page_marker"
RUNNING = "running"  # a running head, foot or watermark
BOILERPLATE = "boilerplate"  # site chrome, share widgets, disclaimers, a site's own contacts
CREDIT = "credit"  # adverts and credits of a compiler or site
NOTE = "note"  # an editor's note about the text ("(本文有删减)")
URL = "url"  # an address given for the document
IMPRINT = "imprint"  # letterhead, marks and imprint of GB/T 9704 (红头, 〔公开〕, 抄送, 印发)
DIGEST = "digest"  # an editor's summary before the document proper
COPY = "copy"  # a second copy of a text that adjoins its twin
MARKUP = "markup"  # tags, marks, and debris of mark-up (**, empty bullets)
BLANK = "blank"  # empty lines, a byte order mark

LABELS = (
    BODY, HEADING, CONTENTS, SECTION, PAGE_MARKER, RUNNING, BOILERPLATE, CREDIT, NOTE, URL,
    IMPRINT, DIGEST, COPY, MARKUP, BLANK,
)  # fmt: skip


class Rule(NamedTuple):
    """A heuristic as data, with its own test: what it must match, what it must spare, and why.

    ``pattern`` is a regular expression over the view (see ``SourceText``), compiled with
    ``re.MULTILINE``; it must be linear on hostile text.
    """

    id: str
    label: str
    pattern: str
    matches: tuple[str, ...]
    spares: tuple[str, ...]
    why: str

    def compile(self) -> re.Pattern[str]:
        """Return the compiled pattern (``re`` caches it)."""
        return re.compile(self.pattern, re.MULTILINE)


class Items(NamedTuple):
    """What flows between stages: a unit's number and its sources in order (dead letters too)."""

    unit: int
    sources: tuple[Any, ...]


# ------------------------------------------------------------------------------------- read


class SourceFile(NamedTuple):
    """One file as read: ``source`` is its path below the input.

    Of a row of a file ``data`` is its text in UTF-8, and ``facts`` are its other columns.
    """

    source: str
    data: bytes
    facts: tuple[Fact, ...] = ()


class DeadLetter(NamedTuple):
    """The expected failure of one file; never holds content."""

    source: str
    stage: str
    error: str
    message: str
    sha256: str
    tried: tuple[str, ...]


class Skipped(NamedTuple):
    """A file that is not read, by its kind: no failure; ``message`` names the way out."""

    source: str
    kind: str  # empty, pdf, docx, png, ...
    message: str
    size: int  # bytes


# ----------------------------------------------------------------------------------- decode


class Segment(NamedTuple):
    """A run of one encoding, up to the next segment: ``codecs`` decode its bytes, in order."""

    byte_start: int
    char_start: int
    codecs: tuple[str, ...]


class Patch(NamedTuple):
    """Bytes that re-encoding would not give back; the text has ``char_start:char_end`` for them."""

    byte_start: int
    byte_end: int
    char_start: int
    char_end: int
    raw: bytes


class Remark(NamedTuple):
    """What a reader of ``start:end`` should know: a warning of every document that has some."""

    warning: str
    start: int
    end: int


class SourceText(NamedTuple):
    """A decoded source.

    ``view`` has as many code points as ``text``, folded one to one (script, width, punctuation,
    look-alikes): rules and comparisons read the view, only ``restore`` writes, from the text.
    ``confidence`` is 0 to 1. ``facts`` are those of the source file.
    """

    source: str
    sha256: str
    size: int  # bytes
    text: str
    view: str
    encoding: str
    confidence: float
    evidence: str
    segments: tuple[Segment, ...]
    patches: tuple[Patch, ...]
    facts: tuple[Fact, ...] = ()
    remarks: tuple[Remark, ...] = ()  # by warning and place, those of one warning disjoint


# ---------------------------------------------------------------------- segment, label, split


class Block(NamedTuple):
    """A stretch of a source. The blocks of a source tile it: no gap, no overlap.

    A line's block includes its line end. ``rule`` is the id of the rule that gave the label.
    """

    start: int
    end: int
    label: str
    rule: str


class Edit(NamedTuple):
    """``text[start:end]`` reads ``new`` in the record; ``start == end`` is an insertion.

    An edit lies inside one ``body`` or ``heading`` block. Edits of a document are sorted and do
    not overlap; at one offset an insertion comes before a replacement.
    """

    start: int
    end: int
    new: str
    rule: str


class Fact(NamedTuple):
    """A field of a document and where in the source it was read (0, 0: derived, not read)."""

    field: str
    value: str
    start: int
    end: int
    rule: str


class Repeat(NamedTuple):
    """A passage that stands twice in one source: ``start:end`` repeats ``twin_start:twin_end``.

    ``kind`` is exact, near or contained; ``action`` is removed or marked; ``score`` 0 to 1.
    """

    start: int
    end: int
    twin_start: int
    twin_end: int
    kind: str
    score: float
    action: str
    reason: str


class Document(NamedTuple):
    """A document: the blocks of ``start:end`` of its source. Block edges fall on both ends."""

    id: str
    start: int
    end: int
    confidence: float  # of the split, 0 to 1
    facts: tuple[Fact, ...] = ()
    edits: tuple[Edit, ...] = ()
    warnings: tuple[str, ...] = ()


class Collation(NamedTuple):
    """The state of the work on one source: each stage from ``segment`` on returns a richer one.

    ``documents`` are in order and disjoint; what lies between them belongs to no record.
    """

    text: SourceText
    blocks: tuple[Block, ...]
    documents: tuple[Document, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    unmatched: tuple[Fact, ...] = ()  # entries of its contents for which there is no document
    marked: SourceText | None = None  # of HTML and Markdown: the source, ``text`` is what it shows


# ------------------------------------------------------------------------------ deduplicate


class Pair(NamedTuple):
    """Two passages compared: each is (document id, start, end) in its own source.

    Scores have four digits.
    """

    grain: str  # document, paragraph, or run (of sentences)
    kind: str  # exact, near, contained, template, or rejected (a near miss)
    jaccard: float
    edit: float  # Levenshtein.normalized_similarity
    containment: float
    left: tuple[str, int, int]
    right: tuple[str, int, int]


class StockPhrase(NamedTuple):
    """A paragraph that many documents share, and how many; a version of it counts, too."""

    document: str
    start: int
    end: int
    documents: int


class Decision(NamedTuple):
    """What deduplication says of one document."""

    id: str
    cluster: str = ""  # id of the cluster's survivor, "" when the document stands alone
    duplicate_of: str = ""  # id of the survivor that makes this document redundant, "" otherwise
    duplicates: tuple[tuple[str, str, float], ...] = ()  # (id, kind, score), sorted
    reason: str = ""
    supersedes: tuple[str, ...] = ()  # records of an earlier output that it is a better copy of
