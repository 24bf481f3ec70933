"""How the program does on the texts of this folder; ``README.md`` tells how they were made.

``python -m tests.quality.blind.measure`` prints every score beside its floor, with names of files
(``1-a03 2-g``) also what is wrong in these. White space counts in breaks alone, width not at all.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left
from collections.abc import Iterator

import jiaokan
from tests.quality.blind import copies
from tests.quality.blind.score import HERE, Row, Score, bare, rows
from tests.quality.measure import compare
from transforms.decode import view

CLEAN, STARTS, LINES = ("texts", "official"), "compilations", "pages"
NEAR = 12  # code points, white space aside, by which a start may miss the author's


def every() -> dict[str, Score]:
    """Return all scores by name."""
    kinds = (*CLEAN, STARTS, LINES)
    return {name: one for kind in kinds for name, one in scores(kind).items()} | copies.scores()


def records(row: Row) -> list[Row]:
    """Return what the program makes of a text."""
    return jiaokan.clean(row["text"].encode(row["encoding"]), row["name"])


def scores(kind: str) -> dict[str, Score]:
    """Return the scores of a kind by name."""
    faults = {CLEAN[0]: _clean, CLEAN[1]: _clean, STARTS: _starts, LINES: _lines}[kind]
    found: dict[str, list[Score]] = {}
    for row in rows(kind):
        cleaned = records(row)
        for name, right, every, wrong in (*faults(row, cleaned), *_facts(row, cleaned)):
            said = tuple(f"{row['name']} {name}: {each}" for each in wrong)
            found.setdefault(f"{kind}_{name}", []).append(Score(right, every, said))
    return {
        name: Score(
            sum(one.right for one in each),
            sum(one.of for one in each),
            tuple(fault for one in each for fault in one.faults),
        )
        for name, each in found.items()
    }


Check = tuple[str, int, int, list[str]]
"""What is checked, how many are right, of how many, and what is not."""


def _clean(row: Row, cleaned: list[Row]) -> Iterator[Check]:
    """Yield the checks of a text, that are breaks (each wrong one counts) and code points."""
    parts = [part for one in cleaned for part in (one["title"], one["text"]) if part]
    result = compare(row["clean"], "\n".join(parts))
    wrong = (*result.missing, *result.extra)
    flat = row["clean"].replace("\n", "")
    around = [f"{flat[max(0, at - 12) : at]}|{flat[at : at + 12]}" for at in wrong]
    yield "breaks", 2 * result.right, 2 * result.right + len(wrong), around
    size = result.size + result.foreign
    yield "characters", result.kept, size, list(result.differences)


def _starts(row: Row, cleaned: list[Row]) -> Iterator[Check]:
    """Yield the checks of a compilation: its documents' starts (each wrong one counts)."""
    seen = view(row["text"])
    at = [index for index, char in enumerate(seen) if not char.isspace()]
    flat = "".join(seen[index] for index in at)
    found = [bisect_left(at, one["start"]) for one in cleaned]
    wanted, place = [], -1
    for one in row["documents"]:
        place = flat.index(bare(one["start"]), place + 1)
        wanted.append(place)
    missed = [start for start in wanted if not any(abs(start - each) <= NEAR for each in found)]
    extra = [each for each in found if not any(abs(start - each) <= NEAR for start in wanted)]
    wrong = [f"missed {flat[start : start + 24]}" for start in missed]
    wrong += [f"wrong {flat[start : start + 24]}" for start in extra]
    yield "starts", len(wanted) - len(missed), len(wanted) + len(extra), wrong


def _lines(row: Row, cleaned: list[Row]) -> Iterator[Check]:
    """Yield the checks of a page: its lines (each that is no part of the text counts as wrong)."""
    parts = [part for one in cleaned for part in (one["title"], *one["text"].split("\n")) if part]
    found = [bare(part) for part in parts]
    wanted = [bare(line) for line in row["clean"].split("\n") if line.strip()]
    either = {bare(line) for line in row.get("optional", ())}
    missed = [line for line in wanted if line not in found and line not in either]
    extra = [line for line in found if line not in wanted and line not in either]
    wrong = [f"missed {line}" for line in missed] + [f"too many {line}" for line in extra]
    yield "lines", len(wanted) - len(missed), len(wanted) + len(extra), wrong


def _facts(row: Row, cleaned: list[Row]) -> Iterator[Check]:
    """Yield the checks of a text's facts."""
    for field, want in row.get("facts", {}).items():
        got = cleaned[0][field] if cleaned else ""
        right = bare("".join(want)) == bare("".join(got))
        yield "facts", int(right), 1, [] if right else [f"{field} {want!r}, found {got!r}"]


def main(names: list[str]) -> None:
    """Print the scores, or all faults of the files whose names begin so."""
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))
    for name, score in every().items():
        print(f"{name:22} {score.share:.4f}  floor {floors.get(name, 0)}")
        for fault in score.faults if names else ():
            if fault.startswith(tuple(names)):
                print(f"    {fault}")


if __name__ == "__main__":
    main(sys.argv[1:])
