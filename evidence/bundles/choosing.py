"""Which records of a case go into a bundle, and how many stay out."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch

from evidence.bundles.records import Counts
from evidence.bundles.scope import Scope, in_period
from incidents.models import Case, Finding, Incident
from incidents.models.finding import FindingState


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of a case that a scope takes in, and how many it leaves out."""

    incidents: list[Incident]
    findings: list[Finding]
    counts: Counts


def choose(case: Case, scope: Scope) -> Chosen:
    """Pick the standing incidents of the period and the confirmed findings of the rules."""
    standing = case.incidents.standing().select_related("line", "contact", "creditor")
    incidents = [incident for incident in standing if in_period(incident.occurred_at, scope)]
    ids = {incident.pk for incident in incidents}
    ids_only = Incident.objects.only("pk", "occurred_at").order_by("occurred_at", "number")
    current = list(case.findings.current().prefetch_related(Prefetch("incidents", ids_only)))
    near = [
        finding
        for finding in current
        if any(incident.pk in ids for incident in finding.incidents.all())
    ]
    confirmed = [finding for finding in near if is_assertable(finding)]
    asserted = [
        finding
        for finding in confirmed
        if (scope.rules is None or finding.rule in scope.rules) and can_be_counted(finding, ids)
    ]
    counts = Counts(
        incidents_outside=standing.count() - len(incidents),
        incidents_withdrawn=case.incidents.filter(withdrawn_at__isnull=False).count(),
        findings_undecided=sum(1 for finding in near if is_undecided(finding)),
        findings_dismissed=sum(1 for finding in near if finding.state == FindingState.DISMISSED),
        findings_outside=len(confirmed) - len(asserted),
        statements_without_consent=case.reports.filter(
            state="accepted", consents_to_statement=False
        ).count(),
    )
    return Chosen(incidents, asserted, counts)


def is_assertable(finding: Finding) -> bool:
    """Only what the person saw when she confirmed it may be asserted in her name."""
    return finding.state == FindingState.CONFIRMED and not finding.has_changed_since_decision


def can_be_counted(finding: Finding, ids: Collection[int]) -> bool:
    """A pattern says how many: it holds only where every incident that it counts is printed."""
    if not finding.is_pattern:
        return True
    return all(incident.pk in ids for incident in finding.incidents.all())


def is_undecided(finding: Finding) -> bool:
    if finding.state == FindingState.SUGGESTED:
        return True
    return finding.state == FindingState.CONFIRMED and finding.has_changed_since_decision
