"""Typed text whose form could not be saved: kept over a lost session, and shown again unsaved."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

RESUMED = "_resumed"
KEPT = "kept_form"
LONGEST = 200_000
PRIVATE = ("csrfmiddlewaretoken", "password", "passphrase", "passphrase_again", RESUMED)


def typed(post: QueryDict) -> QueryDict:
    """Return what a person typed: the posted fields without keys and passwords."""
    fields = post.copy()
    for name in PRIVATE:
        fields.pop(name, None)
    return fields


def keep_typed(request: HttpRequest) -> bool:
    """Keep a posted form, without files, in the session; returns whether there was one."""
    body = typed(request.POST).urlencode()
    if request.method != "POST" or not body or len(body) > LONGEST:
        return False
    request.session[KEPT] = {"path": request.get_full_path(), "body": body}
    return True


def has_kept(request: HttpRequest) -> bool:
    """Say whether the visitor's session holds a form that waits for the sign-in."""
    return KEPT in request.session


def resume_typed(request: HttpRequest) -> None:
    """Make the first visit to the page of a kept form that form, as if it were posted unsaved."""
    kept = request.session.get(KEPT)
    if kept and request.method == "GET" and kept["path"] == request.get_full_path():
        del request.session[KEPT]
        fields = QueryDict(kept["body"], mutable=True)
        fields[RESUMED] = "1"
        # Files not read yet would later be loaded from the empty body, and empty fields with them.
        request.FILES.clear()
        request.method = "POST"
        request.POST = fields  # type: ignore[assignment]
    if is_resumed(request):
        messages.warning(request, _("没有保存成功，你写的还在，再试一次。"))


def is_resumed(request: HttpRequest) -> bool:
    """Say whether a posted form is only to be shown again, filled in and unsaved."""
    return RESUMED in request.POST
