"""Every row of an output fits its documented JSON Schema."""

from __future__ import annotations

import base64
import json

import jsonschema
import pytest

from pipeline import output
from pipeline.__main__ import main
from pipeline.config import DONE
from tests.generate import compilation
from tests.outputs import made
from tests.schemas import FOLDER, documented
from transforms.schema import DeadLetter, Skipped
from transforms.tables.columns import DEAD_LETTERS, SCHEMAS, SKIPPED, VERSION, json_schema

BY_HAND = ("manifest", "run")  # files with one object each, whose schemas are written by hand


def test_the_documented_schemas_are_those_of_the_program():
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    for name in BY_HAND:
        found.pop(f"{name}.schema.json")
    assert found == documented(), "run `python -m tests.schemas`, and count VERSION up for a change"


def test_lines_have_the_fields_of_their_elements():
    assert [column.name for column in DEAD_LETTERS] == list(DeadLetter._fields)
    assert [column.name for column in SKIPPED] == list(Skipped._fields)


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_schema_is_valid_and_has_a_version(table):
    schema = json_schema(table)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:jiaokan:{table}:{VERSION}"
    assert all(field["description"] for field in schema["properties"].values())


@pytest.mark.parametrize("table", ["data", "ledger", "duplicates", "facts", "sources"])
def test_rows_fit(tmp_path, table):
    out = made(tmp_path / "out")
    manifest = output.read_manifest(out)
    rows = (
        list(output.records(out, manifest))
        if table == "data"
        else [row._asdict() for row in output.rows(out, manifest, table)]
    )
    assert rows
    for row in rows:
        for patch in row.get("patches", ()):
            patch["raw"] = base64.b64encode(patch["raw"]).decode()
        jsonschema.validate(json.loads(json.dumps(row)), json_schema(table))


def test_the_manifest_and_the_run_fit(tmp_path):
    """A contents list too long, warnings, a file that fails and one that is skipped."""
    raw = tmp_path / "raw"
    raw.mkdir()
    made = compilation(1, "book", 4, 6)
    (raw / "book.txt").write_text(made.text[: made.documents[-1].start - 40])
    (raw / "bad.bin").write_bytes(bytes(range(256)) * 40)
    (raw / "scan.pdf").write_bytes(b"%PDF-1.4")
    assert main(["run", "-q", "--input", str(raw), "--output", str(tmp_path / "out")]) == DONE
    for name in BY_HAND:
        schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:jiaokan:{name}:{VERSION}"
        found = json.loads((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.validate(found, schema)
        if name == "manifest":  # what is empty proves nothing
            assert found["contents"] and found["counts"]["warnings"] and found["counts"]["skipped"]
