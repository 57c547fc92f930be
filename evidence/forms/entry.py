"""Quick entry: reads what was tapped and typed into an incident as it is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import FilesField
from incidents.forms.incidents import (
    EARLIEST_YEAR,
    TIME_FORMATS,
    duration_of,
    local_text,
    past_time,
    told_words,
)
from incidents.forms.words import words_limit
from incidents.http import number_in
from incidents.models import Case, Contact, Creditor, Line
from incidents.models.contact import Relation
from incidents.models.incident import Channel, Label, Narrator
from incidents.services.incidents import NewIncident

OTHER = "other"
ME, NEW = "me", "new"
NOW, PICK = "now", "pick"
MAIN_CHANNELS = (Channel.CALL, Channel.SMS, Channel.IM, Channel.VISIT)
OTHER_CHANNELS = (Channel.EMAIL, Channel.LETTER, Channel.POST)
WHEN = ((NOW, _("刚才")), ("10", _("10 分钟前")), ("60", _("1 小时前")), (PICK, _("选时间")))
CONNECTED = (("", _("不清楚")), ("yes", _("接通了")), ("no", _("没接通")))
CONNECTED_VALUES = {"yes": True, "no": False}
LONGEST_NUMBER = 200
RECENT_INCIDENTS = 60


@dataclass(frozen=True, slots=True)
class Choices:
    """What a case offers to pick from, read once for a page."""

    contacts: list[Contact]
    lines: list[Line]
    creditors: list[Creditor]

    @classmethod
    def of(cls, case: Case) -> "Choices":
        """List contacts in the order of the case, and the lines written down last, newest first."""
        return cls(list(case.contacts.all()), recent_lines(case), list(case.creditors.all()))


def recent_lines(case: Case) -> list[Line]:
    latest = case.incidents.standing().filter(line__isnull=False).order_by("-pk")
    ids = list(dict.fromkeys(latest.values_list("line_id", flat=True)[:RECENT_INCIDENTS]))
    lines = case.lines.exclude(normalised="").in_bulk(ids)
    return [lines[one] for one in ids if one in lines]


class EntryForm(forms.Form):
    """Nothing is mandatory; an entry with nothing in it at all is refused."""

    channel = forms.ChoiceField(
        required=False,
        choices=[(one.value, one.label) for one in MAIN_CHANNELS] + [(OTHER, _("其他"))],
        initial=Channel.CALL.value,
    )
    other_channel = forms.ChoiceField(
        required=False, choices=[(one.value, one.label) for one in OTHER_CHANNELS]
    )
    number = forms.CharField(required=False, strip=False)
    line = forms.ModelChoiceField(required=False, queryset=Line.objects.none())
    when = forms.ChoiceField(required=False, choices=WHEN, initial=NOW)
    at = forms.DateTimeField(required=False, input_formats=TIME_FORMATS)
    is_about = forms.BooleanField(required=False)
    reached = forms.CharField(required=False, initial=ME)
    new_name = forms.CharField(required=False, max_length=60)
    new_relation = forms.ChoiceField(required=False, choices=[("", _("关系")), *Relation.choices])
    creditor = forms.ModelChoiceField(required=False, queryset=Creditor.objects.none())
    ticked = forms.MultipleChoiceField(required=False, choices=Label.choices)
    connected = forms.ChoiceField(required=False, choices=CONNECTED)
    minutes = forms.IntegerField(required=False, min_value=0, max_value=1440)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=86_400)
    claimed_identity = forms.CharField(required=False, max_length=120)
    claimed_for = forms.CharField(required=False, max_length=120)
    narrative = forms.CharField(required=False, strip=False, validators=[words_limit()])
    narrator = forms.ChoiceField(
        required=False, choices=Narrator.choices, initial=Narrator.COLLECTOR.value
    )
    files = FilesField()  # type: ignore[assignment]

    def __init__(self, *args: Any, case: Case, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.offered = choices
        self.fields["line"].queryset = case.lines.all()  # type: ignore[attr-defined]
        self.fields["creditor"].queryset = case.creditors.all()  # type: ignore[attr-defined]

    def clean_number(self) -> str | None:
        number: str = self.cleaned_data["number"].replace("\x00", "")
        if len(number) > LONGEST_NUMBER:
            raise forms.ValidationError(_("号码太长了。如果粘贴的是短信内容，请放到“说了什么”里。"))
        return number if number.strip() else None

    def clean_narrative(self) -> str:
        return told_words(self.cleaned_data["narrative"])

    def clean_reached(self) -> Contact | None:
        reached = self.cleaned_data["reached"] or ME
        if reached in (ME, NEW):
            return None
        for contact in self.offered.contacts:
            if str(contact.pk) == reached:
                return contact
        raise forms.ValidationError(_("没有找到这位亲友，请再选一次。"))

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not self.errors and self.is_blank(values):
            raise forms.ValidationError(
                _("还没有内容。至少填一样：号码、发生了什么、说了什么，或者一张截图。")
            )
        self.check_channel(values)
        self.check_time(values)
        self.check_person(values)
        return values

    def is_blank(self, values: dict[str, object]) -> bool:
        """Say whether nothing was touched; a default choice is no content."""
        told = ("number", "line", "ticked", "narrative", "files", "connected", "minutes",
                "seconds", "claimed_identity", "claimed_for", "reached", "creditor")  # fmt: skip
        chosen = (
            values.get("channel") in ("", Channel.CALL.value)
            and values.get("when") in ("", NOW)
            and self.data.get("reached", ME) in ("", ME)
        )
        return chosen and not any(values.get(name) for name in told)

    def check_channel(self, values: dict[str, object]) -> None:
        if values.get("channel") == OTHER and not values.get("other_channel"):
            self.add_error("channel", _("选一下是邮件、信函，还是公开发布。"))

    def check_time(self, values: dict[str, object]) -> None:
        if values.get("when") != PICK or "at" in self.errors:
            return
        moment = values.get("at")
        if not isinstance(moment, datetime):
            self.add_error("at", _("选一下时间，或者点“刚才”。"))
        elif problem := past_time(moment):
            self.add_error("at", problem)

    def check_person(self, values: dict[str, object]) -> None:
        is_new = self.data.get("reached") == NEW
        if is_new and not (values.get("new_name") or values.get("new_relation")):
            self.add_error("new_name", _("写一下打给了谁，称呼或关系都行。"))

    def told(self, now: datetime | None = None) -> NewIncident:
        """Return the entry as an incident; `now` is when it was first sent."""
        values = self.cleaned_data
        line: Line | None = values["line"]
        duration = duration_of(values["minutes"], values["seconds"])
        channel = self.told_channel()
        is_call = channel is Channel.CALL
        connected = CONNECTED_VALUES.get(values["connected"], True if duration else None)
        return NewIncident(
            channel=channel,
            occurred_at=self.told_time(now or timezone.now()),
            is_time_exact=self.is_exact(),
            number=values["number"] or (line.raw if line else None),
            creditor=values["creditor"],
            contact=self.told_contact(),
            connected=connected if is_call else None,
            duration_s=duration if is_call and connected else None,
            claimed_identity=values["claimed_identity"],
            claimed_for=values["claimed_for"],
            narrative=values["narrative"],
            narrator=Narrator(values["narrator"] or Narrator.COLLECTOR),
            ticked=values["ticked"],
        )

    def told_channel(self) -> Channel:
        chosen = self.cleaned_data["channel"] or Channel.CALL.value
        return Channel(self.cleaned_data["other_channel"] if chosen == OTHER else chosen)

    def told_time(self, now: datetime) -> datetime:
        when = self.cleaned_data["when"] or NOW
        if when == PICK:
            return self.cleaned_data["at"]  # type: ignore[no-any-return]
        return now - timedelta(minutes=0 if when == NOW else int(when))

    def is_exact(self) -> bool:
        when = self.cleaned_data["when"] or NOW
        return not self.cleaned_data["is_about"] if when == PICK else when == NOW

    def told_contact(self) -> Contact | None:
        """Return the person reached; one not known yet comes back unsaved."""
        if self.data.get("reached") != NEW:
            return self.cleaned_data["reached"]  # type: ignore[no-any-return]
        name, relation = self.cleaned_data["new_name"], self.cleaned_data["new_relation"]
        for contact in self.offered.contacts:
            if contact.name == name and relation in ("", contact.relation):
                return contact
        relation = Relation(relation or Relation.OTHER)
        return Contact(name=name or str(relation.label), relation=relation)

    @property
    def first_error(self) -> str:
        """The one sentence to put above the form."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")

    @property
    def uploads(self) -> list[UploadedFile[bytes]]:
        return self.cleaned_data["files"]  # type: ignore[no-any-return]


def as_of_opening(fields: QueryDict) -> QueryDict:
    """Fix a time told as “just now” to when the page was opened, for a form sent again later."""
    when, opened = fields.get("when", NOW), moment_in(fields.get("opened_at", ""))
    if when not in (NOW, "10", "60") or opened is None:
        return fields
    minutes = number_in(when) or 0
    fixed = fields.copy()
    fixed["when"], fixed["at"] = PICK, local_text(opened - timedelta(minutes=minutes))
    return fixed


def moment_in(text: str) -> datetime | None:
    """Read when a page was opened; what is no such moment is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.year >= EARLIEST_YEAR else None
