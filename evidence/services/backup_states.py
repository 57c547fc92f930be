"""What becomes of backups once begun: done, failed, stopped, taken away, or cut off and swept."""

import shutil
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.backups.manifest import ChainHead
from evidence.data_folder import backups_folder, data_folder, take_lock
from evidence.models import Backup
from evidence.models.backup import BackupState
from incidents.models import Anchor, Case
from incidents.models.custody import AnchorPlace

WORK = ".backup-"
PART = ".part"


def fail(backup: Backup, sentence: str) -> None:
    Backup.objects.filter(pk=backup.pk, state=BackupState.RUNNING).update(
        state=BackupState.FAILED, failure=sentence[:300]
    )


@transaction.atomic
def complete(backup_id: int, chains: tuple[ChainHead, ...], name: str) -> None:
    """Call a backup done, and note what the chains' newest links were when it was taken."""
    Backup.objects.filter(pk=backup_id, state=BackupState.RUNNING).update(
        state=BackupState.DONE, stage=""
    )
    cases = Case.objects.in_bulk([each.case for each in chains], field_name="number")
    Anchor.objects.bulk_create(
        Anchor(
            case=cases[each.case],
            sequence=each.sequence,
            digest=each.head,
            place=AnchorPlace.BACKUP,
            name=name,
            at=timezone.now(),
        )
        for each in chains
        if each.case in cases
    )


def forget_older(newest: Backup) -> None:
    """Keep one file on this machine, the newest: others belong on other disks."""
    for older in Backup.objects.filter(pk__lt=newest.pk, state=BackupState.DONE):
        older.path.unlink(missing_ok=True)


def cancel_backup(*, backup: Backup) -> bool:
    """Stop a backup that has not finished; returns whether there was one to stop."""
    stopped = Backup.objects.filter(pk=backup.pk, state=BackupState.RUNNING).update(
        state=BackupState.CANCELLED, stage="", done=0, total=0
    )
    return stopped == 1


def forget_file(*, backup: Backup) -> None:
    """Take a finished backup's file off this machine; that it was made stays known."""
    if backup.state == BackupState.DONE:
        backup.path.unlink(missing_ok=True)


def sweep_backups() -> None:
    """Clear away what a backup left that was cut off; one that is under way is left alone."""
    if not Backup.objects.filter(state=BackupState.RUNNING).exists() and not leftovers():
        return
    lock = take_lock()
    if lock is not None:
        with lock:
            sweep_held()


def sweep_held() -> None:
    """Sweep while holding the lock: whoever was at work is gone."""
    for path in leftovers():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for backup in Backup.objects.filter(state=BackupState.RUNNING):
        # Under its final name lies only what was checked; all that is missing is the word "done".
        if backup.size and backup.path.is_file():
            complete(backup.pk, tuple(ChainHead(**each) for each in backup.chains), backup.name)
        else:
            fail(backup, _("中途断了，没有完成。再备份一次就好。"))


def leftovers() -> list[Path]:
    return [*data_folder().glob(f"{WORK}*"), *backups_folder().glob(f"*{PART}")]
