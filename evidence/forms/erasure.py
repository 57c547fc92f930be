"""The form that erases a person's data: which words go everywhere, and the word that makes sure."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.erasing import KIN


class ErasureForm(forms.Form):
    words = forms.MultipleChoiceField(
        label=gettext_lazy("文字里出现的这些，也换成“〔已删除〕”"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.CharField(required=False, max_length=20, strip=True)

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"words": [word for word in words if word not in KIN]}
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]

    @property
    def is_asked(self) -> bool:
        """Whether the second step was shown, and answered in some way."""
        return "sure" in self.data

    def clean_sure(self) -> str:
        said: str = self.cleaned_data["sure"]
        if self.is_asked and said.lower() != sure_word():
            raise forms.ValidationError(_("要写“%(word)s”才会删。") % {"word": sure_word()})
        return said


def sure_word() -> str:
    """Return what has to be written before anything goes."""
    return _("删除")
