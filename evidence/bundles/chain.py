"""The custody chain as a bundle prints and packs it."""

from evidence.bundles.follow_up_records import LinkRecord
from evidence.models import Bundle
from incidents.models import CustodyEvent
from incidents.models.custody import Action


def custody_links(bundle: Bundle) -> tuple[LinkRecord, ...]:
    """Return the chain as it stands, or as far as an issued bundle anchors it."""
    events = CustodyEvent.objects.filter(case=bundle.case).order_by("sequence")
    if bundle.head_sequence is not None:
        events = events.filter(sequence__lte=bundle.head_sequence)
    return tuple(
        LinkRecord(
            sequence=event.sequence,
            at=event.at,
            actor=event.actor,
            action=event.action,
            action_text=str(Action(event.action).label),
            subject=f"{event.subject_type}:{event.subject_id}",
            subject_digest=event.subject_digest,
            fields=tuple(event.fields),
            previous=event.previous,
            digest=event.digest,
        )
        for event in events
    )
