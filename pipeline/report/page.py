"""The report as HTML: tables that read without script, and data for the script that draws.

Everything that comes from outside passes through ``shown`` or ``embedded``. The page's policy
allows one style sheet and one script, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from pipeline.report.again import run
from pipeline.report.data import chunked, index
from pipeline.report.facts import facts
from pipeline.report.look import look
from pipeline.report.model import Report
from pipeline.report.names import VIEWS, Name
from pipeline.report.text import embedded
from pipeline.report.where import where
from pipeline.report.words import both


def page(report: Report) -> bytes:
    """Return the whole page."""
    folder = Path(__file__).parent
    template, style, script = (
        folder.joinpath(name).read_text(encoding="utf-8")
        for name in ("template.html", "style.css", "script.js")
    )
    chunks, places = chunked(report)
    parts = {
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "style": style,
        "script": script,
        "omitted": _omitted(report),
        "where": where(report),
        "facts": facts(report),
        "look": look(report),
        "run": run(report),
        "index": embedded(index(report, places)),
        "chunks": "".join(
            f'<script type="application/json" id="chunk-{number}">{embedded(chunk)}</script>\n'
            for number, chunk in enumerate(chunks)
        ),
    } | {f"name_{view}": both(name) for view, name in VIEWS.items()}
    # One pass over the template: what stands in a part is never taken for a placeholder.
    pieces = template.split("{{")
    html = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        html += (parts[name], rest)
    return "".join(html).encode()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _omitted(report: Report) -> str:
    """Return the sentence that says what is not on the page, "" when all is."""
    names = {
        "sources": Name("个来源文件", "sources"),
        "documents": Name("篇文件", "documents"),
        "texts": Name("篇文件的全文", "documents' texts"),
        "rows": Name("行账目", "ledger rows"),
        "pairs": Name("对比较", "pairs"),
    }
    left = [(names[name], count) for name, count in report.omitted.items() if count]
    if not left:
        return ""
    words = Name(
        "抽样：本页未收 " + "、".join(f"{count:,} {name.zh}" for name, count in left)
        + "；合计仍是全部的。",
        "Sampled: not on this page are "
        + ", ".join(f"{count:,} {name.en}" for name, count in left)
        + "; all sums are of everything.",
    )  # fmt: skip
    return f'<p class="sampled" role="note">{both(words)}</p>'
