"""The report as HTML: tables that read without script, and data for the script that draws.

Everything that comes from outside passes through ``shown`` or ``embedded``. The page's policy
allows one style sheet and one script, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline import rules
from pipeline.config import Config
from pipeline.report.concerns import SURE_SPLIT, mismatch
from pipeline.report.gather import examples
from pipeline.report.model import KEPT, Concern, Excerpt, Part, Report, Source, Sum, Text
from pipeline.report.names import (
    CONCERNS,
    DOCUMENTS,
    DRAFT,
    FIELDS,
    KINDS,
    LABELS,
    PAIRS,
    VIEWS,
    Name,
    warning,
)
from pipeline.report.text import INVISIBLE, embedded, shown

CHUNK = 100_000  # code points of texts in one script element: read when one of them is looked at
BAR = 1000  # width of a bar in its own units
FEWEST = 2  # a part of a bar is at least so wide, to be seen and hit

# Hebrew, Arabic and the other scripts between and beside them.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Without one of these a record of an official document is incomplete, or at least unusual.
EXPECTED = ("title", "region", "kind", "issuers", "doc_number", "signed")


def page(report: Report) -> bytes:
    """Return the whole page."""
    folder = Path(__file__).parent
    template, style, script = (
        folder.joinpath(name).read_text(encoding="utf-8")
        for name in ("template.html", "style.css", "script.js")
    )
    chunks, where = _chunks(report)
    parts = {
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "style": style,
        "script": script,
        "omitted": _omitted(report),
        "where": _where(report),
        "facts": _facts(report),
        "look": _look(report),
        "run": _run(report),
        "index": embedded(_index(report, where)),
        "chunks": "".join(
            f'<script type="application/json" id="chunk-{number}">{embedded(chunk)}</script>\n'
            for number, chunk in enumerate(chunks)
        ),
    } | {f"name_{view}": _both(name) for view, name in VIEWS.items()}
    # One pass over the template: what stands in a part is never taken for a placeholder.
    pieces = template.split("{{")
    html = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        html += (parts[name], rest)
    return "".join(html).encode()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _both(name: Name) -> str:
    """Return a word in both languages; the style sheet shows the one that is chosen."""
    if name.zh == name.en:
        return shown(name.zh)
    return f'<span class="zh" lang="zh">{shown(name.zh)}</span>{_en(name.en)}'


def _en(text: str) -> str:
    return f'<span class="en" lang="en">{shown(text)}</span>'


def _plain(name: Name) -> str:
    return shown(f"{name.zh} / {name.en}" if name.zh != name.en else name.zh)


def _name(part: Part) -> Name:
    label, kind = LABELS[part.label], KINDS.get(part.kind, Name(part.kind, part.kind))
    if not part.kind:
        return label
    return Name(
        f"{label.zh.partition('：')[0]}·{kind.zh}", f"{label.en.partition(':')[0]} · {kind.en}"
    )


def _anchor(part: Part) -> str:
    return f"part={part.label}" + (f":{part.kind.replace(' ', '-')}" if part.kind else "")


def _quoted(text: str) -> str:
    """Return a text from outside; one that runs from the right is kept from moving what is near."""
    return f"<bdi>{shown(text)}</bdi>" if RIGHT_TO_LEFT.search(text) else shown(text)


def _place(source: str, start: int, end: int) -> str:
    return f'{_quoted(source)} <span class="number">{start:,}–{end:,}</span>'


# ---------------------------------------------------------------------------------- 1 where


def _where(report: Report) -> str:
    counts = report.manifest["counts"]
    whole = sum(each.characters for each in report.parts.values())
    kept = report.parts.get(KEPT, Sum(0, 0)).characters
    html = [
        '<div class="tiles">',
        _tile(f"{counts['documents']:,}", Name("条记录", "records")),
        _tile(f"{counts['sources']:,}", Name("个来源文件", "sources")),
        _tile(f"{whole:,}", Name("读入字符", "code points read")),
        _tile(_share(kept, whole), Name("留在记录中", "kept in records")),
        _tile(f"{sum(counts['edits_by_rule'].values()):,}", Name("处改动", "edits")),
        "</div>",
        _bars(Name("全部", "All"), "", report.parts),
        '<div class="scroll"><table class="parts"><caption>',
        _both(
            Name(
                f"各部分之和 {whole:,}，与清单（manifest）的 {counts['characters']:,} "
                + ("相等" if whole == counts["characters"] else "不等！"),
                f"The parts sum to {whole:,}; the manifest counts {counts['characters']:,}: "
                + ("equal" if whole == counts["characters"] else "NOT equal!"),
            )
        ),
        "</caption><thead><tr>",
        *(
            f'<th scope="col"{" class=number" if number else ""}>{_both(name)}</th>'
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
            f'<tr><th scope="row"><i class="swatch {_class(part)}"></i>{_both(_name(part))}</th>'
            f'<td class="number">{each.characters:,}</td>'
            f'<td class="number">{_share(each.characters, whole)}</td>'
            f'<td class="number">{each.rows:,}</td><td>'
        )
        if part == KEPT:
            html.append(f'<a href="#documents">{_both(VIEWS["documents"])}</a></td></tr>')
        else:
            html.append(f'<a href="#{_anchor(part)}">{_both(Name("看例子", "show"))}</a></td></tr>')
    html.append("</tbody></table></div>")
    html.append(f"<h3>{_both(Name('按来源文件', 'By source'))}</h3>")
    html += [_bars(Name("", ""), each.row.source, each.parts) for each in report.sources]
    html.append(f"<h3>{_both(Name('例子与账目行', 'Examples and ledger rows'))}</h3>")
    for part, each in _ordered(report.parts):
        if part != KEPT:
            html.append(_examples(report, part, each))
    return "".join(html)


def _tile(number: str, name: Name) -> str:
    return f'<div class="tile"><b>{number}</b> {_both(name)}</div>'


def _share(some: int, whole: int) -> str:
    return f"{100 * some / whole:.2f} %" if whole else "–"


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
        f"<b>{_quoted(source) if source else _both(name)}</b> ",
        f'<span class="number">{whole:,}</span> {_both(Name("字符，留下", "code points, kept"))} ',
        f'<span class="number">{_share(kept, whole)}</span></figcaption>',
        _bar(ordered, source, "whole"),
        _bar(rest, source, "rest"),
    ]
    if rest:
        words = " · ".join(f"{_both(_name(part))} {each.characters:,}" for part, each in rest)
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
        words = f"{_plain(_name(part))}: {each.characters:,}"
        target = "documents" if part == KEPT else _anchor(part)
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
        f'<details id="{_anchor(part)}"><summary><i class="swatch {_class(part)}"></i>'
        f'{_both(_name(part))} <span class="quiet">{_both(note)}</span></summary>'
        f'<ul class="rows">{items}</ul></details>'
    )


def _example(report: Report, row: Excerpt) -> str:
    place = _place(row.source, row.start, row.end)
    if row.id in report.texts:
        place = f'<a href="#doc={shown(row.id)}&amp;at={row.start}">{place}</a>'
    cut = "…" if row.end - row.start > len(row.raw) else ""
    return (
        f"<li>{place} <code>{shown(row.rule)}</code> "
        f'<span class="quiet">{shown(row.reason)}</span>'
        f"<blockquote>{_quoted(row.raw.strip())}{cut}</blockquote></li>"
    )


# ---------------------------------------------------------------------------------- 5 facts


def _facts(report: Report) -> str:
    head = "".join(
        f'<th scope="col" data-column="{column}" class="f-{column}">{_both(name)}</th>'
        for column, name in FIELDS.items()
    )
    rows = "".join(_fact_row(report, record) for record in report.documents)
    legend = _both(
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
    title = _quoted(record["title"] or "∅")
    if record["id"] in report.texts:
        title = f'<a href="#doc={shown(record["id"])}">{title}</a>'
    if mismatch(record):
        words = Name("目录作", "the contents say")
        title += f' <small class="doubt">≠ {_both(words)} {_quoted(record["listed_title"])}</small>'
    pages = f"{record['page_start']}–{record['page_end']}" if record["page_start"] else ""
    sure = record["split_confidence"]
    cells = {
        "title": title,
        "warnings": "".join(
            f'<span class="doubt">! {_both(warning(each))}</span> ' for each in record["warnings"]
        ),
        "source": _quoted(record["source"]),
        "region": _quoted(record["region"]) if record["region"] else "",
        "kind": _kind(record),
        "issuers": "<br>".join(map(_quoted, record["issuers"])),
        "doc_number": _quoted(record["doc_number"]) if record["doc_number"] else "",
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
    html = _both(DOCUMENTS.get(kind, Name(kind, kind)))
    return f"{html} <small>{_both(DRAFT)}</small>" if record["draft"] else html


# ----------------------------------------------------------------------------------- 6 look


def _look(report: Report) -> str:
    if not report.concerns:
        return f"<p>{_both(Name('没有什么特别要看的。', 'Nothing asks for a look.'))}</p>"
    titles = {record["id"]: record["title"] for record in report.documents}
    items = "".join(_concern(report, each, titles) for each in report.concerns)
    return f'<ol class="look">{items}</ol>'


def _concern(report: Report, concern: Concern, titles: dict[str, str]) -> str:
    place = _place(concern.source, concern.start, concern.end)
    title = titles.get(concern.id, "")
    if concern.kind == "removal":
        size = f'<span class="number">{concern.end - concern.start:,}</span>'
        note = f"{_both(LABELS[concern.note])} {size} {_both(Name('字符', 'code points'))}"
    elif concern.kind == "split":
        note = f"{_both(Name('置信', 'confidence'))} {shown(concern.note)}"
    elif concern.kind == "warning":
        note = _both(warning(concern.note))
    else:
        note = _quoted(concern.note)
    if concern.other:
        pair = "~".join(sorted((concern.id, concern.other)))
        note += f' <a href="#pair={shown(pair)}">{_both(Name("对看", "compare"))}</a>'
    if concern.id in report.texts:
        place = (
            f'<a href="#doc={shown(concern.id)}&amp;at={concern.start}">'
            f"{_quoted(title) if title else ''} {place}</a>"
        )
    elif concern.kind == "removal" and concern.note in LABELS:
        place = f'<a href="#part={shown(concern.note)}">{place}</a>'
    return (
        f'<li data-kind="{shown(concern.kind)}"><span class="weight" '
        f'title="0–100">{concern.weight}</span> '
        f'<span class="chip k-{concern.kind.replace(" ", "-")}">{_both(CONCERNS[concern.kind])}'
        f"</span> <span>{note}</span> {place}</li>"
    )


# ------------------------------------------------------------------------------------ 7 run


def _run(report: Report) -> str:
    manifest = report.manifest
    listed = manifest["inputs"]["list"]
    inputs: Iterable[tuple[str, int, str]] = [
        (each["source"], each["bytes"], each["sha256"]) for each in listed
    ] or [(each.row.source, each.row.bytes, each.row.sha256) for each in report.sources]
    html = [
        f"<h3>{_both(Name('再做一次', 'Run it again'))}</h3>",
        f"<pre><code>{shown(chr(10).join(again(manifest['options'])))}</code></pre>",
        "<p>",
        _both(
            Name(
                "raw 是放着下列文件的文件夹（没有了，可用 jiaokan restore out raw 还原），"
                "out 是这份输出。同样的输入、选项和版本，得到同样的字节；"
                "本页没有时间，也没有主机名。",
                "raw is the folder with the files below (if it is gone: jiaokan restore out raw), "
                "out this output. The same inputs, options and versions give the same bytes; this "
                "page has no clock and no host.",
            )
        ),
        "</p>",
        _table(Name("选项", "Options"), manifest["options"].items()),
        _table(Name("版本", "Versions"), manifest["versions"].items()),
        _table(
            Name("输入", "Inputs"),
            [(source, f"{size:,}", sha256) for source, size, sha256 in inputs],
            ("", "bytes", "sha256"),
        ),
        f"<p>{_both(Name('全部输入的 sha256', 'sha256 of all inputs'))}: "
        f"<code>{shown(manifest['inputs']['sha256'])}</code></p>",
        _table(
            Name("改动，按规则", "Edits by rule"), _counted(manifest["counts"]["edits_by_rule"])
        ),
        _table(Name("比较", "Comparisons"), _counted(manifest["counts"]["duplicates"])),
        _table(Name("提醒", "Warnings"), _counted(manifest["counts"]["warnings"])),
        _table(
            Name("失败的文件", "Failed files"),
            [(each["source"], each["message"]) for each in report.dead_letters[:ROWS]],
        ),
        _table(
            Name("跳过的文件", "Skipped files"),
            [(each["source"], each["message"]) for each in report.skipped[:ROWS]],
        ),
    ]
    return "".join(html)


ROWS = 500


def again(options: Mapping[str, Any]) -> list[str]:
    """Return the lines to paste that make the output of these options anew, and compare."""
    lines: list[str] = []
    words = ["jiaokan run --input raw --output again"]
    defaults = Config().that_matter()
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value == defaults.get(name):
            continue
        if name == "rules":  # the manifest has what is in the file
            lines.append(f"printf %s {shlex.quote(value)} > rules.json")
            value = "rules.json"
        elif name == "against":  # and of an earlier output what it is, not where
            value = "earlier"
        values = value.split() if name == "no_rule" else [str(value)]
        words += [f"{flag} {shlex.quote(each)}" for each in values]
    return [*lines, " ".join(words), "jiaokan diff out again"]


def _counted(counts: dict[str, int]) -> list[tuple[str, str]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(name, f"{number:,}") for name, number in ordered]


def _table(name: Name, rows: Iterable[Sequence[Any]], head: Sequence[str] = ()) -> str:
    body = "".join(
        f'<tr><th scope="row">{_quoted(str(row[0]))}</th>'
        + "".join(f"<td>{_quoted(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    if not body:
        return ""
    top = "".join(f'<th scope="col">{shown(each)}</th>' for each in head)
    top = f"<thead><tr>{top}</tr></thead>" if head else ""
    return (
        f'<div class="scroll"><table class="plain"><caption>{_both(name)}</caption>{top}'
        f"<tbody>{body}</tbody></table></div>"
    )


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
    return f'<p class="sampled" role="note">{_both(words)}</p>'


# ------------------------------------------------------------------------------------- data


def _chunks(report: Report) -> tuple[list[list[Any]], dict[str, int]]:
    """Return the texts in chunks, and of each document the number of its chunk."""
    chunks: list[list[Any]] = []
    where: dict[str, int] = {}
    size = CHUNK
    for id, text in report.texts.items():
        if size >= CHUNK:
            chunks.append([])
            size = 0
        where[id] = len(chunks) - 1
        chunks[-1].append(_text(id, text))
        size += len(text.text)
    return chunks, where


def _text(id: str, text: Text) -> list[Any]:
    """Return a document as lists: edits flat, each from where the one before ends."""
    rows = []
    for row in text.ledger:
        edits: list[Any] = []
        at = row.start
        for start, raw, new, rule in zip(
            row.edit_start, row.edit_raw, row.edit_new, row.edit_rule, strict=True
        ):
            edits += (start - at, raw, new, rule)
            at = start + len(raw)
        rows.append(
            [row.start, row.end, row.label, row.rule, row.reason, row.survivor, row.raw, edits]
        )
    facts = [[fact.field, fact.value, fact.start, fact.end, fact.rule] for fact in text.facts]
    return [id, text.text, rows, facts]


def _index(report: Report, where: dict[str, int]) -> dict[str, Any]:
    """Return what the script needs to draw; the texts are in the chunks."""
    number = {each.row.source: at for at, each in enumerate(report.sources)}
    contents = {each["source"]: each for each in report.manifest.get("contents", [])}
    ordinal = {record["id"]: at for at, record in enumerate(report.documents)}
    return {
        "invisible": INVISIBLE,
        "sure": SURE_SPLIT,
        "labels": LABELS,
        "kinds": KINDS | PAIRS,
        "whys": {rule: rules.why(rule) for rule in _rules(report) if rules.why(rule)},
        "sources": [_drawn(each, contents.get(each.row.source, {})) for each in report.sources],
        "documents": [_listed(report, record, number, where) for record in report.documents],
        "removed": [
            [
                number.get(row.source, -1), row.start, row.end, _anchor(row.part)[5:], row.rule,
                row.id, row.raw[:80], row.source if row.source not in number else "",
            ]
            for row in report.removed
        ],
        "pairs": [
            [
                pair.grain, pair.kind, pair.action,
                *_side(pair.left, ordinal), pair.left_start, pair.left_end,
                *_side(pair.right, ordinal), pair.right_start, pair.right_end,
                pair.score, pair.jaccard, pair.edit, pair.containment, pair.survivor, pair.reason,
            ]
            for pair in report.pairs
        ],
    }  # fmt: skip


def _rules(report: Report) -> list[str]:
    """Return the rules that made or left out something in the texts on the page, sorted."""
    ledger = [row for text in report.texts.values() for row in text.ledger]
    return sorted({row.rule for row in ledger} | {rule for row in ledger for rule in row.edit_rule})


def _side(id: str, ordinal: dict[str, int]) -> tuple[int, str]:
    """Return a document by its number on the page, or -1 and its id."""
    return (ordinal[id], "") if id in ordinal else (-1, id)


def _drawn(source: Source, contents: Mapping[str, Any]) -> dict[str, Any]:
    """Return a source for the split map; ``contents`` is where its contents page disagrees."""
    ends = [0, *source.pages]
    return {
        "name": source.row.source,
        "size": source.row.code_points,
        "documents": source.row.documents,
        "pages": [after - before for before, after in pairwise(ends)],
        "between": source.between,
        "entries": contents.get("entries_without_document", []),
        "unlisted": contents.get("documents_without_entry", []),
    }


def _listed(
    report: Report, record: dict[str, Any], number: dict[str, int], where: dict[str, int]
) -> dict[str, Any]:
    """Return a record for the script, without what is empty."""
    row = {
        "id": record["id"],
        "title": record["title"] or record["listed_title"],
        "listed": record["listed_title"] if mismatch(record) else "",
        "region": record["region"],
        "code": record["region_code"],
        "source": number.get(record["source"], -1),
        "start": record["start"],
        "end": record["end"],
        "pages": [record["page_start"], record["page_end"]] if record["page_start"] else "",
        "sure": record["split_confidence"],
        "date": record["signed"] or record["published"],
        "warnings": [warning(each) for each in record["warnings"]],
        "cluster": record["cluster"],
        "of": record["duplicate_of"],
        "inside": report.inside.get(record["id"], 0),
        "chunk": where.get(record["id"]),
    }
    return {name: value for name, value in row.items() if value not in ("", [], None)}
