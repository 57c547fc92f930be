"""Pages of reports for the borrower: what friends sent, and taking it into the case."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evidence.forms.accept import AcceptForm
from evidence.services.reports import take_additions, take_report
from evidence.telling import told_rows
from incidents.drafts import is_resumed
from incidents.exceptions import BadDecision
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Report
from incidents.models.report import ReportState
from incidents.services.reports import decline_report
from incidents.views.access import signed_in
from incidents.views.cases import working_case

REPORTS_A_PAGE = 30


@signed_in
def report_list(request: AuthenticatedRequest) -> HttpResponse:
    reports = (
        Report.objects.visible_to(request.user)
        .filter(case=working_case(request))
        .select_related("contact")
        .annotate(files=Count("exhibit_uses"), added_last_at=Max("additions__added_at"))
        .waiting_first()
    )
    page = Paginator(reports, REPORTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evidence/report_list.html", {"page": page})


@signed_in
def report_detail(request: AuthenticatedRequest, report_id: int) -> HttpResponse:
    """Show a report as it was sent, and take it into the case on a POST."""
    report = get_object_or_404(
        Report.objects.visible_to(request.user).select_related("contact", "case"), pk=report_id
    )
    form = AcceptForm(posted(request), report=report)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        try:
            incident = take_report(
                report=report,
                new=form.new_incident(),
                notes_refusal=form.cleaned_data.get("notes_refusal", False),
                actor=request.user,
            )
        except BadDecision as error:
            messages.error(request, str(error))
            return redirect("report-detail", report.pk)
        messages.success(request, _("已收下，变成了一条事件。"))
        return redirect("incident-detail", incident.pk)
    additions = list(report.additions.all())
    seen_until = report.decided_at if report.state == ReportState.ACCEPTED else None
    return render(
        request,
        "evidence/report_detail.html",
        {
            "report": report,
            "rows": told_rows(report),
            "uses": report.exhibit_uses.select_related("exhibit"),
            "additions": additions,
            "incidents": report.incidents.all(),
            "has_new": bool(seen_until and additions and additions[-1].added_at > seen_until),
            "form": form,
        },
    )


@signed_in
@require_POST
def report_decline(request: AuthenticatedRequest, report_id: int) -> HttpResponse:
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=report_id)
    try:
        decline_report(report=report, actor=request.user)
    except BadDecision as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("没有收下。内容还在这里，随时可以再收。"))
    return redirect("report-detail", report.pk)


@signed_in
@require_POST
def report_take(request: AuthenticatedRequest, report_id: int) -> HttpResponse:
    """Take what was added after the report had been accepted."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=report_id)
    take_additions(report=report, actor=request.user)
    messages.success(request, _("补充的文件已关联到事件。"))
    return redirect("report-detail", report.pk)
