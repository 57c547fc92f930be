"""Turning records of a case into the values that patterns are found in."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from incidents.models import Case, Complaint, ObservationRecord
from incidents.models.complaint import ComplaintChannel
from incidents.models.line import LineKind
from incidents.tagging.facts import Label
from incidents.tagging.patterns import Contacted, Denial, Milestone, Turn

# Lines of one series differ in their last four digits; what is left must still tell something.
SERIES_DIGITS, FEWEST_DIGITS = 4, 5
WITHOUT_SERIES = frozenset({LineKind.IM_ACCOUNT, LineKind.EMAIL, LineKind.HIDDEN, LineKind.MASKED})
NOT_ONES_OWN = frozenset({LineKind.HIDDEN, LineKind.MASKED})


class Number(NamedTuple):
    """What a line tells: whether the same text is the same caller, and which series it is of."""

    line: int | None
    place: str
    prefix: str


class Person(NamedTuple):
    relation: str
    owes: bool


NO_NUMBER = Number(None, "", "")
BORROWER = Person("", owes=True)


def contacts_of(case: Case) -> Iterator[Contacted]:
    """Yield every standing contact that the other side started, in the order of time."""
    numbers, people, knowing = numbers_of(case), people_of(case), knowing_of(case)
    rows = case.incidents.incoming().values_list(
        "pk", "occurred_at", "line_id", "contact_id", "creditor_id"
    )
    for pk, at, line, contact, creditor in rows:
        number = numbers[line] if line is not None else NO_NUMBER
        person = people[contact] if contact is not None else BORROWER
        yield Contacted(pk, at, *number, contact, *person, pk in knowing, creditor)


def numbers_of(case: Case) -> dict[int, Number]:
    rows = case.lines.order_by().values_list("pk", "kind", "place", "normalised")
    return {
        pk: Number(None if kind in NOT_ONES_OWN else pk, place, prefix_of(normalised, kind))
        for pk, kind, place, normalised in rows
    }


def people_of(case: Case) -> dict[int, Person]:
    rows = case.contacts.values_list("pk", "relation", "is_guarantor", "shares_debt")
    return {
        pk: Person(relation, bool(guarantees or shares))
        for pk, relation, guarantees, shares in rows
    }


def knowing_of(case: Case) -> set[int]:
    """Return the incidents in which the other side showed knowledge of personal data."""
    seen = ObservationRecord.objects.filter(
        incident__case=case, label=Label.PRIVACY_LEAK.value
    ).order_by()
    return set(seen.values_list("incident_id", flat=True))


def prefix_of(normalised: str, kind: str) -> str:
    """Return a number without its last four digits, "" where that says nothing."""
    if kind in WITHOUT_SERIES:
        return ""
    digits = normalised.partition(";")[0].removeprefix("+86")
    prefix = digits[:-SERIES_DIGITS]
    is_series = len(prefix) >= FEWEST_DIGITS and prefix.removeprefix("+").isdecimal()
    return prefix if is_series else ""


def turns_of(case: Case) -> Iterator[Turn]:
    """Yield every request to stop, complaint and police report, in a fixed order."""
    asked = case.contacts.filter(asked_to_stop_at__isnull=False)
    for pk, moment, relation in asked.values_list("pk", "asked_to_stop_at", "relation"):
        if moment is not None:
            yield Turn(f"stop:{pk}", Milestone.STOP, moment, person=pk, relation=relation)
    for complaint in case.complaints.standing():
        if complaint.asks_to_stop_them:
            yield turn_of(complaint)


def turn_of(complaint: Complaint) -> Turn:
    is_police = complaint.channel == ComplaintChannel.POLICE
    return Turn(
        f"complaint:{complaint.pk}",
        Milestone.POLICE if is_police else Milestone.COMPLAINT,
        after(complaint),
        creditor=complaint.creditor_id,
    )


def after(complaint: Complaint) -> datetime:
    """Return the moment of filing; the end of its day when the hour is not known."""
    if complaint.filed_time is not None:
        return complaint.filed_at
    next_day = datetime.combine(complaint.filed_date + timedelta(days=1), time.min)
    return timezone.make_aware(next_day) - timedelta(microseconds=1)


def denials_of(case: Case) -> Iterator[Denial]:
    """Yield every answer of an institution that the callers are not its own."""
    for inquiry in case.inquiries.denials():
        if inquiry.answered_date is not None:
            key = f"denial:{inquiry.pk}"
            yield Denial(key, inquiry.answered_date, creditor=inquiry.creditor_id)
