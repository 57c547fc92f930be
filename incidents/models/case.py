"""A borrower's matter, to which every other record belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.recorded import Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()


class Case(Recorded):
    volatile = frozenset({"patterns_mark", "tagged_mark"})
    later = frozenset({"phone", "address"})
    case_path = "pk"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", verbose_name=_("所有人")
    )
    number = models.CharField(_("案件编号"), max_length=20, unique=True)
    title = models.CharField(_("案件名称"), max_length=80)
    borrower_name = models.CharField(_("你的名字"), max_length=60)
    display_name = models.CharField(
        _("给亲友看的称呼"),
        max_length=40,
        help_text=_("亲友打开链接时只看到这个称呼，看不到案件里的任何内容。"),
    )
    city = models.CharField(_("所在城市"), max_length=40, blank=True)
    # Printed only where she asks for it; identity numbers are not kept at all.
    phone = models.CharField(_("你的电话"), max_length=40, blank=True)
    address = models.CharField(
        _("通信地址"),
        max_length=120,
        blank=True,
        help_text=_("电话和地址平时不印进证据包，出具时你选了才印。"),
    )
    story = models.TextField(
        _("来龙去脉"), blank=True, help_text=_("借款、还款、协商的经过，会写进投诉信。")
    )
    created_at = models.DateTimeField(_("建立时间"))
    # Up to where the chain stood, and by which catalogue, when patterns were last looked for.
    patterns_mark = models.CharField(max_length=80, default="", editable=False)
    # By which catalogue and engine the whole case was last tagged; "" before its first incident.
    tagged_mark = models.CharField(max_length=100, default="", editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
