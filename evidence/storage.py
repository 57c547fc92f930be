"""The only module that reads or writes the files of exhibits."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from hashlib import file_digest, new, sha256
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from django.conf import settings
from django.utils.translation import gettext as _

from evidence.exceptions import StorageError
from evidence.locks import lock

T = TypeVar("T")

CHUNK = 2**20
# Hashing and writing leave the interpreter free, so files are taken in side by side.
WORKERS = 4
UNFINISHED = ".in-"


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

    Raises StorageError, with a sentence for the person, when the disk refuses.
    """
    return store_all([source], then=nothing)[0][0]


def store_all(sources: Iterable[BinaryIO], *, then: Callable[[Path], T]) -> list[tuple[Stored, T]]:
    """
    Copy streams under their digests; `then` is called on each file as soon as it is whole.

    When this returns, all bytes and all names are on the disk: each file is flushed before it
    gets its name, and the folders once each at the end. Raises as store does; then files that
    were finished stay under their digests, which no record speaks of.
    """

    def take_in(source: BinaryIO) -> tuple[Stored, T]:
        stored = write(source)
        return stored, then(path_of(stored.sha256))

    with refusals_in_words():
        make_folder(settings.EXHIBITS_DIR)
        with ThreadPoolExecutor(WORKERS) as pool:
            taken = list(pool.map(take_in, sources))
            folders = {path_of(stored.sha256).parent for stored, _then in taken}
            list(pool.map(sync_folder, folders))
    return taken


def nothing(_path: Path) -> None:
    """There is nothing more to do with a file."""


def write(source: BinaryIO) -> Stored:
    """Copy a stream to a file, digested on the way, and name it; its folder is not flushed yet."""
    digests = sha256(), new("sm3")
    size = 0
    folder = settings.EXHIBITS_DIR
    with tempfile.NamedTemporaryFile(dir=folder, prefix=UNFINISHED, delete=False) as file:
        temporary = Path(file.name)
        try:
            mark_in_use(cast(BinaryIO, file))
            while chunk := source.read(CHUNK):
                file.write(chunk)
                size += len(chunk)
                for digest in digests:
                    digest.update(chunk)
            file.flush()
            os.fsync(file.fileno())
            stored = Stored(digests[0].hexdigest(), digests[1].hexdigest(), size)
            if sys.platform != "win32":
                keep(temporary, path_of(stored.sha256))
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    if sys.platform == "win32":  # Where an open file cannot be renamed.
        keep(temporary, path_of(stored.sha256))
    return stored


def keep(temporary: Path, target: Path) -> None:
    """Give a finished file its lasting name, read-only."""
    make_folder(target.parent)
    temporary.chmod(0o400)
    temporary.replace(target)


def make_folder(folder: Path) -> None:
    """Make a folder that will still be there after a power cut."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where folders can be flushed."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn the system's refusal into a StorageError that says what to do about it."""
    try:
        yield
    except OSError as error:
        raise StorageError(refusal_text(error)) from error


def refusal_text(error: OSError) -> str:
    if error.errno in (ENOSPC, EDQUOT):
        return _("没有保存成功：磁盘满了。腾出一些空间，再试一次。")
    if error.errno in (EROFS, EACCES, EPERM):
        return _("没有保存成功：存放证据的文件夹不能写入。请检查它的权限，再试一次。")
    sentence = _("没有保存成功：磁盘没有收下文件（%(reason)s）。请再试一次。")
    return sentence % {"reason": error.strerror or error}


def mark_in_use(file: BinaryIO) -> None:
    """Keep an unfinished file from being swept, until it is closed or its process is gone."""
    # Some network drives know no locks; nothing is swept there either.
    with suppress(OSError):
        lock(file, wait=False)


def sweep() -> int:
    """
    Remove what uploads left behind that were cut off by a crash; returns how many files.

    Files that some process still writes to are left alone. Call at start.
    """
    return sum(remove_abandoned(path) for path in leftovers())


def leftovers() -> list[Path]:
    incoming = Path(settings.FILE_UPLOAD_TEMP_DIR)
    found = [*settings.EXHIBITS_DIR.glob(f"{UNFINISHED}*"), *incoming.glob("*")]
    return [path for path in found if path.is_file()]


def remove_abandoned(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            lock(file, wait=False)
        path.unlink()
    except OSError:
        return False
    return True


def open_original(digest: str) -> BufferedReader:
    """Open the bytes with this SHA-256; raises FileNotFoundError when they are gone."""
    return path_of(digest).open("rb")


def chunks(digest: str) -> Iterator[bytes]:
    with open_original(digest) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def digest_of(digest: str) -> str | None:
    """Return the SHA-256 (hex) that the stored bytes have now, or None when they are gone."""
    try:
        with open_original(digest) as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def digests_of(digests: Iterable[str]) -> list[str | None]:
    """Say of each stored original, in order, what `digest_of` says; read side by side."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(digest_of, digests))
