"""Fields that take what a person gives: any number of files, any number of rows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from incidents.http import number_in

M = TypeVar("M", bound=Model)


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
