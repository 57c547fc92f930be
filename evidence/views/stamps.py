"""Pages of time stamps: the list, one request and its answer, and whom to believe."""

import logging
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence.exceptions import EvidenceError, StorageError
from evidence.forms.stamps import AddressForm, BroughtForm
from evidence.models import Bundle, Stamp, StampAuthority, TrustedCertificate
from evidence.services.stamps import (
    StampError,
    ask_authority,
    distrust_certificate,
    host_of,
    name_for,
    query_of,
    request_bundle_stamp,
    request_head_stamp,
    set_authority,
    take_answer,
    trust_certificates,
)
from evidence.stamp_view import stamp_views
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted, posted_files
from incidents.views.access import signed_in
from incidents.views.cases import working_case

logger = logging.getLogger(__name__)
GET_OR_POST = ["GET", "POST"]


def own_stamp(request: AuthenticatedRequest, stamp_id: int) -> Stamp:
    stamps = Stamp.objects.visible_to(request.user).select_related(
        "case", "bundle__case", "exhibit"
    )
    return get_object_or_404(stamps, pk=stamp_id)


@signed_in
@require_GET
def stamp_list(request: AuthenticatedRequest) -> HttpResponse:
    stamps = working_case(request).stamps.select_related("case", "bundle__case", "exhibit")
    page = {
        "views": stamp_views(stamps, request.user),
        "host": host_of(request.user),
        "certificates": TrustedCertificate.objects.filter(owner=request.user),
    }
    return render(request, "evidence/stamp_list.html", page)


@signed_in
@require_POST
def stamp_head(request: AuthenticatedRequest) -> HttpResponse:
    """Prepare a request for the newest link of the chain; nothing is sent."""
    stamp = request_head_stamp(case=working_case(request), actor=request.user)
    return redirect("stamp-detail", stamp.pk)


@signed_in
@require_POST
def bundle_stamp(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    """Prepare a request for a bundle's ZIP; nothing is sent."""
    bundle = get_object_or_404(Bundle.objects.visible_to(request.user), pk=bundle_id)
    try:
        stamp = request_bundle_stamp(bundle=bundle, actor=request.user)
    except StampError as error:
        messages.error(request, str(error))
        return redirect("bundle-detail", bundle_id)
    return redirect("stamp-detail", stamp.pk)


@signed_in
@require_http_methods(GET_OR_POST)
def stamp_detail(request: AuthenticatedRequest, stamp_id: int) -> HttpResponse:
    """Show a request and what came back; a POST brings what came back by hand."""
    stamp = own_stamp(request, stamp_id)
    form = BroughtForm(posted(request), posted_files(request))
    if form.is_bound and not is_resumed(request) and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            take_answer(stamp=stamp, content=file.read(), name=file.name, actor=request.user)
        except StorageError as error:
            logger.exception("An answer could not be stored.")
            form.add_error("file", str(error))
        except EvidenceError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("收下了，原样存成了证据。"))
            return redirect("stamp-detail", stamp.pk)
    (view,) = stamp_views([stamp], request.user)
    page = {"view": view, "form": form, "host": host_of(request.user), "name": name_for(stamp)}
    return render(request, "evidence/stamp_detail.html", page)


@signed_in
@require_GET
def stamp_query(request: AuthenticatedRequest, stamp_id: int) -> HttpResponse:
    """Give the request as a file to be sent elsewhere."""
    stamp = own_stamp(request, stamp_id)
    response = HttpResponse(query_of(stamp), content_type="application/timestamp-query")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name_for(stamp))}.tsq"
    return response


@signed_in
@require_POST
def stamp_ask(request: AuthenticatedRequest, stamp_id: int) -> HttpResponse:
    """Send the request to the authority: the one click that speaks to another machine."""
    stamp = own_stamp(request, stamp_id)
    try:
        ask_authority(stamp=stamp, actor=request.user)
    except EvidenceError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("盖好了，回执原样存成了证据。"))
    return redirect("stamp-detail", stamp.pk)


@signed_in
@require_http_methods(GET_OR_POST)
def stamp_settings(request: AuthenticatedRequest) -> HttpResponse:
    """Say where stamps are made."""
    held = StampAuthority.objects.filter(owner=request.user).first()
    initial = {"address": held.address if held else ""}
    form = AddressForm(posted(request), initial=initial)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        set_authority(owner=request.user, address=form.cleaned_data["address"])
        messages.success(request, _("已保存。"))
        return redirect("stamp-settings")
    return show_settings(request, form, BroughtForm())


def show_settings(
    request: AuthenticatedRequest, form: AddressForm, brought: BroughtForm
) -> HttpResponse:
    certificates = TrustedCertificate.objects.filter(owner=request.user)
    page = {"form": form, "brought": brought, "certificates": certificates}
    return render(request, "evidence/stamp_settings.html", page)


@signed_in
@require_POST
def stamp_trust(request: AuthenticatedRequest) -> HttpResponse:
    """Take an authority's certificates, to believe its stamps."""
    brought = BroughtForm(request.POST, request.FILES)
    if brought.is_valid():
        content = brought.cleaned_data["file"].read()
        try:
            fresh = trust_certificates(owner=request.user, content=content)
        except StampError as error:
            brought.add_error("file", str(error))
        else:
            said = ngettext("存下了 %(count)d 张证书。", "存下了 %(count)d 张证书。", fresh)
            messages.success(request, said % {"count": fresh} if fresh else _("这些证书已经有了。"))
            return redirect("stamp-settings")
    address = StampAuthority.objects.filter(owner=request.user).values_list("address", flat=True)
    return show_settings(request, AddressForm(initial={"address": address.first()}), brought)


@signed_in
@require_POST
def stamp_distrust(request: AuthenticatedRequest, certificate_id: int) -> HttpResponse:
    if not distrust_certificate(owner=request.user, certificate_id=certificate_id):
        raise Http404
    messages.success(request, _("不再信任这张证书了。"))
    return redirect("stamp-settings")
