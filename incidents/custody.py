"""The append-only hash chain of a case: every write to a record or exhibit adds one link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from django.db import connection
from django.utils import timezone

from incidents.canonical import canonical
from incidents.models import Case, CustodyEvent, Recorded, User
from incidents.models.custody import Action

GENESIS = "0" * 64
REPORTER = "reporter"


class LinkContent(Protocol):
    """What a link's digest covers, and the digest."""

    @property
    def case_id(self) -> int: ...
    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def subject_type(self) -> str: ...
    @property
    def subject_id(self) -> int: ...
    @property
    def subject_digest(self) -> str: ...
    @property
    def fields(self) -> list[str]: ...
    @property
    def previous(self) -> str: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What one link is about; the chain adds place, time and digests."""

    action: Action
    subject: Recorded
    fields: tuple[str, ...] = ()


def name_of(actor: User | None) -> str:
    """Return how an actor is named in the chain: an account's number, or the reporter."""
    return f"user:{actor.pk}" if actor else REPORTER


def link_digest(event: LinkContent) -> str:
    """Return the SHA-256 (hex) of a link's canonical JSON, which holds the previous digest."""
    return sha256(
        canonical(
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
    if connection.features.has_select_for_update:
        # Of two writers at once the later one waits, instead of taking the same place.
        Case.objects.select_for_update().get(pk=case.pk)
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
