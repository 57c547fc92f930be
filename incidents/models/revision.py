"""The value that a record had before it was amended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.append_only import AppendOnly, AppendOnlyQuerySet
from incidents.models.case import Case


class RevisionQuerySet(AppendOnlyQuerySet["Revision"]):
    """Old values are kept as they are; erasing a person's data may empty them."""

    def empty(self) -> int:
        """Remove the values and reasons, leaving that there was an amendment; returns how many."""
        return models.QuerySet.update(self, before=None, after=None, reason="")


class Revision(AppendOnly):
    """One field of one record, before and after, with the reason given."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="revisions")
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "pk")
        indexes = [models.Index(fields=("subject_type", "subject_id"))]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} {self.field}"
