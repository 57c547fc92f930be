"""The custody chain as a bundle prints and packs it."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from evidence.bundles.follow_up_records import LinkRecord
from evidence.models import Bundle
from incidents.models import CustodyEvent
from incidents.models.custody import Action

LABELS = {action.value: action.label for action in Action}
COLUMNS = (
    *("sequence", "at", "actor", "action", "subject_type", "subject_id"),
    *("subject_digest", "named", "previous", "digest"),
)


def custody_links(bundle: Bundle) -> tuple[LinkRecord, ...]:
    """Return the chain as it stands, or as far as an issued bundle anchors it."""
    events = CustodyEvent.objects.filter(case=bundle.case).order_by("sequence")
    if bundle.head_sequence is not None:
        events = events.filter(sequence__lte=bundle.head_sequence)
    return tuple(links_of(events))


def links_of(events: QuerySet[CustodyEvent]) -> Iterator[LinkRecord]:
    """Yield links; there are more of them than of anything, so what they share is held once."""
    held: dict[str, str] = {}
    fields: dict[str, tuple[str, ...]] = {}
    labels = {action: str(label) for action, label in LABELS.items()}
    last = ""
    rows = events.annotate(named=Cast("fields", TextField())).values_list(*COLUMNS)
    for place, at, actor, action, kind, pk, content, named, previous, digest in rows.iterator():
        if named not in fields:
            fields[named] = tuple(json.loads(named))
        yield LinkRecord(
            sequence=place,
            at=at,
            actor=held.setdefault(actor, actor),
            action=held.setdefault(action, action),
            action_text=labels[action],
            subject=f"{kind}:{pk}",
            subject_digest=content,
            fields=fields[named],
            previous=last if previous == last else previous,
            digest=digest,
        )
        last = digest
