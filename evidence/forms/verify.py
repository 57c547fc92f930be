"""The form of the page where anybody's bundle can be checked."""

from django import forms

from evidence.forms.fields import OneFileField


class BagForm(forms.Form):
    file = OneFileField(max_length=255)
