"""Write the text of each document as a careful editor would have typed it from the original.

Every change is an edit of the source: line ends (``lines``), paragraphs (``paragraphs``), script
(``script``), punctuation and look-alikes (``punctuation``), gaps (``spacing``). Each step reads the
flow (``flow``) that the step before left, and the flow knows the source offsets. What a text holds
at all is asked once, over the whole source (``traits``): work without cause is not begun.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import apache_beam as beam

from transforms.restore.flow import Change, Flow, flow_of, with_breaks
from transforms.restore.lines import join_lines
from transforms.restore.paragraphs import breaks
from transforms.restore.punctuation import restore_punctuation, restore_variants
from transforms.restore.script import (
    configuration,
    converted,
    source_script,
    spans_to_convert,
)
from transforms.restore.spacing import close_gaps, edge_gaps
from transforms.restore.traits import (
    GAP,
    LINE_END,
    TRADITIONAL,
    VARIANT,
    ZERO_WIDTH,
    Traits,
    holds,
    places,
    traits_of,
)
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
_BULLETS = ("-", "•", "·", "*")


class Options(NamedTuple):
    """What ``restore`` is told."""

    script: str = "simplified"  # or traditional, keep
    punctuation: str = "restore"  # or keep
    spacing: str = "close"  # or keep
    phrases: str = "keep"  # or mainland


def restore(
    collation: Collation,
    script: str = "simplified",
    punctuation: str = "restore",
    spacing: str = "close",
    phrases: str = "keep",
) -> Collation:
    """Return the collation with the edits, the script and the warnings of each document.

    ``script`` is simplified, traditional or keep; ``punctuation`` restore or keep; ``spacing``
    close or keep; ``phrases`` keep, or mainland for its words instead of those of Taiwan.
    """
    options = Options(script, punctuation, spacing, phrases)
    blocks = without_markup(collation)
    text = collation.text.text
    traits = traits_of(text)
    documents = []
    for document in collation.documents:
        first, last = (
            bisect_left(blocks, at, key=lambda block: block.start)
            for at in (document.start, document.end)
        )
        documents.append(restore_document(text, traits, blocks[first:last], document, options))
    return collation._replace(blocks=blocks, documents=tuple(documents))


def without_markup(collation: Collation) -> tuple[Block, ...]:
    """Return the blocks, with mark-up debris cut out of bodies."""
    text = collation.text.text
    patterns = [_BOLD] if "**" in text else []
    if (
        "# " in text
        or any(
            mark in text and any(mark + behind in text for behind in (" ", "\n"))
            for mark in _BULLETS
        )
        or text.endswith(_BULLETS)
    ):
        patterns.append(_LINE_MARKS)
    spans = sorted(
        match.span(group)
        for pattern in patterns
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
    text: str, traits: Traits, blocks: Sequence[Block], document: Document, options: Options
) -> Document:
    """Return the document with its edits, its script and its warnings."""
    body = flow_of(text, traits, blocks, BODY)
    found, warnings, edits = restore_flow(text, body, options)
    heading = flow_of(text, traits, blocks, HEADING)
    if heading.text:
        edits = sorted(edits + restore_title(heading, found, options))
    facts = (*document.facts, Fact("source_script", found, 0, 0, "script:evidence"))
    warnings = (*document.warnings, *warnings)
    return document._replace(edits=tuple(edits), facts=facts, warnings=warnings)


def restore_flow(
    text: str, flow: Flow, options: Options
) -> tuple[str, tuple[str, ...], list[Edit]]:
    """Return the script found, the warnings and the edits of a flow, in order."""
    changes, joined = join_lines(flow, text)
    edits = flow.edits(changes)
    places, first = breaks(joined)
    flow = with_breaks(joined, places)
    edits += flow.insertions("paragraph:break")
    found, traditional = source_script(flow.text, flow.traits)
    spans = spans_to_convert(flow.text, flow.traits, options.script, found, traditional)
    edits += flow.edits(character_changes(flow.text, flow.traits, spans, options))
    edits.sort()
    return found, warnings_of(flow.text, first), edits


def restore_title(flow: Flow, found: str, options: Options) -> list[Edit]:
    """Return the edits of a document's headings: a title on several lines becomes one."""
    text, traits = flow.text, flow.traits
    traditional = [(0, len(text))] if found in ("traditional", "mixed") else []
    if options.script == "traditional" and holds(traits) & TRADITIONAL == 0:
        traditional = []
    spans = spans_to_convert(text, traits, options.script, found, traditional)
    changes = [
        *((at, at + 1, "", "line:join") for at in places(traits, LINE_END).tolist()),
        *character_changes(text, traits, spans, options, title=True),
    ]
    return flow.edits(sorted(changes))


def character_changes(
    text: str,
    traits: Traits,
    spans: Sequence[tuple[int, int]],
    options: Options,
    title: bool = False,
) -> list[Change]:
    """Return the changes of look-alikes, script (in the spans), punctuation and gaps, in order.

    Each rule reads what those before it have written: 第一條 keeps its gap like 第一条.
    """
    held = holds(traits)
    changes: dict[int, Change] = {}

    def write(found: list[Change]) -> None:
        nonlocal text
        changes.update((change[0], change) for change in found)
        text = _written(text, found)

    if options.punctuation == "restore" and held & VARIANT:
        write(restore_variants(text, traits))
    if spans:
        words = "\n".join([text[start:end] for start, end in spans])
        used = configuration(words, options.script, options.phrases)
        write(
            [
                (start + left, start + right, new, f"script:{used}")
                for start, end in spans
                for left, right, new in converted(text[start:end], used)
            ]
        )
    if options.punctuation == "restore":
        write(restore_punctuation(text, traits))
    if held & (GAP | ZERO_WIDTH):
        close = options.spacing == "close"
        write(close_gaps(text, traits, title) if close else edge_gaps(text, traits))
    out: list[Change] = []
    for start in sorted(changes):
        if not out or start >= out[-1][1]:  # else it is part of a longer change
            out.append(changes[start])
    return out


def _written(text: str, changes: Sequence[Change]) -> str:
    """Return the text with the changes that leave every code point in its place."""
    parts: list[str] = []
    at = 0
    for start, end, new, _ in changes:
        if end - start == len(new):
            parts += (text[at:start], new)
            at = end
    return "".join([*parts, text[at:]]) if parts else text


class Restore(beam.PTransform):
    """Write the texts of each unit's documents as an editor would; see ``restore``."""

    def __init__(
        self,
        script: str = "simplified",
        punctuation: str = "restore",
        spacing: str = "close",
        phrases: str = "keep",
    ) -> None:
        super().__init__()
        self.options = Options(script, punctuation, spacing, phrases)

    def expand(self, units: beam.PCollection[Items]) -> beam.PCollection[Items]:
        options = self.options
        return units | beam.Map(on_each("restore", Collation, lambda one: restore(one, *options)))
