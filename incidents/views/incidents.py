"""The list of incidents, and what a person does to one of them: amend, withdraw, restore."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from incidents.drafts import is_resumed
from incidents.filters import OTHERS, Counts, Filters, count
from incidents.forms.filters import FilterForm
from incidents.forms.incidents import AmendForm, WithdrawForm
from incidents.http import AuthenticatedRequest, number_in
from incidents.ledger import days_of, for_rows
from incidents.models import Case, Incident, Line, User
from incidents.models.finding import FindingState
from incidents.services.incidents import amend_incident, restore_incident, withdraw_incidents
from incidents.views.access import signed_in
from incidents.views.amending import Amendment
from incidents.views.cases import working_case

A_PAGE = 50
LINES_OFFERED = 40


class CountedPaginator(Paginator[Incident]):
    """A paginator that was told how many there are, to save counting again."""

    def __init__(self, *args: Any, total: int) -> None:
        super().__init__(*args)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


@signed_in
@require_GET
def incident_list(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    contacts = list(case.contacts.all())
    form = FilterForm(
        request.GET, contacts=contacts, lines=offered_lines(case, request.GET.get("line", ""))
    )
    filters = form.filters()
    incidents = filters.apply(case)
    counts = count(incidents)
    ordered = for_rows(incidents).order_by("-occurred_at", "-number")
    page = CountedPaginator(ordered, A_PAGE, total=counts.found).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "filters": filters,
        "query": filters.query(),
        "counts": counts,
        "total": case.incidents.standing().count(),
        "withdrawn": case.incidents.filter(withdrawn_at__isnull=False).count(),
        "chips": chips(filters, counts),
        "page": page,
        "days": days_of(list(page.object_list), incidents),
    }
    return render(request, "incidents/incident_list.html", shown)


def offered_lines(case: Case, chosen: str) -> list[Line]:
    """Return the lines heard from most, and the one asked for."""
    busiest = case.lines.annotate(heard=Count("incidents")).order_by("-heard", "pk")
    lines = list(busiest[:LINES_OFFERED])
    key = number_in(chosen)
    if key is not None and key not in {line.pk for line in lines}:
        lines += case.lines.filter(pk=key)
    return lines


def chips(filters: Filters, counts: Counts) -> list[tuple[str, str, int, bool]]:
    """Return the quick filters: words, the query that toggles, how many, whether on."""
    is_waiting = filters.state == FindingState.SUGGESTED
    is_others = filters.reached == OTHERS
    return [
        (
            _("等你定"),
            filters.query(state="" if is_waiting else FindingState.SUGGESTED.value),
            counts.waiting,
            is_waiting,
        ),
        (
            _("打给亲友"),
            filters.query(reached="" if is_others else OTHERS),
            counts.others,
            is_others,
        ),
        (_("没有证据"), filters.query(bare=not filters.bare), counts.bare, filters.bare),
    ]


def own_incident(request: AuthenticatedRequest, incident_id: int) -> Incident:
    return get_object_or_404(
        Incident.objects.visible_to(request.user).select_related(
            "case", "line", "contact", "creditor"
        ),
        pk=incident_id,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def incident_amend(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = own_incident(request, incident_id)
    amendment = Amendment(request, incident, amend_form)

    def service(*, changes: dict[str, object], reason: str, actor: User) -> None:
        amend_incident(
            incident=incident,
            changes=changes,
            number=amendment.form.new_number(incident),
            reason=reason,
            actor=actor,
        )

    if amendment.save(service, request.user):
        messages.success(request, _("已更正。旧内容还看得到。"))
        return redirect("incident-detail", incident.pk)
    page = {"incident": incident, "form": amendment.form, "amendment": amendment}
    status = 422 if amendment.form.is_bound and amendment.form.errors else amendment.status
    return render(request, "incidents/incident_amend.html", page, status=status)


def amend_form(incident: Incident, data: QueryDict | None) -> AmendForm:
    return AmendForm(data, incident=incident)


@signed_in
@require_http_methods(["GET", "POST"])
def incident_withdraw(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = own_incident(request, incident_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not is_resumed(request) and form.is_valid():
        withdraw_incidents(
            case=incident.case,
            incidents=[incident],
            reason=form.cleaned_data["reason"],
            actor=request.user,
        )
        messages.success(request, _("已撤下，记录仍保留。"))
        return redirect("incident-detail", incident.pk)
    page = {"incident": incident, "form": form}
    return render(request, "incidents/incident_withdraw.html", page)


@signed_in
@require_POST
def incident_restore(request: AuthenticatedRequest, incident_id: int) -> HttpResponse:
    incident = own_incident(request, incident_id)
    if incident.withdrawn_at is not None:
        restore_incident(incident=incident, actor=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("incident-detail", incident.pk)
