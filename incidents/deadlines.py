"""When an answer to a complaint is due: the day that was named, or a period that has a source."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.catalogue import catalogue
from incidents.models import Complaint
from incidents.models.complaint import ComplaintChannel
from incidents.presenters import cited
from incidents.tagging.cite import Citation
from incidents.tagging.facts import CreditorType

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """How long an answer usually takes, by a clause of the catalogue."""

    clause: str
    days: int


# Only where the catalogue has a clause that says so. A bank may take longer than fifteen days
# over a complaint that is not simple; the clause's gist, shown beside the day, says that too.
PERIODS = {
    ComplaintChannel.INSTITUTION: Period("complaints-2020:time-limits", 15),
    ComplaintChannel.COURT: Period("civil-procedure-2023:126", 7),
}


@dataclass(frozen=True, slots=True)
class Due:
    """The day an answer is due; `source` is None when the place itself named the day."""

    day: date
    days_left: int
    source: Citation | None

    @property
    def is_soon(self) -> bool:
        return self.days_left <= SOON_DAYS

    @property
    def left(self) -> str:
        """Say how far off the day is."""
        if self.days_left == 0:
            return _("今天")
        if self.days_left > 0:
            return ngettext("还有 %(days)d 天", "还有 %(days)d 天", self.days_left) % {
                "days": self.days_left
            }
        return ngettext("过了 %(days)d 天", "过了 %(days)d 天", -self.days_left) % {
            "days": -self.days_left
        }


def usual_period(complaint: Complaint) -> Period | None:
    """Return the period of a clause that was in force that day and binds this creditor."""
    period = PERIODS.get(ComplaintChannel(complaint.channel))
    clause = catalogue().clauses.get(period.clause) if period else None
    if clause is None or not clause.is_citable:
        return None
    creditor = complaint.creditor
    kind = CreditorType(creditor.kind) if creditor else CreditorType.UNKNOWN
    binds = clause.binds_creditor(kind) and clause.period.holds_on(complaint.filed_date)
    return period if binds else None


def due_of(complaint: Complaint, today: date) -> Due | None:
    """Say when the answer to a waiting complaint is due, or None when nobody knows."""
    if not complaint.is_waiting:
        return None
    if complaint.due_date:
        return Due(complaint.due_date, (complaint.due_date - today).days, None)
    period = usual_period(complaint)
    if period is None:
        return None
    day = complaint.filed_date + timedelta(days=period.days)
    return Due(day, (day - today).days, cited([{"clause": period.clause}])[0])
