"""A backup as one file: the archive within the seal, written to the disk and read back from it."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from evidence.backups.age import OpeningReader, SealingWriter
from evidence.backups.archive import Digesting, Packed, Place, Source, Tell, pack, unpack
from evidence.backups.manifest import About, Member, about_from

Look = Callable[[About], None]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found in a backup, and the size and SHA-256 (hex) of the file that it is."""

    about: About
    members: tuple[Member, ...]
    size: int
    sha256: str


def write_sealed(
    path: Path, passphrase: str, about: About, sources: Iterable[Source], tell: Tell
) -> Packed:
    """Write a backup and make it durable; memory stays flat. Raises OSError."""
    with path.open("wb") as file:
        path.chmod(0o600)
        writer = SealingWriter(file, passphrase)
        packed = pack(cast("IO[bytes]", writer), about.as_json(), sources, tell)
        writer.finish()
        file.flush()
        os.fsync(file.fileno())
        forget_cached(file)
    return packed


def forget_cached(file: BinaryIO) -> None:
    """Have the next reading come from the disk itself, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_sealed(
    source: BinaryIO, passphrase: str, *, look: Look, place: Place, tell: Tell
) -> Opened:
    """
    Read a backup from beginning to end, checking every byte of it.

    `look` judges what it says of itself before anything else is read; `place` says where each
    member goes. Raises Refused.
    """
    found: list[About] = []

    def judge(content: bytes) -> None:
        found.append(about_from(content))
        look(found[0])

    passing = Digesting(source, tell)
    reader = OpeningReader(cast("BinaryIO", passing), passphrase)
    members = unpack(cast("IO[bytes]", reader), judge, place)
    return Opened(found[0], members, passing.passed, passing.digest.hexdigest())
