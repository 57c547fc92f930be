"""What the pages of complaints show: which wait, for how long, and what happened afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from incidents.deadlines import Due, due_of
from incidents.models import Complaint, Incident


@dataclass(frozen=True, slots=True)
class Row:
    """A complaint in the list, with the day on which its answer is due, if one is known."""

    complaint: Complaint
    due: Due | None

    @property
    def urgency(self) -> tuple[bool, bool, date]:
        """Withdrawn ones last; of the others, those that wait first, the next due first."""
        is_withdrawn = self.complaint.withdrawn_at is not None
        day = self.due.day if self.due else date.max
        return is_withdrawn, not self.complaint.is_waiting, day


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How often contacts came in after a complaint, and the first of them."""

    count: int
    first: Incident | None


def rows_of(complaints: Iterable[Complaint], today: date) -> list[Row]:
    """Lay out complaints, what waits first."""
    rows = [Row(complaint, due_of(complaint, today)) for complaint in complaints]
    return sorted(rows, key=lambda row: row.urgency)


def aftermath_of(complaint: Complaint) -> Aftermath:
    """Count what certainly came after a complaint, about the same creditor if it names one."""
    later = Q(occurred_at__gt=complaint.latest_filed_at)
    if complaint.creditor_id is not None:
        later &= Q(creditor_id=complaint.creditor_id)
    incidents = complaint.case.incidents.incoming().filter(later).order_by("occurred_at", "number")
    return Aftermath(incidents.count(), incidents.first())
