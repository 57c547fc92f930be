"""Forms of time stamps: the authority's address, certificates, and what came back."""

from urllib.parse import urlsplit

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import OneFileField

MOST_MB = 20
MOST_BYTES = MOST_MB * 2**20


class AddressForm(forms.Form):
    """Where stamps are made; empty means that nothing is ever sent."""

    address = forms.CharField(
        label=_("时间戳机构的地址"),
        required=False,
        max_length=300,
        widget=forms.URLInput(attrs={"class": "form-control", "placeholder": "https://"}),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not address:
            return ""
        words = _("这不是网址。要以 https:// 或 http:// 开头。")
        URLValidator(schemes=["http", "https"], message=words)(address)
        if urlsplit(address).username is not None:
            raise forms.ValidationError(_("地址里不能带用户名和密码。"))
        return address


class BroughtForm(forms.Form):
    """One small file."""

    file = OneFileField(max_length=255)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("这个文件超过 %(most)s MB，不像是回执或证书。") % {"most": MOST_MB}
            )
        return file
