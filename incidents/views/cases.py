"""The settings: the case, who is owed and who collects, what is owed and what was paid."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Sum
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from incidents.debt_views import creditor_views
from incidents.drafts import is_resumed
from incidents.forms.access import PassphraseForm, PrivacyForm
from incidents.forms.cases import (
    AgencyForm,
    CaseForm,
    CreditorForm,
    DebtForm,
    RecordForm,
    RepaymentForm,
)
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Agency, Case, Creditor, Debt, Recorded, Repayment
from incidents.revisions import changes_of
from incidents.services.access import case_of, set_passphrase, set_privacy, work_on
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
from incidents.views.amending import Amendment

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


def show_form(request: HttpRequest, page: Page, form: RecordForm[R]) -> HttpResponse:
    about = {"page": page, "form": form, "draft": page.draft}
    return render(request, "incidents/record_form.html", about)


def amend(
    request: AuthenticatedRequest,
    page: Page,
    record: R,
    make: Callable[[R, QueryDict | None], RecordForm[R]],
    service: Callable[..., object],
) -> HttpResponse:
    """Show a record's form, or let the service amend the record with what was posted."""
    amendment = Amendment(request, record, make)
    if amendment.save(service, request.user):
        return saved(request)
    about = {
        "page": page,
        "amendment": amendment,
        "form": amendment.form,
        "changes": changes_of(record),
        "draft": f"{page.draft}-{record.pk}",
    }
    return render(request, "incidents/record_form.html", about, status=amendment.status)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("已保存。"))
    return redirect("settings")


@signed_in
@require_GET
def settings_page(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    page = {
        "creditors": creditor_views(case.creditors.prefetch_related("debts__repayments")),
        "agencies": case.agencies.select_related("creditor"),
        "representatives": case.representatives.all(),
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
def settings_privacy(request: AuthenticatedRequest) -> HttpResponse:
    form = PrivacyForm(posted(request), instance=request.user)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        set_privacy(user=request.user, **form.cleaned_data)
        return saved(request)
    return render(request, "incidents/privacy.html", {"form": form})


@signed_in
@require_http_methods(GET_OR_POST)
def case_amend(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    return amend(
        request,
        CASE,
        case,
        lambda case, data: CaseForm(data, amended=case),
        partial(amend_case, case=case),
    )


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
    return amend(
        request,
        CREDITOR,
        creditor,
        lambda creditor, data: CreditorForm(data, amended=creditor),
        partial(amend_creditor, creditor=creditor),
    )


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
    return amend(
        request,
        AGENCY,
        agency,
        lambda agency, data: AgencyForm(data, case=case, amended=agency),
        partial(amend_agency, agency=agency),
    )


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
    return amend(
        request,
        DEBT,
        debt,
        lambda debt, data: DebtForm(data, amended=debt),
        partial(amend_debt, debt=debt),
    )


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
    return amend(
        request,
        REPAYMENT,
        repayment,
        lambda repayment, data: RepaymentForm(data, amended=repayment),
        partial(amend_repayment, repayment=repayment),
    )
