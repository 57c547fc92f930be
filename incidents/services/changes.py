"""Showing what a changed catalogue would change in a case, before anything is written."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q

from incidents.catalogue import catalogue
from incidents.differences import Difference, differences
from incidents.models import Case, Finding, Incident
from incidents.services.findings import days_of, tagged_batches
from incidents.services.planned import batches, existing_findings
from incidents.tagging.engine import ENGINE_VERSION


def outdated_findings(case: Case) -> int:
    """Count the findings that were made by another catalogue or engine than the present ones."""
    present = Q(catalogue_digest=catalogue().digest, engine_version=ENGINE_VERSION)
    return case.findings.of_rules().filter(is_supported=True).exclude(present).count()


def foresee_changes(case: Case) -> Iterator[Difference]:
    """Tag every day of a case without writing, and yield what would differ, in days' order."""
    for days, _taggings, planned in tagged_batches(case, days_of(case)):
        wanted = {(item.rule, item.scope): item for item in planned}
        found = existing_findings(case, days, {item.scope for item in planned})
        existing = {(one.rule, one.scope): one for one in with_incidents(found)}
        yield from differences(existing, wanted)


def with_incidents(findings: list[Finding]) -> list[Finding]:
    """Fetch again with the ids of the incidents that they rest on."""
    ids = Prefetch("incidents", Incident.objects.only("pk").order_by())
    return [
        finding
        for batch in batches([finding.pk for finding in findings])
        for finding in Finding.objects.filter(pk__in=batch).prefetch_related(ids)
    ]
