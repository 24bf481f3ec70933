"""Find the sources, name them, and pack them into units of work.

Units follow from the sorted input alone, never from the number of workers: they decide the bytes
of the output. The plan is a staged file, one unit a line; what travels is a unit's number.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pipeline.config import NO_INPUT, USAGE, Stop
from transforms import files
from transforms.files import is_remote
from transforms.rows import (
    PARQUET,
    PART,
    Fields,
    Part,
    RowError,
    is_table,
    parts,
    place,
    sha256_of,
)

MEGABYTE = 1 << 20
LARGEST_UNIT = 8 * MEGABYTE  # a larger source is a unit of its own
SMALLEST_UNIT = MEGABYTE
UNITS = 64  # an input of less than 512 MB is cut into about so many
PACKED = 4  # a .gz file counts as so many times its bytes


class File(NamedTuple):
    """A file of the input: ``source`` is its name in the output, ``modified`` its time stamp.

    ``part`` are some of its rows, where it is read by rows.
    """

    source: str
    path: str
    size: int  # bytes
    modified: float
    part: Part | None = None


class Planned(NamedTuple):
    """A file of a unit, or some rows of it."""

    source: str
    path: str
    part: Part | None = None


def check_reachable(path: str) -> None:
    """Raise Stop for a URL of a file system that is not installed."""
    if is_remote(path):
        try:
            files.remote().get_filesystem(path)
        except ValueError as error:
            raise Stop(
                USAGE,
                f"{path} cannot be reached: no file system for it is installed (for gs://: pip "
                "install 'apache-beam[gcp]')",
            ) from error


# ------------------------------------------------------------------------------------ inputs


def find_files(inputs: Iterable[str], limit: int = 0) -> list[File]:
    """Return the files below the inputs, sorted by source; ``limit`` samples them.

    Names that begin with a dot are left out, unless given as such. Raises Stop when an input does
    not exist or there is no file at all.
    """
    found: dict[str, tuple[str, File]] = {}  # by path: the root it was found under, and the file
    for given in inputs:
        listed = list(_remote_files(given) if is_remote(given) else _local_files(given))
        if not listed and not Path(given).is_dir():
            hint = "no file matches this pattern" if glob.has_magic(given) else "it does not exist"
            raise Stop(NO_INPUT, f"--input {spelled(given)}: {hint}; name files, folders or globs")
        for root, file in listed:
            if file.path not in found or len(root) < len(found[file.path][0]):
                found[file.path] = (root, file)
    if not found:
        names = " ".join(spelled(given) for given in inputs)
        raise Stop(NO_INPUT, f"--input {names}: there are no files; put some there or name others")
    return sample(disambiguate(found.values()), limit)


def _local_files(given: str) -> Iterator[tuple[str, File]]:
    path = Path(given).absolute()
    if path.is_dir():
        yield from _below(str(path), str(path))
    elif os.path.lexists(path):
        yield str(path.parent), _file(str(path), path.name)
    elif glob.has_magic(given):
        parts = path.parts
        fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
        root = str(Path(*parts[:fixed]))
        for match in glob.iglob(str(path), recursive=True):  # noqa: PTH207 (it spares dotfiles)
            if Path(match).is_dir():
                yield from _below(match, root)
            else:
                yield root, _file(match, os.path.relpath(match, root))


def _below(folder: str, root: str) -> Iterator[tuple[str, File]]:
    """Yield the files below a folder; links are followed, but no folder is entered twice."""
    entered: set[tuple[int, int]] = set()
    denied: list[OSError] = []
    for at, folders, names in os.walk(folder, followlinks=True, onerror=denied.append):
        about = Path(at).stat()
        if (about.st_dev, about.st_ino) in entered:
            folders.clear()
            continue
        entered.add((about.st_dev, about.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith("."):
                path = str(Path(at, name))
                yield root, _file(path, os.path.relpath(path, root))
    for error in denied:  # a folder that cannot be listed: reading it gives a dead letter
        path = str(error.filename)
        yield root, File(spelled(os.path.relpath(path, root)), path, 0, 0.0)


def _file(path: str, name: str) -> File:
    """Return a file as listed; one that cannot be looked at becomes a dead letter when read."""
    try:
        about = Path(path).stat()
    except OSError:
        return File(spelled(name), path, 0, 0.0)
    return File(spelled(name), path, about.st_size, about.st_mtime)


def _remote_files(given: str) -> Iterator[tuple[str, File]]:
    if glob.has_magic(given):
        pattern, root = given, given[: min(given.index(mark) for mark in "*?[" if mark in given)]
        root = root.rpartition("/")[0]
    elif files.exists(given):
        pattern, root = given, given.rpartition("/")[0]
    else:
        root = given.rstrip("/")
        pattern = f"{root}/**"
    for about in files.remote().match([pattern])[0].metadata_list:
        name = about.path[len(root) :].lstrip("/")
        if not any(part.startswith(".") for part in name.split("/")):
            modified = about.last_updated_in_seconds or 0.0
            yield root, File(name, about.path, about.size_in_bytes, modified)


def spelled(path: str) -> str:
    """Return a path as it is written in the output: always valid Unicode, with forward slashes.

    A name in it that is not UTF-8 has %XX for each byte that is not ASCII, and %25 for a percent
    sign; every other name stays as it is.
    """
    return "/".join(map(_spelled, os.fsencode(path).split(os.fsencode(os.sep))))


def _spelled(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte < 0x80 and byte != 0x25 else f"%{byte:02X}" for byte in name
        )


def disambiguate(found: Iterable[tuple[str, File]]) -> list[File]:
    """Return the files sorted by source, each source once.

    Files of one name under several inputs get the name of their input before it, and, if that is
    not enough, ~2, ~3, ... in the order of their paths.
    """
    found = list(found)
    count = Counter(file.source for _, file in found)
    named = [
        (
            f"{spelled(Path(root).name)}/{file.source}" if count[file.source] > 1 else file.source,
            file,
        )
        for root, file in found
    ]
    taken: set[str] = set()
    files: list[File] = []
    for wanted, file in sorted(named, key=lambda item: (item[0], os.fsencode(item[1].path))):
        source, number = wanted, 1
        while source in taken:
            number += 1
            source = f"{wanted}~{number}"
        taken.add(source)
        files.append(file._replace(source=source))
    return sorted(files, key=lambda file: place(file.source))


def sample(files: Sequence[File], limit: int) -> list[File]:
    """Return ``limit`` of the files, the same on every run and machine (0: all)."""
    if not limit or limit >= len(files):
        return list(files)
    chosen = sorted(files, key=lambda file: hashlib.sha256(file.source.encode()).digest())[:limit]
    return sorted(chosen, key=lambda file: place(file.source))


# -------------------------------------------------------------------------------------- units


def check_fields(files: Iterable[File], fields: Fields) -> None:
    """Raise Stop where columns are named, but no file has any."""
    if fields.text and not any(is_table(file.source) for file in files):
        raise Stop(
            USAGE,
            f"--text-field {fields.text}: there is no .jsonl, .ndjson, .csv, .tsv or .parquet file "
            "among the inputs; name some, or leave the flag",
        )


def cut_tables(files: Iterable[File], fields: Fields) -> Iterator[File]:
    """Yield the files, in place of each that is read by rows its parts.

    One that is broken stays whole: reading it gives a dead letter.
    """
    for file in files:
        try:
            found = parts(file.source, file.path, fields) if _by_rows(file, fields) else ()
            cut = [file._replace(size=_bytes_of(file, part), part=part) for part in found]
        except (OSError, RowError):
            cut = []
        yield from cut or [file]


def _by_rows(file: File, fields: Fields) -> bool:
    return bool(fields.text) and is_table(file.source)


def _bytes_of(file: File, part: Part) -> int:
    """Return how many bytes a part has to do with; of Parquet, whose parts are rows, about."""
    return PART if file.source.casefold().endswith(PARQUET) else part.end - part.start


def tables(files: Iterable[File], fields: Fields) -> list[dict[str, str | int]]:
    """Return the files that are read by rows, as the manifest names them."""
    found: list[dict[str, str | int]] = []
    for file in files:
        if _by_rows(file, fields):
            with suppress(OSError):  # then it is a dead letter
                sha256 = sha256_of(file.path)
                found.append({"source": file.source, "sha256": sha256, "bytes": file.size})
    return found


def pack(files: Sequence[File]) -> list[list[File]]:
    """Return the files, which come sorted, in units of about one size."""
    weights = [
        file.size * (PACKED if file.source.endswith(".gz") and file.part is None else 1)
        for file in files
    ]
    full = min(LARGEST_UNIT, max(SMALLEST_UNIT, sum(weights) // UNITS))
    units: list[list[File]] = []
    filled = 0
    for file, weight in zip(files, weights, strict=True):
        if not units or (filled and filled + weight > full):
            units.append([])
            filled = 0
        units[-1].append(file)
        filled += weight
    return units


def plan(units: Iterable[Sequence[File]]) -> bytes:
    """Return the plan: one unit a line, as JSON of its (source, path, part)."""
    # ASCII: a path that is not UTF-8 holds lone surrogates, which UTF-8 would refuse.
    lines = (
        json.dumps([(file.source, file.path, file.part) for file in _joined(unit)]) + "\n"
        for unit in units
    )
    return "".join(lines).encode("ascii")


def _joined(unit: Iterable[File]) -> Iterator[File]:
    """Yield the files of a unit; the parts of a table that follow each other are one."""
    for _, group in groupby(unit, key=lambda file: file.source):
        first, *others = group
        if first.part and others:
            every = [first.part, *(file.part for file in others if file.part)]
            rows = sum(part.rows for part in every)
            first = first._replace(part=first.part._replace(rows=rows, end=every[-1].end))
        yield first


@lru_cache(maxsize=1)
def _lines(path: str) -> list[bytes]:
    return files.read(path).splitlines()


def planned(path: str, unit: int) -> list[Planned]:
    """Return the files of a unit of the plan at ``path``, in order."""
    return [
        Planned(source, where, Part(*part) if part else None)
        for source, where, part in json.loads(_lines(path)[unit])
    ]


def key_of(files: Iterable[File], options: Mapping[str, str | int | float], program: str) -> str:
    """Return the key of what is staged: it changes with inputs, options and program."""
    digest = hashlib.sha256(json.dumps([options, program]).encode())
    for file in files:
        digest.update(json.dumps([*file]).encode())
    return digest.hexdigest()
