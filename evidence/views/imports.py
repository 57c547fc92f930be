"""Pages of imports: bringing an export, looking at it, taking from it, and taking it back."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from evidence.exceptions import EmptyFile, ImportNotPossible, StorageError, UnknownFormat
from evidence.forms.imports import ExportForm, PickForm
from evidence.importers import IMPORTERS, Rejected, RejectionReason, explain_rejection
from evidence.models import ImportRun
from evidence.models.imports import ImportState
from evidence.picks import Picks, picks_of
from evidence.services.exhibits import acquire_exhibit
from evidence.services.importing import BATCH, carry_out
from evidence.services.imports import (
    continue_import,
    preview_import,
    request_import,
    request_undo,
    stop_import,
)
from evidence.tasks import examine_soon, work_on_import
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted, posted_files
from incidents.models import Incident
from incidents.views.access import signed_in
from incidents.views.cases import working_case

RECENT = 10
REJECTIONS_SHOWN = 200
LABELS = {importer.slug: importer.label for importer in IMPORTERS}


@dataclass(frozen=True, slots=True)
class RejectionRow:
    """A row that was not read, and why."""

    position: int
    reason: str


@signed_in
@require_GET
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.user).filter(case=working_case(request))
    page = {"runs": runs.select_related("exhibit", "contact"), "labels": LABELS}
    return render(request, "evidence/import_list.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def import_add(request: AuthenticatedRequest) -> HttpResponse:
    """Keep the file as an exhibit first; then read it, when a format is known."""
    form = ExportForm(posted(request), posted_files(request))
    if not form.is_bound or is_resumed(request) or not form.is_valid():
        return render(request, "evidence/import_add.html", {"form": form, "labels": LABELS})
    case, file = working_case(request), form.cleaned_data["file"]
    try:
        exhibit = acquire_exhibit(case=case, source=file, name=file.name, actor=request.user)
    except (EmptyFile, StorageError) as error:
        form.add_error("file", str(error))
    else:
        examine_soon(case)
        try:
            run = preview_import(case=case, exhibit=exhibit, actor=request.user)
        except UnknownFormat as error:
            messages.warning(request, _("%(error)s文件已经作为证据原样保存。") % {"error": error})
            return redirect("exhibit-detail", exhibit.pk)
        return redirect("import-detail", run.pk)
    return render(request, "evidence/import_add.html", {"form": form, "labels": LABELS})


@signed_in
@require_http_methods(["GET", "POST"])
def import_detail(request: AuthenticatedRequest, run_id: int) -> HttpResponse:
    run = run_of(request, run_id)
    if run.work:
        return show_work(request, run)
    if request.htmx:
        return HttpResponseClientRefresh()
    if run.state != ImportState.PREVIEWED:
        return show(request, run, "evidence/import_done.html", incidents=incidents_of(run))
    picks = picks_of(run)
    form = PickForm(posted(request), run=run, picks=picks)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        return take(request, run, form)
    return show(request, run, "evidence/import_detail.html", form=form, picks=picks)


def run_of(request: AuthenticatedRequest, run_id: int) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user)
    return get_object_or_404(runs.select_related("exhibit", "case", "contact"), pk=run_id)


def show_work(request: AuthenticatedRequest, run: ImportRun) -> HttpResponse:
    """Show how far the work is; a polling page is told to load again once it has stopped."""
    if not request.htmx:
        return show(request, run, "evidence/import_work.html")
    if run.is_under_way:
        return render(request, "evidence/_import_progress.html", {"run": run})
    return HttpResponseClientRefresh()


def take(request: AuthenticatedRequest, run: ImportRun, form: PickForm) -> HttpResponse:
    """Import a few rows at once, many in the background."""
    try:
        asked = request_import(run=run, choice=form.choice(), actor=request.user)
    except ImportNotPossible as error:
        messages.error(request, str(error))
        return redirect("import-detail", run.pk)
    if run.counts["kept"] > BATCH:
        return leave_to_background(asked)
    done = carry_out(run=asked)
    if done.state == ImportState.APPLIED:
        kept = done.counts["kept"]
        said = ngettext("已导入 %(count)d 条事件。", "已导入 %(count)d 条事件。", kept)
        messages.success(request, said % {"count": kept})
    return redirect("import-detail", run.pk)


def leave_to_background(run: ImportRun) -> HttpResponse:
    work_on_import.enqueue(run.pk)
    return redirect("import-detail", run.pk)


def incidents_standing(run: ImportRun) -> QuerySet[Incident]:
    return Incident.objects.filter(imported_row__run=run).standing()


def incidents_of(run: ImportRun) -> list[Incident]:
    standing = incidents_standing(run).select_related("line", "contact")
    return list(standing.order_by("-occurred_at")[:RECENT])


def show(
    request: AuthenticatedRequest,
    run: ImportRun,
    template: str,
    *,
    form: PickForm | None = None,
    picks: Picks | None = None,
    incidents: list[Incident] | None = None,
) -> HttpResponse:
    page = {
        "run": run,
        "format": LABELS.get(run.format, run.format),
        "rejections": [rejection_row(stored) for stored in run.rejections[:REJECTIONS_SHOWN]],
        "more_rejections": max(0, run.counts["rejected"] - REJECTIONS_SHOWN),
        "form": form,
        "picks": picks,
        "incidents": incidents,
    }
    return render(request, template, page)


def rejection_row(stored: dict[str, object]) -> RejectionRow:
    rejected = Rejected(
        int(str(stored["position"])),
        RejectionReason(str(stored["reason"])),
        str(stored.get("detail", "")),
    )
    language = get_language() or "zh-hans"
    return RejectionRow(rejected.position, explain_rejection(rejected, language))


@signed_in
@require_POST
def import_stop(request: AuthenticatedRequest, run_id: int) -> HttpResponse:
    stop_import(run=run_of(request, run_id))
    return redirect("import-detail", run_id)


@signed_in
@require_POST
def import_continue(request: AuthenticatedRequest, run_id: int) -> HttpResponse:
    try:
        run = continue_import(run=run_of(request, run_id))
    except ImportNotPossible as error:
        messages.error(request, str(error))
        return redirect("import-detail", run_id)
    return leave_to_background(run)


@signed_in
@require_POST
def import_undo(request: AuthenticatedRequest, run_id: int) -> HttpResponse:
    run = run_of(request, run_id)
    try:
        asked = request_undo(run=run, actor=request.user)
    except ImportNotPossible as error:
        messages.error(request, str(error))
        return redirect("import-detail", run.pk)
    if run.rows.count() > BATCH:
        return leave_to_background(asked)
    standing = incidents_standing(run).count()
    if carry_out(run=asked).state == ImportState.UNDONE:
        said = ngettext(
            "已撤回，%(count)d 条事件撤下了。", "已撤回，%(count)d 条事件撤下了。", standing
        )
        messages.success(request, said % {"count": standing})
    return redirect("import-detail", run.pk)
