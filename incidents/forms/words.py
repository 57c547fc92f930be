"""How long what is typed may be, said so that nobody loses a word over it."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from incidents.tagging.facts import LONGEST_TEXT


def words_limit(most: int = LONGEST_TEXT) -> MaxLengthValidator:
    """Refuse words that no page and no bundle can hold; a field's own limit would cut a paste."""
    return MaxLengthValidator(
        most,
        message=_(
            "写了 %(show_value)d 字，这里最多放 %(limit_value)d 字。"
            "全文可以存成文件，作为证据加进来，这里写要点。"
        ),
    )


def limit_words(form: forms.BaseForm) -> None:
    """Put the limit on every field of several lines that has none."""
    for field in form.fields.values():
        is_long = isinstance(field.widget, forms.Textarea)
        if is_long and isinstance(field, forms.CharField) and field.max_length is None:
            field.validators.append(words_limit())
