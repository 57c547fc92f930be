"""Forms of contacts and lines: adding, amending with a reason, and making a link."""

from datetime import datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.incidents import TIME_FORMATS, TimeInput, past_time
from incidents.forms.layout import CHIPS, SEGMENTS, laid_out
from incidents.models import Agency, Case, Contact, Line
from incidents.models.contact import Relation

YES_NO = (("", _("不清楚")), ("yes", _("是")), ("no", _("不是")))
YES_NO_VALUES = {"yes": True, "no": False}
YES_NO_KEYS = {True: "yes", False: "no", None: ""}
LIVES = ((7, _("7 天")), (30, _("30 天")), (90, _("90 天")))
NEW = "new"


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("为什么改"),
        max_length=300,
        help_text=_("旧内容会留着，和理由一起显示。"),
        error_messages={"required": _("写一句为什么改，比如“问过本人了”。")},
    )


class ContactForm(forms.ModelForm[Contact]):
    """What is known of a contact; not knowing is an answer."""

    relation = forms.ChoiceField(
        label=_("关系"),
        choices=Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一个关系，都不是就选“其他人”。")},
    )
    is_emergency_contact = forms.ChoiceField(
        label=_("借款时留作联系人"), required=False, choices=YES_NO, widget=forms.RadioSelect
    )
    is_guarantor = forms.BooleanField(label=_("是担保人，签过担保合同"), required=False)
    shares_debt = forms.ChoiceField(
        label=_("是共同借款人"),
        required=False,
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("一起借的，或者借来一起用的，才算。"),
    )
    asked_to_stop_at = forms.DateTimeField(
        label=_("什么时候要求过不要再打"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=TimeInput,
        help_text=_("没有说过就空着。说过之后再打来，会单独标出。"),
    )

    field_order = (
        "name",
        "relation",
        "phone",
        "is_emergency_contact",
        "shares_debt",
        "is_guarantor",
        "asked_to_stop_at",
        "note",
        "reason",
    )

    class Meta:
        model = Contact
        fields = (
            "name",
            "relation",
            "phone",
            "is_emergency_contact",
            "shares_debt",
            "is_guarantor",
            "asked_to_stop_at",
            "note",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_emergency_contact", "shares_debt"):
            self.initial[name] = YES_NO_KEYS[getattr(self.instance, name)]

    @property
    def helper(self) -> FormHelper:
        shown = {"relation": CHIPS, "is_emergency_contact": SEGMENTS, "shares_debt": SEGMENTS}
        return laid_out(self.fields, shown)

    def clean_is_emergency_contact(self) -> bool | None:
        return YES_NO_VALUES.get(self.cleaned_data["is_emergency_contact"])

    def clean_shares_debt(self) -> bool | None:
        return YES_NO_VALUES.get(self.cleaned_data["shares_debt"])

    def clean_asked_to_stop_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["asked_to_stop_at"]
        if moment and (problem := past_time(moment)):
            raise forms.ValidationError(problem)
        return moment

    def changes(self) -> dict[str, object]:
        """Return the columns that the form speaks of, with their new values."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class ContactAmendForm(ContactForm):
    reason = reason_field()


class SharesDebtForm(forms.Form):
    """The one question about a spouse; `incident` is the page that it was asked on, if one."""

    shares_debt = forms.ChoiceField(choices=YES_NO[1:])
    incident = forms.IntegerField(required=False)

    @property
    def answer(self) -> bool:
        return YES_NO_VALUES[self.cleaned_data["shares_debt"]]


class LinkForm(forms.Form):
    """For how long a report link works."""

    days = forms.TypedChoiceField(
        label=_("多久有效"), choices=LIVES, coerce=int, initial=30, empty_value="30", required=False
    )

    @property
    def life(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["days"]))


class LineForm(forms.Form):
    """Whose a line is, as far as known; a new agency can be named on the spot."""

    agency = forms.ModelChoiceField(
        label=_("属于哪家机构"),
        required=False,
        queryset=Agency.objects.none(),
        empty_label=_("不清楚"),
    )
    new_agency = forms.CharField(
        label=_("列表里没有的机构"),
        required=False,
        max_length=80,
        help_text=_("对方自称的名称也可以，填了就用这个。"),
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=200)
    reason = reason_field()

    def __init__(self, *args: Any, case: Case, line: Line, **kwargs: Any) -> None:
        kwargs["initial"] = {"agency": line.agency_id, "note": line.note}
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = case.agencies.all()  # type: ignore[attr-defined]

    def changes(self) -> dict[str, object]:
        """Return what was said of the line, as assign_line takes it."""
        return {name: self.cleaned_data[name] for name in ("agency", "new_agency", "note")}
