"""The incident list as it is shown: rows gathered by day, with each day's totals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Prefetch
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from incidents.filters import midnight
from incidents.models import Finding, Incident, ObservationRecord
from incidents.models.finding import FindingState
from incidents.models.incident import Channel, Direction, IncidentQuerySet, Label, Narrator
from incidents.wording import day_text, duration_text, local_day

LABEL_ORDER = {label.value: place for place, label in enumerate(Label)}
NAMED_IN_TOTAL = 6
REACHED = {
    Channel.CALL: gettext_lazy("打给%(who)s"),
    Channel.VISIT: gettext_lazy("找%(who)s"),
    Channel.POST: gettext_lazy("针对%(who)s"),
}
REACHED_OTHERWISE = gettext_lazy("发给%(who)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident in a list; `state` is a state of findings or "" when there are none."""

    incident: Incident
    who: str
    meta: tuple[str, ...]
    words: str
    labels: tuple[str, ...]
    state: str
    has_exhibits: bool


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    title: str
    total: str
    rows: tuple[Row, ...]


def for_rows(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Fetch with the incidents everything that rows show, in a fixed number of queries."""
    return incidents.select_related("line", "contact").prefetch_related(
        Prefetch(
            "observations", ObservationRecord.objects.only("incident_id", "label").order_by("pk")
        ),
        Prefetch("findings", Finding.objects.current().of_rules().only("pk", "state")),
        "exhibit_uses",
    )


def days_of(incidents: Sequence[Incident], everything: IncidentQuerySet) -> list[Day]:
    """Gather rows by Shanghai day; totals count all of a day's incidents among `everything`."""
    totals = totals_of(incidents, everything)
    return [
        Day(day, day_text(day, weekday=True), totals.get(day, ""), tuple(map(row_of, group)))
        for day, group in groupby(incidents, key=lambda one: local_day(one.occurred_at))
    ]


def row_of(incident: Incident) -> Row:
    seen = {observation.label for observation in incident.observations.all()}
    labels = sorted(seen, key=LABEL_ORDER.__getitem__)
    return Row(
        incident=incident,
        who=incident.line.display if incident.line else _("没有号码"),
        meta=meta_of(incident),
        words=words_of(incident),
        labels=tuple(str(Label(label).label) for label in labels),
        state=state_of({finding.state for finding in incident.findings.all()}),
        has_exhibits=bool(incident.exhibit_uses.all()),
    )


def meta_of(incident: Incident) -> tuple[str, ...]:
    place = incident.line.place if incident.line else ""
    parts = (str(Channel(incident.channel).label), place, reached_text(incident))
    return tuple(part for part in parts if part)


def reached_text(incident: Incident) -> str:
    """Say to whom they turned, in the verb of the channel."""
    who = incident.contact.name if incident.contact else pgettext("in a sentence", "我")
    if incident.direction == Direction.OUTGOING:
        return _("%(who)s联系对方") % {"who": who}
    return str(REACHED.get(Channel(incident.channel), REACHED_OTHERWISE)) % {"who": who}


def words_of(incident: Incident) -> str:
    """Return the narrative, in quotation marks when it is theirs, or what else is known."""
    words = incident.narrative.strip()
    if words:
        is_theirs = incident.narrator == Narrator.COLLECTOR and not words.startswith(("“", '"'))
        return f"“{words}”" if is_theirs else words
    if incident.connected is False:
        return _("没有接到。")
    if incident.connected and incident.duration_s:
        return _("接通 %(duration)s。") % {"duration": duration_text(incident.duration_s)}
    return _("接通了。") if incident.connected else ""


def state_of(states: Iterable[str]) -> str:
    """Return the state to show for several findings: what waits comes first."""
    present = set(states)
    for state in (FindingState.SUGGESTED, FindingState.CONFIRMED, FindingState.DISMISSED):
        if state in present:
            return state.value
    return ""


def totals_of(incidents: Sequence[Incident], everything: IncidentQuerySet) -> Mapping[date, str]:
    if not incidents:
        return {}
    days = [local_day(incident.occurred_at) for incident in incidents]
    counted = (
        everything.filter(
            occurred_at__gte=midnight(min(days)),
            occurred_at__lt=midnight(max(days) + timedelta(days=1)),
        )
        .annotate(day=TruncDate("occurred_at"))
        .order_by("day")
        .values("day", "contact__name")
        .annotate(total=Count("pk", distinct=True))
    )
    by_day: dict[date, list[tuple[str, int]]] = {}
    for entry in counted:
        who = entry["contact__name"] or pgettext("in a sentence", "我")
        by_day.setdefault(entry["day"], []).append((who, entry["total"]))
    return {day: total_text(reached) for day, reached in by_day.items()}


def total_text(reached: list[tuple[str, int]]) -> str:
    """Say how often a day, and to whom how often."""
    total = sum(count for _who, count in reached)
    if len(reached) == 1:
        return _("%(total)d 次，都找%(who)s") % {"total": total, "who": reached[0][0]}
    most = sorted(reached, key=lambda pair: -pair[1])
    named = [f"{who} {count}" for who, count in most[:NAMED_IN_TOTAL]]
    if len(most) > NAMED_IN_TOTAL:
        others = sum(count for _who, count in most[NAMED_IN_TOTAL:])
        named.append(_("其他人 %(count)d") % {"count": others})
    return _("%(total)d 次：%(named)s") % {"total": total, "named": _("、").join(named)}
