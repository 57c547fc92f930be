"""The exhibits of a case: list, page, where from, picture, original, check."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence import storage
from evidence.exceptions import NotViewable
from evidence.exhibit_view import exhibit_view, last_checks
from evidence.file_facts import file_facts
from evidence.forms.exhibits import ProvenanceForm
from evidence.made_view import made_view
from evidence.models import Exhibit
from evidence.models.exhibit import DerivativeKind, ExhibitKind, Fixity
from evidence.ranges import serve_original
from evidence.services.derivatives import picture_of
from evidence.services.exhibits import amend_provenance, check_exhibit
from incidents.http import AuthenticatedRequest
from incidents.models import CustodyEvent
from incidents.views.access import signed_in
from incidents.views.cases import working_case

A_PAGE = 60
A_DAY = 24 * 3600


def own_exhibit(request: AuthenticatedRequest, exhibit_id: int) -> Exhibit:
    exhibits = Exhibit.objects.visible_to(request.user).select_related("case", "acquired_by")
    return get_object_or_404(exhibits, pk=exhibit_id)


@signed_in
@require_GET
def exhibit_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    kind = request.GET.get("kind", "")
    held = case.exhibits.order_by("-number").annotate(used=Count("uses"))
    wanted = held.filter(kind=kind) if kind in ExhibitKind.values else held
    page = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    checks = last_checks(page.object_list)
    kinds = dict(case.exhibits.order_by("kind").values_list("kind").annotate(n=Count("pk")))
    shown = {
        "page": page,
        "exhibits": [(exhibit_view(one), checks.get(one.pk, "")) for one in page.object_list],
        "kinds": [(one.value, one.label, kinds[one]) for one in ExhibitKind if one in kinds],
        "kind": kind,
        "total": case.exhibits.aggregate(count=Count("pk"), size=Sum("size")),
    }
    return render(request, "evidence/exhibit_list.html", shown)


@signed_in
@require_GET
def exhibit_detail(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponse:
    exhibit = own_exhibit(request, exhibit_id)
    uses = list(exhibit.uses.select_related("incident__line", "report__contact"))
    form = ProvenanceForm(initial={"source": exhibit.source, "device": exhibit.device})
    custody = CustodyEvent.objects.filter(
        subject_type=exhibit.subject_type, subject_id=exhibit.pk
    ).order_by("-sequence")
    page = {
        "exhibit": exhibit,
        "view": exhibit_view(exhibit),
        "found": file_facts(exhibit.metadata),
        "form": form,
        "uses": uses,
        "custody": custody,
        "made": made_view(exhibit),
        "checked": last_checks([exhibit]).get(exhibit.pk, ""),
    }
    return render(request, "evidence/exhibit_detail.html", page)


@signed_in
@require_POST
def exhibit_amend(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponse:
    """Put down where an exhibit comes from."""
    exhibit = own_exhibit(request, exhibit_id)
    form = ProvenanceForm(request.POST)
    if form.is_valid():
        amend_provenance(exhibit=exhibit, provenance=form.provenance(), actor=request.user)
        messages.success(request, _("已记下来源。"))
    else:
        messages.error(request, _("没有保存：来源和设备各写 100 个字以内。"))
    return redirect("exhibit-detail", exhibit.pk)


@signed_in
@require_http_methods(["GET", "HEAD"])
def exhibit_original(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponseBase:
    exhibit = own_exhibit(request, exhibit_id)
    try:
        return serve_original(exhibit, request.headers.get("Range", ""))
    except FileNotFoundError as error:
        raise Http404 from error


@signed_in
@require_GET
def exhibit_thumbnail(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponseBase:
    return picture(request, exhibit_id, DerivativeKind.THUMBNAIL)


@signed_in
@require_GET
def exhibit_preview(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponseBase:
    return picture(request, exhibit_id, DerivativeKind.PREVIEW)


def picture(
    request: AuthenticatedRequest, exhibit_id: int, kind: DerivativeKind
) -> HttpResponseBase:
    """Serve a JPEG that we made ourselves; nothing that came from outside is shown as it is."""
    exhibit = own_exhibit(request, exhibit_id)
    try:
        derivative = picture_of(exhibit=exhibit, kind=kind)
    except NotViewable as error:
        raise Http404 from error
    response = FileResponse(
        storage.open_original(derivative.sha256), content_type=derivative.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


@signed_in
@require_POST
def exhibit_check(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponse:
    exhibit = own_exhibit(request, exhibit_id)
    fixity = check_exhibit(exhibit=exhibit, actor=request.user)
    if fixity == Fixity.UNCHANGED:
        messages.success(request, _("校验过了：和收存时一个字节都不差。"))
    elif fixity == Fixity.ALTERED:
        messages.error(request, _("内容和收存时不一样了。请从备份里找回原件。"))
    else:
        messages.error(request, _("原件不见了。请从备份里找回。"))
    return redirect("exhibit-detail", exhibit.pk)
