"""Pages of bundles: the wizard, the list, one issue with its progress, and its files."""

from collections import Counter
from datetime import date

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from evidence.bundles.choosing import is_assertable, is_undecided
from evidence.bundles.readiness import preview
from evidence.bundles.selection import mask_key
from evidence.exceptions import IssueError
from evidence.forms.bundles import BundleForm, RuleCount, recipient_picks
from evidence.models import Bundle
from evidence.models.bundle import BundleState, Recipient, Stage
from evidence.services.bundles import cancel_bundle, repeat_bundle, request_bundle
from evidence.stamp_view import stamp_views
from evidence.tasks import issue
from incidents.drafts import is_resumed
from incidents.figure_words import wave_name
from incidents.http import AuthenticatedRequest, posted
from incidents.models import Case
from incidents.models.incident import Direction
from incidents.presenters import rule_order, rule_title
from incidents.services.patterns import refresh_patterns
from incidents.views.access import signed_in
from incidents.views.cases import working_case
from incidents.waves import Wave, waves
from incidents.wording import local_day

PREVIEW = "preview"


@signed_in
@require_GET
def bundle_list(request: AuthenticatedRequest) -> HttpResponse:
    bundles = working_case(request).bundles.select_related("case", "replaces")
    return render(request, "evidence/bundle_list.html", {"bundles": bundles})


@signed_in
@require_http_methods(["GET", "POST"])
def bundle_add(request: AuthenticatedRequest) -> HttpResponse:
    """Choose and look; a POST that does not ask for a preview requests the issue."""
    case = working_case(request)
    refresh_patterns(case)
    moments = list(case.incidents.standing().values_list("occurred_at", "direction"))
    days = [local_day(moment) for moment, _direction in moments]
    found = waves(local_day(moment) for moment, way in moments if way == Direction.INCOMING)
    counts = rule_counts(case)
    data = posted(request) or first_choice(request, counts)
    form = BundleForm(data, case=case, waves=found, counts=counts)
    wants_issue = request.method == "POST" and PREVIEW not in request.POST
    if form.is_valid() and wants_issue and not is_resumed(request):
        try:
            bundle = request_bundle(
                case=case,
                recipient=form.recipient_chosen(),
                scope=form.scope(),
                replaces=form.cleaned_data["replaces"],
                actor=request.user,
            )
        except IssueError as error:
            form.add_error(None, str(error))
        else:
            issue.enqueue(bundle.pk)
            return redirect("bundle-detail", bundle.pk)
    return show_wizard(request, case, form, wave_chips(found, days))


def first_choice(request: AuthenticatedRequest, counts: list[RuleCount]) -> dict[str, object]:
    """What is chosen before anything was: the regulator, everything that was confirmed."""
    return {
        "recipient": Recipient.REGULATOR_12378.value,
        "period": "all",
        "rules": [count.rule for count in counts if count.confirmed],
        "replaces": request.GET.get("replaces", ""),
    }


def show_wizard(
    request: AuthenticatedRequest,
    case: Case,
    form: BundleForm,
    chips: list[tuple[str, str, int]],
) -> HttpResponse:
    page = {
        "form": form,
        "picks": recipient_picks(case),
        "chips": chips,
        "counts": form.counts,
        "exhibits": case.exhibits.all(),
        "issued": case.bundles.filter(state=BundleState.ISSUED),
        "recipient": Recipient(form.cleaned_data["recipient"]).label if form.is_valid() else "",
        "preview": preview(case, form.scope()) if form.is_valid() else None,
        "scope": form.scope() if form.is_valid() else None,
    }
    is_fragment = request.htmx and PREVIEW in request.POST
    name = "evidence/_bundle_preview.html" if is_fragment else "evidence/bundle_add.html"
    return render(request, name, page)


def wave_chips(found: tuple[Wave, ...], days: list[date]) -> list[tuple[str, str, int]]:
    """Offer the whole time and, where there are several, each wave, with their counts."""
    counts = Counter(days)
    chips = [("all", _("全部"), len(days))]
    if len(found) > 1:
        chips += [
            (
                f"wave-{wave.number}",
                wave_name(wave.number),
                sum(counts[day] for day in counts if wave.first <= day <= wave.last),
            )
            for wave in found
        ]
    return chips


def rule_counts(case: Case) -> list[RuleCount]:
    """Count confirmed and undecided findings by rule, those with confirmed ones first."""
    confirmed: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for finding in case.findings.current():
        confirmed[finding.rule] += is_assertable(finding)
        undecided[finding.rule] += is_undecided(finding)
    rules = [rule for rule in confirmed | undecided if confirmed[rule] or undecided[rule]]
    rows = [RuleCount(rule, rule_title(rule), confirmed[rule], undecided[rule]) for rule in rules]
    return sorted(rows, key=lambda row: (not row.confirmed, rule_order(row.rule)))


@signed_in
@require_GET
def bundle_detail(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    """Show an issue; a polling page is told to load again once there is nothing to wait for."""
    bundle = bundle_of(request, bundle_id)
    is_waiting = bundle.state in (BundleState.QUEUED, BundleState.RUNNING)
    if request.htmx and not is_waiting:
        return HttpResponseClientRefresh()
    page = {"bundle": bundle, "is_waiting": is_waiting, "stages": stage_rows(bundle)}
    if request.htmx:
        return render(request, "evidence/_bundle_progress.html", page)
    if bundle.state == BundleState.ISSUED:
        page |= {
            "exhibits": bundle.bundle_exhibits.select_related("exhibit"),
            "stamps": stamp_views(bundle.stamps.select_related("bundle", "exhibit"), request.user),
            "key": mask_key(bundle.case) if bundle.scope.get("mask") else (),
            "later": bundle.replaced_by.filter(state=BundleState.ISSUED),
        }
    return render(request, "evidence/bundle_detail.html", page)


def stage_rows(bundle: Bundle) -> list[tuple[str, str, str]]:
    """List the stages with whether each is done (✓), under way, or to come."""
    stages = list(Stage)
    at = stages.index(Stage(bundle.stage)) if bundle.stage else -1
    return [
        (
            str(stage.label),
            f"{bundle.done} / {bundle.total}" if index == at and bundle.total > 1 else "",
            "done" if index < at else "now" if index == at else "",
        )
        for index, stage in enumerate(stages)
    ]


@signed_in
@require_POST
def bundle_cancel(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    cancel_bundle(bundle=bundle_of(request, bundle_id))
    return redirect("bundle-detail", bundle_id)


@signed_in
@require_POST
def bundle_repeat(request: AuthenticatedRequest, bundle_id: int) -> HttpResponse:
    if repeat_bundle(bundle=bundle_of(request, bundle_id)):
        issue.enqueue(bundle_id)
    return redirect("bundle-detail", bundle_id)


@signed_in
@require_GET
def bundle_pdf(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "pdf")


@signed_in
@require_GET
def bundle_zip(request: AuthenticatedRequest, bundle_id: int) -> FileResponse:
    return download(bundle_of(request, bundle_id), "zip")


def bundle_of(request: AuthenticatedRequest, bundle_id: int) -> Bundle:
    bundles = Bundle.objects.visible_to(request.user).select_related("case", "replaces")
    return get_object_or_404(bundles, pk=bundle_id)


def download(bundle: Bundle, ending: str) -> FileResponse:
    path = bundle.folder / f"{bundle.name}.{ending}"
    if bundle.state != BundleState.ISSUED or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
