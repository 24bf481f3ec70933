"""Words that are looked for first."""

from __future__ import annotations

from transforms.triggers import Triggers

WORDS = Triggers(("姓 ?名", "办人"))


def test_a_word_is_held_only_whole():
    assert WORDS.held("经办人:某某")
    assert not WORDS.held("姓氏、办法")


def test_places_are_sorted_and_lie_between_the_bounds():
    text = "经办人 姓 名 姓名"
    assert WORDS.places(text) == [1, 4, 8]
    assert WORDS.places(text, 2) == [4, 8]
    assert WORDS.places(text, 2, 9) == [4]
