"""Locks that processes hold on files, and that the system takes away when a process dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock(file: BinaryIO, *, wait: bool) -> None:
    """Raises OSError when another process holds the lock and `wait` is not wanted."""
    if sys.platform == "win32":
        # Waiting, it tries ten times, a second apart.
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of a path for as long as the block lasts; raises OSError as `lock` does."""
    with path.open("ab") as file:
        lock(file, wait=wait)
        yield


def is_held(path: Path) -> bool:
    """Say whether some living process holds the lock of a path."""
    try:
        with path.open("ab") as file:
            lock(file, wait=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
