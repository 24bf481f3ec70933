"""The dataset card of a release: README.md with the front matter that Hugging Face reads."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline import rules
from pipeline.publish.gates import GATES
from transforms.tables.columns import RECORD, VERSION
from transforms.write import LABELS, SourceRow

LISTED_SOURCES = 50  # sources in the card; all are in sources.jsonl

# Licences the Hub knows by these names (https://hf.co/docs/hub/repositories-licenses, the open ones
# for data); any other is "other" with its name.
HUB_LICENSES = frozenset((
    "apache-2.0", "mit", "cc0-1.0", "cc-by-2.0", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0",
    "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-4.0",
    "odc-by", "odbl", "pddl", "cdla-permissive-2.0", "unknown", "other",
))  # fmt: skip
SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B"),
)  # fmt: skip


@dataclass
class Account:
    """What is counted while a release is written, for its card."""

    records: int = 0
    unique: int = 0
    characters: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    rights: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    doubtful: int = 0
    personal: Counter[str] = field(default_factory=Counter)
    in_columns: int = 0  # of these, in what rows carry beside their text
    withheld: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    excluded: int = 0
    removed: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # code points, by label, rule
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    edited: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    sources: list[SourceRow] = field(default_factory=list)


def front_matter(
    name: str, license: str, configs: Mapping[str, Sequence[str]], records: int
) -> str:
    """Return the YAML between ``---``; a string of JSON is one of YAML."""
    known = license.lower() in HUB_LICENSES
    lines = ["---", f"pretty_name: {_quoted(name)}", "language:", "- zh"]
    lines.append(f"license: {license.lower() if known else 'other'}")
    if not known:
        lines.append(f"license_name: {_quoted(license)}")
    size = next((word for most, word in SIZES if records < most), "1B<n<10B")
    lines += ["size_categories:", f"- {_quoted(size)}"]
    lines += ["task_categories:", "- text-generation"]
    lines += ["tags:", "- official-documents", "- jiaokan", "configs:"]
    for number, (config, globs) in enumerate(configs.items()):
        lines.append(f"- config_name: {config}")
        if number == 0:
            lines.append("  default: true")
        lines += ["  data_files:", "  - split: train", "    path:"]
        lines += [f"    - {_quoted(glob)}" for glob in globs]
    return "\n".join([*lines, "---", ""])


def card(
    about: Mapping[str, str],
    configs: Mapping[str, Sequence[str]],
    account: Account,
    manifest: Mapping[str, Any],
    masked: bool,
    with_title: bool,
    ledger: str,
) -> str:
    """Return the whole card."""
    sections = [
        front_matter(about["name"], about["license"], configs, account.records),
        f"# {_text(about['name'])}\n\n{_text(about['description'])}",
        _numbers(account, with_title),
        _loading(configs),
        _fields(),
        _sources(account, manifest),
        _making(manifest),
        _removed(account, ledger),
        _duplicates(account),
        _personal(account, masked),
        _rights(about["license"], account),
        _limits(account),
        f"## Version\n\n{_text(about['version'])}; [CHANGES.md](CHANGES.md) says what is new. "
        "`SHA256SUMS` has the checksums of all files (`sha256sum -c SHA256SUMS`).",
    ]
    return "\n\n".join(section.strip("\n") for section in sections) + "\n"


def _numbers(account: Account, with_title: bool) -> str:
    kinds = [f"{kind or 'other'} {count:,}" for kind, count in account.kinds.most_common(12)]
    title = (
        "`text` begins with the title, on a line of its own."
        if with_title
        else "`text` does not hold the title: it is in `title`."
    )
    return (
        f"{account.records:,} documents in Chinese, {account.characters:,} code points of text, "
        f"from {len(account.sources):,} source files. {title} By kind: {', '.join(kinds)}."
    )


def _loading(configs: Mapping[str, Sequence[str]]) -> str:
    return (
        "## How to load it\n\n"
        "```python\nfrom datasets import load_dataset\n\n"
        'everything = load_dataset("FOLDER", split="train")                 # config all\n'
        'unique = load_dataset("FOLDER", "deduplicated", split="train")\n```\n\n'
        "Without `datasets`: all records are in `data/`, those without near-duplicates in "
        "`data/unique/`, as Parquet.\n\n"
        f"Configs: {', '.join(f'`{name}`' for name in configs)}."
    )


def _fields() -> str:
    rows = [f"| `{column.name}` | {_text(column.meaning)} |" for column in RECORD]
    return (
        f"## Fields\n\nSchema version {VERSION}. There are no nulls: what is not known is empty. "
        "Offsets count code points of the decoded source.\n\n"
        "| field | meaning |\n|---|---|\n" + "\n".join(rows)
    )


def _sources(account: Account, manifest: Mapping[str, Any]) -> str:
    rows = [
        f"| {_text(row.source)} | {row.bytes:,} | {_text(row.encoding)} | `{row.sha256}` |"
        for row in account.sources[:LISTED_SOURCES]
    ]
    more = len(account.sources) - LISTED_SOURCES
    return (
        "## Sources\n\n"
        f"{manifest['inputs']['files']:,} files, {manifest['inputs']['bytes']:,} bytes; sha256 "
        f"over all of them `{manifest['inputs']['sha256']}`. All are in `sources.jsonl`.\n\n"
        "| file | bytes | encoding | sha256 |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + (f"\n\nand {more:,} more." if more > 0 else "")
    )


def _making(manifest: Mapping[str, Any]) -> str:
    options = (f"`{name}` {value}" for name, value in manifest["options"].items())
    versions = (f"{name} {value}" for name, value in manifest["versions"].items())
    return (
        "## How it was made\n\n"
        "By the program jiaokan: sources were decoded, cut into their "
        "documents, freed of what is not the document's own, restored to paragraphs and compared "
        "with one another. The same sources, options and versions give the same bytes.\n\n"
        f"Options: {', '.join(options)}.\n\nVersions: {_text(', '.join(versions))}."
    )


def _removed(account: Account, ledger: str) -> str:
    rows = []
    for (label, rule), count in sorted(
        account.removed.items(), key=lambda item: (-item[1], item[0])
    ):
        example = account.examples.get((label, rule), "")
        why = rules.why(rule) or LABELS[label][1]
        rows.append(f"| {label} | `{rule}` | {count:,} | {_text(why)} | {_text(example)} |")
    edits = [
        f"| `{rule}` | {count:,} | {_text(rules.why(rule))} |"
        for rule, count in account.edited.most_common()
    ]
    holds = "with the raw text" if ledger == "full" else "by offset, rule and reason"
    return (
        "## What was removed, and why\n\n"
        f"`ledger/` lists every stretch of every source that is in no record, {holds}.\n\n"
        "| label | rule | code points | why | as |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\nWhat was changed inside the records:\n\n"
        "| rule | changes | why |\n|---|---|---|\n" + "\n".join(edits)
    )


def _duplicates(account: Account) -> str:
    redundant = account.records - account.unique
    pairs = [f"{what} {count:,}" for what, count in sorted(account.pairs.items())]
    return (
        "## Duplicates\n\n"
        f"{redundant:,} of {account.records:,} records are near-copies of another one, which "
        f"`duplicate_of` names; config `deduplicated` holds the other {account.unique:,}. Official "
        "texts repeat each other with good reason (a province copies the national text): shared "
        "paragraphs stay in both texts, and `duplicates` names the documents. All compared pairs, "
        f"near misses too, are in `duplicates/`: {', '.join(pairs) or 'none'}."
    )


def personal_data(account: Account, masked: bool) -> str:
    """Return what was found of it, and what became of it: kinds and numbers."""
    found = ", ".join(f"{kind} {count:,}" for kind, count in sorted(account.personal.items()))
    if account.in_columns:
        found += f" ({account.in_columns:,} of them in the columns of rows)"
    if not found:
        return "None was found in the records."
    if masked:
        return f"Found and masked, each place by the name of its kind, as `[mobile]`: {found}."
    return f"Found, accepted by the publisher and left in the text: {found}."


def _personal(account: Account, masked: bool) -> str:
    return (
        "## Personal data\n\n"
        f"{personal_data(account, masked)} `personal_data` has kinds and places in the text, never "
        "a value. It is found by rules (telephone and identity numbers, e-mail addresses, names "
        "beside them), in the text and in what rows carry beside it (`extra`, `source_id`): not "
        "all of it is found. If you are named here and do not want to be, ask the publisher to "
        "take the document out."
    )


def _rights(license: str, account: Account) -> str:
    rows = [f"- {_text(right or 'unclear')}: {n:,}" for right, n in account.rights.most_common()]
    lines = [
        "## Rights",
        f"The publisher puts this collection under: {_text(license)}. Of the single texts the "
        "program believes, by rules (no legal advice):",
        "\n".join(rows) or "- no records",
    ]
    if account.withheld or account.excluded:
        parts = [f"{GATES[gate]}: {count:,}" for gate, count in sorted(account.withheld.items())]
        parts += [f"taken out by the publisher: {account.excluded:,}"] if account.excluded else []
        lines.append(f"Not in here ({'; '.join(parts)}); `withheld.jsonl` lists the ids.")
    if account.accepted:
        parts = [f"{GATES[gate]}: {count:,}" for gate, count in sorted(account.accepted.items())]
        lines.append(f"Published knowingly although {'; '.join(parts)}.")
    return "\n\n".join(lines)


def _limits(account: Account) -> str:
    return (
        "## Limits\n\n"
        "- What a scan misread and what a source lost stays as it is.\n"
        f"- {account.warned:,} records have `warnings`; of {account.doubtful:,} the limits are in "
        "doubt (`split_confidence` below 0.8).\n"
        "- Titles, dates, issuers and regions are read by rules; empty where nothing is found.\n"
        "- Official language of state organs: no sample of Chinese at large."
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _text(text: str) -> str:
    """Return text of a source on one line that is no mark-up, nor the end of a table's cell."""
    line = " ".join(text.split())
    escaped = html.escape(line, quote=False)
    for mark in "\\`*_[]|#~":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped
