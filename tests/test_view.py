"""The view: one code point for one code point, folding twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.decode import view
from transforms.tables.characters import FOLDS, FREQUENT, SIMPLIFIED, folded

FOLDED = [
    ("關於進一步規範礦山開採的實施意見", "关于进一步规范矿山开采的实施意见"),
    ("說説衞裏裡後於", "说说卫里里后于"),
    ("（２０２３）第５号：同意；转发！", "(2023)第5号:同意;转发!"),
    ("〔2022〕［2022］【2022】", "[2022][2022][2022]"),
    ("“甲”「乙」『丙』‘丁’", '"甲""乙""丙"\'丁\''),
    ("〈办法〉与《条例》", "<办法>与《条例》"),
    ("一—二–三―四－五─六‐七−八", "一-二-三-四-五-六-七-八"),
    ("目录……12", "目录..12"),
    ("阿·买买提˙江・乙•丙", "阿·买买提·江·乙·丙"),
    ("﹐﹑﹒﹔﹕﹖﹗", ",、.;:?!"),
    ("甲\u3000乙\u00a0丙\u2003丁\t戊", "甲 乙 丙 丁 戊"),
    ("二○三五二Ο三五", "二〇三五二〇三五"),
    ("⼈⺠⾦\uf914\U0002f800", "人民金乐丽"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_folds(text, expected):
    assert view(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "甲\n乙\r\n丙\f丁\v戊",
        "为了加强管理、保护环境。《办法》",
        "乾隆破坏著作权瞭望慰藉",
        "①②Ⅲ㎡％"[:4],
        "\ufeff\u200b",
        "𠀀𰻞\U0010ffff",
        'Plain (ASCII) "text", 100%',
    ],
)
def test_spares(text):
    assert view(text) == text


def test_common_simplified_characters_are_never_folded():
    fold = folded()
    assert [character for character in FREQUENT if character in fold] == []


def test_the_table_is_pairs_of_single_characters_that_are_not_folded_again():
    fold = folded()
    assert len(SIMPLIFIED) % 2 == 0
    assert len(set(SIMPLIFIED[::2])) == len(SIMPLIFIED) // 2
    assert [character for character, to in fold.items() if len(to) != 1 or to in fold] == []


@pytest.mark.parametrize("row", FOLDS, ids=lambda row: row.why)
def test_each_row_folds_onto_characters_of_its_target(row):
    assert set(view(row.characters)) <= set(view(row.to))
    assert view(row.characters) != row.characters


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_as_many_code_points_and_folding_twice_changes_nothing(text):
    folded_once = view(text)
    assert len(folded_once) == len(text)
    assert view(folded_once) == folded_once


@given(st.text(st.sampled_from("".join(folded())), min_size=1))
def test_folded_characters_too(text):
    folded_once = view(text)
    assert len(folded_once) == len(text)
    assert view(folded_once) == folded_once


@given(st.text(), st.text())
def test_the_view_of_a_part_is_the_part_of_the_view(left, right):
    assert view(left + right) == view(left) + view(right)
