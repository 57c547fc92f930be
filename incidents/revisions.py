"""Saying how a record changed, in the words of its fields, for the history on its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Recorded, Revision


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as a person reads it."""

    at: datetime
    who: str
    label: str
    before: str
    after: str
    reason: str


def newest_mark(record: Recorded) -> int:
    """Name the version of a record that is stored now: its newest revision, 0 before the first."""
    return newer_revisions(record, 0).aggregate(newest=Max("pk"))["newest"] or 0


def newer_revisions(record: Recorded, mark: int) -> QuerySet[Revision]:
    """Select what was amended in a record after the version that a mark names."""
    return Revision.objects.filter(
        subject_type=record.subject_type, subject_id=record.pk, pk__gt=mark
    ).order_by("pk")


def changes_of(record: Recorded) -> list[Change]:
    """List what was amended in a record, newest first."""
    fields = {field.attname: field for field in record._meta.concrete_fields}
    revisions = Revision.objects.filter(
        subject_type=record.subject_type, subject_id=record.pk
    ).select_related("actor")
    return [
        Change(
            at=revision.at,
            who=str(revision.actor or ""),
            label=str(fields[revision.field].verbose_name),
            before=shown(fields[revision.field], revision.before),
            after=shown(fields[revision.field], revision.after),
            reason=revision.reason,
        )
        for revision in revisions
        if revision.field in fields
    ]


def shown(field: models.Field[object, object], value: object) -> str:
    """Write a stored value as its page shows it."""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    for kind, write in WRITERS.items():
        if isinstance(field, kind):
            return write(field, value)
    return str(value) if value not in (None, "") else _("空")


def moment_words(_field: models.Field[object, object], value: object) -> str:
    if not value:
        return _("空")
    moment = timezone.localtime(datetime.fromisoformat(str(value)))
    return date_format(moment, "Y-m-d H:i")


def clock_words(_field: models.Field[object, object], value: object) -> str:
    return str(value)[:5] if value else _("空")


def truth_words(_field: models.Field[object, object], value: object) -> str:
    return {True: _("是"), False: _("不是")}.get(value, _("不清楚"))  # type: ignore[call-overload,no-any-return]


def related_words(field: models.Field[object, object], value: object) -> str:
    related = field.related_model
    if value is None or not isinstance(related, type):
        return _("不清楚")
    return str(related._default_manager.filter(pk=value).first() or value)


Writer = Callable[[models.Field[object, object], object], str]
WRITERS: dict[type[models.Field[object, object]], Writer] = {
    models.DateTimeField: moment_words,
    models.TimeField: clock_words,
    models.BooleanField: truth_words,
    models.ForeignKey: related_words,
}
