"""What the records of a selection add up to; every count printed anywhere is taken from here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from evidence.bundles.records import BORROWER, IncidentRecord, PersonRecord, Selection
from evidence.bundles.wording import chinese, day_of
from incidents.figures.days import DayCount
from incidents.waves import Wave

NAMELESS_KINDS = ("hidden",)


def phase_name(number: int) -> str:
    return f"第{chinese(number)}阶段"


@dataclass(frozen=True, slots=True)
class Phase:
    """A wave as far as it lies in the selection; its number stays that of the case."""

    number: int
    first: date
    last: date
    count: int

    @property
    def name(self) -> str:
        return phase_name(self.number)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def as_wave(self) -> Wave:
        return Wave(self.number, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A person who asked them to stop, and how often they came again after it."""

    person: PersonRecord
    asked_at: datetime
    after: int


@dataclass(frozen=True, slots=True)
class LineUse:
    display: str
    place: str
    count: int
    first: date
    last: date


class Overview:
    """Counts over contacts that came in; what the borrower did herself is counted apart."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.incoming = tuple(i for i in selection.incidents if i.is_incoming)
        self.outgoing = len(selection.incidents) - len(self.incoming)

    @cached_property
    def days(self) -> Mapping[date, Sequence[IncidentRecord]]:
        by_day: dict[date, list[IncidentRecord]] = defaultdict(list)
        for incident in self.incoming:
            by_day[day_of(incident.occurred_at)].append(incident)
        return by_day

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The case's waves, cut to the days that are in the selection."""
        found = []
        for wave in self.selection.waves:
            days = [day for day in self.days if wave.first <= day <= wave.last]
            if days:
                count = sum(len(self.days[day]) for day in days)
                found.append(Phase(wave.number, min(days), max(days), count))
        return tuple(found)

    @property
    def day_counts(self) -> list[DayCount]:
        return [
            DayCount(
                day,
                sum(1 for incident in held if incident.reached is None),
                sum(1 for incident in held if incident.reached is not None),
            )
            for day, held in self.days.items()
        ]

    @property
    def first(self) -> date:
        return day_of(min(incident.occurred_at for incident in self.selection.incidents))

    @property
    def last(self) -> date:
        return day_of(max(incident.occurred_at for incident in self.selection.incidents))

    @property
    def others(self) -> tuple[IncidentRecord, ...]:
        """Contacts that reached somebody other than the borrower."""
        return tuple(i for i in self.incoming if i.reached is not None)

    @property
    def own(self) -> int:
        return len(self.incoming) - len(self.others)

    @cached_property
    def reached(self) -> list[tuple[PersonRecord, int]]:
        counts = Counter(incident.reached for incident in self.others)
        people = self.selection.people
        return [(people[pk], count) for pk, count in counts.most_common() if pk is not None]

    @property
    def reach_rows(self) -> list[tuple[str, int, bool]]:
        rows = [
            (f"{person.name}（{person.relation}）", count, False) for person, count in self.reached
        ]
        if self.own:
            rows.append((BORROWER, self.own, True))
        return sorted(rows, key=lambda row: -row[1])

    @cached_property
    def lines(self) -> list[LineUse]:
        """Numbers and accounts, most used first; those that hid themselves are not counted."""
        used: dict[tuple[str, str], list[date]] = defaultdict(list)
        for incident in self.incoming:
            if incident.line and incident.line_kind not in NAMELESS_KINDS:
                key = (incident.line, incident.line_place)
                used[key].append(day_of(incident.occurred_at))
        uses = [
            LineUse(display, place, len(days), min(days), max(days))
            for (display, place), days in used.items()
        ]
        return sorted(uses, key=lambda use: (-use.count, use.first, use.display))

    @cached_property
    def peak(self) -> tuple[date, int]:
        day = max(self.days, key=lambda each: (len(self.days[each]), -each.toordinal()))
        return day, len(self.days[day])

    def refusals(self) -> list[Refusal]:
        found = []
        for person, _count in self.reached:
            asked_at = person.asked_to_stop_at
            if asked_at is not None:
                after = sum(
                    1 for i in self.others if i.reached == person.id and i.occurred_at > asked_at
                )
                found.append(Refusal(person, asked_at, after))
        return found
