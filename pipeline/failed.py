"""Set aside the files that failed, so that a person can look at them or mend them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.config import OUTPUT_REFUSED, Stop
from pipeline.units import File
from transforms.files import is_remote


def keep_failed(folder: str, files: Iterable[File], letters: Iterable[Mapping[str, Any]]) -> int:
    """Copy the files of dead letters below a folder, under their names; return how many."""
    paths = {file.source: file.path for file in files}
    kept = 0
    for letter in letters:
        path = paths.get(letter["source"], "")
        parts = PurePosixPath(letter["source"]).parts
        if not path or is_remote(path) or not Path(path).is_file() or ".." in parts:
            continue  # what is not there, or is not a file, cannot be set aside
        target = Path(folder).joinpath(*(part for part in parts if part != "/"))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        except PermissionError:
            continue  # it failed for that
        except OSError as error:
            raise Stop(
                OUTPUT_REFUSED,
                f"cannot write to --keep-failed {folder} ({error.strerror}); name another folder",
            ) from error
        kept += 1
    return kept
