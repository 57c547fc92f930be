"""Pages of a bundle's letter: drafted and changed before the issue, and fetched after it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence.bundles.lettering import count, plain
from evidence.exceptions import IssueError
from evidence.services.letters import (
    LONGEST,
    Change,
    Draft,
    Review,
    changes_between,
    draft_letter,
    review_letter,
)
from evidence.views.bundle_wizard import chosen, issued, show_wizard
from evidence.views.bundles import bundle_of, download
from incidents.drafts import RESUMED, is_resumed
from incidents.http import AuthenticatedRequest, posted
from incidents.views.access import signed_in
from incidents.views.cases import working_case

# What the page itself posts; everything else is a choice of the wizard, carried along.
WORDS, BASE, ISSUE, REDRAFT, LOOK = "words", "base", "issue", "redraft", "look"
OWN = frozenset({WORDS, BASE, ISSUE, REDRAFT, LOOK, RESUMED, "preview", "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Writing:
    """What the page shows: the letter, what it is checked against, and what changed meanwhile."""

    draft: Draft
    review: Review
    changes: tuple[Change, ...]
    is_typed: bool
    was_settled: bool

    @property
    def is_edited(self) -> bool:
        return self.review.text != self.draft.text

    @property
    def count(self) -> int:
        return count(self.review.text)

    @property
    def can_be_issued(self) -> bool:
        """Say whether what was posted is what the page shows, and nothing is left open."""
        is_as_typed = not self.changes and not self.was_settled
        return self.is_typed and is_as_typed and not self.review.objection


@signed_in
@require_http_methods(["GET", "POST"])
def bundle_letter(request: AuthenticatedRequest) -> HttpResponse:
    """Show the letter of the bundle that was chosen; issue it once it is as it should be."""
    case = working_case(request)
    if request.method == "GET":
        return redirect("bundle-add")
    form = chosen(request, case)
    if not form.is_valid():
        return show_wizard(request, case, form)
    draft = draft_letter(
        case=case,
        recipient=form.recipient_chosen(),
        scope=form.scope,
        sending=form.sending(),
    )
    writing = written(request, draft)
    wants_issue = ISSUE in request.POST and not is_resumed(request)
    if wants_issue and writing.can_be_issued:
        try:
            sending = form.sending(writing.review.text, is_letter_edited=writing.is_edited)
            queued = issued(request, case, form, sending)
        except IssueError as error:
            form.add_error(None, str(error))
            return show_wizard(request, case, form)
        messages.success(request, _("信按你看到的样子存好了，正在出具。"))
        return queued
    page = {
        "form": form,
        "writing": writing,
        "objection": writing.review.objection if wants_issue or LOOK in request.POST else "",
        "choices": choices(request),
        "title": form.recipient_chosen().label,
        "most": LONGEST,
    }
    return render(request, "evidence/bundle_letter.html", page)


def written(request: HttpRequest, draft: Draft) -> Writing:
    """Compare what was posted with the records as they are now; nothing typed is dropped."""
    fields = posted(request) or QueryDict()
    is_typed = WORDS in fields and REDRAFT not in fields
    base, words = plain(fields.get(BASE, "")), plain(fields.get(WORDS, ""))
    changes = changes_between(base, draft.text) if is_typed else ()
    text = words if is_typed and not (changes and words == base) else draft.text
    review = review_letter(text, draft)
    return Writing(draft, review, changes, is_typed, was_settled=review.text != text)


def choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was chosen in the wizard, to be posted again."""
    fields = posted(request)
    if fields is None:
        return []
    return [(name, value) for name, values in fields.lists() if name not in OWN for value in values]


@signed_in
@require_GET
def bundle_word(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "docx")


@signed_in
@require_GET
def bundle_text(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "txt")
