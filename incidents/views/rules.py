"""The rules page: what may be cited, how well it is sourced, and what a change would change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents import rulebook
from incidents.catalogue import catalogue, overlay_problems
from incidents.foresight import foresight_of
from incidents.http import AuthenticatedRequest
from incidents.services.changes import foresee_changes, outdated_findings
from incidents.services.findings import retag
from incidents.services.patterns import refresh_patterns
from incidents.views.access import signed_in
from incidents.views.cases import working_case


@signed_in
@require_GET
def rule_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    words = request.GET.get("q", "").strip()
    shows_all = request.GET.get("all") == "1"
    held = catalogue()
    page = {
        "instruments": rulebook.instruments(case, words=words, is_narrow=not shows_all),
        "grades": rulebook.grades(),
        "words": words,
        "shows_all": shows_all,
        "total": sum(map(rulebook.is_shown, held.instruments.values())),
        "clause_count": len(held.clauses),
        "citable_count": sum(clause.is_citable for clause in held.clauses.values()),
        "checked_count": len(held.checked),
        "digest": held.digest,
        "outdated": outdated_findings(case),
        "is_keeper": request.user.is_staff,
        "problems": overlay_problems() if request.user.is_staff else (),
    }
    return render(request, "incidents/rule_list.html", page)


@signed_in
@require_GET
def rule_changes(request: AuthenticatedRequest) -> HttpResponse:
    """Show what tagging again would change; nothing is written."""
    case = working_case(request)
    page = {
        "foresight": foresight_of(case, foresee_changes(case)),
        "outdated": outdated_findings(case),
        "digest": catalogue().digest,
    }
    return render(request, "incidents/rule_changes.html", page)


@signed_in
@require_POST
def rule_apply(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    retag(case=case)
    refresh_patterns(case)
    messages.success(request, _("已按现在的目录重新看了一遍。你定过的都留着，依据变了的单独列出。"))
    return redirect("finding-list")
