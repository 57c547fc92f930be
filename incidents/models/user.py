"""The person at the keyboard, and the one-time token that lets her in from the terminal."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account: a name of any script, and a passphrase."""

    username = models.CharField(_("名字"), max_length=60, unique=True)

    current_case = models.ForeignKey(
        "incidents.Case", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_discreet = models.BooleanField(
        _("窗口标题只写“笔记”"),
        default=False,
        help_text=_("浏览器的标签、任务栏和历史记录里只看到“笔记”，看不到页面叫什么。"),
    )
    exit_address = models.URLField(
        _("快速离开后打开"),
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("比如常看的天气网页。空着就打开一页空白的笔记，不连任何网站。"),
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")


class SignInToken(models.Model):
    """A way in printed by the starting program; only its SHA-256 is kept, and it works once."""

    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.token_digest[:8]
