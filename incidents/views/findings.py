"""The findings of a case by rule, and the decision on one or on many."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from incidents.findings import (
    CHANGED,
    first_of_each,
    groups_of,
    select,
    tab_counts,
    with_basis,
)
from incidents.forms.findings import DecisionForm, Seen
from incidents.http import AuthenticatedRequest
from incidents.models import Case, Finding, Incident
from incidents.models.finding import FindingState
from incidents.pattern_views import basis_of, counted_of, patterns_of
from incidents.presenters import finding_view, reading_of, rule_words
from incidents.services.decisions import decide_findings
from incidents.services.patterns import refresh_patterns
from incidents.views.access import signed_in
from incidents.views.cases import working_case

A_PAGE = 50
INCIDENTS_A_PAGE = 200
TABS = (*FindingState.values, CHANGED)


@signed_in
@require_GET
def finding_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    tab = request.GET.get("state", "")
    tab = tab if tab in TABS else FindingState.SUGGESTED.value
    refresh_patterns(case)
    found = select(case, tab)
    rule = request.GET.get("rule", "")
    if rule:
        found = found.filter(rule=rule)
    findings = found.of_rules()
    page: Page[Finding] | None = None
    if rule:
        page = Paginator(with_basis(findings), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "tab": tab,
        "tabs": tabs(case),
        "rule": rule,
        "page": page,
        "query": f"state={tab}&rule={rule}",
        "patterns": patterns_of(found.patterns()),
        "groups": groups_of(findings, page or first_of_each(findings)),
        "is_decided": tab in (FindingState.CONFIRMED, FindingState.DISMISSED),
        "is_changed": tab == CHANGED,
    }
    return render(request, "incidents/finding_list.html", shown)


@signed_in
@require_GET
def finding_detail(request: AuthenticatedRequest, finding_id: int) -> HttpResponse:
    """List everything that a pattern rests on, for a reader to count again."""
    patterns = Finding.objects.visible_to(request.user).patterns()
    finding = get_object_or_404(patterns.select_related("decided_by"), pk=finding_id)
    page = Paginator(basis_of(finding), INCIDENTS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "view": finding_view(finding),
        "words": rule_words(finding.rule),
        "page": page,
        "incidents": [counted_of(incident) for incident in page],
    }
    return render(request, "incidents/finding_detail.html", shown)


def tabs(case: Case) -> list[tuple[str, str, int]]:
    counts = tab_counts(case)
    words = {**{state.value: str(state.label) for state in FindingState}, CHANGED: _("依据有变")}
    return [(tab, words[tab], counts[tab]) for tab in TABS if tab != CHANGED or counts[tab]]


@signed_in
@require_POST
def finding_decide(request: AuthenticatedRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("没有选中要决定的标记。"))
    findings, changed = chosen(request, form)
    decided = decide_findings(
        findings=findings,
        state=form.state,
        note=form.cleaned_data["note"].replace("\x00", ""),
        actor=request.user,
    )
    incident_id = form.cleaned_data["incident"]
    if request.htmx and incident_id and findings and not changed:
        return decided_fragment(request, incident_id, findings[0])
    tell(request, decided, changed)
    if incident_id:
        return redirect(f"{reverse('incident-detail', args=[incident_id])}#findings")
    return redirect(f"{reverse('finding-list')}?{request.POST.get('query', '')}")


def chosen(request: AuthenticatedRequest, form: DecisionForm) -> tuple[list[Finding], int]:
    """Return the findings meant, and how many are left out because they changed meanwhile."""
    wanted: list[Seen] = form.cleaned_data["chosen"]
    visible = Finding.objects.visible_to(request.user).select_related("case")
    held = visible.in_bulk([seen.pk for seen in wanted])
    if len(held) != len({seen.pk for seen in wanted}):
        raise Http404
    same = [held[seen.pk] for seen in wanted if held[seen.pk].basis.startswith(seen.basis)]
    return same + others_of_rule(request, form), len(wanted) - len(same)


def others_of_rule(request: AuthenticatedRequest, form: DecisionForm) -> list[Finding]:
    """Return what waited under the rule when the page was made, beyond what it listed."""
    rule, latest = form.cleaned_data["rule"], form.cleaned_data["latest"]
    if not rule or latest is None:
        return []
    waiting = working_case(request).findings.waiting().filter(rule=rule, pk__lte=latest)
    listed = [seen.pk for seen in form.cleaned_data["shown"]]
    return list(waiting.exclude(pk__in=listed).select_related("case"))


def tell(request: AuthenticatedRequest, decided: int, changed: int) -> None:
    if decided:
        said = ngettext("已记下 %(count)d 条决定。", "已记下 %(count)d 条决定。", decided)
        messages.success(request, said % {"count": decided})
    if changed:
        said = ngettext(
            "有 %(count)d 条刚才变了，没有动，请再看一遍。",
            "有 %(count)d 条刚才变了，没有动，请再看一遍。",
            changed,
        )
        messages.warning(request, said % {"count": changed})


def decided_fragment(
    request: AuthenticatedRequest, incident_id: int, finding: Finding
) -> HttpResponse:
    """Show the finding again as it stands on its incident's page, and the words it marks."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user), pk=incident_id)
    reading = reading_of(
        incident,
        incident.findings.current().of_rules().select_related("decided_by"),
        incident.observations.all(),
    )
    view = next((view for view in reading.findings if view.finding.pk == finding.pk), None)
    page = {"view": view, "incident": incident, "narrative": reading.narrative}
    return render(request, "incidents/_finding_decided.html", page)
