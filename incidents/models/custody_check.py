"""The last times that a whole case was checked, and what was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case


class CheckState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("做完了")
    FAILED = "failed", _("没有做完")


class CustodyCheckQuerySet(models.QuerySet["CustodyCheck"]):
    def waiting(self) -> CustodyCheckQuerySet:
        return self.filter(state__in=(CheckState.QUEUED, CheckState.RUNNING))


class CustodyCheck(models.Model):
    """
    One check of chain, records and originals; it changes nothing, so it is no part of the chain.

    `links`, `records` and `files` count what was read; `problems` holds the first of them as
    {path, problem, note}, `problem_count` says how many there were.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="custody_checks")
    state = models.CharField(max_length=7, choices=CheckState, default=CheckState.QUEUED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    links = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    objects = CustodyCheckQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.case.number} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state in (CheckState.QUEUED, CheckState.RUNNING)

    @property
    def has_failed(self) -> bool:
        return self.state == CheckState.FAILED
