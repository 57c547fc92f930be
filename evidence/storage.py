"""The only module that reads or writes the files of exhibits."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import new, sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Stored:
    """Where an original now lies: its SHA-256 and SM3 (hex) and its size in bytes."""

    sha256: str
    sm3: str
    size: int


def path_of(digest: str) -> Path:
    """Return where the bytes with this SHA-256 (hex) are kept."""
    return settings.EXHIBITS_DIR / digest[:2] / digest


def store(source: BinaryIO) -> Stored:
    """
    Copy a stream under its digest and return what it is; memory stays flat.

    The bytes reach the disk before the name does, so that a name always means whole content.
    Raises OSError when the disk refuses.
    """
    settings.EXHIBITS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    digests = sha256(), new("sm3")
    size = 0
    folder = settings.EXHIBITS_DIR
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".in-", delete=False) as file:
        temporary = Path(file.name)
        try:
            while chunk := source.read(CHUNK):
                file.write(chunk)
                size += len(chunk)
                for digest in digests:
                    digest.update(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    stored = Stored(digests[0].hexdigest(), digests[1].hexdigest(), size)
    keep(temporary, path_of(stored.sha256))
    return stored


def keep(temporary: Path, target: Path) -> None:
    """Give a finished file its lasting name, read-only, and make the name itself durable."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    temporary.chmod(0o400)
    temporary.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def open_original(digest: str) -> BinaryIO:
    """Open the bytes with this SHA-256; raises FileNotFoundError when they are gone."""
    return path_of(digest).open("rb")


def chunks(digest: str) -> Iterator[bytes]:
    with open_original(digest) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def digest_of(digest: str) -> str | None:
    """Return the SHA-256 (hex) that the stored bytes have now, or None when they are gone."""
    now = sha256()
    try:
        for chunk in chunks(digest):
            now.update(chunk)
    except FileNotFoundError:
        return None
    return now.hexdigest()
