"""Write the text of each document as a careful editor would have typed it from the original.

Every change is an edit of the source: line ends (``joins``), paragraphs (``paragraphs``), script
(``script``), punctuation and look-alikes (``punctuation``), gaps (``spacing``). Each step reads the
flow (``flow``) that the step before left, and the flow knows the source offsets. What a text holds
at all, and where, is asked once for all steps (``traits``): work without cause is not begun.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from transforms import render
from transforms.markup import shown_as
from transforms.restore.flow import Change, Flow, flow_of, stretches_of, with_breaks
from transforms.restore.joins import between_joined, join_lines
from transforms.restore.markup import without_markup
from transforms.restore.notes import Note, blanked, foot_notes, in_one_line, moved
from transforms.restore.paragraphs import breaks
from transforms.restore.punctuation import (
    restore_punctuation,
    restore_variants,
    widened,
)
from transforms.restore.script import (
    configuration,
    converted,
    evidence,
    source_script,
    spans_to_convert,
)
from transforms.restore.spacing import close_gaps, edge_gaps
from transforms.restore.traits import (
    GAP,
    LINE_END,
    LINE_ENDS,
    NOWHERE,
    TRADITIONAL,
    VARIANT,
    ZERO_WIDTH,
    Traits,
    traits_of,
)
from transforms.restore.warnings import MISREAD_WORDS, suspects, warnings_of
from transforms.schema import (
    BLANK,
    BODY,
    BOILERPLATE,
    HEADING,
    NOTE,
    PAGE_MARKER,
    RUNNING,
    Block,
    Collation,
    Document,
    Edit,
    Fact,
)
from transforms.tables.elements import PREFORMATTED

_start = attrgetter("start")
_LINE_ENDS = frozenset(LINE_ENDS)
_PARTING = (BOILERPLATE, HEADING)  # no paragraph goes on behind them
_PAGE_EDGE = frozenset({PAGE_MARKER, RUNNING})


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
    shown = shown_as(collation)
    documents = []
    for document in collation.documents:
        first, last = (bisect_left(blocks, at, key=_start) for at in (document.start, document.end))
        own = blocks[first:last]
        documents.append(restore_document(text, traits, own, document, options, shown))
    return collation._replace(blocks=blocks, documents=tuple(documents))


def restore_document(
    text: str,
    traits: Traits,
    blocks: Sequence[Block],
    document: Document,
    options: Options,
    shown: str = "",
) -> Document:
    """Return the document with its edits, its script and its warnings.

    ``shown``: what mark-up shows its lines as (see ``markup.shown_as``).
    """
    stretches = stretches_of(blocks)
    body = flow_of(text, traits, stretches.get(BODY, ()))
    notes = foot_notes(body, text, blocks)
    if notes:
        found, warnings, edits = restore_around(text, traits, blocks, notes, options)
    else:
        walls = [own[0].start for label in _PARTING for own in stretches.get(label, ())]
        walls += _blank_lines(blocks) if shown == "paragraphs" else ()
        walls.sort()
        found, warnings, edits = restore_flow(text, body, options, walls, shown == "lines")
    heading = flow_of(text, traits, stretches.get(HEADING, ()))
    title = restore_title(heading, found, options) if heading.text else []
    if title:
        edits = sorted(edits + title)
    if shown:
        edits = _outside_code(edits, blocks)
    misread = suspects(body)
    facts = (*document.facts, Fact("source_script", found, 0, 0, "script:evidence"), *misread)
    warnings = (*document.warnings, *warnings, *((MISREAD_WORDS,) if misread else ()))
    return document._replace(edits=tuple(edits), facts=facts, warnings=warnings)


def _blank_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield where blank lines part the paragraphs of a text; at a page's edge they need not."""
    for is_body, run in groupby(blocks, key=lambda block: block.label == BODY):
        between = () if is_body else tuple(run)
        if _PAGE_EDGE.isdisjoint(block.label for block in between):
            yield from (block.start for block in between if block.label == BLANK)


def _outside_code(edits: list[Edit], blocks: Sequence[Block]) -> list[Edit]:
    """Return the edits without those of code, whose lines stay as they are."""
    code = [block for block in blocks if block.rule == PREFORMATTED and block.label == BODY]
    if not code:
        return edits
    at = [bisect_right(code, edit.start, key=_start) - 1 for edit in edits]
    return [
        edit
        for edit, number in zip(edits, at, strict=True)
        if number < 0 or edit.start >= code[number].end
    ]


def restore_around(
    text: str, traits: Traits, blocks: Sequence[Block], notes: Sequence[Note], options: Options
) -> tuple[str, tuple[str, ...], list[Edit]]:
    """Return what ``restore_flow`` does, with notes moved behind the paragraphs that cite them."""
    apart = {block for note in notes for block in note.blocks}
    rest = [block._replace(label=NOTE) if block in apart else block for block in blocks]
    flow = flow_of(text, traits, stretches_of(rest).get(BODY, ()))
    found, warnings, edits = restore_flow(blanked(text, notes), flow, options)
    ends = [(start, end) for _, start, end in render.paragraphs(text, rest, edits)]

    def end_of(place: int) -> int:
        """Return where the paragraph ends that holds a place, or else the last one above it."""
        return ends[max(0, bisect_left(ends, (place, 0)) - 1)][1]

    places = [end_of(note.cited + 1) for note in notes]
    sure = [note for note in notes if note.sure or end_of(note.top) > note.bottom]
    if len(sure) < len(notes):  # a paragraph ends above the others: they stay where they are
        return restore_around(text, traits, blocks, sure, options)
    words = []
    for note in notes:
        own = flow_of(text, traits, [[block] for block in note.blocks])
        _, _, inside = restore_flow(text, own, options)
        words.append(in_one_line(render.render(text, note.blocks, inside)))
    return found, warnings, moved(list(zip(notes, words, places, strict=True)), edits)


def restore_flow(
    text: str, flow: Flow, options: Options, walls: Sequence[int] = (), laid_out: bool = False
) -> tuple[str, tuple[str, ...], list[Edit]]:
    """Return the script found, the warnings and the edits of a flow.

    ``walls`` and ``laid_out`` are told to ``join_lines``.
    """
    changes, joined = join_lines(flow, text, walls, laid_out)
    edits = flow.edits(changes)
    places, first = breaks(joined)
    flow = with_breaks(joined, places)
    edits += flow.insertions("paragraph:break")
    found, traditional = source_script(flow.text, flow.traits)
    spans = spans_to_convert(flow.text, flow.traits, options.script, found, traditional)
    edits += character_edits(flow, spans, options)
    edits.sort()
    return found, warnings_of(flow.text, first), edits


def restore_title(flow: Flow, found: str, options: Options) -> list[Edit]:
    """Return the edits of a document's headings: a title on several lines becomes one."""
    text, traits = flow.text, flow.traits
    traditional = []
    if found in ("traditional", "mixed"):
        _, own, others = evidence(traits)
        # One character of a simplified title may be a name: 乾县.
        if own > others or (found == "traditional" and own > 1):
            traditional = [(0, len(text))]
    if options.script == "traditional" and not traits.held & TRADITIONAL:
        traditional = []
    spans = spans_to_convert(text, traits, options.script, found, traditional)
    edits = character_edits(flow, spans, options, title=True)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if not _LINE_ENDS.isdisjoint(text[first:last]):
        starts, ends = traits.runs(LINE_END)
        edits += flow.edits(
            [
                (start, end, between_joined(text[start - 1], text[end]), "line:join")
                for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
                if first < start and end < last
            ]
        )
    return sorted(edits)


def character_edits(
    flow: Flow, spans: Sequence[tuple[int, int]], options: Options, title: bool = False
) -> list[Edit]:
    """Return the edits of look-alikes, script (in the spans), punctuation and gaps, in no order.

    Each rule reads what those before it have written: 第一條 keeps its gap like 第一条.
    """
    text, traits = flow.text, flow.traits
    restores, closes = options.punctuation == "restore", options.spacing == "close"
    found: list[list[Change]] = []
    if restores and traits.held & VARIANT:
        found.append(restore_variants(text, traits))
        text = _written(text, found[-1])
    if spans:
        found.append(script_changes(text, spans, options))
        text = _written(text, found[-1])
    marks, wide = restore_punctuation(text, traits) if restores else ([], NOWHERE)
    found.append(marks)
    if traits.held & (GAP | ZERO_WIDTH):
        text = widened(_written(text, marks), wide)
        found.append(close_gaps(text, traits, title) if closes else edge_gaps(text, traits))
    return flow.edits(_merged(found)) + flow.widened(wide)


def script_changes(text: str, spans: Sequence[tuple[int, int]], options: Options) -> list[Change]:
    """Return the changes that put the spans of a text into the script asked for."""
    words = "\n".join([text[start:end] for start, end in spans])
    used = configuration(words, options.script, options.phrases)
    rule = f"script:{used}"
    return [
        (start + left, start + right, new, rule)
        for start, end in spans
        for left, right, new in converted(text[start:end], used)
    ]


def _written(text: str, changes: Sequence[Change]) -> str:
    """Return the text with the changes that leave every code point in its place."""
    parts: list[str] = []
    at = 0
    for start, end, new, _ in changes:
        if end - start == len(new):
            parts += (text[at:start], new)
            at = end
    return "".join([*parts, text[at:]]) if parts else text


def _merged(found: Sequence[list[Change]]) -> list[Change]:
    """Return the changes of rules that came one after the other, in order.

    Of two that begin at one place the later rule's stays, of two that overlap the first.
    """
    found = [changes for changes in found if changes]
    if len(found) < 2:
        return found[0] if found else []
    merged = sorted(chain.from_iterable(found))
    if all(left[1] <= right[0] for left, right in pairwise(merged)):
        return merged
    last = {change[0]: change for changes in found for change in changes}
    out: list[Change] = []
    for start in sorted(last):
        if not out or start >= out[-1][1]:  # else it is part of a longer change
            out.append(last[start])
    return out
