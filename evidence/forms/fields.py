"""Fields that take what a person gives: any number of files, any number of rows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from incidents.http import number_in

M = TypeVar("M", bound=Model)


class OneFileField(forms.FileField):
    """One file of any type; what it holds, if anything, is left to the service to judge."""

    default_error_messages = {
        "required": _("先选一个文件。"),
        "max_length": _("文件名太长了。改短一点再试。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, **options)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files of any type; an empty one is left to the service to name and refuse."""

    widget = FilesInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **options)

    def clean(self, value: object, initial: object = None) -> list[UploadedFile[bytes]]:
        files = value if isinstance(value, Sequence) else [value]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class RowsField(forms.ModelMultipleChoiceField[M]):
    """Rows by their keys; a key that no database counts to names none, like any other unknown."""

    def clean(self, value: object) -> Any:
        given = value if isinstance(value, Sequence) else []
        for key in given:
            if number_in(str(key)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": key},
                )
        return super().clean(value)
