"""Restoring a backup into an empty data folder: all of it, or nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence import storage
from evidence.backups.archive import Arriving
from evidence.backups.manifest import DATABASES, FILES, About
from evidence.backups.refusal import Refusal, Refused
from evidence.backups.sealed import Opened, read_sealed
from evidence.data_folder import LEFT_OUT, data_folder, held_files, take_lock
from evidence.exceptions import BackupError
from evidence.models import Backup
from evidence.models.backup import BackupState
from evidence.services.backup_states import complete, sweep_held
from evidence.services.backups import check_copy, disk_words, lock_or_refuse
from evidence.services.database_copies import POSTGRES, database_kind, has_table, load_copy
from incidents.models import Case, SignInToken, User

WORK = ".restore-"
# While it is there, files that no database speaks of are those of a restore that was cut off.
MARK = ".restoring"

REASONS = {
    Refusal.FOREIGN: gettext_lazy("这不是 HarassGuard 的备份文件。"),
    Refusal.LOCKED: gettext_lazy("备份密码不对。看看大小写和输入法，再试一次。"),
    Refusal.TRUNCATED: gettext_lazy("备份文件不完整，末尾缺了或坏了。多半是没有拷完，再拷一次。"),
    Refusal.DAMAGED: gettext_lazy("备份文件坏了，里面有内容和备份时不一样。换一份备份再试。"),
    Refusal.NEWER: gettext_lazy("这份备份是更新的版本做的。先把这里的程序更新，再来恢复。"),
    Refusal.OTHER_DATABASE: gettext_lazy("这份备份来自另一种数据库，恢复不到这里。"),
}
NOTHING_WRITTEN = gettext_lazy("什么都没有写入。")


@dataclass(frozen=True, slots=True)
class Restored:
    """What is here now: how many cases and members, and the moment that they stand at."""

    cases: int
    members: int
    taken_at: datetime


@dataclass(slots=True)
class Staging:
    """A folder beside the final places, in which members wait until the last has been checked."""

    folder: Path
    database: Path | None = None
    modes: dict[Path, int] = field(default_factory=dict)

    def place(self, arriving: Arriving) -> IO[bytes]:
        """Open a new file for a member; raises Refused for one that belongs nowhere."""
        name = arriving.name
        is_database = name in DATABASES.values()
        top = name.removeprefix(FILES).partition("/")[0]
        if not is_database and (not name.startswith(FILES) or top in LEFT_OUT):
            raise Refused(Refusal.DAMAGED, name)
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.modes[path] = arriving.mode
        if is_database:
            self.database = path
        try:
            return path.open("xb")
        except FileExistsError as error:
            raise Refused(Refusal.DAMAGED, name) from error

    def settle(self) -> None:
        """Make what has arrived durable, with the permissions that it had."""
        for path, mode in self.modes.items():
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.chmod(mode)


def restore_backup(
    *, source: BinaryIO, passphrase: str, tell: Callable[[int], None] = lambda _size: None
) -> Restored:
    """
    Check a backup from beginning to end and put it in place; the data folder must be empty.

    Raises BackupError with the reason, and then nothing has been written.
    """
    lock = lock_or_refuse()
    try:
        sweep_restore()
        refuse_unless_empty()
        with tempfile.TemporaryDirectory(dir=data_folder(), prefix=WORK) as work:
            staging = Staging(Path(work))
            opened = received(source, passphrase, staging, tell)
            put_in_place(staging, opened)
    except Refused as refused:
        raise BackupError(f"{REASONS[refused.reason]}{NOTHING_WRITTEN}") from refused
    except OSError as error:
        raise BackupError(disk_words(error)) from error
    finally:
        sweep_restore()
        lock.close()
    return Restored(Case.objects.count(), len(opened.members), opened.about.taken_at)


def refuse_unless_empty() -> None:
    if has_records() or held_files():
        raise BackupError(
            _("这里已经有记录了。备份只能恢复到空的地方，免得盖掉什么：换一个数据文件夹再来。")
        )


def has_records() -> bool:
    has_tables = has_table(Case._meta.db_table)
    return has_tables and (Case.objects.exists() or User.objects.exists())


def received(
    source: BinaryIO, passphrase: str, staging: Staging, tell: Callable[[int], None]
) -> Opened:
    """Bring everything into the staging folder and check it; raises Refused."""
    opened = read_sealed(source, passphrase, look=judge, place=staging.place, tell=tell)
    if staging.database is None or staging.database.name != DATABASES[database_kind()]:
        raise Refused(Refusal.DAMAGED)
    check_copy(staging.database, opened.about)
    staging.settle()
    if database_kind() != POSTGRES and set(opened.about.migrations) != known_migrations():
        bring_up_to_date(staging.database, staging.folder / "scratch")
    return opened


def judge(about: About) -> None:
    """Refuse what this program or this database cannot take, before anything else is read."""
    if not set(about.migrations) <= known_migrations():
        raise Refused(Refusal.NEWER)
    if about.database != database_kind():
        raise Refused(Refusal.OTHER_DATABASE)


def known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations or {}}


def bring_up_to_date(copy: Path, scratch: Path) -> None:
    """Migrate the copy of an older version before it counts, in a process of its own."""
    scratch.mkdir()
    environ = {
        **os.environ,
        "HARASSGUARD_DATA": str(scratch),
        "HARASSGUARD_DATABASE_URL": f"sqlite:///{copy}",
    }
    done = subprocess.run(  # noqa: S603  (our own interpreter and file)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise Refused(Refusal.DAMAGED, copy.name)


def put_in_place(staging: Staging, opened: Opened) -> None:
    """Move the files, then load the database: from that moment on the restore counts."""
    mark = data_folder() / MARK
    mark.touch()
    held = staging.folder / FILES
    for entry in sorted(held.iterdir()) if held.is_dir() else ():
        target = data_folder() / entry.name
        # At most an empty folder: whatever matters has been looked for.
        shutil.rmtree(target, ignore_errors=True)
        entry.replace(target)
    storage.sync_folder(data_folder())
    if staging.database is not None:
        load_copy(staging.database)
    if database_kind() == POSTGRES:
        call_command("migrate", verbosity=0, interactive=False)
    tidy(opened)
    mark.unlink()


@transaction.atomic
def tidy(opened: Opened) -> None:
    """Let go of what belonged to the old machine, and call this backup the last one made."""
    Session.objects.all().delete()
    SignInToken.objects.all().delete()
    about = opened.about
    # In its own copy of the database a backup is still under way.
    for backup in Backup.objects.filter(state=BackupState.RUNNING):
        backup.taken_at, backup.members = about.taken_at, len(opened.members)
        backup.size, backup.sha256 = opened.size, opened.sha256
        backup.chains = [asdict(each) for each in about.chains]
        backup.save()
        complete(backup.pk, about.chains, backup.name)


def sweep_cut_off() -> None:
    """Clear away what backups and restores left that were cut off; call at start."""
    lock = take_lock()
    if lock is not None:
        with lock:
            sweep_held()
            sweep_restore()


def sweep_restore() -> None:
    """Clear away what a restore left that failed or was cut off before it counted."""
    for path in data_folder().glob(f"{WORK}*"):
        shutil.rmtree(path, ignore_errors=True)
    mark = data_folder() / MARK
    if not mark.exists():
        return
    if not has_records():
        for source in held_files():
            source.path.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)
