"""Pages of inquiries and complaints: what was asked and filed, what came of it, what waits."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from incidents.deadlines import due_of
from incidents.follow_up import aftermath_of, rows_of
from incidents.forms.complaints import ComplaintForm, InquiryForm
from incidents.forms.incidents import WithdrawForm
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Complaint, Inquiry
from incidents.revisions import changes_of
from incidents.services.complaints import (
    amend_complaint,
    amend_inquiry,
    file_complaint,
    record_inquiry,
    restore_complaint,
    restore_inquiry,
    withdraw_complaint,
    withdraw_inquiry,
)
from incidents.views.access import signed_in
from incidents.views.amending import Amendment
from incidents.views.cases import GET_OR_POST, wants_saving, working_case


@signed_in
@require_GET
def complaint_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    complaints = case.complaints.select_related("creditor")
    inquiries = sorted(
        case.inquiries.select_related("creditor"),
        key=lambda each: (each.withdrawn_at is not None, not each.is_waiting),
    )
    page = {"rows": rows_of(complaints, timezone.localdate()), "inquiries": inquiries}
    return render(request, "incidents/complaint_list.html", page)


def own_complaint(request: AuthenticatedRequest, complaint_id: int) -> Complaint:
    visible = Complaint.objects.visible_to(request.user).select_related("case", "creditor")
    return get_object_or_404(visible, pk=complaint_id)


def own_inquiry(request: AuthenticatedRequest, inquiry_id: int) -> Inquiry:
    visible = Inquiry.objects.visible_to(request.user).select_related("case", "creditor")
    return get_object_or_404(visible, pk=inquiry_id)


@signed_in
@require_http_methods(GET_OR_POST)
def complaint_add(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = ComplaintForm(posted(request), case=case)
    if not wants_saving(request, form):
        return render(request, "incidents/complaint_form.html", {"form": form})
    complaint = file_complaint(case=case, complaint=form.instance, actor=request.user)
    messages.success(request, _("已记下。之后发生的事件已经重新看过一遍。"))
    return redirect("complaint-detail", complaint.pk)


@signed_in
@require_GET
def complaint_detail(request: AuthenticatedRequest, complaint_id: int) -> HttpResponse:
    complaint = own_complaint(request, complaint_id)
    page = {
        "complaint": complaint,
        "due": due_of(complaint, timezone.localdate()),
        "after": aftermath_of(complaint),
        "changes": changes_of(complaint),
    }
    return render(request, "incidents/complaint_detail.html", page)


@signed_in
@require_http_methods(GET_OR_POST)
def complaint_amend(request: AuthenticatedRequest, complaint_id: int) -> HttpResponse:
    complaint = own_complaint(request, complaint_id)
    amendment = Amendment(
        request,
        complaint,
        lambda one, data: ComplaintForm(data, case=complaint.case, amended=one),
    )
    if amendment.save(partial(amend_complaint, complaint=complaint), request.user):
        messages.success(request, _("已更正，旧内容还在下面。"))
        return redirect("complaint-detail", complaint.pk)
    page = {"form": amendment.form, "amendment": amendment, "complaint": complaint}
    return render(request, "incidents/complaint_form.html", page, status=amendment.status)


@signed_in
@require_http_methods(GET_OR_POST)
def complaint_withdraw(request: AuthenticatedRequest, complaint_id: int) -> HttpResponse:
    complaint = own_complaint(request, complaint_id)
    form = WithdrawForm(posted(request))
    if not wants_saving(request, form):
        page = {"form": form, "complaint": complaint}
        return render(request, "incidents/complaint_withdraw.html", page)
    reason = form.cleaned_data["reason"]
    withdraw_complaint(complaint=complaint, reason=reason, actor=request.user)
    messages.success(request, _("已撤下，记录仍保留。"))
    return redirect("complaint-detail", complaint.pk)


@signed_in
@require_POST
def complaint_restore(request: AuthenticatedRequest, complaint_id: int) -> HttpResponse:
    complaint = own_complaint(request, complaint_id)
    restore_complaint(complaint=complaint, actor=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("complaint-detail", complaint.pk)


@signed_in
@require_http_methods(GET_OR_POST)
def inquiry_add(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    form = InquiryForm(posted(request), case=case)
    if not wants_saving(request, form):
        page = {"form": form, "has_creditor": case.creditors.exists()}
        return render(request, "incidents/inquiry_form.html", page)
    inquiry = record_inquiry(case=case, inquiry=form.instance, actor=request.user)
    messages.success(request, _("已记下。"))
    return redirect("inquiry-detail", inquiry.pk)


@signed_in
@require_GET
def inquiry_detail(request: AuthenticatedRequest, inquiry_id: int) -> HttpResponse:
    inquiry = own_inquiry(request, inquiry_id)
    page = {"inquiry": inquiry, "changes": changes_of(inquiry)}
    return render(request, "incidents/inquiry_detail.html", page)


@signed_in
@require_http_methods(GET_OR_POST)
def inquiry_amend(request: AuthenticatedRequest, inquiry_id: int) -> HttpResponse:
    inquiry = own_inquiry(request, inquiry_id)
    amendment = Amendment(
        request, inquiry, lambda one, data: InquiryForm(data, case=inquiry.case, amended=one)
    )
    if amendment.save(partial(amend_inquiry, inquiry=inquiry), request.user):
        messages.success(request, _("已更正，旧内容还在下面。"))
        return redirect("inquiry-detail", inquiry.pk)
    page = {
        "form": amendment.form,
        "amendment": amendment,
        "inquiry": inquiry,
        "has_creditor": True,
    }
    return render(request, "incidents/inquiry_form.html", page, status=amendment.status)


@signed_in
@require_http_methods(GET_OR_POST)
def inquiry_withdraw(request: AuthenticatedRequest, inquiry_id: int) -> HttpResponse:
    inquiry = own_inquiry(request, inquiry_id)
    form = WithdrawForm(posted(request))
    if not wants_saving(request, form):
        page = {"form": form, "inquiry": inquiry}
        return render(request, "incidents/inquiry_withdraw.html", page)
    reason = form.cleaned_data["reason"]
    withdraw_inquiry(inquiry=inquiry, reason=reason, actor=request.user)
    messages.success(request, _("已撤下，记录仍保留。"))
    return redirect("inquiry-detail", inquiry.pk)


@signed_in
@require_POST
def inquiry_restore(request: AuthenticatedRequest, inquiry_id: int) -> HttpResponse:
    inquiry = own_inquiry(request, inquiry_id)
    restore_inquiry(inquiry=inquiry, actor=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("inquiry-detail", inquiry.pk)
