"""The tokens of a marked-up source, and what is known of what they show."""

from __future__ import annotations

from typing import NamedTuple

from transforms.schema import Fact


class Token(NamedTuple):
    """``start:end`` of the source reads ``shown``; with no rule it is shown as it stands.

    Tokens tile the source. One without width inserts a line end, or what parts two cells.
    """

    start: int
    end: int
    shown: str
    rule: str


class Span(NamedTuple):
    """A stretch of what is shown: ``kind`` is the name of its element.

    ``names`` are the words of its class, id and role, in lower case.
    """

    kind: str
    start: int
    end: int
    names: frozenset[str] = frozenset()


class Layout(NamedTuple):
    """The tokens of a source, its title as the mark-up gives it, and spans of what it shows.

    ``facts`` are what it says of its document in words that it does not show.
    """

    tokens: list[Token]
    title: str = ""
    spans: tuple[Span, ...] = ()
    facts: tuple[Fact, ...] = ()


class Writer:
    """Writes the tokens of a source in order, and the line ends between what they show.

    A line end that is asked for is written when more is shown: there are no empty lines.
    """

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.size = 0  # code points shown so far
        self.last = "\n"  # the last of them
        self.wanted = ""  # what must part them from the next

    def mark(self, start: int, end: int, rule: str) -> None:
        """Write a stretch that shows nothing; white space between marks belongs to them."""
        if end > start:
            before = self.tokens[-1] if self.tokens else None
            if before and not before.shown and rule in (before.rule, "markup:space"):
                self.tokens[-1] = before._replace(end=end)
            else:
                self.tokens.append(Token(start, end, "", rule))

    def show(self, start: int, end: int, shown: str, rule: str = "") -> None:
        """Write a stretch that shows something."""
        if self.wanted and self.last != "\n":
            parts = "markup:break" if self.wanted == "\n" else "markup:cell"
            self._write(Token(start, start, self.wanted, parts))
        self.wanted = ""
        self._write(Token(start, end, shown, rule))

    def end_line(self) -> None:
        """Ask for a line end before the next text."""
        self.wanted = "\n"

    def _write(self, token: Token) -> None:
        self.tokens.append(token)
        self.size += len(token.shown)
        self.last = token.shown[-1]
