"""The page where a bundle is checked without being taken in."""

import logging
from io import BytesIO
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.bundles.inspection import inspect_file
from evidence.forms.verify import BagForm
from evidence.models import Bundle
from evidence.uploads import upload_failed
from incidents.http import is_near, posted, posted_files
from incidents.views.access import ask_to_sign_in

logger = logging.getLogger(__name__)
SHOWN = 200


@login_not_required
@require_http_methods(["GET", "POST"])
def bundle_verify(request: HttpRequest) -> HttpResponse:
    """
    Check a ZIP that is uploaded and then forgotten.

    On this machine nobody has to sign in for it; what was issued here is compared only for
    whom it belongs to.
    """
    if not request.user.is_authenticated and not is_near(request):
        return ask_to_sign_in(request)
    form = BagForm(posted(request), posted_files(request))
    page: dict[str, object] = {"form": form, "shown": SHOWN}
    if upload_failed(request):
        form.add_error("file", _("没有读成，电脑的磁盘可能满了。"))
    elif form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        bundles = Bundle.objects.visible_to(request.user)
        try:
            page |= {"found": inspect_file(place_of(file), bundles), "name": file.name}
        except OSError:
            logger.exception("A bundle could not be read.")
            form.add_error("file", _("没有读成，电脑的磁盘可能满了。"))
    return render(request, "evidence/bundle_verify.html", page)


def place_of(file: UploadedFile[bytes]) -> Path | BytesIO:
    """Return where the uploaded bytes are: on the disk, or in memory when there are few."""
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    return BytesIO(file.read())
