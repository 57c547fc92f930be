"""A person other than the borrower whom collectors reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.case import Case
from incidents.models.recorded import GONE, Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class Relation(models.TextChoices):
    PARENT = "parent", _("父母")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    SIBLING = "sibling", _("兄弟姐妹")
    RELATIVE = "relative", _("亲戚")
    FRIEND = "friend", _("朋友")
    CLASSMATE = "classmate", _("同学")
    COLLEAGUE = "colleague", _("同事")
    EMPLOYER = "employer", _("领导、老板")
    TEACHER = "teacher", _("老师")
    NEIGHBOUR = "neighbour", _("邻居")
    LANDLORD = "landlord", _("房东")
    FORMER_PARTNER = "former_partner", _("前任")
    OTHER = "other", _("其他人")


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User | AnonymousUser) -> ContactQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def with_reach(self) -> ContactQuerySet:
        """Add `reached` (standing incidents) and `reached_last_at`; most often reached first."""
        standing = Q(incidents__withdrawn_at__isnull=True)
        return self.annotate(
            reached=Count("incidents", filter=standing),
            reached_last_at=Max("incidents__occurred_at", filter=standing),
        ).order_by("-reached", "pk")


class Contact(Recorded):
    later = frozenset({"erased_at"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    name = models.CharField(_("称呼"), max_length=60)
    relation = models.CharField(_("关系"), max_length=16, choices=Relation)
    phone = models.CharField(pgettext_lazy("phone number", "电话"), max_length=60, blank=True)
    is_emergency_contact = models.BooleanField(
        _("借款时留作联系人"), null=True, blank=True, help_text=_("不知道就留空。")
    )
    is_guarantor = models.BooleanField(
        _("是担保人"), default=False, help_text=_("签过担保合同才算。")
    )
    shares_debt = models.BooleanField(
        _("是共同借款人"), null=True, blank=True, help_text=_("配偶共同借款、共同用的才算。")
    )
    asked_to_stop_at = models.DateTimeField(
        _("什么时候要求不要再打"), null=True, blank=True, help_text=_("没有说过就留空。")
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("删除个人信息的时间"), null=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("亲友")
        verbose_name_plural = _("亲友")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def emptied(cls, key: int) -> dict[str, object]:
        return {"name": GONE, "phone": "", "note": ""}

    @property
    def may_share_debt(self) -> bool:
        """A spouse of whom nobody has said yet whether the debt is a common one."""
        is_spouse = self.relation == Relation.SPOUSE and not self.is_guarantor
        return is_spouse and self.shares_debt is None
