"""Foot notes move behind what cites them, and the edges of pages part no sentence."""

from __future__ import annotations

import pytest

import jiaokan

WIDTH = 24  # characters of a line
CITING = (
    "清末以来，青石渡的盐船一年比一年多，①码头上的脚夫编成了四个班，每班推一人为头，"
    "按先后顺序卸货，谁也不许抢先。"
)
CUT = (
    "到了民国初年，轮船公司在下游设了趸船，货物不再经过青石渡，四个班的脚夫②散去了大半，"
    "剩下的人改行撑渡船，或者回乡种田，只有班头一家还守着码头边上的老屋。"
)
LAST = "老屋在抗战时毁于轰炸，如今只剩下半截石阶，涨水的时候没在水里，水退以后又露出来。"
NOTES = (
    "①据县志记载，光绪末年每年过渡的盐船约有六百只，其中三分之一在此停泊过夜。",
    "②见《渡口调查》第三页。",
)


def wrapped(text: str, indent: str = "\u3000\u3000") -> list[str]:
    """Return a text in lines of one width."""
    text = indent + text
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]


def cleaned(lines: list[str]) -> list[str]:
    """Return the lines of the one record of a source."""
    (record,) = jiaokan.clean("\n".join(["青石渡的码头", *lines, ""]).encode(), "渡口.txt")
    return str(record["text"]).split("\n")


def paged(notes: list[str], head: list[str], below: list[str] | None = None) -> list[str]:
    """Return the lines of two pages; the first ends inside a paragraph, above its notes."""
    cut = wrapped(CUT)
    first = [*wrapped(CITING), *cut[:2], *notes, *head]
    return [*first, *cut[2:], *wrapped(LAST), *(below or [])]


MEANT = [CITING, NOTES[0], CUT, NOTES[1], LAST]


@pytest.mark.parametrize(
    "head",
    [
        ["· 17 ·"],
        ["· 17 ·", "青石渡史话"],
        ["————", "— 17 —", "", "青石渡史话", "第二章　码头"],
        ["17", "青石渡史话"],
        ["", "青石渡史话", "", "十七", ""],
    ],
)
def test_a_foot_note_stands_behind_the_paragraph_that_cites_it(head: list[str]):
    notes = [line for note in NOTES for line in wrapped(note, "")]
    assert cleaned(paged(notes, head)) == MEANT


def test_a_foot_note_need_not_cut_a_sentence():
    notes = [line for note in NOTES for line in wrapped(note, "")]
    whole = [*wrapped(CITING), *wrapped(CUT), *wrapped(LAST)]
    assert cleaned([*whole, *notes, "· 17 ·"]) == MEANT
    assert cleaned([*whole, *notes, "· 17 ·", *wrapped("完。")]) == [*MEANT, "完。"]


@pytest.mark.parametrize(
    "lines",
    [
        [*wrapped(CITING), *wrapped(CUT), "注释：", *NOTES, "· 17 ·"],  # end notes
        [*wrapped(LAST), "办法有二：①修桥；②撑船。", "①修桥要钱。", "②撑船要人。", "· 17 ·"],
    ],
)
def test_end_notes_and_lists_stay(lines: list[str]):
    found = cleaned(lines)
    assert [line[0] for line in found[-2:]] == ["①", "②"]


@pytest.mark.parametrize(
    "edge",
    [
        ["青石渡史话", "17"],
        ["17", "青石渡史话", "第二章　码头"],
        ["青石渡史话", "", "十七"],
        ["\f青石渡史话"],
        ["17", "18", "青石渡史话"],
    ],
)
def test_a_number_of_a_page_that_cuts_a_sentence_tells_its_head_and_foot(edge: list[str]):
    cut = wrapped(CUT.replace("②", ""))
    lines = [*wrapped(CITING.replace("①", "")), *cut[:2], *edge, *cut[2:], *wrapped(LAST)]
    assert cleaned(lines) == [CITING.replace("①", ""), CUT.replace("②", ""), LAST]


@pytest.mark.parametrize(
    "between",
    [
        ["17", "\u3000\u3000"],  # the next paragraph is set in
        ["甲班", "17", "乙班"],  # the sentence has ended
    ],
)
def test_a_number_between_paragraphs_is_no_page(between: list[str]):
    whole = [*wrapped(CITING), *between, *wrapped(LAST)]
    assert "17" in cleaned(whole)


def test_rows_of_a_table_above_the_number_of_a_page_stay():
    rows = ["船数、人数（个）    1911年    1912年", "盐船    600    580", "渡船    12    14"]
    found = cleaned([*wrapped(LAST), *rows, "17", *wrapped(LAST, "")])
    assert any("580" in line for line in found) and any("14" in line for line in found)


def test_the_number_of_a_standard_and_of_a_volume_head_pages():
    lines = [*wrapped(CITING) * 3, *wrapped(CUT), "17"]
    found = cleaned([*lines, "T/ABCD 004—2018", "3.2  趸船", *wrapped(LAST), "18"])
    assert found[-2:] == ["3.2\u3000趸船", LAST] and "T/ABCD 004—2018" not in found
    head = "青 石 文 史 （ 第 十 一 辑 ）"
    assert head.replace(" ", "") not in cleaned([*lines[:-1], head, "·17·", *wrapped(LAST)])


def test_a_note_that_only_a_note_cites_moves_with_it():
    notes = ["①见②处的说明。", "②某县《渡口调查》，1999年。"]
    cut = CUT.replace("②", "①")
    first = [*wrapped(LAST), *wrapped(cut)[:2], *notes, "· 17 ·"]
    found = cleaned([*first, *wrapped(cut)[2:], *wrapped(LAST)])
    assert found == [LAST, cut, *notes, LAST]


def test_a_line_drawn_above_notes_in_brackets_tells_them():
    first = "全年供水二千零三十三万吨[1]，比上年增长百分之七，用户满意，投诉减少，水费足额收缴。"
    second = "城镇用户人均用水比上年下降百分之二，节水器具普及率达到九成，漏损率降到一成以下[2]。"
    third = "枯水期每日分两次供水，时间由水厂公布。"
    one, two, ruler = "[1]供水量为初步统计数。", "[2]不含乡镇。", "_" * 15
    pages = [
        first,
        ruler,
        one,
        "— 1 —",
        f"　　{second}",
        ruler,
        two,
        "— 2 —",
        f"　　{third}",
        "— 3 —",
    ]
    assert cleaned(pages) == [first, one, second, two, third]
    unruled = [first, f"　　{third}", one, "— 1 —", f"　　{second}", "— 2 —"]
    assert cleaned(unruled)[:3] == [first, third, one]
