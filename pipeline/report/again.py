"""What was run, how to run it again, and what failed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.config import Config
from pipeline.report.model import Report
from pipeline.report.names import (
    Name,
)
from pipeline.report.text import shown
from pipeline.report.words import (
    both,
    quoted,
)


def run(report: Report) -> str:
    manifest = report.manifest
    listed = manifest["inputs"]["list"]
    inputs: Iterable[tuple[str, int, str]] = [
        (each["source"], each["bytes"], each["sha256"]) for each in listed
    ] or [(each.row.source, each.row.bytes, each.row.sha256) for each in report.sources]
    html = [
        f"<h3>{both(Name('再做一次', 'Run it again'))}</h3>",
        f"<pre><code>{shown(chr(10).join(again(manifest['options'])))}</code></pre>",
        "<p>",
        both(
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
        f"<p>{both(Name('全部输入的 sha256', 'sha256 of all inputs'))}: "
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
        f'<tr><th scope="row">{quoted(str(row[0]))}</th>'
        + "".join(f"<td>{quoted(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    if not body:
        return ""
    top = "".join(f'<th scope="col">{shown(each)}</th>' for each in head)
    top = f"<thead><tr>{top}</tr></thead>" if head else ""
    return (
        f'<div class="scroll"><table class="plain"><caption>{both(name)}</caption>{top}'
        f"<tbody>{body}</tbody></table></div>"
    )
