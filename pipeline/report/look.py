"""What asks for a look, the strongest first."""

from __future__ import annotations

from pipeline.report.model import Concern, Report
from pipeline.report.names import (
    CONCERNS,
    LABELS,
    Name,
    warning,
)
from pipeline.report.text import shown
from pipeline.report.words import (
    both,
    place_of,
    quoted,
)


def look(report: Report) -> str:
    if not report.concerns:
        return f"<p>{both(Name('没有什么特别要看的。', 'Nothing asks for a look.'))}</p>"
    titles = {record["id"]: record["title"] for record in report.documents}
    items = "".join(_concern(report, each, titles) for each in report.concerns)
    return f'<ol class="look">{items}</ol>'


def _concern(report: Report, concern: Concern, titles: dict[str, str]) -> str:
    place = place_of(concern.source, concern.start, concern.end)
    title = titles.get(concern.id, "")
    if concern.kind == "removal":
        size = f'<span class="number">{concern.end - concern.start:,}</span>'
        note = f"{both(LABELS[concern.note])} {size} {both(Name('字符', 'code points'))}"
    elif concern.kind == "split":
        note = f"{both(Name('置信', 'confidence'))} {shown(concern.note)}"
    elif concern.kind == "warning":
        note = both(warning(concern.note))
    else:
        note = quoted(concern.note)
    if concern.other:
        pair = "~".join(sorted((concern.id, concern.other)))
        note += f' <a href="#pair={shown(pair)}">{both(Name("对看", "compare"))}</a>'
    if concern.id in report.texts:
        place = (
            f'<a href="#doc={shown(concern.id)}&amp;at={concern.start}">'
            f"{quoted(title) if title else ''} {place}</a>"
        )
    elif concern.kind == "removal" and concern.note in LABELS:
        place = f'<a href="#part={shown(concern.note)}">{place}</a>'
    return (
        f'<li data-kind="{shown(concern.kind)}"><span class="weight" '
        f'title="0–100">{concern.weight}</span> '
        f'<span class="chip k-{concern.kind.replace(" ", "-")}">{both(CONCERNS[concern.kind])}'
        f"</span> <span>{note}</span> {place}</li>"
    )
