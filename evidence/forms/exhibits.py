"""Files brought to an incident later, and where exhibits come from."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import FilesField
from evidence.services.exhibits import Provenance

LONGEST = 100


class ProvenanceForm(forms.Form):
    """Whose file it is and what made it; both may stay empty."""

    source = forms.CharField(
        label=_("来自谁"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": _("例如：我自己，爸爸微信转给我")}
        ),
    )
    device = forms.CharField(
        label=_("什么设备"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": _("例如：华为手机的截屏、通话录音")}
        ),
    )

    def provenance(self) -> Provenance:
        return Provenance(self.cleaned_data["source"], self.cleaned_data["device"])


class ExhibitsForm(ProvenanceForm):
    files = FilesField()  # type: ignore[assignment]

    def clean_files(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["files"]
        if not files:
            raise forms.ValidationError(_("还没有选文件。"))
        return files
