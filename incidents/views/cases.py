"""The settings: the case, who is owed and who collects, what is owed and what was paid."""

from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Sum
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from incidents.drafts import is_resumed
from incidents.forms.access import PassphraseForm
from incidents.forms.cases import (
    AgencyForm,
    CaseForm,
    CreditorForm,
    DebtForm,
    RecordForm,
    RepaymentForm,
)
from incidents.http import AuthenticatedRequest
from incidents.models import Agency, Case, Creditor, Debt, Recorded, Repayment
from incidents.revisions import changes_of
from incidents.services.access import case_of, set_passphrase, work_on
from incidents.services.cases import amend_case
from incidents.services.creditors import (
    add_agency,
    add_creditor,
    add_debt,
    add_repayment,
    amend_agency,
    amend_creditor,
    amend_debt,
    amend_repayment,
)
from incidents.views.access import signed_in

GET_OR_POST = ["GET", "POST"]
R = TypeVar("R", bound=Recorded)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page around a record's form says: its title, a word on it, and a draft's name."""

    title: StrOrPromise
    words: StrOrPromise = ""
    draft: str = ""


CASE = Page(gettext_lazy("案件"), draft="case")
CREDITOR = Page(
    gettext_lazy("债权方"), gettext_lazy("钱是向谁借的，不是打电话的人是谁。"), draft="creditor"
)
AGENCY = Page(gettext_lazy("催收机构"), gettext_lazy("替债权方打电话的公司。"), draft="agency")
DEBT = Page(gettext_lazy("借款"), gettext_lazy("一笔一笔记。不记得的空着。"), draft="debt")
REPAYMENT = Page(gettext_lazy("还款"), draft="repayment")


def working_case(request: AuthenticatedRequest) -> Case:
    """Return the case that the person works on."""
    case = case_of(request.user)
    if case is None:
        raise Http404
    return case


def wants_saving(request: HttpRequest, form: BaseForm) -> bool:
    return form.is_bound and not is_resumed(request) and form.is_valid()


def show_form(
    request: HttpRequest, page: Page, form: RecordForm[R], record: R | None = None
) -> HttpResponse:
    changes = changes_of(record) if record else []
    draft = f"{page.draft}-{record.pk}" if record else page.draft
    about = {"page": page, "form": form, "record": record, "changes": changes, "draft": draft}
    return render(request, "incidents/record_form.html", about)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已保存。"))
    return redirect("settings")


@signed_in
@require_GET
def settings_page(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    page = {
        "creditors": case.creditors.prefetch_related("debts__repayments"),
        "agencies": case.agencies.select_related("creditor"),
        "others": Case.objects.visible_to(request.user).exclude(pk=case.pk),
        "paid": Repayment.objects.filter(debt__creditor__case=case).aggregate(sum=Sum("amount")),
    }
    return render(request, "incidents/settings.html", page)


@signed_in
@require_POST
def case_open(request: AuthenticatedRequest, case_id: int) -> HttpResponse:
    """Work on another of one's cases."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    work_on(user=request.user, case=case)
    messages.success(request, _("现在看的是“%(case)s”。") % {"case": case})
    return redirect("overview")


@signed_in
@sensitive_post_parameters("passphrase")
@require_http_methods(GET_OR_POST)
def settings_passphrase(request: AuthenticatedRequest) -> HttpResponse:
    form = PassphraseForm(request.POST or None, user=request.user)
    if form.is_valid():
        set_passphrase(user=request.user, passphrase=form.cleaned_data["passphrase"])
        update_session_auth_hash(request, request.user)
        return saved(request)
    return render(request, "incidents/passphrase.html", {"form": form})


@signed_in
@require_http_methods(GET_OR_POST)
def case_amend(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = CaseForm(request.POST or None, amended=case)
    if not wants_saving(request, form):
        return show_form(request, CASE, form, case)
    reason = form.cleaned_data["reason"]
    amend_case(case=case, changes=form.changes(), reason=reason, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def creditor_add(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = CreditorForm(request.POST or None)
    if not wants_saving(request, form):
        return show_form(request, CREDITOR, form)
    add_creditor(case=case, creditor=form.instance, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def creditor_amend(request: AuthenticatedRequest, creditor_id: int) -> HttpResponse:
    creditor = get_object_or_404(Creditor, case=working_case(request), pk=creditor_id)
    form = CreditorForm(request.POST or None, amended=creditor)
    if not wants_saving(request, form):
        return show_form(request, CREDITOR, form, creditor)
    reason = form.cleaned_data["reason"]
    amend_creditor(creditor=creditor, changes=form.changes(), reason=reason, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def agency_add(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = AgencyForm(request.POST or None, case=case)
    if not wants_saving(request, form):
        return show_form(request, AGENCY, form)
    add_agency(case=case, agency=form.instance, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def agency_amend(request: AuthenticatedRequest, agency_id: int) -> HttpResponse:
    case = working_case(request)
    agency = get_object_or_404(Agency, case=case, pk=agency_id)
    form = AgencyForm(request.POST or None, case=case, amended=agency)
    if not wants_saving(request, form):
        return show_form(request, AGENCY, form, agency)
    reason = form.cleaned_data["reason"]
    amend_agency(agency=agency, changes=form.changes(), reason=reason, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def debt_add(request: AuthenticatedRequest, creditor_id: int) -> HttpResponse:
    creditor = get_object_or_404(Creditor, case=working_case(request), pk=creditor_id)
    form = DebtForm(request.POST or None)
    if not wants_saving(request, form):
        return show_form(request, DEBT, form)
    add_debt(creditor=creditor, debt=form.instance, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def debt_amend(request: AuthenticatedRequest, debt_id: int) -> HttpResponse:
    debt = get_object_or_404(Debt, creditor__case=working_case(request), pk=debt_id)
    form = DebtForm(request.POST or None, amended=debt)
    if not wants_saving(request, form):
        return show_form(request, DEBT, form, debt)
    reason = form.cleaned_data["reason"]
    amend_debt(debt=debt, changes=form.changes(), reason=reason, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def repayment_add(request: AuthenticatedRequest, debt_id: int) -> HttpResponse:
    debt = get_object_or_404(Debt, creditor__case=working_case(request), pk=debt_id)
    form = RepaymentForm(request.POST or None)
    if not wants_saving(request, form):
        return show_form(request, REPAYMENT, form)
    add_repayment(debt=debt, repayment=form.instance, actor=request.user)
    return saved(request)


@signed_in
@require_http_methods(GET_OR_POST)
def repayment_amend(request: AuthenticatedRequest, repayment_id: int) -> HttpResponse:
    case = working_case(request)
    repayment = get_object_or_404(Repayment, debt__creditor__case=case, pk=repayment_id)
    form = RepaymentForm(request.POST or None, amended=repayment)
    if not wants_saving(request, form):
        return show_form(request, REPAYMENT, form, repayment)
    reason = form.cleaned_data["reason"]
    amend_repayment(repayment=repayment, changes=form.changes(), reason=reason, actor=request.user)
    return saved(request)
