"""Read files as bytes: nothing is assumed of an encoding, of newlines, or of file names.

Empty files and known formats that hold no plain text (pictures, pdf, docx, zip) are skipped by
name, with the way out. A ``.gz`` file is unpacked: its source keeps the name, and the unpacked
bytes are the source from there on (its sha256 is theirs, and ``restore`` gives them back).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from transforms import files
from transforms.rows import WHOLE, Fields, Part, is_table, read_rows
from transforms.schema import DeadLetter, Skipped, SourceFile


class Format(NamedTuple):
    """A format that is not read: its first bytes at ``offset``, its suffixes, and the way out."""

    kind: str
    offset: int
    magic: bytes
    suffixes: tuple[str, ...]
    way_out: str


_PICTURE = "it is a picture: read it with an OCR program and give its text"
_TEXT = "save it as plain text (for example: libreoffice --convert-to txt:Text) and give that"
_UNPACK = "unpack it and give the folder"
_SOUND = "it holds sound or film: give its transcript as text"

# Longer magic first. The kind of a zip or OLE container is the suffix of its name, if listed.
FORMATS = (
    Format("pdf", 0, b"%PDF-", (".pdf",), "take its text out (for example: pdftotext -layout)"),
    Format("zip", 0, b"PK\x03\x04", (".zip",), _UNPACK),
    Format("zip", 0, b"PK\x05\x06", (), _UNPACK),
    Format("docx", 0, b"PK\x03\x04", (".docx", ".odt", ".wps", ".dotx"), _TEXT),
    Format("xlsx", 0, b"PK\x03\x04", (".xlsx", ".ods", ".et"), _TEXT),
    Format("pptx", 0, b"PK\x03\x04", (".pptx", ".odp", ".dps"), _TEXT),
    Format("epub", 0, b"PK\x03\x04", (".epub",), _TEXT),
    Format("ofd", 0, b"PK\x03\x04", (".ofd",), "take its text out with an OFD reader"),
    Format("doc", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (".doc", ".xls", ".ppt", ".wps"), _TEXT),
    Format("rtf", 0, b"{\\rtf", (".rtf",), _TEXT),
    Format("caj", 0, b"CAJ\x00", (".caj", ".kdh", ".nh"), "take its text out with a CAJ reader"),
    Format("djvu", 0, b"AT&TFORM", (".djvu", ".djv"), "take its text out (djvutxt)"),
    Format("png", 0, b"\x89PNG\r\n\x1a\n", (".png",), _PICTURE),
    Format("jpeg", 0, b"\xff\xd8\xff", (".jpg", ".jpeg"), _PICTURE),
    Format("gif", 0, b"GIF8", (".gif",), _PICTURE),
    Format("bmp", 0, b"BM", (".bmp",), _PICTURE),
    Format("tiff", 0, b"II*\x00", (".tif", ".tiff"), _PICTURE),
    Format("tiff", 0, b"MM\x00*", (".tif", ".tiff"), _PICTURE),
    Format("webp", 8, b"WEBP", (".webp",), _PICTURE),
    Format("rar", 0, b"Rar!\x1a\x07", (".rar",), _UNPACK),
    Format("7z", 0, b"7z\xbc\xaf\x27\x1c", (".7z",), _UNPACK),
    Format("tar", 257, b"ustar", (".tar",), _UNPACK),
    Format("gz", 0, b"\x1f\x8b\x08", (".tgz",), _UNPACK),
    Format("bz2", 0, b"BZh", (".bz2",), _UNPACK),
    Format("xz", 0, b"\xfd7zXZ\x00", (".xz",), _UNPACK),
    Format("zstd", 0, b"\x28\xb5\x2f\xfd", (".zst",), _UNPACK),
    Format("mp3", 0, b"ID3", (".mp3",), _SOUND),
    Format("mp4", 4, b"ftyp", (".mp4", ".m4a", ".mov"), _SOUND),
    Format("wav", 8, b"WAVE", (".wav",), _SOUND),
)
_NEEDS_SUFFIX = {"bmp", "gif", "mp3", "bz2"}  # their magic is plain letters: a text may begin so

GZIP_MAGIC = b"\x1f\x8b"
LARGEST_SOURCE = 1 << 30  # bytes; in memory a source takes some ten times its bytes
# Text packs 3 to 20 times; a file that unpacks to far more is a bomb or a mistake.
LARGEST_RATIO = 200
ALWAYS_UNPACKED = 16 << 20  # bytes that are unpacked whatever the ratio


class ReadError(ValueError):
    """A file that could be opened, but not used."""


def recognise(name: str, data: bytes) -> Format | None:
    """Return the format of a file that is not read, by its first bytes and its name."""
    name = name.casefold()
    found = [format for format in FORMATS if data.startswith(format.magic, format.offset)]
    named = [format for format in found if name.endswith(format.suffixes or "\0")]
    if named:
        return named[0]
    return next((format for format in found if format.kind not in _NEEDS_SUFFIX), None)


def unpack(data: bytes) -> bytes:
    """Return the bytes of a gzip file (several members too); raise ReadError for a broken one."""
    limit = min(LARGEST_SOURCE, max(ALWAYS_UNPACKED, LARGEST_RATIO * len(data)))
    unpacked = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while len(unpacked) <= limit and (part := file.read(1 << 20)):
                unpacked += part
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(f"broken gzip data ({error}): pack the file anew") from error
    if len(unpacked) > limit:
        raise ReadError(
            f"{len(data):,} packed bytes unpack to more than {limit:,}: unpack it yourself"
        )
    return bytes(unpacked)


def read(source: str, data: bytes) -> SourceFile | Skipped | DeadLetter:
    """Return the bytes of a file as a source, or why it is none."""
    size, name = len(data), source
    if size > LARGEST_SOURCE:
        message = f"{size:,} bytes are more than {LARGEST_SOURCE:,}: split the file"
        return DeadLetter(source, "read", "ReadError", message, _sha256(data), ())
    if source.casefold().endswith(".gz") and data.startswith(GZIP_MAGIC):
        name = source[:-3]
        try:
            data = unpack(data)
        except ReadError as error:
            return DeadLetter(source, "read", "ReadError", str(error), _sha256(data), ("gzip",))
    if not data:
        return Skipped(source, "empty", "the file is empty", size)
    format = recognise(name, data)
    if format:
        return Skipped(source, format.kind, f"{format.kind} is not read: {format.way_out}", size)
    return SourceFile(source, data)


def fetch(source: str, path: str) -> SourceFile | Skipped | DeadLetter:
    """Read one file; a file that cannot be read is a dead letter."""
    try:
        about = None if files.is_remote(path) else Path(path).stat()
        mode = about.st_mode if about else 0
        if stat.S_ISDIR(mode):
            return DeadLetter(source, "read", "ReadError", "the folder cannot be listed", "", ())
        if mode and not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            return Skipped(source, "special", "it is a pipe or device, not a file", 0)
        if is_table(source):
            message = "it holds rows: name the column of their text with --text-field"
            size = about.st_size if about else len(files.read(path))
            return Skipped(source, "rows", message, size)
        data = files.read(path)
    except OSError as error:
        # An OSError's own text holds the absolute path, which has no place in the output.
        reason = getattr(error, "strerror", None) or type(error).__name__
        return DeadLetter(source, "read", type(error).__name__, reason, "", ())
    return read(source, data)


def fetch_all(
    source: str, path: str, fields: Fields = WHOLE, part: Part | None = None
) -> Iterator[SourceFile | Skipped | DeadLetter]:
    """Yield the sources in a file: itself, or its rows where ``fields`` name their text."""
    if fields.text and is_table(source):
        yield from read_rows(source, path, fields, part)
    else:
        yield fetch(source, path)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
