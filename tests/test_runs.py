"""Runs of sentences that two documents share, though lines and paragraphs are cut differently."""

from __future__ import annotations

import pytest

from tests.test_deduplicate import decided, documents, mutated, sentences
from transforms.deduplicate.fingerprint import Fingerprints
from transforms.deduplicate.key import key_text
from transforms.schema import Pair


def found(texts: list[str]) -> tuple[list[Pair], Fingerprints]:
    unit = documents(texts)
    return decided([unit])[0], unit


def paragraphs(count: int, seed: int) -> str:
    return "\n".join(sentences(4, seed + number) for number in range(count))


# A run from the middle of one paragraph to the middle of another.
RUN = sentences(3, 900) + sentences(5, 901) + sentences(4, 902)


@pytest.mark.parametrize("line", [37, 10_000], ids=["short lines", "one line"])
def test_a_run_is_given_to_the_character_on_both_sides(line: int) -> None:
    left = f"{paragraphs(6, 10)}{RUN[:90]}\n{RUN[90:]}{paragraphs(6, 20)}"
    flat = f"{paragraphs(5, 30)}{RUN}{paragraphs(7, 40)}".replace("\n", "")
    right = "\n".join(flat[at : at + line] for at in range(0, len(flat), line))
    pairs, _ = found([left, right])
    (run,) = [pair for pair in pairs if pair.grain == "run"]
    assert run.kind == "exact"
    for text, (_, start, end) in ((left, run.left), (right, run.right)):
        assert key_text(text[start:end]) == key_text(RUN)


def test_an_edited_run_is_one_run() -> None:
    left = f"{paragraphs(3, 10)}{RUN}{paragraphs(3, 20)}"
    right = f"{paragraphs(3, 30)}{mutated(RUN, 0.03, 1)}{paragraphs(3, 40)}".replace("\n", "")
    runs = [pair for pair in found([left, right])[0] if pair.grain == "run"]
    assert {run.kind for run in runs} == {"near"}
    start, end = min(run.left[1] for run in runs), max(run.left[2] for run in runs)
    assert abs(start - left.index(RUN)) <= 40 and abs(end - left.index(RUN) - len(RUN)) <= 40


def test_a_section_copied_with_its_heading_is_one_run() -> None:
    section = f"第二章　组织领导与保障措施\n{paragraphs(3, 77)}"
    left = f"{paragraphs(4, 10)}\n{section}\n{paragraphs(4, 20)}"
    right = f"{paragraphs(6, 30)}\n{section}\n{paragraphs(3, 40)}"
    pairs, _ = found([left, right])
    (run,) = [pair for pair in pairs if pair.grain == "run"]
    assert left[run.left[1] : run.left[2]] == section.rstrip("。")
    assert [pair.kind for pair in pairs if pair.grain == "paragraph"] == ["exact"] * 3


def test_what_a_pair_of_paragraphs_says_is_not_said_again() -> None:
    shared = sentences(12, 900)
    left = f"{paragraphs(4, 10)}\n{shared}\n{paragraphs(4, 20)}"
    right = f"{paragraphs(6, 30)}\n{shared}\n{paragraphs(3, 40)}"
    assert [pair.grain for pair in found([left, right])[0]] == ["paragraph"]


def test_versions_of_one_text_have_no_runs() -> None:
    text = paragraphs(10, 10)
    assert {pair.grain for pair in found([text, mutated(text, 0.02, 1)])[0]} == {"document"}


def test_halves_that_changed_places_are_two_runs_and_not_ten_paragraphs() -> None:
    text = paragraphs(10, 10)
    lines = [mutated(line, 0.06, number) for number, line in enumerate(text.split("\n"))]
    pairs, _ = found([text, "\n".join(lines[5:] + lines[:5])])
    runs = [pair for pair in pairs if pair.grain == "run"]
    assert [pair.kind for pair in runs] == ["near"] * 2
    assert len(pairs) == 3  # one paragraph begins before its run
    assert sum(pair.left[2] - pair.left[1] for pair in runs) > 0.95 * len(text)
    assert runs[0].left[1] == 0 and runs[0].right[2] > 0.99 * len(text)


def test_a_run_is_told_though_it_stands_in_a_repeated_passage() -> None:
    run, other = sentences(2, 900), sentences(2, 901)
    before, behind = sentences(4, 902), sentences(4, 903)
    left = f"{sentences(3, 10)}{run}{sentences(3, 20)}"
    right = f"{before}{other}{behind}\n{before}{run}{behind}"  # alike but for the run
    (pair,) = found([left, right])[0]
    assert (pair.grain, pair.kind) == ("run", "exact")
    assert left[slice(*pair.left[1:])] == right[slice(*pair.right[1:])] == run.rstrip("。")


def test_strangers_and_repeats_inside_one_document_have_none() -> None:
    twice = f"{paragraphs(3, 10)}{RUN}{paragraphs(3, 20)}{RUN}"
    assert found([twice, paragraphs(10, 50)])[0] == []
