"""What must not happen to an output, and what is said when it cannot be written."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline import rules, staging
from pipeline.commit import MANIFEST, missing
from pipeline.config import OUTPUT_REFUSED, Config, Stop
from pipeline.units import File, tables
from transforms.files import is_remote
from transforms.read import fetch
from transforms.rows import Fields
from transforms.schema import DeadLetter, SourceFile
from transforms.write import FileEntry

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG)


def check_output(given: Config, files: Sequence[File]) -> None:
    """Raise Stop when there is something at the output, or around it, that must stay."""
    if not is_remote(given.output):
        out = Path(os.path.realpath(given.output))
        refuse_nested(given, out, files)
        refuse_foreign(given, out, files)
    elif staging.exists(f"{given.output.rstrip('/')}/{MANIFEST}"):
        raise Stop(
            OUTPUT_REFUSED,
            f"--output {given.output} holds an output, which cannot be replaced in one step on an "
            "object store; name another folder",
        )


def refuse_nested(given: Config, out: Path, files: Sequence[File]) -> None:
    """Raise Stop when the output lies in the input, or the input in the output."""
    for name in given.input:
        folder = Path(os.path.realpath(name))
        if not is_remote(name) and folder.is_dir() and out.is_relative_to(folder):
            raise Stop(
                OUTPUT_REFUSED,
                f"--output {given.output} lies inside --input {name}: a second run would read "
                "what the first one wrote; name a folder outside it",
            )
    for flag, name in (("--staging", given.staging), ("--keep-failed", given.keep_failed)):
        if name and not is_remote(name) and Path(os.path.realpath(name)).is_relative_to(out):
            raise Stop(
                OUTPUT_REFUSED,
                f"{flag} {name} lies inside --output {given.output}, which is replaced as a whole; "
                "name a folder outside it",
            )
    inside = next(
        (file for file in files if Path(os.path.realpath(file.path)).is_relative_to(out)), None
    )
    if inside:
        raise Stop(
            OUTPUT_REFUSED,
            f"the input {inside.source} lies inside --output {given.output}, which would be "
            "replaced; name another output",
        )


def refuse_foreign(given: Config, out: Path, files: Sequence[File]) -> None:
    """Raise Stop when there is something at the output that must not be replaced."""
    if not out.exists():
        return
    if not out.is_dir():
        raise Stop(OUTPUT_REFUSED, f"--output {given.output} is a file; name a folder")
    if not any(not entry.name.startswith(".") for entry in out.iterdir()):
        return
    try:
        manifest = json.loads(Path(out, MANIFEST).read_bytes())
        options, inputs = manifest["options"], manifest["inputs"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Stop(
            OUTPUT_REFUSED,
            f"--output {given.output} holds files, but no output of this program; name another "
            "folder, or empty it yourself",
        ) from None
    if given.replace:
        return
    now = given.that_matter()
    changed = [name for name in sorted(now) if options.get(name) != now[name]]
    if changed:
        name = changed[0]
        old, new = (rules.option(name, value) for value in (options.get(name), now[name]))
        raise Stop(
            OUTPUT_REFUSED,
            f"--output {given.output} was made with --{name} {old}, not {new}; "
            "give --replace to replace it, or name another output",
        )
    if inputs != inputs_sha256(files, fields_of(given)):
        raise Stop(
            OUTPUT_REFUSED,
            f"--output {given.output} was made of other inputs; give --replace to replace it, or "
            "name another output",
        )


def is_made(given: Config, files: Sequence[File], out: Path, versions: dict[str, str]) -> bool:
    """Tell whether a whole output of these inputs, options and versions is there already."""
    try:
        manifest = json.loads(Path(out, MANIFEST).read_bytes())
        entries = [FileEntry(**entry) for entry in manifest["files"]]
        failed = manifest["counts"]["dead_letters"]
        read = manifest["counts"]["sources"] + failed
        made = manifest["options"], manifest["versions"], manifest["inputs"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return (
        made[:2] == (given.that_matter(), versions)
        and failed <= given.failures_allowed(read)
        and not missing(str(out), entries)
        and made[2] == inputs_sha256(files, fields_of(given))
    )


def fields_of(given: Config) -> Fields:
    """Return the columns of files that are read by rows."""
    return Fields(given.text_field, given.id_field)


def inputs_sha256(files: Sequence[File], fields: Fields) -> str:
    """Return the digest of the inputs as the manifest has it."""
    digest = hashlib.sha256()
    whole = {str(table["source"]): table["sha256"] for table in tables(files, fields)}
    for file in files:
        if file.source in whole:
            digest.update(f"{whole[file.source]}  {file.source}\n".encode())
            continue
        item = fetch(file.source, file.path)
        if isinstance(item, SourceFile):
            digest.update(f"{hashlib.sha256(item.data).hexdigest()}  {item.source}\n".encode())
        elif isinstance(item, DeadLetter):
            digest.update(f"{item.sha256}  {item.source}\n".encode())
    return digest.hexdigest()


@contextmanager
def explained(given: Config) -> Iterator[None]:
    """Turn an interrupt, and the errors of a full or forbidden disk, into what they are.

    What cannot be read is a dead letter; an OSError that gets here could not be written.
    """
    try:
        yield
    except Stop:
        raise
    except Exception as error:
        text = str(error)  # of an error in a worker process only the text arrives
        if text.startswith("KeyboardInterrupt"):  # Beam wraps one that comes inside a step
            raise KeyboardInterrupt from error
        numbers = {getattr(each, "errno", None) for each in _causes(error)}
        numbers |= {each for each in FULL + FORBIDDEN if f"[Errno {each}]" in text}
        if numbers & {*FULL}:
            raise Stop(
                OUTPUT_REFUSED,
                f"the disk is full; {given.output} is as it was: make room, or name --output and "
                "--staging on another disk, and run again (what is staged is not done anew)",
            ) from error
        if numbers & {*FORBIDDEN}:
            raise Stop(
                OUTPUT_REFUSED,
                f"cannot write ({_reason(text)}); name --output and --staging where you may write",
            ) from error
        raise


def _reason(text: str) -> str:
    """Return what the system said, out of the traceback that comes from a worker process."""
    found = re.search(r"\[Errno \d+\] ((?! \[while running).)+", text)
    return found[0] if found else text.partition("\n")[0]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__
