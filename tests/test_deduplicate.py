"""Repeats inside a document, and duplicates across documents."""

from __future__ import annotations

import random
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tests.generate import compilation
from tests.verdicts import decide, links_of, verify
from transforms import deduplicate, label, render, segment, split
from transforms.decode import decode
from transforms.deduplicate import (
    KINDS,
    SCALE,
    Thresholds,
    candidates,
    cut,
    find_repeats,
    fingerprint,
    sift,
)
from transforms.deduplicate.candidates import PAIR
from transforms.deduplicate.fingerprint import DocumentFacts, Fingerprints
from transforms.deduplicate.judge import NOTHING, judge, locate
from transforms.deduplicate.key import (
    codes_of,
    gram_hashes,
    gram_hashes_at,
    key_of,
    key_text,
    mix,
    order_of,
    sorted_by,
)
from transforms.deduplicate.keyed import keyed
from transforms.deduplicate.likeness import edit_similarity, shingles
from transforms.deduplicate.passages import passages
from transforms.deduplicate.template import only_slots_differ
from transforms.deduplicate.thresholds import DEFAULT
from transforms.deduplicate.verdicts import SCORES
from transforms.schema import (
    BODY,
    COPY,
    DIGEST,
    HEADING,
    Collation,
    DeadLetter,
    Document,
    Edit,
    Fact,
    Pair,
    Rule,
    SourceText,
)
from transforms.tables.openings import ANNOUNCED, OPENINGS, OWN_VOICE

RAW = Path(__file__).parent.parent / "raw"

# ---------------------------------------------------------------------------- made-up texts

# Level 1 of GB 2312, its first 752 characters.
COMMON = "".join(
    bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xB8) for cell in range(0xA1, 0xFF)
)


def words(count: int, seed: int) -> str:
    """Return Chinese-looking text without punctuation."""
    return "".join(random.Random(seed).choices(COMMON, k=count))


def sentences(count: int, seed: int, each: int = 40) -> str:
    """Return Chinese-looking sentences of ``each`` code points, stops included."""
    return "".join(words(each - 1, seed * 1000 + number) + "。" for number in range(count))


def mutated(text: str, rate: float, seed: int) -> str:
    """Return the text with a share of its code points replaced, doubled or dropped."""
    draw = random.Random(seed)
    out = []
    for character in text:
        if draw.random() >= rate:
            out.append(character)
        elif (edit := draw.randrange(3)) == 0:
            out.append(draw.choice(COMMON))
        elif edit == 1:
            out.append(character + draw.choice(COMMON))
    return "".join(out)


def decoded(text: str, source: str = "s.txt") -> SourceText:
    found = decode(text.encode(), source)
    assert not isinstance(found, DeadLetter)
    return found


def collation(
    text: str, headings: Sequence[str] = (), source: str = "s.txt", start: int = 0
) -> Collation:
    """Return one document over the text, its blocks as ``segment`` cuts them."""
    found = segment.segment(decoded(text, source))
    view = found.text.view
    blocks = tuple(
        block._replace(label=HEADING) if view[block.start : block.end].strip() in headings
        else block
        for block in found.blocks
    )  # fmt: skip
    document = Document(f"{source}:{start}", start, len(text), 1.0)
    return found._replace(blocks=blocks, documents=(document,))


def with_label(found: Collation, name: str) -> str:
    return "".join(
        found.text.text[block.start : block.end] for block in found.blocks if block.label == name
    )


def body(found: Collation) -> str:
    return with_label(found, BODY)


def tiled(found: Collation) -> bool:
    edges = [(0, 0), *((block.start, block.end) for block in found.blocks)]
    return (
        all(left[1] == right[0] for left, right in pairwise(edges))
        and edges[-1][1] == len(found.text.text)
        and all(block.start < block.end for block in found.blocks)
    )


# -------------------------------------------------------------------------------------- key

NOISE = st.sampled_from(["", "", "", " ", "\n", "，", "。\n", "　", "（", "——", "”"])


@given(st.lists(st.tuples(st.sampled_from("国家能源2a碳达峰"), NOISE), max_size=60))
def test_a_key_knows_where_its_code_points_stand(pieces: list[tuple[str, str]]) -> None:
    text = "".join(letter + noise for letter, noise in pieces)
    key = key_of(text, 0, len(text))
    assert key.codes.tobytes().decode("utf-32-le") == "".join(letter for letter, _ in pieces)
    assert [text[place] for place in key.places] == [letter for letter, _ in pieces]
    assert key_text(text) == "".join(letter for letter, _ in pieces)


def test_a_key_leaves_out_what_is_not_the_documents_own() -> None:
    text = "推动能源第3页消费"
    key = key_of(text, 0, len(text), [(4, 7)])
    assert [text[place] for place in key.places] == list("推动能源消费")
    assert key.span(2, 6) == (2, 9)


@given(st.text("甲乙丙丁", max_size=40), st.integers(1, 20))
def test_gram_hashes_depend_on_the_gram_alone(text: str, size: int) -> None:
    hashes = gram_hashes(codes_of(text), size).tolist()
    grams = [text[at : at + size] for at in range(len(text) - size + 1)]
    assert len(hashes) == len(grams)
    assert len(set(zip(hashes, grams, strict=True))) == len(set(hashes)) == len(set(grams))


@given(st.text("甲乙丙丁", min_size=6, max_size=60), st.integers(1, 5))
def test_grams_at_places_hash_as_all_grams_do(text: str, size: int) -> None:
    codes = codes_of(text)
    places = np.arange(len(text) - size + 1)[::2]
    assert np.array_equal(gram_hashes_at(codes, size, places), gram_hashes(codes, size)[places])


@given(st.lists(st.integers(0, 9), max_size=60), st.sampled_from([0, 50, 60]))
def test_hashes_are_ordered_as_they_stand(values: list[int], shift: int) -> None:
    hashes = np.array(values, dtype=np.uint64) << np.uint64(shift)
    assert np.array_equal(order_of(hashes), np.argsort(hashes, kind="stable"))


@pytest.mark.parametrize("most", [3, 1 << 31, (1 << 63) - 1])  # the last do not fit into 64 bits
def test_rows_are_sorted_by_their_columns_the_first_one_first(most: int) -> None:
    columns = [np.array(column) for column in ([1, 0, 1, 0, 1], [0, most, most, 2, 0])]
    rows = np.stack(columns, axis=1)[sorted_by(*columns)]
    assert rows.tolist() == [[0, 2], [0, most], [1, 0], [1, 0], [1, most]]


# --------------------------------------------------------------------------------- passages


@settings(deadline=None)
@given(
    st.integers(20, 400), st.integers(0, 90), st.integers(0, 90), st.integers(0, 90), st.integers(0)
)
def test_a_passage_is_found_to_the_code_point(
    count: int, before: int, between: int, after: int, seed: int
) -> None:
    passage = words(count, seed)
    left = words(before, seed + 1) + "A" + passage + "B" + words(between, seed + 2)
    text = left + "C" + passage + "D" + words(after, seed + 3)
    (found,) = passages(codes_of(text))
    assert (found.twin_start, found.twin_end) == (before + 1, before + 1 + count)
    assert (found.start, found.end) == (len(left) + 1, len(left) + 1 + count)
    assert found.exact


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.05])
def test_an_edited_repeat_is_one_passage(rate: float) -> None:
    passage = words(600, 1)
    text = words(50, 2) + passage + words(300, 3) + mutated(passage, rate, 4) + words(50, 5)
    found = max(passages(codes_of(text)), key=lambda passage: passage.agreeing)
    assert abs(found.twin_start - 50) <= 40
    assert abs(found.twin_end - 650) <= 40
    assert found.agreeing > 0.7 * 600


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("短", 0),
        (words(19, 1) + "A" + words(19, 1), 0),
        (words(20, 1) + "A" + words(20, 1), 1),
        (words(5000, 1), 0),
    ],
    ids=["empty", "one", "nineteen", "twenty", "nothing"],
)
def test_short_texts_and_texts_without_repeats(text: str, count: int) -> None:
    assert len(passages(codes_of(text))) == count


@pytest.mark.parametrize(
    "text",
    [
        "一" * 30_000,
        "甲乙" * 15_000,
        words(75, 1) * 400,
        "".join(words(30, number % 40) for number in range(1000)),
        "".join(random.Random(1).choices("甲乙", k=30_000)),
    ],
    ids=["one letter", "two", "a paragraph", "a shuffle", "coins"],
)
def test_hostile_repeats_are_few(text: str) -> None:
    assert len(passages(codes_of(text))) <= len(text) // 20


# ----------------------------------------------------------------------------------- digest

FIRST, SECOND, THIRD = sentences(3, 1), sentences(3, 2), sentences(3, 3)
TITLE = "某省人民政府关于印发某省碳达峰实施方案的通知"
PROPER = "\n".join(
    [
        TITLE, "某政发〔2022〕45号", "", "各州、市人民政府：", "",
        "现将《某省碳达峰实施方案》印发给你们，请认真贯彻执行。", "", "某省人民政府",
        "2022年8月11日", "", "某省碳达峰实施方案", "", sentences(4, 9), "一、总体要求",
        f"1.{sentences(2, 8)}{FIRST}", f"2.{sentences(3, 7)}{SECOND}",
        f"3.{sentences(2, 6)}{THIRD}", sentences(30, 5), "",
    ]
)  # fmt: skip
DIGEST_TEXT = f" 日前，某省印发的通知明确，{FIRST}\n\n{mutated(SECOND, 0.02, 1)}\n\n{THIRD}\n\n"


def test_a_digest_before_the_heading_is_removed_whole() -> None:
    page = "另一份文件的标题\n"
    found = find_repeats(collation(page + DIGEST_TEXT + PROPER, ["另一份文件的标题", TITLE]))
    assert with_label(found, DIGEST).split() == DIGEST_TEXT.split()
    assert "日前" not in body(found)
    assert tiled(found)
    text = found.text.text
    removed = [repeat for repeat in found.repeats if repeat.action == "removed"]
    assert [text[repeat.start : repeat.end].strip()[:4] for repeat in removed] == [
        " 日前，某"[1:], SECOND[:4], THIRD[:4]
    ]  # fmt: skip
    for repeat, twin in zip(removed, (FIRST, SECOND, THIRD), strict=True):
        near = Levenshtein.normalized_similarity(
            key_text(text[repeat.twin_start : repeat.twin_end]), key_text(twin)
        )
        assert near > 0.95
    assert removed[2].kind == "exact"


@pytest.mark.parametrize("opening", ["原文如下：\n", "通知全文如下\n", ""])
def test_a_digest_is_found_without_a_heading_block(opening: str) -> None:
    found = find_repeats(collation(DIGEST_TEXT + opening + PROPER))
    assert with_label(found, DIGEST).split() == (DIGEST_TEXT + opening).split()
    assert body(found).startswith(TITLE)


def test_a_digest_in_front_of_the_documents_span_is_found() -> None:
    text = DIGEST_TEXT + PROPER
    found = find_repeats(collation(text, [TITLE], start=len(DIGEST_TEXT)))
    assert with_label(found, DIGEST).split() == DIGEST_TEXT.split()


LAW = "\n".join(f"第{n}条　{sentences(2, 100 + ord(n))}" for n in "一二三四五六七八九十")


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (f"某市条例\n为了{sentences(2, 1)}\n第一章 总则\n{LAW}\n", ["某市条例"]),
        (
            f"某市报告\n摘要\n{FIRST}{SECOND}\n一、情况\n{FIRST}{SECOND}{sentences(20, 4)}\n",
            ["某市报告"],
        ),
        (f"{sentences(4, 1)}\n{TITLE}\n{sentences(20, 2)}\n", [TITLE]),
        (
            f"某市人大关于修改某条例的决定\n对《某条例》作如下修改：\n将第一条修改为：{FIRST}{SECOND}\n"
            f"某条例\n第一条 {FIRST}{SECOND}\n{LAW}\n",
            ["某市人大关于修改某条例的决定", "某条例"],
        ),
        (f"一、{FIRST}\n二、{SECOND}\n{TITLE}\n{FIRST}\n{SECOND}\n{sentences(9, 4)}\n", [TITLE]),
        (f"{TITLE}\n某政发〔2022〕45号\n{TITLE}\n{TITLE}的补充\n{sentences(30, 2)}\n{TITLE}\n", []),
        (f"{FIRST}\n{TITLE}\n{FIRST}\n", [TITLE]),
    ],
    ids=[
        "preamble", "summary", "foreword", "decision and law", "numbered", "titles", "too long",
    ],
)  # fmt: skip
def test_what_is_no_digest_stays(text: str, headings: list[str]) -> None:
    before = collation(text, headings)
    found = find_repeats(before)
    assert found.blocks == before.blocks
    assert all(repeat.action == "marked" for repeat in found.repeats)


@pytest.mark.parametrize("rule", [ANNOUNCED, *OPENINGS, *OWN_VOICE], ids=lambda rule: rule.id)
def test_rules_of_openings(rule: Rule) -> None:
    pattern = rule.compile()
    for text in rule.matches:
        assert pattern.match(text), text
    for text in rule.spares:
        assert not pattern.match(text), text


# ----------------------------------------------------------------------------------- copies

PLAN = f"为贯彻落实，{sentences(4, 21)}一、总体要求{sentences(8, 22)}二、主要目标{sentences(8, 23)}"
MARKED = "第{}页"


def paged(text: str, first: int, every: int) -> str:
    """Return the text with a page marker every so many code points, wherever that falls."""
    pages = [text[at : at + every] for at in range(0, len(text), every)]
    return "".join(page + MARKED.format(first + number) for number, page in enumerate(pages))


def test_a_document_that_stands_twice_in_a_row_stands_once() -> None:
    text = paged(PLAN + PLAN, 7, 333)
    before = collation(text)
    found = find_repeats(before)
    assert body(before) == PLAN + PLAN
    assert body(found) == PLAN
    assert with_label(found, COPY) == PLAN
    assert tiled(found)
    (repeat,) = [repeat for repeat in found.repeats if repeat.action == "removed"]
    twin = text[repeat.twin_start : repeat.twin_end]
    assert (repeat.kind, repeat.score, repeat.twin_start) == ("exact", 1.0, 0)
    assert key_text(text[repeat.start : repeat.end]).endswith(key_text(PLAN[-30:]))
    assert twin.endswith(PLAN[-9:-1])


@settings(deadline=None)
@given(
    st.integers(0, 999), st.integers(500, 1500), st.integers(90, 900), st.sampled_from(["", "。"])
)
def test_what_is_left_of_two_copies_is_one_to_the_character(
    seed: int, count: int, every: int, stop: str
) -> None:
    text = f"某某条例第一条 {sentences(4, seed)}{words(count, seed)}{stop}".strip()
    found = find_repeats(collation(paged(text + text, 3, every)))
    assert body(found) == text


@pytest.mark.parametrize("times", [3, 4])
def test_three_copies_leave_one(times: int) -> None:
    found = find_repeats(collation(paged(PLAN * times, 7, 500)))
    assert body(found) == PLAN


def test_a_copy_cut_in_other_lines_leaves_the_lines_of_its_twin() -> None:
    lines = PLAN.replace("一、总", "\n一、总").replace("。", "。\n", 3) + "\n"
    found = find_repeats(collation(lines + PLAN + "\n附件：名单\n"))
    assert body(found) == lines + "附件：名单\n"


def test_a_copy_with_its_heading_is_removed_with_it() -> None:
    text = f"{TITLE}\n{PLAN}\n{TITLE}\n{PLAN}\n"
    found = find_repeats(collation(text, [TITLE]))
    assert body(found) == PLAN + "\n"
    assert with_label(found, COPY) == f"{TITLE}\n{PLAN}\n"


def test_a_long_run_whose_numbering_starts_again_is_a_copy() -> None:
    run = f"一、{sentences(9, 31)}二、{sentences(9, 32)}"
    front, back = f"某报告。{sentences(5, 33)}", f"三、{sentences(5, 34)}"
    found = find_repeats(collation(front + run + run + back))
    assert body(found) == front + run + back


def test_an_ocr_error_does_not_hide_a_copy() -> None:
    second = PLAN.replace(PLAN[400], "弯", 1).replace(PLAN[600], "壬", 1)
    found = find_repeats(collation(PLAN + second))
    assert body(found) == PLAN
    assert 0.95 <= found.repeats[0].score < 1


@pytest.mark.parametrize("seed", range(4))
def test_a_document_that_stands_again_under_its_heading_stands_once(seed: int) -> None:
    made = compilation(seed, "repeated")
    before = split.split(label.label(segment.segment(decoded(made.text))))
    after = find_repeats(before)
    assert (len(before.documents), len(after.documents)) == (11, 10)
    assert set(after.documents) < set(before.documents)
    (gone,) = set(before.documents) - set(after.documents)
    (repeat,) = [repeat for repeat in after.repeats if repeat.action == "removed"]
    ((start, end),) = made.copies
    assert (repeat.start, repeat.end) == (gone.start, gone.end)
    assert repeat.start <= start < end <= repeat.end
    assert with_label(after, COPY).endswith(made.text[end - 9 : end])
    assert tiled(after)
    marked = find_repeats(before, "mark")
    assert (marked.documents, marked.blocks) == (before.documents, before.blocks)


@pytest.mark.parametrize(
    ("second", "between", "gone"),
    [
        (PLAN, "", True),
        (mutated(PLAN, 0.02, 5), "", True),
        (mutated(PLAN, 0.1, 5), "", False),
        (PLAN, "编者的话。\n", False),
        (PLAN[:90], "", False),
    ],
    ids=["same", "OCR", "other", "text between", "short"],
)
def test_what_makes_a_second_copy(second: str, between: str, gone: bool) -> None:
    assert [len(both_copies(PLAN, second, between).documents)] == [1 if gone else 2]


def test_two_years_of_one_form_are_two_documents() -> None:
    form = f"2021年{PLAN}第12号。"
    assert len(both_copies(form, form.replace("2021", "2022").replace("12", "7")).documents) == 2
    assert len(both_copies(form, form).documents) == 1


def test_a_law_and_its_later_version_are_two_documents() -> None:
    law = f"(2004年1月3日通过)第一条{PLAN}第九条应当报告。"
    later = law.replace("2004年1月3日通过", "2018年5月9日修正").replace("应当", "必须")
    assert len(both_copies(law, later).documents) == 2
    twice = find_repeats(collation(law + later))
    assert body(twice) == law + later


def both_copies(first: str, second: str, between: str = "") -> Collation:
    """Return two documents of one title, one behind the other, with their repeats."""
    text = f"{TITLE}\n{first}\n{between}{TITLE}\n{second}\n"
    found = collation(text, [TITLE])
    middle = text.index(TITLE, 9)
    edges = ((0, middle - len(between)), (middle, len(text)))
    return find_repeats(
        found._replace(
            documents=tuple(
                Document(str(at), *edge, 1.0, (Fact("title", TITLE, 0, 0, "test"),))
                for at, edge in enumerate(edges)
            )
        )
    )


SHORT = f"一、{sentences(5, 41)}"
BEFORE, BEHIND, SAID = sentences(9, 43), sentences(9, 45), sentences(15, 44)
RECIPE = "第二步，整块肉冷水下锅，放姜和黄酒，煮到筷子能扎透肉皮。捞出来趁热抹老抽，用牙签扎孔。"
SCANNED = f"{BEFORE}先生记了三十年的流水，\n{SAID}人在路上没了，\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (SHORT + SHORT, SHORT),
        (BEFORE + SAID + SAID + BEHIND, BEFORE + SAID + BEHIND),
        (
            f"第一步，备料。\n{RECIPE}\n{RECIPE}\n第三步。\n",
            f"第一步，备料。\n{RECIPE}\n第三步。\n",
        ),
        (
            f"　　第一步，备料。\n　　{RECIPE}\n　　{RECIPE}\n　　{RECIPE}\n　　第三步。\n",
            f"　　第一步，备料。\n　　{RECIPE}\n　　第三步。\n",
        ),
        (
            f"{SCANNED}先生记了三十年的流水，\n{SAID}人在路上没了，\n说先走一步。{BEHIND}",
            f"{SCANNED}说先走一步。{BEHIND}",
        ),
        (f"{BEFORE * 2}“{SAID}”第7页“{SAID}”第8页{BEHIND}", f"{BEFORE}“{SAID}”{BEHIND}"),
    ],
    ids=["short", "inside a line", "a paragraph", "three with indents", "a page", "in quotes"],
)
def test_what_is_said_again_at_once_is_said_once(text: str, left: str) -> None:
    found = find_repeats(collation(text))
    assert body(found) == left
    assert tiled(found)
    assert "the same words stand twice in a row" in {repeat.reason for repeat in found.repeats}


@pytest.mark.parametrize(
    "text",
    [
        PLAN + sentences(9, 42) + PLAN,
        sentences(1, 46) * 40,
        PLAN + mutated(PLAN, 0.15, 47),
        "".join(f"第{n}条 {sentences(3, 48)}" for n in "一二三四五六七八九十"),
        "无　无　无　√\n" * 300,
        f"{'嗨哟一声橹，橹声惊起白鹭，' * 3}\n" * 2,
        "云岭的水哟清又清，\n流过田野流过村，\n灌溉了稻花千万顷，\n养育了两岸勤劳的人。\n" * 2,
        f"第三十一条　{RECIPE}\n{RECIPE}:\n",
        f"姓名：＿＿＿　性别：＿＿＿　{'工作单位及职务：＿＿＿　' * 9}\n" * 3,
        f"{RECIPE}\n（一）{RECIPE}\n",
    ],
    ids=[
        "apart",
        "refrain",
        "other version",
        "formula",
        "table",
        "chorus",
        "stanza",
        "article and item",
        "form",
        "item",
    ],
)
def test_other_repeats_are_marked_only(text: str) -> None:
    before = collation(text)
    found = find_repeats(before)
    assert found.blocks == before.blocks
    assert all(repeat.action == "marked" for repeat in found.repeats)


def test_policies() -> None:
    before = collation(PLAN + PLAN)
    assert find_repeats(before, "off") == before
    marked = find_repeats(before, "mark")
    assert marked.blocks == before.blocks
    assert [repeat.action for repeat in marked.repeats] == ["marked"]
    assert find_repeats(before, "all") == find_repeats(before, "within")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([PLAN, FIRST + "\n", SECOND, "一、\n", TITLE + "\n", "“（"]), max_size=7
    )
)
def test_blocks_tile_and_removing_twice_changes_nothing(parts: list[str]) -> None:
    before = collation("".join(parts), [TITLE])
    found = find_repeats(before)
    assert tiled(found)
    assert find_repeats(found._replace(repeats=())).blocks == found.blocks
    for repeat in found.repeats:
        assert 0 <= repeat.twin_start < repeat.twin_end
        assert repeat.start < repeat.end <= len(found.text.text)


def cleaned(name: str) -> Collation:
    (path,) = RAW.glob(f"{name}_*")
    text = decode(path.read_bytes(), path.name)
    assert not isinstance(text, DeadLetter)
    return find_repeats(split.split(label.label(segment.segment(text))))


def test_the_digest_that_opens_000() -> None:
    found = cleaned("000")
    lines = with_label(found, DIGEST).split()
    assert [line[:8] for line in lines] == [
        "日前，云南省人民", "推动能源消费绿色", "加快优化建筑用能", "推进农村建设和用",
    ]  # fmt: skip
    text = found.text.text
    twins = [repeat for repeat in found.repeats if repeat.action == "removed"]
    items = [text.rindex("\n", 0, repeat.twin_start) + 1 for repeat in twins]
    assert [text[at:].split(".")[0] for at in items] == ["1", "3", "11", "12"]


def test_the_digest_in_003() -> None:
    found = cleaned("003")
    lines = with_label(found, DIGEST).split()
    assert lines[0].startswith("近日,成都市人民政府發布")
    assert "提升成都綠色技術科技創新核心競爭力" in lines[6]
    assert len([line for line in lines if "如下" not in line]) == 7


def test_the_document_that_stands_twice_in_001() -> None:
    found = cleaned("001")
    (repeat,) = [repeat for repeat in found.repeats if repeat.action == "removed"]
    text = found.text.text
    assert text[repeat.start : repeat.end].startswith("习近平总书记提出“碳达峰、碳中和”目标")
    assert text[repeat.twin_start - 6 : repeat.twin_start] == ".shtml"
    assert text[: repeat.start].endswith("打好“碳达峰、碳中和”主动仗。")
    assert text[: repeat.end].endswith("打好“碳达峰、碳中和”主动仗。")


# ------------------------------------------------------------------------------ fingerprint


def documents(texts: Sequence[str], unit: int = 0, prefix: str = "s") -> Fingerprints:
    """Return the fingerprints of texts, each a source of its own."""
    return fingerprint(
        unit, [collation(text, source=f"{prefix}{n:05d}") for n, text in enumerate(texts)]
    )


def test_golden_vectors() -> None:
    found = documents(["国家碳达峰试点实施方案，积极开发利用清洁能源。\n" + FIRST + "\n" + SECOND])
    assert found.rows["grain"].tolist() == [0, 1, 1, 1]
    assert [hex(value) for value in found.rows["text"].tolist()] == GOLDEN_TEXTS
    assert np.bincount(found.anchors["row"]).tolist() == GOLDEN_COUNTS
    assert hex(int(np.bitwise_xor.reduce(found.anchors["band"]))) == GOLDEN_BANDS
    assert hex(int(np.bitwise_xor.reduce(found.anchors["context"]))) == GOLDEN_CONTEXTS
    assert found.bags.sum(axis=1).tolist() == [255, 21, 117, 117]
    assert hex(int(mix(gram_hashes(codes_of("碳达峰"), 3))[0])) == GOLDEN_GRAM


GOLDEN_TEXTS = [
    "0x436cb5a8eae1f3f6", "0x9939ba6c0389b4ff", "0x4b0e6146fe7950d5", "0xf102ded635aee736",
]  # fmt: skip
GOLDEN_COUNTS = [68, 18, 12, 7]
GOLDEN_BANDS = "0x42da030969a99404"
GOLDEN_CONTEXTS = "0x1c97b263"
GOLDEN_GRAM = "0x8c1557fb66c65b17"


def test_rows_name_their_passages() -> None:
    short = "标题\n"
    found = documents([short + FIRST + "\n" + SECOND, short + THIRD])
    assert found.rows["grain"].tolist() == [0, 1, 1, 0, 1]
    assert found.texts(np.arange(3)) == [
        key_text(short + FIRST + SECOND), key_text(FIRST), key_text(SECOND),
    ]  # fmt: skip
    assert found.place(4) == (1, 3, 3 + len(THIRD))
    assert found.documents[1] == DocumentFacts(
        "s00001:0", "s00001", 0, 2 + len(THIRD), compared=len(THIRD)
    )


def test_fingerprints_do_not_depend_on_neighbours_or_batches() -> None:
    texts = [f"{sentences(30, number)}\n{sentences(40, number + 99)}" for number in range(60)]
    together, alone = documents(texts), [documents([text]) for text in texts]
    assert np.array_equal(
        together.anchors["band"], np.concatenate([one.anchors["band"] for one in alone])
    )
    assert np.array_equal(together.bags, np.concatenate([one.bags for one in alone]))
    assert np.array_equal(
        together.rows["text"], np.concatenate([one.rows["text"] for one in alone])
    )


def test_layout_does_not_count() -> None:
    flat = FIRST + SECOND + THIRD
    poem = flat.replace("。", "，\n").replace("的", "的\n")
    left, right = documents([flat]), documents([poem])
    assert left.rows["text"][0] == right.rows["text"][0]
    for one, other in zip(of_document(left), of_document(right), strict=True):
        assert np.array_equal(one, other)


def of_document(found: Fingerprints) -> tuple[np.ndarray, np.ndarray]:
    return found.anchors["band"][found.anchors["row"] == 0], found.bags[0]


@given(
    st.lists(st.sampled_from(["甲乙丙。", "\n", "“丁", "戊 己", "\n\n", "第1页"]), max_size=12),
    st.data(),
)
def test_paragraphs_are_those_of_the_record(parts: list[str], data: st.DataObject) -> None:
    found = collation("".join(parts))
    text = found.text.text
    edits: list[Edit] = []
    for block in found.blocks:
        if block.label == BODY and data.draw(st.booleans()):
            at = data.draw(st.integers(block.start, block.end - 1))
            new = data.draw(st.sampled_from(["", "\n", "字"]))
            edits.append(Edit(at, at + (0 if new == "\n" else 1), new, "test"))
    lines = render.paragraphs(text, found.blocks, edits)
    keys = keyed([(found.text.view, found.blocks, edits), ("", (), ())] * 2, 1)
    spans = [(start, end) for _, start, end in lines]
    assert [tuple(span) for span in keys.lines.tolist()] == 2 * spans
    assert keys.owners.tolist() == [0] * len(spans) + [2] * len(spans)
    codes = codes_of(found.text.view)
    for number, (start, end) in zip(keys.numbers, 2 * spans, strict=True):
        part = slice(keys.parts[number], keys.parts[number + 1])
        places = keys.places[part]
        assert all(start <= at < end for at in places.tolist())
        assert np.array_equal(keys.codes[part], codes[places])


def test_an_empty_unit_and_empty_documents() -> None:
    none = fingerprint(3, [])
    assert (len(none.rows), len(none.anchors), none.bags.shape) == (0, 0, (0, 64))
    assert [len(part.anchors) for part in cut(none, 4)] == [0, 0, 0, 0]
    blank = documents(["。。。\n", "\n"])
    assert blank.rows["grain"].tolist() == [0, 0]
    assert sum(len(part.anchors) for part in cut(blank, 4)) == 0


# ------------------------------------------------------------------------------- candidates


def paired(units: Sequence[Fingerprints], partitions: int = 4) -> list[tuple[int, int, int, int]]:
    slices = [cut(unit, partitions) for unit in units]
    by_number = {unit.unit: unit for unit in units}
    found = deduplicate.unique(
        [
            sift(candidates([cuts[part] for cuts in slices], by_number.__getitem__))
            for part in range(partitions)
        ]
    )
    return [(*divmod(pair[0], 1 << 32), *divmod(pair[1], 1 << 32)) for pair in found.tolist()]


@pytest.mark.parametrize(("rate", "recall"), [(0.02, 1), (0.05, 1), (0.10, 1), (0.18, 0.98)])
def test_recall_of_candidates(rate: float, recall: float) -> None:
    lengths = random.Random(5)
    texts = [words(lengths.randint(60, 300), number) for number in range(300)]
    units = [documents(texts), documents([mutated(t, rate, n) for n, t in enumerate(texts)], 1)]
    row = {(0, n): unit.rows["document"].tolist().index(n) for unit in units for n in range(300)}
    pairs = set(paired(units))
    hits = sum((0, row[0, n], 1, row[0, n]) in pairs for n in range(300))
    assert hits / 300 >= recall
    strangers = [pair for pair in pairs if pair[1] // 2 != pair[3] // 2]
    assert len(strangers) <= 2e-4 * (600 * 599 / 2)


def test_candidates_in_any_order_and_any_partitions() -> None:
    draw = random.Random(1)
    texts = [sentences(3, draw.randrange(30)) + "\n" + FIRST for _ in range(120)]
    units = [documents(texts[at : at + 30], number) for number, at in enumerate((0, 30, 60, 90))]
    expected = paired(units, 1)
    assert expected
    for partitions in (2, 7):
        assert paired(units, partitions) == expected
    assert paired(units[::-1], 3) == expected


@pytest.mark.parametrize("together", [3, 1 << 16])
def test_shared_anchors_are_counted(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("transforms.deduplicate.candidates"), "COUNTED", together)
    texts = [mutated(words(90, number % 4), 0.05, number) for number in range(16)]
    units = [documents(texts[at : at + 4], number) for number, at in enumerate((0, 4, 8, 12))]
    buckets = defaultdict(list)
    for unit in units:
        for anchor in cut(unit, 1)[0].anchors:
            name = unit.unit << 32 | int(anchor["row"])
            owner = unit.unit, int(unit.rows["document"][anchor["row"]])
            buckets[int(anchor["band"])].append((name, owner, int(anchor["context"])))
    expected: dict[tuple[int, int], tuple[int, int]] = {}
    for bucket in buckets.values():
        for (one, own, context), (other, its, twin_context) in combinations(bucket, 2):
            if own != its:
                shared, alike = expected.get((one, other), (0, 0))
                expected[one, other] = shared + 1, alike + (context == twin_context)
    found = candidates([cut(unit, 1)[0] for unit in units], units.__getitem__)
    assert found.pairs.tolist() == [(*pair, *counts) for pair, counts in sorted(expected.items())]
    assert found.hot_buckets == 0
    assert max(shared for shared, _ in expected.values()) > 3


@pytest.mark.parametrize("last", [5, 1 << 40, 1 << 63], ids=["small", "large", "huge"])
def test_pairs_of_several_partitions_are_one_each(last: int) -> None:
    one = np.array([(1, 2, 1, 0), (1, last, 2, 1)], dtype=PAIR)
    other = np.array([(0, last, 1, 1), (1, last, 3, 1), (2, 3, 65535, 0)], dtype=PAIR)
    assert deduplicate.unique([other, one, other]).tolist() == [
        (0, last, 2, 2), (1, 2, 1, 0), (1, last, 8, 3), (2, 3, 65535, 0),
    ]  # fmt: skip


def test_one_paragraph_ten_thousand_times() -> None:
    formula = words(60, 1) + "\n"
    texts = [formula + words(50, 10 + number % 50) for number in range(10_000)]
    unit = documents(texts)
    slices = cut(unit, 2)
    tracemalloc.start()
    found = [candidates([part], lambda _: unit) for part in slices]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    paragraphs = [
        pair for pair in deduplicate.unique([one.pairs for one in found]).tolist()
        if unit.rows["grain"][pair[1]]
    ]  # fmt: skip
    # Each of 51 texts is paired with its own first copy; strangers share no anchor.
    assert len(paragraphs) == 20_000 - 51
    assert peak < 200e6
    hot = [bucket for one in found for bucket in one.hot]
    assert 10_000 in {bucket.passages for bucket in hot}
    assert sum(one.hot_buckets for one in found) >= len(hot)


def test_many_versions_of_a_formula_are_paired_with_the_first() -> None:
    formula = words(80, 1)
    unit = documents([formula + f"{number:03d}" for number in range(200)])
    found = [candidates([part], lambda _: unit) for part in cut(unit, 1)]
    assert max(bucket.texts for bucket in found[0].hot) > 100
    assert 2 * 199 <= len(found[0].pairs) < 200 * 32 * 2


def test_a_hot_phrase_does_not_hide_what_stands_behind_it() -> None:
    phrase = words(12, 1)
    texts = [phrase + words(30, 100 + number // 2) for number in range(200)]
    unit = documents(texts)
    pairs = {(left, right) for _, left, _, right in paired([unit], 1)}
    row = {
        int(number): at for at, number in enumerate(unit.rows["document"]) if unit.rows["grain"][at]
    }
    assert all((row[number], row[number + 1]) in pairs for number in range(0, 200, 2))


# ----------------------------------------------------------------------------------- verify


def judged(left: str, right: str, thresholds: Thresholds = DEFAULT) -> tuple[str, list[float]]:
    """Return what two texts are to each other, "" if nothing, and Jaccard, edit, containment."""
    (found,) = judge([left], [right], thresholds)
    kind = "" if found["kind"] == NOTHING else KINDS[found["kind"]]
    return kind, [found[name] / SCALE for name in SCORES]


LINE = words(100, 77)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (LINE, "exact"),
        (mutated(LINE, 0.05, 1), "near"),
        (mutated(LINE, 0.12, 1), "near"),
        (LINE[50:] + LINE[:50], "near"),
        (LINE[:40], "contained"),
        (words(200, 3) + LINE + words(100, 4), "contained"),
        (LINE[:77] + words(23, 5), "rejected"),
        (words(100, 78), ""),
        (LINE[:50] + words(50, 6), ""),
    ],
    ids=[
        "same", "5 %", "12 %", "halves swapped", "excerpt", "inside", "near miss", "other", "half",
    ],
)  # fmt: skip
def test_verdicts(other: str, kind: str) -> None:
    assert judged(LINE, other)[0] == judged(other, LINE)[0] == kind


@pytest.mark.parametrize(
    ("excerpt", "kind"),
    [
        (mutated(LINE[:60], 0.02, 1) + "试读已结束", "contained"),
        (mutated(LINE[:60], 0.3, 1), ""),
        (LINE[:60] + words(40, 9), ""),
        (words(16, 8) + LINE[14:], "near"),
    ],
    ids=["residue and noise", "noise", "half of it", "no excerpt"],
)
def test_an_excerpt_may_have_noise_in_it(excerpt: str, kind: str) -> None:
    (found,) = judge([excerpt], [LINE], excerpts=True)
    assert ("" if found["kind"] == NOTHING else KINDS[found["kind"]]) == kind


@pytest.mark.parametrize(
    ("other", "is_template"),
    [
        ("2022年8月11日昆明市财政局收到第7号申请", True),
        ("2021年3月1日昆明市财政局收到第12号申请", True),
        ("2021年3月1日贵阳市财政局收到第7号申请", True),
        ("2021年3月1日昆明市教育局收到第7号申请", True),
        ("二〇二一年3月1日昆明市财政局收到第7号申请", False),
        ("2021年3月1日昆明市财政局退回第7号申请", False),
        ("2021年3月1日昆明市财政局收到第7号申请", False),
        ("2022年3月1日昆明市财政局退回第7号申请", False),
    ],
    ids=["date", "number", "place", "organ", "same value", "verb", "same", "date and verb"],
)
def test_template_variants(other: str, is_template: bool) -> None:
    assert only_slots_differ("2021年3月1日昆明市财政局收到第7号申请", other) == is_template
    assert only_slots_differ(other, "2021年3月1日昆明市财政局收到第7号申请") == is_template


FORM = "姓名{0}在我单位工作电话{1}{2}教育局登录{2}平台签收人{0}"


@pytest.mark.parametrize(
    ("form", "values", "others", "is_template"),
    [
        (FORM, ("张伟", "07985560127", "梧坪市"), ("李红梅", "05637219034", "柘阳市"), True),
        (FORM.replace("姓名", ""), ("张伟", "7", "梧坪市"), ("李红梅", "9", "柘阳市"), False),
        (FORM, ("张伟", "7", "梧坪市"), ("张伟", "9", "梧坪市辖"), False),
        ("{0}市登录{1}平台电话{2}", ("梧坪", "梧坪", "7"), ("柘阳", "秋叶", "9"), False),
    ],
    ids=["names said before", "not said", "longer", "another name"],
)
def test_a_name_that_a_slot_holds_elsewhere_is_in_one(
    form: str, values: tuple[str, ...], others: tuple[str, ...], is_template: bool
) -> None:
    left, right = form.format(*values), form.format(*others)
    assert only_slots_differ(left, right) == only_slots_differ(right, left) == is_template


@settings(deadline=None)
@given(st.integers(30, 300), st.integers(0, 400), st.integers(0, 400), st.integers(0, 99))
def test_a_part_is_located(count: int, before: int, after: int, seed: int) -> None:
    part = words(count, seed)
    whole = words(before, seed + 1) + part + words(after, seed + 2)
    assert locate(part, whole) == (whole.index(part), whole.index(part) + count)
    start, end = locate(mutated(part, 0.01, seed), whole)
    assert abs(start - before) <= 5 and abs(end - before - count) <= 5


@pytest.mark.parametrize("count", [3, 20, 100, 1500])
def test_scores_are_exact(count: int) -> None:
    text = words(count, 77)
    other = mutated(text, 0.05, 1) + text[: count // 9]
    one, two = shingles(text), shingles(other)
    common = len(one & two)
    assert judged(text, other)[1] == [
        round(common / len(one | two), 4),
        round(Levenshtein.normalized_similarity(text, other), 4),
        round(common / min(len(one), len(two)), 4),
    ]


@pytest.mark.parametrize("short", ["床前明月光疑是地上霜举头望明月低头思故乡", "施行", "甲"])
def test_short_texts_are_judged_exactly(short: str) -> None:
    assert judged(short, short) == ("exact", [1, 1, 1])
    assert judged(short, short[:-1] + "土")[0] == ("near" if len(short) >= 5 else "")


def test_a_poem_is_found_in_what_is_written_about_it() -> None:
    poem = "床前明月光，疑是地上霜。举头望明月，低头思故乡。"
    unit = documents([poem, f"{poem}{words(190, 5)}"])
    pairs = [sift(candidates([part], lambda _: unit)) for part in cut(unit, 3)]
    (pair,) = verify(deduplicate.unique(pairs), [unit])
    assert pair.kind == "contained"


def test_pairs_inside_a_document_or_of_two_grains_are_no_pairs() -> None:
    unit = documents([f"{LINE}\n{LINE}", LINE])
    pairs = np.array([(1, 2, 9, 9), (0, 4, 9, 9), (1, 4, 9, 9)], dtype=PAIR)
    assert [(pair.left[1:], pair.right[1:]) for pair in verify(pairs, [unit])] == [
        ((0, 100), (0, 100))
    ]


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.1])
def test_long_texts_are_compared_piece_by_piece(rate: float) -> None:
    text = words(24_000, 1)
    other = mutated(text[:9_000], rate, 2) + words(300, 3) + mutated(text[9_000:], rate, 4)
    exact = Levenshtein.normalized_similarity(text, other)
    assert exact - 0.02 <= edit_similarity(text, other) <= exact


def test_long_texts_without_anchors_are_not_similar() -> None:
    assert edit_similarity(words(30_000, 1), words(30_000, 2)) == 0
    assert edit_similarity(words(30_000, 1), words(10_000, 1)) == 0


# ----------------------------------------------------------------------------------- decide


def facts(*ids: str, chars: int = 1000) -> list[DocumentFacts]:
    return [DocumentFacts(id, f"{id}.txt", 0, chars) for id in ids]


def whole(left: str, right: str, score: float = 0.96, kind: str = "near") -> Pair:
    sides = ((left, 0, 1000), (right, 0, 1000))
    return Pair("document", kind, 0.5, score, score, *sides)


def shared(left: str, right: str, start: int, end: int, kind: str = "exact") -> Pair:
    return Pair("paragraph", kind, 1.0, 1.0, 1.0, (left, start, end), (right, start, end))


def clusters(pairs: Sequence[Pair], documents: Sequence[DocumentFacts]) -> dict[str, str]:
    return {decision.id: decision.cluster for decision in decide(pairs, documents)}


def test_a_cluster_is_no_chain() -> None:
    links = [whole("a", "b"), whole("b", "c"), whole("c", "d")]
    assert clusters(links, facts("a", "b", "c", "d", "e")) == {
        "a": "a", "b": "a", "c": "c", "d": "c", "e": "",
    }  # fmt: skip


def test_the_whole_text_stays_before_its_excerpt() -> None:
    excerpt, full = facts("a", chars=300), facts("b", "c")
    pairs = [whole("a", "b", 1.0, "contained"), whole("b", "c")]
    found = {d.id: d for d in decide(pairs, excerpt + full, "all")}
    assert {d.id: (d.cluster, d.duplicate_of) for d in found.values()} == {
        "a": ("b", "b"), "b": ("b", ""), "c": ("b", "b"),
    }  # fmt: skip
    assert found["a"].duplicates == (("b", "contained", 1.0),)
    assert "whole" in found["a"].reason


@pytest.mark.parametrize(
    ("policy", "score", "gone"),
    [("all", 0.95, True), ("all", 0.94, False), ("within", 1.0, False), ("mark", 1.0, False)],
)
def test_only_all_removes_and_only_what_is_near_identical(
    policy: deduplicate.Policy, score: float, gone: bool
) -> None:
    _, second = decide([whole("a", "b", score)], facts("a", "b"), policy)
    assert second.cluster == "a"
    assert second.duplicate_of == ("a" if gone else "")


def test_off_says_nothing() -> None:
    assert [d[1:] for d in decide([whole("a", "b")], facts("a", "b"), "off")] == [
        ("", "", (), "", ()), ("", "", (), "", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("together", [1, 1 << 14])
def test_shared_paragraphs_are_added_up_from_each_side(
    together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("transforms.deduplicate.decide"), "HELD", together)
    nation, city = facts("nation", chars=4000), facts("city", chars=1000)
    pairs = [shared("city", "nation", 0, 200), shared("city", "nation", 300, 500)]
    pairs.append(shared("city", "nation", 0, 200, "near"))  # counted once
    pairs.append(shared("city", "nation", 600, 900, "rejected"))  # not counted
    links = links_of(pairs, city + nation)
    assert links == [{1: ("shared", 0.4)}, {}]
    found = decide(pairs, nation + city)
    assert found[0].duplicates == (("nation", "shared", 0.4),)
    assert [decision.cluster for decision in found] == ["", ""]


@pytest.mark.parametrize(
    ("better", "why"),
    [
        ({"official": 1}, "official before repost"),
        ({"date": "2020-01-01"}, "earlier before later"),
        ({"noise": 0}, "cleaner before noisier"),
    ],
)
def test_which_copy_stays(better: dict[str, str | int], why: str) -> None:
    worse = DocumentFacts("a", "a.txt", 0, 1000, 0, "2021-01-01", 300)
    good = worse._replace(id="b", source="b.txt")._replace(**better)  # type: ignore[arg-type]
    first, second = decide([whole("a", "b")], [worse, good], "all")
    assert (first.cluster, first.duplicate_of, second.duplicate_of) == ("b", "b", "")
    assert why in first.reason and why in second.reason


def test_template_variants_stay() -> None:
    found = decide([whole("a", "b", 0.99, "template")], facts("a", "b"), "all")
    assert [(d.cluster, d.duplicate_of) for d in found] == [("", ""), ("", "")]
    assert found[0].duplicates == (("b", "template", 0.99),)


def test_a_thousand_copies_list_a_few_neighbours_each() -> None:
    ids = [f"{number:04d}" for number in range(1000)]
    pairs = [whole(ids[500], id, 1.0, "exact") for id in ids if id != ids[500]]
    found = decide(pairs, facts(*ids), "all")
    assert {d.cluster for d in found} == {"0000"}
    assert sum(bool(d.duplicate_of) for d in found) == 999
    assert sum(len(d.duplicates) for d in found) <= 8 * 1000
    assert all(("0000", "exact", 1.0) in d.duplicates for d in found[1:])


def test_a_document_whose_paragraphs_all_stand_in_another_is_contained() -> None:
    part, full = facts("part", chars=1000), facts("full", chars=5000)
    found = decide([shared("part", "full", 0, 960)], part + full, "all")
    assert {d.id: (d.cluster, d.duplicate_of) for d in found} == {
        "full": ("full", ""), "part": ("full", "full"),
    }  # fmt: skip


def test_a_document_whose_paragraphs_are_but_similar_is_not_contained() -> None:
    part, full = facts("part", chars=1000), facts("full", chars=5000)
    similar = Pair("paragraph", "near", 0.5, 0.85, 0.6, ("part", 0, 960), ("full", 0, 950))
    found = decide([similar], part + full, "all")
    assert {d.id: (d.duplicate_of, d.duplicates) for d in found} == {
        "full": ("", ()), "part": ("", (("full", "shared", 0.96),)),
    }  # fmt: skip


@pytest.mark.parametrize(("remove_from", "gone"), [(0.9, "a"), (0.93, "a"), (0.94, "")])
def test_the_threshold_of_removal_can_be_moved(remove_from: float, gone: str) -> None:
    thresholds = Thresholds(0.8, remove_from)
    found = decide([whole("a", "b", 0.93)], facts("a", "b"), "all", thresholds)
    assert [decision.duplicate_of for decision in found] == ["", gone]


@pytest.mark.parametrize(
    ("thresholds", "kinds"),
    [
        (Thresholds(), ["near", "contained"]),
        (Thresholds(0.96, 0.96), ["rejected", ""]),
        (Thresholds(0.98, 0.999), ["", ""]),
    ],
    ids=["default", "strict", "stricter"],
)
def test_the_thresholds_of_verdicts_can_be_moved(thresholds: Thresholds, kinds: list[str]) -> None:
    changed = LINE[:50] + words(8, 5) + LINE[58:]
    couples = [(changed, LINE), (LINE[:30] + LINE[31:], words(90, 3) + LINE)]
    for (one, other), kind in zip(couples, kinds, strict=True):
        assert judged(one, other, thresholds)[0] == kind


def test_decisions_do_not_depend_on_order() -> None:
    draw = random.Random(3)
    ids = [f"{number:02d}" for number in range(20)]
    links = sorted({tuple(sorted(draw.sample(ids, 2))) for _ in range(30)})
    pairs = [whole(a, b, round(draw.uniform(0.8, 1), 4)) for a, b in links]
    expected = decide(pairs, facts(*ids), "all")
    for _ in range(5):
        draw.shuffle(pairs)
        draw.shuffle(ids)
        assert decide(pairs, facts(*ids), "all") == expected


# -------------------------------------------------------------------------------- end to end


def decided(
    units: Sequence[Fingerprints], policy: deduplicate.Policy = "all"
) -> tuple[list[Pair], dict[str, tuple[str, str]]]:
    slices = [cut(unit, 3) for unit in units]
    fetch: Callable[[int], Fingerprints] = units.__getitem__
    pairs = [sift(candidates([cuts[part] for cuts in slices], fetch)) for part in range(3)]
    verified = verify(deduplicate.unique(pairs), units)
    every = [document for unit in units for document in unit.documents]
    found = decide(verified, every, policy)
    return verified, {d.id[:6]: (d.cluster[:6], d.duplicate_of[:6]) for d in found}


def test_versions_excerpts_and_strangers() -> None:
    lines = [sentences(4, number) for number in range(12)]
    text = "\n".join(lines)
    texts = [
        text,
        text.replace("。", "，").replace("\n", ""),  # the same, laid out otherwise
        mutated(text, 0.02, 1),
        "\n".join(lines[3:7]),  # an excerpt
        "\n".join(sentences(4, 50 + number) for number in range(12)),
    ]
    units = [documents(texts[:2], 0, "s"), documents(texts[2:], 1, "t")]
    verified, found = decided(units)
    assert found["s00000"] == ("s00000", "")
    assert found["s00001"] == found["t00000"] == found["t00001"] == ("s00000", "s00000")
    assert found["t00002"] == ("", "")
    kinds = {
        (pair.left[0][:6], pair.right[0][:6]): pair.kind
        for pair in verified
        if pair.grain == "document"
    }
    assert kinds["s00000", "s00001"] == "exact"
    assert kinds["s00000", "t00000"] == "near"


def test_a_poem_of_twenty_characters_has_its_twin() -> None:
    poem = "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n"
    _, found = decided([documents([poem, poem.replace("\n", ""), words(20, 4)])])
    assert [found[f"s0000{n}"] for n in range(3)] == [
        ("s00000", ""),
        ("s00000", "s00000"),
        ("", ""),
    ]
