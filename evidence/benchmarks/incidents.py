"""Makes up the incidents of a synthetic case, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from evidence.benchmarks.words import LAWFUL, NOTED, PRESSING
from incidents.models import Contact
from incidents.models.incident import Channel, Narrator
from incidents.services.incidents import NewIncident

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_DAY = datetime(2026, 3, 1, tzinfo=SHANGHAI)
DAYS = 90
# How likely a contact is at each hour of the day.
HOURS = (1, 0, 0, 0, 0, 0, 1, 4, 12, 16, 18, 14, 9, 11, 14, 16, 15, 12, 10, 13, 9, 6, 3, 2)
CHANNELS = {Channel.CALL: 80, Channel.SMS: 13, Channel.IM: 7}
# Nobody is given a fixed line whose number begins with 1, or such a gateway.
AREAS = ("0537", "029", "010", "021", "0755")
GATEWAY = "10690000537"
CALLS_A_LINE = 12


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a synthetic case is about: the lines that call, and the friends they reach."""

    lines: tuple[str, ...]
    gateways: tuple[str, ...]
    contacts: Sequence[Contact]


def cast_for(count: int, contacts: Sequence[Contact], random: Random) -> Cast:
    wanted = max(5, count // CALLS_A_LINE)
    numbers = random.sample(range(1_000_000, 1_999_999), wanted)
    return Cast(
        lines=tuple(f"{random.choice(AREAS)}-{number}" for number in numbers),
        gateways=tuple(f"{GATEWAY}{suffix}" for suffix in range(1, 10)),
        contacts=contacts,
    )


def make_up(count: int, contacts: Sequence[Contact], seed: int) -> Iterator[NewIncident]:
    """Spread so many incidents over the days, in the order of time."""
    random = Random(seed)  # noqa: S311 - the same case every time, no secret
    cast = cast_for(count, contacts, random)
    for moment in moments(count, random):
        yield incident_at(moment, cast, random)


def moments(count: int, random: Random) -> list[datetime]:
    days = random.choices(range(DAYS), k=count)
    hours = random.choices(range(24), weights=HOURS, k=count)
    return sorted(
        FIRST_DAY + timedelta(days=day, hours=hour, seconds=random.randrange(3600))
        for day, hour in zip(days, hours, strict=True)
    )


def incident_at(moment: datetime, cast: Cast, random: Random) -> NewIncident:
    channel = random.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
    contact = random.choice(cast.contacts) if random.random() < 0.6 else None
    if channel is not Channel.CALL:
        return NewIncident(
            channel=channel,
            occurred_at=moment,
            number=random.choice(cast.gateways),
            contact=contact,
            narrative=random.choice(PRESSING + LAWFUL),
        )
    connected = random.random() < 0.3
    has_note = connected and random.random() < 0.3
    return NewIncident(
        channel=channel,
        occurred_at=moment,
        number=random.choice(cast.lines),
        contact=contact,
        connected=connected,
        duration_s=random.randrange(5, 90) if connected else None,
        narrative=random.choice(NOTED) if has_note else "",
        narrator=Narrator.RELATIVE if contact else Narrator.BORROWER,
    )
