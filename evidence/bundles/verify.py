"""Checking a bundle that may be hostile: what the single-file checker does, behind a guard."""

import io
import os
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evidence.bundles.checker import (
    ALGORITHMS,
    MANIFEST,
    METHODS,
    NO_ZIP,
    Problem,
    Refused,
    Report,
    Trouble,
    check,
)
from evidence.exceptions import EvidenceError

__all__ = ["Problem", "Report", "Trouble", "UnsafeBundle", "examine", "verify"]

MAX_ENTRIES = 50_000
# A ZIP keeps its names in one place, which every library reads in one piece.
MAX_DIRECTORY = 16 * 2**20
ENTRY_MARK = b"PK\x01\x02"
# Deflate cannot pack tighter than about 1,030 to 1; call logs in XML reach 40 to 1.
MAX_RATIO = 200
FREE_BYTES = 64 * 2**20


class UnsafeBundle(EvidenceError):
    """The file is no bundle, or is made to harm whoever opens it."""


class Guarded(io.BufferedReader):
    """Refuses a ZIP's directory of names that would fill the memory, before it is taken apart."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise swelling()
        found = super().read(size)
        if found.startswith(ENTRY_MARK) and found.count(ENTRY_MARK) > MAX_ENTRIES:
            raise swelling()
        return found


def verify(path: Path, algorithms: Sequence[str] = ALGORITHMS) -> tuple[Problem, ...]:
    """Return what differs between a bundle and its lists; raises as `examine` does."""
    return examine(path, algorithms).problems


def examine(place: Path | BinaryIO, algorithms: Sequence[str] = ALGORITHMS) -> Report:
    """
    Compare every file of a bundle, a folder or a ZIP, with its lists.

    Raises UnsafeBundle when it is no bundle or is dangerous to read, OSError when it cannot be
    read at all.
    """
    name = place.name if isinstance(place, Path) else pgettext("within a sentence", "这个文件")
    try:
        if isinstance(place, Path) and place.is_dir():
            return check(place, algorithms)
        raw = place.open("rb", buffering=0) if isinstance(place, Path) else place
        with Guarded(cast(io.RawIOBase, raw)) as file:
            return check(file, algorithms, refuse_danger)
    except Refused as error:
        raise UnsafeBundle(words_of(error) % {"name": name, "list": MANIFEST}) from error


def words_of(error: Refused) -> str:
    if error.args == NO_ZIP:
        return _("%(name)s 打不开：不是 ZIP，或者已经损坏。")
    return _("%(name)s 里面没有找到证据包（缺 %(list)s）。")


def refuse_danger(archive: zipfile.ZipFile) -> None:
    """Raise UnsafeBundle for names that climb out, links, locks, and content that swells."""
    infos = archive.infolist()
    for info in infos:
        if is_unsafe(info):
            raise UnsafeBundle(
                _("里面有不安全的文件名，没有继续读：%(name)s") % {"name": shown(info.filename)}
            )
        if info.flag_bits & 1 or info.compress_type not in METHODS:
            raise UnsafeBundle(
                _("里面有加密的文件，没有继续读：%(name)s") % {"name": shown(info.filename)}
            )
    file = cast(Guarded, archive.fp)
    if len(infos) > MAX_ENTRIES or swells(infos, file.seek(0, os.SEEK_END)):
        raise swelling()


def is_unsafe(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    climbs = name.startswith("/") or ".." in PurePosixPath(name).parts
    is_odd = "\\" in name or ":" in name or not name.isprintable()
    return climbs or is_odd or stat.S_ISLNK(info.external_attr >> 16)


def swells(infos: Sequence[zipfile.ZipInfo], size: int) -> bool:
    return sum(info.file_size for info in infos) > FREE_BYTES + MAX_RATIO * size


def swelling() -> UnsafeBundle:
    return UnsafeBundle(_("解开以后大得不合理，没有继续读。"))


def shown(name: str) -> str:
    """Spell out what a hostile name could do to a page or a terminal."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in name)[:200]
