"""An export read into the case: what was read, what was kept, and where each incident came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.exhibit import Exhibit
from incidents.models import Case, Incident, Recorded
from incidents.models.append_only import AppendOnly, AppendOnlyQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models import User


class ImportState(models.TextChoices):
    PREVIEWED = "previewed", _("看过，还没导入")
    APPLIED = "applied", _("已导入")
    UNDONE = "undone", _("已撤回")


class ImportWork(models.TextChoices):
    """What the background does with a run, or where it was left."""

    IMPORTING = "importing", _("正在导入")
    UNDOING = "undoing", _("正在撤回")
    STOPPED = "stopped", _("停在半路")


UNDER_WAY = (ImportWork.IMPORTING, ImportWork.UNDOING)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User | AnonymousUser) -> ImportRunQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def under_way(self) -> ImportRunQuerySet:
        return self.filter(work__in=UNDER_WAY)


class ImportRun(Recorded):
    """
    One reading of one exhibit.

    `counts` holds rows, kept, duplicates, rejected and left_out (readable, not chosen);
    `rejections` every rejected row as {position, reason, detail}; `found` the numbers in the
    export with their traffic; `lines` the keys of the numbers that the person chose, within
    `from_date` to `to_date` (Shanghai days, both included).

    `state` changes once a piece of work is whole. Until then `work` says what is under way,
    `wanted` what was chosen (a Choice as JSON, and by whom), `done` of `total` how far it is.
    """

    volatile = frozenset({"work", "wanted", "done", "total", "failure"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="import_runs")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="import_runs")
    format = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEWED)
    counts = models.JSONField(default=dict)
    rejections = models.JSONField(default=list)
    found = models.JSONField(default=list)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list)
    from_date = models.DateField(_("从哪天起"), null=True, blank=True)
    to_date = models.DateField(_("到哪天止"), null=True, blank=True)
    contact = models.ForeignKey(
        "incidents.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("这是谁的手机"),
        help_text=_("空着表示你自己的。"),
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    work = models.CharField(max_length=9, choices=ImportWork, blank=True)
    wanted = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.format} {self.started_at:%Y-%m-%d}"

    @property
    def is_under_way(self) -> bool:
        return self.work in UNDER_WAY


class ImportedRowQuerySet(AppendOnlyQuerySet["ImportedRow"]):
    """Where an incident came from does not change."""


class ImportedRow(AppendOnly):
    """Which row of which exhibit an incident came from; `key` finds the same row again."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rows")
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="imported_row")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        indexes = [models.Index(fields=("key",))]
        constraints = [
            models.UniqueConstraint(fields=("run", "position"), name="a_row_is_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.position}"
