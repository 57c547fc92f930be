"""The page of one incident: words, findings, facts, files, history."""

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from evidence.exceptions import EmptyFile, StorageError
from evidence.exhibit_view import exhibit_view
from evidence.forms.exhibits import ExhibitsForm
from evidence.incident_page import about, facts_of_page
from evidence.notices import say_repeats
from evidence.services.entries import attach_files
from evidence.tasks import examine_soon
from evidence.uploads import upload_failed
from incidents.doubts import doubts_of
from incidents.drafts import is_resumed
from incidents.history import history_of
from incidents.http import AuthenticatedRequest
from incidents.models import Incident
from incidents.models.incident import Label
from incidents.presenters import reading_of
from incidents.views.access import signed_in

DISK_FULL = gettext_lazy("没有保存成功，电脑的磁盘可能满了。请重新选一次文件。")


@signed_in
@require_GET
def incident_detail(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = get_object_or_404(
        Incident.objects.visible_to(request.user).select_related(
            "case", "line", "contact", "creditor", "recorded_by", "report",
            "imported_row__run__exhibit",
        ),
        pk=incident_id,
    )  # fmt: skip
    uses = list(incident.exhibit_uses.select_related("exhibit"))
    reading = reading_of(
        incident,
        incident.findings.current().of_rules().select_related("decided_by"),
        incident.observations.all(),
    )
    page = {
        "incident": incident,
        "facts": facts_of_page(incident),
        "findings": reading.findings,
        "narrative": reading.narrative,
        "doubts": doubts_of(incident),
        "ticked": [Label(label).label for label in incident.ticked],
        "exhibits": [exhibit_view(use.exhibit) for use in uses],
        "history": history_of(incident, about(uses, reading.findings), request.user),
    }
    return render(request, "evidence/incident_detail.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def exhibit_add(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = get_object_or_404(
        Incident.objects.visible_to(request.user).select_related("case", "line"), pk=incident_id
    )
    is_sent = request.method == "POST"
    form = ExhibitsForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if upload_failed(request):
        form.add_error("files", DISK_FULL)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        try:
            acquired = attach_files(
                incident=incident,
                files=form.cleaned_data["files"],
                actor=request.user,
                provenance=form.provenance(),
            )
        except (EmptyFile, StorageError) as error:
            form.add_error("files", str(error))
        except (OSError, OperationalError):
            form.add_error("files", DISK_FULL)
        else:
            examine_soon(incident.case)
            if not all(one.is_repeat for one in acquired):
                messages.success(request, _("已收存证据，原样保存。"))
            say_repeats(request, acquired)
            return redirect("incident-detail", incident.pk)
    status = 422 if form.is_bound and form.errors and not is_resumed(request) else 200
    page = {"incident": incident, "facts": facts_of_page(incident), "form": form}
    return render(request, "evidence/exhibit_add.html", page, status=status)
