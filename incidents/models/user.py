"""The person at the keyboard, and the one-time token that lets her in from the terminal."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account: a name of any script, and a passphrase."""

    username = models.CharField(_("名字"), max_length=60, unique=True)

    current_case = models.ForeignKey(
        "incidents.Case", models.SET_NULL, null=True, blank=True, related_name="+"
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
