"""The tar archive inside a backup, written and read in one pass with a digest of each member."""

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import IO, BinaryIO

from evidence.backups.manifest import ABOUT, MANIFEST, Member, is_safe, manifest_text
from evidence.backups.refusal import Refusal, Refused

CHUNK = 2**20
LONGEST_ABOUT = 16 * 2**20
LONGEST_MANIFEST = 2**30
OWNER_ONLY = 0o700
# A SHA-256 in hex and two spaces, before each name of the list.
DIGEST_COLUMNS = 66

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be packed under a name."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Packed:
    """What went in, and the names of files that were gone when their turn came."""

    members: tuple[Member, ...]
    gone: tuple[str, ...]


class Digesting(io.RawIOBase):
    """Passes a stream on, telling how much, with the digest of what has passed."""

    def __init__(self, stream: IO[bytes], tell: Tell) -> None:
        super().__init__()
        self.stream, self.tell_read = stream, tell
        self.digest, self.passed = sha256(), 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.digest.update(piece)
        self.passed += len(piece)
        self.tell_read(len(piece))
        return piece


def pack(target: IO[bytes], about: bytes, sources: Iterable[Source], tell: Tell) -> Packed:
    """Write the archive: `about` first, the files in order, the list of digests last."""
    gone: list[str] = []
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.copybufsize = CHUNK  # type: ignore[attr-defined]
        members = [add_bytes(tar, ABOUT, about)]
        for source in sources:
            try:
                file = source.path.open("rb")
            except FileNotFoundError:
                gone.append(source.name)
                continue
            with file:
                members.append(add_file(tar, source.name, file, tell))
        add_bytes(tar, MANIFEST, manifest_text(members))
    return Packed(tuple(members), tuple(gone))


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> Member:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))
    return Member(name, len(content), sha256(content).hexdigest())


def add_file(tar: tarfile.TarFile, name: str, file: BinaryIO, tell: Tell) -> Member:
    held = tar.gettarinfo(arcname=name, fileobj=file)
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = held.size, held.mode & OWNER_ONLY, int(held.mtime)
    passing = Digesting(file, tell)
    tar.addfile(entry, passing)
    return Member(name, passing.passed, passing.digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Arriving:
    """A member about to be read."""

    name: str
    size: int
    mode: int


# Where to write a member: None reads it for its digest only. May raise Refused.
Place = Callable[[Arriving], IO[bytes] | None]


def unpack(source: IO[bytes], look: Callable[[bytes], None], place: Place) -> tuple[Member, ...]:
    """
    Read an archive to its end, checking every digest against the list inside.

    `look` is given the first member before anything else is read. Raises Refused.
    """
    members: list[Member] = []
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=CHUNK) as tar:
            listed = read_members(tar, look, place, members)
    except tarfile.TarError as error:
        reason = Refusal.DAMAGED if members else Refusal.FOREIGN
        raise Refused(reason) from error
    # The end of the stream is part of what is authenticated: read up to it.
    while source.read(CHUNK):
        pass
    if listed is None:
        raise Refused(Refusal.TRUNCATED if members else Refusal.FOREIGN)
    if listed != manifest_text(members):
        raise Refused(Refusal.DAMAGED, first_difference(listed, members))
    return tuple(members)


def read_members(
    tar: tarfile.TarFile, look: Callable[[bytes], None], place: Place, members: list[Member]
) -> bytes | None:
    """Read up to the list of digests and return it; None when there is none."""
    for entry in tar:
        if not members:
            if entry.name != ABOUT:
                raise Refused(Refusal.FOREIGN)
            about = content_of(tar, entry, LONGEST_ABOUT)
            members.append(Member(ABOUT, len(about), sha256(about).hexdigest()))
            look(about)
        elif entry.name == MANIFEST:
            return content_of(tar, entry, LONGEST_MANIFEST)
        else:
            members.append(read_member(tar, entry, place))
    return None


def content_of(tar: tarfile.TarFile, entry: tarfile.TarInfo, longest: int) -> bytes:
    file = tar.extractfile(entry) if entry.isreg() and entry.size <= longest else None
    if file is None:
        raise Refused(Refusal.DAMAGED, entry.name)
    return file.read()


def read_member(tar: tarfile.TarFile, entry: tarfile.TarInfo, place: Place) -> Member:
    file = tar.extractfile(entry) if entry.isreg() and is_safe(entry.name) else None
    if file is None:
        raise Refused(Refusal.DAMAGED, entry.name)
    target = place(Arriving(entry.name, entry.size, entry.mode & OWNER_ONLY))
    digest, size = sha256(), 0
    try:
        for piece in pieces(file):
            digest.update(piece)
            size += len(piece)
            if target is not None:
                target.write(piece)
    finally:
        if target is not None:
            target.close()
    return Member(entry.name, size, digest.hexdigest())


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


def first_difference(listed: bytes, members: list[Member]) -> str:
    """Name the first member that is not as the list says, or that is not there."""
    said = listed.decode(errors="replace").splitlines()
    found = manifest_text(members).decode().splitlines()
    pairs = zip_longest(said, found, fillvalue="")
    differing = (theirs or ours for theirs, ours in pairs if theirs != ours)
    return next(differing)[DIGEST_COLUMNS:]
