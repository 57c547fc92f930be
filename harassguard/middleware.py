"""True of every answer: strangers on the network see report pages only; nothing is cached."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponse]
LOOPBACK = frozenset({"127.0.0.1", "::1"})
# Where a stranger on the home network may go: a friend's report, the way in, and the style sheets.
OPEN_TO_NETWORK = ("/r/", "/start/", "/sign-in/", "/language/", "/static/")


def lan_guard(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        is_near = not settings.LAN or request.META.get("REMOTE_ADDR") in LOOPBACK
        if is_near or request.user.is_authenticated or request.path.startswith(OPEN_TO_NETWORK):
            return get_response(request)
        raise Http404

    return answer


def no_store(get_response: Answer) -> Answer:
    """Keep pages out of the browser's cache: they hold a case."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response

    return answer
