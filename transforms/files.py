"""Files at a path or a URL: what is written is there whole or not at all.

Beam takes two seconds to import, and warns of Google's libraries where they are not installed. It
is asked only for URLs.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, BinaryIO


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL of a file system of Beam's (gs://, s3://, hdfs://)."""
    return "://" in path


def remote() -> Any:
    """Return Beam's file systems."""
    from apache_beam.io.filesystems import FileSystems

    return FileSystems


def exists(path: str) -> bool:
    return bool(remote().exists(path)) if is_remote(path) else Path(path).exists()


def read(path: str, start: int = 0, size: int = -1) -> bytes:
    """Return the bytes of a file as they lie there, or ``size`` of them from ``start`` on.

    Raises OSError (Beam's own is one).
    """
    with opened(path) as file:
        if start:
            file.seek(start)
        data: bytes = file.read() if size < 0 else file.read(size)
        return data


def opened(path: str) -> BinaryIO:
    """Open a file for reading its bytes as they lie there."""
    if is_remote(path):
        file: BinaryIO = remote().open(path, compression_type="uncompressed")
        return file
    return Path(path).open("rb")


def write(path: str, data: bytes | memoryview) -> None:
    """Write a file, and the folders above it."""
    if is_remote(path):  # an object appears whole, under its final name, when it is closed
        with remote().create(path, "application/octet-stream") as file:
            file.write(bytes(data))
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
