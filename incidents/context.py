"""What every page behind the sign-in shows: the case, the menus, and what waits for a decision."""

from django.http import HttpRequest

from incidents.models import User
from incidents.models.report import ReportState
from incidents.navigation import FINDINGS, REPORTS, navigation_for
from incidents.services.access import case_of


def privacy(request: HttpRequest) -> dict[str, object]:
    """What a window is called; views of the way in decide for themselves."""
    user = getattr(request, "user", None)
    return {"is_discreet": isinstance(user, User) and user.is_discreet}


def current_case(request: HttpRequest) -> dict[str, object]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    case = case_of(request.user)
    if case is None:
        return {}
    findings = case.findings.waiting().count()
    reports = case.reports.filter(state=ReportState.WAITING).count()
    match = request.resolver_match
    return {
        "case": case,
        "waiting_findings": findings,
        "waiting_reports": reports,
        "navigation": navigation_for(
            match.url_name if match else None, {FINDINGS.name: findings, REPORTS.name: reports}
        ),
    }
