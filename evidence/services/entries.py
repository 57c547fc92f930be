"""An incident and the files that came with it, recorded together or not at all."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evidence.services.exhibits import acquire_exhibit, use_exhibit
from incidents.models import Case, Incident, User
from incidents.services.contacts import add_contact
from incidents.services.incidents import NewIncident, log_incident


@transaction.atomic
def log_entry(
    *, case: Case, new: NewIncident, files: Iterable[UploadedFile[bytes]], actor: User
) -> Incident:
    """
    Record an incident with its files; a person reached for the first time becomes a contact.

    Raises EmptyFile when a file holds nothing; then nothing at all is recorded.
    """
    if new.contact is not None and new.contact.pk is None:
        contact = add_contact(case=case, contact=new.contact, actor=actor)
        new = replace(new, contact=contact)
    incident = log_incident(case=case, new=new, actor=actor)
    attach_files(incident=incident, files=files, actor=actor)
    return incident


@transaction.atomic
def attach_files(*, incident: Incident, files: Iterable[UploadedFile[bytes]], actor: User) -> None:
    """Acquire files and tie them to an incident."""
    for file in files:
        name = file.name or "file"
        exhibit = acquire_exhibit(case=incident.case, source=file, name=name, actor=actor)  # type: ignore[arg-type]
        use_exhibit(exhibit=exhibit, name=name, actor=actor, incident=incident)
