"""Forms of checked clauses: the official wording of one, and a file of several."""

import re
from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from incidents.forms.layout import laid_out
from incidents.tagging.catalogue.model import Checked, Clause
from incidents.tagging.catalogue.sources import ARTICLE

LONGEST_WORDS = 4000
LINE_BREAKS = re.compile(r"\s*[\r\n]+\s*")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def day_field(
    label: StrOrPromise, help_text: StrOrPromise = "", *, required: bool = True
) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CheckForm(forms.Form):
    """The wording of one clause, where and when it was read, and by whom."""

    words = forms.CharField(
        label=_("官方原文"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐字照抄，不加引号，只抄有关的那一句或那一款。"),
        error_messages={"required": _("把官方网站上的原文抄在这里。")},
    )
    starts_mid_sentence = forms.BooleanField(label=_("是从一句话的中间开始抄的"), required=False)
    article = forms.CharField(
        label=_("条号"),
        required=False,
        max_length=40,
        help_text=_("照原文写，比如“第十二条第二款”。没有条号就空着。"),
    )
    first = day_field(_("哪天开始施行"), _("和目录里的一样就空着。"), required=False)
    last = day_field(_("哪天失效"), _("还有效，或者不知道，就空着。"), required=False)
    place = forms.CharField(
        label=_("在哪里读到的"),
        max_length=200,
        help_text=_("官方网站的名称和网址，比如“国家法律法规数据库 flk.npc.gov.cn”。"),
        error_messages={"required": _("写下在哪个官方网站读到的。")},
    )
    day = day_field(_("哪天读的"))
    by = forms.CharField(
        label=_("谁读的"), max_length=60, help_text=_("这个名字会和条款一起印出来。")
    )

    def __init__(self, *args: object, clause: Clause, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.clause = clause
        if clause.period.first is None:
            self.fields["first"].required = True
            self.fields["first"].help_text = _("目录里没有这一天，不写就用不上。")

    @property
    def helper(self) -> FormHelper:
        return laid_out(self.fields, {})

    def clean_words(self) -> str:
        words = line(LINE_BREAKS.sub("", self.cleaned_data["words"].strip()))
        return words[1:-1] if words.startswith("“") and words.find("”") == len(words) - 1 else words

    def clean_place(self) -> str:
        return line(self.cleaned_data["place"])

    def clean_by(self) -> str:
        return line(self.cleaned_data["by"])

    def clean_article(self) -> str:
        article = "".join(line(self.cleaned_data["article"]).split())
        if article and not ARTICLE.fullmatch(article):
            raise forms.ValidationError(_("写成“第十二条”这样。"))
        return article

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("这一天还没有到，请再看一下。"))
        return day

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        first = values.get("first") or self.clause.period.first
        if first and values.get("last") and values["last"] < first:
            self.add_error("last", _("失效比施行还早，请再看一下。"))
        return values

    def checked(self) -> Checked:
        values = self.cleaned_data
        return Checked(
            clause=self.clause.id,
            words=values["words"],
            # An item, （一）, is never the beginning of a sentence.
            starts_mid_sentence=values["starts_mid_sentence"] or values["words"].startswith("（"),
            article=values["article"],
            first=values["first"],
            last=values["last"],
            place=values["place"],
            day=values["day"],
            by=values["by"],
        )


def line(text: str) -> str:
    """Keep what one line can hold: no control characters, no space around it."""
    return CONTROLS.sub("", text).strip()


class CheckFileForm(forms.Form):
    """A file of checked clauses; the second time it comes as the text that was looked at."""

    file = forms.FileField(required=False)
    content = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not values.get("file") and not values.get("content"):
            self.add_error("file", _("先选一个文件。"))
        return values

    @property
    def is_seen(self) -> bool:
        return bool(self.cleaned_data["content"])

    def read(self) -> bytes:
        if self.is_seen:
            return str(self.cleaned_data["content"]).replace("\r\n", "\n").encode()
        return bytes(self.cleaned_data["file"].read())
