"""What tagging again would change, gathered by rule for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.differences import Aspect, Difference, Gathered, Kind
from incidents.findings import incident_title
from incidents.models import Case, Incident
from incidents.presenters import rule_order, rule_title
from incidents.wording import day_text, local_day

KIND_WORDS = {
    Kind.APPEARS: gettext_lazy("会出现"),
    Kind.FALLS_AWAY: gettext_lazy("会消失"),
    Kind.CHANGES: gettext_lazy("会变"),
}
ASPECT_WORDS = {
    Aspect.CITATIONS: gettext_lazy("条款"),
    Aspect.REASONS: gettext_lazy("理由"),
    Aspect.INCIDENTS: gettext_lazy("所据事件"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding that would differ: on which incident, in what, and whether it was decided."""

    title: str
    incident: int | None
    words: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that would happen in one way to the findings of one rule, in words."""

    title: str
    words: str
    count: int
    decided: int
    rows: tuple[Row, ...]

    @property
    def unshown(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Foresight:
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def decided(self) -> int:
        return sum(group.decided for group in self.groups)


def foresight_of(case: Case, gathered: Sequence[Gathered]) -> Foresight:
    """Put into words what would change: what appears first, rules in their order."""
    kinds = list(Kind)
    ordered = sorted(gathered, key=lambda one: (kinds.index(one.kind), rule_order(one.rule)))
    incidents = incidents_of(case, gathered)
    return Foresight(
        tuple(
            Group(
                title=rule_title(one.rule),
                words=str(KIND_WORDS[one.kind]),
                count=one.count,
                decided=one.decided,
                rows=tuple(row_of(change, incidents) for change in one.shown),
            )
            for one in ordered
        )
    )


def incidents_of(case: Case, gathered: Iterable[Gathered]) -> dict[int, Incident]:
    named = {change.incidents[0] for one in gathered for change in one.shown if change.incidents}
    return case.incidents.select_related("line", "contact").in_bulk(sorted(named))


def row_of(change: Difference, incidents: dict[int, Incident]) -> Row:
    incident = incidents.get(change.incidents[0]) if change.incidents else None
    if incident is None or len(change.incidents) > 1:
        day = day_text(local_day(change.first_at), weekday=True)
        title = _("%(day)s，%(count)d 次") % {"day": day, "count": len(change.incidents)}
    else:
        title = incident_title(incident)
    words = _("、").join(str(ASPECT_WORDS[aspect]) for aspect in change.aspects)
    return Row(title, incident.pk if incident else None, words, change.is_decided)
