"""Adding and amending contacts."""

from collections.abc import Mapping

from django.db import transaction

from incidents.models import Case, Contact, User
from incidents.services.findings import retag
from incidents.services.records import amend_record, create_record


def add_contact(*, case: Case, contact: Contact, actor: User | None) -> Contact:
    """Save a new contact of the case."""
    contact.case = case
    return create_record(record=contact, case=case, actor=actor)


@transaction.atomic
def amend_contact(
    *, contact: Contact, changes: Mapping[str, object], reason: str, actor: User
) -> Contact:
    """Amend a contact and re-tag what reached them: relation and refusal decide rules."""
    amend_record(record=contact, case=contact.case, changes=changes, reason=reason, actor=actor)
    retag(case=contact.case, incidents=contact.incidents.standing())
    return contact
