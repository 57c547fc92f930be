"""Forms of imports: the file, and what to take from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import OneFileField
from evidence.models import ImportRun
from evidence.picks import Picks, keys_at
from evidence.services.import_reading import Choice
from incidents.forms.days import limit_days
from incidents.http import number_in
from incidents.models import Contact


class ExportForm(forms.Form):
    file = OneFileField()


class PickForm(forms.Form):
    """Which numbers to take, whose phone it was, and from when to when."""

    numbers = forms.MultipleChoiceField(
        error_messages={"required": _("至少选一个号码。一个都不是，就不用导入。")}
    )
    contact = forms.ModelChoiceField(
        label=_("这是谁的手机"),
        required=False,
        queryset=Contact.objects.none(),
        empty_label=_("我自己的"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    from_date = forms.DateField(
        label=_("从哪天起"),
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    to_date = forms.DateField(
        label=_("到哪天止"),
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, run: ImportRun, picks: Picks, **kwargs: Any) -> None:
        self.run = run
        kwargs["initial"] = {"numbers": [str(pick.index) for pick in picks.known]}
        super().__init__(*args, **kwargs)
        limit_days(self)
        self.fields["numbers"].choices = [  # type: ignore[attr-defined]
            (str(index), index) for index in range(len(run.found))
        ]
        self.fields["contact"].queryset = run.case.contacts.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        first, last = values.get("from_date"), values.get("to_date")
        if first and last and first > last:
            self.add_error("to_date", _("结束比开始还早，请再看一下。"))
        return values

    @property
    def ticked(self) -> set[int]:
        """The numbers that are ticked now, as the page shows them."""
        typed = (number_in(str(value)) for value in self["numbers"].value() or [])
        return {number for number in typed if number is not None}

    def choice(self) -> Choice:
        values = self.cleaned_data
        return Choice(
            lines=keys_at(self.run, values["numbers"]),
            contact=values["contact"],
            from_date=values["from_date"],
            to_date=values["to_date"],
        )
