"""Narrowing a list of incidents to what a person looks for."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from incidents.models import Case, Finding, ObservationRecord
from incidents.models.finding import FindingState
from incidents.models.incident import IncidentQuerySet
from incidents.phone import read_line
from incidents.phone_patterns import SEPARATORS

ME, OTHERS = "me", "others"
# What came in with a backup has that backup behind it.
NO_EXHIBIT = Q(exhibit_uses__isnull=True, imported_row__isnull=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was asked for; empty means everything that stands."""

    q: str = ""
    first: date | None = None
    last: date | None = None
    channel: str = ""
    line: int | None = None
    reached: str = ""
    label: str = ""
    state: str = ""
    bare: bool = False
    withdrawn: bool = False

    def query(self, **changes: object) -> str:
        """Return the address's query for these filters with some changed."""
        asked = replace(self, **changes)  # type: ignore[arg-type]
        fields = {
            "q": asked.q,
            "from": asked.first and asked.first.isoformat(),
            "to": asked.last and asked.last.isoformat(),
            "channel": asked.channel,
            "line": asked.line,
            "reached": asked.reached,
            "label": asked.label,
            "state": asked.state,
            "bare": asked.bare and "1",
            "withdrawn": asked.withdrawn and "1",
        }
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def is_narrow(self) -> bool:
        return self != Filters()

    @property
    def is_folded(self) -> bool:
        """Whether something is asked for that only the fold shows."""
        folded = (self.first, self.last, self.channel, self.line, self.label, self.state)
        return any(folded) or self.reached not in ("", OTHERS)

    def apply(self, case: Case) -> IncidentQuerySet:
        incidents = case.incidents.filter(withdrawn_at__isnull=not self.withdrawn)
        return incidents.filter(self.plain(), *self.related())

    def plain(self) -> Q:
        """Conditions on the incident's own columns."""
        wanted = Q()
        if self.first:
            wanted &= Q(occurred_at__gte=midnight(self.first))
        if self.last:
            wanted &= Q(occurred_at__lt=midnight(self.last + timedelta(days=1)))
        if self.channel:
            wanted &= Q(channel=self.channel)
        if self.line:
            wanted &= Q(line_id=self.line)
        if self.reached:
            wanted &= reached_condition(self.reached)
        for word in search_words(self.q):
            wanted &= word_condition(word)
        return wanted

    def related(self) -> list[Q | Exists]:
        """Conditions on what hangs on the incident."""
        conditions: list[Q | Exists] = []
        if self.label:
            seen = ObservationRecord.objects.filter(incident=OuterRef("pk"), label=self.label)
            conditions.append(Exists(seen))
        if self.state:
            conditions.append(has_finding(self.state))
        if self.bare:
            conditions.append(NO_EXHIBIT)
        return conditions


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def has_finding(state: str) -> Exists:
    findings = Finding.objects.current().of_rules().filter(state=state)
    return Exists(findings.filter(incidents=OuterRef("pk")))


def reached_condition(reached: str) -> Q:
    if reached in (ME, OTHERS):
        return Q(contact__isnull=reached == ME)
    return Q(contact_id=int(reached)) if reached.isdecimal() else Q()


def search_words(asked: str) -> list[str]:
    """Split what was asked for; a number keeps its spaces."""
    is_number = SEPARATORS.sub("", asked).lstrip("+").isdigit()
    return [asked.strip()] if is_number else asked.split()


def word_condition(word: str) -> Q:
    """Look for a word in what was said, who said it, on which number and to whom."""
    found = (
        Q(narrative__icontains=word)
        | Q(claimed_identity__icontains=word)
        | Q(claimed_for__icontains=word)
        | Q(contact__name__icontains=word)
        | Q(line__display__icontains=word)
        | Q(line__raw__icontains=word)
        | Q(line__place__icontains=word)
    )
    digits = SEPARATORS.sub("", word)
    if digits.isdigit():
        found |= Q(line__normalised__contains=digits.removeprefix("0"))
    reading = read_line(word)
    return found | Q(line__normalised=reading.normalised) if reading.identifies else found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents there are under the filters, and how many each chip would leave."""

    found: int
    waiting: int
    others: int
    bare: int


def count(incidents: IncidentQuerySet) -> Counts:
    counted = incidents.aggregate(
        found=Count("pk", distinct=True),
        waiting=Count("pk", filter=has_finding(FindingState.SUGGESTED), distinct=True),
        others=Count("pk", filter=Q(contact__isnull=False), distinct=True),
        bare=Count("pk", filter=NO_EXHIBIT, distinct=True),
    )
    return Counts(**counted)
