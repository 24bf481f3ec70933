"""What a score of the blind texts is, and how their files are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from transforms.decode import view

HERE = Path(__file__).parent
Row = dict[str, Any]


class Score(NamedTuple):
    """So many of so many are right, and what is not."""

    right: int
    of: int
    faults: tuple[str, ...]

    @property
    def share(self) -> float:
        """Return the share that is right."""
        return self.right / self.of


def rows(kind: str) -> list[Row]:
    """Return the texts of a kind."""
    lines = (HERE / f"{kind}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def bare(words: str) -> str:
    """Return words as they are compared: folded, without white space."""
    return "".join(view(words).split())
