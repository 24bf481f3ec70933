"""The JSON Schemas in ``docs/schemas``: ``python -m tests.schemas`` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from transforms.tables.columns import SCHEMAS, json_schema

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"


def documented() -> dict[str, str]:
    """Return the files of the folder by name."""
    return {
        f"{table}.schema.json": json.dumps(json_schema(table), ensure_ascii=False, indent=1) + "\n"
        for table in SCHEMAS
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in documented().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
