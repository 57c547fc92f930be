"""True of every answer: who gets one, for how long a sign-in lasts, and that nothing is kept."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from incidents.views.access import ask_to_sign_in

Answer = Callable[[HttpRequest], HttpResponse]
BEGAN, SEEN = "began_at", "seen_at"
A_MINUTE = 60
# What is no page of ours never runs, wherever a browser is made to show it.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def keep_private(get_response: Answer) -> Answer:
    """Keep answers out of caches and other sites, and what is no page from ever running."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store, private"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        # With "no-referrer" a browser posts our own forms with "Origin: null", which we refuse
        # like any other foreign origin; so a page with a form tells its address to this site.
        has_form = settings.CSRF_COOKIE_NAME in response.cookies
        response["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
        if not response.get("Content-Type", "").startswith("text/html"):
            response["Content-Security-Policy"] = SANDBOX
        return response

    return answer


def session_limits(get_response: Answer) -> Answer:
    """Sign out whoever was away too long, or has been signed in too long altogether."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            began = request.session.setdefault(BEGAN, now)
            seen = request.session.setdefault(SEEN, now)
            is_idle = now - seen > settings.SESSION_IDLE_AGE
            if is_idle or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen >= A_MINUTE:
                request.session[SEEN] = now
        return get_response(request)

    return answer


class SignInRequired(LoginRequiredMiddleware):
    """
    Lead whoever is not signed in to the sign-in, whatever was asked for.

    Only views marked `login_not_required` answer strangers. An address that does not exist leads
    to the same place as one that does, so that a stranger learns nothing from the difference.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> Any:
        return ask_to_sign_in(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_unknown = response.status_code == 404 and request.resolver_match is None
        if is_unknown and not request.user.is_authenticated:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('sign-in')}?{query}")
        return response
