"""Compilations in many styles are cut as well as the floors say; hints and lists of what lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.config import DONE, Config, Stop, check
from tests.compilations import CLEAN, STYLES, compile_pieces, made_up
from tests.generate import compilation
from tests.quality.splitting import FLOORS, TUNED, UNSEEN, measure
from tests.test_pipeline import records
from tests.test_split import body, cut, facts
from transforms.decode import view
from transforms.label import label
from transforms.schema import SourceText
from transforms.segment import segment
from transforms.split import split

SEEDS = {"made up": TUNED, "made up, unseen": UNSEEN}
FLOOR = {tier: json.loads(FLOORS.read_text("utf-8"))[tier] for tier in SEEDS}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("tier", SEEDS)
def test_a_style_is_cut_as_well_as_its_floor_says(tier: str, style: str):
    score = measure(style, seeds=SEEDS[tier])
    start, whole = FLOOR[tier][style]
    assert round(score.start_f1, 3) >= start
    assert round(score.whole_f1, 3) >= whole


@pytest.mark.parametrize("tier", SEEDS)
def test_every_style_has_a_floor(tier: str):
    assert set(FLOOR[tier]) == set(STYLES)


@pytest.mark.parametrize("style", STYLES)
def test_truth_is_the_text_of_the_pieces(style: str):
    pieces = made_up(5, style, 5)
    made = compile_pieces(5, style, pieces, CLEAN)
    assert made == compile_pieces(5, style, pieces, CLEAN)
    assert [truth.title for truth in made.documents] == [piece.title for piece in pieces]
    for truth in made.documents:
        span = made.text[truth.start : truth.end]
        assert span == span.strip() and len(span) > 10


LAWS = "".join(
    f"{title}\n第一条 为了管理，制定本条例。\n第二条 本条例适用于本省。\n"
    for title in ("某省供水条例", "某省节水条例", "某省计量条例", "某省档案条例")
)


def test_what_is_listed_and_not_there_is_named():
    listed = "目录\n某省供水条例\n某省节水条例\n某省渔业管理若干问题的答复\n某省计量条例\n"
    done = cut(listed + LAWS)
    assert [fact.value for fact in done.unmatched] == ["某省渔业管理若干问题的答复"]
    unlisted = [one for one in done.documents if "listed_title" not in facts(one)]
    assert [facts(one)["title"] for one in unlisted] == ["某省档案条例"]


@pytest.mark.parametrize("style", ["one_line", "wrapped", "plain_titles"])
def test_a_document_that_is_cut_off_is_named(style: str):
    made = compilation(4, style, documents=5, mistakes=False)
    whole, last = made.documents[-2:]
    done = cut(made.text[: whole.end] + "\n")
    assert [fact.value for fact in done.unmatched] == [view(last.listed_title)]
    found = [body(done, one) for one in done.documents]
    assert found == [(truth.start, truth.end) for truth in made.documents[:-1]]


def test_a_heading_below_which_articles_go_on_is_of_the_document():
    titles = [f"某省{word}条例" for word in ("供水", "节水", "计量", "档案")]
    law = "第一条 为了管理，制定本条例。\n第八条 本条例适用于本省，各地抓好落实。\n" * 2
    part = "供水保障措施\n第九条 各地抓好落实。\n第十条 各地要抓好落实，定期报告进展。\n"
    laws = [f"{title}\n{law}" for title in titles]
    done = cut("目录\n" + "\n".join(titles) + "\n\n" + laws[0] + part + "".join(laws[1:]))
    assert [facts(one)["title"] for one in done.documents] == titles


def test_the_manifest_names_what_is_listed_and_what_is_not_and_the_summary_counts_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    listed = "目录\n某省供水条例\n某省节水条例\n某省渔业管理若干问题的答复\n某省计量条例\n"
    (tmp_path / "laws.txt").write_text(listed + LAWS, "utf-8")
    out = tmp_path / "out"
    assert main(["run", "--input", str(tmp_path / "laws.txt"), "--output", str(out), "-q"]) == DONE
    (archives,) = (one["id"] for one in records(out) if one["title"] == "某省档案条例")
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["contents"] == [
        {
            "source": "laws.txt",
            "entries_without_document": ["某省渔业管理若干问题的答复"],
            "documents_without_entry": [archives],
        }
    ]
    summary = capsys.readouterr().out
    assert "1 entries without a document, 1 documents without an entry" in summary


def test_every_document_of_a_compilation_has_its_evidence():
    done = cut("目录\n某省供水条例\n某省节水条例\n某省计量条例\n某省档案条例\n" + LAWS)
    assert all(facts(one)["split_evidence"].startswith("contents entry") for one in done.documents)
    assert all(0.5 <= one.confidence <= 0.99 for one in done.documents)


def test_what_the_hint_matches_are_the_headings():
    text = "诗抄\n甲首\n春风，明月。秋水，长天。\n乙首\n孤舟，远山。白云，青松。\n"
    source = SourceText("made-up.txt", "", 0, text, view(text), "utf-8", 1.0, "", (), ())
    done = split(label(segment(source)), heading="^.首$")
    assert [facts(one)["title"] for one in done.documents] == ["甲首", "乙首"]
    assert [text[slice(*body(done, one))][:2] for one in done.documents] == ["春风", "孤舟"]


@pytest.mark.parametrize(
    ("heading", "mode", "word"),
    [("(", "auto", "regular"), ("^$", "auto", "empty"), ("^第", "never", "never")],
)
def test_a_hint_is_checked(heading: str, mode: str, word: str):
    with pytest.raises(Stop, match=word):
        check(Config(heading=heading, split=mode))


@pytest.mark.parametrize(
    "heading",
    [
        "(.+)+x",
        "^(?:第.*)*条$",
        "(?:a|ab)+$",
        "(?:(?:a{1,9}){2})",
        "(?=(a?)*b)a",
        "(x)(?(1)(?:a+)+|b)",
    ],
)
def test_a_hint_that_may_search_for_ever_is_refused(heading: str):
    with pytest.raises(Stop, match="inside a repeat"):
        check(Config(heading=heading))


@pytest.mark.parametrize(
    "heading",
    [
        "^第[一二三四五六七八九十]+篇.*",
        "^(?:甲|乙)+?首$",
        "^.*(?:通知|办法)》?$",
        r"(?<=\n\n)(\d{4}){2}",
    ],
)
def test_an_ordinary_hint_is_taken(heading: str):
    check(Config(heading=heading))


def test_own_contents_of_one_plan_leave_it_whole():
    sections = ("总体要求", "重点任务", "保障措施", "组织实施")
    listed = "".join(
        f"{n}、{s}........{p}\n" for n, s, p in zip("一二三四", sections, "1357", strict=True)
    )
    plan = "".join(
        f"{n}、{s}\n为做好工作，抓好落实。\n" for n, s in zip("一二三四", sections, strict=True)
    )
    assert len(cut(f"某省供水规划\n目录\n{listed}{plan}").documents) == 1


def test_a_heading_cut_in_two_by_a_page_marker_is_one():
    filler = "各地要抓好落实。" * 60
    text = f"{filler}甲省《甲省能第1页源方案》http://a.gov.cn/1.html{filler}第2页"
    text += f"乙省《乙省能源方案》http://a.gov.cn/2.html{filler}第3页"
    done = cut(text)
    starts = [one.start for one in done.documents][-2:]
    assert starts == [text.index("甲省《"), text.index("乙省《")]


def test_a_date_and_a_title_cut_by_the_end_of_a_page_in_a_text_without_lines():
    titles = [f"某县人民政府关于{word}上工作的通知" for word in ("供水", "节水", "计量", "档案")]
    letters = [
        f"{title}某政发〔2020〕{n}号各乡镇人民政府：现通知如下。{'各地要抓好落实。' * 30}"
        f"某县人民政府2020年5月{n}日"
        for n, title in enumerate(titles, 1)
    ]
    letters[0] = letters[0].replace("2020年5月1日", "2020年第1页5月1日")
    letters[2] = letters[2].replace(titles[2], titles[2][:8] + "第2页" + titles[2][8:])
    done = cut("".join(letters) + "第3页")
    starts = [sum(map(len, letters[:n])) for n in range(4)]
    assert [one.start for one in done.documents] == starts
    assert [facts(one)["title"] for one in done.documents] == titles


def test_the_head_of_a_part_in_the_contents_may_be_set_as_a_red_head():
    groups = ("县政府文件", "县政府办公室文件")
    titles = [f"某县关于{word}上工作的通知" for word in ("供水", "节水", "计量", "档案")]
    listed = [f"{title}……（{page}）\n" for page, title in enumerate(titles, 1)]
    text = f"某县人民政府公报\n目　录\n{groups[0]}\n{''.join(listed[:2])}{groups[1]}\n"
    text += "".join(listed[2:]) + "\n"
    for number, title in enumerate(titles):
        if number % 2 == 0:
            text += f"【{groups[number // 2]}】\n"
        text += f"{title}\n某政发〔2021〕{number}号\n各乡镇：\n各地要抓好落实，定期报告进展。\n\n"
    done = cut(text)
    assert [facts(one)["listed_title"] for one in done.documents] == titles
    assert [text[one.start :][: len(titles[0])] for one in done.documents] == titles
