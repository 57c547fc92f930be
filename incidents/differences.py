"""What tagging again would change: findings that appear, fall away, or rest on something else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from incidents.models import Finding
from incidents.planning import Planned

SHOWN_OF_RULE = 10


class Kind(StrEnum):
    APPEARS = "appears"
    FALLS_AWAY = "falls_away"
    CHANGES = "changes"


class Aspect(StrEnum):
    """In what a finding would change."""

    CITATIONS = "citations"
    REASONS = "reasons"
    INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One finding before and after; `finding` is None for one that is not there yet."""

    kind: Kind
    rule: str
    first_at: datetime
    incidents: tuple[int, ...]
    finding: int | None = None
    is_decided: bool = False
    aspects: tuple[Aspect, ...] = ()


@dataclass(slots=True)
class Gathered:
    """Everything that would happen in one way to the findings of one rule; the first are named."""

    kind: Kind
    rule: str
    count: int = 0
    decided: int = 0
    shown: list[Difference] = field(default_factory=list)

    def add(self, change: Difference) -> None:
        self.count += 1
        self.decided += change.is_decided
        if len(self.shown) < SHOWN_OF_RULE:
            self.shown.append(change)


def gather(changes: Iterable[Difference]) -> list[Gathered]:
    """Gather changes by what happens and by rule."""
    found: dict[tuple[Kind, str], Gathered] = {}
    for change in changes:
        key = (change.kind, change.rule)
        found.setdefault(key, Gathered(*key)).add(change)
    return list(found.values())


def as_json(gathered: Iterable[Gathered]) -> list[dict[str, Any]]:
    """Turn what was gathered into values that JSON can hold."""
    rows = [asdict(each) for each in gathered]
    for row in rows:
        for change in row["shown"]:
            change["first_at"] = change["first_at"].isoformat()
    return rows


def from_json(rows: Sequence[Mapping[str, Any]]) -> list[Gathered]:
    """Read back what `as_json` wrote."""
    return [
        Gathered(
            kind=Kind(row["kind"]),
            rule=row["rule"],
            count=row["count"],
            decided=row["decided"],
            shown=[difference_from(change) for change in row["shown"]],
        )
        for row in rows
    ]


def difference_from(row: Mapping[str, Any]) -> Difference:
    return Difference(
        kind=Kind(row["kind"]),
        rule=row["rule"],
        first_at=datetime.fromisoformat(row["first_at"]),
        incidents=tuple(row["incidents"]),
        finding=row["finding"],
        is_decided=row["is_decided"],
        aspects=tuple(map(Aspect, row["aspects"])),
    )


def differences(
    existing: Mapping[tuple[str, str], Finding], wanted: Mapping[tuple[str, str], Planned]
) -> Iterator[Difference]:
    """Compare findings, with their incidents fetched, and what tagging says now."""
    for key, item in wanted.items():
        finding = existing.get(key)
        if finding is None or not finding.is_supported:
            yield of_planned(item, finding)
        elif found := tuple(aspects(finding, item)):
            yield of_finding(finding, Kind.CHANGES, found)
    for key, finding in existing.items():
        if key not in wanted and finding.is_supported:
            yield of_finding(finding, Kind.FALLS_AWAY)


def aspects(finding: Finding, item: Planned) -> Iterator[Aspect]:
    said = (finding.citations, finding.police, finding.uncited)
    if said != (item.citations, item.police, item.uncited):
        yield Aspect.CITATIONS
    if finding.reasons != item.reasons:
        yield Aspect.REASONS
    if ids_of(finding) != tuple(sorted(item.incident_ids)):
        yield Aspect.INCIDENTS


def of_planned(item: Planned, finding: Finding | None) -> Difference:
    return Difference(
        kind=Kind.APPEARS,
        rule=item.rule,
        first_at=item.first_at,
        incidents=tuple(sorted(item.incident_ids)),
        finding=finding.pk if finding else None,
        is_decided=finding is not None and finding.is_decided,
    )


def of_finding(finding: Finding, kind: Kind, changed: Iterable[Aspect] = ()) -> Difference:
    return Difference(
        kind=kind,
        rule=finding.rule,
        first_at=finding.first_at,
        incidents=ids_of(finding),
        finding=finding.pk,
        is_decided=finding.is_decided,
        aspects=tuple(changed),
    )


def ids_of(finding: Finding) -> tuple[int, ...]:
    return tuple(sorted(incident.pk for incident in finding.incidents.all()))
