"""The records as a table of their facts."""

from __future__ import annotations

from typing import Any

from pipeline.report.concerns import SURE_SPLIT, mismatch
from pipeline.report.model import Report
from pipeline.report.names import (
    DOCUMENTS,
    DRAFT,
    FIELDS,
    Name,
    warning,
)
from pipeline.report.text import shown
from pipeline.report.words import (
    both,
    quoted,
)

# Without one of these a record of an official document is incomplete, or at least unusual.
EXPECTED = ("title", "region", "kind", "issuers", "doc_number", "signed")


def facts(report: Report) -> str:
    head = "".join(
        f'<th scope="col" data-column="{column}" class="f-{column}">{both(name)}</th>'
        for column, name in FIELDS.items()
    )
    rows = "".join(_fact_row(report, record) for record in report.documents)
    legend = both(
        Name(
            "∅ 缺；? 或 ! 有疑问；≠ 与目录不符",
            "∅ missing; ? or ! in doubt; ≠ not as in the contents",
        )
    )
    return (
        f'<p class="quiet">{legend}</p>'
        f'<div class="scroll"><table id="records"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _fact_row(report: Report, record: dict[str, Any]) -> str:
    title = quoted(record["title"] or "∅")
    if record["id"] in report.texts:
        title = f'<a href="#doc={shown(record["id"])}">{title}</a>'
    if mismatch(record):
        words = Name("目录作", "the contents say")
        title += f' <small class="doubt">≠ {both(words)} {quoted(record["listed_title"])}</small>'
    pages = f"{record['page_start']}–{record['page_end']}" if record["page_start"] else ""
    sure = record["split_confidence"]
    cells = {
        "title": title,
        "warnings": "".join(
            f'<span class="doubt">! {both(warning(each))}</span> ' for each in record["warnings"]
        ),
        "source": quoted(record["source"]),
        "region": quoted(record["region"]) if record["region"] else "",
        "kind": _kind(record),
        "issuers": "<br>".join(map(quoted, record["issuers"])),
        "doc_number": quoted(record["doc_number"]) if record["doc_number"] else "",
        "signed": shown(record["signed"]),
        "published": shown(record["published"]),
        "effective": shown(record["effective"]),
        "pages": pages,
        "chars": f"{record['chars']:,}",
        "confidence": f"{sure:.2f}" if sure >= SURE_SPLIT else f'<b class="doubt">? {sure:.2f}</b>',
    }
    numbers = ("pages", "chars", "confidence")
    html = []
    for column in FIELDS:
        cell = cells[column]
        kind = f"f-{column} number" if column in numbers else f"f-{column}"
        if not cell and column in EXPECTED:
            kind, cell = f"{kind} missing", "∅"
        html.append(f'<td class="{kind}">{cell}</td>')
    return f"<tr>{''.join(html)}</tr>"


def _kind(record: dict[str, Any]) -> str:
    kind = record["kind"]
    if not kind:
        return ""
    html = both(DOCUMENTS.get(kind, Name(kind, kind)))
    return f"{html} <small>{both(DRAFT)}</small>" if record["draft"] else html
