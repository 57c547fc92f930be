"""Forms of reports: what a friend tells, what is added later, and taking it into the case."""

from datetime import date, datetime, time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evidence.forms.fields import FilesField
from evidence.submissions import NOW, PICK, TODAY, UNSURE, YESTERDAY, Submission
from incidents.forms.incidents import (
    KNOWN,
    KNOWN_VALUES,
    LEEWAY,
    TIME_FORMATS,
    TimeInput,
    past_time,
    told_words,
)
from incidents.models import Contact, Report
from incidents.models.incident import Channel, Label, Narrator
from incidents.services.incidents import NewIncident

LONGEST_WORDS = 20_000
LARGEST_TOTAL = 2 * 2**30
WHEN = (
    (NOW, _("刚才")),
    (TODAY, _("今天")),
    (YESTERDAY, _("昨天")),
    (PICK, _("选日期")),
    (UNSURE, _("记不清")),
)
CHANNELS = (
    (Channel.CALL.value, _("电话")),
    (Channel.SMS.value, _("短信")),
    (Channel.IM.value, _("微信")),
    (Channel.VISIT.value, _("上门")),
    (Channel.POST.value, _("发在网上")),
)
# The same observations as everywhere, in the words of somebody who was called about another.
HAPPENED = (
    (Label.THIRD_PARTY_CONTACT.value, _("让我转告"), "people"),
    (Label.DISCLOSURE_PUBLIC.value, _("公开说出去"), "eye"),
    (Label.WORKPLACE_CONTACT.value, _("打到单位"), "brief"),
    (Label.FREQUENCY_BOMBING.value, _("打个不停"), "bell"),
    (Label.INSULT.value, _("骂人"), "shout"),
    (Label.THREAT_VIOLENCE.value, _("说要伤人"), "hurt"),
    (Label.THREAT_LEGAL_FALSE.value, _("说要抓人坐牢"), "gavel"),
    (Label.IDENTITY_REFUSAL.value, _("不肯说是谁"), "ask"),
    (Label.IMPERSONATION_AUTHORITY.value, _("自称警察律师"), "badge"),
    (Label.HOME_VISIT_THREAT.value, _("说要上门"), "door"),
    (Label.OBSCENE_OR_FORGED_IMAGE.value, _("发假图脏图"), "image"),
    (Label.PRIVACY_LEAK.value, _("知道很多隐私"), "key"),
)
TILES_SHOWN = 6
FUTURE = _("这个时间还没有到，请再看一下。")


def words_field(rows: int, placeholder: str) -> forms.CharField:
    return forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(
            attrs={"class": "form-control", "rows": rows, "placeholder": placeholder}
        ),
    )


def text_field(longest: int, **attributes: object) -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"class": "form-control", **attributes}),
    )


class FilesForm(forms.Form):
    """Words, files, or both, but not neither."""

    files = FilesField()

    def clean_files(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["files"]
        if sum(file.size or 0 for file in files) > LARGEST_TOTAL:
            raise forms.ValidationError(_("文件一共超过 2 GB，请分几次传。"))
        return files

    @property
    def uploads(self) -> list[UploadedFile]:
        return self.cleaned_data["files"]  # type: ignore[no-any-return]


class TellForm(FilesForm):
    """What a friend can tell about one contact. Nothing is mandatory; something must be there."""

    number = text_field(200, inputmode="tel", autocomplete="off")
    when = forms.ChoiceField(required=False, choices=WHEN, initial=NOW)
    clock = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"class": "form-control", "type": "time"})
    )
    calendar = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    channel = forms.ChoiceField(required=False, choices=CHANNELS, initial=Channel.CALL.value)
    connected = forms.ChoiceField(required=False, choices=KNOWN)
    words = words_field(4, _("尽量写原话，比如：“你是不是 TA 的朋友？”"))
    claimed = text_field(120)
    happened = forms.MultipleChoiceField(
        required=False, choices=[(value, words) for value, words, _icon in HAPPENED]
    )
    asked_to_stop = forms.BooleanField(required=False)
    name = text_field(60, autocomplete="nickname")
    relation = text_field(60)
    may_be_shared = forms.BooleanField(required=False)
    may_be_witness = forms.BooleanField(required=False)

    def clean_words(self) -> str:
        return told_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        told = ("number", "words", "claimed", "happened", "files", "asked_to_stop")
        if not self.errors and not any(values.get(name) for name in told):
            raise forms.ValidationError(
                _("还没有内容。写一句、填个号码，或者传一张截图，有一样就行。")
            )
        self.check_time(values)
        return values

    def check_time(self, values: dict[str, object]) -> None:
        when, clock, day = values.get("when"), values.get("clock"), values.get("calendar")
        now = timezone.localtime()
        if when == PICK and "calendar" not in self.errors:
            if not isinstance(day, date):
                self.add_error("calendar", _("选一下日期，或者点“记不清”。"))
            elif day > now.date():
                self.add_error("calendar", FUTURE)
        is_today = when == TODAY or (when == PICK and day == now.date())
        if is_today and isinstance(clock, time) and clock > (now + LEEWAY).time():
            self.add_error("clock", FUTURE)

    def submission(self) -> Submission:
        values = self.cleaned_data
        when = values["when"] or NOW
        clock: time | None = values["clock"]
        calendar: date | None = values["calendar"]
        return Submission(
            number=values["number"],
            when=when,
            clock=clock.isoformat("minutes") if clock and when not in (NOW, UNSURE) else "",
            calendar=calendar.isoformat() if calendar and when == PICK else "",
            channel=values["channel"] or Channel.CALL.value,
            connected=values["connected"],
            words=values["words"],
            claimed=values["claimed"],
            happened=tuple(values["happened"]),
            asked_to_stop=values["asked_to_stop"],
            name=values["name"],
            relation=values["relation"],
            may_be_shared=values["may_be_shared"],
            may_be_witness=values["may_be_witness"],
            files=tuple(file.name or "" for file in self.uploads),
            language=get_language() or "zh-hans",
        )


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "form-control number",
                "autocomplete": "off",
                "placeholder": "QX7K-42MD",
            }
        ),
        error_messages={"required": _("写一下回执号，是 8 个字母和数字。")},
    )


class AddForm(FilesForm):
    words = words_field(6, "")

    def clean_words(self) -> str:
        return told_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not self.errors and not (values.get("words") or values.get("files")):
            raise forms.ValidationError(_("还没有内容。写一句，或者传一张截图。"))
        return values


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
        max_length=LONGEST_WORDS,
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

    def __init__(self, *args: object, report: Report, **kwargs: object) -> None:
        self.report = report
        self.told = Submission.from_json(report.submitted)
        super().__init__(*args, initial=self.as_told(), **kwargs)  # type: ignore[misc]
        if not self.offers_refusal(report.contact):
            del self.fields["notes_refusal"]
        else:
            self.fields["notes_refusal"].label = _(
                "TA 说当时要求过不要再打：记到 TA 名下，之后再打来会单独标出"
            )

    @property
    def helper(self) -> FormHelper:
        templates = {
            "channel": "_chips.html",
            "connected": "_seg.html",
            "narrator": "_seg.html",
            "ticked": "_chips.html",
        }
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            *(
                Field(name, template=templates[name]) if name in templates else name
                for name in self.fields
            )
        )
        return helper

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
