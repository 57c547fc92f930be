"""An incident and the files that came with it, recorded together or not at all."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evidence.services.exhibits import Original, acquire_original, keep_uploads, use_exhibit
from incidents.models import Case, Incident, User
from incidents.services.contacts import add_contact
from incidents.services.incidents import NewIncident, log_incident


def log_entry(
    *, case: Case, new: NewIncident, files: Iterable[UploadedFile[bytes]], actor: User
) -> Incident:
    """
    Record an incident with its files; a person reached for the first time becomes a contact.

    Raises EmptyFile when a file holds nothing; then nothing at all is recorded.
    """
    originals = keep_uploads(files)
    with transaction.atomic():
        if new.contact is not None and new.contact.pk is None:
            contact = add_contact(case=case, contact=new.contact, actor=actor)
            new = replace(new, contact=contact)
        incident = log_incident(case=case, new=new, actor=actor)
        attach_originals(incident=incident, originals=originals, actor=actor)
    return incident


def attach_files(*, incident: Incident, files: Iterable[UploadedFile[bytes]], actor: User) -> None:
    """Acquire files and tie them to an incident, all or none; raises as log_entry does."""
    attach_originals(incident=incident, originals=keep_uploads(files), actor=actor)


@transaction.atomic
def attach_originals(*, incident: Incident, originals: Iterable[Original], actor: User) -> None:
    """Take originals already kept into the case and tie them to an incident."""
    for original in originals:
        exhibit = acquire_original(case=incident.case, original=original, actor=actor)
        use_exhibit(exhibit=exhibit, name=original.name, actor=actor, incident=incident)
