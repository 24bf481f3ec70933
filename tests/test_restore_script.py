"""Traditional text becomes simplified on evidence, and nothing else changes."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from transforms.restore.script import (
    classify,
    converter,
    evidence,
    is_traditional,
    simplified,
    source_script,
)
from transforms.tables.script import OVERRIDES

SIMPLIFIED = "为加强城乡供水管理，保障用水安全，根据有关法律法规，结合本省实际，制定本条例。"
TRADITIONAL = "為加強城鄉供水管理，保障用水安全，根據有關法律法規，結合本省實際，制定本條例。"


def converted(text: str) -> str:
    """Return a text as its spans to convert leave it."""
    out, at = "", 0
    for start, end in source_script(text)[1]:
        for left, right, new in simplified(text[start:end]):
            out += text[at : start + left] + new
            at = start + right
    return out + text[at:]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (SIMPLIFIED, "simplified"),
        (TRADITIONAL, "traditional"),
        ((SIMPLIFIED + "\n") * 3 + TRADITIONAL, "mixed"),
        ((TRADITIONAL + "\n") * 3 + SIMPLIFIED, "mixed"),
        ("山水有清音。", ""),
        ("Nothing Chinese here.", ""),
        ("", ""),
        ("乾隆年间编修的县志记载了这条水渠。", "simplified"),
        ("第一條 為了節約用水\n一、總則", "traditional"),
    ],
)
def test_script_is_told_by_evidence(text, script):
    assert source_script(text)[0] == script


def test_traditional_becomes_simplified():
    assert converted(TRADITIONAL) == SIMPLIFIED


def test_quotation_in_the_other_script_is_converted_alone():
    text = f"{SIMPLIFIED}\n{TRADITIONAL}\n乾隆\n"
    assert converted(text) == f"{SIMPLIFIED}\n{SIMPLIFIED}\n乾隆\n"


def test_short_lines_follow_the_document():
    assert converted(f"{TRADITIONAL}\n總則\n") == f"{SIMPLIFIED}\n总则\n"


def test_mechanical_conversion_keeps_what_is_simplified_already():
    # Made from simplified text character by character: 于 里 制 干 stayed.
    assert converted(
        "關于印發實施方案的通知，于里程碑節點制定骨干項目清單，余熱利用，提升運算能力。"
    ) == ("关于印发实施方案的通知，于里程碑节点制定骨干项目清单，余热利用，提升运算能力。")


@pytest.mark.parametrize("row", OVERRIDES, ids=lambda row: row.found)
def test_overrides_are_needed_and_hold(row):
    opencc = converter("t2s")
    assert opencc.convert(f"破{row.found}土地") != f"破{row.meant}土地"
    text = TRADITIONAL + row.found + "，" + TRADITIONAL
    assert converted(text) == SIMPLIFIED + row.meant + "，" + SIMPLIFIED


@pytest.mark.parametrize("configuration", ["s2t", "s2hk"])
def test_round_trip_gives_the_simplified_text_back(configuration):
    assert converted(OpenCC(configuration).convert(SIMPLIFIED)) == SIMPLIFIED


def test_changes_are_minimal_and_adjacent_ones_grouped():
    assert simplified("總體要求，實施方案。") == [(0, 2, "总体"), (5, 6, "实")]


def test_changes_of_another_number_of_characters_keep_their_place(monkeypatch):
    class Longer:
        def convert(self, text: str) -> str:
            return text.replace("網", "网络")

    monkeypatch.setattr("transforms.restore.script.converter", lambda configuration: Longer())
    text = "供水管線" * 150 + "管網更新"
    ((start, end, new),) = simplified(text)
    assert text[:start] + new + text[end:] == "供水管線" * 150 + "管网络更新"


def test_evidence_counts_han_only():
    assert evidence(classify("總a，总。1")) == (2, 1, 1)
    assert not is_traditional(evidence(classify("乾" + "水" * 30)))
