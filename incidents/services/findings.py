"""Tagging incidents of a case, and keeping what a person decided about the findings."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from incidents import custody
from incidents.facts import facts_of, sightings_of
from incidents.models import Case, Complaint, Finding, Incident, ObservationRecord, User
from incidents.models.custody import Action
from incidents.models.finding import FindingState
from incidents.planning import Planned, plan
from incidents.tagging.catalogue.loader import Catalogue, load
from incidents.tagging.counters import count_days
from incidents.tagging.engine import Tagging, tag

PLANNED_FIELDS = (
    "first_at",
    "reasons",
    "citations",
    "police",
    "parts",
    "uncited",
    "is_boundary",
    "is_supported",
    "basis",
    "catalogue_digest",
    "engine_version",
)

AT_ONCE = 500

T = TypeVar("T")


@cache
def catalogue() -> Catalogue:
    """Return the shipped catalogue, read once a process."""
    return load()


def retag_around(*, case: Case, incidents: Iterable[Incident]) -> None:
    """Tag again whole days that the given incidents fall on, since counts belong to days."""
    retag_days(case=case, days={shanghai_day(incident.occurred_at) for incident in incidents})


def retag(*, case: Case, incidents: Iterable[Incident] | None = None) -> int:
    """Tag the days of the given incidents again, or the whole case; returns how many days."""
    if incidents is None:
        days = set(
            case.incidents.annotate(day=TruncDate("occurred_at")).values_list("day", flat=True)
        )
    else:
        days = {shanghai_day(incident.occurred_at) for incident in incidents}
    retag_days(case=case, days=days)
    return len(days)


def retag_since(*, case: Case, day: date) -> None:
    """Tag a day and all after it again, since something is now known to have come before them."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    later = case.incidents.standing().filter(occurred_at__gte=start).order_by()
    days = later.annotate(day=TruncDate("occurred_at")).values_list("day", flat=True)
    retag_days(case=case, days=set(days))


def shanghai_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def on_days(field: str, days: Iterable[date]) -> Q:
    """Select rows whose moment lies on one of the days, by ranges that an index serves."""
    condition = Q(pk__in=[])
    for day in days:
        start = timezone.make_aware(datetime.combine(day, time.min))
        condition |= Q(**{f"{field}__gte": start, f"{field}__lt": start + timedelta(days=1)})
    return condition


@transaction.atomic
def retag_days(*, case: Case, days: set[date]) -> None:
    """
    Derive observations and findings of whole days anew.

    A person's decision stays; a finding that no longer follows is kept, marked as unsupported.
    """
    complaints = list(case.complaints.standing())
    for batch in batches(sorted(days), 30):
        retag_batch(case, batch, complaints)


def batches(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Cut a list so that no query takes more values than SQLite allows."""
    return (items[at : at + size] for at in range(0, len(items), size))


def retag_batch(case: Case, days: Sequence[date], complaints: Sequence[Complaint]) -> None:
    incidents = list(
        case.incidents.standing()
        .filter(on_days("occurred_at", days))
        .select_related("contact", "line", "creditor")
    )
    counts = count_days(sightings_of(incidents))
    taggings = {
        incident: tag(facts_of(incident, counts, complaints), catalogue())
        for incident in incidents
    }
    replace_observations(case, days, taggings)
    save_findings(case, days, plan(taggings))


def replace_observations(
    case: Case, days: Sequence[date], taggings: dict[Incident, Tagging]
) -> None:
    ObservationRecord.objects.filter(
        incident__in=case.incidents.filter(on_days("occurred_at", days))
    ).delete()
    ObservationRecord.objects.bulk_create(
        (
            ObservationRecord(
                incident=incident,
                label=observation.label.value,
                source=observation.source.value,
                reason=[observation.reason.code, dict(observation.reason.values)],
                start=observation.start,
                end=observation.end,
            )
            for incident, tagging in taggings.items()
            for observation in tagging.observations
        ),
        batch_size=500,
    )


def save_findings(case: Case, days: Sequence[date], planned: list[Planned]) -> None:
    """Meet existing findings again by rule and scope; add new ones; mark those that fell away."""
    wanted = {(item.rule, item.scope): item for item in planned}
    existing = {
        (finding.rule, finding.scope): finding
        for finding in existing_findings(case, days, {item.scope for item in planned})
    }
    mark_unsupported([finding.pk for key, finding in existing.items() if key not in wanted])
    changed = [
        finding
        for key, finding in existing.items()
        if key in wanted and values_of(finding) != values_of(apply_plan(finding, wanted[key]))
    ]
    Finding.objects.bulk_update(changed, PLANNED_FIELDS, batch_size=200)
    new = {
        key: apply_plan(Finding(case=case, rule=item.rule, scope=item.scope), item)
        for key, item in wanted.items()
        if key not in existing
    }
    Finding.objects.bulk_create(new.values(), batch_size=200)
    connect(existing | new, wanted)


def existing_findings(case: Case, days: Sequence[date], scopes: set[str]) -> list[Finding]:
    """Find those of the days, and those of the scopes whose incident has moved to another day."""
    found = list(case.findings.filter(on_days("first_at", days)))
    moved = sorted(scopes - {finding.scope for finding in found})
    for batch in batches(moved):
        found += case.findings.filter(scope__in=batch)
    return found


def values_of(finding: Finding) -> tuple[object, ...]:
    return tuple(getattr(finding, name) for name in PLANNED_FIELDS)


def mark_unsupported(keys: list[int]) -> None:
    for batch in batches(keys):
        Finding.objects.filter(pk__in=batch, is_supported=True).update(is_supported=False)


def apply_plan(finding: Finding, item: Planned) -> Finding:
    finding.first_at = item.first_at
    finding.reasons = item.reasons
    finding.citations = item.citations
    finding.police = item.police
    finding.parts = item.parts
    finding.uncited = item.uncited
    finding.is_boundary = item.is_boundary
    finding.is_supported = True
    finding.basis = item.basis
    finding.catalogue_digest = catalogue().digest
    finding.engine_version = item.engine_version
    return finding


def connect(
    findings: dict[tuple[str, str], Finding], wanted: dict[tuple[str, str], Planned]
) -> None:
    """Make each wanted finding rest on exactly its incidents."""
    through = Finding.incidents.through
    ids = [findings[key].pk for key in wanted]
    for batch in batches(ids):
        through._default_manager.filter(finding_id__in=batch).delete()
    through._default_manager.bulk_create(
        (
            through(finding_id=findings[key].pk, incident_id=incident_id)
            for key, item in wanted.items()
            for incident_id in item.incident_ids
        ),
        batch_size=500,
    )


@transaction.atomic
def decide_findings(
    *, findings: Iterable[Finding], state: FindingState, note: str, actor: User
) -> int:
    """
    Record a person's decision on findings of one case; SUGGESTED takes a decision back.

    Returns how many were decided.
    """
    decided = list(findings)
    now = timezone.now()
    for finding in decided:
        finding.state = state
        finding.note = note
        finding.decided_by = actor
        finding.decided_at = now
        finding.decided_basis = finding.basis
    for at in range(0, len(decided), AT_ONCE):
        Finding.objects.filter(pk__in=[one.pk for one in decided[at : at + AT_ONCE]]).update(
            state=state, note=note, decided_by=actor, decided_at=now
        )
    # What the person saw, even if a re-tagging came in between.
    Finding.objects.bulk_update(decided, ["decided_basis"], batch_size=200)
    if decided:
        custody.append_all(
            case=decided[0].case,
            entries=[
                custody.Entry(Action.DECIDED, finding, ("state", "note")) for finding in decided
            ],
            actor=actor,
        )
    return len(decided)
