"""An incident and the files that came with it, recorded together or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evidence.services.exhibits import (
    Acquired,
    Original,
    Provenance,
    acquire_originals,
    given_names,
    keep_uploads,
    use_exhibits,
)
from incidents.models import Case, Incident, User
from incidents.services.contacts import add_contact
from incidents.services.incidents import NewIncident, log_incident


@dataclass(frozen=True, slots=True)
class Entry:
    """What was recorded: the incident, and its files with word of which the case held before."""

    incident: Incident
    files: Sequence[Acquired]


def log_entry(
    *, case: Case, new: NewIncident, files: Iterable[UploadedFile[bytes]], actor: User
) -> Entry:
    """
    Record an incident with its files; a person reached for the first time becomes a contact.

    Raises EmptyFile when a file holds nothing, StorageError when the disk refuses; then nothing
    at all is recorded.
    """
    originals = keep_uploads(files)
    with transaction.atomic():
        if new.contact is not None and new.contact.pk is None:
            contact = add_contact(case=case, contact=new.contact, actor=actor)
            new = replace(new, contact=contact)
        incident = log_incident(case=case, new=new, actor=actor)
        acquired = attach_originals(incident=incident, originals=originals, actor=actor)
    return Entry(incident, acquired)


def attach_files(
    *,
    incident: Incident,
    files: Iterable[UploadedFile[bytes]],
    actor: User,
    provenance: Provenance = Provenance(),  # noqa: B008 - frozen
) -> list[Acquired]:
    """Acquire files and tie them to an incident, all or none; raises as log_entry does."""
    return attach_originals(
        incident=incident, originals=keep_uploads(files), actor=actor, provenance=provenance
    )


@transaction.atomic
def attach_originals(
    *,
    incident: Incident,
    originals: Sequence[Original],
    actor: User,
    provenance: Provenance = Provenance(),  # noqa: B008 - frozen
) -> list[Acquired]:
    """Take originals already kept into the case and tie them to an incident."""
    acquired = acquire_originals(
        case=incident.case, originals=originals, actor=actor, provenance=provenance
    )
    use_exhibits(
        case=incident.case,
        named=given_names(acquired),
        actor=actor,
        incident=incident,
    )
    return acquired
