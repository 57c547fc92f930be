"""What the figures of a case are made of, counted in the database."""

from collections.abc import Callable, Mapping

from django.db.models import Count
from django.utils.translation import gettext as _

from incidents.figure_payments import Paid, payments_figure
from incidents.figure_sheets import (
    Figure,
    LineUse,
    days_figure,
    hours_figure,
    lines_figure,
    reached_figure,
)
from incidents.models import Case, Repayment
from incidents.models.line import LineKind
from incidents.overview import Timeline, hours_of, reached_of, timeline_of


def days_of(_case: Case, timeline: Timeline) -> Figure:
    return days_figure(timeline.days, timeline.waves)


def hours_of_week(_case: Case, timeline: Timeline) -> Figure:
    return hours_figure(timeline.by_hour)


def lines_of(case: Case, _timeline: Timeline) -> Figure | None:
    """Show every number that called; those that hid themselves are no number to count."""
    rows = (
        case.incidents.incoming()
        .filter(line__isnull=False)
        .order_by()
        .values_list("line__kind", "line__place")
        .annotate(count=Count("pk"), lines=Count("line", distinct=True))
    )
    return lines_figure(
        LineUse(str(LineKind(kind).label), place, count, 0 if kind == LineKind.HIDDEN else lines)
        for kind, place, count, lines in rows
    )


def people_of(case: Case, _timeline: Timeline) -> Figure | None:
    people = reached_of(case, most=None)
    return reached_figure(
        [(one.name or _("我"), one.count, one.contact_id is None) for one in people]
    )


def payments_of(case: Case, timeline: Timeline) -> Figure | None:
    rows = Repayment.objects.filter(debt__creditor__case=case)
    paid = [Paid(each.paid_date, each.amount, each.is_approximate) for each in rows]
    return payments_figure(timeline.days, paid)


FIGURES: Mapping[str, Callable[[Case, Timeline], Figure | None]] = {
    "days": days_of,
    "hours": hours_of_week,
    "lines": lines_of,
    "reached": people_of,
    "payments": payments_of,
}


def figure_of(case: Case, name: str) -> Figure | None:
    """Return a figure of a case by its name; None when there is nothing to show in it."""
    timeline = timeline_of(hours_of(case))
    return FIGURES[name](case, timeline) if timeline else None


def figures_of(case: Case, timeline: Timeline) -> list[Figure]:
    found = (make(case, timeline) for make in FIGURES.values())
    return [figure for figure in found if figure is not None]
