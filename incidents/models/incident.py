"""One call, message, letter, visit or post, and what was observed in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.case import Case
from incidents.models.contact import Contact
from incidents.models.creditor import Creditor
from incidents.models.line import Line
from incidents.models.recorded import Recorded
from incidents.models.report import Report
from incidents.tagging import facts

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class Channel(models.TextChoices):
    CALL = facts.Channel.CALL.value, _("电话")
    SMS = facts.Channel.SMS.value, _("短信")
    IM = facts.Channel.IM.value, _("微信、QQ")
    EMAIL = facts.Channel.EMAIL.value, _("邮件")
    LETTER = facts.Channel.LETTER.value, _("信函")
    VISIT = facts.Channel.VISIT.value, _("上门")
    POST = facts.Channel.POST.value, _("公开发布")


class Direction(models.TextChoices):
    INCOMING = "incoming", _("对方找来")
    OUTGOING = "outgoing", _("这边联系对方")


class Narrator(models.TextChoices):
    COLLECTOR = facts.Narrator.COLLECTOR.value, _("对方原话")
    BORROWER = facts.Narrator.BORROWER.value, _("我来描述")
    RELATIVE = facts.Narrator.RELATIVE.value, _("亲友描述")


class Label(models.TextChoices):
    """Observations in plain words, as a person would tick them."""

    WORKPLACE_CONTACT = facts.Label.WORKPLACE_CONTACT.value, _("找老板、单位")
    IDENTITY_REFUSAL = facts.Label.IDENTITY_REFUSAL.value, _("不肯说是谁")
    THIRD_PARTY_CONTACT = facts.Label.THIRD_PARTY_CONTACT.value, _("打给亲友同事")
    FREQUENCY_BOMBING = facts.Label.FREQUENCY_BOMBING.value, _("打个不停")
    INSULT = facts.Label.INSULT.value, _("骂人、羞辱")
    THREAT_VIOLENCE = facts.Label.THREAT_VIOLENCE.value, _("威胁人身安全")
    THREAT_LEGAL_FALSE = facts.Label.THREAT_LEGAL_FALSE.value, _("吓唬要坐牢")
    PRIVACY_LEAK = facts.Label.PRIVACY_LEAK.value, _("知道我的隐私")
    DISCLOSURE_PUBLIC = facts.Label.DISCLOSURE_PUBLIC.value, _("把欠款公开")
    OBSCENE_OR_FORGED_IMAGE = facts.Label.OBSCENE_OR_FORGED_IMAGE.value, _("发假图脏图")
    HOME_VISIT_THREAT = facts.Label.HOME_VISIT_THREAT.value, _("要上门")
    IMPERSONATION_AUTHORITY = facts.Label.IMPERSONATION_AUTHORITY.value, _("冒充警察律师")
    COERCION_NEW_DEBT = facts.Label.COERCION_NEW_DEBT.value, _("逼着借新还旧")
    PRIVATE_ACCOUNT = facts.Label.PRIVATE_ACCOUNT.value, _("要求转给个人")
    ODD_HOURS = facts.Label.ODD_HOURS.value, _("深夜凌晨打来")


class Origin(models.TextChoices):
    """Through what an incident came into the case."""

    QUICK = "quick", pgettext_lazy("origin", "快速记录")
    IMPORT = "import", pgettext_lazy("origin", "导入")
    REPORT = "report", pgettext_lazy("origin", "亲友上报")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User | AnonymousUser) -> IncidentQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def standing(self) -> IncidentQuerySet:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def incoming(self) -> IncidentQuerySet:
        """Leave out what was withdrawn, and what the borrower's side began."""
        return self.standing().filter(direction=Direction.INCOMING)


class Incident(Recorded):
    """
    One contact. Times are aware; `duration_s` is seconds; `number` counts from 1 in its case in
    the order of recording and is never given twice.
    """

    volatile = frozenset({"version"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="incidents")
    number = models.PositiveIntegerField(_("序号"))
    creditor = models.ForeignKey(
        Creditor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("为哪笔债"),
    )
    channel = models.CharField(_("方式"), max_length=8, choices=Channel)
    direction = models.CharField(
        _("方向"), max_length=8, choices=Direction, default=Direction.INCOMING
    )
    line = models.ForeignKey(
        Line,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("对方号码"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("打给了谁"),
        help_text=_("空着表示打给你本人。"),
    )
    occurred_at = models.DateTimeField(_("发生时间"))
    occurred_until = models.DateTimeField(_("到什么时候"), null=True, blank=True)
    is_time_exact = models.BooleanField(_("时间准确到分钟"), default=True)
    connected = models.BooleanField(_("是否接通"), null=True, blank=True)
    duration_s = models.PositiveIntegerField(_("通话秒数"), null=True, blank=True)
    claimed_identity = models.CharField(_("对方自称"), max_length=120, blank=True)
    claimed_for = models.CharField(_("自称替谁催"), max_length=120, blank=True)
    narrative = models.TextField(_("经过"), blank=True)
    narrator = models.CharField(
        _("这是谁的话"), max_length=16, choices=Narrator, default=Narrator.COLLECTOR
    )
    ticked = models.JSONField(_("发生了什么"), default=list, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    origin = models.CharField(_("来源"), max_length=8, choices=Origin)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        ordering = ("occurred_at", "number")
        indexes = [models.Index(fields=("case", "occurred_at"))]
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="one_incident_per_number"),
            models.CheckConstraint(
                condition=Q(occurred_until__isnull=True)
                | Q(occurred_until__gte=models.F("occurred_at")),
                name="an_incident_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def recorded_gap(self) -> timedelta:
        """How long after the event it was written down."""
        return self.recorded_at - self.occurred_at


class ObservationSource(models.TextChoices):
    TEXT = facts.Source.TEXT.value, _("文字里读出")
    MODEL = facts.Source.MODEL.value, _("统计模型提示")
    FACT = facts.Source.FACT.value, _("由事实算出")
    TICKED = facts.Source.TICKED.value, _("你选的")


class ObservationRecord(models.Model):
    """An observation as last derived, kept for filters and marks; re-tagging replaces it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="observations")
    label = models.CharField(max_length=32, choices=Label)
    source = models.CharField(max_length=8, choices=ObservationSource)
    reason = models.JSONField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("label",))]

    def __str__(self) -> str:
        return self.label
