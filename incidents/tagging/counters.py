"""Counts contacts by Shanghai day: answered calls, unanswered attempts and contacts of any kind."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from incidents.tagging.clock import shanghai

Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """
    One contact that the other side started, as far as counting needs it.

    `reached_debtor` is False when somebody else's phone rang: such a contact counts for the day,
    but neither as an answered call to the debtor nor as an attempt on the debtor's number.
    """

    id: Hashable
    at: datetime | None
    debtor: Hashable = None
    creditor: Hashable = None
    line: Hashable = None
    is_call: bool = True
    reached_debtor: bool = True
    connected: bool | None = None


@dataclass(frozen=True, slots=True)
class DayCounts:
    """
    The totals of the day of every sighting; None where the day is unknown or nothing counts.

    A total is that of the whole day: each call of a day with too many belongs to the pattern.
    """

    connected_by_id: Mapping[Hashable, int]
    unanswered_by_id: Mapping[Hashable, int]
    contacts_by_id: Mapping[Hashable, int]

    def connected(self, sighting_id: Hashable) -> int | None:
        """R2a: answered calls to the debtor that day from this creditor."""
        return self.connected_by_id.get(sighting_id)

    def unanswered(self, sighting_id: Hashable) -> int | None:
        """R2b: attempts on the debtor's number that day from this line that nobody answered."""
        return self.unanswered_by_id.get(sighting_id)

    def contacts(self, sighting_id: Hashable) -> int | None:
        """Contacts of every kind, with anybody, that day from this creditor."""
        return self.contacts_by_id.get(sighting_id)


def count_days(sightings: Iterable[Sighting]) -> DayCounts:
    """Count all days in time proportional to the number of sightings."""
    listed = list(sightings)
    return DayCounts(
        _totals({seen.id: _connected_key(seen) for seen in listed}),
        _totals({seen.id: _unanswered_key(seen) for seen in listed}),
        _totals({seen.id: _contact_key(seen) for seen in listed}),
    )


def day_of(moment: datetime) -> date:
    """Return the day in Shanghai that a moment belongs to."""
    return shanghai(moment).date()


def _totals(keys: Mapping[Hashable, Key | None]) -> dict[Hashable, int]:
    totals = Counter(key for key in keys.values() if key is not None)
    return {name: totals[key] for name, key in keys.items() if key is not None}


def _contact_key(seen: Sighting) -> Key | None:
    if seen.at is None:
        return None
    return (seen.debtor, seen.creditor, day_of(seen.at))


def _connected_key(seen: Sighting) -> Key | None:
    if not (seen.is_call and seen.reached_debtor and seen.connected is True):
        return None
    return _contact_key(seen)


def _unanswered_key(seen: Sighting) -> Key | None:
    """An attempt without a known line belongs to no line's count."""
    is_attempt = seen.is_call and seen.reached_debtor and seen.connected is False
    if not is_attempt or seen.line is None or seen.at is None:
        return None
    return (seen.debtor, seen.line, day_of(seen.at))
