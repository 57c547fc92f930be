"""The choices of a bundle: for whom, what goes in, what is hidden, and how it is laid out."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from evidence.bundles.defaults import Narrowed, scope_for
from evidence.bundles.earlier import supplement_to
from evidence.bundles.scope import PAIRED, PER_PAGE, Scope, Span
from evidence.bundles.supplement import Supplement
from evidence.exceptions import IssueError
from evidence.forms.fields import RowsField
from evidence.forms.senders import SenderFields
from evidence.models import Bundle, Derivative, Exhibit
from evidence.models.bundle import BundleState, Recipient
from evidence.offers import Offers, Option
from incidents.catalogue import catalogue
from incidents.forms.days import limit_days
from incidents.models import Case

ALL, WAVES, DATES = "all", "waves", "dates"
PERIODS = ((ALL, _("全部")), (WAVES, _("按阶段")), (DATES, _("选日期")))
AS_USUAL, YES, NO = "", "yes", "no"
DECISIONS: dict[str, bool | None] = {AS_USUAL: None, YES: True, NO: False}
MASKING = (
    (AS_USUAL, _("自动")),
    (YES, _("遮住（亲友A）")),
    (NO, _("不遮")),
)
COPIES = ((AS_USUAL, _("自动")), (YES, _("放涂黑的副本")), (NO, _("放原图")))
BACKUPS = ((AS_USUAL, _("自动")), (YES, _("放")), (NO, _("不放")))


class BundleForm(SenderFields):
    """What is left open is decided by the recipient; see evidence.bundles.defaults."""

    recipient = forms.ChoiceField(choices=Recipient.choices)
    period = forms.ChoiceField(choices=PERIODS, initial=ALL)
    waves = forms.MultipleChoiceField(required=False)
    first = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    creditors = forms.MultipleChoiceField(required=False)
    contacts = forms.MultipleChoiceField(required=False)
    rules = forms.MultipleChoiceField(required=False)
    annex = forms.BooleanField(required=False)
    mask = forms.ChoiceField(required=False, choices=MASKING)
    backups = forms.ChoiceField(required=False, choices=BACKUPS)
    redacted = forms.ChoiceField(required=False, choices=COPIES)
    left_out = RowsField(Exhibit.objects.none(), required=False)
    per_page = forms.TypedChoiceField(
        required=False,
        coerce=int,
        choices=[(count, count) for count in PER_PAGE],
    )
    shows_place = forms.BooleanField(required=False)
    replaces = forms.ModelChoiceField(Bundle.objects.none(), required=False)
    supplements = forms.ModelChoiceField(Bundle.objects.none(), required=False)

    def __init__(self, *args: object, case: Case, offers: Offers, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        limit_days(self)
        self.offer_senders(case)
        self.case = case
        self.offers = offers
        self.has_copies = Derivative.objects.redacted().filter(exhibit__case=case).exists()
        self.all_rules = tuple(count.rule for count in offers.rules if count.confirmed)
        # Any rule may be asked for; only those with confirmed findings are asserted.
        held = catalogue()
        offer(self, "rules").choices = [(one, one) for one in (*held.patterns, *held.rules)]
        offer(self, "waves").choices = choices(offers.waves)
        offer(self, "creditors").choices = choices(offers.creditors)
        offer(self, "contacts").choices = choices(offers.contacts)
        offer(self, "left_out").queryset = case.exhibits.all()
        issued = case.bundles.filter(state=BundleState.ISSUED)
        offer(self, "replaces").queryset = offer(self, "supplements").queryset = issued

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("period") == DATES:
            self.check_days(cleaned.get("first"), cleaned.get("last"))
        if cleaned.get("period") == WAVES and not cleaned.get("waves"):
            self.add_error("waves", _("选一个阶段，可以多选。"))
        if cleaned.get("replaces") and cleaned.get("supplements"):
            self.add_error("supplements", _("“代替”和“补充”只能选一样。"))
        elif cleaned.get("supplements"):
            self.check_earlier()
        return cleaned

    def check_days(self, first: date | None, last: date | None) -> None:
        if not first and not last:
            self.add_error("first", _("选一个开始或结束的日期。"))
        elif first and last and first > last:
            self.add_error("last", _("结束的日期比开始的还早，请对调一下。"))

    def check_earlier(self) -> None:
        try:
            self.supplement  # noqa: B018
        except IssueError as error:
            self.add_error("supplements", str(error))

    @cached_property
    def supplement(self) -> Supplement | None:
        earlier = self.cleaned_data["supplements"]
        return supplement_to(earlier) if earlier else None

    def days(self) -> tuple[date | None, date | None]:
        """Return the ends of one period; several waves have none of their own."""
        if self.cleaned_data["period"] == DATES:
            return self.cleaned_data["first"], self.cleaned_data["last"]
        spans = self.spans()
        return spans[0] if len(spans) == 1 else (None, None)

    def spans(self) -> tuple[Span, ...]:
        if self.cleaned_data["period"] != WAVES:
            return ()
        ticked = self.cleaned_data["waves"]
        return tuple(
            (wave.first, wave.last) for wave in self.offers.found if str(wave.number) in ticked
        )

    def recipient_chosen(self) -> Recipient:
        return Recipient(self.cleaned_data["recipient"])

    @cached_property
    def scope(self) -> Scope:
        first, last = self.days()
        spans = self.spans()
        chosen = self.cleaned_data
        rules = tuple(rule for rule in self.all_rules if rule in chosen["rules"])
        return scope_for(
            self.case,
            self.recipient_chosen(),
            first=first,
            last=last,
            rules=None if rules == self.all_rules else rules,
            mask=DECISIONS[chosen["mask"]],
            backups=DECISIONS[chosen["backups"]],
            redacted=DECISIONS[chosen["redacted"]],
            left_out=[exhibit.pk for exhibit in chosen["left_out"]],
            narrowed=Narrowed(
                spans=spans if len(spans) > 1 else (),
                creditors=ticked(self.offers.creditors, chosen["creditors"]),
                contacts=ticked(self.offers.contacts, chosen["contacts"]),
                supplement=self.supplement,
            ),
            annex=chosen["annex"],
            per_page=chosen["per_page"] or PAIRED,
            shows_place=chosen["shows_place"],
        )


def offer(form: forms.Form, name: str) -> Any:
    """Return a field whose choices depend on the case."""
    return form.fields[name]


def choices(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    return [(option.value, option.words) for option in options]


def ticked(options: tuple[Option, ...], chosen: list[str]) -> tuple[int, ...] | None:
    """Return the ids that were ticked; everything ticked, or nothing, asks for all."""
    if not chosen or len(chosen) == len(options):
        return None
    return tuple(int(option.value) for option in options if option.value in chosen)
