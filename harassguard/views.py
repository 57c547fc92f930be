"""Pages of the project as a whole: what a visitor sees when something is wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came back without its key; what was typed is shown again."""
    return render(request, "csrf_failure.html", {"posted": request.POST}, status=403)
