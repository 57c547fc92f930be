"""The page of a case's custody chain: every link, its anchors, and checking everything."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from evidence.custody_views import link_views, problem_views
from evidence.services.custody_checks import needs_waiting, request_check, run_check
from evidence.tasks import check_custody
from incidents.http import AuthenticatedRequest
from incidents.views.access import signed_in
from incidents.views.cases import working_case

LINKS_A_PAGE = 25
ANCHORS_SHOWN = 20


@signed_in
@require_GET
def custody_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the chain; a polling page is told to load again once there is nothing to wait for."""
    case = working_case(request)
    check = case.custody_checks.first()
    if request.htmx:
        if check is None or not check.is_waiting:
            return HttpResponseClientRefresh()
        return render(request, "evidence/_custody_waiting.html", {"check": check})
    links = Paginator(case.custody_events.order_by("-sequence"), LINKS_A_PAGE)
    page = links.get_page(request.GET.get("page"))
    shown = {
        "check": check,
        "problems": problem_views(check) if check else [],
        "page": page,
        "links": link_views(page.object_list, request.user),
        "head": case.custody_events.last(),
        "anchors": case.anchors.all()[:ANCHORS_SHOWN],
    }
    return render(request, "evidence/custody_list.html", shown)


@signed_in
@require_POST
def custody_check(request: AuthenticatedRequest) -> HttpResponse:
    """Check everything: at once when it is little, else in the background."""
    case = working_case(request)
    check = request_check(case=case, actor=request.user)
    if check is None:
        messages.info(request, _("已经在校验了，做完会显示在这里。"))
    elif needs_waiting(case):
        check_custody.enqueue(check.pk)
    else:
        run_check(check.pk)
    return redirect("custody-list")
