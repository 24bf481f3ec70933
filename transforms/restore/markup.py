"""Debris of Markdown that was left in a text: bold, headings, quotes, links, empty bullets."""

from __future__ import annotations

import re

from transforms.markup import shown_as
from transforms.schema import BODY, HEADING, MARKUP, Block, Collation

# Bold in pairs (张**, a name that is masked, is none), marks of a heading, bullets of nothing.
_BOLD = re.compile(
    r"(?<![*一-鿿])(?P<open>\*\*)(?=[^*\s])[^*\n]{1,300}(?P<close>\*\*)(?!\*)"
    r"|(?<=[一-鿿])(?P<open2>\*\*)(?=[^*\s])[^*\n]{4,300}(?P<close2>\*\*)(?!\*)"
)
_LINE_MARKS = re.compile(
    r"\n[ \t\u3000\u00a0]*+(?:((?:#{1,6} +)+)(?=\S)|([-•·*] *)$)", re.MULTILINE
)
_LINE_SIGNS = ("#", "-", "•", "·", "*")
_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_QUOTED = re.compile(r"^((?:> ?)++)(?=\S|$)", re.MULTILINE)  # by a mail
FEWEST_QUOTED = 4  # lines in a row
_QUOTATION = re.compile(  # >>> is a prompt
    rf"(?:^>(?!>> )[^\n]*+(?:\n|\Z)){{{FEWEST_QUOTED},}}", re.MULTILINE
)
FEWEST = 2  # headings or bold words of a text that is Markdown throughout

# What is mark-up only in such a text; a group is cut out.
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^ {0,3}((?:> ?)++)(?=\S)",  # a quotation
        # a bullet before a number of its own
        r"^ {0,3}([-*+] +)(?=[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．])",
        r"(!\[[^\]\n]{0,80}\]\([^()\n]{0,300}\))",  # a picture
        r"(\[[^\]\n]{1,40}\]\(#[^()\n]{0,80}\))",  # a way back within the page
        r"(?<!!)(\[)[^\[\]\n]{1,120}(\]\([^()#\n][^()\n]{0,300}\))",  # a link: its words stay
        r"(?<![*\w\\])(\*)(?=[^*\s])[^*\n]{1,60}(?<=[^*\s])(\*)(?![*\w])"  # in italics
        r"|(?<=[一-鿿])(\*)(?=[^*\s])[^*\n]{1,60}(?<=[^*\s])(\*)(?!\*)",
    )
)


def is_markdown(text: str) -> bool:
    """Return whether a text has several headings or bold words of Markdown."""
    found = len(_BOLD.findall(text, 0, 100_000)) if _holds(text, "**") else 0
    found += len(_HEADING.findall(text, 0, 100_000)) if _holds(text, "# ") else 0
    return found >= FEWEST


def _holds(text: str, marks: str) -> bool:
    """Return whether marks stand in a text; to look for the first alone is much quicker.

    A pattern of two characters is found more quickly than by ``in``.
    """
    return marks[0] in text and re.search(re.escape(marks), text) is not None


def _disjoint(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, without those that begin inside another."""
    out: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not out or span[0] >= out[-1][1]:
            out.append(span)
    return out


def without_markup(collation: Collation) -> tuple[Block, ...]:
    """Return the blocks, with mark-up debris cut out of bodies.

    In Markdown all marks were read: what is left are words, and code.
    """
    if shown_as(collation) == "paragraphs":
        return collation.blocks
    text = collation.text.text
    spans: list[tuple[int, int]] = []
    if _holds(text, "**"):
        for match in _BOLD.finditer(text):
            spans += (match.span(group) for group in match.groupdict() if match[group])
    if any(sign in text for sign in _LINE_SIGNS):
        marks = (match.span(match.lastindex or 0) for match in _LINE_MARKS.finditer("\n" + text))
        spans += ((start - 1, end - 1) for start, end in marks)
    if ">" in text and text.count("\n>") >= FEWEST_QUOTED - 1:  # the first is quick
        for run in _QUOTATION.finditer(text):
            spans += (match.span(1) for match in _QUOTED.finditer(text, *run.span()))
    if is_markdown(text):
        for pattern in _MARKDOWN:
            for match in pattern.finditer(text):
                spans += (
                    match.span(group) for group in range(1, pattern.groups + 1) if match[group]
                )
    spans = _disjoint(spans)
    if not spans:
        return collation.blocks
    out: list[Block] = []
    index = 0
    spans.append((len(text), len(text)))
    for block in collation.blocks:
        if spans[index][0] >= block.end:
            out.append(block)
            continue
        at, rule = block.start, block.rule
        while spans[index][0] < block.end:
            start, end = spans[index]
            index += 1
            if block.label not in (BODY, HEADING) or start < at or end > block.end:
                continue
            if at < start:
                out.append(Block(at, start, block.label, rule))
            out.append(Block(start, end, MARKUP, "markup:markdown"))
            at, rule = end, "rest" if block.label == BODY else block.rule
        if at < block.end:
            out.append(block if at == block.start else Block(at, block.end, block.label, rule))
    return tuple(out)
