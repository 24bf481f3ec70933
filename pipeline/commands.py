"""The commands that look at an output or publish it: their flags, and what each of them prints."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.config import DONE, NOT_VERIFIED, OUTPUT_REFUSED, USAGE, Stop

NAMES = ("show", "explain", "diff", "rules", "publish")
ACCEPTABLE = ("personal-data", "draft", "rights")  # gates that a publisher may answer for


def add(commands: Any) -> None:
    """Add the commands to argparse's subparsers."""
    show = commands.add_parser("show", help="print the summary, a record, or what was removed")
    show.add_argument("out", help="folder that run wrote")
    show.add_argument("record", nargs="?", default="", help="id, or a part of a title")
    show.add_argument("--removed", action="store_true", help="what is in no record, and why")
    show.add_argument("--rule", default="", help="only of this rule, group of rules or label")
    show.add_argument("--sample", type=int, default=0, metavar="N", help="N passages of all rules")
    show.add_argument("--csv", action="store_true", help="as a sheet")
    explain = commands.add_parser("explain", help="tell the story of a record or a character")
    explain.add_argument("out", help="folder that run wrote")
    explain.add_argument("what", help="id, or SOURCE:OFFSET in code points")
    diff = commands.add_parser("diff", help="what changed between two outputs")
    diff.add_argument("old", help="folder that run wrote")
    diff.add_argument("new", help="another one")
    commands.add_parser("rules", help="list all rules with their why")
    publish = commands.add_parser("publish", help="make a dataset folder to upload")
    publish.add_argument("out", help="folder that run wrote")
    publish.add_argument("--to", default="", metavar="DIR", help="new folder for the dataset")
    publish.add_argument("--name", default="", help="name of the dataset")
    publish.add_argument("--license", default="", help="licence of the collection, as cc-by-4.0")
    publish.add_argument(
        "--version", default="", help="(default: 1.0.0, or one step after --since)"
    )
    publish.add_argument("--since", default="", metavar="DIR", help="folder of the earlier release")
    publish.add_argument("--creator", default="", help="who publishes it")
    publish.add_argument("--url", default="", help="where it will be")
    publish.add_argument("--date", default="", metavar="YYYY-MM-DD", help="day of publication")
    publish.add_argument(
        "--withhold", action="store_true", help="leave out what must not be published, and list it"
    )
    publish.add_argument(
        "--accept", nargs="+", default=(), choices=ACCEPTABLE, metavar="GATE",
        help=f"publish knowingly in spite of: {', '.join(ACCEPTABLE)}",
    )  # fmt: skip
    publish.add_argument(
        "--personal-data", choices=("stop", "mask"), default="stop",
        help="mask: put the name of its kind in its place (default: stop)",
    )  # fmt: skip
    publish.add_argument(
        "--exclude", default="", metavar="FILE", help="leave out the records whose ids it lists"
    )
    publish.add_argument(
        "--text-with-title", action="store_true", help="begin each text with its title"
    )
    publish.add_argument(
        "--ledger", choices=("redacted", "full"), default="redacted",
        help="redacted: offsets, rules and reasons; full: with the raw text (default: redacted)",
    )  # fmt: skip
    publish.add_argument("--check", action="store_true", help="only say what stands against it")


def run(chosen: argparse.Namespace) -> int:
    """Run a command and return its exit code."""
    from pipeline.output import Broken

    try:
        for line in _lines(chosen):
            print(line)
    except Broken as error:
        raise Stop(NOT_VERIFIED, f"an output cannot be read: {error}") from error
    return DONE


def _lines(chosen: argparse.Namespace) -> Iterator[str]:
    if chosen.command == "show":
        yield from _show(chosen)
    elif chosen.command == "explain":
        from pipeline.explain import explain

        yield from explain(chosen.out, chosen.what)
    elif chosen.command == "diff":
        from pipeline.compare import diff

        yield from diff(chosen.old, chosen.new)
    elif chosen.command == "rules":
        from pipeline.rules import listing

        yield from listing()
    else:
        yield from _publish(chosen)


def _show(chosen: argparse.Namespace) -> Iterator[str]:
    from pipeline import show

    if not chosen.removed:
        if chosen.rule or chosen.sample or chosen.csv:
            raise Stop(USAGE, "--rule, --sample and --csv go with --removed")
        wanted = chosen.record
        yield from show.record(chosen.out, wanted) if wanted else show.show(chosen.out)
        return
    if chosen.sample < 0:
        raise Stop(USAGE, f"--sample {chosen.sample}: give a number from 0 on (0: all)")
    if chosen.record:
        raise Stop(USAGE, "--removed shows all records; explain tells what was removed around one")
    rows = show.removed(chosen.out, chosen.rule, chosen.sample)
    if not chosen.csv:
        yield from show.as_lines(rows)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):  # the sheet is UTF-8, whatever the terminal is
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    sys.stdout.write(show.as_csv(rows))


def _publish(chosen: argparse.Namespace) -> Iterator[str]:
    from pipeline.publish import Release, check, publish
    from pipeline.publish.gates import listing

    missing = [name for name in ("to", "name", "license") if not getattr(chosen, name)]
    if missing and not chosen.check:
        raise Stop(USAGE, f"publish needs --{missing[0]}")
    release = Release(
        to=chosen.to,
        name=chosen.name,
        license=chosen.license,
        version=chosen.version,
        since=chosen.since,
        creator=chosen.creator,
        url=chosen.url,
        date=chosen.date,
        withhold=chosen.withhold,
        accept=tuple(chosen.accept),
        mask=chosen.personal_data == "mask",
        exclude=_ids(chosen.exclude),
        text_with_title=chosen.text_with_title,
        full_ledger=chosen.ledger == "full",
    )
    if not chosen.check:
        yield from publish(chosen.out, release)
        return
    found, notes = check(chosen.out, release)
    against = [each for each in found if each.gate not in release.accept]
    yield from notes
    yield from listing(against)
    if against:
        raise Stop(
            OUTPUT_REFUSED,
            f"{len({each.id for each in against}):,} records must not be published as they are",
        )
    yield f"{chosen.out}: nothing stands against its publication"


def _ids(path: str) -> frozenset[str]:
    """Return the ids of a list, one a line; what stands behind an id or a # is a remark."""
    if not path:
        return frozenset()
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise Stop(USAGE, f"--exclude {path} cannot be read: {error}") from error
    words = (line.partition("#")[0].split() for line in lines)
    return frozenset(found[0] for found in words if found)
