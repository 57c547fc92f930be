"""Forms of the way in: the first account, and the sign-in."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from incidents.http import is_near
from incidents.models import Case, User

NAME_LENGTH = 60
PASSPHRASE_LENGTH = 8


def passphrase_field(label: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        min_length=PASSPHRASE_LENGTH,
        help_text=_("至少 8 个字符，一句你记得住的话也行。"),
        error_messages={"min_length": _("太短了，至少 8 个字符。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )


class SetUpForm(forms.Form):
    """Who is here, and how she comes back."""

    name = forms.CharField(
        label=_("你的名字"),
        max_length=NAME_LENGTH,
        help_text=_("写进证据包，用真名最好；以后可以改。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    passphrase = passphrase_field(_("密码"))
    display_name = forms.CharField(
        label=_("给亲友看的称呼"),
        max_length=Case._meta.get_field("display_name").max_length,
        required=False,
        help_text=_("亲友打开链接时只看到这个称呼。空着就用你的名字。"),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if passphrase := cleaned.get("passphrase"):
            try:
                validate_password(passphrase, User(username=cleaned.get("name", "")))
            except ValidationError as error:
                self.add_error("passphrase", error)
        return cleaned


class SignInForm(AuthenticationForm):
    """The name is filled in already on this machine, where there is only one account."""

    error_messages = {
        "invalid_login": _("名字和密码对不上，再试一次。"),
        "inactive": _("这个账号已经停用。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label, password.label = _("名字"), _("密码")
        # A stranger on the home network is not told whose records these are.
        if self.request is None or not is_near(self.request):
            return
        accounts = User.objects.filter(is_active=True).values_list("username", flat=True)[:2]
        if len(accounts) == 1:
            self.initial["username"] = accounts[0]
            name.widget.attrs.pop("autofocus", None)
            password.widget.attrs["autofocus"] = True


class PassphraseForm(forms.Form):
    """Another passphrase for the account that is signed in."""

    passphrase = passphrase_field(_("新密码"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_passphrase(self) -> str:
        passphrase: str = self.cleaned_data["passphrase"]
        validate_password(passphrase, self.user)
        return passphrase


class PrivacyForm(forms.ModelForm[User]):
    """What others may see over her shoulder, and where the quick exit leads."""

    exit_address = forms.URLField(
        label=User._meta.get_field("exit_address").verbose_name,
        help_text=User._meta.get_field("exit_address").help_text,
        max_length=User._meta.get_field("exit_address").max_length,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"invalid": _("请写网页的地址，比如 https://example.org")},
    )

    class Meta:
        model = User
        fields = ("is_discreet", "exit_address")
        widgets: ClassVar = {
            "is_discreet": forms.CheckboxInput(attrs={"class": "form-check-input"})
        }
