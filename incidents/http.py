"""The request type of views behind a sign-in, and what a request posted."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django_htmx.middleware import HtmxDetails

from incidents.models import User


class AuthenticatedRequest(HttpRequest):
    user: User
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, which may be nothing at all, or None on a plain visit."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """Return the files that were posted, which may be none, or None on a plain visit."""
    return request.FILES if request.method == "POST" else None
