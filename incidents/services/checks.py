"""Keeping clauses that somebody has checked on an official site, beside the shipped catalogue."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from threading import Lock

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.catalogue import catalogue, overlay_path, overlay_problems
from incidents.exceptions import CheckRefused
from incidents.models import User
from incidents.tagging.catalogue.loader import Catalogue, CatalogueError, load
from incidents.tagging.catalogue.model import Checked
from incidents.tagging.catalogue.overlay import write_overlay

LONGEST_FILE = 2**20

# Entries are read, changed and written whole: one change at a time.
_writing = Lock()


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file of checked clauses would add and replace, and what it holds that is here."""

    new: tuple[Checked, ...]
    replaced: tuple[tuple[Checked, Checked], ...]
    same: int

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.replaced)


def check_clause(*, checked: Checked, actor: User) -> None:
    """
    Keep what somebody read of a clause, in place of what was kept of it before.

    Raises CheckRefused when the catalogue does not take it.
    """
    now = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
    with _writing:
        store(kept() | {checked.clause: replace(checked, entered_by=str(actor), entered_at=now)})


def take_back(*, clause: str) -> None:
    """Forget what was kept of a clause; it is then cited as the shipped catalogue has it."""
    with _writing:
        store({key: entry for key, entry in kept().items() if key != clause})


def look_into(content: bytes) -> Incoming:
    """
    Compare a file of checked clauses with what is kept; writes nothing.

    Raises CheckRefused when the catalogue does not take the file.
    """
    here, new, replaced, same = held(), [], [], 0
    for entry in read(content).checked:
        known = here.get(entry.clause)
        if known is None:
            new.append(entry)
        elif known == entry:
            same += 1
        else:
            replaced.append((known, entry))
    return Incoming(tuple(new), tuple(replaced), same)


def import_checks(content: bytes) -> int:
    """
    Keep every entry of a file, in place of what was kept of its clauses; returns how many differed.

    Raises CheckRefused when the catalogue does not take the file.
    """
    with _writing:
        incoming = look_into(content)
        fresh = [*incoming.new, *(entry for _old, entry in incoming.replaced)]
        store(kept() | {entry.clause: entry for entry in fresh})
    return len(fresh)


def held() -> dict[str, Checked]:
    return {entry.clause: entry for entry in catalogue().checked}


def kept() -> dict[str, Checked]:
    """Return what is held, to be changed; a file that cannot be read must not be written over."""
    if overlay_problems():
        raise CheckRefused(
            _("核对记录的文件坏了：%(path)s。先修好它，或者移走它，再来改。")
            % {"path": overlay_path()}
        )
    return held()


def export_checks() -> str:
    """Return what is kept as the text of a file that another copy of the program can import."""
    return write_overlay(held().values())


def store(entries: Mapping[str, Checked]) -> None:
    """Validate the whole by loading it, and only then let it take the place of the old file."""
    path = overlay_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not entries:
        path.unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        draft = Path(folder) / path.name
        written(draft, entries.values())
        loaded(draft)
        draft.replace(path)


def written(path: Path, entries: Iterable[Checked]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(write_overlay(entries))
        file.flush()
        os.fsync(file.fileno())


def read(content: bytes) -> Catalogue:
    if len(content) > LONGEST_FILE:
        raise CheckRefused(_("这个文件太大了，不像是核对记录。"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / overlay_path().name
        path.write_bytes(content)
        return loaded(path)


def loaded(path: Path) -> Catalogue:
    try:
        return load(overlay=path)
    except CatalogueError as error:
        problems = {"problems": "; ".join(str(problem) for problem in error.problems)}
        raise CheckRefused(_("条款目录用不了这份内容：%(problems)s") % problems) from error
