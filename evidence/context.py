"""What pages may show of what proves it: a reminder, worked out only where one is shown."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from evidence.reminding import Reminder, reminder_at
from incidents.models import User


def backup_reminder(request: HttpRequest) -> dict[str, object]:
    def due() -> Reminder | None:
        user = getattr(request, "user", None)
        is_keeper = isinstance(user, User) and user.is_staff
        return reminder_at(timezone.now()) if is_keeper else None

    return {"backup_reminder": SimpleLazyObject(due)}
