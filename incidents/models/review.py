"""Tagging a large case again in the background: what that would change, or the change itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case


class ReviewKind(models.TextChoices):
    LOOK = "look", _("看会变什么")
    APPLY = "apply", _("按现在的目录更新")


class ReviewState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("做完了")
    FAILED = "failed", _("没有做完")


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> ReviewQuerySet:
        return self.filter(state__in=(ReviewState.QUEUED, ReviewState.RUNNING))


class Review(models.Model):
    """
    One pass over all days of a case; not a record of what happened, so no part of the chain.

    `mark` names the state of case and catalogue that it was asked for, `found` is what a look
    gathered (incidents.differences.as_json).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=5, choices=ReviewKind)
    state = models.CharField(max_length=7, choices=ReviewState, default=ReviewState.QUEUED)
    mark = models.CharField(max_length=120)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.case.number} {self.kind}"

    @property
    def is_waiting(self) -> bool:
        return self.state in (ReviewState.QUEUED, ReviewState.RUNNING)

    @property
    def is_look(self) -> bool:
        return self.kind == ReviewKind.LOOK

    @property
    def has_failed(self) -> bool:
        return self.state == ReviewState.FAILED
