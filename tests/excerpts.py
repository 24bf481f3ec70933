"""What README.md shows of the program, made by the program: ``make docs`` writes it anew.

Each excerpt stands in the page between ``<!-- name -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import jiaokan
from pipeline.config import flags
from transforms import write
from transforms.schema import Collation

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGE = "000_9d0dc66ab940d350.txt"  # chrome, a digest, a notice with its plan
LETTER = "002_0c390fcf0096f1f2.txt"  # sentences cut at page ends, gaps before numbers
SHOWN = 104  # code points of a record's text
LABELS = ("boilerplate", "digest", "heading", "note")  # of the ledger rows shown, one each


@cache
def collated(source: str) -> Collation:
    """Return what the stages make of a committed source."""
    return jiaokan.collate((ROOT / "raw" / source).read_bytes(), source)


def record() -> str:
    """Return a record as JSON, a field a line, its text cut short."""
    collation = collated(PAGE)
    row = write.record(collation, collation.documents[0], None)
    row["text"] = row["text"][:SHOWN] + "…"
    lines = [f' "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in row.items()]
    return "```json\n{\n" + ",\n".join(lines) + "\n}\n```"


def ledger() -> str:
    """Return the first ledger row of each of a few labels, as a table."""
    lines = ["| start | end | stage | label | rule | reason | raw |", "|" + "---|" * 7]
    rows = write.ledger_rows(collated(PAGE))
    for label in LABELS:
        row = next(row for row in rows if row.label == label)
        raw = row.raw.strip()
        raw = raw[:20] + "…" if len(raw) > 20 else raw
        cells = (row.start, row.end, row.stage, row.label, row.rule, row.reason, raw)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def edits() -> str:
    """Return two ledger rows of body text with edits: a joined line, and closed gaps."""
    lines = ["| start | end | edits: at, raw → new (rule) |", "|" + "---|" * 3]
    for rule in ("line:join", "spacing:gap"):
        row = next(
            row
            for row in write.ledger_rows(collated(LETTER))
            if row.label == "body" and rule in row.edit_rule
        )
        shown = [
            f"{at}, {_quoted(raw)} → {_quoted(new)} ({why})"
            for at, raw, new, why in zip(
                row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True
            )
        ]
        more = ["…"] if len(shown) > 3 else []
        lines.append(f"| {row.start} | {row.end} | {'; '.join(shown[:3] + more)} |")
    return "\n".join(lines)


def _quoted(words: str) -> str:
    return "`" + words.replace("\n", "\\n") + "`" if words else "nothing"


def run_flags() -> str:
    """Return the flags of ``run`` as a table."""
    lines = ["| flag of `run` | default | |", "|" + "---|" * 3]
    for names, options in flags():
        help, _, default = re.sub(r" \(default: (.*)\)$", r"\n\1", options["help"]).partition("\n")
        shown = ", ".join(f"`{name}`" for name in names)
        if options.get("metavar"):
            dots = "…" if options.get("nargs") else ""
            shown = f"{shown[:-1]} {options['metavar']}{dots}`"
        lines.append(f"| {shown} | {f'`{default}`' if default else ''} | {help} |")
    return "\n".join(lines)


def renewed(page: str) -> str:
    """Return the page with all its excerpts made anew."""
    made = {"record": record, "ledger": ledger, "edits": edits, "flags": run_flags}
    for name, make in made.items():
        before, mark, rest = page.partition(f"<!-- {name} -->\n")
        if not mark:
            raise ValueError(f"README.md has no place for the excerpt <!-- {name} -->")
        page = f"{before}{mark}\n{make()}\n\n{rest[rest.index('<!-- end -->') :]}"
    return page


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
