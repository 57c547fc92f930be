"""Pages of the project as a whole: what a visitor sees whose form or passphrase was refused."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

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


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent is too long to take; what was typed is still in the browser."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        reason = _("一次发来的内容太多，没有收下。按浏览器的返回键回去，写的还在；分成几次保存。")
    else:
        reason = _("这个请求读不懂。按浏览器的返回键回去，再试一次。")
    return render(request, "not_saved.html", {"reason": reason}, status=400)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """Say that too many passphrases were wrong, how long to wait, and the way around it."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = {"minutes": minutes, "is_discreet": True}
    return render(request, "locked_out.html", page, status=429)
