"""Patterns for a page: the sentence of what was counted, and the incidents to count again."""

from dataclasses import dataclass

from django.db.models import Count

from incidents.findings import incident_title
from incidents.models import Finding, Incident
from incidents.models.finding import FindingQuerySet
from incidents.models.incident import IncidentQuerySet
from incidents.presenters import FindingView, finding_view, rule_order

SHOWN_OF_PATTERN = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """One incident of a pattern, with its number in the case and its line of words."""

    incident: Incident
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternView:
    """A pattern in the list; `shown` are its first incidents, `count` is how many it has."""

    view: FindingView
    count: int
    shown: tuple[Counted, ...]

    @property
    def is_whole(self) -> bool:
        return len(self.shown) == self.count


def patterns_of(findings: FindingQuerySet) -> list[PatternView]:
    """List patterns by kind, each kind in the order of time."""
    counts = dict(findings.order_by().annotate(n=Count("incidents")).values_list("pk", "n"))
    held = findings.select_related("decided_by")
    return [
        PatternView(
            view=finding_view(finding),
            count=counts[finding.pk],
            shown=tuple(counted_of(one) for one in basis_of(finding)[:SHOWN_OF_PATTERN]),
        )
        for finding in sorted(held, key=lambda one: (rule_order(one.rule), one.first_at, one.pk))
    ]


def basis_of(finding: Finding) -> IncidentQuerySet:
    """Select what a pattern was counted from, in the order of time."""
    incidents = Incident.objects.filter(findings=finding)
    return incidents.select_related("line", "contact").order_by("occurred_at", "number")


def counted_of(incident: Incident) -> Counted:
    return Counted(incident, incident_title(incident))
