"""What a marked-up source shows: HTML as a browser would show it, Markdown without its marks.

A source in mark-up is cut into tokens that tile it: text that is shown as it stands, text that is
shown otherwise (``&nbsp;``, a run of white space), and marks that show nothing. The stages from
``segment`` on work on what is shown, as if the page had been copied out of a browser; ``anchor``
brings blocks, edits and facts back to where they stand in the source. Both read the same tokens,
which follow from the source alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from transforms.markup import html, markdown
from transforms.markup.frame import name_lines
from transforms.markup.lines import fold
from transforms.markup.tokens import Layout
from transforms.schema import Block, Collation, SourceText

__all__ = ["Page", "layout_of", "page_of", "shown_as"]

_READERS: dict[tuple[str, ...], Callable[[str], Layout | None]] = {
    (".html", ".htm", ".xhtml", ".shtml"): html.layout,
    (".md", ".markdown"): markdown.layout,
}
_PACKED = re.compile(r"(?:\.gz)?(?:~[0-9]+)?$")  # what stands behind the suffix of a source's name
# What a page or feed begins with that is called otherwise, and the tags of its beginning.
_PAGE_BEGINS = re.compile(
    r"[\ufeff\s]*+(?:<\?xml[^>]*+>\s*+|<!--[^>]*+-->\s*+)?"
    r"<(?:!doctype\s++html|html|head|body|(?:div|p|table|center|section|article|h[1-6]|ul|font|span)(?=[\s>]))",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}+>")
# What is left of a page in a text that was taken out of it.
_LEFT = re.compile(
    r"&(?:nbsp|[lr][ds]quo|[mn]dash|hellip|middot|e[mn]sp|amp|quot|[lg]t|#[0-9]{2,6});"
    r"|<(?:br ?/?|/?p(?: [^<>]{0,100}+)?)>",
    re.IGNORECASE,
)
# Words that a text quotes by references: nobody who writes about them would.
_QUOTED = re.compile(
    r"&(?:[lL]dquo|#8220|#[xX]201[cC]);[^&<>\n]{2,200}+&(?:[rR]dquo|#8221|#[xX]201[dD]);"
)
FEWEST_QUOTED = 2
BEGINNING = 10_000  # code points
FEWEST_TAGS = 8
LEAST_TAGS = 0.02  # share of the code points of the beginning that are tags


class Page(NamedTuple):
    """What a source shows, with its view, and those of its lines that the mark-up names."""

    text: str
    view: str
    named: tuple[Block, ...]


def layout_of(source: str, text: str) -> Layout | None:
    """Return how a source is laid out; None where it holds no mark-up."""
    read = _reader_of(source, text)
    return read(text) if read else None


def _reader_of(source: str, text: str) -> Callable[[str], Layout | None] | None:
    """Return what reads a source, by its name, else by how it begins; None: it has no mark-up."""
    name = _PACKED.sub("", source.casefold())
    for suffixes, read in _READERS.items():
        if name.endswith(suffixes):
            return read
    if _is_page(text):
        return html.layout
    return html.leftover if _is_leftover(text) else None


def _is_page(text: str) -> bool:
    """Tell whether a text begins like a page or feed, and has as many tags as one."""
    if _PAGE_BEGINS.match(text) is None and not html.begins_a_feed(text):
        return False
    tags = [match.end() - match.start() for match in _TAG.finditer(text, 0, BEGINNING)]
    return len(tags) >= FEWEST_TAGS and sum(tags) >= LEAST_TAGS * min(len(text), BEGINNING)


def _is_leftover(text: str) -> bool:
    """Tell whether a text holds many references and line breaks of a page, or quotes by them."""
    if "&" not in text and "<" not in text:
        return False
    if len(_QUOTED.findall(text, 0, BEGINNING)) >= FEWEST_QUOTED:
        return True
    left = [match.end() - match.start() for match in _LEFT.finditer(text, 0, BEGINNING)]
    return len(left) >= FEWEST_TAGS and sum(left) >= LEAST_TAGS * min(len(text), BEGINNING)


def shown_as(collation: Collation) -> str:
    """Return what the lines of a source are: in HTML each is meant, in Markdown blank ones part.

    lines, paragraphs, or "" where it holds no mark-up, or only what was left of it.
    """
    if collation.marked is None:
        return ""
    read = _reader_of(collation.marked.source, collation.marked.text)
    return "lines" if read is html.layout else "paragraphs" if read is markdown.layout else ""


def page_of(source: SourceText) -> Page | None:
    """Return what a source shows; None where it holds no mark-up."""
    layout = layout_of(source.source, source.text)
    if layout is None:
        return None
    text = "".join([token.shown for token in layout.tokens])
    folds = fold()
    view = "".join(
        [
            "".join([folds.get(character, character) for character in token.shown])
            if token.rule
            else source.view[token.start : token.end]
            for token in layout.tokens
        ]
    )
    named = name_lines(text, layout) if layout.spans or layout.title else ()
    return Page(text, view, tuple(named))
