"""The overview: the next step, and how the contacts lie in time."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents.figure_counts import days_of, hours_of_week
from incidents.figure_words import wave_name
from incidents.http import AuthenticatedRequest
from incidents.models import Case
from incidents.models.report import ReportState
from incidents.next_step import next_step
from incidents.overview import (
    Timeline,
    dates_of,
    hours_of,
    moment_of,
    reached_of,
    stats_of,
    timeline_of,
    waiting_of,
)
from incidents.presenters import rule_title
from incidents.services.patterns import refresh_patterns
from incidents.views.access import signed_in
from incidents.views.cases import working_case
from incidents.views.figures import shown
from incidents.wording import day_text

RULES_SHOWN = 4


@signed_in
@require_GET
def overview(request: AuthenticatedRequest) -> HttpResponse:
    case = working_case(request)
    refresh_patterns(case)
    now = timezone.now()
    hours = hours_of(case)
    timeline = timeline_of(hours)
    waiting = waiting_of(case)
    page = {
        "today": day_text(timezone.localdate(now), weekday=True),
        "next": next_step(
            has_creditor=case.creditors.exists(),
            has_incidents=timeline is not None,
            waiting_findings=sum(rule.count for rule in waiting),
            waiting_reports=case.reports.filter(state=ReportState.WAITING).count(),
        ),
        "waiting": [
            (rule, rule_title(rule.rule), span_text(rule.first, rule.last))
            for rule in waiting[:RULES_SHOWN]
        ],
        "dates": dates_of(case, now),
    }
    if timeline is not None:
        page |= figures(case, timeline)
        page["stats"] = stats_of(case, hours, timezone.localdate(now))
    return render(request, "incidents/overview.html", page)


def span_text(first: date, last: date) -> str:
    if first == last:
        return day_text(last)
    return _("%(first)s到 %(last)s") % {"first": day_text(first), "last": day_text(last)}


def figures(case: Case, timeline: Timeline) -> dict[str, object]:
    moment = moment_of(timeline, timezone.localdate())
    return {
        "timeline": timeline,
        "moment": moment,
        "wave": wave_name(moment.wave.number) if moment.wave else "",
        "days": shown(days_of(case, timeline)),
        "hours": shown(hours_of_week(case, timeline)),
        "most_an_hour": max(timeline.by_hour.values()),
        "reached": reached_of(case),
        "first": day_text(timeline.first),
        "last": day_text(timeline.last),
    }


@signed_in
@require_GET
def more(request: AuthenticatedRequest) -> HttpResponse:
    """List the places that the bar of a phone has no room for."""
    return render(request, "incidents/more.html")
