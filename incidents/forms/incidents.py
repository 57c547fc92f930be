"""Forms of one incident: the amendment and the withdrawal, and how times and words are read."""

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.words import words_limit
from incidents.models import Contact, Creditor, Incident
from incidents.models.incident import Channel, Direction, Label, Narrator

TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]
EARLIEST_YEAR = 1990
# A clock may run a little ahead of the computer's.
LEEWAY = timedelta(minutes=2)
KNOWN = (("", _("不清楚")), ("yes", _("接通了")), ("no", _("没接通")))
KNOWN_VALUES = {"yes": True, "no": False}


def past_time(moment: datetime) -> str | None:
    """Return what is wrong with a time of something that happened, or None."""
    if moment > timezone.now() + LEEWAY:
        return gettext("这个时间还没有到，请再看一下日期。")
    if moment.year < EARLIEST_YEAR:
        return gettext("这个时间太早了，请再看一下年份。")
    return None


def told_words(words: str) -> str:
    """Keep words as they were told, with plain line breaks and without what no database holds."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain if plain.strip() else ""


def duration_of(minutes: int | None, seconds: int | None) -> int | None:
    """Return seconds from minutes and seconds, or None when neither was given."""
    if minutes is None and seconds is None:
        return None
    return 60 * (minutes or 0) + (seconds or 0)


def local_text(moment: datetime | None) -> str:
    """Write a time as the browser's own time picker wants it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


class TimeInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AmendForm(forms.Form):
    """Everything that a person said about an incident, as it now stands, and why it changes."""

    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices)
    direction = forms.ChoiceField(label=_("方向"), choices=Direction.choices)
    number = forms.CharField(label=_("对方号码"), required=False, strip=False, max_length=200)
    contact = forms.ModelChoiceField(
        label=_("打给了谁"), required=False, queryset=Contact.objects.none(), empty_label=_("我")
    )
    creditor = forms.ModelChoiceField(
        label=_("为哪笔债"),
        required=False,
        queryset=Creditor.objects.none(),
        empty_label=_("不清楚"),
    )
    occurred_at = forms.DateTimeField(
        label=_("发生时间"), input_formats=TIME_FORMATS, widget=TimeInput
    )
    occurred_until = forms.DateTimeField(
        label=_("到什么时候"), required=False, input_formats=TIME_FORMATS, widget=TimeInput
    )
    is_time_exact = forms.BooleanField(label=_("时间准确到分钟"), required=False)
    connected = forms.ChoiceField(label=_("是否接通"), required=False, choices=KNOWN)
    minutes = forms.IntegerField(label=_("分"), required=False, min_value=0, max_value=1440)
    seconds = forms.IntegerField(label=_("秒"), required=False, min_value=0, max_value=86_400)
    claimed_identity = forms.CharField(label=_("对方自称"), required=False, max_length=120)
    claimed_for = forms.CharField(label=_("自称替谁催"), required=False, max_length=120)
    narrative = forms.CharField(
        label=_("经过"),
        required=False,
        strip=False,
        validators=[words_limit()],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    narrator = forms.ChoiceField(label=_("这是谁的话"), choices=Narrator.choices)
    ticked = forms.MultipleChoiceField(label=_("发生了什么"), required=False, choices=Label.choices)
    reason = forms.CharField(
        label=_("为什么改"),
        max_length=300,
        error_messages={"required": _("写一句为什么改，比如“重听了录音”。")},
    )

    def __init__(self, data: QueryDict | None = None, *, incident: Incident) -> None:
        super().__init__(data, initial=as_typed(incident))
        self.incident, case = incident, incident.case
        self.fields["contact"].queryset = case.contacts.all()  # type: ignore[attr-defined]
        self.fields["creditor"].queryset = case.creditors.all()  # type: ignore[attr-defined]

    def clean_narrative(self) -> str:
        return told_words(self.cleaned_data["narrative"])

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).replace("\x00", "")

    def clean_occurred_at(self) -> datetime:
        moment: datetime = self.cleaned_data["occurred_at"]
        if problem := past_time(moment):
            raise forms.ValidationError(problem)
        return moment

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        start, end = values.get("occurred_at"), values.get("occurred_until")
        if isinstance(start, datetime) and isinstance(end, datetime) and end < start:
            self.add_error("occurred_until", _("结束时间比开始还早，请再看一下。"))
        return values

    def changes(self) -> dict[str, object]:
        """Return the columns that the form speaks of; an untouched minute keeps its seconds."""
        values, incident = self.cleaned_data, self.incident
        changes: dict[str, object] = {
            "channel": values["channel"],
            "direction": values["direction"],
            "contact_id": values["contact"] and values["contact"].pk,
            "creditor_id": values["creditor"] and values["creditor"].pk,
            "is_time_exact": values["is_time_exact"],
            "connected": KNOWN_VALUES.get(values["connected"]),
            "duration_s": duration_of(values["minutes"], values["seconds"]),
            "claimed_identity": values["claimed_identity"],
            "claimed_for": values["claimed_for"],
            "narrative": values["narrative"],
            "narrator": values["narrator"],
        }
        if set(values["ticked"]) != set(incident.ticked):
            changes["ticked"] = values["ticked"]
        for name in ("occurred_at", "occurred_until"):
            if local_text(values[name]) != local_text(getattr(incident, name)):
                changes[name] = values[name]
        return changes

    def new_number(self, incident: Incident) -> str | None:
        """Return the number when another one was typed, else None."""
        typed: str = self.cleaned_data["number"]
        return None if typed == number_of(incident) else typed


def number_of(incident: Incident) -> str:
    return incident.line.raw if incident.line else ""


def as_typed(incident: Incident) -> dict[str, object]:
    """Return an incident's values as the amendment form shows them."""
    minutes, seconds = divmod(incident.duration_s or 0, 60)
    is_timed = incident.duration_s is not None
    return {
        "channel": incident.channel,
        "direction": incident.direction,
        "number": number_of(incident),
        "contact": incident.contact_id,
        "creditor": incident.creditor_id,
        "occurred_at": local_text(incident.occurred_at),
        "occurred_until": local_text(incident.occurred_until),
        "is_time_exact": incident.is_time_exact,
        "connected": {True: "yes", False: "no"}.get(incident.connected) or "",  # type: ignore[arg-type]
        "minutes": minutes if is_timed else None,
        "seconds": seconds if is_timed else None,
        "claimed_identity": incident.claimed_identity,
        "claimed_for": incident.claimed_for,
        "narrative": incident.narrative,
        "narrator": incident.narrator,
        "ticked": incident.ticked,
    }


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("为什么撤下"),
        max_length=300,
        error_messages={"required": _("写一句为什么撤下，比如“记重了”。")},
    )
