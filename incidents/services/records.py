"""Writing any record of a case: the row, its revisions and its link in the chain, together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import custody
from incidents.exceptions import StaleRecord
from incidents.models import Case, Recorded, Revision, User
from incidents.models.custody import Action
from incidents.revisions import newer_revisions
from incidents.services.planned import batches

R = TypeVar("R", bound=Recorded)


@transaction.atomic
def create_record(*, record: R, case: Case, actor: User | None) -> R:
    """Save a new record and open its custody; returns the saved record."""
    record.save(force_insert=True)
    custody.append(case=case, action=Action.CREATED, subject=record, actor=actor)
    return record


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
    amend_records(
        records=[record], case=case, changes=changes, reason=reason, actor=actor, action=action
    )
    return record


@transaction.atomic
def amend_records(
    *,
    records: Iterable[R],
    case: Case,
    changes: Mapping[str, object],
    reason: str,
    actor: User,
    action: Action = Action.AMENDED,
) -> int:
    """Make the same change to several records of one kind; returns how many it changed."""
    now = timezone.now()
    changed: list[R] = []
    entries: list[custody.Entry] = []
    revisions: list[Revision] = []
    for record in as_stored(records):
        differences = put(record, changes)
        if not differences:
            continue
        changed.append(record)
        entries.append(custody.Entry(action, record, tuple(differences)))
        revisions += [
            Revision(
                case=case,
                subject_type=record.subject_type,
                subject_id=record.pk,
                field=name,
                before=before,
                after=after,
                reason=reason,
                at=now,
                actor=actor,
            )
            for name, (before, after) in differences.items()
        ]
    update_rows(changed, changes)
    Revision.objects.bulk_create(revisions, batch_size=500)
    custody.append_all(case=case, entries=entries, actor=actor)
    return len(changed)


def as_stored(records: Iterable[R]) -> Iterator[R]:
    """
    Bring records to what is stored at this moment, and keep others from changing them.

    Somebody may have amended one since it was read, and its digest must be that of the whole row.
    """
    for batch in batches(list(records)):
        keys = [record.pk for record in batch]
        rows = type(batch[0])._default_manager.select_for_update().order_by().in_bulk(keys)
        for record in batch:
            for field in record._meta.concrete_fields:
                setattr(record, field.attname, getattr(rows[record.pk], field.attname))
            yield record


@contextmanager
def unless_newer(record: Recorded, seen: int) -> Iterator[None]:
    """
    Hold a record while the block amends it.

    `seen` is the mark of the version that a person looked at. Raises StaleRecord when the record
    was amended after it.
    """
    with transaction.atomic():
        type(record)._default_manager.select_for_update().get(pk=record.pk)
        if newer_revisions(record, seen).exclude(field="withdrawn_at").exists():
            raise StaleRecord(_("这条记录刚在别处改过，还没有存你写的。"))
        yield


def put(record: Recorded, changes: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Set values on a record; returns, by column, those that differ: before and after."""
    before = record.content()
    for name, value in changes.items():
        setattr(record, name, value)
    after = record.content()
    return {
        name: (before[name], after[name])
        for name in changes
        if name in after and before[name] != after[name]
    }


def update_rows(records: Sequence[Recorded], changes: Mapping[str, object]) -> None:
    """Write the same values to many rows, a few hundred a statement."""
    for at in range(0, len(records), 500):
        keys = [record.pk for record in records[at : at + 500]]
        type(records[0])._default_manager.filter(pk__in=keys).update(**changes)
