"""Forms of the settings: the case, who is owed and who collects, what is owed and what was paid."""

from typing import Any, TypeVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from incidents.forms.contacts import reason_field
from incidents.forms.days import limit_days
from incidents.forms.words import limit_words
from incidents.models import Agency, Case, Creditor, Debt, Recorded, Repayment

R = TypeVar("R", bound=Recorded)

KNOWN = {"True": True, "False": False}
KNOWN_CHOICES = (("", _("不清楚")), ("True", _("是")), ("False", _("不是")))


def known_field(label: StrOrPromise, help_text: StrOrPromise) -> forms.TypedChoiceField:
    """Return a field for yes, no, or not known."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=KNOWN_CHOICES,
        coerce=KNOWN.__getitem__,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def segments(name: str) -> Field:
    return Field(name, template="_seg.html")


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RecordForm(forms.ModelForm[R]):
    """
    A form that adds a record, or amends one with a reason.

    It never holds the stored record, only its values: the service compares old with new.
    """

    layout: tuple[object, ...] = ()

    def __init__(self, *args: Any, amended: R | None = None, **kwargs: Any) -> None:
        if amended is not None:
            kwargs["initial"] = model_to_dict(amended)
        super().__init__(*args, **kwargs)
        limit_words(self)
        limit_days(self)
        if amended is not None:
            self.fields["reason"] = reason_field()

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.layout)
        if "reason" in self.fields:
            helper.layout.append("reason")
        return helper

    def changes(self) -> dict[str, object]:
        """Return the record's columns, with their new values."""
        return {
            column.attname: getattr(self.instance, column.attname)
            for column in self.instance._meta.concrete_fields
            if column.name in (self._meta.fields or ())
        }


class CaseForm(RecordForm[Case]):
    layout = (
        "title",
        Div("borrower_name", "display_name", css_class="row-fields"),
        Div("city", "phone", css_class="row-fields"),
        "address",
        "story",
    )

    class Meta:
        model = Case
        fields = ("title", "borrower_name", "display_name", "city", "phone", "address", "story")
        widgets = {"story": forms.Textarea(attrs={"rows": 8})}


class CreditorForm(RecordForm[Creditor]):
    is_signatory = known_field(
        _("签署了 2018 年的自律公约吗"), _("签署了的机构才受公约约束。不知道就留在“不清楚”。")
    )
    outsources = known_field(_("委托了别的公司来催吗"), _("对方自称第三方、委外、律所，多半是。"))
    layout = (
        "name",
        Field("kind", template="_chips.html"),
        segments("is_signatory"),
        segments("outsources"),
    )

    class Meta:
        model = Creditor
        fields = ("name", "kind", "is_signatory", "outsources")
        widgets = {"kind": forms.RadioSelect}
        labels = {"name": _("叫什么"), "kind": _("是哪一种")}
        help_texts = {"name": _("银行、平台或公司的名字，照它自己的写法。")}


class AgencyForm(RecordForm[Agency]):
    layout = ("name", "creditor")

    class Meta:
        model = Agency
        fields = ("name", "creditor")
        help_texts = {"name": _("对方自称的也可以。")}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        creditor = self.fields["creditor"]
        creditor.queryset = case.creditors.all()  # type: ignore[attr-defined]
        creditor.empty_label = _("不清楚")  # type: ignore[attr-defined]


class DebtForm(RecordForm[Debt]):
    layout = (
        Div("lent_date", "lent", "received", css_class="row-fields"),
        Div("principal_claimed", "fees_claimed", "interest_claimed", css_class="row-fields"),
        "is_approximate",
        "usury_basis",
        "note",
    )

    class Meta:
        model = Debt
        fields = (
            "lent_date",
            "lent",
            "received",
            "principal_claimed",
            "fees_claimed",
            "interest_claimed",
            "is_approximate",
            "usury_basis",
            "note",
        )
        widgets = {"lent_date": date_input(), "usury_basis": forms.Textarea(attrs={"rows": 3})}


class RepaymentForm(RecordForm[Repayment]):
    layout = (Div("paid_date", "amount", css_class="row-fields"), "is_approximate", "note")

    class Meta:
        model = Repayment
        fields = ("paid_date", "amount", "is_approximate", "note")
        widgets = {"paid_date": date_input()}
