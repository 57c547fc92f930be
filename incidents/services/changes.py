"""Showing what a changed catalogue would change in a case, before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Prefetch, Q

from incidents.catalogue import catalogue, tagging_mark
from incidents.differences import Difference, differences
from incidents.models import Case, Finding, Incident
from incidents.planning import Planned
from incidents.services.findings import days_of, retag, tagged_batches
from incidents.services.planned import batches, existing_findings
from incidents.tagging.engine import ENGINE_VERSION

Progress = Callable[[int, int], None]


def outdated_findings(case: Case) -> int:
    """Count the findings that were made by another catalogue or engine than the present ones."""
    present = Q(catalogue_digest=catalogue().digest, engine_version=ENGINE_VERSION)
    return case.findings.of_rules().filter(is_supported=True).exclude(present).count()


def is_outdated(case: Case) -> bool:
    """Say whether anything of a case was tagged by another catalogue, findings or none."""
    if case.tagged_mark != tagging_mark() and case.incidents.standing().exists():
        return True
    return outdated_findings(case) > 0


def foresee_changes(case: Case, tell: Progress | None = None) -> Iterator[Difference]:
    """
    Tag every day of a case without writing, and yield what would differ, in days' order.

    `tell` is called with how many days were looked at, and of how many.
    """
    all_days, done = days_of(case), 0
    if tell:
        tell(0, len(all_days))
    for days, _taggings, planned in tagged_batches(case, all_days):
        done += len(days)
        if tell:
            tell(done, len(all_days))
        yield from differences_on(case, days, planned)


def retag_telling(*, case: Case, tell: Callable[[Difference], None]) -> int:
    """Tag a whole case again as `retag` does, and tell of each difference before it is written."""

    def compare(days: Sequence[date], planned: list[Planned]) -> None:
        for difference in differences_on(case, days, planned):
            tell(difference)

    return retag(case=case, before=compare)


def differences_on(
    case: Case, days: Sequence[date], planned: Iterable[Planned]
) -> Iterator[Difference]:
    """Yield what would differ on whole days; findings of the same basis are not read in full."""
    wanted = {(item.rule, item.scope): item for item in planned}
    found = existing_findings(case, days, {item.scope for item in wanted.values()})
    other = []
    for finding in found:
        key = (finding.rule, finding.scope)
        if key in wanted and says_the_same(finding, wanted[key]):
            del wanted[key]
        else:
            other.append(finding)
    yield from differences({(one.rule, one.scope): one for one in with_incidents(other)}, wanted)


def says_the_same(finding: Finding, item: Planned) -> bool:
    """Tell by the basis, which stands for reasons, clauses and incidents together."""
    return finding.is_supported and finding.basis == item.basis and finding.uncited == item.uncited


def with_incidents(findings: list[Finding]) -> list[Finding]:
    """Fetch again with the ids of the incidents that they rest on."""
    ids = Prefetch("incidents", Incident.objects.only("pk").order_by())
    return [
        finding
        for batch in batches([finding.pk for finding in findings])
        for finding in Finding.objects.filter(pk__in=batch).prefetch_related(ids)
    ]
