"""Forms of backups: the passphrase of a new one, and the file to restore from."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import OneFileField
from incidents.forms.access import passphrase_field


class BackupForm(forms.Form):
    """Typed twice: a slip of the finger would lock a backup for ever."""

    passphrase = passphrase_field(_("备份密码"))
    passphrase_again = forms.CharField(
        label=_("再输一遍"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def clean_passphrase(self) -> str:
        passphrase: str = self.cleaned_data["passphrase"]
        validate_password(passphrase)
        return passphrase

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        again = values.get("passphrase_again")
        if again and again != values.get("passphrase", again):
            self.add_error("passphrase_again", ValidationError(_("两遍不一样，再输一次。")))
        return values


class RestoreForm(forms.Form):
    file = OneFileField()
    passphrase = forms.CharField(
        label=_("备份密码"),
        strip=False,
        help_text=_("做这份备份时定的密码，不是登录用的。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
