"""The report's sums equal the manifest's, its texts follow the ledger, nothing in it is live."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline import report, verify
from pipeline.__main__ import main, parser
from pipeline.config import DONE, NOT_VERIFIED, Config
from pipeline.report import concerns, gather
from pipeline.report.again import again
from pipeline.report.model import Part
from pipeline.report.names import warning
from pipeline.report.page import page
from pipeline.report.text import embedded, shown
from tests.generate import document
from tests.test_write import PLAN, TWIN_DECISIONS, TWIN_PAIR, TWINS, collate
from transforms import decode, write
from transforms.decode import odd
from transforms.restore import warnings
from transforms.schema import (
    BODY,
    COPY,
    DIGEST,
    HEADING,
    PAGE_MARKER,
    Collation,
    Decision,
    Document,
    Edit,
    Fact,
    Pair,
    Patch,
    Repeat,
)

HOSTILE = (
    "<script>window.broken=1</script>",
    "</script><img src=x onerror='window.broken=1'>",
    "\"'><svg onload=window.broken=1>",
    "<!-- ]]> {{style}} {{index}} &lt;b&gt;",
    "javascript:window.broken=1",
    "=HYPERLINK(1)",
    "\u202egnp.exe\u202c \u2066\u200b\ufeff\u2028\u2029\x07\x1b[31m\x00\U000e0041",
)
LIVE = "".join(HOSTILE)


def hostile(number: int) -> Collation:
    """Return a source whose name, title, text, facts and rules are all attacks."""
    head, body, rest = (
        f"{LIVE}题{number}\n",
        f"{LIVE}第一段。\n{LIVE}，第二段。\n",
        f"{LIVE}{number}",
    )
    start, at = len(head), len(head) + len(body)
    facts = tuple(
        Fact(field, f"{LIVE}{number}", 0, 5, LIVE)
        for field in (
            "title", "listed_title", "region", "issuers", "doc_number", "signed", "kind", "url",
            "personal_data", "attachments",
        )
    )  # fmt: skip
    return collate(
        f"{number}{LIVE}/a.txt",
        (HEADING, head),
        (BODY, body),
        (DIGEST, rest),
        (PAGE_MARKER, LIVE),
        documents=(
            Document(
                f"h{number}", 0, at + len(rest), 0.4, facts,
                (Edit(start, start + 3, f"{LIVE}\n", LIVE),), (LIVE, f"{LIVE}{number}"),
            ),
        ),
        repeats=(Repeat(at, at + len(rest), start, at, "near", 0.9, "removed", LIVE),),
    )  # fmt: skip


def attack(count: int = 2) -> tuple[list[list[Collation]], list[Pair], dict[str, Decision]]:
    """Return units of hostile sources, pairs of them, and decisions."""
    units = [[hostile(number)] for number in range(count)]
    spans = [
        (unit[0].documents[0].id, unit[0].blocks[1].start, unit[0].blocks[1].end) for unit in units
    ]
    pairs = [
        Pair("document", "near", 0.9, 0.95, 0.97, spans[0], spans[1]),
        Pair("paragraph", "rejected", 0.7, 0.795, 0.8, spans[0], spans[1]),
    ]
    decisions = {
        "h0": Decision("h0", "h0", "", (("h1", "near", 0.95),), LIVE),
        "h1": Decision("h1", "h0", "", (("h0", "near", 0.95),), LIVE),
    }
    return units, pairs, decisions


def publish(
    out: Path,
    units: list[list[Collation]],
    pairs: list[Pair],
    decisions: dict[str, Decision],
    policy: str = "mark",
    format: str = "parquet",
) -> str:
    """Write a whole output, a file for each unit."""
    rows = []
    for unit in units:
        inside = {each.id for collation in unit for each in collation.documents}
        mine = [pair for pair in pairs if pair.left[0] in inside]
        rows.append(write.tabulate(unit, decisions, mine, policy))
    files = [
        entry
        for number, each in enumerate(rows)
        for entry in write.write_unit(str(out), number, len(rows), each, format)
    ]
    letter = {"source": f"{LIVE}.bin", "message": f"no encoding fits {LIVE}"}
    for name in ("dead_letters", "skipped"):
        files.append(write.write_file(str(out), f"{name}.jsonl", write.jsonl([letter]), 1))
    manifest = write.manifest(
        options={"limit": 0, "script": "keep"}, versions={"python": LIVE}, files=files,
        tallies=[write.tally(each) for each in rows], dead_letters=1, skipped=1,
        inputs=[
            (each.text.source, each.text.sha256, each.text.size) for unit in units for each in unit
        ],
    )  # fmt: skip
    write.write_file(str(out), "manifest.json", json.dumps(manifest).encode(), 0)
    return str(out)


# A text with two bad bytes; a body that no document claims; digests of three kinds.
LOST = collate("lost.txt", (BODY, "好\ufffd的\ufffd\n"), (BODY, "无主\n"), (PAGE_MARKER, "第1页"))
LOST = LOST._replace(
    text=LOST.text._replace(
        patches=(Patch(3, 4, 1, 2, b"\xff"), Patch(7, 8, 3, 4, b"\xfe")), confidence=0.5
    ),
    documents=(Document("l1", 0, 5, 0.3, (Fact("title", "好", 0, 1, "t"),), (), ("lost text",)),),
)
DIGESTS = collate(
    "digests.txt",
    *((DIGEST, text) for text in ("甲" * 600, "乙", "丙\n", "丁\n")),
    (BODY, "正文\n"),
    documents=(Document("g1", 0, 608, 0.99),),
    repeats=(
        Repeat(0, 600, 605, 607, "exact", 1.0, "removed", "digest"),
        Repeat(600, 601, 605, 607, "near", 0.9, "removed", "digest"),
        Repeat(600, 603, 605, 607, "contained", 0.9, "removed", "digest"),
    ),
)


def units() -> list[list[Collation]]:
    return [list(TWINS), [PLAN, LOST], [DIGESTS]]


@pytest.fixture
def plain(tmp_path):
    return publish(tmp_path / "out", units(), [TWIN_PAIR], TWIN_DECISIONS)


# ------------------------------------------------------------------------------------- sums


@pytest.mark.parametrize("policy", ["mark", "within", "all"])
@pytest.mark.parametrize("format", ["parquet", "jsonl", "both"])
def test_sums_equal_the_manifest(tmp_path, policy, format):
    out = publish(tmp_path, units(), [TWIN_PAIR], TWIN_DECISIONS, policy, format)
    found = gather.gather(out)
    by_label: Counter[str] = Counter()
    for part, each in found.parts.items():
        by_label[part.label] += each.characters
    counts = found.manifest["counts"]
    assert dict(by_label) == counts["characters_by_label"]
    assert sum(by_label.values()) == counts["characters"]
    by_source: Counter[Part] = Counter()
    for source in found.sources:
        assert sum(each.characters for each in source.parts.values()) == source.row.code_points
        by_source.update({part: each.characters for part, each in source.parts.items()})
    assert by_source == {part: each.characters for part, each in found.parts.items()}
    assert len(found.documents) == counts["documents"]
    assert not any(found.omitted.values())


def test_parts_name_what_was_lost_unclaimed_and_repeated(plain):
    parts = {part: each.characters for part, each in gather.gather(plain).parts.items()}
    assert parts[Part(BODY, "undecodable")] == 2
    assert parts[Part(BODY, "outside")] == 3
    kinds = {part.kind: count for part, count in parts.items() if part.label == DIGEST}
    assert kinds == {"exact": 600, "mixed": 1, "contained": 2, "no twin": 2}


def test_a_removed_document_has_the_kind_of_its_pair(tmp_path):
    redundant = {
        id: each._replace(duplicate_of=each.cluster if id != each.cluster else "")
        for id, each in TWIN_DECISIONS.items()
    }
    out = publish(tmp_path, [list(TWINS)], [TWIN_PAIR], redundant, "all")
    found = {part.kind for part in gather.gather(out).parts if part.label == COPY}
    assert found == {TWIN_PAIR.kind}


def test_of_much_a_sample_is_shown_and_said(plain, monkeypatch):
    monkeypatch.setattr(gather, "DOCUMENTS", 2)
    monkeypatch.setattr(gather, "TEXTS", 30)
    monkeypatch.setattr(gather, "SOURCES", 2)
    monkeypatch.setattr(gather, "ROWS", 3)
    found = gather.gather(plain)
    assert (
        sum(each.characters for each in found.parts.values())
        == (found.manifest["counts"]["characters"])
    )
    assert len(found.removed) == 3
    assert found.omitted["documents"] + len(found.documents) == 5
    assert found.omitted["texts"] + len(found.texts) == 5
    assert found.omitted["sources"] == 3
    assert "Sampled: not on this page are" in page(found).decode()
    assert {record["source"] for record in found.documents} >= {"lost.txt"}  # it is in doubt


# -------------------------------------------------------------------------------- look here


def test_what_deserves_an_eye_is_ranked(plain):
    found = gather.gather(plain).concerns
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    kinds = {(each.kind, each.source) for each in found}
    assert {
        ("encoding", "lost.txt"),
        ("lost", "lost.txt"),
        ("split", "lost.txt"),
        ("warning", "lost.txt"),
        ("removal", "digests.txt"),
        ("personal data", "甲/规划.txt"),
    } <= kinds
    assert found[0].kind == "failed"


def test_personal_data_is_counted_and_placed_and_never_shown(plain):
    (found,) = (each for each in gather.gather(plain).concerns if each.kind == "personal data")
    assert found.note == "name 1 · phone 1 (8:10, 20:22)"


@pytest.mark.parametrize(
    ("listed", "title", "differs"),
    [
        ("碳达峰实施方案", "云南省碳达峰实施方案", False),
        ("双碳工作实施意见", "关于做好碳达峰碳中和工作的实施意见", False),
        ("科技创新行动方案", "关于印发城乡建设规划的通知", True),
        ("", "云南省碳达峰实施方案", False),
    ],
)
def test_a_listed_title_that_is_another_one_is_seen(listed, title, differs):
    assert concerns.mismatch({"listed_title": listed, "title": title}) is differs


def test_a_contents_page_that_disagrees_is_named():
    (found,) = concerns.of_contents(
        [{"source": "a", "entries_without_document": ["甲"], "documents_without_entry": ["d1"]}]
    )
    assert (found.kind, found.source, found.note) == ("mismatch", "a", "2: 甲; d1")


def test_a_near_miss_names_score_and_threshold(tmp_path):
    out = publish(tmp_path, *attack())
    (found,) = (each for each in gather.gather(out).concerns if each.kind == "near miss")
    assert found.note == "edit 0.795 < 0.8 (paragraph)"
    assert (found.id, found.other) == ("h0", "h1")


# ------------------------------------------------------------------------------------ page


class Page(HTMLParser):
    """The elements of a page, its texts, and the contents of its script and style elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.held: list[tuple[dict[str, str | None], str]] = []
        self.text: list[str] = []
        self.inside: dict[str, str | None] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = dict(attrs) | {"tag": tag} if tag in ("script", "style") else None

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.held.append((self.inside, data))
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def test_hostile_text_is_inert(tmp_path):
    html = page(gather.gather(publish(tmp_path, *attack()))).decode()
    seen = Page(html)
    assert {tag for tag, _ in seen.elements}.isdisjoint({"img", "iframe", "object", "form", "base"})
    for tag, attributes in seen.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        assert "src" not in attributes
        target = attributes.get("href") or "#"
        assert target.startswith("#") or (tag, target) == ("link", "data:,")
    policy = next(
        each["content"] or ""
        for tag, each in seen.elements
        if tag == "meta" and "http-equiv" in each
    )
    live = [
        (each["tag"], text) for each, text in seen.held if each.get("type") != "application/json"
    ]
    assert [tag for tag, _ in live] == ["style", "script"]
    for name, text in live:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
        assert "window.broken" not in text
    assert "default-src 'none'" in policy
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u2028\u2029\x00\x07\x1b]", html)
    text = "".join(seen.text)
    assert "<script>window.broken=1</script>" in text
    assert "⟨U+202E⟩gnp.exe" in text
    data = [text for each, text in seen.held if each.get("type") == "application/json"]
    assert LIVE in json.loads(data[0])["documents"][0]["title"]


def test_texts_follow_the_ledger(plain):
    """From the page's own data each document's source span can be built, as the script does."""
    found = gather.gather(plain)
    data = [
        json.loads(text)
        for each, text in Page(page(found).decode()).held
        if (each.get("id") or "").startswith("chunk-")
    ]
    sources = {each.text.source: each.text.text for unit in units() for each in unit}
    place = {each["id"]: each for each in found.documents}
    texts = [text for chunk in data for text in chunk]
    assert {text[0] for text in texts} == set(place)
    for id, clean, rows, _ in texts:
        used, parts = 0, []
        for start, end, label, _, _, _, raw, edits in rows:
            if label != BODY:
                parts.append(raw)
                continue
            at = start
            for gap, old, new, _ in (edits[each : each + 4] for each in range(0, len(edits), 4)):
                parts += (clean[used : used + gap], old)
                assert clean[used + gap :].startswith(new)
                used += gap + len(new)
                at += gap + len(old)
            parts.append(clean[used : used + end - at])
            used += end - at
        record = place[id]
        assert "".join(parts) == sources[record["source"]][record["start"] : record["end"]]
        assert used == len(clean)


def test_tables_read_without_script(plain):
    text = " ".join("".join(Page(page(gather.gather(plain)).decode()).text).split())
    for words in (
        "the manifest counts", "equal", "云南省规划", "云南省人民政府", "2", "starts_in_the_middle",
        "jiaokan run --input raw --output again --script keep", PLAN.text.sha256, "undecodable",
    ):  # fmt: skip
        assert words in text
    assert "NOT equal" not in text


def test_the_line_that_runs_it_again_can_be_pasted():
    given = Config(
        script="keep", heading="^第.章 '甲'", no_rule=("b", "a"), rules='[{"id": "x"}]', similar=0.9
    )
    assert again(Config().that_matter()) == [
        "jiaokan run --input raw --output again", "jiaokan diff out again",
    ]  # fmt: skip
    rules, line, _ = again(given.that_matter())
    assert rules == 'printf %s \'[{"id": "x"}]\' > rules.json'
    parsed = parser().parse_args(shlex.split(line)[1:])
    wanted = replace(given, no_rule=("a", "b"), rules="rules.json")
    for name in ("script", "heading", "no_rule", "rules", "similar"):
        assert getattr(parsed, name) == getattr(wanted, name)


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        *((each, "") for each in odd.WARNINGS.values()),
        *((each, "") for each in (odd.SPOILT_WARNING, warnings.BEGINS, warnings.ENDS)),
        *((each, "") for each in (decode.REPAIRED, decode.LEFT, decode.UNDECODABLE)),
        ("page 12-14 is missing in the source", "来源缺第12-14页"),
        ("a warning of tomorrow", "a warning of tomorrow"),
    ],
)
def test_warnings_are_told_in_both_languages(said, chinese):
    assert warning(said).en == said
    assert warning(said).zh == chinese or (not chinese and warning(said).zh != said)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#x27;"),
        ("甲\u202e乙", "甲⟨U+202E⟩乙"),
        ("\x00\x85\ufeff", "⟨U+0000⟩⟨U+0085⟩⟨U+FEFF⟩"),
        ("两行\n\t云𠀀", "两行\n\t云𠀀"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_what_is_invisible_is_shown(text, html):
    assert shown(text) == html
    assert json.loads(embedded(text)) == text
    assert not set("<>&\u202e\x00\ufeff") & set(embedded(text))


# ------------------------------------------------------------------------------- the command


def test_the_report_is_derived_and_reproducible(plain, capsys):
    def files() -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in Path(plain).rglob("*") if each.is_file()}

    before, problems = files(), verify.verify(plain)
    assert main(["report", plain]) == DONE
    first = files()
    assert report.write(plain) == len(first[report.NAME])
    assert files() == first
    assert {name: data for name, data in first.items() if name != report.NAME} == before
    assert verify.verify(plain) == problems
    assert str(Path(plain).parent) not in first[report.NAME].decode()
    assert report.NAME in capsys.readouterr().out


def test_what_is_no_output_has_no_report(tmp_path, capsys):
    assert main(["report", str(tmp_path)]) == NOT_VERIFIED
    assert "cannot be shown: there is no output in" in capsys.readouterr().err


def test_every_run_writes_it_unless_told_not_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    Path("raw", "a.txt").write_text(document(1, 6).text, encoding="utf-8")
    assert main(["run", "--input", "raw", "--output", "out", "-q"]) == DONE
    made = Path("out", report.NAME).read_bytes()
    assert main(["report", "out"]) == DONE
    assert Path("out", report.NAME).read_bytes() == made
    assert verify.verify("out") == []
    assert (
        main(["run", "--input", "raw", "--output", "out", "-q", "--no-report", "--fresh"]) == DONE
    )
    assert not Path("out", report.NAME).exists()
    assert main(["run", "--input", "raw", "--output", "out", "-q"]) == DONE  # nothing is done anew
    assert Path("out", report.NAME).read_bytes() == made


def test_raw_and_report_agree(tmp_path: Path) -> None:
    """What a script reads of the index is what the tables say."""
    found: Any = gather.gather(publish(tmp_path, units(), [TWIN_PAIR], TWIN_DECISIONS))
    index = next(
        json.loads(text)
        for each, text in Page(page(found).decode()).held
        if each.get("id") == "index"
    )
    assert [each["id"] for each in index["documents"]] == [each["id"] for each in found.documents]
    assert [each["name"] for each in index["sources"]] == [
        each.row.source for each in found.sources
    ]
    assert sum(end - start for _, start, end, *_ in index["removed"]) == sum(
        each.end - each.start for each in found.removed
    )
    assert len(index["pairs"]) == sum(found.manifest["counts"]["duplicates"].values())
