"""What is made from an original by a person: redacted copies, and words written down."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence import storage
from evidence.exceptions import NotViewable, StorageError
from evidence.exhibit_view import exhibit_view
from evidence.forms.redactions import RedactForm, WordsForm
from evidence.models import Derivative, Exhibit
from evidence.services.redactions import (
    amend_words,
    can_be_redacted,
    redact_exhibit,
    write_words,
)
from evidence.views.exhibits import own_exhibit
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted
from incidents.views.access import signed_in
from incidents.views.amending import SEEN, Amendment

MORE = "more"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@signed_in
@require_http_methods(["GET", "POST"])
def exhibit_redact(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponse:
    """Draw areas on a picture and make a copy without them."""
    exhibit = own_exhibit(request, exhibit_id)
    if not can_be_redacted(exhibit):
        raise Http404
    form = RedactForm(posted(request))
    is_asked = form.is_bound and not is_resumed(request)
    wants_copy = is_asked and MORE not in request.POST
    if wants_copy and form.is_valid():
        try:
            redact_exhibit(exhibit=exhibit, areas=form.cleaned_data["areas"], actor=request.user)
        except NotViewable:
            form.add_error("areas", _("这张图打不开，做不了副本。原件照样保存着。"))
        except StorageError as error:
            form.add_error("areas", str(error))
        else:
            messages.success(
                request, _("副本做好了，原件没有动。请放大看一眼，该盖的是不是都盖住了。")
            )
            return redirect("exhibit-detail", exhibit.pk)
    page = {
        "exhibit": exhibit,
        "view": exhibit_view(exhibit),
        "form": form,
        "marks": range(0, 100, 10),
        "errors": form.errors.get("areas", []) if wants_copy else [],
    }
    return render(request, "evidence/exhibit_redact.html", page)


@signed_in
@require_GET
def redacted_copy(request: AuthenticatedRequest, derivative_id: int) -> HttpResponseBase:
    """Serve a redacted copy, which we encoded ourselves."""
    copies = Derivative.objects.visible_to(request.user).redacted().select_related("exhibit")
    copy = get_object_or_404(copies, pk=derivative_id)
    try:
        file = storage.open_original(copy.sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{copy.exhibit.number}-{copy.pk}.{ENDINGS[copy.media_type]}"
    response = FileResponse(file, content_type=copy.media_type, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def exhibit_words(request: AuthenticatedRequest, exhibit_id: int) -> HttpResponse:
    """Write down the words of a picture or a recording, or amend them."""
    exhibit = own_exhibit(request, exhibit_id)
    held = exhibit.derivatives.written().select_related("exhibit__case").first()
    if held is None:
        return first_words(request, exhibit)
    amendment = Amendment(request, held, form_of_words)
    if amendment.wants_saving and SEEN not in request.POST:
        amendment.meet(_("别处刚写过这段文字，还没有存你写的。"))
    elif amendment.save(partial(amend_words, written=held), request.user):
        return words_kept(request, exhibit)
    page = {"amendment": amendment}
    return show_words(request, exhibit, amendment.form, page, amendment.status)


def first_words(request: AuthenticatedRequest, exhibit: Exhibit) -> HttpResponse:
    form = WordsForm(posted(request))
    if not is_resumed(request) and form.is_valid():
        write_words(exhibit=exhibit, words=form.cleaned_data["words"], actor=request.user)
        return words_kept(request, exhibit)
    return show_words(request, exhibit, form, {})


def form_of_words(written: Derivative, data: QueryDict | None) -> WordsForm:
    return WordsForm(data, initial={"words": written.words})


def words_kept(request: AuthenticatedRequest, exhibit: Exhibit) -> HttpResponse:
    messages.success(request, _("文字存好了。"))
    return redirect("exhibit-detail", exhibit.pk)


def show_words(
    request: AuthenticatedRequest,
    exhibit: Exhibit,
    form: WordsForm,
    more: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    page = {"exhibit": exhibit, "view": exhibit_view(exhibit), "form": form, **more}
    return render(request, "evidence/exhibit_words.html", page, status=status)
