"""Says when it is time for a backup: a week of new records lies in no backup."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evidence.models import Backup
from evidence.models.backup import BackupState
from incidents.models import CustodyEvent
from incidents.models.custody import Action

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminder:
    """How many days ago the last backup was; None when there was none."""

    days: int | None


def reminder_at(now: datetime) -> Reminder | None:
    """Return what to remind of, or None when the last backup is fresh or nothing came after it."""
    made = Backup.objects.filter(state=BackupState.DONE, taken_at__isnull=False)
    last = made.order_by("-taken_at").values_list("taken_at", flat=True).first()
    if last is not None and now - last <= A_WEEK:
        return None
    # Looking at a record is not a new one.
    records = CustodyEvent.objects.exclude(action=Action.CHECKED).order_by()
    waiting = records.filter(at__gt=last) if last else records.filter(at__lt=now - A_WEEK)
    if not waiting.exists():
        return None
    return Reminder((now - last).days if last else None)
