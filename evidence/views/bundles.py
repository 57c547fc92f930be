"""Pages of bundles: the list, one issue with its progress, and its files."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from evidence.bundles.key_file import key_csv
from evidence.bundles.masking import Masked
from evidence.bundles.scope import Scope
from evidence.bundles.selection import masker_for
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Stage
from evidence.services.bundles import cancel_bundle, repeat_bundle
from evidence.stamp_view import stamp_views
from evidence.tasks import issue
from incidents.http import AuthenticatedRequest
from incidents.views.access import signed_in
from incidents.views.cases import working_case


@signed_in
@require_GET
def bundle_list(request: AuthenticatedRequest) -> HttpResponse:
    bundles = working_case(request).bundles.select_related("case", "replaces")
    return render(request, "evidence/bundle_list.html", {"bundles": bundles})


@signed_in
@require_GET
def bundle_detail(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    """Show an issue; a polling page is told to load again once there is nothing to wait for."""
    bundle = bundle_of(request, bundle_id)
    is_waiting = bundle.state in (BundleState.QUEUED, BundleState.RUNNING)
    if request.htmx and not is_waiting:
        return HttpResponseClientRefresh()
    page = {"bundle": bundle, "is_waiting": is_waiting, "stages": stage_rows(bundle)}
    if request.htmx:
        return render(request, "evidence/_bundle_progress.html", page)
    if bundle.state == BundleState.ISSUED:
        page |= {
            "exhibits": bundle.bundle_exhibits.select_related("exhibit"),
            "stamps": stamp_views(bundle.stamps.select_related("bundle", "exhibit"), request.user),
            "key": key_to(bundle),
            "later": bundle.replaced_by.filter(state=BundleState.ISSUED),
        }
    return render(request, "evidence/bundle_detail.html", page)


def stage_rows(bundle: Bundle) -> list[tuple[str, str, str]]:
    """List the stages with whether each is done (✓), under way, or to come."""
    stages = list(Stage)
    at = stages.index(Stage(bundle.stage)) if bundle.stage else -1
    return [
        (
            str(stage.label),
            f"{bundle.done} / {bundle.total}" if index == at and bundle.total > 1 else "",
            "done" if index < at else "now" if index == at else "",
        )
        for index, stage in enumerate(stages)
    ]


@signed_in
@require_POST
def bundle_cancel(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    cancel_bundle(bundle=bundle_of(request, bundle_id))
    return redirect("bundle-detail", bundle_id)


@signed_in
@require_POST
def bundle_repeat(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    if repeat_bundle(bundle=bundle_of(request, bundle_id)):
        issue.enqueue(bundle_id)
    return redirect("bundle-detail", bundle_id)


@signed_in
@require_GET
def bundle_pdf(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "pdf")


@signed_in
@require_GET
def bundle_zip(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "zip")


@signed_in
@require_GET
def bundle_key(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    """Hand out who is meant by which letter, to her alone: it lies in no file of an issue."""
    bundle = bundle_of(request, bundle_id)
    if bundle.state != BundleState.ISSUED or not bundle.scope.get("mask"):
        raise Http404
    answer = HttpResponse(key_csv(key_to(bundle)), content_type="text/csv; charset=utf-8")
    name = f"{bundle.name}-key.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def key_to(bundle: Bundle) -> tuple[Masked, ...]:
    """Return who is meant by which letter in a bundle; nobody where nothing is hidden."""
    return masker_for(bundle.case, Scope.from_json(bundle.scope), bundle.representative).key


def bundle_of(request: AuthenticatedRequest, bundle_id: int) -> Bundle:
    bundles = Bundle.objects.visible_to(request.user).select_related(
        "case", "replaces", "representative"
    )
    return get_object_or_404(bundles, pk=bundle_id)


def download(bundle: Bundle, ending: str) -> FileResponse:
    path = bundle.folder / f"{bundle.name}.{ending}"
    if bundle.state != BundleState.ISSUED or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
