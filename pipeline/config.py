"""What a run is told: one field of ``Config`` is one flag, its default and its help."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from transforms.patterns import fault


class Stop(Exception):
    """A run that ends before its end, for a reason that is not our bug: one sentence and a code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


DONE, BUG, USAGE, NO_INPUT, TOO_MANY_FAILED, OUTPUT_REFUSED, NOT_VERIFIED = range(7)
INTERRUPTED = 130

LEAST_SIMILAR = 0.8  # of less similar texts too few would be found

# However small the share, this many files may fail as long as one goes through: of five files a
# share allows none, and one bad file must not stop the others.
FAILURES_ALWAYS_ALLOWED = 3


def _flag(default: Any, help: str, **argparse: Any) -> Any:
    """A field whose metadata is what argparse is told of its flag."""
    return field(default=default, metadata={"help": help, **argparse})


class _Gather(argparse.Action):
    """Gathers the values of a flag that may be given again in a tuple."""

    def __call__(self, parser: Any, namespace: Any, value: Any, option: Any = None) -> None:
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), value))


@dataclass(frozen=True)
class Config:
    """The options of ``run``, in the order of ``--help``."""

    input: tuple[str, ...] = _flag(
        ("raw",), "files, folders or globs to read; .gz is unpacked", nargs="+", metavar="PATH"
    )
    output: str = _flag("out", "folder to publish to", metavar="FOLDER")
    limit: int = _flag(
        0, "read only N files: a sample, the same on every run (0: all)", type=int, metavar="N"
    )
    replace: bool = _flag(
        False, "replace an output of other inputs or options", action="store_true"
    )
    script: str = _flag(
        "simplified",
        "simplified: turn traditional text into simplified script; traditional: the other way; "
        "keep: leave the script",
        choices=("simplified", "traditional", "keep"),
    )
    phrases: str = _flag(
        "keep",
        "mainland: also turn words of Taiwan and Hong Kong (軟體) into mainland ones (软件)",
        choices=("keep", "mainland"),
    )
    punctuation: str = _flag(
        "restore",
        "restore: give Chinese its full-width punctuation back; keep: leave punctuation and "
        "look-alikes",
        choices=("restore", "keep"),
    )
    spacing: str = _flag(
        "close",
        "close: close gaps between Chinese and digits or Latin; keep: leave them",
        choices=("close", "keep"),
    )
    duplicates: Literal["off", "mark", "within", "all"] = _flag(
        "within",
        "what to do with repeated text. off: do not look; mark: only mark; within: also remove "
        "digests and adjoining copies inside a document; all: also remove near-identical documents",
        choices=("off", "mark", "within", "all"),
    )
    similar: float = _flag(
        0.8,
        "from which likeness on two texts are versions of one: that share of their characters is "
        "the same, in order, or of their runs of five characters (0.8 to 1)",
        type=float,
        metavar="SHARE",
    )
    remove_from: float = _flag(
        0.95,
        "how like its survivor a document must be that --duplicates all removes; and how much of "
        "a text must stand in another for it to be contained there (from --similar to 1)",
        type=float,
        metavar="SHARE",
    )
    against: str = _flag(
        "",
        "an earlier output to compare with, too: its records are fixed and come first; a better "
        "copy of one is kept, and said to supersede it",
        metavar="OUT",
    )
    format: str = _flag("both", "files of the records", choices=("parquet", "jsonl", "both"))
    split: str = _flag(
        "auto",
        "auto: cut compilations into their documents; never: one record a file",
        choices=("auto", "never"),
    )
    heading: str = _flag(
        "",
        "a hint for hard cases: a regular expression whose matches in the simplified, half-width "
        "text are the headings of documents (^ and $ are line ends)",
        metavar="REGEX",
    )
    text_field: str = _flag(
        "",
        "read .jsonl, .csv, .tsv and .parquet by rows: each is a document, NAME is the column of "
        "its text",
        metavar="NAME",
    )
    id_field: str = _flag("", "with --text-field: the column of a row's own id", metavar="NAME")
    rules: str = _flag(
        "",
        "your own rules for lines that are no document's words (docs/rules.md)",
        metavar="FILE",
    )
    no_rule: tuple[str, ...] = _flag(
        (), "switch a rule off; may be given again", action=_Gather, metavar="ID"
    )
    workers: int = _flag(0, "worker processes (0: by the size of the input)", type=int, metavar="N")
    max_failed: float = _flag(
        0.01,
        f"share of files that may fail; up to {FAILURES_ALWAYS_ALLOWED} may always, "
        "unless it is 0, and never all",
        type=float,
        metavar="SHARE",
    )
    staging: str = _flag(
        "", "folder for intermediate files (default: beside the output)", metavar="FOLDER"
    )
    no_report: bool = _flag(False, "do not write report.html", action="store_true")
    fresh: bool = _flag(
        False, "make the output anew, also if it is there or half of it staged", action="store_true"
    )
    dry_run: bool = _flag(
        False, "only list inputs, options and the plan; write nothing", action="store_true"
    )
    keep_failed: str = _flag("", "copy the files that failed to this folder", metavar="DIR")
    quiet: bool = _flag(False, "no progress", short="-q", action="store_true")
    verbose: bool = _flag(False, "show what went wrong in full", short="-v", action="store_true")

    def that_matter(self) -> dict[str, str | int | float]:
        """Return the options that decide the bytes of the output."""
        return {
            "limit": self.limit,
            "script": self.script,
            "phrases": self.phrases,
            "punctuation": self.punctuation,
            "spacing": self.spacing,
            "duplicates": self.duplicates,
            "similar": self.similar,
            "remove-from": self.remove_from,
            "against": self.against,
            "format": self.format,
            "split": self.split,
            "text-field": self.text_field,
            "id-field": self.id_field,
            "rules": self.rules,
            "no_rule": " ".join(sorted(set(self.no_rule))),
            "heading": self.heading,
        }

    def failures_allowed(self, files: int) -> int:
        """Return how many of so many files may fail."""
        if self.max_failed <= 0:
            return 0
        return min(files - 1, max(FAILURES_ALWAYS_ALLOWED, int(self.max_failed * files)))


def check(config: Config) -> None:
    """Raise Stop for values that argparse cannot judge."""
    for name, least in (("limit", 0), ("workers", 0)):
        value = getattr(config, name)
        if value < least:
            raise Stop(USAGE, f"--{name} {value}: give a number from {least} on")
    if config.heading:
        check_heading(config)
    if config.id_field and config.id_field == config.text_field:
        raise Stop(USAGE, "--text-field and --id-field name the same column: name two")
    if config.id_field and not config.text_field:
        raise Stop(USAGE, "--id-field is of rows: name the column of their text with --text-field")
    if not LEAST_SIMILAR <= config.similar <= 1:
        raise Stop(USAGE, f"--similar {config.similar}: give a share from {LEAST_SIMILAR} to 1")
    if not config.similar <= config.remove_from <= 1:
        raise Stop(
            USAGE,
            f"--remove-from {config.remove_from}: give a share from --similar {config.similar} on, "
            "to 1",
        )
    if config.against and config.duplicates == "off":
        raise Stop(USAGE, "--against compares, --duplicates off does not: leave one")
    if not 0 <= config.max_failed <= 1:
        raise Stop(USAGE, f"--max-failed {config.max_failed}: give a share from 0 to 1")


def check_heading(config: Config) -> None:
    """Raise Stop for a --heading that is no pattern, matches nothing at all, or is never used."""
    wrong = fault(config.heading)
    if wrong:
        raise Stop(USAGE, f"--heading {config.heading}: {wrong}")
    if config.split == "never":
        raise Stop(
            USAGE, "--heading says where to cut, --split never that nothing is cut: leave one"
        )


def flags() -> list[tuple[list[str], dict[str, Any]]]:
    """Return the arguments of ``add_argument`` for each flag of ``run``."""
    out: list[tuple[list[str], dict[str, Any]]] = []
    for each in fields(Config):
        options = dict(each.metadata)
        names = [f"--{each.name.replace('_', '-')}"]
        if "short" in options:
            names.insert(0, options.pop("short"))
        if options.get("action") != "store_true" and each.default:
            shown = " ".join(each.default) if isinstance(each.default, tuple) else each.default
            options["help"] += f" (default: {shown})"
        out.append((names, {"default": each.default, **options}))
    return out


def suggestion(word: str, known: Sequence[str]) -> str:
    """Return a hint at the known word that was probably meant, "" if there is none."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
