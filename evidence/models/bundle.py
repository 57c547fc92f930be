"""Bundles: what was selected, how far the issue has come, and what was issued."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.exhibit import Exhibit
from incidents.models import Case, Recorded, Representative
from incidents.models.append_only import AppendOnly, AppendOnlyQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models import User


class Recipient(models.TextChoices):
    """The channels of complaint; the value is the slug used on the command line."""

    INSTITUTION = "institution", _("机构自己")
    REGULATOR_12378 = "12378", _("金融监管 12378")
    NIFA_REPORT = "nifa-report", _("互联网金融举报平台")
    REPORT_12321 = "12321", _("12321 举报受理中心")
    REPORT_12377 = "12377", _("12377 举报中心")
    PIPL_65 = "pipl-65", _("个人信息保护部门")
    POLICE = "police-110", _("公安 110")
    COURT = "court", _("法院")


class BundleState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("正在出具")
    ISSUED = "issued", _("已出具")
    FAILED = "failed", _("没有出具成功")
    CANCELLED = "cancelled", _("已停下")


class Stage(models.TextChoices):
    FREEZE = "freeze", _("固定所选记录")
    FIXITY = "fixity", _("校验原件")
    LAYOUT = "layout", _("排版")
    CHECK = "check", _("核对页码和链接")
    PACK = "pack", _("打包、算摘要")


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, user: User | AnonymousUser) -> BundleQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def next_number(self) -> int:
        """Return the number after the highest; asked of a case's bundles."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1


class Bundle(Recorded):
    """
    One issue of a case. Its scope never changes; once issued, neither do its files.

    `scope` is evidence.bundles.scope.Scope as JSON. `pdf_sha256` and `zip_sha256` (hex) are those
    of the finished files, `manifest_sha256` that of contents-sha256.txt, which lists everything
    but the PDF and is printed on its cover; `head` is the newest link of the chain that it anchors.
    `made_with` is evidence.bundles.method.Environment as JSON. `letter` is the letter as plain
    text: as the borrower wrote it before the issue, and once issued as it was printed;
    `is_letter_edited` is None where she did not look at it first. `contact` is how the recipient
    reaches her, "" where that is not printed.
    """

    volatile = frozenset({"state", "stage", "done", "total", "failure"})
    later = frozenset({"made_with", "letter", "is_letter_edited", "representative_id", "contact"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="bundles")
    number = models.PositiveIntegerField(_("第几号"))
    recipient = models.CharField(_("交给谁"), max_length=12, choices=Recipient)
    scope = models.JSONField(default=dict)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BundleState, default=BundleState.QUEUED)
    stage = models.CharField(max_length=8, choices=Stage, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField(_("出具时间"), null=True)
    head_sequence = models.PositiveIntegerField(null=True)
    head = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    zip_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True)
    incident_count = models.PositiveIntegerField(null=True)
    finding_count = models.PositiveIntegerField(null=True)
    made_with = models.JSONField(default=dict)
    letter = models.TextField(_("信"), blank=True)
    is_letter_edited = models.BooleanField(null=True)
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="bundles"
    )
    contact = models.CharField(_("印在信里的联系方式"), max_length=200, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("证据包")
        verbose_name_plural = _("证据包")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="one_bundle_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.case.number}-{self.number}"

    @property
    def folder(self) -> Path:
        return settings.BUNDLES_DIR / str(self.pk)

    @property
    def name(self) -> str:
        """The name of the bag and of its files, without an ending."""
        return f"{self.case.number}-{self.number:02d}"


class BundleExhibitQuerySet(AppendOnlyQuerySet["BundleExhibit"]):
    """Numbers that were given out are neither changed nor taken back."""


class BundleExhibit(AppendOnly):
    """The number that an exhibit was given; once issued, it keeps that meaning in the case."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="bundle_exhibits")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="bundle_exhibits")
    group = models.PositiveIntegerField()
    item = models.PositiveIntegerField()

    objects = BundleExhibitQuerySet.as_manager()

    class Meta:
        ordering = ("group", "item")
        constraints = [
            models.UniqueConstraint(
                fields=("bundle", "group", "item"), name="one_exhibit_per_bundle_number"
            ),
            models.UniqueConstraint(fields=("bundle", "exhibit"), name="an_exhibit_once_a_bundle"),
        ]

    def __str__(self) -> str:
        return f"{self.group}-{self.item}"
