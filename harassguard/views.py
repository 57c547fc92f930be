"""Pages of the project as a whole: what a visitor sees when a form came back without its key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from incidents.drafts import RESUMED, typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show what was typed, and a button that brings it back to its page, filled in and unsaved."""
    fields = [(name, value) for name, values in typed(request.POST).lists() for value in values]
    page = {
        "fields": fields,
        "words": [value for _, value in fields if " " in value or not value.isascii()],
        "resumed": RESUMED,
    }
    return render(request, "csrf_failure.html", page, status=403)
