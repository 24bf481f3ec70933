"""Small made-up sources give the output that was read and committed."""

from __future__ import annotations

import pytest

from tests.golden import CASES, output, sources


@pytest.mark.parametrize("name", sources())
def test_output_is_the_golden_one(name: str):
    golden = (CASES / f"golden-{name}.json").read_text(encoding="utf-8")
    assert output(name, sources()[name]) == golden
