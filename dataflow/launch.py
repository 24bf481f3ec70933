"""What the Flex Template starts: its parameters become the command line of ``jiaokan run``.

A template gives every parameter as ``--name=value``, ours and Beam's together. It must end when
the job is submitted; all that matters happens in the graph.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import fields

from pipeline.__main__ import main
from pipeline.config import Config

# Flags of one machine: Beam has a --dry_run of its own.
LOCAL = ("workers", "no_report", "fresh", "dry_run", "keep_failed", "quiet", "verbose")
# Beam's flags that are not for a user to forget: workers have the program in their image.
ALWAYS = ("--runner=DataflowRunner", "--sdk_location=container")
SWITCHES = {"true": True, "false": False, "": False}


def command(given: Sequence[str]) -> list[str]:
    """Return the command line of the program for the parameters of a template.

    Several inputs are separated by commas; a switch is true or false.
    """
    ours = {field.name: field for field in fields(Config) if field.name not in LOCAL}
    own: list[str] = []
    beam: list[str] = []
    for word in given:
        name, _, value = word.removeprefix("--").partition("=")
        field = ours.get(name)
        flag = f"--{name.replace('_', '-')}"
        if field is None:
            beam.append(word)
        elif name == "input":
            own += [flag, *(path for path in value.split(",") if path)]
        elif isinstance(field.default, tuple):
            own += [f"{flag}={each}" for each in value.split(",") if each]
        elif field.metadata.get("action") == "store_true":
            if value.lower() not in SWITCHES:
                raise SystemExit(f"{name} is {json.dumps(value)}: give true or false")
            own += [flag] if SWITCHES[value.lower()] else []
        else:
            own.append(f"{flag}={value}")
    named = {word.partition("=")[0] for word in beam}
    beam += [flag for flag in ALWAYS if flag.partition("=")[0] not in named]
    return ["run", "--quiet", *own, "--", *beam]


if __name__ == "__main__":
    sys.exit(main(command(sys.argv[1:])))
