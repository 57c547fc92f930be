"""The form of the page where anybody's bundle can be checked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BagForm(forms.Form):
    file = forms.FileField(
        max_length=255,
        allow_empty_file=True,
        error_messages={
            "required": _("先选一个文件。"),
            "max_length": _("文件名太长了。改短一点再试。"),
        },
    )
