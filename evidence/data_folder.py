"""What lies in the data folder and matters, and the lock on all of it, for one at a time."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from evidence.backups.archive import Source
from evidence.backups.manifest import FILES, is_safe
from evidence.locks import lock

# Made anew by the program, belonging to this machine alone, or taken care of by itself.
LEFT_OUT = frozenset({"static", "static.collected", "incoming", "backups", "secret.key"})
DATABASE = "harassguard.sqlite3"
BUSY = ".busy"


def data_folder() -> Path:
    return Path(settings.DATA_DIR)


def backups_folder() -> Path:
    """Return where finished backups wait to be taken away; made when it is not there."""
    folder = data_folder() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def held_files() -> list[Source]:
    """
    List every file of the data folder that no program can make again, under its name in a backup.

    Names that begin with a dot are work under way. What is not known is taken along: a new kind
    of file must never be missing from a backup because nobody thought of it.
    """
    root = data_folder()
    return [
        Source(FILES + path.relative_to(root).as_posix(), path)
        for path in walked(root)
        if is_held(path.relative_to(root))
    ]


def is_held(path: Path) -> bool:
    top = path.parts[0]
    is_own = top in LEFT_OUT or top.startswith(DATABASE)
    return not is_own and is_safe(path.as_posix())


def walked(root: Path) -> Iterator[Path]:
    """Yield files in a lasting order; links are not followed, folders of work not entered."""
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (here == root and name in LEFT_OUT)
        )
        for name in sorted(files):
            if not (here / name).is_symlink():
                yield here / name


def take_lock() -> BinaryIO | None:
    """
    Return a file whose closing gives the lock back, or None while somebody else has it.

    The system takes it from a process that dies. Raises OSError when nothing can be written.
    """
    file = (data_folder() / BUSY).open("ab")
    try:
        lock(file, wait=False)
    except OSError:
        file.close()
        return None
    return file
