"""Checked clauses: entering the official wording of one, taking it back, and passing them on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from incidents.catalogue import catalogue
from incidents.checkbook import heading_of, incoming_rows
from incidents.drafts import is_resumed
from incidents.exceptions import CheckRefused
from incidents.forms.checks import CheckFileForm, CheckForm
from incidents.http import AuthenticatedRequest, posted, posted_files
from incidents.rulebook import is_shown
from incidents.services.checks import (
    check_clause,
    export_checks,
    held,
    import_checks,
    look_into,
    take_back,
)
from incidents.tagging.catalogue.model import Checked, Clause
from incidents.views.access import signed_in

GET_OR_POST = ["GET", "POST"]
FILE_NAME = "harassguard-checked.toml"


@signed_in
@require_http_methods(GET_OR_POST)
def rule_check(request: AuthenticatedRequest, slug: str, name: str) -> HttpResponse:
    """Enter what the official site says; from then on the clause prints with that note."""
    clause = clause_at(request, slug, name)
    entry = held().get(clause.id)
    form = CheckForm(posted(request), clause=clause, initial=initial_of(entry, request))
    if form.is_bound and not is_resumed(request) and form.is_valid():
        try:
            check_clause(checked=form.checked(), actor=request.user)
        except CheckRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已记下。从现在起，这一条按你读到的原文引用。"))
            return redirect("rule-list")
    page = {"form": form, "heading": heading_of(clause), "entry": entry, "slug": slug, "name": name}
    return render(request, "incidents/rule_check.html", page)


@signed_in
@require_POST
def rule_uncheck(request: AuthenticatedRequest, slug: str, name: str) -> HttpResponse:
    clause = clause_at(request, slug, name)
    try:
        take_back(clause=clause.id)
    except CheckRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已收回，这一条恢复成原来的样子。"))
    return redirect("rule-list")


@signed_in
@require_GET
def rule_export(request: AuthenticatedRequest) -> HttpResponse:
    response = HttpResponse(export_checks(), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


@signed_in
@require_http_methods(GET_OR_POST)
def rule_import(request: AuthenticatedRequest) -> HttpResponse:
    """Show what a file would change; keep it when it comes back as it was shown."""
    keeper(request)
    form = CheckFileForm(posted(request), posted_files(request))
    page: dict[str, object] = {"form": form}
    if form.is_bound and not is_resumed(request) and form.is_valid():
        content = form.read()
        try:
            if form.is_seen:
                return imported(request, import_checks(content))
            incoming = look_into(content)
        except CheckRefused as error:
            form.add_error("file", str(error))
        else:
            page |= {"incoming": incoming, "rows": incoming_rows(incoming)}
            page["content"] = content.decode()
    return render(request, "incidents/rule_import.html", page)


def imported(request: AuthenticatedRequest, count: int) -> HttpResponse:
    said = ngettext("已收进 %(count)d 条核对。", "已收进 %(count)d 条核对。", count)
    messages.success(request, said % {"count": count})
    return redirect("rule-list")


def clause_at(request: AuthenticatedRequest, slug: str, name: str) -> Clause:
    keeper(request)
    clause = catalogue().clauses.get(f"{slug}:{name}")
    if clause is None or not is_shown(catalogue().instruments[slug]):
        raise Http404
    return clause


def keeper(request: AuthenticatedRequest) -> None:
    """Let in only those who run the program: what is entered prints in everybody's bundles."""
    if not request.user.is_staff:
        raise Http404


def initial_of(entry: Checked | None, request: AuthenticatedRequest) -> dict[str, object]:
    if entry is None:
        return {"by": request.user.get_username()}
    names = ("words", "starts_mid_sentence", "article", "first", "last", "place", "day", "by")
    return {name: getattr(entry, name) for name in names}
