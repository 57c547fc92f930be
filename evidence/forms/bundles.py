"""The choices of a bundle: for whom, which days and findings, and what is hidden."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from evidence.bundles.defaults import scope_for
from evidence.bundles.recipients import profiles
from evidence.bundles.scope import Scope
from evidence.forms.fields import RowsField
from evidence.models import Bundle, Derivative, Exhibit
from evidence.models.bundle import BundleState, Recipient
from incidents.catalogue import catalogue
from incidents.forms.days import limit_days
from incidents.models import Case
from incidents.waves import Wave

ALL, DATES = "all", "dates"
AS_USUAL, YES, NO = "", "yes", "no"
DECISIONS: dict[str, bool | None] = {AS_USUAL: None, YES: True, NO: False}
MASKING = (
    (AS_USUAL, _("自动")),
    (YES, _("遮住（亲友A）")),
    (NO, _("不遮")),
)
COPIES = ((AS_USUAL, _("自动")), (YES, _("放涂黑的副本")), (NO, _("放原图")))
BACKUPS = ((AS_USUAL, _("自动")), (YES, _("放")), (NO, _("不放")))


@dataclass(frozen=True, slots=True)
class RecipientPick:
    """One recipient as the wizard offers it."""

    slug: str
    title: str | Promise
    hint: str


@dataclass(frozen=True, slots=True)
class RuleCount:
    """Findings of one rule: confirmed ones may go in, undecided ones stay out."""

    rule: str
    title: str
    confirmed: int
    undecided: int


class BundleForm(forms.Form):
    """What is left open is decided by the recipient; see evidence.bundles.defaults."""

    recipient = forms.ChoiceField(choices=Recipient.choices)
    period = forms.CharField(initial=ALL)
    first = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    rules = forms.MultipleChoiceField(required=False)
    mask = forms.ChoiceField(required=False, choices=MASKING)
    backups = forms.ChoiceField(required=False, choices=BACKUPS)
    redacted = forms.ChoiceField(required=False, choices=COPIES)
    left_out = RowsField(Exhibit.objects.none(), required=False)
    replaces = forms.ModelChoiceField(Bundle.objects.none(), required=False)

    def __init__(
        self,
        *args: object,
        case: Case,
        waves: tuple[Wave, ...],
        counts: list[RuleCount],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        limit_days(self)
        self.case = case
        self.waves = {f"wave-{wave.number}": wave for wave in waves}
        self.counts = counts
        self.has_copies = Derivative.objects.redacted().filter(exhibit__case=case).exists()
        self.all_rules = tuple(count.rule for count in counts if count.confirmed)
        # Any rule may be asked for; only those with confirmed findings are asserted.
        held = catalogue()
        offer(self, "rules").choices = [(one, one) for one in (*held.patterns, *held.rules)]
        offer(self, "left_out").queryset = case.exhibits.all()
        offer(self, "replaces").queryset = case.bundles.filter(state=BundleState.ISSUED)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if cleaned.get("period") == DATES:
            if not first and not last:
                self.add_error("first", _("选一个开始或结束的日期。"))
            elif first and last and first > last:
                self.add_error("last", _("结束的日期比开始的还早，请对调一下。"))
        return cleaned

    def days(self) -> tuple[date | None, date | None]:
        period = self.cleaned_data["period"]
        if period == DATES:
            return self.cleaned_data["first"], self.cleaned_data["last"]
        wave = self.waves.get(period)
        return (wave.first, wave.last) if wave else (None, None)

    def recipient_chosen(self) -> Recipient:
        return Recipient(self.cleaned_data["recipient"])

    def scope(self) -> Scope:
        first, last = self.days()
        rules = tuple(rule for rule in self.all_rules if rule in self.cleaned_data["rules"])
        return scope_for(
            self.case,
            self.recipient_chosen(),
            first=first,
            last=last,
            rules=None if rules == self.all_rules else rules,
            mask=DECISIONS[self.cleaned_data["mask"]],
            backups=DECISIONS[self.cleaned_data["backups"]],
            redacted=DECISIONS[self.cleaned_data["redacted"]],
            left_out=[exhibit.pk for exhibit in self.cleaned_data["left_out"]],
        )


def offer(form: forms.Form, name: str) -> Any:
    """Return a field whose choices depend on the case."""
    return form.fields[name]


def recipient_picks(case: Case) -> list[RecipientPick]:
    """Offer every recipient; the institution goes by its name where it is known."""
    language = get_language() or "zh-hans"
    names = list(case.creditors.values_list("name", flat=True)[:2])
    titles = {Recipient.INSTITUTION.value: names[0]} if len(names) == 1 else {}
    return [
        RecipientPick(slug, titles.get(slug, Recipient(slug).label), profile.hint(language))
        for slug, profile in profiles().items()
    ]
