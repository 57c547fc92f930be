"""The way in: set-up, one-time links, the sign-in, and the guard of every other page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from incidents.drafts import has_kept, is_resumed, keep_typed, resume_typed
from incidents.exceptions import TooManyTries
from incidents.forms.access import SetUpForm, SignInForm
from incidents.forms.cases import CreditorForm
from incidents.http import AuthenticatedRequest
from incidents.models import User
from incidents.services.access import (
    case_of,
    is_token_good,
    needs_set_up,
    set_up,
    use_sign_in_token,
)
from incidents.services.creditors import add_creditor
from incidents.throttle import LINKS, asker_of

# Who comes by a printed link has shown no passphrase that a backend could know.
BACKEND = "django.contrib.auth.backends.ModelBackend"
P = ParamSpec("P")
View = Callable[Concatenate[AuthenticatedRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """
    Guard a view; use in place of login_required, as the outermost decorator.

    A form posted after the session was lost is kept without its files (see incidents.drafts).
    After the sign-in the view is called once more with it, as a POST that carries `_resumed`:
    a view with a form shows it filled in and unsaved, so it saves only

        if form.is_valid() and not is_resumed(request):

    A view that only acts (require_POST, no form of its own) may ignore `_resumed` and act.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return ask_to_sign_in(request)
        resume_typed(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in and back, keeping what was typed."""
    here = request.get_full_path()
    if not keep_typed(request) and request.htmx:  # type: ignore[attr-defined]
        here = request.htmx.current_url_abs_path or reverse("overview")  # type: ignore[attr-defined]
    address = f"{reverse('sign-in')}?{urlencode({'next': here})}"
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)


def next_page(request: HttpRequest) -> str:
    """Return where to go after signing in: an address of this site, or the overview."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else resolve_url("overview")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_page(request))
    if needs_set_up():
        return render(request, "incidents/start_closed.html", {"is_new": True})
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        login(request, form.get_user())
        request.session.clear_expired()
        return redirect(next_page(request))
    page = {
        "form": form,
        "next": next_page(request),
        "has_kept": has_kept(request),
        "idle_minutes": settings.SESSION_IDLE_AGE // 60,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        # Whoever presses "back" after a quick exit is not told what this is.
        "is_discreet": True,
    }
    return render(request, "incidents/sign_in.html", page)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Lock the session and show a page that tells nothing; the script does it faster."""
    logout(request)
    return redirect("notes")


@login_not_required
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """Show an empty page to write on: it keeps nothing, and leads nowhere."""
    return render(request, "notes.html")


@login_not_required
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link that the program printed: the first one sets up, later ones sign in."""
    if request.user.is_authenticated:
        use_sign_in_token(token)
        return redirect("overview")
    if closed := closed_link(request, token):
        return closed
    if needs_set_up():
        return make_account(request, token)
    use_sign_in_token(token)
    login(request, User.objects.filter(is_active=True).earliest("pk"), backend=BACKEND)
    return redirect("overview")


def closed_link(request: HttpRequest, token: str) -> HttpResponse | None:
    """Answer for a link of the program that leads nowhere, or was guessed at too often."""
    try:
        LINKS.check(asker_of(request))
    except TooManyTries as error:
        return render(request, "incidents/start_busy.html", {"reason": error}, status=429)
    if is_token_good(token):
        return None
    LINKS.count(asker_of(request))
    return render(request, "incidents/start_closed.html", status=410)


def make_account(request: HttpRequest, token: str) -> HttpResponse:
    form = SetUpForm(request.POST or None)
    if not form.is_valid():
        return render(request, "incidents/start.html", {"form": form})
    user = set_up(token=token, **form.cleaned_data)
    if user is None:
        return render(request, "incidents/start_closed.html", status=410)
    login(request, user, backend=BACKEND)
    return redirect("start-who")


@signed_in
@require_http_methods(["GET", "POST"])
def start_who(request: AuthenticatedRequest) -> HttpResponse:
    """Ask, right after set-up, who is after the borrower; may be skipped."""
    case = case_of(request.user)
    if case is None:
        return redirect("overview")
    form = CreditorForm(request.POST or None)
    if form.is_valid() and not is_resumed(request):
        add_creditor(case=case, creditor=form.instance, actor=request.user)
        messages.success(request, _("记下了。现在记第一笔。"))
        return redirect("entry-new")
    return render(request, "incidents/start_who.html", {"form": form})
