"""Write the text of each document as a careful editor would have typed it from the original.

Every change is an edit of the source: line ends (``lines``), paragraphs (``paragraphs``), script
(``script``), punctuation, look-alikes and gaps (``characters``). Nothing is worked out twice: each
step reads the flow (``flow``) that the step before left, and the flow knows the source offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import apache_beam as beam

from transforms.restore.characters import Change, close_gaps, edge_gaps, restore_punctuation
from transforms.restore.flow import Flow, flow_of, rewritten, with_breaks, without
from transforms.restore.lines import line_changes, lines_of
from transforms.restore.paragraphs import breaks
from transforms.restore.script import simplified, source_script
from transforms.restore.warnings import warnings_of
from transforms.schema import BODY, HEADING, MARKUP, Block, Collation, Document, Edit, Fact
from transforms.stage import Items, on_each

# Bold in pairs (张**, a name that is masked, is none), marks of a heading, bullets of nothing.
_BOLD = re.compile(
    r"(?<![*一-鿿])(?P<open>\*\*)(?=[^*\s])[^*\n]{1,300}(?P<close>\*\*)(?!\*)"
    r"|(?<=[一-鿿])(?P<open2>\*\*)(?=[^*\s])[^*\n]{4,300}(?P<close2>\*\*)(?!\*)"
)
_LINE_MARKS = re.compile(
    r"^[ \t\u3000\u00a0]*+(?:(?P<heading>(?:#{1,6} +)+)(?=\S)|(?P<bullet>[-•·*] *)$)", re.MULTILINE
)
_LINE_END = re.compile("[\n\r\f\v\x85\u2028\u2029]+")


def restore(
    collation: Collation,
    script: str = "simplified",
    punctuation: str = "restore",
    spacing: str = "close",
) -> Collation:
    """Return the collation with the edits, the script and the warnings of each document.

    ``script`` is simplified or keep, ``punctuation`` restore or keep, ``spacing`` close or keep.
    """
    blocks = without_markup(collation)
    text = collation.text.text
    starts = [block.start for block in blocks]
    documents = []
    for document in collation.documents:
        own = blocks[bisect_left(starts, document.start) : bisect_left(starts, document.end)]
        documents.append(restore_document(text, own, document, script, punctuation, spacing))
    return collation._replace(blocks=blocks, documents=tuple(documents))


def without_markup(collation: Collation) -> tuple[Block, ...]:
    """Return the blocks, with mark-up debris cut out of bodies."""
    text = collation.text.text
    spans = sorted(
        match.span(group)
        for pattern in (_BOLD, _LINE_MARKS)
        if pattern is _LINE_MARKS or "**" in text
        for match in pattern.finditer(text)
        for group in match.groupdict()
        if match.group(group)
    )
    if not spans:
        return collation.blocks
    out: list[Block] = []
    index = 0
    for block in collation.blocks:
        at, rule = block.start, block.rule
        while index < len(spans) and spans[index][0] < block.end:
            start, end = spans[index]
            index += 1
            if block.label != BODY or start < at or end > block.end:
                continue
            if at < start:
                out.append(Block(at, start, BODY, rule))
            out.append(Block(start, end, MARKUP, "markup:markdown"))
            at, rule = end, "rest"
        if at < block.end:
            out.append(block if at == block.start else Block(at, block.end, block.label, rule))
    return tuple(out)


def restore_document(
    text: str,
    blocks: Sequence[Block],
    document: Document,
    script: str,
    punctuation: str,
    spacing: str,
) -> Document:
    """Return the document with its edits, its script and its warnings."""
    body = flow_of(text, blocks, BODY)
    found, warnings, edits = restore_flow(text, body, script, punctuation, spacing)
    heading = flow_of(text, blocks, HEADING)
    if heading.text:
        edits = sorted(edits + restore_title(heading, found, script, punctuation, spacing))
    facts = (*document.facts, Fact("source_script", found, 0, 0, "script:evidence"))
    warnings = (*document.warnings, *warnings)
    return document._replace(edits=tuple(edits), facts=facts, warnings=warnings)


def restore_flow(
    text: str, flow: Flow, script: str, punctuation: str, spacing: str
) -> tuple[str, tuple[str, ...], list[Edit]]:
    """Return the script found, the warnings and the edits of a flow, in order."""
    edits: list[Edit] = []

    def record(changes: list[Change]) -> None:
        for start, end, new, rule in changes:
            edits.extend(flow.edits(start, end, new, rule))

    changes, words = line_changes(flow, lines_of(flow, text))
    record(changes)
    flow = without(rewritten(flow, words), [(c[0], c[1]) for c in changes if not c[2]])
    places, marks = breaks(flow)
    flow = with_breaks(flow, places)
    edits += flow.insertions("paragraph:break")
    found, spans = source_script(flow.text)
    if script == "simplified":
        record(_script_changes(flow.text, spans))
    record(character_changes(flow.text, punctuation, spacing))
    edits.sort()
    return found, warnings_of(flow.text, marks), edits


def restore_title(
    flow: Flow, found: str, script: str, punctuation: str, spacing: str
) -> list[Edit]:
    """Return the edits of a document's headings: a title on several lines becomes one."""
    edits: list[Edit] = []
    for start, end, new, rule in [
        *((m.start(), m.end(), "", "line:join") for m in _LINE_END.finditer(flow.text)),
        *(
            _script_changes(flow.text, [(0, len(flow.text))])
            if script == "simplified" and found in ("traditional", "mixed")
            else ()
        ),
        *character_changes(flow.text, punctuation, spacing, title=True),
    ]:
        edits.extend(flow.edits(start, end, new, rule))
    return edits


def _script_changes(text: str, spans: list[tuple[int, int]]) -> list[Change]:
    return [
        (start + left, start + right, new, "script:t2s")
        for start, end in spans
        for left, right, new in simplified(text[start:end])
    ]


def character_changes(
    text: str, punctuation: str, spacing: str, title: bool = False
) -> list[Change]:
    """Return the changes of punctuation, look-alikes and gaps."""
    changes: list[Change] = []
    if punctuation == "restore":
        changes = restore_punctuation(text)
        # What a gap stands beside is asked of the restored text.
        characters = list(text)
        for start, end, new, _ in changes:
            if end - start == len(new):
                characters[start:end] = new
        text = "".join(characters)
    return changes + (close_gaps(text, title) if spacing == "close" else edge_gaps(text))


class Restore(beam.PTransform):
    """Write the texts of each unit's documents as an editor would; see ``restore``."""

    def __init__(
        self, script: str = "simplified", punctuation: str = "restore", spacing: str = "close"
    ) -> None:
        super().__init__()
        self.options = (script, punctuation, spacing)

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        options = self.options
        return units | beam.Map(on_each("restore", Collation, lambda one: restore(one, *options)))
