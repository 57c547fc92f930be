"""Findings gathered by rule, for a person to decide on many at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from incidents.ledger import reached_text
from incidents.models import Case, Finding, Incident
from incidents.models.finding import FindingQuerySet, FindingState
from incidents.models.incident import Channel
from incidents.presenters import (
    FindingView,
    cited,
    explained,
    finding_view,
    rule_order,
    rule_title,
    rule_words,
)
from incidents.tagging.cite import Citation
from incidents.wording import day_text, local_day, moment_text

CHANGED = "changed"
HAS_CHANGED = ~Q(state=FindingState.SUGGESTED) & (
    Q(is_supported=False) | ~Q(basis=F("decided_basis"))
)
SHOWN_OF_GROUP = 10


@dataclass(frozen=True, slots=True)
class Basis:
    """One incident under a finding: what to call it, and where it is."""

    incident: Incident
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One finding in its group; a day's count names the incidents that were counted."""

    view: FindingView
    title: str
    is_day: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A clause, or the reason why none is cited, and for how many findings it was; 0 for all."""

    citation: Citation | None
    sentence: str
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A rule with its findings of one state; `latest` is the newest finding that was counted."""

    rule: str
    title: str
    words: str
    count: int
    first: date
    last: date
    latest: int
    sources: tuple[Source, ...]
    police: tuple[Citation, ...]
    items: tuple[Item, ...]

    @property
    def period(self) -> str:
        if self.first == self.last:
            return day_text(self.first)
        return _("%(first)s 至 %(last)s") % {
            "first": day_text(self.first),
            "last": day_text(self.last),
        }

    @property
    def unshown(self) -> int:
        return self.count - len(self.items)


def select(case: Case, state: str) -> FindingQuerySet:
    """Return the findings of a tab: a state, or those changed since they were decided."""
    findings = case.findings.current()
    return findings.filter(HAS_CHANGED) if state == CHANGED else findings.filter(state=state)


def tab_counts(case: Case) -> Mapping[str, int]:
    tabs = {state.value: Count("pk", filter=Q(state=state)) for state in FindingState}
    return case.findings.current().aggregate(**tabs, changed=Count("pk", filter=HAS_CHANGED))


def groups_of(findings: FindingQuerySet, shown: Iterable[Finding]) -> list[Group]:
    """Gather by rule; `shown` are the findings to list one by one."""
    counted = findings.order_by("rule").values("rule").annotate(
        count=Count("pk"), first=Min("first_at"), last=Max("first_at"), latest=Max("pk")
    )  # fmt: skip
    tallies = tally_of(findings)
    items: dict[str, list[Item]] = {}
    for finding in shown:
        items.setdefault(finding.rule, []).append(item_of(finding))
    return [
        group_of(entry, tallies[entry["rule"]], items.get(entry["rule"], []))
        for entry in sorted(counted, key=lambda entry: rule_order(entry["rule"]))
    ]


@dataclass(slots=True)
class Tally:
    """What the findings of one rule cite: stored values by key, and how many cite each."""

    citations: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    police: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    uncited: dict[str, Sequence[object]] = field(default_factory=dict)
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    used: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Mapping[str, Any]) -> None:
        for one in entry["citations"]:
            self.citations.setdefault(one["clause"], one)
            self.used[one["clause"]] += entry["count"]
        for one in entry["police"]:
            self.police.setdefault(one["clause"], one)
        if entry["uncited"]:
            code = str(entry["uncited"][0])
            self.uncited[code] = entry["uncited"]
            # The first and the last tell one day from several, which is all that words need.
            self.days[code] |= {local_day(entry["first"]), local_day(entry["last"])}
            self.used[code] += entry["count"]

    def sources(self, total: int) -> Iterator[Source]:
        used = {key: 0 if count == total else count for key, count in self.used.items()}
        for clause, stored in self.citations.items():
            for citation in cited([stored]):
                yield Source(citation, "", used[clause])
        for code, reason in self.uncited.items():
            yield Source(None, explained(reason, len(self.days[code])), used[code])


def tally_of(findings: FindingQuerySet) -> Mapping[str, Tally]:
    tallies: dict[str, Tally] = {}
    alike = findings.order_by().values("rule", "citations", "police", "uncited")
    for entry in alike.annotate(count=Count("pk"), first=Min("first_at"), last=Max("first_at")):
        tallies.setdefault(entry["rule"], Tally()).add(entry)
    return tallies


def group_of(entry: Mapping[str, Any], tally: Tally, items: Sequence[Item]) -> Group:
    return Group(
        rule=entry["rule"],
        title=rule_title(entry["rule"]),
        words=rule_words(entry["rule"]),
        count=entry["count"],
        first=local_day(entry["first"]),
        last=local_day(entry["last"]),
        latest=entry["latest"],
        sources=tuple(tally.sources(entry["count"])),
        police=cited(tally.police.values()),
        items=tuple(items),
    )


def with_basis(findings: FindingQuerySet) -> FindingQuerySet:
    """Fetch with the findings the incidents that they rest on."""
    incidents = Incident.objects.select_related("line", "contact").order_by("occurred_at")
    return findings.prefetch_related(Prefetch("incidents", incidents)).order_by("first_at", "pk")


def first_of_each(findings: FindingQuerySet) -> FindingQuerySet:
    """Return the earliest few findings of every rule."""
    place = Window(RowNumber(), partition_by="rule", order_by=("first_at", "pk"))
    earliest = findings.annotate(place=place).filter(place__lte=SHOWN_OF_GROUP).order_by()
    # Ids first: sorting whole findings, with all that they cite, takes several times as long.
    return with_basis(findings.filter(pk__in=list(earliest.values_list("pk", flat=True))))


def item_of(finding: Finding) -> Item:
    incidents = list(finding.incidents.all())
    is_day = finding.scope.startswith("day:")
    if is_day:
        day = day_text(local_day(finding.first_at), weekday=True)
        title = _("%(day)s，%(count)d 次") % {"day": day, "count": len(incidents)}
    else:
        title = incident_title(incidents[0]) if incidents else moment_text(finding.first_at)
    basis = tuple(Basis(incident, incident_title(incident)) for incident in incidents)
    return Item(finding_view(finding), title, is_day, basis)


def incident_title(incident: Incident) -> str:
    """Name an incident in one line: when, how, from which number, to whom."""
    line = incident.line.display if incident.line else str(Channel(incident.channel).label)
    return f"{moment_text(incident.occurred_at)}  {line}  {reached_text(incident)}"
