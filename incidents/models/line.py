"""A phone number or account that contacted someone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case
from incidents.models.creditor import Agency
from incidents.models.recorded import GONE, Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class LineKind(models.TextChoices):
    MOBILE = "mobile", _("手机")
    VIRTUAL_MOBILE = "virtual_mobile", _("虚拟运营商手机")
    FIXED = "fixed", _("固定电话")
    SERVICE_400 = "service_400", _("400、800 电话")
    SHORT_CODE = "short_code", _("短号码")
    SERVICE_95 = "service_95", _("95、96 客服号")
    GATEWAY_106 = "gateway_106", _("106 短信平台")
    HIDDEN = "hidden", _("没有显示号码")
    MASKED = "masked", _("号码不完整")
    IM_ACCOUNT = "im_account", _("微信、QQ 账号")
    EMAIL = "email", _("邮箱")
    FOREIGN = "foreign", _("境外号码")
    OTHER = "other", _("其他号码")


class LineQuerySet(models.QuerySet["Line"]):
    def visible_to(self, user: User | AnonymousUser) -> LineQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def with_traffic(self) -> LineQuerySet:
        """Add `seen` (standing incidents), `first_at` and `last_at`; heard from last first."""
        standing = Q(incidents__withdrawn_at__isnull=True)
        return self.annotate(
            seen=Count("incidents", filter=standing),
            first_at=Min("incidents__occurred_at", filter=standing),
            last_at=Max("incidents__occurred_at", filter=standing),
        ).order_by("-last_at", "-pk")


class Line(Recorded):
    """
    One number or account of a case. `raw` is what was first typed or imported, never changed;
    `normalised` is the key by which two spellings are the same line.
    """

    later = frozenset({"erased_at"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="lines")
    raw = models.CharField(_("号码原样"), max_length=200)
    normalised = models.CharField(max_length=200)
    display = models.CharField(_("号码"), max_length=200)
    kind = models.CharField(_("种类"), max_length=16, choices=LineKind)
    place = models.CharField(_("归属地"), max_length=60, blank=True)
    carrier = models.CharField(_("运营商"), max_length=40, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("属于哪家机构"),
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("删除个人信息的时间"), null=True, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("号码")
        verbose_name_plural = _("号码")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("case", "normalised"), name="one_line_per_number")
        ]

    def __str__(self) -> str:
        return self.display

    @classmethod
    def emptied(cls, key: int) -> dict[str, object]:
        return {
            "raw": GONE,
            # Still one of a kind in its case.
            "normalised": f"erased:{key}",
            "display": GONE,
            "place": "",
            "carrier": "",
            "note": "",
        }

    @property
    def identifies(self) -> bool:
        """Whether the same text means the same caller; hidden and masked numbers never tell."""
        return self.kind not in {LineKind.HIDDEN, LineKind.MASKED}
