"""Opening a case and describing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Case, User
from incidents.services.records import create_record


@transaction.atomic
def open_case(
    *, owner: User, borrower_name: str, title: str = "", display_name: str = "", city: str = ""
) -> Case:
    """Open a case under the next number of this year; raises nothing, returns the case."""
    now = timezone.now()
    return create_record(
        record=(
            case := Case(
                owner=owner,
                number=next_number(timezone.localtime(now).year),
                title=title or _("%(name)s 的案件") % {"name": borrower_name},
                borrower_name=borrower_name,
                display_name=display_name or borrower_name,
                city=city,
                created_at=now,
            )
        ),
        case=case,
        actor=owner,
    )


def next_number(year: int) -> str:
    """Return the next free case number of a year, such as HG-2026-0001."""
    prefix = f"HG-{year}-"
    numbers = Case.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    return f"{prefix}{max((int(number[len(prefix):]) for number in numbers), default=0) + 1:04d}"
