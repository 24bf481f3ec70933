"""What decides an output besides inputs and options: code, dependencies, dictionaries."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import opencc

DEPENDENCIES = ("apache-beam", "chardet", "numpy", "opencc", "pyarrow", "rapidfuzz")


@cache
def program_versions() -> dict[str, str]:
    """Return what else decides the output: code, dependencies, dictionaries."""
    root = Path(__file__).parent.parent
    code = [path for package in ("pipeline", "transforms") for path in (root / package).rglob("*")]
    dictionaries = Path(opencc.__file__).parent.rglob("*.ocd2")
    versions = {name: importlib.metadata.version(name) for name in DEPENDENCIES}
    try:
        versions["jiaokan"] = importlib.metadata.version("jiaokan")
    except importlib.metadata.PackageNotFoundError:
        versions["jiaokan"] = "not installed"
    versions["python"] = platform.python_version()
    versions["code"] = _digest(root, [path for path in code if path.suffix != ".pyc"])
    versions["opencc_dictionaries"] = _digest(Path(opencc.__file__).parent, dictionaries)
    return versions


def _digest(root: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
