"""Who is owed, who collects for them, what is owed and what was paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.debts import Amounts
from incidents.models.case import Case
from incidents.models.recorded import Recorded
from incidents.tagging import facts

DIGITS, PLACES = 12, 2


class CreditorType(models.TextChoices):
    """Which instruments bind depends on this."""

    BANK_CARD = facts.CreditorType.BANK_CARD.value, _("银行信用卡")
    BANK_LOAN = facts.CreditorType.BANK_LOAN.value, _("银行贷款")
    CONSUMER_FINANCE = facts.CreditorType.CONSUMER_FINANCE.value, _("消费金融公司")
    MICRO_ONLINE = facts.CreditorType.MICRO_ONLINE.value, _("网络平台、小贷")
    P2P = facts.CreditorType.P2P.value, _("P2P 网贷")
    ASSIGNEE = facts.CreditorType.ASSIGNEE.value, _("买下债权的公司")
    AGENCY = facts.CreditorType.AGENCY.value, _("催收公司")
    PRIVATE = facts.CreditorType.PRIVATE.value, _("私人")
    UNKNOWN = facts.CreditorType.UNKNOWN.value, _("不清楚")


class Creditor(Recorded):
    case = models.ForeignKey(Case, models.PROTECT, related_name="creditors")
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(
        _("类型"), max_length=12, choices=CreditorType, default=CreditorType.UNKNOWN
    )
    is_signatory = models.BooleanField(
        _("是否签署 2018 年自律公约"),
        null=True,
        blank=True,
        help_text=_("不知道就留空。签署了的机构才受公约约束。"),
    )
    outsources = models.BooleanField(
        _("是否委托别的公司催收"), null=True, blank=True, help_text=_("不知道就留空。")
    )

    class Meta:
        verbose_name = _("债权方")
        verbose_name_plural = _("债权方")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Agency(Recorded):
    case = models.ForeignKey(Case, models.PROTECT, related_name="agencies")
    creditor = models.ForeignKey(
        Creditor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("替谁催收"),
    )
    name = models.CharField(_("名称"), max_length=80)

    class Meta:
        verbose_name = _("催收机构")
        verbose_name_plural = _("催收机构")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Debt(Recorded):
    """
    One loan. Amounts are yuan as the borrower knows them; `is_approximate` says "about".

    `usury_basis` is why a person holds the debt itself to be unlawful; nothing here works it out.
    """

    later = frozenset({"received", "usury_basis"})
    case_path = "creditor__case"

    creditor = models.ForeignKey(Creditor, models.PROTECT, related_name="debts")
    lent_date = models.DateField(_("借款日期"), null=True, blank=True)
    lent = models.DecimalField(
        _("借了多少"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    received = models.DecimalField(
        _("实际到手"),
        max_digits=DIGITS,
        decimal_places=PLACES,
        null=True,
        blank=True,
        help_text=_("扣掉砍头息、服务费以后，真正到账的钱。"),
    )
    principal_claimed = models.DecimalField(
        _("对方称欠本金"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    fees_claimed = models.DecimalField(
        _("对方称欠费用"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    interest_claimed = models.DecimalField(
        _("对方称欠利息"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    is_approximate = models.BooleanField(_("金额是大约数"), default=False)
    usury_basis = models.TextField(
        _("认为是高利或非法债务的依据"),
        blank=True,
        help_text=_(
            "有依据才写，没有就留空。例如砍头息：借 10000 元只到账 8000 元；年利率：合同写 12%，"
            "实际算下来 120%；虚增合同：借 5000 元，合同写 10000 元。"
        ),
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("借款")
        verbose_name_plural = _("借款")
        ordering = ("lent_date", "pk")

    def __str__(self) -> str:
        return f"{self.creditor} {self.lent or ''}".strip()

    @property
    def amounts(self) -> Amounts:
        return Amounts(
            lent=self.lent,
            received=self.received,
            principal=self.principal_claimed,
            fees=self.fees_claimed,
            interest=self.interest_claimed,
        )


class Repayment(Recorded):
    case_path = "debt__creditor__case"

    debt = models.ForeignKey(Debt, models.PROTECT, related_name="repayments")
    paid_date = models.DateField(_("还款日期"), null=True, blank=True)
    amount = models.DecimalField(_("金额"), max_digits=DIGITS, decimal_places=PLACES)
    is_approximate = models.BooleanField(_("金额是大约数"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("还款")
        verbose_name_plural = _("还款")
        ordering = ("paid_date", "pk")

    def __str__(self) -> str:
        return f"{self.amount}"
