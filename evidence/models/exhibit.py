"""Originals kept bit for bit, what they belong to, and what was made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


# What pictures in HEIC were marked with before they could be read.
OLD_HEIC = "heic"


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

    def holding(self, digests: Iterable[str]) -> ExhibitQuerySet:
        """Select those whose bytes have one of these SHA-256."""
        return self.filter(sha256__in=list(digests))

    def unexamined(self) -> ExhibitQuerySet:
        """Select pictures that nobody has tried to decode whole; HEIC once could not be."""
        waiting = self.filter(kind=ExhibitKind.IMAGE, examined_at=None)
        return waiting.filter(unreadable__in=("", OLD_HEIC))


class Exhibit(Recorded):
    """
    One original, stored under its SHA-256; the same bytes are held once in a case.

    `size` is bytes, `sha256` and `sm3` are hex; `media_type` comes from the content, never from
    the name. `unreadable` says why nothing can be shown of it ("" when it can). `metadata` is what
    the file says of itself, as found: facts of the file, no proof. `source` and `device` are what
    a person said of where it comes from. `examined_at` is when a picture was decoded whole.
    """

    volatile = frozenset({"examined_at"})
    later = frozenset({"duration_ms", "metadata", "source", "device"})

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
    duration_ms = models.PositiveBigIntegerField(_("时长"), null=True)
    metadata = models.JSONField(default=dict)
    source = models.CharField(_("来自谁"), max_length=100, blank=True)
    device = models.CharField(_("什么设备"), max_length=100, blank=True)
    unreadable = models.CharField(max_length=40, blank=True)
    examined_at = models.DateTimeField(null=True)
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

    case_path = "exhibit__case"

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
    REDACTED = "redacted", _("涂黑的副本")
    OCR = "ocr", _("图里的文字")
    TRANSCRIPT = "transcript", _("录音里的话")
    PAGE = "page", _("印出来的一页")


# Made again whenever they are wanted: nobody decided anything, so the chain does not speak of them.
MADE_AGAIN = (DerivativeKind.THUMBNAIL, DerivativeKind.PREVIEW, DerivativeKind.PAGE)


class DerivativeQuerySet(models.QuerySet["Derivative"]):
    def visible_to(self, user: User | AnonymousUser) -> DerivativeQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(exhibit__case__owner_id=user.pk)

    def redacted(self) -> DerivativeQuerySet:
        """Select redacted copies, the newest first."""
        return self.filter(kind=DerivativeKind.REDACTED).order_by("-pk")

    def written(self) -> DerivativeQuerySet:
        """Select what a person wrote down of an original."""
        return self.filter(kind__in=(DerivativeKind.OCR, DerivativeKind.TRANSCRIPT))

    def printed(self) -> DerivativeQuerySet:
        """Select what a bundle prints instead of originals that no page can hold, in order."""
        return self.filter(kind=DerivativeKind.PAGE).order_by("exhibit_id", "page")


class Derivative(Recorded):
    """
    A picture or text made from an original, which stays as it is; `recipe` says how.

    A picture lies under its `sha256`; a text is in `words`. Of each kind an exhibit has one, but
    for redacted copies, of which a new one leaves the earlier ones as they are, and for printed
    pages: `page` counts them from 1.
    """

    later = frozenset({"page"})
    case_path = "exhibit__case"

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="derivatives")
    kind = models.CharField(max_length=12, choices=DerivativeKind)
    page = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), null=True)
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    words = models.TextField(_("文字"), blank=True)
    recipe = models.JSONField()
    made_at = models.DateTimeField(_("制作时间"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DerivativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("副本")
        verbose_name_plural = _("副本")
        constraints = [
            models.UniqueConstraint(
                fields=("exhibit", "kind"),
                condition=~models.Q(kind__in=("page", "redacted")),
                name="one_derivative_per_kind",
            ),
            models.UniqueConstraint(
                fields=("exhibit", "page"),
                condition=models.Q(kind="page"),
                name="one_picture_per_page",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="page", page__isnull=False)
                | models.Q(~models.Q(kind="page"), page__isnull=True),
                name="a_page_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit} {self.kind}"

    @classmethod
    def is_unspoken(cls, content: Mapping[str, object]) -> bool:
        return content["kind"] in MADE_AGAIN
