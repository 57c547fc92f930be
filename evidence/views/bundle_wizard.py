"""The wizard of bundles: choose, look at what goes in and what is missing, and issue."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evidence.bundles.readiness import preview
from evidence.bundles.senders import Sending
from evidence.exceptions import IssueError
from evidence.forms.bundles import BundleForm
from evidence.models.bundle import BundleState, Recipient
from evidence.offers import Offers, offers_of, recipient_picks
from evidence.services.bundles import request_bundle
from evidence.tasks import issue
from incidents.drafts import is_resumed
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Case
from incidents.services.patterns import refresh_patterns
from incidents.views.access import signed_in
from incidents.views.cases import working_case

PREVIEW = "preview"


@signed_in
@require_http_methods(["GET", "POST"])
def bundle_add(request: AuthenticatedRequest) -> HttpResponse:
    """Choose and look; a POST that does not ask for a preview requests the issue."""
    case = working_case(request)
    form = chosen(request, case)
    wants_issue = request.method == "POST" and PREVIEW not in request.POST
    if form.is_valid() and wants_issue and not is_resumed(request):
        try:
            return issued(request, case, form, form.sending())
        except IssueError as error:
            form.add_error(None, str(error))
    return show_wizard(request, case, form)


def issued(
    request: AuthenticatedRequest, case: Case, form: BundleForm, sending: Sending
) -> HttpResponse:
    """Queue the issue that was chosen; raises IssueError when it holds nothing."""
    bundle = request_bundle(
        case=case,
        recipient=form.recipient_chosen(),
        scope=form.scope,
        replaces=form.cleaned_data["replaces"],
        sending=sending,
        actor=request.user,
    )
    issue.enqueue(bundle.pk)
    return redirect("bundle-detail", bundle.pk)


def chosen(request: AuthenticatedRequest, case: Case) -> BundleForm:
    """Return the form with what was chosen so far."""
    refresh_patterns(case)
    offers = offers_of(case)
    data = posted(request) or first_choice(request, offers)
    return BundleForm(data, case=case, offers=offers)


def first_choice(request: AuthenticatedRequest, offers: Offers) -> dict[str, object]:
    """What is chosen before anything was: the regulator, everything that was confirmed."""
    return {
        "recipient": Recipient.REGULATOR_12378.value,
        "period": "all",
        "waves": [option.value for option in offers.waves],
        "creditors": [option.value for option in offers.creditors],
        "contacts": [option.value for option in offers.contacts],
        "rules": [count.rule for count in offers.rules if count.confirmed],
        "per_page": "2",
        "replaces": request.GET.get("replaces", ""),
        "supplements": request.GET.get("supplements", ""),
    }


def show_wizard(request: AuthenticatedRequest, case: Case, form: BundleForm) -> HttpResponse:
    page: dict[str, object] = {"form": form, "offers": form.offers, "preview": None, "scope": None}
    if form.is_valid():
        recipient = form.recipient_chosen()
        page |= {
            "recipient": recipient.label,
            "preview": preview(case, recipient, form.scope, form.offers.rows),
            "scope": form.scope,
        }
    if request.htmx and PREVIEW in request.POST:
        return render(request, "evidence/_bundle_preview.html", page)
    page |= {
        "picks": recipient_picks(case.creditors.all()),
        "exhibits": case.exhibits.all(),
        "issued": case.bundles.filter(state=BundleState.ISSUED),
    }
    return render(request, "evidence/bundle_add.html", page)
