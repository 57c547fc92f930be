"""Pages of lines: what is known of a number, and whose it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from incidents.forms.contacts import LineForm
from incidents.http import AuthenticatedRequest
from incidents.models import Line, User
from incidents.models.line import LineKind
from incidents.phone import read_line
from incidents.revisions import changes_of
from incidents.services.access import case_of
from incidents.services.creditors import assign_line
from incidents.views.access import signed_in
from incidents.views.amending import Amendment

RECENT = 20


@signed_in
def line_look(request: AuthenticatedRequest) -> HttpResponse:
    """Say what a number being typed is, and when it was last heard from; a fragment."""
    typed = request.GET.get("number", "")
    if not typed.strip():
        return HttpResponse()
    reading = read_line(typed)
    case = case_of(request.user)
    lines = Line.objects.filter(case=case, normalised=reading.normalised[:200])
    page = {
        "reading": reading,
        "kind": LineKind(reading.kind.value).label,
        "line": lines.with_traffic().first() if reading.identifies else None,
    }
    return render(request, "incidents/_line_look.html", page)


@signed_in
def line_detail(request: AuthenticatedRequest, line_id: int) -> HttpResponse:
    line = get_object_or_404(
        Line.objects.visible_to(request.user).with_traffic().select_related("agency"), pk=line_id
    )
    amendment = Amendment(request, line, lambda one, data: LineForm(data, case=line.case, line=one))

    def service(*, changes: dict[str, Any], reason: str, actor: User) -> None:
        assign_line(line=line, **changes, reason=reason, actor=actor)

    if line.erased_at is None and amendment.save(service, request.user):
        messages.success(request, _("已保存。"))
        return redirect("line-detail", line.pk)
    incidents = line.incidents.standing().select_related("contact").order_by("-occurred_at")
    return render(
        request,
        "incidents/line_detail.html",
        {
            "line": line,
            "form": amendment.form,
            "amendment": amendment,
            "incidents": incidents[:RECENT],
            "changes": changes_of(line),
        },
        status=amendment.status,
    )
