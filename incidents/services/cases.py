"""Opening a case and describing it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.exceptions import UnknownCase
from incidents.models import Case, User
from incidents.services.records import amend_record, create_record


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
                title=title or _("%(name)s的案件") % {"name": borrower_name},
                borrower_name=borrower_name,
                display_name=display_name or borrower_name,
                city=city,
                created_at=now,
            )
        ),
        case=case,
        actor=owner,
    )


def amend_case(*, case: Case, changes: Mapping[str, object], reason: str, actor: User) -> Case:
    """Amend how a case is described."""
    return amend_record(record=case, case=case, changes=changes, reason=reason, actor=actor)


def next_number(year: int) -> str:
    """Return the next free case number of a year, such as HG-2026-0001."""
    prefix = f"HG-{year}-"
    numbers = Case.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    return f"{prefix}{max((int(number[len(prefix) :]) for number in numbers), default=0) + 1:04d}"


def find_case(named: str) -> Case:
    """Return the case with a key (12) or a number (HG-2026-0001); raises UnknownCase."""
    wanted = Q(number=named)
    if named.isdecimal() and len(named) < 19:
        wanted |= Q(pk=int(named))
    case = Case.objects.filter(wanted).first()
    if case is None:
        raise UnknownCase(_("没有这个案件：%(named)s") % {"named": named})
    return case
