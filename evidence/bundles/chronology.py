"""The chronology: waves as strips, a line for each day, and under it every incident."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evidence.bundles.assertions import quoted
from evidence.bundles.links import Link, exhibit_links, incident_anchor
from evidence.bundles.overview import Overview
from evidence.bundles.records import ExhibitRecord, IncidentRecord, Selection
from evidence.bundles.wording import (
    AT_ONCE,
    clock,
    day_of,
    duration,
    full_date,
    gap,
    gap_range,
    short_date,
    span,
    stamp,
    weekday,
)

NARRATED_BY = {"borrower_note": "本人记：", "relative_note": "亲友记："}
MOST_PLACES = 3
LONG = 500
ACCOUNTS = ("微信", "qq", "wechat")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One incident: number and moment, the contact, its marks, the words, the exhibits.

    Printed with as few boxes as can be: thousands of these decide how long the layout takes.
    """

    anchor: str
    number: int
    gap: str
    moment: str
    contact: str
    words: str
    marks: str
    exhibits: tuple[Link, ...]

    @property
    def is_long(self) -> bool:
        """Such words may run on to the next page; all others stay together."""
        return len(self.words) > LONG


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `line` is "" when the day has a single incident that says it all."""

    head: str
    line: str
    gap: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A wave, or the days between two; `anchor` is "" for the latter."""

    anchor: str
    title: str
    count: str
    days: tuple[Day, ...]


class Chronicle:
    """Writes the entries of one selection."""

    def __init__(self, selection: Selection, overview: Overview, marks: Mapping[str, str]) -> None:
        self.selection = selection
        self.overview = overview
        self.marks = marks
        self.exhibits: Mapping[int, ExhibitRecord] = {
            exhibit.id: exhibit for exhibit in selection.exhibits
        }

    def strips(self) -> Iterator[Strip]:
        """Part the days by wave; days of the borrower's own calls alone follow the wave before."""
        by_day: dict[date, list[IncidentRecord]] = defaultdict(list)
        for incident in self.selection.incidents:
            by_day[day_of(incident.occurred_at)].append(incident)
        gathered: dict[int, list[Day]] = defaultdict(list)
        for day in sorted(by_day):
            index = sum(1 for phase in self.overview.phases if phase.first <= day)
            gathered[index].append(self.day(day, by_day[day]))
        for index in sorted(gathered):
            yield self.strip(index, gathered[index])

    def strip(self, index: int, days: Sequence[Day]) -> Strip:
        if index == 0:
            return Strip("", "", "", tuple(days))
        phase = self.overview.phases[index - 1]
        return Strip(
            anchor=f"w{phase.number}",
            title=f"{phase.name}：{span(phase.first, phase.last)}",
            count=f"{phase.count}次",
            days=tuple(days),
        )

    def day(self, day: date, incidents: Sequence[IncidentRecord]) -> Day:
        head = f"{short_date(day)}{weekday(day)}"
        if len(incidents) == 1:
            return Day(head, "", "", (self.entry(incidents[0], recorded(incidents[0])),))
        gaps = gap_range(incident.recorded_at - incident.occurred_at for incident in incidents)
        line, common = self.day_line(incidents), at_once(incidents)
        if common:
            entries = tuple(self.entry(incident, "") for incident in incidents)
            return Day(head, f"{line}　{common}", gaps, entries)
        entries = tuple(self.entry(incident, recorded(incident)) for incident in incidents)
        return Day(head, line, gaps, entries)

    def day_line(self, incidents: Sequence[IncidentRecord]) -> str:
        lines = {incident.line: incident.line_place for incident in incidents if incident.line}
        parts = [f"{len(incidents)}次"]
        if len(lines) > 1:
            parts.append(f"{len(lines)}个号码{places(list(lines.values()))}")
        parts.append(f"{clock(incidents[0].occurred_at)}至{clock(incidents[-1].occurred_at)}")
        reached = Counter(self.selection.reached(incident) for incident in incidents)
        if set(reached) != {"本人"}:
            parts.append("、".join(f"{name}{count}次" for name, count in reached.most_common()))
        return "　".join(parts)

    def entry(self, incident: IncidentRecord, noted: str) -> Entry:
        """`noted` says when it was written down, "" where the day's line says it of all."""
        return Entry(
            anchor=incident_anchor(incident.number),
            number=incident.number,
            gap=gap(incident.recorded_at - incident.occurred_at),
            moment=moment(incident),
            contact="，".join(filter(None, (self.contact(incident), noted))),
            words=words(incident),
            marks=self.margin(incident),
            exhibits=exhibit_links(
                (pk for pk in incident.exhibits if not self.exhibits[pk].is_backup),
                self.exhibits,
                "证据",
            ),
        )

    def margin(self, incident: IncidentRecord) -> str:
        """Name the findings, and the backup that the incident was imported from."""
        found = (self.exhibits[pk] for pk in incident.exhibits)
        backups = [exhibit.label for exhibit in found if exhibit.is_backup]
        rules = [self.marks[rule][1:-1] for rule in self.marks if rule in incident.rules]
        named = f"（{'、'.join(rules)}）" if rules else ""
        return named + "、".join(backups)

    def contact(self, incident: IncidentRecord) -> str:
        place = f"（{incident.line_place}）" if incident.line_place else ""
        line = f"{means(incident)}{place}"
        reached = self.selection.reached(incident)
        way = f"{line}→{reached}" if incident.is_incoming else f"{reached}→{line}"
        return until(incident) + "，".join([way, *outcome(incident)])


def recorded(incident: IncidentRecord) -> str:
    """Say when it was written down, unless that was at once."""
    if gap(incident.recorded_at - incident.occurred_at) == AT_ONCE:
        return ""
    on, day = day_of(incident.recorded_at), day_of(incident.occurred_at)
    written = short_date(on) if on.year == day.year else full_date(on)
    return f"{written}{clock(incident.recorded_at)}记"


def at_once(incidents: Sequence[IncidentRecord]) -> str:
    """Say when all of a day's incidents were written down, "" when each at its own time."""
    if len({stamp(incident.recorded_at) for incident in incidents}) > 1:
        return ""
    return f"均于{recorded(incidents[0])}" if recorded(incidents[0]) else ""


def means(incident: IncidentRecord) -> str:
    """Name channel and line; an account says by itself what it is an account of."""
    if incident.channel == "im" and incident.line:
        named = incident.line.casefold().startswith(ACCOUNTS)
        return incident.line if named else f"即时消息{incident.line}"
    return f"{incident.channel_text}{incident.line}"


def places(found: Sequence[str]) -> str:
    """Write where numbers of a day are registered, the commonest first."""
    counts = Counter(place for place in found if place).most_common(MOST_PLACES)
    if not counts:
        return ""
    if len(counts) == 1 and counts[0][1] == len(found):
        return f"（{counts[0][0]}）"
    return f"（{'、'.join(f'{place}{count}个' for place, count in counts)}）"


def moment(incident: IncidentRecord) -> str:
    about = "" if incident.is_time_exact else "约"
    return f"{short_date(day_of(incident.occurred_at))}{about}{clock(incident.occurred_at)}"


def until(incident: IncidentRecord) -> str:
    """Say when it ended, unless a call's length says so already."""
    end = incident.occurred_until
    if end is None or incident.duration_s is not None:
        return ""
    if day_of(end) == day_of(incident.occurred_at):
        return f"到{clock(end)}为止，"
    return f"到{short_date(day_of(end))}{clock(end)}为止，"


def outcome(incident: IncidentRecord) -> Iterator[str]:
    if incident.channel == "call" and incident.connected is False:
        yield "未接"
    elif incident.duration_s:
        yield f"接通{duration(incident.duration_s)}"
    elif incident.connected:
        yield "接通"
    if incident.was_amended:
        yield "有更正"


def words(incident: IncidentRecord) -> str:
    """Return what was said: who they claimed to be, then the collectors' words or a note."""
    claims = []
    if incident.claimed_identity:
        claims.append(f"自称{incident.claimed_identity}")
    if incident.claimed_for:
        claims.append(f"自称替{incident.claimed_for}催收")
    said = " ".join(incident.narrative.split())
    if said:
        by = NARRATED_BY.get(incident.narrator, "")
        said = f"{by}{said}" if by else quoted(said)
    return "。".join([*claims, said]) if said else "，".join(claims)
