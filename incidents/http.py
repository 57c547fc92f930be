"""The request type of views behind a sign-in, and what a request posted."""

from ipaddress import ip_address

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django_htmx.middleware import HtmxDetails

from incidents.models import User

NUL = "\x00"
# As many digits as every database counts with.
LONGEST_NUMBER = 18


class AuthenticatedRequest(HttpRequest):
    user: User
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, which may be nothing at all, or None on a plain visit."""
    return without_nul(request.POST) if request.method == "POST" else None


def number_in(text: str) -> int | None:
    """Return the whole number that an address or a form names, None when it names none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def without_nul(fields: QueryDict) -> QueryDict:
    """Leave out the one character that is no text and that no database holds."""
    if not any(NUL in value for _name, values in fields.lists() for value in values):
        return fields
    clean = fields.copy()
    for name, values in fields.lists():
        clean.setlist(name, [value.replace(NUL, "") for value in values])
    return clean


def posted_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """Return the files that were posted, which may be none, or None on a plain visit."""
    return request.FILES if request.method == "POST" else None


def is_near(request: HttpRequest) -> bool:
    """Say whether a request comes from this very machine."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
