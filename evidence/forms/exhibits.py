"""Files brought to an incident later."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import FilesField


class ExhibitsForm(forms.Form):
    files = FilesField()  # type: ignore[assignment]

    def clean_files(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["files"]
        if not files:
            raise forms.ValidationError(_("还没有选文件。"))
        return files
