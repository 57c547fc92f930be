"""What a friend or relative sent through a link, exactly as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case
from incidents.models.contact import Contact
from incidents.models.recorded import Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class ReportLinkQuerySet(models.QuerySet["ReportLink"]):
    def visible_to(self, user: User | AnonymousUser) -> ReportLinkQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)


class ReportLink(Recorded):
    """A way in for one contact. Only the SHA-256 of its 128-bit token is kept."""

    volatile = frozenset({"opened_at"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="report_links")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="report_links")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("到期"))
    revoked_at = models.DateTimeField(_("收回"), null=True, blank=True)
    opened_at = models.DateTimeField(_("第一次打开"), null=True, blank=True)

    objects = ReportLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("上报链接")
        verbose_name_plural = _("上报链接")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def is_open(self) -> bool:
        """Whether the page behind the link still takes reports."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class ReportState(models.TextChoices):
    WAITING = "waiting", _("等你看")
    ACCEPTED = "accepted", _("已收下")
    DECLINED = "declined", _("没有收下")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser) -> ReportQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def waiting_first(self) -> ReportQuerySet:
        return self.alias(is_waiting=Q(state=ReportState.WAITING)).order_by(
            "-is_waiting", "-submitted_at"
        )


class Report(Recorded):
    """One submission. `submitted` is the form as it was sent and never changes."""

    volatile = frozenset({"state", "decided_at"})
    later = frozenset({"erased_at"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    link = models.ForeignKey(ReportLink, models.PROTECT, related_name="reports")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="reports")
    receipt = models.CharField(_("回执号"), max_length=16, unique=True)
    submitted_at = models.DateTimeField(_("提交时间"))
    submitted = models.JSONField()
    consents_to_statement = models.BooleanField(_("同意写进说明"), default=False)
    state = models.CharField(max_length=8, choices=ReportState, default=ReportState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(_("删除个人信息的时间"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("亲友上报")
        verbose_name_plural = _("亲友上报")
        ordering = ("-submitted_at",)

    def __str__(self) -> str:
        return self.receipt

    @classmethod
    def emptied(cls, key: int) -> dict[str, object]:
        return {"submitted": {}}


class ReportAddition(Recorded):
    """Words added later under the receipt number; files point at the report itself."""

    case_path = "report__case"

    report = models.ForeignKey(Report, models.PROTECT, related_name="additions")
    added_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return str(self.report)

    @classmethod
    def emptied(cls, key: int) -> dict[str, object]:
        return {"words": ""}
