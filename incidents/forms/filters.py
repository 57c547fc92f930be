"""The filters of the incident list as they come in an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.filters import ME, OTHERS, Filters
from incidents.forms.days import limit_days
from incidents.models import Contact, Line
from incidents.models.finding import FindingState
from incidents.models.incident import Channel, Label

ALL = ("", _("全部"))
FOLDED = ("from", "to", "channel", "reached", "line", "label", "state")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """A filter that makes no sense is left out and said so beside it."""

    q = forms.CharField(required=False, max_length=200)
    channel = forms.ChoiceField(label=_("方式"), required=False, choices=[ALL, *Channel.choices])
    reached = forms.ChoiceField(label=_("打给"), required=False)
    line = forms.TypedChoiceField(label=_("号码"), required=False, coerce=int, empty_value=None)
    label = forms.ChoiceField(label=_("情形"), required=False, choices=[ALL, *Label.choices])
    state = forms.ChoiceField(label=_("标记"), required=False, choices=[ALL, *FindingState.choices])
    bare = forms.BooleanField(required=False)
    withdrawn = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, contacts: list[Contact], lines: list[Line], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.DateField(label=_("从"), required=False, widget=DayInput)
        self.fields["to"] = forms.DateField(label=_("到"), required=False, widget=DayInput)
        limit_days(self)
        self.fields["reached"].choices = [  # type: ignore[attr-defined]
            ALL, (ME, _("我")), (OTHERS, _("亲友，不论是谁")),
            *((str(contact.pk), contact.name) for contact in contacts),
        ]  # fmt: skip
        self.fields["line"].choices = [  # type: ignore[attr-defined]
            ALL, *((line.pk, line.display) for line in lines),
        ]  # fmt: skip
        for name in ("channel", "reached", "line", "label", "state"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED]

    def filters(self) -> Filters:
        """Return what was asked for, as far as it could be read."""
        self.full_clean()
        values = self.cleaned_data
        return Filters(
            q=values.get("q", "").replace("\x00", ""),
            first=values.get("from"),
            last=values.get("to"),
            channel=values.get("channel", ""),
            line=values.get("line"),
            reached=values.get("reached", ""),
            label=values.get("label", ""),
            state=values.get("state", ""),
            bare=values.get("bare", False),
            withdrawn=values.get("withdrawn", False),
        )
