"""What is shown of an output: summary, records, what was removed, stories, differences."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pipeline import compare, explain, output, rules, show, spoken
from pipeline.__main__ import main
from pipeline.config import NOT_VERIFIED, OUTPUT_REFUSED, USAGE, Stop
from tests.outputs import ALL, DRAFT, LETTER, SECRET, TWICE, TWINS, UNCLEAR, made, one
from tests.test_write import collate
from transforms.schema import BODY, Document, Edit


@pytest.fixture
def out(tmp_path):
    return made(tmp_path / "out")


def told(lines):
    return "\n".join(lines)


# ---------------------------------------------------------------------------------- the text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("正文 a\u3000b", "正文 a\u3000b"),
        ("a\nb\r", "a⏎b\\r"),
        ("\x1b[31m红", "\\x1b[31m红"),
        ("\u202e反\u200b", "\\u202e反\\u200b"),
        ("\ud800", "\\ud800"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_printed(text, shown):
    assert spoken.visible(text) == shown


def test_long_text_keeps_both_ends():
    assert spoken.short("一" * 40 + "二" * 40, 30) == "一" * 20 + "…" + "二" * 10
    assert spoken.short("  ") == "␣␣"


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("甲乙丙", "甲乙丙", ("甲乙丙", "甲乙丙")),
        ("甲乙丙", "甲丁丙", ("甲[乙]丙", "甲[丁]丙")),
        ("甲丙", "甲乙丙", ("甲[]丙", "甲[乙]丙")),
        ("", "甲", ("[]", "[甲]")),
        ("一" * 40 + "甲", "一" * 40, ("一" * 12 + "…" + "一" * 12 + "[甲]", None)),
    ],
)
def test_two_texts_are_aligned_and_their_differences_marked(left, right, shown):
    found = spoken.aligned(left, right)
    assert found[0] == shown[0]
    assert shown[1] in (None, found[1])


def test_texts_too_long_to_align_say_how_much_is_left():
    left, _ = spoken.aligned("甲" * (spoken.LONGEST_ALIGNED + 7), "甲")
    assert left.endswith("… 7 more")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\u3000＝1", "＠a", "\ufeff=1", "\n=1", "'=1"]
)
def test_no_cell_is_a_formula(cell):
    assert spoken.harmless(cell) == f"'{cell}"
    assert next(iter(csv.reader(io.StringIO(spoken.sheet(["a"], []))))) == ["\ufeffa"]


@pytest.mark.parametrize("cell", ["一、总体", "第2页", "", 5, "a=1"])
def test_other_cells_stay(cell):
    assert spoken.harmless(cell) == cell


# --------------------------------------------------------------------------------- the output


def test_pieces_say_where_each_character_of_a_record_comes_from(out):
    manifest = output.read_manifest(out)
    ledger = [row for row in output.rows(out, manifest, "ledger") if row.id == "letter"]
    (letter,) = show.find(out, manifest, "letter")
    found = output.pieces(ledger, "letter")
    assert "".join(letter["text"][piece.at : piece.until] for piece in found) == letter["text"]
    for piece in found:
        same = letter["text"][piece.at : piece.until] == LETTER.text.text[piece.start : piece.end]
        assert same == (not piece.rule)
    assert [piece.rule for piece in found if piece.rule].count("punctuation:width") == 3


def test_the_summary_says_what_a_run_says(out):
    text = told(show.show(out))
    assert "7 documents from 7 files" in text
    assert "坏.bin: no encoding fits" in text
    assert "图.png: png is not read" in text
    assert "duplicates within" in text


def test_an_output_of_lines_alone_is_read_too(tmp_path):
    out = made(tmp_path / "lines", format="jsonl")
    assert "甲方案。" in told(show.record(out, "secret"))


@pytest.mark.parametrize("wanted", ["twin-a", "清洁能源方案", "清洁", "twin-a"])
def test_a_record_is_found_by_id_and_title(out, wanted):
    text = told(show.record(out, wanted))
    assert text.startswith("twin-a  清洁能源方案\n")
    assert text.endswith("一、加快建设清洁能源。")


def test_several_records_of_a_name_are_listed(out):
    text = told(show.record(out, "twin"))
    assert text.startswith("2 records are named 'twin'")
    assert "twin-b" in text


def test_a_record_that_is_not_there_is_said_so(out):
    with pytest.raises(Stop, match="no record with the id or title '没有'") as stop:
        told(show.record(out, "没有"))
    assert stop.value.code == USAGE


# -------------------------------------------------------------------------------- the removed


def test_what_was_removed_has_its_place_its_rule_and_its_why(out):
    found = {(row.label, row.raw): row for row in show.removed(out)}
    assert set(found) == {
        ("copy", "重复的话。\n"),
        ("heading", "关于联系13812345678的函\n"),
        ("page_marker", "第2页"),
        ("credit", "=扫码查看全文"),
    }
    copy = found["copy", "重复的话。\n"]
    assert (copy.source, copy.start, copy.end, copy.survivor) == ("twice.txt", 6, 12, "twice")
    assert "6:12 repeats 0:6" in copy.reason
    assert [row.raw for row in show.removed(out, "blank")] == ["\n"]


@pytest.mark.parametrize(
    ("rule", "raws"),
    [
        ("credit", ["=扫码查看全文"]),
        ("credit-rule", ["=扫码查看全文"]),
        ("punctuation:width", [":", ":", ","]),
        ("punctuation", [":", ":", ","]),
        ("spacing", [" "]),
    ],
)
def test_a_rule_a_group_or_a_label_choose(out, rule, raws):
    assert [row.raw for row in show.removed(out, rule)] == raws


def test_an_edit_is_shown_with_the_words_around_it(out):
    (row,) = show.removed(out, "spacing:gap")
    assert (row.start, row.raw, row.new, row.label) == (25, " ", "", "edit")
    assert row.reason == "各市：\n请致电[]138-联系人：李四，电话13"


def test_an_unknown_rule_is_refused_and_one_without_rows_is_not(out):
    with pytest.raises(Stop, match="no rule, group or label 'nix'"):
        show.removed(out, "nix")
    assert show.removed(out, "chrome:share") == []


def test_a_sample_is_always_the_same_and_has_every_rule(out):
    sample = show.removed(out, sample=3)
    assert sample == show.removed(out, sample=3)
    assert len({row.rule for row in sample}) == 3
    assert [row for row in show.removed(out) if row in sample] == sample


def test_the_sheet_can_be_read_and_has_no_formula(out):
    text = show.as_csv(show.removed(out))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["raw"] for row in rows if row["label"] == "credit"] == ["'=扫码查看全文"]
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert "4 passages" in told(show.as_lines(show.removed(out)))


# ---------------------------------------------------------------------------------- the story


def test_the_story_of_a_record(out):
    text = told(explain.explain(out, "letter"))
    for said in (
        "信/letter.txt 0:54",
        "decoded as utf-8",
        "warning: abridged",
        "kind           letter  0:17  by kind:title: the last words",
        "3 by punctuation:width: marks between Chinese characters",
        "20: : → ：",
        "30:33 page_marker  第2页",
        "left out behind\n  55:62 credit",
        "nothing of it",
    ):
        assert said in text


def test_the_story_of_a_duplicate_shows_both_texts(out):
    text = told(explain.explain(out, "twin-b"))
    assert "document near marked: score 0.9 (jaccard 0.8, edit 0.9, containment 0.85)" in text
    assert "一、加快建设[清洁]能源。" in text
    assert "一、加快建设[绿色]能源。" in text
    inside = told(explain.explain(out, "twice"))
    assert "passage exact removed: score 1.0, survivor twice" in inside


@pytest.mark.parametrize(
    ("offset", "says"),
    [
        (18, "unchanged, code point 0 of its text"),
        (20, ": became ： at 2 of the text, by punctuation:width"),
        (25, "␣ became nothing at 7 of the text"),
        (31, "not in a record: page marker"),
        (5, "read into title of letter, by heading:title"),
        (56, "not in a record: credit or advert"),
    ],
)
def test_the_story_of_a_character(out, offset, says):
    assert says in told(explain.explain(out, f"信/letter.txt:{offset}"))


def test_the_story_of_an_inserted_line_end(tmp_path):
    source = collate(
        "a.txt",
        (BODY, "一、甲。二、乙。"),
        documents=(Document("a", 0, 8, 1.0, edits=(Edit(4, 4, "\n", "paragraph:break"),)),),
    )
    out = made(tmp_path / "out", [[source]])
    assert "⏎ was put behind it, by paragraph:break" in told(explain.explain(out, "a.txt:3"))
    assert "⏎ was put before it, by paragraph:break" in told(explain.explain(out, "a.txt:4"))


@pytest.mark.parametrize("wanted", ["nix", "信/letter.txt:62", "nix.txt:1", "信/letter.txt:x"])
def test_a_story_of_nothing_is_one_sentence(out, wanted):
    with pytest.raises(Stop) as stop:
        told(explain.explain(out, wanted))
    assert stop.value.code == USAGE


# -------------------------------------------------------------------------------- the differences


def test_an_output_is_the_same_as_itself(out):
    assert told(compare.diff(out, out)) == (
        "7 records are the same, 0 added, 0 removed, 0 with another text, 0 with other fields"
    )


def test_what_changed_between_two_outputs(tmp_path, out):
    moved = one("new-id", "丙方案甲。")._replace(
        text=one("unclear", "丙方案甲。").text  # same source and span, so the same document
    )
    copied = one("elsewhere", "甲方案。")
    units = ((DRAFT, copied), TWINS, (moved, LETTER))
    other = made(tmp_path / "other", units, script="keep")
    text = told(compare.diff(out, other))
    assert "options: script nothing → keep" in text
    assert "inputs: 7 files → 6 other files" in text
    assert "removed\n  twice" in text
    assert "new-id    (unclear.txt 0:5), was unclear\n    - 丙方案[]。\n    + 丙方案[甲]。" in text
    assert "source: secret.txt → elsewhere.txt" in text  # matched by its text
    assert 'restrictions: ["此件不公开"] → []' in text


def test_records_match_by_id_then_span_then_text():
    def record(id, source, start, end, text):
        return compare.Known(id, "", source, start, end, text, {"source": source})

    old = [record("a", "s", 0, 9, "1"), record("b", "s", 10, 20, "2"), record("c", "t", 0, 5, "3")]
    new = [record("a", "u", 0, 9, "9"), record("x", "s", 12, 20, "4"), record("y", "v", 3, 8, "3")]
    found = compare.compare(old, new)
    assert [(before.id, after.id) for before, after in found.changed_text] == [
        ("b", "x"),
        ("a", "a"),
    ]
    assert [(before.id, after.id) for before, after in found.changed_fields] == [
        ("a", "a"),
        ("c", "y"),
    ]
    assert (found.added, found.removed, found.same) == ([], [], 0)


# ------------------------------------------------------------------------------------ the rules


def test_each_rule_has_a_why_and_each_group_a_name():
    for name in rules.names():
        assert rules.why(name), name
        assert ":" not in name or rules.group(name), name


def test_the_list_of_rules_names_them_all():
    text = told(rules.listing())
    for name in rules.names():
        assert f"  {name} " in text
    assert "chrome: the frame of a web page" in text


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (["show", "OUT/none"], NOT_VERIFIED, "there is no output in OUT/none (no manifest.json)"),
        (["show", "OUT", "nix"], USAGE, "no record with the id or title 'nix'"),
        (["show", "OUT", "--rule", "chrome"], USAGE, "go with --removed"),
        (["show", "OUT", "--removed", "--rule", "nix"], USAGE, "jiaokan rules lists them"),
        (["show", "OUT", "--removed", "--sample", "-3"], USAGE, "a number from 0 on"),
        (["show", "OUT", "--removed", "--sample", "x"], USAGE, "invalid int value"),
        (["show", "OUT", "letter", "--removed"], USAGE, "explain tells what"),
        (["explain", "OUT", ""], USAGE, "give an id"),
        (["explain", "OUT", ":0"], USAGE, "give an id"),
        (["explain", "OUT", "twice.txt:-1"], USAGE, "give an id"),
        (["explain", "OUT", "twice.txt:12"], USAGE, "has 12 code points: 0 is the first"),
        (["diff", "OUT", "OUT/none"], NOT_VERIFIED, "no output in OUT/none"),
        (["diff", "OUT"], USAGE, "required: new"),
        (["rules", "x"], USAGE, "unknown argument x"),
        (["report", "OUT/none"], NOT_VERIFIED, "no output in OUT/none"),
        (["restore", "OUT", "OUT/again"], NOT_VERIFIED, "OUT/again lies inside of it"),
        (["publish", "OUT", "--to", "OUT/set", "--name", "a", "--license", "mit"], OUTPUT_REFUSED,
         "--to OUT/set lies inside of OUT"),
        (["publish", "OUT"], USAGE, "publish needs --to"),
        (["publish", "OUT", "--accept", "restricted"], USAGE, "invalid choice"),
        (["publish", "OUT", "--check", "--exclude", "no"], USAGE, "--exclude no cannot be read"),
    ],
)  # fmt: skip
def test_an_odd_argument_is_one_line_and_a_code(out, capsys, argv, code, says):
    before = sorted(Path(out).rglob("*"))
    assert main([each.replace("OUT", out) for each in argv]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert says.replace("OUT", out) in line
    assert sorted(Path(out).rglob("*")) == before


def test_made_outputs_hold_every_case():
    sources = [each.text.source for unit in ALL for each in unit]
    assert sources == sorted(sources)
    assert {SECRET, UNCLEAR, TWICE} <= {each for unit in ALL for each in unit}
