"""Golden output: what small made-up sources become, as files whose diffs git shows.

``python -m tests.golden`` writes ``tests/cases/golden-*.json`` anew: read the diff before you
commit it.
"""

from __future__ import annotations

import json
from pathlib import Path

import jiaokan
from tests.generate import compilation, document
from transforms.write import tabulate

CASES = Path(__file__).parent / "cases"
NOTICE = """网站首页
某省人民政府关于另一件事的意见
日前，某市人民政府印发方案，推进节水改造，健全用水台账，公示用水信息，开展用水评估。
某市人民政府关于印发某市节水方案的通知
某政发〔2023〕7号
各区人民政府：
现将《某市节水方案》印发给你们，请认真组织实施，抓好落实，确保各项任务按期完成，取得

实效，并于 2023 年底前报告。
某市人民政府
2023年5月6日
（本文有删减）
某市节水方案
一、主要任务
1.推进节水改造，健全用水台账，公示用水信息，开展用水评估。
分享到:
"""


def sources() -> dict[str, bytes]:
    """Return the sources by name; the same on every machine."""
    made = document(4, paragraphs=6)
    return {
        "notice": NOTICE.encode(),
        "compilation": compilation(3, "one_line", documents=3, paragraphs=6).text.encode(),
        "plan-gb18030": "\r\n".join((made.title, *made.paragraphs)).encode("gb18030"),
    }


def output(name: str, data: bytes) -> str:
    """Return records and ledger of a source as JSON, a value a line."""
    rows = tabulate([jiaokan.collate(data, f"{name}.txt")], {}, [])
    found = {"records": rows.data, "ledger": [row._asdict() for row in rows.ledger]}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each, content in sources().items():
        (CASES / f"golden-{each}.json").write_text(output(each, content), encoding="utf-8")
