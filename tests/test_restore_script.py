"""Traditional text becomes simplified on evidence, and nothing else changes."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from pipeline.versions import program_versions
from tests.test_restore import restored
from transforms.restore import script
from transforms.restore.script import configuration, evidence, is_traditional
from transforms.restore.traits import converter, traits_of
from transforms.tables.script import OVERRIDES

DICTIONARIES = "f121dfb72a48719d74e815a9a9bf7a194fa48c02acc96af9e314d12d0c23608e"
SIMPLIFIED = "为加强城乡供水管理，保障用水安全，根据有关法律法规，结合本省实际，制定本条例。"
TRADITIONAL = "為加強城鄉供水管理，保障用水安全，根據有關法律法規，結合本省實際，制定本條例。"


def source_script(text: str) -> tuple[str, list[tuple[int, int]]]:
    return script.source_script(text, traits_of(text))


def converted(text: str) -> str:
    """Return a text as its spans to convert leave it."""
    out, at = "", 0
    for start, end in source_script(text)[1]:
        used = configuration(text[start:end], "simplified")
        for left, right, new in script.converted(text[start:end], used):
            out += text[at : start + left] + new
            at = start + right
    return out + text[at:]


@pytest.mark.parametrize(
    ("text", "found"),
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
def test_script_is_told_by_evidence(text, found):
    assert source_script(text)[0] == found


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
    assert any(
        converter(name).convert(frame.format(row.found)) != frame.format(row.meant)
        for frame in ("破{}土地", "的{}金。", "屬{}位")
        for name in ("t2s", "tw2s", "hk2s")
    )
    text = TRADITIONAL + row.found + "，" + TRADITIONAL
    assert converted(text) == SIMPLIFIED + row.meant + "，" + SIMPLIFIED


def test_overrides_were_tried_with_these_dictionaries():
    # When this fails, run `python -m tests.quality.script` on laws before the new digest goes in.
    assert program_versions()["opencc_dictionaries"] == DICTIONARIES


@pytest.mark.parametrize("into", ["s2t", "s2hk", "s2tw"])
def test_round_trip_gives_the_simplified_text_back(into):
    text = SIMPLIFIED + "卫生行政部门应当说明这里的着力点，为群众核实信息。"
    assert converted(OpenCC(into).convert(text)) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("為加強衞生工作，説明情況", "hk2s"),
        ("為加強這裡的工作，啟動樑柱核查", "tw2s"),
        ("爲加強衛生工作，這裏沿着河", "t2s"),
        ("关于這裡的着力點", "t2s"),
    ],
)
def test_configuration_is_chosen_by_evidence(text, name):
    assert configuration(text, "simplified") == name


def test_words_of_a_region_are_replaced_only_when_asked_for():
    assert configuration("這裡的軟體", "simplified", "mainland") == "tw2sp"
    assert configuration("這裏的軟件", "simplified", "mainland") == "t2s"
    text = TRADITIONAL + "這裡的軟體由資訊部門核查。"
    assert restored(text).endswith("这里的软体由资讯部门核查。")
    assert restored(text, phrases="mainland").endswith("这里的软件由信息部门核查。")


def test_著_stays_in_words_of_its_own():
    text = TRADITIONAL + "對著作權人沒有著名的著述，沿著水渠對著目標。"
    assert converted(text).endswith("对著作权人没有著名的著述，沿着水渠对着目标。")


def test_simplified_text_is_written_in_traditional_script_when_asked_for():
    made = TRADITIONAL.replace("為", "爲")  # the form of OpenCC's own standard
    assert restored(SIMPLIFIED, script="traditional") == made
    assert restored(TRADITIONAL, script="traditional") == TRADITIONAL
    mixed = f"{TRADITIONAL}\n{SIMPLIFIED}"
    assert restored(mixed, script="traditional") == f"{TRADITIONAL}\n{made}"
    assert restored(mixed) == f"{SIMPLIFIED}\n{SIMPLIFIED}"
    assert restored(mixed, script="keep") == mixed


def test_traditional_text_keeps_the_gap_of_its_simplified_twin():
    text = f"第一條 為了節約用水，制定本條例。\n第二條 {TRADITIONAL}"
    meant = f"第一条 为了节约用水，制定本条例。\n第二条 {SIMPLIFIED}"
    assert restored(text) == meant
    assert restored(text, script="keep") == text


def test_compatibility_character_in_traditional_text_is_converted_too():
    assert restored(f"{TRADITIONAL}行\uf902通過。") == f"{SIMPLIFIED}行车通过。"


def test_changes_are_minimal_and_adjacent_ones_grouped():
    assert script.converted("總體要求，實施方案。") == [(0, 2, "总体"), (5, 6, "实")]


def test_changes_of_another_number_of_characters_keep_their_place(monkeypatch):
    class Longer:
        def convert(self, text: str) -> str:
            return text.replace("網", "网络")

    monkeypatch.setattr("transforms.restore.script.converter", lambda configuration: Longer())
    text = "供水管線" * 150 + "管網更新"
    ((start, end, new),) = script.converted(text)
    assert text[:start] + new + text[end:] == "供水管線" * 150 + "管网络更新"


def test_evidence_counts_han_only():
    assert evidence(traits_of("總a，总。1")) == (2, 1, 1)
    assert not is_traditional(evidence(traits_of("乾" + "水" * 30)))


def test_paragraph_of_a_traditional_document_with_one_traditional_character_follows_it():
    text = f"{TRADITIONAL}\n（三）未采取防燃措施，造成二人以上重傷或者死亡三人以上安全事故的；\n"
    assert converted(text).endswith("二人以上重伤或者死亡三人以上安全事故的；\n")
    text = f"{TRADITIONAL * 3}\n{SIMPLIFIED}乾隆年间，这条水渠称为“晉渠”，灌溉农田。\n"
    assert "“晉渠”" in converted(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "他在信里写道：“為加強城鄉供水，須節約用水”，县志称为乾渠。",
            "“为加强城乡供水，须节约用水”",
        ),
        ("题词是「飲水思源，開渠濟民」，立于村头。", "「饮水思源，开渠济民」"),
        ("见《關於節約用水的通知》及其附件，其余不变。", "《关于节约用水的通知》"),
        (
            "匾上写着“飲水思源”，是乡人所题，至今还在。",
            "“飲水思源”",
        ),  # one character is no evidence
        ("“发”有“發”和“髮”两个繁体字，这里读作“發”。", "“發”和“髮”"),
    ],
)
def test_quotation_inside_a_sentence_is_converted_where_it_is_plain(text, meant):
    before = SIMPLIFIED * 3 + text
    after = converted(before)
    assert meant in after
    assert len(after) == len(before)
    outside = [
        (a, b)
        for a, b in zip(before, after, strict=True)
        if a != b and a not in "為強鄉須節約飲開濟關於"
    ]
    assert outside == []


def test_lines_of_verse_in_the_other_script_are_converted_together():
    verse = "感時花濺淚，恨別鳥驚心。\n烽火連三月，家書抵萬金。\n渾欲不勝簪，白頭搔更短。"
    text = f"{SIMPLIFIED}\n{verse}\n乾隆年间"
    assert converted(text).split("\n")[1:] == [
        "感时花溅泪，恨别鸟惊心。",
        "烽火连三月，家书抵万金。",
        "浑欲不胜簪，白头搔更短。",
        "乾隆年间",
    ]


def test_taiwan_is_known_by_著_where_the_text_is_modern():
    assert configuration("各級政府的職責隨著經濟發展", "simplified") == "tw2s"
    assert configuration("著於竹帛謂之書", "simplified") == "t2s"
    text = "地上的附著物隨著土地轉讓，人員應當穿著制服，不得見微知著，本書梁思成　著。"
    assert converted(TRADITIONAL + text).endswith(
        "地上的附着物随着土地转让，人员应当穿着制服，不得见微知著，本书梁思成　著。"
    )


def test_simplified_quotation_in_traditional_text_follows_when_asked_for():
    text = f"{TRADITIONAL}信中寫道：“为加强城乡供水”，云云。"
    assert restored(text, script="traditional").endswith("信中寫道：“爲加強城鄉供水”，云云。")
    assert restored(text, script="traditional").startswith("為")
