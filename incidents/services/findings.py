"""Tagging incidents of a case; what a person decided about the findings stays."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from incidents.catalogue import catalogue, tagging_mark
from incidents.facts import Background, background_of, facts_of, sightings_of
from incidents.models import Case, Incident, ObservationRecord
from incidents.planning import Planned, plan
from incidents.services.planned import batches, on_days, save_findings
from incidents.tagging.catalogue.model import Catalogue
from incidents.tagging.counters import count_days
from incidents.tagging.engine import Tagging, tag
from incidents.tagging.facts import Channel, Narrator, Observation
from incidents.tagging.observe import observe_text

AT_ONCE = 500
DAYS_AT_ONCE = 30
INCIDENTS_AT_ONCE = 2_000
COLUMNS = ("label", "source", "reason", "start", "end")

Taggings = dict[Incident, Tagging]
Columns = tuple[object, ...]
Before = Callable[[Sequence[date], list[Planned]], None]


def warm_up() -> None:
    """Read catalogue and word lists now, not while others wait for the database."""
    catalogue()
    observe_text("你好", Narrator.COLLECTOR, Channel.SMS)


def retag_around(*, case: Case, incidents: Iterable[Incident]) -> None:
    """Tag again whole days that the given incidents fall on, since counts belong to days."""
    retag_days(case=case, days={shanghai_day(incident.occurred_at) for incident in incidents})


def retag(
    *, case: Case, incidents: Iterable[Incident] | None = None, before: Before | None = None
) -> int:
    """Tag the days of the given incidents again, or the whole case; returns how many days."""
    mark = tagging_mark()
    if incidents is None:
        days = days_of(case)
    else:
        days = {shanghai_day(incident.occurred_at) for incident in incidents}
    retag_days(case=case, days=days, before=before)
    if incidents is None:
        note_tagged(case, mark)
    return len(days)


def note_tagged(case: Case, mark: str) -> None:
    """Keep by which catalogue the whole case was tagged."""
    # Words may now be read in another way, which no link of the chain tells to patterns.
    Case.objects.filter(pk=case.pk).update(tagged_mark=mark, patterns_mark="")
    case.tagged_mark, case.patterns_mark = mark, ""


def days_of(case: Case) -> set[date]:
    """Return the Shanghai days on which the case holds incidents."""
    days = case.incidents.order_by().annotate(day=TruncDate("occurred_at"))
    return set(days.values_list("day", flat=True))


def retag_since(*, case: Case, day: date) -> None:
    """Tag a day and all after it again, since something is now known to have come before them."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    later = case.incidents.standing().filter(occurred_at__gte=start).order_by()
    days = later.annotate(day=TruncDate("occurred_at")).values_list("day", flat=True)
    retag_days(case=case, days=set(days))


def shanghai_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@transaction.atomic
def retag_days(*, case: Case, days: set[date], before: Before | None = None) -> None:
    """
    Derive observations and findings of whole days anew.

    A person's decision stays; a finding that no longer follows is kept, marked as unsupported.
    `before` is called with what is about to be written for some of the days.
    """
    if days and not case.tagged_mark:
        case.tagged_mark = tagging_mark()
        Case.objects.filter(pk=case.pk, tagged_mark="").update(tagged_mark=case.tagged_mark)
    for batch, taggings, planned in tagged_batches(case, days):
        if before:
            before(batch, planned)
        replace_observations(case, batch, taggings)
        save_findings(case, batch, planned)


def tagged_batches(
    case: Case, days: Iterable[date]
) -> Iterator[tuple[Sequence[date], Taggings, list[Planned]]]:
    """Tag whole days, some at a time, and plan their findings; nothing is written."""
    rules, background = catalogue(), background_of(case)
    for batch in whole_days(case, days):
        taggings = tag_days(case, batch, background, rules)
        yield batch, taggings, plan(taggings, rules.digest)


def whole_days(case: Case, days: Iterable[date]) -> Iterator[Sequence[date]]:
    """Group days so that little has to be held at once; a day's counts need all of the day."""
    for month in batches(sorted(days), DAYS_AT_ONCE):
        moments = case.incidents.filter(on_days("occurred_at", month)).order_by()
        sizes = Counter(map(shanghai_day, moments.values_list("occurred_at", flat=True)))
        group: list[date] = []
        for day in month:
            if group and sum(sizes[one] for one in (*group, day)) > INCIDENTS_AT_ONCE:
                yield group
                group = []
            group.append(day)
        yield group


def tag_days(
    case: Case, days: Sequence[date], background: Background, rules: Catalogue
) -> Taggings:
    incidents = list(
        case.incidents.standing()
        .filter(on_days("occurred_at", days))
        .select_related("contact", "line", "creditor")
    )
    counts = count_days(sightings_of(incidents))
    return {incident: tag(facts_of(incident, counts, background), rules) for incident in incidents}


def replace_observations(case: Case, days: Sequence[date], taggings: Taggings) -> None:
    """Write the observations of those incidents that no longer show what they are kept with."""
    shown = {
        incident.pk: [columns(observation) for observation in tagging.observations]
        for incident, tagging in taggings.items()
    }
    held: dict[int, list[Columns]] = defaultdict(list)
    for incident_id, *values in observations_on(case, days).values_list("incident_id", *COLUMNS):
        held[incident_id].append(tuple(values))
    stale = [pk for pk in held.keys() | shown.keys() if held.get(pk, []) != shown.get(pk, [])]
    for batch in batches(stale):
        ObservationRecord.objects.filter(incident__in=batch).delete()
    ObservationRecord.objects.bulk_create(
        (
            ObservationRecord(incident_id=pk, **dict(zip(COLUMNS, values, strict=True)))
            for pk in sorted(stale)
            for values in shown.get(pk, ())
        ),
        batch_size=500,
    )


def observations_on(case: Case, days: Iterable[date]) -> QuerySet[ObservationRecord]:
    incidents = case.incidents.filter(on_days("occurred_at", days)).order_by()
    return ObservationRecord.objects.filter(incident__in=incidents).order_by("pk")


def columns(observation: Observation) -> Columns:
    """Return what is kept of an observation, in the order of COLUMNS."""
    reason = observation.reason
    return (
        observation.label.value,
        observation.source.value,
        [reason.code, dict(reason.values)],
        observation.start,
        observation.end,
    )
