"""Compilations in many styles are cut as well as the floors say; hints and lists of what lacks."""

from __future__ import annotations

import json

import pytest

from pipeline.config import Config, Stop, check
from tests.compilations import CLEAN, STYLES, compile_pieces, made_up
from tests.quality.splitting import FLOORS, measure
from tests.test_split import body, cut, facts
from transforms.decode import view
from transforms.label import label
from transforms.schema import SourceText
from transforms.segment import segment
from transforms.split import split

FLOOR = json.loads(FLOORS.read_text("utf-8"))["made up"]


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_cut_as_well_as_its_floor_says(style: str):
    score = measure(style)
    assert [round(score.start_f1, 3), round(score.whole_f1, 3)] >= FLOOR[style]
    assert score.whole_f1 >= FLOOR[style][1]


def test_every_style_has_a_floor():
    assert set(FLOOR) == set(STYLES)


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
