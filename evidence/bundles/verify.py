"""Checking a bundle, zipped or unpacked, against its own lists, naming every file that differs."""

import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.bundles.manifest import read_list, sha256_of
from evidence.exceptions import EvidenceError

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
MARKER = "bagit.txt"
PAYLOAD = "data/"
MAX_ENTRIES = 200_000
# Deflate cannot pack tighter than about 1,030 to 1; call logs in XML reach 40 to 1.
MAX_RATIO = 200
FREE_BYTES = 64 * 2**20
SYMLINK = 0o120000
NOT_FOUND = gettext_lazy("%(name)s 里面没有找到证据包（缺 %(list)s）。")
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class UnsafeBundle(EvidenceError):
    """The file is no bundle, or is made to harm whoever opens it."""


class Trouble(StrEnum):
    MISSING = "missing"
    ADDED = "added"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One file of the bag, by its path there, and what is wrong with it."""

    path: str
    problem: Trouble


class Source(Protocol):
    """The files of a bag, whatever holds them."""

    def names(self) -> set[str]: ...
    def twice(self) -> set[str]: ...
    def open(self, name: str) -> BinaryIO: ...


class FolderSource:
    """A bag unpacked on disk; links are never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> set[str]:
        return {
            (Path(folder) / name).relative_to(self.root).as_posix()
            for folder, _folders, files in os.walk(self.root, followlinks=False)
            for name in files
        }

    def twice(self) -> set[str]:
        return set()

    def open(self, name: str) -> BinaryIO:
        path = self.root / name
        if path.is_symlink():
            raise OSError(name)
        return path.open("rb")


class ZipSource:
    """A bag inside a ZIP, read without unpacking."""

    def __init__(self, archive: zipfile.ZipFile, prefix: str) -> None:
        self.archive = archive
        self.prefix = prefix
        self._entries = Counter(
            info.filename.removeprefix(prefix) for info in archive.infolist() if not info.is_dir()
        )

    def names(self) -> set[str]:
        return set(self._entries)

    def twice(self) -> set[str]:
        return {name for name, count in self._entries.items() if count > 1}

    def open(self, name: str) -> BinaryIO:
        return self.archive.open(self.prefix + name)  # type: ignore[return-value]


def verify(path: Path) -> tuple[Problem, ...]:
    """
    Compare every file of a bundle with its lists; returns what differs, none when all is well.

    Raises UnsafeBundle when the file is no bundle or is dangerous to read, OSError when it cannot
    be read at all.
    """
    with opened(path) as source:
        return tuple(sorted(set(problems(source))))


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield FolderSource(bag_folder(path))
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnsafeBundle(
            _("%(name)s 打不开：不是 ZIP，或者已经损坏。") % {"name": path.name}
        ) from error
    with archive:
        refuse_danger(archive, path.stat().st_size)
        yield ZipSource(archive, prefix_of(archive))


def bag_folder(path: Path) -> Path:
    """Find the bag: the folder itself, or the only folder in it."""
    if (path / MARKER).exists() or (path / MANIFEST).exists():
        return path
    inside = [child for child in path.iterdir() if (child / MANIFEST).exists()]
    if len(inside) != 1:
        raise UnsafeBundle(NOT_FOUND % {"name": path.name, "list": MANIFEST})
    return inside[0]


def prefix_of(archive: zipfile.ZipFile) -> str:
    names = [info.filename for info in archive.infolist()]
    tops = {name.partition("/")[0] for name in names}
    for name in (MANIFEST, MARKER):
        if name in names:
            return ""
        found = [top for top in tops if f"{top}/{name}" in names]
        if len(found) == 1:
            return f"{found[0]}/"
    raise UnsafeBundle(NOT_FOUND % {"name": archive.filename or "", "list": MANIFEST})


def refuse_danger(archive: zipfile.ZipFile, size: int) -> None:
    """Raise UnsafeBundle for names that climb out, links, and content that swells without end."""
    infos = archive.infolist()
    for info in infos:
        parts = PurePosixPath(info.filename).parts
        is_link = (info.external_attr >> 16) & 0o170000 == SYMLINK
        climbs = ".." in parts or info.filename.startswith("/")
        if climbs or is_link or "\\" in info.filename or ":" in info.filename:
            raise UnsafeBundle(
                _("里面有不安全的文件名，没有继续读：%(name)s") % {"name": info.filename}
            )
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES or total > FREE_BYTES + MAX_RATIO * size:
        raise UnsafeBundle(_("解开以后大得不合理，没有继续读。"))


def problems(source: Source) -> Iterator[Problem]:
    names = source.names()
    yield from (Problem(name, Trouble.ADDED) for name in source.twice())
    payload = yield from listed(source, names, MANIFEST)
    tags = yield from listed(source, names, TAG_MANIFEST)
    expected = {**payload, **tags}
    for name, digest in expected.items():
        if name not in names:
            yield Problem(name, Trouble.MISSING)
        elif digest_in(source, name) != digest:
            yield Problem(name, Trouble.ALTERED)
    if payload or MANIFEST in names:
        known = expected.keys() | {MANIFEST, TAG_MANIFEST}
        yield from (Problem(name, Trouble.ADDED) for name in names - known)


def listed(source: Source, names: set[str], name: str) -> Generator[Problem, None, dict[str, str]]:
    """Yield what is wrong with a list itself; return the paths and digests in it."""
    if name not in names:
        yield Problem(name, Trouble.MISSING)
        return {}
    try:
        with source.open(name) as file:
            return read_list(file.read())
    except (*UNREADABLE, ValueError):
        yield Problem(name, Trouble.ALTERED)
        return {}


def digest_in(source: Source, name: str) -> str | None:
    """Return the SHA-256 (hex) of a file, or None when its bytes cannot even be read."""
    try:
        with source.open(name) as file:
            return sha256_of(file)
    except UNREADABLE:
        return None
