"""Say of each block what it is: the document's own words, or what page, site or compiler added.

Nothing is dropped here. A line is named by a rule of ``tables.noise`` or by its place: page
markers by their sequence, running heads by standing beside page markers, contents by their
neighbours, the template of a site by standing at the edges of many sources.
"""

from __future__ import annotations

from transforms.label.changes import cut_changes
from transforms.label.contents import confirm_contents
from transforms.label.frames import cut_frames, name_frames
from transforms.label.inside import cut_inside
from transforms.label.lines import name_lines
from transforms.label.pages import confirm_pages
from transforms.label.pasted import name_pasted
from transforms.label.rules import ALL, Choice, compiled
from transforms.label.running import name_running
from transforms.label.tail import name_tail
from transforms.label.templates import common_lines, edge_lines, merged, name_templates
from transforms.label.watermarks import name_watermarks
from transforms.label.words import LONGEST_NOISE, label_of, short_lines
from transforms.lost import has_lost_lines
from transforms.markup import shown_as
from transforms.schema import BODY, BOILERPLATE, CONTENTS, PAGE_MARKER, Collation

__all__ = [
    "ALL",
    "BY_PLACE",
    "LONGEST_NOISE",
    "Choice",
    "common_lines",
    "edge_lines",
    "label",
    "merged",
]

# What ``Choice.off`` may name beside the rules of ``tables.noise``.
BY_PLACE = (
    "chrome:aside", "chrome:below", "chrome:column", "chrome:footer", "chrome:form",
    "chrome:frame", "chrome:header", "chrome:links", "chrome:mail",
    "chrome:marquee", "chrome:menu", "chrome:named", "chrome:nav", "chrome:others",
    "chrome:outside", "chrome:page-title", "chrome:talk", "chrome:template", "imprint:organ",
    "markup:change", "running:page-edge", "running:repeated", "running:watermark",
)  # fmt: skip


def label(
    collation: Collation, repeated: frozenset[int] = frozenset(), choice: Choice = ALL
) -> Collation:
    """Return the collation with labelled blocks; ``repeated`` is what ``common_lines`` gave."""
    view = collation.text.view
    rules = compiled(choice)
    held = frozenset(map(label_of, collation.blocks))  # what it has none of is not looked for
    blocks = [*collation.blocks]
    if PAGE_MARKER in held:
        blocks = confirm_pages(view, blocks)
    is_plain = not shown_as(collation)  # a page says by its mark-up what is its frame
    is_lost = has_lost_lines(view)
    if is_plain:
        blocks = name_pasted(view, blocks, is_lost)
    if is_lost:
        blocks = cut_frames(view, blocks, rules)
    blocks = name_lines(view, blocks, rules)
    blocks = name_tail(collation.text.text, view, blocks, rules)
    labels = frozenset(map(label_of, blocks))
    if is_plain and BOILERPLATE in labels:
        blocks = name_frames(view, blocks, rules)
    blocks = cut_inside(view, cut_changes(view, blocks), rules, labels)
    before, lines = blocks, short_lines(view, blocks)
    blocks = name_watermarks(view, blocks, lines)
    if CONTENTS in held:
        blocks = confirm_contents(view, blocks)
    blocks = name_running(view, blocks, before, lines, PAGE_MARKER in held)
    if repeated:
        blocks = name_templates(view, blocks, repeated)
    if choice.off:
        blocks = [
            block._replace(label=BODY, rule="line") if block.rule in choice.off else block
            for block in blocks
        ]
    return collation._replace(blocks=tuple(blocks))
