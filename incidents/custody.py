"""The append-only hash chain of a case: every write to a record or exhibit adds one link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import rfc8785
from django.utils import timezone

from incidents.models import Case, CustodyEvent, Recorded, User
from incidents.models.custody import Action

GENESIS = "0" * 64
REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one link is about; the chain adds place, time and digests."""

    action: Action
    subject: Recorded
    fields: tuple[str, ...] = ()


def name_of(actor: User | None) -> str:
    """Return how an actor is named in the chain: an account's number, or the reporter."""
    return f"user:{actor.pk}" if actor else REPORTER


def link_digest(event: CustodyEvent) -> str:
    """Return the SHA-256 (hex) of a link's canonical JSON, which holds the previous digest."""
    return sha256(
        rfc8785.dumps(
            {
                "case": event.case_id,
                "sequence": event.sequence,
                "at": event.at.astimezone(UTC).isoformat(),
                "actor": event.actor,
                "action": event.action,
                "subject": f"{event.subject_type}:{event.subject_id}",
                "subject_digest": event.subject_digest,
                "fields": list(event.fields),
                "previous": event.previous,
            }
        )
    ).hexdigest()


def append(
    *,
    case: Case,
    action: Action,
    subject: Recorded,
    actor: User | None,
    fields: Iterable[str] = (),
) -> CustodyEvent:
    """Add one link; call inside the transaction of the write that it records."""
    return append_all(case=case, entries=[Entry(action, subject, tuple(fields))], actor=actor)[0]


def append_all(
    *, case: Case, entries: Iterable[Entry], actor: User | None, at: datetime | None = None
) -> list[CustodyEvent]:
    """Add links in order, in one insert; call inside the transaction of the writes."""
    last = (
        CustodyEvent.objects.filter(case=case).order_by("-sequence").values("sequence", "digest")
    ).first()
    sequence, previous = (last["sequence"], last["digest"]) if last else (0, GENESIS)
    moment = at or timezone.now()
    events = []
    for entry in entries:
        sequence += 1
        event = CustodyEvent(
            case=case,
            sequence=sequence,
            at=moment,
            actor=name_of(actor),
            action=entry.action,
            subject_type=entry.subject.subject_type,
            subject_id=entry.subject.pk,
            subject_digest=entry.subject.digest(),
            fields=list(entry.fields),
            previous=previous,
        )
        event.digest = previous = link_digest(event)
        events.append(event)
    return CustodyEvent.objects.bulk_create(events, batch_size=500)
