"""Writing planned findings: existing ones are met again, so that decisions stay."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from incidents.models import Case, Finding
from incidents.planning import Planned

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
# What is long to read, and the same when the basis is.
NAMED_BY_BASIS = ("reasons", "citations", "police")
# What another catalogue changes in every finding, even where it says the same.
STAMPS = ("is_supported", "catalogue_digest", "engine_version")
SUBSTANCE = tuple(
    name for name in PLANNED_FIELDS if name not in NAMED_BY_BASIS and name not in STAMPS
)

T = TypeVar("T")
Key = tuple[str, str]


def on_days(field: str, days: Iterable[date]) -> Q:
    """Select rows whose moment lies on one of the days, by ranges that an index serves."""
    condition = Q(pk__in=[])
    for day in days:
        start = timezone.make_aware(datetime.combine(day, time.min))
        condition |= Q(**{f"{field}__gte": start, f"{field}__lt": start + timedelta(days=1)})
    return condition


def batches(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """Cut a list so that no query takes more values than SQLite allows."""
    return (items[at : at + size] for at in range(0, len(items), size))


def save_findings(case: Case, days: Sequence[date], planned: list[Planned]) -> None:
    """Meet existing findings again by rule and scope; add new ones; mark those that fell away."""
    wanted = {(item.rule, item.scope): item for item in planned}
    existing = {
        (finding.rule, finding.scope): finding
        for finding in existing_findings(case, days, {item.scope for item in planned})
    }
    save_planned(case, existing, wanted)


def save_planned(case: Case, existing: dict[Key, Finding], wanted: dict[Key, Planned]) -> None:
    """Bring findings to what is wanted; what nothing changed is not written."""
    kept = {key: Kept.of(finding) for key, finding in existing.items() if key in wanted}
    mark_unsupported([finding.pk for key, finding in existing.items() if key not in wanted])
    findings = {
        key: apply_plan(existing.get(key) or Finding(case=case, rule=item.rule, scope=key[1]), item)
        for key, item in wanted.items()
    }
    now = {key: Kept.of(findings[key]) for key in kept}
    rewrite([findings[key] for key in kept if kept[key].substance != now[key].substance])
    restamp(
        [
            findings[key]
            for key in kept
            if kept[key].substance == now[key].substance and kept[key].stamps != now[key].stamps
        ]
    )
    new = [finding for key, finding in findings.items() if key not in kept]
    Finding.objects.bulk_create(new, batch_size=200)
    rebased = {key for key in wanted if key not in kept or kept[key].basis != now[key].basis}
    connect(findings, {key: wanted[key] for key in rebased})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a finding held at one time, as far as needed to tell whether it must be written."""

    basis: str
    substance: tuple[object, ...]
    stamps: tuple[object, ...]

    @classmethod
    def of(cls, finding: Finding) -> "Kept":
        return cls(
            finding.basis,
            tuple(getattr(finding, name) for name in SUBSTANCE),
            tuple(getattr(finding, name) for name in STAMPS),
        )


def rewrite(findings: Sequence[Finding]) -> None:
    """Write findings that exist, without touching what a person decided."""
    # Far quicker than bulk_update, whose statements name every row once for every column.
    Finding.objects.bulk_create(
        findings,
        batch_size=200,
        update_conflicts=True,
        unique_fields=("pk",),
        update_fields=PLANNED_FIELDS,
    )


def restamp(findings: Sequence[Finding]) -> None:
    """Note from which catalogue and engine findings of one tagging follow that say the same."""
    for batch in batches(findings):
        Finding.objects.filter(pk__in=[finding.pk for finding in batch]).update(
            **{name: getattr(batch[0], name) for name in STAMPS}
        )


def existing_findings(case: Case, days: Sequence[date], scopes: set[str]) -> list[Finding]:
    """Find those of the days, and those of the scopes whose incident has moved to another day."""
    findings = case.findings.of_rules().defer(*NAMED_BY_BASIS)
    found = list(findings.filter(on_days("first_at", days)))
    moved = sorted(scopes - {finding.scope for finding in found})
    for batch in batches(moved):
        found += findings.filter(scope__in=batch)
    return found


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
    finding.catalogue_digest = item.catalogue_digest
    finding.engine_version = item.engine_version
    return finding


def connect(findings: dict[Key, Finding], wanted: dict[Key, Planned]) -> None:
    """Make each wanted finding rest on exactly its incidents; links that stay are not written."""
    through = Finding.incidents.through
    linked = {(findings[key].pk, pk) for key, item in wanted.items() for pk in item.incident_ids}
    gone: list[int] = []
    for batch in batches([findings[key].pk for key in wanted]):
        held = through._default_manager.filter(finding_id__in=batch)
        for pk, finding_id, incident_id in held.values_list("pk", "finding_id", "incident_id"):
            if (finding_id, incident_id) in linked:
                linked.remove((finding_id, incident_id))
            else:
                gone.append(pk)
    for batch in batches(gone):
        through._default_manager.filter(pk__in=batch).delete()
    through._default_manager.bulk_create(
        (
            through(finding_id=finding_id, incident_id=incident_id)
            for finding_id, incident_id in sorted(linked)
        ),
        batch_size=500,
    )
