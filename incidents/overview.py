"""What the overview shows of a case: numbers, contacts in time, what waits and what ends."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from incidents.deadlines import Due, due_of
from incidents.figures.days import DayCount
from incidents.models import Case, Complaint, ReportLink
from incidents.waves import QUIET_DAYS, Wave, waves

SHOWN = 6
DATES_SHOWN = 4
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Hour:
    """Contacts within one hour of one day, with the borrower or with other people."""

    day: date
    hour: int
    is_kin: bool
    count: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One person reached; the borrower has no `contact_id`. `share` is in % of the most."""

    contact_id: int | None
    name: str
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class WaitingRule:
    """Findings of one rule that wait for a decision."""

    rule: str
    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class LinkDate:
    """The day on which a report link ends."""

    link: ReportLink
    day: date
    days_left: int

    @property
    def is_soon(self) -> bool:
        return self.days_left <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class AnswerDate:
    """The day by which a complaint should be answered; it may be past."""

    complaint: Complaint
    due: Due

    @property
    def day(self) -> date:
        return self.due.day

    @property
    def days_left(self) -> int:
        return self.due.days_left

    @property
    def days_over(self) -> int:
        return max(0, -self.days_left)

    @property
    def is_soon(self) -> bool:
        return self.due.is_soon


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts up to now; a week is Monday to Sunday."""

    today: int
    yesterday: int
    week: int
    week_before: int
    contacts: int
    has_own: bool
    week_contacts: int
    lines: int
    new_lines: int
    new_places: tuple[str, ...]

    @property
    def people(self) -> int:
        return self.contacts + int(self.has_own)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Contacts in time: by day, and by weekday (Monday is 0) and hour."""

    days: tuple[DayCount, ...]
    waves: tuple[Wave, ...]
    by_hour: Mapping[tuple[int, int], int]

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day

    @property
    def total(self) -> int:
        return sum(day.total for day in self.days)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a day stands: in a wave, on its so-manieth day, or in the quiet after the last one."""

    wave: Wave | None
    day_of_wave: int
    quiet_days: int


def hours_of(case: Case) -> list[Hour]:
    """Count contacts by Shanghai day and hour."""
    rows = (
        case.incidents.incoming()
        .order_by()
        .annotate(
            day=TruncDate("occurred_at"),
            hour=ExtractHour("occurred_at"),
            is_kin=Q(contact__isnull=False),
        )
        .values_list("day", "hour", "is_kin")
        .annotate(count=Count("pk"))
    )
    return [Hour(*row) for row in rows]


def timeline_of(hours: list[Hour]) -> Timeline | None:
    """Add up contacts in time; None when there are none."""
    if not hours:
        return None
    own: Counter[date] = Counter()
    kin: Counter[date] = Counter()
    by_hour: Counter[tuple[int, int]] = Counter()
    for hour in hours:
        (kin if hour.is_kin else own)[hour.day] += hour.count
        by_hour[hour.day.weekday(), hour.hour] += hour.count
    days = tuple(DayCount(day, own[day], kin[day]) for day in sorted(own.keys() | kin.keys()))
    return Timeline(days, waves(day.day for day in days), by_hour)


def moment_of(timeline: Timeline, today: date) -> Moment:
    wave = timeline.waves[-1]
    quiet = (today - wave.last).days
    if quiet >= QUIET_DAYS:
        return Moment(None, 0, quiet)
    return Moment(wave, wave.day_of(today), 0)


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def stats_of(case: Case, hours: list[Hour], today: date) -> Stats:
    monday = today - timedelta(days=today.weekday())
    incoming = case.incidents.incoming().order_by()
    distinct = incoming.aggregate(
        contacts=Count("contact", distinct=True),
        week_contacts=Count("contact", distinct=True, filter=Q(occurred_at__gte=start_of(monday))),
        lines=Count("line", distinct=True),
    )
    new = (
        incoming.filter(line__isnull=False)
        .values("line", "line__place")
        .annotate(first=Min("occurred_at"))
        .filter(first__gte=start_of(monday))
    )
    places = Counter(row["line__place"] for row in new)
    return Stats(
        today=between(hours, today, today),
        yesterday=between(hours, today - timedelta(days=1), today - timedelta(days=1)),
        week=between(hours, monday, monday + timedelta(days=6)),
        week_before=between(hours, monday - timedelta(days=7), monday - timedelta(days=1)),
        contacts=distinct["contacts"],
        has_own=any(not hour.is_kin for hour in hours),
        week_contacts=distinct["week_contacts"],
        lines=distinct["lines"],
        new_lines=places.total(),
        new_places=tuple(place for place, _count in places.most_common(2) if place),
    )


def between(hours: list[Hour], first: date, last: date) -> int:
    return sum(hour.count for hour in hours if first <= hour.day <= last)


def reached_of(case: Case, most: int | None = SHOWN) -> list[Reached]:
    """List who was reached, most often first."""
    rows = list(
        case.incidents.incoming()
        .values_list("contact", "contact__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "contact")[:most]
    )
    return [
        Reached(contact, name or "", count, max(1, round(count / rows[0][2] * 100)))
        for contact, name, count in rows
    ]


def waiting_of(case: Case) -> list[WaitingRule]:
    """Gather waiting findings by rule, the latest first."""
    rows = (
        case.findings.waiting()
        .order_by()
        .values_list("rule")
        .annotate(count=Count("pk"), first=Min("first_at"), last=Max("first_at"))
        .order_by("-last")
    )
    return [
        WaitingRule(rule, count, timezone.localtime(first).date(), timezone.localtime(last).date())
        for rule, count, first, last in rows
    ]


def link_dates_of(case: Case, now: datetime) -> list[LinkDate]:
    """List the report links that still work, the next to end first."""
    links: QuerySet[ReportLink] = (
        case.report_links.filter(revoked_at__isnull=True, expires_at__gt=now)
        .select_related("contact")
        .order_by("expires_at")[:DATES_SHOWN]
    )
    today = timezone.localtime(now).date()
    days = [(link, timezone.localtime(link.expires_at).date()) for link in links]
    return [LinkDate(link, day, (day - today).days) for link, day in days]


def answer_dates_of(case: Case, now: datetime) -> list[AnswerDate]:
    """List the complaints that wait for an answer by a known day, the most overdue first."""
    today = timezone.localtime(now).date()
    waiting = case.complaints.standing().select_related("creditor")
    dates = [
        AnswerDate(complaint, due)
        for complaint in waiting
        if (due := due_of(complaint, today)) is not None
    ]
    return sorted(dates, key=lambda date: date.day)[:DATES_SHOWN]


def dates_of(case: Case, now: datetime) -> list[LinkDate | AnswerDate]:
    """List the days to keep in mind, the earliest first."""
    dates: list[LinkDate | AnswerDate] = [*answer_dates_of(case, now), *link_dates_of(case, now)]
    return sorted(dates, key=lambda date: date.day)
