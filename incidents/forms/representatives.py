"""The form of who acts for the borrower."""

from crispy_forms.layout import Div, Field
from django import forms

from incidents.forms.cases import RecordForm, date_input
from incidents.models import Representative


class RepresentativeForm(RecordForm[Representative]):
    layout = (
        Div("name", "phone", css_class="row-fields"),
        "relation",
        "address",
        Field("powers", template="_chips.html"),
        "until",
        "is_acting",
    )

    class Meta:
        model = Representative
        fields = ("name", "relation", "phone", "address", "powers", "until", "is_acting")
        widgets = {"powers": forms.RadioSelect, "until": date_input()}
