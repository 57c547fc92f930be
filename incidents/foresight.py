"""What tagging again would change, gathered by rule for a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.differences import Aspect, Difference, Kind
from incidents.findings import incident_title
from incidents.models import Case, Incident
from incidents.presenters import rule_order, rule_title
from incidents.wording import day_text, local_day

SHOWN_OF_RULE = 10
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


@dataclass(slots=True)
class Group:
    """Everything that would happen in one way to the findings of one rule."""

    title: str
    words: str
    count: int = 0
    decided: int = 0
    shown: list[Difference] = field(default_factory=list)
    rows: tuple[Row, ...] = ()

    def add(self, change: Difference) -> None:
        self.count += 1
        self.decided += change.is_decided
        if len(self.shown) < SHOWN_OF_RULE:
            self.shown.append(change)

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


def foresight_of(case: Case, changes: Iterable[Difference]) -> Foresight:
    """Gather changes by what happens and by rule; only the first few of a rule are named."""
    groups: dict[tuple[Kind, str], Group] = {}
    for change in changes:
        key = (change.kind, change.rule)
        new = Group(rule_title(change.rule), str(KIND_WORDS[change.kind]))
        groups.setdefault(key, new).add(change)
    kinds = list(Kind)
    ordered = sorted(groups, key=lambda key: (kinds.index(key[0]), rule_order(key[1])))
    incidents = incidents_of(case, groups.values())
    for group in groups.values():
        group.rows = tuple(row_of(change, incidents) for change in group.shown)
    return Foresight(tuple(groups[key] for key in ordered))


def incidents_of(case: Case, groups: Iterable[Group]) -> dict[int, Incident]:
    named = {change.incidents[0] for group in groups for change in group.shown if change.incidents}
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
