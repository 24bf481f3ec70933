"""Where the code points of a kind stand in a text, and what is taken out of a source."""

from __future__ import annotations

from transforms.restore.flow import flow_of, stretches_of
from transforms.restore.traits import CLOSES, GAP, HAN, LINE_END, MARK, traits_of
from transforms.schema import BODY, HEADING, PAGE_MARKER, Block


def test_places_and_runs_of_a_kind() -> None:
    traits = traits_of("第一条 为  了。\n")
    assert traits.places(GAP).tolist() == [3, 5, 6]
    assert [each.tolist() for each in traits.runs(GAP | LINE_END)] == [[3, 5, 9], [4, 7, 10]]
    assert traits.places(MARK).tolist() == []
    assert [each.tolist() for each in traits.runs(MARK)] == [[], []]
    assert traits.are(traits.places(GAP) - 1, HAN).tolist() == [True, True, False]
    assert (traits.count(HAN), traits.count(MARK)) == (5, 0)
    assert traits[7:].places(CLOSES).tolist() == [1]


def test_a_flow_goes_on_behind_what_was_taken_out() -> None:
    text = "标题\n第一条 为\n- 1 -\n了。\n第二条 略。\n"
    blocks = (
        Block(0, 3, HEADING, "title"),
        Block(3, 9, BODY, "item:article"),
        Block(9, 15, PAGE_MARKER, "page:number"),
        Block(15, 18, BODY, "rest"),
        Block(18, 25, BODY, "item:article"),
    )
    stretches = stretches_of(blocks)
    assert stretches == {
        HEADING: [[blocks[0]]],
        BODY: [[blocks[1]], [blocks[3], blocks[4]]],
        PAGE_MARKER: [[blocks[2]]],
    }
    flow = flow_of(text, traits_of(text), stretches[BODY])
    assert flow.text == "第一条 为\n了。\n第二条 略。\n"
    assert (flow.marks.tolist(), flow.rules) == ([0, 9], ("item:article", "item:article"))
    assert [flow.offset(at) for at in (0, 6, 9)] == [3, 15, 18]
    assert flow.traits.bits.tolist() == traits_of(flow.text).bits.tolist()
    assert flow_of(text, traits_of(text), ()).text == ""
