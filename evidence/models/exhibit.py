"""Originals kept bit for bit, what they belong to, and what was made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Case, Incident, Recorded, Report

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models import User


class ExhibitKind(models.TextChoices):
    IMAGE = "image", _("图片")
    AUDIO = "audio", _("录音")
    VIDEO = "video", _("视频")
    DOCUMENT = "document", _("文档")
    RECORDS = "records", _("通话、短信备份")
    OTHER = "other", _("其他文件")


class Fixity(models.TextChoices):
    """What a check found; the custody chain keeps it in the place of column names."""

    UNCHANGED = "unchanged", _("没有变")
    ALTERED = "altered", _("内容变了")
    MISSING = "missing", _("原件不见了")


class ExhibitQuerySet(models.QuerySet["Exhibit"]):
    def visible_to(self, user: User | AnonymousUser) -> ExhibitQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)


class Exhibit(Recorded):
    """
    One original, stored under its SHA-256; the same bytes are held once in a case.

    `size` is bytes, `sha256` and `sm3` are hex; `media_type` comes from the content, never from
    the name. `unreadable` says why nothing can be shown of it ("" when it can).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="exhibits")
    number = models.PositiveIntegerField(_("编号"))
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    kind = models.CharField(_("种类"), max_length=10, choices=ExhibitKind)
    media_type = models.CharField(max_length=100)
    original_name = models.CharField(_("文件名"), max_length=255)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    unreadable = models.CharField(max_length=40, blank=True)
    acquired_at = models.DateTimeField(_("收存时间"))
    acquired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("case", "sha256"), name="same_bytes_held_once"),
            models.UniqueConstraint(fields=("case", "number"), name="one_exhibit_per_number"),
        ]

    def __str__(self) -> str:
        return self.original_name


class ExhibitUse(Recorded):
    """What an exhibit was brought in for: an incident or a report, under the name then given."""

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="uses")
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="exhibit_uses"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="exhibit_uses"
    )
    given_name = models.CharField(max_length=255)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(incident__isnull=False) | models.Q(report__isnull=False),
                name="a_use_names_what_for",
            )
        ]

    def __str__(self) -> str:
        return self.given_name


class DerivativeKind(models.TextChoices):
    THUMBNAIL = "thumbnail", _("缩略图")
    PREVIEW = "preview", _("预览图")


class Derivative(models.Model):
    """A picture or text made from an original; `recipe` says how."""

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="derivatives")
    kind = models.CharField(max_length=12, choices=DerivativeKind)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    recipe = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("exhibit", "kind"), name="one_derivative_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.exhibit} {self.kind}"
