"""Pages that erase a person's data: first what goes and what stays, then, on purpose, the act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.custody_views import kind_words
from evidence.forms.erasure import ErasureForm, sure_word
from evidence.models import Backup
from evidence.models.backup import BackupState
from evidence.models.bundle import BundleState
from evidence.services.erasure import (
    Person,
    erase_person,
    foresee,
    forget_traces,
    related_exhibits,
    words_for,
)
from incidents.exceptions import BadDecision
from incidents.http import AuthenticatedRequest
from incidents.models import Contact, Line
from incidents.views.access import signed_in

GET_OR_POST = ["GET", "POST"]


@signed_in
@require_http_methods(GET_OR_POST)
def contact_erase(request: AuthenticatedRequest, contact_id: int) -> HttpResponse:
    contacts = Contact.objects.visible_to(request.user).select_related("case")
    contact = get_object_or_404(contacts, pk=contact_id)
    return erase(request, contact, "contact-detail")


@signed_in
@require_http_methods(GET_OR_POST)
def line_erase(request: AuthenticatedRequest, line_id: int) -> HttpResponse:
    line = get_object_or_404(
        Line.objects.visible_to(request.user).select_related("case"), pk=line_id
    )
    return erase(request, line, "line-detail")


def erase(request: AuthenticatedRequest, person: Person, page: str) -> HttpResponse:
    """Show what would go, ask once more, and only then erase."""
    if person.erased_at is not None:
        messages.info(request, _("这些信息已经删除过了。"))
        return redirect(page, person.pk)
    form = ErasureForm(request.POST or None, words=words_for(person))
    if not form.is_bound:
        return render(request, "evidence/erasure.html", about(person, page, form))
    if form.is_valid() and form.is_asked:
        return erased(request, person, page, form.cleaned_data["words"])
    return show_second_step(request, person, page, form)


def about(person: Person, page: str, form: ErasureForm) -> dict[str, object]:
    """Gather what the first step says, above all of what has left the case already."""
    case = person.case
    return {
        "person": person,
        "is_contact": isinstance(person, Contact),
        "page": page,
        "form": form,
        "bundles": case.bundles.filter(state=BundleState.ISSUED).order_by("number"),
        "backups": Backup.objects.filter(state=BackupState.DONE).count(),
        "exhibits": related_exhibits(person),
    }


def show_second_step(
    request: AuthenticatedRequest, person: Person, page: str, form: ErasureForm
) -> HttpResponse:
    words = form.cleaned_data.get("words", [])
    seen = foresee(person, words)
    shown = {
        "person": person,
        "page": page,
        "form": form,
        "words": words,
        "seen": seen,
        "struck": [(kind_words(kind), count) for kind, count in sorted(seen.struck.items())],
        "sure_word": sure_word(),
    }
    return render(request, "evidence/erasure_sure.html", shown)


def erased(
    request: AuthenticatedRequest, person: Person, page: str, words: list[str]
) -> HttpResponse:
    try:
        erase_person(person=person, words=words, actor=request.user)
    except BadDecision as error:
        messages.error(request, str(error))
        return redirect(page, person.pk)
    messages.success(request, _("已删除。保管记录里留下了这件事，没有留下内容。"))
    if not forget_traces():
        messages.warning(
            request,
            _("程序正忙，数据库文件里可能还有旧内容的痕迹。过一会儿做一次备份，再从备份恢复。"),
        )
    return redirect(page, person.pk)
