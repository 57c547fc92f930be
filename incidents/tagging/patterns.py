"""Finds what shows only in many contacts together: waves, rotation, reach, persistence, denial."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from incidents.tagging.clock import shanghai
from incidents.tagging.facts import Reason
from incidents.waves import Wave, waves

# A burst of contact is at least this many; fewer are single attempts.
BURST = 3
# From this many numbers of one place or prefix on, their being many is worth a look.
MANY_LINES = 5
# A number is seldom used when it came up so often at most; so must most numbers of a group.
SELDOM = 2
MOST = 0.8
SEVERAL_PEOPLE = 2
SEVERAL_TIMES = 2


class PatternId(StrEnum):
    WAVES = "P1"
    ROTATION = "P2"
    REACH = "P3"
    PERSISTENCE = "P4"
    DENIAL = "P5"


class Milestone(StrEnum):
    """After what a contact counts as persistence."""

    STOP = "stop"
    COMPLAINT = "complaint"
    POLICE = "police"


class Contacted(NamedTuple):
    """
    One contact that the other side started, in the order of time.

    `line` is None when the number says nothing about who called; `person` is None for the
    borrower; `knows` says that the other side showed knowledge of personal data.
    """

    id: int
    at: datetime
    line: int | None = None
    place: str = ""
    prefix: str = ""
    person: int | None = None
    relation: str = ""
    owes: bool = False
    knows: bool = False
    creditor: int | None = None


class Turn(NamedTuple):
    """
    A moment after which contact should have ended.

    For a request to stop, `person` made it (None: the borrower). A complaint names the creditor
    that it is about, where it names one.
    """

    key: str
    kind: Milestone
    at: datetime
    person: int | None = None
    relation: str = ""
    creditor: int | None = None


class Denial(NamedTuple):
    """The institution's answer that callers are not its own: which lines, or whose debt."""

    key: str
    day: date
    lines: frozenset[int] = frozenset()
    creditor: int | None = None


class Pattern(NamedTuple):
    """What was found, on which contacts, counted how. `key` names it among those of its kind."""

    kind: PatternId
    part: str
    key: str
    first_at: datetime
    incidents: tuple[int, ...]
    reasons: tuple[Reason, ...]


def find_patterns(
    contacts: Iterable[Contacted], turns: Iterable[Turn] = (), denials: Iterable[Denial] = ()
) -> tuple[Pattern, ...]:
    """Find all patterns of a case, in time proportional to contacts times turns and denials."""
    seen = sorted(contacts, key=lambda one: (one.at, one.id))
    bursts = parted(seen)
    return (
        *find_waves(bursts),
        *(found for wave, members in bursts for found in find_rotation(wave, members)),
        *find_reach(seen),
        *(found for turn in turns for found in find_persistence(turn, seen)),
        *(found for denial in denials for found in find_denial(denial, seen)),
    )


def parted(seen: Sequence[Contacted]) -> list[tuple[Wave, list[Contacted]]]:
    """Part contacts by wave; each day lies in exactly one."""
    by_day: dict[date, list[Contacted]] = defaultdict(list)
    for one in seen:
        by_day[day_of(one)].append(one)
    bursts: list[tuple[Wave, list[Contacted]]] = [(wave, []) for wave in waves(by_day)]
    place = 0
    for day in sorted(by_day):
        while day > bursts[place][0].last:
            place += 1
        bursts[place][1].extend(by_day[day])
    return bursts


def find_waves(bursts: Sequence[tuple[Wave, list[Contacted]]]) -> Iterator[Pattern]:
    """Bursts of contact that quiet parts; a single one is no pattern."""
    if len(bursts) < 2:
        return
    for wave, members in bursts:
        if len(members) < BURST:
            continue
        counted = (*period(members), ("count", str(len(members))))
        if wave.quiet_before:
            reason = Reason("pattern.wave_again", (*counted, ("quiet", str(wave.quiet_before))))
        else:
            reason = Reason("pattern.wave_first", (*counted, ("quiet", quiet_after(bursts, wave))))
        yield pattern(PatternId.WAVES, "P1", f"wave:{wave.first}", members, reason)


def quiet_after(bursts: Sequence[tuple[Wave, list[Contacted]]], wave: Wave) -> str:
    following = bursts[wave.number][0]
    return str(following.quiet_before)


def find_rotation(wave: Wave, members: Sequence[Contacted]) -> Iterator[Pattern]:
    """Many numbers of one place, or of one prefix where no place is known, hardly used again."""
    groups: dict[tuple[str, str], list[Contacted]] = defaultdict(list)
    for one in members:
        if one.line is not None and (one.place or one.prefix):
            shared = ("place", one.place) if one.place else ("prefix", one.prefix)
            groups[shared].append(one)
    for (what, name), group in sorted(groups.items()):
        uses = Counter(one.line for one in group)
        times = Counter(uses.values())
        seldom = sum(times[use] for use in range(1, SELDOM + 1))
        if len(uses) < MANY_LINES or seldom < MOST * len(uses):
            continue
        values = (
            *period(group),
            (what, name),
            ("lines", str(len(uses))),
            ("count", str(len(group))),
        )
        reasons = (Reason(f"pattern.rotation_{what}", values), *usage(len(uses), times))
        key = f"rotation:{wave.first}:{name}"
        yield pattern(PatternId.ROTATION, f"P2-{what}", key, group, *reasons)


def usage(lines: int, times: Counter[int]) -> Iterator[Reason]:
    """Say how many of the lines came up once, and how many twice."""
    if times[1] == lines:
        yield Reason("pattern.each_once")
        return
    if times[1]:
        yield Reason("pattern.some_once", (("once", str(times[1])),))
    if times[2]:
        yield Reason("pattern.some_twice", (("twice", str(times[2])),))


def find_reach(seen: Sequence[Contacted]) -> Iterator[Pattern]:
    """How many people who do not owe were reached, and what they are to the borrower."""
    members = [one for one in seen if one.person is not None and not one.owes]
    people = {one.person: one.relation for one in members}
    if len(people) < SEVERAL_PEOPLE:
        return
    calls = Counter(one.relation for one in members)
    heads = Counter(people[person] for person in people)
    whole = Reason(
        "pattern.reach",
        (*period(members), ("people", str(len(people))), ("count", str(len(members)))),
    )
    shares = (
        Reason(
            "pattern.relation",
            (
                ("relation", relation),
                ("people", str(heads[relation])),
                ("count", str(calls[relation])),
            ),
        )
        for relation in sorted(calls, key=lambda name: (-calls[name], name))
    )
    yield pattern(PatternId.REACH, "P3", "reach", members, whole, *shares)


def find_persistence(turn: Turn, seen: Sequence[Contacted]) -> Iterator[Pattern]:
    """Contact that went on after a request to stop, a complaint or a report to the police."""
    members = [one for one in seen if one.at > turn.at and concerns(turn, one)]
    if len(members) < SEVERAL_TIMES:
        return
    values = (
        ("when", day_text(turn.at)),
        ("relation", turn.relation),
        ("count", str(len(members))),
        ("last", day_text(members[-1].at)),
    )
    reason = Reason(f"pattern.after_{turn.kind.value}", values)
    yield pattern(PatternId.PERSISTENCE, f"P4-{turn.kind.value}", turn.key, members, reason)


def concerns(turn: Turn, one: Contacted) -> bool:
    if turn.kind is Milestone.STOP:
        return one.person == turn.person
    return turn.creditor is None or one.creditor in (None, turn.creditor)


def find_denial(denial: Denial, seen: Sequence[Contacted]) -> Iterator[Pattern]:
    """Callers whom the institution does not own to, and who yet knew what it alone should know."""
    members = [one for one in seen if one.knows and is_denied(denial, one)]
    if not members:
        return
    values = (("when", denial.day.isoformat()), ("count", str(len(members))))
    reason = Reason("pattern.denial", values)
    yield pattern(PatternId.DENIAL, "P5", denial.key, members, reason)


def is_denied(denial: Denial, one: Contacted) -> bool:
    if denial.lines:
        return one.line in denial.lines
    return denial.creditor is None or one.creditor in (None, denial.creditor)


def pattern(
    kind: PatternId, part: str, key: str, members: Sequence[Contacted], *reasons: Reason
) -> Pattern:
    return Pattern(kind, part, key, members[0].at, tuple(one.id for one in members), reasons)


def period(members: Sequence[Contacted]) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("first", day_text(members[0].at)), ("last", day_text(members[-1].at))


def day_of(one: Contacted) -> date:
    return shanghai(one.at).date()


def day_text(moment: datetime) -> str:
    return shanghai(moment).date().isoformat()
