"""What every page behind the sign-in shows: the case, and what waits for a decision."""

from django.http import HttpRequest

from incidents.models.report import ReportState
from incidents.services.access import case_of


def current_case(request: HttpRequest) -> dict[str, object]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    case = case_of(request.user)
    if case is None:
        return {}
    return {
        "case": case,
        "waiting_findings": case.findings.waiting().count(),
        "waiting_reports": case.reports.filter(state=ReportState.WAITING).count(),
    }
