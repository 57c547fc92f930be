"""Days that somebody can have meant: a slip of the finger is named, never computed with."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
SENTENCE = _("这个年份不对，请再看一下日期。")


def limit_days(form: forms.BaseForm) -> None:
    """Put bounds on every field of a day."""
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.validators += [
                MinValueValidator(EARLIEST, message=SENTENCE),
                MaxValueValidator(LATEST, message=SENTENCE),
            ]
