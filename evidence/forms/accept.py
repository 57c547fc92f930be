"""The form that takes a report into the case: prefilled as told, open to correction."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.submissions import Submission
from incidents.forms.incidents import (
    KNOWN,
    KNOWN_VALUES,
    TIME_FORMATS,
    TimeInput,
    past_time,
    told_words,
)
from incidents.forms.layout import CHIPS, SEGMENTS, laid_out
from incidents.forms.words import words_limit
from incidents.models import Contact, Report
from incidents.models.incident import Channel, Label, Narrator
from incidents.services.incidents import NewIncident


class AcceptForm(forms.Form):
    """The incident that a report becomes; its contact is fixed."""

    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("对方号码"), required=False, strip=False, max_length=200)
    occurred_at = forms.DateTimeField(
        label=_("发生时间"), input_formats=TIME_FORMATS, widget=TimeInput
    )
    is_time_exact = forms.BooleanField(label=_("时间准确到分钟"), required=False)
    connected = forms.ChoiceField(
        label=_("是否接通"), required=False, choices=KNOWN, widget=forms.RadioSelect
    )
    claimed_identity = forms.CharField(label=_("对方自称"), required=False, max_length=120)
    narrative = forms.CharField(
        label=_("经过"),
        required=False,
        strip=False,
        validators=[words_limit()],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    narrator = forms.ChoiceField(
        label=_("这是谁的话"),
        choices=Narrator.choices,
        widget=forms.RadioSelect,
        help_text=_("引的是催收的原话，就选“对方原话”。"),
    )
    ticked = forms.MultipleChoiceField(
        label=_("发生了什么"),
        required=False,
        choices=Label.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    notes_refusal = forms.BooleanField(required=False)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        self.report = report
        self.told = Submission.from_json(report.submitted)
        kwargs["initial"] = self.as_told()
        super().__init__(*args, **kwargs)
        if not self.offers_refusal(report.contact):
            del self.fields["notes_refusal"]
        else:
            self.fields["notes_refusal"].label = _(
                "TA 说当时要求过不要再打：记到 TA 名下，之后再打来会单独标出"
            )

    @property
    def helper(self) -> FormHelper:
        shown = {"channel": CHIPS, "connected": SEGMENTS, "narrator": SEGMENTS, "ticked": CHIPS}
        return laid_out(self.fields, shown)

    def offers_refusal(self, contact: Contact) -> bool:
        """Offer to note a refusal that is earlier than any noted so far."""
        noted = contact.asked_to_stop_at
        happened = self.told.told_time(self.report.submitted_at).at
        return self.told.asked_to_stop and (noted is None or noted > happened)

    def as_told(self) -> dict[str, object]:
        told, when = self.told, self.told.told_time(self.report.submitted_at)
        return {
            "channel": told.channel,
            "number": told.number,
            "occurred_at": when.at,
            "is_time_exact": when.is_exact,
            "connected": told.connected,
            "claimed_identity": told.claimed,
            "narrative": told.words,
            "narrator": Narrator.RELATIVE,
            "ticked": list(told.happened),
            "notes_refusal": True,
        }

    def clean_narrative(self) -> str:
        return told_words(self.cleaned_data["narrative"])

    def clean_occurred_at(self) -> datetime:
        moment: datetime = self.cleaned_data["occurred_at"]
        if problem := past_time(moment):
            raise forms.ValidationError(problem)
        return moment

    def new_incident(self) -> NewIncident:
        """Return the incident; it was written down when the friend sent it."""
        values = self.cleaned_data
        number = values["number"].replace("\x00", "")
        return NewIncident(
            channel=Channel(values["channel"]),
            number=number if number.strip() else None,
            contact=self.report.contact,
            occurred_at=values["occurred_at"],
            is_time_exact=values["is_time_exact"],
            connected=KNOWN_VALUES.get(values["connected"]),
            claimed_identity=values["claimed_identity"],
            narrative=values["narrative"],
            narrator=Narrator(values["narrator"]),
            ticked=values["ticked"],
            recorded_at=self.report.submitted_at,
        )
