"""How far a backup has come, noted often enough for a page and seldom enough for the disk."""

import time

from evidence.models import Backup
from evidence.models.backup import BackupStage, BackupState

A_WHILE = 0.5


class BackupStopped(Exception):  # noqa: N818 - a wish, not an error
    """Somebody no longer wants this backup."""


class Progress:
    """Counts bytes of a stage; raises BackupStopped when the backup is no longer wanted."""

    def __init__(self, backup: Backup) -> None:
        self.backup = backup
        self.done, self.told_at = 0, 0.0

    def enter(self, stage: BackupStage, total: int) -> None:
        self.done = 0
        self.note(stage=stage, done=0, total=total)

    def add(self, size: int) -> None:
        self.done += size
        if time.monotonic() - self.told_at > A_WHILE:
            self.note(done=self.done)

    def note(self, **values: object) -> None:
        self.told_at = time.monotonic()
        running = Backup.objects.filter(pk=self.backup.pk, state=BackupState.RUNNING)
        if not running.update(**values):
            raise BackupStopped
