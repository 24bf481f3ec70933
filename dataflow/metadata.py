"""The template's metadata, made of ``Config``: ``python -m dataflow.metadata`` writes it anew."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from dataflow.launch import LOCAL
from pipeline.config import Config

FILE = Path(__file__).with_name("metadata.json")

REQUIRED = ("input", "output")

# Beam's own, which the service does not ask for by itself.
OF_BEAM = [
    {
        "name": "sdk_container_image",
        "label": "Image of the workers",
        "helpText": "the image that dataflow/launch.sh has built: it holds the program",
        "isOptional": False,
        "paramType": "TEXT",
    },
]


def parameters() -> list[dict[str, Any]]:
    """Return a parameter for each option of ``run`` that has a meaning on Dataflow."""
    return [_parameter(field) for field in fields(Config) if field.name not in LOCAL] + OF_BEAM


def _parameter(field: Any) -> dict[str, Any]:
    about = field.metadata
    made: dict[str, Any] = {
        "name": field.name,
        "label": field.name.replace("_", " ").capitalize(),
        "helpText": about["help"]
        + ("; several: with commas" if isinstance(field.default, tuple) else ""),
        "isOptional": field.name not in REQUIRED,
        "paramType": "TEXT",
    }
    if about.get("action") == "store_true":
        made |= {"paramType": "BOOLEAN", "defaultValue": "false"}
    elif about.get("type") in (int, float):
        made |= {"paramType": "NUMBER", "defaultValue": str(field.default)}
    elif "choices" in about:
        made["paramType"] = "ENUM"
        made["enumOptions"] = [{"value": choice, "label": choice} for choice in about["choices"]]
        made["defaultValue"] = field.default
    if field.name in REQUIRED:
        made["regexes"] = [r"^gs:\/\/[^\n\r]+$"]
    return made


def whole() -> str:
    """Return the file."""
    about = {
        "name": "jiaokan",
        "description": "Cleans messy Chinese source files: one record a document, with a note of "
        "every change",
        "streaming": False,
        "parameters": parameters(),
    }
    return json.dumps(about, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(whole(), encoding="utf-8")
