"""Forms of inquiries and complaints: what was asked or filed, and what came of it."""

from datetime import date, datetime, time
from typing import Any, TypeVar

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.cases import RecordForm, date_input
from incidents.forms.incidents import past_time, told_words
from incidents.models import Case, Complaint, Inquiry, Recorded
from incidents.models.complaint import (
    ComplaintChannel,
    ComplaintOutcome,
    InquiryAnswer,
    InquiryWay,
)

R = TypeVar("R", bound=Recorded)

CHANNEL_HINT = _(
    "先找借款机构，留下编号。银行、消费金融也可以打 12378，骚扰电话、短信报 12321，"
    "威胁、反复滋扰可以报警。"
)
FOLD = "incidents/_answer_fold.html"
USUAL_QUESTION = _("这些来电是不是你们打的？打电话的是不是你们委托的公司？")


def chips(name: str) -> Field:
    return Field(name, template="_chips.html")


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def wrong_day(day: date | None, hour: time | None = None) -> str | None:
    """Return what is wrong with a day on which something is said to have happened, or None."""
    if day is None:
        return None
    return past_time(timezone.make_aware(datetime.combine(day, hour or time.min)))


class FollowUpForm(RecordForm[R]):
    """
    What both forms share: the case's creditors, and days in the order in which things happen.

    `answer` are the fields of what came of it, folded away while something new is written down.
    """

    answer: tuple[object, ...] = ()

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = "reason" not in self.fields
        folded = is_new and not self.is_bound
        answer = (Div(*self.answer, template=FOLD),) if folded else self.answer
        self.layout = (*self.layout, *answer)
        creditors = list(case.creditors.all())
        self.fields["creditor"].queryset = case.creditors.all()  # type: ignore[attr-defined]
        if is_new and len(creditors) == 1:
            self.initial.setdefault("creditor", creditors[0].pk)

    def check_day(self, name: str, *, after: str = "", hour: time | None = None) -> None:
        day = self.cleaned_data.get(name)
        first = self.cleaned_data.get(after) if after else None
        if problem := wrong_day(day, hour):
            self.add_error(name, problem)
        elif day and first and day < first:
            self.add_error(name, gettext("答复不会比提出还早，请再看一下日期。"))

    def clean_answer_words(self) -> str:
        return told_words(self.cleaned_data["answer_words"])


class InquiryForm(FollowUpForm[Inquiry]):
    way = forms.ChoiceField(
        label=_("怎么问的"),
        choices=InquiryWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("选一种办法。")},
    )
    layout = (
        "creditor",
        "asked_date",
        chips("way"),
        "question",
    )
    answer = (chips("answer"), "answered_date", "answer_words", "note")

    class Meta:
        model = Inquiry
        fields = (
            "creditor",
            "asked_date",
            "way",
            "question",
            "answer",
            "answered_date",
            "answer_words",
            "note",
        )
        widgets = {
            "asked_date": date_input(),
            "answered_date": date_input(),
            "question": words(),
            "answer": forms.RadioSelect,
            "answer_words": words(2),
        }
        help_texts = {
            "question": _("照当时的原话写；只打过电话的，写大意也可以。"),
            "answered_date": _("没有答复就空着，以后再补。"),
            "answer_words": _("一字不差最好。聊天截图可以收进证据。"),
            "note": _("会写进证据包的信里。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("question", USUAL_QUESTION)
        self.fields["creditor"].empty_label = _("请选一家")  # type: ignore[attr-defined]

    def clean_question(self) -> str:
        return told_words(self.cleaned_data["question"])

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        self.check_day("asked_date")
        self.check_day("answered_date", after="asked_date")
        is_answered = values.get("answer") != InquiryAnswer.NONE
        day = values.get("answered_date")
        if is_answered and not day and "answered_date" not in self.errors:
            self.add_error("answered_date", _("写上是哪天答复的。"))
        if day and not is_answered:
            self.add_error("answer", _("写了答复的日期，请选是怎么答复的。"))
        return values


class ComplaintForm(FollowUpForm[Complaint]):
    channel = forms.ChoiceField(
        label=_("向哪里投诉"),
        choices=ComplaintChannel.choices,
        widget=forms.RadioSelect,
        help_text=CHANNEL_HINT,
        error_messages={"required": _("选一个，都不是就选“别处”。")},
    )
    layout = (
        chips("channel"),
        "office",
        Div("filed_date", "filed_time", css_class="row-fields"),
        "number",
        "creditor",
        "subject",
        "due_date",
    )
    answer = (chips("outcome"), "answered_date", "answer_words")

    class Meta:
        model = Complaint
        fields = (
            "channel",
            "office",
            "filed_date",
            "filed_time",
            "number",
            "creditor",
            "subject",
            "due_date",
            "outcome",
            "answered_date",
            "answer_words",
        )
        widgets = {
            "filed_date": date_input(),
            "filed_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "due_date": date_input(),
            "answered_date": date_input(),
            "subject": words(),
            "outcome": forms.RadioSelect,
            "answer_words": words(2),
        }
        help_texts = {
            "office": _("比如哪个派出所、哪个部门，知道就写。"),
            "filed_time": _("不记得就空着；空着时，当天的事件不算在投诉之后。"),
            "number": _("投诉编号、受案回执号。没有给就空着，以后再补。"),
            "due_date": _("对方说过日期才填。"),
            "answered_date": _("还没有答复就空着。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["creditor"].empty_label = _("不专指哪一家")  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        return told_words(self.cleaned_data["subject"])

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        self.check_day("filed_date", hour=self.cleaned_data.get("filed_time"))
        self.check_day("answered_date", after="filed_date")
        self.check_due()
        self.check_sanction()
        return values

    def check_due(self) -> None:
        filed, due = self.cleaned_data.get("filed_date"), self.cleaned_data.get("due_date")
        if filed and due and due < filed:
            self.add_error("due_date", _("答复的日子不会比提交还早，请再看一下日期。"))

    def check_sanction(self) -> None:
        """Only what the police did on a day that is known is a record of a sanction."""
        if self.cleaned_data.get("outcome") != ComplaintOutcome.SANCTIONED:
            return
        if self.cleaned_data.get("channel") != ComplaintChannel.POLICE:
            self.add_error("outcome", _("这一项只用于报警；别处的结果写在“答复的原话”里。"))
        elif not self.cleaned_data.get("answered_date") and "answered_date" not in self.errors:
            self.add_error("answered_date", _("写上是哪天批评制止或处罚的。"))
