"""Writing any record of a case: the row, its revisions and its link in the chain, together."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from incidents import custody
from incidents.models import Case, Recorded, Revision, User
from incidents.models.custody import Action

R = TypeVar("R", bound=Recorded)


@transaction.atomic
def create_record(*, record: R, case: Case, actor: User | None) -> R:
    """Save a new record and open its custody; returns the saved record."""
    record.save(force_insert=True)
    custody.append(case=case, action=Action.CREATED, subject=record, actor=actor)
    return record


@transaction.atomic
def amend_record(
    *,
    record: R,
    case: Case,
    changes: Mapping[str, object],
    reason: str,
    actor: User,
    action: Action = Action.AMENDED,
) -> R:
    """
    Change fields of a record, keeping every old value as a revision.

    `changes` maps column names to new values; unchanged ones are ignored. Returns the record;
    when nothing differs, nothing is written.
    """
    before = record.content()
    for name, value in changes.items():
        setattr(record, name, value)
    changed = record.differs_in(changes, before)
    if not changed:
        return record
    record.save(update_fields=changed)
    now = timezone.now()
    after = record.content()
    Revision.objects.bulk_create(
        Revision(
            case=case,
            subject_type=record.subject_type,
            subject_id=record.pk,
            field=name,
            before=before[name],
            after=after[name],
            reason=reason,
            at=now,
            actor=actor,
        )
        for name in changed
    )
    custody.append(case=case, action=action, subject=record, actor=actor, fields=changed)
    return record

