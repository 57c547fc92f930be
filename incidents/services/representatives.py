"""Adding and amending who acts for the borrower."""

from collections.abc import Mapping

from incidents.models import Case, Representative, User
from incidents.services.records import amend_record, create_record


def add_representative(
    *, case: Case, representative: Representative, actor: User
) -> Representative:
    """Save who may act for the borrower."""
    representative.case = case
    return create_record(record=representative, case=case, actor=actor)


def amend_representative(
    *, representative: Representative, changes: Mapping[str, object], reason: str, actor: User
) -> Representative:
    """Amend who may act, how far, or that it has ended."""
    return amend_record(
        record=representative,
        case=representative.case,
        changes=changes,
        reason=reason,
        actor=actor,
    )
