"""The rules page: what may be cited, how well it is sourced, and what a change would change."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from incidents import rulebook
from incidents.catalogue import catalogue, overlay_problems
from incidents.differences import Gathered, from_json, gather
from incidents.foresight import foresight_of
from incidents.http import AuthenticatedRequest
from incidents.models import Case, Review
from incidents.models.review import ReviewKind
from incidents.services.changes import foresee_changes, is_outdated, outdated_findings
from incidents.services.findings import retag
from incidents.services.patterns import refresh_patterns
from incidents.services.reviews import needs_waiting, request_review, review_of, stop_review
from incidents.tasks import review
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
        "is_outdated": is_outdated(case),
        "outdated": outdated_findings(case),
        "is_keeper": request.user.is_staff,
        "problems": overlay_problems() if request.user.is_staff else (),
    }
    return render(request, "incidents/rule_list.html", page)


@signed_in
@require_GET
def rule_changes(request: AuthenticatedRequest) -> HttpResponse:
    """Show what tagging again would change; nothing of the case is written."""
    case = working_case(request)
    if not needs_waiting(case):
        return show_changes(request, case, gather(foresee_changes(case)))
    current = review_of(case) or begin(request, case, ReviewKind.LOOK)
    if request.htmx and not (current and current.is_waiting):
        return HttpResponseClientRefresh()
    if current is None or current.is_waiting:
        name = "_review_progress" if request.htmx else "rule_review"
        return render(request, f"incidents/{name}.html", {"review": current})
    if current.found is None:
        return render(request, "incidents/rule_review.html", {"review": current})
    return show_changes(request, case, from_json(current.found))


def show_changes(
    request: AuthenticatedRequest, case: Case, gathered: Sequence[Gathered]
) -> HttpResponse:
    page = {"foresight": foresight_of(case, gathered), "is_outdated": is_outdated(case)}
    return render(request, "incidents/rule_changes.html", page)


def begin(request: AuthenticatedRequest, case: Case, kind: ReviewKind) -> Review | None:
    """Have a review done in the background; returns what is then under way."""
    requested = request_review(case=case, kind=kind, actor=request.user)
    if requested is None:
        return review_of(case)
    review.enqueue(requested.pk)
    return requested


@signed_in
@require_POST
def rule_apply(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    if needs_waiting(case):
        begin(request, case, ReviewKind.APPLY)
        return redirect("rule-changes")
    retag(case=case)
    refresh_patterns(case)
    messages.success(request, _("已按现在的目录重新看了一遍。你定过的都留着，依据变了的单独列出。"))
    return redirect("finding-list")


@signed_in
@require_POST
def rule_look(request: AuthenticatedRequest) -> HttpResponse:
    """Look once more, after a failure or an update."""
    begin(request, working_case(request), ReviewKind.LOOK)
    return redirect("rule-changes")


@signed_in
@require_POST
def rule_stop(request: AuthenticatedRequest) -> HttpResponse:
    if stop_review(case=working_case(request)):
        messages.success(request, _("已停下。要看的时候再点一次。"))
    return redirect("rule-list")
