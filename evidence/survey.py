"""Counting what an export holds before anything of it is kept: rows, repeats and numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from evidence.importers.base import CALL, Communication, Rejected, RejectionReason, dedup_key
from incidents.phone import read_line

SAMPLE_LENGTH = 40
# Nobody reads more of them, and a file may hold nothing else.
MOST_KEPT = 5000
# A phone's clock may run ahead, or be set to another zone.
LEEWAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A readable row with the key that finds it again; a repeat is already in the case or file."""

    communication: Communication
    key: str
    is_repeat: bool


@dataclass(slots=True)
class FoundNumber:
    """One number of an export and its traffic; `fresh` rows are not in the case yet."""

    key: str
    display: str
    kind: str
    place: str
    first_at: datetime
    last_at: datetime
    name: str = ""
    sample: str = ""
    calls: int = 0
    messages: int = 0
    fresh: int = 0

    def add(self, row: Row) -> None:
        item = row.communication
        self.first_at = min(self.first_at, item.occurred_at)
        self.last_at = max(self.last_at, item.occurred_at)
        self.name = self.name or item.contact_name or ""
        self.sample = self.sample or " ".join(item.text.split())[:SAMPLE_LENGTH]
        self.calls += item.channel == CALL
        self.messages += item.channel != CALL
        self.fresh += not row.is_repeat


@dataclass(slots=True)
class Rejections:
    """Counts what was not read; keeps the first thousands, and always what ended the reading."""

    kept: list[Rejected] = field(default_factory=list)
    count: int = 0

    def add(self, rejected: Rejected) -> None:
        self.count += 1
        if self.count <= MOST_KEPT or rejected.ends_reading:
            self.kept.append(rejected)


@dataclass(slots=True)
class Survey:
    """What a file holds: rows = kept + duplicates + rejected; times are the readable rows'."""

    rows: int = 0
    kept: int = 0
    duplicates: int = 0
    rejections: Rejections = field(default_factory=Rejections)
    numbers: dict[str, FoundNumber] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def add(self, item: Row | Rejected) -> None:
        self.rows += 1
        if isinstance(item, Rejected):
            self.rejections.add(item)
            return
        self.duplicates += item.is_repeat
        self.kept += not item.is_repeat
        moment = item.communication.occurred_at
        self.first_at = min(self.first_at or moment, moment)
        self.last_at = max(self.last_at or moment, moment)
        self.number_of(item.communication).add(item)

    def number_of(self, communication: Communication) -> FoundNumber:
        reading = read_line(communication.number)
        moment = communication.occurred_at
        return self.numbers.setdefault(
            reading.normalised,
            FoundNumber(
                reading.normalised, reading.display, reading.kind.value, reading.place,
                moment, moment,
            ),
        )  # fmt: skip


def sift(
    items: Iterable[Communication | Rejected], known: Collection[str]
) -> Iterator[Row | Rejected]:
    """
    Pass on each row with its key; a repeat is in the case (`known`) or earlier in the file.

    What lies in the future cannot have happened.
    """
    seen = set(known)
    latest = timezone.now() + LEEWAY
    for item in items:
        if isinstance(item, Rejected):
            yield item
            continue
        if item.occurred_at > latest:
            yield Rejected(item.position, RejectionReason.FUTURE, day_of(item.occurred_at))
            continue
        key = dedup_key(item)
        yield Row(item, key, key in seen)
        seen.add(key)


def day_of(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def survey(rows: Iterable[Row | Rejected]) -> Survey:
    """Count all rows; memory grows with the numbers found, not with the file."""
    result = Survey()
    for row in rows:
        result.add(row)
    return result
