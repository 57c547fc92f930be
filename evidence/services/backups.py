"""Making backups: one archive of everything, sealed, read back, and only then called done."""

import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from errno import ENOSPC
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence import storage
from evidence.backup_progress import BackupStopped, Progress
from evidence.backups.archive import Arriving, Packed, Source
from evidence.backups.manifest import FILES, About
from evidence.backups.refusal import Refusal, Refused
from evidence.backups.sealed import Opened, read_sealed, write_sealed
from evidence.data_folder import (
    backups_folder,
    data_folder,
    held_files,
    take_lock,
)
from evidence.exceptions import BackupError, EvidenceError
from evidence.models import Backup, Exhibit
from evidence.models.backup import BackupStage, BackupState
from evidence.services.backup_states import PART, WORK, complete, fail, forget_older, sweep_held
from evidence.services.database_copies import copy_database, copy_name, database_kind, read_copy
from incidents.models import User

ENDING = ".tar.age"
# Headers, padding and seals take well under a hundredth; the rest is for the program to go on.
OVERHEAD = 1.01
SPARE_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Started:
    """A backup that may go ahead: it alone holds the lock, and gives it back at its end."""

    backup: Backup
    target: Path
    lock: BinaryIO

    @property
    def part(self) -> Path:
        return self.target.with_name(self.target.name + PART)


def name_at(moment: datetime) -> str:
    return f"harassguard-{timezone.localtime(moment):%Y%m%d-%H%M%S}{ENDING}"


def begin_backup(*, actor: User | None, target: Path | None = None) -> Started:
    """
    Take the lock and note that a backup has begun; `make_backup` does the work.

    Without a target the file is kept in the data folder. Raises BackupError.
    """
    lock = lock_or_refuse()
    sweep_held()
    now = timezone.now()
    target = target or backups_folder() / name_at(now)
    if target.exists():
        lock.close()
        raise BackupError(_("%(path)s 已经有了，换一个名字。") % {"path": target})
    backup = Backup.objects.create(started_at=now, started_by=actor, name=target.name)
    return Started(backup, target, lock)


def lock_or_refuse() -> BinaryIO:
    """Take the lock on the whole data folder; raises BackupError when it cannot be had."""
    try:
        lock = take_lock()
    except OSError as error:
        raise BackupError(disk_words(error)) from error
    if lock is None:
        raise BackupError(_("另一次备份或恢复正在进行，等它结束再来。"))
    return lock


def make_backup(*, started: Started, passphrase: str) -> Backup:
    """
    Do the work of a backup that has begun; returns it in the state that it reached.

    A failure is kept as a sentence. Until it is done there is no file under the final name.
    """
    backup = started.backup
    try:
        with tempfile.TemporaryDirectory(dir=data_folder(), prefix=WORK) as work:
            write_backup(started, passphrase, Path(work))
    except BackupStopped:
        pass
    except EvidenceError as error:
        fail(backup, str(error))
    except Refused:
        fail(backup, _("读回来核对时对不上，这一份不能用，已经删掉。换一个盘再试。"))
    except OSError as error:
        fail(backup, disk_words(error))
    except BaseException:
        fail(backup, _("备份时程序出错，没有完成。你的记录没有受影响。"))
        raise
    finally:
        started.part.unlink(missing_ok=True)
        started.lock.close()
    return Backup.objects.get(pk=backup.pk)


def disk_words(error: OSError) -> str:
    reason = _("磁盘满了") if error.errno == ENOSPC else error.strerror or error
    return _("写不进去：%(reason)s。腾出空间，或者换一个位置再试。") % {"reason": reason}


def write_backup(started: Started, passphrase: str, work: Path) -> None:
    progress = Progress(started.backup)
    # What was acquired before the copy began must be in the archive.
    expected = set(Exhibit.objects.values_list("sha256", flat=True))
    progress.enter(BackupStage.COPY, 0)
    copy = work / copy_name()
    about = copied(copy)
    sources = [Source(copy.name, copy), *held_files()]
    size = sum(size_of(source.path) for source in sources)
    check_space(started.part.parent, size)
    progress.enter(BackupStage.PACK, size)
    packed = write_sealed(started.part, passphrase, about, sources, progress.add)
    copy.unlink()
    progress.enter(BackupStage.CHECK, size_of(started.part))
    opened = read_back(started.part, passphrase, copy, progress)
    if opened.about != about or opened.members != packed.members:
        raise Refused(Refusal.DAMAGED)
    publish(started, opened, faults(expected, packed))


def copied(copy: Path) -> About:
    """Copy the database as it stands, and describe what the copy holds; raises Refused."""
    moment = timezone.now()
    copy_database(copy)
    contents = read_copy(copy)
    return About(settings.SOFTWARE, moment, database_kind(), contents.migrations, contents.chains)


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def check_space(folder: Path, size: int) -> None:
    """Raise BackupError when the disk cannot take a backup of so many bytes."""
    needed = int(size * OVERHEAD) + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(
            _("地方不够：要 %(needed)d MB，只剩 %(free)d MB。腾出空间再试。")
            % {"needed": needed // 2**20 + 1, "free": free // 2**20}
        )


def read_back(part: Path, passphrase: str, copy: Path, progress: Progress) -> Opened:
    """Read the finished file as a restore would; raises Refused when anything is not as written."""

    def place(arriving: Arriving) -> IO[bytes] | None:
        return copy.open("xb") if arriving.name == copy.name else None

    with part.open("rb") as file:
        opened = read_sealed(
            file, passphrase, look=lambda _about: None, place=place, tell=progress.add
        )
    check_copy(copy, opened.about)
    return opened


def check_copy(copy: Path, about: About) -> None:
    """Raise Refused unless a copy is whole and its chains end where they are said to end."""
    contents = read_copy(copy)
    if contents.chains != about.chains or contents.migrations != about.migrations:
        raise Refused(Refusal.DAMAGED, copy.name)


def faults(expected: set[str], packed: Packed) -> list[str]:
    """Name the originals that were gone or altered before; what is there is kept as it is."""
    digests = {member.name: member.sha256 for member in packed.members}
    root = data_folder()
    names = {FILES + storage.path_of(each).relative_to(root).as_posix(): each for each in expected}
    differing = {name for name, digest in names.items() if digests.get(name) != digest}
    return sorted(differing | set(packed.gone))


def publish(started: Started, opened: Opened, faulty: list[str]) -> None:
    """Give the checked file its name, and only then call the backup done."""
    chains = opened.about.chains
    running = Backup.objects.filter(pk=started.backup.pk, state=BackupState.RUNNING)
    noted = running.update(
        taken_at=opened.about.taken_at,
        size=opened.size,
        sha256=opened.sha256,
        members=len(opened.members),
        chains=[asdict(each) for each in chains],
        faults=faulty,
    )
    if not noted:
        raise BackupStopped
    started.part.replace(started.target)
    storage.sync_folder(started.target.parent)
    complete(started.backup.pk, chains, started.target.name)
    if started.target.parent == backups_folder():
        forget_older(started.backup)
