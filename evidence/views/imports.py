"""Pages of imports: bringing an export, looking at it, taking from it, and taking it back."""

import logging
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence.exceptions import EmptyFile, ImportNotPossible, UnknownFormat
from evidence.forms.imports import ExportForm, PickForm
from evidence.importers import IMPORTERS, Rejected, RejectionReason, explain_rejection
from evidence.models import ImportRun
from evidence.models.imports import ImportState
from evidence.picks import Picks, picks_of
from evidence.services.exhibits import acquire_exhibit
from evidence.services.imports import apply_import, preview_import, undo_import
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted, posted_files
from incidents.models import Incident
from incidents.views.access import signed_in
from incidents.views.cases import working_case

logger = logging.getLogger(__name__)
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
    except EmptyFile as error:
        form.add_error("file", str(error))
    except OSError:
        logger.exception("An export could not be stored.")
        form.add_error("file", _("没有保存成功，电脑的磁盘可能满了。"))
    else:
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
    run = get_object_or_404(
        ImportRun.objects.visible_to(request.user).select_related("exhibit", "case", "contact"),
        pk=run_id,
    )
    if run.state != ImportState.PREVIEWED:
        return show(request, run, "evidence/import_done.html", incidents=incidents_of(run))
    picks = picks_of(run)
    form = PickForm(posted(request), run=run, picks=picks)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        return take(request, run, form)
    return show(request, run, "evidence/import_detail.html", form=form, picks=picks)


def take(request: AuthenticatedRequest, run: ImportRun, form: PickForm) -> HttpResponse:
    try:
        done = apply_import(run=run, choice=form.choice(), actor=request.user)
    except ImportNotPossible as error:
        messages.error(request, str(error))
    else:
        kept = done.counts["kept"]
        said = ngettext("已导入 %(count)d 条事件。", "已导入 %(count)d 条事件。", kept)
        messages.success(request, said % {"count": kept})
    return redirect("import-detail", run.pk)


def incidents_of(run: ImportRun) -> list[Incident]:
    standing = Incident.objects.filter(imported_row__run=run).standing()
    return list(standing.select_related("line", "contact").order_by("-occurred_at")[:RECENT])


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
        "more_rejections": max(0, len(run.rejections) - REJECTIONS_SHOWN),
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
def import_undo(request: AuthenticatedRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=run_id)
    try:
        withdrawn = undo_import(run=run, actor=request.user)
    except ImportNotPossible as error:
        messages.error(request, str(error))
    else:
        said = ngettext(
            "已撤回，%(count)d 条事件撤下了。", "已撤回，%(count)d 条事件撤下了。", withdrawn
        )
        messages.success(request, said % {"count": withdrawn})
    return redirect("import-detail", run.pk)
