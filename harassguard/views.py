"""Pages of the project as a whole: what a visitor sees whose form or passphrase was refused."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.drafts import RESUMED, typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show what was typed, and a button that brings it back to its page, filled in and unsaved."""
    return render(request, "csrf_failure.html", typed_again(request), status=403)


def typed_again(request: HttpRequest) -> dict[str, object]:
    """Return what `_typed_again.html` needs to bring a posted form back to its page."""
    fields = [(name, value) for name, values in typed(request.POST).lists() for value in values]
    return {
        "fields": fields,
        "words": [value for _, value in fields if " " in value or not value.isascii()],
        "resumed": RESUMED,
    }


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """Say that too many passphrases were wrong, how long to wait, and the way around it."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = {"minutes": minutes, "is_discreet": True}
    return render(request, "locked_out.html", page, status=429)
