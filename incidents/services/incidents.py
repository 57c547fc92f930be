"""Logging, amending and withdrawing incidents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from incidents import custody
from incidents.models import Case, Contact, Creditor, Incident, Report, User
from incidents.models.custody import Action
from incidents.models.incident import Channel, Direction, Narrator, Origin
from incidents.services.findings import retag_around
from incidents.services.lines import line_for, lines_for
from incidents.services.records import amend_record, amend_records


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """An incident as it is told; `number` is the line as typed, None when there is none."""

    channel: Channel
    occurred_at: datetime
    number: str | None = None
    creditor: Creditor | None = None
    contact: Contact | None = None
    direction: Direction = Direction.INCOMING
    occurred_until: datetime | None = None
    is_time_exact: bool = True
    connected: bool | None = None
    duration_s: int | None = None
    claimed_identity: str = ""
    claimed_for: str = ""
    narrative: str = ""
    narrator: Narrator = Narrator.COLLECTOR
    ticked: Sequence[str] = field(default=())
    recorded_at: datetime | None = None


@transaction.atomic
def log_incident(
    *,
    case: Case,
    new: NewIncident,
    actor: User | None,
    origin: Origin = Origin.QUICK,
    report: Report | None = None,
) -> Incident:
    """Record one incident, open its custody and tag it."""
    return log_incidents(case=case, news=[new], actor=actor, origin=origin, report=report)[0]


@transaction.atomic
def log_incidents(
    *,
    case: Case,
    news: Sequence[NewIncident],
    actor: User | None,
    origin: Origin,
    report: Report | None = None,
) -> list[Incident]:
    """Record several incidents in one transaction, in the order given, and tag their days."""
    now = timezone.now()
    lines = lines_for(
        case=case, raws={new.number for new in news if new.number is not None}, actor=actor
    )
    creditor = only_creditor(case)
    first = (case.incidents.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Incident.objects.bulk_create(
        (
            Incident(
                case=case,
                number=number,
                creditor=new.creditor or creditor,
                channel=new.channel,
                direction=new.direction,
                line=lines[new.number] if new.number is not None else None,
                contact=new.contact,
                occurred_at=new.occurred_at,
                occurred_until=new.occurred_until,
                is_time_exact=new.is_time_exact,
                connected=new.connected,
                duration_s=new.duration_s,
                claimed_identity=new.claimed_identity,
                claimed_for=new.claimed_for,
                narrative=new.narrative,
                narrator=new.narrator,
                ticked=list(new.ticked),
                recorded_at=new.recorded_at or now,
                recorded_by=actor,
                origin=origin,
                report=report,
            )
            for number, new in enumerate(news, start=first)
        ),
        batch_size=200,
    )
    custody.append_all(
        case=case,
        entries=[custody.Entry(Action.CREATED, incident) for incident in made],
        actor=actor,
    )
    retag_around(case=case, incidents=made)
    return made


def only_creditor(case: Case) -> Creditor | None:
    """Return the creditor when the case has just one; with several, a person must say which."""
    creditors = list(case.creditors.all()[:2])
    return creditors[0] if len(creditors) == 1 else None


@transaction.atomic
def amend_incident(
    *,
    incident: Incident,
    changes: Mapping[str, object],
    reason: str,
    actor: User,
    number: str | None = None,
) -> Incident:
    """
    Amend an incident, keeping the old values visible, and tag the days it touched.

    `number` is the line as typed when another one was ("" for none).
    """
    current = Incident.objects.select_for_update().get(pk=incident.pk)
    before = Incident.objects.get(pk=incident.pk)
    if number is not None:
        line = line_for(case=current.case, raw=number, actor=actor) if number.strip() else None
        changes = {**changes, "line_id": line and line.pk}
    amend_record(record=current, case=current.case, changes=changes, reason=reason, actor=actor)
    Incident.objects.filter(pk=current.pk).update(version=F("version") + 1)
    retag_around(case=current.case, incidents=[before, current])
    return current


@transaction.atomic
def withdraw_incidents(
    *, case: Case, incidents: Iterable[Incident], reason: str, actor: User
) -> int:
    """Take incidents out of lists and bundles; the records stay. Returns how many."""
    standing = [incident for incident in incidents if incident.withdrawn_at is None]
    amend_records(
        records=standing,
        case=case,
        changes={"withdrawn_at": timezone.now()},
        reason=reason,
        actor=actor,
        action=Action.WITHDRAWN,
    )
    retag_around(case=case, incidents=standing)
    return len(standing)


@transaction.atomic
def restore_incident(*, incident: Incident, actor: User) -> Incident:
    """Bring a withdrawn incident back."""
    amend_record(
        record=incident,
        case=incident.case,
        changes={"withdrawn_at": None},
        reason="",
        actor=actor,
        action=Action.RESTORED,
    )
    retag_around(case=incident.case, incidents=[incident])
    return incident
