"""Forms of reports: what a friend tells, what is added later, and taking it into the case."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from evidence.forms.fields import FilesField
from evidence.submissions import NOW, PICK, TODAY, UNSURE, YESTERDAY, Submission
from incidents.forms.days import limit_days
from incidents.forms.incidents import (
    KNOWN,
    LEEWAY,
    told_words,
)
from incidents.forms.words import words_limit
from incidents.models.incident import Channel, Label

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


def words_field(rows: int, placeholder: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        required=False,
        strip=False,
        validators=[words_limit()],
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

    files = FilesField()  # type: ignore[assignment]

    def clean_files(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["files"]
        if sum(file.size or 0 for file in files) > LARGEST_TOTAL:
            raise forms.ValidationError(_("文件一共超过 2 GB，请分几次传。"))
        return files

    @property
    def uploads(self) -> list[UploadedFile[bytes]]:
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_days(self)

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
