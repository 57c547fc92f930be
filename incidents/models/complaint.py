"""What was asked of an institution and answered, and what was filed where and came of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case
from incidents.models.creditor import Creditor
from incidents.models.recorded import Recorded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from incidents.models.user import User


class InquiryWay(models.TextChoices):
    PHONE = "phone", _("电话")
    ONLINE = "online", _("在线客服")
    MESSAGE = "message", _("微信、短信")
    EMAIL = "email", _("邮件")
    LETTER = "letter", _("信函")
    IN_PERSON = "in_person", _("当面")
    OTHER = "other", _("别的办法")


class InquiryAnswer(models.TextChoices):
    NONE = "none", _("没有答复")
    LOOKING = "looking", _("说会了解")
    OURS = "ours", _("承认是")
    NOT_OURS = "not_ours", _("说不是")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, user: User | AnonymousUser) -> InquiryQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def standing(self) -> InquiryQuerySet:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def denials(self) -> InquiryQuerySet:
        """Pick the standing ones that were answered with “not ours”."""
        return self.standing().filter(answer=InquiryAnswer.NOT_OURS)


class Inquiry(Recorded):
    """Asking an institution whether a caller is its own, or works for it, and what it answered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="inquiries")
    creditor = models.ForeignKey(
        Creditor, models.PROTECT, related_name="inquiries", verbose_name=_("问的是谁")
    )
    asked_date = models.DateField(_("哪天问的"))
    way = models.CharField(_("怎么问的"), max_length=12, choices=InquiryWay)
    question = models.TextField(_("问了什么"))
    answer = models.CharField(
        _("怎么答复的"), max_length=8, choices=InquiryAnswer, default=InquiryAnswer.NONE
    )
    answered_date = models.DateField(_("哪天答复的"), null=True, blank=True)
    answer_words = models.TextField(_("答复的原话"), blank=True)
    note = models.CharField(_("补充说明"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("核实")
        verbose_name_plural = _("核实")
        ordering = ("-asked_date", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=InquiryAnswer.NONE, answered_date__isnull=True)
                | ~Q(answer=InquiryAnswer.NONE)
                & Q(answered_date__isnull=False, answered_date__gte=F("asked_date")),
                name="an_answer_has_a_day_after_the_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.creditor} {self.asked_date}"

    @property
    def is_waiting(self) -> bool:
        """Nothing was said yet of whether the caller is theirs."""
        return self.withdrawn_at is None and self.answer in {
            InquiryAnswer.NONE,
            InquiryAnswer.LOOKING,
        }


class ComplaintChannel(models.TextChoices):
    """Where one can turn; the slugs are those of the recipients of a bundle."""

    INSTITUTION = "institution", _("借款机构")
    REGULATOR = "12378", _("金融监管 12378")
    NIFA = "nifa-report", _("互联网金融举报平台")
    SPAM = "12321", _("骚扰电话 12321")
    CONTENT = "12377", _("网上信息 12377")
    PERSONAL_INFORMATION = "pipl-65", _("个人信息保护部门")
    POLICE = "police-110", _("报警")
    COURT = "court", _("法院")
    OTHER = "other", _("别处")


class ComplaintOutcome(models.TextChoices):
    NONE = "none", _("还没有结果")
    ACCEPTED = "accepted", _("受理了")
    REJECTED = "rejected", _("不受理")
    SANCTIONED = "sanctioned", _("批评制止或处罚了对方")
    CLOSED = "closed", _("办结了")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User | AnonymousUser) -> ComplaintQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(case__owner_id=user.pk)

    def standing(self) -> ComplaintQuerySet:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Complaint(Recorded):
    """
    One complaint or police report. Without `filed_time`, only its day is known. `due_date` is the
    day that the place itself named; a usual period is worked out by incidents.deadlines.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="complaints")
    channel = models.CharField(_("向哪里投诉"), max_length=12, choices=ComplaintChannel)
    office = models.CharField(_("受理单位"), max_length=80, blank=True)
    creditor = models.ForeignKey(
        Creditor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("关于哪家机构"),
    )
    filed_date = models.DateField(_("哪天提交的"))
    filed_time = models.TimeField(_("几点"), null=True, blank=True)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    subject = models.TextField(_("投诉什么"), blank=True)
    due_date = models.DateField(_("对方说哪天前答复"), null=True, blank=True)
    outcome = models.CharField(
        _("结果"), max_length=12, choices=ComplaintOutcome, default=ComplaintOutcome.NONE
    )
    answered_date = models.DateField(_("哪天答复的"), null=True, blank=True)
    answer_words = models.TextField(_("答复的原话"), blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("投诉")
        verbose_name_plural = _("投诉")
        ordering = ("-filed_date", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_date__isnull=True) | Q(answered_date__gte=F("filed_date")),
                name="a_complaint_is_answered_after_it_was_filed",
            ),
            models.CheckConstraint(
                condition=Q(due_date__isnull=True) | Q(due_date__gte=F("filed_date")),
                name="an_answer_is_due_after_the_complaint",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ComplaintOutcome.SANCTIONED)
                | Q(channel=ComplaintChannel.POLICE, answered_date__isnull=False),
                name="a_sanction_comes_from_the_police_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.filed_date}"

    @property
    def is_waiting(self) -> bool:
        return (
            self.withdrawn_at is None
            and self.answered_date is None
            and self.outcome in {ComplaintOutcome.NONE, ComplaintOutcome.ACCEPTED}
        )

    @property
    def asks_to_stop_them(self) -> bool:
        """A suit asks a court to judge; everywhere else somebody was asked to act on callers."""
        return self.channel != ComplaintChannel.COURT

    @property
    def weight(self) -> tuple[object, ...]:
        """Everything in it that can change a finding."""
        if self.withdrawn_at is not None or not self.asks_to_stop_them:
            return ()
        is_sanction = self.outcome == ComplaintOutcome.SANCTIONED
        sanctioned = self.answered_date if is_sanction else None
        named = (self.channel, self.number)
        return (self.creditor_id, self.filed_date, self.filed_time, sanctioned, *named)

    def concerns(self, creditor_id: int | None) -> bool:
        """Say whether it speaks of this creditor; one that names none speaks of all."""
        return self.creditor_id is None or self.creditor_id == creditor_id

    def was_filed_before(self, moment: datetime) -> bool | None:
        """Say whether it was filed before; None on its own day when the hour is not known."""
        day = timezone.localtime(moment).date()
        if day != self.filed_date:
            return self.filed_date < day
        return None if self.filed_time is None else self.filed_at < moment

    def had_sanction_before(self, moment: datetime) -> bool | None:
        """Say whether callers had been warned or penalised before; None on that very day."""
        if self.outcome != ComplaintOutcome.SANCTIONED or self.answered_date is None:
            return False
        day = timezone.localtime(moment).date()
        return None if day == self.answered_date else self.answered_date < day

    @property
    def filed_at(self) -> datetime:
        """The moment of filing; the beginning of its day when the hour is not known."""
        return timezone.make_aware(datetime.combine(self.filed_date, self.filed_time or time.min))

    @property
    def latest_filed_at(self) -> datetime:
        """The latest moment at which it may have been filed; what lies behind it came after."""
        return timezone.make_aware(datetime.combine(self.filed_date, self.filed_time or time.max))
