"""Where every character went: sums, bars and examples of each part."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.gather import examples
from pipeline.report.model import KEPT, Excerpt, Part, Report, Sum
from pipeline.report.names import (
    VIEWS,
    Name,
)
from pipeline.report.text import shown
from pipeline.report.words import (
    anchor_of,
    both,
    name_of,
    place_of,
    plain,
    quoted,
    share,
)

BAR = 1000  # width of a bar in its own units
FEWEST = 2  # a part of a bar is at least so wide, to be seen and hit


def where(report: Report) -> str:
    counts = report.manifest["counts"]
    whole = sum(each.characters for each in report.parts.values())
    kept = report.parts.get(KEPT, Sum(0, 0)).characters
    html = [
        '<div class="tiles">',
        _tile(f"{counts['documents']:,}", Name("条记录", "records")),
        _tile(f"{counts['sources']:,}", Name("个来源文件", "sources")),
        _tile(f"{whole:,}", Name("读入字符", "code points read")),
        _tile(share(kept, whole), Name("留在记录中", "kept in records")),
        _tile(f"{sum(counts['edits_by_rule'].values()):,}", Name("处改动", "edits")),
        "</div>",
        _bars(Name("全部", "All"), "", report.parts),
        '<div class="scroll"><table class="parts"><caption>',
        both(
            Name(
                f"各部分之和 {whole:,}，与清单（manifest）的 {counts['characters']:,} "
                + ("相等" if whole == counts["characters"] else "不等！"),
                f"The parts sum to {whole:,}; the manifest counts {counts['characters']:,}: "
                + ("equal" if whole == counts["characters"] else "NOT equal!"),
            )
        ),
        "</caption><thead><tr>",
        *(
            f'<th scope="col"{" class=number" if number else ""}>{both(name)}</th>'
            for number, name in (
                (False, Name("去向", "Part")),
                (True, Name("字符", "Code points")),
                (True, Name("占比", "Share")),
                (True, Name("账目行", "Ledger rows")),
                (False, Name("例子", "Examples")),
            )
        ),
        "</tr></thead><tbody>",
    ]
    for part, each in _ordered(report.parts):
        html.append(
            f'<tr><th scope="row"><i class="swatch {_class(part)}"></i>{both(name_of(part))}</th>'
            f'<td class="number">{each.characters:,}</td>'
            f'<td class="number">{share(each.characters, whole)}</td>'
            f'<td class="number">{each.rows:,}</td><td>'
        )
        if part == KEPT:
            html.append(f'<a href="#documents">{both(VIEWS["documents"])}</a></td></tr>')
        else:
            html.append(
                f'<a href="#{anchor_of(part)}">{both(Name("看例子", "show"))}</a></td></tr>'
            )
    html.append("</tbody></table></div>")
    html.append(f"<h3>{both(Name('按来源文件', 'By source'))}</h3>")
    html += [_bars(Name("", ""), each.row.source, each.parts) for each in report.sources]
    html.append(f"<h3>{both(Name('例子与账目行', 'Examples and ledger rows'))}</h3>")
    for part, each in _ordered(report.parts):
        if part != KEPT:
            html.append(_examples(report, part, each))
    return "".join(html)


def _tile(number: str, name: Name) -> str:
    return f'<div class="tile"><b>{number}</b> {both(name)}</div>'


def _class(part: Part) -> str:
    if part.kind in ("outside", "undecodable"):
        return f"c-{part.kind}"
    return f"c-{part.label}"


def _ordered(parts: dict[Part, Sum]) -> list[tuple[Part, Sum]]:
    """Return the parts, what is kept first, then the largest."""
    return sorted(parts.items(), key=lambda item: (item[0] != KEPT, -item[1].characters, item[0]))


def _bars(name: Name, source: str, parts: dict[Part, Sum]) -> str:
    """Return the bar of all characters, and that of those left out, enlarged."""
    ordered = _ordered(parts)
    whole = sum(each.characters for _, each in ordered)
    kept = parts.get(KEPT, Sum(0, 0)).characters
    rest = [(part, each) for part, each in ordered if part != KEPT]
    html = [
        '<figure class="bars"><figcaption>',
        f"<b>{quoted(source) if source else both(name)}</b> ",
        f'<span class="number">{whole:,}</span> {both(Name("字符，留下", "code points, kept"))} ',
        f'<span class="number">{share(kept, whole)}</span></figcaption>',
        _bar(ordered, source, "whole"),
        _bar(rest, source, "rest"),
    ]
    if rest:
        words = " · ".join(f"{both(name_of(part))} {each.characters:,}" for part, each in rest)
        html.append(f'<p class="legend">{words}</p>')
    return "".join(html) + "</figure>"


def _bar(ordered: Sequence[tuple[Part, Sum]], source: str, kind: str) -> str:
    whole = sum(each.characters for _, each in ordered)
    if not whole:
        return ""
    widths = [max(FEWEST, BAR * each.characters / whole) for _, each in ordered]
    scale = BAR / sum(widths)
    at, shapes = 0.0, []
    for (part, each), width in zip(ordered, widths, strict=True):
        wide = width * scale
        words = f"{plain(name_of(part))}: {each.characters:,}"
        target = "documents" if part == KEPT else anchor_of(part)
        shapes.append(
            f'<a href="#{target}" data-source="{shown(source)}" aria-label="{words}">'
            f'<rect class="{_class(part)}" x="{at:.2f}" width="{wide:.2f}" height="20">'
            f"<title>{words}</title></rect></a>"
        )
        at += wide
    label = shown(source) or "全部 / all"
    return (
        f'<svg class="bar {kind}" viewBox="0 0 {BAR} 20" preserveAspectRatio="none" role="group" '
        f'aria-label="{label}">{"".join(shapes)}</svg>'
    )


def _examples(report: Report, part: Part, each: Sum) -> str:
    rows = examples(report, part)
    items = "".join(_example(report, row) for row in rows)
    note = Name(
        f"最长的 {len(rows)} 行，共 {each.rows:,} 行", f"longest {len(rows)} of {each.rows:,}"
    )
    return (
        f'<details id="{anchor_of(part)}"><summary><i class="swatch {_class(part)}"></i>'
        f'{both(name_of(part))} <span class="quiet">{both(note)}</span></summary>'
        f'<ul class="rows">{items}</ul></details>'
    )


def _example(report: Report, row: Excerpt) -> str:
    place = place_of(row.source, row.start, row.end)
    if row.id in report.texts:
        place = f'<a href="#doc={shown(row.id)}&amp;at={row.start}">{place}</a>'
    cut = "…" if row.end - row.start > len(row.raw) else ""
    return (
        f"<li>{place} <code>{shown(row.rule)}</code> "
        f'<span class="quiet">{shown(row.reason)}</span>'
        f"<blockquote>{quoted(row.raw.strip())}{cut}</blockquote></li>"
    )
