"""Which records of a case go into a bundle, and how many stay out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast, Left

from evidence.bundles.picking import Happened, Judged, Picked, Rows, pick, reasons_outside
from evidence.bundles.records import Counts
from evidence.bundles.scope import Outside, Scope, of_creditor
from evidence.bundles.wording import day_of
from incidents.models import Agency, Case, Creditor, Finding, Incident
from incidents.models.finding import PATTERN, FindingState
from incidents.models.incident import Direction
from incidents.models.report import ReportState

# Reasons that say how many contacts a day had.
COUNTED_TODAY = "_today"
# How the scope of a finding on one incident begins.
ALONE = "incident:"
# Characters of a moment up to its hour.
HOUR = 13


@dataclass(frozen=True, slots=True)
class Chosen:
    """
    The rows of a case that a scope takes in, read as they are asked for, and how many are left out.

    `held` are the incidents of each asserted finding that are in, in the order of time;
    `unconfirmed` are those of each rule whose findings are listed apart, and how many there are.
    """

    incidents: Iterator[Incident]
    findings: Iterator[Finding]
    counts: Counts
    held: Mapping[int, tuple[int, ...]]
    unconfirmed: Mapping[str, "Unconfirmed"]


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Findings of one rule that nobody confirmed: how many, and on which incidents."""

    count: int
    incidents: tuple[int, ...]


def choose(case: Case, scope: Scope) -> Chosen:
    """Pick the standing incidents of the scope and the confirmed findings of the rules."""
    rows = rows_of(case)
    picked = pick(rows, scope)
    standing = case.incidents.standing()
    asserted = {one.id for one in picked.asserted}
    confirmed = case.findings.current().filter(state=FindingState.CONFIRMED)
    inside = picked.incidents
    return Chosen(
        incidents=(incident for incident in standing.iterator() if incident.pk in inside),
        findings=(finding for finding in confirmed.iterator() if finding.pk in asserted),
        counts=counts_of(case, picked),
        held={pk: tuple(one for one in rows.held[pk] if one in inside) for pk in asserted},
        unconfirmed=unconfirmed_of(picked, rows),
    )


def holds_any(case: Case, scope: Scope) -> bool:
    """Say whether a scope takes in any incident at all."""
    happened = happened_in(case)
    return len(reasons_outside(happened, scope)) < len(happened)


def happened_in(case: Case) -> tuple[Happened, ...]:
    """Read the standing incidents; their hour is enough to tell the day, and is read faster."""
    rows = case.incidents.standing().annotate(hour=Left(Cast("occurred_at", TextField()), HOUR))
    return tuple(
        Happened(pk, number, day_of_hour(hour), creditor, contact, way == Direction.INCOMING)
        for pk, number, hour, creditor, contact, way in rows.values_list(
            "pk", "number", "hour", "creditor_id", "contact_id", "direction"
        )
    )


@lru_cache(maxsize=20_000)
def day_of_hour(hour: str) -> date:
    """Return the Shanghai day of an hour of UTC as the database writes it: 2018-06-07 11."""
    return day_of(datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC))


def rows_of(case: Case) -> Rows:
    """Read what choosing needs, without the words of it."""
    happened = happened_in(case)
    current = case.findings.current().order_by("first_at", "pk")
    counting = current.annotate(told=Cast("reasons", TextField()))
    days = set(counting.filter(told__contains=COUNTED_TODAY).values_list("pk", flat=True))
    columns = current.annotate(is_same=Q(is_supported=True, basis=F("decided_basis")))
    judged, held = [], held_by(case, happened)
    for pk, rule, scope, state, is_same in columns.values_list(
        "pk", "rule", "scope", "state", "is_same"
    ):
        confirmed = state == FindingState.CONFIRMED
        undecided = state == FindingState.SUGGESTED or (confirmed and not is_same)
        # Only what the person saw when she confirmed it may be asserted in her name.
        asserted = confirmed and not undecided
        judged.append(Judged(pk, rule, asserted, undecided, rule.startswith(PATTERN), pk in days))
        if scope.startswith(ALONE):
            held[pk] = (int(scope.removeprefix(ALONE)),)
    return Rows(happened, tuple(judged), held)


def held_by(case: Case, happened: tuple[Happened, ...]) -> dict[int, tuple[int, ...]]:
    """
    Return the incidents of each finding on several in the order of time, those that fell away
    last; a finding on one incident names it in its scope.
    """
    order = {row.id: place for place, row in enumerate(happened)}
    held: dict[int, list[int]] = defaultdict(list)
    links = Finding.incidents.through.objects.filter(finding__case=case)
    several = links.exclude(finding__scope__startswith=ALONE).order_by()
    for finding, incident in several.values_list("finding_id", "incident_id"):
        held[finding].append(incident)
    last = len(order)
    return {
        finding: tuple(sorted(ids, key=lambda pk: order.get(pk, last)))
        for finding, ids in held.items()
    }


def creditors_in(case: Case, scope: Scope) -> list[Creditor]:
    """Return the creditors whom a bundle speaks of: the others are nobody's business there."""
    return [each for each in case.creditors.all() if of_creditor(each.pk, scope)]


def agencies_in(case: Case, scope: Scope) -> list[Agency]:
    return [
        each
        for each in case.agencies.all()
        if each.creditor_id is None or of_creditor(each.creditor_id, scope)
    ]


def counts_of(case: Case, picked: Picked) -> Counts:
    return Counts(
        incidents_outside=picked.outside[Outside.PERIOD],
        incidents_other_creditor=picked.outside[Outside.CREDITOR],
        incidents_other_contact=picked.outside[Outside.CONTACT],
        incidents_earlier=picked.outside[Outside.EARLIER],
        incidents_withdrawn=case.incidents.filter(withdrawn_at__isnull=False).count(),
        findings_undecided=picked.undecided,
        findings_annexed=len(picked.annexed),
        findings_dismissed=picked.dismissed,
        findings_outside=picked.unchosen + picked.partial,
        findings_partial=picked.partial,
        statements_without_consent=case.reports.filter(
            state=ReportState.ACCEPTED, consents_to_statement=False
        ).count(),
    )


def unconfirmed_of(picked: Picked, rows: Rows) -> dict[str, Unconfirmed]:
    counted: dict[str, int] = defaultdict(int)
    held: dict[str, set[int]] = defaultdict(set)
    for one in picked.annexed:
        counted[one.rule] += 1
        held[one.rule].update(pk for pk in rows.held[one.id] if pk in picked.incidents)
    return {
        rule: Unconfirmed(
            counted[rule], tuple(row.id for row in rows.happened if row.id in held[rule])
        )
        for rule in counted
    }
