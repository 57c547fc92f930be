"""Who acts for the borrower: a relative or a lawyer, with what authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.case import Case
from incidents.models.recorded import Recorded


class Powers(models.TextChoices):
    GENERAL = "general", _("一般授权")
    SPECIAL = "special", _("特别授权")


class Representative(Recorded):
    """
    A person whom the borrower lets act for her, chosen bundle by bundle.

    Identity numbers are not kept: they are written by hand on the printed authority.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="representatives")
    name = models.CharField(_("名字"), max_length=60)
    relation = models.CharField(
        _("是你的什么人"),
        max_length=120,
        help_text=_("例如：表姐。是律师的，写律所和执业证号。会印在授权委托书和信里。"),
    )
    phone = models.CharField(_("电话"), max_length=40)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    powers = models.CharField(
        _("可以替你做什么"),
        max_length=8,
        choices=Powers,
        default=Powers.GENERAL,
        help_text=_(
            "一般：递交、补充材料，说明情况，问进度，领答复。特别：还可以替你承认、改变、放弃请求，和解。"
        ),
    )
    until = models.DateField(
        _("办到哪一天"),
        null=True,
        blank=True,
        help_text=_("不写，就是到这件事办完为止。"),
    )
    is_acting = models.BooleanField(_("还在替你办"), default=True)

    class Meta:
        verbose_name = _("代理人")
        verbose_name_plural = _("代理人")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
