"""The measure over clean laws compares what was read with what the corpus gives."""

from __future__ import annotations

import json
from pathlib import Path

from tests.quality.laws import measure

BODY = "第一条 为了节约用水，制定本条例。\n第二条 单位和个人应当节约用水。\n第三条 {}\n"


def law(title: str, region: str, last: str) -> str:
    text = f"{title}\n{BODY.format(last)}"
    return json.dumps({"id": title, "title": title, "region": region, "text": text})


def test_title_region_and_day_are_right_silent_or_wrong(tmp_path: Path):
    laws = tmp_path / "laws.jsonl"
    lines = (
        law("山东省节约用水条例", "山东", "本条例自2005年1月1日起施行。"),
        law("山东省城市供水条例", "河南", "本条例自公布之日起施行。"),
        law("节约用水条例", "", "本条例自2010年13月1日起施行。"),
    )
    laws.write_text("\n".join(lines), "utf-8")
    counts, places = measure(laws)
    assert counts["facts"] == {
        "effective right": 1,
        "effective silent": 1,  # there is no such day
        "region right": 1,
        "region silent": 1,
        "region wrong": 1,
        "title right": 3,
    }
    assert places["region wrong"] == ["山东省城市供水条例: '41, found 37'"]
