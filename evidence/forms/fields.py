"""Fields that take what a person gives: any number of files, and words with their line breaks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


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
