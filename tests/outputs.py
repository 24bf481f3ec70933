"""Outputs made by hand for the tests of what reads them: small, and verified like real ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.verify import verify
from tests.test_write import collate
from transforms import write
from transforms.describe.status import PUBLIC_DOMAIN
from transforms.schema import (
    BLANK,
    BODY,
    COPY,
    HEADING,
    PAGE_MARKER,
    Collation,
    Decision,
    Document,
    Edit,
    Fact,
    Pair,
    Repeat,
)

FREE = Fact("rights", PUBLIC_DOMAIN, 0, 0, "rights:official")


def one(name: str, text: str, *facts: Fact) -> Collation:
    """Return a source that is one document without any change."""
    document = Document(name, 0, len(text), 0.9, facts=facts)
    return collate(f"{name}.txt", (BODY, text), documents=(document,))


# A title, a body over a page marker with a telephone number, and an advert that is a formula.
LETTER = collate(
    "信/letter.txt",
    (HEADING, "关于联系13812345678的函\n"),
    (BODY, "各市:\n请致电 "),
    (BODY, "138-"),
    (PAGE_MARKER, "第2页"),
    (BODY, "联系人:李四,电话13812345678。"),
    (BLANK, "\n"),
    ("credit", "=扫码查看全文"),
    documents=(
        Document(
            "letter", 0, 54, 0.7,
            facts=(
                Fact("title", "关于联系13812345678的函", 0, 17, "heading:title"),
                Fact("kind", "letter", 0, 17, "kind:title"),
                FREE,
                Fact("personal_data", "mobile", 4, 15, "personal:mobile"),
                Fact("personal_data", "name", 37, 39, "personal:name"),
                Fact("personal_data", "mobile", 42, 53, "personal:mobile"),
            ),
            edits=(
                Edit(20, 21, "：", "punctuation:width"),
                Edit(25, 26, "", "spacing:gap"),
                Edit(36, 37, "：", "punctuation:width"),
                Edit(39, 40, "，", "punctuation:width"),
            ),
            warnings=("abridged",),
        ),
    ),
)  # fmt: skip
SECRET = one("secret", "甲方案。", FREE, Fact("restrictions", "此件不公开", 0, 3, "restrictions"))
DRAFT = one("draft", "乙方案。", FREE, Fact("draft", "true", 0, 0, "draft:title"))
UNCLEAR = one("unclear", "丙方案。")
TWINS = (
    one(
        "twin-a",
        "一、加快建设清洁能源。",
        FREE,
        Fact("title", "清洁能源方案", 0, 0, "heading:title"),
    ),
    one("twin-b", "一、加快建设绿色能源。", FREE),
)
# A text that stands twice in one source: the second copy is removed.
TWICE = collate(
    "twice.txt",
    (BODY, "重复的话。\n"),
    (COPY, "重复的话。\n"),
    documents=(Document("twice", 0, 12, 1.0, facts=(FREE,)),),
    repeats=(Repeat(6, 12, 0, 6, "exact", 1.0, "removed", "the document stands twice"),),
)
DECISIONS = {
    "twin-a": Decision("twin-a", "twin-a", "", (("twin-b", "near", 0.9),), ""),
    "twin-b": Decision("twin-b", "twin-a", "twin-a", (("twin-a", "near", 0.9),), "near (0.9)"),
}
PAIR = Pair("document", "near", 0.8, 0.9, 0.85, ("twin-a", 0, 11), ("twin-b", 0, 11))
ALL = ((DRAFT, SECRET), (TWICE, *TWINS), (UNCLEAR, LETTER))  # in the order of the sources


def made(
    out: Path, units: Sequence[Sequence[Collation]] = ALL, format: str = "both", **options: str
) -> str:
    """Write an output of some units; dead letters and skipped files are one each."""
    tabulated = []
    for unit in units:
        ids = {document.id for each in unit for document in each.documents}
        tabulated.append(write.tabulate(unit, DECISIONS, [PAIR] if "twin-a" in ids else []))
    files = [
        entry
        for number, rows in enumerate(tabulated)
        for entry in write.write_unit(str(out), number, len(tabulated), rows, format)
    ]
    letter = {"source": "坏.bin", "message": "no encoding fits"}
    skipped = {"source": "图.png", "message": "png is not read"}
    for name, row in (("dead_letters", letter), ("skipped", skipped)):
        files.append(write.write_file(str(out), f"{name}.jsonl", write.jsonl([row]), 1))
    manifest = write.manifest(
        options={"duplicates": "within", **options}, versions={"jiaokan": "1"}, files=files,
        tallies=map(write.tally, tabulated), dead_letters=1, skipped=1,
        inputs=[
            (each.text.source, each.text.sha256, each.text.size)
            for unit in units for each in unit
        ],
    )  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(manifest))
    problems = verify(str(out))
    assert not problems, problems
    return str(out)
